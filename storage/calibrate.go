package storage

import (
	"errors"
	"runtime/debug"
	"time"
)

// The cost of a passphrase. Whatever the machine measures, a desk gets no less
// than the floor, RFC 9106's choice for machines with little memory; and no
// program takes more memory than maxMemory, whatever a header asks for.
var floor = Params{Memory: 64 << 10, Time: 3, Threads: 4}

const (
	minMemory  = 19 << 10 // KiB: below it, a passphrase is hardly protected
	maxMemory  = 1 << 20
	maxTime    = 16
	maxThreads = 16

	// aim is how long it should take to turn a passphrase into a key: long for
	// who guesses, bearable for who opens her desk every morning.
	aim = time.Second
)

// check refuses costs that protect nothing and those that would exhaust the
// machine. It stands before every use of Params, so that a forged header
// cannot make the program allocate.
func (p Params) check() error {
	if p.Memory < minMemory || p.Memory > maxMemory || p.Time < 1 || p.Time > maxTime || p.Threads < 1 || p.Threads > maxThreads {
		return errors.New("storage: the cost of the passphrase is out of bounds")
	}
	return nil
}

// calibrate gives a cost that takes about as long as aim on a machine with so
// much memory, in bytes (0 when it is not known), of which it takes at most a
// quarter. The time that Argon2id takes grows with the memory that it fills,
// so the floor is all that is measured: twice, for the machine may be busy
// with something else. On one that is busy all the time the desk gets the
// floor, never less.
func calibrate(measure func(Params) time.Duration, memory uint64) Params {
	took := max(min(measure(floor), measure(floor)), time.Millisecond)
	affordable := uint32(max(1, aim/took)) // that many times the floor
	p := floor
	n := min(affordable, maxMemory/floor.Memory, uint32(min(memory/4>>10, maxMemory))/floor.Memory)
	n = max(n, 1)
	p.Memory = n * floor.Memory
	p.Time = min(floor.Time*affordable/n, maxTime) // where there is no more memory, more passes
	return p
}

// measureCost takes the time of one derivation.
func measureCost(p Params) time.Duration {
	began := time.Now()
	clear(passphraseKey([]byte("calibration"), make([]byte, saltSize), p))
	took := time.Since(began)
	debug.FreeOSMemory() // Argon2's memory
	return took
}

// cost is what the passphrases of a new desk cost on this machine: no less than
// they did in the desk before it, if there was one.
func (v *Vault) cost(before Params) Params {
	if v.kdf != (Params{}) {
		return v.kdf
	}
	return calibrate(measureCost, machineMemory()).atLeast(before)
}

// atLeast gives the greater of two costs, counted in memory filled.
func (p Params) atLeast(q Params) Params {
	if uint64(p.Memory)*uint64(p.Time) < uint64(q.Memory)*uint64(q.Time) {
		return q
	}
	return p
}
