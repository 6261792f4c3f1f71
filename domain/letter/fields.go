package letter

import (
	"fmt"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/procedure"
)

// fields are what a wording may say. All are written out in the language of
// the letter; an empty one is unknown.
type fields struct {
	LawRef, Centre, CentrePhone string
	Instructions                bool // the rules are the instructions of 1997 themselves: their text can be cited

	// The person and the referral.
	Name, TakenOn, ConsentOn           string
	ReferredOn, ReferredBy, ReferralPV string
	SelfReferred                       bool
	Identified, Photo, Photos          bool // an identity document was seen; a photograph goes with the letter; several do
	Status                             string
	Lawful                             bool // resides lawfully, or as a citizen of the Union
	Copy                               string

	// Stages and their documents.
	L01On, Doc1, Doc2, Doc3, DocU      string
	S1From, S1To, S2To, S3To           string
	DocFrom, DocTo, AssistanceFrom     string // the document of the present stage; the first one
	Months, Renewal                    string
	ComplaintOn, ComplaintAt, PV       string
	Complaint, Statement               bool // which of the two it was
	Late                               bool
	LateReason                         string
	Prosecutor                         string
	AskedOn, AnswerOn, InquiryBy       string
	ReplyDue                           string
	NotAsked, Silent, Gap              bool // the prosecutor was not asked, does not answer, and the document ends
	Answered, Pending, Inconclusive    bool // both questions Yes; no such answer yet; an answer that leaves one open
	SummonsOn, SummonsNo, Court        string
	Important                          bool
	ByProsecutor, ByJudgment, ByLawyer bool // what shows the importance
	HearingOn, HearingAt               string
	Running                            bool // nobody recorded that the proceedings ended
	Employer                           string
	EndedOn, Reason                    string
	TransferTo                         string
	Informed                           bool // she was told what the end of counselling means for her residence
	NoCapacity                         bool
	Alternatives                       string
	AttendedOn                         string

	// Standby (§6): nothing about the target of a check.
	Window, District, Persons, Languages string
	Officer, OfficerPhone, AnswerBy      string
	YourRef, Staff, StaffPhone           string
	Minutes, Places, Leaflets            string
}

// variant is which of its clauses a reminder has (§8.2).
type variant struct {
	notAsked bool // the centre does not know that the prosecutor was asked
	silent   bool // the deadline for the reply passed, and nobody was asked instead
	gap      bool // the document ends, or has ended, without both answers
}

// bridgeBefore is how many days before the end of the document the Department
// is asked to bridge the residence.
const bridgeBefore = 14

// variantOf reads from the file which clauses a reminder of today has. No
// answer is never a No.
func variantOf(f *casefile.File, s *procedure.Schedule, today civil.Date) (v variant) {
	t, ok := s.Term(procedure.S2)
	if r := procedure.ReplyOf(f); !ok || s.Stage != procedure.S2 || r == procedure.Affirmative || r == procedure.Negative {
		return v
	}
	v.notAsked = len(f.Inquiries) == 0
	for _, i := range s.Items {
		v.notAsked = v.notAsked || i.Key == "due.inquiry" // a document that extends another asks anew
		v.silent = v.silent || i.Key == "due.escalate" && !today.Before(i.Due)
	}
	v.gap = !today.Before(t.ValidUntil.AddDays(-bridgeBefore))
	return v
}

func (r *Request) fields(c *common) fields {
	v := r.rules(c)
	v.Centre, v.CentrePhone = document.Isolate(r.Office.Name), document.Number(r.Office.Phone)
	if r.Standby != nil {
		r.Standby.fill(r, c, &v)
		return v
	}
	r.person(c, &v)
	r.stages(&v)
	r.proceedings(c, &v)
	r.counselling(c, &v)
	v.Copy = r.copyTo(c)
	return v
}

func (r *Request) date(d civil.Date) string { return r.Texts.Date(r.Lang, d) }

