package desktop

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// jobScreen shows how far a long piece of work has come, and stops it when it
// is left: by the button, by locking, or by closing the window. What is
// stopped leaves nothing behind.
type jobScreen struct {
	title, what string
	run         func(context.Context, journal.Progress) error
	done        func(error) // on the main goroutine; shows what comes next

	line   *kit.Text
	cancel context.CancelFunc
}

// place: there is no rail beside work that must not be walked away from by
// mistake.
func (s *jobScreen) place() string { return "" }

func (s *jobScreen) content(d *Desktop) fyne.CanvasObject {
	far := ""
	if s.line != nil {
		far = s.line.Text()
	}
	s.line = d.kit.Number(far)
	if s.cancel == nil {
		s.begin(d)
	}
	return d.kit.Page(s.title, d.kit.Body(s.what), s.line).Actions(d.kit.Button(d.t("job.stop"), func() { s.cancel() }))
}

func (s *jobScreen) leave(*Desktop) { s.cancel() }

func (s *jobScreen) begin(d *Desktop) {
	ctx, cancel := context.WithCancel(d.ctx())
	s.cancel = cancel
	last := int64(-1)
	far := func(done, total int64) {
		percent := done * 100 / max(total, 1)
		if percent == last {
			return
		}
		last = percent
		d.Do(func() {
			if d.here == screen(s) {
				s.line.SetText(fmt.Sprintf("%d\u00a0%%", percent))
				d.kit.Touch() // nobody need press keys while it works
			}
		})
	}
	go func() {
		err := s.run(ctx, far)
		cancel()
		d.Do(func() {
			if d.here == screen(s) {
				s.done(err)
			}
		})
	}()
}

// toldScreen says how something ended, and leads on.
type toldScreen struct {
	title string // a key of the words
	body  func(d *Desktop) []fyne.CanvasObject
	label string // of the one button: a key
	to    func(d *Desktop)
	at    string // its place
}

func (s *toldScreen) place() string { return s.at }

func (s *toldScreen) content(d *Desktop) fyne.CanvasObject {
	return d.kit.Page(d.t(s.title), s.body(d)...).Actions(d.kit.Main(d.t(s.label), func() { s.to(d) }))
}
