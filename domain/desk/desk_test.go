package desk_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
)

func TestAnUnlockedDeskRemembersEverything(t *testing.T) {
	b := bench(t, desk.Settings{Centre: desk.Surya, Language: "fr", Counsellor: "Zoé Exemple", Scale: 125})
	id, code := rich(t, b)
	if err := b.SetDraft(ctx, id, []byte("half a sentence")); err != nil {
		t.Fatal(err)
	}
	want := b.Settings()
	for _, secret := range []string{desktest.Passphrase, desktest.Recovery} {
		if err := b.Lock(); err != nil {
			t.Fatal(err)
		}
		if !b.Locked() {
			t.Fatal("the desk is not locked")
		}
		if err := b.Unlock(ctx, []byte("another")); !errors.Is(err, journal.ErrWrongPassphrase) || !b.Locked() {
			t.Fatalf("a wrong passphrase: %v", err)
		}
		if err := b.Unlock(ctx, []byte(secret)); err != nil {
			t.Fatal(err)
		}
		if b.Settings() != want {
			t.Errorf("settings are %+v", b.Settings())
		}
		if got, err := b.Find(strings.ToLower(code)); err != nil || got != id {
			t.Errorf("the case is not found: %v", err)
		}
		if d, err := b.Draft(ctx, id); err != nil || string(d) != "half a sentence" {
			t.Errorf("the draft is %q, %v", d, err)
		}
		// and the desk's own journal goes on where it was
		if err := b.SetSettings(ctx, want); err != nil {
			t.Fatal(err)
		}
	}
	// No passphrase is held against a desk that is open, so none is said to fit.
	if err := b.Unlock(ctx, []byte("whatever")); !errors.Is(err, journal.ErrInUse) {
		t.Errorf("unlocking an open desk: %v", err)
	}
}

func TestSearchFindsByNameCodeAndNumber(t *testing.T) {
	b := bench(t, desk.Settings{})
	_, ana := rich(t, b)
	id, dragan := rich(t, b, `"Testaj"`, `"Đorđević-Nguyễn"`, `"Ana Fiktiva"`, `"Dragan"`, `"Anna Voorbeeld"`, `"Малый"`)
	record(t, b, id, `{"kind":"person","familyName":"Đorđević-Nguyễn","givenNames":"Dragan","originalScript":"Ђорђевић","aliases":["Малый"],"fileNumber":"5.412.907"}`)
	for search, want := range map[string]string{
		"": ana + " " + dragan, "testaj": ana, "TESTAJ ana": ana, "fiktiva testaj": ana, "dordevic": dragan, "nguyen": dragan, "ђорђ": dragan,
		"малый": dragan, "5412907": dragan, "5.412": dragan, strings.ToLower(ana): ana, strings.ReplaceAll(ana, "-", ""): ana, ana[:5]: ana,
		"nobody": "", "ana dragan": "", "voorbeeld": ana,
	} {
		rows, err := b.Cases(search)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, r.Code)
		}
		slices.Sort(got)
		expect := strings.Fields(want)
		slices.Sort(expect)
		if !slices.Equal(got, expect) {
			t.Errorf("%q finds %v, want %v", search, got, expect)
		}
	}
	for typed, want := range map[string]string{"": "problem.code", "K7M-204T": "problem.code", "K7M-204S": "problem.case", ana: ""} {
		if _, err := b.Find(typed); key(err) != want {
			t.Errorf("the code %q: %v, want %q", typed, err, want)
		}
	}
}

func TestTheLatestCaseComesFirst(t *testing.T) {
	b := bench(t, desk.Settings{})
	var want []string
	for _, on := range []string{"1997-03-01", "1997-03-09", "1997-03-05"} {
		_, code := rich(t, b, "1997-02-28", on)
		want = append(want, code)
	}
	want = []string{want[1], want[2], want[0]}
	rows, err := b.Cases("")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if r.Code != want[i] {
			t.Errorf("place %d: %s, want %s", i, r.Code, want[i])
		}
	}
}

