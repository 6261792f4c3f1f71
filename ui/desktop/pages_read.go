package desktop

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// former returns the living entry of a kind that holds now, or nil.
func former(f *casefile.File, kind string) *casefile.Entry {
	if kind == casefile.KindTriage && f.Triage != nil {
		return &f.Triage.Entry
	}
	return formerWhere(f, kind, "")
}

// formerWhere is the living entry of a kind that holds now among those that
// say something in a field, or nil.
func formerWhere(f *casefile.File, kind, field string) *casefile.Entry {
	var found *casefile.Entry
	for i := range f.History {
		e := &f.History[i]
		if e.Kind == kind && e.Body != nil && e.Dead.IsZero() && (found == nil || !e.On.Before(found.On)) &&
			(field == "" || fieldsOf(e.Body)[field] != nil) {
			found = e
		}
	}
	return found
}

// values fills in the page: what the file says, or nothing where the file
// says nothing yet.
func (p *page) values(a *asking) values {
	if p.fill != nil {
		return p.fill(a)
	}
	return p.valuesOf(a, former(a.c.File, p.kind))
}

// valuesOf writes an entry as it would be typed.
func (p *page) valuesOf(a *asking, e *casefile.Entry) values {
	v := values{}
	if e == nil {
		return v
	}
	fields := fieldsOf(e.Body)
	var why map[string]string
	_ = json.Unmarshal(fields["noAnswer"], &why)
	for _, q := range p.ask(a) {
		if q.path == "on" {
			v["on"] = typedDay(e.On)
			continue
		}
		name := strings.TrimPrefix(q.path, p.kind+".")
		raw := rawOf(q, fields[name])
		switch reason := why[name]; {
		case reason == "":
		case q.why:
			v[whyPath(q.path)] = reason
		case raw == "":
			raw = reasonMark + reason
		}
		if raw != "" {
			v[q.path] = raw
		}
	}
	return v
}

func fieldsOf(body any) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	if data, err := json.Marshal(body); err == nil {
		_ = json.Unmarshal(data, &fields)
	}
	return fields
}

// rawOf writes a field's value as it would be typed.
func rawOf(q question, value json.RawMessage) string {
	if value == nil {
		return ""
	}
	switch q.as {
	case asMany, asLines, asSome:
		var list []string
		_ = json.Unmarshal(value, &list)
		return strings.Join(list, "\n")
	case asTick:
		if string(value) == "true" {
			return "yes"
		}
		return ""
	case asNumber:
		return string(value)
	}
	var s string
	_ = json.Unmarshal(value, &s)
	switch q.as {
	case asDay:
		if d, err := civil.Parse(s); err == nil {
			return typedDay(d)
		}
	case asBirth:
		if d, err := civil.ParsePartial(s); err == nil {
			return typedPartial(d)
		}
	}
	return s
}

// typedPartial writes a date of birth as it would be typed.
func typedPartial(p civil.Partial) string {
	switch {
	case p.Day != 0:
		return typedDay(p.First())
	case p.Month != 0:
		return p.First().Time().Format("1-2006")
	}
	return p.String()
}

// entries reads the page: the entries that it amounts to beside what the file
// says already. An empty page and an unchanged one amount to none.
func (p *page) entries(a *asking, v values) ([]casefile.Entry, error) {
	if p.read != nil {
		return p.read(a, v)
	}
	e, err := p.entry(a, v, former(a.c.File, p.kind))
	if e == nil || err != nil {
		return nil, err
	}
	return []casefile.Entry{*e}, nil
}

// entry reads a page of one entry, which corrects an earlier one if there is
// one. What the earlier entry says beyond the page's questions stays.
func (p *page) entry(a *asking, v values, old *casefile.Entry) (*casefile.Entry, error) {
	today := a.d.Desk.Today()
	fields := map[string]any{}
	on := today
	if old != nil {
		on = old.On
		for k, raw := range fieldsOf(old.Body) {
			fields[k] = raw
		}
	}
	var found casefile.Problems
	why, given := map[string]string{}, false
	for _, q := range p.ask(a) {
		name := strings.TrimPrefix(q.path, p.kind+".")
		delete(fields, name)
		if q.as == asHead || q.as == asWords || q.when != nil && !q.when(v) {
			continue
		}
		value, reason, problem := q.value(v, today)
		if problem != nil {
			found = append(found, *problem)
			given = true
			continue
		}
		if reason != "" {
			why[name] = reason
			given = true
		}
		if value != nil {
			fields[name] = value
			given = given || q.path != "on"
		}
	}
	if old == nil && !given {
		return nil, nil
	}
	if _, ok := fields["noAnswer"]; ok || len(why) > 0 {
		fields["noAnswer"] = why
	}
	if p.kind == casefile.KindLeaflet {
		if e := a.d.Desk.Library().Leaflets.Edition(v["leaflet.language"]); e != nil {
			fields["version"] = e.Version
		}
	}
	e, err := parseFields(p.kind, fields, on, today)
	found = merged(found, problemsOf(err))
	switch {
	case len(found) > 0:
		return nil, found
	case err != nil:
		return nil, err
	}
	if old == nil {
		return &e, nil
	}
	if e.On == old.On && sameBody(e.Body, old.Body) {
		return nil, nil
	}
	e.Corrects = old.ID
	if t, ok := old.Body.(*casefile.Triage); ok && t.Assessment == casefile.Implicated {
		e.Corrects = journal.ID{} // a stop is never corrected away: the service lifts it by a new assessment (§5.3)
	}
	return &e, nil
}

