package desktop

import (
	"encoding/json"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/paper"
)

// The two letters about a check (§6) belong to no case. What is typed for them
// is kept as a sealed draft of the desk's own and nowhere else, until somebody
// says that it is finished.

// ofNoCase stands for the desk itself where a draft asks for its case.
var ofNoCase = journal.ID{}

// standbyPage are the questions of both letters.
var standbyPage = page{id: "standby", ask: askStandby}

func askStandby(a *asking) []question {
	d := a.d
	begun := func(v values) bool { return v["letter"] != "" }
	request, answer := is("letter", "L12"), is("letter", "L13")
	line := func(path, label, hint string, when func(values) bool) question {
		return question{path: path, as: asLine, label: label, hint: hint, when: when}
	}
	many := func(path, label string, options []kit.Option, when func(values) bool) question {
		return question{path: path, as: asMany, label: label, options: options, when: when}
	}
	number := func(path, label, hint string, when func(values) bool) question {
		return question{path: path, as: asNumber, from: 1, to: 9999, label: label, hint: hint, when: when}
	}
	var centres []kit.Option
	for _, e := range d.Desk.Library().Contacts.Entries {
		if e.Kind == "centre" {
			centres = append(centres, kit.Option{Value: e.ID, Label: e.Name.In(d.say.Lang), Note: e.City.In(d.say.Lang)})
		}
	}
	which := []kit.Option{
		{Value: "L13", Label: d.t("standby.answer"), Note: d.letterName("L13")}, {Value: "L12", Label: d.t("standby.request"), Note: d.letterName("L12")},
	}
	date := d.t("intake.hint.date")
	return []question{
		{path: "letter", as: asOne, label: d.t("standby.which"), options: which},
		{path: "language", as: asOne, label: d.t("standby.language"), options: d.languageNames(letter.Languages), when: begun},
		{path: "centre", as: asOne, label: d.t("standby.centre"), options: centres, when: request},
		line("inspection", d.t("standby.inspection"), "", begun),
		{path: "address", as: asLines, label: d.t("standby.address"), when: begun},
		line("phone", d.t("standby.phone"), "", request),
		line("reference", d.t("standby.reference"), "", begun),
		line("officer", d.t("standby.officer"), "", begun),
		line("officerPhone", d.t("standby.officerPhone"), "", request),
		{path: "from", as: asDay, label: d.t("standby.from"), hint: date, when: begun},
		{path: "to", as: asDay, label: d.t("standby.to"), hint: d.t("standby.to.hint"), when: begun},
		{as: asWords, say: func(v values) (kit.Sign, string) { return a.standbyDay(v) }},
		line("district", d.t("standby.district"), d.t("standby.district.hint"), begun),
		number("persons", d.t("standby.persons"), "", request),
		many("languages", d.t("standby.languages"), d.languages(), request),
		{path: "answerBy", as: asDay, label: d.t("standby.answerBy"), hint: date, when: request},
		line("staff", d.t("standby.staff"), "", answer),
		line("staffPhone", d.t("standby.staffPhone"), "", answer),
		number("minutes", d.t("standby.minutes"), d.t("standby.minutes.hint"), answer),
		number("places", d.t("standby.places"), "", answer),
		many("speaks", d.t("standby.speaks"), d.languages(), answer),
		many("leaflets", d.t("standby.leaflets"), d.leaflets(), answer),
	}
}

// standbyDay says by when a centre is asked, or that it is late.
func (a *asking) standbyDay(v values) (kit.Sign, string) {
	today := a.d.Desk.Today()
	day, ok := parseDay(v["from"], today)
	if v["letter"] != "L12" || !ok || day.Before(today) {
		return kit.NoSign, ""
	}
	by, late := procedure.Standby(day, today)
	if late != nil {
		return kit.SignSoon, a.d.say.Problem(*late)
	}
	return kit.NoSign, a.d.t("standby.askBy", args{"Date": by})
}

// standby reads the page.
func (a *asking) standby(v values) (kind string, s *letter.Standby, err error) {
	kind = v["letter"]
	if kind == "" {
		return "", nil, casefile.Problem{Key: "standby.choose", Path: "letter"}
	}
	today := a.d.Desk.Today()
	fields := map[string]any{}
	var found casefile.Problems
	for _, q := range askStandby(a) {
		if q.path == "" || q.path == "letter" || q.when != nil && !q.when(v) {
			continue
		}
		value, _, problem := q.value(v, today)
		switch {
		case problem != nil:
			found = append(found, *problem)
		case value != nil:
			fields[q.path] = value
		}
	}
	if kind == "L13" { // the centre answers for itself
		fields["centre"] = a.d.Desk.Settings().Centre
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return "", nil, err
	}
	s, err = letter.ParseStandby(data, today)
	if found = merged(found, problemsOf(err)); len(found) > 0 {
		return "", nil, found
	}
	return kind, s, err
}

