package kit

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/unicode/norm"
)

// Pick is a labelled choice from a long list, such as languages or countries: one Tab stop that shows what was picked. Space,
// Enter, Down or typing opens the list; typing narrows it, by label or by Option.Also; Enter takes, Escape leaves all as it was.
type Pick struct {
	Labelled
	box       *pickBox
	OnChanged func(value string)
}

// Pick makes a choice from a long list; none says what stands there while nothing is picked.
func (k *Kit) Pick(label, hint, none string, options ...Option) *Pick {
	p := &Pick{box: k.pickBox(none, options)}
	p.Labelled.init(k, p, label, hint, p.box, p.box)
	p.box.changed = func() {
		if p.OnChanged != nil {
			p.OnChanged(p.Value())
		}
	}
	p.onError = func() { p.box.wrong = p.Error() != ""; p.box.Refresh() }
	return p
}

// Value is what was picked, empty if nothing.
func (p *Pick) Value() string {
	if p.box.at < 0 {
		return ""
	}
	return p.box.options[p.box.at].Value
}

// SetValue picks without calling OnChanged; an unknown value picks nothing.
func (p *Pick) SetValue(v string) {
	p.box.at = -1
	for i, o := range p.box.options {
		if o.Value == v {
			p.box.at = i
		}
	}
	p.box.Refresh()
}

type pickBox struct {
	control
	none    string
	options []Option
	at      int
	wrong   bool
	changed func()
	back    *canvas.Rectangle
	text    *Text
	arrow   *signWidget
}

func (k *Kit) pickBox(none string, options []Option) *pickBox {
	b := &pickBox{none: none, options: options, at: -1}
	b.back = canvas.NewRectangle(color.Transparent)
	b.text = k.text(none, style{size: sizeBody, ink: ColorQuiet})
	b.text.cut = true
	b.arrow = k.sign(signDown, ColorQuiet)
	b.init(k, b)
	b.key = func(n fyne.KeyName) bool {
		switch n {
		case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown, fyne.KeyUp:
			b.open("")
			return true
		}
		return false
	}
	b.char = func(r rune) {
		if r != ' ' { // Space came as a key already
			b.open(string(r))
		}
	}
	b.dress()
	return b
}

// Tapped opens the list.
func (b *pickBox) Tapped(*fyne.PointEvent) {
	b.kit.Touch()
	b.kit.focus(b)
	b.open("")
}

func (b *pickBox) dress() {
	k := b.kit
	b.back.FillColor, b.back.StrokeColor, b.back.StrokeWidth, b.back.CornerRadius = k.Color(ColorSurface), k.Color(ColorBorder), 1, 4
	if b.hovered {
		b.back.FillColor = k.Color(ColorHover)
	}
	if b.wrong {
		b.back.StrokeColor, b.back.StrokeWidth = k.Color(ColorOverdue), 2
	}
	b.back.Refresh()
	if b.at < 0 {
		b.text.text, b.text.lang, b.text.style.ink = b.none, "", ColorQuiet
	} else {
		o := b.options[b.at]
		b.text.text, b.text.lang, b.text.style.ink = o.Label, o.Lang, ColorInk
	}
	b.text.Refresh()
	b.arrow.load()
}

func (b *pickBox) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: b, objects: these(b.back, b.text, b.arrow, b.ring), refresh: b.dress,
		layout: func(s fyne.Size) {
			px := b.kit.Px
			edged(b.back, s)
			d, h := px(12), px(sizeBody*lineHeight)
			place(b.arrow, s.Width-px(12)-d, (s.Height-d)/2, d, d)
			place(b.text, px(8), (s.Height-h)/2, s.Width-px(40), h)
			b.placeRing()
		},
		min: func() fyne.Size { return fyne.NewSize(b.kit.Px(160), b.kit.Px(controlSize)) },
	}
}

// pickList is the open list of a Pick, over the screen.
type pickList struct {
	widget.BaseWidget
	kit    *Kit
	box    *pickBox
	card   *canvas.Rectangle
	filter *entry
	rows   *Rows
	list   fyne.CanvasObject
	shown  []int // indices of the options that match
	unpark func()
}

