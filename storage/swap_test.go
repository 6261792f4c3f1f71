package storage

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

// restoredDesk gives a closed desk, and one restored from an earlier backup of
// it, which lacks the last record.
func restoredDesk(t testing.TB) (v *Vault, to, recovery string, id journal.ID, before, after []journal.Record) {
	t.Helper()
	v, s, recovery := newDesk(t)
	id = journal.NewID()
	before = add(t, s, id, 0, "h", "one")
	file, _ := backupOf(t, s)
	after = append(before, add(t, s, id, 1, "h", "two")...)
	shut(t, s)
	to = filepath.Join(filepath.Dir(v.dir), "restored")
	if _, err := v.Restore(ctx, file, []byte(recovery), to, nil); err != nil {
		t.Fatal(err)
	}
	return v, to, recovery, id, before, after
}

func TestRestoredDeskTakesThePlaceAndTheOldOneIsKept(t *testing.T) {
	for name, harm := range map[string]func(dir string){
		"whole":            func(string) {},
		"damaged":          func(dir string) { os.Remove(filepath.Join(dir, dbName, "MANIFEST")) },
		"without a header": func(dir string) { os.Remove(filepath.Join(dir, headerName)) },
	} {
		v, to, recovery, id, before, _ := restoredDesk(t)
		harm(v.dir)
		was := snapshot(t, v.dir)
		kept, err := v.Swap(ctx, to)
		if err != nil {
			t.Fatal(name, err)
		}
		if !strings.HasPrefix(kept, v.dir+".before-restore-") {
			t.Errorf("%s: kept at %q", name, kept)
		}
		wantSame(t, kept, was)
		wantOnly(t, filepath.Dir(v.dir), "desk", filepath.Base(kept))
		s := unlock(t, v, recovery)
		wantRead(t, s, id, before)
		// What is erased here still lies in the old folder: it is named.
		e, err := s.Erase(ctx, id)
		if err != nil || len(e.Folders) != 1 || e.Folders[0] != filepath.Base(kept) {
			t.Errorf("%s: erased, still held by %q, %v", name, e.Folders, err)
		}
	}
}

func TestRestoredDeskTakesAnEmptyPlace(t *testing.T) {
	v, to, recovery, id, before, _ := restoredDesk(t)
	for _, dir := range []string{filepath.Join(t.TempDir(), "a", "b"), t.TempDir()} {
		copied := filepath.Join(t.TempDir(), "copied")
		copyDir(t, to, copied)
		w := At(dir, cheap)
		if kept, err := w.Swap(ctx, copied); err != nil || kept != "" {
			t.Fatal(kept, err)
		}
		wantRead(t, unlock(t, w, recovery), id, before)
	}
	_ = v
}

func TestSwapRefusesAndLeavesBothDesks(t *testing.T) {
	v, to, recovery, _, _, _ := restoredDesk(t)
	parent := filepath.Dir(v.dir)
	before := snapshot(t, parent)
	refused := func(what string, v *Vault, to string, want error) {
		t.Helper()
		kept, err := v.Swap(ctx, to)
		if err == nil || kept != "" || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %q, %v", what, kept, err)
		}
	}
	stranger := t.TempDir()
	os.WriteFile(filepath.Join(stranger, "holiday.jpg"), nil, 0o600)
	refused("no desk", v, stranger, journal.ErrNoStore)
	refused("nothing", v, filepath.Join(parent, "none"), journal.ErrNoStore)
	refused("itself", v, v.dir, journal.ErrInUse)
	refused("a stranger's place", At(stranger, cheap), to, journal.ErrNotOurs)
	wantSame(t, parent, before)
	if runtime.GOOS != "windows" {
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(v.dir, link); err != nil {
			t.Fatal(err)
		}
		refused("a link", At(link, cheap), to, errLink)
		wantSame(t, parent, before)
	}
	s := unlock(t, v, recovery)
	refused("an open desk", v, to, journal.ErrInUse)
	shut(t, s)
	abandon(t, unlock(t, At(to, cheap), recovery))
	refused("a restored desk that was not closed", v, to, journal.ErrDamaged)
}

func TestSwapAtWorkIsNotDisturbed(t *testing.T) {
	v, to, recovery, id, before, _ := restoredDesk(t)
	defer func() { step = func(string) {} }()
	asked := 0
	step = func(at string) {
		if !strings.HasPrefix(at, "swap.") || at == "swap.kept" {
			return
		}
		asked++
		_, err := At(v.dir, cheap).Exists()
		wantErr(t, err, journal.ErrInUse)
		_, err = At(v.dir, cheap).Unlock(ctx, []byte(recovery))
		wantErr(t, err, journal.ErrInUse)
	}
	if _, err := v.Swap(ctx, to); err != nil || asked != 2 {
		t.Fatal(asked, err)
	}
	step = func(string) {}
	wantRead(t, unlock(t, v, recovery), id, before)
}
