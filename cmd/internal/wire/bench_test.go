package wire

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
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
	"onthaal/domain/procedure"
	"onthaal/storage"
)

// The bench desk: many cases of 12 entries of about 300 bytes in 4 appends,
// and one case of 2,000 entries, on the real store with synced writes. It is
// made once for all benchmarks of a run; with -desk it is kept for the next
// run, and for other programs: its passphrase is benchPassphrase, and its
// recovery code lies beside the folder in a file with .recovery after its name.
var (
	benchDir   = flag.String("desk", "", "folder in which the bench desk is kept, or made")
	benchCases = flag.Int("cases", 10_000, "number of cases of the bench desk")
	benchCost  = flag.String("cost", "65536,3,4", "what its passphrase costs: KiB, passes, lanes")
)

const benchPassphrase = "bench"

var benchDay = civil.Must(2026, 11, 23)

// benchClock is the bench desk's clock: its day is changed as midnight does.
var benchClock = movedClock{today: benchDay}

type movedClock struct{ today civil.Date }

func (*movedClock) Now() time.Time      { return time.Now() }
func (c *movedClock) Today() civil.Date { return c.today }

var bench = sync.OnceValues(func() (*Parts, error) {
	if *benchDir == "" {
		var err error
		if benchMade, err = os.MkdirTemp("", "onthaal-bench"); err != nil {
			return nil, err
		}
	}
	var kdf storage.Params
	if _, err := fmt.Sscanf(*benchCost, "%d,%d,%d", &kdf.Memory, &kdf.Time, &kdf.Threads); err != nil {
		return nil, err
	}
	p, err := Build(deskFolder(), Options{Clock: &benchClock, Vault: storage.Options{KDF: kdf}})
	if err != nil {
		return nil, err
	}
	benchParts = p
	if there, err := p.Desk.Exists(); err != nil || there {
		return p, err
	}
	return p, fillDesk(p, *benchCases)
})

func deskFolder() string { return cmp.Or(*benchDir, benchMade) }

var (
	benchMade  string // the folder to clear away
	benchParts *Parts // what to close
)

func TestMain(m *testing.M) {
	code := m.Run()
	if benchParts != nil {
		benchParts.Desk.Lock()
	}
	if benchMade != "" {
		os.RemoveAll(benchMade)
	}
	os.Exit(code)
}

// unlocked gives the bench desk, unlocked, and one case of it.
func unlocked(b *testing.B) (*Parts, journal.ID) {
	b.Helper()
	p, err := bench()
	if err != nil {
		b.Fatal(err)
	}
	if p.Desk.Locked() {
		unlock(b, p)
	}
	rows, err := p.Desk.Cases(benchName(42))
	if err != nil || len(rows) == 0 {
		b.Fatalf("%d cases found, %v", len(rows), err)
	}
	b.ResetTimer()
	return p, rows[0].ID
}

func unlock(b *testing.B, p *Parts) {
	b.Helper()
	if err := p.Desk.Unlock(context.Background(), []byte(benchPassphrase)); err != nil {
		b.Fatal(err)
	}
}

// benchName is the family name of a case: as they come, in Latin letters with
// and without marks and in Cyrillic, each once.
func benchName(i int) string {
	start := []string{"Hox", "Đor", "Nguyễ", "Mül", "Ива", "Khat", "Şah", "Popes", "Oka", "Łuka", "Oued", "Zha"}
	middle := []string{"an", "de", "vi", "ler", "no", "ib", "ou", "cu", "fo", "sze", "ra", "go"}
	end := []string{"a", "ić", "va", "in", "ska", "r", "u", "é"}
	return fmt.Sprintf("%s%s%s%s", start[i%12], middle[i/12%12], middle[i/144%12], end[i/1728%8]) + strings.Repeat("i", i/13824)
}

