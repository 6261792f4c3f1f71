package desktop

import (
	"slices"
	"strconv"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// acts are what is recorded on a case later on, each as a new entry, in the
// order of their groups.
var acts = []page{
	{id: "contact", kind: casefile.KindContact, ask: askContact, group: "person", says: 2, fits: when(uncounselled)},
	{id: "counselling", kind: casefile.KindCounselling, ask: askCounselling, group: "person", fits: when(uncounselled)},
	{id: "leaflet", kind: casefile.KindLeaflet, ask: askLeaflet, group: "person",
		fits: when(func(c *desk.Case) bool { return len(c.File.Leaflets) == 0 && c.Status.Stage == "" })},
	{id: "supportUnitMentioned", kind: casefile.KindSupportUnit, ask: askSupportUnit, group: "person"},
	{id: "inspection", kind: casefile.KindInspection, ask: askInspection, group: "person"},
	{id: "risk", kind: casefile.KindRisk, ask: askRisk, group: "person", says: 1,
		fits: when(func(c *desk.Case) bool { return c.File.Risk != nil && !c.Status.State.Closed() })},
	{id: "guardian", kind: casefile.KindGuardian, ask: askGuardian, group: "person", fits: when(minor)},
	{id: "indicators", kind: casefile.KindIndicators, ask: askIndicators, group: "person", says: 2},
	{id: "exploitation", kind: casefile.KindExploitation, ask: askExploitation, group: "person", says: 2},

	{id: "document", kind: casefile.KindDocument, ask: askDocument, group: "stage",
		fits: when(func(c *desk.Case) bool { return c.File.Counselled() != nil && c.Status.Stage != procedure.U })},
	{id: "decision", kind: casefile.KindDecision, ask: askDecision, group: "stage", fits: when(undecided)},
	{id: "complaint", kind: casefile.KindComplaint, ask: askComplaint, group: "stage",
		fits: when(func(c *desk.Case) bool {
			return c.File.Counselled() != nil && c.File.Complaint() == nil && !in(c, procedure.U)
		})},
	{id: "departmentInformed", kind: casefile.KindDepartmentInformed, ask: askInformed, group: "stage",
		fits: when(func(c *desk.Case) bool { return len(c.File.Informed) == 0 && c.Status.Stage == "" })},
	{id: "inquiry", kind: casefile.KindInquiry, ask: askInquiry, group: "stage",
		fits: when(func(c *desk.Case) bool { return in(c, procedure.S2) })},

	{id: "summons", kind: casefile.KindSummons, ask: askSummons, group: "court",
		fits: when(func(c *desk.Case) bool { return c.File.Summons == nil && in(c, procedure.S2, procedure.S3) })},
	{id: "importance", kind: casefile.KindImportance, ask: askImportance, group: "court", says: 2, fits: when(unimportant)},
	{id: "hearing", kind: casefile.KindHearing, ask: askHearing, group: "court", says: 2,
		fits: when(func(c *desk.Case) bool { return c.File.Summons != nil && c.File.Ended == nil })},
	{id: "civilPartyClaim", kind: casefile.KindCivilPartyClaim, ask: askClaim, group: "court", says: 2,
		fits: when(func(c *desk.Case) bool { return c.File.Summons != nil && c.File.Claim == nil })},
	{id: "legalAidRequested", kind: casefile.KindLegalAid, ask: askLegalAid, group: "court"},
	{id: "assistanceRequested", kind: casefile.KindAssistance, ask: askAssistance, group: "court", says: 2},
	{id: "proceedingsEnded", kind: casefile.KindProceedingsEnded, ask: askEnded, group: "court", says: 2,
		fits: when(func(c *desk.Case) bool { return c.File.Ended == nil && in(c, procedure.S3) })},

	{id: "workPermit", kind: casefile.KindWorkPermit, ask: askWorkPermit, group: "support", says: 2,
		fits: when(func(c *desk.Case) bool { return in(c, procedure.S2, procedure.S3) && !left(c) })},
	{id: "socialAssistance", kind: casefile.KindSocialAssistance, ask: askSocial, group: "support", says: 2,
		fits: when(func(c *desk.Case) bool {
			return len(c.File.Social) == 0 && in(c, procedure.S1, procedure.S2, procedure.S3) && !left(c)
		})},
	{id: "return", kind: casefile.KindReturn, ask: askReturn, group: "support", says: 2,
		fits: when(func(c *desk.Case) bool { return c.File.Decision() == "return" || len(c.File.Returns) > 0 })},

	{id: "letterSent", kind: casefile.KindLetterSent, ask: askLetterSent, group: "letters", says: 2, fits: ofLetters(unsent)},
	{id: "letterAnswered", kind: casefile.KindLetterAnswered, ask: askLetterAnswered, group: "letters", says: 2, fits: ofLetters(unanswered)},

	{id: "appointment", kind: casefile.KindAppointment, ask: askAppointment, group: "other", says: 3, fits: when(always)},
	{id: "note", kind: casefile.KindNote, ask: askNote, group: "other", fits: when(always)},
	{id: "samePerson", kind: casefile.KindSamePerson, ask: askSamePerson, group: "other"},
	{id: "relative", kind: casefile.KindRelative, ask: askRelative, group: "other", says: 2},
	{id: "retention", kind: casefile.KindRetention, ask: askRetention, group: "other",
		fits: when(func(c *desk.Case) bool { return c.Status.State.Closed() || c.File.Held() != nil })},
}

// fit says whether a case asks for an act.
type fit int

const (
	fitsLater fit = iota // it can be recorded, one step further
	fitsNow              // it is offered first
	fitsNot              // there is nothing that it could be recorded about
)

// now is how far an act fits a case.
func (p *page) now(c *desk.Case) fit {
	if p.fits == nil {
		return fitsLater
	}
	return p.fits(c)
}

// when offers an act first while something is so; it can always be recorded.
func when(so func(*desk.Case) bool) func(*desk.Case) fit {
	return func(c *desk.Case) fit {
		if so(c) {
			return fitsNow
		}
		return fitsLater
	}
}

// ofLetters offers what becomes of letters once there are any.
func ofLetters(open func(*casefile.File, *casefile.Fact[casefile.LetterIssued]) bool) func(*desk.Case) fit {
	return func(c *desk.Case) fit {
		if len(c.File.Letters) == 0 {
			return fitsNot
		}
		for _, l := range c.File.Letters {
			if open(c.File, l) {
				return fitsNow
			}
		}
		return fitsLater
	}
}

func unsent(f *casefile.File, l *casefile.Fact[casefile.LetterIssued]) bool {
	for _, s := range f.Sent {
		if s.Body.Number == l.Body.Number {
			return false
		}
	}
	return true
}

// unanswered: a letter that was sent waits for its answer.
func unanswered(f *casefile.File, l *casefile.Fact[casefile.LetterIssued]) bool {
	for _, a := range f.Answers {
		if a.Body.Number == l.Body.Number {
			return false
		}
	}
	return !unsent(f, l)
}

// in reports that the person is in one of the stages.
func in(c *desk.Case, stages ...string) bool {
	for _, s := range stages {
		if c.Status.Stage == s {
			return true
		}
	}
	return false
}

// left: who has gone home works and is helped there.
func left(c *desk.Case) bool {
	return slices.ContainsFunc(c.File.Returns, func(r *casefile.Fact[casefile.Return]) bool { return r.Body.Step == casefile.LeftCountry })
}

func always(*desk.Case) bool { return true }

func uncounselled(c *desk.Case) bool { return c.File.Counselled() == nil && !c.Status.State.Closed() }

// undecided: within the 45 days the person decides (§8.1).
func undecided(c *desk.Case) bool {
	choice := c.File.Decision()
	return in(c, procedure.S1) && (choice == "" || choice == "undecided")
}

// unimportant: stage U asks that the statement is important (§8.3).
func unimportant(c *desk.Case) bool {
	i := c.File.Importance
	return in(c, procedure.S3) && (i == nil || i.Body.Considered != casefile.Yes)
}

// allowed lists the values that the rule of a field names: "contact.how".
func allowed(path string) []string {
	kind, name, _ := strings.Cut(path, ".")
	k, _ := casefile.KindOf(kind)
	for i := range k.Body.NumField() {
		f := k.Body.Field(i)
		if casefile.FieldName(f) != name {
			continue
		}
		for _, r := range casefile.RulesOf(f.Tag) {
			if r.Name == "one" {
				return strings.Split(r.Arg, "|")
			}
		}
	}
	return nil
}

// one asks for one of the values that the rule of the field names.
func (a *asking) one(path string) question {
	return question{path: path, as: asOne, options: a.options(path, allowed(path)...)}
}

func askContact(a *asking) []question {
	return []question{a.one("contact.how"), a.one("contact.outcome"), a.on("field.on")}
}

func askDocument(a *asking) []question {
	st, _ := a.c.Profile.Stage(procedure.S3)
	usual := a.d.t("record.months.usual", args{"Usual": st.Duration})
	if st.MoreThan != nil {
		usual = a.d.t("record.months.more", args{"Usual": st.Duration, "Than": *st.MoreThan})
	}
	return []question{
		{path: "document.stage", as: asOne, options: a.stages()},
		a.on("field.document.issued"),
		{path: "document.notified", as: asDay},
		{path: "document.printedEnd", as: asDay, when: is("document.stage", "", procedure.S1, procedure.S2, procedure.S3)},
		{path: "document.months", as: asNumber, hint: usual, from: st.Fewest(), to: 60, when: is("document.stage", procedure.S3)},
		{path: "document.municipality", as: asLine},
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
	t, ok := a.c.Schedule.Term(procedure.S1)
	late := func(v values) bool {
		on, read := parseDay(v["on"], a.d.Desk.Today())
		return ok && read && on.After(t.ValidUntil)
	}
	return []question{
		{path: "complaint.form", as: asOne, options: a.options("complaint.form", "complaint", "statement")},
		a.on("record.on.complaint"),
		{path: "complaint.unit", as: asLine},
		{path: "complaint.pv", as: asLine},
		{as: asWords, say: func(v values) (kit.Sign, string) {
			if late(v) {
				return kit.SignSoon, a.d.t("record.late", args{"Date": t.ValidUntil}, a.d.rests(a.c, "8.2¶1"))
			}
			return kit.NoSign, ""
		}},
		{path: "complaint.lateReason", as: asLine, when: func(v values) bool { return late(v) || v["complaint.lateReason"] != "" }},
	}
}

func askDecision(a *asking) []question {
	return []question{
		{path: "decision.choice", as: asOne, options: a.options("decision.choice", "statement", "return", "undecided")},
		a.on("record.on.decision"),
	}
}

func askInformed(a *asking) []question {
	return []question{a.one("departmentInformed.by"), a.one("departmentInformed.about"), a.on("record.on.departmentInformed")}
}

func askInquiry(a *asking) []question {
	yesNo := func(path string) question {
		q := a.one(path)
		q.when = is("inquiry.event", casefile.Answered)
		return q
	}
	return []question{
		a.one("inquiry.event"),
		a.on("field.on"),
		{path: "inquiry.replyDue", as: asDay, when: is("inquiry.event", casefile.Asked, casefile.Escalated)},
		yesNo("inquiry.trafficking"), yesNo("inquiry.inProgress"),
		{path: "inquiry.office", as: asLine},
	}
}

func askCounselling(a *asking) []question {
	reason, to, result := a.one("counselling.reason"), a.one("counselling.to"), a.one("counselling.result")
	reason.when = is("counselling.event", casefile.Declined, casefile.CounsellingOver, casefile.Transferred)
	to.when = is("counselling.event", casefile.TransferOffered, casefile.Transferred)
	result.when = is("counselling.event", casefile.TransferOffered)
	informed := a.one("counselling.informed")
	informed.when = is("counselling.event", casefile.CounsellingOver, casefile.Transferred)
	return []question{a.one("counselling.event"), a.on("field.on"), reason, to, result, informed}
}

func askSupportUnit(a *asking) []question {
	return []question{a.one("supportUnitMentioned.by"), a.on("field.on")}
}

func askInspection(a *asking) []question {
	return []question{{path: "inspection.code", as: asCode, hint: a.d.t("record.code.inspection")}, a.on("field.on")}
}

func askIndicators(a *asking) []question {
	return []question{a.one("indicators.dimension"), a.one("indicators.source"), {path: "indicators.note", as: asProse}, a.on("field.on")}
}

func askExploitation(a *asking) []question {
	forms := a.one("exploitation.forms")
	forms.as = asSome
	return []question{forms, {path: "exploitation.sector", as: asLine}, a.on("field.on")}
}

func askAssistance(a *asking) []question {
	return []question{a.one("assistanceRequested.phase"), {path: "assistanceRequested.office", as: asLine}, a.on("field.on")}
}

func askSummons(a *asking) []question {
	return []question{{path: "summons.court", as: asLine}, {path: "summons.number", as: asLine}, a.on("record.on.summons")}
}

func askImportance(a *asking) []question {
	return []question{a.one("importance.considered"), a.one("importance.evidence"), a.on("field.on")}
}

func askHearing(a *asking) []question {
	return []question{
		{path: "hearing.day", as: asDay, hint: a.d.t("intake.hint.date")}, {path: "hearing.clock", as: asClock},
		{path: "hearing.court", as: asLine}, a.on("record.on.hearing"),
	}
}

func askClaim(a *asking) []question {
	return []question{a.one("civilPartyClaim.before"), {path: "civilPartyClaim.court", as: asLine}, a.on("field.on")}
}

func askLegalAid(a *asking) []question {
	return []question{{path: "legalAidRequested.lawyer", as: asLine}, {path: "legalAidRequested.bar", as: asLine}, a.on("field.on")}
}

func askEnded(a *asking) []question {
	return []question{a.one("proceedingsEnded.how"), a.one("proceedingsEnded.outcome"), a.on("field.on")}
}

func askWorkPermit(a *asking) []question {
	return []question{
		a.one("workPermit.permit"), a.one("workPermit.event"), a.on("field.on"),
		{path: "workPermit.until", as: asDay, when: is("workPermit.event", casefile.Granted)},
		{path: "workPermit.employer", as: asLine}, {path: "workPermit.job", as: asLine},
		{path: "workPermit.from", as: asDay},
	}
}

func askSocial(a *asking) []question {
	return []question{a.one("socialAssistance.event"), a.one("socialAssistance.through"), {path: "socialAssistance.municipality", as: asLine},
		{path: "socialAssistance.address", as: asProse}, a.on("field.on")}
}

func askReturn(a *asking) []question {
	return []question{
		a.one("return.step"), a.on("field.on"),
		{path: "return.day", as: asDay, when: is("return.step", "", casefile.ContactIOM, casefile.ContactEmbassy, casefile.TravelDocument)},
	}
}

// issued offers the letters of the case, the newest first.
func (a *asking) issued(path string) question {
	q := question{path: path, as: asNumber}
	for i := len(a.c.File.Letters) - 1; i >= 0; i-- {
		l := a.c.File.Letters[i]
		q.options = append(q.options, kit.Option{
			Value: strconv.Itoa(l.Body.Number), Label: a.d.t("letter.number", args{"Number": l.Body.Number}),
			Note: a.d.letterName(l.Body.Letter) + " · " + a.d.say.Day(l.On()),
		})
	}
	return q
}

func askLetterSent(a *asking) []question {
	return []question{a.issued("letterSent.number"), a.one("letterSent.how"), a.on("record.on.letterSent")}
}

func askLetterAnswered(a *asking) []question {
	return []question{
		a.issued("letterAnswered.number"), a.one("letterAnswered.answer"), {path: "letterAnswered.reference", as: asLine},
		a.on("record.on.letterAnswered"),
	}
}

func askAppointment(a *asking) []question {
	return []question{
		a.one("appointment.with"), {path: "appointment.day", as: asDay, hint: a.d.t("intake.hint.date")}, {path: "appointment.clock", as: asClock},
		{path: "appointment.note", as: asLine}, a.on("record.on.appointment"),
	}
}

func askSamePerson(a *asking) []question {
	return []question{{path: "samePerson.code", as: asCode, hint: a.d.t("record.code")}, a.on("field.on")}
}

func askRelative(a *asking) []question {
	return []question{a.one("relative.relation"), {path: "relative.code", as: asCode, hint: a.d.t("record.code")}, a.on("field.on")}
}

// minor: the person is not of age for certain, and nobody has recorded who
// looks after her.
func minor(c *desk.Case) bool {
	adult, known := c.File.Adult()
	return known && c.Status.Today.Before(adult) && (c.File.Guardian == nil || c.File.Guardian.Body.Event != casefile.GuardianAppointed)
}

func askRisk(a *asking) []question {
	return []question{
		{path: "risk.level", as: asOne, options: a.options("risk.level", "low", "medium", casefile.HighRisk)},
		{path: "risk.measures", as: asProse},
		{path: "risk.review", as: asDay},
		a.on("field.on"),
	}
}

func askGuardian(a *asking) []question {
	appointed := is("guardian.event", casefile.GuardianAppointed, casefile.Accompanied)
	return []question{
		{path: "guardian.event", as: asOne, options: a.options("guardian.event", casefile.ServiceNotified, casefile.GuardianAppointed, casefile.Accompanied, casefile.GuardianEnded)},
		{path: "guardian.name", as: asLine, when: appointed},
		{path: "guardian.phone", as: asLine, when: appointed},
		a.on("field.on"),
	}
}

func askRetention(a *asking) []question {
	return []question{
		{path: "retention.event", as: asOne, options: a.options("retention.event", casefile.ReviewedFile, casefile.HeldFile, casefile.ReleasedFile)},
		{path: "retention.reason", as: asProse, when: is("retention.event", casefile.HeldFile, casefile.ReleasedFile)},
		a.on("field.on"),
	}
}

func askNote(a *asking) []question {
	return []question{{path: "note.text", as: asProse}, a.on("field.on")}
}
