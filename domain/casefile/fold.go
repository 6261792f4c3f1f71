package casefile

import (
	"cmp"
	"slices"
	"strings"

	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Fact is a body together with the entry that it comes from.
type Fact[B any] struct {
	Entry Entry
	Body  B
}

// On returns the day on which it happened; the unset date when nothing did.
func (f *Fact[B]) On() civil.Date {
	if f == nil {
		return civil.Date{}
	}
	return f.Entry.On
}

// File is what a journal amounts to: for each question the answer that holds,
// and the history. Pointers are nil where nothing was recorded.
type File struct {
	Opened      *Fact[Opened]
	Language    string // of the letters
	Safety      *Fact[Safety]
	Referral    *Fact[Referral]
	Inspection  *Fact[Inspection]
	Triage      *Fact[Triage]
	Consents    map[string]*Fact[Consent] // by purpose
	Person      *Fact[Person]
	Residence   *Fact[Residence]
	Elements    *Fact[Elements]
	Leaflets    []*Fact[Leaflet]
	Counselling []*Fact[Counselling]
	Informed    []*Fact[DepartmentInformed]
	Documents   []*Fact[Document]
	Decisions   []*Fact[Decision]
	Complaints  []*Fact[Complaint]
	Inquiries   []*Fact[Inquiry]
	Letters     []*Fact[LetterIssued]
	Notes       []*Fact[Note]

	Contacts     []*Fact[Contact]
	Risk         *Fact[Risk]
	Guardian     *Fact[Guardian]
	Indicators   []*Fact[Indicators]
	Exploitation *Fact[Exploitation]
	SupportUnit  *Fact[SupportUnit]
	Assistance   []*Fact[Assistance]
	Summons      *Fact[Summons]
	Importance   *Fact[Importance]
	Hearings     []*Fact[Hearing]
	Claim        *Fact[CivilPartyClaim]
	LegalAid     *Fact[LegalAid]
	Ended        *Fact[ProceedingsEnded] // the legal proceedings, as long as nothing says that they go on
	Appointments []*Fact[Appointment]
	WorkPermits  []*Fact[WorkPermit]
	Social       []*Fact[SocialAssistance]
	Returns      []*Fact[Return]
	Sent         []*Fact[LetterSent]
	Answers      []*Fact[LetterAnswered]
	SamePerson   []*Fact[SamePerson]
	Relatives    []*Fact[Relative]
	Retention    []*Fact[Retention]
	Attachments  []*Fact[Attachment]
	Acknowledged []*Fact[ProfileAcknowledged]
	Confirmed    *Fact[ProfileConfirmed]
	Deadlines    []*Fact[Deadline] // as they were counted

	History  []Entry   // everything, in the order of recording, voided entries too
	Findings []Problem // what could not be read, and what cannot be true together
	Records  int       // number of records in the journal, those of other kinds too
}

// Fold reads a journal. It never fails: what it cannot read is a finding.
// Entries count by the day on which they happened and, within a day, by the
// order of recording; the later answer to a question holds.
func Fold(records []journal.Record) *File {
	f := &File{Consents: map[string]*Fact[Consent]{}, Records: len(records)}
	for i, r := range records {
		if r.Kind == KindBytes || r.Kind == KindComposed {
			continue
		}
		e, p := read(r, i+1)
		if p != nil {
			f.Findings = append(f.Findings, *p)
		}
		f.History = append(f.History, e)
	}
	bury(f.History)
	living := make([]Entry, 0, len(f.History))
	for _, e := range f.History {
		if e.Body != nil && e.Dead.IsZero() {
			living = append(living, e)
		}
	}
	slices.SortStableFunc(living, func(a, b Entry) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Seq, b.Seq))
	})
	for _, e := range living {
		f.take(e)
	}
	f.conflicts(living)
	return f
}

