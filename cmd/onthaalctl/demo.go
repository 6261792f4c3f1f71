package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"onthaal/cmd/internal/wire"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/intake"
	"onthaal/domain/journal"
	"onthaal/domain/leaflet"
	"onthaal/domain/letter"
	"onthaal/domain/procedure"
	"onthaal/ui/paper"
	"onthaal/ui/words"
)

// The days of the demonstration. From the notification of stage 1 on 3 March
// 1997 the 45 days run until 17 April; from the certificate of 10 March the
// three months run until 10 June.
var (
	demoContact   = civil.Must(1997, 2, 28)
	demoRequest   = civil.Must(1997, 3, 1)
	demoStage1    = civil.Must(1997, 3, 3)
	demoDecision  = civil.Must(1997, 3, 6)
	demoComplaint = civil.Must(1997, 3, 7)
	demoRequest2  = civil.Must(1997, 3, 8)
	demoStage2    = civil.Must(1997, 3, 10)
	demoSecond    = civil.Must(1997, 3, 20)
	demoToday     = civil.Must(1997, 4, 1)
)

// calendar is the clock of the demonstration: every act is done on its own
// day, while the moment of recording stays the real one.
type calendar struct{ today civil.Date }

func (c *calendar) Now() time.Time    { return time.Now() }
func (c *calendar) Today() civil.Date { return c.today }

