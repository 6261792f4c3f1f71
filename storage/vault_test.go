package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

func TestWrongPassphraseLeavesEveryFile(t *testing.T) {
	v, recovery, _, _ := closedDesk(t)
	mistyped := []byte(recovery)
	mistyped[0] ^= 1
	other := formatRecovery(make([]byte, recoverySize)) // well formed, but of another desk
	secrets := []string{"wrong", "", passphrase + " ", strings.ToUpper(passphrase), string(mistyped), other}
	before := snapshot(t, v.dir)
	for _, secret := range secrets {
		_, err := v.Unlock(ctx, []byte(secret))
		wantErr(t, err, journal.ErrWrongPassphrase)
		_, err = v.Check(ctx, []byte(secret))
		wantErr(t, err, journal.ErrWrongPassphrase)
	}
	wantSame(t, v.dir, before)

	crashed, _, _ := crashedDesk(t)
	before = snapshot(t, crashed.dir)
	_, err := crashed.Unlock(ctx, []byte("wrong"))
	wantErr(t, err, journal.ErrWrongPassphrase)
	wantSame(t, crashed.dir, before)
}

func TestPassphraseIsTheSameOnEveryKeyboard(t *testing.T) {
	v := At(filepath.Join(t.TempDir(), "desk"), cheap)
	s, _, err := v.Create(ctx, []byte("cafe\u0301 Zoe\u0308"), nil) // marks on their own
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	unlock(t, v, "caf\u00e9 Zo\u00eb")
}

func TestPassphraseThatLooksLikeARecoveryCode(t *testing.T) {
	v := At(filepath.Join(t.TempDir(), "desk"), cheap)
	looks := formatRecovery(make([]byte, recoverySize))
	s, _, err := v.Create(ctx, []byte(looks), nil)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if s := unlock(t, v, looks); s.Slot() != "1" {
		t.Errorf("slot %q", s.Slot())
	}
}

func TestCreateRefusesAndLeavesNothing(t *testing.T) {
	full := cheap
	full.Free = func(string) (uint64, error) { return 1 << 20, nil }
	weak := cheap
	weak.KDF.Memory = 1 << 10
	cases := []struct {
		what    string
		prepare func(dir string) error // nil: there is no folder
		options Options
		secret  string
		want    error // nil: any
	}{
		{"a stranger's files", func(d string) error {
			return errors.Join(os.MkdirAll(d, 0o755), os.WriteFile(filepath.Join(d, "holiday.jpg"), nil, 0o644))
		}, cheap, "x", journal.ErrNotOurs},
		{"a stranger's db folder", func(d string) error { return os.MkdirAll(filepath.Join(d, dbName, "x"), 0o755) }, cheap, "x", journal.ErrNotOurs},
		{"a file, no folder", func(d string) error {
			return errors.Join(os.MkdirAll(filepath.Dir(d), 0o755), os.WriteFile(d, nil, 0o644))
		}, cheap, "x", journal.ErrNotOurs},
		{"a full disk", nil, full, "x", journal.ErrFull},
		{"a full disk, empty folder", func(d string) error { return os.MkdirAll(d, 0o755) }, full, "x", journal.ErrFull},
		{"no passphrase", nil, cheap, "", nil},
		{"a cost that protects nothing", nil, weak, "x", nil},
	}
	for _, c := range cases {
		root := t.TempDir()
		dir := filepath.Join(root, "a", "b")
		if c.prepare != nil {
			if err := c.prepare(dir); err != nil {
				t.Fatal(err)
			}
		}
		before := snapshot(t, root)
		v := At(dir, c.options)
		s, code, err := v.Create(ctx, []byte(c.secret), nil)
		if s != nil || code != "" || err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v", c.what, s, err)
		}
		wantSame(t, root, before)
		if ok, err := v.Exists(); ok || err != nil {
			t.Errorf("%s: Exists %v, %v", c.what, ok, err)
		}
		_, err = v.Unlock(ctx, []byte("x"))
		wantErr(t, err, journal.ErrNoStore)
		wantSame(t, root, before)
	}
}

func TestALinkToNowhereIsRefusedAndStays(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, _ := backupOf(t, s)
	shut(t, s)
	root := t.TempDir()
	link := filepath.Join(root, "link")
	if err := os.Symlink(filepath.Join(root, "pulled out"), link); err != nil {
		t.Skip("no links here:", err)
	}
	for _, to := range []string{link, filepath.Join(link, "desk")} {
		if _, err := v.Restore(ctx, file, []byte(recovery), to, nil); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, journal.ErrDamaged) {
			t.Errorf("a backup in %s: %v", to, err)
		}
		if _, _, err := At(to, cheap).Create(ctx, []byte(passphrase), nil); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, journal.ErrDamaged) {
			t.Errorf("a new desk in %s: %v", to, err)
		}
		if _, err := os.Lstat(link); err != nil {
			t.Fatalf("%s: the link is gone: %v", to, err)
		}
		wantOnly(t, root, "link")
	}
}

