// Package sample has letters to try things on: cases in which everybody is
// invented, with what each kind of letter may come to say of them. The tests read
// the letters of these cases, set them, look at their pages and time them. No
// program has it in it.
package sample

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
)

// Langs are the languages that there are letters in.
var Langs = append(slices.Clone(letter.Languages), letter.Courtesy)

// Shelf is what letters are made with.
type Shelf struct {
	Texts    *letter.Texts
	Book     *contacts.Book
	Profiles map[string]*procedure.Profile
}

// Load reads the wordings, the contact book and the profiles.
func Load(letters, book, profiles fs.FS) (*Shelf, error) {
	var s Shelf
	var err error
	if s.Texts, err = letter.Parse(letters); err != nil {
		return nil, err
	}
	if s.Book, err = contacts.Parse(book); err != nil {
		return nil, err
	}
	if s.Profiles, err = procedure.Parse(profiles); err != nil {
		return nil, err
	}
	return &s, nil
}

// Office is the centre that writes.
func (s *Shelf) Office(lang string) letter.Office {
	e, _ := s.Book.Entry("payoke")
	return letter.Office{ID: "payoke", Name: e.Name.In(lang), Address: e.Address.In(lang), Postcode: e.Postcode, City: e.City.In(lang),
		Phone: e.Phone, Signatory: "An Voorbeeld"}
}

// Compose writes a letter with what the shelf has. A request without a schedule
// gets that of its file, and the number 2.
func (s *Shelf) Compose(r letter.Request) (*document.Document, error) {
	if r.File != nil && r.Schedule == nil {
		Schedule(&r)
	}
	r.Office, r.Texts, r.Contacts = s.Office(r.Lang), s.Texts, s.Book
	return letter.Compose(r)
}

// Schedule gives a request the schedule of its file, and the number 2.
func Schedule(r *letter.Request) {
	schedule := procedure.Assess(r.File, r.Profile)
	r.Schedule, r.Number = &schedule, 2
}

// Letter writes the letter of a case, in the language of its file: an English
// one of a Dutch file. There is none (nil) in a profile that does not list it.
func (s *Shelf) Letter(c *Case, lang, profile string) (*document.Document, error) {
	r := letter.Request{Kind: c.Kind, Lang: lang, Date: c.On, Profile: s.Profiles[profile]}
	if _, ok := r.Profile.Letters[c.Kind]; !ok {
		return nil, nil
	}
	if c.Lines == nil {
		r.Standby = Standby(c.Name, Own(lang))
	} else {
		var err error
		if r.File, err = Fold(c.Lines...); err != nil {
			return nil, err
		}
		if len(r.File.Findings) > 0 {
			return nil, fmt.Errorf("sample: the entries of %s, %s, do not fit together", c.Kind, c.Name)
		}
		r.File.Language = Own(lang)
	}
	return s.Compose(r)
}

// Own is the language of the file of which a letter is read.
func Own(lang string) string {
	if lang == letter.Courtesy {
		return "nl"
	}
	return lang
}

// Fold makes a file of lines "1997-03-03 kind {fields}". Entries that do not fit
// together stand in its findings.
func Fold(lines ...string) (*casefile.File, error) {
	var records []journal.Record
	for i, line := range lines {
		part := strings.SplitN(line, " ", 3)
		if len(part) < 3 || !json.Valid([]byte(part[2])) {
			return nil, fmt.Errorf("sample: %s is no entry", line)
		}
		records = append(records, journal.Record{
			ID: journal.ID{byte(i + 1)}, Kind: part[1], On: part[0], At: time.Unix(int64(i), 0).UTC(), By: "slot-1", Body: []byte(part[2]),
		})
	}
	return casefile.Fold(records), nil
}

// Standby is what an inspection asks and a centre answers.
func Standby(name, lang string) *letter.Standby {
	s := &letter.Standby{Language: lang, Centre: "payoke", Inspection: "Inspectie Voorbeeldstad", From: civil.Must(1997, 3, 20), District: "Voorbeeldstad"}
	if name != "sparse" {
		s.Address, s.Phone, s.Reference = []string{"Voorbeeldplein 2", "9999 Voorbeeldstad"}, "00 000 00 01", "IV/97/12"
		s.To, s.Persons, s.Languages, s.AnswerBy = civil.Must(1997, 3, 21), 40, []string{"sq", "zh"}, civil.Must(1997, 3, 14)
		s.Officer, s.OfficerPhone = "C. Fictief", "00 000 00 02"
		s.Staff, s.StaffPhone, s.Minutes, s.Places = "An Voorbeeld", "00 000 00 03", 45, 6
		s.Speaks, s.Leaflets = []string{"sq", "ru"}, []string{"sq", "zh", "ru"}
	}
	return s
}

