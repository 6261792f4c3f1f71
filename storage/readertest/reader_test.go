package readertest

// A reader of desks and backups, written after docs/vault-format.md. It shares
// no code with package storage, and this file has at most 250 lines.

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"filippo.io/age"
	"github.com/dgraph-io/badger/v4"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"
)

// must and check end reading: every failure is one of what is read.
func must(ok bool, what string) {
	if !ok {
		panic(errors.New(what))
	}
}

func check(err error) { must(err == nil, fmt.Sprint(err)) }

var big = binary.BigEndian

// unseal opens a nonce and what was sealed under it; nil says that it does not open.
func unseal(key, b []byte, aad ...[]byte) []byte {
	a, err := chacha20poly1305.NewX(key)
	must(err == nil && len(b) >= 24, "too short")
	plain, _ := a.Open([]byte{}, b[:24], b[24:], bytes.Join(aad, nil)) // nil when it fails
	return plain
}

func mac(key, b []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(b)
	return m.Sum(nil)
}

// without gives a file as it would be without its field mac and what follows.
func without(file []byte, indent string) []byte {
	front, _, found := strings.Cut(string(file), ",\n"+indent+`"mac": "`)
	must(found, "no mac")
	return []byte(front + "\n}\n")
}

// desk is what was read.
type desk struct {
	raw    []byte // vault.json
	store  []byte
	master []byte
	h      header
	rows   map[string][]byte // boxes by their keys
	order  []string          // the keys
}

type header struct {
	Program, Store string
	Format         int
	KDF            struct {
		Name         string
		Memory, Time uint32
		Threads      uint8
		Salt         []byte
	}
	Slots []struct {
		ID, Kind string
		Key      []byte
	}
	Backup struct {
		Recipient string
		Identity  []byte
	}
	MAC []byte
}

func derive(secret, salt []byte, use string) []byte {
	k, err := hkdf.Key(sha256.New, secret, salt, "onthaal/1/"+use, 32)
	check(err)
	return k
}

func (d *desk) key(use string) []byte { return derive(d.master, d.store, use) }

var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// open finds the master key.
func open(raw []byte, secret string) *desk {
	d := &desk{raw: raw, rows: map[string][]byte{}}
	check(json.Unmarshal(raw, &d.h))
	c := d.h.KDF
	must(d.h.Program == "onthaal" && d.h.Format == 1 && c.Name == "argon2id", "another format")
	must(c.Memory <= 2<<20 && c.Time <= 16 && c.Threads <= 16, "a cost out of bounds")
	d.store, _ = hex.DecodeString(d.h.Store)
	keks := map[string][]byte{"passphrase": argon2.IDKey(norm.NFC.Bytes([]byte(secret)), c.Salt, c.Time, c.Memory, c.Threads, 32)}
	if code, err := crockford.DecodeString(fmt.Sprintf("%.32s", strings.ReplaceAll(secret, "-", ""))); err == nil {
		keks["recovery"] = derive(code, c.Salt, "recovery")
	}
	for _, s := range d.h.Slots {
		aad := append([]byte("onthaal/1/slot\x00"), d.store...)
		for _, f := range []string{s.ID, s.Kind, c.Name, string(c.Salt)} {
			aad = append(big.AppendUint32(aad, uint32(len(f))), f...)
		}
		aad = append(big.AppendUint32(big.AppendUint32(aad, c.Memory), c.Time), c.Threads)
		if kek := keks[s.Kind]; kek != nil && d.master == nil {
			d.master = unseal(kek, s.Key, aad)
		}
	}
	must(d.master != nil, "a wrong passphrase")
	must(hmac.Equal(d.h.MAC, mac(d.key("header"), without(raw, "  "))), "a forged header")
	return d
}

func (d *desk) add(key, box []byte) {
	d.order = append(d.order, string(key))
	d.rows[string(key)] = bytes.Clone(box)
}

// readFolder reads a desk that was closed well.
func readFolder(dir, secret string) *desk {
	raw, err := os.ReadFile(filepath.Join(dir, "vault.json"))
	check(err)
	d := open(raw, secret)
	var seal struct {
		Files []struct {
			Name   string
			SHA256 []byte
		}
		MAC []byte
	}
	raw, err = os.ReadFile(filepath.Join(dir, "seal"))
	check(err)
	check(json.Unmarshal(raw, &seal))
	must(hmac.Equal(seal.MAC, mac(d.key("seal"), without(raw, " "))), "a forged seal")
	for _, f := range seal.Files {
		b, _ := os.ReadFile(filepath.Join(dir, "db", f.Name))
		sum := sha256.Sum256(b)
		must(bytes.Equal(sum[:], f.SHA256), f.Name+" has changed")
	}
	o := badger.DefaultOptions(filepath.Join(dir, "db")).WithReadOnly(runtime.GOOS != "windows").WithLogger(nil)
	db, err := badger.Open(o.WithEncryptionKey(d.key("badger")).WithIndexCacheSize(8 << 20))
	check(err)
	defer db.Close()
	check(db.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.DefaultIteratorOptions)
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			check(it.Item().Value(func(box []byte) error { d.add(it.Item().Key(), box); return nil }))
		}
		return nil
	}))
	return d
}

