package casefile

import (
	"fmt"
	"io"
	"strings"
)

// The letters of a case code: Crockford's, which cannot be mistaken for one
// another, without vowels, so that no word can appear.
const codeLetters = "0123456789BCDFGHJKMNPQRSTVWXYZ"

// checkLetters are the 36 values of ISO 7064 mod 37,36.
const checkLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// NewCode draws a case code such as K7M-204S. It says nothing about the
// person and nothing about the order of cases. The last letter is a check
// character (ISO 7064 mod 37,36): every single wrong letter is noticed.
func NewCode(random io.Reader) (string, error) {
	for {
		var b [6]byte
		for i := 0; i < len(b); {
			var one [1]byte
			if _, err := io.ReadFull(random, one[:]); err != nil {
				return "", fmt.Errorf("casefile: draw a case code: %w", err)
			}
			if int(one[0]) < 256/len(codeLetters)*len(codeLetters) {
				b[i] = codeLetters[int(one[0])%len(codeLetters)]
				i++
			}
		}
		c := checkLetter(string(b[:]))
		if strings.IndexByte(codeLetters, c) < 0 {
			continue // the check character would be a vowel or look like another letter
		}
		return string(b[:3]) + "-" + string(b[3:]) + string(c), nil
	}
}

// ParseCode reads a code as people write it, in small letters, without the
// dash, with o for zero, and reports whether it is one.
func ParseCode(s string) (string, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(s)
	if len(s) != 7 {
		return "", false
	}
	for i := range s {
		if strings.IndexByte(codeLetters, s[i]) < 0 {
			return "", false
		}
	}
	if checkLetter(s[:6]) != s[6] {
		return "", false
	}
	return s[:3] + "-" + s[3:], true
}

// checkLetter computes the check character of ISO 7064 mod 37,36.
func checkLetter(s string) byte {
	const m = 36
	p := m
	for i := range s {
		p = (p + strings.IndexByte(checkLetters, s[i])) % m
		if p == 0 {
			p = m
		}
		p = p * 2 % (m + 1)
	}
	return checkLetters[(m+1-p)%m]
}
