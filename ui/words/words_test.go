package words

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"

	"onthaal/assets"
	"onthaal/assets/fonts"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/journal"
)

// This file holds the words of all languages against one another and against
// the rules of how this program speaks, and a Printer against its promises.
// That the rest of the program asks only for words that there are stands in
// keys_test.go.

func load(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load(assets.Words())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// message is one entry of a language as it stands in the file: its forms by
// plural category, or the one form "" of a message that is the same for every
// number.
type message map[string]string

func (m *message) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*m = message{"": s}
		return nil
	}
	return json.Unmarshal(b, (*map[string]string)(m))
}

func messages(t *testing.T, lang string) map[string]message {
	t.Helper()
	data, err := fs.ReadFile(assets.Words(), lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]message
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	return all
}

// plurals are the categories that a language has for whole numbers, after the
// Unicode CLDR. French says "many" from a million on.
var plurals = map[string][]string{
	"nl": {"one", "other"}, "fr": {"many", "one", "other"}, "de": {"one", "other"}, "en": {"one", "other"},
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// placeholders lists what a sentence holds, each once.
func placeholders(s string) []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// alike are the keys that may read as they do in English: names, signs, and
// words that a neighbouring language writes alike.
var alike = keys(`
	date date.first joint article month.4 month.8 month.9 month.11 urgency.later state.contact
	language.nl language.fr language.de language.en centre.payoke centre.pag-asa centre.surya
	kind.note kind.person field.on field.centre field.passphrase field.profile field.elements.violence field.leaflet.version field.note.text
	choice.referral.channel.police choice.leaflet.by.police choice.departmentInformed.by.police
	choice.person.sex.F choice.person.sex.M choice.person.sex.X
	page.person intake.on.leaflet nav.help statistics.question menu.help menu.helpmenu
	today.later unlock.passphrase save.place.documents save.place.desktop save.place.medium settings.version settings.unverified.stage
	setup.language unlock.title case.missing.and leaflet.save.a4 leaflet.save.a6 case.journal
	choice.counselling.to.payoke choice.counselling.to.pag-asa choice.counselling.to.surya kind.contact field.exploitation.sector
	field.profileAcknowledged.profile field.profileConfirmed.profile field.profileConfirmed.version
	choice.indicators.dimension.exploitation choice.supportUnitMentioned.by.police
	field.logo help.key.tab help.key.digits help.key.escape help.keyname.Ctrl help.keyname.Shift help.keyname.Escape help.keyname.Prior help.keyname.Next
`)

func keys(s string) map[string]bool {
	out := map[string]bool{}
	for k := range strings.FieldsSeq(s) {
		out[k] = true
	}
	return out
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	english := messages(t, "en")
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			all := messages(t, lang)
			for _, key := range slices.Sorted(maps.Keys(all)) {
				if english[key] == nil {
					t.Errorf("%s is not said in English", key)
				}
			}
			for _, key := range slices.Sorted(maps.Keys(english)) {
				want, have := english[key], all[key]
				if have == nil {
					t.Errorf("%s is not said", key)
					continue
				}
				_, plain := want[""]
				forms := slices.Sorted(maps.Keys(have))
				if plain && !slices.Equal(forms, []string{""}) || !plain && !slices.Equal(forms, plurals[lang]) {
					t.Errorf("%s has the forms %q", key, forms)
					continue
				}
				for _, form := range forms {
					sound(t, key, have[form], english[key][cmpForm(want, form)])
				}
				if lang != "en" && !alike[key] && maps.Equal(have, want) {
					t.Errorf("%s is still in English: %q", key, have)
				}
			}
		})
	}
}

// cmpForm is the English form that a form is held against.
func cmpForm(english message, form string) string {
	if _, ok := english[form]; ok {
		return form
	}
	return "other"
}

