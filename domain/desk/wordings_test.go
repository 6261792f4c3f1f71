package desk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
)

// worded is L01 in Dutch as a centre might word it.
func worded(t testing.TB, change ...string) []byte {
	t.Helper()
	return changed(t, assets.Letters(), "L01.nl.json", change)
}

const theirs = "Wij laten u met deze brief weten dat"

var ownWords = []string{`"version": "1"`, `"version": "brug 1"`, "Hierbij delen wij u mee dat", theirs}

func lastPaper(b *desktest.Bench) string { return plain(b.Paper.Set[len(b.Paper.Set)-1]) }

func TestACentresOwnWordingHoldsUntilItIsTakenBackAndLettersKeepTheirs(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	first, err := b.IssueLetter(ctx, id, "L01")
	if err != nil || strings.Contains(lastPaper(b), theirs) {
		t.Fatal(err, lastPaper(b))
	}
	file := worded(t, ownWords...)
	w, diff, err := b.CompareWording(file)
	if err != nil || w.Version != "brug 1" || len(diff) != 2 || diff[1].Path != "body.1" || !strings.Contains(diff[1].After, theirs) {
		t.Fatalf("the difference is %+v, %v", diff, err)
	}
	if x, err := b.Wording("L01", "nl"); err != nil || x.Own != nil {
		t.Errorf("comparing took it into use: %+v, %v", x, err)
	}
	if err := b.ImportWording(ctx, file); err != nil {
		t.Fatal(err)
	}
	again := func(when string) {
		t.Helper()
		if err := errors.Join(b.Lock(), b.Unlock(ctx, []byte(desktest.Passphrase))); err != nil {
			t.Fatal(when, err)
		}
	}
	again("after the import") // it is in the vault, and nowhere else
	x, err := b.Wording("L01", "nl")
	if err != nil || x.Own == nil || x.Stale != nil || x.InForce() != x.Own || x.Ours.Version != "1" {
		t.Fatalf("the wording is %+v, %v", x, err)
	}
	second, err := b.IssueLetter(ctx, id, "L01")
	if err != nil || !strings.Contains(lastPaper(b), theirs) {
		t.Fatal(err, lastPaper(b))
	}
	if l := open(t, b, id).File.Issued("L01"); l.Body.Template != "brug 1" {
		t.Errorf("the letter says that it has the wording %q", l.Body.Template)
	}
	if err := b.RevertWording(ctx, "L01", "nl"); err != nil {
		t.Fatal(err)
	}
	again("after the way back")
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil || strings.Contains(lastPaper(b), theirs) {
		t.Fatal(err, lastPaper(b))
	}
	// Whatever is in force: each letter is printed and shown as it was issued.
	for n, want := range map[int]desk.Printed{1: first, 2: second} {
		kept, err := b.IssuedLetter(ctx, id, n)
		if err != nil || !bytes.Equal(kept.PDF, want.PDF) {
			t.Errorf("letter %d: %v", n, err)
		}
		doc, err := b.IssuedDocument(ctx, id, n)
		if doc == nil || err != nil || strings.Contains(plain(doc), theirs) != (n == 2) {
			t.Errorf("letter %d is shown in other words, %v", n, err)
		}
	}
	if err := b.RevertWording(ctx, "L01", "nl"); key(err) != "problem.wording.ours" {
		t.Errorf("ours is put in force twice: %v", err)
	}
	// The same one may come again; another one must not have its name.
	if err := b.ImportWording(ctx, file); err != nil {
		t.Error(err)
	}
	if err := b.ImportWording(ctx, file); key(err) != "problem.wording.same" {
		t.Errorf("imported twice: %v", err)
	}
	if err := b.ImportWording(ctx, worded(t, append(ownWords, "Overeenkomstig", "Krachtens")...)); key(err) != "problem.wording.raise" {
		t.Errorf("another one of the same version: %v", err)
	}
	if all, err := b.Wordings(); err != nil || len(all) != 17*4 {
		t.Errorf("%d wordings, %v", len(all), err)
	}
}

