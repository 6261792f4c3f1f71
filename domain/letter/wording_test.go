package letter_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/letter"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
)

// file is the file of a wording.
type file struct {
	Kind       string   `json:"kind"`
	Lang       string   `json:"lang"`
	Version    string   `json:"version"`
	Subject    string   `json:"subject"`
	Body       []string `json:"body"`
	Enclosures []string `json:"enclosures"`

	Opening           string            `json:"opening,omitempty"`
	Closing           string            `json:"closing,omitempty"`
	OpeningProsecutor string            `json:"openingProsecutor,omitempty"`
	ClosingProsecutor string            `json:"closingProsecutor,omitempty"`
	Labels            map[string]string `json:"labels,omitempty"`
}

func ours(t testing.TB, kind, lang string) file {
	t.Helper()
	data, err := fs.ReadFile(assets.Letters(), kind+"."+lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	return own1(t, data)
}

// own1 is a file of ours, as the centre's own.
func own1(t testing.TB, data []byte) (f file) {
	t.Helper()
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
			// and as the program shows them, with salutation, closing and labels
			data, err := json.Marshal(s.Texts.Wording(k.ID, lang))
			if err != nil {
				t.Fatal(err)
			}
			f := own1(t, data)
			w, key := admitted(t, s, f)
			if key != "" || !w.Same(s.Texts.Wording(k.ID, lang)) || (f.Opening == "") != (k.ID == "L16") || len(f.Labels) < 20 {
				t.Errorf("%s.%s as it is shown: %s, %+v", k.ID, lang, key, f)
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
		"salutation, closing":    {l01(func(f *file) { f.Opening, f.Closing = "Geachte collega’s,", "Met vriendelijke groet," }), ""},
		"a label":                {l01(func(f *file) { f.Labels = map[string]string{"copy": "Afschrift voor", "page": "Blad {page}/{pages}"} }), ""},
		"no comma":               {l01(func(f *file) { f.Opening = "Geachte collega’s" }), "problem.wording.salutation"},
		"a field in it":          {l01(func(f *file) { f.Opening = "Geachte {{.Name}}," }), "problem.wording.salutation"},
		"a field in the closing": {l01(func(f *file) { f.Closing = "{{.Name}}" }), "problem.wording.salutation"},
		"a long closing":         {l01(func(f *file) { f.Closing = strings.Repeat("x", 161) }), "problem.wording.salutation"},
		"two lines":              {l01(func(f *file) { f.Opening = "Geachte\ncollega’s," }), "problem.wording.salutation"},
		"a prosecutor's":         {l01(func(f *file) { f.OpeningProsecutor = "Geachte procureur," }), "problem.wording.salutation"},
		"of a certificate":       {func() file { f := ours(t, "L16", "nl"); f.Closing = "Groeten"; return f }(), "problem.wording.salutation"},
		"no such label":          {l01(func(f *file) { f.Labels = map[string]string{"secret": "x"} }), "problem.wording.label"},
		"an empty label":         {l01(func(f *file) { f.Labels = map[string]string{"copy": ""} }), "problem.wording.label"},
		"a long label":           {l01(func(f *file) { f.Labels = map[string]string{"copy": strings.Repeat("x", 61)} }), "problem.wording.label"},
		"a colon":                {l01(func(f *file) { f.Labels = map[string]string{"copy": "Kopie:"} }), "problem.wording.label"},
		"a page without number":  {l01(func(f *file) { f.Labels = map[string]string{"page": "Blad {page}"} }), "problem.wording.label"},
		"a field in a label":     {l01(func(f *file) { f.Labels = map[string]string{"copy": "Kopie {{.Name}}"} }), "problem.wording.label"},
		"a telling closing":      {func() file { f := ours(t, "L11", "nl"); f.Closing = "Namens het slachtoffer"; return f }(), "problem.wording.telling"},
		"a telling label": {func() file {
			f := ours(t, "L16", "nl")
			f.Labels = map[string]string{"signed": "Voor het slachtoffer"}
			return f
		}(), "problem.wording.telling"},
		"a telling certificate": {replace("L16", "nl", "afspraak", "afspraak voor slachtoffers"), "problem.wording.telling"},
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

// What centres worded before ours changed stays in force: a consent in the old
// words, an end of counselling without the clause that ours got.
func TestWordingsOfEarlierStayAdmitted(t *testing.T) {
	s := load(t)
	informed := regexp.MustCompile(`\{\{if \.Informed\}\}.*?\{\{end\}\}`)
	for _, lang := range langs {
		f := ours(t, "L14", lang)
		n := 0
		for i, p := range f.Body {
			f.Body[i] = informed.ReplaceAllString(p, "")
			n += len(p) - len(f.Body[i])
		}
		if _, key := admitted(t, s, f); key != "" || n == 0 {
			t.Errorf("L14.%s as it was: %s", lang, key)
		}
	}
	f := ours(t, "L08", "nl")
	f.Body[0] = "Namens de hierboven vermelde persoon{{if .ConsentOn}}, die hiermee op {{.ConsentOn}} instemde,{{end}} verzoeken wij u overeenkomstig {{.LawRef}} om de toekenning van {{.DocU}}."
	if _, key := admitted(t, s, f); key != "" {
		t.Errorf("L08 as it was: %s", key)
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

// A centre words salutation, closing and labels as it does the rest, and what it
// does not word is ours.
func TestACentreWordsSalutationClosingAndLabels(t *testing.T) {
	s := load(t)
	f := ours(t, "L15", "nl")
	f.Opening, f.Closing, f.Labels = "Geachte collega’s,", "Met vriendelijke groet,", map[string]string{"copy": "Afschrift voor", "ourRef": "Ref."}
	prosecutor := f
	prosecutor.Version, prosecutor.OpeningProsecutor = "own 2", "Geachte procureur,"
	lines := []string{declined[0], `1997-03-01 referral {"channel":"police","unit":"BOB"}`, `1997-03-01 consent {"purpose":"foreignersDepartment","answer":"given"}`, `1997-03-01 triage {"assessment":"5.1"}`, declined[2]}
	toProsecutor := []string{declined[0], `1997-03-01 referral {"channel":"prosecutor","unit":"Parket"}`, declined[2]}
	said := func(f file, lines []string) string {
		w, key := admitted(t, s, f)
		if key != "" {
			t.Fatal(key)
		}
		own := s
		own.Shelf = &sample.Shelf{Texts: s.Texts.With([]*letter.Wording{w}, []*letter.Wording{w}), Book: s.Book, Profiles: s.Profiles}
		return plain(own.compose(t, "L15", "nl", false, lines...))
	}
	before := plain(s.compose(t, "L15", "nl", false, lines...))
	want := strings.NewReplacer("Geachte mevrouw, geachte heer,", f.Opening, "Met de meeste hoogachting,", f.Closing, "Kopie aan:", "Afschrift voor:", "Ons kenmerk:", "Ref.:").Replace(before)
	if got := said(f, lines); got != want || strings.Count(got, "Afschrift voor:") != 1 {
		t.Errorf("the letter says\n%s\nwant\n%s", got, want)
	}
	for f, want := range map[*file]string{&f: "Mevrouw, Mijnheer de procureur des Konings,", &prosecutor: "Geachte procureur,"} {
		if got := said(*f, toProsecutor); !strings.Contains(got, want) || strings.Contains(got, "collega") || !strings.Contains(got, "Met de meeste hoogachting,") {
			t.Errorf("to a prosecutor, %s:\n%s", f.Version, got)
		}
	}
	// What changes is told like the rest, and can be taken back like the rest.
	w, _ := admitted(t, s, f)
	texts := s.Texts.With(nil, []*letter.Wording{w})
	var paths []string
	for _, d := range s.Texts.Wording("L15", "nl").Compare(texts.Wording("L15", "nl")) {
		if d.Before == "" || d.After == "" || d.Before == d.After {
			t.Errorf("%+v", d)
		}
		paths = append(paths, d.Path)
	}
	if got := strings.Join(paths, " "); got != "version opening closing labels.copy labels.ourRef" {
		t.Errorf("they differ in %s", got)
	}
	if got := w.Literals(s.Texts.Wording("L15", "nl")); got != nil {
		t.Errorf("told of %q", got)
	}
	f.Closing = "Groeten van art. 61 van de wet"
	w, _ = admitted(t, s, f)
	if got := w.Literals(s.Texts.Wording("L15", "nl")); len(got) != 1 {
		t.Errorf("law in the closing is told of as %q", got)
	}
}

// A wording from before a centre could word salutation, closing and labels is
// taken as it was, and its letter has ours of these.
func TestAnOldWordingStaysWhatItWas(t *testing.T) {
	s := load(t)
	for _, k := range letter.Kinds {
		for _, lang := range langs {
			f := ours(t, k.ID, lang)
			if f.Opening+f.Closing+f.OpeningProsecutor+f.ClosingProsecutor != "" || f.Labels != nil {
				t.Fatalf("%s.%s is no old file", k.ID, lang)
			}
			w, key := admitted(t, s, f)
			if key != "" {
				t.Fatalf("%s.%s: %s", k.ID, lang, key)
			}
			own := s
			own.Shelf = &sample.Shelf{Texts: s.Texts.With([]*letter.Wording{w}, []*letter.Wording{w}), Book: s.Book, Profiles: s.Profiles}
			for _, c := range sample.Read {
				if c.Kind != k.ID {
					continue
				}
				before, err := s.Letter(&c, lang, procedure.Default)
				if err != nil {
					t.Fatal(err)
				}
				after, err := own.Letter(&c, lang, procedure.Default)
				if err != nil {
					t.Fatal(err)
				}
				if plain(before) != plain(after) {
					t.Errorf("%s.%s, %s:\n%s\nwas\n%s", k.ID, lang, c.Name, plain(after), plain(before))
				}
			}
		}
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
