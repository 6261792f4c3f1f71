package desktop

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// backupExt ends the names of backups; it finds them again.
const backupExt = ".backup"

// reminder says in one line how the backups stand.
func (d *Desktop) reminder(r desk.Reminder) string {
	today := civil.Of(d.Now())
	line := d.t("backup.none")
	switch {
	case !r.Proved.IsZero():
		line = d.t("backup.proved", words.Args{"Away": d.say.Away(-r.Days)})
	case !r.Made.IsZero():
		line = d.t("backup.made", words.Args{"Away": d.say.Away(min(today.DaysUntil(r.Made), 0))})
	}
	if r.Due && !r.Snoozed.IsZero() {
		line += " · " + d.t("backup.snoozed", words.Args{"Date": r.Snoozed})
	}
	return line
}

// backupLine is the line on Today. It can be put off, never taken away.
func (d *Desktop) backupLine() fyne.CanvasObject {
	r, err := d.Desk.Reminder(d.ctx())
	if err != nil {
		return d.kit.Status(kit.SignOverdue, d.say.Error(err))
	}
	to := func() { d.show(&backupScreen{}) }
	if !r.Due || !r.Snoozed.IsZero() {
		return d.kit.Link(d.reminder(r), to)
	}
	return d.kit.Row(16, d.kit.Status(kit.SignSoon, d.reminder(r)), d.kit.Link(d.t("backup.see"), to))
}

// backupScreen says how the backups stand, and makes, proves and restores them.
type backupScreen struct {
	told  string
	until string // as typed
}

func (s *backupScreen) place() string { return "settings" }

func (s *backupScreen) content(d *Desktop) fyne.CanvasObject {
	r, err := d.Desk.Reminder(d.ctx())
	if err != nil {
		return d.failed(err)
	}
	known, err := d.Desk.Backups(d.ctx())
	if err != nil {
		return d.failed(err)
	}
	p := d.kit.Page(d.t("backup.title")).Back(d.t("nav.settings"), func() { d.show(&settingsScreen{}) })
	if s.told != "" {
		p.Add(d.kit.Status(kit.SignDone, s.told))
		s.told = ""
	}
	if r.Due && r.Snoozed.IsZero() {
		p.Add(d.kit.Status(kit.SignSoon, d.reminder(r)))
	} else {
		p.Add(d.kit.Strong(d.reminder(r)))
	}
	p.Add(d.kit.Body(d.t("backup.what")),
		d.kit.Row(16, d.kit.Main(d.t("backup.make"), func() { s.make(d) }), d.kit.Button(d.t("backup.prove"), func() { d.show(&proveScreen{}) })))
	if len(known) > 0 {
		p.Add(d.kit.Column(8, d.kit.Section(d.t("backup.known")), d.backupList(known)))
	}
	if r.Due {
		until := d.kit.Field(d.label("backup.until"), d.t("backup.until.hint"))
		until.SetText(s.until)
		until.OnChanged = func(v string) { s.until = v }
		snooze := func() {
			day, ok := parseDay(s.until, d.Desk.Today())
			err := error(casefile.Problem{Key: "problem.date", Path: "backup.until"})
			if ok {
				err = d.Desk.Snooze(d.ctx(), day)
			}
			if err != nil {
				d.trouble(p, fields{"backup.until": until}, err)
				return
			}
			d.show(&todayScreen{})
		}
		until.OnSubmitted = func(string) { snooze() }
		p.Add(d.kit.Column(16, until, d.kit.Button(d.t("backup.snooze"), snooze)))
	}
	return p.Add(d.kit.Column(8, d.kit.Section(d.t("backup.more")),
		d.kit.Link(d.t("restore.begin"), func() { s.restore(d) }),
		d.kit.Link(d.t("backup.export.begin"), func() { d.show(&exportScreen{}) })))
}

