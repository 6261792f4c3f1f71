package storage

import (
	"fmt"

	"golang.org/x/sys/unix"
)

const hardenedWant = "core 0 0 dumpable 0 umask 77"

func hardened() string {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &l); err != nil {
		return err.Error()
	}
	d, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("core %d %d dumpable %d umask %o", l.Cur, l.Max, d, unix.Umask(0o077))
}
