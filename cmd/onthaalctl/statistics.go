package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/cmd/internal/wire"
	"onthaal/domain/statistics"
	"onthaal/ui/words"
)

func (a *app) statisticsCmd() *cobra.Command {
	var year int
	var out string
	var force bool
	c := &cobra.Command{
		Use: "statistics", Short: "Figures for the annual report", Args: cobra.NoArgs,
		Long: `Counts the cases that were opened in a year, erased ones too: one table for each
question. A number under five is not shown, and none from which it could be
worked out. With -o FILE.csv the tables are written for a spreadsheet too, with
semicolons, in UTF-8; that they left the desk is recorded.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("year") {
				year = a.parts.Desk.Today().Year()
			}
			if from, to := wire.FirstDay.Year(), a.parts.Desk.Today().Year(); year < from || year > to {
				return usage{key: "usage.year", args: words.Args{"Flag": "--year", "From": from, "To": to}, command: cmd.Name()}
			}
			var file *output
			if cmd.Flags().Changed("output") {
				o, err := create(out, force)
				if err != nil {
					return err
				}
				defer o.Drop()
				file = o
			}
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			r, err := a.parts.Desk.Statistics(cmd.Context(), year)
			if err != nil {
				return err
			}
			if file != nil {
				data, err := a.say().Statistics(r)
				if err != nil {
					return err
				}
				if err := a.parts.Desk.StatisticsSaved(cmd.Context(), year); err != nil {
					return err
				}
				if err := file.write(data); err != nil {
					return err
				}
			}
			return a.print(statisticsOf(r), func(w io.Writer, p *words.Printer) { showStatistics(w, p, r, a.parts.Desk.Today().Year()) })
		},
	}
	c.Flags().IntVar(&year, "year", 0, "the year in which the cases were opened; without it, this year")
	c.Flags().StringVarP(&out, "output", "o", "", "write the tables into this file too")
	c.Flags().BoolVar(&force, "force", false, "replace a file that is there already")
	return c
}

// statisticsJSON is what statistics prints. A number that is not shown is null.
type statisticsJSON struct {
	Year   int         `json:"year"`
	Cases  *int        `json:"cases"`
	Tables []tableJSON `json:"tables"`
}

type tableJSON struct {
	Table string     `json:"table"`
	Cells []cellJSON `json:"cells"`
}

type cellJSON struct {
	Class string `json:"class"`
	Cases *int   `json:"cases"`
}

func statisticsOf(r statistics.Report) statisticsJSON {
	number := func(n int, hidden bool) *int {
		if hidden {
			return nil
		}
		return &n
	}
	j := statisticsJSON{r.Year, number(r.Total, r.Hidden), []tableJSON{}}
	for _, t := range r.Tables {
		x := tableJSON{t.Name, []cellJSON{}}
		for _, c := range t.Cells {
			x.Cells = append(x.Cells, cellJSON{c.Class, number(c.N, c.Hidden)})
		}
		j.Tables = append(j.Tables, x)
	}
	return j
}

func showStatistics(w io.Writer, p *words.Printer, r statistics.Report, today int) {
	fmt.Fprintln(w, p.StatisticsTotal(r))
	if r.Hidden || r.Total == 0 {
		return
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, table := range r.Tables {
		fmt.Fprintf(t, "\n%s\n", p.T("statistics.table."+table.Name))
		for _, c := range table.Cells {
			if c.Hidden || c.N > 0 {
				fmt.Fprintf(t, "  %s\t%s\n", p.Class(table.Name, c.Class), words.Number(c))
			}
		}
	}
	t.Flush()
	fmt.Fprintln(w)
	for _, s := range p.Remarks(r, today) {
		fmt.Fprintln(w, s)
	}
}
