package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/ui/words"
)

func (a *app) inspectionCmd() *cobra.Command {
	c := &cobra.Command{
		Use: "inspection", Short: "The persons met at one inspection: open, list, persons, issue", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(a.inspectionOpenCmd(), a.inspectionListCmd(), a.inspectionPersonsCmd(), a.inspectionIssueCmd())
	return c
}

// metJSON is what became of a batch, as inspection open prints it.
type metJSON struct {
	Inspection string      `json:"inspection"`
	Persons    []metPerson `json:"persons"`
	Uninvolved int         `json:"uninvolved"`
}

type metPerson struct {
	Person int    `json:"person"` // from 1, in the order of the file
	Code   string `json:"code"`
}

func (a *app) inspectionOpenCmd() *cobra.Command {
	var file string
	var from int
	c := &cobra.Command{
		Use: "open -f FILE.json", Short: "Open a case for each person met at an inspection", Args: cobra.NoArgs,
		Long: `Opens a case for each person met at an inspection, from one file as in
docs/examples/batch.json: what is the same for all is said once. The cases are
linked by the code of the inspection, which the program draws; no letter carries
it. Whoever was not involved is counted, and nothing else is kept.

Everybody is checked first: if anything is wrong with anybody, it is said person
by person, and nobody is recorded. Should the disk fill up on the way, the
persons who are recorded are named; --from N goes on.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			data, err := a.read(file, intake.MaxBatch)
			if err != nil {
				return err
			}
			b, err := intake.ParseBatch(data, a.parts.Desk.Today())
			if err != nil {
				return err
			}
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			m, err := a.parts.Desk.TakeInAll(cmd.Context(), b, from)
			var stuck *desk.Stuck
			if err != nil && !errors.As(err, &stuck) {
				return err
			}
			j := metJSON{m.Inspection, []metPerson{}, m.Uninvolved}
			for i, code := range m.Codes {
				if code != "" {
					j.Persons = append(j.Persons, metPerson{i + 1, code})
				}
			}
			of := map[string]civil.Date{} // one day holds for all
			for _, in := range b.Persons {
				if in != nil {
					of[in.Profile] = in.On
				}
			}
			for _, id := range slices.Sorted(maps.Keys(of)) {
				a.remarkRules(id, of[id])
			}
			perr := a.print(j, func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.Labelled(p.T("kind.inspection"), j.Inspection))
				for _, x := range j.Persons {
					fmt.Fprintf(w, "%4d  %s\n", x.Person, x.Code)
				}
				if j.Uninvolved > 0 {
					fmt.Fprintln(w, p.N("cli.uninvolved", j.Uninvolved))
				}
			})
			return errors.Join(err, perr)
		},
	}
	c.Flags().StringVarP(&file, "file", "f", "", "the persons, as in docs/examples/batch.json")
	c.Flags().IntVar(&from, "from", 1, "begin at the person of this number")
	return c
}

func (a *app) inspectionListCmd() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the inspections, with how many persons were met", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			list, err := a.parts.Desk.Inspections()
			if err != nil {
				return err
			}
			type inspection struct {
				Code       string     `json:"code"`
				On         civil.Date `json:"on,omitzero"`
				Persons    int        `json:"persons"`
				Apart      int        `json:"apart"`
				Uninvolved int        `json:"uninvolved"`
			}
			out := []inspection{}
			for _, i := range list {
				out = append(out, inspection(i))
			}
			return a.print(out, func(w io.Writer, p *words.Printer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				defer t.Flush()
				for _, i := range list {
					fmt.Fprintf(t, "%s\t%s\t%s", i.Code, p.Date(i.On), p.N("cli.persons", i.Persons))
					if i.Apart > 0 {
						fmt.Fprintf(t, "\t%s", p.N("cli.apart", i.Apart))
					}
					if i.Uninvolved > 0 {
						fmt.Fprintf(t, "\t%s", p.N("cli.uninvolved", i.Uninvolved))
					}
					fmt.Fprintln(t)
				}
			})
		},
	}
}

func (a *app) inspectionPersonsCmd() *cobra.Command {
	var apart bool
	c := &cobra.Command{
		Use: "persons CODE", Short: "List the cases of one inspection", Args: cobra.ExactArgs(1),
		Long: `Lists the cases of the persons met at one inspection. Those who are implicated
never stand on one list with the others; --apart lists them alone, by code.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			list := a.parts.Desk.Inspection
			if apart {
				list = a.parts.Desk.Apart
			}
			rows, err := list(args[0])
			if err != nil {
				return err
			}
			return a.printCases(rows)
		},
	}
	c.Flags().BoolVar(&apart, "apart", false, "those who are implicated, and nobody else")
	return c
}
