package storage

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

const exportPassphrase = "een andere zin, voor wie het uitpakt"

func init() { exportCost = 10 }

// strangeBodies are such as a line of JSON might alter.
var strangeBodies = []string{
	`{"a":1}`, `{"a": 1}`, "{\"a\":1}\n", `{"html":"<b>&amp;</b>"}`, `{"line":"` + "\u2028" + `"}`, `{"e":"\u00e9é"}`,
	`null`, `0`, `"text"`, `{"a":1,"a":2}`, `1e400`, "\xff\xfe", "", "{", `{"big":123456789012345678901234567890}`, "\x00", "plain text",
	`{"bad":"` + "\xff" + `"}`,
}

// strangeDesk is a desk with all that an export can hold.
func strangeDesk(t testing.TB) (s *Store, recs map[journal.ID][]journal.Record, files map[journal.ID]map[journal.ID]string) {
	t.Helper()
	_, s, _ = newDesk(t)
	recs, files = map[journal.ID][]journal.Record{}, map[journal.ID]map[journal.ID]string{}
	id := journal.NewID()
	recs[id] = add(t, s, id, 0, `{"head":"<&>"}`, strangeBodies...)
	for i := range recs[id] {
		if len(recs[id][i].Body) == 0 {
			recs[id][i].Body = nil
		}
	}
	for _, draft := range []string{"half a sent", `{"json":true}`, ""} {
		id := journal.NewID()
		recs[id] = add(t, s, id, 0, draft+"\xff", strings.Repeat("x", 200_000), strings.Repeat("y", 200_000), strings.Repeat("z", 200_000))
		recs[id] = append(recs[id], add(t, s, id, 3, draft+"\xff", "four")...)
		if err := s.SetDraft(ctx, id, []byte(draft)); err != nil {
			t.Fatal(err)
		}
		files[id] = map[journal.ID]string{}
		for _, size := range []int{0, 1, 300_000, 1_200_000} {
			content := strings.Repeat("f", size)
			a, err := s.Attach(ctx, id, strings.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			files[id][a.ID] = content
		}
	}
	onlyDraft, erased := journal.NewID(), journal.NewID()
	if err := s.SetDraft(ctx, onlyDraft, []byte("not begun")); err != nil {
		t.Fatal(err)
	}
	recs[onlyDraft] = nil
	add(t, s, erased, 0, "h", "to be forgotten")
	if _, err := s.Erase(ctx, erased); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(ctx, filepath.Join(t.TempDir(), "backup"), nil); err != nil {
		t.Fatal(err)
	}
	return s, recs, files
}

// unpack opens an export with nothing but age and tar.
func unpack(t testing.TB, b []byte) map[string][]byte {
	t.Helper()
	id, err := age.NewScryptIdentity(exportPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(b), id)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[h.Name], err = io.ReadAll(r); err != nil || h.Mode != 0o600 {
			t.Fatal(h.Name, h.Mode, err)
		}
	}
}

