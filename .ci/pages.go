//go:build ignore

// Command pages draws every page that the program prints, for somebody to look
// at: each letter in each language and under each profile, letters that name
// people in every script, and the leaflets.
//
//	go run .ci/pages.go
//
// writes them to out/pages and names those that have changed since somebody
// looked at them, or that nobody has. Who has looked says what was found:
//
//	go run .ci/pages.go -found 'as it should be' L01.nl.instructions-1997.1 …
//
// which goes to docs/pages.json, with a hash of the page's pixels; go test
// ./docs -update makes a table of that. A name may have a * in it. It exits 0
// however many pages are to be looked at: that is a person's work, and another
// processor may round a pixel otherwise.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"onthaal/assets"
	"onthaal/domain/document"
	"onthaal/domain/leaflet"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
	"onthaal/ui/paper"
)

const (
	folder = "out/pages"
	list   = "docs/pages.json"
	dpi    = 100
)

// finding is what somebody saw on a page.
type finding struct {
	Pixels string `json:"pixels"` // the first half of their SHA-256
	Found  string `json:"found"`
}

func main() {
	found := flag.String("found", "", "what you found on the pages that are named")
	flag.Parse()
	if err := run(*found, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

func run(found string, names []string) error {
	all, err := documents()
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(folder), os.MkdirAll(folder, 0o755)); err != nil {
		return err
	}
	hashes, err := draw(all)
	if err != nil {
		return err
	}
	known := map[string]finding{}
	data, err := os.ReadFile(list)
	if err == nil {
		err = json.Unmarshal(data, &known)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if found != "" {
		for name, hash := range hashes {
			if slices.ContainsFunc(names, func(pattern string) bool { ok, _ := path.Match(pattern, name); return ok }) {
				known[name] = finding{hash, found}
			}
		}
		maps.DeleteFunc(known, func(name string, _ finding) bool { return hashes[name] == "" })
		out, err := json.MarshalIndent(known, "", "\t")
		if err != nil {
			return err
		}
		if err := os.WriteFile(list, append(out, '\n'), 0o644); err != nil {
			return err
		}
	}
	var look []string
	for name, hash := range hashes {
		if known[name].Pixels != hash {
			look = append(look, name)
		}
	}
	slices.Sort(look)
	fmt.Printf("%d pages are in %s; to be looked at, for they are new or have changed: %d\n", len(hashes), folder, len(look))
	for _, name := range look {
		fmt.Println(" ", name)
	}
	return nil
}

// documents are all that are to be drawn, by name.
func documents() (map[string]*document.Document, error) {
	shelf, err := sample.Load(assets.Letters(), assets.Contacts(), assets.Profiles())
	if err != nil {
		return nil, err
	}
	out := map[string]*document.Document{}
	var L01 sample.Case
	for _, c := range slices.Backward(sample.Read) { // the first of a kind stays
		for _, lang := range sample.Langs {
			for id := range shelf.Profiles {
				d, err := shelf.Letter(&c, lang, id)
				if err != nil {
					return nil, err
				}
				if d != nil {
					out[c.Kind+"."+lang+"."+id] = d
				}
			}
		}
		L01 = c
	}
	for script, name := range sample.Names {
		c := L01
		c.Lines = sample.With(c.Lines, sample.Called(name)...)
		if out["L01.nl.named-in-"+strings.ToLower(strings.Map(letters, script))], err = shelf.Letter(&c, "nl", procedure.Default); err != nil {
			return nil, err
		}
	}
	leaflets, err := leaflet.Parse(assets.Leaflets())
	if err != nil {
		return nil, err
	}
	for _, e := range leaflets.Editions {
		for _, form := range []document.Form{document.A4, document.A6, document.Card} {
			out["leaflet."+e.Tag+"."+string(form)] = e.Document(form, shelf.Book)
		}
	}
	return out, nil
}

func letters(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r == ',':
		return -1
	}
	return r
}

// draw writes all pages as PNG and returns the hashes of their pixels.
func draw(all map[string]*document.Document) (map[string]string, error) {
	p := paper.New()
	hashes := map[string]string{}
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	names := make(chan string)
	for range runtime.NumCPU() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for name := range names {
				pages, err := drawn(p, name, all[name])
				mu.Lock()
				maps.Copy(hashes, pages)
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		}()
	}
	for name := range all {
		names <- name
	}
	close(names)
	wg.Wait()
	return hashes, failed
}

func drawn(p *paper.Paper, name string, d *document.Document) (map[string]string, error) {
	s, err := p.Layout(d)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	hashes := map[string]string{}
	for i := range s.Pages {
		img := p.Picture(s, i, dpi)
		page := fmt.Sprintf("%s.%d", name, i+1)
		sum := sha256.Sum256(img.Pix)
		hashes[page] = hex.EncodeToString(sum[:16])
		var file bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&file, img); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, page+".png"), file.Bytes(), 0o644); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}
