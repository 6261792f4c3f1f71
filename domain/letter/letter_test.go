package letter_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/letter"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
)

var update = flag.Bool("update", false, "write the golden letters anew")

type shelf struct {
	*sample.Shelf
	profile *procedure.Profile
}

func load(t testing.TB) shelf {
	t.Helper()
	s, err := sample.Load(assets.Letters(), assets.Contacts(), assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return shelf{s, s.Profiles[procedure.Default]}
}

// fold makes a file of lines "1997-03-03 kind {fields}" that fit together.
func fold(t testing.TB, lines ...string) *casefile.File {
	t.Helper()
	f := entries(t, lines...)
	if len(f.Findings) > 0 {
		t.Fatal(f.Findings)
	}
	return f
}

func entries(t testing.TB, lines ...string) *casefile.File {
	t.Helper()
	f, err := sample.Fold(lines...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The cases that letters are read of.
const opened = sample.Opened

var (
	base, told, in1, rich, in2, in3 = sample.Base, sample.Told, sample.In1, sample.Rich, sample.In2, sample.In3
	summoned, everything, ended     = sample.Summoned, sample.Everything, sample.Ended
	sparse, sparse2, sparse3        = sample.Sparse, sample.Sparse2, sample.Sparse3
	declined                        = sample.Declined
	with, own, standby              = sample.With, sample.Own, sample.Standby
	langs                           = sample.Langs
)

func kinds() []string {
	var out []string
	for _, k := range letter.Kinds {
		out = append(out, k.ID)
	}
	return out
}

// aboutPerson are the kinds that are composed from a file.
func aboutPerson() []string {
	return slices.DeleteFunc(kinds(), func(k string) bool { return k == "L12" || k == "L13" })
}

// compose writes a letter of a file in the letter's own language; an English
// one of a Dutch file.
func (s shelf) compose(t testing.TB, kind, lang string, preview bool, lines ...string) *document.Document {
	t.Helper()
	return s.composeIn(t, kind, lang, own(lang), preview, lines...)
}

func (s shelf) composeIn(t testing.TB, kind, lang, file string, preview bool, lines ...string) *document.Document {
	t.Helper()
	f := fold(t, lines...)
	f.Language = file
	return s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Preview: preview, Date: civil.Must(1997, 4, 1), File: f, Profile: s.profile})
}

func (s shelf) composeOf(t testing.TB, r letter.Request) *document.Document {
	t.Helper()
	d, err := s.Compose(r)
	if err != nil {
		t.Fatal(r.Kind, err)
	}
	return d
}

// plain is the letter as one would read it out, piece by piece.
func plain(d *document.Document) string {
	var b strings.Builder
	line := func(label string, texts ...document.Text) {
		for _, t := range texts {
			fmt.Fprintf(&b, "%s%s\n", label, t)
		}
	}
	pairs := func(ps []document.Labelled) {
		for _, p := range ps {
			fmt.Fprintf(&b, "  %s: %s\n", p.Label, p.Value)
		}
	}
	fmt.Fprintf(&b, "[%s] [%s] [%s]\n", d.Title, d.Lang, d.Stamp)
	line("from: ", d.Sender...)
	line("mark: ", d.Marking)
	line("to: ", d.Address...)
	pairs(d.Refs)
	line("", d.PlaceDate)
	for _, k := range d.Blocks {
		fmt.Fprintf(&b, "\n%s", strings.TrimSpace(string(k.Kind)))
		if len(k.Text) > 0 {
			fmt.Fprintf(&b, ": %s", k.Text)
		}
		b.WriteString("\n")
		pairs(k.Pairs)
		line("  ", k.Items...)
	}
	b.WriteString("\n")
	line("foot: ", d.Foot...)
	line("running: ", d.Running)
	fmt.Fprintf(&b, "page: %s\n", d.Page)
	return b.String()
}

// body is what a letter says, without its frame.
func body(d *document.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		if b.Kind == document.Paragraph {
			out = append(out, b.Text.String())
		}
	}
	return out
}

