package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Look is one of the three grounds on which the desk can be read.
type Look int

// The three looks. Sunlight is for outdoors: pure black on white, thicker rings, bold status lines.
const (
	Light Look = iota
	Dark
	Sunlight
)

// The colours of the desk, by meaning. They are theme colour names, so stock code can ask for them with theme.Color.
const (
	ColorGround    fyne.ThemeColorName = "deskGround"    // behind everything
	ColorSurface   fyne.ThemeColorName = "deskSurface"   // fields, panels
	ColorInk       fyne.ThemeColorName = "deskInk"       // text
	ColorQuiet     fyne.ThemeColorName = "deskQuiet"     // hints, secondary text
	ColorAccent    fyne.ThemeColorName = "deskAccent"    // links and the one main button
	ColorOnAccent  fyne.ThemeColorName = "deskOnAccent"  // text on the main button
	ColorSoon      fyne.ThemeColorName = "deskSoon"      // due soon
	ColorSoonOn    fyne.ThemeColorName = "deskSoonOn"    // its ground
	ColorOverdue   fyne.ThemeColorName = "deskOverdue"   // overdue, stop, problem
	ColorOverdueOn fyne.ThemeColorName = "deskOverdueOn" // its ground
	ColorDone      fyne.ThemeColorName = "deskDone"      // done, safe
	ColorDoneOn    fyne.ThemeColorName = "deskDoneOn"    // its ground
	ColorLine      fyne.ThemeColorName = "deskLine"      // separators
	ColorBorder    fyne.ThemeColorName = "deskBorder"    // edge of a control
	ColorRing      fyne.ThemeColorName = "deskRing"      // focus
	ColorHover     fyne.ThemeColorName = "deskHover"     // ground under the pointer
)

// The names of the sizes that Fyne does not have, in logical pixels at 100 %.
const (
	sizeBody    = 15
	sizeSmall   = 13
	sizeSection = 18
	sizeTitle   = 24
	lineHeight  = 1.4
	textWidth   = 540 // running text: 75 characters
	fieldWidth  = 640
	opticalDrop = 1  // a line's letters stand a little below its middle; signs follow them
	controlSize = 36 // height of a control: 36 at 100 %, 45 at 126 %
	margin      = 32
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// palettes holds what the three looks make of each meaning; contrast is measured by the tests.
var palettes = [3]map[fyne.ThemeColorName]color.NRGBA{
	Light: {
		ColorGround: rgb(0xF7F6F3), ColorSurface: rgb(0xFFFFFF), ColorInk: rgb(0x1E2A32), ColorQuiet: rgb(0x52606A),
		ColorAccent: rgb(0x0B5D66), ColorOnAccent: rgb(0xFFFFFF), ColorSoon: rgb(0x7A4E00), ColorSoonOn: rgb(0xFFF4DC),
		ColorOverdue: rgb(0x9B1C1C), ColorOverdueOn: rgb(0xFDECEC), ColorDone: rgb(0x1F6B3A), ColorDoneOn: rgb(0xE7F4EA),
		ColorLine: rgb(0xD9D7D0), ColorBorder: rgb(0x8A8880), ColorRing: rgb(0xB45309), ColorHover: rgb(0xEEECE6),
	},
	Dark: {
		ColorGround: rgb(0x14191D), ColorSurface: rgb(0x1C2328), ColorInk: rgb(0xE9EDEF), ColorQuiet: rgb(0xA7B2B9),
		ColorAccent: rgb(0x6CC5CC), ColorOnAccent: rgb(0x08272B), ColorSoon: rgb(0xF2C166), ColorSoonOn: rgb(0x2B2413),
		ColorOverdue: rgb(0xF2A0A0), ColorOverdueOn: rgb(0x2E1A1A), ColorDone: rgb(0x8FD3A4), ColorDoneOn: rgb(0x16281C),
		ColorLine: rgb(0x313B42), ColorBorder: rgb(0x6B7780), ColorRing: rgb(0xF59E0B), ColorHover: rgb(0x222A30),
	},
	Sunlight: {
		ColorGround: rgb(0xFFFFFF), ColorSurface: rgb(0xFFFFFF), ColorInk: rgb(0), ColorQuiet: rgb(0),
		ColorAccent: rgb(0x00343D), ColorOnAccent: rgb(0xFFFFFF), ColorSoon: rgb(0), ColorSoonOn: rgb(0xFFFFFF),
		ColorOverdue: rgb(0x7A0000), ColorOverdueOn: rgb(0xFFFFFF), ColorDone: rgb(0), ColorDoneOn: rgb(0xFFFFFF),
		ColorLine: rgb(0), ColorBorder: rgb(0), ColorRing: rgb(0), ColorHover: rgb(0xEBEBEB),
	},
}

// stock says which of our meanings stands for a colour that Fyne's own parts (caret, menu, scroll bar) ask for.
var stock = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground: ColorGround, theme.ColorNameForeground: ColorInk, theme.ColorNamePrimary: ColorAccent,
	theme.ColorNameHyperlink: ColorAccent, theme.ColorNameForegroundOnPrimary: ColorOnAccent,
	theme.ColorNameInputBackground: ColorSurface, theme.ColorNameInputBorder: ColorBorder,
	theme.ColorNamePlaceHolder: ColorQuiet, theme.ColorNameDisabled: ColorQuiet, theme.ColorNameSeparator: ColorLine,
	theme.ColorNameHover: ColorHover, theme.ColorNamePressed: ColorHover, theme.ColorNameFocus: ColorHover,
	theme.ColorNameMenuBackground: ColorSurface, theme.ColorNameOverlayBackground: ColorSurface,
	theme.ColorNameButton: ColorSurface, theme.ColorNameDisabledButton: ColorSurface,
	theme.ColorNameHeaderBackground: ColorGround, theme.ColorNameScrollBar: ColorBorder,
	theme.ColorNameError: ColorOverdue, theme.ColorNameSuccess: ColorDone, theme.ColorNameWarning: ColorSoon,
	theme.ColorNameForegroundOnError: ColorSurface, theme.ColorNameForegroundOnSuccess: ColorSurface,
	theme.ColorNameForegroundOnWarning: ColorSurface,
}

