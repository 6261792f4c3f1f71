package storage

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// example is a link with everything that a link can have.
var example = link{
	prev: bytes.Repeat([]byte{0xcc}, chainSize),
	event: journal.Event{At: time.Date(2026, 11, 25, 8, 0, 0, 123e6, time.UTC), Slot: "2", What: "append",
		Journal: journal.ID{0xaa}, Kinds: []string{"note", "triage"}, Detail: "é"},
	rows: []row{
		{place: recordAt(journal.ID{0xaa}, 70), hash: [hashSize]byte{1}},
		{place: place{table: tableHead, journal: journal.ID{0xbb}}, hash: [hashSize]byte{2}},
		{place: place{table: tableFile, journal: journal.ID{0xaa}, attachment: journal.ID{0xdd}, number: 1}, removed: true},
	},
}

func TestLinkIsWrittenAsItIsDescribed(t *testing.T) {
	id := func(first string) string { return first + strings.Repeat("00", 15) }
	want := strings.Join([]string{
		strings.Repeat("cc", 32), // the link before
		"000001a211b7fc7b",       // at
		"01" + "32",              // slot
		"06" + "617070656e64",    // what
		id("aa"),                 // journal
		"02" + "04" + "6e6f7465" + "06" + "747269616765", // kinds
		"02" + "c3a9",                     // detail
		"72" + "9802" + id("01"),          // record 70 of the same journal, its hash
		"68" + "02" + id("bb") + id("02"), // the head of another
		"66" + "05" + id("dd"),            // chunk 1 of an attachment, removed
	}, "")
	if got := hex.EncodeToString(example.encode()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	got, ok := decodeLink(example.encode())
	if d := cmp.Diff(example, got, cmp.AllowUnexported(link{}, row{}, place{})); !ok || d != "" {
		t.Error(d)
	}
	for n := range example.encode() {
		if l, ok := decodeLink(example.encode()[:n]); ok && len(l.rows) == len(example.rows) {
			t.Errorf("%d bytes of it read as the whole", n)
		}
	}
}

func TestTrailSaysWhoDidWhatAndWhen(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.FixedZone("CET", 3600))
	o := cheap
	o.Now = func() time.Time { now = now.Add(time.Minute); return now }
	v := At(filepath.Join(t.TempDir(), "desk"), o)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	id, other := journal.NewID(), journal.NewID()
	add(t, s, id, 0, "h", "one", "two")
	if err := s.Note(ctx, "print", id, "L01"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetDraft(ctx, other, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := s.SetDraft(ctx, other, []byte("xy")); err != nil { // adds no link
		t.Fatal(err)
	}
	shut(t, s)
	s = unlock(t, v, recovery)
	if err := s.Note(ctx, "export", journal.ID{}, ""); err != nil {
		t.Fatal(err)
	}
	at := func(minute int) time.Time { return time.Date(2026, 11, 25, 8, minute, 0, 0, time.UTC) }
	want := []journal.Event{
		{Link: 1, At: at(1), Slot: "1", What: "append", Journal: id, Kinds: []string{"note"}},
		{Link: 2, At: at(2), Slot: "1", What: "print", Journal: id, Detail: "L01"},
		{Link: 3, At: at(3), Slot: "1", What: "draft", Journal: other},
		{Link: 4, At: at(4), Slot: "recovery", What: "export"},
	}
	for _, c := range []struct {
		after uint64
		n     int
		want  []journal.Event
	}{{0, 0, want}, {0, 9, want}, {1, 2, want[1:3]}, {4, 5, nil}, {99, 5, nil}} {
		got, err := s.Audit(ctx, c.after, c.n)
		if d := cmp.Diff(c.want, got); err != nil || d != "" {
			t.Errorf("after %d, at most %d: %v %s", c.after, c.n, err, d)
		}
	}
	if n, err := s.VerifyAudit(ctx); n != 4 || err != nil {
		t.Errorf("%d links, %v", n, err)
	}
	for what, detail := range map[string]string{"": "x", "print": "\xff", didMove: "x", didAddSlot: "2", "export": strings.Repeat("x", maxDetail+1)} {
		if s.Note(ctx, what, id, detail) == nil {
			t.Errorf("a note %q of %d bytes was taken", what, len(detail))
		}
	}
	abandon(t, s) // and the walk takes links without rows
	s = unlock(t, v, recovery)
	if n, err := s.VerifyAudit(ctx); n != 4 || err != nil {
		t.Errorf("%d links, %v", n, err)
	}
}

func TestVerifyNamesTheFirstBrokenLink(t *testing.T) {
	const links = 9
	seal := func(s *Store, l link) []byte {
		return sealBox(s.keys.links, s.keys.store, linkAt(l.event.Link), l.event.Link, l.encode(), floorInternal)
	}
	for _, c := range []struct {
		what         string
		first, audit uint64 // the link that is named; 0: all is well as far as Audit looks
		do           func(s *Store, box func(n uint64) []byte, set func(n uint64, box []byte))
	}{
		{"a bit", 4, 4, func(_ *Store, box func(uint64) []byte, set func(uint64, []byte)) { set(4, flip(60)(box(4))) }},
		{"a link gone", 4, 4, func(_ *Store, _ func(uint64) []byte, set func(uint64, []byte)) { set(4, nil) }},
		{"two swapped", 4, 4, func(_ *Store, box func(uint64) []byte, set func(uint64, []byte)) {
			four, five := box(4), box(5)
			set(4, five)
			set(5, four)
		}},
		{"the last gone", links, links, func(_ *Store, _ func(uint64) []byte, set func(uint64, []byte)) { set(links, nil) }},
		{"one that says something else", 5, 0, func(s *Store, box func(uint64) []byte, set func(uint64, []byte)) {
			l, _, _ := openLink(s.keys, 4, box(4)) // with the key, as another copy of the desk would
			l.event.Detail = "nothing to see here"
			set(4, seal(s, l))
		}},
		{"the last says something else", links, 0, func(s *Store, box func(uint64) []byte, set func(uint64, []byte)) {
			l, _, _ := openLink(s.keys, links, box(links))
			l.event.Slot = "7"
			set(links, seal(s, l))
		}},
	} {
		_, s, _ := newDesk(t)
		for range links {
			if err := s.Note(ctx, "print", journal.ID{1}, "L02"); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := s.VerifyAudit(ctx); n != links || err != nil { // the control
			t.Fatal(n, err)
		}
		txn := s.db.NewTransaction(true)
		box := func(n uint64) []byte {
			b, err := get(txn, linkAt(n))
			if err != nil || b == nil {
				t.Fatal(n, err)
			}
			return b
		}
		set := func(n uint64, box []byte) {
			err := txn.Delete(linkAt(n).key())
			if box != nil {
				err = txn.Set(linkAt(n).key(), box)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		c.do(s, box, set)
		if err := txn.Commit(); err != nil {
			t.Fatal(err)
		}
		broken := func(call string, err error, link uint64) {
			t.Helper()
			found := journal.Findings(err)
			want := []journal.Finding{{Key: "chainBroken", Args: map[string]string{"link": fmt.Sprint(link)}}}
			if c.what == "the last gone" && call == "VerifyAudit" {
				want = []journal.Finding{{Key: "changesMissing", Args: map[string]string{"count": "1"}}}
			}
			if link == 0 {
				want = nil
			}
			if d := cmp.Diff(want, found); d != "" {
				t.Errorf("%s, %s: %v %s", c.what, call, err, d)
			}
		}
		_, err := s.VerifyAudit(ctx)
		broken("VerifyAudit", err, c.first)
		_, err = s.Audit(ctx, 0, 0)
		broken("Audit", err, c.audit)
		abandon(t, s)
	}
}

func TestKnownBackupsAreListedNewestFirst(t *testing.T) {
	v, s, recovery := newDesk(t)
	day := func(d int) time.Time { return time.Date(2026, 11, d, 8, 0, 0, 0, time.UTC) }
	a := journal.Backup{ID: journal.NewID(), At: day(1), Links: 3, Name: "a.onthaal", Size: 99, SHA256: []byte{1}}
	b := journal.Backup{ID: journal.NewID(), At: day(2), Links: 7, Name: "b.onthaal", Size: 100, SHA256: []byte{2}}
	proved := a
	proved.Proven = day(3)
	for _, put := range []struct {
		did string
		b   journal.Backup
	}{{didBackup, a}, {didBackup, b}, {didProve, proved}} {
		if err := s.putBackup(ctx, put.did, put.b); err != nil {
			t.Fatal(err)
		}
	}
	check := func() {
		t.Helper()
		got, err := s.Backups(ctx)
		if d := cmp.Diff([]journal.Backup{b, proved}, got); err != nil || d != "" {
			t.Error(err, d)
		}
	}
	check()
	abandon(t, s)
	s = unlock(t, v, recovery)
	check()
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
}

// TestRowsOfTheStoreStayAsTheyAre pins what is kept as JSON.
func TestRowsOfTheStoreStayAsTheyAre(t *testing.T) {
	day := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	k := deriveKeys(make([]byte, keySize), journal.ID{})
	one := Erased{Journal: journal.ID{1}, At: day, Slot: "2", Link: 3, Since: day}
	id, none := "01"+strings.Repeat("00", 15), strings.Repeat("00", 16)
	ledger := encodeLedger(k, []Erased{one, {Journal: journal.ID{1}, At: day, Slot: "2"}})
	end := bytes.Index(ledger, []byte(`"mac": `))
	for what, c := range map[string]struct {
		is   any
		want string
	}{
		"backup": {journal.Backup{ID: journal.ID{1}, At: day, Links: 7, Name: "n", Size: 9, SHA256: []byte{1}, Proven: day},
			`{"id":"` + id + `","at":"2026-11-25T08:00:00Z","links":7,"name":"n","size":9,"sha256":"AQ==","proven":"2026-11-25T08:00:00Z"}`},
		"backup, not proven": {journal.Backup{At: day},
			`{"id":"` + none + `","at":"2026-11-25T08:00:00Z","links":0,"name":"","size":0,"sha256":null}`},
		"erasure": {erasure{one, true},
			`{"journal":"` + id + `","at":"2026-11-25T08:00:00Z","slot":"2","link":3,"since":"2026-11-25T08:00:00Z","done":true}`},
	} {
		b, err := json.Marshal(c.is)
		if d := cmp.Diff(c.want, string(b)); err != nil || d != "" {
			t.Errorf("%s: %v %s", what, err, d)
		}
	}
	text := "{\n \"format\": 1,\n \"store\": \"" + none + "\",\n \"erased\": [\n" +
		"  {\n   \"journal\": \"" + id + "\",\n   \"at\": \"2026-11-25T08:00:00Z\",\n   \"slot\": \"2\",\n   \"link\": 3,\n   \"since\": \"2026-11-25T08:00:00Z\"\n  },\n" +
		"  {\n   \"journal\": \"" + id + "\",\n   \"at\": \"2026-11-25T08:00:00Z\",\n   \"slot\": \"2\"\n  }\n ],\n "
	if d := cmp.Diff(text, string(ledger[:end])); d != "" {
		t.Error(d)
	}
	without := append(bytes.TrimRight(bytes.TrimSuffix(bytes.TrimSpace(ledger[:end]), []byte(",")), " "), "\n}\n"...)
	want := fmt.Sprintf("\"mac\": \"%s\"\n}\n", base64.StdEncoding.EncodeToString(mac(k.ledger, without)))
	if got := string(ledger[end:]); got != want {
		t.Errorf("the mac is %s, want %s", got, want)
	}
}
