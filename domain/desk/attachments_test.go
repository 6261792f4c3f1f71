package desk_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/journal"
)

// place is where a camera says that a person is.
const place = "GPS 51.2194N 4.4025E"

// photo is a JPEG file with what a camera writes beside the pixels.
func photo(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00" + place
	head := append([]byte("\xff\xd8\xff\xe1"), byte((len(exif)+2)>>8), byte(len(exif)+2))
	return slices.Concat(head, []byte(exif), b.Bytes()[2:])
}

func drawing(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 50))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var scan = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")

func attach(t testing.TB, b *desktest.Bench, id journal.ID, title, name string, file []byte) int {
	t.Helper()
	n, err := b.Attach(ctx, id, title, name, file)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFileOfACaseComesBackByteForByteUnderANeutralName(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, code := rich(t, b)
	for i, f := range []struct {
		title, name, saved, media string
		file                      []byte
	}{
		{"Pasfoto", `C:\Users\els\Anna VOORBEELD.exe`, "f1.jpg", "image/jpeg", photo(t, 30, 40)},
		{"", "/home/els/Verklaring Anna.v2.PDF", "f2.pdf", "application/pdf", scan},
		{"Tekening", "", "f3.png", "image/png", drawing(t)},
		{"Bericht", "bericht\u202e\n.txt", "f4.txt", "text/plain", []byte("Ik moet morgen weg.\r\n")},
		{"Scan", "x", "f5.tif", "image/tiff", []byte("II*\x00\x08\x00\x00\x00")},
		{"Foto", "x", "f6.heic", "image/heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")},
		{"Foto", "x", "f7.webp", "image/webp", []byte("RIFF\x10\x00\x00\x00WEBPVP8 ")},
	} {
		n := attach(t, b, id, f.title, f.name, f.file)
		x, err := b.Attachment(ctx, id, n)
		if n != i+1 || err != nil || !bytes.Equal(x.Data, f.file) || x.Name != code+"-"+f.saved {
			t.Errorf("file %d: %d, %v, %s, equal %v", i+1, n, err, x.Name, bytes.Equal(x.Data, f.file))
		}
		if a := open(t, b, id).File.Attachment(n); a.Body.Type != f.media || a.Body.Size != len(f.file) {
			t.Errorf("file %d is recorded as %+v", n, a.Body)
		}
	}
	files := open(t, b, id).File.Attachments
	if a := files[0].Body; a.Name != "Anna VOORBEELD.exe" || a.Title != "Pasfoto" {
		t.Errorf("the vault knows the first file as %+v", a)
	}
	if a := files[1].Body; a.Title != "Verklaring Anna.v2" {
		t.Errorf("a file without a title is called %q", a.Title)
	}
	if a := files[3].Body; a.Name != "bericht.txt" {
		t.Errorf("a name with invisible signs is kept as %q", a.Name)
	}
	// That a copy left the vault is recorded.
	if err := b.AttachmentExported(ctx, id, 1); err != nil {
		t.Fatal(err)
	}
	history := open(t, b, id).File.History
	if x, ok := history[len(history)-1].Body.(*casefile.Exported); !ok || x.What != "attachment" || x.Number != 1 {
		t.Errorf("recorded is %+v", history[len(history)-1])
	}
}

// What cannot be kept is refused in words, and nothing of it stays.
func TestAFileThatCannotBeKeptIsRefused(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	whole := photo(t, 30, 40)
	for name, f := range map[string]struct {
		title string
		file  []byte
		want  string
	}{
		"empty":          {"x", nil, "problem.file.empty"},
		"too large":      {"x", append(slices.Clone(scan), make([]byte, desk.FileLimit)...), "problem.file.large"},
		"a program":      {"x", []byte("MZ\x90\x00\x03"), "problem.file.type"},
		"an archive":     {"x", []byte("PK\x03\x04\x00\x00"), "problem.file.type"},
		"cut off":        {"x", whole[:80], "problem.file.broken"},
		"half a PDF":     {"x", scan[:20], "problem.file.broken"},
		"without a name": {" ", scan, "problem.missing"},
		"a long title":   {strings.Repeat("a", 129), scan, "problem.text.long"},
	} {
		before := b.Vault.Size()
		if _, err := b.Attach(ctx, id, f.title, "", f.file); key(err) != f.want {
			t.Errorf("%s: %v", name, err)
		}
		if b.Vault.Size() != before || b.Vault.Files(id) != 0 {
			t.Errorf("%s: something of it stays", name)
		}
	}
	if _, err := b.Attachment(ctx, id, 1); key(err) != "problem.file" {
		t.Errorf("a file that is not there: %v", err)
	}
}

