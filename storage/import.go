package storage

import (
	"archive/tar"
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"

	"onthaal/domain/journal"
)

// Import brings what an export holds into a store that has no journals yet,
// such as Create hands to its first: every record with its id, time and slot,
// heads, drafts and attachments, and the ledger of erasures. The audit trail
// begins anew, with a link that says so; slots that the records name are not
// given out again. What is no export is journal.ErrNotExport, one of a later version journal.ErrNewer, and
// a wrong passphrase journal.ErrWrongPassphrase. A store into which an import
// failed is of no use.
func (s *Store) Import(ctx context.Context, r io.Reader, passphrase []byte) error {
	heads, err := s.Heads(ctx)
	if err != nil {
		return err
	}
	if len(heads) > 0 {
		return journal.ErrExists
	}
	plain, err := openExport(r, passphrase)
	if err != nil {
		return err
	}
	i := &importer{ctx: ctx, s: s, tar: tar.NewReader(plain)}
	if err := i.all(); err != nil {
		return err
	}
	// A tar reader stops before the end of the age file, which must be there.
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return damaged("exportChanged")
	}
	return s.Note(ctx, didImport, journal.ID{}, "")
}

func openExport(r io.Reader, passphrase []byte) (io.Reader, error) {
	in := bufio.NewReader(r)
	const intro = "age-encryption.org/v1\n"
	if start, _ := in.Peek(len(intro)); string(start) != intro {
		return nil, journal.ErrNotExport
	}
	from, err := age.NewScryptIdentity(string(norm.NFC.Bytes(passphrase)))
	if err != nil {
		return nil, journal.ErrWrongPassphrase
	}
	plain, err := age.Decrypt(in, from)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return nil, journal.ErrWrongPassphrase
	}
	if err != nil {
		return nil, damaged("exportChanged")
	}
	return plain, nil
}

type importer struct {
	ctx context.Context
	s   *Store
	tar *tar.Reader
	by  int  // the greatest number of a slot in the records
	own bool // the slot of who imports has a number that no record may name
	had map[string]bool

	erased []Erased
}

func (i *importer) all() error {
	known := false
	i.had = map[string]bool{}
	for {
		h, err := i.tar.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return damaged("exportChanged")
		}
		if i.had[strings.ToLower(h.Name)] || path.Clean(h.Name) != h.Name { // rows are written once
			return damaged("exportChanged")
		}
		i.had[strings.ToLower(h.Name)] = true
		dir, name := path.Split(h.Name)
		switch {
		case h.Name == exportIndex:
			var x exportHead
			if json.NewDecoder(io.LimitReader(i.tar, 1<<16)).Decode(&x) != nil || x.Program != program {
				return journal.ErrNotExport
			}
			if x.Export > exportFormat {
				return journal.ErrNewer
			}
			known = true
			i.own, err = i.s.takeSlot(x.Next)
		case h.Name == exportReadme:
		case !known:
			return journal.ErrNotExport
		case dir == exportJournal+"/":
			err = i.journal(strings.TrimSuffix(name, jsonl))
		case strings.HasPrefix(dir, exportFiles+"/"):
			err = i.attachment(strings.TrimPrefix(path.Clean(dir), exportFiles+"/"), name)
		case h.Name == exportErased:
			err = i.erasures()
		case h.Name == exportBackups:
			err = i.backups()
		}
		if err != nil {
			return err
		}
	}
	if !known {
		return journal.ErrNotExport
	}
	if len(i.erased) > 0 {
		if err := i.s.Replay(i.ctx, i.erased); err != nil {
			return err
		}
	}
	return i.s.reserveSlots(i.by)
}

const (
	importBatch     = maxChange / 4 // bytes of bodies that go into one Append
	maxImportedSlot = 1 << 20       // no desk has had so many counsellors
)

