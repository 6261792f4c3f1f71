package desktop

import (
	"fyne.io/fyne/v2"

	"onthaal/domain/journal"
)

// intakeStart opens a case for a person who is taken in.
type intakeStart struct{}

func (s *intakeStart) place() string { return "intake" }

func (s *intakeStart) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }

// intakeScreen is the home of an intake: its list of steps.
type intakeScreen struct{ id journal.ID }

func (s *intakeScreen) place() string { return "intake" }

func (s *intakeScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
