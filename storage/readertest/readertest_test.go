// Package readertest proves that docs/vault-format.md is enough for somebody
// else to read a desk, and a backup of it, without this program's code.
//
// reader_test.go is such a reader: it shares nothing with package storage and
// has at most 250 lines, so that whoever has to rescue a desk in twenty years
// can write it again in an afternoon. The tests make a desk with some of
// everything in it and want the reader to find it again, byte for byte; and
// they change what is read, because a reader that never complains proves
// nothing. When the format changes, that page and this reader change with it.
package readertest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"onthaal/domain/journal"
	"onthaal/storage"
)

func TestMain(m *testing.M) {
	if storage.Child() {
		return
	}
	os.Exit(m.Run())
}

var (
	cheap = storage.Options{KDF: storage.Params{Memory: 19 << 10, Time: 1, Threads: 1}}
	ctx   = context.Background()
)

const (
	first  = "een lange wachtzin voor de proef"
	second = "cafe\u0301 van een collega" // with a mark on its own
)

// made is what was put into a desk.
type made struct {
	records map[journal.ID][]journal.Record
	heads   map[journal.ID]string
	drafts  map[journal.ID]string
	files   map[[2]journal.ID][]byte
	erased  journal.ID
	trail   []string // without what is done on closing and opening
}

// makeDesk makes a desk with some of everything, and closes it.
func makeDesk(t *testing.T) (dir, backup, recovery string, m made) {
	t.Helper()
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	dir, backup = filepath.Join(t.TempDir(), "desk"), filepath.Join(t.TempDir(), "backup")
	s, recovery, err := storage.At(dir, cheap).Create(ctx, []byte(first), nil)
	fatal(err)
	_, err = s.AddSlot(ctx, []byte(first), []byte(second))
	fatal(err)
	m = made{map[journal.ID][]journal.Record{}, map[journal.ID]string{}, map[journal.ID]string{}, map[[2]journal.ID][]byte{}, journal.NewID(), nil}
	for i := range 5 {
		id := journal.NewID()
		if i == 4 {
			id = m.erased
		}
		for n := range uint64(3 + i) {
			r := journal.Record{ID: journal.NewID(), Kind: "note", On: "1997-03-03", Time: "14:05", By: "1",
				At:   time.Date(1997, 3, 3, 13, 5, 7, 123456789, time.UTC),
				Body: []byte(strings.Repeat(fmt.Sprintf("\x00\xff%d ", n), int(n*n)*300*i))}
			fatal(s.Append(ctx, id, n, []journal.Record{r}, []byte(fmt.Sprintf("head %d", n+1))))
			m.records[id] = append(m.records[id], r)
			m.heads[id] = fmt.Sprintf("head %d", n+1)
		}
		for _, size := range []int{0, 5, 700_000} {
			content := bytes.Repeat([]byte{byte(size), byte(i)}, size)
			a, err := s.Attach(ctx, id, bytes.NewReader(content))
			fatal(err)
			m.files[[2]journal.ID{id, a.ID}] = content
		}
		m.drafts[id] = fmt.Sprintf("half a sent %d", i)
		fatal(s.SetDraft(ctx, id, []byte(m.drafts[id])))
	}
	fatal(s.Note(ctx, "print", journal.ID{}, ""))
	_, err = s.Erase(ctx, m.erased)
	fatal(err)
	delete(m.records, m.erased)
	delete(m.drafts, m.erased)
	for f := range m.files {
		if f[0] == m.erased {
			delete(m.files, f)
		}
	}
	_, err = s.Backup(ctx, backup, nil)
	fatal(err)
	events, err := s.Audit(ctx, 0, 0)
	fatal(err)
	for _, e := range events {
		m.trail = append(m.trail, e.Slot+" "+e.What)
	}
	fatal(s.Close())
	return dir, backup, recovery, m
}

