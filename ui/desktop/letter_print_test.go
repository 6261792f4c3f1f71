//go:build !windows

package desktop

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onthaal/domain/casefile"
)

func TestPrintHandsTheIssuedLetterToLpAndRecordsIt(t *testing.T) {
	b, id, plain := issuedLetter(t)
	dir := t.TempDir()
	t.Setenv("PATH", dir) // no printing service
	b.tap("Print")
	b.until("it is said that there is no service", func() bool {
		return b.says("this computer has no printing service, or it does not answer. Save a copy instead, and print it elsewhere.")
	})
	if b.exported(id) != 0 {
		t.Fatal("a letter was recorded that was not printed")
	}
	for name, script := range map[string]string{
		"lpstat": `case "$1" in -e) echo Gang; echo Bureau;; -d) echo "system default destination: Bureau";; esac`,
		"lp":     `printf '%s|' "$@" >"` + dir + `/said"; exec /bin/cat >>"` + dir + `/said"`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	b.tap("Print")
	b.until("the printer is asked for", func() bool { return b.says("Print no. 1") })
	if got := b.choice("Printer").Value(); got != "Bureau" {
		t.Errorf("the standard printer is %q", got)
	}
	b.choice("Printer").SetValue("Gang")
	b.tap("Print")
	b.until("it is recorded", func() bool { return b.exported(id) == 1 })
	if x := b.lastExport(id); x.How != casefile.OnPaper || x.Number != 1 {
		t.Errorf("recorded is %+v", x)
	}
	said, err := os.ReadFile(filepath.Join(dir, "said"))
	if err != nil {
		t.Fatal(err)
	}
	title := b.theCase(id).File.Code() + "-1"
	told, ok := strings.CutPrefix(string(said), "-s|-d|Gang|-t|"+title+"|")
	if !ok || !bytes.Equal([]byte(told), plain) {
		t.Errorf("lp was told %.60q", said)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left in the folder for what passes: %v, %v", left, err)
	}
}
