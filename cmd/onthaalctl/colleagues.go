package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/domain/journal"
	"onthaal/ui/words"
)

func (a *app) slotCmd() *cobra.Command {
	c := &cobra.Command{
		Use: "slot", Short: "Who can open the desk: list, add, change, remove, recovery", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(a.slotListCmd(), a.slotAddCmd(), a.slotChangeCmd(), a.slotRemoveCmd(), a.slotRecoveryCmd())
	return c
}

func (a *app) slotListCmd() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the colleagues who can open the desk", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			list, err := a.parts.Desk.Colleagues()
			if err != nil {
				return err
			}
			type slot struct {
				Slot string `json:"slot"`
				Name string `json:"name"`
				Kind string `json:"kind"`
				Here bool   `json:"here"`
			}
			slots := []slot{}
			for _, c := range list {
				x := slot{c.Slot, c.Name, journal.SlotPassphrase, c.Here}
				if c.Recovery {
					x.Kind = journal.SlotRecovery
				}
				slots = append(slots, x)
			}
			return a.print(slots, func(w io.Writer, p *words.Printer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				defer t.Flush()
				for _, c := range list {
					name := c.Name
					switch {
					case c.Recovery:
						name = p.T("colleagues.recovery")
					case name == "":
						name = p.T("colleagues.unnamed")
					}
					fmt.Fprintf(t, "%s\t%s", c.Slot, name)
					if c.Here {
						fmt.Fprintf(t, "\t%s", p.T("colleagues.here"))
					}
					fmt.Fprintln(t)
				}
			})
		},
	}
}

// newSecret is the flag that names the file of a new passphrase.
func newSecret(c *cobra.Command, fresh *string) *cobra.Command {
	c.Flags().StringVar(fresh, "new-passphrase-file", "", "file whose first line is the new passphrase; - is standard input")
	return c
}

// oneStdin refuses to read two things from standard input.
func (a *app) oneStdin(fresh string) error {
	if fresh == "-" && a.passphrase == "-" {
		return usage{key: "usage.stdin"}
	}
	return nil
}

// fresh reads a new passphrase, and says when it is short.
func (a *app) fresh(file string) ([]byte, error) {
	if file == "" {
		return nil, usage{key: "usage.newPassphrase"}
	}
	s, err := a.firstLineOf(file)
	if err == nil {
		a.remarkShort(s)
	}
	return s, err
}

// twoSecrets opens the desk and reads the passphrase that it opened with once
// more, with the new one: the desk asks for the first again.
func (a *app) twoSecrets(ctx context.Context, file string, work func(secret, fresh []byte) error) error {
	if err := a.oneStdin(file); err != nil {
		return err
	}
	return a.withSecret(ctx, func(secret []byte) error {
		fresh, err := a.fresh(file)
		if err != nil {
			return err
		}
		defer clear(fresh)
		return work(secret, fresh)
	})
}

// withSecret opens the desk and hands over what it opened with.
func (a *app) withSecret(ctx context.Context, work func(secret []byte) error) error {
	secret, err := a.secret()
	if err != nil {
		return err
	}
	defer clear(secret)
	if err := a.unlockWith(ctx, secret); err != nil {
		return err
	}
	return work(secret)
}

// saySlot prints which slot something was done to.
func (a *app) saySlot(slot, key string) error {
	return a.print(map[string]string{"slot": slot}, func(w io.Writer, p *words.Printer) {
		fmt.Fprintln(w, p.T(key, words.Args{"Slot": slot}))
	})
}

func (a *app) slotAddCmd() *cobra.Command {
	var name, fresh string
	c := newSecret(&cobra.Command{
		Use: "add --name NAME --new-passphrase-file FILE", Short: "Let one more colleague open the desk", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.twoSecrets(cmd.Context(), fresh, func(secret, fresh []byte) error {
				slot, err := a.parts.Desk.AddColleague(cmd.Context(), secret, name, fresh)
				if err != nil {
					return err
				}
				return a.saySlot(slot, "cli.slot.added")
			})
		},
	}, &fresh)
	c.Flags().StringVar(&name, "name", "", "name of the colleague, as it stands under the letters")
	return c
}

func (a *app) slotChangeCmd() *cobra.Command {
	var fresh string
	return newSecret(&cobra.Command{
		Use: "change --new-passphrase-file FILE", Short: "Change the passphrase that the desk is opened with", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.twoSecrets(cmd.Context(), fresh, func(secret, fresh []byte) error {
				if err := a.parts.Desk.ChangePassphrase(cmd.Context(), secret, fresh); err != nil {
					return err
				}
				return a.saySlot(a.here(), "cli.slot.changed")
			})
		},
	}, &fresh)
}

// here is the slot that the desk was opened with.
func (a *app) here() string {
	list, _ := a.parts.Desk.Colleagues() // an open desk always tells
	for _, c := range list {
		if c.Here {
			return c.Slot
		}
	}
	return ""
}

func (a *app) slotRemoveCmd() *cobra.Command {
	return &cobra.Command{
		Use: "remove SLOT", Short: "Take a passphrase away from the desk; slot list tells its number", Args: cobra.ExactArgs(1),
		Long: `Takes a passphrase away from the desk. Whoever knows it and has a backup or a
copy of the folder from before still opens that: after a conflict use rekey.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withSecret(cmd.Context(), func(secret []byte) error {
				if err := a.parts.Desk.RemoveColleague(cmd.Context(), secret, args[0]); err != nil {
					return err
				}
				return a.saySlot(args[0], "cli.slot.removed")
			})
		},
	}
}

func (a *app) slotRecoveryCmd() *cobra.Command {
	return &cobra.Command{
		Use: "recovery", Short: "Replace the recovery code; prints the new one once", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withSecret(cmd.Context(), func(secret []byte) error {
				code, err := a.parts.Desk.NewRecovery(cmd.Context(), secret)
				if err != nil {
					return err
				}
				return a.sayRecovery(code)
			})
		},
	}
}

func (a *app) sayRecovery(code string) error {
	return a.print(map[string]string{"recovery": code}, func(w io.Writer, p *words.Printer) {
		fmt.Fprintln(w, p.T("cli.recovery"))
		fmt.Fprintln(w, code)
	})
}

func (a *app) rekeyCmd() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "rekey --to DIR", Short: "Copy the desk into a new folder with new keys throughout", Args: cobra.NoArgs,
		Long: `Copies the desk into a new or empty folder with new keys throughout, for when a
colleague has left in conflict. Only the passphrase given here and the new
recovery code, printed once, open the copy; the other colleagues are added
again. The desk of --store stays as it is: put the new folder in its place, make
a backup, and destroy the old folder and the old backups.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return usage{key: "usage.to", command: cmd.Name()}
			}
			return a.withSecret(cmd.Context(), func(secret []byte) error {
				code, err := a.parts.Desk.Rekey(cmd.Context(), secret, to, a.progress())
				if err != nil {
					return fileTrouble(err)
				}
				return a.sayRecovery(code)
			})
		},
	}
	c.Flags().StringVar(&to, "to", "", "the folder: new, or empty")
	return c
}
