package casefile_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// history builds a journal from lines such as
//
//	a: 03-05 triage assessment=5.1
//	b: 03-06 void of=a
//
// The day is of 1997; a letter names the entry for others to refer to.
func history(t testing.TB, lines string) []journal.Record {
	t.Helper()
	var records []journal.Record
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		words := strings.Fields(rest)
		body := map[string]any{}
		for _, w := range words[2:] {
			k, v, _ := strings.Cut(w, "=")
			if k == "of" || k == "corrects" {
				body[k] = idOf(v)
				continue
			}
			body[k] = v
		}
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, journal.Record{
			ID: idOf(name), Kind: words[1], On: "1997-" + words[0], At: time.Unix(int64(len(records)), 0).UTC(), By: "slot-1", Body: data,
		})
	}
	return records
}

func idOf(letter string) journal.ID { return journal.ID{letter[0] - 'a' + 1} }

// living lists what counts, in the order of recording.
func living(f *casefile.File) string {
	var out []string
	for _, e := range f.History {
		if e.Dead.IsZero() {
			out = append(out, string(rune('a'+e.ID[0]-1)))
		}
	}
	return strings.Join(out, "")
}

func TestVoidsAndCorrectionsActWhateverTheirOrder(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"nothing", "a: 03-03 note text=x", "a"},
		{"a void", "a: 03-03 note text=x\nb: 03-04 void of=a", "b"},
		{"a void of an earlier day", "a: 03-03 note text=x\nb: 03-01 void of=a", "b"},
		{"a correction", "a: 03-03 note text=x\nb: 03-03 note text=y corrects=a", "b"},
		{"a correction of a correction", "a: 03-03 note text=x\nb: 03-03 note text=y corrects=a\nc: 03-03 note text=z corrects=b", "ac"},
		{"a correction that is voided", "a: 03-03 note text=x\nb: 03-03 note text=y corrects=a\nc: 03-03 void of=b", "ac"},
		{"a void that is voided", "a: 03-03 note text=x\nb: 03-03 void of=a\nc: 03-03 void of=b", "ac"},
		{"a void, voided, and the voiding voided", "a: 03-03 note text=x\nb: 03-03 void of=a\nc: 03-03 void of=b\nd: 03-03 void of=c", "bd"},
		{"two voids of one entry, one voided", "a: 03-03 note text=x\nb: 03-03 void of=a\nc: 03-03 void of=a\nd: 03-03 void of=b", "cd"},
		{"a void recorded before what it takes back", "b: 03-03 void of=a\na: 03-04 note text=x", "b"},
		{"a void of nothing", "a: 03-03 void of=z\nb: 03-04 note text=x", "ab"},
	} {
		if got := living(casefile.Fold(history(t, c.lines))); got != c.want {
			t.Errorf("%s: %s lives, want %s", c.name, got, c.want)
		}
	}
}

// chain makes a journal in which entries refer to one another, as desks record
// them: a reference goes to an entry that was there before.
func chain(t *rapid.T) []journal.Record {
	kinds := []string{"residence", "triage", "consent", "document", "complaint", "counselling", "note", "person"}
	bodies := map[string][]string{
		"residence":   {`"status":"illegal"`, `"status":"legal"`},
		"triage":      {`"assessment":"5.1"`, `"assessment":"5.2"`, `"assessment":"5.3"`, `"assessment":"5.1","reason":"r","decidedBy":"d"`},
		"consent":     {`"purpose":"contact","answer":"given"`, `"purpose":"contact","answer":"refused"`, `"purpose":"cpas","answer":"given"`},
		"document":    {`"stage":"S1"`, `"stage":"S2"`, `"stage":"S1","printedEnd":"1997-04-16"`},
		"complaint":   {`"form":"complaint"`, `"form":"statement","unit":"u"`},
		"counselling": {`"event":"takenOn"`, `"event":"ended"`},
		"note":        {`"text":"x"`, `"text":"y"`},
		"person":      {`"familyName":"Testová"`, `"givenNames":"Ana"`},
	}
	n := rapid.IntRange(1, 12).Draw(t, "entries")
	var records []journal.Record
	for i := range n {
		r := journal.Record{
			ID: journal.ID{byte(i + 1)}, At: time.Unix(int64(i), 0).UTC(), By: "slot-1",
			On: civil.Must(1997, 3, 1).AddDays(rapid.IntRange(0, 20).Draw(t, "day")).String(),
		}
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "refers") == 0 {
			target := records[rapid.IntRange(0, i-1).Draw(t, "target")]
			if target.Kind != casefile.KindVoid && rapid.Bool().Draw(t, "correction") {
				body := rapid.SampledFrom(bodies[target.Kind]).Draw(t, "body")
				r.Kind, r.Body = target.Kind, fmt.Appendf(nil, `{"corrects":"%s",%s}`, target.ID, body)
			} else {
				r.Kind, r.Body = casefile.KindVoid, fmt.Appendf(nil, `{"of":"%s"}`, target.ID)
			}
		} else {
			r.Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
			r.Body = []byte("{" + rapid.SampledFrom(bodies[r.Kind]).Draw(t, "body") + "}")
		}
		records = append(records, r)
	}
	return records
}

