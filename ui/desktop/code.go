package desktop

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onthaal/domain/casefile"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// A recovery code is shown once, in groups as they are written on paper, and
// two of them are asked for, to show that the paper can be read.

// askedGroups are the groups that must be typed. They count from 1.
var askedGroups = []int{3, 7}

// groups splits a code as people write it.
func groups(code string) []string {
	return strings.FieldsFunc(code, func(r rune) bool { return r == '-' || r == ' ' })
}

// codePage shows a code; last says what happens to who closes the window now.
func (d *Desktop) codePage(code []string, last string, next func()) *kit.Page {
	var cells []fyne.CanvasObject
	for i, g := range code {
		cells = append(cells, d.kit.Column(0, d.kit.Small(d.t("setup.code.group", words.Args{"N": i + 1})), d.kit.Number(g)))
	}
	// Three groups a line, as they are written on paper.
	grid := d.kit.Column(16)
	for len(cells) > 0 {
		n := min(3, len(cells))
		grid.Add(container.New(&evenly{d.kit.Px(140), d.kit.Px(56)}, cells[:n]...))
		cells = cells[n:]
	}
	return d.kit.Page(d.t("setup.code.title"), d.kit.Body(d.t("setup.code.what")), grid,
		d.kit.Strong(d.t("setup.code.paper")), d.kit.Small(last)).Actions(d.kit.Main(d.t("setup.code.written"), next))
}

// confirmPage asks for two groups of a code. raw keeps what was typed.
func (d *Desktop) confirmPage(code []string, raw map[string]string, back, done func()) (p *kit.Page, first *kit.Field) {
	p = d.kit.Page(d.t("setup.confirm.title"), d.kit.Body(d.t("setup.confirm.what"))).Back(d.t("setup.confirm.back"), back)
	f := fields{}
	var last *kit.Field
	check := func() {
		var wrong casefile.Problems
		for _, n := range askedGroups {
			if !sameGroup(raw[group(n)], code[n-1]) {
				wrong = append(wrong, casefile.Problem{Key: "setup.confirm.wrong", Path: group(n), Args: map[string]any{"N": n}})
			}
		}
		if wrong != nil {
			d.trouble(p, f, wrong)
			return
		}
		done()
	}
	for _, n := range askedGroups {
		x := keep(d.kit.Field(d.t("setup.code.group", words.Args{"N": n}), ""), raw, group(n))
		if last == nil {
			first = x
		} else {
			last.OnSubmitted = func(string) { x.Focus() }
		}
		x.OnSubmitted = func(string) { check() }
		f[group(n)], last = x, x
		p.Add(x)
	}
	p.Actions(d.kit.Main(d.t("setup.confirm"), check))
	return p, first
}

// keep fills a field with what was typed before and keeps what is typed now.
func keep(f *kit.Field, raw map[string]string, path string) *kit.Field {
	f.SetText(raw[path])
	f.OnChanged = func(v string) { raw[path] = v }
	return f
}

func group(n int) string { return "recovery." + string(rune('0'+n)) }

// sameGroup compares a group as people write it: in either case, O for 0, I
// and L for 1.
func sameGroup(typed, want string) bool {
	typed = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "").Replace(strings.ToUpper(typed))
	return typed == want
}

// evenly sets cells of one size side by side.
type evenly struct{ width, height float32 }

func (e *evenly) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(e.width*float32(len(os)), e.height)
}

func (e *evenly) Layout(os []fyne.CanvasObject, s fyne.Size) {
	for i, o := range os {
		o.Move(fyne.NewPos(e.width*float32(i), 0))
		o.Resize(fyne.NewSize(e.width, s.Height))
	}
}
