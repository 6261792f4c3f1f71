package desk_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// own is the procedure of 1997 as a centre might change it: 60 days for 45.
func own(t testing.TB, change ...string) []byte {
	t.Helper()
	return changed(t, assets.Profiles(), "instructions-1997.json", change)
}

// changed is a file of the program with pieces of it replaced, each once.
func changed(t testing.TB, of fs.FS, name string, change []string) []byte {
	t.Helper()
	data, err := fs.ReadFile(of, name)
	if err != nil {
		t.Fatal(err)
	}
	s := string(data)
	for i := 0; i+1 < len(change); i += 2 {
		if !strings.Contains(s, change[i]) {
			t.Fatalf("%s has no %s", name, change[i])
		}
		s = strings.Replace(s, change[i], change[i+1], 1)
	}
	return []byte(s)
}

var sixty = []string{`"version": "1"`, `"version": "2"`, `"n": 45`, `"n": 60`}

// until is the last day of a case's stage 1, as the list reads it from its
// head, and the one that a version proposes.
func until(t testing.TB, b *desktest.Bench, id journal.ID) string {
	t.Helper()
	rows, err := b.Cases("")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == id && len(r.Status.Terms) == 1 {
			return r.Status.Terms[0].ValidUntil.String() + " " + r.Status.Terms[0].Proposed.String()
		}
	}
	return "no such case"
}

func TestAnImportedProcedureChangesNoCaseByItself(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"document","stage":"S1","on":"1997-03-03"}`)
	_, diff, err := b.CompareProfile(own(t, sixty...))
	if err != nil || len(diff) != 2 || diff[0] != (procedure.Difference{Path: "stages.S1.duration.n", Before: "45", After: "60"}) {
		t.Fatalf("the difference is %+v, %v", diff, err)
	}
	if err := b.ImportProfile(ctx, own(t, sixty...)); err != nil {
		t.Fatal(err)
	}
	reopened := func() {
		t.Helper()
		if err := b.Lock(); err != nil {
			t.Fatal(err)
		}
		if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if got := until(t, b, id); got != "1997-04-17 1997-05-02" {
			t.Errorf("the old case, unconfirmed: %s", got)
		}
		if c := open(t, b, id); c.Profile.Version != "1" || c.Schedule.Version != "1" {
			t.Errorf("version %s is in force unconfirmed", c.Profile.Version)
		}
		reopened()
	}
	// a document that comes now is counted by the version in force, and recorded so
	record(t, b, id, `{"kind":"void","of":"last"}`, `{"kind":"document","stage":"S1","on":"1997-03-04"}`)
	if got := until(t, b, id); got != "1997-04-18 1997-05-03" {
		t.Errorf("a later document, unconfirmed: %s", got)
	}
	ds := open(t, b, id).File.Deadlines
	if d := ds[len(ds)-1].Body; d.Version != "1" || d.N != 45 {
		t.Errorf("recorded by version %s", d.Version)
	}
	// a new case runs under the new version at once
	other, _, err := b.OpenCase(ctx, "", "")
	if err != nil {
		t.Fatal(err)
	}
	record(t, b, other, `{"kind":"counselling","event":"takenOn"}`, `{"kind":"document","stage":"S1","on":"1997-03-03"}`)
	if got := until(t, b, other); got != "1997-05-02 " {
		t.Errorf("a new case: %s", got)
	}
	record(t, b, id, `{"kind":"profileConfirmed","profile":"instructions-1997","version":"2"}`)
	for range 2 {
		if got := until(t, b, id); got != "1997-05-03 " {
			t.Errorf("the old case, confirmed: %s", got)
		}
		reopened()
	}
}

// A letter that a procedure leaves out is shut; whoever takes the procedure is
// told which, and nothing else is called so.
func TestALetterThatAProcedureLeavesOutIsNamed(t *testing.T) {
	b := bench(t, desk.Settings{})
	var p map[string]any
	if err := json.Unmarshal(own(t, sixty...), &p); err != nil {
		t.Fatal(err)
	}
	delete(p["letters"].(map[string]any), "L04")
	delete(p["letters"].(map[string]any), "L16") // has no section: nothing but its name goes
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	_, diff, err := b.CompareProfile(data)
	if err != nil {
		t.Fatal(err)
	}
	var shut []string
	for _, d := range diff {
		if l := d.Shut(); l != "" {
			shut = append(shut, l)
		}
	}
	if strings.Join(shut, " ") != "L04 L16" {
		t.Errorf("shut are %q: %+v", shut, diff)
	}
}

func TestBadProceduresAreRefused(t *testing.T) {
	b := bench(t, desk.Settings{})
	size := b.Vault.Size()
	for _, c := range []struct {
		data []byte
		want string
	}{
		{[]byte(`{}`), "problem.profile.file"},
		{[]byte(`not JSON`), "problem.profile.file"},
		{own(t, `"id": "S2"`, `"id": "S9"`), "problem.profile.file"},
		{own(t, `"n": 45`, `"n": 4000000`), "problem.profile.range"},
		{own(t, `"id": "instructions-1997"`, `"id": "../../x"`), "problem.profile.id"},
		{own(t, `"repealed"`, `"repaeled"`), "problem.profile.needed"},
		{own(t), "problem.profile.same"},
		{own(t, `"n": 45`, `"n": 60`), "problem.profile.raise"},
		{own(t, `"version": "1"`, `"version": "2"`, `"historic": true`, `"historic": false`), "problem.profile.history"},
		{changed(t, assets.Profiles(), "circular-2016-12.json", []string{`"version": "1"`, `"version": "2"`, `"historic": true`, `"historic": false`}), "problem.profile.history"},
		{changed(t, assets.Profiles(), "circular-2019-01.json", []string{`"version": "1"`, `"version": "2"`, `"checkedBy": ""`, `"checkedBy": "a lawyer"`, `"checkedOn": ""`, `"checkedOn": "2099-01-01"`}), "problem.profile.between"},
		{append(own(t, sixty...), make([]byte, 300<<10)...), "problem.profile.file"},
	} {
		if err := b.ImportProfile(ctx, c.data); key(err) != c.want {
			t.Errorf("%.40s: %v, want %s", c.data, err, c.want)
		}
	}
	if b.Vault.Size() != size {
		t.Error("something was written")
	}
	if err := b.ImportProfile(ctx, own(t, `"id": "instructions-1997"`, `"id": "our-own"`)); err != nil {
		t.Errorf("a procedure under a name of its own: %v", err)
	}
	if id, _, err := b.OpenCase(ctx, "", "our-own"); err != nil || open(t, b, id).Profile.ID != "our-own" {
		t.Errorf("no case runs under it: %v", err)
	}
	if got := len(b.Profiles()); got != 5 {
		t.Errorf("%d procedures", got)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if got := len(b.Profiles()); got != 4 {
		t.Errorf("a locked desk remembers %d procedures", got)
	}
	if err := b.ImportProfile(ctx, own(t, sixty...)); err == nil {
		t.Error("imported into a locked desk")
	}
}
