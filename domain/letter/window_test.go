package letter_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/letter"
	"onthaal/domain/letter/sample"
	"onthaal/ui/paper"
	"onthaal/ui/paper/sheet"
)

// The window of an envelope, in millimetres on a sheet of A4 that is folded in
// three: what shows of the sheet wherever it slides (safe), and what may show
// when it slides as far as it can (seen), for the envelopes DL and C5/6. They
// are computed from the sizes of the envelopes, not taken from what is tested.
var safe, seen = box{120, 55, 185, 79}, box{90, 34, 209, 94}

type box struct{ left, top, right, low float64 }

func (b box) holds(x box) bool {
	return b.left <= x.left && x.right <= b.right && b.top <= x.top && x.low <= b.low
}

func (b box) meets(x box) bool {
	return x.left < b.right && b.left < x.right && x.top < b.low && b.top < x.low
}

// for an envelope: the other side is the mirror image, and what the settings
// move is moved.
func (b box) of(e document.Envelope) box {
	if e.Left {
		b.left, b.right = 210-b.right, 210-b.left
	}
	return box{b.left + e.Right, b.top + e.Down, b.right + e.Right, b.low + e.Down}
}

// misplaced lists what of an address is outside the window and what else is in
// it. The pale word across a copy is none of a letter that goes out.
func misplaced(p *sheet.Page, e document.Envelope) (found []string) {
	in, near := safe.of(e), seen.of(e)
	for _, w := range p.Words {
		em := w.Size * sheet.PerPoint
		at := box{w.X, w.Y - 0.8*em, w.X + w.Width(), w.Y + 0.25*em}
		switch {
		case w.Part == sheet.Stamp:
		case w.Part == sheet.Address && !in.holds(at):
			found = append(found, fmt.Sprintf("%q leaves the window: %.1f", w.Line.Text, at))
		case w.Part != sheet.Address && near.meets(at):
			found = append(found, fmt.Sprintf("%s %q shows in the window: %.1f", w.Part, w.Line.Text, at))
		}
	}
	for _, r := range p.Rules {
		if near.meets(box{r.X1, r.Y1 - 0.1, r.X2, r.Y2 + 0.1}) {
			found = append(found, fmt.Sprintf("a rule shows in the window at %.1f, %.1f", r.X1, r.Y1))
		}
	}
	for _, i := range p.Pictures {
		if near.meets(box{i.X, i.Y, i.X + i.Width, i.Y + i.Height}) {
			found = append(found, fmt.Sprintf("a picture shows in the window at %.1f, %.1f", i.X, i.Y))
		}
	}
	return found
}

// envelopes are the two sides, each as it is and moved as far as it can be.
var envelopes = []document.Envelope{{}, {Left: true}, {Right: 5, Down: -5}, {Left: true, Right: -5, Down: 5}}

// aLogo is as large a picture as a logo may be.
func aLogo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 900, 270))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// long are names and addresses as long as any that a letter is really sent to.
var long = []string{
	"Administration générale des établissements pénitentiaires – Direction régionale de Bruxelles-Capitale",
	"Federale gerechtelijke politie Halle-Vilvoorde, afdeling Mensenhandel en Mensensmokkel",
	"Verwaltungspolizei der Deutschsprachigen Gemeinschaft, Dienststelle Sankt Vith – Büllingen – Bütgenbach",
}

func TestEveryLetterShowsItsAddressInTheWindowAndNothingElse(t *testing.T) {
	s, p, logo := load(t), paper.New(), aLogo(t)
	longest := longestAddress(t, p, s.compose(t, "L02", "fr", false, told...))
	letters := 0
	for n, c := range sample.Read {
		for m, lang := range langs {
			for k, id := range []string{"instructions-1997", "circular-2016-12", "circular-2017-05", "circular-2019-01"} {
				r := letter.Request{Kind: c.Kind, Lang: lang, Date: c.On, Profile: s.Profiles[id]}
				if _, ok := r.Profile.Letters[c.Kind]; !ok {
					continue
				}
				if c.Lines == nil {
					r.Standby = standby(c.Name, own(lang))
					r.Standby.Inspection = long[n%len(long)]
				} else {
					lines := c.Lines
					if k > 0 {
						lines = with(lines, fmt.Sprintf(`1997-03-01 referral {"channel":"police","unit":%q,"officer":"Commissaris Marie-Françoise Vandenbussche-de Saint-Hubert","address":"Avenue de la Porte de Hal 5-8, boîte 12\nBâtiment B – 3e étage\n1060 SAINT-GILLES"}`, long[n%len(long)]))
					}
					r.File = fold(t, lines...)
					r.File.Language = own(lang)
				}
				d := s.composeOf(t, r)
				if k > 0 {
					d.Logo = &document.Picture{Data: logo, Alt: "logo"}
					for i := range 4 {
						d.Sender = append(d.Sender, document.T(strings.Repeat("onthaal@voorbeeld.invalid ", 1+i)))
					}
				}
				look := func() {
					set, err := p.Layout(d)
					if err != nil {
						t.Fatalf("%s %s in %s under %s: %v", c.Kind, c.Name, lang, id, err)
					}
					for _, x := range misplaced(&set.Pages[0], d.Envelope) {
						t.Errorf("%s %s in %s under %s, envelope %+v: %s", c.Kind, c.Name, lang, id, d.Envelope, x)
					}
					letters++
				}
				// Every letter meets every envelope, bare and with all that can stand above
				// it; what else the later profiles say, one.
				some := envelopes
				if k > 1 {
					some = envelopes[(n+m+k)%len(envelopes):][:1]
				}
				for _, d.Envelope = range some {
					look()
				}
				if k == 0 {
					d.Address = longest
					look()
				}
			}
		}
	}
	if letters < (len(envelopes)+1)*len(langs)*len(sample.Read) {
		t.Errorf("only %d letters were looked at", letters)
	}
}

