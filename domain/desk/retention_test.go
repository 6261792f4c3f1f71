package desk_test

import (
	"encoding/json"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

func TestNothingIsErasedUnderALegalHold(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	stopped, _ := rich(t, b)
	record(t, b, stopped, `{"kind":"triage","assessment":"5.3"}`)
	for name, id := range map[string]journal.ID{"a case": id, "a case of 5.3": stopped} {
		hold := example(t, "retention")
		record(t, b, id, hold)
		_, err := b.Erase(ctx, id)
		p, ok := err.(casefile.Problem)
		if !ok || p.Key != "refused.hold" || p.Rule != procedure.Keeping {
			t.Fatalf("%s: %v", name, err)
		}
		if k := open(t, b, id); k.File.Held() == nil {
			t.Errorf("%s: the hold is not shown", name)
		}
		for entry, want := range map[string]string{
			`{"kind":"retention","event":"released"}`: "problem.missing",
			`{"kind":"retention","event":"hold"}`:     "problem.missing",
			`{"kind":"retention"}`:                    "problem.missing",
		} {
			if got := key(try(b, id, entry)); got != want {
				t.Errorf("%s: %s: %q, want %q", name, entry, got, want)
			}
		}
		record(t, b, id, `{"kind":"retention","event":"released","reason":"x"}`)
		reopen(t, b, desktest.Passphrase)
		if _, err := b.Erase(ctx, id); err != nil {
			t.Errorf("%s: after the hold was lifted: %v", name, err)
		}
	}
}

// Years later everything is still there: the program says what is due, and
// never does it.
func TestNothingIsErasedByItself(t *testing.T) {
	b := bench(t, desk.Settings{})
	contact, _ := rich(t, b, `"counselling": {
    "event": "takenOn"
  },
  `, "")
	closed, code := rich(t, b)
	record(t, b, closed, `{"kind":"counselling","event":"ended","on":"1997-03-20"}`)
	gone, _ := rich(t, b)
	record(t, b, gone, `{"kind":"triage","assessment":"none"}`)
	stopped, apart := rich(t, b)
	record(t, b, stopped, `{"kind":"triage","assessment":"5.3"}`)
	b.Clock.Day = civil.Must(2015, 1, 1)
	for _, reopened := range []bool{false, true} {
		if reopened {
			reopen(t, b, desktest.Passphrase)
		}
		a, err := b.Agenda()
		if err != nil {
			t.Fatal(err)
		}
		due := map[string]string{}
		for _, task := range a.Tasks {
			if task.Due.Section == procedure.Keeping {
				due[task.Due.Key] = task.Code
			}
		}
		if len(due) != 4 || due["due.erase"] != code || due["due.review"] != code {
			t.Errorf("the agenda has %v", due)
		}
		for _, task := range a.Tasks {
			if task.Code == apart {
				t.Errorf("somebody implicated stands on one list with the others: %s", task.Due.Key)
			}
		}
		if k := open(t, b, stopped); len(k.Status.Due) == 0 || k.Status.Due[0].Section != procedure.Keeping {
			t.Errorf("the page of somebody implicated says nothing: %+v", k.Status.Due)
		}
		for _, id := range []journal.ID{contact, closed, gone} {
			if k := open(t, b, id); k.File.Referral == nil {
				t.Errorf("%s is gone", k.File.Code())
			}
		}
	}
}

// A procedure that a centre brought before periods were part of one takes
// those of the program.
func TestAnImportedProcedureWithoutPeriodsTakesThoseOfTheProgram(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"counselling","event":"ended","on":"1997-03-20"}`)
	due := func() int {
		t.Helper()
		n := 0
		for _, i := range open(t, b, id).Schedule.Items {
			if i.Section == procedure.Keeping {
				n++
			}
		}
		return n
	}
	before := due()
	if err := b.ImportProfile(ctx, unperiodic(t)); err != nil {
		t.Fatal(err)
	}
	if after := due(); before == 0 || after != before {
		t.Errorf("%d periods before, %d after", before, after)
	}
	reopen(t, b, desktest.Passphrase)
	if after := due(); after != before {
		t.Errorf("%d periods before, %d after opening again", before, after)
	}
	if _, _, err := b.CompareProfile(unperiodic(t)); key(err) != "problem.profile.same" {
		t.Errorf("the same procedure again: %v", err)
	}
}

// unperiodic is a second version of the procedure of 1997 that says nothing
// about how long a file is kept.
func unperiodic(t *testing.T) []byte {
	t.Helper()
	var p map[string]any
	if err := json.Unmarshal(own(t, `"version": "1"`, `"version": "2"`), &p); err != nil {
		t.Fatal(err)
	}
	delete(p, "retention")
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
