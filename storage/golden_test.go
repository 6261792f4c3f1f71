package storage

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// testdata/format1 holds a desk of store format 1 as it was made on one day: closed,
// as a kill leaves it, as a backup and as an export, with the secrets that open
// them and all that they say. Every later version must read them.
//
//	go test ./storage -run Format1 -golden
//
// made it, before format 1 was given out. It is never made again.
var golden = flag.Bool("golden", false, "make testdata/format1 anew")

const goldenDir = "testdata/format1"

// goldenSecrets open the desk of testdata/format1, which is about nobody.
type goldenSecrets struct{ Passphrase, Colleague, Recovery, Export string }

// goldenContent is all that a desk says.
type goldenContent struct {
	Heads   []journal.Head
	Records map[string][]journal.Record
	Drafts  map[string]string
	Files   map[string]string // attachments of journal 01, by id
	Trail   []journal.Event
	Erased  []Erased
	Slots   []journal.Slot
}

var (
	goldenFile = strings.Repeat("A file that is kept in a journal, in several pieces. ", 5300)
	goldenGone = journal.ID{0xEE}
	goldenNow  = time.Date(1997, 3, 3, 13, 5, 7, 0, time.UTC)
)

func goldenOf(t *testing.T, s *Store, files []journal.ID) string {
	t.Helper()
	c := goldenContent{Records: map[string][]journal.Record{}, Drafts: map[string]string{}, Files: map[string]string{}, Slots: s.Slots()}
	var err error
	if c.Heads, err = s.Heads(ctx); err != nil {
		t.Fatal(err)
	}
	sort.Slice(c.Heads, func(i, j int) bool { return c.Heads[i].Journal.String() < c.Heads[j].Journal.String() })
	for _, h := range c.Heads {
		id := h.Journal.String()
		if c.Records[id], err = s.Read(ctx, h.Journal); err != nil {
			t.Fatal(err)
		}
		d, err := s.Draft(ctx, h.Journal)
		if err != nil {
			t.Fatal(err)
		}
		if d != nil {
			c.Drafts[id] = string(d)
		}
	}
	for _, id := range files {
		r, err := s.Attachment(ctx, journal.ID{1}, id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || r.Close() != nil {
			t.Fatal(err)
		}
		if string(b) != goldenFile {
			t.Errorf("the attachment %v came back otherwise", id)
		}
		c.Files[id.String()] = string(b[:60])
	}
	if c.Trail, err = s.Audit(ctx, 0, 1000); err != nil {
		t.Fatal(err)
	}
	if c.Erased, err = s.Ledger(ctx); err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// makeGolden makes testdata/format1.
func makeGolden(t *testing.T) {
	if err := os.MkdirAll(goldenDir, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(goldenDir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	asJSON := func(v any) []byte {
		b, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return append(b, '\n')
	}
	o := cheap
	tick := goldenNow
	o.Now = func() time.Time { tick = tick.Add(time.Second); return tick }
	v := At(filepath.Join(t.TempDir(), "desk"), o)
	key := goldenSecrets{Passphrase: "zeven sloten op een deur", Colleague: "trois clés à la porte", Export: "acht zegels op een brief"}
	s, recovery, err := v.Create(ctx, []byte(key.Passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.Close() }()
	key.Recovery = recovery
	rec := func(n byte, body string) journal.Record {
		return journal.Record{ID: journal.ID{0xF0, n}, Kind: "note", On: "1997-03-03", Time: "14:05",
			At: goldenNow.Add(time.Duration(n) * time.Minute), By: "1", Body: []byte(body)}
	}
	append := func(id journal.ID, after uint64, head string, recs ...journal.Record) {
		t.Helper()
		if err := s.Append(ctx, id, after, recs, []byte(head)); err != nil {
			t.Fatal(err)
		}
	}
	draft := func(id journal.ID, text string) {
		t.Helper()
		if err := s.SetDraft(ctx, id, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	a, b := journal.ID{1}, journal.ID{2}
	append(a, 0, "head of the first", rec(1, `{"text":"one"}`), rec(2, ""), rec(3, strings.Repeat("three ", 100)))
	append(b, 0, "Олена, Żaneta, 美玲", rec(4, "four"))
	append(a, 3, "newer head of the first", rec(5, "five"))
	draft(b, "half a sen")
	if _, err := s.AddSlot(ctx, []byte(key.Passphrase), []byte(key.Colleague)); err != nil {
		t.Fatal(err)
	}
	file, err := s.Attach(ctx, a, strings.NewReader(goldenFile))
	if err != nil {
		t.Fatal(err)
	}
	append(goldenGone, 0, "to be erased", rec(6, "six"))
	shut(t, s)
	if s, err = v.Unlock(ctx, []byte(key.Colleague)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(ctx, goldenGone); err != nil {
		t.Fatal(err)
	}
	append(b, 1, "a head", rec(7, "seven"))
	if err := s.Note(ctx, "print", a, "L01"); err != nil {
		t.Fatal(err)
	}

	// A backup and an export of this moment; their notes come after it.
	content := func(name string) { write(name+".json", []byte(goldenOf(t, s, []journal.ID{file.ID}))) }
	copied := filepath.Join(t.TempDir(), "desk.backup")
	content("backup")
	if _, err := s.Backup(ctx, copied, nil); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	write("desk.backup", raw)
	var exported bytes.Buffer
	if err := s.Export(ctx, &exported, []byte(key.Export)); err != nil {
		t.Fatal(err)
	}
	write("desk.export", exported.Bytes())
	shut(t, s)
	write("closed.tar.gz", packed(t, v.dir))
	if s, err = v.Unlock(ctx, []byte(key.Passphrase)); err != nil {
		t.Fatal(err)
	}
	content("closed")
	append(a, 4, "after the last close", rec(8, "eight"))
	draft(a, "a text that was being typed")
	content("unclean")
	write("unclean.tar.gz", packed(t, v.dir))
	write("secrets.json", asJSON(key))
	write("file.json", asJSON(file.ID))
}

// packed is a folder as a compressed archive, without what says nothing.
func packed(t *testing.T, dir string) []byte {
	t.Helper()
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(z)
	for _, name := range []string{".", dbName} {
		entries, err := os.ReadDir(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.IsDir() || meaningless(e.Name()) || e.Name() == lockName || e.Name() == ballastName {
				continue
			}
			b, err := os.ReadFile(filepath.Join(dir, name, e.Name()))
			if err == nil {
				err = w.WriteHeader(&tar.Header{Name: filepath.ToSlash(filepath.Join(name, e.Name())), Mode: 0o600, Size: int64(len(b)), ModTime: goldenNow})
			}
			if err == nil {
				_, err = w.Write(b)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unpacked puts an archive of testdata/format1 into a new folder.
func unpacked(t *testing.T, name string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "desk")
	if err := os.MkdirAll(filepath.Join(dir, dbName), 0o700); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(fixture(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return dir
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.FromSlash(h.Name)), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(goldenDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFormat1IsReadForEver opens what was made when format 1 was given out.
func TestFormat1IsReadForEver(t *testing.T) {
	if *golden {
		makeGolden(t)
	}
	var key goldenSecrets
	var file journal.ID
	if err := errors.Join(json.Unmarshal(fixture(t, "secrets.json"), &key), json.Unmarshal(fixture(t, "file.json"), &file)); err != nil {
		t.Fatal(err)
	}
	says := func(what string, s *Store, want string) {
		t.Helper()
		if d := cmp.Diff(want, goldenOf(t, s, []journal.ID{file})); d != "" {
			t.Errorf("%s (-made that day +now):\n%s", what, d)
		}
		_, err := s.Read(ctx, goldenGone)
		wantErr(t, err, journal.ErrErased)
		if _, err := s.VerifyAudit(ctx); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, secret := range []string{key.Passphrase, key.Colleague, key.Recovery} {
		v := At(unpacked(t, "closed.tar.gz"), cheap)
		s := unlock(t, v, secret)
		says("closed", s, string(fixture(t, "closed.json")))
		add(t, s, journal.ID{1}, 4, "written by a later version", "more")
		shut(t, s)
		if found, err := v.Check(ctx, []byte(secret)); err != nil {
			t.Errorf("%v, %v", found, err)
		}
	}
	_, err := At(unpacked(t, "closed.tar.gz"), cheap).Unlock(ctx, []byte("acht sloten op een deur"))
	wantErr(t, err, journal.ErrWrongPassphrase)
	s := unlock(t, At(unpacked(t, "unclean.tar.gz"), cheap), key.Passphrase)
	says("not closed", s, string(fixture(t, "unclean.json")))

	copied := filepath.Join(t.TempDir(), "desk.backup")
	if err := os.WriteFile(copied, fixture(t, "desk.backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "restored")
	if _, err := At(filepath.Join(t.TempDir(), "none"), cheap).Restore(ctx, copied, []byte(key.Colleague), to, nil); err != nil {
		t.Fatal(err)
	}
	s = unlock(t, At(to, cheap), key.Recovery)
	var was, is goldenContent
	if err := errors.Join(json.Unmarshal(fixture(t, "backup.json"), &was), json.Unmarshal([]byte(goldenOf(t, s, []journal.ID{file})), &is)); err != nil {
		t.Fatal(err)
	}
	is.Trail = is.Trail[:min(len(is.Trail), len(was.Trail))] // a restore adds to it
	if d := cmp.Diff(was, is); d != "" {
		t.Errorf("the backup (-made that day +now):\n%s", d)
	}

	_, s, _ = newDesk(t)
	if err := s.Import(ctx, bytes.NewReader(fixture(t, "desk.export")), []byte(key.Export)); err != nil {
		t.Fatal(err)
	}
	if recs, err := s.Read(ctx, journal.ID{1}); len(recs) != 4 || err != nil || string(recs[3].Body) != "five" {
		t.Errorf("the export: %d records, %v", len(recs), err)
	}
}
