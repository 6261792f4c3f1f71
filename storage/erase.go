package storage

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// Erase removes a journal for ever: its key is destroyed, its records, head,
// draft and attachments are deleted, and Badger's tables are written anew
// without them. What it tells afterwards is when, and which of the known
// backups still hold the journal; one that is restored has it erased again.
// From the first step on the journal's id answers journal.ErrErased, and an
// erasure that is cut off is finished when the desk is opened again.
//
// The audit trail keeps what was done with the journal, not what was in it.
func (s *Store) Erase(ctx context.Context, id journal.ID) (journal.Erasure, error) {
	e := Erased{Journal: id, At: s.vault.now().UTC(), Slot: s.slot}
	err := s.erase(ctx, didErase, []Erased{e})
	if err != nil {
		return journal.Erasure{}, err
	}
	known, err := s.Backups(ctx)
	if err != nil {
		return journal.Erasure{}, err
	}
	ledger, err := s.Ledger(ctx)
	if err != nil {
		return journal.Erasure{}, err
	}
	e = ledger[slices.IndexFunc(ledger, func(e Erased) bool { return e.Journal == id })]
	return journal.Erasure{
		At:      e.At,
		Backups: slices.DeleteFunc(known, func(b journal.Backup) bool { return !e.in(b) }),
		Folders: s.vault.kept(),
	}, nil
}

// in reports whether a backup may hold the journal. A store that was restored
// or re-keyed counts its links anew, so time speaks as well.
func (e Erased) in(b journal.Backup) bool {
	return e.Link > 0 && b.Links >= e.Link || !e.Since.IsZero() && !b.At.Before(e.Since)
}

// Replay erases what the ledger of another copy of this desk says was erased,
// and writes the ledger's file. A store that was filled from a backup needs it
// before it is closed for the first time, whatever the list.
func (s *Store) Replay(ctx context.Context, list []Erased) error {
	return s.erase(ctx, didReplay, list)
}

// erase enters journals in the ledger, then removes what there is of them.
// What is in it already is removed too, if it was cut off.
func (s *Store) erase(ctx context.Context, did string, list []Erased) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	s.open.RUnlock()
	ctx = context.WithoutCancel(ctx) // from here on it goes through
	list, err := s.dated(ctx, list)
	if err != nil {
		return err
	}
	if err := s.enterLedger(ctx, list); err != nil {
		return err
	}
	for _, e := range list {
		if err := s.forgetKey(ctx, did, e); err != nil {
			return err
		}
	}
	return s.finishErasures(ctx)
}

