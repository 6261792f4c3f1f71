package docs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
)

// object is a piece of JSON Schema. Maps are written in the order of their
// names, so the same tags give the same bytes.
type object = map[string]any

const draft = "https://json-schema.org/draft/2020-12/schema"

const (
	datePattern    = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	partialPattern = `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`
	timePattern    = `^([01][0-9]|2[0-3]):[0-5][0-9]$`
	idPattern      = `^[0-9a-f]{32}$`
)

func entrySchema() object {
	defs, all := object{}, []object{}
	for _, k := range casefile.Kinds {
		if k.Made {
			continue
		}
		o := kindSchema(k, k.Name != casefile.KindVoid)
		o["required"] = append([]string{"kind"}, o["required"].([]string)...)
		defs[k.Name] = o
		all = append(all, object{"$ref": "#/$defs/" + k.Name})
	}
	return object{
		"$schema": draft, "title": "One entry of a case, as onthaalctl record reads it", "oneOf": all, "$defs": defs,
	}
}

func intakeSchema() object {
	defs := object{}
	props := object{
		"on":       dateSchema("the day of the intake; without it, today"),
		"time":     object{"type": "string", "pattern": timePattern, "description": "clock time of the intake, HH:MM"},
		"language": object{"enum": []string{"nl", "fr", "de"}, "description": "language of the file's letters; without it, the centre's"},
		"profile":  object{"type": "string", "minLength": 1, "description": "the procedure; without it, instructions-1997"},
	}
	for _, name := range intake.Sections() {
		k, _ := casefile.KindOf(name)
		defs[name] = kindSchema(k, false)
		ref := object{"$ref": "#/$defs/" + name}
		props[name] = object{"oneOf": []object{ref, {"type": "array", "items": ref, "maxItems": 20}}}
	}
	return object{
		"$schema": draft, "title": "A whole intake, as onthaalctl intake reads it", "type": "object",
		"properties": props, "additionalProperties": false, "$defs": defs,
	}
}

// batchSchema describes the persons met at one inspection: an intake's heading
// and sections, shared out over what holds for all and for each.
func batchSchema() object {
	s := intakeSchema()
	heading, sections := object{}, object{}
	for name, p := range s["properties"].(object) {
		if slices.Contains(intake.Sections(), name) {
			sections[name] = p
		} else {
			heading[name] = p
		}
	}
	each := object{"type": "object", "properties": sections, "additionalProperties": false}
	own := object{"on": heading["on"], "time": heading["time"], "language": heading["language"], "profile": heading["profile"]}
	for name, p := range sections {
		own[name] = p
	}
	heading["inspection"] = object{"type": "string", "description": "code of the inspection; without it, a new one is drawn"}
	heading["all"] = each
	heading["all"].(object)["description"] = "what holds for everybody who has no section of that name"
	heading["persons"] = object{"type": "array", "minItems": 1, "maxItems": 500,
		"items": object{"type": "object", "properties": own, "additionalProperties": false}}
	s["title"], s["properties"], s["required"] = "The persons met at one inspection, as onthaalctl inspection open reads them", heading, []string{"persons"}
	return s
}

// kindSchema describes the entries of a kind, with the envelope.
func kindSchema(k casefile.Kind, corrects bool) object {
	props := object{
		"kind": object{"const": k.Name},
		"on":   dateSchema("the day on which it happened, from 1990-01-01 to today; without it, today"),
		"time": object{"type": "string", "pattern": timePattern, "description": "clock time, HH:MM"},
	}
	if corrects {
		props["corrects"] = object{"type": "string", "pattern": idPattern, "description": "the entry of this kind that this one replaces"}
	}
	required := []string{}
	for i := range k.Body.NumField() {
		f := k.Body.Field(i)
		s := fieldSchema(f.Type, casefile.RulesOf(f.Tag))
		s["description"] = f.Tag.Get("doc")
		props[casefile.FieldName(f)] = s
		if hasRule(f, "required") {
			required = append(required, casefile.FieldName(f))
		}
	}
	return object{"type": "object", "description": k.Doc, "properties": props, "required": required, "additionalProperties": false}
}

