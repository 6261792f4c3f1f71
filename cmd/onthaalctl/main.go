// Command onthaalctl is the desk from a terminal, for administrators, scripts and
// tests. It works on the same store as the window, by the same rules.
//
// Each command is in a file of its own; this file has what they share: the
// flags, the language, and how a result is said. exit.go has the exit codes,
// files.go what is read and written.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"onthaal/cmd/internal/wire"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
	"onthaal/storage"
	"onthaal/ui/words"
)

func main() { os.Exit(run()) }

func run() int {
	if storage.Child() {
		return 0
	}
	storage.Harden()
	debug.SetTraceback("none") // a trace may show what somebody typed
	return execute(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// execute runs one command line and returns its exit code.
func execute(args []string, in io.Reader, out, errs io.Writer) int {
	a := &app{in: in, out: bufio.NewWriter(out), errs: errs}
	err := a.run(args)
	if err == nil {
		return 0
	}
	for _, line := range strings.Split(a.sentence(err), "\n") {
		fmt.Fprintln(errs, "onthaalctl:", line)
	}
	return exitCode(err)
}

// options are what this build of the program wants of its parts; the tests
// make passphrases cheap with them.
var options wire.Options

// app is one run of the program.
type app struct {
	in         io.Reader
	out        *bufio.Writer
	errs       io.Writer
	store      string
	passphrase string // file
	today      string
	json       bool
	lang       string
	asked      string // the language, before the flags are read

	parts   *wire.Parts
	nowhere error             // why there is no folder for a desk
	desk    string            // the desk's language, known once it was unlocked
	clock   *casefile.Problem // what is odd about the laptop's date, known then too
}

// run runs the command line. Whatever goes wrong inside comes out as an error
// that says nothing about anybody.
func (a *app) run(args []string) (err error) {
	defer func() {
		if recover() != nil {
			err = errUnexpected
		}
	}()
	a.asked = asked(args)
	cmd := a.root()
	cmd.SetArgs(args)
	cmd.SetIn(a.in)
	cmd.SetOut(a.out)
	cmd.SetErr(a.errs)
	// The first interrupt lets what is at work clear up; a second one kills.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop)
	err = cmd.ExecuteContext(ctx)
	if a.parts != nil {
		if cerr := a.parts.Desk.Lock(); err == nil {
			err = cerr
		}
	}
	if ferr := a.out.Flush(); err == nil && ferr != nil {
		err = fileError(ferr)
	}
	return err
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "onthaalctl",
		Short: "The desk from a terminal",
		Long: `The desk from a terminal: the same store as the window, by the same rules.

Exit codes: 0 done, 1 error, 2 the command line is not understood, 10 no desk
in the folder, 11 in use, 12 wrong passphrase, 13 damaged, 14 refused by a rule
of the procedure, 15 newer format, 16 disk full or read-only.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage{key: "usage.command"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "" && !slices.Contains(words.Languages, a.lang) {
				return usageChoice("--lang", words.Languages)
			}
			return a.prepare()
		},
		PersistentPostRun: func(cmd *cobra.Command, _ []string) {
			if slices.Contains(changing, commandName(cmd)) {
				a.warn()
			}
		},
	}
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{
		Use: "help [COMMAND]", Short: "Say how a command is written",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usage{key: "usage.command"}
			}
			return cmd.Help()
		},
	})
	f := root.PersistentFlags()
	f.StringVar(&a.store, "store", "", "folder of the desk (default: the user's data folder, or $ONTHAAL_STORE)")
	f.StringVar(&a.passphrase, "passphrase-file", "", "file whose first line is the passphrase or the recovery code; - is standard input")
	f.StringVar(&a.today, "today", "", "the day to look from, YYYY-MM-DD (default: today)")
	f.BoolVar(&a.json, "json", false, "print JSON")
	f.StringVar(&a.lang, "lang", "", "language of the messages: nl, fr, de, en")
	for _, c := range []*cobra.Command{
		a.initCmd(), a.intakeCmd(), a.inspectionCmd(), a.recordCmd(), a.casesCmd(), a.showCmd(), a.explainCmd(), a.agendaCmd(), a.statisticsCmd(), a.lettersCmd(), a.letterCmd(), a.standbyCmd(),
		a.attachCmd(), a.attachmentsCmd(), a.attachmentCmd(), a.summaryCmd(),
		a.leafletsCmd(), a.leafletCmd(), a.privacyCmd(), a.deadlineCmd(), a.profileCmd(), a.wordingCmd(), a.letterheadCmd(), a.backupCmd(), a.restoreCmd(), a.rehearseCmd(), a.checkCmd(), a.auditCmd(),
		a.slotCmd(), a.rekeyCmd(), a.eraseCmd(), a.exportCmd(), a.importCmd(), a.demoCmd(),
	} {
		counted(c)
		root.AddCommand(c)
	}
	return root
}

// changing are the commands that write into the desk of --store. The others do
// not repeat what puts it at risk.
var changing = []string{
	"init", "intake", "record", "letter", "standby", "attach", "attachment", "inspection issue", "profile import", "wording import", "wording revert", "backup", "slot add", "slot change", "slot remove",
	"slot recovery", "erase", "export", "import", "letterhead set", "summary",
}

// remark says a sentence beside what was asked for, on standard error.
func (a *app) remark(key string, args words.Args) {
	fmt.Fprintln(a.errs, "onthaalctl:", a.say().T(key, args))
}

// remarkForeign says when the letters of a file are in a language that is none
// of the centre's own.
func (a *app) remarkForeign(k *desk.Case) {
	if own := a.parts.Desk.ForeignLanguage(k.File.Language); own != nil {
		p := a.say()
		a.remark("letter.language.foreign", words.Args{"Language": p.Language(k.File.Language), "Own": p.Languages(own)})
	}
}

// remarkLapsed says when the procedure of a case, or of a paper, is not law.
func (a *app) remarkLapsed(x *procedure.Profile, l *procedure.Lapse) {
	if l != nil {
		fmt.Fprintln(a.errs, "onthaalctl:", a.say().Lapse(x, l))
	}
}

// remarkRules says when the procedure that somebody chose is not law on the day
// that it is chosen for. Of the one that is taken where nobody chose, the case
// says so.
func (a *app) remarkRules(profile string, on civil.Date) {
	if profile != "" {
		d := a.parts.Desk
		a.remarkLapsed(d.Profiles()[profile], d.Lapsed(profile, on))
	}
}

// warn says what about the machine puts the desk at risk, as the window does on
// Today: on standard error, out of the way of what was asked for.
func (a *app) warn() {
	p := a.say()
	for _, w := range a.parts.Desk.Warnings() {
		fmt.Fprintln(a.errs, "onthaalctl:", p.Warning(w))
	}
}

// counted says in words when a command, or one below it, gets another number
// of arguments than it takes.
func counted(c *cobra.Command) {
	count := c.Args
	c.Args = func(cmd *cobra.Command, given []string) error {
		if count(cmd, given) == nil {
			return nil
		}
		above, _ := strings.CutSuffix(cmd.CommandPath(), cmd.Name())
		return usage{key: "usage.arguments", args: words.Args{"Use": above + cmd.Use}, command: commandName(cmd)}
	}
	for _, below := range c.Commands() {
		counted(below)
	}
}

// commandName is what stands behind the program's name: "slot add".
func commandName(cmd *cobra.Command) string {
	_, name, _ := strings.Cut(cmd.CommandPath(), " ")
	return name
}

// prepare builds the parts; nothing is opened yet.
func (a *app) prepare() error {
	// Leaflets, dates and the demonstration need no folder: it is missed only
	// where a desk is looked for.
	dir, err := wire.Dir(a.store)
	if err != nil {
		a.nowhere = usage{key: "usage.store"}
	}
	day, err := a.day()
	if err != nil {
		return err
	}
	o := options
	o.Today = day
	a.parts, err = wire.Build(dir, o)
	return err
}

func (a *app) day() (civil.Date, error) {
	if a.today == "" {
		return civil.Date{}, nil
	}
	d, ok := wire.Day(a.today)
	if !ok {
		return civil.Date{}, usage{key: "usage.day", args: words.Args{"Flag": "--today", "From": wire.FirstDay.String(), "To": wire.LastDay.String()}}
	}
	return d, nil
}

// asked is the language that a command line asks for, also where it cannot be
// understood up to there.
func asked(args []string) (lang string) {
	for i, s := range args {
		of, is := strings.CutPrefix(s, "--lang=")
		if s == "--lang" && i+1 < len(args) {
			of, is = args[i+1], true
		}
		if is && slices.Contains(words.Languages, of) {
			lang = of
		}
	}
	return lang
}

// say returns the printer for messages: the language that was asked for, else
// the desk's, else the system's, else English.
func (a *app) say() *words.Printer {
	lang := a.lang
	if !slices.Contains(words.Languages, lang) {
		lang = a.asked
	}
	if lang == "" {
		lang = a.desk
	}
	if lang == "" {
		lang = wire.Language()
	}
	if a.parts == nil {
		return wire.Words().Printer(lang)
	}
	return a.parts.Words.Printer(lang)
}

// exists says, with an error, when there is no desk.
func (a *app) exists() error {
	if a.nowhere != nil {
		return a.nowhere
	}
	if ok, err := a.parts.Desk.Exists(); err != nil {
		return err
	} else if !ok {
		return journal.ErrNoStore
	}
	return nil
}

// unlock opens the desk.
func (a *app) unlock(ctx context.Context) error {
	if err := a.exists(); err != nil {
		return err
	}
	s, err := a.secret()
	if err != nil {
		return err
	}
	defer clear(s)
	return a.unlockWith(ctx, s)
}

// unlockWith opens the desk with what was read already.
func (a *app) unlockWith(ctx context.Context, secret []byte) error {
	if err := a.exists(); err != nil {
		return err
	}
	if err := a.parts.Desk.Unlock(ctx, secret); err != nil {
		return err
	}
	a.desk = a.parts.Desk.Settings().Language
	if a.today == "" { // a day that was asked for is no wrong clock
		a.clock = a.parts.Desk.OddClock()
	}
	if a.clock != nil {
		a.remark(a.clock.Key, a.clock.Args)
	}
	return nil
}

// open unlocks the desk and finds a case.
func (a *app) open(ctx context.Context, code string) (journal.ID, error) {
	if err := a.unlock(ctx); err != nil {
		return journal.ID{}, err
	}
	return a.parts.Desk.Find(code)
}

// theCase unlocks the desk and reads a case as it stands today.
func (a *app) theCase(ctx context.Context, code string) (*desk.Case, error) {
	id, err := a.open(ctx, code)
	if err != nil {
		return nil, err
	}
	return a.parts.Desk.Case(ctx, id)
}

// progress shows on a terminal how far long work has come, and clears the line
// when it is done. Elsewhere nothing is shown.
func (a *app) progress() journal.Progress {
	f, ok := a.errs.(*os.File)
	if !ok {
		return nil
	}
	if is, err := f.Stat(); err != nil || is.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	last := int64(-1)
	return func(done, total int64) {
		percent := done * 100 / max(total, 1)
		switch {
		case percent >= 100:
			fmt.Fprint(f, "\r      \r")
		case percent != last:
			fmt.Fprintf(f, "\r%3d %%", percent)
		}
		last = percent
	}
}

// print writes JSON when that was asked for, and else what text writes.
func (a *app) print(v any, text func(w io.Writer, p *words.Printer)) error {
	if !a.json {
		text(a.out, a.say())
		return nil // what could not be written comes out of Flush
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := a.out.Write(b.Bytes())
	return err
}
