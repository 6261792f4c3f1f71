package words

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	ics "github.com/arran4/golang-ical"

	"onthaal/domain/desk"
)

// Calendar writes an agenda as an iCalendar file (RFC 5545), for the calendar
// of a telephone that others may look at. It has days and case codes, and
// nothing else: no name, no word of what is due, not even the kind of thing.
//
// An event stands on the day to act by; one that is overdue stands on the day
// of the agenda. Its id is a digest, so that a later file replaces it.
func Calendar(a *desk.Agenda) []byte {
	c := ics.NewCalendar()
	c.SetProductId("-//Onthaal//agenda//EN")
	c.SetMethod(ics.MethodPublish)
	stamp := a.Today.Time()
	for _, t := range a.Tasks {
		day := t.Due.ActBy
		if day.Before(a.Today) {
			day = a.Today
		}
		sum := sha256.Sum256([]byte(t.ID.String() + "|" + t.Due.Key + "|" + t.Due.Due.String()))
		e := c.AddEvent(hex.EncodeToString(sum[:16]))
		e.SetDtStampTime(stamp)
		e.SetSummary(t.Code)
		e.SetClass(ics.ClassificationPrivate)
		e.SetTimeTransparency(ics.TransparencyTransparent)
		if at, err := time.Parse("15:04", t.Due.Clock); err == nil {
			// The time of an appointment is that of the wall where it is.
			local := day.Time().Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
			e.SetProperty(ics.ComponentPropertyDtStart, local.Format("20060102T150405"))
			e.SetProperty(ics.ComponentPropertyDtEnd, local.Add(time.Hour).Format("20060102T150405"))
			continue
		}
		e.SetAllDayStartAt(day.Time())
		e.SetAllDayEndAt(day.AddDays(1).Time())
	}
	return []byte(c.Serialize(ics.WithNewLineWindows)) // RFC 5545 ends lines so everywhere
}
