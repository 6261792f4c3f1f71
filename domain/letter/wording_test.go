package letter_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/letter"
)

// file is the file of a wording.
type file struct {
	Kind       string   `json:"kind"`
	Lang       string   `json:"lang"`
	Version    string   `json:"version"`
	Subject    string   `json:"subject"`
	Body       []string `json:"body"`
	Enclosures []string `json:"enclosures"`
}

func ours(t testing.TB, kind, lang string) file {
	t.Helper()
	data, err := fs.ReadFile(assets.Letters(), kind+"."+lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	f.Version = "own 1"
	return f
}

func admitted(t testing.TB, s shelf, f file) (*letter.Wording, string) {
	t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	w, err := letter.ParseWording(data)
	if err == nil {
		err = s.Texts.Admit(w)
	}
	var p casefile.Problem
	if err != nil && !errors.As(err, &p) {
		t.Fatal(err)
	}
	return w, p.Key
}

// The rules for a centre's own wordings are those that ours keep.
func TestOurOwnWordingsWouldBeAdmitted(t *testing.T) {
	s := load(t)
	for _, k := range letter.Kinds {
		for _, lang := range langs {
			if _, key := admitted(t, s, ours(t, k.ID, lang)); key != "" {
				t.Errorf("%s.%s: %s", k.ID, lang, key)
			}
		}
	}
}

// Whatever a centre writes, the facts and the law stay, and no blank comes in.
func TestAWordingThatLosesOrTellsWhatItMustNotIsRefused(t *testing.T) {
	s := load(t)
	l01 := func(change func(*file)) file {
		f := ours(t, "L01", "nl")
		change(&f)
		return f
	}
	replace := func(kind, lang, old, with string) file {
		f := ours(t, kind, lang)
		n := 0
		for i := range f.Body {
			n += strings.Count(f.Body[i], old)
			f.Body[i] = strings.ReplaceAll(f.Body[i], old, with)
		}
		if n == 0 {
			t.Fatalf("%s.%s has no %s", kind, lang, old)
		}
		return f
	}
	for name, c := range map[string]struct {
		f    file
		want string
	}{
		"other words": {replace("L01", "nl", "Hierbij delen wij u mee dat", "Wij laten u weten dat"), ""},
		"one paragraph of two": {l01(func(f *file) {
			f.Body = []string{f.Body[0] + " " + f.Body[1], f.Body[2]}
		}), ""},
		"other enclosure":        {l01(func(f *file) { f.Enclosures = append(f.Enclosures, "Volmacht") }), ""},
		"no law":                 {replace("L01", "nl", "Overeenkomstig {{.LawRef}}", "Overeenkomstig de regels"), "problem.wording.law"},
		"law for some":           {replace("L01", "nl", "{{.LawRef}}", "{{if .ReferralPV}}{{.LawRef}}{{end}}"), "problem.wording.law"},
		"a fact gone":            {replace("L04", "nl", "{{.PV}}", "x"), "problem.wording.fact"},
		"a document gone":        {replace("L02", "fr", "{{.Doc1}}", "un document"), "problem.wording.fact"},
		"a fact for some":        {replace("L02", "de", "{{.Status}}", "{{if .TakenOn}}{{.Status}}{{end}}"), "problem.wording.fact"},
		"a clause gone":          {replace("L05", "nl", "{{if .Gap}}", "{{if .Silent}}"), "problem.wording.clause"},
		"a fact that may lack":   {replace("L01", "nl", "Overeenkomstig {{.LawRef}}", "Overeenkomstig {{.LawRef}} (pv {{.ReferralPV}})"), "problem.wording.unknown"},
		"a fact of another kind": {replace("L11", "nl", "{{.LawRef}}", "{{.LawRef}} (pv {{.PV}})"), "problem.wording.more"},
		"a blank":                {replace("L01", "nl", "Overeenkomstig {{.LawRef}}", "Sinds {{.TakenOn}}, overeenkomstig {{.LawRef}}"), "problem.wording.unknown"},
		"two spaces":             {replace("L01", "nl", "Overeenkomstig {{.LawRef}}", "Overeenkomstig  {{.LawRef}}"), "problem.wording.blank"},
		"a hole":                 {replace("L01", "nl", "Overeenkomstig {{.LawRef}}", "Overeenkomstig {{.LawRef}} ({{if .ConsentOn}}{{.ConsentOn}}{{end}})"), "problem.wording.blank"},
		"no sentence":            {l01(func(f *file) { f.Body = append(f.Body, "met dank") }), "problem.wording.blank"},
		"capital after Damen":    {replace("L01", "de", "hiermit", "Hiermit"), "problem.wording.blank"},
		"range":                  {replace("L01", "nl", "{{.LawRef}}", "{{range .LawRef}}{{end}}"), "problem.wording.template"},
		"a call":                 {replace("L01", "nl", "{{.LawRef}}", "{{len .LawRef}}"), "problem.wording.template"},
		"no such field":          {replace("L01", "nl", "{{.LawRef}}", "{{.Secret}}"), "problem.wording.template"},
		"a template":             {l01(func(f *file) { f.Body[0] += `{{template "x"}}` }), "problem.wording.template"},
		"field in the subject":   {l01(func(f *file) { f.Subject = "{{.Name}}" }), "problem.wording.subject"},
		"no subject":             {l01(func(f *file) { f.Subject = "" }), "problem.wording.text"},
		"no body":                {l01(func(f *file) { f.Body = nil }), "problem.wording.many"},
		"a hundred paragraphs":   {l01(func(f *file) { f.Body = append(f.Body, slices.Repeat([]string{"Goed."}, 40)...) }), "problem.wording.many"},
		"a long paragraph":       {l01(func(f *file) { f.Body[0] += strings.Repeat(" x", 2000) }), "problem.wording.text"},
		"a file too large":       {l01(func(f *file) { f.Body = slices.Repeat([]string{strings.Repeat("x", 2900)}, 15) }), "problem.wording.file"},
		"an unseen sign":         {l01(func(f *file) { f.Body[0] += "\u202e." }), "problem.wording.text"},
		"no such letter":         {l01(func(f *file) { f.Kind = "L99" }), "problem.wording.kind"},
		"no such language":       {l01(func(f *file) { f.Lang = "sq" }), "problem.wording.kind"},
		"our kind of version":    {l01(func(f *file) { f.Version = "3" }), "problem.wording.version"},
		"no version":             {l01(func(f *file) { f.Version = "" }), "problem.wording.text"},
		"a long version":         {l01(func(f *file) { f.Version = strings.Repeat("v", 21) }), "problem.wording.text"},
		"a telling certificate":  {replace("L16", "nl", "afspraak", "afspraak voor slachtoffers"), "problem.wording.telling"},
	} {
		if _, key := admitted(t, s, c.f); key != c.want {
			t.Errorf("%s: %q, want %q", name, key, c.want)
		}
	}
	for _, data := range []string{"", "null", "[]", `{"kind":"L01"`, `{"kind":"L01","kind":"L02"}`, `{"kind":"L01","secret":1}`} {
		var p casefile.Problem
		if _, err := letter.ParseWording([]byte(data)); !errors.As(err, &p) || !strings.HasPrefix(p.Key, "problem.wording.") {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// A letter that was issued is composed again in the words that it had.
func TestAVersionOfAWordingStaysKnown(t *testing.T) {
	s := load(t)
	f := ours(t, "L01", "nl")
	f.Body[0] = strings.Replace(f.Body[0], "Hierbij delen wij u mee dat", "Wij laten u weten dat", 1)
	own, key := admitted(t, s, f)
	if key != "" {
		t.Fatal(key)
	}
	texts := s.Texts.With([]*letter.Wording{own}, []*letter.Wording{own})
	if v := texts.Version("L01", "nl"); v != "own 1" || s.Texts.Version("L01", "nl") != "1" {
		t.Errorf("in force is %q, and ours is now %q", v, s.Texts.Version("L01", "nl"))
	}
	if !texts.Has("L01", "nl", "1") || !texts.Has("L01", "nl", "own 1") || texts.Has("L01", "nl", "own 2") || texts.Has("L01", "fr", "own 1") {
		t.Error("the versions that are known are not those there were")
	}
	if texts.Wording("L01", "fr") != s.Texts.Wording("L01", "fr") {
		t.Error("another language changed")
	}
	diff := texts.Wording("L01", "nl").Compare(s.Texts.Wording("L01", "nl"))
	var paths []string
	for _, d := range diff {
		paths = append(paths, d.Path)
	}
	if got := strings.Join(paths, " "); got != "version body.1" {
		t.Errorf("they differ in %s", got)
	}
}

func FuzzParseWording(f *testing.F) {
	for _, k := range letter.Kinds {
		data, err := fs.ReadFile(assets.Letters(), k.ID+".nl.json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"kind":"L01","lang":"nl","version":"a","subject":"b","body":["{{if .PV}}{{else}}{{end}}."]}`))
	s := load(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := letter.ParseWording(data)
		if err != nil {
			return
		}
		if err := s.Texts.Admit(w); err != nil {
			var p casefile.Problem
			if !errors.As(err, &p) {
				t.Error(err)
			}
		}
	})
}

// Law and numbers that a centre's text adds cannot be held against anything:
// they are listed, with what stands around them. Ours has nothing of the kind
// that it would be told of itself.
func TestLawAndNumbersThatATextAddsAreListed(t *testing.T) {
	s := load(t)
	for _, k := range letter.Kinds {
		for _, lang := range append([]string{letter.Courtesy}, letter.Languages...) {
			w := s.Texts.Wording(k.ID, lang)
			if got := w.Literals(w); got != nil {
				t.Errorf("%s.%s adds to itself %q", k.ID, lang, got)
			}
		}
	}
	for lang, added := range map[string][]string{
		"nl": {"Zie artikel 61 daarvan.", "Zie de wet van toen.", "Zie de Vreemdelingenwet.", "Bel 02.", "Sinds 3 maart.", "Zie art. twee."},
		"fr": {"Voir l’article deux.", "Voir la loi du pays.", "Voir le Code pénal.", "Voir l'arrêté royal.", "Depuis le 1er mars."},
		"de": {"Siehe Artikel zwei.", "Siehe das Gesetz vom Land.", "Siehe das Ausländergesetz.", "Seit dem 3. März."},
		"en": {"See the Act of then.", "See article two.", "Since ٣ March.", "See § two."},
	} {
		for _, add := range added {
			f := ours(t, "L01", lang)
			f.Body = append(slices.Clone(f.Body), add)
			w, key := admitted(t, s, f)
			if key != "" {
				t.Fatalf("%s: %s", add, key)
			}
			got := w.Literals(s.Texts.Wording("L01", lang))
			if len(got) != 1 || !strings.Contains(add, got[0]) {
				t.Errorf("%s: %q is told of as %q", lang, add, got)
			}
		}
		f := ours(t, "L01", lang)
		f.Body = append(slices.Clone(f.Body), map[string]string{"nl": "Wij moeten dat weten, want het besloten deel klopt.", "fr": "Nous restons loin de tout artifice.", "de": "Wir haben uns gesetzt.", "en": "We actually flawlessly encode it."}[lang])
		w, _ := admitted(t, s, f)
		if got := w.Literals(s.Texts.Wording("L01", lang)); got != nil {
			t.Errorf("%s: words that are no law: %q", lang, got)
		}
	}
}
