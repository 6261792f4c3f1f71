// Package desktop is the window of the program: one file for each screen, and
// no rule of the procedure in any of them. A screen asks domain/desk what
// there is and tells it what happened; ui/words has every word; kit has the
// widgets.
//
// Reading it: Desktop (this file) holds the parts and shows one screen at a
// time; shell.go is the frame around the screens of an unlocked desk; each
// screen is an unexported struct in a file of its own with a content method
// that builds it anew, so that a change of language or look takes effect by
// showing the screen again.
//
// Threads: everything here runs on Fyne's main goroutine. Slow work (opening
// the vault, setting a letter) goes through work, whose result comes back on
// the main goroutine and is dropped when the person has moved on or the desk
// was locked meanwhile.
package desktop

import (
	"context"
	"errors"
	"image"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/paper"
	"onthaal/ui/paper/raster"
	"onthaal/ui/words"
)

// Parts are what the window is built from.
type Parts struct {
	Desk          *desk.Desk
	Paper         *paper.Paper
	Words         *words.Catalog
	Regular, Bold []byte // typefaces of the interface
	Language      string // of the interface before the desk is unlocked
	Version       string
	Folder        string // where the desk lies, to be shown

	// OfDesk reports whether a path is that of a file of a desk, where nothing
	// may be saved.
	OfDesk func(path string) bool

	// Do runs a function on the main goroutine; fyne.Do when nil.
	Do func(func())
	// Now is the clock of the saved slot and the idle clock; time.Now when nil.
	Now func() time.Time
}

// Desktop is the window with the screen that it shows.
type Desktop struct {
	Parts
	app fyne.App
	win fyne.Window
	kit *kit.Kit
	say *words.Printer

	here  screen // what is shown
	turn  int    // grows with every screen: results of older work are dropped
	after screen // where to go on after unlocking
	note  string // one quiet line to show on the lock screen
	back  string // the same line, above the screen that is shown after unlocking

	inside bool   // the desk is open and its screens are shown
	folder string // where a file was saved last
}

// screen is one screen of the program.
type screen interface {
	// content builds the screen. It may set key bindings with d.kit.Keys.Screen.
	content(d *Desktop) fyne.CanvasObject
	// place says under which entry of the rail the screen stands; "" for a
	// screen without rail.
	place() string
}

// leaver is a screen that has something to do before another one is shown,
// such as sealing what was being typed.
type leaver interface{ leave(d *Desktop) }

// focuser is a screen that puts the focus somewhere once it is shown.
type focuser interface{ focus(d *Desktop) }