// sound holds one sentence against its English one.
func sound(t *testing.T, key, have, want string) {
	t.Helper()
	switch {
	case strings.TrimSpace(have) == "":
		t.Errorf("%s is empty", key)
	case strings.TrimSpace(have) != have:
		t.Errorf("%s begins or ends with a space: %q", key, have)
	case strings.Contains(have, "  "):
		t.Errorf("%s has two spaces in a row: %q", key, have)
	case !utf8.ValidString(have):
		t.Errorf("%s is not UTF-8: %q", key, have)
	case !slices.Equal(placeholders(have), placeholders(want)):
		t.Errorf("%s holds %q, in English %q", key, placeholders(have), placeholders(want))
	case strings.ContainsAny(placeholder.ReplaceAllString(have, ""), "{}<>"):
		t.Errorf("%s has a broken placeholder: %q", key, have)
	case strings.Count(have, "\n") != strings.Count(want, "\n"):
		t.Errorf("%s has %d lines, in English %d", key, strings.Count(have, "\n")+1, strings.Count(want, "\n")+1)
	case strings.HasSuffix(have, ".") != strings.HasSuffix(want, "."):
		t.Errorf("%s is a sentence in one of the two languages only: %q", key, have)
	case strings.HasSuffix(have, "…") != strings.HasSuffix(want, "…"):
		t.Errorf("%s promises another question in one of the two languages only: %q", key, have)
	}
}

// TestProblemsFollowALabel: they stand after the name of a field and a colon,
// and begin accordingly. German nouns and the placeholders keep their letters.
func TestProblemsFollowALabel(t *testing.T) {
	for _, lang := range []string{"nl", "fr", "en"} {
		for key, m := range messages(t, lang) {
			if !strings.Contains("."+key, ".problem.") || key == "problem.heading" {
				continue
			}
			for _, s := range m {
				if first, _ := utf8.DecodeRuneInString(s); first != '{' && strings.ToLower(string(first)) != string(first) {
					t.Errorf("%s: %s begins with a capital: %q", lang, key, s)
				}
			}
		}
	}
}

// unspoken are words that this program does not say: it asks for nothing as a
// favour, regrets nothing, and says what to do instead of judging what was
// typed. Parts of words, in small letters.
var unspoken = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`\b(please|sorry|(in)?valid|required|mandatory|oops|error)\b`),
	"nl": regexp.MustCompile(`\b(alstublieft|a\.u\.b\.|aub|gelieve|sorry|helaas|excuses|(on)?geldige?|valide|verplichte?|vereiste?|fout|foutmelding)\b`),
	"fr": regexp.MustCompile(`s’il (vous|te) pla|\b(veuillez|merci|désolée?|pardon|excuse[zr]?|(in)?valides?|requise?s?|obligatoires?|erreurs?)\b`),
	"de": regexp.MustCompile(`\b(bitte|leider|entschuldigung|verzeihung|(un)?gültige?[nrsm]?|erforderlich|pflichtfeld(er)?|fehler|fehlermeldung)\b`),
}

// lasting are keys that say how long a document of the authorities runs, in
// the authorities' word.
var lasting = keys("cli.validUntil case.validUntil")

func TestNobodyIsBeggedOrJudged(t *testing.T) {
	for _, lang := range Languages {
		for key, m := range messages(t, lang) {
			for _, s := range m {
				if found := unspoken[lang].FindString(strings.ToLower(s)); found != "" && !lasting[key] {
					t.Errorf("%s: %s says %q: %q", lang, key, found, s)
				}
			}
		}
	}
	for lang, s := range map[string]string{"en": "This is Invalid.", "nl": "Dit is ongeldig.", "fr": "Une valeur invalide.", "de": "Das ist ungültig, bitte."} {
		if !unspoken[lang].MatchString(strings.ToLower(s)) {
			t.Errorf("%s: nothing is found in %q", lang, s)
		}
	}
}

