package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"onthaal/assets/icc"
	"onthaal/ui/paper/sheet"
)

// errFrame says that a file does not have the form that gofpdf gives it.
var errFrame = errors.New("pdf: the file is not one that gofpdf wrote")

var (
	faceName  = regexp.MustCompile(`/utf8f(\d+)\b`)
	toUnicode = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	dates     = regexp.MustCompile(`/(Creation|Mod)Date \(([^)]*)\)\n`)
	names     = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles <<.*?>>\n>>\n`) // empty
	reference = regexp.MustCompile(`\b(\d+) 0 R\b`)
	length    = regexp.MustCompile(`/Length (\d+)`)
	language  = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
)

// rewrite corrects gofpdf's file: what each character of a face means, the
// names of the faces, the language, a file identifier made from the content;
// and adds what it lacks: tags, XMP, the profile of the colours.
func rewrite(file []byte, s *sheet.Sheet, faces []*clusterFace, t *tags) ([]byte, error) {
	objects, root, info, err := read(file)
	if err != nil {
		return nil, err
	}
	meaning := map[int]*clusterFace{} // by the number of the ToUnicode object
	for n, body := range objects {
		m := faceName.FindSubmatch(head(body))
		if m == nil {
			continue
		}
		i, err := strconv.Atoi(string(m[1]))
		if err != nil || i >= len(faces) {
			return nil, errFrame
		}
		if u := toUnicode.FindSubmatch(head(body)); u != nil {
			k, err := strconv.Atoi(string(u[1]))
			if err != nil || k >= len(objects) {
				return nil, errFrame
			}
			meaning[k] = faces[i]
		}
		objects[n] = faceName.ReplaceAll(body, []byte("/"+subset(i)+"+"+faces[i].from.Name))
	}
	if len(meaning) != len(faces) {
		return nil, errFrame
	}
	for n, f := range meaning {
		cmap := f.meanings()
		objects[n] = stream("", []byte(cmap))
	}
	if !language.MatchString(s.Lang) {
		return nil, fmt.Errorf("pdf: %q is not the tag of a language", s.Lang)
	}
	var pages []int
	for n, body := range objects {
		if bytes.HasPrefix(body, []byte("<</Type /Page\n")) {
			objects[n] = bytes.Replace(body, []byte("<</Type /Page\n"),
				fmt.Appendf(nil, "<</Type /Page\n/StructParents %d /Tabs /S\n", len(pages)), 1)
			pages = append(pages, n)
		}
	}
	if len(pages) != len(s.Pages) {
		return nil, errFrame
	}
	add := func(body []byte) int {
		objects = append(objects, body)
		return len(objects) - 1
	}
	meta := add(stream("/Type /Metadata /Subtype /XML ", metadata(s)))
	profile := add(stream("/N 3 /Filter /FlateDecode ", srgb()))
	tree := len(objects)
	objects = append(objects, t.objects(tree, pages)...)
	catalog := names.ReplaceAll(objects[root], nil)
	extra := fmt.Sprintf("/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n/MarkInfo <</Marked true>>\n"+
		"/Metadata %d 0 R\n/StructTreeRoot %d 0 R\n/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 "+
		"/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /RegistryName (http://www.color.org) /DestOutputProfile %d 0 R>>]\n",
		s.Lang, meta, tree, profile)
	objects[root] = bytes.Replace(catalog, []byte("/Type /Catalog\n"), []byte("/Type /Catalog\n"+extra), 1)
	dated := []byte("/${1}Date ($2+00'00')\n") // gofpdf leaves out the zone
	if s.Date == "" {
		dated = nil
	}
	objects[info] = dates.ReplaceAll(objects[info], dated)
	if !whole(objects) {
		return nil, errFrame
	}
	return write(objects, root, info), nil
}

// whole tells whether each object that another one speaks of is there, and each
// stream as long as it says. A file that comes out otherwise is none: better no
// letter than one that the reader cannot open.
func whole(objects [][]byte) bool {
	for _, body := range objects[1:] {
		dict, data, streams := bytes.Cut(body, []byte("stream\n"))
		for _, m := range reference.FindAllSubmatch(dict, -1) {
			if n, err := strconv.Atoi(string(m[1])); err != nil || n < 1 || n >= len(objects) {
				return false
			}
		}
		if !streams {
			continue
		}
		m := length.FindSubmatch(dict)
		if m == nil {
			return false
		}
		n, err := strconv.Atoi(string(m[1]))
		if err != nil || n > len(data) || string(bytes.TrimLeft(data[n:], "\n")) != "endstream\n" {
			return false
		}
	}
	return true
}

// stream is an object of bytes.
func stream(dict string, data []byte) []byte {
	return fmt.Appendf(nil, "<<%s/Length %d>>\nstream\n%s\nendstream\n", dict, len(data), data)
}

// srgb is the profile of the colours, compressed.
var srgb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(icc.SRGB)
	if err == nil {
		err = z.Close()
	}
	if err != nil { // a buffer takes everything
		panic(fmt.Sprintf("pdf: %v", err))
	}
	return b.Bytes()
})

// metadata says in XMP what the file says of itself elsewhere too. A letter's
// date is a day; it is given as the first moment of that day in UTC, which is
// still that day in Belgium.
func metadata(s *sheet.Sheet) []byte {
	var title, dates bytes.Buffer
	if err := xml.EscapeText(&title, []byte(s.Title)); err != nil { // a buffer takes everything
		panic(fmt.Sprintf("pdf: %v", err))
	}
	if s.Date != "" {
		fmt.Fprintf(&dates, "<xmp:CreateDate>%[1]sT00:00:00+00:00</xmp:CreateDate>\n<xmp:ModifyDate>%[1]sT00:00:00+00:00</xmp:ModifyDate>\n", s.Date)
	}
	return fmt.Appendf(nil, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>%s</pdf:Producer>
%s</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`, "\ufeff", title.Bytes(), s.Lang, producer, dates.Bytes())
}

