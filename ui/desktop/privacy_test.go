//go:build !windows

package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The sheet is there before the desk is unlocked, without the centre's name,
// and with it after. It and the leaflet are printed from the window, under a
// title that says nothing.
func TestSheetOfWhatIsKeptIsSeenSavedAndPrinted(t *testing.T) {
	b := unlockedDesk(t)
	e := b.Desk.Library().Leaflets.Edition("fr")
	drawn := func() bool {
		n := 0
		for _, o := range b.objects() {
			if x, ok := o.(*sheet); ok && x.img.Image != nil {
				n++
			}
		}
		return n == 2
	}
	sized := func() int64 {
		t.Helper()
		b.tap("Save copy…")
		if got := filepath.Base(b.field("File").Text()); got != "info-fr-2.pdf" {
			t.Errorf("it is to be saved as %q", got)
		}
		path := filepath.Join(t.TempDir(), "x.pdf")
		b.field("File").SetText(path)
		b.tap("Save")
		b.until("it is saved", func() bool { return strings.Contains(b.texts(), "Saved 14:0") })
		is, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return is.Size()
	}
	b.show(&editionScreen{edition: e, list: &leafletScreen{}})
	b.tap("What we keep about you")
	b.until("both pages are drawn", drawn)
	open := sized()
	if err := b.Desk.Lock(); err != nil {
		t.Fatal(err)
	}
	b.show(&editionScreen{edition: e, list: &leafletScreen{back: &unlockScreen{}}})
	b.tap("What we keep about you")
	b.until("both pages are drawn", drawn)
	if locked := sized(); locked >= open {
		t.Errorf("without a desk the sheet is %d bytes, with one %d", locked, open)
	}

	dir := t.TempDir()
	for name, script := range map[string]string{
		"lpstat": `[ "$1" = -e ] && echo Bureau`,
		"lp":     `printf '%s|' "$@" >>"` + dir + `/said"; exec /bin/cat >/dev/null`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	for _, x := range []struct{ button, title string }{{"Print", "info-fr-2"}, {"Print on A4", "info-fr"}} {
		b.tap(x.button)
		b.until("the printer is asked for", func() bool { return b.says("Printer") })
		b.tap("Print")
		b.until("it is sent", func() bool { return strings.Contains(b.texts(), "Sent to print") })
		said, err := os.ReadFile(filepath.Join(dir, "said"))
		if err != nil || !strings.HasSuffix(string(said), "-t|"+x.title+"|") {
			t.Errorf("lp was told %q, %v", said, err)
		}
		b.show(&editionScreen{edition: e, list: &leafletScreen{back: &unlockScreen{}}})
	}
}
