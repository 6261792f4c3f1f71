package desktop

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/ui/desktop/kit"
)

// pageScreen asks the questions of one page: a step of the intake, or an act
// that is recorded later on.
type pageScreen struct {
	id   journal.ID
	page page
	act  bool       // records a new entry; else the page is what the file says now
	of   journal.ID // the entry that is corrected, or zero
	at   string     // the question that has the focus at first
	back screen     // where Back and saving lead; nil: the intake's list, and the next step
	err  error      // what was wrong when it was last saved

	typing *typing
	now    *desk.Case
}

func (s *pageScreen) place() string {
	if s.act {
		return "cases"
	}
	return "intake"
}

// draft names the page among the drafts of the case.
func (s *pageScreen) draft() string {
	switch {
	case !s.of.IsZero():
		return "correct." + s.of.String()
	case s.act:
		return "record." + s.page.id
	}
	return s.page.id
}

func (s *pageScreen) content(d *Desktop) fyne.CanvasObject {
	s.leave(d) // shown anew in another look or language: what is typed stays
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	s.now = c
	title := d.t("page." + s.page.id)
	if s.act {
		title = d.t("record." + s.page.id)
	}
	p := d.backPage(title, d.backLabel(s.home()), func() screen { return s.home() })
	a := d.asking(c)
	if over(c.File) && s.page.kind != casefile.KindTriage {
		return p.SetBody(d.stopBanner(c), d.answers(a, &s.page, nil))
	}
	v := s.filled(a).overlaid(d.drafts(s.id)[s.draft()])
	f := d.newForm(p, s.page.ask(a), v)
	s.typing = d.typing(s.id, s.draft(), f)
	label := "intake.save"
	switch {
	case !s.of.IsZero():
		label = "case.correct.save"
	case s.act:
		label = "record.save"
	case s.page.kind == casefile.KindTriage && c.File.Stopped():
		label = "intake.lift.save"
	}
	return p.Actions(d.kit.Main(d.t(label), func() { s.save(d) }))
}

func (s *pageScreen) focus(d *Desktop) {
	if s.typing == nil || s.typing.form == nil {
		return
	}
	s.typing.focus(&s.err, s.at)
}

func (s *pageScreen) leave(*Desktop) {
	s.typing.left()
	s.typing, s.now = nil, nil
}

// home is where Back leads.
func (s *pageScreen) home() screen {
	switch {
	case s.back != nil:
		return s.back
	case s.act:
		return &caseScreen{id: s.id}
	}
	return &intakeScreen{id: s.id}
}

// filled is what the file says already.
func (s *pageScreen) filled(a *asking) values {
	switch {
	case !s.of.IsZero():
		if e, ok := a.c.File.Entry(s.of); ok {
			return s.page.valuesOf(a, &e)
		}
		return values{}
	case s.act:
		return values{}
	}
	return s.page.values(a)
}

// save makes entries of what stands on the page. An assessment 5.3 asks once
// more, on a screen of its own: it stops the case.
func (s *pageScreen) save(d *Desktop) {
	f := s.typing.form
	v := f.raw()
	entries, err := s.entries(d.asking(s.now), v)
	if err != nil {
		s.typing.seal()
		f.refuse(err)
		return
	}
	f.refuse(nil)
	if stops(entries) && !s.now.File.Stopped() {
		d.show(&pauseScreen{page: s})
		return
	}
	s.record(d, entries)
}

func stops(entries []casefile.Entry) bool {
	for _, e := range entries {
		if t, ok := e.Body.(*casefile.Triage); ok && t.Assessment == casefile.Implicated {
			return true
		}
	}
	return false
}

func (s *pageScreen) entries(a *asking, v values) ([]casefile.Entry, error) {
	if !s.act {
		return s.page.entries(a, v)
	}
	var old *casefile.Entry
	if !s.of.IsZero() {
		if e, ok := a.c.File.Entry(s.of); ok {
			old = &e
		}
	}
	e, err := s.page.entry(a, v, old)
	switch {
	case err != nil:
		return nil, err
	case e == nil && old == nil:
		return nil, casefile.Problems{{Key: "problem.missing", Path: s.page.ask(a)[0].path}}
	case e == nil:
		return nil, nil
	}
	return []casefile.Entry{*e}, nil
}

