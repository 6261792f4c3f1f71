package procedure

import "onthaal/domain/civil"

// Lapse says that a procedure is not law on a day.
type Lapse struct {
	From  civil.Date // it has not come into force yet: when it does
	Since civil.Date // it is no longer in force since this day; unset where the profile does not say
	By    *Profile   // what came in its place, where that is known
}

// Lapsed holds a procedure against a day and returns nil where it is in force
// then. all are the procedures at hand: the first that came into force later is
// what came in its place. One that was repealed on a day that its profile does
// not tell has lapsed once that later one is there.
func (p *Profile) Lapsed(on civil.Date, all map[string]*Profile) *Lapse {
	if on.Before(p.ValidFrom) {
		return &Lapse{From: p.ValidFrom}
	}
	var next *Profile
	for _, x := range all {
		if x.ValidFrom.After(p.ValidFrom) && (next == nil || x.ValidFrom.Before(next.ValidFrom) || x.ValidFrom == next.ValidFrom && x.ID < next.ID) {
			next = x
		}
	}
	switch {
	case !p.ValidTo.IsZero() && on.After(p.ValidTo):
		since := p.ValidTo.AddDays(1)
		if next != nil && next.ValidFrom.After(since) {
			next = nil // others may have come between
		}
		return &Lapse{Since: since, By: next}
	case p.ValidTo.IsZero() && p.Repealed && (next == nil || !on.Before(next.ValidFrom)):
		return &Lapse{} // others than the next one at hand may have replaced it
	}
	return nil
}

// Over reports that the procedure was law and no longer is.
func (l *Lapse) Over() bool { return l != nil && l.From.IsZero() }
