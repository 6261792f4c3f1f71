package letter

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"
	"unicode/utf8"

	"onthaal/domain/casefile"
	"onthaal/domain/procedure"
)

// A centre may put a letter into words of its own. The words are the centre's;
// the facts are the procedure's: whatever the file says, a wording of a
// centre's own prints every fact that ours prints, prints none that ours does
// not, rests on the same law, and leaves no blank where a fact is unknown.

// The bounds of a wording.
const (
	MaxWording    = 32 << 10 // bytes of its file
	maxVersion    = 20       // characters
	maxSubject    = 160
	maxParagraph  = 3000
	maxParagraphs = 20
	maxEnclosures = 10
	maxSalutation = 160
	maxLabel      = 60
)

// ParseWording reads a wording in the form of ours, strictly: it has fields and
// if only, and no more of anything than a letter can have. It fails with a
// Problem that repeats nothing of the file.
func ParseWording(data []byte) (*Wording, error) {
	w := new(Wording)
	if casefile.ReadJSON(data, MaxWording, w) != nil {
		return nil, wordingProblem("problem.wording.file", nil)
	}
	if _, ok := KindOf(w.Kind); !ok || w.Lang != Courtesy && !slices.Contains(Languages, w.Lang) {
		return nil, wordingProblem("problem.wording.kind", nil)
	}
	texts := map[string]int{w.Version: maxVersion, w.Subject: maxSubject}
	for _, s := range append(slices.Clone(w.Body), w.Enclosures...) {
		texts[s] = maxParagraph
	}
	for s, most := range texts {
		if casefile.CheckText("wording", s, most) != nil {
			return nil, wordingProblem("problem.wording.text", nil)
		}
	}
	if len(w.Body) == 0 || len(w.Body) > maxParagraphs || len(w.Enclosures) > maxEnclosures {
		return nil, wordingProblem("problem.wording.many", map[string]any{"Max": maxParagraphs, "Enclosures": maxEnclosures})
	}
	if !w.greets() {
		return nil, wordingProblem("problem.wording.salutation", nil)
	}
	for _, s := range w.Labels {
		if casefile.CheckText("wording", s, maxLabel) != nil {
			return nil, wordingProblem("problem.wording.label", nil)
		}
	}
	if strings.ContainsAny(w.Subject, "{}") {
		return nil, wordingProblem("problem.wording.subject", nil)
	}
	if err := w.compile(); err != nil {
		return nil, wordingProblem("problem.wording.template", nil) // the reason would quote the file
	}
	return w, nil
}

// greets reports whether salutation and closing are what they can be: a line each,
// a salutation with a comma at its end, behind which German goes on in small
// letters; and none where the letter has no place for it.
func (w *Wording) greets() bool {
	k, _ := KindOf(w.Kind)
	for _, g := range []struct {
		text            string
		opens, possible bool
	}{
		{w.Opening, true, k.to != toHolder}, {w.Closing, false, k.to != toHolder},
		{w.OpeningProsecutor, true, k.to == toReferrer}, {w.ClosingProsecutor, false, k.to == toReferrer},
	} {
		switch {
		case g.text == "":
		case !g.possible, casefile.CheckText("wording", g.text, maxSalutation) != nil, strings.ContainsAny(g.text, "{}"),
			g.opens && !strings.HasSuffix(g.text, ","):
			return false
		}
	}
	return true
}

// Fill returns a wording with ours for all that it leaves to us.
func (t *Texts) Fill(w *Wording) *Wording {
	c := t.common[w.Lang]
	k, ok := KindOf(w.Kind)
	if c == nil || !ok {
		return w
	}
	own := *w
	if k.to != toHolder {
		own.Opening, own.Closing = cmp.Or(w.Opening, c.Opening), cmp.Or(w.Closing, c.Closing)
	}
	if k.to == toReferrer {
		own.OpeningProsecutor, own.ClosingProsecutor = cmp.Or(w.OpeningProsecutor, c.OpeningProsecutor), cmp.Or(w.ClosingProsecutor, c.ClosingProsecutor)
	}
	own.Labels = maps.Clone(c.Labels)
	maps.Copy(own.Labels, w.Labels)
	return &own
}

// in returns what letters share, in the words of a wording that was filled.
func (c *common) in(w *Wording) *common {
	own := *c
	own.Opening, own.Closing, own.OpeningProsecutor, own.ClosingProsecutor = w.Opening, w.Closing, w.OpeningProsecutor, w.ClosingProsecutor
	own.Labels = w.Labels
	return &own
}

