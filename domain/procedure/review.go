package procedure

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Review finds what was recorded and does not fit the procedure of the case,
// each with the section where that procedure has it; without one where the
// profile has no source. It refuses nothing: practice decides, and somebody has
// to look. What cannot be true under any procedure is found by casefile.Fold.
func Review(f *casefile.File, p *Profile) []casefile.Problem {
	s := Assess(f, p)
	r := review{f: f, p: p.InForce(f), s: &s}
	switch {
	case f.Stopped():
		return nil
	case f.Uninvolved():
		r.reassessed()
		return r.found
	}
	r.stages()
	r.counselling()
	r.asked()
	r.opened()
	r.wayHome()
	if q := f.Triage; q != nil && q.Body.Contested {
		r.warn("warn.triage.contested", "5¶3", nil, q.Entry.ID)
	}
	for _, t := range s.Terms {
		if !t.Proposed.IsZero() {
			r.warn("warn.version", "8¶1", map[string]any{"Recorded": t.ValidUntil, "Proposed": t.Proposed}, t.Of)
		}
	}
	return r.found
}

// Unread reports that the case runs under rules that later ones have replaced
// (l is how they stand today), and that nobody has recorded yet that the notice
// about it was read. Once is enough for a case; the notice itself stays where it
// can be seen.
func Unread(f *casefile.File, p *Profile, l *Lapse) bool {
	for _, a := range f.Acknowledged {
		if a.Body.Profile == p.ID {
			return false
		}
	}
	return (p.Historic || l.Over()) && !f.Stopped() && !f.Uninvolved()
}

type review struct {
	f     *casefile.File
	p     *Profile
	s     *Schedule
	found []casefile.Problem
}

func (r *review) warn(key, paragraph string, args map[string]any, because ...journal.ID) {
	r.found = append(r.found, casefile.Problem{Key: key, Rule: r.p.Section(paragraph), Args: args, Because: because})
}

// rests warns of what does not fit a value of the profile. Where nobody has found
// a source for that value, no section is cited: the one of another procedure
// would be a false ground.
func (r *review) rests(key, paragraph, about string, args map[string]any, because ...journal.ID) {
	r.warn(key, paragraph, args, because...)
	if f, ok := r.p.Fact(about); ok && f.NoSource {
		r.found[len(r.found)-1].Rule = ""
	}
}

// stages: they are successive (§8, first paragraph), each with its condition.
func (r *review) stages() {
	f := r.f
	complaint := f.Complaint()
	s1, has1 := r.s.Term(S1)
	if has1 && complaint != nil && complaint.Entry.On.After(s1.ValidUntil) {
		// late is not refused: the letter gives the reason (§8.2, first paragraph)
		r.warn("warn.complaint.late", "8.2¶1", map[string]any{"Date": s1.ValidUntil}, complaint.Entry.ID)
	}
	if d := f.Document(S2); d != nil && complaint == nil && !r.direct(d) {
		r.warn("warn.S2.complaint", "8.2¶1", nil, d.Entry.ID)
	}
	if c, d := complaint, r.first(S2); c != nil && d != nil && c.Entry.On.After(d.Entry.On) && !r.direct(d) {
		r.warn("warn.complaint.after", "8.2¶1", nil, c.Entry.ID, d.Entry.ID)
	}
	if d := r.first(S3); d != nil && replyBy(f, d.Entry.On) != Affirmative {
		if q := f.Inquired(casefile.Answered); ReplyOf(f) == Affirmative {
			r.warn("warn.S3.early", "8.3¶1", nil, d.Entry.ID, q.Entry.ID)
		} else {
			r.warn("warn.S3.answers", "8.3¶1", nil, d.Entry.ID)
		}
	}
	if d := f.Document(S3); d != nil && f.Document(S2) == nil {
		r.warn("warn.S3.skipped", "8¶1", nil, d.Entry.ID)
	}
	if d := f.Document(U); d != nil && (f.Summons == nil || f.Importance == nil || f.Importance.Body.Considered != casefile.Yes) {
		r.warn("warn.U.evidence", "8.3¶3", nil, d.Entry.ID)
	}
	if c, x := complaint, f.Summons; c != nil && x != nil && x.Entry.On.Before(c.Entry.On) {
		r.warn("finding.summons.order", "8.3¶3", nil, x.Entry.ID, c.Entry.ID) // a summons follows from the complaint
	}
	r.successive()
	r.overlaps()
	last := civil.Date{}
	for _, t := range r.s.Terms { // by day of issue
		if issued := r.issued(t.Of); !last.IsZero() && issued.After(last.AddDays(1)) {
			r.warn("warn.gap", "8¶1", map[string]any{"From": last.AddDays(1), "To": issued.AddDays(-1)}, t.Of)
		}
		if t.ValidUntil.After(last) {
			last = t.ValidUntil
		}
	}
}

