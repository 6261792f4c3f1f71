package storage

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// cheap is the least cost that the format allows.
var cheap = Options{KDF: Params{Memory: 19 << 10, Time: 1, Threads: 1}}

const passphrase = "een lange wachtzin voor de proef"

var ctx = context.Background()

// newDesk makes a desk and gives its recovery code.
func newDesk(t testing.TB) (v *Vault, s *Store, recovery string) {
	t.Helper()
	v = At(filepath.Join(t.TempDir(), "desk"), cheap)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return v, s, recovery
}

// unlock opens a desk with its recovery code, which costs no time.
func unlock(t testing.TB, v *Vault, secret string) *Store {
	t.Helper()
	s, err := v.Unlock(ctx, []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func shut(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// abandon leaves a store as a killed program leaves it: not sealed.
func abandon(t testing.TB, s *Store) {
	t.Helper()
	s.open.Lock()
	defer s.open.Unlock()
	s.closed = true
	if err := s.shut(false); err != nil {
		t.Fatal(err)
	}
}

func note(body string) journal.Record {
	return journal.Record{ID: journal.NewID(), Kind: "note", On: "1997-03-03", Time: "14:05",
		At: time.Date(1997, 3, 3, 13, 5, 7, 123456789, time.UTC), By: "1", Body: []byte(body)}
}

func add(t testing.TB, s *Store, id journal.ID, after uint64, head string, bodies ...string) []journal.Record {
	t.Helper()
	var recs []journal.Record
	for _, b := range bodies {
		recs = append(recs, note(b))
	}
	if err := s.Append(ctx, id, after, recs, []byte(head)); err != nil {
		t.Fatal(err)
	}
	return recs
}

// wantRead wants a journal to hold exactly these records.
func wantRead(t testing.TB, s *Store, id journal.ID, want []journal.Record) {
	t.Helper()
	got, err := s.Read(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(want, got) { // cmp takes seconds over large bodies
		t.Fatalf("journal %v (-want +got):\n%s", id, cmp.Diff(want, got))
	}
}

// snapshot describes every file under a folder: name, mode, size and content.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := e.Info()
		if err != nil {
			return err
		}
		var b []byte
		if e.Type().IsRegular() {
			if b, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		rel, _ := filepath.Rel(dir, path)
		m[rel] = fmt.Sprintf("%v %d %x", fi.Mode(), len(b), sha256.Sum256(b))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wantSame(t testing.TB, dir string, before map[string]string) {
	t.Helper()
	if d := cmp.Diff(before, snapshot(t, dir)); d != "" {
		t.Errorf("the folder changed (-before +after):\n%s", d)
	}
}

func copyDir(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func readAttachment(s *Store, id, attachment journal.ID) ([]byte, error) {
	r, err := s.Attachment(ctx, id, attachment)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}

func TestWhatIsAppendedComesBackAfterReopening(t *testing.T) {
	v, s, recovery := newDesk(t)
	a, b := journal.NewID(), journal.NewID()
	if s.Slot() != "1" {
		t.Errorf("slot %q after Create", s.Slot())
	}
	recs := add(t, s, a, 0, "head of a", "one", "", strings.Repeat("\x00\xff\n", 1000))
	recs[1].Body = nil // an empty body is no body
	recs = append(recs, add(t, s, a, 3, "newer head of a", "four")...)
	other := add(t, s, b, 0, "head of b", strings.Repeat("x", journal.MaxBody))
	if err := s.SetDraft(ctx, b, []byte("half a sent")); err != nil {
		t.Fatal(err)
	}
	check := func(s *Store) {
		t.Helper()
		wantRead(t, s, a, recs)
		wantRead(t, s, b, other)
		wantRead(t, s, journal.NewID(), nil)
		heads, err := s.Heads(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got := map[journal.ID]string{}
		for _, h := range heads {
			got[h.Journal] = fmt.Sprint(h.Seq, " ", string(h.Data))
		}
		if d := cmp.Diff(map[journal.ID]string{a: "4 newer head of a", b: "1 head of b"}, got); d != "" {
			t.Error(d)
		}
		if d, err := s.Draft(ctx, b); string(d) != "half a sent" || err != nil {
			t.Errorf("draft %q, %v", d, err)
		}
		if d, err := s.Draft(ctx, a); d != nil || err != nil {
			t.Errorf("draft %q, %v", d, err)
		}
	}
	check(s)
	shut(t, s)
	for secret, slot := range map[string]string{
		passphrase: "1",
		recovery:   "recovery",
		" " + strings.ToLower(strings.ReplaceAll(recovery, "-", " ")) + "\n": "recovery",
	} {
		s := unlock(t, v, secret)
		if s.Slot() != slot {
			t.Errorf("slot %q, want %q", s.Slot(), slot)
		}
		check(s)
		shut(t, s)
	}
	found, err := v.Check(ctx, []byte(recovery))
	if found != nil || err != nil {
		t.Errorf("Check: %v, %v", found, err)
	}
}

func TestTheDeskAfterACrashIsWalkedAndWhole(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	recs := add(t, s, id, 0, "h", "one", "two")
	for i, d := range [][]byte{[]byte("x"), nil, []byte("xy"), {}} {
		if err := s.SetDraft(ctx, journal.ID{byte(i / 2)}, d); err != nil {
			t.Fatal(err)
		}
	}
	abandon(t, s)
	s = unlock(t, v, recovery)
	wantRead(t, s, id, recs)
	recs = append(recs, add(t, s, id, 2, "h3", "three")...)
	abandon(t, s)
	s = unlock(t, v, recovery)
	wantRead(t, s, id, recs)
	if d, err := s.Draft(ctx, journal.ID{1}); d == nil || len(d) != 0 || err != nil {
		t.Errorf("an empty draft came back as %v, %v", d, err)
	}
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); found != nil || err != nil {
		t.Errorf("Check: %v, %v", found, err)
	}
}

func TestAppendThatMissedARecordIsRefused(t *testing.T) {
	_, s, _ := newDesk(t)
	id := journal.NewID()
	recs := add(t, s, id, 0, "h", "one", "two")
	for _, after := range []uint64{0, 1, 3, 1 << 63} {
		wantErr(t, s.Append(ctx, id, after, []journal.Record{note("x")}, nil), journal.ErrConflict)
	}
	wantErr(t, s.Append(ctx, journal.NewID(), 1, []journal.Record{note("x")}, nil), journal.ErrConflict)
	wantRead(t, s, id, recs)
	if err := s.Append(ctx, id, 2, nil, []byte("only the head")); err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx)
	if err != nil || len(heads) != 1 || heads[0].Seq != 2 || string(heads[0].Data) != "only the head" {
		t.Errorf("heads %v, %v", heads, err)
	}
}

func TestTooLargeIsRefusedAndNothingIsWritten(t *testing.T) {
	_, s, _ := newDesk(t)
	id := journal.NewID()
	big := note(strings.Repeat("x", journal.MaxBody+1))
	wantErr(t, s.Append(ctx, id, 0, []journal.Record{note("a"), big}, nil), journal.ErrTooLarge)
	wantErr(t, s.Append(ctx, id, 0, nil, big.Body), journal.ErrTooLarge)
	wantErr(t, s.SetDraft(ctx, id, big.Body), journal.ErrTooLarge)
	long := note("")
	long.Kind = strings.Repeat("k", maxFields)
	wantErr(t, s.Append(ctx, id, 0, []journal.Record{long}, nil), journal.ErrTooLarge)
	var many []journal.Record
	for range 5 {
		many = append(many, note(strings.Repeat("x", journal.MaxBody)))
	}
	wantErr(t, s.Append(ctx, id, 0, many, nil), journal.ErrTooLarge)
	wantRead(t, s, id, nil)
	if err := s.Append(ctx, id, 0, many[:3], nil); err != nil {
		t.Errorf("three full bodies in one Append: %v", err)
	}
	bad := note("")
	bad.By = "\xff"
	if s.Append(ctx, id, 3, []journal.Record{bad}, nil) == nil {
		t.Error("a field that JSON would change was accepted")
	}
	wantRead(t, s, id, many[:3])
}

func TestAfterCloseEverythingIsLocked(t *testing.T) {
	_, s, _ := newDesk(t)
	shut(t, s)
	id := journal.NewID()
	_, err := s.Heads(ctx)
	wantErr(t, err, journal.ErrLocked)
	_, err = s.Read(ctx, id)
	wantErr(t, err, journal.ErrLocked)
	_, err = s.Draft(ctx, id)
	wantErr(t, err, journal.ErrLocked)
	wantErr(t, s.SetDraft(ctx, id, nil), journal.ErrLocked)
	wantErr(t, s.Append(ctx, id, 0, nil, nil), journal.ErrLocked)
	wantErr(t, s.Close(), journal.ErrLocked)
	if s.keys.wrap[0]|s.keys.wrap[1]|s.keys.wrap[31] != 0 {
		t.Error("a key is still in memory")
	}
}

func TestCancelledCallsDoNothing(t *testing.T) {
	v, s, recovery := newDesk(t)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	id := journal.NewID()
	wantErr(t, s.Append(gone, id, 0, []journal.Record{note("x")}, nil), context.Canceled)
	wantRead(t, s, id, nil)
	shut(t, s)
	before := snapshot(t, v.dir)
	_, err := v.Unlock(gone, []byte(recovery))
	wantErr(t, err, context.Canceled)
	wantSame(t, v.dir, before)
	fresh := At(filepath.Join(t.TempDir(), "new"), cheap)
	_, _, err = fresh.Create(gone, []byte(passphrase), nil)
	wantErr(t, err, context.Canceled)
	if _, err := os.Stat(fresh.dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a cancelled Create left %v", err)
	}
}

// TestConcurrentUseIsSafe has several writers, each with a journal of its own,
// a journal that all share, and one that it begins, attaches to and erases,
// while others read, verify and back up.
func TestConcurrentUseIsSafe(t *testing.T) {
	v, s, recovery := newDesk(t)
	const writers, each = 4, 12
	shared := journal.NewID()
	write := func(own journal.ID, w, i int) error {
		if err := s.Append(ctx, own, uint64(i), []journal.Record{note("own")}, nil); err != nil {
			return err
		}
		for {
			recs, err := s.Read(ctx, shared)
			if err == nil {
				err = s.Append(ctx, shared, uint64(len(recs)), []journal.Record{note(fmt.Sprint(w))}, nil)
			}
			if err == nil {
				break
			}
			if !errors.Is(err, journal.ErrConflict) {
				return err
			}
		}
		if i%4 != 0 {
			return s.Note(ctx, "print", own, "")
		}
		gone, file := journal.NewID(), strings.Repeat("file", 100_000)
		a, err := s.Attach(ctx, gone, strings.NewReader(file))
		if err != nil {
			return err
		}
		if b, err := readAttachment(s, gone, a.ID); err != nil || string(b) != file {
			return fmt.Errorf("the attachment came back as %d bytes, %w", len(b), err)
		}
		if _, err := s.Erase(ctx, gone); err != nil {
			return err
		}
		if _, err := readAttachment(s, gone, a.ID); !errors.Is(err, journal.ErrErased) {
			return fmt.Errorf("after the erasure: %w", err)
		}
		return nil
	}
	look := func() error {
		_, err := s.Heads(ctx)
		if err == nil {
			_, err = s.VerifyAudit(ctx)
		}
		if err == nil {
			_, err = s.Audit(ctx, 0, 0)
		}
		if err == nil {
			_, err = s.Backup(ctx, filepath.Join(t.TempDir(), "backup"), nil)
		}
		return err
	}
	errs := make(chan error, writers+1)
	for w := range writers {
		go func() {
			own, err := journal.NewID(), error(nil)
			for i := 0; i < each && err == nil; i++ {
				err = write(own, w, i)
			}
			errs <- err
		}()
	}
	go func() {
		var err error
		for i := 0; i < 3 && err == nil; i++ {
			err = look()
		}
		errs <- err
	}()
	for range writers + 1 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	recs, err := s.Read(ctx, shared)
	if err != nil || len(recs) != writers*each {
		t.Errorf("%d records, %v", len(recs), err)
	}
	heads, err := s.Heads(ctx)
	if err != nil || len(heads) != writers+1 {
		t.Errorf("%d heads, %v", len(heads), err)
	}
	abandon(t, s)
	shut(t, unlock(t, v, recovery))
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
}
