package desk

import (
	"cmp"
	"context"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// Of the persons met at one inspection (§6) each gets her own letter, in one
// act. The letters do not depend on one another: those that are ready are
// issued, each whole, and of the others it is said what they lack. Whoever does
// it once more goes on where it stopped.

// PersonLetter is how a letter stands for one of several persons.
type PersonLetter struct {
	ID     journal.ID
	Code   string
	State  letter.State
	Number int    // of the letter; 0 where it is not issued
	Name   string // neutral name of its file, also of one that is not issued yet

	Profile *procedure.Profile // of the case
	Lapse   *procedure.Lapse   // that procedure is not law today
}

// Ready reports that the letter can be issued, and was not before.
func (p *PersonLetter) Ready() bool { return p.Number == 0 && p.State.State == letter.Ready }

// LettersOf says how a letter stands for each person of an inspection, by code
// of their cases. Nothing is recorded. Those who were not involved or are
// implicated are not among them (§5.3).
func (d *Desk) LettersOf(ctx context.Context, inspection, kind string) ([]PersonLetter, error) {
	rows, err := d.Inspection(inspection)
	if err != nil {
		return nil, err
	}
	switch k, ok := letter.KindOf(kind); {
	case !ok:
		return nil, casefile.Problem{Key: "problem.letter", Path: "letter"}
	case k.SecondReader:
		return nil, casefile.Problem{Key: "refused.letter.batch", Path: "letter"}
	}
	var list []PersonLetter
	for _, r := range rows {
		d.mu.Lock()
		c, err := d.theCase(ctx, r.ID)
		d.mu.Unlock()
		if err != nil {
			return nil, err
		}
		p := PersonLetter{ID: r.ID, Code: r.Code, Profile: c.Profile, Lapse: c.Lapse}
		if p.State, err = stateOf(c, kind); err != nil {
			return nil, err
		}
		if l := c.File.Issued(kind); l != nil {
			p.Number = l.Body.Number
		}
		p.Name = fileName(r.Code, cmp.Or(p.Number, len(c.File.Letters)+1), "")
		list = append(list, p)
	}
	return list, nil
}

// IssueFor issues a letter to one person of several, unless she has it, and
// records how it leaves the desk. What it lacks meanwhile comes as from
// IssueLetter, and then nothing is recorded.
func (d *Desk) IssueFor(ctx context.Context, p *PersonLetter, how string) (Printed, error) {
	if k, ok := letter.KindOf(p.State.Kind); !ok || k.SecondReader {
		return Printed{}, casefile.Problem{Key: "refused.letter.batch", Path: "letter"}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.readyFor(ctx, p.ID, p.State.Kind)
	if err != nil {
		return Printed{}, err
	}
	if c.File.Issued(p.State.Kind) != nil {
		return Printed{}, casefile.Problem{Key: "problem.letter.has", Path: "letter"}
	}
	made, err := d.issue(ctx, c, p.State.Kind, casefile.LetterIssued{}, nil, &casefile.Exported{How: how})
	if err == nil {
		p.Number = len(c.File.Letters) + 1
	}
	return made, err
}
