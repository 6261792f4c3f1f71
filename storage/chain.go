package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// written is what the audit chain says of a row: its version and the hash of
// its box.
type written struct {
	version uint64
	hash    [sha256.Size]byte
}

func markOf(box []byte) written { return written{boxVersion(box), sha256.Sum256(box)} }

// A link of the audit chain is, in the clear: its number, the MAC of the link
// before, and for each row written its place, version and hash. Its own MAC is
// that of all these bytes.
const (
	linkHead  = 8 + sha256.Size
	linkEntry = placeSize + 8 + sha256.Size
)

func newLink(number uint64, prev []byte) []byte {
	return append(binary.BigEndian.AppendUint64(nil, number), prev...)
}

func appendEntry(link []byte, p place, w written) []byte {
	link = append(link, p.key()...)
	link = binary.BigEndian.AppendUint64(link, w.version)
	return append(link, w.hash[:]...)
}

// entries calls f for each row that a link names; false means that it is not a link.
func entries(link []byte, f func(place, written)) bool {
	if len(link) < linkHead || (len(link)-linkHead)%linkEntry != 0 {
		return false
	}
	for b := link[linkHead:]; len(b) > 0; b = b[linkEntry:] {
		p, _ := parsePlace(b[:placeSize])
		w := written{version: binary.BigEndian.Uint64(b[placeSize:])}
		copy(w.hash[:], b[placeSize+8:linkEntry])
		f(p, w)
	}
	return true
}

// The list of drafts says which drafts there are. It is rewritten with each
// change of one, so that drafts need no link each, and typing does not make
// the chain grow.
const draftEntry = 16 + 8 + sha256.Size

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
// of drafts say there must be, and gives what is wrong, with how far the chain
// has come. from is the progress that is known from the seal or the tip: the
// store must have come at least that far. With deep, every row is opened too.
func walk(ctx context.Context, txn *badger.Txn, k *keys, from progress, deep bool) (found []Finding, at progress, err error) {
	w := &walker{ctx: ctx, txn: txn, k: k, expected: map[place]written{}, at: genesis(k, k.store)}
	if err := w.chain(from); err != nil {
		return nil, at, err
	}
	if w.found == nil { // with a broken chain, nothing can be said of the rows
		if err := w.drafts(from); err != nil {
			return nil, at, err
		}
		if err := w.rows(deep); err != nil {
			return nil, at, err
		}
	}
	return w.found, w.at, nil
}

type walker struct {
	ctx      context.Context
	txn      *badger.Txn
	k        *keys
	expected map[place]written
	at       progress
	found    []Finding
}

func (w *walker) report(f Finding) {
	if len(w.found) < maxFindings {
		w.found = append(w.found, f)
	}
}

// each calls f with every row of a table in the order of its keys, or of the
// whole store. The box is f's only until it returns.
func each(ctx context.Context, txn *badger.Txn, prefix []byte, f func(key, box []byte) error) error {
	o := badger.DefaultIteratorOptions
	o.Prefix = prefix
	it := txn.NewIterator(o)
	defer it.Close()
	n := 0
	for it.Rewind(); it.Valid(); it.Next() {
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
		p := place{table: tableLink, number: next}
		link, version, ok := openBox(w.k.links, w.k.store, p, box)
		ok = ok && bytes.Equal(key, p.key()) && version == next &&
			bytes.HasPrefix(link, newLink(next, w.at.Chain)) &&
			entries(link, func(p place, m written) {
				if _, twice := w.expected[p]; twice && p.table != tableHead {
					broken = true // only heads are ever rewritten
				}
				w.expected[p] = m
			})
		if !ok || broken {
			broken = true
			w.report(finding("chainBroken", "link", fmt.Sprint(next)))
			return nil
		}
		w.at.Links, w.at.Chain = next, mac(w.k.audit, link)
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
	d := &opener{txn: w.txn, k: w.k, seq: map[journal.ID]uint64{}}
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
		case !known:
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
		w.report(rowFinding("rowMissing", p))
	}
	if deep {
		for id, n := range d.seq { // heads minus records
			if n != 0 {
				w.report(rowFinding("rowChanged", place{table: tableHead, journal: id}))
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
}

func (d *opener) forget() { clear(d.key) }

// open reports whether a row opens and holds what its table holds.
func (d *opener) open(p place, box []byte) bool {
	if p.table == tableDrafts {
		return true // read before
	}
	if d.key == nil || d.id != p.journal {
		clear(d.key)
		key, err := journalKey(d.txn, d.k, p.journal)
		if err != nil || key == nil {
			d.key = nil
			return false
		}
		d.id, d.key = p.journal, key
	}
	if p.table == tableKey {
		return true
	}
	content, _, ok := openBox(d.key, d.k.store, p, box)
	if !ok {
		return false
	}
	defer clear(content)
	switch p.table {
	case tableHead:
		seq, _, ok := decodeHead(content)
		d.seq[p.journal] += seq
		return ok
	case tableRecord:
		_, ok := decodeRecord(content)
		d.seq[p.journal]--
		return ok
	}
	return p.table == tableDraft
}
