package desktop

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// unlockScreen is all that a locked desk shows. It does not say what the
// program is for.
type unlockScreen struct {
	typed    string
	recovery bool // the recovery code is asked for instead of the passphrase
	busy     bool
	failed   error

	field   *kit.Field
	main    *kit.Button
	trouble *kit.Column // what is wrong with the desk itself
	box     *fyne.Container
}

func (s *unlockScreen) place() string { return "" }

func (s *unlockScreen) content(d *Desktop) fyne.CanvasObject {
	other := "unlock.recovery"
	if s.recovery {
		other = "unlock.passphrase"
		s.field = d.kit.Field(d.t("unlock.code"), d.t("unlock.code.hint"))
	} else {
		s.field = d.kit.Password(d.label("passphrase"), "", d.t("unlock.show"), d.t("unlock.hide"))
	}
	s.field.SetText(s.typed)
	s.field.OnChanged = func(v string) { s.typed = v }
	s.field.OnSubmitted = func(string) { s.unlock(d) }
	s.main = d.kit.Main(d.t("unlock.unlock"), func() { s.unlock(d) })
	s.trouble = d.kit.Column(0)
	col := d.kit.Column(24, d.kit.Title(d.t("unlock.title")))
	if d.note != "" {
		col.Add(d.kit.Body(d.note))
	}
	col.Add(s.trouble, s.field, s.main,
		d.kit.Column(4,
			d.kit.Link(d.t(other), func() {
				if !s.busy {
					s.recovery, s.typed, s.failed = !s.recovery, "", nil
					d.again()
				}
			}),
			d.kit.Link(d.t("unlock.leaflet"), func() { d.show(&leafletScreen{back: s}) })))
	s.box = container.New(&centred{d.kit, 440}, col)
	s.say(d)
	return container.NewVScroll(s.box)
}

// say shows how the last try went, or that one is going on.
func (s *unlockScreen) say(d *Desktop) {
	label, wrong := "unlock.unlock", ""
	s.trouble.Hide()
	switch {
	case s.busy:
		label = "unlock.opening"
	case s.failed == nil:
	case errors.Is(s.failed, journal.ErrWrongPassphrase) && s.recovery:
		wrong = capital(d.t("problem.recovery"))
	case errors.Is(s.failed, journal.ErrWrongPassphrase):
		wrong = d.say.Error(s.failed)
	default:
		s.trouble.Set(d.kit.Banner(kit.SignOverdue, d.say.Error(s.failed)))
		s.trouble.Show()
	}
	s.main.SetLabel(d.t(label))
	s.field.SetError(wrong)
	s.box.Refresh()
}

func (s *unlockScreen) focus(*Desktop) { s.field.Focus() }

// unlock opens the desk; once at a time. Whoever went elsewhere meanwhile, to
// the leaflet, does not find it open later.
func (s *unlockScreen) unlock(d *Desktop) {
	if s.busy {
		return
	}
	if strings.TrimSpace(s.typed) == "" {
		s.field.SetError(d.t("unlock.empty"))
		s.box.Refresh()
		s.field.Focus()
		return
	}
	s.busy, s.failed = true, nil
	secret := []byte(s.typed)
	s.say(d)
	go func() {
		err := d.Desk.Unlock(d.ctx(), secret)
		clear(secret)
		d.Do(func() {
			s.busy = false
			switch {
			case d.here != screen(s):
				if err == nil {
					d.Desk.Lock()
				}
			case errors.Is(err, journal.ErrDamaged):
				d.show(&damageScreen{err})
			case err != nil:
				s.failed = err
				s.say(d)
				s.field.Focus()
			default:
				d.entered()
			}
		})
	}()
}

// centred sets one column of a width in the middle, a little above the
// centre, and lets it scroll when it is taller than the window.
type centred struct {
	kit   *kit.Kit
	width float32
}

func (c *centred) size(os []fyne.CanvasObject, offered float32) (w, h float32) {
	w = min(c.kit.Px(c.width), offered-2*c.kit.Px(32))
	return w, os[0].(*kit.Column).HeightFor(w)
}

func (c *centred) MinSize(os []fyne.CanvasObject) fyne.Size {
	at := os[0].Size().Width
	if at == 0 {
		at = c.kit.Px(c.width)
	}
	return fyne.NewSize(1, os[0].(*kit.Column).HeightFor(at)+c.kit.Px(64))
}

func (c *centred) Layout(os []fyne.CanvasObject, s fyne.Size) {
	w, h := c.size(os, s.Width)
	os[0].Move(fyne.NewPos((s.Width-w)/2, max(c.kit.Px(32), (s.Height-h)*2/5)))
	os[0].Resize(fyne.NewSize(w, h))
}
