package statistics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/procedure"
)

// shown writes what a reader sees of a table.
func shown(counts []int, hidden []bool) string {
	var b strings.Builder
	for i, n := range counts {
		if hidden[i] {
			b.WriteString(" *")
		} else {
			fmt.Fprint(&b, " ", n)
		}
	}
	return b.String()
}

// every calls f with all tables of so many cells that hold so many cases.
func every(cells, cases int, f func([]int)) {
	counts := make([]int, cells)
	var fill func(i, left int)
	fill = func(i, left int) {
		if i == cells-1 {
			counts[i] = left
			f(counts)
			return
		}
		for n := range left + 1 {
			counts[i] = n
			fill(i+1, left-n)
		}
	}
	fill(0, cases)
}

// All tables that a reader who knows the rule cannot tell apart are put
// together: in none of these heaps has a cell of one to four cases the same
// number everywhere.
func TestNoHiddenNumberCanBeWorkedOut(t *testing.T) {
	tried, hiding := 0, 0
	for cells, most := range map[int]int{2: 60, 3: 40, 4: 26, 5: 18} {
		for cases := Few; cases <= most; cases++ {
			heaps := map[string][][]int{}
			every(cells, cases, func(counts []int) {
				tried++
				hidden := hide(counts, make([]bool, cells))
				if !slices.Contains(hidden, true) {
					for _, n := range counts {
						if n > 0 && n < Few {
							t.Fatalf("%v is shown", counts)
						}
					}
					return
				}
				hiding++
				for i, n := range counts {
					if n > 0 && n < Few && !hidden[i] {
						t.Fatalf("%v shows the cell %d", counts, i)
					}
				}
				key := shown(counts, hidden)
				heaps[key] = append(heaps[key], slices.Clone(counts))
			})
			for key, heap := range heaps {
				for i := range cells {
					low, high := heap[0][i], heap[0][i]
					small := false
					for _, c := range heap {
						low, high = min(low, c[i]), max(high, c[i])
						small = small || c[i] > 0 && c[i] < Few
					}
					if small && low == high {
						t.Errorf("%d cases,%s: the cell %d is %d, whatever the table", cases, key, i, low)
					}
				}
			}
		}
	}
	if tried < 50000 || hiding < 10000 {
		t.Errorf("only %d tables were tried, of which %d hide anything", tried, hiding)
	}
}

func TestWhatIsHiddenAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   string
	}{
		{[]int{9, 8, 7}, " 9 8 7"},              // nothing is small
		{[]int{9, 0, 7}, " 9 0 7"},              // an empty cell points at nobody
		{[]int{12, 0, 0}, " 12 0 0"},            // one cell holds all
		{[]int{0, 0, 0}, " 0 0 0"},              // nothing at all
		{[]int{3, 9, 10}, " * * *"},             // nine at the least, and ten at the most: the total would tell three
		{[]int{3, 9, 20}, " * * 20"},            // one small one, and the next smallest
		{[]int{3, 9, 0}, " * * *"},              // an empty one looks like a small one
		{[]int{3, 20, 9}, " * 20 *"},            // the next smallest, wherever it stands
		{[]int{3, 4, 20, 30}, " * * 20 30"},     // two that hold enough between them
		{[]int{1, 2, 20, 30}, " * * * 30"},      // two that do not
		{[]int{1, 0, 0, 20, 30}, " * * * * 30"}, // a sum of one would be that one
		{[]int{4, 30}, " * *"},                  // the total tells
		{[]int{1, 1, 1, 1, 1}, " * * * * *"},    // no cell is large enough
	} {
		if got := shown(c.counts, hide(c.counts, make([]bool, len(c.counts)))); got != c.want {
			t.Errorf("%v: %s, want %s", c.counts, got, c.want)
		}
	}
}

// rowsOf makes rows of a year: so many of each class of one table.
func rowsOf(year int, n map[string]int, set func(*Row, string)) []Row {
	var rows []Row
	for class, n := range n {
		for range n {
			r := Row{Opened: year, Stage: procedure.S1, Outcome: "running", Form: "labour", Sex: "F", Age: "middle", Region: "europe", Referrer: "police", Language: "sq"}
			set(&r, class)
			rows = append(rows, r)
		}
	}
	return rows
}

