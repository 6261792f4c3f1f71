package desktop

import (
	"crypto/rand"
	"image/color"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/ccojocar/zxcvbn-go"

	"onthaal/assets"
	"onthaal/ui/desktop/kit"
)

// strength is how hard a passphrase is to guess.
type strength int

const (
	none strength = iota
	weak
	fair
	strong
)

// suggestedWords is how many words of the list make a passphrase: 77 bits.
const suggestedWords = 6

// leastPassphrase is the least number of characters that the desk accepts.
const leastPassphrase = 8

// judge tells how hard a passphrase is to guess for somebody who knows the
// given words about its owner. The meter behind it knows English words,
// keyboard walks and dates, and takes other languages for random letters; so
// only a long passphrase is called strong, and of words alone it takes five,
// or six of the list.
func judge(passphrase string, known ...string) strength {
	n := len([]rune(passphrase))
	if n == 0 {
		return none
	}
	if n < leastPassphrase {
		return weak
	}
	if listed(passphrase) >= suggestedWords {
		return strong
	}
	score := zxcvbn.PasswordStrength(firstRunes(passphrase, 64), append(known, "onthaal")).Score
	switch {
	case n >= 16 && score >= 4 && !fewWords(passphrase):
		return strong
	case n >= 12 && score >= 3:
		return fair
	}
	return weak
}

// fewWords reports whether a passphrase is nothing but letters, in fewer than
// five words.
func fewWords(passphrase string) bool {
	for _, r := range passphrase {
		if !unicode.IsLetter(r) && r != ' ' && r != '-' {
			return false
		}
	}
	return len(strings.FieldsFunc(passphrase, func(r rune) bool { return r == ' ' || r == '-' })) < 5
}

// listed counts the different words of the list in a passphrase that has no
// other words; 0 when there are others.
func listed(passphrase string) int {
	words := strings.Fields(passphrase)
	list := strings.Fields(assets.Wordlist())
	for _, w := range words {
		if !slices.Contains(list, w) {
			return 0
		}
	}
	slices.Sort(words)
	return len(slices.Compact(words))
}

func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// suggest draws a passphrase of six different words.
func suggest() (string, error) {
	list := strings.Fields(assets.Wordlist())
	var words []string
	for len(words) < suggestedWords {
		i, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			return "", err
		}
		if w := list[i.Int64()]; !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " "), nil
}

// meter shows a strength as a bar of three parts and in words.
type meter struct {
	widget.BaseWidget
	d     *Desktop
	at    strength
	parts [3]*canvas.Rectangle
	text  *kit.Text
}

func (d *Desktop) meter() *meter {
	m := &meter{d: d, text: d.kit.Body("")}
	for i := range m.parts {
		m.parts[i] = canvas.NewRectangle(color.Transparent)
	}
	m.ExtendBaseWidget(m)
	m.set(none)
	return m
}

func (m *meter) set(s strength) {
	m.at = s
	m.text.SetText(m.d.t([]string{"setup.strength.none", "setup.strength.weak", "setup.strength.fair", "setup.strength.strong"}[s]))
	m.Refresh()
}

// HeightFor is that of the bar and of two lines of words, so that nothing
// below jumps while somebody types.
func (m *meter) HeightFor(float32) float32 { return m.d.kit.Px(8 + 8 + 2*21) }

func (m *meter) CreateRenderer() fyne.WidgetRenderer { return &meterRenderer{m} }

type meterRenderer struct{ m *meter }

func (r *meterRenderer) Destroy() {}

func (r *meterRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.m.parts[0], r.m.parts[1], r.m.parts[2], r.m.text}
}

func (r *meterRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.m.d.kit.Px(200), r.m.HeightFor(0))
}

func (r *meterRenderer) Layout(s fyne.Size) {
	px := r.m.d.kit.Px
	w := (px(200) - px(8)) / 3
	for i, p := range r.m.parts {
		p.Move(fyne.NewPos(float32(i)*(w+px(4)), 0))
		p.Resize(fyne.NewSize(w, px(8)))
	}
	r.m.text.Move(fyne.NewPos(0, px(16)))
	r.m.text.Resize(fyne.NewSize(min(s.Width, px(540)), s.Height-px(16)))
}

func (r *meterRenderer) Refresh() {
	k := r.m.d.kit
	for i, p := range r.m.parts {
		p.FillColor, p.StrokeColor, p.StrokeWidth, p.CornerRadius = color.Transparent, k.Color(kit.ColorBorder), 1, 2
		if i < int(r.m.at) {
			p.FillColor, p.StrokeColor = k.Color(kit.ColorInk), k.Color(kit.ColorInk)
		}
		p.Refresh()
	}
	r.m.text.Refresh()
	r.Layout(r.m.Size())
}
