package letter

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/intake"
	"onthaal/domain/procedure"
)

// Readiness says whether a letter can be made today.
type Readiness string

// The three answers.
const (
	Ready         Readiness = "ready"
	Blocked       Readiness = "blocked"       // something is missing
	NotApplicable Readiness = "notApplicable" // the rules do not ask for it in this case
)

// Missing is one fact that a letter lacks, and where it is entered.
type Missing struct {
	Key  string        // "person.familyName"
	Step intake.StepID // the step that asks for it, or one of the places below
	// Runes are the characters that cannot be printed, where the fact is known:
	// no typeface has a shape for them, or they are too many on a letter.
	Runes []rune
	// Flaw is what else keeps a known fact out of the letter: NotLatin, NoRegion,
	// Crowded or, of Runes, Piled; "" where the fact is missing.
	Flaw string
}

// The flaws of facts that are known.
const (
	NotLatin = "latin"  // a name that is not written in Latin letters
	NoRegion = "region" // a municipality of which nobody knows the region
	Piled    = "marks"  // more marks on a letter than any writing system has
	Crowded  = "long"   // the longest part of an address that the window has no room for
)

// String is the key for scripts: "person.familyName", or for what is there but
// cannot be used as it stands "person.familyName.glyph".
func (m Missing) String() string {
	switch {
	case m.Flaw != "":
		return m.Key + "." + m.Flaw
	case len(m.Runes) > 0:
		return m.Key + ".glyph"
	}
	return m.Key
}

// Problem says what is wrong: that the fact is missing, which of its
// characters cannot be printed, or why it cannot be used.
func (m Missing) Problem() casefile.Problem {
	switch {
	case len(m.Runes) > 0:
		return Unprintable(&document.MissingError{Runes: m.Runes, Piled: m.Flaw == Piled}, m.Key)
	case m.Flaw == NotLatin:
		return casefile.Problem{Key: "problem.latin", Path: m.Key}
	case m.Flaw == NoRegion:
		return casefile.Problem{Key: "problem.region", Path: m.Key}
	case m.Flaw == Crowded:
		return casefile.Problem{Key: "problem.window", Path: m.Key, Args: map[string]any{"Lines": windowLines, "Signs": windowSigns}}
	}
	return casefile.Problem{Key: "missing." + m.Key}
}

// Spoilt reports that a known fact cannot stand on paper as it is, so that there
// is nothing to look at either.
func (m Missing) Spoilt() bool { return len(m.Runes) > 0 || m.Flaw == Crowded }

// Unprintable says which characters keep a text from being printed, and why.
func Unprintable(e *document.MissingError, path string) casefile.Problem {
	key := "problem.glyph"
	if e.Piled {
		key = "problem.piled"
	}
	return casefile.Problem{Key: key, Args: map[string]any{"Runes": document.Codes(e.Runes), "Most": document.MostMarks}, Path: path}
}

// Places other than steps of the intake.
const (
	AtCase     intake.StepID = "case"     // recorded on the case: a document, a complaint
	AtSettings intake.StepID = "settings" // the desk's own settings
)

// State is a letter as it stands for a case today.
type State struct {
	Kind     string
	State    Readiness
	Missing  []Missing
	Why      string // for NotApplicable: the key of the reason
	Section  string // of the instructions, or of the profile in force
	Language string // in which it is official: that of the file, or of whom it goes to
	// Regional: the language is that of the region of whom it goes to; nobody
	// chose it.
	Regional bool
	// Draft: only evidence is missing. The letter may be prepared, marked as a
	// draft, and cannot be issued.
	Draft bool
	// SecondReader: a colleague reads it before it is issued.
	SecondReader bool
	// Confirm is the day of the consent that the letter states, where it lies before
	// what the request rests on: whether the person agrees to this request is to be
	// asked, and the consent recorded anew. Unset where nothing is to be asked; it
	// keeps no letter back.
	Confirm civil.Date
	Issued  []*casefile.Fact[casefile.LetterIssued]
}

// Office is the centre as a letter names it.
type Office struct {
	ID       string
	Name     string
	Address  []string // street
	Postcode string
	City     string
	Phone    string
	Also     []string // further lines of the letterhead
	Logo     []byte   // a PNG file, or nil
	Envelope document.Envelope
	// Signatory signs; Counsellor is who counsels. One of them is needed.
	Signatory  string
	Function   string // of the signatory, one of Functions; "" where nobody told
	Unverified bool   // the address has not been checked
	// Refused is the key of the reason why the centre may not request
	// documents (§3), or "".
	Refused string
}

