package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

type buttonKind int

const (
	plainButton buttonKind = iota
	mainButton
	linkButton
)

// Button is a labelled act. Its label says what happens. It is never disabled: say what is missing instead.
type Button struct {
	control
	kind  buttonKind
	do    func()
	label *Text
	box   *canvas.Rectangle
	last  time.Time
	sign  Sign
	icon  *signWidget

	// Repeats lets quick taps count one by one, for counters; otherwise the second of a double click is ignored.
	Repeats bool
}

// Button is a plain button.
func (k *Kit) Button(label string, do func()) *Button { return k.button(label, plainButton, do) }

// Main is the one accent button of a screen.
func (k *Kit) Main(label string, do func()) *Button { return k.button(label, mainButton, do) }

// Link is a button in the form of a link.
func (k *Kit) Link(label string, do func()) *Button { return k.button(label, linkButton, do) }

func (k *Kit) button(label string, kind buttonKind, do func()) *Button {
	b := &Button{kind: kind, do: do}
	b.label = k.text(label, style{})
	b.box = canvas.NewRectangle(color.Transparent)
	b.icon = k.sign(NoSign, ColorAccent)
	b.init(k, b)
	b.key = func(n fyne.KeyName) bool {
		if n == fyne.KeySpace || n == fyne.KeyReturn || n == fyne.KeyEnter {
			b.act()
			return true
		}
		return false
	}
	if kind == linkButton { // its words reach to its edges
		b.ringed = func() (fyne.Position, fyne.Size) {
			return fyne.NewPos(-4, 0), b.Size().AddWidthHeight(8, 0)
		}
	}
	b.dress()
	return b
}

// Label tells what the button says.
func (b *Button) Label() string { return b.label.Text() }

// SetLabel changes what the button says.
func (b *Button) SetLabel(s string) { b.label.SetText(s); b.kit.changed(b) }

// Focus puts the focus on the button.
func (b *Button) Focus() { b.kit.focus(b) }

// Tapped acts.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.kit.Touch()
	b.act()
}

func (b *Button) act() {
	now := b.kit.now()
	const double = 400 * time.Millisecond
	if since := now.Sub(b.last); !b.Repeats && since >= 0 && since < double {
		return
	}
	b.last = now
	call(b.do)
}

// Cursor is a hand over links.
func (b *Button) Cursor() desktop.Cursor {
	if b.kind == linkButton {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// AccessibilityLabel and AccessibilityRole speak to screen readers where Fyne can.
func (b *Button) AccessibilityLabel() string { return b.Label() }

// AccessibilityRole is part of fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole {
	if b.kind == linkButton {
		return fyne.AccessibleRoleLink
	}
	return fyne.AccessibleRoleButton
}

// WidthFor is the natural width: buttons do not stretch.
func (b *Button) WidthFor(offered float32) float32 {
	return min(offered, b.label.natural()+b.pads())
}

// HeightFor grows when the label must wrap.
func (b *Button) HeightFor(width float32) float32 {
	return max(b.kit.Px(controlSize), b.label.HeightFor(width-b.pads())+b.kit.Px(14))
}

func (b *Button) inset() float32 {
	if b.kind == linkButton {
		return 0
	}
	return b.kit.Px(16)
}

func (b *Button) pads() float32 {
	p := 2 * b.inset()
	if b.sign != NoSign {
		p += b.kit.Px(16)
	}
	return p
}

// dress gives the button the colours of its kind and state.
func (b *Button) dress() {
	k := b.kit
	s := style{size: sizeBody, ink: ColorInk, center: b.kind != linkButton}
	b.box.CornerRadius, b.box.StrokeWidth = 4, 0
	b.box.FillColor, b.box.StrokeColor = color.Transparent, color.Transparent
	switch b.kind {
	case mainButton:
		s.ink, s.bold = ColorOnAccent, true
		b.box.FillColor = k.Color(ColorAccent)
		if b.hovered {
			b.box.FillColor = mix(k.Color(ColorAccent), k.Color(ColorInk), 0.15)
		}
	case plainButton:
		b.box.FillColor, b.box.StrokeColor, b.box.StrokeWidth = k.Color(ColorSurface), k.Color(ColorBorder), 1
		if b.hovered {
			b.box.FillColor = k.Color(ColorHover)
		}
	case linkButton:
		s.ink, s.underline = ColorAccent, b.hovered
	}
	b.label.restyle(s)
	b.icon.set(b.sign, s.ink)
	b.box.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: b, objects: these(b.box, b.icon, b.label, b.ring), refresh: b.dress,
		layout: func(s fyne.Size) {
			edged(b.box, s)
			x := b.inset()
			b.icon.Hidden = b.sign == NoSign
			if b.sign != NoSign {
				d := b.kit.Px(12)
				place(b.icon, x, (s.Height-d)/2+b.kit.Px(opticalDrop), d, d)
				x += b.kit.Px(16)
			}
			w := s.Width - x - b.inset()
			h := b.label.HeightFor(w)
			place(b.label, x, (s.Height-h)/2, w, h)
			b.placeRing()
		},
		min: func() fyne.Size {
			w := b.WidthFor(b.kit.Px(fieldWidth))
			return fyne.NewSize(w, b.HeightFor(w))
		},
	}
}

// mix blends b into a.
func mix(a, b color.Color, t float64) color.Color {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	f := func(x, y uint32) uint8 { return uint8((float64(x)*(1-t) + float64(y)*t) / 257) }
	return color.NRGBA{f(ar, br), f(ag, bg), f(ab, bb), 0xff}
}
