package find

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a text into the form in which it is compared: small Latin
// letters without marks, one space between words. Dashes divide words,
// apostrophes do not. Scripts other than Latin, Cyrillic and Greek stay what
// they are; Arabic loses its vowel signs and the variants of its letters.
func Fold(s string) string {
	b, _ := appendFold(make([]byte, 0, len(s)), s, single)
	return string(b)
}

// letters says how a letter is folded that is written with one letter here and
// with two there.
type letters int

const (
	single letters = iota // ü is u
	double                // ü is ue
)

// doubles are those letters; of Cyrillic those that Serbian, Ukrainian or the
// passports of some years write otherwise than special does.
var doubles = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ø': "oe", 'å': "aa", 'đ': "dj", 'ə': "a", 'ŋ': "ng", 'ţ': "tz", 'ț': "tz", 'ñ': "ny",
	'г': "h", 'ђ': "dj", 'ё': "yo", 'ж': "z", 'й': "i", 'х': "h", 'ц': "c", 'ч': "c", 'ш': "s", 'щ': "sht", 'ю': "iu", 'я': "ia",
}

// special are letters that do not become their Latin letter when marks are
// stripped; all small. Cyrillic as most passports write it.
var special = map[rune]string{
	'ß': "ss", 'ł': "l", 'đ': "d", 'ð': "d", 'ø': "o", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ŋ': "n", 'ə': "e", 'ɛ': "e", 'ɔ': "o", 'þ': "th",
	'ħ': "h", 'ŧ': "t", 'ĸ': "k", 'ɖ': "d", 'ɗ': "d", 'ɓ': "b", 'ƙ': "k", 'ƴ': "y", 'ǝ': "e",

	'\'': "", '’': "", '‘': "", '‛': "", 'ʼ': "", 'ʻ': "", 'ʹ': "", 'ʾ': "", 'ʿ': "", 'ʽ': "", '`': "", '´': "", '′': "", '·': "",
	'-': " ", '‐': " ", '‑': " ", '‒': " ", '–': " ", '—': " ", '−': " ", '־': " ",

	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ї': "yi", 'є': "ye", 'ґ': "g", 'ў': "u", // Ukrainian, Belarusian
	'ђ': "d", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ѓ': "gj", 'ќ': "kj", 'ѕ': "dz", // Serbian, Macedonian
	'ә': "a", 'ғ': "g", 'қ': "k", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'ҳ': "h", 'ҷ': "j", 'ӣ': "i", 'ӯ': "u", // Kazakh, Tajik and others

	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n",
	'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",

	'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ې': "ي", 'ک': "ك", 'ة': "ه", 'ہ': "ه", 'ھ': "ه", 'ە': "ه", 'ء': "", 'ـ': "",
}

// The letters of nearly everybody's name are folded beforehand: those below
// 0x700 (Latin to Arabic), and the Latin ones from 0x1e00 (Vietnamese).
const (
	tableEnd   = 0x700
	extraStart = 0x1e00
	extraEnd   = 0x1f00
)

type table [2][tableEnd + extraEnd - extraStart]string

var folded = sync.OnceValue(func() *table {
	var t table
	for i := range t[single] {
		r := rune(i)
		if i >= tableEnd {
			r += extraStart - tableEnd
		}
		t[single][i] = foldRune(r)
		t[double][i] = t[single][i]
		if d, ok := doubles[unicode.ToLower(r)]; ok {
			t[double][i] = d
		}
	}
	return &t
})

// foldRune folds one rune.
func foldRune(r rune) string {
	if unicode.IsSpace(r) {
		return " "
	}
	if s, ok := special[unicode.ToLower(r)]; ok {
		return s
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		d = unicode.ToLower(d)
		switch s, ok := special[d]; {
		case ok:
			b.WriteString(s)
		case unicode.In(d, unicode.Mn, unicode.Cf): // marks, joiners, direction
		default:
			b.WriteRune(d)
		}
	}
	return norm.NFC.String(b.String())
}

// appendFold appends the folded text, and says whether another choice of
// letters would fold it otherwise.
func appendFold(dst []byte, s string, l letters) (_ []byte, varied bool) {
	for i := range len(s) {
		if c := s[i]; c == 0xcc || c == 0xcd || c > 0xe0 { // a mark beside its letter may lie from U+0300 to U+036F, or beyond U+1000
			if !norm.NFC.IsNormalString(s) {
				s = norm.NFC.String(s)
			}
			break
		}
	}
	start := len(dst)
	space := true // at the beginning, or after a space
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
			case c == '\'' || c == '`':
				continue
			case c == '-' || c == ' ' || '\t' <= c && c <= '\r':
				if !space {
					dst, space = append(dst, ' '), true
				}
				continue
			}
			dst, space = append(dst, c), false
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		var f string
		at := r
		if extraStart <= r && r < extraEnd {
			at -= extraStart - tableEnd
		}
		if t := folded(); int(at) < len(t[l]) && (r < tableEnd || at != r) {
			f = t[l][at]
			varied = varied || t[single][at] != t[double][at]
		} else {
			f = foldRune(r)
		}
		for j := range len(f) {
			if f[j] != ' ' {
				dst, space = append(dst, f[j]), false
			} else if !space {
				dst, space = append(dst, ' '), true
			}
		}
	}
	if space && len(dst) > start {
		dst = dst[:len(dst)-1]
	}
	return dst, varied
}

// appendWords appends the folded text with nothing between its words but
// single spaces, and the digits of Arabic and Persian as ours.
func appendWords(dst []byte, s string, l letters) (_ []byte, varied bool) {
	start := len(dst)
	dst, varied = appendFold(dst, s, l)
	n, space := start, true
	for i := start; i < len(dst); i++ {
		c := dst[i]
		switch c {
		case ' ', '.', '/', ',', ';', ':', '(', ')', '"', '_', '&', '+', '*':
			if !space {
				dst[n], space = ' ', true
				n++
			}
			continue
		case 0xd9, 0xdb: // from U+0660 and from U+06F0
			zero := byte(0xa0)
			if c == 0xdb {
				zero = 0xb0
			}
			if d := dst[i+1] - zero; d < 10 {
				c = '0' + d
				i++
			}
		}
		dst[n], space = c, false
		n++
	}
	if space && n > start {
		n--
	}
	return dst[:n], varied
}
