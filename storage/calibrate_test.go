package storage

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
	_ "unsafe" // for linkname

	"onthaal/domain/journal"
)

// argon2Core is the library's function with all inputs that RFC 9106 knows;
// its public face leaves out two that the RFC's vector has.
//
//go:linkname argon2Core golang.org/x/crypto/argon2.deriveKey
func argon2Core(mode int, password, salt, secret, data []byte, time, memory uint32, threads uint8, size uint32) []byte

// RFC 9106, 5.3.
func TestPassphraseKeyIsArgon2id(t *testing.T) {
	const argon2id = 2
	of := func(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }
	got := argon2Core(argon2id, of(1, 32), of(2, 16), of(3, 8), of(4, 12), 3, 32, 4, 32)
	if want := "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"; hex.EncodeToString(got) != want {
		t.Errorf("%x", got)
	}
	p := Params{Memory: 64, Time: 2, Threads: 3}
	ours := passphraseKey([]byte("wachtzin"), of(2, saltSize), p)
	if !bytes.Equal(ours, argon2Core(argon2id, []byte("wachtzin"), of(2, saltSize), nil, nil, p.Time, p.Memory, p.Threads, keySize)) {
		t.Error("a passphrase's key is something else")
	}
}

func TestCostIsCalibratedWithinBounds(t *testing.T) {
	const gib = 1 << 30
	for _, c := range []struct {
		what   string
		floor  time.Duration // what the floor takes
		memory uint64        // of the machine
		want   Params
	}{
		{"an office laptop", 240 * time.Millisecond, 16 * gib, Params{256 << 10, 3, 4}},
		{"a fast machine", 60 * time.Millisecond, 64 * gib, Params{1 << 20, 3, 4}},
		{"a fast machine with little memory", 50 * time.Millisecond, 2 * gib, Params{512 << 10, 7, 4}},
		{"one that is faster than time can tell", 0, 64 * gib, Params{1 << 20, 16, 4}},
		{"a slow or busy machine", 5 * time.Second, 16 * gib, floor},
		{"a machine that is just as fast as the floor asks", time.Second, 16 * gib, floor},
		{"hardly any memory", 500 * time.Millisecond, gib / 8, Params{64 << 10, 6, 4}},
		{"a machine that does not say", 500 * time.Millisecond, 0, Params{64 << 10, 6, 4}},
	} {
		times := []time.Duration{c.floor, c.floor + 3*time.Second} // busy the second time
		measured := func(p Params) time.Duration {
			if p != floor {
				t.Errorf("%s: %v was measured", c.what, p)
			}
			d := times[0]
			times = times[1:]
			return d
		}
		got := calibrate(measured, c.memory)
		if got != c.want || got.check() != nil || got.Memory < floor.Memory || got.Time < floor.Time {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
		if got != floor && got.Memory > floor.Memory && uint64(got.Memory)<<10 > c.memory/4 {
			t.Errorf("%s: %v is more than a quarter of the memory", c.what, got)
		}
	}
	if n := machineMemory(); n < 256<<20 || n > 1<<45 {
		t.Errorf("the machine says it has %d bytes of memory", n)
	}
	if v := At("", Options{}); v.kdf != (Params{}) || v.min != 128<<20 {
		t.Errorf("without options: %+v", v)
	}
}

func TestCostOutOfBoundsIsRefused(t *testing.T) {
	for _, change := range []func(*Params){
		func(p *Params) { p.Memory = minMemory - 1 }, func(p *Params) { p.Memory = maxMemory + 1 },
		func(p *Params) { p.Time = 0 }, func(p *Params) { p.Time = maxTime + 1 },
		func(p *Params) { p.Threads = 0 }, func(p *Params) { p.Threads = maxThreads + 1 },
	} {
		p := floor
		if change(&p); p.check() == nil {
			t.Errorf("%v accepted", p)
		}
	}
}

func TestCostOfTheHeaderIsWhatCounts(t *testing.T) {
	v, s, recovery := newDesk(t)
	shut(t, s)
	dearer := cheap
	dearer.KDF.Time = 2
	v = At(v.dir, dearer)
	s = unlock(t, v, recovery)
	must(s.AddSlot(ctx, []byte(passphrase), []byte("an")))(t)
	if s.header.KDF.Params != cheap.KDF {
		t.Errorf("the cost became %v", s.header.KDF.Params)
	}
	to := filepath.Join(t.TempDir(), "new")
	must(s.Rekey(ctx, []byte("an"), to, nil))(t) // the one time when it is set anew
	if h := must(readHeader(to))(t); h.KDF.Params != dearer.KDF {
		t.Errorf("after a re-key the cost is %v", h.KDF.Params)
	}
	big, small := Params{128 << 10, 3, 4}, Params{64 << 10, 5, 4}
	if big.atLeast(small) != big || small.atLeast(big) != big || small.atLeast(Params{}) != small {
		t.Error("a re-key can lower the cost")
	}
}

// TestHeaderCannotMakeTheProgramTakeMemory gives a header, forged as anybody
// could, that asks for 2 TiB.
func TestHeaderCannotMakeTheProgramTakeMemory(t *testing.T) {
	v, s, _ := newDesk(t)
	shut(t, s)
	h := must(readHeader(v.dir))(t)
	h.KDF.Memory = 1<<31 - 1
	h.Sum = h.sum()
	if err := os.WriteFile(filepath.Join(v.dir, headerName), h.marshal(), 0o600); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := v.Unlock(ctx, []byte(passphrase))
	runtime.ReadMemStats(&after)
	wantErr(t, err, journal.ErrDamaged)
	if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
		t.Errorf("it took %d bytes", took)
	}
}