// Kind is one kind of letter.
type Kind struct {
	ID string
	// Consents are what the person has agreed to before the letter goes out. The
	// end of counselling and the answer to a service that referred need none:
	// neither says more than that.
	Consents     []string
	SecondReader bool

	to      recipient
	person  detail
	missing func(*inquiryOf)
}

// recipient is who a letter is for.
type recipient int

const (
	toDepartment recipient = iota
	toWorkService
	toCPAS
	toReferrer
	toHolder // the person herself
	toCentre
	toInspection
)

// detail is how much of the person a letter names: no more than its purpose
// needs.
type detail int

const (
	whole    detail = iota // everything that the Department identifies a person by
	short                  // name, birth, nationality
	nameless               // nobody, or in the text alone
)

// What a person agrees to.
var (
	department = []string{casefile.ForCounselling, casefile.ForDepartment}
	permits    = []string{casefile.ForCounselling, "workService"}
	social     = []string{casefile.ForCounselling, "cpas"}
)

// Kinds lists the letters in the order of the procedure.
var Kinds = []Kind{
	{"L01", department, false, toDepartment, whole, (*inquiryOf).takeOver},
	{"L02", department, false, toDepartment, whole, (*inquiryOf).stage1},
	{"L03", department, false, toDepartment, whole, (*inquiryOf).stage2},
	{"L04", department, false, toDepartment, whole, (*inquiryOf).stage2},
	{"L05", department, false, toDepartment, whole, (*inquiryOf).reminder},
	{"L06", department, false, toDepartment, whole, (*inquiryOf).stage3},
	{"L07", department, false, toDepartment, whole, (*inquiryOf).renewal},
	{"L08", department, true, toDepartment, whole, (*inquiryOf).unlimited},
	{"L09", permits, false, toWorkService, short, (*inquiryOf).permit},
	{"L10", permits, false, toWorkService, short, (*inquiryOf).permit},
	{"L11", social, false, toCPAS, short, (*inquiryOf).assistance},
	{"L12", nil, false, toCentre, nameless, (*inquiryOf).operation},
	{"L13", nil, false, toInspection, nameless, (*inquiryOf).operation},
	{"L14", nil, true, toDepartment, whole, (*inquiryOf).named},
	{"L15", nil, false, toReferrer, nameless, (*inquiryOf).referrer},
	{"L16", nil, false, toHolder, nameless, (*inquiryOf).attendance},
	{"L17", department, false, toReferrer, short, (*inquiryOf).referrer},
}

// KindOf returns the kind of that id.
func KindOf(id string) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}

// inquiryOf gathers what a letter lacks.
type inquiryOf struct {
	kind    Kind
	f       *casefile.File
	s       *procedure.Schedule
	office  Office
	book    *contacts.Book
	today   civil.Date
	lacks   func(string) []rune
	missing []Missing
	why     string
}

// States looks at every letter for a case. What the procedure opens is asked
// of procedure.Openings; what the letter itself must say is asked here. lacks
// tells which characters of a text no typeface can show: a name that cannot be
// printed as it stands blocks the letter.
func States(f *casefile.File, s *procedure.Schedule, p *procedure.Profile, o Office, book *contacts.Book, today civil.Date, lacks func(string) []rune) []State {
	openings := procedure.Openings(f, s, p)
	var out []State
	// Every letter names the same person; her name is looked at once.
	known := map[string][]rune{"": nil}
	once := func(text string) []rune {
		rs, ok := known[text]
		if !ok {
			rs = lacks(text)
			known[text] = rs
		}
		return rs
	}
	for _, k := range Kinds {
		q := &inquiryOf{kind: k, f: f, s: s, office: o, book: book, today: today, lacks: once}
		st := State{Kind: k.ID, State: Ready, Section: section(p, s, k.ID), Language: Language(k.ID, f, book), Regional: regional(k.ID, f, book) != "", SecondReader: k.SecondReader}
		switch _, ok := p.Letters[k.ID]; {
		case f.Stopped():
			q.why = "why.stopped"
		case f.Uninvolved():
			q.why = "why.uninvolved"
		case !ok:
			q.why = "why.profile"
		}
		var o procedure.Opening
		if i := slices.IndexFunc(openings, func(o procedure.Opening) bool { return o.Letter == k.ID }); i >= 0 {
			o = openings[i]
		}
		st.Section = cmp.Or(st.Section, o.Section)
		q.apply(o.Why)
		q.common()
		k.missing(q)
		st.Draft = q.opening(o)
		st.Confirm = q.confirm()
		for _, l := range f.Letters {
			if l.Body.Letter == k.ID {
				st.Issued = append(st.Issued, l)
			}
		}
		switch st.Missing, st.Why = q.missing, q.why; {
		case q.why != "":
			st.State, st.Missing, st.Draft, st.Confirm = NotApplicable, nil, false, civil.Date{}
		case len(q.missing) > 0:
			st.State = Blocked
		}
		out = append(out, st)
	}
	return out
}

