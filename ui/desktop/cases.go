package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// casesScreen lists the cases and finds one by code or name.
type casesScreen struct {
	query  string
	noStep bool // only the open cases in which nothing is due

	field *kit.Field
	list  *kit.Rows
}

func (s *casesScreen) place() string { return "cases" }

func (s *casesScreen) content(d *Desktop) fyne.CanvasObject {
	var rows []*desk.Row
	find := func() (err error) {
		if !s.noStep {
			rows, err = d.Desk.Cases(s.query)
			return err
		}
		a, err := d.Desk.Agenda()
		if err == nil {
			rows = a.NoStep
		}
		return err
	}
	if err := find(); err != nil {
		return d.broken(d.t("nav.cases"), err)
	}
	open := func(i int) {
		if i < len(rows) {
			d.show(&caseScreen{id: rows[i].ID})
		}
	}
	list := d.kit.Rows(kit.RowSource{
		Count: func() int { return len(rows) },
		Make:  func() fyne.CanvasObject { return d.kit.Line() },
		Fill: func(i int, row fyne.CanvasObject) {
			d.caseLine(row.(*kit.Line), rows[i])
		},
		Open: open,
	})
	s.list = list
	if s.noStep {
		if len(rows) == 0 {
			return d.kit.Page(d.t("cases.noStep.none")).Back(d.t("nav.today"), func() { d.show(&todayScreen{}) })
		}
		return d.kit.Page(d.say.N("today.noStep", len(rows)), d.kit.Body(d.t("cases.noStep"))).
			Back(d.t("nav.today"), func() { d.show(&todayScreen{}) }).Fill(list.Scrolling())
	}
	if len(rows) == 0 && s.query == "" {
		return d.kit.Page(d.t("nav.cases"), d.kit.Body(d.t("cases.empty"))).
			Actions(d.kit.Main(d.t("today.takeIn"), func() { d.show(&intakeStart{}) }))
	}
	found := d.kit.Small("")
	count := func() {
		if len(rows) == 0 {
			found.SetText(d.t("cases.none"))
		} else {
			found.SetText(d.say.N("cases.found", len(rows)))
		}
	}
	count()
	s.field = d.kit.Field(d.t("cases.search"), d.t("cases.search.hint"))
	s.field.SetText(s.query)
	head := d.kit.Column(8, s.field, found)
	if met, err := d.Desk.Inspections(); err == nil && len(met) > 0 {
		head.Add(d.kit.Link(d.t("batch.inspections"), func() { d.show(&inspectionsScreen{}) }))
	}
	p := d.kit.Page(d.t("nav.cases"), head)
	s.field.OnChanged = func(v string) {
		s.query = v
		if err := find(); err != nil {
			d.trouble(p, nil, err)
			return
		}
		count()
		list.SetAt(0)
		list.Reload()
	}
	s.field.OnSubmitted = func(string) { open(list.At()) }
	d.kit.Keys.Screen(kit.Binding{ID: "find", Key: fyne.KeyF, Mod: fyne.KeyModifierControl, Do: s.field.Focus})
	return p.Fill(list.Scrolling())
}

// leave forgets what was looked for: a locked desk knows no name.
func (s *casesScreen) leave(*Desktop) { s.query, s.field, s.list = "", nil, nil }

func (s *casesScreen) focus(*Desktop) {
	switch {
	case s.field != nil:
		s.field.Focus()
	case s.noStep && s.list != nil:
		s.list.Focus()
	}
}

// caseLine shows a case in a list: where it stands, and what comes next.
func (d *Desktop) caseLine(l *kit.Line, r *desk.Row) {
	detail := d.state(r)
	if !r.Opened.IsZero() {
		detail += " · " + d.t("cases.opened", words.Args{"Date": d.say.Day(r.Opened)})
	}
	if r.Apart() {
		l.Set(caseName(r), detail, d.say.Section("5.3"), kit.SignOverdue)
		return
	}
	next, ok := r.Status.Next()
	if !ok {
		l.Set(caseName(r), detail, d.t("cases.noNext"), kit.NoSign)
		return
	}
	l.Set(caseName(r), d.state(r)+" · "+d.t(next.Key), d.away(next), urgencySign(next.Urgency))
}

// state says where a case stands.
func (d *Desktop) state(r *desk.Row) string {
	s := d.t("state." + string(r.Status.State))
	if r.Status.Expired {
		return d.t("state.expired", words.Args{"State": s})
	}
	return s
}