// Theme is the desk's look at one scale, as Fyne wants it. Take it from Kit.Theme: it lives as long as the Kit and changes
// with it.
type Theme struct {
	base          fyne.Theme
	regular, bold fyne.Resource
	look          Look
	scale         float32
}

// Color gives the colour of a name of ours or of Fyne's. The variant is ignored: the look decides.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := palettes[t.look]
	if own, ok := stock[n]; ok {
		n = own
	}
	if c, ok := p[n]; ok {
		return c
	}
	switch n {
	case theme.ColorNameSelection:
		c := p[ColorAccent]
		c.A = 0x40
		return c
	case theme.ColorNameScrollBarBackground, theme.ColorNameShadow:
		return color.Transparent
	}
	if t.look == Dark {
		v = theme.VariantDark
	} else {
		v = theme.VariantLight
	}
	return t.base.Color(n, v)
}

// Font gives the caller's regular or bold face; other styles fall back to Fyne's.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace, s.Symbol:
		return t.base.Font(s)
	case s.Bold && t.bold != nil:
		return t.bold
	case t.regular != nil && !s.Bold:
		return t.regular
	}
	return t.base.Font(s)
}

// Icon gives Fyne's icon; the desk's own signs are drawn by Sign.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return t.base.Icon(n) }

// Size gives a size at the present scale.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return sizeBody * t.scale
	case theme.SizeNameCaptionText:
		return sizeSmall * t.scale
	case theme.SizeNameSubHeadingText:
		return sizeSection * t.scale
	case theme.SizeNameHeadingText:
		return sizeTitle * t.scale
	case theme.SizeNameInnerPadding:
		return 8 * t.scale
	case theme.SizeNamePadding:
		return 4 * t.scale
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius:
		return 4
	case theme.SizeNameScrollBar:
		return 10 * t.scale
	case theme.SizeNameScrollBarSmall:
		return 6 * t.scale
	}
	return t.base.Size(n) * t.scale
}
