// Package pdf writes a sheet as a PDF file.
//
// [Write] draws the display list and nothing else: no text is laid out here,
// and whatever the sheet says can be searched for, copied and read aloud,
// letter by letter as it was typed. The same sheet gives the same bytes; the
// file names its language and its title and no author.
//
// gofpdf writes pages, faces and the file's frame. It can not shape text and
// tells wrong what its characters mean; so it gets faces whose characters are
// whole clusters (face.go, truetype.go), and its file is rewritten once with
// the right meanings (rewrite.go).
package pdf

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"

	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// Write returns the sheet as a PDF file.
func Write(s *sheet.Sheet) ([]byte, error) {
	if len(s.Pages) == 0 {
		return nil, fmt.Errorf("pdf: a sheet without pages")
	}
	faces, err := collect(s)
	if err != nil {
		return nil, err
	}
	first := size(&s.Pages[0])
	doc := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: first})
	doc.SetCatalogSort(true)
	doc.SetProducer("Onthaal", false)
	doc.SetTitle(s.Title, true)
	// A sheet without a date gets one that rewrite takes out again: the clock
	// has no place in a file that must come out the same every time.
	date, err := time.Parse(time.DateOnly, s.Date)
	if s.Date != "" && err != nil {
		return nil, fmt.Errorf("pdf: the document's date is not a date")
	}
	if s.Date == "" {
		date = time.Unix(0, 0).UTC()
	}
	doc.SetCreationDate(date)
	doc.SetModificationDate(date)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPageFormat("P", first)
	names := map[*text.Face]string{}
	list := slices.SortedFunc(values(faces), func(a, b *clusterFace) int { return a.from.Index - b.from.Index })
	for i, f := range list {
		names[f.from] = "f" + strconv.Itoa(i)
		register(doc, names[f.from], f)
	}
	for i := range s.Pages {
		if i > 0 {
			doc.AddPageFormat("P", size(&s.Pages[i]))
		}
		if err := draw(doc, &s.Pages[i], faces, names); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return rewrite(out.Bytes(), s.Lang, s.Date != "", list)
}

func size(p *sheet.Page) gofpdf.SizeType {
	return gofpdf.SizeType{Wd: p.Width / sheet.PerPoint, Ht: p.Height / sheet.PerPoint}
}

func values[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// collect gives every cluster of the sheet its code.
func collect(s *sheet.Sheet) (map[*text.Face]*clusterFace, error) {
	faces := map[*text.Face]*clusterFace{}
	for i := range s.Pages {
		for _, w := range s.Pages[i].Words {
			for _, r := range w.Line.Runs {
				f := faces[r.Face]
				if f == nil {
					f = newClusterFace(r.Face)
					faces[r.Face] = f
				}
				for k := range r.Clusters {
					if _, err := f.code(&r.Clusters[k]); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return faces, nil
}

// register gives gofpdf a face and marks all its characters as used, on a
// template that is never placed on a page: gofpdf keeps only what it has seen
// drawn, and what draw writes it does not see.
func register(doc *gofpdf.Fpdf, name string, f *clusterFace) {
	doc.AddUTF8FontFromBytes(name, "", f.trueType())
	all := make([]rune, len(f.shape))
	for i, s := range f.shape {
		all[i] = rune(s.code)
	}
	doc.SetFont(name, "", 10)
	doc.CreateTemplateCustom(gofpdf.PointType{}, gofpdf.SizeType{Wd: 10, Ht: 10}, func(t *gofpdf.Tpl) {
		t.SetFont(name, "", 10)
		t.Text(0, 0, string(all))
	})
}

func draw(doc *gofpdf.Fpdf, p *sheet.Page, faces map[*text.Face]*clusterFace, names map[*text.Face]string) error {
	height := p.Height / sheet.PerPoint
	ink := -1
	var b []byte
	for _, w := range p.Words {
		if w.Part == sheet.Stamp { // behind everything
			if err := words(doc, &b, &w, height, &ink, faces, names); err != nil {
				return err
			}
		}
	}
	for _, r := range p.Rules {
		b = append(b[:0], "q "...)
		b = append(number(b, float64(r.Ink)/255), " G "...)
		b = append(number(b, r.Thick/sheet.PerPoint), " w "...)
		b = append(pair(b, r.X1/sheet.PerPoint, height-r.Y1/sheet.PerPoint), " m "...)
		b = append(pair(b, r.X2/sheet.PerPoint, height-r.Y2/sheet.PerPoint), " l S Q"...)
		doc.RawWriteStr(string(b))
	}
	for _, w := range p.Words {
		if w.Part != sheet.Stamp {
			if err := words(doc, &b, &w, height, &ink, faces, names); err != nil {
				return err
			}
		}
	}
	return nil
}

// words writes a line of text, one text object for each run.
func words(doc *gofpdf.Fpdf, buf *[]byte, w *sheet.Words, height float64, ink *int, faces map[*text.Face]*clusterFace, names map[*text.Face]string) error {
	x, y := w.X/sheet.PerPoint, height-w.Y/sheet.PerPoint
	if int(w.Ink) != *ink {
		*ink = int(w.Ink)
		doc.RawWriteStr(string(append(number(nil, float64(w.Ink)/255), " g"...)))
	}
	sin, cos := math.Sincos(w.Angle * math.Pi / 180)
	for _, r := range w.Line.Runs {
		f := faces[r.Face]
		doc.SetFont(names[r.Face], "", w.Size)
		b := append((*buf)[:0], "BT "...)
		rx, ry := x+cos*r.X*w.Size, y+sin*r.X*w.Size
		if w.Angle == 0 {
			b = append(pair(b, rx, ry), " Td ["...)
		} else {
			b = append(pair(b, cos, sin), ' ')
			b = append(pair(b, -sin, cos), ' ')
			b = append(pair(b, rx, ry), " Tm ["...)
		}
		// want is where the pen must be, have where the characters' own
		// widths put it; both in thousandths of an em.
		want, have := 0.0, 0.0
		open := false
		for k := range r.Clusters {
			c := &r.Clusters[k]
			code, err := f.code(c)
			if err != nil {
				return err
			}
			if shift := math.Round(have - want); shift != 0 {
				if open {
					b = append(b, '>')
					open = false
				}
				b = strconv.AppendFloat(b, shift, 'f', 0, 64)
				have -= shift
			}
			if !open {
				b = append(b, '<')
				open = true
			}
			b = fmt.Appendf(b, "%04x", code)
			want += float64(c.Advance) * 1000
			have += f.width(code)
		}
		if open {
			b = append(b, '>')
		}
		b = append(b, "] TJ ET"...)
		doc.RawWriteStr(string(b))
		*buf = b
	}
	return nil
}

// width is what gofpdf takes a character's width for: whole thousandths.
func (f *clusterFace) width(code uint16) float64 {
	return math.Round(float64(f.shape[f.index[code]].advance) * 1000 / f.em)
}

func number(b []byte, v float64) []byte {
	v = math.Round(v*1000) / 1000
	return strconv.AppendFloat(b, v+0, 'f', -1, 64) // +0 turns −0 into 0
}

func pair(b []byte, x, y float64) []byte {
	b = append(number(b, x), ' ')
	return number(b, y)
}
