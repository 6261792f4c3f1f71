package procedure

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Term is the running time of one residence document.
type Term struct {
	Stage        string     `json:"stage"`
	Start        civil.Date `json:"start"`                 // the day that does not count
	ValidUntil   civil.Date `json:"validUntil"`            // last day; never moved
	ActBy        civil.Date `json:"actBy"`                 // last working day on or before it
	InquiryBy    civil.Date `json:"inquiryBy,omitzero"`    // S2: the Department has asked the prosecutor by then
	InquiryActBy civil.Date `json:"inquiryActBy,omitzero"` // last working day on or before it
	Rule         string     `json:"rule"`
	Section      string     `json:"section"`
	Printed      bool       `json:"printed,omitempty"`     // ValidUntil stands on the document
	Computed     civil.Date `json:"computed,omitzero"`     // what the rule gives, where the printed date differs
	OtherReading civil.Date `json:"otherReading,omitzero"` // what another way of counting months gives

	N        int        `json:"n"`                  // how many days or months were counted
	Unit     string     `json:"unit"`               // "day" or "month"
	Clamped  bool       `json:"clamped,omitempty"`  // the target month had no such day
	Notified bool       `json:"notified,omitempty"` // Start is the day on which the person received it
	Of       journal.ID `json:"of,omitzero"`        // the entry of the document

	// A version of the profile that nobody has confirmed for this case gives
	// another last day: the recorded one holds, and this one is shown beside it.
	Proposed civil.Date `json:"proposed,omitzero"`
}

// Rules of the terms.
const (
	RuleDays    = "term.days"    // start + n days; the first day does not count, the last does (§8.1)
	RuleMonths  = "term.months"  // same day number n months later, clamped to the month (§8.2, §8.3)
	RulePrinted = "term.printed" // the date printed on the document wins
)

// termRules are the ways to find the last day of a document. For every
// document exactly one holds: none would leave it without an end, two would
// let chance decide.
var termRules = []struct {
	id    string
	holds func(d Duration, printed civil.Date) bool
}{
	{RulePrinted, func(_ Duration, printed civil.Date) bool { return !printed.IsZero() }},
	{RuleDays, func(d Duration, printed civil.Date) bool { return printed.IsZero() && d.Unit == "day" }},
	{RuleMonths, func(d Duration, printed civil.Date) bool { return printed.IsZero() && d.Unit == "month" }},
}

// DocumentTerm computes the term of a document of a stage.
//
// issued is its day of issue; notified the day on which the person received
// it, if known: days are counted from it, months from the day of issue.
// printed is the end printed on the document, or unset. months is the
// duration of a stage 3 document, 0 for the profile's. It fails with a
// Problem where the profile refuses the duration (§8.3: longer than three
// months), and for a stage without end.
func DocumentTerm(p *Profile, stage string, issued, notified, printed civil.Date, months int) (Term, error) {
	s, ok := p.Stage(stage)
	if !ok || stage == U {
		return Term{}, casefile.Problem{Key: "problem.stage", Path: "stage", Args: map[string]any{"Allowed": "S1, S2, S3"}}
	}
	d := s.Duration
	if months != 0 {
		if err := s.lasts(months); err != nil {
			return Term{}, *err
		}
		d = Duration{"month", months}
	}
	t := Term{Stage: stage, Start: issued, Section: s.Section, N: d.N, Unit: d.Unit}
	if d.Unit == "day" {
		if !notified.IsZero() {
			t.Start, t.Notified = notified, true
		}
		t.ValidUntil = t.Start.AddDays(d.N)
	} else {
		t.ValidUntil, t.Clamped = issued.AddMonths(d.N, civil.Clamp)
		if issued.EndOfMonth() && !t.ValidUntil.EndOfMonth() {
			end, _ := civil.Must(t.ValidUntil.Year(), t.ValidUntil.Month(), 1).AddMonths(1, civil.Clamp)
			t.OtherReading = end.AddDays(-1)
		}
	}
	for _, r := range termRules {
		if r.holds(d, printed) {
			t.Rule = r.id
		}
	}
	if t.Rule == RulePrinted {
		if printed != t.ValidUntil {
			t.Computed = t.ValidUntil
		}
		t.Printed = true
		t.ends(s, printed)
	} else {
		t.ends(s, t.ValidUntil)
	}
	return t, nil
}

