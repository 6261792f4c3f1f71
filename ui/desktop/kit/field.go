package kit

import (
	"image/color"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Labelled is what Field, Choice, Choices and Pick share: label, one short hint, the error if there is one, then the control.
type Labelled struct {
	widget.BaseWidget
	kit         *Kit
	self        fyne.Widget
	label, hint *Text
	err         *Text
	errSign     *signWidget
	control     fyne.CanvasObject
	beside      *Button // right of the control: Show
	focusable   fyne.Focusable
	onError     func()
}

func (l *Labelled) init(k *Kit, self fyne.Widget, label, hint string, control fyne.CanvasObject, f fyne.Focusable) {
	l.kit, l.self, l.control, l.focusable = k, self, control, f
	l.label = k.text(label, style{size: sizeBody, bold: true, ink: ColorInk})
	l.hint = k.text(hint, style{size: sizeSmall, ink: ColorQuiet, widest: textWidth})
	l.err = k.text("", style{size: sizeBody, bold: true, ink: ColorOverdue})
	l.errSign = k.sign(SignOverdue, ColorOverdue)
	l.ExtendBaseWidget(self)
}

// SetError shows what to do, in red with ■, between hint and control; the empty string takes it away.
func (l *Labelled) SetError(s string) {
	if s == l.err.Text() {
		return
	}
	l.err.SetText(s)
	call(l.onError)
	l.self.Refresh()
	l.kit.changed(l.self)
}

// Error tells the error shown.
func (l *Labelled) Error() string { return l.err.Text() }

// Label tells the label.
func (l *Labelled) Label() string { return l.label.Text() }

// SetHint changes the hint.
func (l *Labelled) SetHint(s string) {
	l.hint.SetText(s)
	l.self.Refresh()
	l.kit.changed(l.self)
}

// Focus puts the focus on the control.
func (l *Labelled) Focus() { l.kit.focus(l.focusable) }

// Children is part of Parent.
func (l *Labelled) Children() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.label, l.hint, l.errSign, l.err, l.control}
	if l.beside != nil {
		out = append(out, l.beside)
	}
	return out
}

// WidthFor is at most 640.
func (l *Labelled) WidthFor(offered float32) float32 { return min(offered, l.kit.Px(fieldWidth)) }

// HeightFor is the height at this width.
func (l *Labelled) HeightFor(width float32) float32 { return l.arrange(width, false) }

func (l *Labelled) relayout() { l.arrange(l.Size().Width, true) }

func (l *Labelled) arrange(width float32, move bool) float32 {
	px := l.kit.Px
	var y float32
	put := func(t *Text, x, gap float32) {
		t.Hidden = t.Text() == ""
		if t.Hidden {
			return
		}
		if y > 0 {
			y += px(gap)
		}
		w := t.WidthFor(width - x)
		h := t.HeightFor(w)
		if move {
			place(t, x, y, w, h)
		}
		y += h
	}
	put(l.label, 0, 0)
	put(l.hint, 0, 2)
	l.errSign.Hidden = l.err.Text() == ""
	if !l.errSign.Hidden && move {
		d, line := px(12), px(sizeBody*lineHeight)
		place(l.errSign, 0, y+px(4+opticalDrop)+(line-d)/2, d, d)
	}
	put(l.err, px(18), 4)
	if y > 0 {
		y += px(8)
	}
	w, h := width, float32(0)
	if l.beside != nil {
		bw := l.beside.WidthFor(width)
		w = width - bw - px(16)
		h = max(heightFor(l.control, w), px(controlSize))
		if move {
			place(l.beside, w+px(16), y, bw, h)
		}
	} else {
		h = heightFor(l.control, w)
	}
	if move {
		place(l.control, 0, y, w, h)
	}
	return y + h
}

// CreateRenderer is part of fyne.Widget.
func (l *Labelled) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		self: l.self, objects: l.Children,
		layout: func(s fyne.Size) { l.arrange(s.Width, true) },
		refresh: func() {
			for _, o := range l.Children() {
				o.Refresh()
			}
		},
		min: func() fyne.Size {
			w := max(l.label.MinSize().Width, l.control.MinSize().Width)
			at := l.Size().Width
			if at == 0 {
				at = l.kit.Px(fieldWidth)
			}
			return fyne.NewSize(w, l.arrange(at, false))
		},
	}
}

// Field is a labelled place to type. What is typed is never cleared, masked or re-formatted, and nothing is checked by the
// field itself: the screen calls SetError when it saves.
type Field struct {
	Labelled
	entry *entry

	OnChanged   func(string) // at every change by hand
	OnSubmitted func(string) // Enter in a single line
}

