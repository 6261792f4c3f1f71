package procedure

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
)

// Allows holds a new entry against the rules that refuse instead of warning
// (what only warns is found by Fold and Review): after an assessment 5.3 or "not
// involved" nothing more is recorded about the person until the referrer changes
// it (§5.3), only whether the file of who is implicated is kept; a case keeps
// the language of its letters once one was issued; a document of stage 3 lasts
// longer than three months (§8.3), or than what the profile of the case says,
// and one of a stage without end has no last day. The section is that of the
// profile.
func Allows(f *casefile.File, p *Profile, e *casefile.Entry) error {
	p = p.InForce(f)
	refuse := func(key, section string) error {
		x := casefile.Problem{Key: "refused." + key, Path: e.Kind}
		if section != "" {
			x.Rule = p.Section(section)
		}
		if f.Triage != nil {
			x.Because = []journal.ID{f.Triage.Entry.ID}
		}
		return x
	}
	if ref := refersTo(e); !ref.IsZero() {
		old, ok := f.Entry(ref)
		switch {
		case !ok || !old.Dead.IsZero():
			return casefile.Problem{Key: "problem.entry", Path: e.Kind}
		case e.Kind != casefile.KindVoid && old.Kind != e.Kind:
			return casefile.Problem{Key: "problem.entry.kind", Path: e.Kind}
		case made(old.Kind) && old.Kind != casefile.KindAttachment || takesBackFile(f, &old):
			return refuse("made", "")
		}
		if c, ok := old.Body.(*casefile.Consent); ok {
			if now, ok := e.Body.(*casefile.Consent); ok && now.Purpose != c.Purpose {
				return refuse("consent.purpose", "5.2") // it would take one answer away and make up another
			}
		}
		if t, ok := old.Body.(*casefile.Triage); ok && t.Assessment == casefile.Implicated {
			return refuse("triage", "5.3")
		}
		// Taking back a change of language, or the taking back of one, changes it too.
		for old.Kind == casefile.KindVoid {
			if old, ok = f.Entry(refersTo(&old)); !ok {
				break
			}
		}
		if old.Kind == casefile.KindFileLanguage && len(f.Letters) > 0 {
			return refuse("language", "8")
		}
	}
	if f.Stopped() || f.Uninvolved() {
		t, ok := e.Body.(*casefile.Triage)
		keeps, about := e.Body.(*casefile.Retention)
		switch {
		case about && (f.Stopped() || keeps.Event == casefile.ReleasedFile): // about the file, not about the person
		case !ok && f.Stopped():
			return refuse("stopped", "5.3")
		case !ok:
			return refuse("uninvolved", "5")
		case f.Stopped() && t.Assessment != casefile.Implicated && !t.Lifts():
			return refuse("triage", "5.3")
		case e.On.Before(f.Triage.Entry.On) && e.Corrects != f.Triage.Entry.ID:
			// it would count before the assessment that holds, and so change nothing
			section := "5"
			if f.Stopped() {
				section = "5.3"
			}
			return casefile.Problem{Key: "problem.date.before", Path: "on", Args: map[string]any{"From": f.Triage.Entry.On}, Rule: p.Section(section)}
		}
	}
	if d, ok := e.Body.(*casefile.Document); ok {
		st, ok := p.Stage(d.Stage)
		if ok && st.Duration.Unit == "open" && !d.PrintedEnd.IsZero() {
			return casefile.Problem{Key: "problem.end.open", Path: "document.printedEnd", Rule: st.Section}
		}
		if ok && d.Months != 0 {
			if err := st.lasts(d.Months); err != nil {
				return *err
			}
		}
	}
	if _, ok := e.Body.(*casefile.FileLanguage); ok && len(f.Letters) > 0 {
		return refuse("language", "8")
	}
	// In a file without a letter of this desk it may be one from before, and Fold
	// finds it; beside others it is a slip.
	if n := letterNumber(e.Body); n != 0 && len(f.Letters) > 0 && f.Letter(n) == nil {
		return casefile.Problem{Key: "problem.letter.number", Path: e.Kind + ".number"}
	}
	if code := linked(e.Body); code != "" && code == f.Code() {
		return casefile.Problem{Key: "problem.link", Path: e.Kind + ".code"}
	}
	return nil
}

// takesBackFile reports that an entry took a file of the case back: it is gone,
// and taking that back would not bring it again.
func takesBackFile(f *casefile.File, e *casefile.Entry) bool {
	v, ok := e.Body.(*casefile.Void)
	if !ok {
		return false
	}
	of, ok := f.Entry(v.Of)
	return ok && of.Kind == casefile.KindAttachment
}

// letterNumber returns the number of the letter that an entry says something of, or 0.
func letterNumber(body any) int {
	switch b := body.(type) {
	case *casefile.LetterSent:
		return b.Number
	case *casefile.LetterAnswered:
		return b.Number
	}
	return 0
}

// linked returns the code of the case that an entry refers to, or "".
func linked(body any) string {
	switch b := body.(type) {
	case *casefile.SamePerson:
		return b.Code
	case *casefile.Relative:
		return b.Code
	}
	return ""
}

// Resolve puts the id of the latest entry that can be taken back into a void of
// casefile.Last; any other entry it returns as it is. It fails as Allows does
// when there is nothing to take back. Voids are passed over, so that taking
// back twice takes back two entries and not the first taking back.
func Resolve(f *casefile.File, p *Profile, e casefile.Entry) (casefile.Entry, error) {
	v, ok := e.Body.(*casefile.Void)
	if !ok || v.Of != casefile.Last {
		return e, nil
	}
	refused := error(casefile.Problem{Key: "problem.entry", Path: e.Kind})
	for _, old := range slices.Backward(f.History) {
		if !old.Dead.IsZero() || old.Body == nil || old.Kind == casefile.KindVoid || made(old.Kind) {
			continue
		}
		found := *v
		found.Of = old.ID
		e.Body = &found
		err := Allows(f, p, &e)
		if err == nil {
			return e, nil
		}
		refused = err
	}
	return e, refused
}

// refersTo returns the entry that a void takes back or a correction replaces.
func refersTo(e *casefile.Entry) journal.ID {
	if v, ok := e.Body.(*casefile.Void); ok {
		return v.Of
	}
	return e.Corrects
}

func made(kind string) bool {
	k, ok := casefile.KindOf(kind)
	return ok && k.Made
}
