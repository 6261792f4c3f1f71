//go:build ignore

// Command letter makes the letter that make bench times, without a desk:
//
//	letter pdf FILE     as Onthaal sets it
//	letter html FILE    the same text for WeasyPrint
//	letter tex FILE     for XeLaTeX, with KOMA-Script's letter
//	letter fodt FILE    for LibreOffice
//
// The three others are given what a careful person would write by hand, no more
// and no less than stands in ours: letterhead, window address, references,
// subject, the block about the person, paragraphs, closing, enclosures, small
// print and the number of the page.
package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"slices"
	"strings"

	"onthaal/assets"
	"onthaal/domain/document"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
	"onthaal/ui/paper"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "letter:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want a form and a file")
	}
	shelf, err := sample.Load(assets.Letters(), assets.Contacts(), assets.Profiles())
	if err != nil {
		return err
	}
	// The request for stage 2, which has one page.
	at := slices.IndexFunc(sample.Read, func(c sample.Case) bool { return c.Kind == "L04" })
	d, err := shelf.Letter(&sample.Read[at], "nl", procedure.Default)
	if err != nil {
		return err
	}
	var out []byte
	switch args[0] {
	case "pdf":
		if out, err = paper.New().PDF(d); err != nil {
			return err
		}
	case "html":
		out = []byte(html(d))
	case "tex":
		out = []byte(tex(d))
	case "fodt":
		out = []byte(fodt(d))
	default:
		return fmt.Errorf("there is no form %s", args[0])
	}
	return os.WriteFile(args[1], out, 0o644)
}

// plain is a text as the others take it: without marks of direction.
func plain(t document.Text) string {
	return strings.Map(func(r rune) rune {
		if '\u2066' <= r && r <= '\u2069' {
			return -1
		}
		return r
	}, t.String())
}

// marked writes a text with a program's own marks escaped.
func marked(t document.Text) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(plain(t)))
	return b.String()
}

func lines(ts []document.Text, between string, write func(document.Text) string) string {
	var out []string
	for _, t := range ts {
		out = append(out, write(t))
	}
	return strings.Join(out, between)
}

func address(d *document.Document) []document.Text {
	return append([]document.Text{d.Marking}, d.Address...)
}

