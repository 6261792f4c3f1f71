// Package arrows holds no code, only the test that keeps the rooms of the
// program apart. The arrows of imports point one way, cmd → ui, storage →
// domain, and some libraries and some calls belong to one room alone. The
// three tables below are the whole of the rules: to see why an import was
// refused, read its row; to add a room, add it to rooms and, if it needs one,
// a row.
//
// The sources are read as text, every file of every package, whatever its
// build tags and the system it is for; so a window cannot slip into the
// terminal program in a file for Windows. Only the last test asks the go
// command, for what libraries bring along.
//
// The same rules, as far as golangci-lint can express them, stand in
// .golangci.yml.
package arrows

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "onthaal"

// complete says that all rooms are built: from then on, one that has
// disappeared fails the test, for its rules would silently hold no more.
const complete = true

// rooms are the packages that the rules below speak of.
var rooms = []string{
	"domain/journal", "domain/civil", "domain/casefile", "domain/procedure", "domain/intake", "domain/letter",
	"domain/leaflet", "domain/privacy", "domain/document", "domain/contacts", "domain/find", "domain/statistics", "domain/desk",
	"storage",
	"ui/desktop", "ui/desktop/kit", "ui/words", "ui/paper", "ui/paper/text", "ui/paper/text/bidi", "ui/paper/pdf", "ui/paper/raster", "ui/printer", "ui/handout", "ui/outfile",
	"assets",
	"cmd/onthaal", "cmd/onthaalctl", "cmd/internal/wire",
}

// A pattern is a package, or with /... at its end a folder and all below it.
// One that begins with the module's top-level folders is ours; another is the
// standard library's or anybody's.

// An arrow that must not be drawn: from imports none of never, save what
// except allows. Tests may import what they like of our own.
type arrow struct {
	from   string
	never  []string
	except []string
	why    string
}

var arrows = []arrow{
	{"domain/...", []string{"cmd/...", "ui/...", "storage/...", "assets/..."}, nil,
		"domain is the middle: it is handed what it needs through its ports and through fs.FS"},
	{"domain/journal", []string{"domain/..."}, nil,
		"the leaf that domain and storage share"},
	{"domain/civil", []string{"domain/..."}, nil,
		"a calendar knows nothing of cases"},
	{"domain/document", []string{"domain/..."}, nil,
		"paper and screen show a document without knowing what it says"},
	{"storage/...", []string{"domain/...", "cmd/...", "ui/...", "assets/..."}, []string{"domain/journal"},
		"the vault keeps sealed records and never looks into one"},
	{"assets/...", []string{"domain/...", "cmd/...", "ui/...", "storage/..."}, nil,
		"data imports nothing"},
	{"ui/...", []string{"cmd/...", "storage/..."}, nil,
		"a face reaches the store through domain/desk"},
	{"ui/words/...", []string{"ui/desktop/...", "ui/paper/..."}, nil,
		"all faces use the words, the terminal too"},
	{"ui/paper/...", []string{"ui/desktop/..."}, nil,
		"letters are also set without a window"},
	{"ui/paper/text/...", []string{"ui/paper/pdf/...", "ui/paper/raster/..."}, nil,
		"text is shaped once, for paper and for the screen"},
	{"ui/paper/raster/...", []string{"ui/paper/pdf/..."}, nil,
		"both read the same display list; neither is made from the other"},
	{"ui/paper/pdf/...", []string{"ui/paper/raster/..."}, nil,
		"both read the same display list; neither is made from the other"},
	{"cmd/internal/...", []string{"cmd/onthaal/...", "cmd/onthaalctl/...", "ui/desktop/..."}, nil,
		"the desk is wired for both programs, and one of them has no window"},
	{"cmd/onthaalctl/...", []string{"cmd/onthaal/...", "ui/desktop/..."}, nil,
		"the terminal program builds without cgo"},

	{"domain/...", []string{"os/...", "io/ioutil", "embed", "syscall", "plugin"}, nil,
		"domain touches no files; it reads an fs.FS that it is handed"},
	{"domain/...", []string{"math/rand/...", "crypto/rand"}, []string{"crypto/rand in domain/journal"},
		"randomness is a port; only the ids of records, which say nothing and decide nothing, are drawn in place"},
	{"domain/...", []string{"log/..."}, nil,
		"a log line may hold personal data; domain returns errors"},
	{"...", []string{"net", "net/http/...", "net/rpc/...", "net/smtp", "net/textproto", "crypto/tls"}, nil,
		"no network connection at all"},
	{"...", []string{"os/exec"}, []string{"os/exec in ui/printer", "os/exec in storage"},
		"ui/printer alone hands a page to another program; the vault starts itself once more, to examine damage"},
	{"ui/printer", []string{"domain/...", "ui/...", "storage/...", "assets/..."}, nil,
		"what is printed are bytes under a neutral title"},
	{"ui/outfile", []string{"domain/...", "ui/...", "storage/...", "assets/..."}, nil,
		"a file on its way out is bytes and a path"},
	{"ui/handout", []string{"ui/desktop/..."}, nil,
		"the terminal makes these papers too"},
	{"...", []string{"embed"}, []string{"embed in assets/..."},
		"what is built into the program lies in assets"},
}

