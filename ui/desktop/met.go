package desktop

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// The persons met at one inspection (§6) are typed one after the other, and their
// cases opened in one act. What is the same for everybody is asked once. Until the
// cases are opened all of it is a sealed draft of the desk's own. Neither the place
// nor the employer is asked for: see casefile.Inspection.

// Pages of that draft: what holds for all, the list, and by number whoever is being
// typed.
const (
	metAll    = "met"
	metList   = "persons"
	metPerson = "person "
)

// met is a list of persons in the making.
type met struct {
	all     values
	persons []values
	code    string // of the inspection, where some of them are recorded already
}

func (d *Desktop) met() met {
	all := d.drafts(ofNoCase)
	m := met{all: all[metAll], code: all[metList]["inspection"]}
	_ = json.Unmarshal([]byte(all[metList]["list"]), &m.persons) // nothing where there is none
	return m
}

// setMet keeps the list. What was being typed about the persons from one number to
// before another is on it, or gone; what was about later ones stays about them.
func (d *Desktop) setMet(m met, from, to int, gone bool) error {
	data, err := json.Marshal(m.persons)
	if err != nil {
		return err
	}
	all := drafts{}
	for page, v := range d.drafts(ofNoCase) {
		number, about := strings.CutPrefix(page, metPerson)
		n, err := strconv.Atoi(number)
		switch {
		case !about || err != nil || n < from:
		case n < to:
			continue
		case gone:
			page = metPerson + strconv.Itoa(n-(to-from))
		}
		all[page] = v
	}
	all[metList] = values{"list": string(data), "inspection": m.code}
	return d.putDrafts(ofNoCase, all)
}

// metCounts says how many were met, and how they were assessed.
func (d *Desktop) metCounts(persons []values) string {
	n := map[string]int{}
	for _, p := range persons {
		n[p[triaged]]++
	}
	return d.t("met.counts", args{"All": len(persons), "A": n[casefile.Believed], "B": n[casefile.NotCertain], "C": n[casefile.Implicated], "D": n[casefile.NotInvolved]})
}

const triaged = "triage.assessment"

// victim: somebody who may be one is asked about; of the others there is nothing
// to ask.
var victim = is(triaged, casefile.Believed, casefile.NotCertain)

// metAsking asks about somebody of whom nothing is known yet.
func (d *Desktop) metAsking() *asking {
	return d.asking(&desk.Case{File: casefile.Fold(nil), Profile: d.Desk.Profiles()[procedure.Default]})
}

func askMet(a *asking) []question {
	var out []question
	if langs := a.d.fileLanguages(); len(langs) > 1 {
		out = append(out, question{path: "fileLanguage.language", as: asOne, options: a.d.languageNames(langs)},
			question{as: asWords, say: func(v values) (kit.Sign, string) {
				return kit.SignSoon, a.d.foreignWords(v["fileLanguage.language"])
			}})
	}
	out = append(out, a.on("met.on"))
	for _, q := range askReferral(a) {
		if q.path != "referral.channel" && q.path != "on" {
			out = append(out, q)
		}
	}
	return out
}

// askMetPerson takes from the pages of the intake what the first letter asks for.
func askMetPerson(a *asking) []question {
	var out []question
	add := func(ask func(*asking) []question, when func(values) bool, paths ...string) {
		for _, q := range ask(a) {
			if q.path == "on" || paths != nil && !slices.Contains(paths, q.path) {
				continue
			}
			own := q.when
			q.when = func(v values) bool { return (when == nil || when(v)) && (own == nil || own(v)) }
			q.why = false // briefly: what stays open is asked for later
			out = append(out, q)
		}
	}
	add(askTriage, nil)
	add(askPerson, victim, "person.familyName", "person.givenNames", "person.born", "person.nationalities", "person.sex")
	add(askResidence, victim, "residence.status")
	add(askConsents, victim, "consent.language", "consent.how", consentPath("contact"), consentPath("counselling"), consentPath("foreignersDepartment"))
	add(askLeaflet, victim, "leaflet.language", "leaflet.outcome", "leaflet.by")
	takenOn := is(consentPath("counselling"), casefile.Given)
	out = append(out, question{path: "counselling.event", as: asOne, options: a.options("counselling.event", casefile.TakenOn),
		when: func(v values) bool { return victim(v) && takenOn(v) }})
	return out
}

