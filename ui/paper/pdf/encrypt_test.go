package pdf

import (
	"bytes"
	"crypto/rand"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"onthaal/ui/paper/sheet"
)

// qpdf is another reader: it must say that the file is what is promised.
func qpdf(t *testing.T, file []byte, args ...string) (string, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("qpdf", append(args, name)...).CombinedOutput()
	return string(out), err
}

func TestEncryptedFileOpensWithItsPasswordAlone(t *testing.T) {
	s := page(words("Naam: Fictief", "nl"))
	s.Title = "K7M-204T-2"
	plain, err := Write(s)
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	for _, password := range []string{"correct paard batterij niet", "é ü ß Ђ"} {
		secret, err := Encrypt(plain, password, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		out, err := qpdf(t, secret, "--password="+password, "--show-encryption")
		if err != nil || !strings.Contains(out, "R = 6\n") || !strings.Contains(out, "stream encryption method: AESv3") || strings.Contains(out, "not allowed") {
			t.Errorf("%v\n%s", err, out)
		}
		if out, err := qpdf(t, secret, "--password="+password, "--check"); err != nil || strings.Contains(out, "WARNING") {
			t.Errorf("%v\n%s", err, out)
		}
		for _, wrong := range []string{"", password + "x", strings.ToUpper(password)} {
			if out, err := qpdf(t, secret, "--password="+wrong, "--check"); err == nil {
				t.Errorf("opens with %q: %s", wrong, out)
			}
		}
		for _, clear := range []string{"K7M-204T", "Naam", "rdf:RDF", "Onthaal", "1997"} {
			if bytes.Contains(secret, []byte(clear)) {
				t.Errorf("%q stands in the file in clear", clear)
			}
		}
		cmd := exec.Command("pdfinfo", "-upw", password, "-")
		cmd.Stdin = bytes.NewReader(secret)
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "Tagged:          yes") || !strings.Contains(string(out), "K7M-204T-2") {
			t.Errorf("%v\n%s", err, out)
		}
		if again, err := Encrypt(plain, password, rand.Reader); err != nil || bytes.Equal(again, secret) {
			t.Errorf("two files are alike: %v", err)
		}
		if len(secret) > len(plain)+4096 {
			t.Errorf("%d bytes became %d", len(plain), len(secret))
		}
	}
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("left in the user's home: %v, %v", left, err)
	}
}

func TestEncryptRefuses(t *testing.T) {
	plain, err := Write(page(words("a", "nl")))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", strings.Repeat("x", 128)} {
		if _, err := Encrypt(plain, p, rand.Reader); !errors.Is(err, ErrPassword) {
			t.Errorf("a password of %d bytes: %v", len(p), err)
		}
	}
	for _, file := range [][]byte{nil, []byte("%PDF-1.7"), plain[:len(plain)/2], []byte("no file")} {
		if _, err := Encrypt(file, "secret", rand.Reader); err == nil {
			t.Errorf("%d bytes of a file were encrypted", len(file))
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error says the password: %v", err)
		}
	}
	if _, err := Encrypt(plain, "secret", iotest.ErrReader(errors.New("no randomness"))); err == nil {
		t.Error("encrypted without randomness")
	}
}

// The library that encrypts also checks files against the rules of PDF, word
// for word.
func TestFilesKeepTheRulesOfPDF(t *testing.T) {
	a, b := words("Betreft: aankomstverklaring", "nl"), words("محمد عبد الرحمن", "ar")
	a.Element, b.Element = 1, 2
	s := page(a, b)
	s.Elements = []sheet.Element{{Role: sheet.Heading1}, {Role: sheet.Paragraph}, {Role: sheet.Figure, Alt: "Logo"}}
	pixels := image.NewRGBA(image.Rect(0, 0, 3, 2))
	var file bytes.Buffer
	if err := jpeg.Encode(&file, pixels, nil); err != nil {
		t.Fatal(err)
	}
	s.Pages[0].Pictures = []sheet.Picture{{X: 20, Y: 100, Width: 30, Height: 20, Image: &sheet.Image{Pixels: pixels, File: file.Bytes(), JPEG: true}, Element: 3}}
	data, err := Write(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := valid(data); err != nil {
		t.Error(err)
	}
	if out, err := qpdf(t, data, "--check"); err != nil || strings.Contains(out, "WARNING") {
		t.Errorf("%v\n%s", err, out)
	}
}
