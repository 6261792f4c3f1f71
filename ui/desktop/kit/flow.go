package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Column sets objects one below the other, at the left, each as wide as it likes to be, with one gap between; hidden ones
// take no room. Unlike Fyne's boxes it knows that text grows taller as it grows narrower.
type Column struct {
	widget.BaseWidget
	kit     *Kit
	gap     float32
	objects []fyne.CanvasObject
}

// Column makes a column with this gap (logical pixels at 100 %: 24 between fields, 8 within a group).
func (k *Kit) Column(gap float32, objects ...fyne.CanvasObject) *Column {
	c := &Column{kit: k, gap: gap, objects: objects}
	c.ExtendBaseWidget(c)
	return c
}

// Add appends objects.
func (c *Column) Add(objects ...fyne.CanvasObject) { c.Set(append(c.objects, objects...)...) }

// Set replaces all objects.
func (c *Column) Set(objects ...fyne.CanvasObject) {
	c.objects = objects
	c.Refresh()
	c.kit.changed(c)
}

// Children is part of Parent.
func (c *Column) Children() []fyne.CanvasObject { return c.objects }

// HeightFor is the height at this width.
func (c *Column) HeightFor(width float32) float32 { return c.arrange(width, false) }

func (c *Column) relayout() { c.arrange(c.Size().Width, true) }

func (c *Column) arrange(width float32, move bool) float32 {
	var y float32
	for _, o := range c.objects {
		if o == nil || !o.Visible() {
			continue
		}
		if y > 0 {
			y += c.kit.Px(c.gap)
		}
		w := widthFor(o, width)
		h := heightFor(o, w)
		if move {
			place(o, 0, y, w, h)
		}
		y += h
	}
	return y
}

// CreateRenderer is part of fyne.Widget.
func (c *Column) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: c, objects: func() []fyne.CanvasObject { return c.objects },
		layout: func(s fyne.Size) { c.arrange(s.Width, true) },
		min: func() fyne.Size {
			var w float32
			for _, o := range c.objects {
				if o.Visible() {
					w = max(w, o.MinSize().Width)
				}
			}
			at := c.Size().Width
			if at == 0 {
				at = max(w, c.kit.Px(fieldWidth))
			}
			return fyne.NewSize(w, c.arrange(at, false))
		},
	}
}

// Row sets objects side by side from the left, centred on one line, and goes on below when there is no more room.
type Row struct {
	widget.BaseWidget
	kit     *Kit
	gap     float32
	objects []fyne.CanvasObject
}

// Row makes a row with this gap (logical pixels at 100 %).
func (k *Kit) Row(gap float32, objects ...fyne.CanvasObject) *Row {
	r := &Row{kit: k, gap: gap, objects: objects}
	r.ExtendBaseWidget(r)
	return r
}

// Children is part of Parent.
func (r *Row) Children() []fyne.CanvasObject { return r.objects }

// Set replaces all objects.
func (r *Row) Set(objects ...fyne.CanvasObject) {
	r.objects = objects
	r.Refresh()
	r.kit.changed(r)
}

// HeightFor is the height at this width.
func (r *Row) HeightFor(width float32) float32 { return r.arrange(width, false) }

// WidthFor is the width on one line, at most what is offered.
func (r *Row) WidthFor(offered float32) float32 {
	var w float32
	for _, o := range r.objects {
		if o == nil || !o.Visible() {
			continue
		}
		if w > 0 {
			w += r.kit.Px(r.gap)
		}
		w += r.width(o, offered)
	}
	return min(w, offered)
}

func (r *Row) width(o fyne.CanvasObject, offered float32) float32 {
	if s, ok := o.(sized); ok {
		return min(s.WidthFor(offered), offered)
	}
	return min(o.MinSize().Width, offered)
}

func (r *Row) relayout() { r.arrange(r.Size().Width, true) }

func (r *Row) arrange(width float32, move bool) float32 {
	gap := r.kit.Px(r.gap)
	var x, y, high float32
	type item struct {
		o       fyne.CanvasObject
		x, w, h float32
	}
	var line []item
	flush := func() {
		for _, it := range line {
			if move {
				place(it.o, it.x, y+(high-it.h)/2, it.w, it.h)
			}
		}
		line = line[:0]
	}
	for _, o := range r.objects {
		if o == nil || !o.Visible() {
			continue
		}
		w := r.width(o, width)
		h := heightFor(o, w)
		if x > 0 && x+w > width+0.5 {
			flush()
			x, y, high = 0, y+high+r.kit.Px(8), 0
		}
		line = append(line, item{o, x, w, h})
		high = max(high, h)
		x += w + gap
	}
	flush()
	return y + high
}

// CreateRenderer is part of fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: r, objects: func() []fyne.CanvasObject { return r.objects },
		layout: func(s fyne.Size) { r.arrange(s.Width, true) },
		min: func() fyne.Size {
			var w float32
			for _, o := range r.objects {
				if o.Visible() {
					w = max(w, o.MinSize().Width)
				}
			}
			at := r.Size().Width
			if at == 0 {
				at = r.WidthFor(r.kit.Px(fieldWidth))
			}
			return fyne.NewSize(w, r.arrange(max(at, w), false))
		},
	}
}
