package desktop

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// page is a page of questions, as data: it builds the form, fills it in from
// the case, reads it, and words it once more on the check page. A page that
// makes one entry of its kind needs no more than its questions; fill and read
// are for the others.
type page struct {
	id   string // of the step or the act; words: page.<id>
	kind string // of the entry that it makes
	ask  func(*asking) []question

	fill func(*asking) values
	read func(a *asking, v values) ([]casefile.Entry, error)
}

// steps are the pages of the intake; the check page is a screen of its own.
var steps = []page{
	{id: string(intake.Safety), kind: casefile.KindSafety, ask: askSafety},
	{id: string(intake.Referral), kind: casefile.KindReferral, ask: askReferral},
	{id: string(intake.Triage), kind: casefile.KindTriage, ask: askTriage},
	{id: string(intake.Consent), ask: askConsents, fill: fillConsents, read: readConsents},
	{id: string(intake.Person), kind: casefile.KindPerson, ask: askPerson},
	{id: string(intake.Residence), kind: casefile.KindResidence, ask: askResidence},
	{id: string(intake.Elements), kind: casefile.KindElements, ask: askElements},
	{id: string(intake.Leaflet), kind: casefile.KindLeaflet, ask: askLeaflet},
}

// acts are what is recorded on a case later on, each as a new entry.
var acts = []page{
	{id: "document", kind: casefile.KindDocument, ask: askDocument},
	{id: "complaint", kind: casefile.KindComplaint, ask: askComplaint},
	{id: "decision", kind: casefile.KindDecision, ask: askDecision},
	{id: "departmentInformed", kind: casefile.KindDepartmentInformed, ask: askInformed},
	{id: "inquiry", kind: casefile.KindInquiry, ask: askInquiry},
	{id: "counselling", kind: casefile.KindCounselling, ask: askCounselling},
	{id: "leaflet", kind: casefile.KindLeaflet, ask: askLeaflet},
	{id: "note", kind: casefile.KindNote, ask: askNote},
}

func pageOf(table []page, id string) (page, bool) {
	for _, p := range table {
		if p.id == id {
			return p, true
		}
	}
	return page{}, false
}

// is asks for a question only where another was answered so.
func is(path string, any ...string) func(values) bool {
	return func(v values) bool {
		for _, s := range any {
			if v[path] == s {
				return true
			}
		}
		return false
	}
}

// following says words while a question is answered so.
func (a *asking) following(path, answer string, sign kit.Sign, key string) question {
	return question{as: words_, say: func(v values) (kit.Sign, string) {
		if v[path] == answer {
			return sign, a.d.t(key)
		}
		return kit.NoSign, ""
	}}
}

// noAnswers are answers of their own to every question that may stay open.
var noAnswers = []string{string(casefile.Unknown), string(casefile.NotAsked), string(casefile.Refused)}

// fiveAnswers are those of a yes-or-no question.
var fiveAnswers = append([]string{string(casefile.Yes), string(casefile.No)}, noAnswers...)

func (a *asking) options(path string, of ...string) []kit.Option { return a.d.options(path, of...) }

// options words the answers of a field: choice.<path>.<value>, or the words
// that the answer has everywhere.
func (d *Desktop) options(path string, of ...string) []kit.Option {
	var out []kit.Option
	for _, v := range of {
		label := d.maybe("choice." + path + "." + v)
		if label == "" {
			label = d.t("answer." + v)
		}
		out = append(out, kit.Option{Value: v, Label: capital(label)})
	}
	return out
}

// reasons are the reasons for having no answer, to be taken among the answers.
func (a *asking) reasons() []kit.Option {
	out := a.options("", noAnswers...)
	for i := range out {
		out[i].Value = reasonMark + out[i].Value
	}
	return out
}

// typedDay writes a day as it would be typed.
func typedDay(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("2-1-2006")
}

// on asks for the day on which it happened; it is today at first.
func (a *asking) on(label string) question {
	return question{path: "on", as: day, label: a.d.t(label), hint: a.d.t("intake.hint.date"), start: typedDay(a.d.Desk.Today())}
}