func shuffled(t *rapid.T, records []journal.Record) []journal.Record {
	return rapid.Permutation(records).Draw(t, "order")
}

func TestWhatLivesDoesNotDependOnTheOrderOfRecording(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := chain(t)
		dead := func(rs []journal.Record) map[journal.ID]bool {
			m := map[journal.ID]bool{}
			for _, e := range casefile.Fold(rs).History {
				m[e.ID] = !e.Dead.IsZero()
			}
			return m
		}
		if d := cmp.Diff(dead(records), dead(shuffled(t, records))); d != "" {
			t.Fatal(d)
		}
	})
}

// answers is the part of a file that answers questions, without positions.
func answers(f *casefile.File) string {
	type view struct {
		Language, Assessment, Name string
		Consents                   map[string]string
		Residence                  string
		Documents, Complaints      []string
		Notes, Counselling         []string
	}
	v := view{Language: f.Language, Assessment: f.Assessment(), Name: f.Name(), Consents: map[string]string{}}
	for p, c := range f.Consents {
		v.Consents[p] = c.Body.Answer
	}
	if f.Residence != nil {
		v.Residence = f.Residence.Body.Status
	}
	for _, d := range f.Documents {
		v.Documents = append(v.Documents, d.Entry.On.String()+d.Body.Stage+d.Body.PrintedEnd.String())
	}
	for _, d := range f.Complaints {
		v.Complaints = append(v.Complaints, d.Entry.On.String()+d.Body.Form)
	}
	for _, d := range f.Notes {
		v.Notes = append(v.Notes, d.Entry.On.String()+d.Body.Text)
	}
	for _, d := range f.Counselling {
		v.Counselling = append(v.Counselling, d.Entry.On.String()+d.Body.Event)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// Colleagues write up the day in the evening, in any order: what happened on
// different days counts by its day. The one exception is a stop (§5.3), which
// nothing recorded before it can lift.
func TestOrderOfRecordingDoesNotMatterForDifferentDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := chain(t)
		days := rapid.Permutation(makeDays(len(records))).Draw(t, "days")
		for i := range records {
			records[i].On = days[i]
		}
		records = slices.DeleteFunc(records, func(r journal.Record) bool { return strings.Contains(string(r.Body), "5.3") })
		a, b := casefile.Fold(records), casefile.Fold(shuffled(t, records))
		if answers(a) != answers(b) {
			t.Fatalf("\n%s\n%s", answers(a), answers(b))
		}
	})
}

func makeDays(n int) []string {
	var out []string
	for i := range n {
		out = append(out, civil.Must(1997, 3, 1).AddDays(i).String())
	}
	return out
}

func TestAddingEntriesNeverRemovesHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := chain(t)
		n := rapid.IntRange(0, len(records)).Draw(t, "before")
		early, late := casefile.Fold(records[:n]), casefile.Fold(records)
		if len(late.History) != len(records) {
			t.Fatalf("%d records, %d entries of history", len(records), len(late.History))
		}
		for i, e := range early.History {
			l := late.History[i]
			l.Dead, e.Dead = journal.ID{}, journal.ID{}
			if d := cmp.Diff(e, l, cmpopts.EquateComparable(civil.Date{}, civil.Partial{})); d != "" {
				t.Fatalf("entry %d changed:\n%s", i+1, d)
			}
		}
	})
}