// record writes the entries in one act and goes on.
func (s *pageScreen) record(d *Desktop, entries []casefile.Entry) {
	if s.lifts(entries) && d.Desk.Alone() {
		s.alone(d, entries)
		return
	}
	var err error
	if len(entries) > 0 {
		err = d.Desk.RecordAll(d.ctx(), s.id, entries)
	}
	if p := (casefile.Problem{}); errors.As(err, &p) && p.Key == "refused.secondReader" {
		s.second(d, entries)
		return
	}
	s.recorded(d, err)
}

// lifts reports that the entries would take an assessment 5.3 away.
func (s *pageScreen) lifts(entries []casefile.Entry) bool {
	for _, e := range entries {
		if t, ok := e.Body.(*casefile.Triage); ok && t.Lifts() && !stops(entries) {
			return s.now != nil && s.now.File.Stopped()
		}
	}
	return false
}

// alone asks whoever alone opens this desk why nobody else stands behind the
// lifting of an assessment 5.3. The answer may stay open; that there was no
// second colleague is recorded by itself.
func (s *pageScreen) alone(d *Desktop, entries []casefile.Entry) {
	field := d.kit.Field(d.t("reclassified.why"), d.t("reclassified.why.hint"))
	d.kit.Panel(d.t("reclassified.alone"), []fyne.CanvasObject{d.kit.Body(d.t("reclassified.alone.what")), field},
		kit.Act{Label: d.t("letter.ask.not"), Safe: true},
		kit.Act{Label: d.t("intake.lift.save"), Main: true, Do: func() {
			s.recorded(d, d.Desk.RecordRead(d.ctx(), s.id, entries, desk.Reading{Reason: strings.TrimSpace(field.Text())}))
		}},
	).Show()
	field.Focus()
}

// second asks for the colleague without whom an assessment 5.3 is not lifted.
func (s *pageScreen) second(d *Desktop, entries []casefile.Entry) {
	field := d.kit.Password(d.t("reclassified.second"), d.t("letter.second.hint"), d.t("unlock.show"), d.t("unlock.hide"))
	d.kit.Panel(d.t("reclassified.ask"), []fyne.CanvasObject{d.kit.Body(d.t("refused.secondReader")), field},
		kit.Act{Label: d.t("letter.ask.not"), Safe: true},
		kit.Act{Label: d.t("reclassified.go"), Main: true, Do: func() {
			read := desk.Reading{Passphrase: []byte(field.Text())}
			d.work(func() error { return d.Desk.RecordRead(d.ctx(), s.id, entries, read) }, func(err error) { s.recorded(d, err) })
		}},
	).Show()
	field.Focus()
}

// recorded goes on after recording, or shows what was wrong.
func (s *pageScreen) recorded(d *Desktop, err error) {
	if err != nil {
		if s.typing == nil { // after the pause: back to the page, with what is wrong
			s.err = err
			d.show(s)
			return
		}
		s.typing.seal()
		s.typing.form.refuse(err)
		return
	}
	if s.typing != nil {
		err = s.typing.saved()
	} else {
		err = d.setDraft(s.id, s.draft(), nil)
	}
	if err != nil {
		d.show(s)
		return
	}
	d.show(s.next(d))
}

// next is the screen after saving.
func (s *pageScreen) next(d *Desktop) screen {
	if s.back != nil || s.act {
		return s.home()
	}
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil || over(c.File) {
		return s.home()
	}
	for i, step := range c.Steps {
		if string(step.ID) == s.page.id && i+1 < len(c.Steps) {
			return stepScreen(s.id, c.Steps[i+1].ID)
		}
	}
	return s.home()
}

// pauseScreen asks once more before a case is stopped (§5.3).
type pauseScreen struct {
	page *pageScreen
	back *kit.Button
}

func (s *pauseScreen) place() string { return "intake" }

func (s *pauseScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.page.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.kit.Page(d.t("intake.pause"),
		d.kit.Banner(kit.SignOverdue, d.t("intake.pause.what", d.rests(c, "5.3"))),
		d.kit.Body(d.t("intake.pause.why")))
	s.back = d.kit.Button(d.t("intake.pause.back"), func() { d.show(s.page) })
	return p.Actions(d.kit.Main(d.t("intake.pause.go"), func() { s.proceed(d) }), s.back)
}

func (s *pauseScreen) focus(*Desktop) {
	if s.back != nil {
		s.back.Focus()
	}
}

