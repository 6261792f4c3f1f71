package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/handout"
	"onthaal/ui/paper"
)

// summaryScreen shows the one page about a case for the colleague on duty, and
// lets it out: on paper, or as a file.
type summaryScreen struct {
	id    journal.ID
	sheet bool // the page has all the room, where there is none for both

	main    *kit.Button
	preview *preview
}

func (s *summaryScreen) place() string { return "cases" }

func (s *summaryScreen) content(d *Desktop) fyne.CanvasObject {
	s.main, s.preview = nil, nil
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(d.t("summary.title"), d.t("case.back"), func() screen { return &caseScreen{id: s.id} })
	if over(c.File) {
		return p.SetBody(d.stopBanner(c))
	}
	p.Lead(c.File.Code())
	out := leaving{
		name: c.File.Code() + "-info", title: d.t("summary.title"), page: p,
		make: func() ([]byte, error) {
			doc, err := s.document(d)
			if err != nil {
				return nil, err
			}
			return d.Desk.PDF(doc)
		},
		left:   func(how string) error { return d.Desk.SummaryExported(d.ctx(), s.id, d.say.Lang, how) },
		refuse: func(err error) { d.trouble(p, nil, err) },
	}
	s.main = d.kit.Main(d.t("print.print"), func() { d.printPaper(out) })
	p.Add(d.kit.Body(d.t("summary.what")),
		d.kit.Row(16, s.main, d.kit.Button(d.t("letter.save"), func() { d.savePaper(out) }), d.kit.Button(d.t("letter.encrypted"), func() { d.sealPaper(out) })))
	s.preview = d.newPreview(func() (*paper.Sheet, error) {
		doc, err := s.document(d)
		if err != nil {
			return nil, err
		}
		return d.Paper.Layout(doc)
	})
	return d.formBeside(p, s.preview, &s.sheet)
}

// document is the page as the case stands now.
func (s *summaryScreen) document(d *Desktop) (*document.Document, error) {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return nil, err
	}
	if over(c.File) {
		return nil, c.Over("summary")
	}
	m := handout.Summary{Case: c, Words: d.say, Paper: d.Paper, By: d.Desk.Settings().Counsellor, At: d.Now()}
	return m.Document()
}

func (s *summaryScreen) focus(*Desktop) {
	if s.preview != nil {
		s.preview.load()
	}
	if s.main != nil && !s.sheet {
		s.main.Focus()
	}
}

// leave forgets what is shown: a locked desk keeps no page in memory.
func (s *summaryScreen) leave(*Desktop) { s.main, s.preview = nil, nil }
