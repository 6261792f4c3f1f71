package letter_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"onthaal/domain/civil"
	"onthaal/domain/letter"
	"onthaal/domain/letter/sample"
	"onthaal/ui/paper"
	"onthaal/ui/paper/sheet"
)

// names are invented: family name and given names in Latin letters, and the
// whole name in its own script.
var names = []struct{ script, family, given, own string }{
	{"Arabic", "al-Fiktīva", "Šayma ʿAbd", "شيماء عبد الفكتيفا"},
	{"Persian, with a joiner that nobody sees", "Namune-i", "Mitrā", "میترا نمونه\u200cای"},
	{"Pashto", "Beispiel", "Zarghuna", "زرغونه ښاپېرۍ"},
	{"Urdu", "Misāl", "Ṣā’ima", "صائمہ مثال"},
	{"Hebrew", "Dugma", "Rivqah", "רִבְקָה דוגמה"},
	{"Chinese", "Wang", "Junyue", "王珺玥"},
	{"Cyrillic", "Shevchenko", "Oleksandra", "Шевченко Олександра Євгенівна"},
	{"Serbian", "Primerović", "Ljiljana", "Љиљана Примеровић"},
	{"Greek", "Paradeigma", "Sofia", "Σοφία Παράδειγμα"},
	{"Georgian", "Magalitidze", "Nino", "ნინო მაგალითიძე"},
	{"Armenian", "Orinakyan", "Anush", "Անուշ Օրինակյան"},
	{"Amharic", "Missale", "Tsehay", "ፀሐይ ምሳሌ"},
	{"Hindi", "Udāharaṇ", "Śānti", "शान्ति उदाहरण"},
	{"Bengali", "Udaharon", "Shanti", "শান্তি উদাহরণ"},
	{"Punjabi", "Misal", "Gurpreet", "ਗੁਰਪ੍ਰੀਤ ਮਿਸਾਲ"},
	{"Thai", "Tuayang", "Siriporn", "ศิริพร ตัวอย่าง"},
	{"Vietnamese, in two ways of writing one letter", "Nguyễn Phúc Thị", "Die\u0302\u0303m Quỳnh", ""},
	{"a mark of direction that belongs to the name", "Example", "Layla", "ليلى\u200f (أم علي)"},
	{"Latin in capitals", "VAN DEN BROECK-O’NEILL", "Þórunn", ""},
}

// unseen leaves out what a line of paper adds or loses: marks of direction that
// the letter puts around a name, and where lines break.
func unseen(s string) string {
	return strings.Map(func(r rune) rune {
		if '\u2066' <= r && r <= '\u2069' || r == '\u200e' || r == '\u200f' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// A name stands in every letter that names the person: in Latin letters, and
// beside it in its own script where that is known; to the character as it was
// stored, on the document and on the paper. A letter that names nobody does
// not.
func TestNamesStandInBothScriptsExactlyAsStored(t *testing.T) {
	s, p := load(t), paper.New()
	cases := map[string]sample.Case{}
	for _, c := range sample.Read {
		if _, ok := cases[c.Kind]; !ok && c.Lines != nil {
			cases[c.Kind] = c
		}
	}
	if len(cases) != len(aboutPerson()) {
		t.Fatalf("there are cases of %d kinds, want %d", len(cases), len(aboutPerson()))
	}
	for n, x := range names {
		for k, kind := range aboutPerson() {
			lang := langs[(n+k)%len(langs)]
			c := cases[kind]
			lines := with(c.Lines, fmt.Sprintf(`1997-11-04 person {"familyName":%q,"givenNames":%q,"originalScript":%q,"nationalities":["AL"],"born":"1975","sex":"F"}`, x.family, x.given, x.own))
			f := entries(t, lines...)
			f.Language = own(lang)
			if f.Person.Body.OriginalScript != x.own || f.Person.Body.FamilyName != x.family || f.Person.Body.GivenNames != x.given {
				t.Fatalf("%s: stored is %+q", x.script, f.Person.Body.OriginalScript)
			}
			d := s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Date: civil.Must(1997, 11, 5), File: f, Profile: s.profile})
			said := plain(d)
			if kind == "L15" {
				if strings.Contains(said, x.family) || x.own != "" && strings.Contains(said, x.own) {
					t.Errorf("%s names the person", kind)
				}
				continue
			}
			for _, part := range []string{x.family, x.given, x.own} {
				if !strings.Contains(said, part) {
					t.Errorf("%s in %s, %s: the letter does not say %+q:\n%s", kind, lang, x.script, part, said)
				}
			}
			if x.own != "" && !strings.Contains(unseen(said), unseen(x.given+" ("+x.own+")")) && !strings.Contains(unseen(said), unseen(x.family+" ("+x.own+")")) {
				t.Errorf("%s in %s, %s: the two do not stand beside each other:\n%s", kind, lang, x.script, said)
			}
			if x.own == "" && strings.Contains(said, "()") {
				t.Errorf("%s in %s: brackets around nothing", kind, lang)
			}
			set, err := p.Layout(d)
			if err != nil {
				t.Fatalf("%s in %s, %s: %v", kind, lang, x.script, err)
			}
			printed := ""
			for i := range set.Pages {
				for _, w := range set.Pages[i].Words {
					if w.Part != sheet.Stamp {
						printed += w.Line.Text
					}
				}
			}
			for _, part := range []string{x.family, x.given, x.own} {
				if !strings.Contains(unseen(printed), unseen(part)) {
					t.Errorf("%s in %s, %s: the paper does not say %+q", kind, lang, x.script, part)
				}
			}
		}
	}
}
