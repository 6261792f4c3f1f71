package procedure

import (
	"slices"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Orders of events that the case's own procedure does not foresee. Practice may
// have its reasons, so nothing is refused; but nothing odd is taken without a
// word either. What is asked for is read from the profile: how often a stage
// may be renewed, how long its document lasts, what it opens.

// successive: one stage follows another (§8, first paragraph), each as often
// and as long as the procedure has it.
func (r *review) successive() {
	f := r.f
	for i, d := range f.Documents {
		for _, before := range f.Documents[:i] {
			if slices.Index(order, before.Body.Stage) > slices.Index(order, d.Body.Stage) {
				r.warn("finding.document.order", "8¶1", nil, before.Entry.ID, d.Entry.ID)
			}
		}
		r.lasts(d)
	}
	for _, id := range order {
		st, ok := r.p.Stage(id)
		if !ok || st.Renewals < 0 || st.Duration.Unit == "open" { // a new card of a right without end renews nothing
			continue
		}
		var issued []journal.ID
		last := civil.Date{}
		for _, d := range f.Documents {
			if d.Body.Stage == id && d.Entry.On != last { // twice on one day is found by Fold
				issued, last = append(issued, d.Entry.ID), d.Entry.On
			}
		}
		if len(issued) > 1+st.Renewals {
			r.rests("warn.renewals", paragraphs[id], "stages."+id+".renewals", map[string]any{"Stage": number(id), "Documents": len(issued), "Most": 1 + st.Renewals}, issued...)
		}
	}
}

// number is how people call a stage: "1" for S1.
func number(stage string) string { return strings.TrimPrefix(stage, "S") }

// lasts holds the day on which a document was handed over and its last day
// against the time that the procedure gives it.
func (r *review) lasts(d *casefile.Fact[casefile.Document]) {
	st, ok := r.p.Stage(d.Body.Stage)
	if !ok || st.Duration.Unit == "open" {
		return
	}
	duration := st.Duration
	if d.Body.Months != 0 {
		duration = Duration{"month", d.Body.Months}
	}
	issued, printed := d.Entry.On, d.Body.PrintedEnd
	paragraph, about := paragraphs[st.ID], "stages."+st.ID
	if m := st.MoreThan; m != nil && (d.Body.Months != 0 && !duration.exceeds(*m) || !printed.IsZero() && !printed.After(m.after(issued))) {
		r.rests("finding.document.short", paragraph, about+".moreThan", map[string]any{"Than": *m}, d.Entry.ID)
	}
	start := issued
	if duration.Unit == "day" && !d.Body.Notified.IsZero() {
		start = d.Body.Notified
	}
	if due := duration.after(start); !printed.IsZero() && due.DaysUntil(printed) > start.DaysUntil(due) {
		// twice as long and more: a year that was mistyped
		r.rests("warn.document.long", paragraph, about+".duration", map[string]any{"Printed": printed, "Computed": due}, d.Entry.ID)
	}
	end := printed
	if end.IsZero() {
		end = duration.after(issued)
	}
	switch notified := d.Body.Notified; {
	case notified.After(end):
		r.rests("warn.notified.over", paragraph, about+".duration", map[string]any{"End": end}, d.Entry.ID)
	case !notified.IsZero() && 2*issued.DaysUntil(notified) > issued.DaysUntil(end):
		r.rests("warn.notified.late", paragraph, about+".duration", map[string]any{"Days": issued.DaysUntil(notified)}, d.Entry.ID)
	}
}

// stageAt returns the stage of the documents that had been issued by a day.
func (r *review) stageAt(day civil.Date) string {
	highest := -1
	for _, d := range r.f.Documents {
		if !d.Entry.On.After(day) {
			highest = max(highest, slices.Index(order, d.Body.Stage))
		}
	}
	if highest < 0 {
		return ""
	}
	return order[highest]
}

// asked: the questions to the Crown prosecutor, their answers, and what becomes
// of them (§8.2, third to sixth paragraph).
func (r *review) asked() {
	const about = "stages.S2.inquiry"
	st, ok := r.p.Stage(S2)
	if !ok || st.Inquiry == nil {
		return
	}
	f := r.f
	first := func(event string) *casefile.Fact[casefile.Inquiry] {
		i := slices.IndexFunc(f.Inquiries, func(q *casefile.Fact[casefile.Inquiry]) bool { return q.Body.Event == event })
		if i < 0 {
			return nil
		}
		return f.Inquiries[i]
	}
	asked, answered := first(casefile.Asked), first(casefile.Answered)
	before := func(a, b *casefile.Fact[casefile.Inquiry]) bool { return b == nil || a.Entry.On.Before(b.Entry.On) }
	both := func(a, b *casefile.Fact[casefile.Inquiry]) []journal.ID {
		if b == nil {
			return []journal.ID{a.Entry.ID}
		}
		return []journal.ID{a.Entry.ID, b.Entry.ID}
	}
	if answered != nil {
		// who was asked, and when, nobody need have told the centre
		if asked != nil && before(answered, asked) {
			r.rests("finding.inquiry.order", "8.2¶3", about, nil, answered.Entry.ID, asked.Entry.ID)
		}
		if at := r.stageAt(answered.Entry.On); at == "" || at == S1 {
			because := []journal.ID{answered.Entry.ID}
			if d := f.Document(S2); d != nil {
				because = append(because, d.Entry.ID)
			}
			r.rests("warn.inquiry.early", "8.2¶3", about, nil, because...)
		}
	}
	if q := first(casefile.Escalated); q != nil && before(q, asked) {
		r.rests("warn.inquiry.escalated", "8.2¶6", about, nil, both(q, asked)...)
	}
	if q := first(casefile.VictimInformed); q != nil && before(q, answered) {
		r.rests("warn.inquiry.informed", "8.2¶5", about, nil, both(q, answered)...)
	}
	t, in2 := r.s.Term(S2)
	for _, q := range f.Inquiries {
		if e := q.Body.Event; e != casefile.Answered && e != casefile.VictimInformed && (q.Body.Trafficking != "" || q.Body.InProgress != "") {
			r.rests("warn.inquiry.answers", "8.2¶4", about, nil, q.Entry.ID)
		}
		if due := q.Body.ReplyDue; in2 && due.After(t.ValidUntil) && slices.Index(order, r.stageAt(due)) <= slices.Index(order, S2) {
			r.rests("warn.inquiry.replyDue", "8.2¶3", about, map[string]any{"Due": due, "End": t.ValidUntil}, q.Entry.ID, t.Of)
		}
	}
}

// opened: a permit or assistance before the stage that opens it (§8.2, second
// paragraph; §8.3, second paragraph; §9). A lawful resident needs no stage.
func (r *review) opened() {
	if lawful(r.f) {
		return
	}
	for _, w := range r.f.WorkPermits {
		if w.Body.Event != casefile.Granted {
			continue
		}
		at := r.stageAt(w.Entry.On)
		st, ok := r.p.Stage(at)
		if !ok || st.Work == "none" {
			about := ""
			if ok {
				about = "stages." + at + ".work"
			}
			r.rests("warn.work.early", "8.2¶2", about, nil, r.and(w.Entry.ID, at)...)
			continue
		}
		// permit B is of the stage in which this procedure has its letter
		if b, ok := r.p.Letters["L10"]; ok && w.Body.Permit == "B" && slices.Index(order, at) < slices.Index(order, b.Stage) {
			r.rests("warn.work.B", "8.3¶2", "", map[string]any{"Stage": number(b.Stage)}, r.and(w.Entry.ID, at)...)
		}
	}
	for _, s := range r.f.Social {
		if s.Body.Event == casefile.Granted && r.stageAt(s.Entry.On) == "" {
			r.rests("warn.social.early", "9¶1", "stages.S1.social", nil, s.Entry.ID)
		}
	}
}

// and adds the document of a stage, if there is one, to an entry.
func (r *review) and(id journal.ID, stage string) []journal.ID {
	if d := r.f.Document(stage); d != nil {
		return []journal.ID{id, d.Entry.ID}
	}
	return []journal.ID{id}
}

// wayHome: a document after departure, and a departure before anybody knew the
// person (§2, first paragraph).
func (r *review) wayHome() {
	for _, x := range r.f.Returns {
		if x.Body.Step != casefile.LeftCountry {
			continue
		}
		for _, d := range r.f.Documents {
			if d.Entry.On.After(x.Entry.On) {
				r.warn("finding.return.order", "2¶1", nil, x.Entry.ID, d.Entry.ID)
			}
		}
		if met := r.met(); met.ID != x.Entry.ID && x.Entry.On.Before(met.On) {
			r.warn("warn.return.early", "2¶1", nil, x.Entry.ID, met.ID)
		}
	}
}

// met returns the earliest entry that says anything of the person but her
// return; the zero entry when there is none.
func (r *review) met() (first casefile.Entry) {
	for _, e := range r.f.History {
		if e.Body == nil || !e.Dead.IsZero() || e.Kind == casefile.KindReturn || e.Kind == casefile.KindNote || e.Kind == casefile.KindVoid {
			continue
		}
		if first.On.IsZero() || e.On.Before(first.On) {
			first = e
		}
	}
	return first
}

// reassessed: an assessment that was written down later, of an earlier day than
// "not involved", changes nothing; a desk refuses it (Allows).
func (r *review) reassessed() {
	for _, e := range r.f.History {
		t, ok := e.Body.(*casefile.Triage)
		if ok && e.Dead.IsZero() && t.Assessment != casefile.NotInvolved && e.Seq > r.f.Triage.Entry.Seq && e.On.Before(r.f.Triage.Entry.On) {
			r.warn("warn.triage.earlier", "5¶2", map[string]any{"Date": r.f.Triage.Entry.On}, e.ID, r.f.Triage.Entry.ID)
		}
	}
}

// Ahead names the entries of a file that lie after a day: nothing has happened
// yet on a day that is still to come, so one of the two clocks was wrong. It
// returns nil when there are none. What somebody merely supposes may lie ahead.
func Ahead(f *casefile.File, today civil.Date) *casefile.Problem {
	var because []journal.ID
	for _, e := range f.History {
		if e.Kind == casefile.KindDeadline { // follows from its document, which is named
			continue
		}
		if e.On.After(today) && e.Dead.IsZero() && e.ID != hypothetical {
			because = append(because, e.ID)
		}
	}
	if because == nil {
		return nil
	}
	return &casefile.Problem{Key: "warn.ahead", Args: map[string]any{"Today": today}, Because: because}
}
