//go:build linux || darwin

package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

// The places that the children of these tests use, beside their desk.
const (
	besideBackup = ".backup"
	besideNew    = ".new"
)

func backupChild(do string, v *Vault, secret string) error {
	file, to := v.dir+besideBackup, v.dir+besideNew
	switch do {
	case "backup":
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		_, err = s.Backup(ctx, file, nil)
		return errors.Join(err, s.Close())
	case "restore":
		_, err := v.Restore(ctx, file, []byte(secret), to, nil)
		return err
	case "rehearse":
		_, err := v.Rehearse(ctx, file, []byte(secret), nil)
		return err
	case "swap":
		_, err := v.Swap(ctx, to)
		return err
	}
	return errors.New("no such child")
}

// stepsWith gives the steps of a child's work that have a prefix.
func stepsWith(t testing.TB, prefix string, v *Vault, do, secret string) (names []string) {
	t.Helper()
	all := stepsOf(t, func() {
		if err := backupChild(do, v, secret); err != nil {
			t.Fatal(err)
		}
	})
	begun := false
	for _, s := range all { // from the first of its own on, those of the files too
		if begun = begun || strings.HasPrefix(s, prefix); begun {
			names = append(names, s)
		}
	}
	if len(names) < 3 {
		t.Fatalf("steps of %s: %v of %v", do, names, all)
	}
	return names
}

func TestBackupKilledAtEachStep(t *testing.T) {
	v, s, recovery, journals := fullDesk(t)
	shut(t, s)
	file := v.dir + besideBackup
	steps := stepsWith(t, "backup.", v, "backup", recovery)
	for _, at := range steps {
		was, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		killedAt(t, at, "backup", v.dir, recovery)
		is, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(at, err)
		}
		r, err := v.Rehearse(ctx, file, []byte(recovery), nil)
		if err != nil || r.Journals != 4 {
			t.Errorf("%s: the backup: %+v, %v", at, r, err)
		}
		s := unlock(t, v, recovery)
		for id, recs := range journals {
			wantRead(t, s, id, recs)
		}
		known, err := s.Backups(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for i, b := range known { // none is known that never was
			if b.ID == r.Backup.ID && i > 0 {
				t.Errorf("%s: the file is the known backup %d", at, i)
			}
		}
		if at == "backup.begun" && string(is) != string(was) {
			t.Errorf("%s: the file is another one already", at)
		}
		if _, err := s.Backup(ctx, file, nil); err != nil {
			t.Errorf("%s: the next backup: %v", at, err)
		}
		shut(t, s)
		wantOnly(t, filepath.Dir(v.dir), "desk", "desk"+besideBackup)
	}
	proof{
		"a kill while a backup is written leaves the backup before or the new one, whole",
		"a child is killed at each step on the disk", fmt.Sprint(len(steps)),
		"the file can be rehearsed each time, the desk is whole, nothing else is left after the next", "without a kill, the file is a new one",
	}.report(t)
}

func TestRestoreKilledAtEachStep(t *testing.T) {
	v, s, recovery, journals := fullDesk(t)
	if _, err := s.Backup(ctx, v.dir+besideBackup, nil); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	to := v.dir + besideNew
	unfinished, finished := 0, 0
	steps := stepsWith(t, "restore.", v, "restore", recovery)
	for _, at := range steps {
		if err := os.RemoveAll(to); err != nil {
			t.Fatal(err)
		}
		killedAt(t, at, "restore", v.dir, recovery)
		s, err := At(to, cheap).Unlock(ctx, []byte(recovery))
		if errors.Is(err, journal.ErrNoStore) {
			unfinished++
			if err = backupChild("restore", v, recovery); err != nil {
				t.Fatalf("%s: the next restore: %v", at, err)
			}
			s, err = At(to, cheap).Unlock(ctx, []byte(recovery))
		} else {
			finished++
		}
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		for id, recs := range journals {
			wantRead(t, s, id, recs)
		}
		shut(t, s)
		if found, err := At(to, cheap).Check(ctx, []byte(recovery)); err != nil {
			t.Errorf("%s: %v, %v", at, found, err)
		}
	}
	if unfinished == 0 || finished == 0 {
		t.Errorf("of %d kills %d left no desk, %d a whole one", len(steps), unfinished, finished)
	}
	proof{
		"a kill while a backup is restored leaves no desk or a whole one",
		"a child is killed at each step on the disk, and the restore taken up again", fmt.Sprint(len(steps)),
		fmt.Sprintf("%d times no desk, %d times a whole one; then all records are there", unfinished, finished), "both happen",
	}.report(t)
}

func TestRehearsalKilledAtEachStep(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	if _, err := s.Backup(ctx, v.dir+besideBackup, nil); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	before := snapshot(t, filepath.Dir(v.dir))
	for _, at := range stepsWith(t, "restore.", v, "rehearse", recovery) {
		killedAt(t, at, "rehearse", v.dir, recovery)
		if ok, err := At(v.dir+rehearsalSuffix, cheap).Exists(); ok || err != nil {
			t.Errorf("%s: the rehearsal left a desk, %v", at, err)
		}
		if err := backupChild("rehearse", v, recovery); err != nil {
			t.Errorf("%s: the next rehearsal: %v", at, err)
		}
		wantSame(t, filepath.Dir(v.dir), before)
	}
}

func TestSwapKilledAtEachStep(t *testing.T) {
	root := t.TempDir()
	pristine := filepath.Join(root, "pristine", "desk")
	v := At(pristine, cheap)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	id := journal.NewID()
	old := add(t, s, id, 0, "h", "one")
	if _, err := s.Backup(ctx, pristine+besideBackup, nil); err != nil {
		t.Fatal(err)
	}
	now := append(old, add(t, s, id, 1, "h", "after the backup")...)
	shut(t, s)
	if err := backupChild("restore", v, recovery); err != nil {
		t.Fatal(err)
	}
	place := func(name string) *Vault {
		copyDir(t, filepath.Dir(pristine), filepath.Join(root, name))
		return At(filepath.Join(root, name, "desk"), cheap)
	}
	steps := stepsWith(t, "swap.", place("first"), "swap", recovery)
	kept, swapped := 0, 0
	for _, at := range steps {
		v := place(at)
		killedAt(t, at, "swap", v.dir, recovery)
		if ok, err := v.Exists(); !ok || err != nil {
			t.Fatalf("%s: there is no desk, %v", at, err)
		}
		s := unlock(t, v, recovery)
		recs, err := s.Read(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		shut(t, s)
		other, want := v.dir+besideNew, old
		if len(recs) == len(old) {
			swapped++
			names, _ := filepath.Glob(v.dir + swapKept + "*")
			if len(names) != 1 {
				t.Fatalf("%s: the old desk is at %v", at, names)
			}
			other, want = names[0], now
		} else {
			kept++
		}
		s = unlock(t, At(other, cheap), recovery) // neither is lost
		wantRead(t, s, id, want)
		shut(t, s)
		if other == v.dir+besideNew {
			if err := backupChild("swap", v, recovery); err != nil {
				t.Errorf("%s: the next swap: %v", at, err)
			}
		}
	}
	if kept == 0 || swapped == 0 {
		t.Errorf("of %d kills %d left the old desk, %d the new one", len(steps), kept, swapped)
	}
}
