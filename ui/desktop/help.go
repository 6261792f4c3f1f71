package desktop

import (
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/ui/desktop/kit"
)

// helpScreen says what the program is and is not, and which keys it knows.
type helpScreen struct {
	from string // the place of the screen that help was asked for
	keys bool   // the keys come first
}

func (s *helpScreen) place() string { return "help" }

func (s *helpScreen) content(d *Desktop) fyne.CanvasObject {
	var p *kit.Page
	d.kit.Keys.Screen( // nothing on it has the focus that would scroll it
		kit.Binding{ID: "pageUp", Key: fyne.KeyPageUp, Do: func() { p.Turn(-1) }},
		kit.Binding{ID: "pageDown", Key: fyne.KeyPageDown, Do: func() { p.Turn(1) }},
	)
	var parts []fyne.CanvasObject
	add := func(o fyne.CanvasObject) { parts = append(parts, o) }
	if s.keys {
		add(s.table(d))
	}
	if s.from != "" && s.from != "help" {
		add(d.kit.Column(8, d.kit.Section(d.t("nav."+s.from)), d.kit.Body(d.t("help.place."+s.from))))
	}
	for _, id := range []string{"what", "not", "private"} {
		col := d.kit.Column(8, d.kit.Section(d.t("help."+id)))
		for line := range strings.SplitSeq(d.t("help."+id+".text"), "\n") {
			col.Add(d.kit.Body(line))
		}
		add(col)
	}
	places := d.kit.Column(8, d.kit.Section(d.t("help.places")))
	for _, x := range railPlaces {
		places.Add(d.pair(144, d.kit.Strong(d.t("nav."+x.id)), d.kit.Body(d.t("help.place."+x.id))))
	}
	add(places)
	if !s.keys {
		add(s.table(d))
	}
	p = d.kit.Page(d.t("nav.help"), parts...)
	return p
}

// table lists the keys that hold everywhere, from the key table itself, and
// those that the widgets have of their own.
func (s *helpScreen) table(d *Desktop) fyne.CanvasObject {
	var lines [][2]string
	for _, b := range d.kit.Keys.Active() {
		lines = append(lines, [2]string{d.keyName(b), d.keyAct(b.ID)})
	}
	for _, id := range []string{"tab", "arrows", "space", "digits", "zoom", "escape"} {
		lines = append(lines, [2]string{d.t("help.key." + id), d.t("help.act." + id)})
	}
	rows := d.kit.Column(4)
	for _, l := range lines {
		rows.Add(d.pair(144, d.kit.Strong(l[0]), d.kit.Body(l[1])))
	}
	return d.kit.Column(8, d.kit.Section(d.t("menu.keys")), rows)
}

// keyAct says what a key of the table does, in the words of the menu where it
// has an item.
func (d *Desktop) keyAct(id string) string {
	if d.say.Has("menu." + id) {
		return d.t("menu." + id)
	}
	return d.t("help.act." + id)
}

// keyName writes a key as it stands on the keyboard.
func (d *Desktop) keyName(b kit.Binding) string {
	name := string(b.Key)
	if d.say.Has("help.keyname." + name) {
		name = d.t("help.keyname." + name)
	}
	if b.Mod&fyne.KeyModifierShift != 0 {
		name = d.t("help.keyname.Shift") + "+" + name
	}
	if b.Mod&fyne.KeyModifierControl != 0 {
		name = d.t("help.keyname.Ctrl") + "+" + name
	}
	return name
}