func (i *importer) journal(name string) error {
	id, err := journal.ParseID(name)
	if err != nil {
		return damaged("exportChanged")
	}
	in := json.NewDecoder(i.tar)
	in.DisallowUnknownFields()
	var first exportedJournal
	if in.Decode(&first) != nil || first.Journal != id {
		return damaged("exportChanged")
	}
	head := first.HeadBase64
	if first.Head != nil {
		head = first.Head
	}
	var recs []journal.Record
	done, size := uint64(0), 0
	flush := func() error {
		err := i.s.Append(i.ctx, id, done, recs, head)
		done += uint64(len(recs))
		recs, size = nil, 0
		return err
	}
	for {
		var line exportedRecord
		err := in.Decode(&line)
		if err == io.EOF {
			break
		}
		if err != nil {
			return damaged("exportChanged")
		}
		r := line.Record
		if r.Body = line.BodyBase64; line.Body != nil {
			r.Body = line.Body
		}
		if n, err := strconv.Atoi(r.By); err == nil {
			if n > maxImportedSlot || i.own && r.By == i.s.slot {
				return damaged("exportChanged")
			}
			i.by = max(i.by, n)
		}
		if size += len(r.Body) + maxFields; size > importBatch && len(recs) > 0 {
			if err := flush(); err != nil {
				return err
			}
			size = len(r.Body) + maxFields
		}
		recs = append(recs, r)
	}
	if done+uint64(len(recs)) != first.Records {
		return damaged("exportChanged")
	}
	if len(recs) > 0 || len(head) > 0 {
		if err := flush(); err != nil {
			return err
		}
	}
	switch {
	case first.Draft != nil:
		return i.s.SetDraft(i.ctx, id, first.Draft)
	case first.DraftBase64 != nil:
		return i.s.SetDraft(i.ctx, id, append([]byte{}, *first.DraftBase64...))
	}
	return nil
}

// erasures reads the ledger, so that a backup of the desk before, restored
// beside this one, does not bring back what was erased there.
func (i *importer) erasures() error {
	in := json.NewDecoder(io.LimitReader(i.tar, maxLedger))
	in.DisallowUnknownFields()
	for {
		var e Erased
		err := in.Decode(&e)
		if err == io.EOF {
			return nil
		}
		if err != nil || e.Journal.IsZero() || i.had[path.Join(exportJournal, e.Journal.String()+jsonl)] {
			return damaged("exportChanged")
		}
		e.Link = 0 // of a chain that is not this desk's
		i.erased = append(i.erased, e)
	}
}

// backups makes known what the desk before knew of: what is erased here may
// still lie there.
func (i *importer) backups() error {
	in := json.NewDecoder(io.LimitReader(i.tar, maxLedger))
	for {
		var b journal.Backup
		err := in.Decode(&b)
		if err == io.EOF {
			return nil
		}
		if err != nil || b.ID.IsZero() {
			return damaged("exportChanged")
		}
		if err := i.s.putBackup(i.ctx, didImport, b); err != nil {
			return err
		}
	}
}

func (i *importer) attachment(of, name string) error {
	id, err := journal.ParseID(of)
	if err != nil {
		return damaged("exportChanged")
	}
	file, err := journal.ParseID(name)
	if err != nil {
		return damaged("exportChanged")
	}
	_, err = i.s.attach(i.ctx, place{table: tableFile, journal: id, attachment: file}, exportReader{i.tar})
	return err
}

// exportReader turns what age and tar say of damage into what we say.
type exportReader struct{ io.Reader }

func (r exportReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err != nil && err != io.EOF {
		err = damaged("exportChanged")
	}
	return n, err
}

// takeSlot calls the slot of who imports by a number that no record names, so
// that nothing of what others did becomes hers; Create seals the slot under it.
// It reports false for a desk that is made already, and for an export that does
// not say which number that is.
func (s *Store) takeSlot(next int) (taken bool, err error) {
	if next == 0 || !s.making {
		return false, nil
	}
	if next < 2 || next > maxImportedSlot {
		return false, damaged("exportChanged")
	}
	s.slot = strconv.Itoa(next)
	return true, s.reserveSlots(next)
}

// reserveSlots has no number up to n given to a new slot.
func (s *Store) reserveSlots(n int) error {
	s.slots.Lock()
	defer s.slots.Unlock()
	s.change.Lock()
	defer s.change.Unlock()
	if n < s.header.Next {
		return nil
	}
	next := *s.header
	next.Next = n + 1
	content := next.seal(s.keys)
	_, err := os.Stat(filepath.Join(s.vault.dir, headerName))
	if err == nil {
		err = writeAtomic(s.vault.dir, headerName, content)
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil // the desk is being made: Create writes it
	}
	if err == nil {
		s.header = &next
	}
	return err
}
