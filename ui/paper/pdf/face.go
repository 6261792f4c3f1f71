package pdf

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"onthaal/ui/paper/text"
)

// A face of the document is not embedded as it is. gofpdf knows characters,
// not glyphs; so each cluster that the document uses, with its glyphs merged
// into one outline, becomes one character of a small face made for this
// document alone.

// clusterFace is such a face.
type clusterFace struct {
	from  *text.Face
	name  string // among gofpdf's faces
	em    float64
	codes map[string]uint16
	shape []clusterShape // in the order of first use
	index map[uint16]int // of a code in shape
	next  uint16
}

type clusterShape struct {
	code    uint16
	text    string
	advance int // font units
	glyphs  []text.Glyph
}

// The private use area, where nothing has a meaning of its own.
const (
	firstPrivate = 0xe000
	lastPrivate  = 0xf8ff
)

func newClusterFace(from *text.Face) *clusterFace {
	return &clusterFace{from: from, em: from.Em(), codes: map[string]uint16{}, index: map[uint16]int{}, next: firstPrivate}
}

// code returns the character that stands for a cluster: the cluster's own if
// it is a single one that is still free, else a private one.
func (f *clusterFace) code(c *text.Cluster) (uint16, error) {
	key := keyOf(c)
	advance := int(math.Round(float64(c.Advance) * f.em))
	if code, ok := f.codes[key]; ok {
		// The widest that it comes: beside a full stop a P is narrow, and a
		// reader that is told so takes what follows a P elsewhere for a space.
		s := &f.shape[f.index[code]]
		s.advance = max(s.advance, advance)
		return code, nil
	}
	var code uint16
	rs := []rune(c.Text)
	if len(rs) == 1 && rs[0] >= ' ' && rs[0] < 0xd800 && f.free(uint16(rs[0])) {
		code = uint16(rs[0])
	} else {
		if f.next > lastPrivate {
			return 0, fmt.Errorf("pdf: more than %d shapes in one face", lastPrivate-firstPrivate+1)
		}
		code = f.next
		f.next++
	}
	f.codes[key] = code
	f.index[code] = len(f.shape)
	f.shape = append(f.shape, clusterShape{code, c.Text, advance, c.Glyphs})
	return code, nil
}

// space returns the character for a space, which has nothing to draw.
func (f *clusterFace) space() (uint16, error) {
	if i, ok := f.index[' ']; ok && f.shape[i].text == " " {
		return ' ', nil
	}
	return f.code(&text.Cluster{Text: " ", Advance: 0.26})
}

func (f *clusterFace) free(code uint16) bool {
	_, taken := f.index[code]
	return !taken
}

// keyOf tells clusters apart by what they say and by how they look. The
// advance is left out: kerning belongs to the line, not to the shape.
func keyOf(c *text.Cluster) string {
	var b strings.Builder
	b.WriteString(c.Text)
	b.WriteByte(0)
	var buf [12]byte
	for _, g := range c.Glyphs {
		binary.BigEndian.PutUint32(buf[0:], g.ID)
		binary.BigEndian.PutUint32(buf[4:], math.Float32bits(g.X))
		binary.BigEndian.PutUint32(buf[8:], math.Float32bits(g.Y))
		b.Write(buf[:])
	}
	return b.String()
}

// point is a point of a TrueType outline.
type point struct {
	x, y int
	on   bool
}

// outline merges the glyphs of a cluster into contours of font units.
func (f *clusterFace) outline(glyphs []text.Glyph) [][]point {
	var out [][]point
	for _, g := range glyphs {
		dx, dy := float64(g.X)*f.em, float64(g.Y)*f.em
		at := func(p text.Point) (float64, float64) { return float64(p.X) + dx, float64(p.Y) + dy }
		var c contour
		for _, s := range f.from.Outline(g.ID) {
			switch {
			case s.Move:
				out = c.end(out)
				c.move(at(s.Points[0]))
			case s.N == 1:
				c.line(at(s.Points[0]))
			case s.N == 2:
				x1, y1 := at(s.Points[0])
				x2, y2 := at(s.Points[1])
				c.quad(x1, y1, x2, y2)
			default:
				x1, y1 := at(s.Points[0])
				x2, y2 := at(s.Points[1])
				x3, y3 := at(s.Points[2])
				c.cubic(x1, y1, x2, y2, x3, y3)
			}
		}
		out = c.end(out)
	}
	return out
}

// contour collects one closed line.
type contour struct {
	points []cpoint
	x, y   float64
}

type cpoint struct {
	x, y float64
	on   bool
}

func (c *contour) move(x, y float64) {
	c.points = append(c.points[:0], cpoint{x, y, true})
	c.x, c.y = x, y
}
func (c *contour) line(x, y float64) {
	c.points = append(c.points, cpoint{x, y, true})
	c.x, c.y = x, y
}
func (c *contour) quad(x1, y1, x, y float64) {
	c.points = append(c.points, cpoint{x1, y1, false}, cpoint{x, y, true})
	c.x, c.y = x, y
}

// cubic draws a cubic curve as four quadratic ones, which is closer than any
// printer can show.
func (c *contour) cubic(x1, y1, x2, y2, x3, y3 float64) {
	const parts = 4
	x0, y0 := c.x, c.y
	at := func(t float64) (x, y, dx, dy float64) {
		u := 1 - t
		x = u*u*u*x0 + 3*u*u*t*x1 + 3*u*t*t*x2 + t*t*t*x3
		y = u*u*u*y0 + 3*u*u*t*y1 + 3*u*t*t*y2 + t*t*t*y3
		dx = 3 * (u*u*(x1-x0) + 2*u*t*(x2-x1) + t*t*(x3-x2))
		dy = 3 * (u*u*(y1-y0) + 2*u*t*(y2-y1) + t*t*(y3-y2))
		return
	}
	for i := range parts {
		t0, t1 := float64(i)/parts, float64(i+1)/parts
		ax, ay, adx, ady := at(t0)
		bx, by, bdx, bdy := at(t1)
		h := (t1 - t0) / 2
		c.quad((ax+adx*h+bx-bdx*h)/2, (ay+ady*h+by-bdy*h)/2, bx, by)
	}
}

// end appends the contour, rounded to font units. A point that lies half way
// between two control points is left out, as TrueType puts it there itself;
// so the shape comes out as the face had it.
func (c *contour) end(out [][]point) [][]point {
	ps := c.points
	c.points = nil
	if n := len(ps); n > 1 && ps[0] == ps[n-1] {
		ps = ps[:n-1]
	}
	if len(ps) < 3 {
		return out
	}
	var keep []point
	for i, p := range ps {
		before, after := ps[(i+len(ps)-1)%len(ps)], ps[(i+1)%len(ps)]
		if p.on && !before.on && !after.on &&
			math.Abs((before.x+after.x)/2-p.x) < 0.01 && math.Abs((before.y+after.y)/2-p.y) < 0.01 {
			continue
		}
		keep = append(keep, point{int(math.Round(p.x)), int(math.Round(p.y)), p.on})
	}
	if len(keep) < 2 {
		return out
	}
	return append(out, keep)
}
