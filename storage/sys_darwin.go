package storage

import (
	"os"

	"golang.org/x/sys/unix"
)

// onNetwork reports whether a folder's files are on another machine.
func onNetwork(dir string) bool {
	var st unix.Statfs_t
	return unix.Statfs(dir, &st) == nil && st.Flags&unix.MNT_LOCAL == 0
}

// setAside takes n bytes of the disk for an empty file, whose size stays 0.
func setAside(f *os.File, n int64) error {
	return unix.FcntlFstore(f.Fd(), unix.F_PREALLOCATE,
		&unix.Fstore_t{Flags: unix.F_ALLOCATEALL, Posmode: unix.F_PEOFPOSMODE, Length: n})
}
