// Package contacts is the dated book of the centres, authorities and emergency
// numbers that leaflets and letters name, and of the municipalities with the
// region that each lies in: the region decides who grants a work permit there,
// and in which language its services are written to.
//
// The addresses of 1997 are history and are never read from here. An entry
// that nobody has verified says so, and whoever shows it shows that too.
package contacts

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"onthaal/domain/civil"
)

// Words is a text by language; "" stands for every language. In JSON it is a
// string or an object.
type Words map[string]string

// In returns the text in a language, else the one for every language, else the
// English one: a leaflet in Russian names the centre as it is known.
func (w Words) In(lang string) string {
	for _, l := range []string{lang, "", "en"} {
		if s, ok := w[l]; ok {
			return s
		}
	}
	return ""
}

// UnmarshalJSON reads a string or an object by language.
func (w *Words) UnmarshalJSON(data []byte) error {
	return byLanguage((*map[string]string)(w), data)
}

// Lines are several lines by language; "" stands for every language. In JSON
// they are a list or an object of lists.
type Lines map[string][]string

// In returns the lines as Words.In does its text.
func (l Lines) In(lang string) []string {
	for _, x := range []string{lang, "", "en"} {
		if s, ok := l[x]; ok {
			return s
		}
	}
	return nil
}

// UnmarshalJSON reads a list or an object by language.
func (l *Lines) UnmarshalJSON(data []byte) error {
	return byLanguage((*map[string][]string)(l), data)
}

func byLanguage[T any](m *map[string]T, data []byte) error {
	var one T
	if json.Unmarshal(data, &one) == nil {
		*m = map[string]T{"": one}
		return nil
	}
	return json.Unmarshal(data, m)
}

// Entry is one centre, authority or number.
type Entry struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind"` // centre, authority, helpline, emergency
	Name       Words      `json:"name"`
	Mentions   Words      `json:"mentions"` // the line between name and street: the department
	Address    Lines      `json:"lines"`    // street lines
	Postcode   string     `json:"postcode"`
	City       Words      `json:"city"`
	Phone      string     `json:"phone"` // as it is shown
	Verified   bool       `json:"verified"`
	VerifiedOn civil.Date `json:"verifiedOn"`
}

// Book is the contact book.
type Book struct {
	Date    civil.Date `json:"date"`
	Entries []Entry    `json:"entries"`

	regions map[string]string // of municipalities, by folded name
}

// Parse reads belgium.json and municipalities.json of a folder.
func Parse(fsys fs.FS) (*Book, error) {
	var b Book
	if err := read(fsys, "belgium.json", &b); err != nil {
		return nil, err
	}
	var names map[string][]string
	if err := read(fsys, "municipalities.json", &names); err != nil {
		return nil, err
	}
	b.regions = map[string]string{}
	for region, list := range names {
		for _, name := range list {
			if there, ok := b.regions[fold(name)]; ok && there != region {
				return nil, fmt.Errorf("contacts: a municipality lies in %s and in %s", there, region)
			}
			b.regions[fold(name)] = region
		}
	}
	return &b, nil
}

func read(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("contacts: %s: %w", name, err)
	}
	return nil
}

// The regions. The German-speaking municipalities have services of their own.
const (
	Flanders = "flanders"
	Wallonia = "wallonia"
	German   = "german"
	Brussels = "brussels"
)

// Region returns where a municipality lies, whichever of its names is given
// and however it is accented; "" when nobody knows.
func (b *Book) Region(municipality string) string { return b.regions[fold(municipality)] }

// Language returns the language in which the services of a region are written
// to. In Brussels both Dutch and French are: it is preferred, when it is one
// of them. "" when the region is not known.
func Language(region, preferred string) string {
	switch region {
	case Flanders:
		return "nl"
	case Wallonia:
		return "fr"
	case German:
		return "de"
	case Brussels:
		if preferred == "nl" {
			return "nl"
		}
		return "fr"
	}
	return ""
}

// fold leaves the bare letters of a name, so that one is found that was typed
// without accents, hyphens or capitals.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(name))
}

// Entry returns the entry of that id.
func (b *Book) Entry(id string) (Entry, bool) {
	for _, e := range b.Entries {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}
