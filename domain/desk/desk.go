// Package desk holds the use cases of the program: create the desk, take a
// person in, record what happened, see what is due, issue a letter. Every
// face — the window and the terminal — calls this package and no other of the
// domain to change anything.
//
// The desk is unlocked with a passphrase; until then only what is built into
// the program can be seen: the leaflets. Everything that happens is an entry
// appended to a journal. The heads of all journals are held in memory while
// the desk is unlocked and are dropped when it is locked.
//
// Errors are casefile.Problem or casefile.Problems (somebody can do something
// about them; ui/words has the sentence), or one of the errors of
// domain/journal. None contains personal data.
//
// The methods of Desk may be called from several goroutines.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/find"
	"onthaal/domain/journal"
	"onthaal/domain/leaflet"
	"onthaal/domain/letter"
	"onthaal/domain/privacy"
	"onthaal/domain/procedure"
	"onthaal/domain/statistics"
)

// Library is what is built into the program.
type Library struct {
	Profiles map[string]*procedure.Profile
	Letters  *letter.Texts
	Leaflets *leaflet.Shelf
	Privacy  privacy.Shelf
	Contacts *contacts.Book
}

// Desk is one centre's desk on one laptop.
type Desk struct {
	vault  Vault
	paper  Paper
	clock  Clock
	random io.Reader // for case codes and the passwords of copies
	lib    Library

	door     sync.Mutex      // held while the store is opened or closed, which takes its time; taken before mu
	mu       sync.Mutex      // guards the rest
	store    Store           // nil while locked
	open     context.Context // ends when the desk is locked
	shut     context.CancelFunc
	settings Settings
	people   map[string]string // names of colleagues, by slot
	// functions are what they are to the centre, by slot
	functions map[string]string
	profiles  map[string]*procedure.Profile // the newest of those that were imported
	wordings  wordings
	logo      *logo            // without a picture there is none
	founded   time.Time        // when the desk was made
	passers   map[string]int   // those not involved, by inspection
	erased    []statistics.Row // of the cases that were erased
	journal   journal.ID       // of the desk itself
	seq       uint64
	heads     map[journal.ID]*head // of the cases
	index     *find.Index[*head]   // the same cases, to search in
	latest    []*head              // the same cases, the most recently opened first; nil until it is asked for
}

// New makes a locked desk.
func New(v Vault, p Paper, c Clock, random io.Reader, lib Library) *Desk {
	return &Desk{vault: v, paper: p, clock: c, random: random, lib: lib}
}

// Centres that the instructions empower to request residence documents (§3).
const (
	Payoke  = "payoke"
	PagAsa  = "pag-asa"
	Surya   = "surya"
	Local   = "local"       // a local service with an approved co-operation agreement
	Welfare = "welfare1994" // an organisation named in the circular of 7 July 1994
)

// Centres lists them in the order in which they are offered.
var Centres = []string{Payoke, PagAsa, Surya, Welfare, Local}

// Languages of the interface.
var Languages = []string{"nl", "fr", "de", "en"}

// Settings are what the desk knows about its centre and its counsellor.
type Settings struct {
	Centre     string  `json:"centre"`
	Language   string  `json:"language"` // of the interface
	Counsellor string  `json:"counsellor,omitempty"`
	Signatory  string  `json:"signatory,omitempty"`
	Function   string  `json:"function,omitempty"`  // of who signs, one of letter.Functions; without a signatory each colleague's own
	Office     *Office `json:"office,omitempty"`    // local services and organisations of 1994: who they are
	Look       string  `json:"look,omitempty"`      // light, dark, sunlight; "" follows the system
	Scale      int     `json:"scale,omitempty"`     // text size in per cent; 0 is 100
	LockAfter  int     `json:"lockAfter,omitempty"` // minutes without a key; 0 is 5

	Letterhead string  `json:"letterhead,omitempty"` // further lines below the centre's address, one below the other
	Window     string  `json:"window,omitempty"`     // of the envelopes: left; "" is right
	PrintRight float64 `json:"printRight,omitempty"` // millimetres by which letters are moved on the paper
	PrintDown  float64 `json:"printDown,omitempty"`

	BackupEvery   int        `json:"backupEvery,omitempty"`  // days from proof to proof of a backup; 0 is 7
	BackupSnoozed civil.Date `json:"backupSnoozed,omitzero"` // the reminder waits until this day
}

