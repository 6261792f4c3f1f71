// Package printer hands a finished page to the printing service of the system,
// and is the one place that starts another program for it.
//
// On Linux and macOS that is CUPS: lpstat names the printers, and lp takes the
// file on its standard input, so that this program writes nothing to the disk.
// On Windows the file opens in the viewer that the system has for it; it lies
// in a folder of the user's own meanwhile, which [Sweep] empties at the next
// start.
//
// What the service does with a page is beyond this program: it spools it, as it
// does for everybody, and a viewer may remember which files it showed. So the
// title of a job is neutral: see [Print].
package printer

import (
	"errors"
	"os"
	"path/filepath"
)

var (
	// ErrNoService says that the system has no printing service, or that it
	// does not answer.
	ErrNoService = errors.New("printer: no printing service")
	// ErrNoPrinter says that the printing service knows no printer.
	ErrNoPrinter = errors.New("printer: no printer")
	// ErrRefused says that the printing service did not take the page.
	ErrRefused = errors.New("printer: the printing service refuses")
)

// A Choice is what can be printed on.
type Choice struct {
	Names    []string // as the service calls them; none where the viewer asks
	Standard string   // the one that is used where nobody chooses, or ""
}

// hold puts a file that a viewer is to show into a folder of the user's own.
func hold(dir, title string, pdf []byte) (path string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, title+"-*.pdf") // mode 0600
	if err != nil {
		return "", err
	}
	_, err = f.Write(pdf)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// sweep takes away what was held, and overwrites nothing: on today's disks that
// would be a comfort and no more. What a viewer still shows stays until the
// next time.
func sweep(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	for _, f := range files {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}
