package desk_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
)

func reminder(t testing.TB, b *desktest.Bench) desk.Reminder {
	t.Helper()
	r, err := b.Reminder(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheReminderCountsFromTheLastProof(t *testing.T) {
	b := bench(t, desk.Settings{})
	later := func(days int) { b.Clock.Day = b.Clock.Day.AddDays(days) }
	if r := reminder(t, b); r != (desk.Reminder{}) {
		t.Errorf("on the first day: %+v", r)
	}
	later(7)
	if r := reminder(t, b); !r.Due || r.Days != 7 {
		t.Errorf("a week without a backup: %+v", r)
	}
	made := b.Clock.Day
	if _, err := b.Backup(ctx, "/stick/desk.backup", nil); err != nil {
		t.Fatal(err)
	}
	if r := reminder(t, b); !r.Due || r.Made != made || !r.Proved.IsZero() {
		t.Errorf("a backup that nobody proved: %+v", r)
	}
	// Another's passphrase proves nothing.
	if _, err := b.Rehearse(ctx, "/stick/desk.backup", []byte("wrong words"), nil); !errors.Is(err, journal.ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if _, err := b.Rehearse(ctx, "/stick/desk.backup", []byte(desktest.Passphrase), nil); err != nil {
		t.Fatal(err)
	}
	later(3)
	if r := reminder(t, b); r.Due || r.Days != 3 || r.Proved != made {
		t.Errorf("proved three days ago: %+v", r)
	}
	s := b.Settings()
	s.BackupEvery = 3
	if err := b.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	if r := reminder(t, b); !r.Due {
		t.Errorf("every three days: %+v", r)
	}
	// It is put off to a day, and is there again on that day.
	day := b.Clock.Day
	for until, want := range map[civil.Date]string{day: "problem.date.range", day.AddDays(31): "problem.date.range", day.AddDays(2): ""} {
		if err := b.Snooze(ctx, until); key(err) != want {
			t.Errorf("put off to %s: %v", until, err)
		}
	}
	reopen(t, b, desktest.Passphrase)
	if r := reminder(t, b); r.Snoozed != day.AddDays(2) || !r.Due || r.Days != 3 {
		t.Errorf("put off: %+v", r)
	}
	later(2)
	if r := reminder(t, b); !r.Snoozed.IsZero() || !r.Due {
		t.Errorf("on the day: %+v", r)
	}
	s.BackupEvery = 91
	if err := b.SetSettings(ctx, s); key(err) != "problem.number.range" {
		t.Errorf("a reminder after a quarter: %v", err)
	}
}

func TestARestoredBackupTakesTheDesksPlace(t *testing.T) {
	b := bench(t, desk.Settings{})
	_, code := rich(t, b)
	if _, err := b.Backup(ctx, "f", nil); err != nil {
		t.Fatal(err)
	}
	_, later := rich(t, b, `"Testaj"`, `"Later"`)
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Restore(ctx, "no such file", []byte(desktest.Passphrase), "new", nil); err == nil {
		t.Fatal("restored from nothing")
	}
	r, err := b.Restore(ctx, "f", []byte(desktest.Recovery), "new", nil)
	if err != nil || r.Journals != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Find(later); err != nil {
		t.Error("restoring has touched the desk")
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Swap(ctx, "new"); err != nil {
		t.Fatal(err)
	}
	if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Find(code); err != nil {
		t.Errorf("what the backup held is lost: %v", err)
	}
	if _, err := b.Find(later); key(err) != "problem.case" {
		t.Errorf("what came after the backup is there: %v", err)
	}
}

func TestErasingACaseLeavesARowThatLeadsToNobody(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, code := rich(t, b)
	if err := b.SetDraft(ctx, id, []byte("half a sentence")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Backup(ctx, "f", nil); err != nil {
		t.Fatal(err)
	}
	e, err := b.Erase(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Backups) != 1 || e.Backups[0].Name != "f" {
		t.Errorf("the backup that still holds it is not told: %+v", e)
	}
	gone := func() {
		t.Helper()
		if _, err := b.Find(code); key(err) != "problem.case" {
			t.Errorf("the case is found: %v", err)
		}
		if rows, err := b.Cases("testaj"); err != nil || len(rows) != 0 {
			t.Errorf("the name finds %v, %v", rows, err)
		}
		if _, err := b.Case(ctx, id); key(err) != "problem.case" {
			t.Errorf("the case opens: %v", err)
		}
	}
	gone()
	reopen(t, b, desktest.Passphrase)
	gone()
	if got := key(func() error { _, err := b.Erase(ctx, id); return err }()); got != "problem.case" {
		t.Errorf("erased twice: %s", got)
	}
	events, err := b.Trail(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var desks journal.ID
	said := false
	for _, e := range events {
		if e.What == "erase" && e.Journal == id && e.Who == "An Voorbeeld" && e.Code == "" {
			said = true
		}
		if len(e.Kinds) > 0 && e.Kinds[0] == "settings" {
			desks = e.Journal
		}
	}
	if !said {
		t.Error("the trail does not say who erased it")
	}
	rows := 0
	for _, r := range b.Vault.Records(desks) {
		if r.Kind == "erased" {
			rows++
			if got := string(r.Body); got != `{"opened":1997,"stage":"none","outcome":"running","form":"unknown","sex":"F","age":"young","region":"europe","referrer":"police","language":"sq"}` {
				t.Errorf("what stays is %s", got)
			}
		}
	}
	if rows != 1 {
		t.Errorf("%d rows of statistics", rows)
	}
	// The desk's own journal is no case.
	if _, err := b.Erase(ctx, desks); key(err) != "problem.case" {
		t.Errorf("the desk erased itself: %v", err)
	}
	// A restore does not bring it back.
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if r, err := b.Restore(ctx, "f", []byte(desktest.Passphrase), "new", nil); err != nil || len(r.Erased) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := b.Swap(ctx, "new"); err != nil {
		t.Fatal(err)
	}
	if err := b.Unlock(ctx, []byte(desktest.Passphrase)); err != nil {
		t.Fatal(err)
	}
	gone()
}

// Whoever locks the desk waits for nobody.
func TestLockingEndsWhatTakesLong(t *testing.T) {
	b := bench(t, desk.Settings{})
	b.Vault.Slow = true
	locked := make(chan error, 1)
	_, err := b.Backup(ctx, "f", func(int64, int64) { go func() { locked <- b.Lock() }() })
	if !errors.Is(err, journal.ErrLocked) {
		t.Errorf("the backup ended otherwise: %v", err)
	}
	if err := <-locked; err != nil {
		t.Error(err)
	}
	if list, err := b.Backups(ctx); !errors.Is(err, journal.ErrLocked) {
		t.Errorf("a locked desk tells %v, %v", list, err)
	}
}

func TestACancelledBackupIsNone(t *testing.T) {
	b := bench(t, desk.Settings{})
	c, cancel := context.WithCancel(ctx)
	if _, err := b.Backup(c, "f", func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if list, err := b.Backups(ctx); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestDamageIsToldAsItWasFound(t *testing.T) {
	b := bench(t, desk.Settings{})
	b.Vault.Broken = []journal.Finding{{Key: "chainBroken", Args: map[string]string{"link": "2"}}}
	if _, err := b.VerifyTrail(ctx); !errors.Is(err, journal.ErrDamaged) || len(journal.Findings(err)) != 1 {
		t.Errorf("the trail: %v", err)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := b.Unlock(ctx, []byte(desktest.Passphrase)); !errors.Is(err, journal.ErrDamaged) || len(journal.Findings(err)) != 1 {
		t.Errorf("unlocking: %v", err)
	}
	if found, err := b.Check(ctx, []byte(desktest.Passphrase)); !errors.Is(err, journal.ErrDamaged) || len(found) != 1 {
		t.Errorf("checking: %v, %v", found, err)
	}
}

func TestAnExportHasAPassphraseOfItsOwn(t *testing.T) {
	b := bench(t, desk.Settings{})
	var out bytes.Buffer
	if err := b.Export(ctx, &out, nil); key(err) != "problem.passphrase.empty" || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	if err := b.Export(ctx, &out, []byte(pietsWords)); err != nil || out.Len() == 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	if last := trail(t, b); !strings.HasPrefix(last[len(last)-1].What, "export") {
		t.Error("the trail does not say that everything left the desk")
	}
}

func TestAnExportBecomesADeskOfItsOwn(t *testing.T) {
	b := bench(t, desk.Settings{})
	_, code := rich(t, b)
	var out bytes.Buffer
	if err := b.Export(ctx, &out, []byte(pietsWords)); err != nil {
		t.Fatal(err)
	}
	other := &desktest.Vault{}
	d := desk.New(other, b.Paper, b.Clock, new(desktest.Random), b.Library())
	try := func(file, secret, passphrase string) error {
		_, err := d.Import(ctx, strings.NewReader(file), []byte(secret), []byte(passphrase), "Zoé Nieuw")
		return err
	}
	for _, x := range []struct {
		file, secret, passphrase, want string
	}{
		{"export", "wrong words", "new words", journal.ErrWrongPassphrase.Error()},
		{"something", pietsWords, "new words", journal.ErrNotExport.Error()},
		{"export", pietsWords, "", "problem.passphrase.empty"},
	} {
		other.Take(b.Vault)
		if got := key(try(x.file, x.secret, x.passphrase)); got != x.want {
			t.Errorf("%+v: %s", x, got)
		}
		if ok, _ := other.Exists(); ok || !d.Locked() {
			t.Errorf("%+v leaves a desk behind", x)
		}
	}
	if err := try("export", pietsWords, "new words"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Find(code); err != nil {
		t.Errorf("the case did not come along: %v", err)
	}
	if got := d.Settings(); got.Centre != desk.Payoke || got.Counsellor != "Zoé Nieuw" {
		t.Errorf("the settings are %+v", got)
	}
	if err := d.SetSettings(ctx, d.Settings()); err != nil {
		t.Errorf("the desk does not go on: %v", err)
	}
}

// What was taken away in the settings stays away.
func TestASettingThatWasClearedStaysClear(t *testing.T) {
	b := bench(t, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "An", Signatory: "Bea"})
	s := b.Settings()
	s.Signatory = ""
	if err := b.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	reopen(t, b, desktest.Passphrase)
	if got := b.Settings(); got != s {
		t.Errorf("%+v, want %+v", got, s)
	}
}