// Every letter, in every language and under every profile that lists it, says
// what somebody read and approved.
func TestLettersReadAsTheyWereApproved(t *testing.T) {
	s := load(t)
	missing := map[string]bool{}
	for id, p := range s.Profiles {
		for kind := range p.Letters {
			for _, lang := range langs {
				missing[kind+"."+lang+" under "+id] = true
			}
		}
	}
	if len(missing) < 4*17+3*4*15 {
		t.Errorf("only %d letters are to be read", len(missing))
	}
	for _, kind := range kinds() {
		for _, lang := range langs {
			var got strings.Builder
			first := true
			as := map[string]string{} // under which profile a text came first
			for _, c := range sample.Read {
				if c.Kind != kind {
					continue
				}
				for _, id := range []string{"instructions-1997", "circular-2016-12", "circular-2017-05", "circular-2019-01"} {
					if id != procedure.Default && !first {
						continue
					}
					d, err := s.Letter(&c, lang, id)
					if err != nil {
						t.Fatal(err)
					}
					if d == nil {
						continue
					}
					delete(missing, kind+"."+lang+" under "+id)
					if id == procedure.Default {
						fmt.Fprintf(&got, "=== %s\n%s\n", c.Name, plain(d))
						continue
					}
					text := strings.ReplaceAll(plain(d), id, "{profile}")
					if before := as[text]; before != "" {
						fmt.Fprintf(&got, "=== %s under %s: as under %s\n\n", c.Name, id, before)
						continue
					}
					as[text] = id
					fmt.Fprintf(&got, "=== %s under %s\n%s\n", c.Name, id, text)
				}
				first = false
			}
			file := filepath.Join("testdata", kind+"."+lang+".txt")
			if *update {
				if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(file, []byte(got.String()), 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("%s differs (go test ./domain/letter -update, then read the change):\n%s", file, got.String())
			}
		}
	}
	for which := range missing {
		t.Errorf("nobody has read %s", which)
	}
}

// Whatever is unknown, a letter has no blank: every entry of a whole case is
// left out once in every language, and every two of them in one language each.
func TestLettersNeverHaveABlank(t *testing.T) {
	s := load(t)
	bad := []string{"{", "}", "<no value>", "%!", "  ", "( ", "()", " ,", " .", " ;", " :", " )", ",,", "..", ",.", "\u00a0\u00a0", "\u2066\u2069", "\u2068\u2069", "“ ", "«\u00a0\u00a0", " \n", "\n "}
	check := func(what string, d *document.Document) {
		var b strings.Builder
		b.WriteString("\n")
		d.Texts(func(text document.Text) { b.WriteString(text.String() + "\n") })
		text := strings.NewReplacer("{page}", "1", "{pages}", "2").Replace(b.String())
		for _, m := range bad {
			if at := strings.Index(text, m); at >= 0 {
				t.Errorf("%s: %q in %q", what, m, text[max(0, at-60):min(len(text), at+60)])
			}
		}
		for _, p := range body(d) {
			if !strings.HasSuffix(strings.TrimRight(p, "\u00a0”“»"), ".") && !strings.HasSuffix(p, ",") && !strings.HasSuffix(p, ":") && !strings.HasSuffix(p, "?") {
				t.Errorf("%s: a paragraph ends as %q", what, p)
			}
		}
	}
	all := func(what string, profile *procedure.Profile, langs []string, lines ...string) {
		f := entries(t, lines...)
		schedule := procedure.Assess(f, profile)
		for _, kind := range aboutPerson() {
			if _, ok := profile.Letters[kind]; !ok {
				continue
			}
			for _, lang := range langs {
				f.Language = own(lang)
				check(kind+"."+lang+" "+what, s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Number: 2, Date: civil.Must(1997, 6, 17), File: f, Schedule: &schedule, Profile: profile}))
			}
		}
	}
	for id, profile := range s.Profiles {
		for _, c := range sample.Read {
			if c.Lines != nil {
				all(id+" "+c.Name, profile, langs, c.Lines...)
			}
		}
		all(id+" empty", profile, langs, opened)
	}
	for i := 1; i < len(ended); i++ {
		for j := i; j < len(ended); j++ {
			var left []string
			for k, l := range ended {
				if k != i && k != j {
					left = append(left, l)
				}
			}
			if i == j {
				all(fmt.Sprintf("without %d", i), s.profile, langs, left...)
			} else {
				all(fmt.Sprintf("without %d and %d", i, j), s.profile, langs[(i+j)%4:][:1], left...)
			}
		}
	}
	for _, kind := range []string{"L12", "L13"} {
		for _, lang := range langs {
			for i := range 1 << 8 {
				x := standby("rich", own(lang))
				for bit, drop := range []func(){
					func() { x.Address, x.Phone = nil, "" }, func() { x.Reference = "" }, func() { x.Officer = "" }, func() { x.OfficerPhone, x.StaffPhone = "", "" },
					func() { x.To = civil.Date{} }, func() { x.Persons, x.Minutes, x.Places = 0, 0, 0 }, func() { x.Languages, x.Speaks, x.Leaflets = nil, nil, nil },
					func() { x.AnswerBy, x.Staff = civil.Date{}, "" },
				} {
					if i&(1<<bit) != 0 {
						drop()
					}
				}
				check(kind+"."+lang, s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Date: civil.Must(1997, 3, 4), Standby: x, Profile: s.profile}))
			}
		}
	}
}

