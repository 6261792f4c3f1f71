package handout

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/procedure"
	"onthaal/ui/paper"
	"onthaal/ui/words"
)

// Summary is what the summary of a case is made from.
type Summary struct {
	Case  *desk.Case
	Words *words.Printer
	Paper *paper.Paper
	By    string    // who makes it; "" where nobody told
	At    time.Time // when, on the clock of the desk
}

// ErrClosed says that nothing about the person of a case may be shown.
var ErrClosed = errors.New("handout: nothing of this case is shown")

// amount is how much of a case a summary says: entries and due items, and
// letters of the remark on safety and of one entry.
type amount struct{ entries, due, safety, entry int }

// amounts, the largest first: what fits the page first is taken. Safety gives
// way last.
func amounts() []amount {
	var all []amount
	for n := 12; n >= 0; n-- {
		all = append(all, amount{n, 12, 1000, 240})
	}
	return append(all, amount{0, 6, 1000, 240}, amount{0, 3, 1000, 240}, amount{0, 3, 500, 240}, amount{0, 1, 200, 240})
}

// Document makes the one page that tells the colleague on duty about a case:
// who it is, where the case stands, what is due, what keeps the person safe,
// what she agreed to and what was recorded last. What has no room is left out,
// and the page says how much that is. It fails with ErrClosed, or as
// paper.Layout does.
func (s *Summary) Document() (*document.Document, error) {
	if f := s.Case.File; f.Stopped() || f.Uninvolved() {
		return nil, ErrClosed
	}
	for _, a := range amounts() {
		d := s.document(a)
		set, err := s.Paper.Layout(d)
		if err != nil {
			return nil, err
		}
		if len(set.Pages) == 1 {
			return d, nil
		}
	}
	return nil, document.ErrTooLong
}

func (s *Summary) document(a amount) *document.Document {
	p, f := s.Words, s.Case.File
	d := &document.Document{
		Lang: p.Lang, Title: f.Code(), Date: s.Case.Status.Today.String(), Form: document.Page,
		Page: p.T("paper.pageOf", words.Args{"Page": "{page}", "Pages": "{pages}"}),
		Foot: []document.Text{document.T(p.T("summary.foot"))},
	}
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	head := func(key string) {
		add(document.Block{Kind: document.Heading, Level: 2, Text: document.T(p.T(key)), Keep: true})
	}
	list := func(items []document.Text) { add(document.Block{Kind: document.List, Items: items}) }
	add(document.Block{Kind: document.Heading, Level: 1, Text: document.B(f.Code())},
		document.Block{Kind: document.Paragraph, Text: document.B(p.T("summary.confidential"))},
		document.Block{Kind: document.Fields, Pairs: s.who()})

	var left []string
	omit := func(n int, key string) {
		if n > 0 {
			left = append(left, p.N(key, n))
		}
	}
	head("case.due")
	due := s.Case.Status.Due
	if len(due) == 0 {
		add(document.Block{Kind: document.Paragraph, Text: document.T(p.T("case.due.none"))})
	}
	var items []document.Text
	for _, x := range due[:min(a.due, len(due))] {
		items = append(items, s.due(x))
	}
	list(items)
	omit(len(due)-len(items), "summary.left.due")

	head("kind.safety")
	pairs, cut := s.safety(a.safety)
	if len(pairs) == 0 {
		add(document.Block{Kind: document.Paragraph, Text: document.T(p.T("summary.none"))})
	}
	add(document.Block{Kind: document.Fields, Pairs: pairs})
	omit(cut, "summary.left.safety")

	head("summary.consents")
	items = nil
	for _, purpose := range casefile.Purposes {
		if c := f.Consents[purpose]; c != nil {
			items = append(items, document.Text{{Text: p.T("choice.consent.purpose." + purpose)}, {Text: " – "},
				{Text: p.T("choice.consent.answer." + c.Body.Answer), Bold: true}, {Text: ", " + p.Day(c.Entry.On)}})
		}
	}
	if items == nil {
		add(document.Block{Kind: document.Paragraph, Text: document.T(p.T("summary.none"))})
	}
	list(items)

	living := s.living()
	if a.entries > 0 && len(living) > 0 {
		head("summary.latest")
	}
	items = nil
	short := 0
	for _, e := range living[:min(a.entries, len(living))] {
		t, cut := s.entry(&e, a.entry)
		items = append(items, t)
		if cut {
			short++
		}
	}
	list(items)
	omit(len(living)-len(items), "summary.left.entries")
	omit(short, "summary.left.short")
	if len(left) == 0 {
		left = []string{p.T("summary.left.nothing")}
	}
	add(document.Block{Kind: document.Note, Text: document.T(strings.Join(left, " "))})
	return d
}