// owned are the libraries that stand behind one room each, tests included, so
// that each can be replaced in one place.
var owned = []struct {
	library string
	by      []string
	why     string
}{
	{"fyne.io/...", []string{"ui/desktop/...", "cmd/onthaal"}, "the window is one face among several"},
	{"github.com/dgraph-io/...", []string{"storage/..."}, "the one keeper of files"},
	{"github.com/gofrs/flock", []string{"storage/..."}, "the one keeper of files"},
	{"golang.org/x/crypto/...", []string{"storage/..."}, "keys and ciphers are the vault's business alone"},
	{"filippo.io/age/...", []string{"storage/..."}, "keys and ciphers are the vault's business alone"},
	{"github.com/jung-kurt/gofpdf/...", []string{"ui/paper/pdf/..."}, "a display list becomes a PDF in one place"},
	{"github.com/pdfcpu/...", []string{"ui/paper/pdf/..."}, "a display list becomes a PDF in one place"},
	{"github.com/klippa-app/go-pdfium/...", []string{"ui/paper/..."}, "a second reader, which says what our files look like to others"},
	{"github.com/go-text/...", []string{"ui/paper/..."}, "one way of shaping text, for paper and screen"},
	{"github.com/nicksnyder/go-i18n/...", []string{"ui/words/..."}, "sentences are made in one place"},
	{"github.com/arran4/golang-ical/...", []string{"ui/words/..."}, "a calendar leaves the desk in one form, which says codes and days alone"},
	{"github.com/rickar/cal/...", []string{"domain/civil"}, "holidays and working days are counted in one place"},
	{"github.com/spf13/...", []string{"cmd/onthaalctl/..."}, "a command line is a face"},
}

// never are the names that domain does not use of a package: it is told what
// day it is, and no zone of the machine bears upon a deadline.
var never = map[string][]string{
	"time": {"Now", "Since", "Until", "Local", "LoadLocation", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"},
}

// starters are the ways to start another program beside os/exec; ui/printer
// alone uses one.
var starters = map[string][]string{
	"os":                       {"StartProcess"},
	"syscall":                  {"ForkExec", "Exec", "StartProcess", "CreateProcess", "CreateProcessAsUser"},
	"golang.org/x/sys/unix":    {"Exec"},
	"golang.org/x/sys/windows": {"ShellExecute", "CreateProcess", "CreateProcessAsUser"},
	"golang.org/x/sys/execabs": {"Command", "CommandContext"},
}

// service are the programs of a printing service.
var service = []string{"lp", "lpr", "lpstat"}

// started finds in a file what starts another program, and the names of the
// programs of a printing service.
func started(f source) []string {
	known := map[string]string{}
	for imported, name := range f.imports() {
		known[name] = imported
	}
	var lines []string
	say := func(n ast.Node, what string) {
		lines = append(lines, fmt.Sprintf("%s:%d uses %s: only ui/printer hands a page to another program", f.path, f.set.Position(n.Pos()).Line, what))
	}
	ast.Inspect(f.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && slices.Contains(starters[known[x.Name]], n.Sel.Name) {
				say(n, known[x.Name]+"."+n.Sel.Name)
			}
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && slices.Contains(service, path.Base(s)) {
				say(n, strconv.Quote(s))
			}
		}
		return true
	})
	return lines
}

