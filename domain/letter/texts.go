// Package letter makes the letters that the centre sends: which can be made
// for a case today and what is still missing (States), and the letter itself
// (Compose) as a document.Document that ui/paper sets.
//
// The wording is data: one file for each kind and language, a few paragraphs
// in the syntax of text/template limited to fields and if. What is unknown is
// an empty field and its clause is left out; a letter never has a blank. A
// letter asks for nothing that the instructions do not ground, and tells no
// story: the Department needs facts of procedure.
package letter

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"text/template"
	"text/template/parse"

	"onthaal/domain/civil"
	"onthaal/domain/contacts"
)

// Languages of official letters. English is never one: it is a courtesy copy.
var Languages = []string{"nl", "fr", "de"}

// Courtesy is the language of the watermarked copy for the person and her
// interpreter.
const Courtesy = "en"

// Texts are the wordings of all letters.
type Texts struct {
	wordings  map[string]*Wording // in force: "L01.nl"
	versions  map[string]*Wording // others that are known: "L01.nl/2"
	common    map[string]*common  // "nl"
	countries map[string]contacts.Words
}

// Wording is one letter in one language.
type Wording struct {
	Kind       string   `json:"kind"`
	Lang       string   `json:"lang"`
	Version    string   `json:"version"`
	Subject    string   `json:"subject"`
	Body       []string `json:"body"`
	Enclosures []string `json:"enclosures"`

	// Salutation and closing, and those of a letter to a prosecutor's office, which
	// only a service that referred can be. "" is ours.
	Opening           string `json:"opening,omitempty"`
	Closing           string `json:"closing,omitempty"`
	OpeningProsecutor string `json:"openingProsecutor,omitempty"`
	ClosingProsecutor string `json:"closingProsecutor,omitempty"`
	// Labels are what stands before a fact, by the names of ours; one that is absent
	// is ours.
	Labels map[string]string `json:"labels,omitempty"`

	paragraphs, enclosures []*template.Template
}

// common is what all letters of a language share.
type common struct {
	Lang         string   `json:"lang"`
	Months       []string `json:"months"`
	FirstOfMonth string   `json:"firstOfMonth"` // "1er"
	DayFormat    string   `json:"dayFormat"`    // "{d}."
	Date         string   `json:"date"`         // "{day} {month} {year}"
	MonthYear    string   `json:"monthYear"`
	PlaceDate    string   `json:"placeDate"`
	Opening      string   `json:"opening"`
	Closing      string   `json:"closing"`
	// To a prosecutor's office.
	OpeningProsecutor string            `json:"openingProsecutor"`
	ClosingProsecutor string            `json:"closingProsecutor"`
	Attention         string            `json:"attention"` // "For the attention of {name}"
	CPAS              []string          `json:"cpas"`      // its name, and its service
	Earlier           string            `json:"earlier"`   // refers to an earlier letter of the same kind: {date}, {ref}
	Day               string            `json:"day"`       // of a check: "on {day}"
	Window            string            `json:"window"`    // "from {from} to {to}"
	Reasons           map[string]string `json:"reasons"`   // of an end of counselling
	Results           map[string]string `json:"results"`   // what a centre answered
	Labels            map[string]string `json:"labels"`
	Sex               map[string]string `json:"sex"`
	Estimated         string            `json:"estimated"`
	Specimen          string            `json:"specimen"`
	Preview           string            `json:"preview"`
	Draft             string            `json:"draft"` // evidence is missing
	Courtesy          string            `json:"courtesy"`
	Status            map[string]string `json:"status"`
	Department        string            `json:"department"`
	ProfileLine       string            `json:"profileLine"`
	Functions         map[string]string `json:"functions"`
}

// Parse reads the wordings of a folder and refuses one that is not complete in
// every language or uses more than fields and if.
func Parse(fsys fs.FS) (*Texts, error) {
	t := &Texts{wordings: map[string]*Wording{}, common: map[string]*common{}}
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("letter: %w", err)
		}
		if err := t.add(strings.TrimSuffix(name, ".json"), data); err != nil {
			return nil, fmt.Errorf("letter: %s: %w", name, err)
		}
	}
	for _, lang := range append([]string{Courtesy}, Languages...) {
		if t.common[lang] == nil {
			return nil, fmt.Errorf("letter: common.%s.json is missing", lang)
		}
		for _, k := range Kinds {
			name := k.ID + "." + lang
			if t.wordings[name] == nil {
				return nil, fmt.Errorf("letter: %s.json is missing", name)
			}
			t.wordings[name] = t.Fill(t.wordings[name])
		}
	}
	return t, nil
}

