package desktop

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// railPlaces are the entries of the rail, from the top.
var railPlaces = []struct {
	id string // words: nav.<id>
	to func() screen
}{
	{"today", func() screen { return &todayScreen{} }},
	{"cases", func() screen { return &casesScreen{} }},
	{"intake", func() screen { return &intakeStart{} }},
	{"leaflet", func() screen { return &leafletScreen{} }},
	{"settings", func() screen { return &settingsScreen{} }},
	{"help", func() screen { return &helpScreen{} }},
}

// shell puts the rail beside a screen.
func (d *Desktop) shell(content fyne.CanvasObject) fyne.CanvasObject {
	rail := &railLayout{kit: d.kit, bar: canvas.NewRectangle(d.kit.Color(kit.ColorAccent)), at: -1}
	objects := []fyne.CanvasObject{rail.bar}
	for i, p := range railPlaces {
		if p.id == d.here.place() {
			rail.at = i
		}
		objects = append(objects, d.kit.Link(d.t("nav."+p.id), func() { d.show(p.to()) }))
	}
	objects = append(objects, d.kit.Link(d.t("nav.lock"), d.lock))
	back := canvas.NewRectangle(d.kit.Color(kit.ColorSurface))
	line := canvas.NewRectangle(d.kit.Color(kit.ColorLine))
	line.SetMinSize(fyne.NewSize(1, 0))
	side := container.NewStack(back, container.NewBorder(nil, nil, nil, line, container.New(rail, objects...)))
	if d.back != "" {
		content = container.NewBorder(container.New(&noteLayout{d.kit}, d.kit.Small(d.back)), nil, nil, nil, content)
	}
	return container.NewBorder(nil, nil, side, nil, content)
}

// noteLayout gives the quiet line above a screen its margins.
type noteLayout struct{ kit *kit.Kit }

func (l *noteLayout) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, os[0].MinSize().Height+l.kit.Px(16))
}

func (l *noteLayout) Layout(os []fyne.CanvasObject, s fyne.Size) {
	os[0].Move(fyne.NewPos(l.kit.Px(32), l.kit.Px(12)))
	os[0].Resize(s.Subtract(fyne.NewSize(l.kit.Px(64), l.kit.Px(16))))
}

// railWidth is the width of the rail, in logical pixels at 100 %.
const railWidth = 136

// railLayout sets the entries of the rail one below the other, a bar beside
// the one that is shown, and the last, which locks, at the bottom.
type railLayout struct {
	kit *kit.Kit
	bar *canvas.Rectangle
	at  int
}

func (l *railLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.kit.Px(railWidth), l.kit.Px(200))
}

func (l *railLayout) Layout(os []fyne.CanvasObject, s fyne.Size) {
	px := l.kit.Px
	x, y, step := px(24), px(16), px(44)
	l.bar.Hidden = l.at < 0
	for i, o := range os[1:] {
		b := o.(*kit.Button)
		w := b.WidthFor(s.Width - x - px(8))
		h := b.HeightFor(w)
		if i == len(os)-2 {
			y = max(y, s.Height-px(16)-h)
		}
		b.Move(fyne.NewPos(x, y))
		b.Resize(fyne.NewSize(w, h))
		if i == l.at {
			l.bar.Move(fyne.NewPos(px(8), y+px(6)))
			l.bar.Resize(fyne.NewSize(px(4), h-px(12)))
		}
		y += max(step, h)
	}
}

