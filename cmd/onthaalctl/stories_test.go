package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"onthaal/domain/civil"
	"onthaal/storage"
	"onthaal/ui/words"
)

// marker stands in every field that a story fills with something personal. No
// message may repeat it.
const marker = "Kwaadmarker"

// TestMain lets the stories run the program itself. Passphrases cost little in
// them; all else is as it is built.
func TestMain(m *testing.M) {
	if storage.Child() {
		return
	}
	testscript.Main(m, map[string]func(){"onthaalctl": func() {
		options.Vault.KDF = storage.Params{Memory: 19 << 10, Time: 1, Threads: 1}
		if os.Getenv("TEST_DISK_FULL") != "" {
			options.Vault.Free = func(string) (uint64, error) { return 0, nil }
		}
		if os.Getenv("TEST_PANIC") != "" {
			options.Clock = brokenClock{}
		}
		if day := os.Getenv("TEST_CLOCK"); day != "" {
			d, err := civil.Parse(day)
			if err != nil {
				panic(err)
			}
			options.Clock = fixedClock{d}
		}
		main()
	}})
}

// fixedClock is a laptop whose date is what a story says.
type fixedClock struct{ day civil.Date }

func (c fixedClock) Now() time.Time {
	return time.Date(c.day.Year(), c.day.Month(), c.day.Day(), 12, 0, 0, 0, time.UTC)
}
func (c fixedClock) Today() civil.Date { return c.day }

// brokenClock is a fault of the program that knows something personal.
type brokenClock struct{}

func (brokenClock) Now() time.Time    { panic(marker) }
func (brokenClock) Today() civil.Date { panic(marker) }

func TestStories(t *testing.T) {
	docs, err := filepath.Abs("../../docs")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "en_GB.UTF-8")
			env.Setenv("LC_ALL", "")
			env.Setenv("ONTHAAL_STORE", env.WorkDir+"/desk")
			env.Setenv("DOCS", docs)
			env.Values["hash"] = map[string]string{}
			return os.WriteFile(env.WorkDir+"/pass", []byte("zeven sloten op een deur\nsecond line\n"), 0o600)
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ctl":       cmdCtl,
			"remarked":  cmdRemarked,
			"photo":     cmdPhoto,
			"desk":      cmdDesk,
			"keep":      cmdKeep,
			"mode":      cmdMode,
			"remember":  cmdRemember,
			"unchanged": cmdUnchanged,
			"worded":    cmdWorded,
			"vectors":   cmdVectors,
			"hold":      cmdHold,
			"nobody":    cmdNobody,
			"fill":      cmdFill,
			"hidden":    cmdHidden,
			"damage":    cmdDamage,
		},
	})
}

// rawKey is a key of the words that nobody has put into a sentence.
var rawKey = regexp.MustCompile(`\b(problem|refused|error|usage|missing|why|damage|cli|kind|due|state|term|letter|ready|demo|audit|colleagues)\.[a-zA-Z][\w.]*\b`)

// cmdCtl runs the program: ctl EXIT-CODE ARGUMENT...
// Whatever the story is about, a refusal is one or more sentences on standard
// error that show no key, no trace and nothing personal, and success is silent
// there.
func cmdCtl(ts *testscript.TestScript, neg bool, args []string) { runCtl(ts, neg, args, false) }

// cmdRemarked runs the program, which does what is asked and says something
// beside it: remarked ARGUMENT...
func cmdRemarked(ts *testscript.TestScript, neg bool, args []string) {
	runCtl(ts, neg, append([]string{"0"}, args...), true)
}

