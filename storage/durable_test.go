//go:build linux

package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"onthaal/domain/journal"
)

// mounted mounts a small file system for a test, which root alone may do:
// "tmpfs", or "ext4" in a file that acts as the disk.
func mounted(t testing.TB, kind string, mib int) (dir, disk string) {
	t.Helper()
	dir = t.TempDir()
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Skipf("this machine does not let us mount a disk: %s %v: %v: %s", name, args, err, out)
		}
	}
	if kind == "tmpfs" {
		run("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm", mib), "none", dir)
	} else {
		disk = filepath.Join(t.TempDir(), "disk")
		if err := errors.Join(os.WriteFile(disk, nil, 0o600), os.Truncate(disk, int64(mib)<<20)); err != nil {
			t.Fatal(err)
		}
		run("mkfs.ext4", "-q", "-m", "0", disk)
		run("mount", "-o", "loop", disk, dir)
	}
	t.Cleanup(func() { unmount(t, dir) })
	return dir, disk
}

func unmount(t testing.TB, dir string) {
	t.Helper()
	for range 2 {
		if exec.Command("mountpoint", "-q", dir).Run() != nil {
			return
		}
		if exec.Command("umount", dir).Run() == nil {
			return
		}
	}
	if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// hammerUntil runs a child that appends, up to an answer, has stopped do what
// is to be done to it then, and gives the last number that it answered for.
func hammerUntil(t testing.TB, do, dir, recovery string, acks uint64, stopped func(*os.Process)) (acked uint64) {
	t.Helper()
	cmd, _, lines := start(t, do, dir, recovery)
	var first uint64
	for lines.Scan() {
		n, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil {
			t.Fatalf("the child said %q", lines.Text())
		}
		if first == 0 {
			first = n
		}
		if acked = n; n+1-first == acks {
			stopped(cmd.Process)
			cmd.Process.Kill()
		}
	}
	cmd.Wait()
	if acked+1-first < acks {
		t.Fatalf("the child stopped at %d", acked)
	}
	return acked
}

// TestAcknowledgedRecordSurvivesAPowerCut takes what has reached a disk at one
// moment, while a child appends, and opens the desk from that.
func TestAcknowledgedRecordSurvivesAPowerCut(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 3))
	cut := func(do string) (acked, stored uint64) {
		dir, disk := mounted(t, "ext4", 512)
		defer unmount(t, dir)
		v := At(filepath.Join(dir, "desk"), cheap)
		s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
		if err != nil {
			t.Fatal(err)
		}
		shut(t, s)
		after := filepath.Join(t.TempDir(), "disk")
		acked = hammerUntil(t, do, v.dir, recovery, 10+rng.Uint64N(200), func(p *os.Process) {
			if err := p.Signal(syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
			if err := copyFile(ctx, after, disk, "disk"); err != nil {
				t.Fatal(err)
			}
		})
		defer os.Remove(after)
		to := t.TempDir()
		if out, err := exec.Command("mount", "-o", "loop", after, to).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		defer unmount(t, to)
		s, err = At(filepath.Join(to, "desk"), cheap).Unlock(ctx, []byte(recovery))
		if err != nil {
			if do == "hammer" {
				t.Errorf("after %d answers: %v", acked, err)
			}
			return acked, 0
		}
		defer s.Close()
		recs, err := s.Read(ctx, hammered)
		if err != nil {
			t.Fatal(err)
		}
		for n, r := range recs {
			if string(r.Body) != string(body(uint64(n))) {
				t.Fatalf("record %d differs", n)
			}
		}
		return acked, uint64(len(recs))
	}
	var all uint64
	cuts := rounds(1, 25)
	for i := range cuts {
		acked, stored := cut("hammer")
		if stored < acked {
			t.Errorf("cut %d: %d of %d records", i, stored, acked)
		}
		all += acked
	}
	var lost, unsynced uint64
	controls := rounds(1, 5)
	for range controls {
		acked, stored := cut("hammer unsynced")
		unsynced += acked
		lost += acked - min(acked, stored)
	}
	if lost == 0 {
		t.Error("nothing is lost without syncing either: the cuts prove nothing")
	}
	proof{
		"what was acknowledged survives a power cut",
		"a child appends on ext4 in a file; the file is copied at a random moment, so without what had not reached it, mounted and opened",
		fmt.Sprint(cuts), fmt.Sprintf("all of %d acknowledged entries present", all),
		fmt.Sprintf("with Badger's SyncWrites off, %d cuts lost %d of %d acknowledged entries", controls, lost, unsynced),
	}.report(t)
}

