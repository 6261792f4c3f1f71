package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// office describes the centre as its letters name it, in a language. Who has
// the desk open signs, unless the settings name another.
func (d *Desk) office(lang string) letter.Office { return d.officeOf(lang, d.store.Slot()) }

// officeOf is the office as the colleague of a slot writes for it.
func (d *Desk) officeOf(lang, slot string) letter.Office {
	s := d.settings
	o := letter.Office{
		ID: s.Centre, Signatory: cmp.Or(s.Signatory, d.people[slot], s.Counsellor), Also: s.letterhead(), Logo: d.logo.PNG, Envelope: s.Envelope(),
	}
	if o.Function = s.Function; s.Signatory == "" {
		o.Function = d.functions[slot]
	}
	if e, ok := d.lib.Contacts.Entry(s.Centre); ok {
		o.Name, o.Address, o.Postcode, o.City, o.Phone = e.Name.In(lang), e.Address.In(lang), e.Postcode, e.City.In(lang), e.Phone
		o.Unverified = !e.Verified
		return o
	}
	if s.Office != nil {
		o.Name, o.Postcode, o.City, o.Phone = s.Office.Name, s.Office.Postcode, s.Office.City, s.Office.Phone
		o.Address = []string{s.Office.Address}
	}
	if s.Centre == Local {
		o.Refused = d.agreement()
	}
	return o
}

// agreement says why a local service may not request documents: its
// co-operation agreement must be approved by the minister and still run (§3,
// third paragraph). It is "" when it may.
func (d *Desk) agreement() string {
	o, today := d.settings.Office, d.clock.Today()
	switch {
	case o == nil || o.ApprovedOn.IsZero() || o.ApprovedBy == "" || o.ApprovedOn.After(today):
		return "office.agreement.approved"
	case !o.EndsOn.IsZero() && o.EndsOn.Before(today):
		return "office.agreement.ended"
	}
	return ""
}

// Printed is a letter as bytes, ready to be saved.
type Printed struct {
	Name string // neutral file name: K7M-204S-2.pdf
	PDF  []byte
}

// PreviewLetter composes a letter without recording anything. In its own
// language it is marked as a preview, in another one as a copy. photos are the
// numbers of those of the case's files that go on its page of photographs.
func (d *Desk) PreviewLetter(ctx context.Context, id journal.ID, kind, lang string, photos ...int) (*document.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.theCase(ctx, id)
	if err != nil {
		return nil, err
	}
	state, err := stateOf(c, kind)
	if err != nil {
		return nil, err
	}
	if c.File.Stopped() || c.File.Uninvolved() || state.Why == "why.profile" || state.Why == "why.operation" {
		return nil, refusedLetter(c, kind)
	}
	var spoilt casefile.Problems
	for _, m := range state.Missing {
		if m.Spoilt() {
			spoilt = append(spoilt, m.Problem())
		}
	}
	if len(spoilt) > 0 {
		return nil, spoilt
	}
	// Not asked yet may be looked at; a refusal or a withdrawal holds for the
	// preview too.
	k, _ := letter.KindOf(kind)
	for _, purpose := range k.Consents {
		if a := c.File.Consents[purpose]; a != nil && (a.Body.Answer == "refused" || a.Body.Answer == casefile.Withdrawn) {
			return nil, refusedLetter(c, kind)
		}
	}
	r := d.request(c, kind, cmp.Or(lang, state.Language), d.clock.Today(), d.store.Slot())
	if r.Photos, err = d.photos(ctx, c, kind, photos); err != nil {
		return nil, err
	}
	r.Preview, r.Draft = true, state.Draft
	return letter.Compose(r)
}

func (d *Desk) request(c *Case, kind, lang string, date civil.Date, by string) letter.Request {
	return letter.Request{
		Kind: kind, Lang: lang, Date: date, File: c.File, Schedule: &c.Schedule, Profile: c.Profile,
		Office: d.officeOf(lang, by), Texts: d.letters(), Contacts: d.lib.Contacts,
	}
}

// compose writes a letter, or with number 0 a copy in another language; version
// is that of its wording, "" for the one in force.
func (d *Desk) compose(c *Case, kind, lang string, number int, date civil.Date, by, version string, photos []letter.Photo) (*document.Document, error) {
	r := d.request(c, kind, lang, date, by)
	r.Number, r.Version, r.Photos = number, version, photos
	return letter.Compose(r)
}

