package handout

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/document"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/ui/paper"
	"onthaal/ui/words"
)

var ctx = context.Background()

// aCase is the intake of docs/examples on a desk.
func aCase(t testing.TB) (*desktest.Bench, journal.ID) {
	t.Helper()
	lib, err := desktest.Library(assets.Profiles(), assets.Letters(), assets.Leaflets(), assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	b, err := desktest.New(lib, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "An Voorbeeld"}, civil.Must(1997, 4, 1))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../docs/examples/intake.json")
	if err != nil {
		t.Fatal(err)
	}
	in, err := intake.Parse(data, b.Clock.Day)
	if err != nil {
		t.Fatal(err)
	}
	id, _, err := b.TakeIn(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return b, id
}

func record(t testing.TB, b *desktest.Bench, id journal.ID, entries ...string) {
	t.Helper()
	for _, s := range entries {
		e, err := casefile.ParseEntry([]byte(s), b.Clock.Day)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if err := b.Record(ctx, id, e); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// said sets the summary of a case in a language and returns its page.
func said(t testing.TB, b *desktest.Bench, id journal.ID, lang string) (string, *document.Document) {
	t.Helper()
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	p := paper.New()
	s := Summary{Case: c, Words: catalog(t).Printer(lang), Paper: p, By: "An Voorbeeld", At: b.Clock.Now()}
	d, err := s.Document()
	if err != nil {
		t.Fatal(err)
	}
	set, err := p.Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Pages) != 1 {
		t.Fatalf("%s: %d pages", lang, len(set.Pages))
	}
	return flat(set.Pages[0].Text()), d
}

// flat leaves single spaces, so that it does not matter where a line breaks.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// Who is asked to make the page is told what is on it.
func TestWhatTheSummarySaysIsToldBeforeItIsMade(t *testing.T) {
	for lang, all := range map[string][]string{
		"nl": {"wie", "dossier", "wanneer", "afspraken", "zittingen", "veilig", "instemde", "laatst"},
		"fr": {"qui", "dossier", "quand", "rendez-vous", "audiences", "protège", "consenti", "dernier"},
		"de": {"wer", "Akte", "wann", "Termine", "Verhandlungen", "schützt", "einverstanden", "zuletzt"},
		"en": {"who", "case", "when", "appointments", "hearings", "safe", "agreed", "last"},
	} {
		for _, w := range all {
			if said := catalog(t).Printer(lang).T("summary.what"); !strings.Contains(said, w) {
				t.Errorf("%s: %q is not in %q", lang, w, said)
			}
		}
	}
}

func TestSummarySaysWhatTheColleagueOnDutyNeeds(t *testing.T) {
	b, id := aCase(t)
	record(t, b, id,
		`{"kind":"person","on":"1997-03-02","familyName":"Testaj","givenNames":"Ana","originalScript":"Ана Тестај","born":"1975"}`,
		`{"kind":"safety","on":"1997-03-02","safeToSpeak":"no","doctor":"yes","speaks":["sq"],"note":"Her brother looks for her.\nCall between nine and noon."}`,
		`{"kind":"document","on":"1997-03-03","stage":"S1","printedEnd":"1997-04-17"}`,
		`{"kind":"complaint","on":"1997-03-20","form":"statement","unit":"BOB Voorbeeldstad"}`,
		`{"kind":"consent","on":"1997-03-21","purpose":"photo","answer":"withdrawn","language":"ro","how":"interpreter","witness":"Tolk 17"}`,
		`{"kind":"elements","on":"1997-03-21","pregnancy":"yes","note":"Geheimzinnig"}`,
		`{"kind":"exploitation","on":"1997-03-21","forms":["sexual"],"sector":"Verborgenwerk"}`,
		`{"kind":"note","on":"1997-03-22","text":"The lawyer calls back on Monday."}`)
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages {
		p := catalog(t).Printer(lang)
		text, d := said(t, b, id, lang)
		want := []string{
			c.File.Code(), "Testaj, Ana (Ана Тестај)", "Her brother looks for her. / Call between nine and noon.",
			p.T("summary.confidential"), p.T("state.S1"), p.Language("sq"), "BOB Voorbeeldstad",
			p.T("choice.consent.purpose.photo") + " – " + p.T("choice.consent.answer.withdrawn"),
			p.Language("ro") + " · " + p.T("choice.consent.how.interpreter") + " · " + p.T("summary.consent.present", words.Args{"Who": "Tolk 17"}), "The lawyer calls back on Monday.", "An Voorbeeld",
		}
		if len(c.Status.Due) == 0 {
			t.Fatal("nothing is due in this case")
		}
		for _, x := range c.Status.Due {
			want = append(want, p.Date(x.Due), p.T(x.Key)+" ("+p.Section(x.Section)+")")
		}
		for _, w := range want {
			if !strings.Contains(bare(text), bare(flat(w))) {
				t.Errorf("%s: it does not say %q:\n%s", lang, w, text)
			}
		}
		for _, never := range []string{"Geheimzinnig", "Verborgenwerk", p.T("choice.exploitation.forms.sexual")} {
			if strings.Contains(text, never) {
				t.Errorf("%s: it says %q", lang, never)
			}
		}
		if d.Title != c.File.Code() || d.Stamp != "" {
			t.Errorf("the title is %q", d.Title)
		}
	}
}

// bare leaves out the isolates around names, which nobody sees.
func bare(s string) string {
	return strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "", "\u00a0", " ").Replace(s)
}

// However much there is, it is one page, and what is shown and what is said to
// be left out make up the whole.
func TestSummaryIsOnePageAndSaysWhatIsLeftOut(t *testing.T) {
	left := map[string]*regexp.Regexp{}
	for _, lang := range words.Languages {
		n := catalog(t).Printer(lang).N("summary.left.entries", 77)
		left[lang] = regexp.MustCompile(strings.Replace(regexp.QuoteMeta(flat(n)), "77", `(\d+)`, 1))
	}
	b, id := aCase(t)
	long := strings.Repeat("Wolfeschlegelstein ", 5) + "von Bergerdorff"
	record(t, b, id,
		fmt.Sprintf(`{"kind":"person","on":"1997-03-02","familyName":%q,"givenNames":%q,"originalScript":%q,"addressed":%q}`, long, long, strings.Repeat("ทดสอบ ", 20), long),
		fmt.Sprintf(`{"kind":"safety","on":"1997-03-02","safeToSpeak":"no","doctor":"yes","interpreter":"yes","speaks":["sq","sr","ro","ru","tr","it"],"note":%q}`, strings.Repeat("Gevaar.\n", 124)),
		`{"kind":"document","on":"1997-03-03","stage":"S1","printedEnd":"1997-04-17"}`)
	for _, purpose := range casefile.Purposes {
		record(t, b, id, fmt.Sprintf(`{"kind":"consent","on":"1997-03-21","purpose":%q,"answer":"refused","language":"sr-Cyrl","how":"interpreter","witness":%q}`, purpose, long))
	}
	grown := 0
	for _, notes := range []int{0, 1, 5, 12, 40} {
		for ; grown < notes; grown++ {
			record(t, b, id, fmt.Sprintf(`{"kind":"note","on":"1997-03-22","text":%q}`, strings.Repeat("Een lange notitie. ", 1+grown*7%100)))
		}
		for day := range notes / 3 {
			record(t, b, id, fmt.Sprintf(`{"kind":"appointment","on":"1997-03-22","with":"lawyer","day":"1997-04-%02d"}`, 2+day))
		}
		c, err := b.Case(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range words.Languages {
			text, d := said(t, b, id, lang)
			s := Summary{Case: c, Words: catalog(t).Printer(lang)}
			shown, count := 0, 0
			for i, block := range d.Blocks {
				if i > 0 && d.Blocks[i-1].Text.String() == s.Words.T("summary.latest") {
					shown = len(block.Items)
				}
			}
			if m := left[lang].FindStringSubmatch(bare(text)); m != nil {
				count, _ = strconv.Atoi(m[1])
			}
			if all := len(s.living()); shown+count != all {
				t.Errorf("%s, %d notes: %d entries are shown and %d left out of %d:\n%s", lang, notes, shown, count, all, text)
			}
			if notes == 40 && shown > 11 {
				t.Errorf("%s: %d entries fit, so this proves nothing", lang, shown)
			}
		}
	}
}

func TestNothingIsSummedUpOfAPersonWhoIsImplicated(t *testing.T) {
	b, id := aCase(t)
	record(t, b, id, `{"kind":"triage","on":"1997-03-25","assessment":"5.3","decidedBy":"Politie Voorbeeldstad"}`)
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	s := Summary{Case: c, Words: catalog(t).Printer("en"), Paper: paper.New(), At: b.Clock.Now()}
	if d, err := s.Document(); !errors.Is(err, ErrClosed) || d != nil {
		t.Errorf("%v, %v", d, err)
	}
	if err := b.SummaryExported(ctx, id, "nl", casefile.OnPaper); err == nil {
		t.Error("it is recorded as let out")
	}
}

func TestSummaryThatLeavesTheDeskIsRecorded(t *testing.T) {
	b, id := aCase(t)
	if err := b.SummaryExported(ctx, id, "fr", casefile.OnPaper); err != nil {
		t.Fatal(err)
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	e := c.File.History[len(c.File.History)-1]
	if x, ok := e.Body.(*casefile.Exported); !ok || x.What != "summary" || x.How != casefile.OnPaper || x.Language != "fr" || x.Letter != "" {
		t.Errorf("recorded is %+v", e.Body)
	}
}

// under returns the blocks between a heading and the next one.
func under(d *document.Document, heading string) (out []document.Block) {
	in := false
	for _, b := range d.Blocks {
		if b.Kind == document.Heading {
			in = b.Text.String() == heading
		} else if in {
			out = append(out, b)
		}
	}
	return out
}

// values are the values of the fields and paragraphs among some blocks, by
// their labels.
func values(blocks []document.Block) map[string]string {
	out := map[string]string{}
	for _, b := range blocks {
		for _, p := range b.Pairs {
			out[p.Label.String()] = bare(p.Value.String())
		}
		if b.Kind == document.Paragraph && len(b.Text) == 2 {
			out[strings.TrimRight(b.Text[0].Text, "\u00a0: ")] = bare(b.Text[1].Text)
		}
	}
	return out
}

// lines are the items among some blocks.
func lines(blocks []document.Block) (out []string) {
	for _, b := range blocks {
		for _, t := range b.Items {
			out = append(out, bare(t.String()))
		}
	}
	return out
}

// many notes, each of which would fill several lines.
func manyNotes(t testing.TB, b *desktest.Bench, id journal.ID) {
	t.Helper()
	for i := range 40 {
		record(t, b, id, fmt.Sprintf(`{"kind":"note","on":"1997-03-25","text":"Note %d. %s"}`, i, strings.Repeat("Words upon words. ", 20)))
	}
}

// However much else there is, the danger as it is now, what is done about it and
// the guardian are whole.
func TestSummaryKeepsTheDangerAndTheGuardianWhole(t *testing.T) {
	b, id := aCase(t)
	remark, measures := strings.Repeat("Remark. ", 120)+"The end of it.", strings.Repeat("Measure. ", 105)+"Taxi to the door."
	record(t, b, id,
		fmt.Sprintf(`{"kind":"safety","on":"1997-03-20","reads":["sq"],"note":%q}`, remark),
		`{"kind":"risk","on":"1997-03-20","level":"low","measures":"Nothing yet.","review":"1997-03-27"}`,
		fmt.Sprintf(`{"kind":"risk","on":"1997-03-21","level":"high","measures":%q,"review":"1997-03-22"}`, measures),
		`{"kind":"guardian","on":"1997-03-21","event":"appointed","name":"Gust Voogd","phone":"+32 2 000 00 00"}`)
	manyNotes(t, b, id)
	for _, lang := range words.Languages {
		p := catalog(t).Printer(lang)
		text, d := said(t, b, id, lang)
		has := values(under(d, p.T("kind.safety")))
		day := p.Day(civil.Must(1997, 3, 21))
		for label, want := range map[string]string{
			p.T("kind.risk"):         p.T("summary.risk.high") + " (" + day + ")",
			p.Field("risk.measures"): measures,
			p.Field("risk.review"):   p.Date(civil.Must(1997, 3, 22)) + " – " + p.T("urgency.overdue"),
			p.T("kind.guardian"):     p.T("choice.guardian.event.appointed") + " · Gust Voogd · +32 2 000 00 00 (" + day + ")",
			p.Field("safety.note"):   remark,
			p.Field("safety.reads"):  p.Language("sq"),
		} {
			if has[label] != bare(want) {
				t.Errorf("%s: %s is %q, want %q", lang, label, has[label], want)
			}
		}
		if len(lines(under(d, p.T("summary.latest")))) > 25 || strings.Contains(text, p.T("summary.left.nothing")) {
			t.Errorf("%s: all of it fits, so this proves nothing", lang)
		}
	}
}

// What is cut is counted: letters of the remark and of the measures, items that
// are due, appointments, entries.
func TestSummarySaysThatNothingIsLeftOutOnlyWhereItIs(t *testing.T) {
	b, id := aCase(t)
	remark, measures := strings.Repeat("Gevaar.\n", 124), strings.Repeat("Maatregel. ", 89)+"Einde."
	record(t, b, id,
		fmt.Sprintf(`{"kind":"safety","on":"1997-03-20","note":%q}`, remark),
		fmt.Sprintf(`{"kind":"risk","on":"1997-03-21","level":"medium","measures":%q,"review":"1997-04-22"}`, measures),
		`{"kind":"appointment","on":"1997-03-21","with":"lawyer","day":"1997-04-03"}`,
		`{"kind":"appointment","on":"1997-03-21","with":"doctor","day":"1997-04-04"}`,
		`{"kind":"hearing","on":"1997-03-21","day":"1997-04-05"}`,
		`{"kind":"elements","on":"1997-03-21","pregnancy":"yes"}`)
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages {
		p := catalog(t).Printer(lang)
		s := Summary{Case: c, Words: p, At: b.Clock.Now()}
		all := len(s.living())
		d := s.document(amount{due: 1, appointments: 1, safety: 203, entries: 2, entry: 5})
		end := d.Blocks[len(d.Blocks)-1].Text.String()
		has := values(under(d, p.T("kind.safety")))
		lost := func(path, whole string) int {
			return len([]rune(oneLine(strings.TrimSpace(whole)))) - len([]rune(strings.TrimSuffix(has[p.Field(path)], " […]")))
		}
		for key, n := range map[string]int{
			"summary.left.safety": lost("safety.note", c.File.Safety.Body.Note), "summary.left.measures": lost("risk.measures", c.File.Risk.Body.Measures),
			"summary.left.appointments": 2, "summary.left.entries": all - 2, "summary.left.due": len(s.dues()) - 1,
		} {
			if n < 1 || !strings.Contains(end, p.N(key, n)) {
				t.Errorf("%s: %q is not said: %s", lang, p.N(key, n), end)
			}
		}
		if strings.Contains(end, p.T("summary.left.nothing")) {
			t.Errorf("%s: it says that nothing is left out: %s", lang, end)
		}
		// What is kept from this paper is no less left out.
		kept := 0
		for _, e := range s.living() {
			if _, more := s.facts(&e); more {
				kept++
			}
		}
		most := amount{due: many, appointments: many, safety: whole, entries: many, entry: whole}
		d = s.document(most)
		if end := d.Blocks[len(d.Blocks)-1].Text.String(); kept < 2 || end != p.N("summary.left.part", kept) {
			t.Errorf("%s: %d entries say more than is here, and the end is %q", lang, kept, end)
		}
		// The sentence stands where it is true.
		bare := *c
		bare.File = casefile.Fold(nil)
		bare.File.Opened, bare.File.Risk = c.File.Opened, c.File.Risk
		s.Case = &bare
		d = s.document(most)
		if end := d.Blocks[len(d.Blocks)-1].Text.String(); end != p.T("summary.left.nothing") {
			t.Errorf("%s: all is said, and the end is %q", lang, end)
		}
		bare.File.History = []casefile.Entry{{Kind: "odd"}}
		d = s.document(most)
		if end := d.Blocks[len(d.Blocks)-1].Text.String(); end != p.N("summary.left.unread", 1) {
			t.Errorf("%s: an entry cannot be read, and the end is %q", lang, end)
		}
	}
}

func TestSummarySaysHourPlaceAndWhatToBringOfAppointmentsAhead(t *testing.T) {
	b, id := aCase(t)
	record(t, b, id,
		`{"kind":"appointment","on":"1997-02-20","with":"doctor","day":"1997-03-31","clock":"08:15","note":"Over"}`,
		`{"kind":"appointment","on":"1997-02-20","with":"municipality","day":"1997-04-03","clock":"14:30","note":"The passport"}`,
		`{"kind":"appointment","on":"1997-02-20","with":"lawyer","day":"1997-04-03","clock":"09:05","note":"The letters"}`,
		`{"kind":"hearing","on":"1997-02-20","day":"1997-04-01","clock":"11:00","court":"Rechtbank Voorbeeldstad"}`)
	text, _ := said(t, b, id, "en")
	for _, once := range []string{"The passport", "Rechtbank Voorbeeldstad", "Over"} {
		if n := len(regexp.MustCompile(`\b`+once+`\b`).FindAllString(bare(text), -1)); n != 1 {
			t.Errorf("%q is said %d times:\n%s", once, n, text)
		}
	}
	manyNotes(t, b, id)
	for _, lang := range words.Languages {
		p := catalog(t).Printer(lang)
		text, d := said(t, b, id, lang)
		third := p.Date(civil.Must(1997, 4, 3))
		bring := func(with, what string) string {
			return p.T("due.appointment") + " · " + p.T("choice.appointment.with."+with) + " · " + p.Labelled(p.Field("appointment.note"), what)
		}
		want := []string{
			bare(p.Date(civil.Must(1997, 4, 1)) + ", 11:00 – " + p.T("urgency.today") + " · " + p.T("due.hearing") + " · Rechtbank Voorbeeldstad"),
			bare(third + ", 09:05 · " + bring("lawyer", "The letters")),
			bare(third + ", 14:30 · " + bring("municipality", "The passport")),
		}
		if got := lines(under(d, p.T("summary.appointments"))); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: ahead are %q, want %q", lang, got, want)
		}
		if n := strings.Count(bare(text), "The passport"); n != 1 {
			t.Errorf("%s: it is said %d times:\n%s", lang, n, text)
		}
		if !strings.Contains(text, "Note 39.") || strings.Contains(text, "Note 0.") {
			t.Errorf("%s: not the latest notes are there, and the oldest not:\n%s", lang, text)
		}
	}
}

// One more entry would be a second page.
func TestSummaryFillsThePageWithEntries(t *testing.T) {
	b, id := aCase(t)
	for i := range 16 {
		record(t, b, id, fmt.Sprintf(`{"kind":"note","on":"1997-03-25","text":"Short note %d."}`, i))
	}
	if text, _ := said(t, b, id, "en"); !strings.Contains(text, "Short note 0.") {
		t.Errorf("there is room for more than this:\n%s", text)
	}
	manyNotes(t, b, id)
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages {
		s := Summary{Case: c, Words: catalog(t).Printer(lang), Paper: paper.New(), By: "An Voorbeeld", At: b.Clock.Now()}
		_, d := said(t, b, id, lang)
		shown := len(lines(under(d, s.Words.T("summary.latest"))))
		a := amounts()[0]
		a.entries, a.entry = shown+1, brief
		if more, err := s.page(a); shown < 4 || shown == len(s.living()) || more != nil || err != nil {
			t.Errorf("%s: %d entries are shown, and one more has room too (%v)", lang, shown, err)
		}
	}
}

// A character without a typeface stands as its number, and of many the first do;
// the summary is possible whatever was written.
func TestSummaryNumbersWhatCannotBePrinted(t *testing.T) {
	b, id := aCase(t)
	if text, _ := said(t, b, id, "en"); strings.Contains(text, "[U+") || strings.Contains(text, "cannot be printed") {
		t.Errorf("it speaks of characters that are not there:\n%s", text)
	}
	record(t, b, id, `{"kind":"note","on":"1997-03-22","text":"She laughed 😀 and wrote 한국어말 to us."}`)
	for _, lang := range words.Languages {
		p := catalog(t).Printer(lang)
		text, _ := said(t, b, id, lang)
		for _, want := range []string{
			"She laughed [U+1F600] and wrote [U+D55C][U+AD6D][U+C5B4][U+B9D0] to us.", p.T("summary.foot.number", words.Args{"Code": "[U+AD6D]"}),
		} {
			if !strings.Contains(bare(text), bare(flat(want))) {
				t.Errorf("%s: it does not say %q:\n%s", lang, want, text)
			}
		}
	}
	each := func(n int) string { return strings.Repeat("😀 ", n/2-1) + "😀" }
	record(t, b, id,
		fmt.Sprintf(`{"kind":"person","on":"1997-03-23","familyName":%q,"givenNames":%q,"originalScript":%q,"addressed":%q}`, each(128), each(128), each(128), each(128)),
		fmt.Sprintf(`{"kind":"safety","on":"1997-03-23","note":%q}`, each(1000)),
		fmt.Sprintf(`{"kind":"risk","on":"1997-03-23","level":"high","measures":%q,"review":"1997-03-24"}`, each(1000)),
		fmt.Sprintf(`{"kind":"guardian","on":"1997-03-23","event":"appointed","name":%q}`, each(128)),
		fmt.Sprintf(`{"kind":"appointment","on":"1997-03-23","with":"lawyer","day":"1997-04-03","note":%q}`, each(200)))
	for _, purpose := range casefile.Purposes {
		record(t, b, id, fmt.Sprintf(`{"kind":"consent","on":"1997-03-21","purpose":%q,"answer":"refused","language":"ckb-Arab","how":"interpreter","witness":%q}`, purpose, each(128)))
	}
	for _, lang := range words.Languages {
		if text, _ := said(t, b, id, lang); !strings.Contains(bare(text), "[U+1F600]") {
			t.Errorf("%s: it does not say what cannot be printed:\n%s", lang, text)
		}
	}
}
