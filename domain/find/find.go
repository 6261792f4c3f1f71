// Package find looks people up by name, code or number, as people type them:
// without accents, in any case, in part.
//
// Tokens is made once, when a head is written; a Query is held against it.
// Both fold their text in the same way, so that what is stored stays exactly
// as it was typed.
package find

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// special are letters that stay themselves when marks are stripped, though
// people type them otherwise.
var special = strings.NewReplacer(
	"ß", "ss", "ł", "l", "đ", "d", "ð", "d", "ø", "o", "æ", "ae", "œ", "oe", "ı", "i", "ŋ", "n", "ə", "e", "þ", "th",
	"ʼ", "", "'", "", "’", "", "-", " ",
)

// Fold brings a text into the form in which it is compared: small letters
// without marks, one space between words.
func Fold(s string) string {
	s = special.Replace(strings.ToLower(strings.ReplaceAll(s, "İ", "i")))
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(norm.NFC.String(b.String())), " ")
}

// joined writes a number as one that is read out: 5.412.907/MH is 5412907mh.
var joined = strings.NewReplacer(" ", "", ".", "", "/", "")

// Tokens prepares what a head is found by: each text folded, and numbers and
// codes once more without spaces, dashes, dots and strokes.
func Tokens(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		f := Fold(t)
		if f == "" {
			continue
		}
		b.WriteString("\n" + f)
		if c := joined.Replace(f); c != f {
			b.WriteString("\n" + c)
		}
	}
	return b.String()
}

// Query is what somebody looks for, ready to be held against many tokens.
type Query []string

// Parse prepares a query: its words, folded.
func Parse(query string) Query { return strings.Fields(Fold(query)) }

// In reports whether every word of the query is found in the tokens. An empty
// query is found everywhere.
func (q Query) In(tokens string) bool {
	for _, w := range q {
		if !strings.Contains(tokens, w) {
			return false
		}
	}
	return true
}