func (r *Request) rules(c *common) fields {
	ground := r.Profile.Letters[r.Kind]
	law := r.Profile.LawRef[r.Lang]
	if s := ground.LawRef[r.Lang]; s != "" {
		law = s
	}
	n := ground.Section
	if r.Schedule != nil {
		n = section(r.Profile, r.Schedule, r.Kind)
	}
	return fields{
		LawRef: strings.ReplaceAll(law, "{n}", n), Instructions: r.Profile.Sections == nil,
		Doc1: doc(r.Profile, procedure.S1, r.Lang), Doc2: doc(r.Profile, procedure.S2, r.Lang),
		Doc3: doc(r.Profile, procedure.S3, r.Lang), DocU: doc(r.Profile, procedure.U, r.Lang),
	}
}

func doc(p *procedure.Profile, stage, lang string) string {
	s, _ := p.Stage(stage)
	return s.Document[lang]
}

// person: who she is, who referred her and what she agreed to.
func (r *Request) person(c *common, v *fields) {
	f := r.File
	if p := f.Person; p != nil {
		v.Name = document.Isolate(strings.TrimSpace(p.Body.GivenNames) + " " + strings.TrimSpace(p.Body.FamilyName))
		if own := p.Body.OriginalScript; own != "" && v.Name != "" {
			v.Name += " (" + document.Isolate(own) + ")"
		}
		v.Identified = p.Body.NameCertainty == "document" || p.Body.NameCertainty == "verified"
	}
	if t := f.Counselled(); t != nil {
		v.TakenOn = r.date(t.Entry.On)
	}
	if k, _ := KindOf(r.Kind); len(k.Consents) > 0 {
		purpose := k.Consents[len(k.Consents)-1]
		if r.Kind == "L01" {
			purpose = casefile.ForCounselling
		}
		if f.Consented(purpose) {
			v.ConsentOn = r.date(f.Consents[purpose].Entry.On)
		}
	}
	v.Photo, v.Photos = len(r.Photos) > 0, len(r.Photos) > 1
	if ref := f.Referral; ref != nil {
		v.SelfReferred = ref.Body.Channel == "self"
		if !v.SelfReferred {
			v.ReferredOn, v.ReferredBy, v.ReferralPV = r.date(ref.Entry.On), document.Isolate(ref.Body.Unit), document.Number(ref.Body.PV)
		}
	}
	if res := f.Residence; res != nil {
		v.Status = c.Status[res.Body.Status]
		v.Lawful = res.Body.Status == "legal" || res.Body.Status == "eu"
	}
}

// stages: the documents, and what was asked for before.
func (r *Request) stages(v *fields) {
	f := r.File
	if l := f.Issued("L01"); l != nil {
		v.L01On = r.date(l.Entry.On)
	}
	if t, ok := r.Schedule.Term(procedure.S1); ok {
		v.S1From, v.S1To = r.date(f.Document(procedure.S1).Entry.On), r.date(t.ValidUntil)
		if k := f.Complaint(); k != nil && k.Entry.On.After(t.ValidUntil) {
			v.Late, v.LateReason = true, document.Isolate(strings.TrimRight(k.Body.LateReason, ". "))
		}
	}
	if t, ok := r.Schedule.Term(procedure.S2); ok {
		v.S2To, v.InquiryBy = r.date(t.ValidUntil), r.date(t.InquiryBy)
	}
	s3, _ := r.Profile.Stage(procedure.S3)
	v.Months = fmt.Sprint(s3.Duration.N)
	if t, ok := r.Schedule.Term(procedure.S3); ok {
		v.S3To = r.date(t.ValidUntil)
		if m := f.Document(procedure.S3).Body.Months; m > 0 {
			v.Months = fmt.Sprint(m)
		}
		n := 0
		for _, d := range f.Documents {
			if d.Body.Stage == procedure.S3 {
				n++
			}
		}
		v.Renewal = fmt.Sprint(n)
	}
	if d := f.Document(r.Schedule.Stage); d != nil {
		v.DocFrom = r.date(d.Entry.On)
		if t, ok := r.Schedule.Term(r.Schedule.Stage); ok {
			v.DocTo = r.date(t.ValidUntil)
		}
	}
	if len(f.Documents) > 0 {
		first := f.Documents[0].Entry.On
		for _, d := range f.Documents {
			if d.Entry.On.Before(first) {
				first = d.Entry.On
			}
		}
		v.AssistanceFrom = r.date(first)
	}
	v.Employer = document.Isolate(work(f).Employer)
}

