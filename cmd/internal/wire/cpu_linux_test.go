package wire

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the processor time that the present thread has used: what
// something takes on a machine that does nothing else.
func threadTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
