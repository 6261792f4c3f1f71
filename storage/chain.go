package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// written is what the audit chain says of a row: its version and the hash of
// its box, the first half of its SHA-256. Whoever has no key cannot make
// another box that opens, whatever its hash; the hash tells two boxes apart
// that were both sealed with the key, in two copies of one desk.
type written struct {
	version uint64
	hash    [hashSize]byte
}

const (
	hashSize  = sha256.Size / 2
	chainSize = sha256.Size // of the MACs that chain the links
)

func markOf(box []byte) written { return written{boxVersion(box), hashOf(box)} }

func hashOf(box []byte) [hashSize]byte {
	sum := sha256.Sum256(box)
	return [hashSize]byte(sum[:])
}

// The list of drafts says which drafts there are. It is rewritten with each
// change of one, so that drafts need no link each, and typing does not make
// the chain grow.
const draftEntry = 16 + 8 + hashSize

func encodeDrafts(list map[journal.ID]written) []byte {
	b := make([]byte, 0, len(list)*draftEntry)
	for id, w := range list {
		b = append(b, id[:]...)
		b = binary.BigEndian.AppendUint64(b, w.version)
		b = append(b, w.hash[:]...)
	}
	return b
}

func decodeDrafts(b []byte) (map[journal.ID]written, bool) {
	if len(b)%draftEntry != 0 {
		return nil, false
	}
	list := map[journal.ID]written{}
	for ; len(b) > 0; b = b[draftEntry:] {
		w := written{version: binary.BigEndian.Uint64(b[16:])}
		copy(w.hash[:], b[24:])
		list[journal.ID(b[:16])] = w
	}
	return list, true
}

// walk compares every row of the store with what the audit chain and the list
// of drafts say there must be. from is the progress that is known from the
// seal or the tip: the store must have come at least that far. With deep,
// every row is opened too. The walker that comes back says what is wrong, and
// how far the chain has come.
func walk(ctx context.Context, txn *badger.Txn, k *keys, from progress, deep bool) (*walker, error) {
	w := newWalker(ctx, txn, k)
	if err := w.chain(from); err != nil {
		return nil, err
	}
	if w.found == nil { // with a broken chain, nothing can be said of the rows
		if err := w.drafts(from); err != nil {
			return nil, err
		}
		if err := w.rows(deep); err != nil {
			return nil, err
		}
	}
	return w, nil
}

type walker struct {
	ctx      context.Context
	txn      *badger.Txn
	k        *keys
	expected map[place]written
	gone     map[journal.ID]bool // journals that were erased; true until nothing is left of them
	at       progress
	found    []Finding
}

func newWalker(ctx context.Context, txn *badger.Txn, k *keys) *walker {
	return &walker{ctx: ctx, txn: txn, k: k, expected: map[place]written{}, gone: map[journal.ID]bool{}, at: genesis(k, k.store)}
}

func (w *walker) report(f Finding) {
	if len(w.found) < maxFindings {
		w.found = append(w.found, f)
	}
}

// each calls f with every row of a table in the order of its keys, or of the
// whole store. The box is f's only until it returns.
func each(ctx context.Context, txn *badger.Txn, prefix []byte, f func(key, box []byte) error) error {
	return eachFrom(ctx, txn, prefix, prefix, f)
}

// eachFrom is each, beginning at a key.
func eachFrom(ctx context.Context, txn *badger.Txn, prefix, start []byte, f func(key, box []byte) error) error {
	o := badger.DefaultIteratorOptions
	o.Prefix = prefix
	o.PrefetchValues = false // they lie beside their keys; and fetching ahead swallows errors
	it := txn.NewIterator(o)
	defer it.Close()
	n := 0
	for it.Seek(start); it.Valid(); it.Next() {
		if n++; n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		item := it.Item()
		if err := item.Value(func(box []byte) error { return f(item.Key(), box) }); err != nil {
			return err
		}
	}
	return nil
}

// chain reads the links and fills expected.
func (w *walker) chain(from progress) error {
	reached := from.Links == 0 && bytes.Equal(from.Chain, w.at.Chain)
	broken := false
	err := each(w.ctx, w.txn, []byte{byte(tableLink)}, func(key, box []byte) error {
		if broken {
			return nil
		}
		next := w.at.Links + 1
		l, content, ok := openLink(w.k, next, box)
		if !ok || !bytes.Equal(key, linkAt(next).key()) || !bytes.Equal(l.prev, w.at.Chain) || !w.expect(&l) {
			broken = true
			w.report(finding("chainBroken", "link", fmt.Sprint(next)))
			return nil
		}
		w.at.Links, w.at.Chain = next, mac(w.k.audit, content)
		if reslots(l.event.What) {
			w.at.Epoch++
		}
		if next == from.Links {
			reached = bytes.Equal(w.at.Chain, from.Chain)
		}
		return nil
	})
	switch {
	case err != nil || broken:
		return err
	case w.at.Links < from.Links:
		w.report(finding("changesMissing", "count", fmt.Sprint(from.Links-w.at.Links)))
	case !reached:
		w.report(finding("chainBroken", "link", fmt.Sprint(from.Links)))
	}
	return nil
}

