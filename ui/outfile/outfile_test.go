package outfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// both runs a test with files that have no name until they are whole, where the
// system has them, and with those that have one.
func both(t *testing.T, run func(t *testing.T)) {
	t.Run("unnamed", run)
	t.Run("named", func(t *testing.T) {
		defer func(was func(string) *os.File) { unnamed = was }(unnamed)
		unnamed = func(string) *os.File { return nil }
		run(t)
	})
}

// holds checks that a folder holds these files, by content, and no others.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		got, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if is, ok := want[e.Name()]; err != nil || !ok || is != string(got) {
			t.Errorf("there is %s with %q (%v)", e.Name(), got, err)
		}
	}
	if len(list) != len(want) {
		t.Errorf("there are %d files, want %d", len(list), len(want))
	}
}

func TestAFileIsWholeForItsOwnerAloneAndOverNothing(t *testing.T) {
	both(t, func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.pdf")
		f, err := Create(path, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("half")); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("half of a file has its name: %v", err)
		}
		if size, err := f.Commit(); err != nil || size != 4 {
			t.Fatalf("%d bytes, %v", size, err)
		}
		f.Drop() // does nothing any more
		holds(t, dir, map[string]string{"a.pdf": "half"})
		is, err := os.Stat(path)
		if err != nil || runtime.GOOS != "windows" && is.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", is.Mode(), err)
		}
		if _, err := Create(path, false); !errors.Is(err, fs.ErrExist) {
			t.Errorf("over a file: %v", err)
		}

		// One that may be replaced stays until the new one is whole.
		for _, commit := range []bool{false, true} {
			f, err := Create(path, true)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte("new")); err != nil {
				t.Fatal(err)
			}
			if commit {
				if _, err := f.Commit(); err != nil {
					t.Fatal(err)
				}
			}
			f.Drop()
			holds(t, dir, map[string]string{"a.pdf": map[bool]string{false: "half", true: "new"}[commit]})
		}
	})
}

func TestAFileThatCameMeanwhileStays(t *testing.T) {
	both(t, func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.pdf")
		f, err := Create(path, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("another's"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Commit(); !errors.Is(err, fs.ErrExist) {
			t.Errorf("put over another's file: %v", err)
		}
		holds(t, dir, map[string]string{"a.pdf": "another's"})
	})
}

func TestWhatCannotBePutInItsPlaceLeavesNothing(t *testing.T) {
	both(t, func(t *testing.T) {
		dir := t.TempDir()
		if _, err := Create(filepath.Join(dir, "missing", "a.pdf"), false); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("in a folder that is not there: %v", err)
		}
		path := filepath.Join(dir, "a.pdf")
		f, err := Create(path, true)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(path, "in"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Commit(); err == nil {
			t.Fatal("put over a folder")
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("left are %v, %v", left, err)
		}
	})
}

// What is written is what was written, also when it is much.
func TestAllIsWritten(t *testing.T) {
	both(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.pdf")
		f, err := Create(path, false)
		if err != nil {
			t.Fatal(err)
		}
		part := bytes.Repeat([]byte("0123456789abcdef"), 1<<12)
		for range 20 {
			if _, err := f.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, bytes.Repeat(part, 20)) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}
