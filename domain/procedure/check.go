package procedure

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
)

// The most that a profile may say. They are in docs/schema/profile.json too.
const (
	maxDays     = 3 * 366
	maxMonths   = 120
	maxRenewals = 120
	maxID       = 40
	maxVersion  = 20
	maxText     = 2000
)

var (
	profileID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	letterID  = regexp.MustCompile(`^L(0[1-9]|1[0-7])$`)
)

// shape reports whether a profile has what everything else counts on.
func (p *Profile) shape() error {
	if p.ID == "" || p.Version == "" {
		return fmt.Errorf("a profile has an id and a version")
	}
	if !slices.EqualFunc(p.Stages, []string{S1, S2, S3, U}, func(s Stage, id string) bool { return s.ID == id }) {
		return fmt.Errorf("the stages are S1, S2, S3, U")
	}
	return nil
}

// checkWritten says which of the values that a profile has to name are absent,
// or are no such values: read, an absent one looks like a No or a day that is
// not known. What is no profile at all it leaves to the reader.
func checkWritten(data []byte) error {
	var p struct {
		ID                                     string
		ValidFrom, ValidTo, Repealed, Historic json.RawMessage
		Facts                                  []struct{ CheckedBy, CheckedOn json.RawMessage }
	}
	if json.Unmarshal(data, &p) != nil || p.ID == "" {
		return nil
	}
	var c profileCheck
	c.truth("repealed", p.Repealed)
	c.truth("historic", p.Historic)
	c.day("validFrom", p.ValidFrom)
	c.day("validTo", p.ValidTo)
	for i, f := range p.Facts {
		at := "facts." + strconv.Itoa(i+1)
		if f.CheckedBy == nil {
			c.add("problem.profile.needed", at+".checkedBy")
		}
		c.day(at+".checkedOn", f.CheckedOn)
	}
	return c.err()
}

func (c *profileCheck) truth(at string, raw json.RawMessage) {
	switch string(raw) {
	case "":
		c.add("problem.profile.needed", at)
	case "true", "false":
	default:
		c.add("problem.profile.choice", at, "Allowed", "true, false")
	}
}

// day wants a day, or "" where none is known.
func (c *profileCheck) day(at string, raw json.RawMessage) {
	var d civil.Date
	switch {
	case raw == nil:
		c.add("problem.profile.needed", at)
	case string(raw) == "null" || json.Unmarshal(raw, &d) != nil:
		c.add("problem.profile.day", at)
	}
}

// err returns what was found, by place, or nil.
func (c *profileCheck) err() error {
	if len(c.found) == 0 {
		return nil
	}
	slices.SortStableFunc(c.found, func(a, b casefile.Problem) int { return strings.Compare(a.Path, b.Path) })
	return c.found
}

// check says everything in a profile that its schema forbids, or that
// contradicts itself.
func (p *Profile) check() error {
	var c profileCheck
	if !profileID.MatchString(p.ID) || len(p.ID) > maxID {
		c.add("problem.profile.id", "id", "Max", maxID)
	}
	c.text("version", p.Version, maxVersion)
	c.words("title", p.Title)
	c.words("notice", p.Notice)
	c.words("lawref", p.LawRef)
	if p.ValidFrom.IsZero() {
		c.add("problem.profile.needed", "validFrom")
	}
	if !p.ValidTo.IsZero() && p.ValidTo.Before(p.ValidFrom) {
		c.add("problem.profile.before", "validTo", "Than", "validFrom")
	}
	for id, g := range p.Letters {
		if !letterID.MatchString(id) {
			c.add("problem.profile.choice", "letters", "Allowed", "L01 – L17")
			continue
		}
		at := "letters." + id
		c.optional(at+".section", g.Section)
		if g.Stage != "" {
			c.choice(at+".stage", g.Stage, S1, S2, S3, U)
		}
		if g.LawRef != nil {
			c.words(at+".lawref", g.LawRef)
		}
	}
	for key, section := range p.Sections { // the key is the file's own and not repeated
		c.text("sections", key, maxText)
		c.text("sections", section, maxText)
	}
	for _, s := range p.Stages {
		c.stage(s)
	}
	c.reminders(p)
	if r := p.Retention; r != nil {
		for i, name := range []string{"contact", "review", "erase"} {
			c.duration("retention."+name, r.durations()[i], "day", "month")
		}
	}
	if len(p.Facts) == 0 {
		c.add("problem.profile.needed", "facts")
	}
	for i, f := range p.Facts {
		at := "facts." + strconv.Itoa(i+1)
		if len(f.About) == 0 {
			c.add("problem.profile.needed", at+".about")
		}
		for _, a := range f.About {
			c.text(at+".about", a, maxText)
		}
		c.text(at+".source", f.Source, maxText)
		c.optional(at+".checkedBy", f.CheckedBy)
		switch { // who compared it, and when: one without the other says neither
		case f.CheckedBy == "" && !f.CheckedOn.IsZero():
			c.add("problem.profile.needed", at+".checkedBy")
		case f.CheckedBy != "" && f.CheckedOn.IsZero():
			c.add("problem.profile.needed", at+".checkedOn")
		}
	}
	return c.err()
}

