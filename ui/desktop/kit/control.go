package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Parent is implemented by widgets that hold others; the kit finds its way from a control to the page that scrolls by it.
// Containers of Fyne and widgets of the kit need nothing; a widget of a screen's own that holds controls must have it.
type Parent interface{ Children() []fyne.CanvasObject }

// flowing is a widget whose height depends on its width.
type flowing interface{ HeightFor(width float32) float32 }

// sized is a widget that does not want all the width it is offered.
type sized interface{ WidthFor(offered float32) float32 }

// laid is a widget that can lay out its children anew although its size did not change.
type laid interface{ relayout() }

// control is what every focusable widget of the kit is made of: one Tab stop, the ring, the key table first, the idle clock,
// scrolling to the focus.
type control struct {
	widget.BaseWidget
	hovering
	kit     *Kit
	self    fyne.Widget
	key     func(fyne.KeyName) bool // the control's own keys
	char    func(rune)
	ringed  func() (fyne.Position, fyne.Size) // what the ring goes around; nil: all of it
	focused bool
	ring    *canvas.Rectangle
}

// hovering shades what is under the pointer.
type hovering struct {
	hovered bool
	shade   func() // Refresh of the widget
}

// MouseIn is part of desktop.Hoverable.
func (h *hovering) MouseIn(*desktop.MouseEvent) { h.hover(true) }

// MouseMoved is part of desktop.Hoverable.
func (h *hovering) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (h *hovering) MouseOut() { h.hover(false) }

func (h *hovering) hover(on bool) {
	if h.hovered != on {
		h.hovered = on
		h.shade()
	}
}

func (c *control) init(k *Kit, self fyne.Widget) {
	c.kit, c.self = k, self
	c.ring = newRing()
	c.shade = self.Refresh
	c.ExtendBaseWidget(self)
}

// FocusGained shows the ring and scrolls to it.
func (c *control) FocusGained() {
	c.focused = true
	c.self.Refresh()
	pos, size := c.target()
	c.kit.reveal(c.self, pos, size)
}

// FocusLost hides the ring.
func (c *control) FocusLost() {
	c.focused = false
	c.self.Refresh()
}

// TypedKey asks the key table, then the control.
func (c *control) TypedKey(e *fyne.KeyEvent) {
	c.kit.Touch()
	if !c.kit.Keys.Do(e.Name, 0) && c.key != nil {
		c.key(e.Name)
	}
}

// TypedShortcut asks the key table.
func (c *control) TypedShortcut(s fyne.Shortcut) {
	c.kit.Touch()
	c.kit.Keys.shortcut(s)
}

// TypedRune is for controls that can be typed into.
func (c *control) TypedRune(r rune) {
	c.kit.Touch()
	if c.char != nil {
		c.char(r)
	}
}

func (c *control) target() (fyne.Position, fyne.Size) {
	if c.ringed != nil {
		return c.ringed()
	}
	return fyne.Position{}, c.self.Size()
}

// placeRing draws the ring where the focus is: outside the control, a gap of one pixel between.
func (c *control) placeRing() {
	pos, size := c.target()
	c.kit.ringAround(c.ring, pos, size, c.focused)
}

func newRing() *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.Hidden = true
	return r
}

func (k *Kit) ringAround(r *canvas.Rectangle, pos fyne.Position, size fyne.Size, on bool) {
	width, gap := float32(2), float32(1)
	if k.theme.look == Sunlight {
		width = 3
	}
	out := gap + width/2 // Fyne centres a stroke on the edge
	r.StrokeWidth, r.StrokeColor, r.CornerRadius = width, k.Color(ColorRing), 4+out
	r.Move(pos.SubtractXY(out, out))
	r.Resize(size.AddWidthHeight(2*out, 2*out))
	r.Hidden = !on
	r.Refresh()
}

// edged gives a box with a line around it its place: the line within the size, so that boxes of all kinds line up.
func edged(r *canvas.Rectangle, s fyne.Size) {
	in := r.StrokeWidth / 2
	r.Move(fyne.NewPos(in, in))
	r.Resize(s.SubtractWidthHeight(2*in, 2*in))
}

