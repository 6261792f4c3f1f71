package letter

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/procedure"
)

// Request is everything that a letter is composed from.
type Request struct {
	Kind     string
	Lang     string // nl, fr, de, en
	Preview  bool   // not issued: marked, no proof of anything
	Draft    bool   // of a preview: evidence is missing, and the mark says so
	Number   int    // of the letter within the case, 0 before it is issued
	Version  string // of the wording; "" for the one in force
	Date     civil.Date
	File     *casefile.File      // of a letter about a person
	Schedule *procedure.Schedule // of that file
	Standby  *Standby            // of a letter about a check: there is no file then
	Profile  *procedure.Profile
	Office   Office
	Texts    *Texts
	Contacts *contacts.Book
	Photos   []Photo // on a page of their own, behind the request of stage 1
	// Alone leaves out that a letter of this kind went before: what is left is
	// what the letter says.
	Alone bool
}

// Photo is a photograph of the person, as it was attached to the case.
type Photo struct{ Data []byte } // a PNG or JPEG file

// WithPhotos is the letter that photographs go with, and MostPhotos how many:
// with more, the letter would be no letter.
const (
	WithPhotos = "L02"
	MostPhotos = 4
)

// The room for a photograph, in millimetres: two stand on a page.
const photoWidth, photoHeight = 60, 80

// Compose writes the letter. It does not ask whether the letter is ready:
// facts that are missing are left out, so that a preview can be looked at
// before everything is known.
func Compose(r Request) (*document.Document, error) {
	c, w := r.Texts.common[r.Lang], r.Texts.of(r.Kind, r.Lang, r.Version)
	k, ok := KindOf(r.Kind)
	switch {
	case c == nil:
		return nil, casefile.Problem{Key: "problem.letter.language", Path: "language"}
	case w == nil || !ok || (k.to == toCentre || k.to == toInspection) != (r.Standby != nil):
		return nil, casefile.Problem{Key: "problem.letter", Path: "letter"}
	}
	if _, ok := r.Profile.Letters[r.Kind]; !ok {
		return nil, casefile.Problem{Key: "problem.letter.profile", Path: "letter"}
	}
	c = c.in(w)
	to, err := r.addressed(c, k)
	if err != nil {
		return nil, err
	}
	own, title := r.title()
	d := &document.Document{
		Lang: r.Lang, Title: title, Date: r.Date.String(), Form: document.Letter,
		Envelope:  r.Office.Envelope,
		Logo:      r.logo(k),
		Sender:    r.sender(k),
		Address:   to.lines,
		Refs:      r.refs(c, k, own),
		PlaceDate: document.T(strings.NewReplacer("{place}", r.city(k), "{date}", r.date(r.Date)).Replace(c.PlaceDate)),
		Running:   document.T(running(to.lines, own, r.date(r.Date))),
		Page:      c.Labels["page"],
		Stamp:     r.stamp(c),
	}
	if r.city(k) == "" {
		d.PlaceDate = document.T(r.date(r.Date))
	}
	subject := document.B(colon(r.Lang, c.Labels["subject"]) + " " + w.Subject)
	if k.to == toHolder {
		// A paper that the person carries says nothing of the procedure.
		subject = document.B(w.Subject)
	} else {
		d.Marking = document.T(c.Labels["confidential"])
		d.Foot = []document.Text{document.T(strings.NewReplacer("{profile}", r.Profile.ID, "{version}", r.Profile.Version).Replace(c.ProfileLine))}
	}
	d.Blocks = []document.Block{{Kind: document.Heading, Level: 1, Keep: true, Text: subject}}
	if pairs := append(personBlock(r.Texts, c, r.File, k.person), r.job(c, k)...); len(pairs) > 0 {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Fields, Keep: true, Pairs: pairs})
	}
	if to.opening != "" {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Keep: true, Text: document.T(to.opening)})
	}
	v := r.fields(c)
	body, err := executed(w.paragraphs, v)
	if err != nil {
		return nil, fmt.Errorf("letter: %s: %w", w.Kind, err)
	}
	for _, p := range append(body, r.earlier(c)...) {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Text: document.T(p)})
	}
	d.Blocks = append(d.Blocks, r.signature(c, k, to.closing))
	enclosed, err := executed(w.enclosures, v)
	if err != nil {
		return nil, fmt.Errorf("letter: %s: %w", w.Kind, err)
	}
	d.Blocks = append(d.Blocks, enclosures(c, enclosed)...)
	if v.Copy != "" {
		d.Blocks = append(d.Blocks, note(colon(r.Lang, c.Labels["copy"])+" "+v.Copy))
	}
	d.Blocks = append(d.Blocks, r.photos(c, own)...)
	return d, nil
}

