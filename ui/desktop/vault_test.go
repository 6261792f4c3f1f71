package desktop

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

const pietsWords = "cellar bicycle thunder plum"

// fill types into a field, by its label.
func (b *bench) fill(label, text string) {
	b.t.Helper()
	b.field(label).Focus()
	b.typed(text)
}

// reopen locks the desk and opens it with a passphrase.
func (b *bench) reopen(secret string) {
	b.t.Helper()
	if b.inside {
		b.lock()
	}
	b.typed(secret)
	b.press(fyne.KeyReturn)
	b.until("the desk opened", func() bool { return b.inside })
}

// backedUp makes a backup and gives its path.
func (b *bench) backedUp() string {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "desk.backup")
	if _, err := b.Desk.Backup(b.ctx(), file, nil); err != nil {
		b.t.Fatal(err)
	}
	return file
}

func TestAColleagueIsLetInAndTakenAwayByTheScreens(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&colleaguesScreen{})
	b.tap("Let a colleague in")
	b.fill("Name of the colleague", "Piet Example")
	b.fill("Passphrase", pietsWords)
	b.fill("The same passphrase again", pietsWords)
	b.fill("Your own passphrase once more", "not hers")
	b.tap("Let in")
	b.until("the answer", func() bool { return b.says("There is a problem") })
	own := b.field("Your own passphrase once more")
	if own.Error() == "" || b.field("Passphrase").Text() != pietsWords {
		t.Error("a wrong passphrase is not said at its field, or what was typed is lost")
	}
	own.Focus()
	b.here.(*addColleagueScreen).raw[ownPath] = ""
	own.SetText("")
	b.typed(passphrase)
	b.tap("Let in")
	b.until("the list", func() bool { return shows[*colleaguesScreen](b) })
	b.reopen(pietsWords)
	b.show(&todayScreen{})
	if got := b.Desk.Settings().Counsellor; got != "Piet Example" {
		t.Errorf("at the desk is %q", got)
	}
	b.show(&colleagueScreen{slot: "1"})
	b.fill("Your own passphrase once more", pietsWords)
	b.tap("Take the passphrase away")
	b.until("the list", func() bool { return shows[*colleaguesScreen](b) })
	b.lock()
	b.typed(passphrase)
	b.press(fyne.KeyReturn)
	b.until("the answer", func() bool { return !b.here.(*unlockScreen).busy })
	if b.inside || b.field("Passphrase").Error() == "" {
		t.Error("the passphrase that was taken away opens the desk")
	}
}

func TestTheRecoveryCodeIsRenewedOnPaper(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&recoveryScreen{})
	b.typed(passphrase)
	b.press(fyne.KeyReturn)
	s := b.here.(*recoveryScreen)
	b.until("the code", func() bool { return s.code != nil })
	code := s.code
	for _, g := range code {
		if !b.says(g) {
			t.Fatal("a group of the code is not on the screen")
		}
	}
	if len(s.raw) != 0 {
		t.Error("the passphrase is still held")
	}
	b.tap("I have written it down")
	b.typed("XXXX")
	b.tap("Confirm and begin")
	if !b.says("There is a problem") {
		t.Error("a wrong group is taken")
	}
	b.field("Group 3").SetText("")
	b.fill("Group 3", code[2])
	b.fill("Group 7", code[6])
	b.press(fyne.KeyReturn)
	if !shows[*colleaguesScreen](b) || s.code != nil {
		t.Error("the code is not forgotten once it is on paper")
	}
	b.lock()
	b.tap("Recovery code…")
	b.reopen(strings.Join(code, ""))
}

// What somebody typed to prove who she is stays no longer than the screen.
func TestSecretsGoWithTheScreen(t *testing.T) {
	b := unlockedDesk(t)
	for _, to := range []screen{&addColleagueScreen{}, &passphraseScreen{}, &recoveryScreen{}, &rekeyScreen{}, &proveScreen{}, &exportScreen{}, &importScreen{back: &todayScreen{}}, &colleagueScreen{slot: "1"}} {
		b.show(to)
		held := func() map[string]string {
			switch s := to.(type) {
			case *addColleagueScreen:
				return s.raw
			case *passphraseScreen:
				return s.raw
			case *recoveryScreen:
				return s.raw
			case *rekeyScreen:
				return s.raw
			case *proveScreen:
				return s.raw
			case *exportScreen:
				return s.raw
			case *importScreen:
				return s.raw
			case *colleagueScreen:
				return s.raw
			}
			return nil
		}
		held()["passphrase"] = "secret"
		b.lock()
		if len(held()) != 0 {
			t.Errorf("%T holds a passphrase while the desk is locked", to)
		}
		b.reopen(passphrase)
	}
}

