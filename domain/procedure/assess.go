package procedure

import (
	"cmp"
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Schedule is what follows from a file on any day: it knows all dates and does
// not know today. It is kept in the head of the journal, so its JSON names are
// kept too.
type Schedule struct {
	Profile      string        `json:"profile"`
	Version      string        `json:"version"`          // in force for the case
	Newest       string        `json:"newest,omitempty"` // the version that was at hand, where another is in force
	State        State         `json:"state"`
	Stage        string        `json:"stage,omitempty"` // S1, S2, S3, U or ""
	Terms        []Term        `json:"terms,omitempty"` // of all documents, oldest first
	Items        []Item        `json:"items,omitempty"`
	Blocks       []Block       `json:"blocks,omitempty"`
	Entitlements []Entitlement `json:"entitlements,omitempty"`
}

// Item is something that is due.
type Item struct {
	Key       string       `json:"key"`                 // "due.S1.end"
	Section   string       `json:"section"`             // of the instructions, or of the profile in force
	Paragraph string       `json:"paragraph,omitempty"` // of the instructions: "8.2¶3"
	Due       civil.Date   `json:"due"`                 // the last day
	ActBy     civil.Date   `json:"actBy"`               // the last working day on or before it
	From      civil.Date   `json:"from"`                // from this day on it is shown as soon due
	Starts    civil.Date   `json:"starts,omitzero"`     // before this day there is nothing to do
	Ends      civil.Date   `json:"ends,omitzero"`       // after this day it is something else, or nothing
	Reminders []civil.Date `json:"reminders,omitempty"` // the profile's, earliest first
	Clock     string       `json:"clock,omitempty"`     // of an appointment, HH:MM
	Immediate bool         `json:"immediate,omitempty"` // the text says "immediately": overdue from the first minute
	Since     civil.Date   `json:"since,omitzero"`      // where the text sets no day: this program counts from here
	N         int          `json:"n,omitempty"`         // so many days, or what Unit says
	Unit      string       `json:"unit,omitempty"`      // day or month; "" is day
	Because   []journal.ID `json:"because,omitempty"`
}

// Block is something that the rules keep from happening in this case.
type Block struct {
	Key       string       `json:"key"` // "block.stopped"
	Section   string       `json:"section"`
	Paragraph string       `json:"paragraph"`
	Because   []journal.ID `json:"because,omitempty"`
}

// Entitlement is what a stage opens: never a right that the program grants.
type Entitlement struct {
	Key       string     `json:"key"`   // "work" or "social"
	Value     string     `json:"value"` // of the profile: none, possible, yes, law
	Section   string     `json:"section"`
	Paragraph string     `json:"paragraph,omitempty"`
	From      civil.Date `json:"from,omitzero"`    // the day of the document that opens it
	Answer    string     `json:"answer,omitempty"` // requested, granted or refused, when recorded; on a day also PermitOver
	Until     civil.Date `json:"until,omitzero"`   // of a permit that was granted
}

// PermitOver is what a permit that was granted amounts to after its last day.
const PermitOver = "ended"

// Assess applies the profile to a file. p is the profile that the file names;
// where its version is one that nobody has confirmed for the case, the dates
// recorded before stay, and Term.Proposed has the new ones.
func Assess(f *casefile.File, p *Profile) Schedule {
	s := Schedule{Profile: p.ID, Version: p.Version}
	a := assessment{f: f, p: p, s: &s}
	if _, version := f.Profile(); version != "" && version != p.Version {
		s.Version, s.Newest = version, p.Version
	}
	if old := p.InForce(f); old != p {
		a.p, a.next = old, p
	}
	if !f.Stopped() && !f.Uninvolved() { // of whom nothing is said (§5.3)
		a.terms()
	}
	s.State, s.Stage = a.state()
	a.entitlements()
	a.blocks()
	for i := range rules {
		if r := &rules[i]; r.in == nil && !s.State.Closed() || slices.Contains(r.in, s.State) {
			r.find(&a)
		}
	}
	slices.SortStableFunc(s.Items, func(x, y Item) int { return cmp.Or(x.ActBy.Compare(y.ActBy), x.Due.Compare(y.Due)) })
	return s
}

type assessment struct {
	f    *casefile.File
	p    *Profile // in force for the case
	next *Profile // a newer version that nobody has confirmed for it, or nil
	s    *Schedule
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

// entitlements: social assistance from stage 1 (§9), a temporary work permit
// perhaps from stage 2 (§8.2), permit B from stage 3 (§8.3). A case that is
// closed opens nothing, but for residence without end.
func (a *assessment) entitlements() {
	st, ok := a.p.Stage(a.s.Stage)
	if !ok || a.s.State.Closed() && a.s.State != InU {
		return
	}
	social, work := Entitlement{Value: st.Social, Paragraph: "9¶1"}, Entitlement{Value: st.Work}
	social.Key, work.Key = "social", "work"
	social.From = a.f.Documents[0].Entry.On // the first of all: there is one, for there is a stage
	if n := len(a.f.Social); n > 0 {
		social.Answer = a.f.Social[n-1].Body.Event
	}
	work.Paragraph = map[string]string{S1: "8.1¶1", S2: "8.2¶2", S3: "8.3¶2", U: "8.3¶3"}[st.ID]
	if w := a.permit(st.ID); w != nil && st.Work == "possible" {
		work.Answer, work.Until = w.Body.Event, w.Body.Until
	}
	if st.Work != "none" {
		work.From = a.f.Document(st.ID).Entry.On
	}
	social.Section, work.Section = a.p.Section(social.Paragraph), a.p.Section(work.Paragraph)
	a.s.Entitlements = []Entitlement{social, work}
}

// permit returns what was last recorded about the work permit that a stage
// opens: permit B from the stage in which the procedure has its letter, and
// before it the temporary one. Where a procedure has no permit B there is one
// permit, whatever it was called.
func (a *assessment) permit(stage string) *casefile.Fact[casefile.WorkPermit] {
	from := slices.Index(order, a.p.Letters["L10"].Stage)
	switch n := len(a.f.WorkPermits); {
	case n == 0:
		return nil
	case from < 0:
		return a.f.WorkPermits[n-1]
	case slices.Index(order, stage) >= from:
		return a.f.Permit(casefile.PermitB)
	}
	return a.f.Permit(casefile.TemporaryPermit)
}

// compulsory reports whether a centre must counsel in the present stage, and by
// which paragraph (§8.2, second paragraph; §8.3, second paragraph; a profile may
// ask it in every stage).
func (a *assessment) compulsory() (paragraph string, ok bool) {
	st, _ := a.p.Stage(a.s.Stage)
	return map[string]string{S1: "8.1¶1", S2: "8.2¶2", S3: "8.3¶2", U: "8.3¶3"}[st.ID], st.Counselling == "compulsory"
}

// blocks lists what may not happen. The rest of the procedure warns.
func (a *assessment) blocks() {
	f := a.f
	add := func(key, paragraph string, because ...journal.ID) {
		a.s.Blocks = append(a.s.Blocks, Block{key, a.p.Section(paragraph), paragraph, because})
	}
	switch {
	case f.Stopped():
		add("block.stopped", "5¶3", f.Triage.Entry.ID)
		return
	case f.Uninvolved():
		add("block.uninvolved", "5¶2", f.Triage.Entry.ID)
		return
	}
	if !Concerned(f) {
		add("block.lawful", "4¶3", f.Residence.Entry.ID)
	}
	if c := f.Consents[casefile.ForDepartment]; c != nil && (c.Body.Answer == "refused" || c.Body.Answer == casefile.Withdrawn) {
		add("block.consent", "5¶2", c.Entry.ID)
	}
	if paragraph, must := a.compulsory(); must && a.counsellingOver() != nil {
		add("block.counselling", paragraph, a.counsellingOver().Entry.ID)
	}
	if q := f.Inquired(casefile.Answered); q != nil && a.s.Stage == S2 && ReplyOf(f) == Negative {
		add("block.stage3", "8.3¶1", q.Entry.ID)
	}
}

// Concerned reports whether letters to the Department concern this person at
// all: not a lawful resident, to whom an order to leave would do harm, unless
// somebody recorded why documents are requested all the same (§4, §5.1).
func Concerned(f *casefile.File) bool {
	return !lawful(f) || f.Residence.Body.AskAnyway != ""
}

func lawful(f *casefile.File) bool {
	r := f.Residence
	return r != nil && (r.Body.Status == "legal" || r.Body.Status == "eu")
}

// Urgency says how near the day is on which an item is to be done: the last
// working day, for who waits for a Sunday finds nobody who answers.
type Urgency string

// The urgencies.
const (
	Overdue Urgency = "overdue" // the day to act by is over, or it is due at once
	Today   Urgency = "today"   // the day to act by is today
	Soon    Urgency = "soon"    // its reminder has come
	Later   Urgency = "later"
)

// Due is an item on a certain day.
type Due struct {
	Item
	Urgency  Urgency    `json:"urgency"`
	Days     int        `json:"days"`              // until the last day; negative when it is over
	Missed   bool       `json:"missed,omitempty"`  // the day to act by is over, the last day is not
	Reminder civil.Date `json:"reminder,omitzero"` // the latest reminder that has come
}

// Left is how many days are left until the day to act by; negative when it is
// over. After the last day it is how long that is over.
func (d *Due) Left() int {
	if d.Days < 0 {
		return d.Days
	}
	return d.Days - d.ActBy.DaysUntil(d.Item.Due)
}

// Apart reports that there is still time and the day to act by comes before the
// last day, so that both are to be said.
func (d *Due) Apart() bool { return !d.Immediate && d.Days >= 0 && d.ActBy.Before(d.Item.Due) }

// Status is a schedule on a certain day.
type Status struct {
	Today civil.Date
	State State
	Stage string
	Due   []Due // by the day to act by, the most pressing first
	Terms []Term
	// Expired: the document of the present stage has ended and no other was
	// recorded. The stage stays what it is: no reply is not a No (§8.2). In a
	// closed case nothing is awaited.
	Expired bool
	// Entitlements are what the stage opens, with the answers that hold on the day.
	Entitlements []Entitlement
}

// On looks at the schedule on a day.
func (s *Schedule) On(today civil.Date) Status {
	st := Status{Today: today, State: s.State, Stage: s.Stage, Terms: s.Terms}
	for _, i := range s.Items {
		if !i.Starts.IsZero() && today.Before(i.Starts) || !i.Ends.IsZero() && today.After(i.Ends) {
			continue
		}
		d := Due{Item: i, Days: today.DaysUntil(i.Due), Urgency: Later}
		for _, r := range i.Reminders {
			if !today.Before(r) {
				d.Reminder = r
			}
		}
		switch left := d.Left(); {
		case i.Immediate || left < 0:
			d.Urgency, d.Missed = Overdue, !i.Immediate && d.Days >= 0
		case left == 0:
			d.Urgency = Today
		case !today.Before(i.From):
			d.Urgency = Soon
		}
		st.Due = append(st.Due, d)
	}
	if t, ok := s.Term(s.Stage); ok {
		st.Expired = today.After(t.ValidUntil) && !s.State.Closed()
	}
	for _, e := range s.Entitlements {
		if e.Answer == casefile.Granted && !e.Until.IsZero() && today.After(e.Until) {
			e.Answer = PermitOver
		}
		st.Entitlements = append(st.Entitlements, e)
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