// readBackup reads a backup.
func readBackup(file, secret string) *desk {
	const magic = "onthaal backup 1\n"
	b, err := os.ReadFile(file)
	check(err)
	must(bytes.HasPrefix(b, []byte(magic)), "no backup")
	front := b[:len(magic)+4+int(big.Uint32(b[len(magic):]))]
	d := open(front[len(magic)+4:], secret)
	text := unseal(d.key("backup"), d.h.Backup.Identity, []byte("onthaal/1/backup\x00"), d.store, []byte(d.h.Backup.Recipient))
	id, err := age.ParseHybridIdentity(string(text))
	check(err)
	r, err := age.Decrypt(bytes.NewReader(b[len(front):]), id)
	check(err)
	plain, err := io.ReadAll(r)
	check(err)
	at := 4 + int(big.Uint32(plain))
	sum := sha256.Sum256(d.raw)
	var manifest struct{ Rows int }
	check(json.Unmarshal(unseal(d.key("backup"), plain[4:at], []byte("onthaal/1/manifest\x00"), sum[:]), &manifest))
	for plain[at] != 0 {
		box := at + 5 + int(plain[at])
		end := box + int(big.Uint32(plain[at+1:]))
		d.add(plain[at+5:box], plain[box:end])
		at = end
	}
	sum = sha256.Sum256(append(bytes.Clone(front), plain[:at+9]...))
	must(int(big.Uint64(plain[at+1:])) == len(d.rows) && manifest.Rows == len(d.rows), "rows are missing")
	must(bytes.Equal(plain[at+9:], sum[:]), "cut off")
	return d
}

func place(table string, id string, n uint64) string {
	return string(big.AppendUint64([]byte(table+id), n))
}

// content opens the box of a row.
func (d *desk) content(key string, under []byte) []byte {
	box := d.rows[key]
	must(len(box) > 9 && box[0] == 1, fmt.Sprintf("no row %x", key))
	padded := unseal(under, box[9:], []byte("onthaal/1/box\x00"), d.store, []byte(key), box[:9])
	must(padded != nil, fmt.Sprintf("the row %x has changed", key))
	return padded[4 : 4+big.Uint32(padded)]
}

// journalKey opens the key of a journal, whose id is given as 16 bytes.
func (d *desk) journalKey(id string) []byte { return d.content(place("k", id, 0), d.key("wrap")) }

// record gives a record's fields and its body.
func (d *desk) record(id string, n uint64) (fields, body []byte) {
	b := d.content(place("r", id, n), d.journalKey(id))
	return b[4 : 4+big.Uint32(b)], b[4+big.Uint32(b):]
}

func (d *desk) head(id string) (records uint64, data []byte) {
	b := d.content(place("h", id, 0), d.journalKey(id))
	return big.Uint64(b), b[8:]
}

// attachment puts a file together.
func (d *desk) attachment(id, file string) (content []byte) {
	marker := d.content(place("f", id+file, 0), d.journalKey(id))
	for n := range big.Uint64(marker) {
		content = append(content, d.content(place("f", id+file, n+1), d.journalKey(id))...)
	}
	sum := sha256.Sum256(content)
	must(int(big.Uint64(marker[8:])) == len(content) && bytes.Equal(marker[16:], sum[:]), "the file has changed")
	return content
}

// trail walks the audit chain and tells what was done.
func (d *desk) trail() (what []string) {
	chain := mac(d.key("audit"), append([]byte("onthaal/1/genesis\x00"), d.store...))
	for n := uint64(1); d.rows[place("a", string(make([]byte, 16)), n)] != nil; n++ {
		link := d.content(place("a", string(make([]byte, 16)), n), d.key("links"))
		must(bytes.Equal(link[:32], chain), "the chain is broken")
		chain = mac(d.key("audit"), link)
		slot := 41 + int(link[40])
		what = append(what, string(link[41:slot])+" "+string(link[slot+1:slot+1+int(link[slot])]))
	}
	return what
}
