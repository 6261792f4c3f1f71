package wire

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/intake"
	"onthaal/storage"
)

// BenchmarkLettersOfAnInspection looks at the 55 persons of one inspection,
// issues L01 to each, and saves 55 files: what is promised is two seconds.
func BenchmarkLettersOfAnInspection(b *testing.B) {
	const persons = 55
	ctx, day := context.Background(), civil.Must(2026, 11, 23)
	var one []string
	for i := range persons {
		one = append(one, fmt.Sprintf(`{"person":{"familyName":%q,"givenNames":"Ana","originalScript":"Ана Иванова","born":"1990","nationalities":["AL"],"sex":"F"}}`,
			strings.ReplaceAll(benchName(i), "Ива", "Iva"))) // a letter wants Latin letters, and may have others beside them
	}
	in, err := intake.ParseBatch([]byte(`{"all":{"referral":{"channel":"inspection","unit":"Bench unit"},"triage":{"assessment":"5.1"},
		"consent":[{"purpose":"counselling","answer":"given"},{"purpose":"foreignersDepartment","answer":"given"}],
		"counselling":{"event":"takenOn"}},"persons":[`+strings.Join(one, ",")+`]}`), day)
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		b.StopTimer()
		p, err := Build(filepath.Join(b.TempDir(), "desk"), Options{Today: day, Vault: storage.Options{KDF: storage.Params{Memory: 19 << 10, Time: 1, Threads: 1}}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Desk.Create(ctx, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "Bench"}, []byte("four words for tests")); err != nil {
			b.Fatal(err)
		}
		met, err := p.Desk.TakeInAll(ctx, in, 1)
		if err != nil {
			b.Fatal(err)
		}
		out := b.TempDir()
		b.StartTimer()
		list, err := p.Desk.LettersOf(ctx, met.Inspection, "L01")
		if err != nil || len(list) != persons {
			b.Fatalf("%d persons, %v", len(list), err)
		}
		for i := range list {
			made, err := p.Desk.IssueFor(ctx, &list[i], casefile.AsFile)
			if err == nil {
				err = os.WriteFile(filepath.Join(out, made.Name), made.PDF, 0o600)
			}
			if err != nil {
				b.Fatalf("%s: %v", list[i].Code, err)
			}
		}
		b.StopTimer()
		if err := p.Desk.Lock(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/persons, "ms/letter")
}
