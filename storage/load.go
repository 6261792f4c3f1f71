package storage

import (
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/ristretto/v2/z"
)

// loadPart is how much is given to Badger at a time.
const loadPart = 4 << 20

// load fills an empty db folder with rows, those of a table in the order of their
// keys, and closes it again. It writes tables and no log, and so takes little
// longer than the disk does. What a failed load leaves is not to be opened,
// only to be removed.
func (v *Vault) load(k *keys, rows func(put func(key, box []byte) error) error) (err error) {
	o := badgerOptions(filepath.Join(v.dir, dbName), k.badger)
	o.TableSizeMultiplier = 1 // else all goes into one table
	db, err := openBadgerAs(v.dir, o)
	if err != nil {
		return err
	}
	defer func() {
		if e := guard(db.Close); err == nil {
			err = e
		}
	}()
	w := db.NewStreamWriter()
	if err := guard(w.Prepare); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			guard(func() error { w.Cancel(); return nil })
		}
	}()
	buf := z.NewBuffer(2*loadPart, "")
	defer buf.Release()
	pass := func() error {
		if err := v.room(1); err != nil { // as in Store.write
			return err
		}
		err := guard(func() error { return w.Write(buf) })
		buf.Reset()
		return err
	}
	err = rows(func(key, box []byte) error {
		badger.KVToBuffer(&pb.KV{Key: key, Value: box, Version: 1, StreamId: uint32(key[0])}, buf)
		if buf.LenNoPadding() < loadPart {
			return nil
		}
		return pass()
	})
	if err == nil {
		err = pass()
	}
	if err == nil {
		err = guard(w.Flush)
	}
	return err
}
