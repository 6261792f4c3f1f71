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

func TestSummarySaysWhatTheColleagueOnDutyNeeds(t *testing.T) {
	b, id := aCase(t)
	record(t, b, id,
		`{"kind":"person","on":"1997-03-02","familyName":"Testaj","givenNames":"Ana","originalScript":"Ана Тестај","born":"1975"}`,
		`{"kind":"safety","on":"1997-03-02","safeToSpeak":"no","doctor":"yes","speaks":["sq"],"note":"Her brother looks for her.\nCall between nine and noon."}`,
		`{"kind":"document","on":"1997-03-03","stage":"S1","printedEnd":"1997-04-17"}`,
		`{"kind":"complaint","on":"1997-03-20","form":"statement","unit":"BOB Voorbeeldstad"}`,
		`{"kind":"consent","on":"1997-03-21","purpose":"photo","answer":"withdrawn"}`,
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
			p.T("choice.consent.purpose.photo") + " – " + p.T("choice.consent.answer.withdrawn"), "The lawyer calls back on Monday.", "An Voorbeeld",
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
		record(t, b, id, fmt.Sprintf(`{"kind":"consent","on":"1997-03-21","purpose":%q,"answer":"refused"}`, purpose))
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
