package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"onthaal/domain/journal"
)

// A swap renames three times: the desk's folder away, the restored one into
// its place, and the first to the name under which it stays. While the first
// has the suffix swapAway the swap is not over, and whoever next asks for the
// desk ends it.
const (
	swapAway = ".swapping"
	swapKept = ".before-restore-"
	keptTime = "20060102-150405"
)

var errLink = errors.New("storage: the desk's folder is a link; put the restored one in its place by hand")

// Swap puts a folder that Restore made in the place of v's own, which must be
// closed and may be damaged or missing. The old folder stays as it is; Swap
// gives its new name, or "" when there was none. Both must lie on one disk.
// Killed at any moment, it leaves the old desk in its place or the new one,
// and neither is lost.
//
// Swap fails with journal.ErrInUse when one of the two is open, ErrNoStore or
// ErrDamaged when the restored folder is no desk or was not closed well, and
// ErrNotOurs when there are other files in the desk's place.
func (v *Vault) Swap(ctx context.Context, restored string) (kept string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	dir := filepath.Clean(v.dir)
	lock, err := lockSwapIn(restored)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := v.settle(); err != nil {
		return "", err
	}
	p, err := look(dir)
	switch {
	case err != nil:
		return "", err
	case p == foreign:
		return "", journal.ErrNotOurs
	}
	if fi, err := os.Lstat(dir); err == nil && fi.Mode()&fs.ModeSymlink != 0 {
		return "", errLink
	}
	if p == nothing {
		return "", v.moveIn(lock, restored)
	}
	old, err := takeLock(dir) // the restored folder's own, if it is the same: ErrInUse
	if err != nil {
		return "", err
	}
	defer old.Close()
	loosen(lock, old)
	away := dir + swapAway
	if err := rename(dir, away); err != nil {
		return "", err
	}
	step("swap.away")
	if err := rename(restored, dir); err != nil {
		return "", errors.Join(err, rename(away, dir))
	}
	step("swap.in")
	kept = v.keptName()
	if err := rename(away, kept); err != nil {
		return "", err
	}
	step("swap.kept")
	return kept, nil
}

// lockSwapIn takes the lock of a desk that was closed well.
func lockSwapIn(dir string) (*flock.Flock, error) {
	if p, err := look(dir); err != nil {
		return nil, err
	} else if p != present {
		return nil, journal.ErrNoStore
	}
	if _, err := readHeader(dir); err != nil {
		return nil, err
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	if seal, err := readSeal(dir); err != nil || seal == nil {
		lock.Close()
		return nil, errors.Join(damaged("fileMissing", "file", sealName), err)
	}
	return lock, nil
}

// moveIn puts a restored folder where there is none, or an empty one.
func (v *Vault) moveIn(lock *flock.Flock, restored string) error {
	dir := filepath.Clean(v.dir)
	if _, err := makeFolder(filepath.Dir(dir)); err != nil {
		return err
	}
	os.Remove(filepath.Join(dir, lockName))
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return folderError(err)
	}
	loosen(lock)
	return rename(restored, dir)
}

// settle ends a swap that was cut off: with no desk in the desk's place the
// old one comes back, else the old one gets the name under which it stays.
func (v *Vault) settle() error {
	dir := filepath.Clean(v.dir)
	away := dir + swapAway
	if _, err := os.Lstat(away); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock, err := takeLock(away) // held by a swap that is still at work
	if err != nil {
		return err
	}
	defer lock.Close()
	p, err := look(dir)
	if err != nil {
		return err
	}
	if p == nothing {
		return (&Vault{dir: dir}).moveIn(lock, away)
	}
	loosen(lock)
	return rename(away, v.keptName())
}

// kept names the older desks that swaps have left beside this one. A folder
// that cannot be read says nothing of them.
func (v *Vault) kept() (names []string) {
	dir := filepath.Clean(v.dir)
	beside, _ := os.ReadDir(filepath.Dir(dir))
	for _, e := range beside {
		if e.IsDir() && strings.HasPrefix(e.Name(), filepath.Base(dir)+swapKept) {
			names = append(names, e.Name())
		}
	}
	return names
}

// keptName is a name beside the desk that is not taken.
func (v *Vault) keptName() string {
	base := filepath.Clean(v.dir) + swapKept + v.now().UTC().Format(keptTime)
	name := base
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
		name = fmt.Sprint(base, "-", n)
	}
}

// loosen lets go of locks where a folder with an open file cannot be renamed.
func loosen(locks ...*flock.Flock) {
	if foldersMoveWhileOpen {
		return
	}
	for _, l := range locks {
		l.Close()
	}
}

// rename renames a folder and brings that to the disk.
func rename(from, to string) error {
	err := os.Rename(from, to)
	if err == nil {
		err = errors.Join(syncDir(filepath.Dir(to)), syncDir(filepath.Dir(from)))
	}
	if err != nil {
		var link *os.LinkError
		if errors.As(err, &link) {
			err = link.Err // without the paths
		}
		return folderError(err)
	}
	return nil
}
