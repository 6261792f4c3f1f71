package procedure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

func profiles(t testing.TB) map[string]*procedure.Profile {
	t.Helper()
	p, err := procedure.Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The vectors: a document and the dates that follow from it, each with its
// weekday, counted on a calendar on the wall. They stand in
// domain/civil/testdata, where the tests of AddMonths, of the agenda and the
// fuzz seeds read them too.
type vector struct {
	Name         string
	Stage        string
	Issued       string
	Notified     string
	Printed      string
	Months       int
	ValidUntil   string
	ActBy        string
	InquiryBy    string // the Department has asked by then
	InquiryActBy string // last working day on or before it
	OtherReading string
	Computed     string
}

func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("../civil/testdata/terms.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&all); err != nil || len(all) < 25 {
		t.Fatalf("%d vectors, %v", len(all), err)
	}
	return all
}

// day reads "Mon 1997-03-03" and fails the test when that was no Monday.
func day(t testing.TB, s string) civil.Date {
	t.Helper()
	if s == "" {
		return civil.Date{}
	}
	weekday, date, _ := strings.Cut(s, " ")
	d, err := civil.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Weekday().String()[:3]; got != weekday {
		t.Fatalf("%s is a %s", date, got)
	}
	return d
}

// shown writes a date as the vectors do.
func shown(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Weekday().String()[:3] + " " + d.String()
}

// rec makes a record of the journals of these tests.
func rec(n int, kind, on string, body any) journal.Record {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // the bodies are written in this file
	}
	return journal.Record{ID: journal.ID{byte(n + 1), byte(n >> 8)}, Kind: kind, On: on, At: time.Unix(int64(n), 0).UTC(), By: "slot-1", Body: data}
}

// fold makes a file of lines "1997-03-03 document stage=S1 printedEnd=1997-04-16".
func fold(t testing.TB, lines ...string) *casefile.File {
	t.Helper()
	return casefile.Fold(records(lines...))
}

func records(lines ...string) []journal.Record {
	var out []journal.Record
	for i, line := range lines {
		words := strings.Fields(line)
		body := map[string]any{}
		for _, w := range words[2:] {
			k, v, _ := strings.Cut(w, "=")
			body[k] = v
			if k == "months" || k == "number" {
				var n int
				fmt.Sscan(v, &n)
				body[k] = n
			}
		}
		out = append(out, rec(i, words[1], words[0], body))
	}
	return out
}

