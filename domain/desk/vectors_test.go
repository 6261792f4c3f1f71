package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/procedure"
)

// T26: somebody who was not certain to be a victim turns out to be implicated.
// What was recorded about her is locked, contact and leaflet are gone, she
// stands apart from the others of her inspection, and the journal keeps who
// decided; only the referrer's reason and a second colleague bring her back.
func TestT26AnAssessmentThatTurnsToImplicatedLocksTheContact(t *testing.T) {
	b := bench(t, desk.Settings{})
	slot := add(t, b)
	persons := make([]string, 3)
	for i := range persons {
		persons[i] = fmt.Sprintf(`{"triage":{"assessment":"5.2"},"person":{"familyName":"Fiktiva %d"}}`, i)
	}
	batch, err := intake.ParseBatch([]byte(`{"all":{"referral":{"channel":"inspection"}},"persons":[`+strings.Join(persons, ",")+`]}`), today)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.TakeInAll(ctx, batch, 1); err != nil {
		t.Fatal(err)
	}
	counted := func(persons, apart int) {
		t.Helper()
		list, err := b.Inspections()
		if err != nil || len(list) != 1 || list[0].Persons != persons || list[0].Apart != apart {
			t.Errorf("%+v, %v; want %d persons and %d apart", list, err, persons, apart)
		}
	}
	counted(3, 0)
	rows, err := b.Cases("Fiktiva 1")
	if err != nil || len(rows) != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
	id := rows[0].ID
	leaflet, contact := example(t, "leaflet"), example(t, "contact")
	record(t, b, id, leaflet, contact, stop)

	counted(2, 1)
	c := open(t, b, id)
	if c.File.Name() != "" || c.File.Person != nil || len(c.File.Leaflets)+len(c.File.Contacts) > 0 || states(c) != "" {
		t.Errorf("the case shows %q, %d leaflets, letters %q", c.File.Name(), len(c.File.Leaflets), states(c))
	}
	for _, s := range c.Steps {
		if s.ID == intake.Leaflet || s.ID == intake.Person || s.ID == intake.Consent {
			t.Errorf("the step %s is offered", s.ID)
		}
	}
	for _, e := range c.File.History {
		if (e.Kind == casefile.KindPerson || e.Kind == casefile.KindLeaflet || e.Kind == casefile.KindContact) && e.Body != nil {
			t.Errorf("the entry %s can be read", e.Kind)
		}
	}
	for _, entry := range []string{leaflet, contact} {
		if err := try(b, id, entry); key(err) != "refused.stopped" {
			t.Errorf("%s: %v", entry, err)
		}
	}
	if rows, _ := b.Cases("Fiktiva 1"); len(rows) > 0 {
		t.Error("she is found by her name")
	}

	const lift = `{"kind":"triage","assessment":"5.2","decidedBy":"Inspectie Voorbeeld","reason":"she was forced"}`
	for _, short := range []string{strings.Replace(lift, `,"reason":"she was forced"`, "", 1), strings.Replace(lift, `"decidedBy":"Inspectie Voorbeeld",`, "", 1)} {
		if err := try(b, id, short); key(err) != "refused.triage" {
			t.Errorf("%s: %v", short, err)
		}
	}
	if err := try(b, id, lift); key(err) != "refused.secondReader" {
		t.Errorf("one colleague alone: %v", err)
	}
	counted(2, 1)
	e, err := casefile.ParseEntry([]byte(lift), today)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.RecordRead(ctx, id, []casefile.Entry{e}, desk.Reading{Passphrase: []byte(pietsWords)}); err != nil {
		t.Fatal(err)
	}
	counted(3, 0)
	c = open(t, b, id)
	if c.Status.State != procedure.Contact || c.File.Name() == "" || len(c.File.Leaflets) != 1 || len(c.File.Contacts) != 1 {
		t.Errorf("back, the case is %s of %q with %d leaflets", c.Status.State, c.File.Name(), len(c.File.Leaflets))
	}
	var told []string // who decided what, and who else stood behind it
	for _, e := range c.File.History {
		switch x := e.Body.(type) {
		case *casefile.Triage:
			told = append(told, x.Assessment+" "+x.DecidedBy)
		case *casefile.Reclassified:
			told = append(told, "read by "+x.ReadBy)
		}
	}
	if want := []string{"5.2 ", "5.3 Politie Voorbeeldstad", "5.2 Inspectie Voorbeeld", "read by " + slot}; !slices.Equal(told, want) {
		t.Errorf("the journal says %q, want %q", told, want)
	}
}