// matches reports whether pattern covers the import path (ours without the
// module's name).
func matches(pattern, name string) bool {
	folder, deep := strings.CutSuffix(pattern, "...")
	folder = strings.TrimSuffix(folder, "/")
	return name == folder || deep && (folder == "" || strings.HasPrefix(name, folder+"/"))
}

func anyMatches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, name) })
}

// A room is one package as it stands in the source.
type room struct {
	name  string // its folder
	files []source
}

type source struct {
	path string
	test bool
	*ast.File
	set *token.FileSet
}

// imports returns what a file imports, our own without the module's name, and
// the name by which each is known in it.
func (s source) imports() map[string]string {
	m := map[string]string{}
	for _, spec := range s.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		known := path.Base(p)
		if spec.Name != nil {
			known = spec.Name.Name
		}
		m[strings.TrimPrefix(p, module+"/")] = known
	}
	return m
}

// survey reads all packages below the root.
func survey(root fs.FS) (map[string]*room, error) {
	found := map[string]*room{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" ||
				slices.Contains([]string{"bin", "out"}, name) || strings.HasPrefix(name, "demo")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		b, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, b, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if found[dir] == nil {
			found[dir] = &room{name: dir}
		}
		found[dir].files = append(found[dir].files, source{name, strings.HasSuffix(base, "_test.go"), f, set})
		return nil
	})
	return found, err
}

// broken lists every rule that a package breaks, one line each.
func broken(found map[string]*room) []string {
	var lines []string
	for _, r := range found {
		for _, f := range r.files {
			for imported, known := range f.imports() {
				lines = append(lines, refuse(r.name, f, imported, known)...)
			}
			if matches("domain/...", r.name) && !f.test {
				lines = append(lines, clocks(f)...)
			}
			if r.name != "ui/printer" && !f.test {
				lines = append(lines, started(f)...)
			}
		}
	}
	for _, terminal := range []string{"cmd/onthaalctl", "cmd/internal/wire"} {
		if way := wayTo("fyne.io/...", terminal, found); way != nil {
			lines = append(lines, strings.Join(way, " → ")+": "+terminal+" is built without a window and without cgo")
		}
	}
	slices.Sort(lines)
	return lines
}

func refuse(from string, f source, imported, known string) []string {
	var lines []string
	for _, a := range arrows {
		allowed := slices.ContainsFunc(a.except, func(e string) bool {
			what, where, only := strings.Cut(e, " in ")
			return matches(what, imported) && (!only || matches(where, from))
		})
		if !f.test && matches(a.from, from) && anyMatches(a.never, imported) && !allowed {
			lines = append(lines, fmt.Sprintf("%s imports %s: %s", f.path, imported, a.why))
		}
	}
	for _, o := range owned {
		if matches(o.library, imported) && !anyMatches(o.by, from) {
			lines = append(lines, fmt.Sprintf("%s imports %s, which belongs to %s: %s", f.path, imported, strings.Join(o.by, ", "), o.why))
		}
	}
	if known == "." {
		lines = append(lines, fmt.Sprintf("%s imports %s with a dot: a reader could not tell whose a name is", f.path, imported))
	}
	return lines
}

// clocks finds the uses of the names in never, and the method Local of a
// time, under whatever name the package is imported.
func clocks(f source) []string {
	known := map[string]string{}
	for imported, name := range f.imports() {
		known[name] = imported
	}
	var lines []string
	ast.Inspect(f.File, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of := ""
		if x, ok := sel.X.(*ast.Ident); ok {
			of = known[x.Name]
		}
		if slices.Contains(never[of], sel.Sel.Name) || sel.Sel.Name == "Local" && of == "" {
			at := f.set.Position(sel.Pos())
			lines = append(lines, fmt.Sprintf("%s:%d uses %s: domain is told the time, and knows no zone of the machine",
				f.path, at.Line, sel.Sel.Name))
		}
		return true
	})
	return lines
}

