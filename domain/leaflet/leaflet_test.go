package leaflet_test

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
)

func load(t testing.TB) (*leaflet.Shelf, *contacts.Book) {
	t.Helper()
	s, err := leaflet.Parse(assets.Leaflets())
	if err != nil {
		t.Fatal(err)
	}
	b, err := contacts.Parse(assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

var forms = []document.Form{document.A4, document.A6, document.Card}

// texts lists every text of the edition that a reader is to see, as the data
// has it; the names of the centres' cities are part of their lines.
func texts(e *leaflet.Edition) []string {
	out := append([]string{e.Centres.Intro, e.Offer.Intro, e.Papers.Heading, e.Rights.Heading, e.Danger.Text, e.Danger.Police, e.Danger.Emergency}, e.Questions...)
	for _, list := range [][]string{e.Yes, e.Centres.After, e.Offer.Items, e.Papers.Steps, e.Papers.After, e.Rights.Items, e.Keep} {
		out = append(out, list...)
	}
	for _, city := range e.Centres.Cities {
		out = append(out, city)
	}
	return out
}

func TestAllEditionsHaveTheSameShape(t *testing.T) {
	s, _ := load(t)
	shape := func(e *leaflet.Edition) string {
		return fmt.Sprint(len(e.Questions), len(e.Yes), len(e.Centres.Cities), len(e.Centres.After), len(e.Offer.Items), len(e.Papers.Steps),
			len(e.Papers.After), len(e.Rights.Items), len(e.Keep), len(e.Words), e.Profile)
	}
	want := shape(s.Edition("en"))
	for _, tag := range []string{"en", "nl", "fr", "de", "es", "ro", "bg", "ru"} {
		if e := s.Edition(tag); e == nil || e.Tag != tag {
			t.Errorf("there is no leaflet in %s", tag)
		}
	}
	seen := map[string]bool{}
	for _, e := range s.Editions {
		if got := shape(e); got != want {
			t.Errorf("%s has the shape %s, English has %s", e.Tag, got, want)
		}
		for _, x := range append(texts(e), e.Cover, e.Card, e.Name, e.English, e.Words["back"], e.Words["next"], e.Words["close"], e.Words["choose"]) {
			if strings.TrimSpace(x) == "" || x != strings.TrimSpace(x) || strings.Contains(x, "  ") || strings.ContainsAny(x, "{}") {
				t.Errorf("%s has the text %q", e.Tag, x)
			}
		}
		if e.Direction != "ltr" && e.Direction != "rtl" || e.Version == "" || e.Date == "" {
			t.Errorf("%s runs %q, version %q of %q", e.Tag, e.Direction, e.Version, e.Date)
		}
		if e.Status != "draft" && e.Status != "checked" && e.Status != "approved" {
			t.Errorf("%s is %q", e.Tag, e.Status)
		}
		if seen[e.Tag] {
			t.Errorf("%s stands twice on the shelf", e.Tag)
		}
		seen[e.Tag] = true
	}
}

// A number that is written into a text would live on when the book changes.
func TestNumbersComeFromTheContactBookAlone(t *testing.T) {
	s, book := load(t)
	phone := regexp.MustCompile(`[0-9][0-9 ./\x{a0}-]{4,}[0-9]|\b1[01][0-9]\b`)
	other := &contacts.Book{}
	for i, e := range book.Entries {
		e.Phone = fmt.Sprintf("900 00 %02d", i)
		other.Entries = append(other.Entries, e)
	}
	for _, e := range s.Editions {
		for _, x := range append(texts(e), e.Cover, e.Card) {
			if m := phone.FindString(x); m != "" {
				t.Errorf("%s has the number %s in its text", e.Tag, m)
			}
		}
		for _, form := range forms {
			text := plain(e.Document(form, book))
			want := []string{"payoke", "pag-asa", "surya", "police", "emergency"}
			if form == document.Card {
				want = []string{"helpline", "police", "emergency"}
			}
			for _, id := range want {
				c, ok := book.Entry(id)
				if !ok || c.Phone == "" || !strings.Contains(text, c.Phone) {
					t.Errorf("%s, %s lacks the number of %s", e.Tag, form, id)
				}
			}
			// with another book every number is another
			d := e.Document(form, other)
			d.Date, d.Foot = "", nil
			for _, m := range phone.FindAllString(plain(d), -1) {
				if !strings.HasPrefix(m, "900 00 ") {
					t.Errorf("%s, %s shows %s, which is not from the book", e.Tag, form, m)
				}
			}
		}
		for _, c := range e.Cards(other) {
			for _, n := range c.Numbers {
				if !strings.Contains(strings.ReplaceAll(n[1], "\u00a0", " "), "900 00 ") {
					t.Errorf("%s shows %s on a card, which is not from the book", e.Tag, n[1])
				}
			}
		}
	}
}

// plain is the text of a document with ordinary spaces.
func plain(d *document.Document) string {
	var b strings.Builder
	d.Texts(func(t document.Text) { b.WriteString(t.String() + "\n") })
	return strings.NewReplacer("\u00a0", " ", "\u2066", "", "\u2069", "").Replace(b.String())
}

// What others may see must not betray the person: the outside of the folded
// sheet, the title of the file, the whole card, the centres' own line.
func TestN4TheOutsideSaysNothing(t *testing.T) {
	s, book := load(t)
	// the word in each language of the shelf, and its neighbours
	betrays := regexp.MustCompile(`(?i)traffick|trafic|traite|handel|exploit|ausbeut|uitbuit|explota|esclav|slaver|sklav|victim|víctima|slachtoffer|opfer|trata|трафик|торгов|жертв|експлоат|эксплуат|раб(ство|ск)|prostit|polic|poliz|polit`)
	for _, e := range s.Editions {
		for what, x := range map[string]string{"cover": e.Cover, "card": e.Card, "the card as printed": plain(e.Document(document.Card, book)), "title": e.Document(document.A6, book).Title} {
			if m := betrays.FindString(x); m != "" {
				t.Errorf("%s: the %s says %q", e.Tag, what, m)
			}
		}
		for _, form := range forms {
			d := e.Document(form, book)
			if d.Title != e.Cover || len(d.Running)+len(d.Sender)+len(d.Marking) > 0 || d.Stamp != "" {
				t.Errorf("%s, %s: title %q, running head %q", e.Tag, form, d.Title, d.Running)
			}
			for _, f := range d.Foot {
				if betrays.MatchString(f.String()) {
					t.Errorf("%s: the foot says %q", e.Tag, f)
				}
			}
		}
		if n := len(strings.Fields(e.Card)); n > 25 {
			t.Errorf("%s: the card has %d words", e.Tag, n)
		}
	}
}

// Whoever reads on the screen reads the same as on paper.
func TestCardsAndSheetsHoldAllTheText(t *testing.T) {
	s, book := load(t)
	for _, e := range s.Editions {
		var cards strings.Builder
		for i, c := range e.Cards(book) {
			if c.Heading == "" && len(c.Lines) == 0 && len(c.Numbers) == 0 {
				t.Errorf("%s: card %d is empty", e.Tag, i+1)
			}
			if len(c.Lines) > 6 {
				t.Errorf("%s: card %d has %d lines", e.Tag, i+1, len(c.Lines))
			}
			cards.WriteString(c.Heading + "\n" + strings.Join(c.Lines, "\n") + "\n")
			for _, n := range c.Numbers {
				cards.WriteString(n[0] + " " + n[1] + "\n")
			}
		}
		for _, x := range texts(e) {
			if !strings.Contains(cards.String(), x) {
				t.Errorf("%s: no card says %q", e.Tag, x)
			}
			for _, form := range forms[:2] {
				if !strings.Contains(plain(e.Document(form, book)), strings.ReplaceAll(x, "\u00a0", " ")) {
					t.Errorf("%s: the sheet %s does not say %q", e.Tag, form, x)
				}
			}
		}
	}
}

func TestLanguagesAreFoundByTheirTags(t *testing.T) {
	s, _ := load(t)
	for tag, want := range map[string]string{"ro": "ro", "RO": "ro", "ro-MD": "ro", "nl-BE": "nl", "zh-Hant-TW-x": "", "": "", "-": "", "e": ""} {
		got := ""
		if e := s.Edition(tag); e != nil {
			got = e.Tag
		}
		if s.Edition("zh") != nil && strings.HasPrefix(tag, "zh") {
			continue
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", tag, got, want)
		}
	}
}

func TestAnIncompleteEditionIsRefused(t *testing.T) {
	data, err := fs.ReadFile(assets.Leaflets(), "en.json")
	if err != nil {
		t.Fatal(err)
	}
	parse := func(change func(map[string]any)) error {
		var m map[string]any
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		out, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		_, err = leaflet.Parse(fstest.MapFS{"en.json": {Data: out}})
		return err
	}
	if err := parse(func(map[string]any) {}); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"name", "cover", "questions", "yes", "centres", "offer", "papers", "rights", "danger", "card"} {
		if parse(func(m map[string]any) { delete(m, part) }) == nil {
			t.Errorf("an edition without %s was read", part)
		}
	}
	if parse(func(m map[string]any) { m["tag"] = "fr" }) == nil {
		t.Error("a French leaflet in the English file was read")
	}
}
