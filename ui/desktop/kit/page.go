package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Page is the frame of a screen: Back at the top left and the saved slot at the top right stay; below them title, problems,
// body and acts scroll, with margins of 32 and at most 640 wide.
type Page struct {
	widget.BaseWidget
	kit     *Kit
	back    *Button
	saved   *Saved
	title   *Text
	lead    *Text
	head    *Column
	summary *Summary
	body    *Column
	acts    *Row
	whole   *Column
	inset   *inset
	scroll  *container.Scroll
	fill    fyne.CanvasObject
	strip   bool // something stands above what scrolls
}

// Page makes a screen with this title.
func (k *Kit) Page(title string, body ...fyne.CanvasObject) *Page {
	p := &Page{kit: k, title: k.Title(title), lead: k.Small(""), body: k.Column(24, body...), acts: k.Row(16), saved: k.Saved(220)}
	p.lead.Hide()
	p.head = k.Column(4, p.title, p.lead)
	p.whole = k.Column(24)
	p.inset = k.inset(p.whole, margin, 8, margin, margin, fieldWidth)
	p.scroll = container.NewVScroll(p.inset)
	p.ExtendBaseWidget(p)
	p.compose()
	return p
}

// Back puts a link at the top that leads back.
func (p *Page) Back(label string, do func()) *Page {
	p.back = p.kit.Link(label, do)
	p.back.sign = signBack
	p.strip = true
	p.back.dress()
	p.Refresh()
	return p
}

// Actions sets the acts below the body, from the left: the main one first. Kit.Primary does the main one.
func (p *Page) Actions(buttons ...*Button) *Page {
	var os []fyne.CanvasObject
	p.kit.main = nil
	for _, b := range buttons {
		os = append(os, b)
		if b.kind == mainButton && p.kit.main == nil {
			p.kit.main = b
		}
	}
	p.acts.objects = os
	p.compose()
	return p
}

// Lead sets one quiet line below the title, such as the day.
func (p *Page) Lead(s string) *Page {
	p.lead.Hidden = s == ""
	p.lead.SetText(s)
	return p
}

// Add appends to the body.
func (p *Page) Add(objects ...fyne.CanvasObject) *Page {
	p.body.Add(objects...)
	p.compose()
	return p
}

// SetBody replaces the body.
func (p *Page) SetBody(objects ...fyne.CanvasObject) *Page {
	p.body.Set(objects...)
	p.compose()
	return p
}

// SetTitle changes the title.
func (p *Page) SetTitle(s string) { p.title.SetText(s) }

// Fill gives all the room below the title to one object that scrolls by itself, such as Rows.Scrolling; the body then
// stands above it and does not scroll.
func (p *Page) Fill(o fyne.CanvasObject) *Page {
	p.fill = o
	p.Refresh()
	return p
}

// Saved is the slot at the top right. A page that has it keeps a strip at its top for it.
func (p *Page) Saved() *Saved {
	if !p.strip {
		p.strip = true
		p.relayout()
	}
	return p.saved
}

// Problems shows the summary at the top and puts the focus on it. Without troubles it goes away.
func (p *Page) Problems(heading string, troubles ...Trouble) {
	p.summary = nil
	if len(troubles) > 0 {
		p.summary = p.kit.Summary(heading, troubles...)
	}
	p.compose()
	if p.summary != nil {
		p.scroll.ScrollToTop()
		p.kit.focus(p.summary)
	}
}

// ScrollToTop shows the top again.
func (p *Page) ScrollToTop() { p.scroll.ScrollToTop() }

// Turn scrolls by so many times what is seen, a little less.
func (p *Page) Turn(by float32) {
	p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y+by*p.scroll.Size().Height*0.9))
}

// Children is part of Parent.
func (p *Page) Children() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if p.back != nil {
		out = append(out, p.back)
	}
	out = append(out, p.saved)
	if p.fill != nil {
		return append(out, p.inset, p.fill)
	}
	return append(out, p.scroll)
}

func (p *Page) compose() {
	objects := []fyne.CanvasObject{p.head}
	if p.summary != nil {
		objects = append(objects, p.summary)
	}
	if len(p.body.objects) > 0 {
		objects = append(objects, p.body)
	}
	if len(p.acts.objects) > 0 {
		objects = append(objects, p.acts)
	}
	p.whole.objects = objects
	p.whole.Refresh()
	p.Refresh()
}

func (p *Page) relayout() { p.arrange(p.Size()) }

func (p *Page) arrange(s fyne.Size) {
	if s.Width <= 0 {
		return
	}
	px := p.kit.Px
	m := px(margin)
	strip := px(16)
	if p.strip {
		strip = px(16 + controlSize + 8)
	}
	top := px(16)
	sw := p.saved.WidthFor(s.Width/2 - m)
	sh := p.saved.MinSize().Height
	place(p.saved, s.Width-m-sw, top+(px(controlSize)-sh)/2, sw, sh)
	if p.back != nil {
		w := p.back.WidthFor(s.Width - 2*m - sw - px(16))
		place(p.back, m, top, w, px(controlSize))
	}
	if p.fill != nil {
		h := min(p.inset.HeightFor(s.Width)-px(margin-16), s.Height-strip)
		place(p.inset, 0, strip, s.Width, h)
		p.inset.relayout()
		// The list's own room for rings takes the place of a part of the margin.
		place(p.fill, m-px(ringRoom), strip+h, s.Width-2*m+px(3*ringRoom), max(s.Height-strip-h-px(8), 0))
		return
	}
	fit(p.scroll, fyne.NewPos(0, strip), fyne.NewSize(s.Width, max(s.Height-strip, 0)))
}

// CreateRenderer is part of fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: p, objects: p.Children, layout: p.arrange,
		min: func() fyne.Size { return fyne.NewSize(p.kit.Px(320), p.kit.Px(240)) },
	}
}
