//go:build linux || darwin

package storage

import (
	"errors"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// freeBytes is what an ordinary user may still write in the folder's file system.
func freeBytes(dir string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return st.Bavail * uint64(st.Bsize), nil
}

// mayWrite asks, without writing, whether a folder can be written to.
func mayWrite(dir string) error { return unix.Access(dir, unix.R_OK|unix.W_OK|unix.X_OK) }

func isFull(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}

func isReadOnly(err error) bool { return errors.Is(err, unix.EROFS) }

// syncDir brings the names in a folder to the disk. Some file systems, of
// network drives and memory sticks, have no such thing; a backup on one is no
// worse for it.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOTSUP) {
		return err
	}
	return nil
}

// privateFiles makes every file that this process creates its owner's alone.
// Badger asks for mode 0666.
func privateFiles() { unix.Umask(0o077) }

func isNotFolder(err error) bool { return errors.Is(err, unix.ENOTDIR) }

// hideWindow does nothing: a process has no window of its own.
func hideWindow(*exec.Cmd) {}

// onOneDisk reports whether two folders fill the same disk.
func onOneDisk(a, b string) bool {
	var x, y unix.Stat_t
	return unix.Stat(a, &x) != nil || unix.Stat(b, &y) != nil || x.Dev == y.Dev
}

// foldersMoveWhileOpen says that a folder can be renamed while a file in it is
// open.
const foldersMoveWhileOpen = true
