package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// newPart makes the file that a backup is until it is whole. Nobody else uses
// its name: the desk's id is in it, and chance. What a killed program left of
// this desk in the folder is removed.
func (s *Store) newPart(dir string) (*os.File, error) {
	prefix, suffix := ".onthaal-"+s.keys.store.String()+"-", ".part"
	left, _ := os.ReadDir(dir) // a folder may be one to write in alone
	for _, e := range left {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), prefix) && strings.HasSuffix(e.Name(), suffix) {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return os.CreateTemp(dir, prefix+"*"+suffix) // mode 0600
}

// toMedium stands between a backup and its file; tests put a medium there that
// fails.
var toMedium = func(w io.Writer) io.Writer { return w }

// sharesDisk says whether a backup takes room from the desk; tests say so too.
var sharesDisk = onOneDisk

// Backup writes all that the store holds at this moment into a file, mode
// 0600, that opens with whatever opens the desk today. The desk may be used
// meanwhile. The file is read back from its medium and compared, and what it was
// made of is held against the audit chain, before it takes its name; a file of
// that name is replaced only then, and one of a desk never: journal.ErrOfDesk.
// A store in which a row is damaged cannot be backed up: journal.ErrDamaged. When Backup fails or is cancelled, nothing of
// it stays. Only one error comes together with a backup that is good: when the
// desk has no room left to note that it was made.
//
// p hears of every row twice: when it is written, and when it is read back.
// Close cancels a backup, which then answers journal.ErrLocked.
func (s *Store) Backup(ctx context.Context, path string, p journal.Progress) (journal.Backup, error) {
	if OfDesk(path) {
		return journal.Backup{}, journal.ErrOfDesk
	}
	if err := s.enter(ctx); err != nil {
		return journal.Backup{}, err
	}
	// Until the backup is known: an erasure waits, and then names it.
	defer s.open.RUnlock()
	b, err := s.backup(ctx, path, p)
	if err != nil {
		return journal.Backup{}, err
	}
	return b, s.putBackupOpen(didBackup, b)
}

func (s *Store) backup(ctx context.Context, path string, p journal.Progress) (b journal.Backup, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.alive, cancel)()
	defer func() {
		if err != nil && s.alive.Err() != nil {
			err = journal.ErrLocked
		}
	}()

	s.backups.Lock() // or a second backup would take the part of the first for a leftover
	defer s.backups.Unlock()
	if err := ctx.Err(); err != nil {
		return b, err
	}
	f, err := s.newPart(filepath.Dir(path))
	if err != nil {
		return b, folderError(err)
	}
	defer func() {
		f.Close()
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	step("backup.begun")
	txn, at, h, err := s.freeze()
	if err != nil {
		return b, err
	}
	defer txn.Discard()
	room := func() error { return nil }
	if sharesDisk(s.vault.dir, filepath.Dir(path)) {
		room = func() error { return s.vault.room(1) }
	}
	m, err := s.writeBackup(ctx, txn, at, h, f, room, p)
	if err != nil {
		return b, err
	}
	step("backup.written")
	if err := f.Sync(); err != nil {
		return b, backupError(err)
	}
	step("backup.synced")
	whole := make(chan error, 1)
	go func() { whole <- walkWhole(ctx, txn, s.keys, at, false) }()
	b, err = s.readBack(ctx, f, m, h, p)
	if err != nil {
		cancel()
	}
	if e := <-whole; err == nil {
		err = e
	}
	if err != nil {
		return b, err
	}
	if err := f.Close(); err != nil {
		return b, backupError(err)
	}
	if err := ctx.Err(); err != nil {
		return b, err
	}
	step("backup.verified")
	if err := os.Rename(f.Name(), path); err != nil {
		return b, backupError(err)
	}
	step("backup.renamed")
	if err := syncDir(filepath.Dir(path)); err != nil {
		return b, backupError(err)
	}
	b.Name = filepath.Base(path)
	return b, nil
}

// backupError is fileError for a backup, whose name is the counsellor's.
func backupError(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return folderError(err)
	}
	return fileError("backup", err)
}

// writeBackup writes what one moment of the store holds.
func (s *Store) writeBackup(ctx context.Context, txn *badger.Txn, at progress, h *header, f io.Writer, room func() error, p journal.Progress) (m manifest, err error) {
	m = manifest{ID: journal.NewID(), At: s.vault.now().UTC(), progress: at}
	err = guard(func() (err error) { m.Rows, err = countRows(ctx, txn); return err })
	if err != nil {
		return m, err
	}
	tell := ticker(p, 0, 2*m.Rows)
	var failed error // of the medium, which is no business of guard's
	w, failed := newBackupWriter(toMedium(f), h, h.marshal(), s.keys, m)
	if failed == nil {
		err = guard(func() error {
			return each(ctx, txn, nil, func(key, box []byte) error {
				tell(w.rows)
				if w.rows%4096 == 0 {
					if err := room(); err != nil {
						return err
					}
				}
				failed = w.row(key, box)
				return failed
			})
		})
		if failed == nil && err == nil {
			failed = w.end()
		}
	}
	if failed != nil {
		return m, backupError(failed)
	}
	return m, err
}

// freeze gives the store as it is between two changes, with its header.
func (s *Store) freeze() (*badger.Txn, progress, *header, error) {
	s.change.Lock()
	defer s.change.Unlock()
	if s.broken {
		return nil, progress{}, nil, errUnwritten
	}
	return s.db.NewTransaction(false), s.at, s.header, nil
}

func countRows(ctx context.Context, txn *badger.Txn) (n uint64, err error) {
	it := txn.NewIterator(badger.IteratorOptions{})
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
	return n, nil
}

// ticker tells p of every 1,024th row of a part of the work, and of the last.
func ticker(p journal.Progress, before, total uint64) func(rows uint64) {
	if p == nil {
		return func(uint64) {}
	}
	return func(rows uint64) {
		if rows%1024 == 0 || before+rows == total {
			p(int64(before+rows), int64(total))
		}
	}
}

// readBack wants a written backup to hold what was written.
func (s *Store) readBack(ctx context.Context, f *os.File, m manifest, h *header, p journal.Progress) (b journal.Backup, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return b, backupError(err)
	}
	forgetCached(f)
	sum := sha256.New()
	r, err := readBackup(ctx, io.TeeReader(f, sum))
	if errors.Is(err, journal.ErrNotBackup) || errors.Is(err, journal.ErrNewer) {
		return b, damaged("backupChanged")
	}
	if err != nil {
		return b, err
	}
	tell := ticker(p, m.Rows, 2*m.Rows)
	n := uint64(0)
	got, err := r.rows(s.keys, nil, func(key, box []byte) error {
		tell(n)
		n++
		return nil
	})
	if err != nil {
		return b, err
	}
	tell(n)
	if got.ID != m.ID || !bytes.Equal(r.raw, h.marshal()) {
		return b, damaged("backupChanged")
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return b, backupError(err)
	}
	return journal.Backup{ID: m.ID, At: m.At, Links: m.Links, Size: size, SHA256: sum.Sum(nil)}, nil
}

// Proved notes that a backup was restored or rehearsed and found whole. Of one
// that the desk does not know there is nothing to note.
func (s *Store) Proved(ctx context.Context, id journal.ID) error {
	known, err := s.Backups(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(known, func(b journal.Backup) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	known[i].Proven = s.vault.now().UTC()
	return s.putBackup(ctx, didProve, known[i])
}
