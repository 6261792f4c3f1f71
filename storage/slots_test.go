package storage

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onthaal/domain/journal"
)

// must gives what a call gave that may not fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wantOpens wants each secret to open a desk by its slot; "" for one that opens
// nothing.
func wantOpens(t testing.TB, v *Vault, slots map[string]string) {
	t.Helper()
	for secret, slot := range slots {
		s, err := v.Unlock(ctx, []byte(secret))
		if slot == "" {
			wantErr(t, err, journal.ErrWrongPassphrase)
		} else if err != nil || s.Slot() != slot {
			t.Errorf("slot %s: %v", slot, err)
		}
		if err == nil {
			shut(t, s)
		}
	}
}

// trail gives what the audit trail says, but for appends.
func trail(t testing.TB, s *Store) (did []string) {
	t.Helper()
	for _, e := range must(s.Audit(ctx, 0, 0))(t) {
		if e.What != didAppend {
			did = append(did, e.Slot+" "+e.What+" "+e.Detail)
		}
	}
	return did
}

func TestEachCounsellorOpensTheDeskByHerOwnPassphrase(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	recs := add(t, s, id, 0, "h", "one")
	for i, p := range []string{"an", "bea"} {
		got := must(s.AddSlot(ctx, []byte(recovery), []byte(p)))(t)
		if want := []string{"2", "3"}[i]; got != want {
			t.Errorf("slot %s, want %s", got, want)
		}
	}
	want := []journal.Slot{{ID: "1", Kind: "passphrase"}, {ID: "recovery", Kind: "recovery"}, {ID: "2", Kind: "passphrase"}, {ID: "3", Kind: "passphrase"}}
	if d := cmp.Diff(want, s.Slots()); d != "" {
		t.Error(d)
	}
	shut(t, s)
	wantOpens(t, v, map[string]string{passphrase: "1", "an": "2", "bea": "3", recovery: "recovery", "carla": ""})
	s = unlock(t, v, recovery)
	wantRead(t, s, id, recs)
	if d := cmp.Diff([]string{"1 addSlot 2", "1 addSlot 3"}, trail(t, s)); d != "" {
		t.Error(d)
	}
}

