//go:build ignore

// Command pages draws every page that the program prints, for somebody to look
// at: each letter in each language and under each profile, letters that name
// people in every script, a letter with photographs, the leaflets, the sheets
// "What we keep about you", and the test sheets for envelopes.
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
	"image"
	"image/color"
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
	"onthaal/domain/letter"
	"onthaal/domain/letter/sample"
	"onthaal/domain/privacy"
	"onthaal/domain/procedure"
	"onthaal/ui/handout"
	"onthaal/ui/paper"
	"onthaal/ui/words"
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
	p := paper.New()
	sheets, err := set(p, all)
	if err != nil {
		return err
	}
	hashes, err := draw(p, sheets)
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
	sheets, err := privacy.Parse(assets.Privacy())
	if err != nil {
		return nil, err
	}
	for tag, e := range sheets {
		out["privacy."+tag] = e.Document(privacy.Centre{}, shelf.Profiles[procedure.Default].Retention, shelf.Book)
	}
	r := letter.Request{Kind: letter.WithPhotos, Lang: "nl", Profile: shelf.Profiles[procedure.Default]}
	for _, c := range sample.Read {
		if c.Kind == r.Kind {
			r.Date = c.On
			r.File, err = sample.Fold(c.Lines...)
			break
		}
	}
	if err != nil {
		return nil, err
	}
	for _, size := range []image.Point{{240, 320}, {400, 300}} {
		photo, err := gradient(size)
		if err != nil {
			return nil, err
		}
		r.Photos = append(r.Photos, letter.Photo{Data: photo})
	}
	r.File.Language = r.Lang
	out["L02.nl.with-photographs"], err = shelf.Compose(r)
	return out, err
}

// gradient stands for a photograph.
func gradient(size image.Point) ([]byte, error) {
	img := image.NewGray(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			img.SetGray(x, y, color.Gray{uint8(60 + 150*x/size.X*y/size.Y)})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// set lays all documents out, and the test sheets with them.
func set(p *paper.Paper, all map[string]*document.Document) (map[string]*paper.Sheet, error) {
	sheets := map[string]*paper.Sheet{}
	for name, d := range all {
		s, err := p.Layout(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sheets[name] = s
	}
	catalog, err := words.Load(assets.Words())
	if err != nil {
		return nil, err
	}
	for _, lang := range words.Languages {
		for name, e := range map[string]document.Envelope{"right": {}, "left-and-moved": {Left: true, Right: 2, Down: -3}} {
			s, err := p.TestSheet(e, handout.TestSheet(catalog.Printer(lang), e))
			if err != nil {
				return nil, err
			}
			sheets["envelope."+lang+"."+name] = s
		}
	}
	return sheets, nil
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
func draw(p *paper.Paper, all map[string]*paper.Sheet) (map[string]string, error) {
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

func drawn(p *paper.Paper, name string, s *paper.Sheet) (map[string]string, error) {
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