// head is the part of an object before its stream.
func head(body []byte) []byte {
	if i := bytes.Index(body, []byte("stream\n")); i >= 0 {
		return body[:i]
	}
	return body
}

// subset is the tag that marks a face as incomplete: six letters.
func subset(i int) string {
	return "AAAA" + string(rune('A'+i/26%26)) + string(rune('A'+i%26))
}

// read takes the file apart, by its table of objects. Object 0 is nil; an
// object's text runs from after "obj" to before "endobj".
func read(file []byte) (objects [][]byte, root, info int, err error) {
	at := bytes.LastIndex(file, []byte("startxref\n"))
	if at < 0 {
		return nil, 0, 0, errFrame
	}
	var table int
	if _, err := fmt.Sscanf(string(file[at:]), "startxref\n%d", &table); err != nil || table <= 0 || table >= at {
		return nil, 0, 0, errFrame
	}
	var first, count int
	if _, err := fmt.Sscanf(string(file[table:min(len(file), table+40)]), "xref\n%d %d", &first, &count); err != nil || first != 0 || count < 3 {
		return nil, 0, 0, errFrame
	}
	lines := bytes.SplitN(file[table:at], []byte("\n"), count+3)
	if len(lines) < count+3 {
		return nil, 0, 0, errFrame
	}
	objects = make([][]byte, count)
	offsets := make([]int, count)
	order := make([]int, 0, count)
	for n := 1; n < count; n++ {
		if len(lines[n+2]) < 10 {
			return nil, 0, 0, errFrame
		}
		offsets[n], err = strconv.Atoi(string(lines[n+2][:10]))
		if err != nil || offsets[n] >= table {
			return nil, 0, 0, errFrame
		}
		order = append(order, n)
	}
	slices.SortFunc(order, func(a, b int) int { return offsets[a] - offsets[b] })
	for i, n := range order {
		end := table
		if i+1 < len(order) {
			end = offsets[order[i+1]]
		}
		body, ok := bytes.CutPrefix(file[offsets[n]:end], fmt.Appendf(nil, "%d 0 obj\n", n))
		if !ok {
			return nil, 0, 0, errFrame
		}
		body, ok = bytes.CutSuffix(body, []byte("endobj\n"))
		if !ok {
			return nil, 0, 0, errFrame
		}
		objects[n] = body
	}
	if _, err := fmt.Sscanf(string(lines[count+2]), "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R", new(int), &root, &info); err != nil {
		return nil, 0, 0, errFrame
	}
	if root <= 0 || info <= 0 || root >= count || info >= count {
		return nil, 0, 0, errFrame
	}
	return objects, root, info, nil
}

// write puts the objects together again.
func write(objects [][]byte, root, info int) []byte {
	var out bytes.Buffer
	// The second line tells mail programs that the file is not text.
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for n := 1; n < len(objects); n++ {
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%sendobj\n", n, objects[n])
	}
	id := sha256.Sum256(out.Bytes())
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects))
	for _, o := range offsets[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%x> <%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects), root, info, id[:16], id[:16], table)
	return out.Bytes()
}

// meanings writes the CMap that tells what each character of the face says.
func (f *clusterFace) meanings() string {
	shapes := slices.Clone(f.shape)
	slices.SortFunc(shapes, func(a, b clusterShape) int { return int(a.code) - int(b.code) })
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
	for part := range slices.Chunk(shapes, 100) { // no more are allowed in one list
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, s := range part {
			fmt.Fprintf(&b, "<%04x> <", s.code)
			for _, u := range utf16.Encode([]rune(s.text)) {
				fmt.Fprintf(&b, "%04x", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}
