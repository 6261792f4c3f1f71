package procedure

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// rules are tried in turn; each adds what is due. in names the states in
// which a rule is tried; without it, in all that are not closed.
var rules = []struct {
	find func(*assessment)
	in   []State
}{
	{(*assessment).leafletDue, []State{Contact, ContactRefused, Unable, Counselling, Requested1, InS1, Requested2, InS2, Requested3, InS3, Renewal,
		RequestedU, RefusedByDepartment, ProceedingsOver, Returning}},
	{(*assessment).departmentInformed, nil},
	{(*assessment).interventionTold, nil},
	{(*assessment).takeOver, nil},
	{(*assessment).requestStage1, nil},
	{(*assessment).immediateStage2, nil},
	{(*assessment).endOfStage1, nil},
	{(*assessment).inquiry, nil},
	{(*assessment).reply, nil},
	{(*assessment).victimInformed, nil},
	{(*assessment).endOfStage2, nil},
	{(*assessment).endOfStage3, nil},
	{(*assessment).wayHome, []State{Returning}},
	{(*assessment).permitEnds, nil},
	{(*assessment).counsellingGoesOn, []State{Returned}},
	{(*assessment).endOfCounselling, []State{Returned, Ended, Withdrawn, LostContact, Transferred}},
	{(*assessment).unable, []State{Unable}},
	{(*assessment).appointments, []State{Contact, Counselling, Requested1, InS1, Requested2, InS2, Requested3, InS3, Renewal, RequestedU, InU,
		RefusedByDepartment, ProceedingsOver, Returning}},
	{(*assessment).risk, nil},
	{(*assessment).guardian, nil},
	{(*assessment).retention, []State{Contact, ContactRefused, Stopped, Uninvolved, InU, Returned, Ended, Withdrawn, LostContact, Transferred, Unable}},
	{(*assessment).newVersion, []State{InS1, Requested2, InS2, Requested3, InS3, Renewal, RequestedU, ProceedingsOver, RefusedByDepartment, Returning}},
}

// grounds are the paragraphs of the instructions that make something due, or
// that a choice of this program serves; Keeping stands for none of them.
var grounds = map[string]string{
	"due.leaflet":            "5¶4",
	"due.departmentInformed": "4¶3",
	"due.intervention":       "4¶5",
	"due.L01":                "4¶5",
	"due.L02":                "8.1¶1",
	"due.L03":                "8.1¶4",
	"due.S1.decide":          "8.1¶1",
	"due.L04":                "8.2¶1",
	"due.S1.end":             "8.1¶1",
	"due.inquiry":            "8.2¶3",
	"due.reply":              "8.2¶3",
	"due.reply.principal":    "8.2¶6",
	"due.escalate":           "8.2¶6",
	"due.victimInformed":     "8.2¶5",
	"due.L06":                "8.3¶1",
	"due.S2.end":             "8.3¶1",
	"due.S2.extend":          "8.2¶1",
	"due.gap":                "8.2¶6",
	"due.noStage3":           "8.3¶1",
	"due.S3.end":             "8.3¶1",
	"due.S3.wait":            "8.3¶1",
	"due.S3.over":            "8.3¶1",
	"due.return.end":         "2¶1",
	"due.return.contact":     "2¶1",
	"due.return.document":    "2¶1",
	"due.return.left":        "2¶1",
	"due.L14":                "8.2¶2",
	"due.counselling":        "8.2¶2",
	"due.L15":                "4¶6",
	"due.appointment":        "8.1¶1",
	"due.hearing":            "2¶2",
	"due.permit":             "8.2¶2",
	"due.version":            "8¶1",
	"due.risk":               "3¶1",
	"due.guardianship":       "3¶1",
	"due.guardian":           "3¶1",
	"due.erase.uninvolved":   Keeping,
	"due.erase.contact":      Keeping,
	"due.erase.stopped":      Keeping,
	"due.erase":              Keeping,
	"due.review":             Keeping,
	"due.hold":               Keeping,
}

