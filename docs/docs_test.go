// Package docs_test keeps the pages, schemas and examples of docs/ true.
//
// docs/entries.md and docs/schema/entry.json and intake.json are generated
// from the struct tags of domain/casefile, which are the one source for
// validation too; after a change there, write them anew with
//
//	go test -tags ci ./docs -update
//
// Every example is validated and recorded on a desk, so that it works as it
// stands. The schemas of the JSON that onthaalctl prints are written by hand
// and held against what the program really prints.
package docs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/intake"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

var update = flag.Bool("update", false, "write the generated pages anew")

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestGeneratedPagesAreUpToDate(t *testing.T) {
	for name, want := range map[string][]byte{
		"entries.md":         entriesPage(),
		"pages.md":           pagesPage(t),
		"schema/entry.json":  indent(t, entrySchema()),
		"schema/intake.json": indent(t, intakeSchema()),
		"schema/batch.json":  indent(t, batchSchema()),
	} {
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(read(t, name), want) {
			t.Errorf("%s is out of date: go test -tags ci ./docs -update", name)
		}
	}
}

func indent(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// schema compiles a schema and reports everything that is wrong with it.
func schema(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join("schema", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t testing.TB, s *jsonschema.Schema, what string, data []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

func bench(t testing.TB, s desk.Settings, today civil.Date) *desktest.Bench {
	t.Helper()
	lib, err := desktest.Library(assets.Profiles(), assets.Letters(), assets.Leaflets(), assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	b, err := desktest.New(lib, s, today)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// days are those on which the examples are tried: they hold from the first.
var days = []civil.Date{civil.Must(1997, 4, 1), civil.Must(2026, 11, 23), civil.Must(2100, 12, 31)}

func TestExamplesWorkAsTheyStand(t *testing.T) {
	entry, ctx := schema(t, "entry"), context.Background()
	validate(t, schema(t, "intake"), "intake.json", read(t, "examples/intake.json"))
	for _, today := range days {
		b := bench(t, desk.Settings{Centre: desk.Payoke, Language: "nl"}, today)
		in, err := intake.Parse(read(t, "examples/intake.json"), today)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range casefile.Kinds {
			if k.Made {
				continue
			}
			name := "examples/" + k.Name + ".json"
			data := read(t, name)
			validate(t, entry, name, data)
			e, err := casefile.ParseEntry(data, today)
			if err != nil {
				t.Errorf("%s on %s: %v", name, today, err)
				continue
			}
			if e.Kind != k.Name {
				t.Errorf("%s is a %s", name, e.Kind)
			}
			id, _, err := b.TakeIn(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Record(ctx, id, e); err != nil {
				t.Errorf("%s on %s: %v", name, today, err)
			}
		}
	}
}

func TestEveryFileOfExamplesIsTried(t *testing.T) {
	files, err := filepath.Glob("examples/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".json")
		if k, ok := casefile.KindOf(name); ok && !k.Made || name == "intake" || name == "agreement" || name == "batch" || name == "standby" {
			continue
		}
		t.Errorf("%s is no example that a test tries", f)
	}
}

// The example is read, both letters are made of it, and the schema names what
// is read and no more.
func TestStandbyExampleMakesBothLetters(t *testing.T) {
	data := read(t, "examples/standby.json")
	validate(t, schema(t, "standby"), "standby.json", data)
	for _, today := range days {
		s, err := letter.ParseStandby(data, today)
		if err != nil {
			t.Fatal(err)
		}
		b := bench(t, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "An Voorbeeld"}, today)
		for _, kind := range []string{"L12", "L13"} {
			if _, err := b.StandbyLetter(kind, s, "", ""); err != nil {
				t.Errorf("%s on %s: %v", kind, today, err)
			}
		}
	}
	var known struct{ Properties map[string]json.RawMessage }
	if err := json.Unmarshal(read(t, "schema/standby.json"), &known); err != nil {
		t.Fatal(err)
	}
	fields := reflect.TypeFor[letter.Standby]()
	for i := range fields.NumField() {
		name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
		if known.Properties[name] == nil {
			t.Errorf("the schema lacks %s", name)
		}
		delete(known.Properties, name)
	}
	for name := range known.Properties {
		t.Errorf("nobody reads %s", name)
	}
}

// One example shows each fate: taken in, contact refused, implicated, not
// involved.
func TestBatchExampleOpensTheCasesOfAnInspection(t *testing.T) {
	data := read(t, "examples/batch.json")
	validate(t, schema(t, "batch"), "batch.json", data)
	for _, today := range days {
		b := bench(t, desk.Settings{Centre: desk.Payoke, Language: "nl"}, today)
		batch, err := intake.ParseBatch(data, today)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.TakeInAll(context.Background(), batch, 1); err != nil {
			t.Fatal(err)
		}
		list, err := b.Inspections()
		if err != nil || len(list) != 1 || list[0].Persons != 2 || list[0].Apart != 1 || list[0].Uninvolved != 1 {
			t.Errorf("on %s: %+v, %v", today, list, err)
		}
	}
}

func TestAgreementExampleOpensALocalService(t *testing.T) {
	data := read(t, "examples/agreement.json")
	validate(t, schema(t, "agreement"), "agreement.json", data)
	for _, today := range days {
		o, err := desk.ParseOffice(data)
		if err != nil {
			t.Fatal(err)
		}
		b := bench(t, desk.Settings{Centre: desk.Local, Language: "nl", Counsellor: "An Voorbeeld", Office: o}, today)
		in, err := intake.Parse(read(t, "examples/intake.json"), today)
		if err != nil {
			t.Fatal(err)
		}
		id, _, err := b.TakeIn(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.IssueLetter(context.Background(), id, "L01"); err != nil {
			t.Errorf("%s: %v", today, err)
		}
	}
}

// The profiles follow their schema, and every value in one says where it is
// from.
func TestProfilesFollowTheirSchemaAndNameTheirSources(t *testing.T) {
	s := schema(t, "profile")
	files, err := filepath.Glob("../assets/profiles/*.json")
	if err != nil || len(files) != 4 {
		t.Fatalf("%d profiles, %v", len(files), err)
	}
	for _, f := range files {
		data := read(t, f)
		validate(t, s, filepath.Base(f), data)
		p, err := procedure.ParseProfile(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, about := range []string{"title", "validFrom", "validTo", "repealed", "historic", "notice", "lawref", "letters", "reminders"} {
			if fact, ok := p.Fact(about); !ok || fact.Source == "" {
				t.Errorf("%s: nobody says where %s is from", p.ID, about)
			}
		}
		for _, st := range p.Stages {
			for _, what := range []string{"section", "duration", "renewals", "counselling", "names", "document", "documentName", "work", "social"} {
				if fact, ok := p.Fact("stages." + st.ID + "." + what); !ok || fact.Source == "" {
					t.Errorf("%s: nobody says where %s of %s is from", p.ID, what, st.ID)
				}
			}
		}
		if fact, ok := p.Fact("stages.S2.inquiry"); !ok || fact.Source == "" {
			t.Errorf("%s: nobody says where the inquiry is from", p.ID)
		}
	}
	for _, bad := range []string{`{"id":"x"}`, `{"id":"x","version":"1","colour":"red"}`} {
		if _, err := procedure.ParseProfile([]byte(bad)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

// What the schema of entries accepts and refuses is what the program does.
func TestSchemaAndProgramAgree(t *testing.T) {
	s := schema(t, "entry")
	for _, c := range []struct {
		json string
		good bool
	}{
		{`{"kind":"note","text":"x"}`, true},
		{`{"kind":"note","text":"x","on":"1997-03-03","time":"22:41","corrects":"000102030405060708090a0b0c0d0e0f"}`, true},
		{`{"kind":"note","text":"one\ntwo"}`, true},
		{`{"kind":"void","of":"last"}`, true},
		{`{"kind":"person","born":"1981","noAnswer":{"sex":"refused"},"nationalities":["AL","stateless"],"bornEstimated":true}`, true},
		{`{"kind":"document","stage":"S3","months":12,"printedEnd":"1998-03-03"}`, true},
		{`{"text":"x"}`, false},
		{`{"kind":"notes","text":"x"}`, false},
		{`{"kind":"opened","code":"K7M-204S","language":"nl","profile":"instructions-1997","version":"1"}`, false},
		{`{"kind":"note"}`, false},
		{`{"kind":"note","text":null}`, false},
		{`{"kind":"note","text":"x","colour":"red"}`, false},
		{`{"kind":"note","text":"x","on":"3 March 1997"}`, false},
		{`{"kind":"note","text":"x","time":"9:05"}`, false},
		{`{"kind":"note","text":"x","corrects":"last"}`, false},
		{`{"kind":"void","of":"last","corrects":"000102030405060708090a0b0c0d0e0f"}`, false},
		{`{"kind":"void","of":"latest"}`, false},
		{`{"kind":"triage","assessment":"5.4"}`, false},
		{`{"kind":"person","familyName":"` + strings.Repeat("a", 500) + `"}`, false},
		{`{"kind":"person","familyName":"a\nb"}`, false},
		{`{"kind":"person","aliases":"x"}`, false},
		{`{"kind":"person","born":"81"}`, false},
		{`{"kind":"person","noAnswer":{"sex":"yes"}}`, false},
		{`{"kind":"person","noAnswer":{"shoeSize":"unknown"}}`, false},
		{`{"kind":"person","birthCountry":"Albania"}`, false},
		{`{"kind":"safety","speaks":["??"]}`, false},
		{`{"kind":"safety","doctor":"maybe"}`, false},
		{`{"kind":"document","stage":"S3","months":0}`, false},
		{`{"kind":"document","stage":"S3","months":61}`, false},
		{`[]`, false},
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(c.json))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Validate(v) == nil; got != c.good {
			t.Errorf("the schema accepts %s: %v", c.json, got)
		}
		if _, err := casefile.ParseEntry([]byte(c.json), civil.Must(1997, 4, 1)); (err == nil) != c.good {
			t.Errorf("the program on %s: %v", c.json, err)
		}
	}
}

// The packages that .ci/lib.sh installs or names are those of the page, so
// that nobody who installs by hand finds out in the middle of the tests.
func TestPackagesOfThePageAreThoseOfTheScripts(t *testing.T) {
	page := strings.Fields(strings.ReplaceAll(string(read(t, "building.md")), "|", " "))
	lists := regexp.MustCompile(`(?m)^(?:debian|fedora)_(?:window|tests)=\(([^)]*)\)`).FindAllStringSubmatch(string(read(t, "../.ci/lib.sh")), -1)
	if len(lists) != 4 {
		t.Fatalf("%d lists of packages in .ci/lib.sh, want 4", len(lists))
	}
	for _, l := range lists {
		for _, name := range strings.Fields(l[1]) {
			if !slices.Contains(page, name) {
				t.Errorf("building.md lacks %s", name)
			}
		}
	}
}