func runCtl(ts *testscript.TestScript, neg bool, args []string, remarked bool) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: ctl EXIT-CODE ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exit(ts, ts.Exec("onthaalctl", args[1:]...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	errs := ts.ReadFile("stderr")
	follows(ts, args[1:])
	if want == 0 {
		if remarked {
			sentences(ts, errs)
		} else if errs != "" {
			ts.Fatalf("success is not silent")
		}
		return
	}
	sentences(ts, errs)
	if strings.Contains(ts.ReadFile("stdout"), marker) {
		ts.Fatalf("standard output repeats what was typed")
	}
}

// follows holds what was printed as JSON against the schema of its command.
func follows(ts *testscript.TestScript, args []string) {
	out := ts.ReadFile("stdout")
	if !slices.Contains(args, "--json") || out == "" || slices.Contains(args, "demo") {
		return
	}
	commands := slices.DeleteFunc(schemas(ts), func(name string) bool {
		return slices.ContainsFunc(strings.Split(name, "-"), func(word string) bool { return !slices.Contains(args, word) })
	})
	// audit verify has a schema of its own beside that of audit, and wording show
	// beside that of show: the command is what stands first.
	begins := func(name string) bool { return strings.HasPrefix(strings.Join(args, "-")+"-", name+"-") }
	slices.SortFunc(commands, func(a, b string) int {
		if begins(a) != begins(b) {
			if begins(a) {
				return -1
			}
			return 1
		}
		return len(b) - len(a)
	})
	if len(commands) == 0 || len(commands) > 1 && !begins(commands[0]) {
		ts.Fatalf("no schema, or several: %v", commands)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join(ts.Getenv("DOCS"), "schema", "out-"+commands[0]+".json"))
	ts.Check(err)
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	ts.Check(err)
	ts.Check(s.Validate(v))
}

// schemas lists the commands whose JSON is described in docs/.
func schemas(ts *testscript.TestScript) (commands []string) {
	files, err := filepath.Glob(filepath.Join(ts.Getenv("DOCS"), "schema", "out-*.json"))
	ts.Check(err)
	for _, f := range files {
		commands = append(commands, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), "out-"), ".json"))
	}
	return commands
}

func exit(ts *testscript.TestScript, err error) int {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode()
	}
	ts.Check(err)
	return 0
}

func sentences(ts *testscript.TestScript, errs string) {
	if strings.TrimSpace(errs) == "" {
		ts.Fatalf("a refusal without a word")
	}
	for _, line := range strings.Split(strings.TrimSuffix(errs, "\n"), "\n") {
		text, ok := strings.CutPrefix(line, "onthaalctl: ")
		if !ok || len(strings.Fields(text)) < 3 {
			ts.Fatalf("not a sentence: %q", line)
		}
	}
	if k := rawKey.FindString(errs); k != "" && !strings.Contains(errs, k+"json") {
		ts.Fatalf("a key stands where words should: %s", k)
	}
	for _, bad := range []string{marker, "goroutine", "panic", ".go:", "<no value>", "{{"} {
		if strings.Contains(errs, bad) {
			ts.Fatalf("standard error has %q", bad)
		}
	}
}

// cmdDesk makes a desk: desk CENTRE [ARGUMENT...]
func cmdDesk(ts *testscript.TestScript, neg bool, args []string) {
	all := append([]string{"0", "init", "--centre", args[0], "--language", "en", "--passphrase-file", "pass", "--json"}, args[1:]...)
	cmdCtl(ts, neg, all)
}

// cmdKeep keeps a field of the JSON that was printed: keep VARIABLE FIELD
func cmdKeep(ts *testscript.TestScript, neg bool, args []string) {
	var v map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &v))
	s, ok := v[args[1]].(string)
	if !ok || s == "" || neg {
		ts.Fatalf("no field %s", args[1])
	}
	ts.Setenv(args[0], s)
}

// cmdMode tells the mode of files: mode 0600 FILE...
func cmdMode(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args[1:] {
		is, err := os.Lstat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", is.Mode().Perm()); got != args[0] || neg {
			ts.Fatalf("%s has mode %s", name, got)
		}
	}
}

// digest reads every file and mode below a folder, or one file.
func digest(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			b.WriteString("nothing")
			return nil
		}
		if err != nil {
			return err
		}
		is, err := e.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %v ", name, is.Mode())
		if is.Mode().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%x", sha256.Sum256(data))
		}
		b.WriteByte('\n')
		return nil
	})
	return b.String(), err
}

