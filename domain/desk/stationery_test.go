package desk_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/document"
	"onthaal/domain/letter"
)

// What is set for the centre's letters is on all of them from then on, also
// after the desk was locked; letters that were issued stay as they are.
func TestLetterheadIsOnAllLettersFromThenOn(t *testing.T) {
	b, ctx := bench(t, desk.Settings{}), context.Background()
	id, _ := rich(t, b)
	before, err := b.IssueLetter(ctx, id, "L01")
	if err != nil {
		t.Fatal(err)
	}
	s := b.Settings()
	s.Letterhead, s.Window, s.PrintRight, s.PrintDown = "info@voorbeeld.invalid\n\n BE00 0000 ", "left", -1.5, 2
	if err := b.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 40, 10))); err != nil {
		t.Fatal(err)
	}
	if err := b.SetLogo(ctx, logo.Bytes()); err != nil {
		t.Fatal(err)
	}
	reopen(t, b, desktest.Passphrase)
	for _, kind := range []string{"L02", "L11"} {
		d, err := b.PreviewLetter(ctx, id, kind, "")
		if err != nil {
			t.Fatal(err)
		}
		if d.Logo == nil || !bytes.Equal(d.Logo.Data, logo.Bytes()) || d.Envelope != (document.Envelope{Left: true, Right: -1.5, Down: 2}) {
			t.Errorf("%s has %v, %+v", kind, d.Logo, d.Envelope)
		}
		said := ""
		for _, l := range d.Sender {
			said += l.String() + "|"
		}
		if !strings.HasSuffix(said, "|info@voorbeeld.invalid|BE00 0000|") {
			t.Errorf("the letterhead of %s says %q", kind, said)
		}
	}
	after, err := b.IssuedLetter(ctx, id, 1)
	if err != nil || !bytes.Equal(after.PDF, before.PDF) {
		t.Errorf("the issued letter changed: %v", err)
	}
	if err := b.SetLogo(ctx, nil); err != nil || b.Logo() != nil {
		t.Errorf("the logo stays: %v", err)
	}
}

func TestLetterheadKeepsItsBounds(t *testing.T) {
	b, ctx := bench(t, desk.Settings{}), context.Background()
	for name, c := range map[string]struct {
		change func(*desk.Settings)
		path   string
	}{
		"too far right":    {func(s *desk.Settings) { s.PrintRight = 5.01 }, "printRight"},
		"too far up":       {func(s *desk.Settings) { s.PrintDown = -6 }, "printDown"},
		"no number":        {func(s *desk.Settings) { s.PrintDown = math.NaN() }, "printDown"},
		"no such window":   {func(s *desk.Settings) { s.Window = "top" }, "window"},
		"too many lines":   {func(s *desk.Settings) { s.Letterhead = "a\nb\nc\nd\ne" }, "letterhead"},
		"too long a line":  {func(s *desk.Settings) { s.Letterhead = strings.Repeat("x", 81) }, "letterhead"},
		"a control letter": {func(s *desk.Settings) { s.Letterhead = "a\x07" }, "letterhead"},
	} {
		s := b.Settings()
		c.change(&s)
		var ps casefile.Problems
		if err := b.SetSettings(ctx, s); !errors.As(err, &ps) || ps[0].Path != c.path {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := b.Settings()
	s.PrintRight, s.PrintDown, s.Letterhead = 5, -5, "a\nb\nc\nd\n"
	if err := b.SetSettings(ctx, s); err != nil {
		t.Errorf("what is allowed: %v", err)
	}
}

// A logo is a PNG file of a size that a letterhead can show.
func TestLogoIsASmallPNGFile(t *testing.T) {
	b, ctx := bench(t, desk.Settings{}), context.Background()
	encoded := func(w, h int) []byte {
		var f bytes.Buffer
		if err := png.Encode(&f, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
			t.Fatal(err)
		}
		return f.Bytes()
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 10)), nil); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"nothing": {}, "text": []byte("a logo"), "JPEG": photo.Bytes(), "too wide": encoded(3001, 1), "too high": encoded(1, 3001),
		"too large": append(encoded(40, 10), make([]byte, 256<<10)...),
	} {
		if err := b.SetLogo(ctx, data); key(err) != "problem.logo" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := b.SetLogo(ctx, encoded(3000, 100)); err != nil {
		t.Errorf("a wide one: %v", err)
	}
}

// What no typeface has is refused where it is typed, by its characters; what
// was typed before it was looked at blocks the letters, and says where it is.
func TestWhatCannotBePrintedIsNotTakenIntoTheLetterhead(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	s := b.Settings()
	s.Letterhead = "post@voorbeeld.invalid\nIedereen welkom ☺"
	if err := b.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	b.Paper.Lacks = '☺' // a program with fewer typefaces
	for _, kind := range []string{"L01", "L02"} {
		if l := state(t, b, id, kind); l.State != letter.Blocked || len(l.Missing) != 1 || l.Missing[0].String() != "letterhead.glyph" || l.Missing[0].Step != letter.AtSettings {
			t.Errorf("%s is %s, missing %v", kind, l.State, l.Missing)
		}
	}
	s.PrintDown = 1
	if err := b.SetSettings(ctx, s); err != nil {
		t.Errorf("another setting cannot be changed: %v", err)
	}
	for path, change := range map[string]func(*desk.Settings){
		"letterhead": func(s *desk.Settings) { s.Letterhead = "☺" },
		"signatory":  func(s *desk.Settings) { s.Signatory = "Els ☺" },
		"counsellor": func(s *desk.Settings) { s.Counsellor = "Els ☺" },
	} {
		x := s
		change(&x)
		err := b.SetSettings(ctx, x)
		var found casefile.Problems
		if !errors.As(err, &found) || len(found) != 1 || found[0].Path != path || found[0].Key != "problem.glyph" {
			t.Errorf("%s: %v", path, err)
		}
	}
}
