package contacts_test

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
	for _, id := range []string{"payoke", "pag-asa", "surya", "foreigners-department",
		"work-flanders", "work-brussels", "work-wallonia", "work-german", "helpline", "police", "emergency"} {
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

// Whoever writes to a municipality's service knows in which language, under
// each name of the municipality.
func TestMunicipalitiesLieInTheirRegion(t *testing.T) {
	b, err := contacts.Parse(assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, region, preferNL, preferFR, preferDE string }{
		{"Antwerpen", contacts.Flanders, "nl", "nl", "nl"}, {"Anvers", contacts.Flanders, "nl", "nl", "nl"},
		{"liège", contacts.Wallonia, "fr", "fr", "fr"}, {"LIEGE", contacts.Wallonia, "fr", "fr", "fr"}, {"Luik", contacts.Wallonia, "fr", "fr", "fr"},
		{"Eupen", contacts.German, "de", "de", "de"}, {"St. Vith", contacts.German, "de", "de", "de"},
		{"Schaarbeek", contacts.Brussels, "nl", "fr", "fr"}, {"Saint-Gilles", contacts.Brussels, "nl", "fr", "fr"},
		{"Sint Niklaas", contacts.Flanders, "nl", "nl", "nl"}, {"Saint-Nicolas", contacts.Wallonia, "fr", "fr", "fr"},
		{"Voeren", contacts.Flanders, "nl", "nl", "nl"}, {"Comines-Warneton", contacts.Wallonia, "fr", "fr", "fr"}, {"Malmedy", contacts.Wallonia, "fr", "fr", "fr"},
		{"Voorbeeldstad", "", "", "", ""}, {"", "", "", "", ""},
	} {
		r := b.Region(c.name)
		if r != c.region || contacts.Language(r, "nl") != c.preferNL || contacts.Language(r, "fr") != c.preferFR || contacts.Language(r, "de") != c.preferDE {
			t.Errorf("%s lies in %q", c.name, r)
		}
	}
}

// A name in two regions would let the order of the file decide.
func TestNoMunicipalityIsInTwoRegions(t *testing.T) {
	var names map[string][]string
	data, err := fs.ReadFile(assets.Contacts(), "municipalities.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &names); err != nil {
		t.Fatal(err)
	}
	names["german"] = append(names["german"], "Namur")
	if data, err = json.Marshal(names); err != nil {
		t.Fatal(err)
	}
	book, err := fs.ReadFile(assets.Contacts(), "belgium.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := contacts.Parse(fstest.MapFS{"belgium.json": {Data: book}, "municipalities.json": {Data: data}}); err == nil {
		t.Error("Namur lies in two regions")
	}
}