func hasRule(f reflect.StructField, name string) bool {
	for _, r := range casefile.RulesOf(f.Tag) {
		if r.Name == name {
			return true
		}
	}
	return false
}

func dateSchema(doc string) object {
	return object{"type": "string", "format": "date", "pattern": datePattern, "description": doc}
}

func fieldSchema(t reflect.Type, rules []casefile.Rule) object {
	if t.Kind() == reflect.Slice {
		s := object{"type": "array", "items": fieldSchema(t.Elem(), rules), "maxItems": 20}
		if slices.ContainsFunc(rules, func(r casefile.Rule) bool { return r.Name == "required" }) {
			s["minItems"] = 1
		}
		return s
	}
	s := object{"type": "string"}
	switch t {
	case reflect.TypeFor[civil.Date]():
		s["format"], s["pattern"] = "date", datePattern
	case reflect.TypeFor[civil.Partial]():
		s["pattern"] = partialPattern
	case reflect.TypeFor[journal.ID]():
		s["pattern"] = idPattern
	}
	switch t.Kind() {
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		s["type"] = "integer"
	}
	for _, r := range rules {
		switch r.Name {
		case "text", "prose":
			n, _ := strconv.Atoi(r.Arg)
			s["minLength"], s["maxLength"], s["pattern"] = 1, n, `^[^\x00-\x1f\x7f-\x9f]*$`
			if r.Name == "prose" {
				s["pattern"] = `^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$`
			}
		case "one":
			s = object{"enum": strings.Split(r.Arg, "|")}
		case "answer":
			s = object{"enum": []casefile.Answer{casefile.Yes, casefile.No, casefile.Unknown, casefile.NotAsked, casefile.Refused}}
		case "language":
			s["pattern"], s["maxLength"] = `^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`, 20
		case "country":
			s["pattern"] = `^([A-Z]{2}|stateless)$`
		case "clock":
			s["pattern"] = timePattern
		case "code":
			s["pattern"] = `^[0-9B-DF-HJ-NP-TV-Z]{3}-[0-9B-DF-HJ-NP-TV-Z]{4}$`
		case "range":
			from, to, _ := strings.Cut(r.Arg, "..")
			s["minimum"], _ = strconv.Atoi(from)
			s["maximum"], _ = strconv.Atoi(to)
		case "entry":
			s["pattern"] = `^([0-9a-f]{32}|last)$`
		case "noAnswer":
			props := object{}
			for _, name := range strings.Split(r.Arg, "|") {
				props[name] = object{"enum": []casefile.Answer{casefile.Unknown, casefile.NotAsked, casefile.Refused}}
			}
			s = object{"type": "object", "properties": props, "additionalProperties": false}
		}
	}
	return s
}

const entriesHead = `# Entries of a case

*This page is generated from the struct tags of ` + "`domain/casefile`" + `; do not edit it.*

A case is a list of dated entries. Nothing is edited: a correction or a void is a new entry that refers to an earlier one.
` + "`onthaalctl record CODE -f ENTRY.json`" + ` reads one entry as JSON; ` + "`examples/`" + ` has one of each kind, ` + "`schema/entry.json`" + ` the
same rules for programs. ` + "`onthaalctl intake`" + ` reads several at once, each under the name of its kind: ` + "`examples/intake.json`" + `.

What is not described here is refused: an unknown kind or field, a name that stands twice, ` + "`null`" + `, and invisible marks in a text.
In a yes-or-no question *unknown*, *notAsked* and *refused* are answers of their own; a field that is absent says nothing.

Beside its own fields every entry may have:

| field | form | meaning |
|---|---|---|
| ` + "`kind`" + ` | one of the names below | what happened; required |
| ` + "`on`" + ` | a day from 1990-01-01 to today, YYYY-MM-DD | the day on which it happened; without it, today |
| ` + "`time`" + ` | HH:MM | clock time, when known |
| ` + "`corrects`" + ` | id of an entry | the entry of the same kind that this one replaces (not in a void) |

Sections (§) are those of the instructions of 13 January 1997.
`

