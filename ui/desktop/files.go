package desktop

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/paper"
)

// filesLink leads from a case to its files.
func (d *Desktop) filesLink(c *desk.Case) fyne.CanvasObject {
	return d.kit.Link(d.say.N("file.count", len(c.File.Attachments)), func() { d.show(&filesScreen{id: c.ID}) })
}

// filesScreen lists the files of a case.
type filesScreen struct {
	id   journal.ID
	main *kit.Button
}

func (s *filesScreen) place() string { return "cases" }

func (s *filesScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	p := d.backPage(d.t("file.title"), d.t("case.back"), func() screen { return &caseScreen{id: s.id} })
	if over(c.File) {
		return p.SetBody(d.stopBanner(c))
	}
	p.Lead(c.File.Code())
	s.main = d.kit.Main(d.t("file.add"), func() { d.show(&addFileScreen{id: s.id, raw: map[string]string{}}) })
	p.Add(d.kit.Body(d.t("file.what")), d.kit.Row(16, s.main))
	if len(c.File.Attachments) == 0 {
		return p.Add(d.kit.Small(d.t("file.none")))
	}
	var rows []row
	for _, a := range slices.Backward(c.File.Attachments) {
		rows = append(rows, row{
			title: d.fileTitle(&a.Body), detail: d.fileKind(&a.Body) + " · " + d.say.Date(a.On()),
			open: func() { d.show(&fileScreen{id: s.id, number: a.Body.Number}) },
		})
	}
	return p.Add(d.rows(rows))
}

