package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/letter"
	"onthaal/ui/handout"
	"onthaal/ui/words"
)

// maxPicture is the largest logo that is read, in bytes; the desk takes less.
const maxPicture = 1 << 20

func (a *app) letterheadCmd() *cobra.Command {
	c := &cobra.Command{Use: "letterhead", Short: "Say what all letters of the centre share: lines, logo, window of the envelope", Args: cobra.NoArgs, RunE: a.letterheadShow}
	c.AddCommand(a.letterheadSetCmd(), a.letterheadTestCmd())
	return c
}

// letterheadJSON is the letterhead as letterhead prints it.
type letterheadJSON struct {
	Lines  []string `json:"lines"`
	Logo   int      `json:"logo"` // bytes; 0 for none
	Window string   `json:"window"`
	Right  float64  `json:"right"` // millimetres
	Down   float64  `json:"down"`
	// Function is that of who signs, or "".
	Function string `json:"function"`
}

func (a *app) letterheadShow(cmd *cobra.Command, _ []string) error {
	if err := a.unlock(cmd.Context()); err != nil {
		return err
	}
	s := a.parts.Desk.Settings()
	j := letterheadJSON{Lines: strings.FieldsFunc(s.Letterhead, func(r rune) bool { return r == '\n' }), Logo: len(a.parts.Desk.Logo()), Window: "right", Right: s.PrintRight, Down: s.PrintDown, Function: s.Function}
	if s.Window != "" {
		j.Window = s.Window
	}
	return a.print(j, func(w io.Writer, p *words.Printer) {
		side := p.T("testsheet.right")
		if j.Window == "left" {
			side = p.T("testsheet.left")
		}
		fmt.Fprintln(w, side)
		mm := words.Args{"Right": handout.Millimetres(p.Lang, j.Right), "Down": handout.Millimetres(p.Lang, j.Down)}
		fmt.Fprintln(w, p.T("letterhead.moved", mm))
		if j.Logo > 0 {
			fmt.Fprintln(w, p.T("letterhead.logo.there", words.Args{"KB": (j.Logo + 1023) >> 10}))
		} else {
			fmt.Fprintln(w, p.T("letterhead.logo.none"))
		}
		for _, l := range j.Lines {
			fmt.Fprintln(w, l)
		}
		if f := a.parts.Desk.Library().Letters.Function(p.Lang, j.Function); f != "" {
			fmt.Fprintln(w, p.Labelled(p.Field("function"), f))
		}
	})
}

func (a *app) letterheadSetCmd() *cobra.Command {
	var window, right, down, logo, function string
	var lines []string
	var noLogo, noLines bool
	c := &cobra.Command{
		Use: "set", Short: "Change it for all letters from now on", Args: cobra.NoArgs,
		Long: `Changes what all letters from now on share; letters that were issued stay as
they are. What is not named stays.

--right and --down move all that is printed, by at most 5 mm either way, against
a printer that pulls the paper askew: print "letterhead test" and measure.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			set := cmd.Flags().Changed
			if logo != "" && noLogo || len(lines) > 0 && noLines {
				return usage{key: "usage.option", command: commandName(cmd)}
			}
			var picture []byte
			var err error
			if logo != "" {
				if picture, err = a.read(logo, maxPicture); err != nil {
					return err
				}
			}
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			d := a.parts.Desk
			s := d.Settings()
			if set("window") {
				if s.Window = window; window == "right" {
					s.Window = ""
				}
			}
			for _, m := range []struct {
				flag, text, path string
				to               *float64
			}{{"right", right, "printRight", &s.PrintRight}, {"down", down, "printDown", &s.PrintDown}} {
				if !set(m.flag) {
					continue
				}
				mm, ok := handout.ParseMillimetres(m.text)
				if !ok {
					return casefile.Problem{Key: "problem.number.range", Path: m.path, Args: map[string]any{"From": -desk.MaxMove, "To": desk.MaxMove}}
				}
				*m.to = mm
			}
			if set("function") {
				if s.Function = function; function == "none" {
					s.Function = ""
				}
			}
			if set("line") || noLines {
				s.Letterhead = strings.Join(lines, "\n")
			}
			if err := s.Check(d.Today()); err != nil { // all of it, or nothing
				return err
			}
			if picture != nil || noLogo {
				if err := d.SetLogo(cmd.Context(), picture); err != nil {
					return err
				}
			}
			return d.SetSettings(cmd.Context(), s)
		},
	}
	f := c.Flags()
	f.StringVar(&window, "window", "", "where the window of the envelopes is: right or left")
	f.StringVar(&right, "right", "", "millimetres to the right by which letters are moved; −1.5 is to the left")
	f.StringVar(&down, "down", "", "millimetres down")
	f.StringArrayVar(&lines, "line", nil, "a further line of the letterhead, at most four; repeat it for each")
	f.BoolVar(&noLines, "no-lines", false, "no further lines")
	f.StringVar(&logo, "logo", "", "PNG file of the logo, at most 256 KB")
	f.BoolVar(&noLogo, "no-logo", false, "no logo")
	f.StringVar(&function, "function", "", "what who signs is to the centre, below the name: "+strings.Join(letter.Functions, ", ")+" or none")
	return c
}

func (a *app) letterheadTestCmd() *cobra.Command {
	var out string
	var force bool
	c := &cobra.Command{
		Use: "test -o FILE.pdf", Short: "Save the test sheet for printer and envelopes", Args: cobra.NoArgs,
		Long: `Saves a page to print, to measure and to put into an envelope. It is moved on
the paper as letters are, and shows the window where it is set.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			s := a.parts.Desk.Settings()
			e := s.Envelope()
			sheet, err := a.parts.Paper.TestSheet(e, handout.TestSheet(a.say(), e))
			if err != nil {
				return err
			}
			pdf, err := a.parts.Paper.Write(sheet)
			if err != nil {
				return err
			}
			return file.write(pdf)
		},
	}
	savesPDF(c, &out, &force)
	return c
}
