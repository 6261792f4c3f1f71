package desktop

import (
	"image"

	"fyne.io/fyne/v2"

	"onthaal/domain/document"
	"onthaal/ui/desktop/kit"
)

// privacyScreen is the sheet "What we keep about you" in the language of a
// leaflet: to print and to save. It is there without a desk too, and then does
// not name the centre.
type privacyScreen struct {
	from *editionScreen
	main *kit.Button
}

func (s *privacyScreen) place() string { return s.from.place() }

func (s *privacyScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

func (s *privacyScreen) content(d *Desktop) fyne.CanvasObject {
	tag := s.from.edition.Tag
	doc, err := d.Desk.Privacy(tag)
	if err != nil {
		return d.failed(err)
	}
	e := d.Desk.Library().Privacy.Edition(tag)
	p := d.kit.Page(d.t("privacy.title")).Back(d.languageName(s.from.edition), func() { d.show(s.from) })
	out := d.sheetLeaving(p, "info-"+tag+"-2", d.t("privacy.title"), doc)
	s.main = d.kit.Main(d.t("print.print"), func() { d.printPaper(out) })
	lines := d.kit.Column(12)
	p.Add(d.kit.Column(4, d.kit.Say(e.Title, tag, kit.SayStyle{Size: 18, Bold: true}), d.kit.Small(capital(d.t("status."+e.Status)))),
		d.kit.Body(d.t("privacy.what")),
		d.kit.Row(16, s.main, d.kit.Button(d.t("letter.save"), func() { d.savePaper(out) })), lines)
	var pages []image.Image
	d.work(func() error {
		set, err := d.Paper.Layout(doc)
		if err != nil {
			return err
		}
		for i := range set.Pages {
			pages = append(pages, d.Paper.Picture(set, i, 130))
		}
		return nil
	}, func(err error) {
		if err != nil {
			d.trouble(p, nil, err)
			return
		}
		for _, img := range pages {
			page := d.sheet(420)
			page.set(img)
			lines.Add(page)
		}
		p.Refresh()
	})
	return p
}

// sheetLeaving is a sheet that says nothing about anybody on its way out.
func (d *Desktop) sheetLeaving(p *kit.Page, name, title string, doc *document.Document) leaving {
	return leaving{
		name: name, title: title, page: p,
		make:   func() ([]byte, error) { return d.Desk.PDF(doc) },
		refuse: func(err error) { d.trouble(p, nil, err) },
	}
}