// compare wants a desk that was read to be the one that was made, byte for
// byte. links is how much of the trail it has.
func compare(t *testing.T, what string, d *desk, m made, links int) {
	t.Helper()
	str := func(id journal.ID) string { return string(id[:]) }
	for id, want := range m.records {
		n, head := d.head(str(id))
		if int(n) != len(want) || string(head) != m.heads[id] {
			t.Errorf("%s: %d records of %d, head %q", what, n, len(want), head)
		}
		for i, r := range want {
			fields, body := d.record(str(id), uint64(i)+1)
			bare := r
			bare.Body = nil
			line, err := json.Marshal(bare)
			if err != nil || !bytes.Equal(fields, line) || !bytes.Equal(body, r.Body) {
				t.Errorf("%s: record %d is %s and %d bytes, %v", what, i+1, fields, len(body), err)
			}
		}
		if got := string(d.content(place("d", str(id), 0), d.journalKey(str(id)))); got != m.drafts[id] {
			t.Errorf("%s: draft %q", what, got)
		}
	}
	for f, want := range m.files {
		if !bytes.Equal(d.attachment(str(f[0]), str(f[1])), want) {
			t.Errorf("%s: an attachment of %d bytes differs", what, len(want))
		}
	}
	rows := 0
	for _, key := range d.order {
		if strings.Contains("dhkrf", key[:1]) {
			rows++
			if strings.Contains(key, str(m.erased)) {
				t.Errorf("%s: a row of the erased journal: %x", what, key)
			}
		}
	}
	want := 0
	for id, recs := range m.records {
		want += 3 + len(recs) // key, head, draft
		for f, content := range m.files {
			if f[0] == id {
				want += 1 + (len(content)+262_139)/262_140
			}
		}
	}
	if rows != want {
		t.Errorf("%s: %d rows of journals, want %d", what, rows, want)
	}
	if trail := d.trail(); !reflect.DeepEqual(trail, m.trail[:links]) {
		t.Errorf("%s: the trail is %q, want %q", what, trail, m.trail[:links])
	}
}

func TestDeskAndBackupAreReadableWithoutTheProgram(t *testing.T) {
	dir, backup, recovery, m := makeDesk(t)
	for name, secret := range map[string]string{"first passphrase": first, "second passphrase": second, "recovery code": recovery} {
		compare(t, "the desk by "+name, readFolder(dir, secret), m, len(m.trail))
		compare(t, "the backup by "+name, readBackup(backup, secret), m, len(m.trail)-1)
	}
}

// TestReaderIsNoLeapOfFaith changes what is read: a reader that never
// complains proves nothing.
func TestReaderIsNoLeapOfFaith(t *testing.T) {
	dir, backup, recovery, m := makeDesk(t)
	fails := func(what string, f func()) {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Errorf("%s: nothing was wrong", what)
			}
		}()
		f()
	}
	fails("a wrong passphrase", func() { readFolder(dir, "wrong") })
	change := func(name string, at int) {
		t.Helper()
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if at < 0 {
			at += len(b)
		}
		b[at] ^= 1
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	change(backup, -100)
	fails("a changed backup", func() { readBackup(backup, recovery) })
	tables, err := filepath.Glob(filepath.Join(dir, "db", "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatal(tables, err)
	}
	change(tables[0], 1000)
	fails("a changed table", func() { readFolder(dir, recovery) })
	change(tables[0], 1000)
	d := readFolder(dir, recovery)
	for id := range m.records {
		d.rows[place("r", string(id[:]), 1)][40] ^= 1
		fails("a changed row", func() { d.record(string(id[:]), 1) })
	}
}

// TestReaderIsShort counts the lines, and what the reader imports.
func TestReaderIsShort(t *testing.T) {
	b, err := os.ReadFile("reader_test.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte("\n")); n > 250 || n < 100 {
		t.Errorf("the reader has %d lines", n)
	}
	if bytes.Contains(b, []byte(`"onthaal/storage"`)) || bytes.Contains(b, []byte(`"onthaal/domain`)) {
		t.Error("the reader leans on the program")
	}
}