// carried are the answers that stand there for the next person too.
var carried = []string{"triage.decidedBy", "consent.language", "consent.how", "leaflet.language", "leaflet.by"}

// metDay is the day of an inspection, today where none was typed.
func (a *asking) metDay(all values) (civil.Date, error) {
	today := a.d.Desk.Today()
	if all["on"] == "" {
		return today, nil
	}
	on, ok := parseDay(all["on"], today)
	if !ok {
		return on, casefile.Problem{Key: "problem.date", Path: "on"}
	}
	return on, nil
}

// metReferral reads what holds for all.
func (a *asking) metReferral(all values) (on civil.Date, e *casefile.Entry, err error) {
	var found casefile.Problems
	on, err = a.metDay(all)
	found = append(found, problemsOf(err)...)
	if all["referral.unit"] == "" {
		found = append(found, casefile.Problem{Key: "problem.missing", Path: "referral.unit"})
	}
	if langs := a.d.fileLanguages(); len(langs) > 1 && all["fileLanguage.language"] == "" {
		found = append(found, casefile.Problem{Key: "intake.start.choose", Path: "fileLanguage.language"})
	}
	v := maps.Clone(all)
	if v == nil {
		v = values{}
	}
	v["referral.channel"] = "inspection"
	p, _ := pageOf(steps, string(intake.Referral))
	e, err = p.entry(a, v, nil)
	if found = merged(found, problemsOf(err)); len(found) > 0 {
		return on, nil, found
	}
	return on, e, err
}

// metIntake makes the intake of one person, without what holds for all; nil for who
// was not involved.
func (a *asking) metIntake(on civil.Date, v values) (*intake.Intake, error) {
	v = maps.Clone(v)
	v["on"] = typedDay(on)
	in := &intake.Intake{On: on}
	ids := []intake.StepID{intake.Triage}
	if victim(v) {
		ids = append(ids, intake.Consent, intake.Person, intake.Residence, intake.Leaflet)
	}
	var found casefile.Problems
	if v[triaged] == "" {
		found = append(found, casefile.Problem{Key: "problem.missing", Path: triaged})
	}
	for _, id := range ids {
		p, _ := pageOf(steps, string(id))
		entries, err := p.entries(a, v)
		if id == intake.Leaflet && v["leaflet.outcome"] == "" { // its language alone was carried along
			continue
		}
		if err != nil && problemsOf(err) == nil {
			return nil, err
		}
		found = merged(found, problemsOf(err))
		for _, e := range entries {
			e.On = on
			in.Entries = append(in.Entries, e)
		}
	}
	if victim(v) && v[consentPath("counselling")] == casefile.Given && v["counselling.event"] != "" {
		in.Entries = append(in.Entries, casefile.NewEntry(casefile.KindCounselling, on, &casefile.Counselling{Event: v["counselling.event"]}))
	}
	switch {
	case found != nil:
		return nil, found
	case v[triaged] == casefile.NotInvolved:
		return nil, nil
	}
	return in, nil
}

// metScreen asks what holds for all, and lists who was typed.
type metScreen struct {
	typing *typing
	next   *kit.Button
	wrong  intake.Troubles // what keeps the cases from being opened
	told   string          // what became of the last try
}

func (s *metScreen) place() string { return "intake" }