// longestAddress is as long an address as a letter may have: a line of it that is one
// word longer is refused.
func longestAddress(t testing.TB, p *paper.Paper, d *document.Document) (fits []document.Text) {
	t.Helper()
	town := document.T("1000 BRUXELLES")
	for n := 1; n < 200; n++ {
		address := []document.Text{document.T("Office des étrangers"), document.T(strings.TrimSpace(strings.Repeat("établissements ", n))), town}
		d.Address = address
		if _, err := p.Layout(d); errors.Is(err, document.ErrTooLong) {
			return fits
		} else if err != nil {
			t.Fatal(err)
		}
		fits = address
	}
	t.Fatal("no address is too long")
	return nil
}

// The test above can fail: a block that is moved, by a hair or by the other
// window, and anything else that gets into the window, is caught.
func TestWhatIsMisplacedInTheWindowIsCaught(t *testing.T) {
	s, p := load(t), paper.New()
	for _, e := range envelopes {
		for name, harm := range map[string]func(*sheet.Page){
			"half a millimetre to the left": func(p *sheet.Page) { shift(p, sheet.Address, -0.5, 0) },
			"down":                          func(p *sheet.Page) { shift(p, sheet.Address, 0, 20) },
			"the letterhead":                func(p *sheet.Page) { shift(p, sheet.Sender, 0, 40); shift(p, sheet.Sender, seen.of(e).left-30, 0) },
			"a rule":                        func(p *sheet.Page) { p.Rules = append(p.Rules, sheet.Rule{X1: 20, Y1: 60, X2: 190, Y2: 60}) },
			"a picture": func(p *sheet.Page) {
				p.Pictures = append(p.Pictures, sheet.Picture{X: 90, Y: 80, Width: 30, Height: 9})
			},
			"the references": func(p *sheet.Page) { shift(p, sheet.Refs, 0, -12) },
		} {
			d := s.compose(t, "L02", "nl", false, told...)
			d.Envelope = e
			set, err := p.Layout(d)
			if err != nil {
				t.Fatal(err)
			}
			if found := misplaced(&set.Pages[0], e); found != nil {
				t.Fatal(found)
			}
			harm(&set.Pages[0])
			if misplaced(&set.Pages[0], e) == nil {
				t.Errorf("envelope %+v: %s is not noticed", e, name)
			}
		}
		d := s.compose(t, "L02", "nl", false, told...)
		d.Envelope = e
		set, err := p.Layout(d)
		if err != nil {
			t.Fatal(err)
		}
		other := e
		other.Left = !e.Left
		if misplaced(&set.Pages[0], other) == nil {
			t.Errorf("envelope %+v: an address on the other side is not noticed", e)
		}
	}
}

func shift(p *sheet.Page, part sheet.Part, right, down float64) {
	for i := range p.Words {
		if p.Words[i].Part == part {
			p.Words[i].X += right
			p.Words[i].Y += down
		}
	}
}

// Of two hundred and fifty letters in one line the window shows all, or the
// letter is refused: never a part.
func TestAnAddressWithoutEndIsRefusedAndNeverCut(t *testing.T) {
	s, p := load(t), paper.New()
	fits, refused := 0, 0
	var long *document.TooLongError
	for n := 0; n <= 1600; n += 100 {
		d := s.compose(t, "L02", "fr", false, told...)
		d.Address = append(d.Address[:1:1], document.T(strings.Repeat("Wolfeschlegelstein ", n/19)), document.T("1000 BRUXELLES"))
		set, err := p.Layout(d)
		if p.AddressFits(d) != (err == nil) {
			t.Errorf("%d letters: it is said that they fit: %v", n, err != nil)
		}
		switch {
		case errors.As(err, &long) && long.Part == document.TooLongAddress:
			refused++
		case err != nil:
			t.Fatal(err)
		default:
			if refused > 0 {
				t.Errorf("%d letters fit, and fewer did not", n)
			}
			fits++
			if found := misplaced(&set.Pages[0], d.Envelope); found != nil {
				t.Errorf("%d letters: %v", n, found)
			}
		}
	}
	if fits < 3 || refused < 3 {
		t.Errorf("%d fit, %d are refused", fits, refused)
	}
}

