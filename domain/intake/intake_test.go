package intake_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
)

var today = civil.Must(1997, 4, 1)

func fold(kinds ...string) *casefile.File {
	bodies := map[string]string{
		"triage 5.1": `{"assessment":"5.1"}`, "triage 5.2": `{"assessment":"5.2"}`, "triage 5.3": `{"assessment":"5.3"}`, "triage none": `{"assessment":"none"}`,
		"consent": `{"purpose":"contact","answer":"refused"}`, "residence": `{"status":"unknown"}`, "counselling": `{"event":"takenOn"}`,
		"leaflet": `{"language":"sq","outcome":"refused","by":"police"}`, "referral": `{"channel":"self"}`,
	}
	var records []journal.Record
	for i, k := range kinds {
		body := bodies[k]
		if body == "" {
			body = `{}`
		}
		records = append(records, journal.Record{ID: journal.ID{byte(i + 1)}, Kind: strings.Fields(k)[0], On: "1997-03-03", Body: []byte(body)})
	}
	return casefile.Fold(records)
}

func TestStepsFollowTheTriage(t *testing.T) {
	const all = "safety referral triage consent person residence elements leaflet check"
	for _, c := range []struct {
		kinds      string
		want, next string
	}{
		{"", all, "safety"},
		{"triage 5.1", all, "safety"},
		{"triage 5.2", all, "safety"},
		{"triage 5.3", "safety referral triage", "safety"},
		{"triage none", "safety referral triage", "safety"},
		{"safety,referral,triage 5.3", "safety referral triage", "triage"},
		{"safety,referral,triage none,person,consent", "safety referral triage", "triage"},
		{"safety,referral,triage 5.2", all, "consent"},
		{"safety,referral,triage 5.1,consent,residence", all, "person"}, // a step may be skipped and taken up again
		{"safety,referral,triage 5.1,consent,person,residence,elements,leaflet", all, "check"},
		{"safety,referral,triage 5.1,consent,person,residence,elements,leaflet,counselling", all, "check"},
	} {
		var kinds []string
		if c.kinds != "" {
			kinds = strings.Split(c.kinds, ",")
		}
		f := fold(kinds...)
		var ids []string
		for _, s := range intake.Steps(f) {
			ids = append(ids, string(s.ID))
			if !intake.Has(f, s.ID) {
				t.Errorf("%s: the step %s is there and is not", c.kinds, s.ID)
			}
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%s: steps %s, want %s", c.kinds, got, c.want)
		}
		next := intake.Next(f)
		if string(next) != c.next || !intake.Has(f, next) {
			t.Errorf("%s: next is %s, want %s", c.kinds, next, c.next)
		}
	}
	if intake.Has(fold("triage 5.3"), intake.Leaflet) || intake.Has(fold("triage 5.3"), intake.Consent) {
		t.Error("N1: after 5.3 the leaflet or the contact is offered")
	}
}

func TestWholeIntakesAreReadStrictly(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{`{}`, ""},
		{`{"on":"1997-02-28","time":"22:41","language":"nl","profile":"instructions-1997"}`, ""},
		{`{"note":{"text":"x"}}`, ""},
		{`{"note":[{"text":"x"},{"text":"y","on":"1997-03-05"}]}`, ""},
		{`{"note": [] }`, ""},
		{` {"triage" : {"kind":"triage","assessment":"5.1"}}`, ""},
		{`[]`, "json"},
		{`null`, "json"},
		{``, "json"},
		{`{} {}`, "json"},
		{`{"note":{"text":"x"},"note":{"text":"y"}}`, "json"},
		{`{"note":{"text":"x","text":"y"}}`, "json"},
		{`{"note":null}`, "json at note"},
		{`{"note":"x"}`, "json at note"},
		{`{"note":[["x"]]}`, "json at note"},
		{`{"note":{"kind":"triage","text":"x"}}`, "kind at kind"},
		{`{"note":[` + strings.Repeat(`{"text":"x"},`, 20) + `{"text":"x"}]}`, "tooMany at note"},
		{`{"notes":{"text":"x"}}`, "field at intake"},
		{`{"document":{"stage":"S1"}}`, "field at intake"},
		{`{"void":{"of":"last"}}`, "field at intake"},
		{`{"opened":{"code":"K7M-204S"}}`, "field at intake"},
		{`{"note":{"text":"x","corrects":"000102030405060708090a0b0c0d0e0f"}}`, "entry at corrects"},
		{`{"on":"tomorrow"}`, "date at on"},
		{`{"on":null}`, "date at on"},
		{`{"on":""}`, "date at on"},
		{`{"time":"25:00"}`, "time at time"},
		{`{"time":"9:05"}`, "time at time"},
		{`{"time":905}`, "time at time"},
		{`{"language":5}`, "shape at language"},
		{`{"profile":null}`, "shape at profile"},
		{`{"triage":{"assessment":"5.4"},"person":{"born":"1899"},"colour":"red"}`, "choice at triage.assessment|date.range at person.born|field at intake"},
		{`{"note":{"text":"` + strings.Repeat("a", 1<<20) + `"}}`, "json"},
	} {
		in, err := intake.Parse([]byte(c.json), today)
		var ps casefile.Problems
		errors.As(err, &ps)
		var got []string
		for _, p := range ps {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(p.Key, "problem.")+" at "+p.Path, " at "))
		}
		if strings.Join(got, "|") != c.want || (err == nil) != (c.want == "") || (in == nil) != (err != nil) {
			t.Errorf("%.80s\n got %s (%v)\nwant %s", c.json, strings.Join(got, "|"), err, c.want)
		}
	}
}

