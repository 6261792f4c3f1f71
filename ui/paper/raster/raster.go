// Package raster draws the display list on pictures.
//
// [Raster.Page] shows a page as it will be printed, at any resolution;
// [Raster.Text] draws one paragraph in any script on a transparent picture,
// for the screen. A [Raster] keeps the masks of glyphs that it has drawn, up
// to a few megabytes; it is safe for concurrent use and one is enough for the
// program.
package raster

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/vector"

	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// Raster draws.
type Raster struct {
	fonts *text.Fonts

	mu    sync.Mutex
	masks map[maskKey]*mask // guarded by mu
	bytes int               // guarded by mu
}

// New returns a Raster that draws with the given typefaces.
func New(fonts *text.Fonts) *Raster {
	return &Raster{fonts: fonts, masks: map[maskKey]*mask{}}
}

// steps is how finely a glyph is placed between two pixels, across; lines of
// text stand on whole pixels, which keeps them sharp.
const steps = 4

// most is how many bytes of masks are kept.
const most = 8 << 20

type maskKey struct {
	face  *text.Face
	glyph uint32
	size  float32 // pixels per em
	step  uint8
}

// mask is how much of each pixel a glyph covers. x and y lead from the pixel
// of its origin to the mask's corner.
type mask struct {
	x, y, w, h int
	cover      []uint8
}

// Page draws a page, black on white.
func (r *Raster) Page(p *sheet.Page, dpi float64) *image.RGBA {
	scale := dpi / 25.4 // pixels per millimetre
	// A hair more than whole pixels is no pixel more.
	whole := func(mm float64) int { return int(math.Ceil(mm*scale - 1e-6)) }
	img := image.NewRGBA(image.Rect(0, 0, whole(p.Width), whole(p.Height)))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for i := range p.Words {
		if w := &p.Words[i]; w.Angle != 0 {
			r.turned(img, w, scale)
		}
	}
	for _, l := range p.Rules {
		rule(img, l, scale)
	}
	for _, at := range p.Pictures {
		to := image.Rect(int(math.Round(at.X*scale)), int(math.Round(at.Y*scale)),
			int(math.Round((at.X+at.Width)*scale)), int(math.Round((at.Y+at.Height)*scale)))
		xdraw.CatmullRom.Scale(img, to, at.Image.Pixels, at.Image.Pixels.Rect, draw.Src, nil)
	}
	for i := range p.Words {
		w := &p.Words[i]
		if w.Angle != 0 {
			continue
		}
		ink := color.RGBA{uint8(w.Ink), uint8(w.Ink), uint8(w.Ink), 0xff}
		r.line(img, &w.Line, w.X*scale, w.Y*scale, w.Size*sheet.PerPoint*scale, ink)
	}
	return img
}

// line draws a line of text whose base line begins at x, y.
func (r *Raster) line(img *image.RGBA, l *text.Line, x, y, size float64, ink color.RGBA) {
	base := int(math.Round(y))
	for _, run := range l.Runs {
		pen := x + run.X*size
		for k := range run.Clusters {
			c := &run.Clusters[k]
			for _, g := range c.Glyphs {
				at := pen + float64(g.X)*size
				whole := math.Floor(at)
				step := uint8((at - whole) * steps)
				m := r.mask(maskKey{run.Face, g.ID, float32(size), step})
				if m.w > 0 {
					m.draw(img, int(whole), base-int(math.Round(float64(g.Y)*size)), ink)
				}
			}
			pen += float64(c.Advance) * size
		}
	}
}

// mask returns the mask of a glyph, from those kept or made anew.
func (r *Raster) mask(key maskKey) *mask {
	r.mu.Lock()
	m := r.masks[key]
	r.mu.Unlock()
	if m != nil {
		return m
	}
	m = newMask(key)
	r.mu.Lock()
	defer r.mu.Unlock()
	const header = 96
	if r.bytes > most {
		clear(r.masks)
		r.bytes = 0
	}
	r.masks[key] = m
	r.bytes += header + len(m.cover)
	return m
}

func newMask(key maskKey) *mask {
	scale := float32(float64(key.size) / key.face.Em())
	strokes := key.face.Outline(key.glyph)
	if len(strokes) == 0 {
		return &mask{}
	}
	dx := (float32(key.step) + 0.5) / steps
	x1, y1, x2, y2 := float32(math.MaxFloat32), float32(math.MaxFloat32), float32(-math.MaxFloat32), float32(-math.MaxFloat32)
	for _, s := range strokes {
		for _, p := range s.Points[:s.N] {
			x, y := p.X*scale+dx, -p.Y*scale
			x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
		}
	}
	m := &mask{x: int(math.Floor(float64(x1))), y: int(math.Floor(float64(y1)))}
	m.w = int(math.Ceil(float64(x2))) - m.x
	m.h = int(math.Ceil(float64(y2))) - m.y
	if m.w <= 0 || m.h <= 0 {
		return &mask{}
	}
	pen := vector.NewRasterizer(m.w, m.h)
	trace(pen, strokes, func(p text.Point) (float32, float32) {
		return p.X*scale + dx - float32(m.x), -p.Y*scale - float32(m.y)
	})
	img := &image.Alpha{Pix: make([]uint8, m.w*m.h), Stride: m.w, Rect: image.Rect(0, 0, m.w, m.h)}
	pen.DrawOp = draw.Src
	pen.Draw(img, img.Rect, image.Opaque, image.Point{})
	m.cover = img.Pix
	return m
}

