//go:build linux || darwin

package storage

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"onthaal/domain/journal"
)

// keeper is what the program asks of a store.
type keeper interface {
	Heads(context.Context) ([]journal.Head, error)
	Read(context.Context, journal.ID) ([]journal.Record, error)
	Append(context.Context, journal.ID, uint64, []journal.Record, []byte) error
	Draft(context.Context, journal.ID) ([]byte, error)
	SetDraft(context.Context, journal.ID, []byte) error
}

var _ keeper = (*Store)(nil)

// memory is a store as one would write it if disks did not exist.
type memory struct {
	records map[journal.ID][]journal.Record
	heads   map[journal.ID][]byte
	drafts  map[journal.ID][]byte
	known   map[journal.ID]bool // that have a key
	files   map[journal.ID]map[journal.ID][]byte
	erased  map[journal.ID]bool
	trail   []string
}

func newMemory() *memory {
	return &memory{map[journal.ID][]journal.Record{}, map[journal.ID][]byte{}, map[journal.ID][]byte{}, map[journal.ID]bool{},
		map[journal.ID]map[journal.ID][]byte{}, map[journal.ID]bool{}, nil}
}

func (m *memory) Heads(context.Context) (hs []journal.Head, _ error) {
	for id, d := range m.heads {
		hs = append(hs, journal.Head{Journal: id, Seq: uint64(len(m.records[id])), Data: d})
	}
	return hs, nil
}

func (m *memory) Read(_ context.Context, id journal.ID) ([]journal.Record, error) {
	if m.erased[id] {
		return nil, journal.ErrErased
	}
	return m.records[id], nil
}

func (m *memory) Append(_ context.Context, id journal.ID, after uint64, rs []journal.Record, head []byte) error {
	switch {
	case m.erased[id]:
		return journal.ErrErased
	case uint64(len(m.records[id])) != after:
		return journal.ErrConflict
	}
	m.records[id] = append(m.records[id], rs...)
	m.heads[id], m.known[id] = head, true
	kinds := ""
	for i, r := range rs {
		if !slices.ContainsFunc(rs[:i], func(o journal.Record) bool { return o.Kind == r.Kind }) {
			kinds += "/" + r.Kind
		}
	}
	m.did("append", id, kinds)
	return nil
}

func (m *memory) Draft(_ context.Context, id journal.ID) ([]byte, error) { return m.drafts[id], nil }

func (m *memory) SetDraft(_ context.Context, id journal.ID, d []byte) error {
	if m.erased[id] {
		if d == nil {
			return nil
		}
		return journal.ErrErased
	}
	if m.drafts[id] = d; d == nil {
		delete(m.drafts, id)
		return nil
	}
	if !m.known[id] {
		m.known[id] = true
		m.did("draft", id, "")
	}
	return nil
}

func (m *memory) attach(id, attachment journal.ID, b []byte) {
	if m.files[id] == nil {
		m.files[id] = map[journal.ID][]byte{}
	}
	m.files[id][attachment], m.known[id] = b, true
	m.did("attach", id, "")
}

func (m *memory) erase(id journal.ID) {
	if m.erased[id] {
		return
	}
	m.did("erase", id, "")
	if m.known[id] {
		m.did("erased", id, "")
	}
	m.erased[id] = true
	delete(m.records, id)
	delete(m.heads, id)
	delete(m.drafts, id)
	delete(m.files, id)
	delete(m.known, id)
}

func (m *memory) did(what string, id journal.ID, detail string) {
	m.trail = append(m.trail, fmt.Sprint(what, " ", id, " ", detail))
}