// When the entry of a file cannot be written, the file does not stay either.
func TestAFileWithoutItsEntryDoesNotStay(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	reads := 0
	b.Vault.OnRead = func() {
		if reads++; reads == 2 { // the second look, after the file was kept
			b.Vault.Grow(id, b.Vault.Records(id)[0])
		}
	}
	if _, err := b.Attach(ctx, id, "Scan", "", scan); !errors.Is(err, journal.ErrConflict) {
		t.Fatalf("with another program between: %v", err)
	}
	if n := b.Vault.Files(id); n != 0 {
		t.Errorf("%d files stay without an entry", n)
	}
}

func TestAFileThatIsTakenBackIsGoneForGood(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	attach(t, b, id, "Van iemand anders", "", scan)
	f := open(t, b, id).File
	entry := f.Attachment(1).Entry.ID.String()
	record(t, b, id, `{"kind":"void","of":"`+entry+`","reason":"verkeerde persoon"}`)
	f = open(t, b, id).File
	if len(f.Attachments) != 0 || b.Vault.Files(id) != 0 {
		t.Errorf("%d files are listed, %d are there", len(f.Attachments), b.Vault.Files(id))
	}
	if _, err := b.Attachment(ctx, id, 1); key(err) != "problem.file" {
		t.Errorf("it is still to be had: %v", err)
	}
	if n := attach(t, b, id, "Een ander", "", scan); n != 2 {
		t.Errorf("the number is given again: %d", n)
	}
	// The taking back is not taken back: the bytes would not come again.
	void := ""
	for _, e := range f.History {
		if e.Kind == casefile.KindVoid {
			void = e.ID.String()
		}
	}
	if err := try(b, id, `{"kind":"void","of":"`+void+`"}`); key(err) != "refused.made" {
		t.Errorf("taken back twice: %v", err)
	}
}

// N1: of a person who is implicated nothing is kept or handed out.
func TestN1AStoppedCaseTakesAndGivesNoFile(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	attach(t, b, id, "Pasfoto", "", photo(t, 30, 40))
	record(t, b, id, `{"kind":"triage","assessment":"5.3","decidedBy":"Politie"}`)
	if _, err := b.Attach(ctx, id, "Nog een", "", scan); key(err) != "refused.stopped" {
		t.Errorf("a file is taken: %v", err)
	}
	if _, err := b.Attachment(ctx, id, 1); key(err) != "refused.stopped" {
		t.Errorf("a file is handed out: %v", err)
	}
	if err := b.AttachmentExported(ctx, id, 1); key(err) != "refused.stopped" {
		t.Errorf("a file leaves: %v", err)
	}
	if n := len(open(t, b, id).File.Attachments); n != 0 {
		t.Errorf("%d files are shown", n)
	}
}

// withPhotos is a case whose person agreed to photographs, with files 1 (JPEG),
// 2 (PDF) and 3 (PNG).
func withPhotos(t testing.TB, b *desktest.Bench) journal.ID {
	t.Helper()
	id, _ := rich(t, b)
	record(t, b, id, `{"kind":"consent","purpose":"photo","answer":"given"}`)
	attach(t, b, id, "Pasfoto", "", photo(t, 300, 400))
	attach(t, b, id, "Verklaring", "", scan)
	attach(t, b, id, "Tekening", "", drawing(t))
	return id
}

