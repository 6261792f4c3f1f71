package letter

import (
	"fmt"
	"strings"

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
	Number   int    // of the letter within the case, 0 before it is issued
	Date     civil.Date
	File     *casefile.File
	Schedule *procedure.Schedule
	Profile  *procedure.Profile
	Office   Office
	Texts    *Texts
	Contacts *contacts.Book
}

// Compose writes the letter. It does not ask whether the letter is ready:
// facts that are missing are left out, so that a preview can be looked at
// before everything is known.
func Compose(r Request) (*document.Document, error) {
	c, w := r.Texts.common[r.Lang], r.Texts.wordings[r.Kind+"."+r.Lang]
	switch {
	case c == nil:
		return nil, casefile.Problem{Key: "problem.letter.language", Path: "language"}
	case w == nil:
		return nil, casefile.Problem{Key: "problem.letter", Path: "letter"}
	}
	to, ok := r.Contacts.Entry(Addressee)
	if !ok {
		return nil, fmt.Errorf("letter: the contact book lacks %s", Addressee)
	}
	code := r.File.Code()
	title := code
	if r.Number > 0 {
		title = fmt.Sprintf("%s-%d", code, r.Number)
	}
	d := &document.Document{
		Lang: r.Lang, Title: title, Date: r.Date.String(), Form: document.Letter,
		Sender:    sender(r.Office),
		Marking:   document.T(c.Labels["confidential"]),
		Address:   addressee(to, r.Lang),
		PlaceDate: document.T(strings.NewReplacer("{place}", r.Office.City, "{date}", r.Texts.Date(r.Lang, r.Date)).Replace(c.PlaceDate)),
		Running:   document.T(strings.Join([]string{c.Department, code, r.Texts.Date(r.Lang, r.Date)}, " – ")),
		Page:      c.Labels["page"],
		Stamp:     r.stamp(c),
		Foot: []document.Text{document.T(strings.NewReplacer("{profile}", r.Profile.ID, "{version}", r.Profile.Version).
			Replace(c.ProfileLine))},
	}
	if r.File.Person != nil && r.File.Person.Body.FileNumber != "" {
		d.Refs = append(d.Refs, labelled(c.Labels["yourRef"], document.Number(r.File.Person.Body.FileNumber)))
	}
	d.Refs = append(d.Refs, labelled(c.Labels["ourRef"], title))
	d.Blocks = []document.Block{
		{Kind: document.Heading, Level: 1, Keep: true, Text: document.B(colon(r.Lang, c.Labels["subject"]) + " " + w.Subject)},
		{Kind: document.Fields, Keep: true, Pairs: personBlock(r.Texts, c, r.File)},
		{Kind: document.Paragraph, Keep: true, Text: document.T(c.Opening)},
	}
	v := r.fields(c)
	for _, p := range w.paragraphs {
		var b strings.Builder
		if err := p.Execute(&b, v); err != nil {
			return nil, fmt.Errorf("letter: %s: %w", w.Kind, err)
		}
		if s := strings.TrimSpace(b.String()); s != "" {
			d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Text: document.T(s)})
		}
	}
	sign := document.Block{Kind: document.Signature, Text: document.T(c.Closing)}
	if r.Office.Signatory != "" {
		sign.Items = append(sign.Items, document.T(document.Isolate(r.Office.Signatory)))
	}
	sign.Items = append(sign.Items, document.T(r.Office.Name))
	d.Blocks = append(d.Blocks, sign)
	d.Blocks = append(d.Blocks, enclosures(c, w)...)
	if v.Copy != "" {
		d.Blocks = append(d.Blocks, note(colon(r.Lang, c.Labels["copy"])+" "+v.Copy))
	}
	return d, nil
}

// stamp is what is printed across a paper that is not the official letter: a
// copy in a language that is not the file's is a specimen, an English one a
// courtesy translation, and a letter that is not issued a preview.
func (r Request) stamp(c *common) string {
	var marks []string
	switch r.Lang {
	case r.File.Language:
	case Courtesy:
		marks = append(marks, c.Courtesy)
	default:
		marks = append(marks, c.Specimen)
	}
	if r.Preview {
		marks = append(marks, c.Preview)
	}
	return strings.Join(marks, " – ")
}

func sender(o Office) []document.Text {
	lines := []string{o.Name}
	lines = append(lines, o.Address...)
	lines = append(lines, strings.TrimSpace(o.Postcode+" "+o.City), document.Number(o.Phone))
	var out []document.Text
	for _, l := range lines {
		if l != "" {
			out = append(out, document.T(l))
		}
	}
	return out
}

