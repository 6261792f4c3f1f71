package find

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// names are the ranks as the tables below write them.
var names = []string{"exact", "prefix", "word", "part", "spelling", "one off", "two off", ""}

func ranked(stored, typed string) string {
	x := New[int]("nl", 1)
	x.Put(1, stored)
	x.arrange()
	q := parse(typed)
	return names[x.rank(&q, 0)]
}

func TestPeopleAreFoundAsTheyAreTyped(t *testing.T) {
	for _, c := range []struct{ stored, typed, want string }{
		{"Đorđević Ána", "đorđević ána", "exact"},
		{"Đorđević Ána", "djordjevic ana", "exact"},
		{"Đorđević Ána", "dordevic", "prefix"},
		{"Nguyễn Thị Hương", "nguyen huong", "word"},
		{"Łukasz Śmigły", "lukasz SMIGLY", "exact"},
		{"Łukasz Śmigły", "smigly lukasz", "exact"},
		{"Łukasz Śmigły", "smigly", "word"},
		{"Łukasz Śmigły", "migly", "part"},
		{"Иванова Мария", "иванова", "prefix"},
		{"Иванова Мария", "ivanova", "prefix"},
		{"O’Brien", "obrien", "exact"},
		{"Ceauşescu-Ionescu", "ionescu", "word"},
		{"Vandenberg", "van den berg", "exact"},
		{"Van den Berg", "vandenb", "prefix"},
		{"Hoxha, Ana", "hoxha ana", "exact"},
		{"Hoxha Ana", "hoxha, a.", "prefix"},
		{"İpek", "ipek", "exact"},
		{"Işık", "isik", "exact"},
		{"Großmann", "grossmann", "exact"},
		{"Hoxhaj", "hoxha", "prefix"},
		{"Hoxha", "hoxhaj", "one off"},
		{"Hoxha", "hxoha", "one off"},
		{"K7M-204S", "k7m204s", "exact"},
		{"K7M-204S", "k7m-2", "prefix"},
		{"5.412.907/MH", "5412907mh", "exact"},
		{"5.412.907/MH", "5412907", "prefix"},
		{"5.412.907/MH", "5.412.907", "prefix"},
		{"5.412.907/MH", "5 412 907", "prefix"},
		{"5412907", "5.412.907", "exact"},
		{"5.412.907/MH", "412907mh", "part"},
		{"2026-000017", "2026-000017", "exact"},
		{"2026-000017", "2026000017", "exact"},
		{"2026-000017", "000017", "word"},
		{"2026-000017", "17", "part"},
		{"مُحَمَّد الأحمـد", "محمد الاحمد", "exact"},
		{"فاطمة", "فاطمه", "exact"},
		{"علی", "علي", "exact"},
		{"٢٠٢٦", "2026", "exact"},
		{"王小明", "小明", "part"},
		{"Hoxha Ana", "", "exact"},
	} {
		if got := ranked(c.stored, c.typed); got != c.want {
			t.Errorf("%q typed for %q: %q, want %q", c.typed, c.stored, got, c.want)
		}
	}
}

// pairs are two spellings of one name. Whoever types one finds the other.
var pairs = [][2]string{
	{"Müller", "Mueller"}, {"Müller", "Muller"}, {"Mueller", "Muller"}, {"Großmann", "Grossmann"}, {"Schröder", "Schroeder"},
	{"Jørgensen", "Jorgensen"}, {"Æbelø", "Aebelo"}, {"Åse", "Aase"}, {"Nuñez", "Nunez"}, {"Þór", "Thor"},
	{"Mohammed", "Muhamad"}, {"Mohamed", "Muhammad"}, {"Mahmoud", "Mahmud"}, {"Yusuf", "Youssef"}, {"Hussein", "Husain"}, {"Fatima", "Fatimah"},
	{"Khadija", "Hadija"}, {"Khadidja", "Hadija"}, {"Djamila", "Jamila"}, {"Ouahid", "Wahid"}, {"Nour", "Noor"}, {"Abdallah", "Abdullah"},
	{"Al Khatib", "Alkhatib"}, {"El-Khatib", "Alkhatib"},
	{"Yulia", "Юлия"}, {"Julija", "Юлия"}, {"Iuliia", "Юлия"}, {"Zhanna", "Жанна"}, {"Žanna", "Жанна"}, {"Zhanna", "Žana"}, {"Aleksandr", "Alexander"},
	{"Алексей", "Alexei"}, {"Сергей", "Sergey"}, {"Щербакова", "Shcherbakova"}, {"Хасанова", "Khasanova"}, {"Ольга", "Olha"}, {"Тетяна", "Tetiana"},
	{"Цветкова", "Tsvetkova"}, {"Ющенко", "Yushchenko"}, {"Ковач", "Kovač"}, {"Petrović", "Petrovich"}, {"Petrović", "Петровић"},
	{"Đorđe", "Djordje"}, {"Đorđe", "Dorde"}, {"Ђорђе", "Đorđe"}, {"Ђорђе", "Djordje"}, {"Жарко", "Žarko"}, {"Ljubica", "Љубица"}, {"Ljubica", "Ljubitsa"},
	{"Nguyễn", "Nguyen"}, {"Nguyễn", "NGUYỄN"}, {"Trần", "Tran"}, {"Đặng", "Dang"},
	{"Şahin", "Sahin"}, {"Şahin", "Shahin"}, {"Çelik", "Celik"}, {"İpek", "ipek"}, {"Işıl", "Isil"}, {"Yıldız", "YILDIZ"}, {"Əliyev", "Aliyev"},
	{"Łukasz", "Lukasz"}, {"Wójcik", "Vojcik"}, {"Ķeguma", "Keguma"}, {"Žydrūnas", "Zydrunas"}, {"Ştefan", "Ștefan"}, {"Țăranu", "Taranu"},
	{"Παπαδοπούλου", "Papadopoulou"}, {"Χρήστος", "Christos"}, {"Γιώργος", "Giorgos"},
	{"أحمد", "احمد"}, {"مُحَمَّد", "محمد"}, {"فاطمة", "فاطمه"}, {"ليلى", "ليلي"}, {"محـمد", "محمد"}, {"على", "علی"}, {"مؤمن", "مومن"},
	{"O'Brien", "OBrien"}, {"N’Diaye", "Ndiaye"}, {"Anne-Marie", "Anne Marie"}, {"Anne-Marie", "Annemarie"}, {"Sara", "Sarah"}, {"Ana", "Anna"},
	{"5.412.907/MH", "5412907mh"}, {"2026-000017", "2026000017"}, {"K7M-204S", "k7m204s"},
}

