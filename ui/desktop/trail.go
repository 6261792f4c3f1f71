package desktop

import (
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// trailScreen says who did what and when, the newest first.
type trailScreen struct {
	events []desk.TrailEvent // nil until they are read
	list   *kit.Rows
}

func (s *trailScreen) place() string { return "settings" }

func (s *trailScreen) leave(*Desktop) { s.events = nil }

func (s *trailScreen) content(d *Desktop) fyne.CanvasObject {
	p := d.kit.Page(d.t("trail.title")).Back(d.t("nav.settings"), func() { d.show(&settingsScreen{}) })
	if s.events == nil {
		var events []desk.TrailEvent
		d.work(func() (err error) {
			events, err = d.Desk.Trail(d.ctx(), 0, 0)
			return err
		}, func(err error) {
			if err != nil {
				d.trouble(p, nil, err)
				return
			}
			slices.Reverse(events)
			s.events = events
			d.again()
		})
		return p.Add(d.kit.Body(d.t("secret.moment")))
	}
	events := s.events
	var check *kit.Button
	var links uint64
	check = d.kit.Button(d.t("trail.check"), func() {
		d.slowly(check, func() (err error) {
			links, err = d.Desk.VerifyTrail(d.ctx())
			return err
		}, func(err error) { d.trailChecked(links, err) })
	})
	s.list = d.kit.Rows(kit.RowSource{
		Count: func() int { return len(events) },
		Make:  func() fyne.CanvasObject { return d.kit.Line() },
		Fill: func(i int, o fyne.CanvasObject) {
			e, l := events[i], o.(*kit.Line)
			what := d.say.Event(e.Event)
			if e.Code != "" {
				what = e.Code + " · " + what
			}
			l.Set(what, d.say.Moment(e.At)+" · "+d.who(e.Slot), "", kit.NoSign)
			l.Plain(e.Code == "")
		},
		Open: func(i int) {
			if events[i].Code != "" {
				d.show(&caseScreen{id: events[i].Journal})
			}
		},
	})
	return p.Add(d.kit.Body(d.t("trail.what")), d.kit.Row(16, check)).Fill(s.list.Scrolling())
}

// who names who did something: the colleague, or by which key the desk was
// open.
func (d *Desktop) who(slot string) string {
	if name := d.Desk.Who(slot); name != "" {
		return name
	}
	if s := d.maybe("case.slot." + slot); s != "" {
		return s
	}
	return d.t("case.slot.key", args{"Slot": slot})
}

// trailChecked says whether the trail is whole, and else what is wrong first.
func (d *Desktop) trailChecked(links uint64, err error) {
	body := []fyne.CanvasObject{d.kit.Status(kit.SignDone, d.t("cli.trail", words.Args{"Links": links}))}
	if err != nil {
		body = []fyne.CanvasObject{d.kit.Status(kit.SignOverdue, d.say.Error(err))}
		for _, f := range journal.Findings(err) {
			body = append(body, d.kit.Body(d.say.Finding(f)))
		}
	}
	d.kit.Panel(d.t("trail.check"), body, kit.Act{Label: d.t("job.close"), Safe: true}).Show()
}
