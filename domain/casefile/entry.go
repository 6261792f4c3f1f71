// Package casefile gives meaning to the journal of one person: which kinds of
// entry there are, what each may contain, and the file that follows from them.
//
// An entry comes in as JSON (ParseEntry, strict: an unknown kind or field is
// refused), is kept as a journal.Record (Record), and is read back tolerantly
// (Fold: what this version does not know is kept and skipped). Fold is a pure
// function of the records: any journal, in any order of recording, gives a
// File. What is wrong is a Problem with a key and arguments, worded elsewhere.
//
// Nothing is ever edited. An entry that carries Corrects replaces an earlier
// entry of the same kind; a void takes an entry back; history keeps them all.
package casefile

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// Entry is one thing that happened, with its body decoded.
type Entry struct {
	ID       journal.ID
	Seq      int // position in the journal, from 1
	Kind     string
	On       civil.Date
	Time     string // HH:MM or ""
	At       time.Time
	By       string
	Corrects journal.ID // the entry that this one replaces, or zero
	Body     any        // pointer to the kind's struct; nil when it could not be read

	Dead journal.ID // the entry that voided or corrected this one, or zero
}

// maxEntry is the largest entry that is read, in bytes.
const maxEntry = 64 << 10

// ParseEntry reads one entry as a face gives it: the fields of its kind beside
// "kind", "on" (default today), "time" and "corrects". It fails with Problems
// that name every field at once.
func ParseEntry(data []byte, today civil.Date) (Entry, error) {
	return parseEntry("", data, today, today)
}

// ParseSupposed reads one entry that nobody is going to record: what if this
// happened? Its day, today without one, may lie in the years ahead.
func ParseSupposed(data []byte, today civil.Date) (Entry, error) {
	return parseEntry("", data, today, ahead(today))
}

// ParseAs reads the fields of one entry whose kind is known, such as a section
// of an intake; on is the day that holds when the fields name none.
func ParseAs(kind string, data []byte, on, today civil.Date) (Entry, error) {
	return parseEntry(kind, data, on, today)
}

// parseEntry reads an entry; kind is "" where the JSON names it itself, and on
// is the day that holds when the JSON names none.
func parseEntry(kind string, data []byte, on, today civil.Date) (Entry, error) {
	var fields map[string]json.RawMessage
	if err := ReadJSON(data, maxEntry, &fields); err != nil {
		return Entry{}, Problems{{Key: "problem.json", Path: kind}}
	}
	take := func(name string, v any) bool {
		raw, ok := fields[name]
		delete(fields, name)
		return !ok || !isNull(raw) && json.Unmarshal(raw, v) == nil
	}
	var named string
	if !take("kind", &named) || kind != "" && named != "" && named != kind {
		return Entry{}, Problems{{Key: "problem.kind", Path: "kind", Args: map[string]any{"Allowed": Enterable()}}}
	}
	if kind == "" {
		kind = named
	}
	k, ok := KindOf(kind)
	if !ok || k.Made {
		return Entry{}, Problems{{Key: "problem.kind", Path: "kind", Args: map[string]any{"Allowed": Enterable()}}}
	}
	e := Entry{Kind: kind, On: on}
	var found Problems
	if !take("on", &e.On) || e.On.IsZero() {
		e.On = on // it has one problem, not two
		found = append(found, Problem{Key: "problem.date", Path: "on"})
	}
	if !take("time", &e.Time) {
		found = append(found, Problem{Key: "problem.time", Path: "time"})
	}
	_, corrects := fields["corrects"]
	if !take("corrects", &e.Corrects) || corrects && e.Corrects.IsZero() {
		found = append(found, Problem{Key: "problem.entry", Path: "corrects"})
	}
	rest, err := json.Marshal(fields)
	if err != nil {
		return Entry{}, Problems{{Key: "problem.json", Path: kind}}
	}
	e.Body = k.New()
	if ps := decodeBody(k, rest, e.Body); ps != nil {
		return Entry{}, append(found, ps...)
	}
	if err := (&e).Check(today); err != nil {
		found = append(found, err.(Problems)...)
	}
	if found != nil {
		return Entry{}, found
	}
	return e, nil
}

