package pdf

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
)

// trueType writes the face as a TrueType file: glyph 0 is empty, glyph n is
// the n-th character by code.
func (f *clusterFace) trueType() []byte {
	shapes := slices.Clone(f.shape)
	slices.SortFunc(shapes, func(a, b clusterShape) int { return int(a.code) - int(b.code) })

	var glyf, loca, hmtx buf
	box := bounds{math.MaxInt16, math.MaxInt16, math.MinInt16, math.MinInt16}
	var maxPoints, maxContours, maxAdvance int
	loca.u32(0)
	hmtx.u16(int(f.em) / 2)
	hmtx.u16(0)
	loca.u32(0)
	for _, s := range shapes {
		contours := f.outline(s.glyphs)
		b := boundsOf(contours)
		glyf.glyph(contours, b)
		loca.u32(glyf.Len())
		hmtx.u16(s.advance)
		left := 0
		if len(contours) > 0 {
			left = b.x1
			box = box.join(b)
		}
		hmtx.i16(left)
		points := 0
		for _, c := range contours {
			points += len(c)
		}
		maxPoints, maxContours = max(maxPoints, points), max(maxContours, len(contours))
		maxAdvance = max(maxAdvance, s.advance)
	}
	if box.x1 > box.x2 {
		box = bounds{}
	}
	ascent, descent := f.from.Extents()
	up, down := int(math.Round(ascent*f.em)), int(math.Round(descent*f.em))
	n := len(shapes) + 1

	var head, hhea, maxp, os2, post, name, cmap buf
	head.u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5)
	head.u16(0x000b, int(f.em))
	head.u32(0, 0, 0, 0) // no dates: the same text gives the same bytes
	head.i16(box.x1, box.y1, box.x2, box.y2)
	head.u16(weightBit(f.from.Bold), 8, 2, 1, 0) // long offsets in loca

	hhea.u32(0x00010000)
	hhea.i16(up, down, 0)
	hhea.u16(maxAdvance)
	hhea.i16(box.x1, 0, box.x2)
	hhea.u16(1, 0, 0, 0, 0, 0, 0, 0, n)

	maxp.u32(0x00010000)
	maxp.u16(n, maxPoints, maxContours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)

	weight := 400
	if f.from.Bold {
		weight = 700
	}
	os2.u16(4, int(f.em)/2, weight, 5, 0)
	os2.u16(make([]int, 11)...)      // sub- and superscripts, strike-out, family class
	os2.u16(make([]int, 5+8)...)     // panose, ranges
	os2.u32(0)                       // vendor
	os2.u16(0x40, 0x20, lastPrivate) // regular; first and last character
	os2.i16(up, down, 0)
	os2.u16(up, -down)
	os2.u32(0, 0)
	os2.i16(int(0.536*f.em), int(0.714*f.em)) // heights of x and H in Noto
	os2.u16(0, 0x20, 0)

	post.u32(0x00030000, 0)
	post.i16(-100, 50)
	post.u32(0, 0, 0, 0, 0)

	name.u16(0, 0, 6)
	cmap.cmap(shapes)

	return assemble(map[string][]byte{
		"OS/2": os2.Bytes(), "cmap": cmap.Bytes(), "glyf": glyf.Bytes(), "head": head.Bytes(),
		"hhea": hhea.Bytes(), "hmtx": hmtx.Bytes(), "loca": loca.Bytes(), "maxp": maxp.Bytes(),
		"name": name.Bytes(), "post": post.Bytes(),
	})
}

