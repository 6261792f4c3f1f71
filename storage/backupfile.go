package storage

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"strings"
	"time"

	"filippo.io/age"

	"onthaal/domain/journal"
)

// A backup is one file:
//
//	"onthaal backup 1\n"
//	length of vault.json, 4 bytes; vault.json as it lay on the disk
//	an age file for the header's recipient, whose plaintext is:
//	  length of the manifest, 4 bytes; the manifest, sealed
//	  every row of the store in the order of the keys:
//	    length of the key, 1 byte and never 0; length of the box, 4 bytes; key; box
//	  0, 1 byte; number of rows, 8 bytes
//	  SHA-256 of the file's clear part and of the plaintext up to here
//
// The rows are boxes as they are in the store, so that a backup is opened by
// whatever opened the desk on the day it was made, and tells nothing more. The
// age file keeps journals' ids and the sizes of rows from others, and shows
// every change. Because anybody who has vault.json can write an age file for
// its recipient, the manifest is sealed once more, under a key of the desk's
// own; it names the end of the audit chain, and the chain names every row.
const (
	backupMagic = "onthaal backup 1\n"
	backupKind  = "onthaal backup " // of any version
	maxManifest = 64 << 10
)

// manifest says what a backup holds.
type manifest struct {
	ID   journal.ID `json:"backup"`
	At   time.Time  `json:"at"` // UTC
	Rows uint64     `json:"rows"`
	progress
}

// manifestAAD binds a manifest to the header that stands before it.
func manifestAAD(header []byte) []byte {
	sum := sha256.Sum256(header)
	return append([]byte("onthaal/1/manifest\x00"), sum[:]...)
}

// backupWriter writes a backup row by row. What it has written is no backup
// until end has returned nil.
type backupWriter struct {
	age  io.WriteCloser
	out  *bufio.Writer
	sum  hash.Hash
	rows uint64
}

func newBackupWriter(w io.Writer, h *header, raw []byte, k *keys, m manifest) (*backupWriter, error) {
	recipient, err := age.ParseHybridRecipient(h.Backup.Recipient)
	if err != nil {
		return nil, damaged("fileChanged", "file", headerName)
	}
	content, err := json.Marshal(m)
	if err != nil { // no field can fail
		panic("storage: " + err.Error())
	}
	b := &backupWriter{sum: sha256.New()}
	front := binary.BigEndian.AppendUint32([]byte(backupMagic), uint32(len(raw)))
	front = append(front, raw...)
	b.sum.Write(front)
	if _, err := w.Write(front); err != nil {
		return nil, err
	}
	if b.age, err = age.Encrypt(w, recipient); err != nil {
		return nil, err
	}
	b.out = bufio.NewWriterSize(b.age, 64<<10)
	sealed := sealBytes(k.backup, content, manifestAAD(raw))
	return b, b.write(binary.BigEndian.AppendUint32(nil, uint32(len(sealed))), sealed)
}