// Words are all texts of a wording.
func (w *Wording) Words() []string {
	all := slices.Concat([]string{w.Subject, w.Opening, w.Closing, w.OpeningProsecutor, w.ClosingProsecutor}, w.Body, w.Enclosures)
	for _, name := range slices.Sorted(maps.Keys(w.Labels)) {
		all = append(all, w.Labels[name])
	}
	return all
}

func wordingProblem(key string, args map[string]any) error {
	return casefile.Problem{Key: key, Path: "wording", Args: args}
}

// compile makes the templates of a wording.
func (w *Wording) compile() (err error) {
	if w.paragraphs, err = templates(w.Kind+"."+w.Lang, w.Body); err != nil {
		return err
	}
	w.enclosures, err = templates(w.Kind+"."+w.Lang, w.Enclosures)
	return err
}

// Same reports whether two wordings that were filled say the same in the same
// words.
func (w *Wording) Same(v *Wording) bool {
	return !slices.ContainsFunc(w.Compare(v), func(d procedure.Difference) bool { return d.Path != "version" })
}

// Compare lists in what a wording differs from another, both filled: its version,
// its subject, its salutation, paragraph by paragraph, its closing and its labels.
func (w *Wording) Compare(other *Wording) (list []procedure.Difference) {
	one := func(path, before, after string) {
		if before != after {
			list = append(list, procedure.Difference{Path: path, Before: before, After: after})
		}
	}
	one("version", w.Version, other.Version)
	one("subject", w.Subject, other.Subject)
	one("opening", w.Opening, other.Opening)
	one("openingProsecutor", w.OpeningProsecutor, other.OpeningProsecutor)
	for _, part := range []struct {
		path          string
		before, after []string
	}{{"body", w.Body, other.Body}, {"enclosures", w.Enclosures, other.Enclosures}} {
		for i := range max(len(part.before), len(part.after)) {
			at := func(s []string) string {
				if i < len(s) {
					return s[i]
				}
				return ""
			}
			one(fmt.Sprintf("%s.%d", part.path, i+1), at(part.before), at(part.after))
		}
	}
	one("closing", w.Closing, other.Closing)
	one("closingProsecutor", w.ClosingProsecutor, other.ClosingProsecutor)
	names := maps.Clone(w.Labels)
	if names == nil {
		names = map[string]string{}
	}
	maps.Copy(names, other.Labels)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		one("labels."+name, w.Labels[name], other.Labels[name])
	}
	return list
}

// Literals lists the passages of a wording with numbers, dates or law in them
// that the other does not have. They would stand in every letter, whatever the
// file says, and no rule can tell whether they are right: somebody reads them.
func (w *Wording) Literals(ours *Wording) (passages []string) {
	known := map[string]bool{}
	for _, s := range ours.literal() {
		for _, m := range literals.FindAllString(s, -1) {
			known[strings.ToLower(m)] = true
		}
	}
	for _, s := range w.literal() {
		end := 0
		for _, at := range literals.FindAllStringIndex(s, -1) {
			if at[0] < end || known[strings.ToLower(s[at[0]:at[1]])] {
				continue // it stands in the passage before, or is ours too
			}
			var passage string
			passage, end = beside(s, at[0], at[1])
			passages = append(passages, passage)
		}
	}
	return passages
}

// literal are the texts of a wording without its fields.
func (w *Wording) literal() []string {
	texts := w.Words()
	for i, s := range texts {
		texts[i] = inBraces.ReplaceAllString(s, "…")
	}
	return texts
}

var inBraces = regexp.MustCompile(`\{\{.*?\}\}`)

// literals are numbers and what laws are called, alone or in compounds.
var literals = regexp.MustCompile(`(?i)\pN[\pN./:-]*|§|\bart(?:\.|ikels?|ikeln|icles?)|\pL*(?:wet|wetboek|wetten|gesetz|gesetze|gesetzes|gesetzbuch|gesetzbuches)\b|` +
	`\b(?:lois?|code|acts?|laws?|statutes?|decreet|decreten|décrets?|decrees?|dekrets?|arrêtés?|besluit|besluiten|erlass|erlasses|verordnung|verordening|` +
	`omzendbrief|circulaires?|circulars?|rundschreibens?|richtlijn|richtlijnen|richtlinien?|directives?|verdrag|conventions?|traité|treaty|konvention|règlements?|regulations?|instructies|instructions?)(?:\PL|$)`)

