package wire

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkLock locks the open desk: gone is until no name is reached from it
// and its screens, sealed until the folder is as a clean close leaves it.
func BenchmarkLock(b *testing.B) {
	p, _ := unlocked(b)
	var gone, sealed spread
	for b.Loop() {
		b.StopTimer()
		if p.Desk.Locked() {
			unlock(b, p)
		}
		b.StartTimer()
		began := time.Now()
		seal := p.Desk.Forget()
		if rows, err := p.Desk.Cases(benchName(7)); err == nil {
			b.Fatal(len(rows))
		}
		gone.since(began)
		if err := seal(); err != nil {
			b.Fatal(err)
		}
		sealed.since(began)
	}
	b.ReportMetric(gone.at(50), "gone-ms")
	b.ReportMetric(sealed.at(50), "sealed-ms")
	b.ReportMetric(sealed.at(100), "sealed-max-ms")
}

// BenchmarkSize weighs the closed desk on the disk, and the memory of its own
// that a process has which has unlocked it and shown the day's tasks and the
// list (RssAnon).
func BenchmarkSize(b *testing.B) {
	p, _ := unlocked(b)
	for b.Loop() { // it has no time to measure
	}
	if err := p.Desk.Lock(); err != nil {
		b.Fatal(err)
	}
	var size int64
	err := filepath.Walk(deskFolder(), func(_ string, f os.FileInfo, err error) error {
		if err == nil && f.Mode().IsRegular() {
			size += f.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	unlock(b, p)
	if _, err := p.Desk.Agenda(); err != nil {
		b.Fatal(err)
	}
	if _, err := p.Desk.Cases(""); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size)/(1<<20), "disk-MiB")
	if rss, ok := rssAnon(b); ok {
		b.ReportMetric(rss, "rss-anon-MiB")
	}
}

// rssAnon reads the memory of this process that no file stands behind, in
// MiB, where the system tells.
func rssAnon(b *testing.B) (float64, bool) {
	if runtime.GOOS != "linux" {
		return 0, false
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); f[0] == "RssAnon:" {
			kb, err := strconv.Atoi(f[1])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024, true
		}
	}
	return 0, false
}

// BenchmarkBackup writes a backup of the desk and reads it back.
func BenchmarkBackup(b *testing.B) {
	p, _ := unlocked(b)
	var took, busy spread
	for b.Loop() {
		began, used := time.Now(), processTime()
		if _, err := p.Desk.Backup(context.Background(), filepath.Join(b.TempDir(), "bench.onthaal"), nil); err != nil {
			b.Fatal(err)
		}
		took.since(began)
		busy.add(processTime() - used)
	}
	b.ReportMetric(took.at(50), "p50-ms")
	b.ReportMetric(busy.at(50), "cpu-ms")
}

// BenchmarkRestore puts a backup into a new folder and reads everything in it,
// from the passphrase to the sealed desk.
func BenchmarkRestore(b *testing.B) {
	p, _ := unlocked(b)
	file := filepath.Join(b.TempDir(), "bench.onthaal")
	if _, err := p.Desk.Backup(context.Background(), file, nil); err != nil {
		b.Fatal(err)
	}
	var took, busy spread
	for b.Loop() {
		began, used := time.Now(), processTime()
		r, err := p.Desk.Restore(context.Background(), file, []byte(benchPassphrase), filepath.Join(b.TempDir(), "desk"), nil)
		if err != nil {
			b.Fatal(r, err)
		}
		took.since(began)
		busy.add(processTime() - used)
	}
	b.ReportMetric(took.at(50), "p50-ms")
	b.ReportMetric(busy.at(50), "cpu-ms")
}