func TestExportHoldsEverythingAndAnybodyCanReadIt(t *testing.T) {
	s, recs, attached := strangeDesk(t)
	var out bytes.Buffer
	if err := s.Export(ctx, &out, []byte(exportPassphrase)); err != nil {
		t.Fatal(err)
	}
	files := unpack(t, out.Bytes())
	for id, want := range recs {
		lines := strings.Split(strings.TrimSuffix(string(files["journals/"+id.String()+".jsonl"]), "\n"), "\n")
		if len(lines) != 1+len(want) {
			t.Errorf("%v: %d lines for %d records", id, len(lines), len(want))
			continue
		}
		for i, r := range want {
			var got map[string]json.RawMessage
			if err := json.Unmarshal([]byte(lines[i+1]), &got); err != nil {
				t.Fatal(err)
			}
			var base64 []byte
			json.Unmarshal(got["bodyBase64"], &base64)
			if string(got["body"])+string(base64) != string(r.Body) || string(got["id"]) != `"`+r.ID.String()+`"` {
				t.Errorf("%.200q is %.200q", r.Body, lines[i+1])
			}
		}
		for file, content := range attached[id] {
			if string(files["attachments/"+id.String()+"/"+file.String()]) != content {
				t.Errorf("an attachment of %d bytes differs", len(content))
			}
		}
	}
	events, err := s.Audit(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(files["audit.jsonl"], []byte("\n")); n != len(events) || events[n-1].What != "export" {
		t.Errorf("%d lines for %d links", n, len(events))
	}
	for name, n := range map[string]int{"erased.jsonl": 1, "backups.jsonl": 1, "export.json": 1} {
		if bytes.Count(files[name], []byte("\n")) != n {
			t.Errorf("%s: %q", name, files[name])
		}
	}
	if want := 5 + len(recs) + 12; len(files) != want || len(files["README.txt"]) == 0 {
		t.Errorf("%d files, want %d", len(files), want)
	}
	if bytes.Contains(out.Bytes(), []byte("half a sent")) {
		t.Error("the export is not encrypted")
	}
}

func TestImportBringsEverythingBack(t *testing.T) {
	s, recs, files := strangeDesk(t)
	heads, err := s.Heads(ctx)
	if err != nil {
		t.Fatal(err)
	}
	later := note("by a colleague")
	later.By = "7"
	for id, rs := range recs {
		if len(rs) == 4 {
			if err := s.Append(ctx, id, 4, []journal.Record{later}, []byte("h")); err != nil {
				t.Fatal(err)
			}
			recs[id] = append(rs, later)
			break
		}
	}
	if heads, err = s.Heads(ctx); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := s.Export(ctx, &out, []byte(exportPassphrase)); err != nil {
		t.Fatal(err)
	}
	v := At(filepath.Join(t.TempDir(), "new"), cheap)
	n, recovery, err := v.Create(ctx, []byte(passphrase), func(n *Store) error {
		return n.Import(ctx, bytes.NewReader(out.Bytes()), []byte(exportPassphrase))
	})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, n)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Fatal(found, err)
	}
	n = unlock(t, v, recovery)
	got, err := n.Heads(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, hs := range [][]journal.Head{heads, got} {
		slices.SortFunc(hs, func(a, b journal.Head) int { return bytes.Compare(a.Journal[:], b.Journal[:]) })
	}
	if d := cmp.Diff(heads, got); d != "" {
		t.Error(d)
	}
	for id, rs := range recs {
		wantRead(t, n, id, rs)
		was, err := s.Draft(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		is, err := n.Draft(ctx, id)
		if err != nil || !bytes.Equal(was, is) || (was == nil) != (is == nil) {
			t.Errorf("draft %q, was %q, %v", is, was, err)
		}
		for file, content := range files[id] {
			r, err := n.Attachment(ctx, id, file)
			if err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(r); string(b) != content || err != nil {
				t.Errorf("an attachment of %d bytes differs: %v", len(content), err)
			}
			r.Close()
		}
	}
	// Who imports gets a number that no record names, so that nobody else's
	// deeds become hers.
	own, err := n.Verify(ctx, []byte(passphrase))
	if err != nil || own != "2" {
		t.Errorf("the passphrase of who imported opens slot %q, %v", own, err)
	}
	trail, err := n.Audit(ctx, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range trail {
		if e.Slot != own {
			t.Errorf("%s is said to be of slot %q", e.What, e.Slot)
		}
	}
	if id, err := n.AddSlot(ctx, []byte(passphrase), []byte("a second passphrase")); id != "8" || err != nil {
		t.Errorf("a new slot is called %q, %v; records name slot 7", id, err)
	}
	wantErr(t, n.Import(ctx, bytes.NewReader(out.Bytes()), []byte(exportPassphrase)), journal.ErrExists)
}

func TestDamagedOrStrangeExportIsNotImported(t *testing.T) {
	_, s, _, _ := fullDesk(t)
	var out bytes.Buffer
	if err := s.Export(ctx, &out, []byte(exportPassphrase)); err != nil {
		t.Fatal(err)
	}
	good := out.Bytes()
	archive := func(files ...string) []byte {
		var b bytes.Buffer
		to, err := age.NewScryptRecipient(exportPassphrase)
		if err != nil {
			t.Fatal(err)
		}
		to.SetWorkFactor(exportCost)
		w, err := age.Encrypt(&b, to)
		if err != nil {
			t.Fatal(err)
		}
		a := tar.NewWriter(w)
		for ; len(files) > 1; files = files[2:] {
			a.WriteHeader(&tar.Header{Name: files[0], Size: int64(len(files[1])), Mode: 0o600})
			io.WriteString(a, files[1])
		}
		err = a.Close()
		for _, behind := range files {
			io.WriteString(w, behind)
		}
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	index, id := `{"program":"onthaal","export":1}`, journal.ID{1}.String()
	cases := []struct {
		what   string
		b      []byte
		secret string
		want   error
	}{
		{"a wrong passphrase", good, "wrong", journal.ErrWrongPassphrase},
		{"no passphrase", good, "", journal.ErrWrongPassphrase},
		{"nothing", nil, exportPassphrase, journal.ErrNotExport},
		{"a picture", []byte("\x89PNG"), exportPassphrase, journal.ErrNotExport},
		{"cut in the middle", good[:len(good)/2], exportPassphrase, journal.ErrDamaged},
		{"cut at the end", good[:len(good)-1], exportPassphrase, journal.ErrDamaged},
		{"flipped in the middle", flip(len(good) / 2)(bytes.Clone(good)), exportPassphrase, journal.ErrDamaged},
		{"flipped at the end", flip(len(good) - 1)(bytes.Clone(good)), exportPassphrase, journal.ErrDamaged},
		{"junk behind it", append(bytes.Clone(good), "junk"...), exportPassphrase, journal.ErrDamaged},
		{"an empty archive", archive(), exportPassphrase, journal.ErrNotExport},
		{"another archive", archive("holiday.jpg", "x"), exportPassphrase, journal.ErrNotExport},
		{"another program's", archive("export.json", `{"program":"x","export":1}`), exportPassphrase, journal.ErrNotExport},
		{"a later version", archive("export.json", `{"program":"onthaal","export":2}`), exportPassphrase, journal.ErrNewer},
		{"a journal of no id", archive("export.json", index, "journals/x.jsonl", ""), exportPassphrase, journal.ErrDamaged},
		{"a journal of another id", archive("export.json", index, "journals/"+id+".jsonl", `{"journal":"`+journal.ID{2}.String()+`"}`), exportPassphrase, journal.ErrDamaged},
		{"a record less", archive("export.json", index, "journals/"+id+".jsonl", `{"journal":"`+id+`","records":1}`), exportPassphrase, journal.ErrDamaged},
		{"no line", archive("export.json", index, "journals/"+id+".jsonl", "x"), exportPassphrase, journal.ErrDamaged},
		{"a slot beyond all numbers", archive("export.json", index, "journals/"+id+".jsonl", `{"journal":"`+id+`","records":1}{"by":"9223372036854775807"}`), exportPassphrase, journal.ErrDamaged},
		{"changed behind the archive", func() []byte {
			b := archive("export.json", index, strings.Repeat("\x00", 200_000))
			return flip(len(b) - 10)(b)
		}(), exportPassphrase, journal.ErrDamaged},
		{"an attachment twice", archive("export.json", index, "attachments/"+id+"/"+id, "x", "attachments/"+id+"/"+id, "x"), exportPassphrase, journal.ErrDamaged},
		{"an attachment twice, by another way", archive("export.json", index, "attachments/"+id+"/"+id, "x", "attachments/./"+id+"/"+id, "x"), exportPassphrase, journal.ErrDamaged},
		{"an attachment twice, in capitals", archive("export.json", index, "attachments/"+id+"/"+strings.Repeat("ab", 16), "x", "attachments/"+id+"/"+strings.Repeat("AB", 16), "x"), exportPassphrase, journal.ErrDamaged},
		{"a way out", archive("export.json", index, "attachments/../../x", "x"), exportPassphrase, journal.ErrDamaged},
		{"the good one", good, exportPassphrase, nil},
	}
	for _, c := range cases {
		root := t.TempDir()
		v := At(filepath.Join(root, "new"), cheap)
		n, _, err := v.Create(ctx, []byte(passphrase), func(n *Store) error {
			return n.Import(ctx, bytes.NewReader(c.b), []byte(c.secret))
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		if err != nil {
			wantOnly(t, root)
			continue
		}
		shut(t, n)
	}
}

func TestExportThatFailsSaysSo(t *testing.T) {
	_, s, _, _ := fullDesk(t)
	pulled := errors.New("pulled out")
	for _, k := range []int{0, 100, 5000, 100_000} {
		err := s.Export(ctx, &after{io.Discard, k, pulled}, []byte(exportPassphrase))
		wantErr(t, err, pulled)
	}
	if err := s.Export(ctx, io.Discard, nil); err == nil {
		t.Error("an export without a passphrase")
	}
	c, cancel := context.WithCancel(ctx)
	cancel()
	wantErr(t, s.Export(c, io.Discard, []byte(exportPassphrase)), context.Canceled)
	add(t, s, journal.NewID(), 0, "h", "the desk goes on")
	shut(t, s)
	wantErr(t, s.Export(ctx, io.Discard, []byte(exportPassphrase)), journal.ErrLocked)
}

// FuzzImport reads what is inside the age file into one desk again and again.
func FuzzImport(f *testing.F) {
	_, s, _ := newDesk(f)
	archive := func(files ...string) []byte {
		var b bytes.Buffer
		a := tar.NewWriter(&b)
		for ; len(files) > 0; files = files[2:] {
			a.WriteHeader(&tar.Header{Name: files[0], Size: int64(len(files[1])), Mode: 0o600})
			io.WriteString(a, files[1])
		}
		if err := a.Close(); err != nil {
			f.Fatal(err)
		}
		return b.Bytes()
	}
	index, id := `{"program":"onthaal","export":1}`, journal.ID{1}.String()
	record := `{"id":"` + id + `","kind":"k","on":"1997-03-03","at":"1997-03-03T00:00:00Z","by":"1","body":{"a":1}}`
	f.Add(archive("export.json", index, "journals/"+id+".jsonl", `{"journal":"`+id+`","records":1,"head":{},"draftBase64":""}`+"\n"+record))
	f.Add(archive("export.json", index, "attachments/"+id+"/"+id, "content"))
	f.Add(archive("export.json", index, "journals/"+id+".jsonl", `{"journal":"`+id+`","records":2}`+"\n"+record))
	f.Add(archive("README.txt", "x", "journals/x", "y"))
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, in []byte) {
		i := &importer{ctx: ctx, s: s, tar: tar.NewReader(bytes.NewReader(in))}
		err := i.all()
		for _, ok := range []error{nil, journal.ErrDamaged, journal.ErrNotExport, journal.ErrNewer, journal.ErrTooLarge, journal.ErrConflict} {
			if errors.Is(err, ok) {
				return
			}
		}
		t.Fatal(err)
	})
}

// TestImportBringsTheLedger restores a backup of the desk before beside the one
// that was made of its export.
func TestImportBringsTheLedger(t *testing.T) {
	_, s, recovery := newDesk(t)
	gone, stays := journal.NewID(), journal.NewID()
	add(t, s, gone, 0, "h", "one")
	recs := add(t, s, stays, 0, "h", "two")
	backup, _ := backupOf(t, s)
	if _, err := s.Erase(ctx, gone); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Export(ctx, &b, []byte(exportPassphrase)); err != nil {
		t.Fatal(err)
	}
	v := At(filepath.Join(t.TempDir(), "new"), cheap)
	fresh, _, err := v.Create(ctx, []byte(passphrase), func(s *Store) error {
		return s.Import(ctx, bytes.NewReader(b.Bytes()), []byte(exportPassphrase))
	})
	if err != nil {
		t.Fatal(err)
	}
	wantErased(t, fresh, gone)
	wantRead(t, fresh, stays, recs)
	shut(t, fresh)
	to := At(filepath.Join(t.TempDir(), "to"), cheap)
	r, err := v.Restore(ctx, backup, []byte(recovery), to.dir, nil)
	if err != nil || len(r.Erased) != 1 {
		t.Fatal(r.Erased, err)
	}
	wantErased(t, unlock(t, to, recovery), gone)
	if found, err := v.Check(ctx, []byte(passphrase)); err != nil {
		t.Error(found, err)
	}
}
