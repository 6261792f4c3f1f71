package desktop

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// metPersons types the head of an inspection and four persons: two who may be
// victims, one implicated, one not involved.
func metPersons(t *testing.T) *bench {
	t.Helper()
	b := unlockedDesk(t)
	b.show(&intakeStart{})
	b.tap("Several persons of one inspection…")
	b.typeAt("Unit or service", "Inspection fictive")
	b.field("Day of the inspection").SetText("16 4 97")
	b.tap("Next person")
	b.press(fyne.Key1)
	b.typeAt("Family name", "PROEF")
	b.typeAt("Given names", "Anna")
	b.typeAt("Date of birth", "1975")
	b.pickAt("Nationality", "alban")
	b.take("Sex, as in the document", fyne.Key1)
	b.take("Residence status", fyne.Key1)
	b.pickAt("Asked in", "alban")
	b.take("How", fyne.Key3)
	b.take("Contact with the centre", fyne.Key1)
	b.take("Counselling and a file at the centre", fyne.Key1)
	b.take("Letters to the Foreigners Department", fyne.Key1)
	b.take("Counselling", fyne.Key1)
	b.tap("Save, next person")
	b.press(fyne.Key2)
	b.typeAt("Family name", "VOORBEELD")
	b.take("Contact with the centre", fyne.Key2)
	b.tap("Save, next person")
	b.press(fyne.Key3)
	b.tap("Save, next person")
	b.press(fyne.Key4)
	b.tap("Save, back to the list")
	return b
}

// T32: the persons met at one inspection are taken in together: those who may be
// victims and those who are implicated apart, the others as a number alone.
func TestT32PersonsMetTogetherAreTakenInFromTheWindow(t *testing.T) {
	b := metPersons(t)
	if !b.says("Met 4 · believed victims 1 · not sure 1 · implicated 1 · not involved 1") {
		t.Fatalf("counted is otherwise: %s", b.texts())
	}
	if rows, err := b.Desk.Cases(""); err != nil || len(rows) != 0 {
		t.Fatalf("%d cases before anybody said so (%v)", len(rows), err)
	}
	b.tap("Next person") // begun, and left
	b.press(fyne.Key1)
	b.typeAt("Family name", "HALF")
	b.lock()
	if err := b.Desk.Unlock(b.ctx(), []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	b.entered()
	if got := b.field("Family name").Text(); got != "HALF" {
		t.Errorf("the lock cost what was typed: %q", got)
	}
	b.show(&metPersonScreen{at: 1}) // another one is put right meanwhile
	b.typeAt("Given names", "Bea")
	b.tap("Save, back to the list")
	b.show(&metPersonScreen{at: 4})
	if got := b.field("Family name").Text(); got != "HALF" {
		t.Errorf("another person's page cost what was typed: %q", got)
	}
	b.show(&metScreen{})
	b.tap("Take in 4 persons")
	b.until("they are opened", func() bool { return shows[*inspectionScreen](b) })
	code := b.here.(*inspectionScreen).code
	list, err := b.Desk.Inspections()
	if err != nil || len(list) != 1 || list[0].Persons != 2 || list[0].Apart != 1 || list[0].Uninvolved != 1 {
		t.Fatalf("recorded is %+v (%v)", list, err)
	}
	if b.met().persons != nil || b.met().all != nil {
		t.Error("what was typed is still there")
	}
	rows, err := b.Desk.Inspection(code)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(rows, func(r *desk.Row) bool { return strings.Contains(caseName(r), "PROEF") })
	if at < 0 {
		t.Fatalf("she is not on the list: %s", b.texts())
	}
	f := b.theCase(rows[at].ID).File
	switch {
	case f.Triage.Body.Assessment != casefile.Believed, f.Triage.Entry.On.String() != "1997-04-16":
		t.Errorf("assessed %+v", f.Triage)
	case f.Referral.Body.Unit != "Inspection fictive" || f.Referral.Body.Channel != "inspection":
		t.Errorf("referred by %+v", f.Referral.Body)
	case f.Person.Body.GivenNames != "Anna" || f.Residence.Body.Status != "illegal" || !f.Consented("foreignersDepartment") || f.Counselled() == nil:
		t.Errorf("kept is %+v", f.Person.Body)
	}
	apart, err := b.Desk.Apart(code)
	if err != nil || len(apart) != 1 || b.theCase(apart[0].ID).Status.State != procedure.Stopped {
		t.Errorf("apart are %v (%v)", apart, err)
	}
	b.tap("L01 for those who are ready…")
	if !b.says("1 letter is ready to be issued.") {
		t.Errorf("no letter is ready: %s", b.texts())
	}
}

// Whoever is typed with a mistake stays where she is, with what is wrong; the
// whole is refused with her number where only the whole tells.
func TestMistakesOfAListAreNamedByPerson(t *testing.T) {
	b := metPersons(t)
	b.show(&metPersonScreen{at: 0})
	b.field("Date of birth").SetText("nonsense")
	b.tap("Save, next person")
	if f := b.field("Date of birth"); f.Error() == "" || b.here.(*metPersonScreen).at != 0 {
		t.Error("a wrong date is taken")
	}
	b.show(&metPersonScreen{at: 4})
	b.tap("Save, next person")
	if b.here.(*metPersonScreen).at != 4 || !b.says("There is a problem") {
		t.Error("a person without an assessment is on the list")
	}
	b.show(&metScreen{})
	b.field("Unit or service").SetText("")
	b.tap("Take in 4 persons")
	if f := b.field("Unit or service"); f.Error() == "" {
		t.Error("nobody refers them")
	}
	b.typeAt("Unit or service", "Inspection fictive")
	// Born in the future, when the day of the inspection is put back.
	m := b.met()
	m.persons[1]["person.born"] = "17-4-2030"
	if err := b.setMet(m, 0, 0, false); err != nil {
		t.Fatal(err)
	}
	b.tap("Take in 4 persons")
	if !strings.Contains(b.texts(), "Person 2: ") {
		t.Errorf("the person is not named: %s", b.texts())
	}
	if rows, err := b.Desk.Cases(""); err != nil || len(rows) != 0 {
		t.Errorf("%d cases are open (%v)", len(rows), err)
	}
	b.show(&metPersonScreen{at: 1})
	b.tap("Take off the list")
	if got := b.met().persons; len(got) != 3 || got[1][triaged] != casefile.Implicated {
		t.Errorf("on the list are %v", got)
	}
	b.tap("Forget this list")
	b.tap("Forget this list")
	if data, err := b.Desk.Draft(b.ctx(), journal.ID{}); err != nil || data != nil {
		t.Errorf("the list is not forgotten: %d bytes, %v", len(data), err)
	}
}

func TestPersonsMetTogetherAreDrawn(t *testing.T) {
	b := metPersons(t)
	for name, s := range map[string]screen{"met": &metScreen{}, "met-person": &metPersonScreen{at: 0}, "met-implicated": &metPersonScreen{at: 2}} {
		b.show(s)
		b.looked(name)
	}
}
