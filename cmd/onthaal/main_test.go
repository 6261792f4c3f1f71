package main

import (
	"strings"
	"testing"

	"onthaal/cmd/internal/wire"
	"onthaal/ui/desktop"
)

// Nothing is known of the language of a desk that is not open; what keeps it from
// opening is said in the system's.
func TestWhatKeepsTheProgramFromStartingIsSaidInTheSystemsLanguage(t *testing.T) {
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_MESSAGES", "")
	t.Setenv("ONTHAAL_STORE", "")
	for _, c := range []struct {
		args []string
		home bool
		said map[string]string
	}{
		{[]string{"--today", "tomorrow"}, true, map[string]string{"nl_BE.UTF-8": "neemt een dag", "fr.UTF-8": "attend un jour", "de_DE": "nimmt einen Tag", "en_GB@euro": "takes a day", "C": "takes a day"}},
		{[]string{"--today", "1960-01-01"}, true, map[string]string{"nl_BE.UTF-8": "neemt een dag"}},
		{[]string{"--nonsense"}, true, map[string]string{"nl": "schrijft men zo", "fr_BE": "s’écrit", "de": "schreibt man so", "en": "is written"}},
		{[]string{"more"}, true, map[string]string{"nl": "--store DIR"}},
		{nil, false, map[string]string{"nl": "geen eigen map", "fr": "n’a pas de répertoire", "de": "keinen eigenen Ordner", "en": "no home folder"}},
	} {
		for lang, want := range c.said {
			t.Setenv("LANG", lang)
			if !c.home {
				for _, name := range []string{"HOME", "XDG_DATA_HOME", "LocalAppData", "USERPROFILE"} {
					t.Setenv(name, "")
				}
			}
			o := desktop.Parts{Language: language(), Words: wire.Words()}
			err := start(c.args, &o)
			if err == nil {
				t.Errorf("%v starts", c.args)
				continue
			}
			if said := o.Words.Printer(o.Language).Error(err); !strings.Contains(said, want) {
				t.Errorf("%v in %s: %s", c.args, lang, said)
			}
		}
	}
	o := desktop.Parts{Words: wire.Words()}
	if err := start([]string{"--store", t.TempDir(), "--today", "1997-04-17"}, &o); err != nil || o.Desk == nil {
		t.Errorf("it does not start: %v", err)
	}
}
