package procedure

import (
	"regexp"
	"slices"
	"testing"

	"onthaal/assets"
	"onthaal/domain/civil"
)

// For every document that a profile knows exactly one way of finding its last
// day holds, printed or not, in every stage and for every day of a leap year.
func TestExactlyOneWayOfCountingHolds(t *testing.T) {
	profiles, err := Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	count := func(d Duration, printed civil.Date) (n int) {
		for _, r := range termRules {
			if r.holds(d, printed) {
				n++
			}
		}
		return n
	}
	for id, p := range profiles {
		for _, s := range p.Stages[:3] {
			for issued := civil.Must(2028, 1, 1); issued.Year() == 2028; issued = issued.AddDays(1) {
				for _, printed := range []civil.Date{{}, issued, issued.AddDays(30)} {
					for _, months := range []int{0, 4, 60} {
						d := s.Duration
						if months != 0 {
							if s.ID != S3 {
								continue
							}
							d = Duration{"month", months}
						}
						if n := count(d, printed); n != 1 {
							t.Fatalf("%s %s of %s, printed %s: %d rules hold", id, s.ID, issued, printed, n)
						}
						term, err := DocumentTerm(p, s.ID, issued, civil.Date{}, printed, months)
						if err != nil || term.Rule == "" || term.Section == "" || term.ValidUntil.Before(issued) {
							t.Fatalf("%s %s of %s: %+v, %v", id, s.ID, issued, term, err)
						}
					}
				}
			}
		}
	}
}

// Whatever can become due names its paragraph, and no ground is left over.
func TestEverythingDueHasItsGround(t *testing.T) {
	shape := regexp.MustCompile(`^([0-9]|8\.[123])¶[1-9]$`)
	for key, paragraph := range grounds {
		if !shape.MatchString(paragraph) && paragraph != Keeping {
			t.Errorf("%s rests on %q", key, paragraph)
		}
	}
	for _, o := range openings {
		if !shape.MatchString(o.paragraph) {
			t.Errorf("%s rests on %q", o.letter, o.paragraph)
		}
	}
	// every state is one in which some rule is tried, or one that is closed
	for _, s := range []State{Contact, Counselling, Requested1, InS1, Requested2, InS2, Requested3, InS3, Renewal, RequestedU, RefusedByDepartment, ProceedingsOver, Returning} {
		tried := slices.ContainsFunc(rules, func(r struct {
			find func(*assessment)
			in   []State
		}) bool {
			return slices.Contains(r.in, s)
		})
		if !tried || s.Closed() {
			t.Errorf("nothing of its own is due in %s", s)
		}
	}
}
