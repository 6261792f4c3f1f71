//go:build linux || darwin

package storage

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"onthaal/domain/journal"
)

// What the children of the proofs do.

// sayRows says what Badger makes of the files, without any check of ours.
func sayRows(v *Vault, secret string) error {
	h, err := readHeader(v.dir)
	if err != nil {
		return err
	}
	master, _ := h.open([]byte(secret))
	db, err := openBadger(v.dir, deriveKeys(master, h.Store), false)
	if err != nil {
		return err
	}
	sum, n := sha256.New(), 0
	err = db.View(func(x txn) error {
		return each(ctx, x, nil, func(key, box []byte) error {
			n++
			fmt.Fprintf(sum, "%x %x\n", key, box)
			return nil
		})
	})
	if err == nil {
		fmt.Printf("rows %d %x\n", n, sum.Sum(nil))
	}
	return err
}

// unsynced takes the promise of durability from an open store.
func unsynced(s *Store) (err error) {
	if err := s.db.Close(); err != nil {
		return err
	}
	s.db, err = openBadgerAs(s.vault.dir, badgerOptions(filepath.Join(s.vault.dir, dbName), s.keys.badger).WithSyncWrites(false))
	return err
}

// sayFilled is the child of closeWithoutBallast.
func sayFilled(s *Store) error {
	for n := range uint64(100) {
		r := note("")
		r.Body = body(n)
		if err := s.Append(ctx, hammered, n, []journal.Record{r}, nil); err != nil {
			return err
		}
	}
	s.dropBallast()
	fmt.Println("filled")
	io.Copy(io.Discard, os.Stdin)
	return s.Close()
}