// standbyScreen asks for the facts of a check, and never for its target.
type standbyScreen struct {
	typing *typing
	err    error // what kept the letter from being made
}

func (s *standbyScreen) place() string { return "today" }

func (s *standbyScreen) content(d *Desktop) fyne.CanvasObject {
	s.leave(d)
	p := d.backPage(d.t("standby.title"), d.t("nav.today"), func() screen { return &todayScreen{} })
	f := d.newForm(p, askStandby(d.asking(nil)), d.drafts(ofNoCase)[standbyPage.id])
	f.around([]fyne.CanvasObject{d.kit.Body(d.t("standby.what"))}, nil)
	s.typing = d.typing(ofNoCase, standbyPage.id, f)
	return p.Actions(d.kit.Main(d.t("standby.make"), func() { s.make(d) }))
}

func (s *standbyScreen) focus(*Desktop) {
	s.typing.focus(&s.err, "")
}

func (s *standbyScreen) leave(*Desktop) {
	s.typing.left()
	s.typing = nil
}

func (s *standbyScreen) make(d *Desktop) {
	f := s.typing.form
	kind, x, err := d.asking(nil).standby(f.raw())
	if err == nil {
		_, err = d.Desk.StandbyDocument(kind, x, "")
	}
	s.typing.seal()
	if f.refuse(err); err == nil {
		d.show(&standbyPaper{})
	}
}

// standbyPaper shows the letter about a check as it will be printed, and hands
// it out. It is made anew from the draft whenever it is shown.
type standbyPaper struct {
	sheet bool // the page has all the room, where there is none for both

	main    *kit.Button
	preview *preview
}

func (s *standbyPaper) place() string { return "today" }

func (s *standbyPaper) content(d *Desktop) fyne.CanvasObject {
	s.leave(d)
	back := func() screen { return &standbyScreen{} }
	kind, x, err := d.asking(nil).standby(d.drafts(ofNoCase)[standbyPage.id])
	if err != nil {
		return d.backPage(d.t("standby.title"), d.t("standby.title"), back).Add(d.kit.Body(d.t("standby.gone")))
	}
	p := d.backPage(d.letterName(kind), d.t("standby.back"), back)
	p.Lead(d.say.Section("6") + " · " + d.t("language."+x.Language))
	out := leaving{
		name: x.From.String(), title: d.t("standby.print"), page: p,
		make: func() ([]byte, error) {
			made, err := d.Desk.StandbyLetter(kind, x, "", "")
			return made.PDF, err
		},
		refuse: func(err error) {
			p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: s.main})
		},
	}
	s.main = d.kit.Main(d.t("letter.save"), func() { d.savePaper(out) })
	p.Add(
		d.kit.Body(d.t("standby.read")),
		d.kit.Row(16, s.main, d.kit.Button(d.t("print.print"), func() { d.printPaper(out) }), d.kit.Button(d.t("letter.encrypted"), func() { d.sealPaper(out) })),
		d.copies(x.Language, func(lang string) {
			d.saveFile(out.name+"-"+lang+".pdf", func() ([]byte, error) {
				made, err := d.Desk.StandbyLetter(kind, x, "", lang)
				return made.PDF, err
			}, func(string) { d.saved(p) })
		}),
		d.kit.Column(8, d.kit.Section(d.t("standby.finished")), d.kit.Body(d.t("standby.kept")), d.kit.Button(d.t("standby.forget"), func() {
			if err := d.setDraft(ofNoCase, standbyPage.id, nil); err != nil {
				out.refuse(err)
				return
			}
			d.show(&todayScreen{})
		})))
	p.Saved()
	s.preview = d.newPreview(func() (*paper.Sheet, error) {
		doc, err := d.Desk.StandbyDocument(kind, x, "")
		if err != nil {
			return nil, err
		}
		return d.Paper.Layout(doc)
	})
	return d.formBeside(p, s.preview, &s.sheet)
}

func (s *standbyPaper) focus(*Desktop) {
	if s.preview != nil {
		s.preview.load()
		if !s.sheet {
			s.main.Focus()
		}
	}
}

// leave forgets what is shown.
func (s *standbyPaper) leave(*Desktop) { s.main, s.preview = nil, nil }