func (t *Texts) add(name string, data []byte) error {
	switch {
	case name == "countries":
		return json.Unmarshal(data, &t.countries)
	case strings.HasPrefix(name, "common."):
		var c common
		if err := json.Unmarshal(data, &c); err != nil {
			return err
		}
		if len(c.Months) != 12 {
			return fmt.Errorf("a year has twelve months")
		}
		if "common."+c.Lang != name {
			return fmt.Errorf("the file holds common.%s", c.Lang)
		}
		t.common[c.Lang] = &c
		return nil
	}
	var w Wording
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	if w.Kind+"."+w.Lang != name {
		return fmt.Errorf("the file holds %s.%s", w.Kind, w.Lang)
	}
	if err := w.compile(); err != nil {
		return err
	}
	t.wordings[name] = &w
	return nil
}

func templates(name string, texts []string) ([]*template.Template, error) {
	var out []*template.Template
	for i, text := range texts {
		t, err := template.New(fmt.Sprint(name, i)).Option("missingkey=error").Parse(text)
		if err != nil {
			return nil, err
		}
		if err := limited(t.Root); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// limited refuses a template that does more than insert fields and leave
// clauses out.
func limited(n parse.Node) error {
	pipe := func(p *parse.PipeNode) error {
		if p != nil && len(p.Decl) == 0 && len(p.Cmds) == 1 && len(p.Cmds[0].Args) == 1 {
			if f, ok := p.Cmds[0].Args[0].(*parse.FieldNode); ok && len(f.Ident) == 1 {
				if _, ok := reflect.TypeFor[fields]().FieldByName(f.Ident[0]); !ok {
					return fmt.Errorf("there is no field %s", f.Ident[0])
				}
				return nil
			}
		}
		return fmt.Errorf("a wording has fields and if only")
	}
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, c := range n.Nodes {
			if err := limited(c); err != nil {
				return err
			}
		}
		return nil
	case *parse.TextNode:
		return nil
	case *parse.ActionNode:
		return pipe(n.Pipe)
	case *parse.IfNode:
		if err := pipe(n.Pipe); err != nil {
			return err
		}
		if err := limited(n.List); err != nil {
			return err
		}
		if n.ElseList != nil {
			return limited(n.ElseList)
		}
		return nil
	}
	return fmt.Errorf("a wording has fields and if only")
}

// Date writes a date as a letter in that language does: "1er mars 1997",
// "1. März 1997". The parts are kept together by no-break spaces.
func (t *Texts) Date(lang string, d civil.Date) string {
	c := t.common[lang]
	if c == nil || d.IsZero() {
		return ""
	}
	day := strings.ReplaceAll(c.DayFormat, "{d}", fmt.Sprint(d.Day()))
	if d.Day() == 1 && c.FirstOfMonth != "1" {
		day = c.FirstOfMonth
	}
	s := strings.NewReplacer("{day}", day, "{month}", c.Months[d.Month()-1], "{year}", fmt.Sprint(d.Year())).Replace(c.Date)
	return strings.ReplaceAll(s, " ", "\u00a0")
}

// Functions are what who signs a letter may be to the centre, as settings have it.
var Functions = []string{"counsellor", "socialWorker", "legalAdviser", "coordinator", "director"}

// Function says a function in a language, of nobody's sex; "" where there is no
// such one.
func (t *Texts) Function(lang, function string) string {
	if c := t.common[lang]; c != nil {
		return c.Functions[function]
	}
	return ""
}

// Country names a country in a language; the code itself where the list has
// no such country.
func (t *Texts) Country(lang, code string) string {
	if s := t.countries[code].In(lang); s != "" {
		return s
	}
	return code
}

// Countries returns the codes of all countries in the list.
func (t *Texts) Countries() []string {
	codes := make([]string, 0, len(t.countries))
	for c := range t.countries {
		codes = append(codes, c)
	}
	return codes
}

// Version returns the version of a wording.
func (t *Texts) Version(kind, lang string) string { return t.wordings[kind+"."+lang].Version }
