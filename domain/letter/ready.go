package letter

import (
	"fmt"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
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
	// Runes are the characters for which no typeface has a shape, where the
	// fact is known but cannot be printed as it stands.
	Runes []rune
}

// String is the key for scripts: "person.familyName", or for what is there but
// cannot be printed "person.familyName.glyph".
func (m Missing) String() string {
	if len(m.Runes) > 0 {
		return m.Key + ".glyph"
	}
	return m.Key
}

// Problem says what is wrong: that the fact is missing, or which of its
// characters cannot be printed.
func (m Missing) Problem() casefile.Problem {
	if len(m.Runes) > 0 {
		return casefile.Problem{Key: "problem.glyph", Args: map[string]any{"Runes": Codes(m.Runes)}, Path: m.Key}
	}
	return casefile.Problem{Key: "missing." + m.Key}
}

// Codes names characters: "U+1F600, U+20BB7".
func Codes(rs []rune) string {
	codes := make([]string, len(rs))
	for i, r := range rs {
		codes[i] = fmt.Sprintf("U+%04X", r)
	}
	return strings.Join(codes, ", ")
}

// Places other than steps of the intake.
const (
	AtCase     intake.StepID = "case"     // recorded on the case: a document, a complaint
	AtSettings intake.StepID = "settings" // the desk's own settings
)

// State is a letter as it stands for a case today.
type State struct {
	Kind    string
	State   Readiness
	Missing []Missing
	Why     string // for NotApplicable: the key of the reason
	Section string // of the instructions
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
	// Signatory signs; Counsellor is who counsels. One of them is needed.
	Signatory  string
	Unverified bool // the address has not been checked
	// Refused is the key of the reason why the centre may not request
	// documents (§3), or "".
	Refused string
}

// Kind is one kind of letter.
type Kind struct {
	ID      string
	Stage   string
	missing func(*inquiryOf)
}

// Kinds lists the letters in the order of the procedure.
var Kinds = []Kind{
	{"L01", "", (*inquiryOf).takeOver},
	{"L02", procedure.S1, (*inquiryOf).stage1},
	{"L04", procedure.S2, (*inquiryOf).stage2},
}

// inquiryOf gathers what a letter lacks.
type inquiryOf struct {
	f       *casefile.File
	s       *procedure.Schedule
	office  Office
	lacks   func(string) []rune
	missing []Missing
	why     string
}

// States looks at every letter for a case. lacks tells which characters of a
// text no typeface can show: a name that cannot be printed as it stands blocks
// the letter.
func States(f *casefile.File, s *procedure.Schedule, p *procedure.Profile, o Office, today civil.Date, lacks func(string) []rune) []State {
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
		q := &inquiryOf{f: f, s: s, office: o, lacks: once}
		q.common()
		k.missing(q)
		st := State{Kind: k.ID, State: Ready, Section: p.Letters[k.ID].Section, Missing: q.missing, Why: q.why}
		for _, l := range f.Letters {
			if l.Body.Letter == k.ID {
				st.Issued = append(st.Issued, l)
			}
		}
		switch {
		case q.why != "":
			st.State, st.Missing = NotApplicable, nil
		case len(q.missing) > 0:
			st.State = Blocked
		}
		out = append(out, st)
	}
	return out
}

func (q *inquiryOf) need(ok bool, key string, step intake.StepID) {
	if !ok {
		q.missing = append(q.missing, Missing{Key: key, Step: step})
	}
}

// print asks that a fact can be printed, letter for letter.
func (q *inquiryOf) print(key string, step intake.StepID, text ...string) {
	if rs := q.lacks(strings.Join(text, " ")); len(rs) > 0 {
		q.missing = append(q.missing, Missing{key, step, rs})
	}
}

