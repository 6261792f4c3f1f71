package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/ui/words"
)

// explainJSON is one explanation as explain prints it: the values, and the
// sentences that are made of them.
type explainJSON struct {
	Code      string       `json:"code"`
	Section   string       `json:"section"`
	Paragraph string       `json:"paragraph"`
	Rule      string       `json:"rule,omitempty"`
	From      civil.Date   `json:"from,omitzero"`
	N         int          `json:"n,omitempty"`
	Unit      string       `json:"unit,omitempty"`
	Result    civil.Date   `json:"result,omitzero"`
	ActBy     civil.Date   `json:"actBy,omitzero"`
	Other     civil.Date   `json:"otherReading,omitzero"`
	Computed  civil.Date   `json:"computed,omitzero"`
	Proposed  civil.Date   `json:"proposed,omitzero"`
	Value     string       `json:"value,omitempty"`
	Source    string       `json:"source,omitempty"`
	Checked   bool         `json:"checked"`
	Because   []journal.ID `json:"because"`
	Sentences []string     `json:"sentences"`
	More      []string     `json:"more"`
}

func (a *app) explainCmd() *cobra.Command {
	var suppose string
	c := &cobra.Command{
		Use: "explain CODE", Short: "Say how every date and block of a case came about", Args: cobra.ExactArgs(1),
		Long: `Say how every date, block and entitlement of a case came about: what was
counted from when, what the calendar did to it, and where the rule stands.

With --if FILE the case is looked at as if the entry in the file had been
recorded, and which days would be different is said first. It may lie in the
future. Nothing is recorded.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			now, k, err := a.supposed(cmd, args[0], suppose)
			if err != nil {
				return err
			}
			k.Schedule.Entitlements = k.Status.Entitlements // with the answers that hold today
			list := procedure.Explain(k.File, &k.Schedule, k.Profile)
			p, out := a.say(), []explainJSON{}
			for _, x := range list {
				said := p.Explain(x)
				out = append(out, explainJSON{
					Code: x.Code, Section: x.Section, Paragraph: x.Paragraph, Rule: x.Rule, From: x.Start.On, N: x.N, Unit: x.Unit,
					Result: x.Result, ActBy: x.ActBy, Other: x.Other, Computed: x.Computed, Proposed: x.Proposed, Value: x.Value,
					Source: x.Fact.Source, Checked: x.Fact.Checked(), Because: append([]journal.ID{}, x.Because...),
					Sentences: said.Sentences, More: append([]string{}, said.More...),
				})
			}
			return a.print(out, func(w io.Writer, p *words.Printer) { explain(w, p, now, k, list) })
		},
	}
	c.Flags().StringVar(&suppose, "if", "", "one entry, as in docs/examples: look at the case as if it had been recorded")
	return c
}

// supposed reads the case: as it stands, and with one more entry that nobody
// records. Without a file now is nil and k is how it stands.
func (a *app) supposed(cmd *cobra.Command, code, file string) (now, k *desk.Case, err error) {
	if file == "" {
		k, err = a.theCase(cmd.Context(), code)
		return nil, k, err
	}
	data, err := a.read(file, maxEntry)
	if err != nil {
		return nil, nil, err
	}
	e, err := casefile.ParseSupposed(data, a.parts.Desk.Today())
	if err != nil {
		return nil, nil, err
	}
	if now, err = a.theCase(cmd.Context(), code); err != nil {
		return nil, nil, err
	}
	k, err = a.parts.Desk.WhatIf(cmd.Context(), now.ID, e)
	return now, k, err
}

// explain writes the explanations of a case; of one that is supposed, with now
// as it stands, first what would be different.
func explain(w io.Writer, p *words.Printer, now, k *desk.Case, list []procedure.Explanation) {
	fmt.Fprintf(w, "%s  %s\n", k.File.Code(), stateWords(p, k.Status))
	if now != nil {
		fmt.Fprintln(w, p.T("explain.whatIf"))
		fmt.Fprintln(w, p.T("rules.changes")+":")
		changes := procedure.Changes(&now.Schedule, &k.Schedule)
		for _, c := range changes {
			what, how := p.Change(c)
			fmt.Fprintln(w, "  "+p.Labelled(what, how))
		}
		if len(changes) == 0 {
			fmt.Fprintln(w, "  "+p.T("rules.same"))
		}
	}
	if !closed(k) {
		for _, s := range p.Standing(k.Profile, k.Lapse) {
			fmt.Fprintln(w, s)
		}
	}
	if k.Unread {
		fmt.Fprintln(w, p.T("explain.unread"))
	}
	if len(list) == 0 {
		fmt.Fprintln(w, p.T("explain.nothing"))
	}
	for _, x := range list {
		said := p.Explain(x)
		fmt.Fprintln(w)
		for _, s := range said.Sentences {
			fmt.Fprintln(w, s)
		}
		for _, s := range said.More {
			fmt.Fprintln(w, "  "+p.Labelled(p.T("explain.more"), s))
		}
	}
	warnings(w, p, k, k.File.Findings)
}
