package letter

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"onthaal/domain/casefile"
	"onthaal/domain/contacts"
	"onthaal/domain/document"
	"onthaal/domain/intake"
	"onthaal/domain/procedure"
)

// Ids of the contact book.
const (
	Addressee = "foreigners-department"
	workAt    = "work-" // and the region
)

// Language returns the language in which a letter of a case is official. It is
// the file's, but for the services of a municipality and the Crown prosecutor's
// office: a local service uses the language of its region alone.
func Language(kind string, f *casefile.File, book *contacts.Book) string {
	if lang := regional(kind, f, book); lang != "" {
		return lang
	}
	return f.Language
}

// regional is the language of the region of whom a letter goes to, or "" where the
// letter is in that of the file.
func regional(kind string, f *casefile.File, book *contacts.Book) string {
	switch k, _ := KindOf(kind); {
	case k.to == toCPAS || k.to == toWorkService:
		return contacts.Language(book.Region(municipality(f)), f.Language)
	case k.to == toReferrer && f.Referral != nil && f.Referral.Body.Channel == "prosecutor":
		return contacts.Language(book.Region(seat(f.Referral.Body.Address)), f.Language)
	}
	return ""
}

// seat is the town of an address, as far as the address has it on a line of its
// own behind its postcode.
func seat(address string) string {
	for l := range strings.SplitSeq(address, "\n") {
		if m := town.FindStringSubmatch(strings.TrimSpace(l)); m != nil {
			return m[1]
		}
	}
	return ""
}

// municipality is where the person's documents are issued, or where she asked
// for assistance; "" when nothing says so. Her address is no fact of a file.
func municipality(f *casefile.File) string {
	for i := len(f.Social) - 1; i >= 0; i-- {
		if m := f.Social[i].Body.Municipality; m != "" {
			return m
		}
	}
	for i := len(f.Documents) - 1; i >= 0; i-- {
		if m := f.Documents[i].Body.Municipality; m != "" {
			return m
		}
	}
	return ""
}

// post is where the CPAS of that municipality has its post, as far as anybody
// recorded it: else its name alone.
func post(f *casefile.File) []string {
	if a := cpasAddress(f); a != "" {
		return typed(a)
	}
	return []string{strings.ToUpper(municipality(f))}
}

// cpasAddress is the address of that CPAS as somebody typed it, or "".
func cpasAddress(f *casefile.File) string {
	for i := len(f.Social) - 1; i >= 0; i-- {
		if s := f.Social[i].Body; s.Address != "" || s.Municipality != "" {
			return s.Address
		}
	}
	return ""
}

// typed are the lines of an address as somebody typed it.
func typed(address string) []string { return posted(strings.Split(address, "\n")) }

// posted are the lines of an address as the Post reads them: the town behind its
// postcode in capitals.
func posted(address []string) (lines []string) {
	for _, l := range address {
		l = strings.TrimSpace(l)
		if town.MatchString(l) {
			l = strings.ToUpper(l)
		}
		lines = append(lines, document.Isolate(l))
	}
	return lines
}

// town is a line that begins with a Belgian postcode and has no other number.
var town = regexp.MustCompile(`^(?:B-? ?)?[1-9][0-9]{3} +(\pL[^0-9]*)$`)

// workService is the service that grants work permits where the person lives.
func workService(f *casefile.File, book *contacts.Book) (contacts.Entry, bool) {
	region := book.Region(municipality(f))
	if region == "" {
		return contacts.Entry{}, false
	}
	return book.Entry(workAt + region)
}

// prosecutor is the prosecutor's office as it was last recorded, or "".
func prosecutor(f *casefile.File) string {
	for i := len(f.Inquiries) - 1; i >= 0; i-- {
		if o := f.Inquiries[i].Body.Office; o != "" {
			return o
		}
	}
	for i := len(f.Assistance) - 1; i >= 0; i-- {
		if o := f.Assistance[i].Body.Office; o != "" {
			return o
		}
	}
	return ""
}

// work is the work that a permit is asked for, as it was last recorded.
func work(f *casefile.File) casefile.WorkPermit {
	if w := lastOf(f.WorkPermits); w != nil {
		return w.Body
	}
	return casefile.WorkPermit{}
}

// attended is the latest meeting at the centre that took place.
func attended(f *casefile.File) *casefile.Fact[casefile.Contact] {
	for i := len(f.Contacts) - 1; i >= 0; i-- {
		if c := f.Contacts[i]; c.Body.How == "atCentre" && c.Body.Outcome == "made" {
			return c
		}
	}
	return nil
}

func lastOf[B any](facts []*casefile.Fact[B]) *casefile.Fact[B] {
	if len(facts) == 0 {
		return nil
	}
	return facts[len(facts)-1]
}

// addressed is who a letter is for: the lines in the window of the envelope,
// how they are greeted and how the letter takes leave. What is not known has no
// line.
type addressed struct {
	lines            []document.Text
	opening, closing string
}

