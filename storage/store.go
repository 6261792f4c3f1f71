package storage

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dgraph-io/badger/v4"
	"github.com/gofrs/flock"

	"onthaal/domain/journal"
)

// Store is an open desk. Its methods may be called from several goroutines.
// Whatever it reads it authenticates: a row that does not open is
// journal.ErrDamaged, never silence.
type Store struct {
	vault *Vault
	slot  string
	// making says that Create has not finished: there is no vault.json yet, and
	// the slot may still be called otherwise.
	making bool
	lock   *flock.Flock
	db     *badger.DB
	keys   *keys

	alive context.Context // until Close
	stop  context.CancelFunc

	open   sync.RWMutex // held for reading by every call, for writing by Close
	closed bool

	backups    sync.Mutex // held by one backup at a time
	slots      sync.Mutex // held by one change of slots at a time, and never waited for by others
	change     sync.Mutex // held by one change at a time; guards the rest
	header     *header
	at         progress
	drafts     map[journal.ID]written
	unfinished map[place]bool // attachments that are coming, by the place of their marker
	tip        *tipWriter
	newest     string                  // the last of Badger's logs whose name is on the disk
	ballast    atomic.Pointer[os.File] // room for closing; nil where there is none
	broken     bool                    // a change failed half-way: what is stored is not known
}

// errUnwritten says that a change may or may not be on the disk. The store
// takes no further change then; opening it again walks the audit chain.
var errUnwritten = errors.New("storage: the change could not be written; lock the desk and open it again")

// Slot names the slot that opened the store: a number, or "recovery".
func (s *Store) Slot() string { return s.slot }

// enter admits a call to an open store; the caller must call s.open.RUnlock.
func (s *Store) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.open.RLock()
	if s.closed {
		s.open.RUnlock()
		return journal.ErrLocked
	}
	return nil
}

func (s *Store) view(f func(*badger.Txn) error) error {
	return guard(func() error { return s.db.View(f) })
}

