package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"onthaal/domain/leaflet"
	"onthaal/ui/desktop/kit"
)

// showScreen is the leaflet turned to the person: the whole window, one idea a
// card, in large letters and in the person's language alone. There is no red
// on it, no counter and no clock.
type showScreen struct {
	edition *leaflet.Edition
	from    screen // where closing leads
	at      int

	first *kit.Button // what the space bar presses
}

func (s *showScreen) place() string { return "" }

func (s *showScreen) content(d *Desktop) fyne.CanvasObject {
	e := s.edition
	cards := e.Cards(d.Desk.Library().Contacts)
	to := func(by int) func() {
		return func() {
			if at := s.at + by; at >= 0 && at < len(cards) {
				s.at = at
				d.again()
			}
		}
	}
	closing := func() { d.show(s.from) }
	on, back := to(1), to(-1)
	right, left := on, back
	if e.RTL() {
		right, left = back, on
	}
	d.kit.Keys.Screen(
		kit.Binding{ID: "card.right", Key: fyne.KeyRight, Do: right},
		kit.Binding{ID: "card.left", Key: fyne.KeyLeft, Do: left},
		kit.Binding{ID: "card.on", Key: fyne.KeyPageDown, Do: on},
		kit.Binding{ID: "card.back", Key: fyne.KeyPageUp, Do: back},
		kit.Binding{ID: "card.close", Key: fyne.KeyEscape, Do: closing},
	)
	word := func(key string, do func()) *kit.Button {
		b := d.kit.Button(e.Words[key], do)
		b.Repeats = true
		return b
	}
	// The card that is shown has no more buttons than it can use: Back is not
	// on the first one, Next not on the last.
	var before, after *kit.Button
	if s.at > 0 {
		before = word("back", back)
	}
	if s.at < len(cards)-1 {
		after = word("next", on)
	}
	shut := d.kit.Link(e.Words["close"], closing)
	shut.Repeats = true
	s.first = shut
	if after != nil {
		s.first = after
	}
	objects := []fyne.CanvasObject{newCard(d, cards[s.at], e.Tag, e.RTL()), shut}
	for _, b := range []*kit.Button{before, after} {
		if b != nil {
			objects = append(objects, b)
		}
	}
	return container.New(&cardLayout{kit: d.kit, rtl: e.RTL(), before: before, after: after}, objects...)
}

func (s *showScreen) focus(*Desktop) { s.first.Focus() }

// cardLayout sets the card in the middle; the way on at the end of the line,
// the way back at its beginning, the way out at the top.
type cardLayout struct {
	kit           *kit.Kit
	rtl           bool
	before, after *kit.Button // nil where there is none
}

func (l *cardLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

func (l *cardLayout) Layout(os []fyne.CanvasObject, s fyne.Size) {
	px := l.kit.Px
	m := px(32)
	put := func(b *kit.Button, y float32, atEnd bool) (height float32) {
		if b == nil {
			return 0
		}
		w := b.WidthFor(s.Width/2 - m)
		h := b.HeightFor(w)
		x := m
		if atEnd != l.rtl {
			x = s.Width - m - w
		}
		if y > 0 {
			y -= h
		}
		b.Move(fyne.NewPos(x, max(y, px(12))))
		b.Resize(fyne.NewSize(w, h))
		return h
	}
	top := px(12) + put(os[1].(*kit.Button), 0, true)
	foot := max(put(l.before, s.Height-px(24), false), put(l.after, s.Height-px(24), true)) + px(24)
	os[0].Move(fyne.NewPos(2*m, top+px(8)))
	os[0].Resize(fyne.NewSize(s.Width-4*m, max(s.Height-top-foot-px(24), 1)))
}

// card is the text of one card, as large as it fits.
type card struct {
	widget.BaseWidget
	d     *Desktop
	what  leaflet.Showing
	tag   string
	rtl   bool
	parts []fyne.CanvasObject
	laid  fyne.Size
}

func newCard(d *Desktop, what leaflet.Showing, tag string, rtl bool) *card {
	c := &card{d: d, what: what, tag: tag, rtl: rtl}
	c.ExtendBaseWidget(c)
	return c
}

// largest and smallest letters of a card, in logical pixels at 100 %.
const (
	largestCard  = 48
	smallestCard = 16
)

// lay sets the card in the largest letters in which it fits.
func (c *card) lay(s fyne.Size) {
	if s == c.laid {
		return
	}
	c.laid = s
	for size := float32(largestCard); ; size -= 4 {
		parts, w, h := c.set(size, s.Width)
		if h > s.Height && size > smallestCard {
			continue
		}
		// In the middle, as one block; in it every line begins where lines of
		// the language begin.
		x, y := (s.Width-w)/2, max((s.Height-h)/2, 0)
		for _, p := range parts {
			p.Move(p.Position().AddXY(x, y))
		}
		c.parts = parts
		return
	}
}

// set sets the card in letters of a size and says how much room it takes.
func (c *card) set(size, width float32) (parts []fyne.CanvasObject, w, h float32) {
	px := c.d.kit.Px
	type piece struct {
		text *kit.Text
		gap  float32 // above it
	}
	say := func(s string, size float32, bold bool) *kit.Text {
		return c.d.kit.Say(s, c.tag, kit.SayStyle{Size: size, Bold: bold, Widest: 1000})
	}
	var pieces []piece
	if c.what.Heading != "" {
		pieces = append(pieces, piece{text: say(c.what.Heading, size*0.75, true)})
	}
	for _, l := range c.what.Lines {
		pieces = append(pieces, piece{text: say(l, size, false), gap: size * 0.5})
	}
	for _, n := range c.what.Numbers {
		pieces = append(pieces, piece{text: say(n[0], size*0.6, false), gap: size * 0.5}, piece{text: say(n[1], size, true)})
	}
	widths := make([]float32, len(pieces))
	for i, p := range pieces {
		widths[i] = p.text.WidthFor(width)
		w = max(w, widths[i])
	}
	for i, p := range pieces {
		if i > 0 {
			h += px(p.gap)
		}
		x, high := float32(0), p.text.HeightFor(widths[i])
		if c.rtl {
			x = w - widths[i]
		}
		p.text.Move(fyne.NewPos(x, h))
		p.text.Resize(fyne.NewSize(widths[i], high))
		parts = append(parts, p.text)
		h += high
	}
	return parts, w, h
}

// CreateRenderer is part of fyne.Widget.
func (c *card) CreateRenderer() fyne.WidgetRenderer { return &cardRenderer{c} }

type cardRenderer struct{ c *card }

func (r *cardRenderer) Destroy()                     {}
func (r *cardRenderer) Objects() []fyne.CanvasObject { return r.c.parts }
func (r *cardRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *cardRenderer) Layout(s fyne.Size)           { r.c.lay(s) }

func (r *cardRenderer) Refresh() {
	r.c.laid = fyne.Size{}
	r.c.lay(r.c.Size())
}
