// Package document describes what paper and screen both show: a letter or a
// leaflet as address block, headings, paragraphs and lists, each run of text
// with its language. It knows nothing of fonts, millimetres or files.
//
// domain/letter and domain/leaflet make documents; ui/paper sets them.
package document

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// ErrTooLong says that an address does not fit the window of the envelope, or
// a letterhead or the small print the page, in the smallest type that can be
// read.
var ErrTooLong = errors.New("document: a part of the page does not fit on it")

// TooLongError is ErrTooLong, and names the part.
type TooLongError struct{ Part string }

// The parts of a page that can be too long for it.
const (
	TooLongAddress = "address" // for the window of the envelope
	TooLongFrame   = "frame"   // letterhead, running head or small print, which leave the text no room
	TooLongSheet   = "sheet"   // what has to stand on one sheet
)

func (e *TooLongError) Error() string { return ErrTooLong.Error() + ": " + e.Part }

// Unwrap makes it an ErrTooLong.
func (e *TooLongError) Unwrap() error { return ErrTooLong }

// MissingError lists the characters that cannot be printed: no typeface shows
// them, or (Piled, and nothing else is wrong) they are marks that are too many on
// one letter.
type MissingError struct {
	Runes []rune
	Piled bool
}

func (e *MissingError) Error() string { return "document: nothing can print " + Codes(e.Runes) }

// MostMarks is how many marks one letter may bear. No writing system comes near
// it: the accented text of the Hebrew Bible has the most, with dagesh, the dot of
// shin, a vowel, meteg and an accent (The Unicode Standard, section 9.1); Unicode's
// own bound, which it calls far beyond any use of a language, is 30 (UAX #15,
// Stream-Safe Text Format). Up to here a line gets the height that they need.
const MostMarks = 8

// Piled lists the marks of a text that stand on letters with more than MostMarks
// of them, each once: they would be printed over the lines around it.
func Piled(s string) (marks []rune) {
	var on []rune // the letter
	look := func() {
		if len(on) > MostMarks {
			for _, r := range on {
				if !slices.Contains(marks, r) {
					marks = append(marks, r)
				}
			}
		}
		on = on[:0]
	}
	for _, r := range s {
		switch {
		case unicode.IsMark(r):
			on = append(on, r)
		case !unicode.Is(unicode.Cf, r): // a joiner begins no letter
			look()
		}
	}
	look()
	return marks
}

// Codes writes characters as U+XXXX: where nothing shows them, they would be
// boxes.
func Codes(rs []rune) string {
	codes := make([]string, len(rs))
	for i, r := range rs {
		codes[i] = fmt.Sprintf("U+%04X", r)
	}
	return strings.Join(codes, ", ")
}

// Form is the kind of sheet a document is set on.
type Form string

// The forms.
const (
	Letter Form = "letter" // A4, Belgian business letter with a window address
	A4     Form = "a4"     // A4 leaflet
	A6     Form = "a6"     // A6 leaflet, one A4 sheet folded twice or four small pages
	Card   Form = "card"   // 85 × 54 mm card with numbers only
	Page   Form = "page"   // A4 in small type, for colleagues
)

// Document is one letter or leaflet.
type Document struct {
	Lang  string // BCP 47 tag of the main language; it decides the direction of the page
	RTL   bool   // the page runs from right to left
	Title string // neutral: it becomes the PDF's title; never a name, never the subject
	Date  string // YYYY-MM-DD: the date of the PDF, so that the same letter gives the same bytes
	Form  Form
	Stamp string // "" or one word or phrase printed large and pale across every page: SPECIMEN, PREVIEW, …

	// Letters only.
	Envelope  Envelope
	Logo      *Picture   // above the letterhead, or nil
	Sender    []Text     // letterhead: the first line is the organisation's name
	Marking   Text       // "Confidential", above the address
	Address   []Text     // addressee, at most seven lines
	Refs      []Labelled // the reference line: your ref., our ref., …
	PlaceDate Text       // "Antwerpen, 10 maart 1997"
	Running   Text       // head of the second and later pages: addressee – reference – date
	Page      string     // "Page {page} of {pages}", in the document's language
	Foot      []Text     // small print at the foot of every page

	Blocks []Block
}

// Envelope says where the address is to lie, so that it shows in the window of
// the centre's envelopes when it comes out of the centre's printer.
type Envelope struct {
	Left bool // the window is to the left; else to the right, as in most Belgian envelopes
	// Right and Down move all that is printed, in millimetres, against a
	// printer that pulls the paper askew.
	Right, Down float64
}

// Labelled is a value with its label, as in a reference line or a person block.
type Labelled struct{ Label, Value Text }

// Kind says how a block is set.
type Kind string

// The kinds of block.
const (
	Heading   Kind = "heading"   // Level 1 is the largest; a letter's subject is level 1
	Paragraph Kind = "paragraph" // running text
	List      Kind = "list"      // Items, bulleted or (Ordered) numbered
	Fields    Kind = "fields"    // Pairs, a label beside each value: the person block of a letter
	Signature Kind = "signature" // Text lines of closing, room to sign, then Items as name and function
	Note      Kind = "note"      // small print: enclosures, copies, version of a leaflet
	Numbers   Kind = "numbers"   // Pairs: telephone numbers that must be found at a glance, set large
	Image     Kind = "image"     // Picture, with Text as its caption
	Gap       Kind = "gap"       // an empty line
)

