//go:build linux || darwin

package storage

import (
	"testing"

	"golang.org/x/sys/unix"
)

// taken is what a file takes of the disk.
func taken(t *testing.T, path string) int64 {
	t.Helper()
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		t.Fatal(err)
	}
	return st.Blocks * 512
}
