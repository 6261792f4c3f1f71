package paper

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"onthaal/assets"
	"onthaal/domain/document"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
	"onthaal/ui/paper/sheet"
)

var update = flag.Bool("update", false, "write testdata/geometry anew")

// shelf is what the letters of the procedure are made with.
var shelf = sync.OnceValues(func() (*sample.Shelf, error) {
	return sample.Load(assets.Letters(), assets.Contacts(), assets.Profiles())
})

// drawn writes a sheet as text: what stands where, in tenths of a millimetre,
// and what it is to who listens.
func drawn(s *Sheet) string {
	var b strings.Builder
	at := func(element int) string {
		if element == 0 {
			return "–"
		}
		return fmt.Sprintf("%s %d", s.Elements[element-1].Role, element)
	}
	for n, p := range s.Pages {
		fmt.Fprintf(&b, "page %d, %g × %g\n", n+1, p.Width, p.Height)
		for _, r := range p.Rules {
			fmt.Fprintf(&b, "  rule %.1f %.1f to %.1f %.1f\n", r.X1, r.Y1, r.X2, r.Y2)
		}
		for _, i := range p.Pictures {
			fmt.Fprintf(&b, "  picture %.1f %.1f, %.1f × %.1f: %s\n", i.X, i.Y, i.Width, i.Height, at(i.Element))
		}
		for _, w := range p.Words {
			fmt.Fprintf(&b, "  %.1f %.1f, %.1f wide, %g pt, %s, %s: %s\n", w.X, w.Y, w.Width(), w.Size, w.Part, at(w.Element), w.Line.Text)
		}
	}
	return b.String()
}

// Seven letters and two leaflets lie on the page as they did when somebody
// looked at them. Who means to change that looks again, and writes them anew
// with -update.
func TestPagesLieAsTheyWereLookedAt(t *testing.T) {
	p := New()
	all := map[string]*document.Document{
		"letter-nl": dutch(), "letter-fr": french(), "letter-de": german(), "letter-pictures": illustrated(),
		"leaflet-en": leaflet(document.A4), "leaflet-ar": arabic(document.A6),
	}
	letters, err := shelf()
	if err != nil {
		t.Fatal(err)
	}
	for kind, lang := range map[string]string{"L02": "nl", "L08": "fr", "L11": "de"} {
		at := slices.IndexFunc(sample.Read, func(c sample.Case) bool { return c.Kind == kind })
		d, err := letters.Letter(&sample.Read[at], lang, procedure.Default)
		if err != nil {
			t.Fatal(err)
		}
		all[kind+"-"+lang] = d
	}
	for name, d := range all {
		got := drawn(mustLayout(t, p, d))
		file := filepath.Join("testdata", "geometry", name+".txt")
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("%s, line %d:\n got %s\nwant %s", name, i+1, a[i], b[i])
					break
				}
			}
			if len(a) != len(b) {
				t.Errorf("%s has %d lines, want %d", name, len(a), len(b))
			}
		}
	}
}

// A line that is no part of the text says nothing that the text does not say,
// or repeats what stands on the first page.
func TestOnlyWhatDressesThePageIsNotReadAloud(t *testing.T) {
	p := New()
	for name, d := range samples() {
		s := mustLayout(t, p, d)
		for n, page := range s.Pages {
			for _, w := range page.Words {
				switch w.Part {
				case sheet.PageNo, sheet.Running, sheet.Stamp:
					if w.Element != 0 {
						t.Errorf("%s: %s is read aloud", name, w.Part)
					}
				case sheet.Foot, sheet.StampLine:
					if (w.Element == 0) != (n > 0) {
						t.Errorf("%s: %s on page %d has the element %d", name, w.Part, n+1, w.Element)
					}
				default:
					if w.Element == 0 {
						t.Errorf("%s: %q is not read aloud", name, w.Line.Text)
					}
				}
			}
		}
	}
}
