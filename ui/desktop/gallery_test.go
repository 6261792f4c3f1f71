package desktop

import (
	"fmt"
	"os"
	"regexp"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
)

// TestEveryScreenIsDrawn draws the screens in their looks, sizes and languages
// for people to look at (out/screens), and holds them to showing something.
func TestEveryScreenIsDrawn(t *testing.T) {
	look := (*bench).looked
	b := newDesk(t)
	s := b.here.(*setupScreen)
	for _, at := range []setupStep{setupLanguage, setupCentre, setupOffice, setupCounsellor, setupPassphrase, setupCreating} {
		s.at = at
		if at == setupOffice {
			s.settings.Centre = desk.Local
			s.office = b.officeOf(desk.Local, nil)
		}
		if at == setupPassphrase {
			s.raw["passphrase"] = "een paar gewone woorden"
		}
		look(b, fmt.Sprintf("setup-%d", at))
	}
	s.recovery = []string{"7K2M", "9QXT", "4HNW", "0A8C", "ZZ31", "PRS5", "B6DF", "T2YV", "E1G9"}
	for _, at := range []setupStep{setupCode, setupConfirm} {
		s.at = at
		look(b, fmt.Sprintf("setup-%d", at))
	}
	u := unlockedDesk(t)
	look(u, "today-empty")
	u.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	u.aCase("Müller-Vandenbroucke", civil.Must(1997, 4, 10))
	u.aCase("Ćosić", civil.Date{})
	for name, to := range map[string]screen{
		"today": &todayScreen{later: true}, "cases": &casesScreen{}, "nostep": &casesScreen{noStep: true},
		"settings": &settingsScreen{}, "help": &helpScreen{from: "cases"}, "leaflets": &leafletScreen{},
	} {
		u.show(to)
		look(u, name)
	}
	list := &leafletScreen{}
	for _, tag := range []string{"en", "bg"} {
		e := &editionScreen{edition: u.Desk.Library().Leaflets.Edition(tag), list: list}
		u.show(e)
		look(u, "leaflet-"+tag)
		u.tap(u.t_("leaflet.save.a4"))
		u.picture("save-panel")
		u.kit.CloseAll()
		for i := range e.edition.Cards(u.Desk.Library().Contacts) {
			if i%3 == 0 || i == 7 {
				u.show(&showScreen{edition: e.edition, from: e, at: i})
				u.drawn(fmt.Sprintf("card-%s-%02d", tag, i), "en", kit.Light, 1)
			}
		}
		u.drawn("card-"+tag, "en", kit.Dark, 2)
	}
	u.show(&todayScreen{})
	u.lockWith("")
	look(u, "unlock")
	u.here.(*unlockScreen).field.SetError(u.t_("error.wrongPassphrase"))
	u.here.(*unlockScreen).box.Refresh()
	u.picture("unlock-wrong")
}

// looked draws the present screen once small, and once in the longest words,
// the largest letters and dark. With ONTHAAL_GALLERY=all every language is drawn
// in every look and size: that is for people to look at, and takes its time.
func (b *bench) looked(name string) {
	b.t.Helper()
	if os.Getenv("ONTHAAL_GALLERY") != "all" {
		b.drawn(name, "fr", kit.Light, 1)
		b.drawn(name, "de", kit.Dark, 2)
		return
	}
	for _, lang := range desk.Languages {
		for _, scale := range []float32{1, 2} {
			b.drawn(name, lang, kit.Light, scale)
			b.drawn(name, lang, kit.Dark, scale)
		}
		b.drawn(name, lang, kit.Sunlight, 1)
	}
}

// tall pages are longer than the window, and drawn whole.
var tall = map[string]bool{
	"settings": true, "stationery": true, "help": true, "setup-2": true, "casework-check": true,
	"casework-case": true, "vault-figures": true, "casework-step-person": true, "casework-step-consent": true, "casework-step-elements": true,
	"casework-standby": true, "casework-record-all": true, "met": true, "met-person": true,
}

// aKey is a key of the words that nobody has worded.
var aKey = regexp.MustCompile(`^[a-z]+\.[A-Za-z0-9.]+$`)

// drawn shows the present screen anew in a language, look and size.
func (b *bench) drawn(name, lang string, look kit.Look, scale float32) {
	b.t.Helper()
	b.say = b.Words.Printer(lang)
	b.kit.SetLook(look, scale)
	b.again()
	b.until("all that is drawn later", func() bool {
		var p *preview
		switch s := b.here.(type) {
		case *letterScreen:
			p = s.preview
		case *standbyPaper:
			p = s.preview
		}
		if p != nil && p.whole.Visible() && p.picture.Image == nil {
			return false
		}
		if s, ok := b.here.(*summaryScreen); ok && s.preview.whole.Visible() && s.preview.picture.Image == nil {
			return false
		}
		for _, o := range b.objects() {
			if s, ok := o.(*sheet); ok && s.img.Image == nil {
				return false
			}
		}
		return true
	})
	for _, o := range b.objects() {
		if x, ok := o.(*canvas.Text); ok && aKey.MatchString(x.Text) {
			b.t.Errorf("%s in %s shows a key instead of words: %s", name, lang, x.Text)
		}
	}
	b.win.Resize(fyne.NewSize(1120, 760))
	full := fmt.Sprintf("%s-%s-%s-%d", name, lang, map[kit.Look]string{kit.Light: "light", kit.Dark: "dark", kit.Sunlight: "sunlight"}[look], int(scale*100))
	img := b.picture(full)
	if tall[name] && (scale == 1 || os.Getenv("ONTHAAL_GALLERY") == "all") {
		b.win.Resize(fyne.NewSize(1120, 2800*scale))
		b.picture(full + "-long")
	}
	colours := map[[3]uint32]bool{}
	for y := 0; y < img.Bounds().Dy(); y += 3 {
		for x := 0; x < img.Bounds().Dx(); x += 3 {
			r, g, bl, _ := img.At(x, y).RGBA()
			colours[[3]uint32{r, g, bl}] = true
		}
	}
	if len(colours) < 4 {
		b.t.Errorf("%s in %s shows nothing", name, lang)
	}
}
