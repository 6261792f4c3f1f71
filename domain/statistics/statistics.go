// Package statistics counts cases for the annual report: one table for each
// question, never two questions at once, of the cases that were opened in one
// year.
//
// Of makes of a case a Row: classes, coarse enough that many people share
// them, and no date finer than the year. It is the same whether the case is
// open, closed or about to be erased, and it is all that stays of an erased
// one; so the tables of a year do not change when a case is erased. Who was
// implicated or not involved (§5) is counted nowhere.
//
// Count adds the rows of a year up and hides what would point at somebody. Its
// promise: from everything that a Report shows, and from knowing this very
// source, nobody can work out a number between one and four (a test tries all
// tables up to a size). There is no table of several years together, because
// the years that are shown could be taken off it.
package statistics

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/procedure"

	"golang.org/x/text/language"
)

// Row is what one case counts as. A class that this version does not know
// counts as Unknown.
type Row struct {
	Opened   int    `json:"opened"` // the year
	Stage    string `json:"stage,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
	Form     string `json:"form,omitempty"`
	Sex      string `json:"sex,omitempty"`
	Age      string `json:"age,omitempty"`
	Region   string `json:"region,omitempty"`
	Referrer string `json:"referrer,omitempty"`
	Language string `json:"language,omitempty"`
}

// Classes that several tables have.
const (
	Unknown = "unknown" // not asked, not answered, or not known to this version
	Other   = "other"
	None    = "none" // counselled, and no residence document

	contact        = string(procedure.Contact)        // met, and never counselled
	contactRefused = string(procedure.ContactRefused) // did not want to be met
)

// Apart is the outcome of those who are counted nowhere.
const Apart = "apart"

// question is a table: its classes in the order in which they are shown.
type question struct {
	name    string
	classes []string
	of      func(*Row) *string
}

var questions = []question{
	{"stage", []string{contact, contactRefused, None, procedure.S1, procedure.S2, procedure.S3, procedure.U}, func(r *Row) *string { return &r.Stage }},
	{"form", []string{"sexual", "labour", "domestic", "begging", "crime", several, Other, Unknown}, func(r *Row) *string { return &r.Form }},
	{"sex", []string{"F", "M", Other}, func(r *Row) *string { return &r.Sex }},
	{"age", []string{"minor", "young", "middle", "older", Unknown}, func(r *Row) *string { return &r.Age }},
	{"region", []string{"belgium", "eu", "europe", "africa", "asia", "americas", Other, Unknown}, func(r *Row) *string { return &r.Region }},
	{"referrer", []string{"police", "inspection", "prosecutor", "hospital", "self", "helpline", Other, Unknown}, func(r *Row) *string { return &r.Referrer }},
	{"language", append(slices.Clone(languages), Other, Unknown), func(r *Row) *string { return &r.Language }},
	{"outcome", []string{contact, contactRefused, running, "returned", "ended", "withdrawn", "lostContact", "transferred", "unable", Unknown},
		func(r *Row) *string { return &r.Outcome }},
}

// running is the outcome of a case that goes on, or that nothing more is
// expected of because the person may stay. That somebody may stay says the
// stage: were it an outcome too, the one taken off the other would tell how
// many of those who may stay are counselled no longer.
const running = "running"

// several forms of exploitation make a class of their own: whoever stood in
// two cells could be found by adding up.
const several = "several"

// languages that are counted one by one; the rest is one class.
var languages = []string{"nl", "fr", "de", "en", "es", "pt", "ro", "bg", "sq", "ru", "ar", "tr", "vi", "zh"}

// Questions names the tables in the order in which they are shown, and for
// each its classes.
func Questions() (names []string, classes map[string][]string) {
	classes = map[string][]string{}
	for _, q := range questions {
		names = append(names, q.name)
		classes[q.name] = slices.Clone(q.classes)
	}
	return names, classes
}

// Of makes the row of a case.
func Of(f *casefile.File, s *procedure.Schedule) Row {
	r := Row{Outcome: OutcomeOf(s.State)}
	if f.Opened != nil {
		r.Opened = f.Opened.Entry.On.Year()
	}
	if r.Outcome == Apart {
		return r // nothing else is kept of this person (§5.3)
	}
	r.Stage, r.Form, r.Sex, r.Age, r.Region, r.Referrer, r.Language = StageOf(s.State, s.Stage), Unknown, Other, Unknown, Unknown, Unknown, Unknown
	if e := f.Exploitation; e != nil {
		r.Form = formOf(e.Body.Forms)
	}
	if p := f.Person; p != nil {
		if p.Body.Sex == "F" || p.Body.Sex == "M" {
			r.Sex = p.Body.Sex
		}
		r.Age = ageOf(p.Body.Born, f.Opened.On())
		if len(p.Body.Nationalities) > 0 {
			r.Region = regionOf(p.Body.Nationalities[0])
		}
	}
	if f.Referral != nil {
		r.Referrer = f.Referral.Body.Channel
	}
	if f.Safety != nil && len(f.Safety.Body.Speaks) > 0 {
		r.Language = languageOf(f.Safety.Body.Speaks[0])
	}
	return r.known()
}

// known puts the last class of a table in the place of one that there is not,
// such as an answer that a later version wrote.
func (r Row) known() Row {
	for _, q := range questions {
		if at := q.of(&r); !slices.Contains(q.classes, *at) {
			*at = q.classes[len(q.classes)-1]
		}
	}
	return r
}

// StageOf makes the stage of a state and of the documents.
func StageOf(s procedure.State, documents string) string {
	switch {
	case s == procedure.Contact, s == procedure.ContactRefused:
		return string(s)
	case documents == "":
		return None
	}
	return documents
}

// OutcomeOf makes the outcome of a state, also of one that an erased case left
// behind; "" for one that there is not.
func OutcomeOf(s procedure.State) string {
	switch s {
	case "":
		return ""
	case procedure.Stopped, procedure.Uninvolved:
		return Apart
	case procedure.Contact, procedure.ContactRefused, procedure.Returned, procedure.Ended, procedure.Withdrawn,
		procedure.LostContact, procedure.Transferred, procedure.Unable:
		return string(s)
	}
	return running
}

func formOf(forms []string) string {
	forms = slices.Compact(slices.Sorted(slices.Values(forms)))
	switch {
	case len(forms) > 1:
		return several
	case len(forms) == 0:
		return Unknown
	case forms[0] == "organs": // hardly ever: one case would be one person
		return Other
	}
	return forms[0]
}

// ageOf tells the age group on a day: under 18, under 30, under 45, and the
// rest. Where only a part of the birth date is known, it is the earliest day
// that it can mean.
func ageOf(born civil.Partial, on civil.Date) string {
	if born.IsZero() || on.IsZero() {
		return Unknown
	}
	years := on.Year() - born.First().Year()
	if birthday, _ := born.First().AddMonths(12*years, civil.Clamp); birthday.After(on) {
		years--
	}
	switch {
	case years < 18:
		return "minor"
	case years < 30:
		return "young"
	case years < 45:
		return "middle"
	}
	return "older"
}

// union are the other member states of the European Union, as they are today.
var union = []string{
	"AT", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
	"PL", "PT", "RO", "SE", "SI", "SK",
}

// continents by their number in UN M49.
var continents = []struct{ code, class string }{{"150", "europe"}, {"002", "africa"}, {"142", "asia"}, {"019", "americas"}}

func regionOf(country string) string {
	switch {
	case country == "BE":
		return "belgium"
	case slices.Contains(union, country):
		return "eu"
	case country == "SU", country == "YU", country == "CS", country == "DD": // of people who were born long ago
		return "europe"
	}
	r, err := language.ParseRegion(country)
	if err != nil {
		return Other // stateless, among others
	}
	for _, c := range continents {
		if language.MustParseRegion(c.code).Contains(r) {
			return c.class
		}
	}
	return Other
}

// languageOf reduces a language to one that is counted.
func languageOf(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return Unknown
	}
	base, _ := t.Base()
	if slices.Contains(languages, base.String()) {
		return base.String()
	}
	return Other
}
