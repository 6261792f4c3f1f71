package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/ui/words"
)

// backupJSON is a backup as backup, restore, rehearse and erase print it.
type backupJSON struct {
	ID     journal.ID `json:"id"`
	At     time.Time  `json:"at"`
	Name   string     `json:"name"`
	Size   int64      `json:"size"`
	Links  uint64     `json:"links"`
	SHA256 string     `json:"sha256"`
	Proven *time.Time `json:"proven,omitempty"`
}

func backupOf(b journal.Backup) backupJSON {
	j := backupJSON{ID: b.ID, At: b.At, Name: b.Name, Size: b.Size, Links: b.Links, SHA256: fmt.Sprintf("%x", b.SHA256)}
	if !b.Proven.IsZero() {
		j.Proven = &b.Proven
	}
	return j
}

func (a *app) backupCmd() *cobra.Command {
	var out string
	var force bool
	c := &cobra.Command{
		Use: "backup -o FILE", Short: "Write all of the desk into one encrypted file, and read it again", Args: cobra.NoArgs,
		Long: `Writes all of the desk into one encrypted file and reads it again before it
counts. Whatever passphrase or recovery code opens the desk today opens the
backup. Prove it with rehearse, and keep it away from the laptop.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := mayWrite(out, force); err != nil {
				return err
			}
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			b, err := a.parts.Desk.Backup(cmd.Context(), out, a.progress())
			if err != nil {
				return fileTrouble(err)
			}
			return a.print(backupOf(b), func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.T("cli.backup", words.Args{"Size": p.Size(b.Size), "Links": b.Links}))
				fmt.Fprintln(w, p.T("cli.backup.prove"))
			})
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "the file to write")
	c.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}

// fileTrouble gives an error that the vault passes on from the system, of a
// file that a person named, one of the meanings that there are words for.
func fileTrouble(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return fileError(p)
	}
	return err
}

// reportJSON is what restore and rehearse print.
type reportJSON struct {
	Backup     backupJSON   `json:"backup"`
	Journals   int          `json:"journals"`
	Records    int          `json:"records"`
	Links      uint64       `json:"links"`
	Erased     []journal.ID `json:"erased"`
	Slots      []string     `json:"slots"`
	Remembered bool         `json:"remembered"`
}

// prove opens the desk, if it opens with the same secret, so that it remembers
// the proof; does the work; and says what was found.
func (a *app) prove(ctx context.Context, key string, work func(secret []byte) (journal.Report, error)) error {
	secret, err := a.secret()
	if err != nil {
		return err
	}
	defer clear(secret)
	if a.exists() == nil && a.parts.Desk.Unlock(ctx, secret) == nil {
		a.desk = a.parts.Desk.Settings().Language
	}
	r, err := work(secret)
	if err != nil {
		return fileTrouble(err)
	}
	j := reportJSON{backupOf(r.Backup), r.Journals, r.Records, r.Links, append([]journal.ID{}, r.Erased...), append([]string{}, r.Slots...), !a.parts.Desk.Locked()}
	return a.print(j, func(w io.Writer, p *words.Printer) {
		fmt.Fprintln(w, p.T(key, words.Args{"Journals": r.Journals, "Records": r.Records, "Links": r.Links, "At": p.Moment(r.Backup.At)}))
		if n := len(r.Erased); n > 0 {
			fmt.Fprintln(w, p.N("cli.erasedAgain", n))
		}
		if len(r.Slots) > 0 {
			fmt.Fprintln(w, p.T(key+".slots", words.Args{"Slots": strings.Join(r.Slots, ", ")}))
		}
		if !j.Remembered {
			fmt.Fprintln(w, p.T("cli.notRemembered"))
		}
	})
}

func (a *app) rehearseCmd() *cobra.Command {
	return &cobra.Command{
		Use: "rehearse FILE", Short: "Prove that a backup can be restored; touches no desk", Args: cobra.ExactArgs(1),
		Long: `Restores a backup into a folder that is taken away again and reads everything in
it. The passphrase is one that opened the desk on the day of the backup. A desk
that opens with it remembers the proof; it is not changed otherwise.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.prove(cmd.Context(), "cli.rehearsed", func(secret []byte) (journal.Report, error) {
				return a.parts.Desk.Rehearse(cmd.Context(), args[0], secret, a.progress())
			})
		},
	}
}

