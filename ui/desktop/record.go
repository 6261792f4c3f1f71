package desktop

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/find"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// recordScreen lists what can be recorded on a case: first what fits where it
// stands, then, when that is asked for or looked for, everything.
type recordScreen struct {
	id    journal.ID
	all   bool // everything, not only what fits
	query string

	field *kit.Field
	list  *kit.Rows
}

func (s *recordScreen) place() string { return "cases" }

func (s *recordScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(d.t("record.title"), d.t("case.back"), func() screen { return &caseScreen{id: s.id} })
	if over(c.File) {
		return p.SetBody(d.stopBanner(c))
	}
	fitting, every := d.recordable(c)
	rows := fitting
	s.list = d.kit.Rows(d.source(func() []row { return rows }))
	s.field = d.kit.Field(d.t("record.search"), d.t("record.search.hint"))
	s.field.SetText(s.query)
	more := d.kit.Link(d.say.N("record.all", len(every)), func() {
		s.all = true
		d.again()
	})
	none := d.kit.Small(d.t("record.none"))
	lay := func() {
		body := []fyne.CanvasObject{s.field, s.list}
		switch {
		case strings.TrimSpace(s.query) != "":
			if rows = saying(every, s.query); len(rows) == 0 {
				body = []fyne.CanvasObject{d.kit.Column(8, s.field, none), more}
			}
		case s.all:
			rows = every
		default:
			rows = fitting
			body = append(body, more)
		}
		s.list.SetAt(0)
		s.list.Reload()
		p.SetBody(body...)
	}
	s.field.OnChanged = func(v string) {
		s.query = v
		lay()
	}
	s.field.OnSubmitted = func(string) {
		if i := s.list.At(); i < len(rows) {
			rows[i].open()
		}
	}
	d.kit.Keys.Screen(kit.Binding{ID: "find", Key: fyne.KeyF, Mod: fyne.KeyModifierControl, Do: s.field.Focus})
	lay()
	return p
}

// leave forgets what was looked for.
func (s *recordScreen) leave(*Desktop) { s.query, s.field, s.list = "", nil, nil }

func (s *recordScreen) focus(*Desktop) {
	switch {
	case s.list == nil:
	case s.all:
		s.field.Focus()
	default:
		s.list.Focus()
	}
}

// recordable lists what can be recorded on a case: what fits where it stands
// or was begun, and everything, the pages of the intake among it.
func (d *Desktop) recordable(c *desk.Case) (fitting, every []row) {
	begun := d.drafts(c.ID)
	for i, act := range acts {
		if act.group != "person" && acts[max(i-1, 0)].group == "person" {
			every = append(every, d.stepRows(c, begun)...)
		}
		to := act.now(c)
		if to == fitsNot {
			continue
		}
		r := d.recordRow(c, d.t("record."+act.id), act.group, act.kind)
		s := &pageScreen{id: c.ID, page: act, act: true}
		r.open = func() { d.show(s) }
		if begun[s.draft()] != nil {
			r.status, to = d.t("intake.begun"), fitsNow
		}
		every = append(every, r)
		if to == fitsNow {
			fitting = append(fitting, r)
		}
	}
	return fitting, every
}

// stepRows are the pages of the intake, which show what is known already; those
// of a kind that has an act are left out.
func (d *Desktop) stepRows(c *desk.Case, begun drafts) (rows []row) {
	for _, step := range steps {
		if slices.ContainsFunc(acts, func(p page) bool { return p.kind == step.kind }) {
			continue
		}
		r := d.recordRow(c, d.t("page."+step.id), "person", cmp.Or(step.kind, step.id))
		s := &pageScreen{id: c.ID, page: step, back: &caseScreen{id: c.ID}}
		r.open = func() { d.show(s) }
		if begun[s.draft()] != nil {
			r.status = d.t("intake.begun")
		}
		rows = append(rows, r)
	}
	return rows
}

// recordRow says where something that can be recorded belongs, in the case's
// own procedure.
func (d *Desktop) recordRow(c *desk.Case, title, group, kind string) row {
	k, _ := casefile.KindOf(kind)
	section := d.say.Section(c.Profile.Section(k.Section))
	return row{title: title, detail: dotted(d.t("record.group."+group), section), also: d.t("kind." + kind)}
}

// saying finds the rows that have every word of a query in what they say.
func saying(rows []row, query string) []row {
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool {
		said := find.Fold(r.title + " " + r.detail + " " + r.also)
		return slices.ContainsFunc(strings.Fields(find.Fold(query)), func(w string) bool { return !strings.Contains(said, w) })
	})
}

// journalScreen lists everything that was recorded, the newest first.
type journalScreen struct {
	id   journal.ID
	list *kit.Rows
}

func (s *journalScreen) place() string { return "cases" }

func (s *journalScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(d.t("case.journal")+" "+c.File.Code(), d.t("case.back"), func() screen { return &caseScreen{id: s.id} })
	s.list = d.rows(d.history(c, func() screen { return &journalScreen{id: s.id} }))
	return p.Fill(s.list.Scrolling())
}

