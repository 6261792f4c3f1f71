package desktop

import "fyne.io/fyne/v2"

// leafletScreen shows the information leaflet.
type leafletScreen struct{}

func (s *leafletScreen) place() string { return "leaflet" }

func (s *leafletScreen) content(d *Desktop) fyne.CanvasObject { return d.kit.Page("") }
