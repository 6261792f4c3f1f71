package text

import (
	"slices"
	"unicode"

	"onthaal/ui/paper/text/bidi"
)

// ends tells where a line may end: before which characters. The segmenter has
// read the text.
func (s *setter) ends(st steered) []bool {
	may := make([]bool, len(st.runes)+1)
	for it := s.seg.LineIterator(); it.Next(); {
		l := it.Line()
		at := l.Offset + len(l.Text)
		before := l.Text[len(l.Text)-1]
		may[at] = at == len(st.runes) || before != softHyphen && !inNumber(before, st.runes[at])
	}
	if !slices.Contains(st.runes, '\u200b') { // whoever wrote that knows better
		thaiEnds(st.runes, may)
	}
	for i, stuck := range st.stuck {
		may[i] = may[i] && !stuck
	}
	return may
}

// wrap breaks shaped text into lines: as many words on a line as it holds; a
// word that is longer than a whole line is broken between clusters.
func (t *Shaped) wrap(p *part, width float64) []Line {
	cells := p.cells
	if width <= 0 || len(cells) == 0 {
		return []Line{t.line(cells, p.runes)}
	}
	// Half a thousandth of an em is less than any eye or printer sees; it
	// keeps a text from breaking in the width that it was measured at.
	width += 0.0005
	var lines []Line
	for start := 0; start < len(cells); {
		end, fallback := start, start // exclusive; a place to break is fallback
		pen, ink := 0.0, 0.0
		for end < len(cells) {
			pen += float64(cells[end].Advance)
			if !cells[end].space {
				ink = pen
			}
			if ink > width && end > start {
				break
			}
			end++
			if p.may[cells[end-1].end] {
				fallback = end
			}
		}
		if end < len(cells) && fallback > start {
			end = fallback
		}
		lines = append(lines, t.line(cells[start:end], p.runes))
		start = end
		// White space after a break inside a word would open the next line.
		for start < len(cells) && cells[start].space {
			lines[len(lines)-1].Gap = true
			start++
		}
	}
	return lines
}

// softHyphen would have to become visible at the end of a line; no word of ours
// is hyphenated, so no line ends there.
const softHyphen = '\u00ad'

// silent says whether a character only tells where a line may end; it is read
// but has nothing to draw, and whoever copies the text wants it not.
func silent(r rune) bool { return r == '\u200b' || r == softHyphen || r == '\u2060' || r == '\ufeff' }

// inNumber says whether a point between two characters is inside something
// like AN.55.98.001204/97 or www.example.be, where Unicode's rules would break
// and a reader would not.
func inNumber(before, after rune) bool {
	switch before {
	case '.', ',', ':', ';':
		return unicode.IsLetter(after) || unicode.IsDigit(after)
	}
	return false
}

// line puts clusters in the order of reading into the order of the eye. White
// space at its end is left out, so that no direction has to be found for it
// (rule L1 of UAX #9).
func (t *Shaped) line(cells []cell, runes []rune) Line {
	full := cells
	for len(cells) > 0 && cells[len(cells)-1].space {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return Line{Leading: t.leading, Gap: len(full) > 0}
	}
	out := Line{Text: string(runes[full[0].start:cells[len(cells)-1].end]), Gap: len(cells) < len(full)}
	levels := make([]int8, len(cells))
	for i, c := range cells {
		levels[i] = c.level
	}
	for _, i := range bidi.Order(levels) {
		c := cells[i]
		if c.silent {
			continue
		}
		out.Leading = max(out.Leading, c.face.Leading)
		out.Above, out.Below = max(out.Above, c.above), max(out.Below, c.below)
		if k := len(out.Runs) - 1; k < 0 || out.Runs[k].Face != c.face {
			out.Runs = append(out.Runs, Run{Face: c.face, X: out.Width})
		}
		run := &out.Runs[len(out.Runs)-1]
		run.Clusters = append(run.Clusters, c.Cluster)
		out.Width += float64(c.Advance)
	}
	return out
}
