package paper

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// drawing is a picture of so many pixels in which no two corners are alike.
func drawing(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.NRGBA{uint8(255 * x / w), uint8(255 * y / h), 60, 255})
		}
	}
	return img
}

func asPNG(img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// asJPEG is a photograph as a telephone makes it: where it was taken stands
// beside the pixels.
func asJPEG(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	const exif = "Exif\x00\x00 50.8503 N 4.3517 E"
	return slices.Concat(b.Bytes()[:2], []byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, []byte(exif), b.Bytes()[2:])
}

// illustrated is a letter with a logo and a photograph.
func illustrated() *document.Document {
	d := dutch()
	d.Logo = &document.Picture{Data: asPNG(drawing(600, 200)), Alt: "Logo van De Brug"}
	d.Blocks = append(d.Blocks, document.Block{Kind: document.Image, Text: document.T("Bijlage 2: pasfoto"),
		Picture: &document.Picture{Data: asJPEG(drawing(900, 1200)), Alt: "Pasfoto van de betrokkene", Width: 35, Height: 45}})
	return d
}

func TestPicturesAreInTheFileWithWhatTheyShow(t *testing.T) {
	d := illustrated()
	p := New()
	s := mustLayout(t, p, d)
	data, err := p.Write(s)
	if err != nil {
		t.Fatal(err)
	}
	if list := tool(t, data, "pdfimages", "-list", "-"); strings.Count(list, "\n") != 2+2 || !strings.Contains(list, "jpeg") {
		t.Errorf("pictures in the file:\n%s", list)
	}
	if tree := tool(t, data, "pdfinfo", "-struct", "-"); strings.Count(tree, "Figure") != 2 || strings.Count(tree, "/Alt") != 0 {
		t.Errorf("the tree is\n%s", tree)
	}
	for _, alt := range []string{d.Logo.Alt, "Pasfoto van de betrokkene"} {
		hex := "<feff"
		for _, r := range alt {
			hex += "00" + string("0123456789abcdef"[r>>4]) + string("0123456789abcdef"[r&15])
		}
		if !bytes.Contains(data, []byte("/Alt "+hex+">")) {
			t.Errorf("nobody says %q", alt)
		}
	}
	if again, err := New().PDF(illustrated()); err != nil || !bytes.Equal(again, data) {
		t.Errorf("the same pictures, other bytes: %v", err)
	}
	if bytes.Contains(data, []byte("50.8503")) {
		t.Error("the file says where the photograph was taken")
	}
	photo := s.Pages[len(s.Pages)-1].Pictures
	if len(photo) == 0 || photo[len(photo)-1].Width > 35.001 || photo[len(photo)-1].Height > 45.001 || photo[len(photo)-1].Width < 33 {
		t.Errorf("the photograph is placed at %+v", photo)
	}
	if logo := s.Pages[0].Pictures[0]; logo.Height > logoHeight+0.001 || logo.X+logo.Width > 100 || logo.Y+logo.Height > 50 {
		t.Errorf("the logo lies at %+v", logo)
	}
	if n := len(photo[len(photo)-1].Image.File); n > 60_000 {
		t.Errorf("a photograph of 35 × 45 mm takes %d bytes", n)
	}
}

func TestPicturesThatCannotBePrintedAreRefused(t *testing.T) {
	good := asPNG(drawing(10, 10))
	gif := append([]byte("GIF89a"), good...)
	for name, p := range map[string]*document.Picture{
		"none":         nil,
		"empty":        {Alt: "x", Width: 10, Height: 10},
		"text":         {Data: []byte("%PDF-1.7"), Alt: "x", Width: 10, Height: 10},
		"gif":          {Data: gif, Alt: "x", Width: 10, Height: 10},
		"cut":          {Data: good[:len(good)-20], Alt: "x", Width: 10, Height: 10},
		"unsaid":       {Data: good, Width: 10, Height: 10},
		"no room":      {Data: good, Alt: "x"},
		"large":        {Data: make([]byte, document.MostBytes+1), Alt: "x", Width: 10, Height: 10},
		"many pixels":  {Data: huge(good), Alt: "x", Width: 10, Height: 10},
		"other width":  {Data: good, Alt: "x", Width: -1, Height: 10},
		"not a number": {Data: good, Alt: "x", Width: 10, Height: -1},
	} {
		d := dutch()
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Image, Picture: p})
		if _, err := New().Layout(d); !errors.Is(err, document.ErrPicture) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// huge says in a PNG's head that it has 60,000 × 60,000 pixels.
func huge(file []byte) []byte {
	out := bytes.Clone(file)
	copy(out[16:], []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60})
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}

// What shows through a picture is the paper.
func TestPicturesAreOpaque(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	out, w, h, err := picture(&document.Picture{Data: asPNG(img), Alt: "x"}, 20, 10)
	if err != nil || w != 10 || h != 10 || !out.Pixels.Opaque() || out.Pixels.RGBAAt(1, 1) != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("%v, %g × %g, %v", err, w, h, out)
	}
}