// common is what every letter about a person to the Department needs: nobody
// implicated (§5.3), no lawful resident (§4, §5.1), counselling taken on (§4),
// her consent, and who she is.
func (q *inquiryOf) common() {
	f := q.f
	switch {
	case f.Stopped():
		q.why = "why.stopped"
	case f.Uninvolved():
		q.why = "why.uninvolved"
	case !procedure.Concerned(f):
		q.why = "why.lawful"
	}
	if q.office.Refused != "" {
		q.need(false, q.office.Refused, AtSettings)
	}
	q.need(q.office.Name != "", "office.name", AtSettings)
	q.need(q.office.Signatory != "", "office.signatory", AtSettings)
	q.need(f.Triage != nil, "triage.assessment", intake.Triage)
	q.need(f.Counselled() != nil, "counselling.takenOn", intake.Check)
	q.need(f.Consented(casefile.ForCounselling), "consent.counselling", intake.Consent)
	q.need(f.Consented(casefile.ForDepartment), "consent.foreignersDepartment", intake.Consent)
	p := casefile.Person{}
	if f.Person != nil {
		p = f.Person.Body
	}
	answered := func(field string, given bool) bool { return given || p.NoAnswer[field] != "" }
	q.need(p.FamilyName != "" || p.GivenNames != "", "person.familyName", intake.Person)
	q.need(answered("born", !p.Born.IsZero()), "person.born", intake.Person)
	q.need(answered("nationalities", len(p.Nationalities) > 0), "person.nationalities", intake.Person)
	q.need(answered("sex", p.Sex != ""), "person.sex", intake.Person)
	q.print("office.name", AtSettings, append([]string{q.office.Name, q.office.City, q.office.Phone}, q.office.Address...)...)
	q.print("office.signatory", AtSettings, q.office.Signatory)
	q.print("person.familyName", intake.Person, p.FamilyName)
	q.print("person.givenNames", intake.Person, p.GivenNames)
	q.print("person.originalScript", intake.Person, p.OriginalScript)
	q.print("person.aliases", intake.Person, p.Aliases...)
	q.print("person.birthPlace", intake.Person, p.BirthPlace)
	q.print("person.fileNumber", intake.Person, p.FileNumber)
	if q.f.Referral != nil {
		q.print("referral.unit", intake.Referral, q.f.Referral.Body.Unit)
	}
}

// takeOver: L01, taking over of counselling (§4, §5).
func (q *inquiryOf) takeOver() {
	r := q.f.Referral
	q.need(r != nil, "referral.channel", intake.Referral)
	if r != nil && r.Body.Channel != "self" {
		q.need(r.Body.Unit != "", "referral.unit", intake.Referral)
	}
}

// stage1: L02, request of stage 1 (§8.1).
func (q *inquiryOf) stage1() {
	if q.s.Stage != "" {
		q.applyWhy("why.documentIssued")
	}
	r := q.f.Residence
	known := r != nil && r.Body.Status != "unknown" && r.Body.Status != "notAsked" && r.Body.Status != "refused"
	q.need(known, "residence.status", intake.Residence)
}

// stage2: L04, request of stage 2 after a complaint or statement (§8.2).
func (q *inquiryOf) stage2() {
	if q.s.Stage != "" && q.s.Stage != procedure.S1 {
		q.applyWhy("why.documentIssued")
	}
	q.need(q.f.Document(procedure.S1) != nil, "document.S1", AtCase)
	c := q.f.Complaint()
	q.need(c != nil, "complaint", AtCase)
	if c != nil {
		q.need(c.Body.Unit != "", "complaint.unit", AtCase)
		q.print("complaint.unit", AtCase, c.Body.Unit)
		q.print("complaint.pv", AtCase, c.Body.PV)
		q.print("complaint.lateReason", AtCase, c.Body.LateReason)
	}
}

func (q *inquiryOf) applyWhy(key string) {
	if q.why == "" {
		q.why = key
	}
}

// Addressee finds the Department in the contact book.
const Addressee = "foreigners-department"