// New builds the window. Show it with Run, or in tests by its Window.
func New(app fyne.App, p Parts) *Desktop {
	if p.Do == nil {
		p.Do = fyne.Do
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	d := &Desktop{Parts: p, app: app, win: app.NewWindow("Onthaal")}
	d.say = p.Words.Printer(p.Language)
	d.kit = kit.New(app, kit.Options{Regular: p.Regular, Bold: p.Bold, Draw: d.draw, Look: systemLook(app), Now: p.Now})
	d.kit.Attach(d.win)
	d.win.Resize(fyne.NewSize(1120, 760))
	d.win.SetCloseIntercept(d.quit)
	app.Lifecycle().SetOnStopped(func() { d.Desk.Lock() })
	app.Lifecycle().SetOnEnteredForeground(func() {
		if d.kit.Idle != nil {
			d.kit.Idle.Check()
		}
	})
	d.bind()
	d.first()
	return d
}

// Run shows the window until it is closed.
func (d *Desktop) Run() { d.win.ShowAndRun() }

// Window is the program's window.
func (d *Desktop) Window() fyne.Window { return d.win }

// systemLook follows the system's light or dark setting until the desk says
// otherwise.
func systemLook(app fyne.App) kit.Look {
	if app.Settings().ThemeVariant() == 0 {
		return kit.Dark
	}
	return kit.Light
}

// draw sets text of any script with the program's own typesetter.
func (d *Desktop) draw(text, lang string, bold bool, size float32, width int, ink color.Color, scale float32) image.Image {
	return d.Paper.Say(document.T(text), raster.Style{
		Width: int(float32(width) * scale), Size: float64(size * scale), Lang: lang, RTL: d.rtl(lang), Bold: bold, Ink: ink,
	})
}

// rtl reports whether a language of the leaflets runs from right to left.
func (d *Desktop) rtl(lang string) bool {
	e := d.Desk.Library().Leaflets.Edition(lang)
	return e != nil && e.RTL()
}

// show leaves the present screen and shows another.
func (d *Desktop) show(s screen) {
	if l, ok := d.here.(leaver); ok {
		l.leave(d)
	}
	d.here = s
	d.again()
}

// again builds the present screen anew.
func (d *Desktop) again() {
	d.turn++
	d.kit.CloseAll()
	d.kit.Keys.Screen()
	d.kit.Leave()
	d.win.Canvas().Unfocus()
	c := d.here.content(d)
	if d.here.place() != "" {
		c = d.shell(c)
	}
	d.win.SetContent(container.NewStack(c))
	d.kit.Touch()
	if f, ok := d.here.(focuser); ok {
		f.focus(d)
	}
	if canvas := d.win.Canvas(); canvas.Focused() == nil && d.here.place() != "help" {
		canvas.FocusNext() // where nothing is named, the first thing that can be done
	}
}

// work runs something slow away from the main goroutine and hands its error
// back on it, unless another screen is shown by then.
func (d *Desktop) work(slow func() error, done func(error)) {
	turn := d.turn
	go func() {
		err := slow()
		d.Do(func() {
			if d.turn == turn {
				done(err)
			}
		})
	}()
}

// ctx is the context of calls to the desk; nothing here is ever cancelled.
func (d *Desktop) ctx() context.Context { return context.Background() }

// t says words in the language of the interface.
func (d *Desktop) t(key string, args ...words.Args) string { return d.say.T(key, args...) }

// label names a field: the words of field.<path>.
func (d *Desktop) label(path string) string { return d.say.Field(path) }

// fields are the inputs of a page by the path of what they hold, so that a
// problem finds its field.
type fields map[string]interface {
	SetError(string)
	Focus()
}

// trouble shows what is wrong on a page: beside each field, and in a summary
// at the top that leads to them. An error that has no field stands in the
// summary alone. The desk that was locked meanwhile goes to its lock screen.
func (d *Desktop) trouble(p *kit.Page, f fields, err error) {
	for _, x := range f {
		x.SetError("")
	}
	if err == nil {
		p.Problems("")
		return
	}
	if errors.Is(err, journal.ErrLocked) {
		d.lock()
		return
	}
	var list casefile.Problems
	var one casefile.Problem
	switch {
	case errors.As(err, &list):
	case errors.As(err, &one):
		list = casefile.Problems{one}
	default:
		p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: nowhere{}})
		return
	}
	var troubles []kit.Trouble
	for _, x := range list {
		text := d.say.Problem(x)
		t := kit.Trouble{Text: text, Field: nowhere{}}
		if field, ok := f[x.Path]; ok {
			field.SetError(capital(d.t(x.Key, x.Args)))
			t.Field = field
		}
		troubles = append(troubles, t)
	}
	p.Problems(d.t("problem.heading"), troubles...)
}

// nowhere is where a problem leads that has no field.
type nowhere struct{}

func (nowhere) Focus() {}

// capital begins a sentence with a capital letter.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// saved says in the page's slot that something is on the disk.
func (d *Desktop) saved(p *kit.Page) {
	p.Saved().Set(d.t("saved", words.Args{"Time": d.Now().Format("15:04")}))
}

// lock closes the desk at once, without asking: what was being typed is sealed
// and waits.
func (d *Desktop) lock() { d.lockWith("") }

func (d *Desktop) lockWith(note string) {
	if d.kit.Idle != nil {
		d.kit.Idle.Stop()
	}
	d.kit.Uncover()
	if l, ok := d.here.(leaver); ok {
		l.leave(d)
	}
	d.after, d.note = nil, note
	if d.here != nil && d.here.place() != "" {
		d.after = d.here
	}
	d.here, d.inside, d.folder = nil, false, ""
	d.menu()
	seal := d.Desk.Forget()
	d.first() // before the store is closed, which takes its time with a large desk
	go func() {
		if err := seal(); err != nil {
			d.Do(func() {
				if s, ok := d.here.(*unlockScreen); ok {
					s.failed = err
					s.say(d)
				}
			})
		}
	}()
}

// quit seals what is being typed and closes the window.
func (d *Desktop) quit() {
	if l, ok := d.here.(leaver); ok {
		l.leave(d)
	}
	d.Desk.Lock()
	d.win.Close()
}

// Refuse says in a window of its own what keeps the program from starting, until
// it is closed: whoever opened it with the mouse sees no terminal. Of the parts it
// needs the words, their language and the typefaces.
func Refuse(app fyne.App, p Parts, said string) {
	refusal(app, p, said).ShowAndRun()
}

func refusal(app fyne.App, p Parts, said string) fyne.Window {
	say, win := p.Words.Printer(p.Language), app.NewWindow("Onthaal")
	k := kit.New(app, kit.Options{Regular: p.Regular, Bold: p.Bold, Look: systemLook(app), Now: time.Now})
	k.Attach(win)
	win.SetContent(k.Page(say.T("startup.failed"), k.Banner(kit.SignOverdue, said)).Actions(k.Main(say.T("job.close"), win.Close)))
	win.Resize(fyne.NewSize(640, 320))
	return win
}