// beside is a passage with a few words before and behind it, and where it ends.
func beside(s string, from, to int) (passage string, end int) {
	const few = 4
	start, end := from, to
	for n := 0; start > 0 && n <= few; start-- {
		if s[start-1] == ' ' {
			if n++; n > few {
				break
			}
		}
	}
	for n := 0; end < len(s) && n <= few; end++ {
		if s[end] == ' ' {
			if n++; n > few {
				break
			}
		}
	}
	return strings.TrimSpace(s[start:end]), end
}

// Wording returns the wording in force of a letter in a language, or nil.
func (t *Texts) Wording(kind, lang string) *Wording { return t.wordings[kind+"."+lang] }

// Has reports whether the texts know that version of a wording, so that a letter
// that was issued in it can be composed once more.
func (t *Texts) Has(kind, lang, version string) bool { return t.of(kind, lang, version) != nil }

// of returns a wording of a version; "" is the one in force.
func (t *Texts) of(kind, lang, version string) *Wording {
	w := t.wordings[kind+"."+lang]
	if version == "" || w != nil && w.Version == version {
		return w
	}
	return t.versions[kind+"."+lang+"/"+version]
}

// With returns the texts with wordings of a centre's own known, the later of
// two for the same letter in force; those of ours that are in force no more are
// still known by their versions.
func (t *Texts) With(known, inForce []*Wording) *Texts {
	own := *t
	own.wordings, own.versions = maps.Clone(t.wordings), map[string]*Wording{}
	for _, w := range known {
		w = t.Fill(w)
		own.versions[w.Kind+"."+w.Lang+"/"+w.Version] = w
	}
	for _, w := range inForce {
		w = t.Fill(w)
		name := w.Kind + "." + w.Lang
		if ours := t.wordings[name]; ours != nil {
			own.versions[name+"/"+ours.Version] = ours
		}
		own.wordings[name] = w
	}
	return &own
}

// Admit holds a wording of a centre's own against ours, of which t are the texts.
func (t *Texts) Admit(w *Wording) error {
	ours := t.wordings[w.Kind+"."+w.Lang]
	if ours == nil {
		return wordingProblem("problem.wording.kind", nil)
	}
	if !strings.ContainsFunc(w.Version, unicode.IsLetter) { // numbers are our own versions
		return wordingProblem("problem.wording.version", nil)
	}
	k, _ := KindOf(w.Kind)
	if k.to == toHolder || k.to == toCPAS || k.to == toWorkService {
		// These go to people who need not know, or are found on the person.
		if telling.MatchString(strings.Join(w.Words(), "\n")) {
			return wordingProblem("problem.wording.telling", nil)
		}
	}
	if !t.labelled(w) {
		return wordingProblem("problem.wording.label", nil)
	}
	may := map[string]bool{} // fields that ours have, whatever the language; true: one that can be unknown
	for _, lang := range append([]string{Courtesy}, Languages...) {
		if v := t.wordings[w.Kind+"."+lang]; v != nil {
			for _, c := range [][]parse.Node{v.roots(false), v.roots(true)} {
				printed, asked := used(c)
				for f := range printed {
					may[f] = may[f]
				}
				for f := range asked {
					may[f] = true
				}
			}
		}
	}
	for _, enclosed := range []bool{false, true} {
		if err := admit(ours.roots(enclosed), w.roots(enclosed), may, enclosed || k.to == toHolder, w.Lang); err != nil {
			return err
		}
	}
	return nil
}

// labelled reports whether the labels of a wording are some of ours, each with what
// the program puts into it and without the colon that it sets behind.
func (t *Texts) labelled(w *Wording) bool {
	for name, s := range w.Labels {
		ours, ok := t.common[w.Lang].Labels[name]
		if !ok || !slices.Equal(filled(ours), filled(s)) || strings.ContainsAny(inOneBrace.ReplaceAllString(s, ""), "{}") || strings.HasSuffix(s, ":") {
			return false
		}
	}
	return true
}

// filled are the places of a label where the program puts something, such as
// {page}.
func filled(label string) []string {
	places := inOneBrace.FindAllString(label, -1)
	slices.Sort(places)
	return places
}

var inOneBrace = regexp.MustCompile(`\{[a-z]+\}`)

// telling are words that say what happened to a person.
var telling = regexp.MustCompile(`(?i)mensenhandel|mensensmokkel|traite\b|menschenhandel|traffick|slachtoffer|victim|\bopfer|uitbuiting|exploit|ausbeutung`)

// roots are the parsed paragraphs of a wording, or its enclosures.
func (w *Wording) roots(enclosed bool) (nodes []parse.Node) {
	list := w.paragraphs
	if enclosed {
		list = w.enclosures
	}
	for _, t := range list {
		nodes = append(nodes, t.Root)
	}
	return nodes
}

