package paper

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// letters are what names and addresses are made of, in the scripts that the
// program has typefaces for.
var letters = []rune("abcdefghijklmnopqrstuvwxyzéèêßøłțșğıñÑ      ABCXYZ -–'’./,0123456789" +
	"áạảãẤỗữỵ Шевченко Ђџѝ Παό ابتثجحمنيهلاپچگ ۱۲ שלום Աքհ საქ ኢትዮ हिन्दी বাংলা ਪੰਜਾ ภาษาไทย 王珺玥，（）")

func anyText(t *rapid.T, label string, most int) document.Text {
	return document.T(rapid.StringOfN(rapid.SampledFrom(letters), 0, most, -1).Draw(t, label))
}

func anyLetter(t *rapid.T) *document.Document {
	d := dutch()
	for i := range d.Sender {
		d.Sender[i] = anyText(t, "sender", 60)
	}
	d.Address = nil
	for range rapid.IntRange(0, 7).Draw(t, "lines") {
		d.Address = append(d.Address, anyText(t, "address", 120))
	}
	for i := range d.Refs {
		d.Refs[i].Value = anyText(t, "reference", 60)
	}
	d.PlaceDate = anyText(t, "place", 50)
	d.Running = anyText(t, "running", 200)
	d.Foot = []document.Text{anyText(t, "foot", 200)}
	for i := range d.Blocks[3].Pairs {
		d.Blocks[3].Pairs[i].Label = anyText(t, "label", 40)
		d.Blocks[3].Pairs[i].Value = anyText(t, "value", 300)
	}
	var more []document.Block
	for range rapid.IntRange(0, 12).Draw(t, "paragraphs") {
		b := para(anyText(t, "paragraph", 900).String())
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			b = document.Block{Kind: document.Heading, Level: 2, Text: anyText(t, "heading", 90)}
		case 1:
			b = document.Block{Kind: document.List, Items: []document.Text{anyText(t, "item", 200), anyText(t, "item", 200)}}
		}
		more = append(more, b)
	}
	last := len(d.Blocks) - 2
	d.Blocks = append(append(append([]document.Block(nil), d.Blocks[:last]...), more...), d.Blocks[last:]...)
	if rapid.Bool().Draw(t, "rtl") {
		d.RTL = true
	}
	return d
}

// box is what a line of text takes up, a little less than its letters.
func box(w *sheet.Words) (x1, y1, x2, y2 float64) {
	em := w.Size * sheet.PerPoint
	return w.X, w.Y - 0.75*em, w.X + w.Width(), w.Y + 0.15*em
}

