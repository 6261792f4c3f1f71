package desktop

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// elsewhere are the kinds of entries that can be entered and have no page of
// their own, and the fields that no page asks for, each with the reason.
var elsewhere = map[string]string{
	casefile.KindFileLanguage:        "changed on the page of a letter, until the first one is issued",
	casefile.KindProfileAcknowledged: "recorded on the case, below the notice that is acknowledged",
	casefile.KindProfileConfirmed:    "recorded by rulesScreen, beside the days that it changes",
	casefile.KindVoid:                "recorded by entryScreen, on the entry that is taken back",
	"leaflet.version":                "the edition of the program, never asked",
	"consent.purpose":                "each purpose is a question of its own",
	"consent.answer":                 "each purpose is a question of its own",
	"person.noAnswer":                "a reason is given at the field that stays empty",
}

// TestEveryKindHasAPageThatAsksForEveryField: whatever can be entered from a
// terminal can be entered here.
func TestEveryKindHasAPageThatAsksForEveryField(t *testing.T) {
	b, id := opened(t)
	a := b.asking(b.theCase(id))
	used := map[string]bool{}
	for _, k := range casefile.Kinds {
		p, ok := b.pageOfKind(k.Name)
		if k.Name == casefile.KindConsent {
			p, ok = pageOf(steps, string(intake.Consent))
		}
		switch {
		case k.Made:
			if ok {
				t.Errorf("%s is made by the program and has a page", k.Name)
			}
			continue
		case !ok:
			if used[k.Name] = true; elsewhere[k.Name] == "" {
				t.Errorf("%s has neither a page nor a reason for having none", k.Name)
			}
			continue
		}
		asked := map[string]bool{}
		for _, q := range p.ask(a) {
			asked[q.path] = true
		}
		for i := range k.Body.NumField() {
			path := k.Name + "." + casefile.FieldName(k.Body.Field(i))
			if !asked[path] {
				if used[path] = true; elsewhere[path] == "" {
					t.Errorf("no page asks for %s, and nothing says why", path)
				}
			}
		}
		if !asked["on"] && p.kind != casefile.KindSafety && p.kind != casefile.KindPerson && p.kind != casefile.KindResidence && p.kind != casefile.KindElements {
			t.Errorf("the page of %s does not ask when it happened", k.Name)
		}
	}
	for key := range elsewhere {
		if !used[key] {
			t.Errorf("%s has a page after all: take it from the table", key)
		}
	}
}

// example reads the example of a kind from the documentation.
func example(t *testing.T, kind string) casefile.Entry {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", kind+".json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := casefile.ParseEntry(data, april)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return e
}

// TestEveryActReadsBackWhatItSays: an entry that is corrected shows on its
// page what it says, and the page makes the same entry of it.
func TestEveryActReadsBackWhatItSays(t *testing.T) {
	b, id, _ := issuedLetter(t)
	a := b.asking(b.theCase(id))
	for _, p := range acts {
		e := example(t, p.kind)
		v := p.valuesOf(a, &e)
		again, err := p.entry(a, v, nil)
		switch {
		case err != nil:
			t.Errorf("%s: %v", p.id, err)
		case again == nil || again.On != e.On || p.kind != casefile.KindLeaflet && !sameBody(again.Body, e.Body):
			t.Errorf("%s: %+v became %+v", p.id, e.Body, again)
		}
		words := p.said(a, &e)
		if words == "" || aKey.MatchString(words) || strings.Contains(words, "\n") {
			t.Errorf("%s is told as %q", p.id, words)
		}
	}
}

