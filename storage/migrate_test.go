//go:build linux || darwin

package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// madeUp is a format 2 in which every record's kind ends in "/2". A batch is
// two records.
var madeUp = []migration{func(c *change, cursor []byte) (next []byte, err error) {
	start, n := []byte{byte(tableRecord)}, 0
	if cursor != nil {
		start = append(cursor, 0)
	}
	err = eachFrom(ctx, c.txn, []byte{byte(tableRecord)}, start, func(key, box []byte) error {
		if n == 2 {
			return errEnough
		}
		n++
		next = append([]byte{}, key...)
		p, _ := parsePlace(key)
		jk, err := c.journalKey(p.journal)
		if err != nil {
			return err
		}
		content, _, _ := openBox(jk, c.s.keys.store, p, box)
		r, ok := decodeRecord(content)
		if !ok || strings.HasSuffix(r.Kind, "/2") {
			return fmt.Errorf("record %v of kind %q", p, r.Kind) // a batch that was done is done again
		}
		r.Kind += "/2"
		if content, err = encodeRecord(r); err != nil {
			return err
		}
		return c.put(jk, p, content, floorContent)
	})
	if err == errEnough {
		err = nil
	} else if err == nil {
		next = nil
	}
	return next, err
}}

// withFormat2 makes this process, and those it starts, know format 2.
func withFormat2(t testing.TB) {
	t.Helper()
	migrations = madeUp
	t.Setenv(childFormat, "2")
	t.Cleanup(withFormat1)
}

func withFormat1() { migrations = nil; os.Unsetenv(childFormat) }

// formatOne makes a desk of format 1 with five records in two journals.
func formatOne(t testing.TB) (v *Vault, recovery string, want map[journal.ID][]journal.Record) {
	t.Helper()
	v, s, recovery := newDesk(t)
	a, b := journal.NewID(), journal.NewID()
	want = map[journal.ID][]journal.Record{a: add(t, s, a, 0, "h", "one", "two", "three"), b: add(t, s, b, 0, "h", "four", "five")}
	shut(t, s)
	return v, recovery, want
}

func wantFormat2(t testing.TB, s *Store, want map[journal.ID][]journal.Record) {
	t.Helper()
	for id, recs := range want {
		var two []journal.Record
		for _, r := range recs {
			r.Kind += "/2"
			two = append(two, r)
		}
		wantRead(t, s, id, two)
	}
}

func wantNewer(t testing.TB, err error, want journal.Newer) {
	t.Helper()
	var n *journal.Newer
	if !errors.Is(err, journal.ErrNewer) || !errors.As(err, &n) || *n != want {
		t.Errorf("got %v, want %v", err, want)
	}
}

func TestOlderDeskIsBroughtToTheNewFormat(t *testing.T) {
	v, recovery, want := formatOne(t)
	withFormat2(t)
	v.version = "2.3.1"
	s := unlock(t, v, recovery)
	wantFormat2(t, s, want)
	if b, err := s.Backups(ctx); len(b) != 1 || err != nil {
		t.Errorf("backups %v, %v", b, err)
	}
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
	s = unlock(t, v, recovery) // and not twice
	wantFormat2(t, s, want)
	events, err := s.Audit(ctx, 2, 0)
	var did []string
	for _, e := range events {
		did = append(did, e.What+e.Detail)
	}
	if d := cmp.Diff([]string{"backup", "migrate2", "migrate2", "migrate2"}, did); err != nil || d != "" {
		t.Error(err, d)
	}
	shut(t, s)

	// The backup is of format 1.
	withFormat1()
	older := filepath.Join(t.TempDir(), "older")
	if _, err := v.Restore(ctx, filepath.Join(v.dir, migrated(2)), []byte(recovery), older, nil); err != nil {
		t.Fatal(err)
	}
	s = unlock(t, At(older, cheap), recovery)
	for id, recs := range want {
		wantRead(t, s, id, recs)
	}

	// And a program that knows format 1 alone leaves the new desk as it is.
	before := snapshot(t, v.dir)
	_, err = v.Unlock(ctx, []byte(recovery))
	wantNewer(t, err, journal.Newer{Format: 2, Version: "2.3.1"})
	_, err = v.Check(ctx, []byte(recovery))
	wantNewer(t, err, journal.Newer{Format: 2, Version: "2.3.1"})
	wantSame(t, v.dir, before)
}

func TestMigrationThatWasCutOffGoesOn(t *testing.T) {
	v, recovery, _ := formatOne(t)
	withFormat2(t)
	steps := stepsOf(t, func() { shut(t, unlock(t, v, recovery)) })
	for _, s := range []string{"migrate.backup", "migrate.batch", "migrate.done", "vault.json written", "vault.json renamed"} {
		if !strings.Contains(strings.Join(steps, ";")+";", s+";") {
			t.Errorf("no step %q in %q", s, steps)
		}
	}
	for _, at := range steps {
		withFormat1()
		v, recovery, want := formatOne(t)
		t.Setenv(childFormat, "2")
		killedAt(t, at, "open", v.dir, recovery)

		// The older program: either nothing has been changed yet, or it sees that.
		withFormat1()
		copied := At(filepath.Join(t.TempDir(), "copy"), cheap)
		copyDir(t, v.dir, copied.dir)
		os.Remove(filepath.Join(copied.dir, dbName, "LOCK"))
		if s, err := copied.Unlock(ctx, []byte(recovery)); err == nil {
			for id, recs := range want {
				wantRead(t, s, id, recs)
			}
			shut(t, s)
			if strings.HasPrefix(at, "migrate.") && at != "migrate.backup" {
				t.Errorf("%s: opened as format 1", at)
			}
		} else if !errors.Is(err, journal.ErrNewer) {
			t.Errorf("%s: the older program said %v", at, err)
		}

		withFormat2(t)
		s := unlock(t, v, recovery)
		wantFormat2(t, s, want)
		shut(t, s)
		if found, err := v.Check(ctx, []byte(recovery)); err != nil {
			t.Errorf("%s: %v, %v", at, found, err)
		}
	}
	proof{
		"a migration that is killed goes on, and an older program sees it",
		"a made-up format 2; a child is killed at each step on the disk", fmt.Sprint(len(steps)),
		"the next start finishes it with all records; the older program opens format 1 as it was, or says that it is newer", "without a kill, the desk is of format 2",
	}.report(t)
}

func TestMigrationThatCannotBeBackedUpDoesNotBegin(t *testing.T) {
	v, recovery, want := formatOne(t)
	withFormat2(t)
	if err := os.MkdirAll(filepath.Join(v.dir, migrated(2), "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if s, err := v.Unlock(ctx, []byte(recovery)); err == nil {
		s.Close()
		t.Error("changed without a backup")
	}
	withFormat1()
	s := unlock(t, v, recovery)
	for id, recs := range want {
		wantRead(t, s, id, recs)
	}
}

func TestVersionOfANewerDeskIsShownOnlyAsAVersion(t *testing.T) {
	for version, want := range map[string]string{
		"2.0.1": "2.0.1", "": "", "Maria <b>": "", strings.Repeat("1", 33): "",
	} {
		_, err := parseHeader(fmt.Appendf(nil, `{"format":7,"version":%q,"all":"else differs"}`, version))
		wantNewer(t, err, journal.Newer{Format: 7, Version: want})
	}
}
