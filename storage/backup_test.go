package storage

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"
	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// fullDesk is an open desk with some of everything, of about a quarter of a
// mebibyte.
func fullDesk(t testing.TB) (v *Vault, s *Store, recovery string, journals map[journal.ID][]journal.Record) {
	t.Helper()
	v, s, recovery = newDesk(t)
	journals = map[journal.ID][]journal.Record{}
	for i := range 4 {
		id := journal.NewID()
		recs := add(t, s, id, 0, "a head", "one", strings.Repeat("two ", 1+100*i))
		journals[id] = append(recs, add(t, s, id, 2, "a newer head", strings.Repeat("x", 1+50_000*i))...)
	}
	if err := s.SetDraft(ctx, journal.NewID(), []byte("half a sent")); err != nil {
		t.Fatal(err)
	}
	return v, s, recovery, journals
}

// backupOf makes a backup in a folder of its own.
func backupOf(t testing.TB, s *Store) (file string, b journal.Backup) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "backup")
	b, err := s.Backup(ctx, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file, b
}

// rowsOf gives a digest of every row of a store.
func rowsOf(t testing.TB, s *Store) map[string]string {
	t.Helper()
	rows := map[string]string{}
	err := s.view(func(txn *badger.Txn) error {
		return each(ctx, txn, nil, func(key, box []byte) error {
			rows[fmt.Sprintf("%c %x", key[0], key[1:])] = fmt.Sprintf("%x", sha256.Sum256(box))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// wantOnly wants a folder to hold these names and no others.
func wantOnly(t testing.TB, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if d := cmp.Diff(append([]string{}, names...), got); d != "" {
		t.Errorf("in the folder (-want +got):\n%s", d)
	}
}

func TestBackupComesBackWhole(t *testing.T) {
	v, s, recovery, journals := fullDesk(t)
	before := rowsOf(t, s)
	file, b := backupOf(t, s)
	wantOnly(t, filepath.Dir(file), "backup")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if fi, err := os.Stat(file); err != nil || fi.Mode().Perm() != 0o600 && runtime.GOOS != "windows" ||
		fi.Size() != b.Size || !bytes.Equal(sum[:], b.SHA256) || b.Name != "backup" || b.Links != s.at.Links-1 {
		t.Errorf("the file is %v, %v; the desk says %+v", fi, err, b)
	}
	if known, err := s.Backups(ctx); err != nil || len(known) != 1 || cmp.Diff(b, known[0]) != "" {
		t.Errorf("known backups: %+v, %v", known, err)
	}
	changed, err := s.Read(ctx, journal.NewID())
	if err != nil || changed != nil {
		t.Fatal(changed, err)
	}
	add(t, s, journal.NewID(), 0, "h", "after the backup")
	shut(t, s)

	for name, secret := range map[string]string{"by passphrase": passphrase, "by code": recovery} {
		to := filepath.Join(t.TempDir(), "a", "new place")
		var told [][2]int64
		r, err := v.Restore(ctx, file, []byte(secret), to, func(done, total int64) { told = append(told, [2]int64{done, total}) })
		if err != nil {
			t.Fatal(name, err)
		}
		want := journal.Report{Backup: b, Journals: 4, Records: 12, Links: b.Links}
		if d := cmp.Diff(want, r); d != "" {
			t.Errorf("%s: report (-want +got):\n%s", name, d)
		}
		if n := int64(2 * len(before)); len(told) == 0 || told[len(told)-1] != [2]int64{n, n} {
			t.Errorf("%s: progress %v of %d rows", name, told, len(before))
		}
		w := At(to, cheap)
		if found, err := w.Check(ctx, []byte(secret)); err != nil {
			t.Fatal(name, found, err)
		}
		s := unlock(t, w, secret)
		rows := rowsOf(t, s)
		for key := range rows { // the new desk knows the backup that it came from
			if _, was := before[key]; !was && (key[0] == 'a' || key[0] == 'b') {
				delete(rows, key)
			}
		}
		if d := cmp.Diff(before, rows); d != "" {
			t.Errorf("%s: rows (-want +got):\n%s", name, d)
		}
		for id, recs := range journals {
			wantRead(t, s, id, recs)
		}
		if known, err := s.Backups(ctx); err != nil || len(known) != 1 || known[0].ID != b.ID || known[0].Proven.IsZero() {
			t.Errorf("%s: the restored desk knows %+v, %v", name, known, err)
		}
		add(t, s, journal.NewID(), 0, "h", "life goes on")
		shut(t, s)
	}
}

func TestBackupOfAnEmptyDesk(t *testing.T) {
	v, s, recovery := newDesk(t)
	file, _ := backupOf(t, s)
	to := filepath.Join(t.TempDir(), "new")
	if r, err := v.Restore(ctx, file, []byte(recovery), to, nil); err != nil || r.Journals+r.Records != 0 {
		t.Fatal(r, err)
	}
	shut(t, unlock(t, At(to, cheap), recovery))
}

func TestBackupIsOneMomentOfADeskInUse(t *testing.T) {
	v, s, recovery, journals := fullDesk(t)
	file := filepath.Join(t.TempDir(), "backup")
	late := journal.NewID()
	n := uint64(0)
	_, err := s.Backup(ctx, file, func(done, total int64) { // while rows are written and while they are read back
		add(t, s, late, n, "h", "typed during the backup")
		n++
		for id, recs := range journals {
			wantRead(t, s, id, recs)
		}
	})
	if err != nil || n < 2 {
		t.Fatal(n, err)
	}
	to := filepath.Join(t.TempDir(), "new")
	if _, err := v.Restore(ctx, file, []byte(recovery), to, nil); err != nil {
		t.Fatal(err)
	}
	r := unlock(t, At(to, cheap), recovery)
	wantRead(t, r, late, nil)
	for id, recs := range journals {
		wantRead(t, r, id, recs)
	}
}

func TestOlderBackupOpensWithWhatWorkedThatDay(t *testing.T) {
	v, s, recovery := newDesk(t)
	file, _ := backupOf(t, s)
	code, err := s.NewRecovery(ctx, []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	_, err = v.Rehearse(ctx, file, []byte(code), nil)
	wantErr(t, err, journal.ErrWrongPassphrase)
	if _, err := v.Rehearse(ctx, file, []byte(recovery), nil); err != nil {
		t.Error(err)
	}
}

// TestDamagedBackupIsFoundAndLeavesNoDesk cuts, flips and lengthens a backup.
func TestDamagedBackupIsFoundAndLeavesNoDesk(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, _ := backupOf(t, s)
	shut(t, s)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	front := bytes.Index(good, []byte("age-encryption.org"))
	if front < 0 || len(good) < front+3*64<<10 {
		t.Fatal(len(good), front)
	}
	room := t.TempDir()
	tried := 0
	try := func(what string, b []byte, want ...error) {
		t.Helper()
		tried++
		bad := filepath.Join(room, "bad")
		if err := os.WriteFile(bad, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := v.Restore(ctx, bad, []byte(recovery), filepath.Join(room, "new", "desk"), nil)
		ok := false
		for _, w := range want {
			ok = ok || errors.Is(err, w)
		}
		if !ok || r.Journals != 0 {
			t.Errorf("%s: %v", what, err)
		}
		wantOnly(t, room, "bad")
	}
	inFront := []error{journal.ErrDamaged, journal.ErrNotBackup, journal.ErrNewer}
	for at := range len(good) {
		edge := at%(64<<10) == 0 || (at-front)%(64<<10) < 3
		if !edge && (at > 40 || at%3 > 0) && at != front && at != front-1 && at != len(good)-1 {
			continue
		}
		try(fmt.Sprintf("cut at %d", at), good[:at], inFront...)
	}
	random := rand.New(rand.NewPCG(19970113, 0))
	for range 60 {
		at := random.IntN(len(good) - front)
		try(fmt.Sprintf("cut at %d", front+at), good[:front+at], journal.ErrDamaged)
	}
	flipped := func(at int) []byte { return flip(at)(bytes.Clone(good)) }
	for at := range front { // every byte in the clear
		if at > len(backupMagic)+4 && at%7 > 0 {
			continue
		}
		try(fmt.Sprintf("flip at %d", at), flipped(at), inFront...)
	}
	for range 150 {
		at := front + random.IntN(len(good)-front)
		try(fmt.Sprintf("flip at %d", at), flipped(at), journal.ErrDamaged)
	}
	try("junk behind it", append(bytes.Clone(good), 0), journal.ErrDamaged)
	try("itself behind it", append(bytes.Clone(good), good...), journal.ErrDamaged)
	try("the next version", bytes.Replace(good, []byte("backup 1\n"), []byte("backup 2\n"), 1), journal.ErrNewer)
	try("version 10", bytes.Replace(good, []byte("backup 1\n"), []byte("backup 10\n"), 1), journal.ErrNewer)
	if tried < 300 {
		t.Errorf("only %d tries", tried)
	}
	os.Remove(filepath.Join(room, "bad"))
	if _, err := v.Restore(ctx, file, []byte(recovery), filepath.Join(room, "new"), nil); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}

// TestForgedBackupIsFound lets people who have some of the keys make backups.
func TestForgedBackupIsFound(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	_, other, _ := newDesk(t)
	h, raw := s.header, s.header.marshal()
	type kv struct{ key, box []byte }
	var rows []kv
	err := s.view(func(txn *badger.Txn) error {
		return each(ctx, txn, nil, func(key, box []byte) error {
			rows = append(rows, kv{bytes.Clone(key), bytes.Clone(box)})
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	last := len(rows) - 1
	cases := []struct {
		what string
		k    *keys
		do   func(*manifest, []kv) []kv
		want error
	}{
		{"nothing", s.keys, func(_ *manifest, r []kv) []kv { return r }, nil}, // the control
		{"a manifest under another key", other.keys, func(_ *manifest, r []kv) []kv { return r }, journal.ErrDamaged},
		{"an empty desk under another key", other.keys, func(m *manifest, r []kv) []kv {
			*m = manifest{ID: m.ID, progress: genesis(s.keys, s.keys.store)}
			return nil
		}, journal.ErrDamaged},
		{"a row less", s.keys, func(m *manifest, r []kv) []kv { m.Rows--; return r[:last] }, journal.ErrDamaged},
		{"a row less than said", s.keys, func(m *manifest, r []kv) []kv { return r[:last] }, journal.ErrDamaged},
		{"a row more", s.keys, func(m *manifest, r []kv) []kv {
			m.Rows++
			return append(r, kv{append(bytes.Clone(r[last].key[:placeSize-1]), 0xFF), r[last].box})
		}, journal.ErrDamaged},
		{"a row twice", s.keys, func(m *manifest, r []kv) []kv { m.Rows++; return append(r, r[last]) }, journal.ErrDamaged},
		{"two rows in each other's place", s.keys, func(m *manifest, r []kv) []kv { r[1].box, r[2].box = r[2].box, r[1].box; return r }, journal.ErrDamaged},
		{"a changed row", s.keys, func(m *manifest, r []kv) []kv { r[last].box = flip(30)(r[last].box); return r }, journal.ErrDamaged},
		{"the chain's last link", s.keys, func(m *manifest, r []kv) []kv { m.Links++; return r }, journal.ErrDamaged},
		{"the chain's end", s.keys, func(m *manifest, r []kv) []kv { m.Chain = flip(3)(bytes.Clone(m.Chain)); return r }, journal.ErrDamaged},
		{"fewer links", s.keys, func(m *manifest, r []kv) []kv { m.Links--; return r }, journal.ErrDamaged},
		{"a later header's links", s.keys, func(m *manifest, r []kv) []kv { m.Epoch++; return r }, journal.ErrDamaged},
		{"more drafts", s.keys, func(m *manifest, r []kv) []kv { m.Drafts++; return r }, journal.ErrDamaged},
	}
	for _, c := range cases {
		var mine []kv
		for _, r := range rows {
			mine = append(mine, kv{r.key, bytes.Clone(r.box)})
		}
		m := manifest{ID: journal.NewID(), Rows: uint64(len(rows)), progress: s.at}
		mine = c.do(&m, mine)
		var b bytes.Buffer
		w, err := newBackupWriter(&b, h, raw, c.k, m)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range mine {
			w.row(r.key, r.box)
		}
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		room := t.TempDir()
		file := filepath.Join(room, "forged")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = v.Restore(ctx, file, []byte(recovery), filepath.Join(room, "new"), nil)
		if c.want == nil && err != nil || !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		if found := journal.Findings(err); c.what == "a row less than said" && found[0].Key != "backupChanged" {
			t.Errorf("%s: %v", c.what, err) // known before the desk is walked
		}
		if err != nil {
			wantOnly(t, room, "forged")
		}
	}
}

func TestWrongFileOrSecretRestoresNothing(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, _ := backupOf(t, s)
	_, _, otherCode := newDesk(t)
	shut(t, s)
	room := t.TempDir()
	place := func(name, content string) string {
		p := filepath.Join(room, name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	cases := []struct {
		what, file, secret string
		want               error
	}{
		{"a wrong passphrase", file, "wrong", journal.ErrWrongPassphrase},
		{"no passphrase", file, "", journal.ErrWrongPassphrase},
		{"another desk's code", file, otherCode, journal.ErrWrongPassphrase},
		{"the header of a desk", filepath.Join(v.dir, headerName), recovery, journal.ErrNotBackup},
		{"the seal of a desk", filepath.Join(v.dir, sealName), recovery, journal.ErrNotBackup},
		{"a picture", place("p", "\x89PNG\r\n\x1a\n"), recovery, journal.ErrNotBackup},
		{"nothing", place("n", ""), recovery, journal.ErrNotBackup},
		{"an age file", place("a", "age-encryption.org/v1\n"), recovery, journal.ErrNotBackup},
		{"a folder", room, recovery, journal.ErrDamaged},
		{"no file", filepath.Join(room, "none"), recovery, fs.ErrNotExist},
	}
	before, desk := snapshot(t, room), snapshot(t, v.dir)
	for _, c := range cases {
		_, err := v.Restore(ctx, c.file, []byte(c.secret), filepath.Join(room, "new"), nil)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		_, err = v.Rehearse(ctx, c.file, []byte(c.secret), nil)
		if !errors.Is(err, c.want) {
			t.Errorf("rehearsal of %s: %v", c.what, err)
		}
		wantSame(t, room, before)
		wantSame(t, v.dir, desk)
	}
}

func TestRestoreOnlyWhereNothingIs(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, _ := backupOf(t, s)
	shut(t, s)
	stranger := t.TempDir()
	os.WriteFile(filepath.Join(stranger, "holiday.jpg"), nil, 0o600)
	for to, want := range map[string]error{stranger: journal.ErrNotOurs, v.dir: journal.ErrExists, file: journal.ErrNotOurs} {
		before := snapshot(t, to)
		_, err := v.Restore(ctx, file, []byte(recovery), to, nil)
		wantErr(t, err, want)
		wantSame(t, to, before)
	}
	empty := t.TempDir()
	tight := *v
	tight.free = func(string) (uint64, error) { return tight.min + 1000, nil }
	_, err := tight.Restore(ctx, file, []byte(recovery), empty, nil)
	wantErr(t, err, journal.ErrFull)
	wantOnly(t, empty)
	if _, err := v.Restore(ctx, file, []byte(recovery), empty, nil); err != nil {
		t.Error(err)
	}
}

func TestNoDeskIsMadeInsideAnother(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, _ := backupOf(t, s)
	beside := t.TempDir()
	inside := []string{filepath.Join(v.dir, "inner"), filepath.Join(v.dir, "a", "b"), filepath.Join(v.dir, dbName, "inner")}
	empty := filepath.Join(v.dir, "empty")
	if err := errors.Join(os.Mkdir(empty, 0o700), os.Symlink(empty, filepath.Join(beside, "straight"))); err != nil {
		t.Skip("no links here:", err)
	}
	inside = append(inside, empty, filepath.Join(beside, "straight"))
	for name, to := range map[string]string{"link": v.dir, "deep": filepath.Join(v.dir, dbName)} {
		if err := os.Symlink(to, filepath.Join(beside, name)); err != nil {
			t.Skip("no links here:", err)
		}
		inside = append(inside, filepath.Join(beside, name, "inner"))
	}
	for _, to := range inside {
		before := names(t, v.dir)
		if _, err := s.Rekey(ctx, []byte(passphrase), to, nil); !errors.Is(err, journal.ErrNotOurs) {
			t.Errorf("new keys in %s: %v", to, err)
		}
		if d := cmp.Diff(before, names(t, v.dir)); d != "" {
			t.Errorf("%s: %s", to, d)
		}
	}
	shut(t, s)
	before := snapshot(t, v.dir)
	for _, to := range inside {
		if _, err := v.Restore(ctx, file, []byte(recovery), to, nil); !errors.Is(err, journal.ErrNotOurs) {
			t.Errorf("a backup in %s: %v", to, err)
		}
		wantSame(t, v.dir, before)
	}
	// Where there is no desk yet, a folder below is as good as another.
	if _, err := At(beside, cheap).Restore(ctx, file, []byte(recovery), filepath.Join(beside, "new"), nil); err != nil {
		t.Error(err)
	}
}

// names lists the files in a folder and below it.
func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		list = append(list, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// after lets through so many bytes and then fails.
type after struct {
	w    io.Writer
	left int
	err  error
}

func (a *after) Write(b []byte) (int, error) {
	if len(b) > a.left {
		n, _ := a.w.Write(b[:a.left])
		a.left = 0
		return n, a.err
	}
	a.left -= len(b)
	return a.w.Write(b)
}

// wrongly changes one bit of what passes.
type wrongly struct {
	w  io.Writer
	at int
}

func (w *wrongly) Write(b []byte) (int, error) {
	if w.at >= 0 && w.at < len(b) {
		b = flip(w.at)(bytes.Clone(b))
	}
	w.at -= len(b)
	return w.w.Write(b)
}

func TestBackupThatFailsLeavesNothing(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, good := backupOf(t, s)
	before, links := snapshot(t, filepath.Dir(file)), s.at.Links
	defer func() { toMedium = func(w io.Writer) io.Writer { return w } }()
	fails := func(what string, want error, ctx context.Context, p journal.Progress) {
		t.Helper()
		b, err := s.Backup(ctx, file, p)
		if !errors.Is(err, want) || !b.ID.IsZero() {
			t.Errorf("%s: %v, %v", what, b, err)
		}
		wantSame(t, filepath.Dir(file), before) // the older backup of that name too
		if s.at.Links != links {
			t.Errorf("%s: the desk has noted something", what)
		}
	}
	for k := 0; k < int(good.Size); k += 1 + k/3 {
		toMedium = func(w io.Writer) io.Writer { return &after{w, k, fmt.Errorf("write: %w", syscall.ENOSPC)} }
		fails(fmt.Sprintf("full at byte %d", k), journal.ErrFull, ctx, nil)
		toMedium = func(w io.Writer) io.Writer { return &wrongly{w, k} }
		fails(fmt.Sprintf("a bit wrong at byte %d", k), journal.ErrDamaged, ctx, nil)
	}
	pulled := errors.New("pulled out")
	toMedium = func(w io.Writer) io.Writer { return &after{w, 5000, pulled} }
	fails("pulled out", pulled, ctx, nil)
	toMedium = func(w io.Writer) io.Writer { return w }

	for _, at := range []int64{0, 1} {
		c, cancel := context.WithCancel(ctx)
		fails("cancelled", context.Canceled, c, func(done, total int64) {
			if done*2/total >= at {
				cancel()
			}
		})
		cancel()
	}
	tight := uint64(v.min - 1)
	s.vault.free = func(string) (uint64, error) { return tight, nil }
	fails("no room on the desk's disk", journal.ErrFull, ctx, nil)
	defer func() { sharesDisk = onOneDisk }()
	sharesDisk = func(string, string) bool { return false }
	stick := filepath.Join(t.TempDir(), "backup")
	tight = v.min/2 - 1                 // besides the ballast
	b, err := s.Backup(ctx, stick, nil) // the one thing to do then: only the note of it finds no room
	wantErr(t, err, journal.ErrFull)
	s.vault.free = freeBytes
	if r, err := v.Rehearse(ctx, stick, []byte(recovery), nil); err != nil || r.Backup.ID != b.ID {
		t.Errorf("the backup on another disk: %v, %v", b, err)
	}
	none := filepath.Join(t.TempDir(), "none", "backup")
	_, err = s.Backup(ctx, none, nil)
	wantErr(t, err, fs.ErrNotExist)

	done := make(chan error)
	_, err = s.Backup(ctx, file, func(int64, int64) {
		if done != nil {
			go func(c chan error) { c <- s.Close() }(done)
			<-s.alive.Done()
			done = nil
		}
	})
	wantErr(t, err, journal.ErrLocked)
	wantSame(t, filepath.Dir(file), before)
	if _, err := v.Rehearse(ctx, file, []byte(recovery), nil); err != nil {
		t.Errorf("the older backup: %v", err)
	}
}

// TestDamagedDeskIsNotBackedUp changes a row behind the store's back: a backup
// of it could be made, but not restored.
func TestDamagedDeskIsNotBackedUp(t *testing.T) {
	_, s, _, journals := fullDesk(t)
	dir := t.TempDir()
	for id := range journals {
		err := s.db.Update(func(txn *badger.Txn) error {
			p := recordAt(id, 3)
			box, err := get(txn, p)
			if err != nil {
				return err
			}
			return txn.Set(p.key(), flip(40)(box))
		})
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	_, err := s.Backup(ctx, filepath.Join(dir, "backup"), nil)
	if found := journal.Findings(err); !errors.Is(err, journal.ErrDamaged) || len(found) != 1 || found[0].Key != "rowChanged" {
		t.Errorf("%v", err)
	}
	wantOnly(t, dir)
}

func TestBackupReplacesOneOfItsName(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, first := backupOf(t, s)
	id := journal.NewID()
	recs := add(t, s, id, 0, "h", "new")
	second, err := s.Backup(ctx, file, nil)
	if err != nil || second.ID == first.ID {
		t.Fatal(second, err)
	}
	known, err := s.Backups(ctx)
	if err != nil || len(known) != 2 || known[0].ID != second.ID || known[1].ID != first.ID {
		t.Errorf("known: %v, %v", known, err)
	}
	to := filepath.Join(t.TempDir(), "new")
	if r, err := v.Restore(ctx, file, []byte(recovery), to, nil); err != nil || r.Backup.ID != second.ID {
		t.Fatal(r, err)
	}
	wantRead(t, unlock(t, At(to, cheap), recovery), id, recs)
}

func TestRehearsalTouchesNothingOfTheDesk(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	file, b := backupOf(t, s)
	shut(t, s)
	parent := filepath.Dir(v.dir)
	before := snapshot(t, parent)
	r, err := v.Rehearse(ctx, file, []byte(recovery), nil)
	if err != nil || r.Journals != 4 || r.Records != 12 || r.Backup.ID != b.ID {
		t.Errorf("%+v, %v", r, err)
	}
	wantSame(t, parent, before)

	s = unlock(t, v, recovery) // and beside an open one
	open := snapshot(t, parent)
	if _, err := v.Rehearse(ctx, file, []byte(recovery), nil); err != nil {
		t.Error(err)
	}
	c, cancel := context.WithCancel(ctx)
	_, err = v.Rehearse(c, file, []byte(recovery), func(done, total int64) {
		if done >= total/2 {
			cancel()
		}
	})
	wantErr(t, err, context.Canceled)
	wantSame(t, parent, open)
	if known, err := s.Backups(ctx); err != nil || !known[0].Proven.IsZero() {
		t.Errorf("%v, %v", known, err)
	}
	if err := s.Proved(ctx, b.ID); err != nil {
		t.Fatal(err)
	}
	if known, err := s.Backups(ctx); err != nil || len(known) != 1 || known[0].Proven.IsZero() {
		t.Errorf("%v, %v", known, err)
	}
	links := s.at.Links
	if err := s.Proved(ctx, journal.NewID()); err != nil || s.at.Links != links {
		t.Errorf("a backup that is not known: %v", err)
	}
}

func FuzzBackup(f *testing.F) {
	k, h := fuzzHeader(f)
	raw := h.seal(k)
	var b bytes.Buffer
	w, err := newBackupWriter(&b, h, raw, k, manifest{ID: journal.ID{1}, Rows: 1, progress: genesis(k, h.Store)})
	if err != nil {
		f.Fatal(err)
	}
	w.row([]byte("key"), []byte("box"))
	if err := w.end(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:100])
	f.Add([]byte(backupMagic))
	f.Add([]byte("onthaal backup 2\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := readBackup(ctx, bytes.NewReader(in))
		if err != nil {
			if !errors.Is(err, journal.ErrDamaged) && !errors.Is(err, journal.ErrNotBackup) && !errors.Is(err, journal.ErrNewer) {
				t.Fatal(err)
			}
			return
		}
		if !bytes.HasPrefix(in, r.front) || !bytes.Equal(r.h.marshal(), r.raw) {
			t.Fatal("the header is not what was there")
		}
		var rows []string
		_, err = r.rows(k, nil, func(key, box []byte) error {
			rows = append(rows, string(key)+"="+string(box))
			return nil
		})
		if err != nil {
			wantErr(t, err, journal.ErrDamaged)
		} else if len(rows) != 1 || rows[0] != "key=box" || !r.h.authentic(k) {
			t.Fatal("another file passed", rows)
		}
	})
}

// FuzzBackupPlaintext parses what is inside the age file.
func FuzzBackupPlaintext(f *testing.F) {
	k, h := fuzzHeader(f)
	raw := h.seal(k)
	var b bytes.Buffer
	w, err := newBackupWriter(&b, h, raw, k, manifest{ID: journal.ID{1}, Rows: 2, progress: genesis(k, h.Store)})
	if err != nil {
		f.Fatal(err)
	}
	w.row([]byte("a key"), []byte("a box"))
	w.row([]byte("b key"), nil)
	if err := w.end(); err != nil {
		f.Fatal(err)
	}
	r, err := readBackup(ctx, &b)
	if err != nil {
		f.Fatal(err)
	}
	id, err := h.identity(k)
	if err != nil {
		f.Fatal(err)
	}
	plain, err := age.Decrypt(&b, id)
	if err != nil {
		f.Fatal(err)
	}
	good, err := io.ReadAll(plain)
	if err != nil {
		f.Fatal(err)
	}
	parse := func(in []byte) (rows []string, err error) {
		p := &plaintext{r: bufio.NewReader(bytes.NewReader(in)), sum: sha256.New()}
		p.sum.Write(r.front)
		if _, err := p.manifest(k, raw); err != nil {
			return nil, err
		}
		_, err = p.rows(func(key, box []byte) error {
			rows = append(rows, string(key)+"="+string(box))
			return nil
		})
		return rows, err
	}
	if rows, err := parse(good); err != nil || strings.Join(rows, " ") != "a key=a box b key=" {
		f.Fatal(rows, err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(append(bytes.Clone(good), 0))
	f.Add(flip(len(good) - 1)(bytes.Clone(good)))
	f.Add(flip(len(good) - 55)(bytes.Clone(good))) // in a box
	f.Add([]byte{0, 0, 0, 1, 0})
	f.Add(append(bytes.Clone(good[:len(good)-60]), 255, 255, 255, 255, 255))
	f.Fuzz(func(t *testing.T, in []byte) {
		if rows, err := parse(in); err != nil && err != errNotWritten || err == nil && !bytes.Equal(in, good) {
			t.Fatal(rows, err)
		}
	})
}

// TestErasedStaysErasedInOlderBackups restores a backup from before an erasure.
func TestErasedStaysErasedInOlderBackups(t *testing.T) {
	v, s, recovery := newDesk(t)
	gone, stays := journal.NewID(), journal.NewID()
	recs := add(t, s, gone, 0, "h", "one", "two")
	if err := s.SetDraft(ctx, gone, []byte("half a sent")); err != nil {
		t.Fatal(err)
	}
	other := add(t, s, stays, 0, "h", "three")
	file, b := backupOf(t, s)
	if e, err := s.Erase(ctx, gone); err != nil || len(e.Backups) != 1 || e.Backups[0].ID != b.ID {
		t.Fatal(e, err)
	}
	shut(t, s)
	restore := func(v *Vault) (*Vault, journal.Report) {
		t.Helper()
		w := At(filepath.Join(t.TempDir(), "new"), cheap)
		r, err := v.Restore(ctx, file, []byte(recovery), w.dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		return w, r
	}
	wantGone := func(w *Vault, r journal.Report) {
		t.Helper()
		if d := cmp.Diff([]journal.ID{gone}, r.Erased); d != "" {
			t.Error(d)
		}
		if found, err := w.Check(ctx, []byte(recovery)); err != nil {
			t.Fatal(found, err)
		}
		s := unlock(t, w, recovery)
		_, err := s.Read(ctx, gone)
		wantErr(t, err, journal.ErrErased)
		wantRead(t, s, stays, other)
		for key := range rowsOf(t, s) {
			if strings.Contains(key, gone.String()) && key[0] != byte(tableErased) {
				t.Errorf("there is a row %s", key)
			}
		}
		shut(t, s)
	}
	w, r := restore(v)
	wantGone(w, r)
	wantGone(restore(w)) // the restored desk's own ledger says it too
	if r, err := v.Rehearse(ctx, file, []byte(recovery), nil); err != nil || len(r.Erased) != 1 {
		t.Errorf("%+v, %v", r, err)
	}

	// The desk has other keys by now, or is another one altogether.
	rekeyed := At(t.TempDir(), cheap)
	strange := deriveKeys(make([]byte, keySize), journal.NewID())
	l := encodeLedger(strange, []Erased{{Journal: journal.NewID()}, {Journal: gone}})
	if err := os.WriteFile(filepath.Join(rekeyed.dir, ledgerName), l, 0o600); err != nil {
		t.Fatal(err)
	}
	wantGone(restore(rekeyed))

	// The control: without a ledger it is all there.
	w, r = restore(At(t.TempDir(), cheap))
	if r.Erased != nil {
		t.Error(r.Erased)
	}
	s = unlock(t, w, recovery)
	wantRead(t, s, gone, recs)
	shut(t, s)

	// A changed ledger hides nothing: the desk's rows say the same.
	edit(t, filepath.Join(v.dir, ledgerName), flip(200))
	wantGone(restore(v))
}

func TestBackupTakesAwayNothingOfAnybodyElse(t *testing.T) {
	_, s, _ := newDesk(t)
	dir := t.TempDir()
	id := s.keys.store.String()
	others := []string{"zz.bk.part", ".onthaal-1.part", ".onthaal-" + journal.NewID().String() + "-1.part", ".onthaal-" + id + "-1"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("somebody's"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := snapshot(t, dir)
	left := filepath.Join(dir, ".onthaal-"+id+"-1.part") // by a program that was killed
	if err := os.WriteFile(left, []byte("ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "zz.bk")
	if _, err := s.Backup(ctx, file, nil); err != nil {
		t.Fatal(err)
	}
	if fi, err := os.Stat(file); err != nil || fi.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the backup is %v, %v", fi, err)
	}
	os.Remove(file)
	wantSame(t, dir, before)

	cut, cancel := context.WithCancel(ctx)
	if _, err := s.Backup(cut, file, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	wantSame(t, dir, before)
}

func TestTwoBackupsAtOnceAreBothGood(t *testing.T) {
	v, s, recovery, _ := fullDesk(t)
	dir := t.TempDir()
	done := make(chan error, 4)
	for i := range cap(done) {
		go func() {
			_, err := s.Backup(ctx, filepath.Join(dir, string(rune('a'+i))), nil)
			done <- err
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	shut(t, s)
	wantOnly(t, dir, "a", "b", "c", "d")
	for _, name := range []string{"a", "b", "c", "d"} {
		if _, err := v.Rehearse(ctx, filepath.Join(dir, name), []byte(recovery), nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBackupDoesNotReplaceAFileOfADesk(t *testing.T) {
	v, s, _ := newDesk(t)
	other, o, _ := newDesk(t)
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{v.dir, other.dir} {
		before := snapshot(t, other.dir)
		for _, name := range []string{headerName, "Vault.json", sealName, ledgerName, lockName, dbName, "db/MANIFEST", "db/new"} {
			if _, err := s.Backup(ctx, filepath.Join(dir, name), nil); !errors.Is(err, journal.ErrOfDesk) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if d := cmp.Diff(before, snapshot(t, other.dir)); d != "" {
			t.Errorf("another desk was changed: %s", d)
		}
	}
	if _, err := s.Backup(ctx, filepath.Join(v.dir, "before.backup"), nil); err != nil {
		t.Errorf("under a name of its own: %v", err)
	}
}

// A backup opens with the passphrases of its day. Whoever restores it is told
// which of them were taken from the desk since, and only of that desk.
func TestRestoreNamesThePassphrasesThatWereTakenAway(t *testing.T) {
	v, s, recovery := newDesk(t)
	for _, p := range []string{"an", "bea"} {
		must(s.AddSlot(ctx, []byte(recovery), []byte(p)))(t)
	}
	file, _ := backupOf(t, s)
	restored := func(beside *Vault) []string {
		t.Helper()
		return must(beside.Restore(ctx, file, []byte(recovery), filepath.Join(t.TempDir(), "new"), nil))(t).Slots
	}
	if got := restored(v); got != nil {
		t.Errorf("nobody was taken away: %v", got)
	}
	for _, id := range []string{"2", "3"} {
		if err := s.RemoveSlot(ctx, []byte(recovery), id); err != nil {
			t.Fatal(err)
		}
	}
	must(s.AddSlot(ctx, []byte(recovery), []byte("cato")))(t)
	shut(t, s)
	want := []string{"2", "3"}
	if got := restored(v); !slices.Equal(got, want) {
		t.Errorf("restored: %v, want %v", got, want)
	}
	if r := must(v.Rehearse(ctx, file, []byte(recovery), nil))(t); !slices.Equal(r.Slots, want) {
		t.Errorf("rehearsed: %v, want %v", r.Slots, want)
	}
	other, o, _ := newDesk(t)
	shut(t, o)
	if got := restored(other); got != nil {
		t.Errorf("beside another desk: %v", got)
	}
	if got := restored(At(filepath.Join(t.TempDir(), "none"), cheap)); got != nil {
		t.Errorf("beside no desk: %v", got)
	}
}