// profileCheck gathers what is wrong with a profile. A path has only what the
// program itself knows, never a name that the file made up.
type profileCheck struct{ found casefile.Problems }

// add notes a problem; its sentence names the place, since no field on a
// screen does.
func (c *profileCheck) add(key, at string, args ...any) {
	p := casefile.Problem{Key: key, Path: at, Args: map[string]any{"At": at}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i].(string)] = args[i+1]
	}
	c.found = append(c.found, p)
}

func (c *profileCheck) stage(s Stage) {
	at := "stages." + s.ID
	c.text(at+".section", s.Section, maxText)
	c.words(at+".names", s.Names)
	c.words(at+".document", s.Document)
	c.words(at+".documentName", s.DocumentName)
	c.choice(at+".counselling", s.Counselling, "offered", "compulsory", "none")
	c.choice(at+".work", s.Work, "none", "possible", "yes", "law")
	c.choice(at+".social", s.Social, "yes", "possible", "law")
	c.number(at+".renewals", s.Renewals, -1, maxRenewals)
	if s.ID == U {
		c.duration(at+".duration", s.Duration, "open")
		if s.MoreThan != nil {
			c.duration(at+".moreThan", *s.MoreThan, "open")
		}
		if s.Inquiry != nil {
			c.duration(at+".inquiry.before", s.Inquiry.Before, "open")
		}
		return
	}
	counted := c.duration(at+".duration", s.Duration, "day", "month")
	if s.MoreThan != nil && c.duration(at+".moreThan", *s.MoreThan, "day", "month") && counted && !s.Duration.exceeds(*s.MoreThan) {
		c.add("problem.profile.longer", at+".duration", "Than", at+".moreThan")
	}
	if s.Inquiry == nil {
		if s.ID == S2 {
			c.add("problem.profile.needed", at+".inquiry")
		}
		return
	}
	c.text(at+".inquiry.section", s.Inquiry.Section, maxText)
	// it is counted back in months (Term.ends)
	if c.duration(at+".inquiry.before", s.Inquiry.Before, "month") && counted && !s.Duration.exceeds(s.Inquiry.Before) {
		c.add("problem.profile.shorter", at+".inquiry.before", "Than", at+".duration")
	}
}

// reminders: a stage with an end that reminds of nothing would let it pass.
func (c *profileCheck) reminders(p *Profile) {
	for stage := range p.Reminders {
		if !slices.Contains([]string{S1, S2, S3}, stage) {
			c.add("problem.profile.choice", "reminders", "Allowed", "S1, S2, S3")
		}
	}
	for _, stage := range []string{S1, S2, S3} {
		at := "reminders." + stage
		if len(p.Reminders[stage]) == 0 {
			c.add("problem.profile.needed", at)
		}
		s, _ := p.Stage(stage)
		from := []string{"validUntil"}
		if stage == S2 || s.Inquiry != nil {
			from = append(from, "inquiryBy")
		}
		for _, r := range p.Reminders[stage] {
			c.choice(at+".from", r.From, from...)
			c.number(at+".days", r.Days, -maxDays, maxDays)
		}
	}
}

// duration reports whether d is one that can be counted with.
func (c *profileCheck) duration(at string, d Duration, units ...string) bool {
	before := len(c.found)
	c.choice(at+".unit", d.Unit, units...)
	switch {
	case len(c.found) > before:
	case d.Unit == "day":
		c.number(at+".n", d.N, 1, maxDays)
	case d.Unit == "month":
		c.number(at+".n", d.N, 1, maxMonths)
	default:
		c.number(at+".n", d.N, 0, 0)
	}
	return len(c.found) == before
}

// exceeds reports whether d is longer than e, whatever months they fall into.
func (d Duration) exceeds(e Duration) bool {
	if d.Unit == e.Unit {
		return d.N > e.N
	}
	const shortest, longest = 28, 31 // days of a month
	if d.Unit == "month" {
		return d.N*shortest > e.N
	}
	return d.N > e.N*longest
}

func (c *profileCheck) number(at string, n, from, to int) {
	if n < from || n > to {
		c.add("problem.profile.range", at, "From", from, "To", to)
	}
}

func (c *profileCheck) choice(at, s string, allowed ...string) {
	if !slices.Contains(allowed, s) {
		c.add("problem.profile.choice", at, "Allowed", strings.Join(allowed, ", "))
	}
}

func (c *profileCheck) words(at string, w Words) {
	languages := []string{"nl", "fr", "de", "en"}
	for _, lang := range languages {
		c.text(at+"."+lang, w[lang], maxText)
	}
	for lang := range w {
		if !slices.Contains(languages, lang) {
			c.add("problem.profile.choice", at, "Allowed", strings.Join(languages, ", "))
		}
	}
}

func (c *profileCheck) optional(at, s string) {
	if s != "" {
		c.text(at, s, maxText)
	}
}

// text holds what is shown or printed against the rule for one line of text:
// a sign that reorders or hides its neighbours could make a title or a law
// read otherwise than it is.
func (c *profileCheck) text(at, s string, most int) {
	switch {
	case s == "":
		c.add("problem.profile.needed", at)
	case casefile.CheckText(at, s, most) != nil:
		c.add("problem.profile.text", at, "Max", most)
	}
}