func table(r Report, name string) string {
	for _, t := range r.Tables {
		if t.Name == name {
			var b strings.Builder
			for _, c := range t.Cells {
				switch {
				case c.Hidden && c.N != 0:
					return "a hidden cell holds its number"
				case c.Hidden:
					fmt.Fprintf(&b, " %s *", c.Class)
				case c.N > 0:
					fmt.Fprintf(&b, " %s %d", c.Class, c.N)
				}
			}
			return b.String()
		}
	}
	return "no such table"
}

func TestAYearOfFewCasesShowsNothing(t *testing.T) {
	sex := func(r *Row, class string) { r.Sex = class }
	for n := range 8 {
		r := Count(1997, rowsOf(1997, map[string]int{"F": n}, sex))
		if few := n > 0 && n < Few; r.Hidden != few || few && r.Total != 0 || !few && r.Total != n {
			t.Errorf("%d cases: %+v", n, r)
		}
		for _, tab := range r.Tables {
			for _, c := range tab.Cells {
				if c.Hidden != r.Hidden {
					t.Errorf("%d cases: %s of %s is hidden: %v", n, c.Class, tab.Name, c.Hidden)
				}
			}
		}
	}
}

func TestATableCountsEveryCaseOfItsYearOnceAndNobodyApart(t *testing.T) {
	rows := rowsOf(1997, map[string]int{"F": 6, "M": 7}, func(r *Row, class string) { r.Sex = class })
	rows = append(rows, rowsOf(1998, map[string]int{"F": 9}, func(*Row, string) {})...)
	rows = append(rows, Row{Opened: 1997, Outcome: Apart}, Row{Opened: 1997, Outcome: Apart, Stage: procedure.S1})
	r := Count(1997, rows)
	if r.Total != 13 || table(r, "sex") != " F 6 M 7" {
		t.Errorf("%d: %s", r.Total, table(r, "sex"))
	}
	for _, tab := range r.Tables {
		sum := 0
		for _, c := range tab.Cells {
			sum += c.N
		}
		if sum != r.Total {
			t.Errorf("%s holds %d of %d", tab.Name, sum, r.Total)
		}
	}
	if len(r.Tables) != 8 {
		t.Errorf("%d tables", len(r.Tables))
	}
}

// Whoever was only met stands in two tables: were the one cell shown and the
// other hidden, the one would tell the other.
func TestTwoCellsThatHoldTheSameCasesAreHiddenTogether(t *testing.T) {
	of := func(n map[string]int) Report {
		return Count(1997, rowsOf(1997, n, func(r *Row, class string) {
			if r.Stage = class; class == contact {
				r.Outcome = contact
			}
		}))
	}
	r := of(map[string]int{"S1": 3, contact: 9, "S2": 30})
	if got := table(r, "stage"); got != " contact * contactRefused * none * S1 * S2 30 S3 * U *" {
		t.Errorf("stage:%s", got)
	}
	if got := table(r, "outcome"); !strings.HasPrefix(got, " contact * contactRefused * running 33") {
		t.Errorf("outcome:%s", got)
	}
	r = of(map[string]int{"S1": 8, contact: 9, "S2": 30})
	if got := table(r, "stage") + table(r, "outcome"); got != " contact 9 S1 8 S2 30 contact 9 running 38" {
		t.Errorf("nothing is small:%s", got)
	}
}

