package storage

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"onthaal/domain/journal"
)

// benchJournals is how many journals of 12 records of 300 bytes, in 4 appends,
// the bench desk has. The bench desk of all figures has 10,000, which takes
// minutes to make; without ONTHAAL_BENCH_CASES it is a tenth.
var benchJournals = func() int {
	n, err := strconv.Atoi(os.Getenv("ONTHAAL_BENCH_CASES"))
	if err != nil {
		return 1000
	}
	return n
}()

func benchDesk(b *testing.B) (v *Vault, s *Store, recovery string, ids []journal.ID) {
	b.Helper()
	v, s, recovery = newDesk(b)
	body := strings.Repeat("x", 300)
	for range benchJournals {
		id := journal.NewID()
		for n := range uint64(4) {
			add(b, s, id, 3*n, strings.Repeat("h", 500), body, body, body)
		}
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

// BenchmarkBackup writes a backup and reads it back.
func BenchmarkBackup(b *testing.B) {
	_, s, _, _ := benchDesk(b)
	file := filepath.Join(b.TempDir(), "backup")
	for b.Loop() {
		info, err := s.Backup(ctx, file, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size)/(1<<20), "MiB")
	}
}

// BenchmarkRestore makes a closed desk from a backup, with everything in it
// verified.
func BenchmarkRestore(b *testing.B) {
	v, s, recovery, _ := benchDesk(b)
	file, _ := backupOf(b, s)
	b.ResetTimer()
	for b.Loop() {
		to := filepath.Join(b.TempDir(), "restored")
		if _, err := v.Restore(ctx, file, []byte(recovery), to, nil); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		os.RemoveAll(to)
		b.StartTimer()
	}
}
