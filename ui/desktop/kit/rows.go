package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// RowSource is what Rows shows: how many, how a row is built, how the i-th is filled in, and what opening it does.
type RowSource struct {
	Count func() int
	Make  func() fyne.CanvasObject // all rows are as tall as this one; Kit.Line fits
	Fill  func(i int, row fyne.CanvasObject)
	Open  func(i int)
}

// Rows is a list whose whole rows open. It is one Tab stop: arrows, Page Up and Down, Home and End move, Enter or Space
// opens. In a column it is as tall as its rows; in Scrolling it makes only the rows that are seen.
type Rows struct {
	control
	source   RowSource
	at       int
	rows     map[int]*line
	spare    []*line
	high     float32
	highAt   float32 // the scale at which high was measured
	from, to float32 // the part that is seen, when scrolling
	scroll   *container.Scroll
	marked   bool // shades the current row also without focus, in a Pick
}

// Rows makes a list that is as tall as all its rows.
func (k *Kit) Rows(source RowSource) *Rows {
	r := &Rows{source: source, rows: map[int]*line{}}
	r.init(k, r)
	r.key = r.press
	r.ringed = func() (fyne.Position, fyne.Size) {
		if r.source.Count() == 0 {
			return fyne.Position{}, r.Size()
		}
		return fyne.NewPos(0, float32(r.at)*r.height()), fyne.NewSize(r.Size().Width, r.height())
	}
	return r
}

// Scrolling puts the list into a scroller of its own, for lists of any length. Give it to Page.Fill.
func (r *Rows) Scrolling() fyne.CanvasObject {
	r.scroll = container.NewVScroll(r.kit.inset(r, ringRoom, ringRoom, 2*ringRoom, ringRoom, 0))
	r.scroll.OnScrolled = func(fyne.Position) { r.window() }
	s := &rowScroll{kit: r.kit, rows: r}
	s.ExtendBaseWidget(s)
	return s
}

// At is the current row.
func (r *Rows) At() int { return r.at }

// SetAt makes a row the current one and shows it.
func (r *Rows) SetAt(i int) { r.move(i) }

// Focus puts the focus on the list.
func (r *Rows) Focus() { r.kit.focus(r) }

// Reload shows the source anew, after it has changed.
func (r *Rows) Reload() {
	r.at = max(min(r.at, r.source.Count()-1), 0)
	for i, l := range r.rows {
		l.Hide()
		r.spare = append(r.spare, l)
		delete(r.rows, i)
	}
	r.Refresh()
	r.kit.changed(r)
	if r.scroll != nil {
		fit(r.scroll, r.scroll.Position(), r.scroll.Size())
		r.window()
	}
}

func (r *Rows) press(n fyne.KeyName) bool {
	page := max(int((r.to-r.from)/r.height())-1, 1)
	switch n {
	case fyne.KeyUp:
		r.move(r.at - 1)
	case fyne.KeyDown:
		r.move(r.at + 1)
	case fyne.KeyPageUp:
		r.move(r.at - page)
	case fyne.KeyPageDown:
		r.move(r.at + page)
	case fyne.KeyHome:
		r.move(0)
	case fyne.KeyEnd:
		r.move(r.source.Count() - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.open(r.at)
	default:
		return false
	}
	return true
}

func (r *Rows) move(to int) {
	r.at = max(min(to, r.source.Count()-1), 0)
	pos, size := r.target()
	r.kit.reveal(r, pos, size)
	r.window()
	r.Refresh()
}

func (r *Rows) open(i int) {
	if i >= 0 && i < r.source.Count() && r.source.Open != nil {
		r.source.Open(i)
	}
}

// height is that of one row at the present scale.
func (r *Rows) height() float32 {
	if r.high == 0 || r.highAt != r.kit.Scale() {
		r.highAt = r.kit.Scale()
		r.high = max(r.source.Make().MinSize().Height, r.kit.Px(controlSize))
	}
	return r.high
}

// WidthFor takes all it can get: the whole row opens.
func (r *Rows) WidthFor(offered float32) float32 { return offered }

// HeightFor is the height of all rows.
func (r *Rows) HeightFor(float32) float32 { return float32(r.source.Count()) * r.height() }

func (r *Rows) relayout() { r.window() }

// window makes and places the rows that are seen and puts the others aside.
func (r *Rows) window() {
	h, n := r.height(), r.source.Count()
	first, last := 0, n-1
	r.from, r.to = 0, float32(n)*h
	if r.scroll != nil {
		r.from = r.scroll.Offset.Y
		r.to = r.from + r.scroll.Size().Height
		first, last = max(int(r.from/h)-1, 0), min(int(r.to/h)+1, n-1)
	}
	for i, l := range r.rows {
		if i < first || i > last {
			l.Hide()
			r.spare = append(r.spare, l)
			delete(r.rows, i)
		}
	}
	changed := false
	for i := first; i <= last; i++ {
		l := r.rows[i]
		if l == nil {
			if m := len(r.spare); m > 0 {
				l, r.spare = r.spare[m-1], r.spare[:m-1]
				l.hovered = false
				l.Show()
			} else {
				l = newLine(r)
			}
			r.rows[i], l.i, changed = l, i, true
			r.source.Fill(i, l.content)
			l.Refresh()
		}
		place(l, 0, float32(i)*h, r.Size().Width, h)
	}
	r.placeRing()
	if changed {
		canvas.Refresh(r)
	}
}

// CreateRenderer is part of fyne.Widget.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: r,
		objects: func() []fyne.CanvasObject {
			var out []fyne.CanvasObject
			for _, l := range r.rows {
				out = append(out, l)
			}
			return append(out, r.ring)
		},
		layout: func(fyne.Size) { r.window() },
		refresh: func() {
			for i, l := range r.rows {
				r.source.Fill(i, l.content)
				l.Refresh()
			}
		},
		min: func() fyne.Size { return fyne.NewSize(r.kit.Px(160), r.HeightFor(0)) },
	}
}

