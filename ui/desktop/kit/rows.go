package kit

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// RowSource is what Rows shows: how many, how a row is built, how the i-th is filled in, and what opening it does.
type RowSource struct {
	Count func() int
	Make  func() fyne.CanvasObject // Kit.Line fits
	Fill  func(i int, row fyne.CanvasObject)
	Open  func(i int)
}

// Rows is a list whose whole rows open. It is one Tab stop: arrows, Page Up and Down, Home and End move, Enter or Space
// opens. In a column it is as tall as its rows; in Scrolling it makes only the rows that are seen. Up to measured rows are
// each as tall as what they say; more than that are all alike, and what is too long for them is cut.
type Rows struct {
	control
	source   RowSource
	at       int
	rows     map[int]*line
	spare    []*line
	tops     []float32 // where each row begins, and the last ends; nil: all are as tall as high
	high     float32
	laidFor  rowsKey // what tops and high were measured for
	gauge    fyne.CanvasObject
	from, to float32 // the part that is seen, when scrolling
	scroll   *container.Scroll
	marked   bool // shades the current row also without focus, in a Pick
}

// measured is up to how many rows each is measured by itself.
const measured = 60

type rowsKey struct {
	width, scale float32
	count        int
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
		return fyne.NewPos(0, r.top(r.at)), fyne.NewSize(r.Size().Width, r.top(r.at+1)-r.top(r.at))
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
	r.laidFor = rowsKey{}
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

// height is that of the tallest row at the present scale.
func (r *Rows) height() float32 {
	r.measure(r.Size().Width)
	return r.high
}

// top is where a row begins, at the width that was measured last.
func (r *Rows) top(i int) float32 {
	if r.tops == nil {
		return float32(i) * r.high
	}
	return r.tops[max(min(i, len(r.tops)-1), 0)]
}

// rowAt is the row at a height.
func (r *Rows) rowAt(y float32) int {
	if r.tops == nil {
		return int(y / r.high)
	}
	return max(sort.Search(len(r.tops), func(i int) bool { return r.tops[i] > y })-1, 0)
}

func (r *Rows) measure(width float32) {
	key := rowsKey{width, r.kit.Scale(), r.source.Count()}
	if key == r.laidFor {
		return
	}
	if r.gauge == nil {
		r.gauge = r.source.Make()
	}
	r.laidFor, r.tops = key, nil
	least := r.kit.Px(controlSize)
	if key.count > measured || r.marked || width <= 0 {
		r.high = max(r.gauge.MinSize().Height, least)
		if l, ok := r.gauge.(*Line); ok {
			r.high = max(l.alike(width), least)
		}
		return
	}
	r.high = least
	r.tops = append(make([]float32, 0, key.count+1), 0)
	for i := range key.count {
		r.source.Fill(i, r.gauge)
		h := max(heightFor(r.gauge, width), least)
		r.high = max(r.high, h)
		r.tops = append(r.tops, r.tops[i]+h)
	}
}

// WidthFor takes all it can get: the whole row opens.
func (r *Rows) WidthFor(offered float32) float32 { return offered }

// HeightFor is the height of all rows.
func (r *Rows) HeightFor(width float32) float32 {
	r.measure(width)
	return r.top(r.source.Count())
}

func (r *Rows) relayout() { r.window() }

// window makes and places the rows that are seen and puts the others aside.
func (r *Rows) window() {
	n := r.source.Count()
	r.measure(r.Size().Width)
	first, last := 0, n-1
	r.from, r.to = 0, r.top(n)
	if r.scroll != nil {
		r.from = r.scroll.Offset.Y
		r.to = r.from + r.scroll.Size().Height
		first, last = max(r.rowAt(r.from)-1, 0), min(r.rowAt(r.to)+1, n-1)
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
		if line, ok := l.content.(*Line); ok {
			line.cut(r.tops == nil)
		}
		place(l, 0, r.top(i), r.Size().Width, r.top(i+1)-r.top(i))
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
			r.laidFor = rowsKey{}
			for i, l := range r.rows {
				r.source.Fill(i, l.content)
				l.Refresh()
			}
		},
		min: func() fyne.Size {
			at := r.Size().Width
			if at == 0 {
				at = r.kit.Px(fieldWidth)
			}
			return fyne.NewSize(r.kit.Px(160), r.HeightFor(at))
		},
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
