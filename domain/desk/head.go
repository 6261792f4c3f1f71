package desk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"reflect"
	"sync"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// head is what a journal's head holds. Lists, search and Today read it alone.
//
// It follows from the journal, so nothing is lost with it: one that this
// program cannot read, because another version wrote it, is made again from
// the records.
type head struct {
	Kind     string // "case" or "desk"
	Code     string
	Name     string
	Also     []string // what else it is found by: other names and numbers, as they were typed
	Opened   civil.Date
	Last     civil.Date         // the day, in UTC, on which something was last recorded
	Met      string             // the inspection at which the person was met, or ""
	Schedule procedure.Schedule // without its blocks and entitlements, which no list shows

	id  journal.ID
	seq uint64

	listed *Row // on the day for which it was asked last
}

// headOf summarises a file. Of a person who is implicated or not involved
// nothing is shown but the code.
func headOf(id journal.ID, f *casefile.File, s procedure.Schedule) *head {
	s.Blocks, s.Entitlements = nil, nil
	h := &head{Kind: "case", Code: f.Code(), Name: f.Name(), Opened: f.Opened.On(), Schedule: s, id: id, seq: uint64(f.Records)}
	if f.Inspection != nil {
		h.Met = f.Inspection.Body.Code
	}
	for _, e := range f.History {
		if at := civil.Of(e.At.UTC()); at.After(h.Last) {
			h.Last = at
		}
	}
	if f.Person != nil && h.Name != "" {
		p := f.Person.Body
		for _, t := range append([]string{p.OriginalScript, p.Addressed, p.FileNumber}, p.Aliases...) {
			if t != "" && t != h.Name {
				h.Also = append(h.Also, t)
			}
		}
	}
	return h
}

// row is the case as it is listed on a day. It is made once a day, for a single
// letter that is typed may list nearly all cases.
func (h *head) row(today civil.Date) *Row {
	if h.listed == nil || h.listed.Status.Today != today {
		st := h.Schedule.On(today)
		h.listed = &Row{ID: h.id, Code: h.Code, Name: h.Name, Opened: h.Opened, Status: &st}
	}
	return h.listed
}

// The bytes of a head are four that name its shape, and then its fields in
// their order, each as short as it goes and without names: ten thousand are
// read while somebody waits. The shape is a digest of the types, so that bytes
// written for another one are never taken for these; edition is to be raised
// when the same records give another head, as when a rule is mended.
const edition = 11

var (
	dateType = reflect.TypeFor[civil.Date]()
	idType   = reflect.TypeFor[journal.ID]()
)

var shape = sync.OnceValue(func() uint32 {
	h := fnv.New32a()
	fmt.Fprint(h, edition)
	var describe func(t reflect.Type)
	describe = func(t reflect.Type) {
		fmt.Fprintf(h, "|%s", t.Kind())
		switch {
		case t == dateType || t == idType:
			fmt.Fprint(h, t.Name())
		case t.Kind() == reflect.Slice:
			describe(t.Elem())
		case t.Kind() == reflect.Struct:
			for i := range t.NumField() {
				if f := t.Field(i); f.IsExported() {
					fmt.Fprintf(h, "|%s", f.Name)
					describe(f.Type)
				}
			}
		}
	}
	describe(reflect.TypeFor[head]())
	return h.Sum32()
})

// encode writes the head as bytes.
func (h *head) encode() []byte {
	return appendValue(binary.BigEndian.AppendUint32(make([]byte, 0, 512), shape()), reflect.ValueOf(h).Elem())
}

func appendValue(b []byte, v reflect.Value) []byte {
	switch t := v.Type(); {
	case t == dateType:
		d := v.Addr().Interface().(*civil.Date)
		n := d.Year()<<9 | int(d.Month())<<5 | d.Day()
		return append(b, byte(n>>16), byte(n>>8), byte(n))
	case t == idType:
		id := v.Addr().Interface().(*journal.ID)
		return append(b, id[:]...)
	}
	switch v.Kind() {
	case reflect.String:
		return append(binary.AppendUvarint(b, uint64(v.Len())), v.String()...)
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int:
		return binary.AppendVarint(b, v.Int())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = appendValue(b, v.Index(i))
		}
		return b
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() { // exported
				b = appendValue(b, f)
			}
		}
		return b
	}
	panic("desk: a head has no place for " + v.Type().String()) // a test writes every field
}

// errShape says that bytes are not a head of this program's.
var errShape = errors.New("desk: a head of another version")

// reader reads heads, many one after the other: what they have in common is
// kept once.
type reader struct {
	b     []byte
	bad   bool
	texts map[string]string
}

// read fills h from bytes that encode wrote.
func (r *reader) read(data []byte, h *head) error {
	if len(data) < 4 || binary.BigEndian.Uint32(data) != shape() {
		return errShape
	}
	r.b, r.bad = data[4:], false
	r.value(reflect.ValueOf(h).Elem())
	if r.bad || len(r.b) > 0 {
		return errShape
	}
	return nil
}

func (r *reader) take(n uint64) []byte {
	if r.bad || n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) length() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > uint64(len(r.b)) { // everything takes a byte at least
		r.bad = true
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) value(v reflect.Value) {
	switch t := v.Type(); {
	case t == dateType:
		b := r.take(3)
		if r.bad {
			return
		}
		if n := int(b[0])<<16 | int(b[1])<<8 | int(b[2]); n != 0 {
			d, err := civil.New(n>>9, time.Month(n>>5&15), n&31)
			if err != nil {
				r.bad = true
				return
			}
			*v.Addr().Interface().(*civil.Date) = d
		}
		return
	case t == idType:
		copy(v.Addr().Interface().(*journal.ID)[:], r.take(uint64(len(journal.ID{}))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		b := r.take(r.length())
		s, ok := r.texts[string(b)]
		if !ok {
			s = string(b)
			if len(r.texts) < 4096 { // names are each their own
				r.texts[s] = s
			}
		}
		v.SetString(s)
	case reflect.Bool:
		if b := r.take(1); !r.bad {
			v.SetBool(b[0] == 1)
		}
	case reflect.Int:
		n, size := binary.Varint(r.b)
		if size <= 0 {
			r.bad = true
			return
		}
		r.b = r.b[size:]
		v.SetInt(n)
	case reflect.Slice:
		n := int(r.length())
		if n == 0 {
			return
		}
		v.Grow(n)
		v.SetLen(n)
		for i := range n {
			r.value(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() { // exported
				r.value(f)
			}
		}
	}
}