func weightBit(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

type bounds struct{ x1, y1, x2, y2 int }

func (b bounds) join(c bounds) bounds {
	return bounds{min(b.x1, c.x1), min(b.y1, c.y1), max(b.x2, c.x2), max(b.y2, c.y2)}
}

func boundsOf(contours [][]point) bounds {
	if len(contours) == 0 {
		return bounds{}
	}
	b := bounds{math.MaxInt16, math.MaxInt16, math.MinInt16, math.MinInt16}
	for _, c := range contours {
		for _, p := range c {
			b = b.join(bounds{p.x, p.y, p.x, p.y})
		}
	}
	return b
}

// buf writes the big-endian numbers that TrueType is made of.
type buf struct{ bytes.Buffer }

func (b *buf) u16(vs ...int) {
	for _, v := range vs {
		b.Write(binary.BigEndian.AppendUint16(nil, uint16(v)))
	}
}

func (b *buf) i16(vs ...int) {
	for _, v := range vs {
		b.u16(int(uint16(int16(v))))
	}
}

func (b *buf) u32(vs ...int) {
	for _, v := range vs {
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(v)))
	}
}

// glyph writes a simple glyph, padded to four bytes; nothing for white space.
func (b *buf) glyph(contours [][]point, box bounds) {
	if len(contours) == 0 {
		return
	}
	b.i16(len(contours), box.x1, box.y1, box.x2, box.y2)
	last := -1
	for _, c := range contours {
		last += len(c)
		b.u16(last)
	}
	b.u16(0) // no instructions
	const (
		onCurve = 1
		xShort  = 2
		yShort  = 4
		xSame   = 16 // with xShort: positive
		ySame   = 32
	)
	var flags, xs, ys buf
	delta := func(d int, short, same byte, to *buf) byte {
		switch {
		case d == 0:
			return same
		case -256 < d && d < 256:
			if d > 0 {
				to.WriteByte(byte(d))
				return short | same
			}
			to.WriteByte(byte(-d))
			return short
		}
		to.i16(d)
		return 0
	}
	x, y := 0, 0
	for _, c := range contours {
		for _, p := range c {
			flag := delta(p.x-x, xShort, xSame, &xs) | delta(p.y-y, yShort, ySame, &ys)
			if p.on {
				flag |= onCurve
			}
			flags.WriteByte(flag)
			x, y = p.x, p.y
		}
	}
	b.Write(flags.Bytes())
	b.Write(xs.Bytes())
	b.Write(ys.Bytes())
	for b.Len()%4 != 0 {
		b.WriteByte(0)
	}
}

// cmap writes a table of format 4, in which character n of the sorted shapes
// is glyph n+1.
func (b *buf) cmap(shapes []clusterShape) {
	type segment struct{ first, last, glyph int }
	var segs []segment
	for i, s := range shapes {
		if k := len(segs) - 1; k >= 0 && segs[k].last+1 == int(s.code) {
			segs[k].last++
			continue
		}
		segs = append(segs, segment{int(s.code), int(s.code), i + 1})
	}
	segs = append(segs, segment{0xffff, 0xffff, 0})
	n := len(segs)
	power := 1
	log := 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	b.u16(0, 1, 3, 1)
	b.u32(12)
	b.u16(4, 16+8*n, 0, 2*n, 2*power, log, 2*(n-power))
	for _, s := range segs {
		b.u16(s.last)
	}
	b.u16(0)
	for _, s := range segs {
		b.u16(s.first)
	}
	for _, s := range segs {
		b.u16(s.glyph - s.first)
	}
	for range segs {
		b.u16(0)
	}
}

// assemble puts tables into a file, each padded to four bytes.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for n := range tables {
		names = append(names, n)
	}
	slices.Sort(names)
	var out, body buf
	out.u32(0x00010000)
	out.u16(len(names), 128, 3, len(names)*16-128)
	offset := 12 + 16*len(names)
	for _, n := range names {
		data := tables[n]
		size := len(data)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
		sum := uint32(0)
		for i := 0; i < len(data); i += 4 {
			sum += binary.BigEndian.Uint32(data[i:])
		}
		out.WriteString(n)
		out.u32(int(sum), offset+body.Len(), size)
		body.Write(data)
	}
	out.Write(body.Bytes())
	// No spare capacity: gofpdf appends to pieces of what it is given.
	return slices.Clip(slices.Clone(out.Bytes()))
}
