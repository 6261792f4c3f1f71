package handout

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

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

// amount is how much of a case a summary says: items that are due,
// appointments and entries, and letters of who was present at a consent, of what is
// written about safety and of one entry.
type amount struct{ due, appointments, present, safety, entries, entry int }

const (
	whole = 4000 // letters: more than any field holds, its line breaks written out
	few   = 8    // letters of a name that has no room
	brief = 240  // letters of an entry where not all entries have room
	many  = 99   // lines: more than a page has
)

// amounts, the largest first: the first that fits the page without an entry is
// taken, and entries fill the room that is left. Safety gives way last.
func amounts() []amount {
	var all []amount
	for _, n := range []int{many, 12, 6, 3, 1} {
		all = append(all, amount{due: n, appointments: n, present: whole, safety: whole})
	}
	for _, n := range []int{40, few} {
		all = append(all, amount{due: 1, appointments: 1, present: n, safety: whole})
	}
	for n := 1500; n > 0; n -= 100 {
		all = append(all, amount{due: 1, appointments: 1, present: few, safety: n})
	}
	return all
}

// Document makes the one page that tells the colleague on duty about a case:
// who it is, where the case stands, what is due, which appointments are ahead,
// what keeps the person safe, what she agreed to and what was recorded last.
// What has no room is left out, and the page says how much that is; a character
// that no typeface shows stands as its number. It fails with ErrClosed, or as
// paper.Layout does for other reasons than a character.
func (s *Summary) Document() (*document.Document, error) {
	if f := s.Case.File; f.Stopped() || f.Uninvolved() {
		return nil, ErrClosed
	}
	all := len(s.living())
	for _, a := range amounts() {
		d, err := s.page(a)
		if err != nil {
			return nil, err
		}
		if d == nil {
			continue
		}
		if a.entries, a.entry = all, whole; all <= many {
			if full, err := s.page(a); full != nil || err != nil {
				return full, err
			}
		}
		a.entry = brief
		sort.Search(min(all, many), func(i int) bool {
			a.entries = i + 1
			more, wrong := s.page(a)
			if more != nil {
				d = more
			}
			err = errors.Join(err, wrong)
			return more == nil
		})
		return d, err
	}
	return nil, document.ErrTooLong
}

// page makes the document with so much of the case, or none when that is more
// than one page.
func (s *Summary) page(a amount) (*document.Document, error) {
	d := s.document(a)
	set, err := s.Paper.Layout(d)
	var missing *document.MissingError
	if errors.As(err, &missing) {
		s.number(d)
		d.Foot = append(d.Foot, document.T(s.Words.T("summary.foot.number", words.Args{"Code": coded(missing.Runes[0])})))
		set, err = s.Paper.Layout(d)
	}
	if errors.Is(err, document.ErrTooLong) || err == nil && len(set.Pages) != 1 {
		return nil, nil
	}
	return d, err
}

// number puts its number in the place of every character that no typeface
// shows: nobody can mend an old note on the night on which this page is needed.
func (s *Summary) number(d *document.Document) {
	d.Texts(func(t document.Text) {
		missing := s.Paper.Missing(&document.Document{Lang: d.Lang, RTL: d.RTL, Blocks: []document.Block{{Text: t}}})
		if missing == nil {
			return
		}
		n := 0
		for i := range t {
			var b strings.Builder
			more := false // this is among those that have no number
			for _, r := range t[i].Text {
				switch known := !slices.Contains(missing, r); {
				case known && (!more || unicode.IsLetter(r) || unicode.IsDigit(r)):
					more = false
					b.WriteRune(r)
				case !known && n < numbered:
					n++
					b.WriteString(document.Number(coded(r)))
				case !known && !more:
					more = true
					b.WriteString("…")
				}
			}
			t[i].Text = b.String()
		}
	})
}

// numbered is how many characters of one text are numbered: a note in a script
// that the program does not have would fill the page with numbers.
const numbered = 12

