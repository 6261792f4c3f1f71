//go:build linux || darwin

package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

// filesOf names the files of a desk's folder, with the folder db.
func filesOf(t testing.TB, dir string) (names []string) {
	t.Helper()
	for name := range snapshot(t, dir) {
		if fi, err := os.Stat(filepath.Join(dir, name)); err == nil && fi.Mode().IsRegular() {
			names = append(names, filepath.ToSlash(name))
		}
	}
	sort.Strings(names)
	return names
}

// flipBit turns one bit of a file over, and back again when called twice.
func flipBit(t testing.TB, path string, at int64, bit int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 1 << bit
	if _, err := f.WriteAt(b[:], at); err != nil {
		t.Fatal(err)
	}
}

func sizeOf(t testing.TB, path string) int64 {
	t.Helper()
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fi.Size()
}

// usedOf is how far a file goes until nothing but zeros follow.
func usedOf(t testing.TB, path string) int64 {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return int64(len(strings.TrimRight(string(b), "\x00")))
}

// copyDesk copies a desk's folder; logs stay sparse.
func copyDesk(t testing.TB, from string) (to string) {
	t.Helper()
	to = filepath.Join(t.TempDir(), "desk")
	if err := os.MkdirAll(filepath.Join(to, dbName), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range filesOf(t, from) {
		if err := copyFile(ctx, filepath.Join(to, name), filepath.Join(from, name), name); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// closedForProof makes a desk of two runs, closed.
func closedForProof(t testing.TB) (v *Vault, recovery string) {
	t.Helper()
	v, s, recovery := newDesk(t)
	fillDesk(t, s, 2)
	shut(t, s)
	s = unlock(t, v, recovery)
	fillDesk(t, s, 2)
	gone := journal.NewID()
	add(t, s, gone, 0, "h", "erased")
	if _, err := s.Erase(ctx, gone); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	return v, recovery
}

// uncleanForProof makes a desk with tables and a log, as a kill leaves it.
func uncleanForProof(t testing.TB) (dir, recovery string) {
	t.Helper()
	v, recovery := closedForProof(t)
	s := unlock(t, v, recovery)
	fillDesk(t, s, 2)
	dir = copyDesk(t, v.dir)
	os.Remove(filepath.Join(dir, dbName, "LOCK"))
	shut(t, s)
	return dir, recovery
}

// TestEveryFlippedBitOfAClosedDeskIsFound flips, one at a time, a bit of every
// byte of the files that say what there is, and bits here and there in the
// tables.
func TestEveryFlippedBitOfAClosedDeskIsFound(t *testing.T) {
	v, recovery := closedForProof(t)
	whole := snapshot(t, v.dir)
	rng := rand.New(rand.NewPCG(7, 1))
	every := int64(rounds(149, 1))
	flips, files := 0, map[string]int{}
	try := func(name string, at int64) {
		path, bit := filepath.Join(v.dir, name), rng.IntN(8)
		flipBit(t, path, at, bit)
		defer flipBit(t, path, at, bit)
		flips++
		files[name]++
		s, err := v.Unlock(ctx, []byte(recovery))
		if err == nil {
			s.Close()
			t.Fatalf("%s, byte %d, bit %d: the desk opened", name, at, bit)
		}
		if !errors.Is(err, journal.ErrDamaged) && !(name == headerName && errors.Is(err, journal.ErrNewer)) {
			t.Errorf("%s, byte %d, bit %d: %v", name, at, bit, err)
		}
	}
	var tables []string
	for _, name := range filesOf(t, v.dir) {
		switch {
		case strings.HasSuffix(name, ".sst"):
			tables = append(tables, name)
		case name == lockName || name == dbName+"/DISCARD" || name == dbName+"/LOCK":
			// they mean nothing
		default:
			size := sizeOf(t, filepath.Join(v.dir, name))
			for at := rng.Int64N(every); at < size; at += every {
				try(name, at)
			}
		}
	}
	if len(tables) == 0 {
		t.Fatal("no tables")
	}
	for range rounds(20, 1000) {
		name := tables[rng.IntN(len(tables))]
		try(name, rng.Int64N(sizeOf(t, filepath.Join(v.dir, name))))
	}
	for _, name := range []string{headerName, sealName, ledgerName, dbName + "/MANIFEST", dbName + "/KEYREGISTRY"} {
		if files[name] == 0 {
			t.Errorf("no bit of %s was flipped, only of %v", name, files)
		}
	}
	wantSame(t, v.dir, whole)
	unlock(t, v, recovery) // nothing else was wrong
	proof{
		"a changed bit of a desk that was closed is found before anything is opened",
		fmt.Sprintf("one random bit of every byte of %s; random bits of the tables", strings.Join(besides(files, ".sst"), ", ")),
		fmt.Sprint(flips), "each is a typed error, the folder stays byte-identical",
		"the desk opens when nothing is flipped",
	}.report(t)
}

func besides(files map[string]int, ext string) (names []string) {
	for name := range files {
		if !strings.HasSuffix(name, ext) {
			names = append(names, filepath.Base(name))
		}
	}
	sort.Strings(names)
	return names
}

// TestAFlippedBitOfADeskThatWasNotClosedIsNeverSilent flips bits in all kinds of
// files. Some are harmless; then all that the desk says is as it was.
func TestAFlippedBitOfADeskThatWasNotClosedIsNeverSilent(t *testing.T) {
	master, recovery := uncleanForProof(t)
	want := contentOfCopy(t, master, recovery)
	rng := rand.New(rand.NewPCG(7, 2))
	byKind := map[string][]string{}
	for _, name := range filesOf(t, master) {
		if name != lockName && name != ballastName { // both are empty
			byKind[kindOf(name)] = append(byKind[kindOf(name)], name)
		}
	}
	var kinds []string
	for kind := range byKind {
		kinds = append(kinds, kind)
	}
	sort.Strings(kinds)
	if strings.Join(kinds, " ") != "DISCARD KEYREGISTRY MANIFEST erased mem sst tip vault.json vlog" {
		t.Fatalf("the kinds of files are %v", kinds)
	}
	type flipped struct {
		name string
		at   int64
		bit  int
	}
	var flips []flipped
	for i := range rounds(2*len(kinds), 300) {
		names := byKind[kinds[i%len(kinds)]]
		name := names[rng.IntN(len(names))]
		used, size := usedOf(t, filepath.Join(master, name)), sizeOf(t, filepath.Join(master, name))
		at := rng.Int64N(max(1, used))
		if size > used && rng.IntN(8) == 0 {
			at = rng.Int64N(size) // a hole of a log
		}
		if size > 0 {
			flips = append(flips, flipped{name, at, rng.IntN(8)})
		}
	}
	found, harmless := 0, 0
	for _, f := range flips {
		dir := copyDesk(t, master)
		flipBit(t, filepath.Join(dir, f.name), f.at, f.bit)
		before := snapshot(t, dir)
		s, err := At(dir, cheap).Unlock(ctx, []byte(recovery))
		switch {
		case err == nil:
			harmless++
			if got, err := contentOf(s); got != want || err != nil {
				t.Errorf("%v: the desk opened and says something else (%v)", f, err)
			}
			shut(t, s)
		case errors.Is(err, journal.ErrDamaged), f.name == headerName && errors.Is(err, journal.ErrNewer):
			found++
			wantSame(t, dir, before)
		default:
			t.Errorf("%v: %v", f, err)
		}
		os.RemoveAll(dir)
	}
	if found == 0 || harmless == 0 {
		t.Errorf("%d found, %d harmless", found, harmless)
	}

	// The control: Badger alone, each time in a process of its own.
	silent, control := 0, 0
	var rows string
	log := byKind["mem"][0]
	early := flipped{log, usedOf(t, filepath.Join(master, log)) / 3, 0} // what follows it is cut off
	for i, f := range append([]flipped{{}, early}, flips[:min(len(flips), rounds(6, 300))]...) {
		if i > 0 && !strings.HasPrefix(f.name, dbName) {
			continue
		}
		dir := copyDesk(t, master)
		if i > 0 {
			flipBit(t, filepath.Join(dir, f.name), f.at, f.bit)
		}
		_, _, lines := start(t, "rows", dir, recovery)
		lines.Scan()
		said := lines.Text()
		switch {
		case i == 0 && !strings.HasPrefix(said, "rows "):
			t.Fatalf("without damage, Badger says %q", said)
		case i == 0:
			rows = said
		case strings.HasPrefix(said, "rows ") && said != rows:
			silent++
		}
		control++
		os.RemoveAll(dir)
	}
	if silent == 0 {
		t.Error("Badger alone noticed everything: what is all this for?")
	}
	proof{
		"a changed bit of a desk that was not closed is never silent",
		"random bits of header, tip, ledger, MANIFEST, KEYREGISTRY, DISCARD, tables, logs; a child opens a copy",
		fmt.Sprint(len(flips)), fmt.Sprintf("%d typed errors with the folder byte-identical, %d harmless with all content identical, 0 silent, 0 crashes", found, harmless),
		fmt.Sprintf("Badger alone opened %d of %d without an error and gave other rows", silent, control-1),
	}.report(t)
}

func kindOf(name string) string {
	if ext := filepath.Ext(name); ext == ".sst" || ext == ".mem" || ext == ".vlog" {
		return ext[1:]
	}
	return filepath.Base(name)
}

// contentOfCopy opens a copy of a desk and gives its content.
func contentOfCopy(t testing.TB, dir, recovery string) string {
	t.Helper()
	s := unlock(t, At(copyDesk(t, dir), cheap), recovery)
	defer s.Close()
	c, err := contentOf(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
