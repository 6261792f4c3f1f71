package letter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
)

// Standby is what an inspection and a centre tell one another before a check
// of foreign labour (§6): when and roughly where, for how many people, in which
// languages. It has no place for the target, whose name and address neither
// letter nor desk ever knows.
type Standby struct {
	Language string `json:"language"` // of the inspection unit: nl, fr or de
	Centre   string `json:"centre"`   // id in the contact book

	// The inspection.
	Inspection string   `json:"inspection"`
	Address    []string `json:"address"`
	Phone      string   `json:"phone"`
	Reference  string   `json:"reference"` // its own
	Officer    string   `json:"officer"`
	// OfficerPhone is where the officer is reached during the action.
	OfficerPhone string `json:"officerPhone"`

	From      civil.Date `json:"from"`
	To        civil.Date `json:"to,omitzero"` // the last day, if there are several
	District  string     `json:"district"`    // judicial district: no municipality, no street
	Persons   int        `json:"persons"`     // expected; 0 unknown
	Languages []string   `json:"languages"`
	AnswerBy  civil.Date `json:"answerBy,omitzero"`

	// The centre's answer.
	Staff      string   `json:"staff"`
	StaffPhone string   `json:"staffPhone"`
	Minutes    int      `json:"minutes"` // until somebody is there
	Places     int      `json:"places"`  // for people to be taken in
	Speaks     []string `json:"speaks"`
	Leaflets   []string `json:"leaflets"` // enclosed, by language
}

// ParseStandby reads a standby request or its answer, strictly: a field that
// there is not, such as one for the target, is refused.
func ParseStandby(data []byte, today civil.Date) (*Standby, error) {
	var s Standby
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return nil, casefile.Problem{Key: "problem.standby", Path: "standby", Rule: "6"}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, casefile.Problem{Key: "problem.standby", Path: "standby", Rule: "6"}
	}
	if err := s.check(today); err != nil {
		return nil, err
	}
	return &s, nil
}

func (s *Standby) check(today civil.Date) error {
	var found casefile.Problems
	add := func(err error) {
		var ps casefile.Problems
		var p casefile.Problem
		switch {
		case errors.As(err, &ps):
			found = append(found, ps...)
		case errors.As(err, &p):
			found = append(found, p)
		}
	}
	missing := func(path string, ok bool) {
		if !ok {
			found = append(found, casefile.Problem{Key: "problem.missing", Path: path})
		}
	}
	missing("inspection", s.Inspection != "")
	missing("centre", s.Centre != "")
	missing("from", !s.From.IsZero())
	missing("district", s.District != "")
	if !slices.Contains(Languages, s.Language) {
		found = append(found, casefile.Problem{Key: "problem.choice", Path: "language", Args: map[string]any{"Allowed": strings.Join(Languages, ", ")}})
	}
	for path, text := range map[string]string{
		"inspection": s.Inspection, "phone": s.Phone, "reference": s.Reference, "officer": s.Officer, "officerPhone": s.OfficerPhone,
		"district": s.District, "staff": s.Staff, "staffPhone": s.StaffPhone,
	} {
		if text != "" {
			add(casefile.CheckText(path, text, 128))
		}
	}
	for _, l := range s.Address {
		add(casefile.CheckText("address", l, 128))
	}
	for path, day := range map[string]civil.Date{"from": s.From, "to": s.To, "answerBy": s.AnswerBy} {
		if !day.IsZero() {
			add(casefile.CheckPlanned(path, day, today))
		}
	}
	if !s.To.IsZero() && s.To.Before(s.From) {
		found = append(found, casefile.Problem{Key: "problem.date.before", Path: "to", Args: map[string]any{"From": s.From}})
	}
	for path, n := range map[string]int{"persons": s.Persons, "minutes": s.Minutes, "places": s.Places} {
		if n < 0 || n > 9999 {
			found = append(found, casefile.Problem{Key: "problem.number.range", Path: path, Args: map[string]any{"From": 0, "To": 9999}})
		}
	}
	for path, tags := range map[string][]string{"languages": s.Languages, "speaks": s.Speaks, "leaflets": s.Leaflets} {
		for _, tag := range tags {
			if _, err := language.Parse(tag); err != nil || len(tag) > 20 {
				found = append(found, casefile.Problem{Key: "problem.language", Path: path})
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.SortStableFunc(found, func(a, b casefile.Problem) int { return strings.Compare(a.Path, b.Path) })
	return found
}

func (s *Standby) centreLines(book *contacts.Book, lang string) ([]document.Text, bool) {
	e, ok := book.Entry(s.Centre)
	if !ok || e.Kind != "centre" {
		return nil, false
	}
	return entryLines(e, lang), true
}

func (s *Standby) inspectionLines(c *common) []document.Text {
	lines := []string{document.Isolate(s.Inspection)}
	if s.Officer != "" {
		lines = append(lines, strings.ReplaceAll(c.Attention, "{name}", document.Isolate(s.Officer)))
	}
	return linesOf(append(lines, posted(s.Address)...)...)
}

func (s *Standby) fill(r *Request, c *common, v *fields) {
	v.Window = r.date(s.From)
	if !s.To.IsZero() && s.To != s.From {
		v.Window = strings.NewReplacer("{from}", r.date(s.From), "{to}", r.date(s.To)).Replace(c.Window)
	} else {
		v.Window = strings.ReplaceAll(c.Day, "{day}", v.Window)
	}
	count := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	v.District, v.YourRef = document.Isolate(s.District), document.Number(s.Reference)
	v.Persons, v.Minutes, v.Places = count(s.Persons), count(s.Minutes), count(s.Places)
	v.Officer, v.OfficerPhone, v.AnswerBy = document.Isolate(s.Officer), document.Number(s.OfficerPhone), r.date(s.AnswerBy)
	v.Staff, v.StaffPhone = document.Isolate(s.Staff), document.Number(s.StaffPhone)
	v.Languages, v.Leaflets = languages(r.Lang, s.Languages), languages(r.Lang, s.Leaflets)
	if r.Kind == "L13" {
		v.Languages = languages(r.Lang, s.Speaks)
	}
}

// languages names languages in the language of the letter.
func languages(lang string, tags []string) string {
	names := make([]string, 0, len(tags))
	for _, tag := range tags {
		t, err := language.Parse(tag)
		if err != nil {
			continue
		}
		if name := display.Tags(language.Make(lang)).Name(t); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
