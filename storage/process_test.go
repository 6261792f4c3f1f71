//go:build linux || darwin

package storage

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"onthaal/domain/journal"
)

// TestMain also is the child of the tests that need another process: the
// first variable says what it does, the others with which desk.
const (
	childDoes   = "ONTHAAL_TEST_CHILD"
	childDir    = "ONTHAAL_TEST_DIR"
	childSecret = "ONTHAAL_TEST_SECRET"
	childStep   = "ONTHAAL_TEST_STEP"   // at which step it kills itself
	childFormat = "ONTHAAL_TEST_FORMAT" // set when it knows the made-up format 2
)

func TestMain(m *testing.M) {
	if os.Getenv(childFormat) != "" {
		migrations = madeUp
	}
	if do := os.Getenv(childFault); do != "" {
		faulty(do)
	}
	if Child() {
		return
	}
	if at := os.Getenv(childStep); at != "" {
		step = func(name string) {
			if name == at {
				syscall.Kill(os.Getpid(), syscall.SIGKILL)
			}
		}
	}
	if do := os.Getenv(childDoes); do != "" {
		if err := child(do, At(os.Getenv(childDir), cheap), os.Getenv(childSecret)); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		f.Value.Set("15") // each opens and closes a desk some times
	}
	code := m.Run()
	removeBenchDesk()
	os.Exit(code)
}

// The names of errors, as a child tells them.
var errorNames = map[string]error{
	"readonly": journal.ErrReadOnly, "inuse": journal.ErrInUse, "exists": journal.ErrExists, "nostore": journal.ErrNoStore,
}

func nameOf(err error) string {
	for name, e := range errorNames {
		if errors.Is(err, e) {
			return name
		}
	}
	return fmt.Sprint(err)
}

var hammered = journal.ID{0xAB}

// body is what the nth record of the hammered journal holds.
func body(n uint64) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("record %d ", n), int(n*7919%6000)))
}

func child(do string, v *Vault, secret string) error {
	switch do {
	case "day":
		return liveADay(v.dir, os.Stdin)
	case "close without ballast":
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		return sayFilled(s)
	case "hammer", "hammer unsynced": // append for ever, and say each record that Append has answered for
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		if do == "hammer unsynced" {
			if err := unsynced(s); err != nil {
				return err
			}
		}
		recs, err := s.Read(ctx, hammered)
		if err != nil {
			return err
		}
		for n := uint64(len(recs)); ; n++ {
			r := note("")
			r.Body = body(n)
			if err := s.Append(ctx, hammered, n, []journal.Record{r}, []byte(fmt.Sprint(n+1))); err != nil {
				return err
			}
			if err := s.SetDraft(ctx, hammered, []byte(fmt.Sprint("draft ", n))); err != nil {
				return err
			}
			fmt.Println(n + 1)
		}
	case "hold": // keep the desk open until standard input ends
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		fmt.Println("open")
		io.Copy(io.Discard, os.Stdin)
		return s.Close()
	case "readonly": // as somebody who may not write
		if os.Getuid() == 0 {
			if err := errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
				return err
			}
		}
		_, err := v.Unlock(ctx, []byte(secret))
		_, _, err2 := At(filepath.Join(v.dir, "new"), cheap).Create(ctx, []byte(passphrase), nil)
		fmt.Println(nameOf(err), nameOf(err2))
	case "erase":
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		_, err = s.Erase(ctx, hammered)
		return errors.Join(err, s.Close())
	case "attach":
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		_, err = s.Attach(ctx, hammered, bytes.NewReader(fileOf(7*chunkSize)))
		return errors.Join(err, s.Close())
	case "rows":
		return sayRows(v, secret)
	case "open":
		s, err := v.Unlock(ctx, []byte(secret))
		if err != nil {
			return err
		}
		return s.Close()
	case "harden":
		Harden()
		fmt.Println(hardened())
	case "addSlot", "changeSlot", "removeSlot", "newRecovery", "rekey":
		return changeKeys(v, do, secret)
	default:
		return backupChild(do, v, secret)
	}
	return nil
}

const nobody = 65534

// killedAt runs a child that is to kill itself at a step.
func killedAt(t testing.TB, at, do, dir, secret string) {
	t.Helper()
	t.Setenv(childStep, at)
	cmd, in, lines := start(t, do, dir, secret)
	t.Setenv(childStep, "")
	in.Close()
	for lines.Scan() {
		t.Logf("the child said %q", lines.Text())
	}
	cmd.Wait()
	if w := cmd.ProcessState.Sys().(syscall.WaitStatus); !w.Signaled() || w.Signal() != syscall.SIGKILL {
		t.Fatalf("%s never came to %s: %v", do, at, cmd.ProcessState)
	}
}

// stepsOf gives the steps that f takes, in order, each once.
func stepsOf(t testing.TB, f func()) (names []string) {
	t.Helper()
	old := step
	defer func() { step = old }()
	step = func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	f()
	if names == nil {
		t.Fatal("no steps")
	}
	return names
}

