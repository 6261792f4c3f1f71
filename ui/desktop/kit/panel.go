package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Act is one button of a Panel. Its label names what happens, never "Yes" or "OK".
type Act struct {
	Label string
	Do    func() // called after the panel has closed; may be nil
	Main  bool   // accent; at most one
	Safe  bool   // has the focus at the start, and Escape takes it; the first act when none is marked
}

// ringRoom is the room around what scrolls, so that rings are not cut.
const ringRoom = 8

// Panel is a question or a short task in front of the screen. While it is open the key table is parked, except bindings
// marked Always; Tab stays within it.
type Panel struct {
	widget.BaseWidget
	kit     *Kit
	scrim   *canvas.Rectangle
	card    *canvas.Rectangle
	title   *Text
	body    *Column
	inset   *inset
	scroll  *container.Scroll
	buttons *Row
	acts    []*Button
	safe    *Button
	unpark  func()
	before  fyne.Focusable
}

// Panel makes a panel: title, text or other content at the left, and the acts, the affirmative at the right (last).
func (k *Kit) Panel(title string, content []fyne.CanvasObject, acts ...Act) *Panel {
	p := &Panel{kit: k, title: k.Section(title), body: k.Column(16, content...)}
	p.scrim = canvas.NewRectangle(color.Transparent)
	p.card = canvas.NewRectangle(color.Transparent)
	p.inset = k.inset(p.body, ringRoom, ringRoom, ringRoom, ringRoom, 0)
	p.scroll = container.NewVScroll(p.inset)
	var row []fyne.CanvasObject
	for _, a := range acts {
		do := func() { p.Close(); call(a.Do) }
		b := k.Button(a.Label, do)
		if a.Main {
			b = k.Main(a.Label, do)
		}
		if a.Safe && p.safe == nil {
			p.safe = b
		}
		p.acts = append(p.acts, b)
		row = append(row, b)
	}
	if p.safe == nil && len(p.acts) > 0 {
		p.safe = p.acts[0]
	}
	p.buttons = k.Row(16, row...)
	p.ExtendBaseWidget(p)
	p.dress()
	return p
}

// Show opens the panel with the focus on the safe act.
func (p *Panel) Show() {
	c := p.kit.canvas()
	if c == nil || p.unpark != nil {
		return
	}
	p.before = c.Focused()
	c.Unfocus()
	p.unpark = p.kit.Keys.park(Binding{ID: "panel.safe", Key: fyne.KeyEscape, Do: func() {
		if p.safe != nil {
			p.safe.act()
		} else {
			p.Close()
		}
	}})
	p.kit.open = append(p.kit.open, p)
	p.BaseWidget.Show()
	c.Overlays().Add(p)
	if p.safe != nil {
		c.Focus(p.safe)
	}
}

// Close takes the panel away and gives the focus back. Its acts do so by themselves.
func (p *Panel) Close() {
	if p.unpark == nil {
		return
	}
	p.unpark()
	p.unpark = nil
	for i, o := range p.kit.open {
		if o == p {
			p.kit.open = append(p.kit.open[:i], p.kit.open[i+1:]...)
			break
		}
	}
	c := p.kit.canvas()
	c.Overlays().Remove(p)
	if p.before != nil && c.Focused() == nil {
		c.Focus(p.before)
	}
}

// CloseAll closes every panel without an act, when the desk is locked.
func (k *Kit) CloseAll() {
	for len(k.open) > 0 {
		k.open[len(k.open)-1].before = nil
		k.open[len(k.open)-1].Close()
	}
	if k.pick != nil {
		k.pick.close()
	}
}

// Tapped keeps taps beside the card from reaching the screen.
func (p *Panel) Tapped(*fyne.PointEvent) { p.kit.Touch() }

// Scrolled keeps the wheel from it.
func (p *Panel) Scrolled(*fyne.ScrollEvent) {}

// Cursor and hovering: the screen below does not answer the pointer either.
func (p *Panel) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// Children is part of Parent.
func (p *Panel) Children() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.title, p.scroll, p.buttons}
}

func (p *Panel) dress() {
	k := p.kit
	p.scrim.FillColor = color.NRGBA{A: 0x73}
	p.card.FillColor, p.card.StrokeColor, p.card.StrokeWidth, p.card.CornerRadius = k.Color(ColorSurface), k.Color(ColorLine), 1, 6
	p.scrim.Refresh()
	p.card.Refresh()
}

func (p *Panel) relayout() { p.arrange(p.Size()) }

func (p *Panel) arrange(s fyne.Size) {
	px := p.kit.Px
	pad := px(24)
	edge := px(ringRoom)
	width := min(px(textWidth)+2*pad, s.Width-px(margin))
	in := width - 2*pad
	th := p.title.HeightFor(in)
	bh := p.body.HeightFor(in)
	ah := p.buttons.HeightFor(in)
	chrome := 2*pad + th + px(16) + px(24) + ah
	view := min(bh+2*edge, max(s.Height-px(margin)-chrome, px(48)))
	height := chrome + view - 2*edge
	x, y := (s.Width-width)/2, max((s.Height-height)/3, px(8))
	p.scrim.Resize(s)
	place(p.card, x, y, width, height)
	y += pad
	place(p.title, x+pad, y, in, th)
	y += th + px(16)
	fit(p.scroll, fyne.NewPos(x+pad-edge, y-edge), fyne.NewSize(in+2*edge, view))
	y += view - 2*edge + px(24)
	w := p.buttons.WidthFor(in)
	place(p.buttons, x+width-pad-w, y, w, ah)
	p.buttons.relayout()
}

// CreateRenderer is part of fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: p, objects: these(p.scrim, p.card, p.title, p.scroll, p.buttons), refresh: p.dress,
		layout: p.arrange,
		min:    func() fyne.Size { return fyne.NewSquareSize(1) },
	}
}
