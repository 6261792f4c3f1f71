package desktop

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onthaal/domain/document"
	"onthaal/ui/paper"
)

// longPreview opens the preview of a letter of five pages.
func longPreview(t *testing.T) (*bench, *preview) {
	t.Helper()
	b, _, _ := issuedLetter(t)
	v := b.here.(*letterScreen).preview
	d := &document.Document{Lang: "en", Form: document.Letter, Page: "{page}/{pages}"}
	for range 120 {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Paragraph, Text: document.T("A line of a letter that goes on and on.")})
	}
	v.make = func() (*paper.Sheet, error) { return b.Paper.Layout(d) }
	v.picture.Image = nil
	v.load()
	b.until("the page is drawn", func() bool { return v.picture.Image != nil })
	return b, v
}

// drawnAgain waits for the picture that was asked for last.
func (b *bench) drawnAgain(v *preview, do func()) {
	b.t.Helper()
	v.picture.Image = nil
	do()
	b.until("the page is drawn again", func() bool { return v.picture.Image != nil })
}

// Pages are turned and made larger and smaller by keys and by buttons.
func TestPreviewIsTurnedAndZoomedByKeysAndButtons(t *testing.T) {
	b, v := longPreview(t)
	key := func(name fyne.KeyName, mod fyne.KeyModifier) func() {
		return func() {
			if !b.kit.Keys.Do(name, mod) {
				t.Errorf("nothing is bound to %v %s", mod, name)
			}
		}
	}
	const ctrl, shift = fyne.KeyModifierControl, fyne.KeyModifierShift
	for _, c := range []struct {
		name string
		do   func()
		want int
	}{
		{"Ctrl+Plus", key(fyne.KeyPlus, ctrl), 125},
		{"Ctrl+Shift+Equal", key(fyne.KeyEqual, ctrl|shift), 150},
		{"Ctrl+Equal", key(fyne.KeyEqual, ctrl), 200},
		{"Ctrl+Plus at the end", key(fyne.KeyPlus, ctrl), 200},
		{"Ctrl+0", key(fyne.Key0, ctrl), 100},
		{"Ctrl+Minus", key(fyne.KeyMinus, ctrl), 75},
		{"the button −", func() { b.tap("−") }, 50},
		{"the button +", func() { b.tap("+") }, 75},
		{"the button with the size", func() { b.tap("75 %") }, 100},
	} {
		b.drawnAgain(v, c.do)
		if v.zoom != c.want {
			t.Errorf("after %s the page is %d %% as wide as there is room, want %d", c.name, v.zoom, c.want)
		}
	}
	if len(v.sheet.Pages) != 5 {
		t.Fatal("the letter is of another length")
	}
	b.drawnAgain(v, func() { b.tap("Page after") })
	if v.page != 1 || v.pages.Text() != "2 / 5" {
		t.Errorf("it shows page %d and says %s", v.page+1, v.pages.Text())
	}
	b.drawnAgain(v, func() { b.tap("Page before") })
	// Keys scroll first, and turn the page at its end.
	for range 20 {
		if v.page == 1 {
			break
		}
		key(fyne.KeyPageDown, 0)()
	}
	b.until("the second page is drawn", func() bool { return v.pages.Text() == "2 / 5" })
	for range 20 {
		if v.page == 0 {
			break
		}
		key(fyne.KeyPageUp, 0)()
	}
	b.until("the first page is drawn", func() bool { return v.pages.Text() == "1 / 5" })
	key(fyne.KeyPageUp, 0)()
	if v.page != 0 {
		t.Error("there is a page before the first")
	}
}

// A pixel of the picture is a pixel of the screen, whatever the size of the
// page and the scale of the screen: nothing is stretched.
func TestPreviewIsSharpAtAnyScale(t *testing.T) {
	b, v := longPreview(t)
	for _, scale := range []float32{1, 1.25, 1.5, 2, 3} {
		b.win.Canvas().(test.WindowlessCanvas).SetScale(scale)
		for _, zoom := range zooms {
			v.zoom = zoom
			b.drawnAgain(v, v.draw)
			size := v.picture.MinSize()
			got := v.picture.Image.Bounds().Size()
			if w, h := int(size.Width*scale+0.5), int(size.Height*scale+0.5); got.X != w || got.Y != h {
				t.Errorf("scale %g, %d %%: the picture of %v pixels is shown on %d × %d", scale, zoom, got, w, h)
			}
			page := v.sheet.Pages[0]
			if h := float64(got.X) * page.Height / page.Width; float64(got.Y) < h-1 || float64(got.Y) > h+1 {
				t.Errorf("scale %g, %d %%: the page is %v pixels large", scale, zoom, got)
			}
		}
	}
}

// What is shown of an issued letter is what is printed of it, whatever the
// letterhead has become; where that cannot be, it is said and nothing else is
// shown.
func TestAnIssuedLetterIsShownAsItIsPrinted(t *testing.T) {
	b, id, pdf := issuedLetter(t)
	s := b.Desk.Settings()
	s.Letterhead, s.Signatory = "Rekening BE00 0000 0000 0000", "Iemand Anders"
	if err := b.Desk.SetSettings(b.ctx(), s); err != nil {
		t.Fatal(err)
	}
	l := &letterScreen{id: id, kind: "L01"}
	b.show(l)
	b.until("the page is drawn", func() bool { return l.preview.picture.Image != nil })
	if shown, err := b.Paper.Write(l.preview.sheet); err != nil || !bytes.Equal(shown, pdf) {
		t.Errorf("shown is another letter than the one that is printed (%v)", err)
	}
	doc, err := l.document(b.Desktop, nil)
	if err != nil || !strings.Contains(fmt.Sprint(doc.Sender), "BE00") {
		t.Fatalf("the letterhead has not changed (%v)", err)
	}
	b.bare = true // a letter of before, beside which nothing else was kept
	l = &letterScreen{id: id, kind: "L01"}
	b.show(l)
	b.until("it is said", func() bool { return b.says(b.t_(notShown)) })
	if l.preview.sheet != nil || l.preview.picture.Image != nil {
		t.Error("another letter is shown in its place")
	}
	if x, err := b.Desk.IssuedLetter(b.ctx(), id, 1); err != nil || !bytes.Equal(x.PDF, pdf) {
		t.Errorf("it is not printed as it was: %v", err)
	}
	b.button("Save copy…")
	b.button("Print")
}