// proceed records what the page's draft says.
func (s *pauseScreen) proceed(d *Desktop) {
	c, err := d.Desk.Case(d.ctx(), s.page.id)
	if err != nil {
		d.show(s.page)
		return
	}
	a := d.asking(c)
	entries, err := s.page.entries(a, s.page.filled(a).overlaid(d.drafts(s.page.id)[s.page.draft()]))
	if err != nil {
		s.page.err = err
		d.show(s.page)
		return
	}
	s.page.record(d, entries)
}

// jump is the screen where a missing fact is entered; back is where it leads
// afterwards. nil: nothing is entered about this person any more.
func (d *Desktop) jump(c *desk.Case, key string, step intake.StepID, back screen) screen {
	switch {
	case over(c.File):
		return nil
	case step == letter.AtSettings && key == "letterhead":
		return &stationeryScreen{}
	case step == letter.AtSettings:
		if key == "office.signatory" || d.Desk.Settings().Office == nil {
			return &settingsScreen{at: "signatory"}
		}
		return &officeScreen{}
	case step == letter.AtCase:
		return d.jumpToAct(c, key, back)
	case step == intake.Check:
		return &checkScreen{id: c.ID, at: "counselling.event", back: back}
	}
	p, ok := pageOf(steps, string(step))
	if !ok {
		return nil
	}
	return &pageScreen{id: c.ID, page: p, at: key, back: back}
}

// jumpToAct is the page on which a fact that belongs to no step of the intake
// is recorded. Where an entry is there already that lacks it, that one is
// corrected.
func (d *Desktop) jumpToAct(c *desk.Case, key string, back screen) screen {
	f, act := c.File, func(id string) *pageScreen {
		p, _ := pageOf(acts, id)
		return &pageScreen{id: c.ID, page: p, act: true, back: back}
	}
	correct := func(kind, at string, e *casefile.Entry) *pageScreen {
		s := act(kind)
		if s.at = at; e != nil {
			s.of = e.ID
		}
		return s
	}
	latest := func(kind, field string) *casefile.Entry { return formerWhere(f, kind, field) }
	switch key {
	case "document.S1", "document.S3":
		return act("document")
	case "answers":
		return act("inquiry")
	case "contact.atCentre":
		return act("contact")
	case "municipality": // of assistance, else of a document; see letter.municipality
		for _, kind := range []string{casefile.KindSocialAssistance, casefile.KindDocument} {
			if e := latest(kind, "municipality"); e != nil {
				return correct(kind, kind+".municipality", e)
			}
		}
		if e := former(f, casefile.KindDocument); e != nil {
			return correct(casefile.KindDocument, "document.municipality", e)
		}
		return correct(casefile.KindSocialAssistance, "socialAssistance.municipality", former(f, casefile.KindSocialAssistance))
	case "inquiry.office": // of an inquiry, else of a request for assistance; see letter.prosecutor
		if e := latest(casefile.KindAssistance, "office"); e != nil && latest(casefile.KindInquiry, "office") == nil {
			return correct(casefile.KindAssistance, "assistanceRequested.office", e)
		}
		return correct(casefile.KindInquiry, key, latest(casefile.KindInquiry, "office"))
	case "workPermit.employer":
		e := former(f, casefile.KindWorkPermit)
		if e != nil && e.Body.(*casefile.WorkPermit).Permit != "B" && e.Body.(*casefile.WorkPermit).Employer == "" {
			e = nil // the employer of another permit is asked for
		}
		return correct(casefile.KindWorkPermit, key, e)
	}
	kind, _, of := strings.Cut(key, ".")
	if _, ok := pageOf(acts, kind); !ok {
		return nil
	}
	switch x := f.Complaint(); {
	case !of: // the entry itself is missing
		return act(kind)
	case kind == casefile.KindComplaint && x != nil: // the first one counts
		return correct(kind, key, &x.Entry)
	}
	return correct(kind, key, former(f, kind))
}

// backLabel says where Back leads.
func (d *Desktop) backLabel(s screen) string {
	switch s := s.(type) {
	case *pageScreen:
		if s.act {
			return d.t("record." + s.page.id)
		}
		return d.t("page." + s.page.id)
	case *setupScreen, *unlockScreen:
		return d.t("setup.back")
	case *intakeScreen:
		return d.t("intake.back")
	case *checkScreen:
		return d.t("page.check")
	case *letterScreen:
		return d.t("letter.back")
	case *recordScreen:
		return d.t("record.title")
	case *journalScreen:
		return d.t("case.journal")
	case *filesScreen:
		return d.t("file.title")
	case *batchScreen:
		return d.t("batch.on")
	}
	return d.t("case.back")
}
