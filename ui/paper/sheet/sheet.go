// Package sheet is the display list: pages of placed glyphs and rules, and
// nothing else. ui/paper makes it from a document; ui/paper/pdf and
// ui/paper/raster draw it, so that what is seen is what is printed.
//
// Lengths are millimetres from the top left corner of the page, type sizes
// are points, angles are degrees against the clock.
package sheet

import (
	"image"
	"strings"

	"onthaal/ui/paper/text"
)

// Sheet is a document, set.
type Sheet struct {
	Lang  string
	Title string
	Date  string // YYYY-MM-DD or ""
	Pages []Page
	// Elements are what the document consists of, in the order of reading:
	// for whoever listens to it or turns it into something else.
	Elements []Element
}

// Element is a part of the text: a paragraph, a heading, a list and its items.
// It holds either words, which may stand on several pages, or other elements.
type Element struct {
	Role Role
	In   int    // the element that this one is part of, from 1; 0 for the document
	Alt  string // of a figure: what it shows
}

// Role says what an element is.
type Role string

// The roles.
const (
	Paragraph Role = "paragraph"
	Heading1  Role = "heading1" // of a letter, its subject
	Heading2  Role = "heading2"
	Heading3  Role = "heading3"
	List      Role = "list"
	Item      Role = "item" // of a list: a label and a body
	Label     Role = "label"
	ItemBody  Role = "body"
	Figure    Role = "figure" // a picture; its words are its caption
)

// Page is one side. Words are drawn in their order; the rules and pictures lie
// under them, and the stamp under everything.
type Page struct {
	Width, Height float64
	Rules         []Rule
	Pictures      []Picture
	Words         []Words
}

// Picture is a placed image; X, Y is its top left corner.
type Picture struct {
	X, Y, Width, Height float64
	Image               *Image
	Element             int // see Words
}

// Image is a picture as it is drawn: opaque, and with nothing in its file but
// the picture.
type Image struct {
	Pixels *image.RGBA
	File   []byte // PNG or JPEG
	JPEG   bool
}

// Part says what a line of text is for.
type Part string

// The parts of a page.
const (
	Stamp     Part = "stamp" // across the page, at an angle: a picture more than text
	StampLine Part = "stampLine"
	Sender    Part = "sender"
	Address   Part = "address"
	Refs      Part = "refs"
	Subject   Part = "subject"
	Heading   Part = "heading"
	Body      Part = "body"
	Person    Part = "person"
	Signature Part = "signature"
	Small     Part = "small"
	Running   Part = "running"
	Foot      Part = "foot"
	PageNo    Part = "page"
	Numbers   Part = "numbers"
)

// Words is a line of text.
type Words struct {
	Part  Part
	Block int // which block of the document it belongs to; -1 for none
	// Element is the element whose text this is, from 1; 0 for what only
	// dresses the page, such as its number, and is not read aloud.
	Element int
	Line    text.Line
	X, Y    float64 // the left end of the base line
	Size    float64
	Ink     Ink
	Angle   float64 // around X, Y
}

// Width is the width of the line in millimetres.
func (w *Words) Width() float64 { return w.Line.Width * w.Size * PerPoint }

// PerPoint is the length of a point in millimetres.
const PerPoint = 25.4 / 72

// Ink is a grey: 0 is black, 255 the paper.
type Ink uint8

// Rule is a straight line; its ends are flat.
type Rule struct {
	X1, Y1, X2, Y2 float64
	Thick          float64
	Ink            Ink
}

// Text returns what the page says, a line for each line.
func (p *Page) Text() string {
	var b strings.Builder
	for _, w := range p.Words {
		b.WriteString(w.Line.Text)
		b.WriteByte('\n')
	}
	return b.String()
}
