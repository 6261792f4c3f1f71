package desktop

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"onthaal/domain/document"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/words"
)

// spoken are the languages that can be picked for a person: those of the
// countries that people come from, and those in which centres work.
var spoken = strings.Fields(`ak am ar ary az bal be bg bm bn bo bs ca ceb ckb cs da de el en es et fa fa-AF ff fi fil fr gu ha he hi hr ht hu hy
	id ig it ja jv ka kk km kmr kn ko ku ky lg ln lo lt lv mg mk ml mn mr ms my nb ne nl om or pa pcm pl ps pt qu rn ro rom ru rw sg si
	sk sl sn so sq sr sv sw ta te tg th ti tk tl tr ts ug uk ur uz vi wo xh yo yue zh zu`)

// languages offers the languages under their names in the language of the
// interface, with their own names beside.
func (d *Desktop) languages() []kit.Option {
	out := make([]kit.Option, 0, len(spoken))
	for _, tag := range spoken {
		name, own := d.say.Language(tag), words.Endonym(tag)
		if name == tag {
			continue
		}
		o := kit.Option{Value: tag, Label: capital(name), Also: tag + " " + own}
		if !strings.EqualFold(own, name) && d.canShow(own) {
			o.Note = own
		}
		out = append(out, o)
	}
	return d.sorted(out)
}

// canShow reports whether the program has typefaces for a text.
func (d *Desktop) canShow(s string) bool {
	return s != "" && len(d.Paper.Missing(&document.Document{Blocks: []document.Block{{Kind: document.Paragraph, Text: document.T(s)}}})) == 0
}

// countries offers the countries as letters name them; stateless is a
// nationality, and no country.
func (d *Desktop) countries(nationality bool) []kit.Option {
	texts := d.Desk.Library().Letters
	var out []kit.Option
	for _, code := range texts.Countries() {
		if code != "stateless" || nationality {
			out = append(out, kit.Option{Value: code, Label: capital(texts.Country(d.say.Lang, code)), Also: code + " " + texts.Country("en", code)})
		}
	}
	return d.sorted(out)
}

// leaflets offers the languages that there is a leaflet in.
func (d *Desktop) leaflets() []kit.Option {
	var out []kit.Option
	for _, e := range d.Desk.Library().Leaflets.Editions {
		out = append(out, kit.Option{Value: e.Tag, Label: capital(d.say.Language(e.Tag)), Note: e.Name, Also: e.Tag + " " + e.English + " " + e.Name})
	}
	return d.sorted(out)
}

// sorted puts options in the order of the alphabet of the interface.
func (d *Desktop) sorted(out []kit.Option) []kit.Option {
	c := collate.New(language.Make(d.say.Lang), collate.IgnoreCase)
	slices.SortFunc(out, func(a, b kit.Option) int { return c.CompareString(a.Label, b.Label) })
	return out
}

// showLeaflet turns the leaflet of a language to the person, and leads back to
// the page when it is closed; where no language is chosen yet it leads to the
// list.
func (d *Desktop) showLeaflet(tag string, back screen) {
	if e := d.Desk.Library().Leaflets.Edition(tag); e != nil {
		d.show(&showScreen{edition: e, from: back})
		return
	}
	d.show(&leafletScreen{back: back})
}
