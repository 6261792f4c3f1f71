//go:build linux || darwin

package storage

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// boxesOf gives the boxes of all rows of a journal, in every version that
// Badger still has.
func boxesOf(t testing.TB, s *Store, id journal.ID) (boxes [][]byte) {
	t.Helper()
	err := s.db.View(func(txn *badger.Txn) error {
		for _, table := range ofJournal {
			o := badger.DefaultIteratorOptions
			o.Prefix, o.AllVersions = append([]byte{byte(table)}, id[:]...), true
			it := txn.NewIterator(o)
			defer it.Close()
			for it.Rewind(); it.Valid(); it.Next() {
				b, err := it.Item().ValueCopy(nil)
				if err != nil {
					return err
				}
				if len(b) > 0 {
					boxes = append(boxes, b)
				}
			}
			it.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return boxes
}

// TestErasedJournalIsInNoFile looks for the sealed bytes of a journal in all
// files of a desk that Badger does not encrypt, for what Badger encrypts could
// not be found in any case.
func TestErasedJournalIsInNoFile(t *testing.T) {
	for _, old := range []string{"in tables", "in the log", "in both"} {
		v, s, _ := newDesk(t)
		reopen := func() {
			t.Helper()
			var err error
			if err = s.db.Close(); err == nil {
				s.db, err = openBadger(v.dir, s.keys, false)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		s.keys.badger = nil
		s.db.Close()
		os.RemoveAll(filepath.Join(v.dir, dbName))
		os.Mkdir(filepath.Join(v.dir, dbName), 0o700)
		reopen()

		gone, stays := journal.NewID(), journal.NewID()
		var canaries [][]byte
		write := func(after uint64) {
			add(t, s, gone, after, "a head", "one", strings.Repeat("two ", 900))
			add(t, s, stays, after, "a head", "three", "four")
			for _, d := range []string{"half a", "half a sentence"} {
				if err := s.SetDraft(ctx, gone, []byte(d)); err != nil {
					t.Fatal(err)
				}
				canaries = append(canaries, boxesOf(t, s, gone)...)
			}
		}
		write(0)
		if old != "in the log" {
			reopen() // Close brings what is in the log to the tables
		}
		if old == "in both" {
			write(2)
		}
		in := func() (n int) {
			all := bytes.Buffer{}
			filepath.WalkDir(v.dir, func(p string, e os.DirEntry, err error) error {
				if err == nil && e.Type().IsRegular() {
					b, _ := os.ReadFile(p)
					all.Write(b)
				}
				return err
			})
			for _, c := range canaries {
				if bytes.Contains(all.Bytes(), c[:40]) || bytes.Contains(all.Bytes(), c[len(c)-40:]) {
					n++
				}
			}
			return n
		}
		if n := in(); n < 5 { // the control: records, head, draft, key
			t.Fatalf("%s: %d of %d rows found before", old, n, len(canaries))
		}
		if _, err := s.Erase(ctx, gone); err != nil {
			t.Fatalf("%s: %v", old, err)
		}
		if n := in(); n > 0 {
			t.Errorf("%s: %d of %d rows are in the files of the open desk", old, n, len(canaries))
		}
		if recs, err := s.Read(ctx, stays); len(recs) < 2 || err != nil {
			t.Errorf("%s: of the other journal, %d records, %v", old, len(recs), err)
		}
		shut(t, s)
		if n := in(); n > 0 {
			t.Errorf("%s: %d of %d rows are in the files of the closed desk", old, n, len(canaries))
		}
	}
	proof{
		"what was erased is in no file of the desk", "every sealed row of a journal is looked for, byte by byte, in a desk that Badger does not encrypt for once; rows in tables, in the log and in both",
		"3", "0 rows in the open desk, 0 in the closed one", "before the erasure, the same search finds them",
	}.report(t)
}

// wantErased wants a journal to be gone for every call, and others to be whole.
func wantErased(t testing.TB, s *Store, id journal.ID) {
	t.Helper()
	_, err := s.Read(ctx, id)
	wantErr(t, err, journal.ErrErased)
	wantErr(t, s.Append(ctx, id, 0, []journal.Record{note("again")}, nil), journal.ErrErased)
	wantErr(t, s.SetDraft(ctx, id, []byte("again")), journal.ErrErased)
	if d, err := s.Draft(ctx, id); d != nil || err != nil && !errors.Is(err, journal.ErrErased) {
		t.Errorf("draft %q, %v", d, err)
	}
	heads, err := s.Heads(ctx)
	if err != nil {
		t.Error(err)
	}
	for _, h := range heads {
		if h.Journal == id {
			t.Error("its head is listed")
		}
	}
	if boxes := boxesOf(t, s, id); boxes != nil {
		t.Errorf("%d rows are left", len(boxes))
	}
	ledger, err := s.Ledger(ctx)
	if err != nil || !hasErased(ledger, id) {
		t.Errorf("the ledger has %v, %v", ledger, err)
	}
}

func TestErasedJournalStaysErased(t *testing.T) {
	v, s, recovery := newDesk(t)
	gone, stays, never := journal.NewID(), journal.NewID(), journal.NewID()
	add(t, s, gone, 0, "h", "one", "two")
	recs := add(t, s, stays, 0, "h", "three")
	for _, id := range []journal.ID{gone, stays} {
		if err := s.SetDraft(ctx, id, []byte("draft")); err != nil {
			t.Fatal(err)
		}
	}
	begun := journal.NewID() // nothing but a key and a draft
	if err := s.SetDraft(ctx, begun, []byte("draft")); err != nil {
		t.Fatal(err)
	}
	for _, id := range []journal.ID{gone, never, begun, gone} { // twice is once
		if _, err := s.Erase(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	check := func(when string) {
		t.Helper()
		wantErased(t, s, gone)
		wantErased(t, s, never)
		wantErased(t, s, begun)
		wantRead(t, s, stays, recs)
		if d, err := s.Draft(ctx, stays); string(d) != "draft" || err != nil {
			t.Errorf("%s: draft %q, %v", when, d, err)
		}
		if ledger, err := s.Ledger(ctx); len(ledger) != 3 || err != nil {
			t.Errorf("%s: ledger %v, %v", when, ledger, err)
		}
	}
	check("at once")
	abandon(t, s)
	s = unlock(t, v, recovery)
	check("walked")
	shut(t, s)
	s = unlock(t, v, recovery)
	check("closed and opened")
	recs = append(recs, add(t, s, stays, 1, "h", "four")...)
	check("written to")
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
	s = unlock(t, v, recovery)
	events, err := s.Audit(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, e := range events {
		if e.Journal != stays {
			did = append(did, e.What)
		}
	}
	if d := cmp.Diff([]string{"append", "draft", "erase", "erased", "erase", "erase", "erased"}, did); d != "" {
		t.Error(d)
	}
}

func TestEraseThatWasCutOffIsFinished(t *testing.T) {
	make := func() (v *Vault, recovery string, other journal.ID, recs []journal.Record) {
		v, s, recovery := newDesk(t)
		other = journal.NewID()
		add(t, s, hammered, 0, "h", "one", "two")
		recs = add(t, s, other, 0, "h", "three")
		if err := s.SetDraft(ctx, hammered, []byte("draft")); err != nil {
			t.Fatal(err)
		}
		shut(t, s)
		return v, recovery, other, recs
	}
	v, recovery, _, _ := make()
	s := unlock(t, v, recovery)
	steps := stepsOf(t, func() {
		if _, err := s.Erase(ctx, hammered); err != nil {
			t.Fatal(err)
		}
	})
	if len(steps) != 6 {
		t.Errorf("steps %v", steps)
	}
	shut(t, s)
	for _, at := range steps {
		v, recovery, other, recs := make()
		killedAt(t, at, "erase", v.dir, recovery)
		s := unlock(t, v, recovery)
		if at == ledgerName+" written" { // and not yet in its place: nothing was begun
			if recs, err := s.Read(ctx, hammered); len(recs) != 2 || err != nil {
				t.Errorf("%s: %d records, %v", at, len(recs), err)
			}
			if _, err := s.Erase(ctx, hammered); err != nil {
				t.Error(err)
			}
		}
		wantErased(t, s, hammered)
		wantRead(t, s, other, recs)
		shut(t, s)
		if found, err := v.Check(ctx, []byte(recovery)); err != nil {
			t.Errorf("%s: %v, %v", at, found, err)
		}
	}
	proof{
		"an erasure that is killed is finished at the next start",
		"a child is killed at each step on the disk", fmt.Sprint(len(steps)),
		"the journal is gone, the others are there, the desk is whole", "killed before the ledger is in its place, nothing was begun",
	}.report(t)
}

func TestLedgerErasesInAnOlderCopy(t *testing.T) {
	v, s, recovery := newDesk(t)
	a, b, c := journal.NewID(), journal.NewID(), journal.NewID()
	add(t, s, a, 0, "h", "one")
	add(t, s, b, 0, "h", "two")
	recs := add(t, s, c, 0, "h", "three")
	shut(t, s)
	older := At(filepath.Join(t.TempDir(), "older"), cheap)
	copyDir(t, v.dir, older.dir)

	s = unlock(t, v, recovery)
	later := journal.NewID() // the older copy never knew it
	add(t, s, later, 0, "h", "four")
	for _, id := range []journal.ID{a, later} {
		if _, err := s.Erase(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	ledger, err := s.Ledger(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fromFile, err := readLedger(v.dir, s.keys)
	byID := func(list []Erased) map[journal.ID]Erased {
		m := map[journal.ID]Erased{}
		for _, e := range list {
			m[e.Journal] = e
		}
		return m
	}
	if d := cmp.Diff(byID(ledger), byID(fromFile)); err != nil || d != "" {
		t.Error(err, d)
	}

	s = unlock(t, older, recovery)
	if got, err := s.Read(ctx, a); len(got) != 1 || err != nil { // the control
		t.Fatal(got, err)
	}
	if err := s.Replay(ctx, ledger); err != nil {
		t.Fatal(err)
	}
	check := func() {
		t.Helper()
		wantErased(t, s, a)
		wantErased(t, s, later)
		wantRead(t, s, c, recs)
		got, err := s.Ledger(ctx)
		if d := cmp.Diff(byID(ledger), byID(got)); err != nil || d != "" {
			t.Error(err, d)
		}
	}
	check()
	abandon(t, s)
	s = unlock(t, older, recovery)
	check()
	shut(t, s)
	if found, err := older.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
}

// TestLedgerIsGuarded changes the file beside a desk that was closed and one
// that was not.
func TestLedgerIsGuarded(t *testing.T) {
	v, s, recovery := newDesk(t)
	a, b := journal.NewID(), journal.NewID()
	add(t, s, a, 0, "h", "one")
	add(t, s, b, 0, "h", "two")
	if _, err := s.Erase(ctx, a); err != nil {
		t.Fatal(err)
	}
	older, err := os.ReadFile(filepath.Join(v.dir, ledgerName))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(older), passphrase) || len(older) > 1000 {
		t.Errorf("the ledger reads %s", older)
	}
	if _, err := s.Erase(ctx, b); err != nil {
		t.Fatal(err)
	}
	other := newOtherLedger(t)
	for _, closed := range []bool{false, true} {
		if closed {
			shut(t, s)
		}
		for what, c := range map[string]struct {
			do      func([]byte) []byte
			finding string
		}{
			"a bit":          {flip(100), "fileChanged"},
			"cut":            {func(b []byte) []byte { return b[:len(b)/2] }, "fileChanged"},
			"emptied":        {func([]byte) []byte { return nil }, "fileChanged"},
			"an older one":   {func([]byte) []byte { return older }, "fileChanged"},
			"of other desks": {func([]byte) []byte { return other }, "fileChanged"},
			"gone":           {nil, "fileMissing"},
		} {
			dir := filepath.Join(t.TempDir(), "copy")
			copyDir(t, v.dir, dir)
			os.Remove(filepath.Join(dir, dbName, "LOCK"))
			if path := filepath.Join(dir, ledgerName); c.do == nil {
				os.Remove(path)
			} else {
				edit(t, path, c.do)
			}
			before := snapshot(t, dir)
			_, err := At(dir, cheap).Unlock(ctx, []byte(recovery))
			found := journal.Findings(err)
			if len(found) == 0 || found[0].Key != c.finding || found[0].Args["file"] != ledgerName {
				t.Errorf("closed %v, %s: %v", closed, what, err)
			}
			if closed {
				wantSame(t, dir, before)
			}
		}
	}
	unlock(t, v, recovery)
}

func newOtherLedger(t testing.TB) []byte {
	t.Helper()
	k := deriveKeys(bytes.Repeat([]byte{5}, keySize), journal.ID{9})
	return encodeLedger(k, []Erased{{Journal: journal.ID{1}, At: time.Unix(0, 0).UTC(), Slot: "1"}})
}

// TestRowsOfAnErasedJournalThatComeBackAreFound puts them back with Badger's
// key in hand.
func TestRowsOfAnErasedJournalThatComeBackAreFound(t *testing.T) {
	for _, table := range []table{tableKey, tableHead, tableRecord, tableDraft} {
		v, s, recovery := newDesk(t)
		id := journal.NewID()
		add(t, s, id, 0, "h", "one")
		if err := s.SetDraft(ctx, id, []byte("x")); err != nil {
			t.Fatal(err)
		}
		p := place{table: table, journal: id}
		if table == tableRecord {
			p.number = 1
		}
		var box []byte
		if err := s.db.View(func(txn *badger.Txn) (err error) { box, err = get(txn, p); return err }); err != nil || box == nil {
			t.Fatal(box, err)
		}
		if _, err := s.Erase(ctx, id); err != nil {
			t.Fatal(err)
		}
		if err := s.db.Update(func(txn *badger.Txn) error { return txn.Set(p.key(), box) }); err != nil {
			t.Fatal(err)
		}
		abandon(t, s)
		_, err := v.Unlock(ctx, []byte(recovery))
		if found := journal.Findings(err); len(found) == 0 || found[0].Key != "rowUnexpected" {
			t.Errorf("table %c: %v", table, err)
		}
	}
}

func TestEraseNamesTheBackupsThatHoldTheJournal(t *testing.T) {
	now := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	o := cheap
	o.Now = func() time.Time { return now }
	v := At(filepath.Join(t.TempDir(), "desk"), o)
	s, _, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	backup := func(name string) {
		t.Helper()
		b := journal.Backup{ID: journal.NewID(), At: now, Links: s.reached().Links, Name: name}
		if err := s.putBackup(ctx, didBackup, b); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	id := journal.NewID()
	backup("before")
	r := note("one")
	r.At = now
	if err := s.Append(ctx, id, 0, []journal.Record{r}, nil); err != nil {
		t.Fatal(err)
	}
	backup("with")
	// Of a store that was re-keyed since, so that links count anew.
	if err := s.putBackup(ctx, didBackup, journal.Backup{ID: journal.NewID(), At: now, Name: "of older links"}); err != nil {
		t.Fatal(err)
	}
	e, err := s.Erase(ctx, id)
	if err != nil || !e.At.Equal(now) {
		t.Error(e, err)
	}
	var names []string
	for _, b := range e.Backups {
		names = append(names, b.Name)
	}
	if d := cmp.Diff([]string{"of older links", "with"}, names); d != "" {
		t.Error(d)
	}
}

func FuzzLedger(f *testing.F) {
	k := deriveKeys(make([]byte, keySize), journal.ID{})
	f.Add(encodeLedger(k, nil))
	f.Add(encodeLedger(k, []Erased{{Journal: journal.ID{1}, At: time.Unix(1e9, 0).UTC(), Slot: "1", Link: 3}}))
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if list, ok := decodeLedger(k, b); ok && !bytes.Equal(encodeLedger(k, list), b) {
			t.Fatalf("accepted %q", b)
		}
	})
}

// TestRestoreErasesThoughTheLedgerIsHarmed restores a backup from before two
// erasures beside a desk whose ledger is not what it was: the store's own rows
// name what was erased, and where those cannot be read either it is not passed
// over in silence.
func TestRestoreErasesThoughTheLedgerIsHarmed(t *testing.T) {
	v, s, recovery := newDesk(t)
	a, b, c := journal.NewID(), journal.NewID(), journal.NewID()
	add(t, s, a, 0, "h", "one")
	add(t, s, b, 0, "h", "two")
	recs := add(t, s, c, 0, "h", "three")
	file, _ := backupOf(t, s)
	if _, err := s.Erase(ctx, a); err != nil {
		t.Fatal(err)
	}
	older, err := os.ReadFile(filepath.Join(v.dir, ledgerName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(ctx, b); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(t.TempDir(), "open")
	copyDir(t, v.dir, open)
	shut(t, s)

	remove := func(dir string) error { return os.Remove(filepath.Join(dir, ledgerName)) }
	put := func(content string) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, ledgerName), []byte(content), 0o600) }
	}
	noManifest := func(dir string) error { return os.Remove(filepath.Join(dir, dbName, badger.ManifestFilename)) }
	for name, x := range map[string]struct {
		of    string
		harms []func(dir string) error
		lost  bool
	}{
		"removed":                        {v.dir, []func(string) error{remove}, false},
		"changed":                        {v.dir, []func(string) error{put("{}")}, false},
		"older":                          {v.dir, []func(string) error{put(string(older))}, false},
		"removed, not closed":            {open, []func(string) error{remove}, false},
		"changed, not closed":            {open, []func(string) error{put("")}, false},
		"older, not closed":              {open, []func(string) error{put(string(older))}, false},
		"whole, all else damaged":        {v.dir, []func(string) error{noManifest}, false},
		"removed, and all else damaged":  {v.dir, []func(string) error{remove, noManifest}, true},
		"changed, and all else damaged":  {v.dir, []func(string) error{put("{}"), noManifest}, true},
		"older, and all else is damaged": {v.dir, []func(string) error{put(string(older)), noManifest}, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			desk, to := At(filepath.Join(dir, "desk"), cheap), At(filepath.Join(dir, "to"), cheap)
			copyDir(t, x.of, desk.dir)
			for _, harm := range x.harms {
				if err := harm(desk.dir); err != nil {
					t.Fatal(err)
				}
			}
			before := snapshot(t, desk.dir)
			r, err := desk.Restore(ctx, file, []byte(recovery), to.dir, nil)
			if d := cmp.Diff(before, snapshot(t, desk.dir)); d != "" {
				t.Errorf("the desk was changed: %s", d)
			}
			if x.lost {
				wantErr(t, err, journal.ErrDamaged)
				if _, err := os.Stat(to.dir); !errors.Is(err, os.ErrNotExist) {
					t.Error("something was restored")
				}
				return
			}
			if err != nil {
				t.Fatal(err, journal.Findings(err))
			}
			if len(r.Erased) != 2 {
				t.Errorf("erased again: %v", r.Erased)
			}
			s := unlock(t, to, recovery)
			wantErased(t, s, a)
			wantErased(t, s, b)
			wantRead(t, s, c, recs)
		})
	}
}
