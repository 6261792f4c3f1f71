package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/ui/words"
)

// Exit codes. Scripts rely on them.
const (
	exitError   = 1
	exitUsage   = 2
	exitNoStore = 10
	exitInUse   = 11
	exitWrong   = 12
	exitDamaged = 13
	exitRefused = 14 // by a rule of the procedure
	exitNewer   = 15
	exitFull    = 16 // or read-only
)

// errUnexpected stands for a fault of the program itself.
var errUnexpected = errors.New("onthaalctl: unexpected")

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
	var troubles intake.Troubles
	switch {
	case errors.As(err, &u):
		return exitUsage
	case errors.As(err, &troubles):
		if slices.ContainsFunc(troubles, func(t intake.Trouble) bool { return exitCode(t.Err) != exitRefused }) {
			return exitError
		}
		return exitRefused
	case errors.As(err, &many):
		if slices.ContainsFunc(many, func(p casefile.Problem) bool { return !ruled(p) }) {
			return exitError
		}
		return exitRefused
	case errors.As(err, &one) && ruled(one):
		return exitRefused
	}
	return exitError
}

// ruled reports that a rule of the procedure refuses, or a letter lacks what it
// needs; not every rule stands in one section.
func ruled(p casefile.Problem) bool {
	return p.Rule != "" || strings.HasPrefix(p.Key, "refused.") || strings.HasPrefix(p.Key, "missing.")
}

// usage is a command line that cannot be understood. Like a Problem it is a
// key with what the program itself knows, never what was typed.
type usage struct {
	key     string
	args    words.Args
	command string // whose help says more
}

func (u usage) Error() string { return u.key }

func usageChoice(flag string, allowed []string) error {
	return usage{key: "usage.choice", args: words.Args{"Flag": flag, "Allowed": strings.Join(allowed, ", ")}}
}

// flagError words what is wrong with a flag. The library's own message would
// repeat what was typed.
func flagError(cmd *cobra.Command, err error) error {
	u := usage{key: "usage.option", command: commandName(cmd)}
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &missing) && missing.GetFlag() != nil:
		u.key, u.args = "usage.value", words.Args{"Flag": "--" + missing.GetFlag().Name}
	case errors.As(err, &invalid):
		u.key, u.args = "usage.value", words.Args{"Flag": "--" + invalid.GetFlag().Name}
	}
	return u
}

// unsaved is a letter that was issued, but whose file could not be written.
// The letter is kept in the case whatever became of the file.
type unsaved struct {
	number int
	error
}

func (u unsaved) Unwrap() error { return u.error }

// findings words what is known of damage: which file, and what is intact.
func (a *app) findings(err error) (lines []string) {
	for _, f := range journal.Findings(err) {
		lines = append(lines, a.say().Finding(f))
	}
	return lines
}

// ofCopy reports whether all that is damaged is a backup or an export: of the
// desk's own files nothing is to be said then.
func ofCopy(err error) bool {
	found := journal.Findings(err)
	return len(found) > 0 && !slices.ContainsFunc(found, func(f journal.Finding) bool {
		return !strings.HasPrefix(f.Key, "backup") && !strings.HasPrefix(f.Key, "export")
	})
}

// sentence words an error, one line for each thing that is wrong.
func (a *app) sentence(err error) string {
	p := a.say()
	var kept unsaved
	if errors.As(err, &kept) {
		return p.Error(kept.error) + "\n" + p.T("error.unsaved", words.Args{"Number": kept.number})
	}
	var troubles intake.Troubles
	if errors.As(err, &troubles) {
		var lines []string
		for _, t := range troubles {
			for _, s := range strings.Split(p.Error(t.Err), "\n") {
				lines = append(lines, p.Labelled(p.T("cli.person", words.Args{"Number": t.Person}), s))
			}
		}
		return strings.Join(lines, "\n")
	}
	var stuck *desk.Stuck
	if errors.As(err, &stuck) {
		return a.sentence(stuck.Err) + "\n" + p.T("cli.stuck", words.Args{"Number": stuck.Person})
	}
	var u usage
	if !errors.As(err, &u) {
		lines := a.findings(err)
		if !ofCopy(err) {
			lines = append(lines, p.Error(err))
			if errors.Is(err, journal.ErrDamaged) {
				lines = append(lines, p.T("cli.damaged"))
			}
		}
		return strings.Join(lines, "\n")
	}
	help := "onthaalctl --help"
	if u.command != "" {
		help = "onthaalctl " + u.command + " --help"
	}
	return p.T(u.key, u.args) + "\n" + p.T("usage.more", words.Args{"Help": help})
}
