package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/letter"
	"onthaal/ui/words"
)

// What became of a person's letter.
const (
	personIssued = "issued" // now
	personBefore = "before" // it had been issued already
)

// personJSON is how a letter stands for one person, as inspection issue prints it.
type personJSON struct {
	Code    string   `json:"code"`
	State   string   `json:"state"` // issued, before, or as in letters
	Number  int      `json:"number,omitempty"`
	File    string   `json:"file,omitempty"` // in the folder that was named
	Missing []string `json:"missing"`
	Why     string   `json:"why,omitempty"`
	Section string   `json:"section"`

	letter desk.PersonLetter
}

func (a *app) inspectionIssueCmd() *cobra.Command {
	var kind, out string
	var preview, saved, force bool
	c := &cobra.Command{
		Use: "issue CODE -o FOLDER", Short: "Issue a letter to each person of one inspection who can have it", Args: cobra.ExactArgs(1),
		Long: `Issues a letter (L01, unless --kind says another) to each person met at an
inspection and saves one file for each, named by the code of the case and the
number of the letter. Those whose letter is not ready get none, and it is said
what they lack; the others do not wait for them. Those who have the letter
already get no second one; --saved saves theirs once more.

With --preview nothing is recorded: it is counted and said what would happen.
A letter that asks for a second reader is issued person by person.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			kind = strings.ToUpper(kind)
			if err := aKind(kind, cmd, nil); err != nil {
				return err
			}
			if !preview {
				if err := folder(out); err != nil {
					return err
				}
			}
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			list, err := a.parts.Desk.LettersOf(cmd.Context(), args[0], kind)
			if err != nil {
				return err
			}
			rows := make([]personJSON, len(list))
			for i, x := range list {
				rows[i] = personOf(x)
			}
			said := map[string]bool{}
			for _, x := range list {
				if x.Ready() && !said[x.Profile.ID] {
					said[x.Profile.ID] = true
					a.remarkLapsed(x.Profile, x.Lapse)
				}
			}
			if !preview {
				err = a.issueAll(cmd, rows, out, saved, force)
				if err == nil && nobody(rows) {
					err = casefile.Problem{Key: "refused.batch"}
				}
			}
			return errors.Join(err, a.print(rows, func(w io.Writer, p *words.Printer) { sayBatch(w, p, rows) }))
		},
	}
	f := c.Flags()
	f.StringVar(&kind, "kind", "L01", "the letter")
	f.StringVarP(&out, "output", "o", "", "the folder for the files, which is there")
	f.BoolVar(&preview, "preview", false, "say what would happen and record nothing")
	f.BoolVar(&saved, "saved", false, "save the letters that were issued before, too")
	f.BoolVar(&force, "force", false, "replace files that exist")
	return c
}

// folder refuses what is no folder to save letters in.
func folder(name string) error {
	if name == "" {
		return usage{key: "usage.output"}
	}
	is, err := os.Stat(name)
	switch {
	case err != nil:
		return fileError(err)
	case !is.IsDir():
		return fs.ErrNotExist
	}
	return nil
}

func personOf(x desk.PersonLetter) personJSON {
	r := personJSON{Code: x.Code, State: string(x.State.State), Number: x.Number, Missing: []string{}, Why: x.State.Why, Section: x.State.Section, letter: x}
	if x.Number > 0 {
		r.State, r.Why = personBefore, ""
		return r
	}
	for _, m := range x.State.Missing {
		r.Missing = append(r.Missing, m.String())
	}
	return r
}

// issueAll issues what is ready, one after the other. Each file is begun before
// its letter is issued, so that no letter is issued into a folder that cannot be
// written.
func (a *app) issueAll(cmd *cobra.Command, rows []personJSON, out string, saved, force bool) error {
	for i := range rows {
		r := &rows[i]
		before := r.State == personBefore
		if !r.letter.Ready() && !(before && saved) {
			continue
		}
		file, err := create(filepath.Join(out, r.letter.Name), force)
		if err != nil {
			return err
		}
		var made desk.Printed
		if before {
			if made, err = a.parts.Desk.IssuedLetter(cmd.Context(), r.letter.ID, r.Number); err == nil {
				err = a.parts.Desk.LetterExported(cmd.Context(), r.letter.ID, r.Number, casefile.AsFile)
			}
		} else if made, err = a.parts.Desk.IssueFor(cmd.Context(), &r.letter, casefile.AsFile); err == nil {
			r.State, r.Number = personIssued, r.letter.Number
		}
		if err == nil {
			if err = file.write(made.PDF); err != nil && !before {
				err = unsaved{r.Number, err}
			}
		}
		file.Drop()
		if err != nil {
			return err
		}
		r.File = made.Name
	}
	return nil
}

// nobody reports that there are persons, and the rules give none of them the
// letter.
func nobody(rows []personJSON) bool {
	has := func(r personJSON) bool { return r.State == personIssued || r.State == personBefore }
	return len(rows) > 0 && !slices.ContainsFunc(rows, has)
}

// sayBatch counts, and says of each who has no letter what is missing.
func sayBatch(w io.Writer, p *words.Printer, rows []personJSON) {
	n := map[string]int{}
	for _, r := range rows {
		n[r.State]++
	}
	for _, state := range []string{personIssued, personBefore, string(letter.Ready), string(letter.Blocked), string(letter.NotApplicable)} {
		if n[state] > 0 {
			fmt.Fprintln(w, p.N("batch."+state, n[state]))
		}
	}
	if len(rows) == 0 {
		fmt.Fprintln(w, p.T("batch.nobody"))
	}
	for _, r := range rows {
		switch {
		case r.File != "":
			fmt.Fprintf(w, "%s  %s\n", r.Code, r.File)
		case r.State == string(letter.Blocked):
			fmt.Fprintln(w, r.Code)
			for _, m := range r.letter.State.Missing {
				fmt.Fprintf(w, "  – %s\n", p.Problem(m.Problem()))
			}
		case r.Why != "":
			fmt.Fprintf(w, "%s\n  – %s\n", r.Code, p.T(r.Why))
		}
	}
}
