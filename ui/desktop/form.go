package desktop

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// values are the raw texts of a page by the path of the field: what was typed,
// the value of the answer taken, or several values one below the other. They
// are what a draft keeps and what a form shows again.
type values map[string]string

// list splits a raw text of several values.
func (v values) list(path string) []string {
	var out []string
	for s := range strings.SplitSeq(v[path], "\n") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// asks says how a question is answered.
type asks int

const (
	asLine   asks = iota // one line of text
	asProse              // several lines
	asLines              // several texts, one a line
	asDay                // a day, typed
	asBirth              // a day, a month or a year, typed
	asNumber             // a number: typed, or one of the options
	asClock              // a clock time, typed
	asCode               // the code of a case, typed
	asOne                // one of the options, stacked
	asPick               // one of many options, by typing its beginning
	asMany               // several of many options
	asSome               // several of the options, stacked
	asTick               // a box
	asWords              // no question: words that follow from the answers
	asHead               // no question: a heading
)

// question is one question of a page, as data.
type question struct {
	path     string // of the field: "person.born"; what the draft and problems call it
	as       asks
	label    string // "" for the words of field.<path>
	hint     string // "" for the words of intake.hint.<path>, if there are any
	options  []kit.Option
	from, to int                             // asNumber: its range
	start    string                          // what stands there at first
	when     func(values) bool               // asked only then; nil: always
	say      func(values) (kit.Sign, string) // asWords: what follows from the answers
	why      bool                            // a reason can be given for leaving it empty
	preview  bool                            // shown again, large, in its own script
	link     string                          // a link below it, and where it leads
	leads    func(values)
}

// asking is what the table of pages asks about.
type asking struct {
	d *Desktop
	c *desk.Case
}

// box is where an answer is given.
type box interface {
	object() fyne.CanvasObject
	Value() string
	SetValue(string)
	SetError(string)
	Focus()
}

// form is the questions of one page, on the screen.
type form struct {
	d       *Desktop
	page    *kit.Page
	asked   []*asked
	changed func() // something was typed or taken by hand

	before, after []fyne.CanvasObject // what stands around the questions
}

// asked is one question on the screen.
type asked struct {
	question
	name   string // its label
	box    box    // nil for words and headings
	status *kit.Status
	again  *kit.Text
	whole  fyne.CanvasObject
	reason *reason
	shown  bool
}

// newForm builds the questions of a page and fills them in.
func (d *Desktop) newForm(p *kit.Page, questions []question, v values) *form {
	f := &form{d: d, page: p}
	for _, q := range questions {
		f.asked = append(f.asked, f.build(q))
	}
	for _, a := range f.asked {
		raw, ok := v[a.path]
		if !ok {
			raw = a.start
		}
		if a.box != nil && raw != "" {
			a.box.SetValue(raw)
		}
		if a.reason != nil {
			a.reason.choice.SetValue(v[whyPath(a.path)])
			a.reason.open = v[whyPath(a.path)] != ""
		}
	}
	f.update(true)
	return f
}

// whyPath is where the reason for an empty field stands among the values.
func whyPath(path string) string { return path + "?" }

func (f *form) build(q question) *asked {
	d, a := f.d, &asked{question: q}
	label, hint := q.label, q.hint
	if label == "" {
		label = d.label(q.path)
	}
	if hint == "" {
		hint = d.maybe("intake.hint." + q.path)
	}
	a.name = label
	touched := func() { f.update(false); f.touched() }
	switch q.as {
	case asHead:
		a.whole = d.kit.Section(label)
		return a
	case asWords:
		a.status = d.kit.Status(kit.NoSign, "")
		a.whole = a.status
		return a
	case asProse, asLines:
		a.box = newTyped(d.kit.Area(label, hint, 3), touched)
	case asOne:
		a.box = newTaken(d.kit.Choice(label, hint, q.options...), touched)
	case asSome:
		a.box = newTicked(d.kit.Choices(label, hint, q.options...), touched)
	case asTick:
		a.box = newTicked(d.kit.Choices("", hint, kit.Option{Value: "yes", Label: label}), touched)
	case asPick:
		a.box = newPicked(d.kit.Pick(label, hint, d.t("intake.pick"), q.options...), touched)
	case asMany:
		a.box = newSeveral(d, label, hint, q.options, touched)
	default:
		if q.options != nil {
			a.box = newTaken(d.kit.Choice(label, hint, q.options...), touched)
			break
		}
		a.box = newTyped(d.kit.Field(label, hint), touched)
	}
	objects := []fyne.CanvasObject{a.box.object()}
	if q.preview {
		a.again = d.kit.Say("", "", kit.SayStyle{Size: 24})
		objects = append(objects, a.again)
	}
	if q.why {
		a.reason = newReason(d, label, touched)
		objects = append(objects, a.reason.column)
	}
	if q.link != "" {
		objects = append(objects, d.kit.Link(q.link, func() { q.leads(f.raw()) }))
	}
	a.whole = objects[0]
	if len(objects) > 1 {
		a.whole = d.kit.Column(8, objects...)
	}
	return a
}

func (f *form) touched() {
	if f.changed != nil {
		f.changed()
	}
}

// raw reads what stands in the form, hidden questions too, so that nothing
// typed is lost by a change of mind.
func (f *form) raw() values {
	v := values{}
	for _, a := range f.asked {
		if a.box != nil {
			v[a.path] = a.box.Value()
		}
		if a.reason != nil {
			v[whyPath(a.path)] = a.reason.choice.Value()
		}
	}
	return v
}

// update shows the questions that the answers call for and says what follows
// from them.
func (f *form) update(all bool) {
	v := f.raw()
	moved := all
	for _, a := range f.asked {
		shown := a.when == nil || a.when(v)
		if a.status != nil {
			sign, text := a.say(v)
			if text != a.status.Text() {
				a.status.Set(sign, text)
			}
			shown = shown && text != ""
		}
		if a.again != nil {
			text := strings.TrimSpace(v[a.path])
			moved = moved || (text == "") != (a.again.Text() == "")
			a.again.SetText(text)
			a.again.Hidden = text == ""
		}
		if a.reason != nil {
			moved = a.reason.update(strings.TrimSpace(v[a.path]) == "") || moved
		}
		moved = moved || shown != a.shown
		a.shown = shown
	}
	if !moved {
		return
	}
	f.place()
}

// around puts the questions between other things of the page.
func (f *form) around(before, after []fyne.CanvasObject) {
	f.before, f.after = before, after
	f.place()
}

func (f *form) place() {
	objects := slices.Clone(f.before)
	for _, a := range f.asked {
		if a.shown {
			objects = append(objects, a.whole)
		}
	}
	f.page.SetBody(append(objects, f.after...)...)
}

// find returns the question that a problem is about: that of its path, else
// the last one asked of that kind of entry.
func (f *form) find(path string) *asked {
	var near *asked
	for _, a := range f.asked {
		if a.box == nil || !a.shown {
			continue
		}
		if a.path == path {
			return a
		}
		if near == nil || strings.HasPrefix(a.path, path+".") {
			near = a
		}
	}
	return near
}

// focus puts the focus on the question of a path, or on the first.
func (f *form) focus(path string) {
	if a := f.find(path); a != nil {
		a.box.Focus()
	}
}

// refuse shows what is wrong: beside each field, and at the top of the page.
func (f *form) refuse(err error) {
	for _, a := range f.asked {
		if a.box != nil {
			a.box.SetError("")
		}
	}
	if err == nil {
		f.page.Problems("")
		return
	}
	if errors.Is(err, journal.ErrLocked) {
		f.d.lock()
		return
	}
	problems := problemsOf(err)
	if problems == nil {
		problems = casefile.Problems{{}}
	}
	var troubles []kit.Trouble
	for _, p := range problems {
		a := f.find(p.Path)
		if a == nil {
			continue
		}
		text := f.d.say.Error(err)
		if p.Key != "" {
			text = f.d.say.Problem(p)
		}
		if a.path == p.Path {
			what := f.d.maybe("intake." + p.Key) // where a page says it more simply than a file
			if what == "" {
				what = f.d.t(p.Key, p.Args)
			}
			a.box.SetError(capital(what))
			text = f.d.say.Labelled(a.name, what)
		}
		if !slices.ContainsFunc(troubles, func(t kit.Trouble) bool { return t.Text == text }) {
			troubles = append(troubles, kit.Trouble{Text: text, Field: a.box})
		}
	}
	f.page.Problems(f.d.t("problem.heading"), troubles...)
}

// problemsOf returns the problems that an error holds, or nil.
func problemsOf(err error) casefile.Problems {
	var many casefile.Problems
	if errors.As(err, &many) {
		return many
	}
	var single casefile.Problem
	if errors.As(err, &single) {
		return casefile.Problems{single}
	}
	return nil
}

// maybe says the words of a key, or nothing where there are none.
func (d *Desktop) maybe(key string) string {
	if d.say.Has(key) {
		return d.t(key)
	}
	return ""
}