// settle waits until Badger has merged its tables: a disk that is filled while it
// does so ends the program, whatever is set aside for closing. Nothing is lost
// then either (see closeWithoutBallast).
func settle(t testing.TB, dir string) {
	t.Helper()
	files := func() (s string) {
		tables, _ := filepath.Glob(filepath.Join(dir, dbName, "*"))
		for _, name := range tables {
			if fi, err := os.Stat(name); err == nil {
				s += fmt.Sprintln(name, fi.Size())
			}
		}
		return s
	}
	worked := func() time.Duration { // on a busy machine, nothing new is no sign of rest
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	last, work, same := files(), worked(), 0
	for same < 20 {
		time.Sleep(100 * time.Millisecond)
		now := files()
		if same++; now != last || worked()-work > 100*time.Millisecond {
			last, work, same = now, worked(), 0
		}
	}
}

// fillDisk is another program that takes all room.
func fillDisk(t testing.TB, dir string) (path string) {
	t.Helper()
	path = filepath.Join(dir, "film")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size >= 512; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	f.Sync()
	return path
}

// TestFullDiskLosesNothing fills small disks: first the desk itself, until it
// refuses, then another program, to the last byte, while the desk is open.
func TestFullDiskLosesNothing(t *testing.T) {
	sizes := []int{140, 150, 160, 180, 192, 200, 224, 256, 288, 320, 400, 512}
	if rounds(0, 1) == 0 {
		sizes = []int{210}
	}
	runs, all := 0, 0
	for _, kind := range []string{"tmpfs", "ext4"}[:rounds(1, 2)] {
		for _, mib := range sizes {
			if kind == "ext4" {
				mib += 16 // its own
			}
			all += fullDisk(t, kind, mib)
			runs++
		}
	}
	died := closeWithoutBallast(t)
	proof{
		"a full disk is refused cleanly; the desk closes and opens, and loses nothing",
		"small tmpfs and ext4 of many sizes; the desk is filled until it refuses, then another program fills the disk to the last byte while the desk is open and at rest",
		fmt.Sprint(runs), fmt.Sprintf("all refused, all closed with a seal; all of %d acknowledged entries present", all),
		"without the ballast, closing on a full disk " + died,
	}.report(t)
}

func fullDisk(t *testing.T, kind string, mib int) (acked int) {
	dir, _ := mounted(t, kind, mib)
	defer unmount(t, dir)
	what := fmt.Sprintf("%s of %d MiB", kind, mib)
	v := At(filepath.Join(dir, "desk"), cheap)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	id := journal.ID{1}
	var want []journal.Record
	for err == nil && acked < 4000 {
		r := note(strings.Repeat(fmt.Sprint(acked, " "), 30000))
		if err = s.Append(ctx, id, uint64(acked), []journal.Record{r}, nil); err == nil {
			want = append(want, r)
			acked++
		}
	}
	if !errors.Is(err, journal.ErrFull) {
		t.Errorf("%s: the desk's own filling ended with %v", what, err)
	}
	settle(t, v.dir)
	if err := s.db.Flatten(1); err != nil { // nothing is left to be merged
		t.Fatal(err)
	}
	settle(t, v.dir)
	film := fillDisk(t, dir)
	wantErr(t, s.Append(ctx, id, uint64(acked), []journal.Record{note("x")}, nil), journal.ErrFull)
	wantRead(t, s, id, want)
	if err := s.Close(); err != nil {
		t.Errorf("%s: closing on a full disk: %v", what, err)
	}
	if _, err := os.Stat(filepath.Join(v.dir, sealName)); err != nil {
		t.Errorf("%s: after closing: %v", what, err)
	}
	fillDisk(t, dir)
	before := snapshot(t, v.dir)
	_, err = v.Unlock(ctx, []byte(recovery))
	wantErr(t, err, journal.ErrFull)
	wantSame(t, v.dir, before)
	if err := os.Remove(film); err != nil {
		t.Fatal(err)
	}
	s, err = v.Unlock(ctx, []byte(recovery))
	if err != nil {
		t.Fatalf("%s: with room again: %v", what, err)
	}
	wantRead(t, s, id, want)
	shut(t, s)
	if kind == "tmpfs" { // a medium that cannot be written to is called that
		before := snapshot(t, v.dir)
		if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		_, err = v.Unlock(ctx, []byte(recovery))
		wantErr(t, err, journal.ErrReadOnly)
		_, _, err = At(filepath.Join(dir, "other"), cheap).Create(ctx, []byte(passphrase), nil)
		wantErr(t, err, journal.ErrReadOnly)
		wantSame(t, v.dir, before)
	}
	return acked
}

// closeWithoutBallast says what becomes of a program that closes its desk on a
// full disk without having set room aside, and wants nothing lost even then.
func closeWithoutBallast(t *testing.T) string {
	dir, _ := mounted(t, "tmpfs", 224)
	defer unmount(t, dir)
	v := At(filepath.Join(dir, "desk"), cheap)
	s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	cmd, in, lines := start(t, "close without ballast", v.dir, recovery)
	if !lines.Scan() || lines.Text() != "filled" {
		t.Fatalf("the child said %q", lines.Text())
	}
	film := fillDisk(t, dir)
	in.Close()
	if err := cmd.Wait(); err == nil {
		t.Error("a desk is closed on a full disk without the ballast too: what is it for?")
	}
	if _, err := os.Stat(filepath.Join(v.dir, sealName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after that, the seal: %v", err)
	}
	os.Remove(film)
	s = unlock(t, v, recovery)
	defer s.Close()
	if recs, err := s.Read(ctx, hammered); len(recs) != 100 || err != nil {
		t.Errorf("then %d records, %v", len(recs), err)
	}
	return "ends the program without a seal (and everything acknowledged is found when there is room again)"
}
