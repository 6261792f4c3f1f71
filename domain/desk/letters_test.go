package desk_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
)

func state(t testing.TB, b *desktest.Bench, id journal.ID, kind string) letter.State {
	t.Helper()
	for _, l := range open(t, b, id).Letters {
		if l.Kind == kind {
			return l
		}
	}
	t.Fatalf("there is no %s", kind)
	return letter.State{}
}

// ended is a case whose counselling ended after the Department knew of it.
func ended(t testing.TB, b *desktest.Bench) journal.ID {
	t.Helper()
	id, _ := rich(t, b)
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
		t.Fatal(err)
	}
	record(t, b, id, `{"kind":"counselling","event":"ended","reason":"contactLost"}`)
	return id
}

// L08 and L14 can change a life: somebody else reads them first, and who that
// was is recorded.
func TestASecondReaderReadsWhatEndsOrDecides(t *testing.T) {
	b := bench(t, desk.Settings{})
	id := ended(t, b)
	add(t, b)
	for _, r := range []desk.Reading{{}, {Reason: "nobody is here"}} {
		if _, err := b.IssueReadLetter(ctx, id, "L14", r); key(err) != "refused.letter.secondReader" {
			t.Errorf("with %+v: %v", r, err)
		}
	}
	for secret, want := range map[string]string{desktest.Passphrase: "refused.reader", "wrong words": journal.ErrWrongPassphrase.Error()} {
		if _, err := b.IssueReadLetter(ctx, id, "L14", desk.Reading{Passphrase: []byte(secret)}); key(err) != want {
			t.Errorf("with the passphrase %s: %v", secret, err)
		}
	}
	if n := len(open(t, b, id).File.Letters); n != 1 {
		t.Fatalf("%d letters were issued unread", n)
	}
	if _, err := b.IssueReadLetter(ctx, id, "L14", desk.Reading{Passphrase: []byte(pietsWords)}); err != nil {
		t.Fatal(err)
	}
	if l := open(t, b, id).File.Issued("L14"); l.Body.ReadBy != "2" || l.Body.Unread != "" || l.Entry.By != "1" {
		t.Errorf("recorded is %+v by %s", l.Body, l.Entry.By)
	}
	if b.Alone() {
		t.Error("two colleagues are counted as one")
	}
	// a letter that nobody else need read records no reader
	record(t, b, id, `{"kind":"counselling","event":"takenOn"}`)
	if _, err := b.IssueReadLetter(ctx, id, "L01", desk.Reading{Passphrase: []byte(pietsWords)}); err != nil {
		t.Fatal(err)
	}
	if l := open(t, b, id).File.Issued("L01"); l.Body.ReadBy != "" {
		t.Errorf("L01 was read by %s", l.Body.ReadBy)
	}
}

func TestWhoIsAloneSaysWhyNobodyElseRead(t *testing.T) {
	b := bench(t, desk.Settings{})
	id := ended(t, b)
	if !b.Alone() {
		t.Error("the recovery code is counted as a colleague")
	}
	for reason, want := range map[string]string{"": "refused.letter.alone", "  ": "refused.letter.alone", ".": "problem.reason", "1 a b": "problem.reason", strings.Repeat("x", 301): "problem.text.long"} {
		if _, err := b.IssueReadLetter(ctx, id, "L14", desk.Reading{Reason: reason}); key(err) != want {
			t.Errorf("%q: %v", reason, err)
		}
	}
	if _, err := b.IssueLetter(ctx, id, "L14"); key(err) != "refused.letter.alone" {
		t.Errorf("without a word: %v", err)
	}
	if _, err := b.IssueReadLetter(ctx, id, "L14", desk.Reading{Reason: "one counsellor on duty"}); err != nil {
		t.Fatal(err)
	}
	if l := open(t, b, id).File.Issued("L14"); l.Body.Unread != "one counsellor on duty" || l.Body.ReadBy != "" {
		t.Errorf("recorded is %+v", l.Body)
	}
	// what is missing is said before anybody is asked to read
	fresh, _ := rich(t, b)
	if _, err := b.IssueLetter(ctx, fresh, "L08"); key(err) != "refused.letter.why.S3" && key(err) != "refused.letter.why.noSummons" {
		t.Errorf("L08 of a new case: %v", err)
	}
}

