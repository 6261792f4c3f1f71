package desk_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"onthaal/assets"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/document"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
)

var (
	ctx   = context.Background()
	today = civil.Must(1997, 4, 1)
)

func bench(t testing.TB, s desk.Settings) *desktest.Bench {
	t.Helper()
	lib, err := desktest.Library(assets.Profiles(), assets.Letters(), assets.Leaflets(), assets.Contacts())
	if err != nil {
		t.Fatal(err)
	}
	if s.Centre == "" {
		s = desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "An Voorbeeld"}
	}
	b, err := desktest.New(lib, s, today)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rich is the intake of docs/examples: everything is known for L01 and L02.
func rich(t testing.TB, b *desktest.Bench, change ...string) (journal.ID, string) {
	t.Helper()
	data, err := os.ReadFile("../../docs/examples/intake.json")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i+1 < len(change); i += 2 {
		if !strings.Contains(text, change[i]) {
			t.Fatalf("the example has no %s", change[i])
		}
		text = strings.Replace(text, change[i], change[i+1], 1)
	}
	in, err := intake.Parse([]byte(text), b.Clock.Day)
	if err != nil {
		t.Fatal(err)
	}
	id, code, err := b.TakeIn(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return id, code
}

func record(t testing.TB, b *desktest.Bench, id journal.ID, entries ...string) {
	t.Helper()
	for _, s := range entries {
		if err := try(b, id, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func try(b *desktest.Bench, id journal.ID, entry string) error {
	e, err := casefile.ParseEntry([]byte(entry), b.Clock.Day)
	if err != nil {
		return err
	}
	return b.Record(ctx, id, e)
}

func open(t testing.TB, b *desktest.Bench, id journal.ID) *desk.Case {
	t.Helper()
	c, err := b.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// key names what an error says: the keys of its problems.
func key(err error) string {
	var one casefile.Problem
	var many casefile.Problems
	switch {
	case err == nil:
		return ""
	case errors.As(err, &one):
		return one.Key
	case errors.As(err, &many):
		var s []string
		for _, p := range many {
			s = append(s, p.Key)
		}
		return strings.Join(s, " ")
	}
	return err.Error()
}

// states says how each letter that is for the case stands: "L01 ready, L02 blocked, …".
func states(c *desk.Case) string {
	var s []string
	for _, l := range c.Letters {
		if l.State == letter.NotApplicable {
			continue
		}
		s = append(s, l.Kind+" "+string(l.State))
	}
	return strings.Join(s, ", ")
}

func missing(c *desk.Case, kind string) string {
	for _, l := range c.Letters {
		if l.Kind == kind {
			var s []string
			for _, m := range l.Missing {
				s = append(s, m.Key+"@"+string(m.Step))
			}
			return strings.Join(s, " ")
		}
	}
	return "no such letter"
}

func example(t testing.TB, kind string) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/examples/" + kind + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// plain is the text of a document, a line for each piece.
func plain(d *document.Document) string {
	var b strings.Builder
	d.Texts(func(t document.Text) { b.WriteString(t.String() + "\n") })
	return b.String()
}