func (s *metScreen) content(d *Desktop) fyne.CanvasObject {
	s.leave(d)
	m := d.met()
	p := d.backPage(d.t("met.title"), d.t("intake.start"), func() screen { return &intakeStart{} })
	p.Lead(d.metCounts(m.persons))
	f := d.newForm(p, askMet(d.metAsking()), m.all)
	after := []fyne.CanvasObject{d.kit.Section(d.t("met.persons"))}
	var rows, apart []row
	none, last := 0, 0
	for i, v := range m.persons {
		r := row{title: d.t("cli.person", args{"Number": i + 1}), status: d.t("intake.change"), open: func() { d.show(&metPersonScreen{at: i}) }}
		switch v[triaged] {
		case casefile.NotInvolved:
			none, last = none+1, i
		case casefile.Implicated: // never on one list with the others (§5.3)
			apart = append(apart, r)
		default:
			r.detail = joinWords(v["person.familyName"], v["person.givenNames"])
			rows = append(rows, r)
		}
	}
	if len(m.persons) == 0 {
		after = append(after, d.kit.Small(d.t("met.none")))
	}
	if none > 0 {
		rows = append(rows, row{title: d.say.N("cli.uninvolved", none), status: d.t("intake.change"), quiet: true, open: func() { d.show(&metPersonScreen{at: last}) }})
	}
	if rows != nil {
		after = append(after, d.rows(rows))
	}
	s.next = d.kit.Main(d.t("met.next"), func() { d.show(&metPersonScreen{at: len(m.persons)}) })
	acts := []*kit.Button{s.next}
	if n := len(m.persons); n > 0 {
		if apart != nil {
			after = append(after, d.kit.Section(d.t("met.apart")), d.rows(apart))
		}
		var open *kit.Button
		open = d.kit.Button(d.say.N("met.open", n), func() { s.open(d, p, open) })
		acts = append(acts, open, d.kit.Button(d.t("met.forget"), func() { s.forget(d) }))
	}
	before := []fyne.CanvasObject{d.kit.Body(d.t("met.what"))}
	if s.told != "" {
		before = append(before, d.kit.Banner(kit.SignSoon, s.told))
	}
	f.around(before, after)
	s.typing = d.typing(ofNoCase, metAll, f)
	p.Actions(acts...)
	if s.wrong != nil {
		var troubles []kit.Trouble
		for _, t := range s.wrong {
			who := d.t("cli.person", args{"Number": t.Person})
			troubles = append(troubles, kit.Trouble{Text: d.say.Labelled(who, d.say.Error(t.Err)), Field: toPerson{d, t}})
		}
		s.wrong = nil
		p.Problems(d.t("problem.heading"), troubles...)
	}
	return p
}

// toPerson leads from what is wrong to whom it is about.
type toPerson struct {
	d *Desktop
	intake.Trouble
}

func (t toPerson) Focus() { t.d.show(&metPersonScreen{at: t.Person - 1, err: t.Err}) }

// joinWords joins what there is with a space.
func joinWords(list ...string) (out string) {
	for _, s := range list {
		if s != "" && out != "" {
			out += " "
		}
		out += s
	}
	return out
}

func (s *metScreen) focus(d *Desktop) {
	switch {
	case s.typing == nil:
	case len(d.met().persons) > 0:
		s.next.Focus()
	default:
		s.typing.form.focus("")
	}
}

func (s *metScreen) leave(*Desktop) {
	s.typing.left()
	s.typing = nil
}

// open opens the cases of all, away from the main goroutine. First everybody is
// held against the rules; should the disk fill up on the way, who is not recorded
// stays on the list.
func (s *metScreen) open(d *Desktop, p *kit.Page, b *kit.Button) {
	f := s.typing.form
	s.typing.seal()
	m, a := d.met(), d.metAsking()
	m.all = f.raw()
	on, referral, err := a.metReferral(m.all)
	if f.refuse(err); err != nil {
		return
	}
	batch := &intake.Batch{Persons: make([]*intake.Intake, len(m.persons)), Inspection: m.code}
	var wrong intake.Troubles
	for i, v := range m.persons {
		in, err := a.metIntake(on, v)
		if err != nil {
			wrong = append(wrong, intake.Trouble{Person: i + 1, Err: err})
			continue
		}
		if in != nil {
			in.Language = m.all["fileLanguage.language"]
			in.Entries = append([]casefile.Entry{*referral}, in.Entries...)
		}
		batch.Persons[i] = in
	}
	if wrong != nil {
		s.wrong = wrong
		d.show(s)
		return
	}
	var got *desk.Met
	d.slowly(b, func() (err error) {
		got, err = d.Desk.TakeInAll(d.ctx(), batch, 1)
		return err
	}, func(err error) {
		var stuck *desk.Stuck
		switch {
		case err == nil:
			if err = s.done(d); err == nil {
				d.show(&inspectionScreen{code: got.Inspection})
				return
			}
		case errors.As(err, &s.wrong):
			d.show(s)
			return
		case errors.As(err, &stuck):
			recorded := stuck.Person - 1
			m.code, m.persons = got.Inspection, m.persons[recorded:]
			if e := d.setMet(m, 0, recorded, true); e == nil && recorded > 0 { // who is not recorded yet stays
				s.told = d.t("met.stuck", args{"Number": recorded, "Why": d.say.Error(stuck.Err)})
				d.show(s)
				return
			}
		}
		p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: b})
	})
}

