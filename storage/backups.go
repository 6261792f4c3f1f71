package storage

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// Backups returns the backups that the desk knows of, the newest first.
func (s *Store) Backups(ctx context.Context) ([]journal.Backup, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.open.RUnlock()
	var list []journal.Backup
	err := s.view(func(txn *badger.Txn) error {
		return each(ctx, txn, []byte{byte(tableBackup)}, func(key, box []byte) error {
			b, err := openBackup(s.keys, key, box)
			list = append(list, b)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b journal.Backup) int { return b.At.Compare(a.At) })
	return list, nil
}

func openBackup(k *keys, key, box []byte) (b journal.Backup, err error) {
	p, ok := parsePlace(key)
	if !ok {
		return b, damaged("storeUnreadable")
	}
	content, _, ok := openBox(k.known, k.store, p, box)
	if !ok || json.Unmarshal(content, &b) != nil || b.ID != p.journal {
		return b, damagedRow("rowChanged", p)
	}
	return b, nil
}

// putBackup makes a backup known, or says something new of one that is. did is
// didBackup or didProve.
func (s *Store) putBackup(ctx context.Context, did string, b journal.Backup) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.open.RUnlock()
	return s.putBackupOpen(did, b)
}

// putBackupOpen is putBackup for whoever holds s.open.
func (s *Store) putBackupOpen(did string, b journal.Backup) error {
	content, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return s.writeOpen(journal.Event{What: did, Journal: b.ID}, func(c *change) error {
		return c.put(s.keys.known, place{table: tableBackup, journal: b.ID}, content, floorContent)
	})
}