// Looks are the values of Settings.Look.
var Looks = []string{"", "light", "dark", "sunlight"}

// The ranges of the other settings of the screen. A desk that never locks by
// itself is not offered.
const (
	minScale, maxScale = 100, 200 // per cent
	minLock, maxLock   = 1, 60    // minutes
	minEvery, maxEvery = 1, 90    // days
	maxLetterhead      = 4        // lines
	maxLetterheadLine  = 80       // characters
)

// MaxMove is how far letters may be moved on the paper, in millimetres: with
// more, the fold marks would leave it.
const MaxMove = 5

// Windows are the values of Settings.Window.
var Windows = []string{"", "left"}

// Office is the address of a service that the contact book does not know, and
// the co-operation agreement on which it acts (§3, third paragraph).
type Office struct {
	Name       string     `json:"name"`
	Address    string     `json:"address"`
	Postcode   string     `json:"postcode"`
	City       string     `json:"city"`
	Phone      string     `json:"phone,omitempty"`
	Partner    string     `json:"partner,omitempty"` // the centre it agreed with
	SignedOn   civil.Date `json:"signedOn,omitzero"`
	ApprovedBy string     `json:"approvedBy,omitempty"` // the community or regional minister
	ApprovedOn civil.Date `json:"approvedOn,omitzero"`
	EndsOn     civil.Date `json:"endsOn,omitzero"`
}

const maxOffice = 16 << 10 // bytes

// ParseOffice reads an office with its agreement, strictly.
func ParseOffice(data []byte) (*Office, error) {
	var o Office
	if casefile.ReadJSON(data, maxOffice, &o) != nil {
		return nil, casefile.Problem{Key: "problem.agreement", Path: "agreement"}
	}
	return &o, nil
}

