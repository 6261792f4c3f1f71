// Package journal holds the one structure that everything in the program is
// made of: an append-only list of dated records.
//
// A journal belongs to a person (a case), to an inspection or to the desk
// itself. Its records are never edited and never reordered; a correction is a
// new record that refers to an older one. What a record means is the business
// of domain/casefile; how it is kept secret and whole is the business of
// storage. This package is the leaf that both of them share: the shape of a
// record, the names of journals, the errors that a keeper of journals may
// answer with, and what it tells about itself.
//
// Rules for changing Record: a field is never removed or given another
// meaning; a new field is optional and absent when unset.
package journal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// ID names a journal or a record: 16 random bytes. It says nothing about
// anybody and may appear in errors and file dumps.
type ID [16]byte

// NewID draws an ID from the system's random source.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // never fails: crypto/rand aborts the program instead
	return id
}

// ParseID reads the 32 hexadecimal digits that String writes.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(id) {
		return id, fmt.Errorf("journal: an id has %d hexadecimal digits", 2*len(id))
	}
	copy(id[:], b)
	return id, nil
}

// String returns the ID as 32 hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether the ID is unset.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText and UnmarshalText make an ID a JSON string.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(b []byte) error {
	v, err := ParseID(string(b))
	if err == nil {
		*id = v
	}
	return err
}

// Record is one line of a journal.
type Record struct {
	ID   ID        `json:"id"`             // random, given when the record is made
	Kind string    `json:"kind"`           // what happened: "complaint", "triage", …
	On   string    `json:"on"`             // the civil day on which it happened, YYYY-MM-DD
	Time string    `json:"time,omitempty"` // clock time of the event, HH:MM, when known
	At   time.Time `json:"at"`             // when it was recorded, UTC, always the real clock
	By   string    `json:"by"`             // the slot that recorded it, never a name
	Body []byte    `json:"body,omitempty"` // the kind's own fields: JSON, or the bytes of an attachment
}

// MaxBody is the largest Body that a store accepts, in bytes. What is larger
// is cut into several records by whoever makes it.
const MaxBody = 256 << 10

// MaxAttachment is the largest attachment that a store accepts, in bytes.
const MaxAttachment = 32 << 20

// Head is the small sealed summary of a journal that lists, search and Today
// read instead of the records. It is rewritten in the same transaction as
// every append. Only domain/desk knows what Data holds.
type Head struct {
	Journal ID
	Seq     uint64 // number of records in the journal
	Data    []byte
}

// Newer is ErrNewer with what a desk tells of the program that made it.
type Newer struct {
	Format  int
	Version string // of that program; empty when the desk does not tell
}

func (e *Newer) Error() string { return fmt.Sprintf("%v: format %d", ErrNewer, e.Format) }

func (e *Newer) Unwrap() error { return ErrNewer }

// The errors of a store of journals. They say what a person can do something
// about; a store wraps them with the technical reason, which never contains
// personal data.
var (
	ErrNoStore         = errors.New("there is no desk in this folder")
	ErrNotOurs         = errors.New("the folder holds other files")
	ErrExists          = errors.New("there is a desk in this folder already")
	ErrOfDesk          = errors.New("the file is one of a desk itself")
	ErrWrongPassphrase = errors.New("no slot opens with this passphrase")
	ErrInUse           = errors.New("another program has this desk open")
	ErrDamaged         = errors.New("a file of the desk is damaged")
	ErrNewer           = errors.New("the desk was made by another version of the program")
	ErrReadOnly        = errors.New("the folder cannot be written to")
	ErrFull            = errors.New("the disk is full")
	ErrConflict        = errors.New("the journal has grown since it was read")
	ErrLocked          = errors.New("the desk is locked")
	ErrErased          = errors.New("the journal has been erased")
	ErrTooLarge        = errors.New("the record is too large")
	ErrLastSlot        = errors.New("the last passphrase and the recovery code stay")
	ErrNoSlot          = errors.New("there is no such slot")
	ErrPassphraseTaken = errors.New("a slot opens with this passphrase already")
	ErrNotBackup       = errors.New("the file is not a backup")
	ErrNotExport       = errors.New("the file is not an export")
)
