package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/journal"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/outfile"
	"onthaal/ui/words"
)

// saveFile asks where a file is to be saved, and saves it there: readable by
// the owner alone, an existing file only replaced when that is said. The
// panel begins with the folder that was used last since the desk was
// unlocked; nothing else remembers it.
//
// write makes the bytes; it runs away from the main goroutine, once for each
// try, after the file's place is settled. done hears the path on the main
// goroutine. defaultName must be neutral: it is seen by whoever sees the
// folder.
func (d *Desktop) saveFile(defaultName string, write func() ([]byte, error), done func(path string)) {
	s := d.saveTo(defaultName, nil)
	s.put = func(path string, replace bool) {
		d.work(func() error {
			data, err := write()
			if err != nil {
				return err
			}
			return putFile(path, data, replace)
		}, func(err error) {
			switch {
			case err == nil:
				done(path)
			case errors.Is(err, fs.ErrExist):
				s.save(false)
			default:
				s.trouble(d.say.Error(err))
			}
		})
	}
}

// saveTo asks where a file is to be written and has put write it there; a file
// that exists only when it was said that it may be replaced.
func (d *Desktop) saveTo(defaultName string, put func(path string, replace bool)) *saving {
	s := &saving{d: d, put: put, ext: filepath.Ext(defaultName)}
	s.field = d.kit.Field(d.t("save.path"), d.t("save.path.hint"))
	places := savePlaces()
	if d.folder == "" && len(places) > 0 {
		d.folder = places[0].path
	}
	s.field.SetText(filepath.Join(d.folder, defaultName))
	s.field.OnSubmitted = func(string) { s.panel.Close(); s.save(false) }
	var options []kit.Option
	for _, p := range places {
		options = append(options, kit.Option{Value: p.path, Label: d.placeName(p), Note: p.path})
	}
	s.where = d.kit.Choice(d.t("save.where"), "", options...)
	s.where.SetValue(d.folder)
	s.where.OnChanged = func(folder string) {
		s.field.SetText(filepath.Join(folder, filepath.Base(s.field.Text())))
	}
	s.ask()
	return s
}

// saving is one file on its way to the disk.
type saving struct {
	d     *Desktop
	panel *kit.Panel
	where *kit.Choice
	field *kit.Field
	ext   string // where none is typed
	put   func(path string, replace bool)
}

// ask shows the panel, with what was typed before.
func (s *saving) ask() {
	t := s.d.t
	s.panel = s.d.kit.Panel(t("save.title"), []fyne.CanvasObject{s.where, s.field},
		kit.Act{Label: t("save.not"), Safe: true},
		kit.Act{Label: t("save.save"), Main: true, Do: func() { s.save(false) }})
	s.panel.Show()
	s.field.Focus()
}

func (s *saving) trouble(text string) {
	s.field.SetError(text)
	s.ask()
}

func (s *saving) save(replace bool) {
	t := s.d.t
	path, ok := filePath(s.field.Text(), s.ext)
	if !ok {
		s.trouble(t("save.whole"))
		return
	}
	info, err := os.Stat(path)
	switch {
	case s.d.OfDesk(path): // whatever may be replaced
		s.trouble(s.d.say.Error(journal.ErrOfDesk))
		return
	case err == nil && info.IsDir():
		s.trouble(t("save.folder"))
		return
	case err == nil && !replace:
		s.field.SetError("")
		s.panel = s.d.kit.Panel(t("save.exists"), []fyne.CanvasObject{s.d.kit.Body(path), s.d.kit.Body(t("save.exists.what"))},
			kit.Act{Label: t("save.other"), Safe: true, Do: s.ask},
			kit.Act{Label: t("save.replace"), Main: true, Do: func() { s.save(true) }})
		s.panel.Show()
		return
	}
	s.d.folder = filepath.Dir(path)
	s.put(path, replace)
}

// filePath reads a path as it was typed. It must be whole, for the program's
// own folder means nothing to anybody. ext is added where there is none.
func filePath(s, ext string) (string, bool) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "~"+string(filepath.Separator)); ok {
		if home, err := os.UserHomeDir(); err == nil {
			s = filepath.Join(home, rest)
		}
	}
	if !filepath.IsAbs(s) || strings.HasSuffix(s, string(filepath.Separator)) || strings.ContainsRune(s, 0) {
		return "", false
	}
	s = filepath.Clean(s)
	if filepath.Ext(s) == "" {
		s += ext
	}
	return s, true
}

// putFile writes a file: see package outfile.
func putFile(path string, data []byte, replace bool) error {
	f, err := outfile.Create(path, replace)
	if err != nil {
		return err
	}
	defer f.Drop()
	if _, err := f.Write(data); err != nil {
		return err
	}
	_, err = f.Commit()
	return err
}

// aPlace is a folder that is offered for saving.
type aPlace struct {
	id   string // words: save.place.<id>; "medium" for a stick or card
	path string
}

// savePlaces lists the folders that there are: the user's own, then what is
// plugged in.
func savePlaces() (found []aPlace) {
	home, err := os.UserHomeDir()
	if err == nil {
		for _, p := range []aPlace{{"documents", filepath.Join(home, "Documents")}, {"desktop", filepath.Join(home, "Desktop")}, {"home", home}} {
			if info, err := os.Stat(p.path); err == nil && info.IsDir() {
				found = append(found, p)
			}
		}
	}
	user := filepath.Base(home)
	for _, pattern := range []string{"/media/" + user + "/*", "/run/media/" + user + "/*", "/Volumes/*"} {
		media, _ := filepath.Glob(pattern) // fails only on a bad pattern
		for _, m := range media {
			if info, err := os.Stat(m); err == nil && info.IsDir() {
				found = append(found, aPlace{"medium", m})
			}
		}
	}
	return found[:min(len(found), 7)]
}

func (d *Desktop) placeName(p aPlace) string {
	return d.t("save.place."+p.id, words.Args{"Name": filepath.Base(p.path)})
}
