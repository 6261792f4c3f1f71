package desktop

import "fyne.io/fyne/v2"

// unlockScreen is all that a locked desk shows.
type unlockScreen struct{}

func (s *unlockScreen) place() string { return "" }

func (s *unlockScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