// A paper that the person carries has neither logo nor further lines: they may
// say what the centre is for. Nor has what an inspection sends.
func TestLogoAndFurtherLinesStandOnTheCentresLettersAlone(t *testing.T) {
	s := load(t)
	for _, kind := range kinds() {
		office := s.Office("nl")
		office.Also, office.Logo, office.Envelope = []string{"slachtofferhulp@voorbeeld.invalid"}, []byte("png"), document.Envelope{Left: true}
		r := letter.Request{Kind: kind, Lang: "nl", Date: civil.Must(1997, 4, 1), Profile: s.profile, Office: office, Texts: s.Texts, Contacts: s.Book}
		if kind == "L12" || kind == "L13" {
			r.Standby = standby("rich", "nl")
		} else {
			r.File = fold(t, told...)
			sample.Schedule(&r)
		}
		d, err := letter.Compose(r)
		if err != nil {
			t.Fatal(kind, err)
		}
		alone := kind == "L12" || kind == "L16"
		if has := d.Logo != nil; has == alone {
			t.Errorf("%s: a logo: %t", kind, has)
		}
		if has := strings.Contains(plain(d), "slachtofferhulp"); has == alone {
			t.Errorf("%s: further lines: %t", kind, has)
		}
		if !d.Envelope.Left {
			t.Errorf("%s: the side of the window is lost", kind)
		}
	}
}

// torn is the end of a line that a reader expects to go on: a word before its
// number, a month without its day, a verb without what stands behind it.
var torn = regexp.MustCompile(`(?i)(?:^|[ (\x{00a0}])(?:n[ro]\.|n°|t[eé]l\.|r[eé]f\.|kenmerk|zeichen|p\.-v\.|proces-verbaal|procès-verbal|protokoll|record|renewal|verlenging|prorogation|verlängerung|art\.|§|punt|point|section|nummer|artikel|article)$|\pL-$`)

// day and month are two parts of a date.
var day, month = regexp.MustCompile(`(?:^|[ \x{00a0}])(?:[0-9]{1,2}\.?|1er)$`),
	regexp.MustCompile(`(?i)^(?:jan|feb|fév|mar|mär|maart|avr|apr|mei|mai|may|juin|juil|jun|jul|aug|août|sep|o[ck]t|nov|d[eéè][cz])\pL*\b`)

// No line of a letter ends where its reader would have to look for the rest.
func TestNoLineEndsWithinANumberADateOrAVerb(t *testing.T) {
	s, p := load(t), paper.New()
	lines := 0
	for _, c := range sample.Read {
		for _, lang := range langs {
			for id := range s.Profiles {
				d, err := s.Letter(&c, lang, id)
				if err != nil {
					t.Fatal(err)
				}
				if d == nil {
					continue
				}
				set, err := p.Layout(d)
				if err != nil {
					t.Fatal(err)
				}
				for n := range set.Pages {
					words := set.Pages[n].Words
					for i, w := range words {
						// the last line of a block ends where the block does
						if w.Part != sheet.Body || i+1 == len(words) || words[i+1].Block != w.Block || words[i+1].Part != w.Part {
							continue
						}
						lines++
						said, next := strings.TrimSpace(unmarked(w.Line.Text)), strings.TrimSpace(unmarked(words[i+1].Line.Text))
						end := torn.FindString(said)
						if month.MatchString(next) {
							end += day.FindString(said)
						}
						if end != "" {
							t.Errorf("%s %s in %s under %s: a line ends with %q: %q", c.Kind, c.Name, lang, id, end, w.Line.Text)
						}
					}
				}
			}
		}
	}
	if lines < 1000 {
		t.Errorf("only %d lines were looked at", lines)
	}
	for _, bad := range []string{"(proces-verbaal", "le P.-V.", "Protokoll", "relève-t-", "kenmerk", "procès-\u2060verbal", "Halle-"} {
		if !torn.MatchString(unmarked(bad)) {
			t.Errorf("%q is not noticed", bad)
		}
	}
	for _, bad := range [][2]string{{"op 3", "maart 1997"}, {"am 10.", "März"}, {"le 1er", "avril"}, {"of 9", "June"}} {
		if !day.MatchString(bad[0]) || !month.MatchString(bad[1]) {
			t.Errorf("%q is not noticed", bad)
		}
	}
}

// unmarked leaves out what nobody sees.
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}
