package text

import (
	"slices"
	"sync"

	"onthaal/assets/thai"
)

// Thai has no spaces between its words. Whoever writes it for a program may
// mark their ends with U+200B; where nobody did, the dictionary finds them.

// compounds are words that the dictionary has only the parts of.
var compounds = []string{"ช่วยเหลือ", "พักผ่อน", "ใบอนุญาต", "ทั้งหลาย", "รับประกัน", "เสมอภาค", "ตัดสินใจ", "แจ้งความ", "ทั้งหมด", "ไม่ว่า"}

// binds are the words that make one word with the next: of "help" (ช่วยเหลือ)
// the noun (ความช่วยเหลือ).
var binds = map[string]bool{"ความ": true, "การ": true, "ผู้": true, "นัก": true, "น่า": true}

// dictionary is the words of Thai; most programs never load it.
var dictionary = sync.OnceValue(func() (d struct {
	words   map[string]bool
	longest int // in characters
}) {
	all := append(thai.Words(), compounds...)
	d.words = make(map[string]bool, len(all))
	for _, w := range all {
		d.words[w] = true
		d.longest = max(d.longest, len(w)/3) // three bytes each
	}
	return d
})

// thaiEnds marks in may where a line may end between two words of Thai: may[i]
// for the place before character i.
func thaiEnds(runes []rune, may []bool) {
	for i := 0; i < len(runes); i++ {
		if !thaiLetter(runes[i]) {
			continue
		}
		j := i
		for j < len(runes) && thaiLetter(runes[j]) {
			j++
		}
		for _, k := range thaiSplit(runes[i:j]) {
			may[i+k] = true
		}
		i = j
	}
}

// thaiSplit tells between which characters of a text of Thai letters one word
// ends and another begins. The best way to cut a text leaves as few characters
// unknown as can be, and then makes as few words as can be. Where several are
// equally good, only the places that they agree on count; and what the
// dictionary does not know, such as a name, stays with its neighbours: rather a
// short line than a torn word.
func thaiSplit(run []rune) []int {
	d := dictionary()
	type piece struct {
		from, to, cost int
		known          bool
	}
	const unknown = 1000 // for each character; a word costs 1
	never := len(run) * unknown * 2
	var pieces []piece // ordered by from
	for i := range run {
		if !thaiBegins(run, i) {
			continue
		}
		next := i + 1
		for next < len(run) && !thaiBegins(run, next) {
			next++
		}
		pieces = append(pieces, piece{i, next, unknown * (next - i), false})
		for end := next; end <= min(len(run), i+d.longest); end++ {
			if (end == len(run) || thaiBegins(run, end)) && d.words[string(run[i:end])] {
				pieces = append(pieces, piece{i, end, 1, true})
			}
		}
	}
	before, after := make([]int, len(run)+1), make([]int, len(run)+1)
	for i := range before {
		before[i], after[i] = never, never
	}
	before[0], after[len(run)] = 0, 0
	for _, p := range pieces {
		before[p.to] = min(before[p.to], before[p.from]+p.cost)
	}
	for _, p := range slices.Backward(pieces) {
		after[p.from] = min(after[p.from], p.cost+after[p.to])
	}
	inside := make([]bool, len(run)+1)
	for _, p := range pieces {
		if before[p.from]+p.cost+after[p.to] > before[len(run)] {
			continue // of no best way
		}
		for k := p.from + 1; k < p.to; k++ {
			inside[k] = true
		}
		if !p.known {
			inside[p.from], inside[p.to] = true, true
		}
		if binds[string(run[p.from:p.to])] {
			inside[p.to] = true
		}
	}
	var out []int
	for k := 1; k < len(run); k++ {
		if !inside[k] {
			out = append(out, k)
		}
	}
	return out
}

// thaiLetter says whether a character is a letter or a mark of Thai, no digit.
func thaiLetter(r rune) bool { return '\u0e01' <= r && r <= '\u0e3a' || '\u0e40' <= r && r <= '\u0e4e' }

// thaiBegins says whether a word can begin at a place: not with a vowel or a
// mark that belongs to the consonant before it, nor after a vowel that is
// written before its consonant. The first place always can.
func thaiBegins(run []rune, i int) bool {
	if i == 0 {
		return true
	}
	switch r := run[i]; {
	case r == '\u0e2f', '\u0e30' <= r && r <= '\u0e3a', '\u0e45' <= r && r <= '\u0e4e':
		return false
	}
	return run[i-1] < '\u0e40' || run[i-1] > '\u0e44'
}
