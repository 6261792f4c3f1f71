//go:build linux || darwin

package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// fileOf gives a file of a size, the same each time.
func fileOf(size int) []byte {
	b := make([]byte, size)
	rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func attach(t testing.TB, s *Store, id journal.ID, file []byte) journal.Attachment {
	t.Helper()
	a, err := s.Attach(ctx, id, bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(file); a.Size != int64(len(file)) || !bytes.Equal(a.SHA256, sum[:]) {
		t.Fatalf("%d bytes attached as %d, %x", len(file), a.Size, a.SHA256)
	}
	return a
}

// rowsIn counts the rows of a table.
func rowsIn(t testing.TB, s *Store, table table) (n int) {
	t.Helper()
	err := s.db.View(func(txn *badger.Txn) error {
		return each(ctx, txn, []byte{byte(table)}, func(_, box []byte) error {
			if n++; len(box) >= maxRow {
				t.Errorf("a row of %d bytes is for the value log", len(box))
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAttachmentComesBackByteForByte(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	sizes := []int{0, 1, 1000, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 3*chunkSize + 1, 2 << 20}
	ids := map[int]journal.ID{}
	for _, n := range sizes {
		ids[n] = attach(t, s, id, fileOf(n)).ID
	}
	check := func() {
		t.Helper()
		for _, n := range sizes {
			if got, err := readAttachment(s, id, ids[n]); err != nil || !bytes.Equal(got, fileOf(n)) {
				t.Errorf("of %d bytes came %d back, %v", n, len(got), err)
			}
		}
	}
	check()
	r, err := s.Attachment(ctx, id, ids[2<<20])
	if err != nil {
		t.Fatal(err)
	}
	if err := iotest.TestReader(r, fileOf(2<<20)); err != nil {
		t.Error(err)
	}
	abandon(t, s)
	s = unlock(t, v, recovery)
	check()
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
	s = unlock(t, v, recovery)
	check()
	if n, want := rowsIn(t, s, tableFile), 0+1+1+1+1+2+3+4+9+len(sizes); n != want {
		t.Errorf("%d rows, want %d", n, want)
	}
}

func TestAttachmentIsBoundedAndNothingOfItStays(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	broken := errors.New("the stick was pulled out")
	cancelled, cancel := context.WithCancel(ctx)
	for what, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want error
	}{
		"too large":    {ctx, io.LimitReader(zeros{}, journal.MaxAttachment+1), journal.ErrTooLarge},
		"endless":      {ctx, zeros{}, journal.ErrTooLarge},
		"breaks":       {ctx, io.MultiReader(bytes.NewReader(fileOf(4*chunkSize)), iotest.ErrReader(broken)), broken},
		"is cancelled": {cancelled, io.MultiReader(bytes.NewReader(fileOf(4*chunkSize)), does(cancel), zeros{}), context.Canceled},
	} {
		if _, err := s.Attach(c.ctx, id, c.r); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", what, err)
		}
		if n := rowsIn(t, s, tableFile); n != 0 {
			t.Errorf("%s: %d rows stayed", what, n)
		}
	}
	a, err := s.Attach(ctx, id, io.LimitReader(zeros{}, journal.MaxAttachment))
	if err != nil || a.Size != journal.MaxAttachment {
		t.Errorf("the largest: %v, %v", a, err)
	}
	abandon(t, s)
	s = unlock(t, v, recovery)
	if got, err := readAttachment(s, id, a.ID); len(got) != journal.MaxAttachment || err != nil {
		t.Errorf("the largest: %d bytes, %v", len(got), err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// does is a reader that does something and is empty.
type does func()

func (f does) Read([]byte) (int, error) { f(); return 0, io.EOF }

// TestAttachmentOfALockedDeskIsGone closes the desk in the middle of one, as a
// counsellor who leaves does.
func TestAttachmentOfALockedDeskIsGone(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	r := io.MultiReader(bytes.NewReader(fileOf(4*chunkSize)), does(func() {
		if n := rowsIn(t, s, tableFile); n != 3 {
			t.Errorf("%d rows half-way", n)
		}
		shut(t, s)
	}), bytes.NewReader(fileOf(9*chunkSize)))
	_, err := s.Attach(ctx, id, r)
	wantErr(t, err, journal.ErrLocked)
	s = unlock(t, v, recovery)
	if n := rowsIn(t, s, tableFile); n != 0 {
		t.Errorf("%d rows stayed", n)
	}
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
}

func TestAttachmentThatWasCutOffIsRemoved(t *testing.T) {
	v, s, recovery := newDesk(t)
	whole := attach(t, s, hammered, fileOf(chunkSize+7))
	shut(t, s)
	killedAt(t, "attach.part", "attach", v.dir, recovery)
	s = unlock(t, v, recovery)
	if n := rowsIn(t, s, tableFile); n != 3 {
		t.Errorf("%d rows, want those of the whole one", n)
	}
	if got, err := readAttachment(s, hammered, whole.ID); err != nil || !bytes.Equal(got, fileOf(chunkSize+7)) {
		t.Error(len(got), err)
	}
	events, err := s.Audit(ctx, 0, 0)
	var did []string
	for _, e := range events {
		did = append(did, e.What)
	}
	if got := strings.Join(did, " "); err != nil || got != "attach attaching clear" {
		t.Errorf("the trail says %q, %v", got, err)
	}
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
}

// TestAttachmentThatWasComingIsNotRestored makes a backup in the middle of one.
func TestAttachmentThatWasComingIsNotRestored(t *testing.T) {
	v, s, recovery := newDesk(t)
	id, file := journal.NewID(), filepath.Join(t.TempDir(), "backup")
	whole := attach(t, s, id, fileOf(10))
	_, err := s.Attach(ctx, id, io.MultiReader(bytes.NewReader(fileOf(4*chunkSize)), does(func() {
		if _, err := s.Backup(ctx, file, nil); err != nil {
			t.Error(err)
		}
	}), bytes.NewReader(fileOf(9))))
	if err != nil {
		t.Fatal(err)
	}
	if n := rowsIn(t, s, tableFile); n != 2+6 { // the control
		t.Errorf("%d rows", n)
	}
	to := filepath.Join(t.TempDir(), "restored")
	if _, err := v.Restore(ctx, file, []byte(recovery), to, nil); err != nil {
		t.Fatal(err)
	}
	s = unlock(t, At(to, cheap), recovery)
	if n := rowsIn(t, s, tableFile); n != 2 {
		t.Errorf("%d rows were restored", n)
	}
	if got, err := readAttachment(s, id, whole.ID); len(got) != 10 || err != nil {
		t.Error(len(got), err)
	}
}

func TestAttachmentThatWasTamperedWithIsFound(t *testing.T) {
	id := journal.ID{1}
	file := fileOf(5 * chunkSize)
	v, s, recovery := newDesk(t)
	a, other := attach(t, s, id, file), attach(t, s, id, fileOf(5*chunkSize))
	at := func(a journal.Attachment, n uint64) place {
		return place{table: tableFile, journal: id, attachment: a.ID, number: n}
	}
	shut(t, s)
	for what, do := range map[string]func(box func(place) []byte, set func(place, []byte)){
		"two chunks swapped": func(box func(place) []byte, set func(place, []byte)) {
			two, three := box(at(a, 2)), box(at(a, 3))
			set(at(a, 2), three)
			set(at(a, 3), two)
		},
		"a chunk gone":          func(_ func(place) []byte, set func(place, []byte)) { set(at(a, 2), nil) },
		"the last chunk gone":   func(_ func(place) []byte, set func(place, []byte)) { set(at(a, 5), nil) },
		"the marker gone":       func(_ func(place) []byte, set func(place, []byte)) { set(at(a, 0), nil) },
		"a bit":                 func(box func(place) []byte, set func(place, []byte)) { set(at(a, 4), flip(999)(box(at(a, 4)))) },
		"a bit of the marker":   func(box func(place) []byte, set func(place, []byte)) { set(at(a, 0), flip(50)(box(at(a, 0)))) },
		"a chunk of another":    func(box func(place) []byte, set func(place, []byte)) { set(at(a, 1), box(at(other, 1))) },
		"the marker of another": func(box func(place) []byte, set func(place, []byte)) { set(at(a, 0), box(at(other, 0))) },
	} {
		dir := filepath.Join(t.TempDir(), "copy")
		copyDir(t, v.dir, dir)
		v := At(dir, cheap)
		s := unlock(t, v, recovery)
		if got, err := readAttachment(s, id, a.ID); err != nil || !bytes.Equal(got, file) { // the control
			t.Fatal(len(got), err)
		}
		err := s.db.Update(func(txn *badger.Txn) error {
			do(func(p place) []byte {
				box, err := get(txn, p)
				if err != nil || box == nil {
					t.Fatal(p, err)
				}
				return box
			}, func(p place, box []byte) {
				err := txn.Delete(p.key())
				if box != nil {
					err = txn.Set(p.key(), box)
				}
				if err != nil {
					t.Fatal(err)
				}
			})
			return nil
		})
		if err != nil && !errors.Is(err, badger.ErrTxnTooBig) {
			t.Fatal(err)
		}
		if got, err := readAttachment(s, id, a.ID); !errors.Is(err, journal.ErrDamaged) || len(got) >= len(file) {
			t.Errorf("%s: %d bytes came back, %v", what, len(got), err)
		}
		if got, err := readAttachment(s, id, other.ID); err != nil || !bytes.Equal(got, file) {
			t.Errorf("%s: of the other, %d bytes, %v", what, len(got), err)
		}
		abandon(t, s)
		if _, err := v.Unlock(ctx, []byte(recovery)); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: the walk said %v", what, err)
		}
	}
}

// TestMarkerOfSomethingElseIsFound has the program itself write what is not
// so, which the chain alone would not find.
func TestMarkerOfSomethingElseIsFound(t *testing.T) {
	sum := sha256.Sum256(nil)
	for what, m := range map[string]marker{
		"a chunk too many": {3, 2*chunkSize + 1, sum},
		"a chunk too few":  {1, chunkSize, sha256.Sum256(fileOf(chunkSize))},
		"another digest":   {2, 2 * chunkSize, sum},
		"another size":     {2, 2*chunkSize - 1, sha256.Sum256(fileOf(2 * chunkSize))},
	} {
		v, s, recovery := newDesk(t)
		id, a := journal.NewID(), place{table: tableFile, attachment: journal.NewID()}
		a.journal = id
		err := s.write(ctx, journal.Event{What: didAttach, Journal: id}, func(c *change) error {
			jk, err := c.journalKey(id)
			if err == nil {
				err = c.put(jk, a, m.encode(), floorInternal)
			}
			for n, chunk := range [][]byte{fileOf(2 * chunkSize)[:chunkSize], fileOf(2 * chunkSize)[chunkSize:]} {
				a := a
				if a.number = uint64(n) + 1; err == nil {
					err = c.put(jk, a, chunk, floorContent)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		// A marker that is true of the first chunks is all that reading sees.
		if _, err := readAttachment(s, id, a.attachment); !errors.Is(err, journal.ErrDamaged) && what != "a chunk too few" {
			t.Errorf("%s: read: %v", what, err)
		}
		shut(t, s)
		if found, err := v.Check(ctx, []byte(recovery)); !errors.Is(err, journal.ErrDamaged) || len(found) == 0 {
			t.Errorf("%s: checked: %v", what, err)
		}
	}
}

func TestAttachmentsAreErasedWithTheirJournal(t *testing.T) {
	v, s, recovery := newDesk(t)
	id, other := journal.NewID(), journal.NewID()
	a, b := attach(t, s, id, fileOf(4*chunkSize)), attach(t, s, other, fileOf(10))
	// One that is still coming when the journal's key goes.
	_, err := s.Attach(ctx, id, io.MultiReader(bytes.NewReader(fileOf(4*chunkSize)), does(func() {
		list := []Erased{{Journal: id}}
		if err := errors.Join(s.enterLedger(ctx, list), s.forgetKey(ctx, didErase, list[0])); err != nil {
			t.Error(err)
		}
	}), bytes.NewReader(fileOf(9))))
	wantErr(t, err, journal.ErrErased)
	if _, err := s.VerifyAudit(ctx); err != nil {
		t.Error(err)
	}
	if _, err := s.Erase(ctx, id); err != nil {
		t.Error(err)
	}
	wantErased(t, s, id)
	_, err = readAttachment(s, id, a.ID)
	wantErr(t, err, journal.ErrErased)
	_, err = s.Attach(ctx, id, bytes.NewReader(fileOf(9)))
	wantErr(t, err, journal.ErrErased)
	abandon(t, s)
	s = unlock(t, v, recovery)
	if got, err := readAttachment(s, other, b.ID); len(got) != 10 || err != nil {
		t.Error(len(got), err)
	}
	if n := rowsIn(t, s, tableFile); n != 2 {
		t.Errorf("%d rows", n)
	}
	shut(t, s)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Error(found, err)
	}
}

func FuzzMarker(f *testing.F) {
	f.Add(marker{2, chunkSize + 1, [32]byte{1}}.encode())
	f.Add(make([]byte, markerSize))
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, ok := decodeMarker(b); ok && (!bytes.Equal(m.encode(), b) || m.chunks > maxChunks || m.size > int64(m.chunks)*chunkSize) {
			t.Fatalf("accepted %x", b)
		}
	})
}

// TestAttachmentThatIsDetachedIsGone and leaves the desk whole.
func TestAttachmentThatIsDetachedIsGone(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	a, b := attach(t, s, id, fileOf(9*chunkSize)), attach(t, s, id, fileOf(10))
	for range 2 { // once more is nothing to do
		if err := s.Detach(ctx, id, a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := readAttachment(s, id, a.ID); err == nil {
		t.Errorf("%d bytes are still there", len(got))
	}
	if got, err := readAttachment(s, id, b.ID); len(got) != 10 || err != nil {
		t.Errorf("the other one: %d bytes, %v", len(got), err)
	}
	if _, err := s.VerifyAudit(ctx); err != nil {
		t.Error(err)
	}
	events, err := s.Audit(ctx, 0, 0)
	if err != nil || events[len(events)-1].What != didDetach {
		t.Errorf("the trail ends with %+v, %v", events[len(events)-1], err)
	}
	abandon(t, s)
	s = unlock(t, v, recovery)
	if n := rowsIn(t, s, tableFile); n != 2 {
		t.Errorf("%d rows are left", n)
	}
}
