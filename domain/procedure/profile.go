// Package procedure carries out the procedure for victims of human
// trafficking: stages, deadlines, entitlements and tasks, each with the
// section it rests on.
//
// A Profile is one version of the rules, as data (Parse). Assess looks at a
// file under a profile and gives a Schedule, which does not know what day it
// is; Schedule.On(today) gives the Status of that day. DocumentTerm computes
// the dates of one residence document and needs no file at all. Explain says
// for every date, block and entitlement how it came about, Review what does
// not fit the procedure, Openings which requests it opens, and WhatIf what
// would follow from an entry that nobody has recorded.
//
// Allows refuses; everything else warns. Everything here is a pure function;
// nothing here moves a person to another stage: a stage is what a recorded
// document says. docs/rules.md leads from each paragraph of the instructions
// to its rule here.
package procedure

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
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
	ID        string            `json:"id"`
	Version   string            `json:"version"`
	Title     Words             `json:"title"`
	ValidFrom civil.Date        `json:"validFrom"`
	ValidTo   civil.Date        `json:"validTo"`  // unset: open or unknown
	Repealed  bool              `json:"repealed"` // no longer law
	Historic  bool              `json:"historic"` // replaced by later rules: a case says once that it is known
	Notice    Words             `json:"notice"`   // what a reader must know about that
	LawRef    Words             `json:"lawref"`   // phrase for letters; {n} is the section
	Letters   map[string]Ground `json:"letters"`
	// Sections leads from a paragraph or section of the instructions of 1997,
	// under which the rules are known here, to where these rules stand in this
	// profile; "*" is the rest. Without it the instructions themselves hold.
	Sections  map[string]string `json:"sections"`
	Stages    []Stage           `json:"stages"`
	Reminders map[string][]struct {
		From string `json:"from"` // validUntil or inquiryBy
		Days int    `json:"days"` // from it, negative before
	} `json:"reminders"` // by stage
	Retention *Retention `json:"retention"` // without it nothing becomes due for erasure
	Facts     []Fact     `json:"facts"`

	// Before is the version that this one replaces, while it is at hand. A case
	// keeps it until somebody confirms the new one.
	Before *Profile `json:"-"`
}

// InForce returns the version of the profile that counts for a file: the one
// that was confirmed for it. Where that one is no longer at hand it is p
// itself, and the dates recorded before hold (Term.Proposed).
func (p *Profile) InForce(f *casefile.File) *Profile {
	id, version := f.Profile()
	for old := p; old != nil && id == p.ID && version != ""; old = old.Before {
		if old.Version == version {
			return old
		}
	}
	return p
}

// Ground is what a letter rests on.
type Ground struct {
	Section string `json:"section"`
	Stage   string `json:"stage"`
	LawRef  Words  `json:"lawref"` // where it differs from the profile's
}

// Stage is a stage as the profile describes it.
type Stage struct {
	ID           string    `json:"id"`
	Section      string    `json:"section"`
	Duration     Duration  `json:"duration"`
	MoreThan     *Duration `json:"moreThan"`    // its documents last longer than this
	Renewals     int       `json:"renewals"`    // how often it may be renewed; -1: as long as the proceedings run
	Counselling  string    `json:"counselling"` // offered, compulsory or none
	Names        Words     `json:"names"`
	Document     Words     `json:"document"`     // with article, as the object of a request
	DocumentName Words     `json:"documentName"` // bare
	Work         string    `json:"work"`
	Social       string    `json:"social"`
	// An unaccompanied minor needs no complaint or statement for it.
	MinorsDirectly bool `json:"minorsDirectly,omitempty"`
	Inquiry        *struct {
		Before  Duration `json:"before"`
		Section string   `json:"section"`
	} `json:"inquiry"`

	Verified bool `json:"-"` // every fact about it has been checked with its source
}

// Duration is a number of days or months; zero for a document without end.
type Duration struct {
	Unit string `json:"unit"` // "day", "month" or "open"
	N    int    `json:"n"`
}

// Fact says where something in a profile comes from, and who has compared it
// with that source. What nobody has compared is shown as not verified.
type Fact struct {
	About     []string   `json:"about"` // paths such as stages.S1.duration; * stands for any stage
	Source    string     `json:"source"`
	NoSource  bool       `json:"noSource"` // Source says that none was found: no finding rests on the law then
	CheckedBy string     `json:"checkedBy"`
	CheckedOn civil.Date `json:"checkedOn"`
}

// Checked reports whether somebody has compared the fact with its source.
func (f Fact) Checked() bool { return f.CheckedBy != "" && !f.CheckedOn.IsZero() }

// Fact returns where the value at a path comes from. A fact about a path is
// one about everything below it.
func (p *Profile) Fact(about string) (Fact, bool) {
	for _, f := range p.Facts {
		for _, a := range f.About {
			if a == about || strings.HasPrefix(about, a+".") || matchesAnyStage(a, about) {
				return f, true
			}
		}
	}
	return Fact{}, false
}

func matchesAnyStage(pattern, about string) bool {
	rest, ok := strings.CutPrefix(pattern, "stages.*.")
	parts := strings.SplitN(about, ".", 3)
	return ok && len(parts) == 3 && parts[0] == "stages" && (parts[2] == rest || strings.HasPrefix(parts[2], rest+"."))
}

// Stage returns the stage of that id.
func (p *Profile) Stage(id string) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool { return s.ID == id })
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// Section returns where the rule of a paragraph of the instructions of 1997
// ("8.2¶3") stands in this profile: a section of the instructions, an article
// of the law, or the circular as a whole; "" for "".
func (p *Profile) Section(paragraph string) string {
	section, _, _ := strings.Cut(paragraph, "¶")
	if p.Sections == nil || paragraph == Keeping || paragraph == "" {
		return section
	}
	for _, key := range []string{paragraph, section, "*"} {
		if s, ok := p.Sections[key]; ok {
			return s
		}
	}
	return ""
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
		p, err := ParseProfile(data)
		if err != nil {
			return nil, fmt.Errorf("procedure: %s: %w", path.Base(name), err)
		}
		profiles[p.ID] = p
	}
	if profiles[Default] == nil {
		return nil, fmt.Errorf("procedure: the profile %s is missing", Default)
	}
	return profiles, nil
}

// ParseProfile reads one profile, strictly: a field that there is not is
// refused, because a rule that is silently not applied costs somebody a
// deadline. What docs/schema/profile.json forbids is refused with a
// casefile.Problem for each place.
func ParseProfile(data []byte) (*Profile, error) {
	if err := checkWritten(data); err != nil {
		return nil, err
	}
	p, err := RecallProfile(data)
	if err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	return p, nil
}

// RecallProfile reads a profile that was taken into use before. Only its shape
// is looked at: a desk that took it under laxer rules must still open.
func RecallProfile(data []byte) (*Profile, error) {
	var p Profile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return nil, err
	}
	if err := p.shape(); err != nil {
		return nil, err
	}
	for i := range p.Stages {
		s := &p.Stages[i]
		s.Verified = true
		for _, what := range []string{"section", "duration", "counselling", "renewals", "document", "work", "social"} {
			f, ok := p.Fact("stages." + s.ID + "." + what)
			s.Verified = s.Verified && ok && f.Checked()
		}
	}
	return &p, nil
}
