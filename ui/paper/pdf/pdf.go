// Package pdf writes a sheet as a PDF file.
//
// [Write] draws the display list and nothing else: no text is laid out here,
// and whatever the sheet says can be searched for, copied and read aloud,
// letter by letter as it was typed. The same sheet gives the same bytes; the
// file names its language and its title and no author.
//
// The file is made to be kept and to be listened to: it is tagged (headings,
// paragraphs, lists; what only dresses the page is an artifact), says all of
// itself in XMP too, has its faces in it and names the colours it is meant for.
// That is what PDF/A-2 and PDF/UA ask for; it does not claim either, because no
// validator has seen it.
//
// gofpdf writes pages, faces and the file's frame. It can not shape text and
// tells wrong what its characters mean; so it gets faces whose characters are
// whole clusters (face.go, truetype.go), and its file is rewritten once with
// the right meanings (rewrite.go).
package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"

	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// producer is what made the file. It says no version: the same letter gives the
// same bytes.
const producer = "Onthaal"

// Write returns the sheet as a PDF file.
func Write(s *sheet.Sheet) ([]byte, error) {
	file, faces, tags, err := draft(s)
	if err != nil {
		return nil, err
	}
	return rewrite(file, s, faces, tags)
}

// draft is the file as gofpdf writes it, with what rewrite has to know of it.
func draft(s *sheet.Sheet) ([]byte, []*clusterFace, *tags, error) {
	if len(s.Pages) == 0 {
		return nil, nil, nil, fmt.Errorf("pdf: a sheet without pages")
	}
	faces, err := collect(s)
	if err != nil {
		return nil, nil, nil, err
	}
	first := size(&s.Pages[0])
	doc := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: first})
	doc.SetCatalogSort(true)
	doc.SetProducer(producer, false)
	doc.SetTitle(s.Title, true)
	// A sheet without a date gets one that rewrite takes out again: the clock
	// has no place in a file that must come out the same every time.
	date, err := time.Parse(time.DateOnly, s.Date)
	if s.Date != "" && err != nil {
		return nil, nil, nil, fmt.Errorf("pdf: the document's date is not a date")
	}
	if s.Date == "" {
		date = time.Unix(0, 0).UTC()
	}
	doc.SetCreationDate(date)
	doc.SetModificationDate(date)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPageFormat("P", first)
	list := slices.SortedFunc(maps.Values(faces), func(a, b *clusterFace) int { return a.from.Index - b.from.Index })
	for i, f := range list {
		f.name = "f" + strconv.Itoa(i)
		register(doc, f)
	}
	w := writer{doc: doc, faces: faces, tags: tags{elements: s.Elements, said: map[int]*saying{}}}
	for i := range s.Pages {
		if i > 0 {
			doc.AddPageFormat("P", size(&s.Pages[i]))
		}
		if err := w.page(&s.Pages[i]); err != nil {
			return nil, nil, nil, err
		}
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, nil, nil, fmt.Errorf("pdf: %w", err)
	}
	return out.Bytes(), list, &w.tags, nil
}

func size(p *sheet.Page) gofpdf.SizeType {
	return gofpdf.SizeType{Wd: p.Width / sheet.PerPoint, Ht: p.Height / sheet.PerPoint}
}

// collect gives every cluster of the sheet its code.
func collect(s *sheet.Sheet) (map[*text.Face]*clusterFace, error) {
	faces := map[*text.Face]*clusterFace{}
	for i := range s.Pages {
		for _, w := range s.Pages[i].Words {
			if w.Part == sheet.Stamp {
				continue // drawn as shapes
			}
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
			if ends(&w) {
				if _, err := faces[w.Line.Runs[len(w.Line.Runs)-1].Face].space(); err != nil {
					return nil, err
				}
			}
		}
	}
	return faces, nil
}

// ends tells whether a space is to be written after a line: nobody sees it, but
// it keeps the words of two lines apart for who joins them.
func ends(w *sheet.Words) bool {
	return w.Element > 0 && w.Line.Gap && len(w.Line.Runs) > 0 && !turned(&w.Line)
}

// register gives gofpdf a face and marks all its characters as used, on a
// template that is never placed on a page: gofpdf keeps only what it has seen
// drawn, and what draw writes it does not see.
func register(doc *gofpdf.Fpdf, f *clusterFace) {
	doc.AddUTF8FontFromBytes(f.name, "", f.trueType())
	all := make([]rune, len(f.shape))
	for i, s := range f.shape {
		all[i] = rune(s.code)
	}
	doc.SetFont(f.name, "", 10)
	doc.CreateTemplateCustom(gofpdf.PointType{}, gofpdf.SizeType{Wd: 10, Ht: 10}, func(t *gofpdf.Tpl) {
		t.SetFont(f.name, "", 10)
		t.Text(0, 0, string(all))
	})
}

// writer draws pages.
type writer struct {
	doc   *gofpdf.Fpdf
	faces map[*text.Face]*clusterFace
	tags  tags
	ink   int // in force on this page; -1 for none
	buf   []byte
}