// Check holds the settings against their ranges. What it finds comes in the
// order of the pages that ask.
func (s *Settings) Check(today civil.Date) error {
	var found casefile.Problems
	add := func(err error) {
		var ps casefile.Problems
		if errors.As(err, &ps) {
			found = append(found, ps...)
		}
	}
	if !slices.Contains(Centres, s.Centre) {
		found = append(found, casefile.Problem{Key: "problem.choice", Path: "centre", Args: map[string]any{"Allowed": strings.Join(Centres, ", ")}})
	}
	if !slices.Contains(Languages, s.Language) {
		found = append(found, casefile.Problem{Key: "problem.choice", Path: "language", Args: map[string]any{"Allowed": strings.Join(Languages, ", ")}})
	}
	if !slices.Contains(Looks, s.Look) {
		found = append(found, casefile.Problem{Key: "problem.choice", Path: "look", Args: map[string]any{"Allowed": strings.Join(Looks[1:], ", ")}})
	}
	for _, n := range []struct {
		path          string
		value, lo, hi int
	}{{"scale", s.Scale, minScale, maxScale}, {"lockAfter", s.LockAfter, minLock, maxLock}, {"backupEvery", s.BackupEvery, minEvery, maxEvery}} {
		if n.value != 0 && (n.value < n.lo || n.value > n.hi) {
			found = append(found, casefile.Problem{Key: "problem.number.range", Path: n.path, Args: map[string]any{"From": n.lo, "To": n.hi}})
		}
	}
	if !slices.Contains(Windows, s.Window) {
		found = append(found, casefile.Problem{Key: "problem.choice", Path: "window", Args: map[string]any{"Allowed": "left, right"}})
	}
	for path, mm := range map[string]float64{"printRight": s.PrintRight, "printDown": s.PrintDown} {
		if !(-MaxMove <= mm && mm <= MaxMove) { // nor is it a number that is none
			found = append(found, casefile.Problem{Key: "problem.number.range", Path: path, Args: map[string]any{"From": -MaxMove, "To": MaxMove}})
		}
	}
	also := s.letterhead()
	if len(also) > maxLetterhead {
		found = append(found, casefile.Problem{Key: "problem.letterhead", Path: "letterhead", Args: map[string]any{"Max": maxLetterhead}})
	}
	for _, l := range also {
		add(casefile.CheckText("letterhead", l, maxLetterheadLine))
	}
	text := func(path, v string) {
		if v != "" {
			add(casefile.CheckText(path, v, 128))
		}
	}
	day := func(path string, d civil.Date) {
		if !d.IsZero() {
			add(casefile.CheckPlanned(path, d, today))
		}
	}
	text("counsellor", s.Counsellor)
	text("signatory", s.Signatory)
	if s.Function != "" && !slices.Contains(letter.Functions, s.Function) {
		found = append(found, casefile.Problem{Key: "problem.choice", Path: "function", Args: map[string]any{"Allowed": strings.Join(letter.Functions, ", ")}})
	}
	switch {
	case s.Office == nil && s.Centre == Local:
		found = append(found, casefile.Problem{Key: "problem.agreement.missing", Path: "agreement", Rule: "3"})
	case s.Office != nil:
		o := s.Office
		for _, f := range []struct{ path, value string }{
			{"agreement.name", o.Name}, {"agreement.address", o.Address}, {"agreement.postcode", o.Postcode}, {"agreement.city", o.City},
		} {
			if f.value == "" {
				found = append(found, casefile.Problem{Key: "problem.needed", Path: f.path})
			}
			text(f.path, f.value)
		}
		text("agreement.phone", o.Phone)
		if s.Centre == Local && !slices.Contains([]string{Payoke, PagAsa, Surya}, o.Partner) {
			found = append(found, casefile.Problem{Key: "problem.choice", Path: "agreement.partner", Rule: "3",
				Args: map[string]any{"Allowed": Payoke + ", " + PagAsa + ", " + Surya}})
		}
		day("agreement.signedOn", o.SignedOn)
		text("agreement.approvedBy", o.ApprovedBy)
		day("agreement.approvedOn", o.ApprovedOn)
		day("agreement.endsOn", o.EndsOn)
	}
	if found != nil {
		return found
	}
	return nil
}

// settingsKind is the kind of record that holds the settings in the desk's
// own journal.
const settingsKind = "settings"

// deskKind is the kind of the desk's own head.
const deskKind = "desk"

// Exists reports whether there is a desk to unlock.
func (d *Desk) Exists() (bool, error) { return d.vault.Exists() }

// Library returns what is built into the program.
func (d *Desk) Library() Library { return d.lib }

// Today returns the day on the calendar.
func (d *Desk) Today() civil.Date { return d.clock.Today() }

// Create makes a new desk, unlocked, and returns the recovery code, which is
// shown once.
func (d *Desk) Create(ctx context.Context, s Settings, passphrase []byte) (recovery string, err error) {
	if err := s.Check(d.clock.Today()); err != nil {
		return "", err
	}
	if err := checkPassphrase(passphrase); err != nil {
		return "", err
	}
	d.door.Lock()
	defer d.door.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	_, recovery, err = d.vault.Create(ctx, passphrase, func(store Store) error {
		d.begin(store)
		d.journal = journal.NewID()
		return d.putSettings(ctx, s)
	})
	if err != nil {
		d.forget()
		return "", err
	}
	return recovery, nil
}

// Unlock opens the desk with a passphrase or the recovery code.
func (d *Desk) Unlock(ctx context.Context, secret []byte) error {
	d.door.Lock()
	defer d.door.Unlock()
	if !d.Locked() {
		return journal.ErrInUse // no passphrase is held against a desk that is open
	}
	store, err := d.vault.Unlock(ctx, secret)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.begin(store)
	if err := d.load(ctx); err != nil {
		d.forget()
		store.Close() // what keeps the desk from opening matters more
		return err
	}
	return nil
}