// Salutation, closing and labels come in, are told of, hold and go back as the
// paragraphs do; a wording from before they could leaves them to ours.
func TestSalutationAndLabelsOfTheCentresOwnHoldLikeTheRest(t *testing.T) {
	b := bench(t, desk.Settings{})
	b.Paper.Lacks = '🌉'
	id, _ := rich(t, b)
	if err := b.ImportWording(ctx, worded(t, ownWords...)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil || !strings.Contains(lastPaper(b), theirs) || !strings.Contains(lastPaper(b), "Met de meeste hoogachting,") {
		t.Fatal(err, lastPaper(b))
	}
	more := func(version, closing string) []byte {
		return worded(t, append(ownWords, `"brug 1"`, `"`+version+`", "opening": "Geachte collega’s,", "closing": "`+closing+`", "labels": {"ourRef": "Dossier"}`)...)
	}
	for file, want := range map[string]string{string(more("brug 1", "Met groeten,")): "problem.wording.raise", string(more("brug 2", "Groeten 🌉")): "problem.glyph"} {
		if err := b.ImportWording(ctx, []byte(file)); key(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	_, diff, err := b.CompareWording(more("brug 2", "Met groeten,"))
	var paths []string
	for _, d := range diff {
		paths = append(paths, d.Path)
	}
	if got := strings.Join(paths, " "); err != nil || got != "version opening closing labels.ourRef" {
		t.Fatalf("they differ in %s: %v", got, err)
	}
	if err := b.ImportWording(ctx, more("brug 2", "Met groeten,")); err != nil {
		t.Fatal(err)
	}
	reopen(t, b, desktest.Passphrase)
	worded := []string{"Geachte collega’s,", "Met groeten,", "\nDossier\n"}
	for n, in := range []bool{true, false} {
		if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
			t.Fatal(err)
		}
		for _, s := range worded {
			if strings.Contains(lastPaper(b), s) != in {
				t.Errorf("letter %d: %q:\n%s", n+2, s, lastPaper(b))
			}
		}
		if err := b.RevertWording(ctx, "L01", "nl"); (err == nil) != in {
			t.Fatal(err)
		}
	}
	if doc, err := b.IssuedDocument(ctx, id, 2); err != nil || doc == nil || !strings.Contains(plain(doc), worded[0]) {
		t.Errorf("the letter is shown in other words: %v", err)
	}
}

func TestAWordingThatIsRefusedIsNotRecorded(t *testing.T) {
	b := bench(t, desk.Settings{})
	b.Paper.Lacks = '🌉'
	before := b.Vault.Size()
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"not JSON":      {[]byte("Hierbij"), "problem.wording.file"},
		"ours":          {worded(t, `"version": "1"`, `"version": "brug 1"`), "problem.wording.same"},
		"without a law": {worded(t, append(ownWords, "{{.LawRef}}", "de regels")...), "problem.wording.law"},
		"no glyph":      {worded(t, append(ownWords, "Overeenkomstig", "Op de 🌉: overeenkomstig")...), "problem.glyph"},
		"too large":     {bytes.Repeat([]byte(" "), 40<<10), "problem.wording.file"},
	} {
		if _, _, err := b.CompareWording(c.file); key(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if err := b.ImportWording(ctx, c.file); key(err) != c.want {
			t.Errorf("%s, import: %v", name, err)
		}
	}
	if b.Vault.Size() != before {
		t.Error("something was recorded")
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := b.ImportWording(ctx, worded(t, ownWords...)); !errors.Is(err, journal.ErrLocked) {
		t.Errorf("a locked desk: %v", err)
	}
}

// A newer program may ask more of a letter than a wording of last year says:
// then ours is in force, and the list says why. One that it cannot read at all
// keeps nobody from the desk.
func TestAWordingThatOursHasOutgrownIsNotUsed(t *testing.T) {
	b := bench(t, desk.Settings{})
	if err := b.ImportWording(ctx, worded(t, ownWords...)); err != nil {
		t.Fatal(err)
	}
	id, _ := rich(t, b)
	for name, change := range func(yield func(string, func(map[string]any)) bool) {
		_ = yield("outgrown", func(w map[string]any) { w["body"] = []string{"Wij begeleiden deze persoon."} }) &&
			yield("unreadable", func(w map[string]any) { w["later"] = true })
	} {
		b.Vault.ChangeRecords("wording", func(body []byte) []byte {
			var w map[string]any
			if err := json.Unmarshal(body, &w); err != nil {
				t.Fatal(err)
			}
			change(w)
			data, err := json.Marshal(w)
			if err != nil {
				t.Fatal(err)
			}
			return data
		})
		if err := errors.Join(b.Lock(), b.Unlock(ctx, []byte(desktest.Passphrase))); err != nil {
			t.Fatal(name, err)
		}
		x, err := b.Wording("L01", "nl")
		if err != nil || x.InForce() != x.Ours || name == "outgrown" && key(x.Stale) != "problem.wording.law" && key(x.Stale) != "problem.wording.clause" && key(x.Stale) != "problem.wording.fact" {
			t.Errorf("%s: %+v, %v", name, x, err)
		}
		if doc, err := b.PreviewLetter(ctx, id, "L01", ""); err != nil || !strings.Contains(plain(doc), "Hierbij delen wij u mee dat") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
