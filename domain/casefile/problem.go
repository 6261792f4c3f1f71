package casefile

import (
	"maps"
	"slices"
	"strings"

	"onthaal/domain/journal"
)

// Problem says what is wrong with an entry, a file or a request. It is never a
// sentence: faces word Key with Args in the reader's language. Args hold only
// what the program itself knows (limits, names of fields, allowed values,
// dates), never what a person typed.
type Problem struct {
	Key     string         // "problem.date.future"
	Args    map[string]any // values for the sentence
	Path    string         // the field: "person.born"
	Because []journal.ID   // entries that contributed
	Rule    string         // the section of the instructions that refuses, or ""
}

// Error gives the key and its arguments, for logs of the program's own tests;
// people read the worded form.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Key)
	if p.Path != "" {
		b.WriteString(" at " + p.Path)
	}
	for _, k := range slices.Sorted(maps.Keys(p.Args)) {
		b.WriteString(" " + k)
	}
	return b.String()
}

// Problems is everything that is wrong at once, so that a form can show it
// beside each field.
type Problems []Problem

func (ps Problems) Error() string {
	s := make([]string, len(ps))
	for i, p := range ps {
		s[i] = p.Error()
	}
	return strings.Join(s, "; ")
}

// err returns the list as an error, or nil when it is empty.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
