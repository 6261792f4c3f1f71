package procedure

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
)

// Working days before a joint check. The text says "in advance" and no number:
// these are choices of this program.
const (
	standbyProposed = 5
	standbyShort    = 2
)

// Standby says by which day the centres are asked to stand by for a joint
// check, without upsetting the planned action (§6). A request that comes so
// late that no two whole working days are left is still made; the Problem
// warns of it.
func Standby(check, today civil.Date) (askBy civil.Date, late *casefile.Problem) {
	askBy = check
	for range standbyProposed {
		askBy = civil.LastWorkingDay(askBy.AddDays(-1))
	}
	left := 0
	for d := today.AddDays(1); !d.After(check); d = d.AddDays(1) {
		if civil.WorkingDay(d) {
			left++
		}
		if left >= standbyShort {
			return askBy, nil
		}
	}
	return askBy, &casefile.Problem{Key: "warn.standby", Path: "standby", Rule: "6", Args: map[string]any{"Min": standbyShort}}
}
