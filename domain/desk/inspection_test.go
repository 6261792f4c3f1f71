package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
)

func codesOf(t *testing.T, rows []*desk.Row, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, r := range rows {
		s = append(s, r.Code)
	}
	return strings.Join(s, " ")
}

func TestThePersonsOfOneInspectionAreFoundAndThoseImplicatedStandApart(t *testing.T) {
	b := bench(t, desk.Settings{})
	const here, there = "K7M-204S", "BCD-123X"
	var met []string
	for range 3 {
		id, code := rich(t, b)
		record(t, b, id, `{"kind":"inspection","code":"`+here+`"}`)
		met = append(met, code)
	}
	slices.Sort(met)
	elsewhere, _ := rich(t, b)
	record(t, b, elsewhere, `{"kind":"inspection","code":"`+there+`"}`)
	rich(t, b)
	stopped, apart := rich(t, b)
	record(t, b, stopped, `{"kind":"inspection","code":"`+here+`"}`, `{"kind":"triage","assessment":"5.3","decidedBy":"x"}`)
	gone, _ := rich(t, b)
	record(t, b, gone, `{"kind":"inspection","code":"`+here+`"}`, `{"kind":"triage","assessment":"none"}`)
	look := func(when string) {
		t.Helper()
		for typed, want := range map[string]string{here: strings.Join(met, " "), "k7m 204s": strings.Join(met, " "), "K7M-204T": "problem.code"} {
			rows, err := b.Inspection(typed)
			if key(err) != "" {
				if key(err) != want {
					t.Errorf("%s: %s: %v", when, typed, err)
				}
				continue
			}
			if got := codesOf(t, rows, nil); got != want {
				t.Errorf("%s: %s: %s, want %s", when, typed, got, want)
			}
		}
		rows, err := b.Apart(here)
		if got := codesOf(t, rows, err); got != apart || rows[0].Name != "" {
			t.Errorf("%s: apart: %s, want %s", when, got, apart)
		}
	}
	look("at once")
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Inspection(here); err == nil {
		t.Error("a locked desk lists persons")
	}
	if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
		t.Fatal(err)
	}
	look("after unlocking")
	// A link made by mistake is taken back.
	id, err := b.Find(met[0])
	if err != nil {
		t.Fatal(err)
	}
	record(t, b, id, `{"kind":"void","of":"last"}`)
	met = met[1:]
	look("after a link was taken back")
}

// T32: 55 persons of one inspection, 12 not involved, 3 implicated, 40 who may
// be victims.
func TestT32FiftyFivePersonsOfOneInspection(t *testing.T) {
	b := bench(t, desk.Settings{})
	var persons []string
	for i := range 55 {
		switch {
		case i%5 == 4 || i == 0: // 12
			persons = append(persons, `{"triage":{"assessment":"none"}}`)
		case i == 1 || i == 20 || i == 53:
			persons = append(persons, `{"triage":{"assessment":"5.3"}}`)
		default:
			persons = append(persons, `{"triage":{"assessment":"5.2"},"person":{"familyName":"Fiktiva `+fmt.Sprint(i)+`"}}`)
		}
	}
	batch, err := intake.ParseBatch([]byte(`{"all":{"referral":{"channel":"inspection"},"residence":{"status":"illegal"}},"persons":[`+strings.Join(persons, ",")+`]}`), today)
	if err != nil {
		t.Fatal(err)
	}
	met, err := b.TakeInAll(ctx, batch, 1)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.Inspection(met.Inspection)
	if err != nil || len(rows) != 40 {
		t.Errorf("%d persons, %v", len(rows), err)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if !strings.HasPrefix(r.Name, "Fiktiva") || seen[r.Code] {
			t.Errorf("%+v", r)
		}
		seen[r.Code] = true
		k := open(t, b, r.ID)
		if k.File.Referral == nil || k.File.Residence == nil {
			t.Errorf("%s lacks what holds for all", r.Code)
		}
		if hits, err := b.Cases(met.Inspection); err != nil || len(hits) > 0 {
			t.Errorf("a search for the inspection finds %d cases, %v", len(hits), err)
		}
	}
	apart, err := b.Apart(met.Inspection)
	if err != nil || len(apart) != 3 || apart[0].Name != "" {
		t.Errorf("apart: %+v, %v", apart, err)
	}
	if n := b.Vault.Size(); met.Uninvolved != 12 {
		t.Errorf("%d not involved, of %d records", met.Uninvolved, n)
	}
	all, err := b.Cases("")
	if err != nil || len(all) != 43 {
		t.Errorf("%d cases, %v: somebody who was not involved left more than a number", len(all), err)
	}
	for range 2 { // as it was recorded, and as it is read again
		list, err := b.Inspections()
		want := desk.Inspection{Code: met.Inspection, On: today, Persons: 40, Apart: 3, Uninvolved: 12}
		if err != nil || len(list) != 1 || list[0] != want {
			t.Errorf("%+v, %v", list, err)
		}
		if err := b.Lock(); err != nil {
			t.Fatal(err)
		}
		if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
			t.Fatal(err)
		}
	}
}

