package desktop

import (
	"testing"

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
		{"list", func() screen { return &intakeScreen{id: id} }},
		{"check", func() screen { return &checkScreen{id: id} }},
		{"case", func() screen { return &caseScreen{id: id} }},
		{"record", func() screen { return &recordScreen{id: id} }},
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
	for _, p := range acts {
		screens = append(screens, struct {
			name string
			make func() screen
		}{"act-" + p.id, func() screen { return &pageScreen{id: id, page: p, act: true} }})
	}
	for _, s := range screens {
		b.show(s.make())
		b.looked("casework-" + s.name)
	}
	if _, err := b.Desk.IssueLetter(b.ctx(), id, "L01"); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L01"})
	b.looked("casework-letter-issued")
}
