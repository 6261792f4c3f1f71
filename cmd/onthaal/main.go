// Command onthaal is the program with a window: the desk of a counsellor on
// one laptop. It reads its flags, builds the desk and opens the window; what
// the window does is in ui/desktop. It makes no network connection.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"

	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"onthaal/assets/fonts"
	"onthaal/cmd/internal/wire"
	"onthaal/domain/casefile"
	"onthaal/storage"
	"onthaal/ui/desktop"
	"onthaal/ui/printer"
	"onthaal/ui/words"
)

func main() {
	if storage.Child() {
		return
	}
	storage.Harden()
	o := desktop.Parts{Regular: fonts.Regular(), Bold: fonts.Bold(), Language: language(), Words: wire.Words(), Version: wire.Version, OfDesk: storage.OfDesk}
	err := start(os.Args[1:], &o)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err == nil && screenless():
		err = casefile.Problem{Key: "startup.display"}
	}
	if err == nil {
		printer.Sweep() // what a viewer still holds is swept the next time
		desktop.New(app.NewWithID(id), o).Run()
		return
	}
	said := o.Words.Printer(o.Language).Error(err)
	fmt.Fprintln(os.Stderr, "onthaal:", said)
	if !screenless() { // whoever opened it with the mouse sees no terminal
		desktop.Refuse(app.NewWithID(id), o, said)
	}
	os.Exit(1)
}

const id = "org.onthaal.desk"

// language is what the system asks for.
func language() string {
	if s := wire.Language(); s != "" || runtime.GOOS == "linux" {
		return s
	}
	return lang.SystemLocale().LanguageString()
}

// screenless reports that there is nothing to open a window on.
func screenless() bool {
	return runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == ""
}

// start reads the command line and builds the desk. It fails with what there are
// words for.
func start(args []string, o *desktop.Parts) error {
	f := flag.NewFlagSet("onthaal", flag.ContinueOnError)
	f.SetOutput(io.Discard) // its own words are English
	store := f.String("store", "", "folder of the desk (default: the user's data folder, or $ONTHAAL_STORE)")
	today := f.String("today", "", "the day on the calendar, YYYY-MM-DD (default: today)")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		f.SetOutput(os.Stdout)
		f.Usage()
		return err
	case err != nil || f.NArg() > 0:
		return casefile.Problem{Key: "usage.arguments", Args: words.Args{"Use": "onthaal [--store DIR] [--today YYYY-MM-DD]"}}
	}
	var w wire.Options
	if *today != "" {
		var ok bool
		if w.Today, ok = wire.Day(*today); !ok {
			return casefile.Problem{Key: "usage.day", Args: words.Args{"Flag": "--today", "From": wire.FirstDay.String(), "To": wire.LastDay.String()}}
		}
	}
	dir, err := wire.Dir(*store)
	if err != nil {
		return casefile.Problem{Key: "usage.store"}
	}
	parts, err := wire.Build(dir, w)
	if err != nil {
		return err
	}
	o.Folder, o.Desk, o.Paper, o.Words = dir, parts.Desk, parts.Paper, parts.Words
	return nil
}
