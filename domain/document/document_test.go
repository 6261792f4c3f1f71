package document

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIsolateKeepsDirectionToItself(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"", ""},
		{"Đorđević", "Đorđević"},
		{"王珺玥", "王珺玥"},
		{"حلب", "\u2068حلب\u2069"},
		{"שלום", "\u2068שלום\u2069"},
		{"a\u202eb", "\u2068a\u202eb\u2069"}, // the isolate ends the override
		{"a\u2069b", "\u2068ab\u2069"},
		{"علي 02 511 64 64", "\u2068علي \u206602\u00a0511\u00a064\u00a064\u2069\u2069"},
		{"علي +32 (0)2 123", "\u2068علي \u2066+32\u00a0(0)2\u00a0123\u2069\u2069"},
		{"علي 12", "\u2068علي 12\u2069"},
		{"Rue הן-12A0", "\u2068Rue הן-\u206612A0\u2069\u2069"},
		{"ןה 1/2B", "\u2068ןה \u20661/2B\u2069\u2069"},
		{" fédérale\u00a0\t", "fédérale"},
		{" שרה ", "\u2068שרה\u2069"},
		{" \t", ""},
		{"\u2067a", "\u2068\u2067a\u2069\u2069"},
		{"\u2066a\u2069\u2069", "\u2068\u2066a\u2069\u2069"},
	} {
		if got := Isolate(c.name); got != c.want {
			t.Errorf("%+q becomes %+q, want %+q", c.name, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab ש\u2066\u2067\u2068\u2069\u202e"))).Draw(t, "name")
		got := Isolate(s)
		s = strings.TrimSpace(s)
		open := 0
		for i, r := range got {
			if lri <= r && r <= fsi {
				open++
			} else if r == pdi {
				open--
			}
			if open < 1 && i+len(string(r)) < len(got) && got != s {
				t.Fatalf("%+q ends inside %+q", s, got)
			}
		}
		if open != 0 {
			t.Fatalf("%+q leaves %+q open", s, got)
		}
		visible := func(s string) string {
			return strings.Map(func(r rune) rune {
				if lri <= r && r <= pdi {
					return -1
				}
				return r
			}, s)
		}
		if visible(got) != visible(s) {
			t.Fatalf("%+q became %+q", s, got)
		}
	})
}

func TestNumberStaysInOnePiece(t *testing.T) {
	if got, want := Number("0800 12 345"), "\u20660800\u00a012\u00a0345\u2069"; got != want {
		t.Errorf("got %+q, want %+q", got, want)
	}
	if got, want := Number(" VB.1/97 "), "\u2066VB.1/97\u2069"; got != want {
		t.Errorf("got %+q, want %+q", got, want)
	}
	if got := Number(""); got != "" {
		t.Errorf("nothing becomes %+q", got)
	}
}
