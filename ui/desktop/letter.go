package desktop

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/paper"
)

// letterScreen shows one letter of a case: what it lacks, the page as it will
// be printed, and what was issued.
type letterScreen struct {
	id   journal.ID
	kind string
	back screen // where Back leads; nil: the case

	choosing bool  // the language is being changed
	sheet    bool  // the page has all the room, where there is none for both
	photos   []int // numbers of the files on its page of photographs

	page    *kit.Page
	main    *kit.Button
	choice  *kit.Choice
	missing *kit.Rows // what the letter lacks; nil: nothing
	preview *preview
}

func (s *letterScreen) place() string { return "cases" }

func (s *letterScreen) content(d *Desktop) fyne.CanvasObject {
	s.main, s.missing, s.preview = nil, nil, nil
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	back := s.back
	if back == nil {
		back = &caseScreen{id: s.id}
	}
	p := d.backPage(d.letterName(s.kind), d.backLabel(back), func() screen { return back })
	s.page = p
	l, ok := stateOf(c, s.kind)
	switch {
	case over(c.File):
		return p.SetBody(d.stopBanner(c))
	case !ok:
		return d.failed(casefile.Problem{Key: "problem.letter"})
	}
	p.Lead(dotted(c.File.Code(), d.say.Section(l.Section), d.inLanguage(c.Profile.Title)))
	p.Add(s.language(d, c))
	if !l.Regional {
		p.Add(d.foreign(l.Language)...)
	}
	if l.Language != c.File.Language {
		p.Add(d.kit.Small(d.t("letter.language.region", args{"Language": d.t("language." + l.Language)})))
	}
	ready, missing := d.readiness(c, l, func(m letter.Missing) {
		if to := d.jump(c, m.Key, m.Step, &letterScreen{id: s.id, kind: s.kind}); to != nil {
			d.show(to)
		}
	})
	s.missing = missing
	state := d.kit.Column(8, ready)
	if l.State == letter.Ready && d.Desk.Unverified(c) {
		state.Add(d.kit.Status(kit.SignSoon, d.t("letter.unverified")))
	}
	if l.State != letter.NotApplicable {
		state.Add(d.lapsed(c.Profile, c.Lapse)...)
	}
	if !l.Confirm.IsZero() {
		state.Add(d.kit.Status(kit.SignSoon, d.t("letter.confirm", args{"Date": l.Confirm})))
	}
	p.Add(state)
	if choice := s.photoChoice(d, c); choice != nil && l.State == letter.Ready {
		p.Add(choice)
	}
	s.issued(d, p, c, l)
	if l.State == letter.Ready {
		page := s.page
		p.Add(d.copies(l.Language, func(lang string) {
			d.saveFile(c.File.Code()+"-"+lang+".pdf", func() ([]byte, error) {
				x, err := d.Desk.CopyLetter(d.ctx(), s.id, s.kind, lang, casefile.AsFile)
				return x.PDF, err
			}, func(string) { d.saved(page) })
		}))
	}
	if l.Draft {
		state.Add(d.kit.Status(kit.SignSoon, d.t("letter.draft")))
	}
	if l.State == letter.NotApplicable {
		return p
	}
	s.preview = d.newPreview(func() (*paper.Sheet, error) {
		doc, err := s.document(d, l.Issued)
		if err != nil {
			return nil, err
		}
		return d.Paper.Layout(doc)
	})
	return d.formBeside(p, s.preview, &s.sheet)
}

// notShown is said in place of a letter that is kept and cannot be shown the same.
const notShown = "letter.notShown"

// document is the letter to show: the last one that was issued, as it was, else
// what would be issued now, marked as a preview.
func (s *letterScreen) document(d *Desktop, issued []*casefile.Fact[casefile.LetterIssued]) (*document.Document, error) {
	if n := len(issued); n > 0 {
		doc, err := d.Desk.IssuedDocument(d.ctx(), s.id, issued[n-1].Body.Number)
		if doc == nil && err == nil { // anything else would be another letter
			err = casefile.Problem{Key: notShown}
		}
		return doc, err
	}
	return d.Desk.PreviewLetter(d.ctx(), s.id, s.kind, "", s.photos...)
}

func (s *letterScreen) focus(*Desktop) {
	if s.preview != nil {
		s.preview.load()
	}
	switch {
	case s.sheet:
	case s.main != nil:
		s.main.Focus()
	case s.missing != nil:
		s.missing.Focus()
	}
}

// leave forgets what is shown: a locked desk keeps no letter in memory.
func (s *letterScreen) leave(*Desktop) {
	s.page, s.main, s.choice, s.missing, s.preview = nil, nil, nil, nil, nil
}

func stateOf(c *desk.Case, kind string) (letter.State, bool) {
	for _, l := range c.Letters {
		if l.Kind == kind {
			return l, true
		}
	}
	return letter.State{}, false
}

// language says in which language the file's letters are. It can be changed
// until the first letter.
func (s *letterScreen) language(d *Desktop, c *desk.Case) fyne.CanvasObject {
	if len(c.File.Letters) > 0 {
		return d.kit.Column(0, d.kit.Small(d.t("letter.language")), d.kit.Body(d.t("language."+c.File.Language)), d.kit.Small(d.t("letter.language.stays")))
	}
	if !s.choosing {
		change := d.kit.Link(d.t("intake.change"), func() {
			s.choosing = true
			d.again()
			s.choice.Focus()
		})
		return d.kit.Column(0, d.kit.Small(d.t("letter.language")), d.kit.Row(24, d.kit.Body(d.t("language."+c.File.Language)), change))
	}
	choice := d.kit.Choice(d.t("letter.language"), "", d.languageNames(letter.Languages)...)
	s.choice = choice
	choice.SetValue(c.File.Language)
	choice.OnChanged = func(v string) {
		e := casefile.NewEntry(casefile.KindFileLanguage, d.Desk.Today(), &casefile.FileLanguage{Language: v})
		if err := d.Desk.Record(d.ctx(), s.id, e); err != nil {
			s.refuse(d, err, choice)
			return
		}
		s.choosing = false
		d.again()
	}
	return choice
}