// merged adds the problems of fields about which nothing is said yet: what
// could not be read is not missing, too.
func merged(found, more casefile.Problems) casefile.Problems {
	for _, x := range more {
		if !slices.ContainsFunc(found, func(y casefile.Problem) bool { return y.Path == x.Path }) {
			found = append(found, x)
		}
	}
	return found
}

func parseFields(kind string, fields map[string]any, on, today civil.Date) (casefile.Entry, error) {
	data, err := json.Marshal(fields)
	if err != nil {
		return casefile.Entry{}, err
	}
	return casefile.ParseAs(kind, data, on, today)
}

func sameBody(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// value reads one answer as its field wants it: nil for none; reason is why
// there is none.
func (q *question) value(v values, today civil.Date) (value any, reason string, problem *casefile.Problem) {
	raw := strings.TrimSpace(v[q.path])
	if raw == "" {
		return nil, v[whyPath(q.path)], nil
	}
	if isReason(raw) {
		return nil, strings.TrimPrefix(raw, reasonMark), nil
	}
	switch q.as {
	case asDay:
		d, ok := parseDay(raw, today)
		if !ok {
			return nil, "", &casefile.Problem{Key: "problem.date", Path: q.path}
		}
		return d, "", nil
	case asBirth:
		d, ok := parseBirth(raw, today)
		if !ok {
			return nil, "", &casefile.Problem{Key: "problem.date.partial", Path: q.path}
		}
		return d, "", nil
	case asNumber:
		n, err := strconv.Atoi(raw)
		if err != nil || q.options == nil && (n < q.from || n > q.to) {
			return nil, "", &casefile.Problem{Key: "problem.number.range", Path: q.path, Args: args{"From": q.from, "To": cmp.Or(q.to, 9999)}}
		}
		return n, "", nil
	case asMany, asLines, asSome:
		return v.list(q.path), "", nil
	case asTick:
		return true, "", nil
	case asClock:
		clock, ok := parseClock(raw)
		if !ok {
			return nil, "", &casefile.Problem{Key: "problem.time", Path: q.path}
		}
		return clock, "", nil
	case asCode:
		code, ok := casefile.ParseCode(raw)
		if !ok {
			return nil, "", &casefile.Problem{Key: "problem.code", Path: q.path}
		}
		return code, "", nil
	}
	return raw, "", nil
}

// answerWords words an answer for reading, and says in which language it
// stands; "" where there is none.
func (q *question) answerWords(d *Desktop, v values) string {
	raw := strings.TrimSpace(v[q.path])
	if raw == "" {
		if reason := v[whyPath(q.path)]; reason != "" {
			return capital(d.t("answer." + reason))
		}
		return ""
	}
	today := d.Desk.Today()
	switch q.as {
	case asDay:
		if x, ok := parseDay(raw, today); ok {
			return d.say.Date(x)
		}
	case asBirth:
		if x, ok := parseBirth(raw, today); ok {
			return d.say.Partial(x)
		}
	case asTick:
		return capital(d.t("answer.yes"))
	case asOne, asPick, asMany, asSome, asNumber:
		var out []string
		for _, s := range v.list(q.path) {
			for _, o := range q.options {
				if o.Value == s {
					s = o.Label
					break
				}
			}
			out = append(out, s)
		}
		return strings.Join(out, ", ")
	}
	return strings.ReplaceAll(raw, "\n", ", ")
}

// overlaid lays a draft over what the file says.
func (v values) overlaid(draft values) values {
	out := maps.Clone(v)
	maps.Copy(out, draft)
	return out
}
