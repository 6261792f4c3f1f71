package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"onthaal/domain/civil"
)

func TestTheFolderIsTheOneAskedForElseTheEnvironmentsElseTheUsers(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("ONTHAAL_STORE", "/env")
	if dir, err := Dir("/asked"); dir != "/asked" || err != nil {
		t.Errorf("asked: %q, %v", dir, err)
	}
	if dir, err := Dir(""); dir != "/env" || err != nil {
		t.Errorf("environment: %q, %v", dir, err)
	}
	if runtime.GOOS != "linux" {
		return // the other systems have folders of their own
	}
	t.Setenv("ONTHAAL_STORE", "")
	if dir, err := Dir(""); dir != filepath.Join(home, ".local", "share", "onthaal") || err != nil {
		t.Errorf("user: %q, %v", dir, err)
	}
	t.Setenv("XDG_DATA_HOME", "/data")
	if dir, err := Dir(""); dir != "/data/onthaal" || err != nil {
		t.Errorf("data folder: %q, %v", dir, err)
	}
	t.Setenv("XDG_DATA_HOME", "not/absolute")
	if dir, err := Dir(""); dir != filepath.Join(home, ".local", "share", "onthaal") || err != nil {
		t.Errorf("a data folder that is not absolute counts: %q, %v", dir, err)
	}
}

// A pinned day is the day on the calendar; the time of recording stays real.
func TestVersionIsThatOfThePackage(t *testing.T) {
	b, err := os.ReadFile("../../../FyneApp.toml")
	if err != nil || !strings.Contains(string(b), fmt.Sprintf("Version = %q", Version)) {
		t.Errorf("%s is not the version of %s, %v", Version, b, err)
	}
}

func TestAPinnedDayDoesNotMoveTheClock(t *testing.T) {
	day := civil.Must(1997, 4, 1)
	p, err := Build(t.TempDir(), Options{Today: day})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Desk.Today(); got != day {
		t.Errorf("today is %s", got)
	}
	if now := (clock{today: day}).Now(); now.Year() < 2026 {
		t.Errorf("the clock shows %s", now)
	}
}
