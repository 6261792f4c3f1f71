package main

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onthaal/cmd/internal/wire"
	"onthaal/domain/journal"
	"onthaal/ui/words"
)

// A disk that fills up after a letter was issued must not let anybody believe
// that there is no letter.
func TestIssuedLetterWhoseFileFailsIsTold(t *testing.T) {
	a := &app{out: bufio.NewWriter(&bytes.Buffer{}), lang: "en"}
	err := error(unsaved{3, journal.ErrFull})
	if got := exitCode(err); got != exitFull {
		t.Errorf("exit code %d, want %d", got, exitFull)
	}
	s := a.sentence(err)
	if !strings.Contains(s, "disk is full") || !strings.Contains(s, "--number 3") {
		t.Errorf("said: %s", s)
	}
}

// A file that cannot be put in place leaves nothing beside it.
func TestFailedOutputLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "letter.pdf")
	o, err := create(name, false)
	if err != nil {
		t.Fatal(err)
	}
	// While the letter was made, somebody put a folder where the file goes.
	if err := os.MkdirAll(filepath.Join(name, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := o.write([]byte("x")); err == nil {
		t.Fatal("written over a folder")
	}
	o.Drop()
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// Whatever the environment calls a language is understood.
func TestLanguageOfTheSystem(t *testing.T) {
	for set, want := range map[string]string{"nl_BE.UTF-8": "nl", "fr.UTF-8": "fr", "de": "de", "en_GB@euro": "en"} {
		t.Setenv("LC_ALL", set)
		if got := wire.Language(); got != want {
			t.Errorf("%s: %q, want %q", set, got, want)
		}
	}
	t.Setenv("LC_ALL", "C.UTF-8")
	a := &app{}
	if got := a.say().Lang; got != "en" {
		t.Errorf("without a language: %q", got)
	}
	for _, lang := range words.Languages {
		a.lang = lang
		if got := a.say().Lang; got != lang {
			t.Errorf("asked for %s: %q", lang, got)
		}
	}
}

// A command that is renamed must not stop warning of a desk at risk.
func TestChangingCommandsExist(t *testing.T) {
	root := (&app{}).root()
	for _, name := range changing {
		if c, _, err := root.Find(strings.Fields(name)); err != nil || commandName(c) != name {
			t.Errorf("no command %q", name)
		}
	}
}