// done forgets what was typed: it has become cases, or nobody wants it.
func (s *metScreen) done(d *Desktop) error {
	if s.typing != nil {
		if err := s.typing.saved(); err != nil {
			return err
		}
	}
	s.typing = nil
	all := d.drafts(ofNoCase)
	maps.DeleteFunc(all, func(page string, _ values) bool {
		return page == metAll || page == metList || strings.HasPrefix(page, metPerson)
	})
	return d.putDrafts(ofNoCase, all)
}

func (s *metScreen) forget(d *Desktop) {
	d.kit.Panel(d.t("met.forget.ask"), []fyne.CanvasObject{d.kit.Body(d.t("met.forget.what"))},
		kit.Act{Label: d.t("letter.ask.not"), Safe: true},
		kit.Act{Label: d.t("met.forget"), Main: true, Do: func() {
			if err := s.done(d); err == nil {
				d.show(&intakeStart{})
			}
		}},
	).Show()
}

// metPersonScreen asks about one person of the list, or about the next one.
type metPersonScreen struct {
	at  int // place in the list, from 0
	err error

	typing *typing
}

func (s *metPersonScreen) place() string { return "intake" }

func (s *metPersonScreen) draft() string { return metPerson + strconv.Itoa(s.at) }

func (s *metPersonScreen) content(d *Desktop) fyne.CanvasObject {
	s.leave(d)
	m := d.met()
	p := d.backPage(d.t("cli.person", args{"Number": s.at + 1}), d.t("met.title"), func() screen { return &metScreen{} })
	p.Lead(d.metCounts(m.persons))
	known := values{}
	switch {
	case s.at < len(m.persons):
		known = m.persons[s.at]
	case s.at > 0:
		for _, path := range carried {
			known[path] = m.persons[s.at-1][path]
		}
	}
	f := d.newForm(p, askMetPerson(d.metAsking()), known.overlaid(d.drafts(ofNoCase)[s.draft()]))
	s.typing = d.typing(ofNoCase, s.draft(), f)
	acts := []*kit.Button{d.kit.Main(d.t("met.save"), func() { s.save(d, false) }), d.kit.Button(d.t("met.last"), func() { s.save(d, true) })}
	if s.at < len(m.persons) {
		acts = append(acts, d.kit.Button(d.t("met.remove"), func() {
			s.typing.hold()
			s.typing = nil
			m.persons = slices.Delete(m.persons, s.at, s.at+1)
			if err := d.setMet(m, s.at, s.at+1, true); err != nil {
				p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: nowhere{}})
				return
			}
			d.show(&metScreen{})
		}))
	}
	return p.Actions(acts...)
}

func (s *metPersonScreen) focus(*Desktop) {
	s.typing.focus(&s.err, "")
}

func (s *metPersonScreen) leave(*Desktop) {
	s.typing.left()
	s.typing = nil
}

// save puts the person on the list and goes on to the next one, or back to it.
func (s *metPersonScreen) save(d *Desktop, last bool) {
	f, m, a := s.typing.form, d.met(), d.metAsking()
	v := f.raw()
	on, err := a.metDay(m.all)
	if err != nil {
		on = d.Desk.Today() // said where the day is asked for
	}
	if _, err := a.metIntake(on, v); err != nil {
		s.typing.seal()
		f.refuse(err)
		return
	}
	maps.DeleteFunc(v, func(_, raw string) bool { return raw == "" })
	if !victim(v) { // nothing more is kept of somebody who is none
		maps.DeleteFunc(v, func(path, _ string) bool { return !strings.HasPrefix(path, "triage.") })
	}
	if s.at < len(m.persons) {
		m.persons[s.at] = v
	} else {
		m.persons = append(m.persons, v)
	}
	s.typing.hold()
	if err := d.setMet(m, s.at, s.at+1, false); err != nil {
		f.page.Saved().Fail(d.t("intake.notSaved"))
		return
	}
	s.typing = nil
	if last {
		d.show(&metScreen{})
		return
	}
	d.show(&metPersonScreen{at: len(m.persons)})
}
