package procedure_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// due lists what is due on a day: "key urgency".
func due(s procedure.Schedule, today string) string {
	d, err := civil.Parse(today)
	if err != nil {
		panic(err) // the days are written in this file
	}
	var out []string
	for _, i := range s.On(d).Due {
		out = append(out, strings.TrimPrefix(i.Key, "due.")+" "+string(i.Urgency))
	}
	return strings.Join(out, ", ")
}

var taken = []string{
	"1997-03-01 triage assessment=5.1",
	"1997-03-01 leaflet language=sq outcome=handed by=police",
	"1997-03-02 consent purpose=counselling answer=given",
	"1997-03-02 consent purpose=foreignersDepartment answer=given",
	"1997-03-02 counselling event=takenOn",
}

func TestWhereACaseStandsAndWhatIsDue(t *testing.T) {
	p := profiles(t)[procedure.Default]
	for _, c := range []struct {
		name  string
		lines []string
		today string
		state procedure.State
		due   string
	}{
		{"nothing known", nil, "1997-03-03", procedure.Contact, ""},
		{"believed a victim: the leaflet (§5)", []string{"1997-03-01 triage assessment=5.1"}, "1997-03-01", procedure.Contact, "leaflet overdue"},
		{"not certain: the leaflet too", []string{"1997-03-01 triage assessment=5.2"}, "1997-03-01", procedure.Contact, "leaflet overdue"},
		{"a leaflet refused is settled", []string{"1997-03-01 triage assessment=5.2", "1997-03-01 leaflet language=sq outcome=refused by=police"}, "1997-03-02", procedure.Contact, ""},
		{"implicated: nothing is due", []string{"1997-03-01 triage assessment=5.3", "1997-03-01 referral channel=police", "1997-03-01 residence status=illegal"}, "1997-03-02", procedure.Stopped, ""},
		{"not involved: nothing is due but to erase it", []string{"1997-03-01 triage assessment=none"}, "1997-03-02", procedure.Uninvolved, "erase.uninvolved overdue"},
		{"T28: no to contact, the leaflet stays", []string{"1997-03-01 triage assessment=5.2", "1997-03-01 consent purpose=contact answer=refused"}, "1997-03-02", procedure.ContactRefused, "leaflet overdue"},
		{"illegal, by the police: the Department is told at once (§4)",
			[]string{"1997-03-01 triage assessment=5.1", "1997-03-01 leaflet language=sq outcome=handed by=police", "1997-03-01 referral channel=police", "1997-03-01 residence status=doubtful"},
			"1997-03-01", procedure.Contact, "departmentInformed overdue"},
		{"it was told", []string{"1997-03-01 referral channel=police", "1997-03-01 residence status=illegal", "1997-03-01 departmentInformed by=police"}, "1997-03-02", procedure.Contact, ""},
		{"a lawful resident: it need not be told", []string{"1997-03-01 referral channel=police", "1997-03-01 residence status=legal"}, "1997-03-02", procedure.Contact, ""},
		{"came by herself: nobody had to tell", []string{"1997-03-01 referral channel=self", "1997-03-01 residence status=illegal"}, "1997-03-02", procedure.Contact, ""},
		{"counselling taken on", taken, "1997-03-02", procedure.Counselling, "L01 today, L02 today"},
		{"the day after", taken, "1997-03-03", procedure.Counselling, "L01 overdue, L02 overdue"},
		{"T27: a lawful resident gets no letter", append(slices.Clone(taken), "1997-03-01 residence status=legal"), "1997-03-03", procedure.Counselling, ""},
		{"no consent, no letter", append(slices.Clone(taken), "1997-03-03 consent purpose=foreignersDepartment answer=withdrawn"), "1997-03-03", procedure.Counselling, ""},
		{"stage 1 requested", append(slices.Clone(taken), "1997-03-03 letterIssued letter=L01", "1997-03-03 letterIssued letter=L02"), "1997-03-04", procedure.Requested1, ""},
		{"T21: an immediate statement makes stage 1 no longer due", append(slices.Clone(taken), "1997-03-02 complaint form=statement"), "1997-03-02", procedure.Counselling, "L01 today, L03 today"},
		{"stage 1, early", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-03 document stage=S1"), "1997-03-10", procedure.InS1, "S1.decide later"},
		{"stage 1, fifteen days before", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-03 document stage=S1"), "1997-04-02", procedure.InS1, "S1.decide soon"},
		{"stage 1, last day", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-03 document stage=S1"), "1997-04-17", procedure.InS1, "S1.decide today"},
		{"stage 1, over", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-03 document stage=S1"), "1997-04-18", procedure.InS1, "S1.decide overdue"},
		{"a statement in stage 1", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-03 document stage=S1", "1997-03-20 complaint form=statement"), "1997-04-10", procedure.InS1, "L04 soon"},
		{"stage 2 requested", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-03 document stage=S1", "1997-03-20 complaint form=statement", "1997-03-21 letterIssued letter=L04"), "1997-04-10", procedure.Requested2, "S1.end soon"},
		{"stage 2", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-10 document stage=S2"), "1997-05-03", procedure.InS2, "inquiry soon, S2.end later"},
		{"stage 2, the Department has asked", append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-10 document stage=S2", "1997-05-02 inquiry event=asked"), "1997-05-27", procedure.InS2, "reply today, S2.end soon"},
		{"counselling ended", append(slices.Clone(taken), "1997-03-10 document stage=S2", "1997-03-20 counselling event=ended"), "1997-05-27", procedure.Ended, "L14 overdue"},
		{"unlimited", append(slices.Clone(taken), "1998-03-10 document stage=U"), "1998-05-27", procedure.InU, ""},
	} {
		s := procedure.Assess(fold(t, c.lines...), p)
		if s.State != c.state {
			t.Errorf("%s: state %s, want %s", c.name, s.State, c.state)
		}
		if got := due(s, c.today); got != c.due {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.due)
		}
	}
}

// N1: of a person who is implicated, or not involved, no date is computed and
// none explained, whatever was recorded before; what is left is the block, and
// how long the file is kept.
func TestN1NoDatesOfThePersonAfterAStop(t *testing.T) {
	p := profiles(t)[procedure.Default]
	for _, assessment := range []string{"5.3", "none"} {
		f := fold(t, append(slices.Clone(inS3), "1997-06-20 hearing day=1997-10-01", "1997-06-20 workPermit permit=B event=granted until=1997-12-01",
			"1997-07-01 triage decidedBy=p reason=r assessment="+assessment)...)
		s := procedure.Assess(f, p)
		if len(s.Terms) > 0 || len(s.Entitlements) > 0 || s.Stage != "" {
			t.Errorf("%s: %+v", assessment, s)
		}
		for _, x := range procedure.Explain(f, &s, p) {
			if !strings.HasPrefix(x.Code, "block.") && x.Rule != procedure.RuleKept && x.Code != "due.erase.uninvolved" {
				t.Errorf("%s: %s is explained", assessment, x.Code)
			}
		}
	}
}

// T22: a Yes and an Unknown are no answer that ends anything; the day after
// the three months the case is in stage 2 still, and said to be expired.
func TestT22ExpiredStage2StaysStage2(t *testing.T) {
	p := profiles(t)[procedure.Default]
	s := procedure.Assess(fold(t, append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-10 document stage=S2",
		"1997-06-01 inquiry event=answered trafficking=yes inProgress=unknown")...), p)
	for day, expired := range map[string]bool{"1997-06-10": false, "1997-06-11": true} {
		d, _ := civil.Parse(day)
		st := s.On(d)
		if st.Stage != "S2" || st.State != procedure.InS2 || st.Expired != expired {
			t.Errorf("%s: stage %s, state %s, expired %v", day, st.Stage, st.State, st.Expired)
		}
		if next, ok := st.Next(); !ok || next.Key != "due.gap" {
			t.Errorf("%s: the gap is not the next thing: %+v", day, next)
		}
	}
}

func TestEachDueItemNamesItsSection(t *testing.T) {
	p := profiles(t)[procedure.Default]
	for _, lines := range [][]string{
		taken,
		{"1997-03-01 triage assessment=5.1", "1997-03-01 referral channel=police", "1997-03-01 residence status=illegal"},
		append(slices.Clone(taken), "1997-03-10 document stage=S1"),
		append(slices.Clone(taken), "1997-03-10 document stage=S2"),
		append(slices.Clone(taken), "1997-03-10 document stage=S3"),
	} {
		s := procedure.Assess(fold(t, lines...), p)
		if len(s.Items) == 0 {
			t.Errorf("nothing is due after %q", lines[len(lines)-1])
		}
		for _, i := range s.Items {
			if i.Section == "" || len(i.Because) == 0 || i.Due.IsZero() ||
				i.ActBy.Before(i.From) || !civil.WorkingDay(i.ActBy) && i.From != i.Due {
				t.Errorf("%+v rests on nothing", i)
			}
		}
		for _, e := range s.Entitlements {
			if e.Section == "" || e.Value == "" {
				t.Errorf("%+v rests on nothing", e)
			}
		}
	}
}

// N10, and no work right before a document.
func TestN10Stage1NeverShowsMayWork(t *testing.T) {
	for id, p := range profiles(t) {
		st, _ := p.Stage("S1")
		if st.Work != "none" {
			t.Errorf("%s: stage 1 opens work: %s", id, st.Work)
		}
		for _, lines := range [][]string{taken, append(slices.Clone(taken), "1997-03-10 document stage=S1"),
			append(slices.Clone(taken), "1997-03-10 document stage=S1", "1997-03-12 complaint form=statement", "1997-03-13 letterIssued letter=L04")} {
			for _, e := range procedure.Assess(fold(t, lines...), p).Entitlements {
				if e.Key == "work" && e.Value != "none" {
					t.Errorf("%s: after %q work is %s", id, lines[len(lines)-1], e.Value)
				}
			}
		}
		// social assistance begins with stage 1 (§9)
		s := procedure.Assess(fold(t, append(slices.Clone(taken), "1997-03-10 document stage=S1")...), p)
		if i := slices.IndexFunc(s.Entitlements, func(e procedure.Entitlement) bool { return e.Key == "social" }); i < 0 || s.Entitlements[i].Value == "none" {
			t.Errorf("%s: stage 1 opens no social assistance: %+v", id, s.Entitlements)
		}
	}
}

// N6: silence, an Unknown and a deadline that has passed are never a No.
func TestN6NoReplyIsNotANo(t *testing.T) {
	p := profiles(t)[procedure.Default]
	for _, c := range []struct {
		more               []string
		before, last, over string // what is due the day before the end, on it, and after it
	}{
		{nil, "inquiry overdue, S2.end soon", "inquiry overdue, gap today", "inquiry overdue, gap overdue"},
		{[]string{"1997-05-02 inquiry event=asked replyDue=1997-05-20"}, "escalate overdue, S2.end soon", "escalate overdue, gap today", "escalate overdue, gap overdue"},
		{[]string{"1997-05-02 inquiry event=asked replyDue=1997-05-20", "1997-05-21 inquiry event=escalated"}, "reply.principal soon, S2.end soon", "reply.principal today, gap today", "gap overdue"},
		{[]string{"1997-06-01 inquiry event=answered trafficking=unknown inProgress=unknown", "1997-06-01 inquiry event=victimInformed"}, "S2.end soon", "gap today", "gap overdue"},
		{[]string{"1997-06-01 inquiry event=answered"}, "inquiry overdue, S2.end soon", "inquiry overdue, gap today", "inquiry overdue, gap overdue"},
	} {
		f := fold(t, append(append(slices.Clone(taken), "1997-03-02 letterIssued letter=L01", "1997-03-10 document stage=S2"), c.more...)...)
		if r := procedure.ReplyOf(f); r == procedure.Negative || r == procedure.Affirmative {
			t.Errorf("%v is %q", c.more, r)
		}
		s := procedure.Assess(f, p)
		if slices.ContainsFunc(s.Items, func(i procedure.Item) bool { return i.Key == "due.noStage3" }) {
			t.Errorf("%v: stage 3 is given up", c.more)
		}
		if slices.ContainsFunc(s.Blocks, func(b procedure.Block) bool { return b.Key == "block.stage3" }) {
			t.Errorf("%v: stage 3 is blocked", c.more)
		}
		for today, want := range map[string]string{"1997-06-09": c.before, "1997-06-10": c.last, "1997-06-11": c.over, "1998-01-01": c.over} {
			d, _ := civil.Parse(today)
			if st := s.On(d); st.State != procedure.InS2 || st.Stage != "S2" || due(s, today) != want {
				t.Errorf("%v, %s: %s, due %s, want %s", c.more, today, st.State, due(s, today), want)
			}
		}
	}
}

// cameUp is the day on which something came up: of the latest entry that it
// rests on.
func cameUp(f *casefile.File, i procedure.Item) (up civil.Date) {
	for _, id := range i.Because {
		if e, ok := f.Entry(id); ok && e.On.After(up) {
			up = e.On
		}
	}
	return up
}

// lines draws the lines of a journal.
func lines(t *rapid.T, kinds ...string) []string {
	bodies := map[string][]string{
		"triage":       {"assessment=5.1", "assessment=5.2", "assessment=none"},
		"consent":      {"purpose=contact answer=given", "purpose=contact answer=refused", "purpose=prosecution answer=refused", "purpose=foreignersDepartment answer=given", "purpose=counselling answer=given"},
		"residence":    {"status=illegal", "status=legal", "status=doubtful", "status=eu askAnyway=r"},
		"referral":     {"channel=police unit=u", "channel=self"},
		"counselling":  {"event=takenOn", "event=ended", "event=declined", "event=transferOffered", "event=transferred", "event=ended reason=contactLost"},
		"complaint":    {"form=complaint", "form=statement"},
		"decision":     {"choice=return", "choice=statement"},
		"inquiry":      {"event=asked", "event=answered trafficking=yes inProgress=yes", "event=answered trafficking=no inProgress=no", "event=escalated", "event=victimInformed", "event=asked replyDue=1997-04-20"},
		"letterIssued": {"letter=L01 number=1", "letter=L02 number=2", "letter=L04 number=3", "letter=L06 number=4", "letter=L07 number=5", "letter=L14 number=6"},
		"leaflet":      {"language=sq outcome=handed by=police"},

		"person":             {"born=1997-03-20", "familyName=x born=1975"},
		"departmentInformed": {"by=police about=person", "by=centre"},
		"summons":            {"court=x", "number=y"},
		"importance":         {"considered=yes", "considered=unknown", "considered=no"},
		"hearing":            {"day=1997-05-01 clock=09:00"},
		"appointment":        {"day=1997-04-01 with=lawyer", "day=1997-03-15 clock=10:30 with=cpas"},
		"proceedingsEnded":   {"how=finalJudgment", "how=noFurtherAction outcome=none"},
		"workPermit":         {"permit=temporary event=requested", "permit=B event=granted until=1997-09-01"},
		"socialAssistance":   {"event=requested", "event=granted through=cpas"},
		"return":             {"step=iom day=1997-05-02", "step=embassy", "step=travelDocument", "step=left"},
		"letterSent":         {"number=1", "number=9"},
		"letterAnswered":     {"number=2 answer=refused", "number=3 answer=granted"},
		"profileConfirmed":   {"profile=instructions-1997 version=1", "profile=instructions-1997 version=2"},
		"document":           {"stage=S1", "stage=S2", "stage=S3", "stage=S1 printedEnd=1997-05-01", "stage=S3 months=12"},
	}
	if len(kinds) == 0 {
		for k := range bodies {
			kinds = append(kinds, k)
		}
		slices.Sort(kinds)
	}
	var out []string
	for range rapid.IntRange(0, 14).Draw(t, "entries") {
		k := rapid.SampledFrom(kinds).Draw(t, "kind")
		on := civil.Must(1997, 3, 1).AddDays(rapid.IntRange(0, 40).Draw(t, "day"))
		out = append(out, on.String()+" "+k+" "+rapid.SampledFrom(bodies[k]).Draw(t, "body"))
	}
	return out
}

// N7: whatever is recorded but a document, and whatever day it is, the stage
// stays what it is.
func TestN7NoStageWithoutADocument(t *testing.T) {
	p := profiles(t)[procedure.Default]
	rapid.Check(t, func(t *rapid.T) {
		rest := lines(t, "triage", "consent", "residence", "referral", "counselling", "complaint", "decision", "inquiry", "letterIssued", "leaflet")
		s := procedure.Assess(casefile.Fold(records(rest...)), p)
		if s.Stage != "" {
			t.Fatalf("stage %s without a document", s.Stage)
		}
		s = procedure.Assess(casefile.Fold(records(append(rest, "1997-04-15 document stage=S1")...)), p)
		for _, days := range []int{0, 45, 46, 400, 4000} {
			st := s.On(civil.Must(1997, 4, 15).AddDays(days))
			if st.State != s.State || st.Stage != s.Stage || s.Stage != "" && s.Stage != "S1" {
				t.Fatalf("after %d days the case is in %s %s, was %s %s", days, st.State, st.Stage, s.State, s.Stage)
			}
		}
	})
}

func TestAVoidEqualsAbsence(t *testing.T) {
	all := profiles(t)
	rapid.Check(t, func(t *rapid.T) {
		p := all[procedure.Default]
		ls := append(lines(t), "1997-03-03 counselling event=takenOn")
		without := records(ls...)
		extra := records(append(lines(t, "document", "complaint", "counselling", "consent", "residence", "referral", "leaflet", "summons", "importance", "return",
			"decision", "inquiry", "proceedingsEnded", "workPermit", "socialAssistance", "appointment", "hearing", "letterAnswered", "departmentInformed", "profileConfirmed"), "1997-03-20 document stage=S2")...)
		with := slices.Clone(without)
		for i, r := range extra {
			r.ID = journal.ID{byte(i + 1), 0xee}
			at := rapid.IntRange(0, len(with)).Draw(t, "at")
			with = slices.Insert(with, at, r)
			with = append(with, journal.Record{ID: journal.ID{byte(i + 1), 0xff}, Kind: casefile.KindVoid, On: "1997-04-15", Body: fmt.Appendf(nil, `{"of":"%s"}`, r.ID)})
		}
		a, _ := json.Marshal(procedure.Assess(casefile.Fold(without), p))
		b, _ := json.Marshal(procedure.Assess(casefile.Fold(with), p))
		if string(a) != string(b) {
			t.Fatalf("without: %s\nvoided:  %s", a, b)
		}
		if a, b := warnings(casefile.Fold(without), p), warnings(casefile.Fold(with), p); a != b {
			t.Fatalf("warnings without: %s; voided: %s", a, b)
		}
		if got := len(casefile.Fold(with).History); got != len(with) {
			t.Fatalf("the history has %d of %d entries", got, len(with))
		}
	})
}

func anyTerm(t *rapid.T, all map[string]*procedure.Profile) (p *procedure.Profile, stage string, issued, printed civil.Date, months int) {
	p = all[rapid.SampledFrom([]string{"instructions-1997", "circular-2016-12", "circular-2017-05", "circular-2019-01"}).Draw(t, "profile")]
	stage = rapid.SampledFrom([]string{"S1", "S2", "S3"}).Draw(t, "stage")
	issued = civil.Must(1990, 1, 1).AddDays(rapid.IntRange(0, 20000).Draw(t, "issued"))
	if rapid.Bool().Draw(t, "has a printed end") {
		printed = issued.AddDays(rapid.IntRange(0, 400).Draw(t, "printed"))
	}
	if stage == "S3" {
		months = rapid.SampledFrom([]int{0, 4, 6, 12, 60}).Draw(t, "months")
	}
	return p, stage, issued, printed, months
}

func TestTermsKeepTheirPromises(t *testing.T) {
	all := profiles(t)
	rapid.Check(t, func(t *rapid.T) {
		p, stage, issued, printed, months := anyTerm(t, all)
		a, err := procedure.DocumentTerm(p, stage, issued, civil.Date{}, printed, months)
		if err != nil {
			t.Fatal(err)
		}
		if !civil.WorkingDay(a.ActBy) || a.ActBy.After(a.ValidUntil) {
			t.Fatalf("act by %s for a document until %s", a.ActBy, a.ValidUntil)
		}
		if !printed.IsZero() && (a.ValidUntil != printed || !a.Printed) {
			t.Fatalf("printed %s, but valid until %s", printed, a.ValidUntil)
		}
		if stage == "S2" && (a.InquiryBy.After(a.ValidUntil) || !civil.WorkingDay(a.InquiryActBy) || a.InquiryActBy.After(a.InquiryBy)) {
			t.Fatalf("asked by %s, act by %s, for a document until %s", a.InquiryBy, a.InquiryActBy, a.ValidUntil)
		}
		if !printed.IsZero() {
			return
		}
		b, err := procedure.DocumentTerm(p, stage, issued.AddDays(1), civil.Date{}, civil.Date{}, months)
		if err != nil {
			t.Fatal(err)
		}
		if b.ValidUntil.Before(a.ValidUntil) || b.ActBy.Before(a.ActBy) || b.InquiryBy.Before(a.InquiryBy) || b.InquiryActBy.Before(a.InquiryActBy) {
			t.Fatalf("a document of the day after %s ends before one of that day", issued)
		}
		if !a.OtherReading.IsZero() && !a.OtherReading.After(a.ValidUntil) {
			t.Fatalf("the other reading %s is not the later one (%s)", a.OtherReading, a.ValidUntil)
		}
	})
}

// Every deadline that a case has, and not those of its documents alone, is
// acted upon on a working day on or before it, and what serves a document never
// after that document has ended.
//
// On any day are only:
//   - what the text wants at once, which counts from its first minute (§4, §5);
//   - what cannot be done earlier, because the last working day lies before the
//     day on which it came up: a weekend in which counselling was taken on (§4);
//   - what has a day of its own (ownDay).
//
// What serves the document is its end, the inquiry, the reply and the question
// to the Principal Crown Prosecutor. A journey home, what the victim should have
// heard, a permit and the keeping of the file are ended by no document.
func TestEveryDeadlineIsActedUponInTime(t *testing.T) {
	all := profiles(t)
	ownDay := []string{
		"due.appointment", "due.hearing", // somebody else set it: nobody comes on the day before
		"due.risk",     // the day that somebody set; a high risk is looked at on the next day, a Sunday too
		"due.guardian", // until then the Guardianship Service has time, and nothing is to be done
	}
	serves := append([]string{"due.inquiry", "due.reply", "due.escalate"}, ofTheEnd...)
	seen := map[string]bool{}
	inTime := func(t interface{ Fatalf(string, ...any) }, f *casefile.File, p *procedure.Profile) {
		s := procedure.Assess(f, p)
		for _, i := range s.Items {
			seen[i.Key] = true
			up := cameUp(f, i)
			switch before := civil.LastWorkingDay(i.Due).Before(i.From) || civil.LastWorkingDay(i.Due).Before(up); {
			case i.ActBy.Before(up) && !up.After(i.Due) && i.Key != "due.gap":
				t.Fatalf("%s, which came up on %s, is to be acted upon by %s", i.Key, up, i.ActBy)
			case i.ActBy.After(i.Due):
				t.Fatalf("%s: act by %s for %s", i.Key, i.ActBy, i.Due)
			case i.Immediate && i.ActBy != i.Due:
				t.Fatalf("%s: at once is %s and not %s", i.Key, i.Due, i.ActBy)
			case slices.Contains(ownDay, i.Key):
				if i.ActBy != i.Due {
					t.Fatalf("%s of %s is acted upon by %s", i.Key, i.Due, i.ActBy)
				}
			case !i.Immediate && !civil.WorkingDay(i.ActBy) && !(before && (i.ActBy == i.From || i.ActBy == up)):
				t.Fatalf("%s: %s is no working day", i.Key, i.ActBy)
			}
			if !slices.Contains(serves, i.Key) {
				continue
			}
			term, ok := s.Term(s.Stage)
			if !ok || i.ActBy.After(term.ValidUntil) || !civil.WorkingDay(i.ActBy) && i.ActBy != up {
				t.Fatalf("%s: act by %s, and the document ends on %s", i.Key, i.ActBy, term.ValidUntil)
			}
		}
	}
	told := [][]string{with(consented, "1997-03-03 document stage=S1", "1997-03-05 complaint form=statement", "1997-03-06 letterIssued letter=L04 number=2")}
	for _, c := range stories {
		told = append(told, c.lines)
	}
	for _, p := range all {
		for _, lines := range told { // each begun on every day of twelve weeks
			for days := range 84 {
				recs := records(lines...)
				for i := range recs {
					on, err := civil.Parse(recs[i].On)
					if err != nil {
						t.Fatal(err)
					}
					recs[i].On = on.AddDays(days).String()
				}
				inTime(t, casefile.Fold(recs), p)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := all[rapid.SampledFrom([]string{"instructions-1997", "circular-2016-12", "circular-2017-05", "circular-2019-01"}).Draw(t, "profile")]
		ls := lines(t)
		if rapid.Bool().Draw(t, "counselled") {
			ls = append(ls, "1997-03-01 counselling event=takenOn", "1997-03-02 consent purpose=foreignersDepartment answer=given")
		}
		inTime(t, casefile.Fold(records(ls...)), p)
	})
	for _, key := range serves {
		if !seen[key] {
			t.Errorf("%s was due in no story", key)
		}
	}
}

// Every profile answers for every stage and every month of the year.
func TestEveryProfileComputesEveryStage(t *testing.T) {
	all := profiles(t)
	for _, id := range []string{"instructions-1997", "circular-2016-12", "circular-2017-05", "circular-2019-01"} {
		p := all[id]
		if p == nil {
			t.Errorf("the profile %s is missing", id)
			continue
		}
		for _, lang := range []string{"nl", "fr", "de", "en"} {
			if p.Title[lang] == "" || p.Historic && p.Notice[lang] == "" || p.LawRef[lang] == "" {
				t.Errorf("%s says nothing in %s", id, lang)
			}
			for _, s := range p.Stages {
				if s.Names[lang] == "" || s.Document[lang] == "" || s.DocumentName[lang] == "" {
					t.Errorf("%s has no names of %s in %s", id, s.ID, lang)
				}
			}
		}
		for _, stage := range []string{"S1", "S2", "S3"} {
			for month := range 12 {
				on, _ := civil.Must(2027, 1, 31).AddMonths(month, civil.Clamp)
				term, err := procedure.DocumentTerm(p, stage, on, civil.Date{}, civil.Date{}, 0)
				if err != nil || !term.ValidUntil.After(on) || term.Section == "" {
					t.Errorf("%s %s of %s: %+v, %v", id, stage, on, term, err)
				}
			}
		}
	}
}

func TestIncompleteProfilesAreRefused(t *testing.T) {
	good := string(edited(t, "retention", "")) // in one line
	parse := func(s string) error {
		_, err := procedure.Parse(fstest.MapFS{"p.json": {Data: []byte(s)}})
		return err
	}
	if err := parse(good); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"version":"1"`, `"version":""`}, {`"n":45`, `"n":0`}, {`"unit":"day"`, `"unit":"week"`}, {`"id":"S3"`, `"id":"S4"`},
		{`"instructions-1997"`, `"another"`}, {`[`, `{`},
	} {
		if !strings.Contains(good, change[0]) {
			t.Errorf("the profile has no %q", change[0])
		}
		if parse(strings.Replace(good, change[0], change[1], 1)) == nil {
			t.Errorf("a profile with %q for %q was read", change[1], change[0])
		}
	}
	if parse(string(edited(t, "stages", "[]"))) == nil {
		t.Error("a profile without stages was read")
	}
}

func TestRulesThatRefuse(t *testing.T) {
	stop := []string{"1997-03-01 triage assessment=5.1", "1997-03-03 triage assessment=5.3"}
	issued := []string{"1997-03-01 fileLanguage language=nl", "1997-03-03 fileLanguage language=fr", "1997-03-04 letterIssued letter=L01 number=1"}
	ref := func(n int) string { return journal.ID{byte(n + 1)}.String() }
	all := profiles(t)
	for _, c := range []struct {
		name, entry string
		lines       []string
		want        string
	}{
		{"a note", `{"kind":"note","text":"x"}`, taken, ""},
		{"a correction gives a consent another purpose", `{"kind":"consent","corrects":"` + ref(0) + `","purpose":"cpas","answer":"given"}`,
			[]string{"1997-03-01 consent purpose=contact answer=given"}, "refused.consent.purpose §5.2"},
		{"a correction of a consent", `{"kind":"consent","corrects":"` + ref(0) + `","purpose":"contact","answer":"refused"}`,
			[]string{"1997-03-01 consent purpose=contact answer=given"}, ""},
		{"N1: a note on a stopped case", `{"kind":"note","text":"x"}`, stop, "refused.stopped §5.3"},
		{"N1: a leaflet on a stopped case", `{"kind":"leaflet","language":"sq","outcome":"handed","by":"police"}`, stop, "refused.stopped §5.3"},
		{"N1: contact on a stopped case", `{"kind":"consent","purpose":"contact","answer":"given"}`, stop, "refused.stopped §5.3"},
		{"N1: counselling on a stopped case", `{"kind":"counselling","event":"takenOn"}`, stop, "refused.stopped §5.3"},
		{"N1: the stop is not voided", `{"kind":"void","of":"` + ref(1) + `"}`, stop, "refused.triage §5.3"},
		{"N1: the stop is not corrected", `{"kind":"triage","assessment":"5.1","reason":"r","decidedBy":"d","corrects":"` + ref(1) + `"}`, stop, "refused.triage §5.3"},
		{"N1: nothing is taken back on a stopped case", `{"kind":"void","of":"` + ref(0) + `"}`, stop, "refused.stopped §5.3"},
		{"N1: a plain 5.1 does not lift", `{"kind":"triage","assessment":"5.1"}`, stop, "refused.triage §5.3"},
		{"N1: a reason alone does not lift", `{"kind":"triage","assessment":"5.1","reason":"r"}`, stop, "refused.triage §5.3"},
		{"N1: a lift of an earlier day would not count", `{"kind":"triage","on":"1997-03-02","assessment":"5.1","reason":"r","decidedBy":"d"}`, stop, "problem.date.before §5.3"},
		{"N1: the referrer lifts", `{"kind":"triage","on":"1997-03-03","assessment":"5.1","reason":"r","decidedBy":"d"}`, stop, ""},
		{"still implicated", `{"kind":"triage","assessment":"5.3"}`, stop, ""},
		{"N12: nothing about the uninvolved", `{"kind":"person","familyName":"x"}`, []string{"1997-03-01 triage assessment=none"}, "refused.uninvolved §5"},
		{"the uninvolved assessed anew", `{"kind":"triage","assessment":"5.2"}`, []string{"1997-03-01 triage assessment=none"}, ""},
		{"an earlier day would not count", `{"kind":"triage","on":"1997-02-28","assessment":"5.1"}`, []string{"1997-03-01 triage assessment=none"}, "problem.date.before §5"},
		{"but the day itself may be put right", `{"kind":"triage","on":"1997-02-28","assessment":"5.1","corrects":"` + ref(0) + `"}`, []string{"1997-03-01 triage assessment=none"}, ""},
		{"a language before the first letter", `{"kind":"fileLanguage","language":"de"}`, issued[:2], ""},
		{"a language after the first letter", `{"kind":"fileLanguage","language":"de"}`, issued, "refused.language §8"},
		{"a language corrected after it", `{"kind":"fileLanguage","language":"de","corrects":"` + ref(1) + `"}`, issued, "refused.language §8"},
		{"a language taken back after it", `{"kind":"void","of":"` + ref(1) + `"}`, issued, "refused.language §8"},
		{"a language taken back before it", `{"kind":"void","of":"` + ref(1) + `"}`, issued[:2], ""},
		{"the taking back of a language taken back", `{"kind":"void","of":"` + ref(2) + `"}`,
			[]string{issued[0], issued[1], "1997-03-03 void of=" + ref(1), issued[2]}, "refused.language §8"},
		{"an issued letter stays", `{"kind":"void","of":"` + ref(2) + `"}`, issued, "refused.made"},
		{"a case linked with itself", `{"kind":"samePerson","code":"K7M-204S"}`, []string{"1997-03-01 opened code=K7M-204S language=nl profile=instructions-1997 version=1"}, "problem.link"},
		{"a relative who is the person herself", `{"kind":"relative","code":"K7M-204S","relation":"child"}`, []string{"1997-03-01 opened code=K7M-204S language=nl profile=instructions-1997 version=1"}, "problem.link"},
		{"another case", `{"kind":"samePerson","code":"K7M-204S"}`, taken, ""},
		{"a right without end has no last day", `{"kind":"document","stage":"U","printedEnd":"2002-03-01"}`, taken, "problem.end.open §8.3"},
		{"nor, corrected, a last day", `{"kind":"document","stage":"U","printedEnd":"2002-03-01","corrects":"` + ref(0) + `"}`, []string{"1997-03-01 document stage=U"}, "problem.end.open §8.3"},
		{"unlimited", `{"kind":"document","stage":"U"}`, taken, ""},
		{"nobody keeps the file of who is not involved", `{"kind":"retention","event":"hold","reason":"r"}`, []string{"1997-03-01 triage assessment=none"}, "refused.uninvolved §5"},
		{"nor looks at it again", `{"kind":"retention","event":"reviewed"}`, []string{"1997-03-01 triage assessment=none"}, "refused.uninvolved §5"},
		{"a hold from before is lifted", `{"kind":"retention","event":"released","reason":"r"}`, []string{"1997-02-01 retention event=hold reason=r", "1997-03-01 triage assessment=none"}, ""},
		{"the file of who is implicated can be held", `{"kind":"retention","event":"hold","reason":"r"}`, stop, ""},
		{"no such entry", `{"kind":"void","of":"` + ref(40) + `"}`, taken, "problem.entry"},
		{"taken back already", `{"kind":"void","of":"` + ref(0) + `"}`, []string{"1997-03-01 note text=x", "1997-03-01 void of=" + ref(0)}, "problem.entry"},
		{"corrected by another kind", `{"kind":"note","text":"x","corrects":"` + ref(0) + `"}`, taken, "problem.entry.kind"},
		{"corrected", `{"kind":"triage","assessment":"5.2","corrects":"` + ref(0) + `"}`, taken, ""},
	} {
		e, err := casefile.ParseEntry([]byte(c.entry), civil.Must(1997, 4, 1))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for id, p := range all {
			want := c.want
			if key, section, ok := strings.Cut(want, " §"); ok && section != "" && p.Sections != nil {
				want = key + " §circular" // never the numbers of 1997
				if section == "8.3" {
					want = key + " §61/5"
				}
			}
			got := ""
			var x casefile.Problem
			if err := procedure.Allows(fold(t, c.lines...), p, &e); errors.As(err, &x) {
				got = x.Key
				if x.Rule != "" {
					got += " §" + x.Rule
				}
			}
			if got != want {
				t.Errorf("%s, under %s: %q, want %q", c.name, id, got, want)
			}
		}
	}
}

func TestLastIsTheLatestEntryThatCanBeTakenBack(t *testing.T) {
	ref := func(n int) journal.ID { return journal.ID{byte(n + 1)} }
	void := casefile.NewEntry(casefile.KindVoid, civil.Must(1997, 4, 1), &casefile.Void{Of: casefile.Last})
	for _, c := range []struct {
		name  string
		lines []string
		want  journal.ID
		key   string
	}{
		{"the latest recorded", []string{"1997-03-01 note text=x", "1997-02-01 note text=y"}, ref(1), ""},
		{"not what is gone", []string{"1997-03-01 note text=x", "1997-03-01 note text=y", "1997-03-02 void of=" + ref(1).String()}, ref(0), ""},
		{"not a letter", []string{"1997-03-01 note text=x", "1997-03-02 letterIssued letter=L01 number=1"}, ref(0), ""},
		{"not the language of a letter", []string{"1997-03-01 note text=x", "1997-03-01 fileLanguage language=de", "1997-03-02 letterIssued letter=L01 number=1"}, ref(0), ""},
		{"nothing there", nil, journal.ID{}, "problem.entry"},
		{"nothing on a stopped case", []string{"1997-03-01 note text=x", "1997-03-02 triage assessment=5.3"}, journal.ID{}, "refused.stopped"},
	} {
		e, err := procedure.Resolve(fold(t, c.lines...), profiles(t)[procedure.Default], void)
		var p casefile.Problem
		if errors.As(err, &p); p.Key != c.key {
			t.Errorf("%s: %v, want %q", c.name, err, c.key)
		}
		if got := e.Body.(*casefile.Void).Of; err == nil && got != c.want {
			t.Errorf("%s: takes back %s", c.name, got)
		}
	}
	if void.Body.(*casefile.Void).Of != casefile.Last {
		t.Error("Resolve changed the entry that it was given")
	}
}
