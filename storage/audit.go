package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// What the audit trail says of the store's own doings. Whoever calls Note
// gives names of its own.
const (
	didAppend = "append"    // records, or a head alone
	didDraft  = "draft"     // the first draft of a journal that has not begun
	didAttach = "attach"    // an attachment, whole
	attaching = "attaching" // a part of one that is still coming
	didClear  = "clear"     // what came of one that was cut off is removed
	didDetach = "detach"    // an attachment is removed
	didErase  = "erase"     // a journal's key, head and draft; its rows follow
	didErased = "erased"    // nothing is left of it in the files
	didReplay = "replay"    // an erasure that a restored store did not know of
	didMove   = "migrate"   // one step of a change of the format
	didBackup = "backup"    // a backup, known from now on; the id is its own
	didExport = "export"    // all of it, in an open format
	didImport = "import"    // all that an export held
	didProve  = "proved"    // a backup was restored or rehearsed
)

// maxDetail bounds what a link can say besides the rows it names.
const maxDetail = 1 << 10

// ownWord reports whether the store says a word itself; it goes by some of them.
func ownWord(what string) bool {
	switch what {
	case didAppend, didDraft, didAttach, attaching, didClear, didDetach, didErase, didErased, didReplay, didMove, didBackup, didProve:
		return true
	}
	return reslots(what)
}

var errDetail = errors.New("storage: a note is short text")

// Note adds a link without rows to the audit trail: an export, a print,
// whatever leaves the desk. id may be zero. what is a word of the program's, not
// one of the store's own, and detail never about a person; both are bounded to
// 1 KiB.
func (s *Store) Note(ctx context.Context, what string, id journal.ID, detail string) error {
	if what == "" || ownWord(what) || reslots(what) || len(what) > maxDetail || len(detail) > maxDetail || !utf8.ValidString(what) || !utf8.ValidString(detail) {
		return errDetail
	}
	return s.write(ctx, journal.Event{What: what, Journal: id, Detail: detail}, func(c *change) error {
		c.linked = true
		return nil
	})
}

var errEnough = errors.New("enough")

// Audit returns at most n links of the audit trail after a number, in order;
// all of them when n is 0 or less. A link that does not open, or that is
// missing, is journal.ErrDamaged and named.
func (s *Store) Audit(ctx context.Context, after uint64, n int) ([]journal.Event, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	var events []journal.Event
	last := s.reached().Links
	err := s.view(func(txn *badger.Txn) error {
		next := after
		err := eachFrom(ctx, txn, []byte{byte(tableLink)}, linkAt(after+1).key(), func(key, box []byte) error {
			next++
			if p, ok := parsePlace(key); !ok || p != linkAt(next) {
				return brokenLink(next)
			}
			l, _, ok := openLink(s.keys, next, box)
			if !ok {
				return brokenLink(next)
			}
			events = append(events, l.event)
			if len(events) == n {
				return errEnough
			}
			return nil
		})
		if err == nil && next < last {
			err = brokenLink(next + 1)
		}
		if err == errEnough {
			err = nil
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return events, nil
}

// VerifyAudit walks the audit chain and gives its length. The first link that
// does not follow from the one before is a finding of journal.ErrDamaged.
func (s *Store) VerifyAudit(ctx context.Context) (links uint64, err error) {
	if err := s.enter(ctx); err != nil {
		return 0, err
	}
	defer s.open.RUnlock()
	from := s.reached()
	err = s.view(func(txn *badger.Txn) error {
		w := newWalker(ctx, txn, s.keys)
		if err := w.chain(from); err != nil {
			return err
		}
		links = w.at.Links
		if w.found != nil {
			return &damage{w.found}
		}
		return nil
	})
	return links, err
}

// reached is how far the store has come.
func (s *Store) reached() progress {
	s.change.Lock()
	defer s.change.Unlock()
	return s.at
}

func linkAt(n uint64) place { return place{table: tableLink, number: n} }

func brokenLink(n uint64) error { return damaged("chainBroken", "link", fmt.Sprint(n)) }

// link is one link of the audit chain: what happened, and which rows were
// written or removed.
type link struct {
	prev  []byte // the MAC of the link before
	event journal.Event
	rows  []row
}

// row is what a link says of a row.
type row struct {
	place
	removed bool
	hash    [hashSize]byte // unless removed
}

// encode writes a link as the package comment describes it.
func (l *link) encode() []byte {
	b := slices.Clone(l.prev)
	b = binary.BigEndian.AppendUint64(b, uint64(l.event.At.UnixMilli()))
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	text(l.event.Slot)
	text(l.event.What)
	b = append(b, l.event.Journal[:]...)
	b = binary.AppendUvarint(b, uint64(len(l.event.Kinds)))
	for _, k := range l.event.Kinds {
		text(k)
	}
	text(l.event.Detail)
	for _, r := range l.rows {
		n := r.number << 2
		if r.removed {
			n |= 1
		}
		if r.journal != l.event.Journal {
			n |= 2
		}
		b = binary.AppendUvarint(append(b, byte(r.table)), n)
		if n&2 != 0 {
			b = append(b, r.journal[:]...)
		}
		if r.table == tableFile {
			b = append(b, r.attachment[:]...)
		}
		if !r.removed {
			b = append(b, r.hash[:]...)
		}
	}
	return b
}

// decodeLink reads what encode writes, but for the link's number, which is its
// place.
func decodeLink(b []byte) (l link, ok bool) {
	ok = true
	take := func(n uint64) []byte {
		if !ok || n > uint64(len(b)) {
			ok = false
			return nil
		}
		t := b[:n:n]
		b = b[n:]
		return t
	}
	number := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			ok = false
			return 0
		}
		take(uint64(n))
		return v
	}
	id := func() (id journal.ID) { copy(id[:], take(16)); return id }
	text := func() string { return string(take(number())) }

	l.prev = take(chainSize)
	if at := take(8); ok {
		l.event.At = time.UnixMilli(int64(binary.BigEndian.Uint64(at))).UTC()
	}
	l.event.Slot, l.event.What, l.event.Journal = text(), text(), id()
	for n := number(); ok && n > 0; n-- {
		l.event.Kinds = append(l.event.Kinds, text())
	}
	l.event.Detail = text()
	for ok && len(b) > 0 {
		r := row{place: place{table: table(take(1)[0]), journal: l.event.Journal}}
		n := number()
		r.number, r.removed = n>>2, n&1 != 0
		if n&2 != 0 {
			r.journal = id()
		}
		if r.table == tableFile {
			r.attachment = id()
		}
		if !r.removed {
			copy(r.hash[:], take(hashSize))
		}
		l.rows = append(l.rows, r)
	}
	return l, ok
}

// openLink opens the link of a number; content is what the chain's MAC is of.
func openLink(k *keys, n uint64, box []byte) (l link, content []byte, ok bool) {
	content, version, ok := openBox(k.links, k.store, linkAt(n), box)
	if !ok || version != n {
		return l, nil, false
	}
	l, ok = decodeLink(content)
	l.event.Link = n
	return l, content, ok
}
