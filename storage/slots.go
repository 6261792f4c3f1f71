package storage

import (
	"context"
	"crypto/rand"
	"errors"
	"runtime/debug"
	"slices"
	"strconv"

	"onthaal/domain/journal"
)

// What the audit trail says of slots; detail is the slot.
const (
	didAddSlot     = "addSlot"
	didChangeSlot  = "changeSlot"
	didRemoveSlot  = "removeSlot"
	didNewRecovery = "newRecovery"
	didRekey       = "rekey"
	didSlots       = "slots" // some of these, by a program that was cut off before it could say so
)

// reslots reports whether a link says that slots have changed. Such links
// count the header's epoch.
func reslots(what string) bool {
	switch what {
	case didAddSlot, didChangeSlot, didRemoveSlot, didNewRecovery, didRekey, didSlots:
		return true
	}
	return false
}

// Slots lists the ways into the desk.
func (s *Store) Slots() []journal.Slot {
	var list []journal.Slot
	for _, sl := range s.current().Slots {
		list = append(list, journal.Slot{ID: sl.ID, Kind: sl.Kind})
	}
	return list
}

// Verify names the slot that a secret opens, while the desk is open, and
// changes nothing: a colleague says with it that she has read along.
// journal.ErrWrongPassphrase when there is none.
func (s *Store) Verify(ctx context.Context, secret []byte) (slot string, err error) {
	_, master, slot, err := s.authenticate(ctx, secret)
	clear(master)
	return slot, err
}

