package kit

import (
	"image/color"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Option is one answer of a Choice, Choices or Pick.
type Option struct {
	Value string // what the screen works with
	Label string
	Note  string // one quiet line below, or none
	Lang  string // language of the label, when it stands in its own script
	Also  string // other words that find it in a Pick
}

// Choice is a labelled question with stacked answers of which one may be taken. None is taken beforehand; it is one Tab
// stop: arrows move, Space or Enter takes, and so do the digits 1 to 9 by physical key, while it has the focus.
type Choice struct {
	Labelled
	group     *group
	OnChanged func(value string)
}

// Choice makes a question with one answer.
func (k *Kit) Choice(label, hint string, options ...Option) *Choice {
	c := &Choice{group: k.group(options, false)}
	c.Labelled.init(k, c, label, hint, c.group, c.group)
	c.group.changed = func() {
		if c.OnChanged != nil {
			c.OnChanged(c.Value())
		}
	}
	return c
}

// Value is the answer taken, empty if none.
func (c *Choice) Value() string {
	if v := c.group.values(); len(v) > 0 {
		return v[0]
	}
	return ""
}

// SetValue takes an answer, or none, without calling OnChanged.
func (c *Choice) SetValue(v string) { c.group.setValues([]string{v}) }

// Choices is a Choice of which several may be ticked.
type Choices struct {
	Labelled
	group     *group
	OnChanged func(values []string)
}

// Choices makes a question with several answers.
func (k *Kit) Choices(label, hint string, options ...Option) *Choices {
	c := &Choices{group: k.group(options, true)}
	c.Labelled.init(k, c, label, hint, c.group, c.group)
	c.group.changed = func() {
		if c.OnChanged != nil {
			c.OnChanged(c.Values())
		}
	}
	return c
}

// Values are the answers ticked, in the order of the options.
func (c *Choices) Values() []string { return c.group.values() }

// SetValues ticks these answers and no others, without calling OnChanged.
func (c *Choices) SetValues(v ...string) { c.group.setValues(v) }

// group is the stack of answers: the control of both.
type group struct {
	control
	many    bool
	options []Option
	taken   []bool
	at      int // where the arrows are
	rows    []*answer
	changed func()
}

func (k *Kit) group(options []Option, many bool) *group {
	g := &group{many: many, options: options, taken: make([]bool, len(options))}
	for i, o := range options {
		g.rows = append(g.rows, newAnswer(k, g, i, o))
	}
	g.init(k, g)
	g.key = g.press
	g.ringed = func() (fyne.Position, fyne.Size) {
		if g.at >= len(g.rows) {
			return fyne.Position{}, g.Size()
		}
		r := g.rows[g.at]
		return r.Position(), r.Size()
	}
	return g
}

func (g *group) press(n fyne.KeyName) bool {
	switch n {
	case fyne.KeyUp, fyne.KeyLeft:
		g.move(g.at - 1)
	case fyne.KeyDown, fyne.KeyRight:
		g.move(g.at + 1)
	case fyne.KeyHome:
		g.move(0)
	case fyne.KeyEnd:
		g.move(len(g.rows) - 1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		g.take(g.at)
	default:
		if len(n) == 1 && n[0] >= '1' && n[0] <= '9' && int(n[0]-'1') < len(g.rows) {
			g.take(int(n[0] - '1'))
			return true
		}
		return false
	}
	return true
}

func (g *group) move(to int) {
	if len(g.rows) == 0 {
		return
	}
	g.at = min(max(to, 0), len(g.rows)-1)
	g.Refresh()
	pos, size := g.target()
	g.kit.reveal(g, pos, size)
}

func (g *group) take(i int) {
	if i < 0 || i >= len(g.taken) {
		return
	}
	was := g.taken[i]
	if g.many {
		g.taken[i] = !was
	} else {
		clear(g.taken)
		g.taken[i] = true
	}
	g.move(i)
	if g.changed != nil && (g.many || !was) {
		g.changed()
	}
}

func (g *group) values() (out []string) {
	for i, on := range g.taken {
		if on {
			out = append(out, g.options[i].Value)
		}
	}
	return out
}

func (g *group) setValues(vs []string) {
	first := true
	for i, o := range g.options {
		g.taken[i] = slices.Contains(vs, o.Value)
		if g.taken[i] && first {
			g.at, first = i, false
		}
	}
	g.Refresh()
}

// Children is part of Parent.
func (g *group) Children() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, r := range g.rows {
		out = append(out, r)
	}
	return out
}

// HeightFor is the height at this width.
func (g *group) HeightFor(width float32) float32 { return g.arrange(width, false) }

func (g *group) relayout() { g.arrange(g.Size().Width, true) }

func (g *group) arrange(width float32, move bool) float32 {
	var y float32
	for _, r := range g.rows {
		h := r.HeightFor(width)
		if move {
			place(r, 0, y, width, h)
		}
		y += h
	}
	if move {
		g.placeRing()
	}
	return y
}

func (g *group) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: g, objects: func() []fyne.CanvasObject { return append(g.Children(), g.ring) },
		layout: func(s fyne.Size) { g.arrange(s.Width, true) },
		refresh: func() {
			for _, r := range g.rows {
				r.Refresh()
			}
		},
		min: func() fyne.Size {
			w := g.kit.Px(120)
			return fyne.NewSize(w, g.arrange(max(g.Size().Width, w), false))
		},
	}
}

