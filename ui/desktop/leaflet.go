package desktop

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"onthaal/domain/document"
	"onthaal/domain/leaflet"
	"onthaal/ui/desktop/kit"
)

// leafletScreen offers the leaflet in all its languages. It is there without a
// desk too: from the lock screen and from the first start.
type leafletScreen struct {
	back screen // where Back leads: the lock screen, or a page of the intake; nil: it was opened from the rail
	at   int    // the row that was opened last
	list *kit.Rows
}

// place is that of the screen from which the leaflets were opened.
func (s *leafletScreen) place() string {
	if s.back != nil {
		return s.back.place()
	}
	return "leaflet"
}

func (s *leafletScreen) content(d *Desktop) fyne.CanvasObject {
	editions := d.Desk.Library().Leaflets.Editions
	s.list = d.kit.Rows(kit.RowSource{
		Count: func() int { return len(editions) },
		Make:  func() fyne.CanvasObject { return d.kit.Line() },
		Fill: func(i int, row fyne.CanvasObject) {
			e, l := editions[i], row.(*kit.Line)
			status := d.languageName(e)
			if e.Status == "draft" {
				status += " · " + d.t("leaflet.draft")
			}
			l.Set(e.Name, e.Words["choose"], status, kit.NoSign)
			l.SetLang(e.Tag)
		},
		Open: func(i int) {
			s.at = i
			d.show(&editionScreen{edition: editions[i], list: s})
		},
	})
	p := d.kit.Page(d.t("leaflet.title"), d.kit.Body(d.t("leaflet.what"))).Fill(s.list.Scrolling())
	if s.back != nil {
		p.Back(d.backLabel(s.back), func() { d.show(s.back) })
	}
	return p
}

func (s *leafletScreen) focus(*Desktop) {
	s.list.SetAt(s.at)
	s.list.Focus()
}

// languageName names the language of an edition for the counsellor.
func (d *Desktop) languageName(e *leaflet.Edition) string {
	if key := "leaflet.language." + e.Tag; d.say.Has(key) {
		return d.t(key)
	}
	return e.English
}

// editionScreen is the leaflet in one language: to show, and to save as PDF.
type editionScreen struct {
	edition *leaflet.Edition
	list    *leafletScreen
	show    *kit.Button
}

func (s *editionScreen) place() string { return s.list.place() }

// forms of paper.
var leafletForms = []document.Form{document.A4, document.A6, document.Card}

func (s *editionScreen) content(d *Desktop) fyne.CanvasObject {
	e := s.edition
	s.show = d.kit.Main(d.t("leaflet.show"), func() { d.show(&showScreen{edition: e, from: s}) })
	var p *kit.Page
	papers := []fyne.CanvasObject{}
	for _, form := range leafletForms {
		papers = append(papers, d.kit.Button(d.t("leaflet.save."+string(form)), func() { d.savePaper(s.leaving(d, p, form)) }))
	}
	printed := d.kit.Button(d.t("leaflet.print"), func() { d.printPaper(s.leaving(d, p, document.A4)) })
	kept := d.kit.Link(d.t("privacy.title"), func() { d.show(&privacyScreen{from: s}) })
	page := d.sheet(420)
	back, label := screen(s.list), d.t("leaflet.title")
	if from := s.list.back; from != nil && from.place() != "" {
		back, label = from, d.backLabel(from) // the page of the intake, not the list again
	}
	p = d.kit.Page(d.languageName(e),
		d.kit.Column(4, d.kit.Say(e.Name, e.Tag, kit.SayStyle{Size: 18, Bold: true}), d.kit.Small(capital(d.t("status."+e.Status)))),
		d.kit.Row(12, s.show, printed), kept, d.kit.Column(8, d.kit.Small(d.t("leaflet.save")), d.kit.Row(12, papers...)), page).
		Back(label, func() { d.show(back) })
	var img image.Image
	d.work(func() error {
		sheet, err := d.Paper.Layout(e.Document(document.A4, d.Desk.Library().Contacts))
		if err == nil {
			img = d.Paper.Picture(sheet, 0, 130)
		}
		return err
	}, func(err error) {
		if err != nil {
			d.trouble(p, nil, err)
			return
		}
		page.set(img)
	})
	return p
}

func (s *editionScreen) focus(*Desktop) { s.show.Focus() }

// leaving is the leaflet on its way out. Its name says nothing.
func (s *editionScreen) leaving(d *Desktop, p *kit.Page, form document.Form) leaving {
	name := "info-" + s.edition.Tag
	if form != document.A4 {
		name += "-" + string(form)
	}
	return d.sheetLeaving(p, name, d.languageName(s.edition), s.edition.Document(form, d.Desk.Library().Contacts))
}

// sheet is a page of paper as it will be printed.
type sheet struct {
	widget.BaseWidget
	kit   *kit.Kit
	width float32 // logical pixels at 100 %
	paper *canvas.Rectangle
	img   *canvas.Image
	ratio float32 // height by width
}

// sheet makes an empty sheet of A4 of this width.
func (d *Desktop) sheet(width float32) *sheet {
	s := &sheet{kit: d.kit, width: width, ratio: 297.0 / 210, paper: canvas.NewRectangle(color.White), img: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}}
	s.paper.StrokeWidth, s.paper.StrokeColor = 1, d.kit.Color(kit.ColorBorder)
	s.ExtendBaseWidget(s)
	return s
}

func (s *sheet) set(img image.Image) {
	s.img.Image = img
	s.img.Refresh()
}

// WidthFor is the width of the sheet, at most what there is.
func (s *sheet) WidthFor(offered float32) float32 { return min(offered, s.kit.Px(s.width)) }

// HeightFor follows from the shape of the paper.
func (s *sheet) HeightFor(width float32) float32 { return width * s.ratio }

// CreateRenderer is part of fyne.Widget.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return &sheetRenderer{s} }

type sheetRenderer struct{ s *sheet }

func (r *sheetRenderer) Destroy()                     {}
func (r *sheetRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.paper, r.s.img} }

func (r *sheetRenderer) MinSize() fyne.Size {
	w := r.s.Size().Width
	return fyne.NewSize(r.s.kit.Px(100), r.s.HeightFor(w))
}

func (r *sheetRenderer) Layout(z fyne.Size) {
	r.s.paper.Resize(z)
	r.s.img.Move(fyne.NewPos(1, 1))
	r.s.img.Resize(z.SubtractWidthHeight(2, 2))
}

func (r *sheetRenderer) Refresh() {
	r.s.paper.StrokeColor = r.s.kit.Color(kit.ColorBorder)
	r.s.paper.Refresh()
	r.s.img.Refresh()
}
