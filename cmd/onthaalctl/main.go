// Command onthaalctl is the desk from a terminal, for administrators, scripts and
// tests. It works on the same store as the window, by the same rules.
//
// Each command is in a file of its own; this file has what they share: the
// flags, how a result is said, and the exit codes.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"onthaal/cmd/internal/wire"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/storage"
	"onthaal/ui/words"
)

func main() { os.Exit(run()) }

func run() int {
	storage.Harden()
	return execute(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// execute runs one command line and returns its exit code.
func execute(args []string, in io.Reader, out, errs io.Writer) int {
	a := &app{in: in, out: out, errs: errs}
	cmd := a.root()
	cmd.SetArgs(args)
	cmd.SetIn(in)
	cmd.SetOut(out)
	cmd.SetErr(errs)
	err := cmd.Execute()
	if a.parts != nil {
		if cerr := a.parts.Desk.Lock(); err == nil {
			err = cerr
		}
	}
	if err == nil {
		return 0
	}
	code := exitCode(err)
	if code == exitUsage {
		fmt.Fprintln(errs, "onthaalctl:", err)
		return code
	}
	fmt.Fprintln(errs, "onthaalctl:", a.say().Error(err))
	return code
}

// Exit codes.
const (
	exitError   = 1
	exitUsage   = 2
	exitNoStore = 10
	exitInUse   = 11
	exitWrong   = 12
	exitDamaged = 13
	exitRefused = 14
	exitNewer   = 15
	exitFull    = 16
)

// usage is a command line that cannot be understood.
type usage struct{ error }

func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

func exitCode(err error) int {
	for _, c := range []struct {
		err  error
		code int
	}{
		{journal.ErrNoStore, exitNoStore}, {journal.ErrInUse, exitInUse}, {journal.ErrWrongPassphrase, exitWrong},
		{journal.ErrDamaged, exitDamaged}, {journal.ErrNewer, exitNewer}, {journal.ErrFull, exitFull}, {journal.ErrReadOnly, exitFull},
	} {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	var u usage
	var one casefile.Problem
	var many casefile.Problems
	switch {
	case errors.As(err, &u):
		return exitUsage
	case errors.As(err, &many):
		if slices.ContainsFunc(many, func(p casefile.Problem) bool { return p.Rule == "" }) {
			return exitError
		}
		return exitRefused
	case errors.As(err, &one) && one.Rule != "":
		return exitRefused
	}
	return exitError
}

// app is one run of the program.
type app struct {
	in         io.Reader
	out, errs  io.Writer
	store      string
	passphrase string // file
	today      string
	json       bool
	lang       string

	parts *wire.Parts
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "onthaalctl",
		Short:         "The desk from a terminal",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if a.lang != "" && !slices.Contains(words.Languages, a.lang) {
				return usagef("--lang takes one of %s", strings.Join(words.Languages, ", "))
			}
			return a.prepare()
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	f := root.PersistentFlags()
	f.StringVar(&a.store, "store", "", "folder of the desk (default: the user's data folder, or $ONTHAAL_STORE)")
	f.StringVar(&a.passphrase, "passphrase-file", "", "file whose first line is the passphrase or the recovery code; - is standard input")
	f.StringVar(&a.today, "today", "", "the day to look from, YYYY-MM-DD (default: today)")
	f.BoolVar(&a.json, "json", false, "print JSON")
	f.StringVar(&a.lang, "lang", "", "language of the messages: nl, fr, de, en")
	for _, c := range []*cobra.Command{
		a.initCmd(), a.intakeCmd(), a.recordCmd(), a.casesCmd(), a.showCmd(), a.agendaCmd(), a.lettersCmd(), a.letterCmd(),
		a.leafletsCmd(), a.leafletCmd(), a.deadlineCmd(), a.checkCmd(), a.demoCmd(),
	} {
		args, runE := c.Args, c.RunE
		c.Args = func(cmd *cobra.Command, given []string) error {
			if err := args(cmd, given); err != nil {
				return usage{err}
			}
			return nil
		}
		c.RunE = runE
		root.AddCommand(c)
	}
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usagef("there is no command %q; try onthaalctl --help", "…")
		}
		return cmd.Help()
	}
	root.Args = cobra.ArbitraryArgs
	return root
}

// prepare builds the parts; nothing is opened yet.
func (a *app) prepare() error {
	dir, err := wire.Dir(a.store)
	if err != nil {
		return err
	}
	day, err := a.day()
	if err != nil {
		return err
	}
	a.parts, err = wire.Build(dir, day)
	return err
}

func (a *app) day() (civil.Date, error) {
	if a.today == "" {
		return civil.Date{}, nil
	}
	d, err := civil.Parse(a.today)
	if err != nil || d.Year() < 1990 || d.Year() > 2100 {
		return civil.Date{}, usagef("--today takes a date between 1990-01-01 and 2100-12-31, YYYY-MM-DD")
	}
	return d, nil
}

// say returns the printer for messages: the language that was asked for, else
// the desk's, else the system's, else English.
func (a *app) say() *words.Printer {
	lang := a.lang
	if lang == "" && a.parts != nil {
		lang = a.parts.Desk.Settings().Language
	}
	if lang == "" {
		lang, _, _ = strings.Cut(os.Getenv("LANG"), "_")
	}
	if a.parts == nil {
		parts, err := wire.Build(".", civil.Date{})
		if err != nil {
			panic(err) // the words are embedded; a test opens them
		}
		return parts.Words.Printer(lang)
	}
	return a.parts.Words.Printer(lang)
}

// secret reads the passphrase or recovery code.
func (a *app) secret() ([]byte, error) {
	var r io.Reader
	switch a.passphrase {
	case "":
		return nil, usagef("give the passphrase with --passphrase-file FILE (- for standard input)")
	case "-":
		r = a.in
	default:
		f, err := os.Open(a.passphrase)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	line, err := bufio.NewReader(io.LimitReader(r, 64<<10)).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// unlock opens the desk.
func (a *app) unlock(ctx context.Context) error {
	if ok, err := a.parts.Desk.Exists(); err != nil {
		return err
	} else if !ok {
		return journal.ErrNoStore
	}
	s, err := a.secret()
	if err != nil {
		return err
	}
	defer clear(s)
	return a.parts.Desk.Unlock(ctx, s)
}

// open unlocks the desk and finds a case.
func (a *app) open(ctx context.Context, code string) (journal.ID, error) {
	if err := a.unlock(ctx); err != nil {
		return journal.ID{}, err
	}
	return a.parts.Desk.Find(code)
}

// print writes JSON when that was asked for, and else what text writes.
func (a *app) print(v any, text func(w io.Writer, p *words.Printer)) error {
	if !a.json {
		text(a.out, a.say())
		return nil
	}
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// read reads an input file of at most 1 MiB; - is standard input.
func (a *app) read(name string) ([]byte, error) {
	r := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	return io.ReadAll(io.LimitReader(r, 1<<20))
}

// output is a file that appears whole or not at all, readable by its owner
// alone. It is opened before anything is recorded, so that a letter is not
// issued into a folder that cannot be written.
type output struct {
	name string
	tmp  *os.File
}

func create(name string, force bool) (*output, error) {
	if name == "" {
		return nil, usagef("say where to write with -o FILE.pdf")
	}
	if !force {
		if _, err := os.Lstat(name); err == nil {
			return nil, fs.ErrExist
		}
	}
	f, err := os.OpenFile(filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".part"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &output{name, f}, nil
}

// drop removes what was begun; after write it does nothing.
func (o *output) drop() {
	if o.tmp != nil {
		o.tmp.Close()
		os.Remove(o.tmp.Name())
	}
}

func (o *output) write(data []byte) error {
	_, err := o.tmp.Write(data)
	err = errors.Join(err, o.tmp.Sync(), o.tmp.Close())
	if err == nil {
		err = os.Rename(o.tmp.Name(), o.name)
	}
	if err == nil {
		o.tmp = nil
	}
	return err
}