func (r *Request) addressed(c *common, k Kind) (addressed, error) {
	a, ok := addressed{opening: c.Opening, closing: c.Closing}, false
	switch k.to {
	case toDepartment:
		e, ok := r.Contacts.Entry(Addressee)
		if !ok {
			return a, casefile.Problem{Key: "problem.contact", Path: "contacts"}
		}
		a.lines = entryLines(e, r.Lang)
	case toWorkService:
		if e, ok := workService(r.File, r.Contacts); ok {
			a.lines = entryLines(e, r.Lang)
		}
	case toCPAS:
		a.lines = linesOf(append(append([]string{}, c.CPAS...), post(r.File)...)...)
	case toReferrer:
		ref := r.File.Referral
		if ref == nil {
			break
		}
		lines := []string{document.Isolate(ref.Body.Unit)}
		if ref.Body.Officer != "" {
			lines = append(lines, strings.ReplaceAll(c.Attention, "{name}", document.Isolate(ref.Body.Officer)))
		}
		a.lines = linesOf(append(lines, typed(ref.Body.Address)...)...)
		if ref.Body.Channel == "prosecutor" {
			a.opening, a.closing = c.OpeningProsecutor, c.ClosingProsecutor
		}
	case toCentre:
		if a.lines, ok = r.Standby.centreLines(r.Contacts, r.Lang); !ok {
			return a, casefile.Problem{Key: "problem.contact", Path: "centre"}
		}
	case toInspection:
		a.lines = r.Standby.inspectionLines(c)
	case toHolder:
		a.opening, a.closing = "", colon(r.Lang, c.Labels["signed"])
	}
	return a, nil
}

// maxLines is the room in the window of an envelope.
const maxLines = 7

// What the window has room for below the marking, in the smallest type that is
// read: so many lines of about so many letters.
const windowLines, windowSigns = 8, 50

// Fit blocks a letter whose address does not fit the window of the envelope,
// and names the part of it that takes most room. Only addresses that somebody
// typed can be too long; of the other letters fits is not asked.
func (s *State) Fit(r Request, fits func(*document.Document) bool) error {
	k, _ := KindOf(s.Kind)
	if s.State == NotApplicable || k.to != toReferrer && k.to != toCPAS {
		return nil
	}
	d, err := Compose(r)
	if err != nil || fits(d) {
		return err
	}
	key, step := "socialAssistance.address", AtCase
	if f := r.File; k.to == toReferrer && f.Referral != nil {
		step = intake.Referral
		most := 0
		for _, x := range []struct{ key, text string }{
			{"referral.unit", f.Referral.Body.Unit}, {"referral.officer", f.Referral.Body.Officer}, {"referral.address", f.Referral.Body.Address},
		} {
			lines := 0
			for l := range strings.SplitSeq(x.text, "\n") {
				lines += (utf8.RuneCountInString(l) + windowSigns - 1) / windowSigns
			}
			if lines > most {
				most, key = lines, x.key
			}
		}
	}
	s.Missing, s.State, s.Draft = append(s.Missing, Missing{Key: key, Step: step, Flaw: Crowded}), Blocked, false
	return nil
}

// linesOf leaves out lines without a word, and joins what the window has no
// room for.
func linesOf(lines ...string) []document.Text {
	var out []document.Text
	for _, l := range lines {
		switch {
		case strings.TrimSpace(l) == "":
		case len(out) == maxLines:
			out[maxLines-1] = document.T(out[maxLines-1].String() + ", " + l)
		default:
			out = append(out, document.T(l))
		}
	}
	return out
}

func entryLines(e contacts.Entry, lang string) []document.Text {
	lines := append([]string{e.Name.In(lang), e.Mentions.In(lang)}, e.Address.In(lang)...)
	return linesOf(append(lines, strings.TrimSpace(e.Postcode+" "+strings.ToUpper(e.City.In(lang))))...)
}

// copyTo is who receives a copy, or "". The services that referred the person
// and have to inform the Department of the centre's intervention receive one of
// what asks for the first documents (§4, fifth paragraph). The prosecutor's
// office receives none without the person's consent. No employer does: the
// letter names the rules that it rests on, and they say what she is.
func (r *Request) copyTo(c *common) string {
	f := r.File
	switch r.Kind {
	case "L01", "L02":
		if ref := f.Referral; ref != nil && copied(ref.Body.Channel) {
			return document.Isolate(ref.Body.Unit)
		}
	case "L03", "L14":
		if f.Consented("prosecution") {
			return document.Isolate(prosecutor(f))
		}
	case "L08":
		if a := f.LegalAid; a != nil && a.Body.Lawyer != "" {
			return document.Isolate(a.Body.Lawyer) + ", " + c.Labels["lawyer"]
		}
	case "L15":
		if f.Consented(casefile.ForDepartment) && procedure.Concerned(f) {
			return c.Department
		}
	}
	return ""
}

// copied: the services that referred the person and have to inform the
// Department of the centre's intervention receive a copy (§4, fifth paragraph).
func copied(channel string) bool {
	return channel == "police" || channel == "inspection" || channel == "prosecutor"
}
