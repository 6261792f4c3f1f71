package storage

import "testing"

// taken is not asked of Windows, which tells only by handle.
func taken(*testing.T, string) int64 { return -1 }