// section is where the ground of a letter stands. The end of counselling
// touches the stage in which the person is; before there is one that asks for
// counselling, it ends the follow-up of section 4.
func section(p *procedure.Profile, s *procedure.Schedule, kind string) string {
	if kind == "L14" && p.Sections == nil {
		if st, ok := p.Stage(s.Stage); ok && st.Counselling == "compulsory" {
			return st.Section
		}
		return p.Section("4¶5")
	}
	return p.Letters[kind].Section
}

// evidence is what a draft may lack and a letter may not (§8.3).
var evidence = []string{"summons", "importance"}

// opening adds what the procedure waits for, and reports whether nothing but
// evidence is missing.
func (q *inquiryOf) opening(o procedure.Opening) (draft bool) {
	for _, key := range o.Missing {
		step := AtCase
		switch {
		case key == "counselling.takenOn":
			step = intake.Check
		case strings.HasPrefix(key, "consent."):
			step = intake.Consent
		case key == "answers" && q.pending():
			continue
		}
		if !slices.ContainsFunc(q.missing, func(m Missing) bool { return m.Key == key }) {
			q.need(false, key, step)
		}
	}
	for _, m := range q.missing {
		if !slices.Contains(evidence, m.Key) {
			return false
		}
	}
	return len(q.missing) > 0
}

// confirm is the day of the consent to letters to the Department, where it is no
// consent to this request: the person gave it before she made the statement or
// got the document from which the request goes on. To go on at once (§8.1, fourth
// paragraph) and to stay without limit (§8.3, third paragraph) are hers to ask for.
func (q *inquiryOf) confirm() (given civil.Date) {
	if q.kind.ID != "L03" && q.kind.ID != "L08" || !q.f.Consented(casefile.ForDepartment) {
		return given
	}
	given = q.f.Consents[casefile.ForDepartment].Entry.On
	if k := q.f.Complaint(); k != nil && given.Before(k.Entry.On) {
		return given
	}
	if d := q.f.Document(q.s.Stage); d != nil && given.Before(d.Entry.On) {
		return given
	}
	return civil.Date{}
}

func (q *inquiryOf) need(ok bool, key string, step intake.StepID) {
	if !ok {
		q.missing = append(q.missing, Missing{Key: key, Step: step})
	}
}

func (q *inquiryOf) flawed(key string, step intake.StepID, flaw string) {
	q.missing = append(q.missing, Missing{Key: key, Step: step, Flaw: flaw})
}

// print asks that a fact can be printed, letter for letter.
func (q *inquiryOf) print(key string, step intake.StepID, text ...string) {
	all := strings.Join(strings.Fields(strings.Join(text, " ")), " ")
	if rs := q.lacks(all); len(rs) > 0 && !slices.ContainsFunc(q.missing, func(m Missing) bool { return m.Key == key }) {
		q.missing = append(q.missing, Unshown(key, step, all, rs))
	}
}

// Unshown is a fact of whose text these characters cannot be printed.
func Unshown(key string, step intake.StepID, text string, rs []rune) Missing {
	m := Missing{Key: key, Step: step, Runes: rs}
	if piled := document.Piled(text); !slices.ContainsFunc(rs, func(r rune) bool { return !slices.Contains(piled, r) }) {
		m.Flaw = Piled
	}
	return m
}

