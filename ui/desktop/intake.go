package desktop

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// intakeStart opens a case for a person who is taken in.
type intakeStart struct {
	other bool // another procedure than the usual one is chosen

	language *kit.Choice // of the letters, where the centre writes in several
	rules    *kit.Choice // the procedure, where another one is asked for
	open     *kit.Button
}

func (s *intakeStart) place() string { return "intake" }

func (s *intakeStart) content(d *Desktop) fyne.CanvasObject {
	p := d.kit.Page(d.t("intake.start"), d.kit.Body(d.t("intake.start.what")), d.kit.Body(d.t("intake.start.skip")))
	lang := "" // what was taken before the page changed
	if s.language != nil {
		lang = s.language.Value()
	}
	s.language = nil
	if langs := d.fileLanguages(); len(langs) > 1 {
		s.language = d.kit.Choice(d.label("fileLanguage.language"), d.t("intake.start.language"), d.languageNames(langs)...)
		s.language.SetValue(lang)
		asked := d.kit.Column(8)
		said := func(lang string) { asked.Set(append([]fyne.CanvasObject{s.language}, d.foreign(lang)...)...) }
		said(lang)
		s.language.OnChanged = said
		p.Add(asked)
	}
	chosen := d.kit.Column(8)
	said := func(id string) { chosen.Set(d.lapsed(d.Desk.Profiles()[id], d.Desk.Lapsed(id, d.Desk.Today()))...) }
	said(procedure.Default)
	if s.rules = nil; s.other {
		s.rules = d.kit.Choice(d.label("profile"), "", d.procedures()...)
		s.rules.SetValue(procedure.Default)
		s.rules.OnChanged = said
		p.Add(s.rules)
	} else {
		p.Add(d.kit.Link(d.t("intake.start.rules"), func() {
			s.other = true
			d.again()
			s.rules.Focus()
		}))
	}
	p.Add(chosen)
	p.Add(d.kit.Link(d.t("met.link"), func() { d.show(&metScreen{}) }))
	s.open = d.kit.Main(d.t("intake.start.open"), func() { s.begin(d, p) })
	return p.Actions(s.open)
}

func (s *intakeStart) focus(*Desktop) {
	if s.language != nil {
		s.language.Focus()
		return
	}
	s.open.Focus()
}

func (s *intakeStart) begin(d *Desktop, p *kit.Page) {
	lang := ""
	if s.language != nil {
		if lang = s.language.Value(); lang == "" {
			text := d.t("intake.start.choose")
			s.language.SetError(text)
			p.Problems(d.t("problem.heading"), kit.Trouble{Text: text, Field: s.language})
			return
		}
	}
	profile := ""
	if s.rules != nil {
		profile = s.rules.Value()
	}
	id, _, err := d.Desk.OpenCase(d.ctx(), lang, profile)
	if err != nil {
		p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: s.open})
		return
	}
	d.show(&intakeScreen{id: id})
}

// lapsed says that a procedure is not law; nothing where it is.
func (d *Desktop) lapsed(x *procedure.Profile, l *procedure.Lapse) []fyne.CanvasObject {
	if l == nil {
		return nil
	}
	return []fyne.CanvasObject{d.kit.Status(kit.SignSoon, d.say.Lapse(x, l))}
}

// procedures offers the procedures of the desk, each with what it is worth.
func (d *Desktop) procedures() []kit.Option {
	all := d.Desk.Profiles()
	var out []kit.Option
	for _, id := range slices.Sorted(maps.Keys(all)) {
		x := all[id]
		note := d.t("rules.version", args{"Version": x.Version})
		said := d.say.Lapse(x, d.Desk.Lapsed(id, d.Desk.Today()))
		for i, s := range []string{said, d.inLanguage(x.Notice)} {
			if s != "" && (i == 0 || s != said) {
				note += " · " + s
			}
		}
		out = append(out, kit.Option{Value: id, Label: d.inLanguage(x.Title), Note: note})
	}
	return out
}

// fileLanguages are the languages in which the centre writes its letters: one
// in Flanders and Wallonia, several elsewhere.
func (d *Desktop) fileLanguages() []string {
	switch d.Desk.Settings().Centre {
	case desk.Payoke:
		return []string{"nl"}
	case desk.Surya:
		return []string{"fr", "de"}
	}
	return []string{"nl", "fr", "de"}
}

func (d *Desktop) languageNames(tags []string) []kit.Option {
	var out []kit.Option
	for _, tag := range tags {
		out = append(out, kit.Option{Value: tag, Label: d.t("language." + tag)})
	}
	return out
}

// intakeScreen is the home of an intake: its list of steps. Which steps there
// are follows from the triage.
type intakeScreen struct {
	id   journal.ID
	list *kit.Rows
}

func (s *intakeScreen) place() string { return "intake" }

func (s *intakeScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(d.t("intake.title", args{"Code": c.File.Code()}), d.t("case.back"), func() screen { return &caseScreen{id: s.id} })
	if c.File.Stopped() || c.File.Uninvolved() {
		p.Add(d.stopBanner(c))
	} else {
		p.Add(d.kit.Body(d.t("intake.list")))
	}
	typed := d.drafts(s.id)
	var rows []row
	for _, step := range c.Steps {
		r := row{title: d.t("page." + string(step.ID)), detail: d.say.Section(c.Profile.Section(step.Section)), status: d.t("intake.todo"),
			open: func() { d.show(stepScreen(s.id, step.ID)) }}
		switch {
		case over(c.File) && !step.Done: // nothing more is asked
			r.status, r.quiet = d.t("intake.notProvided"), true
		case typed[string(step.ID)] != nil:
			r.status = d.t("intake.begun")
		case step.Done:
			r.status, r.sign = d.t("intake.done"), kit.SignDone
		}
		rows = append(rows, r)
	}
	s.list = d.rows(rows)
	for i, step := range c.Steps {
		if step.ID == intake.Next(c.File) && !over(c.File) || step.ID == intake.Triage && over(c.File) {
			s.list.SetAt(i)
		}
	}
	p.Add(s.list)
	return p
}

func (s *intakeScreen) focus(*Desktop) {
	if s.list != nil {
		s.list.Focus()
	}
}

// stepScreen is the screen of a step.
func stepScreen(id journal.ID, step intake.StepID) screen {
	if step == intake.Check {
		return &checkScreen{id: id}
	}
	p, _ := pageOf(steps, string(step))
	return &pageScreen{id: id, page: p}
}

// rests is where a rule that is known by its paragraph of 1997 stands in the
// procedure of a case.
func (d *Desktop) rests(c *desk.Case, paragraph string) args {
	return args{"Section": d.say.Section(c.Profile.Section(paragraph))}
}

// stopBanner says that nothing more is done or kept about this person (§5.3).
func (d *Desktop) stopBanner(c *desk.Case) fyne.CanvasObject {
	if c.File.Stopped() {
		return d.kit.Banner(kit.SignOverdue, d.t("intake.stopped", d.rests(c, "5.3")))
	}
	return d.kit.Banner(kit.NoSign, d.t("intake.uninvolved"))
}

// failed is a screen that cannot be shown, and why.
func (d *Desktop) failed(err error) fyne.CanvasObject {
	return d.kit.Page(d.t("problem.heading"), d.kit.Banner(kit.SignOverdue, d.say.Error(err)))
}

// over reports that nothing more is recorded about a person.
func over(f *casefile.File) bool { return f.Stopped() || f.Uninvolved() }
