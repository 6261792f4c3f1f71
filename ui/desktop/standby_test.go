package desktop

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/domain/civil"
	"onthaal/domain/letter"
)

// N5: the answer to a standby request is made, saved and forgotten; it stands
// in no case, and there is no question for the target of the check.
func TestN5AStandbyIsAnsweredFromTheWindow(t *testing.T) {
	b := unlockedDesk(t)
	b.tap("A check is coming: ask or answer")
	b.press(fyne.Key1)
	b.tap("Make letter")
	if f := b.field("Judicial district"); f.Error() == "" || !b.says("There is a problem") {
		t.Fatal("a letter without its facts is made")
	}
	b.take("Language of the letter", fyne.Key2)
	for label, text := range map[string]string{
		"Inspection service": "Inspection fictive", "Day of the check": "28 4 97", "Judicial district": "Liège",
		"Reference of the inspection": "IV/97/12",
	} {
		b.typeAt(label, text)
	}
	b.tap("Make letter")
	if f := b.field("Who of the centre stands by?"); f.Error() == "" {
		t.Fatal("an answer that names nobody is made")
	}
	b.typeAt("Who of the centre stands by?", "A. Fictive")
	b.typeAt("Telephone of that person", "00 000 00 00")
	b.typeAt("On the spot within", "45")
	b.pickAt("Languages of the centre", "alban")

	// A lock in between costs no word.
	b.lock()
	if err := b.Desk.Unlock(b.ctx(), []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	b.entered()
	if got := b.field("Judicial district").Text(); got != "Liège" {
		t.Fatalf("after the lock the district is %q", got)
	}
	b.tap("Make letter")
	s, ok := b.here.(*standbyPaper)
	if !ok {
		t.Fatalf("%T is shown", b.here)
	}
	b.until("the page is drawn", func() bool { return s.preview.picture.Image != nil })
	want, err := b.Desk.StandbyLetter("L13", &letter.Standby{
		Language: "fr", Centre: "payoke", Inspection: "Inspection fictive", Reference: "IV/97/12", From: civil.Must(1997, 4, 28), District: "Liège",
		Staff: "A. Fictive", StaffPhone: "00 000 00 00", Minutes: 45, Speaks: []string{"sq"},
	}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	b.tap("Save copy…")
	path := filepath.Join(t.TempDir(), "answer.pdf")
	if name := filepath.Base(b.field("File").Text()); name != "1997-04-28.pdf" {
		t.Errorf("the file is called %q", name)
	}
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("it is saved", func() bool { return strings.Contains(b.texts(), "Saved") })
	if saved, err := os.ReadFile(path); err != nil || !bytes.Equal(saved, want.PDF) {
		t.Errorf("what is saved differs from what was typed (%v)", err)
	}
	// A marked copy for whoever reads no French is had on the same page.
	copied, err := b.Desk.StandbyLetter("L13", &letter.Standby{
		Language: "fr", Centre: "payoke", Inspection: "Inspection fictive", Reference: "IV/97/12", From: civil.Must(1997, 4, 28), District: "Liège",
		Staff: "A. Fictive", StaffPhone: "00 000 00 00", Minutes: 45, Speaks: []string{"sq"},
	}, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	b.tap("Save courtesy copy: English…")
	path = filepath.Join(t.TempDir(), "copy.pdf")
	if name := filepath.Base(b.field("File").Text()); name != "1997-04-28-en.pdf" {
		t.Errorf("the file of the copy is called %q", name)
	}
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("the copy is saved", func() bool { got, err := os.ReadFile(path); return err == nil && bytes.Equal(got, copied.PDF) })
	rows, err := b.Desk.Cases("")
	if err != nil || len(rows) > 0 {
		t.Errorf("there are %d cases, %v", len(rows), err)
	}
	b.tap("Forget what was typed")
	if data, err := b.Desk.Draft(b.ctx(), ofNoCase); err != nil || data != nil {
		t.Errorf("what was typed is still there (%v)", err)
	}
	b.show(&standbyPaper{})
	if strings.Contains(b.texts(), "Fictive") || !b.says(b.t_("standby.gone")) {
		t.Error("what was forgotten is shown")
	}
	for _, q := range askStandby(b.asking(nil)) {
		for _, word := range []string{"target", "employer", "street", "municipality", "target"} {
			if strings.Contains(strings.ToLower(q.path+" "+q.label), word) {
				t.Errorf("there is a question %q", q.label)
			}
		}
	}
}

func TestARequestToStandBySaysByWhenItIsBestMade(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&standbyScreen{})
	b.press(fyne.Key2)
	b.typeAt("Day of the check", "28 4 1997")
	if !b.says("Best asked by Mon 21 April 1997.") {
		t.Errorf("said is %s", b.texts())
	}
	b.press(fyne.KeyHome, fyne.KeyDelete, fyne.KeyDelete)
	b.typed("18")
	if !strings.Contains(b.texts(), "fewer than 2 working days") {
		t.Errorf("a late request is not warned of: %s", b.texts())
	}
	b.take("Language of the letter", fyne.Key1)
	b.take("To which centre?", fyne.Key1)
	b.typeAt("Inspection service", "Inspection")
	b.typeAt("Judicial district", "Antwerpen")
	b.typeAt("Number of persons expected", "many")
	b.tap("Make letter")
	if f := b.field("Number of persons expected"); !strings.HasPrefix(f.Error(), "Enter a number from 1 to 9999") {
		t.Errorf("no number: %q", f.Error())
	}
	b.field("Number of persons expected").SetText("40")
	b.tap("Make letter")
	if !shows[*standbyPaper](b) {
		t.Errorf("%T is shown: %s", b.here, b.texts())
	}
}