func (d *Desk) begin(s Store) {
	d.store, d.heads, d.journal, d.seq = s, map[journal.ID]*head{}, journal.ID{}, 0
	d.people, d.functions, d.profiles, d.founded, d.logo = map[string]string{}, map[string]string{}, map[string]*procedure.Profile{}, time.Time{}, &logo{}
	d.passers, d.erased = map[string]int{}, []statistics.Row{}
	d.wordings = wordings{own: map[string]*letter.Wording{}}
	d.open, d.shut = context.WithCancel(context.Background())
	d.order()
}

// Lock forgets everything that was in memory and closes the store.
func (d *Desk) Lock() error { return d.Forget()() }

// Forget forgets everything that was in memory, at once; the desk is locked
// when it returns. The caller must call seal, which closes the store and takes
// as long as that takes; until then nobody can unlock the desk again.
func (d *Desk) Forget() (seal func() error) {
	d.door.Lock()
	d.mu.Lock()
	defer d.mu.Unlock()
	store := d.store
	d.forget()
	return func() error {
		defer d.door.Unlock()
		if store == nil {
			return nil
		}
		return store.Close()
	}
}

// forget drops everything that was in memory.
func (d *Desk) forget() {
	if d.shut != nil {
		d.shut()
	}
	d.store, d.heads, d.index, d.latest, d.settings, d.seq, d.journal = nil, nil, nil, nil, Settings{}, 0, journal.ID{}
	d.people, d.functions, d.profiles, d.passers, d.erased, d.founded, d.logo, d.open, d.shut = nil, nil, nil, nil, nil, time.Time{}, nil, nil, nil
	d.wordings = wordings{}
}

// Locked reports whether the desk is locked.
func (d *Desk) Locked() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.store == nil
}

// Settings returns the settings of an unlocked desk.
func (d *Desk) Settings() Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.settings
}

// SetSettings records changed settings.
func (d *Desk) SetSettings(ctx context.Context, s Settings) error {
	if err := s.Check(d.clock.Today()); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	if found := d.unprintable(&s); len(found) > 0 {
		return found
	}
	return d.putSettings(ctx, s)
}

// unprintable finds what of changed settings stands on letters and cannot be
// printed. What was there before is said at the letters that it blocks.
func (d *Desk) unprintable(s *Settings) (found casefile.Problems) {
	look := func(path, was, is string) {
		if rs := d.lacks(strings.ReplaceAll(is, "\n", " ")); is != was && len(rs) > 0 {
			found = append(found, letter.Unshown(path, letter.AtSettings, is, rs).Problem())
		}
	}
	old := &d.settings
	look("letterhead", old.Letterhead, s.Letterhead)
	look("signatory", old.Signatory, s.Signatory)
	look("counsellor", old.Counsellor, s.Counsellor)
	if o := s.Office; o != nil {
		was := Office{}
		if old.Office != nil {
			was = *old.Office
		}
		look("agreement.name", was.Name, o.Name)
		look("agreement.address", was.Address, o.Address)
		look("agreement.city", was.City, o.City)
		look("agreement.phone", was.Phone, o.Phone)
	}
	return found
}

// putSettings records settings, and with them the name and the function of who has
// the desk open where they are new.
func (d *Desk) putSettings(ctx context.Context, s Settings) error {
	r, err := d.deskRecord(settingsKind, s)
	if err != nil {
		return err
	}
	records, slot := []journal.Record{r}, d.store.Slot()
	function := d.functions[slot]
	if s.Signatory == "" { // else it is the signatory's
		function = s.Function
	}
	named := s.Counsellor != "" && (s.Counsellor != d.people[slot] || function != d.functions[slot]) && d.person(slot)
	if named {
		r, err := d.deskRecord(colleagueKind, colleague{slot, s.Counsellor, function})
		if err != nil {
			return err
		}
		records = append(records, r)
	}
	if err := d.appendDesk(ctx, records...); err != nil {
		return err
	}
	again := s.Language != d.settings.Language
	d.settings = s
	if again {
		d.order()
	}
	if named {
		d.people[slot], d.functions[slot] = s.Counsellor, function
	}
	if d.founded.IsZero() {
		d.founded = records[0].At
	}
	return nil
}

