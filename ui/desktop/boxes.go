package desktop

import (
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/ui/desktop/kit"
)

// The boxes are the kit's widgets with one raw text as their value.

type typed struct{ *kit.Field }

func newTyped(f *kit.Field, changed func()) box {
	f.OnChanged = func(string) { changed() }
	return typed{f}
}

func (b typed) object() fyne.CanvasObject { return b.Field }
func (b typed) Value() string             { return b.Text() }
func (b typed) SetValue(s string)         { b.SetText(s) }

type taken struct{ *kit.Choice }

func newTaken(c *kit.Choice, changed func()) box {
	c.OnChanged = func(string) { changed() }
	return taken{c}
}

func (b taken) object() fyne.CanvasObject { return b.Choice }

type picked struct{ *kit.Pick }

func newPicked(p *kit.Pick, changed func()) box {
	p.OnChanged = func(string) { changed() }
	return picked{p}
}

func (b picked) object() fyne.CanvasObject { return b.Pick }

type ticked struct{ *kit.Choices }

func newTicked(c *kit.Choices, changed func()) box {
	c.OnChanged = func([]string) { changed() }
	return ticked{c}
}

func (b ticked) object() fyne.CanvasObject { return b.Choices }
func (b ticked) Value() string             { return strings.Join(b.Values(), "\n") }
func (b ticked) SetValue(s string)         { b.SetValues(values{"": s}.list("")...) }

// several is a Pick of which several values are kept, each with a link that
// takes it away again.
type several struct {
	*kit.Pick
	d       *Desktop
	options []kit.Option
	kept    []string
	below   *kit.Column
	last    *kit.Button // the link that takes the last one away
	whole   *kit.Column
	changed func()
}

func newSeveral(d *Desktop, label, hint string, options []kit.Option, changed func()) box {
	s := &several{d: d, options: options, below: d.kit.Column(0), changed: changed}
	s.Pick = d.kit.Pick(label, hint, d.t("intake.pick.more"), options...)
	s.Pick.OnChanged = func(v string) {
		s.Pick.SetValue("")
		s.keep(v)
		s.show()
		s.last.Focus() // scrolls to what was added
		s.Focus()
		changed()
	}
	s.whole = d.kit.Column(8, s.Pick)
	return s
}

// keep adds a value. A reason for having none takes the place of all others,
// and the first value takes the place of a reason.
func (s *several) keep(v string) {
	kept := s.kept[:0:0]
	for _, k := range s.kept {
		if k != v && !isReason(v) && !isReason(k) {
			kept = append(kept, k)
		}
	}
	s.kept = append(kept, v)
}

func (s *several) show() {
	var rows []fyne.CanvasObject
	for i, v := range s.kept {
		label, lang := v, ""
		for _, o := range s.options {
			if o.Value == v {
				label, lang = o.Label, o.Lang
			}
		}
		var name fyne.CanvasObject = s.d.kit.Body(label)
		if lang != "" {
			name = s.d.kit.Say(label, lang, kit.SayStyle{})
		}
		away := s.d.kit.Link(s.d.t("intake.takeAway", args{"What": label}), func() {
			s.kept = append(s.kept[:i:i], s.kept[i+1:]...)
			s.show()
			s.Focus()
			s.changed()
		})
		s.last = away
		rows = append(rows, s.d.kit.Row(16, name, away))
	}
	s.below.Set(rows...)
	if len(rows) > 0 {
		s.whole.Set(s.Pick, s.below)
	} else {
		s.whole.Set(s.Pick)
	}
}

func (s *several) object() fyne.CanvasObject { return s.whole }
func (s *several) Value() string             { return strings.Join(s.kept, "\n") }

func (s *several) SetValue(raw string) {
	s.kept = values{"": raw}.list("")
	s.show()
}

// reason is the quiet way to say why a field is empty. It is there only while
// the field is empty, and opens when it is asked for.
type reason struct {
	column *kit.Column
	link   *kit.Button
	choice *kit.Choice
	open   bool
}

func newReason(d *Desktop, label string, changed func()) *reason {
	r := &reason{}
	r.choice = d.kit.Choice(d.t("intake.why.label", args{"Field": label}), "",
		kit.Option{Value: string(casefile.Unknown), Label: capital(d.t("answer.unknown"))},
		kit.Option{Value: string(casefile.NotAsked), Label: capital(d.t("answer.notAsked"))},
		kit.Option{Value: string(casefile.Refused), Label: capital(d.t("answer.refused"))},
		kit.Option{Value: "", Label: capital(d.t("intake.why.none"))})
	r.choice.OnChanged = func(string) { changed() }
	r.link = d.kit.Link(d.t("intake.why"), func() {
		r.open = true
		changed()
		r.choice.Focus()
	})
	r.column = d.kit.Column(0, r.link, r.choice)
	return r
}

// update shows what fits an empty or a filled field, and says whether that
// changed.
func (r *reason) update(empty bool) bool {
	link, choice := empty && !r.open, empty && r.open
	if r.column.Hidden == !empty && r.link.Hidden == !link && r.choice.Hidden == !choice {
		return false
	}
	r.column.Hidden, r.link.Hidden, r.choice.Hidden = !empty, !link, !choice
	r.column.Refresh()
	return true
}

// reasonMark stands before a reason for having no answer where it is taken
// among the answers themselves.
const reasonMark = "?"

func isReason(v string) bool { return strings.HasPrefix(v, reasonMark) }