// proceedings: complaint, inquiry, summons, and how they stand.
func (r *Request) proceedings(c *common, v *fields) {
	f := r.File
	if k := f.Complaint(); k != nil {
		v.ComplaintOn, v.ComplaintAt, v.PV = r.date(k.Entry.On), document.Isolate(k.Body.Unit), document.Number(k.Body.PV)
		v.Complaint, v.Statement = k.Body.Form == "complaint", k.Body.Form == "statement"
	}
	v.Prosecutor = document.Isolate(prosecutor(f))
	if q := f.Inquired(casefile.Asked); q != nil {
		v.AskedOn, v.ReplyDue = r.date(q.Entry.On), r.date(q.Body.ReplyDue)
	}
	if q := f.Inquired(casefile.Answered); q != nil {
		v.AnswerOn = r.date(q.Entry.On)
	}
	switch procedure.ReplyOf(f) {
	case procedure.Affirmative:
		v.Answered = true
	case procedure.NoReply:
		v.Pending = true
	case procedure.Inconclusive:
		v.Pending, v.Inconclusive = true, true
	}
	x := variantOf(f, r.Schedule, r.Date)
	v.NotAsked, v.Silent, v.Gap = x.notAsked, x.silent, x.gap
	if s := f.Summons; s != nil {
		v.SummonsOn, v.SummonsNo, v.Court = r.date(s.Entry.On), document.Number(s.Body.Number), document.Isolate(s.Body.Court)
	}
	if i := f.Importance; i != nil && i.Body.Considered == casefile.Yes {
		v.Important = true
		v.ByProsecutor, v.ByJudgment, v.ByLawyer = i.Body.Evidence == "prosecutorLetter", i.Body.Evidence == "judgment", i.Body.Evidence == "lawyerNote"
	}
	if h := lastOf(f.Hearings); h != nil {
		v.HearingOn, v.HearingAt = r.date(h.Body.Day), document.Isolate(h.Body.Court)
	}
	v.Running = f.Ended == nil
}

// counselling: how it ended, or why it did not begin, and meetings.
func (r *Request) counselling(c *common, v *fields) {
	f := r.File
	var tried []string
	for _, e := range f.Counselling {
		centre := ""
		if x, ok := r.Contacts.Entry(e.Body.To); ok {
			centre = x.Name.In(r.Lang)
		}
		switch e.Body.Event {
		case casefile.Declined:
			v.NoCapacity = e.Body.Reason == "noCapacity"
		case casefile.TransferOffered:
			if result := c.Results[e.Body.Result]; centre != "" && result != "" {
				centre += " (" + result + ")"
			}
			if centre != "" {
				tried = append(tried, centre)
			}
		case casefile.CounsellingOver, casefile.Transferred:
			v.EndedOn, v.Reason, v.TransferTo, v.Informed = r.date(e.Entry.On), "", "", e.Body.Informed == casefile.Yes
			// A reason can end a stay: it is given with the person's consent only.
			if !f.Consented(casefile.ForDepartment) {
				continue
			}
			v.Reason = c.Reasons[e.Body.Reason]
			if e.Body.Event == casefile.Transferred {
				v.Reason = c.Reasons["transfer"]
			}
			if v.Reason == c.Reasons["transfer"] {
				v.TransferTo = centre
			}
		}
	}
	v.Alternatives = strings.Join(tried, ", ")
	if a := attended(f); a != nil {
		v.AttendedOn = r.date(a.Entry.On)
	}
}
