// Package procedure carries out the procedure for victims of human
// trafficking: stages, deadlines, entitlements and tasks, each with the
// section it rests on.
//
// A Profile is one version of the rules, as data (Parse). Assess looks at a
// file under a profile and gives a Schedule, which does not know what day it
// is; Schedule.On(today) gives the Status of that day. Due computes the
// deadlines of one residence document and needs no file at all. Everything
// here is a pure function; nothing here moves a person to another stage: a
// stage is what a recorded document says.
package procedure

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Stages, in their order.
const (
	S1 = "S1" // order to leave the country within 45 days (§8.1)
	S2 = "S2" // three-month residence permit, certificate of arrival (§8.2)
	S3 = "S3" // foreigner's registration certificate, usually six months (§8.3)
	U  = "U"  // residence permit of unlimited duration (§8.3, last paragraph)
)

// Words is a text in the languages of the letters and of the interface.
type Words map[string]string

// Profile is one version of the rules.
type Profile struct {
	ID       string            `json:"id"`
	Version  string            `json:"version"`
	Title    Words             `json:"title"`
	Historic bool              `json:"historic"` // replaced by later rules
	Notice   Words             `json:"notice"`   // what a reader must know about that
	LawRef   Words             `json:"lawref"`   // phrase for letters; {n} is the section
	Letters  map[string]Ground `json:"letters"`
	Stages   []Stage           `json:"stages"`
}

// Ground is what a letter rests on.
type Ground struct {
	Section string `json:"section"`
	Stage   string `json:"stage"`
	LawRef  Words  `json:"lawref"` // where it differs from the profile's
}

// Stage is a stage as the profile describes it.
type Stage struct {
	ID           string   `json:"id"`
	Section      string   `json:"section"`
	Duration     Duration `json:"duration"`
	Names        Words    `json:"names"`
	Document     Words    `json:"document"`     // with article, as the object of a request
	DocumentName Words    `json:"documentName"` // bare
	Work         string   `json:"work"`
	Social       string   `json:"social"`
	Verified     bool     `json:"verified"`
	Inquiry      *struct {
		Before  Duration `json:"before"`
		Section string   `json:"section"`
	} `json:"inquiry"`
}

// Duration is a number of days or months; zero for a document without end.
type Duration struct {
	Unit string `json:"unit"` // "day" or "month"
	N    int    `json:"n"`
}

// Stage returns the stage of that id.
func (p *Profile) Stage(id string) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool { return s.ID == id })
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// Default is the profile of a new case.
const Default = "instructions-1997"

// Parse reads all profiles of a folder and checks that each is complete
// enough to compute with.
func Parse(fsys fs.FS) (map[string]*Profile, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	profiles := map[string]*Profile{}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("procedure: %w", err)
		}
		var p Profile
		if err := json.Unmarshal(data, &p); err != nil {
			return nil, fmt.Errorf("procedure: %s: %w", path.Base(name), err)
		}
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("procedure: %s: %w", path.Base(name), err)
		}
		profiles[p.ID] = &p
	}
	if profiles[Default] == nil {
		return nil, fmt.Errorf("procedure: the profile %s is missing", Default)
	}
	return profiles, nil
}

func (p *Profile) check() error {
	if p.ID == "" || p.Version == "" {
		return fmt.Errorf("a profile has an id and a version")
	}
	for i, id := range []string{S1, S2, S3, U} {
		if i >= len(p.Stages) || p.Stages[i].ID != id {
			return fmt.Errorf("the stages are S1, S2, S3, U")
		}
		d := p.Stages[i].Duration
		if id == U {
			continue
		}
		if d.N <= 0 || d.Unit != "day" && d.Unit != "month" {
			return fmt.Errorf("stage %s lasts a number of days or months", id)
		}
	}
	if p.Stages[1].Inquiry == nil || p.Stages[1].Inquiry.Before.Unit != "month" {
		return fmt.Errorf("stage S2 says how many months before its end the prosecutor is asked")
	}
	return nil
}
