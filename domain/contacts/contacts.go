// Package contacts is the dated book of the centres, authorities and emergency
// numbers that leaflets and letters name.
//
// The addresses of 1997 are history and are never read from here. An entry
// that nobody has verified says so, and whoever shows it shows that too.
package contacts

import (
	"encoding/json"
	"fmt"
	"io/fs"

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
}

// Parse reads belgium.json of a folder.
func Parse(fsys fs.FS) (*Book, error) {
	data, err := fs.ReadFile(fsys, "belgium.json")
	if err != nil {
		return nil, fmt.Errorf("contacts: %w", err)
	}
	var b Book
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, fmt.Errorf("contacts: %w", err)
	}
	return &b, nil
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