func (b *backupWriter) write(parts ...[]byte) error {
	for _, p := range parts {
		b.sum.Write(p)
		if _, err := b.out.Write(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *backupWriter) row(key, box []byte) error {
	b.rows++
	head := [5]byte{byte(len(key))}
	binary.BigEndian.PutUint32(head[1:], uint32(len(box)))
	return b.write(head[:], key, box)
}

func (b *backupWriter) end() error {
	if err := b.write(binary.BigEndian.AppendUint64([]byte{0}, b.rows)); err != nil {
		return err
	}
	if _, err := b.out.Write(b.sum.Sum(nil)); err != nil {
		return err
	}
	if err := b.out.Flush(); err != nil {
		return err
	}
	return b.age.Close()
}

// medium is what a backup is read from. It keeps what went wrong with it apart
// from what is wrong with the backup, and hears of a cancel.
type medium struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (m *medium) Read(b []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		m.err = err
		return 0, err
	}
	n, err := m.r.Read(b)
	if err != nil && err != io.EOF {
		m.err = damaged("backupUnreadable")
		return n, m.err
	}
	return n, err
}

// explain gives the medium's own error, or else that the backup is damaged.
func (m *medium) explain() error {
	if m.err != nil {
		return m.err
	}
	return damaged("backupChanged")
}

// backupReader reads a backup: first its header, then, with the keys that the
// header gives, everything.
type backupReader struct {
	m     *medium
	front []byte // all before the age file
	raw   []byte // vault.json
	h     *header
}

// readBackup reads the clear part. A file that is no backup is
// journal.ErrNotBackup, one of a later version journal.ErrNewer.
func readBackup(ctx context.Context, r io.Reader) (*backupReader, error) {
	b := &backupReader{m: &medium{ctx: ctx, r: r}}
	head := make([]byte, len(backupMagic)+4)
	n, err := io.ReadFull(b.m, head)
	switch {
	case b.m.err != nil:
		return nil, b.m.err
	case bytes.HasPrefix(head[:n], []byte(backupMagic)) && err == nil:
	case strings.HasPrefix(string(head[:n]), backupMagic[:min(n, len(backupMagic))]) && n > 0:
		return nil, damaged("backupChanged") // cut off
	case strings.HasPrefix(string(head[:n]), backupKind):
		return nil, laterBackup(head[len(backupKind):n])
	default:
		return nil, journal.ErrNotBackup
	}
	size := binary.BigEndian.Uint32(head[len(backupMagic):])
	if size > maxHeader {
		return nil, damaged("backupChanged")
	}
	b.raw = make([]byte, size)
	if _, err := io.ReadFull(b.m, b.raw); err != nil {
		return nil, b.m.explain()
	}
	b.front = append(head, b.raw...)
	if b.h, err = parseHeader(b.raw); err != nil {
		if errors.Is(err, journal.ErrNewer) {
			return nil, err
		}
		return nil, damaged("backupChanged")
	}
	return b, nil
}

// laterBackup tells a later version, which is a number and the end of a line,
// from damage.
func laterBackup(version []byte) error {
	digits, _, _ := bytes.Cut(version, []byte("\n"))
	if len(digits) == 0 || len(bytes.Trim(digits, "0123456789")) > 0 || digits[0] == '0' {
		return journal.ErrNotBackup
	}
	return journal.ErrNewer
}

// unlock opens the header with a passphrase or the recovery code, and names
// the slot.
func (b *backupReader) unlock(secret []byte) (k *keys, slot string, err error) {
	master, slot := b.h.open(secret)
	if master == nil {
		return nil, "", journal.ErrWrongPassphrase
	}
	defer clear(master)
	k = deriveKeys(master, b.h.Store)
	if !b.h.authentic(k) {
		k.forget()
		return nil, "", damaged("backupChanged")
	}
	return k, slot, nil
}

// rows reads the rest of the file and gives f each row, in the order of the
// keys; the slices are f's only until it returns. What f was given is worth
// nothing unless rows returns without an error: then all of the file was read
// and found as it was written. begin, which may be nil, hears the manifest
// first.
func (b *backupReader) rows(k *keys, begin func(manifest) error, f func(key, box []byte) error) (m manifest, err error) {
	id, err := b.h.identity(k)
	if err != nil {
		return m, damaged("backupChanged")
	}
	plain, err := age.Decrypt(b.m, id)
	if err != nil {
		return m, b.m.explain()
	}
	p := &plaintext{r: bufio.NewReaderSize(plain, 64<<10), sum: sha256.New()}
	p.sum.Write(b.front)
	if m, err = p.manifest(k, b.raw); err != nil {
		return m, b.m.explain()
	}
	if begin != nil {
		if err := begin(m); err != nil {
			return m, err
		}
	}
	rows, err := p.rows(f)
	switch {
	case errors.Is(err, errNotWritten):
		return m, b.m.explain()
	case err != nil:
		return m, err
	case rows != m.Rows:
		return m, damaged("backupChanged")
	}
	return m, nil
}

// errNotWritten says that a plaintext is not what a backupWriter writes.
var errNotWritten = errors.New("storage: not a backup's plaintext")

// plaintext parses what is inside the age file.
type plaintext struct {
	r   *bufio.Reader
	sum hash.Hash
	buf []byte
}

// next gives n bytes, which last until the next call.
func (p *plaintext) next(n int) ([]byte, error) {
	if cap(p.buf) < n {
		p.buf = make([]byte, n)
	}
	b := p.buf[:n]
	if _, err := io.ReadFull(p.r, b); err != nil {
		return nil, errNotWritten
	}
	p.sum.Write(b)
	return b, nil
}

func (p *plaintext) manifest(k *keys, raw []byte) (m manifest, err error) {
	size, err := p.next(4)
	if err != nil {
		return m, err
	}
	n := binary.BigEndian.Uint32(size)
	if n > maxManifest {
		return m, errNotWritten
	}
	sealed, err := p.next(int(n))
	if err != nil {
		return m, err
	}
	content, ok := openBytes(k.backup, sealed, manifestAAD(raw))
	if !ok || json.Unmarshal(content, &m) != nil {
		return m, errNotWritten
	}
	return m, nil
}

// rows gives f every row and wants the end after the last.
func (p *plaintext) rows(f func(key, box []byte) error) (n uint64, err error) {
	var last []byte
	for ; ; n++ {
		b, err := p.next(1)
		if err != nil {
			return n, err
		}
		keySize := int(b[0])
		if keySize == 0 {
			break
		}
		if b, err = p.next(4); err != nil {
			return n, err
		}
		boxSize := binary.BigEndian.Uint32(b)
		if boxSize > maxRow {
			return n, errNotWritten
		}
		if b, err = p.next(keySize + int(boxSize)); err != nil {
			return n, err
		}
		key, box := b[:keySize:keySize], b[keySize:]
		if n > 0 && bytes.Compare(last, key) >= 0 {
			return n, errNotWritten
		}
		last = append(last[:0], key...)
		if err := f(key, box); err != nil {
			return n, err
		}
	}
	b, err := p.next(8)
	if err != nil {
		return n, err
	}
	if binary.BigEndian.Uint64(b) != n {
		return n, errNotWritten
	}
	want := p.sum.Sum(nil)
	if b, err = p.next(sha256.Size); err != nil || !bytes.Equal(b, want) {
		return n, errNotWritten
	}
	if _, err := p.r.ReadByte(); err != io.EOF {
		return n, errNotWritten
	}
	return n, nil
}
