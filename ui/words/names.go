package words

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Language names a language in the language of the printer: "Albanian". A tag
// without a name is said as it is.
func (p *Printer) Language(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Tags(language.Make(p.Lang)).Name(t); name != "" {
		return name
	}
	return tag
}

// Languages names several languages: "French, German".
func (p *Printer) Languages(tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = p.Language(tag)
	}
	return strings.Join(names, ", ")
}

// Endonym names a language in the language itself: "shqip"; "" where nobody
// knows.
func Endonym(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	return display.Self.Name(t)
}
