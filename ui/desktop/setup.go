package desktop

import (
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
)

// setupScreen is the first start: it asks what the desk must know, creates it,
// and shows the recovery code once. Its pages follow each other; going back
// loses nothing.
type setupScreen struct {
	at       setupStep
	settings desk.Settings
	office   office
	raw      map[string]string // what was typed, by path

	recovery []string // the groups of the code, once the desk is there
	failed   error    // why the desk could not be created

	first interface{ Focus() } // what the page begins with; nil where nothing is asked
}

type setupStep int

const (
	setupLanguage setupStep = iota
	setupCentre
	setupOffice // only for services that the contact book does not know
	setupCounsellor
	setupPassphrase
	setupCreating
	setupCode
	setupConfirm
)

func (s *setupScreen) place() string { return "" }

func (s *setupScreen) content(d *Desktop) fyne.CanvasObject {
	if s.raw == nil {
		s.raw = map[string]string{}
		s.settings.Language = d.say.Lang
	}
	s.first = nil
	switch s.at {
	case setupCentre:
		return s.centre(d)
	case setupOffice:
		return s.service(d)
	case setupCounsellor:
		return s.counsellor(d)
	case setupPassphrase:
		return s.passphrase(d)
	case setupCreating:
		return d.kit.Page(d.t("setup.creating"), d.kit.Body(d.t("setup.creating.what")))
	case setupCode:
		return s.code(d)
	case setupConfirm:
		return s.confirm(d)
	}
	return s.language(d)
}

// local reports whether the service must say who it is.
func (s *setupScreen) local() bool {
	return s.settings.Centre == desk.Local || s.settings.Centre == desk.Welfare
}

// step goes to the next or the previous page.
func (s *setupScreen) step(d *Desktop, by int) {
	s.at += setupStep(by)
	if s.at == setupOffice && !s.local() {
		s.at += setupStep(by)
	}
	d.again()
}

// page begins a page with its way back.
func (s *setupScreen) page(d *Desktop, title string) *kit.Page {
	return d.kit.Page(title).Back(d.t("setup.back"), func() { s.step(d, -1) })
}

// forward is the main button of a page; Enter in a field does the same.
func (s *setupScreen) forward(d *Desktop, p *kit.Page, f fields, check func() error) {
	next := func() {
		if err := check(); err != nil {
			d.trouble(p, f, err)
			return
		}
		s.step(d, 1)
	}
	p.Actions(d.kit.Main(d.t("setup.continue"), next))
	for _, x := range f {
		if x, ok := x.(*kit.Field); ok {
			x.OnSubmitted = func(string) { next() }
		}
	}
}

// hold holds the settings so far against the rules of the desk.
func (s *setupScreen) hold(d *Desktop) error { return s.settings.Check(d.Desk.Today()) }

func (s *setupScreen) language(d *Desktop) fyne.CanvasObject {
	var options []kit.Option
	for _, l := range desk.Languages {
		options = append(options, kit.Option{Value: l, Label: d.t("language." + l)})
	}
	c := d.kit.Choice(d.t("setup.language"), "", options...)
	c.SetValue(s.settings.Language)
	c.OnChanged = func(v string) {
		s.settings.Language = v
		d.say = d.Words.Printer(v)
		d.menu()
		d.again()
	}
	s.first = c
	p := d.kit.Page(d.t("setup.title"), d.kit.Body(d.t("setup.intro")), c)
	p.Actions(d.kit.Main(d.t("setup.continue"), func() { s.step(d, 1) }),
		d.kit.Link(d.t("restore.title"), func() { d.show(&restoreScreen{back: s}) }),
		d.kit.Link(d.t("import.title"), func() { d.show(&importScreen{back: s}) }),
		d.kit.Link(d.t("leaflet.title"), func() { d.show(&leafletScreen{back: s}) }))
	return p
}

// focus puts the focus on the first thing to fill in.
func (s *setupScreen) focus(*Desktop) {
	if s.first != nil {
		s.first.Focus()
	}
}