// Facts of the case that no letter needs are never printed.
func TestLettersTellNoStory(t *testing.T) {
	s := load(t)
	for _, kind := range aboutPerson() {
		for _, lang := range langs {
			text := plain(s.compose(t, kind, lang, false, ended...))
			for _, secret := range []string{"never printed", "4 november 1996", "1996", "pregnan", "zwanger", "enceinte", "schwanger"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s.%s says %q", kind, lang, secret)
				}
			}
		}
	}
}

// After "Sehr geehrte Damen und Herren," German goes on in small letters; the
// other languages begin anew.
func TestBodyBeginsAsTheSalutationAsks(t *testing.T) {
	s := load(t)
	for _, kind := range aboutPerson() {
		for _, lang := range langs {
			for _, lines := range [][]string{rich, ended, sparse, {opened}} {
				if kind == "L16" {
					continue // a certificate greets nobody
				}
				body := body(s.compose(t, kind, lang, false, lines...))
				if !strings.HasSuffix(body[0], ",") && lang != "en" {
					t.Errorf("%s.%s opens with %q", kind, lang, body[0])
				}
				first := []rune(body[1])[0]
				if lang == "de" != unicode.IsLower(first) {
					t.Errorf("%s.%s goes on with %q", kind, lang, body[1])
				}
				for _, p := range body[2:] {
					if !unicode.IsUpper([]rune(strings.TrimLeft(p, "“„«\u00a0"))[0]) {
						t.Errorf("%s.%s has the paragraph %q", kind, lang, p)
					}
				}
			}
		}
	}
}

func TestDatesAreWrittenAsEachLanguageDoes(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ lang, first, third string }{
		{"nl", "1 maart 1997", "3 maart 1997"}, {"fr", "1er mars 1997", "3 mars 1997"},
		{"de", "1. März 1997", "3. März 1997"}, {"en", "1 March 1997", "3 March 1997"},
	} {
		for want, d := range map[string]civil.Date{c.first: civil.Must(1997, 3, 1), c.third: civil.Must(1997, 3, 3), "": {}} {
			if got := strings.ReplaceAll(s.Texts.Date(c.lang, d), "\u00a0", " "); got != want {
				t.Errorf("%s: %q, want %q", c.lang, got, want)
			}
		}
	}
}

// N9 at its root: nothing takes the stamp off a paper that is not the letter in
// the file's language, and English is never that.
func TestN9EnglishIsAlwaysStamped(t *testing.T) {
	s := load(t)
	words := map[bool]string{false: "", true: "PREVIEW"}
	for _, kind := range aboutPerson() {
		for _, file := range letter.Languages {
			for _, lang := range langs {
				for _, preview := range []bool{false, true} {
					stamp := s.composeIn(t, kind, lang, file, preview, rich...).Stamp
					want, official := words[preview], file
					if kind == "L09" || kind == "L10" || kind == "L11" {
						official = "nl" // the services of Antwerp
					}
					switch {
					case lang == letter.Courtesy:
						want = strings.TrimSuffix("Courtesy translation – not for official use – "+want, " – ")
					case lang != official:
						want = strings.TrimSuffix("SPECIMEN – "+want, " – ")
					}
					if stamp != want {
						t.Errorf("%s.%s of a file in %s, preview %v, is stamped %q, want %q", kind, lang, file, preview, stamp, want)
					}
				}
			}
		}
	}
}

