// Package fonts holds the typefaces of the program: Noto, under the SIL Open
// Font Licence 1.1 (see LICENSES), as static TrueType files, compressed.
//
// [Regular] and [Bold] are the faces of the screen's theme: Latin, Cyrillic
// and Greek. [Families] is the ordered list that ui/paper/text chooses from,
// one family for each script; a file is decompressed when it is first asked
// for, so that a program that never meets Bengali never pays for it.
//
// fetch.sh fetches the files anew. A new script is a line there, a line in
// the table below and its sum in the test. Of the Chinese face it keeps a
// third: what names are written in, on either side of the strait.
package fonts

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"sync"
)

//go:embed *.ttf.gz
var files embed.FS

// Family is a typeface, in two weights if it is not said otherwise.
type Family struct {
	Name string
	// Scripts are the writing systems that the family is the first choice
	// for, as ISO 15924 codes.
	Scripts []string
	// Leading is the distance between lines that the script needs, in ems.
	// Scripts with marks above and below need more than Latin.
	Leading float64
	// Langs are the languages whose readers expect this family, though another
	// one is the first choice for their script; it has no Scripts then.
	Langs []string
	// Scale makes the letters as large to the eye as the Latin ones beside
	// them; 0 means that they are so already.
	Scale float64
}

// families is in the order of fallback: a character that the family of its
// script lacks is looked for from the top.
var families = []Family{
	{Name: "NotoSans", Scripts: []string{"Latn", "Cyrl", "Grek"}, Leading: 1.35},
	{Name: "NotoNaskhArabic", Scripts: []string{"Arab"}, Leading: 1.7, Scale: 1.15},
	// The hand that Urdu is printed in: Naskh can be read, but is not what is
	// read.
	{Name: "NotoNastaliqUrdu", Langs: []string{"ur"}, Leading: 2.3},
	{Name: "NotoSansHebrew", Scripts: []string{"Hebr"}, Leading: 1.4},
	{Name: "NotoSansArmenian", Scripts: []string{"Armn"}, Leading: 1.35},
	{Name: "NotoSansGeorgian", Scripts: []string{"Geor"}, Leading: 1.35},
	{Name: "NotoSansEthiopic", Scripts: []string{"Ethi"}, Leading: 1.45},
	{Name: "NotoSansDevanagari", Scripts: []string{"Deva"}, Leading: 1.5},
	{Name: "NotoSansBengali", Scripts: []string{"Beng"}, Leading: 1.5},
	{Name: "NotoSansGurmukhi", Scripts: []string{"Guru"}, Leading: 1.5},
	{Name: "NotoSansThai", Scripts: []string{"Thai"}, Leading: 1.5},
	{Name: "NotoSansSC", Scripts: []string{"Hani", "Bopo", "Hira", "Kana"}, Leading: 1.5},
}

// Families lists the typefaces in the order of fallback. The first one is
// the typeface of [Regular] and [Bold].
func Families() []Family { return append([]Family(nil), families...) }

// Regular returns the regular weight as a TrueType file. Each call
// decompresses anew: whoever asks keeps what was made of it.
func (f Family) Regular() []byte { return open(f.Name + "-Regular.ttf.gz") }

// Bold returns the bold weight as a TrueType file, decompressed anew. Of a
// family of one weight it is the regular one.
func (f Family) Bold() []byte {
	if f.OneWeight() {
		return f.Regular()
	}
	return open(f.Name + "-Bold.ttf.gz")
}

// OneWeight tells whether the family has no bold weight.
func (f Family) OneWeight() bool {
	_, err := files.Open(f.Name + "-Bold.ttf.gz")
	return err != nil
}

// Regular returns the regular face of the program's main typeface as a
// TrueType file. It is kept; nobody may write into it.
func Regular() []byte { return regular() }

// Bold returns the bold face of the program's main typeface as a TrueType
// file. It is kept; nobody may write into it.
func Bold() []byte { return bold() }

var (
	regular = sync.OnceValue(families[0].Regular)
	bold    = sync.OnceValue(families[0].Bold)
)

// open panics on a file that is absent or broken: it was compiled into the
// program, and the tests open every one of them.
func open(name string) []byte {
	packed, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("fonts: %v", err))
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(fmt.Sprintf("fonts: %s: %v", name, err))
	}
	var plain bytes.Buffer
	// The last four bytes of a gzip file are the length of what it holds.
	if n := len(packed); n >= 4 {
		plain.Grow(int(packed[n-4]) | int(packed[n-3])<<8 | int(packed[n-2])<<16 + bytes.MinRead)
	}
	if _, err := io.Copy(&plain, r); err != nil {
		panic(fmt.Sprintf("fonts: %s: %v", name, err))
	}
	return plain.Bytes()
}