func TestEntriesOfAnIntakeHappenedWhenItSays(t *testing.T) {
	in, err := intake.Parse([]byte(`{"on":"1997-02-28","time":"22:41","note":[{"text":"a"},{"text":"b","time":"23:10"},{"text":"c","on":"1997-03-05"}],
		"safety":{"doctor":"no"},"triage":{"assessment":"5.2"}}`), today)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range in.Entries {
		got = append(got, e.Kind+" "+e.On.String()+" "+e.Time)
	}
	want := []string{"safety 1997-02-28 22:41", "triage 1997-02-28 22:41", "note 1997-02-28 22:41", "note 1997-02-28 23:10", "note 1997-03-05 "}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	if in, err := intake.Parse([]byte(`{"note":{"text":"x"}}`), today); err != nil || in.On != today || in.Entries[0].On != today {
		t.Errorf("without a day it is not today: %+v, %v", in, err)
	}
}

func TestEverySectionIsAKindThatCanBeEntered(t *testing.T) {
	for _, s := range intake.Sections() {
		if k, ok := casefile.KindOf(s); !ok || k.Made || s == casefile.KindVoid {
			t.Errorf("the section %s is no kind that can be entered", s)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"on":"1997-02-28","time":"22:41","note":[{"text":"a"}],"triage":{"assessment":"5.3"}}`, `{"note":null}`, `{"note":[]}`,
		`{"person":{"familyName":"x","familyName":"y"}}`, `null`, `{"consent":[{"purpose":"contact","answer":"given"}],"language":"en"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := intake.Parse(data, today)
		if (in == nil) != (err != nil) {
			t.Fatalf("%v with %v", in, err)
		}
		if err != nil {
			return
		}
		for _, e := range in.Entries {
			if err := e.Check(today); err != nil {
				t.Fatalf("accepted, but %v", err)
			}
		}
	})
}

func FuzzParseBatch(f *testing.F) {
	for _, s := range []string{
		`{"persons":[{}]}`, `{"persons":[null]}`, `{"persons":[]}`, `{"persons":{}}`, `{"inspection":"K7M-204S","persons":[{"triage":{"assessment":"none"}}]}`,
		`{"on":"1997-02-28","all":{"referral":{"channel":"inspection"}},"persons":[{"triage":{"assessment":"5.3"}},{"note":[{"text":"a"}]}]}`,
		`{"all":{"on":null,"triage":[{"assessment":"none"}]},"persons":[{"on":"x"}]}`, `null`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := intake.ParseBatch(data, today)
		if (b == nil) != (err != nil) {
			t.Fatalf("%v with %v", b, err)
		}
		if err != nil {
			return
		}
		if len(b.Persons) == 0 {
			t.Fatal("a batch of nobody")
		}
		for _, in := range b.Persons {
			if in == nil {
				continue // not involved
			}
			for _, e := range in.Entries {
				if err := e.Check(today); err != nil {
					t.Fatalf("accepted, but %v", err)
				}
			}
		}
	})
}
