package privacy_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"onthaal/assets"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/leaflet"
	"onthaal/domain/privacy"
	"onthaal/domain/procedure"
	"onthaal/ui/paper"
)

func load(t testing.TB) (privacy.Shelf, *contacts.Book, *procedure.Retention) {
	t.Helper()
	s, err := privacy.Parse(assets.Privacy())
	if err != nil {
		t.Fatal(err)
	}
	book, err := contacts.Parse(assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	profiles, err := procedure.Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return s, book, profiles[procedure.Default].Retention
}

func plain(d *document.Document) string {
	var b strings.Builder
	d.Texts(func(t document.Text) { b.WriteString(t.String() + "\n") })
	return b.String()
}

var centre = privacy.Centre{Name: "Centrum Voorbeeld", Phone: "00 000 00 01"}

// Whoever is given the leaflet in her language is given this sheet in it too,
// and each says as much as every other.
func TestThereIsASheetForEveryLanguageOfTheLeaflet(t *testing.T) {
	s, _, _ := load(t)
	leaflets, err := leaflet.Parse(assets.Leaflets())
	if err != nil {
		t.Fatal(err)
	}
	shape := func(e *privacy.Edition) string {
		out := ""
		for _, x := range e.Sections {
			out += fmt.Sprintf("%s %d %t, ", x.ID, len(x.Items), x.Text != "")
		}
		return out
	}
	seen := map[string]string{}
	for _, l := range leaflets.Editions {
		e := s.Edition(l.Tag)
		if e == nil || e.Tag != l.Tag {
			t.Errorf("there is no sheet in %s", l.Tag)
			continue
		}
		if got, want := shape(e), shape(s["en"]); got != want {
			t.Errorf("%s has the shape %s, English has %s", e.Tag, got, want)
		}
		if e.Direction != l.Direction || e.Status != "draft" && e.Status != "checked" && e.Status != "approved" {
			t.Errorf("%s runs %s and is %s", e.Tag, e.Direction, e.Status)
		}
		texts := []string{e.Title, e.Intro, e.Keep, e.Centre}
		for _, x := range e.Sections {
			texts = append(append(texts, x.Heading, x.Text), x.Items...)
		}
		for _, x := range texts {
			if x != strings.TrimSpace(x) || strings.Contains(x, "  ") {
				t.Errorf("%s has the text %q", e.Tag, x)
			}
			if other := seen[x]; other != "" && len(x) > 20 {
				t.Errorf("%s and %s say the same: %q", e.Tag, other, x)
			}
			seen[x] = e.Tag
		}
	}
	if s.Edition("fr-BE") != s["fr"] || s.Edition("xx") != nil || s.Edition("") != nil {
		t.Error("a region does not find its language, or a language is found that there is not")
	}
}

// The periods, the numbers and the addresses come from the profile, the desk
// and the contact book alone.
func TestSheetSaysHowLongAndWhomToAsk(t *testing.T) {
	s, book, keeps := load(t)
	digits := regexp.MustCompile(`\d`)
	for tag, e := range s {
		raw, err := json.Marshal(struct {
			S any
			T []string
		}{e.Sections, []string{e.Title, e.Intro, e.Keep}})
		if err != nil || digits.Match(raw) {
			t.Errorf("%s has a number in its text: %v", tag, err)
		}
		authority, ok := book.Entry(privacy.Authority)
		if !ok || authority.Phone == "" {
			t.Fatal("the contact book does not have the authority")
		}
		text := plain(e.Document(centre, keeps, book))
		for _, want := range []string{"30", "5", centre.Name, document.Number(centre.Phone), document.Number(authority.Phone), authority.Name.In(tag), "1000 "} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", tag, want)
			}
		}
		other := procedure.Retention{Contact: procedure.Duration{Unit: "day", N: 77}, Erase: procedure.Duration{Unit: "month", N: 30}}
		text = plain(e.Document(privacy.Centre{}, &other, book))
		half := map[bool]string{true: "2.5", false: "2,5"}[tag == "en"]
		if !strings.Contains(text, "77") || !strings.Contains(text, half) || strings.Contains(text, "{") || strings.Contains(text, e.Centre+":") {
			t.Errorf("%s with other periods and without a centre says %s", tag, text)
		}
	}
}

// The person carries this paper. It does not say what the centre is for.
func TestN4SheetBetraysNobodyWhoCarriesIt(t *testing.T) {
	s, book, keeps := load(t)
	betrays := regexp.MustCompile(`(?i)traffick|mensenhandel|traite|menschenhandel|trata|trafic|трафик|торговл|victim|slachtoffer|opfer|víctima|victimă|жертв|пострадав|exploit|uitbuit|ausbeut|prostit`)
	for tag, e := range s {
		d := e.Document(privacy.Centre{Name: "De Brug"}, keeps, book)
		if m := betrays.FindString(plain(d) + d.Title); m != "" {
			t.Errorf("%s says %q", tag, m)
		}
	}
}

// Every character has a typeface, and the sheet is one leaf of paper at most.
func TestSheetFitsALeaf(t *testing.T) {
	s, book, keeps := load(t)
	p := paper.New()
	for tag, e := range s {
		set, err := p.Layout(e.Document(centre, keeps, book))
		if err != nil {
			t.Fatal(tag, err)
		}
		if len(set.Pages) > 2 {
			t.Errorf("%s has %d pages", tag, len(set.Pages))
		}
	}
}

func TestIncompleteSheetsAreRefused(t *testing.T) {
	whole, err := fs.ReadFile(assets.Privacy(), "en.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no title": {`"title": "What we keep about you"`, `"title": ""`}, "no answer": {`"id": "rights"`, `"id": "right"`},
		"no years": {"{years}", "5"}, "no days": {"{days}", "30"}, "another tag": {`"tag": "en"`, `"tag": "nl"`}, "no JSON": {`{`, ``},
	} {
		text := strings.Replace(string(whole), change[0], change[1], 1)
		if text == string(whole) {
			t.Fatalf("%s changes nothing", name)
		}
		if _, err := privacy.Parse(fstest.MapFS{"en.json": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := privacy.Parse(fstest.MapFS{"en.json": {Data: whole}}); err != nil {
		t.Error(err)
	}
}
