package storage

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/gofrs/flock"

	"onthaal/domain/journal"
)

// Restore makes a desk from a backup in the folder to, which is new or empty,
// and leaves it closed. secret is any passphrase or recovery code that opened
// the desk when the backup was made. What the ledger of v's own desk says was
// erased since is erased there too, and the report names the slots that were
// taken from that desk since: they open the new one. Nothing is taken on trust: the file is
// read to its end before a folder is made, and then the new desk is walked:
// every row is there, opens, and is what the audit chain says.
//
// Restore fails with journal.ErrNotBackup, ErrNewer, ErrWrongPassphrase,
// ErrDamaged, ErrExists, ErrNotOurs (also inside v's own desk), ErrInUse, ErrFull
// or ErrReadOnly, and then leaves the folder as it was.
//
// p hears of every row twice: when the file is read and when the desk is
// filled; of the last only when all is done.
func (v *Vault) Restore(ctx context.Context, file string, secret []byte, to string, p journal.Progress) (journal.Report, error) {
	target := *v
	target.dir = to
	r, err := target.restore(ctx, file, secret, v.dir, p, func(s *Store, raw []byte) error {
		if err := target.finish(raw); err != nil {
			return err
		}
		step("restore.finished")
		return s.shut(true)
	})
	if err != nil {
		return journal.Report{}, err
	}
	return r, nil
}

// Rehearse proves that a backup can be restored: it restores it into a folder
// beside the desk, which it removes again, and touches nothing of the desk. It
// fails as Restore does.
func (v *Vault) Rehearse(ctx context.Context, file string, secret []byte, p journal.Progress) (journal.Report, error) {
	target := *v
	target.dir = filepath.Clean(v.dir) + rehearsalSuffix
	r, err := target.restore(ctx, file, secret, v.dir, p, func(*Store, []byte) error { return errRehearsed })
	removeEmpty([]string{target.dir}) // which a killed rehearsal had made
	if err == errRehearsed {
		return r, nil
	}
	return journal.Report{}, err
}

// rehearsalSuffix names the folder of a rehearsal. It never becomes a desk:
// what a killed program left there is cleared away by the next rehearsal.
const rehearsalSuffix = ".rehearsal"

// errRehearsed ends a rehearsal that went well, so that all of it is removed.
var errRehearsed = errors.New("storage: rehearsed")

// restore fills v's folder from a backup, without what the ledger in the
// folder desk says was erased. end, which decides what becomes of it, gets the
// store and its vault.json.
func (v *Vault) restore(ctx context.Context, file string, secret []byte, desk string, p journal.Progress, end func(*Store, []byte) error) (r journal.Report, err error) {
	if err := v.mayCreate(); err != nil { // known before Argon2 works
		return r, err
	}
	if inDesk(v.dir, desk) {
		return r, journal.ErrNotOurs
	}
	f, err := os.Open(file)
	if err != nil {
		return r, backupError(err)
	}
	defer f.Close()
	b, err := readBackup(ctx, f)
	if err != nil {
		return r, err
	}
	k, slot, err := b.unlock(secret)
	if err != nil {
		return r, err
	}
	defer k.forget()

	erased, err := v.ledgerOf(ctx, desk, k)
	if err != nil {
		return r, err
	}

	// First all of the file is read. What it says is not used before.
	if r, err = b.survey(ctx, f, k, p); err != nil {
		return journal.Report{}, err
	}
	r.Backup.Name = filepath.Base(file)
	r.Slots = takenAway(desk, b.h)
	err = v.fill(func(lock *flock.Flock) error {
		step("restore.begun")
		if free, err := v.free(v.dir); err != nil {
			return folderError(err)
		} else if free < v.min+uint64(r.Backup.Size) {
			return journal.ErrFull
		}
		m, err := v.loadBackup(ctx, f, k, r.Backup, p)
		if err != nil {
			return err
		}
		step("restore.loaded")
		s, err := v.restored(ctx, b.h, k, slot, lock, m)
		if err != nil {
			return err
		}
		step("restore.verified")
		if r.Erased, err = s.eraseAgain(ctx, erased); err == nil {
			known := r.Backup
			known.Proven = v.now().UTC()
			err = s.putBackup(ctx, didProve, known)
		}
		if err != nil {
			s.giveUp()
			return err
		}
		step("restore.erased")
		if err := ctx.Err(); err != nil {
			s.giveUp()
			return err
		}
		if err := end(s, b.raw); err != nil {
			s.giveUp()
			return err
		}
		if p != nil {
			p(int64(2*m.Rows), int64(2*m.Rows))
		}
		return nil
	})
	return r, err
}