// Nobody is recorded when anything is wrong with anybody, and everybody with
// whom something is wrong is named.
func TestABatchIsRecordedWholeOrSaysWhatIsWrongWithWhom(t *testing.T) {
	b := bench(t, desk.Settings{})
	before := b.Vault.Size()
	for file, want := range map[string]string{
		`{"persons":[{},{"person":{"born":"1899"}},{"document":{}}]}`:                                                        "2 problem.date.range, 3 problem.field",
		`{"persons":[{"triage":{"assessment":"none"},"note":{"text":"x"}},{}]}`:                                              "1 refused.uninvolved",
		`{"persons":[{"triage":{"assessment":"none","reason":7}},{}]}`:                                                       "1 problem.shape",
		`{"persons":[{},{"triage":{"assessment":"5.3"},"person":{"familyName":"x"}},{"profile":"instructions-2050"}]}`:       "2 refused.stopped, 3 problem.profile",
		`{"on":"1997-04-02","persons":[{}]}`:                                                                                 "1 problem.date.range",
		`{"all":{"triage":{"assessment":"5.1"}},"persons":[{"triage":7},{"consent":[1]},{"consent":{"purpose":"contact"}}]}`: "1 problem.json, 2 problem.json, 3 problem.missing",
		`{"persons":[],"inspection":"x"}`:                                                                                    "problem.code problem.missing",
		`{"persons":[null]}`:                                                                                                 "",
		`[]`:                                                                                                                 "problem.batch",
		`{"persons":[{}],"persons":[{}]}`:                                                                                    "problem.batch",
		`{"colour":"red"}`:                                                                                                   "problem.batch",
		`{"persons":[` + strings.Repeat("{},", 500) + `{}]}`:                                                                 "problem.tooMany",
	} {
		batch, err := intake.ParseBatch([]byte(file), today)
		if err == nil {
			_, err = b.TakeInAll(ctx, batch, 1)
		}
		got := key(err)
		var wrong intake.Troubles
		if errors.As(err, &wrong) {
			var s []string
			for _, w := range wrong {
				s = append(s, fmt.Sprint(w.Person, " ", key(w.Err)))
			}
			got = strings.Join(s, ", ")
		}
		if len(file) > 80 {
			file = file[:80]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
		if want != "" && b.Vault.Size() != before {
			t.Fatalf("%s: somebody was recorded", file)
		}
		before = b.Vault.Size()
	}
}

// A disk that fills up on the way costs nobody: it is told who is recorded, and
// the rest follows without anybody standing there twice.
func TestABatchThatIsCutShortGoesOnWhereItStopped(t *testing.T) {
	b := bench(t, desk.Settings{})
	file := `"persons":[{"note":{"text":"a"}},{"triage":{"assessment":"none"}},{"note":{"text":"b"}},{"triage":{"assessment":"none"}},{"note":{"text":"c"}}]}`
	first, err := intake.ParseBatch([]byte("{"+file), today)
	if err != nil {
		t.Fatal(err)
	}
	b.Vault.Room = 4 // three of them
	met, err := b.TakeInAll(ctx, first, 1)
	var stuck *desk.Stuck
	if !errors.As(err, &stuck) || stuck.Person != 4 || !errors.Is(err, journal.ErrFull) || met.Codes[0] == "" || met.Codes[2] == "" || met.Codes[4] != "" || met.Uninvolved != 1 {
		t.Fatalf("%+v, %v", met, err)
	}
	b.Vault.Room = 0
	rest, err := intake.ParseBatch([]byte(`{"inspection":"`+met.Inspection+`",`+file), today)
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.TakeInAll(ctx, rest, stuck.Person)
	if err != nil || again.Codes[0] != "" || again.Codes[4] == "" || again.Inspection != met.Inspection {
		t.Fatalf("%+v, %v", again, err)
	}
	list, err := b.Inspections()
	want := desk.Inspection{Code: met.Inspection, On: today, Persons: 3, Uninvolved: 2}
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("%+v, %v", list, err)
	}
	for _, from := range []int{0, 6} {
		if _, err := b.TakeInAll(ctx, rest, from); key(err) != "problem.number.range" {
			t.Errorf("from %d: %v", from, err)
		}
	}
}
