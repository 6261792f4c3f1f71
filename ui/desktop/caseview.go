package desktop

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// caseScreen shows one case: its stage, what is due, its letters and journal.
type caseScreen struct {
	id   journal.ID
	main *kit.Button
}

func (s *caseScreen) place() string { return "cases" }

func (s *caseScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(c.File.Code(), d.t("case.list"), func() screen { return &casesScreen{} })
	p.Add(d.heading(c))
	s.main = d.kit.Main(d.t("case.intake"), func() { d.show(&intakeScreen{id: s.id}) })
	erase := d.kit.Link(d.t("erase.begin"), func() { d.show(&eraseScreen{id: s.id}) })
	if over(c.File) {
		s.main = d.kit.Button(d.t("case.openIntake"), func() { d.show(&intakeScreen{id: s.id}) })
		p.Add(d.stopBanner(c), d.kit.Row(16, s.main))
		for _, f := range c.File.Findings {
			if strings.HasPrefix(f.Key, "warn.triage.") { // of the assessment, and nothing of the person
				p.Add(d.finding(c, &f))
			}
		}
		if len(c.Status.Due) > 0 { // how long it may be kept
			p.Add(d.due(c))
		}
		return p.Add(d.latest(c), erase)
	}
	p.Add(s.actions(d, c))
	if said := d.say.Standing(c.Profile, c.Lapse); len(said) > 0 {
		p.Add(d.kit.Banner(kit.NoSign, strings.Join(said, "\n")))
	}
	if c.Unread {
		p.Add(s.acknowledge(d, p, c))
	}
	if c.Schedule.Newest != "" {
		p.Add(d.kit.Link(d.t("rules.title"), func() { d.show(&rulesScreen{id: s.id}) }))
	}
	for _, f := range c.File.Findings {
		p.Add(d.finding(c, &f))
	}
	summary := d.kit.Link(d.t("summary.title"), func() { d.show(&summaryScreen{id: s.id}) })
	p.Add(d.stageLine(c), d.due(c), summary, d.terms(c), d.letters(c), d.filesLink(c), d.latest(c), erase)
	return p
}

func (s *caseScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

// acknowledge records, once for a case, that somebody read what its procedure
// is worth today. The notice itself stays.
func (s *caseScreen) acknowledge(d *Desktop, p *kit.Page, c *desk.Case) fyne.CanvasObject {
	var read *kit.Button
	read = d.kit.Link(d.t("case.acknowledge"), func() {
		e := casefile.NewEntry(casefile.KindProfileAcknowledged, d.Desk.Today(), &casefile.ProfileAcknowledged{Profile: c.Profile.ID})
		if err := d.Desk.Record(d.ctx(), s.id, e); err != nil {
			p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: read})
			return
		}
		d.again()
	})
	return read
}

// finding says what cannot be true together, and leads to the entries that say
// it.
func (d *Desktop) finding(c *desk.Case, f *casefile.Problem) fyne.CanvasObject {
	col := d.kit.Column(0, d.kit.Status(kit.SignSoon, d.say.Problem(*f)))
	for _, id := range f.Because {
		if e, ok := c.File.Entry(id); ok {
			label := d.entryWords(c, &e) + " · " + d.say.Day(e.On)
			col.Add(d.kit.Link(label, func() { d.show(&entryScreen{id: c.ID, entry: id, back: &caseScreen{id: c.ID}}) }))
		}
	}
	return col
}

// heading says who and where the case stands.
func (d *Desktop) heading(c *desk.Case) fyne.CanvasObject {
	col := d.kit.Column(4)
	if name := c.File.Name(); name != "" {
		col.Add(d.kit.Section(name))
		if own := c.File.Person.Body.OriginalScript; own != "" {
			col.Add(d.kit.Say(own, "", kit.SayStyle{Size: 18}))
		}
	}
	state := d.t("state." + string(c.Status.State))
	if c.Status.Expired {
		col.Add(d.kit.Status(kit.SignOverdue, d.t("state.expired", args{"State": state})))
	} else {
		col.Add(d.kit.Body(state))
	}
	return col
}

// inLanguage picks the words of the interface's language.
func (d *Desktop) inLanguage(w procedure.Words) string {
	if s := w[d.say.Lang]; s != "" {
		return s
	}
	return w["en"]
}

// actions are what can be done now; the main one is the intake until it is
// finished.
func (s *caseScreen) actions(d *Desktop, c *desk.Case) fyne.CanvasObject {
	toRecord := func() { d.show(&recordScreen{id: s.id}) }
	if c.File.Counselled() == nil && len(c.File.Counselling) == 0 {
		return d.kit.Row(16, s.main, d.kit.Button(d.t("case.record"), toRecord))
	}
	s.main = d.kit.Main(d.t("case.record"), toRecord)
	return d.kit.Row(16, s.main, d.kit.Button(d.t("case.openIntake"), func() { d.show(&intakeScreen{id: s.id}) }))
}

