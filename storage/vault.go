package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/gofrs/flock"

	"onthaal/domain/journal"
)

// Vault is a folder that holds a desk or may come to hold one.
type Vault struct {
	dir  string
	kdf  Params
	min  uint64
	free func(string) (uint64, error)
	now  func() time.Time

	version string
}

// Options are what tests and small machines may want otherwise. The zero
// value is right for everybody else.
type Options struct {
	// KDF is the cost of the passphrases of a desk that Create makes. Zero has
	// the machine measured, so that one takes about a second, at the least 64
	// MiB and 3 passes. Less than 19 MiB is refused.
	KDF Params
	// MinFree is how much the disk must have free for a change, in bytes; 0 is
	// 128 MiB. Half of it must be free for opening, and half is set aside
	// for closing. Below eight times that, Warnings warns.
	MinFree uint64
	// Free tells how much is free; nil asks the operating system.
	Free func(dir string) (uint64, error)
	// Version is the program's. A desk that this program makes or brings to its
	// format says so, for older programs to name.
	Version string
	// Now is the clock that the audit trail goes by; nil is the real one, and
	// nothing but a test wants another.
	Now func() time.Time
}

// At names the folder of a desk. It touches nothing.
func At(dir string, o Options) *Vault {
	v := &Vault{dir: dir, kdf: o.KDF, min: o.MinFree, free: o.Free, now: o.Now, version: o.Version}
	if v.min == 0 {
		v.min = 128 << 20
	}
	if v.free == nil {
		v.free = freeBytes
	}
	if v.now == nil {
		v.now = time.Now
	}
	return v
}

// Exists reports whether there is a desk to unlock, whole or damaged.
func (v *Vault) Exists() (bool, error) {
	if err := v.settle(); err != nil {
		return false, err
	}
	p, err := look(v.dir)
	return p == present || p == headless, err
}

// room refuses when less than a part of the reserve is free.
func (v *Vault) room(part uint64) error { return v.hasRoom(v.min / part) }

func (v *Vault) hasRoom(n uint64) error {
	free, err := v.free(v.dir)
	if err != nil {
		return folderError(err)
	}
	if free < n {
		return journal.ErrFull
	}
	return nil
}

var errNoPassphrase = errors.New("storage: the passphrase is empty")

// Create makes a new desk, opened, and gives the recovery code, which is
// stored nowhere. first, which may be nil, writes what a desk cannot be
// without; until it has done so there is no desk. Create fails with
// journal.ErrExists, ErrNotOurs, ErrReadOnly, ErrInUse or ErrFull, or as first
// does, and then leaves nothing behind. What an earlier Create left that was
// cut off is cleared away.
func (v *Vault) Create(ctx context.Context, passphrase []byte, first func(*Store) error) (_ *Store, recovery string, err error) {
	if len(passphrase) == 0 {
		return nil, "", errNoPassphrase
	}
	if v.kdf != (Params{}) {
		if err := v.kdf.check(); err != nil {
			return nil, "", err
		}
	}
	var s *Store
	err = v.fill(func(lock *flock.Flock) (err error) {
		s, recovery, err = v.create(ctx, passphrase, first, lock)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return s, recovery, nil
}

// fill has f make a desk in a folder that is new, empty, or was left
// unfinished. f finds an empty db folder and nothing else, holds the lock, and
// ends with finish; until then a mark says that what is there is no desk. When
// f fails, all is removed again.
func (v *Vault) fill(f func(*flock.Flock) error) (err error) {
	if err := v.mayCreate(); err != nil {
		return err
	}
	made, err := makeFolder(v.dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			removeEmpty(made)
		}
	}()
	lock, err := takeLock(v.dir)
	if err != nil {
		return err
	}
	if err := v.mayCreate(); err != nil { // another program may have been quicker
		lock.Close()
		return err
	}
	if err = v.begun(); err == nil {
		err = f(lock)
	}
	if err != nil {
		for _, name := range ours {
			os.RemoveAll(filepath.Join(v.dir, name))
		}
		lock.Close()
	}
	return err
}

// begun leaves the mark and clears away what an earlier attempt left.
func (v *Vault) begun() error {
	if err := v.room(1); err != nil {
		return err
	}
	if err := writeAtomic(v.dir, creatingName, nil); err != nil {
		return err
	}
	for _, name := range ours[:len(ours)-2] {
		if err := os.RemoveAll(filepath.Join(v.dir, name)); err != nil {
			return fileError(name, err)
		}
	}
	if err := os.Mkdir(filepath.Join(v.dir, dbName), 0o700); err != nil {
		return fileError(dbName, err)
	}
	return nil
}

// finish makes what was filled a desk: from here on it has a header.
func (v *Vault) finish(header []byte) error {
	if err := writeAtomic(v.dir, headerName, header); err != nil {
		return err
	}
	v.private()
	return removeFile(v.dir, creatingName)
}

func (v *Vault) mayCreate() error {
	if err := v.settle(); err != nil {
		return err
	}
	p, err := look(v.dir)
	switch {
	case err != nil:
		return err
	case p == present || p == headless:
		return journal.ErrExists
	case p == foreign:
		return journal.ErrNotOurs
	}
	return nil
}

// create makes the desk in a folder that is ours to fill.
func (v *Vault) create(ctx context.Context, passphrase []byte, first func(*Store) error, lock *flock.Flock) (*Store, string, error) {
	h := &header{Program: program, Format: newest(), Version: v.version, Store: journal.NewID(), Epoch: firstEpoch, Next: 2}
	k, recovery, err := h.draw(v.cost(Params{}), "1", passphrase)
	if err != nil {
		return nil, "", err
	}
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}

	at := genesis(k, h.Store)
	if err := createTip(v.dir, k, at); err != nil {
		return nil, "", err
	}
	s, err := v.begin(h, k, "1", lock, at, false)
	if err != nil {
		return nil, "", err
	}
	s.making = true
	if first != nil {
		err = first(s)
	}
	s.making = false
	if err == nil && s.slot != "1" { // an import, whose records name slot 1
		err = s.header.renameSlot("1", s.slot, passphrase)
	}
	if err == nil {
		err = v.finish(s.header.seal(k)) // first may have said something of slots
	}
	if err != nil {
		s.dropBallast()
		guard(s.db.Close)
		s.tip.close()
		k.forget()
		return nil, "", err
	}
	return s, recovery, nil
}