// enterLedger brings the file to all that it, the store and list have.
func (s *Store) enterLedger(ctx context.Context, list []Erased) error {
	inStore, err := s.Ledger(ctx)
	if err != nil {
		return err
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.open.RUnlock()
	s.change.Lock()
	defer s.change.Unlock()
	if err := s.mayChange(); err != nil {
		return err
	}
	all, err := readLedger(s.vault.dir, s.keys)
	if err != nil {
		return err
	}
	known := len(all)
	for _, e := range slices.Concat(inStore, list) {
		if !hasErased(all, e.Journal) {
			all = append(all, e)
		}
	}
	if len(all) == known {
		return nil
	}
	if err := writeAtomic(s.vault.dir, ledgerName, encodeLedger(s.keys, all)); err != nil {
		return err
	}
	step("erase.ledger")
	return nil
}

// forgetKey is the moment of erasure: in one transaction the journal's key is
// gone and the store says why.
func (s *Store) forgetKey(ctx context.Context, did string, e Erased) error {
	err := s.write(ctx, journal.Event{What: did, Journal: e.Journal}, func(c *change) error {
		if gone, err := isErased(c.txn, s.keys, e.Journal); err != nil || gone {
			return err
		}
		key := place{table: tableKey, journal: e.Journal}
		box, err := get(c.txn, key)
		if err != nil {
			return err
		}
		if box != nil {
			// Badger looks for what to drop among what can be read; a row that
			// is deleted here would stay in the tables.
			if err := c.empty(key); err != nil {
				return err
			}
			c.rows = append(c.rows, row{place: key, removed: true})
			for _, t := range []table{tableHead, tableDraft} {
				p := place{table: t, journal: e.Journal}
				if box, err := get(c.txn, p); err != nil {
					return err
				} else if box != nil {
					if err := c.empty(p); err != nil {
						return err
					}
				}
			}
			if _, ok := s.drafts[e.Journal]; ok {
				if err := c.putDraft(e.Journal, nil); err != nil {
					return err
				}
			}
		}
		return c.putErasure(erasure{e, box == nil})
	})
	if err == nil {
		step("erase.key")
	}
	return err
}

// dated adds to journals that the store has when they began.
func (s *Store) dated(ctx context.Context, list []Erased) ([]Erased, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	list = slices.Clone(list)
	return list, s.view(func(txn *badger.Txn) error {
		for i := range list {
			e := &list[i]
			box, err := get(txn, place{table: tableKey, journal: e.Journal})
			if err != nil {
				return err
			}
			jk, ok := openKey(s.keys, place{table: tableKey, journal: e.Journal}, box)
			if !ok || e.Link > 0 {
				continue
			}
			e.Link = boxVersion(box)
			p := recordAt(e.Journal, 1)
			if box, err = get(txn, p); err != nil {
				return err
			}
			content, _, _ := openBox(jk, s.keys.store, p, box)
			if r, ok := decodeRecord(content); ok {
				e.Since = r.At
			}
			clear(content)
			clear(jk)
		}
		return nil
	})
}

// empty overwrites a row with nothing.
func (c *change) empty(p place) error { return c.set(p, nil) }

func (c *change) putErasure(e erasure) error {
	content, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return c.put(c.s.keys.erased, place{table: tableErased, journal: e.Journal}, content, floorContent)
}

func hasErased(list []Erased, id journal.ID) bool {
	return slices.ContainsFunc(list, func(e Erased) bool { return e.Journal == id })
}

// covers wants the ledger's file to have all that the store has.
func covers(file, store []Erased) error {
	for _, e := range store {
		switch {
		case file == nil:
			return damaged("fileMissing", "file", ledgerName)
		case !hasErased(file, e.Journal):
			return damaged("fileChanged", "file", ledgerName)
		}
	}
	return nil
}

// settleErasures is for a store that was just opened: it compares the ledger's
// file with the store, and finishes what was cut off. On a disk that is full
// that is left for another time.
func (s *Store) settleErasures(ctx context.Context) error {
	file, err := readLedger(s.vault.dir, s.keys)
	if err != nil {
		return err
	}
	store, err := s.Ledger(ctx)
	if err != nil {
		return err
	}
	if err := covers(file, store); err != nil {
		return err
	}
	err = s.erase(ctx, didErase, slices.DeleteFunc(file, func(e Erased) bool { return hasErased(store, e.Journal) }))
	if errors.Is(err, journal.ErrFull) {
		return nil
	}
	return err
}

// finishErasures removes what is left of journals in the ledger.
func (s *Store) finishErasures(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	var open []erasure
	err := s.view(func(txn *badger.Txn) error {
		return eachErasure(ctx, txn, s.keys, func(e erasure) {
			if !e.Done {
				open = append(open, e)
			}
		})
	})
	s.open.RUnlock()
	if err != nil || len(open) == 0 {
		return err
	}
	if err := s.drop(open); err != nil {
		return err
	}
	step("erase.rows")
	for _, e := range open {
		e.Done = true
		err := s.write(ctx, journal.Event{What: didErased, Journal: e.Journal}, func(c *change) error { return c.putErasure(e) })
		if err != nil {
			return err
		}
	}
	step("erase.done")
	return nil
}

// ofJournal are the tables whose rows belong to a journal.
var ofJournal = []table{tableDraft, tableFile, tableHead, tableKey, tableRecord}

// drop takes every version of every row of some journals out of Badger's
// files. Nobody else may be in the store meanwhile, for Badger refuses all
// changes then.
func (s *Store) drop(list []erasure) error {
	s.open.Lock()
	defer s.open.Unlock()
	if s.closed {
		return journal.ErrLocked
	}
	if err := s.mayChange(); err != nil {
		return err
	}
	var prefixes [][]byte
	for _, e := range list {
		for _, t := range ofJournal {
			prefixes = append(prefixes, append([]byte{byte(t)}, e.Journal[:]...))
		}
	}
	s.broken = true // no change but this one, until it is known to be done
	err := guard(func() error {
		if err := s.db.DropPrefix(prefixes...); err != nil {
			return err
		}
		return s.db.View(func(txn *badger.Txn) error {
			for _, p := range prefixes {
				o := badger.DefaultIteratorOptions
				o.Prefix, o.AllVersions, o.PrefetchValues = p, true, false
				it := txn.NewIterator(o)
				it.Rewind()
				left := it.Valid()
				it.Close()
				if left { // Badger passes over some of its own failures
					return errUnwritten
				}
			}
			return nil
		})
	})
	s.broken = err != nil
	return err
}
