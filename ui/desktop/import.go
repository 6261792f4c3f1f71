package desktop

import (
	"context"
	"os"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
)

// importScreen makes a new desk of an export, where there is none yet.
type importScreen struct {
	secrets
	back   screen
	failed error
	first  interface{ Focus() }
}

func (s *importScreen) place() string { return "" }

func (s *importScreen) focus(*Desktop) { s.first.Focus() }

func (s *importScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	const path = "export.file"
	p := d.backPage(d.t("import.title"), d.t("setup.back"), func() screen { return s.back })
	objects, file := d.fileField(s.raw, path, exportExt, d.label(path), d.t("import.file.hint"))
	own := d.own(s.raw, d.t("import.secret"), d.t("import.secret.hint"))
	name := keep(d.kit.Field(d.label("counsellor"), d.t("setup.counsellor.hint")), s.raw, "counsellor")
	pair := d.newPassphrase(s.raw, s.raw["counsellor"])
	f := fields{path: file, ownPath: own, "counsellor": name}
	for at, x := range pair.fields {
		f[at] = x
	}
	s.first = file
	begin := func() {
		whole, ok := filePath(s.raw[path], "")
		var err error
		switch {
		case !ok:
			err = casefile.Problem{Key: "save.whole", Path: path}
		case s.raw[ownPath] == "":
			err = casefile.Problem{Key: "problem.needed", Path: ownPath}
		default:
			err = agree(s.raw)
		}
		if err != nil {
			d.trouble(p, f, err)
			return
		}
		s.run(d, whole)
	}
	pair.second.OnSubmitted = func(string) { begin() }
	p.Add(d.kit.Body(d.t("import.what"))).Add(objects...).Add(own, name, d.kit.Section(d.t("import.passphrase"))).Add(pair.objects...).
		Actions(d.kit.Main(d.t("import.do"), begin))
	if s.failed != nil {
		d.trouble(p, f, atField(s.failed))
		s.failed = nil
	}
	return p
}

// run makes the desk; then its recovery code is shown as that of any new desk.
func (s *importScreen) run(d *Desktop, path string) {
	raw, back := s.raw, s.back
	code := ""
	d.show(&jobScreen{
		title: d.t("import.working"), what: d.t("job.what"),
		run: func(ctx context.Context, _ journal.Progress) error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			code, err = d.Desk.Import(ctx, f, []byte(raw[ownPath]), []byte(raw["passphrase"]), raw["counsellor"])
			return err
		},
		done: func(err error) {
			if err != nil {
				d.show(&importScreen{secrets: secrets{raw}, back: back, failed: err})
				return
			}
			clear(raw)
			d.show(&setupScreen{at: setupCode, recovery: groups(code), raw: raw})
		},
	})
}