func addressee(e contacts.Entry, lang string) []document.Text {
	lines := []string{e.Name.In(lang), e.Mentions.In(lang)}
	lines = append(lines, e.Address.In(lang)...)
	lines = append(lines, strings.TrimSpace(e.Postcode+" "+strings.ToUpper(e.City.In(lang))))
	var out []document.Text
	for _, l := range lines {
		if l != "" {
			out = append(out, document.T(l))
		}
	}
	return out
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

func enclosures(c *common, w *wording) []document.Block {
	if len(w.Enclosures) == 0 {
		return nil
	}
	label := c.Labels["enclosure"]
	if len(w.Enclosures) > 1 {
		label = c.Labels["enclosures"]
	}
	b := note(colon(c.Lang, label))
	b.Keep = true
	for _, e := range w.Enclosures {
		b.Items = append(b.Items, document.T(e))
	}
	return []document.Block{b}
}

// personBlock names the person exactly as stored. What is unknown has no line.
func personBlock(t *Texts, c *common, f *casefile.File) []document.Labelled {
	if f.Person == nil {
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
	var aliases []string
	for _, a := range p.Aliases {
		aliases = append(aliases, document.Isolate(a))
	}
	add("aliases", strings.Join(aliases, ", "))
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
	add("sex", c.Sex[strings.ToLower(p.Sex)])
	add("fileNumber", document.Number(p.FileNumber))
	return out
}

func estimated(c *common, s string, yes bool) string {
	if yes {
		return strings.ReplaceAll(c.Estimated, "{value}", s)
	}
	return s
}

func (r Request) fields(c *common) fields {
	f, date := r.File, func(d civil.Date) string { return r.Texts.Date(r.Lang, d) }
	ground := r.Profile.Letters[r.Kind]
	law := r.Profile.LawRef[r.Lang]
	if s := ground.LawRef[r.Lang]; s != "" {
		law = s
	}
	v := fields{
		LawRef: strings.ReplaceAll(law, "{n}", ground.Section),
		Centre: document.Isolate(r.Office.Name),
		Doc1:   doc(r.Profile, procedure.S1, r.Lang),
		Doc2:   doc(r.Profile, procedure.S2, r.Lang),
	}
	if t := f.Counselled(); t != nil {
		v.TakenOn = date(t.Entry.On)
	}
	purpose := casefile.ForDepartment
	if r.Kind == "L01" {
		purpose = casefile.ForCounselling
	}
	if f.Consented(purpose) {
		v.ConsentOn = date(f.Consents[purpose].Entry.On)
	}
	if ref := f.Referral; ref != nil {
		v.ReferredOn = date(ref.Entry.On)
		v.ReferredBy = document.Isolate(ref.Body.Unit)
		v.SelfReferred = ref.Body.Channel == "self"
		if v.SelfReferred {
			v.ReferredOn, v.ReferredBy = "", ""
		}
		if r.Kind != "L04" && copied(ref.Body.Channel) {
			v.Copy = v.ReferredBy
		}
	}
	if l := f.Issued("L01"); l != nil {
		v.L01On = date(l.Entry.On)
	}
	if res := f.Residence; res != nil {
		v.Status = c.Status[res.Body.Status]
	}
	s1, ok := r.Schedule.Term(procedure.S1)
	if ok {
		v.S1From, v.S1To = date(f.Document(procedure.S1).Entry.On), date(s1.ValidUntil)
	}
	if k := f.Complaint(); k != nil {
		v.ComplaintOn, v.ComplaintAt, v.PV = date(k.Entry.On), document.Isolate(k.Body.Unit), document.Number(k.Body.PV)
		v.Complaint, v.Statement = k.Body.Form == "complaint", k.Body.Form == "statement"
		if ok && k.Entry.On.After(s1.ValidUntil) {
			v.Late, v.LateReason = true, document.Isolate(strings.TrimRight(k.Body.LateReason, ". "))
		}
	}
	return v
}

// copied: the services that referred the person and have to inform the
// Department of the centre's intervention receive a copy (§4, fifth paragraph).
func copied(channel string) bool {
	return channel == "police" || channel == "inspection" || channel == "prosecutor"
}

func doc(p *procedure.Profile, stage, lang string) string {
	s, _ := p.Stage(stage)
	return s.Document[lang]
}

// Unverified reports whether a letter of this profile names documents or
// addresses that nobody has checked yet; the face that offers it says so.
func Unverified(p *procedure.Profile, o Office) bool {
	for _, s := range p.Stages {
		if !s.Verified {
			return true
		}
	}
	return o.Unverified
}
