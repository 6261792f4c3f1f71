package paper

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// reach is how far the ink of a line reaches up and down the page.
func reach(w *sheet.Words) (top, bottom float64) {
	top, bottom = math.Inf(1), math.Inf(-1)
	for _, r := range w.Line.Runs {
		for _, c := range r.Clusters {
			for _, g := range c.Glyphs {
				for _, s := range r.Face.Outline(g.ID) {
					for _, p := range s.Points[:s.N] {
						y := w.Y - (float64(p.Y)/r.Face.Em()+float64(g.Y))*w.Size*sheet.PerPoint
						top, bottom = min(top, y), max(bottom, y)
					}
				}
			}
		}
	}
	return top, bottom
}

// overlaps lists the lines of a sheet whose ink reaches into that of another
// line that stands above or below it, by more than an accent on a capital does in
// the close lines of an address.
func overlaps(s *Sheet) (wrong []string) {
	for n := range s.Pages {
		words := slices.DeleteFunc(slices.Clone(s.Pages[n].Words), func(w sheet.Words) bool { return w.Part == sheet.Stamp })
		for i := range words {
			a := &words[i]
			top, bottom := reach(a)
			if p := &s.Pages[n]; top < 0 || bottom > p.Height {
				wrong = append(wrong, fmt.Sprintf("page %d: %q leaves the page", n+1, a.Line.Text))
			}
			for k := range words[:i] {
				b := &words[k]
				if a.Y == b.Y || a.X >= b.X+b.Width() || b.X >= a.X+a.Width() {
					continue
				}
				up, down := reach(b)
				hair := 0.13 * a.Size * sheet.PerPoint
				if top < down-hair && up < bottom-hair {
					wrong = append(wrong, fmt.Sprintf("page %d: %q and %q lie over one another", n+1, b.Line.Text, a.Line.Text))
				}
			}
		}
	}
	return wrong
}

// marked is the Dutch letter with a name in every place where somebody's can
// stand.
func marked(name string) *document.Document {
	d := dutch()
	name = document.Isolate(name)
	d.Address[1], d.Address[2] = document.T(name), document.T(name+" gp")
	d.Running = document.T(name)
	d.Blocks[3].Pairs = slices.Concat(pairs("Naam gp", name, "Alias gp", name+" gp "+name), d.Blocks[3].Pairs)
	d.Blocks = append(d.Blocks, para("Hgp "+name+" gpH."), para(strings.Repeat("Ågp "+name+" ", 30)))
	return d
}

// Marks that stand on one another get the height that they need: they never
// print over the lines around them.
func TestPiledMarksKeepToTheirLine(t *testing.T) {
	p := New()
	for _, base := range []string{"A", "g", "Ш", "e"} {
		for _, marks := range []string{"\u0301", "\u0323", "\u0301\u0323\u0302", "\u030a\u0331"} {
			for n := 2; n <= document.MostMarks; n++ {
				pile := []rune(strings.Repeat(marks, n))[:n]
				name := "Jo" + base + string(pile) + "n"
				d := marked(name)
				s, err := p.Layout(d)
				if err != nil {
					t.Fatalf("%+q: %v", name, err)
				}
				for _, w := range overlaps(s) {
					t.Errorf("%+q: %s", name, w)
				}
			}
		}
	}
	if len(overlaps(mustLayout(t, p, marked("Jansen")))) > 0 {
		t.Error("the check complains of a name without marks")
	}
	s := mustLayout(t, p, marked("Jo\u0301\u0301\u0301\u0301n"))
	for i := range s.Pages[0].Words {
		if w := &s.Pages[0].Words[i]; w.Part == sheet.Body {
			w.Y -= 3 * float64(i%2)
		}
	}
	if len(overlaps(s)) == 0 {
		t.Error("the check finds nothing where there is something")
	}
}

// What no writing system has is refused, with the marks that are too many; what
// they have is not, and takes no more room than it did.
func TestMoreMarksThanAnyScriptHasAreRefused(t *testing.T) {
	p := New()
	for _, n := range []int{document.MostMarks + 1, 30} {
		for _, name := range []string{"Jo" + strings.Repeat("\u0301", n) + "n", "Jo" + strings.Repeat("\u0301\u200d\u0323", (n+1)/2) + "n"} {
			d := marked(name)
			var missing *document.MissingError
			if _, err := p.Layout(d); !errors.As(err, &missing) || !missing.Piled || missing.Runes[0] != '\u0301' {
				t.Errorf("%d marks: %v", n, err)
			}
			if got := p.Missing(d); len(got) == 0 || got[0] != '\u0301' {
				t.Errorf("%d marks: missing %U", n, got)
			}
		}
	}
	var missing *document.MissingError
	if _, err := p.Layout(marked("😀" + strings.Repeat("\u0301", 30))); !errors.As(err, &missing) || missing.Piled {
		t.Errorf("a character without a shape as well: %v", err)
	}
	for script, name := range map[string]string{
		"Vietnamese": "Nguyễn ẴỆ", "Vietnamese, in parts": "Nguye\u0302\u0303n", "Thai": "น้ำผึ้ง ที่ ปู่", "Arabic": "مُحَمَّدٌ عَبْدُ الرَّحْمٰنِ إِبْرَاهِيمُ",
		"Hebrew": "שָׁלוֹם יִשְׂרָאֵל", "Hebrew, as in the Bible": "בָּֽׁ֑", "Yoruba": "Adébáyọ̀ Ọ́", "Hindi": "र्त्स्न्य क्षत्रिय", "Bengali": "পাসপোর্ট",
	} {
		s := mustLayout(t, p, marked(name))
		for _, w := range s.Pages[0].Words {
			for _, leading := range []float64{1.21, 1.4} {
				l := w.Line
				h, _ := l.Place(leading)
				l.Above, l.Below = 0, 0
				if plain, _ := l.Place(leading); h != plain {
					t.Errorf("%s: %q is set %g ems high", script, l.Text, h)
				}
			}
		}
	}
}
