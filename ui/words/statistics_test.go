package words

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"onthaal/domain/statistics"
)

// figures are the tables of a year of so many cases.
func figures(n int) statistics.Report {
	rows := make([]statistics.Row, n)
	for i := range rows {
		rows[i] = statistics.Row{Opened: 1997, Stage: "S1", Outcome: "running", Form: "labour", Sex: "F", Age: "young", Region: "africa", Referrer: "police", Language: "sq"}
		if i < 2 {
			rows[i].Form = "sexual"
		}
	}
	return statistics.Count(1997, rows)
}

// A spreadsheet with Belgian settings opens the file as it stands: semicolons,
// CR LF, UTF-8 that says so.
func TestStatisticsAreReadBySpreadsheets(t *testing.T) {
	names, _ := statistics.Questions()
	for _, lang := range Languages {
		p := load(t).Printer(lang)
		for _, n := range []int{0, 3, 20} {
			data, err := p.Statistics(figures(n))
			if err != nil {
				t.Fatal(err)
			}
			text, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf"))
			if !ok || bytes.Count(text, []byte("\n")) != bytes.Count(text, []byte("\r\n")) || !bytes.HasSuffix(text, []byte("\r\n")) {
				t.Errorf("%s: %q", lang, data[:40])
			}
			r := csv.NewReader(bytes.NewReader(text))
			r.Comma = ';'
			lines, err := r.ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", lang, err)
			}
			tables := map[string]int{}
			for i, l := range lines {
				if len(l) != 4 || l[0] == "" || l[1] == "" || l[3] == "" {
					t.Errorf("%s: %q", lang, l)
				}
				for _, cell := range l {
					if strings.HasPrefix(cell, "statistics.") || strings.HasPrefix(cell, "choice.") || strings.HasPrefix(cell, "state.") {
						t.Errorf("%s: a key stands where words should: %s", lang, cell)
					}
				}
				if i == 0 {
					continue
				}
				if tables[l[1]]++; l[3] != Hidden {
					if _, err := strconv.Atoi(l[3]); err != nil {
						t.Errorf("%s: %q", lang, l)
					}
				}
			}
			want := map[int]string{0: "0", 3: Hidden, 20: "20"}[n]
			if len(tables) != 1+len(names) || lines[1][3] != want {
				t.Errorf("%s: %d tables, %s cases", lang, len(tables), lines[1][3])
			}
			if n == 20 && (!strings.Contains(string(text), ";"+p.Class("form", "sexual")+";"+Hidden+"\r\n") || strings.Contains(string(text), ";18\r\n")) {
				t.Errorf("%s: two cases are shown", lang)
			}
		}
	}
}

// A class is never named by its key, and no two of a table are named alike.
func TestEveryClassOfTheStatisticsHasWordsOfItsOwn(t *testing.T) {
	names, classes := statistics.Questions()
	for _, lang := range Languages {
		p := load(t).Printer(lang)
		for _, name := range names {
			seen := map[string]string{}
			for _, c := range classes[name] {
				w := p.Class(name, c)
				if w == "" || strings.Contains(w, "."+c) || seen[w] != "" {
					t.Errorf("%s: %s of %s is called %q, like %q", lang, c, name, w, seen[w])
				}
				seen[w] = c
			}
		}
	}
}

func TestNoTextBecomesAFormula(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\tx", "=HYPERLINK(\"x\")", "-2+3;=4"} {
		if got := harmless(s); got != "'"+s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
	for _, s := range []string{"", "police", "18 à 29 ans", "Türkisch", "*", "1997", "é=1", "a-b"} {
		if got := harmless(s); got != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

func TestTheTablesSayWhatIsHiddenAndThatAYearIsNotOver(t *testing.T) {
	p := load(t).Printer("en")
	for _, c := range []struct{ cases, today, want int }{{0, 1998, 0}, {3, 1998, 1}, {20, 1998, 1}, {20, 1997, 2}} {
		if got := p.Remarks(figures(c.cases), c.today); len(got) != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
