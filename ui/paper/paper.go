// Package paper sets documents on paper.
//
// A [Paper] turns a document.Document into a [Sheet]: pages of placed glyphs,
// rules and pictures, and what each of them is to who listens: a display list
// that is complete before anything is drawn.
// Everything that is seen comes from that one list:
//
//	p := paper.New()
//	s, err := p.Layout(doc)          // or one of document's errors
//	img := p.Picture(s, 0, 110)      // the preview of the first page
//	data, err := p.PDF(doc)          // the file, from the same layout
//
// On screen, [Paper.Say] draws a paragraph in any script; the desktop uses it
// for names and leaflets, which its toolkit can not show from right to left.
//
// What is promised: every character of the document is on the paper, or
// Layout fails; no box for an unknown letter is ever printed; nothing is cut
// and nothing leaves the page; the same document gives the same bytes. A
// Paper is safe for concurrent use; one is enough for the program.
package paper

import (
	"errors"
	"fmt"
	"image"
	"io"
	"slices"

	"onthaal/domain/document"
	"onthaal/ui/paper/pdf"
	"onthaal/ui/paper/raster"
	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// Sheet is a document, set: see package sheet.
type Sheet = sheet.Sheet

// Paper sets documents.
type Paper struct {
	fonts  *text.Fonts
	raster *raster.Raster
}

// New returns a Paper with the program's typefaces. It costs nothing until
// the first document is set.
func New() *Paper {
	fonts := text.New()
	return &Paper{fonts: fonts, raster: raster.New(fonts)}
}

// ErrForm says that a document asks for a form of sheet that does not exist.
var ErrForm = errors.New("paper: unknown form of sheet")

// Missing lists the characters of the document that no typeface can show, and
// the marks that are too many on one letter (document.Piled), each once, in
// Unicode's order.
func (p *Paper) Missing(d *document.Document) []rune {
	var out []rune
	look := func(t document.Text) {
		out = append(out, p.fonts.Shape(spans(t, false), text.How{Lang: d.Lang, RTL: d.RTL}).Missing...)
		out = append(out, document.Piled(t.String())...)
	}
	d.Texts(look)
	look(document.T(d.Page))
	slices.Sort(out)
	return slices.Compact(out)
}

// Layout sets a document in pages. It fails with a *document.MissingError,
// document.ErrTooLong, document.ErrPicture or ErrForm; it never leaves anything
// out.
func (p *Paper) Layout(d *document.Document) (*Sheet, error) {
	f, ok := forms[d.Form]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrForm, d.Form)
	}
	k := &kept{map[string]*text.Shaped{}, map[room]placed{}}
	out, own, err := p.layout(d, f, k)
	if err == nil && f.letter && own == 2 {
		// A letter that runs over by a few lines is set a little tighter.
		for _, f := range []*form{f.tight(), f.tighter()} {
			if one, own, err := p.layout(d, f, k); err == nil && own == 1 {
				return one, nil
			}
		}
	}
	return out, err
}

// layout also tells how many pages there are before the first block that begins
// one: those of the letter itself.
func (p *Paper) layout(d *document.Document, f *form, k *kept) (out *Sheet, own int, err error) {
	s := &setting{fonts: p.fonts, kept: k, doc: d, form: f, out: &Sheet{Lang: d.Lang, Title: d.Title, Date: d.Date}}
	s.set()
	if err := s.unprintable(); err != nil {
		return nil, 0, err
	}
	if s.err != nil {
		return nil, 0, s.err
	}
	return s.out, s.own, nil
}

// unprintable is a *document.MissingError where there is a character that cannot
// be printed.
func (s *setting) unprintable() error {
	all := slices.Concat(s.missing, s.piled)
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	return &document.MissingError{Runes: slices.Compact(all), Piled: len(s.missing) == 0}
}

// PDF sets a document and writes it as a PDF file. The same document gives
// the same bytes.
func (p *Paper) PDF(d *document.Document) ([]byte, error) {
	s, err := p.Layout(d)
	if err != nil {
		return nil, err
	}
	return pdf.Write(s)
}

// Write writes a sheet that was set before as a PDF file.
func (p *Paper) Write(s *Sheet) ([]byte, error) { return pdf.Write(s) }

// Encrypt makes of a PDF file one that opens with a password alone (AES-256,
// revision 6). No two such files are alike. It fails with ErrPassword.
func (p *Paper) Encrypt(file []byte, password string, random io.Reader) ([]byte, error) {
	return pdf.Encrypt(file, password, random)
}

// ErrPassword says that a password is empty or too long.
var ErrPassword = pdf.ErrPassword

// Picture draws a page of a sheet, black on white; the first page is 0.
func (p *Paper) Picture(s *Sheet, page int, dpi float64) *image.RGBA {
	return p.raster.Page(&s.Pages[page], dpi)
}

// Say draws a paragraph on a transparent picture of the style's width; its
// height is what the text needs. On a screen nothing is refused: a character
// that no typeface knows shows as an empty box.
func (p *Paper) Say(t document.Text, style raster.Style) *image.RGBA {
	return p.raster.Text(spans(t, false), style)
}

// Measure returns the size of the picture that Say would draw, and the width
// that its longest line needs.
func (p *Paper) Measure(t document.Text, style raster.Style) (size image.Point, longest int) {
	return p.raster.Measure(spans(t, false), style)
}

// spans makes a document's text a paragraph's.
func spans(t document.Text, bold bool) []text.Span {
	out := make([]text.Span, len(t))
	for i, r := range t {
		out[i] = text.Span{Text: r.Text, Lang: r.Lang, Bold: r.Bold || bold}
	}
	return out
}
