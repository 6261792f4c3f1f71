package words

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
	"onthaal/domain/statistics"
)

// This file holds the whole program against the words: whatever key the
// sources ask for is there, so that nobody ever sees a raw key. Keys that are
// written out are found as they stand. Keys that are computed, "state."+s, are
// families: the table in families says what may follow the dot, and a family
// that it does not know fails the test.

// source is one file of the program; its tests are left out.
type source struct {
	name string // from the top of the repository: "ui/words/words.go"
	file *ast.File
	set  *token.FileSet
}

func (s *source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.set.Position(n.Pos()).Line)
}

// speaks reports whether T, t and N in a file say words. (The widgets of the
// window have other functions of these names.)
func (s *source) speaks() bool {
	return strings.HasPrefix(s.name, "cmd/") || strings.HasPrefix(s.name, "ui/handout/") || strings.HasPrefix(s.name, "ui/words/") ||
		strings.HasPrefix(s.name, "ui/desktop/") && !strings.HasPrefix(s.name, "ui/desktop/kit/")
}

func sources(t *testing.T) []*source {
	t.Helper()
	const top = "../.."
	var out []*source
	set := token.NewFileSet()
	for _, room := range []string{"cmd", "domain", "storage", "ui"} {
		err := filepath.WalkDir(filepath.Join(top, room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(top, path)
			out = append(out, &source{filepath.ToSlash(name), f, set})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d files are found", len(out))
	}
	return out
}

// text reads a string literal.
func text(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// called names the function that is called: "T" of p.T(…).
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// begun returns what a computed key begins with: "state." of "state."+s, and
// "month." of fmt.Sprintf("month.%d", …).
func begun(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if s, ok := text(e.X); ok {
			return s, true
		}
		return begun(e.X)
	case *ast.CallExpr:
		if called(e) == "Sprintf" && len(e.Args) > 0 {
			s, ok := text(e.Args[0])
			s, _, _ = strings.Cut(s, "%")
			return s, ok
		}
	}
	return "", false
}

// saying are the functions that say a key, asking those that ask first whether
// there are words for it.
var (
	saying = []string{"T", "t", "N"}
	asking = []string{"Has", "maybe"}
)

// onPages finds the keys in the templates of pages: {{say "demo.heading"}}.
var onPages = regexp.MustCompile(`\bsay "([^"]+)"`)

// completes are calls that hand over the end of a key: c.add("missing") makes
// problem.missing.
var completes = []struct {
	name, folder string
	arg          int
	prefix       string
}{
	{"add", "domain/casefile/check.go", 0, "problem."},
	{"refuse", "domain/procedure/", 0, "refused."},
	{"need", "domain/letter/ready.go", 1, "missing."},
	{"finding", "storage/", 0, "damage."},
	{"rowFinding", "storage/", 0, "damage."},
}

func TestEveryKeyThatIsWrittenOutHasWords(t *testing.T) {
	english := messages(t, "en")
	shape := regexp.MustCompile(`^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+)+$`)
	roots := map[string]bool{} // what keys begin with, and the ends of missing.*
	for key := range english {
		first, rest, more := strings.Cut(key, ".")
		if first == "missing" {
			first, _, more = strings.Cut(rest, ".")
		}
		roots[first] = roots[first] || more
	}
	// meant reports whether a literal of that shape is a key, the path of a
	// field, the end of a key, or the beginning of several.
	meant := func(s string) bool {
		for _, prefix := range []string{"", "field.", "missing.", "problem.", "refused."} {
			if english[prefix+s] != nil {
				return true
			}
		}
		if kind, ok := strings.CutSuffix(s, ".on"); ok { // the day of an entry
			if _, ok := casefile.KindOf(kind); ok {
				return true
			}
		}
		for key := range english {
			if strings.HasPrefix(key, s+".") {
				return true
			}
		}
		return false
	}
	completed := map[string]int{}
	for _, src := range sources(t) {
		ast.Inspect(src.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec, *ast.Field:
				return false // no keys: paths of packages, tags of structs
			case *ast.BasicLit:
				s, _ := text(n)
				if shape.MatchString(s) && roots[s[:strings.Index(s, ".")]] && !meant(s) {
					t.Errorf("%s: there are no words for %q", src.at(n), s)
				}
				for _, m := range onPages.FindAllStringSubmatch(s, -1) {
					if completed["say"]++; english[m[1]] == nil {
						t.Errorf("%s: there are no words for %q", src.at(n), m[1])
					}
				}
			case *ast.KeyValueExpr:
				name, _ := n.Key.(*ast.Ident)
				if s, ok := text(n.Value); ok && name != nil && (name.Name == "Key" || name.Name == "key") && english[s] == nil {
					t.Errorf("%s: there are no words for the key %q", src.at(n), s)
				}
			case *ast.CallExpr:
				if called(n) == "step" {
					return false // a point where tests stop the vault
				}
				if len(n.Args) > 0 && src.speaks() && slices.Contains(saying, called(n)) {
					if s, ok := text(n.Args[0]); ok && english[s] == nil {
						t.Errorf("%s: there are no words for %q", src.at(n), s)
					}
				}
				for _, c := range completes {
					if called(n) != c.name || !strings.HasPrefix(src.name, c.folder) || len(n.Args) <= c.arg {
						continue
					}
					if s, ok := text(n.Args[c.arg]); ok {
						if completed[c.name]++; english[c.prefix+s] == nil {
							t.Errorf("%s: there are no words for %q", src.at(n), c.prefix+s)
						}
					}
				}
			}
			return true
		})
	}
	for _, c := range completes {
		if completed[c.name] == 0 {
			t.Errorf("no call of %s in %s is found any more: mend the table", c.name, c.folder)
		}
	}
	if completed["say"] == 0 {
		t.Error("no page that says words is found any more")
	}
}

