package contacts_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/contacts"
)

// Letters and leaflets name these; without one of them a page would have a
// hole in it.
func TestBookHoldsWhatIsNamed(t *testing.T) {
	b, err := contacts.Parse(assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	if b.Date.IsZero() {
		t.Error("the book has no date")
	}
	for _, id := range []string{"payoke", "pag-asa", "surya", "foreigners-department", "helpline", "police", "emergency"} {
		e, ok := b.Entry(id)
		if !ok || e.Phone == "" {
			t.Errorf("the book lacks %s or its number", id)
		}
		for _, lang := range []string{"nl", "fr", "de", "en", "sq"} {
			addressed := e.Kind == "centre" || e.Kind == "authority"
			if lang != "sq" && (e.Name.In(lang) == "" || addressed && (len(e.Address.In(lang)) == 0 || e.Postcode == "" || e.City.In(lang) == "")) {
				t.Errorf("%s is not complete in %s", id, lang)
			}
		}
	}
}

// The addresses of 1997 are history: never on paper for anybody.
func TestNothingOf1997IsInTheBook(t *testing.T) {
	b, err := contacts.Parse(assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range b.Entries {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, old := range []string{"Zirkstraat", "Christophe", "Hors-Ch", "Jacqmain", "232.24.40", "041", "21.35.57", "205.5"} {
			if strings.Contains(string(data), old) {
				t.Errorf("%s still has %s", e.ID, old)
			}
		}
	}
}

func TestWordsAndLinesComeForAllLanguagesOrByLanguage(t *testing.T) {
	var w contacts.Words
	var l contacts.Lines
	for _, c := range []struct{ words, lines, nl, fr string }{
		{`"A"`, `["A"]`, "A", "A"}, {`{"nl":"A","fr":"B"}`, `{"nl":["A"],"fr":["B"]}`, "A", "B"}, {`{"nl":"A"}`, `{"nl":["A"]}`, "A", ""},
	} {
		w, l = nil, nil
		if err := json.Unmarshal([]byte(c.words), &w); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(c.lines), &l); err != nil {
			t.Fatal(err)
		}
		if w.In("nl") != c.nl || w.In("fr") != c.fr || strings.Join(l.In("fr"), "") != c.fr || !slices.Equal(l.In("nl"), []string{c.nl}) {
			t.Errorf("%s: %q %q; %s: %q %q", c.words, w.In("nl"), w.In("fr"), c.lines, l.In("nl"), l.In("fr"))
		}
	}
	for _, bad := range []string{`5`, `{"nl":5}`, `[5]`} {
		if json.Unmarshal([]byte(bad), &w) == nil || json.Unmarshal([]byte(bad), &l) == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
