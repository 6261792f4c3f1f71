// Package text turns strings into lines of positioned glyphs, in every script
// that assets/fonts has a typeface for: it finds the direction of each piece,
// chooses a face for it, shapes it and breaks it into lines.
//
// Make one [Fonts] for the program and call [Fonts.Set] for each paragraph:
//
//	p := fonts.Set([]text.Span{{Text: name, Lang: "nl"}}, text.How{Width: 40})
//	for _, line := range p.Lines { … line.Runs, from left to right … }
//
// All measures are in ems, so that one result serves any size: a line of
// width 40 set at 10 pt is 400 pt wide.
//
// What is promised:
//   - Every character of the source is in exactly one [Cluster] of exactly one
//     line, but for white space at the end of a broken line and for the marks
//     that only steer direction (U+200E, U+2066 … U+2069 and the like) or the
//     breaking of lines (U+200B between the words of Thai, a soft hyphen).
//   - No line is wider than How.Width, unless a single cluster is.
//   - Lines end where Unicode's rules allow it (UAX #14), never in a number or a
//     reference, and in Thai, which has no spaces, between words alone: where
//     U+200B marks their ends, or else where a dictionary is sure of them. Only
//     what is longer than a whole line is broken elsewhere, between clusters.
//   - A character that no face can show is listed in Paragraph.Missing; it is
//     for the caller to refuse the paragraph.
//   - The base direction comes from How.RTL, never from the first letter.
//
// Text inside isolates (U+2066 LRI, U+2067 RLI, U+2068 FSI … U+2069 PDI) keeps
// its own order. A [Span] in a language of the other direction is isolated by
// itself.
package text

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"onthaal/ui/paper/text/bidi"
)

// Span is text of one language and weight.
type Span struct {
	Text string
	Lang string // BCP 47; "" means the paragraph's
	Bold bool
}

// How says how a paragraph is set.
type How struct {
	Width float64 // ems; 0 breaks only where the text itself does
	Lang  string  // BCP 47
	RTL   bool
}

// Paragraph is text set in lines.
type Paragraph struct {
	Lines   []Line
	Missing []rune // characters that no face can show, each once
}

// Line is one line.
type Line struct {
	Text    string  // what it says, in the order of reading
	Runs    []Run   // from left to right
	Width   float64 // ems, without white space at its end
	Leading float64 // the distance of lines that its faces need, in ems
	Gap     bool    // it ended where white space or a forced break stood
	// Above and Below are how far marks that stand on one another reach from the
	// base line, in ems; 0 where all letters are such as an orthography has.
	Above, Below float64
}

// latin is the leading that the main typeface asks for itself.
const latin = 1.35

// Place says how high a line is that is set with a leading for Latin, and where
// in it the base line lies, from the top, in ems: the letters' middle is a third
// of an em above it. A script that needs more room than Latin gets it, and so do
// marks that stand on one another: no line reaches into its neighbours.
func (l *Line) Place(leading float64) (height, base float64) {
	height = leading * max(1, l.Leading/latin)
	base = height/2 + 0.34
	over, under := max(0, l.Above-base), max(0, l.Below-(height-base))
	return height + over + under, base + over
}

// Run is a piece of a line in one face.
type Run struct {
	Face     *Face
	X        float64   // from the left end of the line, in ems
	Clusters []Cluster // from left to right
}

// Cluster is the smallest piece that belongs together: one letter, a letter
// with its marks, a ligature, an Indic syllable.
type Cluster struct {
	Text    string
	Advance float32 // ems
	Glyphs  []Glyph
}

// Glyph is a shape of a face, placed from the left end of its cluster on the
// base line, in ems, y upwards.
type Glyph struct {
	ID   uint32
	X, Y float32
}

// Set sets a paragraph in lines of How.Width.
func (f *Fonts) Set(spans []Span, how How) Paragraph {
	t := f.Shape(spans, how)
	return Paragraph{t.Lines(how.Width), t.Missing}
}

// Shaped is text that is ready to be set in lines of any width. It is safe for
// concurrent use.
type Shaped struct {
	Missing []rune // characters that no face can show, each once
	parts   []part // between forced breaks
	leading float64
}

// part is text without forced breaks.
type part struct {
	cells []cell // in the order of reading
	runes []rune
	may   []bool // a line may end before this rune
}

// Shape does all of a paragraph that its width does not bear upon, which is
// most of the work; How.Width does not count.
func (f *Fonts) Shape(spans []Span, how How) *Shaped {
	s := f.take()
	defer f.give(s)
	return s.set(spans, how)
}

// Lines sets the text in lines of a width in ems; 0 breaks only where the text
// itself does.
func (t *Shaped) Lines(width float64) []Line {
	var out []Line
	for i := range t.parts {
		out = append(out, t.wrap(&t.parts[i], width)...)
		if i < len(t.parts)-1 {
			out[len(out)-1].Gap = true
		}
	}
	return out
}

