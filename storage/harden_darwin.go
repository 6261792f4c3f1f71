package storage

import "golang.org/x/sys/unix"

// Harden switches core dumps off and makes files for the owner alone.
// Programs call it once, first.
func Harden() {
	privateFiles()
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
