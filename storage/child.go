package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"

	"onthaal/domain/journal"
)

// Badger answers to some damage by ending the process: panics in its own
// goroutines, log.Fatal, mapped files that fault. Nothing in a process can
// catch those, so what is not vouched for by a seal is opened in a second
// process of the same program, on a copy, before the desk's own is.

// childArgument makes a process the child. It names the version of what is
// said between the two.
const childArgument = "onthaal-examine-1-c6f2b7d09e4a4f5e"

// childReady is what the child says first.
const childReady = "ready\n"

// mayHaveChild is set once this program is known to call Child.
var mayHaveChild atomic.Bool

// Child is called first in main, and in TestMain where desks are opened. In a
// process that was started to examine a copy it does that and reports true:
// main then returns. In all others it reports false at once, and from then on
// the program may start such processes.
func Child() bool {
	if len(os.Args) != 2 || os.Args[1] != childArgument {
		mayHaveChild.Store(true)
		return false
	}
	Harden()
	debug.SetTraceback("none")
	io.WriteString(os.Stdout, childReady)
	var q inquiry
	in := json.NewDecoder(os.Stdin)
	if in.Decode(&q) != nil {
		os.Exit(1)
	}
	go func() { // whoever asked is gone: so is the use of an answer
		io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	step("examine.asked")
	a, _ := q.answer(context.Background()) // the copy needs no closing
	if json.NewEncoder(os.Stdout).Encode(a) != nil {
		os.Exit(1)
	}
	return true
}

// inquiry is what the child is asked, over its standard input: nothing secret
// may stand in arguments or in the environment.
type inquiry struct {
	Dir   string     `json:"dir"` // holds the copy
	Store journal.ID `json:"store"`
	Keys  [][]byte   `json:"keys"`
	From  progress   `json:"from"`
}

// answer is what was found in the copy.
type answer struct {
	Findings []journal.Finding `json:"findings,omitempty"`
	At       progress          `json:"at"`       // how far the store has come, as far as the chain is whole
	Journals int               `json:"journals"` // that open from head to last record; counted only when something is wrong
	Erased   []Erased          `json:"erased,omitempty"`
	Full     bool              `json:"full,omitempty"`
	Opened   bool              `json:"opened"`

	late bool // there is no answer, for the time was up
}

// errUnopened stands for an answer that says neither whole nor damaged.
var errUnopened = errors.New("storage: the copy could not be examined")

// examine opens the copy in folder dir and walks it, in a child process when
// there can be one. It gives what is wrong and what is whole. Whatever becomes
// of the child is a finding.
func examine(ctx context.Context, dir string, k *keys, from progress) (answer, error) {
	q := inquiry{Dir: dir, Store: k.store, Keys: k.all(), From: from}
	a, err := q.ask(ctx)
	if errors.Is(err, errNoChild) {
		// Here a fault of Badger's may end the program; the desk's own files
		// have not been touched even then.
		var shut func()
		a, shut = q.answer(ctx)
		shut()
		err = nil
	}
	if err == nil {
		err = ctx.Err()
	}
	switch {
	case err != nil:
		return a, err
	case a.Full:
		return a, fmt.Errorf("%w: %s", journal.ErrFull, recoveringName)
	case a.late:
		a.Findings = []journal.Finding{finding("storeSlow")}
	case !a.Opened && a.Findings == nil:
		a.Findings = []journal.Finding{finding("storeUnreadable")}
	}
	return a, nil
}

// errNoChild says that no process could be started that answers at all.
var errNoChild = errors.New("storage: no second process")

// patience is how long the child may take with a store of up to 256 MiB, and
// again for each 256 MiB more.
var patience = 60 * time.Second

// ask starts the child. An answer that does not come, or cannot be read, is
// the zero answer: the child was ended by what it read.
func (q inquiry) ask(ctx context.Context) (a answer, err error) {
	exe, err := executable()
	if err != nil || !mayHaveChild.Load() {
		return a, errNoChild
	}
	question, err := json.Marshal(q)
	if err != nil {
		return a, errNoChild
	}
	defer clear(question)
	wait, stop := context.WithTimeout(ctx, patience*time.Duration(1+folderSize(filepath.Join(q.Dir, dbName))>>28))
	defer stop()
	cmd := exec.CommandContext(wait, exe, childArgument)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), "GOTRACEBACK=none")
	hideWindow(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return a, errNoChild
	}
	defer in.Close() // not before: the child ends with it
	out, err := cmd.StdoutPipe()
	if err != nil {
		return a, errNoChild
	}
	if err := cmd.Start(); err != nil {
		return a, errNoChild
	}
	ready := make([]byte, len(childReady))
	if _, err := io.ReadFull(out, ready); err != nil || string(ready) != childReady {
		cmd.Process.Kill()
		cmd.Wait()
		return a, errNoChild
	}
	in.Write(question)
	said, err := io.ReadAll(io.LimitReader(out, maxLedger))
	if e := cmd.Wait(); err == nil {
		err = e
	}
	if err != nil || json.NewDecoder(bytes.NewReader(said)).Decode(&a) != nil {
		a = answer{late: errors.Is(wait.Err(), context.DeadlineExceeded)}
	}
	return a, nil
}

// executable names this very program, even after a newer one has taken its
// place on the disk.
func executable() (string, error) {
	if runtime.GOOS == "linux" {
		if _, err := os.Stat("/proc/self/exe"); err == nil {
			return "/proc/self/exe", nil
		}
	}
	return os.Executable()
}

// answer opens the copy and walks it; shut closes it. What becomes of the copy
// is nobody's business, so nothing in it is synced or merged.
func (q inquiry) answer(ctx context.Context) (a answer, shut func()) {
	shut = func() {}
	k := deriveKeys(make([]byte, keySize), q.Store) // to be overwritten
	if len(q.Keys) != len(k.all()) {
		return a, shut
	}
	for i, key := range k.all() {
		copy(key, q.Keys[i])
	}
	o := badgerOptions(filepath.Join(q.Dir, dbName), k.badger).WithSyncWrites(false).WithCompactL0OnClose(false)
	db, err := openBadgerAs(q.Dir, o)
	if err == nil {
		shut = func() { guard(db.Close) }
		err = guard(func() error {
			return db.View(func(txn *badger.Txn) error {
				w, err := walk(ctx, txn, k, q.From, false)
				if err != nil {
					return err
				}
				a.Findings, a.At, a.Opened = w.found, w.at, true
				if w.found != nil {
					a.Journals, err = wholeJournals(ctx, txn, k)
					return err
				}
				return eachErasure(ctx, txn, k, func(e erasure) { a.Erased = append(a.Erased, e.Erased) })
			})
		})
	}
	a.Full = errors.Is(err, journal.ErrFull)
	if a.Findings == nil {
		a.Findings = journal.Findings(err)
	}
	return a, shut
}

// wholeJournals counts the journals that open: key, head and every record.
func wholeJournals(ctx context.Context, txn *badger.Txn, k *keys) (n int, err error) {
	var ids []journal.ID
	err = each(ctx, txn, []byte{byte(tableHead)}, func(key, _ []byte) error {
		if p, ok := parsePlace(key); ok {
			ids = append(ids, p.journal)
		}
		return nil
	})
	for _, id := range ids {
		if _, e := readJournal(ctx, txn, k, id); e == nil {
			n++
		}
	}
	return n, err
}
