package pdf

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"onthaal/ui/paper/sheet"
	"onthaal/ui/paper/text"
)

func words(s, lang string) sheet.Words {
	p := text.New().Set([]text.Span{{Text: s}}, text.How{Lang: lang, RTL: text.RTL(lang)})
	return sheet.Words{Line: p.Lines[0], X: 20, Y: 40, Size: 12}
}

func page(ws ...sheet.Words) *sheet.Sheet {
	return &sheet.Sheet{Lang: "nl", Title: "Brief", Date: "1997-03-10",
		Pages: []sheet.Page{{Width: 210, Height: 297, Words: ws}}}
}

// The small faces of a file hold the shapes of the typefaces, to the unit.
func TestClustersKeepTheirShape(t *testing.T) {
	for lang, source := range map[string]string{
		"nl": "Één brief, zoals hij hoort: 0123", "vi": "Nguyễn Thị Hồng", "uk": "Шевченко",
		"ar": "محمد عبد الرحمن لا", "hi": "हिन्दी क्षत्रिय", "th": "ที่นี่", "am": "ኢትዮጵያ", "bn": "বাংলাদেশ",
	} {
		w := words(source, lang)
		for _, r := range w.Line.Runs {
			f := newClusterFace(r.Face)
			for i := range r.Clusters {
				if _, err := f.code(&r.Clusters[i]); err != nil {
					t.Fatal(err)
				}
			}
			face, err := font.ParseTTF(bytes.NewReader(f.trueType()))
			if err != nil {
				t.Fatalf("%s: %v", lang, err)
			}
			for _, s := range f.shape {
				gid, ok := face.NominalGlyph(rune(s.code))
				if !ok {
					t.Fatalf("%s: %q has no glyph", lang, s.text)
				}
				if got := face.HorizontalAdvance(gid); math.Abs(float64(got)-float64(s.advance)) > 0.5 {
					t.Errorf("%s: %q is %g wide, want %d", lang, s.text, got, s.advance)
				}
				got := face.GlyphData(gid).(font.GlyphOutline)
				var have, want lines
				for _, seg := range got.Segments {
					for i, a := range seg.ArgsSlice() {
						have.add(seg.Op == opentype.SegmentOpMoveTo && i == 0, float64(a.X), float64(a.Y))
					}
				}
				for _, g := range s.glyphs {
					for _, st := range r.Face.Outline(g.ID) {
						for _, p := range st.Points[:st.N] {
							want.add(st.Move, float64(p.X)+float64(g.X)*f.em, float64(p.Y)+float64(g.Y)*f.em)
						}
					}
				}
				if a, b := have.extent(), want.extent(); !near(a, b) {
					t.Errorf("%s: %q reaches %v, want %v", lang, s.text, a, b)
				}
				if a, b := have.area(), want.area(); math.Abs(a-b) > 0.005*math.Abs(b)+100 {
					t.Errorf("%s: %q covers %g, want %g", lang, s.text, a, b)
				}
			}
		}
	}
}

// lines are closed lines through all points of an outline.
type lines [][][2]float64

func (l *lines) add(move bool, x, y float64) {
	if move || len(*l) == 0 {
		*l = append(*l, nil)
	}
	k := len(*l) - 1
	(*l)[k] = append((*l)[k], [2]float64{x, y})
}

func (l lines) extent() [4]float64 {
	e := [4]float64{}
	for i, line := range l {
		for j, p := range line {
			if i == 0 && j == 0 {
				e = [4]float64{p[0], p[1], p[0], p[1]}
			}
			e = [4]float64{min(e[0], p[0]), min(e[1], p[1]), max(e[2], p[0]), max(e[3], p[1])}
		}
	}
	return e
}

// area is what the lines enclose; it is the same wherever a line begins.
func (l lines) area() float64 {
	sum := 0.0
	for _, line := range l {
		for i, p := range line {
			q := line[(i+1)%len(line)]
			sum += p[0]*q[1] - q[0]*p[1]
		}
	}
	return sum / 2
}

func near(a, b [4]float64) bool {
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1 {
			return false
		}
	}
	return true
}

func TestCodesAreTheCharactersThemselvesWherePossible(t *testing.T) {
	w := words("Ana محمد", "nl")
	for _, r := range w.Line.Runs {
		f := newClusterFace(r.Face)
		seen := map[uint16]string{}
		for i := range r.Clusters {
			c := &r.Clusters[i]
			code, err := f.code(c)
			if err != nil {
				t.Fatal(err)
			}
			if was, ok := seen[code]; ok && was != c.Text {
				t.Errorf("%q and %q share the code %04x", was, c.Text, code)
			}
			seen[code] = c.Text
			if c.Text == "A" && code != 'A' {
				t.Errorf("A has the code %04x", code)
			}
		}
	}
}

