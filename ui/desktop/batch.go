package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/outfile"
	"onthaal/ui/printer"
)

// inspectionsScreen lists the inspections at which somebody was met.
type inspectionsScreen struct{}

func (s *inspectionsScreen) place() string { return "cases" }

func (s *inspectionsScreen) content(d *Desktop) fyne.CanvasObject {
	list, err := d.Desk.Inspections()
	if err != nil {
		return d.broken(d.t("batch.inspections"), err)
	}
	p := d.backPage(d.t("batch.inspections"), d.t("nav.cases"), func() screen { return &casesScreen{} })
	p.Actions(d.kit.Main(d.t("met.link"), func() { d.show(&metScreen{}) }))
	if len(list) == 0 {
		return p.Add(d.kit.Body(d.t("batch.inspections.none")))
	}
	var rows []row
	for _, i := range list {
		detail := d.say.N("cli.persons", i.Persons)
		if i.Apart > 0 {
			detail += " · " + d.say.N("cli.apart", i.Apart)
		}
		rows = append(rows, row{title: i.Code, detail: detail, status: d.say.Date(i.On), open: func() { d.show(&inspectionScreen{code: i.Code}) }})
	}
	return p.Add(d.kit.Body(d.t("batch.inspections.what")), d.rows(rows))
}

// inspectionScreen lists the persons of one inspection who may be victims, and
// leads to their letters.
type inspectionScreen struct {
	code string
	main *kit.Button
}

func (s *inspectionScreen) place() string { return "cases" }

func (s *inspectionScreen) content(d *Desktop) fyne.CanvasObject {
	met, err := d.Desk.Inspection(s.code)
	if err != nil {
		return d.broken(d.t("batch.inspections"), err)
	}
	p := d.backPage(d.say.Labelled(d.t("kind.inspection"), s.code), d.t("batch.inspections"), func() screen { return &inspectionsScreen{} })
	s.main = d.kit.Main(d.t("batch.letters"), func() { d.show(&batchScreen{code: s.code, kind: "L01"}) })
	p.Add(d.kit.Row(16, s.main))
	var rows []row
	for _, r := range met {
		rows = append(rows, row{title: caseName(r), detail: d.state(r), open: func() { d.show(&caseScreen{id: r.ID}) }})
	}
	return p.Add(d.rows(rows))
}

