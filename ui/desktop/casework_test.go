package desktop

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
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

// opened is an unlocked desk with a case that has just been opened.
func opened(t *testing.T) (*bench, journal.ID) {
	t.Helper()
	b := unlockedDesk(t)
	b.show(&intakeStart{})
	b.tap("Open the case")
	s, ok := b.here.(*intakeScreen)
	if !ok {
		t.Fatalf("after opening a case %T is shown", b.here)
	}
	return b, s.id
}

func (b *bench) theCase(id journal.ID) *desk.Case {
	b.t.Helper()
	c, err := b.Desk.Case(b.ctx(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// tab moves on by so many stops.
func (b *bench) tab(n int) {
	for range n {
		b.win.Canvas().FocusNext()
	}
}

// to moves on, stop by stop, to the control with this label.
func (b *bench) to(label string) {
	b.t.Helper()
	for range 60 {
		b.win.Canvas().FocusNext()
		if b.focused() == label {
			return
		}
	}
	b.t.Fatalf("Tab never comes to %q", label)
}

// focused names what has the focus: the label of a button, or of the question
// whose control it is.
func (b *bench) focused() string {
	f := b.win.Canvas().Focused()
	if f == nil {
		return ""
	}
	if x, ok := f.(*kit.Button); ok {
		return x.Label()
	}
	for _, o := range b.objects() {
		p, ok := o.(interface {
			Label() string
			Children() []fyne.CanvasObject
		})
		if !ok {
			continue
		}
		for _, c := range p.Children() {
			if c == f.(fyne.CanvasObject) {
				return p.Label()
			}
		}
	}
	return ""
}

// take answers the focused question by its digit.
func (b *bench) take(label string, digit fyne.KeyName) {
	b.t.Helper()
	b.to(label)
	b.press(digit)
}

// typeAt types into the field with this label.
func (b *bench) typeAt(label, text string) {
	b.t.Helper()
	b.to(label)
	b.typed(text)
}

// pickAt picks by typing the beginning.
func (b *bench) pickAt(label, beginning string) {
	b.t.Helper()
	b.to(label)
	for _, r := range beginning {
		b.typed(string(r)) // the first letter opens the list, which has the focus then
	}
	b.press(fyne.KeyReturn)
}

func (b *bench) onPage(id intake.StepID) {
	b.t.Helper()
	switch s := b.here.(type) {
	case *pageScreen:
		if s.page.id == string(id) {
			return
		}
		b.t.Fatalf("the page %q is shown instead of %q", s.page.id, id)
	case *checkScreen:
		if id == intake.Check {
			return
		}
	}
	b.t.Fatalf("%T is shown instead of the page %q", b.here, id)
}

const saveAndContinue = "Save and continue"

func (b *bench) save() {
	b.t.Helper()
	b.to(saveAndContinue)
	b.press(fyne.KeyReturn)
}

// takenIn goes through a whole intake by keyboard alone.
func takenIn(t *testing.T) (*bench, journal.ID) {
	b, id := opened(t)
	b.press(fyne.KeyReturn) // the first step that is not done
	b.onPage(intake.Safety)
	b.press(fyne.Key1)
	b.take("Is a doctor needed now?", fyne.Key2)
	b.pickAt("Speaks", "alban")
	b.pickAt("Wants on paper", "alban")
	b.save()
	b.onPage(intake.Referral)
	b.press(fyne.Key1)
	b.typeAt("Unit or service", "Federal police, Antwerp")
	b.save()
	b.onPage(intake.Triage)
	b.press(fyne.Key1)
	b.typeAt("Who decided?", "Inspector Example")
	b.save()
	b.onPage(intake.Consent)
	b.pickAt("Asked in", "alban")
	b.take("How", fyne.Key3)
	b.take("Contact with the centre", fyne.Key1)
	b.take("Counselling and a file at the centre", fyne.Key1)
	b.take("Letters to the Foreigners Department", fyne.Key1)
	b.save()
	b.onPage(intake.Person)
	b.typed("Example")
	b.typeAt("Given names", "Ana")
	b.typeAt("Date of birth", "1976")
	b.pickAt("Nationality", "alban")
	b.take("Sex, as in the document", fyne.Key1)
	b.save()
	b.onPage(intake.Residence)
	b.press(fyne.Key1)
	b.save()
	b.onPage(intake.Elements)
	b.press(fyne.Key1)
	b.save()
	b.onPage(intake.Leaflet)
	b.pickAt("Language of the leaflet", "roman")
	b.take("What happened?", fyne.Key1)
	b.take("Who gave it?", fyne.Key3)
	b.save()
	b.onPage(intake.Check)
	b.take("Counselling", fyne.Key1)
	b.take("Who informed the Department?", fyne.Key1)
	b.to("Finish the intake")
	b.press(fyne.KeyReturn)
	if !shows[*caseScreen](b) {
		t.Fatalf("after the intake %T is shown", b.here)
	}
	return b, id
}

func TestWholeIntakeByKeyboardToTheFirstLetter(t *testing.T) {
	b, id := takenIn(t)
	b.show(&letterScreen{id: id, kind: "L01"})
	if b.focused() != "Issue letter" {
		t.Fatalf("the focus is on %q", b.focused())
	}
	b.press(fyne.KeyReturn)
	b.tab(1)
	b.press(fyne.KeyReturn) // the affirmative act, right of the safe one
	b.until("the letter is issued", func() bool { return len(b.theCase(id).File.Letters) == 1 })
	b.until("it can be saved", func() bool { return b.says("No. 1, issued on Thu 17 April 1997 · Nederlands") })

	p := b.theCase(id).File.Person.Body
	if p.Born != (civil.Partial{Year: 1976}) || p.FamilyName != "Example" || !slices.Equal(p.Nationalities, []string{"AL"}) {
		t.Errorf("the person is %+v", p)
	}
	kept, err := b.Desk.IssuedLetter(b.ctx(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	b.tap("Save copy…")
	path := filepath.Join(t.TempDir(), kept.Name)
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("the copy is on the disk", func() bool { return len(b.theCase(id).File.History) > 0 && b.exported(id) == 1 })
	saved, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(saved, kept.PDF) {
		t.Errorf("the copy differs from the letter that was issued (%v)", err)
	}
}

// exported counts the papers that left the desk.
func (b *bench) exported(id journal.ID) (n int) {
	for _, e := range b.theCase(id).File.History {
		if e.Kind == casefile.KindExported {
			n++
		}
	}
	return n
}

// The end of counselling is read by somebody else before it is told. Who is
// alone says why nobody did; with a colleague it is their passphrase that counts.
func TestALetterThatSomebodyElseReadsAsksForThem(t *testing.T) {
	b, id := takenIn(t)
	if _, err := b.Desk.IssueLetter(b.ctx(), id, "L01"); err != nil {
		t.Fatal(err)
	}
	end := casefile.NewEntry(casefile.KindCounselling, b.Desk.Today(), &casefile.Counselling{Event: casefile.CounsellingOver, Reason: "aimReached"})
	if err := b.Desk.Record(b.ctx(), id, end); err != nil {
		t.Fatal(err)
	}
	issued := func() int { return len(b.theCase(id).File.Letters) }
	b.show(&letterScreen{id: id, kind: "L14"})
	b.tap("Issue letter")
	b.tap("Issue letter") // without a word
	b.until("it is refused", func() bool { return strings.Contains(b.labels(), "somebody else reads this letter") })
	if issued() != 1 {
		t.Fatal("it was issued unread")
	}
	b.tap("Issue letter")
	b.field("Why did nobody else read this letter?").SetText("one counsellor on duty")
	b.tap("Issue letter")
	b.until("the letter is issued", func() bool { return issued() == 2 })
	if l := b.theCase(id).File.Issued("L14"); l.Body.Unread != "one counsellor on duty" {
		t.Errorf("recorded is %+v", l.Body)
	}
	b.show(b.issuedEntry(id))
	if !b.says("Why nobody else read it") || !b.says("one counsellor on duty") {
		t.Errorf("the entry does not say why nobody else read it: %s", b.texts())
	}
	const theirs = "six other words that Piet knows"
	if _, err := b.Desk.AddColleague(b.ctx(), []byte(passphrase), "Piet Example", []byte(theirs)); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L14"})
	b.tap("Issue a new letter of this kind")
	b.field("Passphrase of the colleague who read this letter").SetText(theirs)
	b.tap("Issue letter")
	b.until("it is said that nothing changed", func() bool { return strings.Contains(b.labels(), "nothing has changed since letter 2 of this case") })
	if issued() != 2 {
		t.Fatal("the same letter was issued twice")
	}
	who := b.theCase(id).File.Person.Body
	who.FamilyName = "Voorbeeldova"
	if err := b.Desk.Record(b.ctx(), id, casefile.NewEntry(casefile.KindPerson, b.Desk.Today(), &who)); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L14"})
	b.tap("Issue a new letter of this kind")
	b.field("Passphrase of the colleague who read this letter").SetText(theirs)
	b.tap("Issue letter")
	b.until("the next one is issued", func() bool { return issued() == 3 })
	if l := b.theCase(id).File.Issued("L14"); l.Body.ReadBy == "" || l.Body.Unread != "" {
		t.Errorf("recorded is %+v", l.Body)
	}
	b.show(b.issuedEntry(id))
	if !b.says("Read before by") || !b.says("Piet Example") || b.says("Why nobody else read it") {
		t.Errorf("the entry does not name the second reader: %s", b.texts())
	}
}

// issuedEntry is the page of the latest letter among the entries.
func (b *bench) issuedEntry(id journal.ID) screen {
	letters := b.theCase(id).File.Letters
	return &entryScreen{id: id, entry: letters[len(letters)-1].Entry.ID, back: &journalScreen{id: id}}
}