func TestACopyGoesToTheServicesAlone(t *testing.T) {
	s := load(t)
	for channel, want := range map[string]bool{"police": true, "inspection": true, "prosecutor": true, "hospital": false, "self": false, "helpline": false, "other": false} {
		d := s.compose(t, "L01", "nl", false, opened, `1997-03-01 referral {"channel":"`+channel+`","unit":"Dienst X"}`)
		if got := strings.Contains(plain(d), "Kopie aan: Dienst X"); got != want {
			t.Errorf("%s: a copy goes there: %v", channel, got)
		}
	}
}

// Every country that may be entered has a name in every letter.
func TestEveryCountryHasAName(t *testing.T) {
	s := load(t)
	codes := []string{"stateless"}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			codes = append(codes, string([]rune{a, b}))
		}
	}
	n := 0
	for _, code := range codes {
		if _, err := casefile.ParseEntry([]byte(`{"kind":"person","birthCountry":"`+code+`"}`), civil.Must(1997, 4, 1)); err != nil {
			continue
		}
		n++
		for _, lang := range langs {
			if got := s.Texts.Country(lang, code); got == "" || got == code && code != "stateless" {
				t.Errorf("%s has no name in %s", code, lang)
			}
		}
	}
	if n < 240 {
		t.Errorf("only %d countries can be entered", n)
	}
}

func TestWhatIsMissingAndWhereItIsAsked(t *testing.T) {
	s := load(t)
	without := func(kind string) []string {
		var left []string
		for _, l := range rich {
			if strings.Fields(l)[1] != kind {
				left = append(left, l)
			}
		}
		return left
	}
	with := func(lines ...string) []string { return with(rich, lines...) }
	for _, c := range []struct {
		name          string
		lines         []string
		l01, l02, l04 string
	}{
		{"everything known", without("document"), "ready", "ready", "document.S1@case"},
		{"stage 1 reached", rich, "ready", "why.documentIssued", "ready"},
		{"stage 2 reached", with(`1997-03-20 document {"stage":"S2"}`), "ready", "why.documentIssued", "why.documentIssued"},
		{"no triage", without("triage"), "triage.assessment@triage", "why.documentIssued", "triage.assessment@triage"},
		{"no counselling", without("counselling"), "counselling.takenOn@check", "why.documentIssued", "counselling.takenOn@check"},
		{"no consent", without("consent"), "consent.counselling@consent consent.foreignersDepartment@consent", "why.documentIssued",
			"consent.counselling@consent consent.foreignersDepartment@consent"},
		{"T31: consent withdrawn", with(`1997-03-20 consent {"purpose":"foreignersDepartment","answer":"withdrawn"}`),
			"consent.foreignersDepartment@consent", "why.documentIssued", "consent.foreignersDepartment@consent"},
		{"nobody", without("person"), "person.familyName@person person.born@person person.nationalities@person person.sex@person", "why.documentIssued",
			"person.familyName@person person.born@person person.nationalities@person person.sex@person"},
		{"the sex refused is an answer", with(`1997-03-05 person {"givenNames":"Ana","born":"1975","nationalities":["AL"],"noAnswer":{"sex":"refused"}}`), "ready", "why.documentIssued", "ready"},
		{"nobody referred", without("referral"), "referral.channel@referral", "why.documentIssued", "ready"},
		{"referred by an unknown unit", with(`1997-03-05 referral {"channel":"police"}`), "referral.unit@referral", "why.documentIssued", "ready"},
		{"a name with an emoji", with(`1997-03-05 person {"familyName":"Test😀","born":"1975","nationalities":["AL"],"sex":"f"}`),
			"person.familyName.glyph@person", "why.documentIssued", "person.familyName.glyph@person"},
		{"a unit with an emoji", with(`1997-03-09 complaint {"form":"complaint","unit":"BOB 😀","pv":"1😀"}`),
			"ready", "why.documentIssued", "complaint.unit.glyph@case complaint.pv.glyph@case"},
		{"came by herself", with(`1997-03-05 referral {"channel":"self"}`), "ready", "why.documentIssued", "ready"},
		{"no complaint", without("complaint"), "ready", "why.documentIssued", "complaint@case"},
		{"a complaint nobody knows where", with(`1997-03-09 complaint {"form":"complaint"}`), "ready", "why.documentIssued", "complaint.unit@case"},
		{"T27: a lawful resident", with(`1997-03-05 residence {"status":"legal"}`), "why.lawful", "why.lawful", "why.lawful"},
		{"a citizen of the Union", with(`1997-03-05 residence {"status":"eu"}`), "why.lawful", "why.lawful", "why.lawful"},
		{"implicated", with(`1997-03-05 triage {"assessment":"5.3"}`), "why.stopped", "why.stopped", "why.stopped"},
		{"not involved", with(`1997-03-05 triage {"assessment":"none"}`), "why.uninvolved", "why.uninvolved", "why.uninvolved"},
		{"status not asked", append(without("document"), `1997-03-05 residence {"status":"notAsked"}`), "ready", "residence.status@residence", "document.S1@case"},
		{"status not recorded", without("residence"), "ready", "why.documentIssued", "ready"},
	} {
		f := fold(t, c.lines...)
		schedule := procedure.Assess(f, s.profile)
		var got []string
		for _, st := range letter.States(f, &schedule, s.profile, s.Office("nl"), s.Book, civil.Must(1997, 4, 1), lacks) {
			var m []string
			for _, x := range st.Missing {
				m = append(m, x.String()+"@"+string(x.Step))
			}
			switch st.State {
			case letter.Ready:
				m = append(m, "ready")
			case letter.NotApplicable:
				m = append(m, st.Why)
			}
			if st.Section == "" && st.Kind != "L16" {
				t.Errorf("%s rests on nothing", st.Kind)
			}
			if st.Kind == "L01" || st.Kind == "L02" || st.Kind == "L04" {
				got = append(got, strings.Join(m, " "))
			}
		}
		want := []string{c.l01, c.l02, c.l04}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s, letter %d of 3:\n got %s\nwant %s", c.name, i+1, got[i], want[i])
			}
		}
	}
	// what the settings lack
	f := fold(t, rich...)
	schedule := procedure.Assess(f, s.profile)
	for _, st := range letter.States(f, &schedule, s.profile, letter.Office{Refused: "office.agreement.ended"}, s.Book, civil.Must(1997, 4, 1), lacks)[:1] {
		if fmt.Sprint(st.Missing) != "[office.agreement.ended office.name office.signatory]" {
			t.Errorf("%v", st.Missing)
		}
	}
}

