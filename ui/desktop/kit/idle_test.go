package kit

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// clock is a wall clock with timers that stand still while the machine sleeps.
type clock struct {
	now    time.Time
	timers []timer
}

type timer struct {
	left time.Duration
	f    func()
	off  *bool
}

func (c *clock) after(d time.Duration, f func()) func() {
	off := false
	c.timers = append(c.timers, timer{d, f, &off})
	return func() { off = true }
}

// run lets time pass second by second.
func (c *clock) run(d time.Duration) {
	for ; d > 0; d -= time.Second {
		c.now = c.now.Add(time.Second)
		due := c.timers
		c.timers = nil
		for _, t := range due {
			if t.left -= time.Second; t.left > 0 || *t.off {
				c.timers = append(c.timers, t)
			} else {
				t.f()
			}
		}
	}
}

func idle() (*clock, *Idle, *[]string) {
	c := &clock{now: time.Date(1997, 4, 17, 22, 0, 0, 0, time.UTC)}
	did := &[]string{}
	note := func(s string) func() { return func() { *did = append(*did, s) } }
	i := NewIdle(IdleOptions{After: 5 * time.Minute, Cover: note("cover"), Uncover: note("uncover"), Lock: note("lock"),
		Now: func() time.Time { return c.now }, AfterFunc: c.after})
	i.Start()
	return c, i, did
}

func TestIdleDeskCoversThenLocks(t *testing.T) {
	for _, story := range []struct {
		name string
		do   func(*clock, *Idle)
		want string
	}{
		{"nothing yet", func(c *clock, i *Idle) { c.run(4*time.Minute + 29*time.Second) }, "[]"},
		{"covered 30 s before", func(c *clock, i *Idle) { c.run(4*time.Minute + 30*time.Second) }, "[cover]"},
		{"locked at the limit", func(c *clock, i *Idle) { c.run(5 * time.Minute) }, "[cover lock]"},
		{"a key starts anew", func(c *clock, i *Idle) { c.run(4 * time.Minute); i.Touch(); c.run(4 * time.Minute) }, "[]"},
		{"a key lifts the cover", func(c *clock, i *Idle) {
			c.run(4*time.Minute + 40*time.Second)
			i.Touch()
			c.run(5 * time.Minute)
		}, "[cover uncover cover lock]"},
		{"a sleep past the limit locks at the first key", func(c *clock, i *Idle) { c.now = c.now.Add(time.Hour); i.Touch() }, "[lock]"},
		{"or by itself soon after waking", func(c *clock, i *Idle) { c.now = c.now.Add(time.Hour); c.run(30 * time.Second) }, "[lock]"},
		{"a key counts from its own moment", func(c *clock, i *Idle) { c.run(time.Minute); i.Touch(); c.run(5 * time.Minute) }, "[cover lock]"},
		{"stopped", func(c *clock, i *Idle) { i.Stop(); c.run(time.Hour); i.Touch() }, "[]"},
	} {
		t.Run(story.name, func(t *testing.T) {
			c, i, did := idle()
			story.do(c, i)
			if got := fmt.Sprint(*did); got != story.want {
				t.Errorf("did %s, want %s", got, story.want)
			}
		})
	}
}

func TestEveryKeyAndTapTouchesTheClock(t *testing.T) {
	b := start(t)
	p, _, choice := form(b)
	b.show(p)
	now := b.now
	b.Idle = NewIdle(IdleOptions{After: time.Hour, Now: func() time.Time { return now }, AfterFunc: func(time.Duration, func()) func() { return func() {} }})
	b.Idle.Start()
	touched := func(what string, act func()) {
		t.Helper()
		now = now.Add(time.Minute)
		act()
		if b.Idle.last != now {
			t.Errorf("%s did not touch the clock", what)
		}
		b.CloseAll()
	}
	touched("a key on nothing", func() { b.press(fyne.KeyA) })
	for range 12 {
		b.w.Canvas().FocusNext()
		f := b.w.Canvas().Focused()
		touched(fmt.Sprintf("a key on %T", f), func() { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) })
		touched(fmt.Sprintf("a letter on %T", f), func() { f.TypedRune('x') })
		if tap, ok := f.(fyne.Tappable); ok {
			touched(fmt.Sprintf("a tap on %T", f), func() { test.Tap(tap) })
		}
	}
	b.Keys.Window(Binding{ID: "lock", Key: fyne.KeyL, Mod: ctrl})
	touched("the main menu", b.Keys.Menu("lock", "Lock").Action)
	touched("a tap on an answer", func() { test.Tap(choice.group.rows[0]) })
}

func TestCoverHidesAllAndLiftsAtTheNextKey(t *testing.T) {
	b := start(t)
	f := b.Field("Name", "")
	b.show(b.Page("Case", f))
	f.Focus()
	b.Keys.Window(Binding{ID: "cover", Key: fyne.KeyF9, Always: true, Do: func() { b.Cover("") }})
	b.press(fyne.KeyF9)
	v, ok := b.w.Canvas().Focused().(*cover)
	if !ok || !b.Covered() {
		t.Fatal("F9 with the caret in a field did not cover")
	}
	img := b.picture("cover")
	ground := img.At(0, 0)
	for y := 0; y < img.Bounds().Dy(); y += 3 {
		for x := 0; x < img.Bounds().Dx(); x += 3 {
			if img.At(x, y) != ground {
				t.Fatalf("something shows at %d,%d", x, y)
			}
		}
	}
	v.KeyUp(&fyne.KeyEvent{Name: fyne.KeyF9}) // the release of the key that covered
	if !b.Covered() {
		t.Fatal("the release of F9 lifted the cover")
	}
	v.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA})
	v.TypedRune('a')
	v.KeyUp(&fyne.KeyEvent{Name: fyne.KeyA})
	if b.Covered() || f.Text() != "" || b.w.Canvas().Focused() != fyne.Focusable(f.entry) {
		t.Errorf("covered %v, text %q, focus %T", b.Covered(), f.Text(), b.w.Canvas().Focused())
	}
}
