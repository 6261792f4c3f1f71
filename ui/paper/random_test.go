//go:build !race

package paper

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"onthaal/assets/fonts"
	"onthaal/domain/document"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
	"onthaal/ui/paper/sheet"
)

// units are pieces of names, by the script that they are written in: letters,
// alone and with the marks that go with them.
var units = map[string]string{
	"Latn":             "a b c d e f g h i j k l m n o p q r s t u v w x y z é è ê ß ø ł ț ș ğ ı ñ Ñ A B C Ẫ ả ã Ễ ỗ ữ ự Ỵ ọ̀ Ọ́ ẹ̀ g̃ m̀ fi ffi",
	"Cyrl":             "Ш е в ч е н к о Ђ ђ џ ѝ ї щ ю я А Б Ґ є",
	"Grek":             "Π α π ά δ ο ς ΐ ϋ Έ",
	"Armn":             "Մ կ ր տ չ յ ա ն և",
	"Geor":             "ბ ე რ ი ძ ნ ო ჭ",
	"Hebr":             "כ ה ן ש ר ב ק שָׁ לוֹ יִ צ׳",
	"Arab":             "ع ب د ا ل ر ح م ن گ چ پ ځ ڼ ښ ڵ ێ ڕ لا مُ حَ مَّ دٌ إِ ئ ة",
	"Deva":             "क्ष त्रि य ल क्ष्मी र्ण हि न्दी ज़ ँ",
	"Beng":             "চৌ ধু রী শ্রা ব ন্তী র্ম",
	"Guru":             "ਸਿੰ ਘ ਗੁ ਰ ਪ੍ਰੀ ਤ",
	"Thai":             "ศ รี สุ ว ร ณ น้ำ ผึ้ ง ที่ ปู่",
	"Ethi":             "ኃ ይ ለ ማ ር ያ ም ጽ ጌ ረ ዳ",
	"Hani":             "王 珺 玥 歐 陽 曉 明 张 伟",
	"Bopo, Hira, Kana": "ㄅ ㄆ あ い さ カ ナ ト",
	"digits":           "0 1 2 3 4 5 6 7 8 9 12 1/2 12A",
}

// aName draws what somebody may be called, or where she lives: in one script or
// several, of either direction, with digits, apostrophes and hyphens, without a
// place to break, or next to nothing. It has no more than most letters.
func aName(r *rapid.T, label string, most int) string {
	scripts := slices.Sorted(maps.Keys(units))
	var b strings.Builder
	parts := rapid.IntRange(1, 4).Draw(r, label+", parts")
	long := rapid.IntRange(0, 4).Draw(r, label+", unbroken") == 0
	for range parts {
		all := strings.Fields(units[rapid.SampledFrom(scripts).Draw(r, label+", script")])
		n := rapid.IntRange(1, 14).Draw(r, label+", letters")
		if long {
			n = most
		}
		for range n {
			b.WriteString(rapid.SampledFrom(all).Draw(r, label))
		}
		if !long {
			b.WriteString(rapid.SampledFrom([]string{" ", " ", "-", "’", "'", " - ", ". ", ""}).Draw(r, label+", between"))
		}
	}
	runes := []rune(strings.Join(strings.Fields(b.String()), " "))
	for end := min(len(runes), most); end > 0; end-- { // between letters, not between a letter and its marks
		if end == len(runes) || !unicode.IsMark(runes[end]) {
			runes = runes[:end]
			break
		}
	}
	return strings.TrimSpace(string(runes))
}

// leaving tells which lines leave the text of their page, and which the window of
// the envelope.
func leaving(d *document.Document, s *Sheet) (wrong []string) {
	f := forms[d.Form]
	for n := range s.Pages {
		for _, w := range s.Pages[n].Words {
			left, right, top, low := f.start, f.width-f.end, f.top-5, f.height-8
			switch w.Part {
			case sheet.Stamp, sheet.StampLine:
				continue
			case sheet.Address:
				left, right, top, low = windowLeft, windowRight, windowTop, windowBottom
			case sheet.Sender:
				right = left + letterheadWidth
			}
			const hair = 0.02
			if w.X < left-hair || w.X+w.Width() > right+hair || w.Y < top || w.Y > low {
				wrong = append(wrong, fmt.Sprintf("page %d: %s %q stands at %.1f to %.1f, %.1f down", n+1, w.Part, w.Line.Text, w.X, w.X+w.Width(), w.Y))
			}
		}
	}
	return wrong
}

// exact says whether a letter is of a script that every reader copies letter by
// letter: Latin, Cyrillic or Chinese, or a digit.
func exact(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Han) || '0' <= r && r <= '9'
}