// findings gathers from the sources what may follow the dot of a computed key.
type findings struct{ files []*source }

// each visits every node of one file, or of all files of a folder.
func (f *findings) each(where string, visit func(ast.Node)) {
	for _, src := range f.files {
		if strings.HasPrefix(src.name, where) {
			ast.Inspect(src.file, func(n ast.Node) bool {
				if n != nil {
					visit(n)
				}
				return true
			})
		}
	}
}

// consts lists the values of the constants of a type: those of
// procedure.State.
func (f *findings) consts(where, typ string) (out []string) {
	f.each(where, func(n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != typ {
			return
		}
		for _, v := range spec.Values {
			if s, ok := text(v); ok {
				out = append(out, s)
			}
		}
	})
	return out
}

// named lists the values of the constants whose names are so.
func (f *findings) named(where string, so func(name string) bool) (out []string) {
	f.each(where, func(n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return
		}
		for i, name := range spec.Names {
			if i < len(spec.Values) && so(name.Name) {
				if s, ok := text(spec.Values[i]); ok {
					out = append(out, s)
				}
			}
		}
	})
	return out
}

// literals lists the strings that begin so.
func (f *findings) literals(where, begin string) (out []string) {
	f.each(where, func(n ast.Node) {
		if s, ok := text(n); ok && strings.HasPrefix(s, begin) && s != begin {
			out = append(out, s)
		}
	})
	return out
}

// calls lists the first argument of the calls of a function, where it is
// written out.
func (f *findings) calls(where, name string) (out []string) {
	f.each(where, func(n ast.Node) {
		if c, ok := n.(*ast.CallExpr); ok && called(c) == name && len(c.Args) > 0 {
			if s, ok := text(c.Args[0]); ok {
				out = append(out, s)
			}
		}
	})
	return out
}

// looped lists what a loop over strings that are written out puts behind a
// prefix: for _, id := range []string{"what", "not"} { … t("help." + id) … }
func (f *findings) looped(where, prefix string) (out []string) {
	f.each(where, func(n ast.Node) {
		loop, ok := n.(*ast.RangeStmt)
		if !ok {
			return
		}
		inside := false
		ast.Inspect(loop.Body, func(n ast.Node) bool {
			s, ok := text(n)
			inside = inside || ok && s == prefix
			return true
		})
		if list, ok := loop.X.(*ast.CompositeLit); ok && inside {
			for _, x := range list.Elts {
				if s, ok := text(x); ok {
					out = append(out, s)
				}
			}
		}
	})
	return out
}

// rows lists the ids of the rows of a table, which stand first or are called
// so: of a variable, or of every value of a type.
func (f *findings) rows(where, name string) (out []string) {
	row := func(x ast.Expr) {
		if c, ok := x.(*ast.CompositeLit); ok {
			out = append(out, rowID(c)...)
		}
	}
	f.each(where, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if n.Names[0].Name != name || len(n.Values) != 1 {
				break
			}
			if c, ok := n.Values[0].(*ast.CompositeLit); ok {
				for _, x := range c.Elts {
					row(x)
				}
			}
		case *ast.CompositeLit:
			switch typ := n.Type.(type) {
			case *ast.Ident:
				if typ.Name == name {
					row(n)
				}
			case *ast.SelectorExpr:
				if typ.Sel.Name == name {
					row(n)
				}
			case *ast.ArrayType:
				if elem, ok := typ.Elt.(*ast.Ident); ok && elem.Name == name {
					for _, x := range n.Elts {
						row(x)
					}
				}
			}
		}
	})
	return out
}