func (b *pickBox) open(typed string) {
	k := b.kit
	c := k.canvas()
	if c == nil || k.pick != nil {
		return
	}
	p := &pickList{kit: k, box: b, card: canvas.NewRectangle(color.Transparent)}
	p.filter = k.field("", "", &entry{}).entry
	p.filter.OnChanged = func(string) { p.narrow() }
	p.filter.OnSubmitted = nil
	p.filter.first = p.press
	p.rows = k.Rows(RowSource{
		Count: func() int { return len(p.shown) },
		Make:  func() fyne.CanvasObject { l := k.LineSingle(); l.Plain(true); return l },
		Fill: func(i int, row fyne.CanvasObject) {
			o := b.options[p.shown[i]]
			l := row.(*Line)
			l.Set(o.Label, "", o.Note, NoSign)
			l.SetLang(o.Lang)
		},
		Open: func(i int) { p.take(i) },
	})
	p.rows.marked = true
	p.list = p.rows.Scrolling()
	p.ExtendBaseWidget(p)
	p.narrow()
	if b.at >= 0 {
		p.rows.at = b.at
	}
	p.unpark = k.Keys.park(Binding{ID: "pick.leave", Key: fyne.KeyEscape, Do: p.close})
	k.pick = p
	c.Unfocus()
	c.Overlays().Add(p)
	c.Focus(p.filter)
	for _, r := range typed {
		p.filter.TypedRune(r)
	}
	p.rows.SetAt(p.rows.at)
}

func (p *pickList) close() {
	if p.kit.pick != p {
		return
	}
	p.kit.pick = nil
	p.unpark()
	c := p.kit.canvas()
	c.Overlays().Remove(p)
	if c.Focused() == nil {
		c.Focus(p.box)
	}
}

func (p *pickList) take(i int) {
	if i < 0 || i >= len(p.shown) {
		return
	}
	was := p.box.at
	p.box.at = p.shown[i]
	p.close()
	p.box.Refresh()
	if p.box.at != was {
		call(p.box.changed)
	}
}

func (p *pickList) press(n fyne.KeyName) bool {
	switch n {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.take(p.rows.at)
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		p.rows.press(n)
	default:
		return false
	}
	return true
}

func (p *pickList) narrow() {
	want := fold(p.filter.Text)
	p.shown = p.shown[:0]
	var rest []int
	for i, o := range p.box.options {
		switch label := fold(o.Label); {
		case strings.HasPrefix(label, want):
			p.shown = append(p.shown, i)
		case strings.Contains(label+" "+fold(o.Also), want):
			rest = append(rest, i)
		}
	}
	p.shown = append(p.shown, rest...)
	p.rows.at = 0
	p.rows.Reload()
}

// fold makes words comparable: no case, no accents.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.TrimSpace(s)))
}

// Tapped beside the list leaves it.
func (p *pickList) Tapped(*fyne.PointEvent) { p.kit.Touch(); p.close() }

// Scrolled keeps the wheel from the screen below.
func (p *pickList) Scrolled(*fyne.ScrollEvent) {}

// Children is part of Parent.
func (p *pickList) Children() []fyne.CanvasObject { return []fyne.CanvasObject{p.filter, p.list} }

func (p *pickList) relayout() { p.arrange(p.Size()) }

func (p *pickList) arrange(s fyne.Size) {
	px := p.kit.Px
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.box)
	box := p.box.Size()
	pad, row := px(8), p.rows.height()
	width := min(max(box.Width, px(280)), s.Width)
	most := min(float32(len(p.box.options)), 8)*row + px(2*ringRoom)
	line := p.filter.MinSize().Height
	height := line + 3*pad + most
	x, y := min(at.X, max(s.Width-width, 0)), at.Y
	if y+height > s.Height {
		y = max(s.Height-height-pad, 0)
		height = min(height, s.Height-y)
	}
	place(p.card, x, y, width, height)
	place(p.filter, x+pad, y+pad, width-2*pad, line)
	top := y + 2*pad + line
	place(p.list, x+pad-px(ringRoom), top, width-2*pad+px(2*ringRoom), y+height-pad-top)
}

func (p *pickList) dress() {
	k := p.kit
	p.card.FillColor, p.card.StrokeColor, p.card.StrokeWidth, p.card.CornerRadius = k.Color(ColorSurface), k.Color(ColorBorder), 1, 6
	p.card.Refresh()
}

func (p *pickList) CreateRenderer() fyne.WidgetRenderer {
	p.dress()
	return &renderer{
		self: p, objects: these(p.card, p.filter, p.list), refresh: p.dress, layout: p.arrange,
		min: func() fyne.Size { return fyne.NewSquareSize(1) },
	}
}