// page draws a page: the stamp behind everything, the rules, the text.
func (w *writer) page(p *sheet.Page) error {
	height := p.Height / sheet.PerPoint
	w.ink = -1
	w.tags.page()
	w.doc.RawWriteStr(w.tags.open(0))
	for i := range p.Words {
		if words := &p.Words[i]; words.Part == sheet.Stamp {
			w.doc.RawWriteStr(string(shapes(words, height)))
		}
	}
	for _, r := range p.Rules {
		b := append(number([]byte("q "), float64(r.Ink)/255), " G "...)
		b = append(number(b, r.Thick/sheet.PerPoint), " w "...)
		b = append(pair(b, r.X1/sheet.PerPoint, height-r.Y1/sheet.PerPoint), " m "...)
		b = append(pair(b, r.X2/sheet.PerPoint, height-r.Y2/sheet.PerPoint), " l S Q"...)
		w.doc.RawWriteStr(string(b))
	}
	for _, at := range p.Pictures {
		w.doc.RawWriteStr(w.tags.open(at.Element))
		w.picture(&at)
	}
	for i := range p.Words {
		if words := &p.Words[i]; words.Part != sheet.Stamp {
			w.doc.RawWriteStr(w.tags.open(words.Element))
			w.tags.say(words.Element, &words.Line)
			if err := w.words(words, height); err != nil {
				return err
			}
		}
	}
	w.doc.RawWriteStr(w.tags.close())
	return nil
}

// picture draws an image. One that is drawn twice is in the file once.
func (w *writer) picture(at *sheet.Picture) {
	sum := sha256.Sum256(at.Image.File)
	name, how := hex.EncodeToString(sum[:]), gofpdf.ImageOptions{ImageType: "PNG"}
	if at.Image.JPEG {
		how.ImageType = "JPEG"
	}
	w.doc.RegisterImageOptionsReader(name, how, bytes.NewReader(at.Image.File))
	w.doc.ImageOptions(name, at.X/sheet.PerPoint, at.Y/sheet.PerPoint, at.Width/sheet.PerPoint, at.Height/sheet.PerPoint, false, how, 0, "")
}

// words writes a line of text, one text object for each run.
func (w *writer) words(words *sheet.Words, height float64) error {
	x, y := words.X/sheet.PerPoint, height-words.Y/sheet.PerPoint
	if int(words.Ink) != w.ink {
		w.ink = int(words.Ink)
		w.doc.RawWriteStr(string(append(number(nil, float64(words.Ink)/255), " g"...)))
	}
	for i, r := range words.Line.Runs {
		f := w.faces[r.Face]
		w.doc.SetFont(f.name, "", words.Size)
		b := append(w.buf[:0], "BT "...)
		b = append(pair(b, x+r.X*words.Size, y), " Td ["...)
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
		if i == len(words.Line.Runs)-1 && ends(words) {
			code, err := f.space()
			if err != nil {
				return err
			}
			if !open {
				b = append(b, '<')
				open = true
			}
			b = fmt.Appendf(b, "%04x", code)
		}
		if open {
			b = append(b, '>')
		}
		b = append(b, "] TJ ET"...)
		w.doc.RawWriteStr(string(b))
		w.buf = b
	}
	return nil
}

// shapes draws a stamp as outlines, not as text: letters strewn across the
// page would come between the words of whoever searches or copies the text. Each
// is written in whole thousandths of an em from its own corner, so that a letter
// that comes again takes hardly any room in the file.
func shapes(w *sheet.Words, height float64) []byte {
	sin, cos := math.Sincos(w.Angle * math.Pi / 180)
	b := append(number([]byte("q "), float64(w.Ink)/255), " g"...)
	for _, v := range []float64{cos, sin, -sin, cos} {
		b = strconv.AppendFloat(append(b, ' '), v*w.Size/1000, 'f', 6, 64)
	}
	b = append(pair(append(b, ' '), w.X/sheet.PerPoint, height-w.Y/sheet.PerPoint), " cm"...)
	var x, y float64 // where the corner is
	for _, r := range w.Line.Runs {
		unit, pen := 1000/r.Face.Em(), r.X*1000
		at := func(p text.Point) (float64, float64) { return float64(p.X) * unit, float64(p.Y) * unit }
		for _, c := range r.Clusters {
			for _, g := range c.Glyphs {
				strokes := r.Face.Outline(g.ID)
				if len(strokes) == 0 {
					continue
				}
				dx, dy := math.Round(pen+float64(g.X)*1000)-x, math.Round(float64(g.Y)*1000)-y
				b = append(pair(append(b, " 1 0 0 1 "...), dx, dy), " cm"...)
				b = append(outline(b, strokes, at), " f"...)
				x, y = x+dx, y+dy
			}
			pen += float64(c.Advance) * 1000
		}
	}
	return append(b, " Q"...)
}

// outline writes a path in whole units; PDF knows cubic curves only.
func outline(b []byte, strokes []text.Stroke, at func(text.Point) (x, y float64)) []byte {
	var x, y float64 // the pen
	point := func(px, py float64) { b = append(pair(append(b, ' '), math.Round(px), math.Round(py)), ' ') }
	for _, s := range strokes {
		ax, ay := at(s.Points[0])
		switch s.N {
		case 1:
			point(ax, ay)
			if s.Move {
				b = append(b, 'm')
			} else {
				b = append(b, 'l')
			}
			x, y = ax, ay
		case 2:
			bx, by := at(s.Points[1])
			point(x+(ax-x)*2/3, y+(ay-y)*2/3)
			point(bx+(ax-bx)*2/3, by+(ay-by)*2/3)
			point(bx, by)
			b = append(b, 'c')
			x, y = bx, by
		case 3:
			bx, by := at(s.Points[1])
			cx, cy := at(s.Points[2])
			point(ax, ay)
			point(bx, by)
			point(cx, cy)
			b = append(b, 'c')
			x, y = cx, cy
		}
	}
	return b
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
