package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// inset sets a column into a scroller: with room around it for the rings, never wider than widest, as tall as it needs.
type inset struct {
	widget.BaseWidget
	kit                      *Kit
	child                    fyne.CanvasObject
	left, top, right, bottom float32 // logical pixels at 100 %
	widest                   float32
}

func (k *Kit) inset(child fyne.CanvasObject, left, top, right, bottom, widest float32) *inset {
	i := &inset{kit: k, child: child, left: left, top: top, right: right, bottom: bottom, widest: widest}
	i.ExtendBaseWidget(i)
	return i
}

func (i *inset) Children() []fyne.CanvasObject { return []fyne.CanvasObject{i.child} }

func (i *inset) inner(width float32) float32 {
	w := width - i.kit.Px(i.left+i.right)
	if i.widest > 0 {
		w = min(w, i.kit.Px(i.widest))
	}
	return max(w, 1)
}

func (i *inset) HeightFor(width float32) float32 {
	return heightFor(i.child, i.inner(width)) + i.kit.Px(i.top+i.bottom)
}

func (i *inset) relayout() { i.arrange(i.Size()) }

func (i *inset) arrange(s fyne.Size) {
	w := i.inner(s.Width)
	place(i.child, i.kit.Px(i.left), i.kit.Px(i.top), w, heightFor(i.child, w))
}

func (i *inset) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: i, objects: these(i.child), layout: i.arrange,
		min: func() fyne.Size {
			at := i.Size().Width
			if at == 0 {
				at = i.kit.Px(fieldWidth)
			}
			return fyne.NewSize(1, i.HeightFor(at))
		},
	}
}

// fit gives a scroller its size and its content the height that it has at that width.
func fit(sc *container.Scroll, pos fyne.Position, s fyne.Size) {
	sc.Move(pos)
	if sc.Content.Size().Width != s.Width {
		// First the width, so that the scroller then asks for the height at this width.
		sc.Content.Resize(fyne.NewSize(s.Width, sc.Content.Size().Height))
	}
	sc.Resize(s)
	h := max(heightFor(sc.Content, s.Width), s.Height)
	sc.Content.Resize(fyne.NewSize(s.Width, h))
	if l, ok := sc.Content.(laid); ok {
		l.relayout()
	}
	sc.Refresh()
}