// T31: the withdrawal of consent stops letters to the Department, but not the
// news that counselling ended, which then gives no reason.
func TestT31AfterAWithdrawalOnlyTheEndIsTold(t *testing.T) {
	b := bench(t, desk.Settings{})
	id := ended(t, b)
	record(t, b, id, `{"kind":"consent","purpose":"foreignersDepartment","answer":"withdrawn"}`)
	for _, kind := range []string{"L01", "L02"} {
		if s := state(t, b, id, kind); s.State == letter.Ready {
			t.Errorf("%s is ready", kind)
		}
		if _, err := b.PreviewLetter(ctx, id, kind, ""); err == nil {
			t.Errorf("%s can be looked at", kind)
		}
	}
	if s := state(t, b, id, "L14"); s.State != letter.Ready || !s.SecondReader {
		t.Fatalf("L14 is %+v", s)
	}
	d, err := b.PreviewLetter(ctx, id, "L14", "")
	if err != nil || strings.Contains(plain(d), "contact verbroken") || !strings.Contains(plain(d), "einde") {
		t.Errorf("%v: %s", err, plain(d))
	}
	record(t, b, id, `{"kind":"consent","purpose":"foreignersDepartment","answer":"given"}`)
	if d, err = b.PreviewLetter(ctx, id, "L14", ""); err != nil || !strings.Contains(plain(d), "contact verbroken") {
		t.Errorf("with consent the reason is kept back: %v", err)
	}
}

