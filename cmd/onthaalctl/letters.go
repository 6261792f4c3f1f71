package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/ui/words"
)

func (a *app) lettersCmd() *cobra.Command {
	return &cobra.Command{
		Use: "letters CODE", Short: "Which letters can be made, and what is missing", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := a.theCase(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			type state struct {
				Kind    string   `json:"kind"`
				State   string   `json:"state"`
				Missing []string `json:"missing"`
				Section string   `json:"section"`
				Why     string   `json:"why,omitempty"`
				Issued  []int    `json:"issued,omitempty"`
			}
			list := []state{}
			for _, s := range k.Letters {
				x := state{s.Kind, string(s.State), []string{}, s.Section, s.Why, nil}
				for _, m := range s.Missing {
					x.Missing = append(x.Missing, m.String())
				}
				for _, l := range s.Issued {
					x.Issued = append(x.Issued, l.Body.Number)
				}
				list = append(list, x)
			}
			return a.print(list, func(w io.Writer, p *words.Printer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				defer t.Flush()
				for _, s := range k.Letters {
					fmt.Fprintf(t, "%s\t%s (%s)\t%s\n", s.Kind, p.T("letter."+s.Kind), p.Section(s.Section), p.T("ready."+string(s.State)))
					for _, m := range s.Missing {
						fmt.Fprintf(t, "\t  – %s\n", p.Problem(m.Problem()))
					}
					if s.Why != "" {
						fmt.Fprintf(t, "\t  – %s\n", p.T(s.Why))
					}
				}
			})
		},
	}
}

func (a *app) letterCmd() *cobra.Command {
	var out string
	var preview, force bool
	var number int
	c := &cobra.Command{
		Use: "letter CODE KIND -o FILE.pdf", Short: "Issue a letter and save it as PDF", Args: cobra.ExactArgs(2),
		Long: `Issues the letter in the file's language: it becomes immutable and is recorded.
With --lang of another language a marked copy is made instead; with --preview
nothing is recorded; with --number a letter that was issued is saved once more.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if preview && cmd.Flags().Changed("number") {
				return usage{key: "usage.number", command: cmd.Name()}
			}
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.drop()
			id, err := a.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			d, kind := a.parts.Desk, strings.ToUpper(args[1])
			k, err := d.Case(cmd.Context(), id)
			if err != nil {
				return err
			}
			var made desk.Printed
			issued := 0 // the number of the letter, if one is issued now
			switch {
			case cmd.Flags().Changed("number"):
				made, err = again(cmd.Context(), d, k, kind, number)
			case preview:
				var doc *document.Document
				if doc, err = d.PreviewLetter(cmd.Context(), id, kind, a.lang); err == nil {
					made.PDF, err = d.PDF(doc)
				}
				if err == nil {
					err = d.PreviewSaved(cmd.Context(), id, kind)
				}
			case a.lang != "" && a.lang != k.File.Language:
				made, err = d.CopyLetter(cmd.Context(), id, kind, a.lang)
			default:
				made, err = d.IssueLetter(cmd.Context(), id, kind)
				if err == nil {
					issued = len(k.File.Letters) + 1
					err = d.LetterExported(cmd.Context(), id, issued)
				}
			}
			if err == nil {
				err = file.write(made.PDF)
			}
			if err != nil && issued > 0 {
				return unsaved{issued, err}
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVarP(&out, "output", "o", "", "the PDF to write")
	f.IntVar(&number, "number", 0, "save the letter of this number once more, as it was issued")
	f.BoolVar(&preview, "preview", false, "mark as PREVIEW and record nothing")
	f.BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}

// again prints a letter that was issued: the same bytes, recorded as one more
// paper that left the desk.
func again(ctx context.Context, d *desk.Desk, k *desk.Case, kind string, number int) (made desk.Printed, err error) {
	for _, l := range k.File.Letters {
		if l.Body.Number == number && l.Body.Letter == kind {
			if made, err = d.IssuedLetter(ctx, k.ID, number); err == nil {
				err = d.LetterExported(ctx, k.ID, number)
			}
			return made, err
		}
	}
	return made, casefile.Problem{Key: "problem.letter", Path: "letter"}
}

func (a *app) leafletsCmd() *cobra.Command {
	return &cobra.Command{
		Use: "leaflets", Short: "List the languages of the information leaflet", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			type edition struct {
				Tag       string `json:"tag"`
				Name      string `json:"name"`
				English   string `json:"english"`
				Direction string `json:"direction"`
				Status    string `json:"status"`
			}
			list := []edition{}
			for _, e := range a.parts.Desk.Library().Leaflets.Editions {
				list = append(list, edition{e.Tag, e.Name, e.English, e.Direction, e.Status})
			}
			return a.print(list, func(w io.Writer, p *words.Printer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				defer t.Flush()
				for _, e := range list {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", e.Tag, e.Name, e.English, p.T("status."+e.Status))
				}
			})
		},
	}
}

// forms are the sheets that a leaflet can be printed on.
var forms = map[string]document.Form{"a4": document.A4, "a6": document.A6, "card": document.Card}

func (a *app) leafletCmd() *cobra.Command {
	var out, form string
	var force bool
	c := &cobra.Command{
		Use: "leaflet TAG -o FILE.pdf", Short: "Save the information leaflet as PDF; needs no desk", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, ok := forms[form]
			if !ok {
				return casefile.Problem{Key: "problem.form", Args: map[string]any{"Allowed": "a4, a6, card"}}
			}
			doc, err := a.parts.Desk.Leaflet(args[0], f)
			if err != nil {
				return err
			}
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.drop()
			pdf, err := a.parts.Desk.PDF(doc)
			if err != nil {
				return err
			}
			return file.write(pdf)
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "the PDF to write")
	c.Flags().StringVar(&form, "form", "a4", "a4, a6 or card")
	c.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}
