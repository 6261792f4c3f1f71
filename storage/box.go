package storage

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"golang.org/x/crypto/chacha20poly1305"

	"onthaal/domain/journal"
)

const (
	nonceSize = chacha20poly1305.NonceSizeX
	tagSize   = chacha20poly1305.Overhead
)

// sealBytes encrypts with XChaCha20-Poly1305 under a fresh random nonce, which
// leads the result.
func sealBytes(key, plain, aad []byte) []byte {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil { // only for a key of another length
		panic("storage: " + err.Error())
	}
	out := make([]byte, nonceSize, nonceSize+len(plain)+tagSize)
	rand.Read(out)
	return aead.Seal(out, out[:nonceSize], plain, aad)
}

func openBytes(key, sealed, aad []byte) ([]byte, bool) {
	if len(sealed) < nonceSize+tagSize {
		return nil, false
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic("storage: " + err.Error())
	}
	plain, err := aead.Open(nil, sealed[:nonceSize], sealed[nonceSize:], aad)
	return plain, err == nil
}

func mac(key, b []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(b)
	return m.Sum(nil)
}

// table is the kind of a row. It is the first byte of the row's key.
type table byte

const (
	tableLink      table = 'a' // the audit chain, numbered from 1
	tableBackup    table = 'b' // a backup that is known; the id is the backup's
	tableDraft     table = 'd' // a journal's draft
	tableErased    table = 'e' // a journal that was erased
	tableFile      table = 'f' // a journal's attachments: the chunks of each, numbered from 1, and its marker, 0
	tableHead      table = 'h' // a journal's head
	tableKey       table = 'k' // a journal's wrapped key
	tableDrafts    table = 'l' // the list of drafts, a single row
	tableMigration table = 'm' // how far a change of the format has come, by the number of the new format
	tableRecord    table = 'r' // a journal's records, numbered from 1
)

// place is where a row stands: nothing but a table, random ids and a number.
type place struct {
	table      table
	journal    journal.ID
	attachment journal.ID // in tableFile alone, and part of the key there alone
	number     uint64
}

const placeSize = 1 + 16 + 8

func (p place) key() []byte {
	b := make([]byte, 0, placeSize+16)
	b = append(b, byte(p.table))
	b = append(b, p.journal[:]...)
	if p.table == tableFile {
		b = append(b, p.attachment[:]...)
	}
	return binary.BigEndian.AppendUint64(b, p.number)
}

func parsePlace(key []byte) (p place, ok bool) {
	if len(key) < placeSize {
		return p, false
	}
	p.table = table(key[0])
	key = key[1+copy(p.journal[:], key[1:]):]
	if p.table == tableFile {
		key = key[copy(p.attachment[:], key):]
	}
	if len(key) != 8 {
		return place{}, false
	}
	p.number = binary.BigEndian.Uint64(key)
	return p, true
}

// A box is the value of every row: a format byte, the version of the row, and
// the padded content sealed with store, place, format and version as
// associated data. The version is the number of the audit link that wrote the
// row (for drafts and their list, the count of draft changes).
const (
	boxFormat = 1
	boxHead   = 1 + 8
)

func boxAAD(store journal.ID, p place, head []byte) []byte {
	b := append([]byte("onthaal/1/box\x00"), store[:]...)
	b = append(b, p.key()...)
	return append(b, head...)
}

// sealBox makes a box whose padded content has at least floor bytes.
func sealBox(key []byte, store journal.ID, p place, version uint64, content []byte, floor int) []byte {
	head := binary.BigEndian.AppendUint64([]byte{boxFormat}, version)
	padded := pad(content, floor)
	defer clear(padded)
	return append(head, sealBytes(key, padded, boxAAD(store, p, head))...)
}

func openBox(key []byte, store journal.ID, p place, box []byte) (content []byte, version uint64, ok bool) {
	if len(box) < boxHead || box[0] != boxFormat {
		return nil, 0, false
	}
	padded, ok := openBytes(key, box[boxHead:], boxAAD(store, p, box[:boxHead]))
	if !ok {
		return nil, 0, false
	}
	content, ok = unpad(padded)
	return content, boxVersion(box), ok
}

func boxVersion(box []byte) uint64 {
	if len(box) < boxHead {
		return 0
	}
	return binary.BigEndian.Uint64(box[1:])
}

// The least padded size: what people write looks alike when it is short; keys
// and links have sizes that say nothing.
const (
	floorContent  = 256
	floorInternal = 64
)

// pad puts the length before the content and fills with zeros up to a size
// class: floor, then four classes between each power of two and the next, so
// that at most a quarter is lost.
func pad(content []byte, floor int) []byte {
	n := sizeClass(4+len(content), floor)
	b := make([]byte, n)
	binary.BigEndian.PutUint32(b, uint32(len(content)))
	copy(b[4:], content)
	return b
}

func sizeClass(n, floor int) int {
	if n <= floor {
		return floor
	}
	step := 1 << max(0, bits.Len(uint(n-1))-3)
	return (n + step - 1) / step * step
}

func unpad(b []byte) ([]byte, bool) {
	if len(b) < 4 {
		return nil, false
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, false
	}
	return b[4 : 4+n : 4+n], true
}
