package casefile

import (
	"slices"

	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// stages in their order (§8).
var stages = []string{"S1", "S2", "S3", "U"}

// conflicts finds what cannot be true together, or stands in an order in which
// it cannot have happened. Nothing is refused for it and nothing is lost:
// somebody has to look. living are the entries that count, by day.
func (f *File) conflicts(living []Entry) {
	found := func(key, section string, because ...journal.ID) {
		f.Findings = append(f.Findings, Problem{Key: key, Rule: section, Because: because})
	}
	f.beforeBirth(living, found)
	f.documentsInOrder(found)
	if s, c := f.Summons, f.Complaint(); s != nil && c != nil && s.Entry.On.Before(c.Entry.On) {
		found("finding.summons.order", "8.3", s.Entry.ID, c.Entry.ID) // a summons follows from the complaint
	}
	if a, q := f.firstInquiry(Answered), f.firstInquiry(Asked); a != nil && q != nil && a.Entry.On.Before(q.Entry.On) {
		found("finding.inquiry.order", "8.2", a.Entry.ID, q.Entry.ID)
	}
	taken := false
	for _, c := range f.Counselling {
		switch c.Body.Event {
		case TakenOn:
			taken = true
		case CounsellingOver, Transferred:
			if !taken {
				found("finding.counselling.order", "4", c.Entry.ID)
			}
		}
	}
	for _, r := range f.Returns {
		if r.Body.Step != LeftCountry {
			continue
		}
		for _, d := range f.Documents {
			if d.Entry.On.After(r.Entry.On) {
				found("finding.return.order", "2", r.Entry.ID, d.Entry.ID)
			}
		}
	}
	for _, l := range f.Sent {
		if f.Letter(l.Body.Number) == nil {
			found("finding.letter.number", "", l.Entry.ID)
		}
	}
	for _, l := range f.Answers {
		if f.Letter(l.Body.Number) == nil {
			found("finding.letter.number", "", l.Entry.ID)
		}
	}
}

// beforeBirth: nothing happens to a person who is not born yet.
func (f *File) beforeBirth(living []Entry, found func(string, string, ...journal.ID)) {
	if f.Person == nil || f.Person.Body.Born.IsZero() {
		return
	}
	born := f.Person.Body.Born.First()
	because := []journal.ID{f.Person.Entry.ID}
	for _, e := range living {
		if e.On.Before(born) {
			because = append(because, e.ID)
		}
	}
	if len(because) > 1 {
		found("finding.beforeBirth", "", because...)
	}
}

// documentsInOrder: the stages are successive (§8), no document is issued
// twice, and one of stage 3 lasts longer than three months (§8.3).
func (f *File) documentsInOrder(found func(string, string, ...journal.ID)) {
	for i, d := range f.Documents {
		for _, before := range f.Documents[:i] {
			switch {
			case before.Body.Stage == d.Body.Stage && before.Entry.On == d.Entry.On:
				found("finding.document.twice", "8", before.Entry.ID, d.Entry.ID)
			case slices.Index(stages, before.Body.Stage) > slices.Index(stages, d.Body.Stage):
				found("finding.document.order", "8", before.Entry.ID, d.Entry.ID)
			}
		}
		if d.Body.Stage != "S3" {
			continue
		}
		three, _ := d.Entry.On.AddMonths(3, civil.Clamp)
		short := d.Body.Months != 0 && d.Body.Months <= 3
		if end := d.Body.PrintedEnd; short || !end.IsZero() && !end.After(three) {
			found("finding.document.short", "8.3", d.Entry.ID)
		}
	}
}

func (f *File) firstInquiry(event string) *Fact[Inquiry] {
	for _, q := range f.Inquiries {
		if q.Body.Event == event {
			return q
		}
	}
	return nil
}
