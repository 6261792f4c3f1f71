package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"onthaal/domain/journal"
)

// Finding is one thing that is wrong with a store. It is worded for people
// elsewhere. Keys and their arguments:
//
//	fileChanged fileMissing fileAdded fileUnreadable fileNotEncrypted   file
//	headerOlder                                                         file
//	chainBroken                                                         link
//	changesMissing                                                      count
//	draftsMissing
//	rowChanged rowMissing rowUnexpected                                 table, journal, number
//	storeUnreadable
//	storeSlow                      no answer in time: damaged, or the machine is busy
//	stillWhole                                                          changes, journals
//
// stillWhole is the last of a list: what can be opened in spite of all else.
// File names are the store's own (vault.json, seal, db/000001.sst); journals
// are random ids. No argument is about a person.
type Finding = journal.Finding

func finding(key string, args ...string) Finding {
	f := Finding{Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[args[i]] = args[i+1]
	}
	return f
}

func rowFinding(key string, p place) Finding {
	return finding(key, "table", string(rune(p.table)), "journal", p.journal.String(), "number", fmt.Sprint(p.number))
}

// maxFindings bounds a report; who has a hundred has lost the store anyway.
const maxFindings = 100

// damage is journal.ErrDamaged with what was found.
type damage struct{ findings []Finding }

func (d *damage) Error() string {
	s := make([]string, len(d.findings))
	for i, f := range d.findings {
		s[i] = f.String()
	}
	return journal.ErrDamaged.Error() + ": " + strings.Join(s, "; ")
}

func (d *damage) Unwrap() error { return journal.ErrDamaged }

func damaged(key string, args ...string) error {
	return &damage{[]Finding{finding(key, args...)}}
}

func damagedRow(key string, p place) error { return &damage{[]Finding{rowFinding(key, p)}} }

// Findings gives what was found.
func (d *damage) Findings() []Finding { return d.findings }

// fileError says what went wrong with one of our files, without the path of
// the folder, in which people like to put their name.
func fileError(name string, err error) error {
	var p *fs.PathError
	cause := err
	if errors.As(err, &p) {
		cause = p.Err
	}
	switch {
	case isFull(err):
		return fmt.Errorf("%w: %s", journal.ErrFull, name)
	case errors.Is(err, fs.ErrPermission) || isReadOnly(err):
		return fmt.Errorf("%w: %s", journal.ErrReadOnly, name)
	case errors.Is(err, fs.ErrNotExist):
		return damaged("fileMissing", "file", name)
	case errors.Is(err, syscall.EISDIR):
		return damaged("fileUnreadable", "file", name)
	}
	return fmt.Errorf("storage: %s: %w", name, cause)
}