// stageLine draws the stages with the dates of their documents.
func (d *Desktop) stageLine(c *desk.Case) fyne.CanvasObject {
	stages := []string{procedure.S1, procedure.S2, procedure.S3, procedure.U}
	var stops []kit.Stop
	today := float32(-1)
	for i, id := range stages {
		stop := kit.Stop{Label: d.t("state." + id)}
		if doc := c.File.Document(id); doc != nil {
			stop.Reached, stop.Note = true, d.say.Day(doc.On())
		}
		if id == c.Status.Stage {
			today = float32(i)
			if t, ok := c.Schedule.Term(id); ok {
				whole := max(t.Start.DaysUntil(t.ValidUntil), 1)
				today += min(max(float32(t.Start.DaysUntil(c.Status.Today))/float32(whole), 0), 0.95)
			}
		}
		stops = append(stops, stop)
	}
	return d.kit.Stages(today, d.t("away.today"), stops...)
}

// due lists what is due, each with the section and the reason; a row leads to
// where it is done.
func (d *Desktop) due(c *desk.Case) fyne.CanvasObject {
	col := d.kit.Column(8, d.kit.Section(d.t("case.due")))
	if len(c.Status.Due) == 0 {
		col.Add(d.kit.Body(d.t("case.due.none")))
		return col
	}
	var rows []row
	for _, x := range c.Status.Due {
		r := row{title: d.t(x.Key), detail: dotted(d.say.Section(x.Section), d.t("case.why."+x.Key))}
		if x.Apart() {
			r.detail = dotted(d.say.Date(x.Due), d.actBy(&x), r.detail)
		}
		switch x.Urgency {
		case procedure.Overdue:
			r.sign, r.status = kit.SignOverdue, d.t("urgency.overdue")
		case procedure.Today:
			r.sign, r.status = kit.SignSoon, d.t("urgency.today")
		case procedure.Soon:
			r.sign, r.status = kit.SignSoon, d.say.Date(x.Due)
		default:
			r.status = d.say.Date(x.Due)
		}
		if to := d.dueAt(c, &x.Item); to != nil {
			r.open = func() { d.show(to) }
		}
		rows = append(rows, r)
	}
	col.Add(d.rows(rows))
	return col
}

// dueAt is the screen where a due item is done.
func (d *Desktop) dueAt(c *desk.Case, x *procedure.Item) screen {
	key := x.Key
	act := map[string]string{
		"due.leaflet": "leaflet", "due.departmentInformed": "departmentInformed", "due.S1.decide": "decision", "due.inquiry": "inquiry",
		"due.S1.end": "document", "due.S2.end": "document", "due.S3.wait": "document", "due.S2.extend": "document", "due.return.end": "document",
		"due.reply": "inquiry", "due.reply.principal": "inquiry", "due.victimInformed": "inquiry", "due.permit": "workPermit", "due.counselling": "counselling",
		"due.return.contact": "return", "due.return.document": "return", "due.return.left": "return",
		"due.review": "retention", "due.hold": "retention", "due.risk": "risk", "due.guardian": "guardian", "due.guardianship": "guardian",
	}[key]
	if p, ok := pageOf(acts, act); ok {
		return &pageScreen{id: c.ID, page: p, act: true}
	}
	switch key {
	case "due.appointment", "due.hearing": // to be moved or taken back
		if len(x.Because) > 0 {
			return &entryScreen{id: c.ID, entry: x.Because[0], back: &caseScreen{id: c.ID}}
		}
	case "due.version":
		return &rulesScreen{id: c.ID}
	case "due.S3.over", "due.noStage3": // several ways are open
		return &recordScreen{id: c.ID}
	case "due.erase", "due.erase.uninvolved", "due.erase.contact", "due.erase.stopped":
		return &eraseScreen{id: c.ID}
	}
	kind := strings.TrimPrefix(key, "due.")
	if asked := map[string]string{"due.intervention": "L17", "due.escalate": "L05", "due.gap": "L05", "due.S3.end": "L07"}[key]; asked != "" {
		kind = asked
	}
	if slices.ContainsFunc(c.Letters, func(l letter.State) bool { return l.Kind == kind }) {
		return &letterScreen{id: c.ID, kind: kind}
	}
	return nil
}

