package desk

import (
	"cmp"

	"onthaal/domain/casefile"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/privacy"
	"onthaal/domain/procedure"
)

// StandbyLetter writes what an inspection asks of the centre before a check
// (L12), which needs no unlocked desk, or what the centre answers (L13). It
// belongs to no case, and the desk keeps nothing of it.
//
// copied is the language of a marked copy in place of the letter; "" for the
// letter itself.
func (d *Desk) StandbyLetter(kind string, s *letter.Standby, profile, copied string) (Printed, error) {
	doc, err := d.standbyDocument(kind, s, profile, copied)
	if err != nil {
		return Printed{}, err
	}
	pdf, err := d.set(doc)
	return Printed{doc.Title + ".pdf", pdf}, err
}

// StandbyDocument composes the same letter, so that a screen can show it.
func (d *Desk) StandbyDocument(kind string, s *letter.Standby, profile string) (*document.Document, error) {
	return d.standbyDocument(kind, s, profile, "")
}

func (d *Desk) standbyDocument(kind string, s *letter.Standby, profile, copied string) (*document.Document, error) {
	if copied != "" && copied == s.Language {
		return nil, casefile.Problem{Key: "problem.letter.official", Path: "language"}
	}
	lang := cmp.Or(copied, s.Language)
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lib.Profiles[cmp.Or(profile, procedure.Default)]
	if p == nil {
		return nil, casefile.Problem{Key: "problem.profile", Path: "profile"}
	}
	r := letter.Request{
		Kind: kind, Lang: lang, Date: d.clock.Today(), Standby: s, Profile: p, Texts: d.letters(), Contacts: d.lib.Contacts,
	}
	if kind == "L13" {
		switch {
		case d.store == nil:
			return nil, journal.ErrLocked
		case s.Staff == "" || s.StaffPhone == "":
			return nil, casefile.Problem{Key: "problem.missing", Path: "staff"}
		}
		r.Office = d.officeOf(lang, d.store.Slot())
	}
	return letter.Compose(r)
}

// Leaflet returns the leaflet in a language as a document. It needs no
// unlocked desk.
func (d *Desk) Leaflet(tag string, form document.Form) (*document.Document, error) {
	e := d.lib.Leaflets.Edition(tag)
	if e == nil {
		return nil, casefile.Problem{Key: "problem.leaflet", Path: "language"}
	}
	return e.Document(form, d.lib.Contacts), nil
}

// Privacy returns the sheet "What we keep about you" in a language. It needs no
// unlocked desk; where the desk is open, the sheet names the centre and how
// long it keeps a file.
func (d *Desk) Privacy(tag string) (*document.Document, error) {
	e := d.lib.Privacy.Edition(tag)
	if e == nil {
		return nil, casefile.Problem{Key: "problem.leaflet", Path: "language"}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var c privacy.Centre
	if d.store != nil {
		o := d.office(e.Tag)
		c = privacy.Centre{Name: o.Name, Phone: o.Phone}
	}
	keeps := d.lib.Profiles[procedure.Default].Retention
	if own := d.rules(procedure.Default); own.Retention != nil {
		keeps = own.Retention
	}
	return e.Document(c, keeps, d.lib.Contacts), nil
}
