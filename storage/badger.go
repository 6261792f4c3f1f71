package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	badgertable "github.com/dgraph-io/badger/v4/table"

	"onthaal/domain/journal"
)

// maxRow is the largest value: Badger would put a larger one into its value
// log, where damage reads as an empty value. maxChange is what one transaction
// may hold.
const (
	maxRow    = 1<<20 - 1
	maxChange = 1 << 20
)

// badgerOptions are measured; the reasons are beside those that matter.
func badgerOptions(db string, key []byte) badger.Options {
	return badger.DefaultOptions(db).
		WithLogger(silence{}).
		WithEncryptionKey(key).
		WithSyncWrites(true). // an acknowledged change survives a power cut
		WithDetectConflicts(true).
		WithNumVersionsToKeep(1).
		WithMemTableSize(8 << 20).
		WithNumMemtables(2).
		WithNumLevelZeroTables(2).
		WithNumLevelZeroTablesStall(6).
		WithNumCompactors(2).
		WithBaseTableSize(8 << 20).
		WithBaseLevelSize(8 << 20).
		WithValueLogFileSize(16 << 20). // stays empty, but Windows allocates it in full
		WithValueThreshold(1 << 20).
		WithCompression(options.None).                     // sealed content does not compress
		WithBlockCacheSize(8 << 20).                       // with encryption, none means panic
		WithIndexCacheSize(8 << 20).                       // the same
		WithChecksumVerificationMode(options.OnTableRead). // on blocks, damage reads as "not found"
		WithVerifyValueChecksum(true).
		WithCompactL0OnClose(true).
		WithMetricsEnabled(false).
		WithNumGoroutines(2)
}

// silence is Badger's logger. Badger's messages can contain dumps of what it
// stores, and its errors too: neither is ever passed on.
type silence struct{}

func (silence) Errorf(string, ...any)   {}
func (silence) Warningf(string, ...any) {}
func (silence) Infof(string, ...any)    {}
func (silence) Debugf(string, ...any)   {}

// openBadger opens db/, turning what Badger says or panics with into our own
// errors. Tables that a seal has just vouched for, byte by byte, need not be
// read once more for their checksums.
func openBadger(dir string, k *keys, sealed bool) (*badger.DB, error) {
	o := badgerOptions(filepath.Join(dir, dbName), k.badger)
	if sealed {
		o = o.WithChecksumVerificationMode(options.NoVerification)
	}
	return openBadgerAs(dir, o)
}

func openBadgerAs(dir string, o badger.Options) (db *badger.DB, err error) {
	privateFiles()
	err = guard(func() (err error) { db, err = badger.Open(o); return err })
	if err != nil {
		return nil, err
	}
	// Badger does not sync the folder when it makes new files.
	if err := syncDir(filepath.Join(dir, dbName)); err != nil {
		guard(db.Close)
		return nil, fileError(dbName, err)
	}
	return db, nil
}

// guard runs something of Badger's. Errors that are ours pass; whatever else
// Badger says, or panics with, becomes an error without its text.
func guard(f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = damaged("storeUnreadable")
		}
	}()
	return redact(f())
}

// passing are the errors that may leave the package as they are.
var passing = []error{
	journal.ErrDamaged, journal.ErrConflict, journal.ErrTooLarge, journal.ErrLocked,
	journal.ErrFull, journal.ErrReadOnly, journal.ErrErased, journal.ErrNewer, errUnwritten,
}

func redact(err error) error {
	if err == nil {
		return nil
	}
	for _, p := range passing {
		if errors.Is(err, p) {
			return err
		}
	}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, badger.ErrTxnTooBig):
		return journal.ErrTooLarge
	case isFull(err):
		return journal.ErrFull
	case errors.Is(err, os.ErrPermission) || isReadOnly(err):
		return journal.ErrReadOnly
	}
	return damaged("storeUnreadable")
}

