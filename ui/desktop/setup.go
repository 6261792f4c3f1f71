package desktop

import "fyne.io/fyne/v2"

// setupScreen is the first start: it creates the desk.
type setupScreen struct{}

func (s *setupScreen) place() string { return "" }

func (s *setupScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
