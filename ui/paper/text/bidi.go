package text

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// RTL tells whether a language is written from right to left.
func RTL(lang string) bool {
	parts := strings.FieldsFunc(strings.ToLower(lang), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return false
	}
	for _, p := range parts[1:] { // a script decides where there is one
		switch p {
		case "arab", "hebr", "syrc", "thaa", "nkoo", "adlm":
			return true
		case "latn", "cyrl", "grek":
			return false
		}
	}
	switch parts[0] {
	case "ar", "fa", "prs", "ps", "ur", "he", "yi", "ckb", "sd", "ug", "dv", "syr", "arc":
		return true
	}
	return false
}

const (
	lri, rli, fsi, pdi = '\u2066', '\u2067', '\u2068', '\u2069'
	object             = '\ufffc' // stands for an isolate in what surrounds it
)

// steers says whether a character only steers direction: it is never drawn.
func steers(r rune) bool {
	return r == '\u061c' || r == '\u200e' || r == '\u200f' ||
		'\u202a' <= r && r <= '\u202e' || lri <= r && r <= pdi
}

// resolve gives each character its embedding level (UAX #9): even runs from
// left to right, odd from right to left. The library tells only the direction
// of runs, not their level; so isolates are taken out and resolved each for
// itself, which leaves texts without nesting, whose levels follow from the
// directions.
func resolve(rs []rune, base int8) []int8 {
	levels := make([]int8, len(rs))
	resolveIsolate(rs, levels, base, 0)
	return levels
}

// deepest is the nesting that UAX #9 asks for, halved: deeper isolates are
// read as if they were not there.
const deepest = 60

func resolveIsolate(rs []rune, levels []int8, base int8, depth int) {
	flat := make([]rune, 0, len(rs))
	at := make([]int, 0, len(rs))
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		if r == pdi || r < lri || r > pdi {
			flat, at = append(flat, r), append(at, i)
			continue
		}
		end := closing(rs, i)
		inner := rs[i+1 : end]
		level := (base + 2) &^ 1 // the next even level
		if r == rli || r == fsi && firstStrong(inner) {
			level = (base + 1) | 1
		}
		if depth < deepest {
			resolveIsolate(inner, levels[i+1:end], level, depth+1)
		}
		levels[i] = base
		flat, at = append(flat, object), append(at, i)
		if end < len(rs) {
			levels[end] = base
		}
		i = end
	}
	for i, l := range implicit(flat, base) {
		levels[at[i]] = l
	}
}

// closing finds the end of the isolate that begins at i: its PDI, or the end.
func closing(rs []rune, i int) int {
	open := 0
	for ; i < len(rs); i++ {
		switch rs[i] {
		case lri, rli, fsi:
			open++
		case pdi:
			if open--; open == 0 {
				return i
			}
		}
	}
	return i
}

// firstStrong tells whether the first letter runs from right to left,
// skipping nested isolates.
func firstStrong(rs []rune) bool {
	for i := 0; i < len(rs); i++ {
		switch class(rs[i]) {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
		if lri <= rs[i] && rs[i] <= fsi {
			i = closing(rs, i)
		}
	}
	return false
}

// mayTurn says whether a character lies where Unicode keeps the writing
// systems from right to left and the marks that make text run that way.
func mayTurn(r rune) bool {
	return '\u0590' <= r && r <= '\u08ff' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' ||
		'\ufb1d' <= r && r <= '\ufdff' || '\ufe70' <= r && r <= '\ufefe' ||
		0x10800 <= r && r <= 0x10fff || 0x1e800 <= r && r <= 0x1efff
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// implicit resolves text without isolates in a base level.
func implicit(rs []rune, base int8) []int8 {
	levels := make([]int8, len(rs))
	for i := range levels {
		levels[i] = base
	}
	plain := base%2 == 0
	for i := 0; plain && i < len(rs); i++ {
		plain = !mayTurn(rs[i])
	}
	if plain || len(rs) == 0 {
		return levels
	}
	// The library takes the first letter's direction where the base is from
	// left to right; a mark in front decides before any letter does.
	var p bidi.Paragraph
	mark, option := '\u200e', bidi.DefaultDirection(bidi.LeftToRight)
	if base%2 == 1 {
		mark, option = '\u200f', bidi.DefaultDirection(bidi.RightToLeft)
	}
	if _, err := p.SetString(string(mark)+string(rs), option); err != nil {
		return levels
	}
	order, err := p.Order()
	if err != nil {
		return levels
	}
	for k := range order.NumRuns() {
		run := order.Run(k)
		start, last := run.Pos()
		start, last = max(start-1, 0), last-1
		odd := run.Direction() == bidi.RightToLeft
		for i := start; i <= last && i < len(rs); i++ {
			if odd != (base%2 == 1) {
				levels[i] = base + 1
			}
		}
		// A number after right-to-left text belongs to it, though it runs
		// from left to right: it stands one level deeper.
		if !odd && base%2 == 0 && k > 0 {
			for i := start; i < start+number(rs[start:min(last+1, len(rs))]); i++ {
				levels[i] = base + 2
			}
		}
	}
	return levels
}

// number measures the number that a text begins with.
func number(rs []rune) int {
	end := 0
	for i := 0; i < len(rs); i++ {
		switch class(rs[i]) {
		case bidi.EN, bidi.AN:
			end = i + 1
		case bidi.ET, bidi.NSM, bidi.BN:
			if end == i {
				end = i + 1
			}
		case bidi.ES, bidi.CS:
			if end != i || i == 0 {
				return end
			}
		default:
			return end
		}
	}
	return end
}