// The same of the two tables that share cells, taken together: all years that
// show the same are put on one heap. (Some classes are left out, of which a
// reader could know nothing; that makes it stricter.)
func TestNoHiddenNumberFollowsFromAnotherTable(t *testing.T) {
	both := []Row{
		{Stage: contact, Outcome: contact}, {Stage: contactRefused, Outcome: contactRefused}, {Stage: None, Outcome: running}, {Stage: None, Outcome: "ended"},
		{Stage: None, Outcome: "returned"}, {Stage: procedure.S1, Outcome: running}, {Stage: procedure.S1, Outcome: "ended"}, {Stage: procedure.S1, Outcome: "returned"},
		{Stage: procedure.U, Outcome: running},
	}
	cells := make([][2]int, len(both)) // of each: which cell of the first table and which of the last
	last := len(questions) - 1
	for i, r := range both {
		cells[i] = [2]int{questions[0].index(r.Stage), questions[last].index(r.Outcome)}
	}
	for _, cases := range []int{6, 8, 9, 11} {
		heaps := map[string][]map[[2]int]int{}
		every(len(both), cases, func(n []int) {
			counts := make([][]int, len(questions))
			for j, q := range questions {
				counts[j] = make([]int, len(q.classes))
			}
			truth := map[[2]int]int{}
			for i, c := range cells {
				counts[0][c[0]] += n[i]
				counts[last][c[1]] += n[i]
				truth[[2]int{0, c[0]}] += n[i]
				truth[[2]int{last, c[1]}] += n[i]
			}
			hidden := conceal(counts)
			key := shown(counts[0], hidden[0]) + " |" + shown(counts[last], hidden[last])
			heaps[key] = append(heaps[key], truth)
		})
		for key, heap := range heaps {
			for cell := range heap[0] {
				low, high := heap[0][cell], heap[0][cell]
				for _, truth := range heap {
					low, high = min(low, truth[cell]), max(high, truth[cell])
				}
				if low == high && low > 0 && low < Few {
					t.Errorf("%d cases,%s: the cell %v is %d, whatever the year", cases, key, cell, low)
				}
			}
		}
	}
}

func TestAClassThatThisVersionDoesNotKnowCountsAsUnknown(t *testing.T) {
	rows := rowsOf(1997, map[string]int{"": 6, "spaceship": 6}, func(r *Row, class string) { r.Form, r.Region, r.Outcome = class, class, class })
	r := Count(1997, rows)
	for _, name := range []string{"form", "region", "outcome"} {
		if got := table(r, name); got != " unknown 12" {
			t.Errorf("%s:%s", name, got)
		}
	}
}

