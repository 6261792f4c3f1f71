package procedure

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Keeping is what the rules of this file rest on, in the place of a paragraph:
// the instructions say nothing about how long a file is kept.
const Keeping = "retention"

// Retention is how long a file may be kept. The centre's officer for data
// protection sets it: a centre brings its own with its profile.
type Retention struct {
	Contact Duration `json:"contact"` // someone who was met and never counselled, from the last contact
	Review  Duration `json:"review"`  // from the end of a case, and from one review to the next
	Erase   Duration `json:"erase"`   // from the end of a case, unless legal proceedings run
}

func (r *Retention) durations() []Duration { return []Duration{r.Contact, r.Review, r.Erase} }

// How many days before it is due the end of keeping is shown.
const (
	contactLead = 7
	keepLead    = 60
)

// keep adds what is due when a period of keeping is over. Nothing is ever
// erased by the program: somebody looks, and decides.
func (a *assessment) keep(key string, since civil.Date, d Duration, lead int, because ...journal.ID) {
	i := a.item(key, d.after(since), lead, because...)
	i.Starts, i.Since, i.N, i.Unit = i.From, since, d.N, d.Unit
}

// after counts from a day. A period that no month holds in full ends with the
// month.
func (d Duration) after(since civil.Date) civil.Date {
	if d.Unit == "month" {
		end, _ := since.AddMonths(d.N, civil.Clamp)
		return end
	}
	return since.AddDays(d.N)
}

// retention: who was not involved is counted and nothing else is kept; a
// contact that never became a case is erased after 30 days; a closed case is
// looked at again after two years and erased after five, unless legal
// proceedings run. A hold postpones all of it but the first, and is looked at
// again itself.
func (a *assessment) retention() {
	r, f := a.p.Retention, a.f
	if r == nil {
		return
	}
	reviewed := f.Reviewed().On()
	if h := f.Held(); h != nil && a.s.State != Uninvolved {
		a.keep("due.hold", later(h.Entry.On, reviewed), r.Review, keepLead, h.Entry.ID)
		return
	}
	switch {
	case a.s.State == Uninvolved:
		a.immediately("due.erase.uninvolved", f.Triage.Entry.On, f.Triage.Entry.ID)
		return
	case !slices.ContainsFunc(f.Counselling, func(c *casefile.Fact[casefile.Counselling]) bool { return c.Body.Event == casefile.TakenOn }) &&
		(a.s.State == Contact || a.s.State == ContactRefused || a.s.State == Stopped || a.s.Stage == "" && (a.s.State == Unable || a.s.State == Transferred)):
		since, because := a.lastContact()
		if since.IsZero() {
			return // a journal that nobody opened
		}
		key := "due.erase.contact"
		if f.Stopped() {
			key = "due.erase.stopped"
		}
		a.keep(key, since, r.Contact, contactLead, because)
		return
	case a.s.State == Contact:
		return // there was a case: it ends when somebody says so
	}
	closed, because := a.closedOn()
	review := later(closed, reviewed)
	if running(f) {
		a.keep("due.review", review, r.Review, keepLead, because)
		return
	}
	erase := r.Erase.after(closed)
	if r.Review.after(review).Before(erase) {
		a.keep("due.review", review, r.Review, keepLead, because)
	}
	a.keep("due.erase", closed, r.Erase, keepLead, because)
	if ended := f.Ended.On(); ended.After(erase) { // until then the proceedings ran
		i := &a.s.Items[len(a.s.Items)-1]
		i.Due, i.ActBy, i.From, i.Starts = ended, ended, ended, ended
		i.Since, i.N, i.Unit, i.Because = civil.Date{}, 0, "", []journal.ID{because, f.Ended.Entry.ID}
	}
}

// running reports legal proceedings of which nobody has said that they ended.
func running(f *casefile.File) bool {
	return (len(f.Complaints) > 0 || f.Summons != nil) && f.Ended == nil
}

// lastContact is the last day on which there was contact, or the answer to
// whether there should be: the person's or the centre's.
func (a *assessment) lastContact() (civil.Date, journal.ID) {
	f := a.f
	var day civil.Date
	var because journal.ID
	take := func(e casefile.Entry) {
		if e.On.After(day) {
			day, because = e.On, e.ID
		}
	}
	if f.Opened != nil {
		take(f.Opened.Entry)
	}
	for _, c := range f.Contacts {
		take(c.Entry)
	}
	for _, c := range f.Counselling {
		take(c.Entry)
	}
	if c := f.Consents[casefile.ForContact]; c != nil {
		take(c.Entry)
	}
	if f.Stopped() {
		take(f.Triage.Entry)
	}
	return day, because
}

// closedOn is the day on which a closed case was closed, and by what.
func (a *assessment) closedOn() (civil.Date, journal.ID) {
	f := a.f
	var by casefile.Entry
	switch a.s.State {
	case Stopped:
		by = f.Triage.Entry
	case InU:
		by = f.Document(U).Entry
	case Returned:
		by = a.left().Entry
	default:
		for _, c := range f.Counselling {
			if c.Body.Event != casefile.TransferOffered {
				by = c.Entry
			}
		}
	}
	return by.On, by.ID
}

func later(a, b civil.Date) civil.Date {
	if b.After(a) {
		return b
	}
	return a
}
