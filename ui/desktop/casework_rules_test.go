package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// labels lists what every button and link on the screen says.
func (b *bench) labels() string {
	var all []string
	for _, o := range b.objects() {
		if x, ok := o.(*kit.Button); ok && x.Visible() {
			all = append(all, x.Label())
		}
	}
	return strings.Join(all, "\n")
}

// step shows a step of the intake.
func (b *bench) step(id journal.ID, step intake.StepID) { b.show(stepScreen(id, step)) }

// N1: implicated is a hard stop. The contact and leaflet actions are absent.
func TestN1ImplicatedStopsTheCase(t *testing.T) {
	b, id := opened(t)
	b.step(id, intake.Person)
	b.typed("Example")
	b.to(saveAndContinue)
	b.press(fyne.KeyReturn)
	b.step(id, intake.Triage)
	b.press(fyne.Key3)
	if !b.says(b.Desktop.t("intake.follows.5.3", b.rests(b.theCase(id), "5.3"))) {
		t.Error("the consequence is not shown when the answer is taken")
	}
	b.typeAt("Who decided?", "Inspector Example")
	b.save()
	if !shows[*pauseScreen](b) || b.focused() != "Go back to the assessment" {
		t.Fatalf("%T is shown, the focus is on %q", b.here, b.focused())
	}
	if b.theCase(id).File.Triage != nil {
		t.Fatal("the assessment was recorded before the pause")
	}
	b.press(fyne.KeyReturn)
	b.onPage(intake.Triage)
	if b.field("Who decided?").Text() != "Inspector Example" {
		t.Error("going back lost what was typed")
	}
	b.save()
	b.tap("Record that the person is implicated")
	c := b.theCase(id)
	if !c.File.Stopped() || len(c.Steps) != 3 {
		t.Fatalf("the case is in state %s with %d steps", c.Status.State, len(c.Steps))
	}
	for _, s := range []screen{
		&intakeScreen{id: id}, &caseScreen{id: id}, &checkScreen{id: id}, &recordScreen{id: id}, &letterScreen{id: id, kind: "L01"},
		stepScreen(id, intake.Safety), stepScreen(id, intake.Leaflet), &pageScreen{id: id, page: mustPage(t, "leaflet"), act: true}, &journalScreen{id: id},
	} {
		b.show(s)
		for _, word := range []string{"Leaflet", "Record", "Issue", "Save", "Take back", "Contact"} {
			// The rail's own Leaflet shows what is built in and belongs to no case.
			if strings.Contains(strings.Replace(b.labels(), "Leaflet", "", 1), word) {
				t.Errorf("%T offers %q after 5.3:\n%s", s, word, b.labels())
			}
		}
		absent := []string{b.letterName("L01"), b.Desktop.t("intake.showLeaflet")}
		for _, act := range acts {
			absent = append(absent, b.Desktop.t("record."+act.id))
		}
		for _, text := range absent {
			if p, ok := s.(*pageScreen); ok && p.act && text == b.Desktop.t("record."+p.page.id) {
				continue // its own title, above the stop
			}
			if _, ok := s.(*letterScreen); ok && text == b.letterName("L01") {
				continue
			}
			if b.says(text) {
				t.Errorf("%T shows %q after 5.3", s, text)
			}
		}
		if b.says("Example") {
			t.Errorf("%T shows the name after 5.3", s)
		}
	}
	// Only the service lifts it, and says why.
	b.step(id, intake.Triage)
	b.press(fyne.Key1)
	b.tap("Record the new assessment")
	if !b.theCase(id).File.Stopped() {
		t.Fatal("the stop was lifted without a reason")
	}
	b.field("Reason").SetText("the prosecutor decided otherwise")
	b.tap("Record the new assessment")
	if !b.theCase(id).File.Stopped() || !b.says("Nobody else opens this desk") {
		t.Fatal("whoever is alone is not asked why")
	}
	b.typed("one counsellor on duty")
	b.tap("Record the new assessment")
	f := b.theCase(id).File
	if f.Stopped() || f.Assessment() != casefile.Believed {
		t.Errorf("the assessment is %q", f.Assessment())
	}
	// The journal says that nobody else stood behind it, and why.
	e := f.History[len(f.History)-1]
	b.show(&entryScreen{id: id, entry: e.ID, back: &journalScreen{id: id}})
	if e.Kind != casefile.KindReclassified || !b.says("No second reader was available.") || !b.says("one counsellor on duty") {
		t.Errorf("the entry %s says: %s", e.Kind, b.texts())
	}
}

