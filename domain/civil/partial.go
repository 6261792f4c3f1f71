package civil

import (
	"fmt"
	"time"
)

// Partial is a date of which the day, or the day and the month, may be
// unknown: many people know only the year of their birth. The zero Partial
// is unset.
type Partial struct {
	Year  int
	Month time.Month // 0 when unknown
	Day   int        // 0 when unknown
}

// ParsePartial reads YYYY, YYYY-MM or YYYY-MM-DD.
func ParsePartial(s string) (Partial, error) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		t, err := time.Parse(layout, s)
		if err != nil || t.Year() < 1 { // the year 0 would read as unset
			continue
		}
		p := Partial{Year: t.Year()}
		if layout != "2006" {
			p.Month = t.Month()
		}
		if layout == time.DateOnly {
			p.Day = t.Day()
		}
		return p, nil
	}
	return Partial{}, fmt.Errorf("civil: a date of birth is written YYYY, YYYY-MM or YYYY-MM-DD")
}

// IsZero reports whether nothing is known.
func (p Partial) IsZero() bool { return p.Year == 0 }

// First returns the earliest day that it can mean.
func (p Partial) First() Date { return of(p.Year, max(p.Month, 1), max(p.Day, 1)) }

// Last returns the latest day that it can mean.
func (p Partial) Last() Date {
	switch {
	case p.Month == 0:
		return of(p.Year, time.December, 31)
	case p.Day == 0:
		return Of(time.Date(p.Year, p.Month+1, 0, 0, 0, 0, 0, time.UTC))
	}
	return of(p.Year, p.Month, p.Day)
}

// String writes what ParsePartial reads.
func (p Partial) String() string {
	switch {
	case p.IsZero():
		return ""
	case p.Month == 0:
		return fmt.Sprintf("%04d", p.Year)
	case p.Day == 0:
		return fmt.Sprintf("%04d-%02d", p.Year, p.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", p.Year, p.Month, p.Day)
}

// MarshalText and UnmarshalText make a Partial a JSON string.
func (p Partial) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (p *Partial) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*p = Partial{}
		return nil
	}
	v, err := ParsePartial(string(b))
	if err == nil {
		*p = v
	}
	return err
}