// item adds what is due on a day; lead is how many days before it is shown as
// soon due.
func (a *assessment) item(key string, due civil.Date, lead int, because ...journal.ID) *Item {
	i := Item{
		Key: key, Paragraph: grounds[key], Section: a.p.Section(grounds[key]),
		Due: due, ActBy: civil.LastWorkingDay(due), From: due.AddDays(-lead), Because: because,
	}
	if i.ActBy.Before(i.From) {
		i.ActBy = i.From // nobody acts before it happened: counselling taken on at a weekend
	}
	a.notBefore(&i)
	a.s.Items = append(a.s.Items, i)
	return &a.s.Items[len(a.s.Items)-1]
}

// notBefore lets nobody act before the latest entry that an item rests on: what
// came up on the last weekend is for that weekend.
func (a *assessment) notBefore(i *Item) {
	for _, id := range i.Because {
		if e, ok := a.f.Entry(id); ok && i.ActBy.Before(e.On) && !e.On.After(i.Due) {
			i.ActBy = e.On
		}
	}
}

// immediately adds what the instructions want done at once: there is no
// number of days, so it is overdue until it is done.
func (a *assessment) immediately(key string, since civil.Date, because ...journal.ID) {
	i := a.item(key, since, 0, because...)
	i.ActBy, i.From, i.Immediate = since, since, true
}

// ending adds the end of the document of a stage, with the profile's reminders.
func (a *assessment) ending(key string, t Term, because ...journal.ID) *Item {
	i := a.item(key, t.ValidUntil, 0, append([]journal.ID{t.Of}, because...)...)
	i.ActBy = t.ActBy // also where no reminder comes before it
	a.notBefore(i)
	a.remind(i, t, "validUntil")
	return i
}

func (a *assessment) remind(i *Item, t Term, from string) {
	for _, r := range a.p.Reminders[t.Stage] {
		if r.From != from {
			continue
		}
		d := t.ValidUntil
		if from == "inquiryBy" {
			d = t.InquiryBy
		}
		i.Reminders = append(i.Reminders, d.AddDays(r.Days))
	}
	slices.SortFunc(i.Reminders, civil.Date.Compare)
	if len(i.Reminders) > 0 && i.Reminders[0].Before(i.From) {
		i.From = i.Reminders[0]
	}
}

// leafletDue: whoever may be a victim is given the leaflet (§5, last
// paragraph). A refusal of contact never costs it.
func (a *assessment) leafletDue() {
	t := a.f.Triage
	if t == nil || t.Body.Assessment != casefile.Believed && t.Body.Assessment != casefile.NotCertain || len(a.f.Leaflets) > 0 {
		return
	}
	a.immediately("due.leaflet", t.Entry.On, t.Entry.ID)
}

// irregular reports that police or inspection referred a person of whom the
// Department must be told (§4, third paragraph).
func (a *assessment) irregular() bool {
	r, res := a.f.Referral, a.f.Residence
	if r == nil || res == nil || r.Body.Channel != "police" && r.Body.Channel != "inspection" {
		return false
	}
	return res.Body.Status == "illegal" || res.Body.Status == "provisional" || res.Body.Status == "doubtful"
}

func (a *assessment) told(about string) bool {
	return slices.ContainsFunc(a.f.Informed, func(d *casefile.Fact[casefile.DepartmentInformed]) bool { return d.Body.Tells(about) })
}

// departmentInformed: police and inspection immediately tell the Department of
// anybody residing illegally or of doubtful status (§4, third paragraph;
// §8.1, third paragraph).
func (a *assessment) departmentInformed() {
	if a.irregular() && !a.told(casefile.AboutPerson) {
		a.immediately("due.departmentInformed", a.f.Referral.Entry.On, a.f.Referral.Entry.ID, a.f.Residence.Entry.ID)
	}
}

