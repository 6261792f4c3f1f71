package desk_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
)

func codes(t *testing.T, b *desktest.Bench, search string) string {
	t.Helper()
	rows, err := b.Cases(search)
	return codesOf(t, rows, err)
}

func TestTheLikeliestCaseComesFirstAndThoseWithoutSearchByDay(t *testing.T) {
	b := bench(t, desk.Settings{})
	var code []string
	for i, name := range []string{"Hoxhaj", "Hoxha Ben", "Müller", "Hoxha", "Muller"} {
		_, c := rich(t, b, `"Testaj"`, `"`+name+`"`, `"Ana Fiktiva"`, `""`, "1997-02-28", fmt.Sprintf("1997-03-%02d", 10-i))
		code = append(code, c)
	}
	for search, want := range map[string][]int{
		"hoxha": {3, 1, 0}, "Mueller": {2, 4}, "muller": {4, 2}, "": {0, 1, 2, 3, 4}, " ": {0, 1, 2, 3, 4},
	} {
		var w []string
		for _, i := range want {
			w = append(w, code[i])
		}
		if got := codes(t, b, search); got != strings.Join(w, " ") {
			t.Errorf("%q: %s, want %s", search, got, w)
		}
	}
}

// A head is only a summary: one that cannot be read is made again, and
// everything is found and due as before.
func TestHeadsOfAnotherVersionAreMadeAgain(t *testing.T) {
	b := bench(t, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "An Voorbeeld", Scale: 130})
	id, ana := rich(t, b)
	record(t, b, id, example(t, "document"))
	rich(t, b, `"Testaj"`, `"Đorđević"`)
	stopped, _ := rich(t, b)
	record(t, b, stopped, `{"kind":"triage","assessment":"5.3"}`)
	rows, err := b.Cases("")
	agenda, err2 := b.Agenda()
	if err != nil || err2 != nil || len(rows) != 3 || len(agenda.Tasks) == 0 {
		t.Fatal(rows, agenda, err, err2)
	}
	settings := b.Settings()
	for what, change := range map[string]func([]byte) []byte{
		"as they are":     bytes.Clone,
		"empty":           func([]byte) []byte { return nil },
		"of JSON":         func([]byte) []byte { return []byte(`{"kind":"case"}`) },
		"of another time": func(h []byte) []byte { return append([]byte{h[0] + 1}, h[1:]...) },
		"cut short":       func(h []byte) []byte { return h[:len(h)-1] },
		"too long":        func(h []byte) []byte { return append(bytes.Clone(h), 0) },
	} {
		if err := b.Lock(); err != nil {
			t.Fatal(err)
		}
		kept := map[journal.ID][]byte{}
		b.Vault.ChangeHeads(func(id journal.ID, h []byte) []byte {
			kept[id] = h
			return change(bytes.Clone(h))
		})
		if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		again, err := b.Cases("")
		todo, err2 := b.Agenda()
		if err != nil || err2 != nil || !reflect.DeepEqual(again, rows) || !reflect.DeepEqual(todo, agenda) || b.Settings() != settings {
			t.Errorf("heads %s: %v %v, %v %v", what, again, err, todo, err2)
		}
		if got := codes(t, b, "testaj"); got != ana {
			t.Errorf("heads %s: found %q", what, got)
		}
		b.Vault.ChangeHeads(func(id journal.ID, _ []byte) []byte { return kept[id] })
	}
}

// Nothing that was in memory is reached from a locked desk, whatever fields it
// may get.
func TestLockedDeskHoldsNoHeadsAndNoIndex(t *testing.T) {
	b := bench(t, desk.Settings{})
	rich(t, b)
	if codes(t, b, "testaj") == "" {
		t.Fatal("nothing is found on the open desk")
	}
	fields := reflect.ValueOf(b.Desk).Elem()
	outlive := []string{"vault", "paper", "clock", "random", "lib", "door", "mu"}
	for i := range fields.NumField() {
		if n := fields.Type().Field(i).Name; !slices.Contains(outlive, n) && n != "latest" && fields.Field(i).IsZero() {
			t.Errorf("the open desk has no %s", n)
		}
	}
	codes(t, b, "")
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	for i := range fields.NumField() {
		if n := fields.Type().Field(i).Name; !slices.Contains(outlive, n) && !fields.Field(i).IsZero() {
			t.Errorf("the locked desk holds %s", n)
		}
	}
	if rows, err := b.Cases("testaj"); err != journal.ErrLocked || rows != nil {
		t.Errorf("a search on the locked desk: %v, %v", rows, err)
	}
}

// What was in memory is gone before the store is sealed, and nobody unlocks
// the desk in between.
func TestALockedDeskForgetsBeforeItIsSealed(t *testing.T) {
	b := bench(t, desk.Settings{})
	rich(t, b)
	seal := b.Forget()
	if !b.Locked() {
		t.Error("the desk is not locked")
	}
	if rows, err := b.Cases(""); err != journal.ErrLocked || rows != nil {
		t.Errorf("the list, before the seal: %v, %v", rows, err)
	}
	opened := make(chan error)
	go func() { opened <- b.Unlock(ctx, []byte(desktest.Passphrase)) }()
	select {
	case err := <-opened:
		t.Errorf("unlocked before the seal: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	if err := seal(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("after the seal: %v", err)
	}
	if codes(t, b, "testaj") == "" {
		t.Error("nothing is found on the desk that was opened again")
	}
}
