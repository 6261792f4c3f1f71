package desk_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/procedure"
)

// terms are the vectors of domain/civil: a document and its dates, each with
// its weekday before it.
func terms(t *testing.T) (all []struct{ Name, Stage, Issued, Notified, Printed, ValidUntil, ActBy string }) {
	t.Helper()
	data, err := os.ReadFile("../civil/testdata/terms.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &all); err != nil || len(all) < 25 {
		t.Fatalf("%d vectors, %v", len(all), err)
	}
	return all
}

func dayOf(t *testing.T, s string) civil.Date {
	t.Helper()
	_, day, _ := strings.Cut(s, " ")
	d, err := civil.Parse(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The agenda, which reads heads alone, has the days of the vectors, and what
// they were counted from is in the journal.
func TestAgendaHasTheDatesOfTheVectors(t *testing.T) {
	for _, v := range terms(t) {
		issued, until := dayOf(t, v.Issued), dayOf(t, v.ValidUntil)
		b := bench(t, desk.Settings{})
		b.Clock.Day = issued
		if v.Notified != "" {
			b.Clock.Day = dayOf(t, v.Notified)
		}
		id, _, err := b.OpenCase(ctx, "", "")
		if err != nil {
			t.Fatal(err)
		}
		body := &casefile.Document{Stage: v.Stage}
		if v.Notified != "" {
			body.Notified = dayOf(t, v.Notified)
		}
		if v.Printed != "" {
			body.PrintedEnd = dayOf(t, v.Printed)
		}
		if strings.Contains(v.Name, "four") {
			body.Months = 4
		}
		if err := b.RecordAll(ctx, id, []casefile.Entry{
			casefile.NewEntry(casefile.KindCounselling, issued, &casefile.Counselling{Event: casefile.TakenOn}),
			casefile.NewEntry(casefile.KindDocument, issued, body),
		}); err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		b.Clock.Day = until.AddDays(-1)
		a, err := b.Agenda()
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(a.Tasks, func(x desk.Task) bool {
			return x.Due.Due == until && (x.Due.ActBy == dayOf(t, v.ActBy) || x.Due.Starts == until)
		})
		if !found {
			t.Errorf("%s: the agenda lacks %s: %+v", v.Name, until, a.Tasks)
		}
	}
}

func TestDatesAreRecordedWithWhatTheyWereCountedFrom(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"document","stage":"S1","on":"1997-03-03"}`)
	record(t, b, id, `{"kind":"document","stage":"S2","on":"1997-03-10","printedEnd":"1997-06-09"}`)
	record(t, b, id, `{"kind":"note","text":"x"}`)
	f := open(t, b, id).File
	var got []string
	for _, d := range f.Deadlines {
		x := d.Body
		got = append(got, x.Stage+" "+x.Rule+" "+x.Start.String()+" "+x.ValidUntil.String()+" "+x.Profile+"/"+x.Version)
	}
	want := "S1 term.days 1997-03-03 1997-04-17 instructions-1997/1, S2 term.printed 1997-03-10 1997-06-09 instructions-1997/1"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("recorded:\n got %s\nwant %s", s, want)
	}
	// they can be neither entered nor taken back, and last passes them over
	if err := try(b, id, `{"kind":"deadline","of":"`+f.Documents[0].Entry.ID.String()+`"}`); key(err) != "problem.kind" {
		t.Errorf("a person records dates: %v", err)
	}
	if err := try(b, id, `{"kind":"void","of":"`+f.Deadlines[0].Entry.ID.String()+`"}`); key(err) != "refused.made" {
		t.Errorf("dates are taken back: %v", err)
	}
	record(t, b, id, `{"kind":"void","of":"last"}`, `{"kind":"void","of":"last"}`)
	if f := open(t, b, id).File; len(f.Documents) != 1 || len(f.Notes) != 1 {
		t.Errorf("last took back something else: %d documents, %d notes", len(f.Documents), len(f.Notes))
	}
}

func TestAnUnknownProcedureIsNotPutIntoForce(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	for entry, want := range map[string]string{
		`{"kind":"profileConfirmed","profile":"of-tomorrow","version":"1"}`:         "problem.profile",
		`{"kind":"profileConfirmed","profile":"instructions-1997","version":"999"}`: "problem.profile.version",
		`{"kind":"profileAcknowledged","profile":"of-tomorrow"}`:                    "problem.profile",
		`{"kind":"profileConfirmed","profile":"circular-2019-01","version":"1"}`:    "",
	} {
		if err := try(b, id, entry); key(err) != want {
			t.Errorf("%s: %v", entry, err)
		}
	}
	if c := open(t, b, id); c.Profile.ID != "circular-2019-01" || c.Schedule.Profile != "circular-2019-01" {
		t.Errorf("the confirmed procedure is not in force: %s", c.Profile.ID)
	}
}

func TestWhatIfLeavesTheCaseAsItIs(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	size := b.Vault.Size()
	e, err := casefile.ParseSupposed([]byte(`{"kind":"document","stage":"S1","on":"1998-03-03"}`), today)
	if err != nil {
		t.Fatal(err)
	}
	c, err := b.WhatIf(ctx, id, e)
	if err != nil || c.Status.State != procedure.InS1 {
		t.Fatalf("%v", err)
	}
	if b.Vault.Size() != size || open(t, b, id).Status.State == procedure.InS1 {
		t.Error("what was supposed is recorded")
	}
	if err := b.Record(ctx, id, e); err == nil {
		t.Error("a day in the future was recorded")
	}
	stop, err := casefile.ParseSupposed([]byte(`{"kind":"triage","assessment":"5.3"}`), today)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := b.WhatIf(ctx, id, stop); err != nil || c.File.Person != nil || c.File.Name() != "" {
		t.Errorf("supposing a stop shows the person: %v", err)
	}
	record(t, b, id, `{"kind":"triage","assessment":"5.3"}`)
	if _, err := b.WhatIf(ctx, id, e); key(err) != "refused.stopped" {
		t.Errorf("what if, of a stopped case: %v", err)
	}
	lift, err := casefile.ParseSupposed([]byte(`{"kind":"triage","assessment":"5.1","decidedBy":"x","reason":"y"}`), today)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.WhatIf(ctx, id, lift); key(err) != "refused.secondReader" {
		t.Errorf("supposing that the stop is lifted: %v", err)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.WhatIf(ctx, id, e); err == nil {
		t.Error("what if, of a locked desk")
	}
}

// A laptop whose battery was flat says 1990, and would refuse what happened
// yesterday.
func TestAWrongClockIsTold(t *testing.T) {
	b := bench(t, desk.Settings{})
	rich(t, b)
	for _, c := range []struct {
		today civil.Date
		want  string
	}{{today, ""}, {today.AddDays(-1), "clock.behind"}, {today.AddDays(3000), "clock.ahead"}} {
		b.Clock.Day = c.today
		a, err := b.Agenda()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if a.Clock != nil {
			got = a.Clock.Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.today, got, c.want)
		}
	}
}
