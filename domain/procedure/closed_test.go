package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"onthaal/domain/civil"
	"onthaal/domain/procedure"
)

// work says what a case shows of work on a day: "possible granted 1997-06-10".
func work(s procedure.Schedule, today civil.Date) string {
	for _, e := range s.On(today).Entitlements {
		if e.Key == "work" {
			return strings.TrimSpace(e.Value + " " + e.Answer + " " + e.Until.String())
		}
	}
	return ""
}

// A work permit is that of its stage, and runs until its day: what was granted
// for stage 2 is not the permit B of stage 3 (§8.2, second paragraph; §8.3,
// second paragraph), and one that is over opens nothing.
func TestAWorkPermitIsOfItsStageAndEnds(t *testing.T) {
	granted := with(inS2, "1997-03-20 workPermit permit=temporary event=granted until=1997-06-10")
	in3 := with(granted, "1997-05-02 inquiry event=asked", "1997-05-20 inquiry event=answered trafficking=yes inProgress=yes", "1997-05-20 inquiry event=victimInformed", "1997-06-05 document stage=S3")
	for _, c := range []struct {
		name    string
		profile string
		lines   []string
		today   string
		work    string
		due     bool // that the permit ends is said
	}{
		{"granted", procedure.Default, granted, "1997-05-01", "possible granted 1997-06-10", true},
		{"on its last day", procedure.Default, granted, "1997-06-10", "possible granted 1997-06-10", true},
		{"over", procedure.Default, granted, "1997-06-11", "possible ended 1997-06-10", true},
		{"over for a month", procedure.Default, granted, "1997-07-11", "possible ended 1997-06-10", false},
		{"asked for again", procedure.Default, with(granted, "1997-06-09 workPermit permit=temporary event=requested"), "1997-06-11", "possible requested", false},
		{"in stage 3 another one is asked for, and this one ends still", procedure.Default, in3, "1997-06-10", "possible", true},
		{"when it is over, nothing is left of it", procedure.Default, in3, "1997-06-11", "possible", false},
		{"permit B", procedure.Default, with(in3, "1997-06-09 workPermit permit=B event=granted until=1997-12-05"), "1997-06-11", "possible granted 1997-12-05", true},
		{"unlimited: ordinary law, and no permit ends", procedure.Default, with(in3, "1997-06-09 workPermit permit=B event=granted until=1997-12-05", "1997-11-03 document stage=U"), "1998-01-01", "law", false},
		{"withdrew: nothing is opened, nothing ends", procedure.Default, with(granted, "1997-04-01 counselling event=ended reason=ownDecision"), "1997-06-10", "", false},
		{"a procedure without a letter about permit B has one permit", "circular-2017-05", granted, "1997-05-01", "possible granted 1997-06-10", true},
		{"which goes on in the next stage", "circular-2017-05", in3, "1997-06-10", "possible granted 1997-06-10", true},
	} {
		s := procedure.Assess(fold(t, c.lines...), profiles(t)[c.profile])
		today, _ := civil.Parse(c.today)
		if got := work(s, today); got != c.work {
			t.Errorf("%s: %q, want %q", c.name, got, c.work)
		}
		if got := slices.ContainsFunc(s.On(today).Due, func(d procedure.Due) bool { return d.Key == "due.permit" }); got != c.due {
			t.Errorf("%s: that it ends is said: %v", c.name, got)
		}
	}
}

// Who left, withdrew or went to another centre is offered nothing more, and her
// document is not said to wait for anything: nobody expects another.
func TestAClosedCaseOffersNothingAndWaitsForNothing(t *testing.T) {
	long := civil.Must(1999, 1, 1)
	for id, p := range profiles(t) {
		for state, line := range map[procedure.State]string{
			procedure.Returned: "return step=left", procedure.Withdrawn: "counselling event=ended reason=ownDecision", procedure.LostContact: "counselling event=ended reason=contactLost",
			procedure.Ended: "counselling event=ended reason=aimReached", procedure.Transferred: "counselling event=transferred to=surya",
		} {
			for _, lines := range [][]string{inS1, inS2, inS3} {
				s := procedure.Assess(fold(t, with(lines, "1997-06-20 "+line)...), p)
				if st := s.On(long); st.State != state || st.Expired || len(st.Entitlements) > 0 || len(s.Entitlements) > 0 {
					t.Errorf("%s, %s in %s: %s, expired %v, opened %v", id, state, s.Stage, st.State, st.Expired, st.Entitlements)
				}
			}
		}
		s := procedure.Assess(fold(t, with(inS3, "1997-11-03 document stage=U")...), p)
		if st := s.On(long); len(st.Entitlements) != 2 {
			t.Errorf("%s: unlimited duration opens %v", id, st.Entitlements)
		}
	}
}

// Where a centre must counsel, the end of counselling is told at once, and who
// left the country is no longer counselled: somebody writes that down (§8.2,
// second paragraph; §8.3, second paragraph). Which stages these are is the
// profile's to say.
func TestCounsellingThatMustBeEndsInTheOpen(t *testing.T) {
	for id, p := range profiles(t) {
		for stage, lines := range map[string][]string{"S1": inS1, "S2": inS2, "S3": inS3} {
			st, _ := p.Stage(stage)
			must := st.Counselling == "compulsory"
			want := func(key string) string {
				if must {
					return key + " overdue"
				}
				return ""
			}
			left := with(lines, "1997-06-20 return step=left")
			ended := with(left, "1997-06-21 counselling event=ended reason=return")
			for _, c := range []struct {
				name  string
				lines []string
				want  string
			}{
				{"left", left, want("counselling")},
				{"left, and counselling was ended", ended, want("L14")},
				{"and told", with(ended, "1997-06-21 letterIssued letter=L14 number=9"), ""},
				{"withdrew", with(lines, "1997-06-20 counselling event=ended reason=ownDecision"), want("L14")},
			} {
				if got := due(procedure.Assess(fold(t, c.lines...), p), "1997-06-22"); got != c.want {
					t.Errorf("%s, %s, %s: %q, want %q", id, stage, c.name, got, c.want)
				}
			}
			s := procedure.Assess(fold(t, with(lines, "1997-06-20 counselling event=ended")...), p)
			if got := slices.ContainsFunc(s.Blocks, func(b procedure.Block) bool { return b.Key == "block.counselling" }); got != must {
				t.Errorf("%s, %s: that nothing can be requested without counselling is said: %v", id, stage, got)
			}
		}
	}
}
