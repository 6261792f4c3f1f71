package statistics

import "slices"

// Few is the smallest number of cases that is shown.
const Few = 5

// Report is the tables of one year.
type Report struct {
	Year   int
	Total  int  // 0 when it is hidden
	Hidden bool // there are fewer than Few cases: nothing is shown
	Tables []Table
}

// Table is how often each answer to one question was given.
type Table struct {
	Name  string
	Cells []Cell
}

// Cell is one class of a table.
type Cell struct {
	Class  string
	N      int // 0 when it is hidden
	Hidden bool
}

// Count makes the tables of a year.
//
// A cell with one to four cases is hidden, and then all with fewer than five
// are, so that an empty one looks no different; with them the next smallest
// ones, until the total no longer tells (see enough). Two cells that hold
// the same cases are both hidden or none. When the whole year has fewer than
// five cases, everything is.
func Count(year int, rows []Row) Report {
	r := Report{Year: year}
	counts := make([][]int, len(questions))
	for i, q := range questions {
		counts[i] = make([]int, len(q.classes))
	}
	for _, row := range rows {
		if row.Opened != year || row.Outcome == Apart {
			continue
		}
		r.Total++
		row = row.known()
		for j, q := range questions {
			counts[j][q.index(*q.of(&row))]++
		}
	}
	r.Hidden = r.Total > 0 && r.Total < Few
	hidden := conceal(counts)
	for i, q := range questions {
		t := Table{Name: q.name}
		for j, class := range q.classes {
			c := Cell{Class: class, N: counts[i][j], Hidden: hidden[i][j] || r.Hidden}
			if c.Hidden {
				c.N = 0
			}
			t.Cells = append(t.Cells, c)
		}
		r.Tables = append(r.Tables, t)
	}
	if r.Hidden {
		r.Total = 0
	}
	return r
}

// conceal says which cells of all tables are hidden.
func conceal(counts [][]int) [][]bool {
	hidden := make([][]bool, len(questions))
	for i := range counts {
		hidden[i] = hide(counts[i], make([]bool, len(counts[i])))
	}
	for again := true; again; {
		again = false
		for _, w := range same {
			a, b := w.one.of(hidden), w.other.of(hidden)
			if *a == *b {
				continue
			}
			*a, *b, again = true, true, true
			for _, t := range []int{w.one.table(), w.other.table()} {
				hidden[t] = hide(counts[t], hidden[t])
			}
		}
	}
	return hidden
}

func (q *question) index(class string) int { return slices.Index(q.classes, class) }

// hide says which cells of a table are hidden. forced are those that have to
// be, whatever they hold.
func hide(counts []int, forced []bool) []bool {
	hidden := slices.Clone(forced)
	some := slices.Contains(forced, true)
	for _, n := range counts {
		some = some || n > 0 && n < Few
	}
	if !some {
		return hidden
	}
	order := make([]int, len(counts)) // the smallest first
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return counts[a] - counts[b] })
	cells, cases := 0, 0
	for i, n := range counts {
		if hidden[i] = hidden[i] || n < Few; hidden[i] {
			cells++
			cases += n
		}
	}
	for _, i := range order {
		if hidden[i] {
			continue
		}
		if enough(cells, cases, counts[i]) {
			break
		}
		hidden[i] = true
		cells++
		cases += counts[i]
	}
	return hidden
}

// enough reports whether so many hidden cells keep their secret, when the
// total tells how many cases they hold together and next is the smallest
// number that is shown. They do when they hold five cases or more, and when
// any one of them might hold none: when the others could hold all the cases,
// although a reader knows that each of them is next at the most.
func enough(cells, cases, next int) bool {
	return cells >= 2 && cases >= Few && (cells-1)*next >= cases
}

// place is a cell: of which table, and of which class.
type place struct{ name, class string }

func (p place) table() int {
	return slices.IndexFunc(questions, func(q question) bool { return q.name == p.name })
}

func (p place) of(hidden [][]bool) *bool {
	t := p.table()
	return &hidden[t][questions[t].index(p.class)]
}

// same are cells of two tables that hold the same cases.
var same = []struct{ one, other place }{
	{place{"stage", contact}, place{"outcome", contact}},
	{place{"stage", contactRefused}, place{"outcome", contactRefused}},
}