func TestPhotographsGoWithL02OnAPageOfTheirOwn(t *testing.T) {
	b := bench(t, desk.Settings{})
	id := withPhotos(t, b)
	made, err := b.IssueReadLetter(ctx, id, "L02", desk.Reading{}, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	doc := b.Paper.Set[len(b.Paper.Set)-1]
	var pages, pictures int
	for _, x := range doc.Blocks {
		if x.NewPage {
			pages++
		}
		if x.Picture == nil {
			continue
		}
		if pictures++; pages != 1 || !x.Picture.Photo || !regexp.MustCompile(`^Foto [12] bij [0-9A-Z]{3}-[0-9A-Z]{4}-1$`).MatchString(x.Picture.Alt) {
			t.Errorf("a picture on page %d: %q", pages, x.Picture.Alt)
		}
		if want := map[int][]byte{1: drawing(t), 2: photo(t, 300, 400)}[pictures]; !bytes.Equal(x.Picture.Data, want) {
			t.Errorf("picture %d is another one", pictures)
		}
	}
	if pictures != 2 || !strings.Contains(plain(doc), "Pasfoto’s") {
		t.Errorf("%d pictures:\n%s", pictures, plain(doc))
	}
	l := open(t, b, id).File.Issued("L02")
	if !slices.Equal(l.Body.Photos, []int{3, 1}) {
		t.Errorf("recorded are the photographs %v", l.Body.Photos)
	}
	again, err := b.IssuedLetter(ctx, id, 1)
	if err != nil || !bytes.Equal(again.PDF, made.PDF) {
		t.Errorf("it is not printed again as it was: %v", err)
	}
	if doc, err := b.IssuedDocument(ctx, id, 1); doc == nil || err != nil {
		t.Errorf("it cannot be shown again: %v", err)
	}
	// A photograph that is taken back later changes no letter.
	record(t, b, id, `{"kind":"void","of":"`+open(t, b, id).File.Attachment(1).Entry.ID.String()+`"}`)
	if again, err := b.IssuedLetter(ctx, id, 1); err != nil || !bytes.Equal(again.PDF, made.PDF) {
		t.Errorf("it changed: %v", err)
	}
	if doc, err := b.IssuedDocument(ctx, id, 1); doc != nil || err != nil {
		t.Errorf("it is shown without its photograph: %v, %v", doc, err)
	}
}

func TestPhotographsNeedTheirOwnConsentAndMustBePictures(t *testing.T) {
	b := bench(t, desk.Settings{})
	id := withPhotos(t, b)
	bomb := slices.Clone(drawing(t))
	copy(bomb[16:], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff}) // 65535 by 65535, in a hundred bytes
	crc(bomb)
	if _, err := b.Attach(ctx, id, "Bom", "", bomb); err != nil {
		t.Fatal(err) // to be kept is to be kept: nothing unpacks it
	}
	for name, x := range map[string]struct {
		kind   string
		photos []int
		want   string
	}{
		"not with L01":   {"L01", []int{1}, "problem.photo.letter"},
		"a PDF":          {"L02", []int{2}, "problem.photo.type"},
		"not there":      {"L02", []int{9}, "problem.file"},
		"twice":          {"L02", []int{1, 1}, "problem.photo.twice"},
		"too many":       {"L02", []int{1, 3, 1, 3, 1}, "problem.photo.many"},
		"a hundred GB":   {"L02", []int{4}, "problem.photo.large"},
		"one of several": {"L02", []int{1, 2}, "problem.photo.type"},
	} {
		before := b.Vault.Size()
		if _, err := b.IssueReadLetter(ctx, id, x.kind, desk.Reading{}, x.photos...); key(err) != x.want {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := b.PreviewLetter(ctx, id, x.kind, "", x.photos...); key(err) != x.want {
			t.Errorf("%s, preview: %v", name, err)
		}
		if b.Vault.Size() != before {
			t.Errorf("%s: something was recorded", name)
		}
	}
	for _, answer := range []string{"withdrawn", "refused", "notAsked"} {
		record(t, b, id, `{"kind":"consent","purpose":"photo","answer":"`+answer+`"}`)
		_, err := b.IssueReadLetter(ctx, id, "L02", desk.Reading{}, 1)
		var p casefile.Problem
		if !errors.As(err, &p) || p.Key != "refused.photo" || p.Rule != "8.1" {
			t.Errorf("consent %s: %v", answer, err)
		}
		if _, err := b.PreviewLetter(ctx, id, "L02", "", 1); key(err) != "refused.photo" {
			t.Errorf("consent %s, preview: %v", answer, err)
		}
	}
	if _, err := b.IssueLetter(ctx, id, "L02"); err != nil {
		t.Errorf("without photographs the letter needs no consent for them: %v", err)
	}
}

// A letter with photographs is larger than one record of the store.
func TestALetterLargerThanARecordIsKeptInPieces(t *testing.T) {
	b := bench(t, desk.Settings{})
	id := withPhotos(t, b)
	large := slices.Concat(photo(t, 30, 40), make([]byte, 400<<10)) // what stands for paper prints the file itself
	for i := range large[len(large)-400<<10:] {
		large[len(large)-400<<10+i] = byte(i * i)
	}
	n := attach(t, b, id, "Groot", "", large)
	made, err := b.IssueReadLetter(ctx, id, "L02", desk.Reading{}, n)
	if err != nil || len(made.PDF) < 2*journal.MaxBody {
		t.Fatalf("%d bytes, %v", len(made.PDF), err)
	}
	record(t, b, id, `{"kind":"note","text":"later"}`)
	if again, err := b.IssuedLetter(ctx, id, 1); err != nil || !bytes.Equal(again.PDF, made.PDF) {
		t.Errorf("%d bytes come back, %v", len(again.PDF), err)
	}
	records := b.Vault.Records(id)
	for i, r := range records {
		if r.Kind == casefile.KindBytes {
			records[i].Body = slices.Clone(r.Body)
			records[i].Body[7] ^= 1
			break
		}
	}
	if _, err := b.IssuedLetter(ctx, id, 1); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a changed piece: %v", err)
	}
	heavy := slices.Concat(photo(t, 30, 40), make([]byte, 700<<10))
	n = attach(t, b, id, "Te groot", "", heavy)
	if _, err := b.IssueReadLetter(ctx, id, "L02", desk.Reading{}, n); key(err) != "problem.photo.heavy" {
		t.Errorf("a letter larger than the store takes: %v", err)
	}
}

