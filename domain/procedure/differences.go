package procedure

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is one value in which two profiles differ.
type Difference struct {
	Path   string // "stages.S1.duration.n"
	Before string // "" when there was none
	After  string // "" when there is none
}

// Shut returns the letter that the profile no longer has: nobody can make it
// under it. "" for any other difference.
func (d Difference) Shut() string {
	if id, ok := strings.CutPrefix(d.Path, "letters."); ok && d.After == "" && d.Before == id {
		return id
	}
	return ""
}

// Differences lists in which values a profile differs from another, in the
// order of their paths. A profile that a centre imports is shown as this.
func Differences(before, after *Profile) []Difference {
	a, b := map[string]string{}, map[string]string{}
	flatten("", before, a)
	flatten("", after, b)
	paths := map[string]bool{}
	for p := range a {
		paths[p] = true
	}
	for p := range b {
		paths[p] = true
	}
	var out []Difference
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		if a[p] != b[p] {
			out = append(out, Difference{p, a[p], b[p]})
		}
	}
	return out
}

// flatten writes the values of a profile by their paths. Stages go by their
// ids, other lists by their places.
func flatten(path string, v any, into map[string]string) {
	if p, ok := v.(*Profile); ok {
		var tree any
		data, err := json.Marshal(p)
		if err != nil || json.Unmarshal(data, &tree) != nil {
			return // a profile is made of JSON
		}
		v = tree
	}
	under := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if path == "letters" {
				into[under(k)] = k // that there is the letter is something of its own
			}
			flatten(under(k), x, into)
		}
	case []any:
		for i, x := range v {
			name := fmt.Sprint(i + 1)
			if m, ok := x.(map[string]any); ok {
				if id, ok := m["id"].(string); ok {
					name = id
				}
			}
			flatten(under(name), x, into)
		}
	case nil:
	case string:
		if v != "" {
			into[path] = v
		}
	default:
		into[path] = fmt.Sprint(v)
	}
}
