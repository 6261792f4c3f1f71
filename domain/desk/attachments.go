package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/jpeg" // the two forms of picture that can be printed
	_ "image/png"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"onthaal/domain/casefile"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// A case keeps files: a photograph, the PDF of a document, a scanned statement.
// They lie sealed in the vault, byte for byte as they were brought, and are
// never opened by the program except to print a photograph that somebody chose.

// FileLimit is the largest file that a case keeps, in bytes.
const FileLimit = journal.MaxAttachment

// fileTypes are the files that a case keeps, by how they begin. What a name
// says of its file counts for nothing.
var fileTypes = []struct {
	media, ext string
	is         func(file []byte) bool
}{
	{"image/jpeg", ".jpg", begins("\xff\xd8\xff")},
	{"image/png", ".png", begins("\x89PNG\r\n\x1a\n")},
	{"image/tiff", ".tif", begins("II*\x00", "MM\x00*")},
	{"image/webp", ".webp", func(b []byte) bool { return begins("RIFF")(b) && begins("WEBP")(after(b, 8)) }},
	{"image/heic", ".heic", func(b []byte) bool { return begins("ftypheic", "ftypheix", "ftypmif1", "ftypmsf1")(after(b, 4)) }},
	{"application/pdf", ".pdf", begins("%PDF-")},
	{"text/plain", ".txt", isText},
}

// FileTypes lists the media types of the files that a case keeps.
func FileTypes() (media []string) {
	for _, t := range fileTypes {
		media = append(media, t.media)
	}
	return media
}

func begins(with ...string) func([]byte) bool {
	return func(file []byte) bool {
		for _, s := range with {
			if bytes.HasPrefix(file, []byte(s)) {
				return true
			}
		}
		return false
	}
}

func after(file []byte, n int) []byte { return file[min(n, len(file)):] }

func isText(file []byte) bool {
	return utf8.Valid(file) && !bytes.ContainsFunc(file, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' && r != '\f'
	})
}

// fileType finds out what a file is, and refuses one that is empty, too large,
// of no kind that a case keeps, or cut off so early that nobody could open it.
func fileType(file []byte) (media string, err error) {
	wrong := func(key string) error { return casefile.Problem{Key: key, Path: "attachment.file"} }
	switch {
	case len(file) == 0:
		return "", wrong("problem.file.empty")
	case len(file) > FileLimit:
		return "", casefile.Problem{Key: "problem.file.large", Path: "attachment.file", Args: map[string]any{"Max": FileLimit >> 20}}
	}
	for _, t := range fileTypes {
		if !t.is(file) {
			continue
		}
		_, _, pixels := image.DecodeConfig(bytes.NewReader(file))
		switch {
		case (t.media == jpeg || t.media == png) && pixels != nil:
			return "", wrong("problem.file.broken")
		case t.media == "application/pdf" && !bytes.Contains(file, []byte("%%EOF")):
			return "", wrong("problem.file.broken")
		}
		return t.media, nil
	}
	return "", wrong("problem.file.type")
}

const jpeg, png = "image/jpeg", "image/png"

// File is a file that leaves the desk.
type File struct {
	Name string // neutral: K7M-204S-f3.jpg
	Data []byte
}

// mostFiles is how many files a case takes, those that were taken back
// included: a list that nobody reads helps nobody.
const mostFiles = 500

// Attach keeps a file in a case and returns its number. title says what it is;
// without one the name does, which is kept in the vault alone. A file that
// cannot be kept is refused with what is wrong, and nothing of it stays.
func (d *Desk) Attach(ctx context.Context, id journal.ID, title, name string, file []byte) (number int, err error) {
	sum := sha256.Sum256(file)
	a := casefile.Attachment{Title: strings.TrimSpace(title), Name: plainName(name), Size: len(file), SHA256: hex.EncodeToString(sum[:])}
	if a.Title == "" {
		a.Title = titleOf(a.Name)
	}
	if a.Type, err = fileType(file); err != nil {
		return 0, err
	}
	// A file of some size takes its time, and nobody waits for it to lock the
	// desk: what the case allows is asked before, and once more after.
	d.mu.Lock()
	_, _, err = d.attaching(ctx, id, &a)
	d.mu.Unlock()
	if err != nil {
		return 0, err
	}
	var kept journal.Attachment
	err = d.long(ctx, func(ctx context.Context, s Store) (err error) {
		kept, err = s.Attach(ctx, id, bytes.NewReader(file))
		return err
	})
	if err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return 0, journal.ErrLocked
	}
	records, e, err := d.attaching(ctx, id, &a)
	if err == nil {
		a.Attachment = kept.ID
		err = d.append(ctx, id, records, []casefile.Entry{e}, nil, casefile.Reclassified{})
	}
	if err != nil {
		_ = d.store.Detach(context.WithoutCancel(ctx), id, kept.ID) // no entry names it; it goes with the case at the latest
		return 0, err
	}
	return a.Number, nil
}

// attaching numbers a file, and makes the entry that it has if the case allows
// one.
func (d *Desk) attaching(ctx context.Context, id journal.ID, a *casefile.Attachment) ([]journal.Record, casefile.Entry, error) {
	if d.store == nil {
		return nil, casefile.Entry{}, journal.ErrLocked
	}
	records, err := d.read(ctx, id)
	if err != nil {
		return nil, casefile.Entry{}, err
	}
	f := casefile.Fold(records)
	a.Number = 1
	for _, e := range f.History {
		if e.Kind == casefile.KindAttachment { // those that were taken back too: a number is never given twice
			a.Number++
		}
	}
	e := casefile.NewEntry(casefile.KindAttachment, d.clock.Today(), a)
	if a.Number > mostFiles {
		return nil, e, casefile.Problem{Key: "problem.file.many", Path: "attachment.file", Args: map[string]any{"Max": mostFiles}}
	}
	if err := e.Check(d.clock.Today()); err != nil {
		return nil, e, err
	}
	p := d.profile(f)
	if p == nil {
		return nil, e, casefile.Problem{Key: "problem.profile", Path: "profile"}
	}
	return records, e, procedure.Allows(f, p, &e)
}

