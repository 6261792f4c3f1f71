package desktop

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// TestEveryScreenOfTheVaultIsDrawn draws what has to do with colleagues,
// backups, the trail and damage, as TestEveryScreenIsDrawn does.
func TestEveryScreenOfTheVaultIsDrawn(t *testing.T) {
	u := unlockedDesk(t)
	u.aCase("Voorbeeld", civil.Must(1997, 3, 3))
	cases, err := u.Desk.Cases("")
	if err != nil {
		t.Fatal(err)
	}
	id := cases[0].ID
	if _, err := u.Desk.AddColleague(u.ctx(), []byte(passphrase), "Piet Vandenbroucke-Müller", []byte("another four words here")); err != nil {
		t.Fatal(err)
	}
	file := t.TempDir() + "/desk-1997-04-17.backup"
	backup, err := u.Desk.Backup(u.ctx(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	code := groups("7K2M-9QXT-4HNW-0A8C-ZZ31-PRS5-B6DF-T2YV-E1G9")
	report := journal.Report{Backup: backup, Journals: 12, Records: 140, Erased: []journal.ID{id}, Slots: []string{"3"}}
	damage := damaged{
		{Key: "fileChanged", Args: map[string]string{"file": "db/000001.sst"}},
		{Key: "changesMissing", Args: map[string]string{"count": "3"}},
		{Key: "stillWhole", Args: map[string]string{"changes": "120", "journals": "11"}},
	}
	typed := map[string]string{"colleague": "Piet Vandenbroucke-Müller", "passphrase": "een paar gewone woorden", "backup.file": file}
	for _, x := range []struct {
		name string
		to   screen
	}{
		{"vault-settings", &settingsScreen{}},
		{"stationery", &stationeryScreen{}},
		{"summary", &summaryScreen{id: id}},
		{"privacy", &privacyScreen{from: &editionScreen{edition: u.Desk.Library().Leaflets.Edition("bg"), list: &leafletScreen{}}}},
		{"vault-colleagues", &colleaguesScreen{told: "*"}},
		{"vault-add", &addColleagueScreen{secrets: secrets{typed}}},
		{"vault-colleague", &colleagueScreen{slot: "2"}},
		{"vault-me", &colleagueScreen{slot: "1"}},
		{"vault-passphrase", &passphraseScreen{}},
		{"vault-recovery", &recoveryScreen{}},
		{"vault-recovery-code", &recoveryScreen{code: code}},
		{"vault-rekey", &rekeyScreen{failed: journal.ErrWrongPassphrase}},
		{"vault-backup", &backupScreen{}},
		{"vault-prove", &proveScreen{secrets: secrets{typed}}},
		{"vault-export", &exportScreen{}},
		{"vault-import", &importScreen{back: &todayScreen{}, secrets: secrets{typed}}},
		{"vault-procedures", &proceduresScreen{told: "*"}},
		{"vault-difference", difference(t, u)},
		{"vault-restore", &restoreScreen{back: &todayScreen{}, secrets: secrets{typed}, failed: journal.ErrNotBackup}},
		{"vault-restored", u.restored(report, "/home/els/.local/share/onthaal.before-restore-19970417-140500")},
		{"vault-damaged", &damageScreen{damage}},
		{"vault-erase", &eraseScreen{id: id}},
		{"vault-erased", u.erased(journal.Erasure{At: time.Now(), Backups: []journal.Backup{backup}})},
		{"vault-case", &caseScreen{id: id}},
		{"vault-today", &todayScreen{}},
		{"vault-setup", &setupScreen{}},
	} {
		u.show(x.to)
		u.looked(x.name)
	}
	figures := &statisticsScreen{}
	u.show(figures)
	u.until("the figures", func() bool { return figures.report != nil })
	u.looked("vault-statistics")
	trail := &trailScreen{}
	u.show(trail)
	u.until("the trail", func() bool { return trail.events != nil })
	u.looked("vault-trail")
	u.tap(u.t_("trail.check"))
	u.until("the answer", func() bool { return u.says(u.t_("job.close")) })
	u.picture("vault-trail-checked")
	u.kit.CloseAll()
	u.win.Resize(fyne.NewSize(1120, 760))
}

// damaged stands for what the vault finds.
type damaged []journal.Finding

func (d damaged) Error() string               { return journal.ErrDamaged.Error() }
func (d damaged) Unwrap() error               { return journal.ErrDamaged }
func (d damaged) Findings() []journal.Finding { return d }

// difference is the screen of a procedure that differs from the desk's.
func difference(t *testing.T, b *bench) screen {
	t.Helper()
	x, diff, err := b.Desk.CompareProfile(sixtyDays(t))
	if err != nil {
		t.Fatal(err)
	}
	return &differenceScreen{data: sixtyDays(t), profile: x, diff: diff, from: &proceduresScreen{}}
}
