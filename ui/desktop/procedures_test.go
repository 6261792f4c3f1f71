package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/domain/civil"
)

// A centre's own version of a procedure is shown as a difference, and taken
// into use only when that is said.
func TestAProcedureIsComparedBeforeItIsTakenIntoUse(t *testing.T) {
	b := unlockedDesk(t)
	file := filepath.Join(t.TempDir(), "own.json")
	if err := os.WriteFile(file, sixtyDays(t), 0o600); err != nil {
		t.Fatal(err)
	}
	b.show(&proceduresScreen{})
	if !b.says("Instructions of 13 January 1997") || !b.says("Version 1") {
		t.Errorf("the procedures are not listed: %s", b.texts())
	}
	version := func() string { return b.Desk.Profiles()["instructions-1997"].Version }
	for bad, says := range map[string]string{
		"own.json": "Enter the whole path", filepath.Join(t.TempDir(), "none.json"): "", t.TempDir(): "",
		filepath.Join("..", "..", "README.md"): "Enter the whole path",
	} {
		s := b.here.(*proceduresScreen)
		b.field("File of the procedure").SetText(bad)
		s.raw[procedurePath] = bad
		b.tap("Compare")
		if !shows[*proceduresScreen](b) || !b.says("There is a problem") || !strings.Contains(b.texts()+b.field("File of the procedure").Error(), says) {
			t.Errorf("%s: %T, %s", bad, b.here, b.texts())
		}
	}
	b.show(&proceduresScreen{})
	b.fill("File of the procedure", file)
	b.press(fyne.KeyReturn)
	if !shows[*differenceScreen](b) || !b.says("stages › S1 › duration › n") || !b.says("45 becomes 60") || !b.says("2 differences from this desk") {
		t.Fatalf("the difference is not shown: %T, %s", b.here, b.texts())
	}
	if v := version(); v != "1" {
		t.Fatalf("version %s is in use before anybody said so", v)
	}
	b.tap("Take this version into use")
	if v := version(); v != "2" || !strings.Contains(b.texts(), "Version 2 of Instructions of 13 January 1997 is on this desk.") {
		t.Errorf("version %s, %s", v, b.texts())
	}
	b.fill("File of the procedure", file)
	b.press(fyne.KeyReturn)
	if f := b.field("File of the procedure"); !strings.Contains(f.Error(), "exactly this procedure already") {
		t.Errorf("the same file once more: %q", f.Error())
	}
}

// A new desk is made of an export by the screens of the first start.
func TestFirstStartBringsInAnExport(t *testing.T) {
	u := unlockedDesk(t)
	u.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	file := filepath.Join(t.TempDir(), "desk.age")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Desk.Export(u.ctx(), f, []byte("the words of the export")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	b := newDesk(t)
	b.tap("Bring in an export")
	b.tap("Make the desk")
	if !b.says("There is a problem") {
		t.Error("an export is brought in without its name")
	}
	b.fill("File of the export", file)
	b.fill("Passphrase of the export", "other words than these")
	b.fill("Name of the counsellor", "Piet Example")
	b.fill("Passphrase", pietsWords)
	b.fill("The same passphrase again", pietsWords)
	b.press(fyne.KeyReturn)
	b.until("the wrong passphrase is told", func() bool {
		s, ok := b.here.(*importScreen)
		return ok && s.raw[ownPath] != "" && b.field("Passphrase of the export").Error() != ""
	})
	if ok, err := b.Desk.Exists(); ok || err != nil {
		t.Errorf("something of a desk is there (%v)", err)
	}
	b.field("Passphrase of the export").SetText("")
	b.fill("Passphrase of the export", "the words of the export")
	b.tap("Make the desk")
	b.until("the recovery code", func() bool { s, ok := b.here.(*setupScreen); return ok && s.at == setupCode })
	code := b.here.(*setupScreen).recovery
	b.tap("I have written it down")
	b.fill("Group 3", code[2])
	b.fill("Group 7", code[6])
	b.press(fyne.KeyReturn)
	if !shows[*todayScreen](b) {
		t.Fatalf("%T is shown: %s", b.here, b.texts())
	}
	if rows, err := b.Desk.Cases("voorbeeld"); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
	b.reopen(pietsWords)
	if name := b.Desk.Settings().Counsellor; name != "Piet Example" {
		t.Errorf("the counsellor is %q", name)
	}
}

// A case is opened under another procedure only when somebody asks for it.
func TestACaseIsOpenedUnderAnotherProcedure(t *testing.T) {
	b, id := opened(t)
	if got := b.theCase(id).Profile.ID; got != "instructions-1997" {
		t.Errorf("the usual procedure is %s", got)
	}
	b.show(&intakeStart{})
	b.tap("Under another procedure…")
	if got := b.choice("Procedure").Value(); got != "instructions-1997" {
		t.Errorf("taken at first is %q", got)
	}
	b.press(fyne.Key1)
	want := b.choice("Procedure").Value()
	b.tap("Open the case")
	s, ok := b.here.(*intakeScreen)
	if !ok || want == "instructions-1997" || b.theCase(s.id).Profile.ID != want {
		t.Fatalf("%T is shown, chosen was %s", b.here, want)
	}
}

// A procedure that is not law on the day is chosen with open eyes: since when
// and by what it was replaced stands below the choice, then on the case and on
// each letter.
func TestAProcedureThatWasReplacedSaysSoWhereItIsChosen(t *testing.T) {
	b := unlockedDesk(t)
	const replaced, ahead = "replaced on 20 May 2017 by “Circular of 23 December 2016 as applied from 20 May 2017”", "not in force yet: only from 10 March 2017"
	for _, c := range []struct {
		today civil.Date
		want  string
	}{
		{civil.Must(2017, 2, 28), ahead}, {civil.Must(2017, 5, 19), ""}, {civil.Must(2026, 11, 20), replaced},
	} {
		b.today = c.today
		b.show(&intakeStart{})
		b.tap("Under another procedure…")
		b.press(fyne.Key1)
		if got := b.choice("Procedure").Value(); got != "circular-2016-12" {
			t.Fatalf("chosen is %s", got)
		}
		for _, s := range []string{replaced, ahead} {
			n := 0
			if s == c.want {
				n = 2 // beside the name in the list, and below what was chosen
			}
			if got := b.texts(); min(strings.Count(got, s), 2) != n {
				t.Errorf("on %s: %s", c.today, got)
			}
		}
		b.tap("Open the case")
		s, ok := b.here.(*intakeScreen)
		if !ok {
			t.Fatalf("%T is shown", b.here)
		}
		for _, page := range []screen{&caseScreen{id: s.id}, &letterScreen{id: s.id, kind: "L02"}} {
			b.show(page)
			if got := b.texts(); c.want != "" && !strings.Contains(got, c.want) {
				t.Errorf("on %s %T does not say it: %s", c.today, page, got)
			}
		}
	}
}
