package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"

	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

// tags collects which piece of which page belongs to which element of the
// sheet, and writes the tree that tells.
type tags struct {
	elements []sheet.Element
	pages    [][]int // of each piece of a page that is text: its element, from 1
	inside   bool    // of a piece
	element  int     // of that piece
	said     map[int]*saying
}

// saying is what the words of an element say.
type saying struct {
	text strings.Builder
	gap  bool // white space follows
	// turned tells that whoever joins the pieces as they stand in the file gets
	// something else, because words run from right to left.
	turned bool
}

// say adds a line to what an element says.
func (t *tags) say(element int, l *text.Line) {
	if element == 0 {
		return
	}
	s := t.said[element]
	if s == nil {
		s = &saying{}
		t.said[element] = s
	} else if s.gap {
		s.text.WriteByte(' ')
	}
	s.text.WriteString(unseen.Replace(l.Text))
	s.gap = l.Gap
	s.turned = s.turned || turned(l)
}

// turned tells whether a line does not read from left to right.
func turned(l *text.Line) bool {
	said := unseen.Replace(l.Text)
	for _, r := range l.Runs {
		for _, c := range r.Clusters {
			var ok bool
			if said, ok = strings.CutPrefix(said, c.Text); !ok {
				return true
			}
		}
	}
	return false
}

// unseen takes out what only tells where lines may end.
var unseen = strings.NewReplacer("\u200b", "", "\u00ad", "", "\u2060", "", "\ufeff", "")

// types are the names that PDF has for the roles.
var types = map[sheet.Role]string{
	sheet.Paragraph: "P", sheet.Heading1: "H1", sheet.Heading2: "H2", sheet.Heading3: "H3",
	sheet.List: "L", sheet.Item: "LI", sheet.Label: "Lbl", sheet.ItemBody: "LBody", sheet.Figure: "Figure",
}

func (t *tags) page() {
	t.pages = append(t.pages, nil)
	t.inside = false
}

// open begins a piece of an element, or (0) of what is no text, unless it is
// the one that is open already.
func (t *tags) open(element int) string {
	if t.inside && t.element == element {
		return ""
	}
	out := t.close()
	t.inside, t.element = true, element
	if element == 0 {
		return out + "/Artifact BMC"
	}
	page := &t.pages[len(t.pages)-1]
	*page = append(*page, element)
	return out + fmt.Sprintf("/%s <</MCID %d>> BDC", types[t.elements[element-1].Role], len(*page)-1)
}

func (t *tags) close() string {
	if !t.inside {
		return ""
	}
	t.inside = false
	return "EMC\n"
}

// objects writes the tree as objects of the file from number first on, the
// root of the tree first; pages are the numbers of the page objects. An
// element without words is left out.
func (t *tags) objects(first int, pages []int) [][]byte {
	type piece struct{ page, id int }
	pieces := make([][]piece, len(t.elements)+1)
	parts := make([][]int, len(t.elements)+1)
	for p, list := range t.pages {
		for id, e := range list {
			pieces[e] = append(pieces[e], piece{p, id})
		}
	}
	full := make([]bool, len(t.elements)+1)
	for e := len(t.elements); e > 0; e-- { // parts come after the whole
		full[e] = full[e] || len(pieces[e]) > 0
		if full[e] {
			full[t.elements[e-1].In] = true
		}
	}
	// Numbers: the root, the table of pieces, the document, the elements.
	root, table, document := first, first+1, first+2
	number := make([]int, len(t.elements)+1)
	number[0] = document
	next := document + 1
	for e := 1; e <= len(t.elements); e++ {
		if full[e] {
			number[e] = next
			next++
			in := t.elements[e-1].In
			parts[in] = append(parts[in], e)
		}
	}
	var out [][]byte
	put := func(write func(b *bytes.Buffer)) {
		var b bytes.Buffer
		b.WriteString("<<")
		write(&b)
		b.WriteString(">>\n")
		out = append(out, b.Bytes())
	}
	put(func(b *bytes.Buffer) {
		fmt.Fprintf(b, "/Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d", document, table, len(t.pages))
	})
	put(func(b *bytes.Buffer) {
		b.WriteString("/Nums [")
		for p, list := range t.pages {
			fmt.Fprintf(b, "%d [", p)
			for _, e := range list {
				fmt.Fprintf(b, "%d 0 R ", number[e])
			}
			b.WriteString("]")
		}
		b.WriteString("]")
	})
	element := func(e int, kind string, in int) {
		put(func(b *bytes.Buffer) {
			fmt.Fprintf(b, "/Type /StructElem /S /%s /P %d 0 R", kind, in)
			if len(pieces[e]) > 0 {
				fmt.Fprintf(b, " /Pg %d 0 R", pages[pieces[e][0].page])
			}
			b.WriteString(" /K [")
			for _, part := range parts[e] {
				fmt.Fprintf(b, "%d 0 R ", number[part])
			}
			for _, p := range pieces[e] {
				if p.page == pieces[e][0].page {
					fmt.Fprintf(b, "%d ", p.id)
				} else {
					fmt.Fprintf(b, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pages[p.page], p.id)
				}
			}
			b.WriteString("]")
			if s := t.said[e]; s != nil && s.turned {
				b.WriteString(" /ActualText " + wide(s.text.String()))
			}
			if e > 0 && t.elements[e-1].Alt != "" {
				b.WriteString(" /Alt " + wide(t.elements[e-1].Alt))
			}
		})
	}
	element(0, "Document", root)
	for e := 1; e <= len(t.elements); e++ {
		if full[e] {
			element(e, types[t.elements[e-1].Role], number[t.elements[e-1].In])
		}
	}
	return out
}

// wide is a text as PDF writes what is not in its own alphabet.
func wide(s string) string {
	b := []byte("<feff")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04x", u)
	}
	return string(append(b, '>'))
}
