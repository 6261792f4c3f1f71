package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/dgraph-io/badger/v4"
	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// closedDesk makes a desk with some content in tables, closed well.
func closedDesk(t testing.TB) (v *Vault, recovery string, id journal.ID, recs []journal.Record) {
	t.Helper()
	v, s, recovery := newDesk(t)
	id = journal.NewID()
	recs = add(t, s, id, 0, "head", "one", "two", strings.Repeat("three ", 2000))
	shut(t, s)
	s = unlock(t, v, recovery) // a second run leaves more than one table
	recs = append(recs, add(t, s, id, 3, "head", "four")...)
	shut(t, s)
	return v, recovery, id, recs
}

func edit(t testing.TB, path string, f func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, f(b), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func flip(at int) func([]byte) []byte {
	return func(b []byte) []byte { b[at%len(b)] ^= 1 << (at % 8); return b }
}

// TestDamageToAClosedDeskIsFoundAndLeftAsItIs damages every file in turn.
func TestDamageToAClosedDeskIsFoundAndLeftAsItIs(t *testing.T) {
	v, recovery, _, _ := closedDesk(t)
	master := v.dir
	names := []string{headerName, sealName}
	entries, err := os.ReadDir(filepath.Join(master, dbName))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "DISCARD" {
			names = append(names, dbName+"/"+e.Name())
		}
	}
	if len(names) < 6 {
		t.Fatalf("only the files %v", names)
	}
	half := func(b []byte) []byte { return b[:len(b)/2] }
	rng := rand.New(rand.NewPCG(1, 2))
	type harm struct {
		name string
		do   func(path string)
	}
	var harms []harm
	for _, n := range names {
		at := rng.IntN(1 << 30)
		harms = append(harms,
			harm{n, func(p string) { edit(t, p, flip(at)) }},
			harm{n, func(p string) { edit(t, p, half) }},
			harm{n, func(p string) { edit(t, p, func([]byte) []byte { return nil }) }},
			harm{n, func(p string) { edit(t, p, func(b []byte) []byte { return append(b, 0) }) }},
			harm{n, func(p string) { os.Remove(p) }})
	}
	for _, n := range []string{"00009.mem", "000099.sst", "notes.txt", "000007.vlog"} {
		n = dbName + "/" + n
		harms = append(harms, harm{n, func(p string) { os.WriteFile(p, []byte("added"), 0o600) }})
	}
	harms = append(harms, harm{dbName + "/folder", func(p string) { os.Mkdir(p, 0o700) }})
	for i, h := range harms {
		dir := filepath.Join(t.TempDir(), "copy")
		copyDir(t, master, dir)
		h.do(filepath.Join(dir, h.name))
		before := snapshot(t, dir)
		v := At(dir, cheap)
		s, err := v.Unlock(ctx, []byte(recovery))
		if err == nil {
			s.Close()
		}
		if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "file="+h.name) && !(h.name == sealName && strings.Contains(err.Error(), "file="+tipName)) {
			t.Errorf("harm %d to %s: got %v", i, h.name, err)
		}
		wantSame(t, dir, before)
		found, err := v.Check(ctx, []byte(recovery))
		if len(found) == 0 || !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("harm %d to %s: Check found %v, %v", i, h.name, found, err)
		}
		if ok, err := v.Exists(); !ok || err != nil {
			t.Errorf("harm %d to %s: Exists %v, %v", i, h.name, ok, err)
		}
		_, _, err = v.Create(ctx, []byte(passphrase), nil)
		wantErr(t, err, journal.ErrExists)
	}
	unlock(t, v, recovery) // the control: nothing is wrong with the original
}

// TestBadgerAloneAcceptsDamage is the reason for the seal: what the test above
// finds, Badger by itself does not.
func TestBadgerAloneAcceptsDamage(t *testing.T) {
	v, recovery, _, _ := closedDesk(t)
	h, err := readHeader(v.dir)
	if err != nil {
		t.Fatal(err)
	}
	master, _ := h.open([]byte(recovery))
	k := deriveKeys(master, h.Store)
	count := func(dir string) (rows, tables int) {
		db, err := openBadger(dir, k, false)
		if err != nil {
			t.Fatalf("Badger refused: %v", err)
		}
		defer db.Close()
		err = db.View(func(txn *badger.Txn) error {
			return each(ctx, txn, nil, func(_, _ []byte) error { rows++; return nil })
		})
		if err != nil {
			t.Fatal(err)
		}
		names, _ := filepath.Glob(filepath.Join(dir, dbName, "*.sst"))
		return rows, len(names)
	}
	whole, emptied := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	copyDir(t, v.dir, whole)
	copyDir(t, v.dir, emptied)
	if rows, tables := count(whole); rows != 8 || tables == 0 { // 4 records, head, key, 2 links
		t.Fatalf("%d rows in %d tables", rows, tables)
	}
	os.Remove(filepath.Join(emptied, dbName, badger.ManifestFilename))
	if rows, tables := count(emptied); rows != 0 || tables != 0 {
		t.Errorf("without MANIFEST, Badger kept %d rows in %d tables", rows, tables)
	}
}

