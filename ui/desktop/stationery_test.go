package desktop

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The centre's letters are set up in the window, and the test sheet is saved
// as it was set up.
func TestLetterheadIsSetInTheWindow(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&stationeryScreen{})
	b.choice("Window of the envelopes").SetValue("left")
	b.field("Move letters to the right").SetText("9")
	b.field("Move letters down").SetText("−2,5")
	b.field("Further lines of the letterhead").SetText("post@voorbeeld.invalid\nBE00 0000 0000")
	b.tap("Save")
	if !b.says("Move letters to the right: enter a number from -5 to 5.") {
		t.Error("it is not said that 9 mm are too many")
	}
	if s := b.Desk.Settings(); s.PrintDown != 0 || s.Window != "" || s.Letterhead != "" {
		t.Errorf("recorded is %+v", s)
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 60, 18))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(file, logo.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	b.field("Move letters to the right").SetText("1.5")
	for _, wrong := range []string{"logo.png", filepath.Dir(file), file + ".gone"} {
		b.field("Logo").SetText(wrong)
		b.tap("Save")
		if b.Desk.Settings().PrintDown != 0 {
			t.Fatalf("with the logo %q the rest was recorded", wrong)
		}
	}
	b.field("Logo").SetText(file)
	b.tap("Save")
	s := b.Desk.Settings()
	if s.Window != "left" || s.PrintRight != 1.5 || s.PrintDown != -2.5 || s.Letterhead != "post@voorbeeld.invalid\nBE00 0000 0000" || !bytes.Equal(b.Desk.Logo(), logo.Bytes()) {
		t.Errorf("recorded is %+v, a logo of %d bytes", s, len(b.Desk.Logo()))
	}
	b.tap("Save copy…")
	path := filepath.Join(t.TempDir(), "test.pdf")
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("the sheet is saved", func() bool { _, err := os.Stat(path); return err == nil })
	made, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(made), "%PDF") {
		t.Errorf("saved is %.20q, %v", made, err)
	}
	b.tap("Remove the logo")
	if b.Desk.Logo() != nil {
		t.Error("the logo stays")
	}
}
