// Package find looks people up by name, code or number, as people type them:
// without accents, in any case, in part, in another alphabet or spelling.
//
// An Index lives in memory while the desk is unlocked and is never written
// down: what it needs it makes from names as they were typed. Put each person
// into it, and Search answers with those that a text may mean, the likeliest
// first.
//
// Three forms of a word are held against each other, from the strictest to the
// loosest:
//
//   - folded: small Latin letters without marks (Fold); letters that are also
//     written with two, as ü and ue, are kept both ways;
//   - the skeleton, in which spellings of one sound are one: Zhanna and Žana,
//     Yulia and Julija, Khadija and Hadidja;
//   - a skeleton that one or two letters keep apart: Mohammed and Muhamad.
//
// Words with a digit in them are file numbers and codes. They are only ever
// held against each other folded: a number with another digit is somebody else.
package find

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"onthaal/domain/journal"
)

// Index finds journals by what their people are called.
type Index struct {
	order   *collate.Collator
	entries []*entry // by name, as the language orders names, unless unsorted
	at      map[journal.ID]*entry
	sorted  bool

	buf  buffers // of Put, kept so that filling an index makes little garbage
	keys collate.Buffer
}

// entry is one journal as it is looked for.
type entry struct {
	id    journal.ID
	key   []byte // orders the entries
	lines string // folded: each text on a line of its own, "\nhoxha ana\nhoxhaana\n"
	has   uint64 // the letters of lines
	words []word // their skeletons, each once
}

// New makes an empty index that orders what it finds as the language orders
// names; size is the number of people expected.
func New(lang string, size int) *Index {
	return &Index{
		order:   collate.New(language.Make(lang)),
		entries: make([]*entry, 0, size),
		at:      make(map[journal.ID]*entry, size),
	}
}

// Put adds a journal, or replaces what it is found by: the name, by which
// results are ordered, and also other names, codes and numbers. Empty texts
// count for nothing.
func (x *Index) Put(id journal.ID, name string, also ...string) {
	e := x.at[id]
	if e == nil {
		e = &entry{id: id}
		x.at[id] = e
		x.entries = append(x.entries, e)
	}
	x.sorted = false
	x.keys.Reset()
	e.key = e.key[:0]
	if name == "" {
		e.key = append(e.key, 0xff) // those without a name come last
	}
	e.key = append(e.key, x.order.KeyFromString(&x.keys, name)...)
	b := &x.buf
	b.lines, b.words = append(b.lines[:0], '\n'), b.words[:0]
	b.add(name)
	for _, t := range also {
		b.add(t)
	}
	e.lines, e.words = string(b.lines), slices.Clone(b.words)
	e.has = lettersOf(e.lines)
}

// Drop removes a journal, if it is there.
func (x *Index) Drop(id journal.ID) {
	if e := x.at[id]; e != nil {
		delete(x.at, id)
		x.entries = slices.DeleteFunc(x.entries, func(o *entry) bool { return o == e })
	}
}

// Search returns the journals that a text may mean: those that it names
// exactly, then those whose name or number begins with it, those with a word
// that does, those that contain it, and at last those that are spelt otherwise
// or nearly so; within each of these by name. Every word of the text must be
// found. An empty text means everybody.
func (x *Index) Search(text string) []journal.ID {
	x.sort()
	q := parse(text)
	var found [none][]journal.ID
	n := 0
	for _, e := range x.entries {
		if r := q.rank(e); r != none {
			if found[r] == nil {
				found[r] = make([]journal.ID, 0, 64)
			}
			found[r] = append(found[r], e.id)
			n++
		}
	}
	all := make([]journal.ID, 0, n)
	for _, f := range found {
		all = append(all, f...)
	}
	return all
}

// sort brings the entries into the order of names.
func (x *Index) sort() {
	if x.sorted {
		return
	}
	slices.SortFunc(x.entries, func(a, b *entry) int {
		if c := bytes.Compare(a.key, b.key); c != 0 {
			return c
		}
		return bytes.Compare(a.id[:], b.id[:])
	})
	x.sorted = true
}

// buffers gather one entry.
type buffers struct {
	lines []byte
	words []word
	text  []byte
	skel  []byte
}

// add takes in one text: as it is folded, with two letters for those that are
// also written so, and each of these once more without spaces, as a number is
// read out (5.412.907/MH is 5412907mh) and as a name may be run together.
func (b *buffers) add(text string) {
	if text == "" {
		return
	}
	varied := b.line(text, single)
	if varied {
		b.line(text, double)
	}
}

func (b *buffers) line(text string, l letters) (varied bool) {
	b.text, varied = appendWords(b.text[:0], text, l)
	if len(b.text) == 0 {
		return varied
	}
	b.lines = append(append(b.lines, b.text...), '\n')
	n := 0
	var before []byte
	for w := range bytes.FieldsSeq(b.text) {
		b.word(w)
		if before != nil && particle(before) {
			b.word(before, w)
		}
		before = w
		n++
	}
	if n > 1 {
		for w := range bytes.FieldsSeq(b.text) {
			b.lines = append(b.lines, w...)
		}
		b.lines = append(b.lines, '\n')
	}
	return varied
}