// setter shapes one paragraph at a time; [Fonts] keeps a few of them, because
// what the shaper learns about a face is worth keeping.
type setter struct {
	fonts  *Fonts
	shaper shaping.HarfbuzzShaper
	seg    segmenter.Segmenter
	faces  map[*Face]shapingFace
	miss   map[rune]bool
}

// style is the part of a span that shaping depends on.
type style struct {
	lang language.Language
	bold bool
}

func (s *setter) set(spans []Span, how How) *Shaped {
	clear(s.miss)
	t := &Shaped{leading: s.fonts.faces[0].Leading}
	var runes []rune
	var styles []uint16
	table := make([]style, 0, len(spans))
	flush := func() {
		t.parts = append(t.parts, s.part(runes, styles, table, how))
		runes, styles = nil, styles[:0]
	}
	any := false
	for i, sp := range spans {
		lang := sp.Lang
		if lang == "" {
			lang = how.Lang
		}
		table = append(table, style{language.NewLanguage(lang), sp.Bold})
		put := func(r rune) {
			runes = append(runes, r)
			styles = append(styles, uint16(i))
		}
		isolate := sp.Lang != "" && RTL(sp.Lang) != how.RTL
		begin := func() {
			if isolate && RTL(sp.Lang) {
				put(rli)
			} else if isolate {
				put(lri)
			}
		}
		begin()
		after := rune(0)
		for _, r := range sp.Text {
			any = true
			switch r {
			case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
				if r != '\n' || after != '\r' {
					flush()
					begin()
				}
			case '\t':
				put(' ')
			default:
				put(r)
			}
			after = r
		}
		if isolate {
			put(pdi)
		}
	}
	if any {
		flush()
	}
	for r := range s.miss {
		t.Missing = append(t.Missing, r)
	}
	slices.Sort(t.Missing)
	return t
}

// piece is a stretch of one level, script, face and style.
type piece struct {
	start, end int
	level      int8
	script     language.Script
	face       *Face
	style      uint16
}

// part shapes text without forced breaks.
func (s *setter) part(runes []rune, styles []uint16, table []style, how How) part {
	base := int8(0)
	if how.RTL {
		base = 1
	}
	st := steer(runes, styles, base)
	out := part{runes: st.runes}
	s.seg.Init(st.runes)
	for _, p := range s.pieces(st, table) {
		out.cells = s.shape(out.cells, st.runes, p, table[p.style].lang)
	}
	out.may = s.ends(st)
	return out
}

// steered is a text without the marks that only steer, and what they said.
type steered struct {
	runes  []rune
	styles []uint16
	levels []int8
	stuck  []bool // no line ends before this character
}

// steer finds the level of each character and takes out the marks that have
// done their work then. What an isolate from left to right holds, if there is
// no space in it, is a number or a reference and stays in one piece. It reuses
// what it is given.
func steer(runes []rune, styles []uint16, base int8) steered {
	levels, _ := bidi.Levels(runes, base)
	stuck := make([]bool, len(runes))
	n := 0
	for i, r := range runes {
		if r == lri {
			end := i + 1
			for end < len(runes) && !steers(runes[end]) && !breaking(runes[end]) {
				end++
			}
			if end < len(runes) && runes[end] == pdi {
				for j := i + 2; j < end; j++ {
					stuck[j] = true
				}
			}
		}
		if !steers(r) {
			runes[n], styles[n], levels[n], stuck[n] = r, styles[i], levels[i], stuck[i]
			n++
		}
	}
	return steered{runes[:n], styles[:n], levels[:n], stuck[:n]}
}

// pieces splits a text where the shaper must start anew. The segmenter has read
// it.
func (s *setter) pieces(st steered, table []style) []piece {
	runes, styles, levels := st.runes, st.styles, st.levels
	scripts := scriptsOf(runes, levels)
	var out []piece
	for it := s.seg.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		whole := s.fonts.cover(g.Text, scripts[g.Offset], table[styles[g.Offset]])
		for i, r := range g.Text {
			at := g.Offset + i
			face := whole
			if face == nil {
				face = s.fonts.cover(g.Text[i:i+1], scripts[at], table[styles[at]])
			}
			if face == nil {
				s.miss[r] = true
				face = s.fonts.first(table[styles[at]].bold)
			}
			if k := len(out) - 1; k >= 0 && out[k].level == levels[at] && out[k].script == scripts[at] &&
				out[k].face == face && out[k].style == styles[at] {
				out[k].end = at + 1
				continue
			}
			out = append(out, piece{at, at + 1, levels[at], scripts[at], face, styles[at]})
		}
	}
	return out
}

