package paper

import (
	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// The geometry of a Belgian letter, in millimetres.
const (
	// The part of the sheet that lies in the window of every common envelope,
	// however the sheet slides: DL and C5/6 with the window to the right.
	// Of envelopes with the window to the left they are the mirror image.
	windowLeft, windowRight = 120.0, 185.0
	windowTop, windowBottom = 55.0, 79.0
	// What shows in the window of one of them in some position of the sheet,
	// and holds nothing but the address.
	seenLeft, seenRight = 90.0, 209.0
	seenTop, seenBottom = 34.0, 94.0
	// The column of the letterhead ends before what the window may show.
	letterheadWidth = 64.0
	// A logo above it has this room.
	logoWidth, logoHeight = 60.0, 18.0
	// The smallest type of an address, in points.
	smallest = 6.0
	// References stand below the first fold.
	refsTop = 98.0
	// Folds in thirds, and the middle for the punch.
	foldA, foldB, punch = 99.0, 198.0, 148.5
)

var (
	senderName  = kind(13, 1.3, true, black, sheet.Sender)
	senderLine  = kind(8.5, 1.42, false, quiet, sheet.Sender)
	refLabel    = kind(7.5, 1.35, false, quiet, sheet.Refs)
	refValue    = kind(9.5, 1.35, false, black, sheet.Refs)
	runningHead = kind(8.5, 1.35, false, quiet, sheet.Running)
)

// opening sets what stands above the text of a letter's first page and
// returns where the text begins.
func (s *setting) opening(page *sheet.Page) float64 {
	var sender []row
	x := 0.0
	if s.doc.Envelope.Left && !s.doc.RTL { // out of the way of the address
		x = s.width() - letterheadWidth
	}
	if logo := s.doc.Logo; logo != nil {
		sender = s.image(logo, logoWidth, logoHeight, nil)
		for i := range sender {
			sender[i].picture.x = x
		}
	}
	for i, t := range s.doc.Sender {
		st := senderLine
		if i == 0 {
			st = senderName
		}
		add := s.paragraph(s.column(t, st, x, letterheadWidth))
		switch {
		case len(add) == 0:
		case i == 0 && len(sender) > 0:
			add[0].before = 3 // from the logo
		case i == 1:
			add[0].before = 1.6
		}
		sender = append(sender, add...)
	}
	s.place(page, apart(sender), s.form.top-2)
	low := max(s.form.top-2+height(sender), s.address(page))
	y := max(refsTop, low+8)
	y = s.refs(page, y)
	s.folds(page)
	return y
}

// folds marks where the sheet is folded, and the middle for the punch.
func (s *setting) folds(page *sheet.Page) {
	for _, mark := range []float64{foldA, punch, foldB} {
		long := 4.0
		if mark == punch {
			long = 6
		}
		page.Rules = append(page.Rules, sheet.Rule{X1: 5, Y1: mark, X2: 5 + long, Y2: mark, Thick: 0.15, Ink: hair})
	}
}

// address sets marking and address in the window and returns where they end.
// A long address is set smaller until it fits; one that does not fit in the
// smallest type that a sorting clerk can read is refused: what the window hides
// does not arrive.
func (s *setting) address(page *sheet.Page) float64 {
	for size := 10.5; size >= smallest; size -= 0.5 {
		if lines, total := s.addressLines(size); total <= windowBottom-windowTop {
			return s.inWindow(page, lines, size)
		}
	}
	s.err = &document.TooLongError{Part: document.TooLongAddress}
	return windowBottom
}

// AddressFits reports that the address of a letter fits the window of the
// envelope, in the smallest type at least: else Layout fails with
// document.ErrTooLong.
func (p *Paper) AddressFits(d *document.Document) bool {
	s := &setting{fonts: p.fonts, kept: &kept{map[string]*text.Shaped{}, map[room]placed{}}, doc: d, form: forms[document.Letter], out: &Sheet{}}
	_, total := s.addressLines(smallest)
	return total <= windowBottom-windowTop
}

// window is where the address begins and ends across the page.
func (s *setting) window() (left, right float64) {
	if s.doc.Envelope.Left || s.doc.RTL {
		return s.form.width - windowRight, s.form.width - windowLeft
	}
	return windowLeft, windowRight
}

type addressLine struct {
	text.Line
	indent float64
	pitch  float64
	first  bool // of what is one line of the address
}

// addressLines sets the address at a size. A line that runs on is indented,
// so that the lines of the address can still be told apart.
func (s *setting) addressLines(size float64) ([]addressLine, float64) {
	const runOn = 3.0
	var out []addressLine
	total := 0.0
	set := func(t document.Text, bold bool) {
		st := kind(size, 1.21, bold, black, sheet.Address)
		lines := s.lines(t, st, windowRight-windowLeft)
		if len(lines) > 1 {
			lines = s.lines(t, st, windowRight-windowLeft-runOn)
		}
		for i, l := range lines {
			indent := runOn
			if i == 0 {
				indent = 0
			}
			out = append(out, addressLine{l, indent, st.pitch(&l), i == 0})
			total += st.pitch(&l)
		}
	}
	set(s.doc.Marking, true)
	for _, t := range s.doc.Address {
		set(t, false)
	}
	return out, total
}

// inWindow places the lines of the address. A letter that runs from right to
// left is for envelopes with the window to the left.
func (s *setting) inWindow(page *sheet.Page, lines []addressLine, size float64) float64 {
	left, right := s.window()
	y := windowTop
	st := kind(size, 1.21, false, black, sheet.Address)
	element := 0
	for _, l := range lines {
		if l.first {
			element = s.element(sheet.Paragraph, 0)
		}
		w := sheet.Words{Part: st.part, Block: -1, Element: element, Line: l.Line, Y: y + st.base(&l.Line), Size: size, Ink: st.ink}
		w.X = left + l.indent
		if s.doc.RTL {
			w.X = right - l.indent - w.Width()
		}
		if len(l.Runs) > 0 {
			page.Words = append(page.Words, w)
		}
		y += l.pitch
	}
	return y
}

// refs sets the line of references, with place and date at its end, and
// returns where the text begins.
func (s *setting) refs(page *sheet.Page, y float64) float64 {
	const gutter, across = 6.0, 3
	// Place and date take what they need, at the end of the first line.
	right := 0.0
	for _, l := range s.lines(s.doc.PlaceDate, refValue, 60) {
		right = max(right, l.Width*refValue.size*sheet.PerPoint)
	}
	dated := s.column(s.doc.PlaceDate, refValue, s.width()-right, right+0.01)
	room := s.width() - right
	if right > 0 {
		room -= gutter
	}
	begin := y
	list := s.element(sheet.List, 0)
	for i := 0; i < len(s.doc.Refs); i += across {
		line := s.doc.Refs[i:min(i+across, len(s.doc.Refs))]
		x, low := 0.0, y
		widths := s.refWidths(line, room, gutter)
		for k, r := range line {
			item := s.element(sheet.Item, list)
			rows := as(s.element(sheet.Label, item), s.column(r.Label, refLabel, x, widths[k]))
			rows = append(rows, as(s.element(sheet.ItemBody, item), s.column(r.Value, refValue, x, widths[k]))...)
			s.place(page, apart(rows), y)
			low = max(low, y+height(rows))
			x += widths[k] + gutter
		}
		y = low + 2
	}
	if len(dated) > 0 {
		dated = s.paragraph(dated)
		at := begin
		if len(s.doc.Refs) > 0 { // on the base line of the values
			at += refLabel.size * refLabel.leading * sheet.PerPoint
		}
		s.place(page, apart(dated), at)
		y = max(y, at+height(dated)+2)
	}
	if y > begin {
		y += 7
	}
	return y
}

// refWidths shares the room of the reference line: each column gets what it
// needs, or its part of what there is.
func (s *setting) refWidths(refs []document.Labelled, room, gutter float64) []float64 {
	room -= gutter * float64(len(refs)-1)
	widths := make([]float64, len(refs))
	total := 0.0
	for i, r := range refs {
		for _, l := range s.lines(r.Label, refLabel, 0) {
			widths[i] = max(widths[i], l.Width*refLabel.size*sheet.PerPoint)
		}
		for _, l := range s.lines(r.Value, refValue, 0) {
			widths[i] = max(widths[i], l.Width*refValue.size*sheet.PerPoint)
		}
		widths[i] = max(widths[i]+0.01, 12)
		total += widths[i]
	}
	if total <= room { // spread evenly: the columns line up from letter to letter
		equal := room / float64(len(refs))
		fits := true
		for _, w := range widths {
			fits = fits && w <= equal
		}
		for i := range widths {
			if fits {
				widths[i] = equal
			} else {
				widths[i] += (room - total) / float64(len(refs))
			}
		}
		return widths
	}
	// The widest gives way first.
	share := room / float64(len(refs))
	spare, wide := 0.0, 0
	for _, w := range widths {
		if w <= share {
			spare += share - w
		} else {
			wide++
		}
	}
	for i, w := range widths {
		if w > share {
			widths[i] = share + spare/float64(wide)
		}
	}
	return widths
}

// running sets the head of the second and later pages.
func (s *setting) running() []row {
	return apart(s.column(s.doc.Running, runningHead, 0, s.width()))
}
