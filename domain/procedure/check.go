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
	named1997 = regexp.MustCompile(`(?i)\b13\.?\s+(januari|janvier|januar|january)\s+1997\b`)

	firstDay, lastDay = civil.Must(1990, 1, 1), civil.Must(2100, 12, 31)

	threeMonths = Duration{"month", 3} // what stage 3 exceeds (§8.3)
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
	c.between("validFrom", p.ValidFrom, lastDay)
	c.between("validTo", p.ValidTo, lastDay)
	if p.of1997() {
		c.history(p, true)
	}
	if len(p.Letters) == 0 {
		c.add("problem.profile.needed", "letters")
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
	c.stage3(p)
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

// Fits says what of a profile does not fit the desk that would import it: a
// day on which a fact was compared that is still to come, and rules that are
// over, or over in the profile of the same id that is built in (nil when there
// is none), and no longer say so. now is no earlier than today.
func (p *Profile) Fits(today, now civil.Date, built *Profile) error {
	var c profileCheck
	for i, f := range p.Facts {
		c.between("facts."+strconv.Itoa(i+1)+".checkedOn", f.CheckedOn, now)
	}
	if !p.ValidTo.IsZero() && p.ValidTo.Before(today) {
		c.history(p, p.Repealed)
	}
	if built != nil && built.Historic {
		c.history(p, built.Repealed)
	}
	return c.err()
}

// of1997 reports that a profile is a version of the instructions of 1997,
// whatever it is called: it cites them, or says nowhere that its rules stand
// elsewhere.
func (p *Profile) of1997() bool {
	if p.ID == Default || p.Sections == nil {
		return true
	}
	cited := []Words{p.Title, p.LawRef}
	for _, g := range p.Letters {
		cited = append(cited, g.LawRef)
	}
	for _, w := range cited {
		for _, s := range w {
			if named1997.MatchString(s) {
				return true
			}
		}
	}
	return !slices.ContainsFunc(p.Stages, func(s Stage) bool {
		return s.Section != map[string]string{S1: "8.1", S2: "8.2", S3: "8.3", U: "8.3"}[s.ID]
	})
}

// history: a counsellor is told of rules that were replaced, by a banner that
// no version of them takes away.
func (c *profileCheck) history(p *Profile, repealed bool) {
	told := func(at string) bool {
		return slices.ContainsFunc(c.found, func(x casefile.Problem) bool { return x.Path == at })
	}
	if !p.Historic && !told("historic") {
		c.add("problem.profile.history", "historic")
	}
	if repealed && !p.Repealed && !told("repealed") {
		c.add("problem.profile.history", "repealed")
	}
}

// between: a day that is given lies between 1990 and the last one allowed.
func (c *profileCheck) between(at string, d, last civil.Date) {
	if !d.IsZero() && (d.Before(firstDay) || d.After(last)) {
		c.add("problem.profile.between", at, "From", firstDay, "To", last)
	}
}

// stage3: its documents last longer than three months, which is what sets it
// apart from stage 2: those of 1997 say so (§8.3), and the card of the circular
// lasts six.
func (c *profileCheck) stage3(p *Profile) {
	s, _ := p.Stage(S3)
	counted := func(d Duration) bool { return d.N > 0 && (d.Unit == "day" || d.Unit == "month") }
	switch m := s.MoreThan; {
	case m == nil && p.of1997():
		c.add("problem.profile.needed", "stages.S3.moreThan")
	case m != nil && counted(*m) && *m != threeMonths && !m.exceeds(threeMonths):
		c.add("problem.profile.least", "stages.S3.moreThan", "Than", threeMonths)
	case m == nil && counted(s.Duration) && !s.Duration.exceeds(threeMonths):
		c.add("problem.profile.longer", "stages.S3.duration", "Than", threeMonths)
	}
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
	if s.ID == S1 { // nobody may work in it (§8.2: from stage 2 on)
		c.choice(at+".work", s.Work, "none")
	} else {
		c.choice(at+".work", s.Work, "none", "possible", "yes", "law")
	}
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
			latest := 0 // no reminder comes after the end
			if r.From == "inquiryBy" {
				latest = maxDays
				if s.Inquiry != nil && s.Inquiry.Before.Unit == "month" {
					latest = s.Inquiry.Before.N * shortestMonth
				}
			}
			c.number(at+".days", r.Days, -maxDays, latest)
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

const shortestMonth, longestMonth = 28, 31 // days

// exceeds reports whether d is longer than e, whatever months they fall into.
func (d Duration) exceeds(e Duration) bool {
	if d.Unit == e.Unit {
		return d.N > e.N
	}
	if d.Unit == "month" {
		return d.N*shortestMonth > e.N
	}
	return d.N > e.N*longestMonth
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
