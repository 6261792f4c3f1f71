package casefile

import (
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"onthaal/domain/civil"
)

// The bounds of dates that may be entered.
var (
	earliestEvent = civil.Must(1990, 1, 1)
	earliestBirth = civil.Must(1900, 1, 1)
)

const yearsAhead = 20 // for printed, due and planned dates

// Rule is one requirement of a field's tag, such as text=200.
type Rule struct{ Name, Arg string }

// RulesOf splits a field's rule tag.
func RulesOf(tag reflect.StructTag) []Rule {
	var rules []Rule
	for _, r := range strings.Split(tag.Get("rule"), ",") {
		if name, arg, _ := strings.Cut(r, "="); name != "" {
			rules = append(rules, Rule{name, arg})
		}
	}
	return rules
}

// FieldName returns the JSON name of a field.
func FieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// check holds every field of a body against its rules.
func check(kind string, body any, today civil.Date) Problems {
	c := checker{today: today}
	v := reflect.ValueOf(body).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		c.path = kind + "." + FieldName(f)
		for _, r := range RulesOf(f.Tag) {
			c.apply(r, v.Field(i))
		}
	}
	return c.found
}

type checker struct {
	today civil.Date
	path  string
	found Problems
}

func (c *checker) add(key string, args ...any) {
	p := Problem{Key: "problem." + key, Path: c.path, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i].(string)] = args[i+1]
	}
	c.found = append(c.found, p)
}

func (c *checker) apply(r Rule, v reflect.Value) {
	if r.Name == "required" {
		if v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
			c.add("missing")
		}
		return
	}
	if v.IsZero() {
		return
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if v.Index(i).IsZero() {
				c.add("missing")
				continue
			}
			c.apply(r, v.Index(i))
		}
		if v.Len() > 20 {
			c.add("tooMany", "Max", 20)
		}
		return
	}
	switch r.Name {
	case "text", "prose":
		n, _ := strconv.Atoi(r.Arg)
		c.text(v.String(), n, r.Name == "prose")
	case "one":
		c.oneOf(v.String(), strings.Split(r.Arg, "|"))
	case "answer":
		c.oneOf(v.String(), answers)
	case "past":
		c.between(v.Interface().(civil.Date), earliestEvent, c.today)
	case "planned":
		c.between(v.Interface().(civil.Date), earliestEvent, ahead(c.today))
	case "birth":
		p := v.Interface().(civil.Partial)
		if p.First().Before(earliestBirth) || p.First().After(c.today) {
			c.add("date.range", "From", earliestBirth, "To", c.today)
		}
	case "language":
		if _, err := language.Parse(v.String()); err != nil || len(v.String()) > 20 {
			c.add("language")
		}
	case "country":
		if !isCountry(v.String()) {
			c.add("country")
		}
	case "clock":
		if !clockTime(v.String()) {
			c.add("time")
		}
	case "code":
		if code, ok := ParseCode(v.String()); !ok || code != v.String() {
			c.add("code")
		}
	case "range":
		c.numberRange(r, v.Int())
	case "noAnswer":
		for k, a := range v.Interface().(map[string]Answer) {
			c.oneOf(k, strings.Split(r.Arg, "|"))
			c.oneOf(string(a), answers[2:])
		}
	}
}

func (c *checker) numberRange(r Rule, n int64) {
	from, to, ok := strings.Cut(r.Arg, "..")
	if r.Name != "range" || !ok {
		return
	}
	a, _ := strconv.ParseInt(from, 10, 64)
	b, _ := strconv.ParseInt(to, 10, 64)
	if n < a || n > b {
		c.add("number.range", "From", int(a), "To", int(b))
	}
}

// answers are the values of Answer; those that are no answer stand last.
var answers = []string{string(Yes), string(No), string(Unknown), string(NotAsked), string(Refused)}

func (c *checker) oneOf(s string, allowed []string) {
	for _, a := range allowed {
		if s == a {
			return
		}
	}
	c.add("choice", "Allowed", strings.Join(allowed, ", "))
}

func (c *checker) between(d, from, to civil.Date) {
	if d.Before(from) || d.After(to) {
		c.add("date.range", "From", from, "To", to)
	}
}

// text refuses what a name or a line of an address cannot contain. Letters of
// any script are welcome and are kept exactly as typed.
func (c *checker) text(s string, most int, lines bool) {
	if utf8.RuneCountInString(s) > most {
		c.add("text.long", "Max", most)
	}
	if !utf8.ValidString(s) {
		c.add("text.control")
		return
	}
	for _, r := range s {
		if lines && r == '\n' {
			continue
		}
		if unicode.IsControl(r) || invisible(r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError {
			c.add("text.control")
			return
		}
	}
	if strings.TrimSpace(s) == "" {
		c.add("text.blank")
	}
}

// invisible reports the marks that nobody sees: those that reorder the text
// around them could make a name read otherwise than it was written, the others
// would make two equal names differ. The two joiners belong to the spelling of
// names in Persian, Urdu and the scripts of India.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}

// formerCountries are states of which a person may still be a national, or in
// which she was born.
const formerCountries = " YU CS SU ZR DD "

// noCountries are codes that ISO 3166-1 merely reserves, for parts of countries
// and for unions of them: nobody is a national of one, and no letter names it.
const noCountries = " AC CP CQ DG EA EZ FQ IC NT PC TA UN "

func isCountry(s string) bool {
	if s == "stateless" {
		return true
	}
	if len(s) != 2 || s != strings.ToUpper(s) {
		return false
	}
	switch within := " " + s + " "; {
	case strings.Contains(formerCountries, within):
		return true
	case strings.Contains(noCountries, within):
		return false
	}
	r, err := language.ParseRegion(s)
	return err == nil && r.IsCountry() && r.Canonicalize().String() == s // UK is no code of its own: it is GB
}

func ahead(today civil.Date) civil.Date {
	d, _ := today.AddMonths(12*yearsAhead, civil.Clamp)
	return d
}

// CheckPlanned holds a date against the range of planned and printed dates.
func CheckPlanned(path string, d, today civil.Date) error {
	c := checker{today: today, path: path}
	c.between(d, earliestEvent, ahead(today))
	return c.found.err()
}

// CheckText holds one line of text, such as a counsellor's name, against the
// rule text=most.
func CheckText(path, s string, most int) error {
	c := checker{path: path}
	c.text(s, most, false)
	return c.found.err()
}

// CheckTime holds a clock time against HH:MM; "" is not known and allowed.
func CheckTime(path, s string) error {
	if s == "" || clockTime(s) {
		return nil
	}
	return Problems{{Key: "problem.time", Path: path}}
}