func TestCreateTakesUpWhatWasCutOff(t *testing.T) {
	v, s, _ := newDesk(t)
	shut(t, s)
	// As a kill just before the end of Create leaves it.
	if err := os.WriteFile(filepath.Join(v.dir, creatingName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if ok, err := v.Exists(); ok || err != nil {
		t.Errorf("Exists %v, %v", ok, err)
	}
	_, err := v.Unlock(ctx, []byte(passphrase))
	wantErr(t, err, journal.ErrNoStore)
	s, _, err = v.Create(ctx, []byte("another one"), nil)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	unlock(t, v, "another one")
}

func TestDeskIsMadeInAnEmptyFolderAndClosedToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // there are no modes; the user's folder decides
	}
	dir := t.TempDir()
	os.Chmod(dir, 0o755)
	v := At(dir, cheap)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, journal.NewID(), 0, "h", "one")
	private := func(when string) {
		n := 0
		err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			fi, err := e.Info()
			if err == nil && fi.Mode()&0o077 != 0 {
				t.Errorf("%s: %s has mode %v", when, p, fi.Mode())
			}
			n++
			return err
		})
		if err != nil || n < 7 {
			t.Errorf("%s: %d files, %v", when, n, err)
		}
	}
	private("open")
	shut(t, s)
	private("closed")
	os.Chmod(dir, 0o777)
	shut(t, unlock(t, v, recovery))
	private("opened again")
}

func TestFullDiskIsRefusedBeforeItHurts(t *testing.T) {
	free := uint64(1 << 40)
	o := cheap
	o.Free = func(string) (uint64, error) { return free, nil }
	v := At(filepath.Join(t.TempDir(), "desk"), o)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	id := journal.NewID()
	recs := add(t, s, id, 0, "h", "one")
	free = 64<<20 - 1 // besides the ballast, which is as much
	wantErr(t, s.Append(ctx, id, 1, []journal.Record{note("two")}, nil), journal.ErrFull)
	wantErr(t, s.SetDraft(ctx, id, []byte("two")), journal.ErrFull)
	wantRead(t, s, id, recs)
	shut(t, s)
	free = 128<<20 - 1
	s = unlock(t, v, recovery) // to read, half of it is enough
	wantRead(t, s, id, recs)
	wantErr(t, s.Append(ctx, id, 1, []journal.Record{note("two")}, nil), journal.ErrFull)
	shut(t, s)
	free = 64<<20 - 1
	before := snapshot(t, v.dir)
	_, err = v.Unlock(ctx, []byte(recovery))
	wantErr(t, err, journal.ErrFull)
	wantSame(t, v.dir, before)
	free = 128 << 20
	s = unlock(t, v, recovery)
	add(t, s, id, 1, "h", "two")

	if n, err := freeBytes(v.dir); n == 0 || err != nil {
		t.Errorf("the system says %d bytes are free, %v", n, err)
	}
}

// TestFailedChangeStopsFurtherChanges cuts Badger off under an open store.
func TestFailedChangeStopsFurtherChanges(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	recs := add(t, s, id, 0, "h", "one")
	s.change.Lock()
	s.broken = true // as a failed commit leaves it
	s.change.Unlock()
	wantErr(t, s.Append(ctx, id, 1, []journal.Record{note("two")}, nil), errUnwritten)
	wantErr(t, s.SetDraft(ctx, id, []byte("x")), errUnwritten)
	_, err := s.Erase(ctx, id)
	wantErr(t, err, errUnwritten)
	wantErr(t, s.drop([]erasure{{Erased: Erased{Journal: journal.NewID()}}}), errUnwritten)
	wantRead(t, s, id, recs)
	shut(t, s)
	if _, err := os.Stat(filepath.Join(v.dir, sealName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a store in doubt was sealed: %v", err)
	}
	s = unlock(t, v, recovery) // walks
	wantRead(t, s, id, recs)
	add(t, s, id, 1, "h", "two")
}

func TestSealAndTipTakeTurns(t *testing.T) {
	v, s, recovery := newDesk(t)
	add(t, s, journal.NewID(), 0, "h", "one")
	has := func() (names string) {
		for _, n := range []string{sealName, tipName} {
			if _, err := os.Stat(filepath.Join(v.dir, n)); err == nil {
				names += n + " "
			}
		}
		return names
	}
	if has() != "tip " {
		t.Errorf("open: %s", has())
	}
	shut(t, s)
	if has() != "seal " {
		t.Errorf("closed: %s", has())
	}
	// A kill between the two, in Close or in Unlock, leaves both.
	h, _ := readHeader(v.dir)
	master, _ := h.open([]byte(recovery))
	k := deriveKeys(master, h.Store)
	if err := createTip(v.dir, k, genesis(k, h.Store)); err != nil {
		t.Fatal(err)
	}
	s = unlock(t, v, recovery)
	p, err := readTip(v.dir, k)
	if err != nil || p.Links != 1 || has() != "tip " {
		t.Errorf("opened again: %s, %v, %v", has(), p, err)
	}
	abandon(t, s)
	if found, err := v.Check(context.Background(), []byte(recovery)); err != nil {
		t.Errorf("%v, %v", found, err)
	}
}
