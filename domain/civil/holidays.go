package civil

import (
	"time"

	"github.com/rickar/cal/v2/be"
)

// Holiday reports whether the date is one of the ten Belgian legal holidays.
// Bridging days on which a single service is closed are not counted.
func Holiday(d Date) bool {
	for _, h := range be.Holidays {
		if day, _ := h.Calc(d.Year()); Of(day) == d {
			return true
		}
	}
	return false
}

// WorkingDay reports whether the date is a day from Monday to Friday that is
// no legal holiday.
func WorkingDay(d Date) bool {
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday && !Holiday(d)
}

// LastWorkingDay returns the last working day on or before the date: the day
// by which a centre must have acted when a term ends on d. A term is never
// rolled forward to the reader's advantage.
func LastWorkingDay(d Date) Date {
	for !WorkingDay(d) {
		d = d.AddDays(-1)
	}
	return d
}
