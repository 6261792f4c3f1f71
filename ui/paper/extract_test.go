//go:build !race

package paper

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"golang.org/x/text/unicode/norm"

	"onthaal/domain/document"
	"onthaal/ui/paper/text"
)

// reader is pdfium, the reader of Chrome and of much else; it takes some
// seconds to get ready, so there is one for all tests.
var reader = sync.OnceValues(func() (pdfium.Pdfium, error) {
	pool, err := webassembly.Init(webassembly.Config{MinIdle: 1, MaxIdle: 1, MaxTotal: 1})
	if err != nil {
		return nil, err
	}
	return pool.GetInstance(time.Minute)
})

// reading keeps to one file at a time: there is one reader.
var reading sync.Mutex

// byPdfium is what pdfium finds on the pages of a file.
func byPdfium(data []byte) (text string, err error) {
	reading.Lock()
	defer reading.Unlock()
	r, err := reader()
	if err != nil {
		return "", err
	}
	doc, err := r.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return "", err
	}
	defer func() {
		_, closing := r.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document})
		err = errors.Join(err, closing)
	}()
	count, err := r.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i := range count.PageCount {
		page, err := r.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}}})
		if err != nil {
			return "", err
		}
		b.WriteString(page.Text)
		b.WriteString("\n")
	}
	return b.String(), nil
}

// What is copied from a file or searched in it is what was written. Both
// readers find every word that runs from left to right, in each script. Of
// words from right to left poppler finds every one that has no marks above or
// below its letters; pdfium, and poppler for the others, find all of their
// letters, in an order of their own.
func TestTwoReadersFindTheTextInEveryLanguage(t *testing.T) {
	data, err := os.ReadFile("text/testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	plain := func(s string) string { // pdfium takes letters apart, and marks a hyphen at the end of a line
		return norm.NFC.String(strings.ReplaceAll(bare(s), "\x02", "-"))
	}
	letters := func(s string) string {
		rs := []rune(plain(s))
		slices.Sort(rs)
		return string(rs)
	}
	hard := func(w string) bool {
		return strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Mn, r) || unicode.IsDigit(r) })
	}
	p := New()
	read := func(d *document.Document) (raw, flowing, other string) {
		file, err := p.PDF(d)
		if err != nil {
			t.Fatal(err)
		}
		if other, err = byPdfium(file); err != nil {
			t.Fatal(err)
		}
		return plain(tool(t, file, "pdftotext", "-raw", "-", "-")), plain(tool(t, file, "pdftotext", "-", "-")), plain(other)
	}
	names := &document.Document{Lang: "nl", Title: "Test", Form: document.A4, Blocks: []document.Block{{Kind: document.Fields}}}
	all := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		lang, words := f[0], f[1:]
		all[lang] = words
		names.Blocks[0].Pairs = append(names.Blocks[0].Pairs, pairs("Naam", document.Isolate(strings.Join(words[:3], " ")))...)
		said := strings.Join(words, " ")
		raw, flowing, other := read(&document.Document{Lang: lang, RTL: text.RTL(lang), Title: "Test", Form: document.A4, Blocks: []document.Block{para(said)}})
		switch {
		case letters(raw) != letters(said) || letters(other) != letters(said):
			t.Errorf("%s: letters are lost:\n%q\n%q\n%q", lang, said, raw, other)
		case !text.RTL(lang):
			if raw != plain(said) || other != plain(said) {
				t.Errorf("%s:\n%q\n%q\n%q", lang, said, raw, other)
			}
		case !hard(said):
			if flowing != plain(said) {
				t.Errorf("%s:\n%q\n%q", lang, said, flowing)
			}
		default:
			for _, w := range words {
				if w = strings.TrimFunc(w, unicode.IsPunct); !hard(w) && !strings.Contains(flowing, plain(w)) {
					t.Errorf("%s: %s is not in %q", lang, w, flowing)
				}
			}
		}
	}
	if len(all) < 25 {
		t.Errorf("only %d languages", len(all))
	}
	// The same as names in a Dutch document.
	raw, flowing, other := read(names)
	for lang, words := range all {
		said := plain(strings.Join(words[:3], " "))
		if !text.RTL(lang) && (!strings.Contains(raw, said) || !strings.Contains(other, said)) {
			t.Errorf("%s: %q is not found as a name", lang, said)
		}
		for _, w := range words[:3] {
			if w = strings.TrimFunc(w, unicode.IsPunct); !hard(w) && !strings.Contains(flowing, plain(w)) {
				t.Errorf("%s: %q is not found as a name", lang, w)
			}
		}
	}
}
