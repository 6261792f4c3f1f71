package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Line is the usual content of a row: a sign with its word, what it is about, a quiet second line, something at the right,
// and the arrow that says that it opens. Empty parts take no room; long ones wrap. Where the row is narrow, a long status
// goes below, so that what the row is about keeps its room.
type Line struct {
	widget.BaseWidget
	kit                   *Kit
	sign                  *signWidget
	title, detail, status *Text
	arrow                 *signWidget
	double                bool
	quiet                 bool
}

// Line makes the content of a row of two lines.
func (k *Kit) Line() *Line { return k.line(true) }

// LineSingle makes the content of a row of one line.
func (k *Kit) LineSingle() *Line { return k.line(false) }

func (k *Kit) line(double bool) *Line {
	l := &Line{kit: k, double: double, sign: k.sign(NoSign, ColorInk), arrow: k.sign(signOpen, ColorQuiet)}
	l.title = k.text("", style{size: sizeBody, ink: ColorInk, bold: double})
	l.detail = k.text("", style{size: sizeSmall, ink: ColorQuiet})
	l.status = k.text("", style{size: sizeSmall, ink: ColorInk})
	l.ExtendBaseWidget(l)
	return l
}

// Set fills the line. The sign colours the status word beside it; "done" stays in plain ink, so that what is left stands out.
func (l *Line) Set(title, detail, status string, sign Sign) {
	l.title.put(title, "")
	l.detail.put(detail, "")
	l.status.put(status, "")
	ink := ColorInk
	if sign == SignOverdue || sign == SignSoon {
		ink = signInk(sign)
	}
	l.sign.set(sign, ink)
	l.title.restyle(style{size: sizeBody, ink: ColorInk, bold: l.double && !l.quiet && sign != SignDone})
	l.status.restyle(style{size: sizeSmall, ink: ink, bold: sign == SignOverdue || sign == SignSoon})
	l.Refresh()
}

// SetLang says in which language the title stands, for names in their own script.
func (l *Line) SetLang(lang string) { l.title.put(l.title.text, lang) }

// Quiet sets the title in plain letters, so that the others stand out. Say it before Set.
func (l *Line) Quiet(on bool) { l.quiet = on }

// Plain shows or hides the arrow, for rows that do not open.
func (l *Line) Plain(on bool) { l.arrow.Hidden = on; l.Refresh() }

// cut keeps each part to one line.
func (l *Line) cut(on bool) { l.title.cut, l.detail.cut, l.status.cut = on, on, on }

// narrowLine is the width below which a status may go below.
const narrowLine = 440

// alike is the height of a row where all are as tall.
func (l *Line) alike(width float32) float32 {
	px := l.kit.Px
	switch {
	case !l.double:
		return px(controlSize)
	case width < px(narrowLine):
		return px(60 + sizeSmall*lineHeight)
	}
	return px(60)
}

// HeightFor is the height at this width.
func (l *Line) HeightFor(width float32) float32 { return l.lay(width, 0, false) }

// WidthFor takes all it can get.
func (l *Line) WidthFor(offered float32) float32 { return offered }

// lay measures the line at a width, or sets it in a height.
func (l *Line) lay(width, height float32, move bool) float32 {
	px := l.kit.Px
	pad := px(8)
	right := width - pad
	if !l.arrow.Hidden {
		d := px(12)
		if move {
			place(l.arrow, right-d, (height-d)/2+px(opticalDrop), d, d)
		}
		right -= d + px(12)
	}
	signed := l.status.text != "" && l.sign.sign != NoSign
	lead := float32(0) // the room of the sign
	if signed {
		lead = px(12 + 6)
	}
	beside, below := float32(0), false
	if l.status.text != "" {
		natural := l.status.natural()
		below = width < px(narrowLine) && natural+lead > (right-pad)*0.3
		if !below {
			beside = min(natural, (right-pad)/2)
		}
	}
	w := right - pad
	if beside > 0 {
		w -= beside + lead + px(16)
	}
	w = max(w, 1)
	one := func(t *Text, at float32) float32 {
		if t.text == "" {
			return 0
		}
		if t.cut {
			return t.pixels() * lineHeight
		}
		return t.HeightFor(at)
	}
	th, dh, sh := one(l.title, w), one(l.detail, w), float32(0)
	text := th + dh
	if below {
		sh = one(l.status, w-lead)
		text += sh
	}
	if !move {
		least := px(controlSize)
		if l.double && !(l.quiet && l.detail.text == "") {
			least = px(60)
		}
		if beside > 0 {
			text = max(text, one(l.status, beside))
		}
		return max(least, text+px(18))
	}
	y := (height - text) / 2
	place(l.title, pad, y, w, th)
	place(l.detail, pad, y+th, w, dh)
	l.sign.Hidden = !signed
	at, top, wide, high := right-beside, (height-one(l.status, beside))/2, beside, one(l.status, beside)
	if below {
		at, top, wide, high = pad+lead, y+th+dh, w-lead, sh
	}
	place(l.status, at, top, wide, high)
	if signed {
		d := px(12)
		place(l.sign, at-lead, top+(l.status.pixels()*lineHeight-d)/2+px(opticalDrop), d, d)
	}
	return height
}

// CreateRenderer is part of fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: l, objects: these(l.sign, l.title, l.detail, l.status, l.arrow),
		layout: func(s fyne.Size) { l.lay(s.Width, s.Height, true) },
		refresh: func() {
			l.sign.load()
			l.arrow.load()
			l.title.Refresh()
			l.detail.Refresh()
			l.status.Refresh()
		},
		min: func() fyne.Size {
			w := l.Size().Width
			if w == 0 {
				w = l.kit.Px(fieldWidth)
			}
			return fyne.NewSize(l.kit.Px(160), l.HeightFor(w))
		},
	}
}
