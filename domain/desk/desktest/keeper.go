package desktest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"slices"
	"time"

	"onthaal/domain/journal"
)

// damage is journal.ErrDamaged with what a test has put into Vault.Broken.
type damage struct{ found []journal.Finding }

func (d damage) Error() string               { return journal.ErrDamaged.Error() }
func (d damage) Unwrap() error               { return journal.ErrDamaged }
func (d damage) Findings() []journal.Finding { return d.found }

// Check reports what a test has put into Broken.
func (v *Vault) Check(ctx context.Context, secret []byte) ([]journal.Finding, error) {
	s, err := v.Unlock(ctx, secret)
	if err != nil {
		return journal.Findings(err), err
	}
	return nil, s.Close()
}

// Warnings returns what a test has put into Warns.
func (v *Vault) Warnings() []journal.Warning { return v.Warns }

// Rehearse reads a backup.
func (v *Vault) Rehearse(_ context.Context, file string, secret []byte, _ journal.Progress) (journal.Report, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, r, err := v.restored(file, secret)
	return r, err
}

func (v *Vault) restored(file string, secret []byte) (*state, journal.Report, error) {
	b := v.kept[file]
	if b == nil {
		return nil, journal.Report{}, journal.ErrDamaged
	}
	if _, err := b.slot(secret); err != nil {
		return nil, journal.Report{}, err
	}
	c := b.clone()
	r := journal.Report{Backup: c.backup, Journals: len(c.journals), Links: uint64(len(c.trail))}
	for _, id := range v.erased {
		if c.journals[id] != nil {
			c.erase(id)
			c.erased, r.Erased = append(c.erased, id), append(r.Erased, id)
		}
	}
	for _, j := range c.journals {
		r.Records += len(j)
	}
	return c, r, nil
}

// Restore puts a backup into a folder that Swap knows.
func (v *Vault) Restore(_ context.Context, file string, secret []byte, to string, _ journal.Progress) (journal.Report, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	c, r, err := v.restored(file, secret)
	if err == nil {
		v.kept[to] = c
	}
	return r, err
}

// Swap puts a restored or re-keyed folder in the desk's place.
func (v *Vault) Swap(_ context.Context, folder string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.open != nil:
		return "", journal.ErrInUse
	case v.kept[folder] == nil:
		return "", journal.ErrNoStore
	}
	v.state, v.exists, v.Broken = *v.kept[folder].clone(), true, nil
	delete(v.kept, folder)
	return "before", nil
}

// link adds to the trail; the vault is held.
func (s *store) link(what string, id journal.ID, detail string, kinds ...string) {
	n := len(s.v.trail)
	s.v.trail = append(s.v.trail, journal.Event{
		Link: uint64(n) + 1, At: time.Date(1997, 4, 1, 12, 0, n, 0, time.UTC), Slot: s.slot, What: what, Journal: id, Kinds: kinds, Detail: detail,
	})
}

func (s *store) Slots() (list []journal.Slot) {
	done, err := s.held()
	if err != nil {
		return nil
	}
	defer done()
	for id := range s.v.slots {
		kind := journal.SlotPassphrase
		if id == "recovery" {
			kind = journal.SlotRecovery
		}
		list = append(list, journal.Slot{ID: id, Kind: kind})
	}
	return list
}

// again asks for the secret once more.
func (s *store) again(secret []byte) (slot string, done func(), err error) {
	if done, err = s.held(); err != nil {
		return "", nil, err
	}
	if slot, err = s.v.state.slot(secret); err != nil {
		done()
		return "", nil, err
	}
	return slot, done, nil
}

func (s *store) AddSlot(_ context.Context, secret, passphrase []byte) (string, error) {
	_, done, err := s.again(secret)
	if err != nil {
		return "", err
	}
	defer done()
	s.v.last++
	id := fmt.Sprint(s.v.last)
	s.v.slots[id] = string(passphrase)
	s.link("addSlot", journal.ID{}, id)
	return id, nil
}

func (s *store) ChangeSlot(_ context.Context, secret, passphrase []byte) error {
	slot, done, err := s.again(secret)
	if err != nil {
		return err
	}
	defer done()
	s.v.slots[slot] = string(passphrase)
	s.link("changeSlot", journal.ID{}, slot)
	return nil
}

func (s *store) RemoveSlot(_ context.Context, secret []byte, id string) error {
	_, done, err := s.again(secret)
	if err != nil {
		return err
	}
	defer done()
	switch _, ok := s.v.slots[id]; {
	case !ok:
		return journal.ErrNoSlot
	case id == "recovery" || len(s.v.slots) == 2:
		return journal.ErrLastSlot
	}
	delete(s.v.slots, id)
	s.link("removeSlot", journal.ID{}, id)
	return nil
}

func (s *store) NewRecovery(_ context.Context, secret []byte) (string, error) {
	slot, done, err := s.again(secret)
	if err != nil {
		return "", err
	}
	defer done()
	if slot == "recovery" {
		return "", journal.ErrWrongPassphrase
	}
	s.v.slots["recovery"] += "-anew"
	s.link("newRecovery", journal.ID{}, "")
	return s.v.slots["recovery"], nil
}

func (s *store) Verify(_ context.Context, secret []byte) (string, error) {
	slot, done, err := s.again(secret)
	if err != nil {
		return "", err
	}
	done()
	return slot, nil
}

func (s *store) Rekey(_ context.Context, secret []byte, to string, _ journal.Progress) (string, error) {
	slot, done, err := s.again(secret)
	if err != nil {
		return "", err
	}
	defer done()
	c := s.v.state.clone()
	c.slots = map[string]string{slot: string(secret), "recovery": Recovery + "-anew"}
	s.file(to, c)
	return c.slots["recovery"], nil
}

