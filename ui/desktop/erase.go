package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// eraseScreen destroys all that was written about a person, after its code was
// typed.
type eraseScreen struct {
	id    journal.ID
	typed string
	first interface{ Focus() }
}

func (s *eraseScreen) place() string { return "cases" }

func (s *eraseScreen) focus(*Desktop) { s.first.Focus() }

func (s *eraseScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	code := c.File.Code()
	field := d.kit.Field(d.label("erase.code"), d.t("erase.code.hint", args{"Code": code}))
	field.SetText(s.typed)
	field.OnChanged = func(v string) { s.typed = v }
	s.first = field
	p := d.kit.Page(d.t("erase.title", args{"Code": code})).Back(code, func() { d.show(&caseScreen{id: s.id}) })
	p.Add(d.kit.Body(d.t("erase.what")), d.kit.Body(d.t("erase.backups")), field)
	var main *kit.Button
	var e journal.Erasure
	erase := func() {
		if typed, ok := casefile.ParseCode(s.typed); !ok || typed != code {
			d.trouble(p, fields{"erase.code": field}, casefile.Problem{Key: "erase.differ", Path: "erase.code"})
			return
		}
		d.slowly(main, func() (err error) {
			e, err = d.Desk.Erase(d.ctx(), s.id)
			return err
		}, func(err error) {
			if err != nil {
				d.trouble(p, nil, err)
				return
			}
			d.show(d.erased(e))
		})
	}
	field.OnSubmitted = func(string) { erase() }
	main = d.kit.Main(d.t("erase.do"), erase)
	return p.Actions(main)
}

// erased says that nothing is left here, and what still holds it.
func (d *Desktop) erased(e journal.Erasure) screen {
	return &toldScreen{
		title: "erase.done", at: "cases", label: "erase.on", to: func(d *Desktop) { d.show(&casesScreen{}) },
		body: func(d *Desktop) []fyne.CanvasObject {
			body := []fyne.CanvasObject{d.kit.Body(d.t("cli.erased"))}
			if len(e.Backups) > 0 {
				body = append(body, d.kit.Body(d.t("cli.stillHeld")), d.backupList(e.Backups))
			}
			if len(e.Folders) > 0 {
				body = append(body, d.kit.Body(d.t("cli.keptDesks")))
			}
			for _, name := range e.Folders {
				body = append(body, d.kit.Body(name))
			}
			return body
		},
	}
}
