package words

import (
	"cmp"
	"slices"

	"onthaal/domain/procedure"
)

// Lapse says that a procedure is not law on the day asked about, since when and
// what came in its place; "" for nil.
func (p *Printer) Lapse(x *procedure.Profile, l *procedure.Lapse) string {
	if l == nil {
		return ""
	}
	args := Args{"Title": p.in(x.Title), "From": p.Day(l.From), "Since": p.Day(l.Since)}
	switch {
	case !l.From.IsZero():
		return p.T("lapse.ahead", args)
	case l.By != nil:
		return p.T("lapse.replaced", args, Args{"By": p.in(l.By.Title)})
	case !l.Since.IsZero():
		return p.T("lapse.ended", args)
	}
	return cmp.Or(p.in(x.Notice), p.T("lapse.repealed", args))
}

// Standing lists what a reader must know about a procedure as it stands on the
// day asked about: that it is not law, and the notice of one that is history.
func (p *Printer) Standing(x *procedure.Profile, l *procedure.Lapse) (said []string) {
	if s := p.Lapse(x, l); s != "" {
		said = append(said, s)
	}
	if n := p.in(x.Notice); x.Historic && n != "" && !slices.Contains(said, n) {
		said = append(said, n)
	}
	return said
}

// in picks the words of a procedure in the printer's language.
func (p *Printer) in(w procedure.Words) string { return cmp.Or(w[p.Lang], w["en"]) }
