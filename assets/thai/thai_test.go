package thai

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWordsAreTheOnesOfTheDictionary(t *testing.T) {
	words := Words()
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(words, "\n")+"\n"))); sum != "626533aa3bf6c1bd557db5c6c6dd84c9990ad48710b3fe9ec1552305260898ca" {
		t.Errorf("SHA-256 is %s", sum)
	}
	if len(words) != 26383 || !slices.IsSorted(words) || !slices.Contains(words, "หนังสือเดินทาง") {
		t.Errorf("%d words", len(words))
	}
	for _, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return r < '\u0e01' || r > '\u0e5b' }) {
			t.Errorf("%q is no word of Thai", w)
		}
	}
}
