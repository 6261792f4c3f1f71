package desktop

import (
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/printer"
)

// print hands an issued letter to the system's printing service, after asking
// for the printer where the system's viewer does not, and records it. The job
// is called by the case's code and the number, which a queue may show.
func (s *letterScreen) print(d *Desktop, c *desk.Case, number int) {
	var on printer.Choice
	d.work(func() (err error) {
		on, err = printer.List(d.ctx())
		return err
	}, func(err error) {
		if err != nil {
			s.refuse(d, printing(err), s.main)
			return
		}
		var body []fyne.CanvasObject
		name := func() string { return "" }
		if printer.Asks {
			var options []kit.Option
			for _, n := range on.Names {
				options = append(options, kit.Option{Value: n, Label: n})
			}
			choice := d.kit.Choice(d.t("print.printer"), "", options...)
			switch {
			case slices.Contains(on.Names, on.Standard):
				choice.SetValue(on.Standard)
			case len(on.Names) == 1:
				choice.SetValue(on.Names[0])
			}
			body, name = []fyne.CanvasObject{choice}, choice.Value
		} else {
			body = []fyne.CanvasObject{d.kit.Body(d.t("print.viewer"))}
		}
		d.kit.Panel(d.t("print.title", args{"Number": number}), body,
			kit.Act{Label: d.t("print.not"), Safe: true},
			kit.Act{Label: d.t("print.print"), Main: true, Do: func() { s.printOn(d, c, number, name()) }},
		).Show()
	})
}

func (s *letterScreen) printOn(d *Desktop, c *desk.Case, number int, name string) {
	if printer.Asks && name == "" {
		s.refuse(d, casefile.Problem{Key: "problem.print.choose"}, s.main)
		return
	}
	page := s.page
	d.work(func() error {
		x, err := d.Desk.IssuedLetter(d.ctx(), s.id, number)
		if err != nil {
			return err
		}
		if err := printer.Print(d.ctx(), name, fmt.Sprintf("%s-%d", c.File.Code(), number), x.PDF); err != nil {
			return printing(err)
		}
		return d.Desk.LetterExported(d.ctx(), s.id, number, casefile.OnPaper)
	}, func(err error) {
		if err != nil {
			s.refuse(d, err, s.main)
			return
		}
		page.Saved().Set(d.t("print.sent", args{"Time": d.Now().Format("15:04")}))
	})
}

// printing makes what went wrong a problem that somebody can do something
// about.
func printing(err error) error {
	switch {
	case errors.Is(err, printer.ErrNoService):
		return casefile.Problem{Key: "problem.print.service"}
	case errors.Is(err, printer.ErrNoPrinter):
		return casefile.Problem{Key: "problem.print.none"}
	case errors.Is(err, printer.ErrRefused):
		return casefile.Problem{Key: "problem.print.refused"}
	}
	return err
}
