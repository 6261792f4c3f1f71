package kit

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	f := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*f(r) + 0.7152*f(g) + 0.0722*f(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestColoursCanBeRead(t *testing.T) {
	for name, look := range looks {
		p := palettes[look]
		for _, pair := range []struct {
			ink, ground fyne.ThemeColorName
			least       float64
		}{
			{ColorInk, ColorGround, 13}, {ColorInk, ColorSurface, 13}, {ColorInk, ColorHover, 11}, {ColorQuiet, ColorGround, 5.9}, {ColorQuiet, ColorHover, 5},
			{ColorAccent, ColorGround, 6.9}, {ColorOnAccent, ColorAccent, 7.5}, {ColorSoon, ColorSoonOn, 6.5}, {ColorSoon, ColorGround, 6},
			{ColorOverdue, ColorOverdueOn, 7}, {ColorOverdue, ColorGround, 7}, {ColorDone, ColorDoneOn, 5.6}, {ColorDone, ColorGround, 5.5},
			{ColorBorder, ColorGround, 3}, {ColorBorder, ColorSurface, 3}, {ColorRing, ColorGround, 4.5}, {ColorRing, ColorSurface, 4.5},
		} {
			if got := contrast(p[pair.ink], p[pair.ground]); got < pair.least {
				t.Errorf("%s: %s on %s %.2f, want %.1f", name, pair.ink, pair.ground, got, pair.least)
			}
		}
	}
}

// stops makes one of each control, with the size that its ring goes around.
func stops(b *bench) map[string]struct {
	o    fyne.CanvasObject
	f    fyne.Focusable
	ring func() fyne.Size
} {
	type stop = struct {
		o    fyne.CanvasObject
		f    fyne.Focusable
		ring func() fyne.Size
	}
	whole := func(o fyne.CanvasObject) func() fyne.Size { return func() fyne.Size { return o.Size() } }
	field := b.Field("Name", "Hint")
	wrong := b.Field("Name", "Hint")
	wrong.SetError("Enter the name")
	area := b.Area("Notes", "", 3)
	pass := b.Password("Passphrase", "", "Show", "Hide")
	one := b.Choice("Safe?", "", Option{Value: "y", Label: "Yes"}, Option{Value: "n", Label: "No"})
	many := b.Choices("Needs", "", Option{Value: "y", Label: "Doctor"}, Option{Value: "n", Label: "Bed"})
	pick := b.Pick("Speaks", "", "Choose", Option{Value: "sq", Label: "Shqip"})
	rows := b.Rows(RowSource{Count: func() int { return 3 }, Make: func() fyne.CanvasObject { return b.Line() },
		Fill: func(i int, o fyne.CanvasObject) { o.(*Line).Set("K7M-204T", "Ends today", "Overdue", SignOverdue) }})
	main, plain, link := b.Main("Make letter", nil), b.Button("Record", nil), b.Link("Why?", nil)
	sum := b.Summary("There is a problem", Trouble{"Enter the name", field})
	at := func(g *group) func() fyne.Size { return func() fyne.Size { return g.rows[0].Size() } }
	return map[string]stop{
		"main": {main, main, whole(main)}, "plain": {plain, plain, whole(plain)}, "link": {link, link, whole(link)},
		"field": {field, field.entry, whole(field.entry)}, "wrong": {wrong, wrong.entry, whole(wrong.entry)},
		"area": {area, area.entry, whole(area.entry)}, "passphrase": {pass, pass.entry, whole(pass.entry)}, "show": {pass, pass.beside, whole(pass.beside)},
		"choice": {one, one.group, at(one.group)}, "choices": {many, many.group, at(many.group)}, "pick": {pick, pick.box, whole(pick.box)},
		"rows":    {rows, rows, func() fyne.Size { return fyne.NewSize(rows.Size().Width, rows.height()) }},
		"summary": {sum, sum, whole(sum)},
	}
}

// TestFocusCanBeSeen measures what WCAG 2.4.13 asks: an area as large as a line of 2 px around the control changes by 3:1.
func TestFocusCanBeSeen(t *testing.T) {
	for name, look := range looks {
		b := start(t)
		b.SetLook(look, 1)
		for what, s := range stops(b) {
			b.show(b.Page("Focus", s.o))
			b.w.Canvas().Unfocus()
			before := b.w.Canvas().Capture()
			b.w.Canvas().Focus(s.f)
			after := b.w.Canvas().Capture()
			n, was, is := 0, before.(*image.NRGBA), after.(*image.NRGBA)
			for i := 0; i < len(was.Pix); i += 4 {
				x, y := was.Pix[i:i+3], is.Pix[i:i+3]
				if !bytes.Equal(x, y) && contrast(color.NRGBA{x[0], x[1], x[2], 255}, color.NRGBA{y[0], y[1], y[2], 255}) >= 3 {
					n++
				}
			}
			size := s.ring()
			// Twice the outline of a control with round corners of 4.
			if need := int(4*(size.Width+size.Height) - 2*(8-2*math.Pi)*4); n < need {
				t.Errorf("%s %s: %d pixels changed by 3:1, want %d", name, what, n, need)
			}
		}
	}
}

func TestLabelsBelongToTheirFields(t *testing.T) {
	b := start(t)
	one, two := b.Field("Given names", ""), b.Field("Family name", "As on her document")
	two.SetError("Enter the family name")
	b.show(b.Page("Person", one, two))
	at := func(o fyne.CanvasObject) fyne.Position { return b.place(o) }
	if gap := at(one.entry).Y - at(one.label).Y - one.label.Size().Height; math.Abs(float64(gap-8)) > 0.01 {
		t.Errorf("label to field %v", gap)
	}
	if gap := at(two.label).Y - at(one.entry).Y - one.entry.Size().Height; math.Abs(float64(gap-24)) > 0.01 {
		t.Errorf("field to next label %v", gap)
	}
	for _, o := range []fyne.CanvasObject{one.label, two.label, two.hint, two.entry} {
		if at(o).X != at(one.entry).X {
			t.Errorf("%T stands %v beside its field", o, at(o).X-at(one.entry).X)
		}
	}
	if !(at(two.label).Y < at(two.hint).Y && at(two.hint).Y < at(two.err).Y && at(two.err).Y < at(two.entry).Y) {
		t.Error("order is not label, hint, error, field")
	}
	// In pixels: the ink of label, box, button and drop-down begins at the margin, give or take the bearing of a letter.
	pick, btn := b.Pick("Hears", "", "Choose"), b.Button("Hold", nil)
	b.show(b.Page("Hold", one, pick, btn))
	img := b.picture("aligned")
	for _, o := range []fyne.CanvasObject{one.label, one.entry, pick.box, btn} {
		if x := firstInk(img, at(o), o.Size(), b.Color(ColorGround)); x < 32 || x > 34 {
			t.Errorf("%T begins at %d", o, x)
		}
	}
}

func firstInk(img image.Image, pos fyne.Position, s fyne.Size, ground color.Color) int {
	y := int(pos.Y + s.Height/2)
	for x := 20; x < 100; x++ {
		if contrast(img.At(x, y), ground) > 1.5 {
			return x
		}
	}
	return -1
}

// place is where an object stands in the window.
func (b *bench) place(o fyne.CanvasObject) fyne.Position {
	b.t.Helper()
	p := b.way(o)
	if p == nil {
		b.t.Fatalf("%T is not on the screen", o)
	}
	var pos fyne.Position
	for _, q := range p {
		pos = pos.Add(q.Position())
	}
	return pos
}

func TestPageScrollsToTheFocus(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		b := start(t)
		b.SetLook(Light, scale)
		var os []fyne.CanvasObject
		for i := range 20 {
			os = append(os, b.Field(fmt.Sprint("Field ", i), ""))
		}
		long := b.Choice("Many", "", make([]Option, 9)...)
		p := b.Page("Long", append(os, long)...).Back("Back", nil)
		b.show(p)
		seen := func(o fyne.CanvasObject, size fyne.Size, off fyne.Position) {
			t.Helper()
			y := b.place(o).Y + off.Y
			top := b.place(p.scroll).Y
			if y-4 < top || y+size.Height+4 > top+p.scroll.Size().Height {
				t.Errorf("%v %T at %v..%v, shown %v..%v", scale, o, y, y+size.Height, top, top+p.scroll.Size().Height)
			}
		}
		b.w.Canvas().FocusNext()
		for range 20 {
			b.w.Canvas().FocusNext()
			o := b.w.Canvas().Focused().(fyne.CanvasObject)
			seen(o, o.Size(), fyne.Position{})
		}
		b.w.Canvas().FocusNext()
		for range 8 {
			b.press(fyne.KeyDown)
			pos, size := long.group.target()
			seen(long.group, size, pos)
		}
		for range 20 {
			b.w.Canvas().FocusPrevious()
			o := b.w.Canvas().Focused().(fyne.CanvasObject)
			seen(o, o.Size(), fyne.Position{})
		}
	}
}