// coded writes a character as its number: "[U+1F600]".
func coded(r rune) string { return "[" + document.Codes([]rune{r}) + "]" }

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
	due := s.dues()
	if len(due) == 0 {
		add(document.Block{Kind: document.Paragraph, Text: document.T(p.T("case.due.none"))})
	}
	list(due[:min(a.due, len(due))])
	omit(len(due)-a.due, "summary.left.due")

	if ahead := s.appointments(); len(ahead) > 0 {
		head("summary.appointments")
		list(ahead[:min(a.appointments, len(ahead))])
		omit(len(ahead)-a.appointments, "summary.left.appointments")
	}

	head("kind.safety")
	blocks, note, measures := s.safety(a.safety)
	if len(blocks) == 0 {
		add(document.Block{Kind: document.Paragraph, Text: document.T(p.T("summary.none"))})
	}
	add(blocks...)
	omit(note, "summary.left.safety")
	omit(measures, "summary.left.measures")

	head("summary.consents")
	var items []document.Text
	short, part := 0, 0
	for _, purpose := range casefile.Purposes {
		if c := f.Consents[purpose]; c != nil {
			asked, cut := s.asked(&c.Body, a.present)
			if cut > 0 {
				short++
			}
			items = append(items, document.Text{{Text: p.T("choice.consent.purpose." + purpose)}, {Text: " – "},
				{Text: p.T("choice.consent.answer." + c.Body.Answer), Bold: true}, {Text: ", " + p.Day(c.Entry.On) + asked}})
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
	for _, e := range living[:min(a.entries, len(living))] {
		t, cut, kept := s.entry(&e, a.entry)
		items = append(items, t)
		if cut {
			short++
		}
		if kept {
			part++
		}
	}
	list(items)
	omit(len(living)-len(items), "summary.left.entries")
	omit(short, "summary.left.short")
	omit(part, "summary.left.part")
	omit(s.unread(), "summary.left.unread")
	if len(left) == 0 {
		left = []string{p.T("summary.left.nothing")}
	}
	add(document.Block{Kind: document.Note, Text: document.T(strings.Join(left, " "))})
	return d
}

// asked says how a consent was asked for: in which language, in which way, and who
// was present, with as many letters as most of that; cut are those that had no room.
func (s *Summary) asked(c *casefile.Consent, most int) (said string, cut int) {
	p := s.Words
	if c.Language != "" {
		said += " · " + p.T("summary.consent.in", words.Args{"Language": p.Language(c.Language)})
	}
	if c.How != "" {
		said += " · " + s.worded("consent.how", c.How)
	}
	if c.Witness != "" {
		var who string
		who, cut = shorten(oneLine(c.Witness), most)
		said += " · " + p.T("summary.consent.present", words.Args{"Who": document.Isolate(who)})
	}
	return said, cut
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

// dues says what is due, but for the appointments, which have a place of their own.
func (s *Summary) dues() (out []document.Text) {
	for _, x := range s.Case.Status.Due {
		if x.Key != "due.appointment" && x.Key != "due.hearing" {
			out = append(out, s.due(x))
		}
	}
	return out
}

// appointments says which appointments and hearings are still to come, the
// first of them first: when, with whom or where, and what to bring.
func (s *Summary) appointments() []document.Text {
	p := s.Words
	type one struct {
		day   civil.Date
		clock string
		said  []string
	}
	var all []one
	for _, x := range s.Case.File.Appointments {
		said := []string{p.T("due.appointment"), s.worded("appointment.with", x.Body.With)}
		if note := oneLine(x.Body.Note); note != "" {
			said = append(said, p.Labelled(p.Field("appointment.note"), document.Isolate(note)))
		}
		all = append(all, one{x.Body.Day, x.Body.Clock, said})
	}
	for _, x := range s.Case.File.Hearings {
		said := []string{p.T("due.hearing")}
		if x.Body.Court != "" {
			said = append(said, document.Isolate(oneLine(x.Body.Court)))
		}
		all = append(all, one{x.Body.Day, x.Body.Clock, said})
	}
	all = slices.DeleteFunc(all, func(x one) bool { return !s.ahead(x.day) })
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.clock, b.clock)) })
	var out []document.Text
	for _, x := range all {
		when := p.Date(x.day)
		if x.clock != "" {
			when += ", " + x.clock
		}
		if x.day == s.Case.Status.Today {
			when += " – " + p.T("urgency.today")
		}
		out = append(out, document.Text{{Text: when, Bold: true}, {Text: " · " + strings.Join(x.said, " · ")}})
	}
	return out
}

