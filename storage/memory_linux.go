package storage

import "golang.org/x/sys/unix"

// machineMemory is how many bytes of memory the machine has; 0 when it does
// not say.
func machineMemory() uint64 {
	var i unix.Sysinfo_t
	if unix.Sysinfo(&i) != nil {
		return 0
	}
	return uint64(i.Totalram) * uint64(i.Unit)
}
