package paper

import (
	"fmt"
	"strconv"
	"strings"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// setting is one document on its way to the sheet.
type setting struct {
	fonts   *text.Fonts
	kept    *kept
	doc     *document.Document
	form    *form
	out     *Sheet
	own     int // pages before the first block that begins one
	missing []rune
	piled   []rune
	err     error
}

// row is what stands side by side on the page: usually one line of text. The
// flow of a document is a list of rows, which knows nothing of pages.
type row struct {
	before float64 // space above; none at the top of a page
	height float64
	words  []inRow
	rules  []rowRule
	// picture fills the row.
	picture *inPicture
	keep    bool // stays on the page of the row that follows
	opens   bool // begins a page
	block   int
}

// inRow is a line of text in a row.
type inRow struct {
	x, base float64 // from the start edge of the column, from the row's top
	size    float64
	ink     sheet.Ink
	part    sheet.Part
	element int // see sheet.Words
	line    text.Line
}

// inPicture is a picture as high as its row.
type inPicture struct {
	x       float64 // from the start edge of the column
	width   float64
	image   *sheet.Image
	element int
}

// rowRule is a hair line across the column, at y from the row's top.
type rowRule struct{ y float64 }

// lines sets a text in a column.
func (s *setting) lines(t document.Text, st style, width float64) []text.Line {
	shaped := s.kept.shaped(t, st.bold, func() *text.Shaped {
		return s.fonts.Shape(spans(t, st.bold), text.How{Lang: s.doc.Lang, RTL: s.doc.RTL})
	})
	s.missing = append(s.missing, shaped.Missing...)
	s.piled = append(s.piled, document.Piled(t.String())...)
	return shaped.Lines(width / (st.size * sheet.PerPoint))
}

// kept is what needs to be made once for a document, however often it is set:
// to be measured, at other sizes, a little tighter.
type kept struct {
	texts    map[string]*text.Shaped
	pictures map[room]placed
}

func (k *kept) shaped(t document.Text, bold bool, shape func() *text.Shaped) *text.Shaped {
	var key strings.Builder
	for _, r := range t {
		fmt.Fprintf(&key, "%s\x00%s\x00%t", r.Text, r.Lang, r.Bold || bold)
	}
	shaped := k.texts[key.String()]
	if shaped == nil {
		shaped = shape()
		k.texts[key.String()] = shaped
	}
	return shaped
}

// pitch is the distance of a line from the one before.
func (st style) pitch(l *text.Line) float64 {
	height, _ := l.Place(st.leading)
	return st.size * sheet.PerPoint * height
}

// base is where the base line of a line lies, from its top.
func (st style) base(l *text.Line) float64 {
	_, base := l.Place(st.leading)
	return st.size * sheet.PerPoint * base
}

// inLine is a line of text in the style.
func (st style) inLine(l text.Line, x float64) inRow {
	return inRow{x: x, base: st.base(&l), size: st.size, ink: st.ink, part: st.part, line: l}
}

// column sets a text as rows, x from the start edge. A paragraph is never
// broken so that a single line stands alone.
func (s *setting) column(t document.Text, st style, x, width float64) []row {
	var rows []row
	for _, l := range s.lines(t, st, width) {
		rows = append(rows, row{height: st.pitch(&l), words: []inRow{st.inLine(l, x)}})
	}
	return together(rows)
}

// together keeps the first two and the last two rows on one page.
func together(rows []row) []row {
	if n := len(rows); n >= 2 {
		rows[0].keep, rows[n-2].keep = true, true
	}
	return rows
}

// element begins a part of the document, within another one or (0) on its own.
func (s *setting) element(role sheet.Role, in int) int {
	s.out.Elements = append(s.out.Elements, sheet.Element{Role: role, In: in})
	return len(s.out.Elements)
}

// as makes rows the words of an element.
func as(element int, rows []row) []row {
	for i := range rows {
		for k := range rows[i].words {
			rows[i].words[k].element = element
		}
	}
	return rows
}

// paragraph makes rows an element of their own.
func (s *setting) paragraph(rows []row) []row { return as(s.element(sheet.Paragraph, 0), rows) }

// beside puts two columns next to each other, line by line, on common base
// lines.
func beside(a, b []row) []row {
	var out []row
	for i := range max(len(a), len(b)) {
		var r row
		switch {
		case i >= len(a):
			r = b[i]
		case i >= len(b):
			r = a[i]
		default:
			r = b[i]
			base := max(a[i].words[0].base, b[i].words[0].base)
			r.height = max(a[i].height+base-a[i].words[0].base, b[i].height+base-b[i].words[0].base)
			words := make([]inRow, 0, len(a[i].words)+len(b[i].words))
			words = append(append(words, a[i].words...), b[i].words...)
			for k := range words {
				words[k].base = base
			}
			r.words = words
		}
		out = append(out, r)
	}
	return out
}

// width is the width of the column of text.
func (s *setting) width() float64 { return s.form.width - s.form.start - s.form.end }

// flow sets the document's blocks as rows.
func (s *setting) flow() []row {
	var rows []row
	pending := 0.0  // space that the block above asks for
	headed := false // the block above is a heading: what follows belongs to it
	for i, b := range s.doc.Blocks {
		f := s.form
		before, after := f.paragraph, 0.0
		var add []row
		switch b.Kind {
		case document.Heading:
			level := min(max(b.Level, 1), 3) - 1
			role := []sheet.Role{sheet.Heading1, sheet.Heading2, sheet.Heading3}[level]
			add = as(s.element(role, 0), s.column(b.Text, f.heading[level], 0, s.width()))
			before, after = f.beforeHeading[level], f.underHead[level]
			if headed {
				before = pending
			}
			for k := range add {
				add[k].keep = true
			}
		case document.List:
			add = s.list(b)
		case document.Fields:
			add = s.fields(b)
			before, after = f.paragraph+1, f.paragraph+2.5
		case document.Numbers:
			add = s.numbers(b)
			before, after = f.paragraph+1.5, f.paragraph+1.5
		case document.Signature:
			add = s.signature(b)
			before = f.paragraph + 2.5
			if len(rows) > 0 { // never alone: the end of the body comes along
				rows[len(rows)-1].keep = true
			}
		case document.Note:
			before = f.paragraph * 2
			add = s.paragraph(s.column(b.Text, f.small, 0, s.width()))
			add = append(add, s.items(b, f.small)...)
			if len(rows) > 0 && onlyNotes(s.doc.Blocks[i:]) {
				// No page for small print alone: all of it comes along, and the end of
				// the letter with it, unless it is long.
				rows[len(rows)-1].keep = true
				keep(add, f.height/4)
			}
		case document.Image:
			if p := b.Picture; p != nil {
				add = s.image(p, p.Width, p.Height, b.Text)
			} else {
				s.err = document.ErrPicture
			}
			before, after = f.paragraph+1, f.paragraph+1
		case document.Gap:
			add = []row{{height: f.body.size * sheet.PerPoint * f.body.leading}}
			before = 0
		default:
			add = s.paragraph(s.column(b.Text, f.body, 0, s.width()))
		}
		if len(add) == 0 {
			continue
		}
		if len(rows) > 0 {
			if pending > before || headed {
				before = pending
			}
			add[0].before = before
			if b.NewPage {
				add[0].opens, rows[len(rows)-1].keep = true, false
			}
		}
		pending, headed = after, b.Kind == document.Heading
		for k := range add {
			add[k].block = i
		}
		if b.Keep {
			keep(add, f.height/4)
		}
		rows = append(rows, add...)
	}
	if n := len(rows); n > 0 {
		rows[n-1].keep = false
	}
	return rows
}

// onlyNotes reports that small print ends the letter: nothing else follows, or
// nothing on this page.
func onlyNotes(blocks []document.Block) bool {
	for i, b := range blocks {
		switch {
		case i > 0 && b.NewPage:
			return true
		case b.Kind != document.Note:
			return false
		}
	}
	return true
}

// keep holds a block to the one that follows; a long one with its end only.
func keep(rows []row, most float64) {
	n := len(rows)
	rows[n-1].keep = true
	if height(rows) <= most {
		for i := range rows {
			rows[i].keep = true
		}
	}
}

func height(rows []row) float64 {
	h := 0.0
	for _, r := range rows {
		h += r.before + r.height
	}
	return h
}

// list sets items with a bullet or a number.
func (s *setting) list(b document.Block) []row {
	rows := s.paragraph(s.column(b.Text, s.form.body, 0, s.width()))
	if n := len(rows); n > 0 {
		rows[n-1].keep = true
	}
	return append(rows, s.items(b, s.form.body)...)
}

func (s *setting) items(b document.Block, st style) []row {
	var rows []row
	indent := 0.0
	marked := b.Kind == document.List
	list := s.element(sheet.List, 0)
	if marked {
		indent = s.form.indent
	}
	for k, item := range b.Items {
		one := s.element(sheet.Item, list)
		label, body := s.element(sheet.Label, one), s.element(sheet.ItemBody, one)
		add := as(body, s.column(item, st, indent, s.width()-indent))
		if marked && len(add) > 0 {
			mark := "•"
			if b.Ordered {
				mark = strconv.Itoa(k+1) + "."
			}
			add = beside(as(label, s.column(document.T(mark), st, 0, indent)), add)
		}
		if len(add) > 0 && (k > 0 || len(b.Text) > 0) {
			add[0].before = s.form.item
		}
		rows = append(rows, add...)
	}
	return rows
}

// fields sets pairs as labels with their values beside them.
func (s *setting) fields(b document.Block) []row {
	widest := 0.0
	for _, p := range b.Pairs {
		for _, l := range s.lines(p.Label, s.form.label, 0) {
			widest = max(widest, l.Width*s.form.label.size*sheet.PerPoint)
		}
	}
	left := min(widest, s.width()*0.36)
	const gutter = 5
	value := s.form.body
	value.part = sheet.Person
	var rows []row
	list := s.element(sheet.List, 0)
	for k, p := range b.Pairs {
		add := s.pair(list, s.column(p.Label, s.form.label, 0, left+0.01),
			s.column(p.Value, value, left+gutter, s.width()-left-gutter))
		if len(add) == 0 {
			continue
		}
		together(add)
		if k > 0 {
			add[0].before = s.form.item / 2
		}
		rows = append(rows, add...)
	}
	return together(rows)
}

// pair sets a label and its value beside each other, as an item of a list.
func (s *setting) pair(list int, label, value []row) []row {
	item := s.element(sheet.Item, list)
	return beside(as(s.element(sheet.Label, item), label), as(s.element(sheet.ItemBody, item), value))
}

// numbers sets pairs with the value large, so that it is found at a glance.
func (s *setting) numbers(b document.Block) []row {
	value := s.form.number
	label := s.form.body
	label.part = sheet.Numbers
	widest := 0.0
	for _, p := range b.Pairs {
		for _, l := range s.lines(p.Value, value, 0) {
			widest = max(widest, l.Width*value.size*sheet.PerPoint)
		}
	}
	gutter := s.form.indent
	right := min(widest, s.width()*0.6)
	left := s.width() - right - gutter
	var rows []row
	list := s.element(sheet.List, 0)
	for k, p := range b.Pairs {
		add := s.pair(list, s.column(p.Label, label, 0, left), s.column(p.Value, value, left+gutter, right+0.01))
		if len(add) == 0 {
			continue
		}
		together(add)
		if s.form.rules {
			pad := s.form.paragraph * 0.7
			add[0] = add[0].down(pad)
			if k == 0 {
				add[0].rules = append(add[0].rules, rowRule{0})
			}
			last := &add[len(add)-1]
			last.height += pad
			last.rules = append(last.rules, rowRule{last.height})
		} else if k > 0 {
			add[0].before = s.form.item
		}
		rows = append(rows, add...)
	}
	if n := len(rows); height(rows) <= s.form.height/2 {
		for i := range n - 1 { // numbers are looked for in one place
			rows[i].keep = true
		}
	}
	return rows
}

// down moves what is in the row.
func (r row) down(by float64) row {
	r.height += by
	for k := range r.words {
		r.words[k].base += by
	}
	return r
}

// signature sets the closing, room to sign, and who signs.
func (s *setting) signature(b document.Block) []row {
	st := s.form.body
	st.part = sheet.Signature
	rows := s.paragraph(s.column(b.Text, st, 0, s.width()))
	room := s.form.sign
	for _, item := range b.Items {
		add := s.paragraph(s.column(item, st, 0, s.width()/2))
		if len(add) > 0 {
			add[0].before, room = room, 0
		}
		rows = append(rows, add...)
	}
	for i := range rows {
		rows[i].keep = i < len(rows)-1
	}
	return rows
}

// paginate breaks a flow into pages. room is the height that a page has for
// it. Rows that are to stay together do, unless they are longer than a page.
func paginate(rows []row, room func(page int) float64) [][]row {
	pages := [][]row{nil}
	used := 0.0
	next := func() {
		pages = append(pages, nil)
		used = 0
	}
	// A page ends in time rather than a hair too late by rounding.
	const tolerance = 1e-6
	for i := 0; i < len(rows); {
		end := i
		for rows[end].keep && end < len(rows)-1 {
			end++
		}
		end++
		if rows[i].opens && used > 0 {
			next()
		}
		here := len(pages) - 1
		group := rows[i:end]
		need := height(group)
		if used == 0 {
			need -= group[0].before
		}
		if used+need <= room(here)+tolerance {
			for k, r := range group {
				if used == 0 && k == 0 {
					r.before = 0
				}
				used += r.before + r.height
				pages[here] = append(pages[here], r)
			}
			i = end
			continue
		}
		if used > 0 || room(here+1) > room(here) && here == 0 {
			next()
			continue
		}
		// Longer than a whole page: as much as fits, and on.
		for k := i; k < end; k++ {
			r := rows[k]
			if used == 0 {
				r.before = 0
			}
			if used > 0 && used+r.before+r.height > room(len(pages)-1)+tolerance {
				next()
				r.before = 0
			}
			used += r.before + r.height
			pages[len(pages)-1] = append(pages[len(pages)-1], r)
		}
		i = end
	}
	return pages
}