func TestRemovedSlotOpensNothingAndItsNumberIsNotUsedAgain(t *testing.T) {
	v, s, recovery := newDesk(t)
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	if err := s.RemoveSlot(ctx, []byte(recovery), "2"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Verify(ctx, []byte("an"))
	wantErr(t, err, journal.ErrWrongPassphrase)
	if id := must(s.AddSlot(ctx, []byte(recovery), []byte("bea")))(t); id != "3" {
		t.Errorf("slot %s", id)
	}
	shut(t, s)
	wantOpens(t, v, map[string]string{passphrase: "1", "an": "", "bea": "3", recovery: "recovery"})
	s = unlock(t, v, recovery)
	if d := cmp.Diff([]string{"1 addSlot 2", "1 removeSlot 2", "1 addSlot 3"}, trail(t, s)); d != "" {
		t.Error(d)
	}
}

func TestLastPassphraseAndRecoveryCodeStay(t *testing.T) {
	v, s, recovery := newDesk(t)
	before := must(os.ReadFile(filepath.Join(v.dir, headerName)))(t)
	wantErr(t, s.RemoveSlot(ctx, []byte(recovery), "1"), journal.ErrLastSlot)
	wantErr(t, s.RemoveSlot(ctx, []byte(recovery), "recovery"), journal.ErrLastSlot)
	wantErr(t, s.RemoveSlot(ctx, []byte(recovery), "2"), journal.ErrNoSlot)
	if after := must(os.ReadFile(filepath.Join(v.dir, headerName)))(t); string(after) != string(before) {
		t.Error("the header changed")
	}
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	if err := s.RemoveSlot(ctx, []byte(recovery), "1"); err != nil {
		t.Errorf("one of two: %v", err)
	}
	wantErr(t, s.RemoveSlot(ctx, []byte(recovery), "2"), journal.ErrLastSlot)
	shut(t, s)
	wantOpens(t, v, map[string]string{passphrase: "", "an": "2", recovery: "recovery"})
}

func TestPassphraseIsChanged(t *testing.T) {
	v, s, recovery := newDesk(t)
	if err := s.ChangeSlot(ctx, []byte(passphrase), []byte("new")); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	wantOpens(t, v, map[string]string{passphrase: "", "new": "1", recovery: "recovery"})

	s = unlock(t, v, recovery) // who has forgotten hers has the code
	if err := s.ChangeSlot(ctx, []byte(recovery), []byte("newer")); err != nil {
		t.Fatal(err)
	}
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	wantErr(t, s.ChangeSlot(ctx, []byte(recovery), []byte("whose?")), journal.ErrNoSlot)
	wantErr(t, s.ChangeSlot(ctx, []byte("an"), []byte("newer")), journal.ErrPassphraseTaken)
	_, err := s.AddSlot(ctx, []byte("an"), []byte("an"))
	wantErr(t, err, journal.ErrPassphraseTaken)
	wantErr(t, s.ChangeSlot(ctx, []byte("an"), nil), errNoPassphrase)
	shut(t, s)
	wantOpens(t, v, map[string]string{"new": "", "newer": "1", "an": "2"})
	s = unlock(t, v, recovery)
	if d := cmp.Diff([]string{"1 changeSlot 1", "recovery changeSlot 1", "recovery addSlot 2"}, trail(t, s)); d != "" {
		t.Error(d)
	}
}

func TestRecoveryCodeIsReplaced(t *testing.T) {
	v, s, old := newDesk(t)
	_, err := s.NewRecovery(ctx, []byte(old))
	wantErr(t, err, journal.ErrWrongPassphrase)
	code := must(s.NewRecovery(ctx, []byte(passphrase)))(t)
	if _, err := ParseRecovery(code); err != nil || code == old {
		t.Errorf("%q, %v", code, err)
	}
	shut(t, s)
	wantOpens(t, v, map[string]string{passphrase: "1", old: "", code: "recovery"})
}

func TestSecondReaderIsNamedAndNothingChanges(t *testing.T) {
	v, s, recovery := newDesk(t)
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	before := snapshot(t, v.dir)
	for secret, want := range map[string]string{passphrase: "1", "an": "2", recovery: "recovery"} {
		if slot, err := s.Verify(ctx, []byte(secret)); slot != want || err != nil {
			t.Errorf("%q, %v; want %s", slot, err, want)
		}
	}
	for _, secret := range []string{"", "wrong", "An"} {
		slot, err := s.Verify(ctx, []byte(secret))
		wantErr(t, err, journal.ErrWrongPassphrase)
		if slot != "" {
			t.Errorf("a wrong passphrase is %q's", slot)
		}
	}
	wantSame(t, v.dir, before)
	if s.Slot() != "1" {
		t.Errorf("the desk is %s's now", s.Slot())
	}
}

func TestWrongSecretChangesNoSlotAndNoFile(t *testing.T) {
	v, s, _ := newDesk(t)
	before := snapshot(t, v.dir)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for _, c := range []struct {
		ctx    context.Context
		secret string
		want   error
	}{{ctx, "wrong", journal.ErrWrongPassphrase}, {ctx, "", journal.ErrWrongPassphrase}, {gone, passphrase, context.Canceled}} {
		secret := []byte(c.secret)
		_, err := s.AddSlot(c.ctx, secret, []byte("new"))
		wantErr(t, err, c.want)
		wantErr(t, s.ChangeSlot(c.ctx, secret, []byte("new")), c.want)
		wantErr(t, s.RemoveSlot(c.ctx, secret, "1"), c.want)
		_, err = s.NewRecovery(c.ctx, secret)
		wantErr(t, err, c.want)
		_, err = s.Verify(c.ctx, secret)
		wantErr(t, err, c.want)
	}
	wantSame(t, v.dir, before)
	shut(t, s)
	_, err := s.AddSlot(ctx, []byte(passphrase), []byte("new"))
	wantErr(t, err, journal.ErrLocked)
	wantOpens(t, v, map[string]string{passphrase: "1", "new": ""})
}

func TestFullDiskLeavesSlotsAsTheyAre(t *testing.T) {
	v, s, recovery := newDesk(t)
	free := v.free
	v.free = func(string) (uint64, error) { return 1 << 20, nil }
	before := snapshot(t, v.dir)
	_, err := s.AddSlot(ctx, []byte(recovery), []byte("an"))
	wantErr(t, err, journal.ErrFull)
	wantSame(t, v.dir, before)
	v.free = free
	shut(t, s)
	wantOpens(t, v, map[string]string{"an": "", recovery: "recovery"})
}

// TestOlderHeaderIsFoundOut puts the header of before a slot was removed back,
// alone and with whatever else of that day does not make it a whole older desk.
func TestOlderHeaderIsFoundOut(t *testing.T) {
	v, s, recovery := newDesk(t)
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	read := func(name string) []byte { return must(os.ReadFile(filepath.Join(v.dir, name)))(t) }
	oldHeader, oldTip := read(headerName), read(tipName)
	if err := s.RemoveSlot(ctx, []byte(recovery), "2"); err != nil {
		t.Fatal(err)
	}
	put := func(name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(v.dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(when string) {
		t.Helper()
		for _, secret := range []string{"an", recovery} {
			_, err := v.Unlock(ctx, []byte(secret))
			if found := journal.Findings(err); len(found) != 1 || found[0].Key != "headerOlder" {
				t.Errorf("%s: %v", when, err)
			}
		}
	}
	abandon(t, s)
	newHeader := read(headerName)
	put(headerName, oldHeader)
	refused("after a crash")
	put(tipName, oldTip)
	refused("after a crash, with its tip")
	put(headerName, newHeader)
	wantOpens(t, v, map[string]string{"an": "", recovery: "recovery"})

	put(headerName, oldHeader)
	before := snapshot(t, v.dir)
	refused("after a clean close")
	wantSame(t, v.dir, before)
	os.Remove(filepath.Join(v.dir, sealName))
	put(tipName, oldTip)
	refused("after a clean close that was made to look like a crash")
	put(headerName, newHeader)
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Errorf("with its own header again: %v, %v", found, err)
	}
}

func TestSlotsChangeWhileTheDeskIsInUse(t *testing.T) {
	v, s, recovery := newDesk(t)
	id := journal.NewID()
	done := make(chan error, 3)
	go func() {
		for i := range 20 {
			if err := s.Append(ctx, id, uint64(i), []journal.Record{note("x")}, nil); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for _, p := range []string{"an", "bea"} {
		go func() { _, err := s.AddSlot(ctx, []byte(recovery), []byte(p)); done <- err }()
	}
	for range 3 {
		s.Slots()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.Slots()); n != 4 {
		t.Errorf("%d slots", n)
	}
	abandon(t, s)
	s = unlock(t, v, recovery) // the chain tells of both
	if n := len(trail(t, s)); n != 2 {
		t.Errorf("%d links about slots", n)
	}
	shut(t, s)
	for _, p := range []string{"an", "bea"} {
		shut(t, unlock(t, v, p))
	}
}
