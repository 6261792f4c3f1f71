package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// lived is a desk with something of everything in it, and a colleague.
func lived(t testing.TB) (v *Vault, s *Store, recovery string) {
	t.Helper()
	v, s, recovery = newDesk(t)
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	for i := range 3 {
		j := journal.ID{byte(i + 1)}
		add(t, s, j, 0, "h", "one", "two")
		add(t, s, j, 2, "newer head", "three")
		if err := s.SetDraft(ctx, j, []byte("half a sent")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetDraft(ctx, journal.ID{2}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Note(ctx, "print", journal.ID{1}, "a letter"); err != nil {
		t.Fatal(err)
	}
	if err := s.putBackup(ctx, didBackup, journal.Backup{ID: journal.ID{9}, Name: "b"}); err != nil {
		t.Fatal(err)
	}
	att := must(s.Attach(ctx, journal.ID{1}, strings.NewReader(strings.Repeat("page ", 200_000))))(t)
	if err := s.Append(ctx, journal.ID{1}, 3, nil, att.ID[:]); err != nil { // where holds finds it
		t.Fatal(err)
	}
	add(t, s, journal.ID{8}, 0, "h", "to be erased")
	must(s.Erase(ctx, journal.ID{8}))(t)
	return v, s, recovery
}

// holds is all that a store gives to read.
func holds(t testing.TB, s *Store) map[string]any {
	t.Helper()
	m := map[string]any{"backups": must(s.Backups(ctx))(t), "erased": must(s.Ledger(ctx))(t)}
	for _, h := range must(s.Heads(ctx))(t) {
		id := h.Journal.String()
		m["head "+id] = h
		if len(h.Data) == len(h.Journal) {
			r := must(s.Attachment(ctx, h.Journal, journal.ID(h.Data)))(t)
			m["attachment "+id] = string(must(io.ReadAll(r))(t))
			r.Close()
		}
		m["records "+id] = must(s.Read(ctx, h.Journal))(t)
		m["draft "+id] = must(s.Draft(ctx, h.Journal))(t)
	}
	var events []journal.Event
	for _, e := range must(s.Audit(ctx, 0, 0))(t) {
		if e.What != didRekey && e.What != didRekeyed {
			events = append(events, e)
		}
	}
	m["events"] = events
	return m
}

func TestRekeyedDeskHoldsAllAndNothingThatOpenedTheOldOpensIt(t *testing.T) {
	v, s, recovery := lived(t)
	want := holds(t, s)
	to := filepath.Join(t.TempDir(), "new", "desk")
	var last, total int64
	fresh, err := s.Rekey(ctx, []byte("an"), to, func(done, of int64) { last, total = done, of })
	if err != nil {
		t.Fatal(err)
	}
	if last != total || total == 0 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	if _, err := os.Stat(filepath.Join(to, sealName)); err != nil {
		t.Errorf("the new desk was not closed: %v", err)
	}
	n := At(to, cheap)
	if found, err := n.Check(ctx, []byte(fresh)); err != nil {
		t.Errorf("%v, %v", found, err)
	}
	wantOpens(t, n, map[string]string{passphrase: "", recovery: "", "an": "2", fresh: "recovery"})
	made := unlock(t, n, "an")
	if d := cmp.Diff(want, holds(t, made)); d != "" {
		t.Error(d)
	}
	if did := trail(t, made); did[len(did)-1] != "2 rekey 2" {
		t.Errorf("the trail ends with %q", did[len(did)-1])
	}
	if id := must(made.AddSlot(ctx, []byte("an"), []byte("bea")))(t); id != "3" {
		t.Errorf("the next slot is %s", id)
	}

	_, err = made.Read(ctx, journal.ID{8})
	wantErr(t, err, journal.ErrErased)

	// Nothing is shared: not the store's id, not the identity for backups, and
	// no key, neither the store's nor a journal's.
	if made.header.Store == s.header.Store || made.header.Backup.Recipient == s.header.Backup.Recipient {
		t.Error("the new desk has something of the old")
	}
	had := map[string]bool{}
	keysOf := func(s *Store) (all []string) {
		for _, k := range s.keys.all() {
			all = append(all, string(k))
		}
		for i := range 3 {
			err := s.view(func(txn *badger.Txn) error {
				k, err := journalKey(txn, s.keys, journal.ID{byte(i + 1)})
				all = append(all, string(k))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	for _, k := range keysOf(s) {
		had[k] = true
	}
	for _, k := range keysOf(made) {
		if had[k] || len(k) != keySize {
			t.Error("a key of the old desk lives on")
		}
	}
	shut(t, made)
	shut(t, unlock(t, n, "bea"))

	// The old desk is as it was, and says that it was left.
	if d := cmp.Diff(want, holds(t, s)); d != "" {
		t.Error(d)
	}
	if did := trail(t, s); did[len(did)-1] != "1 rekeyed " {
		t.Errorf("the trail ends with %q", did[len(did)-1])
	}
	shut(t, s)
	wantOpens(t, v, map[string]string{passphrase: "1", "an": "2", recovery: "recovery", fresh: ""})
}

func TestRekeyThatFailsLeavesNothing(t *testing.T) {
	_, s, recovery := lived(t)
	root := t.TempDir()
	to := filepath.Join(root, "new", "desk")
	nothing := func(what string, got, want error) {
		t.Helper()
		if !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
		if e := must(os.ReadDir(root))(t); len(e) > 0 {
			t.Fatalf("%s: %s is left", what, e[0].Name())
		}
	}
	for secret, want := range map[string]error{"wrong": journal.ErrWrongPassphrase, recovery: journal.ErrWrongPassphrase} {
		_, err := s.Rekey(ctx, []byte(secret), to, nil)
		nothing("another secret", err, want)
	}
	_, err := s.Rekey(ctx, []byte("an"), s.vault.dir, nil)
	nothing("the desk's own folder", err, journal.ErrExists)

	// at has f happen when progress is told of for the nth time.
	at := func(n int, f func()) journal.Progress {
		return func(int64, int64) {
			if n--; n == 0 {
				f()
			}
		}
	}
	told := 0
	if _, err := s.Rekey(ctx, []byte("an"), filepath.Join(t.TempDir(), "x"), func(int64, int64) { told++ }); err != nil {
		t.Fatal(err)
	}
	if told < 4 {
		t.Fatalf("progress was told of %d times", told)
	}
	for n := 1; n < told; n++ { // at the last, all is done
		some, cancel := context.WithCancel(ctx)
		_, err := s.Rekey(some, []byte("an"), to, at(n, cancel))
		nothing("a cancel", err, context.Canceled)
		cancel()
	}
	_, err = s.Rekey(ctx, []byte("an"), to, at(told-1, func() {
		if err := s.Note(ctx, "print", journal.ID{}, ""); err != nil {
			t.Error(err)
		}
	}))
	nothing("a change meanwhile", err, journal.ErrConflict)

	free := s.vault.free
	s.vault.free = func(string) (uint64, error) { return 128 << 20, nil }
	_, err = s.Rekey(ctx, []byte("an"), to, nil)
	nothing("a full disk", err, journal.ErrFull)
	s.vault.free = free

	err = s.db.Update(func(txn *badger.Txn) error { // a row of another place
		box, err := get(txn, recordAt(journal.ID{1}, 1))
		return errors.Join(err, txn.Set(recordAt(journal.ID{1}, 2).key(), box))
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Rekey(ctx, []byte("an"), to, nil)
	nothing("damage", err, journal.ErrDamaged)
	shut(t, s)
	_, err = s.Rekey(ctx, []byte("an"), to, nil)
	nothing("a closed store", err, journal.ErrLocked)
}

// TestNoChangeEscapesTheComparison: what Rekey compares two desks by differs
// with anything that is different in them.
func TestNoChangeEscapesTheComparison(t *testing.T) {
	_, s, _ := lived(t)
	seen := map[string]string{}
	look := func(what string, links uint64) {
		t.Helper()
		err := s.view(func(txn *badger.Txn) error {
			sum, err := digest(ctx, txn, s.keys, links, func(uint64) {})
			if was, twice := seen[string(sum)]; twice {
				t.Errorf("%s: the same as %s", what, was)
			}
			seen[string(sum)] = what
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	n := s.reached().Links
	look("at first", n)
	for _, p := range []place{recordAt(journal.ID{2}, 1), {table: tableHead, journal: journal.ID{2}}, {table: tableDraft, journal: journal.ID{3}},
		{table: tableBackup, journal: journal.ID{9}}, {table: tableErased, journal: journal.ID{8}}} {
		err := s.db.Update(func(txn *badger.Txn) error { // of the same version and size
			box, err := get(txn, p)
			if err != nil {
				return err
			}
			d := &opener{txn: txn, k: s.keys}
			content, ok := d.content(p, box)
			if !ok {
				return errors.New("no such row")
			}
			key := s.keys.ofTable(p.table)
			if key == nil {
				key = d.key
			}
			return txn.Set(p.key(), sealBox(key, s.keys.store, p, boxVersion(box), flip(2)(content), floorContent))
		})
		if err != nil {
			t.Fatal(err)
		}
		look(fmt.Sprintf("another content in table %c", p.table), n)
	}
	add(t, s, journal.ID{3}, 3, "newer head", "four")
	look("a record", n)
	if err := s.SetDraft(ctx, journal.ID{1}, []byte("half a tens")); err != nil {
		t.Fatal(err)
	}
	look("a draft", n)
	add(t, s, journal.ID{3}, 4, "newer haed")
	look("a head", n)
	look("a link", n+1)
	if err := s.db.Update(func(txn *badger.Txn) error { return txn.Delete(recordAt(journal.ID{3}, 1).key()) }); err != nil {
		t.Fatal(err)
	}
	look("a record less", n)
}