// bind sets the keys that hold on every screen and the main menu: Fyne asks
// only the menu before a field that has the caret.
func (d *Desktop) bind() {
	d.kit.Keys.Window(
		kit.Binding{ID: "lock", Key: fyne.KeyL, Mod: fyne.KeyModifierControl, Always: true, Do: func() {
			if d.inside {
				d.lock()
			}
		}},
		kit.Binding{ID: "quit", Key: fyne.KeyQ, Mod: fyne.KeyModifierControl, Always: true, Do: d.quit},
		kit.Binding{ID: "find", Key: fyne.KeyF, Mod: fyne.KeyModifierControl, Do: d.unlocked(func() { d.show(&casesScreen{}) })},
		kit.Binding{ID: "today", Key: fyne.KeyT, Mod: fyne.KeyModifierControl, Do: d.unlocked(func() { d.show(&todayScreen{}) })},
		kit.Binding{ID: "new", Key: fyne.KeyN, Mod: fyne.KeyModifierControl, Do: d.unlocked(func() { d.show(&intakeStart{}) })},
		kit.Binding{ID: "help", Key: fyne.KeyF1, Do: d.unlocked(func() { d.show(&helpScreen{from: d.here.place()}) })},
		kit.Binding{ID: "keys", Key: fyne.KeySlash, Mod: fyne.KeyModifierControl, Do: d.unlocked(func() { d.show(&helpScreen{keys: true}) })},
		kit.Binding{ID: "save", Key: fyne.KeyS, Mod: fyne.KeyModifierControl, Do: d.kit.Primary},
		kit.Binding{ID: "cover", Key: fyne.KeyF9, Do: func() { d.kit.Cover("") }},
	)
	d.menu()
}

// menu builds the main menu in the language of the interface. While the desk
// is locked it does not say what the program does.
func (d *Desktop) menu() {
	item := func(id string) *fyne.MenuItem { return d.kit.Keys.Menu(id, d.t("menu."+id)) }
	quit := item("quit")
	quit.IsQuit = true
	if !d.inside {
		d.win.SetMainMenu(fyne.NewMainMenu(fyne.NewMenu(d.t("menu.desk"), quit)))
		return
	}
	d.win.SetMainMenu(fyne.NewMainMenu(
		fyne.NewMenu(d.t("menu.desk"), item("today"), item("find"), item("new"), fyne.NewMenuItemSeparator(), item("lock"), quit),
		fyne.NewMenu(d.t("menu.helpmenu"), item("help"), item("keys")),
	))
}

// unlocked guards what only an open desk has. It does not ask the desk itself,
// which is busy for a second while it opens.
func (d *Desktop) unlocked(do func()) func() {
	return func() {
		if d.inside {
			do()
		}
	}
}

// entered takes the desk's own settings into use after it was created or
// unlocked, starts the idle clock, and goes on where the person was.
func (d *Desktop) entered() {
	d.inside = true
	d.settle()
	next := d.after
	d.after = nil
	if next == nil {
		next = &todayScreen{}
	}
	d.back, d.note = d.note, ""
	d.show(next)
	d.back = ""
}

// settle applies language, look, text size and the idle clock.
func (d *Desktop) settle() {
	s := d.Desk.Settings()
	d.say = d.Words.Printer(s.Language)
	look, scale := systemLook(d.app), float32(1)
	switch s.Look {
	case "light":
		look = kit.Light
	case "dark":
		look = kit.Dark
	case "sunlight":
		look = kit.Sunlight
	}
	if s.Scale > 0 {
		scale = float32(s.Scale) / 100
	}
	d.kit.SetLook(look, scale)
	d.menu()
	minutes := s.LockAfter
	if minutes == 0 {
		minutes = 5
	}
	if d.kit.Idle != nil {
		d.kit.Idle.Stop()
	}
	d.kit.Idle = kit.NewIdle(kit.IdleOptions{
		After: time.Duration(minutes) * time.Minute,
		Cover: func() { d.kit.Cover("") }, Uncover: d.kit.Uncover,
		Lock: func() { d.lockWith(d.t("locked.at", words.Args{"Time": d.Now().Format("15:04")})) },
		Now:  d.Now,
	})
	d.kit.Idle.Start()
}

// first shows what a locked desk shows: the lock screen, or the first start
// where there is no desk yet.
func (d *Desktop) first() {
	if ok, err := d.Desk.Exists(); !ok && err == nil {
		d.show(&setupScreen{})
		return
	}
	d.show(&unlockScreen{})
}
