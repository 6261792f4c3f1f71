package handout

import (
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/document"
	"onthaal/ui/paper"
	"onthaal/ui/paper/sheet"
	"onthaal/ui/words"
)

func catalog(t testing.TB) *words.Catalog {
	t.Helper()
	c, err := words.Load(assets.Words())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The test sheet measures what a letter is set by: its address lies where that
// of a letter does, its folds are those of a letter, its lines to measure from
// lie 20 mm from the edges, and all of it is moved as a letter is.
func TestTestSheetLiesAsALetterDoes(t *testing.T) {
	p := paper.New()
	for _, lang := range words.Languages {
		for _, e := range []document.Envelope{{}, {Left: true}, {Right: -5, Down: 5}, {Left: true, Right: 5, Down: -5}} {
			say := TestSheet(catalog(t).Printer(lang), e)
			s, err := p.TestSheet(e, say)
			if err != nil {
				t.Fatal(lang, err)
			}
			letter, err := p.Layout(&document.Document{Lang: lang, Form: document.Letter, Envelope: e, Page: say.Page, Address: []document.Text{document.T("Dienst"), document.T("1000 BRUSSEL")}})
			if err != nil {
				t.Fatal(err)
			}
			x, y := address(&s.Pages[0])
			if wantX, wantY := address(&letter.Pages[0]); x != wantX || y != wantY {
				t.Errorf("%s %+v: the address lies at %.1f, %.1f, that of a letter at %.1f, %.1f", lang, e, x, y, wantX, wantY)
			}
			for _, want := range append(letter.Pages[0].Rules, // the folds
				sheet.Rule{X1: 20 + e.Right, Y1: 8 + e.Down, X2: 20 + e.Right, Y2: 30 + e.Down, Thick: 0.25},
				sheet.Rule{X1: 8 + e.Right, Y1: 20 + e.Down, X2: 50 + e.Right, Y2: 20 + e.Down, Thick: 0.25}) {
				found := false
				for _, r := range s.Pages[0].Rules {
					found = found || r == want
				}
				if !found {
					t.Errorf("%s %+v: there is no line %+v", lang, e, want)
				}
			}
			inks := map[sheet.Ink]bool{}
			for _, r := range s.Pages[0].Rules {
				inks[r.Ink] = true
				if min(r.X1, r.X2) < 0 || max(r.X1, r.X2) > 214+1e-9 || min(r.Y1, r.Y2) < 0 || max(r.Y1, r.Y2) > 297 {
					t.Errorf("%s %+v: a line leaves the paper: %+v", lang, e, r)
				}
			}
			if len(inks) != 4 {
				t.Errorf("%s: %d inks are shown", lang, len(inks))
			}
			said := s.Pages[0].Text()
			for _, want := range []string{Millimetres(lang, e.Right) + " mm", "A: 20 mm", "B: 20 mm", say.Right, say.Left} {
				if !strings.Contains(strings.ReplaceAll(said, "\n", " "), want) {
					t.Errorf("%s %+v: it does not say %q", lang, e, want)
				}
			}
			for i, w := range s.Pages[0].Words {
				if low := w.Y; low > 290+e.Down || w.X < 5+e.Right-0.01 || w.X+w.Width() > 210+e.Right {
					t.Errorf("%s %+v: %q leaves the page", lang, e, w.Line.Text)
				}
				for _, o := range s.Pages[0].Words[:i] {
					if w.X < o.X+o.Width() && o.X < w.X+w.Width() && w.Y-0.7*w.Size*sheet.PerPoint < o.Y && o.Y-0.7*o.Size*sheet.PerPoint < w.Y {
						t.Errorf("%s: %q lies over %q", lang, w.Line.Text, o.Line.Text)
					}
				}
			}
		}
	}
}

// address is where the first line of an address begins.
func address(p *sheet.Page) (x, y float64) {
	for _, w := range p.Words {
		if w.Part == sheet.Address {
			return w.X, w.Y
		}
	}
	return 0, 0
}

func TestMillimetresAreReadAsTheyAreWritten(t *testing.T) {
	for _, lang := range words.Languages {
		for _, mm := range []float64{0, 1, -1.5, 4.25, -5} {
			if got, ok := ParseMillimetres(Millimetres(lang, mm)); !ok || got != mm {
				t.Errorf("%s: %g is read as %g", lang, mm, got)
			}
		}
	}
	for s, want := range map[string]float64{"": 0, " +2 mm": 2, "−1,5": -1.5, "-0": 0} {
		if got, ok := ParseMillimetres(s); !ok || got != want {
			t.Errorf("%q is read as %g", s, got)
		}
	}
	for _, s := range []string{"two", "1.2.3", "−"} {
		if _, ok := ParseMillimetres(s); ok {
			t.Errorf("%q is read", s)
		}
	}
}
