package words

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// file folds lines such as "1997-03-03 document stage=S1".
func file(t testing.TB, lines ...string) *casefile.File {
	t.Helper()
	var records []journal.Record
	for i, l := range lines {
		fields := strings.Fields(l)
		body := map[string]string{}
		for _, f := range fields[2:] {
			k, v, _ := strings.Cut(f, "=")
			body[k] = v
		}
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, journal.Record{ID: journal.ID{byte(i + 1)}, Kind: fields[1], On: fields[0], Body: data})
	}
	return casefile.Fold(records)
}

// counselled is where every case below begins.
var counselled = []string{
	"1997-03-01 triage assessment=5.1", "1997-03-01 referral channel=police unit=u", "1997-03-01 residence status=illegal",
	"1997-03-02 consent purpose=foreignersDepartment answer=given", "1997-03-02 counselling event=takenOn",
}

// explained are cases in which between them everything is due, blocked or
// opened that can be.
var explained = [][]string{
	{"1997-03-01 triage assessment=5.3"}, {"1997-03-01 triage assessment=none"},
	counselled,
	append(counselled[:5:5], "1997-03-01 departmentInformed by=police about=person", "1997-03-02 complaint form=complaint", "1997-03-02 appointment day=1997-03-08 with=centre", "1997-03-02 hearing day=1997-05-01"),
	append(counselled[:5:5], "1997-03-03 document stage=S1"),
	append(counselled[:5:5], "1997-03-03 document stage=S1 notified=1997-03-07 printedEnd=1997-04-16"),
	append(counselled[:5:5], "1997-03-03 document stage=S1", "1997-03-05 complaint form=statement"),
	append(counselled[:5:5], "1997-03-03 document stage=S1", "1997-03-05 complaint form=statement", "1997-03-06 letterIssued letter=L04"),
	append(counselled[:5:5], "1997-03-03 document stage=S1", "1997-03-05 decision choice=return"),
	append(counselled[:5:5], "1997-03-03 document stage=S1", "1997-03-05 return step=iom"),
	append(counselled[:5:5], "1997-03-03 document stage=S1", "1997-03-05 return step=iom", "1997-03-06 return step=travelDocument"),
	append(counselled[:5:5], "1997-03-05 decision choice=return"),
	append(counselled[:5:5], "1997-03-10 document stage=S2"),
	append(counselled[:5:5], "1997-08-31 document stage=S2", "1997-09-01 inquiry event=asked", "1997-09-01 workPermit permit=temporary event=granted until=1997-11-30", "1997-09-01 socialAssistance event=requested"),
	append(counselled[:5:5], "1997-03-10 document stage=S2", "1997-05-02 inquiry event=asked", "1997-05-20 inquiry event=escalated replyDue=1997-06-02"),
	append(counselled[:5:5], "1997-03-10 document stage=S2", "1997-04-01 inquiry event=answered trafficking=yes inProgress=yes"),
	append(counselled[:5:5], "1997-03-10 document stage=S2", "1997-04-01 inquiry event=answered trafficking=no inProgress=yes"),
	append(counselled[:5:5], "1997-03-10 document stage=S2", "1997-04-01 counselling event=ended", "1997-04-01 consent purpose=foreignersDepartment answer=withdrawn"),
	append(counselled[:5:5], "1997-03-10 document stage=S2", "1997-04-01 return step=left"),
	append(counselled[:5:5], "1998-02-28 document stage=S3"),
	append(counselled[:5:5], "1997-08-31 document stage=S3", "1997-09-02 letterIssued letter=L07"),
	append(counselled[:5:5], "1997-08-31 document stage=S3", "1997-09-02 proceedingsEnded how=finalJudgment"),
	append(counselled[:5:5], "1997-08-31 document stage=U"),
	append(counselled[:5:5], "1997-03-02 residence status=legal"),
	append(counselled[:4:4], "1997-03-02 counselling event=declined"),
	{"1997-03-01 contact how=telephone outcome=made"},
	{"1997-03-01 person born=1985", "1997-03-01 risk level=high review=1997-03-02"},
	{"1997-03-01 person born=1985", "1997-03-02 guardian event=notified"},
	append(counselled[:5:5], "1997-03-10 counselling event=ended", "1997-03-11 retention event=hold reason=x"),
}