func fillDesk(p *Parts, cases int) error {
	ctx := context.Background()
	recovery, err := p.Desk.Create(ctx, desk.Settings{Centre: desk.Payoke, Language: "nl", Counsellor: "Bench"}, []byte(benchPassphrase))
	if err == nil && *benchDir != "" {
		err = os.WriteFile(*benchDir+".recovery", []byte(recovery), 0o600)
	}
	if err != nil {
		return err
	}
	note := casefile.NewEntry(casefile.KindNote, benchDay, &casefile.Note{Text: strings.Repeat("a note of some length ", 11)})
	notes := func(n int) []casefile.Entry { return slices.Repeat([]casefile.Entry{note}, n) }
	given := []string{"Ana", "Khadija", "Юлия", "Thị Hương", "Blessing", "Zoë", "Marie-Claire"}
	for i := range cases {
		in, err := intake.Parse(fmt.Appendf(nil, `{"on":"2026-11-01",
			"referral":{"channel":"police","unit":"Bench unit"},"triage":{"assessment":"5.1"},
			"consent":[{"purpose":"counselling","answer":"given"},{"purpose":"foreignersDepartment","answer":"given"}],
			"person":{"familyName":%q,"givenNames":%q,"born":"1990","nationalities":["AL"],"sex":"F","fileNumber":"%d.%03d.%03d"},
			"residence":{"status":"illegal"},"counselling":{"event":"takenOn"}}`,
			benchName(i), given[i%len(given)], i%9+1, i/1000, i%1000), benchDay)
		if err != nil {
			return err
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
			return err
		}
	}
	return nil
}

// spread are times in milliseconds, from the shortest to the longest.
type spread []float64

func (s *spread) since(began time.Time) { s.add(time.Since(began)) }

func (s *spread) add(d time.Duration) { *s = append(*s, float64(d.Microseconds())/1000) }

func (s spread) at(percent int) float64 {
	slices.Sort(s)
	return s[min(len(s)*percent/100, len(s)-1)]
}

// BenchmarkUnlock opens the desk as every morning, until the day's tasks, the
// list of all cases and a search are there. over-kdf is that less what a wrong
// passphrase takes, which is Argon2id alone; each right one is measured beside
// a wrong one. over-kdf-cpu is the same in processor time, all threads together.
func BenchmarkUnlock(b *testing.B) {
	p, err := bench()
	if err != nil {
		b.Fatal(err)
	}
	var whole, over, busy, today, list spread
	for b.Loop() {
		b.StopTimer()
		if !p.Desk.Locked() {
			if err := p.Desk.Lock(); err != nil {
				b.Fatal(err)
			}
		}
		began, used := time.Now(), processTime()
		if err := p.Desk.Unlock(context.Background(), []byte("wrong")); !errors.Is(err, journal.ErrWrongPassphrase) {
			b.Fatal(err)
		}
		wrong, wrongUsed := time.Since(began), processTime()-used
		b.StartTimer()
		began, used = time.Now(), processTime()
		unlock(b, p)
		step := time.Now()
		if _, err := p.Desk.Agenda(); err != nil {
			b.Fatal(err)
		}
		today.since(step)
		step = time.Now()
		if rows, err := p.Desk.Cases(""); err != nil || len(rows) == 0 {
			b.Fatal(len(rows), err)
		}
		list.since(step)
		if rows, err := p.Desk.Cases(benchName(7)); err != nil || len(rows) == 0 {
			b.Fatal(len(rows), err)
		}
		whole.since(began)
		over.add(time.Since(began) - wrong)
		busy.add(processTime() - used - wrongUsed)
	}
	b.ReportMetric(busy.at(50), "over-kdf-cpu-ms")
	b.ReportMetric(over.at(50), "over-kdf-ms")
	b.ReportMetric(whole.at(50), "p50-ms")
	b.ReportMetric(today.at(50), "agenda-ms")
	b.ReportMetric(list.at(50), "list-ms")
}

// BenchmarkSaveEntry is one entry, checked, folded, assessed and synced to the
// disk: what a person waits for after "Save and continue".
func BenchmarkSaveEntry(b *testing.B) {
	p, id := unlocked(b)
	e := casefile.NewEntry(casefile.KindResidence, benchDay, &casefile.Residence{Status: "doubtful"})
	var took spread
	for b.Loop() {
		began := time.Now()
		if err := p.Desk.Record(context.Background(), id, e); err != nil {
			b.Fatal(err)
		}
		took.since(began)
		if len(took)%10 == 0 { // another case, so that this one does not grow for ever
			rows, _ := p.Desk.Cases(benchName(100 + len(took)/10%(*benchCases-200)))
			id = rows[0].ID
		}
	}
	b.ReportMetric(took.at(50), "p50-ms")
	b.ReportMetric(took.at(95), "p95-ms")
}

