package procedure

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Explanation says how one date, block or entitlement came about. It is all
// values: ui/words makes three to five sentences of it.
type Explanation struct {
	Code      string // "term.S1", "inquiry.S2", "due.L04", "block.lawful", "entitlement.work"
	Stage     string // of the document, for a term and an inquiry
	Value     string // of an entitlement
	Section   string // of the profile in force
	Paragraph string // of the instructions: "8.2¶3"
	Rule      string // how it was counted: RuleDays, RuleMonths, RulePrinted, RuleBefore, RuleAtOnce, or ""

	Start Start
	N     int    // how many
	Unit  string // day or month
	Moves []Move // what the calendar did to it, in order

	Result   civil.Date // the last day; unset for what has no date
	ActBy    civil.Date
	Other    civil.Date // another way of counting gives this day
	Computed civil.Date // what the rule gives, where the printed day differs
	Proposed civil.Date // what a version that is not confirmed gives

	Starts civil.Date // before this day there is nothing to do: something else is due, or nothing
	Ends   civil.Date // after this day it is something else, though its last day has not come

	Because []journal.ID // the entries that it rests on
	Fact    Fact         // where the profile has it from
	Answer  string       // requested, granted or refused
	Until   civil.Date   // of a permit that was granted
}

// More rules, beside those of the terms.
const (
	RuleBefore = "rule.before" // n months before the end of the document (§8.2, third paragraph)
	RuleAtOnce = "rule.atOnce" // the text says "immediately": no number of days
	RuleEvent  = "rule.event"  // on the day of the event itself, or one that somebody set
	RuleOurs   = "rule.ours"   // the text sets no day; this program counts n days
	RuleKept   = "rule.kept"   // a period of retention: n days or months
)

// Start is the event that something is counted from.
type Start struct {
	Key string // "start.notified", "start.issued", "start.end", "start.event"
	On  civil.Date
}

// Move is what the calendar did to a date.
type Move struct {
	Key  string // "move.clamped", "move.weekend", "move.holiday", "move.early"
	From civil.Date
	To   civil.Date
}

// Explain explains everything that a schedule says: the documents, what is
// due, what is blocked, and what the stage opens.
func Explain(f *casefile.File, s *Schedule, p *Profile) []Explanation {
	var out []Explanation
	for _, t := range s.Terms {
		out = append(out, explainTerm(p, t))
		if !t.InquiryBy.IsZero() {
			out = append(out, explainInquiry(p, t))
		}
	}
	for _, i := range s.Items {
		out = append(out, explainItem(p, s, i))
	}
	for _, b := range s.Blocks {
		out = append(out, Explanation{Code: b.Key, Section: b.Section, Paragraph: b.Paragraph, Because: b.Because})
	}
	for _, e := range s.Entitlements {
		x := Explanation{
			Code: "entitlement." + e.Key, Value: e.Value, Stage: s.Stage, Section: e.Section, Paragraph: e.Paragraph,
			Rule: RuleEvent, Answer: e.Answer, Until: e.Until,
		}
		if !e.From.IsZero() {
			x.Start = Start{"start.issued", e.From}
		}
		x.Fact, _ = p.Fact("stages." + s.Stage + "." + e.Key)
		if d := f.Document(s.Stage); d != nil {
			x.Because = []journal.ID{d.Entry.ID}
		}
		out = append(out, x)
	}
	return out
}

// ExplainTerm explains the dates of one document that stands in no file.
func ExplainTerm(p *Profile, t Term) []Explanation {
	out := []Explanation{explainTerm(p, t)}
	if !t.InquiryBy.IsZero() {
		out = append(out, explainInquiry(p, t))
	}
	return out
}

// paragraphs of the stages' durations.
var paragraphs = map[string]string{S1: "8.1¶1", S2: "8.2¶1", S3: "8.3¶1", U: "8.3¶3"}