// Opened is the entry that every case begins with.
const Opened = `1997-03-01 opened {"code":"K7M-204S","language":"nl","profile":"instructions-1997","version":"1"}`

// Base is a case in which everything is known that is asked at the beginning.
var Base = []string{
	Opened,
	`1997-03-01 referral {"channel":"police","unit":"BOB Voorbeeldstad","officer":"A. Fictief","pv":"VB.00.1/1997","address":"Voorbeeldstraat 1\n9999 VOORBEELDSTAD"}`,
	`1997-03-01 triage {"assessment":"5.1"}`,
	`1997-03-01 consent {"purpose":"counselling","answer":"given"}`,
	`1997-03-02 consent {"purpose":"foreignersDepartment","answer":"given"}`,
	`1997-03-02 consent {"purpose":"cpas","answer":"given"}`,
	`1997-03-02 consent {"purpose":"workService","answer":"given"}`,
	`1997-03-02 consent {"purpose":"prosecution","answer":"given"}`,
	`1997-03-02 consent {"purpose":"photo","answer":"given"}`,
	`1997-03-02 counselling {"event":"takenOn"}`,
	`1997-03-02 person {"familyName":"Đorđević","givenNames":"Ana María","aliases":["Anica","Тест"],"originalScript":"Ђорђевић Ана","nameCertainty":"document","born":"1975-03-01","birthPlace":"Fiktivë","birthCountry":"AL","nationalities":["AL","YU"],"sex":"F","fileNumber":"5.412.907"}`,
	`1997-03-02 residence {"status":"illegal","entry":"1996-11-04"}`,
	`1997-03-02 elements {"pregnancy":"yes","threats":"yes","note":"never printed"}`,
	`1997-03-02 contact {"how":"atCentre","outcome":"made"}`,
}

// With adds entries to a case.
func With(lines []string, more ...string) []string {
	return append(append([]string{}, lines...), more...)
}

// The stages of the same case.
var (
	Told = With(Base, `1997-03-02 letterIssued {"letter":"L01","language":"nl","number":1}`)
	In1  = With(Told, `1997-03-03 document {"stage":"S1","printedEnd":"1997-04-17","municipality":"Antwerpen"}`)
	Rich = With(In1, `1997-03-10 complaint {"form":"statement","unit":"BOB Voorbeeldstad","pv":"VB.00.2/1997"}`)
	In2  = With(Rich, `1997-03-17 document {"stage":"S2","municipality":"Antwerpen"}`)
	In3  = With(In2, `1997-03-20 inquiry {"event":"asked","replyDue":"1997-05-20","office":"Parket Antwerpen"}`,
		`1997-05-12 inquiry {"event":"answered","trafficking":"yes","inProgress":"yes"}`, `1997-06-17 document {"stage":"S3"}`)
	Summoned = With(In3, `1997-09-01 summons {"court":"Rechtbank van eerste aanleg te Antwerpen","number":"AN.52.1/97"}`,
		`1997-09-10 legalAidRequested {"lawyer":"Mr. B. Voorbeeld","bar":"Antwerpen"}`,
		`1997-09-15 importance {"considered":"yes","evidence":"prosecutorLetter"}`, `1997-10-01 hearing {"day":"1997-12-01","court":"kamer 4C"}`)
	Everything = With(Summoned, `1997-10-02 workPermit {"permit":"B","event":"requested","employer":"Bakkerij Fictief bvba","job":"bakkersgast","from":"1997-11-01"}`,
		`1997-10-02 socialAssistance {"event":"requested","municipality":"Antwerpen"}`,
		`1997-10-03 counselling {"event":"transferOffered","to":"surya","result":"pending"}`)
	Ended = With(Everything, `1997-10-05 counselling {"event":"transferred","to":"surya","informed":"yes"}`)
)

// Sparse is what a letter cannot do without, and no more.
var Sparse = []string{
	Opened,
	`1997-03-01 referral {"channel":"self"}`,
	`1997-03-01 triage {"assessment":"5.2"}`,
	`1997-03-01 consent {"purpose":"counselling","answer":"given"}`,
	`1997-03-01 consent {"purpose":"foreignersDepartment","answer":"given"}`,
	`1997-03-01 counselling {"event":"takenOn"}`,
	`1997-03-01 person {"givenNames":"Ana","noAnswer":{"born":"unknown","nationalities":"notAsked","sex":"refused"}}`,
	`1997-03-01 residence {"status":"doubtful"}`,
	`1997-03-03 document {"stage":"S1"}`,
	`1997-04-18 complaint {"form":"complaint","unit":"u"}`, // a day late, without a reason
}

