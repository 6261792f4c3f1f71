package storage

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// Erased is what stays of a journal that was erased: that it was, and when.
type Erased struct {
	Journal journal.ID `json:"journal"`
	At      time.Time  `json:"at"`   // UTC
	Slot    string     `json:"slot"` // who
	// The link that began the journal and the time of its first record tell
	// which backups hold it; zero when it had none.
	Link  uint64    `json:"link,omitempty"`
	Since time.Time `json:"since,omitzero"`
}

// erasure is the row of an erased journal.
type erasure struct {
	Erased
	Done bool `json:"done,omitempty"` // nothing is left of the journal in the files
}

// The ledger of erasures is the file "erased" beside vault.json. It says the
// same as the rows of table e, and lies outside db/ because it must survive a
// restore: an older backup still holds what was erased since. A journal is in
// the file before it is in the store, so that the file is never behind.
type ledger struct {
	Format int        `json:"format"`
	Store  journal.ID `json:"store"`
	Erased []Erased   `json:"erased"`
	MAC    []byte     `json:"mac,omitempty"`
}

func (l ledger) mac(key []byte) []byte {
	l.MAC = nil
	return mac(key, indented(l))
}

const maxLedger = 16 << 20

func encodeLedger(k *keys, erased []Erased) []byte {
	l := ledger{Format: 1, Store: k.store, Erased: erased}
	l.MAC = l.mac(k.ledger)
	return indented(l)
}

func decodeLedger(k *keys, b []byte) ([]Erased, bool) {
	var l ledger
	if json.Unmarshal(b, &l) != nil || l.Store != k.store || !hmac.Equal(l.MAC, l.mac(k.ledger)) || !bytes.Equal(indented(l), b) {
		return nil, false
	}
	return l.Erased, true
}

// readLedger reads the ledger in a desk's folder; none is an empty one.
func readLedger(dir string, k *keys) ([]Erased, error) {
	b, err := ledgerBytes(dir)
	if err != nil || b == nil {
		return nil, err
	}
	erased, ok := decodeLedger(k, b)
	if !ok {
		return nil, damaged("fileChanged", "file", ledgerName)
	}
	return erased, nil
}

func ledgerBytes(dir string) ([]byte, error) {
	f, err := os.Open(filepath.Join(dir, ledgerName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileError(ledgerName, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxLedger))
	if err != nil {
		return nil, damaged("fileUnreadable", "file", ledgerName)
	}
	return append([]byte{}, b...), nil
}

// ledgerSum is what the seal says of the ledger; nil when there is none.
func ledgerSum(dir string) ([]byte, error) {
	b, err := ledgerBytes(dir)
	if err != nil || b == nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}

// Ledger returns all erasures that the desk knows of, for Replay.
func (s *Store) Ledger(ctx context.Context) ([]Erased, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	var list []Erased
	err := s.view(func(txn *badger.Txn) error {
		return eachErasure(ctx, txn, s.keys, func(e erasure) { list = append(list, e.Erased) })
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

func eachErasure(ctx context.Context, txn *badger.Txn, k *keys, f func(erasure)) error {
	return each(ctx, txn, []byte{byte(tableErased)}, func(key, box []byte) error {
		p, ok := parsePlace(key)
		if !ok {
			return damaged("storeUnreadable")
		}
		e, ok := openErasure(k, p, box)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		f(e)
		return nil
	})
}

func openErasure(k *keys, p place, box []byte) (e erasure, ok bool) {
	content, _, ok := openBox(k.erased, k.store, p, box)
	return e, ok && json.Unmarshal(content, &e) == nil && e.Journal == p.journal
}

// isErased says whether a journal is in the ledger.
func isErased(txn *badger.Txn, k *keys, id journal.ID) (bool, error) {
	p := place{table: tableErased, journal: id}
	box, err := get(txn, p)
	if err != nil || box == nil {
		return false, err
	}
	if _, ok := openErasure(k, p, box); !ok {
		return false, damagedRow("rowChanged", p)
	}
	return true, nil
}
