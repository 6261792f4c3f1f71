package desktop

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// proceduresScreen lists the procedures of the desk and takes in the centre's
// own version of one, which is looked at as a difference first.
type proceduresScreen struct {
	raw  map[string]string // what was typed, by path
	told string
}

// procedurePath is the path of the field for the file.
const procedurePath = "profile"

func (s *proceduresScreen) place() string { return "settings" }

func (s *proceduresScreen) content(d *Desktop) fyne.CanvasObject {
	if s.raw == nil {
		s.raw = map[string]string{}
	}
	p := d.backPage(d.t("rules.all"), d.t("nav.settings"), func() screen { return &settingsScreen{} })
	if s.told != "" {
		p.Add(d.kit.Status(kit.SignDone, s.told))
		s.told = ""
	}
	all := d.Desk.Profiles()
	for _, id := range slices.Sorted(maps.Keys(all)) {
		p.Add(d.procedureWords(all[id]))
	}
	objects, file := d.fileField(s.raw, procedurePath, ".json", d.t("rules.file"), d.t("rules.file.hint"))
	compare := func() {
		if err := s.compare(d); err != nil {
			d.trouble(p, fields{procedurePath: file}, err)
		}
	}
	file.OnSubmitted = func(string) { compare() }
	return p.Add(d.kit.Section(d.t("rules.import")), d.kit.Body(d.t("rules.import.what"))).Add(objects...).
		Actions(d.kit.Main(d.t("rules.compare"), compare))
}

// procedureWords say what a procedure is and is worth.
func (d *Desktop) procedureWords(x *procedure.Profile) fyne.CanvasObject {
	col := d.kit.Column(0, d.kit.Strong(d.inLanguage(x.Title)), d.kit.Small(d.t("rules.version", args{"Version": x.Version})))
	for _, s := range d.say.Standing(x, d.Desk.Lapsed(x.ID, d.Desk.Today())) {
		col.Add(d.kit.Small(s))
	}
	n := 0
	for _, f := range x.Facts {
		if !f.Checked() {
			n += len(f.About)
		}
	}
	if n > 0 {
		col.Add(d.kit.Small(d.say.N("profile.unchecked", n)))
	}
	return col
}

// compare reads the file and shows in what it differs from what the desk has.
func (s *proceduresScreen) compare(d *Desktop) error {
	path, ok := filePath(s.raw[procedurePath], "")
	if !ok {
		return casefile.Problem{Key: "save.whole", Path: procedurePath}
	}
	const most = 1 << 20 // the desk says what is too large for a procedure
	data, err := readFile(path, most, procedurePath)
	if err != nil {
		return err
	}
	x, diff, err := d.Desk.CompareProfile(data)
	if err != nil {
		return err
	}
	d.show(&differenceScreen{data: data, profile: x, diff: diff, from: s})
	return nil
}

// differenceScreen shows in what a procedure differs from the one of the desk,
// and takes it into use. The focus stays at the top: it is read first.
type differenceScreen struct {
	data    []byte
	profile *procedure.Profile
	diff    []procedure.Difference
	from    *proceduresScreen
	main    *kit.Button
}

func (s *differenceScreen) place() string { return "settings" }

func (s *differenceScreen) content(d *Desktop) fyne.CanvasObject {
	p := d.backPage(d.inLanguage(s.profile.Title), d.t("rules.all"), func() screen { return s.from })
	p.Lead(d.t("rules.version", args{"Version": s.profile.Version}))
	s.main = d.kit.Main(d.t("rules.take"), func() { s.take(d, p) })
	p.Add(d.kit.Body(d.t("rules.take.what")), d.kit.Section(d.say.N("rules.differences", len(s.diff))))
	for _, x := range s.diff { // before all else, for it stops work
		if l := x.Shut(); l != "" {
			p.Add(d.kit.Banner(kit.SignSoon, d.t("profile.shut", args{"Letter": l})))
		}
	}
	for i, x := range s.diff {
		if i == mostDifferences {
			p.Add(d.kit.Small(d.say.N("rules.more", len(s.diff)-i)))
			break
		}
		key := "rules.day"
		switch {
		case x.Before == "":
			key = "rules.new"
		case x.After == "":
			key = "rules.gone"
		}
		p.Add(d.kit.Column(0, d.kit.Small(strings.ReplaceAll(x.Path, ".", " › ")), d.kit.Body(d.t(key, args{"Before": quoted(x.Before), "After": quoted(x.After)}))))
	}
	return p.Actions(s.main)
}

// mostDifferences is how many values are written out: another procedure differs
// in hundreds, which nobody reads on a screen.
const mostDifferences = 60

// quoted keeps a text and what is said of it apart; numbers need no quotes.
func quoted(s string) string {
	if len(s) < 12 {
		return s
	}
	return "“" + s + "”"
}

func (s *differenceScreen) take(d *Desktop, p *kit.Page) {
	if err := d.Desk.ImportProfile(d.ctx(), s.data); err != nil {
		p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: s.main})
		return
	}
	d.show(&proceduresScreen{told: d.t("profile.imported", args{"Version": s.profile.Version, "Profile": d.inLanguage(s.profile.Title)})})
}
