package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// cover hides the whole screen behind one calm ground until a key is pressed and let go, or the screen is tapped.
type cover struct {
	widget.BaseWidget
	kit    *Kit
	back   *canvas.Rectangle
	text   *Text
	before fyne.Focusable
	down   bool
	unpark func()
}

// Cover hides everything at once, panels too; text may be empty. For the cover key and for Idle. Any key or tap lifts it.
func (k *Kit) Cover(text string) {
	c := k.canvas()
	if c == nil || k.cover != nil {
		return
	}
	v := &cover{kit: k, back: canvas.NewRectangle(color.Transparent)}
	v.text = k.text(text, style{size: sizeBody, ink: ColorQuiet, center: true})
	v.ExtendBaseWidget(v)
	v.before = c.Focused()
	c.Unfocus()
	v.unpark = k.Keys.park()
	k.cover = v
	c.Overlays().Add(v)
	c.Focus(v)
}

// Covered says whether the cover is up.
func (k *Kit) Covered() bool { return k.cover != nil }

// Uncover takes the cover away and gives the focus back.
func (k *Kit) Uncover() {
	v := k.cover
	if v == nil {
		return
	}
	k.cover = nil
	v.unpark()
	c := k.canvas()
	c.Overlays().Remove(v)
	if v.before != nil && c.Focused() == nil {
		c.Focus(v.before)
	}
}

func (v *cover) lift() {
	v.kit.Uncover()
	v.kit.Touch()
}

// KeyDown and KeyUp lift the cover when a key that was pressed on it is let go: so neither the release of the cover key
// itself lifts it, nor does the lifting key type into a field.
func (v *cover) KeyDown(*fyne.KeyEvent) { v.down = true }

// KeyUp is part of desktop.Keyable.
func (v *cover) KeyUp(*fyne.KeyEvent) {
	if v.down {
		v.lift()
	}
}

func (v *cover) TypedKey(*fyne.KeyEvent)     {}
func (v *cover) TypedRune(rune)              {}
func (v *cover) TypedShortcut(fyne.Shortcut) {}
func (v *cover) FocusGained()                {}
func (v *cover) FocusLost()                  {}
func (v *cover) AcceptsTab() bool            { return true }
func (v *cover) Tapped(*fyne.PointEvent)     { v.lift() }
func (v *cover) Scrolled(*fyne.ScrollEvent)  {}

func (v *cover) CreateRenderer() fyne.WidgetRenderer {
	dress := func() { v.back.FillColor = v.kit.Color(ColorGround); v.back.Refresh(); v.text.Refresh() }
	dress()
	return &renderer{
		self: v, objects: these(v.back, v.text), refresh: dress,
		layout: func(s fyne.Size) {
			v.back.Resize(s)
			h := v.text.HeightFor(s.Width)
			place(v.text, 0, (s.Height-h)/2, s.Width, h)
		},
		min: func() fyne.Size { return fyne.NewSquareSize(1) },
	}
}
