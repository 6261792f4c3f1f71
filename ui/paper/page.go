package paper

import (
	"math"
	"strconv"
	"strings"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// set lays out the whole document.
func (s *setting) set() {
	f := s.form
	top := f.top // of the text on the first page
	var opening sheet.Page
	stamped := s.element(sheet.Paragraph, 0)
	if f.letter {
		top = s.opening(&opening)
	}
	foot := s.foot()
	bottom := f.height - f.bottom
	if len(foot) > 0 || s.doc.Page != "" {
		bottom = min(bottom, s.footTop(foot)-4)
	}
	var head []row
	again := f.top // of the text on the pages that follow
	if f.letter && len(s.doc.Running) > 0 {
		head = s.running()
		again = f.top - 5 + height(head) + 8
	}
	if bottom-again < f.height/4 || top > bottom {
		if s.err == nil { // an address without end leaves no room either
			s.err = &document.TooLongError{Part: document.TooLongFrame}
		}
		return
	}
	pages := paginate(s.flow(), func(page int) float64 {
		if page == 0 {
			return bottom - top
		}
		return bottom - again
	})
	s.own = len(pages)
	for n, rows := range pages {
		if n < s.own && n > 0 && len(rows) > 0 && rows[0].opens {
			s.own = n
		}
		page := sheet.Page{}
		y := top
		if n == 0 {
			page = opening
		} else {
			y = again
			s.place(&page, head, f.top-5)
			if len(head) > 0 {
				at := f.top - 5 + height(head) + 1.8
				page.Rules = append(page.Rules, sheet.Rule{X1: f.start, Y1: at, X2: f.width - f.end, Y2: at, Thick: 0.15, Ink: hair})
			}
		}
		page.Width, page.Height = f.width, f.height
		s.place(&page, rows, y)
		if n == 0 { // once is enough for who listens
			foot = s.paragraph(foot)
		} else {
			foot = as(0, foot)
		}
		s.place(&page, foot, s.footTop(foot))
		s.number(&page, n+1, len(pages))
		s.out.Pages = append(s.out.Pages, page)
	}
	if e := s.doc.Envelope; f.letter {
		for i := range s.out.Pages {
			move(&s.out.Pages[i], e.Right, e.Down)
		}
	}
	if s.doc.Stamp != "" { // which is not moved: it stands near the edge
		s.stamp(stamped)
	}
}

// move moves all that stands on a page.
func move(p *sheet.Page, right, down float64) {
	for i := range p.Words {
		p.Words[i].X += right
		p.Words[i].Y += down
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		r.X1, r.Y1, r.X2, r.Y2 = r.X1+right, r.Y1+down, r.X2+right, r.Y2+down
	}
	for i := range p.Pictures {
		p.Pictures[i].X += right
		p.Pictures[i].Y += down
	}
}

// place puts rows on a page, from y down. It is the one place that knows
// which way the page runs.
func (s *setting) place(page *sheet.Page, rows []row, y float64) {
	f := s.form
	for _, r := range rows {
		y += r.before
		for _, w := range r.words {
			if len(w.line.Runs) == 0 {
				continue
			}
			words := sheet.Words{Part: w.part, Block: r.block, Element: w.element, Line: w.line, Y: y + w.base, Size: w.size, Ink: w.ink}
			words.X = f.start + w.x
			if s.doc.RTL {
				words.X = f.width - f.start - w.x - words.Width()
			}
			page.Words = append(page.Words, words)
		}
		if p := r.picture; p != nil {
			at := sheet.Picture{X: f.start + p.x, Y: y, Width: p.width, Height: r.height, Image: p.image, Element: p.element}
			if s.doc.RTL {
				at.X = f.width - f.start - p.x - p.width
			}
			page.Pictures = append(page.Pictures, at)
		}
		for _, rule := range r.rules {
			left, right := f.start, f.width-f.end
			if s.doc.RTL {
				left, right = f.end, f.width-f.start
			}
			page.Rules = append(page.Rules, sheet.Rule{X1: left, Y1: y + rule.y, X2: right, Y2: y + rule.y, Thick: 0.15, Ink: hair})
		}
		y += r.height
	}
}

// apart marks rows that belong to no block.
func apart(rows []row) []row {
	for i := range rows {
		rows[i].block = -1
	}
	return rows
}

// pageColumn is the room at the foot that is kept for the page's number.
func (s *setting) pageColumn() float64 {
	if s.doc.Page == "" {
		return 0
	}
	return s.width() * 0.2
}

// foot sets the small print that stands at the foot of every page.
func (s *setting) foot() []row {
	var rows []row
	for _, t := range s.doc.Foot {
		rows = append(rows, s.column(t, s.form.footer, 0, s.width()-s.pageColumn())...)
	}
	if len(rows) > 0 && s.form.letter {
		rows[0] = rows[0].down(1.6)
		rows[0].rules = []rowRule{{0}}
	}
	return apart(rows)
}

// footTop is where the small print begins: it ends 10 mm above the edge, or
// where the margin of a small sheet allows.
func (s *setting) footTop(foot []row) float64 {
	f := s.form
	need := max(height(foot), f.footer.size*sheet.PerPoint*f.footer.leading)
	return f.height - min(10, f.bottom*0.6) - need
}

// number writes "Page 1 of 2" at the end of the last line of the foot. A
// letter says it even of a single page, which proves that there is no more.
func (s *setting) number(page *sheet.Page, n, of int) {
	if s.doc.Page == "" || of == 1 && !s.form.letter {
		return
	}
	f := s.form
	st := f.footer
	st.part = sheet.PageNo
	what := strings.NewReplacer("{page}", strconv.Itoa(n), "{pages}", strconv.Itoa(of)).Replace(s.doc.Page)
	lines := s.lines(document.T(what), st, s.pageColumn())
	total := 0.0
	for i := range lines {
		total += st.pitch(&lines[i])
	}
	y := f.height - min(10, f.bottom*0.6) - total
	for _, l := range lines {
		s.put(page, sheet.Words{Part: st.part, Block: -1, Line: l, Y: y + st.base(&l), Size: st.size, Ink: st.ink})
		y += st.pitch(&l)
	}
}

// put places a line at the end edge of the column.
func (s *setting) put(page *sheet.Page, w sheet.Words) {
	if len(w.Line.Runs) == 0 {
		return
	}
	w.X = s.form.width - s.form.end - w.Width()
	if s.doc.RTL {
		w.X = s.form.end
	}
	page.Words = append(page.Words, w)
}

// stamp writes the document's stamp across every page, behind everything, and
// once more in small letters at the top: that one can be searched for, read
// aloud, as the first of all words, and survives a bad copy.
func (s *setting) stamp(element int) {
	f := s.form
	p := s.fonts.Set([]text.Span{{Text: strings.Join(strings.Fields(s.doc.Stamp), " "), Bold: true}},
		text.How{Lang: s.doc.Lang, RTL: s.doc.RTL})
	s.missing = append(s.missing, p.Missing...)
	if len(p.Lines) == 0 || p.Lines[0].Width == 0 {
		return
	}
	line := p.Lines[0]
	angle := math.Atan2(f.height, f.width)
	long := 0.72 * math.Hypot(f.width, f.height)
	size := min(long/line.Width/sheet.PerPoint, f.width*0.55)
	w := sheet.Words{Part: sheet.Stamp, Block: -1, Line: line, Size: size, Ink: pale, Angle: angle * 180 / math.Pi}
	// Half the length of the line back and half the height of its capitals
	// down from the middle of the page.
	half, capital := w.Width()/2, 0.357*size*sheet.PerPoint
	sin, cos := math.Sincos(angle)
	w.X = f.width/2 - half*cos + capital*sin
	w.Y = f.height/2 + half*sin + capital*cos
	small := f.footer
	small.bold, small.ink, small.part = true, black, sheet.StampLine
	lines := s.lines(document.T(s.doc.Stamp), small, s.width())
	for i := range s.out.Pages {
		page := &s.out.Pages[i]
		y := f.top * 0.35
		for _, l := range lines {
			s.put(page, sheet.Words{Part: small.part, Block: -1, Element: element, Line: l, Y: y, Size: small.size, Ink: small.ink})
			y += small.pitch(&l)
		}
		element = 0
		page.Words = append([]sheet.Words{w}, page.Words...)
	}
}