// TestNothingIsCut walks everything shown: children stay within their parents, and lines within their text.
func TestNothingIsCut(t *testing.T) {
	for _, scale := range []float32{1, 1.26, 2} {
		for _, width := range []float32{380, 760} {
			b := start(t)
			b.SetLook(Light, scale)
			f, _, _ := form(b)
			for what, o := range map[string]fyne.CanvasObject{"form": f, "desk": desk(b)} {
				b.w.SetContent(o)
				b.w.Resize(fyne.NewSize(width*scale, 800*scale))
				var walk func(o fyne.CanvasObject)
				walk = func(o fyne.CanvasObject) {
					if txt, ok := o.(*Text); ok && !txt.cut {
						for _, l := range txt.lines {
							c := l.(*canvas.Text)
							if c.MinSize().Width > txt.Size().Width+1 || c.Position().Y+c.MinSize().Height > txt.Size().Height+2 {
								t.Errorf("%s %v×%v: text %q is cut: %v in %v", what, width, scale, c.Text, c.MinSize(), txt.Size())
							}
						}
					}
					least := float32(35)
					if scale >= 1.26 {
						least = 44
					}
					if _, ok := o.(fyne.Tappable); ok && o.Visible() && o.Size().Height < least {
						t.Errorf("%s ×%v: %T is only %v high", what, scale, o, o.Size().Height)
					}
					for _, c := range children(o) {
						if !c.Visible() {
							continue
						}
						end := c.Position().Add(c.Size())
						if _, scrolls := o.(*container.Scroll); !scrolls && (c.Position().X < -0.5 || end.X > o.Size().Width+0.5 || end.Y > o.Size().Height+0.5) {
							t.Errorf("%s %v×%v: %T at %v %v leaves %T %v", what, width, scale, c, c.Position(), c.Size(), o, o.Size())
						}
						walk(c)
					}
				}
				walk(o)
			}
		}
	}
}

