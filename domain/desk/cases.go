package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// Case is one case as it stands today.
type Case struct {
	ID       journal.ID
	File     *casefile.File
	Profile  *procedure.Profile
	Schedule procedure.Schedule
	Status   procedure.Status
	Steps    []intake.Step
	Letters  []letter.State
	Lapse    *procedure.Lapse // the rules are not law today
	Unread   bool             // the rules are history, and nobody has recorded that it is known
}

// Over is the refusal of a paper of a case about a person who is implicated or
// not involved, with the section of its procedure; path says which paper.
func (c *Case) Over(path string) error {
	section := "5"
	if c.File.Stopped() {
		section = "5.3"
	}
	return casefile.Problem{Key: "refused." + string(c.Schedule.State), Path: path, Rule: c.Profile.Section(section)}
}

// Row is a case in a list. All lists of a day share it: it is to be read, not
// changed.
type Row struct {
	ID     journal.ID
	Code   string
	Name   string
	Opened civil.Date
	Status *procedure.Status
}

// Apart reports that the person is implicated, and in no list among the others
// (§5.3).
func (r *Row) Apart() bool { return r.Status.State == procedure.Stopped }

// OpenCase begins a case and returns its id and code. language is that of the
// file's letters, "" for the centre's own; profile is "" for the default.
func (d *Desk) OpenCase(ctx context.Context, language, profile string) (journal.ID, string, error) {
	return d.TakeIn(ctx, &intake.Intake{On: d.clock.Today(), Language: language, Profile: profile})
}

// TakeIn opens a case with everything that an intake holds, or nothing at all.
func (d *Desk) TakeIn(ctx context.Context, in *intake.Intake) (journal.ID, string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ID{}, "", journal.ErrLocked
	}
	c, err := d.opening(in)
	if err != nil {
		return journal.ID{}, "", err
	}
	if err := d.write(ctx, c); err != nil {
		return journal.ID{}, "", err
	}
	return c.head.id, c.head.Code, nil
}

// opening makes all that begins a case, and writes nothing yet.
func (d *Desk) opening(in *intake.Intake) (*change, error) {
	opened := casefile.Opened{Language: cmp.Or(in.Language, d.fileLanguage()), Profile: cmp.Or(in.Profile, procedure.Default)}
	p := d.rules(opened.Profile)
	if p == nil {
		return nil, casefile.Problem{Key: "problem.profile", Path: "profile"}
	}
	opened.Version = p.Version
	var err error
	if opened.Code, err = d.newCode(); err != nil {
		return nil, err
	}
	entries := append([]casefile.Entry{casefile.NewEntry(casefile.KindOpened, in.On, &opened)}, in.Entries...)
	entries[0].Time = in.Time
	return d.change(journal.NewID(), nil, entries, nil, casefile.Reclassified{})
}

// newCode draws a code that no case of this desk has.
func (d *Desk) newCode() (string, error) {
	for {
		code, err := casefile.NewCode(d.random)
		if err != nil {
			return "", err
		}
		if _, taken := d.byCode(code); !taken {
			return code, nil
		}
	}
}

// ownLanguages are the languages in which a centre writes its official letters:
// that of its region, for Sürya also that of the German-language municipalities,
// for PAG-ASA both of Brussels. A centre that is not here, a local service, says
// itself. That is a policy of the centres, and the person's own language may be
// the right one with the Department: another one is warned of, never refused.
var ownLanguages = map[string][]string{Payoke: {"nl"}, PagAsa: {"fr", "nl"}, Surya: {"fr", "de"}}

// ForeignLanguage returns the languages of the centre's own letters where that
// of a file is none of them, and nil where it is.
func (d *Desk) ForeignLanguage(lang string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	own := ownLanguages[d.settings.Centre]
	if slices.Contains(own, lang) {
		return nil
	}
	return own
}

