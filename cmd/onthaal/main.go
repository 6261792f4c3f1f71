// Command onthaal is the program with a window: the desk of a counsellor on
// one laptop. It reads its flags, builds the desk and opens the window; what
// the window does is in ui/desktop. It makes no network connection.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2/app"

	"onthaal/assets/fonts"
	"onthaal/cmd/internal/wire"
	"onthaal/domain/civil"
	"onthaal/storage"
	"onthaal/ui/desktop"
	"onthaal/ui/printer"
)

func main() {
	if storage.Child() {
		return
	}
	store := flag.String("store", "", "folder of the desk (default: the user's data folder, or $ONTHAAL_STORE)")
	today := flag.String("today", "", "the day on the calendar, YYYY-MM-DD (default: today)")
	flag.Parse()
	if err := run(*store, *today); err != nil {
		fmt.Fprintln(os.Stderr, "onthaal:", err)
		os.Exit(1)
	}
}

func run(store, today string) error {
	storage.Harden()
	dir, err := wire.Dir(store)
	if err != nil {
		return err
	}
	var day civil.Date
	if today != "" {
		if day, err = civil.Parse(today); err != nil {
			return err
		}
	}
	parts, err := wire.Build(dir, wire.Options{Today: day})
	if err != nil {
		return err
	}
	printer.Sweep() // what a viewer still holds is swept the next time
	lang, _, _ := strings.Cut(os.Getenv("LANG"), "_")
	desktop.New(app.NewWithID("org.onthaal.desk"), desktop.Parts{
		Folder: dir, OfDesk: storage.OfDesk, Desk: parts.Desk, Paper: parts.Paper, Words: parts.Words,
		Regular: fonts.Regular(), Bold: fonts.Bold(), Language: lang, Version: wire.Version,
	}).Run()
	return nil
}
