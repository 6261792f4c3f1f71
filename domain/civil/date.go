// Package civil counts days, months and working days on the calendar on the
// wall: dates without a time of day and without a time zone.
//
// A deadline of the procedure is a civil date in Belgium; a clock is never
// involved. Months have no agreed arithmetic (what is 31 January plus one
// month?), so AddMonths asks for the rounding and says whether it was used.
package civil

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar. The zero Date is unset.
type Date struct {
	year       int32 // small, for a desk holds hundreds of thousands of dates in memory
	month, day uint8
}

// New returns the date; it fails where the calendar has no such day.
func New(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day || year < 1 || year > 9999 {
		return Date{}, fmt.Errorf("civil: the calendar has no %04d-%02d-%02d", year, month, day)
	}
	return of(year, month, day), nil
}

// Must is New for dates written in the source.
func Must(year int, month time.Month, day int) Date {
	d, err := New(year, month, day)
	if err != nil {
		panic(err)
	}
	return d
}

// Of returns the civil day of a moment in the moment's own zone.
func Of(t time.Time) Date {
	return of(t.Date())
}

func of(year int, month time.Month, day int) Date {
	return Date{int32(year), uint8(month), uint8(day)}
}

// Parse reads YYYY-MM-DD.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("civil: a date is written YYYY-MM-DD")
	}
	return Of(t), nil
}

// String writes YYYY-MM-DD; the unset date is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText and UnmarshalText make a Date a JSON string.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := Parse(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// IsZero reports whether the date is unset.
func (d Date) IsZero() bool { return d == Date{} }

// Year, Month and Day return the parts.
func (d Date) Year() int { return int(d.year) }

// Month returns the month.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day returns the day of the month.
func (d Date) Day() int { return int(d.day) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Time returns midnight UTC of the date, for libraries that know only times.
func (d Date) Time() time.Time { return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC) }

// Compare returns -1, 0 or +1 as d lies before, on or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.year, e.year), cmp.Compare(d.month, e.month), cmp.Compare(d.day, e.day))
}

// Before reports whether d lies before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d lies after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays moves by n calendar days.
func (d Date) AddDays(n int) Date { return Of(d.Time().AddDate(0, 0, n)) }

// DaysUntil counts the calendar days from d to e.
func (d Date) DaysUntil(e Date) int { return int(e.Time().Sub(d.Time()) / (24 * time.Hour)) }

// Rounding says which day is meant where the target month is too short.
type Rounding int

// The roundings.
const (
	Clamp    Rounding = iota // the last day of the month: 31 August + 3 months = 30 November
	Overflow                 // the first day of the next month
)

// AddMonths moves by n calendar months: the same day number in the target
// month. Where that month has no such day the rounding decides, and rounded
// is true.
func (d Date) AddMonths(n int, r Rounding) (e Date, rounded bool) {
	first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	switch {
	case d.Day() <= last:
		return of(first.Year(), first.Month(), d.Day()), false
	case r == Clamp:
		return of(first.Year(), first.Month(), last), true
	default:
		return Of(first.AddDate(0, 1, 0)), true
	}
}

// EndOfMonth reports whether the date is the last day of its month.
func (d Date) EndOfMonth() bool { return d.AddDays(1).day == 1 }
