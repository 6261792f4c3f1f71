package intake

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
)

// Batch is the persons met at one inspection (§6), all at once: what is the
// same for everybody is said once.
type Batch struct {
	Inspection string // its code; "" for a new one
	// Persons are the intakes, in the order of the file; nil for somebody who
	// was not involved, of whom nothing but the number is kept (§5).
	Persons []*Intake
}

// MaxBatch is the largest batch that is read, in bytes, and maxPersons the
// largest number of persons in it.
const (
	MaxBatch   = 8 << 20
	maxPersons = 500
)

// Trouble is what is wrong with one person of a batch.
type Trouble struct {
	Person int // from 1, in the order of the file
	Err    error
}

// Troubles are what is wrong with a batch, person by person.
type Troubles []Trouble

func (t Troubles) Error() string { return "intake: a batch with mistakes" }

// Unwrap returns what is wrong with each.
func (t Troubles) Unwrap() []error {
	var errs []error
	for _, x := range t {
		errs = append(errs, x.Err)
	}
	return errs
}

// ParseBatch reads a batch: "on", "time", "language" and "profile" as in an
// intake, "inspection", "all" with the sections that hold for everybody who has
// none of that name, and "persons", each with the sections of an intake. It
// fails with casefile.Problems about the whole, or with Troubles that name
// every person and field at once.
func ParseBatch(data []byte, today civil.Date) (*Batch, error) {
	var file struct {
		On         json.RawMessage              `json:"on"`
		Time       json.RawMessage              `json:"time"`
		Language   json.RawMessage              `json:"language"`
		Profile    json.RawMessage              `json:"profile"`
		Inspection string                       `json:"inspection"`
		All        map[string]json.RawMessage   `json:"all"`
		Persons    []map[string]json.RawMessage `json:"persons"`
	}
	if casefile.ReadJSON(data, MaxBatch, &file) != nil {
		return nil, casefile.Problems{{Key: "problem.batch"}}
	}
	b := &Batch{Persons: make([]*Intake, len(file.Persons))}
	var found casefile.Problems
	if file.Inspection != "" {
		code, ok := casefile.ParseCode(file.Inspection)
		if b.Inspection = code; !ok {
			found = append(found, casefile.Problem{Key: "problem.code", Path: "inspection.code"})
		}
	}
	switch n := len(file.Persons); {
	case n == 0:
		found = append(found, casefile.Problem{Key: "problem.missing", Path: "persons"})
	case n > maxPersons:
		found = append(found, casefile.Problem{Key: "problem.tooMany", Path: "persons", Args: map[string]any{"Max": maxPersons}})
	}
	if found != nil {
		return nil, found
	}
	head := map[string]json.RawMessage{}
	for name, raw := range map[string]json.RawMessage{"on": file.On, "time": file.Time, "language": file.Language, "profile": file.Profile} {
		if raw != nil {
			head[name] = raw
		}
	}
	var wrong Troubles
	for i, own := range file.Persons {
		in, err := person(head, file.All, own, today)
		if err != nil {
			wrong = append(wrong, Trouble{i + 1, err})
		}
		b.Persons[i] = in
	}
	if wrong != nil {
		return nil, wrong
	}
	return b, nil
}

// person reads one person of a batch; nil for one who was not involved. What
// holds for all is not about somebody who is implicated, but for who referred.
func person(head, all, own map[string]json.RawMessage, today civil.Date) (*Intake, error) {
	merged := maps.Clone(head)
	maps.Copy(merged, all)
	maps.Copy(merged, own)
	switch assessment(merged[casefile.KindTriage]) {
	case casefile.NotInvolved:
		section := "5"
		if merged["profile"] != nil { // what another procedure calls it, a reader of files does not know
			section = ""
		}
		for name := range own {
			if name != casefile.KindTriage {
				return nil, casefile.Problems{{Key: "refused.uninvolved", Path: casefile.KindTriage, Rule: section}}
			}
		}
		_, err := casefile.ParseAs(casefile.KindTriage, merged[casefile.KindTriage], today, today)
		return nil, err
	case casefile.Implicated:
		maps.DeleteFunc(merged, func(name string, _ json.RawMessage) bool {
			return own[name] == nil && slices.Contains(sections, name) && name != casefile.KindReferral && name != casefile.KindTriage
		})
	}
	data, err := json.Marshal(merged)
	if err != nil {
		return nil, casefile.Problems{{Key: "problem.json"}}
	}
	in, err := Parse(data, today)
	var ps casefile.Problems
	if errors.As(err, &ps) {
		return nil, ps
	}
	return in, err
}

// assessment reads the triage of a person, as far as it can be read.
func assessment(triage json.RawMessage) string {
	var t struct {
		Assessment string `json:"assessment"`
	}
	if json.Unmarshal(triage, &t) != nil {
		return ""
	}
	return t.Assessment
}