func TestABackupIsMadeAndProvedByTheScreens(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&todayScreen{})
	if f := b.win.Canvas().Focused(); f != fyne.Focusable(b.button("Take a person in")) {
		t.Errorf("an empty desk begins with %T", f)
	}
	b.tap("There is no backup yet")
	b.folder = t.TempDir()
	b.tap("Make a backup…")
	path := filepath.Join(b.folder, "desk-1997-04-17.backup")
	if got := b.field("File").Text(); got != path {
		t.Errorf("the file is %s", got)
	}
	b.tap("Save")
	b.until("the backup", func() bool { return shows[*proveScreen](b) })
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	b.fill("Passphrase or recovery code", "wrong words")
	b.press(fyne.KeyReturn)
	b.until("the answer", func() bool { return shows[*proveScreen](b) && b.says("There is a problem") })
	if got := b.field("File of the backup").Text(); got != path {
		t.Errorf("what was typed is lost: %q", got)
	}
	b.here.(*proveScreen).raw[ownPath] = ""
	b.field("Passphrase or recovery code").SetText("")
	b.fill("Passphrase or recovery code", passphrase)
	b.press(fyne.KeyReturn)
	b.until("the proof", func() bool { return shows[*backupScreen](b) })
	b.show(&todayScreen{})
	if !b.says("Backup proved today") {
		t.Error("Today does not say that the backup is proved")
	}
}

func TestTheReminderIsPutOffAndStays(t *testing.T) {
	b := unlockedDesk(t)
	r := desk.Reminder{Days: 9, Due: true, Proved: civil.Must(1997, 4, 8)}
	if got := b.reminder(r); got != "Backup proved 9 days ago" {
		t.Errorf("%q", got)
	}
	r.Snoozed = civil.Must(1997, 4, 20)
	if got := b.reminder(r); got != "Backup proved 9 days ago · again on Sun 20 April 1997" {
		t.Errorf("%q", got)
	}
	if err := b.Desk.Snooze(b.ctx(), april.AddDays(3)); err != nil {
		t.Fatal(err)
	}
	b.show(&todayScreen{})
	if !b.says("There is no backup yet") {
		t.Error("the line is gone from Today")
	}
}

