package paper

import (
	"bytes"
	"image"
	"image/png"
	"testing"
)

// Preview and file show the same: a page drawn by the raster and the page of
// the PDF drawn by another program have their ink in the same places.
func TestPreviewIsWhatIsPrinted(t *testing.T) {
	const dpi = 100
	for name, d := range samples() {
		p := New()
		s := mustLayout(t, p, d)
		data, err := p.Write(s)
		if err != nil {
			t.Fatal(err)
		}
		out := tool(t, data, "pdftoppm", "-png", "-r", "100", "-f", "1", "-l", "1", "-")
		other, err := png.Decode(bytes.NewReader([]byte(out)))
		if err != nil {
			t.Fatal(err)
		}
		a, b := darkness(p.Picture(s, 0, dpi)), darkness(other)
		if a.w-b.w > 1 || b.w-a.w > 1 || a.h-b.h > 1 || b.h-a.h > 1 {
			t.Fatalf("%s: pages of %d×%d and %d×%d", name, a.w, a.h, b.w, b.h)
		}
		if lost := a.without(b); lost > 0.002 {
			t.Errorf("%s: %.2f %% of the preview's ink is not in the file", name, 100*lost)
		}
		if lost := b.without(a); lost > 0.002 {
			t.Errorf("%s: %.2f %% of the file's ink is not in the preview", name, 100*lost)
		}
	}
}

type ink struct {
	w, h int
	dark []bool
	some []bool // dark, or a touch of grey
}

func darkness(img image.Image) ink {
	b := img.Bounds()
	k := ink{b.Dx(), b.Dy(), make([]bool, b.Dx()*b.Dy()), make([]bool, b.Dx()*b.Dy())}
	for y := range k.h {
		for x := range k.w {
			r, _, _, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			k.dark[y*k.w+x] = r < 0x6000
			k.some[y*k.w+x] = r < 0xd800
		}
	}
	return k
}

// without is the part of the dark pixels that have nothing near in the other.
func (k ink) without(o ink) float64 {
	dark, lost := 0, 0
	for y := range k.h {
		for x := range k.w {
			if !k.dark[y*k.w+x] {
				continue
			}
			dark++
			near := false
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					px, py := x+dx, y+dy
					near = near || px >= 0 && py >= 0 && px < o.w && py < o.h && o.some[py*o.w+px]
				}
			}
			if !near {
				lost++
			}
		}
	}
	return float64(lost) / float64(max(dark, 1))
}
