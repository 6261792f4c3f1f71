package desktop

import (
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/ui/desktop/kit"
)

// checkScreen shows everything once more, asks whether counselling is taken
// on, and says what is still missing for which letter.
type checkScreen struct {
	id   journal.ID
	at   string
	back screen // where finishing leads; nil: the case

	first  *kit.Rows // the answers on top
	typing *typing
	now    *desk.Case
}

func (s *checkScreen) place() string { return "intake" }

// finish is the check page's own questions, as a page.
var finish = page{id: string(intake.Check), ask: askFinish, fill: fillFinish, read: readFinish}

func askFinish(a *asking) []question {
	today := typedDay(a.d.Desk.Today())
	begun := func(path string) func(values) bool { return func(v values) bool { return v[path] != "" } }
	return []question{
		{path: "counselling.event", as: asOne, options: a.options("counselling.event", "takenOn", "declined")},
		{path: "counselling.on", as: asDay, label: a.d.t("intake.on.counselling"), start: today, when: begun("counselling.event")},
		{path: "counselling.reason", as: asOne, when: is("counselling.event", "declined"),
			options: a.options("counselling.reason", "noCapacity", "ownDecision", "transfer", "notStated")},
		{path: "departmentInformed.by", as: asOne, options: append(
			a.options("departmentInformed.by", "police", "inspection", "centre"), kit.Option{Value: "not", Label: a.d.t("intake.notInformed")})},
		{path: "departmentInformed.on", as: asDay, label: a.d.t("record.on.departmentInformed"), start: today,
			when: is("departmentInformed.by", "police", "inspection", "centre")},
	}
}

func fillFinish(a *asking) values {
	v := values{}
	if e := former(a.c.File, casefile.KindCounselling); e != nil {
		if b := e.Body.(*casefile.Counselling); ofIntake(b) {
			v["counselling.event"], v["counselling.reason"], v["counselling.on"] = b.Event, b.Reason, typedDay(e.On)
		}
	}
	if e := former(a.c.File, casefile.KindDepartmentInformed); e != nil {
		v["departmentInformed.by"], v["departmentInformed.on"] = e.Body.(*casefile.DepartmentInformed).By, typedDay(e.On)
	}
	return v
}

// ofIntake reports that an event of counselling is one that the intake asks
// about; what came later is not its affair.
func ofIntake(b *casefile.Counselling) bool {
	return b.Event == casefile.TakenOn || b.Event == casefile.Declined
}

func readFinish(a *asking, v values) ([]casefile.Entry, error) {
	today := a.d.Desk.Today()
	var found casefile.Problems
	var out []casefile.Entry
	add := func(kind, answer string, body any) {
		if answer == "" || answer == "not" {
			return
		}
		on := today
		if raw := v[kind+".on"]; raw != "" {
			d, ok := parseDay(raw, today)
			if !ok {
				found = append(found, casefile.Problem{Key: "problem.date", Path: kind + ".on"})
				return
			}
			on = d
		}
		e := casefile.NewEntry(kind, on, body)
		if old := former(a.c.File, kind); old != nil {
			if b, ok := old.Body.(*casefile.Counselling); ok && !ofIntake(b) {
				return // it has ended meanwhile, or was offered to another centre
			}
			if old.On == on && sameBody(old.Body, body) {
				return
			}
			e.Corrects = old.ID
		}
		for _, p := range problemsOf(e.Check(today)) {
			if p.Path == "on" {
				p.Path = kind + ".on"
			}
			found = append(found, p)
		}
		out = append(out, e)
	}
	reason := ""
	if v["counselling.event"] == "declined" {
		reason = v["counselling.reason"]
	}
	add(casefile.KindCounselling, v["counselling.event"], &casefile.Counselling{Event: v["counselling.event"], Reason: reason})
	informed := casefile.DepartmentInformed{By: v["departmentInformed.by"]}
	if old := former(a.c.File, casefile.KindDepartmentInformed); old != nil { // of what is asked elsewhere
		informed.About = old.Body.(*casefile.DepartmentInformed).About
	}
	add(casefile.KindDepartmentInformed, informed.By, &informed)
	if found != nil {
		return nil, found
	}
	return out, nil
}