func (s *filesScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

// fileTitle names a file as the terminal does: by its number, and what it is.
func (d *Desktop) fileTitle(a *casefile.Attachment) string {
	return strconv.Itoa(a.Number) + " · " + a.Title
}

func (d *Desktop) fileKind(a *casefile.Attachment) string {
	return d.t("file.type."+a.Type) + " · " + d.say.Size(int64(a.Size))
}

// fileScreen shows what is known of one file, and saves a copy of it.
type fileScreen struct {
	id     journal.ID
	number int
	main   *kit.Button
}

func (s *fileScreen) place() string { return "cases" }

func (s *fileScreen) content(d *Desktop) fyne.CanvasObject {
	c, err := d.Desk.Case(d.ctx(), s.id)
	if err != nil {
		return d.failed(err)
	}
	a := c.File.Attachment(s.number)
	if a == nil || over(c.File) {
		return d.failed(casefile.Problem{Key: "problem.file"})
	}
	list := func() screen { return &filesScreen{id: s.id} }
	p := d.backPage(a.Body.Title, d.t("file.title"), list)
	p.Lead(c.File.Code() + " · " + d.fileKind(&a.Body))
	s.main = d.kit.Main(d.t("file.save"), func() { s.save(d, p) })
	acts := []fyne.CanvasObject{s.main}
	if printable(&a.Body) {
		acts = append(acts, d.kit.Button(d.t("file.look"), func() { d.show(&fileLook{id: s.id, number: s.number}) }))
	}
	p.Add(d.kit.Row(16, acts...))
	facts := d.kit.Column(8)
	for _, f := range [][2]string{{d.t("file.name"), a.Body.Name}, {d.t("file.kept.on"), d.say.Date(a.On())}, {"SHA-256", a.Body.SHA256}} {
		if f[1] != "" {
			facts.Add(d.kit.Column(0, d.kit.Small(f[0]), d.kit.Body(f[1])))
		}
	}
	p.Add(facts, d.kit.Small(d.t("file.save.what")),
		d.kit.Link(d.t("case.takeBack"), func() { d.show(&entryScreen{id: s.id, entry: a.Entry.ID, back: list()}) }))
	return p
}

func (s *fileScreen) focus(*Desktop) {
	if s.main != nil {
		s.main.Focus()
	}
}

// printable reports that a file is a picture that paper and screen can show.
func printable(a *casefile.Attachment) bool { return a.Type == "image/jpeg" || a.Type == "image/png" }

// save writes a copy of the file where the counsellor wants it, under a neutral
// name, and records that it left the desk.
func (s *fileScreen) save(d *Desktop, p *kit.Page) {
	x, err := d.Desk.Attachment(d.ctx(), s.id, s.number)
	if err != nil {
		d.trouble(p, nil, err)
		return
	}
	d.saveFile(x.Name, func() ([]byte, error) { return x.Data, nil }, func(string) {
		if err := d.Desk.AttachmentExported(d.ctx(), s.id, s.number); err != nil {
			d.trouble(p, nil, err)
			return
		}
		d.saved(p)
	})
}

// fileLook shows a picture of the case. Nothing of it touches the disk.
type fileLook struct {
	id      journal.ID
	number  int
	preview *preview
}

func (s *fileLook) place() string { return "cases" }

func (s *fileLook) content(d *Desktop) fyne.CanvasObject {
	s.preview = d.newPreview(func() (*paper.Sheet, error) {
		x, err := d.Desk.Attachment(d.ctx(), s.id, s.number)
		if err != nil {
			return nil, err
		}
		return d.Paper.Layout(&document.Document{
			Lang: d.say.Lang, Form: document.A4,
			Blocks: []document.Block{{Kind: document.Image, Picture: &document.Picture{Data: x.Data, Alt: x.Name, Width: 180, Height: 250, Photo: true}}},
		})
	})
	back := d.kit.Link(d.t("file.back"), func() { d.show(&fileScreen{id: s.id, number: s.number}) })
	s.preview.bar.Set(append([]fyne.CanvasObject{back}, s.preview.bar.Children()...)...)
	return s.preview.whole
}

func (s *fileLook) focus(*Desktop) { s.preview.load() }

func (s *fileLook) leave(*Desktop) { s.preview = nil }

// addFileScreen keeps a file in a case.
type addFileScreen struct {
	id    journal.ID
	raw   map[string]string
	first interface{ Focus() }
}

func (s *addFileScreen) place() string { return "cases" }

func (s *addFileScreen) focus(*Desktop) { s.first.Focus() }

func (s *addFileScreen) content(d *Desktop) fyne.CanvasObject {
	p := d.backPage(d.t("file.add.title"), d.t("file.title"), func() screen { return &filesScreen{id: s.id} })
	p.Add(d.kit.Body(d.t("file.add.what")))
	file := keep(d.kit.Field(d.label("attachment.file"), d.t("file.add.hint")), s.raw, "attachment.file")
	title := keep(d.kit.Field(d.label("attachment.title"), d.t("file.add.title.hint")), s.raw, "attachment.title")
	s.first = file
	if found := d.filesAround(); len(found) > 0 {
		c := d.kit.Choice(d.t("file.found"), "", found...)
		c.SetValue(s.raw["attachment.file"])
		c.OnChanged = func(v string) {
			file.SetText(v)
			s.raw["attachment.file"] = v
		}
		s.first = c
		p.Add(c)
	}
	f := fields{"attachment.file": file, "attachment.title": title}
	var main *kit.Button
	take := func() {
		path, ok := filePath(s.raw["attachment.file"], "")
		if !ok {
			d.trouble(p, f, casefile.Problem{Key: "save.whole", Path: "attachment.file"})
			return
		}
		d.slowly(main, func() error {
			data, err := readFile(path, desk.FileLimit, "attachment.file")
			if err == nil {
				_, err = d.Desk.Attach(d.ctx(), s.id, s.raw["attachment.title"], filepath.Base(path), data)
			}
			return err
		}, func(err error) {
			if err != nil {
				d.trouble(p, f, err)
				return
			}
			d.show(&toldScreen{
				title: "file.added", at: "cases", label: "file.added.on", to: func(d *Desktop) { d.show(&filesScreen{id: s.id}) },
				body: func(d *Desktop) []fyne.CanvasObject { return []fyne.CanvasObject{d.kit.Body(d.t("file.added.what"))} },
			})
		})
	}
	file.OnSubmitted, title.OnSubmitted = func(string) { title.Focus() }, func(string) { take() }
	main = d.kit.Main(d.t("file.add.do"), take)
	return p.Add(file, title).Actions(main)
}

// filesAround offers the newest files in the usual places that a case may keep.
func (d *Desktop) filesAround() []kit.Option {
	type found struct {
		kit.Option
		at int64
	}
	var all []found
	for _, p := range savePlaces() {
		entries, _ := os.ReadDir(p.path) // a place that cannot be read offers nothing
		for _, e := range entries {
			switch strings.ToLower(filepath.Ext(e.Name())) {
			case ".jpg", ".jpeg", ".png", ".pdf", ".tif", ".tiff", ".heic", ".webp":
			default:
				continue
			}
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
				all = append(all, found{kit.Option{Value: filepath.Join(p.path, e.Name()), Label: e.Name(), Note: d.placeName(p)}, info.ModTime().UnixNano()})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return int(min(max(b.at-a.at, -1), 1)) })
	var options []kit.Option
	for _, f := range all[:min(len(all), 6)] {
		options = append(options, f.Option)
	}
	return options
}

// readFile reads a file that a person named in a field; one that is larger than
// most, or no file at all, is refused before it is read.
func readFile(path string, most int64, field string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, casefile.Problem{Key: "problem.file.folder", Path: field}
	case info.Size() > most:
		return nil, casefile.Problem{Key: "problem.file.large", Path: field, Args: args{"Max": max(most>>20, 1)}}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

// photoChoice offers the photographs of the case for the letter's page of
// photographs; nil where there are none, or the letter has no such page.
func (s *letterScreen) photoChoice(d *Desktop, c *desk.Case) fyne.CanvasObject {
	var options []kit.Option
	for _, a := range c.File.Attachments {
		if printable(&a.Body) {
			options = append(options, kit.Option{Value: strconv.Itoa(a.Body.Number), Label: d.fileTitle(&a.Body), Note: d.fileKind(&a.Body)})
		}
	}
	switch {
	case s.kind != letter.WithPhotos || len(options) == 0:
		return nil
	case !c.File.Consented(casefile.ForPhoto):
		return d.kit.Small(d.t("letter.photos.consent"))
	}
	choice := d.kit.Choices(d.t("letter.photos"), d.t("letter.photos.hint"), options...)
	choice.SetValues(numbers(s.photos)...)
	choice.OnChanged = func(values []string) {
		s.photos = nil
		for _, v := range values {
			n, _ := strconv.Atoi(v) // one of ours
			s.photos = append(s.photos, n)
		}
		if s.preview != nil {
			s.preview.load()
		}
	}
	return choice
}

// numbers writes whole numbers as the values of a choice.
func numbers(list []int) (values []string) {
	for _, n := range list {
		values = append(values, strconv.Itoa(n))
	}
	return values
}
