package desktop

import (
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/handout"
)

// stationeryScreen sets what all letters of the centre share: further lines of
// the letterhead, the logo, on which side the window of the envelopes is and
// how far off the printer prints. The test sheet shows whether it is right.
type stationeryScreen struct {
	raw   map[string]string // by path, as typed; nil until it is shown
	saved bool
	first interface{ Focus() }
}

func (s *stationeryScreen) place() string { return "settings" }

func (s *stationeryScreen) focus(*Desktop) { s.first.Focus() }

// mostLogo is the largest file that is read as a logo; the desk takes less.
const mostLogo = 1 << 20

func (s *stationeryScreen) content(d *Desktop) fyne.CanvasObject {
	set := d.Desk.Settings()
	if s.raw == nil {
		s.raw = map[string]string{
			"window": set.Window, "letterhead": set.Letterhead,
			"printRight": handout.Millimetres(d.say.Lang, set.PrintRight), "printDown": handout.Millimetres(d.say.Lang, set.PrintDown),
		}
		if set.Window == "" {
			s.raw["window"] = "right"
		}
	}
	p := d.backPage(d.t("stationery.title"), d.t("nav.settings"), func() screen { return &settingsScreen{} })
	window := d.kit.Choice(d.label("window"), d.t("stationery.window.hint"),
		kit.Option{Value: "right", Label: d.t("testsheet.right")}, kit.Option{Value: "left", Label: d.t("testsheet.left")})
	window.SetValue(s.raw["window"])
	window.OnChanged = func(v string) { s.raw["window"] = v }
	s.first = window
	right := keep(d.kit.Field(d.label("printRight"), d.t("stationery.move.hint")), s.raw, "printRight")
	down := keep(d.kit.Field(d.label("printDown"), d.t("stationery.move.hint")), s.raw, "printDown")
	lines := keep(d.kit.Area(d.label("letterhead"), d.t("stationery.lines.hint"), 4), s.raw, "letterhead")
	logo := keep(d.kit.Field(d.label("logo"), d.t("stationery.logo.hint")), s.raw, "logo")
	f := fields{"window": window, "printRight": right, "printDown": down, "letterhead": lines, "logo": logo}
	save := func() {
		for path, x := range map[string]*kit.Field{"printRight": right, "printDown": down, "letterhead": lines, "logo": logo} {
			s.raw[path] = x.Text()
		}
		s.raw["window"] = window.Value()
		err := s.save(d, set)
		if err != nil {
			d.trouble(p, f, err)
			return
		}
		s.raw, s.saved = nil, true
		d.again()
	}
	test := leaving{
		name: "test", title: d.t("testsheet.title"), page: p,
		make: func() ([]byte, error) {
			now := d.Desk.Settings()
			e := now.Envelope()
			sheet, err := d.Paper.TestSheet(e, handout.TestSheet(d.say, e))
			if err != nil {
				return nil, err
			}
			return d.Paper.Write(sheet)
		},
		refuse: func(err error) { d.trouble(p, nil, err) },
	}
	p.Add(window, right, down, lines, s.logo(d, p, logo), d.kit.Main(d.t("settings.save"), save),
		d.kit.Column(8, d.kit.Section(d.t("testsheet.title")), d.kit.Body(d.t("stationery.test")),
			d.kit.Row(16, d.kit.Button(d.t("print.print"), func() { d.printPaper(test) }), d.kit.Button(d.t("letter.save"), func() { d.savePaper(test) }))))
	p.Saved()
	if s.saved {
		s.saved = false
		d.saved(p)
	}
	return p
}

// logo shows the logo that there is, as it will be printed, and takes it away.
func (s *stationeryScreen) logo(d *Desktop, p *kit.Page, field *kit.Field) fyne.CanvasObject {
	col := d.kit.Column(8, field)
	png := d.Desk.Logo()
	if png == nil {
		return col
	}
	col.Add(d.kit.Small(d.t("letterhead.logo.there", args{"KB": (len(png) + 1023) >> 10})))
	col.Add(d.kit.Link(d.t("stationery.logo.away"), func() {
		if err := d.Desk.SetLogo(d.ctx(), nil); err != nil {
			d.trouble(p, nil, err)
			return
		}
		d.again()
	}))
	return col
}

// save records what was typed: all of it, or nothing.
func (s *stationeryScreen) save(d *Desktop, set desk.Settings) error {
	var found casefile.Problems
	for path, to := range map[string]*float64{"printRight": &set.PrintRight, "printDown": &set.PrintDown} {
		mm, ok := handout.ParseMillimetres(s.raw[path])
		if !ok {
			found = append(found, casefile.Problem{Key: "problem.number.range", Path: path, Args: map[string]any{"From": -desk.MaxMove, "To": desk.MaxMove}})
		}
		*to = mm
	}
	if found != nil {
		return found
	}
	if set.Window = s.raw["window"]; set.Window == "right" {
		set.Window = ""
	}
	set.Letterhead = s.raw["letterhead"]
	var picture []byte
	if typed := strings.TrimSpace(s.raw["logo"]); typed != "" {
		path, ok := filePath(typed, "")
		if !ok {
			return casefile.Problem{Key: "save.whole", Path: "logo"}
		}
		is, err := os.Stat(path)
		if err != nil || !is.Mode().IsRegular() || is.Size() > mostLogo {
			return casefile.Problem{Key: "problem.logo", Path: "logo", Args: desk.LogoLimits()}
		}
		if picture, err = os.ReadFile(path); err != nil {
			return casefile.Problem{Key: "problem.logo", Path: "logo", Args: desk.LogoLimits()}
		}
	}
	if err := set.Check(d.Desk.Today()); err != nil {
		return err
	}
	if picture != nil {
		if err := d.Desk.SetLogo(d.ctx(), picture); err != nil {
			return err
		}
	}
	return d.Desk.SetSettings(d.ctx(), set)
}
