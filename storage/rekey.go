package storage

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/gofrs/flock"

	"onthaal/domain/journal"
)

// didRekeyed is what the trail of the desk that was left says of a re-key.
const didRekeyed = "rekeyed"

// Rekey makes a new desk in the folder to, which is new or empty, with all that
// this one holds, under keys that nobody has had before: another store id,
// master key, identity for backups, and key for every journal. It is for when
// somebody who had a way in must be kept out for good: what she kept of the old
// desk opens nothing of the new one. secret is a passphrase of the old desk and
// the only one of the new, in a slot of the same number; the new recovery code
// is given and stored nowhere. What a passphrase costs is measured again, and
// does not fall.
//
// The audit trail comes along, link by link: when, who, what and which rows.
// Only the hashes in it are those of the new rows, and links about rows that
// were since written again keep the hash of what is gone.
//
// The new desk is walked and compared, row by row, with the old one before it
// becomes one; then it is left closed. The old desk stays as it is, with every
// way into it: put the new one in its place, and remove the old one and its
// backups when all is well. A change that is made meanwhile is
// journal.ErrConflict. Besides, Rekey fails as Create does, with
// journal.ErrNotOurs inside this desk's folder too, or with
// journal.ErrWrongPassphrase (also for the recovery code) or ErrDamaged.
// Whatever it fails of, and when it is cancelled, it leaves nothing behind.
func (s *Store) Rekey(ctx context.Context, secret []byte, to string, p journal.Progress) (recovery string, err error) {
	if inDesk(to, s.vault.dir) {
		return "", journal.ErrNotOurs
	}
	s.slots.Lock()
	defer s.slots.Unlock()
	old, master, slot, err := s.authenticate(ctx, secret)
	clear(master)
	if err != nil {
		return "", err
	}
	if slot == journal.SlotRecovery {
		return "", journal.ErrWrongPassphrase
	}
	if err := s.finishErasures(ctx); err != nil { // of journals whose keys are gone already
		return "", err
	}
	target := *s.vault
	target.dir = to
	h := &header{Program: program, Format: newest(), Version: s.vault.version, Store: journal.NewID(), Epoch: old.Epoch + 1, Next: old.Next}
	k, recovery, err := h.draw(target.cost(old.KDF.Params), slot, secret)
	if err != nil {
		return "", err
	}
	defer k.forget()
	err = target.fill(func(lock *flock.Flock) error {
		step("rekey.begun")
		return s.rekey(ctx, &target, h, k, slot, lock, p)
	})
	if err != nil {
		return "", err
	}
	// The new desk is there, whatever the old one can still say of it.
	_ = s.Note(context.WithoutCancel(ctx), didRekeyed, journal.ID{}, "")
	return recovery, nil
}