func (s *store) file(name string, c *state) {
	if s.v.kept == nil {
		s.v.kept = map[string]*state{}
	}
	s.v.kept[name] = c
}

func (s *store) Audit(_ context.Context, after uint64, n int) ([]journal.Event, error) {
	done, err := s.held()
	if err != nil {
		return nil, err
	}
	defer done()
	from := min(int(after), len(s.v.trail))
	if n <= 0 {
		n = len(s.v.trail)
	}
	return slices.Clone(s.v.trail[from:min(from+n, len(s.v.trail))]), nil
}

func (s *store) Note(_ context.Context, what string, id journal.ID, detail string) error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	s.link(what, id, detail)
	return nil
}

func (s *store) VerifyAudit(context.Context) (uint64, error) {
	done, err := s.held()
	if err != nil {
		return 0, err
	}
	defer done()
	if s.v.Broken != nil {
		return 0, damage{s.v.Broken}
	}
	return uint64(len(s.v.trail)), nil
}

func (s *store) Backup(ctx context.Context, file string, p journal.Progress) (journal.Backup, error) {
	if p != nil {
		p(1, 2)
	}
	if s.v.Slow {
		<-ctx.Done()
	}
	if err := ctx.Err(); err != nil {
		return journal.Backup{}, err
	}
	done, err := s.held()
	if err != nil {
		return journal.Backup{}, err
	}
	defer done()
	sum := sha256.Sum256([]byte(file))
	b := journal.Backup{ID: journal.NewID(), At: s.v.now(), Links: uint64(len(s.v.trail)), Name: path.Base(file), Size: 1, SHA256: sum[:]}
	c := s.v.state.clone()
	c.backup = b
	s.file(file, c)
	s.v.backups = append([]journal.Backup{b}, s.v.backups...)
	s.link("backup", journal.ID{}, b.ID.String())
	return b, nil
}

func (s *store) Backups(context.Context) ([]journal.Backup, error) {
	done, err := s.held()
	if err != nil {
		return nil, err
	}
	defer done()
	return slices.Clone(s.v.backups), nil
}

func (s *store) Proved(_ context.Context, id journal.ID) error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	for i := range s.v.backups {
		if s.v.backups[i].ID == id {
			s.v.backups[i].Proven = s.v.now()
		}
	}
	return nil
}

func (s *store) Erase(_ context.Context, id journal.ID) (journal.Erasure, error) {
	done, err := s.held()
	if err != nil {
		return journal.Erasure{}, err
	}
	defer done()
	e := journal.Erasure{At: s.v.now()}
	for _, b := range s.v.backups {
		for _, f := range s.v.kept {
			if f.backup.ID == b.ID && f.journals[id] != nil {
				e.Backups = append(e.Backups, b)
			}
		}
	}
	s.v.erase(id)
	s.v.erased = append(s.v.erased, id)
	s.link("erase", id, "")
	return e, nil
}

func (s *store) Export(_ context.Context, w io.Writer, passphrase []byte) error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	s.link("export", journal.ID{}, "")
	c := s.v.state.clone()
	c.slots = map[string]string{"export": string(passphrase)}
	s.file("export", c)
	_, err = io.WriteString(w, "export")
	return err
}

// Take hands this vault the files of another.
func (v *Vault) Take(other *Vault) { v.kept = other.kept }

// Import knows the exports among the files of this vault.
func (s *store) Import(_ context.Context, r io.Reader, passphrase []byte) error {
	name, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	c := s.v.kept[string(name)]
	if c == nil {
		return journal.ErrNotExport
	}
	if _, err := c.slot(passphrase); err != nil {
		return err
	}
	s.v.journals, s.v.heads, s.v.drafts, s.v.files = c.journals, c.heads, c.drafts, c.files
	s.link("import", journal.ID{}, "")
	return nil
}

func (v *Vault) now() time.Time {
	if v.Clock == nil {
		return time.Time{}
	}
	return v.Clock()
}

func (s *store) Attach(_ context.Context, id journal.ID, r io.Reader) (journal.Attachment, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return journal.Attachment{}, err
	}
	done, err := s.held()
	if err != nil {
		return journal.Attachment{}, err
	}
	defer done()
	if len(data) > journal.MaxAttachment {
		return journal.Attachment{}, journal.ErrTooLarge
	}
	if s.v.files[id] == nil {
		s.v.files[id] = map[journal.ID][]byte{}
	}
	sum := sha256.Sum256(data)
	a := journal.Attachment{ID: journal.NewID(), Size: int64(len(data)), SHA256: sum[:]}
	s.v.files[id][a.ID] = data
	s.link("attach", id, "")
	return a, nil
}

func (s *store) Attachment(_ context.Context, id, attachment journal.ID) (io.ReadCloser, error) {
	done, err := s.held()
	if err != nil {
		return nil, err
	}
	defer done()
	data, ok := s.v.files[id][attachment]
	if !ok {
		return nil, journal.ErrDamaged
	}
	return io.NopCloser(bytes.NewReader(bytes.Clone(data))), nil
}

func (s *store) Detach(_ context.Context, id, attachment journal.ID) error {
	done, err := s.held()
	if err != nil {
		return err
	}
	defer done()
	delete(s.v.files[id], attachment)
	s.link("detach", id, "")
	return nil
}

// Files counts the files that a journal keeps.
func (v *Vault) Files(id journal.ID) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.files[id])
}