func TestNothingLeavesThePageOrTouchesAnything(t *testing.T) {
	p := New()
	rapid.Check(t, func(t *rapid.T) {
		d := anyLetter(t)
		s, err := p.Layout(d)
		long := 0
		for _, a := range d.Address {
			long += len([]rune(a.String()))
		}
		if err != nil && long > 150 { // no window has room for it, and nothing else is too long
			var tooLong *document.TooLongError
			if !errors.As(err, &tooLong) || tooLong.Part != document.TooLongAddress {
				t.Fatalf("an address of %d letters: %v", long, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		f := forms[d.Form]
		left, right := f.start, f.width-f.end
		if d.RTL {
			left, right = f.end, f.width-f.start
		}
		for n := range s.Pages {
			words := s.Pages[n].Words
			for i := range words {
				w := &words[i]
				x1, y1, x2, y2 := box(w)
				if x1 < left-0.1 || x2 > right+0.1 || y1 < 5 || y2 > f.height-5 {
					t.Fatalf("page %d: %s leaves the margins: %.1f–%.1f, %.1f–%.1f", n+1, w.Part, x1, x2, y1, y2)
				}
				from, to := x1, x2
				if d.RTL {
					from, to = f.width-x2, f.width-x1
				}
				if w.Part == sheet.Address && (from < windowLeft-0.1 || to > windowRight+0.1 || y2 > windowBottom+0.1) {
					t.Fatalf("an address line runs from %.1f to %.1f", x1, x2)
				}
				for k := range words[:i] {
					o := &words[k]
					ox1, oy1, ox2, oy2 := box(o)
					if x1 < ox2-0.1 && ox1 < x2-0.1 && y1 < oy2 && oy1 < y2 {
						t.Fatalf("page %d: %s %+q lies over %s %+q", n+1, w.Part, w.Line.Text, o.Part, o.Line.Text)
					}
				}
			}
		}
		everythingIsThere(t, d, s)
	})
}

// everythingIsThere compares what the sheet says with what the document says.
func everythingIsThere(t *rapid.T, d *document.Document, s *Sheet) {
	said := map[string]string{}
	for n, page := range s.Pages {
		for _, w := range page.Words {
			key := fmt.Sprint(w.Block)
			if w.Block < 0 {
				key = string(w.Part)
				if n > 0 && w.Part == sheet.Foot || n > 1 && w.Part == sheet.Running {
					continue
				}
			}
			said[key] += w.Line.Text
		}
	}
	check := func(key string, ts ...document.Text) {
		want := ""
		for _, x := range ts {
			want += x.String()
		}
		got := strings.ReplaceAll(said[key], "•", "")
		if sorted(bare(got)) != sorted(bare(want)) {
			t.Fatalf("%s says %+q, want %+q", key, got, want)
		}
	}
	check(string(sheet.Sender), d.Sender...)
	check(string(sheet.Address), append([]document.Text{d.Marking}, d.Address...)...)
	refs := []document.Text{d.PlaceDate}
	for _, r := range d.Refs {
		refs = append(refs, r.Label, r.Value)
	}
	check(string(sheet.Refs), refs...)
	check(string(sheet.Foot), d.Foot...)
	if len(s.Pages) > 1 {
		check(string(sheet.Running), d.Running)
	}
	for i, b := range d.Blocks {
		all := append([]document.Text{b.Text}, b.Items...)
		for _, p := range b.Pairs {
			all = append(all, p.Label, p.Value)
		}
		check(fmt.Sprint(i), all...)
	}
}

func sorted(s string) string {
	counts := map[rune]int{}
	for _, r := range s {
		counts[r]++
	}
	return fmt.Sprint(counts) // maps print in the order of their keys
}

func TestPagesBreakWhereAReaderExpectsIt(t *testing.T) {
	p := New()
	seen := map[int]int{}
	rapid.Check(t, func(t *rapid.T) {
		d := dutch()
		words := strings.Fields(french().Blocks[6].Text.String())
		var more []document.Block
		for range rapid.IntRange(0, 9).Draw(t, "paragraphs") {
			n := rapid.IntRange(1, 3*len(words)).Draw(t, "words")
			var b strings.Builder
			for i := range n {
				b.WriteString(words[i%len(words)] + " ")
			}
			if rapid.IntRange(0, 4).Draw(t, "heading") == 0 {
				more = append(more, document.Block{Kind: document.Heading, Level: 2, Text: document.T("Feiten")})
			}
			more = append(more, para(b.String()))
		}
		last := len(d.Blocks) - 2
		d.Blocks = append(append(append([]document.Block(nil), d.Blocks[:last]...), more...), d.Blocks[last:]...)
		s := mustRapid(t, p, d)
		seen[len(s.Pages)]++

		type place struct{ page, lines int }
		parts := make([][]place, len(d.Blocks))
		for n := range s.Pages {
			tail := -1
			for _, w := range s.Pages[n].Words {
				if w.Block < 0 {
					continue
				}
				tail = w.Block
				ps := parts[w.Block]
				if k := len(ps) - 1; k >= 0 && ps[k].page == n {
					ps[k].lines++
				} else {
					ps = append(ps, place{n, 1})
				}
				parts[w.Block] = ps
			}
			if tail >= 0 && d.Blocks[tail].Kind == document.Heading {
				t.Fatalf("page %d ends with a heading", n+1)
			}
			if n > 0 && !strings.Contains(s.Pages[n].Text(), d.Running.String()) {
				t.Fatalf("page %d has no running head", n+1)
			}
			if want := fmt.Sprintf("Pagina %d van %d", n+1, len(s.Pages)); !strings.Contains(s.Pages[n].Text(), want) {
				t.Fatalf("page %d does not say %q", n+1, want)
			}
		}
		for i, b := range d.Blocks {
			switch {
			case b.Kind == document.Paragraph && len(parts[i]) > 1:
				for _, p := range parts[i] {
					if p.lines < 2 {
						t.Fatalf("a single line of block %d stands on page %d", i, p.page+1)
					}
				}
			case b.Kind == document.Signature:
				if len(parts[i]) != 1 {
					t.Fatal("the signature is torn apart")
				}
				body := parts[i-1]
				if body[len(body)-1].page != parts[i][0].page {
					t.Fatal("the signature stands alone")
				}
			}
		}
	})
	if seen[1] == 0 || seen[2] == 0 || seen[3] == 0 {
		t.Errorf("the letters tried had these numbers of pages: %v", seen)
	}
}

// A block that is to stay with the next does, and numbers stay in one place.
func TestWhatBelongsTogetherStaysTogether(t *testing.T) {
	p := New()
	for n := range 24 {
		d := leaflet(document.A6)
		keep := para("Lees dit eerst.")
		keep.Keep = true
		blocks := make([]document.Block, n)
		for i := range blocks {
			blocks[i] = para("Een regel.")
		}
		d.Blocks = append(append(blocks, keep, para("En dan dit.")), d.Blocks[4:]...)
		pages := map[int][]int{}
		for k, page := range mustLayout(t, p, d).Pages {
			for _, w := range page.Words {
				if w.Block >= 0 {
					pages[w.Block] = append(pages[w.Block], k)
				}
			}
		}
		if pages[n][0] != pages[n+1][0] {
			t.Errorf("after %d lines, a block does not stay with the next", n)
		}
		heading, numbers := pages[n+2], pages[n+3]
		if heading[0] != numbers[0] || numbers[0] != numbers[len(numbers)-1] {
			t.Errorf("after %d lines, the numbers are on pages %v, their heading on %v", n, numbers, heading)
		}
	}
}

func mustRapid(t *rapid.T, p *Paper, d *document.Document) *Sheet {
	s, err := p.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