func askSafety(a *asking) []question {
	five := func(path string) question {
		return question{path: path, as: one, options: a.options(path, fiveAnswers...)}
	}
	return []question{
		five("safety.safeToSpeak"),
		a.following("safety.safeToSpeak", "no", kit.SignOverdue, "intake.notSafe"),
		five("safety.doctor"),
		a.following("safety.doctor", "yes", kit.SignOverdue, "intake.doctorNow"),
		five("safety.interpreter"),
		a.following("safety.interpreter", "yes", kit.NoSign, "intake.interpreterNow"),
		{path: "safety.speaks", as: many, options: a.d.languages()},
		{path: "safety.reads", as: many, options: a.d.languages()},
		{path: "safety.paper", as: pick, options: a.d.languages()},
		{path: "safety.note", as: prose},
	}
}

func askReferral(a *asking) []question {
	other := func(v values) bool { return v["referral.channel"] != "self" }
	return []question{
		{path: "referral.channel", as: one,
			options: a.options("referral.channel", "police", "inspection", "prosecutor", "hospital", "self", "helpline", "other")},
		{path: "referral.unit", as: line, when: other},
		{path: "referral.officer", as: line, when: other},
		{path: "referral.phone", as: line, when: other},
		{path: "referral.pv", as: line},
		{path: "referral.address", as: prose, when: other},
		a.on("intake.on.referral"),
	}
}

func askTriage(a *asking) []question {
	const path = "triage.assessment"
	options := a.options(path, casefile.Believed, casefile.NotCertain, casefile.Implicated, casefile.NotInvolved)
	for i, s := range []string{"5.1", "5.2", "5.3", "5"} {
		options[i].Note = a.d.say.Section(s)
	}
	lifting := a.c.File.Stopped()
	return []question{
		{path: path, as: one, options: options},
		a.following(path, casefile.Believed, kit.NoSign, "intake.follows.5.1"),
		a.following(path, casefile.NotCertain, kit.NoSign, "intake.follows.5.2"),
		a.following(path, casefile.Implicated, kit.SignOverdue, "intake.follows.5.3"),
		a.following(path, casefile.NotInvolved, kit.SignSoon, "intake.follows.none"),
		{as: words_, say: func(v values) (kit.Sign, string) {
			if lifting && v[path] != casefile.Implicated {
				return kit.SignSoon, a.d.t("intake.lift")
			}
			return kit.NoSign, ""
		}},
		{path: "triage.decidedBy", as: line},
		{path: "triage.reason", as: prose, when: func(v values) bool { return lifting || v[path] == casefile.Implicated }},
		a.on("intake.on.triage"),
	}
}

func askPerson(a *asking) []question {
	country := a.d.countries(false)
	sex := append(a.options("person.sex", "F", "M", "X"), a.reasons()...)
	return []question{
		{path: "person.familyName", as: line, why: true},
		{path: "person.givenNames", as: line, why: true},
		{path: "person.aliases", as: lines},
		{path: "person.originalScript", as: line, preview: true},
		{path: "person.nameCertainty", as: one, options: a.options("person.nameCertainty", "declared", "document", "verified")},
		{path: "person.addressed", as: line},
		{path: "person.born", as: birth, why: true},
		{path: "person.bornEstimated", as: tick, when: func(v values) bool { return v["person.born"] != "" }},
		{path: "person.birthPlace", as: line, why: true},
		{path: "person.birthCountry", as: pick, options: append(country, a.reasons()...)},
		{path: "person.nationalities", as: many, options: append(a.d.countries(true), a.reasons()...)},
		{path: "person.sex", as: one, options: sex},
		{path: "person.fileNumber", as: line, why: true},
	}
}

func askResidence(a *asking) []question {
	return []question{
		{path: "residence.status", as: one,
			options: a.options("residence.status", append([]string{"illegal", "provisional", "doubtful", "legal", "eu"}, noAnswers...)...)},
		a.following("residence.status", "legal", kit.NoSign, "intake.lawful"),
		a.following("residence.status", "eu", kit.NoSign, "intake.lawful"),
		{path: "residence.entry", as: day},
	}
}

func askElements(a *asking) []question {
	out := []question{{as: words_, say: func(values) (kit.Sign, string) { return kit.NoSign, a.d.t("intake.elements.intro") }}}
	five := func(names ...string) {
		for _, n := range names {
			path := "elements." + n
			out = append(out, question{path: path, as: one, options: a.options(path, fiveAnswers...)})
		}
	}
	out = append(out, question{as: head, label: a.d.t("intake.elements.point1")})
	five("fraud", "violence", "threats", "coercion")
	out = append(out, question{as: head, label: a.d.t("intake.elements.point2")})
	five("status", "pregnancy", "illness", "infirmity", "disability")
	out = append(out, question{as: head, label: a.d.t("intake.elements.both")})
	five("intermediary")
	return append(out, question{path: "elements.note", as: prose})
}

