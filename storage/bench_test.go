package storage

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onthaal/domain/journal"
)

// The bench desk: 10,000 cases of 12 entries of 300 bytes in 4 appends, with a
// head of 500 bytes, and one case of 2,000 entries.
const (
	benchCases = 10_000
	benchLong  = 2_000
)

type benched struct {
	v        *Vault
	recovery string
	ids      []journal.ID
	long     journal.ID
	saves    []time.Duration
}

var benchDir string

func removeBenchDesk() {
	if benchDir != "" {
		os.RemoveAll(benchDir)
	}
}

// bench makes the desk once for all benchmarks; TestMain removes it.
var bench = sync.OnceValues(func() (d benched, err error) {
	if benchDir, err = os.MkdirTemp("", "onthaal-bench"); err != nil {
		return d, err
	}
	d.v = At(filepath.Join(benchDir, "desk"), cheap)
	s, recovery, err := d.v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		return d, err
	}
	d.recovery, d.long = recovery, journal.NewID()
	body, head := strings.Repeat("x", 300), []byte(strings.Repeat("h", 500))
	save := func(id journal.ID, after *uint64, n int) {
		var recs []journal.Record
		for range n {
			recs = append(recs, note(body))
		}
		began := time.Now()
		if e := s.Append(ctx, id, *after, recs, head); err == nil {
			err = e
		}
		d.saves = append(d.saves, time.Since(began))
		*after += uint64(n)
	}
	for range benchCases {
		id, after := journal.NewID(), uint64(0)
		for _, n := range []int{8, 1, 1, 2} {
			save(id, &after, n)
		}
		d.ids = append(d.ids, id)
	}
	for after := uint64(0); after < benchLong; {
		save(d.long, &after, 100)
	}
	if e := s.Close(); err == nil {
		err = e
	}
	return d, err
})

func benchDesk(b *testing.B) (benched, *Store) {
	b.Helper()
	d, err := bench()
	if err != nil {
		b.Fatal(err)
	}
	s := unlock(b, d.v, d.recovery)
	b.ResetTimer()
	return d, s
}

func reportTimes(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	for _, p := range []int{50, 95, 99} {
		b.ReportMetric(float64(took[len(took)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
	}
}

// BenchmarkFill tells of the desk that all others use: how its appends went
// and what it takes on the disk.
func BenchmarkFill(b *testing.B) {
	d, s := benchDesk(b)
	shut(b, s)
	for b.Loop() {
	}
	var size int64
	filepath.WalkDir(d.v.dir, func(_ string, e fs.DirEntry, err error) error {
		if fi, e := e.Info(); err == nil && e == nil && !fi.IsDir() {
			size += fi.Size()
		}
		return err
	})
	b.ReportMetric(float64(size)/(1<<20), "MiB")
	reportTimes(b, d.saves)
}

// BenchmarkAppendSynced saves one entry, as a counsellor does.
func BenchmarkAppendSynced(b *testing.B) {
	d, s := benchDesk(b)
	seq := map[journal.ID]uint64{}
	head := []byte(strings.Repeat("h", 500))
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		id := d.ids[i*7919%len(d.ids)]
		if _, known := seq[id]; !known {
			b.StopTimer()
			recs, err := s.Read(ctx, id)
			if err != nil {
				b.Fatal(err)
			}
			seq[id] = uint64(len(recs))
			b.StartTimer()
		}
		rec := []journal.Record{note(strings.Repeat("x", 300))}
		began := time.Now()
		if err := s.Append(ctx, id, seq[id], rec, head); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		seq[id]++
	}
	reportTimes(b, took)
}

// BenchmarkUnlock opens with the recovery code, so without Argon2, and reads
// all heads: after a clean close, and after a crash with the walk.
func BenchmarkUnlock(b *testing.B) {
	for _, clean := range []bool{true, false} {
		b.Run(fmt.Sprintf("clean=%v", clean), func(b *testing.B) {
			d, s := benchDesk(b)
			for b.Loop() {
				b.StopTimer()
				if clean {
					shut(b, s)
				} else {
					abandon(b, s)
				}
				b.StartTimer()
				s = unlock(b, d.v, d.recovery)
				heads, err := s.Heads(ctx)
				if err != nil || len(heads) != benchCases+1 {
					b.Fatal(len(heads), err)
				}
			}
			b.StopTimer()
			shut(b, s)
		})
	}
}

// BenchmarkHeads reads all heads.
func BenchmarkHeads(b *testing.B) {
	_, s := benchDesk(b)
	for b.Loop() {
		if heads, err := s.Heads(ctx); err != nil || len(heads) != benchCases+1 {
			b.Fatal(len(heads), err)
		}
	}
}

// BenchmarkRead reads a case of twelve records, and the one of 2,000.
func BenchmarkRead(b *testing.B) {
	d, s := benchDesk(b)
	for _, c := range []struct {
		n   int
		ids []journal.ID
	}{{12, d.ids}, {benchLong, []journal.ID{d.long}}} {
		b.Run(fmt.Sprint(c.n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				recs, err := s.Read(ctx, c.ids[i%len(c.ids)])
				if err != nil || len(recs) < c.n {
					b.Fatal(len(recs), err)
				}
			}
		})
	}
}

// BenchmarkErase erases cases of a full desk.
func BenchmarkErase(b *testing.B) {
	d, s := benchDesk(b)
	for i := 0; b.Loop(); i++ {
		if _, err := s.Erase(ctx, d.ids[len(d.ids)-1-i]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerifyAudit walks the audit chain.
func BenchmarkVerifyAudit(b *testing.B) {
	_, s := benchDesk(b)
	for b.Loop() {
		if _, err := s.VerifyAudit(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRekey makes a closed desk under other keys, compared row by row.
func BenchmarkRekey(b *testing.B) {
	_, s := benchDesk(b)
	for b.Loop() {
		to := filepath.Join(b.TempDir(), "rekeyed")
		if _, err := s.Rekey(ctx, []byte(passphrase), to, nil); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		os.RemoveAll(to)
		b.StartTimer()
	}
}