// direct reports that the person needed no complaint or statement for a
// document: a minor who was alone on that day, where the procedure says so.
func (r *review) direct(d *casefile.Fact[casefile.Document]) bool {
	st, _ := r.p.Stage(d.Body.Stage)
	adult, known := r.f.Adult()
	g := r.f.Guardian
	return st.MinorsDirectly && known && d.Entry.On.Before(adult) && (g == nil || g.Body.Event != casefile.Accompanied)
}

// overlaps: two documents of one stage do not cover the same days, unless one
// renews the other once the time to renew has come.
func (r *review) overlaps() {
	for i, t := range r.s.Terms {
		st, _ := r.p.Stage(t.Stage)
		for _, earlier := range r.s.Terms[:i] {
			issued := r.issued(t.Of)
			if earlier.Stage != t.Stage || issued == r.issued(earlier.Of) { // twice on one day is found by Fold
				continue
			}
			from := earlier.ValidUntil
			if st.Renewals != 0 {
				from = from.AddDays(r.renewFrom(t.Stage))
			}
			if earlier.ValidUntil.IsZero() || issued.Before(from) {
				r.warn("warn.overlap", "8¶1", map[string]any{"From": issued, "To": earlier.ValidUntil}, earlier.Of, t.Of)
			}
		}
	}
}

// renewFrom is the day, counted from the end of a document, from which a
// renewal is asked for: the profile's earliest reminder.
func (r *review) renewFrom(stage string) int {
	first := 0
	for _, m := range r.p.Reminders[stage] {
		if m.From == "validUntil" {
			first = min(first, m.Days)
		}
	}
	return first
}

// first returns the first document of a stage, or nil.
func (r *review) first(stage string) *casefile.Fact[casefile.Document] {
	i := slices.IndexFunc(r.f.Documents, func(d *casefile.Fact[casefile.Document]) bool { return d.Body.Stage == stage })
	if i < 0 {
		return nil
	}
	return r.f.Documents[i]
}

func (r *review) issued(id journal.ID) civil.Date {
	for _, d := range r.f.Documents {
		if d.Entry.ID == id {
			return d.Entry.On
		}
	}
	return civil.Date{}
}

// counselling: with the person's consent (§5.2), compulsory in stages 2 and 3
// (§8.2, §8.3), and offered elsewhere before it is declined (§4).
func (r *review) counselling() {
	f := r.f
	if c := f.Counselled(); c != nil {
		if a := f.Consents[casefile.ForCounselling]; a != nil && !f.Consented(casefile.ForCounselling) {
			r.warn("warn.counselling.consent", "5¶2", nil, c.Entry.ID, a.Entry.ID)
		}
	} else if d := f.Document(r.s.Stage); d != nil && len(f.Counselling) == 0 && (r.s.Stage == S2 || r.s.Stage == S3) {
		r.warn("warn.counselling.none", map[string]string{S2: "8.2¶2", S3: "8.3¶2"}[r.s.Stage], nil, d.Entry.ID)
	}
	offered, ever := false, false
	var on *casefile.Fact[casefile.Counselling]
	for _, c := range f.Counselling {
		e := c.Body.Event
		switch {
		case e == casefile.TakenOn && on != nil:
			r.warn("warn.counselling.twice", "4¶5", nil, on.Entry.ID, c.Entry.ID)
		case e == casefile.TakenOn:
			on, ever = c, true
		case e == casefile.Declined && !offered:
			r.warn("warn.transfer", "4¶6", nil, c.Entry.ID)
		case (e == casefile.CounsellingOver || e == casefile.Transferred) && !ever:
			r.warn("finding.counselling.order", "4¶5", nil, c.Entry.ID)
		}
		offered = offered || e == casefile.TransferOffered || e == casefile.Transferred
		if e != casefile.TakenOn && e != casefile.TransferOffered { // an offer ends nothing
			on = nil
		}
	}
}

// daysAhead is how far the laptop's date may lie after the latest entry.
const daysAhead = 2 * 365

// CheckClock holds the laptop's date against the day on which something was
// last recorded: earlier cannot be, and years later is a clock that is wrong
// or a desk that was forgotten. It returns nil when nothing is odd.
func CheckClock(today, last civil.Date) *casefile.Problem {
	args := map[string]any{"Today": today, "Last": last}
	switch {
	case last.IsZero():
		return nil
	case today.Before(last):
		return &casefile.Problem{Key: "clock.behind", Args: args}
	case last.DaysUntil(today) > daysAhead:
		return &casefile.Problem{Key: "clock.ahead", Args: args}
	}
	return nil
}
