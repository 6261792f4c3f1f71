package text

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-text/typesetting/language"

	"onthaal/assets/fonts"
)

var update = flag.Bool("update", false, "write testdata/shaping.tsv.gz anew from HarfBuzz (.ci/golden)")

const golden = "testdata/shaping.tsv.gz"

// A word of testdata/words.txt in a weight.
type word struct {
	lang, text string
	bold       bool
}

func words(t *testing.T) []word {
	t.Helper()
	data, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []word
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		for _, w := range f[1:] {
			out = append(out, word{f[0], w, false}, word{f[0], w, true})
		}
	}
	return out
}

// placed is a glyph as either shaper places it: in font units, from the
// origin of its cluster.
type placedGlyph struct{ id, x, y int }

// shaped is a cluster of a word, in the order of reading.
type shaped struct {
	start, advance int
	glyphs         []placedGlyph
}

// ours sets a word the way paragraphs are set, up to the breaking of lines.
func ours(s *setter, w word) (runes []rune, pieces []piece, clusters []shaped) {
	base := int8(0)
	if RTL(w.lang) {
		base = 1
	}
	runes = []rune(w.text)
	st := steer(runes, make([]uint16, len(runes)), base)
	s.seg.Init(st.runes)
	runes, pieces = st.runes, s.pieces(st, []style{{language.NewLanguage(w.lang), w.bold}})
	for _, p := range pieces {
		units := func(ems float32) int {
			return int(math.Round(float64(ems) * float64(p.face.parsed().Upem()) / p.face.scale))
		}
		for _, c := range s.shape(nil, runes, p, language.NewLanguage(w.lang)) {
			out := shaped{start: c.start, advance: units(c.Advance)}
			for _, g := range c.Glyphs {
				out.glyphs = append(out.glyphs, placedGlyph{int(g.ID), units(g.X), units(g.Y)})
			}
			clusters = append(clusters, out)
		}
	}
	return runes, pieces, clusters
}

// describe names what HarfBuzz must be told to shape a piece.
func describe(p piece) string {
	direction := "ltr"
	if p.level%2 == 1 {
		direction = "rtl"
	}
	return fmt.Sprintf("%s %s %s %d", p.face.Name, p.script, direction, p.start)
}

// theirs reads what hb-shape printed for a piece: [id=cluster@x,y+advance|…]
// from left to right.
func theirs(t *testing.T, piece, printed string) []shaped {
	t.Helper()
	f := strings.Fields(piece)
	start, err := strconv.Atoi(f[3])
	if err != nil {
		t.Fatal(err)
	}
	var out []shaped
	pen := 0
	for _, g := range strings.Split(strings.Trim(printed, "[]"), "|") {
		var id, cluster, x, y, advance int
		g, tail, _ := strings.Cut(g, "+")
		if advance, err = strconv.Atoi(tail); err != nil {
			t.Fatalf("%q: %v", printed, err)
		}
		g, at, shifted := strings.Cut(g, "@")
		if shifted {
			if _, err := fmt.Sscanf(at, "%d,%d", &x, &y); err != nil {
				t.Fatalf("%q: %v", printed, err)
			}
		}
		if _, err := fmt.Sscanf(g, "%d=%d", &id, &cluster); err != nil {
			t.Fatalf("%q: %v", printed, err)
		}
		cluster += start
		if k := len(out) - 1; k < 0 || out[k].start != cluster {
			out = append(out, shaped{start: cluster})
			pen = 0
		}
		c := &out[len(out)-1]
		c.glyphs = append(c.glyphs, placedGlyph{id, pen + x, y})
		c.advance += advance
		pen += advance
	}
	if f[2] == "rtl" {
		slices.Reverse(out)
	}
	return out
}

// Every word comes out as HarfBuzz, the shaper that browsers and office
// programs use, shapes it: the same glyphs in the same places, in every script
// of the leaflet.
func TestEveryWordIsShapedAsHarfBuzzShapesIt(t *testing.T) {
	all := words(t)
	if *update {
		writeGolden(t, all)
	}
	packed, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != len(all) {
		t.Fatalf("%d words, but %d in the golden file; run .ci/golden", len(all), len(lines))
	}
	s := New().take()
	langs := map[string]bool{}
	wrong := 0
	for i, w := range all {
		f := strings.Split(lines[i], "\t")
		if f[0] != w.lang || f[1] != w.text || len(f)%2 != 0 {
			t.Fatalf("line %d of the golden file is not for %s; run .ci/golden", i+1, w.text)
		}
		_, pieces, got := ours(s, w)
		var want []shaped
		for k := 2; k < len(f); k += 2 {
			want = append(want, theirs(t, f[k], f[k+1])...)
			if n := k/2 - 1; n >= len(pieces) || describe(pieces[n]) != f[k] {
				t.Errorf("%s %s: the word falls apart otherwise than before: %s", w.lang, w.text, f[k])
			}
		}
		for k := range max(len(got), len(want)) {
			if k >= len(got) || k >= len(want) || got[k].start != want[k].start || got[k].advance != want[k].advance || !slices.Equal(got[k].glyphs, want[k].glyphs) {
				if wrong++; wrong < 20 {
					t.Errorf("%s %s:\n got %v\nwant %v", w.lang, w.text, got, want)
				}
				break
			}
		}
		if !w.bold {
			langs[w.lang] = true
		}
	}
	if len(all) < 2*600 || len(langs) < 25 {
		t.Errorf("only %d words in %d languages", len(all)/2, len(langs))
	}
	if len(s.miss) > 0 {
		t.Errorf("no glyph for %v", s.miss)
	}
	if wrong > 0 {
		t.Errorf("%d of %d words differ", wrong, len(all))
	}
}

func writeGolden(t *testing.T, all []word) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range fonts.Families() {
		for name, data := range map[string][]byte{f.Name + "-Regular": f.Regular(), f.Name + "-Bold": f.Bold()} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := New().take()
	var out bytes.Buffer
	for _, w := range all {
		runes, pieces, _ := ours(s, w)
		out.WriteString(w.lang + "\t" + w.text)
		for _, p := range pieces {
			f := strings.Fields(describe(p))
			hb := exec.Command("hb-shape", "--no-glyph-names", "--language="+w.lang, "--script="+f[1], "--direction="+f[2],
				filepath.Join(dir, f[0]), "--text="+string(runes[p.start:p.end]))
			printed, err := hb.Output()
			if err != nil {
				t.Fatalf("hb-shape: %v", err)
			}
			out.WriteString("\t" + describe(p) + "\t" + strings.TrimSpace(string(printed)))
		}
		out.WriteByte('\n')
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(out.Bytes())
	}
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		err = os.WriteFile(golden, packed.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
