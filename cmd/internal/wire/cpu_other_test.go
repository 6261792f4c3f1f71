//go:build !linux

package wire

import "time"

func threadTime() time.Duration  { return 0 }
func processTime() time.Duration { return 0 }
