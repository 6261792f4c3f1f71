package raster

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

func ink(img *image.RGBA) (box image.Rectangle, sum int) {
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			if a := img.RGBAAt(x, y).A; a > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
				sum += int(a)
			}
		}
	}
	return box, sum
}

func TestTextIsDrawnInEveryScript(t *testing.T) {
	r := New(text.New())
	for lang, s := range map[string]string{
		"nl": "Élan", "vi": "Nguyễn", "ru": "Щука", "ar": "محمد", "he": "שלום", "hy": "Հայ",
		"ka": "ქართ", "am": "ኢትዮ", "hi": "हिन्दी", "bn": "বাংলা", "pa": "ਪੰਜਾਬੀ", "th": "ภาษา",
	} {
		for _, rtl := range []bool{false, true} {
			st := Style{Width: 200, Size: 20, Lang: lang, RTL: rtl, Ink: color.RGBA{0x80, 0, 0, 0xff}}
			img := r.Text([]text.Span{{Text: s}}, st)
			size, longest := r.Measure([]text.Span{{Text: s}}, st)
			if img.Rect.Size() != size {
				t.Errorf("%s: picture is %v, measured %v", lang, img.Rect.Size(), size)
			}
			box, sum := ink(img)
			if sum < 20*255 {
				t.Errorf("%s: hardly any ink", lang)
			}
			if box.Min.Y == 0 || box.Max.Y == size.Y {
				t.Errorf("%s: the ink %v reaches the edge of %v", lang, box, size)
			}
			if rtl && box.Max.X < 190 || !rtl && box.Min.X > 10 || box.Dx() > longest {
				t.Errorf("%s, from the right %v: the ink is at %v, its width %d", lang, rtl, box, longest)
			}
			if c := img.RGBAAt(box.Min.X, box.Min.Y); c.G != 0 || c.B != 0 {
				t.Errorf("%s: a colour that was not asked for: %v", lang, c)
			}
		}
	}
}

// Marks that stand on one another are drawn whole on the screen too, but for a
// pile that would fill it.
func TestPiledMarksHaveTheirHeightOnTheScreen(t *testing.T) {
	r := New(text.New())
	draw := func(marks int) (img *image.RGBA, box image.Rectangle) {
		img = r.Text([]text.Span{{Text: "o" + strings.Repeat("\u0301", marks)}}, Style{Size: 20})
		box, _ = ink(img)
		return img, box
	}
	_, before := draw(3)
	for marks := 5; marks <= 9; marks += 2 { // a mark is a fifth of an em high
		_, box := draw(marks)
		if box.Dy() < before.Dy()+8 {
			t.Errorf("%d marks: %v, with two fewer %v", marks, box, before)
		}
		before = box
	}
	if img, _ := draw(127); img.Rect.Dy() > 5*20 {
		t.Errorf("127 marks: %v", img.Rect)
	}
}

func TestTextWrapsInItsWidth(t *testing.T) {
	r := New(text.New())
	spans := []text.Span{{Text: "Een naam die veel te lang is voor een regel van deze breedte, Wolfeschlegelsteinhausenbergerdorff"}}
	one, longest := r.Measure(spans, Style{Size: 15})
	if one.X != longest {
		t.Errorf("a picture as wide as its text is %d, not %d", one.X, longest)
	}
	for _, width := range []int{60, 150, 300} {
		size, longest := r.Measure(spans, Style{Size: 15, Width: width})
		if size.X != width || longest > width || size.Y <= one.Y {
			t.Errorf("width %d: %v, longest line %d", width, size, longest)
		}
	}
	if a, b := r.Text(spans, Style{Size: 15}), r.Text(spans, Style{Size: 15, Bold: true}); a.Rect.Dx() >= b.Rect.Dx() {
		t.Error("bold is not wider")
	}
	if img := r.Text(nil, Style{Size: 15, Width: 10}); img.Rect.Dy() != 0 {
		t.Errorf("no text has height %d", img.Rect.Dy())
	}
}

func TestPageIsWhiteWithBlackInk(t *testing.T) {
	fonts := text.New()
	p := fonts.Set([]text.Span{{Text: "Onthaal"}}, text.How{Lang: "nl"})
	page := &sheet.Page{Width: 100, Height: 50,
		Rules: []sheet.Rule{{X1: 10, Y1: 40, X2: 90, Y2: 40, Thick: 0.15, Ink: 150}},
		Words: []sheet.Words{{Line: p.Lines[0], X: 10, Y: 20, Size: 20}}}
	img := New(fonts).Page(page, 254) // 10 pixels to a millimetre
	if img.Rect.Size() != image.Pt(1000, 500) {
		t.Fatalf("the picture is %v", img.Rect.Size())
	}
	if img.RGBAAt(5, 5) != (color.RGBA{255, 255, 255, 255}) {
		t.Error("the paper is not white")
	}
	if got := img.RGBAAt(500, 400); got != (color.RGBA{150, 150, 150, 255}) {
		t.Errorf("the rule is %v", got)
	}
	var box image.Rectangle
	for y := range 300 {
		for x := range 1000 {
			if img.RGBAAt(x, y).R < 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	em := 20 * sheet.PerPoint * 10
	want := image.Rect(100+int(0.06*em), 200-int(0.76*em), 100+int(p.Lines[0].Width*em-0.08*em), 200+int(0.012*em))
	if d := box.Sub(want.Min); d.Min.X > 2 || d.Min.X < -2 || d.Min.Y > 3 || d.Min.Y < -3 || box.Max.X-want.Max.X > 2 || want.Max.X-box.Max.X > 4 {
		t.Errorf("the word is at %v, want about %v", box, want)
	}
}

func TestMasksDoNotGrowWithoutEnd(t *testing.T) {
	r := New(text.New())
	for size := 8.0; size < 400; size += 2 {
		r.Text([]text.Span{{Text: "Abcdefghijklmnopqrstuvwxyz0123456789"}}, Style{Size: size})
	}
	if r.bytes > most+(1<<20) {
		t.Errorf("%d bytes of masks are kept", r.bytes)
	}
}
