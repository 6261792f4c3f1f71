package storage

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onthaal/domain/journal"
)

// TestEverythingAtOnceUntilTheDeskIsLocked calls whatever can be called, from
// many goroutines, and locks the desk under them.
func TestEverythingAtOnceUntilTheDeskIsLocked(t *testing.T) {
	var calls, acked atomic.Uint64
	all := rounds(1, 10)
	for range all {
		v, s, recovery := newDesk(t)
		shared := journal.ID{0xAA}
		var mu sync.Mutex
		want := map[journal.ID]int{}
		writer := func(id journal.ID) func(n int) error {
			return func(n int) error {
				if err := s.Append(ctx, id, uint64(n), []journal.Record{note(fmt.Sprint("own ", n))}, []byte("h")); err != nil {
					return err
				}
				mu.Lock()
				want[id] = n + 1
				mu.Unlock()
				acked.Add(1)
				return s.SetDraft(ctx, id, []byte(fmt.Sprint("draft ", n)))
			}
		}
		dir := t.TempDir()
		does := []func(n int) error{
			writer(journal.ID{1}), writer(journal.ID{2}), writer(journal.ID{3}),
			func(int) error {
				recs, err := s.Read(ctx, shared)
				if err == nil {
					err = s.Append(ctx, shared, uint64(len(recs)), []journal.Record{note("shared")}, nil)
				}
				return err
			},
			func(int) error {
				recs, err := s.Read(ctx, shared)
				if err == nil {
					err = s.Append(ctx, shared, uint64(len(recs)), nil, []byte("head"))
				}
				return err
			},
			func(int) error {
				a, err := s.Attach(ctx, journal.ID{1}, strings.NewReader(strings.Repeat("file ", 5000)))
				if err != nil {
					return err
				}
				r, err := s.Attachment(ctx, journal.ID{1}, a.ID)
				if err != nil {
					return err
				}
				defer r.Close()
				b, err := io.ReadAll(r)
				if err == nil && len(b) != 25000 {
					return errors.New("an attachment came back short")
				}
				return err
			},
			func(int) error { _, err := s.Heads(ctx); return err },
			func(int) error { _, err := s.Audit(ctx, 0, 50); return err },
			func(int) error { _, err := s.VerifyAudit(ctx); return err },
			func(int) error { return s.Note(ctx, "print", shared, "") },
			func(int) error { _, err := s.Verify(ctx, []byte(recovery)); return err },
			func(n int) error {
				_, err := s.Backup(ctx, filepath.Join(dir, fmt.Sprint(n)), nil)
				return err
			},
			func(int) error { _, err := s.Draft(ctx, journal.ID{1}); return err },
		}
		var running sync.WaitGroup
		for i, do := range does {
			running.Go(func() {
				for n := 0; ; n++ {
					err := do(n)
					if err == nil {
						calls.Add(1)
						continue
					}
					if errors.Is(err, journal.ErrLocked) {
						return
					}
					if !errors.Is(err, journal.ErrConflict) {
						t.Errorf("call %d of kind %d: %v", n, i, err)
						return
					}
				}
			})
		}
		for before := acked.Load(); acked.Load() < before+20 && !t.Failed(); {
			time.Sleep(time.Millisecond)
		}
		shut(t, s)
		running.Wait()
		s = unlock(t, v, recovery)
		for id, n := range want {
			if recs, err := s.Read(ctx, id); len(recs) < n || len(recs) > n+1 || err != nil {
				t.Errorf("%d records of %d acknowledged, %v", len(recs), n, err)
			}
		}
		shut(t, s)
		if found, err := v.Check(ctx, []byte(recovery)); err != nil {
			t.Errorf("%v, %v", found, err)
		}
	}
	proof{
		"calls from everywhere at once, and a lock in the midst of them, do no harm",
		"thirteen goroutines read, append, attach, back up, verify and walk until the desk is locked under them (under the race detector too)",
		fmt.Sprint(all), fmt.Sprintf("%d calls; all of %d acknowledged entries present, the desk whole", calls.Load(), acked.Load()),
		"writers that missed a record are refused as stale, and come again",
	}.report(t)
}