// ahead says whether a day is not over.
func (s *Summary) ahead(d civil.Date) bool { return !d.Before(s.Case.Status.Today) }

// due says what is due and by when, with the section that it rests on.
func (s *Summary) due(x procedure.Due) document.Text {
	p := s.Words
	when := p.Date(x.Due)
	switch {
	case x.Missed:
		when += ", " + p.Until(&x)
	case x.Urgency == procedure.Overdue:
		when += " – " + p.T("urgency.overdue")
	case x.Urgency == procedure.Today:
		when += " – " + p.T("urgency.today")
	}
	if !x.Missed && !x.ActBy.IsZero() && x.ActBy != x.Due {
		when += ", " + p.Labelled(p.T("case.actBy"), p.Date(x.ActBy))
	}
	what := " · " + p.T(x.Key)
	if x.Section != "" {
		what += " (" + p.Section(x.Section) + ")"
	}
	return document.Text{{Text: when, Bold: true}, {Text: what}}
}

// safety says what a colleague must know to keep the person safe: what was
// asked first, how great the danger is, what is done about it, when somebody
// looks again, and who is the guardian. It also tells how many letters of the
// remark and of the measures had no room.
func (s *Summary) safety(most int) (out []document.Block, note, measures int) {
	p, file := s.Words, s.Case.File
	var pairs []document.Labelled
	add := func(label, value string, bold bool) {
		if value != "" {
			pairs = append(pairs, document.Labelled{Label: document.T(label), Value: document.Text{{Text: value, Bold: bold}}})
		}
	}
	fields := func() {
		if pairs != nil {
			out = append(out, document.Block{Kind: document.Fields, Pairs: pairs})
		}
		pairs = nil
	}
	// written adds a text as somebody wrote it, over the width of the page, where
	// it takes the fewest lines, and tells how much of it is cut.
	written := func(path, text string, bold bool) int {
		if text == "" {
			return 0
		}
		said, cut := shorten(oneLine(text), most)
		out = append(out, document.Block{Kind: document.Paragraph, Text: document.Text{
			{Text: p.Labelled(p.Field(path), "")}, {Text: document.Isolate(said), Bold: bold},
		}})
		return cut
	}
	if file.Safety != nil {
		note = written("safety.note", file.Safety.Body.Note, true)
	}
	if r := file.Risk; r != nil {
		b := r.Body
		add(p.T("kind.risk"), p.T("summary.risk."+b.Level)+" ("+p.Day(r.Entry.On)+")", b.Level != "low")
		if !b.Review.IsZero() {
			when := p.Date(b.Review)
			if b.Review == s.Case.Status.Today {
				when += " – " + p.T("urgency.today")
			} else if !s.ahead(b.Review) {
				when += " – " + p.T("urgency.overdue")
			}
			add(p.Field("risk.review"), when, false)
		}
		fields()
		measures = written("risk.measures", b.Measures, false)
	}
	if g := file.Guardian; g != nil {
		said := []string{s.worded("guardian.event", g.Body.Event)}
		for _, x := range []string{document.Isolate(g.Body.Name), document.Number(g.Body.Phone)} {
			if x != "" {
				said = append(said, x)
			}
		}
		add(p.T("kind.guardian"), strings.Join(said, " · ")+" ("+p.Day(g.Entry.On)+")", false)
	}
	b := casefile.Safety{}
	if file.Safety != nil {
		b = file.Safety.Body
	}
	for _, a := range []struct {
		path string
		is   casefile.Answer
	}{{"safeToSpeak", b.SafeToSpeak}, {"doctor", b.Doctor}, {"interpreter", b.Interpreter}} {
		if a.is != "" {
			add(p.Field("safety."+a.path), p.T("answer."+string(a.is)), a.is == casefile.No && a.path == "safeToSpeak" || a.is == casefile.Yes && a.path == "doctor")
		}
	}
	add(p.Field("safety.speaks"), p.Languages(b.Speaks), false)
	add(p.Field("safety.reads"), p.Languages(b.Reads), false)
	if b.Paper != "" {
		add(p.Field("safety.paper"), p.Language(b.Paper), false)
	}
	fields()
	return out, note, measures
}

