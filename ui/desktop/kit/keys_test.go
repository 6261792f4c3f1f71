package kit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

const ctrl = fyne.KeyModifierControl

// table binds the keys that every desk has and notes what ran.
func table(b *bench) *[]string {
	ran := &[]string{}
	note := func(id string, key fyne.KeyName, mod fyne.KeyModifier, always bool) Binding {
		return Binding{ID: id, Key: key, Mod: mod, Always: always, Do: func() { *ran = append(*ran, id) }}
	}
	b.Keys.Window(note("lock", fyne.KeyL, ctrl, true), note("cover", fyne.KeyF9, 0, true), note("keys", fyne.KeySlash, ctrl, false), note("find", fyne.KeyF, ctrl, false))
	b.Keys.Screen(note("help", fyne.KeyF1, 0, false), note("back", fyne.KeyEscape, 0, false))
	return ran
}

// strike does what Fyne's window does with a key: shortcuts and keys to whoever is focused.
func strike(b *bench, key fyne.KeyName, mod fyne.KeyModifier) {
	if mod == 0 {
		b.press(key)
		return
	}
	b.w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mod})
}

var everyKey = []struct {
	id  string
	key fyne.KeyName
	mod fyne.KeyModifier
}{
	{"lock", fyne.KeyL, ctrl}, {"cover", fyne.KeyF9, 0}, {"keys", fyne.KeySlash, ctrl}, {"find", fyne.KeyF, ctrl},
	{"help", fyne.KeyF1, 0}, {"back", fyne.KeyEscape, 0},
}

func TestKeysReachTheTableWhateverHasTheFocus(t *testing.T) {
	b := start(t)
	ran := table(b)
	p, _, _ := form(b)
	b.show(p)
	for range 14 {
		b.w.Canvas().FocusNext()
		for _, k := range everyKey {
			*ran = nil
			strike(b, k.key, k.mod)
			if !slices.Equal(*ran, []string{k.id}) {
				t.Errorf("with the focus on %T, %s ran %v", b.w.Canvas().Focused(), k.id, *ran)
			}
		}
	}
	b.w.Canvas().Unfocus()
	*ran = nil
	b.press(fyne.KeyF9, fyne.KeyF1)
	if fmt.Sprint(*ran) != "[cover help]" {
		t.Errorf("without focus ran %v", *ran)
	}
}

func TestMenuItemRunsTheBindingOnce(t *testing.T) {
	b := start(t)
	ran := table(b)
	item := b.Keys.Menu("lock", "Lock")
	if s := item.Shortcut.(*desktop.CustomShortcut); s.KeyName != fyne.KeyL || s.Modifier != ctrl {
		t.Errorf("shortcut %v", s)
	}
	item.Action()
	if fmt.Sprint(*ran) != "[lock]" {
		t.Errorf("ran %v", *ran)
	}
}

func TestTableRefusesLettersWithoutModifier(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a letter was taken from every field")
		}
	}()
	(&Keys{}).Window(Binding{ID: "x", Key: fyne.KeyX, Mod: fyne.KeyModifierShift})
}

func TestPanelParksTheTable(t *testing.T) {
	b := start(t)
	ran := table(b)
	f := b.Field("Name", "")
	b.show(b.Page("Case", f))
	f.Focus()
	said := ""
	panel := b.Panel("Record refusal?", []fyne.CanvasObject{b.Body("She refuses.")},
		Act{Label: "Keep", Safe: true, Do: func() { said = "keep" }}, Act{Label: "Record", Main: true, Do: func() { said = "record" }})
	panel.Show()
	if got, ok := b.w.Canvas().Focused().(*Button); !ok || got.Label() != "Keep" {
		t.Fatalf("focus on %v", b.w.Canvas().Focused())
	}
	strike(b, fyne.KeyF, ctrl)
	strike(b, fyne.KeyF1, 0)
	if len(*ran) != 0 {
		t.Errorf("parked bindings ran: %v", *ran)
	}
	strike(b, fyne.KeyL, ctrl)
	if fmt.Sprint(*ran) != "[lock]" {
		t.Errorf("locking is parked: %v", *ran)
	}
	b.press(fyne.KeyEscape)
	if said != "keep" || len(b.w.Canvas().Overlays().List()) != 0 {
		t.Errorf("Escape: %q, %d overlays", said, len(b.w.Canvas().Overlays().List()))
	}
	if b.w.Canvas().Focused() != fyne.Focusable(f.entry) {
		t.Error("the focus did not come back to the field")
	}
	*ran = nil
	b.press(fyne.KeyEscape)
	if fmt.Sprint(*ran) != "[back]" {
		t.Errorf("after the panel the table is not back: %v", *ran)
	}
	panel.Show()
	b.press(fyne.KeyReturn)
	if said = ""; len(b.w.Canvas().Overlays().List()) != 0 {
		t.Error("Enter on the safe act did not close")
	}
	panel.Show()
	b.w.Canvas().FocusNext()
	b.press(fyne.KeyReturn)
	if said != "record" {
		t.Errorf("second act: %q", said)
	}
	panel.Show()
	said = ""
	b.CloseAll()
	if said != "" || len(b.w.Canvas().Overlays().List()) != 0 {
		t.Error("CloseAll must close without an act")
	}
}