func (s *inspectionScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

// batchScreen issues a letter to each person of an inspection who can have it,
// and says of the others what is missing.
type batchScreen struct {
	code, kind string
	list       []desk.PersonLetter // as it stood when the page was built
	main       *kit.Button
}

func (s *batchScreen) place() string { return "cases" }

func (s *batchScreen) content(d *Desktop) fyne.CanvasObject {
	s.main = nil
	list, err := d.Desk.LettersOf(d.ctx(), s.code, s.kind)
	if err != nil {
		return d.broken(d.letterName(s.kind), err)
	}
	s.list = list
	p := d.backPage(d.letterName(s.kind), s.code, func() screen { return &inspectionScreen{code: s.code} })
	p.Add(d.kit.Body(d.t("batch.what")))
	var lack, have []row
	n := map[string]int{}
	for i := range list {
		x := &list[i]
		r := row{title: x.Code, open: func() { d.show(&letterScreen{id: x.ID, kind: s.kind, back: &batchScreen{code: s.code, kind: s.kind}}) }}
		switch {
		case x.Number > 0:
			n["before"]++
			r.sign, r.status = kit.SignDone, d.t("letter.number", args{"Number": x.Number})
			have = append(have, r)
		case x.Ready():
			n["ready"]++
			r.status = d.t("ready.ready")
			have = append(have, r)
		default:
			n[string(x.State.State)]++
			r.sign, r.status = kit.SignSoon, d.t("ready."+string(x.State.State))
			if x.State.Why != "" {
				r.detail = d.t(x.State.Why)
			} else {
				r.detail = d.t("case.missing", args{"What": d.missingWords(x.State.Missing)})
			}
			lack = append(lack, r)
		}
	}
	counts := d.kit.Column(4)
	for _, state := range []string{"ready", "before", "blocked", "notApplicable"} {
		if n[state] > 0 {
			counts.Add(d.kit.Body(d.say.N("batch."+state, n[state])))
		}
	}
	if len(list) == 0 {
		counts.Add(d.kit.Body(d.t("batch.nobody")))
	}
	said := map[string]bool{}
	for _, x := range list {
		if x.Ready() && !said[x.Profile.ID] {
			said[x.Profile.ID] = true
			counts.Add(d.lapsed(x.Profile, x.Lapse)...)
		}
	}
	p.Add(counts)
	if n["ready"] > 0 {
		s.main = d.kit.Main(d.say.N("batch.issue", n["ready"]), func() { d.show(&batchFolder{batch: s, raw: map[string]string{"batch.folder": d.folder}}) })
		p.Add(d.kit.Row(16, s.main, d.kit.Button(d.say.N("batch.print", n["ready"]), func() { s.print(d, p, n["ready"]) })))
	}
	if len(lack) > 0 {
		p.Add(d.kit.Column(8, d.kit.Section(d.t("batch.lack")), d.rows(lack)))
	}
	if len(have) > 0 {
		p.Add(d.kit.Column(8, d.kit.Section(d.t("batch.have")), d.rows(have)))
	}
	return p
}

func (s *batchScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

// missingWords joins what is missing into one sentence.
func (d *Desktop) missingWords(missing []letter.Missing) (what string) {
	for i, m := range missing {
		if more := d.say.Problem(m.Problem()); i == 0 {
			what = more
		} else {
			what = d.t("case.missing.and", args{"Some": what, "More": more})
		}
	}
	return what
}

// batchFolder asks into which folder the letters are to be saved, and issues
// them.
type batchFolder struct {
	batch *batchScreen
	raw   map[string]string
	first interface{ Focus() }
}

func (s *batchFolder) place() string { return "cases" }

func (s *batchFolder) focus(*Desktop) { s.first.Focus() }

func (s *batchFolder) content(d *Desktop) fyne.CanvasObject {
	p := d.backPage(d.t("batch.folder.title"), d.letterName(s.batch.kind), func() screen { return &batchScreen{code: s.batch.code, kind: s.batch.kind} })
	p.Add(d.kit.Body(d.t("batch.folder.what")))
	folder := keep(d.kit.Field(d.label("batch.folder"), d.t("batch.folder.hint")), s.raw, "batch.folder")
	s.first = folder
	var options []kit.Option
	for _, x := range savePlaces() {
		options = append(options, kit.Option{Value: x.path, Label: d.placeName(x), Note: x.path})
	}
	if len(options) > 0 {
		where := d.kit.Choice(d.t("save.where"), "", options...)
		where.SetValue(s.raw["batch.folder"])
		where.OnChanged = func(v string) {
			folder.SetText(v)
			s.raw["batch.folder"] = v
		}
		s.first = where
		p.Add(where)
	}
	issue := func() {
		path, ok := filePath(s.raw["batch.folder"], "")
		is, err := os.Stat(path)
		if !ok || err != nil || !is.IsDir() {
			d.trouble(p, fields{"batch.folder": folder}, casefile.Problem{Key: "problem.file.noFolder", Path: "batch.folder"})
			return
		}
		d.folder = path
		s.batch.issue(d, s.batch.saveIn(d, path))
	}
	folder.OnSubmitted = func(string) { issue() }
	return p.Add(folder).Actions(d.kit.Main(d.t("batch.folder.do"), issue))
}

// way issues one letter and hands it out. A letter that was issued and did not
// come through is unprinted.
type way func(context.Context, *desk.PersonLetter) error

// unprinted is a letter that was issued and that the printer did not take.
type unprinted struct {
	code string
	error
}

func (u unprinted) Unwrap() error { return u.error }

// saveIn saves letters in a folder. One whose file is there already, or cannot be
// written, is not issued.
func (s *batchScreen) saveIn(d *Desktop, folder string) way {
	return func(ctx context.Context, x *desk.PersonLetter) error {
		path := filepath.Join(folder, x.Name)
		if d.OfDesk(path) {
			return journal.ErrOfDesk
		}
		f, err := outfile.Create(path, false)
		if err != nil {
			return err
		}
		defer f.Drop()
		made, err := d.Desk.IssueFor(ctx, x, casefile.AsFile)
		if err != nil {
			return err
		}
		if _, err := f.Write(made.PDF); err != nil {
			return err
		}
		_, err = f.Commit()
		return err
	}
}

// print hands the letters to a printer, each as a job of its own.
func (s *batchScreen) print(d *Desktop, p *kit.Page, n int) {
	d.choosePrinter(d.say.N("batch.print", n), func(name string) {
		s.issue(d, func(ctx context.Context, x *desk.PersonLetter) error {
			made, err := d.Desk.IssueFor(ctx, x, casefile.OnPaper)
			if err != nil {
				return err
			}
			if err := printing(printer.Print(ctx, name, strings.TrimSuffix(made.Name, ".pdf"), made.PDF)); err != nil {
				return unprinted{x.Code, err}
			}
			return nil
		})
	}, func(err error) {
		p.Problems(d.t("problem.heading"), kit.Trouble{Text: d.say.Error(err), Field: s.main})
	})
}

// issue makes the letters that are ready, one after the other, and shows how far it
// has come. Whoever stops it, or locks the desk, keeps what is issued by then: each
// letter is whole.
func (s *batchScreen) issue(d *Desktop, out way) {
	var ready []*desk.PersonLetter
	for i := range s.list {
		if x := &s.list[i]; x.Ready() {
			ready = append(ready, x)
		}
	}
	n := 0
	d.show(&jobScreen{
		title: d.t("batch.done"), what: d.t("batch.running"),
		run: func(ctx context.Context, far journal.Progress) error {
			for i, x := range ready {
				if err := ctx.Err(); err != nil {
					return err
				}
				far(int64(i), int64(len(ready)))
				// A letter that is begun is made to its end, file and all.
				if err := out(context.WithoutCancel(ctx), x); err != nil {
					if errors.As(err, new(unprinted)) {
						n++
					}
					return err
				}
				n++
			}
			return nil
		},
		done: func(err error) { d.show(s.told(d, n, err)) },
	})
}

// told says how many letters were issued, and what stopped it.
func (s *batchScreen) told(d *Desktop, n int, err error) screen {
	return &toldScreen{
		title: "batch.done", at: "cases", label: "batch.on",
		to: func(d *Desktop) { d.show(&batchScreen{code: s.code, kind: s.kind}) },
		body: func(d *Desktop) []fyne.CanvasObject {
			body := []fyne.CanvasObject{d.kit.Body(d.say.N("batch.issued", n))}
			if err != nil {
				body = append(body, d.kit.Banner(kit.SignOverdue, d.say.Error(err)), d.kit.Body(d.t("batch.stopped")))
			}
			var lost unprinted
			if errors.As(err, &lost) {
				body = append(body, d.kit.Body(d.t("batch.unprinted", args{"Code": lost.code})))
			}
			return body
		},
	}
}