func (s *journalScreen) leave(*Desktop) { s.list = nil }

func (s *journalScreen) focus(*Desktop) {
	if s.list != nil {
		s.list.Focus()
	}
}

// history words the journal, the newest entry first. Of a person about whom
// nothing is kept only the kinds of entry are shown.
func (d *Desktop) history(c *desk.Case, back func() screen) []row {
	var rows []row
	for i := len(c.File.History) - 1; i >= 0; i-- {
		e := c.File.History[i]
		r := row{title: d.entryWords(c, &e), detail: d.when(&e)}
		if !e.Dead.IsZero() {
			r.status, r.quiet = d.t("case.dead.void"), true
			if x, ok := c.File.Entry(e.Dead); ok && x.Kind != casefile.KindVoid {
				r.status = d.t("case.dead.corrected")
			}
		}
		if !over(c.File) {
			r.open = func() { d.show(&entryScreen{id: c.ID, entry: e.ID, back: back()}) }
		}
		rows = append(rows, r)
	}
	return rows
}

// when says on which day it happened and when it was recorded; the day only
// once where it is the same.
func (d *Desktop) when(e *casefile.Entry) string {
	if t := e.At.In(d.Now().Location()); civil.Of(t) == e.On {
		return d.t("case.when.same", args{"On": e.On, "At": t.Format("15:04")})
	}
	return d.t("case.when", args{"On": e.On, "At": d.moment(e)})
}

// moment is when an entry was recorded, on the clock of the desk.
func (d *Desktop) moment(e *casefile.Entry) string {
	t := e.At.In(d.Now().Location())
	return d.say.Day(civil.Of(t)) + "\u00a0" + t.Format("15:04")
}

// entryWords names an entry by its kind and what matters most of it.
func (d *Desktop) entryWords(c *desk.Case, e *casefile.Entry) string {
	kind := d.maybe("kind." + e.Kind)
	if kind == "" {
		kind = e.Kind
	}
	if over(c.File) || e.Body == nil {
		return kind
	}
	what := ""
	switch b := e.Body.(type) {
	case *casefile.Consent:
		what = d.t("choice.consent.purpose."+b.Purpose) + " – " + d.t("choice.consent.answer."+b.Answer)
	case *casefile.LetterIssued:
		what = d.letterName(b.Letter) + ", " + d.t("letter.number", args{"Number": b.Number})
	case *casefile.Attachment:
		what = d.fileTitle(b)
	case *casefile.Exported:
		if b.What == "summary" {
			return d.t("kind.exported.summary")
		}
		if b.What == "attachment" {
			kind = d.t("kind.exported.attachment")
			what = d.t("letter.number", args{"Number": b.Number})
			break
		}
		if b.How != casefile.AsFile {
			kind = d.t("kind.exported." + b.How)
		}
		what = d.letterName(b.Letter) + ", " + d.say.Language(b.Language)
	case *casefile.FileLanguage:
		what = d.t("language." + b.Language)
	case *casefile.Void:
		if x, ok := c.File.Entry(b.Of); ok && x.Kind != casefile.KindVoid {
			what = d.entryWords(c, &x)
		}
	case *casefile.Safety, *casefile.Person, *casefile.Elements, *casefile.Note, *casefile.Opened:
	default:
		a := d.asking(c)
		if p, ok := d.pageOfKind(e.Kind); ok {
			what = p.said(a, e)
		}
	}
	if what == "" {
		return kind
	}
	return d.say.Labelled(kind, what)
}

