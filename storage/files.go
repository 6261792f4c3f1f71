package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"onthaal/domain/journal"
)

// The names in a desk's folder.
const (
	lockName     = "app.lock"
	headerName   = "vault.json"
	sealName     = "seal"
	tipName      = "tip"
	ledgerName   = "erased"
	dbName       = "db"
	creatingName = "creating"
	ballastName  = "ballast"
	tmpSuffix    = ".tmp"
)

// ours are the names that Create may have left behind, in the order in which
// they are removed: the mark that says "not a desk yet" goes last but one, so
// that an interrupted removal can be taken up again.
var ours = []string{
	headerName + tmpSuffix, headerName, sealName + tmpSuffix, sealName,
	tipName + tmpSuffix, tipName, ledgerName + tmpSuffix, ledgerName, recoveringName, ballastName, dbName, creatingName + tmpSuffix, creatingName, lockName,
}

// writeAtomic replaces a file so that at any moment, whatever fails, either
// the old or the new content is there.
func writeAtomic(dir, name string, content []byte) error {
	tmp := filepath.Join(dir, name+tmpSuffix)
	err := func() error {
		f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		if e := f.Sync(); err == nil {
			err = e
		}
		if e := f.Close(); err == nil {
			err = e
		}
		if err == nil {
			step(name + " written")
			err = os.Rename(tmp, filepath.Join(dir, name))
		}
		if err != nil {
			os.Remove(tmp)
			return err
		}
		step(name + " renamed")
		return syncDir(dir)
	}()
	if err != nil {
		return fileError(name, err)
	}
	return nil
}

// removeFile removes a file for good; one that is not there is fine.
func removeFile(dir, name string) error {
	err := os.Remove(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		return fileError(name, err)
	}
	return nil
}

// takeLock takes app.lock, or says that another program has it. It never
// waits. The system frees the lock when a program dies, however it dies.
func takeLock(dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, lockName), flock.SetFlag(os.O_CREATE|os.O_RDWR))
	got, err := l.TryLock()
	if err != nil {
		l.Close()
		return nil, fileError(lockName, err)
	}
	if !got {
		l.Close()
		return nil, journal.ErrInUse
	}
	return l, nil
}

// makeFolder makes dir and what is missing above it, and tells which folders
// it made, the deepest first.
func makeFolder(dir string) (made []string, err error) {
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		if fi, err := os.Lstat(d); err == nil && fi.Mode()&fs.ModeSymlink != 0 { // to a stick that was pulled out, say
			return nil, folderError(fs.ErrNotExist)
		}
		made = append(made, d)
	}
	for i := len(made) - 1; i >= 0; i-- {
		if err := os.Mkdir(made[i], 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			removeEmpty(made[i+1:])
			return nil, folderError(err)
		}
	}
	return made, nil
}

func removeEmpty(dirs []string) {
	for _, d := range dirs {
		os.Remove(d) // one that somebody has filled meanwhile stays
	}
}

// folderError is fileError for the folder itself.
func folderError(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("storage: the folder: %w", fs.ErrNotExist)
	}
	if isNotFolder(err) {
		return journal.ErrNotOurs
	}
	return fileError("folder", err)
}

// OfDesk reports whether a path is that of a file of a desk, there or not,
// which nothing else may replace: a backup, say, that somebody saves where she
// should not.
func OfDesk(path string) bool {
	dir, name := filepath.Dir(path), filepath.Base(path)
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	if filepath.Base(dir) == dbName {
		dir, name = filepath.Dir(dir), dbName
	}
	if p, err := look(dir); err != nil || p != present && p != headless && p != unfinished {
		return false
	}
	return slices.ContainsFunc(ours, func(s string) bool { return strings.EqualFold(s, name) }) // some file systems do not tell them apart
}

// inDesk reports whether a folder, there or not, lies inside that of a desk,
// where everything is the desk's.
func inDesk(dir, desk string) bool {
	if p, err := look(desk); err != nil || p != present && p != headless && p != unfinished {
		return false
	}
	is, err := os.Stat(desk)
	if err != nil {
		return false
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	for d := filepath.Dir(dir); ; d = filepath.Dir(d) {
		if real, err := filepath.EvalSymlinks(d); err == nil { // the folder above a link is not where it lies
			d = real
		}
		if above, err := os.Stat(d); err == nil && os.SameFile(above, is) {
			return true
		}
		if d == filepath.Dir(d) {
			return false
		}
	}
}

// presence is what a folder holds.
type presence int

const (
	nothing    presence = iota // no folder, or an empty one
	unfinished                 // what an interrupted Create left
	foreign                    // files that are not ours
	headless                   // a desk whose vault.json is gone
	present                    // a desk
)

func look(dir string) (presence, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	if isNotFolder(err) {
		return foreign, nil
	}
	if err != nil {
		return nothing, folderError(err)
	}
	has := map[string]bool{}
	for _, e := range entries {
		has[e.Name()] = true
	}
	_, err = os.Lstat(filepath.Join(dir, dbName, "KEYREGISTRY"))
	switch {
	case has[creatingName]:
		return unfinished, nil
	case has[headerName]:
		return present, nil
	case has[sealName] || has[tipName] || err == nil:
		return headless, nil
	}
	delete(has, lockName)
	delete(has, creatingName+tmpSuffix) // killed before anything was begun
	if len(has) > 0 {
		return foreign, nil
	}
	return nothing, nil
}
