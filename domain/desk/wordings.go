package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// A centre may put letters into words of its own. A wording is held against
// ours before it is taken (letter.Texts.Admit), shown as a difference, kept
// sealed in the desk's own journal, and never read from a folder. Letters that
// were issued keep theirs.

// wordingKind is the kind of record that holds a wording of the centre's own,
// and revertedKind of one that says that ours is in force again.
const (
	wordingKind  = "wording"
	revertedKind = "wordingReverted"
)

type reverted struct {
	Kind string `json:"kind"`
	Lang string `json:"lang"`
}

// wordings are those of the centre's own.
type wordings struct {
	known []*letter.Wording          // all that were ever imported
	own   map[string]*letter.Wording // the latest of each letter and language, unless ours is in force again
	texts *letter.Texts              // ours, with them; nil: ours
}

// Wording is how a letter is worded in a language.
type Wording struct {
	Kind, Lang string
	Ours       *letter.Wording
	Own        *letter.Wording // the centre's own; nil: there is none
	// Stale says why the centre's own is not in force: ours has changed since, and
	// theirs lacks what it says now. nil: it is in force.
	Stale error
}

// InForce is the wording of a letter that is made today.
func (w *Wording) InForce() *letter.Wording {
	if w.Own != nil && w.Stale == nil {
		return w.Own
	}
	return w.Ours
}

// letters are the texts of letters made on this desk.
func (d *Desk) letters() *letter.Texts {
	if d.wordings.texts != nil {
		return d.wordings.texts
	}
	return d.lib.Letters
}

// Wordings lists the wordings of all letters, in all their languages.
func (d *Desk) Wordings() ([]Wording, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	var list []Wording
	for _, k := range letter.Kinds {
		for _, lang := range append(slices.Clone(letter.Languages), letter.Courtesy) {
			list = append(list, d.wording(k.ID, lang))
		}
	}
	return list, nil
}

// Wording returns how a letter is worded in a language.
func (d *Desk) Wording(kind, lang string) (Wording, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return Wording{}, journal.ErrLocked
	}
	if d.lib.Letters.Wording(kind, lang) == nil {
		return Wording{}, casefile.Problem{Key: "problem.wording.kind", Path: "wording"}
	}
	return d.wording(kind, lang), nil
}

func (d *Desk) wording(kind, lang string) Wording {
	w := Wording{Kind: kind, Lang: lang, Ours: d.lib.Letters.Wording(kind, lang), Own: d.wordings.own[kind+"."+lang]}
	if w.Own != nil {
		w.Stale = d.lib.Letters.Admit(w.Own)
	}
	return w
}

// CompareWording reads a wording and says in what it differs from the one in
// force. Nothing is recorded.
func (d *Desk) CompareWording(data []byte) (*letter.Wording, []procedure.Difference, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, nil, journal.ErrLocked
	}
	return d.compareWording(data)
}

func (d *Desk) compareWording(data []byte) (*letter.Wording, []procedure.Difference, error) {
	wrong := func(key string) error { return casefile.Problem{Key: key, Path: "wording"} }
	w, err := letter.ParseWording(data)
	if err != nil {
		return nil, nil, err
	}
	if err := d.lib.Letters.Admit(w); err != nil {
		return nil, nil, err
	}
	w = d.lib.Letters.Fill(w)
	now := d.wording(w.Kind, w.Lang)
	if now.InForce().Same(w) {
		return nil, nil, wrong("problem.wording.same")
	}
	for _, v := range d.wordings.known {
		if v.Kind == w.Kind && v.Lang == w.Lang && v.Version == w.Version && !v.Same(w) {
			return nil, nil, wrong("problem.wording.raise")
		}
	}
	if miss := d.lacks(strings.Join(w.Words(), " ")); len(miss) > 0 {
		return nil, nil, casefile.Problem{Key: "problem.glyph", Path: "wording", Args: map[string]any{"Runes": document.Codes(miss)}}
	}
	return w, now.InForce().Compare(w), nil
}

// ImportWording takes a wording of the centre's own into use: letters issued
// from now on have it.
func (d *Desk) ImportWording(ctx context.Context, data []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	w, _, err := d.compareWording(data)
	if err != nil {
		return err
	}
	var kept bytes.Buffer
	if err := json.Compact(&kept, data); err != nil {
		return casefile.Problem{Key: "problem.wording.file", Path: "wording"}
	}
	return d.put(ctx, wordingKind, json.RawMessage(kept.Bytes()), func() {
		d.word(w)
		d.reword()
	})
}

// RevertWording puts ours in force again.
func (d *Desk) RevertWording(ctx context.Context, kind, lang string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	if d.wordings.own[kind+"."+lang] == nil {
		return casefile.Problem{Key: "problem.wording.ours", Path: "wording"}
	}
	return d.put(ctx, revertedKind, reverted{kind, lang}, func() {
		delete(d.wordings.own, kind+"."+lang)
		d.reword()
	})
}

// word puts a wording before the one that it replaces.
func (d *Desk) word(w *letter.Wording) {
	d.wordings.known = append(d.wordings.known, w)
	d.wordings.own[w.Kind+"."+w.Lang] = w
}

// reword makes the texts of the wordings that are in force. One that ours has
// outgrown since is not: a letter is never less than the procedure asks.
func (d *Desk) reword() {
	var inForce []*letter.Wording
	for _, w := range d.wordings.own {
		if d.lib.Letters.Admit(w) == nil {
			inForce = append(inForce, w)
		}
	}
	d.wordings.texts = d.lib.Letters.With(d.wordings.known, inForce)
}

// reread reads a record of wordings from the desk's own journal. A wording that
// this version of the program cannot read is passed over, and ours holds: it
// keeps nobody from the desk.
func (d *Desk) reread(kind string, body []byte) error {
	if kind == wordingKind {
		if w, err := letter.ParseWording(body); err == nil {
			d.word(d.lib.Letters.Fill(w))
		}
		return nil
	}
	var r reverted
	if err := json.Unmarshal(body, &r); err != nil {
		return err
	}
	delete(d.wordings.own, r.Kind+"."+r.Lang)
	return nil
}
