package kit

import (
	"time"

	"fyne.io/fyne/v2"
)

// IdleOptions says when and how a desk that is left alone covers and locks itself.
type IdleOptions struct {
	After   time.Duration // lock after this long without a key or tap
	Warn    time.Duration // cover this long before; 30 s when zero
	Cover   func()        // put the cover up; Kit.Cover fits
	Uncover func()        // take it away; Kit.Uncover fits
	Lock    func()        // lock; asks nothing

	Now       func() time.Time                          // time.Now when nil
	AfterFunc func(time.Duration, func()) (stop func()) // time.AfterFunc on the main thread when nil
}

// Idle is the clock of a desk that is left alone. It covers the screen before it locks, and any key or tap lifts the cover.
// It goes by the wall clock, so that a laptop that slept past the limit is locked and not merely late: at the first key, when
// Check is called (do so when the window comes to the front), and at the latest half a minute after waking.
// It paints nothing and wakes at most twice a minute.
type Idle struct {
	o       IdleOptions
	last    time.Time
	running bool
	covered bool
	stop    func()
}

// oversleep is the longest time between two looks at the clock; timers stand still while a machine sleeps.
const oversleep = 30 * time.Second

// NewIdle makes a clock that does not run yet.
func NewIdle(o IdleOptions) *Idle {
	if o.Warn == 0 {
		o.Warn = 30 * time.Second
	}
	if o.Warn > o.After/2 {
		o.Warn = o.After / 2
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AfterFunc == nil {
		o.AfterFunc = func(d time.Duration, f func()) func() {
			t := time.AfterFunc(d, func() { fyne.Do(f) })
			return func() { t.Stop() }
		}
	}
	return &Idle{o: o}
}

// Start begins to count, for an unlocked desk.
func (i *Idle) Start() {
	i.running, i.covered, i.last = true, false, i.o.Now()
	i.wait()
}

// Stop ends the counting, for a locked desk.
func (i *Idle) Stop() {
	i.running, i.covered = false, false
	i.cancel()
}

// Touch notes that somebody is there and lifts the cover. After the limit it locks instead: whoever touches now may be
// somebody else.
func (i *Idle) Touch() {
	if !i.running || i.Check() {
		return
	}
	i.last = i.o.Now()
	if i.covered {
		i.covered = false
		call(i.o.Uncover)
		i.wait()
	}
}

// Check looks at the clock, covers or locks if it is time, and says whether it locked.
func (i *Idle) Check() bool {
	if !i.running {
		return false
	}
	gone := i.elapsed()
	switch {
	case gone >= i.o.After:
		i.Stop()
		call(i.o.Lock)
		return true
	case gone >= i.o.After-i.o.Warn && !i.covered:
		i.covered = true
		call(i.o.Cover)
	}
	return false
}

// elapsed is the longer of wall time and running time: neither sleep nor a clock set back lengthens the limit.
func (i *Idle) elapsed() time.Duration {
	now := i.o.Now()
	return max(now.Sub(i.last), now.Round(0).Sub(i.last.Round(0)))
}

func (i *Idle) wait() {
	i.cancel()
	left := i.o.After - i.elapsed()
	if !i.covered {
		left -= i.o.Warn
	}
	i.stop = i.o.AfterFunc(min(max(left, time.Millisecond), oversleep), func() {
		if i.running && !i.Check() {
			i.wait()
		}
	})
}

func (i *Idle) cancel() {
	if i.stop != nil {
		i.stop()
		i.stop = nil
	}
}

func call(f func()) {
	if f != nil {
		f()
	}
}