// terms shows the running times and what the stage opens, each with the
// section it rests on.
func (d *Desktop) terms(c *desk.Case) fyne.CanvasObject {
	col := d.kit.Column(16)
	for _, t := range slices.Backward(c.Status.Terms) {
		one := d.kit.Column(4, d.kit.Section(d.t("state."+t.Stage)))
		if s, ok := c.Profile.Stage(t.Stage); ok {
			if name := d.inLanguage(s.DocumentName); name != "" {
				if !s.Verified {
					name += " (" + d.t("unverified") + ")"
				}
				one.Add(d.kit.Small(name))
			}
		}
		fact := func(key string, day civil.Date, section string) {
			if !day.IsZero() {
				when := dotted(d.say.Date(day), d.say.Away(c.Status.Today.DaysUntil(day)), d.say.Section(section))
				one.Add(d.pair(210, d.kit.Body(d.t(key)), d.kit.Body(when)))
			}
		}
		fact("case.validUntil", t.ValidUntil, t.Section)
		if t.Stage == c.Status.Stage { // what can still be done
			fact("case.actBy", t.ActBy, t.Section)
			asked := c.Profile.Section("8.2¶3")
			fact("case.inquiryBy", t.InquiryBy, asked)
			fact("case.inquiryActBy", t.InquiryActBy, asked)
		}
		one.Add(d.kit.Small(capital(d.t(t.Rule, args{"Count": procedure.Duration{Unit: t.Unit, N: t.N}})) + "."))
		if !t.Computed.IsZero() {
			one.Add(d.kit.Banner(kit.SignSoon, d.t("term.computedDiffers", args{"Printed": t.ValidUntil, "Computed": t.Computed})))
		}
		if !t.OtherReading.IsZero() {
			one.Add(d.kit.Small(d.t("term.otherReading", args{"Date": t.OtherReading})))
		}
		col.Add(one)
	}
	if len(c.Status.Entitlements) > 0 {
		one := d.kit.Column(4, d.kit.Section(d.t("case.entitlements")))
		for _, e := range c.Status.Entitlements {
			one.Add(d.pair(210, d.kit.Body(d.t("entitlement."+e.Key)), d.kit.Body(dotted(d.say.Entitled(e), d.say.Section(e.Section)))))
		}
		col.Add(one)
	}
	if len(col.Children()) == 0 {
		col.Hide()
	}
	return col
}

// letterName names a kind of letter: "L01 Taking over of counselling".
func (d *Desktop) letterName(kind string) string { return kind + " " + d.t("letter."+kind) }

// letters lists the letters that are for this case, or were: issued, ready, or
// what is missing.
func (d *Desktop) letters(c *desk.Case) fyne.CanvasObject {
	var rows []row
	for _, l := range c.Letters {
		if l.State == letter.NotApplicable && len(l.Issued) == 0 {
			continue
		}
		r := row{title: d.letterName(l.Kind), open: func() { d.show(&letterScreen{id: c.ID, kind: l.Kind}) }}
		switch l.State {
		case letter.Ready:
			r.status = d.t("ready.ready")
		case letter.Blocked:
			r.status = d.t("ready.blocked")
			r.detail = d.t("case.missing", args{"What": d.missingWords(l.Missing)})
		default:
			r.status, r.detail = d.t("ready.notApplicable"), d.t(l.Why)
		}
		if n := len(l.Issued); n > 0 {
			last := l.Issued[n-1]
			r.detail = d.issuedWords(last)
			if l.State != letter.Blocked {
				r.sign, r.status = kit.SignDone, d.t("case.issued")
			}
		}
		r.detail = dotted(d.say.Section(l.Section), r.detail)
		rows = append(rows, r)
	}
	return d.kit.Column(8, d.kit.Section(d.t("case.letters")), d.rows(rows))
}

func (d *Desktop) issuedWords(l *casefile.Fact[casefile.LetterIssued]) string {
	return d.t("letter.issued", args{"Number": l.Body.Number, "Date": l.On()})
}

// latest shows the newest entries of the journal and leads to all of them.
func (d *Desktop) latest(c *desk.Case) fyne.CanvasObject {
	const shown = 8
	rows := d.history(c, func() screen { return &caseScreen{id: c.ID} })
	col := d.kit.Column(8, d.kit.Section(d.t("case.journal")), d.rows(rows[:min(len(rows), shown)]))
	if len(rows) > shown {
		col.Add(d.kit.Link(d.say.N("case.journal.all", len(rows)), func() { d.show(&journalScreen{id: c.ID}) }))
	}
	return col
}

// dotted is what of parts says something, in one line: a letter may rest on no
// section, and a procedure may name no source.
func dotted(parts ...string) string {
	said := slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(said, " · ")
}