// scriptsOf gives each character its writing system; one that belongs to
// many (a digit, a full stop, a mark) takes that of its neighbour.
func scriptsOf(runes []rune, levels []int8) []language.Script {
	out := make([]language.Script, len(runes))
	last := language.Common
	for i, r := range runes {
		if i > 0 && levels[i] != levels[i-1] {
			last = language.Common
		}
		if sc := language.LookupScript(r); sc.Strong() && sc != language.Unknown {
			if last == language.Common {
				for j := i - 1; j >= 0 && levels[j] == levels[i] && out[j] == language.Common; j-- {
					out[j] = sc
				}
			}
			last = sc
		}
		out[i] = last
	}
	return out
}

// cell is a cluster with what line breaking needs to know about it.
type cell struct {
	Cluster
	face       *Face
	start, end int // in the paragraph's runes
	level      int8
	space      bool
	silent     bool
	// above and below are a line's Above and Below.
	above, below float64
}

// unit is the size that text is shaped at: thousandths of an em.
const unit = 1000

// shape appends the clusters of a piece in the order of reading.
func (s *setter) shape(cells []cell, runes []rune, p piece, lang language.Language) []cell {
	in := shaping.Input{
		Text: runes, RunStart: p.start, RunEnd: p.end,
		Direction: di.DirectionLTR, Face: s.face(p.face), Size: fixed.I(int(unit*p.face.scale + 0.5)),
		Script: p.script, Language: lang,
	}
	if p.level%2 == 1 {
		in.Direction = di.DirectionRTL
	}
	glyphs := s.shaper.Shape(in).Glyphs
	first := len(cells)
	placed := make([]Glyph, len(glyphs))
	const scale = 1.0 / (64 * unit)
	for i := 0; i < len(glyphs); {
		g := glyphs[i]
		j, pen, lost := i, float32(0), false
		high, low := 0.0, 0.0
		for ; j < len(glyphs) && glyphs[j].TextIndex() == g.TextIndex(); j++ {
			placed[j] = Glyph{
				ID: uint32(glyphs[j].GlyphID),
				X:  pen + float32(glyphs[j].XOffset)*scale,
				Y:  float32(glyphs[j].YOffset) * scale,
			}
			pen += float32(glyphs[j].Advance) * scale
			lost = lost || glyphs[j].GlyphID == 0
			top := float64(glyphs[j].YOffset+glyphs[j].YBearing) * scale
			high, low = max(high, top), min(low, top+float64(glyphs[j].Height)*scale)
		}
		start, end := g.TextIndex(), g.TextIndex()+g.RunesCount()
		c := cell{face: p.face, start: start, end: end, level: p.level, space: true, silent: true}
		c.Text, c.Advance, c.Glyphs = string(runes[start:end]), pen, placed[i:j:j]
		for _, r := range runes[start:end] {
			c.space = c.space && breaking(r)
			c.silent = c.silent && silent(r)
		}
		if strings.ContainsFunc(c.Text, unicode.IsMark) {
			c.above, c.below = beyond(p.face, c.Text, high, -low)
		}
		if lost {
			s.lose(runes[start:end])
		}
		cells = append(cells, c)
		i = j
	}
	if p.level%2 == 1 {
		reverse(cells[first:])
	}
	return cells
}

// beyond is how far a cluster with marks reaches, where that is further than lines
// have room for: what the designer of a face foresaw has it, and so have the marks
// of every orthography.
func beyond(f *Face, cluster string, high, low float64) (above, below float64) {
	const little = 0.1 // ems, by which single words of an orthography go further
	ascent, descent := f.Extents()
	heap := piled(cluster)
	if heap || high > ascent+little {
		above = high
	}
	if heap || low > little-descent {
		below = low
	}
	return above, below
}

// piled says whether a letter bears more marks of no script's own than one that
// has a place in Unicode: Vietnamese has two, and Yoruba one more than such a one.
func piled(cluster string) bool {
	count := func(s string) (n int) {
		for _, r := range s {
			if unicode.Is(diacritics, r) {
				n++
			}
		}
		return n
	}
	return count(cluster) > 0 && (count(norm.NFC.String(cluster)) > 1 || count(norm.NFD.String(cluster)) > 2)
}

// diacritics are Unicode's blocks of marks for letters of any script.
var diacritics = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x300, Hi: 0x36f, Stride: 1}, {Lo: 0x1ab0, Hi: 0x1aff, Stride: 1}, {Lo: 0x1dc0, Hi: 0x1dff, Stride: 1},
	{Lo: 0x20d0, Hi: 0x20ff, Stride: 1}, {Lo: 0xfe20, Hi: 0xfe2f, Stride: 1},
}}

// lose notes the characters of a cluster that came out as an empty box. The
// faces were asked before, so the fault lies in how the parts combine.
func (s *setter) lose(cluster []rune) {
	for _, r := range cluster {
		if s.miss[r] {
			return
		}
	}
	for _, r := range cluster {
		if !ignorable(r) {
			s.miss[r] = true
		}
	}
}

// breaking says whether a character disappears at the end of a line.
func breaking(r rune) bool {
	return unicode.Is(unicode.Zs, r) && r != '\u00a0' && r != '\u202f' && r != '\u2007'
}

func reverse[T any](s []T) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}