// misread tells what two readers do not find of a sheet's lines in its file. A line
// in Latin, Cyrillic and Chinese, and in their order, is there exactly, for both. Of others each word in
// these is, for both; and the rest exactly for one of them, or else with all its
// letters, for both.
func misread(s *Sheet, data []byte) (wrong []string) {
	raw, err := run(data, "pdftotext", "-raw", "-", "-")
	if err != nil {
		return []string{raw}
	}
	flowing := sync.OnceValue(func() string { // which is seldom asked for
		text, err := run(data, "pdftotext", "-", "-")
		if err != nil {
			wrong = append(wrong, text)
		}
		return plainly(text)
	})
	other, err := byPdfium(data)
	if err != nil {
		return []string{err.Error()}
	}
	raw, other = plainly(raw), plainly(other)
	both := map[string]string{"poppler": raw, "pdfium": other}
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }
	for n := range s.Pages {
		for _, w := range s.Pages[n].Words {
			line := strings.TrimSpace(plainly(w.Line.Text))
			if w.Part == sheet.Stamp || line == "" {
				continue
			}
			seen := "" // a line in letters from left to right can go on from a name that does not
			for _, run := range w.Line.Runs {
				for _, c := range run.Clusters {
					seen += c.Text
				}
			}
			if bare(seen) == bare(line) && !strings.ContainsFunc(line, func(r rune) bool { return letter(r) && !exact(r) && !unicode.IsMark(r) }) {
				for name, text := range both {
					if !strings.Contains(text, line) {
						wrong = append(wrong, fmt.Sprintf("page %d: %s does not find %+q", n+1, name, line))
					}
				}
				continue
			}
			for _, word := range strings.FieldsFunc(line, func(r rune) bool { return !exact(r) && !unicode.IsMark(r) }) {
				if word = strings.TrimFunc(word, unicode.IsMark); word == "" {
					continue
				}
				for name, text := range both {
					if !strings.Contains(text, word) {
						wrong = append(wrong, fmt.Sprintf("page %d: %s does not find %q of %q", n+1, name, word, line))
					}
				}
			}
			if strings.Contains(raw, line) || strings.Contains(other, line) || strings.Contains(flowing(), line) {
				continue
			}
			for name, text := range map[string]string{"poppler": flowing(), "pdfium": other} {
				if !scattered(text, strings.Map(func(r rune) rune {
					if letter(r) {
						return r
					}
					return -1
				}, line)) {
					wrong = append(wrong, fmt.Sprintf("page %d: %s does not find the letters of %q in\n%s", n+1, name, line, text))
				}
			}
		}
	}
	return wrong
}

// Whatever somebody is called and wherever she lives, in every script that there
// are letters for: the file says it to two readers as it was stored, all of it
// stands on the page, and nothing leaves its place.
func TestRandomNamesAreReadAsStored(t *testing.T) {
	for _, family := range fonts.Families() {
		for _, script := range family.Scripts {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(units)), func(have string) bool { return strings.Contains(have, script) }) {
				t.Errorf("no name is drawn in %s", script)
			}
		}
	}
	s, err := shelf()
	if err != nil {
		t.Fatal(err)
	}
	p := New()
	rapid.Check(t, func(r *rapid.T) {
		family, given, own, alias, place := aName(r, "family name", 60), aName(r, "given names", 60), aName(r, "own script", 60), aName(r, "alias", 60), aName(r, "place", 60)
		unit, officer, street := aName(r, "unit", 50), aName(r, "officer", 30), aName(r, "street", 50)
		street = strings.TrimLeft(street, "0123456789") // with a postcode it would be the line of the town
		c := sample.Case{Kind: rapid.SampledFrom([]string{"L01", "L15", "L17"}).Draw(r, "kind"), On: sample.Read[0].On, Lines: sample.With(sample.Base,
			fmt.Sprintf(`1997-03-02 person {"familyName":%q,"givenNames":%q,"originalScript":%q,"aliases":[%q],"birthPlace":%q,"nationalities":["AL"],"sex":"F"}`, family, given, own, alias, place),
			fmt.Sprintf(`1997-03-02 referral {"channel":"police","unit":%q,"officer":%q,"address":%q}`, unit, officer, street+"\n9999 X"))}
		d, err := s.Letter(&c, rapid.SampledFrom(sample.Langs).Draw(r, "lang"), procedure.Default)
		if err != nil {
			r.Fatal(err)
		}
		set, err := p.Layout(d)
		if err != nil {
			r.Fatal(err)
		}
		data, err := p.Write(set)
		if err != nil {
			r.Fatal(err)
		}
		for _, wrong := range slices.Concat(misread(set, data), leaving(d, set)) {
			r.Error(wrong)
		}
		all := ""
		for n := range set.Pages {
			for _, w := range set.Pages[n].Words {
				all += w.Line.Text
			}
		}
		var stored []string
		if c.Kind != "L15" { // which names nobody
			stored = append(stored, family, given, own, place)
		}
		if c.Kind == "L01" { // which goes elsewhere
			stored = append(stored, alias, unit)
		} else {
			stored = append(stored, unit, officer, street)
		}
		for _, v := range stored {
			if !strings.Contains(bare(all), bare(v)) {
				r.Errorf("%q is not in the letter", v)
			}
		}
	})
}
