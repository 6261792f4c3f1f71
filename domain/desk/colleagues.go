package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
)

// Several colleagues may open one desk, each with a passphrase and so with a
// slot of their own. The store knows slots as numbers only; who is behind a
// number is kept sealed in the desk's own journal, so that nobody learns from
// the files who works here. A number is never given out twice: what somebody
// did stays theirs after they have left.

// colleagueKind is the kind of record that names the person behind a slot.
const colleagueKind = "colleague"

// colleague is its body.
type colleague struct {
	Slot string `json:"slot"`
	Name string `json:"name"`
	// Function is what she is to the centre, one of letter.Functions, or "".
	Function string `json:"function,omitempty"`
}

// Colleague is one way into the desk with the person behind it.
type Colleague struct {
	Slot     string
	Name     string // "" for the recovery code, and where nobody told
	Recovery bool
	Here     bool // the desk was opened with it
}

// checkPassphrase refuses an empty passphrase. A short one is the choice of who
// has been told.
func checkPassphrase(b []byte) error {
	if len(b) == 0 {
		return casefile.Problem{Key: "problem.passphrase.empty", Path: "passphrase"}
	}
	return nil
}

func checkColleague(name string) error {
	if strings.TrimSpace(name) == "" {
		return casefile.Problem{Key: "problem.needed", Path: "colleague"}
	}
	return casefile.CheckText("colleague", name, 128)
}

// Colleagues lists who can open the desk, in the order in which they came; the
// recovery code is the last.
func (d *Desk) Colleagues() ([]Colleague, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	var list []Colleague
	for _, s := range d.store.Slots() {
		list = append(list, Colleague{s.ID, d.people[s.ID], s.Kind == journal.SlotRecovery, s.ID == d.store.Slot()})
	}
	slices.SortStableFunc(list, func(a, b Colleague) int {
		if a.Recovery != b.Recovery {
			return map[bool]int{false: -1, true: 1}[a.Recovery]
		}
		return cmp.Or(cmp.Compare(len(a.Slot), len(b.Slot)), cmp.Compare(a.Slot, b.Slot))
	})
	return list, nil
}

// Who names the person behind a slot; "" where nobody told, and for the
// recovery code.
func (d *Desk) Who(slot string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.people[slot]
}

// AddColleague lets one more person open the desk. secret is a passphrase that
// opens it already, or the recovery code.
func (d *Desk) AddColleague(ctx context.Context, secret []byte, name string, passphrase []byte) (slot string, err error) {
	if err := checkColleague(name); err != nil {
		return "", err
	}
	if err := checkPassphrase(passphrase); err != nil {
		return "", err
	}
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		if slot, err = s.AddSlot(ctx, secret, passphrase); err != nil {
			return err
		}
		return d.NameColleague(ctx, slot, name)
	})
	return slot, err
}

// NameColleague says who is behind a slot, or that the person has another
// name now.
func (d *Desk) NameColleague(ctx context.Context, slot, name string) error {
	if err := checkColleague(name); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	if !d.person(slot) {
		return journal.ErrNoSlot
	}
	return d.put(ctx, colleagueKind, colleague{slot, name, d.functions[slot]}, func() { d.named(slot, name) })
}

// person reports whether somebody is behind a slot: not the recovery code.
func (d *Desk) person(slot string) bool {
	return slices.Contains(d.store.Slots(), journal.Slot{ID: slot, Kind: journal.SlotPassphrase})
}

// named remembers who is behind a slot. Who has the desk open is the
// counsellor of the settings: letters and screens then say the right name.
func (d *Desk) named(slot, name string) {
	d.people[slot] = name
	if slot == d.store.Slot() {
		d.settings.Counsellor = name
	}
}

// ChangePassphrase replaces the passphrase that old is. The recovery code does
// it where one colleague alone opens the desk.
func (d *Desk) ChangePassphrase(ctx context.Context, old, passphrase []byte) error {
	if err := checkPassphrase(passphrase); err != nil {
		return err
	}
	return d.long(ctx, func(ctx context.Context, s Store) error { return s.ChangeSlot(ctx, old, passphrase) })
}

// RemoveColleague takes a passphrase away from the desk. The last one stays,
// and so does the recovery code (journal.ErrLastSlot). Backups that were made
// before still open with it.
func (d *Desk) RemoveColleague(ctx context.Context, secret []byte, slot string) error {
	return d.long(ctx, func(ctx context.Context, s Store) error { return s.RemoveSlot(ctx, secret, slot) })
}

// NewRecovery replaces the recovery code. The new one is shown once.
func (d *Desk) NewRecovery(ctx context.Context, secret []byte) (code string, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		code, err = s.NewRecovery(ctx, secret)
		return err
	})
	return code, err
}

// SecondReader tells who else is here, by their passphrase, while the desk
// stays open for the one who opened it: another colleague than that one. The
// recovery code is nobody.
func (d *Desk) SecondReader(ctx context.Context, secret []byte) (c Colleague, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		slot, err := s.Verify(ctx, secret)
		if err != nil {
			return err
		}
		for _, x := range s.Slots() {
			if x.ID == slot && x.Kind == journal.SlotPassphrase && slot != s.Slot() {
				c = Colleague{Slot: slot, Name: d.Who(slot)}
				return nil
			}
		}
		return casefile.Problem{Key: "refused.reader", Path: "passphrase"}
	})
	return c, err
}

// Rekey makes a copy of the desk in a new folder with new keys throughout,
// which only secret and the new recovery code open: for when a colleague has
// left in conflict. Swap puts it in the desk's place.
func (d *Desk) Rekey(ctx context.Context, secret []byte, to string, p journal.Progress) (recovery string, err error) {
	err = d.long(ctx, func(ctx context.Context, s Store) error {
		recovery, err = s.Rekey(ctx, secret, to, p)
		return err
	})
	return recovery, err
}

// long runs work that takes long, or that takes a passphrase, without holding
// up everything else. Locking the desk ends it.
func (d *Desk) long(ctx context.Context, work func(context.Context, Store) error) error {
	d.mu.Lock()
	s, open := d.store, d.open
	d.mu.Unlock()
	if s == nil {
		return journal.ErrLocked
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(open, cancel)()
	err := work(ctx, s)
	if err != nil && open.Err() != nil {
		return journal.ErrLocked
	}
	return err
}

// put appends one record to the desk's own journal, and then does what
// follows from it.
func (d *Desk) put(ctx context.Context, kind string, body any, then func()) error {
	r, err := d.deskRecord(kind, body)
	if err != nil {
		return err
	}
	if err := d.appendDesk(ctx, r); err != nil {
		return err
	}
	then()
	return nil
}

func (d *Desk) deskRecord(kind string, body any) (journal.Record, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return journal.Record{}, fmt.Errorf("desk: write %s: %w", kind, err)
	}
	return journal.Record{
		ID: journal.NewID(), Kind: kind, On: d.clock.Today().String(),
		At: d.clock.Now().UTC(), By: d.store.Slot(), Body: data,
	}, nil
}

func (d *Desk) appendDesk(ctx context.Context, records ...journal.Record) error {
	h := head{Kind: deskKind}
	if err := d.store.Append(ctx, d.journal, d.seq, records, h.encode()); err != nil {
		return err
	}
	d.seq += uint64(len(records))
	return nil
}
