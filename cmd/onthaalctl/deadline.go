package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/procedure"
	"onthaal/ui/words"
)

var stages = []string{procedure.S1, procedure.S2, procedure.S3}

func (a *app) deadlineCmd() *cobra.Command {
	var stage, issued, profile string
	var months int
	c := &cobra.Command{
		Use: "deadline --stage S1|S2|S3 --issued DATE", Short: "Compute the dates of a residence document; needs no desk", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains(stages, stage) {
				return usageChoice("--stage", stages)
			}
			if cmd.Flags().Changed("months") && stage != procedure.S3 {
				return usage{key: "usage.months.stage"}
			}
			if cmd.Flags().Changed("months") && (months < 1 || months > 60) {
				return usage{key: "usage.months"}
			}
			if issued == "" {
				return usage{key: "usage.issued"}
			}
			on, err := civil.Parse(issued)
			if err != nil {
				return casefile.Problem{Key: "problem.date", Path: "document.issued"}
			}
			if err := casefile.CheckPlanned("document.issued", on, a.parts.Desk.Today()); err != nil {
				return err
			}
			p := a.parts.Desk.Library().Profiles[profile]
			if p == nil {
				return casefile.Problem{Key: "problem.profile", Path: "profile"}
			}
			t, err := procedure.DocumentTerm(p, stage, on, civil.Date{}, civil.Date{}, months)
			if err != nil {
				return err
			}
			return a.print(struct {
				ValidUntil   civil.Date  `json:"validUntil"`
				ActBy        civil.Date  `json:"actBy"`
				InquiryBy    *civil.Date `json:"inquiryBy"`
				InquiryActBy *civil.Date `json:"inquiryActBy"`
				Rule         string      `json:"rule"`
				Section      string      `json:"section"`
				OtherReading *civil.Date `json:"otherReading,omitempty"`
				Profile      string      `json:"profile"`
				Version      string      `json:"version"`
			}{t.ValidUntil, t.ActBy, known(t.InquiryBy), known(t.InquiryActBy), t.Rule, t.Section, known(t.OtherReading), p.ID, p.Version},
				func(w io.Writer, say *words.Printer) {
					fmt.Fprintf(w, "%s (%s)\n", say.Labelled(say.T("cli.validUntil"), say.Date(t.ValidUntil)), say.Section(t.Section))
					fmt.Fprintln(w, say.Labelled(say.T("cli.actBy"), say.Date(t.ActBy)))
					if !t.InquiryBy.IsZero() {
						fmt.Fprintln(w, say.Labelled(say.T("cli.inquiryBy"), say.Date(t.InquiryBy)))
						fmt.Fprintln(w, say.Labelled(say.T("cli.actBy"), say.Date(t.InquiryActBy)))
					}
					if !t.OtherReading.IsZero() {
						fmt.Fprintln(w, say.T("term.otherReading", words.Args{"Date": t.OtherReading}))
					}
					for _, s := range say.Standing(p, a.parts.Desk.Lapsed(p.ID, on)) {
						fmt.Fprintln(w, s)
					}
				})
		},
	}
	f := c.Flags()
	f.StringVar(&stage, "stage", "", "S1, S2 or S3")
	f.StringVar(&issued, "issued", "", "day on which the document was issued or notified, YYYY-MM-DD")
	f.IntVar(&months, "months", 0, "duration of a stage 3 document in months, if another than six")
	f.StringVar(&profile, "profile", procedure.Default, "the procedure")
	return c
}
