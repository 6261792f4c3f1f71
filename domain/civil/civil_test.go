package civil

import (
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
