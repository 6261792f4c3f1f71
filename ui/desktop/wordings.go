package desktop

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"onthaal/domain/casefile"
	"onthaal/domain/desk"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
	"onthaal/ui/desktop/kit"
)

// wordingsScreen lists the letters in one language, and whose words they have.
type wordingsScreen struct{ lang string }

func (s *wordingsScreen) place() string { return "settings" }

func (s *wordingsScreen) content(d *Desktop) fyne.CanvasObject {
	all, err := d.Desk.Wordings()
	if err != nil {
		return d.broken(d.t("wording.title"), err)
	}
	if s.lang == "" {
		s.lang = all[0].Lang
	}
	p := d.backPage(d.t("wording.title"), d.t("nav.settings"), func() screen { return &settingsScreen{} })
	p.Add(d.kit.Body(d.t("wording.what")), d.kit.Link(d.t("wording.import"), func() { d.show(&wordingFile{lang: s.lang, raw: map[string]string{}}) }))
	choice := d.kit.Choice(d.t("wording.language"), "", d.languageNames(append(append([]string{}, letter.Languages...), letter.Courtesy))...)
	choice.SetValue(s.lang)
	choice.OnChanged = func(v string) {
		s.lang = v
		d.again()
	}
	var rows []row
	for _, w := range all {
		if w.Lang == s.lang {
			r := row{title: d.letterName(w.Kind), detail: d.whose(&w), quiet: w.Own == nil, open: func() { d.show(&wordingScreen{kind: w.Kind, lang: w.Lang}) }}
			if w.Stale != nil {
				r.sign, r.status = kit.SignSoon, d.t("wording.stale")
			}
			rows = append(rows, r)
		}
	}
	return p.Add(choice, d.rows(rows))
}

// whose says whose words are in force, and which.
func (d *Desktop) whose(w *desk.Wording) string {
	key := "wording.ours"
	if w.InForce() == w.Own {
		key = "wording.own"
	}
	return d.t(key, args{"Version": w.InForce().Version})
}

// wordingScreen shows how a letter is worded: the text in force, or ours, and
// in what the two differ.
type wordingScreen struct {
	kind, lang string
	ours       bool // ours is shown, where there is one of the centre's own
}

func (s *wordingScreen) place() string { return "settings" }

func (s *wordingScreen) content(d *Desktop) fyne.CanvasObject {
	w, err := d.Desk.Wording(s.kind, s.lang)
	if err != nil {
		return d.broken(d.t("wording.title"), err)
	}
	p := d.backPage(d.letterName(s.kind), d.t("wording.title"), func() screen { return &wordingsScreen{lang: s.lang} })
	p.Lead(d.t("language."+s.lang) + " · " + d.whose(&w))
	shown, own := w.InForce(), w.Own != nil
	if s.ours {
		shown = w.Ours
	}
	if w.Stale != nil {
		p.Add(d.kit.Banner(kit.SignSoon, d.t("wording.stale")+" "+d.say.Error(w.Stale)))
	}
	save := d.kit.Button(d.t("wording.save"), func() { s.save(d, p, shown) })
	acts := []fyne.CanvasObject{save}
	if own {
		label := "wording.showOurs"
		if s.ours {
			label = "wording.showOwn"
		}
		acts = append(acts, d.kit.Link(d.t(label), func() { d.show(&wordingScreen{kind: s.kind, lang: s.lang, ours: !s.ours}) }))
	}
	p.Add(d.kit.Row(16, acts...), d.wordingText(shown), d.kit.Small(d.t("wording.signs")))
	if own {
		if new := w.Own.Literals(w.Ours); len(new) > 0 {
			p.Add(d.literals(new))
		}
		p.Add(d.difference(w.Ours.Compare(w.Own)), d.kit.Column(8, d.kit.Small(d.t("wording.revert.what")),
			d.kit.Button(d.t("wording.revert"), func() {
				if err := d.Desk.RevertWording(d.ctx(), s.kind, s.lang); err != nil {
					d.trouble(p, nil, err)
					return
				}
				d.show(&wordingScreen{kind: s.kind, lang: s.lang})
			})))
	}
	return p
}

// wordingText shows a wording as its file says it.
func (d *Desktop) wordingText(w *letter.Wording) fyne.CanvasObject {
	col := d.kit.Column(12, d.kit.Section(w.Subject))
	for _, s := range slices.Concat([]string{w.Opening}, w.Body, []string{w.Closing}) {
		if s != "" {
			col.Add(d.kit.Body(legible(s)))
		}
	}
	for _, s := range w.Enclosures {
		col.Add(d.kit.Small("– " + legible(s)))
	}
	return col
}

var (
	aField = regexp.MustCompile(`\{\{-? ?\.(\w+) ?-?\}\}`)
	anElse = regexp.MustCompile(`\{\{-? ?else if \.(\w+) ?-?\}\}`)
	anIf   = regexp.MustCompile(`\{\{-? ?if \.(\w+) ?-?\}\}`)
	marks  = strings.NewReplacer("{{else}}", "|", "{{end}}", "]")
)

