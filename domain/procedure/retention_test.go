package procedure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/procedure"
)

const openedLine = "1997-03-01 opened code=K7M-204S language=nl profile=instructions-1997 version=1"

// kept words what is due about keeping the file on a day: "review 1999-04-02 soon".
func kept(t *testing.T, lines []string, today string) string {
	t.Helper()
	p := profiles(t)[procedure.Default]
	f := fold(t, append([]string{openedLine}, lines...)...)
	s := procedure.Assess(f, p)
	now, err := civil.Parse(today)
	if err != nil {
		t.Fatal(err)
	}
	st := s.On(now)
	var out []string
	for _, d := range st.Due {
		if d.Section == procedure.Keeping {
			out = append(out, fmt.Sprint(strings.TrimPrefix(d.Key, "due."), " ", d.Due, " ", d.Urgency))
		}
	}
	return strings.Join(out, ", ")
}

func TestHowLongAFileIsKept(t *testing.T) {
	ended := []string{"1997-03-02 counselling event=takenOn", "1997-04-02 counselling event=ended reason=aimReached"}
	for _, c := range []struct {
		name  string
		lines []string
		today string
		want  string
	}{
		{"T28: a contact, in the first weeks", []string{"1997-03-01 triage assessment=5.2"}, "1997-03-23", ""},
		{"T28: a week before", []string{"1997-03-01 triage assessment=5.2"}, "1997-03-24", "erase.contact 1997-03-31 soon"},
		{"T28: who says no, thirty days later", []string{"1997-03-01 triage assessment=5.2", "1997-03-02 consent purpose=contact answer=refused"}, "1997-04-01", "erase.contact 1997-04-01 today"},
		{"T28: and a day later", []string{"1997-03-01 triage assessment=5.2", "1997-03-02 consent purpose=contact answer=refused"}, "1997-04-02", "erase.contact 1997-04-01 overdue"},
		{"T28: from the last contact on", []string{"1997-03-01 triage assessment=5.2", "1997-03-20 contact how=telephone outcome=made"}, "1997-04-17", "erase.contact 1997-04-19 soon"},
		{"T28: the thirtieth day is a Saturday: on the Friday", []string{"1997-03-01 triage assessment=5.2", "1997-03-20 contact how=telephone outcome=made"}, "1997-04-18", "erase.contact 1997-04-19 today"},
		{"T28: counselled: it is a case", []string{"1997-03-02 counselling event=takenOn"}, "1998-03-01", ""},
		{"implicated, and never counselled", []string{"1997-03-04 triage assessment=5.3"}, "1997-04-03", "erase.stopped 1997-04-03 today"},
		{"implicated, after a case", []string{"1997-03-02 counselling event=takenOn", "1997-03-04 triage assessment=5.3"}, "1999-03-03", "review 1999-03-04 soon"},
		{"not involved, and held before: at once all the same", []string{"1997-03-02 retention event=hold reason=x", "1997-03-04 triage assessment=none"}, "1997-03-04", "erase.uninvolved 1997-03-04 overdue"},
		{"not involved: at once", []string{"1997-03-04 triage assessment=none"}, "1997-03-04", "erase.uninvolved 1997-03-04 overdue"},

		{"closed", ended, "1998-04-02", ""},
		{"closed, two years later", ended, "1999-04-02", "review 1999-04-02 today"},
		{"shown two months before", ended, "1999-02-01", "review 1999-04-02 soon"},
		{"not earlier", ended, "1999-01-31", ""},
		{"looked at: again two years later", with(ended, "1999-04-02 retention event=reviewed"), "1999-04-03", ""},
		{"that review", with(ended, "1999-04-02 retention event=reviewed"), "2001-04-02", "review 2001-04-02 today"},
		{"looked at twice: then it is erased", with(ended, "1999-04-02 retention event=reviewed", "2001-04-02 retention event=reviewed"), "2002-04-02", "erase 2002-04-02 today"},
		{"five years later, and nobody looked", ended, "2002-04-03", "review 1999-04-02 overdue, erase 2002-04-02 overdue"},
		{"withdrew", []string{"1997-03-02 counselling event=takenOn", "1997-04-02 counselling event=ended reason=ownDecision"}, "1999-04-02", "review 1999-04-02 today"},
		{"handed over; an offer before ends nothing", []string{"1997-03-02 counselling event=takenOn", "1997-03-20 counselling event=transferOffered to=surya", "1997-04-02 counselling event=transferred to=surya"}, "1999-04-02", "review 1999-04-02 today"},
		{"unable: it never became a case", []string{"1997-03-02 counselling event=declined"}, "1997-04-01", "erase.contact 1997-04-01 today"},
		{"returned; two years later is a Sunday", []string{"1997-03-02 counselling event=takenOn", "1997-05-02 return step=left"}, "1999-04-30", "review 1999-05-02 today"},
		{"unlimited", []string{"1997-03-02 counselling event=takenOn", "1997-06-30 document stage=U"}, "1999-06-30", "review 1999-06-30 today"},
		{"a month that is too short", []string{"1996-02-01 counselling event=takenOn", "1996-02-29 counselling event=ended"}, "2001-02-28", "review 1998-02-28 overdue, erase 2001-02-28 today"},

		{"proceedings run: looked at, and not erased", with(ended, "1997-03-10 complaint form=statement"), "2010-01-01", "review 1999-04-02 overdue"},
		{"a summons says so too", with(ended, "1997-03-10 summons court=x"), "2010-01-01", "review 1999-04-02 overdue"},
		{"they ended in time: five years", with(ended, "1997-03-10 complaint form=statement", "1999-05-01 proceedingsEnded how=finalJudgment", "1999-05-01 retention event=reviewed"), "2002-04-02", "review 2001-05-01 overdue, erase 2002-04-02 today"},
		{"they ended later: on that day", with(ended, "1997-03-10 complaint form=statement", "2005-05-01 proceedingsEnded how=finalJudgment", "2001-04-03 retention event=reviewed"), "2005-05-01", "erase 2005-05-01 today"},

		{"a hold postpones the erasure", with(ended, "2002-01-02 retention event=hold reason=x"), "2003-01-02", ""},
		{"and is looked at again", with(ended, "2002-01-02 retention event=hold reason=x"), "2004-01-02", "hold 2004-01-02 today"},
		{"looked at and still needed", with(ended, "2002-01-02 retention event=hold reason=x", "2004-01-02 retention event=reviewed"), "2006-01-02", "hold 2006-01-02 today"},
		{"lifted", with(ended, "2002-01-02 retention event=hold reason=x", "2004-01-02 retention event=released reason=y"), "2004-01-03", "review 1999-04-02 overdue, erase 2002-04-02 overdue"},
		{"held again", with(ended, "2002-01-02 retention event=hold reason=x", "2004-01-02 retention event=released reason=y", "2004-02-02 retention event=hold reason=z"), "2004-03-03", ""},
		{"a contact can be held too", []string{"1997-03-02 retention event=hold reason=x"}, "1997-05-01", ""},
		{"and who is implicated", []string{"1997-03-04 triage assessment=5.3", "1997-03-05 retention event=hold reason=x"}, "1997-05-01", ""},
	} {
		if got := kept(t, c.lines, c.today); got != c.want {
			t.Errorf("%s: on %s: %q, want %q", c.name, c.today, got, c.want)
		}
	}
}