// TestButtonsSayWhatHappens: never OK, Yes, Next.
func TestButtonsSayWhatHappens(t *testing.T) {
	idle := keys("ok okay yes ja oui next volgende suivant weiter submit verzenden valider")
	for _, lang := range Languages {
		for key, m := range messages(t, lang) {
			if strings.HasPrefix(key, "answer.") || strings.HasPrefix(key, "choice.") || strings.HasPrefix(key, "entitlement.") {
				continue // the person's answers
			}
			for _, s := range m {
				if idle[strings.ToLower(s)] {
					t.Errorf("%s: %s says only %q", lang, key, s)
				}
			}
		}
	}
}

// TestSignsAreThoseOfTheLanguage: a no-break space before the French double
// signs and inside its quotation marks, none before those of the others; the
// curved apostrophe; one sign for "and so on".
func TestSignsAreThoseOfTheLanguage(t *testing.T) {
	clock := regexp.MustCompile(`\d\d:\d\d`)
	for _, lang := range Languages {
		for key, m := range messages(t, lang) {
			for _, s := range m {
				if strings.Contains(s, "...") {
					t.Errorf("%s: %s has three points for …: %q", lang, key, s)
				}
				var before rune
				for _, r := range clock.ReplaceAllString(s, "0") {
					double := strings.ContainsRune(":;?!»", r)
					switch {
					case lang == "fr" && double && before != '\u00a0', lang == "fr" && before == '«' && r != '\u00a0':
						t.Errorf("%s: %s lacks the no-break space at %q: %q", lang, key, r, s)
					case lang == "fr" && r == '\'':
						t.Errorf("%s: %s has a straight apostrophe: %q", lang, key, s)
					case lang != "fr" && double && (before == ' ' || before == '\u00a0'):
						t.Errorf("%s: %s has a space before %q: %q", lang, key, r, s)
					}
					before = r
				}
			}
		}
	}
}

