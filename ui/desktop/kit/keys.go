package kit

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Binding is one line of the key table.
type Binding struct {
	ID  string // names the act for the map of keys (Ctrl+/) and for Menu; never shown as it stands
	Key fyne.KeyName
	Mod fyne.KeyModifier // 0 for function keys and Escape
	Do  func()
	// Always keeps the binding alive while a panel is open: for locking and covering.
	Always bool
}

// Keys is the one table of keys of a window. Every widget of the kit asks it before it uses a key itself, so a binding
// works with the caret in a field. Window bindings last; screen bindings are replaced by each screen and win over them.
// A panel parks both except those marked Always.
type Keys struct {
	window, screen []Binding
	parked         [][]Binding
	canvases       []fyne.Canvas
	shortcuts      map[string]bool
	touch          func() // the idle clock
}

// Window sets the bindings that hold on every screen.
func (k *Keys) Window(bs ...Binding) { k.window = check(bs); k.register(bs) }

// Screen replaces the bindings of the screen that is left by those of the screen that is shown.
func (k *Keys) Screen(bs ...Binding) { k.screen = check(bs); k.register(bs) }

// Active lists the bindings that would act now, for the map of keys.
func (k *Keys) Active() []Binding {
	if n := len(k.parked); n > 0 {
		out := append([]Binding(nil), k.parked[n-1]...)
		for _, b := range append(append([]Binding(nil), k.screen...), k.window...) {
			if b.Always {
				out = append(out, b)
			}
		}
		return out
	}
	return append(append([]Binding(nil), k.screen...), k.window...)
}

// Do runs the binding of this key and says whether there was one.
func (k *Keys) Do(key fyne.KeyName, mod fyne.KeyModifier) bool {
	for _, b := range k.Active() {
		if b.Key == key && b.Mod == mod {
			if b.Do != nil {
				b.Do()
			}
			return true
		}
	}
	return false
}

// Menu makes the main menu's item for a binding, with its shortcut beside it. Fyne asks the main menu before any widget and
// stops there, so the act runs once; it runs through the table, so that an open panel parks it too. The binding must have been set before.
func (k *Keys) Menu(id, label string) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, nil)
	for _, b := range append(append([]Binding(nil), k.screen...), k.window...) {
		if b.ID == id {
			key, mod := b.Key, b.Mod
			item.Action = func() { call(k.touch); k.Do(key, mod) }
			if mod != 0 {
				item.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: mod}
			}
			return item
		}
	}
	panic("kit: menu item for unknown binding " + id)
}

// shortcut runs the binding of a shortcut, if it has one.
func (k *Keys) shortcut(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	return ok && k.Do(c.KeyName, c.Modifier)
}

// park hides all bindings but these until the returned function is called.
func (k *Keys) park(bs ...Binding) (unpark func()) {
	k.parked = append(k.parked, check(bs))
	depth := len(k.parked)
	return func() {
		if len(k.parked) >= depth {
			k.parked = k.parked[:depth-1]
		}
	}
}

// attach lets a canvas hand over what no focused widget took.
func (k *Keys) attach(c fyne.Canvas) {
	k.canvases = append(k.canvases, c)
	k.shortcuts = nil
	k.register(k.window)
	k.register(k.screen)
}

func (k *Keys) register(bs []Binding) {
	if k.shortcuts == nil {
		k.shortcuts = map[string]bool{}
	}
	for _, b := range bs {
		s := &desktop.CustomShortcut{KeyName: b.Key, Modifier: b.Mod}
		if b.Mod == 0 || k.shortcuts[s.ShortcutName()] {
			continue
		}
		k.shortcuts[s.ShortcutName()] = true
		for _, c := range k.canvases {
			c.AddShortcut(s, func(fyne.Shortcut) { call(k.touch); k.Do(s.KeyName, s.Modifier) })
		}
	}
}

// check refuses single characters: they would be taken away from every field (WCAG 2.1.4).
func check(bs []Binding) []Binding {
	for _, b := range bs {
		name := string(b.Key)
		single := len(name) == 1 || strings.HasPrefix(name, "KP_") || b.Key == fyne.KeySpace
		if single && b.Mod&^fyne.KeyModifierShift == 0 {
			panic(fmt.Sprintf("kit: binding %s: the key %s needs a modifier", b.ID, name))
		}
	}
	return bs
}