func rowID(c *ast.CompositeLit) []string {
	for i, x := range c.Elts {
		if kv, ok := x.(*ast.KeyValueExpr); ok {
			if k, ok := kv.Key.(*ast.Ident); !ok || !strings.EqualFold(k.Name, "id") {
				continue
			}
			x = kv.Value
		} else if i > 0 {
			continue
		}
		if s, ok := text(x); ok {
			return []string{s}
		}
	}
	return nil
}

// allowed lists the values that the rule of a field allows.
func allowed(kind, field string) []string {
	k, _ := casefile.KindOf(kind)
	for i := range k.Body.NumField() {
		f := k.Body.Field(i)
		for _, r := range casefile.RulesOf(f.Tag) {
			if casefile.FieldName(f) == field && r.Name == "one" {
				return strings.Split(r.Arg, "|")
			}
		}
	}
	return nil
}

// held stands for the ends of a family that are found where they are handed
// over (see completes), or for which the sources first ask whether there are
// words.
var held = []string{"(held)"}

// families says what may follow each beginning of a computed key.
func families(t *testing.T, f *findings) map[string][]string {
	profiles, err := procedure.Parse(assets.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	states := f.consts("domain/procedure/", "State")
	var entitlements []string
	for _, p := range profiles {
		for _, s := range p.Stages {
			states = append(states, s.ID)
			entitlements = append(entitlements, "social", "work", "social."+s.Social, "work."+s.Work)
		}
	}
	var letters []string
	kinds := append(f.named("domain/desk/", func(s string) bool { return strings.HasSuffix(s, "Kind") && s != "deskKind" }), casefile.KindBytes, casefile.KindComposed)
	for _, k := range casefile.Kinds {
		kinds = append(kinds, k.Name)
	}
	for _, k := range letter.Kinds {
		letters = append(letters, k.ID)
	}
	tables, _ := statistics.Questions()
	did := func(name string) bool { return strings.HasPrefix(name, "did") || name == "attaching" }
	const shell, help = "ui/desktop/shell.go", "ui/desktop/help.go"
	chapters := f.looped(help, "help.")
	for _, s := range chapters {
		chapters = append(chapters, s+".text")
	}
	menu := f.calls(shell, "item")
	acts := f.looped(help, "help.act.")
	for _, id := range f.rows(shell, "Binding") {
		if !slices.Contains(menu, id) { // the menu would word it
			acts = append(acts, id)
		}
	}
	forms := slices.DeleteFunc(f.consts("domain/document/", "Form"), func(s string) bool { return s == "letter" || s == "page" })
	return map[string][]string{
		"audit.":                     append(f.named("storage/", did), f.named("domain/desk/", did)...),
		"answer.":                    f.consts("domain/casefile/", "Answer"),
		"batch.":                     append(f.consts("domain/letter/", "Readiness"), f.named("cmd/onthaalctl/", func(s string) bool { return s == "personIssued" || s == "personBefore" })...),
		"case.why.":                  f.literals("domain/procedure/", "due."),
		"centre.":                    desk.Centres,
		"choice.consent.answer.":     allowed("consent", "answer"),
		"choice.consent.how.":        allowed("consent", "how"),
		"choice.consent.purpose.":    allowed("consent", "purpose"),
		"choice.exploitation.forms.": allowed("exploitation", "forms"),
		"choice.referral.channel.":   allowed("referral", "channel"),
		"damage.":                    held,
		"entitlement.answer.":        {casefile.Requested, casefile.Granted, casefile.NotGranted, procedure.PermitOver},
		"entitlement.":               entitlements,
		"explain.":                   f.literals("domain/procedure/", "move."),
		"field.":                     held,
		"file.type.":                 desk.FileTypes(),
		"help.":                      chapters,
		"help.act.":                  acts,
		"help.key.":                  f.looped(help, "help.key."),
		"help.keyname.":              held,
		"help.place.":                f.rows(shell, "railPlaces"),
		"intake.aloud.":              casefile.Purposes,
		"kind.":                      kinds,
		"kind.exported.":             allowed("exported", "how"),
		"language.":                  Languages,
		"leaflet.save.":              forms,
		"letter.":                    letters,
		"menu.":                      menu,
		"missing.":                   held,
		"month.":                     strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12"),
		"nav.":                       f.rows(shell, "railPlaces"),
		"page.":                      f.consts("domain/intake/", "StepID"),
		"problem.":                   held,
		"ready.":                     f.consts("domain/letter/", "Readiness"),
		"record.":                    f.rows("ui/desktop/acts.go", "acts"),
		"record.group.":              {"person", "stage", "court", "support", "letters", "other"},
		"refused.":                   held,
		"refused.letter.":            f.literals("domain/letter/", "why."),
		"save.place.":                f.rows("ui/desktop/save.go", "aPlace"),
		"settings.look.":             f.looped("ui/desktop/settings.go", "settings.look."),
		"setup.centre.":              {desk.Local, desk.Welfare}, // the contact book has the others
		"state.":                     states,
		"summary.risk.":              allowed("risk", "level"),
		"statistics.table.":          tables,
		"status.":                    {"draft", "checked", "approved"}, // of leaflet.Edition
		"urgency.":                   f.consts("domain/procedure/", "Urgency"),
		"wording.part.":              {"version", "subject", "opening", "openingProsecutor", "body", "enclosures", "closing", "closingProsecutor", "labels"}, // of letter.Wording.Compare
		"weekday.":                   strings.Fields("0 1 2 3 4 5 6"),
	}
}

func TestEveryKeyThatIsComputedHasWords(t *testing.T) {
	english := messages(t, "en")
	all := sources(t)
	known := families(t, &findings{all})
	for _, prefix := range slices.Sorted(maps.Keys(known)) {
		ends := known[prefix]
		if len(ends) == 0 {
			t.Errorf("nothing is found any more that could follow %q: mend the table", prefix)
		}
		for _, end := range ends {
			if end != held[0] && english[prefix+end] == nil {
				t.Errorf("there are no words for %q", prefix+end)
			}
		}
	}
	used := map[string]bool{}
	for _, src := range all {
		ast.Inspect(src.file, func(n ast.Node) bool {
			var key ast.Expr
			asked := false
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if name, ok := n.Key.(*ast.Ident); ok && (name.Name == "Key" || name.Name == "key") {
					key = n.Value
				}
			case *ast.CallExpr:
				asked = slices.Contains(asking, called(n))
				if len(n.Args) > 0 && src.speaks() && (asked || slices.Contains(saying, called(n))) {
					key = n.Args[0]
				}
			}
			prefix, ok := begun(key)
			if !ok {
				return true
			}
			used[prefix] = true
			some := false
			for key := range english {
				some = some || strings.HasPrefix(key, prefix)
			}
			switch {
			case !some:
				t.Errorf("%s: there are no words that begin with %q", src.at(n), prefix)
			case !asked && known[prefix] == nil:
				t.Errorf("%s: nothing says what may follow %q: add it to families", src.at(n), prefix)
			}
			return true
		})
	}
	for _, prefix := range slices.Sorted(maps.Keys(known)) {
		if !used[prefix] {
			t.Errorf("%q is computed nowhere any more: take it from families", prefix)
		}
	}
}