// rowScroll sizes the scroller of a list.
type rowScroll struct {
	widget.BaseWidget
	kit  *Kit
	rows *Rows
}

func (s *rowScroll) Children() []fyne.CanvasObject { return []fyne.CanvasObject{s.rows.scroll} }

func (s *rowScroll) relayout() {
	fit(s.rows.scroll, fyne.Position{}, s.Size())
	s.rows.window()
}

func (s *rowScroll) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: s, objects: these(s.rows.scroll),
		layout: func(z fyne.Size) { fit(s.rows.scroll, fyne.Position{}, z); s.rows.window() },
		min:    func() fyne.Size { return fyne.NewSize(s.kit.Px(160), s.rows.height()+8) },
	}
}

// line is one row: the caller's content on a ground that answers the pointer, with a thin line below.
type line struct {
	widget.BaseWidget
	hovering
	rows    *Rows
	i       int
	content fyne.CanvasObject
	back    *canvas.Rectangle
	rule    *canvas.Rectangle
}

func newLine(r *Rows) *line {
	l := &line{rows: r, content: r.source.Make(), back: canvas.NewRectangle(color.Transparent), rule: canvas.NewRectangle(color.Transparent)}
	l.shade = l.Refresh
	l.ExtendBaseWidget(l)
	return l
}

// Tapped opens the row.
func (l *line) Tapped(*fyne.PointEvent) {
	l.rows.kit.Touch()
	l.rows.at = l.i
	l.rows.kit.focus(l.rows)
	l.rows.Refresh()
	l.rows.open(l.i)
}

func (l *line) dress() {
	k := l.rows.kit
	l.back.FillColor, l.back.CornerRadius, l.back.StrokeWidth = color.Transparent, 4, 0
	if l.hovered || (l.rows.marked && l.i == l.rows.at) {
		l.back.FillColor = k.Color(ColorHover)
	}
	if l.rows.marked && l.i == l.rows.at {
		l.back.StrokeColor, l.back.StrokeWidth = k.Color(ColorAccent), 2
	}
	l.rule.FillColor = k.Color(ColorLine)
	l.rule.Hidden = l.rows.marked
	l.back.Refresh()
	l.rule.Refresh()
	l.content.Refresh()
}

func (l *line) CreateRenderer() fyne.WidgetRenderer {
	l.dress()
	return &renderer{
		self: l, objects: these(l.back, l.rule, l.content), refresh: l.dress,
		layout: func(s fyne.Size) {
			edged(l.back, s)
			place(l.rule, 0, s.Height-1, s.Width, 1)
			l.content.Resize(s)
		},
		min: func() fyne.Size { return l.content.MinSize() },
	}
}

// Line is the usual content of a row: a sign with its word, what it is about, a quiet second line, something at the right,
// and the arrow that says that it opens. Empty parts take no room; long ones are cut at the right, never wrapped.
type Line struct {
	widget.BaseWidget
	kit                   *Kit
	sign                  *signWidget
	title, detail, status *Text
	arrow                 *signWidget
	double                bool
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
	l.title.set(title, "")
	l.detail.set(detail, "")
	l.status.set(status, "")
	ink := ColorInk
	if sign == SignOverdue || sign == SignSoon {
		ink = signInk(sign)
	}
	l.sign.set(sign, ink)
	l.title.restyle(style{size: sizeBody, ink: ColorInk, bold: l.double && sign != SignDone})
	l.status.restyle(style{size: sizeSmall, ink: ink, bold: sign == SignOverdue || sign == SignSoon})
	l.Refresh()
}

// SetLang says in which language the title stands, for names in their own script.
func (l *Line) SetLang(lang string) { l.title.set(l.title.text, lang) }

// Plain shows or hides the arrow, for rows that do not open.
func (l *Line) Plain(on bool) { l.arrow.Hidden = on; l.Refresh() }

func (l *Line) arrange(s fyne.Size) {
	px := l.kit.Px
	pad := px(8)
	right := s.Width - pad
	if !l.arrow.Hidden {
		d := px(12)
		place(l.arrow, right-d, (s.Height-d)/2+px(opticalDrop), d, d)
		right -= d + px(12)
	}
	if l.status.text != "" {
		w := min(l.status.natural(), s.Width/2)
		h := l.status.HeightFor(w)
		place(l.status, right-w, (s.Height-h)/2, w, h)
		right -= w
		if l.sign.sign != NoSign {
			d := px(12)
			right -= d + px(6)
			place(l.sign, right, (s.Height-d)/2+px(opticalDrop), d, d)
		}
		right -= px(16)
	}
	l.sign.Hidden = l.sign.sign == NoSign || l.status.text == ""
	w := max(right-pad, 1)
	th, dh := px(sizeBody*lineHeight), px(sizeSmall*lineHeight)
	y := (s.Height - th) / 2
	if l.detail.text != "" {
		y = (s.Height - th - dh) / 2
	}
	l.title.cut, l.detail.cut = true, true
	place(l.title, pad, y, w, th)
	place(l.detail, pad, y+th, w, dh)
}

// CreateRenderer is part of fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: l, objects: these(l.sign, l.title, l.detail, l.status, l.arrow), layout: l.arrange,
		refresh: func() {
			l.sign.load()
			l.arrow.load()
			l.title.Refresh()
			l.detail.Refresh()
			l.status.Refresh()
		},
		min: func() fyne.Size {
			h := l.kit.Px(controlSize)
			if l.double {
				h = l.kit.Px(60)
			}
			return fyne.NewSize(l.kit.Px(160), h)
		},
	}
}
