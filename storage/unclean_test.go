//go:build linux || darwin

package storage

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"onthaal/domain/journal"
)

// childFault names what befalls the child that examines a copy.
const childFault = "ONTHAAL_TEST_FAULT"

// faulty makes this process come to grief when it is the child.
func faulty(how string) {
	step = func(at string) {
		if at != "examine.asked" {
			return
		}
		switch how {
		case "panic": // as Badger does, where nobody can catch it
			go panic("a panic in a goroutine")
			select {}
		case "fatal":
			log.SetOutput(os.Stderr)
			log.Fatal("a fatal error")
		case "fault": // a mapped file that was cut under its reader
			f, _ := os.CreateTemp("", "onthaal-fault")
			os.Remove(f.Name())
			f.Truncate(1 << 16)
			b, _ := unix.Mmap(int(f.Fd()), 0, 1<<16, unix.PROT_READ, unix.MAP_SHARED)
			f.Truncate(0)
			fmt.Fprint(os.Stderr, b[1<<15])
		case "kill":
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
		case "hang":
			time.Sleep(time.Hour)
		case "junk":
			fmt.Println(`{"opened": true,`)
			os.Exit(0)
		case "nothing":
			os.Exit(0)
		}
	}
}

// TestWhateverEndsTheChildIsAFinding lets the process that opens the copy die
// in every way that Badger knows. The desk itself is not touched, and opens
// when the fault is gone.
func TestWhateverEndsTheChildIsAFinding(t *testing.T) {
	v, recovery, id := crashedDesk(t)
	before := snapshot(t, v.dir)
	defer func(d time.Duration) { patience = d }(patience)
	for _, how := range []string{"panic", "fatal", "fault", "kill", "hang", "junk", "nothing"} {
		patience = time.Minute
		if how == "hang" {
			patience = 300 * time.Millisecond
		}
		t.Setenv(childFault, how)
		_, err := v.Unlock(ctx, []byte(recovery))
		want := "storeUnreadable"
		if how == "hang" { // which a machine that is only slow does too
			want = "storeSlow"
		}
		if found := journal.Findings(err); !errors.Is(err, journal.ErrDamaged) || len(found) != 1 || found[0].Key != want {
			t.Errorf("%s: %v", how, err)
		}
		wantSame(t, v.dir, before)
	}
	patience = time.Minute
	t.Setenv(childFault, "")
	s := unlock(t, v, recovery)
	if recs, err := s.Read(ctx, id); len(recs) != 3 || err != nil {
		t.Errorf("%d records, %v", len(recs), err)
	}
	if _, err := os.Stat(filepath.Join(v.dir, recoveringName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
}

// TestKeysReachTheChildByPipeAlone looks at the child as others see it.
func TestKeysReachTheChildByPipeAlone(t *testing.T) {
	v, recovery, _ := crashedDesk(t)
	t.Setenv(childFault, "hang")
	defer func(d time.Duration) { patience = d }(patience)
	patience = time.Second
	h, err := readHeader(v.dir)
	if err != nil {
		t.Fatal(err)
	}
	master, _ := h.open([]byte(recovery))
	keys := deriveKeys(master, h.Store)
	done := make(chan struct{})
	go func() { defer close(done); v.Unlock(ctx, []byte(recovery)) }()
	defer func() { <-done }()
	seen := false
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && !seen; time.Sleep(10 * time.Millisecond) {
		lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, line := range lines {
			b, _ := os.ReadFile(line)
			if !strings.Contains(string(b), childArgument) || !strings.Contains(readFile(filepath.Dir(line), "status"), fmt.Sprintf("\nPPid:\t%d\n", os.Getpid())) {
				continue
			}
			seen = true
			env := readFile(filepath.Dir(line), "environ")
			if !strings.Contains(env, childFault) {
				t.Error("the child's environment cannot be read")
			}
			for _, k := range keys.all() {
				for _, form := range []string{string(k), fmt.Sprintf("%x", k)} {
					if strings.Contains(string(b)+env, form) {
						t.Error("a key stands in the arguments or the environment of the child")
					}
				}
			}
			if strings.Contains(string(b), recovery) || strings.Contains(string(b), v.dir) {
				t.Errorf("the child's arguments say %q", b)
			}
		}
	}
	if _, err := os.Stat("/proc"); err == nil && !seen {
		t.Error("no child was seen")
	}
}

func readFile(dir, name string) string {
	b, _ := os.ReadFile(filepath.Join(dir, name))
	return string(b)
}

func TestAProgramWithoutAChildStillExamines(t *testing.T) {
	mayHaveChild.Store(false)
	defer mayHaveChild.Store(true)
	v, recovery, id := crashedDesk(t)
	t.Setenv(childFault, "kill") // whoever starts one all the same fails
	broken := filepath.Join(t.TempDir(), "broken")
	copyDir(t, v.dir, broken)
	logs, _ := filepath.Glob(filepath.Join(broken, dbName, "*.mem"))
	edit(t, logs[0], flip(200))
	before := snapshot(t, broken)
	_, err := At(broken, cheap).Unlock(ctx, []byte(recovery))
	if found := journal.Findings(err); len(found) == 0 || found[0].Key != "changesMissing" {
		t.Errorf("%v", err)
	}
	wantSame(t, broken, before)
	s := unlock(t, v, recovery)
	if recs, err := s.Read(ctx, id); len(recs) != 3 || err != nil {
		t.Errorf("%d records, %v", len(recs), err)
	}
}

// TestDamageSaysWhatIsStillWhole has a row of one journal of three broken.
func TestDamageSaysWhatIsStillWhole(t *testing.T) {
	whole := func(err error) journal.Finding {
		found := journal.Findings(err)
		if !errors.Is(err, journal.ErrDamaged) || len(found) < 2 {
			t.Fatalf("got %v", err)
		}
		return found[len(found)-1]
	}
	v, s, recovery := newDesk(t)
	for i := range 3 {
		add(t, s, journal.ID{byte(i + 1)}, 0, "h", "one", "two")
	}
	s.db.Update(func(x txn) error { return x.Delete(recordAt(journal.ID{2}, 1).key()) })
	abandon(t, s)
	_, err := v.Unlock(ctx, []byte(recovery))
	if f := whole(err); f.String() != "stillWhole changes=3 journals=2" {
		t.Errorf("a row gone: %v", err)
	}

	v, recovery, _, _ = closedDesk(t)
	edit(t, filepath.Join(v.dir, dbName, "KEYREGISTRY"), flip(30)) // Badger opens nothing with that
	_, err = v.Unlock(ctx, []byte(recovery))
	if found := journal.Findings(err); len(found) != 1 {
		t.Errorf("a damaged registry: %v", err)
	}
	v, recovery, _, _ = closedDesk(t)
	os.WriteFile(filepath.Join(v.dir, dbName, "notes.txt"), nil, 0o600)
	_, err = v.Unlock(ctx, []byte(recovery))
	if f := whole(err); f.String() != "stillWhole changes=2 journals=1" {
		t.Errorf("a stranger's file: %v", err)
	}
}

func TestCopyOfAKilledProgramIsCleared(t *testing.T) {
	v, recovery, _ := crashedDesk(t)
	left := filepath.Join(v.dir, recoveringName, dbName, "000001.sst")
	if err := errors.Join(os.MkdirAll(filepath.Dir(left), 0o700), os.WriteFile(left, []byte("left"), 0o600)); err != nil {
		t.Fatal(err)
	}
	_, err := v.Unlock(ctx, []byte("wrong")) // also by whoever does not get in
	wantErr(t, err, journal.ErrWrongPassphrase)
	if _, err := os.Stat(filepath.Dir(left)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was left is still there: %v", err)
	}
	unlock(t, v, recovery)
}

// TestCopyIsEqualAndTakesNoMoreRoom copies Badger's sparse logs.
func TestCopyIsEqualAndTakesNoMoreRoom(t *testing.T) {
	v, _, _ := crashedDesk(t)
	if err := v.copyStore(ctx); err != nil {
		t.Fatal(err)
	}
	from, to := filepath.Join(v.dir, dbName), filepath.Join(v.dir, recoveringName, dbName)
	if a, b := contents(t, from), contents(t, to); !reflect.DeepEqual(a, b) {
		t.Error("the copy differs")
	}
	var taken int64
	logs, _ := filepath.Glob(filepath.Join(to, "*"))
	for _, l := range logs {
		var st unix.Stat_t
		if err := unix.Stat(l, &st); err != nil || st.Nlink != 1 {
			t.Errorf("%s: %d links, %v", l, st.Nlink, err)
		}
		taken += st.Blocks * 512
	}
	if taken > 1<<20 {
		t.Errorf("the copy takes %d KiB", taken>>10)
	}
}

// contents is what is in the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	m := snapshot(t, dir)
	for name, s := range m {
		m[name] = s[strings.Index(s, " "):] // without the mode
	}
	delete(m, "LOCK")
	delete(m, "DISCARD")
	return m
}

func TestEveryKeyIsHandedOverAndForgotten(t *testing.T) {
	k := deriveKeys(make([]byte, keySize), journal.ID{1})
	n := 0
	for f, v := range reflect.ValueOf(k).Elem().Fields() {
		if f.Type == reflect.TypeFor[[]byte]() {
			n++
			if v.Len() != keySize {
				t.Errorf("the key %s has %d bytes", f.Name, v.Len())
			}
		}
	}
	if n != len(k.all()) {
		t.Errorf("%d keys, %d handed over", n, len(k.all()))
	}
}
