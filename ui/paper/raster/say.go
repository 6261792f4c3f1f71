package raster

import (
	"image"
	"image/color"
	"math"

	"onthaal/ui/paper/text"
)

// Style says how a paragraph is drawn on the screen.
type Style struct {
	Width   int     // pixels; 0 means as wide as the text
	Size    float64 // pixels per em
	Leading float64 // distance of lines in sizes, for Latin; 0 means 1.4
	Lang    string  // BCP 47
	RTL     bool    // lines begin at the right
	Bold    bool    // all of it
	Ink     color.Color
}

// Text draws a paragraph on a transparent picture, as wide as the style says
// and as high as the text needs.
func (r *Raster) Text(spans []text.Span, st Style) *image.RGBA {
	p := r.set(spans, st)
	img := image.NewRGBA(image.Rectangle{Max: p.size})
	ink := color.RGBA{A: 0xff}
	if st.Ink != nil {
		ink = color.RGBAModel.Convert(st.Ink).(color.RGBA)
	}
	y := 0.0
	for i := range p.lines {
		l := &p.lines[i]
		h, base := st.place(l)
		x := float64(edge)
		if st.RTL {
			x = float64(p.size.X-edge) - l.Width*st.Size
		}
		r.line(img, l, x, y+base, st.Size, ink)
		y += h
	}
	return img
}

// Measure returns the size of the picture that Text would draw, and the width
// that its longest line needs.
func (r *Raster) Measure(spans []text.Span, st Style) (size image.Point, longest int) {
	p := r.set(spans, st)
	return p.size, p.longest
}

// edge is a pixel at either side for what leans out of a letter's own width.
const edge = 1

type set struct {
	lines   []text.Line
	size    image.Point
	longest int
}

func (r *Raster) set(spans []text.Span, st Style) set {
	if st.Bold {
		bold := make([]text.Span, len(spans))
		for i, s := range spans {
			s.Bold = true
			bold[i] = s
		}
		spans = bold
	}
	how := text.How{Lang: st.Lang, RTL: st.RTL}
	if st.Width > 0 {
		how.Width = max(float64(st.Width-2*edge), 1) / st.Size
	}
	out := set{lines: r.fonts.Set(spans, how).Lines}
	width, height := 0.0, 0.0
	for i := range out.lines {
		width = max(width, out.lines[i].Width*st.Size)
		h, _ := st.place(&out.lines[i])
		height += h
	}
	out.longest = int(math.Ceil(width)) + 2*edge
	out.size = image.Pt(st.Width, int(math.Ceil(height)))
	if st.Width <= 0 {
		out.size.X = out.longest
	}
	return out
}

// tallest is how far marks may reach from the base line on the screen, in ems. A
// pile of a hundred is cut there: it would fill the window, and no letter takes it.
const tallest = 3

// place is text.Line.Place in pixels; lines are a whole number of them apart.
func (st Style) place(l *text.Line) (height, base float64) {
	leading := st.Leading
	if leading == 0 {
		leading = 1.4
	}
	bounded := *l
	bounded.Above, bounded.Below = min(l.Above, tallest), min(l.Below, tallest)
	height, base = bounded.Place(leading)
	whole := math.Round(st.Size * height)
	return whole, st.Size*base + (whole-st.Size*height)/2
}
