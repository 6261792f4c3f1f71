package procedure

import (
	"slices"

	"onthaal/domain/casefile"
)

// Opening says whether the procedure opens a letter in a case, whatever the
// letter itself may lack.
type Opening struct {
	Letter    string
	State     Openness
	Missing   []string // what the procedure asks for and is not there: keys of missing.*
	Why       string   // of a letter that is shut: a key of why.*
	Section   string
	Paragraph string
}

// Openness is how far a letter is open.
type Openness string

// The three.
const (
	Open      Openness = "open"   // it may go out
	DraftOnly Openness = "draft"  // it may be prepared; the evidence is missing
	Shut      Openness = "closed" // the procedure does not ask for it in this case
)

// openings are the letters of the procedure, each with its paragraph and what
// it waits for. Where several reasons shut a letter, the last one is named: the
// weightier ones stand below. A letter that is not listed here is not one about
// a person's stage (L12, L13, L16).
var openings = []struct {
	letter, paragraph string
	find              func(*assessment, *Opening)
}{
	{"L01", "4¶5", func(a *assessment, o *Opening) { a.needs(o, a.f.Counselled() != nil, "counselling.takenOn") }},
	{"L02", "8.1¶1", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.s.Stage == "", "why.documentIssued")
		a.needs(o, a.f.Counselled() != nil, "counselling.takenOn")
	}},
	{"L03", "8.1¶4", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.s.Stage == "", "why.documentIssued")
		a.needs(o, a.f.Counselled() != nil, "counselling.takenOn")
		a.needs(o, a.f.Complaint() != nil, "complaint")
	}},
	{"L04", "8.2¶1", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.s.Stage == "" || a.s.Stage == S1, "why.documentIssued")
		a.needs(o, a.f.Document(S1) != nil, "document.S1")
		a.needs(o, a.f.Complaint() != nil, "complaint")
	}},
	{"L05", "8.2¶3", func(a *assessment, o *Opening) {
		a.shutUnless(o, ReplyOf(a.f) != Affirmative && ReplyOf(a.f) != Negative, "why.answered")
		a.shutUnless(o, a.s.Stage == S2, "why.S2")
	}},
	{"L06", "8.3¶1", func(a *assessment, o *Opening) {
		a.shutUnless(o, ReplyOf(a.f) != Negative, "why.negative")
		a.shutUnless(o, a.s.Stage == S2, "why.S2")
		a.shutUnless(o, a.s.Stage != S3 && a.s.Stage != U, "why.documentIssued")
		if ReplyOf(a.f) != Affirmative { // an answer that is awaited is no No
			a.drafts(o, "answers")
		}
	}},
	{"L07", "8.3¶1", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.f.Ended == nil, "why.proceedingsEnded")
		a.shutUnless(o, a.s.Stage == S3, "why.S3")
	}},
	{"L08", "8.3¶3", func(a *assessment, o *Opening) {
		important := a.f.Importance != nil && a.f.Importance.Body.Considered == casefile.Yes
		a.shutUnless(o, a.f.Summons != nil || important, "why.noSummons")
		a.shutUnless(o, a.s.Stage == S2 || a.s.Stage == S3, "why.S3")
		a.shutUnless(o, a.s.Stage != U, "why.documentIssued")
		if a.f.Summons == nil {
			a.drafts(o, "summons")
		}
		if !important {
			a.drafts(o, "importance")
		}
		if a.s.Stage == S2 {
			a.drafts(o, "document.S3")
		}
	}},
	{"L09", "8.2¶2", func(a *assessment, o *Opening) { a.shutUnless(o, a.s.Stage == S2, "why.S2") }},
	{"L10", "8.3¶2", func(a *assessment, o *Opening) { a.shutUnless(o, a.s.Stage == S3, "why.S3") }},
	{"L11", "9¶1", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.s.Stage != U, "why.U")
		// who resides lawfully needs no document of a stage to be helped
		a.needs(o, a.s.Stage != "" || lawful(a.f), "document.S1")
		a.needs(o, a.f.Consented("cpas"), "consent.cpas")
	}},
	{"L14", "8.2¶2", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.s.Stage != U, "why.U")
		a.shutUnless(o, a.known(), "why.unknownToDepartment")
		a.needs(o, a.counsellingOver() != nil, "counselling.ended")
		a.shutUnless(o, a.counsellingOver() != nil || a.s.State == Returned, "why.counselling")
	}},
	{"L15", "4¶6", func(a *assessment, o *Opening) {
		a.shutUnless(o, a.f.Referral == nil || a.f.Referral.Body.Channel != "self", "why.noService")
		a.shutUnless(o, a.s.State == Unable, "why.able")
	}},
	{"L17", "4¶5", func(a *assessment, o *Opening) {
		r := a.f.Referral
		a.shutUnless(o, r != nil && (r.Body.Channel == "police" || r.Body.Channel == "inspection"), "why.noService")
		a.needs(o, a.f.Counselled() != nil, "counselling.takenOn")
	}},
}

// toDepartment are the letters that name the person to the Foreigners
// Department, or ask a service to do so; a lawful resident is not named to it
// (§4, §5.1), and nobody is without consent. The end of counselling is told all
// the same, to a Department that knows of it.
var toDepartment = []string{"L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L17"}

// known reports that the Department heard of the centre's counselling: from a
// letter, or because it issued a document. To whom it is a stranger, it is not
// told that counselling ended.
func (a *assessment) known() bool {
	return a.s.Stage != "" || slices.ContainsFunc(toDepartment[:8], func(kind string) bool { return a.f.Issued(kind) != nil })
}

// Openings looks at every letter that the profile knows.
func Openings(f *casefile.File, s *Schedule, p *Profile) []Opening {
	a := assessment{f: f, p: p, s: s}
	var out []Opening
	for _, x := range openings {
		if _, ok := p.Letters[x.letter]; !ok {
			continue
		}
		o := Opening{Letter: x.letter, State: Open, Paragraph: x.paragraph, Section: p.Section(x.paragraph)}
		x.find(&a, &o)
		if slices.Contains(toDepartment, x.letter) {
			a.shutUnless(&o, Concerned(f), "why.lawful")
			a.needs(&o, f.Consented(casefile.ForDepartment), "consent.foreignersDepartment")
		}
		a.shutUnless(&o, a.s.State != Returned || x.letter == "L14", "why.returned")
		a.shutUnless(&o, !f.Uninvolved(), "why.uninvolved")
		a.shutUnless(&o, !f.Stopped(), "why.stopped")
		if o.State == Shut {
			o.Missing = nil
		}
		out = append(out, o)
	}
	return out
}

func (a *assessment) shutUnless(o *Opening, ok bool, why string) {
	if !ok {
		o.State, o.Why = Shut, why
	}
}

// needs shuts a letter for which something has yet to happen, and says what.
func (a *assessment) needs(o *Opening, ok bool, what string) {
	if !ok {
		a.drafts(o, what)
	}
}

func (a *assessment) drafts(o *Opening, what string) {
	o.Missing = append(o.Missing, what)
	if o.State == Open {
		o.State = DraftOnly
	}
}