// bury marks the entries that a living void or correction refers to, wherever
// in the journal it stands. A void that was itself voided has no effect. Of
// entries that refer to one another in a circle, which no desk records, the
// one recorded first has no effect.
func bury(history []Entry) {
	at := map[journal.ID]int{}
	for i, e := range history {
		at[e.ID] = i
	}
	against := map[int][]int{} // by entry: those that refer to it, in the order of recording
	for i, e := range history {
		if e.Body == nil {
			continue
		}
		of := e.Corrects
		if v, ok := e.Body.(*Void); ok {
			of = v.Of
		}
		if j, ok := at[of]; ok && j != i {
			against[j] = append(against[j], i)
		}
	}
	const asked, settled = 1, 2
	state := make([]int, len(history))
	var settle func(i int)
	settle = func(i int) {
		state[i] = asked
		for _, j := range against[i] {
			if state[j] == 0 {
				settle(j)
			}
			if state[j] == settled && history[j].Dead.IsZero() {
				history[i].Dead = history[j].ID
				break
			}
		}
		state[i] = settled
	}
	for i := range history {
		if state[i] == 0 {
			settle(i)
		}
	}
}

func (f *File) take(e Entry) {
	switch b := e.Body.(type) {
	case *Opened:
		f.Opened = &Fact[Opened]{e, *b}
		if f.Language == "" {
			f.Language = b.Language
		}
	case *FileLanguage:
		f.Language = b.Language
	case *Safety:
		f.Safety = &Fact[Safety]{e, *b}
	case *Referral:
		f.Referral = &Fact[Referral]{e, *b}
	case *Inspection:
		f.Inspection = &Fact[Inspection]{e, *b}
	case *Triage:
		// An assessment 5.3 holds until a later one says who lifted it and why.
		// One that was recorded before the stop cannot have lifted it, whatever
		// its day and reason.
		if f.Stopped() && b.Assessment != Implicated && (!b.Lifts() || e.Seq < f.Triage.Entry.Seq) {
			return
		}
		f.Triage = &Fact[Triage]{e, *b}
	case *Consent:
		// Of two answers of one day the later one holds by the clock, where both
		// were recorded with it.
		if old := f.Consents[b.Purpose]; old != nil && old.Entry.On == e.On && e.Time != "" && e.Time < old.Entry.Time {
			return
		}
		f.Consents[b.Purpose] = &Fact[Consent]{e, *b}
	case *Person:
		f.Person = &Fact[Person]{e, *b}
	case *Residence:
		f.Residence = &Fact[Residence]{e, *b}
	case *Elements:
		f.Elements = &Fact[Elements]{e, *b}
	case *Leaflet:
		f.Leaflets = append(f.Leaflets, &Fact[Leaflet]{e, *b})
	case *Counselling:
		f.Counselling = append(f.Counselling, &Fact[Counselling]{e, *b})
	case *DepartmentInformed:
		f.Informed = append(f.Informed, &Fact[DepartmentInformed]{e, *b})
	case *Document:
		f.Documents = append(f.Documents, &Fact[Document]{e, *b})
	case *Decision:
		f.Decisions = append(f.Decisions, &Fact[Decision]{e, *b})
	case *Complaint:
		f.Ended = nil // they go on
		f.Complaints = append(f.Complaints, &Fact[Complaint]{e, *b})
	case *Inquiry:
		if b.Event == Answered && !b.says() {
			return // recorded before it was refused: nobody answered anything
		}
		if b.Event == Answered && b.InProgress == Yes {
			f.Ended = nil
		}
		f.Inquiries = append(f.Inquiries, &Fact[Inquiry]{e, *b})
	case *LetterIssued:
		f.Letters = append(f.Letters, &Fact[LetterIssued]{e, *b})
	case *Note:
		f.Notes = append(f.Notes, &Fact[Note]{e, *b})
	case *Contact:
		f.Contacts = append(f.Contacts, &Fact[Contact]{e, *b})
	case *Risk:
		f.Risk = &Fact[Risk]{e, *b}
	case *Guardian:
		f.Guardian = &Fact[Guardian]{e, *b}
	case *Indicators:
		f.Indicators = append(f.Indicators, &Fact[Indicators]{e, *b})
	case *Exploitation:
		f.Exploitation = &Fact[Exploitation]{e, *b}
	case *SupportUnit:
		f.SupportUnit = &Fact[SupportUnit]{e, *b}
	case *Assistance:
		f.Assistance = append(f.Assistance, &Fact[Assistance]{e, *b})
	case *Summons:
		f.Ended = nil // they go on
		f.Summons = &Fact[Summons]{e, *b}
	case *Importance:
		f.Importance = &Fact[Importance]{e, *b}
	case *Hearing:
		f.Ended = nil // they go on
		f.Hearings = append(f.Hearings, &Fact[Hearing]{e, *b})
	case *CivilPartyClaim:
		f.Ended = nil // they go on
		f.Claim = &Fact[CivilPartyClaim]{e, *b}
	case *LegalAid:
		f.LegalAid = &Fact[LegalAid]{e, *b}
	case *ProceedingsEnded:
		f.Ended = &Fact[ProceedingsEnded]{e, *b}
	case *Appointment:
		f.Appointments = append(f.Appointments, &Fact[Appointment]{e, *b})
	case *WorkPermit:
		f.WorkPermits = append(f.WorkPermits, &Fact[WorkPermit]{e, *b})
	case *SocialAssistance:
		f.Social = append(f.Social, &Fact[SocialAssistance]{e, *b})
	case *Return:
		f.Returns = append(f.Returns, &Fact[Return]{e, *b})
	case *LetterSent:
		f.Sent = append(f.Sent, &Fact[LetterSent]{e, *b})
	case *LetterAnswered:
		f.Answers = append(f.Answers, &Fact[LetterAnswered]{e, *b})
	case *SamePerson:
		f.SamePerson = append(f.SamePerson, &Fact[SamePerson]{e, *b})
	case *Relative:
		f.Relatives = append(f.Relatives, &Fact[Relative]{e, *b})
	case *Retention:
		f.Retention = append(f.Retention, &Fact[Retention]{e, *b})
	case *Attachment:
		f.Attachments = append(f.Attachments, &Fact[Attachment]{e, *b})
	case *ProfileAcknowledged:
		f.Acknowledged = append(f.Acknowledged, &Fact[ProfileAcknowledged]{e, *b})
	case *ProfileConfirmed:
		f.Confirmed = &Fact[ProfileConfirmed]{e, *b}
	case *Deadline:
		f.Deadlines = append(f.Deadlines, &Fact[Deadline]{e, *b})
	}
}