// checkUnsealed looks at Badger's files before Badger does, when no seal
// vouches for them. Badger would make a missing MANIFEST anew and delete all
// tables, and it accepts files that are not encrypted as its own. It gives the
// logs that have nothing in them, which Badger would not open.
func checkUnsealed(dir string, k *keys) (empty []string, err error) {
	db := filepath.Join(dir, dbName)
	entries, err := os.ReadDir(db)
	if err != nil {
		return nil, fileError(dbName, err)
	}
	var found []Finding
	report := func(key, name string) {
		if len(found) < maxFindings {
			found = append(found, finding(key, "file", dbName+"/"+name))
		}
	}
	has := map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		has[name] = true
		switch {
		case !e.Type().IsRegular() || !badgerName(name):
			report("fileAdded", name)
		case strings.HasSuffix(name, ".mem") || strings.HasSuffix(name, ".vlog"):
			size, plain, err := logHeader(filepath.Join(db, name))
			switch {
			case err != nil:
				report("fileUnreadable", name)
			case size == 0:
				empty = append(empty, name)
			case plain:
				report("fileNotEncrypted", name)
			}
		}
	}
	for _, name := range []string{badger.ManifestFilename, badger.KeyRegistryFileName} {
		if !has[name] {
			report("fileMissing", name)
		}
	}
	if found == nil {
		found = checkManifest(db, k, has)
	}
	if found != nil {
		return nil, &damage{found}
	}
	return empty, nil
}

// removeLogs removes logs that checkUnsealed gave: a program killed between
// making a log and giving it its size leaves nothing in it.
func removeLogs(dir string, empty []string) error {
	for _, name := range empty {
		if err := os.Remove(filepath.Join(dir, dbName, name)); err != nil {
			return fileError(dbName+"/"+name, err)
		}
	}
	return nil
}

func badgerName(name string) bool {
	switch name {
	case "LOCK", "DISCARD", badger.ManifestFilename, "MANIFEST-REWRITE",
		badger.KeyRegistryFileName, badger.KeyRegistryRewriteFileName:
		return true
	}
	ext := filepath.Ext(name)
	number := strings.TrimSuffix(name, ext)
	return (ext == ".sst" || ext == ".mem" || ext == ".vlog") && number != "" && strings.Trim(number, "0123456789") == ""
}

// checkManifest wants every table encrypted and present.
func checkManifest(db string, k *keys, has map[string]bool) (found []Finding) {
	changed := []Finding{finding("fileChanged", "file", dbName+"/"+badger.ManifestFilename)}
	defer func() {
		if recover() != nil {
			found = changed
		}
	}()
	f, err := os.Open(filepath.Join(db, badger.ManifestFilename))
	if err != nil {
		return []Finding{finding("fileUnreadable", "file", dbName+"/"+badger.ManifestFilename)}
	}
	defer f.Close()
	m, _, err := badger.ReplayManifestFile(f, 0, badgerOptions(db, k.badger))
	if err != nil {
		return changed
	}
	for id, t := range m.Tables {
		name := badgertable.IDToFilename(id)
		switch {
		case t.KeyID == 0:
			found = append(found, finding("fileNotEncrypted", "file", dbName+"/"+name))
		case !has[name]:
			found = append(found, finding("fileMissing", "file", dbName+"/"+name))
		}
	}
	return found
}

// logHeader reads the first bytes of one of Badger's logs: eight of them name
// the key, and zero means none. A log of nothing but zeros holds nothing: its
// program was killed before the first bytes.
func logHeader(path string) (size int64, plain bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil || fi.Size() == 0 {
		return 0, false, err
	}
	var head [20]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return 0, false, err
	}
	if binary.BigEndian.Uint64(head[:8]) != 0 {
		return fi.Size(), false, nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, false, err
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := f.Read(buf)
		for _, b := range buf[:n] {
			if b != 0 {
				return fi.Size(), true, nil
			}
		}
		if err == io.EOF {
			return fi.Size(), false, nil
		}
		if err != nil {
			return 0, false, err
		}
	}
}