func TestStoppingABackupLeavesNothing(t *testing.T) {
	b := unlockedDesk(t)
	dir := t.TempDir()
	started, stopped := make(chan bool), make(chan error, 1)
	j := &jobScreen{title: "t", what: "w", run: func(ctx context.Context, _ journal.Progress) error {
		_, err := b.Desk.Backup(ctx, filepath.Join(dir, "f"), func(int64, int64) {
			select {
			case started <- true:
				<-ctx.Done()
			default:
			}
		})
		stopped <- err
		return err
	}, done: func(error) {}}
	b.show(j)
	<-started
	b.lock()
	if err := <-stopped; err == nil {
		t.Error("locking does not stop the backup")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	b.reopen(passphrase)
	if !shows[*todayScreen](b) {
		t.Errorf("unlocking goes on with %T", b.here)
	}
}

func TestFirstStartRestoresFromABackup(t *testing.T) {
	u := unlockedDesk(t)
	u.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	file := u.backedUp()
	b := newDesk(t)
	b.tap("Restore a backup")
	b.fill("File of the backup", file)
	b.tap("Restore")
	if !b.says("There is a problem") {
		t.Error("a backup is restored without a passphrase")
	}
	b.fill("Passphrase or recovery code", passphrase)
	b.press(fyne.KeyReturn)
	b.until("the restored desk", func() bool { return b.says("The backup is restored") })
	b.tap("Open the desk")
	b.reopen(passphrase)
	if rows, err := b.Desk.Cases("voorbeeld"); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestADamagedDeskIsShownInWordsAndABackupTakesItsPlace(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	if _, err := b.Desk.AddColleague(b.ctx(), []byte(passphrase), "Piet", []byte(pietsWords)); err != nil {
		t.Fatal(err)
	}
	file := b.backedUp()
	if err := b.Desk.RemoveColleague(b.ctx(), []byte(passphrase), "2"); err != nil {
		t.Fatal(err)
	}
	b.lock()
	if err := b.Desk.Lock(); err != nil { // waits until it is sealed
		t.Fatal(err)
	}
	tables, err := filepath.Glob(filepath.Join(b.dir, "db", "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("no file to damage: %v", err)
	}
	if err := os.Truncate(tables[0], 10); err != nil {
		t.Fatal(err)
	}
	b.typed(passphrase)
	b.press(fyne.KeyReturn)
	b.until("what is wrong", func() bool { return shows[*damageScreen](b) })
	if !b.says(b.t_("damaged.what")) || !b.says("The file db/"+filepath.Base(tables[0])+" has changed.") {
		t.Error("what is wrong is not said in words")
	}
	b.tap("Restore a backup")
	b.fill("File of the backup", file)
	b.fill("Passphrase or recovery code", passphrase)
	b.press(fyne.KeyReturn)
	b.until("the restored desk", func() bool { return b.says("The backup is restored") })
	if !b.says("This backup opens with passphrases that were taken away since: number 2. Take them away again.") {
		t.Error("Piet's passphrase comes back silently")
	}
	kept, err := filepath.Glob(b.dir + ".before-restore-*")
	if err != nil || len(kept) != 1 {
		t.Errorf("the damaged desk was not kept: %v, %v", kept, err)
	}
	b.tap("Open the desk")
	b.reopen(passphrase)
	if rows, err := b.Desk.Cases("voorbeeld"); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestRenewedKeysTakeTheDesksPlace(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	if _, err := b.Desk.AddColleague(b.ctx(), []byte(passphrase), "Piet", []byte(pietsWords)); err != nil {
		t.Fatal(err)
	}
	b.show(&rekeyScreen{})
	b.typed(passphrase)
	b.press(fyne.KeyReturn)
	b.until("the new code", func() bool { return shows[*rekeyedScreen](b) })
	if b.inside || !b.Desk.Locked() {
		t.Error("the desk is open while its keys change place")
	}
	code := b.here.(*rekeyedScreen).code
	b.tap("I have written it down")
	b.fill("Group 3", code[2])
	b.fill("Group 7", code[6])
	b.press(fyne.KeyReturn)
	b.tap("Open the desk")
	b.typed(pietsWords)
	b.press(fyne.KeyReturn)
	b.until("the answer", func() bool { return !b.here.(*unlockScreen).busy })
	if b.inside {
		t.Fatal("who was left out opens the desk")
	}
	b.field("Passphrase").SetText("")
	b.here.(*unlockScreen).typed = ""
	b.reopen(passphrase)
	if rows, err := b.Desk.Cases("voorbeeld"); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}

func TestACaseIsErasedOnlyByItsCode(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	b.backedUp()
	rows, err := b.Desk.Cases("")
	if err != nil {
		t.Fatal(err)
	}
	b.show(&caseScreen{id: rows[0].ID})
	b.tap("Erase this case for ever…")
	b.typed("K7M-204S")
	b.tap("Erase for ever")
	if !b.says("There is a problem") {
		t.Error("another code erases the case")
	}
	b.here.(*eraseScreen).typed = ""
	b.field("Code of the case").SetText("")
	b.fill("Code of the case", strings.ToLower(rows[0].Code))
	b.press(fyne.KeyReturn)
	b.until("the end", func() bool { return shows[*toldScreen](b) })
	if !b.says(b.t_("cli.stillHeld")) {
		t.Error("the backup that still holds the case is not told")
	}
	b.tap("To the cases")
	if rows, err := b.Desk.Cases(""); err != nil || len(rows) != 0 {
		t.Errorf("%v, %v", rows, err)
	}
}

// What is kept too long stands on Today, its row leads to where it is erased,
// and a legal hold keeps it; who is implicated stands on her own page alone.
func TestWhatIsKeptTooLongLeadsToItsErasureUnlessItIsHeld(t *testing.T) {
	b := unlockedDesk(t)
	take := func(assessment string) journal.ID {
		t.Helper()
		day := civil.Must(1997, 3, 3)
		id, _, err := b.Desk.TakeIn(b.ctx(), &intake.Intake{On: day, Entries: []casefile.Entry{
			casefile.NewEntry(casefile.KindTriage, day, &casefile.Triage{Assessment: assessment})}})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	contact, stopped := take("5.2"), take(casefile.Implicated)
	b.show(&todayScreen{})
	c, err := b.Desk.Case(b.ctx(), contact)
	if err != nil {
		t.Fatal(err)
	}
	code := c.File.Code()
	if !b.says(code + " · " + b.t_("due.erase.contact")) {
		t.Error("Today says nothing of a contact that is kept too long")
	}
	for _, x := range c.Status.Due {
		if _, ok := b.dueAt(c, &x.Item).(*eraseScreen); x.Section == procedure.Keeping && !ok {
			t.Errorf("%s leads nowhere", x.Key)
		}
	}
	b.show(&caseScreen{id: stopped})
	if !b.says(b.t_("due.erase.stopped")) {
		t.Error("the page of somebody implicated does not say what is due")
	}
	hold := casefile.NewEntry(casefile.KindRetention, b.Desk.Today(), &casefile.Retention{Event: casefile.HeldFile, Reason: "x"})
	if err := b.Desk.Record(b.ctx(), contact, hold); err != nil {
		t.Fatal(err)
	}
	b.show(&eraseScreen{id: contact})
	b.fill("Code of the case", code)
	b.press(fyne.KeyReturn)
	b.until("the refusal", func() bool {
		for _, o := range b.objects() {
			if x, ok := o.(interface{ Text() string }); ok && strings.Contains(x.Text(), "legal hold") {
				return true
			}
		}
		return false
	})
	if _, err := b.Desk.Case(b.ctx(), contact); err != nil {
		t.Errorf("the case is gone: %v", err)
	}
}

func TestTheTrailNamesWhoAndLeadsToTheCase(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	s := &trailScreen{}
	b.show(s)
	b.until("the trail", func() bool { return s.events != nil })
	if s.events[0].Who != "Els Example" || s.events[0].Link < s.events[len(s.events)-1].Link {
		t.Errorf("the newest event is %+v", s.events[0])
	}
	s.list.Focus()
	b.press(fyne.KeyReturn)
	if !shows[*caseScreen](b) {
		t.Fatal("an event does not lead to its case")
	}
	if s.events != nil {
		t.Error("the trail is held while it is not shown")
	}
}

func TestTheFiguresOfAYearAreSavedAsATableAndTheTrailKnows(t *testing.T) {
	b := unlockedDesk(t)
	for range 6 {
		b.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	}
	b.show(&settingsScreen{})
	s := &statisticsScreen{}
	b.show(s)
	b.until("the figures", func() bool { return s.report != nil })
	if s.year != 1997 || !b.says(b.say.StatisticsTotal(*s.report)) || !b.says(b.t_("statistics.running")) {
		t.Fatalf("the figures of %d are not shown", s.year)
	}
	b.drawn("vault-figures", "de", kit.Light, 1)
	b.drawn("vault-figures", "en", kit.Light, 1)
	b.tap(b.t_("statistics.save"))
	path := filepath.Join(t.TempDir(), "figures.csv")
	b.field(b.t_("save.path")).SetText(path)
	b.tap(b.t_("save.save"))
	b.until("the file", func() bool { return b.says(b.t_("statistics.saved")) })
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(data), "\ufeff") || !strings.Contains(string(data), "1997;") || strings.Contains(string(data), "Voorbeeld") {
		t.Errorf("%q, %v", data, err)
	}
	events, err := b.Desk.Trail(context.Background(), 0, 0)
	if err != nil || events[len(events)-1].What != "statistics" {
		t.Errorf("the trail ends with %+v, %v", events[len(events)-1], err)
	}
}

// However long the store takes to close, the screen shows nothing of the desk
// from the moment on which it is locked.
func TestLockingEmptiesTheScreenBeforeTheStoreIsClosed(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	b.show(&casesScreen{})
	b.slow = make(chan bool)
	began := time.Now()
	b.lock()
	took := time.Since(began)
	if !shows[*unlockScreen](b) || !b.Desk.Locked() || b.inside {
		t.Error("the desk is still shown")
	}
	for _, o := range b.objects() {
		if x, ok := o.(interface{ Text() string }); ok && strings.Contains(x.Text(), "Voorbeeld") {
			t.Error("a name is still on the screen")
		}
	}
	if took > 100*time.Millisecond {
		t.Errorf("it took %v", took)
	}
	close(b.slow)
	b.reopen(passphrase)
}