// crashedDesk makes a desk that was not closed, with its changes in Badger's
// log, as a kill leaves it.
func crashedDesk(t testing.TB) (v *Vault, recovery string, id journal.ID) {
	t.Helper()
	v, s, recovery := newDesk(t)
	id = journal.NewID()
	add(t, s, id, 0, "head", "one")
	add(t, s, id, 1, "head", "two", "three")
	add(t, s, journal.NewID(), 0, "head", "other")
	if err := s.SetDraft(ctx, id, []byte("half a sen")); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "crashed")
	copyDir(t, v.dir, dir) // of the open desk: logs, no seal
	os.Remove(filepath.Join(dir, dbName, "LOCK"))
	shut(t, s)
	return At(dir, cheap), recovery, id
}

func TestDamageToACrashedDeskIsFound(t *testing.T) {
	crashed, recovery, id := crashedDesk(t)
	logs, _ := filepath.Glob(filepath.Join(crashed.dir, dbName, "*.mem"))
	if len(logs) != 1 {
		t.Fatalf("logs %v", logs)
	}
	wal := dbName + "/" + filepath.Base(logs[0])
	cases := []struct {
		what, finding string
		do            func(dir string)
	}{
		{"a bit early in the log", "changesMissing", func(d string) { edit(t, filepath.Join(d, wal), flip(200)) }},
		{"the log cut short", "changesMissing", func(d string) {
			edit(t, filepath.Join(d, wal), func(b []byte) []byte { return b[:2000] })
		}},
		{"the log emptied", "changesMissing", func(d string) { os.Truncate(filepath.Join(d, wal), 0) }},
		{"the log gone", "changesMissing", func(d string) { os.Remove(filepath.Join(d, wal)) }},
		{"the end of the log gone", "draftsMissing", func(d string) {
			edit(t, filepath.Join(d, wal), func(b []byte) []byte {
				end := bytes.TrimRight(b, "\x00")
				clear(b[len(end)-100:])
				return b
			})
		}},
		{"a log that is not encrypted", "fileNotEncrypted", func(d string) {
			edit(t, filepath.Join(d, wal), func(b []byte) []byte { clear(b[:8]); return b })
		}},
		{"no MANIFEST", "fileMissing", func(d string) { os.Remove(filepath.Join(d, dbName, "MANIFEST")) }},
		{"no KEYREGISTRY", "fileMissing", func(d string) { os.Remove(filepath.Join(d, dbName, "KEYREGISTRY")) }},
		{"garbage as MANIFEST", "fileChanged", func(d string) { edit(t, filepath.Join(d, dbName, "MANIFEST"), flip(3)) }},
		{"a stranger's file", "fileAdded", func(d string) { os.WriteFile(filepath.Join(d, dbName, "x.txt"), nil, 0o600) }},
		{"no tip", "fileMissing", func(d string) { os.Remove(filepath.Join(d, tipName)) }},
		{"garbage as tip", "fileChanged", func(d string) {
			edit(t, filepath.Join(d, tipName), func(b []byte) []byte { return bytes.Repeat([]byte{7}, len(b)) })
		}},
	}
	for _, c := range cases {
		dir := filepath.Join(t.TempDir(), "copy")
		copyDir(t, crashed.dir, dir)
		c.do(dir)
		found, err := At(dir, cheap).Check(ctx, []byte(recovery))
		if !errors.Is(err, journal.ErrDamaged) || len(found) == 0 || found[0].Key != c.finding {
			t.Errorf("%s: %v, %v", c.what, found, err)
		}
	}

	// The controls: nothing but the crash itself, half of the tip, and what a
	// kill in the middle of making a log leaves.
	for what, do := range map[string]func(dir string){
		"nothing":       func(string) {},
		"half the tip":  func(d string) { edit(t, filepath.Join(d, tipName), func(b []byte) []byte { clear(b[:100]); return b }) },
		"an empty log":  func(d string) { os.WriteFile(filepath.Join(d, dbName, "00077.mem"), nil, 0o600) },
		"a log of zero": func(d string) { os.WriteFile(filepath.Join(d, dbName, "00077.mem"), make([]byte, 1<<20), 0o600) },
	} {
		dir := filepath.Join(t.TempDir(), "copy")
		copyDir(t, crashed.dir, dir)
		do(dir)
		v := At(dir, cheap)
		s, err := v.Unlock(ctx, []byte(recovery))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if recs, err := s.Read(ctx, id); len(recs) != 3 || err != nil {
			t.Errorf("%s: %d records, %v", what, len(recs), err)
		}
		if d, err := s.Draft(ctx, id); string(d) != "half a sen" || err != nil {
			t.Errorf("%s: draft %q, %v", what, d, err)
		}
		shut(t, s)
		if found, err := v.Check(ctx, []byte(recovery)); err != nil {
			t.Errorf("%s: %v, %v", what, found, err)
		}
	}
}