// Code returns the case code.
func (f *File) Code() string {
	if f.Opened == nil {
		return ""
	}
	return f.Opened.Body.Code
}

// Assessment returns the triage of section 5, or "" when there is none yet.
func (f *File) Assessment() string {
	if f.Triage == nil {
		return ""
	}
	return f.Triage.Body.Assessment
}

// Stopped reports that the person is implicated (§5.3): no contact with a
// centre, no leaflet, no letter.
func (f *File) Stopped() bool { return f.Assessment() == Implicated }

// Uninvolved reports that the person is not involved: nothing but the fact of
// the meeting is kept.
func (f *File) Uninvolved() bool { return f.Assessment() == NotInvolved }

// Conceal drops what was recorded about a person of whom nothing may be shown
// (§5.3): who she is, what was asked and what was said. The assessment, who
// referred, what was decided about keeping the file, and the dates and kinds of
// the entries stay, and of what was found what could not be read.
func (f *File) Conceal() {
	for i := range f.History {
		switch f.History[i].Kind {
		case KindOpened, KindReferral, KindTriage, KindRetention, KindVoid:
		default:
			f.History[i].Body = nil
		}
	}
	*f = File{
		Opened: f.Opened, Language: f.Language, Referral: f.Referral, Triage: f.Triage, Retention: f.Retention,
		Consents: map[string]*Fact[Consent]{}, History: f.History, Records: f.Records,
		Findings: slices.DeleteFunc(f.Findings, func(p Problem) bool { return p.Key != "finding.unreadable" && p.Key != "finding.newer" }),
	}
}

// Consented reports whether consent for a purpose is given and not withdrawn.
func (f *File) Consented(purpose string) bool {
	c := f.Consents[purpose]
	return c != nil && c.Body.Answer == Given
}

// Counselled returns the entry by which counselling was taken on, or nil when
// it was not, or has ended.
func (f *File) Counselled() *Fact[Counselling] {
	var on *Fact[Counselling]
	for _, c := range f.Counselling {
		switch c.Body.Event {
		case TakenOn:
			if on == nil {
				on = c
			}
		case TransferOffered: // an offer ends nothing
		default:
			on = nil
		}
	}
	return on
}

