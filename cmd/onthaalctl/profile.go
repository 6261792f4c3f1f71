package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"onthaal/domain/civil"
	"onthaal/domain/procedure"
	"onthaal/ui/words"
)

// maxProfile is the largest procedure that is read, in bytes.
const maxProfile = 200 << 10

func (a *app) profileCmd() *cobra.Command {
	c := &cobra.Command{Use: "profile", Short: "The procedures: those built in and the centre's own", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "list", Short: "List the procedures, with what nobody has compared with its source", Args: cobra.NoArgs, RunE: a.profileList},
		&cobra.Command{Use: "compare FILE.json", Short: "Say in what a procedure differs from the one of this desk; nothing is recorded", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.profileFile(cmd, args[0], false) }},
		&cobra.Command{Use: "import FILE.json", Short: "Take a procedure into use on this desk", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return a.profileFile(cmd, args[0], true) }},
	)
	return c
}

// profileJSON is a procedure as profile list prints it.
type profileJSON struct {
	ID        string   `json:"id"`
	Version   string   `json:"version"`
	Title     string   `json:"title"`
	Historic  bool     `json:"historic"`
	Unchecked []string `json:"unchecked"` // paths of values that nobody has compared with their source

	ValidFrom *civil.Date `json:"validFrom"`
	ValidTo   *civil.Date `json:"validTo"` // null: open or unknown
	Repealed  bool        `json:"repealed"`
	Lapse     *lapseJSON  `json:"lapse,omitempty"` // it is not law today
}

// lapseJSON says since when a procedure is not law any more and what came in
// its place, as far as is known, or from when it will be.
type lapseJSON struct {
	From  *civil.Date `json:"from,omitempty"`
	Since *civil.Date `json:"since,omitempty"`
	By    string      `json:"by,omitempty"`
}

func lapse(l *procedure.Lapse) *lapseJSON {
	if l == nil {
		return nil
	}
	j := &lapseJSON{From: known(l.From), Since: known(l.Since)}
	if l.By != nil {
		j.By = l.By.ID
	}
	return j
}

// known is a date, or nil for one that is not known.
func known(d civil.Date) *civil.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func (a *app) profileList(cmd *cobra.Command, _ []string) error {
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	d := a.parts.Desk
	all, today := d.Profiles(), func(id string) *procedure.Lapse { return d.Lapsed(id, d.Today()) }
	p, list := a.say(), []profileJSON{}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		x := all[id]
		row := profileJSON{ID: x.ID, Version: x.Version, Title: x.Title[p.Lang], Historic: x.Historic, Unchecked: []string{},
			ValidFrom: known(x.ValidFrom), ValidTo: known(x.ValidTo), Repealed: x.Repealed, Lapse: lapse(today(id))}
		for _, f := range x.Facts {
			if !f.Checked() {
				row.Unchecked = append(row.Unchecked, f.About...)
			}
		}
		list = append(list, row)
	}
	return a.print(list, func(w io.Writer, p *words.Printer) {
		for _, r := range list {
			fmt.Fprintf(w, "%s  %s  %s\n", r.ID, r.Version, r.Title)
			for _, s := range p.Standing(all[r.ID], today(r.ID)) {
				fmt.Fprintln(w, "  "+s)
			}
			if n := len(r.Unchecked); n > 0 {
				fmt.Fprintln(w, "  "+p.N("profile.unchecked", n))
			}
		}
	})
}

// profileFile compares a procedure with the desk's, and takes it into use when
// that is asked for.
func (a *app) profileFile(cmd *cobra.Command, file string, take bool) error {
	data, err := a.read(file, maxProfile)
	if err != nil {
		return err
	}
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	x, diff, err := a.parts.Desk.CompareProfile(data)
	if err != nil {
		return err
	}
	if take {
		if err := a.parts.Desk.ImportProfile(cmd.Context(), data); err != nil {
			return err
		}
	}
	return a.print(differences(diff), func(w io.Writer, p *words.Printer) {
		difference(w, diff)
		for _, d := range diff {
			if l := d.Shut(); l != "" {
				fmt.Fprintln(w, "! "+p.T("profile.shut", words.Args{"Letter": l}))
			}
		}
		if take {
			fmt.Fprintln(w, p.T("profile.imported", words.Args{"Version": x.Version, "Profile": x.ID}))
		}
	})
}

type differenceJSON struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func differences(diff []procedure.Difference) []differenceJSON {
	list := []differenceJSON{}
	for _, d := range diff {
		list = append(list, differenceJSON(d))
	}
	return list
}

func difference(w io.Writer, diff []procedure.Difference) {
	for _, d := range diff {
		fmt.Fprintln(w, d.Path)
		if d.Before != "" {
			fmt.Fprintln(w, "  - "+d.Before)
		}
		if d.After != "" {
			fmt.Fprintln(w, "  + "+d.After)
		}
	}
}
