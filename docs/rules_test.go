package docs_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// paragraphs of the instructions: how many each section has. 0 is the preamble.
var paragraphs = map[string]int{
	"0": 1, "1": 4, "2": 2, "3": 3, "4": 6, "5": 4, "6": 1, "7": 3, "8": 1, "8.1": 4, "8.2": 6, "8.3": 3, "9": 1, "10": 3,
}

// rows reads the tables of a page: the cells of every row that begins so.
func rows(page string, begin *regexp.Regexp) (out [][]string) {
	for line := range strings.SplitSeq(page, "\n") {
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if begin.MatchString(cells[0]) {
			out = append(out, cells)
		}
	}
	return out
}

// declared lists what the domain declares, "procedure.Assess" and
// "procedure.assessment.inquiry", and the names of all tests; quoted are the
// paragraphs that its sources name.
func declared(t *testing.T) (symbols, tests, quoted map[string]bool) {
	t.Helper()
	symbols, tests, quoted = map[string]bool{}, map[string]bool{}, map[string]bool{}
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		test, domain := strings.HasSuffix(path, "_test.go"), strings.HasPrefix(filepath.ToSlash(path), "../domain/")
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && test && fn.Recv == nil {
				tests[fn.Name.Name] = true
			}
			if domain && !test {
				declare(f.Name.Name, decl, symbols)
			}
		}
		if domain && !test {
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && regexp.MustCompile(`^"[0-9.]+¶[0-9]"$`).MatchString(lit.Value) {
					quoted[strings.Trim(lit.Value, `"`)] = true
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return symbols, tests, quoted
}

func declare(pkg string, decl ast.Decl, symbols map[string]bool) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		name := pkg + "." + d.Name.Name
		if d.Recv != nil {
			of := d.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			if index, ok := of.(*ast.IndexExpr); ok {
				of = index.X
			}
			name = fmt.Sprintf("%s.%s.%s", pkg, of.(*ast.Ident).Name, d.Name.Name)
		}
		symbols[name] = true
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				symbols[pkg+"."+s.Name.Name] = true
			case *ast.ValueSpec:
				for _, n := range s.Names {
					symbols[pkg+"."+n.Name] = true
				}
			}
		}
	}
}

// Every paragraph of the instructions is carried by a rule or says why not;
// every rule names code and tests that exist; and what the code quotes is
// there.
func TestTheRulesPageIsTrue(t *testing.T) {
	page := string(read(t, "rules.md"))
	symbols, tests, quoted := declared(t)
	listed := map[string]string{}
	for _, r := range rows(page, regexp.MustCompile(`^[0-9.]+¶`)) {
		if len(r) != 3 || listed[r[0]] != "" {
			t.Errorf("the row of %s has %d cells, or stands twice", r[0], len(r))
			continue
		}
		listed[r[0]] = r[2]
	}
	total := 0
	for section, n := range paragraphs {
		for i := 1; i <= n; i++ {
			total++
			if id := fmt.Sprintf("%s¶%d", section, i); listed[id] == "" {
				t.Errorf("the page lacks %s", id)
			}
		}
	}
	if len(listed) != total {
		t.Errorf("%d paragraphs are listed, the instructions have %d", len(listed), total)
	}
	for id := range quoted {
		if listed[id] == "" {
			t.Errorf("the code quotes %s, which the page does not know", id)
		}
	}
	carried := map[string][]string{}
	rules := rows(page, regexp.MustCompile(`^R[0-9]{2}$`))
	if len(rules) != 31 {
		t.Errorf("%d rules, want R01 to R31", len(rules))
	}
	for n, r := range rules {
		if r[0] != fmt.Sprintf("R%02d", n+1) || len(r) != 5 {
			t.Fatalf("row %d is %q", n+1, r)
		}
		for _, id := range strings.Fields(r[1]) {
			carried[id] = append(carried[id], r[0])
			if listed[id] == "" {
				t.Errorf("%s rests on %s, which there is not", r[0], id)
			}
		}
		exist(t, r[0], r[3], r[4], symbols, tests)
	}
	for id, by := range listed {
		if want := strings.Join(carried[id], " "); want != "" && by != want {
			t.Errorf("%s is carried by %s, the page says %q", id, want, by)
		} else if want == "" && !strings.HasPrefix(by, "uncoded: ") {
			t.Errorf("%s is carried by nothing, and the page does not say why: %q", id, by)
		}
	}
	dates := rows(page, regexp.MustCompile(`^D[1-8]$`))
	if len(dates) != 8 {
		t.Errorf("%d rules of dates, want D1 to D8", len(dates))
	}
	for _, r := range dates {
		exist(t, r[0], r[2], r[3], symbols, tests)
	}
	keeping := rows(page, regexp.MustCompile(`^K[0-9]$`))
	if len(keeping) != 5 {
		t.Errorf("%d rules of keeping, want K1 to K5", len(keeping))
	}
	for _, r := range keeping {
		exist(t, r[0], r[2], r[3], symbols, tests)
	}
	for _, what := range []string{"aggravation", "article 380bis", "amendment of 17 April 2003"} {
		if !strings.Contains(page, what) {
			t.Errorf("the page does not say why the %s is not modelled", what)
		}
	}
}

// exist holds the code and tests that a row names against what there is.
func exist(t *testing.T, rule, code, proofs string, symbols, tests map[string]bool) {
	t.Helper()
	names := regexp.MustCompile("`([^`]+)`")
	for _, c := range []struct {
		cell  string
		there map[string]bool
	}{{code, symbols}, {proofs, tests}} {
		found := names.FindAllStringSubmatch(c.cell, -1)
		if len(found) == 0 {
			t.Errorf("%s names nothing: %q", rule, c.cell)
		}
		var all []string
		for _, m := range found {
			all = append(all, m[1])
			if !c.there[m[1]] {
				t.Errorf("%s names %s, which there is not", rule, m[1])
			}
		}
		if slices.Sort(all); len(slices.Compact(all)) != len(found) {
			t.Errorf("%s names something twice: %q", rule, all)
		}
	}
}