// used are the fields that texts print, and those that they ask for with if.
func used(nodes []parse.Node) (printed, asked map[string]bool) {
	printed, asked = map[string]bool{}, map[string]bool{}
	var walk func(parse.Node)
	walk = func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ListNode:
			if n != nil {
				for _, c := range n.Nodes {
					walk(c)
				}
			}
		case *parse.ActionNode:
			printed[field(n.Pipe)] = true
		case *parse.IfNode:
			asked[field(n.Pipe)] = true
			walk(n.List)
			walk(n.ElseList)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return printed, asked
}

// field is the one field of a pipe that limited has let through.
func field(p *parse.PipeNode) string { return p.Cmds[0].Args[0].(*parse.FieldNode).Ident[0] }

// later are clauses that ours got when centres had wordings of their own: theirs go
// on without them, and stay in force.
var later = map[string]bool{"Informed": true}

// admit tries every state of the file that the two can tell apart: which of the
// fields they ask for are known. In each, theirs prints what ours prints.
// free says that a paragraph need be no sentence.
func admit(ours, theirs []parse.Node, may map[string]bool, free bool, lang string) error {
	about := func(key, f string) error { return wordingProblem(key, map[string]any{"Field": f}) }
	oursPrint, oursAsk := used(ours)
	print, ask := used(theirs)
	vary := map[string]bool{}
	for _, set := range []map[string]bool{print, ask} {
		for f := range set {
			if _, ok := may[f]; !ok {
				return about("problem.wording.more", f)
			}
		}
	}
	for f := range oursAsk {
		if !oursPrint[f] && !ask[f] && !print[f] && !later[f] {
			return about("problem.wording.clause", f)
		}
	}
	for _, set := range []map[string]bool{print, ask, oursPrint, oursAsk} {
		for f := range set {
			if may[f] {
				vary[f] = true
			}
		}
	}
	names := slices.Sorted(maps.Keys(vary)) // a dozen at most: no wording has fields that ours lacks
	for state := range 1 << len(names) {
		known := func(f string) bool {
			i, ok := slices.BinarySearch(names, f)
			return !ok || state&(1<<i) != 0
		}
		want, have := map[string]bool{}, map[string]bool{}
		for _, n := range ours {
			said(n, known, want)
		}
		texts := make([]string, len(theirs))
		for i, n := range theirs {
			texts[i] = said(n, known, have)
		}
		for _, f := range slices.Sorted(maps.Keys(want)) {
			switch {
			case !known(f) || have[f]:
			case f == "LawRef":
				return wordingProblem("problem.wording.law", nil)
			default:
				return about("problem.wording.fact", f)
			}
		}
		for _, f := range slices.Sorted(maps.Keys(have)) {
			if !known(f) {
				return about("problem.wording.unknown", f)
			}
		}
		for i, text := range texts {
			if !reads(text, free, i == 0 && lang == "de") {
				return wordingProblem("problem.wording.blank", map[string]any{"Paragraph": i + 1})
			}
		}
	}
	return nil
}

// said fills a text in as far as it matters here, with X for every field, and
// notes what it prints.
func said(n parse.Node, known func(string) bool, printed map[string]bool) string {
	var b strings.Builder
	var walk func(parse.Node)
	walk = func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ListNode:
			if n != nil {
				for _, c := range n.Nodes {
					walk(c)
				}
			}
		case *parse.TextNode:
			b.Write(n.Text)
		case *parse.ActionNode:
			printed[field(n.Pipe)] = true
			b.WriteByte('X')
		case *parse.IfNode:
			if known(field(n.Pipe)) {
				walk(n.List)
			} else {
				walk(n.ElseList)
			}
		}
	}
	walk(n)
	return b.String()
}

// blanks are what is left around a fact that is missing.
var blanks = []string{"{", "}", "  ", "( ", "()", " )", " .", " ,", "..", ",,", ",.", "\u00a0\u00a0"}

// reads reports whether a paragraph is one, whatever is known. small: it
// goes on after the salutation as German does, in small letters.
func reads(s string, free, small bool) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return true // left out
	}
	if slices.ContainsFunc(blanks, func(b string) bool { return strings.Contains(s, b) }) {
		return false
	}
	if free {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“„«\u00a0"))
	if unicode.IsLetter(first) && unicode.IsLower(first) != small && first != 'X' {
		return false
	}
	return strings.ContainsAny(s[len(s)-1:], ".,:?") || strings.HasSuffix(s, "”") || strings.HasSuffix(s, "“") || strings.HasSuffix(s, "»")
}