func (s *checkScreen) content(d *Desktop) fyne.CanvasObject {
	s.leave(d)
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	s.now = c
	p := d.backPage(d.t("page.check"), d.backLabel(s.home()), func() screen { return s.home() })
	if over(c.File) {
		return p.SetBody(d.stopBanner(c))
	}
	a := d.asking(c)
	f := d.newForm(p, finish.ask(a), finish.fill(a).overlaid(d.drafts(s.id)[finish.id]))
	before := []fyne.CanvasObject{d.kit.Body(d.t("intake.check"))}
	for i := range steps {
		pg := &steps[i]
		rows := d.answers(a, pg, func(path string) {
			d.show(&pageScreen{id: s.id, page: *pg, at: path, back: &checkScreen{id: s.id, at: s.at, back: s.back}})
		})
		if i == 0 {
			s.first = rows
		}
		before = append(before, d.kit.Column(8, d.kit.Section(d.t("page."+pg.id)), rows))
	}
	before = append(before, d.kit.Section(d.t("intake.check.decide")))
	f.around(before, s.missing(d))
	s.typing = d.typing(s.id, finish.id, f)
	p.Actions(d.kit.Main(d.t("intake.finish"), func() { s.save(d) }))
	return p
}

// missing says for each letter that the intake is enough for what it still
// lacks; each line leads there.
func (s *checkScreen) missing(d *Desktop) []fyne.CanvasObject {
	out := []fyne.CanvasObject{d.kit.Section(d.t("intake.check.letters"))}
	for _, l := range s.now.Letters {
		if l.State == letter.NotApplicable || slices.ContainsFunc(l.Missing, func(m letter.Missing) bool { return m.Step == letter.AtCase }) {
			continue // a letter of a later day
		}
		ready, _ := d.readiness(s.now, l, func(m letter.Missing) {
			if m.Step == intake.Check {
				s.typing.form.focus("counselling.event")
				return
			}
			if to := d.jump(s.now, m.Key, m.Step, &checkScreen{id: s.id, back: s.back}); to != nil {
				d.show(to)
			}
		})
		out = append(out, d.kit.Column(8, d.kit.Strong(d.letterName(l.Kind)), ready))
	}
	return out
}

func (s *checkScreen) home() screen {
	if s.back != nil {
		return s.back
	}
	return &intakeScreen{id: s.id}
}

func (s *checkScreen) focus(*Desktop) {
	switch {
	case s.typing == nil || s.typing.form == nil:
	case s.at != "":
		s.typing.form.focus(s.at)
	case s.first != nil:
		s.first.Focus()
	}
}

func (s *checkScreen) leave(*Desktop) {
	s.typing.left()
	s.typing, s.now, s.first = nil, nil, nil
}

func (s *checkScreen) save(d *Desktop) {
	f := s.typing.form
	entries, err := finish.read(d.asking(s.now), f.raw())
	if err == nil && len(entries) > 0 {
		err = d.Desk.RecordAll(d.ctx(), s.id, entries)
	}
	if err == nil {
		err = s.typing.saved()
	}
	if err != nil {
		s.typing.seal()
		f.refuse(err)
		return
	}
	if s.back != nil {
		d.show(s.back)
		return
	}
	d.show(&caseScreen{id: s.id})
}

// answers lists what was answered on a page, "Not provided" for the rest; a
// row leads to its question. Without change the rows lead nowhere.
func (d *Desktop) answers(a *asking, p *page, change func(path string)) *kit.Rows {
	var rows []row
	v := p.values(a)
	for _, q := range p.ask(a) {
		if q.as == asHead || q.as == asWords || q.when != nil && !q.when(v) {
			continue
		}
		label := q.label
		if label == "" {
			label = d.label(q.path)
		}
		r := row{title: q.answerWords(d, v), detail: label}
		if r.title == "" {
			if q.as == asTick || q.path == "on" {
				continue
			}
			r.title, r.quiet = d.t("intake.notProvided"), true
		}
		if change != nil {
			r.status = d.t("intake.change")
			r.open = func() { change(q.path) }
		}
		rows = append(rows, r)
	}
	return d.rows(rows)
}

// readiness says whether a letter can be made; each thing that is missing
// leads to where it is entered; the list of them is there to have the focus.
func (d *Desktop) readiness(c *desk.Case, l letter.State, to func(letter.Missing)) (fyne.CanvasObject, *kit.Rows) {
	switch l.State {
	case letter.Ready:
		return d.kit.Status(kit.SignDone, d.t("letter.complete")), nil
	case letter.NotApplicable:
		why := d.t(l.Why)
		if l.Section != "" {
			why += " (" + d.say.Section(l.Section) + ")"
		}
		return d.kit.Body(why), nil
	}
	var rows []row
	for _, m := range l.Missing {
		rows = append(rows, row{title: capital(d.say.Problem(m.Problem())), single: true, open: func() { to(m) }})
	}
	list := d.rows(rows)
	return d.kit.Column(8, d.kit.Small(d.say.N("letter.missing", len(rows))), list), list
}
