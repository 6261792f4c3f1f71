package desk

import (
	"context"
	"io"
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
	// Check reads and authenticates everything in a locked store. What is
	// wrong comes as findings together with journal.ErrDamaged.
	Check(ctx context.Context, secret []byte) ([]journal.Finding, error)
	// Rehearse restores a backup into a folder that is taken away again, and
	// reads everything in it.
	Rehearse(ctx context.Context, file string, secret []byte, p journal.Progress) (journal.Report, error)
	// Restore puts a backup into a new or empty folder, erases there what the
	// ledger of this store says was erased, and reads everything in it.
	Restore(ctx context.Context, file string, secret []byte, to string, p journal.Progress) (journal.Report, error)
	// Swap puts a folder in the place of the locked store, whose folder stays
	// under the name that Swap returns.
	Swap(ctx context.Context, folder string) (kept string, err error)
	// Warnings says what about the machine puts the store at risk.
	Warnings() []journal.Warning
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

	// Attach reads a file to its end and keeps it in a journal; there is all of
	// it, or nothing. More than journal.MaxAttachment is journal.ErrTooLarge.
	Attach(ctx context.Context, id journal.ID, r io.Reader) (journal.Attachment, error)
	// Attachment gives a file again, which must be closed. What is not as it was
	// kept is journal.ErrDamaged.
	Attachment(ctx context.Context, id, attachment journal.ID) (io.ReadCloser, error)
	// Detach removes a file for good.
	Detach(ctx context.Context, id, attachment journal.ID) error

	// Slots lists the ways into the store. secret in what follows is a
	// passphrase or recovery code, asked for again; a wrong one is
	// journal.ErrWrongPassphrase. The last passphrase and the recovery code
	// cannot be removed: journal.ErrLastSlot.
	Slots() []journal.Slot
	AddSlot(ctx context.Context, secret, passphrase []byte) (slot string, err error)
	ChangeSlot(ctx context.Context, secret, passphrase []byte) error
	RemoveSlot(ctx context.Context, secret []byte, slot string) error
	NewRecovery(ctx context.Context, secret []byte) (code string, err error)
	// Verify names the slot that a secret opens, and changes nothing.
	Verify(ctx context.Context, secret []byte) (slot string, err error)
	// Rekey writes all journals into a new store with new keys throughout.
	Rekey(ctx context.Context, secret []byte, to string, p journal.Progress) (recovery string, err error)

	// Audit reads events of the trail after a link, in order, at most n; all
	// of them when n is 0.
	Audit(ctx context.Context, after uint64, n int) ([]journal.Event, error)
	// Note adds an event that changes no journal, such as a copy on paper.
	Note(ctx context.Context, what string, id journal.ID, detail string) error
	// VerifyAudit walks the whole trail and compares every record with it.
	VerifyAudit(ctx context.Context) (links uint64, err error)

	// Backup writes a backup file that is read again before it counts.
	Backup(ctx context.Context, file string, p journal.Progress) (journal.Backup, error)
	// Backups lists the backups that the store knows of, the newest first.
	Backups(ctx context.Context) ([]journal.Backup, error)
	// Proved remembers that a backup was restored or rehearsed.
	Proved(ctx context.Context, id journal.ID) error
	// Erase destroys a journal's key and all that was written in it.
	Erase(ctx context.Context, id journal.ID) (journal.Erasure, error)
	// Export writes everything in an open format, encrypted to a passphrase.
	Export(ctx context.Context, w io.Writer, passphrase []byte) error
	// Import brings what an export holds into a store that has no journals
	// yet: in Create's first.
	Import(ctx context.Context, r io.Reader, passphrase []byte) error

	// Close seals the store and forgets its keys. Every later call answers
	// journal.ErrLocked.
	Close() error
}

// Paper sets documents on paper.
type Paper interface {
	// Missing lists the characters of the document that no font can show.
	Missing(*document.Document) []rune
	// AddressFits reports that the address of a letter has room in the window of
	// the envelope.
	AddressFits(*document.Document) bool
	// PDF sets the document; the same document gives the same bytes.
	PDF(*document.Document) ([]byte, error)
	// Encrypt makes of what PDF gave a file that opens with a password alone.
	// No two are alike.
	Encrypt(pdf []byte, password string, random io.Reader) ([]byte, error)
}

// Clock tells the time. Today may be pinned to another day (for reading, and
// as the default day of an event); Now is always the real clock.
type Clock interface {
	Now() time.Time
	Today() civil.Date
}
