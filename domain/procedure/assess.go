package procedure

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// State is where a case stands. It follows from what people recorded; the
// program never moves it by itself.
type State string

// The states.
const (
	Contact        State = "contact"        // met, no counselling yet (§5)
	ContactRefused State = "contactRefused" // the person does not want contact (§5.2)
	Stopped        State = "stopped"        // implicated: no contact with a centre (§5.3)
	Uninvolved     State = "uninvolved"     // not involved
	Counselling    State = "counselling"    // the centre counsels (§4)
	Requested1     State = "S1requested"
	InS1           State = "S1"
	Requested2     State = "S2requested"
	InS2           State = "S2"
	InS3           State = "S3"
	InU            State = "U"
	Ended          State = "ended" // counselling ended
)

// Schedule is what follows from a file on any day: it knows all dates and does
// not know today. It is kept in the head of the journal: heads of another shape
// are made again (desk), so it may change.
type Schedule struct {
	Profile      string        `json:"profile"`
	Version      string        `json:"version"`
	State        State         `json:"state"`
	Stage        string        `json:"stage,omitempty"` // S1, S2, S3, U or ""
	Terms        []Term        `json:"terms,omitempty"` // of all documents, oldest first
	Items        []Item        `json:"items,omitempty"`
	Entitlements []Entitlement `json:"entitlements,omitempty"`
}

// Item is something that is due.
type Item struct {
	Key       string       `json:"key"`                 // "due.S1.end"
	Section   string       `json:"section"`             // of the instructions
	Due       civil.Date   `json:"due"`                 // the last day
	ActBy     civil.Date   `json:"actBy"`               // the last working day on or before it
	From      civil.Date   `json:"from"`                // from this day on it is shown as soon due
	Immediate bool         `json:"immediate,omitempty"` // the text says "immediately": overdue from the first minute
	Because   []journal.ID `json:"because,omitempty"`
}

// Entitlement is what a stage opens: never a right that the program grants.
type Entitlement struct {
	Key     string `json:"key"`   // "work" or "social"
	Value   string `json:"value"` // of the profile: none, temporary, permitB, yes, …
	Section string `json:"section"`
}

// Assess applies the profile to a file.
func Assess(f *casefile.File, p *Profile) Schedule {
	s := Schedule{Profile: p.ID, Version: p.Version}
	a := assessment{f: f, p: p, s: &s}
	a.terms()
	s.State, s.Stage = a.state()
	if st, ok := p.Stage(s.Stage); ok {
		s.Entitlements = []Entitlement{
			{"social", st.Social, "9"},
			{"work", st.Work, st.Section},
		}
	}
	if slices.Contains([]State{Stopped, Uninvolved, ContactRefused, Ended, InU}, s.State) {
		if s.State == ContactRefused {
			a.leafletDue() // a refusal of contact never costs the leaflet
		}
		return s
	}
	for _, rule := range rules {
		rule(&a)
	}
	slices.SortStableFunc(s.Items, func(x, y Item) int { return x.Due.Compare(y.Due) })
	return s
}

type assessment struct {
	f *casefile.File
	p *Profile
	s *Schedule
}

// rules are tried in turn; each adds what is due.
var rules = []func(*assessment){
	(*assessment).leafletDue,
	(*assessment).departmentInformed,
	(*assessment).takeOver,
	(*assessment).requestStage1,
	(*assessment).endOfStage1,
	(*assessment).inquiry,
	(*assessment).endOfStage2,
	(*assessment).endOfStage3,
}

func (a *assessment) terms() {
	for _, d := range a.f.Documents {
		if d.Body.Stage == U {
			continue
		}
		t, err := DocumentTerm(a.p, d.Body.Stage, d.Entry.On, d.Body.Notified, d.Body.PrintedEnd, d.Body.Months)
		if err == nil {
			a.s.Terms = append(a.s.Terms, t)
		}
	}
}

