//go:build !race

package paper

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"onthaal/domain/document"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
	"onthaal/ui/paper/sheet"
)

// everyLetter gives the letters of the procedure, each in every language and under
// those of the profiles that list it, as "L01.nl under instructions-1997". The
// entries of more are added to each case.
func everyLetter(t testing.TB, profiles []string, more ...string) map[string]*document.Document {
	t.Helper()
	s, err := shelf()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*document.Document{}
	seen := map[string]bool{}
	for _, c := range sample.Read {
		if seen[c.Kind] {
			continue
		}
		seen[c.Kind] = true
		if c.Lines != nil {
			c.Lines = sample.With(c.Lines, more...)
		}
		for _, lang := range sample.Langs {
			for _, id := range profiles {
				d, err := s.Letter(&c, lang, id)
				if err != nil {
					t.Fatal(err)
				}
				if d != nil {
					out[c.Kind+"."+lang+" under "+id] = d
				}
			}
		}
	}
	return out
}

// Each of the checks below looks at a letter and says what is wrong with it.

// unsound tells what is wrong with a file as a file.
func unsound(t *testing.T, d *document.Document, data []byte) (wrong []string) {
	file := filepath.Join(t.TempDir(), "a.pdf") // qpdf reads no pipe
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return []string{err.Error()}
	}
	if out, err := run(nil, "qpdf", "--check", file); err != nil || strings.Contains(out, "WARNING") {
		wrong = append(wrong, "qpdf: "+out)
	}
	info, err := run(data, "pdfinfo", "-")
	if err != nil {
		wrong = append(wrong, "pdfinfo: "+info)
	}
	for _, want := range []string{d.Title, "Producer:        Onthaal", "Tagged:          yes", "Metadata Stream: yes", "PDF version:     1.7", "Encrypted:       no"} {
		if !strings.Contains(info, want) {
			wrong = append(wrong, fmt.Sprintf("%q is not in %s", want, info))
		}
	}
	if strings.Contains(info, "Author") {
		wrong = append(wrong, "the file names an author")
	}
	if !bytes.Contains(data, []byte("/Lang ("+d.Lang+")")) {
		wrong = append(wrong, "the file does not name its language")
	}
	fonts, err := run(data, "pdffonts", "-")
	if lines := strings.Count(fonts, "\n") - 2; err != nil || lines < 1 || strings.Count(fonts, "yes yes yes") != lines {
		wrong = append(wrong, "a face is not embedded, whole, or without meaning:\n"+fonts)
	}
	if len(d.Blocks) > 0 && d.Form == document.Letter && len(data) > 40<<10 && d.Logo == nil {
		wrong = append(wrong, fmt.Sprintf("the file has %d bytes", len(data)))
	}
	return wrong
}

// turned are words that run from right to left, with what stands between them.
var turned = regexp.MustCompile(`[\x{0590}-\x{08ff}\x{fb1d}-\x{fdff}\x{fe70}-\x{fefe}]+(?:[ \x{200c}\x{200d}]+[\x{0590}-\x{08ff}\x{fb1d}-\x{fdff}\x{fe70}-\x{fefe}]+)*`)

// plainly is a text as two readers agree to write it: pdfium takes letters
// apart, and marks a hyphen at the end of a line; neither tells kinds of spaces
// apart, and nobody sees marks of direction.
func plainly(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\x02':
			return '-'
		case r == '\n':
			return r
		case r == '\r' || unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// uncopied tells which pieces of a sheet's lines two readers do not find in its
// file: each must be there exactly, with its spaces, for both; of words from right to left for one of them, and
// the other must find all of their letters on one line.
func uncopied(s *Sheet, data []byte) (wrong []string) {
	raw, err := run(data, "pdftotext", "-raw", "-", "-")
	if err != nil {
		return []string{raw}
	}
	flowing, err := run(data, "pdftotext", "-", "-")
	if err != nil {
		return []string{flowing}
	}
	raw, flowing = plainly(raw), plainly(flowing)
	other, err := byPdfium(data)
	if err != nil {
		return []string{err.Error()}
	}
	other = plainly(other)
	for n := range s.Pages {
		for _, w := range s.Pages[n].Words {
			if w.Part == sheet.Stamp {
				continue
			}
			line := plainly(w.Line.Text)
			for _, piece := range turned.Split(line, -1) {
				if piece != line { // what lies beside words from right to left
					piece = strings.TrimFunc(piece, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
				}
				for name, text := range map[string]string{"poppler": raw, "pdfium": other} {
					if !strings.Contains(text, strings.TrimSpace(piece)) {
						wrong = append(wrong, fmt.Sprintf("page %d: %s does not find %q in\n%s", n+1, name, piece, text))
					}
				}
			}
			for _, piece := range turned.FindAllString(line, -1) {
				byPoppler := strings.Contains(flowing, piece) || strings.Contains(raw, piece)
				if !byPoppler && !strings.Contains(other, piece) {
					wrong = append(wrong, fmt.Sprintf("page %d: nobody finds %q in\n%s\nnor in\n%s", n+1, piece, flowing, other))
				}
				for name, text := range map[string]string{"poppler": flowing, "pdfium": other} {
					if !scattered(text, piece) {
						wrong = append(wrong, fmt.Sprintf("page %d: %s does not find the letters of %q in\n%s", n+1, name, piece, text))
					}
				}
			}
		}
	}
	return wrong
}

// scattered tells whether a line of a text has all letters of a piece, in
// whatever order.
func scattered(text, piece string) bool {
	want := map[rune]int{}
	for _, r := range piece {
		want[r]++
	}
	delete(want, ' ')
	for line := range strings.Lines(text) {
		have := map[rune]int{}
		for _, r := range line {
			have[r]++
		}
		all := true
		for r, n := range want {
			all = all && have[r] >= n
		}
		if all {
			return true
		}
	}
	return false
}

// check has every check look at each document, as many at a time as there are
// processors; those that are named aloud are read aloud too, which takes poppler
// half a second each.
func check(t *testing.T, all map[string]*document.Document, aloud func(name string) bool) {
	t.Helper()
	p := New()
	work := make(chan string)
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for name := range work {
				d := all[name]
				s, err := p.Layout(d)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				data, err := p.Write(s)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				wrong := unsound(t, d, data)
				if strings.Contains(name, " under ") { // the others have tests of their own
					wrong = append(wrong, uncopied(s, data)...)
				}
				if aloud(name) && !d.RTL && !turned.MatchString(strings.Join(heard(d), " ")) {
					wrong = append(wrong, unheard(d, data)...)
				}
				for _, w := range wrong {
					t.Errorf("%s: %s", name, w)
				}
			}
		}()
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		work <- name
	}
	close(work)
	wg.Wait()
}

