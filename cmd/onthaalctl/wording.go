package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/domain/desk"
	"onthaal/domain/letter"
	"onthaal/ui/words"
)

func (a *app) wordingCmd() *cobra.Command {
	c := &cobra.Command{Use: "wording", Short: "The words of the letters: ours, and the centre's own", Args: cobra.NoArgs,
		Long: `A centre may put a letter into words of its own: show one with --json, change the
text and the version, compare, import. Salutation, closing and labels are in it
too; what the file leaves out of those is ours. The facts and the law stay: a wording that
loses a fact, has another field, or leaves a blank where one is unknown is refused.
Numbers, dates and law that it adds as fixed text cannot be held against
anything: they are listed on standard error, for somebody to read.
Letters that were issued keep theirs.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	var ours bool
	show := &cobra.Command{Use: "show KIND LANGUAGE", Short: "Show the wording of a letter; as JSON it can be changed and imported", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.wordingShow(cmd, args, ours) }}
	show.Flags().BoolVar(&ours, "original", false, "ours, also where the centre has its own")
	c.AddCommand(
		&cobra.Command{Use: "list", Short: "List the letters that the centre words itself", Args: cobra.NoArgs, RunE: a.wordingList},
		show,
		&cobra.Command{Use: "compare FILE.json", Short: "Say in what a wording differs from the one in force; nothing is recorded", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.wordingFile(cmd, args[0], false) }},
		&cobra.Command{Use: "import FILE.json", Short: "Take a wording into use on this desk", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.wordingFile(cmd, args[0], true) }},
		&cobra.Command{Use: "revert KIND LANGUAGE", Short: "Put our wording of a letter in force again", Args: cobra.ExactArgs(2), RunE: a.wordingRevert},
	)
	return c
}

// wordingJSON is a wording of the centre's own as wording list prints it.
type wordingJSON struct {
	Kind    string `json:"kind"`
	Lang    string `json:"lang"`
	Version string `json:"version"`
	InForce bool   `json:"inForce"` // false: ours has changed since, and holds
}

func (a *app) wordingList(cmd *cobra.Command, _ []string) error {
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	all, err := a.parts.Desk.Wordings()
	if err != nil {
		return err
	}
	list := []wordingJSON{}
	for _, x := range all {
		if x.Own != nil {
			list = append(list, wordingJSON{x.Kind, x.Lang, x.Own.Version, x.Stale == nil})
		}
	}
	return a.print(list, func(w io.Writer, p *words.Printer) {
		if len(list) == 0 {
			fmt.Fprintln(w, p.T("wording.none"))
		}
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush()
		for _, x := range all {
			if x.Own == nil {
				continue
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", x.Kind, p.T("letter."+x.Kind), p.Language(x.Lang), x.Own.Version)
			if x.Stale != nil {
				fmt.Fprintf(t, "\t  – %s %s\n", p.T("wording.stale"), p.Error(x.Stale))
			}
		}
	})
}

func (a *app) wordingShow(cmd *cobra.Command, args []string, ours bool) error {
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	x, err := a.parts.Desk.Wording(strings.ToUpper(args[0]), args[1])
	if err != nil {
		return err
	}
	v := x.InForce()
	if ours {
		v = x.Ours
	}
	return a.print(v, func(w io.Writer, p *words.Printer) { sayWording(w, p, x, v) })
}

func sayWording(w io.Writer, p *words.Printer, x desk.Wording, v *letter.Wording) {
	whose := "wording.ours"
	if v == x.Own {
		whose = "wording.own"
	}
	fmt.Fprintf(w, "%s %s, %s\n%s\n\n%s\n", x.Kind, p.T("letter."+x.Kind), p.Language(x.Lang), p.T(whose, words.Args{"Version": v.Version}), v.Subject)
	for _, s := range slices.Concat([]string{v.Opening}, v.Body, []string{v.Closing}) {
		if s != "" {
			fmt.Fprintf(w, "\n%s\n", s)
		}
	}
	for i, s := range v.Enclosures {
		if i == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "– %s\n", s)
	}
}

// wordingFile compares a wording with the one in force, and takes it into use
// when that is asked for.
func (a *app) wordingFile(cmd *cobra.Command, file string, take bool) error {
	data, err := a.read(file, letter.MaxWording)
	if err != nil {
		return err
	}
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	x, diff, err := a.parts.Desk.CompareWording(data)
	if err != nil {
		return err
	}
	if take {
		if err := a.parts.Desk.ImportWording(cmd.Context(), data); err != nil {
			return err
		}
	}
	ours, err := a.parts.Desk.Wording(x.Kind, x.Lang)
	if err != nil {
		return err
	}
	if new := x.Literals(ours.Ours); len(new) > 0 {
		a.remark("wording.literals", nil)
		for _, s := range new {
			fmt.Fprintln(a.errs, "onthaalctl:   –", s)
		}
	}
	return a.print(differences(diff), func(w io.Writer, p *words.Printer) {
		difference(w, diff)
		if take {
			fmt.Fprintln(w, p.T("wording.imported", words.Args{"Version": x.Version, "Letter": x.Kind}))
		}
	})
}

func (a *app) wordingRevert(cmd *cobra.Command, args []string) error {
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	kind := strings.ToUpper(args[0])
	if err := a.parts.Desk.RevertWording(cmd.Context(), kind, args[1]); err != nil {
		return err
	}
	return a.print(map[string]string{"kind": kind, "lang": args[1]}, func(w io.Writer, p *words.Printer) {
		fmt.Fprintln(w, p.T("wording.reverted", words.Args{"Letter": kind}))
	})
}