// Field is a single line.
func (k *Kit) Field(label, hint string) *Field { return k.field(label, hint, &entry{}) }

// Area is a field of several lines; Tab leaves it.
func (k *Kit) Area(label, hint string, rows int) *Field {
	e := &entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return k.field(label, hint, e)
}

// Password is a field whose text is hidden until the button beside it, a Tab stop of its own, shows it.
func (k *Kit) Password(label, hint, show, hide string) *Field {
	e := &entry{}
	e.Password = true
	e.ActionItem = canvas.NewRectangle(color.Transparent) // instead of Fyne's eye, which no key reaches
	f := k.field(label, hint, e)
	f.beside = k.Button(show, func() {
		e.Password = !e.Password
		f.beside.SetLabel(map[bool]string{true: show, false: hide}[e.Password])
		e.Refresh()
	})
	f.beside.Repeats = true
	return f
}

func (k *Kit) field(label, hint string, e *entry) *Field {
	f := &Field{entry: e}
	e.kit = k
	e.ring = newRing()
	e.edge = canvas.NewRectangle(color.Transparent)
	if !e.MultiLine {
		e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	}
	e.ExtendBaseWidget(e)
	e.OnChanged = func(s string) {
		if f.OnChanged != nil {
			f.OnChanged(s)
		}
	}
	e.OnSubmitted = func(s string) {
		if f.OnSubmitted != nil {
			f.OnSubmitted(s)
		}
	}
	f.Labelled.init(k, f, label, hint, e, e)
	f.onError = func() { e.wrong = f.Error() != ""; e.Refresh() }
	return f
}

// Text is what stands in the field, as typed.
func (f *Field) Text() string { return f.entry.Text }

// SetText fills the field, without calling OnChanged.
func (f *Field) SetText(s string) {
	keep := f.entry.OnChanged
	f.entry.OnChanged = nil
	f.entry.SetText(s)
	// The caret stands where one goes on typing.
	f.entry.CursorRow = strings.Count(s, "\n")
	f.entry.CursorColumn = utf8.RuneCountInString(s[strings.LastIndexByte(s, '\n')+1:])
	f.entry.OnChanged = keep
}

// entry is Fyne's entry with the ring, the key table and the idle clock.
type entry struct {
	widget.Entry
	kit     *Kit
	ring    *canvas.Rectangle
	edge    *canvas.Rectangle // over Fyne's own border, for errors
	wrong   bool
	focused bool
	first   func(fyne.KeyName) bool // asked before the key table
}

func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	return &entryRenderer{e.Entry.CreateRenderer(), e}
}

// AcceptsTab keeps Tab for moving on.
func (e *entry) AcceptsTab() bool { return false }

func (e *entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.Refresh()
	e.kit.reveal(e, fyne.Position{}, e.Size())
}

func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.Refresh()
}

func (e *entry) TypedKey(k *fyne.KeyEvent) {
	e.kit.Touch()
	if (e.first == nil || !e.first(k.Name)) && !e.kit.Keys.Do(k.Name, 0) {
		e.Entry.TypedKey(k)
	}
}

func (e *entry) TypedRune(r rune) {
	e.kit.Touch()
	e.Entry.TypedRune(r)
}

func (e *entry) TypedShortcut(s fyne.Shortcut) {
	e.kit.Touch()
	if !e.kit.Keys.shortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}

func (e *entry) MouseDown(m *desktop.MouseEvent) {
	e.kit.Touch()
	e.Entry.MouseDown(m)
}

// Tapped focuses on the way of a touch or a test; on the desk MouseDown has done it.
func (e *entry) Tapped(p *fyne.PointEvent) {
	e.kit.Touch()
	e.Entry.Tapped(p)
	e.kit.focus(e)
}

type entryRenderer struct {
	fyne.WidgetRenderer
	e *entry
}

func (r *entryRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.dress(s)
}

func (r *entryRenderer) Refresh() {
	r.dress(r.e.Size())
	r.WidgetRenderer.Refresh()
}

func (r *entryRenderer) dress(s fyne.Size) {
	k := r.e.kit
	k.ringAround(r.e.ring, fyne.Position{}, s, r.e.focused)
	g := r.e.edge
	g.StrokeColor, g.StrokeWidth, g.CornerRadius = k.Color(ColorOverdue), 2, 4
	g.Move(fyne.NewPos(1, 1))
	g.Resize(s.SubtractWidthHeight(2, 2))
	g.Hidden = !r.e.wrong
	g.Refresh()
}

func (r *entryRenderer) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject(nil), r.WidgetRenderer.Objects()...), r.e.edge, r.e.ring)
}
