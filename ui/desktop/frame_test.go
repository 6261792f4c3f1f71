package desktop

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/storage"
	"onthaal/ui/desktop/kit"
)

// recoveryShown reads the groups of the code from the screen.
func (b *bench) recoveryShown() []string {
	b.t.Helper()
	s, ok := b.here.(*setupScreen)
	if !ok || s.at != setupCode || len(s.recovery) != 9 {
		b.t.Fatal("no recovery code is shown")
	}
	for _, g := range s.recovery {
		if len(g) != 4 || !b.says(g) {
			b.t.Fatalf("a group of the code is not on the screen")
		}
	}
	return s.recovery
}

func TestFirstStartToToday(t *testing.T) {
	b := newDesk(t)
	if !shows[*setupScreen](b) {
		t.Fatal("a folder without a desk does not begin with the first start")
	}
	b.tap("Save and continue")
	b.tap("Save and continue") // without a centre
	if !b.says("There is a problem") || !b.says("Choose the centre that you work for.") {
		t.Error("a missing centre is not asked for")
	}
	b.choice("Centre").Focus()
	b.press(fyne.Key2)
	b.tap("Save and continue")
	b.typed("Els Example")
	b.tap("Back")
	if got := b.choice("Centre").Value(); got != desk.PagAsa {
		t.Errorf("going back lost the centre: %q", got)
	}
	b.tap("Save and continue")
	if got := b.field("Name of the counsellor").Text(); got != "Els Example" {
		t.Errorf("going back lost the name: %q", got)
	}
	b.tap("Save and continue")
	b.typed("short")
	b.tap("Create the desk")
	if !b.says("Use at least 8 characters; several words are best.") {
		t.Error("a short passphrase is taken")
	}
	b.field("Passphrase").SetText("")
	b.field("Passphrase").Focus()
	b.typed(passphrase)
	b.field("The same passphrase again").Focus()
	b.typed(passphrase + "x")
	b.tap("Create the desk")
	if !b.says("The two passphrases differ. Type them again.") {
		t.Error("two passphrases are taken")
	}
	if ok, _ := b.Desk.Exists(); ok {
		t.Fatal("a desk was created before all was well")
	}
	b.field("The same passphrase again").SetText(passphrase)
	b.here.(*setupScreen).raw["passphrase.again"] = passphrase
	b.now = b.now.Add(1e9)
	b.tap("Create the desk")
	if !b.says("Creating the desk…") {
		t.Error("nothing says that the desk is being created")
	}
	b.until("the recovery code", func() bool { return b.here.(*setupScreen).at == setupCode })
	groups := b.recoveryShown()
	if len(b.here.(*setupScreen).raw) != 0 {
		t.Error("the passphrase is still held after the desk was created")
	}
	b.tap("I have written it down")
	b.typed("XXXX")
	b.tap("Confirm and begin")
	if !shows[*setupScreen](b) || !b.says("This is not group 3. Look at your paper and type it again.") {
		t.Error("a wrong group is taken")
	}
	b.field("Group 3").SetText("")
	b.field("Group 3").Focus()
	b.typed(strings.ToLower(groups[2]))
	b.field("Group 7").Focus()
	b.typed(groups[6])
	b.press(fyne.KeyReturn)
	if !shows[*todayScreen](b) || !b.says("Today") {
		t.Fatal("the desk does not open on Today")
	}
	if s := b.Desk.Settings(); s.Centre != desk.PagAsa || s.Counsellor != "Els Example" || s.Language != "en" {
		t.Errorf("the settings are %+v", s)
	}
	// The code that was shown opens the desk.
	b.lock()
	b.tap("Recovery code…")
	b.typed(strings.Join(groups, " "))
	b.press(fyne.KeyReturn)
	b.until("the desk opened by its code", func() bool { return shows[*todayScreen](b) })
}

func TestClosingAtTheCodeLosesNothing(t *testing.T) {
	b := newDesk(t)
	b.here = &setupScreen{at: setupPassphrase, settings: desk.Settings{Centre: desk.Payoke, Language: "en"},
		raw: map[string]string{"passphrase": passphrase, "passphrase.again": passphrase}}
	b.again()
	b.tap("Create the desk")
	b.until("the recovery code", func() bool { return b.here.(*setupScreen).at == setupCode })
	b.Desk.Lock()
	again := openDesk(t, b.dir)
	if !shows[*unlockScreen](again) {
		t.Fatal("the desk is not there")
	}
	again.typed(passphrase)
	again.press(fyne.KeyReturn)
	again.until("the desk opened by its passphrase", func() bool { return shows[*todayScreen](again) })
}

