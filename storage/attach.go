package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

const (
	// chunkSize fills 256 KiB together with its length, which is a size class.
	chunkSize = 256<<10 - 4
	// chunksAtOnce go into one transaction, which holds maxChange.
	chunksAtOnce = 3
	maxChunks    = journal.MaxAttachment/chunkSize + 1
)

// marker is the row that makes an attachment of its chunks. It is written last.
type marker struct {
	chunks uint64
	size   int64
	sum    [sha256.Size]byte
}

const markerSize = 8 + 8 + sha256.Size

func (m marker) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, m.chunks)
	b = binary.BigEndian.AppendUint64(b, uint64(m.size))
	return append(b, m.sum[:]...)
}

func decodeMarker(b []byte) (m marker, ok bool) {
	if len(b) != markerSize {
		return m, false
	}
	m.chunks = binary.BigEndian.Uint64(b)
	m.size = int64(binary.BigEndian.Uint64(b[8:]))
	copy(m.sum[:], b[16:])
	return m, m.chunks <= maxChunks && m.size >= 0 && m.chunks == uint64((m.size+chunkSize-1)/chunkSize)
}

// Attach reads a file to its end and keeps it in a journal, which need not
// have begun. It comes back by the id that Attach gives; the journal's records
// say what it is. Until all of it is on the disk there is nothing of it, and
// what comes of an Attach that fails, is cancelled or cut off is removed.
// journal.ErrTooLarge answers more than journal.MaxAttachment.
func (s *Store) Attach(ctx context.Context, id journal.ID, r io.Reader) (journal.Attachment, error) {
	p := place{table: tableFile, journal: id, attachment: journal.NewID()}
	m, err := s.attach(ctx, p, r)
	if err != nil {
		s.clearAttachment(context.WithoutCancel(ctx), p) // or else Close does, or Unlock
		return journal.Attachment{}, err
	}
	return journal.Attachment{ID: p.attachment, Size: m.size, SHA256: m.sum[:]}, nil
}

func (s *Store) attach(ctx context.Context, p place, r io.Reader) (m marker, err error) {
	buf := make([]byte, chunksAtOnce*chunkSize)
	defer clear(buf)
	sum := sha256.New()
	for last := false; !last; {
		n, err := io.ReadFull(r, buf)
		last = err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return m, err
		}
		if m.size += int64(n); m.size > journal.MaxAttachment {
			return m, journal.ErrTooLarge
		}
		sum.Write(buf[:n])
		did := journal.Event{What: attaching, Journal: p.journal}
		if last {
			did.What = didAttach
		}
		err = s.write(ctx, did, func(c *change) error {
			jk, err := c.journalKey(p.journal)
			if err != nil {
				return err
			}
			defer clear(jk)
			p := p
			for chunk := range slices.Chunk(buf[:n], chunkSize) {
				m.chunks++
				p.number = m.chunks
				if err := c.put(jk, p, chunk, floorContent); err != nil {
					return err
				}
			}
			p.number = 0
			if last {
				copy(m.sum[:], sum.Sum(nil))
				delete(s.unfinished, p)
				return c.put(jk, p, m.encode(), floorInternal)
			}
			s.unfinished[p] = true
			return nil
		})
		if err != nil {
			return m, err
		}
		step("attach.part")
	}
	return m, nil
}

// clearAttachment removes the chunks of an attachment that was not finished.
func (s *Store) clearAttachment(ctx context.Context, p place) error {
	return s.write(ctx, journal.Event{What: didClear, Journal: p.journal}, func(c *change) error { return c.clearAttachment(p) })
}

func (c *change) clearAttachment(p place) error {
	delete(c.s.unfinished, p)
	if gone, err := isErased(c.txn, c.s.keys, p.journal); err != nil || gone {
		return err // and with the journal the chunks
	}
	for p.number = 1; ; p.number++ {
		box, err := get(c.txn, p)
		if err != nil || box == nil {
			return err
		}
		if err := c.remove(p); err != nil {
			return err
		}
	}
}

// Detach removes an attachment for good. One that is not there is nothing to
// remove. Backups made before still hold it, and what Badger has written of it,
// sealed, stays in its tables until they are written anew, as after an Erase.
func (s *Store) Detach(ctx context.Context, id, attachment journal.ID) error {
	p := place{table: tableFile, journal: id, attachment: attachment}
	return s.write(ctx, journal.Event{What: didDetach, Journal: id}, func(c *change) error {
		switch box, err := get(c.txn, p); {
		case err != nil:
			return err
		case box != nil:
			if err := c.remove(p); err != nil {
				return err
			}
		}
		return c.clearAttachment(p)
	})
}

