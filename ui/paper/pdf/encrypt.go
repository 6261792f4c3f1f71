package pdf

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/fault"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// ErrPassword says that a password is empty, or longer than the 127 bytes that
// PDF takes note of.
var ErrPassword = errors.New("pdf: a password that cannot be used")

// one keeps encryption to one file at a time: the library has settings that all
// of a program share.
var one sync.Mutex

// Encrypt returns a file that [Write] made, to be opened with a password alone:
// AES-256 after revision 6 of PDF's rules, which makes guessing slow. What the
// file says of itself is encrypted too. Whoever opens it may do with it what
// they like: a file cannot forbid that, it can only pretend to.
//
// random gives the second password that the rules want, which nobody learns,
// beside the salts that the library draws itself; so no two files are alike.
func Encrypt(file []byte, password string, random io.Reader) ([]byte, error) {
	const most = 127
	if password == "" || len(password) > most {
		return nil, ErrPassword
	}
	old := []byte("%PDF-1.7")
	if !bytes.HasPrefix(file, old) {
		return nil, errFrame
	}
	owner := make([]byte, 32)
	if _, err := io.ReadFull(random, owner); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	one.Lock()
	defer one.Unlock()
	model.ConfigPath = "disable" // it would write one into the user's home
	conf := model.NewAESConfiguration(password, hex.EncodeToString(owner), 256)
	conf.Permissions = model.PermissionsAll
	// Of a file that says it is older than 2.0 the library makes one of
	// revision 5, whose passwords are guessed as fast as a machine can hash.
	source := append([]byte("%PDF-2.0"), file[len(old):]...)
	var out bytes.Buffer
	if err := encrypt(bytes.NewReader(source), &out, conf); err != nil {
		return nil, fmt.Errorf("pdf: encrypting: %w", err)
	}
	if revision := bytes.Contains(out.Bytes(), []byte("/R 6")) || bytes.Contains(out.Bytes(), []byte("/R\n6")); !revision {
		return nil, errors.New("pdf: encrypted after another revision than 6")
	}
	return out.Bytes(), nil
}

// encrypt reads a file and writes it encrypted. The library's own command for
// this checks the file against the rules of PDF on the way; the tests of this
// package do that for what Write makes. In the program the rules would be three
// megabytes, a tenth of it.
func encrypt(file io.ReadSeeker, to io.Writer, conf *model.Configuration) (err error) {
	defer fault.Catch(&err) // the library panics at what it cannot read
	conf.Cmd = model.ENCRYPT
	ctx, err := pdfcpu.Read(file, conf)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	ctx.Write.Writer = w
	return errors.Join(pdfcpu.WriteContext(ctx), w.Flush())
}
