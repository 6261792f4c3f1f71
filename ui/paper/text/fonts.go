package text

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"golang.org/x/text/unicode/norm"

	"onthaal/assets/fonts"
)

type shapingFace = *font.Face

// Fonts are the program's typefaces. They are read when first needed and
// then kept. A Fonts is safe for concurrent use.
type Fonts struct {
	faces    []*Face // regular and bold of each family, in the order of fallback
	byScript map[language.Script]int
	byLang   map[string]int // for Arabic script
	setters  chan *setter
}

// Face is one weight of a family.
type Face struct {
	Name    string // PostScript name: "NotoSans-Bold"
	Index   int    // its place among the faces: a stable order for output
	Bold    bool
	Leading float64 // ems
	scale   float64 // see fonts.Family

	once sync.Once
	load func() []byte
	font *font.Font

	mu       sync.Mutex
	outlines *font.Face // guarded by mu
}

// New returns the typefaces of assets/fonts; nothing is read yet.
func New() *Fonts {
	f := &Fonts{byScript: map[language.Script]int{}, byLang: map[string]int{}, setters: make(chan *setter, 4)}
	for i, family := range fonts.Families() {
		regular, bold := family.Regular, family.Bold
		if i == 0 { // shared with the screen's theme
			regular, bold = fonts.Regular, fonts.Bold
		}
		scale := cmp.Or(family.Scale, 1)
		light := &Face{Name: family.Name + "-Regular", Index: 2 * i, Leading: family.Leading, scale: scale, load: regular}
		heavy := &Face{Name: family.Name + "-Bold", Index: 2*i + 1, Bold: true, Leading: family.Leading, scale: scale, load: bold}
		if family.OneWeight() {
			heavy = light
		}
		f.faces = append(f.faces, light, heavy)
		for _, lang := range family.Langs {
			f.byLang[lang] = 2 * i
		}
		for _, s := range family.Scripts {
			script, err := language.ParseScript(s)
			if err != nil {
				panic(fmt.Sprintf("text: script of %s: %v", family.Name, err))
			}
			f.byScript[script] = 2 * i
		}
	}
	return f
}

// take returns a setter that nobody else uses.
func (f *Fonts) take() *setter {
	select {
	case s := <-f.setters:
		return s
	default:
		s := &setter{fonts: f, faces: map[*Face]shapingFace{}, miss: map[rune]bool{}}
		s.shaper.SetFontCacheSize(len(f.faces))
		return s
	}
}

// give keeps a setter for the next paragraph, if there are not enough.
func (f *Fonts) give(s *setter) {
	select {
	case f.setters <- s:
	default:
	}
}

// parsed reads the face's file, once. The files are compiled in and each is
// opened by a test, so a failure is a fault of the program.
func (f *Face) parsed() *font.Font {
	f.once.Do(func() {
		ld, err := ot.NewLoader(bytes.NewReader(f.load()))
		if err == nil {
			f.font, err = font.NewFont(ld)
		}
		if err != nil {
			panic(fmt.Sprintf("text: %s: %v", f.Name, err))
		}
		f.load = nil
	})
	return f.font
}

// face is the setter's own view of a face: the shaper's caches in it are not
// for sharing.
func (s *setter) face(f *Face) shapingFace {
	own, ok := s.faces[f]
	if !ok {
		own = font.NewFace(f.parsed())
		s.faces[f] = own
	}
	return own
}

// Extents are the face's height above and depth (negative) below the base
// line, in ems.
func (f *Face) Extents() (ascent, descent float64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.view().FontHExtents()
	if !ok {
		return 1, -0.3
	}
	em := f.Em()
	return float64(e.Ascender) / em, float64(e.Descender) / em
}

// Stroke is one step of an outline: a move (1 point), a line (1), a quadratic
// curve (2: control, end) or a cubic one (3).
type Stroke struct {
	Move   bool
	Points [3]Point
	N      int // how many of the points count
}

// Point is a place in font units, y upwards.
type Point struct{ X, Y float32 }

// Em is the number of font units in an em, whole. A face whose letters are
// enlarged has fewer of them than its file says.
func (f *Face) Em() float64 { return math.Round(float64(f.parsed().Upem()) / f.scale) }

// Outline returns the shape of a glyph in font units; it is empty for white
// space.
func (f *Face) Outline(glyph uint32) []Stroke {
	f.mu.Lock()
	defer f.mu.Unlock()
	o, ok := f.view().GlyphData(font.GID(glyph)).(font.GlyphOutline)
	if !ok {
		return nil
	}
	out := make([]Stroke, len(o.Segments))
	for i, s := range o.Segments {
		args := s.ArgsSlice()
		out[i].Move, out[i].N = s.Op == ot.SegmentOpMoveTo, len(args)
		for j, a := range args {
			out[i].Points[j] = Point{a.X, a.Y}
		}
	}
	return out
}

// view is called with mu held.
func (f *Face) view() *font.Face {
	if f.outlines == nil {
		f.outlines = font.NewFace(f.parsed())
	}
	return f.outlines
}

// first is the face for what no face can show.
func (f *Fonts) first(bold bool) *Face {
	if bold {
		return f.faces[1]
	}
	return f.faces[0]
}

// cover returns the face that can show a whole text of one script: the one of
// its language or script, else the first in the order of fallback, else nil.
func (f *Fonts) cover(rs []rune, script language.Script, st style) *Face {
	weight := 0
	if st.bold {
		weight = 1
	}
	own, known := f.byScript[script]
	if script == language.Arabic {
		if i, ok := f.byLang[string(st.lang.Primary())]; ok && f.faces[i+weight].shows(rs) {
			return f.faces[i+weight]
		}
	}
	if face := f.faces[own+weight]; face.shows(rs) {
		return face
	}
	// No family has letters of another's script; so for a script without a
	// family not every face has to be read to know that none has them.
	if sc := language.LookupScript(rs[0]); sc.Strong() && sc != language.Unknown {
		if _, ok := f.byScript[sc]; !ok {
			return nil
		}
	}
	for i := 0; i < len(f.faces); i += 2 {
		if known && i == own {
			continue
		}
		if face := f.faces[i+weight]; face.shows(rs) {
			return face
		}
	}
	return nil
}

// shows tells whether the face has a shape for every character, alone or put
// together from its parts.
func (f *Face) shows(rs []rune) bool {
	font := f.parsed()
	for _, r := range rs {
		if _, ok := font.NominalGlyph(r); ok || ignorable(r) || unicode.Is(unicode.Zs, r) {
			continue
		}
		parts := norm.NFD.String(string(r))
		if parts == string(r) {
			return false
		}
		for _, p := range parts {
			if _, ok := font.NominalGlyph(p); !ok {
				return false
			}
		}
	}
	return true
}

// ignorable says whether a character has no shape of its own, so that a face
// need not know it (Unicode's Default_Ignorable_Code_Point).
func ignorable(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u034f', r == '\u061c', r == '\ufeff',
		'\u115f' <= r && r <= '\u1160', '\u17b4' <= r && r <= '\u17b5',
		'\u180b' <= r && r <= '\u180f', '\u200b' <= r && r <= '\u200f',
		'\u202a' <= r && r <= '\u202e', '\u2060' <= r && r <= '\u206f',
		'\ufe00' <= r && r <= '\ufe0f', 0xe0000 <= r && r <= 0xe0fff:
		return true
	}
	return false
}
