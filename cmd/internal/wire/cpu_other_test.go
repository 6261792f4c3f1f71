//go:build !linux

package wire

import "time"

func threadTime() time.Duration { return 0 }