func (a *app) restoreCmd() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "restore FILE --to DIR", Short: "Put a backup into a new folder and read everything in it", Args: cobra.ExactArgs(1),
		Long: `Puts a backup into a new or empty folder and reads everything in it. What the
desk of --store has erased since is erased there too. A passphrase that was
taken away since opens the restored desk again: it is named by its number, to be
taken away once more with slot remove. The desk of --store stays
as it is: open the restored one with --store DIR, or put it in the other's
place by moving the folders while no program has them open.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return usage{key: "usage.to", command: cmd.Name()}
			}
			return a.prove(cmd.Context(), "cli.restored", func(secret []byte) (journal.Report, error) {
				return a.parts.Desk.Restore(cmd.Context(), args[0], secret, to, a.progress())
			})
		},
	}
	c.Flags().StringVar(&to, "to", "", "the folder: new, or empty")
	return c
}

func (a *app) exportCmd() *cobra.Command {
	var out, fresh string
	var force bool
	c := &cobra.Command{
		Use: "export -o FILE", Short: "Write everything in an open format into an encrypted file", Args: cobra.NoArgs,
		Long: `Writes everything that the desk holds, in the format of docs/vault-format.md,
into a file that any program for age files opens with the passphrase. Without
--new-passphrase-file it is the passphrase that opens the desk. That everything
left the desk is recorded.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.oneStdin(fresh); err != nil {
				return err
			}
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
			secret, err := a.secret()
			if err != nil {
				return err
			}
			defer clear(secret)
			if err := a.unlockWith(cmd.Context(), secret); err != nil {
				return err
			}
			if fresh != "" {
				if secret, err = a.fresh(fresh); err != nil {
					return err
				}
				defer clear(secret)
			}
			if err := a.parts.Desk.Export(cmd.Context(), file, secret); err != nil {
				return fileTrouble(err)
			}
			size, err := file.finish()
			if err != nil {
				return err
			}
			return a.print(map[string]int64{"size": size}, func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.T("cli.exported", words.Args{"Size": p.Size(size)}))
			})
		},
	}
	f := c.Flags()
	f.StringVarP(&out, "output", "o", "", "the file to write")
	f.StringVar(&fresh, "new-passphrase-file", "", "file whose first line is the passphrase of the export")
	f.BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}