func TestNoStopIsLiftedByWhatWasRecordedBeforeIt(t *testing.T) {
	for _, c := range []struct {
		name, lines string
		stopped     bool
	}{
		{"stopped", "a: 03-03 triage assessment=5.1\nb: 03-04 triage assessment=5.3", true},
		{"a plain 5.1 later", "a: 03-03 triage assessment=5.3\nb: 03-04 triage assessment=5.1", true},
		{"with a reason alone", "a: 03-03 triage assessment=5.3\nb: 03-04 triage assessment=5.1 reason=r", true},
		{"not involved after all, without a word", "a: 03-03 triage assessment=5.3\nb: 03-04 triage assessment=none", true},
		{"lifted", "a: 03-03 triage assessment=5.3\nb: 03-04 triage assessment=5.1 reason=r decidedBy=d", false},
		{"lifted the same day", "a: 03-03 triage assessment=5.3\nb: 03-03 triage assessment=5.1 reason=r decidedBy=d", false},
		{"lifted and stopped again", "a: 03-03 triage assessment=5.3\nb: 03-04 triage assessment=5.1 reason=r decidedBy=d\nc: 03-05 triage assessment=5.3", true},
		{"the lift is taken back", "a: 03-03 triage assessment=5.3\nb: 03-04 triage assessment=5.1 reason=r decidedBy=d\nc: 03-05 void of=b", true},
		{"a 5.1 with its reason, recorded before the stop of an earlier day",
			"a: 03-05 triage assessment=5.1 reason=r decidedBy=d\nb: 03-03 triage assessment=5.3", true},
	} {
		if f := casefile.Fold(history(t, c.lines)); f.Stopped() != c.stopped {
			t.Errorf("%s: stopped is %v", c.name, f.Stopped())
		}
	}
}

func TestTheLaterAnswerHolds(t *testing.T) {
	f := casefile.Fold(history(t, `
		a: 03-03 consent purpose=contact answer=given
		b: 03-05 consent purpose=contact answer=withdrawn
		c: 03-04 consent purpose=contact answer=refused
		d: 03-03 complaint form=statement
		e: 03-02 complaint form=complaint
		f: 03-03 counselling event=takenOn
		g: 03-06 fileLanguage language=de`))
	if got := f.Consents["contact"].Body.Answer; got != "withdrawn" || f.Consented("contact") {
		t.Errorf("consent is %s", got)
	}
	if got := f.Complaint().Body.Form; got != "complaint" {
		t.Errorf("the 45 days are held against the %s, not the first of the two", got)
	}
	if f.Counselled() == nil || f.Language != "de" {
		t.Error("counselling or language is lost")
	}
	if f := casefile.Fold(history(t, "a: 03-03 counselling event=takenOn\nb: 03-07 counselling event=ended")); f.Counselled() != nil {
		t.Error("counselling goes on after its end")
	}
}

// Of two answers of one day the clock decides, whichever was written down
// first; without a time the order of recording does.
func TestOfTwoConsentsOfOneDayTheLaterByTheClockHolds(t *testing.T) {
	const given, withdrawn = "a: 03-03 consent purpose=contact answer=given\n", "b: 03-03 consent purpose=contact answer=withdrawn"
	for _, c := range []struct{ first, second, want string }{
		{"16:00", "09:00", "given"}, {"09:00", "16:00", "withdrawn"}, {"09:00", "09:00", "withdrawn"},
		{"16:00", "", "withdrawn"}, {"", "09:00", "withdrawn"}, {"", "", "withdrawn"},
	} {
		r := history(t, given+withdrawn)
		r[0].Time, r[1].Time = c.first, c.second
		if got := casefile.Fold(r).Consents["contact"].Body.Answer; got != c.want {
			t.Errorf("given at %q, withdrawn at %q: %s", c.first, c.second, got)
		}
	}
}

// Nobody stopped or uninvolved has a name in any list.
func TestNamesAreHiddenWhereNothingMayBeShown(t *testing.T) {
	for assessment, want := range map[string]string{"5.1": "Testová Ana", "5.2": "Testová Ana", "5.3": "", "none": ""} {
		f := casefile.Fold(history(t, "a: 03-03 person familyName=Testová givenNames=Ana\nb: 03-03 triage assessment="+assessment))
		if f.Name() != want {
			t.Errorf("%s: %q, want %q", assessment, f.Name(), want)
		}
	}
}
