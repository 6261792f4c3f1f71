package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onthaal/domain/journal"
)

// recoveringName is a folder with a copy of db/ that is there only while a
// desk is opened that was not closed.
const recoveringName = "recovering"

// copyBlock is the piece in which files are copied. Badger's logs are sparse:
// many MiB long with some KiB in them.
const copyBlock = 64 << 10

// copyStore copies db/ into recovering/. The copy shares nothing with the
// original, for Badger cuts and deletes what it does not understand.
func (v *Vault) copyStore(ctx context.Context) error {
	from, to := filepath.Join(v.dir, dbName), filepath.Join(v.dir, recoveringName, dbName)
	free, err := v.free(v.dir)
	if err != nil {
		return folderError(err)
	}
	if free < v.min/2+uint64(folderSize(from)) {
		return fmt.Errorf("%w: %s", journal.ErrFull, recoveringName)
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fileError(recoveringName, err)
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return fileError(dbName, err)
	}
	for _, e := range entries {
		if meaningless(e.Name()) || !e.Type().IsRegular() {
			continue // checkUnsealed has an eye on what is not a file
		}
		if err := copyFile(ctx, filepath.Join(to, e.Name()), filepath.Join(from, e.Name()), dbName+"/"+e.Name()); err != nil {
			return err
		}
	}
	step("recover.copied")
	return nil
}

// copyFile copies a file, leaving out what is zero.
func copyFile(ctx context.Context, to, from, name string) error {
	r, err := os.Open(from)
	if err != nil {
		return fileError(name, err)
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fileError(recoveringName, err)
	}
	defer w.Close()
	buf, zero := make([]byte, copyBlock), make([]byte, copyBlock)
	var at int64
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(r, buf)
		if n > 0 && !bytes.Equal(buf[:n], zero[:n]) {
			if _, err := w.WriteAt(buf[:n], at); err != nil {
				return fileError(recoveringName, err)
			}
		}
		at += int64(n)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return damaged("fileUnreadable", "file", name)
		}
	}
	if err := w.Truncate(at); err != nil {
		return fileError(recoveringName, err)
	}
	if err := w.Close(); err != nil {
		return fileError(recoveringName, err)
	}
	return nil
}

// folderSize is about what a copy of Badger's folder takes: its logs are
// mostly holes.
func folderSize(db string) (n int64) {
	entries, _ := os.ReadDir(db)
	for _, e := range entries {
		fi, err := e.Info()
		switch {
		case err != nil:
		case strings.HasSuffix(e.Name(), ".mem") || strings.HasSuffix(e.Name(), ".vlog"):
			n += min(fi.Size(), 8<<20)
		default:
			n += fi.Size()
		}
	}
	return n
}

// clearRecovering removes the copy, also one that a killed program left.
func (v *Vault) clearRecovering() error {
	err := os.RemoveAll(filepath.Join(v.dir, recoveringName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileError(recoveringName, err)
	}
	return nil
}

// examineUnclean lets nobody near a store that was not closed before its copy
// has been opened and walked. Until then the original is only read. copied is
// how the copying went. It gives how far the store has come; what was walked
// once, byte for byte, is not walked again.
func (v *Vault) examineUnclean(ctx context.Context, k *keys, copied error) (progress, error) {
	dir := filepath.Join(v.dir, recoveringName)
	at, err := readTip(v.dir, k)
	if err != nil {
		return at, v.withWhole(ctx, k, at, copied, err)
	}
	empty, err := checkUnsealed(v.dir, k)
	if err != nil {
		return at, v.withWhole(ctx, k, at, copied, err)
	}
	if copied != nil {
		return at, copied
	}
	if err := removeLogs(dir, empty); err != nil {
		return at, err
	}
	a, err := examine(ctx, dir, k, at)
	switch {
	case err != nil:
		return at, err
	case !a.Opened && v.room(4) != nil: // which ends the child as damage does
		return at, journal.ErrFull
	case a.Findings != nil:
		return at, &damage{append(a.Findings, a.whole()...)}
	}
	file, err := readLedger(v.dir, k)
	if err != nil {
		return at, err
	}
	if err := covers(file, a.Erased); err != nil {
		return at, err
	}
	step("recover.examined")
	if err := v.clearRecovering(); err != nil {
		return at, err
	}
	return a.At, removeLogs(v.dir, empty)
}

// withWhole adds to what is wrong with a desk what of its copy can be opened.
func (v *Vault) withWhole(ctx context.Context, k *keys, from progress, copied, err error) error {
	found := journal.Findings(err)
	if found == nil || copied != nil {
		return err
	}
	if a, e := examine(ctx, filepath.Join(v.dir, recoveringName), k, from); e == nil {
		found = append(found, a.whole()...)
	}
	return &damage{found}
}

// whole says what the child could open of a damaged store.
func (a answer) whole() []journal.Finding {
	if !a.Opened {
		return nil
	}
	return []journal.Finding{finding("stillWhole", "changes", fmt.Sprint(a.At.Links), "journals", fmt.Sprint(a.Journals))}
}