func explainTerm(p *Profile, t Term) Explanation {
	x := Explanation{
		Code: "term." + t.Stage, Stage: t.Stage, Section: t.Section, Paragraph: paragraphs[t.Stage], Rule: t.Rule,
		N: t.N, Unit: t.Unit, Result: t.ValidUntil, ActBy: t.ActBy, Other: t.OtherReading, Computed: t.Computed, Proposed: t.Proposed,
		Start: Start{"start.issued", t.Start},
	}
	if t.Notified {
		x.Start.Key = "start.notified"
	}
	if !t.Of.IsZero() {
		x.Because = []journal.ID{t.Of}
	}
	if t.Clamped && t.Rule == RuleMonths {
		x.Moves = append(x.Moves, Move{"move.clamped", civil.Date{}, t.ValidUntil})
	}
	x.Moves = append(x.Moves, toWorkingDay(t.ValidUntil, t.ActBy)...)
	x.Fact, _ = p.Fact("stages." + t.Stage + ".duration")
	return x
}

func explainInquiry(p *Profile, t Term) Explanation {
	st, _ := p.Stage(t.Stage)
	x := Explanation{
		Code: "inquiry." + t.Stage, Stage: t.Stage, Section: p.Section("8.2¶3"), Paragraph: "8.2¶3", Rule: RuleBefore,
		Start: Start{"start.end", t.ValidUntil}, N: st.Inquiry.Before.N, Unit: st.Inquiry.Before.Unit, Result: t.InquiryBy, ActBy: t.InquiryActBy,
	}
	if !t.Of.IsZero() {
		x.Because = []journal.ID{t.Of}
	}
	if _, clamped := t.ValidUntil.AddMonths(-st.Inquiry.Before.N, civil.Clamp); clamped {
		x.Moves = append(x.Moves, Move{"move.clamped", civil.Date{}, t.InquiryBy})
	}
	x.Moves = append(x.Moves, toWorkingDay(t.InquiryBy, t.InquiryActBy)...)
	x.Fact, _ = p.Fact("stages." + t.Stage + ".inquiry")
	return x
}

// toWorkingDay says why somebody has to act before the last day. The last day
// itself is never moved.
func toWorkingDay(last, act civil.Date) []Move {
	switch {
	case act == last:
		return nil
	case civil.Holiday(last):
		return []Move{{"move.holiday", last, act}}
	}
	return []Move{{"move.weekend", last, act}}
}

func explainItem(p *Profile, s *Schedule, i Item) Explanation {
	x := Explanation{
		Code: i.Key, Section: i.Section, Paragraph: i.Paragraph, Rule: RuleEvent, Result: i.Due, ActBy: i.ActBy, Because: i.Because,
		Start: Start{"start.event", i.Due},
	}
	if i.Immediate {
		x.Rule = RuleAtOnce
		return x
	}
	x.Starts = i.Starts
	if i.Ends.Before(i.Due) {
		x.Ends = i.Ends
	}
	t, ok := s.Term(s.Stage)
	switch {
	case i.Paragraph == Keeping:
		x.Fact, _ = p.Fact(Keeping)
		if i.N != 0 {
			x.Rule, x.Start.On, x.N, x.Unit = RuleKept, i.Since, i.N, i.Unit
		}
	case i.N != 0:
		x.Rule, x.Start.On, x.N, x.Unit = RuleOurs, i.Since, i.N, "day"
	case ok && i.Due == t.ValidUntil && i.Key != "due.appointment" && i.Key != "due.hearing":
		y := explainTerm(p, t)
		x.Stage, x.Rule, x.Start, x.N, x.Unit, x.Moves = t.Stage, y.Rule, y.Start, y.N, y.Unit, y.Moves
		x.Other, x.Computed, x.Proposed, x.Fact = y.Other, y.Computed, y.Proposed, y.Fact
	case ok && i.Due == t.InquiryBy && i.Key == "due.inquiry":
		y := explainInquiry(p, t)
		x.Stage, x.Rule, x.Start, x.N, x.Unit, x.Moves, x.Fact = t.Stage, y.Rule, y.Start, y.N, y.Unit, y.Moves, y.Fact
	default:
		x.Moves = toWorkingDay(i.Due, i.ActBy)
		if i.ActBy.After(i.Due) || i.ActBy == i.Due {
			x.Moves = nil
		}
	}
	return x
}
