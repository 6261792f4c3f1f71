package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/handout"
)

// summaryCmd makes the one page for the colleague on duty.
func (a *app) summaryCmd() *cobra.Command {
	var out string
	var force, encrypted bool
	c := &cobra.Command{
		Use: "summary CODE -o FILE.pdf", Short: "Save one page about a case for the colleague on duty", Args: cobra.ExactArgs(1),
		Long: `Saves one page about a case for the colleague on duty, marked confidential: who
it is, where the case stands, what is due by when, which appointments and
hearings are ahead, what keeps the person safe, what she agreed to and what was
recorded last. What has no room on the page is left out, and the page says so.
That the page was made is recorded.

With --encrypted the file opens with a password alone (AES-256). The password
is printed once and kept nowhere: it travels by another way than the file.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
			k, err := a.theCase(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			d, p := a.parts.Desk, a.say()
			s := handout.Summary{Case: k, Words: p, Paper: a.parts.Paper, By: d.Settings().Counsellor, At: time.Now()}
			doc, err := s.Document()
			if errors.Is(err, handout.ErrClosed) {
				return k.Over("summary")
			}
			if err != nil {
				return err
			}
			made := desk.Printed{}
			if made.PDF, err = d.PDF(doc); err != nil {
				return err
			}
			how, password := casefile.AsFile, ""
			if encrypted {
				how = casefile.Encrypted
				if made, password, err = d.EncryptedCopy(made); err != nil {
					return err
				}
			}
			if err := d.SummaryExported(cmd.Context(), k.ID, p.Lang, how); err != nil {
				return err
			}
			if err := file.write(made.PDF); err != nil || !encrypted {
				return err
			}
			return a.sayPassword(password)
		},
	}
	savesPDF(c, &out, &force)
	c.Flags().BoolVar(&encrypted, "encrypted", false, "save a file that opens with a password alone, which is printed once")
	return c
}