// clearCutOff removes what attachments left that were not finished when the
// program was: chunks without a marker.
func (s *Store) clearCutOff(ctx context.Context) error {
	var cut []place
	err := s.view(func(txn *badger.Txn) error {
		o := badger.DefaultIteratorOptions
		o.Prefix, o.PrefetchValues = []byte{byte(tableFile)}, false
		it := txn.NewIterator(o)
		defer it.Close()
		var at place
		for it.Rewind(); it.Valid(); it.Next() {
			p, ok := parsePlace(it.Item().Key())
			if !ok {
				return damaged("storeUnreadable")
			}
			number := p.number
			p.number = 0
			if p != at && number != 0 {
				cut = append(cut, p)
			}
			at = p
		}
		return nil
	})
	for _, p := range cut {
		if err == nil {
			err = s.clearAttachment(ctx, p)
		}
	}
	if errors.Is(err, journal.ErrFull) {
		return nil // another time
	}
	return err
}

// Attachment gives the content of an attachment, which must be closed. What is
// read is authenticated, piece by piece and, at the end, as a whole; a piece
// that is changed, missing or out of place is journal.ErrDamaged.
func (s *Store) Attachment(ctx context.Context, id, attachment journal.ID) (io.ReadCloser, error) {
	r := &attachmentReader{ctx: ctx, s: s, p: place{table: tableFile, journal: id, attachment: attachment}, sum: sha256.New()}
	content, err := r.row()
	if err != nil {
		return nil, err
	}
	var ok bool
	if r.m, ok = decodeMarker(content); !ok {
		return nil, damagedRow("rowChanged", r.p)
	}
	return r, nil
}

type attachmentReader struct {
	ctx  context.Context
	s    *Store
	p    place // of the row read last
	m    marker
	rest []byte // what of the chunk read last is still to be given
	size int64
	sum  hash.Hash
	err  error
}

// row opens the row at p.
func (r *attachmentReader) row() (content []byte, err error) {
	if err := r.s.enter(r.ctx); err != nil {
		return nil, err
	}
	defer r.s.open.RUnlock()
	return content, r.s.view(func(txn *badger.Txn) error {
		jk, err := journalKey(txn, r.s.keys, r.p.journal)
		if err != nil {
			return err
		}
		if jk == nil {
			return damagedRow("rowMissing", place{table: tableKey, journal: r.p.journal})
		}
		defer clear(jk)
		box, err := get(txn, r.p)
		if err != nil {
			return err
		}
		if box == nil {
			return damagedRow("rowMissing", r.p)
		}
		var ok bool
		if content, _, ok = openBox(jk, r.s.keys.store, r.p, box); !ok {
			return damagedRow("rowChanged", r.p)
		}
		return nil
	})
}

func (r *attachmentReader) Read(b []byte) (int, error) {
	for r.err == nil && len(r.rest) == 0 {
		r.err = r.next()
	}
	if len(r.rest) == 0 {
		return 0, r.err
	}
	n := copy(b, r.rest)
	clear(r.rest[:n])
	r.rest = r.rest[n:]
	return n, nil
}

// next reads the next chunk, or says how it ended. The last chunk is given
// only when the whole is known to be right.
func (r *attachmentReader) next() error {
	if r.p.number == r.m.chunks {
		if r.m.chunks == 0 && !r.m.is(0, r.sum) {
			return damagedRow("rowChanged", r.p)
		}
		return io.EOF
	}
	r.p.number++
	chunk, err := r.row()
	if err != nil {
		return err
	}
	r.size += int64(len(chunk))
	r.sum.Write(chunk)
	if r.p.number == r.m.chunks && !r.m.is(r.size, r.sum) {
		r.p.number = 0
		return damagedRow("rowChanged", r.p)
	}
	r.rest = chunk
	return nil
}

// is reports whether a marker is of what was read.
func (m marker) is(size int64, sum hash.Hash) bool {
	return m.size == size && bytes.Equal(m.sum[:], sum.Sum(nil))
}

var errReadClosed = errors.New("storage: the attachment is closed")

// Close forgets what was read.
func (r *attachmentReader) Close() error {
	clear(r.rest)
	r.rest, r.err = nil, errReadClosed
	return nil
}
