// Package words has all words that the program says to people: sentences,
// dates, explanations and errors, in Dutch, French, German and English. It is
// used by every face, and it is the one place where a typed error becomes a
// sentence.
//
// The words are data (assets/words/<language>.json); a key that a language
// lacks is said in English. A Printer says them in one language and may be
// used from several goroutines.
package words

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// Languages of the interface.
var Languages = []string{"nl", "fr", "de", "en"}

// Catalog holds the words of all languages.
type Catalog struct{ bundle *i18n.Bundle }

// Load reads <language>.json for every language of the interface.
func Load(fsys fs.FS) (*Catalog, error) {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	for _, lang := range Languages {
		if _, err := b.LoadMessageFileFS(fsys, lang+".json"); err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
	}
	return &Catalog{b}, nil
}

// Printer says words in one language.
type Printer struct {
	Lang string
	loc  *i18n.Localizer
}

// Printer returns the printer of a language; English for one that there is not.
func (c *Catalog) Printer(lang string) *Printer {
	for _, l := range Languages {
		if l == lang {
			return &Printer{lang, i18n.NewLocalizer(c.bundle, lang, "en")}
		}
	}
	return &Printer{"en", i18n.NewLocalizer(c.bundle, "en")}
}

// Args are the values that a sentence may hold.
type Args = map[string]any

// T says the words of a key. An unknown key is said as it is, so that it is
// seen.
func (p *Printer) T(key string, args ...Args) string { return p.say(key, nil, args) }

// N says the words of a key for a number, in the form that the language has
// for it; {{.N}} is the number.
func (p *Printer) N(key string, n int, args ...Args) string { return p.say(key, n, args) }

// Has reports whether there are words for a key, in English at least.
func (p *Printer) Has(key string) bool {
	// Words that are only there in English come with an error.
	s, _ := p.loc.Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: 2, TemplateData: Args{}})
	return s != ""
}

func (p *Printer) say(key string, n any, args []Args) string {
	data := Args{}
	for _, a := range args {
		for k, v := range a {
			data[k] = p.value(v)
		}
	}
	if n != nil {
		data["N"] = n
	}
	s, err := p.loc.Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: data})
	if err != nil && s == "" {
		return key
	}
	return s
}

// value words what a sentence holds.
func (p *Printer) value(v any) any {
	switch v := v.(type) {
	case civil.Date:
		return p.Date(v)
	case procedure.Duration:
		if v.Unit == "day" {
			return p.N("explain.count.day", v.N)
		}
		return p.N("explain.count.month", v.N)
	}
	return v
}

// Date says a date with its weekday: "do 17 april 1997".
func (p *Printer) Date(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.T(fmt.Sprintf("weekday.%d", d.Weekday())) + " " + p.Day(d)
}

// Day says a date without its weekday: "17 april 1997".
func (p *Printer) Day(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	day := fmt.Sprint(d.Day())
	if d.Day() == 1 {
		day = p.T("date.first") // French: 1er mars, then 2 mars
	}
	return p.T("date", Args{"Day": day, "Month": p.T(fmt.Sprintf("month.%d", d.Month())), "Year": d.Year()})
}

// Partial says as much of a date as is known.
func (p *Printer) Partial(d civil.Partial) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprint(d.Year)
	case d.Day == 0:
		return p.T(fmt.Sprintf("month.%d", d.Month)) + fmt.Sprintf(" %d", d.Year)
	}
	return p.Day(d.First())
}

// Away says how far a day is: "today", "in 12 days", "3 days ago".
func (p *Printer) Away(days int) string {
	switch {
	case days == 0:
		return p.T("away.today")
	case days == 1:
		return p.T("away.tomorrow")
	case days == -1:
		return p.T("away.yesterday")
	case days > 0:
		return p.N("away.in", days)
	}
	return p.N("away.ago", -days)
}

// Until says how much time is left for what is due: until the last day, and
// where somebody must act before it, until the day to act by.
func (p *Printer) Until(d *procedure.Due) string {
	switch {
	case d.Missed:
		return p.T("today.missed", Args{"Date": d.ActBy, "Away": p.Away(d.Days)})
	case d.Apart():
		return p.T("today.actBy", Args{"Date": d.ActBy}) + ", " + p.Away(d.Left())
	}
	return p.Away(d.Days)
}

