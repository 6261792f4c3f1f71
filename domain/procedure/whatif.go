package procedure

import (
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// WhatIf folds a journal as if one more entry had been recorded. Nothing is
// recorded. It fails as recording the entry would, with what Allows refuses;
// the entry may lie in the future, and its day is not held against today.
func WhatIf(records []journal.Record, p *Profile, e casefile.Entry) (*casefile.File, error) {
	f := casefile.Fold(records)
	e, err := Resolve(f, p, e)
	if err != nil {
		return nil, err
	}
	if err := Allows(f, p, &e); err != nil {
		return nil, err
	}
	r, err := e.Record(hypothetical, e.At, "")
	if err != nil {
		return nil, err
	}
	return casefile.Fold(append(records[:len(records):len(records)], r)), nil
}

// hypothetical is the id of an entry that nobody recorded.
var hypothetical = journal.ID{0: 0xff, 15: 0xfe}

// Change is one thing that would be otherwise.
type Change struct {
	Key    string     // the key of the item, or "term.S2"
	Before civil.Date // unset when it is new
	After  civil.Date // unset when it is gone
	// The hours of an appointment or a hearing, HH:MM; "" for everything else.
	ClockBefore, ClockAfter string
}

// Changes lists what differs between two schedules: the dates of the
// documents and what is due. Where the case stands is compared by the reader.
func Changes(before, after *Schedule) []Change {
	old, now := dated(before), dated(after)
	// Which is which: first by the entry that it rests on, then, where that was
	// replaced, by day and hour. What is left over of one key has moved.
	for _, same := range []func(a, b *datedItem) bool{
		func(a, b *datedItem) bool { return a.of == b.of },
		func(a, b *datedItem) bool { return a.day == b.day && a.clock == b.clock },
		func(*datedItem, *datedItem) bool { return true },
	} {
		for i := range old {
			for j := range now {
				if a, b := &old[i], &now[j]; a.other == nil && b.other == nil && a.what == b.what && same(a, b) {
					a.other, b.other = b, a
				}
			}
		}
	}
	var out []Change
	for _, a := range old {
		b := a.other
		if b == nil {
			b = &datedItem{}
		}
		if a.day != b.day || a.clock != b.clock {
			out = append(out, Change{a.what, a.day, b.day, a.clock, b.clock})
		}
	}
	for _, b := range now {
		if b.other == nil {
			out = append(out, Change{b.what, civil.Date{}, b.day, "", b.clock})
		}
	}
	return out
}

// datedItem is a date of a schedule. Several may have one key: each document of
// a stage, each appointment, each hearing.
type datedItem struct {
	what, clock string
	of          journal.ID
	day         civil.Date
	other       *datedItem // the same in the other schedule
}

func dated(s *Schedule) []datedItem {
	var out []datedItem
	for _, t := range s.Terms {
		out = append(out, datedItem{what: "term." + t.Stage, of: t.Of, day: t.ValidUntil})
	}
	for _, i := range s.Items {
		x := datedItem{what: i.Key, clock: i.Clock, day: i.Due}
		if len(i.Because) > 0 {
			x.of = i.Because[0]
		}
		out = append(out, x)
	}
	return out
}
