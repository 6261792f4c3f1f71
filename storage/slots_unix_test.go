//go:build linux || darwin

package storage

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"onthaal/domain/journal"
)

// changesOfKeys are what a child does with the desk of killDesk, and what opens
// it before and after; "" stands for a secret that opens nothing.
var changesOfKeys = map[string]struct {
	do            func(s *Store) error
	before, after map[string]string
	told          string // by the trail
}{
	"addSlot": {
		func(s *Store) error { _, err := s.AddSlot(ctx, []byte(passphrase), []byte("bea")); return err },
		map[string]string{passphrase: "1", "an": "2", "bea": ""},
		map[string]string{passphrase: "1", "an": "2", "bea": "3"},
		"1 addSlot 3",
	},
	"changeSlot": {
		func(s *Store) error { return s.ChangeSlot(ctx, []byte("an"), []byte("new")) },
		map[string]string{passphrase: "1", "an": "2", "new": ""},
		map[string]string{passphrase: "1", "an": "", "new": "2"},
		"1 changeSlot 2",
	},
	"removeSlot": {
		func(s *Store) error { return s.RemoveSlot(ctx, []byte(passphrase), "2") },
		map[string]string{passphrase: "1", "an": "2"},
		map[string]string{passphrase: "1", "an": ""},
		"1 removeSlot 2",
	},
	"newRecovery": {
		func(s *Store) error { _, err := s.NewRecovery(ctx, []byte(passphrase)); return err },
		map[string]string{passphrase: "1", "an": "2", theCode: "recovery"},
		map[string]string{passphrase: "1", "an": "2", theCode: ""},
		"1 newRecovery recovery",
	},
	"rekey": { // the old desk
		func(s *Store) error { _, err := s.Rekey(ctx, []byte("an"), s.vault.dir+besideNew, nil); return err },
		map[string]string{passphrase: "1", "an": "2", theCode: "recovery"},
		map[string]string{passphrase: "1", "an": "2", theCode: "recovery"},
		"1 rekeyed ",
	},
}

// theCode stands for the recovery code of a desk that is made later.
const theCode = "the recovery code"

// changeKeys is the child: it opens the desk, which takes steps of its own, and
// then dies at the step that it was told.
func changeKeys(v *Vault, do, secret string) error {
	die := step
	step = func(string) {}
	s, err := v.Unlock(ctx, []byte(secret))
	if err != nil {
		return err
	}
	step = die
	return changesOfKeys[do].do(s)
}

// TestKilledWhileKeysChangeOldOrNewOpens kills a process at every step of every
// change of slots and of a re-key.
func TestKilledWhileKeysChangeOldOrNewOpens(t *testing.T) {
	from, s, recovery := newDesk(t)
	must(s.AddSlot(ctx, []byte(recovery), []byte("an")))(t)
	recs := add(t, s, hammered, 0, "h", "one", "two")
	shut(t, s)
	desk := func() *Vault {
		v := At(filepath.Join(t.TempDir(), "desk"), cheap)
		copyDir(t, from.dir, v.dir)
		return v
	}
	// opened opens a desk, wants each secret to open the slot that it should,
	// and gives the last thing that the trail says.
	opened := func(when string, v *Vault, want map[string]string) string {
		t.Helper()
		s := unlock(t, v, passphrase)
		defer shut(t, s)
		for secret, slot := range want {
			if secret == theCode {
				secret = recovery
			}
			if got, err := s.Verify(ctx, []byte(secret)); got != slot || slot != "" && err != nil {
				t.Errorf("%s: a secret opens %q, not %q", when, got, slot)
			}
		}
		wantRead(t, s, hammered, recs)
		if s.at.Epoch != s.header.Epoch {
			t.Errorf("%s: epoch %d of %d", when, s.at.Epoch, s.header.Epoch)
		}
		did := trail(t, s)
		return did[len(did)-1]
	}
	kills := 0
	for do, c := range changesOfKeys {
		v := desk()
		s := unlock(t, v, recovery)
		s.slot = "1"
		steps := stepsOf(t, func() {
			if err := c.do(s); err != nil {
				t.Fatal(err)
			}
		})
		shut(t, s)
		if told := opened(do, v, c.after); told != c.told {
			t.Errorf("%s: the trail says %q", do, told)
		}
		if len(steps) < 3 {
			t.Errorf("%s takes no steps but %v", do, steps)
		}
		for _, at := range steps {
			when := do + ", killed at " + at
			v := desk()
			killedAt(t, at, do, v.dir, passphrase)
			kills++
			want, told := c.before, "1 addSlot 2"
			switch {
			case do == "rekey":
			case at == "slots.noted":
				want, told = c.after, c.told
			case slices.Index(steps, at) >= slices.Index(steps, headerName+" renamed"):
				want, told = c.after, "1 slots "
			}
			if got := opened(when, v, want); got != told {
				t.Errorf("%s: the trail says %q, not %q", when, got, told)
			}
			if do == "rekey" {
				wantRekeyed(t, when, v, recs)
			}
		}
	}
	proof{
		"a kill while passphrases, the recovery code or all keys change leaves the old or the new, never neither",
		"a child is killed at each step on the disk of adding, changing and removing a slot, of a new recovery code and of a re-key",
		fmt.Sprint(kills), "every secret opens what it should, all records are there, the trail agrees",
		"without a kill, each change is carried out",
	}.report(t)
}

// wantRekeyed wants a re-key that was cut off to have left a whole new desk or
// none, and to succeed when it is begun again.
func wantRekeyed(t *testing.T, when string, v *Vault, recs []journal.Record) {
	t.Helper()
	n := At(v.dir+besideNew, cheap)
	if !must(n.Exists())(t) {
		s := unlock(t, v, passphrase)
		if _, err := s.Rekey(ctx, []byte("an"), n.dir, nil); err != nil {
			t.Fatalf("%s, and begun again: %v", when, err)
		}
		shut(t, s)
	}
	s := unlock(t, n, "an")
	wantRead(t, s, hammered, recs)
	shut(t, s)
}
