//go:build linux || darwin

package storage

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// canaries are words that stand in every field of a day's work, and may be
// found nowhere.
type canaries map[string]string

func (c canaries) word(field string) string {
	if c[field] == "" {
		c[field] = "Canary-" + strings.ToUpper(field) + "-Žižek-77"
	}
	return c[field]
}

// spellings are the ways in which a word may have got into a file.
func spellings(word string) (forms [][]byte) {
	wide := func(big int) (b []byte) {
		for _, u := range utf16.Encode([]rune(word)) {
			b = append(b, byte(u>>(8*big)), byte(u>>(8*(1-big))))
		}
		return b
	}
	for _, b := range [][]byte{[]byte(word), []byte(strings.ToLower(word)), wide(0), wide(1)} {
		forms = append(forms, b, []byte(hex.EncodeToString(b)), []byte(strings.ToUpper(hex.EncodeToString(b))))
		for shift := range 3 { // base64 depends on what stands before; its ends, on what is beside
			padded := append(make([]byte, shift), b...)
			for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				s := e.EncodeToString(padded)
				forms = append(forms, []byte(s[(shift*8+5)/6:len(s)-2]))
			}
		}
	}
	return forms
}

// find names the words that stand in the files and the names under some folders.
func (c canaries) find(t testing.TB, dirs ...string) (found []string) {
	t.Helper()
	forms := map[string][][]byte{}
	for field, word := range c {
		forms[field] = spellings(word)
	}
	seen := map[string]bool{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			b := []byte(path)
			if e.Type().IsRegular() {
				content, err := os.ReadFile(path)
				if err != nil && !errors.Is(err, fs.ErrNotExist) { // Badger clears up behind itself
					return err
				}
				b = append(append(b, bytes.TrimRight(content, "\x00")...), 0) // UTF-16 may end with one
			}
			for field := range c {
				for _, form := range forms[field] {
					if bytes.Contains(b, form) {
						seen[field] = true
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for field := range seen {
		found = append(found, field)
	}
	sort.Strings(found)
	return found
}

// newCanaries has a word for each field that a day fills.
func newCanaries() canaries {
	c := canaries{}
	for _, field := range strings.Fields("kind on time by body head draft detail file passphrase colleague export erased") {
		c.word(field)
	}
	return c
}

// liveADay does all that a store can do, with a canary in every field, and says
// in between how far it is: the scan looks then. Where in stands still, it waits.
func liveADay(dir string, in io.Reader) error {
	c := newCanaries()
	wait := func(what string) {
		fmt.Println(what)
		in.Read(make([]byte, 1))
	}
	v := At(filepath.Join(dir, "desk"), cheap)
	s, recovery, err := v.Create(ctx, []byte(c["passphrase"]), nil)
	if err != nil {
		return err
	}
	id, gone := journal.ID{1}, journal.ID{2}
	rec := func(body string) []journal.Record {
		r := note(fmt.Sprintf(`{"name":%q}`, body))
		r.ID, r.Kind, r.On, r.Time, r.By = journal.NewID(), c["kind"], c["on"], c["time"], c["by"]
		return []journal.Record{r}
	}
	big := strings.Repeat(c["file"]+" ", 20000)
	_, e1 := s.AddSlot(ctx, []byte(c["passphrase"]), []byte(c["colleague"]))
	e2 := s.Append(ctx, id, 0, rec(c["body"]), []byte(c["head"]))
	e3 := s.SetDraft(ctx, id, []byte(c["draft"]))
	_, e4 := s.Attach(ctx, id, strings.NewReader(big))
	e5 := s.Note(ctx, "print", id, c["detail"])
	e6 := s.Append(ctx, gone, 0, rec(c["erased"]), []byte(c["erased"]))
	if err := errors.Join(e1, e2, e3, e4, e5, e6); err != nil {
		return err
	}
	wait("open " + recovery)
	copied := filepath.Join(dir, "stick", "desk.backup")
	_, e1 = s.Backup(ctx, copied, nil)
	_, e2 = v.Rehearse(ctx, copied, []byte(recovery), nil)
	f, e3 := os.Create(filepath.Join(dir, "stick", "desk.age"))
	e4 = s.Export(ctx, f, []byte(c["export"]))
	f.Close()
	_, e5 = s.Erase(ctx, gone)
	if err := errors.Join(e1, e2, e3, e4, e5); err != nil {
		return err
	}
	wait("copied")
	if err := s.Close(); err != nil {
		return err
	}
	wait("closed")
	_, e1 = v.Restore(ctx, copied, []byte(c["colleague"]), filepath.Join(dir, "restored"), nil)
	s, e2 = v.Unlock(ctx, []byte(c["colleague"]))
	if err := errors.Join(e1, e2); err != nil {
		return err
	}
	if _, err := s.Rekey(ctx, []byte(c["colleague"]), filepath.Join(dir, "new keys"), nil); err != nil {
		return err
	}
	wait("restored")
	if err := s.SetDraft(ctx, id, []byte(c["draft"])); err != nil {
		return err
	}
	wait("to be killed")
	return nil
}

// TestNothingReadableIsOnTheDisk lives a day with a canary in every field, and
// looks for it in every file that there is: in the desk's folder, in what was
// copied from it, in the temporary folder and in the home of who works there.
func TestNothingReadableIsOnTheDisk(t *testing.T) {
	c := newCanaries()
	root := t.TempDir()
	dir, home, tmp := filepath.Join(root, "work"), filepath.Join(root, "home"), filepath.Join(root, "tmp")
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "stick"), 0o700), os.Mkdir(home, 0o700), os.Mkdir(tmp, 0o700)); err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(v, tmp)
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, ".local", "share"))
	scans := 0
	none := func(when string) {
		t.Helper()
		scans++
		if found := c.find(t, root); len(found) > 0 {
			t.Errorf("%s: readable: %v", when, found)
		}
	}
	cmd, in, lines := start(t, "day", dir, "")
	for _, when := range []string{"open", "copied", "closed", "restored", "to be killed"} {
		if !lines.Scan() || !strings.HasPrefix(lines.Text(), when) {
			t.Fatalf("%s: the child said %q", when, lines.Text())
		}
		if code, ok := strings.CutPrefix(lines.Text(), "open "); ok {
			c["recovery"] = code
		}
		none(when)
		if when != "to be killed" {
			in.Write([]byte("\n"))
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	none("killed")
	s := unlock(t, At(filepath.Join(dir, "desk"), cheap), c["recovery"])
	none("opened after the kill")
	recs, err := s.Read(ctx, journal.ID{1})
	if err != nil || len(recs) != 1 || !strings.Contains(string(recs[0].Body), c["body"]) {
		t.Fatalf("the day's work is not there: %d records, %v", len(recs), err)
	}
	err = s.db.View(func(x txn) error { // what Badger encrypts is sealed already
		return each(ctx, x, nil, func(key, box []byte) error {
			for field, word := range c {
				for _, form := range spellings(word) {
					if bytes.Contains(box, form) || bytes.Contains(key, form) {
						t.Errorf("readable in a row: %s", field)
					}
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	none("closed again")
	for _, d := range []string{home, tmp} {
		if left, err := os.ReadDir(d); len(left) > 0 || err != nil {
			t.Errorf("%s holds %v, %v", filepath.Base(d), left, err)
		}
	}

	// The control: without our sealing and Badger's key, the scan finds all, and
	// it knows every spelling.
	plain := t.TempDir()
	db, err := badger.Open(badgerOptions(plain, nil))
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(x txn) error {
		for field, word := range c {
			if err := x.Set([]byte(field), []byte(word)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"open", "closed"} {
		if found := c.find(t, plain); len(found) != len(c) {
			t.Errorf("%s, in the clear: found only %v", when, found)
		}
		db.Close()
	}
	forms := 0
	for field, word := range c {
		for i, form := range spellings(word) {
			d := t.TempDir()
			if err := os.WriteFile(filepath.Join(d, "x"), append([]byte("some\x00thing"), form...), 0o600); err != nil {
				t.Fatal(err)
			}
			if found := c.find(t, d); len(found) != 1 || found[0] != field {
				t.Errorf("spelling %d of %s: found %v", i, field, found)
			}
			forms++
		}
		if forms > 60 {
			break // they are the same for all
		}
	}
	proof{
		"nothing that was written is readable on the disk",
		fmt.Sprintf("a canary in each of %d fields and secrets, in UTF-8, UTF-16, hexadecimal and base64; the desk's folder, backup, export, restored desk, re-keyed desk, temporary folder and home are scanned while the desk is open, killed and closed", len(c)),
		fmt.Sprint(scans), "0 hits; temporary folder and home stay empty",
		fmt.Sprintf("without encryption the same scan finds all %d", len(c)),
	}.report(t)
}