func TestOneNameInTwoSpellingsIsFoundByEither(t *testing.T) {
	for _, p := range pairs {
		for _, p := range [][2]string{p, {p[1], p[0]}, {norm.NFD.String(p[0]), p[1]}, {p[0], norm.NFD.String(p[1])}, {"Hoxha " + p[0], p[1] + " Hoxha"}} {
			if ranked(p[0], p[1]) == "" {
				t.Errorf("%q does not find %q (%q, %q)", p[1], p[0], skeleton(p[1]), skeleton(p[0]))
			}
		}
	}
}

func TestOtherNamesAreNotFound(t *testing.T) {
	for _, p := range [][2]string{
		{"Ivanova", "Petrova"}, {"Ali", "Ala"}, {"Ali", "Eli"}, {"Ana", "Ina"}, {"Lee", "Leo"}, {"Nguyen", "Nguema"}, {"Fatima", "Fatou"}, {"Khadija", "Khalid"},
		{"Hassan", "Hussein"}, {"Hoxha", "Hodo"}, {"Müller", "Meier"}, {"Mohammed", "Mahdi"}, {"Sergey", "Serena"}, {"Zhanna", "Jovana"}, {"Şahin", "Sofia"},
		{"Wang", "Wu"}, {"Abdullah", "Abdi Noor"}, {"Đorđe", "Dragan"}, {"Łukasz", "Lucia"}, {"Юлия", "Юрий"}, {"محمد", "حامد"}, {"فاطمة", "فارس"},
		{"5.412.907", "5.412.908"}, {"2026-000017", "2026-000018"}, {"K7M-204S", "K7M-204T"}, {"5412907", "5421907"}, {"1997", "1979"},
		{"Hoxha Ana", "Hoxha Ben"}, {"Hoxha Ana", "Hoxha Eva"},
	} {
		for _, p := range [][2]string{p, {p[1], p[0]}} {
			if r := ranked(p[0], p[1]); r != "" {
				t.Errorf("%q finds %q: %s (%q, %q)", p[1], p[0], r, skeleton(p[1]), skeleton(p[0]))
			}
		}
	}
}

func skeleton(s string) string { return string(appendSkeleton(nil, []byte(Fold(s)))) }

// What is likeliest meant comes first, and what is as likely comes in the
// order of the language.
func TestTheLikeliestComesFirst(t *testing.T) {
	all := []string{
		"Sara", "Sara Zoë", "Şara Öz", "Sarah", "Hoxha Sara", "Hoxha Sarafina", "Bensara", "Sahra", "Hoxha",
	}
	x := New[string]("tr", len(all))
	for _, n := range all {
		x.Put(n, n)
	}
	got := x.Search("sara")
	// ş is a letter of its own after s in Turkish
	want := "Sara, Sara Zoë, Sarah, Şara Öz, Hoxha Sara, Hoxha Sarafina, Bensara, Sahra"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("found %s\nwant  %s", s, want)
	}
}