// Files go with backup, export and erasure as everything of a case does.
func TestFilesGoWhereTheirCaseGoes(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	n := attach(t, b, id, "Scan", "", scan)
	if _, err := b.Backup(ctx, "file", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(ctx, id); err != nil {
		t.Fatal(err)
	}
	if b.Vault.Files(id) != 0 {
		t.Error("the file outlives its case")
	}
	if _, err := b.Attachment(ctx, id, n); key(err) != "problem.case" {
		t.Errorf("the file of an erased case: %v", err)
	}
}

// crc makes the first chunk of a PNG file true again.
func crc(file []byte) {
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
}

// FuzzAttach hands in files of every kind: what is kept comes back byte for
// byte, what is not is refused in words, and no picture is unpacked that is
// larger than paper takes.
func FuzzAttach(f *testing.F) {
	for _, s := range [][]byte{photo(f, 20, 20), drawing(f), scan, []byte("II*\x00"), []byte("RIFF\x00\x00\x00\x00WEBP"), []byte("\x00\x00\x00\x18ftypheic"), []byte("text\n"), []byte("PK\x03\x04")} {
		f.Add(s, "a name.jpg")
	}
	f.Add([]byte("x"), "../..\\\u202e\x00")
	b := bench(f, desk.Settings{})
	f.Fuzz(func(t *testing.T, file []byte, name string) {
		id := withPhotos(t, b)
		n, err := b.Attach(ctx, id, "", name, file)
		if err != nil {
			if !strings.HasPrefix(key(err), "problem.") {
				t.Fatal(err)
			}
			return
		}
		if x, err := b.Attachment(ctx, id, n); err != nil || !bytes.Equal(x.Data, file) {
			t.Fatalf("%d bytes come back, %v", len(x.Data), err)
		}
		if _, err := b.PreviewLetter(ctx, id, "L02", "", n); err != nil && !strings.HasPrefix(key(err), "problem.photo.") {
			t.Fatal(err)
		}
	})
}