func TestALocalServiceWithoutApprovalIsToldThatLettersStayBlocked(t *testing.T) {
	b := newDesk(t)
	b.tap("Save and continue")
	b.choice("Centre").Focus()
	b.press(fyne.Key5)
	b.tap("Save and continue")
	for label, text := range map[string]string{"Name of the service": "Huis Voorbeeld", "Street and number": "Voorbeeldstraat 1", "Postcode": "2000", "Town": "Antwerpen", "Signed on": "31 2 97"} {
		b.field(label).Focus()
		b.typed(text)
	}
	b.choice("Centre of the agreement").Focus()
	b.press(fyne.Key1)
	b.tap("Save and continue")
	if got := b.field("Signed on").Error(); got != "Enter a real date, such as 17 4 1997 (in files: 1997-04-17)." {
		t.Errorf("a day that there is not: %q", got)
	}
	b.field("Signed on").SetText("")
	b.field("Signed on").Focus()
	b.typed("3 mrt 97")
	b.tap("Save and continue")
	if !b.says("Letters to the Department stay blocked until the approval of the agreement is entered in the settings.") {
		t.Error("nothing says that letters stay blocked")
	}
	if o := b.here.(*setupScreen).settings.Office; o.SignedOn != civil.Must(1997, 3, 3) || o.Partner != desk.Payoke {
		t.Errorf("the agreement is %+v", o)
	}
}

func TestTheWholeProgramChangesItsLanguageAtOnce(t *testing.T) {
	b := newDesk(t)
	b.press(fyne.Key2) // the choice of the language has the focus
	if b.say.Lang != "fr" || !shows[*setupScreen](b) {
		t.Fatalf("the language is %s", b.say.Lang)
	}
	u := unlockedDesk(t)
	u.show(&settingsScreen{})
	u.choice("Language").Focus()
	u.press(fyne.Key3)
	u.tap("Save")
	if u.say.Lang != "de" || u.Desk.Settings().Language != "de" {
		t.Errorf("the language is %s, recorded %s", u.say.Lang, u.Desk.Settings().Language)
	}
}

// hashes of every file in a folder.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		sums[path] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func TestAWrongPassphraseSaysSoAndLeavesEveryFile(t *testing.T) {
	b := unlockedDesk(t)
	b.lock()
	b.Desk.Lock() // returns when it is sealed
	before := hashes(t, b.dir)
	b.typed("kiosk lantern marble")
	b.press(fyne.KeyReturn)
	if !b.says("Opening…") {
		t.Error("nothing says that the desk is being opened")
	}
	b.until("the answer", func() bool { return !b.here.(*unlockScreen).busy })
	f := b.field("Passphrase")
	if f.Error() != b.t_("error.wrongPassphrase") || f.Text() != "kiosk lantern marble" {
		t.Errorf("error %q, text %q", f.Error(), f.Text())
	}
	after := hashes(t, b.dir)
	if len(before) == 0 || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Error("a file has changed")
	}
	b.typed(" otter") // the caret is in the field again, the text still there
	b.press(fyne.KeyReturn)
	b.until("the desk opened", func() bool { return shows[*todayScreen](b) })
}

// t_ says words: the field t of the bench hides the method.
func (b *bench) t_(key string) string { return b.Desktop.t(key) }

func TestLockingWithTheCaretInAField(t *testing.T) {
	b := unlockedDesk(t)
	b.tap("Cases")
	b.show(&settingsScreen{})
	b.field("Name of the counsellor").Focus()
	b.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl})
	if !b.Desk.Locked() || !shows[*unlockScreen](b) || b.inside {
		t.Fatal("Ctrl+L in a field does not lock")
	}
	b.typed(passphrase)
	b.tap("Unlock")
	b.until("the desk opened", func() bool { return b.inside })
	if !shows[*settingsScreen](b) {
		t.Error("unlocking does not go on where the counsellor was")
	}
}

