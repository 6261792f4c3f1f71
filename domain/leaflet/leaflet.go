// Package leaflet is the information leaflet that section 5 (last paragraph)
// wants handed to everybody who may be a victim, in the person's language.
//
// A Shelf holds one Edition for each language, as data. An edition becomes a
// document for paper (Document), or cards of one idea each for the screen
// that is turned to the person (Cards). The telephone numbers come from the
// contact book; the text never holds one. Nothing here needs a desk: a leaflet
// is never refused, not even while the desk is locked.
package leaflet

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"onthaal/domain/contacts"
	"onthaal/domain/document"
)

// Edition is the leaflet in one language.
type Edition struct {
	Tag       string   `json:"tag"`       // BCP 47
	Name      string   `json:"name"`      // of the language, in the language
	English   string   `json:"english"`   // of the language, in English
	Direction string   `json:"direction"` // ltr or rtl
	Status    string   `json:"status"`    // draft, checked, approved
	Version   string   `json:"version"`
	Date      string   `json:"date"`
	Profile   string   `json:"profile"`
	Cover     string   `json:"cover"`
	Questions []string `json:"questions"`
	Yes       []string `json:"yes"`
	Centres   struct {
		Intro  string            `json:"intro"`
		Cities map[string]string `json:"cities"`
		After  []string          `json:"after"`
	} `json:"centres"`
	Offer struct {
		Intro string   `json:"intro"`
		Items []string `json:"items"`
	} `json:"offer"`
	Papers struct {
		Heading string   `json:"heading"`
		Steps   []string `json:"steps"`
		After   []string `json:"after"`
	} `json:"papers"`
	Rights struct {
		Heading string   `json:"heading"`
		Items   []string `json:"items"`
	} `json:"rights"`
	Danger struct {
		Text      string `json:"text"`
		Police    string `json:"police"`
		Emergency string `json:"emergency"`
	} `json:"danger"`
	Keep  []string          `json:"keep"`
	Card  string            `json:"card"`
	Words map[string]string `json:"words"` // back, next, close, choose: in the person's language
}

// RTL reports whether the language runs from right to left.
func (e *Edition) RTL() bool { return e.Direction == "rtl" }

// Shelf holds the editions, in the order of the languages' own names.
type Shelf struct{ Editions []*Edition }

// Parse reads the editions of a folder and refuses an incomplete one.
func Parse(fsys fs.FS) (*Shelf, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	s := &Shelf{}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("leaflet: %w", err)
		}
		var e Edition
		if err := json.Unmarshal(data, &e); err != nil {
			return nil, fmt.Errorf("leaflet: %s: %w", name, err)
		}
		if e.Tag+".json" != name || e.Name == "" || e.Cover == "" || len(e.Questions) == 0 || len(e.Yes) == 0 ||
			len(e.Centres.Cities) != len(centres) || len(e.Offer.Items) == 0 || len(e.Papers.Steps) != 4 ||
			len(e.Rights.Items) == 0 || e.Danger.Text == "" || e.Card == "" {
			return nil, fmt.Errorf("leaflet: %s is not complete", name)
		}
		s.Editions = append(s.Editions, &e)
	}
	slices.SortFunc(s.Editions, func(a, b *Edition) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return s, nil
}

// Edition returns the leaflet in a language, or nil. A tag with a region or
// script finds the edition of its language.
func (s *Shelf) Edition(tag string) *Edition {
	for tag != "" {
		for _, e := range s.Editions {
			if strings.EqualFold(e.Tag, tag) {
				return e
			}
		}
		i := strings.LastIndexByte(tag, '-')
		tag = tag[:max(i, 0)]
	}
	return nil
}

var centres = []string{"payoke", "pag-asa", "surya"}

// numbers lists the centres with their cities and numbers.
func (e *Edition) numbers(book *contacts.Book) []document.Labelled {
	var out []document.Labelled
	for _, id := range centres {
		c, _ := book.Entry(id)
		label := append(document.Text{{Text: c.Name.In(e.Tag), Bold: true, Lang: "und"}}, document.Run{Text: " (" + e.Centres.Cities[id] + ")"})
		out = append(out, document.Labelled{Label: label, Value: document.B(document.Number(c.Phone))})
	}
	return out
}

