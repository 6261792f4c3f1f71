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
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Index finds whatever stands for a person, K, by what the person is called.
type Index[K comparable] struct {
	order   *collate.Collator
	entries []*entry[K] // by name, as the language orders names, unless unsorted
	at      map[K]*entry[K]

	// What is looked at of every entry, side by side in the order of entries:
	// the letters of its lines, those with which their words begin, and those of
	// the skeletons, which lie from start[i] to start[i+1]. Nil when something
	// was put since they were made.
	has   []uint64
	first []uint64
	start []int
	words []uint32
	ranks []rank // of the last search

	buf  buffers // of Put, kept so that filling an index makes little garbage
	keys collate.Buffer
}

// entry is one person as she is looked for.
type entry[K comparable] struct {
	of    K
	key   []byte // orders the entries
	lines string // folded: each text on a line of its own, "\nhoxha ana\nhoxhaana\n"
	words []word // their skeletons, each once
}

// New makes an empty index that orders what it finds as the language orders
// names; size is the number of people expected.
func New[K comparable](lang string, size int) *Index[K] {
	return &Index[K]{
		order:   collate.New(language.Make(lang)),
		entries: make([]*entry[K], 0, size),
		at:      make(map[K]*entry[K], size),
	}
}

// Put adds a person, or replaces what she is found by: the name, by which
// results are ordered, and also other names, codes and numbers. Empty texts
// count for nothing.
func (x *Index[K]) Put(k K, name string, also ...string) {
	e := x.at[k]
	if e == nil {
		e = &entry[K]{of: k}
		x.at[k] = e
		x.entries = append(x.entries, e)
	}
	x.has = nil
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
}

// Drop removes a person, if she is there.
func (x *Index[K]) Drop(k K) {
	if e := x.at[k]; e != nil {
		delete(x.at, k)
		x.entries = slices.DeleteFunc(x.entries, func(o *entry[K]) bool { return o == e })
		x.has = nil
	}
}

// Search returns those whom a text may mean: first those that it names
// exactly, then those whose name or number begins with it, those with a word
// that does, those that contain it, and at last those that are spelt otherwise
// or nearly so; within each of these by name. Every word of the text must be
// found. An empty text means everybody.
func (x *Index[K]) Search(text string) []K {
	x.arrange()
	q := parse(text)
	var next [none + 1]int // where the next one of a rank goes
	for i := range x.entries {
		x.ranks[i] = x.rank(&q, i)
		next[x.ranks[i]]++
	}
	n := 0
	for r := range none {
		n, next[r] = n+next[r], n
	}
	found := make([]K, n)
	for i, r := range x.ranks {
		if r != none {
			found[next[r]] = x.entries[i].of
			next[r]++
		}
	}
	return found
}

// arrange brings the entries into the order of names.
func (x *Index[K]) arrange() {
	if x.has != nil {
		return
	}
	slices.SortFunc(x.entries, func(a, b *entry[K]) int {
		return cmp.Or(bytes.Compare(a.key, b.key), cmp.Compare(a.lines, b.lines))
	})
	x.has, x.first = make([]uint64, len(x.entries)), make([]uint64, len(x.entries))
	x.start, x.words = make([]int, 1, len(x.entries)+1), nil
	x.ranks = make([]rank, len(x.entries))
	for i, e := range x.entries {
		x.has[i], x.first[i] = lettersOf(e.lines), firstsOf(e.lines)
		for _, w := range e.words {
			x.words = append(x.words, w.letters)
		}
		x.start = append(x.start, len(x.words))
	}
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
type rank uint8

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
	whole []string // a line that begins with the text, in each form that it may have
	words []queryWord
}

// queryWord is one word: in both foldings, where they differ, and their
// skeletons. One that may be a particle is also looked for as one with the
// word after it: El Khatib is Alkhatib.
type queryWord struct {
	folded    []sought
	skeletons []word
	together  word // empty for the last word, and one that is no particle
}