// wayTo returns a way of imports from a package of ours to a library, or nil.
func wayTo(library, from string, found map[string]*room) []string {
	seen := map[string]bool{}
	var walk func(string) []string
	walk = func(name string) []string {
		if matches(library, name) {
			return []string{name}
		}
		if found[name] == nil || seen[name] {
			return nil
		}
		seen[name] = true
		for _, f := range found[name].files {
			if f.test {
				continue
			}
			for imported := range f.imports() {
				if way := walk(imported); way != nil {
					return append([]string{name}, way...)
				}
			}
		}
		return nil
	}
	return walk(from)
}

// here surveys the module that this test belongs to.
func here(t *testing.T) map[string]*room {
	t.Helper()
	const root = "../../.."
	if _, err := os.Stat(root + "/go.mod"); err != nil {
		t.Fatal(err)
	}
	found, err := survey(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestArrowsPointOneWay(t *testing.T) {
	found := here(t)
	for _, line := range broken(found) {
		t.Error(line)
	}
	for _, name := range rooms {
		if found[name] != nil {
			continue
		}
		if complete {
			t.Errorf("there is no package %s: its rules hold no more", name)
		} else {
			t.Logf("not built yet: %s", name)
		}
	}
}

// TestRulesSpeakOfRooms: a misspelt row would forbid nothing.
func TestRulesSpeakOfRooms(t *testing.T) {
	top := []string{"cmd", "ui", "domain", "storage", "assets"}
	check := func(pattern string) {
		first, _, _ := strings.Cut(pattern, "/")
		if !slices.Contains(top, first) {
			return
		}
		if !slices.ContainsFunc(rooms, func(r string) bool { return matches(pattern, r) }) {
			t.Errorf("a rule speaks of %s, which is none of the rooms", pattern)
		}
	}
	for _, a := range arrows {
		for _, p := range slices.Concat([]string{a.from}, a.never, a.except) {
			_, where, _ := strings.Cut(p, " in ")
			check(p)
			check(where)
		}
		if a.why == "" {
			t.Errorf("the rule for %s has no reason", a.from)
		}
	}
	for _, o := range owned {
		for _, p := range o.by {
			check(p)
		}
	}
}

// TestBrokenArrowIsSeen breaks each kind of rule once.
func TestBrokenArrowIsSeen(t *testing.T) {
	for _, c := range []struct {
		file, body string
		want       string // "": allowed
	}{
		{"domain/desk/desk.go", `import _ "onthaal/storage"`, "imports storage"},
		{"domain/letter/letter.go", `import _ "onthaal/assets"`, "imports assets"},
		{"domain/letter/letter_test.go", `import _ "onthaal/assets"`, ""},
		{"domain/journal/journal.go", `import _ "onthaal/domain/civil"`, "the leaf"},
		{"domain/letter/letter.go", `import _ "fyne.io/fyne/v2"`, "belongs to ui/desktop"},
		{"domain/letter/letter_test.go", `import _ "fyne.io/fyne/v2/test"`, "belongs to ui/desktop"},
		{"ui/desktop/kit/button.go", `import _ "fyne.io/fyne/v2/widget"`, ""},
		{"domain/letter/letter.go", `import _ "os"`, "no files"},
		{"domain/letter/letter.go", `import _ "os/user"`, "no files"},
		{"domain/letter/letter_test.go", `import _ "os"`, ""},
		{"domain/letter/letter.go", `import _ "embed"`, "no files"},
		{"ui/words/words.go", `import _ "embed"`, "lies in assets"},
		{"assets/assets.go", `import _ "embed"`, ""},
		{"assets/assets.go", `import _ "onthaal/domain/civil"`, "data imports nothing"},
		{"domain/letter/letter.go", `import _ "math/rand/v2"`, "randomness"},
		{"domain/letter/letter.go", `import _ "crypto/rand"`, "randomness"},
		{"domain/journal/journal.go", `import _ "crypto/rand"`, ""},
		{"domain/letter/letter.go", `import _ "log/slog"`, "log line"},
		{"domain/civil/now.go", "import \"time\"\nvar x = time.Now()", "uses Now"},
		{"domain/civil/now.go", "import clock \"time\"\nvar x = clock.Now", "uses Now"},
		{"domain/civil/now.go", "import \"time\"\nvar x = time.Date(1, 1, 1, 0, 0, 0, 0, time.Local)", "uses Local"},
		{"domain/civil/now.go", "import \"time\"\nfunc f(t time.Time) time.Time { return t.Local() }", "uses Local"},
		{"domain/civil/now.go", "import . \"time\"\nvar x = Now()", "with a dot"},
		{"domain/civil/now.go", "import \"time\"\nvar x = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)", ""},
		{"domain/civil/now_test.go", "import \"time\"\nvar x = time.Now()", ""},
		{"storage/vault.go", `import _ "onthaal/domain/casefile"`, "sealed records"},
		{"storage/vault.go", `import _ "onthaal/domain/journal"`, ""},
		{"storage/vault.go", `import _ "github.com/dgraph-io/badger/v4"`, ""},
		{"ui/desktop/lock.go", `import _ "onthaal/storage"`, "through domain/desk"},
		{"ui/paper/paper.go", `import _ "github.com/jung-kurt/gofpdf"`, "belongs to ui/paper/pdf"},
		{"ui/paper/raster/raster.go", `import _ "onthaal/ui/paper/pdf"`, "display list"},
		{"cmd/onthaalctl/main.go", `import _ "onthaal/ui/desktop"`, "without cgo"},
		{"cmd/onthaal/main.go", `import _ "onthaal/ui/desktop"`, ""},
		{"cmd/onthaal/update.go", `import _ "net/http"`, "no network"},
		{"cmd/onthaal/main.go", `import _ "net/url"`, ""},
		{"ui/desktop/print.go", `import _ "os/exec"`, "another program"},
		{"cmd/onthaalctl/print.go", `import _ "os/exec"`, "another program"},
		{"ui/printer/printer.go", `import _ "os/exec"`, ""},
		{"ui/printer/printer_test.go", `import _ "onthaal/assets"`, ""},
		{"ui/printer/printer.go", `import _ "onthaal/domain/casefile"`, "neutral title"},
		{"storage/child.go", `import _ "os/exec"`, ""},
		{"ui/desktop/print.go", "import \"os\"\nvar x, _ = os.StartProcess(\"/usr/bin/x\", nil, nil)", "uses os.StartProcess"},
		{"ui/desktop/print.go", "import sys \"syscall\"\nvar x = sys.Exec", "uses syscall.Exec"},
		{"storage/child.go", "import \"os/exec\"\nvar x = exec.Command(\"/usr/bin/lp\")", "uses \"/usr/bin/lp\""},
		{"ui/printer/printer.go", "import \"os/exec\"\nvar x = exec.Command(\"lp\")", ""},
		{"ui/printer/printer_windows.go", "import \"golang.org/x/sys/windows\"\nvar x = windows.ShellExecute", ""},
		{"ui/desktop/open_windows.go", "import \"golang.org/x/sys/windows\"\nvar x = windows.ShellExecute", "uses golang.org/x/sys/windows.ShellExecute"},
		{"cmd/onthaalctl/main_windows.go", "//go:build windows\n", ""},
		{"cmd/internal/wire/wire_windows.go", `import _ "fyne.io/fyne/v2"`, "without a window"},
	} {
		pkg := path.Base(path.Dir(c.file))
		found, err := survey(fstest.MapFS{c.file: {Data: []byte("package " + pkg + "\n" + c.body)}})
		if err != nil {
			t.Fatal(err)
		}
		got := broken(found)
		switch said := strings.Join(got, "\n"); {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s with %q is refused: %s", c.file, c.body, said)
		case !strings.Contains(said, c.want):
			t.Errorf("%s with %q: got %q, want %q", c.file, c.body, said, c.want)
		}
	}
}

// TestWindowIsSeenFromAfar: the terminal program may not reach the window
// through a package that seems harmless.
func TestWindowIsSeenFromAfar(t *testing.T) {
	found, err := survey(fstest.MapFS{
		"cmd/onthaalctl/main.go":    {Data: []byte("package main\nimport _ \"onthaal/cmd/internal/wire\"")},
		"cmd/internal/wire/wire.go": {Data: []byte("package wire\nimport _ \"onthaal/ui/paper\"")},
		"ui/paper/paper.go":         {Data: []byte("package paper\nimport _ \"fyne.io/fyne/v2/theme\"")},
	})
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(broken(found), "\n")
	if want := "cmd/onthaalctl → cmd/internal/wire → ui/paper → fyne.io/fyne/v2/theme"; !strings.Contains(said, want) {
		t.Errorf("got %q, want %q in it", said, want)
	}
}

// TestTerminalProgramLinksNoWindow asks the go command for all that the
// terminal program is made of, libraries of libraries included.
func TestTerminalProgramLinksNoWindow(t *testing.T) {
	found := here(t)
	for _, program := range []string{"cmd/onthaalctl", "cmd/internal/wire"} {
		if found[program] == nil {
			continue // TestArrowsPointOneWay says so
		}
		list := exec.Command("go", "list", "-deps", "./"+program)
		list.Dir = "../../.."
		list.Env = append(os.Environ(), "CGO_ENABLED=0")
		var complaint strings.Builder
		list.Stderr = &complaint
		out, err := list.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, complaint.String())
		}
		for dep := range strings.FieldsSeq(string(out)) {
			if anyMatches([]string{"fyne.io/...", "github.com/go-gl/...", "runtime/cgo"}, dep) {
				t.Errorf("%s is linked with %s", program, dep)
			}
		}
	}
}

