// Package desktest holds what stands behind the desk's ports in tests: a vault
// in memory, a clock that is set by hand, a paper that remembers the documents
// it was given, and randomness that is the same on every run.
//
// New makes a created and unlocked desk of all four. The vault keeps the
// promises of desk.Store — one transaction for each append, ErrConflict when
// the journal has grown, ErrLocked after Close — and nothing more: it seals
// nothing and must never hold a real case.
package desktest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/leaflet"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// Passphrase opens the desk that New makes; Recovery is its recovery code.
const (
	Passphrase = "four words for tests"
	Recovery   = "recovery-code-for-tests"
)

// Bench is a desk with everything that stands behind it within reach.
type Bench struct {
	*desk.Desk
	Vault *Vault
	Clock *Clock
	Paper *Paper
}

// New makes an unlocked desk with the given settings on a day.
func New(lib desk.Library, s desk.Settings, today civil.Date) (*Bench, error) {
	b := &Bench{Vault: &Vault{}, Clock: &Clock{Day: today}, Paper: &Paper{}}
	b.Vault.Clock = b.Clock.Now
	b.Desk = desk.New(b.Vault, b.Paper, b.Clock, new(Random), lib)
	_, err := b.Create(context.Background(), s, []byte(Passphrase))
	return b, err
}

// Library reads what is built into the program from its folders.
func Library(profiles, letters, leaflets, book fs.FS) (desk.Library, error) {
	var lib desk.Library
	var err [4]error
	lib.Profiles, err[0] = procedure.Parse(profiles)
	lib.Letters, err[1] = letter.Parse(letters)
	lib.Leaflets, err[2] = leaflet.Parse(leaflets)
	lib.Contacts, err[3] = contacts.Parse(book)
	return lib, errors.Join(err[:]...)
}

// Clock shows the day that it was set to. It is noon on it.
type Clock struct{ Day civil.Date }

// Now returns noon of the day.
func (c *Clock) Now() time.Time { return c.Day.Time().Add(12 * time.Hour) }

// Today returns the day.
func (c *Clock) Today() civil.Date { return c.Day }

// Random is a stream of bytes that is the same on every run.
type Random struct{ n uint64 }

// Read fills b. It never fails.
func (r *Random) Read(b []byte) (int, error) {
	for i := range b {
		r.n++
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, r.n))
		b[i] = sum[0]
	}
	return len(b), nil
}

// Paper remembers the documents that were set. What stands for the PDF is the
// document as JSON, so that two equal documents give equal bytes.
type Paper struct {
	Lacks rune // a character that no font has, or 0
	Set   []*document.Document
}

// Missing finds Lacks in the document.
func (p *Paper) Missing(d *document.Document) []rune {
	var missing []rune
	d.Texts(func(t document.Text) {
		for _, r := range t.String() {
			if r == p.Lacks && p.Lacks != 0 {
				missing = append(missing, r)
			}
		}
	})
	return missing
}

// AddressFits reports that each line of the address has 200 letters at most.
func (p *Paper) AddressFits(d *document.Document) bool {
	return !slices.ContainsFunc(d.Address, func(t document.Text) bool { return utf8.RuneCountInString(t.String()) > 200 })
}

// PDF remembers the document, if nothing is missing.
func (p *Paper) PDF(d *document.Document) ([]byte, error) {
	if missing := p.Missing(d); len(missing) > 0 {
		return nil, &document.MissingError{Runes: missing}
	}
	p.Set = append(p.Set, d)
	return json.Marshal(d)
}

// Encrypt puts the password before the file.
func (p *Paper) Encrypt(file []byte, password string, _ io.Reader) ([]byte, error) {
	return append([]byte(password+"\n"), file...), nil
}

// Vault is a vault in memory.
type Vault struct {
	OnRead func() // called after a journal was read, as if another program came between
	Warns  []journal.Warning
	Room   int               // at 1 the disk is full, and each append takes one off; 0: it never is
	Slow   bool              // a backup goes on until its context ends
	Broken []journal.Finding // what Check, Unlock and VerifyAudit find
	Clock  func() time.Time  // when backups are made and proved; nil is the epoch

	mu     sync.Mutex
	exists bool
	state
	kept    map[string]*state // backups, by path, and folders that were restored or re-keyed
	last    int               // the number that was given out last
	backups []journal.Backup
	open    *store
}

// state is all that a backup takes along.
type state struct {
	slots    map[string]string // secrets, by slot
	journals map[journal.ID][]journal.Record
	heads    map[journal.ID][]byte
	drafts   map[journal.ID][]byte
	files    map[journal.ID]map[journal.ID][]byte // attachments, by journal
	trail    []journal.Event
	erased   []journal.ID
	backup   journal.Backup // what it is a copy of
}

func (s *state) clone() *state {
	c := *s
	c.slots, c.journals, c.heads, c.drafts = maps.Clone(s.slots), maps.Clone(s.journals), maps.Clone(s.heads), maps.Clone(s.drafts)
	c.files = map[journal.ID]map[journal.ID][]byte{}
	for id, f := range s.files {
		c.files[id] = maps.Clone(f)
	}
	c.trail, c.erased = slices.Clone(s.trail), slices.Clone(s.erased)
	return &c
}