// lasts refuses a number of months for a document of this stage: only that of
// stage 3 has one that is chosen, and the profile may say what it exceeds
// (§8.3: three months).
func (s Stage) lasts(months int) *casefile.Problem {
	switch m := s.MoreThan; {
	case s.ID != S3:
		return &casefile.Problem{Key: "problem.months.stage", Path: "document.months", Rule: s.Section}
	case months < 1:
		return &casefile.Problem{Key: "problem.missing", Path: "document.months", Rule: s.Section}
	case m != nil && !(Duration{"month", months}).exceeds(*m):
		return &casefile.Problem{Key: "problem.months.few", Path: "document.months", Rule: s.Section, Args: map[string]any{"Than": *m}}
	}
	return nil
}

// Fewest returns the fewest months that a document of this stage may have, where
// they are chosen.
func (s Stage) Fewest() int {
	n := 1
	for s.MoreThan != nil && n < maxMonths && !(Duration{"month", n}).exceeds(*s.MoreThan) {
		n++
	}
	return n
}

// ends sets the last day and the days that are counted back from it.
func (t *Term) ends(s Stage, last civil.Date) {
	t.ValidUntil, t.ActBy = last, civil.LastWorkingDay(last)
	if s.Inquiry != nil {
		t.InquiryBy, _ = last.AddMonths(-s.Inquiry.Before.N, civil.Clamp)
		t.InquiryActBy = civil.LastWorkingDay(t.InquiryBy)
	}
}

// terms computes the terms of all documents. Under a version of the profile
// that was not confirmed for this case, a document keeps the last day that was
// recorded for it.
func (a *assessment) terms() {
	id, version := a.f.Profile()
	unconfirmed := id == a.p.ID && version != "" && version != a.p.Version
	for _, d := range a.f.Documents {
		if d.Body.Stage == U {
			continue
		}
		t, err := DocumentTerm(a.p, d.Body.Stage, d.Entry.On, d.Body.Notified, d.Body.PrintedEnd, d.Body.Months)
		if err != nil {
			continue // a finding says so
		}
		t.Of = d.Entry.ID
		if a.next != nil {
			n, err := DocumentTerm(a.next, d.Body.Stage, d.Entry.On, d.Body.Notified, d.Body.PrintedEnd, d.Body.Months)
			if err == nil && n.ValidUntil != t.ValidUntil {
				t.Proposed = n.ValidUntil
			}
		}
		if unconfirmed {
			if old := counted(a.f, d.Entry.ID, id, version); old != nil && old.ValidUntil != t.ValidUntil {
				s, _ := a.p.Stage(t.Stage)
				t.Proposed, t.Rule, t.Start, t.N, t.Unit = t.ValidUntil, old.Rule, old.Start, old.N, old.Unit
				t.OtherReading, t.Computed, t.Clamped = civil.Date{}, civil.Date{}, false
				t.ends(s, old.ValidUntil)
			}
		}
		a.s.Terms = append(a.s.Terms, t)
	}
}

// counted returns what was recorded for a document under a version, or nil.
func counted(f *casefile.File, document journal.ID, profile, version string) *casefile.Deadline {
	for _, d := range f.Deadlines {
		if b := &d.Body; b.Of == document && b.Profile == profile && b.Version == version && !b.ValidUntil.IsZero() {
			return b
		}
	}
	return nil
}

// Deadlines returns what is still to be recorded about the documents of a
// file: from what, under which rule and version, its dates were counted. The
// program records it with every document and every confirmation.
func Deadlines(f *casefile.File, p *Profile) []*casefile.Deadline {
	p = p.InForce(f)
	if id, version := f.Profile(); id != p.ID || version != p.Version || f.Stopped() || f.Uninvolved() {
		return nil
	}
	var out []*casefile.Deadline
	a := assessment{f: f, p: p, s: &Schedule{}}
	a.terms()
	for _, t := range a.s.Terms {
		if counted(f, t.Of, p.ID, p.Version) != nil {
			continue
		}
		d := &casefile.Deadline{
			Of: t.Of, Stage: t.Stage, Profile: p.ID, Version: p.Version, Rule: t.Rule, Start: t.Start, N: t.N, Unit: t.Unit,
			ValidUntil: t.ValidUntil, InquiryBy: t.InquiryBy,
		}
		if t.Printed {
			d.Printed = t.ValidUntil
		}
		out = append(out, d)
	}
	return out
}
