package desktop

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/document"
	"onthaal/domain/intake"
)

// What is looked at or printed never lies in a file. The tests of this file
// have the kernel watch: a second process, in which the window runs, forbids
// itself and every program that it starts all system calls that make a file.
// The first one of them, wherever it is and whatever becomes of it, ends the
// process, and the test sees by which signal.

// makers are the system calls that make a file or a name for one.
var makers = []uint32{
	unix.SYS_CREAT, unix.SYS_OPENAT2, unix.SYS_MKDIR, unix.SYS_MKDIRAT, unix.SYS_MKNOD, unix.SYS_MKNODAT,
	unix.SYS_LINK, unix.SYS_LINKAT, unix.SYS_SYMLINK, unix.SYS_SYMLINKAT, unix.SYS_RENAME, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2,
}

// forbidFiles ends the process, and every program that it starts, at the first
// file that one of them makes. There is no way back.
func forbidFiles(t *testing.T) {
	t.Helper()
	const (
		load, jump, has, answer     = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, unix.BPF_RET | unix.BPF_K
		number, arch, second, third = 0, 4, 16 + 8, 16 + 16
		tmpfile                     = unix.O_TMPFILE &^ unix.O_DIRECTORY
	)
	kill := unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_KILL_PROCESS}
	program := []unix.SockFilter{
		{Code: load, K: arch}, {Code: jump, K: unix.AUDIT_ARCH_X86_64, Jt: 1}, kill,
		{Code: load, K: number},
	}
	for _, call := range makers {
		program = append(program, unix.SockFilter{Code: jump, K: call, Jf: 1}, kill)
	}
	for _, open := range []struct{ call, flags uint32 }{{unix.SYS_OPENAT, third}, {unix.SYS_OPEN, second}} {
		program = append(program, unix.SockFilter{Code: jump, K: open.call, Jf: 3},
			unix.SockFilter{Code: load, K: open.flags}, unix.SockFilter{Code: has, K: unix.O_CREAT | tmpfile, Jf: 1}, kill,
			unix.SockFilter{Code: load, K: number})
	}
	program = append(program, unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ALLOW})
	filter := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	if _, _, e := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&filter))); e != 0 {
		t.Fatal(e)
	}
}

// watched names what the second process does.
const watched = "ONTHAAL_TEST_WATCHED"

// deeds are what is watched. The harmless ones end well; each of the others
// makes a file, in one of the ways in which a program could.
var deeds = map[string]struct {
	do    func(b *bench, dir string)
	makes bool
}{
	"looks at a letter and prints it":                                       {func(b *bench, _ string) { b.looksAndPrints() }, false},
	"looks at the summary and prints it, and the test sheet, and a leaflet": {func(b *bench, _ string) { b.looksAtOthers() }, false},
	"saves a copy": {func(b *bench, dir string) {
		b.tap("Save copy…")
		b.field("File").SetText(filepath.Join(dir, "copy.pdf"))
		b.tap("Save")
		b.until("the copy is saved", func() bool { return b.lastExport(b.here.(*letterScreen).id) != nil })
	}, true},
	"writes a file":     {func(_ *bench, dir string) { _ = os.WriteFile(filepath.Join(dir, "x"), nil, 0o600) }, true},
	"makes a temporary": {func(_ *bench, dir string) { _, _ = os.CreateTemp(dir, "x") }, true},
	"fails to make one": {func(_ *bench, dir string) { _, _ = os.Create(filepath.Join(dir, "nowhere", "x")) }, true},
	"makes a folder":    {func(_ *bench, dir string) { _ = os.Mkdir(filepath.Join(dir, "d"), 0o700) }, true},
	"makes a nameless one": {func(_ *bench, dir string) {
		_, _ = unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR, 0o600)
	}, true},
	"renames a file": {func(_ *bench, dir string) { _ = os.Rename(filepath.Join(dir, "lp"), filepath.Join(dir, "x")) }, true},
	"makes one on another thread": {func(_ *bench, dir string) {
		done := make(chan bool)
		go func() {
			runtime.LockOSThread()
			_ = os.WriteFile(filepath.Join(dir, "x"), nil, 0o600)
			close(done)
		}()
		<-done
	}, true},
}

func TestPreviewAndPrintMakeNoFile(t *testing.T) {
	for name, deed := range deeds {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestInTheWatchedProcess$")
			cmd.Env = append(os.Environ(), watched+"="+name)
			out, err := cmd.CombinedOutput()
			if !deed.makes {
				if err != nil || !strings.Contains(string(out), "all of it was watched") {
					t.Errorf("%v\n%s", err, out)
				}
				return
			}
			var end *exec.ExitError
			if !errors.As(err, &end) || end.Sys().(syscall.WaitStatus).Signal() != unix.SIGSYS {
				t.Errorf("a file was made, and nobody noticed: %v\n%s", err, out)
			}
			if !strings.Contains(string(out), "it begins") {
				t.Errorf("the process ended before anything was done:\n%s", out)
			}
		})
	}
}