// interventionTold: they tell it of the centre's intervention too (§4, fifth
// paragraph).
func (a *assessment) interventionTold() {
	c := a.f.Counselled()
	if c != nil && a.irregular() && a.told(casefile.AboutPerson) && !a.told(casefile.AboutIntervention) {
		a.immediately("due.intervention", c.Entry.On, c.Entry.ID, a.f.Referral.Entry.ID)
	}
}

// mayWrite reports that letters about the person go to the Department.
func (a *assessment) mayWrite() bool { return Concerned(a.f) && a.f.Consented(casefile.ForDepartment) }

// takeOver: a centre that takes on counselling is responsible for the
// follow-up with the Department from that day (§4, fifth paragraph).
func (a *assessment) takeOver() {
	if c := a.f.Counselled(); c != nil && a.f.Issued("L01") == nil && a.mayWrite() {
		a.item("due.L01", c.Entry.On, 0, c.Entry.ID)
	}
}

// requestStage1: the 45 days begin with the Department's document (§8.1).
func (a *assessment) requestStage1() {
	c := a.f.Counselled()
	if c == nil || a.s.Stage != "" || a.f.Issued("L02") != nil || a.s.State == Requested2 || a.s.State == Returning || a.f.Complaint() != nil || !a.mayWrite() {
		return
	}
	a.item("due.L02", c.Entry.On, 0, c.Entry.ID)
}

// immediateStage2: who complains or makes a statement at once need not wait
// for stage 1 (§8.1, fourth paragraph). The centre may choose so.
func (a *assessment) immediateStage2() {
	c, k := a.f.Counselled(), a.f.Complaint()
	if c == nil || !Immediate(a.f) || a.s.State == Requested2 || a.s.State == Returning || !a.mayWrite() {
		return
	}
	due := k.Entry.On
	if due.Before(c.Entry.On) {
		due = c.Entry.On
	}
	a.item("due.L03", due, 0, k.Entry.ID, c.Entry.ID)
}

// Immediate reports a complaint or statement made at once: before stage 1 was
// requested, or before its document was issued (§8.1, fourth paragraph).
func Immediate(f *casefile.File) bool { return f.Complaint() != nil && stageOf(f) == "" }

// endOfStage1: within the 45 days the person decides, and a complaint or
// statement within them opens stage 2 (§8.1, §8.2).
func (a *assessment) endOfStage1() {
	t, ok := a.s.Term(S1)
	if !ok || a.s.Stage != S1 {
		return
	}
	switch c := a.f.Complaint(); {
	case a.s.State == Returning:
		a.ending("due.return.end", t)
	case c == nil:
		a.ending("due.S1.decide", t)
	case a.f.Issued("L04") == nil && a.f.Issued("L03") == nil:
		a.ending("due.L04", t, c.Entry.ID)
	default:
		a.ending("due.S1.end", t)
	}
}

// Days that the instructions leave open, chosen by this program.
const (
	silentBefore  = 14 // days before the end, when no deadline for the reply is known
	informedAfter = 14 // days after the answer, in which the victim should have heard of it
	guardianAfter = 14 // days after the Guardianship Service was told, in which it should have appointed somebody
	returnWithin  = 14 // days for the next step of a return without a document or a planned day
)

// endOfStage2: no stage is renewed by itself. What is to be done before the
// three months end depends on the answers (§8.2, §8.3).
func (a *assessment) endOfStage2() {
	t, ok := a.s.Term(S2)
	if !ok || a.s.Stage != S2 {
		return
	}
	var answered []journal.ID
	if q := a.f.Inquired(casefile.Answered); q != nil {
		answered = []journal.ID{q.Entry.ID}
	}
	requested := a.f.Issued("L06") != nil
	switch r := ReplyOf(a.f); {
	case a.s.State == Returning:
		a.ending("due.return.end", t)
	case r == Affirmative && !requested:
		a.ending("due.L06", t, answered...)
	case r == Negative && !requested:
		i := a.ending("due.noStage3", t, answered...)
		if q := a.f.Inquired(casefile.Answered).Entry.On; q.Before(i.From) {
			i.From = q // the talk about what now is not put off
		}
	default:
		key := "due.S2.end"
		if st, _ := a.p.Stage(S2); !requested && st.Renewals > 0 && a.documents(S2) <= st.Renewals {
			key = "due.S2.extend"
		}
		// The bridge is asked for on the last working day, not on the Sunday
		// after it.
		a.ending(key, t, answered...).Ends = t.ActBy.AddDays(-1)
		i := a.item("due.gap", t.ValidUntil, 0, append([]journal.ID{t.Of}, answered...)...)
		i.Starts, i.From, i.ActBy = t.ActBy, t.ActBy, t.ActBy
	}
}

