package letter_test

import (
	"encoding/json"
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
	"time"
	"unicode"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

var update = flag.Bool("update", false, "write the golden letters anew")

type shelf struct {
	texts   *letter.Texts
	book    *contacts.Book
	profile *procedure.Profile

	profiles map[string]*procedure.Profile
}

func load(t testing.TB) shelf {
	t.Helper()
	texts, err := letter.Parse(assets.Letters())
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
	return shelf{texts, book, profiles[procedure.Default], profiles}
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
	var records []journal.Record
	for i, line := range lines {
		part := strings.SplitN(line, " ", 3)
		if !json.Valid([]byte(part[2])) {
			t.Fatalf("%s is not JSON", part[2])
		}
		records = append(records, journal.Record{
			ID: journal.ID{byte(i + 1)}, Kind: part[1], On: part[0], At: time.Unix(int64(i), 0).UTC(), By: "slot-1", Body: []byte(part[2]),
		})
	}
	return casefile.Fold(records)
}

const opened = `1997-03-01 opened {"code":"K7M-204S","language":"nl","profile":"instructions-1997","version":"1"}`

// base is a case in which everything is known that is asked at the beginning.
var base = []string{
	opened,
	`1997-03-01 referral {"channel":"police","unit":"BOB Voorbeeldstad","officer":"A. Fictief","pv":"VB.00.1/1997","address":"Voorbeeldstraat 1\n9999 VOORBEELDSTAD"}`,
	`1997-03-01 triage {"assessment":"5.1"}`,
	`1997-03-01 consent {"purpose":"counselling","answer":"given"}`,
	`1997-03-02 consent {"purpose":"foreignersDepartment","answer":"given"}`,
	`1997-03-02 consent {"purpose":"cpas","answer":"given"}`,
	`1997-03-02 consent {"purpose":"workService","answer":"given"}`,
	`1997-03-02 consent {"purpose":"prosecution","answer":"given"}`,
	`1997-03-02 consent {"purpose":"photo","answer":"given"}`,
	`1997-03-02 counselling {"event":"takenOn"}`,
	`1997-03-02 person {"familyName":"Đorđević","givenNames":"Ana María","aliases":["Anica","Тест"],"originalScript":"Ђорђевић Ана","nameCertainty":"document","born":"1975-03-01","birthPlace":"Fiktivë","birthCountry":"AL","nationalities":["AL","YU"],"sex":"F","fileNumber":"5.412.907"}`,
	`1997-03-02 residence {"status":"illegal","entry":"1996-11-04"}`,
	`1997-03-02 elements {"pregnancy":"yes","threats":"yes","note":"never printed"}`,
	`1997-03-02 contact {"how":"atCentre","outcome":"made"}`,
}

func with(lines []string, more ...string) []string {
	return append(append([]string{}, lines...), more...)
}

// The stages of the same case.
var (
	told = with(base, `1997-03-02 letterIssued {"letter":"L01","language":"nl","number":1}`)
	in1  = with(told, `1997-03-03 document {"stage":"S1","printedEnd":"1997-04-17","municipality":"Antwerpen"}`)
	rich = with(in1, `1997-03-10 complaint {"form":"statement","unit":"BOB Voorbeeldstad","pv":"VB.00.2/1997"}`)
	in2  = with(rich, `1997-03-17 document {"stage":"S2","municipality":"Antwerpen"}`)
	in3  = with(in2, `1997-03-20 inquiry {"event":"asked","replyDue":"1997-05-20","office":"Parket Antwerpen"}`,
		`1997-05-12 inquiry {"event":"answered","trafficking":"yes","inProgress":"yes"}`, `1997-06-17 document {"stage":"S3"}`)
	summoned = with(in3, `1997-09-01 summons {"court":"Rechtbank van eerste aanleg te Antwerpen","number":"AN.52.1/97"}`,
		`1997-09-10 legalAidRequested {"lawyer":"Mr. B. Voorbeeld","bar":"Antwerpen"}`,
		`1997-09-15 importance {"considered":"yes","evidence":"prosecutorLetter"}`, `1997-10-01 hearing {"day":"1997-12-01","court":"kamer 4C"}`)
	everything = with(summoned, `1997-10-02 workPermit {"permit":"B","event":"requested","employer":"Bakkerij Fictief bvba"}`,
		`1997-10-02 socialAssistance {"event":"requested","municipality":"Antwerpen"}`,
		`1997-10-03 counselling {"event":"transferOffered","to":"surya","result":"pending"}`)
	ended = with(everything, `1997-10-05 counselling {"event":"transferred","to":"surya"}`)
)

// sparse is what a letter cannot do without, and no more.
var sparse = []string{
	opened,
	`1997-03-01 referral {"channel":"self"}`,
	`1997-03-01 triage {"assessment":"5.2"}`,
	`1997-03-01 consent {"purpose":"counselling","answer":"given"}`,
	`1997-03-01 consent {"purpose":"foreignersDepartment","answer":"given"}`,
	`1997-03-01 counselling {"event":"takenOn"}`,
	`1997-03-01 person {"givenNames":"Ana","noAnswer":{"born":"unknown","nationalities":"notAsked","sex":"refused"}}`,
	`1997-03-01 residence {"status":"doubtful"}`,
	`1997-03-03 document {"stage":"S1"}`,
	`1997-04-18 complaint {"form":"complaint","unit":"u"}`, // a day late, without a reason
}

var (
	sparse2  = with(sparse, `1997-04-20 document {"stage":"S2"}`)
	sparse3  = with(sparse2, `1997-07-20 document {"stage":"S3"}`)
	declined = []string{opened, `1997-03-01 referral {"channel":"police","unit":"BOB Voorbeeldstad"}`, `1997-03-02 counselling {"event":"declined"}`}
)

// read are the letters that somebody reads and approves: of each kind what it
// may come to say. The first of a kind is read under every profile.
var read = []struct {
	kind, name string
	on         civil.Date
	lines      []string
}{
	{"L01", "rich", civil.Must(1997, 3, 3), base},
	{"L01", "sparse", civil.Must(1997, 3, 3), sparse},
	{"L01", "again", civil.Must(1997, 3, 4), told},
	{"L02", "rich", civil.Must(1997, 3, 3), told},
	{"L02", "sparse", civil.Must(1997, 3, 3), sparse},
	{"L03", "rich", civil.Must(1997, 3, 4), with(told, `1997-03-03 complaint {"form":"complaint","unit":"BOB Voorbeeldstad","pv":"VB.00.2/1997"}`, `1997-03-03 assistanceRequested {"phase":"investigation","office":"Parket Antwerpen"}`)},
	{"L03", "sparse", civil.Must(1997, 3, 4), with(sparse[:8], `1997-03-03 complaint {"form":"statement"}`)},
	{"L04", "rich", civil.Must(1997, 4, 1), rich},
	{"L04", "sparse", civil.Must(1997, 4, 20), sparse},
	{"L04", "late", civil.Must(1997, 4, 20), with(in1, `1997-04-20 complaint {"form":"statement","lateReason":"De betrokkene lag in het ziekenhuis. "}`)},
	{"L05", "not asked", civil.Must(1997, 5, 20), in2},
	{"L05", "silent", civil.Must(1997, 5, 21), with(in2, `1997-03-20 inquiry {"event":"asked","replyDue":"1997-05-20","office":"Parket Antwerpen"}`)},
	{"L05", "silent at the end", civil.Must(1997, 6, 17), with(in2, `1997-05-12 inquiry {"event":"asked"}`)},
	{"L05", "an answer that leaves a question open", civil.Must(1997, 6, 17), with(in2, `1997-05-12 inquiry {"event":"asked"}`, `1997-06-02 inquiry {"event":"answered","trafficking":"yes","inProgress":"unknown"}`)},
	{"L05", "sparse", civil.Must(1997, 7, 20), sparse2},
	{"L06", "answered", civil.Must(1997, 5, 20), in3[:len(in3)-1]},
	{"L06", "pending", civil.Must(1997, 5, 20), with(in2, `1997-03-20 inquiry {"event":"asked","office":"Parket Antwerpen"}`)},
	{"L06", "sparse", civil.Must(1997, 7, 1), sparse2},
	{"L07", "rich", civil.Must(1997, 11, 5), everything},
	{"L07", "answered", civil.Must(1997, 11, 5), in3},
	{"L07", "sparse", civil.Must(1997, 12, 1), sparse3},
	{"L08", "rich", civil.Must(1997, 11, 5), everything},
	{"L08", "a judgment", civil.Must(1997, 11, 5), with(in3, `1997-09-01 summons {}`, `1997-10-01 importance {"considered":"yes","evidence":"judgment"}`)},
	{"L08", "sparse", civil.Must(1997, 12, 1), sparse3},
	{"L09", "rich", civil.Must(1997, 3, 20), with(in2, `1997-03-18 workPermit {"permit":"temporary","event":"requested","employer":"Bakkerij Fictief bvba"}`)},
	{"L09", "sparse", civil.Must(1997, 5, 1), sparse2},
	{"L10", "rich", civil.Must(1997, 10, 2), everything},
	{"L10", "sparse", civil.Must(1997, 8, 1), sparse3},
	{"L11", "rich", civil.Must(1997, 10, 2), everything},
	{"L11", "a lawful resident", civil.Must(1997, 3, 4), with(base, `1997-03-03 residence {"status":"legal"}`)},
	{"L11", "sparse", civil.Must(1997, 3, 4), sparse},
	{"L12", "rich", civil.Must(1997, 3, 4), nil},
	{"L12", "sparse", civil.Must(1997, 3, 4), nil},
	{"L13", "rich", civil.Must(1997, 3, 4), nil},
	{"L13", "sparse", civil.Must(1997, 3, 4), nil},
	{"L14", "transferred", civil.Must(1997, 10, 6), ended},
	{"L14", "consent withdrawn", civil.Must(1997, 10, 6), with(in3, `1997-10-05 consent {"purpose":"foreignersDepartment","answer":"withdrawn"}`, `1997-10-05 counselling {"event":"ended","reason":"ownDecision"}`)},
	{"L14", "in stage 1", civil.Must(1997, 4, 2), with(in1, `1997-04-01 counselling {"event":"ended","reason":"contactLost"}`)},
	{"L14", "sparse", civil.Must(1997, 5, 2), with(sparse, `1997-05-01 counselling {"event":"ended","reason":"notStated"}`)},
	{"L15", "rich", civil.Must(1997, 3, 2), with(base[:2], `1997-03-02 consent {"purpose":"foreignersDepartment","answer":"given"}`, `1997-03-02 counselling {"event":"transferOffered","to":"pag-asa","result":"declined"}`,
		`1997-03-02 counselling {"event":"transferOffered","to":"surya","result":"pending"}`, `1997-03-02 counselling {"event":"declined","reason":"noCapacity"}`)},
	{"L15", "to a prosecutor", civil.Must(1997, 3, 2), with(declined[:1], `1997-03-01 referral {"channel":"prosecutor","unit":"Parket Antwerpen"}`, declined[2])},
	{"L15", "sparse", civil.Must(1997, 3, 2), declined},
	{"L16", "rich", civil.Must(1997, 3, 3), base},
	{"L16", "sparse", civil.Must(1997, 3, 3), sparse},
	{"L17", "rich", civil.Must(1997, 3, 3), base},
	{"L17", "sparse", civil.Must(1997, 3, 3), sparse},
}

// standby is what an inspection asks and a centre answers.
func standby(name, lang string) *letter.Standby {
	s := &letter.Standby{Language: lang, Centre: "payoke", Inspection: "Inspectie Voorbeeldstad", From: civil.Must(1997, 3, 20), District: "Voorbeeldstad"}
	if name != "sparse" {
		s.Address, s.Phone, s.Reference = []string{"Voorbeeldplein 2", "9999 VOORBEELDSTAD"}, "00 000 00 01", "IV/97/12"
		s.To, s.Persons, s.Languages, s.AnswerBy = civil.Must(1997, 3, 21), 40, []string{"sq", "zh"}, civil.Must(1997, 3, 14)
		s.Officer, s.OfficerPhone = "C. Fictief", "00 000 00 02"
		s.Staff, s.StaffPhone, s.Minutes, s.Places = "An Voorbeeld", "00 000 00 03", 45, 6
		s.Speaks, s.Leaflets = []string{"sq", "ru"}, []string{"sq", "zh", "ru"}
	}
	return s
}

var langs = []string{"nl", "fr", "de", "en"}

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

func (s shelf) office(lang string) letter.Office {
	e, _ := s.book.Entry("payoke")
	return letter.Office{ID: "payoke", Name: e.Name.In(lang), Address: e.Address.In(lang), Postcode: e.Postcode, City: e.City.In(lang),
		Phone: e.Phone, Signatory: "An Voorbeeld"}
}

// compose writes a letter of a file in the letter's own language; an English
// one of a Dutch file.
func (s shelf) compose(t testing.TB, kind, lang string, preview bool, lines ...string) *document.Document {
	t.Helper()
	return s.composeIn(t, kind, lang, own(lang), preview, lines...)
}

// own is the language of the file of which a letter is read.
func own(lang string) string {
	if lang == letter.Courtesy {
		return "nl"
	}
	return lang
}

func (s shelf) composeIn(t testing.TB, kind, lang, file string, preview bool, lines ...string) *document.Document {
	t.Helper()
	f := fold(t, lines...)
	f.Language = file
	return s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Preview: preview, Date: civil.Must(1997, 4, 1), File: f, Profile: s.profile})
}