// rekey fills the folder of v with this store under other keys.
func (s *Store) rekey(ctx context.Context, v *Vault, h *header, k *keys, slot string, lock *flock.Flock, p journal.Progress) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.open.RUnlock()
	if free, err := v.free(v.dir); err != nil {
		return folderError(err)
	} else if free < v.min+uint64(folderSize(filepath.Join(s.vault.dir, dbName))) {
		return journal.ErrFull
	}
	txn, at, _, err := s.freeze()
	if err != nil {
		return err
	}
	defer txn.Discard()
	var rows uint64
	if err := guard(func() (err error) { rows, err = countRows(ctx, txn); return err }); err != nil {
		return err
	}
	// Each row is told of thrice: sealed anew, then read in both stores.
	total := int64(3*rows + 1)
	tell := func(round uint64) func(uint64) {
		return func(n uint64) {
			if p != nil && (n%1024 == 0 || n == rows) {
				p(int64(round*rows+n), total)
			}
		}
	}

	r := &rekeying{ctx: ctx, old: &opener{txn: txn, k: s.keys}, to: k, tell: tell(0),
		own: map[journal.ID][]byte{}, rows: map[place]written{}}
	event := journal.Event{At: v.now(), Slot: slot, What: didRekey, Detail: slot}
	err = v.load(k, func(put func(key, box []byte) error) error { return r.pass(at, event, put) })
	if err != nil {
		return err
	}
	step("rekey.loaded")
	if err := createTip(v.dir, k, r.at); err != nil {
		return err
	}
	made, err := v.begin(h, k, slot, lock, r.at, false)
	if err != nil {
		return err
	}
	if err := s.compare(ctx, txn, at, made, tell); err != nil {
		made.giveUp()
		return err
	}
	step("rekey.verified")

	// From here on nothing may change in the old store that the new one would
	// not know.
	s.change.Lock()
	defer s.change.Unlock()
	err = ctx.Err()
	if err == nil && (s.broken || s.at.changes() != at.changes() || len(s.unfinished) > 0) {
		err = journal.ErrConflict
	}
	if err == nil {
		err = s.copyLedger(v, k)
	}
	if err == nil {
		err = v.finish(h.seal(k))
	}
	if err != nil {
		made.giveUp()
		return err
	}
	step("rekey.finished")
	err = made.shut(true)
	if p != nil && err == nil {
		p(total, total)
	}
	return err
}

// copyLedger writes the ledger of erasures for another desk's folder and keys.
func (s *Store) copyLedger(v *Vault, k *keys) error {
	erased, err := readLedger(s.vault.dir, s.keys)
	if err != nil || erased == nil {
		return err
	}
	return writeAtomic(v.dir, ledgerName, encodeLedger(k, erased))
}

// rekeying reads one store's rows and seals them anew for another.
type rekeying struct {
	ctx  context.Context
	old  *opener
	to   *keys
	tell func(uint64)
	done uint64
	own  map[journal.ID][]byte // the new keys of journals
	rows map[place]written     // that were put
	at   progress              // of the new store
}

func (r *rekeying) forget() {
	r.old.forget()
	for _, k := range r.own {
		clear(k)
	}
}

// pass gives put every row sealed anew, each table in the order of its keys;
// the audit links come last, for they name the others, and after them one for
// event. from is how far the old store has come.
func (r *rekeying) pass(from progress, event journal.Event, put func(key, box []byte) error) error {
	defer r.forget()
	err := each(r.ctx, r.old.txn, nil, func(key, box []byte) error {
		if key[0] == byte(tableLink) {
			return nil
		}
		p, fresh, err := r.row(key, box)
		if err != nil {
			return err
		}
		r.rows[p] = markOf(fresh)
		return r.put(put, key, fresh)
	})
	if err != nil {
		return err
	}
	was := genesis(r.old.k, r.old.k.store)
	r.at.Links, r.at.Chain, r.at.Epoch = 0, genesis(r.to, r.to.store).Chain, was.Epoch
	err = each(r.ctx, r.old.txn, []byte{byte(tableLink)}, func(key, box []byte) error {
		was.Links++
		l, content, ok := openLink(r.old.k, was.Links, box)
		if !ok || !bytes.Equal(key, linkAt(was.Links).key()) || !bytes.Equal(l.prev, was.Chain) {
			return brokenLink(was.Links)
		}
		was.Chain = mac(r.old.k.audit, content)
		for i, row := range l.rows {
			if now, ok := r.rows[row.place]; ok && now.version == l.event.Link {
				l.rows[i].hash = now.hash
			}
		}
		return r.link(put, l)
	})
	if err == nil && (was.Links != from.Links || !bytes.Equal(was.Chain, from.Chain)) {
		err = brokenLink(was.Links)
	}
	if err != nil {
		return err
	}
	return r.link(put, link{event: event})
}

func (r *rekeying) put(put func(key, box []byte) error, key, box []byte) error {
	r.done++
	r.tell(r.done)
	return put(key, box)
}