func TestAHearingAndAPermitAreRecordedFromTheMenu(t *testing.T) {
	b, id := takenIn(t)
	b.show(&caseScreen{id: id})
	b.tap("Record…")
	b.typeAt("Find what happened", "HEAR")
	b.press(fyne.KeyReturn)
	if s, ok := b.here.(*pageScreen); !ok || s.page.id != "hearing" {
		t.Fatalf("Enter in the search leads to %T", b.here)
	}
	b.field("Day of the hearing").SetText("12 5 1997")
	b.field("Time of the day").SetText("9h30")
	b.field("Court").SetText("Court of first instance, Antwerp")
	b.tap("Record")
	h := b.theCase(id).File.Hearings
	if len(h) != 1 || h[0].Body != (casefile.Hearing{Day: civil.Must(1997, 5, 12), Clock: "09:30", Court: "Court of first instance, Antwerp"}) || h[0].On() != april {
		t.Fatalf("recorded is %+v", h)
	}
	if !b.says("Hearing: Mon 12 May 1997, 09:30") {
		t.Error("the journal does not tell it in one line")
	}
	b.show(&pageScreen{id: id, page: mustPage(t, "workPermit"), act: true})
	b.take("Which permit?", fyne.Key1)
	b.take("What happened?", fyne.Key2)
	b.field("Lasts until").SetText("17 10 1997")
	b.field("Job").SetText("baker’s assistant")
	b.field("Work begins on").SetText("2 5 1997")
	b.tap("Record")
	w := b.theCase(id).File.WorkPermits
	if len(w) != 1 || w[0].Body != (casefile.WorkPermit{Permit: "temporary", Event: "granted", Until: civil.Must(1997, 10, 17), Job: "baker’s assistant", From: civil.Must(1997, 5, 2)}) {
		t.Fatalf("recorded is %+v", w)
	}
	b.show(&pageScreen{id: id, page: mustPage(t, "exploitation"), act: true})
	b.press(fyne.Key2, fyne.Key4)
	b.tap("Record")
	if x := b.theCase(id).File.Exploitation; x == nil || !slices.Equal(x.Body.Forms, []string{"labour", "begging"}) {
		t.Fatalf("recorded is %+v", x)
	}
	b.show(&pageScreen{id: id, page: mustPage(t, "relative"), act: true})
	b.press(fyne.Key1)
	b.field("Code of the other case").SetText("k7m 204x")
	b.tap("Record")
	if f := b.field("Code of the other case"); !strings.HasPrefix(f.Error(), "This is no case code.") || f.Text() != "k7m 204x" {
		t.Errorf("a wrong code: %q, %q", f.Text(), f.Error())
	}
	b.field("Code of the other case").SetText("k7m 204s")
	b.tap("Record")
	r := b.theCase(id).File.Relatives
	if len(r) != 1 || r[0].Body.Code != "K7M-204S" || r[0].Body.Relation != "child" {
		t.Fatalf("recorded is %+v", r)
	}
	entry := func(f *casefile.Fact[casefile.Relative]) screen {
		return &entryScreen{id: id, entry: f.Entry.ID, back: &caseScreen{id: id}}
	}
	if b.show(entry(r[0])); !b.says("There is no case with this code on this desk.") {
		t.Errorf("a code of another desk: %s", b.texts())
	}
	child := b.story("child", nil)
	code := b.theCase(child).File.Code()
	if err := b.Desk.Record(b.ctx(), id, casefile.NewEntry(casefile.KindRelative, april, &casefile.Relative{Code: code, Relation: "child"})); err != nil {
		t.Fatal(err)
	}
	b.show(entry(b.theCase(id).File.Relatives[1]))
	b.tap("Open case " + code)
	if s, ok := b.here.(*caseScreen); !ok || s.id != child {
		t.Errorf("the link leads to %T", b.here)
	}
}

func mustPage(t *testing.T, id string) page {
	t.Helper()
	p, ok := pageOf(acts, id)
	if !ok {
		t.Fatalf("there is no page %q", id)
	}
	return p
}

