package printer

import (
	"context"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// Asks is false: the viewer asks for a printer.
const Asks = false

// List names no printers: the viewer does.
func List(context.Context) (Choice, error) { return Choice{}, nil }

// Print opens a file in the system's viewer, to be printed from there. The
// title begins the name of the file: the code of a case at most. It fails with
// ErrNoService, or as files do.
func Print(_ context.Context, _, title string, pdf []byte) error {
	dir, err := folder()
	if err != nil {
		return err
	}
	path, err := hold(dir, title, pdf)
	if err != nil {
		return err
	}
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	if err := windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		os.Remove(path)
		return ErrNoService
	}
	return nil
}

// Sweep takes away what earlier runs of the program gave to the viewer.
func Sweep() error {
	dir, err := folder()
	if err != nil {
		return err
	}
	return sweep(dir)
}

// folder lies in the user's own data, which other users may not read.
func folder() (string, error) {
	dir, err := os.UserCacheDir() // %LocalAppData%
	return filepath.Join(dir, "Onthaal printing"), err
}