func TestFaceThatIsFullSaysSo(t *testing.T) {
	w := words("a", "nl")
	f := newClusterFace(w.Line.Runs[0].Face)
	var err error
	for i := 0; err == nil && i < 7000; i++ {
		_, err = f.code(&text.Cluster{Text: strings.Repeat("a", 2+i%3), Glyphs: []text.Glyph{{ID: uint32(i)}}})
	}
	if err == nil {
		t.Error("more shapes than there are codes, and no error")
	}
}

func TestWriteRefuses(t *testing.T) {
	if _, err := Write(&sheet.Sheet{}); err == nil {
		t.Error("a sheet without pages was written")
	}
	s := page(words("a", "nl"))
	s.Lang = "nl) /Evil ("
	if _, err := Write(s); err == nil {
		t.Error("a language that is none was written")
	}
	s = page(words("a", "nl"))
	s.Date = "10 maart"
	if _, err := Write(s); err == nil || strings.Contains(err.Error(), "maart") {
		t.Errorf("a date that is none: %v", err)
	}
	if _, err := Write(page()); err != nil {
		t.Errorf("an empty page: %v", err)
	}
}

// The file says of each face which text its characters stand for.
func TestMeaningsAreInTheFile(t *testing.T) {
	data, err := Write(page(words("é fi", "nl"), words("محمد क्ष", "ar")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<00e9> <00e9>", "%PDF-1.7\n", "+NotoSans-Regular", "+NotoNaskhArabic-Regular", "<0915094d0937>"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("%q is not in the file", want)
		}
	}
	for _, bad := range []string{"<0000> <FFFF> <0000>", "utf8f", "/Names", "/Author"} {
		if bytes.Contains(data, []byte(bad)) {
			t.Errorf("%q is still in the file", bad)
		}
	}
}

// Whatever the frame holds, reading it answers and does not crash.
func FuzzRead(f *testing.F) {
	data, err := Write(page(words("Ana", "nl")))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(bytes.Replace(data, []byte("0000000000 65535"), []byte("9999999999 65535"), 1))
	f.Add([]byte("xref\n0 999999999\ntrailer\nstartxref\n1\n"))
	for _, cut := range []int{10, len(data) / 2, len(data) - 30} {
		f.Add(data[:cut])
		f.Add(data[cut:])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		objects, root, info, err := read(file)
		if err != nil {
			return
		}
		if root >= len(objects) || info >= len(objects) {
			t.Error("a root outside the file")
		}
		if again, _, _, err := read(write(objects, root, info)); err == nil && !slices.EqualFunc(objects, again, bytes.Equal) {
			t.Error("what was written reads differently")
		}
	})
}

// valid has the library that knows the rules of PDF look at a file.
func valid(file []byte) error {
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationStrict
	return api.Validate(bytes.NewReader(file), conf)
}

// rewritten tries rewrite on what may be a file that gofpdf wrote of a sheet. It
// answers with an error, or with a file whose objects and streams are whole; and
// of a file that was right never makes one that is not.
func rewritten(t *testing.T, file []byte, s *sheet.Sheet, faces []*clusterFace, tags *tags) (refused bool) {
	t.Helper()
	was := valid(file) == nil
	out, err := rewrite(bytes.Clone(file), s, faces, tags)
	if err != nil {
		return true
	}
	objects, _, _, err := read(out)
	if err != nil || !whole(objects) {
		t.Errorf("a broken file was made: %v", err)
	}
	if was && valid(out) != nil {
		t.Errorf("of a file that is right a wrong one was made:\n%q", file)
	}
	return false
}