// What a case asks for stands first and is short; the rest is one click away.
func TestTheRecordMenuIsShortAndHoldsEverything(t *testing.T) {
	b := unlockedDesk(t)
	for name, lines := range stories {
		id := b.story(name, lines)
		c := b.theCase(id)
		fitting, every := b.recordable(c)
		if n := len(fitting); n < 2 || n > 9 {
			t.Errorf("%s: %d pages are offered first", name, n)
		}
		var titles []string
		for _, r := range every {
			titles = append(titles, r.title)
		}
		if slices.Sort(titles); len(slices.Compact(titles)) != len(every) {
			t.Errorf("%s: a page stands there twice: %q", name, titles)
		}
		b.show(&recordScreen{id: id})
		if b.says(b.t_("record.samePerson")) || !b.says(b.t_("record.note")) {
			t.Errorf("%s: what does not fit is offered first, or a note is not", name)
		}
		b.tap(b.say.N("record.all", len(every)))
		for _, r := range every {
			if !b.says(r.title) {
				t.Errorf("%s: %q is not among everything", name, r.title)
			}
		}
		if b.focused() != "Find what happened" {
			t.Errorf("%s: the focus is on %q", name, b.focused())
		}
		b.fill("Find what happened", "consent")
		if !b.says(b.t_("page.consent")) || b.says(b.t_("record.note")) {
			t.Errorf("%s: a search for consent does not find it alone", name)
		}
		b.fill("Find what happened", "nothing like it")
		if !b.says(b.t_("record.none")) {
			t.Errorf("%s: a vain search says nothing", name)
		}
	}
}

// stories are cases, each as lines such as "1997-03-03 document stage=S1"; _
// stands for a space.
var counselled = []string{
	"1997-03-01 triage assessment=5.1 decidedBy=Police", "1997-03-01 referral channel=police", "1997-03-01 residence status=illegal",
	"1997-03-02 consent purpose=counselling answer=given", "1997-03-02 consent purpose=foreignersDepartment answer=given",
	"1997-03-02 consent purpose=workService answer=given", "1997-03-02 consent purpose=cpas answer=given",
	"1997-03-02 person familyName=Example born=1976 sex=F", "1997-03-02 counselling event=takenOn",
}

// strange is a text that no typeface can print.
const strange = "\U0001F600"

var stories = map[string][]string{
	"nothing yet": nil,
	"unable":      {"1997-03-01 triage assessment=5.1 decidedBy=Police", "1997-03-02 counselling event=declined"},
	"counselled":  counselled,
	"stage 1":     append(counselled[:9:9], "1997-03-03 document stage=S1"),
	"statement":   append(counselled[:9:9], "1997-03-03 document stage=S1", "1997-03-20 complaint form=statement"),
	"return":      append(counselled[:9:9], "1997-03-03 document stage=S1", "1997-03-20 decision choice=return"),
	"no consent":  {"1997-04-10 document stage=S2"},
	"stage 2":     append(counselled[:9:9], "1997-04-10 document stage=S2"),
	"summoned":    append(counselled[:9:9], "1997-04-10 document stage=S2", "1997-04-12 summons number=1"),
	"stage 3":     append(counselled[:9:9], "1997-03-03 document stage=S3"),
	"important":   append(counselled[:9:9], "1997-03-03 document stage=S3", "1997-03-04 importance considered=yes"),
	"ended":       append(counselled[:9:9], "1997-03-03 document stage=S2", "1997-04-01 counselling event=ended"),
	"home":        append(counselled[:9:9], "1997-03-03 document stage=S2", "1997-03-12 return step=embassy", "1997-04-01 return step=left"),
	"unlimited":   append(counselled[:9:9], "1997-03-03 document stage=U"),
	"unprintable": {
		"1997-03-01 referral channel=police officer=" + strange + " address=" + strange + " pv=" + strange + " unit=" + strange, "1997-03-01 triage assessment=5.1", "1997-03-01 residence status=illegal",
		"1997-03-02 consent purpose=counselling answer=given", "1997-03-02 consent purpose=foreignersDepartment answer=given",
		"1997-03-02 counselling event=takenOn",
		"1997-03-02 person familyName=" + strange + " givenNames=" + strange + " originalScript=" + strange + " birthPlace=" + strange + " fileNumber=" + strange + " aliases=" + strange,
		"1997-03-03 document stage=S1", "1997-03-20 complaint form=statement unit=" + strange + " pv=" + strange + " lateReason=" + strange,
		"1997-03-21 assistanceRequested phase=investigation office=" + strange,
	},
	"in another script": append(counselled[:9:9], "1997-03-02 person familyName=Попов givenNames=Иван", "1997-04-10 document stage=S2 municipality=Voorbeeldstad",
		"1997-04-11 consent purpose=workService answer=given"),
	"unprintable at court": append(counselled[:9:9], "1997-03-03 document stage=S3", "1997-03-04 complaint form=statement unit=u",
		"1997-03-05 inquiry event=asked office="+strange, "1997-03-06 summons court="+strange, "1997-03-06 hearing day=1997-05-06 court="+strange,
		"1997-03-07 legalAidRequested lawyer="+strange, "1997-03-08 workPermit permit=B event=requested employer="+strange,
		"1997-03-08 socialAssistance event=requested address="+strange+" municipality="+strange, "1997-03-08 importance considered=yes"),
}