// link adds a link to the new chain.
func (r *rekeying) link(put func(key, box []byte) error, l link) error {
	r.at.Links++
	l.prev = r.at.Chain
	content := l.encode()
	r.at.Chain = mac(r.to.audit, content)
	if reslots(l.event.What) {
		r.at.Epoch++
	}
	p := linkAt(r.at.Links)
	return r.put(put, p.key(), sealBox(r.to.links, r.to.store, p, r.at.Links, content, floorInternal))
}

// row seals a row anew, at the same place, with the same version and size.
func (r *rekeying) row(key, box []byte) (p place, fresh []byte, err error) {
	p, ok := parsePlace(key)
	if !ok {
		return p, nil, damaged("storeUnreadable")
	}
	content, ok := r.old.content(p, box)
	if !ok {
		return p, nil, damagedRow("rowChanged", p)
	}
	defer clear(content)
	switch p.table {
	case tableKey:
		copy(content, r.keyOf(p.journal))
	case tableDrafts:
		list, ok := decodeDrafts(content)
		if !ok {
			return p, nil, damagedRow("rowChanged", p)
		}
		for id := range list { // they came before their list
			list[id] = r.rows[place{table: tableDraft, journal: id}]
		}
		content = encodeDrafts(list)
		r.at.Drafts = boxVersion(box)
	}
	to := r.to.ofTable(p.table)
	if to == nil {
		to = r.keyOf(p.journal)
	}
	return p, sealBox(to, r.to.store, p, boxVersion(box), content, len(box)-boxHead-nonceSize-tagSize), nil
}

// keyOf is the new key of a journal.
func (r *rekeying) keyOf(id journal.ID) []byte {
	k := r.own[id]
	if k == nil {
		k = make([]byte, keySize)
		rand.Read(k)
		r.own[id] = k
	}
	return k
}

// digest is of all that a store holds up to a link, whatever its keys: places,
// versions and contents, and what the links say.
func digest(ctx context.Context, txn *badger.Txn, k *keys, links uint64, tell func(uint64)) (sum []byte, err error) {
	d := &opener{txn: txn, k: k}
	defer d.forget()
	h := sha256.New()
	n := uint64(0)
	err = each(ctx, txn, nil, func(key, box []byte) error {
		p, ok := parsePlace(key)
		if !ok {
			return damaged("storeUnreadable")
		}
		if p.table == tableLink && p.number > links {
			return nil
		}
		content, ok := d.content(p, box)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		defer clear(content)
		switch p.table {
		case tableKey: // another everywhere
			content = nil
		case tableDrafts: // nothing but hashes, which the walk has compared
			content = nil
		case tableLink:
			l, ok := decodeLink(content)
			if !ok {
				return brokenLink(p.number)
			}
			l.prev = nil
			for i := range l.rows {
				l.rows[i].hash = [hashSize]byte{}
			}
			content = l.encode()
		}
		h.Write(key)
		h.Write(binary.BigEndian.AppendUint64(nil, boxVersion(box)))
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(content))))
		h.Write(content)
		n++
		tell(n)
		return nil
	})
	return h.Sum(nil), err
}

// compare walks the store that was made, and wants it to hold what this one
// held.
func (s *Store) compare(ctx context.Context, txn *badger.Txn, from progress, made *Store, tell func(uint64) func(uint64)) error {
	var is, was []byte
	err := guard(func() (err error) { was, err = digest(ctx, txn, s.keys, from.Links, tell(1)); return err })
	if err != nil {
		return err
	}
	return made.view(func(txn *badger.Txn) error {
		w, err := walk(ctx, txn, made.keys, made.at, true)
		if err != nil {
			return err
		}
		if w.found != nil {
			return &damage{w.found}
		}
		if is, err = digest(ctx, txn, made.keys, from.Links, tell(2)); err != nil {
			return err
		}
		if !bytes.Equal(is, was) {
			return damaged("storeUnreadable")
		}
		return nil
	})
}
