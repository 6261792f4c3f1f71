package desktop

import "fyne.io/fyne/v2"

// settingsScreen changes the desk's settings.
type settingsScreen struct{}

func (s *settingsScreen) place() string { return "settings" }

func (s *settingsScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
