package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"onthaal/ui/desktop/kit"
)

// pair sets a term and what is said of it side by side; the term has a width
// of its own, so that pairs below each other form two columns.
type pair struct {
	widget.BaseWidget
	kit        *kit.Kit
	first      float32
	term, text *kit.Text
}

func (d *Desktop) pair(first float32, term, text *kit.Text) *pair {
	p := &pair{kit: d.kit, first: first, term: term, text: text}
	p.ExtendBaseWidget(p)
	return p
}

// HeightFor is that of the taller side at this width.
func (p *pair) HeightFor(width float32) float32 {
	first := p.kit.Px(p.first)
	rest := width - first
	return max(p.term.HeightFor(first), p.text.HeightFor(p.text.WidthFor(rest)))
}

// CreateRenderer is part of fyne.Widget.
func (p *pair) CreateRenderer() fyne.WidgetRenderer { return &pairRenderer{p} }

type pairRenderer struct{ p *pair }

func (r *pairRenderer) Destroy()                     {}
func (r *pairRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.term, r.p.text} }

func (r *pairRenderer) MinSize() fyne.Size {
	w := max(r.p.Size().Width, r.p.kit.Px(r.p.first+160))
	return fyne.NewSize(r.p.kit.Px(r.p.first+160), r.p.HeightFor(w))
}

func (r *pairRenderer) Layout(s fyne.Size) {
	first := r.p.kit.Px(r.p.first)
	r.p.term.Move(fyne.NewPos(0, 0))
	r.p.term.Resize(fyne.NewSize(first, s.Height))
	r.p.text.Move(fyne.NewPos(first, 0))
	r.p.text.Resize(fyne.NewSize(s.Width-first, s.Height))
}

func (r *pairRenderer) Refresh() {
	r.p.term.Refresh()
	r.p.text.Refresh()
	r.Layout(r.p.Size())
}
