package text

import (
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"onthaal/domain/document"
)

// Versions 0.3.4 and 0.3.5 of the shaper choose wrong forms of Arabic letters
// and lose kerning of Cyrillic; Fyne asks for one of them.
func TestShaperIsTheVersionThatShapesRight(t *testing.T) {
	const module = "github.com/go-text/typesetting"
	out, err := exec.Command("go", "list", "-m", "-f",
		"{{with .Replace}}{{.Path}} {{.Version}}{{else}}{{.Path}} {{.Version}}{{end}}", module).CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v: %s", err, out)
	}
	if got := strings.TrimSpace(string(out)); got != module+" v0.3.3" {
		t.Errorf("built with %s, want v0.3.3", got)
	}
}

// visual is what the eye meets from left to right, cluster by cluster.
func visual(l Line) string {
	var b strings.Builder
	for _, r := range l.Runs {
		for _, c := range r.Clusters {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

// turn writes right-to-left words as the eye meets them from the left.
func turn(s string) string {
	rs := []rune(s)
	slices.Reverse(rs)
	return string(rs)
}

func TestDirection(t *testing.T) {
	halab, street := "حلب", "شارع"
	for _, c := range []struct {
		name, text string
		rtl        bool
		want       string
	}{
		{"plain", "Antwerpen 12", false, "Antwerpen 12"},
		{"Arabic name in a Dutch line", "Mevrouw " + halab + " woont", false, "Mevrouw " + turn(halab) + " woont"},
		{"name first, line still from the left", halab + " woont", false, turn(halab) + " woont"},
		{"number after a name belongs to it", halab + " 12 " + street + " 34 op 3 mei", false,
			"34 " + turn(street) + " 12 " + turn(halab) + " op 3 mei"},
		{"isolated name, number stays outside", "\u2068" + halab + "\u2069 12 mei", false, turn(halab) + " 12 mei"},
		{"number in an Arabic line", halab + " 12", true, "12 " + turn(halab)},
		{"telephone number kept together", halab + " \u20660800\u00a012\u00a0345\u2069", true, "0800\u00a012\u00a0345 " + turn(halab)},
		{"Persian digits kept together", halab + " \u2066۰۸۰۰\u00a0۱۲\u2069", true, "۰۸۰۰\u00a0۱۲ " + turn(halab)},
		{"Latin name in an Arabic line", halab + " Ana Pop " + street, true, turn(street) + " Ana Pop " + turn(halab)},
		{"Arabic line that begins with Latin", "Ana " + halab, true, turn(halab) + " Ana"},
		{"isolates in isolates", "a \u2067" + halab + " \u2066b " + street + "\u2069\u2069 c", false,
			"a b " + turn(street) + " " + turn(halab) + " c"},
		{"unclosed isolate", "a \u2067" + halab + " b", false, "a b " + turn(halab)},
	} {
		p := New().Set([]Span{{Text: c.text}}, How{RTL: c.rtl})
		if len(p.Lines) != 1 {
			t.Fatalf("%s: %d lines", c.name, len(p.Lines))
		}
		if got := visual(p.Lines[0]); got != c.want {
			t.Errorf("%s:\n got %+q\nwant %+q", c.name, got, c.want)
		}
	}
}

// Whoever reads a number backwards calls nobody: in every language from right
// to left a number keeps its order and stays on one line, in Latin, Arabic and
// Persian digits, between words, at the ends, and at any width.
func TestNumbersKeepTheirOrderInRightToLeftLanguages(t *testing.T) {
	f := New()
	for lang, words := range map[string]string{
		"ar": "اتصلوا بنا على الرقم", "fa": "با این شماره تماس بگیرید", "prs": "به این شماره زنگ بزنید", "ps": "دې شمېرې ته زنګ ووهئ",
		"ur": "اس نمبر پر کال کریں", "ckb": "پەیوەندی بکە بەم ژمارەیە", "he": "התקשרו למספר הזה",
	} {
		for _, n := range []string{"078 055 800", "+32 3 201 16 90", "078/055.800", "٠٧٨ ٠٥٥ ٨٠٠", "۰۷۸ ۰۵۵ ۸۰۰", "5.412.907/MH", "101", "info@example.be"} {
			number := document.Number(n)
			want := strings.Trim(number, "\u2066\u2069")
			for _, text := range []string{words + " " + number, number + " " + words, words + " " + number + " " + words, words + " (" + number + ")، " + words} {
				for width := 10.0; width < 30; width += 3.7 {
					seen := 0
					for _, l := range f.Set([]Span{{Text: text}}, How{Lang: lang, RTL: true, Width: width}).Lines {
						seen += strings.Count(visual(l), want)
					}
					if seen != 1 {
						t.Errorf("%s at %.1f em: %q is not there as it is called", lang, width, n)
					}
				}
			}
		}
	}
}

// Whoever types a number into a field marks nothing: it keeps its order beside a
// name from right to left all the same.
func TestTypedNumbersKeepTheirOrderBesideNamesFromRightToLeft(t *testing.T) {
	f := New()
	for _, name := range []string{"شرطة بروكسل", "محمد", "משטרה", "پولیس"} {
		for _, n := range []string{"02 511 64 64", "+32 (0)2 123 45 67", "+32 3 201 16 90", "078/055.800", "03-201 16 90", "٠٧٨ ٠٥٥ ٨٠٠", "101"} {
			for _, typed := range []string{name + " " + n, n + " · " + name, name + " (" + n + ") " + name} {
				want := strings.ReplaceAll(n, " ", "\u00a0")
				for _, rtl := range []bool{false, true} {
					text := "a: " + document.Isolate(typed) + ", b"
					if got := visual(f.Set([]Span{{Text: text}}, How{Lang: "nl", RTL: rtl}).Lines[0]); strings.Count(got, want) != 1 {
						t.Errorf("%q is set as %q", typed, got)
					}
				}
			}
		}
	}
}

func TestSpanOfTheOtherDirectionIsIsolated(t *testing.T) {
	halab := "حلب"
	p := New().Set([]Span{{Text: "naam: "}, {Text: halab, Lang: "ar"}, {Text: " 12 mei"}}, How{Lang: "nl"})
	if got, want := visual(p.Lines[0]), "naam: "+turn(halab)+" 12 mei"; got != want {
		t.Errorf("got %+q, want %+q", got, want)
	}
}

func TestFacesFollowTheScript(t *testing.T) {
	f := New()
	for text, want := range map[string]string{
		"Nguyễn Thị Hồng":   "NotoSans-Regular",
		"Шевченко":          "NotoSans-Regular",
		"Παπαδοπούλου":      "NotoSans-Regular",
		"محمد":              "NotoNaskhArabic-Regular",
		"שלום":              "NotoSansHebrew-Regular",
		"Հայաստան":          "NotoSansArmenian-Regular",
		"საქართველო":        "NotoSansGeorgian-Regular",
		"ኢትዮጵያ":             "NotoSansEthiopic-Regular",
		"हिन्दी":            "NotoSansDevanagari-Regular",
		"বাংলা":             "NotoSansBengali-Regular",
		"ਪੰਜਾਬੀ":            "NotoSansGurmukhi-Regular",
		"ภาษาไทย":           "NotoSansThai-Regular",
		"王珺玥，張曉明":           "NotoSansSC-Regular",
		"たなか":               "NotoSansSC-Regular",
		"e\u0301 \u2013 № ": "NotoSans-Regular",
	} {
		p := f.Set([]Span{{Text: text}}, How{RTL: RTL("ar") && strings.HasPrefix(want, "NotoNaskh")})
		if len(p.Missing) > 0 {
			t.Errorf("%q: missing %q", text, p.Missing)
		}
		for _, r := range p.Lines[0].Runs {
			if r.Face.Name != want {
				t.Errorf("%q is set in %s, want %s", text, r.Face.Name, want)
			}
		}
	}
	if p := f.Set([]Span{{Text: "a😀b\x01𠮷"}}, How{}); !slices.Equal(p.Missing, []rune{1, '😀', '𠮷'}) {
		t.Errorf("missing: %q", p.Missing)
	}
}

// Readers of Urdu expect another hand than readers of Arabic and Persian.
func TestUrduHasItsOwnHand(t *testing.T) {
	f := New()
	for lang, want := range map[string]string{"ur": "NotoNastaliqUrdu-Bold", "ur-PK": "NotoNastaliqUrdu-Bold", "ar": "NotoNaskhArabic-Bold", "fa": "NotoNaskhArabic-Bold", "nl": "NotoNaskhArabic-Bold"} {
		p := f.Set([]Span{{Text: "پاسپورٹ", Bold: true}}, How{Lang: lang, RTL: true})
		if got := p.Lines[0].Runs[0].Face.Name; got != want || len(p.Missing) > 0 {
			t.Errorf("%s is set in %s, want %s, without %q", lang, got, want, p.Missing)
		}
	}
	p := f.Set([]Span{{Text: "Payoke ۴۵"}}, How{Lang: "ur", RTL: true})
	for _, r := range p.Lines[0].Runs {
		if r.Clusters[0].Text == "P" && r.Face.Name != "NotoSans-Regular" {
			t.Errorf("Latin in Urdu is set in %s", r.Face.Name)
		}
	}
}

// A name in a script that there is no typeface for is found out without
// reading all of them, which takes a while.
func TestUnknownScriptReadsNoFurtherFaces(t *testing.T) {
	f := New()
	if p := f.Set([]Span{{Text: "தமிழ் Lao ລາວ"}}, How{}); !slices.Contains(p.Missing, 'த') || !slices.Contains(p.Missing, 'ລ') {
		t.Errorf("missing: %q", p.Missing)
	}
	for _, face := range f.faces[2:] {
		if face.font != nil {
			t.Errorf("%s was read", face.Name)
		}
	}
}

func TestForcedBreaks(t *testing.T) {
	p := New().Set([]Span{{Text: "a\nb\r\nc\n\nd"}, {Text: "e\u2029f"}}, How{})
	var got []string
	for i, l := range p.Lines {
		got = append(got, l.Text)
		if l.Gap != (i < len(p.Lines)-1) {
			t.Errorf("line %d: a gap at its end: %t", i, l.Gap)
		}
	}
	if want := []string{"a", "b", "c", "", "de", "f"}; !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
	if p := New().Set([]Span{{}}, How{}); len(p.Lines) != 0 {
		t.Errorf("no text gives %d lines", len(p.Lines))
	}
}

func TestLinesBreakBetweenWords(t *testing.T) {
	f := New()
	for _, c := range []struct {
		text  string
		width float64
		want  []string
	}{
		{"een twee drie vier", 5.4, []string{"een twee", "drie vier"}},
		{"op 9\u00a0maart\u00a01997 om", 7, []string{"op", "9\u00a0maart\u00a01997", "om"}},
		{"l’avocat d’un", 5, []string{"l’avocat", "d’un"}},
		{"Vandenbussche-de Saint", 8.5, []string{"Vandenbussche-", "de Saint"}},
		{"nummer AN.55.98.001204/97 van", 10.8, []string{"nummer", "AN.55.98.001204/97", "van"}},
		{"aa Donau\u00addampfschiff", 5, []string{"aa", "Donau\u00adda", "mpfschiff"}},
		{"Tel. \u20660800\u00a012\u00a0345\u2069", 6, []string{"Tel.", "0800\u00a012\u00a0345"}},
		{"aa Donaudampfschiff bb", 5, []string{"aa", "Donauda", "mpfschiff", "bb"}},
	} {
		var got []string
		for _, l := range f.Set([]Span{{Text: c.text}}, How{Width: c.width}).Lines {
			got = append(got, l.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %g em: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// Thai has no spaces between its words; U+200B stands there instead, and is
// neither drawn nor copied.
const inThai = "มี\u200bใคร\u200bเก็บ\u200bหนังสือ\u200bเดินทาง\u200bของ\u200bคุณ\u200bไว้\u200bไหม " +
	"คุณ\u200bขอ\u200bความช่วยเหลือ\u200bได้ ไม่ว่า\u200bจะ\u200bมี\u200bเอกสาร\u200bหรือ\u200bไม่ " +
	"ศูนย์\u200bทั้งหลาย\u200bให้\u200bที่พัก\u200bปลอดภัย แพทย์ \u2066078\u00a0055\u00a0800\u2069 และ\u200bล่าม"

func TestNoWordOfThaiIsBroken(t *testing.T) {
	f := New()
	ends := map[string]bool{} // what may stand in front of the end of a line
	plain := strings.NewReplacer("\u200b", "", " ", "", "\u2066", "", "\u2069", "").Replace(inThai)
	at := ""
	for _, w := range strings.FieldsFunc(inThai, func(r rune) bool { return r == '\u200b' || r == ' ' }) {
		at += bare(w)
		ends[at] = true
	}
	for width := 7.0; width < 40; width += 0.13 {
		p := f.Set([]Span{{Text: inThai}}, How{Width: width, Lang: "th"})
		at := ""
		for _, l := range p.Lines {
			if strings.Contains(visual(l), "\u200b") {
				t.Fatalf("at %.1f em, a break is drawn in %q", width, l.Text)
			}
			at += strings.ReplaceAll(visual(l), " ", "")
			if !ends[at] {
				t.Fatalf("at %.1f em, a line ends inside a word: %q", width, l.Text)
			}
		}
		if at != plain {
			t.Fatalf("at %.1f em the lines say %q", width, at)
		}
	}
}

// Chinese breaks between any two signs, but no line begins with a stop or ends
// with an opening bracket, and what is Latin or a number stays whole.
func TestChineseLinesKeepTheirPunctuation(t *testing.T) {
	const source = "有人拿着您的护照吗？您可以得到帮助，不管有没有证件。「安全的地方」、医生（免费）、《权利》：请拨打\u2066078\u00a0055\u00a0800\u2069，Antwerpen 的 Payoke。"
	f := New()
	for width := 9.0; width < 40; width += 0.13 {
		p := f.Set([]Span{{Text: source}}, How{Width: width, Lang: "zh"})
		for i, l := range p.Lines {
			rs := []rune(visual(l))
			if i > 0 && strings.ContainsRune("？，。」、）》：", rs[0]) || i < len(p.Lines)-1 && strings.ContainsRune("「（《", rs[len(rs)-1]) {
				t.Errorf("at %.1f em a line is %q", width, l.Text)
			}
			for _, w := range strings.FieldsFunc(string(rs), func(r rune) bool { return r > 0x2000 || r == ' ' }) {
				if w != "078\u00a0055\u00a0800" && w != "Antwerpen" && w != "Payoke" {
					t.Errorf("at %.1f em %q is torn", width, w)
				}
			}
		}
	}
}

// Alphabet of the property tests: names and addresses as they come.
var letters = []rune("abcdeéèßøłțȘğıñÑ ABCXYZ   .,-–'’/()0123456789\u00a0" +
	"áạảãẤỗữỵ ШевченкоЂџѝ Παό ابتثجحمنيهلاپچگۆێ۱۲ שלום" +
	"Աքհ საქ ኢትዮ हिन्दी বাংলা ਪੰਜਾ ภาษา\u0301\u200d\u200c\u2068\u2069\u2066")

func TestNothingIsLostAndNothingOverflows(t *testing.T) {
	f := New()
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.StringOfN(rapid.SampledFrom(letters), 0, 200, -1).Draw(t, "text")
		how := How{Width: rapid.Float64Range(2, 40).Draw(t, "width"), RTL: rapid.Bool().Draw(t, "rtl")}
		p := f.Set([]Span{{Text: source, Bold: rapid.Bool().Draw(t, "bold")}}, how)
		var read, seen []string
		joined := ""
		for _, l := range p.Lines {
			read = append(read, l.Text)
			joined += l.Text
			if l.Gap {
				joined += " "
			}
			seen = append(seen, visual(l))
			clusters := 0
			for _, r := range l.Runs {
				clusters += len(r.Clusters)
			}
			if l.Width > how.Width+0.001 && clusters > 1 {
				t.Errorf("line %q is %.2f em wide of %.2f", l.Text, l.Width, how.Width)
			}
		}
		single := func(s string) string {
			return strings.Join(strings.FieldsFunc(s, breaking), " ")
		}
		if got, want := single(joined), single(strings.Map(func(r rune) rune {
			if steers(r) {
				return -1
			}
			return r
		}, source)); got != want {
			t.Errorf("with the gaps, lines say %+q, want %+q", got, want)
		}
		want := bare(source)
		if got := bare(strings.Join(read, "")); got != want {
			t.Errorf("lines say %+q, want %+q", got, want)
		}
		if got := sorted(bare(strings.Join(seen, ""))); got != sorted(want) {
			t.Errorf("clusters hold %+q, want %+q", got, sorted(want))
		}
	})
}

// bare leaves out what setting may drop: white space and steering marks.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if steers(r) || silent(r) || r == ' ' {
			return -1
		}
		return r
	}, s)
}

func sorted(s string) string {
	rs := []rune(s)
	slices.Sort(rs)
	return string(rs)
}

func TestConcurrentUse(t *testing.T) {
	f := New()
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 5 {
				p := f.Set([]Span{{Text: "Nguyễn محمد Шевченко", Bold: true}}, How{Width: 8})
				for _, l := range p.Lines {
					for _, r := range l.Runs {
						for _, c := range r.Clusters {
							for _, g := range c.Glyphs {
								r.Face.Outline(g.ID)
							}
						}
					}
				}
			}
		}()
	}
	wg.Wait()
}
