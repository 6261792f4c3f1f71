package civil

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMonthsAreClampedAndSaySo(t *testing.T) {
	for _, c := range []struct {
		from    string
		n       int
		want    string
		rounded bool
	}{
		{"1997-03-10", 3, "1997-06-10", false},
		{"2026-08-31", 3, "2026-11-30", true},
		{"2026-11-30", 3, "2027-02-28", true},
		{"2027-11-30", 3, "2028-02-29", true},
		{"2026-12-31", 3, "2027-03-31", false},
		{"2028-02-29", 3, "2028-05-29", false},
		{"2026-03-31", -1, "2026-02-28", true},
		{"2026-01-15", -1, "2025-12-15", false},
		{"2026-01-15", 12, "2027-01-15", false},
	} {
		d, _ := Parse(c.from)
		got, rounded := d.AddMonths(c.n, Clamp)
		if got.String() != c.want || rounded != c.rounded {
			t.Errorf("%s + %d months = %s (rounded %v), want %s (%v)", c.from, c.n, got, rounded, c.want, c.rounded)
		}
	}
	if d, rounded := Must(2026, 8, 31).AddMonths(3, Overflow); d.String() != "2026-12-01" || !rounded {
		t.Errorf("overflow gave %s, %v", d, rounded)
	}
}

// The ten legal holidays of three years, from the calendar on the wall.
func TestBelgianHolidays(t *testing.T) {
	want := map[int]string{
		1997: "1997-01-01 1997-03-31 1997-05-01 1997-05-08 1997-05-19 1997-07-21 1997-08-15 1997-11-01 1997-11-11 1997-12-25",
		2026: "2026-01-01 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-07-21 2026-08-15 2026-11-01 2026-11-11 2026-12-25",
		2028: "2028-01-01 2028-04-17 2028-05-01 2028-05-25 2028-06-05 2028-07-21 2028-08-15 2028-11-01 2028-11-11 2028-12-25",
	}
	for year, days := range want {
		var got []string
		for d := Must(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
			if Holiday(d) {
				got = append(got, d.String())
			}
		}
		if s := strings.Join(got, " "); s != days {
			t.Errorf("%d:\n got %s\nwant %s", year, s, days)
		}
	}
}

func anyDate(t *rapid.T) Date {
	return Must(1990, 1, 1).AddDays(rapid.IntRange(0, 25000).Draw(t, "day"))
}

func TestLastWorkingDayIsAWorkingDayOnOrBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t)
		w := LastWorkingDay(d)
		if w.After(d) || !WorkingDay(w) || w.DaysUntil(d) > 5 {
			t.Fatalf("last working day on or before %s is %s", d, w)
		}
	})
}

func TestMonthsAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t), rapid.IntRange(-24, 24).Draw(t, "n")
		a, _ := d.AddMonths(n, Clamp)
		b, _ := d.AddDays(1).AddMonths(n, Clamp)
		if b.Before(a) {
			t.Fatalf("%s + %d months lies after that of the next day", d, n)
		}
	})
}

// GNU date is an outside oracle for day arithmetic and weekdays.
func TestDaysAgreeWithGNUDate(t *testing.T) {
	date, err := exec.LookPath("date")
	if err != nil {
		t.Log("no date command here: the vectors alone must do")
		return
	}
	for d := Must(1997, 1, 13); d.Year() < 2030; d = d.AddDays(397) {
		out, err := exec.Command(date, "-u", "-d", d.String()+" + 45 days", "+%Y-%m-%d %u").Output()
		if err != nil {
			t.Log("this date command reads no relative days: the vectors alone must do")
			return
		}
		e := d.AddDays(45)
		day := int(e.Weekday())
		if day == 0 {
			day = 7
		}
		if got := strings.TrimSpace(string(out)); got != e.String()+" "+string(rune('0'+day)) {
			t.Errorf("%s + 45 days: GNU date says %s, we say %s %d", d, got, e, day)
		}
	}
}

// The vectors of the whole program, and every end of a month, against GNU date.
// It knows no clamping, so it is asked for the day counted from the first of
// the target month, and for the last day of that month; the earlier holds.
func TestMonthsAgreeWithGNUDate(t *testing.T) {
	program, err := exec.LookPath("date")
	if err != nil {
		t.Log("no date command here: the vectors alone must do")
		return
	}
	type sum struct {
		from Date
		n    int
	}
	var sums []sum
	data, err := os.ReadFile("testdata/terms.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct{ Stage, Issued, InquiryBy, ValidUntil string }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	parse := func(s string) Date {
		_, day, _ := strings.Cut(s, " ")
		d, err := Parse(day)
		if err != nil || d.Weekday().String()[:3] != s[:3] {
			t.Fatalf("%s: %v, %v", s, d.Weekday(), err)
		}
		return d
	}
	for _, v := range all {
		for _, n := range []int{3, 4, 6, 12} {
			sums = append(sums, sum{parse(v.Issued), n})
		}
		sums = append(sums, sum{parse(v.ValidUntil), -1})
	}
	for d := Must(2027, 1, 1); d.Year() < 2029; d = d.AddDays(1) {
		if d.EndOfMonth() || d.Day() > 28 {
			sums = append(sums, sum{d, 3}, sum{d, -1}, sum{d, 6})
		}
	}
	var ask strings.Builder
	for _, s := range sums {
		first := fmt.Sprintf("%04d-%02d-01", s.from.Year(), s.from.Month())
		fmt.Fprintf(&ask, "%s %+d months %+d days\n%s %+d months -1 day\n", first, s.n, s.from.Day()-1, first, s.n+1)
	}
	cmd := exec.Command(program, "-u", "-f", "-", "+%F")
	cmd.Stdin = strings.NewReader(ask.String())
	out, err := cmd.Output()
	if err != nil {
		t.Log("this date command reads no lists of days: the vectors alone must do")
		return
	}
	lines := strings.Fields(string(out))
	if len(lines) != 2*len(sums) {
		t.Fatalf("%d answers to %d questions", len(lines), 2*len(sums))
	}
	for i, s := range sums {
		same, last := lines[2*i], lines[2*i+1]
		got, rounded := s.from.AddMonths(s.n, Clamp)
		if want := min(same, last); got.String() != want || rounded != (same > last) {
			t.Errorf("%s %+d months: GNU date says %s, we say %s (rounded %v)", s.from, s.n, want, got, rounded)
		}
	}
}

func TestParseRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{"", "1997-02-29", "1997-13-01", "97-01-01", "1997-1-1", "01-01-1997", "1997-01-01T00:00:00Z", "١٩٩٧-٠١-٠١"} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %s", s, d)
		}
	}
	if _, err := New(2023, time.February, 29); err == nil {
		t.Error("29 February 2023 was accepted")
	}
}