func stateOf(c *Case, kind string) (letter.State, error) {
	for _, s := range c.Letters {
		if s.Kind == kind {
			return s, nil
		}
	}
	return letter.State{}, casefile.Problem{Key: "problem.letter", Path: "letter"}
}

// readyFor reads a case and refuses unless the letter can be made today.
func (d *Desk) readyFor(ctx context.Context, id journal.ID, kind string) (*Case, error) {
	c, err := d.theCase(ctx, id)
	if err != nil {
		return nil, err
	}
	s, err := stateOf(c, kind)
	if err != nil {
		return nil, err
	}
	if s.State != letter.Ready {
		return nil, refusedLetter(c, kind)
	}
	return c, nil
}

// refusedLetter says why a letter cannot be made: a rule of the procedure, or
// what is missing.
func refusedLetter(c *Case, kind string) error {
	s, err := stateOf(c, kind)
	if err != nil {
		return err
	}
	if s.State == letter.NotApplicable {
		return casefile.Problem{Key: "refused.letter." + s.Why, Path: kind, Rule: s.Section}
	}
	var found casefile.Problems
	for _, m := range s.Missing {
		x := m.Problem()
		if x.Path == "" {
			x.Path = kind
		}
		if !m.Spoilt() {
			x.Rule = s.Section
		}
		found = append(found, x)
	}
	return found
}

// Reading says who else read a letter before it is issued, or stands behind the
// lifting of an assessment 5.3, where that asks for a second reader.
type Reading struct {
	Passphrase []byte // the second reader's own
	// Reason says why nobody else read it: only in a desk that one person alone
	// opens.
	Reason string
}

// Alone reports that no second colleague opens this desk.
func (d *Desk) Alone() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.store != nil && d.alone()
}

func (d *Desk) alone() bool {
	n := 0
	for _, s := range d.store.Slots() {
		if s.Kind == journal.SlotPassphrase {
			n++
		}
	}
	return n < 2
}

// IssueLetter makes the letter official: it is composed in its official
// language, set, and kept sealed in the case with its digest; the same bytes
// are printed for ever. A letter that lacks data is refused with what is
// missing, and one that asks for a second reader without one.
func (d *Desk) IssueLetter(ctx context.Context, id journal.ID, kind string) (Printed, error) {
	return d.IssueReadLetter(ctx, id, kind, Reading{})
}

