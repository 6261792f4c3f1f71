package paper

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"onthaal/domain/document"
)

var (
	quoted     = regexp.MustCompile(`(?m)^ *"(.*)"$`)
	structure  = regexp.MustCompile(`(?m)^ *([A-Z][A-Za-z0-9]*) \(block\)$`)
	actualText = regexp.MustCompile(`/ActualText <feff([0-9a-f]*)>`)
)

// heard is what somebody hears who has the document read aloud: its texts in
// order, without what only dresses the page, and without marks of direction.
func heard(d *document.Document) []string {
	var out []string
	say := func(t document.Text) {
		s := strings.Map(func(r rune) rune {
			switch {
			case '\u2066' <= r && r <= '\u2069', r == '\u2060':
				return -1
			case r == '\u00a0', r == '\u202f':
				return ' '
			}
			return r
		}, t.String())
		if s != "" {
			out = append(out, s)
		}
	}
	say(document.T(d.Stamp))
	for _, t := range slices.Concat(d.Sender, []document.Text{d.Marking}, d.Address) {
		say(t)
	}
	for _, r := range d.Refs {
		say(r.Label)
		say(r.Value)
	}
	say(d.PlaceDate)
	for _, b := range d.Blocks {
		say(b.Text)
		for i, t := range b.Items {
			if b.Kind == document.List {
				mark := "•"
				if b.Ordered {
					mark = string(rune('1'+i)) + "."
				}
				say(document.T(mark))
			}
			say(t)
		}
		for _, p := range b.Pairs {
			say(p.Label)
			say(p.Value)
		}
	}
	for _, t := range d.Foot {
		say(t)
	}
	return out
}

// unheard tells where who has the file read aloud hears something else than the
// document says. Of words from right to left poppler tells how they lie in the
// file; another test looks at those.
func unheard(d *document.Document, data []byte) (wrong []string) {
	out, err := run(data, "pdfinfo", "-struct-text", "-")
	if err != nil {
		return []string{out}
	}
	var got []string
	for _, m := range quoted.FindAllStringSubmatch(out, -1) {
		got = append(got, strings.NewReplacer("\u00a0", " ", "\u202f", " ", `\"`, `"`, `\\`, `\`).Replace(m[1]))
	}
	want := heard(d)
	// A text that goes on over the page comes in two pieces.
	for i := 0; i < len(want) && i+1 < len(got); i++ {
		if len(got) > len(want) && got[i] != want[i] && strings.HasPrefix(want[i], got[i]) {
			got = slices.Replace(got, i, i+2, got[i]+got[i+1])
		}
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return []string{fmt.Sprintf("one hears\n%q\nwant\n%q", got[min(i, len(got)):], want[min(i, len(want)):])}
		}
	}
	return nil
}

// A screen reader, and whatever an archive makes of the file one day, finds
// every text whole, once and in the order of reading, also over the page.
func TestTheFileReadsAloudOverThePage(t *testing.T) {
	long := dutch()
	last := len(long.Blocks) - 2
	long.Blocks = slices.Concat(long.Blocks[:last], long.Blocks[1:last], long.Blocks[1:last], long.Blocks[last:])
	if n := len(mustLayout(t, New(), long).Pages); n < 2 {
		t.Fatalf("%d pages", n)
	}
	for _, wrong := range unheard(long, mustPDF(t, long)) {
		t.Error(wrong)
	}
}

// Words from right to left stand in a file from left to right; what they say
// is told beside them.
func TestTheFileReadsAloudFromRightToLeft(t *testing.T) {
	for _, name := range []string{"ar", "ar6", "de"} {
		d := samples()[name]
		var got []string
		for _, m := range actualText.FindAllSubmatch(mustPDF(t, d), -1) {
			raw, err := hex.DecodeString(string(m[1]))
			if err != nil || len(raw)%2 != 0 {
				t.Fatalf("%s: %v", name, err)
			}
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			}
			got = append(got, strings.ReplaceAll(string(utf16.Decode(units)), "\u00a0", " "))
		}
		var want []string
		for _, s := range heard(d) {
			if strings.ContainsFunc(s, func(r rune) bool { return '\u0600' <= r && r <= '\u06ff' }) || s == "1." || s == "2." || s == "3." {
				want = append(want, s)
			}
		}
		if name == "de" {
			want = slices.DeleteFunc(want, func(s string) bool { return strings.HasSuffix(s, ".") })
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: one hears\n%q\nwant\n%q", name, got, want)
		}
	}
}

func TestTheFileTellsHeadingsListsAndParagraphsApart(t *testing.T) {
	d := french()
	var got []string
	for _, m := range structure.FindAllStringSubmatch(tool(t, mustPDF(t, d), "pdfinfo", "-struct", "-"), -1) {
		got = append(got, m[1])
	}
	item := []string{"LI", "Lbl", "LBody"}
	list := func(n int) []string { return append([]string{"L"}, slices.Repeat(item, n)...) }
	want := slices.Concat(slices.Repeat([]string{"P"}, len(d.Sender)+1+len(d.Address)), list(3), []string{"P", "H1", "P", "P"},
		list(5), list(4), []string{"H2", "P", "P", "P"}, list(2), []string{"H2", "P", "P"},
		[]string{"P", "P", "P"}, []string{"P"}, list(1), []string{"P"})
	// An item without a mark has no label.
	at := len(want) - 1 - len(item)
	want = slices.Delete(want, at+1, at+2)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