// The stages of that one, and a case that was not taken on.
var (
	Sparse2  = With(Sparse, `1997-04-20 document {"stage":"S2"}`)
	Sparse3  = With(Sparse2, `1997-07-20 document {"stage":"S3"}`)
	Declined = []string{Opened, `1997-03-01 referral {"channel":"police","unit":"BOB Voorbeeldstad"}`, `1997-03-02 counselling {"event":"declined"}`}
)

// Case is a letter as it is read: on a day, of a case of these entries. A letter
// about a check has none.
type Case struct {
	Kind, Name string
	On         civil.Date
	Lines      []string
}

// Read are the letters that somebody reads and approves: of each kind what it
// may come to say. The first of a kind is read under every profile.
var Read = []Case{
	{"L01", "rich", civil.Must(1997, 3, 3), Base},
	{"L01", "sparse", civil.Must(1997, 3, 3), Sparse},
	{"L01", "again", civil.Must(1997, 3, 4), Told},
	{"L02", "rich", civil.Must(1997, 3, 3), Told},
	{"L02", "sparse", civil.Must(1997, 3, 3), Sparse},
	{"L03", "rich", civil.Must(1997, 3, 4), With(Told, `1997-03-03 complaint {"form":"complaint","unit":"BOB Voorbeeldstad","pv":"VB.00.2/1997"}`, `1997-03-03 assistanceRequested {"phase":"investigation","office":"Parket Antwerpen"}`)},
	{"L03", "sparse", civil.Must(1997, 3, 4), With(Sparse[:8], `1997-03-03 complaint {"form":"statement"}`)},
	{"L04", "rich", civil.Must(1997, 4, 1), Rich},
	{"L04", "sparse", civil.Must(1997, 4, 20), Sparse},
	{"L04", "late", civil.Must(1997, 4, 20), With(In1, `1997-04-20 complaint {"form":"statement","lateReason":"De betrokkene lag in het ziekenhuis. "}`)},
	{"L05", "not asked", civil.Must(1997, 5, 20), In2},
	{"L05", "silent", civil.Must(1997, 5, 21), With(In2, `1997-03-20 inquiry {"event":"asked","replyDue":"1997-05-20","office":"Parket Antwerpen"}`)},
	{"L05", "silent at the end", civil.Must(1997, 6, 17), With(In2, `1997-05-12 inquiry {"event":"asked"}`)},
	{"L05", "an answer that leaves a question open", civil.Must(1997, 6, 17), With(In2, `1997-05-12 inquiry {"event":"asked"}`, `1997-06-02 inquiry {"event":"answered","trafficking":"yes","inProgress":"unknown"}`)},
	{"L05", "sparse", civil.Must(1997, 7, 20), Sparse2},
	{"L06", "answered", civil.Must(1997, 5, 20), In3[:len(In3)-1]},
	{"L06", "pending", civil.Must(1997, 5, 20), With(In2, `1997-03-20 inquiry {"event":"asked","office":"Parket Antwerpen"}`)},
	{"L06", "sparse", civil.Must(1997, 7, 1), Sparse2},
	{"L07", "rich", civil.Must(1997, 11, 5), Everything},
	{"L07", "answered", civil.Must(1997, 11, 5), In3},
	{"L07", "sparse", civil.Must(1997, 12, 1), Sparse3},
	{"L08", "rich", civil.Must(1997, 11, 5), Everything},
	{"L08", "a judgment", civil.Must(1997, 11, 5), With(In3, `1997-09-01 summons {}`, `1997-10-01 importance {"considered":"yes","evidence":"judgment"}`)},
	{"L08", "sparse", civil.Must(1997, 12, 1), Sparse3},
	{"L09", "rich", civil.Must(1997, 3, 20), With(In2, `1997-03-18 workPermit {"permit":"temporary","event":"requested","employer":"Bakkerij Fictief bvba"}`)},
	{"L09", "sparse", civil.Must(1997, 5, 1), Sparse2},
	{"L10", "rich", civil.Must(1997, 10, 2), Everything},
	{"L10", "sparse", civil.Must(1997, 8, 1), Sparse3},
	{"L11", "rich", civil.Must(1997, 10, 2), Everything},
	{"L11", "a lawful resident", civil.Must(1997, 3, 4), With(Base, `1997-03-03 residence {"status":"legal"}`)},
	{"L11", "sparse", civil.Must(1997, 3, 4), Sparse},
	{"L12", "rich", civil.Must(1997, 3, 4), nil},
	{"L12", "sparse", civil.Must(1997, 3, 4), nil},
	{"L13", "rich", civil.Must(1997, 3, 4), nil},
	{"L13", "sparse", civil.Must(1997, 3, 4), nil},
	{"L14", "transferred", civil.Must(1997, 10, 6), Ended},
	{"L14", "consent withdrawn", civil.Must(1997, 10, 6), With(In3, `1997-10-05 consent {"purpose":"foreignersDepartment","answer":"withdrawn"}`, `1997-10-05 counselling {"event":"ended","reason":"ownDecision"}`)},
	{"L14", "in stage 1", civil.Must(1997, 4, 2), With(In1, `1997-04-01 counselling {"event":"ended","reason":"contactLost"}`)},
	{"L14", "sparse", civil.Must(1997, 5, 2), With(Sparse, `1997-05-01 counselling {"event":"ended","reason":"notStated"}`)},
	{"L15", "rich", civil.Must(1997, 3, 2), With(Base[:2], `1997-03-02 consent {"purpose":"foreignersDepartment","answer":"given"}`, `1997-03-02 counselling {"event":"transferOffered","to":"pag-asa","result":"declined"}`,
		`1997-03-02 counselling {"event":"transferOffered","to":"surya","result":"pending"}`, `1997-03-02 counselling {"event":"declined","reason":"noCapacity"}`)},
	{"L15", "to a prosecutor", civil.Must(1997, 3, 2), With(Declined[:1], `1997-03-01 referral {"channel":"prosecutor","unit":"Parket Antwerpen"}`, Declined[2])},
	{"L15", "sparse", civil.Must(1997, 3, 2), Declined},
	{"L16", "rich", civil.Must(1997, 3, 3), Base},
	{"L16", "sparse", civil.Must(1997, 3, 3), Sparse},
	{"L17", "rich", civil.Must(1997, 3, 3), Base},
	{"L17", "sparse", civil.Must(1997, 3, 3), Sparse},
}

