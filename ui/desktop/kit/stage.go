package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Stop is one dot of a stage line.
type Stop struct {
	Label   string // "S1"
	Note    string // a date below, or none
	Reached bool
}

// Stages is the line of a case's stages: full dots for those reached, open ones ahead, and a mark for today between. It runs
// from left to right in every language, as calendars and clocks do.
type Stages struct {
	widget.BaseWidget
	kit    *Kit
	stops  []Stop
	today  float32
	labels []*Text
	notes  []*Text
	dots   []*canvas.Circle
	bars   []*canvas.Rectangle
	mark   *canvas.Rectangle
	word   *Text
}

// Stages makes the line. Today is counted in stops: 1.5 stands halfway between the second and the third; below 0 it is not
// shown. Word names the mark.
func (k *Kit) Stages(today float32, word string, stops ...Stop) *Stages {
	s := &Stages{kit: k, stops: stops, today: today, mark: canvas.NewRectangle(color.Transparent)}
	for i, p := range stops {
		s.labels = append(s.labels, k.text(p.Label, style{size: sizeSmall, bold: true, ink: ColorInk}))
		s.notes = append(s.notes, k.text(p.Note, style{size: sizeSmall, ink: ColorQuiet}))
		s.dots = append(s.dots, canvas.NewCircle(color.Transparent))
		if i > 0 {
			s.bars = append(s.bars, canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent))
		}
	}
	s.word = k.text(word, style{size: sizeSmall, ink: ColorInk})
	s.ExtendBaseWidget(s)
	return s
}

// WidthFor is at most 640.
func (s *Stages) WidthFor(offered float32) float32 { return min(offered, s.kit.Px(fieldWidth)) }

func (s *Stages) dress() {
	k := s.kit
	for i, d := range s.dots {
		d.StrokeColor, d.StrokeWidth = k.Color(ColorAccent), k.Px(2)
		d.FillColor = k.Color(ColorGround)
		if s.stops[i].Reached {
			d.FillColor = k.Color(ColorAccent)
		}
		d.Refresh()
	}
	for i, b := range s.bars {
		b.FillColor = k.Color(ColorAccent)
		if i%2 == 1 {
			b.FillColor = k.Color(ColorBorder)
		}
		b.Refresh()
	}
	s.mark.FillColor = k.Color(ColorInk)
	s.mark.Refresh()
}

func (s *Stages) arrange(z fyne.Size) {
	px := s.kit.Px
	n := len(s.stops)
	if n == 0 {
		return
	}
	dot, line := px(14), px(sizeSmall*lineHeight)
	y := line + px(4) + dot/2 // the word of today stands above the line
	col := z.Width / float32(n)
	x := func(at float32) float32 { return dot/2 + at*col }
	// How far the full line goes: to today, or to the last stop reached.
	done := s.today
	for i, p := range s.stops {
		if p.Reached {
			done = max(done, float32(i))
		}
	}
	for i := range s.stops {
		c := x(float32(i))
		place(s.dots[i], c-dot/2, y-dot/2, dot, dot)
		w := col - px(8)
		s.labels[i].cut, s.notes[i].cut = true, true
		place(s.labels[i], c-dot/2, y+dot/2+px(4), w, line)
		place(s.notes[i], c-dot/2, y+dot/2+px(4)+line, w, line)
		if i == 0 {
			continue
		}
		from, to := x(float32(i-1))+dot/2, c-dot/2
		mid := min(max(from, x(done)), to)
		full, rest := s.bars[2*(i-1)], s.bars[2*(i-1)+1]
		place(full, from, y-px(1.5), max(mid-from, 0), px(3))
		place(rest, mid, y-0.5, max(to-mid, 0), 1)
		full.Hidden, rest.Hidden = mid <= from, mid >= to
	}
	show := s.today >= 0
	s.mark.Hidden, s.word.Hidden = !show, !show
	if show {
		c := min(x(s.today), z.Width-px(2))
		place(s.mark, c-px(1), y-px(9), px(2), px(18))
		w := s.word.natural()
		place(s.word, min(max(c-w/2, 0), max(z.Width-w, 0)), 0, w, line)
	}
}

// CreateRenderer is part of fyne.Widget.
func (s *Stages) CreateRenderer() fyne.WidgetRenderer {
	s.dress()
	objects := []fyne.CanvasObject{}
	for _, b := range s.bars {
		objects = append(objects, b)
	}
	for i := range s.dots {
		objects = append(objects, s.dots[i], s.labels[i], s.notes[i])
	}
	objects = append(objects, s.mark, s.word)
	return &renderer{
		self: s, objects: these(objects...), refresh: s.dress, layout: s.arrange,
		min: func() fyne.Size {
			return fyne.NewSize(s.kit.Px(80)*float32(len(s.stops)), 3*s.kit.Px(sizeSmall*lineHeight)+s.kit.Px(24))
		},
	}
}
