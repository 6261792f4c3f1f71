package docs_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/desk"
)

// TestPrintedJSONFollowsItsSchema takes a case of the examples from the first
// contact to a stop, with the program itself, and holds all that it prints
// against the schemas.
func TestPrintedJSONFollowsItsSchema(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "onthaalctl")
	build := exec.Command("go", "build", "-tags", "ci", "-o", program, "../cmd/onthaalctl")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	secret := filepath.Join(dir, "passphrase")
	if err := os.WriteFile(secret, []byte("five words that nobody guesses\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) []byte {
		t.Helper()
		if !slices.Contains(args, "--store") {
			args = append(args, "--store", filepath.Join(dir, "store"))
		}
		args = append(args, "--json", "--passphrase-file", secret, "--today", "1997-04-01", "--lang", "en")
		cmd := exec.Command(program, args...)
		var out, complaint bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &complaint
		if err := cmd.Run(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, complaint.String())
		}
		return out.Bytes()
	}
	tried := map[string]bool{}
	holds := func(name string, args ...string) []byte {
		t.Helper()
		out := run(args...)
		validate(t, schema(t, "out-"+name), name, out)
		tried["out-"+name+".json"] = true
		return out
	}
	holds("init", "init", "--centre", "payoke", "--language", "nl", "--counsellor", "An Voorbeeld")
	var opened struct{ Code string }
	if err := json.Unmarshal(holds("intake", "intake", "-f", "examples/intake.json"), &opened); err != nil {
		t.Fatal(err)
	}
	var met struct{ Inspection string }
	if err := json.Unmarshal(holds("inspection-open", "inspection", "open", "-f", "examples/batch.json"), &met); err != nil {
		t.Fatal(err)
	}
	holds("statistics", "statistics", "--year", "1997")
	holds("inspection-list", "inspection", "list")
	holds("inspection-persons", "inspection", "persons", met.Inspection)
	holds("inspection-issue", "inspection", "issue", met.Inspection, "--preview")
	look := func() {
		t.Helper()
		holds("cases", "cases")
		holds("agenda", "agenda")
		holds("show", "show", opened.Code)
		holds("explain", "explain", opened.Code)
		holds("letters", "letters", opened.Code)
	}
	photo := filepath.Join(dir, "photo.png")
	if err := os.WriteFile(photo, append([]byte("%PDF-1.4\n"), "%%EOF\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	holds("attach", "attach", opened.Code, "-f", photo, "--title", "Verklaring")
	holds("attachments", "attachments", opened.Code)
	holds("letter", "letter", opened.Code, "L01", "--encrypted", "-o", filepath.Join(dir, "letter.pdf"))
	holds("summary", "summary", opened.Code, "--encrypted", "-o", filepath.Join(dir, "summary.pdf"))
	record := func(entry string) {
		t.Helper()
		name := filepath.Join(dir, "entry.json")
		if err := os.WriteFile(name, []byte(entry), 0o600); err != nil {
			t.Fatal(err)
		}
		holds("record", "record", opened.Code, "-f", name)
	}
	record(`{"kind":"document","stage":"S2","on":"1997-03-10","printedEnd":"1997-06-09"}`)
	holds("record", "record", opened.Code, "-f", "examples/person.json")
	holds("record", "record", opened.Code, "-f", "examples/void.json")
	look()
	record(`{"kind":"triage","assessment":"5.3","decidedBy":"Politie Voorbeeldstad"}`)
	look()
	for _, args := range []string{"S1 1997-03-03", "S2 1997-02-28", "S3 1997-03-03"} {
		stage, issued, _ := strings.Cut(args, " ")
		holds("deadline", "deadline", "--stage", stage, "--issued", issued)
	}
	holds("leaflets", "leaflets")
	holds("privacy", "privacy")
	holds("letterhead", "letterhead")
	wording := filepath.Join(dir, "wording.json")
	text := holds("wording-show", "wording", "show", "L01", "nl")
	text = bytes.Replace(text, []byte(`"version": "1"`), []byte(`"version": "brug 1"`), 1)
	text = bytes.Replace(text, []byte("Hierbij delen wij u mee"), []byte("Wij laten u weten"), 1)
	if err := os.WriteFile(wording, text, 0o600); err != nil {
		t.Fatal(err)
	}
	holds("wording-compare", "wording", "compare", wording)
	holds("wording-import", "wording", "import", wording)
	holds("wording-list", "wording", "list")
	holds("wording-revert", "wording", "revert", "L01", "nl")
	holds("check", "check")
	fresh, file := filepath.Join(dir, "fresh"), filepath.Join(dir, "desk.backup")
	if err := os.WriteFile(fresh, []byte("five other words of a colleague\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	holds("slot-add", "slot", "add", "--name", "Piet", "--new-passphrase-file", fresh)
	holds("slot-list", "slot", "list")
	holds("slot-remove", "slot", "remove", "2")
	holds("slot-recovery", "slot", "recovery")
	holds("backup", "backup", "-o", file)
	holds("rehearse", "rehearse", file)
	holds("erase", "erase", opened.Code, "--yes")
	holds("restore", "restore", file, "--to", filepath.Join(dir, "restored"))
	holds("rekey", "rekey", "--to", filepath.Join(dir, "new"))
	holds("export", "export", "-o", filepath.Join(dir, "all.age"))
	holds("audit", "audit")
	holds("audit-verify", "audit", "verify")
	holds("import", "import", filepath.Join(dir, "all.age"), "--store", filepath.Join(dir, "imported"))
	holds("slot-change", "slot", "change", "--new-passphrase-file", fresh)

	all, err := filepath.Glob("schema/out-*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if !tried[filepath.Base(f)] {
			t.Errorf("%s was held against nothing", f)
		}
	}
}

// The schema of an agreement names exactly what desk.ParseOffice reads.
func TestAgreementSchemaNamesEveryField(t *testing.T) {
	var s struct{ Properties map[string]json.RawMessage }
	if err := json.Unmarshal(read(t, "schema/agreement.json"), &s); err != nil {
		t.Fatal(err)
	}
	for name := range s.Properties {
		value := `"x"`
		if strings.HasSuffix(name, "On") {
			value = `"1997-03-03"`
		}
		if _, err := desk.ParseOffice([]byte(`{"` + name + `":` + value + `}`)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	full, err := json.Marshal(desk.Office{})
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(full, &fields); err != nil {
		t.Fatal(err)
	}
	for name := range fields {
		if s.Properties[name] == nil {
			t.Errorf("the schema lacks %s", name)
		}
	}
}
