package journal

import (
	"errors"
	"sort"
	"time"
)

// What a keeper of journals tells about itself. None of these types holds
// anything about a person: slots are numbers, journals are random ids.

// Slot is one way into a desk.
type Slot struct {
	ID   string // "1", "2", …; "recovery". A number is never given out twice
	Kind string // SlotPassphrase or SlotRecovery
}

// The kinds of slots.
const (
	SlotPassphrase = "passphrase"
	SlotRecovery   = "recovery"
)

// Event is one link of the audit trail: who did what, and when.
type Event struct {
	Link    uint64    // counted from 1, without gaps
	At      time.Time // UTC
	Slot    string    // who
	What    string    // "append", "erase", "backup", …
	Journal ID        // which journal it was about; zero for the desk as a whole
	Kinds   []string  // kinds of the records that were appended
	Detail  string    // what else there is to say; never about a person
}

// Backup is one backup that the desk knows of. As JSON it is kept in the desk;
// the rules for changing Record hold for it too.
type Backup struct {
	ID     ID        `json:"id"`
	At     time.Time `json:"at"`    // when it was made, UTC
	Links  uint64    `json:"links"` // how far the audit trail had come
	Name   string    `json:"name"`  // of the file, without its folder
	Size   int64     `json:"size"`  // bytes
	SHA256 []byte    `json:"sha256"`
	Proven time.Time `json:"proven,omitzero"` // when it was last restored or rehearsed; zero: never
}

// Report says what was found in a backup that was restored or rehearsed.
type Report struct {
	Backup   Backup
	Journals int
	Records  int
	Links    uint64
	Erased   []ID     // journals that the ledger erased once more
	Slots    []string // passphrase slots that open the backup, and were taken from its desk since
}

// Erasure says when a journal was erased and what may still hold it: known
// backups, and older desks that a restore has left beside this one, by the
// names of their folders.
type Erasure struct {
	At      time.Time
	Backups []Backup
	Folders []string
}

// Attachment names a file that is kept in a journal.
type Attachment struct {
	ID     ID
	Size   int64
	SHA256 []byte
}

// Progress hears how much of a long piece of work is done, in bytes or rows.
// It may be nil.
type Progress func(done, total int64)

// Warning is something about the machine that puts a desk at risk, such as
// little room on its disk. It is worded for people elsewhere.
type Warning struct {
	Key  string
	Args map[string]string
}

// Finding is one thing that is wrong with a store. It is worded for people
// elsewhere; no argument is about a person.
type Finding struct {
	Key  string
	Args map[string]string
}

// String gives the key and its arguments, in one order.
func (f Finding) String() string {
	names := make([]string, 0, len(f.Args))
	for n := range f.Args {
		names = append(names, n)
	}
	sort.Strings(names)
	s := f.Key
	for _, n := range names {
		s += " " + n + "=" + f.Args[n]
	}
	return s
}

// Findings gives what an error that wraps ErrDamaged has found; nil when it
// says no more than that.
func Findings(err error) []Finding {
	var d interface{ Findings() []Finding }
	if errors.As(err, &d) {
		return d.Findings()
	}
	return nil
}