// T33: a file of Payoke is kept in Dutch. Whoever asks for L02 in English gets
// the letter in Dutch, and English as a marked courtesy copy alone.
func TestT33EnglishOfAPayokeFileIsACourtesyCopyAlone(t *testing.T) {
	b := bench(t, desk.Settings{Centre: desk.Payoke, Language: "en", Counsellor: "x"})
	id, _ := rich(t, b)
	preview, err := b.PreviewLetter(ctx, id, "L02", "en")
	if err != nil || preview.Stamp == "" {
		t.Errorf("the English preview is stamped %q, %v", preview.Stamp, err)
	}
	if err := try(b, id, `{"kind":"fileLanguage","language":"en"}`); key(err) != "problem.choice" {
		t.Errorf("the file became English: %v", err)
	}
	issued, err := b.IssueLetter(ctx, id, "L02")
	if err != nil {
		t.Fatal(err)
	}
	copied, err := b.CopyLetter(ctx, id, "L02", "en", casefile.AsFile)
	if err != nil {
		t.Fatal(err)
	}
	official, courtesy := b.Paper.Set[0], b.Paper.Set[1]
	if official.Lang != "nl" || official.Stamp != "" {
		t.Errorf("the letter is in %s, stamped %q", official.Lang, official.Stamp)
	}
	if courtesy.Lang != "en" || !strings.Contains(courtesy.Stamp, "not for official use") {
		t.Errorf("the copy is in %s, stamped %q", courtesy.Lang, courtesy.Stamp)
	}
	if slices.Equal(issued.PDF, copied.PDF) {
		t.Error("the copy is the letter itself")
	}
	f := open(t, b, id).File
	if len(f.Letters) != 1 || f.Letters[0].Body.Language != "nl" || f.Language != "nl" {
		t.Errorf("issued are %+v, in a file in %s", f.Letters, f.Language)
	}
	if x, ok := f.History[len(f.History)-1].Body.(*casefile.Exported); !ok || x.What != "courtesy" || x.Language != "en" {
		t.Errorf("the journal says %+v of the copy", f.History[len(f.History)-1].Body)
	}
	if again, err := b.IssuedLetter(ctx, id, 1); err != nil || !slices.Equal(again.PDF, issued.PDF) {
		t.Errorf("the letter was changed by its copy: %v", err)
	}
}

// An entry that was recorded under a clock that ran ahead is named on every day
// before its own; a document of a day that is still to come is refused.
func TestWhatWasRecordedUnderAWrongClockIsNamed(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	now := b.Clock.Day
	if err := try(b, id, fmt.Sprintf(`{"kind":"document","stage":"S1","on":"%s"}`, now.AddDays(1))); key(err) != "refused.document.future" {
		t.Errorf("a document of tomorrow: %v", err)
	}
	b.Clock.Day = now.AddDays(300)
	record(t, b, id, `{"kind":"document","stage":"S1"}`)
	ahead := func() (n int) {
		for _, x := range open(t, b, id).File.Findings {
			if x.Key == "warn.ahead" {
				n += len(x.Because)
			}
		}
		return n
	}
	if n := ahead(); n != 0 {
		t.Errorf("on its own day %d entries lie ahead", n)
	}
	b.Clock.Day = now
	if n := ahead(); n != 1 {
		t.Errorf("%d entries lie ahead", n)
	}
}