// photos is the page of photographs. It names the letter and not the person:
// who finds the page alone learns no name.
func (r *Request) photos(c *common, own string) []document.Block {
	if len(r.Photos) == 0 {
		return nil
	}
	what := c.Labels["photo"]
	if len(r.Photos) > 1 {
		what = c.Labels["photos"]
	}
	blocks := []document.Block{{Kind: document.Heading, Level: 2, NewPage: true, Text: document.T(colon(r.Lang, c.Labels["enclosure"]) + " " + what)}}
	for i, p := range r.Photos {
		caption := strings.NewReplacer("{n}", fmt.Sprint(i+1), "{ref}", own).Replace(c.Labels["photoOf"])
		blocks = append(blocks, document.Block{Kind: document.Image, Text: document.T(caption),
			Picture: &document.Picture{Data: p.Data, Alt: caption, Width: photoWidth, Height: photoHeight, Photo: true}})
	}
	return blocks
}

// executed fills the paragraphs in; those in which nothing is left to say are
// left out.
func executed(texts []*template.Template, v fields) ([]string, error) {
	var out []string
	for _, t := range texts {
		var b strings.Builder
		if err := t.Execute(&b, v); err != nil {
			return nil, err
		}
		if s := strings.TrimSpace(b.String()); s != "" {
			out = append(out, bound(s))
		}
	}
	return out, nil
}

// counted is a number with the words that it belongs to, lasting a number with
// what it counts, dated a date with its month in letters: no line breaks within
// them. Nor does one at the hyphens of joined, words that nobody reads in two.
var (
	counted = regexp.MustCompile(`(?:\b(?:P\.-V\.|[Pp]roces-verbaal|[Pp]rocès-verbal|Protokoll|[Rr]ecord|renewal|verlenging|prorogation|Verlängerung)[ \x{a0}])?` +
		`\b(?:[Nn][ro]\.|[Nn]°|[Tt][eé]l\.|[Rr][eé]f\.|[Kk]enmerk|Zeichen|[Ss]ections?|[Pp]unt|[Pp]oint|Punkt|Nummer|[Aa]rt\.|[Aa]rtikel|[Aa]rticle|§|B\.S\.|M\.B\.)[ \x{a0}][0-9\x{2066}-\x{2068}]`)
	lasting = regexp.MustCompile(`\b[0-9]+ (?:dagen|maanden|jaar|jours|mois|ans|Tage|Monate|Jahre|days|months|years)\b`)
	dated   = regexp.MustCompile(`\b(?:[0-9]{1,2}\.?|1er) \pL{3,9} (?:19|20)[0-9]{2}\b`)
	joined  = regexp.MustCompile(`[Pp]roces-verbaal|[Pp]rocès-verbal|P\.-V\.|[Rr]endez-vous|PAG-ASA|\pL(?:-t)?-(?:elle|il|on)s?\b`)
)

// bound sets no-break spaces where numbers and dates need them, and joins what
// hyphens would let a line take apart.
func bound(s string) string {
	for _, what := range []*regexp.Regexp{counted, lasting, dated} {
		s = what.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, " ", "\u00a0") })
	}
	return joined.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, "-", "-\u2060") })
}

// title returns the sender's own reference and the neutral title of the file:
// the case code, never a name, and of a check its day.
func (r *Request) title() (own, title string) {
	if r.Standby != nil {
		if r.Kind == "L12" {
			own = r.Standby.Reference
		}
		return own, r.Standby.From.String()
	}
	own = r.File.Code()
	if r.Number > 0 {
		own = reference(own, r.Number)
	}
	return own, own
}

func reference(code string, number int) string { return fmt.Sprintf("%s-%d", code, number) }