// backupList lists backups, the newest first. A backup lies elsewhere, so none
// of them opens.
func (d *Desktop) backupList(list []journal.Backup) fyne.CanvasObject {
	col := d.kit.Column(12)
	for _, b := range list {
		proof := d.kit.Small(d.t("backup.unproved"))
		if !b.Proven.IsZero() {
			proof = d.kit.Small(d.t("backup.proved.on", words.Args{"Date": civil.Of(b.Proven.Local())}))
		}
		col.Add(d.kit.Column(0, d.kit.Body(d.say.Moment(b.At)), d.kit.Small(b.Name+" · "+d.say.Size(b.Size)), proof))
	}
	return col
}

// make asks where, and writes the backup there.
func (s *backupScreen) make(d *Desktop) {
	d.saveTo("desk-"+d.Desk.Today().String()+backupExt, func(path string, _ bool) {
		var made journal.Backup
		d.show(&jobScreen{
			title: d.t("backup.working"), what: d.t("job.what"),
			run: func(ctx context.Context, far journal.Progress) (err error) {
				made, err = d.Desk.Backup(ctx, path, far)
				return err
			},
			done: func(err error) {
				if err != nil {
					d.show(&backupScreen{})
					d.kit.Panel(d.t("backup.failed"), []fyne.CanvasObject{d.kit.Body(d.say.Error(err))}, kit.Act{Label: d.t("job.close"), Safe: true}).Show()
					return
				}
				d.show(&proveScreen{secrets: secrets{map[string]string{"backup.file": path}}, told: d.t("backup.done", words.Args{"Size": d.say.Size(made.Size)})})
			},
		})
	})
}

// restore locks the desk first: it is the restored one that is opened next.
func (s *backupScreen) restore(d *Desktop) {
	d.kit.Panel(d.t("restore.title"), []fyne.CanvasObject{d.kit.Body(d.t("restore.lock"))},
		kit.Act{Label: d.t("restore.leave"), Safe: true},
		kit.Act{Label: d.t("restore.begin"), Main: true, Do: func() {
			d.lock()
			d.show(&restoreScreen{back: d.here})
		}}).Show()
}

// proveScreen proves that a backup can be restored.
type proveScreen struct {
	secrets
	told   string
	failed error
	first  interface{ Focus() }
}

func (s *proveScreen) place() string { return "settings" }

func (s *proveScreen) focus(*Desktop) { s.first.Focus() }

func (s *proveScreen) content(d *Desktop) fyne.CanvasObject {
	s.begin()
	p := d.kit.Page(d.t("backup.prove")).Back(d.t("backup.title"), func() { d.show(&backupScreen{}) })
	if s.told != "" {
		p.Add(d.kit.Status(kit.SignDone, s.told))
	}
	p.Add(d.kit.Body(d.t("backup.prove.what")))
	s.first = d.askBackup(p, s.raw, s.failed, d.t("backup.prove.do"), func(path string) { s.run(d, path) })
	s.failed = nil
	return p
}

func (s *proveScreen) run(d *Desktop, path string) {
	raw := s.raw
	var r journal.Report
	d.show(&jobScreen{
		title: d.t("backup.proving"), what: d.t("job.what"),
		run: func(ctx context.Context, far journal.Progress) (err error) {
			r, err = d.Desk.Rehearse(ctx, path, []byte(raw[ownPath]), far)
			return err
		},
		done: func(err error) {
			if err != nil {
				d.show(&proveScreen{secrets: secrets{raw}, failed: err})
				return
			}
			d.show(&backupScreen{told: d.found("cli.rehearsed", r)})
		},
	})
}

// every are the days from proof to proof that the settings offer.
var every = []int{1, 3, 7, 14, 30}

// everyOptions words them.
func (d *Desktop) everyOptions() (options []kit.Option) {
	for _, n := range every {
		options = append(options, kit.Option{Value: strconv.Itoa(n), Label: d.say.N("settings.every", n)})
	}
	return options
}