// TestPlacesFitTheRail: the rail leaves its entries 120 pixels at a text size
// of 15.
func TestPlacesFitTheRail(t *testing.T) {
	ttf, err := opentype.Parse(fonts.Regular())
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(ttf, &opentype.FaceOptions{Size: 15, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		for key, m := range messages(t, lang) {
			if !strings.HasPrefix(key, "nav.") {
				continue
			}
			if w := font.MeasureString(face, m[""]).Ceil(); w > 120 {
				t.Errorf("%s: %s is %d pixels wide: %q", lang, key, w, m[""])
			}
		}
	}
}

func TestDatesAreSaidInFourLanguages(t *testing.T) {
	c := load(t)
	for _, x := range []struct {
		day        civil.Date
		lang, want string
	}{
		{civil.Must(1997, 4, 17), "nl", "do 17 april 1997"},
		{civil.Must(1997, 4, 17), "fr", "jeu 17 avril 1997"},
		{civil.Must(1997, 4, 17), "de", "Do 17. April 1997"},
		{civil.Must(1997, 4, 17), "en", "Thu 17 April 1997"},
		{civil.Must(1997, 3, 1), "nl", "za 1 maart 1997"},
		{civil.Must(1997, 3, 1), "fr", "sam 1er mars 1997"},
		{civil.Must(1997, 3, 1), "de", "Sa 1. März 1997"},
		{civil.Must(1997, 3, 1), "en", "Sat 1 March 1997"},
		{civil.Must(1997, 8, 11), "fr", "lun 11 août 1997"},
		{civil.Must(2028, 2, 29), "nl", "di 29 februari 2028"},
		{civil.Must(2026, 11, 1), "de", "So 1. November 2026"},
		{civil.Date{}, "fr", ""},
	} {
		p := c.Printer(x.lang)
		if got := p.Date(x.day); got != x.want {
			t.Errorf("%s in %s is %q, not %q", x.day, x.lang, got, x.want)
		}
		_, day, _ := strings.Cut(x.want, " ")
		if got := p.Day(x.day); got != day {
			t.Errorf("%s without its weekday in %s is %q, not %q", x.day, x.lang, got, day)
		}
	}
}

func TestAsMuchOfADateIsSaidAsIsKnown(t *testing.T) {
	c := load(t)
	for _, x := range []struct {
		date       civil.Partial
		lang, want string
	}{
		{civil.Partial{}, "en", ""},
		{civil.Partial{Year: 1981}, "fr", "1981"},
		{civil.Partial{Year: 1981, Month: 4}, "fr", "avril 1981"},
		{civil.Partial{Year: 1981, Month: 4}, "nl", "april 1981"},
		{civil.Partial{Year: 1981, Month: 4, Day: 1}, "fr", "1er avril 1981"},
		{civil.Partial{Year: 1981, Month: 4, Day: 17}, "de", "17. April 1981"},
	} {
		if got := c.Printer(x.lang).Partial(x.date); got != x.want {
			t.Errorf("%v in %s is %q, not %q", x.date, x.lang, got, x.want)
		}
	}
}

func TestHowFarADayIs(t *testing.T) {
	c := load(t)
	for lang, want := range map[string][6]string{ // -12, -1, 0, 1, 2, 45
		"nl": {"12 dagen geleden", "gisteren", "vandaag", "morgen", "over 2 dagen", "over 45 dagen"},
		"fr": {"il y a 12 jours", "hier", "aujourd’hui", "demain", "dans 2 jours", "dans 45 jours"},
		"de": {"vor 12 Tagen", "gestern", "heute", "morgen", "in 2 Tagen", "in 45 Tagen"},
		"en": {"12 days ago", "yesterday", "today", "tomorrow", "in 2 days", "in 45 days"},
	} {
		for i, days := range []int{-12, -1, 0, 1, 2, 45} {
			if got := strings.ReplaceAll(c.Printer(lang).Away(days), "\u00a0", " "); got != want[i] {
				t.Errorf("%d days in %s: %q, not %q", days, lang, got, want[i])
			}
		}
	}
}

// TestNumbersHaveTheirForm: in its own language, never by falling back.
func TestNumbersHaveTheirForm(t *testing.T) {
	c := load(t)
	for _, lang := range Languages {
		p := c.Printer(lang)
		for key, m := range messages(t, lang) {
			if _, plain := m[""]; plain {
				continue
			}
			for _, n := range []int{0, 1, 2, 5, 11, 21, 45, 100, 101, 1000, 7305, 1000000} {
				form := "other"
				if n == 1 || n == 0 && lang == "fr" {
					form = "one"
				}
				if got, want := p.N(key, n), strings.ReplaceAll(m[form], "{{.N}}", fmt.Sprint(n)); got != want {
					t.Errorf("%s of %d in %s is %q, not %q", key, n, lang, got, want)
				}
			}
		}
	}
}

func TestALanguageThatLacksAKeySaysItInEnglish(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	fsys := fstest.MapFS{
		"en.json": file(`{"a": "all", "days": {"one": "{{.N}} day", "other": "{{.N}} days"}, "says": "{{.What}} on {{.Day}}"}`),
		"nl.json": file(`{"a": "alles"}`), "fr.json": file(`{"a": "tout"}`), "de.json": file(`{}`),
	}
	c, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"nl": "alles", "fr": "tout", "de": "all", "en": "all", "it": "all", "": "all"} {
		if got := c.Printer(lang).T("a"); got != want {
			t.Errorf("%q: %q, not %q", lang, got, want)
		}
	}
	p := c.Printer("nl")
	if got := p.N("days", 1) + ", " + p.N("days", 3); got != "1 day, 3 days" {
		t.Error(got)
	}
	if got := p.T("no.such.key"); got != "no.such.key" || p.Has("no.such.key") {
		t.Errorf("an unknown key is said as %q", got)
	}
	for _, key := range []string{"a", "days", "says"} {
		if !p.Has(key) {
			t.Errorf("there are no words for %s", key)
		}
	}
	if got := p.T("says", Args{"What": "{{.Day}} <&>"}, Args{"Day": 3}); got != "{{.Day}} <&> on 3" {
		t.Errorf("what a sentence holds is not kept as it is: %q", got)
	}
	for _, broken := range []fstest.MapFS{
		{"en.json": file(`{`), "nl.json": file(`{}`), "fr.json": file(`{}`), "de.json": file(`{}`)},
		{"en.json": file(`{}`), "nl.json": file(`{}`), "fr.json": file(`{}`)},
	} {
		if _, err := Load(broken); err == nil {
			t.Error("broken or missing words are loaded")
		}
	}
}