// undocumented says what a package's doc comment lacks, or "".
func undocumented(r *room) string {
	tests := !slices.ContainsFunc(r.files, func(f source) bool { return !f.test })
	doc, name := "", ""
	for _, f := range r.files {
		if f.test != tests || strings.HasSuffix(f.Name.Name, "_test") {
			continue
		}
		name = f.Name.Name
		if f.Doc == nil {
			continue
		}
		if doc != "" {
			return "has two doc comments; go doc would join them in no order that anybody chose"
		}
		doc = f.Doc.Text()
	}
	begin := "Package " + name + " "
	switch {
	case name == "":
		return "" // tests of a package that is elsewhere
	case name == "main":
		begin = "Command " + path.Base(r.name) + " "
	}
	switch {
	case doc == "":
		return "has no doc comment"
	case !strings.HasPrefix(doc, begin):
		return fmt.Sprintf("has a doc comment that does not begin with %q", begin)
	case len(doc) < 150:
		return "has a doc comment too short to teach: what is it for, which function when, what is promised?"
	}
	return ""
}

func TestEveryPackageTeaches(t *testing.T) {
	for name, r := range here(t) {
		if lack := undocumented(r); lack != "" {
			t.Errorf("%s %s", name, lack)
		}
	}
}

func TestMissingDocIsSeen(t *testing.T) {
	long := strings.Repeat("Teaches. ", 20)
	for _, c := range []struct{ file, text, want string }{
		{"domain/find/find.go", "package find", "no doc comment"},
		{"domain/find/find.go", "// Package find searches.\npackage find", "too short"},
		{"domain/find/find.go", "// Finding. " + long + "\npackage find", "does not begin"},
		{"domain/find/find.go", "// Package find finds. " + long + "\npackage find", ""},
		{"cmd/onthaalctl/main.go", "// Package main is it. " + long + "\npackage main", "does not begin"},
		{"cmd/onthaalctl/main.go", "// Command onthaalctl is it. " + long + "\npackage main", ""},
		{"domain/find/find_test.go", "// Package find finds. " + long + "\npackage find", ""},
	} {
		found, err := survey(fstest.MapFS{c.file: {Data: []byte(c.text)}})
		if err != nil {
			t.Fatal(err)
		}
		got := undocumented(found[path.Dir(c.file)])
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
