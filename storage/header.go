package storage

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/age"

	"onthaal/domain/journal"
)

const (
	maxHeader   = 64 << 10
	maxSlots    = 64
	maxIdentity = 256 // of age's text for one, sealed
)

// header is vault.json. It is readable by anybody who has the file; it holds
// no name. Sum tells a damaged file from a wrong passphrase; MAC, under a key
// that only the master key gives, tells a forged one.
type header struct {
	Program string     `json:"program"`
	Format  int        `json:"format"`
	Version string     `json:"version,omitempty"` // of the program that brought the desk to this format
	Store   journal.ID `json:"store"`
	Epoch   uint64     `json:"epoch"` // grows whenever slots change, and the audit chain with it
	KDF     kdf        `json:"kdf"`
	Next    int        `json:"next"` // what the next passphrase slot is called
	Slots   []slot     `json:"slots"`
	Backup  backupKey  `json:"backup"`
	MAC     []byte     `json:"mac,omitempty"`
	Sum     []byte     `json:"sum,omitempty"`
}

type kdf struct {
	Name string `json:"name"`
	Params
	Salt []byte `json:"salt"`
}

// slot is one way to the master key. Its id is a number or the word
// "recovery", never a name. No number is used again: records name the slot
// that wrote them.
type slot struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Key  []byte `json:"key"` // nonce and sealed master key
}

// backupKey is what backups are encrypted to: an age identity, hybrid so that a
// backup stolen today stays shut when quantum computers have come. It is the
// desk's own and lasts as long as its master key.
type backupKey struct {
	Recipient string `json:"recipient"` // in the clear
	Identity  []byte `json:"identity"`  // nonce and sealed identity
}

const (
	program    = "onthaal"
	firstEpoch = 1
	kdfName    = "argon2id"
	sealedSize = nonceSize + keySize + tagSize
)

// aad binds a slot to its store, its name and the cost of the passphrase.
func (h *header) aad(s slot) []byte {
	b := append([]byte("onthaal/1/slot\x00"), h.Store[:]...)
	for _, f := range [][]byte{[]byte(s.ID), []byte(s.Kind), []byte(h.KDF.Name), h.KDF.Salt} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(f)))
		b = append(b, f...)
	}
	b = binary.BigEndian.AppendUint32(b, h.KDF.Memory)
	b = binary.BigEndian.AppendUint32(b, h.KDF.Time)
	return append(b, h.KDF.Threads)
}

// openSlots tries kek on every slot of a kind.
func (h *header) openSlots(kind string, kek []byte) (master []byte, id string) {
	for _, s := range h.Slots {
		if s.Kind != kind {
			continue
		}
		if m, ok := openBytes(kek, s.Key, h.aad(s)); ok {
			return m, s.ID
		}
	}
	return nil, ""
}

// newBackupKey draws the desk's identity for backups.
func (h *header) newBackupKey(k *keys) error {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return fmt.Errorf("storage: an identity for backups: %w", err)
	}
	h.Backup.Recipient = id.Recipient().String()
	h.Backup.Identity = sealBytes(k.backup, []byte(id.String()), h.backupAAD())
	return nil
}

// identity opens what a desk's backups are encrypted to.
func (h *header) identity(k *keys) (*age.HybridIdentity, error) {
	b, ok := openBytes(k.backup, h.Backup.Identity, h.backupAAD())
	if !ok {
		return nil, damaged("fileChanged", "file", headerName)
	}
	defer clear(b)
	id, err := age.ParseHybridIdentity(string(b))
	if err != nil {
		return nil, damaged("fileChanged", "file", headerName)
	}
	return id, nil
}

func (h *header) backupAAD() []byte {
	b := append([]byte("onthaal/1/backup\x00"), h.Store[:]...)
	return append(b, h.Backup.Recipient...)
}

func (h header) marshal() []byte {
	b, err := json.MarshalIndent(h, "", "  ")
	if err != nil { // no field of header can fail
		panic("storage: " + err.Error())
	}
	return append(b, '\n')
}

func (h header) mac(key []byte) []byte {
	h.MAC, h.Sum = nil, nil
	return mac(key, h.marshal())
}

func (h header) sum() []byte {
	h.Sum = nil
	s := sha256.Sum256(h.marshal())
	return s[:]
}

// seal completes a header and gives its bytes.
func (h *header) seal(k *keys) []byte {
	h.MAC = h.mac(k.header)
	h.Sum = h.sum()
	return h.marshal()
}

func (h *header) authentic(k *keys) bool { return hmac.Equal(h.MAC, h.mac(k.header)) }

// parseHeader accepts exactly the bytes that seal writes. Of a later format it
// looks at nothing but the number and the version.
func parseHeader(b []byte) (*header, error) {
	bad := damaged("fileChanged", "file", headerName)
	var later struct {
		Format  int    `json:"format"`
		Version string `json:"version"`
	}
	if len(b) > maxHeader || json.Unmarshal(b, &later) != nil || later.Format < 1 {
		return nil, bad
	}
	if later.Format > newest() {
		e := &journal.Newer{Format: later.Format}
		if isVersion(later.Version) {
			e.Version = later.Version
		}
		return nil, e
	}
	h := new(header)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if d.Decode(h) != nil || !bytes.Equal(h.marshal(), b) || !bytes.Equal(h.Sum, h.sum()) {
		return nil, bad
	}
	_, err := age.ParseHybridRecipient(h.Backup.Recipient)
	ok := h.Program == program && h.KDF.Name == kdfName && h.KDF.check() == nil &&
		len(h.KDF.Salt) == saltSize && len(h.Slots) > 0 && len(h.Slots) <= maxSlots &&
		err == nil && len(h.Backup.Identity) <= maxIdentity
	seen := map[string]bool{}
	for _, s := range h.Slots {
		ok = ok && !seen[s.ID] && s.named(h.Next) && len(s.Key) == sealedSize
		seen[s.ID] = true
	}
	if !ok {
		return nil, bad
	}
	return h, nil
}

// isVersion says whether something may be shown as a version, whoever wrote it.
func isVersion(s string) bool {
	return len(s) <= 32 && strings.Trim(s, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-") == ""
}

// named reports whether a slot is called as slots of its kind are.
func (s slot) named(next int) bool {
	n, err := strconv.Atoi(s.ID)
	switch s.Kind {
	case journal.SlotPassphrase:
		return err == nil && n > 0 && n < next && strconv.Itoa(n) == s.ID
	case journal.SlotRecovery:
		return s.ID == journal.SlotRecovery
	}
	return false
}

// readHeader reads vault.json of a folder.
func readHeader(dir string) (*header, error) {
	f, err := os.Open(filepath.Join(dir, headerName))
	if err != nil {
		return nil, fileError(headerName, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxHeader+1))
	if err != nil {
		return nil, fileError(headerName, err)
	}
	return parseHeader(b)
}