// Every letter, in every language and under every profile, is a sound file with
// its faces in it that says what it is; says to two readers, letter by letter, what was written, and aloud
// what the document says, in its order; and is no larger than is promised.
func TestEveryLetterIsRightOnPaper(t *testing.T) {
	s, err := shelf()
	if err != nil {
		t.Fatal(err)
	}
	all := everyLetter(t, slices.Sorted(maps.Keys(s.Profiles)))
	if len(all) < 4*17+3*4*15 {
		t.Errorf("only %d letters", len(all))
	}
	maps.Copy(all, samples())
	check(t, all, func(name string) bool { // each kind once, and each language four times
		if !strings.Contains(name, " under ") {
			return true
		}
		kind := int(name[1]-'0')*10 + int(name[2]-'0')
		return strings.HasPrefix(name[3:], "."+sample.Langs[kind%4]+" under "+procedure.Default)
	})
}

// Whatever script a person's name is written in, every letter that names her
// says it to two readers as it is stored.
func TestEveryNameIsReadInEveryLetter(t *testing.T) {
	all := map[string]*document.Document{}
	for script, name := range sample.Names {
		for which, d := range everyLetter(t, []string{procedure.Default}, sample.Called(name)...) {
			kind, lang, _ := strings.Cut(which[:6], ".")
			// In Chinese and Cyrillic every letter, in others one of each sort.
			if script == "Chinese" || script == "Ukrainian" || lang == "nl" && (kind == "L01" || kind == "L11" || kind == "L16") {
				all[script+", "+which] = d
			}
		}
	}
	check(t, all, func(string) bool { return false })
}

// A check that finds nothing wrong with anything proves nothing.
func TestEachCheckFindsWhatItIsFor(t *testing.T) {
	d := everyLetter(t, []string{procedure.Default})["L01.nl under "+procedure.Default]
	s := mustLayout(t, New(), d)
	data, err := New().Write(s)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := slices.Concat(unsound(t, d, data), uncopied(s, data), unheard(d, data)); len(wrong) > 0 {
		t.Fatalf("%q", wrong)
	}
	replaced := func(old, new string) []byte {
		if len(old) != len(new) || !bytes.Contains(data, []byte(old)) {
			t.Fatalf("%q cannot stand for %q", new, old)
		}
		return bytes.Replace(data, []byte(old), []byte(new), -1)
	}
	if wrong := slices.Concat(misread(s, data), leaving(d, s), overlaps(s)); len(wrong) > 0 {
		t.Fatalf("%q", wrong)
	}
	elsewhere := func(part sheet.Part, right, down float64) *Sheet {
		moved := *s
		moved.Pages = slices.Clone(s.Pages)
		moved.Pages[0].Words = slices.Clone(s.Pages[0].Words)
		for i := range moved.Pages[0].Words {
			if w := &moved.Pages[0].Words[i]; w.Part == part {
				w.X, w.Y = w.X+right, w.Y+down
				break
			}
		}
		return &moved
	}
	for name, wrong := range map[string][]string{
		"a name that leaves the page":  leaving(d, elsewhere(sheet.Person, 150, 0)),
		"an address that is not seen":  leaving(d, elsewhere(sheet.Address, 0, -9)),
		"a line that lies on another":  overlaps(elsewhere(sheet.Body, 0, 7)),
		"another letter of a name":     misread(s, replaced("<0111> <0111>", "<0111> <0110>")),
		"another letter to who copies": uncopied(s, replaced("<0111> <0111>", "<0111> <0110>")),
		"a space that is lost":         uncopied(s, replaced("<0020> <0020>", "<0020> <200b>")),
		"another letter to who hears":  unheard(d, replaced("<0111> <0111>", "<0111> <0110>")),
		"a heading that is none":       unheard(d, replaced("/S /H1 ", "/X /H1 ")),
		"a face that is not embedded":  unsound(t, d, replaced("/FontFile2 ", "/FontFileX ")),
		"a face without meaning":       unsound(t, d, replaced("/ToUnicode ", "/ToUnicodX ")),
		"a file that is not tagged":    unsound(t, d, replaced("/Marked true", "/Marked null")),
		"a stream that is cut":         unsound(t, d, replaced("endstream", "endstreim")),
		"no language":                  unsound(t, d, replaced("/Lang (nl)", "/Lang (xx)")),
	} {
		if len(wrong) == 0 {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}