// IssueReadLetter issues a letter that somebody else has read, and records who
// that was, or why there is nobody. photos are the numbers of those of the
// case's files that go on its page of photographs.
func (d *Desk) IssueReadLetter(ctx context.Context, id journal.ID, kind string, read Reading, photos ...int) (Printed, error) {
	by := casefile.LetterIssued{}
	if k, _ := letter.KindOf(kind); k.SecondReader {
		if err := d.secondReader(ctx, id, kind, read, &by); err != nil {
			return Printed{}, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.readyFor(ctx, id, kind)
	if err != nil {
		return Printed{}, err
	}
	return d.issue(ctx, c, kind, by, photos, nil)
}

// issue makes a letter that is ready official. leaves says how it leaves the
// desk in the same act; nil where it does not.
func (d *Desk) issue(ctx context.Context, c *Case, kind string, by casefile.LetterIssued, photos []int, leaves *casefile.Exported) (Printed, error) {
	shown, err := d.photos(ctx, c, kind, photos)
	if err != nil {
		return Printed{}, err
	}
	records, err := d.read(ctx, c.ID)
	if err != nil {
		return Printed{}, err
	}
	if err := d.changed(c, kind, records, photos, shown); err != nil {
		return Printed{}, err
	}
	number := len(c.File.Letters) + 1
	state, _ := stateOf(c, kind)
	lang, today := state.Language, d.clock.Today()
	doc, err := d.compose(c, kind, lang, number, today, d.store.Slot(), "", shown)
	if err != nil {
		return Printed{}, err
	}
	pdf, err := d.set(doc)
	if err != nil {
		return Printed{}, err
	}
	kept, err := d.pieces(pdf)
	if err != nil {
		return Printed{}, err
	}
	from, err := composedOf(doc)
	if err != nil {
		return Printed{}, err
	}
	kept = append(kept, d.part(casefile.KindComposed, from))
	sum := sha256.Sum256(pdf)
	issued := casefile.NewEntry(casefile.KindLetterIssued, today, &casefile.LetterIssued{
		Letter: kind, Language: lang, Number: number, Template: d.letters().Version(kind, lang),
		Profile: c.Profile.ID + "/" + c.Profile.Version, Bytes: kept[0].ID, Composed: kept[len(kept)-1].ID, SHA256: hex.EncodeToString(sum[:]),
		ReadBy: by.ReadBy, Unread: by.Unread, Photos: photos,
	})
	entries := []casefile.Entry{issued}
	if leaves != nil {
		leaves.Letter, leaves.Language, leaves.What, leaves.Number = kind, lang, "letter", number
		entries = append(entries, casefile.NewEntry(casefile.KindExported, today, leaves))
	}
	if err := d.append(ctx, c.ID, records, entries, kept, casefile.Reclassified{}); err != nil {
		return Printed{}, err
	}
	return Printed{fileName(c.File.Code(), number, ""), pdf}, nil
}

// piece is how much of a letter one record holds, with room for what else a
// record is, and mostLetter the largest letter that is kept, in bytes: its
// pieces and its entry go into the store in one act.
const (
	piece      = journal.MaxBody - 4<<10
	mostLetter = 3 * piece
)

// pieces makes the records that hold the bytes of a letter. Only photographs
// make it larger than one of them.
func (d *Desk) pieces(pdf []byte) (kept []journal.Record, err error) {
	if len(pdf) > mostLetter {
		return nil, casefile.Problem{Key: "problem.photo.heavy", Path: letter.WithPhotos}
	}
	for part := range slices.Chunk(pdf, piece) {
		kept = append(kept, d.part(casefile.KindBytes, part))
	}
	return kept, nil
}

// part is a record of a letter that is no entry.
func (d *Desk) part(kind string, body []byte) journal.Record {
	return journal.Record{ID: journal.NewID(), Kind: kind, On: d.clock.Today().String(), At: d.clock.Now().UTC(), By: d.store.Slot(), Body: body}
}

// bytesOf joins what pieces made: the record of that id and those that follow
// it.
func bytesOf(records []journal.Record, id journal.ID) (pdf []byte) {
	at := slices.IndexFunc(records, func(r journal.Record) bool { return r.ID == id })
	if at < 0 {
		return nil
	}
	for _, r := range records[at:] {
		if r.Kind != casefile.KindBytes {
			break
		}
		pdf = append(pdf, r.Body...)
	}
	return pdf
}

// secondReader finds out who read a letter that asks for it: a colleague who
// types their own passphrase. Where one person alone opens the desk there is
// none, and the reason is recorded. What the letter lacks is said first.
func (d *Desk) secondReader(ctx context.Context, id journal.ID, kind string, read Reading, by *casefile.LetterIssued) error {
	d.mu.Lock()
	c, err := d.readyFor(ctx, id, kind)
	alone := err == nil && d.alone()
	d.mu.Unlock()
	switch {
	case err != nil:
		return err
	case len(read.Passphrase) > 0:
		r, err := d.SecondReader(ctx, read.Passphrase)
		by.ReadBy = r.Slot
		return err
	case alone && strings.TrimSpace(read.Reason) != "":
		by.Unread = read.Reason
		return checkReason(read.Reason)
	}
	s, _ := stateOf(c, kind)
	key := "refused.letter.secondReader"
	if alone {
		key = "refused.letter.alone"
	}
	return casefile.Problem{Key: key, Path: kind, Rule: s.Section}
}

// checkReason refuses a reason that says nothing: a dot is none.
func checkReason(s string) error {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	if n < 3 {
		return casefile.Problem{Key: "problem.reason", Path: "reason"}
	}
	return casefile.CheckText("reason", s, 300)
}

// set refuses a document with a character that cannot be printed: a box in place
// of a letter of a name is worse than no letter.
func (d *Desk) set(doc *document.Document) ([]byte, error) {
	pdf, err := d.paper.PDF(doc)
	var missing *document.MissingError
	if errors.As(err, &missing) {
		return nil, letter.Unprintable(missing, "")
	}
	return pdf, err
}

// lacks tells which characters of a text cannot be printed.
func (d *Desk) lacks(s string) []rune {
	return d.paper.Missing(&document.Document{Blocks: []document.Block{{Kind: document.Paragraph, Text: document.T(s)}}})
}

// IssuedLetter returns the bytes of a letter that was issued, as they were,
// and checks their digest.
func (d *Desk) IssuedLetter(ctx context.Context, id journal.ID, number int) (Printed, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return Printed{}, journal.ErrLocked
	}
	records, err := d.read(ctx, id)
	if err != nil {
		return Printed{}, err
	}
	f := casefile.Fold(records)
	if f.Stopped() || f.Uninvolved() {
		c, err := d.standing(id, f)
		if err != nil {
			return Printed{}, err
		}
		return Printed{}, c.Over("letter")
	}
	for _, l := range f.Letters {
		if l.Body.Number != number {
			continue
		}
		pdf := bytesOf(records, l.Body.Bytes)
		if sum := sha256.Sum256(pdf); hex.EncodeToString(sum[:]) != l.Body.SHA256 {
			return Printed{}, fmt.Errorf("desk: letter %d differs from its digest: %w", number, journal.ErrDamaged)
		}
		return Printed{fileName(f.Code(), number, ""), pdf}, nil
	}
	return Printed{}, casefile.Problem{Key: "problem.letter", Path: "letter"}
}

// before is a case as it stood when a letter of it was issued.
func before(now *Case, records []journal.Record, l *casefile.Fact[casefile.LetterIssued]) *Case {
	f := casefile.Fold(records[:l.Entry.Seq-1])
	return &Case{ID: now.ID, File: f, Profile: now.Profile, Schedule: procedure.Assess(f, now.Profile)}
}

// SameLetter refuses to issue a letter that would say what the last one of its
// kind says: a change makes a new letter, and without one there would be two
// that are equally final. Number is that of the one that there is, which can be
// printed once more.
type SameLetter struct{ Number int }

func (e SameLetter) Error() string { return "desk: nothing has changed since a letter was issued" }

// changed refuses a letter that says nothing else than the last of its kind, but
// for number and date. Once that one was answered it may be sent anew, and so it
// may where the desk's settings have changed since: the letter would look
// otherwise.
func (d *Desk) changed(c *Case, kind string, records []journal.Record, photos []int, shown []letter.Photo) error {
	l := c.File.Issued(kind)
	if l == nil || slices.ContainsFunc(c.File.Answers, func(a *casefile.Fact[casefile.LetterAnswered]) bool { return a.Body.Number == l.Body.Number }) {
		return nil
	}
	then := before(c, records, l)
	if state, _ := stateOf(c, kind); state.Language != l.Body.Language || !d.letters().Has(kind, l.Body.Language, l.Body.Template) {
		return nil
	}
	if !slices.Equal(l.Body.Photos, photos) {
		return nil
	}
	was := d.request(then, kind, l.Body.Language, l.Entry.On, l.Entry.By)
	was.Version, was.Photos = l.Body.Template, shown
	is := d.request(c, kind, l.Body.Language, d.clock.Today(), d.store.Slot())
	is.Photos = shown
	same, err := says(was, is)
	if err != nil || !same {
		return err
	}
	doc, err := d.compose(then, kind, l.Body.Language, l.Body.Number, l.Entry.On, l.Entry.By, l.Body.Template, shown)
	if err != nil {
		return err
	}
	pdf, err := d.set(doc)
	if sum := sha256.Sum256(pdf); err != nil || hex.EncodeToString(sum[:]) != l.Body.SHA256 {
		return err
	}
	return SameLetter{l.Body.Number}
}

// says reports that two letters say the same, but for their number and date.
func says(was, is letter.Request) (bool, error) {
	var docs [2]*document.Document
	for i, r := range []letter.Request{was, is} {
		r.Number, r.Alone = 0, true
		doc, err := letter.Compose(r)
		if err != nil {
			return false, err
		}
		doc.Date, doc.PlaceDate, doc.Running = "", nil, nil
		docs[i] = doc
	}
	return reflect.DeepEqual(docs[0], docs[1]), nil
}

// CopyLetter makes a marked copy in another language than the letter's: a
// specimen in nl, fr or de, a courtesy translation in en. It is no letter and
// goes nowhere; that it was made is recorded, and how it leaves the desk
// (casefile.AsFile and its neighbours).
func (d *Desk) CopyLetter(ctx context.Context, id journal.ID, kind, lang, how string) (Printed, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.readyFor(ctx, id, kind)
	if err != nil {
		return Printed{}, err
	}
	if s, _ := stateOf(c, kind); s.Language == lang {
		return Printed{}, casefile.Problem{Key: "problem.letter.official", Path: "language"}
	}
	doc, err := d.compose(c, kind, lang, 0, d.clock.Today(), d.store.Slot(), "", nil)
	if err != nil {
		return Printed{}, err
	}
	pdf, err := d.set(doc)
	if err != nil {
		return Printed{}, err
	}
	what := "specimen"
	if lang == letter.Courtesy {
		what = "courtesy"
	}
	if err := d.exported(ctx, id, casefile.Exported{Letter: kind, Language: lang, What: what, How: how}); err != nil {
		return Printed{}, err
	}
	return Printed{fileName(c.File.Code(), 0, lang), pdf}, nil
}

// LetterExported records that an issued letter left the desk, and how.
func (d *Desk) LetterExported(ctx context.Context, id journal.ID, number int, how string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.theCase(ctx, id)
	if err != nil {
		return err
	}
	if d.over(id) {
		return c.Over("letter")
	}
	for _, l := range c.File.Letters {
		if l.Body.Number == number {
			return d.exported(ctx, id, casefile.Exported{Letter: l.Body.Letter, Language: l.Body.Language, What: "letter", Number: number, How: how})
		}
	}
	return casefile.Problem{Key: "problem.letter", Path: "letter"}
}

// SummaryExported records that the summary of a case for the colleague on duty
// left the desk, in which language and how.
func (d *Desk) SummaryExported(ctx context.Context, id journal.ID, lang, how string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.theCase(ctx, id)
	if err != nil {
		return err
	}
	if d.over(id) {
		return c.Over("summary")
	}
	return d.exported(ctx, id, casefile.Exported{Language: lang, What: "summary", How: how})
}

func (d *Desk) exported(ctx context.Context, id journal.ID, x casefile.Exported) error {
	records, err := d.read(ctx, id)
	if err != nil {
		return err
	}
	return d.append(ctx, id, records, []casefile.Entry{casefile.NewEntry(casefile.KindExported, d.clock.Today(), &x)}, nil, casefile.Reclassified{})
}

// passwordSigns are the digits and capitals that are not taken for each other
// when they are read aloud or copied from paper: 5 bits each.
const passwordSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// EncryptedCopy makes of a paper one that opens with a password alone. The
// password is drawn here, five groups of four signs (100 bits), and kept
// nowhere: who asks for the copy shows it once.
func (d *Desk) EncryptedCopy(p Printed) (copied Printed, password string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var drawn [20]byte
	if _, err := io.ReadFull(d.random, drawn[:]); err != nil {
		return Printed{}, "", err
	}
	var groups [5]string
	for i, b := range drawn {
		groups[i/4] += passwordSigns[b%32 : b%32+1]
	}
	password = strings.Join(groups[:], "-")
	p.PDF, err = d.paper.Encrypt(p.PDF, password, d.random)
	if err != nil {
		return Printed{}, "", err
	}
	return p, password, nil
}

// fileName is neutral: the code and a number, never a kind of letter or a name.
func fileName(code string, number int, lang string) string {
	switch {
	case number > 0:
		return fmt.Sprintf("%s-%d.pdf", code, number)
	case lang != "":
		return code + "-" + lang + ".pdf"
	}
	return code + ".pdf"
}

// PDF sets a document that is not kept, such as a leaflet or a preview.
func (d *Desk) PDF(doc *document.Document) ([]byte, error) { return d.set(doc) }

// Unverified reports whether the letters of a case name documents or addresses
// that nobody has checked yet.
func (d *Desk) Unverified(c *Case) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return letter.Unverified(c.Profile, d.office(c.File.Language))
}
