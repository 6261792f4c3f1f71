package desktop

import (
	"os"
	"path/filepath"
	"testing"

	"onthaal/domain/casefile"
)

// The summary is seen before it leaves, leaves under a neutral name, and that
// is recorded.
func TestSummaryIsSeenSavedAndRecorded(t *testing.T) {
	b, id := takenIn(t)
	b.show(&caseScreen{id: id})
	b.tap("Summary for the colleague on duty")
	s := b.here.(*summaryScreen)
	b.until("the page is drawn", func() bool { return s.preview.picture.Image != nil })
	if b.exported(id) != 0 {
		t.Fatal("looking at it is recorded as letting it out")
	}
	b.tap("Save copy…")
	if got, want := filepath.Base(b.field("File").Text()), b.theCase(id).File.Code()+"-info.pdf"; got != want {
		t.Errorf("it is to be saved as %q, want %q", got, want)
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("it is recorded", func() bool { return b.exported(id) == 1 })
	if x := b.lastExport(id); x.What != "summary" || x.How != casefile.AsFile || x.Language != "en" {
		t.Errorf("recorded is %+v", x)
	}
	if is, err := os.Stat(path); err != nil || is.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", is, err)
	}
	b.show(&caseScreen{id: id})
	if !b.says("Summary for the colleague on duty, outside the vault") {
		t.Error("the journal does not say so")
	}
}
