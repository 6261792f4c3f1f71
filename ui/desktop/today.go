package desktop

import (
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/desk"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// todayScreen says what is due, the most pressing first.
type todayScreen struct {
	later bool        // what is due later is shown too
	main  *kit.Button // where nothing is due
}

func (s *todayScreen) place() string { return "today" }

func (s *todayScreen) content(d *Desktop) fyne.CanvasObject {
	a, err := d.Desk.Agenda()
	if err != nil {
		return d.broken(d.t("nav.today"), err)
	}
	s.main = nil
	p := d.kit.Page(d.t("nav.today")).Lead(d.say.Date(a.Today))
	pressing := false
	for _, u := range []procedure.Urgency{procedure.Overdue, procedure.Today, procedure.Soon} {
		if tasks := s.of(a, u); len(tasks) > 0 {
			pressing = true
			p.Add(d.kit.Column(8, d.kit.Row(8, urgencyHead(d, u)...), d.tasks(tasks)))
		}
	}
	if len(a.Tasks) == 0 {
		empty := "today.nothing"
		if len(a.NoStep) == 0 {
			empty = "today.empty"
		}
		p.Add(d.kit.Body(d.t(empty)))
		s.main = d.kit.Main(d.t("today.takeIn"), func() { d.show(&intakeStart{}) })
		p.Actions(s.main)
	}
	if !pressing && len(a.Tasks) > 0 { // then what comes later need not be asked for
		p.Add(d.kit.Body(d.t("today.nothing")))
		s.later = true
	}
	quiet := d.kit.Column(8)
	if tasks := s.of(a, procedure.Later); len(tasks) > 0 {
		label, rows := d.t("today.later", words.Args{"N": len(tasks)}), d.tasks(tasks)
		group := d.kit.Column(8)
		var fold *kit.Button
		lay := func() {
			if s.later {
				group.Set(fold, rows)
			} else {
				group.Set(fold)
			}
		}
		fold = d.kit.Link(label, func() { s.later = !s.later; lay() })
		fold.Repeats = true
		lay()
		quiet.Add(group)
	}
	if n := len(a.NoStep); n > 0 {
		quiet.Add(d.kit.Link(d.say.N("today.noStep", n), func() { d.show(&casesScreen{noStep: true}) }))
	}
	quiet.Add(d.kit.Link(d.t("standby.link"), func() { d.show(&standbyScreen{}) }), d.backupLine())
	p.Add(quiet)
	if a.Clock != nil {
		p.Add(d.kit.Banner(kit.SignSoon, d.say.Problem(*a.Clock)))
	}
	for _, w := range d.Desk.Warnings() {
		p.Add(d.kit.Banner(kit.SignSoon, d.say.Warning(w)))
	}
	return p
}

func (s *todayScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

func (s *todayScreen) of(a *desk.Agenda, u procedure.Urgency) []desk.Task {
	return slices.DeleteFunc(slices.Clone(a.Tasks), func(t desk.Task) bool { return t.Due.Urgency != u })
}

// urgencyHead is the heading of a group: sign and word.
func urgencyHead(d *Desktop, u procedure.Urgency) []fyne.CanvasObject {
	word := d.kit.Section(d.t("urgency." + string(u)))
	switch u {
	case procedure.Overdue:
		return []fyne.CanvasObject{d.kit.Sign(kit.SignOverdue), word}
	case procedure.Soon:
		return []fyne.CanvasObject{d.kit.Sign(kit.SignSoon), word}
	}
	return []fyne.CanvasObject{word}
}

// tasks lists what is due; a row opens its case.
func (d *Desktop) tasks(tasks []desk.Task) *kit.Rows {
	return d.kit.Rows(kit.RowSource{
		Count: func() int { return len(tasks) },
		Make:  func() fyne.CanvasObject { return d.kit.Line() },
		Fill: func(i int, row fyne.CanvasObject) {
			t := tasks[i]
			act := ""
			if t.Due.Apart() {
				act = d.actBy(&t.Due)
			}
			detail := dotted(t.Name, d.say.Date(t.Due.Due), act, d.say.Section(t.Due.Section))
			row.(*kit.Line).Set(t.Code+" · "+d.t(t.Due.Key), detail, d.away(t.Due), urgencySign(t.Due.Urgency))
		},
		Open: func(i int) { d.show(&caseScreen{id: tasks[i].ID}) },
	})
}

// actBy names the day to act by, where it is not the last day.
func (d *Desktop) actBy(x *procedure.Due) string {
	if x.Missed {
		return d.say.Until(x)
	}
	return d.t("today.actBy", words.Args{"Date": x.ActBy})
}

// away says how far the day is on which a due item is to be done.
func (d *Desktop) away(x procedure.Due) string {
	if x.Immediate {
		return d.t("today.now")
	}
	return capital(d.say.Away(x.Left()))
}

func urgencySign(u procedure.Urgency) kit.Sign {
	switch u {
	case procedure.Overdue:
		return kit.SignOverdue
	case procedure.Today, procedure.Soon:
		return kit.SignSoon
	}
	return kit.NoSign
}

// caseName names a case in a list: its code, and the name where there is one.
func caseName(r *desk.Row) string {
	if r.Name == "" {
		return r.Code
	}
	return r.Code + " · " + r.Name
}

// broken is a screen that could not be read.
func (d *Desktop) broken(title string, err error) fyne.CanvasObject {
	return d.kit.Page(title, d.kit.Banner(kit.SignOverdue, d.say.Error(err)))
}