// To find out what can be printed costs more than all else that is asked of a
// case; so each text is looked at once, however many letters there are.
func TestEachTextIsLookedAtOnce(t *testing.T) {
	s := load(t)
	f := fold(t, rich...)
	schedule := procedure.Assess(f, s.profile)
	seen := map[string]int{}
	letter.States(f, &schedule, s.profile, s.Office("nl"), s.Book, civil.Must(1997, 4, 1), func(text string) []rune {
		seen[text]++
		return nil
	})
	for text, n := range seen {
		if n != 1 || text == "" {
			t.Errorf("%q is looked at %d times", text, n)
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d texts are looked at", len(seen))
	}
}

// lacks stands for typefaces that have all but the emojis.
func lacks(s string) []rune {
	out := document.Piled(s)
	for _, r := range s {
		if r >= 0x1f000 {
			out = append(out, r)
		}
	}
	return out
}

// changed returns the wordings with one file replaced or removed.
func changed(t *testing.T, name, old, new string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	files, err := fs.Glob(assets.Letters(), "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := fs.ReadFile(assets.Letters(), f)
		if err != nil {
			t.Fatal(err)
		}
		if f == name {
			if !strings.Contains(string(data), old) {
				t.Fatalf("%s has no %s", name, old)
			}
			data = []byte(strings.Replace(string(data), old, new, 1))
		}
		m[f] = &fstest.MapFile{Data: data}
	}
	return m
}

func TestWordingsHaveFieldsAndIfOnly(t *testing.T) {
	const at = "Overeenkomstig {{.LawRef}}"
	for wording, good := range map[string]bool{
		at:                                      true,
		"{{if .PV}}{{.PV}}{{else}}x{{end}}":     true,
		"{{- .PV -}}":                           true,
		"{{if .PV}}a{{else if .Late}}b{{end}}":  true,
		"{{.Nobody}}":                           false, // no such field
		"{{if .PV}}{{.Nobody}}{{end}}":          false, // nor inside an if
		"{{if .PV}}a{{else}}{{.Nobody}}{{end}}": false,
		"{{if .Nobody}}a{{end}}":                false,
		"{{len .PV}}":                           false,
		"{{printf \\\"%s\\\" .PV}}":             false,
		"{{.PV | html}}":                        false,
		"{{if not .PV}}a{{end}}":                false,
		"{{if eq .PV .PV}}a{{end}}":             false,
		"{{range .PV}}a{{end}}":                 false,
		"{{with .PV}}a{{end}}":                  false,
		"{{$x := .PV}}{{$x}}":                   false,
		"{{template \\\"x\\\"}}":                false,
		"{{.PV.Len}}":                           false,
		"{{.}}":                                 false,
		"{{\\\"text\\\"}}":                      false,
		"{{.PV":                                 false,
	} {
		if _, err := letter.Parse(changed(t, "L01.nl.json", at, wording)); (err == nil) != good {
			t.Errorf("%s: %v", wording, err)
		}
	}
}

func TestIncompleteWordingsAreRefused(t *testing.T) {
	for _, c := range [][3]string{
		{"L01.nl.json", `"lang": "nl"`, `"lang": "fr"`}, {"L01.nl.json", `"kind": "L01"`, `"kind": "L02"`},
		{"common.de.json", `"lang": "de"`, `"lang": "nl"`}, {"common.de.json", `"Januar",`, ``}, {"L04.fr.json", `{`, `[`},
	} {
		if _, err := letter.Parse(changed(t, c[0], c[1], c[2])); err == nil {
			t.Errorf("%s with %s for %s was read", c[0], c[2], c[1])
		}
	}
	for _, gone := range []string{"common.en.json", "L04.en.json", "L01.nl.json"} {
		m := changed(t, gone, "{", "{").(fstest.MapFS)
		delete(m, gone)
		if _, err := letter.Parse(m); err == nil {
			t.Errorf("without %s the wordings were read", gone)
		}
	}
}

func TestNoLetterInAnotherLanguageOrKind(t *testing.T) {
	s := load(t)
	f := fold(t, rich...)
	schedule := procedure.Assess(f, s.profile)
	for want, r := range map[string]letter.Request{
		"problem.letter.language": {Kind: "L01", Lang: "sq"},
		"problem.letter":          {Kind: "L99", Lang: "nl"},
	} {
		r.File, r.Schedule, r.Profile, r.Texts, r.Contacts = f, &schedule, s.profile, s.Texts, s.Book
		_, err := letter.Compose(r)
		var p casefile.Problem
		if !errors.As(err, &p) || p.Key != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// A preview before there is a document, a complaint, an answer or a summons
// speaks of none.
func TestAPreviewClaimsNothingThatIsNotInTheFile(t *testing.T) {
	s := load(t)
	for kind, claims := range map[string][]string{
		"L03": {"klacht", "plainte", "Anzeige", "complaint"}, "L08": {"dagvaarding", "citation", "Ladung", "summons"},
		"L06": {"blijkt dat", "ressort", "geht hervor", "shows that"}, "L07": {"zitting", "audience", "Sitzung", "hearing"},
		"L11": {"afgegeven", "délivré", "ausgestellt", "issued"}, "L16": {"1997", "1997", "1997", "1997"},
	} {
		for i, lang := range langs {
			if text := strings.Join(body(s.compose(t, kind, lang, true, opened)), " "); strings.Contains(text, claims[i]) {
				t.Errorf("%s.%s: %s", kind, lang, text)
			}
		}
	}
	for lang, claim := range map[string]string{"nl": "klacht", "fr": "plainte", "de": "Anzeige", "en": "complaint"} {
		var body strings.Builder
		for _, b := range s.compose(t, "L04", lang, true, opened).Blocks {
			if b.Kind == document.Paragraph {
				body.WriteString(b.Text.String())
			}
		}
		if strings.Contains(body.String(), claim) {
			t.Errorf("%s: %s", lang, body.String())
		}
	}
}
