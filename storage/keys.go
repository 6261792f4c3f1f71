package storage

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"onthaal/domain/journal"
)

// Params is the cost of turning a passphrase into a key with Argon2id.
type Params struct {
	Memory  uint32 `json:"memory"` // KiB
	Time    uint32 `json:"time"`   // passes
	Threads uint8  `json:"threads"`
}

const (
	keySize  = 32
	saltSize = 16
)

// passphraseKey derives a slot's key. The passphrase is brought to one Unicode
// form first: keyboards of different systems spell "ë" in different ways.
func passphraseKey(passphrase, salt []byte, p Params) []byte {
	n := norm.NFC.Append(nil, passphrase...) // a copy: Bytes may give back what it was given
	defer clear(n)
	return argon2.IDKey(n, salt, p.Time, p.Memory, p.Threads, keySize)
}

// recoveryKey derives the key of the recovery slot. The code is 160 random
// bits, so there is nothing to slow down.
func recoveryKey(code, salt []byte) []byte {
	return derive(code, salt, "recovery")
}

func derive(secret, salt []byte, use string) []byte {
	k, err := hkdf.Key(sha256.New, secret, salt, "onthaal/1/"+use, keySize)
	if err != nil { // only for lengths that are not ours
		panic(fmt.Sprintf("storage: hkdf: %v", err))
	}
	return k
}

// keys are all keys of an open store. The master key itself is forgotten as
// soon as they are derived.
type keys struct {
	store  journal.ID // the store's own id, part of all associated data
	badger []byte     // Badger's encryption
	header []byte     // MAC of vault.json
	seal   []byte     // MAC of the seal
	tip    []byte     // MAC of the tip
	wrap   []byte     // wraps the journals' keys
	audit  []byte     // MAC that chains the audit links
	links  []byte     // seals the audit links
	drafts []byte     // seals the list of drafts
	backup []byte     // seals the identity that backups are encrypted to
	known  []byte     // seals what is known of backups
	erased []byte     // seals what is known of erased journals
	ledger []byte     // MAC of the ledger of erasures
	moves  []byte     // seals how far a change of the format has come
}

func deriveKeys(master []byte, store journal.ID) *keys {
	d := func(use string) []byte { return derive(master, store[:], use) }
	return &keys{store, d("badger"), d("header"), d("seal"), d("tip"), d("wrap"), d("audit"), d("links"), d("drafts"), d("backup"),
		d("known backups"), d("erased"), d("ledger"), d("migration")}
}

// all gives every key, in one order: to hand to the child, and to forget.
func (k *keys) all() [][]byte {
	return [][]byte{k.badger, k.header, k.seal, k.tip, k.wrap, k.audit, k.links, k.drafts, k.backup, k.known, k.erased, k.ledger, k.moves}
}

// forget overwrites the keys. Copies that Badger and the garbage collector
// made are out of reach.
func (k *keys) forget() {
	for _, b := range k.all() {
		clear(b)
	}
}

// ofTable gives the key that seals the rows of a table, nil for one whose rows
// are sealed under their journal's.
func (k *keys) ofTable(t table) []byte {
	switch t {
	case tableLink:
		return k.links
	case tableKey:
		return k.wrap
	case tableDrafts:
		return k.drafts
	case tableBackup:
		return k.known
	case tableErased:
		return k.erased
	case tableMigration:
		return k.moves
	}
	return nil
}
