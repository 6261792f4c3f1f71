//go:build linux || darwin

package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// harm is something done to the folder of a desk.
type harm struct {
	what string
	do   func(dir string) error
}

// harmsTo are all harms that are done to files as wholes.
func harmsTo(t testing.TB, dir string) (harms []harm) {
	change := func(name string, f func([]byte) []byte) func(string) error {
		return func(dir string) error {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, name), f(b), 0o600)
		}
	}
	names := filesOf(t, dir)
	for _, name := range names {
		if name == lockName || name == ballastName || name == dbName+"/LOCK" {
			continue
		}
		harms = append(harms,
			harm{"delete " + name, func(dir string) error { return os.Remove(filepath.Join(dir, name)) }},
			harm{"truncate " + name, change(name, func(b []byte) []byte { return b[:len(b)/2] })},
			harm{"empty " + name, change(name, func(b []byte) []byte { return nil })},
			harm{"zero " + name, change(name, func(b []byte) []byte { return make([]byte, len(b)) })},
			harm{"lengthen " + name, change(name, func(b []byte) []byte { return append(b, 0) })},
			harm{"a folder in place of " + name, func(dir string) error {
				return errors.Join(os.Remove(filepath.Join(dir, name)), os.Mkdir(filepath.Join(dir, name), 0o700))
			}})
		for _, other := range names {
			if other > name && kindOf(other) == kindOf(name) || other == dbName+"/MANIFEST" && name == dbName+"/KEYREGISTRY" {
				harms = append(harms, harm{"swap " + name + " and " + other, func(dir string) error {
					a, b := filepath.Join(dir, name), filepath.Join(dir, other)
					return errors.Join(os.Rename(a, a+"~"), os.Rename(b, a), os.Rename(a+"~", b))
				}})
			}
		}
	}
	for _, name := range []string{"00009.mem", "000099.sst", "000007.vlog", "notes.txt"} {
		harms = append(harms, harm{"add " + name, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, dbName, name), []byte("added, and long enough for the head of a log"), 0o600)
		}})
	}
	return append(harms,
		harm{"a log that is not encrypted", func(dir string) error { return injectLog(t, dir) }},
		harm{"a table that is not encrypted", func(dir string) error { return injectTable(t, dir) }})
}

// forge makes a store of Badger's without a key, in which a row of the desk is
// deleted and one is added, and gives the file of one kind.
func forge(t testing.TB, pattern string, closed bool) []byte {
	t.Helper()
	db, err := badger.Open(badgerOptions(t.TempDir(), nil))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 200 { // Badger goes by its own numbers: these must be later ones
		err = errors.Join(err, db.Update(func(x txn) error {
			return errors.Join(x.Delete(recordAt(journal.ID{1}, 1).key()), x.Set([]byte("forged"), []byte("forged")))
		}))
	}
	if err != nil {
		t.Fatal(err)
	}
	if closed {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	names, _ := filepath.Glob(filepath.Join(db.Opts().Dir, pattern))
	if len(names) != 1 {
		t.Fatalf("Badger made %v", names)
	}
	b, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func injectLog(t testing.TB, dir string) error {
	return os.WriteFile(filepath.Join(dir, dbName, "00099.mem"), forge(t, "*.mem", false), 0o600)
}

// injectTable adds a table and the line of MANIFEST that names it: a length, a
// checksum and the change.
func injectTable(t testing.TB, dir string) error {
	line := []byte{1<<3 | 2, 2, 1 << 3, 99} // one change: table 99 is created, at level 0, without a key
	head := binary.BigEndian.AppendUint32(nil, uint32(len(line)))
	head = binary.BigEndian.AppendUint32(head, crc32.Checksum(line, crc32.MakeTable(crc32.Castagnoli)))
	path := filepath.Join(dir, dbName, badger.ManifestFilename)
	m, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(path, append(append(m, head...), line...), 0o600),
		os.WriteFile(filepath.Join(dir, dbName, "000099.sst"), forge(t, "*.sst", true), 0o600))
}

// TestEveryHarmToAFileIsFound does every harm to every file, of a desk that
// was closed and of one that was not.
func TestEveryHarmToAFileIsFound(t *testing.T) {
	v, closedCode := closedForProof(t)
	unclean, uncleanCode := uncleanForProof(t)
	every := rounds(6, 1)
	done, harmless := 0, 0
	for _, desk := range []struct{ state, dir, code string }{{"closed", v.dir, closedCode}, {"not closed", unclean, uncleanCode}} {
		want := contentOfCopy(t, desk.dir, desk.code)
		for i, h := range harmsTo(t, desk.dir) {
			if i%every != 0 && !strings.Contains(h.what, "encrypted") {
				continue
			}
			done++
			dir := copyDesk(t, desk.dir)
			if err := h.do(dir); err != nil {
				t.Fatal(h.what, err)
			}
			before := snapshot(t, dir)
			s, err := At(dir, cheap).Unlock(ctx, []byte(desk.code))
			switch {
			case err != nil:
				if !errors.Is(err, journal.ErrDamaged) {
					t.Errorf("%s, %s: %v", desk.state, h.what, err)
				}
				wantSame(t, dir, before)
			default:
				harmless++
				if got, err := contentOf(s); got != want || err != nil {
					t.Errorf("%s, %s: the desk opened and says something else (%v)", desk.state, h.what, err)
				}
				if desk.state == "closed" && !strings.HasSuffix(h.what, "/DISCARD") {
					t.Errorf("closed, %s: not found", h.what)
				}
				shut(t, s)
			}
			os.RemoveAll(dir)
		}
	}

	// The control: what Badger alone makes of the forged files.
	rows := func(do func(string) error) string {
		dir := copyDesk(t, unclean)
		if err := do(dir); err != nil {
			t.Fatal(err)
		}
		_, _, lines := start(t, "rows", dir, uncleanCode)
		lines.Scan()
		return lines.Text()
	}
	accepted := 0
	untouched := rows(func(string) error { return nil })
	for what, do := range map[string]func(string) error{
		"log":   func(dir string) error { return injectLog(t, dir) },
		"table": func(dir string) error { return injectTable(t, dir) },
		"no MANIFEST": func(dir string) error {
			return os.Remove(filepath.Join(dir, dbName, badger.ManifestFilename))
		},
	} {
		got := rows(do)
		if !strings.HasPrefix(got, "rows ") || got == untouched {
			t.Errorf("%s: Badger alone says %q", what, got)
			continue
		}
		accepted++
	}
	proof{
		"a file that is deleted, cut, emptied, zeroed, lengthened, swapped or added is found",
		"each harm to each file, of a closed desk and of one that was not; forged logs and tables without encryption",
		fmt.Sprint(done), fmt.Sprintf("%d typed errors with the folder byte-identical, %d harmless with all content identical, 0 silent", done-harmless, harmless),
		fmt.Sprintf("Badger alone accepts the forged log, the forged table and a missing MANIFEST: %d of 3", accepted),
	}.report(t)
}