// A photograph stands upright however the camera was held. The numbers are
// those of Exif: where the pixel at the top left of the file belongs.
func TestPhotographsStandUpright(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 16))
	for y := range 16 {
		for x := range 32 {
			img.Set(x, y, color.White)
			if x < 8 && y < 8 {
				img.Set(x, y, color.Black)
			}
		}
	}
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{0: "top left", 1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left",
		5: "top left", 6: "top right", 7: "bottom right", 8: "bottom left", 9: "top left"} {
		for name, exif := range map[string][]byte{
			"big end first":    {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(n), 0, 0},
			"little end first": {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, byte(n), 0, 0, 0},
		} {
			exif = slices.Concat([]byte("Exif\x00\x00"), exif)
			file := slices.Concat(plain.Bytes()[:2], []byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif, plain.Bytes()[2:])
			out, w, h, err := picture(&document.Picture{Data: file, Alt: "x"}, 32, 32)
			if err != nil {
				t.Fatal(err)
			}
			if high := n >= 5 && n <= 8; (h > w) != high {
				t.Errorf("%d, %s: %g × %g mm", n, name, w, h)
			}
			got := ""
			size := out.Pixels.Rect.Size()
			for corner, at := range map[string]image.Point{"top left": {1, 1}, "top right": {size.X - 2, 1}, "bottom left": {1, size.Y - 2}, "bottom right": {size.X - 2, size.Y - 2}} {
				if out.Pixels.RGBAAt(at.X, at.Y).R < 100 {
					got += corner
				}
			}
			if got != want {
				t.Errorf("%d, %s: black is %s, want %s", n, name, got, want)
			}
		}
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add(asJPEG(drawing(2, 2)))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x16Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if n := orientation(file); n < 1 || n > 8 {
			t.Errorf("orientation %d", n)
		}
	})
}

// A page of photographs begins behind the letter, whatever room is left; small
// print that ends the letter is not alone for that; and a photograph is set as
// one, whatever its file is.
func TestPhotographsBeginAPageOfTheirOwn(t *testing.T) {
	short := func() *document.Document { // half a page is free
		d := dutch()
		d.Blocks = slices.Concat(d.Blocks[:3], d.Blocks[len(d.Blocks)-2:])
		return d
	}
	d := short()
	d.Blocks = append(d.Blocks, document.Block{Kind: document.Heading, Level: 2, NewPage: true, Text: document.T("Bijlage: foto’s")})
	one := asPNG(drawing(900, 1200))
	for range 3 {
		d.Blocks = append(d.Blocks, document.Block{Kind: document.Image, Text: document.T("Foto 1 bij K7M-204S-2"),
			Picture: &document.Picture{Data: one, Alt: "Foto 1 bij K7M-204S-2", Width: 60, Height: 80, Photo: true}})
	}
	plain, err := New().Layout(short())
	if err != nil {
		t.Fatal(err)
	}
	s, err := New().Layout(d)
	if err != nil {
		t.Fatal(err)
	}
	own := len(plain.Pages)
	line := short()
	line.Blocks = append(line.Blocks, document.Block{Kind: document.Paragraph, NewPage: true, Text: document.T("Bijlage")})
	if s, err := New().Layout(line); err != nil || len(s.Pages) != own+1 {
		t.Errorf("a line that begins a page stands on the letter's: %v", err)
	}
	if len(s.Pages) != own+2 || len(s.Pages[own-1].Pictures) != 0 || len(s.Pages[own].Pictures) != 2 || len(s.Pages[own+1].Pictures) != 1 {
		t.Fatalf("%d pages, of which %d are the letter's", len(s.Pages), own)
	}
	for i := range plain.Pages[0].Words { // the letter itself is set as without them, but for the number of pages
		if a, b := plain.Pages[0].Words[i], s.Pages[0].Words[i]; a.Part != sheet.PageNo && (a.X != b.X || a.Y != b.Y) {
			t.Errorf("%v moved", a.Part)
		}
	}
	if p := s.Pages[own].Pictures[0]; !p.Image.JPEG || p.Width > 60.001 || p.Height > 80.001 {
		t.Errorf("%v by %v mm, JPEG %v", p.Width, p.Height, p.Image.JPEG)
	}
}

// The list of enclosures and the copies are not alone on a page, however the
// lines fall: the signature comes along, and with it the end of the letter.
func TestSmallPrintIsNeverAloneOnAPage(t *testing.T) {
	for extra := range 40 {
		for _, photos := range []bool{false, true} {
			d := dutch()
			d.Blocks = append(slices.Repeat([]document.Block{{Kind: document.Paragraph, Text: document.T("Nog een regel.")}}, extra), d.Blocks...)
			d.Blocks = append(d.Blocks,
				document.Block{Kind: document.Note, Keep: true, Text: document.T("Bijlagen:"), Items: []document.Text{document.T("Pasfoto"), document.T("Proces-verbaal")}},
				document.Block{Kind: document.Note, Text: document.T("Kopie aan: Politie Voorbeeldstad")})
			if photos {
				d.Blocks = append(d.Blocks, document.Block{Kind: document.Heading, Level: 2, NewPage: true, Text: document.T("Bijlage: foto")})
			}
			s, err := New().Layout(d)
			if err != nil {
				t.Fatal(err)
			}
			for n, p := range s.Pages {
				notes, others := 0, 0
				for _, w := range p.Words {
					switch {
					case w.Block < 0 || w.Part == sheet.PageNo:
					case d.Blocks[w.Block].Kind == document.Note:
						notes++
					default:
						others++
					}
				}
				if notes > 0 && others == 0 {
					t.Errorf("with %d lines more, photographs %v, page %d has small print alone", extra, photos, n+1)
				}
			}
		}
	}
}