func TestLookAndScaleChangeLive(t *testing.T) {
	b := start(t)
	p, born, _ := form(b)
	b.show(p)
	high := born.entry.Size().Height
	if got := b.w.Canvas().Capture().At(5, 5); contrast(got, palettes[Light][ColorGround]) > 1.01 {
		t.Errorf("light ground %v", got)
	}
	b.SetLook(Dark, 2)
	if got := b.w.Canvas().Capture().At(5, 5); contrast(got, palettes[Dark][ColorGround]) > 1.01 {
		t.Errorf("dark ground %v", got)
	}
	if got := born.entry.Size().Height; got < 1.9*high {
		t.Errorf("field grew from %v to %v", high, got)
	}
	if got := b.Theme().Size(theme.SizeNameText); got != 30 {
		t.Errorf("text %v", got)
	}
	b.SetLook(Light, 3)
	if b.Scale() != 2 {
		t.Errorf("scale %v beyond 200 %%", b.Scale())
	}
}

func TestErrorsClearNothing(t *testing.T) {
	b := start(t)
	f, next := b.Field("Date of birth", ""), b.Field("Place", "")
	changes := 0
	f.OnChanged = func(string) { changes++ }
	p := b.Page("Person", f, next)
	b.show(p)
	test.Type(f.entry, " 31 2 1971 ")
	y := b.place(next).Y
	f.SetError("The date of birth must be a real date")
	p.Problems("There is a problem", Trouble{"The date of birth must be a real date", f})
	if f.Text() != " 31 2 1971 " || changes != 11 {
		t.Errorf("text %q after %d changes", f.Text(), changes)
	}
	if b.place(next).Y <= y {
		t.Error("what follows did not move down")
	}
	if _, ok := b.w.Canvas().Focused().(*Summary); !ok {
		t.Fatalf("focus on %T", b.w.Canvas().Focused())
	}
	b.press(fyne.KeyReturn)
	if b.w.Canvas().Focused() != fyne.Focusable(f.entry) {
		t.Error("the summary does not lead to the field")
	}
	f.SetError("")
	p.Problems("")
	if got := b.place(next).Y; got != y {
		t.Errorf("after the error was mended: %v, was %v", got, y)
	}
	f.SetText("x")
	if changes != 11 {
		t.Error("SetText called OnChanged")
	}
}

