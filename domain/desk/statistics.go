package desk

import (
	"context"
	"slices"
	"strconv"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/domain/statistics"
)

// erasedKind is the kind of record that stays of a case that was erased: a row
// of statistics that leads to nobody.
const erasedKind = "erased"

// erased is its body. Earlier versions left the state in the outcome's place,
// and little else.
type erased struct {
	statistics.Row
	State procedure.State `json:"state,omitempty"`
}

// row reads what stayed of a case, whichever version erased it.
func (e *erased) row() statistics.Row {
	r := e.Row
	if r.Outcome == "" {
		r.Outcome = statistics.OutcomeOf(e.State)
	}
	if e.State != "" || r.Stage == "" {
		r.Stage = statistics.StageOf(e.State, r.Stage)
	}
	return r
}

// rowOf makes the row of a case from its records.
func (d *Desk) rowOf(records []journal.Record) (statistics.Row, bool) {
	f := casefile.Fold(records)
	p := d.profile(f)
	if p == nil {
		return statistics.Row{}, false
	}
	s := procedure.Assess(f, p)
	return statistics.Of(f, &s), true
}

// countErased keeps of an erased case the row of statistics, and of somebody
// who was met at an inspection and not involved that there was somebody.
func (d *Desk) countErased(ctx context.Context, h *head, records []journal.Record) error {
	row, ok := d.rowOf(records)
	if !ok {
		return nil
	}
	err := d.put(ctx, erasedKind, erased{Row: row}, func() { d.erased = append(d.erased, row) })
	if err != nil || h.Met == "" || h.Schedule.State != procedure.Uninvolved {
		return err
	}
	return d.put(ctx, passerKind, passer{h.Met}, func() { d.passers[h.Met]++ })
}

// Years lists the years in which cases were opened, the latest first.
func (d *Desk) Years() ([]int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	var years []int
	for _, h := range d.heads {
		years = append(years, h.Opened.Year())
	}
	for _, r := range d.erased {
		years = append(years, r.Opened)
	}
	slices.Sort(years)
	years = slices.Compact(years)
	slices.Reverse(years)
	return years, nil
}

// Statistics counts the cases that were opened in a year, for the annual
// report: open, closed and erased ones alike.
func (d *Desk) Statistics(ctx context.Context, year int) (r statistics.Report, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		d.mu.Lock()
		rows := slices.Clone(d.erased)
		var ids []journal.ID
		for id, h := range d.heads {
			if h.Opened.Year() == year {
				ids = append(ids, id)
			}
		}
		d.mu.Unlock()
		for _, id := range ids {
			records, err := s.Read(ctx, id)
			if err != nil {
				return err
			}
			d.mu.Lock()
			row, ok := d.rowOf(records)
			d.mu.Unlock()
			if ok && len(records) > 0 { // none: erased meanwhile
				rows = append(rows, row)
			}
		}
		r = statistics.Count(year, rows)
		return nil
	})
	return r, err
}

// didStatistics is what the trail says when the tables of a year left the desk
// as a file.
const didStatistics = "statistics"

// StatisticsSaved leaves a trace that the tables of a year left the desk as a
// file. Who reads two versions of one year side by side may see what came
// between: the trail says how many there are.
func (d *Desk) StatisticsSaved(ctx context.Context, year int) error {
	return d.long(ctx, func(ctx context.Context, s Store) error {
		return s.Note(ctx, didStatistics, journal.ID{}, strconv.Itoa(year))
	})
}
