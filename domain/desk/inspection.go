package desk

import (
	"cmp"
	"context"
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// At an inspection (§6) many persons are met at once. Each who may be a victim
// gets a case of her own, and so does each who is implicated; the entry
// inspection leads from the cases to one another, and only on this desk. Of
// those who were not involved nothing stays but how many they were.

// passerKind is the kind of record of the desk's own journal that counts one
// person who was met at an inspection and not involved.
const passerKind = "passer"

type passer struct {
	Inspection string `json:"inspection"`
}

// Inspection is an inspection as the desk knows it: numbers alone.
type Inspection struct {
	Code       string
	On         civil.Date // the day of the earliest of its cases; unset where there is none
	Persons    int        // who may be victims
	Apart      int        // implicated (§5.3)
	Uninvolved int
}

// Inspections lists the inspections at which somebody was met, the latest
// first.
func (d *Desk) Inspections() ([]Inspection, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	all := map[string]*Inspection{}
	of := func(code string) *Inspection {
		if all[code] == nil {
			all[code] = &Inspection{Code: code}
		}
		return all[code]
	}
	for _, h := range d.heads {
		if h.Met == "" {
			continue
		}
		i := of(h.Met)
		if i.On.IsZero() || h.Opened.Before(i.On) {
			i.On = h.Opened
		}
		switch h.Schedule.State {
		case procedure.Stopped:
			i.Apart++
		case procedure.Uninvolved:
			i.Uninvolved++
		default:
			i.Persons++
		}
	}
	for code, n := range d.passers {
		of(code).Uninvolved += n
	}
	var list []Inspection
	for _, i := range all {
		list = append(list, *i)
	}
	slices.SortFunc(list, func(a, b Inspection) int {
		return cmp.Or(b.On.Compare(a.On), cmp.Compare(a.Code, b.Code))
	})
	return list, nil
}

// Met says what became of a batch.
type Met struct {
	Inspection string   // its code
	Codes      []string // of the cases, by person; "" for who was not involved, and for who was not reached
	Uninvolved int
}

// Stuck says that a batch could not be recorded to its end. The persons before
// Person are recorded, she and those after her are not.
type Stuck struct {
	Person int // from 1
	Err    error
}

func (s *Stuck) Error() string { return "desk: a batch was cut short: " + s.Err.Error() }

// Unwrap returns what cut it short.
func (s *Stuck) Unwrap() error { return s.Err }

// TakeInAll opens a case for each person met at an inspection, from the person
// of that number on: 1, or the one at which an earlier call was Stuck. First
// everybody is held against the rules; what they refuse comes as
// intake.Troubles, and then nobody is recorded.
func (d *Desk) TakeInAll(ctx context.Context, b *intake.Batch, from int) (*Met, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	if from < 1 || from > len(b.Persons) {
		return nil, casefile.Problem{Key: "problem.number.range", Path: "from", Args: map[string]any{"From": 1, "To": len(b.Persons)}}
	}
	if from > 1 && b.Inspection == "" {
		return nil, casefile.Problem{Key: "problem.missing", Path: "inspection.code"}
	}
	drawn := map[string]bool{}
	m := &Met{Inspection: b.Inspection, Codes: make([]string, len(b.Persons))}
	for m.Inspection == "" {
		code, err := d.newCode()
		if err != nil {
			return nil, err
		}
		if !d.inspected(code) {
			m.Inspection, drawn[code] = code, true
		}
	}
	changes := make([]*change, len(b.Persons))
	var wrong intake.Troubles
	for i, in := range b.Persons {
		if in == nil || i+1 < from {
			continue
		}
		c, err := d.opening(metAt(m.Inspection, in))
		for err == nil && drawn[c.head.Code] {
			c, err = d.opening(metAt(m.Inspection, in))
		}
		if err != nil {
			wrong = append(wrong, intake.Trouble{Person: i + 1, Err: err})
			continue
		}
		changes[i], drawn[c.head.Code] = c, true
	}
	if wrong != nil {
		return nil, wrong
	}
	for i := from - 1; i < len(changes); i++ {
		var err error
		if c := changes[i]; c != nil {
			if err = d.write(ctx, c); err == nil {
				m.Codes[i] = c.head.Code
			}
		} else if err = d.put(ctx, passerKind, passer{m.Inspection}, func() { d.passers[m.Inspection]++ }); err == nil {
			m.Uninvolved++
		}
		if err != nil {
			return m, &Stuck{i + 1, err}
		}
	}
	return m, nil
}

// metAt is an intake with the inspection in it, unless it names one itself.
func metAt(code string, in *intake.Intake) *intake.Intake {
	if slices.ContainsFunc(in.Entries, func(e casefile.Entry) bool { return e.Kind == casefile.KindInspection }) {
		return in
	}
	at := *in
	at.Entries = append([]casefile.Entry{casefile.NewEntry(casefile.KindInspection, in.On, &casefile.Inspection{Code: code})}, in.Entries...)
	return &at
}

// inspected reports whether an inspection has that code.
func (d *Desk) inspected(code string) bool {
	if _, ok := d.passers[code]; ok {
		return true
	}
	for _, h := range d.heads {
		if h.Met == code {
			return true
		}
	}
	return false
}

// Inspection lists the persons who were met at an inspection (§6), by code of
// their cases: all of them but those who were not involved and those who are
// implicated, who never stand on one list with the others (§5.3): see Apart.
func (d *Desk) Inspection(code string) ([]*Row, error) {
	return d.met(code, func(s procedure.State) bool { return s != procedure.Stopped && s != procedure.Uninvolved })
}

// Apart lists the cases of those met at an inspection who are implicated
// (§5.3): codes alone, on a list of their own.
func (d *Desk) Apart(code string) ([]*Row, error) {
	return d.met(code, func(s procedure.State) bool { return s == procedure.Stopped })
}

// met lists the cases of one inspection in certain states.
func (d *Desk) met(code string, in func(procedure.State) bool) ([]*Row, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	code, ok := casefile.ParseCode(code)
	if !ok {
		return nil, casefile.Problem{Key: "problem.code", Path: "inspection.code"}
	}
	var rows []*Row
	for _, h := range d.heads {
		if h.Met == code && in(h.Schedule.State) {
			rows = append(rows, h.row(d.clock.Today()))
		}
	}
	slices.SortFunc(rows, func(a, b *Row) int { return cmp.Compare(a.Code, b.Code) })
	return rows, nil
}