// word keeps the skeleton of one word, or of several as one, once.
func (b *buffers) word(folded ...[]byte) {
	b.skel = b.skel[:0]
	for _, f := range folded {
		b.skel = appendSkeleton(b.skel, f)
	}
	if len(b.skel) == 0 {
		return
	}
	for _, w := range b.words {
		if w.text == string(b.skel) {
			return
		}
	}
	b.words = append(b.words, newWord(string(b.skel)))
}

// A rank says how well an entry answers; the least is the best.
type rank int

const (
	exact      rank = iota // the whole name or number
	prefix                 // it begins so
	wordPrefix             // each word begins a word of it
	substring              // each word is part of it
	spelling               // each word begins a word of the same skeleton
	oneOff                 // one letter of a skeleton apart
	twoOff
	none
)

// query is a text made ready to be held against many entries.
type query struct {
	whole []string // the text, in each form that a line may have
	words []queryWord
}

// queryWord is one word: in both foldings, where they differ, and their
// skeletons. One that may be a particle is also looked for as one with the
// word after it: El Khatib is Alkhatib.
type queryWord struct {
	folded    []string
	has       []uint64 // the letters of each
	skeletons []word
	together  word // empty for the last word, and one that is no particle
}

// particle reports whether a folded word may be one: el, ben, van, abou.
func particle(w []byte) bool { return len(w) <= 4 }

func parse(text string) query {
	var q query
	one, varied := appendWords(nil, text, single)
	forms := [][]byte{one}
	if varied {
		two, _ := appendWords(nil, text, double)
		forms = append(forms, two)
	}
	for n, f := range forms {
		q.whole = append(q.whole, string(f))
		if joined := bytes.ReplaceAll(f, []byte(" "), nil); len(joined) < len(f) {
			q.whole = append(q.whole, string(joined))
		}
		words := bytes.Fields(f)
		for i, w := range words {
			if n == 0 {
				q.words = append(q.words, queryWord{})
				if particle(w) && i+1 < len(words) {
					q.words[i].together = newWord(string(appendSkeleton(appendSkeleton(nil, w), words[i+1])))
				}
			}
			qw := &q.words[i] // both foldings have the same words
			if !slices.Contains(qw.folded, string(w)) {
				qw.folded = append(qw.folded, string(w))
				qw.has = append(qw.has, lettersOf(string(w)))
				if s := appendSkeleton(nil, w); len(s) > 0 {
					qw.skeletons = append(qw.skeletons, newWord(string(s)))
				}
			}
		}
	}
	return q
}

// rank holds the query against an entry; an entry that does not answer has no
// rank.
func (q *query) rank(e *entry) rank {
	worst := exact
	for i := 0; i < len(q.words); i++ {
		w := &q.words[i]
		r := w.rank(e)
		if w.together.n > 0 {
			i++
			if r = max(r, q.words[i].rank(e)); r == none {
				r = near(&w.together, e.words)
			}
		}
		if worst = max(worst, r); worst == none {
			return none
		}
	}
	if worst > substring || len(q.words) == 0 {
		return worst
	}
	for _, w := range q.whole {
		if r := lineRank(e.lines, w); r < worst {
			worst = r
		}
	}
	if worst == wordPrefix && len(q.words) > 1 && q.inAnyOrder(e.lines) {
		worst = exact
	}
	return worst
}

// rank finds the best place for a word in an entry.
func (w *queryWord) rank(e *entry) rank {
	best := none
	for i, f := range w.folded {
		if w.has[i]&^e.has == 0 {
			best = min(best, within(e.lines, f))
		}
	}
	if best == none {
		for i := range w.skeletons {
			best = min(best, near(&w.skeletons[i], e.words))
		}
	}
	return best
}

// near finds the skeleton that is nearest to a typed one.
func near(typed *word, words []word) rank {
	best := none
	for i := range words {
		best = min(best, typed.near(&words[i]))
	}
	return best
}

// lettersOf has a bit for each letter and digit of a text, and some for what
// else there is: a word is in no text that lacks one of its letters.
func lettersOf(s string) (set uint64) {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z':
			set |= 1 << (c - 'a')
		case '0' <= c && c <= '9':
			set |= 1 << (c - '0' + 26)
		default:
			set |= 1 << (36 + c%28)
		}
	}
	return set
}

// within says whether a word begins a word of the lines, is part of one, or
// is not there.
func within(lines, w string) rank {
	best := none
	for at := 0; ; {
		i := strings.Index(lines[at:], w)
		if i < 0 {
			return best
		}
		at += i
		if c := lines[at-1]; c == '\n' || c == ' ' {
			return wordPrefix
		}
		best = substring
		at += len(w)
	}
}

// lineRank says whether a line is the text or begins with it.
func lineRank(lines, text string) rank {
	best := none
	for at := 0; ; {
		i := strings.Index(lines[at:], text)
		if i < 0 {
			return best
		}
		at += i
		end := at + len(text)
		if lines[at-1] == '\n' {
			if lines[end] == '\n' {
				return exact
			}
			best = prefix
		}
		at = end
	}
}

// inAnyOrder reports that a line is made of the words of the query: given
// names are as often typed first as last.
func (q *query) inAnyOrder(lines string) bool {
	for line := range strings.SplitSeq(lines, "\n") {
		if len(line) != len(q.whole[0]) {
			continue
		}
		all := true
		for _, w := range q.words {
			all = all && slices.Contains(strings.Fields(line), w.folded[0])
		}
		if all {
			return true
		}
	}
	return false
}