// Every date, block and entitlement is explained in three to five plain
// sentences, in every language and under every profile, and no raw key or
// empty date is among them.
func TestExplanationsAreThreeToFiveSentences(t *testing.T) {
	c := load(t)
	profiles, err := procedure.Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	raw := regexp.MustCompile(`\b(due|explain|block|case|entitlement|move|term|state|section)\.[A-Za-z]|<no value>|\{\{|  |\(\)| ,| :$`)
	seen := map[string]bool{}
	for _, p := range profiles {
		for _, lines := range explained {
			f := file(t, lines...)
			s := procedure.Assess(f, p)
			for _, x := range procedure.Explain(f, &s, p) {
				seen[x.Code] = true
				for _, lang := range Languages {
					e := c.Printer(lang).Explain(x)
					if n := len(e.Sentences); n < 3 || n > 5 {
						t.Errorf("%s, %s, %s: %d sentences: %q", p.ID, lang, x.Code, n, e.Sentences)
					}
					for _, said := range append(e.Sentences, e.More...) {
						if raw.MatchString(said) || !strings.HasSuffix(said, ".") {
							t.Errorf("%s, %s, %s: %q", p.ID, lang, x.Code, said)
						}
					}
				}
			}
		}
	}
	// What the sources can make due or block is among it.
	src := &findings{sources(t)}
	for _, code := range append(src.literals("domain/procedure/", "due."), src.literals("domain/procedure/", "block.")...) {
		if !seen[code] && code != "due.version" {
			t.Errorf("%s is explained nowhere", code)
		}
	}
}

func TestAnExplanationAsItIsRead(t *testing.T) {
	c := load(t)
	profiles, err := procedure.Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	p := profiles[procedure.Default]
	term, err := procedure.DocumentTerm(p, "S2", civil.Must(2026, 2, 28), civil.Date{}, civil.Date{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, lang := range Languages {
		for _, x := range procedure.ExplainTerm(p, term) {
			e := c.Printer(lang).Explain(x)
			got.WriteString(strings.Join(e.Sentences, " ") + "\n + " + strings.Join(e.More, " ") + "\n")
		}
	}
	want, err := os.ReadFile("testdata/explained.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// What was answered stands beside what may be asked for.
func TestAnAnswerAboutWorkIsSaid(t *testing.T) {
	for lang, want := range map[string]string{"nl": "geweigerd", "fr": "refusée", "de": "abgelehnt", "en": "refused"} {
		p := load(t).Printer(lang)
		e := procedure.Entitlement{Key: "work", Value: "possible", Answer: casefile.NotGranted}
		if got := p.Entitled(e); !strings.HasSuffix(got, want) || got == want {
			t.Errorf("%s: %q", lang, got)
		}
		x := procedure.Explanation{Code: "entitlement.work", Value: "possible", Answer: casefile.NotGranted, Section: "8.2"}
		if got := strings.Join(p.Explain(x).Sentences, " "); !strings.Contains(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

// A permit that was granted is said with its last day, and one that is over is
// said to be over.
func TestAPermitIsSaidWithItsLastDay(t *testing.T) {
	day := civil.Must(2026, 11, 30)
	for lang, want := range map[string][2]string{"nl": {"toegekend tot en met", "liep af op"}, "fr": {"accordée jusqu’au", "a expiré le"}, "de": {"bewilligt bis einschließlich", "abgelaufen am"}, "en": {"granted until", "ended on"}} {
		p := load(t).Printer(lang)
		for i, answer := range []string{casefile.Granted, procedure.PermitOver} {
			e := procedure.Entitlement{Key: "work", Value: "possible", Answer: answer, Until: day}
			x := procedure.Explanation{Code: "entitlement.work", Value: "possible", Answer: answer, Until: day, Section: "8.2"}
			for _, got := range []string{p.Entitled(e), strings.Join(p.Explain(x).Sentences, " ")} {
				if !strings.Contains(got, want[i]+" "+p.Date(day)) {
					t.Errorf("%s: %q", lang, got)
				}
			}
		}
		if got := p.Entitled(procedure.Entitlement{Key: "social", Value: "yes", Answer: casefile.Granted}); strings.Contains(got, want[0]) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