// story opens a case of which this was recorded.
func (b *bench) story(name string, lines []string) journal.ID {
	b.t.Helper()
	id, _, err := b.Desk.OpenCase(b.ctx(), "nl", "")
	if err != nil {
		b.t.Fatal(err)
	}
	for _, l := range lines {
		parts := strings.Fields(l)
		body := map[string]any{}
		for _, f := range parts[2:] {
			k, v, _ := strings.Cut(f, "=")
			if body[k] = v; k == "aliases" {
				body[k] = []string{v}
			}
		}
		data, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		on, err := civil.Parse(parts[0])
		if err != nil {
			b.t.Fatal(err)
		}
		e, err := casefile.ParseAs(parts[1], data, on, april)
		if err == nil {
			err = b.Desk.Record(b.ctx(), id, e)
		}
		if err != nil {
			b.t.Fatalf("%s: %s: %v", name, l, err)
		}
	}
	return id
}

// asksFor are the missing facts that are no question by that name.
var asksFor = map[string]string{
	"counselling.takenOn": "counselling.event", "document.S1": "document.stage", "document.S3": "document.stage", "answers": "inquiry.event",
	"contact.atCentre": "contact.how", "counselling.ended": "counselling.event", "complaint": "complaint.form", "summons": "summons.court", "importance": "importance.considered",
	"office.name": "signatory", "office.signatory": "signatory",
}

// municipality and the prosecutor's office stand in one of several places.
var askedIn = map[string][]string{
	"municipality":   {"document.municipality", "socialAssistance.municipality"},
	"inquiry.office": {"inquiry.office", "assistanceRequested.office"},
}

// TestEveryMissingFactOfEveryLetterLeadsToItsQuestion goes through the rows of
// every letter page of cases in every stage, by keyboard.
func TestEveryMissingFactOfEveryLetterLeadsToItsQuestion(t *testing.T) {
	b := unlockedDesk(t)
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		id := b.story(name, stories[name])
		for _, l := range b.theCase(id).Letters {
			for i, m := range l.Missing {
				s := &letterScreen{id: id, kind: l.Kind}
				b.show(s)
				s.missing.Focus()
				s.missing.SetAt(i)
				b.press(fyne.KeyReturn)
				at := ""
				switch to := b.here.(type) {
				case *pageScreen:
					at = to.typing.form.focusedPath(b)
				case *checkScreen:
					at = to.typing.form.focusedPath(b)
				case *settingsScreen:
					if b.focused() == b.Desktop.label("signatory") {
						at = "signatory"
					}
				default:
					t.Errorf("%s, %s: %s leads to %T", name, l.Kind, m, b.here)
					continue
				}
				want := asksFor[m.Key]
				if want == "" {
					want = m.Key
				}
				if at != want && !slices.Contains(askedIn[m.Key], at) {
					t.Errorf("%s, %s: %s leads to %T with the focus on %q, not on %q", name, l.Kind, m, b.here, at, want)
				}
				if p, ok := b.here.(*pageScreen); ok && p.home() != screen(nil) {
					if back, ok := p.home().(*letterScreen); !ok || back.kind != l.Kind {
						t.Errorf("%s, %s: from %s the way back leads to %T", name, l.Kind, m, p.home())
					}
				}
				seen[m.Key], seen[m.String()] = true, true
			}
		}
	}
	// Whatever a letter can lack has been seen, but for what the settings of a
	// local service hold.
	for word := range english(t) {
		key, ok := strings.CutPrefix(word, "missing.")
		if ok && !seen[key] && !strings.HasPrefix(key, "office.") {
			t.Errorf("no case lacks %s: add one", key)
		}
	}
	for _, key := range []string{"person.familyName.latin", "person.givenNames.latin", "municipality.region", "referral.officer.glyph", "referral.address.glyph", "socialAssistance.address.glyph"} {
		if !seen[key] {
			t.Errorf("no case has a %s that is known and of no use: add one", key)
		}
	}
	for _, key := range []string{"complaint.pv", "complaint.lateReason", "inquiry.office", "hearing.court", "legalAidRequested.lawyer", "referral.unit", "person.aliases"} {
		if !seen[key] {
			t.Errorf("no case has a %s that cannot be printed: add one", key)
		}
	}
}

