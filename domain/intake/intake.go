// Package intake takes a person in, step by step: which steps there are for
// this person, which are done, and which entries a whole intake amounts to.
//
// Every step may be left and taken up again, and every field may be skipped:
// people run out in the middle of a sentence. The steps depend on the triage
// of section 5: after "implicated" (5.3) and "not involved" the rest is
// absent.
package intake

import (
	"encoding/json"
	"errors"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
)

// StepID names a step.
type StepID string

// The steps, in the order in which they are asked.
const (
	Safety    StepID = "safety"    // safe to speak, doctor, interpreter, languages
	Referral  StepID = "referral"  // who refers
	Triage    StepID = "triage"    // section 5
	Consent   StepID = "consent"   // one answer for each purpose
	Person    StepID = "person"    // who the person says she is
	Residence StepID = "residence" // section 4
	Elements  StepID = "elements"  // section 1
	Leaflet   StepID = "leaflet"   // section 5, last paragraph
	Check     StepID = "check"     // everything once more, and what is missing for which letter
)

// Step is a step for one person.
type Step struct {
	ID      StepID
	Section string // of the instructions, or ""
	Done    bool
}

var steps = []struct {
	id      StepID
	section string
	done    func(*casefile.File) bool
	always  bool // also for those who are implicated or not involved
}{
	{Safety, "5", func(f *casefile.File) bool { return f.Safety != nil }, true},
	{Referral, "4", func(f *casefile.File) bool { return f.Referral != nil }, true},
	{Triage, "5", func(f *casefile.File) bool { return f.Triage != nil }, true},
	{Consent, "5", func(f *casefile.File) bool { return len(f.Consents) > 0 }, false},
	{Person, "4", func(f *casefile.File) bool { return f.Person != nil }, false},
	{Residence, "4", func(f *casefile.File) bool { return f.Residence != nil }, false},
	{Elements, "1", func(f *casefile.File) bool { return f.Elements != nil }, false},
	{Leaflet, "5", func(f *casefile.File) bool { return len(f.Leaflets) > 0 }, false},
	{Check, "", func(f *casefile.File) bool { return f.Counselled() != nil }, false},
}

// Steps lists the steps that there are for this person.
func Steps(f *casefile.File) []Step {
	over := f.Stopped() || f.Uninvolved()
	var out []Step
	for _, s := range steps {
		if s.always || !over {
			out = append(out, Step{s.id, s.section, s.done(f)})
		}
	}
	return out
}

// Has reports whether there is such a step for this person.
func Has(f *casefile.File, id StepID) bool {
	for _, s := range Steps(f) {
		if s.ID == id {
			return true
		}
	}
	return false
}

// Next returns the first step that is not done, or the last one that there is
// for this person.
func Next(f *casefile.File) StepID {
	there := Steps(f)
	for _, s := range there {
		if !s.Done {
			return s.ID
		}
	}
	return there[len(there)-1].ID
}

// Intake is a whole intake given at once, as `onthaalctl intake` reads it.
type Intake struct {
	On       civil.Date
	Time     string
	Language string // of the file; "" for the centre's
	Profile  string // "" for the default
	Entries  []casefile.Entry
}

// sections are the parts of an intake in the order in which they are recorded.
var sections = []string{
	casefile.KindSafety, casefile.KindReferral, casefile.KindInspection, casefile.KindTriage, casefile.KindConsent, casefile.KindPerson,
	casefile.KindRisk, casefile.KindGuardian,
	casefile.KindResidence, casefile.KindElements, casefile.KindIndicators, casefile.KindExploitation, casefile.KindLeaflet,
	casefile.KindSupportUnit, casefile.KindAssistance, casefile.KindContact, casefile.KindCounselling, casefile.KindDepartmentInformed,
	casefile.KindNote,
}

// Sections lists the names under which an intake may hold entries. A section
// is the fields of one entry of that kind, or a list of several.
func Sections() []string { return sections }

// maxIntake is the largest intake that is read, in bytes, and maxSection the
// largest number of entries of one kind in it.
const (
	maxIntake  = 256 << 10
	maxSection = 20
)

// Parse reads an intake. It fails with casefile.Problems that name every field
// at once; nothing is half read.
func Parse(data []byte, today civil.Date) (*Intake, error) {
	var fields map[string]json.RawMessage
	if casefile.ReadJSON(data, maxIntake, &fields) != nil {
		return nil, casefile.Problems{{Key: "problem.json"}}
	}
	in := &Intake{On: today}
	var found casefile.Problems
	head := func(name, key string, v any) {
		raw, ok := fields[name]
		delete(fields, name)
		if ok && (string(raw) == "null" || json.Unmarshal(raw, v) != nil) {
			found = append(found, casefile.Problem{Key: key, Path: name})
		}
	}
	head("on", "problem.date", &in.On)
	if in.On.IsZero() {
		in.On = today
		found = append(found, casefile.Problem{Key: "problem.date", Path: "on"})
	}
	head("time", "problem.time", &in.Time)
	if ps, ok := casefile.CheckTime("time", in.Time).(casefile.Problems); ok {
		found = append(found, ps...)
		in.Time = ""
	}
	head("language", "problem.shape", &in.Language)
	head("profile", "problem.shape", &in.Profile)
	for _, kind := range sections {
		raw, ok := fields[kind]
		delete(fields, kind)
		if !ok {
			continue
		}
		list := []json.RawMessage{raw}
		if raw[0] == '[' && json.Unmarshal(raw, &list) != nil || len(list) > maxSection {
			found = append(found, casefile.Problem{Key: "problem.tooMany", Path: kind, Args: map[string]any{"Max": maxSection}})
			continue
		}
		for _, one := range list {
			e, err := casefile.ParseAs(kind, one, in.On, today)
			var ps casefile.Problems
			if errors.As(err, &ps) {
				found = append(found, ps...)
				continue
			}
			if e.Time == "" && e.On == in.On {
				e.Time = in.Time
			}
			if !e.Corrects.IsZero() {
				found = append(found, casefile.Problem{Key: "problem.entry", Path: "corrects"})
			}
			in.Entries = append(in.Entries, e)
		}
	}
	if len(fields) > 0 {
		allowed := "on, time, language, profile"
		for _, s := range sections {
			allowed += ", " + s
		}
		found = append(found, casefile.Problem{Key: "problem.field", Path: "intake", Args: map[string]any{"Allowed": allowed}})
	}
	if found != nil {
		return nil, found
	}
	return in, nil
}
