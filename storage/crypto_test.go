package storage

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"onthaal/domain/journal"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The vector of draft-irtf-cfrg-xchacha-03, A.3.1.
func TestSealingIsXChaCha20Poly1305(t *testing.T) {
	key := unhex(t, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
	sealed := unhex(t, `404142434445464748494a4b4c4d4e4f5051525354555657
		bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb
		731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452
		2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
		21f9664c97637da9768812f615c68b13b52e
		c0875924c1c7987947deafd8780acf49`)
	plain, ok := openBytes(key, sealed, unhex(t, "50515253c0c1c2c3c4c5c6c7"))
	const want = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
	if !ok || string(plain) != want {
		t.Errorf("%v %q", ok, plain)
	}
	again := sealBytes(key, plain, nil)
	if p, ok := openBytes(key, again, nil); !ok || string(p) != want || bytes.Equal(again[:nonceSize], sealed[:nonceSize]) {
		t.Error("what is sealed does not open, or the nonce is not fresh")
	}
}

// RFC 5869, A.1.
func TestDerivationIsHKDF(t *testing.T) {
	got, err := hkdf.Key(sha256.New, bytes.Repeat([]byte{0x0b}, 22), unhex(t, "000102030405060708090a0b0c"), string(unhex(t, "f0f1f2f3f4f5f6f7f8f9")), 42)
	want := "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
	if err != nil || hex.EncodeToString(got) != want {
		t.Errorf("%x, %v", got, err)
	}
}

// TestFormatOneStaysAsItIs pins what a desk on somebody's disk relies on.
func TestFormatOneStaysAsItIs(t *testing.T) {
	seq := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i)
		}
		return b
	}
	k := deriveKeys(seq(32), journal.ID(seq(16)))
	h := sha256.New()
	for _, b := range append(k.all(),
		recoveryKey(seq(20), seq(16)), passphraseKey([]byte("caf\u00e9"), seq(16), cheap.KDF),
		genesis(k, k.store).Chain, encodeTip(k, progress{1, seq(32), 3, 2}),
		boxAAD(k.store, recordAt(journal.ID(seq(16)), 3), seq(9)),
		(&header{KDF: kdf{kdfName, cheap.KDF, seq(16)}}).aad(slot{ID: "1", Kind: journal.SlotPassphrase}),
		(&header{Store: k.store, Backup: backupKey{Recipient: "age1pq"}}).backupAAD(), example.encode()) {
		h.Write(b)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != frozen {
		t.Errorf("format 1 has changed: %s", got)
	}
	keys := map[string]bool{}
	for _, b := range k.all() {
		keys[string(b)] = true
	}
	if len(keys) != 13 {
		t.Error("two uses share a key")
	}
}

const frozen = "bcda2f49174859088c301e7656e2e0e8324342b78b7910e8a94725b9a78187e0"

// Whoever asks to unlock may need the passphrase once more, for a slot.
func TestAPassphraseIsTheCallersToForget(t *testing.T) {
	for _, form := range []string{"caf\u00e9", "cafe\u0301", "plain"} {
		secret := []byte(form)
		passphraseKey(secret, make([]byte, saltSize), cheap.KDF)
		if string(secret) != form {
			t.Errorf("%q was cleared", form)
		}
	}
}

func TestBoxOpensOnlyWhereItBelongs(t *testing.T) {
	key, store, p := bytes.Repeat([]byte{1}, keySize), journal.ID{2}, recordAt(journal.ID{3}, 4)
	box := sealBox(key, store, p, 5, []byte("content"), floorContent)
	if c, v, ok := openBox(key, store, p, box); !ok || v != 5 || string(c) != "content" {
		t.Fatalf("%q %d %v", c, v, ok)
	}
	refused := func(what string, key []byte, store journal.ID, p place, box []byte) {
		t.Helper()
		if _, _, ok := openBox(key, store, p, box); ok {
			t.Errorf("opened with %s", what)
		}
	}
	refused("another key", bytes.Repeat([]byte{9}, keySize), store, p, box)
	refused("another store", key, journal.ID{9}, p, box)
	refused("another table", key, store, place{table: tableHead, journal: p.journal, number: p.number}, box)
	refused("another journal", key, store, recordAt(journal.ID{9}, p.number), box)
	refused("another number", key, store, recordAt(p.journal, 9), box)
	for n := range box {
		refused("a part", key, store, p, box[:n])
		refused("a bit changed", key, store, p, flip(n)(bytes.Clone(box)))
	}
}