// state reads the stage from the documents and what was requested from the
// letters: successive stages, one at a time (§8).
func (a *assessment) state() (State, string) {
	f := a.f
	switch {
	case f.Stopped():
		return Stopped, ""
	case f.Uninvolved():
		return Uninvolved, ""
	}
	stage := ""
	for _, id := range []string{U, S3, S2, S1} {
		if f.Document(id) != nil {
			stage = id
			break
		}
	}
	if f.Counselled() == nil {
		refused := f.Consents[casefile.ForContact]
		switch {
		case len(f.Counselling) > 0 && f.Counselling[len(f.Counselling)-1].Body.Event == "ended":
			return Ended, stage
		case stage != "":
			return State(stage), stage
		case refused != nil && (refused.Body.Answer == "refused" || refused.Body.Answer == casefile.Withdrawn):
			return ContactRefused, ""
		}
		return Contact, ""
	}
	switch stage {
	case U, S3, S2:
		return State(stage), stage
	}
	switch {
	case f.Issued("L04") != nil || f.Issued("L03") != nil:
		return Requested2, stage
	case stage == S1:
		return InS1, stage
	case f.Issued("L02") != nil:
		return Requested1, stage
	}
	return Counselling, stage
}

// Term returns the term of the latest document of a stage.
func (s *Schedule) Term(stage string) (Term, bool) {
	for _, t := range slices.Backward(s.Terms) {
		if t.Stage == stage {
			return t, true
		}
	}
	return Term{}, false
}

func (a *assessment) add(key, section string, due civil.Date, daysBefore int, because ...journal.ID) {
	i := Item{Key: key, Section: section, Due: due, ActBy: civil.LastWorkingDay(due), From: due.AddDays(-daysBefore), Because: because}
	if i.ActBy.Before(i.From) {
		i.ActBy = i.From // nobody acts before it happened: counselling taken on at a weekend
	}
	a.s.Items = append(a.s.Items, i)
}

// immediately adds what the instructions want done at once: there is no
// number of days, so it is overdue until it is done.
func (a *assessment) immediately(key, section string, since civil.Date, because ...journal.ID) {
	a.s.Items = append(a.s.Items, Item{
		Key: key, Section: section, Due: since, ActBy: since, From: since, Immediate: true, Because: because,
	})
}

// leafletDue: whoever may be a victim is given the leaflet (§5, last paragraph).
func (a *assessment) leafletDue() {
	t := a.f.Triage
	if t == nil || t.Body.Assessment != casefile.Believed && t.Body.Assessment != casefile.NotCertain || len(a.f.Leaflets) > 0 {
		return
	}
	a.immediately("due.leaflet", "5", t.Entry.On, t.Entry.ID)
}

// departmentInformed: police and inspection immediately tell the Department of
// anybody residing illegally or of doubtful status (§4, third paragraph) and
// of the centre's intervention (§4, fifth paragraph).
func (a *assessment) departmentInformed() {
	r, res := a.f.Referral, a.f.Residence
	if r == nil || res == nil || len(a.f.Informed) > 0 {
		return
	}
	byService := r.Body.Channel == "police" || r.Body.Channel == "inspection"
	irregular := res.Body.Status == "illegal" || res.Body.Status == "provisional" || res.Body.Status == "doubtful"
	if byService && irregular {
		a.immediately("due.departmentInformed", "4", r.Entry.On, r.Entry.ID, res.Entry.ID)
	}
}

// concerned reports whether letters to the Department concern this person at
// all: not a lawful resident, to whom an order to leave would do harm (§4, §5.1).
func (a *assessment) concerned() bool {
	r := a.f.Residence
	return r == nil || r.Body.Status != "legal" && r.Body.Status != "eu"
}

// takeOver: a centre that takes on counselling is responsible for the
// follow-up with the Department from that day (§4, fifth paragraph).
func (a *assessment) takeOver() {
	c := a.f.Counselled()
	if c == nil || a.f.Issued("L01") != nil || !a.concerned() || !a.f.Consented(casefile.ForDepartment) {
		return
	}
	a.add("due.L01", "4", c.Entry.On, 0, c.Entry.ID)
}