// start runs a child and gives its output line by line.
func start(t testing.TB, do, dir, secret string) (*exec.Cmd, io.WriteCloser, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childDoes+"="+do, childDir+"="+dir, childSecret+"="+secret)
	if do != "rows" && do != "close without ballast" { // which die in many ways
		cmd.Stderr = os.Stderr
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd, in, bufio.NewScanner(out)
}

func TestAcknowledgedRecordSurvivesKill(t *testing.T) {
	v, s, recovery := newDesk(t)
	shut(t, s)
	var acked uint64
	answers := []uint64{1, 37, 220, 5}
	for rng := rand.New(rand.NewPCG(7, 4)); len(answers) < rounds(4, 50); {
		answers = append(answers, 1+rng.Uint64N(300))
	}
	for round, more := range answers {
		cmd, _, lines := start(t, "hammer", v.dir, recovery)
		until := acked + more
		for lines.Scan() {
			n, err := strconv.ParseUint(lines.Text(), 10, 64)
			if err != nil {
				t.Fatalf("round %d: the child said %q", round, lines.Text())
			}
			if acked = n; n == until {
				cmd.Process.Kill()
			}
		}
		cmd.Wait()
		if acked < until {
			t.Fatalf("round %d: the child stopped at %d", round, acked)
		}

		s := unlock(t, v, recovery)
		recs, err := s.Read(ctx, hammered)
		if err != nil {
			t.Fatal(err)
		}
		// One more may have been stored than the child lived to say.
		if n := uint64(len(recs)); n != acked && n != acked+1 {
			t.Fatalf("round %d: %d records of %d", round, n, acked)
		}
		for n, r := range recs {
			if string(r.Body) != string(body(uint64(n))) {
				t.Fatalf("round %d: record %d differs", round, n)
			}
		}
		heads, err := s.Heads(ctx)
		if err != nil || len(heads) != 1 || string(heads[0].Data) != fmt.Sprint(len(recs)) {
			t.Fatalf("round %d: heads %v, %v", round, heads, err)
		}
		d, err := s.Draft(ctx, hammered)
		if string(d) != fmt.Sprint("draft ", acked-1) && string(d) != fmt.Sprint("draft ", acked) || err != nil {
			t.Fatalf("round %d: draft %q after %d, %v", round, d, acked, err)
		}
		if round%2 == 0 {
			shut(t, s)
		} else {
			abandon(t, s)
		}
	}
	if found, err := v.Check(ctx, []byte(recovery)); err != nil {
		t.Errorf("%v, %v", found, err)
	}
	proof{
		"what was acknowledged survives a kill",
		"a child appends and is killed with SIGKILL after a random number of answers; the desk is opened by way of the copy, and closed or abandoned in turn",
		fmt.Sprint(len(answers)), fmt.Sprintf("all of %d acknowledged entries, the head and the draft present", acked),
		"a kill loses nothing that the system holds; see the power cut",
	}.report(t)
}

func TestDeskOfAnotherProcessIsInUse(t *testing.T) {
	v, s, recovery := newDesk(t)
	_, err := v.Unlock(ctx, []byte(recovery)) // this process counts as well
	wantErr(t, err, journal.ErrInUse)
	shut(t, s)
	cmd, in, lines := start(t, "hold", v.dir, recovery)
	if !lines.Scan() || lines.Text() != "open" {
		t.Fatalf("the child said %q", lines.Text())
	}
	for _, secret := range []string{recovery, "wrong"} { // known before Argon2 works
		_, err := v.Unlock(ctx, []byte(secret))
		wantErr(t, err, journal.ErrInUse)
	}
	_, _, err = v.Create(ctx, []byte(passphrase), nil)
	wantErr(t, err, journal.ErrExists)
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	shut(t, unlock(t, v, recovery))

	cmd, _, lines = start(t, "hold", v.dir, recovery)
	lines.Scan()
	cmd.Process.Kill() // the system frees the lock
	cmd.Wait()
	shut(t, unlock(t, v, recovery))
}

func TestFolderThatCannotBeWrittenTo(t *testing.T) {
	dir, err := os.MkdirTemp("", "onthaal-readonly")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700); os.RemoveAll(dir) })
	v := At(dir, cheap)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if os.Getuid() == 0 { // the child becomes somebody who is not above modes
		filepath.WalkDir(dir, func(p string, _ fs.DirEntry, _ error) error { return os.Chown(p, nobody, nobody) })
	}
	os.Chmod(dir, 0o500)
	before := snapshot(t, dir)
	_, _, lines := start(t, "readonly", dir, recovery)
	lines.Scan()
	if lines.Text() != "readonly readonly" {
		t.Errorf("the child said %q", lines.Text())
	}
	wantSame(t, dir, before)
}

func TestHardenedProcessKeepsItsMemory(t *testing.T) {
	_, _, lines := start(t, "harden", "", "")
	lines.Scan()
	if lines.Text() != hardenedWant {
		t.Errorf("the child said %q, want %q", lines.Text(), hardenedWant)
	}
}