func (a *assessment) documents(stage string) int {
	n := 0
	for _, d := range a.f.Documents {
		if d.Body.Stage == stage {
			n++
		}
	}
	return n
}

// endOfStage3: renewable until the proceedings end, which only people can say
// (§8.3, first paragraph).
func (a *assessment) endOfStage3() {
	t, ok := a.s.Term(S3)
	if !ok || a.s.Stage != S3 {
		return
	}
	switch {
	case a.s.State == Returning:
		a.ending("due.return.end", t)
	case a.f.Ended != nil:
		a.ending("due.S3.over", t, a.f.Ended.Entry.ID)
	case a.asked(S3, "L07"):
		a.ending("due.S3.wait", t, a.f.Issued("L07").Entry.ID)
	default:
		a.ending("due.S3.end", t)
	}
}

// wayHome: support covers the return too (§2, first paragraph): contact with
// the IOM or the embassy, then the travel document, then the journey.
func (a *assessment) wayHome() {
	done := map[string]bool{}
	since, day := civil.Date{}, civil.Date{}
	var because []journal.ID
	if n := len(a.f.Decisions); n > 0 && a.f.Decisions[n-1].Body.Choice == "return" {
		since, because = a.f.Decisions[n-1].Entry.On, []journal.ID{a.f.Decisions[n-1].Entry.ID}
	}
	for _, r := range a.f.Returns {
		done[r.Body.Step] = true
		since, because = r.Entry.On, append(because, r.Entry.ID)
		if !r.Body.Day.IsZero() {
			day = r.Body.Day
		}
	}
	key := "due.return.left"
	switch {
	case !done[casefile.ContactIOM] && !done[casefile.ContactEmbassy]:
		key = "due.return.contact"
	case !done[casefile.TravelDocument]:
		key = "due.return.document"
	}
	due, own := since.AddDays(returnWithin), true
	if t, ok := a.s.Term(a.s.Stage); ok {
		due, own = t.ValidUntil, false
	}
	if !day.IsZero() {
		due, own = day, false
	}
	if due.Before(since) {
		due = since
	}
	if i := a.item(key, due, returnWithin, because...); own {
		i.Since, i.N = since, returnWithin
	}
}

// counsellingGoesOn: whoever left the country is no longer counselled, and where
// a centre must counsel somebody writes that down, so that it can be told.
func (a *assessment) counsellingGoesOn() {
	if c := a.f.Counselled(); c != nil {
		left := a.left()
		a.counsellingEnds("due.counselling", left.Entry, c.Entry.ID)
	}
}

// endOfCounselling: where counselling is compulsory, its end is told to the
// Department (§8.2, second paragraph; §8.3, second paragraph). The stage itself
// is not ended by the program.
func (a *assessment) endOfCounselling() {
	c := a.counsellingOver()
	if c == nil {
		return
	}
	if l := a.f.Issued("L14"); l != nil && !l.Entry.On.Before(c.Entry.On) {
		return
	}
	a.counsellingEnds("due.L14", c.Entry)
}

func (a *assessment) counsellingEnds(key string, by casefile.Entry, because ...journal.ID) {
	if paragraph, must := a.compulsory(); must {
		a.immediately(key, by.On, append([]journal.ID{by.ID}, because...)...)
		i := &a.s.Items[len(a.s.Items)-1]
		i.Paragraph, i.Section = paragraph, a.p.Section(paragraph)
	}
}