// A program that is started is watched as this one is.
func TestPrintingServiceThatMakesAFileIsNoticed(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestInTheWatchedProcess$")
	cmd.Env = append(os.Environ(), watched+"=spools")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "lp was stopped") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestInTheWatchedProcess is what the second process runs. On its own it does
// nothing.
func TestInTheWatchedProcess(t *testing.T) {
	name := os.Getenv(watched)
	if name == "" {
		return
	}
	b := openOn(t, "", func(*bench) desk.Vault { return &desktest.Vault{} })
	if _, err := b.Desk.Create(context.Background(), desk.Settings{Centre: desk.Payoke, Language: "en", Counsellor: "Els Example"}, []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	b.entered()
	data, err := os.ReadFile("../../docs/examples/intake.json")
	if err != nil {
		t.Fatal(err)
	}
	in, err := intake.Parse(data, b.Desk.Today())
	if err != nil {
		t.Fatal(err)
	}
	id, _, err := b.Desk.TakeIn(b.ctx(), in)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	spool := "exec /bin/cat"
	if name == "spools" {
		spool = `exec /bin/cat >"` + dir + `/spooled"`
	}
	for program, script := range map[string]string{"lpstat": `[ "$1" = -e ] && echo Bureau`, "lp": spool} {
		if err := os.WriteFile(filepath.Join(dir, program), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	forbidFiles(t)
	_, _ = os.Stdout.WriteString("it begins\n")
	if _, err := b.Desk.IssueLetter(b.ctx(), id, "L01"); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L01"})
	if name == "spools" {
		b.tap("Print")
		b.until("the printer is asked for", func() bool { return b.says("Print no. 1") })
		b.tap("Print")
		b.until("it is said that the service refuses", func() bool { return b.here.(*letterScreen).page != nil && b.says(b.t_("problem.print.refused")) })
		_, _ = os.Stdout.WriteString("lp was stopped\n")
		return
	}
	deeds[name].do(b, dir)
	_, _ = os.Stdout.WriteString("all of it was watched\n")
}

// looksAndPrints opens the preview of the letter, turns and zooms it, and
// prints the letter.
func (b *bench) looksAndPrints() {
	s := b.here.(*letterScreen)
	b.until("the page is drawn", func() bool { return s.preview.picture.Image != nil })
	for _, step := range []func(){func() { s.preview.resize(1) }, func() { s.preview.turn(1) }, s.preview.fit} {
		b.drawnAgain(s.preview, step)
	}
	b.tap("Print")
	b.until("the printer is asked for", func() bool { return b.says("Print no. 1") })
	b.tap("Print")
	b.until("it is recorded", func() bool { x := b.lastExport(s.id); return x != nil && x.How == casefile.OnPaper })
}

// begins reports whether a text on the screen begins so.
func (b *bench) begins(with string) bool {
	for _, o := range b.objects() {
		if x, ok := o.(interface{ Text() string }); ok && strings.HasPrefix(x.Text(), with) {
			return true
		}
	}
	return false
}

// looksAtOthers does so with the papers that are no letters.
func (b *bench) looksAtOthers() {
	id := b.here.(*letterScreen).id
	s := &summaryScreen{id: id}
	b.show(s)
	b.until("the page is drawn", func() bool { return s.preview.picture.Image != nil })
	b.tap("Print")
	b.until("the printer is asked for", func() bool { return b.says("Printer") })
	b.tap("Print")
	b.until("it is recorded", func() bool {
		x := b.lastExport(id)
		return x != nil && x.What == "summary" && x.How == casefile.OnPaper
	})
	b.show(&stationeryScreen{})
	b.tap("Print")
	b.until("the printer is asked for", func() bool { return b.says("Printer") })
	b.tap("Print")
	b.until("it is sent", func() bool { return b.begins("Sent to print") })
	e := b.Desk.Library().Leaflets.Edition("en")
	b.show(&editionScreen{edition: e, list: &leafletScreen{}})
	if _, err := b.Paper.Layout(e.Document(document.A4, b.Desk.Library().Contacts)); err != nil {
		b.t.Fatal(err)
	}
	b.until("the leaflet is drawn", func() bool {
		for _, o := range b.objects() {
			if x, ok := o.(*sheet); ok && x.img.Image != nil {
				return true
			}
		}
		return false
	})
}