// Names are those of people, by the script that they are written in.
var Names = map[string][2]string{
	"Latin":        {"Đorđević-Wałęsa", "Ștefania Mădălina"},
	"Vietnamese":   {"Nguyễn Phúc", "Thị Hồng Nhung"},
	"Turkish":      {"Çelik Iğdır", "Şükrü İbrahim"},
	"Yoruba":       {"Adébáyọ̀", "Ọláìtán"},
	"Ukrainian":    {"Шевченко-Ковальчук", "Олександра Євгенівна"},
	"Serbian":      {"Ђорђевић", "Љубица Џамбазов"},
	"Bulgarian":    {"Щърбанов", "Йорданка"},
	"Chinese":      {"王", "珺玥"},
	"Chinese, old": {"歐陽", "曉明"},
	"Greek":        {"Παπαδοπούλου", "Ελένη"},
	"Armenian":     {"Մկրտչյան", "Աննա"},
	"Georgian":     {"ბერიძე", "ნინო"},
	"Hebrew":       {"כהן", "שרה רבקה"},
	"Arabic":       {"عبد الرحمن", "محمد فاطمة"},
	"Persian":      {"گلچین", "پروانه"},
	"Pashto":       {"ځدراڼ", "ښکلا"},
	"Urdu":         {"چوہدری", "فاطمہ"},
	"Kurdish":      {"گوڵاڵە", "ڕێژین"},
	"Hindi":        {"क्षत्रिय", "लक्ष्मी"},
	"Bengali":      {"চৌধুরী", "শ্রাবন্তী"},
	"Punjabi":      {"ਸਿੰਘ", "ਗੁਰਪ੍ਰੀਤ"},
	"Thai":         {"ศรีสุวรรณ", "น้ำผึ้ง"},
	"Amharic":      {"ኃይለማርያም", "ጽጌረዳ"},
}

// Called are the entries of a person of that name, in a town of such a name.
func Called(name [2]string) []string {
	return []string{
		fmt.Sprintf(`1997-03-02 person {"familyName":%q,"givenNames":%q,"aliases":[%q],"originalScript":%q,"nameCertainty":"document","born":"1975-03-01","birthPlace":%q,"birthCountry":"AL","nationalities":["AL","YU"],"sex":"F","fileNumber":"5.412.907"}`,
			name[0], name[1], name[1]+" "+name[0], name[0]+" "+name[1], name[1]),
	}
}