func (a *app) importCmd() *cobra.Command {
	var fresh, name string
	c := newSecret(&cobra.Command{
		Use: "import FILE", Short: "Make a new desk of an export; prints the recovery code once", Args: cobra.ExactArgs(1),
		Long: `Makes a new desk of an export in the folder of --store, where there must be none
yet. The passphrase is that of the export; without --new-passphrase-file it is
the new desk's too. Everything keeps its day and its author; the audit trail
begins anew.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.oneStdin(fresh); err != nil {
				return err
			}
			if a.nowhere != nil {
				return a.nowhere
			}
			f, done, err := a.input(args[0])
			if err != nil {
				return err
			}
			defer done()
			secret, err := a.secret()
			if err != nil {
				return err
			}
			defer clear(secret)
			own := secret
			if fresh != "" {
				if own, err = a.fresh(fresh); err != nil {
					return err
				}
				defer clear(own)
			}
			code, err := a.parts.Desk.Import(cmd.Context(), f, secret, own, name)
			if err != nil {
				return fileTrouble(err)
			}
			a.desk = a.parts.Desk.Settings().Language
			return a.sayRecovery(code)
		},
	}, &fresh)
	c.Flags().StringVar(&name, "counsellor", "", "name of who the new passphrase belongs to")
	return c
}

func (a *app) auditCmd() *cobra.Command {
	c := &cobra.Command{
		Use: "audit", Short: "Who did what, and when", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			events, err := a.parts.Desk.Trail(cmd.Context(), 0, 0)
			if err != nil {
				return err
			}
			type event struct {
				Link    uint64      `json:"link"`
				At      time.Time   `json:"at"`
				Slot    string      `json:"slot"`
				Who     string      `json:"who"`
				What    string      `json:"what"`
				Kinds   []string    `json:"kinds"`
				Journal *journal.ID `json:"journal,omitempty"`
				Code    string      `json:"code,omitempty"`
				Detail  string      `json:"detail,omitempty"`
			}
			list := []event{}
			for _, e := range events {
				x := event{e.Link, e.At, e.Slot, e.Who, e.What, append([]string{}, e.Kinds...), nil, e.Code, e.Detail}
				if !e.Journal.IsZero() {
					x.Journal = &e.Journal
				}
				list = append(list, x)
			}
			return a.print(list, func(w io.Writer, p *words.Printer) {
				for _, e := range events {
					fmt.Fprintf(w, "%6d  %s  %s  %s", e.Link, p.Moment(e.At), who(p, e.Who, e.Slot), p.Event(e.Event))
					if e.Code != "" {
						fmt.Fprintf(w, "  %s", e.Code)
					}
					fmt.Fprintln(w)
				}
			})
		},
	}
	c.AddCommand(&cobra.Command{
		Use: "verify", Short: "Walk the whole trail and name the first link that is broken", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			links, err := a.parts.Desk.VerifyTrail(cmd.Context())
			if err != nil {
				return err
			}
			return a.print(map[string]uint64{"links": links}, func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.T("cli.trail", words.Args{"Links": links}))
			})
		},
	})
	return c
}

// who names a colleague, or the slot where nobody told the name.
func who(p *words.Printer, name, slot string) string {
	switch {
	case name != "":
		return name
	case slot == "recovery":
		return p.T("case.slot.recovery")
	}
	return p.T("case.slot.key", words.Args{"Slot": slot})
}

func (a *app) eraseCmd() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use: "erase CODE --yes", Short: "Destroy all that was written about a person, for ever", Args: cobra.ExactArgs(1),
		Long: `Destroys the key of a case, and with it all that was written in it, for ever.
Without --yes the code must be typed once more on standard input. Backups that
were made before still hold the case; those that the desk knows are listed, and
so are older desks that a restore has left beside this one. A restore erases it again where it is told of this desk by --store.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !yes && a.passphrase == "-" {
				return usage{key: "usage.confirm", command: cmd.Name()}
			}
			id, err := a.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			code, _ := casefile.ParseCode(args[0]) // open has read it
			if !yes {
				fmt.Fprintln(a.errs, "onthaalctl:", a.say().T("cli.confirm"))
				line, err := firstLine(a.in)
				if err != nil {
					return err
				}
				if again, ok := casefile.ParseCode(string(line)); !ok || again != code {
					return usage{key: "usage.confirm", command: cmd.Name()}
				}
			}
			e, err := a.parts.Desk.Erase(cmd.Context(), id)
			if err != nil {
				return err
			}
			holding := []backupJSON{}
			for _, b := range e.Backups {
				holding = append(holding, backupOf(b))
			}
			folders := append([]string{}, e.Folders...)
			return a.print(map[string]any{"code": code, "at": e.At, "backups": holding, "folders": folders}, func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.T("cli.erased"))
				if len(e.Backups) > 0 {
					fmt.Fprintln(w, p.T("cli.stillHeld"))
				}
				for _, b := range e.Backups {
					fmt.Fprintf(w, "  %s  %s\n", p.Moment(b.At), filepath.Base(b.Name))
				}
				if len(e.Folders) > 0 {
					fmt.Fprintln(w, p.T("cli.keptDesks"))
				}
				for _, name := range e.Folders {
					fmt.Fprintf(w, "  %s\n", name)
				}
			})
		},
	}
	c.Flags().BoolVar(&yes, "yes", false, "do it without asking")
	return c
}
