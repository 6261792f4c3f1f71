package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/ui/words"
)

func (a *app) intakeCmd() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use: "intake -f FILE.json", Short: "Take a person in: opens a case", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			data, err := a.read(file, maxIntake)
			if err != nil {
				return err
			}
			in, err := intake.Parse(data, a.parts.Desk.Today())
			if err != nil {
				return err
			}
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			id, code, err := a.parts.Desk.TakeIn(cmd.Context(), in)
			if err != nil {
				return err
			}
			k, err := a.parts.Desk.Case(cmd.Context(), id)
			if err != nil {
				return err
			}
			a.remarkForeign(k)
			a.remarkRules(in.Profile, in.On)
			return a.print(map[string]string{"code": code}, func(w io.Writer, _ *words.Printer) { fmt.Fprintln(w, code) })
		},
	}
	c.Flags().StringVarP(&file, "file", "f", "", "the intake, as in docs/examples/intake.json")
	return c
}

func (a *app) recordCmd() *cobra.Command {
	var file, second, reason string
	c := &cobra.Command{
		Use: "record CODE -f ENTRY.json", Short: "Append one entry to a case", Args: cobra.ExactArgs(1),
		Long: `Appends one entry to a case.

An assessment 5.3 is lifted with the passphrase of a second colleague. In a desk
that one person alone opens it is recorded that there was none;
--no-second-reader adds the reason.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.oneStdin(second); err != nil {
				return err
			}
			data, err := a.read(file, maxEntry)
			if err != nil {
				return err
			}
			e, err := casefile.ParseEntry(data, a.parts.Desk.Today())
			if err != nil {
				return err
			}
			id, err := a.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			read := desk.Reading{Reason: reason}
			if second != "" {
				if read.Passphrase, err = a.firstLineOf(second); err != nil {
					return err
				}
			}
			before, err := a.parts.Desk.Case(cmd.Context(), id)
			if err != nil {
				return err
			}
			if err := a.parts.Desk.RecordRead(cmd.Context(), id, []casefile.Entry{e}, read); err != nil {
				return err
			}
			k, err := a.parts.Desk.Case(cmd.Context(), id)
			if err != nil {
				return err
			}
			last := k.File.History[len(k.File.History)-1]
			for n := len(k.File.History) - 2; n >= 0 && (last.Kind == casefile.KindDeadline || last.Kind == casefile.KindReclassified); n-- { // what the program added itself
				last = k.File.History[n]
			}
			j := struct {
				Code     string        `json:"code"`
				ID       journal.ID    `json:"id"`
				Warnings []warningJSON `json:"warnings"`
				Clock    string        `json:"clock,omitempty"`
			}{k.File.Code(), last.ID, nil, a.oddClock()}
			var fresh []casefile.Problem // what this entry leaves to be looked at
			for _, f := range k.File.Findings {
				if !slices.ContainsFunc(before.File.Findings, func(g casefile.Problem) bool { return g.Key == f.Key && slices.Equal(g.Because, f.Because) }) {
					fresh = append(fresh, f)
				}
			}
			j.Warnings = warningsJSON(a.say(), fresh)
			return a.print(j, func(w io.Writer, p *words.Printer) {
				fmt.Fprintf(w, "%s: %s, %s\n", k.File.Code(), p.T("kind."+e.Kind), p.Date(e.On))
				warnings(w, p, k, fresh)
			})
		},
	}
	c.Flags().StringVarP(&file, "file", "f", "", "the entry, as in docs/examples")
	c.Flags().StringVar(&second, "second-reader-passphrase-file", "", "file whose first line is the passphrase of a second colleague; - is standard input")
	c.Flags().StringVar(&reason, "no-second-reader", "", "why there is no second colleague; recorded")
	return c
}

// warningJSON is something that somebody has to look at, and the entries that
// it rests on.
type warningJSON struct {
	Key     string       `json:"key"`
	Text    string       `json:"text"`
	Entries []journal.ID `json:"entries"`
}

func warningsJSON(p *words.Printer, found []casefile.Problem) []warningJSON {
	list := []warningJSON{}
	for _, f := range found {
		list = append(list, warningJSON{f.Key, p.Problem(f), append([]journal.ID{}, f.Because...)})
	}
	return list
}

// warnings writes what somebody has to look at, each with its entries.
func warnings(w io.Writer, p *words.Printer, k *desk.Case, found []casefile.Problem) {
	for _, f := range found {
		fmt.Fprintln(w, "! "+p.Problem(f))
		for _, id := range f.Because {
			if e, ok := k.File.Entry(id); ok {
				fmt.Fprintf(w, "    %s  %s  %s\n", p.Date(e.On), p.T("kind."+e.Kind), e.ID)
			}
		}
	}
}

// oddClock names what is odd about the laptop's date, or "".
func (a *app) oddClock() string {
	if a.clock == nil {
		return ""
	}
	return a.clock.Key
}

// nextStep is the most pressing thing of a case.
type nextStep struct {
	Due  civil.Date `json:"due"`
	What string     `json:"what"`
	Key  string     `json:"key"`
}

func next(p *words.Printer, st procedure.Status) *nextStep {
	d, ok := st.Next()
	if !ok {
		return nil
	}
	return &nextStep{d.Due, p.T(d.Key), d.Key}
}

func (a *app) casesCmd() *cobra.Command {
	var search string
	c := &cobra.Command{
		Use: "cases", Short: "List the cases", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			rows, err := a.parts.Desk.Cases(search)
			if err != nil {
				return err
			}
			return a.printCases(rows)
		},
	}
	c.Flags().StringVar(&search, "search", "", "part of a code or name")
	return c
}

// printCases prints cases as a list.
func (a *app) printCases(rows []*desk.Row) error {
	type row struct {
		Code  string          `json:"code"`
		Name  string          `json:"name"`
		Stage string          `json:"stage"`
		State procedure.State `json:"state"`
		Next  *nextStep       `json:"next"`
	}
	list, p := []row{}, a.say()
	for _, r := range rows {
		list = append(list, row{r.Code, r.Name, r.Status.Stage, r.Status.State, next(p, *r.Status)})
	}
	return a.print(list, func(w io.Writer, p *words.Printer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush()
		for i, r := range rows {
			if r.Apart() && (i == 0 || !rows[i-1].Apart()) {
				t.Flush() // a list of its own
				if i > 0 {
					fmt.Fprintln(w)
				}
				fmt.Fprintln(w, p.T("cases.apart", words.Args{"Section": p.Section("5.3")}))
			}
			fmt.Fprintf(t, "%s\t%s\t%s", r.Code, r.Name, stateWords(p, *r.Status))
			if n := next(p, *r.Status); n != nil {
				fmt.Fprintf(t, "\t%s\t%s", p.Date(n.Due), n.What)
			}
			fmt.Fprintln(t)
		}
	})
}

func stateWords(p *words.Printer, st procedure.Status) string {
	s := p.T("state." + string(st.State))
	if st.Expired {
		return p.T("state.expired", words.Args{"State": s})
	}
	return s
}

// entryJSON is an entry as show prints it.
type entryJSON struct {
	ID       journal.ID  `json:"id"`
	Kind     string      `json:"kind"`
	On       civil.Date  `json:"on"`
	Time     string      `json:"time,omitempty"`
	At       time.Time   `json:"at"`
	By       string      `json:"by"`
	Corrects *journal.ID `json:"corrects,omitempty"`
	EndedBy  *journal.ID `json:"endedBy,omitempty"` // the entry that voided or corrected it
	Body     any         `json:"body,omitempty"`
}

// caseJSON is a case as show prints it.
type caseJSON struct {
	Code         string                  `json:"code"`
	Name         string                  `json:"name"`
	Language     string                  `json:"language"`
	Profile      string                  `json:"profile"`
	Historic     bool                    `json:"historic"`
	Lapse        *lapseJSON              `json:"lapse,omitempty"` // the procedure is not law today
	State        procedure.State         `json:"state"`
	Stage        string                  `json:"stage"`
	Expired      bool                    `json:"expired"`
	Today        civil.Date              `json:"today"`
	Terms        []procedure.Term        `json:"terms"`
	Due          []procedure.Due         `json:"due"`
	Entitlements []procedure.Entitlement `json:"entitlements"`
	Entries      []entryJSON             `json:"entries"`
	Findings     []string                `json:"findings"`
	Warnings     []warningJSON           `json:"warnings"` // the same, in words and with their entries
	Clock        string                  `json:"clock,omitempty"`
}

func (a *app) showCmd() *cobra.Command {
	return &cobra.Command{
		Use: "show CODE", Short: "File and status of a case", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := a.theCase(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			j := showJSON(k)
			j.Warnings, j.Clock = warningsJSON(a.say(), k.File.Findings), a.oddClock()
			return a.print(j, func(w io.Writer, p *words.Printer) { show(w, p, k) })
		},
	}
}

func showJSON(k *desk.Case) caseJSON {
	j := caseJSON{
		Code: k.File.Code(), Name: k.File.Name(), Language: k.File.Language, Profile: k.Profile.ID, Historic: k.Profile.Historic, Lapse: lapse(k.Lapse),
		State: k.Status.State, Stage: k.Status.Stage, Expired: k.Status.Expired, Today: k.Status.Today,
		Terms: append([]procedure.Term{}, k.Schedule.Terms...), Due: append([]procedure.Due{}, k.Status.Due...),
		Entitlements: append([]procedure.Entitlement{}, k.Status.Entitlements...),
		Entries:      []entryJSON{}, Findings: []string{},
	}
	for _, e := range k.File.History {
		x := entryJSON{ID: e.ID, Kind: e.Kind, On: e.On, Time: e.Time, At: e.At, By: e.By, Body: e.Body}
		if !e.Corrects.IsZero() {
			x.Corrects = &e.Corrects
		}
		if !e.Dead.IsZero() {
			x.EndedBy = &e.Dead
		}
		if closed(k) && e.Kind != casefile.KindTriage {
			x.Body = nil // nothing about this person is shown
		}
		j.Entries = append(j.Entries, x)
	}
	for _, f := range k.File.Findings {
		j.Findings = append(j.Findings, f.Key)
	}
	return j
}

// closed reports that nothing about the person may be shown (§5.3), or is kept.
func closed(k *desk.Case) bool { return k.File.Stopped() || k.File.Uninvolved() }

func show(w io.Writer, p *words.Printer, k *desk.Case) {
	fmt.Fprintf(w, "%s  %s  %s\n", k.File.Code(), k.File.Name(), stateWords(p, k.Status))
	if !closed(k) {
		for _, s := range p.Standing(k.Profile, k.Lapse) {
			fmt.Fprintln(w, s)
		}
	}
	for _, t := range k.Schedule.Terms {
		fmt.Fprintf(w, "\n%s: %s – %s (%s)\n", stageName(k, p.Lang, t.Stage), p.Date(t.Start), p.Date(t.ValidUntil), p.Section(t.Section))
		fmt.Fprintln(w, "  "+p.Labelled(p.T("cli.actBy"), p.Date(t.ActBy)))
		if !t.InquiryBy.IsZero() {
			fmt.Fprintln(w, "  "+p.Labelled(p.T("cli.inquiryBy"), p.Date(t.InquiryBy)))
			fmt.Fprintln(w, "  "+p.Labelled(p.T("cli.actBy"), p.Date(t.InquiryActBy)))
		}
		if !t.Computed.IsZero() {
			fmt.Fprintf(w, "  ! %s\n", p.T("term.computedDiffers", words.Args{"Printed": t.ValidUntil, "Computed": t.Computed}))
		}
	}
	for _, e := range k.Status.Entitlements {
		fmt.Fprintf(w, "\n%s: %s (%s)\n", p.T("entitlement."+e.Key), p.Entitled(e), p.Section(e.Section))
	}
	if len(k.Status.Due) > 0 {
		fmt.Fprintln(w)
	}
	for _, d := range k.Status.Due {
		when := p.Date(d.Due)
		if d.Apart() {
			when += ", " + p.Until(&d)
		}
		fmt.Fprintf(w, "%s %s  %s (%s)\n", sign(d.Urgency), when, p.T(d.Key), p.Section(d.Section))
	}
	fmt.Fprintln(w)
	for _, e := range k.File.History {
		mark := " "
		if !e.Dead.IsZero() {
			mark = "×"
		}
		fmt.Fprintf(w, "%s %s  %5s  %s  %s\n", mark, p.Date(e.On), e.Time, p.T("kind."+e.Kind), e.ID)
		if r, ok := e.Body.(*casefile.Reclassified); ok && r.Alone {
			fmt.Fprintln(w, "    "+p.T("entry.alone"))
			if r.Unread != casefile.NoReader {
				fmt.Fprintln(w, "    "+p.Labelled(p.T("entry.unread"), r.Unread))
			}
		}
	}
	warnings(w, p, k, k.File.Findings)
}

// sign marks how pressing something is, for readers without colours.
func sign(u procedure.Urgency) string {
	switch u {
	case procedure.Overdue, procedure.Today:
		return "■"
	case procedure.Soon:
		return "▲"
	}
	return " "
}

func (a *app) agendaCmd() *cobra.Command {
	var calendar string
	var force bool
	c := &cobra.Command{
		Use: "agenda", Short: "What is due", Args: cobra.NoArgs,
		Long: `What is due, the most pressing first.

With --ics FILE it is written as a calendar too. The file is in clear and says
codes and days alone: no name, and nothing of what is due.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.unlock(cmd.Context()); err != nil {
				return err
			}
			g, err := a.parts.Desk.Agenda()
			if err != nil {
				return err
			}
			if calendar != "" {
				if err := a.saveCalendar(cmd, g, calendar, force); err != nil {
					return err
				}
			}
			type task struct {
				Code    string            `json:"code"`
				Name    string            `json:"name"`
				Due     civil.Date        `json:"due"`
				ActBy   civil.Date        `json:"actBy"`
				Urgency procedure.Urgency `json:"urgency"`
				Missed  bool              `json:"missed"` // the day to act by is over, the last day is not
				Key     string            `json:"key"`
				What    string            `json:"what"`
				Section string            `json:"section"`
			}
			p, list := a.say(), []task{}
			for _, t := range g.Tasks {
				list = append(list, task{t.Code, t.Name, t.Due.Due, t.Due.ActBy, t.Due.Urgency, t.Due.Missed, t.Due.Key, p.T(t.Due.Key), t.Due.Section})
			}
			return a.print(list, func(w io.Writer, p *words.Printer) {
				tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				for _, t := range g.Tasks {
					fmt.Fprintf(tw, "%s %s\t%s\t%s\t%s (%s)\n", sign(t.Due.Urgency), t.Code, p.Date(t.Due.Due), p.Until(&t.Due), p.T(t.Due.Key), p.Section(t.Due.Section))
				}
				tw.Flush()
				if n := len(g.NoStep); n > 0 {
					fmt.Fprintln(w, p.N("today.noStep", n))
				}
			})
		},
	}
	c.Flags().StringVar(&calendar, "ics", "", "write a calendar file too: codes and days alone")
	c.Flags().BoolVar(&force, "force", false, "replace a file that is there already")
	return c
}

func (a *app) saveCalendar(cmd *cobra.Command, g *desk.Agenda, name string, force bool) error {
	o, err := create(name, force)
	if err != nil {
		return err
	}
	defer o.Drop()
	if err := a.parts.Desk.CalendarSaved(cmd.Context()); err != nil {
		return err
	}
	return o.write(words.Calendar(g))
}

func stageName(k *desk.Case, lang, stage string) string {
	s, _ := k.Profile.Stage(stage)
	return s.Names[lang]
}