func TestIdentityForBackupsOpensWithItsMasterKeyAlone(t *testing.T) {
	k := deriveKeys(bytes.Repeat([]byte{1}, keySize), journal.ID{2})
	h := &header{Store: k.store}
	if err := h.newBackupKey(k); err != nil {
		t.Fatal(err)
	}
	id, err := h.identity(k)
	if err != nil || id.Recipient().String() != h.Backup.Recipient {
		t.Fatalf("another identity came back: %v", err)
	}
	_, err = h.identity(deriveKeys(bytes.Repeat([]byte{9}, keySize), h.Store))
	wantErr(t, err, journal.ErrDamaged)
	for _, change := range []func(*header){
		func(h *header) { h.Store[0]++ },
		func(h *header) { h.Backup.Recipient += "x" },
		func(h *header) { h.Backup.Identity = flip(30)(bytes.Clone(h.Backup.Identity)) },
		func(h *header) { h.Backup.Identity = nil },
	} {
		other := *h
		change(&other)
		_, err := other.identity(k)
		wantErr(t, err, journal.ErrDamaged)
	}
}

func TestSizesAreHiddenInClasses(t *testing.T) {
	classes := map[int]bool{}
	for n := range 300 << 10 {
		c := sizeClass(4+n, floorContent)
		if c < 4+n || c > floorContent && c*4 > 5*(4+n) {
			t.Fatalf("%d bytes take %d", n, c)
		}
		classes[c] = true
	}
	if len(classes) > 45 {
		t.Errorf("%d classes", len(classes))
	}
	for _, n := range []int{0, 1, 252, 253, 1000, 70000} {
		b := bytes.Repeat([]byte{7}, n)
		got, ok := unpad(pad(b, floorInternal))
		if !ok || !bytes.Equal(got, b) {
			t.Errorf("%d bytes did not come back", n)
		}
	}
}

func TestRecoveryCodeIsReadAsPeopleWriteIt(t *testing.T) {
	code := unhex(t, "00112233445566778899aabbccddeeff08421084")
	shown := formatRecovery(code)
	if len(shown) != 44 || strings.Count(shown, "-") != 8 || strings.ContainsAny(shown, "ILOU") {
		t.Fatalf("shown as %s", shown)
	}
	for _, s := range []string{
		shown, strings.ToLower(shown), strings.ReplaceAll(shown, "-", ""), strings.ReplaceAll(shown, "-", " \u2013 "),
		"  " + shown + "\r\n", strings.ReplaceAll(shown, "0", "o"), strings.ReplaceAll(shown, "0", "O"),
		strings.ReplaceAll(shown, "1", "l"), strings.ReplaceAll(shown, "1", "I"),
	} {
		if got, err := ParseRecovery(s); err != nil || !bytes.Equal(got, code) {
			t.Errorf("%q: %x, %v", s, got, err)
		}
	}
	plain := strings.ReplaceAll(shown, "-", "")
	for i := range plain { // every single slip of the pen
		for _, c := range crockford {
			if byte(c) == plain[i] {
				continue
			}
			slip := plain[:i] + string(c) + plain[i+1:]
			if _, err := ParseRecovery(slip); err == nil {
				t.Errorf("%s accepted for %s", slip, plain)
			}
		}
	}
	for _, s := range []string{"", "-", plain[1:], plain + "0", plain[:35] + "U", plain[:35] + "é", strings.Repeat("0", 36)} {
		if _, err := ParseRecovery(s); err == nil {
			t.Errorf("%q accepted", s)
		}
	}
}

func FuzzRecovery(f *testing.F) {
	f.Add(formatRecovery(make([]byte, recoverySize)))
	f.Add("O0Il1- ")
	f.Add(strings.ToLower(strings.ReplaceAll(formatRecovery(bytes.Repeat([]byte{0xff}, recoverySize)), "-", " \u2013\u00a0")))
	f.Add(strings.Repeat("0", recoveryChars+checkChars))
	f.Add(formatRecovery(bytes.Repeat([]byte{8}, recoverySize)) + "0")
	f.Add("\xff\u0130\u212a")
	f.Fuzz(func(t *testing.T, s string) {
		code, err := ParseRecovery(s)
		if err != nil {
			return
		}
		again, err := ParseRecovery(formatRecovery(code))
		if err != nil || !bytes.Equal(again, code) {
			t.Fatalf("%q reads as %x, which reads as %x", s, code, again)
		}
	})
}