// Under every profile: the periods are data, and none of them rests on the
// instructions or is said to be verified.
func TestPeriodsOfRetentionAreOfTheProfile(t *testing.T) {
	lines := []string{openedLine, "1997-03-02 counselling event=takenOn", "1997-04-02 counselling event=ended"}
	for id, p := range profiles(t) {
		f := fold(t, lines...)
		s := procedure.Assess(f, p)
		var x *procedure.Explanation
		for _, e := range procedure.Explain(f, &s, p) {
			if e.Code == "due.erase" {
				x = &e
			}
		}
		if x == nil || x.Rule != procedure.RuleKept || x.N != 60 || x.Unit != "month" || x.Start.On != civil.Must(1997, 4, 2) || x.Section != procedure.Keeping {
			t.Errorf("%s: %+v", id, x)
			continue
		}
		if x.Fact.Source == "" || x.Fact.Checked() {
			t.Errorf("%s: nobody says where the period is from, or that nobody has checked it: %+v", id, x.Fact)
		}
		own := *p
		own.Retention = &procedure.Retention{Contact: procedure.Duration{Unit: "day", N: 10}, Review: procedure.Duration{Unit: "month", N: 1}, Erase: procedure.Duration{Unit: "day", N: 20}}
		s = procedure.Assess(f, &own)
		if st := s.On(civil.Must(1997, 4, 22)); !slices.ContainsFunc(st.Due, func(d procedure.Due) bool { return d.Key == "due.erase" && d.Urgency == procedure.Today }) {
			t.Errorf("%s: the centre's own period is not counted: %+v", id, st.Due)
		}
		own.Retention = nil
		s = procedure.Assess(f, &own)
		if slices.ContainsFunc(s.Items, func(i procedure.Item) bool { return i.Section == procedure.Keeping }) {
			t.Errorf("%s: a period that there is not is counted", id)
		}
	}
}

