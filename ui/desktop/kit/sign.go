package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Sign is one of the few signs of the desk. They are drawn, so that no font can lack them.
type Sign int

// The signs: ■ overdue or problem, ▲ soon, ✓ done, and the arrows of the controls.
const (
	NoSign Sign = iota
	SignOverdue
	SignSoon
	SignDone
	signBack
	signOpen
	signDown
)

var signPaths = map[Sign]string{
	SignOverdue: `<rect x="2" y="2" width="12" height="12" fill="%[1]s"/>`,
	SignSoon:    `<path d="M8 1.5 L15 14 L1 14 Z" fill="%[1]s"/>`,
	SignDone:    `<path d="M2.5 8.5 L6.3 12.3 L13.5 3.8" fill="none" stroke="%[1]s" stroke-width="2.2"/>`,
	signBack:    `<path d="M10.5 2.5 L5 8 L10.5 13.5" fill="none" stroke="%[1]s" stroke-width="2"/>`,
	signOpen:    `<path d="M5.5 2.5 L11 8 L5.5 13.5" fill="none" stroke="%[1]s" stroke-width="2"/>`,
	signDown:    `<path d="M2.5 5.5 L8 11 L13.5 5.5" fill="none" stroke="%[1]s" stroke-width="2"/>`,
}

// signWidget shows a sign; a plain widget so that it follows a change of look.
type signWidget struct {
	widget.BaseWidget
	kit  *Kit
	sign Sign
	ink  fyne.ThemeColorName
	img  *canvas.Image
}

// Sign makes a sign in the colour of its meaning, as large as a small text. Never show one without a word beside it.
func (k *Kit) Sign(s Sign) fyne.CanvasObject { return k.sign(s, signInk(s)) }

func signInk(s Sign) fyne.ThemeColorName {
	switch s {
	case SignOverdue:
		return ColorOverdue
	case SignSoon:
		return ColorSoon
	case SignDone:
		return ColorDone
	}
	return ColorQuiet
}

func (k *Kit) sign(s Sign, ink fyne.ThemeColorName) *signWidget {
	w := &signWidget{kit: k, sign: s, ink: ink, img: &canvas.Image{FillMode: canvas.ImageFillContain}}
	w.ExtendBaseWidget(w)
	w.load()
	return w
}

func (w *signWidget) set(s Sign, ink fyne.ThemeColorName) {
	w.sign, w.ink = s, ink
	w.load()
}

// WidthFor keeps a sign from stretching.
func (w *signWidget) WidthFor(float32) float32 { return w.kit.Px(14) }

func (w *signWidget) load() {
	p, ok := signPaths[w.sign]
	if !ok {
		w.img.Resource = nil
		return
	}
	c := color.NRGBAModel.Convert(w.kit.Color(w.ink)).(color.NRGBA)
	hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	name := fmt.Sprintf("desk-sign-%d-%s.svg", w.sign, hex[1:])
	if w.img.Resource != nil && w.img.Resource.Name() == name {
		return
	}
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">`+p+`</svg>`, hex)
	w.img.Resource = fyne.NewStaticResource(name, []byte(svg))
	w.img.Refresh()
}

func (w *signWidget) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: w, objects: these(w.img), refresh: w.load,
		layout: func(s fyne.Size) { w.img.Resize(s) },
		min:    func() fyne.Size { return fyne.NewSquareSize(w.kit.Px(14)) },
	}
}
