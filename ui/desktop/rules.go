package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// rulesScreen shows what a new version of the rules would change in a case, and
// puts it into force there when somebody confirms it. The focus stays at the
// top: it is read first.
type rulesScreen struct {
	id   journal.ID
	main *kit.Button
}

func (s *rulesScreen) place() string { return "cases" }

func (s *rulesScreen) content(d *Desktop) fyne.CanvasObject {
	s.main = nil
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(d.t("rules.title"), d.t("case.back"), func() screen { return &caseScreen{id: s.id} })
	p.Lead(c.File.Code() + " · " + d.inLanguage(c.Profile.Title))
	newest := c.Schedule.Newest
	switch {
	case over(c.File):
		return p.SetBody(d.stopBanner(c))
	case newest == "":
		return p.SetBody(d.kit.Body(d.t("rules.none")))
	}
	confirm := casefile.NewEntry(casefile.KindProfileConfirmed, d.Desk.Today(), &casefile.ProfileConfirmed{Profile: c.Profile.ID, Version: newest})
	after, err := d.Desk.WhatIf(d.ctx(), s.id, confirm)
	if err != nil {
		return d.failed(err)
	}
	p.Add(d.kit.Body(d.t("rules.what", args{"Version": c.Schedule.Version, "Newest": newest})), d.changes(c, after))
	s.main = d.kit.Main(d.t("rules.confirm", args{"Newest": newest}), func() {
		if err := d.Desk.Record(d.ctx(), s.id, confirm); err != nil {
			p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: s.main})
			return
		}
		d.show(&caseScreen{id: s.id})
	})
	return p.Actions(s.main)
}

// changes lists which days differ between a case and the same case as it would
// be.
func (d *Desktop) changes(before, after *desk.Case) fyne.CanvasObject {
	col := d.kit.Column(8, d.kit.Section(d.t("rules.changes")))
	for _, x := range procedure.Changes(&before.Schedule, &after.Schedule) {
		if x.Key == "due.version" { // it is done by the confirmation
			continue
		}
		what, how := d.say.Change(x)
		col.Add(d.kit.Column(0, d.kit.Small(what), d.kit.Body(how)))
	}
	if len(col.Children()) == 1 {
		return d.kit.Body(d.t("rules.same"))
	}
	return col
}