// private closes the folder to others. File systems without modes refuse,
// which changes nothing about what is sealed.
func (v *Vault) private() {
	_ = os.Chmod(v.dir, 0o700)
	_ = os.Chmod(filepath.Join(v.dir, dbName), 0o700)
}

// Unlock opens the desk with a passphrase or the recovery code. It fails with
// journal.ErrNoStore, ErrWrongPassphrase, ErrInUse, ErrDamaged, ErrNewer,
// ErrReadOnly or ErrFull. A wrong passphrase changes no file, and a desk that
// is damaged stays as it is, however it was closed; what is wrong with it, and
// what can still be opened, comes with ErrDamaged (journal.Findings).
func (v *Vault) Unlock(ctx context.Context, secret []byte) (*Store, error) {
	if err := v.settle(); err != nil {
		return nil, err
	}
	p, err := look(v.dir)
	switch {
	case err != nil:
		return nil, err
	case p == headless:
		return nil, damaged("fileMissing", "file", headerName)
	case p != present:
		return nil, journal.ErrNoStore
	}
	if err := mayWrite(v.dir); err != nil {
		return nil, fileError("folder", err)
	}
	if _, err := readHeader(v.dir); err != nil {
		return nil, err // before app.lock: a newer program may lock otherwise
	}
	lock, err := takeLock(v.dir)
	if err != nil {
		return nil, err
	}
	s, err := v.unlock(ctx, secret, lock)
	if err != nil {
		lock.Close()
		return nil, err
	}
	return s, nil
}

func (v *Vault) unlock(ctx context.Context, secret []byte, lock *flock.Flock) (*Store, error) {
	h, err := readHeader(v.dir)
	if err != nil {
		return nil, err
	}
	if err := v.room(2); err != nil {
		v.removeBallast() // what a killed program has left of room
		if err := v.room(2); err != nil {
			return nil, err
		}
	}
	if err := v.clearRecovering(); err != nil {
		return nil, err
	}
	seal, err := readSeal(v.dir)
	if err != nil {
		return nil, err
	}
	defer v.clearRecovering()

	// The files are hashed, or else copied, while Argon2 works.
	hashing, stop := context.WithCancel(ctx)
	defer stop()
	var sums []fileSum
	var sumErr error
	done := make(chan struct{})
	go func() {
		defer close(done)
		if seal != nil {
			sums, sumErr = sumFiles(hashing, filepath.Join(v.dir, dbName), false)
		} else {
			sumErr = v.copyStore(hashing)
		}
	}()
	master, slot := h.open(secret)
	if master == nil {
		stop()
	}
	<-done
	if err := ctx.Err(); err != nil {
		clear(master)
		return nil, err
	}
	if master == nil {
		return nil, journal.ErrWrongPassphrase
	}
	k := deriveKeys(master, h.Store)
	clear(master)

	s, err := v.enter(ctx, h, k, slot, lock, seal, sums, sumErr)
	if err != nil {
		k.forget()
	}
	return s, err
}

