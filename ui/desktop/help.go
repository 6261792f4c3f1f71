package desktop

import "fyne.io/fyne/v2"

// helpScreen says how the program works and which keys it knows.
type helpScreen struct{}

func (s *helpScreen) place() string { return "help" }

func (s *helpScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