// BenchmarkPreview is a letter from click to picture.
func BenchmarkPreview(b *testing.B) {
	p, id := unlocked(b)
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

// BenchmarkSearch types names, a number and a misspelt name letter by letter,
// and makes the rows of what is found among all cases. p99-cpu is without the
// time in which other programs had the processor.
func BenchmarkSearch(b *testing.B) {
	p, _ := unlocked(b)
	var typed []string
	for _, text := range []string{benchName(77) + " ana", benchName(1234), "djordeler", "muelerovska", "иванова юлия", "3.000.017", "khadidja hoxha"} {
		for i := range text {
			typed = append(typed, text[:i])
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took, busy spread
	for i := 0; b.Loop(); i++ {
		began, used := time.Now(), threadTime()
		if _, err := p.Desk.Cases(typed[i%len(typed)]); err != nil {
			b.Fatal(err)
		}
		busy.add(threadTime() - used)
		took.since(began)
	}
	b.ReportMetric(took.at(50), "p50-ms")
	b.ReportMetric(took.at(99), "p99-ms")
	b.ReportMetric(busy.at(99), "p99-cpu-ms")
}

// BenchmarkAgenda gathers Today from the heads of all cases, each time on
// another day, as after midnight: what was worked out for the day before is of
// no use. cpu is the processor time of the whole program.
func BenchmarkAgenda(b *testing.B) {
	p, _ := unlocked(b)
	defer func() { benchClock.today = benchDay }()
	var took, busy spread
	var before *desk.Agenda
	for i := 0; b.Loop(); i++ {
		benchClock.today = benchDay.AddDays(1 + i%600)
		began, used := time.Now(), processTime()
		a, err := p.Desk.Agenda()
		if err != nil {
			b.Fatal(err)
		}
		busy.add(processTime() - used)
		took.since(began)
		if before != nil && (a.Today == before.Today || len(a.Tasks) < *benchCases || a.Tasks[0].Due.Days == before.Tasks[0].Due.Days && a.Tasks[0].ID == before.Tasks[0].ID) {
			b.Fatalf("on %s the agenda of %d tasks is that of %s", a.Today, len(a.Tasks), before.Today)
		}
		before = a
	}
	b.ReportMetric(took.at(50), "p50-ms")
	b.ReportMetric(busy.at(50), "cpu-ms")
	b.ReportMetric(busy.at(50)*1e6/float64(*benchCases), "ns/case")
}

// BenchmarkAssess assesses every case of the bench desk, the one of 2,000
// entries too, as an import of a procedure does. The files are read and folded
// before. cpu is the processor time of the whole program.
func BenchmarkAssess(b *testing.B) {
	p, _ := unlocked(b)
	b.StopTimer()
	rows, err := p.Desk.Cases("")
	if err != nil {
		b.Fatal(err)
	}
	type one struct {
		f *casefile.File
		p *procedure.Profile
	}
	all, longest := make([]one, 0, len(rows)), 0
	for _, r := range rows {
		c, err := p.Desk.Case(context.Background(), r.ID)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, one{c.File, c.Profile})
		longest = max(longest, len(c.File.History))
	}
	if len(all) != *benchCases || longest < 2000 {
		b.Fatalf("%d cases, the longest of %d entries", len(all), longest)
	}
	runtime.GC()
	b.StartTimer()
	var took, busy spread
	for b.Loop() {
		began, used := time.Now(), processTime()
		for _, x := range all {
			if s := procedure.Assess(x.f, x.p); len(s.Items) == 0 {
				b.Fatal("nothing is due")
			}
		}
		busy.add(processTime() - used)
		took.since(began)
	}
	b.ReportMetric(took.at(50), "p50-ms")
	b.ReportMetric(busy.at(50), "cpu-ms")
	b.ReportMetric(busy.at(50)*1e6/float64(len(all)), "ns/case")
}
