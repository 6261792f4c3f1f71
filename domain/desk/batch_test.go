package desk_test

import (
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
)

// metAt takes a person in and links her to an inspection.
func metAt(t testing.TB, b *desktest.Bench, change ...string) (journal.ID, string) {
	t.Helper()
	id, code := rich(t, b, change...)
	record(t, b, id, `{"kind":"inspection","code":"K7M-204S"}`)
	return id, code
}

// round says how the letter stands for each, and issues it to those who are ready.
func round(t testing.TB, b *desktest.Bench) (list []desk.PersonLetter, files []string) {
	t.Helper()
	list, err := b.LettersOf(ctx, "K7M-204S", "L01")
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if !list[i].Ready() {
			continue
		}
		made, err := b.IssueFor(ctx, &list[i], casefile.AsFile)
		if err != nil || made.Name != list[i].Name || list[i].Number == 0 {
			t.Errorf("%+v as %s: %v", list[i], made.Name, err)
		}
		files = append(files, made.Name)
	}
	return list, files
}

// Each person of an inspection gets her own letter; who lacks something waits
// alone, and whoever does it again goes on where it stopped.
func TestEachPersonOfAnInspectionGetsHerOwnLetterOrIsToldWhatIsMissing(t *testing.T) {
	b := bench(t, desk.Settings{})
	var want []string
	for range 3 {
		_, code := metAt(t, b)
		want = append(want, code+"-1.pdf")
	}
	slices.Sort(want)
	blocked, code := metAt(t, b)
	record(t, b, blocked, `{"kind":"consent","purpose":"foreignersDepartment","answer":"notAsked"}`)
	stopped, _ := metAt(t, b)
	record(t, b, stopped, `{"kind":"triage","assessment":"5.3","decidedBy":"x"}`)
	gone, _ := metAt(t, b)
	record(t, b, gone, `{"kind":"triage","assessment":"none"}`)
	rich(t, b) // met elsewhere

	before := b.Vault.Size()
	list, err := b.LettersOf(ctx, "k7m204s", "L01")
	if err != nil || len(list) != 4 || b.Vault.Size() != before {
		t.Fatalf("looking: %d persons, %d records more, %v", len(list), b.Vault.Size()-before, err)
	}
	list, files := round(t, b)
	if !slices.Equal(files, want) {
		t.Errorf("issued are %v, want %v", files, want)
	}
	for _, p := range list {
		if p.ID == blocked && (p.Number != 0 || len(p.State.Missing) != 1 || p.State.Missing[0].Key != "consent.foreignersDepartment") {
			t.Errorf("who did not consent: %+v", p)
		}
	}
	if n := len(open(t, b, blocked).File.Letters); n != 0 {
		t.Errorf("who did not consent has %d letters", n)
	}
	// Each has one letter and one trace that it left, and no other name in it.
	for _, p := range list {
		f := open(t, b, p.ID).File
		left := 0
		for _, e := range f.History {
			if x, ok := e.Body.(*casefile.Exported); ok && x.Number == 1 && x.Letter == "L01" {
				left++
			}
		}
		if n := len(f.Letters); p.ID != blocked && (n != 1 || left != 1) {
			t.Errorf("%s has %d letters, %d left", p.Code, n, left)
		}
	}
	// Once more: nothing is issued twice; who has consented since gets hers.
	if _, files := round(t, b); len(files) != 0 {
		t.Errorf("issued again: %v", files)
	}
	record(t, b, blocked, `{"kind":"consent","purpose":"foreignersDepartment","answer":"given"}`)
	if _, files := round(t, b); !slices.Equal(files, []string{code + "-1.pdf"}) {
		t.Errorf("who consented since: %v", files)
	}
}

func TestABatchIssuesNothingThatSomebodyElseMustReadOrThatIsNotReady(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := metAt(t, b)
	for _, kind := range []string{"L08", "L14"} {
		if _, err := b.LettersOf(ctx, "K7M-204S", kind); key(err) != "refused.letter.batch" {
			t.Errorf("%s: %v", kind, err)
		}
		p := desk.PersonLetter{ID: id}
		p.State.Kind = kind
		if _, err := b.IssueFor(ctx, &p, casefile.AsFile); key(err) != "refused.letter.batch" {
			t.Errorf("%s is issued: %v", kind, err)
		}
	}
	if _, err := b.LettersOf(ctx, "K7M-204S", "L99"); key(err) != "problem.letter" {
		t.Errorf("a letter that there is not: %v", err)
	}
	// What changed since it was looked at holds.
	list, err := b.LettersOf(ctx, "K7M-204S", "L01")
	if err != nil {
		t.Fatal(err)
	}
	record(t, b, id, `{"kind":"consent","purpose":"counselling","answer":"withdrawn"}`)
	before := b.Vault.Size()
	if _, err := b.IssueFor(ctx, &list[0], casefile.AsFile); !strings.Contains(key(err), "missing.consent.counselling") || b.Vault.Size() != before {
		t.Errorf("after a withdrawal: %v, %d records more", err, b.Vault.Size()-before)
	}
	record(t, b, id, `{"kind":"consent","purpose":"counselling","answer":"given"}`)
	if _, err := b.IssueFor(ctx, &list[0], casefile.AsFile); err != nil {
		t.Fatal(err)
	}
	if _, err := b.IssueFor(ctx, &list[0], casefile.AsFile); key(err) != "problem.letter.has" {
		t.Errorf("a second time: %v", err)
	}
}
