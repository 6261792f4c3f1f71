package wire

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime and processTime are the processor time that the present thread
// and the whole process have used. Other programs are not in it.
func threadTime() time.Duration  { return used(unix.CLOCK_THREAD_CPUTIME_ID) }
func processTime() time.Duration { return used(unix.CLOCK_PROCESS_CPUTIME_ID) }

func used(clock int32) time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(clock, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
