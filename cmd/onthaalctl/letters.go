package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
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

				Language     string `json:"language"`
				Draft        bool   `json:"draft,omitempty"`
				SecondReader bool   `json:"secondReader,omitempty"`
				// Confirm is the day of a consent that is older than what the request rests on.
				Confirm  civil.Date `json:"confirm,omitzero"`
				Issued   []int      `json:"issued,omitempty"`
				Sent     []int      `json:"sent,omitempty"`
				Answered []int      `json:"answered,omitempty"`
			}
			list := []state{}
			for _, s := range k.Letters {
				x := state{
					Kind: s.Kind, State: string(s.State), Missing: []string{}, Section: s.Section, Why: s.Why,
					Language: s.Language, Draft: s.Draft, SecondReader: s.SecondReader, Confirm: s.Confirm,
				}
				for _, m := range s.Missing {
					x.Missing = append(x.Missing, m.String())
				}
				for _, l := range s.Issued {
					x.Issued = append(x.Issued, l.Body.Number)
					if slices.ContainsFunc(k.File.Sent, func(e *casefile.Fact[casefile.LetterSent]) bool { return e.Body.Number == l.Body.Number }) {
						x.Sent = append(x.Sent, l.Body.Number)
					}
					if slices.ContainsFunc(k.File.Answers, func(e *casefile.Fact[casefile.LetterAnswered]) bool { return e.Body.Number == l.Body.Number }) {
						x.Answered = append(x.Answered, l.Body.Number)
					}
				}
				list = append(list, x)
			}
			return a.print(list, func(w io.Writer, p *words.Printer) {
				if s := p.Lapse(k.Profile, k.Lapse); s != "" {
					fmt.Fprintln(w, "! "+s)
				}
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				defer t.Flush()
				for _, s := range k.Letters {
					name := p.T("letter." + s.Kind)
					if s.Section != "" {
						name += " (" + p.Section(s.Section) + ")"
					}
					fmt.Fprintf(t, "%s\t%s\t%s\n", s.Kind, name, p.T("ready."+string(s.State)))
					for _, m := range s.Missing {
						fmt.Fprintf(t, "\t  – %s\n", p.Problem(m.Problem()))
					}
					if !s.Confirm.IsZero() {
						fmt.Fprintf(t, "\t  – %s\n", p.T("letter.confirm", words.Args{"Date": s.Confirm}))
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
	var out, second, reason string
	var preview, force, encrypted bool
	var number int
	var photos []int
	c := &cobra.Command{
		Use: "letter CODE KIND -o FILE.pdf", Short: "Issue a letter and save it as PDF", Args: cobra.ExactArgs(2),
		Long: `Issues the letter in its own language: it becomes immutable and is recorded.
Where nothing has changed since it was issued, that letter is saved once more
and there is no new one.
With --lang of another language a marked copy is made instead and said to be one; with --preview
nothing is recorded; with --number a letter that was issued is saved once more.

A letter that asks for a second reader (L08, L14) is issued with the passphrase
of another colleague, who read it. In a desk that one person alone opens,
--no-second-reader gives the reason why nobody did; it is recorded.

With --photo photographs that were attached to the case go on a page of their
own behind L02; that asks for the person's consent for photographs. Of a
picture nothing but the pixels leaves: no place, no camera, no date.

With --encrypted the file opens with a password alone (AES-256). The password
is printed once and kept nowhere: it travels by another way than the file.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if preview && cmd.Flags().Changed("number") {
				return usage{key: "usage.number", command: cmd.Name()}
			}
			if err := aKind(args[1], cmd, nil); err != nil {
				return err
			}
			if err := a.oneStdin(second); err != nil {
				return err
			}
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
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
			copied := a.lang != "" && a.lang != official(k, kind) && !preview
			if len(photos) > 0 && (copied || cmd.Flags().Changed("number")) {
				return usage{key: "usage.photo", command: cmd.Name()}
			}
			// --lang alone would speak to whoever types; here it asks for another letter.
			if l := issuedAs(k, kind, number); l != nil && a.lang != "" && a.lang != l.Body.Language {
				return usage{key: "usage.number.language", command: cmd.Name()}
			}
			how := casefile.AsFile
			if encrypted {
				how = casefile.Encrypted
			}
			issued := 0 // the number of the letter, if one is issued now
			switch {
			case cmd.Flags().Changed("number"):
				made, err = again(cmd.Context(), d, k, kind, number, how)
			case preview:
				var doc *document.Document
				if doc, err = d.PreviewLetter(cmd.Context(), id, kind, a.lang, photos...); err == nil {
					made.PDF, err = d.PDF(doc)
				}
				if err == nil {
					err = d.PreviewSaved(cmd.Context(), id, kind)
				}
			case copied:
				made, err = d.CopyLetter(cmd.Context(), id, kind, a.lang, how)
			default:
				read := desk.Reading{Reason: reason}
				if second != "" {
					if read.Passphrase, err = a.firstLineOf(second); err != nil {
						return err
					}
				}
				var same desk.SameLetter
				made, err = d.IssueReadLetter(cmd.Context(), id, kind, read, photos...)
				switch {
				case errors.As(err, &same):
					if made, err = again(cmd.Context(), d, k, kind, same.Number, how); err == nil {
						a.remark("cli.same", words.Args{"Number": same.Number})
					}
				case err == nil:
					issued = len(k.File.Letters) + 1
					err = d.LetterExported(cmd.Context(), id, issued, how)
				}
			}
			password := ""
			if err == nil && encrypted {
				made, password, err = d.EncryptedCopy(made)
			}
			if err == nil {
				err = file.write(made.PDF)
			}
			switch {
			case err != nil && issued > 0:
				return unsaved{issued, err}
			case err != nil:
				return err
			}
			if !copied && !regional(k, kind) {
				a.remarkForeign(k)
			}
			if !cmd.Flags().Changed("number") {
				a.remarkLapsed(k.Profile, k.Lapse)
			}
			if copied {
				a.remark("cli.copied", words.Args{"Language": a.say().Language(a.lang)})
			}
			if !encrypted {
				return nil
			}
			return a.sayPassword(password)
		},
	}
	f := c.Flags()
	f.StringVarP(&out, "output", "o", "", "the PDF to write")
	f.IntVar(&number, "number", 0, "save the letter of this number once more, as it was issued")
	f.BoolVar(&preview, "preview", false, "mark as PREVIEW and record nothing")
	f.BoolVar(&force, "force", false, "replace the file if it exists")
	f.BoolVar(&encrypted, "encrypted", false, "save a file that opens with a password alone, which is printed once")
	f.IntSliceVar(&photos, "photo", nil, "number of a file of the case to put on the page of photographs of L02; several times for several")
	f.StringVar(&second, "second-reader-passphrase-file", "", "file whose first line is the passphrase of the colleague who read the letter; - is standard input")
	f.StringVar(&reason, "no-second-reader", "", "why no colleague could read it; recorded")
	return c
}

// aKind refuses a letter that there is not, or that only kinds of the command.
func aKind(id string, cmd *cobra.Command, only []string) error {
	id = strings.ToUpper(id)
	if only == nil {
		for _, k := range letter.Kinds {
			only = append(only, k.ID)
		}
	}
	if slices.Contains(only, id) {
		return nil
	}
	return usage{key: "usage.letter", args: words.Args{"Allowed": strings.Join(only, ", ")}, command: commandName(cmd)}
}

// sayPassword shows the password of an encrypted copy, this once.
func (a *app) sayPassword(password string) error {
	return a.print(map[string]string{"password": password}, func(w io.Writer, p *words.Printer) {
		fmt.Fprintln(w, p.T("cli.password"))
		fmt.Fprintln(w, password)
	})
}

// official is the language in which a letter of a case is no copy.
func official(k *desk.Case, kind string) string {
	for _, s := range k.Letters {
		if s.Kind == kind {
			return s.Language
		}
	}
	return k.File.Language
}

// regional says whether a region decides the language of a letter.
func regional(k *desk.Case, kind string) bool {
	i := slices.IndexFunc(k.Letters, func(s letter.State) bool { return s.Kind == kind })
	return i >= 0 && k.Letters[i].Regional
}

// standbyCmd writes the two letters about a check, which belong to no case.
func (a *app) standbyCmd() *cobra.Command {
	var in, out, profile, copied string
	var force bool
	c := &cobra.Command{
		Use: "standby L12|L13 -f FILE.json -o FILE.pdf", Short: "Ask a centre to stand by before a check, or answer", Args: cobra.ExactArgs(1),
		Long: `L12 is what an inspection asks, and needs no desk; L13 is the centre's answer.
The file says when, roughly where, for how many people and in which languages.
It has no place for the target of the check.

The letter is in the language that the file says. --copy makes a marked copy in
another one instead: a courtesy translation in en, a specimen in nl, fr or de.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := aKind(args[0], cmd, []string{"L12", "L13"}); err != nil {
				return err
			}
			switch {
			case copied == "":
			case copied == letter.Courtesy || slices.Contains(letter.Languages, copied):
			default:
				return usageChoice("--copy", append(slices.Clone(letter.Languages), letter.Courtesy))
			}
			data, err := a.read(in, maxEntry)
			if err != nil {
				return err
			}
			s, err := letter.ParseStandby(data, a.parts.Desk.Today())
			var refused casefile.Problem
			if p := a.parts.Desk.Library().Profiles[profile]; p != nil && errors.As(err, &refused) {
				refused.Rule = p.Section(refused.Rule)
				err = refused
			}
			if err != nil {
				return err
			}
			kind := strings.ToUpper(args[0])
			file, err := create(out, force)
			if err != nil {
				return err
			}
			defer file.Drop()
			if kind == "L13" {
				if err := a.unlock(cmd.Context()); err != nil {
					return err
				}
			}
			made, err := a.parts.Desk.StandbyLetter(kind, s, profile, copied)
			if err != nil {
				return err
			}
			if err := file.write(made.PDF); err != nil {
				return err
			}
			if copied != "" {
				a.remark("cli.copied", words.Args{"Language": a.say().Language(copied)})
			}
			a.remarkRules(profile, s.From)
			if _, late := procedure.Standby(s.From, a.parts.Desk.Today()); late != nil && kind == "L12" {
				a.remark(late.Key, late.Args)
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVarP(&in, "file", "f", "", "the request or its answer as JSON; - is standard input")
	f.StringVarP(&out, "output", "o", "", "the PDF to write")
	f.StringVar(&profile, "profile", "", "the procedure that the letter rests on")
	f.StringVar(&copied, "copy", "", "make a marked copy in this language instead: nl, fr, de, en")
	f.BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}

// again prints a letter that was issued: the same bytes, recorded as one more
// paper that left the desk.
func again(ctx context.Context, d *desk.Desk, k *desk.Case, kind string, number int, how string) (made desk.Printed, err error) {
	if issuedAs(k, kind, number) == nil {
		return made, casefile.Problem{Key: "problem.letter", Path: "letter"}
	}
	if made, err = d.IssuedLetter(ctx, k.ID, number); err == nil {
		err = d.LetterExported(ctx, k.ID, number, how)
	}
	return made, err
}

// issuedAs is the letter of a kind that was issued with that number, or nil.
func issuedAs(k *desk.Case, kind string, number int) *casefile.Fact[casefile.LetterIssued] {
	for _, l := range k.File.Letters {
		if l.Body.Number == number && l.Body.Letter == kind {
			return l
		}
	}
	return nil
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
			defer file.Drop()
			pdf, err := a.parts.Desk.PDF(doc)
			if err != nil {
				return err
			}
			return file.write(pdf)
		},
	}
	savesPDF(c, &out, &force)
	c.Flags().StringVar(&form, "form", "a4", "a4, a6 or card")
	return c
}