// name asks that a part of the person's name can be printed and is written in
// Latin letters: who receives the letter reads no others, and the name in its
// own script stands beside it.
func (q *inquiryOf) name(key, text string) {
	n := len(q.missing)
	q.print(key, intake.Person, text)
	if len(q.missing) == n && strings.ContainsFunc(text, otherScript) {
		q.flawed(key, intake.Person, NotLatin)
	}
}

// otherScript reports a letter of another script than Latin. Those that belong
// to no script, such as the ʿ of ʿAbd, stand in Latin names too.
func otherScript(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Common, unicode.Inherited)
}

// apply says why the letter is not for this case, unless something said so.
func (q *inquiryOf) apply(key string) {
	if q.why == "" {
		q.why = key
	}
}

// common is what letters have in common: a centre that may request documents
// (§3) and, of a person who is named to somebody, that her part was assessed
// (§5), that she is counselled (§4) and consents, and who she is.
func (q *inquiryOf) common() {
	f := q.f
	if q.office.Refused != "" && q.kind.to == toDepartment && len(q.kind.Consents) > 0 {
		q.need(false, q.office.Refused, AtSettings)
	}
	q.need(q.office.Name != "", "office.name", AtSettings)
	q.need(q.office.Signatory != "", "office.signatory", AtSettings)
	if len(q.kind.Consents) > 0 {
		q.need(f.Triage != nil, "triage.assessment", intake.Triage)
		q.need(f.Counselled() != nil, "counselling.takenOn", intake.Check)
		for _, purpose := range q.kind.Consents {
			q.need(f.Consented(purpose), "consent."+purpose, intake.Consent)
		}
		q.identity()
	}
	q.print("office.name", AtSettings, append([]string{q.office.Name, q.office.City, q.office.Phone}, q.office.Address...)...)
	q.print("office.signatory", AtSettings, q.office.Signatory)
	if q.kind.to != toHolder {
		q.print("letterhead", AtSettings, q.office.Also...)
	}
	p := q.who()
	if q.kind.person == nameless && q.kind.to != toHolder {
		return
	}
	q.name("person.familyName", p.FamilyName)
	q.name("person.givenNames", p.GivenNames)
	if q.kind.to == toHolder {
		return
	}
	q.print("person.originalScript", intake.Person, p.OriginalScript)
	if q.kind.person == whole {
		q.print("person.aliases", intake.Person, p.Aliases...)
	}
	q.print("person.birthPlace", intake.Person, p.BirthPlace)
	q.print("person.fileNumber", intake.Person, p.FileNumber)
	if q.f.Referral != nil {
		q.print("referral.unit", intake.Referral, q.f.Referral.Body.Unit)
	}
}

func (q *inquiryOf) who() casefile.Person {
	if q.f.Person == nil {
		return casefile.Person{}
	}
	return q.f.Person.Body
}

func (q *inquiryOf) named() {
	if q.kind.ID == "L14" { // it may go to the prosecutor's office too
		q.prosecutor()
	}
	p := q.who()
	q.need(p.FamilyName != "" || p.GivenNames != "", "person.familyName", intake.Person)
}

// identity: a question that was asked and has no answer is answered.
func (q *inquiryOf) identity() {
	p := q.who()
	answered := func(field string, given bool) bool { return given || p.NoAnswer[field] != "" }
	q.named()
	q.need(answered("born", !p.Born.IsZero()), "person.born", intake.Person)
	q.need(answered("nationalities", len(p.Nationalities) > 0), "person.nationalities", intake.Person)
	if q.kind.person == whole {
		q.need(answered("sex", p.Sex != ""), "person.sex", intake.Person)
	}
}

// takeOver: L01, taking over of counselling (§4, §5).
func (q *inquiryOf) takeOver() {
	r := q.f.Referral
	q.need(r != nil, "referral.channel", intake.Referral)
	if r != nil && r.Body.Channel != "self" {
		q.need(r.Body.Unit != "", "referral.unit", intake.Referral)
		q.print("referral.pv", intake.Referral, r.Body.PV)
	}
}

// stage1: L02, request of stage 1 (§8.1).
func (q *inquiryOf) stage1() {
	r := q.f.Residence
	known := r != nil && r.Body.Status != "unknown" && r.Body.Status != "notAsked" && r.Body.Status != "refused"
	q.need(known, "residence.status", intake.Residence)
}