func TestVectorsOfDates(t *testing.T) {
	p := profiles(t)[procedure.Default]
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			issued, notified, printed := day(t, v.Issued), day(t, v.Notified), day(t, v.Printed)
			for _, s := range []string{v.ValidUntil, v.ActBy, v.InquiryBy, v.InquiryActBy, v.OtherReading, v.Computed} {
				day(t, s) // the vector itself is right about its weekdays
			}
			compare := func(from string, got procedure.Term) {
				t.Helper()
				for _, c := range []struct{ what, got, want string }{
					{"validUntil", shown(got.ValidUntil), v.ValidUntil},
					{"actBy", shown(got.ActBy), v.ActBy},
					{"inquiryBy", shown(got.InquiryBy), v.InquiryBy},
					{"inquiryActBy", shown(got.InquiryActBy), v.InquiryActBy},
					{"otherReading", shown(got.OtherReading), v.OtherReading},
					{"computed", shown(got.Computed), v.Computed},
				} {
					if c.got != c.want {
						t.Errorf("%s: %s is %q, want %q", from, c.what, c.got, c.want)
					}
				}
				section := map[string]string{"S1": "8.1", "S2": "8.2", "S3": "8.3"}[v.Stage]
				rule := map[string]string{"S1": procedure.RuleDays, "S2": procedure.RuleMonths, "S3": procedure.RuleMonths}[v.Stage]
				if v.Printed != "" {
					rule = procedure.RulePrinted
				}
				if got.Section != section || got.Rule != rule || got.Printed != (v.Printed != "") {
					t.Errorf("%s: rests on %s %s (printed %v), want %s %s", from, got.Section, got.Rule, got.Printed, section, rule)
				}
			}
			term, err := procedure.DocumentTerm(p, v.Stage, issued, notified, printed, v.Months)
			if err != nil {
				t.Fatal(err)
			}
			compare("DocumentTerm", term)

			body := map[string]any{"stage": v.Stage}
			if v.Notified != "" {
				body["notified"] = notified
			}
			if v.Printed != "" {
				body["printedEnd"] = printed
			}
			if v.Months != 0 {
				body["months"] = v.Months
			}
			f := casefile.Fold([]journal.Record{
				rec(0, "counselling", issued.String(), map[string]any{"event": "takenOn"}),
				rec(1, "document", issued.String(), body),
			})
			s := procedure.Assess(f, p)
			term, ok := s.Term(v.Stage)
			if !ok || s.Stage != v.Stage {
				t.Fatalf("the case is in stage %q", s.Stage)
			}
			compare("Assess", term)

			x := procedure.Explain(f, &s, p)[0]
			if x.Code != "term."+v.Stage || shown(x.Result) != v.ValidUntil || shown(x.ActBy) != v.ActBy || shown(x.Other) != v.OtherReading ||
				shown(x.Computed) != v.Computed || x.Rule != term.Rule || x.Section != term.Section || x.N == 0 {
				t.Errorf("Explain says something else: %+v", x)
			}
			for _, m := range x.Moves {
				if m.Key == "move.clamped" && issued.Day() == x.Result.Day() || m.Key != "move.clamped" && civil.WorkingDay(m.From) {
					t.Errorf("Explain tells of a move that was none: %+v", m)
				}
			}
			clamped := false
			for _, m := range x.Moves {
				clamped = clamped || m.Key == "move.clamped" && m.To == x.Result
			}
			if want := x.Rule == procedure.RuleMonths && issued.Day() != x.Result.Day(); clamped != want {
				t.Errorf("Explain says that the month was too short: %v", clamped)
			}
			if len(x.Moves) == 0 && !civil.WorkingDay(x.Result) {
				t.Error("Explain does not say why somebody acts before the last day")
			}
			if v.InquiryBy != "" {
				x := procedure.Explain(f, &s, p)[1]
				if x.Code != "inquiry."+v.Stage || shown(x.Result) != v.InquiryBy || shown(x.ActBy) != v.InquiryActBy || x.Paragraph != "8.2¶3" {
					t.Errorf("Explain says something else of the inquiry: %+v", x)
				}
			}
			// What is to be done is due on the day to act by; the day after it, it
			// presses most, also while the document lasts, and says that it does.
			for day, want := range map[civil.Date]procedure.Urgency{term.ActBy: procedure.Today, term.ActBy.AddDays(1): procedure.Overdue, term.ValidUntil.AddDays(1): procedure.Overdue} {
				if day.Before(issued) {
					continue
				}
				found := false
				for _, d := range s.On(day).Due {
					found = found || d.Item.Due == term.ValidUntil && d.Urgency == want && (d.ActBy == term.ActBy || d.Key == "due.gap") &&
						d.Missed == (day.After(term.ActBy) && !day.After(term.ValidUntil))
				}
				if !found {
					t.Errorf("on %s the end of the document is not %s: %+v", day, want, s.On(day).Due)
				}
			}
		})
	}
}

// T19, second half: a month before the end of stage 3 is Sunday 30 August, and
// the reminder of the renewal comes well before.
func TestT19RenewalIsRemindedOfInTime(t *testing.T) {
	p := profiles(t)[procedure.Default]
	s := procedure.Assess(fold(t, "2026-03-31 counselling event=takenOn", "2026-03-31 document stage=S3"), p)
	st := s.On(day(t, "Fri 2026-08-28"))
	if d, ok := st.Next(); !ok || d.Key != "due.S3.end" || d.Urgency != procedure.Soon || d.Due.String() != "2026-09-30" {
		t.Errorf("on the last working day a month before, the next thing is %+v", d)
	}
}

// T1, second half: the last day of the 45 is in time, the day after is late,
// and neither is refused (§8.2).
func TestT1StatementOnTheLastDayIsInTime(t *testing.T) {
	p := profiles(t)[procedure.Default]
	for complaint, want := range map[string]bool{"1997-04-17": false, "1997-04-18": true} {
		f := fold(t, "1997-03-03 counselling event=takenOn", "1997-03-03 document stage=S1", complaint+" complaint form=statement unit=u")
		s := procedure.Assess(f, p)
		term, _ := s.Term("S1")
		if late := f.Complaint().Entry.On.After(term.ValidUntil); late != want {
			t.Errorf("a statement of %s is late: %v", complaint, late)
		}
		if s.State != procedure.InS1 {
			t.Errorf("a statement alone moved the case to %s", s.State)
		}
	}
}

func TestNoTermForOtherStagesAndShortDocuments(t *testing.T) {
	p := profiles(t)[procedure.Default]
	on := civil.Must(2026, 3, 31)
	for _, c := range []struct {
		stage  string
		months int
	}{{"U", 0}, {"S4", 0}, {"", 0}, {"s1", 0}, {"S3", 3}, {"S3", 1}, {"S3", -6}, {"S1", 6}, {"S2", 3}} {
		if term, err := procedure.DocumentTerm(p, c.stage, on, civil.Date{}, civil.Date{}, c.months); err == nil {
			t.Errorf("%s for %d months gave %s", c.stage, c.months, term.ValidUntil)
		}
	}
}
