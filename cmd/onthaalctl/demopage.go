package main

import (
	"bytes"
	"context"
	"html/template"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	scale "golang.org/x/image/draw"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/ui/paper/raster"
	"onthaal/ui/words"
)

const (
	pictureDPI = 110
	thumbWidth = 260 // pixels, on overview.png
	thumbGap   = 20
	perRow     = 4
)

// sheet saves a PDF with the picture of its first page, drawn from the same
// document.
func (d *demo) sheet(s sheet, doc *document.Document, pdf []byte) error {
	layout, err := d.paper.Layout(doc)
	if err != nil {
		return err
	}
	s.Pages = len(layout.Pages)
	img := d.paper.Picture(layout, 0, pictureDPI)
	picture, err := encode(img)
	if err != nil {
		return err
	}
	if err := d.write(s.Name+".pdf", pdf); err != nil {
		return err
	}
	d.sheets = append(d.sheets, s)
	d.thumbs = append(d.thumbs, thumb(img))
	return d.write(s.Name+".png", picture)
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&b, img); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func thumb(img *image.RGBA) *image.RGBA {
	h := thumbWidth * img.Bounds().Dy() / img.Bounds().Dx()
	small := image.NewRGBA(image.Rect(0, 0, thumbWidth, h))
	scale.CatmullRom.Scale(small, small.Bounds(), img, img.Bounds(), scale.Src, nil)
	return small
}

// overview is the contact sheet: every first page, with its name below.
func (d *demo) overview() ([]byte, error) {
	caption := raster.Style{Width: thumbWidth, Size: 15, Lang: d.say.Lang}
	const captionHeight = 46
	cell := image.Point{X: thumbWidth + thumbGap}
	for _, t := range d.thumbs {
		cell.Y = max(cell.Y, t.Bounds().Dy()+captionHeight+thumbGap)
	}
	rows := (len(d.thumbs) + perRow - 1) / perRow
	img := image.NewRGBA(image.Rect(0, 0, perRow*cell.X+thumbGap, rows*cell.Y+thumbGap))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{0xd8}), image.Point{}, draw.Src)
	for i, t := range d.thumbs {
		at := image.Pt(thumbGap+i%perRow*cell.X, thumbGap+i/perRow*cell.Y)
		draw.Draw(img, t.Bounds().Add(at), t, image.Point{}, draw.Src)
		words := d.paper.Say(document.T(d.sheets[i].Name+"  "+d.sheets[i].Lang), caption)
		at.Y += t.Bounds().Dy() + 4
		draw.Draw(img, words.Bounds().Add(at), words, image.Point{}, draw.Over)
	}
	return encode(img)
}

// page writes index.html, which shows everything without a script and without
// the network, and overview.png.
func (d *demo) page(ctx context.Context) error {
	k, err := d.desk.Case(ctx, d.id)
	if err != nil {
		return err
	}
	p := d.say
	t, err := template.New("demo").Funcs(template.FuncMap{
		"say": func(key string) string { return p.T(key) }, "date": p.Date, "section": p.Section,
		"state":    func(k *desk.Case) string { return stateWords(p, k.Status) },
		"stage":    func(stage string) string { return stageName(k, p.Lang, stage) },
		"happened": func(k *desk.Case) []event { return happened(p, k) },
		"intro":    func() string { return p.T("demo.intro", words.Args{"Today": p.Date(demoToday)}) },
	}).Parse(demoHTML)
	if err != nil {
		return err
	}
	var letters, leaflets []sheet
	for _, s := range d.sheets {
		if s.Leaflet {
			leaflets = append(leaflets, s)
		} else {
			letters = append(letters, s)
		}
	}
	var b bytes.Buffer
	if err := t.Execute(&b, map[string]any{
		"Lang": p.Lang, "Case": k, "Second": d.second, "Letters": letters, "Leaflets": leaflets, "Today": demoToday.String(),
	}); err != nil {
		return err
	}
	if err := d.write("index.html", b.Bytes()); err != nil {
		return err
	}
	img, err := d.overview()
	if err != nil {
		return err
	}
	return d.write("overview.png", img)
}

// event is a line of the history, as the page tells it.
type event struct {
	On   civil.Date
	What string
}

// happened tells the history: letters and documents by their names, and what
// was asked several times in a row once.
func happened(p *words.Printer, k *desk.Case) (events []event) {
	for _, e := range k.File.History {
		what := p.T("kind." + e.Kind)
		switch b := e.Body.(type) {
		case *casefile.LetterIssued:
			what = p.Labelled(what, p.T("letter."+b.Letter))
		case *casefile.Document:
			what = p.Labelled(what, stageName(k, p.Lang, b.Stage))
		case *casefile.Exported:
			continue
		}
		if x := (event{e.On, what}); len(events) == 0 || events[len(events)-1] != x {
			events = append(events, x)
		}
	}
	return events
}
