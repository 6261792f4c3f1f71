//go:build !windows

package printer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// service puts programs of these names, and no others but the shell's, on PATH.
func service(t *testing.T, programs map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("SAID", filepath.Join(dir, "said"))
	return dir
}

const twoPrinters = `case "$1" in -e) echo Gang; echo Bureau_2;; -d) echo "system default destination: Bureau_2";; esac`

func TestListNamesThePrintersAndTheStandardOne(t *testing.T) {
	service(t, map[string]string{"lpstat": twoPrinters})
	c, err := List(context.Background())
	if err != nil || !slices.Equal(c.Names, []string{"Gang", "Bureau_2"}) || c.Standard != "Bureau_2" {
		t.Errorf("%+v, %v", c, err)
	}
	service(t, map[string]string{"lpstat": `case "$1" in -e) echo Gang;; -d) echo "no system default destination";; esac`})
	if c, err := List(context.Background()); err != nil || c.Standard != "" || len(c.Names) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestAbsentServiceAndPrinterAreToldApart(t *testing.T) {
	service(t, nil)
	if _, err := List(context.Background()); !errors.Is(err, ErrNoService) {
		t.Errorf("no lpstat: %v", err)
	}
	if err := Print(context.Background(), "Gang", "K7M-204T", []byte("x")); !errors.Is(err, ErrNoService) {
		t.Errorf("no lp: %v", err)
	}
	service(t, map[string]string{"lpstat": `echo "lpstat: Scheduler is not running." >&2; exit 1`, "lp": "exit 1"})
	if _, err := List(context.Background()); !errors.Is(err, ErrNoService) {
		t.Errorf("the service is not running: %v", err)
	}
	if err := Print(context.Background(), "Gang", "K7M-204T", []byte("x")); !errors.Is(err, ErrRefused) {
		t.Errorf("lp fails: %v", err)
	}
	service(t, map[string]string{"lpstat": ""})
	if _, err := List(context.Background()); !errors.Is(err, ErrNoPrinter) {
		t.Errorf("no printer: %v", err)
	}
}

func TestPrintHandsOverEveryByteAndTheTitle(t *testing.T) {
	dir := service(t, map[string]string{"lp": `printf '%s|' "$@" >"$SAID"; exec /bin/cat >>"$SAID"`})
	page := strings.Repeat("%PDF\x00\xff\n", 50_000) // more than a pipe holds
	if err := Print(context.Background(), "Bureau_2", "K7M-204T-2", []byte(page)); err != nil {
		t.Fatal(err)
	}
	said, err := os.ReadFile(filepath.Join(dir, "said"))
	if want := "-s|-d|Bureau_2|-t|K7M-204T-2|" + page; err != nil || string(said) != want {
		t.Errorf("lp was told %.60q (%d bytes), %v", said, len(said), err)
	}
	if err := Print(context.Background(), "-o", "x", nil); !errors.Is(err, ErrRefused) {
		t.Errorf("a printer that is an option: %v", err)
	}
}

// What a viewer shows lies readable to nobody else, under a neutral name, and
// is gone once it is swept; what is not ours stays.
func TestWhatAViewerShowsIsPrivateAndSwept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "printing")
	if err := sweep(dir); err != nil {
		t.Errorf("nothing to sweep: %v", err)
	}
	var held []string
	for range 2 {
		path, err := hold(dir, "K7M-204T-2", []byte("%PDF"))
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, path)
		if is, err := os.Stat(path); err != nil || is.Mode().Perm() != 0o600 || !strings.HasPrefix(is.Name(), "K7M-204T-2-") || filepath.Ext(path) != ".pdf" {
			t.Errorf("%v, %v", is, err)
		}
	}
	if is, err := os.Stat(dir); err != nil || is.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", is, err)
	}
	other := filepath.Join(dir, "other.txt")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sweep(dir); err != nil {
		t.Fatal(err)
	}
	for _, path := range held {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there", path)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("what is not ours was swept")
	}
}