// load reads the heads of all journals, and what the desk's own one says.
func (d *Desk) load(ctx context.Context) error {
	heads, err := d.store.Heads(ctx)
	if err != nil {
		return err
	}
	d.heads = make(map[journal.ID]*head, len(heads))
	all := make([]head, len(heads))
	in := reader{texts: map[string]string{}}
	var again []*head // to be made again, once the desk's own procedures are known
	for i, data := range heads {
		h := &all[i]
		bad := in.read(data.Data, h) != nil
		h.id, h.seq = data.Journal, data.Seq
		if !bad && h.Kind != deskKind {
			d.heads[h.id] = h
			continue
		}
		records, err := d.store.Read(ctx, h.id)
		if err != nil {
			return err
		}
		if bad && (len(records) == 0 || records[0].Kind != settingsKind) {
			again = append(again, h)
			continue
		}
		d.journal, d.seq = h.id, h.seq
		if err := d.remember(records); err != nil {
			return err
		}
	}
	for _, h := range d.heads {
		if d.outdated(h) {
			again = append(again, h)
		}
	}
	for _, h := range again {
		id, seq := h.id, h.seq
		if *h, err = d.remake(ctx, id); err != nil {
			return err
		}
		h.id, h.seq = id, seq
		d.heads[id] = h
	}
	if d.journal.IsZero() {
		return fmt.Errorf("desk: the settings are missing: %w", journal.ErrDamaged)
	}
	d.order()
	return nil
}

// remember reads the desk's own journal. Kinds that it does not know are left
// to the version of the program that wrote them.
func (d *Desk) remember(records []journal.Record) error {
	for i, r := range records {
		if i == 0 {
			d.founded = r.At
		}
		var who colleague
		var err error
		switch r.Kind {
		case settingsKind:
			d.settings = Settings{} // a field that is absent is unset again
			err = json.Unmarshal(r.Body, &d.settings)
		case colleagueKind:
			if err = json.Unmarshal(r.Body, &who); err == nil {
				d.people[who.Slot], d.functions[who.Slot] = who.Name, who.Function
			}
		case profileKind:
			err = d.recall(r.Body)
		case erasedKind:
			var e erased
			if err = json.Unmarshal(r.Body, &e); err == nil {
				d.erased = append(d.erased, e.row())
			}
		case wordingKind, revertedKind:
			err = d.reread(r.Kind, r.Body)
		case passerKind:
			var p passer
			if err = json.Unmarshal(r.Body, &p); err == nil {
				d.passers[p.Inspection]++
			}
		case logoKind:
			d.logo = &logo{} // a later one takes the place of all of it
			err = json.Unmarshal(r.Body, d.logo)
		}
		if err != nil {
			return fmt.Errorf("desk: the settings cannot be read: %w", journal.ErrDamaged)
		}
	}
	d.reword()
	slot := d.store.Slot()
	if name := d.people[slot]; name != "" {
		d.settings.Counsellor = name
	}
	if d.settings.Signatory == "" {
		d.settings.Function = d.functions[slot]
	}
	return nil
}

// remake makes the head of a case from the records of its journal.
func (d *Desk) remake(ctx context.Context, id journal.ID) (head, error) {
	records, err := d.store.Read(ctx, id)
	if err != nil {
		return head{}, err
	}
	f := casefile.Fold(records)
	p := d.profile(f)
	if p == nil {
		return head{}, fmt.Errorf("desk: a case without a procedure: %w", journal.ErrDamaged)
	}
	return *headOf(id, f, procedure.Assess(f, p)), nil
}

// order makes the index of all heads, which orders names as the language of
// the desk does.
func (d *Desk) order() {
	d.index, d.latest = find.New[*head](d.settings.Language, len(d.heads)), nil
	for _, h := range d.heads {
		d.index.Put(h, h.Name, append(h.Also, h.Code)...)
	}
}

// keep takes in the head of a case that has changed or begun.
func (d *Desk) keep(h *head) {
	old := d.heads[h.id]
	if old == nil || old.Opened != h.Opened {
		d.latest = nil
	}
	if old == nil {
		d.heads[h.id] = h
	} else {
		*old = *h // which the index knows
		h = old
	}
	d.index.Put(h, h.Name, append(h.Also, h.Code)...)
}
