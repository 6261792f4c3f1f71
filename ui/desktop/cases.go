package desktop

import "fyne.io/fyne/v2"

// casesScreen lists the cases and finds one.
type casesScreen struct{}

func (s *casesScreen) place() string { return "cases" }

func (s *casesScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
