//go:build unix

package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdNobody runs the program as a user who may do no more than the files
// allow: nobody EXIT-CODE ARGUMENT... The superuser may write anywhere, so in
// a container the program runs as somebody else, to whom the story's files are
// given with the modes that they have.
func cmdNobody(ts *testscript.TestScript, neg bool, args []string) {
	if os.Geteuid() != 0 {
		cmdCtl(ts, neg, args)
		return
	}
	const uid = 65534
	work := ts.MkAbs(".")
	ts.Check(filepath.WalkDir(work, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(name, uid, uid)
	}))
	bin, err := exec.LookPath("onthaalctl") // the copy that testscript made
	ts.Check(err)
	for _, start := range []string{work, bin} {
		for dir := filepath.Dir(start); dir != "/" && dir != filepath.Clean(os.TempDir()); dir = filepath.Dir(dir) {
			is, err := os.Stat(dir)
			ts.Check(err)
			ts.Check(os.Chmod(dir, is.Mode().Perm()|0o011))
		}
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	var out, errs bytes.Buffer
	cmd := exec.Command(bin, args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = work, &out, &errs
	cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "LANG=en", "ONTHAAL_STORE=" + ts.Getenv("ONTHAAL_STORE")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	if got := exit(ts, cmd.Run()); got != want {
		ts.Fatalf("exit code %d, want %d: %s", got, want, errs.String())
	}
	if want != 0 {
		sentences(ts, errs.String())
	}
}
