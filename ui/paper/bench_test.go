package paper

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"onthaal/assets"
	"onthaal/domain/document"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
)

// What follows is timed by make bench, which has the promises beside it.

// short is a letter of one page, the request for stage 2.
func short(b *testing.B, s *sample.Shelf) *document.Document {
	b.Helper()
	at := slices.IndexFunc(sample.Read, func(c sample.Case) bool { return c.Kind == "L04" })
	d, err := s.Letter(&sample.Read[at], "nl", procedure.Default)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// someone is a letter about the n-th of many people: no two have the same name,
// and every script comes by.
func someone(b *testing.B, s *sample.Shelf, n int) *document.Document {
	b.Helper()
	scripts := slices.Sorted(maps.Keys(sample.Names))
	name := sample.Names[scripts[n%len(scripts)]]
	name[1] += " " + strconv.Itoa(n)
	c := sample.Read[0]
	c.Lines = sample.With(c.Lines, sample.Called(name)...)
	d, err := s.Letter(&c, "nl", procedure.Default)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

func stock(b *testing.B) *sample.Shelf {
	b.Helper()
	s, err := sample.Load(assets.Letters(), assets.Contacts(), assets.Profiles())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// took are durations.
type took []time.Duration

func (t took) report(b *testing.B) {
	slices.Sort(t)
	ms := func(percent int) float64 { return t[(len(t)-1)*percent/100].Seconds() * 1000 }
	b.ReportMetric(ms(50), "p50-ms")
	b.ReportMetric(ms(95), "p95-ms")
}

// BenchmarkPreview goes from the click to the picture: a letter of one page is
// composed of its case, set and drawn as large as the window shows it.
func BenchmarkPreview(b *testing.B) {
	p, s := New(), stock(b)
	p.Picture(mustLayout(b, p, short(b, s)), 0, 110)
	var t took
	for b.Loop() {
		began := time.Now()
		sheet := mustLayout(b, p, short(b, s))
		p.Picture(sheet, 0, 110)
		t = append(t, time.Since(began))
		if len(sheet.Pages) != 1 {
			b.Fatalf("%d pages", len(sheet.Pages))
		}
	}
	t.report(b)
}

// BenchmarkPDF makes the file of the same letter.
func BenchmarkPDF(b *testing.B) {
	p, s := New(), stock(b)
	var t took
	size := 0
	for b.Loop() {
		began := time.Now()
		data, err := p.PDF(short(b, s))
		if err != nil {
			b.Fatal(err)
		}
		t = append(t, time.Since(began))
		size = len(data)
	}
	t[1:].report(b) // the first reads the typefaces
	b.ReportMetric(float64(size)/1024, "KiB")
}

// BenchmarkEveryKind makes a file of each kind of letter in each language.
func BenchmarkEveryKind(b *testing.B) {
	p, s := New(), stock(b)
	most, n := 0, 0
	began := time.Now()
	for b.Loop() {
		for _, c := range sample.Read {
			for _, lang := range sample.Langs {
				d, err := s.Letter(&c, lang, procedure.Default)
				if err != nil {
					b.Fatal(err)
				}
				data, err := p.PDF(d)
				if err != nil {
					b.Fatal(err)
				}
				most = max(most, len(data))
				n++
			}
		}
	}
	b.ReportMetric(float64(n)/time.Since(began).Seconds(), "letters/s")
	b.ReportMetric(float64(most)/1024, "most-KiB")
}

// BenchmarkInspection makes the letters of 55 people who were found at once.
func BenchmarkInspection(b *testing.B) {
	s := stock(b)
	var t took
	for b.Loop() {
		began := time.Now()
		p := New()
		for n := range 55 {
			if _, err := p.PDF(someone(b, s, n)); err != nil {
				b.Fatal(err)
			}
		}
		t = append(t, time.Since(began))
	}
	t.report(b)
}

// BenchmarkMemory makes a thousand letters and their previews, and compares what
// is held after the hundredth and after the last.
func BenchmarkMemory(b *testing.B) {
	s := stock(b)
	for b.Loop() {
		p := New()
		var heap, peak [2]float64
		for n := range 1000 {
			sheet := mustLayout(b, p, someone(b, s, n))
			p.Picture(sheet, 0, 110)
			if _, err := p.Write(sheet); err != nil {
				b.Fatal(err)
			}
			at := slices.Index([]int{99, 999}, n)
			if at < 0 {
				continue
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap[at], peak[at] = float64(m.HeapAlloc)/(1<<20), peakMiB()
		}
		b.ReportMetric(heap[0], "heap-100-MiB")
		b.ReportMetric(heap[1], "heap-1000-MiB")
		b.ReportMetric(peak[0], "peak-100-MiB")
		b.ReportMetric(peak[1], "peak-1000-MiB")
		runtime.KeepAlive(p)
	}
}

// peakMiB is the most that the process has had in memory, where the system says.
func peakMiB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	kib := 0.0
	if _, after, ok := bytes.Cut(status, []byte("VmHWM:")); ok {
		if _, err := fmt.Sscan(string(after), &kib); err != nil {
			return 0
		}
	}
	return kib / 1024
}
