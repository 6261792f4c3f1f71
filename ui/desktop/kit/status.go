package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Status is a line with sign, word and colour: ■ overdue, ▲ soon, ✓ done. Colour never stands alone.
type Status struct {
	widget.BaseWidget
	kit  *Kit
	sign *signWidget
	text *Text
	back *canvas.Rectangle // a banner's ground
	pad  float32
}

// Status makes a status line.
func (k *Kit) Status(s Sign, text string) *Status { return k.status(s, text, 0) }

// Banner is a status line on a ground of its colour, over the whole width: for what concerns the whole screen.
func (k *Kit) Banner(s Sign, text string) *Status { return k.status(s, text, 12) }

func (k *Kit) status(s Sign, text string, pad float32) *Status {
	w := &Status{kit: k, pad: pad, back: canvas.NewRectangle(color.Transparent), sign: k.sign(NoSign, ColorInk)}
	w.text = k.text("", style{size: sizeBody})
	w.ExtendBaseWidget(w)
	w.Set(s, text)
	return w
}

// Set changes sign and words.
func (w *Status) Set(s Sign, text string) {
	w.sign.sign = s
	w.text.text = text
	w.dress()
	w.Refresh()
	w.kit.changed(w)
}

// Text tells the words.
func (w *Status) Text() string { return w.text.text }

func (w *Status) dress() {
	s := style{size: sizeBody, ink: signInk(w.sign.sign), bold: w.sign.sign == SignOverdue || w.sign.sign == SignSoon}
	ground := ColorSurface
	switch w.sign.sign {
	case SignOverdue:
		ground = ColorOverdueOn
	case SignSoon:
		ground = ColorSoonOn
	case SignDone:
		ground = ColorDoneOn
	case NoSign:
		s.ink = ColorInk
	}
	w.sign.set(w.sign.sign, s.ink)
	w.text.style = s
	w.back.FillColor, w.back.CornerRadius = w.kit.Color(ground), 4
	w.back.StrokeColor, w.back.StrokeWidth = w.kit.Color(s.ink), 1
	w.back.Hidden = w.pad == 0
	w.back.Refresh()
}

func (w *Status) indent() float32 {
	if w.sign.sign == NoSign {
		return w.kit.Px(w.pad)
	}
	return w.kit.Px(w.pad + 20)
}

// WidthFor is natural for a line, all for a banner.
func (w *Status) WidthFor(offered float32) float32 {
	if w.pad > 0 {
		return min(offered, w.kit.Px(fieldWidth))
	}
	return min(offered, w.text.natural()+w.indent())
}

// HeightFor is the height at this width.
func (w *Status) HeightFor(width float32) float32 {
	return w.text.HeightFor(width-w.indent()-w.kit.Px(w.pad)) + 2*w.kit.Px(w.pad)
}

func (w *Status) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: w, objects: these(w.back, w.sign, w.text),
		refresh: func() { w.dress(); w.text.Refresh() },
		layout: func(s fyne.Size) {
			px := w.kit.Px
			pad := px(w.pad)
			edged(w.back, s)
			w.sign.Hidden = w.sign.sign == NoSign
			d := px(12)
			place(w.sign, pad, pad+px(opticalDrop)+(px(sizeBody*lineHeight)-d)/2, d, d)
			in := s.Width - w.indent() - pad
			place(w.text, w.indent(), pad, in, w.text.HeightFor(in))
		},
		min: func() fyne.Size {
			at := w.Size().Width
			if at == 0 {
				at = w.WidthFor(w.kit.Px(textWidth))
			}
			return fyne.NewSize(min(at, w.text.longest()+w.indent()+w.kit.Px(w.pad)), w.HeightFor(at))
		},
	}
}

// Saved is the slot that says when the screen was saved: of one width, so that nothing jumps; only a failure is loud.
type Saved struct {
	*Status
	width float32
}

// Saved makes an empty slot of this width (logical pixels at 100 %).
func (k *Kit) Saved(width float32) *Saved {
	s := &Saved{Status: &Status{kit: k, back: canvas.NewRectangle(color.Transparent), sign: k.sign(NoSign, ColorInk)}, width: width}
	s.text = k.text("", style{size: sizeBody})
	s.ExtendBaseWidget(s)
	s.Set("")
	return s
}

// Set shows a quiet remark.
func (s *Saved) Set(text string) {
	s.sign.sign, s.text.text = NoSign, text
	s.Refresh()
}

// Fail shows a failure, which stays.
func (s *Saved) Fail(text string) {
	s.sign.sign, s.text.text = SignOverdue, text
	s.Refresh()
}