func TestDraftOutlivesALockAndACrash(t *testing.T) {
	b, id := opened(t)
	b.step(id, intake.Person)
	b.typed("Unfin")
	b.to("Nationality")
	for _, r := range "alban" {
		b.typed(string(r))
	}
	b.press(fyne.KeyReturn)
	b.lock()
	if err := b.Desk.Unlock(b.ctx(), []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	b.entered()
	b.onPage(intake.Person)
	if got := b.field("Family name").Text(); got != "Unfin" {
		t.Fatalf("after the lock the field says %q", got)
	}
	if !b.says("Take away Albania") && !strings.Contains(b.labels(), "Take away Albania") {
		t.Error("what was picked is gone")
	}
	b.to("Family name")
	b.press(fyne.KeyEnd)
	b.typed("ished")
	s := b.here.(*pageScreen)
	b.until("the draft is sealed by itself", func() bool { return s.typing.last["person.familyName"] == "Unfinished" })

	// As a power cut would: the folder as it is at this moment, nothing closed.
	dir := filepath.Join(t.TempDir(), "after")
	if err := os.CopyFS(dir, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	after := openDesk(t, dir)
	if err := after.Desk.Unlock(after.ctx(), []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	after.entered()
	after.step(id, intake.Person)
	if got := after.field("Family name").Text(); got != "Unfinished" {
		t.Errorf("after the crash the field says %q", got)
	}
	if after.theCase(id).File.Person != nil {
		t.Error("a draft became an entry")
	}
}

func TestBadAnswersKeepTheTextAndWriteNothing(t *testing.T) {
	b, id := opened(t)
	for _, x := range []struct {
		step           intake.StepID
		label, bad     string
		says           string
		good           string
		first          func()
		path           string
		recordsNothing bool
	}{
		{step: intake.Person, label: "Date of birth", bad: "31 2 1971", says: "Enter a date, a month and a year, or a year alone", good: "28 2 1971"},
		{step: intake.Person, label: "Date of birth", bad: "1888", says: "The date must lie between", good: "1988"},
		{step: intake.Person, label: "Family name", bad: strings.Repeat("a", 500), says: "This must have 128 characters or fewer.", good: "A"},
		{step: intake.Person, label: "Given names", bad: "An\u202ea", says: "There is an invisible character", good: "Ana"},
		{step: intake.Residence, label: "Entered Belgium on", bad: "32 13 1997", says: "Enter a real date", good: "1 3 1997",
			first: func() { b.press(fyne.Key1) }},
		{step: intake.Residence, label: "Entered Belgium on", bad: "18 4 1997", says: "The date must lie between", good: "2 3 1997"},
	} {
		b.step(id, x.step)
		if x.first != nil {
			x.first()
		}
		before := len(b.theCase(id).File.History)
		f := b.field(x.label)
		f.SetText(x.bad)
		b.tap(saveAndContinue)
		f = b.field(x.label)
		if f.Text() != x.bad {
			t.Errorf("%s: the text became %q", x.label, f.Text())
		}
		if !strings.HasPrefix(f.Error(), x.says) {
			t.Errorf("%s: the error says %q", x.label, f.Error())
		}
		if n := len(b.theCase(id).File.History); n != before {
			t.Errorf("%s: something was recorded", x.label)
		}
		if !b.says("There is a problem") {
			t.Errorf("%s: there is no summary", x.label)
		}
		// It is kept as a draft, too.
		b.show(&intakeScreen{id: id})
		b.step(id, x.step)
		if got := b.field(x.label).Text(); got != x.bad {
			t.Errorf("%s: the draft says %q", x.label, got)
		}
		b.field(x.label).SetText(x.good)
		b.tap(saveAndContinue)
		if n := len(b.theCase(id).File.History); n != before+1 {
			t.Errorf("%s: %q was not recorded", x.label, x.good)
		}
	}
}

func TestMissingFactLeadsToItsPageAndBack(t *testing.T) {
	b, id := opened(t)
	b.show(&letterScreen{id: id, kind: "L01"})
	if strings.Contains(b.labels(), "Issue") {
		t.Fatal("a letter that lacks data is offered")
	}
	c := b.theCase(id)
	for _, m := range c.Letters[0].Missing {
		to := b.jump(c, m.Key, m.Step, &letterScreen{id: id, kind: "L01"})
		if to == nil {
			t.Fatalf("%s leads nowhere", m.Key)
		}
		b.show(to)
		var q *asked
		switch s := b.here.(type) {
		case *pageScreen:
			q = s.typing.form.find(s.at)
		case *checkScreen:
			q = s.typing.form.find(s.at)
		default:
			t.Fatalf("%s leads to %T", m.Key, to)
		}
		if want := strings.Replace(m.Key, "counselling.takenOn", "counselling.event", 1); q.path != want {
			t.Errorf("%s leads to the question %s", m.Key, q.path)
		}
		if b.focused() == "" {
			t.Errorf("%s: nothing has the focus", m.Key)
		}
	}
	b.show(b.jump(c, "person.sex", intake.Person, &letterScreen{id: id, kind: "L01"}))
	b.press(fyne.Key4)
	b.tap(saveAndContinue)
	if !shows[*letterScreen](b) {
		t.Fatalf("saving led to %T", b.here)
	}
	if why := b.theCase(id).File.Person.Body.NoAnswer["sex"]; why != casefile.Unknown {
		t.Errorf("the reason is %q", why)
	}
	for _, m := range b.theCase(id).Letters[0].Missing {
		if m.Key == "person.sex" {
			t.Error("an answer of its own still counts as missing")
		}
	}
}

func TestSecondSaveCorrectsTheFirst(t *testing.T) {
	b, id := opened(t)
	b.step(id, intake.Person)
	b.typed("Exampel")
	b.tap(saveAndContinue)
	first := b.theCase(id).File.Person.Entry
	b.step(id, intake.Person)
	b.tap(saveAndContinue)
	if n := len(b.theCase(id).File.History); n != 2 {
		t.Fatalf("an unchanged page recorded something: %d entries", n)
	}
	b.step(id, intake.Person)
	b.field("Family name").SetText("Example")
	b.tap(saveAndContinue)
	f := b.theCase(id).File
	if f.Person.Body.FamilyName != "Example" || f.Person.Entry.Corrects != first.ID {
		t.Errorf("%q, corrects %s", f.Person.Body.FamilyName, f.Person.Entry.Corrects)
	}
	if old, _ := f.Entry(first.ID); old.Dead != f.Person.Entry.ID {
		t.Error("the former entry still counts")
	}
}

func TestConsentsAreKeptByPurpose(t *testing.T) {
	b, id := opened(t)
	b.step(id, intake.Consent)
	b.take("Contact with the centre", fyne.Key1)
	b.take("A photograph", fyne.Key2)
	b.save()
	b.step(id, intake.Consent)
	b.take("Contact with the centre", fyne.Key3) // withdrawn: offered where it was given
	b.take("A photograph", fyne.Key3)            // not asked after all
	b.save()
	f := b.theCase(id).File
	if c := f.Consents["contact"]; c.Body.Answer != casefile.Withdrawn || !c.Entry.Corrects.IsZero() {
		t.Errorf("a withdrawal replaced what was given: %+v", c.Body)
	}
	if c := f.Consents["photo"]; c.Body.Answer != "notAsked" || c.Entry.Corrects.IsZero() {
		t.Errorf("a changed answer stands beside the former: %+v", c.Body)
	}
	if n := len(f.History); n != 5 {
		t.Errorf("%d entries", n)
	}
}

func TestEntryIsTakenBackWithItsReason(t *testing.T) {
	b, id := takenIn(t)
	b.show(&pageScreen{id: id, page: mustPage(t, "document"), act: true})
	b.press(fyne.Key1)
	b.field("Day of issue").SetText("3 3 1997")
	b.tap("Record")
	c := b.theCase(id)
	if c.Status.Stage != "S1" || c.Status.Terms[0].ValidUntil != civil.Must(1997, 4, 17) {
		t.Fatalf("the stage is %q with %+v", c.Status.Stage, c.Status.Terms)
	}
	if !b.says("Thu 17 April 1997 · today · §\u00a08.1") {
		t.Error("the case does not say until when the document is valid")
	}
	e := c.File.Document("S1").Entry
	b.show(&entryScreen{id: id, entry: e.ID, back: &caseScreen{id: id}})
	b.field("Why is it taken back?").SetText("another person's document")
	b.tap("Take back this entry")
	c = b.theCase(id)
	if c.Status.Stage != "" || !shows[*caseScreen](b) {
		t.Errorf("the stage is %q, %T is shown", c.Status.Stage, b.here)
	}
	if void := c.File.History[len(c.File.History)-1].Body.(*casefile.Void); void.Of != e.ID || void.Reason != "another person's document" {
		t.Errorf("%+v", void)
	}
}

func TestUninvolvedLeavesAnAnonymousTrace(t *testing.T) {
	b, id := opened(t)
	b.step(id, intake.Triage)
	b.press(fyne.Key4)
	b.tap(saveAndContinue)
	c := b.theCase(id)
	if !c.File.Uninvolved() || len(c.Steps) != 3 || !shows[*intakeScreen](b) {
		t.Fatalf("%s, %d steps, %T", c.Status.State, len(c.Steps), b.here)
	}
	if data, err := b.Desk.Draft(b.ctx(), id); err != nil || data != nil {
		t.Errorf("a draft stays (%v)", err)
	}
}

func TestCentreOfSeveralLanguagesChoosesOne(t *testing.T) {
	b := newDesk(t)
	if _, err := b.Desk.Create(b.ctx(), desk.Settings{Centre: desk.PagAsa, Language: "en", Counsellor: "Els Example"}, []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	b.entered()
	b.show(&intakeStart{})
	b.tap("Open the case")
	if !shows[*intakeStart](b) || b.choice("Language of the letters").Error() == "" {
		t.Fatal("the case was opened without a language")
	}
	b.to("Language of the letters")
	const mixed = "A file in mixed languages is held up"
	b.press(fyne.Key2)
	if strings.Contains(b.texts(), mixed) {
		t.Error("a language of the centre's own is warned of")
	}
	b.press(fyne.Key3)
	if !strings.Contains(b.texts(), mixed) {
		t.Error("another language than the centre's is chosen without a word")
	}
	b.tap("Under another procedure…") // loses nothing
	if !strings.Contains(b.texts(), mixed) {
		t.Error("the warning is gone with the change of the page")
	}
	b.tap("Open the case")
	s, ok := b.here.(*intakeScreen)
	if !ok || b.theCase(s.id).File.Language != "de" {
		t.Fatalf("%T", b.here)
	}
}

func TestEverySpokenLanguageHasANameAndIsKept(t *testing.T) {
	b := unlockedDesk(t)
	for _, lang := range desk.Languages {
		b.say = b.Words.Printer(lang)
		offered := map[string]bool{}
		for _, o := range b.languages() {
			offered[o.Value] = true
		}
		for _, tag := range spoken {
			if !offered[tag] {
				t.Errorf("%s has no name in %s", tag, lang)
			}
			e := casefile.NewEntry(casefile.KindSafety, april, &casefile.Safety{Paper: tag})
			if err := e.Check(april); err != nil {
				t.Errorf("%s: %v", tag, err)
			}
		}
		for _, o := range b.countries(true) {
			e := casefile.NewEntry(casefile.KindPerson, april, &casefile.Person{Nationalities: []string{o.Value}})
			if err := e.Check(april); err != nil || o.Label == o.Value {
				t.Errorf("%s in %s: %q, %v", o.Value, lang, o.Label, err)
			}
		}
	}
}

// stages gives a case its documents, one after the other.
func TestCaseShowsItsTermsAndTheirSections(t *testing.T) {
	b, id := takenIn(t)
	record := func(kind string, on civil.Date, body any) {
		t.Helper()
		if err := b.Desk.Record(b.ctx(), id, casefile.NewEntry(kind, on, body)); err != nil {
			t.Fatal(err)
		}
	}
	record(casefile.KindDocument, civil.Must(1997, 1, 6), &casefile.Document{Stage: "S1"})
	record(casefile.KindComplaint, civil.Must(1997, 1, 20), &casefile.Complaint{Form: "complaint", Unit: "Federal police"})
	record(casefile.KindDocument, civil.Must(1997, 2, 10), &casefile.Document{Stage: "S2", PrintedEnd: civil.Must(1997, 5, 12)})
	b.show(&caseScreen{id: id})
	for _, want := range []string{
		"Mon 12 May 1997 · in 25 days · §\u00a08.2", "Sat 12 April 1997 · 5 days ago · §\u00a08.2", "Fri 11 April 1997 · 6 days ago · §\u00a08.2",
		"The document says Mon 12 May 1997; counted it would be Sat 10 May 1997. The printed date holds.",
		"Thu 20 February 1997 · 56 days ago · §\u00a08.1", "a work permit can be asked for · §\u00a08.2",
	} {
		if !b.says(want) {
			t.Errorf("the case does not say: %s", want)
		}
	}
	b.win.Resize(fyne.NewSize(1120, 1800))
	b.picture("casework-case-stage2")
}

func TestLateComplaintIsRecordedWithItsReason(t *testing.T) {
	b, id := opened(t)
	if err := b.Desk.Record(b.ctx(), id, casefile.NewEntry(casefile.KindDocument, civil.Must(1997, 1, 6), &casefile.Document{Stage: "S1"})); err != nil {
		t.Fatal(err)
	}
	p, _ := pageOf(acts, "complaint")
	b.show(&pageScreen{id: id, page: p, act: true})
	b.press(fyne.Key2)
	if !b.says(b.Desktop.t("record.late", args{"Date": civil.Must(1997, 2, 20), "Section": b.Desktop.say.Section("8.2")})) {
		t.Errorf("nothing says that it comes after the 45 days: %s", b.texts())
	}
	b.field("Why it came after stage 1 ended").SetText("in hospital")
	b.field("Made on").SetText("25 2 97")
	b.tap("Record")
	c := b.theCase(id).File.Complaint()
	if c == nil || c.On() != civil.Must(1997, 2, 25) || c.Body.Form != "statement" || c.Body.LateReason != "in hospital" {
		t.Fatalf("%+v", c)
	}
}

func TestLiftingAStopAsksForASecondColleague(t *testing.T) {
	b, id := opened(t)
	const words = "three other words"
	if _, err := b.Desk.AddColleague(b.ctx(), []byte(passphrase), "Piet", []byte(words)); err != nil {
		t.Fatal(err)
	}
	e := casefile.NewEntry(casefile.KindTriage, b.Desk.Today(), &casefile.Triage{Assessment: casefile.Implicated, DecidedBy: "Police"})
	if err := b.Desk.Record(b.ctx(), id, e); err != nil {
		t.Fatal(err)
	}
	lift := func(secret string, done func() bool) {
		t.Helper()
		b.step(id, intake.Triage)
		b.press(fyne.Key1)
		b.field("Reason").SetText("the prosecutor decided otherwise")
		b.tap("Record the new assessment")
		b.field(b.t_("reclassified.second")).SetText(secret)
		b.tap(b.t_("reclassified.go"))
		b.until("the answer", done)
	}
	lift(passphrase, func() bool { return strings.Contains(b.labels(), "not the passphrase of another colleague") })
	if !b.theCase(id).File.Stopped() {
		t.Fatal("one colleague alone lifted the stop")
	}
	lift(words, func() bool { return !b.theCase(id).File.Stopped() })
}