// said tells an entry by the first of its answers.
func (p *page) said(a *asking, e *casefile.Entry) string {
	v := p.valuesOf(a, e)
	var out []string
	for _, q := range p.ask(a)[:max(p.says, 1)] {
		if s := q.answerWords(a.d, v); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

// pageOfKind finds the page whose questions an entry answers.
func (d *Desktop) pageOfKind(kind string) (page, bool) {
	for _, table := range [][]page{acts, steps} {
		for _, p := range table {
			if p.kind == kind {
				return p, true
			}
		}
	}
	return page{}, false
}

// entryScreen shows one entry, and corrects it or takes it back.
type entryScreen struct {
	id     journal.ID
	entry  journal.ID
	back   screen
	main   *kit.Button // nil where the entry cannot be corrected
	typing *typing
}

func (s *entryScreen) place() string { return "cases" }

func (s *entryScreen) content(d *Desktop) fyne.CanvasObject {
	s.leave(d)
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	e, ok := c.File.Entry(s.entry)
	if !ok || over(c.File) {
		return d.failed(casefile.Problem{Key: "problem.entry"})
	}
	p := d.backPage(d.entryWords(c, &e), d.backLabel(s.back), func() screen { return s.back })
	when := d.kit.Column(4, d.kit.Body(d.say.Date(e.On)), d.kit.Small(d.t("case.recorded", args{"At": d.moment(&e), "By": d.who(e.By)})))
	before := []fyne.CanvasObject{when, s.details(d, c, &e)}
	k, known := casefile.KindOf(e.Kind)
	if !e.Dead.IsZero() || !known || k.Made && k.Name != casefile.KindAttachment || e.Body == nil {
		if !e.Dead.IsZero() {
			before = append(before, d.kit.Body(d.t("case.dead")))
		}
		return p.SetBody(before...)
	}
	if to := s.correct(d, c, &e); to != nil {
		s.main = d.kit.Main(d.t("case.correct"), func() { d.show(to) })
		before = append(before, d.kit.Row(16, s.main))
	}
	f := d.newForm(p, []question{{path: "void.reason", as: asProse, label: d.t("case.takeBack.why")}}, d.drafts(s.id)["void."+s.entry.String()])
	undo := d.kit.Button(d.t("case.takeBack"), func() { s.takeBack(d) })
	what := d.t("case.takeBack.what")
	if e.Kind == casefile.KindAttachment {
		what = d.t("file.takeBack.what")
	}
	f.around(append(before, d.kit.Section(d.t("case.takeBack.title")), d.kit.Body(what)), []fyne.CanvasObject{undo})
	s.typing = d.typing(s.id, "void."+s.entry.String(), f)
	return p
}

func (s *entryScreen) leave(*Desktop) {
	s.typing.left()
	s.typing, s.main = nil, nil
}

func (s *entryScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

// details shows what the entry says.
func (s *entryScreen) details(d *Desktop, c *desk.Case, e *casefile.Entry) fyne.CanvasObject {
	if e.Body == nil {
		return d.kit.Body(d.t("finding.unreadable"))
	}
	col := d.kit.Column(8)
	say := func(label, text string) {
		if text != "" {
			col.Add(d.kit.Column(0, d.kit.Small(label), d.kit.Body(text)))
		}
	}
	switch b := e.Body.(type) {
	case *casefile.Consent:
		say(d.label("consent.language"), d.say.Language(b.Language))
		if b.How != "" {
			say(d.label("consent.how"), capital(d.t("choice.consent.how."+b.How)))
		}
		say(d.label("consent.witness"), b.Witness)
	case *casefile.LetterIssued:
		say(d.t("letter.language"), d.t("language."+b.Language))
		say("SHA-256", b.SHA256)
		s.reader(d, say, b.ReadBy, b.Unread)
	case *casefile.Reclassified:
		if b.Alone {
			col.Add(d.kit.Body(d.t("entry.alone")))
		}
		unread := b.Unread
		if unread == casefile.NoReader {
			unread = "" // it is said above
		}
		s.reader(d, say, b.ReadBy, unread)
	case *casefile.Attachment:
		say(d.t("file.name"), b.Name)
		say(d.t("file.kind"), d.fileKind(b))
		say("SHA-256", b.SHA256)
	case *casefile.Void:
		say(d.label("void.reason"), b.Reason)
	case *casefile.SamePerson:
		col.Add(s.other(d, b.Code))
	case *casefile.Relative:
		col.Add(s.other(d, b.Code))
	}
	if p, ok := d.pageOfKind(e.Kind); ok {
		a := d.asking(c)
		v := p.valuesOf(a, e)
		for _, q := range p.ask(a) {
			if q.path != "on" && q.path != "" {
				say(d.label(q.path), q.answerWords(d, v))
			}
		}
	}
	return col
}

// reader says which second colleague stood behind an entry, or why none did.
func (s *entryScreen) reader(d *Desktop, say func(label, text string), readBy, unread string) {
	if readBy != "" {
		say(d.t("entry.readBy"), d.who(readBy))
	}
	say(d.t("entry.unread"), unread)
}

// other leads to the case of a code, where this desk has it.
func (s *entryScreen) other(d *Desktop, code string) fyne.CanvasObject {
	id, err := d.Desk.Find(code)
	if err != nil {
		return d.kit.Small(capital(d.t("problem.case")))
	}
	return d.kit.Link(d.t("record.other", args{"Code": code}), func() { d.show(&caseScreen{id: id}) })
}

// correct is the screen on which the entry is corrected; nil where it can only
// be taken back.
func (s *entryScreen) correct(d *Desktop, c *desk.Case, e *casefile.Entry) screen {
	if p, ok := pageOf(steps, "consent"); ok && e.Kind == casefile.KindConsent {
		return &pageScreen{id: s.id, page: p, back: s.back, at: consentPath(e.Body.(*casefile.Consent).Purpose)}
	}
	for _, p := range acts {
		if p.kind == e.Kind {
			return &pageScreen{id: s.id, page: p, act: true, of: e.ID, back: s.back}
		}
	}
	for _, p := range steps {
		if p.kind == e.Kind {
			return &pageScreen{id: s.id, page: p, back: s.back}
		}
	}
	return nil
}

func (s *entryScreen) takeBack(d *Desktop) {
	f := s.typing.form
	void := casefile.NewEntry(casefile.KindVoid, d.Desk.Today(), &casefile.Void{Of: s.entry, Reason: strings.TrimSpace(f.raw()["void.reason"])})
	err := d.Desk.Record(d.ctx(), s.id, void)
	if err == nil {
		err = s.typing.saved()
	}
	if err != nil {
		s.typing.seal()
		f.refuse(err)
		return
	}
	d.show(s.back)
}
