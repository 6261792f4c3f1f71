package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/ui/desktop/kit"
)

// row is one line of a list.
type row struct {
	title, detail, status string
	also                  string // other words that find it
	lang                  string // of the title, when it stands in its own script
	sign                  kit.Sign
	single                bool // all rows of the list are of one line
	quiet                 bool // in plain ink, so that the others stand out
	open                  func()
}

// source shows what rows gives, which may change from one Reload to the next.
func (d *Desktop) source(rows func() []row) kit.RowSource {
	first := rows()
	single := len(first) > 0 && first[0].single
	return kit.RowSource{
		Count: func() int { return len(rows()) },
		Make: func() fyne.CanvasObject {
			if single {
				return d.kit.LineSingle()
			}
			return d.kit.Line()
		},
		Fill: func(i int, o fyne.CanvasObject) {
			r, l := rows()[i], o.(*kit.Line)
			l.Quiet(r.quiet)
			l.Set(r.title, r.detail, r.status, r.sign)
			l.SetLang(r.lang)
			l.Plain(r.open == nil)
		},
		Open: func(i int) {
			if open := rows()[i].open; open != nil {
				open()
			}
		},
	}
}

// rows lists rows as tall as they are.
func (d *Desktop) rows(rows []row) *kit.Rows {
	return d.kit.Rows(d.source(func() []row { return rows }))
}

// backPage is a page with a link at its top that leads back.
func (d *Desktop) backPage(title, label string, to func() screen) *kit.Page {
	return d.kit.Page(title, d.kit.Column(0)).Back(label, func() { d.show(to()) })
}
