package desk

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// fill gives every exported field of v a value of its own.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Type() {
	case dateType:
		v.Set(reflect.ValueOf(civil.Must(1990, 1, 1).AddDays(*n)))
		return
	case idType:
		v.Set(reflect.ValueOf(journal.ID{byte(*n), 7}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(-*n))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	default:
		panic("a head has no place for " + v.Type().String())
	}
}

func TestEveryFieldOfAHeadIsWrittenAndRead(t *testing.T) {
	var full head
	fill(reflect.ValueOf(&full).Elem(), new(int))
	for _, h := range []head{full, {}} {
		var got head
		r := reader{texts: map[string]string{}}
		if err := r.read(h.encode(), &got); err != nil || !reflect.DeepEqual(got, h) {
			t.Errorf("%v: %+v, want %+v", err, got, h)
		}
	}
}

func FuzzHead(f *testing.F) {
	var full head
	fill(reflect.ValueOf(&full).Elem(), new(int))
	f.Add(full.encode())
	f.Add((&head{Kind: "case", Name: "Hoxha"}).encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) >= 4 {
			copy(b, (&head{}).encode()[:4])
		}
		var h head
		r := reader{texts: map[string]string{}}
		if r.read(b, &h) != nil {
			return
		}
		var again head
		if err := r.read(h.encode(), &again); err != nil || !reflect.DeepEqual(h, again) {
			t.Errorf("%x reads as %+v, and that as %+v (%v)", b, h, again, err)
		}
		if len(h.encode()) > len(bytes.Clone(b)) {
			t.Errorf("%d bytes became %d", len(b), len(h.encode()))
		}
	})
}