// who says who the person is and where the case stands.
func (s *Summary) who() []document.Labelled {
	p, f, c := s.Words, s.Case.File, s.Case
	var out []document.Labelled
	add := func(label, value string) {
		if value != "" {
			out = append(out, document.Labelled{Label: document.T(label), Value: document.T(value)})
		}
	}
	if x := f.Person; x != nil {
		name := document.Text{}
		for _, n := range []string{x.Body.FamilyName, x.Body.GivenNames} {
			if n != "" {
				if len(name) > 0 {
					name = append(name, document.Run{Text: ", "})
				}
				name = append(name, document.Run{Text: document.Isolate(n), Bold: true})
			}
		}
		if own := x.Body.OriginalScript; own != "" {
			name = append(name, document.Run{Text: " (" + document.Isolate(own) + ")"})
		}
		if len(name) > 0 {
			out = append(out, document.Labelled{Label: document.T(p.T("summary.name")), Value: name})
		}
		add(p.T("field.person.addressed"), document.Isolate(x.Body.Addressed))
		add(p.T("field.person.born"), p.Partial(x.Body.Born))
	}
	state := p.T("state." + string(c.Status.State))
	if c.Status.Expired {
		state = p.T("state.expired", words.Args{"State": state})
	}
	add(p.T("summary.state"), state)
	if t, ok := c.Schedule.Term(c.Status.Stage); ok {
		add(p.T("case.validUntil"), p.Date(t.ValidUntil)+" ("+p.Section(t.Section)+")")
	}
	if k := f.Counselled(); k != nil {
		add(p.T("summary.counselled"), p.Day(k.Entry.On))
	}
	by := s.By
	if by == "" {
		by = "–"
	}
	add(p.T("summary.made"), p.T("summary.made.what", words.Args{"On": civil.Of(s.At), "At": s.At.Format("15:04"), "By": document.Isolate(by)}))
	return out
}

// due says what is due and by when, with the section that it rests on.
func (s *Summary) due(x procedure.Due) document.Text {
	p := s.Words
	when := p.Date(x.Due)
	switch x.Urgency {
	case procedure.Overdue:
		when += " – " + p.T("urgency.overdue")
	case procedure.Today:
		when += " – " + p.T("urgency.today")
	}
	if !x.ActBy.IsZero() && x.ActBy != x.Due {
		when += ", " + p.Labelled(p.T("case.actBy"), p.Date(x.ActBy))
	}
	what := " · " + p.T(x.Key)
	if x.Section != "" {
		what += " (" + p.Section(x.Section) + ")"
	}
	return document.Text{{Text: when, Bold: true}, {Text: what}}
}