func (a *app) demoCmd() *cobra.Command {
	return &cobra.Command{
		Use: "demo DIR", Short: "Make a fictional case with its letters in a new or empty folder", Args: cobra.ExactArgs(1),
		Long: `Makes a desk with a fictional case that follows the instructions from the first
contact to the certificate of arrival, its letters and the leaflets as PDF, a
picture of each, and index.html, which shows them all. Its today is 1997-04-01.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			undo, err := emptyFolder(dir)
			if err != nil {
				return err
			}
			d := &demo{dir: dir, say: a.say(), day: &calendar{demoContact}}
			if err := d.make(cmd.Context()); err != nil {
				undo()
				return err
			}
			at := func(name string) string { return filepath.Join(dir, name) }
			return a.print(map[string]string{
				"code": d.code, "store": at("store"), "passphraseFile": at("passphrase.txt"), "page": at("index.html"), "today": demoToday.String(),
			}, func(w io.Writer, p *words.Printer) {
				fmt.Fprintln(w, p.T("demo.made"))
				fmt.Fprintln(w, at("index.html"))
			})
		},
	}
}

// emptyFolder makes a folder or takes an empty one; undo leaves it as it was.
func emptyFolder(dir string) (undo func(), err error) {
	err = os.Mkdir(dir, 0o700)
	switch {
	case err == nil:
		return func() { os.RemoveAll(dir) }, nil
	case !errors.Is(err, fs.ErrExist):
		return nil, fileError(err)
	}
	there, err := os.ReadDir(dir)
	if err != nil {
		return nil, fileError(err)
	}
	if len(there) > 0 {
		return nil, journal.ErrNotOurs
	}
	return func() {
		made, _ := os.ReadDir(dir)
		for _, e := range made {
			os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}, nil
}

// demo is one demonstration while it is made.
type demo struct {
	dir  string
	say  *words.Printer
	day  *calendar
	desk *desk.Desk
	// paper draws the pictures; seen is the document that was set last.
	paper *paper.Paper
	seen  *document.Document

	id     journal.ID
	code   string
	second string
	sheets []sheet
	thumbs []*image.RGBA // of the sheets, in the same order
}

// sheet is one PDF of the demonstration with the picture of its first page.
type sheet struct {
	Name    string // of both files, without extension
	Title   string
	Lang    string // of the paper
	RTL     bool
	Leaflet bool
	Pages   int
}

func (d *demo) make(ctx context.Context) error {
	o := options
	o.Clock, o.Seen = d.day, func(doc *document.Document) { d.seen = doc }
	parts, err := wire.Build(filepath.Join(d.dir, "store"), o)
	if err != nil {
		return err
	}
	d.desk, d.paper = parts.Desk, parts.Paper
	passphrase := rand.Text()
	if err := d.write("passphrase.txt", []byte(passphrase+"\n")); err != nil {
		return err
	}
	if _, err := d.desk.Create(ctx, desk.Settings{
		Centre: desk.Payoke, Language: d.say.Lang, Counsellor: "Veerle FICTIEF", Signatory: "Veerle FICTIEF",
	}, []byte(passphrase)); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{d.firstContact, d.stage1, d.stage2, d.implicated, d.leaflets, d.page} {
		if err := step(ctx); err != nil {
			d.desk.Lock()
			return err
		}
	}
	return d.desk.Lock()
}

func (d *demo) write(name string, data []byte) error {
	if err := os.WriteFile(filepath.Join(d.dir, name), data, 0o600); err != nil {
		return fileError(err)
	}
	return nil
}

// on makes an entry of the day on which the demonstration stands.
func (d *demo) on(kind string, body any) casefile.Entry {
	return casefile.NewEntry(kind, d.day.today, body)
}

// record appends entries to the case.
func (d *demo) record(ctx context.Context, entries ...casefile.Entry) error {
	return d.desk.RecordAll(ctx, d.id, entries)
}

// firstContact: a police station calls the centre; the person agrees to
// contact and to counselling (§4, §5.1). The centre writes to the Department
// the same day and requests stage 1 the day after.
func (d *demo) firstContact(ctx context.Context) error {
	in := &intake.Intake{On: demoContact, Time: "22:41", Language: "nl", Entries: []casefile.Entry{
		d.on(casefile.KindSafety, &casefile.Safety{
			SafeToSpeak: casefile.Yes, Doctor: casefile.No, Interpreter: casefile.Yes,
			Speaks: []string{"sq"}, Reads: []string{"sq", "en"}, Paper: "en",
		}),
		d.on(casefile.KindReferral, &casefile.Referral{
			Channel: "police", Unit: "Politie van Voorbeelddorp (fictief)", Officer: "Inspecteur FICTIEF", PV: "AN.00.00.000000/97",
		}),
		d.on(casefile.KindTriage, &casefile.Triage{Assessment: casefile.Believed, DecidedBy: "Politie van Voorbeelddorp (fictief)"}),
	}}
	for _, purpose := range []string{casefile.ForContact, "interpreter", casefile.ForCounselling, casefile.ForDepartment, "prosecution"} {
		in.Entries = append(in.Entries, d.on(casefile.KindConsent, &casefile.Consent{
			Purpose: purpose, Answer: casefile.Given, Language: "sq", How: "interpreter",
		}))
	}
	in.Entries = append(in.Entries,
		d.on(casefile.KindPerson, &casefile.Person{
			FamilyName: "VOORBEELD", GivenNames: "Fictieve", NameCertainty: "declared", Born: civil.Partial{Year: 1975, Month: 6, Day: 15},
			BirthPlace: "Fictia", BirthCountry: "AL", Nationalities: []string{"AL"}, Sex: "F",
		}),
		d.on(casefile.KindResidence, &casefile.Residence{Status: "illegal"}),
		d.on(casefile.KindElements, &casefile.Elements{
			Fraud: casefile.Yes, Violence: casefile.NotAsked, Threats: casefile.Yes, Coercion: casefile.Yes, Status: casefile.Yes,
		}),
		d.on(casefile.KindLeaflet, &casefile.Leaflet{Language: "en", Outcome: "handed", By: "police"}),
		d.on(casefile.KindCounselling, &casefile.Counselling{Event: "takenOn"}),
		d.on(casefile.KindDepartmentInformed, &casefile.DepartmentInformed{By: "police"}),
	)
	for i := range in.Entries {
		in.Entries[i].Time = in.Time
	}
	var err error
	if d.id, d.code, err = d.desk.TakeIn(ctx, in); err != nil {
		return err
	}
	if err := d.letter(ctx, "L01"); err != nil {
		return err
	}
	d.day.today = demoRequest
	return d.letter(ctx, "L02")
}

// stage1: the Department's document arrives; within its 45 days the person
// decides and lodges a complaint, and the centre requests stage 2 (§8.1, §8.2).
func (d *demo) stage1(ctx context.Context) error {
	d.day.today = demoStage1
	if err := d.record(ctx, d.on(casefile.KindDocument, &casefile.Document{
		Stage: procedure.S1, Notified: demoStage1, Municipality: "Antwerpen",
	})); err != nil {
		return err
	}
	d.day.today = demoDecision
	if err := d.record(ctx, d.on(casefile.KindDecision, &casefile.Decision{Choice: "statement"})); err != nil {
		return err
	}
	d.day.today = demoComplaint
	if err := d.record(ctx, d.on(casefile.KindComplaint, &casefile.Complaint{
		Form: "complaint", Unit: "Politie van Voorbeelddorp (fictief)", PV: "AN.00.00.000001/97",
	})); err != nil {
		return err
	}
	d.day.today = demoRequest2
	return d.letter(ctx, "L04")
}

// stage2: the certificate of arrival (§8.2).
func (d *demo) stage2(ctx context.Context) error {
	d.day.today = demoStage2
	return d.record(ctx, d.on(casefile.KindDocument, &casefile.Document{Stage: procedure.S2, Municipality: "Antwerpen"}))
}

// implicated: a second person, of whom the police say that she took part
// (§5.3). Nothing follows.
func (d *demo) implicated(ctx context.Context) (err error) {
	d.day.today = demoSecond
	_, d.second, err = d.desk.TakeIn(ctx, &intake.Intake{On: demoSecond, Language: "nl", Entries: []casefile.Entry{
		d.on(casefile.KindReferral, &casefile.Referral{Channel: "police", Unit: "Politie van Voorbeelddorp (fictief)"}),
		d.on(casefile.KindTriage, &casefile.Triage{Assessment: casefile.Implicated, DecidedBy: "Politie van Voorbeelddorp (fictief)"}),
	}})
	d.day.today = demoToday
	return err
}

// letter issues a letter and saves it with its copies in the other languages.
func (d *demo) letter(ctx context.Context, kind string) error {
	type copied struct {
		lang string
		doc  *document.Document
	}
	var copies []copied
	for _, lang := range []string{"fr", "de", letter.Courtesy} {
		doc, err := d.desk.PreviewLetter(ctx, d.id, kind, lang)
		if err != nil {
			return err
		}
		copies = append(copies, copied{lang, doc})
	}
	made, err := d.desk.IssueLetter(ctx, d.id, kind)
	if err != nil {
		return err
	}
	name := made.Name[:len(made.Name)-len(filepath.Ext(made.Name))]
	number := 0
	for _, s := range d.sheets {
		if !s.Leaflet && s.Lang == "nl" {
			number++
		}
	}
	number++
	if err := d.desk.LetterExported(ctx, d.id, number, casefile.AsFile); err != nil {
		return err
	}
	title := d.say.T("letter." + kind)
	official := d.say.T("demo.official", words.Args{"Number": number, "Date": d.say.Day(d.day.today)})
	if err := d.sheet(sheet{Name: name, Title: title + ". " + official, Lang: "nl"}, d.seen, made.PDF); err != nil {
		return err
	}
	for _, c := range copies {
		what := "demo.specimen"
		if c.lang == letter.Courtesy {
			what = "demo.courtesy"
		}
		pdf, err := d.desk.PDF(c.doc)
		if err != nil {
			return err
		}
		s := sheet{Name: name + "-" + c.lang, Title: title + ". " + d.say.T(what), Lang: c.lang}
		if err := d.sheet(s, c.doc, pdf); err != nil {
			return err
		}
	}
	return nil
}

// leaflets saves the leaflet in every language that there is.
func (d *demo) leaflets(context.Context) error {
	for _, e := range d.desk.Library().Leaflets.Editions {
		if err := d.leaflet(e); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) leaflet(e *leaflet.Edition) error {
	doc, err := d.desk.Leaflet(e.Tag, document.A4)
	if err != nil {
		return err
	}
	pdf, err := d.desk.PDF(doc)
	if err != nil {
		return err
	}
	return d.sheet(sheet{Name: "info-" + e.Tag, Title: e.Name, Lang: e.Tag, RTL: doc.RTL, Leaflet: true}, doc, pdf)
}