// cmdRemember and cmdUnchanged compare a folder with what it was before.
func cmdRemember(ts *testscript.TestScript, _ bool, args []string) {
	d, err := digest(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Value("hash").(map[string]string)[args[0]] = d
}

func cmdUnchanged(ts *testscript.TestScript, neg bool, args []string) {
	d, err := digest(ts.MkAbs(args[0]))
	ts.Check(err)
	was, ok := ts.Value("hash").(map[string]string)[args[0]]
	if !ok {
		ts.Fatalf("%s was not remembered", args[0])
	}
	if (was == d) == neg {
		ts.Fatalf("before:\n%s\nafter:\n%s", was, d)
	}
}

// cmdWorded runs a command that is refused in every language of the
// interface: worded EXIT-CODE ARGUMENT...
func cmdWorded(ts *testscript.TestScript, neg bool, args []string) {
	for _, lang := range words.Languages {
		cmdCtl(ts, neg, append(append([]string{}, args...), "--lang", lang))
	}
}

// cmdHidden wants nothing that stands in the examples, and not the passphrase
// either, to be readable under some names: hidden FILE-OR-FOLDER...
func cmdHidden(ts *testscript.TestScript, neg bool, args []string) {
	said := map[string]bool{"zeven sloten op een deur": true}
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case string:
			said[v] = said[v] || len(v) >= 6
		case []any:
			for _, e := range v {
				collect(e)
			}
		case map[string]any:
			for _, e := range v {
				collect(e)
			}
		}
	}
	examples, err := filepath.Glob(filepath.Join(ts.Getenv("DOCS"), "examples", "*.json"))
	ts.Check(err)
	for _, name := range examples {
		var v any
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &v))
		collect(v)
	}
	found := 0
	for _, arg := range args {
		ts.Check(filepath.WalkDir(ts.MkAbs(arg), func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(path)
			for word, counts := range said {
				if counts && bytes.Contains(b, []byte(word)) {
					found++
					if !neg {
						ts.Logf("%s: readable: %s", path, word)
					}
				}
			}
			return err
		}))
	}
	if neg != (found > 0) {
		ts.Fatalf("%d of %d words are readable", found, len(said))
	}
}

// cmdVectors holds the dates of a table against deadline: vectors FILE
// Each line is: name, stage, issued, months or -, validUntil, actBy, inquiryBy
// or -, inquiryActBy or -, other reading or -.
func cmdVectors(ts *testscript.TestScript, neg bool, args []string) {
	n := 0
	for _, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) != 9 || neg {
			ts.Fatalf("not a vector: %s", line)
		}
		n++
		call := []string{"0", "deadline", "--stage", f[1], "--issued", f[2], "--json"}
		if f[3] != "-" {
			call = append(call, "--months", f[3])
		}
		cmdCtl(ts, false, call)
		var got map[string]any
		ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &got))
		for i, name := range []string{"validUntil", "actBy", "inquiryBy", "inquiryActBy", "otherReading"} {
			s := "-"
			if got[name] != nil {
				s = got[name].(string)
			}
			if s != f[4+i] {
				ts.Fatalf("%s: %s is %s, want %s", f[0], name, s, f[4+i])
			}
		}
	}
	if n == 0 {
		ts.Fatalf("no vectors")
	}
}

// cmdHold keeps a desk open as another program would: hold FOLDER
func cmdHold(ts *testscript.TestScript, neg bool, args []string) {
	s, err := storage.At(ts.MkAbs(args[0]), storage.Options{}).Unlock(context.Background(), []byte("zeven sloten op een deur"))
	ts.Check(err)
	ts.Defer(func() { s.Close() })
}

// cmdPhoto writes a JPEG file with the place where it was taken: photo FILE WIDTH HEIGHT
func cmdPhoto(ts *testscript.TestScript, neg bool, args []string) {
	w, err := strconv.Atoi(args[1])
	ts.Check(err)
	h, err := strconv.Atoi(args[2])
	ts.Check(err)
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(i%w/4 + i/w/8)
	}
	var b bytes.Buffer
	ts.Check(jpeg.Encode(&b, img, nil))
	const exif = "Exif\x00\x00GPS here"
	file := slices.Concat(b.Bytes()[:2], []byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, []byte(exif), b.Bytes()[2:])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), file, 0o600))
}

// cmdFill writes a file of so many bytes: fill FILE BYTES
func cmdFill(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("x"), n), 0o600))
}

// cmdDamage changes one byte in the middle of every file that a pattern finds:
// damage PATTERN
func cmdDamage(ts *testscript.TestScript, neg bool, args []string) {
	names, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(names) == 0 {
		ts.Fatalf("no such file")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		ts.Check(err)
		if len(data) == 0 {
			ts.Fatalf("%s is empty", name)
		}
		data[len(data)/2] ^= 1
		ts.Check(os.WriteFile(name, data, 0o600))
	}
}