// AddSlot lets another passphrase in and gives its slot. secret is one that
// opens the desk already. journal.ErrPassphraseTaken answers a passphrase that
// opens a slot: nobody could tell the two apart.
func (s *Store) AddSlot(ctx context.Context, secret, passphrase []byte) (id string, err error) {
	err = s.reslot(ctx, secret, didAddSlot, func(h *header, _ string, master []byte) (string, error) {
		if len(h.Slots) == maxSlots {
			return "", errSlotsFull
		}
		id = strconv.Itoa(h.Next)
		h.Next++
		return id, h.setPassphrase(id, passphrase, master)
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

var errSlotsFull = errors.New("storage: there is no room for another slot")

// ChangeSlot gives another passphrase to the slot that secret opens. The
// recovery code gives one to who has forgotten hers, on a desk with a single
// passphrase slot; where there are several it cannot tell which to change, and
// the answer is journal.ErrNoSlot: add one and remove the other.
func (s *Store) ChangeSlot(ctx context.Context, secret, passphrase []byte) error {
	return s.reslot(ctx, secret, didChangeSlot, func(h *header, by string, master []byte) (string, error) {
		if by == journal.SlotRecovery {
			own := h.passphraseSlots()
			if len(own) != 1 {
				return "", journal.ErrNoSlot
			}
			by = own[0]
		}
		return by, h.setPassphrase(by, passphrase, master)
	})
}

// RemoveSlot takes a slot away: from then on its passphrase opens nothing of
// this desk. Who held it may have kept a copy of the folder from before, which
// it still opens, and with it the master key; Rekey is the answer to that.
// journal.ErrLastSlot answers for the last passphrase and the recovery code,
// ErrNoSlot for one that is not there.
func (s *Store) RemoveSlot(ctx context.Context, secret []byte, id string) error {
	return s.reslot(ctx, secret, didRemoveSlot, func(h *header, _ string, _ []byte) (string, error) {
		at := h.find(id)
		switch {
		case at < 0:
			return "", journal.ErrNoSlot
		case h.Slots[at].Kind == journal.SlotRecovery || len(h.passphraseSlots()) == 1:
			return "", journal.ErrLastSlot
		}
		h.Slots = slices.Delete(h.Slots, at, at+1)
		return id, nil
	})
}

// NewRecovery replaces the recovery code and gives the new one, which is stored
// nowhere. It asks for a passphrase (else journal.ErrWrongPassphrase): should
// the machine stop before the new code is read, a way in must be left.
func (s *Store) NewRecovery(ctx context.Context, secret []byte) (code string, err error) {
	err = s.reslot(ctx, secret, didNewRecovery, func(h *header, by string, master []byte) (string, error) {
		if by == journal.SlotRecovery {
			return "", journal.ErrWrongPassphrase
		}
		code = h.setRecovery(master)
		return journal.SlotRecovery, nil
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

// current is the header as it is now. Nobody changes it: a new one takes its
// place.
func (s *Store) current() *header {
	s.change.Lock()
	defer s.change.Unlock()
	return s.header
}

// authenticate opens the header with a secret, which takes its time: the store
// is not held meanwhile and can be closed.
func (s *Store) authenticate(ctx context.Context, secret []byte) (h *header, master []byte, slot string, err error) {
	if err := s.enter(ctx); err != nil {
		return nil, nil, "", err
	}
	s.open.RUnlock()
	h = s.current()
	master, slot = h.open(secret)
	if master == nil {
		return nil, nil, "", journal.ErrWrongPassphrase
	}
	if err := ctx.Err(); err != nil {
		clear(master)
		return nil, nil, "", err
	}
	return h, master, slot, nil
}

// reslot has f change a copy of the header, puts that in the header's place at
// one stroke, and tells the audit trail. f is told the slot that authenticates
// and says which one it changed.
func (s *Store) reslot(ctx context.Context, secret []byte, did string, f func(h *header, by string, master []byte) (string, error)) error {
	s.slots.Lock()
	defer s.slots.Unlock()
	now, master, by, err := s.authenticate(ctx, secret)
	if err != nil {
		return err
	}
	defer clear(master)
	next := *now
	next.Slots = slices.Clone(now.Slots)
	next.Epoch++
	id, err := f(&next, by, master)
	if err != nil {
		return err
	}
	if err := s.replaceHeader(ctx, &next); err != nil {
		return err
	}
	s.catchUp(ctx, next.Epoch, did, id)
	step("slots.noted")
	return nil
}

func (s *Store) replaceHeader(ctx context.Context, next *header) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.open.RUnlock()
	s.change.Lock()
	defer s.change.Unlock()
	if err := s.mayChange(); err != nil {
		return err
	}
	err := writeAtomic(s.vault.dir, headerName, next.seal(s.keys))
	if err == nil {
		s.header = next
	} else if is, e := readHeader(s.vault.dir); e == nil && is.authentic(s.keys) {
		s.header = is // renamed, perhaps, and then not brought to the disk
	}
	return err
}

// catchUp adds the links that the audit trail lacks to agree with the header's
// epoch, the last of them saying what was done. The header is what counts: a
// link that cannot be written now is written when the desk is next opened.
func (s *Store) catchUp(ctx context.Context, epoch uint64, did, slot string) {
	for {
		event := journal.Event{What: didSlots}
		switch at := s.reached().Epoch; {
		case at >= epoch:
			return
		case at == epoch-1:
			event = journal.Event{What: did, Detail: slot}
		}
		if s.write(context.WithoutCancel(ctx), event, func(c *change) error { c.linked = true; return nil }) != nil {
			return
		}
	}
}

// reaches refuses a header from before the last change of slots that the store
// knows of: who was removed since would come in again.
func (h *header) reaches(at progress) error {
	if h.Epoch < at.Epoch {
		return damaged("headerOlder", "file", headerName)
	}
	return nil
}

// draw gives a new desk its secrets: a master key, slots for a passphrase and
// a recovery code, and what its backups are encrypted to.
func (h *header) draw(cost Params, id string, passphrase []byte) (k *keys, recovery string, err error) {
	master := make([]byte, keySize)
	defer clear(master)
	rand.Read(master)
	h.KDF = kdf{Name: kdfName, Params: cost, Salt: make([]byte, saltSize)}
	rand.Read(h.KDF.Salt)
	if err := h.setPassphrase(id, passphrase, master); err != nil {
		return nil, "", err
	}
	recovery = h.setRecovery(master)
	k = deriveKeys(master, h.Store)
	return k, recovery, h.newBackupKey(k)
}

func (h *header) find(id string) int {
	return slices.IndexFunc(h.Slots, func(s slot) bool { return s.ID == id })
}

func (h *header) passphraseSlots() (ids []string) {
	for _, s := range h.Slots {
		if s.Kind == journal.SlotPassphrase {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// setPassphrase has a slot opened by a passphrase.
func (h *header) setPassphrase(id string, passphrase, master []byte) error {
	if len(passphrase) == 0 {
		return errNoPassphrase
	}
	kek := passphraseKey(passphrase, h.KDF.Salt, h.KDF.Params)
	defer clear(kek)
	debug.FreeOSMemory() // Argon2's memory
	if m, taken := h.openSlots(journal.SlotPassphrase, kek); taken != "" {
		clear(m)
		return journal.ErrPassphraseTaken
	}
	h.setSlot(id, journal.SlotPassphrase, kek, master)
	return nil
}

// renameSlot gives another number to the slot of a passphrase.
func (h *header) renameSlot(id, to string, passphrase []byte) error {
	kek := passphraseKey(passphrase, h.KDF.Salt, h.KDF.Params)
	defer clear(kek)
	debug.FreeOSMemory() // Argon2's memory
	master, opened := h.openSlots(journal.SlotPassphrase, kek)
	if opened != id {
		return journal.ErrNoSlot
	}
	defer clear(master)
	h.Slots = slices.Delete(slices.Clone(h.Slots), h.find(id), h.find(id)+1)
	h.setSlot(to, journal.SlotPassphrase, kek, master)
	return nil
}

// setRecovery has the recovery slot opened by a new code, and gives it.
func (h *header) setRecovery(master []byte) string {
	code := make([]byte, recoverySize)
	rand.Read(code)
	defer clear(code)
	kek := recoveryKey(code, h.KDF.Salt)
	defer clear(kek)
	h.setSlot(journal.SlotRecovery, journal.SlotRecovery, kek, master)
	return formatRecovery(code)
}

// setSlot seals the master key under kek in a slot, new or not.
func (h *header) setSlot(id, kind string, kek, master []byte) {
	s := slot{ID: id, Kind: kind}
	s.Key = sealBytes(kek, master, h.aad(s))
	if at := h.find(id); at >= 0 {
		h.Slots[at] = s
	} else {
		h.Slots = append(h.Slots, s)
	}
}