// unable: when the centre cannot counsel, the service that referred follows
// the Department's instructions, and has to know it (§4, sixth paragraph).
func (a *assessment) unable() {
	r := a.f.Referral
	if r == nil || r.Body.Channel == "self" || a.f.Issued("L15") != nil {
		return
	}
	for _, c := range slices.Backward(a.f.Counselling) {
		if c.Body.Event == casefile.Declined {
			a.immediately("due.L15", c.Entry.On, c.Entry.ID, r.Entry.ID)
			return
		}
	}
}

// permitLead is how many days before its end a work permit is shown to end, and
// how many days after it, while nothing else was recorded.
const permitLead = 30

// permitEnds: a work permit that was granted ends; permit B takes the place of
// the temporary one. One that is not that of the present stage is over without
// more: another is asked for (§8.2, §8.3).
func (a *assessment) permitEnds() {
	for _, kind := range []string{casefile.PermitB, casefile.TemporaryPermit} {
		w := a.f.Permit(kind)
		if w == nil || w.Body.Event != casefile.Granted {
			continue
		}
		if !w.Body.Until.IsZero() {
			i := a.item("due.permit", w.Body.Until, permitLead, w.Entry.ID)
			i.Ends = w.Body.Until
			if a.permit(a.s.Stage) == w {
				i.Ends = i.Ends.AddDays(permitLead)
			}
		}
		if kind == casefile.PermitB {
			return
		}
	}
}

// appointments: the days that were agreed or announced, until they are over.
func (a *assessment) appointments() {
	day := func(key string, d civil.Date, clock string, id journal.ID) {
		i := a.item(key, d, 7, id)
		i.Clock, i.ActBy, i.Ends = clock, d, d
	}
	for _, x := range a.f.Appointments {
		day("due.appointment", x.Body.Day, x.Body.Clock, x.Entry.ID)
	}
	for _, x := range a.f.Hearings {
		day("due.hearing", x.Body.Day, x.Body.Clock, x.Entry.ID)
	}
}

// risk: the danger to the person is looked at again on the day that was set,
// and stays due until it was (§3, first paragraph: counselling).
func (a *assessment) risk() {
	if r := a.f.Risk; r != nil && !r.Body.Review.IsZero() {
		a.item("due.risk", r.Body.Review, 7, r.Entry.ID).ActBy = r.Body.Review
	}
}

// guardian: a minor who is alone has a guardian, whom the Guardianship Service
// appoints. The instructions do not speak of minors; who counsels and gives
// legal aid (§3, first paragraph) sees to it, until the person is of age.
func (a *assessment) guardian() {
	adult, known := a.f.Adult()
	g := a.f.Guardian
	event := ""
	if g != nil {
		event = g.Body.Event
	}
	if !known || event == casefile.GuardianAppointed || event == casefile.Accompanied {
		return
	}
	p := a.f.Person.Entry
	if !p.On.Before(adult) {
		return // of age when somebody wrote it down
	}
	if event != casefile.ServiceNotified {
		a.immediately("due.guardianship", p.On, p.ID)
	} else {
		i := a.item("due.guardian", g.Entry.On.AddDays(guardianAfter), 0, g.Entry.ID, p.ID)
		i.ActBy, i.Since, i.N = i.Due, g.Entry.On, guardianAfter
	}
	a.s.Items[len(a.s.Items)-1].Ends = adult.AddDays(-1)
}

// newVersion: a new version of the rules counts only when somebody confirmed
// it for this case; until then both dates are shown.
func (a *assessment) newVersion() {
	for _, t := range a.s.Terms {
		if !t.Proposed.IsZero() && t.Stage == a.s.Stage {
			earlier := t.ValidUntil
			if t.Proposed.Before(earlier) {
				earlier = t.Proposed
			}
			a.item("due.version", earlier, 3650, t.Of) // at once, and by the earlier of the two days
			return
		}
	}
}