func TestAgendaShowsTheMostPressingFirst(t *testing.T) {
	b := bench(t, desk.Settings{})
	name := map[string]string{}
	take := func(called string, entries ...string) {
		in := &intake.Intake{On: civil.Must(1997, 1, 2)}
		id, code, err := b.TakeIn(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		name[code] = called
		record(t, b, id, entries...)
	}
	// on 1 April 1997: the 45 days of 15 February end today
	take("today", `{"kind":"document","stage":"S1","on":"1997-02-15"}`)
	take("overdue", `{"kind":"document","stage":"S1","on":"1997-02-10"}`)
	take("later", `{"kind":"document","stage":"S1","on":"1997-03-20"}`)
	take("soon", `{"kind":"document","stage":"S1","on":"1997-02-25"}`)
	take("at once", `{"kind":"triage","assessment":"5.1","on":"1997-03-31"}`, `{"kind":"contact","how":"atCentre","outcome":"made","on":"1997-03-31"}`)
	take("nothing", `{"kind":"contact","how":"telephone","outcome":"made","on":"1997-03-20"}`)
	take("stopped", `{"kind":"triage","assessment":"5.3"}`)
	take("ended", `{"kind":"counselling","event":"takenOn","on":"1997-01-03"}`, `{"kind":"counselling","event":"ended","on":"1997-01-04"}`)
	a, err := b.Agenda()
	if err != nil {
		t.Fatal(err)
	}
	var got, none []string
	for _, task := range a.Tasks {
		got = append(got, name[task.Code]+" "+string(task.Due.Urgency))
	}
	for _, r := range a.NoStep {
		none = append(none, name[r.Code])
	}
	want := "overdue overdue, at once overdue, today today, soon soon, later later"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("\n got %s\nwant %s", s, want)
	}
	if strings.Join(none, " ") != "nothing" {
		t.Errorf("without a step: %v", none)
	}
}