// Heads returns the head of every journal, in no particular order.
func (s *Store) Heads(ctx context.Context) ([]journal.Head, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	var heads []journal.Head
	err := s.view(func(txn *badger.Txn) error {
		jk := map[journal.ID][]byte{}
		defer func() {
			for _, k := range jk {
				clear(k)
			}
		}()
		err := each(ctx, txn, []byte{byte(tableKey)}, func(key, box []byte) error {
			p, ok := parsePlace(key)
			if !ok {
				return damaged("storeUnreadable")
			}
			k, ok := openKey(s.keys, p, box)
			if !ok {
				return s.keyless(txn, p.journal)
			}
			jk[p.journal] = k
			return nil
		})
		if err != nil {
			return err
		}
		return each(ctx, txn, []byte{byte(tableHead)}, func(key, box []byte) error {
			p, ok := parsePlace(key)
			if !ok {
				return damaged("storeUnreadable")
			}
			k := jk[p.journal]
			if k == nil {
				return s.keyless(txn, p.journal)
			}
			h, err := openHead(s.keys, k, p, box)
			heads = append(heads, h)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return heads, nil
}

// keyless says what it means that a journal's key does not open: nothing for a
// journal that is being erased.
func (s *Store) keyless(txn *badger.Txn, id journal.ID) error {
	_, err := journalKey(txn, s.keys, id)
	switch {
	case errors.Is(err, journal.ErrErased):
		return nil
	case err == nil:
		return damagedRow("rowMissing", place{table: tableKey, journal: id})
	}
	return err
}

// Read returns all records of a journal in the order of recording; none for a
// journal that does not exist, and journal.ErrErased for one that was erased.
func (s *Store) Read(ctx context.Context, id journal.ID) ([]journal.Record, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	var recs []journal.Record
	err := s.view(func(txn *badger.Txn) (err error) {
		recs, err = readJournal(ctx, txn, s.keys, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return recs, nil
}

func readJournal(ctx context.Context, txn *badger.Txn, k *keys, id journal.ID) (recs []journal.Record, err error) {
	jk, err := journalKey(txn, k, id)
	if err != nil {
		return nil, err
	}
	defer clear(jk)
	head, err := readHead(txn, k, jk, id)
	if err != nil {
		return nil, err
	}
	prefix := place{table: tableRecord, journal: id}.key()[:1+len(id)]
	err = each(ctx, txn, prefix, func(key, box []byte) error {
		p := recordAt(id, uint64(len(recs))+1)
		if got, ok := parsePlace(key); !ok || got != p {
			return damagedRow("rowMissing", p)
		}
		if jk == nil {
			return damagedRow("rowMissing", place{table: tableKey, journal: id})
		}
		content, _, ok := openBox(jk, k.store, p, box)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		r, ok := decodeRecord(content)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		recs = append(recs, r)
		return nil
	})
	if err == nil && uint64(len(recs)) != head.Seq {
		err = damagedRow("rowMissing", recordAt(id, uint64(len(recs))+1))
	}
	return recs, err
}

// Append adds records to a journal and replaces its head, in one transaction
// that is on the disk when Append returns. after is the number of records that
// the caller has seen; any other number in the store is journal.ErrConflict
// and nothing is written. Appending after 0 begins the journal; without
// records, Append replaces the head alone.
//
// journal.ErrTooLarge answers a body or head of more than journal.MaxBody, and
// an Append of more than 1 MiB in all: bring a large attachment in several.
func (s *Store) Append(ctx context.Context, id journal.ID, after uint64, recs []journal.Record, head []byte) error {
	if len(head) > journal.MaxBody {
		return journal.ErrTooLarge
	}
	did := journal.Event{What: didAppend, Journal: id}
	contents := make([][]byte, len(recs))
	for i, r := range recs {
		b, err := encodeRecord(r)
		if err != nil {
			return err
		}
		defer clear(b)
		contents[i] = b
		if !slices.Contains(did.Kinds, r.Kind) {
			did.Kinds = append(did.Kinds, r.Kind)
		}
	}
	return s.write(ctx, did, func(c *change) error {
		jk, err := c.journalKey(id)
		if err != nil {
			return err
		}
		defer clear(jk)
		now, err := readHead(c.txn, s.keys, jk, id)
		if err != nil {
			return err
		}
		if now.Seq != after {
			return journal.ErrConflict
		}
		for i, b := range contents {
			if err := c.put(jk, recordAt(id, after+uint64(i)+1), b, floorContent); err != nil {
				return err
			}
		}
		content := encodeHead(after+uint64(len(recs)), head)
		defer clear(content)
		return c.put(jk, place{table: tableHead, journal: id}, content, floorContent)
	})
}

// Draft returns the raw text that was being typed for a journal, or nil.
func (s *Store) Draft(ctx context.Context, id journal.ID) ([]byte, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	var draft []byte
	err := s.view(func(txn *badger.Txn) error {
		p := place{table: tableDraft, journal: id}
		box, err := get(txn, p)
		if err != nil || box == nil {
			return err
		}
		jk, err := journalKey(txn, s.keys, id)
		if err != nil {
			return err
		}
		if jk == nil {
			return damagedRow("rowMissing", place{table: tableKey, journal: id})
		}
		defer clear(jk)
		content, _, ok := openBox(jk, s.keys.store, p, box)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		draft = content
		return nil
	})
	return draft, err
}

// SetDraft replaces the draft of a journal, which need not have begun, synced
// to the disk; nil removes it. A draft of more than journal.MaxBody is
// journal.ErrTooLarge.
func (s *Store) SetDraft(ctx context.Context, id journal.ID, data []byte) error {
	if len(data) > journal.MaxBody {
		return journal.ErrTooLarge
	}
	return s.write(ctx, journal.Event{What: didDraft, Journal: id}, func(c *change) error {
		p := place{table: tableDraft, journal: id}
		if data == nil {
			if _, ok := s.drafts[id]; !ok {
				return nil
			}
			if err := c.txn.Delete(p.key()); err != nil {
				return err
			}
			return c.putDraft(id, nil)
		}
		jk, err := c.journalKey(id)
		if err != nil {
			return err
		}
		defer clear(jk)
		return c.putDraft(id, sealBox(jk, s.keys.store, p, s.at.Drafts+1, data, floorContent))
	})
}

// Close seals the store, forgets its keys and lets others open it. Every later
// call answers journal.ErrLocked.
func (s *Store) Close() error {
	s.stop() // a backup, which may take its time
	s.open.Lock()
	defer s.open.Unlock()
	if s.closed {
		return journal.ErrLocked
	}
	s.closed = true
	for p := range s.unfinished { // whoever attaches finds the desk locked
		if s.writeOpen(journal.Event{What: didClear, Journal: p.journal}, func(c *change) error { return c.clearAttachment(p) }) != nil {
			s.broken = true // not sealed, so that opening it clears
			break
		}
	}
	err := s.shut(!s.broken)
	s.drafts = nil
	debug.FreeOSMemory() // what was read lies about in the heap until then
	return err
}

// shut closes everything, and seals if asked to and if all went well. A store
// that is not sealed keeps its tip and is walked when it is opened again.
func (s *Store) shut(seal bool) error {
	defer s.lock.Close() // last; the system would do it too
	defer s.keys.forget()
	s.dropBallast()
	err := guard(s.db.Close)
	if s.tip != nil {
		s.tip.close()
	}
	if err != nil || !seal {
		return err
	}
	if err := writeSeal(s.vault.dir, s.keys, s.at); err != nil {
		return err
	}
	return removeFile(s.vault.dir, tipName)
}

// mayChange says whether anything may be written to the desk now; the caller
// holds s.change, or s.open alone.
func (s *Store) mayChange() error {
	if s.broken {
		return errUnwritten
	}
	// A full disk kills the process inside Badger, which writes to mapped
	// files; hence the reserve.
	s.takeBallast() // if it could not be had before
	return s.room()
}

// change is one transaction in the making.
type change struct {
	s      *Store
	txn    *badger.Txn
	rows   []row // that the audit link names
	linked bool  // a link is wanted, with rows or without
	drafts map[journal.ID]written
	size   int
}

// write runs f in a transaction, adds the audit link, which says what was done
// (the time and the slot it knows itself), and brings everything to the disk.
func (s *Store) write(ctx context.Context, did journal.Event, f func(*change) error) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.open.RUnlock()
	return s.writeOpen(did, f)
}

// writeOpen is write for whoever holds s.open.
func (s *Store) writeOpen(did journal.Event, f func(*change) error) error {
	s.change.Lock()
	defer s.change.Unlock()
	if err := s.mayChange(); err != nil {
		return err
	}
	at := s.at
	c := &change{s: s}
	err := guard(func() error {
		c.txn = s.db.NewTransaction(true)
		defer c.txn.Discard()
		if err := f(c); err != nil {
			return err
		}
		if c.linked {
			did.At, did.Slot = s.vault.now(), s.slot
			content := (&link{at.Chain, did, c.rows}).encode()
			at.Links++
			if reslots(did.What) {
				at.Epoch++
			}
			at.Chain = mac(s.keys.audit, content)
			p := linkAt(at.Links)
			if err := c.set(p, sealBox(s.keys.links, s.keys.store, p, at.Links, content, floorInternal)); err != nil {
				return err
			}
		}
		if c.drafts != nil {
			at.Drafts++
			p := place{table: tableDrafts}
			if err := c.set(p, sealBox(s.keys.drafts, s.keys.store, p, at.Drafts, encodeDrafts(c.drafts), floorInternal)); err != nil {
				return err
			}
		}
		if at.changes() == s.at.changes() {
			return nil
		}
		s.broken = true // until the transaction is known to be on the disk
		if err := guard(c.txn.Commit); err != nil {
			if errors.Is(err, journal.ErrFull) || errors.Is(err, journal.ErrReadOnly) {
				return err
			}
			return errUnwritten
		}
		if err := s.syncNames(); err != nil {
			return errUnwritten
		}
		s.broken = false
		return nil
	})
	if err != nil || at.changes() == s.at.changes() {
		return err
	}
	s.at = at
	if c.drafts != nil {
		s.drafts = c.drafts
	}
	s.tip.write(s.keys, at)
	return nil
}

// set stores a box and counts its size.
func (c *change) set(p place, box []byte) error {
	c.size += placeSize + len(box)
	if len(box) > maxRow || c.size > maxChange {
		return journal.ErrTooLarge
	}
	return c.txn.Set(p.key(), box)
}

func recordAt(id journal.ID, n uint64) place {
	return place{table: tableRecord, journal: id, number: n}
}

// put seals content as a row and names it in the audit link.
func (c *change) put(key []byte, p place, content []byte, floor int) error {
	box := sealBox(key, c.s.keys.store, p, c.s.at.Links+1, content, floor)
	c.linked, c.rows = true, append(c.rows, row{place: p, hash: hashOf(box)})
	return c.set(p, box)
}

// remove deletes a row that is there, and says so in the audit link.
func (c *change) remove(p place) error {
	c.linked, c.rows = true, append(c.rows, row{place: p, removed: true})
	return c.txn.Delete(p.key())
}

// putDraft stores a draft's box, if there is one, and renews the list.
func (c *change) putDraft(id journal.ID, box []byte) error {
	c.drafts = make(map[journal.ID]written, len(c.s.drafts)+1)
	for k, v := range c.s.drafts {
		c.drafts[k] = v
	}
	if box == nil {
		delete(c.drafts, id)
		return nil
	}
	c.drafts[id] = markOf(box)
	return c.set(place{table: tableDraft, journal: id}, box)
}

// journalKey gives the key of a journal, and a new one to a new journal.
func (c *change) journalKey(id journal.ID) ([]byte, error) {
	jk, err := journalKey(c.txn, c.s.keys, id)
	if err != nil || jk != nil {
		return jk, err
	}
	jk = make([]byte, keySize)
	rand.Read(jk)
	return jk, c.put(c.s.keys.wrap, place{table: tableKey, journal: id}, jk, floorInternal)
}

// syncNames brings the name of a new log of Badger's to the disk, which Badger
// leaves to chance.
func (s *Store) syncNames() error {
	db := filepath.Join(s.vault.dir, dbName)
	names, err := os.ReadDir(db)
	if err != nil {
		return err
	}
	newest := ""
	for _, e := range names {
		if strings.HasSuffix(e.Name(), ".mem") {
			newest = max(newest, e.Name())
		}
	}
	if newest == s.newest {
		return nil
	}
	if err := syncDir(db); err != nil {
		return err
	}
	s.newest = newest
	return nil
}

// get gives the box at a place, or nil.
func get(txn *badger.Txn, p place) ([]byte, error) {
	item, err := txn.Get(p.key())
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	box, err := item.ValueCopy(nil)
	if err == nil && box == nil {
		box = []byte{} // a row that is there but empty must not look absent
	}
	return box, err
}

func openKey(k *keys, p place, box []byte) ([]byte, bool) {
	jk, _, ok := openBox(k.wrap, k.store, p, box)
	return jk, ok && len(jk) == keySize
}

// journalKey gives the key of a journal, or nil when it has none. For a
// journal that was erased it fails with journal.ErrErased.
func journalKey(txn *badger.Txn, k *keys, id journal.ID) ([]byte, error) {
	p := place{table: tableKey, journal: id}
	box, err := get(txn, p)
	if err != nil {
		return nil, err
	}
	if jk, ok := openKey(k, p, box); ok {
		return jk, nil
	}
	switch gone, err := isErased(txn, k, id); {
	case err != nil:
		return nil, err
	case gone:
		return nil, journal.ErrErased
	case box != nil:
		return nil, damagedRow("rowChanged", p)
	}
	return nil, nil
}

func openHead(k *keys, jk []byte, p place, box []byte) (journal.Head, error) {
	content, _, ok := openBox(jk, k.store, p, box)
	if !ok {
		return journal.Head{}, damagedRow("rowChanged", p)
	}
	seq, data, ok := decodeHead(content)
	if !ok {
		return journal.Head{}, damagedRow("rowChanged", p)
	}
	return journal.Head{Journal: p.journal, Seq: seq, Data: data}, nil
}

// readHead gives the head of a journal; one without records for a journal that
// has not begun.
func readHead(txn *badger.Txn, k *keys, jk []byte, id journal.ID) (journal.Head, error) {
	p := place{table: tableHead, journal: id}
	box, err := get(txn, p)
	if err != nil || box == nil {
		return journal.Head{Journal: id}, err
	}
	if jk == nil {
		return journal.Head{}, damagedRow("rowMissing", place{table: tableKey, journal: id})
	}
	return openHead(k, jk, p, box)
}

// readDrafts gives the list of drafts and its box; neither when none was ever
// written.
func readDrafts(txn *badger.Txn, k *keys) (map[journal.ID]written, []byte, error) {
	p := place{table: tableDrafts}
	box, err := get(txn, p)
	if err != nil || box == nil {
		return nil, nil, err
	}
	content, _, ok := openBox(k.drafts, k.store, p, box)
	if !ok {
		return nil, nil, damagedRow("rowChanged", p)
	}
	list, ok := decodeDrafts(content)
	if !ok {
		return nil, nil, damagedRow("rowChanged", p)
	}
	return list, box, nil
}