type txn = *badger.Txn

// TestRowsThatWereTamperedWithAreFound changes rows with Badger's own key in
// hand, which is more than an outsider has, and less than the master key.
func TestRowsThatWereTamperedWithAreFound(t *testing.T) {
	a, b := journal.ID{1}, journal.ID{2}
	row := func(x txn, p place) []byte {
		box, err := get(x, p)
		if err != nil || box == nil {
			t.Fatalf("no row at %v: %v", p, err)
		}
		return box
	}
	rec := recordAt
	head := func(id journal.ID) place { return place{table: tableHead, journal: id} }
	var olderHead, olderDraft, olderList []byte
	var k *keys                                   // of the desk at hand
	otherHistory := func(x txn, n uint64) error { // a link as a second copy of the desk may have
		p := linkAt(n)
		l, _, _ := openLink(k, n, row(x, p))
		l.event.Detail = "another"
		return x.Set(p.key(), sealBox(k.links, k.store, p, n, l.encode(), floorInternal))
	}
	cases := []struct {
		what, finding string
		do            func(x txn) error
	}{
		{"a bit of a record", "rowChanged", func(x txn) error { return x.Set(rec(a, 1).key(), flip(100)(row(x, rec(a, 1)))) }},
		{"two records swapped", "rowChanged", func(x txn) error {
			one, two := row(x, rec(a, 1)), row(x, rec(a, 2))
			return errors.Join(x.Set(rec(a, 1).key(), two), x.Set(rec(a, 2).key(), one))
		}},
		{"a record of another journal", "rowChanged", func(x txn) error { return x.Set(rec(a, 1).key(), row(x, rec(b, 1))) }},
		{"an emptied record", "rowChanged", func(x txn) error { return x.Set(rec(a, 2).key(), nil) }},
		{"the last record gone", "rowMissing", func(x txn) error { return x.Delete(rec(a, 2).key()) }},
		{"the first record gone", "rowMissing", func(x txn) error { return x.Delete(rec(a, 1).key()) }},
		{"a record too many", "rowUnexpected", func(x txn) error { return x.Set(rec(a, 3).key(), row(x, rec(a, 2))) }},
		{"the key gone", "rowMissing", func(x txn) error {
			return x.Delete(place{table: tableKey, journal: a}.key())
		}},
		{"the key of another journal", "rowChanged", func(x txn) error {
			return x.Set(place{table: tableKey, journal: a}.key(), row(x, place{table: tableKey, journal: b}))
		}},
		{"an older head", "rowChanged", func(x txn) error { return x.Set(head(a).key(), olderHead) }},
		{"the head gone", "rowMissing", func(x txn) error { return x.Delete(head(a).key()) }},
		{"an older draft", "rowChanged", func(x txn) error {
			return x.Set(place{table: tableDraft, journal: a}.key(), olderDraft)
		}},
		{"an older draft with the list of its day", "draftsMissing", func(x txn) error {
			return errors.Join(x.Set(place{table: tableDraft, journal: a}.key(), olderDraft), x.Set(place{table: tableDrafts}.key(), olderList))
		}},
		{"the draft gone", "rowMissing", func(x txn) error {
			return x.Delete(place{table: tableDraft, journal: a}.key())
		}},
		{"the list of drafts gone", "draftsMissing", func(x txn) error { return x.Delete(place{table: tableDrafts}.key()) }},
		{"a link changed", "chainBroken", func(x txn) error {
			p := place{table: tableLink, number: 1}
			return x.Set(p.key(), flip(50)(row(x, p)))
		}},
		{"a link of another history", "chainBroken", func(x txn) error { return otherHistory(x, 2) }},
		{"the last link of another history", "chainBroken", func(x txn) error { return otherHistory(x, 3) }},
		{"a link gone", "chainBroken", func(x txn) error { return x.Delete(place{table: tableLink, number: 2}.key()) }},
		{"the last link gone", "changesMissing", func(x txn) error { return x.Delete(place{table: tableLink, number: 3}.key()) }},
		{"a whole journal gone", "rowMissing", func(x txn) error {
			return errors.Join(x.Delete(rec(b, 1).key()), x.Delete(head(b).key()), x.Delete(place{table: tableKey, journal: b}.key()))
		}},
		{"a key that is not ours", "storeUnreadable", func(x txn) error { return x.Set([]byte("x"), []byte("y")) }},
	}
	for _, c := range cases {
		v, s, recovery := newDesk(t)
		k = s.keys
		add(t, s, a, 0, "h1", "one")
		s.SetDraft(ctx, a, []byte("older"))
		if err := s.db.View(func(x txn) error {
			olderHead, olderDraft = row(x, head(a)), row(x, place{table: tableDraft, journal: a})
			olderList = row(x, place{table: tableDrafts})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		add(t, s, a, 1, "h2", "two")
		s.SetDraft(ctx, a, []byte("newer"))
		add(t, s, b, 0, "h", "other")
		if err := s.db.Update(c.do); err != nil {
			t.Fatal(err)
		}

		// A desk that is open, when the row is one that is read.
		got, err := s.Read(ctx, a)
		if err != nil && (got != nil || !errors.Is(err, journal.ErrDamaged)) {
			t.Errorf("%s: Read gave %d records and %v", c.what, len(got), err)
		}
		if strings.Contains(c.what, "record") && err == nil {
			t.Errorf("%s: Read saw nothing", c.what)
		}

		abandon(t, s)
		before := snapshot(t, v.dir)
		_, err = v.Unlock(ctx, []byte(recovery))
		found := journal.Findings(err)
		if !errors.Is(err, journal.ErrDamaged) || len(found) == 0 || found[0].Key != c.finding {
			t.Errorf("%s: %v", c.what, err)
		}
		if _, ok := before[sealName]; ok {
			t.Fatal("the desk was sealed")
		}
	}
}

func TestSealedDeskIsCheckedRowByRow(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	add(t, s, id, 0, "h", "one")
	p := recordAt(id, 1)
	// Well formed as far as the chain goes, but sealed under a wrong key: what
	// a fault of the program might write.
	err := s.write(ctx, journal.Event{}, func(c *change) error { return c.put(make([]byte, keySize), p, []byte("x"), 64) })
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	found, err := v.Check(ctx, []byte(recovery))
	if !errors.Is(err, journal.ErrDamaged) || len(found) == 0 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestHeaderByHeader(t *testing.T) {
	v, recovery, _, _ := closedDesk(t)
	path := filepath.Join(v.dir, headerName)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	resum := func(f func(*header)) func([]byte) []byte { // as somebody without a key would
		return func(b []byte) []byte {
			h, err := parseHeader(b)
			if err != nil {
				t.Fatal(err)
			}
			f(h)
			h.Sum = h.sum()
			return h.marshal()
		}
	}
	stranger, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		what   string
		do     func([]byte) []byte
		secret string
		want   error
	}{
		{"garbage", func([]byte) []byte { return []byte("\x00garbage") }, recovery, journal.ErrDamaged},
		{"a null", func([]byte) []byte { return []byte("null") }, recovery, journal.ErrDamaged},
		{"too long", func(b []byte) []byte { return append(b, make([]byte, maxHeader)...) }, recovery, journal.ErrDamaged},
		{"an unknown field", func(b []byte) []byte { return bytes.Replace(b, []byte(`{`), []byte(`{"x": 1,`), 1) }, recovery, journal.ErrDamaged},
		{"the next format", func(b []byte) []byte { return bytes.Replace(b, []byte(`"format": 1`), []byte(`"format": 2`), 1) }, recovery, journal.ErrNewer},
		{"no format", func(b []byte) []byte { return bytes.Replace(b, []byte(`"format": 1`), []byte(`"format": 0`), 1) }, recovery, journal.ErrDamaged},
		{"a format far ahead", func([]byte) []byte { return []byte(`{"format": 9, "all": "else differs"}`) }, recovery, journal.ErrNewer},
		{"a lower cost", resum(func(h *header) { h.KDF.Time++ }), passphrase, journal.ErrWrongPassphrase},
		{"a lower cost, other slot", resum(func(h *header) { h.KDF.Time++ }), recovery, journal.ErrWrongPassphrase},
		{"a cost out of bounds", resum(func(h *header) { h.KDF.Memory = 1 << 31 }), passphrase, journal.ErrDamaged},
		{"no cost", resum(func(h *header) { h.KDF.Memory = 0 }), passphrase, journal.ErrDamaged},
		{"a slot renamed", resum(func(h *header) { h.Slots[0].ID, h.Next = "2", 3 }), passphrase, journal.ErrWrongPassphrase},
		{"a slot removed", resum(func(h *header) { h.Slots = h.Slots[1:] }), recovery, journal.ErrDamaged},
		{"a slot twice", resum(func(h *header) { h.Slots = append(h.Slots, h.Slots[0]) }), recovery, journal.ErrDamaged},
		{"another epoch", resum(func(h *header) { h.Epoch++ }), recovery, journal.ErrDamaged},
		{"another store", resum(func(h *header) { h.Store[0]++ }), recovery, journal.ErrWrongPassphrase},
		{"a slot with a name", resum(func(h *header) { h.Slots[0].ID = "An" }), recovery, journal.ErrDamaged},
		{"a slot's number used again", resum(func(h *header) { h.Next = 1 }), recovery, journal.ErrDamaged},
		{"no recipient", resum(func(h *header) { h.Backup.Recipient = "" }), recovery, journal.ErrDamaged},
		{"somebody else's recipient", resum(func(h *header) { h.Backup.Recipient = stranger.Recipient().String() }), recovery, journal.ErrDamaged},
		{"no MAC", resum(func(h *header) { h.MAC = nil }), recovery, journal.ErrDamaged},
	}
	for _, c := range cases {
		if err := os.WriteFile(path, c.do(bytes.Clone(good)), 0o600); err != nil {
			t.Fatal(err)
		}
		before := snapshot(t, v.dir)
		if _, err := v.Unlock(ctx, []byte(c.secret)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, err, c.want)
		}
		wantSame(t, v.dir, before)
	}

	// Every single bit.
	for i := range 8 * len(good) {
		b := bytes.Clone(good)
		b[i/8] ^= 1 << (i % 8)
		if _, err := parseHeader(b); !errors.Is(err, journal.ErrDamaged) && !errors.Is(err, journal.ErrNewer) {
			t.Fatalf("bit %d flipped: %v", i, err)
		}
	}
	os.WriteFile(path, good, 0o600)
	unlock(t, v, recovery)
}

// fuzzHeader gives a header with one slot, and the keys that seal it.
func fuzzHeader(t testing.TB) (*keys, *header) {
	t.Helper()
	h := &header{Program: program, Format: newest(), Store: journal.ID{1}, Epoch: 1, Next: 2, KDF: kdf{kdfName, cheap.KDF, make([]byte, saltSize)}}
	h.setSlot("1", journal.SlotPassphrase, make([]byte, keySize), make([]byte, keySize))
	k := deriveKeys(make([]byte, keySize), h.Store)
	if err := h.newBackupKey(k); err != nil {
		t.Fatal(err)
	}
	return k, h
}

func FuzzHeader(f *testing.F) {
	h := &header{Program: program, Format: newest(), Store: journal.ID{1}, Epoch: 1, Next: 2}
	k, _, err := h.draw(cheap.KDF, "1", []byte(passphrase))
	if err != nil {
		f.Fatal(err)
	}
	good := h.seal(k)
	var more []byte // slots
	for _, id := range []string{"2", "3"} {
		h.setSlot(id, journal.SlotPassphrase, make([]byte, keySize), make([]byte, keySize))
		h.Next++
	}
	more = h.seal(k)
	for _, b := range [][]byte{good, more} {
		if _, err := parseHeader(b); err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"format":7}`))
	f.Add([]byte(`{"format":1,"program":"onthaal","kdf":{"memory":4294967295},"slots":[{"id":"-1"},{"id":"recovery","kind":"recovery"}]}`))
	f.Add([]byte(`{}`))
	check := func(t *testing.T, b []byte) {
		h, err := parseHeader(b)
		if err != nil {
			if !errors.Is(err, journal.ErrDamaged) && !errors.Is(err, journal.ErrNewer) {
				t.Fatal(err)
			}
			return
		}
		if !bytes.Equal(h.marshal(), b) || h.KDF.check() != nil || len(h.Slots) > maxSlots {
			t.Fatalf("accepted %q", b)
		}
		for _, s := range h.Slots {
			if s.ID != journal.SlotRecovery && strings.Trim(s.ID, "0123456789") != "" {
				t.Fatalf("a slot is called %q", s.ID)
			}
		}
		if h.authentic(k) && !bytes.Equal(b, good) && !bytes.Equal(b, more) {
			t.Fatalf("takes for its own %q", b)
		}
		h.openSlots(journal.SlotRecovery, make([]byte, keySize))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		check(t, b)
		var h header // and with a sum that is right, as anybody can make it
		if json.Unmarshal(b, &h) == nil {
			h.Sum = h.sum()
			check(t, h.marshal())
		}
	})
}

func FuzzSealedStructures(f *testing.F) {
	k := deriveKeys(make([]byte, keySize), journal.ID{})
	at := genesis(k, journal.ID{})
	s := sealed{progress: at}
	s.MAC = s.mac(k.seal)
	f.Add(s.marshal())
	f.Add(encodeTip(k, at))
	f.Add(example.encode())
	f.Add(place{table: tableFile, journal: journal.ID{1}, number: 3}.key())
	f.Add(encodeDrafts(map[journal.ID]written{{1}: {2, [hashSize]byte{3}}}))
	rec, _ := encodeRecord(note("body"))
	f.Add(rec)
	f.Fuzz(func(t *testing.T, b []byte) { // none may panic, and none accept more than it writes
		if p, err := checkSeal(k, b, nil, nil); err == nil {
			if c, _ := json.Marshal(p); !json.Valid(c) || !bytes.Contains(b, []byte(`"mac"`)) {
				t.Fatalf("seal %q", b)
			}
		} else if !errors.Is(err, journal.ErrDamaged) {
			t.Fatal(err)
		}
		if p, ok := decodeTip(k, b); ok && !bytes.HasPrefix(b, encodeTip(k, p)) {
			t.Fatalf("tip %x", b)
		}
		if l, ok := decodeLink(b); ok {
			again, ok := decodeLink(l.encode())
			if d := cmp.Diff(l, again, cmp.AllowUnexported(link{}, row{}, place{})); !ok || d != "" {
				t.Fatalf("link %x: %s", b, d)
			}
		}
		if p, ok := parsePlace(b); ok && !bytes.Equal(p.key(), b) {
			t.Fatalf("place %x", b)
		}
		if list, ok := decodeDrafts(b); ok && len(list) > len(b)/draftEntry {
			t.Fatalf("drafts %x", b)
		}
		if c, ok := unpad(b); ok && len(c) > len(b)-4 {
			t.Fatalf("pad %x", b)
		}
		if r, ok := decodeRecord(b); ok && len(r.Body) > len(b)-4 {
			t.Fatalf("record %x", b)
		}
	})
}

func TestFailureToReadIsNotSilence(t *testing.T) {
	err := fileError("db/000001.sst", &fs.PathError{Op: "read", Path: "/home/an.peeters/desk/db/000001.sst", Err: errors.New("input/output error")})
	if strings.Contains(err.Error(), "peeters") || !strings.Contains(err.Error(), "000001.sst") {
		t.Errorf("the error reads %q", err)
	}
	dump := errors.New("Value with size 9 exceeded: 00000000 4d 61 72 69 61 |Maria|")
	if err := redact(dump); strings.Contains(err.Error(), "Maria") || !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("Badger's words came through: %v", err)
	}
	err = guard(func() error { panic("index: Maria") })
	if !errors.Is(err, journal.ErrDamaged) || strings.Contains(err.Error(), "Maria") {
		t.Errorf("a panic became %v", err)
	}
}