// Who must act before a weekend is told on the Friday, before those whose days
// end later but who must act no later.
func TestAgendaIsInTheOrderOfTheDaysToActBy(t *testing.T) {
	b := bench(t, desk.Settings{})
	name := map[string]string{}
	for _, c := range [][2]string{{"Monday", "1997-01-31"}, {"Sunday", "1997-01-30"}, {"Tuesday", "1997-02-01"}} {
		id, code, err := b.TakeIn(ctx, &intake.Intake{On: civil.Must(1997, 1, 2)})
		if err != nil {
			t.Fatal(err)
		}
		name[code] = c[0]
		record(t, b, id, `{"kind":"document","stage":"S1","on":"`+c[1]+`"}`)
	}
	for day, want := range map[int]string{
		14: "Sunday today, Monday soon, Tuesday soon", // Friday: Sunday's is to be done today
		15: "Sunday overdue missed, Monday soon, Tuesday soon",
		16: "Sunday overdue missed, Monday soon, Tuesday soon",
		17: "Sunday overdue, Monday today, Tuesday soon",
	} {
		b.Clock.Day = civil.Must(1997, 3, day)
		a, err := b.Agenda()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range a.Tasks {
			s := name[x.Code] + " " + string(x.Due.Urgency)
			if x.Due.Missed {
				s += " missed"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("on %d March\n got %s\nwant %s", day, s, want)
		}
	}
}

func TestLanguageIsFrozenAfterTheFirstLetter(t *testing.T) {
	b := bench(t, desk.Settings{Centre: desk.PagAsa, Language: "nl", Counsellor: "x"})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"fileLanguage","language":"de"}`, `{"kind":"fileLanguage","language":"fr"}`)
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
		t.Fatal(err)
	}
	if d := b.Paper.Set[0]; d.Lang != "fr" || d.Stamp != "" {
		t.Errorf("the letter is in %s, stamped %q", d.Lang, d.Stamp)
	}
	history := open(t, b, id).File.History
	change := history[slices.IndexFunc(history, func(e casefile.Entry) bool { return e.Kind == casefile.KindFileLanguage })]
	for _, entry := range []string{
		`{"kind":"fileLanguage","language":"nl"}`,
		`{"kind":"fileLanguage","language":"nl","corrects":"` + change.ID.String() + `"}`,
		`{"kind":"void","of":"` + change.ID.String() + `"}`,
	} {
		if err := try(b, id, entry); key(err) != "refused.language" {
			t.Errorf("%s: %v", entry, err)
		}
	}
	if _, err := b.CopyLetter(ctx, id, "L01", "nl", casefile.AsFile); err != nil {
		t.Fatal(err)
	}
	if d := b.Paper.Set[1]; d.Lang != "nl" || d.Stamp != "SPECIMEN" {
		t.Errorf("a copy in another language is stamped %q", d.Stamp)
	}
	for lang, want := range map[string]string{"": "PREVIEW", "fr": "PREVIEW", "nl": "SPECIMEN – PREVIEW", "de": "SPECIMEN – PREVIEW"} {
		if d, err := b.PreviewLetter(ctx, id, "L02", lang); err != nil || d.Stamp != want {
			t.Errorf("a preview in %q is stamped %q, want %s (%v)", lang, d.Stamp, want, err)
		}
	}
	if _, err := b.CopyLetter(ctx, id, "L01", "sq", casefile.AsFile); key(err) != "problem.letter.language" {
		t.Errorf("a copy in a language without letters: %v", err)
	}
}

func TestEachCentreWritesInItsLanguage(t *testing.T) {
	for _, c := range []struct{ centre, interface_, want string }{
		{desk.Payoke, "fr", "nl"}, {desk.Payoke, "en", "nl"}, {desk.Surya, "nl", "fr"}, {desk.Surya, "de", "fr"},
		{desk.PagAsa, "nl", "nl"}, {desk.PagAsa, "fr", "fr"}, {desk.PagAsa, "de", "fr"}, {desk.PagAsa, "en", "fr"},
		{desk.Welfare, "nl", "nl"}, {desk.Welfare, "de", "de"}, {desk.Welfare, "en", "fr"},
	} {
		b := bench(t, desk.Settings{Centre: c.centre, Language: c.interface_})
		id, _, err := b.OpenCase(ctx, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if got := open(t, b, id).File.Language; got != c.want {
			t.Errorf("%s with a desk in %s writes %s, want %s", c.centre, c.interface_, got, c.want)
		}
	}
}

func TestSettingsKeepToTheirRanges(t *testing.T) {
	b := bench(t, desk.Settings{})
	good := b.Settings()
	office := desk.Office{Name: "Dienst", Address: "Straat 1", Postcode: "9999", City: "Stad", Partner: desk.Payoke}
	for _, c := range []struct {
		change func(*desk.Settings)
		want   string
	}{
		{func(s *desk.Settings) {}, ""},
		{func(s *desk.Settings) { s.Centre = "x" }, "choice at centre"},
		{func(s *desk.Settings) { s.Centre = "" }, "choice at centre"},
		{func(s *desk.Settings) { s.Language = "es" }, "choice at language"},
		{func(s *desk.Settings) { s.Counsellor = strings.Repeat("a", 500) }, "text.long at counsellor"},
		{func(s *desk.Settings) { s.Signatory = "A\u0007" }, "text.control at signatory"},
		{func(s *desk.Settings) { s.Signatory = "  " }, "text.blank at signatory"},
		{func(s *desk.Settings) { s.Look = "sunlight" }, ""},
		{func(s *desk.Settings) { s.Look = "pink" }, "choice at look"},
		{func(s *desk.Settings) { s.Scale = 200 }, ""},
		{func(s *desk.Settings) { s.Scale = 99 }, "number.range at scale"},
		{func(s *desk.Settings) { s.Scale = 201 }, "number.range at scale"},
		{func(s *desk.Settings) { s.LockAfter = 60 }, ""},
		{func(s *desk.Settings) { s.LockAfter = -1 }, "number.range at lockAfter"},
		{func(s *desk.Settings) { s.LockAfter = 61 }, "number.range at lockAfter"},
		{func(s *desk.Settings) { s.Centre = desk.Local }, "agreement.missing at agreement"},
		{func(s *desk.Settings) { s.Centre, s.Office = desk.Local, &office }, ""},
		{func(s *desk.Settings) { o := office; o.Partner = "x"; s.Centre, s.Office = desk.Local, &o }, "choice at agreement.partner"},
		{func(s *desk.Settings) {
			o := office
			o.Name, o.City = "", "A\u0007"
			s.Centre, s.Office = desk.Local, &o
		},
			"needed at agreement.name|text.control at agreement.city"},
		{func(s *desk.Settings) { s.Centre, s.Office = desk.Local, &desk.Office{} }, // as the page asks, from top to bottom
			"needed at agreement.name|needed at agreement.address|needed at agreement.postcode|needed at agreement.city|choice at agreement.partner"},
		{func(s *desk.Settings) {
			o := office
			o.ApprovedOn = civil.Must(1989, 1, 1)
			s.Centre, s.Office = desk.Local, &o
		}, "date.range at agreement.approvedOn"},
		{func(s *desk.Settings) { s.Centre, s.Language, s.Look = "x", "x", "x" }, "choice at centre|choice at language|choice at look"},
	} {
		s := good
		c.change(&s)
		size := b.Vault.Size()
		err := b.SetSettings(ctx, s)
		var found casefile.Problems
		errors.As(err, &found)
		var got []string
		for _, p := range found {
			got = append(got, strings.TrimPrefix(p.Key, "problem.")+" at "+p.Path)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%+v:\n got %v (%v)\nwant %s", s, got, err, c.want)
		}
		if (c.want == "") != (b.Vault.Size() == size+1) {
			t.Errorf("%+v: %d records more", s, b.Vault.Size()-size)
		}
	}
}

func TestAgreementsAreReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		`{"name":"x"}`: "", `{"name":"x","colour":"red"}`: "problem.agreement", `{"name":"x"} {}`: "problem.agreement", `[]`: "problem.agreement",
		`{"name":"x","name":"y"}`: "problem.agreement", `{"signedOn":"soon"}`: "problem.agreement", ``: "problem.agreement",
		`{"name":"` + strings.Repeat("a", 1<<20) + `"}`: "problem.agreement",
	} {
		if _, err := desk.ParseOffice([]byte(text)); key(err) != want {
			t.Errorf("%.40s: %v, want %q", text, err, want)
		}
	}
}

// T29: without the minister's approval a local service requests nothing (§3).
func TestT29LocalServiceWithoutApprovalWritesNoLetter(t *testing.T) {
	data, err := os.ReadFile("../../docs/examples/agreement.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*desk.Office)
		want   string
	}{
		{"approved", func(*desk.Office) {}, ""},
		{"ends today", func(o *desk.Office) { o.EndsOn = today }, ""},
		{"not approved", func(o *desk.Office) { o.ApprovedOn = civil.Date{} }, "office.agreement.approved@settings"},
		{"approved by nobody", func(o *desk.Office) { o.ApprovedBy = "" }, "office.agreement.approved@settings"},
		{"approved from tomorrow", func(o *desk.Office) { o.ApprovedOn = today.AddDays(1) }, "office.agreement.approved@settings"},
		{"ended yesterday", func(o *desk.Office) { o.EndsOn = today.AddDays(-1) }, "office.agreement.ended@settings"},
	} {
		o, err := desk.ParseOffice(data)
		if err != nil {
			t.Fatal(err)
		}
		c.change(o)
		b := bench(t, desk.Settings{Centre: desk.Local, Language: "nl", Counsellor: "x", Office: o})
		id, _ := rich(t, b)
		for _, kind := range []string{"L01", "L02"} {
			if got := missing(open(t, b, id), kind); got != c.want {
				t.Errorf("%s: %s lacks %q, want %q", c.name, kind, got, c.want)
			}
			_, err := b.IssueLetter(ctx, id, kind)
			if (err == nil) != (c.want == "") {
				t.Errorf("%s: issuing %s: %v", c.name, kind, err)
			}
		}
		if c.want == "" && !strings.Contains(plain(b.Paper.Set[0]), "Dienst Voorbeeld") {
			t.Error("the letterhead is not that of the service")
		}
	}
}

func TestNothingIsWrittenOverAnotherProgram(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	records := b.Vault.Records(id)
	other := records[len(records)-1]
	other.ID = journal.NewID()
	// the journal grows between the reading and the writing of the desk
	b.Vault.OnRead = func() { b.Vault.Grow(id, other) }
	if err := try(b, id, `{"kind":"note","text":"x"}`); !errors.Is(err, journal.ErrConflict) {
		t.Fatalf("the journal grew: %v", err)
	}
	b.Vault.OnRead = nil
	if n := len(b.Vault.Records(id)); n != len(records)+1 {
		t.Errorf("%d records, want %d", n, len(records)+1)
	}
	record(t, b, id, `{"kind":"note","text":"x"}`) // and with fresh eyes it works
}

func TestAnIntakeIsTakenWholeOrNotAtAll(t *testing.T) {
	b := bench(t, desk.Settings{})
	size := b.Vault.Size()
	for _, c := range []struct{ what, with, want string }{
		{`"language": "nl"`, `"language": "en"`, "problem.choice"},
		{`"on": "1997-02-28"`, `"on": "1997-04-02"`, "date.range"},
		{`"familyName": "Testaj"`, `"familyName": "` + strings.Repeat("a", 500) + `"`, "text.long"},
		{`"status": "illegal"`, `"status": "x"`, "problem.choice"},
		{`"by": "police"`, `"by": "someone"`, "problem.choice"},
		{`"event": "takenOn"`, `"event": "takenOn", "colour": "red"`, "problem.field"},
		{`"language": "nl"`, `"language": "nl", "profile": "of-tomorrow"`, "problem.profile"},
		{`"note": [`, `"notes": [`, "problem.field"},
		{`"time": "22:41"`, `"time": "25:00"`, "problem.time"},
	} {
		data, err := os.ReadFile("../../docs/examples/intake.json")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(data), c.what, c.with, 1)
		in, err := intake.Parse([]byte(text), today)
		if err == nil {
			_, _, err = b.TakeIn(ctx, in)
		}
		if !strings.Contains(key(err), c.want) {
			t.Errorf("%s: %v, want %s", c.with, err, c.want)
		}
	}
	if rows, err := b.Cases(""); err != nil || len(rows) > 0 || b.Vault.Size() != size {
		t.Errorf("a case was opened: %+v, %v", rows, err)
	}
}

func TestSeveralEntriesAreRecordedTogetherOrNotAtAll(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	size := b.Vault.Size()
	note := casefile.NewEntry(casefile.KindNote, today, &casefile.Note{Text: "x"})
	for _, bad := range []casefile.Entry{
		casefile.NewEntry(casefile.KindNote, today, &casefile.Note{}),
		casefile.NewEntry(casefile.KindNote, today.AddDays(1), &casefile.Note{Text: "x"}),
		{Kind: casefile.KindNote, On: today, Time: "9:05", Body: &casefile.Note{Text: "x"}},
		casefile.NewEntry(casefile.KindVoid, today, &casefile.Void{Of: journal.NewID()}),
		casefile.NewEntry(casefile.KindOpened, today, &casefile.Opened{Code: "K7M-204S", Language: "nl", Profile: "instructions-1997", Version: "1"}),
		casefile.NewEntry(casefile.KindLetterIssued, today, &casefile.LetterIssued{Letter: "L01", Language: "nl", Number: 1}),
	} {
		if err := b.RecordAll(ctx, id, []casefile.Entry{note, bad}); err == nil {
			t.Errorf("%+v was recorded", bad)
		}
	}
	if b.Vault.Size() != size {
		t.Errorf("%d records were written", b.Vault.Size()-size)
	}
	if err := b.Record(ctx, journal.NewID(), note); key(err) != "problem.case" {
		t.Errorf("a note on no case: %v", err)
	}
}

func TestLastTakesBackOneEntryAfterTheOther(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"note","text":"one"}`, `{"kind":"note","text":"two"}`)
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"one two", "one", ""} {
		var got []string
		for _, n := range open(t, b, id).File.Notes[1:] { // the first is the intake's
			got = append(got, n.Body.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("notes %q, want %q", got, want)
		}
		if want != "" {
			record(t, b, id, `{"kind":"void","of":"last"}`)
		}
	}
	for _, r := range b.Vault.Records(id) {
		if bytes.Contains(r.Body, []byte(casefile.Last.String())) || bytes.Contains(r.Body, []byte(`"last"`)) {
			t.Errorf("stored: %s", r.Body)
		}
	}
}

func TestAnIssuedLetterStaysAsItWas(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, code := rich(t, b)
	first, err := b.IssueLetter(ctx, id, "L01")
	if err != nil {
		t.Fatal(err)
	}
	b.Clock.Day = today.AddDays(1)
	record(t, b, id, `{"kind":"person","familyName":"Another"}`)
	record(t, b, id, `{"kind":"consent","purpose":"foreignersDepartment","answer":"withdrawn"}`) // T31
	again, err := b.IssuedLetter(ctx, id, 1)
	if err != nil || !bytes.Equal(again.PDF, first.PDF) {
		t.Fatalf("the letter changed: %v", err)
	}
	if _, err := b.IssueLetter(ctx, id, "L02"); !strings.Contains(key(err), "missing.consent.foreignersDepartment") {
		t.Errorf("T31: after the consent was withdrawn: %v", err)
	}
	l := open(t, b, id).File.Issued("L01")
	sum := sha256.Sum256(first.PDF)
	if l.Body.SHA256 != hex.EncodeToString(sum[:]) || l.Body.Number != 1 || l.Body.Language != "nl" || l.Body.Profile != "instructions-1997/1" {
		t.Errorf("recorded as %+v", l.Body)
	}
	if err := b.LetterExported(ctx, id, 1, casefile.AsFile); err != nil {
		t.Fatal(err)
	}
	if _, err := b.IssuedLetter(ctx, id, 2); key(err) != "problem.letter" {
		t.Errorf("letter 2: %v", err)
	}
	// a byte that changed on the disk is noticed
	for i, r := range b.Vault.Records(id) {
		if r.ID == l.Body.Bytes {
			b.Vault.Records(id)[i].Body = append(bytes.Clone(r.Body), ' ')
		}
	}
	if _, err := b.IssuedLetter(ctx, id, 1); !errors.Is(err, journal.ErrDamaged) || strings.Contains(err.Error(), code) {
		t.Errorf("a changed letter: %v", err)
	}
}

func TestALetterWithACharacterThatNoFontHasIsRefused(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	b.Paper.Lacks = 'j'
	size := b.Vault.Size()
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if l := c.Letters[0]; l.State != letter.Blocked || len(l.Missing) != 1 || string(l.Missing[0].Runes) != "j" {
		t.Errorf("the letter is %s, missing %v", l.State, l.Missing)
	}
	if _, err := b.IssueLetter(ctx, id, "L01"); key(err) != "problem.glyph" || b.Vault.Size() != size {
		t.Errorf("%v, %d records more", err, b.Vault.Size()-size)
	}
	if _, err := b.CopyLetter(ctx, id, "L01", "fr", casefile.AsFile); key(err) != "problem.glyph" || b.Vault.Size() != size {
		t.Errorf("%v, %d records more", err, b.Vault.Size()-size)
	}
}

func TestLettersAreNumberedWithinTheCase(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, code := rich(t, b)
	for i, kind := range []string{"L01", "L02", "L01"} {
		if i == 2 { // without a change there is no second one
			record(t, b, id, `{"kind":"person","familyName":"Testaj","givenNames":"Ana","born":"1975-05-04","nationalities":["AL"],"sex":"F"}`)
		}
		p, err := b.IssueLetter(ctx, id, kind)
		if err != nil {
			t.Fatal(err)
		}
		if want := code + "-" + string(rune('1'+i)) + ".pdf"; p.Name != want {
			t.Errorf("%s, want %s", p.Name, want)
		}
	}
	if _, err := b.IssueLetter(ctx, id, "L99"); key(err) != "problem.letter" {
		t.Errorf("L99: %v", err)
	}
}

func TestNoDeskWithoutAPassphrase(t *testing.T) {
	b := bench(t, desk.Settings{})
	d := desk.New(&desktest.Vault{}, b.Paper, b.Clock, new(desktest.Random), b.Library())
	s := desk.Settings{Centre: desk.Payoke, Language: "nl"}
	if _, err := d.Create(ctx, s, nil); key(err) != "problem.passphrase.empty" {
		t.Errorf("%v", err)
	}
	if ok, err := d.Exists(); ok || err != nil {
		t.Errorf("a desk was left behind: %v", err)
	}
	if _, err := d.Create(ctx, desk.Settings{Centre: "x", Language: "nl"}, []byte("x")); key(err) != "problem.choice" {
		t.Errorf("%v", err)
	}
	code, err := d.Create(ctx, s, []byte("x"))
	if err != nil || code == "" {
		t.Fatal(err)
	}
	if _, err := d.Create(ctx, s, []byte("x")); !errors.Is(err, journal.ErrExists) {
		t.Errorf("a second desk in one place: %v", err)
	}
}

// The picture of an issued letter is the letter itself, also after the case has
// gone on and the centre has another letterhead; a letter of before, beside which
// nothing was kept, has no picture then, and the bytes stay.
func TestAnIssuedLetterIsShownAsItWasIssued(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	issued, err := b.IssueLetter(ctx, id, "L01")
	if err != nil {
		t.Fatal(err)
	}
	if err := try(b, id, `{"kind":"person","familyName":"Anders","born":"1980","nationalities":["RO"],"sex":"F"}`); err != nil {
		t.Fatal(err)
	}
	doc, err := b.IssuedDocument(ctx, id, 1)
	if err != nil || doc == nil {
		t.Fatalf("no picture of the letter: %v", err)
	}
	if pdf, err := b.PDF(doc); err != nil || !bytes.Equal(pdf, issued.PDF) || doc.Stamp != "" {
		t.Errorf("the picture is not the letter (%v)", err)
	}
	s := b.Settings()
	s.Signatory = "Iemand Anders"
	if err := b.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	same := func(when string) {
		t.Helper()
		doc, err := b.IssuedDocument(ctx, id, 1)
		if err != nil || doc == nil {
			t.Fatalf("%s: no picture of the letter: %v", when, err)
		}
		if pdf, err := b.PDF(doc); err != nil || !bytes.Equal(pdf, issued.PDF) {
			t.Errorf("%s: the picture is not the letter (%v)", when, err)
		}
	}
	same("another signature")
	if err := b.SetLogo(ctx, drawing(t)); err != nil {
		t.Fatal(err)
	}
	if second, err := b.IssueLetter(ctx, id, "L02"); err != nil {
		t.Fatal(err)
	} else if err := b.SetLogo(ctx, nil); err != nil {
		t.Fatal(err)
	} else if doc, err := b.IssuedDocument(ctx, id, 2); err != nil || doc == nil {
		t.Errorf("a letter with the logo of before is not shown: %v", err)
	} else if pdf, err := b.PDF(doc); err != nil || !bytes.Equal(pdf, second.PDF) {
		t.Errorf("it is shown with another logo (%v)", err)
	}
	records := b.Vault.Records(id)
	most := 0
	for i, r := range records {
		if r.Kind == casefile.KindComposed {
			most = max(most, len(r.Body))
			records[i].Body = []byte("as a letter of before")
		}
	}
	if most == 0 || most > 4<<10 {
		t.Errorf("beside a letter %d bytes are kept", most)
	}
	if doc, err := b.IssuedDocument(ctx, id, 1); doc != nil || err != nil {
		t.Errorf("a letter with another signature is shown as the issued one (%v)", err)
	}
	if again, err := b.IssuedLetter(ctx, id, 1); err != nil || !bytes.Equal(again.PDF, issued.PDF) {
		t.Errorf("the kept letter differs (%v)", err)
	}
}

// A withdrawal of consent holds for the preview too; what was not asked yet may
// be looked at.
func TestAWithdrawnConsentEndsThePreview(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	if _, err := b.PreviewLetter(ctx, id, "L02", ""); err != nil {
		t.Fatal(err)
	}
	if err := try(b, id, `{"kind":"consent","purpose":"foreignersDepartment","answer":"withdrawn"}`); err != nil {
		t.Fatal(err)
	}
	if doc, err := b.PreviewLetter(ctx, id, "L02", ""); err == nil || doc != nil {
		t.Error("the letter can be previewed after the consent was withdrawn")
	}
}
