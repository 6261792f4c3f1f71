package casefile

import (
	"crypto/sha256"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The example of the Global Release Identifier standard, which uses the same
// check character.
func TestCheckLetterIsISO7064Mod37_36(t *testing.T) {
	if c := checkLetter("A12425GABC1234002"); c != 'M' {
		t.Errorf("A1-2425G-ABC1234002 has the check character %c, want M", c)
	}
	if c := checkLetter("K7M204"); c != 'S' {
		t.Errorf("K7M-204 has the check character %c, want S", c)
	}
}

type stream struct{ seed [32]byte }

func (s *stream) Read(b []byte) (int, error) {
	for i := range b {
		s.seed = sha256.Sum256(s.seed[:])
		b[i] = s.seed[0]
	}
	return len(b), nil
}

func TestCodesReadBackAndHaveNoVowel(t *testing.T) {
	random, seen := &stream{}, map[string]bool{}
	for range 2000 {
		code, err := NewCode(random)
		if err != nil {
			t.Fatal(err)
		}
		if len(code) != 8 || code[3] != '-' || strings.ContainsAny(code, "AEIOULaeiou") {
			t.Fatalf("%s is no code that can be read out", code)
		}
		if got, ok := ParseCode(code); !ok || got != code {
			t.Fatalf("%s reads back as %q, %v", code, got, ok)
		}
		seen[code] = true
	}
	if len(seen) < 1990 {
		t.Errorf("2000 draws gave %d codes", len(seen))
	}
}

func TestNoCodeWithoutRandomness(t *testing.T) {
	if code, err := NewCode(io.LimitReader(&stream{}, 3)); err == nil {
		t.Errorf("three bytes gave the code %s", code)
	}
}

func TestEverySingleWrongLetterIsNoticed(t *testing.T) {
	random := &stream{seed: [32]byte{1}}
	for range 50 {
		code, err := NewCode(random)
		if err != nil {
			t.Fatal(err)
		}
		for i := range code {
			if code[i] == '-' {
				continue
			}
			for _, wrong := range codeLetters {
				if byte(wrong) == code[i] {
					continue
				}
				typed := code[:i] + string(wrong) + code[i+1:]
				if got, ok := ParseCode(typed); ok {
					t.Fatalf("%s typed for %s is read as %s", typed, code, got)
				}
			}
		}
	}
}

func TestCodesAreReadAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"K7M-204S": "K7M-204S", "k7m-204s": "K7M-204S", " k7m 204s ": "K7M-204S", "k7m2o4s": "K7M-204S", "K7M-2O4S": "K7M-204S",
		"K7M-204T": "", "K7M-204": "", "K7M-204SS": "", "": "", "-------": "", "K7M-2é4S": "", "ключ123": "",
	} {
		if got, ok := ParseCode(typed); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, ok, want)
		}
	}
}

func TestAnyTextIsReadAsACodeOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "typed")
		code, ok := ParseCode(s)
		if again, same := ParseCode(code); ok && (!same || again != code) {
			t.Fatalf("%q is read as %q, which is no code", s, code)
		}
	})
}