// FuzzRewrite hands rewrite files that are not quite what gofpdf writes.
func FuzzRewrite(f *testing.F) {
	s := page(words("Ana é", "nl"), words("محمد", "ar"))
	file, faces, tags, err := draft(s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	for _, change := range [][2]string{
		{"/ToUnicode ", "/ToUnicode 9"}, {"/Length ", "/Length 1"}, {"/utf8f0", "/utf8f7"}, {"/utf8f0", "/utf8f1"}, {"/Type /Page\n", "/Type /Pages\n"},
		{"0 R", "9 0 R"}, {"endobj\n", "endobj"}, {"stream\n", "stream"}, {"trailer\n", "trailer"}, {"/Root ", "/Root 9"}, {"/Info ", "/Info 0"},
		{"/Type /Catalog", "/Type /Katalog"}, {"/Creation", "/Kreation"}, {"<<", "<"}, {">>", ">"},
	} {
		f.Add(bytes.Replace(file, []byte(change[0]), []byte(change[1]), 1))
		f.Add(bytes.ReplaceAll(file, []byte(change[0]), []byte(change[1])))
	}
	f.Fuzz(func(t *testing.T, file []byte) { rewritten(t, file, s, faces, tags) })
}

// A byte that is changed, lost or added anywhere in gofpdf's file is refused, or
// does no harm that was not there before.
func TestAChangedByteIsNeverMadeWorse(t *testing.T) {
	s := page(words("Ana é", "nl"), words("محمد", "ar"))
	file, faces, tags, err := draft(s)
	if err != nil {
		t.Fatal(err)
	}
	if rewritten(t, file, s, faces, tags) {
		t.Fatal("the file as it is was refused")
	}
	random := rand.New(rand.NewPCG(1997, 3))
	refused := 0
	const rounds = 200
	for range rounds {
		at := random.IntN(len(file))
		var changed []byte
		switch random.IntN(3) {
		case 0:
			changed = bytes.Clone(file)
			changed[at] ^= 1 << random.IntN(8)
		case 1:
			changed = slices.Delete(bytes.Clone(file), at, at+1)
		default:
			changed = slices.Insert(bytes.Clone(file), at, byte(random.IntN(256)))
		}
		if rewritten(t, changed, s, faces, tags) {
			refused++
		}
	}
	if refused < rounds/2 { // every byte that is lost or added, at least
		t.Errorf("only %d of %d changed files were refused", refused, rounds)
	}
}

// From a piece of a page one finds its element, and from the element the piece.
func TestPiecesAndElementsPointAtEachOther(t *testing.T) {
	a, b, c, d := words("een", "nl"), words("twee", "nl"), words("drie", "nl"), words("vier", "nl")
	a.Element, b.Element, c.Element, d.Element = 1, 4, 4, 5
	s := page(a, d, b)
	s.Pages = append(s.Pages, page(c, words("Pagina 2", "nl")).Pages...)
	s.Elements = []sheet.Element{{Role: sheet.Heading1}, {Role: sheet.List}, {Role: sheet.Item, In: 2},
		{Role: sheet.ItemBody, In: 3}, {Role: sheet.Paragraph}, {Role: sheet.Paragraph}}
	file, err := Write(s)
	if err != nil {
		t.Fatal(err)
	}
	objects, _, _, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	find := func(what string) []int {
		var out []int
		for n, o := range objects {
			if bytes.Contains(head(o), []byte(what)) {
				out = append(out, n)
			}
		}
		return out
	}
	pages, table := find("/Type /Page\n"), find("/Nums [")
	if len(pages) != 2 || len(table) != 1 {
		t.Fatalf("pages %v, tables %v", pages, table)
	}
	elements := find("/Type /StructElem")
	if len(elements) != 6 { // with the document, without the one that says nothing
		t.Errorf("%d elements", len(elements))
	}
	e := elements[0]
	for n, want := range []string{
		fmt.Sprintf("/S /Document /P %d 0 R /K [%d 0 R %d 0 R %d 0 R ]", table[0]-1, e+1, e+2, e+5),
		fmt.Sprintf("/S /H1 /P %d 0 R /Pg %d 0 R /K [0 ]", e, pages[0]),
		fmt.Sprintf("/S /L /P %d 0 R /K [%d 0 R ]", e, e+3),
		fmt.Sprintf("/S /LI /P %d 0 R /K [%d 0 R ]", e+2, e+4),
		fmt.Sprintf("/S /LBody /P %d 0 R /Pg %d 0 R /K [2 <</Type /MCR /Pg %d 0 R /MCID 0>> ]", e+3, pages[0], pages[1]),
		fmt.Sprintf("/S /P /P %d 0 R /Pg %d 0 R /K [1 ]", e, pages[0]),
	} {
		if !bytes.Contains(objects[e+n], []byte(want)) {
			t.Errorf("element %d is %s, want %s", n, objects[e+n], want)
		}
	}
	if want := fmt.Sprintf("/Nums [0 [%d 0 R %d 0 R %d 0 R ]1 [%d 0 R ]]", e+1, e+5, e+4, e+4); !bytes.Contains(objects[table[0]], []byte(want)) {
		t.Errorf("the table is %s, want %s", objects[table[0]], want)
	}
	for i, n := range pages {
		if !bytes.Contains(objects[n], fmt.Appendf(nil, "/StructParents %d ", i)) {
			t.Errorf("page %d is %s", i, objects[n])
		}
	}
}

// What the file says of itself in XMP is what it says elsewhere; a title can
// not break out of it.
func TestMetadataAgrees(t *testing.T) {
	s := page(words("a", "nl"))
	s.Title = "Brief <&> 王"
	file, err := Write(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Brief &lt;&amp;&gt; 王</rdf:li>", "<rdf:li>nl</rdf:li>", "/Lang (nl)", "<xmp:CreateDate>1997-03-10T00:00:00+00:00</xmp:CreateDate>",
		"/CreationDate (D:19970310000000+00'00')", "<pdf:Producer>Onthaal<", "/Producer (Onthaal)", "/S /GTS_PDFA1", "/Marked true"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("%q is not in the file", want)
		}
	}
	s.Date = ""
	if file, err = Write(s); err != nil || bytes.Contains(file, []byte("CreateDate")) || bytes.Contains(file, []byte("ModDate")) {
		t.Errorf("a file without a date has one: %v", err)
	}
}
