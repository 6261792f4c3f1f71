package procedure_test

import (
	"encoding/json"
	"fmt"
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
// weekday, counted on a calendar on the wall.
var vectors = []struct {
	name            string
	stage, issued   string
	notified        string
	printed         string
	months          int
	validUntil      string
	actBy           string
	inquiry         string // the Department has asked by then
	inquiryAct      string // last working day on or before it
	other, computed string
}{
	{name: "T1", stage: "S1", issued: "Mon 1997-03-03", validUntil: "Thu 1997-04-17", actBy: "Thu 1997-04-17"},
	{name: "T1, notified later", stage: "S1", issued: "Fri 1997-02-28", notified: "Mon 1997-03-03", validUntil: "Thu 1997-04-17", actBy: "Thu 1997-04-17"},
	{name: "T2", stage: "S1", issued: "Mon 1997-01-13", validUntil: "Thu 1997-02-27", actBy: "Thu 1997-02-27"},
	{name: "T3", stage: "S1", issued: "Thu 2026-01-15", validUntil: "Sun 2026-03-01", actBy: "Fri 2026-02-27"},
	{name: "T4", stage: "S1", issued: "Tue 2026-11-10", validUntil: "Fri 2026-12-25", actBy: "Thu 2026-12-24"},
	{name: "T5", stage: "S1", issued: "Sun 2026-09-27", validUntil: "Wed 2026-11-11", actBy: "Tue 2026-11-10"},
	{name: "T6", stage: "S1", issued: "Sat 2026-06-06", validUntil: "Tue 2026-07-21", actBy: "Mon 2026-07-20"},
	{name: "T7", stage: "S1", issued: "Sat 2024-01-20", validUntil: "Tue 2024-03-05", actBy: "Tue 2024-03-05"},
	{name: "T8", stage: "S1", issued: "Mon 2026-11-23", validUntil: "Thu 2027-01-07", actBy: "Thu 2027-01-07"},
	{name: "T9", stage: "S2", issued: "Mon 1997-03-10", validUntil: "Tue 1997-06-10", actBy: "Tue 1997-06-10", inquiry: "Sat 1997-05-10", inquiryAct: "Fri 1997-05-09"},
	{name: "T10", stage: "S2", issued: "Mon 2026-08-31", validUntil: "Mon 2026-11-30", actBy: "Mon 2026-11-30", inquiry: "Fri 2026-10-30", inquiryAct: "Fri 2026-10-30"},
	{name: "T11", stage: "S2", issued: "Mon 2026-11-30", validUntil: "Sun 2027-02-28", actBy: "Fri 2027-02-26", inquiry: "Thu 2027-01-28", inquiryAct: "Thu 2027-01-28"},
	{name: "T12", stage: "S2", issued: "Tue 2027-11-30", validUntil: "Tue 2028-02-29", actBy: "Tue 2028-02-29", inquiry: "Sat 2028-01-29", inquiryAct: "Fri 2028-01-28"},
	{name: "T13", stage: "S2", issued: "Thu 2026-12-31", validUntil: "Wed 2027-03-31", actBy: "Wed 2027-03-31", inquiry: "Sun 2027-02-28", inquiryAct: "Fri 2027-02-26"},
	{name: "T14", stage: "S2", issued: "Tue 2028-02-29", validUntil: "Mon 2028-05-29", actBy: "Mon 2028-05-29", inquiry: "Sat 2028-04-29", inquiryAct: "Fri 2028-04-28", other: "Wed 2028-05-31"},
	{name: "T15", stage: "S2", issued: "Sat 2026-02-28", validUntil: "Thu 2026-05-28", actBy: "Thu 2026-05-28", inquiry: "Tue 2026-04-28", inquiryAct: "Tue 2026-04-28", other: "Sun 2026-05-31"},
	{name: "T16", stage: "S2", issued: "Fri 2026-05-15", validUntil: "Sat 2026-08-15", actBy: "Fri 2026-08-14", inquiry: "Wed 2026-07-15", inquiryAct: "Wed 2026-07-15"},
	{name: "T17", stage: "S3", issued: "Mon 2026-08-31", validUntil: "Sun 2027-02-28", actBy: "Fri 2027-02-26"},
	{name: "T18", stage: "S3", issued: "Sun 2027-08-29", validUntil: "Tue 2028-02-29", actBy: "Tue 2028-02-29"},
	{name: "T19", stage: "S3", issued: "Tue 2026-03-31", validUntil: "Wed 2026-09-30", actBy: "Wed 2026-09-30"},
	{name: "T19, six months said", stage: "S3", issued: "Tue 2026-03-31", months: 6, validUntil: "Wed 2026-09-30", actBy: "Wed 2026-09-30"},
	{name: "four months", stage: "S3", issued: "Tue 2026-03-31", months: 4, validUntil: "Fri 2026-07-31", actBy: "Fri 2026-07-31"},
	{name: "T20", stage: "S1", issued: "Mon 1997-03-03", printed: "Wed 1997-04-16", validUntil: "Wed 1997-04-16", actBy: "Wed 1997-04-16", computed: "Thu 1997-04-17"},
	{name: "printed as computed", stage: "S1", issued: "Mon 1997-03-03", printed: "Thu 1997-04-17", validUntil: "Thu 1997-04-17", actBy: "Thu 1997-04-17"},
	{name: "printed on stage 2", stage: "S2", issued: "Mon 1997-03-10", printed: "Mon 1997-06-09", validUntil: "Mon 1997-06-09", actBy: "Mon 1997-06-09",
		inquiry: "Fri 1997-05-09", inquiryAct: "Fri 1997-05-09", computed: "Tue 1997-06-10"},
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
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			issued, notified, printed := day(t, v.issued), day(t, v.notified), day(t, v.printed)
			for _, s := range []string{v.validUntil, v.actBy, v.inquiry, v.inquiryAct, v.other, v.computed} {
				day(t, s) // the vector itself is right about its weekdays
			}
			compare := func(from string, got procedure.Term) {
				t.Helper()
				for _, c := range []struct{ what, got, want string }{
					{"validUntil", shown(got.ValidUntil), v.validUntil},
					{"actBy", shown(got.ActBy), v.actBy},
					{"inquiryBy", shown(got.InquiryBy), v.inquiry},
					{"inquiryActBy", shown(got.InquiryActBy), v.inquiryAct},
					{"otherReading", shown(got.OtherReading), v.other},
					{"computed", shown(got.Computed), v.computed},
				} {
					if c.got != c.want {
						t.Errorf("%s: %s is %q, want %q", from, c.what, c.got, c.want)
					}
				}
				section := map[string]string{"S1": "8.1", "S2": "8.2", "S3": "8.3"}[v.stage]
				rule := map[string]string{"S1": procedure.RuleDays, "S2": procedure.RuleMonths, "S3": procedure.RuleMonths}[v.stage]
				if v.printed != "" {
					rule = procedure.RulePrinted
				}
				if got.Section != section || got.Rule != rule || got.Printed != (v.printed != "") {
					t.Errorf("%s: rests on %s %s (printed %v), want %s %s", from, got.Section, got.Rule, got.Printed, section, rule)
				}
			}
			term, err := procedure.DocumentTerm(p, v.stage, issued, notified, printed, v.months)
			if err != nil {
				t.Fatal(err)
			}
			compare("DocumentTerm", term)

			body := map[string]any{"stage": v.stage}
			if v.notified != "" {
				body["notified"] = notified
			}
			if v.printed != "" {
				body["printedEnd"] = printed
			}
			if v.months != 0 {
				body["months"] = v.months
			}
			f := casefile.Fold([]journal.Record{
				rec(0, "counselling", issued.String(), map[string]any{"event": "takenOn"}),
				rec(1, "document", issued.String(), body),
			})
			s := procedure.Assess(f, p)
			term, ok := s.Term(v.stage)
			if !ok || s.Stage != v.stage {
				t.Fatalf("the case is in stage %q", s.Stage)
			}
			compare("Assess", term)
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
