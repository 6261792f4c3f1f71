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
	Key    string     // the key of the item, "term.S2", or "state"
	Before civil.Date // unset when it is new, or no date
	After  civil.Date // unset when it is gone, or no date
}

// Changes lists what differs between two schedules: the dates of the
// documents and what is due. Where the case stands is compared by the reader.
func Changes(before, after *Schedule) []Change {
	var out []Change
	dates := func(s *Schedule) (keys []string, m map[string]civil.Date) {
		m = map[string]civil.Date{}
		add := func(key string, d civil.Date) {
			if _, ok := m[key]; !ok {
				keys = append(keys, key)
			}
			m[key] = d
		}
		for _, t := range s.Terms {
			add("term."+t.Stage, t.ValidUntil)
		}
		for _, i := range s.Items {
			add(i.Key, i.Due)
		}
		return keys, m
	}
	oldKeys, old := dates(before)
	newKeys, now := dates(after)
	for _, k := range oldKeys {
		if old[k] != now[k] {
			out = append(out, Change{k, old[k], now[k]})
		}
	}
	for _, k := range newKeys {
		if _, ok := old[k]; !ok {
			out = append(out, Change{k, civil.Date{}, now[k]})
		}
	}
	return out
}