// open finds the master key. What reads as a recovery code is tried as one
// first, and then as a passphrase like anything else.
func (h *header) open(secret []byte) (master []byte, slot string) {
	if code, err := ParseRecovery(string(secret)); err == nil {
		rek := recoveryKey(code, h.KDF.Salt)
		master, slot = h.openSlots(journal.SlotRecovery, rek)
		clear(rek)
		clear(code)
		if master != nil {
			return master, slot
		}
	}
	kek := passphraseKey(secret, h.KDF.Salt, h.KDF.Params)
	defer clear(kek)
	debug.FreeOSMemory() // Argon2's memory
	return h.openSlots(journal.SlotPassphrase, kek)
}

// enter opens a desk whose keys are known: after the seal has been compared,
// or else after everything has been walked in a copy.
func (v *Vault) enter(ctx context.Context, h *header, k *keys, slot string, lock *flock.Flock, seal []byte, sums []fileSum, sumErr error) (*Store, error) {
	if !h.authentic(k) {
		return nil, damaged("fileChanged", "file", headerName)
	}
	sum, err := ledgerSum(v.dir)
	if err != nil {
		return nil, err
	}
	if _, err := readLedger(v.dir, k); err != nil {
		return nil, err
	}
	var at progress
	if seal != nil {
		if sumErr != nil {
			return nil, sumErr
		}
		if at, err = checkSeal(k, seal, sum, sums); err != nil {
			return nil, v.withWhole(ctx, k, at, v.copyStore(ctx), err)
		}
	} else {
		if at, err = v.examineUnclean(ctx, k, sumErr); err != nil {
			return nil, err
		}
	}
	if err := h.reaches(at); err != nil {
		return nil, err
	}
	if err := v.removeMeaningless(); err != nil {
		return nil, err
	}
	if seal != nil {
		// First the tip, then the seal goes: one of the two is always there.
		if err := createTip(v.dir, k, at); err != nil {
			return nil, err
		}
		if err := removeFile(v.dir, sealName); err != nil {
			return nil, err
		}
	}
	v.private()
	s, err := v.begin(h, k, slot, lock, at, seal != nil)
	if err != nil {
		return nil, err
	}
	err = s.view(func(txn *badger.Txn) (err error) {
		s.drafts, _, err = readDrafts(txn, k)
		return err
	})
	if err == nil {
		err = s.refuseHalfNewer(ctx)
	}
	if err == nil {
		err = s.settleErasures(ctx)
	}
	if err == nil && seal == nil {
		err = s.clearCutOff(ctx)
	}
	if err == nil {
		err = s.migrate(ctx)
	}
	if err != nil {
		s.giveUp()
		return nil, err
	}
	s.catchUp(ctx, h.Epoch, didSlots, "")
	s.takeBallast()
	return s, nil
}

// begin opens Badger and the tip.
func (v *Vault) begin(h *header, k *keys, slot string, lock *flock.Flock, at progress, sealed bool) (*Store, error) {
	tip, err := openTip(v.dir)
	if err != nil {
		return nil, err
	}
	db, err := openBadger(v.dir, k, sealed)
	if err != nil {
		tip.close()
		return nil, err
	}
	s := &Store{vault: v, slot: slot, lock: lock, db: db, keys: k, header: h, at: at, tip: tip, unfinished: map[place]bool{}}
	s.alive, s.stop = context.WithCancel(context.Background())
	return s, nil
}

// Check opens the desk, reads and authenticates every row of every journal and
// walks the audit chain. What is wrong comes as findings together with
// journal.ErrDamaged; without findings the error is what kept Check from
// looking, as from Unlock.
func (v *Vault) Check(ctx context.Context, secret []byte) ([]Finding, error) {
	s, err := v.Unlock(ctx, secret)
	if err != nil {
		return journal.Findings(err), err
	}
	var found []Finding
	err = s.view(func(txn *badger.Txn) (err error) {
		w, err := walk(ctx, txn, s.keys, s.at, true)
		if err == nil {
			found = w.found
		}
		return err
	})
	if err == nil && found != nil {
		err = &damage{found}
	}
	if e := s.Close(); err == nil && e != nil {
		err = fmt.Errorf("storage: after the check: %w", e)
	}
	return journal.Findings(err), err
}
