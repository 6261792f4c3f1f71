package desktop

import (
	"errors"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// passphrasePair asks for a new passphrase twice, says how strong it is, and
// offers one drawn by chance.
type passphrasePair struct {
	first, second *kit.Field
	fields        fields
	objects       []fyne.CanvasObject
}

// newPassphrase makes the pair. raw keeps what was typed, under "passphrase"
// and "passphrase.again"; known are words about its owner that others know.
func (d *Desktop) newPassphrase(raw map[string]string, known ...string) *passphrasePair {
	m := d.meter()
	show, hide := d.t("unlock.show"), d.t("unlock.hide")
	first := keep(d.kit.Password(d.label("passphrase"), d.t("setup.passphrase.hint"), show, hide), raw, "passphrase")
	first.OnChanged = func(v string) {
		raw["passphrase"] = v
		m.set(judge(v, known...))
	}
	m.set(judge(raw["passphrase"], known...))
	second := keep(d.kit.Password(d.t("setup.passphrase.again"), "", show, hide), raw, "passphrase.again")
	suggested := d.kit.Column(8)
	offer := d.kit.Button(d.t("setup.suggest"), func() {
		words, err := suggest()
		if err != nil {
			return // the system gives no randomness; the desk would not be created either
		}
		first.SetText(words)
		first.OnChanged(words)
		suggested.Set(d.kit.Strong(words), d.kit.Small(d.t("setup.suggested")))
	})
	first.OnSubmitted = func(string) { second.Focus() }
	return &passphrasePair{
		first: first, second: second, fields: fields{"passphrase": first, "passphrase.again": second},
		objects: []fyne.CanvasObject{d.kit.Column(12, first, m), d.kit.Column(8, offer, suggested), second},
	}
}

// agree holds the two against each other.
func agree(raw map[string]string) error {
	switch a, b := raw["passphrase"], raw["passphrase.again"]; {
	case a == "":
		return casefile.Problem{Key: "problem.passphrase.empty", Path: "passphrase"}
	case len([]rune(a)) < leastPassphrase:
		return casefile.Problem{Key: "problem.passphrase.short", Path: "passphrase", Args: map[string]any{"Min": leastPassphrase}}
	case a != b:
		return casefile.Problem{Key: "problem.passphrase.differ", Path: "passphrase.again"}
	}
	return nil
}

// ownPath is where the passphrase that is asked for again stands.
const ownPath = "passphrase.own"

// own asks again for a passphrase that opens the desk, or for the recovery
// code.
func (d *Desktop) own(raw map[string]string, label, hint string) *kit.Field {
	return keep(d.kit.Password(label, hint, d.t("unlock.show"), d.t("unlock.hide")), raw, ownPath)
}

// atField says an error of the vault at the field of the passphrase that was
// asked for, where it is about that.
func atField(err error) error {
	switch {
	case errors.Is(err, journal.ErrWrongPassphrase):
		return casefile.Problem{Key: "secret.wrong", Path: ownPath}
	case errors.Is(err, journal.ErrPassphraseTaken):
		return casefile.Problem{Key: "error.passphraseTaken", Path: "passphrase"}
	}
	return err
}

// secrets is what a screen with passphrases keeps of them: until it is left,
// and no longer.
type secrets struct{ raw map[string]string }

func (s *secrets) begin() {
	if s.raw == nil {
		s.raw = map[string]string{}
	}
}

func (s *secrets) leave(*Desktop) { s.raw = nil }

// slowly does what takes about a second, because a passphrase is slow to
// guess, and says so on the button meanwhile.
func (d *Desktop) slowly(b *kit.Button, slow func() error, done func(error)) {
	label := b.Label()
	if label == d.t("secret.moment") {
		return
	}
	b.SetLabel(d.t("secret.moment"))
	d.work(slow, func(err error) {
		b.SetLabel(label)
		done(err)
	})
}
