// Package privacy is the sheet "What we keep about you", which tells a person
// in her language what a centre writes down about her, why, for how long, who
// sees it, what she may ask and whom (articles 12 to 22 and 77 of the General
// Data Protection Regulation, in plain words).
//
// A Shelf holds one Edition for each language, as data. How long a file is
// kept comes from the profile, numbers and addresses from the contact book and
// the desk: the text holds none of them. It says nothing of why somebody comes
// to a centre, so that the paper betrays nobody who carries it.
package privacy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/procedure"
)

// Edition is the sheet in one language.
type Edition struct {
	Tag       string    `json:"tag"`       // BCP 47
	Direction string    `json:"direction"` // ltr or rtl
	Status    string    `json:"status"`    // draft, checked, approved
	Version   string    `json:"version"`
	Date      string    `json:"date"`
	Title     string    `json:"title"`
	Intro     string    `json:"intro"`
	Sections  []Section `json:"sections"` // those of sections, in that order
	Centre    string    `json:"centre"`   // stands before the name of the centre
	Keep      string    `json:"keep"`
}

// Section is one question with its answer.
type Section struct {
	ID      string   `json:"id"`
	Heading string   `json:"heading"`
	Items   []string `json:"items,omitempty"`
	Text    string   `json:"text,omitempty"`
}

// sections are what every edition answers.
var sections = []string{"what", "why", "howLong", "who", "rights", "ask"}

// Authority is the entry of the contact book to which a person may complain.
const Authority = "data-protection"

// Shelf holds the editions by their tags.
type Shelf map[string]*Edition

// Parse reads the editions of a folder and refuses an incomplete one.
func Parse(fsys fs.FS) (Shelf, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	s := Shelf{}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("privacy: %w", err)
		}
		var e Edition
		if err := json.Unmarshal(data, &e); err != nil {
			return nil, fmt.Errorf("privacy: %s: %w", name, err)
		}
		if !e.complete() || e.Tag+".json" != name {
			return nil, fmt.Errorf("privacy: %s is not complete", name)
		}
		s[e.Tag] = &e
	}
	return s, nil
}

func (e *Edition) complete() bool {
	for _, s := range []string{e.Status, e.Version, e.Date, e.Title, e.Intro, e.Centre, e.Keep} {
		if s == "" {
			return false
		}
	}
	if len(e.Sections) != len(sections) || e.Direction != "ltr" && e.Direction != "rtl" {
		return false
	}
	for i, s := range e.Sections {
		if s.ID != sections[i] || s.Heading == "" || len(s.Items) == 0 && s.Text == "" {
			return false
		}
		all := strings.Join(s.Items, "\n")
		if s.ID == "howLong" && (strings.Count(all, "{days}") != 1 || strings.Count(all, "{years}") != 1) {
			return false
		}
	}
	return true
}

// Edition returns the sheet in a language, or nil. A tag with a region or
// script finds the edition of its language.
func (s Shelf) Edition(tag string) *Edition {
	for tag != "" {
		if e := s[tag]; e != nil {
			return e
		}
		tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}
	return nil
}

// Centre is who keeps the file, where that is known.
type Centre struct{ Name, Phone string }

// Document sets the edition on A4. keeps is how long the centre keeps a file.
func (e *Edition) Document(c Centre, keeps *procedure.Retention, book *contacts.Book) *document.Document {
	d := &document.Document{Lang: e.Tag, RTL: e.Direction == "rtl", Title: e.Title, Date: e.Date, Form: document.A4, Page: "{page}/{pages}"}
	add := func(b document.Block) { d.Blocks = append(d.Blocks, b) }
	para := func(s string) {
		if s != "" {
			add(document.Block{Kind: document.Paragraph, Text: document.T(s)})
		}
	}
	add(document.Block{Kind: document.Heading, Level: 1, Text: document.B(e.Title), Keep: true})
	para(e.Intro)
	fill := strings.NewReplacer("{days}", e.number(keeps.Contact, 1, 30), "{years}", e.number(keeps.Erase, 1/365.0, 1/12.0))
	for _, s := range e.Sections {
		add(document.Block{Kind: document.Heading, Level: 2, Text: document.B(s.Heading), Keep: true})
		list := document.Block{Kind: document.List}
		for _, i := range s.Items {
			list.Items = append(list.Items, document.T(fill.Replace(i)))
		}
		if list.Items != nil {
			add(list)
		}
		para(s.Text)
	}
	add(document.Block{Kind: document.Numbers, Pairs: e.whom(c, book)})
	para(e.Keep)
	d.Foot = []document.Text{document.T(e.Tag + " · " + e.Version + " · " + e.Date)}
	return d
}

// number writes a period in another unit, of which a day and a month are so
// much: "5", and "2.5" or "2,5" for thirty months in years.
func (e *Edition) number(d procedure.Duration, day, month float64) string {
	n := float64(d.N) * day
	if d.Unit == "month" {
		n = float64(d.N) * month
	}
	s := strconv.FormatFloat(math.Round(n*10)/10, 'f', -1, 64)
	if e.Tag != "en" {
		s = strings.ReplaceAll(s, ".", ",")
	}
	return s
}

// whom lists the centre, where it is known, and the authority, with their
// numbers.
func (e *Edition) whom(c Centre, book *contacts.Book) (out []document.Labelled) {
	if c.Name != "" {
		label := document.Text{{Text: e.Centre + ": "}, {Text: document.Isolate(c.Name), Bold: true, Lang: "und"}}
		out = append(out, document.Labelled{Label: label, Value: document.B(document.Number(c.Phone))})
	}
	if a, ok := book.Entry(Authority); ok {
		where := strings.Join(append(a.Address.In(e.Tag), strings.TrimSpace(a.Postcode+" "+a.City.In(e.Tag))), ", ")
		label := document.Text{{Text: a.Name.In(e.Tag), Bold: true, Lang: "und"}, {Text: ", " + where, Lang: "und"}}
		out = append(out, document.Labelled{Label: label, Value: document.B(document.Number(a.Phone))})
	}
	return out
}