// TestStoreBehavesLikeMemory runs random operations over both, with the desk
// closed, or torn away, in between.
func TestStoreBehavesLikeMemory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := At(filepath.Join(t.TempDir(), "desk"), cheap)
		s, recovery, err := v.Create(ctx, []byte(passphrase), nil)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { s.Close() }()
		m := newMemory()
		ids := rapid.Map(rapid.IntRange(0, 4), func(i int) journal.ID { return journal.ID{15: byte(i)} })
		bytesUpTo := func(n int) *rapid.Generator[[]byte] { return rapid.SliceOfN(rapid.Byte(), 0, n) }
		record := rapid.Custom(func(rt *rapid.T) journal.Record {
			r := journal.Record{ID: journal.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "id")),
				Kind: rapid.StringN(0, 20, -1).Draw(rt, "kind"), On: rapid.String().Draw(rt, "on"), By: "1",
				At: time.Unix(rapid.Int64Range(-1e10, 1e11).Draw(rt, "at"), rapid.Int64Range(0, 1e9-1).Draw(rt, "ns")).UTC()}
			if b := bytesUpTo(2000).Draw(rt, "body"); len(b) > 0 {
				r.Body = b
			}
			return r
		})
		reopen := func(rt *rapid.T) {
			secret := recovery // whoever opens it finds the same
			if rapid.IntRange(0, 3).Draw(rt, "who") == 0 {
				secret = passphrase
			}
			if s, err = v.Unlock(ctx, []byte(secret)); err != nil {
				rt.Fatal(err)
			}
		}
		same := func(rt *rapid.T, got, want any, e1, e2 error) {
			rt.Helper()
			if e1 != nil || e2 != nil {
				rt.Fatal(e1, e2)
			}
			if d := cmp.Diff(want, got); d != "" {
				rt.Fatal(d)
			}
		}
		steps := 0
		rt.Repeat(map[string]func(*rapid.T){
			"append": func(rt *rapid.T) {
				id := ids.Draw(rt, "journal")
				after := uint64(len(m.records[id]))
				if rapid.IntRange(0, 9).Draw(rt, "late") == 0 {
					after += uint64(rapid.IntRange(0, 2).Draw(rt, "ahead"))
				}
				recs := rapid.SliceOfN(record, 0, 4).Draw(rt, "records")
				head := bytesUpTo(600).Draw(rt, "head")
				e1, e2 := s.Append(ctx, id, after, recs, head), m.Append(ctx, id, after, recs, head)
				if e1 != e2 {
					rt.Fatal(e1, e2)
				}
			},
			"draft": func(rt *rapid.T) {
				id, d := ids.Draw(rt, "journal"), bytesUpTo(600).Draw(rt, "draft")
				if rapid.Bool().Draw(rt, "remove") {
					d = nil
				}
				if e1, e2 := s.SetDraft(ctx, id, d), m.SetDraft(ctx, id, d); e1 != e2 {
					rt.Fatal(e1, e2)
				}
			},
			"attach": func(rt *rapid.T) {
				id := ids.Draw(rt, "journal")
				file := fileOf(rapid.SampledFrom([]int{0, 1, 1000, chunkSize, chunkSize + 1, 2 * chunkSize}).Draw(rt, "size"))
				a, err := s.Attach(ctx, id, bytes.NewReader(file))
				switch {
				case m.erased[id] && err != journal.ErrErased, !m.erased[id] && err != nil:
					rt.Fatal(err)
				case err == nil:
					m.attach(id, a.ID, file)
				}
			},
			"erase": func(rt *rapid.T) {
				if rapid.IntRange(0, 2).Draw(rt, "really") > 0 {
					return
				}
				id := ids.Draw(rt, "journal")
				if _, err := s.Erase(ctx, id); err != nil {
					rt.Fatal(err)
				}
				m.erase(id)
			},
			"note": func(rt *rapid.T) {
				id, detail := ids.Draw(rt, "journal"), rapid.StringN(0, 50, -1).Draw(rt, "detail")
				if err := s.Note(ctx, "print", id, detail); err != nil {
					rt.Fatal(err)
				}
				m.did("print", id, detail)
			},
			"close": func(rt *rapid.T) {
				if steps++; steps%4 != 0 { // opening is dear
					return
				}
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				reopen(rt)
			},
			"crash": func(rt *rapid.T) {
				if steps++; steps%4 != 0 {
					return
				}
				abandon(t, s)
				reopen(rt)
			},
			"": func(rt *rapid.T) {
				byID := func(k keeper) (map[journal.ID]journal.Head, error) {
					hs, err := k.Heads(ctx)
					all := map[journal.ID]journal.Head{}
					for _, h := range hs {
						if h.Data == nil {
							h.Data = []byte{}
						}
						all[h.Journal] = h
					}
					return all, err
				}
				h1, e1 := byID(s)
				h2, e2 := byID(m)
				same(rt, h1, h2, e1, e2)
				for i := range 5 {
					id := journal.ID{15: byte(i)}
					r1, e1 := s.Read(ctx, id)
					r2, e2 := m.Read(ctx, id)
					if len(r2) == 0 {
						r2 = nil
					}
					if m.erased[id] && e1 == e2 {
						continue
					}
					same(rt, r1, r2, e1, e2)
					for a, file := range m.files[id] {
						got, err := readAttachment(s, id, a)
						if err != nil || !bytes.Equal(got, file) {
							rt.Fatal(len(got), len(file), err)
						}
					}
					d1, e1 := s.Draft(ctx, id)
					d2, e2 := m.Draft(ctx, id)
					same(rt, d1, d2, e1, e2)
				}
				events, err := s.Audit(ctx, 0, 0)
				trail := []string(nil)
				for _, e := range events {
					detail := e.Detail
					for _, k := range e.Kinds {
						detail += "/" + k
					}
					trail = append(trail, fmt.Sprint(e.What, " ", e.Journal, " ", detail))
				}
				same(rt, trail, m.trail, err, nil)
			},
		})
		if err := s.Close(); err != nil {
			rt.Fatal(err)
		}
		if found, err := v.Check(ctx, []byte(recovery)); err != nil {
			rt.Fatal(found, err)
		}
	})
}