// legible shows a text as people read it: what is filled in as ‹LawRef›, and
// what depends on a fact as [PV: this|or that]. The page explains it.
func legible(s string) string {
	s = aField.ReplaceAllString(s, "‹$1›")
	s = anElse.ReplaceAllString(s, "|$1: ")
	s = anIf.ReplaceAllString(s, "[$1: ")
	return marks.Replace(s)
}

// around leaves out what two texts have in common before and behind the first
// and the last word that differs, but for a few words.
func around(before, after string) (string, string) {
	const few = 8
	a, b := strings.Split(before, " "), strings.Split(after, " ")
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	cut := func(words []string) string {
		from, to := max(start-few, 0), min(len(words)-end+few, len(words))
		s := strings.Join(words[from:to], " ")
		if from > 0 {
			s = "… " + s
		}
		if to < len(words) {
			s += " …"
		}
		return s
	}
	return cut(a), cut(b)
}

// literals warns of fixed text that every letter would have, and that no rule
// can judge.
func (d *Desktop) literals(passages []string) fyne.CanvasObject {
	col := d.kit.Column(4, d.kit.Banner(kit.SignSoon, d.t("wording.literals")))
	for _, s := range passages {
		col.Add(d.kit.Body("– " + s))
	}
	return col
}

// difference shows what changes, what was above what will be.
func (d *Desktop) difference(diff []procedure.Difference) fyne.CanvasObject {
	col := d.kit.Column(16, d.kit.Section(d.t("wording.difference")))
	for _, x := range diff {
		part, n, numbered := strings.Cut(x.Path, ".")
		name := d.t("wording.part." + part)
		if numbered {
			name += " " + n
		}
		one := d.kit.Column(4, d.kit.Strong(name))
		before, after := around(legible(x.Before), legible(x.After))
		for _, line := range [][2]string{{"wording.before", before}, {"wording.after", after}} {
			if line[1] != "" {
				one.Add(d.kit.Small(d.t(line[0])))
				one.Add(d.kit.Body(line[1]))
			}
		}
		col.Add(one)
	}
	return col
}

// save writes the wording as a file that can be changed and imported. Nothing
// of a person is in it.
func (s *wordingScreen) save(d *Desktop, p *kit.Page, w *letter.Wording) {
	d.saveFile(s.kind+"."+s.lang+".json", func() ([]byte, error) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		err := enc.Encode(w)
		return b.Bytes(), err
	}, func(string) { d.saved(p) })
}

// wordingFile asks for the file of a wording, shows in what it differs, and
// takes it into use.
type wordingFile struct {
	lang  string
	raw   map[string]string
	data  []byte // read and compared
	first interface{ Focus() }
}

func (s *wordingFile) place() string { return "settings" }

func (s *wordingFile) focus(*Desktop) {
	if s.first != nil {
		s.first.Focus()
	}
}

func (s *wordingFile) content(d *Desktop) fyne.CanvasObject {
	p := d.backPage(d.t("wording.import.title"), d.t("wording.title"), func() screen { return &wordingsScreen{lang: s.lang} })
	if s.data == nil {
		p.Add(d.kit.Body(d.t("wording.import.what")))
	}
	file := keep(d.kit.Field(d.label("wording.file"), d.t("file.add.hint")), s.raw, "wording.file")
	s.first = file
	f := fields{"wording": file}
	var main *kit.Button
	read := func() {
		path, ok := filePath(s.raw["wording.file"], ".json")
		if !ok {
			d.trouble(p, f, casefile.Problem{Key: "save.whole", Path: "wording"})
			return
		}
		d.slowly(main, func() (err error) {
			s.data, err = readFile(path, 1<<20, "wording")
			if err == nil {
				_, _, err = d.Desk.CompareWording(s.data)
			}
			return err
		}, func(err error) {
			if err != nil {
				s.data = nil
				d.trouble(p, f, err)
				return
			}
			d.again()
		})
	}
	file.OnSubmitted = func(string) { read() }
	if s.data == nil {
		main = d.kit.Main(d.t("wording.compare"), read)
		return p.Add(file).Actions(main)
	}
	w, diff, err := d.Desk.CompareWording(s.data)
	if err != nil {
		return d.broken(d.t("wording.title"), err)
	}
	main = d.kit.Main(d.t("wording.take"), func() {
		if err := d.Desk.ImportWording(d.ctx(), s.data); err != nil {
			d.trouble(p, f, err)
			return
		}
		d.show(&wordingScreen{kind: w.Kind, lang: w.Lang})
	})
	s.first = nil // what changes is read first, from the top
	p.Lead(d.letterName(w.Kind) + " · " + d.t("language."+w.Lang))
	if own, err := d.Desk.Wording(w.Kind, w.Lang); err != nil {
		return d.broken(d.t("wording.title"), err)
	} else if new := w.Literals(own.Ours); len(new) > 0 {
		p.Add(d.literals(new))
	}
	return p.Add(d.difference(diff), d.kit.Small(d.t("wording.signs"))).Actions(main)
}
