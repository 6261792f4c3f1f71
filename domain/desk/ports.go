package desk

import (
	"context"
	"time"

	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/journal"
)

// Vault opens and makes the desk's store.
type Vault interface {
	// Exists reports whether there is a desk to unlock.
	Exists() (bool, error)
	// Create makes a new store, opened, and the recovery code that will never
	// be shown again. What first writes is part of making it: there is no
	// store until first has returned nil. It fails as first does, or with journal.ErrExists, ErrNotOurs,
	// ErrReadOnly, ErrInUse or ErrFull and then leaves nothing behind.
	Create(ctx context.Context, passphrase []byte, first func(Store) error) (Store, string, error)
	// Unlock opens the store with a passphrase or the recovery code. It fails
	// with journal.ErrNoStore, ErrWrongPassphrase, ErrInUse, ErrDamaged,
	// ErrNewer, ErrReadOnly or ErrFull; a wrong passphrase changes no file.
	Unlock(ctx context.Context, secret []byte) (Store, error)
}

// Store keeps journals, sealed. It never looks into a Body or a head.
type Store interface {
	// Slot names the slot that opened the store; it says nothing about a person.
	Slot() string
	// Heads returns the head of every journal, in no particular order.
	Heads(ctx context.Context) ([]journal.Head, error)
	// Read returns all records of a journal in the order of recording; none
	// for a journal that does not exist.
	Read(ctx context.Context, id journal.ID) ([]journal.Record, error)
	// Append adds records to a journal and replaces its head, in one
	// transaction that is on the disk when Append returns. after is the
	// number of records that the caller has seen; any other number in the
	// store is journal.ErrConflict and nothing is written. Appending after 0
	// begins the journal.
	Append(ctx context.Context, id journal.ID, after uint64, recs []journal.Record, head []byte) error
	// Draft returns the raw text that was being typed for a journal, or nil.
	Draft(ctx context.Context, id journal.ID) ([]byte, error)
	// SetDraft replaces the draft, synced to the disk; nil removes it.
	SetDraft(ctx context.Context, id journal.ID, data []byte) error
	// Close seals the store and forgets its keys. Every later call answers
	// journal.ErrLocked.
	Close() error
}

// Paper sets documents on paper.
type Paper interface {
	// Missing lists the characters of the document that no font can show.
	Missing(*document.Document) []rune
	// PDF sets the document; the same document gives the same bytes.
	PDF(*document.Document) ([]byte, error)
}

// Clock tells the time. Today may be pinned to another day (for reading, and
// as the default day of an event); Now is always the real clock.
type Clock interface {
	Now() time.Time
	Today() civil.Date
}
