package storage

import "golang.org/x/sys/unix"

// Harden makes the process keep its memory to itself: no core dumps, no
// reading by other processes of the same user, and files for the owner alone.
// Programs call it once, first. What the system refuses is left as it is.
func Harden() {
	privateFiles()
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