func TestClassesAreCoarse(t *testing.T) {
	for country, want := range map[string]string{
		"BE": "belgium", "RO": "eu", "GB": "europe", "AL": "europe", "XK": "europe", "YU": "europe", "SU": "europe", "RU": "europe",
		"NG": "africa", "MA": "africa", "VN": "asia", "TR": "asia", "BR": "americas", "US": "americas", "AU": Other, "stateless": Other,
	} {
		if got := regionOf(country); got != want {
			t.Errorf("%s: %s, want %s", country, got, want)
		}
	}
	for tag, want := range map[string]string{"sq": "sq", "nl-BE": "nl", "zh-Hant": "zh", "yo": Other, "en": "en", "": Unknown} {
		if got := languageOf(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
	for forms, want := range map[string]string{"labour": "labour", "labour labour": "labour", "sexual labour": several, "organs": Other, "": Unknown} {
		if got := formOf(strings.Fields(forms)); got != want {
			t.Errorf("%q: %s, want %s", forms, got, want)
		}
	}
	day := civil.Must(1997, 3, 3)
	for born, want := range map[string]string{
		"1979-03-03": "young", "1979-03-04": "minor", "1979": "young", "1967-03-03": "middle", "1967-03-04": "young", "1952-03": "older", "": Unknown,
		"1976-02-29": "young", "1997-03-03": "minor",
	} {
		p, _ := civil.ParsePartial(born)
		if got := ageOf(p, day); got != want {
			t.Errorf("%q: %s, want %s", born, got, want)
		}
	}
}

// Whatever stands in a file: what is kept of it is classes alone.
func TestARowHoldsNothingButClasses(t *testing.T) {
	day, word := civil.Must(1997, 3, 3), "Kwaadmarker"
	f := &casefile.File{
		Opened:       &casefile.Fact[casefile.Opened]{Entry: casefile.Entry{On: day}},
		Referral:     &casefile.Fact[casefile.Referral]{Body: casefile.Referral{Channel: word}},
		Exploitation: &casefile.Fact[casefile.Exploitation]{Body: casefile.Exploitation{Forms: []string{word}}},
		Safety:       &casefile.Fact[casefile.Safety]{Body: casefile.Safety{Speaks: []string{word}}},
		Person: &casefile.Fact[casefile.Person]{Body: casefile.Person{
			Sex: word, Nationalities: []string{word}, FamilyName: word, Born: civil.Partial{Year: 1971, Month: 2, Day: 3}}},
	}
	_, classes := Questions()
	for _, s := range []procedure.Schedule{{State: procedure.State(word), Stage: word}, {State: procedure.InS1, Stage: procedure.S1}} {
		r := Of(f, &s)
		if r.Opened != 1997 {
			t.Errorf("%+v", r)
		}
		for _, q := range questions {
			if !slices.Contains(classes[q.name], *q.of(&r)) {
				t.Errorf("%s is %q", q.name, *q.of(&r))
			}
		}
	}
}

// Every state that a case can be in has an outcome, and every outcome and
// every answer a cell.
func TestEveryAnswerHasItsCell(t *testing.T) {
	_, classes := Questions()
	for _, s := range []procedure.State{
		procedure.Contact, procedure.ContactRefused, procedure.Counselling, procedure.Requested1, procedure.InS1, procedure.Requested2, procedure.InS2,
		procedure.Requested3, procedure.InS3, procedure.Renewal, procedure.RequestedU, procedure.InU, procedure.RefusedByDepartment,
		procedure.ProceedingsOver, procedure.Returning, procedure.Returned, procedure.Ended, procedure.Withdrawn, procedure.LostContact,
		procedure.Transferred, procedure.Unable,
	} {
		if o := OutcomeOf(s); !slices.Contains(classes["outcome"], o) {
			t.Errorf("%s: %q has no cell", s, o)
		}
		if open := !s.Closed() && s != procedure.Contact || s == procedure.InU; open != (OutcomeOf(s) == running) {
			t.Errorf("%s: %s", s, OutcomeOf(s))
		}
	}
	for _, k := range []struct{ kind, field, table string }{
		{casefile.KindExploitation, "forms", "form"}, {casefile.KindReferral, "channel", "referrer"},
	} {
		kind, _ := casefile.KindOf(k.kind)
		for i := range kind.Body.NumField() {
			f := kind.Body.Field(i)
			for _, rule := range casefile.RulesOf(f.Tag) {
				if casefile.FieldName(f) != k.field || rule.Name != "one" {
					continue
				}
				for _, v := range strings.Split(rule.Arg, "|") {
					if v != "organs" && !slices.Contains(classes[k.table], v) {
						t.Errorf("%s has no cell among %s", v, k.table)
					}
				}
			}
		}
	}
}

// Whatever the rows: no small number is shown, and what is hidden holds enough.
func FuzzCount(f *testing.F) {
	f.Add([]byte{1, 2, 3, 200, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		var rows []Row
		for i := 0; i+1 < len(b); i += 2 {
			r := Row{Opened: 1990 + int(b[i])%3}
			for j, set := range []*string{&r.Stage, &r.Form, &r.Sex, &r.Age, &r.Region, &r.Referrer, &r.Language, &r.Outcome} {
				c := questions[j].classes
				*set = c[int(b[i+1]>>(j%4))%len(c)]
			}
			rows = append(rows, r)
		}
		for year := 1990; year < 1993; year++ {
			r := Count(year, rows)
			for _, tab := range r.Tables {
				sum, hidden := 0, 0
				for _, c := range tab.Cells {
					if c.Hidden {
						hidden++
					} else if c.N > 0 && c.N < Few {
						t.Errorf("%s of %s: %d", c.Class, tab.Name, c.N)
					}
					sum += c.N
				}
				if hidden == 1 || !r.Hidden && hidden > 0 && r.Total-sum < Few {
					t.Errorf("%s: %d hidden, %d of %d cases", tab.Name, hidden, r.Total-sum, r.Total)
				}
			}
		}
	})
}