// slot names the slot that a secret opens.
func (s *state) slot(secret []byte) (string, error) {
	for id, known := range s.slots {
		if known == string(secret) {
			return id, nil
		}
	}
	return "", journal.ErrWrongPassphrase
}

func (s *state) erase(id journal.ID) {
	delete(s.journals, id)
	delete(s.heads, id)
	delete(s.drafts, id)
	delete(s.files, id)
}

// Exists reports whether Create was called.
func (v *Vault) Exists() (bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.exists, nil
}

// Create makes the one desk of the vault.
func (v *Vault) Create(_ context.Context, passphrase []byte, first func(desk.Store) error) (desk.Store, string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.exists {
		return nil, "", journal.ErrExists
	}
	v.exists, v.last = true, 1
	v.state = state{
		slots:    map[string]string{"1": string(passphrase), "recovery": Recovery},
		journals: map[journal.ID][]journal.Record{}, heads: map[journal.ID][]byte{}, drafts: map[journal.ID][]byte{},
		files: map[journal.ID]map[journal.ID][]byte{},
	}
	v.open = &store{v, "1"}
	v.mu.Unlock()
	err := first(v.open)
	v.mu.Lock()
	if err != nil {
		v.exists, v.open, v.state = false, nil, state{}
		return nil, "", err
	}
	return v.open, Recovery, nil
}

// Unlock opens the desk with a passphrase or the recovery code.
func (v *Vault) Unlock(_ context.Context, secret []byte) (desk.Store, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case !v.exists:
		return nil, journal.ErrNoStore
	case v.open != nil:
		return nil, journal.ErrInUse
	}
	slot, err := v.slot(secret)
	if err != nil {
		return nil, err
	}
	if v.Broken != nil {
		return nil, damage{v.Broken}
	}
	v.open = &store{v, slot}
	return v.open, nil
}

// Size counts all records of all journals.
func (v *Vault) Size() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	n := 0
	for _, j := range v.journals {
		n += len(j)
	}
	return n
}

// ChangeHeads replaces the head of every journal, as if another version of the
// program had written it.
func (v *Vault) ChangeHeads(change func(journal.ID, []byte) []byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for id, h := range v.heads {
		v.heads[id] = change(id, bytes.Clone(h))
	}
}

// ChangeRecords changes the bodies of all records of a kind, as if another
// version of the program had written them.
func (v *Vault) ChangeRecords(kind string, change func([]byte) []byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, records := range v.journals {
		for i, r := range records {
			if r.Kind == kind {
				records[i].Body = change(r.Body)
			}
		}
	}
}

// Records returns a journal, for a test that looks or meddles: changing what
// is returned changes the vault.
func (v *Vault) Records(id journal.ID) []journal.Record {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.journals[id]
}

// Grow appends a record behind the desk's back, as another program would.
func (v *Vault) Grow(id journal.ID, r journal.Record) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.journals[id] = append(v.journals[id], r)
}

type store struct {
	v    *Vault
	slot string
}

// held locks the vault and reports whether the store is still open.
func (s *store) held() (func(), error) {
	s.v.mu.Lock()
	if s.v.open != s {
		s.v.mu.Unlock()
		return nil, journal.ErrLocked
	}
	return s.v.mu.Unlock, nil
}

func (s *store) Slot() string { return s.slot }

func (s *store) Heads(context.Context) ([]journal.Head, error) {
	done, err := s.held()
	if err != nil {
		return nil, err
	}
	defer done()
	var heads []journal.Head
	for id := range maps.Keys(s.v.heads) {
		heads = append(heads, journal.Head{Journal: id, Seq: uint64(len(s.v.journals[id])), Data: bytes.Clone(s.v.heads[id])})
	}
	return heads, nil
}

func (s *store) Read(_ context.Context, id journal.ID) ([]journal.Record, error) {
	done, err := s.held()
	if err != nil {
		return nil, err
	}
	records := slices.Clone(s.v.journals[id])
	done()
	if s.v.OnRead != nil {
		s.v.OnRead()
	}
	return records, nil
}

func (s *store) Append(_ context.Context, id journal.ID, after uint64, recs []journal.Record, head []byte) error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	if after != uint64(len(s.v.journals[id])) {
		return journal.ErrConflict
	}
	switch s.v.Room {
	case 0:
	case 1:
		return journal.ErrFull
	default:
		s.v.Room--
	}
	for _, r := range recs {
		if len(r.Body) > journal.MaxBody {
			return journal.ErrTooLarge
		}
	}
	s.v.journals[id] = append(s.v.journals[id], recs...)
	s.v.heads[id] = bytes.Clone(head)
	var kinds []string
	for _, r := range recs {
		kinds = append(kinds, r.Kind)
	}
	s.link("append", id, "", kinds...)
	return nil
}

func (s *store) Draft(_ context.Context, id journal.ID) ([]byte, error) {
	done, err := s.held()
	if err != nil {
		return nil, err
	}
	defer done()
	return bytes.Clone(s.v.drafts[id]), nil
}

func (s *store) SetDraft(_ context.Context, id journal.ID, data []byte) error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	if data == nil {
		delete(s.v.drafts, id)
		return nil
	}
	s.v.drafts[id] = bytes.Clone(data)
	return nil
}

func (s *store) Close() error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	s.v.open = nil
	return nil
}