func html(d *document.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"><title>%s</title><style>
@page { size: A4; margin: 20mm 20mm 25mm 25mm; @bottom-right { content: "Pagina " counter(page) " van " counter(pages); font: 7.5pt "DejaVu Sans" } }
body { font: 10pt/1.4 "DejaVu Sans" } h1 { font-size: 11pt } .sender { font-size: 8.5pt } .to { position: absolute; left: 95mm; top: 35mm }
.refs { margin-top: 60mm } td { padding-right: 5mm; vertical-align: top } .small { font-size: 7.5pt } .sign { margin-top: 20mm }
</style></head><body><div class="sender">%s</div><div class="to">%s</div>`,
		d.Lang, d.Title, lines(d.Sender, "<br>", marked), lines(address(d), "<br>", marked))
	b.WriteString(`<table class="refs"><tr>`)
	for _, r := range d.Refs {
		fmt.Fprintf(&b, "<td><small>%s</small><br>%s</td>", marked(r.Label), marked(r.Value))
	}
	fmt.Fprintf(&b, "<td>%s</td></tr></table>", marked(d.PlaceDate))
	for _, k := range d.Blocks {
		switch k.Kind {
		case document.Heading:
			fmt.Fprintf(&b, "<h1>%s</h1>", marked(k.Text))
		case document.Fields:
			b.WriteString("<table>")
			for _, p := range k.Pairs {
				fmt.Fprintf(&b, "<tr><td>%s</td><td>%s</td></tr>", marked(p.Label), marked(p.Value))
			}
			b.WriteString("</table>")
		case document.Signature:
			fmt.Fprintf(&b, `<p>%s</p><p class="sign">%s</p>`, marked(k.Text), lines(k.Items, "<br>", marked))
		default:
			fmt.Fprintf(&b, "<p>%s</p>", marked(k.Text))
			if len(k.Items) > 0 {
				fmt.Fprintf(&b, "<ul><li>%s</ul>", lines(k.Items, "<li>", marked))
			}
		}
	}
	fmt.Fprintf(&b, `<p class="small">%s</p></body></html>`, lines(d.Foot, "<br>", marked))
	return b.String()
}

var special = strings.NewReplacer(`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "{", `\{`, "}", `\}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

func texed(t document.Text) string {
	return strings.ReplaceAll(special.Replace(plain(t)), "\u00a0", "~")
}

func tex(d *document.Document) string {
	var b strings.Builder
	var closing, signature, enclosures string
	var body strings.Builder
	subject := ""
	for _, k := range d.Blocks {
		switch k.Kind {
		case document.Heading:
			subject = texed(k.Text)
		case document.Fields:
			body.WriteString("\\begin{tabular}{@{}ll@{}}\n")
			for _, p := range k.Pairs {
				fmt.Fprintf(&body, "%s & %s \\\\\n", texed(p.Label), texed(p.Value))
			}
			body.WriteString("\\end{tabular}\n\n")
		case document.Signature:
			closing, signature = texed(k.Text), lines(k.Items, `\\`, texed)
		case document.Note:
			enclosures += texed(k.Text) + ` \\ ` + lines(k.Items, `\\`, texed) + ` \\ `
		default:
			body.WriteString(texed(k.Text) + "\n\n")
		}
	}
	fmt.Fprintf(&b, `\documentclass[paper=a4,fontsize=10pt,foldmarks=true,parskip=half,fromalign=left]{scrlttr2}
\usepackage{fontspec}
\setmainfont{DejaVu Sans}
\usepackage{lastpage}
\LoadLetterOption{SN}
\setkomavar{fromname}{%s}
\setkomavar{fromaddress}{%s}
\setkomavar{subject}{%s}
\setkomavar{date}{%s}
\setkomavar{signature}{%s}
\setkomavar{yourref}{%s}
\setkomavar{myref}{%s}
\setkomavar{firstfoot}{\parbox{\linewidth}{\tiny %s\hfill Pagina \thepage{} van \pageref{LastPage}}}
\begin{document}
\begin{letter}{%s}
\opening{}
%s
\closing{%s}
\setkomavar*{enclseparator}{}
\encl{%s}
\end{letter}
\end{document}
`, texed(d.Sender[0]), lines(d.Sender[1:], `\\`, texed), subject, texed(d.PlaceDate), signature, texed(d.Refs[0].Value), texed(d.Refs[len(d.Refs)-1].Value),
		lines(d.Foot, " ", texed), lines(address(d), `\\`, texed), body.String(), closing, enclosures)
	return b.String()
}

func fodt(d *document.Document) string {
	var b strings.Builder
	p := func(style string, ts ...document.Text) {
		for _, t := range ts {
			fmt.Fprintf(&b, `<text:p text:style-name="%s">%s</text:p>`, style, marked(t))
		}
	}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/><style:text-properties style:font-name="DejaVu Sans" fo:font-family="'DejaVu Sans'" fo:font-size="10pt" fo:language="nl" fo:country="BE"/></style:default-style>
<style:style style:name="Body" style:family="paragraph"/>
<style:style style:name="Line" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0cm"/></style:style>
<style:style style:name="To" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0cm" fo:margin-left="9.5cm"/></style:style>
<style:style style:name="Small" style:family="paragraph"><style:text-properties fo:font-size="7.5pt"/></style:style>
<style:style style:name="Sign" style:family="paragraph"><style:paragraph-properties fo:margin-top="1.9cm" fo:margin-bottom="0cm"/></style:style>
<style:style style:name="Subject" style:family="paragraph"><style:text-properties fo:font-size="11pt" fo:font-weight="bold"/></style:style></office:styles>
<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="1.5cm" fo:margin-left="2.5cm" fo:margin-right="2cm"/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>`)
	p("Small", d.Foot...)
	b.WriteString(`<text:p text:style-name="Small">Pagina <text:page-number/> van <text:page-count/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>`)
	p("Line", d.Sender...)
	p("To", address(d)...)
	for _, r := range d.Refs {
		p("Line", document.T(plain(r.Label)+": "+plain(r.Value)))
	}
	p("Body", d.PlaceDate)
	for _, k := range d.Blocks {
		switch k.Kind {
		case document.Heading:
			p("Subject", k.Text)
		case document.Fields:
			b.WriteString(`<table:table><table:table-column table:number-columns-repeated="2"/>`)
			for _, pair := range k.Pairs {
				b.WriteString(`<table:table-row><table:table-cell>`)
				p("Line", pair.Label)
				b.WriteString(`</table:table-cell><table:table-cell>`)
				p("Line", pair.Value)
				b.WriteString(`</table:table-cell></table:table-row>`)
			}
			b.WriteString(`</table:table>`)
		case document.Signature:
			p("Body", k.Text)
			p("Sign", k.Items...)
		default:
			p("Body", k.Text)
			p("Line", k.Items...)
		}
	}
	b.WriteString(`</office:text></office:body></office:document>`)
	return b.String()
}