// Block is one piece of a document, from top to bottom.
type Block struct {
	Kind    Kind
	Level   int  // headings: 1, 2, 3
	Ordered bool // lists
	Keep    bool // stays on the same page as the block that follows
	NewPage bool // begins a page
	Text    Text
	Items   []Text
	Pairs   []Labelled
	Picture *Picture // images
}

// Picture is a photograph or a logo.
type Picture struct {
	Data []byte // a PNG or JPEG file
	Alt  string // says what it shows to who cannot see it; never ""
	// Width and Height are the room for it, in millimetres: it fills one of
	// them and keeps its proportions. A logo's is the letterhead's.
	Width, Height float64
	// Photo says that it is a photograph, which is set as one whatever its file
	// is: kept without loss it would be many times as large.
	Photo bool
}

// ErrPicture says that a picture is no PNG or JPEG file, is broken, larger
// than MostPixels or MostBytes, or that nobody says what it shows.
var ErrPicture = errors.New("document: a picture that cannot be printed")

// The bounds of a picture's file.
const (
	MostBytes  = 12 << 20
	MostPixels = 24_000_000
)

// Text is a piece of running text: runs in reading order.
type Text []Run

// Run is text in one language and one weight.
type Run struct {
	Text string
	Lang string // "" means the document's language
	Bold bool
}

// T makes a Text of one run in the document's language.
func T(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Text: s}}
}

// B makes a bold Text of one run in the document's language.
func B(s string) Text { return Text{{Text: s, Bold: true}} }

// Isolate keeps the direction of a name, or of whatever else somebody wrote,
// to itself: it is wrapped in a first-strong isolate (U+2068 … U+2069), so that
// an Arabic name neither turns the Dutch line around it nor takes the number
// after it along. Marks of direction in s that would reach beyond it are closed
// or left out; they were never seen. A telephone number in it runs from left to
// right, as Number has it: its groups would stand in the order of the name; so does
// the number of a house with its letter. What
// has nothing to turn stays as it is. White space around what somebody wrote is left
// out: a full stop or a comma would stand apart behind it.
func Isolate(s string) string {
	s = strings.TrimSpace(s)
	if !strings.ContainsFunc(s, turns) {
		return s
	}
	s = grouped.ReplaceAllStringFunc(s, func(n string) string {
		if strings.IndexFunc(n, func(r rune) bool { return r != '+' && !unicode.Is(unicode.Nd, r) }) < 0 {
			return n // of one piece
		}
		return Number(n)
	})
	var b strings.Builder
	b.WriteRune(fsi)
	open := 0
	for _, r := range s {
		switch {
		case r == pdi && open == 0:
			continue
		case r == pdi:
			open--
		case lri <= r && r <= fsi:
			open++
		}
		b.WriteRune(r)
	}
	for range open + 1 {
		b.WriteRune(pdi)
	}
	return b.String()
}

// Number writes a telephone number, a reference or the like so that it stays
// in one piece and runs from left to right in a text of any direction, also
// when its digits are Persian: a left-to-right isolate (U+2066 … U+2069) with
// spaces at which no line breaks, and none around it. "" stays "".
func Number(s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return ""
	}
	return string(lri) + strings.ReplaceAll(s, " ", "\u00a0") + string(pdi)
}

// grouped is a number with its letters, as houses and files have them: 59B or
// 1/2A; or one in groups, as people write those of telephones: +32 (0)2 123 45 67.
// Beside a word from right to left its parts would stand on either side.
var grouped = regexp.MustCompile(`\p{Nd}[\p{Nd}/.-]*\p{Latin}[\p{Nd}\p{Latin}]*|` +
	`(?:\+|\+? ?\()?\p{Nd}[\p{Nd} \x{a0}\x{202f}().,:/–-]*\p{Nd}`)

const lri, fsi, pdi = '\u2066', '\u2068', '\u2069'

// turns says whether a character lies where Unicode keeps the writing systems
// from right to left, or is a mark of direction.
func turns(r rune) bool {
	return '\u0590' <= r && r <= '\u08ff' || '\ufb1d' <= r && r <= '\ufefe' || 0x10800 <= r && r <= 0x10fff ||
		0x1e800 <= r && r <= 0x1efff || '\u200e' <= r && r <= '\u200f' || '\u202a' <= r && r <= '\u202e' || lri <= r && r <= pdi
}

// String returns the text without weight or language.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Texts visits every text of the document, in the order of the page.
func (d *Document) Texts(visit func(Text)) {
	for _, group := range [][]Text{d.Sender, {d.Marking}, d.Address} {
		for _, t := range group {
			visit(t)
		}
	}
	for _, p := range d.Refs {
		visit(p.Label)
		visit(p.Value)
	}
	visit(d.PlaceDate)
	visit(d.Running)
	for _, b := range d.Blocks {
		visit(b.Text)
		for _, t := range b.Items {
			visit(t)
		}
		for _, p := range b.Pairs {
			visit(p.Label)
			visit(p.Value)
		}
	}
	for _, t := range d.Foot {
		visit(t)
	}
	if d.Stamp != "" {
		visit(T(d.Stamp))
	}
}
