package kit

import (
	"image"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// style is how a text is set.
type style struct {
	size      float32
	bold      bool
	underline bool
	ink       fyne.ThemeColorName
	widest    float32 // 0: as wide as offered
	center    bool
}

// Text is text that wraps, in any script. What is not plain Latin, Cyrillic or Greek is drawn by the Kit's Drawer.
type Text struct {
	widget.BaseWidget
	kit   *Kit
	text  string
	lang  string
	style style
	drawn bool // always by the Drawer
	cut   bool // one line, its end cut off, instead of wrapping

	lines   []fyne.CanvasObject
	laid    layKey
	heights map[layKey]float32 // measured lately, so that measuring at one width does not undo the lines of another
}

type layKey struct {
	text, lang string
	style      style
	width      float32
	scale, tex float32
	look       Look
}

// Title is the one heading of a screen, 24 bold.
func (k *Kit) Title(text string) *Text {
	return k.text(text, style{size: sizeTitle, bold: true, ink: ColorInk})
}

// Section is a heading within a screen, 18 bold.
func (k *Kit) Section(text string) *Text {
	return k.text(text, style{size: sizeSection, bold: true, ink: ColorInk})
}

// Body is running text, at most 540 wide.
func (k *Kit) Body(text string) *Text {
	return k.text(text, style{size: sizeBody, ink: ColorInk, widest: textWidth})
}

// Strong is running text in bold.
func (k *Kit) Strong(text string) *Text {
	return k.text(text, style{size: sizeBody, bold: true, ink: ColorInk, widest: textWidth})
}

// Small is a quiet remark, 13.
func (k *Kit) Small(text string) *Text {
	return k.text(text, style{size: sizeSmall, ink: ColorQuiet, widest: textWidth})
}

// Number is a number that matters, 24 bold.
func (k *Kit) Number(text string) *Text { return k.Title(text) }

func (k *Kit) text(text string, s style) *Text {
	t := &Text{kit: k, text: text, style: s}
	t.ExtendBaseWidget(t)
	return t
}

// SayStyle chooses how Say sets its text.
type SayStyle struct {
	Size   float32 // logical pixels at 100 %; body when zero
	Bold   bool
	Quiet  bool
	Widest float32 // logical pixels at 100 %; running width when zero
	Native bool    // plain Latin, Cyrillic or Greek known beforehand: leave it to Fyne even if lang is set
}

// Say shows text in the script of lang, shaped by the Drawer; for names, leaflets and languages in their own words.
func (k *Kit) Say(text, lang string, s SayStyle) *Text {
	st := style{size: s.Size, bold: s.Bold, ink: ColorInk, widest: s.Widest}
	if s.Size == 0 {
		st.size = sizeBody
	}
	if s.Quiet {
		st.ink = ColorQuiet
	}
	if s.Widest == 0 {
		st.widest = textWidth
	}
	t := k.text(text, st)
	t.lang, t.drawn = lang, !s.Native
	return t
}

// SetText changes the words; an unchanged text costs nothing.
func (t *Text) SetText(text string) { t.set(text, t.lang) }

// Text tells the words.
func (t *Text) Text() string { return t.text }

func (t *Text) set(text, lang string) {
	if text == t.text && lang == t.lang {
		return
	}
	t.text, t.lang = text, lang
	t.Refresh()
	t.kit.changed(t)
}

// put is set for whoever lays out the text himself.
func (t *Text) put(text, lang string) {
	if text != t.text || lang != t.lang {
		t.text, t.lang = text, lang
		t.Refresh()
	}
}

func (t *Text) restyle(s style) {
	if s != t.style {
		t.style = s
		t.Refresh()
	}
}

// AccessibilityLabel and AccessibilityRole speak to screen readers where Fyne can.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is part of fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// WidthFor is the natural width, at most what is offered and what is good to read.
func (t *Text) WidthFor(offered float32) float32 {
	if t.style.widest > 0 {
		offered = min(offered, t.kit.Px(t.style.widest))
	}
	return min(offered, t.natural())
}

// HeightFor is the height when wrapped at this width.
func (t *Text) HeightFor(width float32) float32 {
	if width <= 0 {
		return t.pixels() * lineHeight
	}
	key := t.layKey(width)
	if h, ok := t.heights[key]; ok {
		return h
	}
	h := t.pixels() * lineHeight
	if t.native() {
		h *= float32(len(t.wrap(width)))
	} else if img := t.image(width); img != nil {
		h = max(h, img.Size().Height)
	}
	if t.heights == nil || len(t.heights) > 8 {
		t.heights = map[layKey]float32{}
	}
	t.heights[key] = h
	return h
}

func (t *Text) layKey(width float32) layKey {
	return layKey{t.text, t.lang, t.style, width, t.kit.Scale(), t.kit.pixelScale(), t.kit.Look()}
}

// CreateRenderer is part of fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self:    t,
		objects: func() []fyne.CanvasObject { return t.lines },
		layout:  func(s fyne.Size) { t.lay(s.Width) },
		min: func() fyne.Size {
			w := t.Size().Width
			if w == 0 {
				w = t.WidthFor(t.kit.Px(fieldWidth))
			}
			return fyne.NewSize(min(t.longest(), w), t.HeightFor(w))
		},
	}
}

