package desktop

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/printer"
)

// leaving is a paper on its way out of the desk: as a file, as a file that
// opens with a password alone, or through the printer. make runs away from the
// main goroutine, once for each try; nothing of it is kept.
type leaving struct {
	name   string // of the file, without its end, and of the job that a queue shows: neutral
	title  string // of the panel that asks for the printer
	make   func() ([]byte, error)
	left   func(how string) error // records that it left; nil: it says nothing about anybody
	page   *kit.Page
	refuse func(error)
}

// gone records that a paper left, and says when.
func (d *Desktop) gone(l leaving, how, key string) {
	if l.left != nil {
		if err := l.left(how); err != nil {
			l.refuse(err)
			return
		}
	}
	l.page.Saved().Set(d.t(key, args{"Time": d.Now().Format("15:04")}))
}

// savePaper writes a paper where the counsellor wants it.
func (d *Desktop) savePaper(l leaving) {
	d.saveFile(l.name+".pdf", l.make, func(string) { d.gone(l, casefile.AsFile, "saved") })
}

// sealPaper saves a paper as a file that opens with a password alone, and
// shows the password once.
func (d *Desktop) sealPaper(l leaving) {
	password := ""
	d.saveFile(l.name+".pdf", func() ([]byte, error) {
		data, err := l.make()
		if err != nil {
			return nil, err
		}
		var x desk.Printed
		x, password, err = d.Desk.EncryptedCopy(desk.Printed{PDF: data})
		return x.PDF, err
	}, func(string) {
		d.kit.Panel(d.t("letter.password"),
			[]fyne.CanvasObject{d.kit.Strong(password), d.kit.Body(d.t("letter.password.what"))},
			kit.Act{Label: d.t("letter.password.done"), Main: true}).Show()
		d.gone(l, casefile.Encrypted, "saved")
	})
}

// printPaper hands a paper to the system's printing service.
func (d *Desktop) printPaper(l leaving) {
	d.choosePrinter(l.title, func(name string) { d.printOn(l, name) }, l.refuse)
}

// choosePrinter asks for the printer where the system's viewer does not.
func (d *Desktop) choosePrinter(title string, on func(name string), refuse func(error)) {
	var there printer.Choice
	d.work(func() (err error) {
		there, err = printer.List(d.ctx())
		return err
	}, func(err error) {
		if err != nil {
			refuse(printing(err))
			return
		}
		var body []fyne.CanvasObject
		name := func() string { return "" }
		if printer.Asks {
			var options []kit.Option
			for _, n := range there.Names {
				options = append(options, kit.Option{Value: n, Label: n})
			}
			choice := d.kit.Choice(d.t("print.printer"), "", options...)
			switch {
			case slices.Contains(there.Names, there.Standard):
				choice.SetValue(there.Standard)
			case len(there.Names) == 1:
				choice.SetValue(there.Names[0])
			}
			body, name = []fyne.CanvasObject{choice}, choice.Value
		} else {
			body = []fyne.CanvasObject{d.kit.Body(d.t("print.viewer"))}
		}
		d.kit.Panel(title, body,
			kit.Act{Label: d.t("print.not"), Safe: true},
			kit.Act{Label: d.t("print.print"), Main: true, Do: func() {
				if printer.Asks && name() == "" {
					refuse(casefile.Problem{Key: "problem.print.choose"})
					return
				}
				on(name())
			}},
		).Show()
	})
}

func (d *Desktop) printOn(l leaving, name string) {
	d.work(func() error {
		data, err := l.make()
		if err != nil {
			return err
		}
		return printing(printer.Print(d.ctx(), name, l.name, data))
	}, func(err error) {
		if err != nil {
			l.refuse(err)
			return
		}
		d.gone(l, casefile.OnPaper, "print.sent")
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
