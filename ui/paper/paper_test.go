package paper

import (
	"bytes"
	"cmp"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// run runs a program that looks at a file from outside.
func run(in []byte, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// tool runs one that must have nothing to complain of.
func tool(t *testing.T, in []byte, name string, args ...string) string {
	t.Helper()
	out, err := run(in, name, args...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return out
}

func mustPDF(t *testing.T, d *document.Document) []byte {
	t.Helper()
	data, err := New().PDF(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func mustLayout(t testing.TB, p *Paper, d *document.Document) *Sheet {
	t.Helper()
	s, err := p.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func samples() map[string]*document.Document {
	return map[string]*document.Document{
		"nl": dutch(), "fr": french(), "de": german(),
		"a4": leaflet(document.A4), "a6": leaflet(document.A6), "card": card(),
		"ar": arabic(document.A4), "ar6": arabic(document.A6), "pictures": illustrated(),
	}
}

// bare leaves out white space and the marks that steer direction.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

func TestWhatIsCopiedIsWhatWasWritten(t *testing.T) {
	all := samples()
	for name, d := range map[string]*document.Document{"nl, two pages": dutch(), "de, two pages": german()} {
		person := french().Blocks[3:5] // Vietnamese and Cyrillic names
		last := len(d.Blocks) - 2
		d.Blocks = slices.Concat(d.Blocks[:last], person, d.Blocks[1:4], person, d.Blocks[last-1:])
		all[name] = d
		if pages := len(mustLayout(t, New(), d).Pages); pages != 2 {
			t.Errorf("%s: %d pages", name, pages)
		}
	}
	for name, d := range all {
		if d.RTL {
			continue // programs that extract text disagree on its order
		}
		got := bare(tool(t, mustPDF(t, d), "pdftotext", "-raw", "-", "-"))
		// What stands on every page comes between the parts of a text that
		// goes on over the page.
		pages := len(mustLayout(t, New(), d).Pages)
		every := append([]document.Text{d.Running, document.T(d.Stamp)}, d.Foot...)
		for n := range pages {
			if pages == 1 && d.Form != document.Letter {
				break // a leaflet of one page does not count
			}
			number := strings.NewReplacer("{page}", string(rune('1'+n)), "{pages}", string(rune('0'+pages))).Replace(d.Page)
			every = append(every, document.T(number))
		}
		rest := got
		for _, e := range every {
			if s := bare(e.String()); s != "" {
				if s != bare(d.Running.String()) && !strings.Contains(got, s) {
					t.Errorf("%s: %q is not on the page", name, s)
				}
				rest = strings.ReplaceAll(rest, s, "")
			}
		}
		total := 0
		skip := map[string]bool{}
		for _, e := range every {
			skip[e.String()] = true
		}
		d.Texts(func(x document.Text) {
			s := bare(x.String())
			if s == "" || skip[x.String()] {
				return
			}
			total += len(s)
			found := strings.Contains(rest, s)
			if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
				// Here mixed lines come in the order of the eye; each word is
				// whole nevertheless.
				found = true
				for _, word := range strings.FieldsFunc(x.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
					found = found && strings.Contains(rest, word)
				}
			}
			if !found {
				t.Errorf("%s: %q is not in what is copied:\n%s", name, s, rest)
			}
		})
		rest = strings.ReplaceAll(rest, "•", "")
		if len(rest) != total {
			t.Errorf("%s: %d bytes were written, %d are copied", name, total, len(rest))
		}
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	p := New()
	for name, d := range samples() {
		want, err := p.PDF(d)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got := mustPDF(t, d); !bytes.Equal(got, want) {
				t.Errorf("%s: two files of one document differ", name)
			}
		}
		d.Date = ""
		a, b := mustPDF(t, d), mustPDF(t, d)
		if !bytes.Equal(a, b) || bytes.Contains(a, []byte("CreationDate")) {
			t.Errorf("%s: without a date the file depends on the clock", name)
		}
	}
}

func TestUnknownCharactersAreRefused(t *testing.T) {
	p := New()
	for name, d := range samples() {
		if m := p.Missing(d); len(m) > 0 {
			t.Errorf("%s: missing %q", name, m)
		}
	}
	d := dutch()
	d.Address[1] = document.T("Bureau 𠮷")
	d.Blocks[3].Pairs[1].Value = document.T("Ana😀")
	want := []rune{'😀', '𠮷'}
	if got := p.Missing(d); !slices.Equal(got, want) {
		t.Errorf("missing %q, want %q", got, want)
	}
	var missing *document.MissingError
	if _, err := p.PDF(d); !errors.As(err, &missing) || !slices.Equal(missing.Runes, want) {
		t.Errorf("PDF: %v", err)
	}
	if _, err := p.Layout(&document.Document{Form: "a5"}); !errors.Is(err, ErrForm) {
		t.Errorf("unknown form: %v", err)
	}
}

// The window shows the address and nothing else.
func TestAddressLiesInTheWindow(t *testing.T) {
	wide := dutch()
	wide.Sender = texts(strings.Repeat("Centrum voor opvang en begeleiding ", 4),
		strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 6), strings.Repeat("een regel met woorden ", 9))
	for name, d := range map[string]*document.Document{"nl": dutch(), "fr": french(), "de": german(), "wide": wide} {
		s := mustLayout(t, New(), d)
		said := ""
		for _, w := range s.Pages[0].Words {
			inside := w.X < 195 && w.X+w.Width() > 100 && w.Y > 50 && w.Y-w.Size*sheet.PerPoint < 85
			switch {
			case w.Part == sheet.Stamp:
			case w.Part == sheet.Address:
				said += w.Line.Text
				top, low := w.Y-0.8*w.Size*sheet.PerPoint, w.Y+0.25*w.Size*sheet.PerPoint
				if w.X < windowLeft || w.X+w.Width() > windowRight || top < windowTop || low > windowBottom {
					t.Errorf("%s: %q leaves the window", name, w.Line.Text)
				}
				if w.Size < 7 {
					t.Errorf("%s: the address is set in %g pt", name, w.Size)
				}
			case inside:
				t.Errorf("%s: %q shows in the window", name, w.Line.Text)
			}
		}
		want := d.Marking.String()
		for _, a := range d.Address {
			want += a.String()
		}
		if bare(said) != bare(want) {
			t.Errorf("%s: the address says %q, want %q", name, said, want)
		}
	}
}

// What has no room even in the smallest type is refused, never cut.
func TestTooLongIsRefused(t *testing.T) {
	endless := strings.Repeat("Wolfeschlegelsteinhausenbergerdorff ", 200)
	parts := map[string]string{"address": document.TooLongAddress}
	for name, change := range map[string]func(*document.Document){
		"address":    func(d *document.Document) { d.Address[2] = document.T(endless) },
		"letterhead": func(d *document.Document) { d.Sender[0] = document.T(endless) },
		"foot":       func(d *document.Document) { d.Foot = texts(endless + endless) },
		"running":    func(d *document.Document) { d.Running = document.T(endless + endless) },
	} {
		d := dutch()
		change(d)
		var long *document.TooLongError
		if _, err := New().Layout(d); !errors.Is(err, document.ErrTooLong) || !errors.As(err, &long) || long.Part != cmp.Or(parts[name], document.TooLongFrame) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := dutch()
	d.Blocks[3].Pairs[0].Value = document.T(endless)
	if s := mustLayout(t, New(), d); len(s.Pages) < 2 {
		t.Error("a name of many lines does not run on to the next page")
	}
}

func TestStampLiesBehindEverything(t *testing.T) {
	s := mustLayout(t, New(), german())
	for _, p := range s.Pages {
		if p.Words[0].Part != sheet.Stamp || p.Words[0].Angle == 0 {
			t.Errorf("the page begins with %q", p.Words[0].Part)
		}
		w := p.Words[0]
		if w.X < 0 || w.Y > p.Height || w.Width() > 364 {
			t.Error("the stamp leaves the page")
		}
		if !strings.Contains(p.Text(), "SPECIMEN\n") {
			t.Error("the stamp is not said in print")
		}
	}
}

// A printer's correction moves a letter, not its stamp, which would leave the
// paper.
func TestStampIsNotMovedOffThePaper(t *testing.T) {
	stamps := func(d *document.Document) (at []float64) {
		for _, w := range mustLayout(t, New(), d).Pages[0].Words {
			if w.Part == sheet.Stamp || w.Part == sheet.StampLine {
				at = append(at, w.X, w.Y)
			}
		}
		return at
	}
	moved := german()
	moved.Envelope.Right, moved.Envelope.Down = -5, -5
	if got, want := stamps(moved), stamps(german()); len(want) < 4 || !slices.Equal(got, want) {
		t.Errorf("the stamp stands at %v, want %v", got, want)
	}
}

// A page that runs from right to left is the mirror of one that does not.
func TestRightToLeftPagesAreMirrored(t *testing.T) {
	d := arabic(document.A4)
	d.Blocks = append(d.Blocks, d.Blocks...)
	d.Blocks = append(d.Blocks, d.Blocks...)
	s := mustLayout(t, New(), d)
	f := forms[document.A4]
	if len(s.Pages) < 2 {
		t.Fatal("one page has no number to look at")
	}
	for _, w := range s.Pages[0].Words {
		right := f.width - w.X - w.Width()
		switch {
		case w.Part == sheet.PageNo:
			if w.X != f.end {
				t.Errorf("the page's number begins at %g", w.X)
			}
		case w.Part == sheet.Numbers && strings.Contains(w.Line.Text, "0"):
			if w.X < f.start-0.1 || w.X > f.width/2 {
				t.Errorf("the telephone number stands at %g", w.X)
			}
		case right < f.start-0.01 || right > f.start+f.indent+0.01:
			t.Errorf("%q ends %g from the right", w.Line.Text, right)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	p := New()
	want := map[string][]byte{}
	for name, d := range samples() {
		want[name] = mustPDF(t, d)
	}
	var wg sync.WaitGroup
	for range 2 {
		for name := range want {
			wg.Add(1)
			go func() {
				defer wg.Done()
				d := samples()[name]
				got, err := p.PDF(d)
				if err != nil || !bytes.Equal(got, want[name]) {
					t.Errorf("%s: differs when set beside others: %v", name, err)
				}
				s, err := p.Layout(d)
				if err != nil {
					t.Error(err)
					return
				}
				p.Picture(s, 0, 50)
			}()
		}
	}
	wg.Wait()
}
