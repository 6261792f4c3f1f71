package paper

import (
	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// style is how a kind of text is set.
type style struct {
	size    float64 // points
	leading float64 // distance of lines, in sizes, for Latin
	bold    bool
	ink     sheet.Ink
	part    sheet.Part
}

// The inks: text, and what should stand back.
const (
	black sheet.Ink = 0
	quiet sheet.Ink = 90
	hair  sheet.Ink = 150
	pale  sheet.Ink = 230 // the stamp: seen at once, never in the way
)

// form is the geometry and the type of a kind of sheet. Lengths are in
// millimetres.
type form struct {
	width, height            float64
	start, end, top, bottom  float64 // margins; start is left in Latin
	body, small, label       style
	heading                  [3]style
	number                   style
	footer                   style
	paragraph                float64 // space between paragraphs
	item                     float64 // space between items of a list
	beforeHeading, underHead [3]float64
	indent                   float64 // of lists
	sign                     float64 // room for a signature
	rules                    bool    // hair lines around numbers
	letter                   bool
}

// tight is the form with less air between and within paragraphs, and the same
// type: for what would else leave a few lines on a page of their own.
func (f *form) tight() *form {
	t := *f
	t.body.leading = 1.3
	t.paragraph *= 0.75
	t.sign *= 0.8
	t.underHead[0] *= 0.8
	return &t
}

// tighter is tight, and half a point smaller.
func (f *form) tighter() *form {
	t := *f.tight()
	t.body.size, t.body.leading = f.body.size-0.5, 1.25
	t.label.size = f.label.size - 0.5
	t.paragraph = f.paragraph * 0.6
	t.item = f.item * 0.6
	t.sign = f.sign * 0.7
	return &t
}

func kind(size, leading float64, bold bool, ink sheet.Ink, part sheet.Part) style {
	return style{size, leading, bold, ink, part}
}

// forms are the sheets. The letter follows Belgian usage: 25 mm to the left
// for the binder, 20 to the right.
var forms = map[document.Form]*form{
	document.Letter: {
		width: 210, height: 297, start: 25, end: 20, top: 20, bottom: 22,
		body:          kind(10.5, 1.4, false, black, sheet.Body),
		small:         kind(8.5, 1.4, false, quiet, sheet.Small),
		label:         kind(9, 1.4, false, quiet, sheet.Person),
		heading:       [3]style{kind(11.5, 1.35, true, black, sheet.Subject), kind(10.5, 1.4, true, black, sheet.Heading), kind(10.5, 1.4, true, quiet, sheet.Heading)},
		number:        kind(13, 1.35, true, black, sheet.Numbers),
		footer:        kind(7.5, 1.35, false, quiet, sheet.Foot),
		paragraph:     2.9,
		item:          1.2,
		beforeHeading: [3]float64{0, 4.5, 3},
		underHead:     [3]float64{5.5, 1.6, 1},
		indent:        6,
		sign:          19,
		letter:        true,
	},
	document.A4: {
		width: 210, height: 297, start: 24, end: 24, top: 20, bottom: 20,
		body:          kind(12, 1.36, false, black, sheet.Body),
		small:         kind(9, 1.4, false, quiet, sheet.Small),
		label:         kind(12, 1.4, false, quiet, sheet.Person),
		heading:       [3]style{kind(22, 1.2, true, black, sheet.Heading), kind(14, 1.3, true, black, sheet.Heading), kind(12, 1.4, true, black, sheet.Heading)},
		number:        kind(18, 1.25, true, black, sheet.Numbers),
		footer:        kind(9, 1.4, false, quiet, sheet.Foot),
		paragraph:     2.6,
		item:          1.1,
		beforeHeading: [3]float64{0, 5, 4},
		underHead:     [3]float64{4.5, 1.8, 1.2},
		indent:        7,
		sign:          20,
		rules:         true,
	},
	document.Page: {
		width: 210, height: 297, start: 20, end: 18, top: 15, bottom: 18,
		body:          kind(9.5, 1.35, false, black, sheet.Body),
		small:         kind(8.5, 1.35, false, quiet, sheet.Small),
		label:         kind(8.5, 1.35, false, quiet, sheet.Person),
		heading:       [3]style{kind(16, 1.2, true, black, sheet.Heading), kind(11, 1.3, true, black, sheet.Heading), kind(9.5, 1.35, true, black, sheet.Heading)},
		number:        kind(13, 1.3, true, black, sheet.Numbers),
		footer:        kind(7.5, 1.35, false, quiet, sheet.Foot),
		paragraph:     1.8,
		item:          0.6,
		beforeHeading: [3]float64{0, 3.4, 2.4},
		underHead:     [3]float64{1.6, 1, 0.8},
		indent:        4.5,
		sign:          16,
	},
	document.A6: {
		width: 105, height: 148, start: 10, end: 10, top: 11, bottom: 11,
		body:          kind(9.5, 1.42, false, black, sheet.Body),
		small:         kind(7, 1.35, false, quiet, sheet.Small),
		label:         kind(9, 1.4, false, quiet, sheet.Person),
		heading:       [3]style{kind(15, 1.2, true, black, sheet.Heading), kind(11, 1.3, true, black, sheet.Heading), kind(9.5, 1.4, true, black, sheet.Heading)},
		number:        kind(14, 1.3, true, black, sheet.Numbers),
		footer:        kind(7, 1.35, false, quiet, sheet.Foot),
		paragraph:     2.2,
		item:          1.1,
		beforeHeading: [3]float64{0, 4.5, 3},
		underHead:     [3]float64{3.5, 1.3, 0.8},
		indent:        4.5,
		sign:          12,
		rules:         true,
	},
	document.Card: {
		width: 85, height: 54, start: 6, end: 6, top: 5.5, bottom: 5,
		body:          kind(7.5, 1.35, false, black, sheet.Body),
		small:         kind(6, 1.3, false, quiet, sheet.Small),
		label:         kind(7.5, 1.3, false, quiet, sheet.Person),
		heading:       [3]style{kind(10, 1.2, true, black, sheet.Heading), kind(8.5, 1.25, true, black, sheet.Heading), kind(7.5, 1.3, true, black, sheet.Heading)},
		number:        kind(11, 1.2, true, black, sheet.Numbers),
		footer:        kind(6, 1.3, false, quiet, sheet.Foot),
		paragraph:     1.2,
		item:          0.6,
		beforeHeading: [3]float64{0, 2, 1.5},
		underHead:     [3]float64{1.6, 0.8, 0.5},
		indent:        3.2,
		sign:          8,
	},
}
