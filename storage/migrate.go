package storage

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// A migration brings a store from one format to the next while it is being
// opened. Its batch changes some rows, those after a cursor of its own making,
// which is nil at first, and gives the cursor for the next batch; nil when
// nothing is left. What a batch changes and its cursor are one transaction, so
// that a migration which was cut off goes on where it was.
type migration func(c *change, cursor []byte) (next []byte, err error)

// migrations lead from format 1 to 2, from 2 to 3, and so on. Format 1 is the
// present one.
var migrations []migration

const firstFormat = 1

// newest is the number of the store format that this program writes, and the
// greatest that it reads.
func newest() int { return firstFormat + len(migrations) }

// migrated names the backup that is made before a change of the format, in the
// desk's folder. It is the counsellor's to remove.
func migrated(to int) string { return fmt.Sprintf("before-format-%d.backup", to) }

// migrate brings an open store to the newest format. The header's number is
// the last thing that is changed.
func (s *Store) migrate(ctx context.Context) error {
	for s.header.Format < newest() {
		to := s.header.Format + 1
		p := place{table: tableMigration, number: uint64(to)}
		cursor, state, err := s.cursor(p)
		if err != nil {
			return err
		}
		if state == moveNotBegun {
			if _, err := s.Backup(ctx, filepath.Join(s.vault.dir, migrated(to)), nil); err != nil {
				return err
			}
			step("migrate.backup")
		}
		for state != moveDone {
			err := s.write(ctx, journal.Event{What: didMove, Detail: fmt.Sprint(to)}, func(c *change) (err error) {
				if cursor, err = migrations[to-firstFormat-1](c, cursor); err != nil {
					return err
				}
				if state = moveBegun; cursor == nil {
					state = moveDone
				}
				return c.put(s.keys.moves, p, append([]byte{state}, cursor...), floorInternal)
			})
			if err != nil {
				return err
			}
			step("migrate.batch")
		}
		next := *s.header
		next.Format, next.Version = to, s.vault.version
		if err := s.replaceHeader(ctx, &next); err != nil {
			return err
		}
		step("migrate.done")
	}
	return nil
}

// How far a migration has come: the first byte of its row, which goes on with
// the cursor.
const (
	moveNotBegun = iota // there is no row
	moveBegun
	moveDone
)

func (s *Store) cursor(p place) (cursor []byte, state byte, err error) {
	err = s.view(func(txn *badger.Txn) error {
		box, err := get(txn, p)
		if err != nil || box == nil {
			return err
		}
		content, _, ok := openBox(s.keys.moves, s.keys.store, p, box)
		if !ok || len(content) == 0 || content[0] != moveBegun && content[0] != moveDone {
			return damagedRow("rowChanged", p)
		}
		state, cursor = content[0], content[1:]
		return nil
	})
	return cursor, state, err
}

// refuseHalfNewer refuses a store whose rows a newer program has begun to
// change, though its header is still of a format that this one knows.
func (s *Store) refuseHalfNewer(ctx context.Context) error {
	return s.view(func(txn *badger.Txn) error {
		return each(ctx, txn, []byte{byte(tableMigration)}, func(key, _ []byte) error {
			if p, ok := parsePlace(key); ok && p.number > uint64(newest()) {
				return &journal.Newer{Format: int(p.number)}
			}
			return nil
		})
	})
}
