package storage

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path"
	"time"

	"filippo.io/age"
	"github.com/dgraph-io/badger/v4"
	"golang.org/x/text/unicode/norm"

	"onthaal/domain/journal"
)

// An export is an age file for a passphrase, with a tar archive inside that
// anybody can read who has age and tar:
//
//	README.txt                       what is what
//	export.json                      {"program","export","store","at"}
//	journals/<journal>.jsonl         first {"journal","records", head, draft}, then one line for each record
//	attachments/<journal>/<id>       the bytes of an attachment
//	audit.jsonl                      the audit trail, one line for each link
//	erased.jsonl                     the ledger of erasures
//	backups.jsonl                    the backups that the desk knows of
//
// Names are ids: random, in hexadecimal digits. Bytes that are JSON without
// superfluous space stand as they are ("body", "head", "draft"), all others in
// base 64 ("bodyBase64", …).
const (
	exportFormat  = 1
	exportReadme  = "README.txt"
	exportIndex   = "export.json"
	exportAudit   = "audit" + jsonl
	exportErased  = "erased" + jsonl
	exportBackups = "backups" + jsonl
	exportJournal = "journals"
	exportFiles   = "attachments"
	jsonl         = ".jsonl"
)

// exportCost is the work factor of age's scrypt: about a second and 256 MiB.
var exportCost = 18

const readme = `This is everything that was kept in a desk of Onthaal, a program for counsellors
of victims of human trafficking. It is about people in danger: keep it
encrypted, and delete what you have unpacked when you are done.

export.json               the format of this export, and when it was made (UTC)
journals/<id>.jsonl       one file for each case, inspection, and the desk itself.
                          Each line is JSON. The first says how many records
                          follow and holds the summary that lists are made of
                          ("head") and what was being typed ("draft"). The others
                          are the records in the order in which they were made:
                          id, kind, on (the day it happened), time, at (when it was
                          recorded, UTC), by (the slot that recorded it), body.
attachments/<id>/<id>     the files that were kept in a journal; its records say
                          what they are
audit.jsonl               who did what, and when: one line for each change
erased.jsonl              the journals that were erased, and when
backups.jsonl             the backups that were known

Where a body is not JSON, bodyBase64 holds its bytes in base 64 (RFC 4648); the
same for head and draft.
`

type exportHead struct {
	Program string     `json:"program"`
	Export  int        `json:"export"`
	Store   journal.ID `json:"store"`
	At      time.Time  `json:"at"`
	Next    int        `json:"next,omitempty"` // what the next slot would have been called
}

// exportedJournal is the first line of a journal's file.
type exportedJournal struct {
	Journal     journal.ID      `json:"journal"`
	Records     uint64          `json:"records"`
	Head        json.RawMessage `json:"head,omitempty"`
	HeadBase64  []byte          `json:"headBase64,omitempty"`
	Draft       json.RawMessage `json:"draft,omitempty"`
	DraftBase64 *[]byte         `json:"draftBase64,omitempty"` // a draft may be empty
}

// exportedRecord is every other line.
type exportedRecord struct {
	journal.Record
	Body       json.RawMessage `json:"body,omitempty"`
	BodyBase64 []byte          `json:"bodyBase64,omitempty"`
}

type exportedEvent struct {
	Link    uint64      `json:"link"`
	At      time.Time   `json:"at"`
	Slot    string      `json:"slot"`
	What    string      `json:"what"`
	Journal *journal.ID `json:"journal,omitempty"`
	Kinds   []string    `json:"kinds,omitempty"`
	Detail  string      `json:"detail,omitempty"`
}

// asJSON tells bytes that a line of JSON can hold as they are from others.
func asJSON(b []byte) (raw json.RawMessage, other []byte) {
	var compact bytes.Buffer
	if json.Compact(&compact, b) == nil && bytes.Equal(compact.Bytes(), b) {
		return b, nil
	}
	return nil, b
}

// lines collects lines of JSON.
type lines struct{ bytes.Buffer }

func (l *lines) add(v any) error {
	e := json.NewEncoder(l)
	e.SetEscapeHTML(false) // a body stays as it is, byte for byte
	return e.Encode(v)
}

// Export writes all that the store holds at this moment in an open format,
// encrypted for a passphrase of its own, which age opens without this program.
// The export is noted in the audit trail before it begins. Nothing that w got
// is of use unless Export returns nil.
func (s *Store) Export(ctx context.Context, w io.Writer, passphrase []byte) error {
	if len(passphrase) == 0 {
		return errNoPassphrase
	}
	to, err := age.NewScryptRecipient(string(norm.NFC.Bytes(passphrase)))
	if err != nil {
		return errNoPassphrase
	}
	to.SetWorkFactor(exportCost)
	// On a full disk, what is left is to get everything out of it.
	if err := s.Note(ctx, didExport, journal.ID{}, ""); err != nil && !errors.Is(err, journal.ErrFull) {
		return err
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.open.RUnlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.alive, cancel)()
	sealed, err := age.Encrypt(w, to)
	if err != nil {
		return exportError(err)
	}
	txn, _, h, err := s.freeze()
	if err != nil {
		return err
	}
	defer txn.Discard()
	x := &exporter{ctx: ctx, txn: txn, k: s.keys, tar: tar.NewWriter(sealed), at: s.vault.now().UTC(), next: h.Next}
	if err := x.all(); err != nil {
		if s.alive.Err() != nil {
			return journal.ErrLocked
		}
		return err
	}
	if err := x.tar.Close(); err != nil {
		return exportError(err)
	}
	if err := sealed.Close(); err != nil {
		return exportError(err)
	}
	return nil
}

func exportError(err error) error { return fileError("export", err) }

