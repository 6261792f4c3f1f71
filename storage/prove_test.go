package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

// The proofs are tests that can go on for long. In the daily loop they make a
// few rounds; `make prove` has them make all, and a report of what came out.
const (
	proveHow = "ONTHAAL_PROVE"        // "full" for all rounds
	proveOut = "ONTHAAL_PROVE_REPORT" // the file that gets a line for each proof
)

// rounds is how many rounds a proof makes.
func rounds(daily, full int) int {
	if os.Getenv(proveHow) == "full" {
		return full
	}
	return daily
}

// proof is one line of the report.
type proof struct{ Promise, How, Rounds, Result, Control string }

// report writes down what a proof has shown, unless it has failed.
func (p proof) report(t *testing.T) {
	t.Helper()
	t.Logf("%s: %s rounds, %s; control: %s", p.Promise, p.Rounds, p.Result, p.Control)
	out := os.Getenv(proveOut)
	if out == "" || t.Failed() {
		return
	}
	line, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(out, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
}

// contentOf is a digest of all that a desk says: heads, records, drafts and
// the audit trail.
func contentOf(s *Store) (string, error) {
	heads, err := s.Heads(ctx)
	if err != nil {
		return "", err
	}
	sort.Slice(heads, func(i, j int) bool { return heads[i].Journal.String() < heads[j].Journal.String() })
	h := sha256.New()
	for _, head := range heads {
		recs, err := s.Read(ctx, head.Journal)
		if err != nil {
			return "", err
		}
		draft, err := s.Draft(ctx, head.Journal)
		if err != nil {
			return "", err
		}
		if err := json.NewEncoder(h).Encode([]any{head, recs, draft}); err != nil {
			return "", err
		}
	}
	trail, err := s.Audit(ctx, 0, 1000)
	if err != nil {
		return "", err
	}
	if err := json.NewEncoder(h).Encode(trail); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// fillDesk writes to an open desk what a few days bring: journals of several
// records of several sizes, heads that change, drafts, and one that is empty.
func fillDesk(t testing.TB, s *Store, days int) {
	t.Helper()
	for day := range days {
		for c := range 4 {
			id := journal.ID{byte(c + 1)}
			recs, err := s.Read(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			add(t, s, id, uint64(len(recs)), fmt.Sprintf("head %d %d", day, c),
				fmt.Sprint("short ", day), strings.Repeat(fmt.Sprint("long ", c, day, " "), 400*(c+1)))
			if err := s.SetDraft(ctx, id, []byte(fmt.Sprint("half a sen", day))); err != nil {
				t.Fatal(err)
			}
		}
	}
}