func (t *Text) pixels() float32 { return t.kit.Px(t.style.size) }

func (t *Text) fyneStyle() fyne.TextStyle {
	return fyne.TextStyle{Bold: t.style.bold, Underline: t.style.underline}
}

// native says whether Fyne draws this text.
func (t *Text) native() bool { return t.kit.draw == nil || (!t.drawn && plain(t.text)) }

func (t *Text) measure(s string) float32 {
	return fyne.MeasureText(s, t.pixels(), t.fyneStyle()).Width
}

// natural is the width on as few lines as the text itself has.
func (t *Text) natural() float32 {
	if !t.native() {
		if img := t.image(0); img != nil {
			return img.Size().Width
		}
	}
	var w float32
	for line := range strings.SplitSeq(t.text, "\n") {
		w = max(w, t.measure(line))
	}
	return w + 1 // rounding must not wrap a line that just fits
}

// longest is the width of the longest word: narrower than this a line would break within it.
func (t *Text) longest() float32 {
	if !t.native() {
		return t.kit.Px(64)
	}
	var w float32
	for _, word := range pieces(t.text) {
		w = max(w, t.measure(word))
	}
	return w
}

func (t *Text) lay(width float32) {
	key := t.layKey(width)
	if key == t.laid || width <= 0 {
		return
	}
	t.laid = key
	if !t.native() {
		t.lines = nil
		if img := t.image(width); img != nil {
			t.lines = []fyne.CanvasObject{img}
			if t.style.center {
				img.Move(fyne.NewPos((width-img.Size().Width)/2, 0))
			}
		}
		return
	}
	step := t.pixels() * lineHeight
	var lines []fyne.CanvasObject
	broken := t.wrap
	if t.cut {
		broken = t.shorten
	}
	for i, s := range broken(width) {
		l := canvas.NewText(s, t.kit.Color(t.style.ink))
		l.TextSize, l.TextStyle = t.pixels(), t.fyneStyle()
		if t.style.center {
			l.Alignment = fyne.TextAlignCenter
		}
		l.Move(fyne.NewPos(0, float32(i)*step))
		l.Resize(fyne.NewSize(width, step))
		lines = append(lines, l)
	}
	t.lines = lines
}

// image draws the text by the Drawer, as a canvas image of its logical size.
func (t *Text) image(width float32) *canvas.Image {
	scale := t.kit.pixelScale()
	wrapAt := int(width)
	if t.cut {
		wrapAt = 0
	}
	img := t.kit.draw(t.text, t.lang, t.style.bold, t.pixels(), wrapAt, t.kit.Color(t.style.ink), scale)
	if img == nil {
		return nil
	}
	if b, most := img.Bounds(), int(width*scale); t.cut && most > 0 && b.Dx() > most {
		if s, ok := img.(interface {
			SubImage(image.Rectangle) image.Image
		}); ok {
			img = s.SubImage(image.Rect(b.Min.X, b.Min.Y, b.Min.X+most, b.Max.Y))
		}
	}
	ci := canvas.NewImageFromImage(img)
	ci.FillMode = canvas.ImageFillStretch
	ci.ScaleMode = canvas.ImageScalePixels
	b := img.Bounds()
	ci.Resize(fyne.NewSize(float32(b.Dx())/scale, float32(b.Dy())/scale))
	return ci
}

// pieces cuts a text where a line may break: at spaces, but not at those that hold a number to its sign or a French colon to
// its word.
func pieces(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' })
}

// wrap breaks at spaces, and within a word only if the word alone is too long.
func (t *Text) wrap(width float32) []string {
	var out []string
	for para := range strings.SplitSeq(t.text, "\n") {
		line := ""
		for _, word := range pieces(para) {
			try := word
			if line != "" {
				try = line + " " + word
			}
			if t.measure(try) <= width {
				line = try
				continue
			}
			if line != "" {
				out = append(out, line)
			}
			line = word
			for t.measure(line) > width {
				head, rest := t.chop(line, width)
				if rest == "" {
					break
				}
				out, line = append(out, head), rest
			}
		}
		out = append(out, line)
	}
	return out
}

// shorten keeps what fits on one line and says by … that there is more.
func (t *Text) shorten(width float32) []string {
	line := strings.Join(pieces(t.text), " ")
	if t.measure(line) <= width {
		return []string{line}
	}
	head, _ := t.chop(line, width-t.measure("…"))
	return []string{strings.TrimRight(head, " ") + "…"}
}

func (t *Text) chop(word string, width float32) (head, rest string) {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && t.measure(word[:next]) > width {
			break
		}
		end = next
	}
	return word[:end], word[end:]
}

// plain says whether Fyne's own text drawing is right for s: left to right, no shaping.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x250, unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek):
		case r >= 0x2000 && r < 0x2070 && !unicode.Is(unicode.Cf, r), r == '€', r == '№', r == '→':
		default:
			return false
		}
	}
	return true
}

// pixelScale is how many pixels of the screen one logical pixel takes.
func (k *Kit) pixelScale() float32 {
	if c := k.canvas(); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}