// safety says what a colleague must know to keep the person safe, and how many
// letters of it had no room.
func (s *Summary) safety(most int) (out []document.Labelled, cut int) {
	f := s.Case.File.Safety
	if f == nil {
		return nil, 0
	}
	p, b := s.Words, f.Body
	add := func(path, value string, bold bool) {
		if value != "" {
			out = append(out, document.Labelled{Label: document.T(p.Field("safety." + path)), Value: document.Text{{Text: value, Bold: bold}}})
		}
	}
	note := oneLine(b.Note)
	said := shorten(note, most)
	if said != note {
		cut = len([]rune(note)) - most
	}
	add("note", document.Isolate(said), true)
	for _, a := range []struct {
		path string
		is   casefile.Answer
	}{{"safeToSpeak", b.SafeToSpeak}, {"doctor", b.Doctor}, {"interpreter", b.Interpreter}} {
		if a.is != "" {
			add(a.path, p.T("answer."+string(a.is)), a.is == casefile.No && a.path == "safeToSpeak" || a.is == casefile.Yes && a.path == "doctor")
		}
	}
	var speaks []string
	for _, tag := range b.Speaks {
		speaks = append(speaks, p.Language(tag))
	}
	add("speaks", strings.Join(speaks, ", "), false)
	return out, cut
}

// untold are kinds that a summary has elsewhere, or that the program made for
// itself.
var untold = []string{
	casefile.KindOpened, casefile.KindSafety, casefile.KindConsent, casefile.KindExported, casefile.KindDeadline, casefile.KindVoid,
	casefile.KindProfileAcknowledged, casefile.KindReclassified,
}

// living lists the entries that hold, by the day of which they tell, the latest
// first.
func (s *Summary) living() (out []casefile.Entry) {
	for _, e := range slices.Backward(s.Case.File.History) {
		if e.Body != nil && e.Dead.IsZero() && !slices.Contains(untold, e.Kind) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.Entry) int { return b.On.Compare(a.On) })
	return out
}

// entry says one entry in a line, and whether it had to be shortened.
func (s *Summary) entry(e *casefile.Entry, most int) (document.Text, bool) {
	p := s.Words
	what := ""
	if p.Has("kind." + e.Kind) {
		what = p.T("kind." + e.Kind)
	}
	all := strings.Join(s.facts(e), " · ")
	said := shorten(all, most)
	if said != "" {
		what = p.Labelled(what, document.Isolate(said))
	}
	return document.Text{{Text: p.Day(e.On), Bold: true}, {Text: " · " + what}}, said != all
}

// private are kinds of which a paper says no more than that they are there:
// what makes a person vulnerable, and how she was exploited.
var private = []string{casefile.KindPerson, casefile.KindElements, casefile.KindIndicators, casefile.KindExploitation}

// facts says what an entry says, field by field.
func (s *Summary) facts(e *casefile.Entry) (out []string) {
	p := s.Words
	if l, ok := e.Body.(*casefile.LetterIssued); ok {
		return []string{l.Letter + " " + p.T("letter."+l.Letter), p.T("letter.number", words.Args{"Number": l.Number})}
	}
	if slices.Contains(private, e.Kind) {
		return nil
	}
	v := reflect.ValueOf(e.Body).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if v.Field(i).IsZero() || strings.Contains(field.Tag.Get("doc"), "never printed") {
			continue
		}
		path := e.Kind + "." + casefile.FieldName(field)
		said := ""
		switch x := v.Field(i).Interface().(type) {
		case civil.Date:
			said = p.Labelled(p.Field(path), p.Day(x))
		case casefile.Answer:
			said = p.Labelled(p.Field(path), s.worded(path, string(x)))
		case string:
			said = oneLine(s.worded(path, x))
		case bool:
			said = p.Field(path)
		case int:
			said = p.Labelled(p.Field(path), fmt.Sprint(x))
		case []string:
			var words []string
			for _, w := range x {
				words = append(words, s.worded(path, w))
			}
			said = strings.Join(words, ", ")
		}
		if said != "" {
			out = append(out, said)
		}
	}
	return out
}

// worded says one of several answers in words, a language by its name, and
// anything else as it was written.
func (s *Summary) worded(path, value string) string {
	p := s.Words
	for _, key := range []string{"choice." + path + "." + value, "answer." + value, "state." + value} {
		if p.Has(key) {
			return p.T(key)
		}
	}
	if strings.HasSuffix(path, ".language") {
		return p.Language(value)
	}
	return value
}

// oneLine puts several lines into one.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " / ")
}

// shorten cuts a text at a space, and says so.
func shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimSpace(cut) + " […]"
}