func TestTheMenuOfALockedDeskTellsNothing(t *testing.T) {
	b := unlockedDesk(t)
	if n := len(b.win.MainMenu().Items); n != 2 {
		t.Errorf("the menu of an open desk has %d parts", n)
	}
	b.lock()
	m := b.win.MainMenu()
	if len(m.Items) != 1 || len(m.Items[0].Items) != 1 || !m.Items[0].Items[0].IsQuit {
		t.Error("the menu of a locked desk says more than Quit")
	}
}

func TestWhatIsWrongWithTheDeskIsSaidInWords(t *testing.T) {
	b := unlockedDesk(t)
	b.lock()
	b.Desk.Lock() // returns when it is sealed
	other, err := storage.At(b.dir, storage.Options{}).Unlock(context.Background(), []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	try := func(key string) {
		t.Helper()
		b.press(fyne.KeyReturn)
		b.until("the answer", func() bool { u, ok := b.here.(*unlockScreen); return ok && !u.busy })
		if !b.says(b.t_(key)) || b.field("Passphrase").Text() != passphrase || b.field("Passphrase").Error() != "" {
			t.Errorf("%s is not said", key)
		}
	}
	b.typed(passphrase)
	try("error.inUse")
	other.Close()
	damaged, err := filepath.Glob(filepath.Join(b.dir, "db", "*.sst"))
	if err != nil || len(damaged) == 0 {
		t.Fatalf("no file to damage: %v", err)
	}
	data, err := os.ReadFile(damaged[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(damaged[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	before := hashes(t, b.dir)
	b.press(fyne.KeyReturn)
	b.until("what is wrong", func() bool { return shows[*damageScreen](b) })
	if !b.says(b.t_("damaged.what")) {
		t.Error("damage is not said in words")
	}
	if fmt.Sprint(before) != fmt.Sprint(hashes(t, b.dir)) {
		t.Error("a damaged desk was changed")
	}
}

func TestAFolderWithOtherFilesIsNotTaken(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := openDesk(t, dir)
	b.here = &setupScreen{at: setupPassphrase, settings: desk.Settings{Centre: desk.Payoke, Language: "en"},
		raw: map[string]string{"passphrase": passphrase, "passphrase.again": passphrase}}
	b.again()
	b.tap("Create the desk")
	b.until("the answer", func() bool { return b.here.(*setupScreen).at == setupPassphrase })
	if !b.says(b.t_("error.notOurs")) || b.field("Passphrase").Text() != passphrase {
		t.Error("a folder of somebody else's is not refused in words")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%d files lie in the folder", len(left))
	}
}

func TestALockedDeskKnowsNoName(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Date{})
	b.show(&casesScreen{})
	b.typed("voorb")
	b.lock()
	if s := b.after.(*casesScreen); s.query != "" || s.field != nil {
		t.Error("what was looked for is kept while the desk is locked")
	}
}

func TestIdleLockSaysWhen(t *testing.T) {
	b := unlockedDesk(t)
	b.now = b.now.Add(5 * 60e9)
	b.kit.Idle.Check()
	if !b.Desk.Locked() || b.note != "Locked at 14:10. Your unfinished text is here." || !b.says(b.note) {
		t.Errorf("locked %v, note %q", b.Desk.Locked(), b.note)
	}
}

func TestWhoGoesElsewhereWhileItOpensFindsItLocked(t *testing.T) {
	b := unlockedDesk(t)
	b.lock()
	b.typed(passphrase)
	b.press(fyne.KeyReturn)
	b.tap("Leaflet, without unlocking")
	u := b.here.(*leafletScreen).back.(*unlockScreen)
	b.until("the answer", func() bool { return !u.busy })
	if !b.Desk.Locked() {
		t.Error("the desk is open behind the leaflet")
	}
}

func TestTheLeafletIsThereWithoutUnlocking(t *testing.T) {
	b := unlockedDesk(t)
	b.lock()
	b.tap("Leaflet, without unlocking")
	b.press(fyne.KeyDown, fyne.KeyReturn)
	e, ok := b.here.(*editionScreen)
	if !ok || e.edition != b.Desk.Library().Leaflets.Editions[1] {
		t.Fatal("Enter does not open the second language")
	}
	b.tap("Show face to face")
	s := b.here.(*showScreen)
	cards := e.edition.Cards(b.Desk.Library().Contacts)
	if !b.says(cards[0].Lines[0]) {
		t.Error("the first card is not shown")
	}
	b.press(fyne.KeyPageDown, fyne.KeyRight, fyne.KeySpace)
	if s.at != 3 || !b.says(cards[3].Lines[0]) {
		t.Errorf("three keys on, card %d is shown", s.at)
	}
	b.press(fyne.KeyLeft, fyne.KeyPageUp)
	if s.at != 1 {
		t.Errorf("two keys back, card %d is shown", s.at)
	}
	b.press(fyne.KeyEscape)
	if b.here != screen(e) {
		t.Fatal("Escape does not close the cards")
	}
	b.tap("Leaflet")
	b.tap("Back")
	if !shows[*unlockScreen](b) || !b.Desk.Locked() {
		t.Error("the way back does not lead to the lock screen")
	}
}

func TestCardsAreNeverCutOff(t *testing.T) {
	b := unlockedDesk(t)
	for _, e := range b.Desk.Library().Leaflets.Editions {
		ed := &editionScreen{edition: e, list: &leafletScreen{}}
		for i := range e.Cards(b.Desk.Library().Contacts) {
			b.show(&showScreen{edition: e, from: ed, at: i})
			for _, o := range b.objects() {
				c, ok := o.(*card)
				if !ok {
					continue
				}
				last := c.parts[len(c.parts)-1]
				if bottom := last.Position().Y + last.Size().Height; bottom > c.Size().Height+1 {
					t.Errorf("%s: card %d is cut off: %v of %v", e.Tag, i, bottom, c.Size().Height)
				}
			}
		}
	}
}

func TestCardsTurnAsTheScriptRuns(t *testing.T) {
	b := unlockedDesk(t)
	mirrored := *b.Desk.Library().Leaflets.Edition("en")
	mirrored.Direction = "rtl"
	s := &showScreen{edition: &mirrored, from: &editionScreen{edition: &mirrored, list: &leafletScreen{}}, at: 1}
	b.show(s)
	if next, back := b.button("Next").Position().X, b.button("Back").Position().X; next >= back {
		t.Errorf("Next stands at %v, Back at %v", next, back)
	}
	b.press(fyne.KeyLeft)
	if s.at != 2 {
		t.Errorf("the arrow to the left shows card %d", s.at)
	}
}

func TestALeafletIsSavedForItsOwnerAlone(t *testing.T) {
	b := unlockedDesk(t)
	dir := t.TempDir()
	b.folder = dir
	e := b.Desk.Library().Leaflets.Edition("en")
	s := &editionScreen{edition: e, list: &leafletScreen{}}
	b.show(s)
	b.tap("A6…")
	path := filepath.Join(dir, "info-en-a6.pdf")
	if got := b.field("File").Text(); got != path {
		t.Fatalf("it would be saved as %q", got)
	}
	b.press(fyne.KeyReturn)
	b.until("the file", func() bool { _, err := os.Stat(path); return err == nil && strings.Contains(b.texts(), "Saved 14:0") })
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() < 1000 {
		t.Fatalf("the file is %v, %v", info, err)
	}
	data, _ := os.ReadFile(path)
	if !strings.HasPrefix(string(data), "%PDF-") {
		t.Error("this is no PDF")
	}
	// A second time the file is not touched until that is said.
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.tap("A6…")
	b.tap("Save")
	if data, _ := os.ReadFile(path); string(data) != "mine" {
		t.Fatal("a file was replaced without asking")
	}
	b.tap("Replace")
	b.until("the file replaced", func() bool { data, _ := os.ReadFile(path); return len(data) > 1000 })
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v", info.Mode())
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 1 {
		t.Errorf("%d files are left in the folder", len(left))
	}
	// What cannot be written says so and keeps what was typed.
	b.tap("A6…")
	b.field("File").SetText("info.pdf")
	b.tap("Save")
	if b.field("File").Error() != b.t_("save.whole") || b.field("File").Text() != "info.pdf" {
		t.Error("a path that is not whole is taken")
	}
	b.field("File").SetText(filepath.Join(dir, "nowhere", "x.pdf"))
	b.now = b.now.Add(1e9)
	b.tap("Save")
	b.until("the answer", func() bool { return b.win.Canvas().Overlays().Top() != nil })
	if b.field("File").Error() != b.t_("error.fileMissing") {
		t.Errorf("a folder that there is not: %q", b.field("File").Error())
	}
}

func TestNothingIsSavedOverAFileOfTheDesk(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&editionScreen{edition: b.Desk.Library().Leaflets.Edition("en"), list: &leafletScreen{}})
	for _, name := range []string{"vault.json", "VAULT.JSON", "app.lock", filepath.Join("db", "x.pdf")} {
		path := filepath.Join(b.dir, name)
		before, failed := os.ReadFile(path)
		b.tap("A6…")
		b.field("File").SetText(path)
		b.tap("Save")
		if b.field("File").Error() != b.t_("error.ofDesk") || b.field("File").Text() != path {
			t.Errorf("%s: %q", name, b.field("File").Error())
		}
		if after, err := os.ReadFile(path); (err == nil) != (failed == nil) || string(after) != string(before) {
			t.Errorf("%s was written", name)
		}
		b.tap("Do not save")
	}
}

// aCase opens a case of a person with a name and, if given, an order to leave.
func (b *bench) aCase(family string, issued civil.Date) {
	b.t.Helper()
	in := &intake.Intake{On: civil.Must(1997, 3, 3), Entries: []casefile.Entry{
		casefile.NewEntry(casefile.KindTriage, civil.Must(1997, 3, 3), &casefile.Triage{Assessment: "5.1"}),
		casefile.NewEntry(casefile.KindPerson, civil.Must(1997, 3, 3), &casefile.Person{FamilyName: family, GivenNames: "Ana", NameCertainty: "declared"}),
	}}
	if !issued.IsZero() {
		in.Entries = append(in.Entries, casefile.NewEntry(casefile.KindDocument, issued, &casefile.Document{Stage: "S1"}))
	}
	if _, _, err := b.Desk.TakeIn(b.ctx(), in); err != nil {
		b.t.Fatal(err)
	}
}

func TestTodayShowsWhatIsDueAndOpensIt(t *testing.T) {
	b := unlockedDesk(t)
	if !b.says("Nothing is due. The desk has no open case.") {
		t.Error("an empty day does not say so")
	}
	b.aCase("Voorbeeld", civil.Must(1997, 3, 3)) // stage 1 ends today
	b.show(&todayScreen{})
	a, err := b.Desk.Agenda()
	if err != nil || len(a.Tasks) == 0 {
		t.Fatalf("%v, %d tasks", err, len(a.Tasks))
	}
	found := false
	for _, x := range a.Tasks {
		found = found || b.says(x.Code+" · "+b.t_(x.Due.Key))
	}
	if !found {
		t.Error("what is due is not shown")
	}
	b.win.Canvas().FocusNext()
	for !shows[*caseScreen](b) {
		if _, ok := b.win.Canvas().Focused().(*kit.Rows); ok {
			b.press(fyne.KeyReturn)
			break
		}
		b.win.Canvas().FocusNext()
	}
	if c, ok := b.here.(*caseScreen); !ok || c.id != a.Tasks[0].ID {
		t.Error("Enter does not open the case")
	}
}

// The last working day before a Sunday is the day that counts: Today says it,
// and on the Saturday that it has passed.
func TestTodayPressesOnTheLastWorkingDay(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Must(1997, 3, 6)) // ends on Sunday 20 April
	for day, want := range map[int]string{
		17: "Soon|Sun 20 April 1997 · act by Fri 18 April 1997|Tomorrow",
		18: "Today|Sun 20 April 1997 · act by Fri 18 April 1997|Today",
		19: "Overdue|Sun 20 April 1997 · act by Fri 18 April 1997 has passed; last day: tomorrow|Yesterday",
		20: "Overdue|Sun 20 April 1997 · act by Fri 18 April 1997 has passed; last day: today|2 days ago",
		21: "Overdue|Sun 20 April 1997 · |Yesterday",
	} {
		b.today = civil.Must(1997, 4, day)
		b.show(&todayScreen{})
		var said []string
		for _, o := range b.objects() {
			if x, ok := o.(*canvas.Text); ok {
				said = append(said, x.Text)
			}
		}
		all := strings.Join(said, " ") // a line that is too long stands on two
		for _, w := range strings.Split(want, "|") {
			if !strings.Contains(all, w) {
				t.Errorf("on %d April Today does not say %q: %s", day, w, all)
			}
		}
	}
}

func TestACaseIsFoundByAPartOfItsName(t *testing.T) {
	b := unlockedDesk(t)
	b.aCase("Voorbeeld", civil.Date{})
	b.aCase("Müller", civil.Date{})
	b.kit.Keys.Do(fyne.KeyF, fyne.KeyModifierControl)
	if !shows[*casesScreen](b) || !b.says("2 cases") {
		t.Fatal("Ctrl+F does not lead to the cases")
	}
	b.typed("mull")
	if !b.says("1 case") {
		t.Error("typing does not narrow the list")
	}
	rows, _ := b.Desk.Cases("mull")
	b.press(fyne.KeyReturn)
	if c, ok := b.here.(*caseScreen); !ok || len(rows) != 1 || c.id != rows[0].ID {
		t.Error("Enter does not open the one that was found")
	}
}

func TestSettingsAreTakenIntoUse(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&settingsScreen{})
	b.choice("Look").Focus()
	b.press(fyne.Key4)
	b.field("Who signs").Focus()
	b.typed("M. Directeur")
	b.press(fyne.KeyReturn)
	s := b.Desk.Settings()
	if s.Look != "sunlight" || s.Signatory != "M. Directeur" || s.Counsellor != "Els Example" || b.kit.Look() != kit.Sunlight {
		t.Errorf("the settings are %+v, the look %v", s, b.kit.Look())
	}
	b.pickAt("Function of who signs", "Legal")
	b.now = b.now.Add(1e9)
	b.tap("Save")
	if s := b.Desk.Settings(); s.Function != "legalAdviser" {
		t.Errorf("the function is %q", s.Function)
	}
	b.field("Who signs").SetText("")
	b.field("Who signs").Focus()
	b.typed(strings.Repeat("x", 200))
	b.now = b.now.Add(1e9)
	b.tap("Save")
	if b.field("Who signs").Error() == "" || b.Desk.Settings().Signatory != "M. Directeur" {
		t.Error("a name of 200 characters is taken")
	}
}

func TestHelpListsTheKeyTable(t *testing.T) {
	b := unlockedDesk(t)
	b.kit.Keys.Do(fyne.KeySlash, fyne.KeyModifierControl)
	for _, x := range b.kit.Keys.Active() {
		if !b.says(b.keyName(x)) {
			t.Errorf("the key %s is missing", b.keyName(x))
		}
		if act := b.keyAct(x.ID); act == "help.act."+x.ID || !b.says(act) {
			t.Errorf("what %s does is missing", b.keyName(x))
		}
	}
}

func TestTheMeterIsHonest(t *testing.T) {
	for text, want := range map[string]strength{
		"": none, "short": weak, "password": weak, "Passwort1!": weak, "frauenhaus2026": fair, "aaaaaaaaaaaaaaaaaaaa": weak,
		"elsexample1997": weak, "kiosk lantern marble otter": fair, "een paar gewone woorden": fair, "een paar gewone woorden 1997 fietsbel": strong,
		"abacus abdomen abide able ablaze abrasion": strong,
	} {
		if got := judge(text, "Els Example", "elsexample"); got != want {
			t.Errorf("%q is judged %d, want %d", text, got, want)
		}
	}
	list := strings.Fields(assets.Wordlist())
	slices.Sort(list)
	if n := len(slices.Compact(list)); n != 7776 {
		t.Errorf("the list has %d words, so that six of them are not 77 bits", n)
	}
	a, err := suggest()
	if err != nil || len(strings.Fields(a)) != 6 || judge(a) != strong {
		t.Errorf("the suggestion %q is judged %d, %v", a, judge(a), err)
	}
	if c, _ := suggest(); c == a {
		t.Error("the same passphrase was suggested twice")
	}
}

func TestWhatKeepsTheProgramFromStartingIsShown(t *testing.T) {
	b := newDesk(t)
	for lang, want := range map[string][2]string{"nl": {"Onthaal kon niet starten", "Sluiten"}, "en": {"Onthaal could not start", "Close"}} {
		p := b.Parts
		p.Language = lang
		win := refusal(b.app, p, "what it was")
		defer win.Close()
		shown := &bench{Desktop: &Desktop{win: win}, t: t}
		if !shown.says(want[0]) || !shown.says("what it was") {
			t.Errorf("%s: %q and the reason are not shown", lang, want[0])
		}
		shown.button(want[1]) // which closes it
	}
}