// trace draws an outline.
func trace(pen *vector.Rasterizer, strokes []text.Stroke, at func(text.Point) (float32, float32)) {
	open := false
	for _, s := range strokes {
		ax, ay := at(s.Points[0])
		switch {
		case s.Move:
			if open {
				pen.ClosePath()
			}
			pen.MoveTo(ax, ay)
			open = true
		case s.N == 1:
			pen.LineTo(ax, ay)
		case s.N == 2:
			bx, by := at(s.Points[1])
			pen.QuadTo(ax, ay, bx, by)
		default:
			bx, by := at(s.Points[1])
			cx, cy := at(s.Points[2])
			pen.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	if open {
		pen.ClosePath()
	}
}

// draw puts ink on a picture through the mask, its origin at x, y.
func (m *mask) draw(img *image.RGBA, x, y int, ink color.RGBA) {
	left, top := x+m.x, y+m.y
	b := img.Rect
	for row := max(0, b.Min.Y-top); row < m.h && top+row < b.Max.Y; row++ {
		first := max(0, b.Min.X-left)
		last := min(m.w, b.Max.X-left)
		if first >= last {
			return
		}
		cover := m.cover[row*m.w+first : row*m.w+last]
		pix := img.Pix[img.PixOffset(left+first, top+row):]
		for i, c := range cover {
			if c != 0 {
				blend(pix[4*i:4*i+4:4*i+4], ink, uint32(c))
			}
		}
	}
}

// blend covers a pixel with a part of ink; ink has its colours multiplied
// with its alpha, as image.RGBA does.
func blend(p []uint8, ink color.RGBA, cover uint32) {
	rest := 255 - cover*uint32(ink.A)/255
	p[0] = uint8((uint32(ink.R)*cover + uint32(p[0])*rest + 127) / 255)
	p[1] = uint8((uint32(ink.G)*cover + uint32(p[1])*rest + 127) / 255)
	p[2] = uint8((uint32(ink.B)*cover + uint32(p[2])*rest + 127) / 255)
	p[3] = uint8((uint32(ink.A)*cover + uint32(p[3])*rest + 127) / 255)
}

// turned draws a line of text at an angle: the stamp.
func (r *Raster) turned(img *image.RGBA, w *sheet.Words, scale float64) {
	pen := vector.NewRasterizer(img.Rect.Dx(), img.Rect.Dy())
	sin, cos := math.Sincos(w.Angle * math.Pi / 180)
	size := w.Size * sheet.PerPoint * scale
	for _, run := range w.Line.Runs {
		unit := size / run.Face.Em()
		x := run.X * size
		for k := range run.Clusters {
			c := &run.Clusters[k]
			for _, g := range c.Glyphs {
				gx, gy := x+float64(g.X)*size, float64(g.Y)*size
				trace(pen, run.Face.Outline(g.ID), func(p text.Point) (float32, float32) {
					px, py := gx+float64(p.X)*unit, gy+float64(p.Y)*unit
					return float32(w.X*scale + px*cos - py*sin), float32(w.Y*scale - px*sin - py*cos)
				})
			}
			x += float64(c.Advance) * size
		}
	}
	pen.Draw(img, img.Rect, image.NewUniform(color.Gray{uint8(w.Ink)}), image.Point{})
}

// rule draws a straight rule, at least a pixel thick. Rules are level or
// upright; that is all that a page has.
func rule(img *image.RGBA, l sheet.Rule, scale float64) {
	thick := max(1, int(math.Round(l.Thick*scale)))
	x1, x2 := int(math.Round(min(l.X1, l.X2)*scale)), int(math.Round(max(l.X1, l.X2)*scale))
	y1, y2 := int(math.Round(min(l.Y1, l.Y2)*scale)), int(math.Round(max(l.Y1, l.Y2)*scale))
	if l.Y1 == l.Y2 {
		y1 -= thick / 2
		y2 = y1 + thick
	} else {
		x1 -= thick / 2
		x2 = x1 + thick
	}
	draw.Draw(img, image.Rect(x1, y1, x2, y2), image.NewUniform(color.Gray{uint8(l.Ink)}), image.Point{}, draw.Src)
}
