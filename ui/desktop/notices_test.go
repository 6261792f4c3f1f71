package desktop

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// What cannot be true together stands on the case, and goes when it is mended.
func TestFindingsStandOnTheCaseUntilTheyAreMended(t *testing.T) {
	b := unlockedDesk(t)
	id := b.story("conflicts", append(counselled[:9:9], "1997-03-20 complaint form=statement", "1997-03-10 summons court=Antwerp",
		"1997-03-03 document stage=S1", "1997-03-03 document stage=S1"))
	words := map[string]string{
		"finding.summons.order":  "The summons lies before the complaint or statement. Check the days.",
		"finding.document.twice": "The same document stands there twice, with the same day. Take one back.",
	}
	found := b.theCase(id).File.Findings
	if len(found) != len(words) {
		t.Fatalf("found is %v", found)
	}
	b.show(&caseScreen{id: id})
	for _, f := range found {
		if !strings.Contains(b.texts(), words[f.Key]) || words[f.Key] == "" {
			t.Errorf("the case does not say %s: %s", f.Key, b.texts())
		}
	}
	b.tap("Residence document: Stage 1 · 3 March 1997")
	b.tap("Take back this entry")
	b.show(&caseScreen{id: id})
	if text := b.texts(); strings.Contains(text, words["finding.document.twice"]) || !strings.Contains(text, words["finding.summons.order"]) {
		t.Errorf("after one was taken back the case says %s", text)
	}
}

// A case under the circular speaks of the circular on every page: no section of
// the instructions of 1997, neither with what is odd nor with what is asked.
func TestACaseUnderTheCircularNeverCites1997(t *testing.T) {
	b := unlockedDesk(t)
	id := b.story("circular", append([]string{"1997-02-28 profileConfirmed profile=circular-2019-01 version=1"}, append(counselled[:9:9],
		"1997-03-02 socialAssistance event=granted", "1997-03-03 document stage=S1", "1997-03-04 workPermit permit=temporary event=granted",
		"1997-03-06 document stage=S2", "1997-03-07 complaint form=statement", "1997-03-08 counselling event=takenOn")...))
	found := b.theCase(id).File.Findings
	var keys []string
	for _, f := range found {
		keys = append(keys, f.Key)
	}
	if got := strings.Join(keys, " "); got != "warn.complaint.after warn.counselling.twice warn.work.early warn.social.early" {
		t.Errorf("found is %s", got)
	}
	complaint, _ := pageOf(acts, "complaint")
	informed, _ := pageOf(acts, "departmentInformed")
	document, _ := pageOf(acts, "document")
	for _, s := range []screen{
		&caseScreen{id: id}, &intakeScreen{id: id}, stepScreen(id, intake.Triage), &pageScreen{id: id, page: complaint, act: true},
		&pageScreen{id: id, page: informed, act: true}, &pageScreen{id: id, page: document, act: true}, &journalScreen{id: id}, &letterScreen{id: id, kind: "L05"},
		&recordScreen{id: id}, &recordScreen{id: id, all: true}, &rulesScreen{id: id}, &checkScreen{id: id},
	} {
		b.show(s)
		if text := b.texts(); strings.Contains(text, "§") || strings.Contains(text, "1997 on assistance") || strings.Contains(text, "more than 3") {
			t.Errorf("%T cites the instructions: %s", s, text)
		}
	}
	b.show(&caseScreen{id: id})
	for _, f := range found {
		if !strings.Contains(b.texts(), strings.Trim(strconv.Quote(b.say.Problem(f)), `"`)) {
			t.Errorf("the case does not say %s", f.Key)
		}
	}
}