// untold are kinds that a summary has elsewhere, or that the program made for
// itself.
var untold = []string{
	casefile.KindOpened, casefile.KindSafety, casefile.KindConsent, casefile.KindExported, casefile.KindDeadline, casefile.KindVoid,
	casefile.KindProfileAcknowledged, casefile.KindReclassified,
}

// living lists the entries that hold and are not said elsewhere on the page, by
// the day of which they tell, the latest first.
func (s *Summary) living() (out []casefile.Entry) {
	for _, e := range slices.Backward(s.Case.File.History) {
		if e.Body != nil && e.Dead.IsZero() && !slices.Contains(untold, e.Kind) && !s.elsewhere(&e) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.Entry) int { return b.On.Compare(a.On) })
	return out
}

// elsewhere says whether an entry has a place of its own on the page: the danger
// and the guardian as they are now, and what is still to come.
func (s *Summary) elsewhere(e *casefile.Entry) bool {
	switch b := e.Body.(type) {
	case *casefile.Risk:
		return s.Case.File.Risk != nil && s.Case.File.Risk.Entry.ID == e.ID
	case *casefile.Guardian:
		return s.Case.File.Guardian != nil && s.Case.File.Guardian.Entry.ID == e.ID
	case *casefile.Appointment:
		return s.ahead(b.Day)
	case *casefile.Hearing:
		return s.ahead(b.Day)
	}
	return false
}

// unread counts the entries that hold and cannot be read.
func (s *Summary) unread() (n int) {
	for _, e := range s.Case.File.History {
		if e.Body == nil && e.Dead.IsZero() {
			n++
		}
	}
	return n
}

// entry says one entry in a line, whether it had to be shortened, and whether
// it says things that are kept from this paper.
func (s *Summary) entry(e *casefile.Entry, most int) (t document.Text, short, kept bool) {
	p := s.Words
	what := ""
	if p.Has("kind." + e.Kind) {
		what = p.T("kind." + e.Kind)
	}
	facts, kept := s.facts(e)
	said, cut := shorten(strings.Join(facts, " · "), most)
	if said != "" {
		what = p.Labelled(what, document.Isolate(said))
	}
	when := p.Day(e.On)
	if e.Time != "" {
		when += ", " + e.Time
	}
	return document.Text{{Text: when, Bold: true}, {Text: " · " + what}}, cut > 0, kept
}

// private are kinds of which a paper says no more than that they are there:
// what makes a person vulnerable, and how she was exploited.
var private = []string{casefile.KindPerson, casefile.KindElements, casefile.KindIndicators, casefile.KindExploitation}

// facts says what an entry says, field by field, and whether it says more than
// that.
func (s *Summary) facts(e *casefile.Entry) (out []string, more bool) {
	p := s.Words
	if l, ok := e.Body.(*casefile.LetterIssued); ok {
		return []string{l.Letter + " " + p.T("letter."+l.Letter), p.T("letter.number", words.Args{"Number": l.Number})}, false
	}
	if slices.Contains(private, e.Kind) {
		return nil, true
	}
	v := reflect.ValueOf(e.Body).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if v.Field(i).IsZero() {
			continue
		}
		if strings.Contains(field.Tag.Get("doc"), "never printed") {
			more = true
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
		default:
			more = true
		}
		if said != "" {
			out = append(out, said)
		}
	}
	return out, more
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

// shorten cuts a text at a space and says so, in it and as a number of letters.
func shorten(s string, most int) (said string, cut int) {
	r := []rune(s)
	if len(r) <= most {
		return s, 0
	}
	said = string(r[:most])
	if i := strings.LastIndexByte(said, ' '); i > most/2 {
		said = said[:i]
	}
	said = strings.TrimSpace(said)
	return said + " […]", len(r) - len([]rune(said))
}