// Document returns the latest document of a stage, or nil.
func (f *File) Document(stage string) *Fact[Document] {
	for _, d := range slices.Backward(f.Documents) {
		if d.Body.Stage == stage {
			return d
		}
	}
	return nil
}

// Complaint returns the first complaint or statement, which is the one that
// the 45 days are held against; nil when there is none.
func (f *File) Complaint() *Fact[Complaint] {
	if len(f.Complaints) == 0 {
		return nil
	}
	return f.Complaints[0]
}

// Attachment returns the file of a number, or nil when there is none, or none
// any more.
func (f *File) Attachment(number int) *Fact[Attachment] {
	for _, a := range f.Attachments {
		if a.Body.Number == number {
			return a
		}
	}
	return nil
}

// Permit returns what was last recorded about a kind of work permit, or nil.
func (f *File) Permit(kind string) *Fact[WorkPermit] {
	for _, w := range slices.Backward(f.WorkPermits) {
		if w.Body.Permit == kind {
			return w
		}
	}
	return nil
}

// Issued returns the latest issued letter of a kind, or nil.
func (f *File) Issued(letter string) *Fact[LetterIssued] {
	for _, l := range slices.Backward(f.Letters) {
		if l.Body.Letter == letter {
			return l
		}
	}
	return nil
}

// Inquired returns the latest of some events of the inquiry, or nil.
func (f *File) Inquired(events ...string) *Fact[Inquiry] {
	for _, q := range slices.Backward(f.Inquiries) {
		if slices.Contains(events, q.Body.Event) {
			return q
		}
	}
	return nil
}

// Decision returns the decision that holds, or "" (§8.1).
func (f *File) Decision() string {
	if len(f.Decisions) == 0 {
		return ""
	}
	return f.Decisions[len(f.Decisions)-1].Body.Choice
}

// Profile returns the procedure in force for the case and its version: the one
// it was opened under, or the one confirmed since.
func (f *File) Profile() (id, version string) {
	if f.Opened != nil {
		id, version = f.Opened.Body.Profile, f.Opened.Body.Version
	}
	if f.Confirmed != nil {
		id, version = f.Confirmed.Body.Profile, f.Confirmed.Body.Version
	}
	return id, version
}

// Letter returns the issued letter of a number, or nil.
func (f *File) Letter(number int) *Fact[LetterIssued] {
	for _, l := range f.Letters {
		if l.Body.Number == number {
			return l
		}
	}
	return nil
}

// Adult returns the day on which the person is eighteen for certain, and
// whether her birth is known. Where only a part of the date is, she may be a
// minor until its latest day.
func (f *File) Adult() (civil.Date, bool) {
	if f.Person == nil || f.Person.Body.Born.IsZero() {
		return civil.Date{}, false
	}
	day, _ := f.Person.Body.Born.Last().AddMonths(12*18, civil.Clamp)
	return day, true
}

// Held returns the hold that keeps the file from being erased, or nil.
func (f *File) Held() *Fact[Retention] {
	for _, r := range slices.Backward(f.Retention) {
		switch r.Body.Event {
		case HeldFile:
			return r
		case ReleasedFile:
			return nil
		}
	}
	return nil
}

// Reviewed returns the latest review of whether the file is still needed, or nil.
func (f *File) Reviewed() *Fact[Retention] {
	for _, r := range slices.Backward(f.Retention) {
		if r.Body.Event == ReviewedFile {
			return r
		}
	}
	return nil
}

// Name returns the name under which colleagues look for the person: family
// name and given names as stored, else an alias, else "". A stopped or
// uninvolved person has none.
func (f *File) Name() string {
	if f.Person == nil || f.Stopped() || f.Uninvolved() {
		return ""
	}
	p := f.Person.Body
	name := strings.TrimSpace(p.FamilyName + " " + p.GivenNames)
	if name == "" && len(p.Aliases) > 0 {
		name = p.Aliases[0]
	}
	if name == "" {
		name = p.Addressed
	}
	return name
}

// Entry returns the entry of that id.
func (f *File) Entry(id journal.ID) (Entry, bool) {
	for _, e := range f.History {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}