// requestStage1: the 45 days begin with the Department's document (§8.1).
func (a *assessment) requestStage1() {
	c := a.f.Counselled()
	if c == nil || a.s.Stage != "" || a.f.Issued("L02") != nil || a.s.State == Requested2 || a.f.Complaint() != nil ||
		!a.concerned() || !a.f.Consented(casefile.ForDepartment) {
		return
	}
	a.add("due.L02", "8.1", c.Entry.On, 0, c.Entry.ID)
}

// endOfStage1: within the 45 days the person decides, and a complaint or
// statement within them opens stage 2 (§8.1, §8.2).
func (a *assessment) endOfStage1() {
	t, ok := a.s.Term(S1)
	if !ok || a.s.Stage != S1 {
		return
	}
	because := []journal.ID{a.f.Document(S1).Entry.ID}
	switch c := a.f.Complaint(); {
	case c == nil:
		a.add("due.S1.decide", "8.1", t.ValidUntil, 15, because...)
	case a.f.Issued("L04") == nil && a.f.Issued("L03") == nil:
		a.add("due.L04", "8.2", t.ValidUntil, 15, append(because, c.Entry.ID)...)
	default:
		a.add("due.S1.end", "8.1", t.ValidUntil, 7, because...)
	}
}

// inquiry: the Department asks the Crown prosecutor at the latest a month
// before the three months end; the centre learns it only by asking (§8.2,
// third paragraph).
func (a *assessment) inquiry() {
	t, ok := a.s.Term(S2)
	if !ok || a.s.Stage != S2 || a.f.Inquired("asked") != nil || a.f.Inquired("answered") != nil {
		return
	}
	a.add("due.inquiry", "8.2", t.InquiryBy, 7, a.f.Document(S2).Entry.ID)
}

// endOfStage2: no stage is renewed by itself (§8.2, §8.3).
func (a *assessment) endOfStage2() {
	if t, ok := a.s.Term(S2); ok && a.s.Stage == S2 {
		a.add("due.S2.end", "8.3", t.ValidUntil, 14, a.f.Document(S2).Entry.ID)
	}
}

// endOfStage3: renewable until the proceedings end (§8.3).
func (a *assessment) endOfStage3() {
	if t, ok := a.s.Term(S3); ok && a.s.Stage == S3 {
		a.add("due.S3.end", "8.3", t.ValidUntil, 60, a.f.Document(S3).Entry.ID)
	}
}

// Urgency says how near an item is.
type Urgency string

// The urgencies.
const (
	Overdue Urgency = "overdue" // its last day is over, or it is due at once
	Today   Urgency = "today"   // its last day is today
	Soon    Urgency = "soon"    // its reminder has come
	Later   Urgency = "later"
)

// Due is an item on a certain day.
type Due struct {
	Item
	Urgency Urgency `json:"urgency"`
	Days    int     `json:"days"` // until the last day; negative when it is over
}

// Status is a schedule on a certain day.
type Status struct {
	Today civil.Date
	State State
	Stage string
	Due   []Due // by day, the most pressing first
	Terms []Term
	// Expired: the document of the present stage has ended and no other was
	// recorded. The stage stays what it is: no reply is not a No (§8.2).
	Expired bool
}

// On looks at the schedule on a day.
func (s *Schedule) On(today civil.Date) Status {
	st := Status{Today: today, State: s.State, Stage: s.Stage, Terms: s.Terms}
	for _, i := range s.Items {
		d := Due{Item: i, Days: today.DaysUntil(i.Due), Urgency: Later}
		switch {
		case i.Immediate || d.Days < 0:
			d.Urgency = Overdue
		case d.Days == 0:
			d.Urgency = Today
		case !today.Before(i.From) || !today.Before(i.ActBy):
			d.Urgency = Soon
		}
		st.Due = append(st.Due, d)
	}
	if t, ok := s.Term(s.Stage); ok {
		st.Expired = today.After(t.ValidUntil)
	}
	return st
}