func TestLongListsMakeOnlyWhatIsSeen(t *testing.T) {
	b := start(t)
	made, opened := 0, -1
	rows := b.Rows(RowSource{Count: func() int { return 10000 },
		Make: func() fyne.CanvasObject { made++; return b.Line() },
		Fill: func(i int, o fyne.CanvasObject) { o.(*Line).Set(fmt.Sprint("Case ", i), "", "", NoSign) },
		Open: func(i int) { opened = i }})
	b.show(b.Page("Cases", b.Small("10 000")).Fill(rows.Scrolling()))
	b.w.Canvas().FocusNext()
	b.press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyReturn)
	if opened != 9998 {
		t.Errorf("opened %d", opened)
	}
	l := rows.rows[9998]
	if l == nil || l.content.(*Line).title.text != "Case 9998" {
		t.Fatalf("row %d is not shown: %d rows, offset %v of %v", rows.At(), len(rows.rows), rows.scroll.Offset, rows.scroll.Content.Size())
	}
	y, top := b.place(rows.scroll).Y, float32(9998)*rows.height()-rows.scroll.Offset.Y
	if top < 0 || top+rows.height() > rows.scroll.Size().Height {
		t.Errorf("current row at %v in a list at %v of %v", top, y, rows.scroll.Size())
	}
	b.press(fyne.KeyHome, fyne.KeyPageDown)
	if rows.At() < 5 {
		t.Errorf("a page is %d rows", rows.At())
	}
	test.Tap(rows.rows[rows.At()])
	if opened != rows.At() {
		t.Errorf("tap opened %d", opened)
	}
	if made > 60 {
		t.Errorf("%d rows made", made)
	}
	b.picture("list")
}

func TestOtherScriptsAreDrawn(t *testing.T) {
	app := test.NewTempApp(t)
	type call struct {
		text, lang string
		bold       bool
		width      int
	}
	var calls []call
	k := New(app, Options{Draw: func(text, lang string, bold bool, px float32, w int, _ color.Color, scale float32) image.Image {
		calls = append(calls, call{text, lang, bold, w})
		return image.NewRGBA(image.Rect(0, 0, int(120*scale), int(px*2*scale)))
	}})
	w := test.NewTempWindow(t, nil)
	k.Attach(w)
	arabic := k.Say("من يحتفظ بجواز سفرك؟", "ar", SayStyle{Size: 20, Bold: true})
	plainText := k.Say("Kush e mban pasaportën?", "sq", SayStyle{Native: true})
	body, name := k.Body("Łódź — Плевен, Αθήνα ‘1997’ €"), k.Body("አማርኛ")
	w.SetContent(k.Page("x", arabic, plainText, body, name))
	w.Resize(fyne.NewSize(800, 600))
	seen := map[string]bool{}
	for _, c := range calls {
		seen[c.text] = true
		if c.text == arabic.Text() && (c.lang != "ar" || !c.bold) {
			t.Errorf("drawn as %+v", c)
		}
	}
	if !seen[arabic.Text()] || !seen[name.Text()] || seen[plainText.Text()] || seen[body.Text()] {
		t.Errorf("drawn: %v", seen)
	}
	if h := arabic.Size().Height; h != 40 {
		t.Errorf("height %v", h)
	}
}

func TestSavedSlotNeverChangesItsWidth(t *testing.T) {
	b := start(t)
	p := b.Page("x")
	b.show(p)
	want := p.Saved().Size()
	for _, say := range []func(){func() { p.Saved().Set("Saved 22:41") }, func() { p.Saved().Fail("Not saved: the disk is full, make room and save again") }, func() { p.Saved().Set("") }} {
		say()
		if got := p.Saved().Size(); got != want || p.Saved().MinSize().Width != want.Width {
			t.Errorf("slot %v, want %v", got, want)
		}
	}
}
