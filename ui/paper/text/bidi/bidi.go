// Package bidi is the Unicode Bidirectional Algorithm (UAX #9): which pieces
// of a paragraph run from right to left, and in which order the eye meets
// them.
//
//	levels, base := bidi.Levels(paragraph, 0) // rules P2 to I2, once a paragraph
//	bidi.Trim(line, levels[i:j], base)        // rule L1, once a line
//	order := bidi.Order(levels[i:j])          // rule L2, once a line
//
// A level is the depth to which directions are nested: even levels run from
// left to right, odd ones from right to left. What the algorithm takes out
// (rule X9: embeddings, overrides and whatever else has no width) keeps its
// place and has the level of the character before it, as section 5.2 of the
// standard allows; that is where the joiners of Persian and Devanagari are.
// Mirrored brackets (rule L4) are a matter of shaping.
//
// The classes of characters are those of golang.org/x/text/unicode/bidi,
// which knows no levels: Unicode 15.0.0 with Go up to 1.26. The pairs of
// brackets are generated from Unicode's own list (brackets.go). Both
// conformance tests of Unicode 15.0.0 pass in full.
package bidi

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Auto is the base of a paragraph whose first strong letter decides its
// direction (rules P2 and P3); without one it runs from left to right.
const Auto int8 = -1

// deepest is the nesting that the standard asks for (BD2); what is nested
// deeper is read as if it were not.
const deepest = 125

// Levels gives each character of a paragraph its level, and tells the level
// of the paragraph itself. base is 0, 1 or Auto.
func Levels(text []rune, base int8) (levels []int8, of int8) {
	if base == 0 && plain(text) {
		return make([]int8, len(text)), 0
	}
	p := &paragraph{text: text, class: make([]bidi.Class, len(text)), levels: make([]int8, len(text))}
	for i, r := range text {
		p.class[i] = classOf(r)
	}
	p.matchIsolates()
	p.base = base
	if base == Auto {
		p.base = 0
		if p.firstStrong(0, len(text)) == rtl {
			p.base = 1
		}
	}
	p.explicit()
	for _, s := range p.sequences() {
		s.weak()
		s.brackets()
		s.neutral()
		s.implicit()
	}
	last := p.base
	for i := range p.levels {
		if p.removed[i] {
			p.levels[i] = last
		}
		last = p.levels[i]
	}
	return p.levels, p.base
}

// Trim gives white space at the end of a line, and in front of a tabulator,
// the level of the paragraph (rule L1).
func Trim(line []rune, levels []int8, base int8) {
	at := 0 // where the white space began
	for i, r := range line {
		switch c := classOf(r); {
		case c == bidi.B || c == bidi.S:
			for ; at <= i; at++ {
				levels[at] = base
			}
		case c == bidi.WS || isolates(c) || c == bidi.PDI || removable(c):
		default:
			at = i + 1
		}
	}
	for ; at < len(line); at++ {
		levels[at] = base
	}
}

// Order tells for each place on a line, from left to right, which character
// stands there (rule L2).
func Order(levels []int8) []int {
	order := make([]int, len(levels))
	high, low := int8(0), int8(deepest+2)
	for i, l := range levels {
		order[i] = i
		high = max(high, l)
		if l%2 == 1 {
			low = min(low, l)
		}
	}
	for level := high; level >= low; level-- {
		for i := 0; i < len(order); {
			j := i
			for j < len(order) && levels[order[j]] >= level {
				j++
			}
			slices.Reverse(order[i:j])
			i = j + 1
		}
	}
	return order
}

