package storage

import (
	"os"

	"golang.org/x/sys/unix"
)

// forgetCached has what is read next come from the medium, as far as the
// system can be asked to.
func forgetCached(f *os.File) { _, _ = unix.FcntlInt(f.Fd(), unix.F_NOCACHE, 1) }