// english are the keys of the words with what they say.
func english(t *testing.T) (words map[string]any) {
	t.Helper()
	data, err := fs.ReadFile(assets.Words(), "en.json")
	if err == nil {
		err = json.Unmarshal(data, &words)
	}
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// focusedPath is the path of the question that has the focus.
func (f *form) focusedPath(b *bench) string {
	for _, a := range f.asked {
		if a.box != nil && a.shown && a.name == b.focused() {
			return a.path
		}
	}
	return ""
}

func TestWhatALocalServiceLacksLeadsToItsSettings(t *testing.T) {
	b := newDesk(t)
	set := desk.Settings{Centre: desk.Local, Language: "en", Counsellor: "Els Example", Office: &desk.Office{
		Name: "Service", Address: "Street 1", Postcode: "9999", City: "Town", Partner: desk.Payoke}}
	if _, err := b.Desk.Create(b.ctx(), set, []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	b.entered()
	id := b.story("counselled", counselled)
	c := b.theCase(id)
	i := slices.IndexFunc(c.Letters[0].Missing, func(m letter.Missing) bool { return m.Step == letter.AtSettings })
	if i < 0 {
		t.Fatalf("nothing is missing: %v", c.Letters[0].Missing)
	}
	b.show(b.jump(c, c.Letters[0].Missing[i].Key, letter.AtSettings, &letterScreen{id: id, kind: "L01"}))
	if !shows[*officeScreen](b) {
		t.Errorf("it leads to %T", b.here)
	}
}

// No line of "what is due" is dead.
func TestEverythingThatIsDueLeadsToWhereItIsDone(t *testing.T) {
	b := unlockedDesk(t)
	id := b.story("appointment", append(counselled[:9:9], "1997-03-10 appointment day=1997-05-01 with=lawyer", "1997-03-10 hearing day=1997-05-02"))
	c := b.theCase(id)
	because := map[string][]journal.ID{
		"due.appointment": {c.File.Appointments[0].Entry.ID}, "due.hearing": {c.File.Hearings[0].Entry.ID},
	}
	n := 0
	for key := range english(t) {
		if !strings.HasPrefix(key, "due.") {
			continue
		}
		n++
		to := b.dueAt(c, &procedure.Item{Key: key, Because: because[key]})
		if to == nil {
			t.Errorf("%s leads nowhere", key)
			continue
		}
		b.show(to)
		if b.says("There is a problem") || b.focused() == "" && !shows[*letterScreen](b) && !shows[*rulesScreen](b) && !shows[*recordScreen](b) {
			t.Errorf("%s leads to %T, which asks nothing", key, b.here)
		}
	}
	if n < 25 {
		t.Errorf("only %d things can be due", n)
	}
	for _, x := range c.Status.Due {
		if x.Key == "due.hearing" {
			b.show(b.dueAt(c, &x.Item))
			if !b.says("Hearing: Fri 2 May 1997") {
				t.Error("a hearing that is due does not lead to its entry")
			}
		}
	}
}

func TestClockTimesAreReadAsPeopleTypeThem(t *testing.T) {
	for s, want := range map[string]string{
		"9.30": "09:30", "09:30": "09:30", "9h30": "09:30", "9u30": "09:30", "14 u": "14:00", "14 uur 05": "14:05", "14h": "14:00", "9": "09:00",
		"930": "09:30", "1405": "14:05", "9 Uhr 30": "09:30", "23:59": "23:59", "0.00": "00:00", " 8 h 05 ": "08:05",
	} {
		if got, ok := parseClock(s); !ok || got != want {
			t.Errorf("%q is read as %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "24:00", "9:60", "9:5", "12345", "noon", "9.30.10", "h", "9pm", "٩"} {
		if got, ok := parseClock(s); ok {
			t.Errorf("%q is read as %q", s, got)
		}
	}
}

// The intake's last page neither corrects away what counselling came to later
// on, nor forgets of what the Department was informed.
func TestFinishingTheIntakeLeavesWhatCameLater(t *testing.T) {
	b := unlockedDesk(t)
	id := b.story("offered", append(counselled[:9:9], "1997-03-05 departmentInformed by=police about=person",
		"1997-03-10 counselling event=transferOffered to=surya result=pending"))
	before := len(b.theCase(id).File.History)
	b.show(&checkScreen{id: id})
	b.tap("Finish the intake")
	if n := len(b.theCase(id).File.History); n != before {
		t.Errorf("%d entries were made", n-before)
	}
}

// A new version of the rules is shown with the days that it changes, and holds
// once it is confirmed.
func TestNewRulesAreConfirmedForOneCase(t *testing.T) {
	b := unlockedDesk(t)
	id := b.story("stage 1", stories["stage 1"])
	b.show(&rulesScreen{id: id})
	if !b.says(b.t_("rules.none")) {
		t.Error("a case under the newest version is asked to confirm it")
	}
	if err := b.Desk.ImportProfile(b.ctx(), sixtyDays(t)); err != nil {
		t.Fatal(err)
	}
	b.show(&caseScreen{id: id})
	b.tap("A new version of the rules")
	if !b.says("Stage 1: Valid until") || !b.says("Thu 17 April 1997 becomes Fri 2 May 1997") {
		t.Errorf("the change is not shown: %s", b.texts())
	}
	if v := b.theCase(id).Schedule.Version; v != "1" {
		t.Fatalf("version %s holds unconfirmed", v)
	}
	b.tap("Confirm version 2 for this case")
	if v := b.theCase(id).Schedule.Version; v != "2" || !shows[*caseScreen](b) {
		t.Errorf("version %s holds, %T is shown", v, b.here)
	}
	if strings.Contains(b.labels(), "A new version of the rules") {
		t.Error("it is asked again")
	}
}

// sixtyDays is the procedure of 1997 as a centre might change it.
func sixtyDays(t *testing.T) []byte {
	t.Helper()
	data, err := fs.ReadFile(assets.Profiles(), "instructions-1997.json")
	if err != nil {
		t.Fatal(err)
	}
	s := string(data)
	for old, now := range map[string]string{`"version": "1"`: `"version": "2"`, `"n": 45`: `"n": 60`} {
		if !strings.Contains(s, old) {
			t.Fatalf("the profile has no %s", old)
		}
		s = strings.Replace(s, old, now, 1)
	}
	return []byte(s)
}

// texts is what stands on the screen, for what a test reports.
func (b *bench) texts() string {
	var all []string
	for _, o := range b.objects() {
		if x, ok := o.(interface{ Text() string }); ok {
			all = append(all, fmt.Sprintf("%q", x.Text()))
		}
	}
	return strings.Join(all, " ")
}
