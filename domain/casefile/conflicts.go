package casefile

import "onthaal/domain/journal"

// conflicts finds what cannot be true together under any procedure. Nothing is
// refused for it and nothing is lost: somebody has to look. What is odd because
// the procedure has another order is found by procedure.Review, which knows the
// one of the case. living are the entries that count, by day.
func (f *File) conflicts(living []Entry) {
	found := func(key string, because ...journal.ID) {
		f.Findings = append(f.Findings, Problem{Key: key, Because: because})
	}
	f.beforeBirth(living, found)
	for i, d := range f.Documents {
		for _, before := range f.Documents[:i] {
			if before.Body.Stage == d.Body.Stage && before.Entry.On == d.Entry.On {
				found("finding.document.twice", before.Entry.ID, d.Entry.ID)
			}
		}
	}
	sent := map[int]Entry{} // when the letter of a number was sent first
	for _, l := range f.Sent {
		if f.follows(l.Body.Number, l.Entry, found) && sent[l.Body.Number].ID.IsZero() {
			sent[l.Body.Number] = l.Entry
		}
	}
	for _, l := range f.Answers {
		if s := sent[l.Body.Number]; f.follows(l.Body.Number, l.Entry, found) && l.Entry.On.Before(s.On) {
			found("finding.letter.unsent", l.Entry.ID, s.ID)
		}
	}
}

// follows reports whether what became of a letter lies on its own day or later.
func (f *File) follows(number int, e Entry, found func(string, ...journal.ID)) bool {
	l := f.Letter(number)
	switch {
	case l == nil:
		found("finding.letter.number", e.ID)
	case e.On.Before(l.Entry.On):
		found("finding.letter.early", e.ID, l.Entry.ID)
	default:
		return true
	}
	return false
}

// beforeBirth: nothing happens to a person who is not born yet.
func (f *File) beforeBirth(living []Entry, found func(string, ...journal.ID)) {
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
		found("finding.beforeBirth", because...)
	}
}