func (e *Edition) danger(book *contacts.Book) []document.Labelled {
	police, _ := book.Entry("police")
	emergency, _ := book.Entry("emergency")
	return []document.Labelled{
		{Label: document.T(e.Danger.Police), Value: document.B(document.Number(police.Phone))},
		{Label: document.T(e.Danger.Emergency), Value: document.B(document.Number(emergency.Phone))},
	}
}

// Document sets the edition as a sheet of a form: A4, A6 or Card. The outside
// shows a neutral title and no word of what it is for.
func (e *Edition) Document(form document.Form, book *contacts.Book) *document.Document {
	d := &document.Document{Lang: e.Tag, RTL: e.RTL(), Title: e.Cover, Date: e.Date, Form: form}
	heading := func(level int, s string) {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Heading, Level: level, Text: document.B(s), Keep: true})
	}
	para := func(lines ...string) {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Text: document.T(strings.Join(lines, " "))})
	}
	list := func(ordered bool, items []string) {
		b := document.Block{Kind: document.List, Ordered: ordered}
		for _, i := range items {
			b.Items = append(b.Items, document.T(i))
		}
		d.Blocks = append(d.Blocks, b)
	}
	numbers := func(p []document.Labelled) {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Numbers, Pairs: p})
	}
	if form == document.Card {
		phone := func(id string) document.Text {
			c, _ := book.Entry(id)
			return document.B(document.Number(c.Phone))
		}
		para(e.Card)
		numbers([]document.Labelled{
			{Value: phone("helpline")},
			{Value: slices.Concat(phone("police"), document.T(" · "), phone("emergency"))},
		})
		return d
	}
	heading(1, e.Cover)
	list(false, e.Questions)
	d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Text: document.B(strings.Join(e.Yes, " "))})
	heading(2, e.Centres.Intro)
	numbers(e.numbers(book))
	para(e.Centres.After...)
	heading(2, e.Danger.Text)
	numbers(e.danger(book))
	heading(2, e.Offer.Intro)
	list(false, e.Offer.Items)
	heading(2, e.Rights.Heading)
	list(false, e.Rights.Items)
	heading(2, e.Papers.Heading)
	list(true, e.Papers.Steps)
	para(e.Papers.After...)
	para(e.Keep...)
	d.Foot = []document.Text{document.T(fmt.Sprintf("%s · %s · %s", e.Tag, e.Version, e.Date))}
	return d
}

// Showing is one card of the leaflet on the screen: one idea.
type Showing struct {
	Heading string
	Lines   []string
	Numbers [][2]string // label and number
}

// Cards cuts the edition into cards for the screen, in reading order.
func (e *Edition) Cards(book *contacts.Book) []Showing {
	var out []Showing
	for _, q := range e.Questions {
		out = append(out, Showing{Lines: []string{q}})
	}
	out = append(out, Showing{Lines: e.Yes})
	pairs := func(p []document.Labelled) (s [][2]string) {
		for _, l := range p {
			s = append(s, [2]string{l.Label.String(), l.Value.String()})
		}
		return s
	}
	out = append(out, Showing{Heading: e.Centres.Intro, Numbers: pairs(e.numbers(book))})
	out = append(out, Showing{Lines: e.Centres.After})
	out = append(out, Showing{Heading: e.Danger.Text, Numbers: pairs(e.danger(book))})
	chunk := func(heading string, lines []string, n int) {
		for c := range slices.Chunk(lines, n) {
			out = append(out, Showing{Heading: heading, Lines: c})
		}
	}
	chunk(e.Offer.Intro, e.Offer.Items, 4)
	chunk(e.Rights.Heading, e.Rights.Items, 3)
	chunk(e.Papers.Heading, e.Papers.Steps, 1)
	out = append(out, Showing{Lines: append(slices.Clone(e.Papers.After), e.Keep...)})
	return out
}