// The services of a municipality are written to in the language of its region;
// that is no copy, and the file's language stays what it is.
func TestALocalServiceIsWrittenToInItsLanguage(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"consent","purpose":"cpas","answer":"given"}`, `{"kind":"document","stage":"S1","on":"1997-03-20","municipality":"Eupen"}`)
	if s := state(t, b, id, "L11"); s.State != letter.Ready || s.Language != "de" {
		t.Fatalf("L11 is %+v", s)
	}
	if _, err := b.CopyLetter(ctx, id, "L11", "de", casefile.AsFile); key(err) != "problem.letter.official" {
		t.Errorf("a copy in its own language: %v", err)
	}
	if _, err := b.IssueLetter(ctx, id, "L11"); err != nil {
		t.Fatal(err)
	}
	if d := b.Paper.Set[len(b.Paper.Set)-1]; d.Lang != "de" || d.Stamp != "" {
		t.Errorf("issued in %s, stamped %q", d.Lang, d.Stamp)
	}
	f := open(t, b, id).File
	if l := f.Issued("L11"); l.Body.Language != "de" || f.Language != "nl" {
		t.Errorf("recorded in %s, the file in %s", l.Body.Language, f.Language)
	}
	if doc, err := b.IssuedDocument(ctx, id, 1); err != nil || doc == nil {
		t.Errorf("it is not shown as it was issued: %v", err)
	}
	if _, err := b.CopyLetter(ctx, id, "L11", "nl", casefile.AsFile); err != nil {
		t.Fatal(err)
	}
	if d := b.Paper.Set[len(b.Paper.Set)-1]; d.Stamp != "SPECIMEN" {
		t.Errorf("the Dutch copy is stamped %q", d.Stamp)
	}
}

// A changed fact makes a new letter that refers to the first, whose bytes stay.
func TestALaterLetterRefersToTheEarlierOne(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, code := rich(t, b)
	first, err := b.IssueLetter(ctx, id, "L01")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain(b.Paper.Set[0]), "sluit aan") {
		t.Error("the first letter refers to one before it")
	}
	record(t, b, id, `{"kind":"person","familyName":"Testaj","givenNames":"Ana","born":"1975-05-04","nationalities":["AL"],"sex":"F"}`)
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
		t.Fatal(err)
	}
	if text := plain(b.Paper.Set[1]); !strings.Contains(text, "sluit aan bij onze brief van 1\u00a0april\u00a01997") || !strings.Contains(text, code+"-1") {
		t.Errorf("the second letter reads %s", text)
	}
	if again, err := b.IssuedLetter(ctx, id, 1); err != nil || string(again.PDF) != string(first.PDF) {
		t.Errorf("the first letter changed: %v", err)
	}
	if _, err := b.CopyLetter(ctx, id, "L01", "en", casefile.AsFile); err != nil || strings.Contains(plain(b.Paper.Set[2]), "where the two differ") {
		t.Errorf("a copy refers to its own letter: %v", err)
	}
}

// Without a change there is no second letter that is as final as the first. A
// changed fact, a changed letterhead or an answer makes one.
func TestALetterIsNotIssuedTwiceWhenNothingHasChanged(t *testing.T) {
	for name, c := range map[string]struct {
		change func(b *desktest.Bench, id journal.ID)
		same   bool
	}{
		"nothing":     {func(*desktest.Bench, journal.ID) {}, true},
		"another day": {func(b *desktest.Bench, _ journal.ID) { b.Clock.Day = b.Clock.Day.AddDays(3) }, true},
		"something else": {func(b *desktest.Bench, id journal.ID) {
			record(t, b, id, `{"kind":"note","text":"She slept well."}`)
		}, true},
		"sent": {func(b *desktest.Bench, id journal.ID) {
			record(t, b, id, `{"kind":"letterSent","number":1,"how":"post"}`)
		}, true},
		"a fact": {func(b *desktest.Bench, id journal.ID) {
			record(t, b, id, `{"kind":"person","familyName":"Testaj","givenNames":"Ana","born":"1975-05-04","nationalities":["AL"],"sex":"F"}`)
		}, false},
		"an answer": {func(b *desktest.Bench, id journal.ID) {
			record(t, b, id, `{"kind":"letterAnswered","number":1,"answer":"refused"}`)
		}, false},
		"the letterhead": {func(b *desktest.Bench, _ journal.ID) {
			s := b.Settings()
			s.Letterhead = "Bank: BE00"
			if err := b.SetSettings(ctx, s); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		b := bench(t, desk.Settings{})
		id, _ := rich(t, b)
		if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
			t.Fatal(err)
		}
		c.change(b, id)
		_, err := b.IssueLetter(ctx, id, "L01")
		var same desk.SameLetter
		switch n := len(open(t, b, id).File.Letters); {
		case c.same && (!errors.As(err, &same) || same.Number != 1 || n != 1):
			t.Errorf("after %s: %v, %d letters", name, err, n)
		case !c.same && (err != nil || n != 2):
			t.Errorf("after %s: %v, %d letters", name, err, n)
		}
	}
}

// N5: what an inspection asks needs no desk, and neither letter leaves a trace
// in one.
func TestN5AStandbyLeavesNothingInTheDesk(t *testing.T) {
	b := bench(t, desk.Settings{})
	s, err := letter.ParseStandby([]byte(`{"language":"fr","centre":"surya","inspection":"Inspection fictive","from":"1997-04-20","district":"Liège"}`), today)
	if err != nil {
		t.Fatal(err)
	}
	size := b.Vault.Size()
	if _, err := b.StandbyLetter("L13", s, "", ""); key(err) != "problem.missing" {
		t.Errorf("an answer that names nobody: %v", err)
	}
	s.Staff, s.StaffPhone = "A. Fictive", "00 000 00 00"
	for _, kind := range []string{"L12", "L13"} {
		p, err := b.StandbyLetter(kind, s, "circular-2019-01", "")
		if err != nil || p.Name != "1997-04-20.pdf" || b.Paper.Set[len(b.Paper.Set)-1].Lang != "fr" {
			t.Errorf("%s: %v, %s", kind, err, p.Name)
		}
	}
	if b.Vault.Size() != size {
		t.Error("the desk keeps something of it")
	}
	if _, err := b.StandbyLetter("L01", s, "", ""); key(err) != "problem.letter" {
		t.Errorf("L01 about a check: %v", err)
	}
	if _, err := b.StandbyLetter("L12", s, "elsewhere", ""); key(err) != "problem.profile" {
		t.Errorf("under no procedure: %v", err)
	}
	s.Centre = "police"
	if _, err := b.StandbyLetter("L12", s, "", ""); key(err) != "problem.contact" {
		t.Errorf("to what is no centre: %v", err)
	}
	s.Centre = "surya"
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.StandbyLetter("L12", s, "", ""); err != nil {
		t.Errorf("with the desk locked: %v", err)
	}
	if _, err := b.StandbyLetter("L13", s, "", ""); err == nil {
		t.Error("a locked desk answers")
	}
	for _, kind := range casefile.Kinds {
		if strings.Contains(strings.ToLower(kind.Name), "standby") {
			t.Errorf("there is an entry %s", kind.Name)
		}
	}
}

// T24: without the evidence there is a draft to look at, marked as such, and
// no letter.
func TestT24WithoutEvidenceThereIsADraftAlone(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"complaint","form":"statement","unit":"x","on":"1997-03-05"}`, `{"kind":"document","stage":"S2","on":"1997-03-06"}`,
		`{"kind":"document","stage":"S3","on":"1997-03-20"}`, `{"kind":"summons","court":"Rechtbank","on":"1997-03-25"}`)
	s := state(t, b, id, "L08")
	if s.State != letter.Blocked || !s.Draft || len(s.Missing) != 1 || s.Missing[0].Key != "importance" {
		t.Fatalf("L08 is %+v", s)
	}
	for lang, want := range map[string]string{"": "ONTWERP – bewijs ontbreekt", "en": "Courtesy translation – not for official use – DRAFT – evidence missing"} {
		if d, err := b.PreviewLetter(ctx, id, "L08", lang); err != nil || d.Stamp != want {
			t.Errorf("the draft is stamped %q, want %q (%v)", d.Stamp, want, err)
		}
	}
	if _, err := b.IssueReadLetter(ctx, id, "L08", desk.Reading{Reason: "alone"}); key(err) != "missing.importance" {
		t.Errorf("issued without evidence: %v", err)
	}
	record(t, b, id, `{"kind":"importance","considered":"yes","evidence":"prosecutorLetter"}`)
	if s := state(t, b, id, "L08"); s.State != letter.Ready || s.Draft {
		t.Errorf("L08 is %+v", s)
	}
	if d, err := b.PreviewLetter(ctx, id, "L08", ""); err != nil || d.Stamp != "PREVIEW" {
		t.Errorf("stamped %q (%v)", d.Stamp, err)
	}
}

