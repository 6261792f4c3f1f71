package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/ui/words"
)

// privacyCmd saves the sheet that tells a person what is kept about her, or
// lists the languages that there are.
func (a *app) privacyCmd() *cobra.Command {
	var out string
	var force bool
	c := &cobra.Command{
		Use: "privacy [TAG -o FILE.pdf]", Short: "Save the sheet \"What we keep about you\" as PDF, or list its languages", Args: cobra.MaximumNArgs(1),
		Long: `Saves the sheet that tells a person in her language what a centre keeps about
her, why, how long, who sees it, what she may ask and whom. Without TAG the
languages are listed.

It needs no desk. With --passphrase-file the desk is opened, and the sheet names
the centre and its telephone number.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			d := a.parts.Desk
			if len(args) == 0 {
				return a.privacyList()
			}
			doc, err := d.Privacy(args[0])
			if err != nil {
				return err
			}
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
			if a.passphrase != "" {
				if err := a.unlock(cmd.Context()); err != nil {
					return err
				}
				if doc, err = d.Privacy(args[0]); err != nil {
					return err
				}
			}
			pdf, err := d.PDF(doc)
			if err != nil {
				return err
			}
			return file.write(pdf)
		},
	}
	savesPDF(c, &out, &force)
	return c
}

func (a *app) privacyList() error {
	type edition struct {
		Tag    string `json:"tag"`
		Title  string `json:"title"`
		Status string `json:"status"`
	}
	list, all := []edition{}, a.parts.Desk.Library().Privacy
	for _, tag := range slices.Sorted(maps.Keys(all)) {
		list = append(list, edition{tag, all[tag].Title, all[tag].Status})
	}
	return a.print(list, func(w io.Writer, p *words.Printer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush()
		for _, e := range list {
			fmt.Fprintf(t, "%s\t%s\t%s\n", e.Tag, e.Title, p.T("status."+e.Status))
		}
	})
}