// That the rules of 1997 were replaced is said on every case; that somebody
// read it is recorded once, and the notice stays.
func TestTheHistoricRulesAreAcknowledgedOnce(t *testing.T) {
	b, id := takenIn(t)
	const notice, read = "These rules of 1997 are no longer in force", "I have read this: record it"
	b.show(&caseScreen{id: id})
	if !strings.Contains(b.texts(), notice) {
		t.Fatal("the case does not say that its rules were replaced")
	}
	b.tap(read)
	a := b.theCase(id).File.Acknowledged
	if len(a) != 1 || a[0].Body.Profile != "instructions-1997" || a[0].On() != april {
		t.Fatalf("recorded is %+v", a)
	}
	if strings.Contains(b.labels(), read) || !strings.Contains(b.texts(), notice) {
		t.Error("it is asked again, or the notice is gone")
	}
	b.show(&entryScreen{id: id, entry: a[0].Entry.ID, back: &caseScreen{id: id}})
	b.tap("Take back this entry")
	if !strings.Contains(b.labels(), read) {
		t.Error("once it is taken back it is not asked again")
	}
}

// A clock that is wrong spoils every deadline: Today says so.
func TestTodayWarnsOfAClockThatIsWrong(t *testing.T) {
	b := unlockedDesk(t)
	b.today = civil.Of(time.Now().UTC())
	b.aCase("Voorbeeld", civil.Date{})
	wrong := func() string {
		b.show(&todayScreen{})
		for _, o := range b.objects() {
			if x, ok := o.(interface{ Text() string }); ok && strings.Contains(x.Text(), "the latest entry of") {
				return x.Text()
			}
		}
		return ""
	}
	if s := wrong(); s != "" {
		t.Errorf("a clock that is right: %s", s)
	}
	last := b.today
	b.today = last.AddDays(-3)
	if s := wrong(); !strings.Contains(s, "lies before the latest entry of "+b.say.Date(last)) {
		t.Errorf("a clock that is behind: %q", s)
	}
	b.today = last.AddDays(3 * 365)
	if s := wrong(); !strings.Contains(s, "lies years after the latest entry") {
		t.Errorf("a clock that is ahead: %q", s)
	}
}

// What about the machine puts the desk at risk is said on Today, in words.
func TestTodayWarnsOfTheMachine(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&todayScreen{})
	if strings.Contains(b.texts(), "copied elsewhere") {
		t.Fatal("a machine without fault is warned of")
	}
	b.warnings = []journal.Warning{
		{Key: "warning.folderSynced", Args: map[string]string{"program": "Example Drive"}},
		{Key: "warning.spaceLow", Args: map[string]string{"free": "90", "needed": "134"}},
		{Key: "warning.driveNetwork"},
	}
	b.show(&todayScreen{})
	for _, want := range []string{"This folder is copied elsewhere by Example Drive.", "Little room is left on the disk: 90 MB.", "The desk lies on a network drive."} {
		if !strings.Contains(b.texts(), want) {
			t.Errorf("Today does not say: %s", want)
		}
	}
}

// What the program itself wrote can neither be corrected nor taken back.
func TestAnEntryOfTheProgramItselfCannotBeTakenBack(t *testing.T) {
	b, id := takenIn(t)
	opened := b.theCase(id).File.Opened.Entry
	if opened.Kind != casefile.KindOpened {
		t.Fatal("the case does not begin with its opening")
	}
	b.show(&entryScreen{id: id, entry: opened.ID, back: &journalScreen{id: id}})
	if l := b.labels(); strings.Contains(l, "Take back") || strings.Contains(l, "Correct") {
		t.Errorf("the opening of a case can be changed: %s", l)
	}
}

// Of a person of whom nothing may be kept longer the case says so, and leads to
// where it is erased.
func TestWhatMayNotBeKeptLongerLeadsToItsErasure(t *testing.T) {
	b := unlockedDesk(t)
	id := b.story("stopped", []string{"1997-04-17 triage assessment=5.3 decidedBy=Police"})
	b.today = civil.Must(1997, 7, 1)
	b.show(&caseScreen{id: id})
	if !b.says("Erase what is kept of this person") {
		t.Fatalf("the case does not say that it is to be erased: %s", b.texts())
	}
	for _, o := range b.objects() {
		if l, ok := o.(*kit.Rows); ok {
			l.Focus()
			b.press(fyne.KeyReturn)
			break
		}
	}
	if s, ok := b.here.(*eraseScreen); !ok || s.id != id {
		t.Errorf("it leads to %T", b.here)
	}
}
