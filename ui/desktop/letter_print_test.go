//go:build !windows

package desktop

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/ui/desktop/kit"
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

// All letters of an inspection go to the printer in one act, each as a job of its
// own; one that the printer does not take is issued, and named.
func TestTheLettersOfAnInspectionArePrintedInOneAct(t *testing.T) {
	b := unlockedDesk(t)
	code, ids := metTogether(t, b)
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	for name, script := range map[string]string{
		"lpstat": `case "$1" in -e) echo Bureau;; -d) echo "system default destination: Bureau";; esac`,
		"lp": `test -e "` + dir + `/one" && exit 1
/bin/cat >"` + dir + `/one"`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.show(&batchScreen{code: code, kind: "L01"})
	b.tap("Issue and print 2 letters…")
	b.until("the printer is asked for", func() bool { return b.says("Printer") })
	b.tap("Print")
	if !shows[*jobScreen](b) {
		t.Fatalf("%T is shown while they are printed", b.here)
	}
	b.until("it is told", func() bool { return shows[*toldScreen](b) })
	list, err := b.Desk.LettersOf(b.ctx(), code, "L01")
	if err != nil {
		t.Fatal(err)
	}
	var issued []string
	for _, x := range list {
		if x.Number > 0 {
			issued = append(issued, x.Code)
		}
	}
	if len(issued) != 2 || !b.says("2 letters issued.") || !b.says("The letter of "+issued[1]+" is issued, but the printer did not get it: print it from its own page.") {
		t.Errorf("issued are %v; it is told: %s", issued, b.texts())
	}
	id, err := b.Desk.Find(issued[0])
	if err != nil {
		t.Fatal(err)
	}
	kept, err := b.Desk.IssuedLetter(b.ctx(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "one")); err != nil || !bytes.Equal(got, kept.PDF) {
		t.Errorf("printed is another letter (%v)", err)
	}
	if x := b.lastExport(ids[0]); x == nil || x.How != casefile.OnPaper {
		t.Errorf("recorded is %+v", x)
	}
	b.show(&batchScreen{code: code, kind: "L01"}) // from the list to a letter and back
	for _, o := range b.objects() {
		if r, ok := o.(*kit.Rows); ok {
			r.Focus()
		}
	}
	b.press(fyne.KeyReturn)
	if l, ok := b.here.(*letterScreen); !ok || l.back == nil {
		t.Fatalf("%T is shown", b.here)
	}
	b.tap("Back to the list")
	if !shows[*batchScreen](b) {
		t.Errorf("back leads to %T", b.here)
	}
}

// Whoever stops the issuing keeps what is issued by then, each letter whole.
func TestIssuingForManyCanBeStopped(t *testing.T) {
	b := unlockedDesk(t)
	code, _ := metTogether(t, b)
	s := &batchScreen{code: code, kind: "L01"}
	b.show(s)
	dir, begun, on := t.TempDir(), make(chan bool), make(chan bool)
	save := s.saveIn(b.Desktop, dir)
	s.issue(b.Desktop, func(ctx context.Context, x *desk.PersonLetter) error {
		begun <- true
		<-on
		return save(ctx, x)
	})
	<-begun
	b.tap("Stop")
	on <- true
	b.until("it is told", func() bool { return shows[*toldScreen](b) })
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || !b.says("1 letter issued.") {
		t.Errorf("%d files, %v: %s", len(files), err, b.texts())
	}
}
