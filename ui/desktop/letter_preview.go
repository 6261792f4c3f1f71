package desktop

import (
	"errors"
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"onthaal/domain/casefile"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/paper"
)

// preview shows the pages of a letter as they will be printed, drawn from the
// same display list.
type preview struct {
	d     *Desktop
	make  func() (*paper.Sheet, error)
	sheet *paper.Sheet
	page  int
	zoom  int // per cent; at 100 the page is as wide as there is room

	picture *canvas.Image
	scroll  *container.Scroll
	status  *kit.Status
	pages   *kit.Text
	percent *kit.Button // how large the page is; as large as there is room again
	before  *kit.Button
	after   *kit.Button
	bar     *kit.Row
	whole   fyne.CanvasObject
	drawn   float32 // the width for which the picture was made
	scale   float32 // and how many pixels of the screen a logical one had then
	asked   int     // grows with every picture that was asked for
}

// zooms are the sizes of the page, per cent of the room.
var zooms = []int{50, 75, 100, 125, 150, 200}

func (d *Desktop) newPreview(sheet func() (*paper.Sheet, error)) *preview {
	v := &preview{d: d, make: sheet, zoom: 100, picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
	v.scroll = container.NewScroll(container.NewCenter(v.picture))
	v.status = d.kit.Status(kit.NoSign, "")
	v.pages, v.percent = d.kit.Small(""), d.kit.Link("100 %", func() { v.fit() })
	v.before = d.kit.Link(d.t("letter.pageBefore"), func() { v.turn(-1) })
	v.after = d.kit.Link(d.t("letter.pageAfter"), func() { v.turn(1) })
	smaller := d.kit.Button("−", func() { v.resize(-1) })
	larger := d.kit.Button("+", func() { v.resize(1) })
	for _, b := range []*kit.Button{v.before, v.after, smaller, larger} {
		b.Repeats = true
	}
	v.bar = d.kit.Row(8, v.before, v.pages, v.after, smaller, v.percent, larger)
	v.whole = container.New(&sheetLayout{d.kit, v}, v.scroll, v.status, v.bar)
	d.kit.Keys.Screen(
		kit.Binding{ID: "letter.pageBefore", Key: fyne.KeyPageUp, Do: func() { v.move(-1) }},
		kit.Binding{ID: "letter.pageAfter", Key: fyne.KeyPageDown, Do: func() { v.move(1) }},
		kit.Binding{ID: "smaller", Key: fyne.KeyMinus, Mod: fyne.KeyModifierControl, Do: func() { v.resize(-1) }},
		kit.Binding{ID: "larger", Key: fyne.KeyPlus, Mod: fyne.KeyModifierControl, Do: func() { v.resize(1) }},
		// Plus is Shift and another key on most keyboards, and works without.
		kit.Binding{ID: "larger", Key: fyne.KeyPlus, Mod: fyne.KeyModifierControl | fyne.KeyModifierShift, Do: func() { v.resize(1) }},
		kit.Binding{ID: "larger", Key: fyne.KeyEqual, Mod: fyne.KeyModifierControl, Do: func() { v.resize(1) }},
		kit.Binding{ID: "larger", Key: fyne.KeyEqual, Mod: fyne.KeyModifierControl | fyne.KeyModifierShift, Do: func() { v.resize(1) }},
		kit.Binding{ID: "fit", Key: fyne.Key0, Mod: fyne.KeyModifierControl, Do: func() { v.fit() }},
	)
	return v
}

// load composes and sets the letter, away from the main goroutine.
func (v *preview) load() {
	var sheet *paper.Sheet
	v.d.work(func() (err error) {
		sheet, err = v.make()
		return err
	}, func(err error) {
		if err != nil {
			sign := kit.SignOverdue
			if p := (casefile.Problem{}); errors.As(err, &p) && p.Key == notShown {
				sign = kit.SignSoon // nothing is wrong with the letter
			}
			v.status.Set(sign, v.d.say.Error(err))
			v.whole.Refresh()
			return
		}
		v.sheet, v.page = sheet, min(v.page, len(sheet.Pages)-1)
		v.status.Set(kit.NoSign, "")
		v.draw()
	})
}

// draw makes the picture of the page for the room that there is.
func (v *preview) draw() {
	if v.sheet == nil || len(v.sheet.Pages) == 0 {
		return
	}
	room := v.scroll.Size().Width - v.d.kit.Px(32)
	if room < 40 {
		return
	}
	scale := v.pixels()
	v.drawn, v.scale = v.scroll.Size().Width, scale
	page := &v.sheet.Pages[v.page]
	// As wide as so many whole pixels of the screen, which show one of the
	// picture each: so it is sharp.
	wide := float64(int(room * float32(v.zoom) / 100 * scale))
	dpi := wide / page.Width * 25.4
	v.asked++
	asked, sheet, at := v.asked, v.sheet, v.page
	var img image.Image
	v.d.work(func() error {
		img = v.d.Paper.Picture(sheet, at, dpi)
		return nil
	}, func(error) {
		if asked != v.asked {
			return
		}
		// What is in the middle stays there.
		was, room := v.picture.MinSize(), v.scroll.Size()
		now := fyne.NewSize(float32(img.Bounds().Dx())/scale, float32(img.Bounds().Dy())/scale)
		to := v.scroll.Offset
		if was.Width > 1 && was.Width != now.Width {
			by := now.Width / was.Width
			to = fyne.NewPos((to.X+room.Width/2)*by-room.Width/2, (to.Y+room.Height/2)*by-room.Height/2)
		}
		v.picture.Image = img
		v.picture.SetMinSize(now)
		v.picture.Refresh()
		v.pages.SetText(fmt.Sprintf("%d / %d", at+1, len(sheet.Pages)))
		v.percent.SetLabel(fmt.Sprintf("%d %%", v.zoom))
		v.before.Hidden, v.after.Hidden = at == 0, at+1 == len(sheet.Pages)
		v.whole.Refresh()
		v.scroll.Refresh()
		v.scroll.ScrollToOffset(fyne.NewPos(max(to.X, 0), max(to.Y, 0)))
	})
}

// pixels is how many pixels of the screen a logical one has.
func (v *preview) pixels() float32 {
	if s := v.d.win.Canvas().Scale(); s > 0 {
		return s
	}
	return 1
}

// fit makes the page as wide as there is room again.
func (v *preview) fit() {
	v.zoom = 100
	v.draw()
}

func (v *preview) turn(by int) {
	if v.sheet == nil {
		return
	}
	v.page = min(max(v.page+by, 0), len(v.sheet.Pages)-1)
	v.scroll.ScrollToTop()
	v.draw()
}

func (v *preview) resize(by int) {
	for i, z := range zooms {
		if z == v.zoom {
			v.zoom = zooms[min(max(i+by, 0), len(zooms)-1)]
			break
		}
	}
	v.draw()
}

// move scrolls by most of what is seen, and turns the page at its end.
func (v *preview) move(by float32) {
	before := v.scroll.Offset.Y
	v.scroll.ScrollToOffset(fyne.NewPos(v.scroll.Offset.X, before+by*v.scroll.Size().Height*0.8))
	if v.scroll.Offset.Y == before {
		v.turn(int(by))
	}
}

// sheetLayout gives the page all the room above the line of buttons.
type sheetLayout struct {
	kit *kit.Kit
	v   *preview
}

func (l *sheetLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.kit.Px(240), l.kit.Px(160))
}