// TestEveryFieldHasALabelAndEveryAnswerItsWords: what a person can enter is
// named on the screen and in what is said about it.
func TestEveryFieldHasALabelAndEveryAnswerItsWords(t *testing.T) {
	english := messages(t, "en")
	// elsewhere are fields whose values have their words under another name.
	elsewhere := map[string]string{"fileLanguage.language": "language.", "document.stage": "state."}
	fields, answers := 0, 0
	for _, kind := range casefile.Kinds {
		if kind.Made {
			continue
		}
		for i := range kind.Body.NumField() {
			name := casefile.FieldName(kind.Body.Field(i))
			path := kind.Name + "." + name
			if fields++; english["field."+path] == nil {
				t.Errorf("there is no label for %s", path)
			}
			for _, v := range allowed(kind.Name, name) {
				answers++
				if english["choice."+path+"."+v] == nil && english["answer."+v] == nil && (elsewhere[path] == "" || english[elsewhere[path]+v] == nil) {
					t.Errorf("there are no words for the answer %s to %s", v, path)
				}
			}
		}
	}
	for _, path := range []string{"on", "time", "corrects"} { // every entry has them
		if english["field."+path] == nil {
			t.Errorf("there is no label for %s", path)
		}
	}
	if fields < 60 || answers < 60 {
		t.Errorf("only %d fields and %d answers are found", fields, answers)
	}
}

// TestEveryErrorOfAStoreHasItsSentence: none that domain/journal declares is
// said as an accident.
func TestEveryErrorOfAStoreHasItsSentence(t *testing.T) {
	declared := (&findings{sources(t)}).calls("domain/journal/", "New") // errors.New
	if len(declared) < 12 {
		t.Errorf("only %d errors are found", len(declared))
	}
	for _, s := range declared {
		worded := false
		for _, f := range failures {
			worded = worded || f.err.Error() == s
		}
		if !worded {
			t.Errorf("the error %q has no sentence of its own", s)
		}
	}
}