func (s shelf) schedule(r *letter.Request) {
	schedule := procedure.Assess(r.File, r.Profile)
	r.Schedule, r.Number = &schedule, 2
}

func (s shelf) composeOf(t testing.TB, r letter.Request) *document.Document {
	t.Helper()
	if r.File != nil && r.Schedule == nil {
		s.schedule(&r)
	}
	r.Office, r.Texts, r.Contacts = s.office(r.Lang), s.texts, s.book
	d, err := letter.Compose(r)
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

func TestLettersReadAsTheyWereApproved(t *testing.T) {
	s := load(t)
	for _, kind := range kinds() {
		for _, lang := range langs {
			var got strings.Builder
			first := true
			for _, c := range read {
				if c.kind != kind {
					continue
				}
				for _, id := range []string{"instructions-1997", "circular-2016-12", "circular-2017-05", "circular-2019-01"} {
					r := letter.Request{Kind: kind, Lang: lang, Date: c.on, Profile: s.profiles[id]}
					if _, ok := r.Profile.Letters[kind]; !ok {
						continue
					}
					if c.lines == nil {
						r.Standby = standby(c.name, own(lang))
					} else {
						r.File = fold(t, c.lines...)
						r.File.Language = own(lang)
					}
					d := s.composeOf(t, r)
					if id == procedure.Default {
						fmt.Fprintf(&got, "=== %s\n%s\n", c.name, plain(d))
					} else if first {
						fmt.Fprintf(&got, "=== %s under %s\n%s\n", c.name, id, strings.Join(body(d), "\n"))
						for _, f := range d.Foot {
							fmt.Fprintf(&got, "foot: %s\n", f)
						}
						got.WriteString("\n")
					}
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
	for id, profile := range s.profiles {
		for _, c := range read {
			if c.lines != nil {
				all(id+" "+c.name, profile, langs, c.lines...)
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
			if got := strings.ReplaceAll(s.texts.Date(c.lang, d), "\u00a0", " "); got != want {
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
			if got := s.texts.Country(lang, code); got == "" || got == code && code != "stateless" {
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
		for _, st := range letter.States(f, &schedule, s.profile, s.office("nl"), s.book, civil.Must(1997, 4, 1), lacks) {
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
	for _, st := range letter.States(f, &schedule, s.profile, letter.Office{Refused: "office.agreement.ended"}, s.book, civil.Must(1997, 4, 1), lacks)[:1] {
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
	letter.States(f, &schedule, s.profile, s.office("nl"), s.book, civil.Must(1997, 4, 1), func(text string) []rune {
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
	var out []rune
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
		r.File, r.Schedule, r.Profile, r.Texts, r.Contacts = f, &schedule, s.profile, s.texts, s.book
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