func (l *sheetLayout) Layout(os []fyne.CanvasObject, s fyne.Size) {
	px := l.kit.Px
	scroll, status, bar := os[0], os[1].(*kit.Status), os[2].(*kit.Row)
	bh := bar.HeightFor(s.Width - px(32))
	bw := bar.WidthFor(s.Width - px(32))
	bar.Move(fyne.NewPos((s.Width-bw)/2, s.Height-bh-px(8)))
	bar.Resize(fyne.NewSize(bw, bh))
	scroll.Move(fyne.NewPos(0, px(16)))
	scroll.Resize(fyne.NewSize(s.Width, s.Height-bh-px(32)))
	status.Hidden = status.Text() == ""
	status.Move(fyne.NewPos(px(16), px(24)))
	status.Resize(fyne.NewSize(s.Width-px(32), status.HeightFor(s.Width-px(32))))
	if l.v.sheet != nil && (l.v.drawn != scroll.Size().Width || l.v.scale != l.v.pixels()) {
		l.v.draw()
	}
}

// roomForBoth says whether the form and the page fit side by side.
func roomForBoth(k *kit.Kit, width float32) bool { return width >= k.Px(760) }

// formBeside shows a form and the page beside each other, or, where there is no
// room for both, one of them with a way to the other; sheet says which.
func (d *Desktop) formBeside(form *kit.Page, v *preview, sheet *bool) fyne.CanvasObject {
	look := &beside{d: d, sheet: sheet, narrow: !roomForBoth(d.kit, d.win.Canvas().Size().Width-d.kit.Px(railWidth))}
	if look.narrow {
		turn := func(to bool) func() { return func() { *sheet = to; d.again() } }
		form.Add(d.kit.Link(d.t("letter.showPage"), turn(true)))
		v.bar.Set(append([]fyne.CanvasObject{d.kit.Link(d.t("letter.back"), turn(false))}, v.bar.Children()...)...)
	}
	return container.New(look, form, v.whole)
}

// beside sets the form at the left and the page at the right, or shows one of
// them where there is no room for both. It was built for one or the other: when
// the window changes so much, the screen is built anew.
type beside struct {
	d      *Desktop
	sheet  *bool // the page is shown where there is no room for both
	narrow bool
	stale  bool
}

func (l *beside) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.d.kit.Px(320), l.d.kit.Px(320))
}

func (l *beside) Layout(os []fyne.CanvasObject, s fyne.Size) {
	form, sheet := os[0], os[1]
	if narrow := !roomForBoth(l.d.kit, s.Width); narrow != l.narrow && !l.stale {
		l.stale = true
		turn := l.d.turn
		go l.d.Do(func() {
			if l.d.turn == turn {
				l.d.again()
			}
		})
	}
	if l.narrow {
		form.Hide()
		sheet.Hide()
		shown := form
		if *l.sheet {
			shown = sheet
		}
		shown.Show()
		place(shown, 0, 0, s.Width, s.Height)
		return
	}
	left := max(s.Width*0.52, l.d.kit.Px(420))
	place(form, 0, 0, left, s.Height)
	place(sheet, left, 0, s.Width-left, s.Height)
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
