package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
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

// askedGroups are the groups of the recovery code that must be typed, to show
// that it is on paper. They count from 1.
var askedGroups = []int{3, 7}

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

// keep fills a field with what was typed before and keeps what is typed now.
func (s *setupScreen) keep(f *kit.Field, path string) *kit.Field {
	f.SetText(s.raw[path])
	f.OnChanged = func(v string) { s.raw[path] = v }
	return f
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
	name := s.keep(d.kit.Field(d.label("counsellor"), d.t("setup.counsellor.hint")), "counsellor")
	signs := s.keep(d.kit.Field(d.label("signatory"), d.t("setup.signatory.hint")), "signatory")
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
	m := d.meter()
	known := []string{s.raw["counsellor"], s.settings.Centre, s.raw["signatory"]}
	first := s.keep(d.kit.Password(d.label("passphrase"), d.t("setup.passphrase.hint"), d.t("unlock.show"), d.t("unlock.hide")), "passphrase")
	first.OnChanged = func(v string) {
		s.raw["passphrase"] = v
		m.set(judge(v, known...))
	}
	m.set(judge(s.raw["passphrase"], known...))
	second := s.keep(d.kit.Password(d.t("setup.passphrase.again"), "", d.t("unlock.show"), d.t("unlock.hide")), "passphrase.again")
	suggested := d.kit.Column(8)
	offer := d.kit.Button(d.t("setup.suggest"), func() {
		words, err := suggest()
		if err != nil {
			return // the system gives no randomness; the desk would not be created either
		}
		first.SetText(words)
		first.OnChanged(words)
		suggested.Set(d.kit.Strong(words), d.kit.Small(d.t("setup.suggested")))
	})
	s.first = first
	p := s.page(d, d.t("setup.passphrase.title"))
	if s.failed != nil {
		p.Add(d.kit.Banner(kit.SignOverdue, d.say.Error(s.failed)))
	}
	p.Add(d.kit.Body(d.t("setup.passphrase.what")), d.kit.Column(12, first, m), d.kit.Column(8, offer, suggested), second)
	f := fields{"passphrase": first, "passphrase.again": second}
	create := func() {
		if err := s.agree(); err != nil {
			d.trouble(p, f, err)
			return
		}
		s.create(d)
	}
	first.OnSubmitted, second.OnSubmitted = func(string) { second.Focus() }, func(string) { create() }
	return p.Actions(d.kit.Main(d.t("setup.create"), create))
}

// agree checks the two passphrases.
func (s *setupScreen) agree() error {
	switch a, b := s.raw["passphrase"], s.raw["passphrase.again"]; {
	case a == "":
		return casefile.Problem{Key: "problem.passphrase.empty", Path: "passphrase"}
	case len([]rune(a)) < leastPassphrase:
		return casefile.Problem{Key: "problem.passphrase.short", Path: "passphrase", Args: map[string]any{"Min": leastPassphrase}}
	case a != b:
		return casefile.Problem{Key: "problem.passphrase.differ", Path: "passphrase.again"}
	}
	return nil
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
		s.recovery = strings.FieldsFunc(recovery, func(r rune) bool { return r == '-' || r == ' ' })
		s.at = setupCode
		d.again()
	})
}

func (s *setupScreen) code(d *Desktop) fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for i, g := range s.recovery {
		cells = append(cells, d.kit.Column(0, d.kit.Small(d.t("setup.code.group", words.Args{"N": i + 1})), d.kit.Number(g)))
	}
	// Three groups a line, as they are written on paper.
	grid := d.kit.Column(16)
	for len(cells) > 0 {
		n := min(3, len(cells))
		grid.Add(container.New(&evenly{d.kit.Px(140), d.kit.Px(56)}, cells[:n]...))
		cells = cells[n:]
	}
	written := d.kit.Main(d.t("setup.code.written"), func() { s.step(d, 1) })
	return d.kit.Page(d.t("setup.code.title"), d.kit.Body(d.t("setup.code.what")), grid,
		d.kit.Strong(d.t("setup.code.paper")), d.kit.Small(d.t("setup.code.close"))).Actions(written)
}

func (s *setupScreen) confirm(d *Desktop) fyne.CanvasObject {
	p := d.kit.Page(d.t("setup.confirm.title"), d.kit.Body(d.t("setup.confirm.what"))).
		Back(d.t("setup.confirm.back"), func() { s.step(d, -1) })
	f := fields{}
	var last *kit.Field
	check := func() {
		var wrong casefile.Problems
		for _, n := range askedGroups {
			typed := s.raw[group(n)]
			if !sameGroup(typed, s.recovery[n-1]) {
				wrong = append(wrong, casefile.Problem{Key: "setup.confirm.wrong", Path: group(n), Args: map[string]any{"N": n}})
			}
		}
		if wrong != nil {
			d.trouble(p, f, wrong)
			return
		}
		s.recovery, s.raw = nil, nil
		d.entered()
	}
	for _, n := range askedGroups {
		x := s.keep(d.kit.Field(d.t("setup.code.group", words.Args{"N": n}), ""), group(n))
		if last != nil {
			last.OnSubmitted = func(string) { x.Focus() }
		}
		x.OnSubmitted = func(string) { check() }
		f[group(n)], last = x, x
		p.Add(x)
	}
	s.first = f[group(askedGroups[0])]
	return p.Actions(d.kit.Main(d.t("setup.confirm"), check))
}

func group(n int) string { return "recovery." + string(rune('0'+n)) }

// sameGroup compares a group as people write it: in either case, O for 0, I
// and L for 1.
func sameGroup(typed, want string) bool {
	typed = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "").Replace(strings.ToUpper(typed))
	return typed == want
}

// evenly sets cells of one size side by side.
type evenly struct{ width, height float32 }

func (e *evenly) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(e.width*float32(len(os)), e.height)
}

func (e *evenly) Layout(os []fyne.CanvasObject, s fyne.Size) {
	for i, o := range os {
		o.Move(fyne.NewPos(e.width*float32(i), 0))
		o.Resize(fyne.NewSize(e.width, s.Height))
	}
}