func TestOthersNamesFollowTheOrderOfTheLanguage(t *testing.T) {
	for lang, want := range map[string]string{"de": "Ähre Azer Zoë ", "sv": "Azer Zoë Ähre "} {
		x := New[string](lang, 4)
		for _, n := range []string{"", "Zoë", "Ähre", "Azer"} {
			x.Put(n, n, "K7M")
		}
		if s := strings.Join(x.Search(""), " "); s != want {
			t.Errorf("%s: %q, want %q", lang, s, want)
		}
	}
}

func TestWhatIsPutAgainReplacesAndWhatIsDroppedIsGone(t *testing.T) {
	x := New[int]("nl", 0)
	a, b := 1, 2
	x.Put(a, "Hoxha Ana", "K7M-204S", "", "Малый")
	x.Put(b, "Hoxha Ben")
	x.Put(a, "Petrova Ana", "K7M-204S")
	for typed, want := range map[string][]int{
		"hoxha": {b}, "petrova": {a}, "малый": nil, "k7m": {a}, "": {b, a},
	} {
		if got := x.Search(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", typed, got, want)
		}
	}
	x.Drop(a)
	x.Drop(3)
	if got := x.Search(""); !slices.Equal(got, []int{b}) {
		t.Errorf("after the drop: %v", got)
	}
}

// Whatever is typed: a text finds itself, folding twice is folding once, and
// nothing panics.
func TestEveryTextFindsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("abhkszjyüØđßШхюيمىأً١'-./ ,1 5́İıộ王한한")), 0, 12, -1).Draw(t, "text")
		if r := ranked(s, s); r != "exact" {
			t.Fatalf("%q: %q", s, r)
		}
		f := Fold(s)
		if Fold(f) != f || !utf8.ValidString(f) {
			t.Fatalf("%q folds to %q and that to %q", s, f, Fold(f))
		}
	})
}

func FuzzSearch(f *testing.F) {
	for _, p := range pairs {
		f.Add(p[0], p[1])
	}
	f.Add("\xff\xfe", "a\x00\u0301")
	f.Fuzz(func(t *testing.T, stored, typed string) {
		ranked(stored, typed)
		if r := ranked(stored, stored); r != "exact" {
			t.Errorf("%q does not find itself: %q", stored, r)
		}
	})
}

// distance must be that of the plain definition.
func TestDistanceCountsEdits(t *testing.T) {
	var slow func(a, b []rune) int
	slow = func(a, b []rune) int {
		if len(a) == 0 || len(b) == 0 {
			return len(a) + len(b)
		}
		i, j := len(a)-1, len(b)-1
		if a[i] == b[j] {
			return slow(a[:i], b[:j])
		}
		d := 1 + min(slow(a[:i], b[:j]), slow(a, b[:j]), slow(a[:i], b))
		if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
			d = min(d, 1+slow(a[:i-1], b[:j-1]))
		}
		return d
	}
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcм")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, limit := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(1, 2).Draw(t, "limit")
		if got, want := distance(a, b, limit), min(slow([]rune(a), []rune(b)), limit+1); got != want {
			t.Fatalf("%q, %q within %d: %d, want %d", a, b, limit, got, want)
		}
	})
}

// crowd is ten thousand people with names of many countries.
func crowd() (people [][]string) {
	family := []string{"Hoxha", "Nguyễn", "Đorđević", "Müller", "Van den Berghe", "Иванова", "El Khatib", "Şahin", "Popescu", "Okafor", "Łukaszewska", "Παπαδοπούλου", "Ouedraogo", "Zhang"}
	given := []string{"Ana", "Thị Hương", "Khadija", "Zoë", "Mohammed", "Юлия", "Blessing", "Yusuf", "Marie-Claire", "Xiaoming", "Ștefan"}
	for i := range 10_000 {
		n := fmt.Sprintf("%s%c%c %s", family[i%len(family)], 'a'+i/7%26, 'a'+i/31%26, given[i/3%len(given)])
		people = append(people, []string{n, fmt.Sprintf("K%02d-%04dS", i%97, i), fmt.Sprintf("%d.%03d.%03d", i%9+1, i%1000, i*7%1000), "محمد الأحمد"})
	}
	return people
}

func filled(people [][]string) *Index[int] {
	x := New[int]("nl", len(people))
	for i, p := range people {
		x.Put(i, p[0], p[1:]...)
	}
	x.arrange()
	return x
}

func BenchmarkFill(b *testing.B) {
	people := crowd()
	for b.Loop() {
		filled(people)
	}
}

// BenchmarkSearch types ten texts, letter by letter, into ten thousand people.
func BenchmarkSearch(b *testing.B) {
	x := filled(crowd())
	var typed []string
	for _, text := range []string{"hoxhaab ana", "djordjevic", "mueller zoe", "muhamad", "иванова", "5.412.907", "k7m-204s", "محمد", "nobody here", "papadopulou"} {
		for i := range text {
			typed = append(typed, text[:i])
		}
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		x.Search(typed[i%len(typed)])
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