// NewEntry makes an entry of a body that a face or a use case has filled in.
// body is a pointer to the struct of the kind.
func NewEntry(kind string, on civil.Date, body any) Entry {
	return Entry{Kind: kind, On: on, Body: body}
}

// Check holds an entry that is about to be recorded against the rules of its
// kind and the range of dates.
func (e *Entry) Check(today civil.Date) error {
	var found Problems
	c := checker{today: today, path: "on"}
	if _, ok := e.Body.(*Document); ok && e.On.After(today) {
		// the one entry that moves a person to another stage (§8)
		c.found = Problems{{Key: "refused.document.future", Path: "on", Args: map[string]any{"To": today}}}
	} else {
		c.between(e.On, earliestEvent, today)
	}
	found = append(found, c.found...)
	if ps, ok := CheckTime("time", e.Time).(Problems); ok {
		found = append(found, ps...)
	}
	if !e.Corrects.IsZero() && e.Kind == KindVoid {
		found = append(found, Problem{Key: "problem.entry", Path: "corrects"}) // it is voided, or void again
	}
	found = append(found, check(e.Kind, e.Body, today)...)
	if x, ok := e.Body.(interface{ cross(*Entry) Problems }); ok {
		found = append(found, x.cross(e)...)
	}
	return found.err()
}

// cross: no document is handed over or ends before it is issued. How long it
// may last, the procedure of the case says (procedure.Allows).
func (d *Document) cross(e *Entry) Problems {
	var found Problems
	if !d.Notified.IsZero() && d.Notified.Before(e.On) {
		found = append(found, Problem{Key: "problem.date.before", Path: "document.notified", Args: map[string]any{"From": e.On}})
	}
	if !d.PrintedEnd.IsZero() && d.PrintedEnd.Before(e.On) {
		found = append(found, Problem{Key: "problem.date.before", Path: "document.printedEnd", Args: map[string]any{"From": e.On}})
	}
	return found
}

// cross: nobody makes an appointment for a day that is over.
func (a *Appointment) cross(e *Entry) Problems { return notBefore("appointment.day", a.Day, e.On) }

func (h *Hearing) cross(e *Entry) Problems { return notBefore("hearing.day", h.Day, e.On) }

// cross: who answered said something, to one of the two questions at least.
func (q *Inquiry) cross(e *Entry) Problems {
	found := notBefore("inquiry.replyDue", q.ReplyDue, e.On)
	if q.Event == Answered && !q.says() {
		found = append(found, Problem{Key: "problem.missing", Path: "inquiry.trafficking"})
	}
	return found
}

// cross: nobody plans to leave on a day that is over.
func (r *Return) cross(e *Entry) Problems { return notBefore("return.day", r.Day, e.On) }

// cross: only a permit that was granted ends.
func (w *WorkPermit) cross(e *Entry) Problems {
	if !w.Until.IsZero() && (w.Event == Requested || w.Event == NotGranted) {
		return Problems{{Key: "problem.permit.until", Path: "workPermit.until"}}
	}
	return notBefore("workPermit.until", w.Until, e.On)
}

// cross: somebody looks at a risk again later than now, and at a high one
// within a day.
func (r *Risk) cross(e *Entry) Problems {
	next := e.On.AddDays(1)
	switch {
	case r.Level == HighRisk && r.Review.IsZero():
		return Problems{{Key: "problem.missing", Path: "risk.review"}}
	case r.Level == HighRisk && r.Review != next:
		return Problems{{Key: "problem.date.range", Path: "risk.review", Args: map[string]any{"From": next, "To": next}}}
	}
	return notBefore("risk.review", r.Review, next)
}

// cross: a file is not held, and no hold lifted, without saying why.
func (r *Retention) cross(*Entry) Problems {
	if r.Event == ReviewedFile || r.Event == "" || r.Reason != "" {
		return nil
	}
	return Problems{{Key: "problem.missing", Path: "retention.reason"}}
}

