package outfile

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

func openUnnamed(dir string) *os.File {
	fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil // this file system has none; or it fails with a name too, and that says why
	}
	f := os.NewFile(uintptr(fd), dir)
	if _, err := os.Stat(self(f)); err != nil { // no /proc: it could never be named
		f.Close()
		return nil
	}
	return f
}

// self is where the system shows an open file.
func self(f *os.File) string { return "/proc/self/fd/" + strconv.Itoa(int(f.Fd())) }

// name gives a whole file without a name its own. A name is never put over
// another in that way: what replaces a file gets one beside it first, and moves.
func (f *File) name() error {
	link := func(as string) error {
		return unix.Linkat(unix.AT_FDCWD, self(f.file), unix.AT_FDCWD, as, unix.AT_SYMLINK_FOLLOW)
	}
	if !f.replace {
		err := link(f.path)
		if errors.Is(err, fs.ErrExist) {
			return fs.ErrExist
		}
		return err
	}
	beside := filepath.Join(filepath.Dir(f.path), strings.Replace(begun, "*", rand.Text(), 1))
	if err := link(beside); err != nil {
		return err
	}
	err := os.Rename(beside, f.path)
	if err != nil {
		os.Remove(beside)
	}
	return err
}
