package casefile_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
)

func findings(f *casefile.File) string {
	var keys []string
	for _, p := range f.Findings {
		keys = append(keys, strings.TrimPrefix(p.Key, "finding."))
	}
	return strings.Join(keys, " ")
}

// What cannot have happened so under any law is said, and nothing is lost for
// it. No section is cited: no procedure has to say it.
func TestImpossibleOrdersAreFindings(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"a common case", "a: 03-01 counselling event=takenOn\nb: 03-03 document stage=S1\nc: 03-10 complaint form=statement\nd: 03-20 document stage=S2", ""},
		{"nothing", "a: 03-01 note text=x", ""},
		{"a complaint before birth", "a: 03-01 person born=1997-03-05\nb: 03-04 complaint form=statement", "beforeBirth"},
		{"a birth year that may still be right", "a: 03-01 person born=1997\nb: 03-04 complaint form=statement", ""},
		{"twice the same document", "a: 03-03 document stage=S1\nb: 03-03 document stage=S1", "document.twice"},
		{"the first taken back", "a: 03-03 document stage=S1\nb: 03-03 document stage=S1\nc: 03-04 void of=a", ""},
		{"a renewal is no second one", "a: 03-03 document stage=S3\nb: 09-03 document stage=S3", ""},
	} {
		records := history(t, c.lines)
		f := casefile.Fold(records)
		if got := findings(f); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for _, p := range f.Findings {
			if p.Rule != "" {
				t.Errorf("%s: it rests on %s", c.name, p.Rule)
			}
		}
		if len(f.History) != len(records) {
			t.Errorf("%s: %d of %d entries are left", c.name, len(f.History), len(records))
		}
		slices.Reverse(records)
		if got := findings(casefile.Fold(records)); got != c.want {
			t.Errorf("%s, recorded the other way round: %q, want %q", c.name, got, c.want)
		}
	}
	for _, c := range []struct{ sent, answered, want string }{
		{"1997-03-03", "1997-03-03", ""},
		{"1997-03-02", "1997-03-04", "letter.early"},
		{"1997-03-03", "1997-02-01", "letter.early"},
		{"1997-03-01", "1997-02-01", "letter.early letter.early"},
		{"1997-03-10", "1997-03-09", "letter.unsent"},
	} {
		f := casefile.Fold([]journal.Record{
			{ID: journal.ID{1}, Kind: "letterIssued", On: "1997-03-03", Body: []byte(`{"letter":"L01","language":"nl","number":1}`)},
			{ID: journal.ID{2}, Kind: "letterSent", On: c.sent, Body: []byte(`{"number":1}`)},
			{ID: journal.ID{3}, Kind: "letterAnswered", On: c.answered, Body: []byte(`{"number":1,"answer":"granted"}`)},
		})
		if got := findings(f); got != c.want {
			t.Errorf("of 3 March, sent on %s and answered on %s: %q, want %q", c.sent, c.answered, got, c.want)
		}
	}
	f := casefile.Fold([]journal.Record{
		{ID: journal.ID{1}, Kind: "letterIssued", On: "1997-03-03", Body: []byte(`{"letter":"L01","language":"nl","number":1}`)},
		{ID: journal.ID{2}, Kind: "letterSent", On: "1997-03-03", Body: []byte(`{"number":1}`)},
		{ID: journal.ID{3}, Kind: "letterAnswered", On: "1997-03-04", Body: []byte(`{"number":2,"answer":"granted"}`)},
	})
	if got := findings(f); got != "letter.number" || f.Findings[0].Because[0] != (journal.ID{3}) {
		t.Errorf("the answer to a letter that there is not: %q", got)
	}
}

// Every kind of entry that can be entered has its place in the file.
func TestFoldTakesEveryKind(t *testing.T) {
	for _, k := range casefile.Kinds {
		if k.Made || k.Name == casefile.KindVoid || k.Name == casefile.KindFileLanguage {
			continue
		}
		data, err := os.ReadFile(filepath.Join("../../docs/examples", k.Name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := casefile.ParseEntry(data, today)
		if err != nil {
			t.Fatalf("%s: %v", k.Name, err)
		}
		r, err := e.Record(journal.ID{1}, time.Unix(0, 0), "slot-1")
		if err != nil {
			t.Fatal(err)
		}
		with, without := casefile.Fold([]journal.Record{r}), casefile.Fold(nil)
		with.History, with.Records, with.Findings = nil, 0, nil
		a, _ := json.Marshal(with)
		b, _ := json.Marshal(without)
		if bytes.Equal(a, b) {
			t.Errorf("the file takes no note of a %s", k.Name)
		}
	}
}

// FuzzFold reads journals of any lines: kind, day, time, body.
func FuzzFold(f *testing.F) {
	files, err := filepath.Glob("../../docs/examples/*.json")
	if err != nil || len(files) < 30 {
		f.Fatalf("%d examples, %v", len(files), err)
	}
	var all []string
	for _, name := range files {
		kind := strings.TrimSuffix(filepath.Base(name), ".json")
		if _, ok := casefile.KindOf(kind); !ok {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var line bytes.Buffer
		if err := json.Compact(&line, data); err != nil {
			f.Fatal(err)
		}
		all = append(all, kind+" 1997-03-03 "+line.String())
		f.Add(kind + " 1997-03-03 " + line.String())
	}
	f.Add(strings.Join(all, "\n"))
	slices.Reverse(all)
	f.Add(strings.Join(all, "\n"))
	f.Add("consent  null\nconsent 1997-03-03 {}\nbytes 1997-03-03 x\nnote some-day {\"text\":\"x\"}")
	f.Add("deadline 1997-03-03 {\"of\":\"01000000000000000000000000000000\"}\nvoid 1997-03-03 {\"of\":\"02000000000000000000000000000000\"}\nvoid 1997-03-03 {\"of\":\"01000000000000000000000000000000\"}")
	f.Fuzz(func(t *testing.T, text string) {
		var records []journal.Record
		for i, line := range strings.Split(text, "\n") {
			kind, rest, _ := strings.Cut(line, " ")
			on, body, _ := strings.Cut(rest, " ")
			records = append(records, journal.Record{ID: journal.ID{byte(i + 1), byte(i >> 8)}, Kind: kind, On: on, By: "slot-1", Body: []byte(body)})
		}
		file := casefile.Fold(records)
		kept := 0
		for _, r := range records {
			if r.Kind != casefile.KindBytes {
				kept++
			}
		}
		if len(file.History) != kept || file.Records != len(records) {
			t.Fatalf("%d of %d entries are left", len(file.History), kept)
		}
		_, _ = file.Profile()
		_, _, _, _ = file.Name(), file.Decision(), file.Counselled(), file.Complaint()
		file.Conceal()
	})
}
