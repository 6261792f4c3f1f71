package find

import (
	"strings"
	"unicode/utf8"
)

// word is a skeleton with what is quickly compared.
type word struct {
	text    string
	letters uint32 // a bit for each letter that occurs
	n       int    // number of letters
}

func newWord(s string) word {
	w := word{text: s, n: utf8.RuneCountInString(s)}
	for _, r := range s {
		w.letters |= 1 << (r % 32)
	}
	return w
}

// sounds are the ways in which one sound is spelt, by their first letter, the
// longest first. They are tried from left to right.
var sounds = func() (by [26][][2]string) {
	for _, s := range [][2]string{
		{"shch", "s"}, {"sch", "s"}, {"sh", "s"}, {"sz", "s"},
		{"tsch", "c"}, {"tch", "c"}, {"tsh", "c"}, {"ts", "c"}, {"tz", "c"}, {"th", "t"},
		{"dzh", "i"}, {"dj", "i"}, {"dh", "d"},
		{"ch", "c"}, {"cz", "c"}, {"ck", "k"}, {"ca", "ka"}, {"co", "ko"}, {"cu", "ku"}, {"cl", "kl"}, {"cr", "kr"},
		{"kh", "h"}, {"zh", "z"}, {"gh", "g"}, {"ph", "f"}, {"bh", "b"}, {"rh", "r"}, {"lh", "l"}, {"wh", "v"}, {"w", "v"},
		{"ks", "x"}, {"qu", "k"}, {"q", "k"},
		{"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"ou", "u"}, {"oo", "u"}, {"oy", "u"}, {"ee", "i"},
		{"y", "i"}, {"j", "i"},
	} {
		c := s[0][0] - 'a'
		by[c] = append(by[c], s)
	}
	return by
}()

// appendSkeleton appends a folded word as it sounds, or nothing when it holds
// a digit. Words in other letters than Latin are their own skeletons.
func appendSkeleton(dst, w []byte) []byte {
	for _, c := range w {
		if '0' <= c && c <= '9' {
			return dst
		}
		if c < 'a' || c > 'z' {
			for _, c := range w {
				if '0' <= c && c <= '9' {
					return dst
				}
			}
			return append(dst, w...)
		}
	}
	start := len(dst)
	put := func(c byte) {
		if n := len(dst); n == start || dst[n-1] != c {
			dst = append(dst, c)
		}
	}
	if len(w) > 3 && strings.HasPrefix(string(w), "ou") && vowel(w[2]) { // Ouahid is Wahid
		put('v')
		w = w[2:]
	}
next:
	for i := 0; i < len(w); {
		for _, s := range sounds[w[i]-'a'] {
			if len(w)-i >= len(s[0]) && string(w[i:i+len(s[0])]) == s[0] {
				for j := range len(s[1]) {
					put(s[1][j])
				}
				i += len(s[0])
				continue next
			}
		}
		if w[i] == 'h' && i > 0 && i == len(w)-1 && vowel(w[i-1]) { // Sarah is Sara
			break
		}
		put(w[i])
		i++
	}
	return dst
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// slips is how many letters of a word may be other than they are in a name as
// long: short words say too little to allow any.
func (w *word) slips() int {
	switch {
	case w.n >= 7:
		return 2
	case w.n >= 4:
		return 1
	}
	return 0
}

// near says how well a typed skeleton answers to that of a name: the name
// begins with it, or they are one or two letters apart. Fewer than three
// letters must be all of the name.
func (w *word) near(name *word) rank {
	switch {
	case w.n == 0:
		return none
	case w.text == name.text || w.n >= 3 && strings.HasPrefix(name.text, w.text):
		return spelling
	}
	k := min(w.slips(), name.slips())
	if k == 0 || w.n-name.n > k || name.n-w.n > k {
		return none
	}
	switch distance(w.text, name.text, k) {
	case 1:
		return oneOff
	case 2:
		if k == 2 {
			return twoOff
		}
	}
	return none
}

// distance counts the letters that have to be put in, left out, replaced or
// exchanged with the next one to make a into b; more than limit is limit+1.
func distance(a, b string, limit int) int {
	// What is the same at both ends does not count.
	for a != "" && b != "" {
		ra, n := utf8.DecodeRuneInString(a)
		rb, _ := utf8.DecodeRuneInString(b)
		if ra != rb {
			break
		}
		a, b = a[n:], b[n:]
	}
	for a != "" && b != "" {
		ra, n := utf8.DecodeLastRuneInString(a)
		rb, _ := utf8.DecodeLastRuneInString(b)
		if ra != rb {
			break
		}
		a, b = a[:len(a)-n], b[:len(b)-n]
	}
	if a == "" || b == "" {
		return min(utf8.RuneCountInString(a)+utf8.RuneCountInString(b), limit+1)
	}
	x, y := []rune(a), []rune(b)
	n := len(y) + 1
	var short [3 * 24]int // enough for most, and no garbage
	space := short[:]
	if 3*n > len(space) {
		space = make([]int, 3*n)
	}
	before, last, row := space[:n], space[n:2*n], space[2*n:3*n]
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last, row = last, row, before
		row[0] = i + 1
		least := row[0]
		for j := range y {
			d := last[j]
			if x[i] != y[j] {
				d = 1 + min(last[j], last[j+1], row[j])
				if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
					d = min(d, before[j-1]+1)
				}
			}
			row[j+1] = d
			least = min(least, d)
		}
		if least > limit+1 { // an exchange may still take one back
			return limit + 1
		}
	}
	return min(row[len(y)], limit+1)
}