// Next returns the most pressing item, or false when there is none.
func (st *Status) Next() (Due, bool) {
	if len(st.Due) == 0 {
		return Due{}, false
	}
	return st.Due[0], true
}

// Allows holds a new entry against the rules that refuse instead of warning:
// after an assessment 5.3 or "not involved" nothing more is recorded about the
// person until the referrer changes it (§5.3); a case keeps the language of
// its letters once one was issued; a document of stage 3 lasts longer than
// three months (§8.3).
func Allows(f *casefile.File, e *casefile.Entry) error {
	refuse := func(key, section string) error {
		p := casefile.Problem{Key: "refused." + key, Path: e.Kind, Rule: section}
		if f.Triage != nil {
			p.Because = []journal.ID{f.Triage.Entry.ID}
		}
		return p
	}
	if ref := refersTo(e); !ref.IsZero() {
		old, ok := f.Entry(ref)
		switch {
		case !ok || !old.Dead.IsZero():
			return casefile.Problem{Key: "problem.entry", Path: e.Kind}
		case e.Kind != casefile.KindVoid && old.Kind != e.Kind:
			return casefile.Problem{Key: "problem.entry.kind", Path: e.Kind}
		case made(old.Kind):
			return refuse("made", "")
		}
		if t, ok := old.Body.(*casefile.Triage); ok && t.Assessment == casefile.Implicated {
			return refuse("triage", "5.3")
		}
		// Taking back a change of language, or the taking back of one, changes it too.
		for old.Kind == casefile.KindVoid {
			if old, ok = f.Entry(refersTo(&old)); !ok {
				break
			}
		}
		if old.Kind == casefile.KindFileLanguage && len(f.Letters) > 0 {
			return refuse("language", "8")
		}
	}
	if f.Stopped() || f.Uninvolved() {
		t, ok := e.Body.(*casefile.Triage)
		switch {
		case !ok && f.Stopped():
			return refuse("stopped", "5.3")
		case !ok:
			return refuse("uninvolved", "5")
		case f.Stopped() && t.Assessment != casefile.Implicated && !t.Lifts():
			return refuse("triage", "5.3")
		case f.Stopped() && e.On.Before(f.Triage.Entry.On):
			// it would count before the stop, and so not lift it
			return casefile.Problem{Key: "problem.date.before", Path: "on", Args: map[string]any{"From": f.Triage.Entry.On}, Rule: "5.3"}
		}
	}
	if _, ok := e.Body.(*casefile.FileLanguage); ok && len(f.Letters) > 0 {
		return refuse("language", "8")
	}
	return nil
}

// Resolve puts the id of the latest entry that can be taken back into a void of
// casefile.Last; any other entry it returns as it is. It fails as Allows does
// when there is nothing to take back. Voids are passed over, so that taking
// back twice takes back two entries and not the first taking back.
func Resolve(f *casefile.File, e casefile.Entry) (casefile.Entry, error) {
	v, ok := e.Body.(*casefile.Void)
	if !ok || v.Of != casefile.Last {
		return e, nil
	}
	refused := error(casefile.Problem{Key: "problem.entry", Path: e.Kind})
	for _, old := range slices.Backward(f.History) {
		if !old.Dead.IsZero() || old.Body == nil || old.Kind == casefile.KindVoid || made(old.Kind) {
			continue
		}
		found := *v
		found.Of = old.ID
		e.Body = &found
		err := Allows(f, &e)
		if err == nil {
			return e, nil
		}
		refused = err
	}
	return e, refused
}

// refersTo returns the entry that a void takes back or a correction replaces.
func refersTo(e *casefile.Entry) journal.ID {
	if v, ok := e.Body.(*casefile.Void); ok {
		return v.Of
	}
	return e.Corrects
}

func made(kind string) bool {
	k, ok := casefile.KindOf(kind)
	return ok && k.Made
}
