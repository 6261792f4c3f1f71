package paper

import (
	"strconv"
	"strings"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// TestWords are what the test sheet says.
type TestWords struct {
	Lang, Page  string
	Title       string
	Steps       []string // what to do with the sheet
	Address     []string // stands where the address of a letter will
	Right, Left string   // name the two windows
	Nothing     string   // names what may show beside the address, and must stay white
	Small       string   // is set in the smallest type of an address
	Grey        string   // names the greys
}

// Where the test sheet has its two lines to measure from, and its rulers, in
// millimetres from the edges of the paper.
const (
	measured  = 20.0
	rulerLong = 100
	rulerX    = 25.0
	rulerY    = 112.0
	uprightX  = 196.0
)

// TestSheet sets the page that is held against a ruler and put into an envelope
// before the first letter goes out: the windows, the folds, two lines that are
// to lie 20 mm from the edges, rulers and the greys of a letter. It is moved
// on the paper as a letter is, so that it also shows whether the settings are
// right.
func (p *Paper) TestSheet(e document.Envelope, w TestWords) (*Sheet, error) {
	doc := &document.Document{Lang: w.Lang, Title: w.Title, Form: document.Letter, Envelope: e, Page: w.Page}
	doc.Blocks = []document.Block{{Kind: document.Heading, Level: 1, Text: document.T(w.Title)}, {Kind: document.List, Ordered: true}}
	for _, s := range w.Steps {
		doc.Blocks[1].Items = append(doc.Blocks[1].Items, document.T(s))
	}
	for _, a := range w.Address {
		doc.Address = append(doc.Address, document.T(a))
	}
	f := *forms[document.Letter]
	f.end = 30 // beside the upright ruler
	s := &setting{fonts: p.fonts, kept: &kept{map[string]*text.Shaped{}, map[room]placed{}}, doc: doc, form: &f, out: &Sheet{Lang: w.Lang, Title: w.Title}}
	page := sheet.Page{Width: f.width, Height: f.height}
	s.windows(&page, w)
	s.folds(&page)
	for _, mark := range []float64{foldA, punch, foldB} {
		at := strconv.FormatFloat(mark, 'f', -1, 64)
		if w.Lang != "en" {
			at = strings.ReplaceAll(at, ".", ",")
		}
		s.label(&page, 5, mark-1.2, at+"\u00a0mm")
	}
	s.rulers(&page)
	s.greys(&page, w)
	rows := s.flow()
	const from = 158
	s.place(&page, rows, from)
	if from+height(rows) > s.footTop(nil)-2 {
		s.err = &document.TooLongError{Part: document.TooLongSheet}
	}
	s.number(&page, 1, 1)
	move(&page, e.Right, e.Down)
	s.out.Pages = []sheet.Page{page}
	if err := s.unprintable(); err != nil {
		return nil, err
	}
	return s.out, s.err
}

// frame draws the outline of a box.
func frame(page *sheet.Page, left, top, right, bottom, thick float64, ink sheet.Ink) {
	for _, r := range [][4]float64{{left, top, right, top}, {left, bottom, right, bottom}, {left, top, left, bottom}, {right, top, right, bottom}} {
		page.Rules = append(page.Rules, sheet.Rule{X1: r[0], Y1: r[1], X2: r[2], Y2: r[3], Thick: thick, Ink: ink})
	}
}

// windows draws where the address lies, where nothing else may show, and thinly
// where the address would lie with the window to the other side.
func (s *setting) windows(page *sheet.Page, w TestWords) {
	left, right := s.window()
	seen, until, here, there := seenLeft, seenRight, w.Right, w.Left
	if s.doc.Envelope.Left {
		seen, until = s.form.width-seenRight, s.form.width-seenLeft
		here, there = there, here
	}
	frame(page, seen, seenTop, until, seenBottom, 0.15, hair)
	s.label(page, max(seen, 5)+2, seenTop+4, w.Nothing)
	frame(page, left, windowTop, right, windowBottom, 0.35, black)
	s.label(page, left, windowTop-2, here)
	frame(page, s.form.width-right, windowTop, s.form.width-left, windowBottom, 0.15, hair)
	s.label(page, s.form.width-right, windowBottom+4, there)
	s.address(page)
}

// rulers draws the two lines to measure from, and a ruler each way.
func (s *setting) rulers(page *sheet.Page) {
	line := func(x1, y1, x2, y2, thick float64) {
		page.Rules = append(page.Rules, sheet.Rule{X1: x1, Y1: y1, X2: x2, Y2: y2, Thick: thick, Ink: black})
	}
	line(measured, 8, measured, 30, 0.25)
	line(8, measured, 50, measured, 0.25)
	s.label(page, measured+1.5, 11, "A: 20 mm")
	s.label(page, 51.5, measured+1, "B: 20 mm")
	line(rulerX, rulerY, rulerX+rulerLong, rulerY, 0.2)
	line(uprightX, rulerY, uprightX, rulerY+rulerLong, 0.2)
	for mm := range rulerLong + 1 {
		at, long := float64(mm), 1.6
		switch {
		case mm%10 == 0:
			long = 4
			s.label(page, rulerX+at-1, rulerY-5, strconv.Itoa(mm))
			s.label(page, uprightX-9.5, rulerY+at+1, strconv.Itoa(mm))
		case mm%5 == 0:
			long = 2.8
		}
		line(rulerX+at, rulerY-long, rulerX+at, rulerY, 0.12)
		line(uprightX-long, rulerY+at, uprightX, rulerY+at, 0.12)
	}
}

// greys shows the inks that a letter is printed in, and its smallest type.
func (s *setting) greys(page *sheet.Page, w TestWords) {
	const y, high, wide, gap = 124.0, 8.0, 18.0, 6.0
	x := s.form.start
	s.label(page, x, y-2, w.Grey)
	for _, ink := range []sheet.Ink{black, quiet, hair, pale} {
		page.Rules = append(page.Rules, sheet.Rule{X1: x, Y1: y + high/2, X2: x + wide, Y2: y + high/2, Thick: high, Ink: ink})
		s.label(page, x, y+high+4, strconv.Itoa(100-int(ink)*100/255)+"\u00a0%")
		x += wide + gap
	}
	small := kind(smallest, 1.3, false, black, sheet.Small)
	s.write(page, s.form.start, y+high+10, small, w.Small)
}

// label writes a few words at a place.
func (s *setting) label(page *sheet.Page, x, y float64, t string) {
	s.write(page, x, y, s.form.small, t)
}

// write writes one line whose base line begins at a place.
func (s *setting) write(page *sheet.Page, x, y float64, st style, t string) {
	element := s.element(sheet.Paragraph, 0)
	for _, l := range s.lines(document.T(t), st, 0) {
		page.Words = append(page.Words, sheet.Words{Part: st.part, Block: -1, Element: element, Line: l, X: x, Y: y, Size: st.size, Ink: st.ink})
	}
}
