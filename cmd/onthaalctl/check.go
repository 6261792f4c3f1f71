package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"onthaal/domain/journal"
	"onthaal/ui/words"
)

func (a *app) checkCmd() *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "Open every record and say whether all is whole", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.exists(); err != nil {
				return err
			}
			secret, err := a.secret()
			if err != nil {
				return err
			}
			defer clear(secret)
			found, err := a.parts.Desk.Check(cmd.Context(), secret)
			if err != nil && found == nil {
				return err
			}
			list := []string{}
			for _, f := range found {
				list = append(list, f.String())
			}
			perr := a.print(map[string]any{"whole": len(found) == 0, "findings": list}, func(w io.Writer, p *words.Printer) {
				if len(found) == 0 {
					fmt.Fprintln(w, p.T("cli.whole"))
				}
				for _, f := range found {
					fmt.Fprintln(w, p.Finding(f))
				}
			})
			if len(found) > 0 {
				err = journal.ErrDamaged // the findings have been said
			}
			return errors.Join(err, perr)
		},
	}
}