// failures are the errors of a store and of paper that have sentences of their own.
var failures = []struct {
	err error
	key string
}{
	{journal.ErrNoStore, "error.noStore"},
	{journal.ErrNotOurs, "error.notOurs"},
	{journal.ErrExists, "error.exists"},
	{journal.ErrOfDesk, "error.ofDesk"},
	{journal.ErrWrongPassphrase, "error.wrongPassphrase"},
	{journal.ErrInUse, "error.inUse"},
	{journal.ErrDamaged, "error.damaged"},
	{journal.ErrNewer, "error.newer"},
	{journal.ErrReadOnly, "error.readOnly"},
	{journal.ErrFull, "error.full"},
	{journal.ErrConflict, "error.conflict"},
	{journal.ErrLocked, "error.locked"},
	{journal.ErrErased, "error.erased"},
	{journal.ErrTooLarge, "error.tooLarge"},
	{journal.ErrLastSlot, "error.lastSlot"},
	{journal.ErrNoSlot, "error.noSlot"},
	{journal.ErrPassphraseTaken, "error.passphraseTaken"},
	{context.Canceled, "error.cancelled"},
	{journal.ErrNotBackup, "error.notBackup"},
	{journal.ErrNotExport, "error.notExport"},
	{document.ErrTooLong, "problem.paper.long"},
	{document.ErrPicture, "error.picture"},
	{fs.ErrExist, "error.fileExists"},
	{fs.ErrPermission, "error.permission"},
	{fs.ErrNotExist, "error.fileMissing"},
}

// Error says what is wrong and what to do about it, in one line for each
// problem. It never repeats what a person typed.
func (p *Printer) Error(err error) string {
	var many casefile.Problems
	if errors.As(err, &many) {
		lines := make([]string, len(many))
		for i, one := range many {
			lines[i] = p.Problem(one)
		}
		return strings.Join(lines, "\n")
	}
	var one casefile.Problem
	if errors.As(err, &one) {
		return p.Problem(one)
	}
	var same desk.SameLetter
	if errors.As(err, &same) {
		return p.T("problem.letter.same", Args{"Number": same.Number})
	}
	var newer *journal.Newer
	if errors.As(err, &newer) && newer.Version != "" {
		return p.T("error.newerVersion", Args{"Version": newer.Version})
	}
	var missing *document.MissingError
	if errors.As(err, &missing) {
		return p.Problem(letter.Unprintable(missing, ""))
	}
	for _, f := range failures {
		if errors.Is(err, f.err) {
			return p.T(f.key)
		}
	}
	return p.T("error.unexpected")
}

// Problem says one problem, beginning with the field where there is one.
func (p *Printer) Problem(x casefile.Problem) string {
	s := p.T(x.Key, x.Args)
	if f := p.Field(x.Path); f != "" {
		s = p.Labelled(f, s)
	}
	if x.Rule != "" {
		s += " (" + p.Section(x.Rule) + ")"
	}
	return s
}

// Labelled puts a label before what it labels: "Date of birth: enter a date".
// French has a space before the colon. A label that asks has its own mark, and
// the text begins a sentence: "Who decided? Fill this in."
func (p *Printer) Labelled(label, text string) string {
	if first, n := utf8.DecodeRuneInString(text); strings.HasSuffix(label, "?") && n > 0 {
		return label + " " + string(unicode.ToUpper(first)) + text[n:]
	}
	return p.T("joint", Args{"Label": label, "Text": text})
}

// Field names a field as its label does; "" for a path that has no label.
func (p *Printer) Field(path string) string {
	if path != "" && p.Has("field."+path) {
		return p.T("field." + path)
	}
	return ""
}

// Section says a section of the instructions, "§ 8.2", or an article of the
// law, "art. 61/2".
func (p *Printer) Section(s string) string {
	if s == "" {
		return ""
	}
	if s == "circular" { // as a whole: nobody has compared its numbering yet
		return p.T("section.circular")
	}
	if s == procedure.Keeping {
		return p.T("section.retention")
	}
	if strings.Contains(s, "/") {
		return p.T("article", Args{"N": s})
	}
	return "§\u00a0" + s
}