// answer is one line of a group: number, circle or box, label, note.
type answer struct {
	widget.BaseWidget
	hovering // the focus belongs to the group
	kit      *Kit
	group    *group
	i        int
	number   *Text
	label    *Text
	note     *Text
	back     *canvas.Rectangle
	outer    fyne.CanvasObject
	dot      *canvas.Circle
	tick     *signWidget
}

func newAnswer(k *Kit, g *group, i int, o Option) *answer {
	a := &answer{group: g, i: i}
	n := ""
	if i < 9 {
		n = strconv.Itoa(i + 1)
	}
	a.number = k.text(n, style{size: sizeSmall, ink: ColorQuiet})
	a.label = k.text(o.Label, style{size: sizeBody, ink: ColorInk})
	a.label.lang = o.Lang
	a.note = k.text(o.Note, style{size: sizeSmall, ink: ColorQuiet, widest: textWidth})
	a.back = canvas.NewRectangle(color.Transparent)
	if g.many {
		a.outer = canvas.NewRectangle(color.Transparent)
	} else {
		a.outer = canvas.NewCircle(color.Transparent)
	}
	a.dot = canvas.NewCircle(color.Transparent)
	a.tick = k.sign(SignDone, ColorOnAccent)
	a.kit, a.shade = k, a.Refresh
	a.ExtendBaseWidget(a)
	return a
}

// Tapped takes the answer.
func (a *answer) Tapped(*fyne.PointEvent) {
	a.kit.Touch()
	a.kit.focus(a.group)
	a.group.take(a.i)
}

const (
	answerNumber = 8  // left edge of the number
	answerMark   = 28 // left edge of circle or box
	answerText   = 56 // left edge of the label
)

// HeightFor is the height at this width.
func (a *answer) HeightFor(width float32) float32 { return a.arrange(width, false) }

func (a *answer) arrange(width float32, move bool) float32 {
	px := a.kit.Px
	w := max(width-px(answerText)-px(8), 1)
	h := a.label.HeightFor(w)
	y := (px(controlSize) - px(sizeBody*lineHeight)) / 2
	total := y + h
	a.note.Hidden = a.note.Text() == ""
	if !a.note.Hidden {
		nh := a.note.HeightFor(a.note.WidthFor(w))
		if move {
			place(a.note, px(answerText), total, a.note.WidthFor(w), nh)
		}
		total += nh
	}
	total += y
	if move {
		mid := px(controlSize)/2 + px(opticalDrop)
		place(a.label, px(answerText), y, w, h)
		place(a.number, px(answerNumber), mid-px(sizeSmall*lineHeight)/2, px(16), px(sizeSmall*lineHeight))
		d := px(18)
		place(a.outer, px(answerMark), mid-d/2, d, d)
		in := px(5)
		place(a.dot, px(answerMark)+in, mid-d/2+in, d-2*in, d-2*in)
		t := px(12)
		place(a.tick, px(answerMark)+(d-t)/2, mid-t/2, t, t)
		a.back.Resize(fyne.NewSize(width, total))
	}
	return total
}

func (a *answer) dress() {
	k, on := a.kit, a.group.taken[a.i]
	edge, fill, dot := k.Color(ColorBorder), k.Color(ColorSurface), color.Color(color.Transparent)
	if on {
		edge = k.Color(ColorAccent)
		if a.group.many {
			fill = edge
		} else {
			dot = edge
		}
	}
	switch o := a.outer.(type) {
	case *canvas.Circle:
		o.FillColor, o.StrokeColor, o.StrokeWidth = fill, edge, k.Px(1.5)
	case *canvas.Rectangle:
		o.FillColor, o.StrokeColor, o.StrokeWidth, o.CornerRadius = fill, edge, k.Px(1.5), 3
	}
	a.outer.Refresh()
	a.dot.FillColor = dot
	a.dot.Refresh()
	a.tick.Hidden = !on || !a.group.many
	a.tick.load()
	a.back.FillColor, a.back.CornerRadius = color.Transparent, 4
	if a.hovered {
		a.back.FillColor = k.Color(ColorHover)
	}
	a.back.Refresh()
	a.label.Refresh()
	a.number.Refresh()
	a.note.Refresh()
}

func (a *answer) CreateRenderer() fyne.WidgetRenderer {
	a.dress()
	return &renderer{
		self: a, objects: these(a.back, a.number, a.outer, a.dot, a.tick, a.label, a.note), refresh: a.dress,
		layout: func(s fyne.Size) { a.arrange(s.Width, true) },
		min: func() fyne.Size {
			return fyne.NewSize(a.kit.Px(120), a.arrange(max(a.Size().Width, a.kit.Px(120)), false))
		},
	}
}
