package text

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// cut are sentences of Thai as another program cuts them into words.
func cut(t testing.TB) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/thai.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for line := range strings.Lines(string(data)) {
		if line[0] != '#' {
			out = append(out, strings.Split(strings.TrimSpace(line), "|"))
		}
	}
	return out
}

// Where nobody marked the ends of words, lines end where another program finds
// them too (it is swath, with a dictionary of its own), and often enough.
func TestNoWordOfUnmarkedThaiIsBroken(t *testing.T) {
	f := New()
	found, all := 0, 0
	for _, words := range cut(t) {
		text := strings.Join(words, "")
		ends := map[int]bool{}
		at := 0
		for _, w := range words {
			at += len(w)
			ends[at] = true
		}
		all += len(words) - 1
		found += len(thaiSplit([]rune(text)))
		for width := 6.0; width < 30; width += 0.37 {
			at := 0
			for _, l := range f.Set([]Span{{Text: text}}, How{Width: width, Lang: "th"}).Lines {
				if at += len(l.Text); !ends[at] {
					t.Fatalf("at %.1f em a line ends inside a word: %q", width, l.Text)
				}
			}
			if at != len(text) {
				t.Fatalf("at %.1f em the lines do not say %q", width, text)
			}
		}
	}
	if found*100 < all*85 {
		t.Errorf("%d ends of words found of %d", found, all)
	}
}

// What is isolated is one piece in Thai too.
func TestIsolatedThaiIsOnePiece(t *testing.T) {
	p := New().Set([]Span{{Text: "คุณขอ \u2066คุณขอความช่วยเหลือได้\u2069 ได้"}}, How{Width: 11, Lang: "th"})
	var got []string
	for _, l := range p.Lines {
		got = append(got, l.Text)
	}
	if want := []string{"คุณขอ", "คุณขอความช่วยเหลือได้ ได้"}; !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestThaiWordsThatNobodyKnowsStayWithTheirNeighbours(t *testing.T) {
	for text, want := range map[string]string{
		"คุณขอความช่วยเหลือได้": "คุณ|ขอ|ความช่วยเหลือ|ได้",
		"น้อยหรือ":              "น้อยหรือ", // น้อย|หรือ and, says the dictionary, น้อยห|รือ
		"คุณฌฑฬได้":             "คุณฌฑฬได้",
		"เก":                    "เก",
		"ก":                     "ก",
	} {
		rs := []rune(text)
		may := make([]bool, len(rs)+1)
		thaiEnds(rs, may)
		got := ""
		for i, r := range rs {
			if may[i] {
				got += "|"
			}
			got += string(r)
		}
		if got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}

// Whatever is strewn together, no line begins with a mark of the line before.
func TestThaiMarksStayWithTheirLetters(t *testing.T) {
	letters := []rune("กขนมสอยาะำิีึืุูเแโใไ็่้๊๋์ๆฯ ๑a")
	rapid.Check(t, func(t *rapid.T) {
		rs := rapid.SliceOfN(rapid.SampledFrom(letters), 0, 60).Draw(t, "text")
		may := make([]bool, len(rs)+1)
		thaiEnds(rs, may)
		for i, r := range rs {
			if may[i] && (slices.Contains([]rune("ะาำิีึืุู็่้๊๋์ๆฯ"), r) || slices.Contains([]rune("เแโใไ"), rs[i-1])) {
				t.Fatalf("%q may break before character %d", string(rs), i)
			}
		}
	})
}
