package desktop

import "fyne.io/fyne/v2"

// todayScreen says what is due.
type todayScreen struct{}

func (s *todayScreen) place() string { return "today" }

func (s *todayScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