func TestWordsAreSaidFromSeveralGoroutines(t *testing.T) {
	p := load(t).Printer("fr")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := range 50 {
				if got := p.Date(civil.Must(1997, 4, 17)) + p.Away(i+2); !strings.HasPrefix(got, "jeu 17 avril 1997dans") {
					t.Error(got)
				}
			}
		})
	}
	wait.Wait()
}

// secret stands for what must never be said: a name or a path in an error.
const secret = "Ana Example 1981"

// quiet fails when what is said repeats what an error says.
func quiet(t *testing.T, said string, err error) {
	t.Helper()
	for _, part := range []string{secret, "Example", "/", "storage:", err.Error()} {
		if strings.Contains(said, part) {
			t.Errorf("%q repeats %q", said, part)
		}
	}
}

func TestErrorsOfTheStoreAreWorded(t *testing.T) {
	c := load(t)
	for _, f := range failures {
		for _, lang := range Languages {
			p := c.Printer(lang)
			want := p.T(f.key)
			if want == f.key || want == p.T("error.unexpected") {
				t.Errorf("%s: %v has no sentence of its own", lang, f.err)
			}
			for _, err := range []error{
				f.err,
				fmt.Errorf("storage: open /home/%s: %w", secret, f.err),
				fmt.Errorf("desk: %w", fmt.Errorf("storage: %w: %s", f.err, secret)),
				errors.Join(errors.New(secret), f.err),
			} {
				if got := p.Error(err); got != want {
					t.Errorf("%s: %v is said as %q, not %q", lang, err, got, want)
				}
				quiet(t, p.Error(err), err)
			}
		}
	}
	// A full or locked folder is a thing of the store before it is one of the file.
	both := fmt.Errorf("%w: %w", journal.ErrReadOnly, &fs.PathError{Op: "open", Path: secret, Err: fs.ErrPermission})
	if p := c.Printer("en"); p.Error(both) != p.T("error.readOnly") {
		t.Errorf("%v is said as %q", both, p.Error(both))
	}
}

func TestAnErrorThatNobodyExpectedSaysNothingOfItself(t *testing.T) {
	c := load(t)
	_, missing := filepath.Glob("[") // a typed error of another package
	for _, err := range []error{errors.New(secret), fmt.Errorf("storage: /home/%s: %w", secret, errors.New("boom")), missing} {
		for _, lang := range Languages {
			p := c.Printer(lang)
			got := p.Error(err)
			if got != p.T("error.unexpected") || got == "error.unexpected" {
				t.Errorf("%s: %v is said as %q", lang, err, got)
			}
			quiet(t, got, err)
		}
	}
	path := &fs.PathError{Op: "open", Path: "/home/" + secret, Err: fs.ErrNotExist}
	if got := c.Printer("fr").Error(path); got != c.Printer("fr").T("error.fileMissing") {
		t.Errorf("%v is said as %q", path, got)
	}
}

