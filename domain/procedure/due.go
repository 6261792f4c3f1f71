package procedure

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
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
}

// Rules of the terms.
const (
	RuleDays    = "term.days"    // start + n days; the first day does not count, the last does (§8.1)
	RuleMonths  = "term.months"  // same day number n months later, clamped to the month (§8.2, §8.3)
	RulePrinted = "term.printed" // the date printed on the document wins
)

// DocumentTerm computes the term of a document of a stage.
//
// issued is its day of issue; notified the day on which the person received
// it, if known: days are counted from it, months from the day of issue.
// printed is the end printed on the document, or unset. months is the
// duration of a stage 3 document, 0 for the profile's. It fails with a
// Problem where the rules refuse the duration (§8.3: longer than three
// months), and for a stage without end.
func DocumentTerm(p *Profile, stage string, issued, notified, printed civil.Date, months int) (Term, error) {
	s, ok := p.Stage(stage)
	if !ok || stage == U {
		return Term{}, casefile.Problem{Key: "problem.stage", Path: "stage", Args: map[string]any{"Allowed": "S1, S2, S3"}}
	}
	d := s.Duration
	if months != 0 {
		if stage != S3 {
			return Term{}, casefile.Problem{Key: "problem.months.stage", Path: "months", Rule: s.Section}
		}
		if months <= 3 {
			return Term{}, casefile.Problem{Key: "problem.months.few", Path: "months", Rule: s.Section}
		}
		d = Duration{"month", months}
	}
	t := Term{Stage: stage, Start: issued, Section: s.Section}
	if d.Unit == "day" {
		if !notified.IsZero() {
			t.Start = notified
		}
		t.Rule = RuleDays
		t.ValidUntil = t.Start.AddDays(d.N)
	} else {
		t.Rule = RuleMonths
		t.ValidUntil, _ = issued.AddMonths(d.N, civil.Clamp)
		if issued.EndOfMonth() && !t.ValidUntil.EndOfMonth() {
			end, _ := civil.Must(t.ValidUntil.Year(), t.ValidUntil.Month(), 1).AddMonths(1, civil.Clamp)
			t.OtherReading = end.AddDays(-1)
		}
	}
	if !printed.IsZero() {
		if printed != t.ValidUntil {
			t.Computed = t.ValidUntil
		}
		t.Rule, t.Printed, t.ValidUntil = RulePrinted, true, printed
	}
	t.ActBy = civil.LastWorkingDay(t.ValidUntil)
	if s.Inquiry != nil {
		t.InquiryBy, _ = t.ValidUntil.AddMonths(-s.Inquiry.Before.N, civil.Clamp)
		t.InquiryActBy = civil.LastWorkingDay(t.InquiryBy)
	}
	return t, nil
}
