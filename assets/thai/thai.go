// Package thai holds the words of Thai. Thai is written without spaces between
// its words, and a line ends between two of them or nowhere; ui/paper/text asks
// [Words] when it breaks one.
//
// The list is the dictionary of ICU 72.1 (thaidict, © Unicode, Inc., LICENSE),
// 26,383 words, unpacked from its compiled form into one word a line.
package thai

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:embed words.txt.gz
var packed []byte

// Words returns the words, in the order of their code points. Each call
// unpacks anew: whoever asks keeps what was made of it.
func Words() []string {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(fmt.Sprintf("thai: %v", err)) // it was compiled in, and a test opens it
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		panic(fmt.Sprintf("thai: %v", err))
	}
	return strings.Fields(string(plain))
}