// refs is the reference line: theirs, under which the reader finds the person
// or the request, and ours.
func (r *Request) refs(c *common, k Kind, own string) []document.Labelled {
	theirs := ""
	switch {
	case k.to == toInspection:
		theirs = r.Standby.Reference
	case k.to == toReferrer && r.File.Referral != nil:
		theirs = r.File.Referral.Body.PV
	case k.to == toDepartment && r.File.Person != nil:
		theirs = r.File.Person.Body.FileNumber
	}
	var out []document.Labelled
	if theirs != "" {
		out = append(out, labelled(c.Labels["yourRef"], document.Number(theirs)))
	}
	switch {
	case own == "":
	case r.Standby != nil:
		out = append(out, labelled(c.Labels["ourRef"], document.Number(own)))
	default:
		out = append(out, labelled(c.Labels["ourRef"], own))
	}
	return out
}

func running(to []document.Text, own, date string) string {
	var parts []string
	if len(to) > 0 {
		parts = append(parts, to[0].String())
	}
	if own != "" {
		parts = append(parts, own)
	}
	return strings.Join(append(parts, date), " – ")
}

// earlier refers to the letter of this kind that was issued before: an issued
// letter is never changed, a later one says that it holds. Renewals and
// certificates stand each for itself, and a copy adds nothing.
func (r *Request) earlier(c *common) []string {
	if r.File == nil || r.Alone || r.Kind == "L07" || r.Kind == "L16" || r.Lang != r.official() {
		return nil
	}
	l := r.File.Issued(r.Kind)
	if l == nil {
		return nil
	}
	return []string{strings.NewReplacer("{date}", r.date(l.Entry.On), "{ref}", document.Number(reference(r.File.Code(), l.Body.Number))).Replace(c.Earlier)}
}

func (r *Request) signature(c *common, k Kind, closing string) document.Block {
	sign := document.Block{Kind: document.Signature, Text: document.T(closing)}
	who, what, where := r.Office.Signatory, c.Functions[r.Office.Function], r.Office.Name
	if k.to == toCentre {
		who, what, where = r.Standby.Officer, "", r.Standby.Inspection
	}
	for _, s := range []string{who, what, where} {
		if s != "" {
			sign.Items = append(sign.Items, document.T(document.Isolate(s)))
		}
	}
	return sign
}

// official is the language in which the letter is no copy.
func (r *Request) official() string {
	if r.Standby != nil {
		return r.Standby.Language
	}
	return Language(r.Kind, r.File, r.Contacts)
}

// stamp is what is printed across a paper that is not the official letter: a
// copy in a language in which the letter is not official is a specimen, an English one a
// courtesy translation, and a letter that is not issued a preview or a draft.
func (r *Request) stamp(c *common) string {
	var marks []string
	switch r.Lang {
	case r.official():
	case Courtesy:
		marks = append(marks, c.Courtesy)
	default:
		marks = append(marks, c.Specimen)
	}
	switch {
	case r.Preview && r.Draft:
		marks = append(marks, c.Draft)
	case r.Preview:
		marks = append(marks, c.Preview)
	}
	return strings.Join(marks, " – ")
}

// sender is the letterhead: the centre, or the inspection that asks it to stand
// by.
func (r *Request) sender(k Kind) []document.Text {
	if k.to == toCentre {
		return linesOf(append(append([]string{r.Standby.Inspection}, r.Standby.Address...), document.Number(r.Standby.Phone))...)
	}
	o := r.Office
	lines := linesOf(append(append([]string{o.Name}, o.Address...), strings.TrimSpace(o.Postcode+" "+o.City), document.Number(o.Phone))...)
	if k.to != toHolder {
		for _, l := range o.Also {
			lines = append(lines, document.T(document.Isolate(l)))
		}
	}
	return lines
}

// logo is the centre's, above its letterhead. Neither it nor what the centre
// adds there stands on a paper that the person carries: they may say what the
// centre is for.
func (r *Request) logo(k Kind) *document.Picture {
	if k.to == toCentre || k.to == toHolder || r.Office.Logo == nil {
		return nil
	}
	return &document.Picture{Data: r.Office.Logo, Alt: r.Office.Name}
}

// city is where the letter is written. An inspection that asks a centre to stand
// by writes from the town of its own address, as it is typed there.
func (r *Request) city(k Kind) string {
	if k.to != toCentre {
		return document.Isolate(r.Office.City)
	}
	for _, l := range r.Standby.Address {
		if m := town.FindStringSubmatch(strings.TrimSpace(l)); m != nil {
			return document.Isolate(m[1])
		}
	}
	return ""
}

func labelled(label, value string) document.Labelled {
	return document.Labelled{Label: document.T(label), Value: document.T(value)}
}

