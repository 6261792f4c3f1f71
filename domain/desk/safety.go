package desk

import (
	"context"
	"io"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// Backup writes all of the desk into one file, reads it again and compares it.
// When it returns nil, the file is there, whole; otherwise nothing is left.
func (d *Desk) Backup(ctx context.Context, file string, p journal.Progress) (b journal.Backup, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		b, err = s.Backup(ctx, file, p)
		return err
	})
	return b, err
}

// Backups lists the backups that the desk knows of, the newest first.
func (d *Desk) Backups(ctx context.Context) (list []journal.Backup, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		list, err = s.Backups(ctx)
		return err
	})
	return list, err
}

// Rehearse proves a backup: it is restored into a folder that is taken away
// again, and everything in it is read. The desk is not touched; where it is
// open and knows the backup, the proof is remembered.
func (d *Desk) Rehearse(ctx context.Context, file string, secret []byte, p journal.Progress) (journal.Report, error) {
	r, err := d.vault.Rehearse(ctx, file, secret, p)
	if err != nil {
		return r, err
	}
	return r, d.proved(ctx, r)
}

// proved remembers that a backup can be restored.
func (d *Desk) proved(ctx context.Context, r journal.Report) error {
	if d.Locked() {
		return nil
	}
	return d.long(ctx, func(ctx context.Context, s Store) error { return s.Proved(ctx, r.Backup.ID) })
}

// Restore puts a backup into a new or empty folder and reads everything in
// it. What this desk's ledger says was erased is erased there too. secret is a
// passphrase or recovery code that opened the desk on the day of the backup.
func (d *Desk) Restore(ctx context.Context, file string, secret []byte, to string, p journal.Progress) (journal.Report, error) {
	r, err := d.vault.Restore(ctx, file, secret, to, p)
	if err == nil {
		_ = d.proved(ctx, r) // the folder is there and whole, whether or not this desk remembers it
	}
	return r, err
}

// Swap puts a restored or re-keyed folder in the desk's place and keeps the
// old one under another name, which it returns. The desk must be locked.
func (d *Desk) Swap(ctx context.Context, folder string) (kept string, err error) {
	d.door.Lock()
	defer d.door.Unlock()
	if !d.Locked() {
		return "", journal.ErrInUse
	}
	return d.vault.Swap(ctx, folder)
}

// Reminder says how the backups of the desk stand.
type Reminder struct {
	Made    civil.Date // the newest backup that the desk knows of; unset: none
	Proved  civil.Date // when one was last restored or rehearsed; unset: never
	Days    int        // since the latest proof; without one, since the desk was made
	Due     bool       // that is longer ago than the settings allow
	Snoozed civil.Date // and not to be said before this day; unset: not snoozed
}

// backupEvery is how many days may pass from proof to proof where the settings
// say nothing.
const backupEvery = 7

// The longest that a reminder may be put off, in days.
const maxSnooze = 30

// Reminder reads how the backups stand.
func (d *Desk) Reminder(ctx context.Context) (Reminder, error) {
	list, err := d.Backups(ctx)
	if err != nil {
		return Reminder{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return Reminder{}, journal.ErrLocked
	}
	var r Reminder
	since := d.founded
	var proof time.Time
	for _, b := range list {
		if day := civil.Of(b.At.UTC()); day.After(r.Made) {
			r.Made = day
		}
		if b.Proven.After(proof) {
			proof = b.Proven
		}
	}
	if !proof.IsZero() {
		since, r.Proved = proof, civil.Of(proof.UTC())
	}
	if !since.IsZero() {
		r.Days = max(civil.Of(since.UTC()).DaysUntil(civil.Of(d.clock.Now().UTC())), 0)
	}
	every := d.settings.BackupEvery
	if every == 0 {
		every = backupEvery
	}
	if until := d.settings.BackupSnoozed; until.After(d.clock.Today()) {
		r.Snoozed = until
	}
	r.Due = r.Days >= every
	return r, nil
}

// Snooze puts the reminder off to a day, at most a month ahead. It is never
// taken away.
func (d *Desk) Snooze(ctx context.Context, until civil.Date) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	today := d.clock.Today()
	if first, last := today.AddDays(1), today.AddDays(maxSnooze); until.Before(first) || until.After(last) {
		return casefile.Problem{Key: "problem.date.range", Path: "backup.until", Args: map[string]any{"From": first, "To": last}}
	}
	s := d.settings
	s.BackupSnoozed = until
	return d.putSettings(ctx, s)
}