func entriesPage() []byte {
	var b bytes.Buffer
	b.WriteString(entriesHead)
	for _, made := range []bool{false, true} {
		if made {
			b.WriteString("\n# Entries that the program makes\n\nThey are read in a case's history and cannot be entered or taken back.\n")
		}
		for _, k := range casefile.Kinds {
			if k.Made != made {
				continue
			}
			section := ""
			if k.Section != "" {
				section = " (§" + k.Section + ")"
			}
			fmt.Fprintf(&b, "\n## %s\n\n%s%s\n\n| field | form | meaning |\n|---|---|---|\n", k.Name, k.Doc, section)
			for i := range k.Body.NumField() {
				f := k.Body.Field(i)
				doc := f.Tag.Get("doc")
				if hasRule(f, "required") {
					doc += "; required"
				}
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", casefile.FieldName(f), form(f.Type, casefile.RulesOf(f.Tag)), doc)
			}
		}
	}
	return b.Bytes()
}

// form says in words what a field may hold.
func form(t reflect.Type, rules []casefile.Rule) string {
	if t.Kind() == reflect.Slice {
		return "list of at most 20: " + form(t.Elem(), rules)
	}
	say := "text"
	switch {
	case t.Kind() == reflect.Bool:
		say = "true or false"
	case t == reflect.TypeFor[journal.ID]():
		say = "id of an entry"
	}
	for _, r := range rules {
		switch r.Name {
		case "text":
			say = "one line of at most " + r.Arg + " characters"
		case "prose":
			say = "text of at most " + r.Arg + " characters"
		case "one":
			say = "`" + strings.ReplaceAll(r.Arg, "|", "`, `") + "`"
		case "answer":
			say = "`yes`, `no`, `unknown`, `notAsked`, `refused`"
		case "past":
			say = "a day from 1990-01-01 to today"
		case "planned":
			say = "a day from 1990-01-01 to twenty years ahead"
		case "birth":
			say = "a year, month or day from 1900 to today: `1981`, `1981-04`, `1981-04-17`"
		case "language":
			say = "a language tag (BCP 47): `sq`, `zh-Hant`"
		case "country":
			say = "an ISO 3166-1 code such as `AL` (also `YU`, `CS`, `SU`, `ZR`, `DD`), or `stateless`"
		case "clock":
			say = "a clock time, HH:MM"
		case "code":
			say = "a case code, such as `K7M-204S`"
		case "range":
			say = "a number, " + strings.Replace(r.Arg, "..", " to ", 1)
		case "entry":
			say = "id of an entry of the case, or `last`"
		case "noAnswer":
			say = "for `" + strings.ReplaceAll(r.Arg, "|", "`, `") + "`: `unknown`, `notAsked` or `refused`"
		}
	}
	return say
}

// pagesPage is the table of the pages that somebody has looked at, from
// pages.json, which .ci/pages.go writes.
func pagesPage(t testing.TB) []byte {
	var found map[string]struct{ Pixels, Found string }
	if err := json.Unmarshal(read(t, "pages.json"), &found); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `# The printed pages, looked at

Generated from pages.json. Each of these %d pages was drawn (to out/pages, by `+"`make pages`"+`) and looked at by somebody, who wrote down
what there was to see; most on sheets of several pages, what looked odd singly. What the pages say is read in domain/letter/testdata.
`+"`make pages`"+` names those whose pixels have changed since, to be looked at again; how to write down what is found stands in .ci/pages.go.

| page | pixels (SHA-256, first half) | finding |
|---|---|---|
`, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", name, found[name].Pixels, found[name].Found)
	}
	return b.Bytes()
}
