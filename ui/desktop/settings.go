package desktop

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/desk"
	"onthaal/domain/letter"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// settingsScreen changes the desk's settings. They are saved together, and the
// page is then shown anew in the language and look that were chosen.
type settingsScreen struct {
	now   *desk.Settings // as chosen so far
	saved bool
	at    string // the field that has the focus at first

	first interface{ Focus() }
}

func (s *settingsScreen) place() string { return "settings" }

func (s *settingsScreen) focus(*Desktop) {
	if s.first != nil {
		s.first.Focus()
	}
}

// Steps of the text size, in per cent, and minutes without a key.
var (
	scales = []int{100, 125, 150, 175, 200}
	locks  = []int{1, 2, 5, 10, 15}
)

func (s *settingsScreen) content(d *Desktop) fyne.CanvasObject {
	if s.now == nil {
		set := d.Desk.Settings()
		if set.Scale == 0 {
			set.Scale = 100
		}
		if set.LockAfter == 0 {
			set.LockAfter = 5
		}
		if set.BackupEvery == 0 {
			set.BackupEvery = 7
		}
		s.now = &set
	}
	now := s.now
	var languages, looks, sizes, minutes []kit.Option
	for _, l := range desk.Languages {
		languages = append(languages, kit.Option{Value: l, Label: d.t("language." + l)})
	}
	for _, l := range []string{"system", "light", "dark", "sunlight"} {
		looks = append(looks, kit.Option{Value: l, Label: d.t("settings.look." + l)})
	}
	for _, n := range scales {
		sizes = append(sizes, kit.Option{Value: strconv.Itoa(n), Label: fmt.Sprintf("%d\u00a0%%", n)})
	}
	for _, n := range locks {
		minutes = append(minutes, kit.Option{Value: strconv.Itoa(n), Label: d.say.N("settings.minutes", n)})
	}
	language := d.kit.Choice(d.label("language"), "", languages...)
	language.SetValue(now.Language)
	language.OnChanged = func(v string) { now.Language = v }
	look := d.kit.Choice(d.t("settings.look"), d.t("settings.look.hint"), looks...)
	look.SetValue(now.Look)
	if now.Look == "" {
		look.SetValue("system")
	}
	look.OnChanged = func(v string) {
		if now.Look = v; v == "system" {
			now.Look = ""
		}
	}
	size := d.kit.Pick(d.t("settings.size"), "", "", sizes...)
	size.SetValue(strconv.Itoa(now.Scale))
	size.OnChanged = func(v string) { now.Scale, _ = strconv.Atoi(v) } // one of ours
	lock := d.kit.Pick(d.t("settings.lock"), d.t("settings.lock.hint"), "", minutes...)
	lock.SetValue(strconv.Itoa(now.LockAfter))
	lock.OnChanged = func(v string) { now.LockAfter, _ = strconv.Atoi(v) }
	counsellor := d.kit.Field(d.label("counsellor"), d.t("setup.counsellor.hint"))
	counsellor.SetText(now.Counsellor)
	counsellor.OnChanged = func(v string) { now.Counsellor = v }
	signatory := d.kit.Field(d.label("signatory"), d.t("setup.signatory.hint"))
	signatory.SetText(now.Signatory)
	signatory.OnChanged = func(v string) { now.Signatory = v }
	functions := []kit.Option{{Value: "none", Label: d.t("settings.function.none")}}
	for _, f := range letter.Functions {
		functions = append(functions, kit.Option{Value: f, Label: d.Desk.Library().Letters.Function(d.say.Lang, f)})
	}
	function := d.kit.Pick(d.label("function"), d.t("settings.function.hint"), "", functions...)
	function.SetValue(cmp.Or(now.Function, "none"))
	function.OnChanged = func(v string) {
		if now.Function = v; v == "none" {
			now.Function = ""
		}
	}

	remind := d.kit.Pick(d.t("settings.backup"), d.t("settings.backup.hint"), "", d.everyOptions()...)
	remind.SetValue(strconv.Itoa(now.BackupEvery))
	remind.OnChanged = func(v string) { now.BackupEvery, _ = strconv.Atoi(v) }

	p := d.kit.Page(d.t("nav.settings"), s.pages(d), language, look, size, lock, remind, counsellor, signatory, function)
	f := fields{"language": language, "counsellor": counsellor, "signatory": signatory, "function": function}
	s.first = f[s.at]
	save := func() {
		if err := d.Desk.SetSettings(d.ctx(), *now); err != nil {
			d.trouble(p, f, err)
			return
		}
		s.now, s.saved = nil, true
		d.settle()
		d.again()
	}
	counsellor.OnSubmitted, signatory.OnSubmitted = func(string) { save() }, func(string) { save() }
	p.Add(d.kit.Main(d.t("settings.save"), save), s.about(d))
	p.Saved() // the strip is there before anything was saved
	if s.saved {
		s.saved = false
		d.saved(p)
	}
	return p
}