// plainName is the last part of a path, without what nobody can see.
func plainName(path string) string {
	name := path[strings.LastIndexAny(path, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return shortened(strings.TrimSpace(name), 255)
}

func titleOf(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return shortened(strings.TrimSpace(name), 128)
}

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most]))
	}
	return s
}

// takenBack returns the file that an entry takes back, or the zero id.
func takenBack(f *casefile.File, e *casefile.Entry) journal.ID {
	if v, ok := e.Body.(*casefile.Void); ok {
		if of, ok := f.Entry(v.Of); ok {
			if a, ok := of.Body.(*casefile.Attachment); ok {
				return a.Attachment
			}
		}
	}
	return journal.ID{}
}

// Attachment gives a file of a case, byte for byte as it was attached, under a
// neutral name. AttachmentExported records that it was saved.
func (d *Desk) Attachment(ctx context.Context, id journal.ID, number int) (File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, a, err := d.theFile(ctx, id, number)
	if err != nil {
		return File{}, err
	}
	data, err := d.attached(ctx, id, &a.Body)
	if err != nil {
		return File{}, err
	}
	name := fmt.Sprintf("%s-f%d", c.File.Code(), number)
	for _, t := range fileTypes {
		if t.media == a.Body.Type {
			name += t.ext
		}
	}
	return File{name, data}, nil
}

// AttachmentExported records that a file of a case left the desk.
func (d *Desk) AttachmentExported(ctx context.Context, id journal.ID, number int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, _, err := d.theFile(ctx, id, number); err != nil {
		return err
	}
	return d.exported(ctx, id, casefile.Exported{What: "attachment", Number: number})
}

// theFile finds a file of a case. Of a person about whom nothing is kept there
// is none to be had (§5.3).
func (d *Desk) theFile(ctx context.Context, id journal.ID, number int) (*Case, *casefile.Fact[casefile.Attachment], error) {
	c, err := d.theCase(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if d.over(id) {
		return nil, nil, c.Over("attachment")
	}
	a := c.File.Attachment(number)
	if a == nil {
		return nil, nil, casefile.Problem{Key: "problem.file", Path: "attachment"}
	}
	return c, a, nil
}

// attached reads a file and holds it against its digest.
func (d *Desk) attached(ctx context.Context, id journal.ID, a *casefile.Attachment) ([]byte, error) {
	r, err := d.store.Attachment(ctx, id, a.Attachment)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != a.SHA256 {
		return nil, fmt.Errorf("desk: file %d differs from its digest: %w", a.Number, journal.ErrDamaged)
	}
	return data, nil
}

// photos gives the photographs that go with a letter. They need the person's
// consent of their own, and are pictures that can be printed.
func (d *Desk) photos(ctx context.Context, c *Case, kind string, numbers []int) ([]letter.Photo, error) {
	wrong := func(key string, args map[string]any) error {
		return casefile.Problem{Key: key, Path: "photos", Args: args}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	state, err := stateOf(c, kind)
	switch {
	case err != nil:
		return nil, err
	case kind != letter.WithPhotos:
		return nil, wrong("problem.photo.letter", map[string]any{"Letter": letter.WithPhotos})
	case !c.File.Consented(casefile.ForPhoto):
		return nil, casefile.Problem{Key: "refused.photo", Path: "photos", Rule: state.Section}
	case len(numbers) > letter.MostPhotos:
		return nil, wrong("problem.photo.many", map[string]any{"Max": letter.MostPhotos})
	}
	for i, n := range numbers {
		a := c.File.Attachment(n)
		switch {
		case a == nil:
			return nil, casefile.Problem{Key: "problem.file", Path: "photos"}
		case a.Body.Type != jpeg && a.Body.Type != png:
			return nil, wrong("problem.photo.type", map[string]any{"Number": n})
		case a.Body.Size > document.MostBytes:
			return nil, wrong("problem.photo.large", map[string]any{"Number": n, "Bytes": document.MostBytes >> 20, "Pixels": document.MostPixels / 1_000_000})
		}
		for _, other := range numbers[:i] {
			if other == n {
				return nil, wrong("problem.photo.twice", map[string]any{"Number": n})
			}
		}
	}
	shown, err := d.pictures(ctx, c.ID, c.File, numbers)
	for i := range shown {
		size, _, bad := image.DecodeConfig(bytes.NewReader(shown[i].Data))
		if bad == nil && size.Width*size.Height > document.MostPixels { // before anything is unpacked
			return nil, wrong("problem.photo.large", map[string]any{"Number": numbers[i], "Bytes": document.MostBytes >> 20, "Pixels": document.MostPixels / 1_000_000})
		}
	}
	return shown, err
}

// pictures reads photographs as far as they are still there.
func (d *Desk) pictures(ctx context.Context, id journal.ID, f *casefile.File, numbers []int) (shown []letter.Photo, err error) {
	for _, n := range numbers {
		a := f.Attachment(n)
		if a == nil {
			continue
		}
		data, err := d.attached(ctx, id, &a.Body)
		if err != nil {
			return nil, err
		}
		shown = append(shown, letter.Photo{Data: data})
	}
	return shown, nil
}
