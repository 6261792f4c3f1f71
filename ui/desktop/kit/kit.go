package kit

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Drawer draws text of any script, wrapped at widthPx (0: one line). Sizes are logical pixels; the image comes back scale times
// as large, so that it is sharp on the screen.
type Drawer func(text, lang string, bold bool, sizePx float32, widthPx int, col color.Color, scale float32) image.Image

// Options are what a Kit needs from outside.
type Options struct {
	Regular, Bold []byte // TrueType faces for Latin, Cyrillic and Greek; Fyne's own when nil
	Draw          Drawer // draws every other script; without it such text is left to Fyne
	Look          Look
	Scale         float32          // 1 to 2; 1 when zero
	Now           func() time.Time // for double clicks; time.Now when nil
}

// Kit makes the widgets of one desk and holds what they share: look, key table, idle clock. One Kit serves one window.
type Kit struct {
	Keys *Keys
	Idle *Idle // set by whoever locks; may stay nil

	app   fyne.App
	theme *Theme
	draw  Drawer
	now   func() time.Time
	win   fyne.Window
	cover *cover
	main  *Button // the main act of the page that is shown
	open  []*Panel
	pick  *pickList
}

// New makes the kit and puts its theme on the app.
func New(app fyne.App, o Options) *Kit {
	k := &Kit{Keys: &Keys{}, app: app, draw: o.Draw, now: o.Now}
	k.Keys.touch = k.Touch
	if k.now == nil {
		k.now = time.Now
	}
	k.theme = &Theme{base: theme.DefaultTheme(), look: o.Look, scale: clampScale(o.Scale)}
	// Faces are cached by resource: built once, kept for ever.
	if o.Regular != nil {
		k.theme.regular = fyne.NewStaticResource("desk-regular.ttf", o.Regular)
	}
	if o.Bold != nil {
		k.theme.bold = fyne.NewStaticResource("desk-bold.ttf", o.Bold)
	}
	app.Settings().SetTheme(k.theme)
	return k
}

// Attach binds the kit to its window: keys that no widget took come to the table.
func (k *Kit) Attach(w fyne.Window) {
	k.win = w
	w.SetPadded(false)
	k.Keys.attach(w.Canvas())
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		k.Touch()
		k.Keys.Do(e.Name, 0)
	})
}

// Primary does the main act of the page that is shown, for a key that saves from anywhere on it. Leave it out with Leave
// when another screen is built.
func (k *Kit) Primary() {
	if k.main != nil {
		k.main.act()
	}
}

// Leave forgets the main act of a page that is left.
func (k *Kit) Leave() { k.main = nil }

// Theme is the kit's theme, for what is not made by the kit.
func (k *Kit) Theme() *Theme { return k.theme }

// Look and Scale tell the present look and scale.
func (k *Kit) Look() Look { return k.theme.look }

// Scale tells the present scale, 1 to 2.
func (k *Kit) Scale() float32 { return k.theme.scale }

// SetLook changes the look and the scale (1 to 2) of everything on the screen at once.
func (k *Kit) SetLook(l Look, scale float32) {
	k.theme.look, k.theme.scale = l, clampScale(scale)
	k.app.Settings().SetTheme(k.theme)
	if k.win == nil {
		return
	}
	// Sizes have changed, not only colours: lay everything out anew.
	if c := k.win.Content(); c != nil {
		k.relayout(c)
		c.Refresh()
	}
	for _, o := range k.win.Canvas().Overlays().List() {
		k.relayout(o)
		o.Refresh()
	}
}

// Touch tells the idle clock that somebody is there. All widgets of the kit call it on every key and tap.
func (k *Kit) Touch() {
	if k.Idle != nil {
		k.Idle.Touch()
	}
}

// Color gives a colour of the present look.
func (k *Kit) Color(n fyne.ThemeColorName) color.Color { return k.theme.Color(n, 0) }

// Px scales a length of the grid (8, 16, 24, 32 …) to the present scale.
func (k *Kit) Px(v float32) float32 { return v * k.theme.scale }

func clampScale(s float32) float32 {
	if s == 0 {
		return 1
	}
	return min(max(s, 1), 2)
}

// canvas is where the kit's window draws.
func (k *Kit) canvas() fyne.Canvas {
	if k.win == nil {
		return nil
	}
	return k.win.Canvas()
}

func (k *Kit) focus(o fyne.Focusable) {
	if c := k.canvas(); c != nil {
		c.Focus(o)
	}
}
