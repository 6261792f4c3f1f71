package storage

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"onthaal/domain/journal"
)

// benchDesk is the bench desk at a tenth of its size: journals of 12 records
// of 300 bytes.
const benchJournals = 1000

func benchDesk(b *testing.B) (v *Vault, s *Store, recovery string, ids []journal.ID) {
	b.Helper()
	v, s, recovery = newDesk(b)
	body := strings.Repeat("x", 300)
	twelve := strings.Split(strings.Repeat(body+",", 11)+body, ",")
	for range benchJournals {
		id := journal.NewID()
		add(b, s, id, 0, strings.Repeat("h", 500), twelve...)
		ids = append(ids, id)
	}
	b.ResetTimer()
	return v, s, recovery, ids
}

// BenchmarkAppendSynced saves one entry, as a counsellor does.
func BenchmarkAppendSynced(b *testing.B) {
	_, s, _, ids := benchDesk(b)
	seq := map[journal.ID]uint64{}
	head := []byte(strings.Repeat("h", 500))
	took := make([]float64, 0, b.N)
	for i := 0; b.Loop(); i++ {
		id := ids[i%len(ids)]
		rec := []journal.Record{note(strings.Repeat("x", 300))}
		start := time.Now()
		if err := s.Append(ctx, id, 12+seq[id], rec, head); err != nil {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
		seq[id]++
	}
	sort.Float64s(took)
	b.ReportMetric(took[len(took)*95/100], "p95-ms")
	b.ReportMetric(took[len(took)/2], "p50-ms")
}

// BenchmarkUnlock opens with the recovery code, so without Argon2, and reads
// all heads: after a clean close, and after a crash with the walk.
func BenchmarkUnlock(b *testing.B) {
	v, s, recovery, _ := benchDesk(b)
	for _, clean := range []bool{true, false} {
		b.Run(fmt.Sprintf("clean=%v", clean), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				if err := s.Close(); err != nil && clean {
					b.Fatal(err)
				}
				b.StartTimer()
				s = unlock(b, v, recovery)
				heads, err := s.Heads(ctx)
				if err != nil || len(heads) != benchJournals {
					b.Fatal(len(heads), err)
				}
				if !clean {
					b.StopTimer()
					abandon(b, s)
					b.StartTimer()
				}
			}
		})
	}
}

// BenchmarkRead reads a case of twelve records.
func BenchmarkRead(b *testing.B) {
	_, s, _, ids := benchDesk(b)
	for i := 0; b.Loop(); i++ {
		recs, err := s.Read(ctx, ids[i%len(ids)])
		if err != nil || len(recs) != 12 {
			b.Fatal(len(recs), err)
		}
	}
}
