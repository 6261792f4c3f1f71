package storage

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
)

// The recovery code is 160 random bits in Crockford's base 32, which has no
// I, L, O and U, followed by four characters of checksum: nine groups of four.
const (
	recoverySize  = 20
	recoveryChars = 32
	checkChars    = 4
)

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

var base32Crockford = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

var errRecovery = errors.New("storage: not a recovery code")

// ParseRecovery reads a recovery code as people write it: in either case, with
// or without spaces and hyphens, with O for 0 and I or L for 1. A mistyped
// code is refused by its checksum.
func ParseRecovery(s string) ([]byte, error) {
	chars := make([]byte, 0, recoveryChars+checkChars)
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '\t', '\r', '\n', '\u00a0', '\u2010', '\u2011', '\u2012', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if len(chars) == cap(chars) || !strings.ContainsRune(crockford, r) {
			return nil, errRecovery
		}
		chars = append(chars, byte(r))
	}
	defer clear(chars)
	if len(chars) != recoveryChars+checkChars {
		return nil, errRecovery
	}
	code := make([]byte, recoverySize)
	if _, err := base32Crockford.Decode(code, chars[:recoveryChars]); err != nil {
		return nil, errRecovery
	}
	if string(chars[recoveryChars:]) != recoveryCheck(code) {
		clear(code)
		return nil, errRecovery
	}
	return code, nil
}

// formatRecovery writes a code as it is shown to people.
func formatRecovery(code []byte) string {
	s := base32Crockford.EncodeToString(code) + recoveryCheck(code)
	groups := make([]string, 0, len(s)/4)
	for ; s != ""; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(groups, "-")
}

func recoveryCheck(code []byte) string {
	sum := sha256.Sum256(append([]byte("onthaal/1/recovery check\x00"), code...))
	return base32Crockford.EncodeToString(sum[:])[:checkChars]
}
