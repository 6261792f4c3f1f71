package desktop

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onthaal/domain/intake"
	"onthaal/ui/desktop/kit"
)

// key is a key of the words that nobody has worded.
var key = regexp.MustCompile(`^[a-z]+\.[A-Za-z0-9.]+$`)

// TestCaseworkGallery keeps every screen of a case as a picture, in the looks
// and sizes in which it is read; out/screens is there to be looked at.
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
	long := []string{"check", "case", "step-person", "step-consent", "step-elements"} // longer than the window
	for _, look := range []struct {
		name  string
		look  kit.Look
		scale float32
	}{{"light", kit.Light, 1}, {"dark", kit.Dark, 1}, {"light-200", kit.Light, 2}} {
		b.kit.SetLook(look.look, look.scale)
		for _, s := range screens {
			if look.scale == 2 && strings.HasPrefix(s.name, "act-") {
				continue // of the same make as the steps
			}
			b.show(s.make())
			for _, o := range b.objects() {
				if x, ok := o.(*canvas.Text); ok && key.MatchString(x.Text) {
					t.Errorf("%s shows a key instead of words: %s", s.name, x.Text)
				}
			}
			if l, ok := b.here.(*letterScreen); ok && l.preview != nil {
				b.until("the page is drawn", func() bool { return l.preview.picture.Image != nil })
			}
			b.win.Resize(fyne.NewSize(1120, 760))
			if img := b.picture(fmt.Sprintf("casework-%s-%s", s.name, look.name)); img.Bounds().Empty() {
				t.Errorf("%s has no picture", s.name)
			}
			if look.name == "light" && slices.Contains(long, s.name) {
				b.win.Resize(fyne.NewSize(1120, 3000))
				b.picture("casework-" + s.name + "-long")
				b.win.Resize(fyne.NewSize(1120, 760))
			}
		}
	}
}
