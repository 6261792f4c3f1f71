package storage

import (
	"os"

	"golang.org/x/sys/unix"
)

// forgetCached has what is read next come from the medium, as far as the
// system can be asked to.
func forgetCached(f *os.File) { _ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) }