// sought is a folded word: by itself, and where a line or a word begins.
type sought struct {
	word, atLine, atWord string
	has, first           uint64 // its letters, and the first of them
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
		q.whole = append(q.whole, "\n"+string(f))
		if joined := bytes.ReplaceAll(f, []byte(" "), nil); len(joined) < len(f) {
			q.whole = append(q.whole, "\n"+string(joined))
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
			if n == 0 || qw.folded[0].word != string(w) {
				qw.folded = append(qw.folded, sought{string(w), "\n" + string(w), " " + string(w), lettersOf(string(w)), lettersOf(string(w[:1]))})
				if s := appendSkeleton(nil, w); len(s) > 0 {
					qw.skeletons = append(qw.skeletons, newWord(string(s)))
				}
			}
		}
	}
	return q
}

// rank holds a query against an entry; an entry that does not answer has no
// rank.
func (x *Index[K]) rank(q *query, at int) rank {
	worst := exact
	for i := 0; i < len(q.words); i++ {
		w := &q.words[i]
		r := x.word(w, at)
		if w.together.n > 0 {
			i++
			if r = max(r, x.word(&q.words[i], at)); r == none {
				r = x.near(&w.together, at)
			}
		}
		if worst = max(worst, r); worst == none {
			return none
		}
	}
	if worst > substring || len(q.words) == 0 {
		return worst
	}
	lines := x.entries[at].lines
	for _, w := range q.whole {
		worst = min(worst, lineRank(lines, w))
	}
	if worst == wordPrefix && len(q.words) > 1 && q.inAnyOrder(lines) {
		worst = exact
	}
	return worst
}

// word finds the best place for a word in an entry.
func (x *Index[K]) word(w *queryWord, at int) rank {
	best := none
	for i := range w.folded {
		if f := &w.folded[i]; f.has&^x.has[at] == 0 {
			best = min(best, f.within(x.entries[at].lines, x.first[at]))
		}
	}
	if best == none {
		for i := range w.skeletons {
			best = min(best, x.near(&w.skeletons[i], at))
		}
	}
	return best
}

// near finds the skeleton of an entry that is nearest to a typed one.
func (x *Index[K]) near(typed *word, at int) rank {
	best, start := none, x.start[at]
	for i, letters := range x.words[start:x.start[at+1]] {
		// one letter more, less or other changes the set by two at most
		if typed.letters&^letters == 0 || bits.OnesCount32(typed.letters^letters) <= 2*typed.slips() {
			best = min(best, typed.near(&x.entries[at].words[i]))
		}
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

// firstsOf has the same bits for the letters with which the words begin.
func firstsOf(lines string) (set uint64) {
	for i := 1; i < len(lines); i++ {
		if c := lines[i-1]; c == '\n' || c == ' ' {
			set |= lettersOf(lines[i : i+1])
		}
	}
	return set
}

// within says whether a word begins a word of the lines, whose first letters
// are given, is part of one, or is not there.
func (w *sought) within(lines string, first uint64) rank {
	switch {
	case !strings.Contains(lines, w.word):
		return none
	case first&w.first == 0:
		return substring
	case strings.Contains(lines, w.atLine) || strings.Contains(lines, w.atWord):
		return wordPrefix
	}
	return substring
}

// lineRank says whether a line is what is sought, or begins with it.
func lineRank(lines, start string) rank {
	best := none
	for at := 0; ; {
		i := strings.Index(lines[at:], start)
		if i < 0 {
			return best
		}
		at += i + len(start)
		if lines[at] == '\n' {
			return exact
		}
		best = prefix
	}
}

// inAnyOrder reports that a line is made of the words of the query: given
// names are as often typed first as last.
func (q *query) inAnyOrder(lines string) bool {
	for line := range strings.SplitSeq(lines, "\n") {
		if len(line) != len(q.whole[0])-len("\n") {
			continue
		}
		all := true
		for _, w := range q.words {
			all = all && slices.Contains(strings.Fields(line), w.folded[0].word)
		}
		if all {
			return true
		}
	}
	return false
}
