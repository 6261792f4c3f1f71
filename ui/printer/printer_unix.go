//go:build !windows

package printer

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Asks says that whoever prints chooses a printer here.
const Asks = true

// patience is how long the service may take to answer. A page goes to it in
// milliseconds; a printer that is reached over a network may be slow to name.
const patience = 20 * time.Second

// List asks the service for its printers. It fails with ErrNoService or
// ErrNoPrinter.
func List(ctx context.Context) (Choice, error) {
	names, err := run(ctx, nil, "lpstat", "-e")
	if err != nil {
		return Choice{}, ErrNoService
	}
	c := Choice{Names: strings.Fields(names)}
	if len(c.Names) == 0 {
		return Choice{}, ErrNoPrinter
	}
	// "system default destination: NAME", or a sentence that there is none.
	if said, err := run(ctx, nil, "lpstat", "-d"); err == nil {
		if _, name, ok := strings.Cut(said, ": "); ok {
			c.Standard = strings.TrimSpace(name)
		}
	}
	return c, nil
}

// Print hands a file to a printer that List named. The title is what the queue
// of the printer shows to everybody in the corridor: the code of a case at
// most. It fails with ErrNoService or ErrRefused.
func Print(ctx context.Context, name, title string, pdf []byte) error {
	if strings.HasPrefix(name, "-") || strings.HasPrefix(title, "-") {
		return ErrRefused
	}
	if _, err := exec.LookPath("lp"); err != nil {
		return ErrNoService
	}
	if _, err := run(ctx, pdf, "lp", "-s", "-d", name, "-t", title); err != nil {
		return ErrRefused
	}
	return nil
}

// Sweep has nothing to do where nothing is written.
func Sweep() error { return nil }

// run starts a program and gives back what it says. Its words are in English,
// which is read here and shown to nobody.
func run(ctx context.Context, in []byte, program string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "LANGUAGE=C")
	cmd.Stdin = bytes.NewReader(in) // through a pipe
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	return string(out), err
}
