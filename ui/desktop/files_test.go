package desktop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
)

// portrait is a photograph, as far as a file goes: nobody is on it.
func portrait(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for y := range 400 {
		for x := range 300 {
			img.Set(x, y, color.RGBA{uint8(x / 2), uint8(y / 2), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAFileIsKeptLookedAtSavedAndTakenBackByTheScreens(t *testing.T) {
	b, id := takenIn(t)
	dir := t.TempDir()
	source := filepath.Join(dir, "Ana Example.jpg")
	if err := os.WriteFile(source, portrait(t), 0o600); err != nil {
		t.Fatal(err)
	}
	b.show(&caseScreen{id: id})
	b.tap("Files of the case (0)")
	b.tap("Keep a file…")
	// What is wrong is said beside the field, and nothing typed is lost.
	for path, want := range map[string]string{
		filepath.Join(dir, "nowhere.jpg"): "was not found",
		dir:                               "This is no file",
		"photo.jpg":                       "whole path",
	} {
		b.field("File").SetText(path)
		b.field("File").OnChanged(path)
		b.tap("Keep in the case")
		b.until(want, func() bool { return strings.Contains(b.texts(), want) })
		if b.field("File").Text() != path {
			t.Error("what was typed is gone")
		}
	}
	b.field("File").OnChanged(source)
	b.tap("Keep in the case")
	b.until("it is kept", func() bool { return b.says("The file is kept") })
	if !strings.Contains(b.texts(), "still lies in clear") {
		t.Error("nobody says that the file still lies on the disk")
	}
	b.tap("To the files")
	if a := b.theCase(id).File.Attachment(1); a == nil || a.Body.Title != "Ana Example" || a.Body.Type != "image/jpeg" {
		t.Fatalf("kept is %+v", a)
	}
	// It is seen without a copy on the disk.
	before, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	b.show(&fileScreen{id: id, number: 1})
	b.tap("Look at the picture")
	look := b.here.(*fileLook)
	b.until("the picture is drawn", func() bool { return look.preview.picture.Image != nil })
	b.tap("Back to the file")
	b.tap("Save a copy…")
	if got, want := filepath.Base(b.field("File").Text()), b.theCase(id).File.Code()+"-f1.jpg"; got != want {
		t.Errorf("it is to be saved as %q, want %q", got, want)
	}
	if after, err := os.ReadDir(dir); err != nil || len(after) != len(before) {
		t.Errorf("%d files, before %d", len(after), len(before))
	}
	path := filepath.Join(dir, "copy.jpg")
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("it is recorded", func() bool { return b.exported(id) == 1 })
	if is, err := os.Stat(path); err != nil || is.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", is, err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, portrait(t)) {
		t.Errorf("the copy is another file: %v", err)
	}
	if x := b.lastExport(id); x.What != "attachment" || x.Number != 1 {
		t.Errorf("recorded is %+v", x)
	}
	b.tap("Take back this entry")
	if !b.says("The file is destroyed here and does not come back; earlier backups still hold it. The journal keeps that it was there, with the reason.") {
		t.Error("nobody says that the file is destroyed")
	}
	b.tap("Take back this entry")
	if !shows[*filesScreen](b) || b.theCase(id).File.Attachment(1) != nil {
		t.Errorf("after taking it back %T is shown", b.here)
	}
}

func TestPhotographsAreChosenBesideTheLetterThatTheyGoWith(t *testing.T) {
	b, id := takenIn(t)
	if _, err := b.Desk.Attach(b.ctx(), id, "Portrait", "", portrait(t)); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L02"})
	if !b.says("This case has photographs, but the person has not consented to one going with the letter.") {
		t.Error("nobody says why no photograph can be chosen")
	}
	consent := casefile.NewEntry(casefile.KindConsent, b.Desk.Today(), &casefile.Consent{Purpose: casefile.ForPhoto, Answer: casefile.Given})
	if err := b.Desk.Record(b.ctx(), id, consent); err != nil {
		t.Fatal(err)
	}
	b.show(&letterScreen{id: id, kind: "L02"})
	s := b.here.(*letterScreen)
	b.until("the page is drawn", func() bool { return s.preview.picture.Image != nil })
	pages := len(s.preview.sheet.Pages)
	b.to("Page of photographs")
	b.press(fyne.Key1)
	b.until("there is one page more", func() bool { return len(s.preview.sheet.Pages) == pages+1 })
	s.preview.turn(1)
	b.until("that page is drawn", func() bool { return s.preview.pages.Text() == fmt.Sprintf("%d / %d", pages+1, pages+1) })
	b.picture("letter-photos")
	b.to("Page of photographs")
	b.press(fyne.Key1) // and not
	b.until("it is gone again", func() bool { return len(s.preview.sheet.Pages) == pages })
	b.to("Page of photographs")
	b.press(fyne.Key1)
	b.tap("Issue letter")
	b.tap("Issue letter")
	b.until("it is issued", func() bool { return b.theCase(id).File.Issued("L02") != nil })
	if l := b.theCase(id).File.Issued("L02"); len(l.Body.Photos) != 1 || l.Body.Photos[0] != 1 {
		t.Errorf("issued with the photographs %v", l.Body.Photos)
	}
}

// metTogether takes in persons at one inspection: two whose L01 is ready and one
// who has not consented.
func metTogether(t *testing.T, b *bench) (code string, ids []journal.ID) {
	t.Helper()
	one := func(name, consents string) string {
		return `{"person":{"familyName":"` + name + `","givenNames":"Ana","born":"1976","nationalities":["AL"],"sex":"F"},"consent":[` + consents + `]}`
	}
	const counselling, department = `{"purpose":"counselling","answer":"given"}`, `{"purpose":"foreignersDepartment","answer":"given"}`
	in, err := intake.ParseBatch([]byte(`{"all":{"referral":{"channel":"inspection","unit":"Inspectie"},"triage":{"assessment":"5.1"},"counselling":{"event":"takenOn"}},
		"persons":[`+one("Eerste", counselling+","+department)+","+one("Tweede", counselling+","+department)+","+one("Derde", counselling)+`]}`), b.Desk.Today())
	if err != nil {
		t.Fatal(err)
	}
	met, err := b.Desk.TakeInAll(b.ctx(), in, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range met.Codes {
		id, err := b.Desk.Find(c)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return met.Inspection, ids
}

func TestTheLettersOfAnInspectionAreIssuedByTheScreens(t *testing.T) {
	b := unlockedDesk(t)
	code, ids := metTogether(t, b)
	b.show(&casesScreen{})
	b.tap("Inspections")
	b.show(&inspectionScreen{code: code})
	b.tap("L01 for those who are ready…")
	for _, want := range []string{"2 letters are ready to be issued.", "Something is still missing for 1 person.", "consent to letters to the Foreigners Department"} {
		if !strings.Contains(b.texts(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	b.picture("batch")
	b.tap("Issue 2 letters…")
	dir := t.TempDir()
	b.field("Folder").OnChanged(filepath.Join(dir, "nowhere"))
	b.tap("Issue and save")
	b.until("it says that there is no such folder", func() bool { return strings.Contains(b.texts(), "There is no such folder") })
	b.field("Folder").OnChanged(dir)
	b.tap("Issue and save")
	b.until("they are issued", func() bool { return b.says("2 letters issued.") })
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, id := range ids[:2] {
		f := b.theCase(id).File
		path := filepath.Join(dir, f.Code()+"-1.pdf")
		kept, err := b.Desk.IssuedLetter(b.ctx(), id, 1)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, kept.PDF) {
			t.Errorf("the file is not the letter: %v", err)
		}
		if is, err := os.Stat(path); err != nil || is.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", is, err)
		}
		if b.exported(id) != 1 {
			t.Error("it is not recorded that it left")
		}
	}
	if n := len(b.theCase(ids[2]).File.Letters); n != 0 {
		t.Errorf("who did not consent has %d letters", n)
	}
	b.tap("Back to the list")
	if !b.says("2 persons had the letter already.") {
		t.Error("the list does not know of them")
	}
}

func TestAWordingIsComparedTakenAndPutBackByTheScreens(t *testing.T) {
	b := unlockedDesk(t)
	b.show(&settingsScreen{})
	b.show(&wordingsScreen{})
	b.show(&wordingScreen{kind: "L01", lang: "nl"})
	b.tap("Save as a file…")
	path := filepath.Join(t.TempDir(), "L01.nl.json")
	b.field("File").SetText(path)
	b.tap("Save")
	b.until("it is saved", func() bool { _, err := os.Stat(path); return err == nil })
	data, err := os.ReadFile(path)
	if err != nil || !json.Valid(data) {
		t.Fatalf("%v:\n%s", err, data)
	}
	change := func(old, new string) {
		t.Helper()
		if !bytes.Contains(data, []byte(old)) {
			t.Fatalf("the file has no %s", old)
		}
		data = bytes.Replace(data, []byte(old), []byte(new), 1)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	change("{{.LawRef}}", "de regels")
	b.show(&wordingFile{lang: "nl", raw: map[string]string{"wording.file": path}})
	b.tap("Show what changes")
	b.until("it is refused", func() bool {
		return strings.Contains(b.texts(), "digits alone") || strings.Contains(b.texts(), "Digits alone")
	})
	change(`"version": "1"`, `"version": "brug 1"`)
	b.tap("Show what changes")
	b.until("the law is missed", func() bool { return strings.Contains(b.texts(), "eference to the law") })
	change("de regels", "{{.LawRef}}")
	change("Hierbij delen wij u mee dat", "Volgens artikel 77 laten wij u weten dat")
	b.tap("Show what changes")
	b.until("added law is told of", func() bool {
		return strings.Contains(b.texts(), "every letter would have") && strings.Contains(b.texts(), "– Volgens artikel 77 laten wij")
	})
	b.picture("wording-literals")
	change("Volgens artikel 77 laten wij u", "Wij laten u")
	b.show(&wordingFile{lang: "nl", raw: map[string]string{"wording.file": path}})
	b.tap("Show what changes")
	b.until("the difference is shown", func() bool {
		return b.says("What is different") && strings.Contains(b.texts(), "Wij laten u weten dat")
	})
	if w, err := b.Desk.Wording("L01", "nl"); err != nil || w.Own != nil {
		t.Errorf("it was taken before anybody said so: %v", err)
	}
	b.picture("wording-difference")
	b.tap("Take into use")
	if w, err := b.Desk.Wording("L01", "nl"); err != nil || w.Own == nil || !strings.Contains(b.texts(), "the centre’s own text, version brug 1") {
		t.Errorf("it is not in use: %v\n%s", err, b.texts())
	}
	b.tap("Show our text")
	if !strings.Contains(b.texts(), "Hierbij delen wij u mee dat") {
		t.Error("ours is not one click away")
	}
	b.tap("Show the centre’s own text")
	b.tap("Use our text again")
	if w, err := b.Desk.Wording("L01", "nl"); err != nil || w.Own != nil {
		t.Errorf("ours is not in force: %v", err)
	}
}

// TestScreensOfFilesAndWordingsAreDrawn draws them as TestEveryScreenIsDrawn does.
func TestScreensOfFilesAndWordingsAreDrawn(t *testing.T) {
	b := unlockedDesk(t)
	code, ids := metTogether(t, b)
	for title, file := range map[string][]byte{"Portrait": portrait(t), "Statement, scanned": []byte("%PDF-1.4\n%%EOF\n")} {
		if _, err := b.Desk.Attach(b.ctx(), ids[0], title, "IMG_2031.jpg", file); err != nil {
			t.Fatal(err)
		}
	}
	w, err := b.Desk.Wording("L01", "nl")
	if err != nil {
		t.Fatal(err)
	}
	own := *w.Ours
	own.Version, own.Body = "brug 1", append([]string{}, own.Body...)
	own.Body[0] = strings.Replace(own.Body[0], "Hierbij delen wij u mee dat", "Wij laten u weten dat", 1)
	data, err := json.Marshal(own)
	if err != nil {
		t.Fatal(err)
	}
	difference := &wordingFile{lang: "nl", raw: map[string]string{}, data: data}
	b.show(difference)
	b.looked("wording-compared")
	if err := b.Desk.ImportWording(b.ctx(), data); err != nil {
		t.Fatal(err)
	}
	batch := &batchScreen{code: code, kind: "L01"}
	for _, x := range []struct {
		name string
		to   screen
	}{
		{"files", &filesScreen{id: ids[0]}}, {"files-none", &filesScreen{id: ids[1]}}, {"file", &fileScreen{id: ids[0], number: 1}},
		{"file-add", &addFileScreen{id: ids[0], raw: map[string]string{"attachment.file": "/media/els/STICK/scan.pdf"}}},
		{"inspections", &inspectionsScreen{}}, {"inspection", &inspectionScreen{code: code}},
		{"batch", batch}, {"batch-folder", &batchFolder{batch: batch, raw: map[string]string{"batch.folder": "/home/els/Documents"}}},
		{"batch-told", batch.told(b.Desktop, 1, journal.ErrFull)},
		{"wordings", &wordingsScreen{}}, {"wording", &wordingScreen{kind: "L01", lang: "nl"}}, {"wording-ours", &wordingScreen{kind: "L05", lang: "fr"}},
		{"wording-file", &wordingFile{lang: "nl", raw: map[string]string{}}},
	} {
		b.show(x.to)
		b.looked(x.name)
	}
}

func TestAWordingIsLegible(t *testing.T) {
	for source, want := range map[string]string{
		"Overeenkomstig {{.LawRef}} vragen wij{{if .PV}} (pv {{.PV}}){{end}}.": "Overeenkomstig ‹LawRef› vragen wij[PV:  (pv ‹PV›)].",
		"{{if .A}}a{{else if .B}}b{{else}}c{{end}}":                            "[A: a|B: b|c]",
	} {
		if got := legible(source); got != want {
			t.Errorf("%s is shown as %s", source, got)
		}
	}
	long := strings.Repeat("woord ", 20)
	a, b := around(long+"oud "+long+"einde", long+"nieuw "+long+"einde")
	if a != "… woord woord woord woord woord woord woord woord oud woord woord woord woord woord woord woord woord …" || b != strings.Replace(a, "oud ", "nieuw ", 1) {
		t.Errorf("the difference is shown as %q and %q", a, b)
	}
	if a, b := around("", "x"); a != "" || b != "x" {
		t.Errorf("a paragraph more is shown as %q and %q", a, b)
	}
}
