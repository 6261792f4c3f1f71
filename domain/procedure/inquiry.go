package procedure

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
)

// The two questions to the Crown prosecutor (§8.2, third to sixth paragraph).
// They are asked for each document of stage 2: one that extends another is
// issued because the answers are still missing.

// inquired returns the latest of some events of the inquiry if it concerns the
// present document of stage 2, else nil. What happened for the document before
// concerns this one only while the deadline that it set still runs.
func (a *assessment) inquired(events ...string) *casefile.Fact[casefile.Inquiry] {
	q := a.f.Inquired(events...)
	if q == nil {
		return nil
	}
	present := a.f.Document(S2)
	for _, d := range a.f.Documents {
		extended := d.Body.Stage == S2 && d.Entry.On.Before(present.Entry.On)
		if extended && q.Entry.On.Before(present.Entry.On) && q.Body.ReplyDue.Before(present.Entry.On) {
			return nil
		}
	}
	return q
}

// inquiry: the Department asks the Crown prosecutor at the latest a month
// before the three months end; the centre learns it only by asking (§8.2,
// third paragraph).
func (a *assessment) inquiry() {
	t, ok := a.s.Term(S2)
	if !ok || a.s.Stage != S2 || a.s.State == Returning || a.answered() || a.inquired(casefile.Asked, casefile.Escalated, casefile.Answered) != nil {
		return
	}
	i := a.item("due.inquiry", t.InquiryBy, 7, t.Of)
	a.remind(i, t, "inquiryBy")
}

// reply: the Department indicates a deadline for the reply; when it passes in
// silence, the question goes to the Principal Crown Prosecutor (§8.2, third
// and sixth paragraph), whose reply is then the one that is awaited. Silence is
// never a No, and a reply that leaves a question open is none.
func (a *assessment) reply() {
	t, ok := a.s.Term(S2)
	if !ok || a.s.Stage != S2 || a.s.State == Returning || a.answered() {
		return
	}
	q := a.inquired(casefile.Asked, casefile.Escalated)
	if q == nil {
		return
	}
	key, due, own := "due.reply", q.Body.ReplyDue, false
	if q.Body.Event == casefile.Escalated {
		key = "due.reply.principal"
	}
	switch {
	case !due.IsZero():
	case q.Body.Event == casefile.Escalated:
		due = t.ValidUntil // nobody stands above: what is left is the bridge
	default:
		due, own = t.ValidUntil.AddDays(-silentBefore), true
	}
	i := a.item(key, due, 7, q.Entry.ID)
	i.Ends = due
	if i.ActBy.After(t.ValidUntil) {
		i.ActBy = t.ActBy // a reply that is due later comes too late for this document
	}
	if own {
		i.Since, i.N = t.ValidUntil, -silentBefore
	}
	if q.Body.ReplyDue.IsZero() && !own {
		return
	}
	silent := due.AddDays(1)
	first := silent // nobody asks at a weekend: on the working day after it
	for !civil.WorkingDay(first) {
		first = first.AddDays(1)
	}
	next := a.item("due.escalate", first, 0, q.Entry.ID)
	next.Starts, next.From = silent, silent
	if next.ActBy.After(t.ValidUntil) {
		next.ActBy = t.ActBy
	}
}

// victimInformed: at the same time the Crown prosecutor tells the victim
// (§8.2, fifth paragraph), each time that there is something new to tell.
func (a *assessment) victimInformed() {
	q := news(a.f)
	if q == nil {
		return
	}
	if told := a.f.Inquired(casefile.VictimInformed); told != nil && !told.Entry.On.Before(q.Entry.On) {
		return
	}
	due := q.Entry.On.AddDays(informedAfter)
	i := a.item("due.victimInformed", due, 0, q.Entry.ID)
	i.Starts, i.Since, i.N = i.ActBy, q.Entry.On, informedAfter
}
