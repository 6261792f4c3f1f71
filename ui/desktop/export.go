package desktop

import (
	"bytes"
	"maps"

	"fyne.io/fyne/v2"
)

// exportExt ends the names of exports; it finds them again.
const exportExt = ".age"

// exportScreen writes everything in an open format into an encrypted file.
type exportScreen struct {
	secrets
	first interface{ Focus() }
}

func (s *exportScreen) place() string { return "settings" }

func (s *exportScreen) focus(*Desktop) { s.first.Focus() }

func (s *exportScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	pair := d.newPassphrase(s.raw)
	s.first = pair.first
	p := d.kit.Page(d.t("backup.export.title")).Back(d.t("backup.title"), func() { d.show(&backupScreen{}) })
	p.Add(d.kit.Body(d.t("backup.export.what"))).Add(pair.objects...)
	export := func() {
		if err := agree(s.raw); err != nil {
			d.trouble(p, pair.fields, err)
			return
		}
		p.Problems("")
		raw := maps.Clone(s.raw)
		d.saveFile("desk-"+d.Desk.Today().String()+exportExt, func() ([]byte, error) {
			var b bytes.Buffer
			err := d.Desk.Export(d.ctx(), &b, []byte(raw["passphrase"]))
			return b.Bytes(), err
		}, func(string) { d.show(&backupScreen{told: d.t("backup.export.done")}) })
	}
	pair.second.OnSubmitted = func(string) { export() }
	return p.Actions(d.kit.Main(d.t("backup.export.do"), export))
}
