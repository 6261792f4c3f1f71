package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/journal"
)

// caseScreen shows one case: its stage, what is due, its letters and journal.
type caseScreen struct{ id journal.ID }

func (s *caseScreen) place() string { return "cases" }

func (s *caseScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
