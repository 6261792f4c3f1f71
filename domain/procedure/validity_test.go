package procedure_test

import (
	"testing"

	"onthaal/domain/civil"
	"onthaal/domain/procedure"
)

// On a day on which a procedure is not law, it says so: not yet, or since when
// no longer, and what came in its place.
func TestAProcedureSaysWhenItIsNotLaw(t *testing.T) {
	all := profiles(t)
	for _, c := range []struct{ profile, on, want string }{
		{"circular-2016-12", "2017-02-28", "from 2017-03-10"},
		{"circular-2016-12", "2017-03-10", ""},
		{"circular-2016-12", "2017-05-19", ""},
		{"circular-2016-12", "2017-05-20", "since 2017-05-20 by circular-2017-05"},
		{"circular-2016-12", "2026-11-20", "since 2017-05-20 by circular-2017-05"},
		{"circular-2017-05", "2026-11-20", "since 2019-01-01 by circular-2019-01"},
		{"circular-2019-01", "2018-12-31", "from 2019-01-01"},
		{"circular-2019-01", "2026-11-20", ""},
		{"instructions-1997", "1997-02-20", "from 1997-02-21"},
		{"instructions-1997", "1997-04-14", ""},
		{"instructions-1997", "2017-03-09", ""}, // nothing at hand says more
		{"instructions-1997", "2026-11-20", "over"},
	} {
		on, err := civil.Parse(c.on)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		switch l := all[c.profile].Lapsed(on, all); {
		case l == nil:
		case !l.From.IsZero():
			got = "from " + l.From.String()
		case l.By != nil:
			got = "since " + l.Since.String() + " by " + l.By.ID
		case !l.Since.IsZero():
			got = "since " + l.Since.String()
		default:
			got = "over"
		}
		if got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.profile, c.on, got, c.want)
		}
	}
	alone := map[string]*procedure.Profile{"circular-2016-12": all["circular-2016-12"], "circular-2019-01": all["circular-2019-01"]}
	if l := alone["circular-2016-12"].Lapsed(civil.Must(2026, 11, 20), alone); l == nil || l.By != nil {
		t.Errorf("a procedure of two years later took its place: %+v", l)
	}
}
