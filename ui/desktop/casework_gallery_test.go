package desktop

import (
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/intake"
)

// TestCaseworkGallery draws every screen of a case as the others are drawn.
func TestCaseworkGallery(t *testing.T) {
	b, id := takenIn(t)
	screens := []struct {
		name string
		make func() screen
	}{
		{"start", func() screen { return &intakeStart{} }},
		{"start-other", func() screen { return &intakeStart{other: true} }},
		{"list", func() screen { return &intakeScreen{id: id} }},
		{"check", func() screen { return &checkScreen{id: id} }},
		{"case", func() screen { return &caseScreen{id: id} }},
		{"record", func() screen { return &recordScreen{id: id} }},
		{"record-all", func() screen { return &recordScreen{id: id, all: true} }},
		{"journal", func() screen { return &journalScreen{id: id} }},
		{"letter", func() screen { return &letterScreen{id: id, kind: "L01"} }},
		{"letter-page", func() screen { return &letterScreen{id: id, kind: "L01", sheet: true} }},
		{"letter-blocked", func() screen { return &letterScreen{id: id, kind: "L04"} }},
		{"entry", func() screen {
			return &entryScreen{id: id, entry: b.theCase(id).File.Referral.Entry.ID, back: &journalScreen{id: id}}
		}},
		{"pause", func() screen {
			p, _ := pageOf(steps, "triage")
			return &pauseScreen{page: &pageScreen{id: id, page: p}}
		}},
	}
	for _, p := range steps {
		screens = append(screens, struct {
			name string
			make func() screen
		}{"step-" + p.id, func() screen { return stepScreen(id, intake.StepID(p.id)) }})
	}
	for _, s := range screens {
		b.show(s.make())
		b.looked("casework-" + s.name)
	}
	for _, p := range acts {
		b.show(&pageScreen{id: id, page: p, act: true})
		b.looked("casework-act-" + p.id)
	}
	if _, err := b.Desk.IssueLetter(b.ctx(), id, "L01"); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L01"})
	b.looked("casework-letter-issued")
	for _, p := range []string{"letterSent", "letterAnswered"} { // now there is something to choose from
		b.show(&pageScreen{id: id, page: mustPage(t, p), act: true})
		b.looked("casework-act-" + p)
	}
	if err := b.setDraft(ofNoCase, standbyPage.id, values{
		"letter": "L12", "language": "fr", "centre": "surya", "inspection": "Inspection fictive", "address": "Place Exemple 2\n9999 VILLE-EXEMPLE",
		"officer": "C. Fictive", "officerPhone": "00 000 00 02", "from": "21-4-1997", "district": "Liège", "persons": "40", "languages": "sq\nzh",
	}); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]screen{"standby": &standbyScreen{}, "standby-letter": &standbyPaper{}} {
		b.show(s)
		b.looked("casework-" + name)
	}
	if err := b.Desk.Record(b.ctx(), id, casefile.NewEntry(casefile.KindDocument, civil.Must(1997, 3, 3), &casefile.Document{Stage: "S1"})); err != nil {
		t.Fatal(err)
	}
	if err := b.Desk.ImportProfile(b.ctx(), sixtyDays(t)); err != nil {
		t.Fatal(err)
	}
	b.show(&rulesScreen{id: id})
	b.looked("casework-rules")
}
