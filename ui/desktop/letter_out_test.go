package desktop

import (
	"strings"

	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
)

// issuedLetter is a desk that shows the first letter of a case, issued.
func issuedLetter(t *testing.T) (*bench, journal.ID, []byte) {
	t.Helper()
	b, id := takenIn(t)
	made, err := b.Desk.IssueLetter(b.ctx(), id, "L01")
	if err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L01"})
	b.until("the page is drawn", func() bool { return b.here.(*letterScreen).preview.picture.Image != nil })
	return b, id, made.PDF
}

// lastExport is the last paper that left the desk.
func (b *bench) lastExport(id journal.ID) *casefile.Exported {
	var last *casefile.Exported
	for _, e := range b.theCase(id).File.History {
		if x, ok := e.Body.(*casefile.Exported); ok {
			last = x
		}
	}
	return last
}

func TestEncryptedCopyShowsItsPasswordOnce(t *testing.T) {
	b, id, plain := issuedLetter(t)
	b.tap("Encrypted copy…")
	path := filepath.Join(t.TempDir(), "K7M-1.pdf")
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("the password is shown", func() bool { return b.says("The password of this copy") })
	file, err := os.ReadFile(path)
	if err != nil || bytes.Equal(file, plain) {
		t.Fatalf("the file is not encrypted: %v", err)
	}
	password := b.match(regexp.MustCompile(`^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$`))
	if password == "" {
		t.Fatal("no password is shown")
	}
	if out, err := exec.Command("qpdf", "--password="+password, "--check", path).CombinedOutput(); err != nil {
		t.Errorf("it does not open with what is shown: %v\n%s", err, out)
	}
	if exec.Command("qpdf", "--check", path).Run() == nil {
		t.Error("it opens without a password")
	}
	if x := b.lastExport(id); x == nil || x.How != casefile.Encrypted {
		t.Errorf("recorded is %+v", x)
	}
	b.tap("The password is noted")
	if b.says(password) {
		t.Error("the password is still shown")
	}
}

// match is the first text on the screen of a form, or "".
func (b *bench) match(form *regexp.Regexp) string {
	found := ""
	for _, o := range b.objects() {
		if x, ok := o.(*kit.Text); ok && found == "" && form.MatchString(x.Text()) {
			found = x.Text()
		}
	}
	return found
}

func TestALetterPageSaysThatTheLanguageIsNotTheCentres(t *testing.T) {
	b := unlockedDesk(t)
	for lang, said := range map[string]bool{"nl": false, "fr": true} {
		id, _, err := b.Desk.OpenCase(b.ctx(), lang, "")
		if err != nil {
			t.Fatal(err)
		}
		b.show(&letterScreen{id: id, kind: "L01"})
		if strings.Contains(b.texts(), "This centre writes them in Dutch") != said {
			t.Errorf("a file in %s: said %v", lang, !said)
		}
	}
}
