package storage

import (
	"fmt"

	"golang.org/x/sys/unix"
)

const hardenedWant = "core 0 0 umask 77"

func hardened() string {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &l); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("core %d %d umask %o", l.Cur, l.Max, unix.Umask(0o077))
}