// MinSize and the widths are those of the slot, whatever it says.
func (s *Saved) MinSize() fyne.Size {
	return fyne.NewSize(s.kit.Px(s.width), s.kit.Px(sizeBody*lineHeight))
}

// WidthFor is the width of the slot.
func (s *Saved) WidthFor(offered float32) float32 { return min(offered, s.kit.Px(s.width)) }

// CreateRenderer is part of fyne.Widget.
func (s *Saved) CreateRenderer() fyne.WidgetRenderer {
	dress := func() {
		s.dress()
		s.text.cut = true
		if s.sign.sign == NoSign {
			s.text.style = style{size: sizeSmall, ink: ColorQuiet}
		}
		s.text.Refresh()
	}
	dress()
	return &renderer{
		self: s, objects: these(s.sign, s.text), refresh: dress,
		layout: func(z fyne.Size) {
			// At the right edge of the slot.
			d, gap := s.kit.Px(12), s.kit.Px(6)
			w := min(s.text.natural(), z.Width)
			s.sign.Hidden = s.sign.sign == NoSign
			if !s.sign.Hidden {
				w = min(w, z.Width-d-gap)
				place(s.sign, z.Width-w-gap-d, (z.Height-d)/2+s.kit.Px(opticalDrop), d, d)
			}
			h := s.text.pixels() * lineHeight
			place(s.text, z.Width-w, (z.Height-h)/2, w, h)
		},
		min: s.MinSize,
	}
}

// Trouble is one line of a Summary: what to do, in the words that stand at the field, and the field.
type Trouble struct {
	Text  string
	Field interface{ Focus() }
}

// Summary is the list "There is a problem" at the top of a page. It takes the focus; each line leads to its field, and Enter
// on the list itself to the first.
type Summary struct {
	control
	back  *canvas.Rectangle
	head  *Status
	list  *Column
	first interface{ Focus() }
}

// Summary makes the list; Page.Problems shows it where it belongs.
func (k *Kit) Summary(heading string, troubles ...Trouble) *Summary {
	s := &Summary{back: canvas.NewRectangle(color.Transparent), head: k.Status(SignOverdue, heading)}
	var lines []fyne.CanvasObject
	for _, t := range troubles {
		lines = append(lines, k.Link(t.Text, t.Field.Focus))
	}
	if len(troubles) > 0 {
		s.first = troubles[0].Field
	}
	s.list = k.Column(0, lines...)
	s.init(k, s)
	s.key = func(n fyne.KeyName) bool {
		if s.first != nil && (n == fyne.KeyReturn || n == fyne.KeyEnter || n == fyne.KeySpace) {
			s.first.Focus()
			return true
		}
		return false
	}
	return s
}

// Children is part of Parent.
func (s *Summary) Children() []fyne.CanvasObject { return []fyne.CanvasObject{s.head, s.list} }

// WidthFor is at most 640.
func (s *Summary) WidthFor(offered float32) float32 { return min(offered, s.kit.Px(fieldWidth)) }

// HeightFor is the height at this width.
func (s *Summary) HeightFor(width float32) float32 { return s.arrange(width, false) }

func (s *Summary) relayout() { s.arrange(s.Size().Width, true) }

func (s *Summary) arrange(width float32, move bool) float32 {
	px := s.kit.Px
	pad := px(16)
	in := width - 2*pad
	hh := s.head.HeightFor(in)
	lh := s.list.HeightFor(in - px(20))
	total := pad + hh + px(4) + lh + px(8)
	if move {
		edged(s.back, fyne.NewSize(width, total))
		place(s.head, pad, pad, in, hh)
		place(s.list, pad+px(20), pad+hh+px(4), in-px(20), lh)
		s.placeRing()
	}
	return total
}

func (s *Summary) CreateRenderer() fyne.WidgetRenderer {
	dress := func() {
		s.back.FillColor, s.back.StrokeColor = s.kit.Color(ColorOverdueOn), s.kit.Color(ColorOverdue)
		s.back.StrokeWidth, s.back.CornerRadius = 2, 4
		s.back.Refresh()
	}
	dress()
	return &renderer{
		self: s, objects: these(s.back, s.head, s.list, s.ring), refresh: dress,
		layout: func(z fyne.Size) { s.arrange(z.Width, true) },
		min: func() fyne.Size {
			w := s.kit.Px(200)
			return fyne.NewSize(w, s.arrange(max(w, s.Size().Width), false))
		},
	}
}
