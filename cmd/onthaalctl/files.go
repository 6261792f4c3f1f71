package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"onthaal/domain/journal"
	"onthaal/storage"
	"onthaal/ui/outfile"
	"onthaal/ui/words"
)

// Sizes of what is read, in bytes.
const (
	maxEntry  = 64 << 10
	maxIntake = 256 << 10
	maxSecret = 4 << 10
)

// secret reads the passphrase or recovery code: the first line, without its
// line end.
func (a *app) secret() ([]byte, error) {
	if a.passphrase == "" {
		return nil, usage{key: "usage.passphrase"}
	}
	return a.firstLineOf(a.passphrase)
}

func (a *app) firstLineOf(name string) ([]byte, error) {
	r, done, err := a.input(name)
	if err != nil {
		return nil, err
	}
	defer done()
	return firstLine(r)
}

func firstLine(r io.Reader) ([]byte, error) {
	line, err := bufio.NewReader(io.LimitReader(r, maxSecret)).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, fileError(err)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
}

// remarkShort says when a new passphrase is short. It is taken all the same:
// who writes scripts has been told.
func (a *app) remarkShort(secret []byte) {
	if n := utf8.RuneCount(secret); n > 0 && n < 8 {
		fmt.Fprintln(a.errs, "onthaalctl:", a.say().T("problem.passphrase.short", words.Args{"Min": 8}))
	}
}

// read reads an input file of at most so many bytes; - is standard input.
func (a *app) read(name string, most int64) ([]byte, error) {
	if name == "" {
		return nil, usage{key: "usage.input"}
	}
	if name == "-" && a.passphrase == "-" {
		return nil, usage{key: "usage.stdin"}
	}
	r, done, err := a.input(name)
	if err != nil {
		return nil, err
	}
	defer done()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fileError(err)
	}
	if int64(len(data)) > most {
		return nil, journal.ErrTooLarge
	}
	return data, nil
}

func (a *app) input(name string) (r io.Reader, done func(), err error) {
	if name == "-" {
		return a.in, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, fileError(err)
	}
	return f, func() { f.Close() }, nil
}

// fileError gives an error of a file that a person named one of the meanings
// that there are words for. The system's text would show the name.
func fileError(err error) error {
	for _, c := range []struct{ is, as error }{
		{syscall.ENOSPC, journal.ErrFull}, {syscall.EROFS, journal.ErrReadOnly},
		{fs.ErrPermission, fs.ErrPermission}, {fs.ErrExist, fs.ErrExist}, {fs.ErrNotExist, fs.ErrNotExist},
		{syscall.EISDIR, fs.ErrNotExist}, {syscall.ENOTDIR, fs.ErrNotExist}, {syscall.ENAMETOOLONG, fs.ErrNotExist},
	} {
		if errors.Is(err, c.is) {
			return c.as
		}
	}
	return errUnexpected
}

// output is a file that appears whole or not at all, readable by its owner
// alone. It is begun before anything is recorded, so that a letter is not
// issued into a folder that cannot be written.
type output struct{ *outfile.File }

func create(name string, force bool) (*output, error) {
	if err := mayWrite(name, force); err != nil {
		return nil, err
	}
	f, err := outfile.Create(name, force)
	if err != nil {
		return nil, fileError(err)
	}
	return &output{f}, nil
}

func (o *output) write(data []byte) error {
	if _, err := o.Write(data); err != nil {
		return fileError(err)
	}
	_, err := o.finish()
	return err
}

// finish puts what was written in its place, and tells its size.
func (o *output) finish() (int64, error) {
	size, err := o.Commit()
	if err != nil {
		return 0, fileError(err)
	}
	return size, nil
}

// savesPDF gives a command the flags for the PDF that it saves.
func savesPDF(c *cobra.Command, out *string, force *bool) {
	c.Flags().StringVarP(out, "output", "o", "", "the PDF to write")
	c.Flags().BoolVar(force, "force", false, "replace the file if it exists")
}

// mayWrite refuses a file to be written that exists, and what is none.
func mayWrite(name string, force bool) error {
	switch name {
	case "":
		return usage{key: "usage.output"}
	case "-": // on the screen it would be seen, and lost
		return usage{key: "usage.output.file"}
	}
	if storage.OfDesk(name) { // whatever is forced
		return journal.ErrOfDesk
	}
	switch is, err := os.Lstat(name); {
	case err == nil && (!force || !is.Mode().IsRegular()):
		return fs.ErrExist
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fileError(err)
	}
	return nil
}