// renderer is the one renderer of the kit: objects, a layout, a minimum and what to do when look or state changed.
type renderer struct {
	objects func() []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
	self    fyne.Widget
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Layout(s fyne.Size)           { r.layout(s) }
func (r *renderer) MinSize() fyne.Size           { return r.min() }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects() }
func (r *renderer) Refresh() {
	if r.refresh != nil {
		r.refresh()
	}
	r.layout(r.self.Size())
	canvas.Refresh(r.self)
}

func these(os ...fyne.CanvasObject) func() []fyne.CanvasObject {
	return func() []fyne.CanvasObject { return os }
}

// place gives a child its place, laying it out anew when asked to.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func heightFor(o fyne.CanvasObject, w float32) float32 {
	if f, ok := o.(flowing); ok {
		return f.HeightFor(w)
	}
	if o.Size().Width != w {
		o.Resize(fyne.NewSize(w, max(o.Size().Height, o.MinSize().Height)))
	}
	return o.MinSize().Height
}

func widthFor(o fyne.CanvasObject, offered float32) float32 {
	if s, ok := o.(sized); ok {
		return min(s.WidthFor(offered), offered)
	}
	return offered
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *container.Split:
		return []fyne.CanvasObject{o.Leading, o.Trailing}
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case Parent:
		return o.Children()
	}
	return nil
}

// path finds the way from root to target, both included; nil if there is none.
func path(root, target fyne.CanvasObject) []fyne.CanvasObject {
	if root == nil {
		return nil
	}
	if root == target {
		return []fyne.CanvasObject{root}
	}
	for _, c := range children(root) {
		if p := path(c, target); p != nil {
			return append([]fyne.CanvasObject{root}, p...)
		}
	}
	return nil
}

// way is the path to an object from whatever root holds it: the topmost overlay first.
func (k *Kit) way(o fyne.CanvasObject) []fyne.CanvasObject {
	c := k.canvas()
	if c == nil {
		return nil
	}
	overlays := c.Overlays().List()
	for i := len(overlays) - 1; i >= 0; i-- {
		if p := path(overlays[i], o); p != nil {
			return p
		}
	}
	return path(c.Content(), o)
}

// reveal scrolls every scroller around o so that this part of it, and its ring, can be seen.
func (k *Kit) reveal(o fyne.CanvasObject, part fyne.Position, size fyne.Size) {
	p := k.way(o)
	for i := len(p) - 1; i >= 0; i-- {
		sc, ok := p[i].(*container.Scroll)
		if !ok {
			continue
		}
		// Positions are summed by hand: the driver only knows what has been painted already.
		y := part.Y
		for _, q := range p[i+1:] {
			y += q.Position().Y
		}
		y -= sc.Content.Position().Y // the content moves as it scrolls; count from its own top
		const air = 8
		top := y - air
		bottom := y + size.Height + air - sc.Size().Height
		offset := sc.Offset
		offset.Y = max(min(offset.Y, top), min(bottom, top))
		if limit := sc.Content.Size().Height - sc.Size().Height; offset.Y > limit {
			offset.Y = limit
		}
		offset.Y = max(offset.Y, 0)
		if offset != sc.Offset {
			sc.ScrollToOffset(offset)
		}
		part = fyne.NewPos(part.X, y-sc.Offset.Y)
		// From here on the position counts from the scroller itself.
		p = p[:i+1]
		o = sc
	}
}

// changed lays out all that o's new height moves.
func (k *Kit) changed(o fyne.CanvasObject) {
	for _, q := range k.way(o) {
		if l, ok := q.(laid); ok {
			l.relayout()
		}
	}
}

// relayout lays out a whole tree, after the scale changed.
func (k *Kit) relayout(o fyne.CanvasObject) {
	if l, ok := o.(laid); ok {
		l.relayout()
	} else if c, ok := o.(*fyne.Container); ok && c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	for _, c := range children(o) {
		if c != nil {
			k.relayout(c)
		}
	}
}
