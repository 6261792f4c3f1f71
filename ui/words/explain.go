package words

import (
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/procedure"
)

// Explained is an explanation in words: what holds and why in three to five
// plain sentences, and what else there is to know.
type Explained struct {
	Sentences []string
	More      []string
}

// Explain says how a date, a block or an entitlement came about.
func (p *Printer) Explain(x procedure.Explanation) Explained {
	var e Explained
	say := func(s string) { e.Sentences = append(e.Sentences, s) }
	more := func(s string) { e.More = append(e.More, s) }
	kind, rest, _ := strings.Cut(x.Code, ".")
	switch kind {
	case "term":
		say(p.T("explain.term", Args{"Stage": p.stage(x.Stage), "Date": x.Result}))
		say(p.counted(x))
		p.moved(x, 2, say, more)
	case "inquiry":
		say(p.T("explain.inquiry", Args{"Date": x.Result}))
		say(p.counted(x))
		p.moved(x, 2, say, more)
	case "due":
		p.due(x, say, more)
	case "block":
		say(p.T(x.Code))
		say(p.T(x.Code + ".why"))
	case "entitlement":
		say(p.Labelled(p.T("entitlement."+rest), p.Entitled(procedure.Entitlement{Key: rest, Value: x.Value, Answer: x.Answer, Until: x.Until})) + ".")
		if !x.Start.On.IsZero() {
			say(p.T("explain.entitlement.from", Args{"Date": x.Start.On}))
		}
		say(p.T("explain.entitlement.others"))
	}
	switch x.Section {
	case "circular": // named as a whole, with its article
		say(p.T("explain.ground.circular"))
	case procedure.Keeping:
		say(p.T("explain.ground.retention"))
	default:
		say(p.T("explain.ground", Args{"Section": p.ground(x)}))
	}
	if !x.Other.IsZero() {
		more(p.T("term.otherReading", Args{"Date": x.Other}))
	}
	if !x.Computed.IsZero() {
		more(p.T("explain.computed", Args{"Date": x.Computed}))
	}
	if !x.Proposed.IsZero() {
		more(p.T("explain.proposed", Args{"Date": x.Proposed}))
	}
	if n := len(x.Because); n > 0 {
		more(p.N("explain.entries", n))
	}
	switch {
	case x.Fact.Source == "":
	case x.Fact.Checked():
		more(p.T("explain.checked", Args{"Date": x.Fact.CheckedOn}))
	default:
		more(p.T("explain.unchecked"))
	}
	return e
}

// Change says what would be otherwise, and how: from which day to which.
func (p *Printer) Change(c procedure.Change) (what, how string) {
	what = p.T(c.Key)
	if stage, ok := strings.CutPrefix(c.Key, "term."); ok {
		what = p.Labelled(p.T("state."+stage), p.T("case.validUntil"))
	}
	key := "rules.day"
	switch {
	case c.Before.IsZero():
		key = "rules.new"
	case c.After.IsZero():
		key = "rules.gone"
	}
	return what, p.T(key, Args{"Before": p.at(c.Before, c.ClockBefore), "After": p.at(c.After, c.ClockAfter)})
}

// at is a day, with its hour where there is one.
func (p *Printer) at(d civil.Date, clock string) string {
	return strings.TrimSpace(p.Date(d) + " " + clock)
}

// due says what is due, why, and how the day was found: one move of the
// calendar at most, so that it stays short.
func (p *Printer) due(x procedure.Explanation, say, more func(string)) {
	what := p.T(x.Code)
	if x.Rule == procedure.RuleAtOnce {
		say(p.Labelled(what, p.T("explain.atOnce")))
		say(p.T("case.why." + x.Code))
		return
	}
	s := p.Labelled(what, p.T("explain.due", Args{"Date": x.Result}))
	if !x.Starts.IsZero() {
		s += " " + p.T("explain.starts", Args{"Date": x.Starts})
	}
	if !x.Ends.IsZero() {
		s += " " + p.T("explain.ends", Args{"Date": x.Ends})
	}
	say(s)
	say(p.T("case.why." + x.Code))
	if s := p.counted(x); s != "" {
		say(s)
	}
	p.moved(x, 1, say, more)
}

// counted says what the days or months were counted from; "" for a day that
// somebody set.
func (p *Printer) counted(x procedure.Explanation) string {
	args := Args{"Start": x.Start.On, "N": x.N}
	switch x.Rule {
	case procedure.RuleDays:
		if x.Start.Key == "start.notified" {
			return p.T("explain.days.notified", args)
		}
		return p.T("explain.days.issued", args)
	case procedure.RuleMonths:
		return p.T("explain.months", args)
	case procedure.RulePrinted:
		return p.T("explain.printed")
	case procedure.RuleBefore:
		return p.T("explain.before", args, Args{"Count": p.N("explain.count.month", x.N)})
	case procedure.RuleKept:
		return p.T("explain.kept", args, Args{"Count": procedure.Duration{Unit: x.Unit, N: x.N}})
	case procedure.RuleOurs:
		if x.N < 0 {
			return p.T("explain.ours.before", Args{"Start": x.Start.On, "N": -x.N})
		}
		return p.T("explain.ours.after", args)
	}
	return ""
}

// moved says what the calendar did, the last moves in the sentences and the
// others among what else there is to know. Where it did nothing the day to act
// by is that day itself.
func (p *Printer) moved(x procedure.Explanation, most int, say, more func(string)) {
	for i, m := range x.Moves {
		s := p.T("explain."+m.Key, Args{"Date": m.To})
		if i < len(x.Moves)-most {
			more(s)
			continue
		}
		say(s)
	}
	if len(x.Moves) == 0 && x.ActBy == x.Result && x.Rule != procedure.RuleEvent && x.Rule != procedure.RuleOurs && x.Rule != procedure.RuleKept {
		say(p.T("explain.actBy", Args{"Date": x.ActBy}))
	}
}

// ground says where the rule stands: the paragraph of the instructions, or
// what the profile in force names in its place.
func (p *Printer) ground(x procedure.Explanation) string {
	section, n, ok := strings.Cut(x.Paragraph, "¶")
	if !ok || section != x.Section {
		return p.Section(x.Section)
	}
	return p.T("explain.paragraph", Args{"Section": p.Section(section), "N": n})
}

// stage names a stage within a sentence: "stage 2".
func (p *Printer) stage(id string) string {
	s := p.T("state." + id)
	if p.Lang == "de" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Entitled says what a stage opens, and what was answered when it was asked for.
func (p *Printer) Entitled(e procedure.Entitlement) string {
	s := p.T("entitlement." + e.Key + "." + e.Value)
	switch {
	case e.Answer == casefile.Granted && !e.Until.IsZero():
		s += " · " + p.T("entitlement.answer.granted.until", Args{"Date": e.Until})
	case e.Answer != "":
		s += " · " + p.T("entitlement.answer."+e.Answer, Args{"Date": e.Until})
	}
	return s
}
