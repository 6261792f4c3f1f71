package procedure_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/procedure"
)

// edited is the profile of 1997 with the value at a path replaced; a number in
// the path is a place in a list. The value is JSON; "" takes the field away.
func edited(t *testing.T, at, value string) []byte {
	t.Helper()
	data, err := fs.ReadFile(assets.Profiles(), procedure.Default+".json")
	if err != nil {
		t.Fatal(err)
	}
	return set(t, data, at, value)
}

// set replaces the value at a path of a profile.
func set(t *testing.T, data []byte, at, value string) []byte {
	t.Helper()
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	here, steps := root, strings.Split(at, ".")
	for _, s := range steps[:len(steps)-1] {
		if i, err := strconv.Atoi(s); err == nil {
			here = here.([]any)[i]
		} else {
			here = here.(map[string]any)[s]
		}
	}
	last := steps[len(steps)-1]
	if value == "" {
		delete(here.(map[string]any), last)
	} else {
		here.(map[string]any)[last] = json.RawMessage(value)
	}
	out, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What the schema forbids, or what contradicts itself, is refused with its
// place and the reason, and nothing else is said.
func TestAProfileAgainstItsSchemaIsRefusedByPath(t *testing.T) {
	for _, c := range []struct{ at, value, key, path string }{
		{"id", `"../../x"`, "id", "id"},
		{"id", `"Upper"`, "id", "id"},
		{"id", `"` + strings.Repeat("a", 41) + `"`, "id", "id"},
		{"version", `"1\u001b[2J"`, "text", "version"},
		{"title.nl", `"Onder\u202erichtingen"`, "text", "title.nl"},
		{"title.fr", `"\u001b[31mInstructions"`, "text", "title.fr"},
		{"title.de", ``, "needed", "title.de"},
		{"title.it", `"Istruzioni"`, "choice", "title"},
		{"notice.en", `"one\ntwo"`, "text", "notice.en"},
		{"validFrom", ``, "needed", "validFrom"},
		{"letters.L99", `{"section":"4"}`, "choice", "letters"},
		{"letters.L01.stage", `"S9"`, "choice", "letters.L01.stage"},
		{"stages.0.duration.n", `4000000`, "range", "stages.S1.duration.n"},
		{"stages.0.duration.n", `1099`, "range", "stages.S1.duration.n"},
		{"stages.0.duration.n", `0`, "range", "stages.S1.duration.n"},
		{"stages.0.duration.unit", `"open"`, "choice", "stages.S1.duration.unit"},
		{"stages.2.duration.n", `999999999999`, "range", "stages.S3.duration.n"},
		{"stages.2.duration.n", `121`, "range", "stages.S3.duration.n"},
		{"stages.2.duration.n", `2`, "longer", "stages.S3.duration"},
		{"stages.2.duration.n", `3`, "longer", "stages.S3.duration"},
		{"stages.2.duration", `{"unit":"day","n":93}`, "longer", "stages.S3.duration"},
		{"stages.2.moreThan", `{"unit":"day","n":168}`, "longer", "stages.S3.duration"},
		{"stages.2.moreThan.unit", `"week"`, "choice", "stages.S3.moreThan.unit"},
		{"stages.3.duration.unit", `"month"`, "choice", "stages.U.duration.unit"},
		{"stages.1.inquiry", ``, "needed", "stages.S2.inquiry"},
		{"stages.1.inquiry.before.n", `4`, "shorter", "stages.S2.inquiry.before"},
		{"stages.1.inquiry.before.unit", `"day"`, "choice", "stages.S2.inquiry.before.unit"},
		{"stages.1.work", `"bogus"`, "choice", "stages.S2.work"},
		{"stages.1.social", `"none"`, "choice", "stages.S2.social"},
		{"stages.1.counselling", `"bogus"`, "choice", "stages.S2.counselling"},
		{"stages.1.renewals", `-7`, "range", "stages.S2.renewals"},
		{"stages.1.section", `""`, "needed", "stages.S2.section"},
		{"reminders", `{}`, "needed needed needed", "reminders.S1 reminders.S2 reminders.S3"},
		{"reminders.S3", `[]`, "needed", "reminders.S3"},
		{"reminders.U", `[{"from":"validUntil","days":-1}]`, "choice", "reminders"},
		{"reminders.S1", `[{"from":"inquiryBy","days":-1}]`, "choice", "reminders.S1.from"},
		{"reminders.S1", `[{"from":"validUntil","days":-4000000}]`, "range", "reminders.S1.days"},
		{"retention.erase.n", `0`, "range", "retention.erase.n"},
		{"facts", `[]`, "needed", "facts"},
		{"facts", `[{"about":[],"source":"x","checkedBy":"","checkedOn":""}]`, "needed", "facts.1.about"},
		{"facts", `[{"about":["title"],"source":"","checkedBy":"","checkedOn":""}]`, "needed", "facts.1.source"},
		{"facts.0.checkedOn", ``, "needed", "facts.1.checkedOn"},
		{"facts.0.checkedBy", ``, "needed", "facts.1.checkedBy"},
		{"facts.0.checkedOn", `"yesterday"`, "day", "facts.1.checkedOn"},
		{"facts.0.checkedOn", `null`, "day", "facts.1.checkedOn"},
		{"facts.0.checkedOn", `"2024-05-01"`, "needed", "facts.1.checkedBy"},
		{"facts.0.checkedBy", `"a lawyer"`, "needed", "facts.1.checkedOn"},
		{"validTo", ``, "needed", "validTo"},
		{"validTo", `"1996-12-31"`, "before", "validTo"},
		{"validTo", `"31/12/1999"`, "day", "validTo"},
		{"repealed", ``, "needed", "repealed"},
		{"historic", ``, "needed", "historic"},
		{"repealed", `"yes"`, "choice", "repealed"},
		{"validFrom", `"0001-01-01"`, "between", "validFrom"},
		{"validFrom", `"2101-01-01"`, "between", "validFrom"},
		{"validTo", `"9999-12-31"`, "between", "validTo"},
		// N10: nobody may work in stage 1, whatever the profile.
		{"stages.0.work", `"yes"`, "choice", "stages.S1.work"},
		{"stages.0.work", `"possible"`, "choice", "stages.S1.work"},
		{"stages.0.work", `"law"`, "choice", "stages.S1.work"},
		// T30: stage 3 exceeds three months.
		{"stages.2.moreThan", ``, "needed", "stages.S3.moreThan"},
		{"stages.2.moreThan.n", `2`, "least", "stages.S3.moreThan"},
		{"stages.2.moreThan", `{"unit":"day","n":92}`, "least", "stages.S3.moreThan"},
		// The rules of 1997 were replaced, whatever a copy of them is called.
		{"historic", `false`, "history", "historic"},
		{"repealed", `false`, "history", "repealed"},
		{"reminders.S1", `[{"from":"validUntil","days":1}]`, "range", "reminders.S1.days"},
		{"reminders.S2", `[{"from":"inquiryBy","days":29}]`, "range", "reminders.S2.days"},
		{"letters", `{}`, "needed", "letters"},
		{"historic", `null`, "choice", "historic"},
	} {
		_, err := procedure.ParseProfile(edited(t, c.at, c.value))
		var found casefile.Problems
		errors.As(err, &found)
		var keys, paths []string
		for _, p := range found {
			keys = append(keys, strings.TrimPrefix(p.Key, "problem.profile."))
			paths = append(paths, p.Path)
		}
		if strings.Join(keys, " ") != c.key || strings.Join(paths, " ") != c.path {
			t.Errorf("%s = %.40s: %v, want %s at %s", c.at, c.value, err, c.key, c.path)
		}
	}
}

// A copy of the rules of 1997 stays history under any name that cites them;
// and the card of the circular, too, lasts longer than the stage before it.
func TestACopyOfReplacedRulesStaysHistory(t *testing.T) {
	named := func(more ...string) error {
		data := edited(t, "id", `"our-own"`)
		for i := 0; i+1 < len(more); i += 2 {
			data = set(t, data, more[i], more[i+1])
		}
		_, err := procedure.ParseProfile(set(t, set(t, data, "historic", "false"), "repealed", "false"))
		return err
	}
	elsewhere := `{"nl":"x {n}","fr":"x {n}","de":"x {n}","en":"x {n}"}`
	for name, err := range map[string]error{
		"its name alone":           named(),
		"with sections of its own": named("sections", `{"*":"8"}`),
		"without the law":          named("lawref", elsewhere, "title", elsewhere),
		"by its sections":          named("sections", `{"*":"8"}`, "lawref", elsewhere, "title", elsewhere, "letters", `{"L01":{"section":"4"}}`),
	} {
		var found casefile.Problems
		if !errors.As(err, &found) || len(found) != 2 || found[0].Path != "historic" || found[1].Path != "repealed" {
			t.Errorf("%s: %v", name, err)
		}
	}
	data, err := fs.ReadFile(assets.Profiles(), "circular-2019-01.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := procedure.ParseProfile(set(t, data, "id", `"our-own"`)); err != nil {
		t.Errorf("a copy of the rules that hold: %v", err)
	}
	var found casefile.Problems
	if _, err := procedure.ParseProfile(set(t, data, "stages.2.duration.n", "3")); !errors.As(err, &found) || found[0].Key != "problem.profile.longer" {
		t.Errorf("a card of three months: %v", err)
	}
}

// The bounds themselves are allowed.
func TestAProfileAtItsBoundsIsRead(t *testing.T) {
	for _, c := range [][2]string{
		{"id", `"our-own-2"`}, {"stages.0.duration.n", `1098`}, {"stages.2.duration.n", `120`}, {"stages.2.duration.n", `4`},
		{"stages.2.duration", `{"unit":"day","n":94}`}, {"stages.1.inquiry.before.n", `2`}, {"stages.1.renewals", `-1`}, {"stages.2.moreThan.n", `4`},
		{"reminders.S1", `[{"from":"validUntil","days":0}]`}, {"reminders.S2", `[{"from":"inquiryBy","days":28}]`}, {"validTo", `"2100-12-31"`},
	} {
		if _, err := procedure.ParseProfile(edited(t, c[0], c[1])); err != nil {
			t.Errorf("%s = %s: %v", c[0], c[1], err)
		}
	}
}

// A desk that took a profile under laxer rules still opens.
func TestAProfileTakenIntoUseBeforeIsStillRecalled(t *testing.T) {
	data := edited(t, "stages.2.duration.n", "2")
	if _, err := procedure.ParseProfile(data); err == nil {
		t.Error("it is imported anew")
	}
	p, err := procedure.RecallProfile(data)
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(p.Stages, func(s procedure.Stage) bool { return s.ID == procedure.S3 }); p.Stages[i].Duration.N != 2 {
		t.Errorf("it was changed: %+v", p.Stages[i].Duration)
	}
}