// Erase destroys the key of a case, and with it all that was written in it,
// for ever. What it returns says which known backups still hold the case. It
// is refused while a legal hold keeps the file. The program never calls it by
// itself.
func (d *Desk) Erase(ctx context.Context, id journal.ID) (e journal.Erasure, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		d.mu.Lock()
		h := d.heads[id]
		d.mu.Unlock()
		if h == nil {
			return casefile.Problem{Key: "problem.case"}
		}
		records, err := s.Read(ctx, id)
		if err != nil {
			return err
		}
		if hold := casefile.Fold(records).Held(); hold != nil {
			return casefile.Problem{Key: "refused.hold", Path: casefile.KindRetention, Rule: procedure.Keeping, Because: []journal.ID{hold.Entry.ID}}
		}
		if e, err = s.Erase(ctx, id); err != nil {
			return err
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.store != s {
			return journal.ErrLocked
		}
		delete(d.heads, id)
		d.index.Drop(h)
		d.latest = nil
		return d.countErased(ctx, h, records)
	})
	return e, err
}

// Export writes everything that the desk holds in an open format into an
// encrypted file that any program for such files opens with the passphrase.
func (d *Desk) Export(ctx context.Context, w io.Writer, passphrase []byte) error {
	if err := checkPassphrase(passphrase); err != nil {
		return err
	}
	return d.long(ctx, func(ctx context.Context, s Store) error { return s.Export(ctx, w, passphrase) })
}

// Import makes a new desk, unlocked, of what an export holds, and returns the
// recovery code, which is shown once. secret opens the export, passphrase the
// new desk; name is that of who it belongs to, or "". What the export says is
// kept as it is: settings, colleagues' names, and who did what.
func (d *Desk) Import(ctx context.Context, r io.Reader, secret, passphrase []byte, name string) (recovery string, err error) {
	if err := checkPassphrase(passphrase); err != nil {
		return "", err
	}
	if name != "" {
		if err := checkColleague(name); err != nil {
			return "", err
		}
	}
	d.door.Lock()
	defer d.door.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	_, recovery, err = d.vault.Create(ctx, passphrase, func(s Store) error {
		d.begin(s)
		if err := s.Import(ctx, r, secret); err != nil {
			return err
		}
		if err := d.load(ctx); err != nil || name == "" {
			return err
		}
		slot := s.Slot()
		return d.put(ctx, colleagueKind, colleague{Slot: slot, Name: name}, func() { d.named(slot, name) })
	})
	if err != nil {
		d.forget()
		return "", err
	}
	return recovery, nil
}

// didPreview is what the trail says when a preview left the desk as a file.
// Nothing is recorded in the case: a preview is no letter.
const didPreview = "preview"

// PreviewSaved leaves a trace that a preview of a letter left the desk as a
// file.
func (d *Desk) PreviewSaved(ctx context.Context, id journal.ID, kind string) error {
	return d.long(ctx, func(ctx context.Context, s Store) error { return s.Note(ctx, didPreview, id, kind) })
}

// didCalendar is what the trail says when the agenda left the desk as a
// calendar: codes and days, in clear.
const didCalendar = "calendar"

// CalendarSaved leaves a trace that the agenda left the desk as a calendar.
func (d *Desk) CalendarSaved(ctx context.Context) error {
	return d.long(ctx, func(ctx context.Context, s Store) error { return s.Note(ctx, didCalendar, journal.ID{}, "") })
}

// TrailEvent is an event of the audit trail as people read it.
type TrailEvent struct {
	journal.Event
	Who  string // the name of the colleague; "" where nobody told, and for the recovery code
	Code string // of the case; "" for the desk itself and for a case that was erased
}

// Trail reads the audit trail after a link, at most n events of it; all of them
// when n is 0.
func (d *Desk) Trail(ctx context.Context, after uint64, n int) (list []TrailEvent, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		events, err := s.Audit(ctx, after, n)
		if err != nil {
			return err
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		list = make([]TrailEvent, len(events))
		for i, e := range events {
			list[i] = TrailEvent{Event: e, Who: d.people[e.Slot]}
			if h := d.heads[e.Journal]; h != nil {
				list[i].Code = h.Code
			}
		}
		return nil
	})
	return list, err
}

// VerifyTrail walks the whole audit trail and compares every record with it.
// It returns the number of links, or journal.ErrDamaged with what is wrong
// first.
func (d *Desk) VerifyTrail(ctx context.Context) (links uint64, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		links, err = s.VerifyAudit(ctx)
		return err
	})
	return links, err
}

// Check opens a locked desk, reads and authenticates everything in it, and
// locks it again. What is wrong comes as findings together with
// journal.ErrDamaged.
func (d *Desk) Check(ctx context.Context, secret []byte) ([]journal.Finding, error) {
	return d.vault.Check(ctx, secret)
}

// Warnings says what about this machine puts the desk at risk.
func (d *Desk) Warnings() []journal.Warning { return d.vault.Warnings() }