type exporter struct {
	ctx context.Context
	txn *badger.Txn
	k   *keys
	tar *tar.Writer
	at  time.Time

	next int // what the next slot would be called
}

func (x *exporter) file(name string, content []byte) error {
	if err := x.begin(name, int64(len(content))); err != nil {
		return err
	}
	return x.write(content)
}

func (x *exporter) begin(name string, size int64) error {
	h := &tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: x.at.Truncate(time.Second)}
	if err := x.tar.WriteHeader(h); err != nil {
		return exportError(err)
	}
	return nil
}

func (x *exporter) write(b []byte) error {
	if _, err := x.tar.Write(b); err != nil {
		return exportError(err)
	}
	return nil
}

func (x *exporter) all() error {
	if err := x.file(exportReadme, []byte(readme)); err != nil {
		return err
	}
	var l lines
	if err := l.add(exportHead{program, exportFormat, x.k.store, x.at, x.next}); err != nil {
		return err
	}
	if err := x.file(exportIndex, l.Bytes()); err != nil {
		return err
	}
	for _, part := range []func() error{x.journals, x.attachments, x.audit, x.erased, x.backups} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// rows calls f with every row of a table, outside of Badger's guard, so that
// what is wrong with w is told apart from what is wrong with the store.
func (x *exporter) rows(t table, f func(p place, box []byte) error) error {
	var failed error
	err := guard(func() error {
		return each(x.ctx, x.txn, []byte{byte(t)}, func(key, box []byte) error {
			p, ok := parsePlace(key)
			if !ok {
				failed = damaged("storeUnreadable")
			} else {
				failed = f(p, box)
			}
			return failed
		})
	})
	if failed != nil {
		return failed
	}
	return err
}

func (x *exporter) journals() error {
	return x.rows(tableKey, func(p place, box []byte) error {
		jk, ok := openKey(x.k, p, box)
		if !ok {
			if _, err := journalKey(x.txn, x.k, p.journal); errors.Is(err, journal.ErrErased) {
				return nil // being erased
			}
			return damagedRow("rowChanged", p)
		}
		defer clear(jk)
		var l lines
		defer func() { clear(l.Bytes()) }()
		if err := x.journal(&l, jk, p.journal); err != nil {
			return err
		}
		return x.file(path.Join(exportJournal, p.journal.String()+jsonl), l.Bytes())
	})
}

func (x *exporter) journal(l *lines, jk []byte, id journal.ID) error {
	recs, err := readJournal(x.ctx, x.txn, x.k, id)
	if err != nil {
		return err
	}
	head, err := readHead(x.txn, x.k, jk, id)
	if err != nil {
		return err
	}
	first := exportedJournal{Journal: id, Records: uint64(len(recs))}
	first.Head, first.HeadBase64 = asJSON(head.Data)
	p := place{table: tableDraft, journal: id}
	box, err := get(x.txn, p)
	if err != nil {
		return err
	}
	if box != nil {
		draft, _, ok := openBox(jk, x.k.store, p, box)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		if first.Draft, draft = asJSON(draft); first.Draft == nil {
			first.DraftBase64 = &draft
		}
	}
	if err := l.add(first); err != nil {
		return err
	}
	for _, r := range recs {
		line := exportedRecord{Record: r}
		line.Body, line.BodyBase64 = asJSON(r.Body)
		line.Record.Body = nil
		if err := l.add(line); err != nil {
			return err
		}
	}
	return nil
}

// attachments writes those that are whole. The marker, number 0, comes before
// the chunks.
func (x *exporter) attachments() error {
	var is place // the attachment at work
	var m marker
	return x.rows(tableFile, func(p place, box []byte) error {
		at := p
		at.number = 0
		if p.number != 0 && at != is {
			return nil // one that was not finished
		}
		jk, err := journalKey(x.txn, x.k, p.journal)
		if errors.Is(err, journal.ErrErased) {
			return nil
		}
		if err != nil {
			return err
		}
		if jk == nil {
			return damagedRow("rowMissing", place{table: tableKey, journal: p.journal})
		}
		defer clear(jk)
		content, _, ok := openBox(jk, x.k.store, p, box)
		if !ok {
			return damagedRow("rowChanged", p)
		}
		defer clear(content)
		if p.number != 0 {
			return x.write(content)
		}
		is = at
		if m, ok = decodeMarker(content); !ok {
			return damagedRow("rowChanged", p)
		}
		return x.begin(path.Join(exportFiles, p.journal.String(), p.attachment.String()), m.size)
	})
}

func (x *exporter) audit() error {
	var l lines
	n := uint64(0)
	err := x.rows(tableLink, func(p place, box []byte) error {
		n++
		link, _, ok := openLink(x.k, n, box)
		if !ok || p != linkAt(n) {
			return brokenLink(n)
		}
		e := exportedEvent{link.event.Link, link.event.At, link.event.Slot, link.event.What, nil, link.event.Kinds, link.event.Detail}
		if !link.event.Journal.IsZero() {
			e.Journal = &link.event.Journal
		}
		return l.add(e)
	})
	if err != nil {
		return err
	}
	return x.file(exportAudit, l.Bytes())
}

func (x *exporter) erased() error {
	var l lines
	var failed error
	err := guard(func() error {
		return eachErasure(x.ctx, x.txn, x.k, func(e erasure) { failed = errors.Join(failed, l.add(e.Erased)) })
	})
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	return x.file(exportErased, l.Bytes())
}

func (x *exporter) backups() error {
	var l lines
	err := x.rows(tableBackup, func(p place, box []byte) error {
		b, err := openBackup(x.k, p.key(), box)
		if err != nil {
			return err
		}
		return l.add(b)
	})
	if err != nil {
		return err
	}
	return x.file(exportBackups, l.Bytes())
}