func TestProblemsAreWordedWithTheirField(t *testing.T) {
	c := load(t)
	born := casefile.Problem{Key: "problem.date.range", Path: "person.born", Args: map[string]any{"From": civil.Must(1900, 1, 1), "To": civil.Must(1997, 3, 2)}}
	for lang, want := range map[string]string{
		"nl": "Geboortedatum: ", "fr": "Date de naissance\u00a0: la date doit se situer entre le lun 1er janvier 1900 et le dim 2 mars 1997.",
		"de": "Geburtsdatum: ", "en": "Date of birth: the date must lie between Mon 1 January 1900 and Sun 2 March 1997.",
	} {
		p := c.Printer(lang)
		for _, err := range []error{born, casefile.Problems{born}, fmt.Errorf("desk: %s: %w", secret, born), fmt.Errorf("x: %w", casefile.Problems{born})} {
			got := p.Error(err)
			if !strings.HasPrefix(got, want) || !strings.Contains(got, "1997") || strings.Contains(got, "{{") {
				t.Errorf("%s: %q does not begin with %q", lang, got, want)
			}
			quiet(t, strings.ReplaceAll(got, "/", ""), err)
		}
	}
	p := c.Printer("fr")
	two := casefile.Problems{{Key: "problem.missing", Path: "triage.assessment"}, {Key: "refused.stopped", Path: "leaflet", Rule: "5.3"}}
	lines := strings.Split(p.Error(two), "\n")
	if len(lines) != 2 || lines[0] != p.Labelled(p.Field("triage.assessment"), p.T("problem.missing")) || !strings.HasSuffix(lines[1], "(§\u00a05.3)") {
		t.Errorf("two problems are said as %q", lines)
	}
	if strings.HasPrefix(lines[1], "leaflet") || p.Field("leaflet") != "" || p.Field("") != "" {
		t.Errorf("a path without a label is named: %q", lines[1])
	}
	for section, want := range map[string]string{"": "", "8.2": "§\u00a08.2", "61/2": "art.\u00a061/2"} {
		if got := p.Section(section); got != want {
			t.Errorf("section %q is said as %q, not %q", section, got, want)
		}
	}
}

func TestWhatCannotBePrintedIsSaidByItsCharacter(t *testing.T) {
	c := load(t)
	for _, lang := range Languages {
		p := c.Printer(lang)
		without := p.Error(&document.MissingError{Runes: []rune{'😀'}})
		piled := p.Error(fmt.Errorf("paper: %w", &document.MissingError{Runes: []rune{'\u0301'}, Piled: true}))
		if !strings.Contains(without, "U+1F600") || !strings.Contains(piled, "U+0301") || !strings.Contains(piled, fmt.Sprint(document.MostMarks)) {
			t.Errorf("%s: %q and %q", lang, without, piled)
		}
	}
}

func TestWhatTheVaultTellsIsSaidInWords(t *testing.T) {
	p := load(t).Printer("en")
	for _, x := range []struct {
		event journal.Event
		want  string
	}{
		{journal.Event{What: "append", Kinds: []string{"person", "consent", "consent", "bytes"}}, "Person, Consent, Kept letter"},
		{journal.Event{What: "addSlot", Detail: "2"}, "Colleague let in, as number 2"},
		{journal.Event{What: "append"}, "Summary brought up to date"},
		{journal.Event{What: "ofALaterVersion"}, "ofALaterVersion"},
	} {
		if got := p.Event(x.event); got != x.want {
			t.Errorf("%+v: %q, want %q", x.event, got, x.want)
		}
	}
	if got := p.Finding(journal.Finding{Key: "fileChanged", Args: map[string]string{"file": "seal"}}); got != "The file seal has changed." {
		t.Errorf("a finding: %q", got)
	}
	for n, want := range map[int64]string{1: "1\u00a0kB", 999_999: "1000\u00a0kB", 1_250_000: "1,2\u00a0MB"} {
		if got := load(t).Printer("nl").Size(n); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
}

// A label that asks has its mark already: no colon follows it, and what is said
// begins a sentence.
func TestALabelThatAsksIsFollowedByASentence(t *testing.T) {
	err := casefile.Problems{
		{Key: "problem.choice", Path: "importance.considered", Args: map[string]any{"Allowed": "yes, no, unknown"}},
		{Key: "problem.missing", Path: "triage.decidedBy"},
	}
	for _, lang := range Languages {
		for _, line := range strings.Split(load(t).Printer(lang).Error(err), "\n") {
			label, text, ok := strings.Cut(line, "? ")
			if !ok || label == "" || strings.HasPrefix(text, ":") || strings.ToUpper(text[:1]) != text[:1] {
				t.Errorf("%s: %q", lang, line)
			}
		}
	}
}
