package civil

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2/be"
)

// Holiday reports whether the date is one of the ten Belgian legal holidays.
// Bridging days on which a single service is closed are not counted.
func Holiday(d Date) bool {
	for _, day := range holidays(d.Year()) {
		if day == d {
			return true
		}
	}
	return false
}

// byYear remembers the holidays of a year: a list of cases asks for them
// thousands of times, and they never change.
var byYear sync.Map // int → []Date

func holidays(year int) []Date {
	if days, ok := byYear.Load(year); ok {
		return days.([]Date)
	}
	var days []Date
	for _, h := range be.Holidays {
		day, _ := h.Calc(year)
		days = append(days, Of(day))
	}
	byYear.Store(year, days)
	return days
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