// colon ends a label as the language does: French sets a space before it, at
// which no line breaks.
func colon(lang, label string) string {
	if lang == "fr" {
		return label + "\u00a0:"
	}
	return label + ":"
}

func note(s string) document.Block { return document.Block{Kind: document.Note, Text: document.T(s)} }

func enclosures(c *common, list []string) []document.Block {
	if len(list) == 0 {
		return nil
	}
	label := c.Labels["enclosure"]
	if len(list) > 1 {
		label = c.Labels["enclosures"]
	}
	b := note(colon(c.Lang, label))
	b.Keep = true
	for _, e := range list {
		b.Items = append(b.Items, document.T(e))
	}
	return []document.Block{b}
}

// personBlock names the person exactly as stored. What is unknown has no line,
// nor has what the reader does not need.
func personBlock(t *Texts, c *common, f *casefile.File, much detail) []document.Labelled {
	if f == nil || f.Person == nil || much == nameless {
		return nil
	}
	p := f.Person.Body
	var out []document.Labelled
	add := func(label, value string) {
		if value != "" {
			out = append(out, labelled(c.Labels[label], value))
		}
	}
	name := document.Text{}
	for _, n := range []string{p.FamilyName, p.GivenNames} {
		if n == "" {
			continue
		}
		if len(name) > 0 {
			name = append(name, document.Run{Text: ", "})
		}
		name = append(name, document.Run{Text: document.Isolate(n), Bold: true})
	}
	if p.OriginalScript != "" {
		name = append(name, document.Run{Text: " (" + document.Isolate(p.OriginalScript) + ")"})
	}
	if len(name) > 0 {
		out = append(out, document.Labelled{Label: document.T(c.Labels["name"]), Value: name})
	}
	if much == whole {
		var aliases []string
		for _, a := range p.Aliases {
			aliases = append(aliases, document.Isolate(a))
		}
		add("aliases", strings.Join(aliases, ", "))
	}
	switch b := p.Born; {
	case b.IsZero():
	case b.Month == 0:
		add("bornYear", estimated(c, fmt.Sprint(b.Year), p.BornEstimated))
	case b.Day == 0:
		s := strings.NewReplacer("{month}", c.Months[b.Month-1], "{year}", fmt.Sprint(b.Year)).Replace(c.MonthYear)
		add("bornOn", estimated(c, s, p.BornEstimated))
	default:
		add("bornOn", estimated(c, t.Date(c.Lang, b.First()), p.BornEstimated))
	}
	place := document.Isolate(p.BirthPlace)
	if p.BirthCountry != "" {
		country := t.Country(c.Lang, p.BirthCountry)
		if place == "" {
			add("countryOfBirth", country)
		} else {
			place += ", " + country
		}
	}
	add("bornIn", place)
	var countries []string
	for _, n := range p.Nationalities {
		countries = append(countries, t.Country(c.Lang, n))
	}
	label := "nationality"
	if len(countries) > 1 {
		label = "nationalities"
	}
	add(label, strings.Join(countries, ", "))
	if much == whole {
		add("sex", c.Sex[strings.ToLower(p.Sex)])
	}
	add("fileNumber", document.Number(p.FileNumber))
	return out
}

// job says what work a permit is asked for and when it is to begin. The employer
// stands in the text.
func (r *Request) job(c *common, k Kind) (out []document.Labelled) {
	if k.to != toWorkService {
		return nil
	}
	w := work(r.File)
	if w.Job != "" {
		out = append(out, labelled(c.Labels["job"], document.Isolate(w.Job)))
	}
	if !w.From.IsZero() {
		out = append(out, labelled(c.Labels["jobFrom"], r.date(w.From)))
	}
	return out
}

func estimated(c *common, s string, yes bool) string {
	if yes {
		return strings.ReplaceAll(c.Estimated, "{value}", s)
	}
	return s
}

// Unverified reports whether a letter of this profile names documents, rules or
// addresses that nobody has checked yet; the face that offers it says so.
func Unverified(p *procedure.Profile, o Office) bool {
	for _, s := range p.Stages {
		if !s.Verified {
			return true
		}
	}
	for _, about := range []string{"lawref", "letters"} {
		if f, ok := p.Fact(about); !ok || !f.Checked() {
			return true
		}
	}
	return o.Unverified
}
