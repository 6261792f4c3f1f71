package storage

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"onthaal/domain/journal"
)

// progress is how far a store has come: the audit chain's length and last
// MAC, the epoch of the slots that it tells of, and how often drafts have
// changed.
type progress struct {
	Links  uint64 `json:"links"`
	Chain  []byte `json:"chain"`
	Epoch  uint64 `json:"epoch"`
	Drafts uint64 `json:"drafts"`
}

// sealed is the seal: progress and every file of db/ at a clean close.
type sealed struct {
	Format int `json:"format"`
	progress
	Ledger []byte    `json:"ledger,omitempty"` // SHA-256 of the ledger of erasures, when there is one
	Files  []fileSum `json:"files"`
	MAC    []byte    `json:"mac,omitempty"`
}

type fileSum struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  []byte `json:"sha256"`
}

func (s sealed) marshal() []byte { return indented(s) }

// indented is the form of our files of JSON.
func indented(v any) []byte {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil { // no field of ours can fail
		panic("storage: " + err.Error())
	}
	return append(b, '\n')
}

func (s sealed) mac(key []byte) []byte {
	s.MAC = nil
	return mac(key, s.marshal())
}

const maxSeal = 16 << 20

// readSeal reads the seal, or gives nil when there is none.
func readSeal(dir string) ([]byte, error) {
	f, err := os.Open(filepath.Join(dir, sealName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileError(sealName, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSeal))
	if err != nil {
		return nil, fileError(sealName, err)
	}
	if b == nil {
		b = []byte{}
	}
	return b, nil
}

// checkSeal opens a seal and compares it with the files as they are.
func checkSeal(k *keys, b []byte, ledger []byte, files []fileSum) (progress, error) {
	var s sealed
	if json.Unmarshal(b, &s) != nil || !hmac.Equal(s.MAC, s.mac(k.seal)) || !bytes.Equal(s.marshal(), b) {
		return progress{}, damaged("fileChanged", "file", sealName)
	}
	is := map[string]fileSum{}
	for _, f := range files {
		is[f.Name] = f
	}
	var found []Finding
	add := func(key, name string) {
		if len(found) < maxFindings {
			found = append(found, finding(key, "file", dbName+"/"+name))
		}
	}
	switch {
	case s.Ledger != nil && ledger == nil:
		found = append(found, finding("fileMissing", "file", ledgerName))
	case !bytes.Equal(s.Ledger, ledger):
		found = append(found, finding("fileChanged", "file", ledgerName))
	}
	for _, was := range s.Files {
		now, ok := is[was.Name]
		switch {
		case !ok:
			add("fileMissing", was.Name)
		case now.Size != was.Size || !bytes.Equal(now.Sum, was.Sum):
			add("fileChanged", was.Name)
		}
		delete(is, was.Name)
	}
	for _, f := range files {
		if _, extra := is[f.Name]; extra {
			add("fileAdded", f.Name)
		}
	}
	if found != nil {
		return progress{}, &damage{found}
	}
	return s.progress, nil
}

// writeSeal brings every file of db/ to the disk and seals them.
func writeSeal(dir string, k *keys, p progress) error {
	files, err := sumFiles(context.Background(), filepath.Join(dir, dbName), true)
	if err != nil {
		return err
	}
	ledger, err := ledgerSum(dir)
	if err != nil {
		return err
	}
	s := sealed{Format: newest(), progress: p, Ledger: ledger, Files: files}
	s.MAC = s.mac(k.seal)
	return writeAtomic(dir, sealName, s.marshal())
}

// meaningless are two of Badger's files: its LOCK, which holds the number of a
// process, and DISCARD, a counter for a cleaning that is never done.
func meaningless(name string) bool { return name == "LOCK" || name == "DISCARD" }

// removeMeaningless keeps Badger from reading what nobody vouches for; it ends
// the process when DISCARD is not as it likes. It makes both files anew.
func (v *Vault) removeMeaningless() error {
	for _, name := range []string{"LOCK", "DISCARD"} {
		switch err := os.Remove(filepath.Join(v.dir, dbName, name)); {
		case err == nil || errors.Is(err, fs.ErrNotExist):
		case errors.Is(err, fs.ErrPermission) || isReadOnly(err):
			return fileError(dbName, err)
		default:
			return damaged("fileAdded", "file", dbName+"/"+name)
		}
	}
	return nil
}

// sumFiles hashes every file of Badger's folder that means something.
// With sync, each file is brought to the disk first.
func sumFiles(ctx context.Context, db string, sync bool) ([]fileSum, error) {
	entries, err := os.ReadDir(db) // sorted by name
	if err != nil {
		return nil, fileError(dbName, err)
	}
	var sums []fileSum
	for _, e := range entries {
		if meaningless(e.Name()) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sum := fileSum{Name: e.Name()} // what is not a file matches no seal
		if e.Type().IsRegular() {
			if sum, err = sumFile(db, e.Name(), sync); err != nil {
				return nil, err
			}
		}
		sums = append(sums, sum)
	}
	if sync {
		if err := syncDir(db); err != nil {
			return nil, fileError(dbName, err)
		}
	}
	return sums, nil
}

func sumFile(db, name string, sync bool) (fileSum, error) {
	sum := fileSum{Name: name}
	flag := os.O_RDONLY
	if sync {
		flag = os.O_RDWR // Windows syncs only what may be written
	}
	f, err := os.OpenFile(filepath.Join(db, name), flag, 0)
	if err != nil {
		return sum, fileError(dbName+"/"+name, err)
	}
	defer f.Close()
	if sync {
		if err := f.Sync(); err != nil {
			return sum, fileError(dbName+"/"+name, err)
		}
	}
	h := sha256.New()
	if sum.Size, err = io.Copy(h, f); err != nil {
		return sum, damaged("fileUnreadable", "file", dbName+"/"+name)
	}
	sum.Sum = h.Sum(nil)
	return sum, nil
}

// The tip file holds progress while a store is open, in two places written in
// turn, so that a write that is cut off leaves the one before.
const (
	tipSize  = 8 + sha256.Size + 8 + 8 + sha256.Size
	tipPlace = 512
)

func encodeTip(k *keys, p progress) []byte {
	b := binary.BigEndian.AppendUint64(nil, p.Links)
	b = append(b, p.Chain...)
	b = binary.BigEndian.AppendUint64(b, p.Epoch)
	b = binary.BigEndian.AppendUint64(b, p.Drafts)
	return append(b, mac(k.tip, b)...)
}

func decodeTip(k *keys, b []byte) (p progress, ok bool) {
	if len(b) < tipSize {
		return p, false
	}
	body := b[:tipSize-sha256.Size]
	if !hmac.Equal(b[len(body):tipSize], mac(k.tip, body)) {
		return p, false
	}
	p.Links = binary.BigEndian.Uint64(b)
	p.Chain = bytes.Clone(b[8 : 8+sha256.Size])
	p.Epoch = binary.BigEndian.Uint64(b[8+sha256.Size:])
	p.Drafts = binary.BigEndian.Uint64(b[8+sha256.Size+8:])
	return p, true
}

// createTip writes a whole new tip file, synced.
func createTip(dir string, k *keys, p progress) error {
	b := make([]byte, 2*tipPlace)
	copy(b, encodeTip(k, p))
	copy(b[tipPlace:], encodeTip(k, p))
	return writeAtomic(dir, tipName, b)
}

// readTip gives the later of the two progresses.
func readTip(dir string, k *keys) (progress, error) {
	b, err := os.ReadFile(filepath.Join(dir, tipName))
	if err != nil {
		return progress{}, fileError(tipName, err)
	}
	var best progress
	found := false
	for at := 0; at < len(b); at += tipPlace {
		if p, ok := decodeTip(k, b[at:]); ok && (!found || p.changes() > best.changes()) {
			best, found = p, true
		}
	}
	if !found {
		return best, damaged("fileChanged", "file", tipName)
	}
	return best, nil
}

// changes counts the transactions that led to a progress, or a few more: it
// grows with each.
func (p progress) changes() uint64 { return p.Links + p.Drafts }

// tipWriter moves the tip of an open store.
type tipWriter struct {
	f    *os.File
	next int64
}

func openTip(dir string) (*tipWriter, error) {
	f, err := os.OpenFile(filepath.Join(dir, tipName), os.O_RDWR, 0)
	if err != nil {
		return nil, fileError(tipName, err)
	}
	return &tipWriter{f: f}, nil
}

// write moves the tip, without waiting for the disk (see the package comment).
// A failure is not reported: what the tip is about is stored already, and a
// tip that lags is never wrong.
func (t *tipWriter) write(k *keys, p progress) {
	if _, err := t.f.WriteAt(encodeTip(k, p), t.next); err == nil {
		t.next = tipPlace - t.next
	}
}

func (t *tipWriter) close() {
	t.f.Sync()
	t.f.Close()
}

func genesis(k *keys, store journal.ID) progress {
	return progress{Epoch: firstEpoch, Chain: mac(k.audit, append([]byte("onthaal/1/genesis\x00"), store[:]...))}
}