// stage2: L03 and L04, request of stage 2 after a complaint or statement
// (§8.1, fourth paragraph; §8.2).
func (q *inquiryOf) stage2() {
	if q.kind.ID == "L04" {
		q.need(q.f.Document(procedure.S1) != nil, "document.S1", AtCase)
	}
	c := q.f.Complaint()
	q.need(c != nil, "complaint", AtCase)
	if c != nil {
		q.need(c.Body.Unit != "", "complaint.unit", AtCase)
		q.print("complaint.unit", AtCase, c.Body.Unit)
		q.print("complaint.pv", AtCase, c.Body.PV)
		q.print("complaint.lateReason", AtCase, c.Body.LateReason)
	}
	q.prosecutor()
}

// prosecutor asks that the prosecutor's office can be printed, if it is known.
func (q *inquiryOf) prosecutor() { q.print("inquiry.office", AtCase, prosecutor(q.f)) }

// reminder: L05, when the prosecutor was not asked, is silent, or the document
// ends without an answer (§8.2, third and sixth paragraph).
func (q *inquiryOf) reminder() {
	q.prosecutor()
	if v := variantOf(q.f, q.s, q.today); !v.notAsked && !v.silent && !v.gap {
		q.apply("why.replyAwaited")
	}
}

// stage3: L06, with both answers in the affirmative, or before they are known
// so that residence is not interrupted (§8.3, first paragraph).
func (q *inquiryOf) stage3() { q.prosecutor() }

// pending reports that stage 3 may be requested before the answers are known:
// the question was put, or should have been by today.
func (q *inquiryOf) pending() bool {
	t, ok := q.s.Term(procedure.S2)
	return len(q.f.Inquiries) > 0 || ok && !q.today.Before(t.InquiryBy)
}

// renewal: L07, until the proceedings end (§8.3, first paragraph).
func (q *inquiryOf) renewal() {
	if h := lastOf(q.f.Hearings); h != nil {
		q.print("hearing.court", AtCase, h.Body.Court)
	}
}

// unlimited: L08, after a summons, if the statement is important to the
// proceedings (§8.3, third paragraph).
func (q *inquiryOf) unlimited() {
	q.prosecutor()
	q.need(q.f.Complaint() != nil, "complaint", AtCase)
	if s := q.f.Summons; s != nil {
		q.need(s.Body.Court != "", "summons.court", AtCase)
		q.print("summons.court", AtCase, s.Body.Court, s.Body.Number)
	}
	if a := q.f.LegalAid; a != nil {
		q.print("legalAidRequested.lawyer", AtCase, a.Body.Lawyer, a.Body.Bar)
	}
}

// permit: L09 and L10, work permits (§8.2, §8.3). Which service grants them
// follows from the municipality.
func (q *inquiryOf) permit() {
	m := municipality(q.f)
	q.need(m != "", "municipality", AtCase)
	if _, ok := workService(q.f, q.book); m != "" && !ok {
		q.flawed("municipality", AtCase, NoRegion)
	}
	w := work(q.f)
	q.need(w.Employer != "" || q.kind.ID != "L10", "workPermit.employer", AtCase)
	q.print("workPermit.employer", AtCase, w.Employer)
	q.print("workPermit.job", AtCase, w.Job)
}

// assistance: L11, from the CPAS of the municipality (§9).
func (q *inquiryOf) assistance() {
	m := municipality(q.f)
	q.need(m != "", "municipality", AtCase)
	q.print("municipality", AtCase, m)
	q.print("socialAssistance.address", AtCase, cpasAddress(q.f))
}

// operation: L12 and L13 are about a check (§6), never about a case.
func (q *inquiryOf) operation() { q.apply("why.operation") }

// referrer: L15 and L17 go to the service that referred (§4).
func (q *inquiryOf) referrer() {
	r := q.f.Referral
	q.need(r != nil && r.Body.Unit != "", "referral.unit", intake.Referral)
	if r != nil {
		q.print("referral.unit", intake.Referral, r.Body.Unit)
		q.print("referral.officer", intake.Referral, r.Body.Officer)
		q.print("referral.address", intake.Referral, r.Body.Address)
		q.print("referral.pv", intake.Referral, r.Body.PV)
	}
}

// attendance: L16 says that the person was here on a day on which she was.
func (q *inquiryOf) attendance() {
	q.named()
	q.need(attended(q.f) != nil, "contact.atCentre", AtCase)
}