// survey reads a backup from its beginning to its end and tells what it holds.
func (b *backupReader) survey(ctx context.Context, f io.ReadSeeker, k *keys, p journal.Progress) (r journal.Report, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return r, backupError(err)
	}
	sum := sha256.New()
	again, err := readBackup(ctx, io.TeeReader(f, sum))
	if err != nil {
		return r, err
	}
	var tell func(uint64)
	n := uint64(0)
	m, err := again.rows(k, func(m manifest) error {
		tell = ticker(p, 0, 2*m.Rows)
		return nil
	}, func(key, box []byte) error {
		tell(n)
		n++
		switch table(key[0]) {
		case tableHead:
			r.Journals++
		case tableRecord:
			r.Records++
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	if !bytes.Equal(again.raw, b.raw) || b.h.reaches(m.progress) != nil {
		return r, damaged("backupChanged")
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return r, backupError(err)
	}
	r.Links = m.Links
	r.Backup = journal.Backup{ID: m.ID, At: m.At, Links: m.Links, Size: size, SHA256: sum.Sum(nil)}
	return r, nil
}

// loadBackup reads a backup a second time, into Badger.
func (v *Vault) loadBackup(ctx context.Context, f io.ReadSeeker, k *keys, was journal.Backup, p journal.Progress) (m manifest, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return m, backupError(err)
	}
	b, err := readBackup(ctx, f)
	if err != nil {
		return m, err
	}
	err = v.load(k, func(put func(key, box []byte) error) error {
		var tell func(uint64)
		n := uint64(0)
		m, err = b.rows(k, func(m manifest) error {
			tell = ticker(p, m.Rows, 2*m.Rows+1) // the last is told when all is done
			return nil
		}, func(key, box []byte) error {
			tell(n)
			n++
			return put(key, box)
		})
		return err
	})
	if err == nil && m.ID != was.ID {
		err = damaged("backupChanged") // the file is another one by now
	}
	return m, err
}

// restored opens what was loaded and walks it.
func (v *Vault) restored(ctx context.Context, h *header, k *keys, slot string, lock *flock.Flock, m manifest) (*Store, error) {
	if _, err := checkUnsealed(v.dir, k); err != nil {
		return nil, err
	}
	if err := createTip(v.dir, k, m.progress); err != nil {
		return nil, err
	}
	s, err := v.begin(h, k, slot, lock, m.progress, false)
	if err != nil {
		return nil, err
	}
	err = s.view(func(txn *badger.Txn) error {
		if err := walkWhole(ctx, txn, k, m.progress, true); err != nil {
			return err
		}
		s.drafts, _, err = readDrafts(txn, k)
		return err
	})
	if err == nil {
		err = s.clearCutOff(ctx) // what was coming when the backup was made
	}
	if err != nil {
		s.giveUp()
		return nil, err
	}
	return s, nil
}

// walkWhole wants a store to be whole and to have come exactly so far.
func walkWhole(ctx context.Context, txn *badger.Txn, k *keys, at progress, deep bool) error {
	return guard(func() error {
		w, err := walk(ctx, txn, k, at, deep)
		switch {
		case err != nil:
			return err
		case w.found != nil:
			return &damage{w.found}
		case w.at.Links != at.Links || w.at.Drafts != at.Drafts || w.at.Epoch != at.Epoch:
			return damaged("storeUnreadable")
		}
		return nil
	})
}

// takenAway tells which passphrase slots of a backup are no longer in the desk in
// a folder, which is the one that the backup was made of: with the backup they
// come back. It is nil where there is no such desk, or it cannot be read.
func takenAway(dir string, was *header) (slots []string) {
	h, err := readHeader(dir)
	if err != nil || h.Store != was.Store {
		return nil
	}
	for _, id := range was.passphraseSlots() {
		if h.find(id) < 0 {
			slots = append(slots, id)
		}
	}
	return slots
}

// ledgerOf reads the ledger in the folder of the desk for which a backup is
// restored. That of a desk with other keys, such as it has since all keys were
// changed, cannot be authenticated and is believed: the ids in it are random,
// and nobody names one who could not read this desk.
//
// A file that is damaged, lost or of an earlier day must neither bring back what
// was erased nor stand in the way of a restore, which is what a damaged desk
// needs: the store's own rows say the same.
func (v *Vault) ledgerOf(ctx context.Context, dir string, k *keys) ([]Erased, error) {
	b, err := ledgerBytes(dir)
	if err != nil && !errors.Is(err, journal.ErrDamaged) {
		return nil, err
	}
	file, err := readLedger(dir, k)
	var l ledger
	another := json.Unmarshal(b, &l) == nil && !l.Store.IsZero() && l.Store != k.store
	if p, e := look(dir); e != nil || p != present && p != headless {
		if another { // somebody has put it there alone
			return l.Erased, nil
		}
		return file, err
	}
	if h, e := readHeader(dir); e != nil || h.Store != k.store {
		if another && (e != nil || l.Store == h.Store) {
			return l.Erased, nil
		}
		if e == nil {
			return file, err
		}
	}
	wanted, sealed := sealedLedger(dir, k)
	is, _ := ledgerSum(dir)
	if err == nil && sealed && bytes.Equal(is, wanted) {
		return file, nil
	}
	rows, known := v.erasedRows(ctx, dir, k)
	if e := ctx.Err(); e != nil {
		return nil, e
	}
	for _, e := range rows {
		if !hasErased(file, e.Journal) {
			file = append(file, e)
		}
	}
	switch {
	case known:
		return file, nil
	case err == nil && sealed && is == nil:
		return nil, damaged("fileMissing", "file", ledgerName)
	case err == nil && sealed:
		return nil, damaged("fileChanged", "file", ledgerName)
	}
	return file, err
}

// sealedLedger is what an authentic seal says of the ledger.
func sealedLedger(dir string, k *keys) (sum []byte, ok bool) {
	b, err := readSeal(dir)
	if err != nil || b == nil {
		return nil, false
	}
	var s sealed
	if json.Unmarshal(b, &s) != nil || !hmac.Equal(s.MAC, s.mac(k.seal)) {
		return nil, false
	}
	return s.Ledger, true
}

// erasedRows reads what a desk's store says was erased, in a copy; false when
// the store cannot be read, or is open: then its ledger was compared when it was
// opened.
func (v *Vault) erasedRows(ctx context.Context, dir string, k *keys) ([]Erased, bool) {
	desk := *v
	desk.dir = dir
	lock, err := takeLock(dir)
	if err != nil {
		return nil, false
	}
	defer lock.Close()
	if desk.clearRecovering() != nil {
		return nil, false
	}
	defer desk.clearRecovering()
	if desk.copyStore(ctx) != nil {
		return nil, false
	}
	copied := filepath.Join(dir, recoveringName)
	empty, err := checkUnsealed(copied, k)
	if err != nil || removeLogs(copied, empty) != nil {
		return nil, false
	}
	a, err := examine(ctx, copied, k, genesis(k, k.store))
	return a.Erased, err == nil && a.Opened && a.Findings == nil
}

// eraseAgain erases what a backup still had, and tells which journals those
// were.
func (s *Store) eraseAgain(ctx context.Context, list []Erased) (again []journal.ID, err error) {
	err = s.view(func(txn *badger.Txn) error {
		for _, e := range list {
			if box, err := get(txn, place{table: tableKey, journal: e.Journal}); err != nil {
				return err
			} else if len(box) > 0 {
				again = append(again, e.Journal)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return again, s.Replay(ctx, list)
}

// giveUp closes a store that is given up.
func (s *Store) giveUp() {
	guard(s.db.Close)
	s.tip.close()
	s.dropBallast()
}