// foreign says when letters would be in a language that is none of the centre's
// own; nothing where it is.
func (d *Desktop) foreign(lang string) []fyne.CanvasObject {
	if s := d.foreignWords(lang); s != "" {
		return []fyne.CanvasObject{d.kit.Status(kit.SignSoon, s)}
	}
	return nil
}

func (d *Desktop) foreignWords(lang string) string {
	own := d.Desk.ForeignLanguage(lang)
	if own == nil || lang == "" {
		return ""
	}
	return d.t("letter.language.foreign", args{"Language": d.say.Language(lang), "Own": d.say.Languages(own)})
}

// issued lists the letters of this kind that were issued, and issues one.
func (s *letterScreen) issued(d *Desktop, p *kit.Page, c *desk.Case, l letter.State) {
	issue := func(label string, make func(string, func()) *kit.Button) *kit.Button {
		return make(label, func() { s.ask(d, l) })
	}
	if len(l.Issued) == 0 {
		if l.State == letter.Ready {
			s.main = issue(d.t("letter.issue"), d.kit.Main)
			p.Add(d.kit.Row(16, s.main))
		}
		return
	}
	col := d.kit.Column(8, d.kit.Section(d.t("letter.issued.title")))
	for i := len(l.Issued) - 1; i >= 0; i-- {
		x := l.Issued[i]
		make := d.kit.Button
		if s.main == nil {
			make = d.kit.Main
		}
		out := s.leaving(d, c, x.Body.Number)
		b := make(d.t("letter.save"), func() { d.savePaper(out) })
		if s.main == nil {
			s.main = b
		}
		paper := d.kit.Button(d.t("print.print"), func() { d.printPaper(out) })
		sealed := d.kit.Button(d.t("letter.encrypted"), func() { d.sealPaper(out) })
		col.Add(d.kit.Column(8, d.kit.Body(d.issuedWords(x)+" · "+d.t("language."+x.Body.Language)), d.kit.Row(16, b, paper, sealed)))
	}
	if l.State == letter.Ready {
		col.Add(issue(d.t("letter.issueAgain"), d.kit.Link))
	}
	p.Add(col)
}

// ask asks once more: an issued letter is kept as it is. Of a letter that a
// colleague reads first it asks for their passphrase, or, where there is no
// colleague, for the reason.
func (s *letterScreen) ask(d *Desktop, l letter.State) {
	body := []fyne.CanvasObject{d.kit.Body(d.t("letter.ask.what"))}
	read := func() desk.Reading { return desk.Reading{} }
	var field *kit.Field
	switch {
	case !l.SecondReader:
	case d.Desk.Alone():
		field = d.kit.Field(d.t("letter.alone"), d.t("letter.alone.hint"))
		read = func() desk.Reading { return desk.Reading{Reason: field.Text()} }
	default:
		field = d.kit.Password(d.t("letter.second"), d.t("letter.second.hint"), d.t("unlock.show"), d.t("unlock.hide"))
		read = func() desk.Reading { return desk.Reading{Passphrase: []byte(field.Text())} }
	}
	if field != nil {
		body = append(body, field)
	}
	d.kit.Panel(d.t("letter.ask", args{"Letter": d.letterName(s.kind)}), body,
		kit.Act{Label: d.t("letter.ask.not"), Safe: true},
		kit.Act{Label: d.t("letter.issue"), Main: true, Do: func() { s.issue(d, read()) }},
	).Show()
	if field != nil {
		field.Focus()
	}
}

func (s *letterScreen) issue(d *Desktop, read desk.Reading) {
	d.work(func() error {
		_, err := d.Desk.IssueReadLetter(d.ctx(), s.id, s.kind, read, s.photos...)
		return err
	}, func(err error) {
		if err != nil {
			s.refuse(d, err, s.main)
			return
		}
		d.again()
	})
}

// refuse shows what went wrong, leading to where it can be mended.
func (s *letterScreen) refuse(d *Desktop, err error, at interface{ Focus() }) {
	s.page.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: at})
}

// leaving is an issued letter, as it was issued, on its way out of the desk.
func (s *letterScreen) leaving(d *Desktop, c *desk.Case, number int) leaving {
	return leaving{
		name:  fmt.Sprintf("%s-%d", c.File.Code(), number),
		title: d.t("print.title", args{"Number": number}),
		make: func() ([]byte, error) {
			x, err := d.Desk.IssuedLetter(d.ctx(), s.id, number)
			return x.PDF, err
		},
		left:   func(how string) error { return d.Desk.LetterExported(d.ctx(), s.id, number, how) },
		page:   s.page,
		refuse: func(err error) { s.refuse(d, err, s.main) },
	}
}

// copies offers a letter in the other languages than its own: as a marked
// specimen, and in English as a courtesy for who has to read it.
func (d *Desktop) copies(official string, save func(lang string)) fyne.CanvasObject {
	col := d.kit.Column(0, d.kit.Section(d.t("letter.copies")), d.kit.Small(d.t("letter.copies.what")))
	for _, lang := range append(slices.Clone(letter.Languages), letter.Courtesy) {
		if lang == official {
			continue
		}
		key := "letter.specimen"
		if lang == letter.Courtesy {
			key = "letter.courtesy"
		}
		col.Add(d.kit.Link(d.t(key, args{"Language": d.t("language." + lang)}), func() { save(lang) }))
	}
	return col
}