// plain tells whether a text has nothing in it that could turn.
func plain(text []rune) bool {
	for _, r := range text {
		if '\u0590' <= r && r <= '\u08ff' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' ||
			'\ufb1d' <= r && r <= '\ufdff' || '\ufe70' <= r && r <= '\ufeff' ||
			0x10800 <= r && r <= 0x10fff || 0x1e800 <= r && r <= 0x1efff {
			return false
		}
	}
	return true
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

func isolates(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// removable are the classes that rule X9 takes out.
func removable(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// The directions, as classes.
const (
	ltr  = bidi.L
	rtl  = bidi.R
	none = bidi.ON
)

// direction is that of a level.
func direction(level int8) bidi.Class {
	if level%2 == 1 {
		return rtl
	}
	return ltr
}

// paragraph is one on its way through the rules.
type paragraph struct {
	text    []rune
	class   []bidi.Class // as the rules leave them
	levels  []int8
	removed []bool // by X9
	base    int8
	// partner leads from an isolate's initiator to its PDI and back (BD9);
	// -1 where there is none.
	partner []int
	// combines are the characters of class NSM, before any rule.
	combines []bool
}

func (p *paragraph) matchIsolates() {
	p.partner = make([]int, len(p.text))
	p.combines = make([]bool, len(p.text))
	var open []int
	for i, c := range p.class {
		p.partner[i] = -1
		p.combines[i] = c == bidi.NSM
		switch {
		case isolates(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			k := open[len(open)-1]
			open = open[:len(open)-1]
			p.partner[i], p.partner[k] = k, i
		case c == bidi.B:
			open = open[:0]
		}
	}
}

// firstStrong is the direction of the first letter that lies in no isolate
// (P2), or none.
func (p *paragraph) firstStrong(from, to int) bidi.Class {
	for i := from; i < to; i++ {
		switch c := p.class[i]; {
		case c == bidi.L:
			return ltr
		case c == bidi.R || c == bidi.AL:
			return rtl
		case c == bidi.B:
			return none
		case isolates(c):
			if p.partner[i] < 0 {
				return none
			}
			i = p.partner[i]
		}
	}
	return none
}

// explicit carries out X1 to X9.
func (p *paragraph) explicit() {
	type status struct {
		level    int8
		override bidi.Class
		isolate  bool
	}
	p.removed = make([]bool, len(p.text))
	stack := append(make([]status, 0, deepest+2), status{p.base, none, false})
	var lostIsolates, lostEmbeddings, valid int
	for i, c := range p.class {
		top := stack[len(stack)-1]
		set := func() {
			p.levels[i] = top.level
			if top.override != none {
				p.class[i] = top.override
			}
		}
		p.removed[i] = removable(c)
		odd, even := (top.level+1)|1, (top.level+2)&^1
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO: // X2 to X5
			next := status{odd, none, false}
			if c == bidi.LRE || c == bidi.LRO {
				next.level = even
			}
			switch c {
			case bidi.RLO:
				next.override = rtl
			case bidi.LRO:
				next.override = ltr
			}
			if next.level <= deepest && lostIsolates == 0 && lostEmbeddings == 0 {
				stack = append(stack, next)
			} else if lostIsolates == 0 {
				lostEmbeddings++
			}
		case bidi.RLI, bidi.LRI, bidi.FSI: // X5a to X5c
			set()
			next := status{even, none, true}
			if c == bidi.RLI || c == bidi.FSI && p.firstStrong(i+1, p.closing(i)) == rtl {
				next.level = odd
			}
			if next.level <= deepest && lostIsolates == 0 && lostEmbeddings == 0 {
				valid++
				stack = append(stack, next)
			} else {
				lostIsolates++
			}
		case bidi.PDI: // X6a
			if lostIsolates > 0 {
				lostIsolates--
			} else if valid > 0 {
				lostEmbeddings = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				valid--
			}
			top = stack[len(stack)-1]
			set()
		case bidi.PDF: // X7
			switch {
			case lostIsolates > 0:
			case lostEmbeddings > 0:
				lostEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		case bidi.B: // X8
			stack = stack[:1]
			lostIsolates, lostEmbeddings, valid = 0, 0, 0
			p.levels[i] = p.base
		case bidi.BN:
		default: // X6
			set()
		}
	}
}

// closing is where the isolate that begins at i ends: at its PDI, or with the
// text.
func (p *paragraph) closing(i int) int {
	if p.partner[i] >= 0 {
		return p.partner[i]
	}
	return len(p.text)
}

// sequence is an isolating run sequence (BD13): what the rules from W1 on
// look at as one text.
type sequence struct {
	p        *paragraph
	at       []int // places in the paragraph
	level    int8
	sos, eos bidi.Class
}

// sequences carries out X10.
func (p *paragraph) sequences() []sequence {
	var all []int // what X9 left
	for i := range p.text {
		if !p.removed[i] {
			all = append(all, i)
		}
	}
	type run struct{ from, to int } // in all
	var runs []run
	starts := map[int]int{} // the run that begins with the PDI at this place
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && p.levels[all[j]] == p.levels[all[i]] {
			j++
		}
		starts[all[i]] = len(runs)
		runs = append(runs, run{i, j})
		i = j
	}
	var out []sequence
	for _, r := range runs {
		if first := all[r.from]; isPDI(p.text[first]) && p.partner[first] >= 0 {
			continue // goes on what begins elsewhere
		}
		s := sequence{p: p, level: p.levels[all[r.from]]}
		before := p.base
		if r.from > 0 {
			before = p.levels[all[r.from-1]]
		}
		for {
			s.at = append(s.at, all[r.from:r.to]...)
			last := all[r.to-1]
			after := p.base
			if isIsolate(p.text[last]) {
				if k, ok := starts[p.partner[last]]; ok {
					r = runs[k]
					continue
				}
			} else if r.to < len(all) {
				after = p.levels[all[r.to]]
			}
			s.eos = direction(max(s.level, after))
			break
		}
		s.sos = direction(max(s.level, before))
		out = append(out, s)
	}
	return out
}

func isPDI(r rune) bool     { return r == '\u2069' }
func isIsolate(r rune) bool { return '\u2066' <= r && r <= '\u2068' }

func (s *sequence) class(k int) bidi.Class      { return s.p.class[s.at[k]] }
func (s *sequence) change(k int, to bidi.Class) { s.p.class[s.at[k]] = to }
func (s *sequence) fill(i, j int, to bidi.Class) {
	for ; i < j; i++ {
		s.change(i, to)
	}
}

// weak carries out W1 to W7.
func (s *sequence) weak() {
	before := s.sos
	for k := range s.at { // W1
		if s.class(k) == bidi.NSM {
			s.change(k, before)
		}
		before = s.class(k)
		if isolates(before) || before == bidi.PDI {
			before = none
		}
	}
	strong := s.sos
	for k := range s.at { // W2, W3
		switch c := s.class(k); c {
		case bidi.L, bidi.R:
			strong = c
		case bidi.AL:
			strong = c
			s.change(k, rtl)
		case bidi.EN:
			if strong == bidi.AL {
				s.change(k, bidi.AN)
			}
		}
	}
	for k := 1; k+1 < len(s.at); k++ { // W4
		a, b := s.class(k-1), s.class(k+1)
		switch c := s.class(k); {
		case (c == bidi.ES || c == bidi.CS) && a == bidi.EN && b == bidi.EN,
			c == bidi.CS && a == bidi.AN && b == bidi.AN:
			s.change(k, a)
		}
	}
	for k := 0; k < len(s.at); k++ { // W5, W6
		switch s.class(k) {
		case bidi.ES, bidi.CS:
			s.change(k, none)
		case bidi.ET:
			j := k
			for j < len(s.at) && s.class(j) == bidi.ET {
				j++
			}
			to := none
			if k > 0 && s.class(k-1) == bidi.EN || j < len(s.at) && s.class(j) == bidi.EN {
				to = bidi.EN
			}
			s.fill(k, j, to)
			k = j - 1
		}
	}
	strong = s.sos
	for k := range s.at { // W7
		switch c := s.class(k); c {
		case bidi.L, bidi.R:
			strong = c
		case bidi.EN:
			if strong == ltr {
				s.change(k, ltr)
			}
		}
	}
}

// strong is the direction that a class has for the neutral rules, or none: a
// number counts as right to left.
func strong(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return ltr
	case bidi.R, bidi.EN, bidi.AN:
		return rtl
	}
	return none
}

// brackets carries out N0: both brackets of a pair run the same way.
func (s *sequence) brackets() {
	embedding := direction(s.level)
	for _, pair := range s.pairs() {
		inside := none
		for k := pair.open + 1; k < pair.close && inside != embedding; k++ {
			if d := strong(s.class(k)); d != none {
				inside = d
			}
		}
		if inside == none {
			continue
		}
		to := inside
		if to != embedding { // what stands before decides
			context := s.sos
			for k := pair.open - 1; k >= 0; k-- {
				if d := strong(s.class(k)); d != none {
					context = d
					break
				}
			}
			if context == embedding {
				to = embedding
			}
		}
		for _, k := range []int{pair.open, pair.close} {
			s.change(k, to)
			for j := k + 1; j < len(s.at) && s.p.combines[s.at[j]]; j++ {
				s.change(j, to)
			}
		}
	}
}

type pair struct{ open, close int }

// pairs finds the pairs of brackets (BD16), in the order in which they open.
func (s *sequence) pairs() []pair {
	type opened struct {
		closer rune
		at     int
	}
	const room = 63 // that deep does the standard look
	var stack []opened
	var out []pair
	for k, i := range s.at {
		if s.class(k) != bidi.ON {
			continue
		}
		r := canonical(s.p.text[i])
		if closer, ok := closers[r]; ok {
			if len(stack) == room {
				return nil
			}
			stack = append(stack, opened{closer, k})
			continue
		}
		for n := len(stack) - 1; n >= 0; n-- {
			if stack[n].closer == r {
				out = append(out, pair{stack[n].at, k})
				stack = stack[:n]
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b pair) int { return a.open - b.open })
	return out
}

// canonical makes one of the two pairs of angle brackets that mean the same.
func canonical(r rune) rune {
	switch r {
	case '\u2329':
		return '\u3008'
	case '\u232a':
		return '\u3009'
	}
	return r
}

// neutral carries out N1 and N2.
func (s *sequence) neutral() {
	before := s.sos
	for k := 0; k < len(s.at); {
		if d := strong(s.class(k)); d != none {
			before = d
			k++
			continue
		}
		j := k
		for j < len(s.at) && strong(s.class(j)) == none {
			j++
		}
		after := s.eos
		if j < len(s.at) {
			after = strong(s.class(j))
		}
		to := direction(s.level)
		if before == after {
			to = before
		}
		s.fill(k, j, to)
		k = j
	}
}

// implicit carries out I1 and I2.
func (s *sequence) implicit() {
	for k, i := range s.at {
		switch c := s.class(k); {
		case s.level%2 == 0 && c == bidi.R:
			s.p.levels[i] = s.level + 1
		case s.level%2 == 0 && (c == bidi.AN || c == bidi.EN):
			s.p.levels[i] = s.level + 2
		case s.level%2 == 1 && c != bidi.R:
			s.p.levels[i] = s.level + 1
		}
	}
}