// The password of an encrypted copy is drawn anew each time, long enough, and
// is nowhere but in the hands of who asked.
func TestAnEncryptedCopyHasAPasswordOfItsOwnThatIsNotKept(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	made, err := b.IssueLetter(ctx, id, "L01")
	if err != nil {
		t.Fatal(err)
	}
	size, seen := b.Vault.Size(), map[string]bool{}
	for range 20 {
		copied, password, err := b.EncryptedCopy(made)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(password) || seen[password] {
			t.Errorf("the password is %q", password)
		}
		seen[password] = true
		if want := password + "\n" + string(made.PDF); string(copied.PDF) != want || copied.Name != made.Name {
			t.Errorf("the copy is not that letter, encrypted")
		}
	}
	if b.Vault.Size() != size {
		t.Error("something of it was kept")
	}
	if err := b.LetterExported(ctx, id, 1, casefile.Encrypted); err != nil {
		t.Fatal(err)
	}
	h := open(t, b, id).File.History
	if e, ok := h[len(h)-1].Body.(*casefile.Exported); !ok || e.How != casefile.Encrypted || e.Number != 1 {
		t.Errorf("recorded is %+v", h[len(h)-1].Body)
	}
	if err := b.LetterExported(ctx, id, 1, "by pigeon"); err == nil {
		t.Error("a way that there is not was recorded")
	}
}

// A centre writes in the languages of its region; another one is allowed, and
// said. A local service says itself which are its own.
func TestAFileInALanguageThatIsNotTheCentresIsSaid(t *testing.T) {
	for centre, own := range map[string]string{desk.Payoke: "nl", desk.PagAsa: "fr nl", desk.Surya: "fr de", desk.Welfare: "nl fr de"} {
		b := bench(t, desk.Settings{Centre: centre, Language: "nl"})
		for _, lang := range letter.Languages {
			id, _, err := b.OpenCase(ctx, lang, "")
			if err != nil {
				t.Fatal(err)
			}
			foreign := b.ForeignLanguage(open(t, b, id).File.Language)
			if known := strings.Contains(own, lang); known != (foreign == nil) {
				t.Errorf("%s, a file in %s: %v", centre, lang, foreign)
			}
		}
	}
}