func TestDigitsTakeOnlyWhileTheChoiceHasTheFocus(t *testing.T) {
	b := start(t)
	f := b.Field("Name", "")
	c := b.Choice("Safe to speak?", "", Option{Value: "y", Label: "Yes"}, Option{Value: "n", Label: "No"}, Option{Value: "-", Label: "Not asked"})
	heard := []string{}
	c.OnChanged = func(v string) { heard = append(heard, v) }
	b.show(b.Page("Safety", f, c))
	f.Focus()
	b.press(fyne.Key2)
	test.Type(f.entry, "2")
	if c.Value() != "" || f.Text() != "2" {
		t.Fatalf("choice %q, field %q", c.Value(), f.Text())
	}
	b.w.Canvas().FocusNext()
	b.press(fyne.Key2)
	if c.Value() != "n" {
		t.Fatalf("digit 2 took %q", c.Value())
	}
	b.press(fyne.Key9, fyne.KeyDown)
	if c.Value() != "n" {
		t.Fatalf("moving alone took %q", c.Value())
	}
	b.press(fyne.KeySpace)
	b.press(fyne.KeySpace)
	if c.Value() != "-" || fmt.Sprint(heard) != "[n -]" {
		t.Fatalf("value %q, heard %v", c.Value(), heard)
	}
}

func TestSeveralMayBeTicked(t *testing.T) {
	b := start(t)
	c := b.Choices("Needs", "", Option{Value: "d", Label: "Doctor"}, Option{Value: "i", Label: "Interpreter"}, Option{Value: "b", Label: "Bed"})
	b.show(b.Page("Safety", c))
	c.Focus()
	b.press(fyne.Key3, fyne.Key1, fyne.Key3, fyne.Key2)
	if got := fmt.Sprint(c.Values()); got != "[d i]" {
		t.Errorf("ticked %s", got)
	}
	test.Tap(c.group.rows[1])
	if got := fmt.Sprint(c.Values()); got != "[d]" {
		t.Errorf("after the tap %s", got)
	}
}

func TestOneTabStopEach(t *testing.T) {
	b := start(t)
	p, _, _ := form(b)
	b.show(p)
	// Back, name, birth, choice, choices, pick, passphrase, Show, notes, three acts; then round again.
	var stops []string
	for range 13 {
		b.w.Canvas().FocusNext()
		stops = append(stops, fmt.Sprintf("%T", b.w.Canvas().Focused()))
	}
	want := []string{"*kit.Button", "*kit.entry", "*kit.entry", "*kit.group", "*kit.group", "*kit.pickBox", "*kit.entry", "*kit.Button", "*kit.entry", "*kit.Button", "*kit.Button", "*kit.Button", "*kit.Button"}
	if !slices.Equal(stops, want) {
		t.Errorf("stops\n%v, want\n%v", stops, want)
	}
}

func TestDoubleClickActsOnce(t *testing.T) {
	b := start(t)
	n := 0
	btn := b.Main("Save and continue", func() { n++ })
	at := b.now
	b.Kit.now = func() time.Time { return at }
	b.show(b.Page("x", btn))
	test.Tap(btn)
	test.Tap(btn)
	if n != 1 {
		t.Errorf("acted %d times", n)
	}
	btn.Repeats = true
	test.Tap(btn)
	test.Tap(btn)
	if n != 3 {
		t.Errorf("a counter counted %d", n)
	}
}

func TestPickNarrowsAsOneTypes(t *testing.T) {
	b := start(t)
	ran := table(b)
	p := b.Pick("Speaks", "", "Choose", Option{Value: "sq", Label: "Shqip"}, Option{Value: "nl", Label: "Nederlands", Also: "Dutch"}, Option{Value: "fr", Label: "Français"})
	heard := ""
	p.OnChanged = func(v string) { heard += v + "." }
	b.show(b.Page("Language", p))
	p.Focus()
	for _, r := range "dut" {
		b.w.Canvas().Focused().TypedRune(r)
	}
	b.press(fyne.KeyReturn)
	if p.Value() != "nl" || heard != "nl." {
		t.Fatalf("picked %q, heard %q", p.Value(), heard)
	}
	if b.w.Canvas().Focused() != fyne.Focusable(p.box) {
		t.Error("focus not back on the pick")
	}
	b.press(fyne.KeyDown) // opens, at the one picked
	b.press(fyne.KeyDown, fyne.KeyEscape)
	if p.Value() != "nl" || len(*ran) != 0 || len(b.w.Canvas().Overlays().List()) != 0 {
		t.Fatalf("Escape: %q, ran %v", p.Value(), *ran)
	}
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyEnter)
	if p.Value() != "fr" {
		t.Errorf("arrow took %q", p.Value())
	}
	b.w.Canvas().Focused().TypedRune('f')
	for _, r := range "rancais" {
		b.w.Canvas().Focused().TypedRune(r)
	}
	b.press(fyne.KeyEnter)
	if p.Value() != "fr" {
		t.Errorf("accents matter: %q", p.Value())
	}
}
