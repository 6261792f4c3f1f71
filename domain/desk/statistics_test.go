package desk_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
	"onthaal/domain/statistics"
)

// year fills a desk with the cases of two years, of every fate.
func year(t *testing.T, b *desktest.Bench) (ids []journal.ID) {
	t.Helper()
	for i := range 42 {
		on := "1997-02-28"
		if i%4 == 3 {
			on = "1996-12-31"
		}
		id, _ := rich(t, b, "1997-02-28", on, `"police",
    "unit"`, fmt.Sprintf(`%q,
    "unit"`, []string{"police", "inspection", "self"}[i%3]), `"AL"],`, fmt.Sprintf(`%q],`, []string{"AL", "NG", "RO", "VN"}[i%4]))
		switch i % 7 {
		case 0:
			record(t, b, id, `{"kind":"exploitation","forms":["labour"]}`, `{"kind":"document","stage":"S1","on":"1997-03-03"}`)
		case 1:
			record(t, b, id, `{"kind":"counselling","event":"ended","reason":"return"}`)
		case 2:
			record(t, b, id, `{"kind":"document","stage":"S2","on":"1997-03-10"}`, `{"kind":"return","step":"left","on":"1997-03-20"}`)
		case 3:
			record(t, b, id, `{"kind":"triage","assessment":"5.3"}`)
		case 4:
			record(t, b, id, `{"kind":"triage","assessment":"none"}`)
		case 5:
			record(t, b, id, `{"kind":"exploitation","forms":["sexual","begging"]}`, `{"kind":"document","stage":"U","on":"1997-03-10"}`)
		}
		ids = append(ids, id)
	}
	return ids
}

func tables(t *testing.T, b *desktest.Bench, y int) statistics.Report {
	t.Helper()
	r, err := b.Statistics(ctx, y)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheTablesOfAYearStayWhenCasesAreErased(t *testing.T) {
	b := bench(t, desk.Settings{})
	ids := year(t, b)
	before := map[int]statistics.Report{1996: tables(t, b, 1996), 1997: tables(t, b, 1997)}
	if before[1997].Total != 24 || before[1996].Total != 6 {
		t.Fatalf("%d and %d cases are counted", before[1997].Total, before[1996].Total)
	}
	same := func(when string) {
		t.Helper()
		for y, want := range before {
			if got := tables(t, b, y); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %d:\n%+v\nwant\n%+v", when, y, got, want)
			}
		}
		if years, err := b.Years(); err != nil || !slices.Equal(years, []int{1997, 1996}) {
			t.Errorf("%s: the years %v, %v", when, years, err)
		}
	}
	for i, id := range ids {
		if _, err := b.Erase(ctx, id); err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			same(fmt.Sprint("after erasing ", i+1))
		}
	}
	same("all erased")
	reopen(t, b, desktest.Passphrase)
	same("all erased, and opened again")
	if r := tables(t, b, 1995); r.Total != 0 || r.Hidden {
		t.Errorf("a year without cases: %+v", r)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Statistics(ctx, 1997); err != journal.ErrLocked {
		t.Errorf("a locked desk counts: %v", err)
	}
	if _, err := b.Years(); err != journal.ErrLocked {
		t.Errorf("a locked desk lists years: %v", err)
	}
}

// A row that an earlier version left has a year, a state and a stage.
func TestWhatAnEarlierVersionLeftIsCounted(t *testing.T) {
	b := bench(t, desk.Settings{})
	events, err := b.Trail(ctx, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	own := events[0].Journal
	for range 6 {
		for _, body := range []string{`{"opened":1997,"state":"S1","stage":"S1"}`, `{"opened":1997,"state":"withdrawn"}`, `{"opened":1997,"state":"stopped"}`,
			`{"opened":1997,"state":"anew","stage":"S9","colour":"red"}`} {
			b.Vault.Grow(own, journal.Record{ID: journal.NewID(), Kind: "erased", On: "1997-04-01", Body: []byte(body)})
		}
	}
	reopen(t, b, desktest.Passphrase)
	r := tables(t, b, 1997)
	got := map[string]int{}
	for _, tab := range r.Tables {
		for _, c := range tab.Cells {
			if c.N > 0 {
				got[tab.Name+"."+c.Class] = c.N
			}
		}
	}
	if r.Total != 18 || got["stage.S1"] != 6 || got["outcome.withdrawn"] != 6 || got["outcome.running"] != 12 || got["form.unknown"] != 18 || got["sex.other"] != 18 {
		t.Errorf("%d: %v", r.Total, got)
	}
}

func TestStatisticsThatLeaveTheDeskLeaveATrace(t *testing.T) {
	b := bench(t, desk.Settings{})
	if err := b.StatisticsSaved(ctx, 1997); err != nil {
		t.Fatal(err)
	}
	events, err := b.Trail(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if e := events[len(events)-1]; e.What != "statistics" || e.Detail != "1997" || e.Who != "An Voorbeeld" {
		t.Errorf("the trail says %+v", e)
	}
}

// Who was not involved is no longer there once the case is erased; that there
// was somebody stays with the inspection.
func TestErasingSomebodyUninvolvedKeepsTheNumberOfTheInspection(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, example(t, "inspection"), `{"kind":"triage","assessment":"none"}`)
	for _, when := range []string{"before", "after", "opened again"} {
		list, err := b.Inspections()
		if err != nil || len(list) != 1 || list[0].Uninvolved != 1 || list[0].Persons != 0 {
			t.Errorf("%s: %+v, %v", when, list, err)
		}
		switch when {
		case "before":
			if _, err := b.Erase(ctx, id); err != nil {
				t.Fatal(err)
			}
		case "after":
			reopen(t, b, desktest.Passphrase)
		}
	}
}