// pages leads to what has pages of its own.
func (s *settingsScreen) pages(d *Desktop) fyne.CanvasObject {
	return d.rows([]row{
		{title: d.t("colleagues.title"), detail: d.t("colleagues.detail"), open: func() { d.show(&colleaguesScreen{}) }},
		{title: d.t("backup.title"), detail: d.t("backup.detail"), open: func() { d.show(&backupScreen{}) }},
		{title: d.t("stationery.title"), detail: d.t("stationery.detail"), open: func() { d.show(&stationeryScreen{}) }},
		{title: d.t("rules.all"), detail: d.t("rules.all.detail"), open: func() { d.show(&proceduresScreen{}) }},
		{title: d.t("wording.title"), detail: d.t("wording.detail"), open: func() { d.show(&wordingsScreen{}) }},
		{title: d.t("trail.title"), detail: d.t("trail.detail"), open: func() { d.show(&trailScreen{}) }},
		{title: d.t("statistics.title"), detail: d.t("statistics.detail"), open: func() { d.show(&statisticsScreen{}) }},
	})
}

// about says who the desk belongs to, where it lies, and what in the program
// nobody has verified.
func (s *settingsScreen) about(d *Desktop) fyne.CanvasObject {
	set := d.Desk.Settings()
	centre := d.kit.Column(8, d.kit.Section(d.t("settings.centre")), d.kit.Body(d.t("centre."+set.Centre)))
	if set.Office != nil {
		centre.Add(d.kit.Body(set.Office.Name))
		if !approved(set) {
			centre.Add(d.kit.Status(kit.SignSoon, d.t("setup.unapproved")))
		}
		centre.Add(d.kit.Link(d.t("settings.office"), func() { d.show(&officeScreen{}) }))
	}
	program := d.kit.Column(8, d.kit.Section(d.t("settings.program")))
	if d.Folder != "" {
		program.Add(d.kit.Body(d.t("settings.folder", words.Args{"Folder": d.Folder})))
	}
	program.Add(d.kit.Body(d.t("settings.version", words.Args{"Version": d.Version})))
	facts := d.kit.Column(4, d.kit.Section(d.t("settings.unverified")), d.kit.Body(d.t("settings.unverified.what")))
	for _, line := range d.unverified() {
		facts.Add(d.kit.Small(line))
	}
	return d.kit.Column(32, centre, program, facts)
}

// unverified lists what nobody has checked with its source: entries of the
// contact book, and stages of the procedures.
func (d *Desktop) unverified() (lines []string) {
	lib := d.Desk.Library()
	for _, e := range lib.Contacts.Entries {
		if !e.Verified {
			lines = append(lines, d.t("settings.unverified.contact", words.Args{"Name": e.Name.In(d.say.Lang)}))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(lib.Profiles)) {
		var stages []string
		for _, st := range lib.Profiles[id].Stages {
			if !st.Verified {
				stages = append(stages, d.t("state."+st.ID))
			}
		}
		if stages != nil {
			lines = append(lines, d.t("settings.unverified.stage", words.Args{"Profile": lib.Profiles[id].Title[d.say.Lang], "Stage": strings.Join(stages, ", ")}))
		}
	}
	return lines
}

// officeScreen changes the service and its agreement.
type officeScreen struct{ form *office }

func (s *officeScreen) place() string { return "settings" }

func (s *officeScreen) content(d *Desktop) fyne.CanvasObject {
	set := d.Desk.Settings()
	if s.form == nil {
		f := d.officeOf(set.Centre, set.Office)
		s.form = &f
	}
	objects, at := s.form.build(d)
	p := d.kit.Page(d.t("settings.office"), objects...).Back(d.t("nav.settings"), func() { d.show(&settingsScreen{}) })
	return p.Actions(d.kit.Main(d.t("settings.save"), func() {
		o, err := s.form.read(d)
		if err == nil {
			set.Office = o
			err = d.Desk.SetSettings(d.ctx(), set)
		}
		if err != nil {
			d.trouble(p, at, err)
			return
		}
		d.show(&settingsScreen{saved: true})
	}))
}