// Whatever was recorded: a file is due for erasure under no hold, a case that
// is open never, and one that is closed is always due for something one day.
func TestEveryClosedFileIsLookedAtOneDayAndNoHeldOneIsErased(t *testing.T) {
	p := profiles(t)[procedure.Default]
	rapid.Check(t, func(t *rapid.T) {
		recs := records(append([]string{openedLine}, lines(t)...)...)
		f := casefile.Fold(recs)
		s := procedure.Assess(f, p)
		n := 0
		for _, i := range s.Items {
			if i.Section != procedure.Keeping {
				continue
			}
			n++
			if f.Held() != nil && i.Key != "due.hold" {
				t.Fatalf("%s under a hold", i.Key)
			}
			if !s.State.Closed() && s.State != procedure.Contact {
				t.Fatalf("%s of a case in %s", i.Key, s.State)
			}
		}
		if s.State.Closed() && n == 0 {
			t.Fatalf("a file in %s is kept for ever", s.State)
		}
	})
}

// pending words everything that is due on a day but the keeping of the file.
func pending(t *testing.T, today string, lines ...string) string {
	t.Helper()
	now, err := civil.Parse(today)
	if err != nil {
		t.Fatal(err)
	}
	s := procedure.Assess(fold(t, append([]string{openedLine}, lines...)...), profiles(t)[procedure.Default])
	var out []string
	for _, d := range s.On(now).Due {
		if d.Section != procedure.Keeping {
			out = append(out, fmt.Sprint(strings.TrimPrefix(d.Key, "due."), " ", d.Due, " ", d.Urgency))
		}
	}
	return strings.Join(out, ", ")
}

func TestARiskIsLookedAtAgainOnTheDayThatWasSet(t *testing.T) {
	high := "1997-03-03 risk level=high review=1997-03-04"
	for _, c := range []struct {
		today string
		lines []string
		want  string
	}{
		{"1997-03-03", []string{high}, "risk 1997-03-04 soon"},
		{"1997-03-04", []string{high}, "risk 1997-03-04 today"},
		{"1997-03-09", []string{high}, "risk 1997-03-04 overdue"}, // a Sunday, too
		{"1997-03-04", []string{high, "1997-03-04 risk level=low"}, ""},
		{"1997-03-04", []string{high, "1997-03-04 risk level=medium review=1997-04-04"}, "risk 1997-04-04 later"},
		{"1997-03-04", []string{high, "1997-03-04 triage assessment=5.3"}, ""},
		{"1997-03-04", []string{"1997-03-02 counselling event=takenOn", high, "1997-03-04 counselling event=ended"}, ""},
	} {
		if got := pending(t, c.today, c.lines...); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.today, c.lines, got, c.want)
		}
	}
}

func TestAMinorWhoIsAloneHasAGuardian(t *testing.T) {
	minor := "1997-03-02 person born=1979-06-15" // eighteen on 15 June 1997
	for _, c := range []struct {
		today string
		lines []string
		want  string
	}{
		{"1997-03-02", []string{minor}, "guardianship 1997-03-02 overdue"},
		{"1997-06-14", []string{minor}, "guardianship 1997-03-02 overdue"},
		{"1997-06-15", []string{minor}, ""},
		{"1997-06-15", []string{"1997-03-02 person born=1979"}, "guardianship 1997-03-02 overdue"}, // of age in December for certain
		{"1997-03-02", []string{"1997-03-02 person born=1978"}, ""},
		{"1997-03-02", []string{"1997-03-02 person familyName=x"}, ""},
		{"1997-03-05", []string{minor, "1997-03-04 guardian event=notified"}, "guardian 1997-03-18 later"},
		{"1997-03-19", []string{minor, "1997-03-04 guardian event=notified"}, "guardian 1997-03-18 overdue"},
		{"1997-03-19", []string{minor, "1997-03-04 guardian event=notified", "1997-03-10 guardian event=appointed name=x"}, ""},
		{"1997-03-19", []string{minor, "1997-03-04 guardian event=accompanied"}, ""},
		{"1997-04-01", []string{minor, "1997-03-10 guardian event=appointed", "1997-04-01 guardian event=ended"}, "guardianship 1997-03-02 overdue"},
	} {
		if got := pending(t, c.today, c.lines...); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.today, c.lines, got, c.want)
		}
	}
}