func askLeaflet(a *asking) []question {
	return []question{
		{path: "leaflet.language", as: pick, options: a.d.leaflets(), link: a.d.t("intake.showLeaflet"),
			to: func(v values) { a.d.showLeaflet(v["leaflet.language"], a.d.here) }},
		{path: "leaflet.outcome", as: one, options: a.options("leaflet.outcome", "handed", "readAloud", "refused", "notPossible")},
		{path: "leaflet.by", as: one, options: a.options("leaflet.by", "police", "inspection", "centre")},
		a.on("intake.on.leaflet"),
	}
}

func askDocument(a *asking) []question {
	return []question{
		{path: "document.stage", as: one, options: a.stages()},
		a.on("field.document.issued"),
		{path: "document.notified", as: day},
		{path: "document.printedEnd", as: day, when: is("document.stage", "", procedure.S1, procedure.S2, procedure.S3)},
		{path: "document.months", as: number, when: is("document.stage", procedure.S3)},
		{path: "document.municipality", as: line},
	}
}

// stages offers the stages under their names, with the document of each.
func (a *asking) stages() []kit.Option {
	var out []kit.Option
	for _, s := range a.c.Profile.Stages {
		name := s.DocumentName[a.d.say.Lang]
		if name == "" {
			name = s.DocumentName["en"]
		}
		if name != "" && !s.Verified {
			name += " (" + a.d.t("unverified") + ")"
		}
		out = append(out, kit.Option{Value: s.ID, Label: a.d.t("state." + s.ID), Note: name})
	}
	return out
}

func askComplaint(a *asking) []question {
	late := func(v values) bool {
		t, ok := a.c.Schedule.Term(procedure.S1)
		on, read := parseDay(v["on"], a.d.Desk.Today())
		return ok && read && on.After(t.ValidUntil)
	}
	return []question{
		{path: "complaint.form", as: one, options: a.options("complaint.form", "complaint", "statement")},
		a.on("record.on.complaint"),
		{path: "complaint.unit", as: line},
		{path: "complaint.pv", as: line},
		{as: words_, say: func(v values) (kit.Sign, string) {
			if late(v) {
				return kit.SignSoon, a.d.t("record.late")
			}
			return kit.NoSign, ""
		}},
		{path: "complaint.lateReason", as: line, when: late},
	}
}

func askDecision(a *asking) []question {
	return []question{
		{path: "decision.choice", as: one, options: a.options("decision.choice", "statement", "return", "undecided")},
		a.on("record.on.decision"),
	}
}

func askInformed(a *asking) []question {
	return []question{
		{path: "departmentInformed.by", as: one, options: a.options("departmentInformed.by", "police", "inspection", "centre")},
		a.on("record.on.departmentInformed"),
	}
}

func askInquiry(a *asking) []question {
	three := []string{string(casefile.Yes), string(casefile.No), string(casefile.Unknown)}
	answered := is("inquiry.event", "answered")
	return []question{
		{path: "inquiry.event", as: one, options: a.options("inquiry.event", "asked", "answered", "escalated", "victimInformed")},
		a.on("field.on"),
		{path: "inquiry.replyDue", as: day, when: is("inquiry.event", "asked", "escalated")},
		{path: "inquiry.trafficking", as: one, options: a.options("inquiry.trafficking", three...), when: answered},
		{path: "inquiry.inProgress", as: one, options: a.options("inquiry.inProgress", three...), when: answered},
	}
}

func askCounselling(a *asking) []question {
	return []question{
		{path: "counselling.event", as: one, options: a.options("counselling.event", "takenOn", "declined", "ended")},
		a.on("field.on"),
		{path: "counselling.reason", as: one, when: is("counselling.event", "declined", "ended"),
			options: a.options("counselling.reason", "return", "ownDecision", "transfer", "contactLost", "aimReached", "noCapacity", "notStated")},
	}
}

func askNote(a *asking) []question {
	return []question{{path: "note.text", as: prose}, a.on("field.on")}
}

// asking reads the case that questions are about.
func (d *Desktop) asking(c *desk.Case) *asking { return &asking{d, c} }
