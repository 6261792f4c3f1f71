package desktop

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// beside names a new folder beside the desk's own, on the same disk, so that
// it can take the desk's place.
func (d *Desktop) beside(what string) string {
	return filepath.Clean(d.Folder) + "." + what + "-" + d.Now().Format("20060102-150405")
}

// swap puts a folder in the place of the desk, which is locked or about to be,
// and goes on with the name under which the old one stays; "" if there was
// none. What keeps it from doing so is told, with where the folder lies.
func (d *Desktop) swap(folder string, then func(kept string)) {
	var kept string
	d.show(&jobScreen{
		title: d.t("restore.swapping"), what: d.t("job.what"),
		run: func(ctx context.Context, _ journal.Progress) (err error) {
			kept, err = d.Desk.Swap(ctx, folder)
			return err
		},
		done: func(err error) {
			if err == nil {
				then(kept)
				return
			}
			d.show(&toldScreen{
				title: "restore.notSwapped", label: "restore.leave", to: (*Desktop).first,
				body: func(d *Desktop) []fyne.CanvasObject {
					return []fyne.CanvasObject{d.kit.Banner(kit.SignOverdue, d.say.Error(err)), d.kit.Body(d.t("restore.lies", words.Args{"Folder": folder}))}
				},
			})
		},
	})
}

// fileField is the field for a file to be read, with those of its kind that
// are found in the usual places.
func (d *Desktop) fileField(raw map[string]string, path, ext, label, hint string) (objects []fyne.CanvasObject, file *kit.Field) {
	file = keep(d.kit.Field(label, hint), raw, path)
	var options []kit.Option
	for _, p := range savePlaces() {
		found, _ := filepath.Glob(filepath.Join(p.path, "*"+ext)) // fails only on a bad pattern
		for _, f := range found {
			options = append(options, kit.Option{Value: f, Label: filepath.Base(f), Note: d.placeName(p)})
		}
	}
	if len(options) > 9 {
		options = options[len(options)-9:]
	}
	if len(options) > 0 {
		c := d.kit.Choice(d.t("restore.found"), "", options...)
		c.SetValue(raw[path])
		c.OnChanged = func(v string) {
			file.SetText(v)
			raw[path] = v
		}
		objects = append(objects, c)
	}
	return append(objects, file), file
}

// askBackup asks on a page for a backup and for what opens it, says what
// failed before, and gives the field to begin with.
func (d *Desktop) askBackup(p *kit.Page, raw map[string]string, failed error, label string, do func(path string)) interface{ Focus() } {
	objects, file := d.fileField(raw, "backup.file", backupExt, d.label("backup.file"), d.t("restore.file.hint"))
	own := d.own(raw, d.t("restore.secret"), d.t("restore.secret.hint"))
	f := fields{"backup.file": file, ownPath: own}
	try := func() {
		path, ok := filePath(raw["backup.file"], "")
		switch {
		case !ok:
			d.trouble(p, f, casefile.Problem{Key: "save.whole", Path: "backup.file"})
		case raw[ownPath] == "":
			d.trouble(p, f, casefile.Problem{Key: "problem.needed", Path: ownPath})
		default:
			do(path)
		}
	}
	file.OnSubmitted, own.OnSubmitted = func(string) { own.Focus() }, func(string) { try() }
	p.Add(objects...).Add(own).Actions(d.kit.Main(label, try))
	if failed != nil {
		d.trouble(p, f, atField(failed))
	}
	if raw["backup.file"] != "" {
		return own
	}
	return file
}

// restoreScreen puts a backup in the place of the desk. It is shown while the
// desk is locked, damaged, or not there yet.
type restoreScreen struct {
	secrets
	back   screen
	failed error
	first  interface{ Focus() }
}

func (s *restoreScreen) place() string { return "" }

func (s *restoreScreen) focus(*Desktop) { s.first.Focus() }

func (s *restoreScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	p := d.kit.Page(d.t("restore.title"), d.kit.Body(d.t("restore.what"))).Back(d.t("setup.back"), func() { d.show(s.back) })
	s.first = d.askBackup(p, s.raw, s.failed, d.t("restore.do"), func(path string) { s.run(d, path) })
	s.failed = nil
	return p
}

func (s *restoreScreen) run(d *Desktop, path string) {
	raw, to := s.raw, d.beside("restored")
	var r journal.Report
	d.show(&jobScreen{
		title: d.t("restore.working"), what: d.t("job.what"),
		run: func(ctx context.Context, far journal.Progress) (err error) {
			r, err = d.Desk.Restore(ctx, path, []byte(raw[ownPath]), to, far)
			return err
		},
		done: func(err error) {
			if err != nil {
				d.show(&restoreScreen{secrets: secrets{raw}, back: s.back, failed: err})
				return
			}
			d.swap(to, func(kept string) { d.show(d.restored(r, kept)) })
		},
	})
}

// restored says what the desk now is.
func (d *Desktop) restored(r journal.Report, kept string) screen {
	return &toldScreen{
		title: "restore.done", label: "restore.open", to: (*Desktop).first,
		body: func(d *Desktop) []fyne.CanvasObject {
			body := []fyne.CanvasObject{d.kit.Status(kit.SignDone, d.found("cli.restored", r))}
			if n := len(r.Erased); n > 0 {
				body = append(body, d.kit.Body(d.say.N("cli.erasedAgain", n)))
			}
			if len(r.Slots) > 0 {
				body = append(body, d.kit.Banner(kit.SignSoon, d.t("cli.restored.slots", words.Args{"Slots": strings.Join(r.Slots, ", ")})))
			}
			if kept != "" {
				body = append(body, d.kit.Body(d.t("restore.kept", words.Args{"Folder": kept})))
			}
			return body
		},
	}
}

// found says what a backup holds, and that all of it was read.
func (d *Desktop) found(key string, r journal.Report) string {
	return d.t(key, words.Args{"Journals": r.Journals, "Records": r.Records, "At": d.say.Moment(r.Backup.At)})
}

// damageScreen says what is wrong with a desk that does not open, what of it
// is intact, and leads to a backup. Nothing of the desk was changed.
type damageScreen struct{ err error }

func (s *damageScreen) place() string { return "" }

func (s *damageScreen) content(d *Desktop) fyne.CanvasObject {
	const shown = 5
	wrong, intact := d.kit.Column(4), d.kit.Column(4)
	more := 0
	for _, f := range journal.Findings(s.err) {
		switch {
		case f.Key == "stillWhole":
			intact.Add(d.kit.Status(kit.SignDone, d.say.Finding(f)))
		case len(wrong.Children()) < shown:
			wrong.Add(d.kit.Body(d.say.Finding(f)))
		default:
			more++
		}
	}
	if more > 0 {
		wrong.Add(d.kit.Body(d.say.N("damaged.more", more)))
	}
	p := d.kit.Page(d.t("damaged.title"), d.kit.Banner(kit.SignOverdue, d.t("damaged.what")))
	if len(wrong.Children()) > 0 {
		p.Add(d.kit.Column(8, d.kit.Section(d.t("damaged.found")), wrong))
	}
	if len(intact.Children()) > 0 {
		p.Add(d.kit.Column(8, d.kit.Section(d.t("damaged.intact")), intact))
	}
	p.Add(d.kit.Column(8, d.kit.Section(d.t("damaged.do")), d.kit.Body(d.t("damaged.do.what")), d.kit.Small(d.t("damaged.folder", words.Args{"Folder": d.Folder}))))
	return p.Actions(d.kit.Main(d.t("restore.title"), func() { d.show(&restoreScreen{back: s}) }), d.kit.Link(d.t("damaged.again"), d.first))
}