func (s *setupScreen) centre(d *Desktop) fyne.CanvasObject {
	var options []kit.Option
	for _, id := range desk.Centres {
		o := kit.Option{Value: id, Label: d.t("centre." + id)}
		if e, ok := d.Desk.Library().Contacts.Entry(id); ok {
			o.Note = e.City.In(d.say.Lang)
		} else {
			o.Note = d.t("setup.centre." + id)
		}
		options = append(options, o)
	}
	c := d.kit.Choice(d.label("centre"), d.t("setup.centre.hint"), options...)
	c.SetValue(s.settings.Centre)
	c.OnChanged = func(v string) { s.settings.Centre = v }
	s.first = c
	p := s.page(d, d.t("setup.centre.title")).Add(c)
	s.forward(d, p, fields{"centre": c}, func() error {
		switch {
		case s.settings.Centre == "":
			return casefile.Problem{Key: "setup.centre.choose", Path: "centre"}
		case !s.local():
			s.settings.Office = nil
		case s.office.raw == nil:
			s.office = d.officeOf(s.settings.Centre, nil)
		}
		s.office.centre = s.settings.Centre
		return nil
	})
	return p
}

func (s *setupScreen) service(d *Desktop) fyne.CanvasObject {
	objects, at := s.office.build(d)
	s.first = at["agreement.name"]
	p := s.page(d, d.t("setup.service.title")).Add(objects...)
	s.forward(d, p, at, func() (err error) {
		if s.settings.Office, err = s.office.read(d); err != nil {
			return err
		}
		return s.hold(d)
	})
	return p
}

func (s *setupScreen) counsellor(d *Desktop) fyne.CanvasObject {
	name := keep(d.kit.Field(d.label("counsellor"), d.t("setup.counsellor.hint")), s.raw, "counsellor")
	signs := keep(d.kit.Field(d.label("signatory"), d.t("setup.signatory.hint")), s.raw, "signatory")
	s.first = name
	p := s.page(d, d.t("setup.counsellor.title"))
	if !approved(s.settings) {
		p.Add(d.kit.Banner(kit.SignSoon, d.t("setup.unapproved")))
	}
	p.Add(name, signs)
	s.forward(d, p, fields{"counsellor": name, "signatory": signs}, func() error {
		s.settings.Counsellor, s.settings.Signatory = s.raw["counsellor"], s.raw["signatory"]
		if strings.TrimSpace(s.raw["counsellor"]) == "" {
			return casefile.Problem{Key: "setup.counsellor.missing", Path: "counsellor"}
		}
		return s.hold(d)
	})
	return p
}

func (s *setupScreen) passphrase(d *Desktop) fyne.CanvasObject {
	pair := d.newPassphrase(s.raw, s.raw["counsellor"], s.settings.Centre, s.raw["signatory"])
	s.first = pair.first
	p := s.page(d, d.t("setup.passphrase.title"))
	if s.failed != nil {
		p.Add(d.kit.Banner(kit.SignOverdue, d.say.Error(s.failed)))
	}
	p.Add(d.kit.Body(d.t("setup.passphrase.what"))).Add(pair.objects...)
	create := func() {
		if err := agree(s.raw); err != nil {
			d.trouble(p, pair.fields, err)
			return
		}
		s.create(d)
	}
	pair.second.OnSubmitted = func(string) { create() }
	return p.Actions(d.kit.Main(d.t("setup.create"), create))
}

// create makes the desk. Once it is there the passphrase is forgotten.
func (s *setupScreen) create(d *Desktop) {
	s.at = setupCreating
	d.again()
	var recovery string
	d.work(func() (err error) {
		recovery, err = d.Desk.Create(d.ctx(), s.settings, []byte(s.raw["passphrase"]))
		return err
	}, func(err error) {
		if s.failed = err; err != nil {
			s.at = setupPassphrase
			d.again()
			return
		}
		s.raw = map[string]string{}
		s.recovery = groups(recovery)
		s.at = setupCode
		d.again()
	})
}

func (s *setupScreen) code(d *Desktop) fyne.CanvasObject {
	return d.codePage(s.recovery, d.t("setup.code.close"), func() { s.step(d, 1) })
}

func (s *setupScreen) confirm(d *Desktop) fyne.CanvasObject {
	p, first := d.confirmPage(s.recovery, s.raw, func() { s.step(d, -1) }, func() {
		s.recovery, s.raw = nil, nil
		d.entered()
	})
	s.first = first
	return p
}