func notBefore(path string, d, from civil.Date) Problems {
	if d.IsZero() || !d.Before(from) {
		return nil
	}
	return Problems{{Key: "problem.date.before", Path: path, Args: map[string]any{"From": from}}}
}

// clockTime accepts HH:MM alone: two forms of one minute would not sort.
func clockTime(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}

// Enterable lists the names of the kinds that may be entered, with commas.
func Enterable() string {
	var names []string
	for _, k := range Kinds {
		if !k.Made {
			names = append(names, k.Name)
		}
	}
	return strings.Join(names, ", ")
}

// decodeBody reads the kind's own fields strictly, and names every one that it
// cannot read.
func decodeBody(k Kind, data []byte, body any) Problems {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(data, &given); err != nil {
		return Problems{{Key: "problem.json", Path: k.Name}}
	}
	var found Problems
	v := reflect.ValueOf(body).Elem()
	var names []string
	for i := range v.NumField() {
		name, rules := FieldName(v.Type().Field(i)), RulesOf(v.Type().Field(i).Tag)
		names = append(names, name)
		raw, ok := given[name]
		delete(given, name)
		if !ok {
			continue
		}
		field := v.Field(i)
		if slices.ContainsFunc(rules, isEntry) && string(raw) == `"`+LastWord+`"` {
			field.Set(reflect.ValueOf(Last))
			continue
		}
		if isNull(raw) || json.Unmarshal(raw, field.Addr().Interface()) != nil {
			p := Problem{Key: "problem.shape", Path: k.Name + "." + name}
			switch field.Interface().(type) {
			case civil.Date:
				p.Key = "problem.date"
			case civil.Partial:
				p.Key = "problem.date.partial"
			case journal.ID:
				p.Key = "problem.entry"
			}
			found = append(found, p)
			continue
		}
		if field.Kind() == reflect.Int && field.IsZero() { // a 0 that was given is not an absent one
			c := checker{path: k.Name + "." + name}
			for _, r := range rules {
				c.numberRange(r, 0)
			}
			found = append(found, c.found...)
		}
	}
	if len(given) > 0 {
		found = append(found, Problem{Key: "problem.field", Path: k.Name, Args: map[string]any{"Allowed": strings.Join(names, ", ")}})
	}
	return found
}

func isEntry(r Rule) bool { return r.Name == "entry" }

// Record turns the entry into the line that the journal keeps.
func (e *Entry) Record(id journal.ID, at time.Time, by string) (journal.Record, error) {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return journal.Record{}, err
	}
	if !e.Corrects.IsZero() {
		ref, err := json.Marshal(map[string]journal.ID{"corrects": e.Corrects})
		if err != nil {
			return journal.Record{}, err
		}
		body = append(append(ref[:len(ref)-1], ','), body[1:]...)
		if bytes.HasSuffix(body, []byte(",}")) {
			body = append(body[:len(body)-2], '}')
		}
	}
	return journal.Record{ID: id, Kind: e.Kind, On: e.On.String(), Time: e.Time, At: at.UTC(), By: by, Body: body}, nil
}

// read decodes a stored record tolerantly: what this version does not know is
// passed over.
func read(r journal.Record, seq int) (Entry, *Problem) {
	e := Entry{ID: r.ID, Seq: seq, Kind: r.Kind, Time: r.Time, At: r.At, By: r.By}
	on, err := civil.Parse(r.On)
	if err != nil {
		return e, &Problem{Key: "finding.unreadable", Because: []journal.ID{r.ID}}
	}
	e.On = on
	k, ok := KindOf(r.Kind)
	if !ok {
		return e, &Problem{Key: "finding.newer", Because: []journal.ID{r.ID}}
	}
	body := k.New()
	var ref struct {
		Corrects journal.ID `json:"corrects"`
	}
	if json.Unmarshal(r.Body, body) != nil || json.Unmarshal(r.Body, &ref) != nil {
		return e, &Problem{Key: "finding.unreadable", Because: []journal.ID{r.ID}}
	}
	e.Body, e.Corrects = body, ref.Corrects
	return e, nil
}
