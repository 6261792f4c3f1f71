package wire

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/storage"
)

// The bench desk: many cases of 12 entries of about 300 bytes in 4 appends,
// and one case of 2,000 entries, on the real store with synced writes.
const benchCases = 10_000

var benchDay = civil.Must(2026, 11, 23)

// bench makes the desk once for all benchmarks; TestMain clears it away.
var bench = sync.OnceValues(func() (*Parts, error) {
	dir, err := os.MkdirTemp("", "onthaal-bench")
	if err != nil {
		return nil, err
	}
	benchDir = dir
	return benchDesk(dir, benchCases)
})

var benchDir string

func TestMain(m *testing.M) {
	code := m.Run()
	if benchDir != "" {
		os.RemoveAll(benchDir)
	}
	os.Exit(code)
}

func benchParts(b *testing.B) (*Parts, journal.ID) {
	b.Helper()
	p, err := bench()
	if err != nil {
		b.Fatal(err)
	}
	rows, err := p.Desk.Cases("Bench00042")
	if err != nil || len(rows) != 1 {
		b.Fatalf("%d cases found, %v", len(rows), err)
	}
	b.ResetTimer()
	return p, rows[0].ID
}

func benchDesk(dir string, cases int) (*Parts, error) {
	ctx := context.Background()
	p, err := Build(dir, Options{Today: benchDay, Vault: storage.Options{KDF: storage.Params{Memory: 19 << 10, Time: 1, Threads: 1}}})
	if err != nil {
		return nil, err
	}
	if _, err := p.Desk.Create(ctx, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "Bench"}, []byte("bench")); err != nil {
		return nil, err
	}
	note := casefile.NewEntry(casefile.KindNote, benchDay, &casefile.Note{Text: strings.Repeat("a note of some length ", 11)})
	notes := func(n int) []casefile.Entry { return slices.Repeat([]casefile.Entry{note}, n) }
	for i := range cases {
		in, err := intake.Parse(fmt.Appendf(nil, `{"on":"2026-11-01",
			"referral":{"channel":"police","unit":"Bench unit"},"triage":{"assessment":"5.1"},
			"consent":[{"purpose":"counselling","answer":"given"},{"purpose":"foreignersDepartment","answer":"given"}],
			"person":{"familyName":"Bench%05d","givenNames":"Ana","born":"1990","nationalities":["AL"],"sex":"F"},
			"residence":{"status":"illegal"},"counselling":{"event":"takenOn"}}`, i), benchDay)
		if err != nil {
			return nil, err
		}
		id, _, err := p.Desk.TakeIn(ctx, in)
		for _, n := range []int{1, 1, 2} {
			if err == nil {
				err = p.Desk.RecordAll(ctx, id, notes(n))
			}
		}
		if i == 0 {
			for range 20 {
				if err == nil {
					err = p.Desk.RecordAll(ctx, id, notes(100))
				}
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// BenchmarkSaveEntry is one entry, checked, folded, assessed and synced to the
// disk: what a person waits for after "Save and continue".
func BenchmarkSaveEntry(b *testing.B) {
	p, id := benchParts(b)
	e := casefile.NewEntry(casefile.KindResidence, benchDay, &casefile.Residence{Status: "doubtful"})
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := p.Desk.Record(context.Background(), id, e); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		if len(took)%10 == 0 { // another case, so that this one does not grow for ever
			rows, _ := p.Desk.Cases(fmt.Sprintf("Bench%05d", 100+len(took)/10%(benchCases-200)))
			id = rows[0].ID
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// BenchmarkPreview is a letter from click to picture.
func BenchmarkPreview(b *testing.B) {
	p, id := benchParts(b)
	for b.Loop() {
		doc, err := p.Desk.PreviewLetter(context.Background(), id, "L01", "")
		if err != nil {
			b.Fatal(err)
		}
		s, err := p.Paper.Layout(doc)
		if err != nil {
			b.Fatal(err)
		}
		p.Paper.Picture(s, 0, 110)
	}
}

// BenchmarkSearch looks for a name among all cases.
func BenchmarkSearch(b *testing.B) {
	p, _ := benchParts(b)
	for b.Loop() {
		if rows, err := p.Desk.Cases("bench077 ana"); err != nil || len(rows) != 100 {
			b.Fatal(len(rows), err)
		}
	}
}

// BenchmarkAgenda gathers Today from all cases.
func BenchmarkAgenda(b *testing.B) {
	p, _ := benchParts(b)
	for b.Loop() {
		if _, err := p.Desk.Agenda(); err != nil {
			b.Fatal(err)
		}
	}
}