// fileLanguage is the language in which the centre writes to the Department.
func (d *Desk) fileLanguage() string {
	switch d.settings.Centre {
	case Payoke:
		return "nl"
	case Surya:
		return "fr"
	}
	if d.settings.Language == "en" || d.settings.Centre == PagAsa && d.settings.Language == "de" {
		return "fr"
	}
	return d.settings.Language
}

// Record appends one entry to a case.
func (d *Desk) Record(ctx context.Context, id journal.ID, e casefile.Entry) error {
	return d.RecordAll(ctx, id, []casefile.Entry{e})
}

// RecordAll appends several entries in one act: all of them or none.
func (d *Desk) RecordAll(ctx context.Context, id journal.ID, entries []casefile.Entry) error {
	return d.RecordRead(ctx, id, entries, Reading{})
}

// RecordRead appends entries behind which a second colleague stands, as the
// lifting of an assessment 5.3 asks where a second one opens the desk. Where
// there is none, that is recorded, with the reason that is given, or else with
// casefile.NoReader.
func (d *Desk) RecordRead(ctx context.Context, id journal.ID, entries []casefile.Entry, read Reading) error {
	var by casefile.Reclassified
	if len(read.Passphrase) > 0 {
		c, err := d.SecondReader(ctx, read.Passphrase)
		if err != nil {
			return err
		}
		by.ReadBy = c.Slot
	}
	if read.Reason != "" {
		if err := checkReason(read.Reason); err != nil {
			return err
		}
		by.Unread = read.Reason
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	for _, e := range entries {
		if k, ok := casefile.KindOf(e.Kind); !ok || k.Made {
			return casefile.Problem{Key: "problem.kind", Path: "kind", Args: map[string]any{"Allowed": casefile.Enterable()}}
		}
	}
	records, err := d.read(ctx, id)
	if err != nil {
		return err
	}
	return d.append(ctx, id, records, entries, nil, by)
}

func (d *Desk) read(ctx context.Context, id journal.ID) ([]journal.Record, error) {
	if d.heads[id] == nil {
		return nil, casefile.Problem{Key: "problem.case"}
	}
	return d.store.Read(ctx, id)
}

// append makes a change of a case and writes it.
func (d *Desk) append(ctx context.Context, id journal.ID, records []journal.Record, entries []casefile.Entry, extra []journal.Record, by casefile.Reclassified) error {
	c, err := d.change(id, records, entries, extra, by)
	if err != nil {
		return err
	}
	return d.write(ctx, c)
}

// change is what one act adds to a case, checked and not yet written.
type change struct {
	head  *head
	after uint64 // so many records were there before
	added []journal.Record
	over  bool         // nothing more is kept about the person (§5.3)
	gone  []journal.ID // files that are taken back
}

// change checks each entry against the file as the entries before it leave it,
// and makes their records and the new head. extra are records that are no
// entries, such as the bytes of a letter; by is who else stands behind the
// lifting of an assessment 5.3, if that is among the entries.
func (d *Desk) change(id journal.ID, records []journal.Record, entries []casefile.Entry, extra []journal.Record, by casefile.Reclassified) (*change, error) {
	today := d.clock.Today()
	var gone []journal.ID
	all := append(slices.Clip(records), extra...)
	for _, e := range entries {
		if err := e.Check(today); err != nil {
			return nil, err
		}
		f := casefile.Fold(all)
		p := d.profile(f)
		if o, ok := e.Body.(*casefile.Opened); ok {
			p = d.rules(o.Profile)
		}
		if p == nil {
			return nil, casefile.Problem{Key: "problem.profile", Path: "profile"}
		}
		e, err := procedure.Resolve(f, p, e)
		if err != nil {
			return nil, err
		}
		if err := procedure.Allows(f, p, &e); err != nil {
			return nil, err
		}
		if err := d.knowsProfile(e.Body); err != nil {
			return nil, err
		}
		r, err := e.Record(journal.NewID(), d.clock.Now(), d.store.Slot())
		if err != nil {
			return nil, fmt.Errorf("desk: write an entry: %w", err)
		}
		all = append(all, r)
		if a := takenBack(f, &e); !a.IsZero() {
			gone = append(gone, a)
		}
		if !lifts(f, &e) {
			continue
		}
		if r, err = d.reclassified(p, by); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	f := casefile.Fold(all)
	p := d.profile(f)
	if p == nil {
		return nil, casefile.Problem{Key: "problem.profile", Path: "profile"}
	}
	for _, body := range procedure.Deadlines(f, p) {
		e := casefile.NewEntry(casefile.KindDeadline, today, body)
		r, err := e.Record(journal.NewID(), d.clock.Now(), d.store.Slot())
		if err != nil {
			return nil, fmt.Errorf("desk: write the dates: %w", err)
		}
		all = append(all, r)
	}
	if len(all) > f.Records {
		f = casefile.Fold(all)
	}
	h := headOf(id, f, procedure.Assess(f, p))
	return &change{h, uint64(len(records)), all[len(records):], f.Stopped() || f.Uninvolved(), gone}, nil
}

// write adds a change to its case, with the new head, in one transaction.
func (d *Desk) write(ctx context.Context, c *change) error {
	if err := d.store.Append(ctx, c.head.id, c.after, c.added, c.head.encode()); err != nil {
		return err
	}
	d.keep(c.head)
	for _, a := range c.gone {
		// The entry is recorded by now, and the file is never handed out again
		// whatever becomes of its bytes, which go with the case at the latest.
		_ = d.store.Detach(ctx, c.head.id, a)
	}
	if c.over {
		// What was being typed about this person goes too. The entry is
		// recorded by now, whatever becomes of the draft: Draft never hands it
		// out again.
		_ = d.store.SetDraft(ctx, c.head.id, nil)
	}
	return nil
}

// lifts reports that an entry takes an assessment 5.3 away.
func lifts(f *casefile.File, e *casefile.Entry) bool {
	t, ok := e.Body.(*casefile.Triage)
	return ok && f.Stopped() && t.Assessment != casefile.Implicated
}

// reclassified makes the record of who else stands behind the lifting of an
// assessment 5.3. One colleague does not do it alone where there are two; where
// there is one, that is recorded.
func (d *Desk) reclassified(p *procedure.Profile, by casefile.Reclassified) (journal.Record, error) {
	if by.ReadBy != "" {
		by.Unread = ""
	} else if by.Alone = d.alone(); !by.Alone {
		return journal.Record{}, casefile.Problem{Key: "refused.secondReader", Path: casefile.KindTriage, Rule: p.Section("5.3")}
	}
	if by.Alone && by.Unread == "" {
		by.Unread = casefile.NoReader
	}
	e := casefile.NewEntry(casefile.KindReclassified, d.clock.Today(), &by)
	r, err := e.Record(journal.NewID(), d.clock.Now(), d.store.Slot())
	if err != nil {
		return r, fmt.Errorf("desk: write the second reader: %w", err)
	}
	return r, nil
}

func (d *Desk) profile(f *casefile.File) *procedure.Profile {
	id, _ := f.Profile()
	return d.rules(id)
}

// knowsProfile refuses to put a procedure into force that this program does
// not have, or has in another version.
func (d *Desk) knowsProfile(body any) error {
	switch b := body.(type) {
	case *casefile.ProfileConfirmed:
		p := d.rules(b.Profile)
		if p == nil {
			return casefile.Problem{Key: "problem.profile", Path: "profileConfirmed.profile"}
		}
		if p.Version != b.Version {
			return casefile.Problem{Key: "problem.profile.version", Path: "profileConfirmed.version", Args: map[string]any{"Version": p.Version}}
		}
	case *casefile.ProfileAcknowledged:
		if d.rules(b.Profile) == nil {
			return casefile.Problem{Key: "problem.profile", Path: "profileAcknowledged.profile"}
		}
	}
	return nil
}

// Case reads one case.
func (d *Desk) Case(ctx context.Context, id journal.ID) (*Case, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.theCase(ctx, id)
}

func (d *Desk) theCase(ctx context.Context, id journal.ID) (*Case, error) {
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	records, err := d.read(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.standing(id, casefile.Fold(records))
}

// standing says how a case stands today by its file.
func (d *Desk) standing(id journal.ID, f *casefile.File) (*Case, error) {
	p := d.profile(f)
	if p == nil {
		return nil, fmt.Errorf("desk: a case without a procedure: %w", journal.ErrDamaged)
	}
	c := &Case{ID: id, File: f, Profile: p.InForce(f), Schedule: procedure.Assess(f, p), Steps: intake.Steps(f)}
	c.Status = c.Schedule.On(d.clock.Today())
	if !f.Stopped() && !f.Uninvolved() {
		c.Lapse = d.lapsed(p.ID, d.clock.Today())
	}
	c.Unread = procedure.Unread(f, p, c.Lapse)
	f.Findings = append(f.Findings, procedure.Review(f, p)...)
	if ahead := procedure.Ahead(f, d.clock.Today()); ahead != nil {
		f.Findings = append(f.Findings, *ahead)
	}
	if f.Stopped() || f.Uninvolved() {
		f.Conceal()
	}
	c.Letters = letter.States(f, &c.Schedule, c.Profile, d.office(f.Language), d.lib.Contacts, d.clock.Today(), d.lacks)
	for i := range c.Letters {
		l := &c.Letters[i]
		if err := l.Fit(d.request(c, l.Kind, l.Language, d.clock.Today(), d.store.Slot()), d.paper.AddressFits); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// WhatIf looks at a case as it would stand if one more entry had been
// recorded, and records nothing. The entry may lie in the future. An assessment
// 5.3 is not lifted even so.
func (d *Desk) WhatIf(ctx context.Context, id journal.ID, e casefile.Entry) (*Case, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	if err := d.knowsProfile(e.Body); err != nil {
		return nil, err
	}
	records, err := d.read(ctx, id)
	if err != nil {
		return nil, err
	}
	now := casefile.Fold(records)
	p := d.profile(now)
	if p == nil {
		return nil, casefile.Problem{Key: "problem.profile", Path: "profile"}
	}
	if lifts(now, &e) { // which would show what one colleague alone may not see
		return nil, casefile.Problem{Key: "refused.secondReader", Path: casefile.KindTriage, Rule: p.InForce(now).Section("5.3")}
	}
	f, err := procedure.WhatIf(records, p, e)
	if err != nil {
		return nil, err
	}
	return d.standing(id, f)
}

// Find returns the id of the case with that code, however it was typed.
func (d *Desk) Find(code string) (journal.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ID{}, journal.ErrLocked
	}
	c, ok := casefile.ParseCode(code)
	if !ok {
		return journal.ID{}, casefile.Problem{Key: "problem.code"}
	}
	id, ok := d.byCode(c)
	if !ok {
		return journal.ID{}, casefile.Problem{Key: "problem.case"}
	}
	return id, nil
}

func (d *Desk) byCode(code string) (journal.ID, bool) {
	for id, h := range d.heads {
		if h.Code == code {
			return id, true
		}
	}
	return journal.ID{}, false
}

// Cases lists the cases that a search finds, by name, code or number: the
// likeliest first, then by name. An empty search finds all; of these the most
// recently opened come first. Who is implicated (§5.3) stands behind all others.
func (d *Desk) Cases(search string) ([]*Row, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	var found []*head
	if strings.TrimSpace(search) == "" {
		found = d.byDay()
	} else {
		found = d.index.Search(search)
		if code, ok := casefile.ParseCode(search); ok && len(found) == 0 { // with o for zero
			found = d.index.Search(code)
		}
	}
	today, rows := d.clock.Today(), make([]*Row, 0, len(found))
	for _, apart := range []bool{false, true} {
		for _, h := range found {
			if r := h.row(today); r.Apart() == apart {
				rows = append(rows, r)
			}
		}
	}
	return rows, nil
}

// byDay orders all cases, the most recently opened first.
func (d *Desk) byDay() []*head {
	if d.latest == nil {
		d.latest = slices.AppendSeq(make([]*head, 0, len(d.heads)), maps.Values(d.heads))
		slices.SortFunc(d.latest, func(a, b *head) int {
			return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(a.Code, b.Code))
		})
	}
	return d.latest
}

// Task is one due item of one case.
type Task struct {
	*Row
	Due procedure.Due
}

// Agenda is what is due, of all cases.
type Agenda struct {
	Today  civil.Date
	Tasks  []Task // the most pressing first
	NoStep []*Row // open cases in which nothing is due
	// Clock says that the laptop's date is odd, held against the latest entry
	// of the desk; nil when it is not.
	Clock *casefile.Problem
}

// Agenda gathers what is due from the heads.
func (d *Desk) Agenda() (*Agenda, error) {
	rows, err := d.Cases("")
	if err != nil {
		return nil, err
	}
	a := &Agenda{Today: d.clock.Today()}
	a.Clock = d.OddClock()
	type at struct{ row, due int }
	var all []at
	for i, r := range rows {
		if r.Apart() {
			continue // never on one list with the others (§5.3); her own page says what is due
		}
		for j := range r.Status.Due {
			all = append(all, at{i, j})
		}
		if len(r.Status.Due) == 0 && open(r.Status.State) {
			a.NoStep = append(a.NoStep, r)
		}
	}
	slices.SortFunc(all, func(x, y at) int {
		r, s := rows[x.row], rows[y.row]
		c, d := &r.Status.Due[x.due], &s.Status.Due[y.due]
		return cmp.Or(cmp.Compare(pressing(c.Urgency), pressing(d.Urgency)), c.ActBy.Compare(d.ActBy), c.Due.Compare(d.Due), cmp.Compare(r.Code, s.Code), cmp.Compare(x.due, y.due))
	})
	a.Tasks = make([]Task, len(all))
	for i, x := range all {
		a.Tasks[i] = Task{rows[x.row], rows[x.row].Status.Due[x.due]}
	}
	return a, nil
}

// OddClock says that the laptop's date is odd, held against the latest day on
// which anything was recorded in a case of this desk; nil when it is not.
func (d *Desk) OddClock() *casefile.Problem {
	d.mu.Lock()
	defer d.mu.Unlock()
	var last civil.Date
	for _, h := range d.heads {
		if h.Last.After(last) {
			last = h.Last
		}
	}
	return procedure.CheckClock(d.clock.Today(), last)
}

// pressing orders urgencies.
func pressing(u procedure.Urgency) int {
	switch u {
	case procedure.Overdue:
		return 0
	case procedure.Today:
		return 1
	case procedure.Soon:
		return 2
	}
	return 3
}

func open(s procedure.State) bool { return !s.Closed() }

// Draft returns the raw text that was being typed for a case, or nil; of the
// zero id, what was being typed that belongs to no case.
func (d *Desk) Draft(ctx context.Context, id journal.ID) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, journal.ErrLocked
	}
	if d.over(id) {
		return nil, nil
	}
	return d.store.Draft(ctx, d.draftOf(id))
}

// SetDraft seals the raw text that is being typed for a case; nil removes it.
func (d *Desk) SetDraft(ctx context.Context, id journal.ID, data []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	if d.over(id) {
		data = nil
	}
	return d.store.SetDraft(ctx, d.draftOf(id), data)
}

// draftOf is the journal under whose key a draft is sealed: the case's, or the
// desk's own.
func (d *Desk) draftOf(id journal.ID) journal.ID {
	if id.IsZero() {
		return d.journal
	}
	return id
}

// over reports that nothing more is kept about the person of a case (§5.3).
func (d *Desk) over(id journal.ID) bool {
	h := d.heads[id]
	return h != nil && (h.Schedule.State == procedure.Stopped || h.Schedule.State == procedure.Uninvolved)
}
