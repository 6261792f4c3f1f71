package kit

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// bench is a kit on a window of a test.
type bench struct {
	*Kit
	t   *testing.T
	w   fyne.Window
	now time.Time
}

// start makes a kit with Fyne's own faces; double clicks go by b.now.
func start(t *testing.T) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	b := &bench{t: t, now: time.Date(1997, 4, 17, 9, 0, 0, 0, time.UTC)}
	b.Kit = New(app, Options{
		Regular: theme.DefaultTheme().Font(fyne.TextStyle{}).Content(),
		Bold:    theme.DefaultTheme().Font(fyne.TextStyle{Bold: true}).Content(),
		Now:     func() time.Time { b.now = b.now.Add(time.Second); return b.now },
	})
	b.w = test.NewTempWindow(t, nil)
	b.Attach(b.w)
	b.w.Resize(fyne.NewSize(900, 700))
	return b
}

func (b *bench) show(o fyne.CanvasObject) {
	b.w.SetContent(o)
	b.w.Resize(fyne.NewSize(900, 700))
}

func (b *bench) press(names ...fyne.KeyName) {
	b.t.Helper()
	for _, n := range names {
		if f := b.w.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: n})
		} else {
			b.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: n})
		}
	}
}

func (b *bench) picture(name string) image.Image {
	b.t.Helper()
	img := b.w.Canvas().Capture()
	dir := filepath.Join("..", "..", "..", "out", "kit")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		b.t.Fatal(err)
	}
	return img
}

var looks = map[string]Look{"light": Light, "dark": Dark, "sunlight": Sunlight}

// form is a page with most widgets of a form.
func form(b *bench) (*Page, *Field, *Choice) {
	name := b.Field("Family name", "As it stands on her document")
	born := b.Field("Date of birth", "For example 17 4 1971, april 1971 or 1971")
	born.SetText("31 2 1971")
	born.SetError("The date of birth must be a real date")
	consent := b.Choice("Letters to the Department", "Show or read aloud, in her language",
		Option{Value: "given", Label: "Yes"},
		Option{Value: "refused", Label: "No", Note: "The counselling goes on; only the letters stop"},
		Option{Value: "notAsked", Label: "Not asked"},
		Option{Value: "unknown", Label: "Does not want to say"})
	needs := b.Choices("What is needed now", "", Option{Value: "d", Label: "A doctor"}, Option{Value: "i", Label: "An interpreter"}, Option{Value: "s", Label: "A bed for tonight"})
	needs.SetValues("i")
	lang := b.Pick("Speaks", "", "Choose a language", Option{Value: "sq", Label: "Shqip"}, Option{Value: "nl", Label: "Nederlands", Also: "Dutch"})
	pass := b.Password("Passphrase", "At least eight characters", "Show", "Hide")
	pass.SetText("correct horse")
	note := b.Area("Notes", "", 3)
	p := b.Page("Consent", b.Body("She decides each of these for herself, and may take any of them back at any time. What she decides is recorded with the day and the language in which it was asked."), name, born, consent, needs, lang, pass, note)
	p.Back("Intake", func() {})
	p.Saved().Set("Saved 22:41")
	p.Actions(b.Main("Save and continue", func() {}), b.Button("Leave for later", func() {}), b.Link("What is this for?", func() {}))
	return p, born, consent
}

func desk(b *bench) *Page {
	data := []struct {
		title, detail, status string
		sign                  Sign
	}{
		{"K7M-204T", "Stage 1 ends on Thursday 17 April", "Overdue", SignOverdue},
		{"M3P-118C · Ana", "Ask the Department whether the prosecutor was asked", "In 3 days", SignSoon},
		{"Leaflet", "Handed over in Shqip", "Done", SignDone},
		{"Residence", "", "Not started", NoSign},
	}
	rows := b.Rows(RowSource{
		Count: func() int { return len(data) }, Make: func() fyne.CanvasObject { return b.Line() },
		Fill: func(i int, o fyne.CanvasObject) {
			o.(*Line).Set(data[i].title, data[i].detail, data[i].status, data[i].sign)
		},
		Open: func(int) {},
	})
	p := b.Page("Today",
		b.Stages(1.6, "today", Stop{"S1", "3 March", true}, Stop{"S2", "17 April", true}, Stop{"S3", "", false}, Stop{"U", "10 June", false}),
		b.Column(8, b.Section("This week"), rows),
		b.Column(8, b.Status(SignOverdue, "Stage 1 ends today"), b.Status(SignSoon, "The answer is due on Friday 25 April"), b.Status(SignDone, "Leaflet handed over")),
		b.Banner(SignOverdue, "The disk is full: nothing can be saved until there is room"),
		b.Banner(SignSoon, "Backup proved 9 days ago"),
		b.Banner(SignDone, "Complete: all nine facts are known"))
	p.Lead("Thursday 17 April 1997").Saved().Fail("Not saved")
	return p
}

// TestEveryLookHasItsColours also leaves the pictures for human eyes in out/kit.
func TestEveryLookHasItsColours(t *testing.T) {
	for name, look := range looks {
		for _, scale := range []float32{1, 2} {
			b := start(t)
			b.SetLook(look, scale)
			size := fyne.NewSize(760*scale, 1180*scale)
			suffix := fmt.Sprintf("%s-%d", name, int(scale*100))
			p, born, _ := form(b)
			b.w.SetContent(p)
			b.w.Resize(size)
			p.Problems("There is a problem", Trouble{"The date of birth must be a real date", born})
			has := func(img image.Image, names ...fyne.ThemeColorName) {
				t.Helper()
				seen := map[color.Color]bool{}
				for y := range img.Bounds().Dy() {
					for x := range img.Bounds().Dx() {
						seen[img.At(x, y)] = true
					}
				}
				for _, n := range names {
					if !seen[palettes[look][n]] {
						t.Errorf("%s: no %s", suffix, n)
					}
				}
			}
			has(b.picture("form-"+suffix), ColorGround, ColorSurface, ColorInk, ColorAccent, ColorOverdue, ColorOverdueOn, ColorRing)
			b.w.SetContent(desk(b))
			b.w.Resize(fyne.NewSize(760*scale, 820*scale))
			b.w.Canvas().FocusNext()
			has(b.picture("desk-"+suffix), ColorSoon, ColorSoonOn, ColorDoneOn, ColorLine, ColorBorder, ColorRing)
			if scale == 1 {
				b.Panel("Record that she refuses the letters?", []fyne.CanvasObject{b.Body("The Department is not written to from now on. She may change her mind; what was recorded before stays.")},
					Act{Label: "Keep as it is", Safe: true}, Act{Label: "Record refusal", Main: true}).Show()
				b.picture("panel-" + suffix)
			}
		}
	}
}

func TestPickLooksLikeTheField(t *testing.T) {
	b := start(t)
	var os []Option
	for _, l := range []string{"Български", "Deutsch", "English", "Español", "Français", "Nederlands", "Română", "Русский", "Shqip", "Türkçe", "Українська"} {
		os = append(os, Option{Value: l, Label: l})
	}
	p := b.Pick("Speaks", "Shown in its own words", "Choose a language", os...)
	b.show(b.Page("Language", p, b.Field("Reads", "")))
	p.Focus()
	b.press(fyne.KeySpace)
	list := b.w.Canvas().Overlays().Top().(*pickList)
	if list.filter.Position().Y < p.box.Position().Y || list.rows.scroll.Size().Height < 3*list.rows.height() {
		t.Errorf("list at %v, %v high", list.filter.Position(), list.rows.scroll.Size().Height)
	}
	b.picture("pick")
}
