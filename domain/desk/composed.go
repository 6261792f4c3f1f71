package desk

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
)

// An issued letter is kept as bytes, which no screen here can show. What they were
// set from is kept beside them, so that the letter is shown as it was issued
// whatever the centre, its words or the procedure have become since: some two
// kilobytes, without the pictures, which the desk has elsewhere.

// composed is the body of a record of casefile.KindComposed, as JSON inside gzip.
type composed struct {
	Document *document.Document `json:"document"`       // its pictures without their files
	Logo     string             `json:"logo,omitempty"` // SHA-256 of its file
}

// mostComposed bounds what is read of one, in bytes.
const mostComposed = 4 << 20

func composedOf(doc *document.Document) ([]byte, error) {
	bare := *doc
	x := composed{Document: &bare}
	if doc.Logo != nil {
		logo := *doc.Logo
		x.Logo, logo.Data = digest(logo.Data), nil
		bare.Logo = &logo
	}
	bare.Blocks = slices.Clone(doc.Blocks)
	for i := range bare.Blocks {
		if b := &bare.Blocks[i]; b.Picture != nil {
			photo := *b.Picture
			photo.Data = nil
			b.Picture = &photo
		}
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if err := json.NewEncoder(z).Encode(&x); err != nil {
		return nil, fmt.Errorf("desk: keep what a letter was set from: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("desk: keep what a letter was set from: %w", err)
	}
	return out.Bytes(), nil
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// readComposed is nil for what it cannot read.
func readComposed(body []byte) *composed {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(z, mostComposed))
	var x composed
	if err != nil || json.Unmarshal(data, &x) != nil || x.Document == nil {
		return nil
	}
	return &x
}

// IssuedDocument is an issued letter as a screen can show it: from what was kept
// beside its bytes; for a letter of before that was done, composed once more from
// the case as it stood then. It is nil when what it gives would not be the letter
// to the last byte: the program sets letters otherwise by now, a photograph was
// taken back, or, for a letter of before, the desk has changed. Then only the kept
// bytes are the letter.
func (d *Desk) IssuedDocument(ctx context.Context, id journal.ID, number int) (*document.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now, err := d.theCase(ctx, id)
	if err != nil {
		return nil, err
	}
	records, err := d.read(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, l := range now.File.Letters {
		if l.Body.Number != number {
			continue
		}
		shown, err := d.pictures(ctx, id, now.File, l.Body.Photos)
		if err != nil || len(shown) < len(l.Body.Photos) { // one was taken back since
			return nil, err
		}
		for _, way := range []func() (*document.Document, error){
			func() (*document.Document, error) { return d.kept(ctx, records, l.Body.Composed, shown) },
			func() (*document.Document, error) { return d.again(now, records, l, shown) },
		} {
			doc, err := way()
			if err != nil {
				return nil, err
			}
			if doc == nil {
				continue
			}
			if pdf, err := d.set(doc); err == nil && digest(pdf) == l.Body.SHA256 {
				return doc, nil
			}
		}
		return nil, nil
	}
	return nil, casefile.Problem{Key: "problem.letter", Path: "letter"}
}

// kept puts the pictures back into what a letter was set from; nil where that, or
// one of them, is not there.
func (d *Desk) kept(ctx context.Context, records []journal.Record, id journal.ID, photos []letter.Photo) (*document.Document, error) {
	at := slices.IndexFunc(records, func(r journal.Record) bool { return r.ID == id && r.Kind == casefile.KindComposed })
	if at < 0 {
		return nil, nil
	}
	x := readComposed(records[at].Body)
	if x == nil {
		return nil, nil
	}
	for i := range x.Document.Blocks {
		if p := x.Document.Blocks[i].Picture; p != nil {
			if len(photos) == 0 {
				return nil, nil
			}
			p.Data, photos = photos[0].Data, photos[1:]
		}
	}
	if x.Document.Logo == nil {
		return x.Document, nil
	}
	own, err := d.store.Read(ctx, d.journal) // the logos of before are still there
	if err != nil {
		return nil, err
	}
	for _, r := range own {
		var l logo
		if r.Kind == logoKind && json.Unmarshal(r.Body, &l) == nil && digest(l.PNG) == x.Logo {
			x.Document.Logo.Data = l.PNG
			return x.Document, nil
		}
	}
	return nil, nil
}

// again composes a letter from the case as it stood when it was issued; nil where
// its wording is not known any more.
func (d *Desk) again(now *Case, records []journal.Record, l *casefile.Fact[casefile.LetterIssued], photos []letter.Photo) (*document.Document, error) {
	if !d.letters().Has(l.Body.Letter, l.Body.Language, l.Body.Template) {
		return nil, nil
	}
	return d.compose(before(now, records, l), l.Body.Letter, l.Body.Language, l.Body.Number, l.Entry.On, l.Entry.By, l.Body.Template, photos)
}