// expect adds what a link says of rows to expected; false means that it
// contradicts what an earlier one said.
func (w *walker) expect(l *link) bool {
	for _, r := range l.rows {
		_, there := w.expected[r.place]
		switch {
		case w.isGone(r.place):
			return false
		case r.removed && !there, !r.removed && there && !rewritten(r.table) && l.event.What != didMove:
			return false
		case r.removed:
			delete(w.expected, r.place)
			if r.table == tableKey { // and with it the whole journal
				w.gone[r.journal] = true
			}
		default:
			w.expected[r.place] = written{l.event.Link, r.hash}
			if r.table == tableErased && there { // written again when all is done
				w.gone[r.journal] = false
			}
		}
	}
	return true
}

// isGone reports whether a row is of a journal that has been erased.
func (w *walker) isGone(p place) bool {
	_, gone := w.gone[p.journal]
	return gone && slices.Contains(ofJournal, p.table)
}

// leaving reports whether a row is of a journal whose erasure has not yet come
// to its end.
func (w *walker) leaving(p place) bool { return w.isGone(p) && w.gone[p.journal] }

// rewritten says of which tables a row may be written again. All others are
// written once, save by a change of the format.
func rewritten(t table) bool {
	return t == tableHead || t == tableBackup || t == tableErased || t == tableMigration
}

// drafts reads the list of drafts and adds them to expected.
func (w *walker) drafts(from progress) error {
	list, box, err := readDrafts(w.txn, w.k)
	if err != nil {
		if f := journal.Findings(err); f != nil {
			w.found = append(w.found, f...)
			return nil
		}
		return err
	}
	if box == nil {
		if from.Drafts > 0 {
			w.report(finding("draftsMissing"))
		}
		return nil
	}
	w.at.Drafts = boxVersion(box)
	if w.at.Drafts < from.Drafts {
		w.report(finding("draftsMissing"))
	}
	w.expected[place{table: tableDrafts}] = markOf(box)
	for id, m := range list {
		w.expected[place{table: tableDraft, journal: id}] = m
	}
	return nil
}

// rows compares all rows with expected.
func (w *walker) rows(deep bool) error {
	d := &opener{txn: w.txn, k: w.k, seq: map[journal.ID]uint64{}, files: map[place]bool{}}
	defer d.forget()
	err := each(w.ctx, w.txn, nil, func(key, box []byte) error {
		p, ok := parsePlace(key)
		if ok && p.table == tableLink {
			return nil
		}
		m, known := w.expected[p]
		switch {
		case !ok:
			w.report(finding("storeUnreadable"))
			return nil
		case w.leaving(p):
			return nil
		case !known || w.isGone(p):
			w.report(rowFinding("rowUnexpected", p))
			return nil
		}
		delete(w.expected, p)
		if markOf(box) != m || deep && !d.open(p, box) {
			w.report(rowFinding("rowChanged", p))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for p := range w.expected {
		if !w.isGone(p) {
			w.report(rowFinding("rowMissing", p))
		}
	}
	if deep {
		for id, n := range d.seq { // heads minus records
			if n != 0 {
				w.report(rowFinding("rowChanged", place{table: tableHead, journal: id}))
			}
		}
		for p, whole := range d.files {
			if !whole {
				w.report(rowFinding("rowChanged", p))
			}
		}
	}
	return nil
}

// opener opens rows of all journals in the order of their keys.
type opener struct {
	txn *badger.Txn
	k   *keys
	id  journal.ID
	key []byte
	seq map[journal.ID]uint64

	files map[place]bool // attachments by the place of their marker: whether whole
	m     marker         // of the one at hand
	size  int64
	sum   hash.Hash
}

func (d *opener) forget() { clear(d.key) }

// content opens a row.
func (d *opener) content(p place, box []byte) (content []byte, ok bool) {
	key := d.k.ofTable(p.table)
	if key == nil {
		if d.key == nil || d.id != p.journal {
			clear(d.key)
			own, err := journalKey(d.txn, d.k, p.journal)
			if err != nil || own == nil {
				d.key = nil
				return nil, false
			}
			d.id, d.key = p.journal, own
		}
		key = d.key
	}
	content, _, ok = openBox(key, d.k.store, p, box)
	return content, ok
}

// open reports whether a row opens and holds what its table holds.
func (d *opener) open(p place, box []byte) bool {
	content, ok := d.content(p, box)
	if !ok {
		return false
	}
	defer clear(content)
	switch p.table {
	case tableKey:
		return len(content) == keySize
	case tableHead:
		seq, _, ok := decodeHead(content)
		d.seq[p.journal] += seq
		return ok
	case tableRecord:
		_, ok := decodeRecord(content)
		d.seq[p.journal]--
		return ok
	case tableFile:
		return d.file(p, content)
	}
	return true
}

// file reports whether a row of an attachment is what it should be, and notes
// when all of the attachment has been seen. Its marker comes first.
func (d *opener) file(p place, content []byte) (ok bool) {
	number := p.number
	p.number = 0
	if number == 0 {
		if d.m, ok = decodeMarker(content); !ok {
			return false
		}
		d.size, d.sum = 0, sha256.New()
	} else {
		if _, marked := d.files[p]; !marked {
			return true // still coming
		}
		d.size += int64(len(content))
		d.sum.Write(content)
	}
	if number <= d.m.chunks {
		d.files[p] = number == d.m.chunks && d.m.is(d.size, d.sum)
	}
	return number <= d.m.chunks
}
