package text

import "strings"

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

const lri, rli, pdi = '\u2066', '\u2067', '\u2069'

// steers says whether a character only steers direction: it is never drawn.
func steers(r rune) bool {
	return r == '\u061c' || r == '\u200e' || r == '\u200f' ||
		'\u202a' <= r && r <= '\u202e' || lri <= r && r <= pdi
}
