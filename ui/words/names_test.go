package words_test

import (
	"testing"

	"onthaal/assets"
	"onthaal/ui/words"
)

func TestLanguagesAreNamedInEveryLanguage(t *testing.T) {
	c, err := words.Load(assets.Words())
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"nl": "Albanees", "fr": "albanais", "de": "Albanisch", "en": "Albanian"} {
		if got := c.Printer(lang).Language("sq"); got != want {
			t.Errorf("%s: %q instead of %q", lang, got, want)
		}
	}
	if got := words.Endonym("sq"); got != "shqip" {
		t.Errorf("Albanian calls itself %q", got)
	}
	if got := c.Printer("en").Language("not a tag"); got != "not a tag" {
		t.Errorf("%q", got)
	}
}
