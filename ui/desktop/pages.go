package desktop

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
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

	group string               // of an act: where it stands among the others; words: record.group.<group>
	fits  func(*desk.Case) fit // of an act: whether the case asks for it now
	says  int                  // so many questions from the top tell an entry in one line; 0: the first
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
func (a *asking) following(path, answer string, sign kit.Sign, key string, with ...args) question {
	return question{as: asWords, say: func(v values) (kit.Sign, string) {
		if v[path] == answer {
			return sign, a.d.t(key, with...)
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
	return question{path: "on", as: asDay, label: a.d.t(label), hint: a.d.t("intake.hint.date"), start: typedDay(a.d.Desk.Today())}
}

func askSafety(a *asking) []question {
	five := func(path string) question {
		return question{path: path, as: asOne, options: a.options(path, fiveAnswers...)}
	}
	return []question{
		five("safety.safeToSpeak"),
		a.following("safety.safeToSpeak", "no", kit.NoSign, "intake.notSafe"),
		five("safety.doctor"),
		a.following("safety.doctor", "yes", kit.NoSign, "intake.doctorNow"),
		five("safety.interpreter"),
		a.following("safety.interpreter", "yes", kit.NoSign, "intake.interpreterNow"),
		{path: "safety.speaks", as: asMany, options: a.d.languages()},
		{path: "safety.reads", as: asMany, options: a.d.languages()},
		{path: "safety.paper", as: asPick, options: a.d.languages()},
		{path: "safety.note", as: asProse},
	}
}

func askReferral(a *asking) []question {
	other := func(v values) bool { return v["referral.channel"] != "self" }
	return []question{
		{path: "referral.channel", as: asOne,
			options: a.options("referral.channel", "police", "inspection", "prosecutor", "hospital", "self", "helpline", "other")},
		{path: "referral.unit", as: asLine, when: other},
		{path: "referral.officer", as: asLine, when: other},
		{path: "referral.phone", as: asLine, when: other},
		{path: "referral.pv", as: asLine},
		{path: "referral.address", as: asProse, when: other},
		a.on("intake.on.referral"),
	}
}

func askTriage(a *asking) []question {
	const path = "triage.assessment"
	options := a.options(path, casefile.Believed, casefile.NotCertain, casefile.Implicated, casefile.NotInvolved)
	for i, s := range []string{"5.1", "5.2", "5.3", "5"} {
		options[i].Note = a.d.say.Section(a.c.Profile.Section(s))
	}
	lifting := a.c.File.Stopped()
	return []question{
		{path: path, as: asOne, options: options},
		a.following(path, casefile.Believed, kit.NoSign, "intake.follows.5.1", a.d.rests(a.c, "5.1")),
		a.following(path, casefile.NotCertain, kit.NoSign, "intake.follows.5.2", a.d.rests(a.c, "5.2")),
		a.following(path, casefile.Implicated, kit.SignOverdue, "intake.follows.5.3", a.d.rests(a.c, "5.3")),
		a.following(path, casefile.NotInvolved, kit.SignSoon, "intake.follows.none"),
		{as: asWords, say: func(v values) (kit.Sign, string) {
			if lifting && v[path] != casefile.Implicated {
				return kit.SignSoon, a.d.t("intake.lift")
			}
			return kit.NoSign, ""
		}},
		{path: "triage.decidedBy", as: asLine},
		{path: "triage.reason", as: asProse, when: func(v values) bool { return lifting || v[path] == casefile.Implicated }},
		{path: "triage.contested", as: asTick, when: is(path, casefile.Implicated)},
		a.on("intake.on.triage"),
	}
}

func askPerson(a *asking) []question {
	country := a.d.countries(false)
	sex := append(a.options("person.sex", "F", "M", "X"), a.reasons()...)
	return []question{
		{path: "person.familyName", as: asLine, why: true},
		{path: "person.givenNames", as: asLine, why: true},
		{path: "person.aliases", as: asLines},
		{path: "person.originalScript", as: asLine, preview: true},
		{path: "person.nameCertainty", as: asOne, options: a.options("person.nameCertainty", "declared", "document", "verified")},
		{path: "person.addressed", as: asLine},
		{path: "person.born", as: asBirth, why: true},
		{path: "person.bornEstimated", as: asTick, when: func(v values) bool { return v["person.born"] != "" }},
		{path: "person.birthPlace", as: asLine, why: true},
		{path: "person.birthCountry", as: asPick, options: append(country, a.reasons()...)},
		{path: "person.nationalities", as: asMany, options: append(a.d.countries(true), a.reasons()...)},
		{path: "person.sex", as: asOne, options: sex},
		{path: "person.fileNumber", as: asLine, why: true},
	}
}

func askResidence(a *asking) []question {
	return []question{
		{path: "residence.status", as: asOne,
			options: a.options("residence.status", append([]string{"illegal", "provisional", "doubtful", "legal", "eu"}, noAnswers...)...)},
		a.following("residence.status", "legal", kit.NoSign, "intake.lawful"),
		a.following("residence.status", "eu", kit.NoSign, "intake.lawful"),
		{path: "residence.askAnyway", as: asProse, when: is("residence.status", "legal", "eu")},
		{path: "residence.entry", as: asDay},
	}
}

func askElements(a *asking) []question {
	out := []question{{as: asWords, say: func(values) (kit.Sign, string) { return kit.NoSign, a.d.t("intake.elements.intro") }}}
	five := func(names ...string) {
		for _, n := range names {
			path := "elements." + n
			out = append(out, question{path: path, as: asOne, options: a.options(path, fiveAnswers...)})
		}
	}
	out = append(out, question{as: asHead, label: a.d.t("intake.elements.point1")})
	five("fraud", "violence", "threats", "coercion")
	out = append(out, question{as: asHead, label: a.d.t("intake.elements.point2")})
	five("status", "pregnancy", "illness", "infirmity", "disability")
	out = append(out, question{as: asHead, label: a.d.t("intake.elements.both")})
	five("intermediary")
	return append(out, question{path: "elements.note", as: asProse})
}

func askLeaflet(a *asking) []question {
	return []question{
		{path: "leaflet.language", as: asPick, options: a.d.leaflets(), link: a.d.t("intake.showLeaflet"),
			leads: func(v values) { a.d.showLeaflet(v["leaflet.language"], a.d.here) }},
		{path: "leaflet.outcome", as: asOne, options: a.options("leaflet.outcome", "handed", "readAloud", "refused", "notPossible")},
		{path: "leaflet.by", as: asOne, options: a.options("leaflet.by", "police", "inspection", "centre")},
		a.on("intake.on.leaflet"),
	}
}

// asking reads the case that questions are about.
func (d *Desktop) asking(c *desk.Case) *asking { return &asking{d, c} }
