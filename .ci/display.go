//go:build ignore

// Command display answers whether a window can be opened here: whether
// DISPLAY names an X server that lets us in. It exits 0 if so; otherwise it
// prints the reason in a few words and exits 1. `make run` asks it before it
// installs or builds anything for a window. It opens no window and no library
// of X, which is why it speaks the first message of the X protocol itself.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := reach(os.Getenv("DISPLAY")); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func reach(display string) error {
	if display == "" {
		if os.Getenv("WAYLAND_DISPLAY") != "" {
			return errors.New("Wayland without Xwayland")
		}
		return errors.New("DISPLAY is not set")
	}
	bad := fmt.Errorf("no X server answers at DISPLAY=%s", display)
	colon := strings.LastIndex(display, ":")
	if colon < 0 {
		return bad
	}
	host, number := display[:colon], display[colon+1:]
	number, _, _ = strings.Cut(number, ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return bad
	}

	refused := false
	for _, cookie := range cookies(number) {
		conn, err := dial(host, n)
		if err != nil {
			return bad
		}
		ok, err := greet(conn, cookie)
		conn.Close()
		if err == nil && ok {
			return nil
		}
		refused = refused || err == nil
	}
	if refused {
		return fmt.Errorf("the X server at DISPLAY=%s refuses this user", display)
	}
	return bad
}

func dial(host string, n int) (net.Conn, error) {
	d := net.Dialer{Timeout: 3 * time.Second}
	if host != "" && host != "unix" {
		return d.Dial("tcp", net.JoinHostPort(host, strconv.Itoa(6000+n)))
	}
	path := "/tmp/.X11-unix/X" + strconv.Itoa(n)
	conn, err := d.Dial("unix", "@"+path) // Linux: the same name in the abstract space
	if err != nil {
		conn, err = d.Dial("unix", path)
	}
	return conn, err
}

// greet sends the connection setup and reports whether the server accepts.
func greet(conn net.Conn, cookie []byte) (bool, error) {
	const scheme = "MIT-MAGIC-COOKIE-1"
	name := scheme
	if cookie == nil {
		name = ""
	}
	m := []byte{'l', 0, 11, 0, 0, 0} // little-endian, protocol 11.0
	m = binary.LittleEndian.AppendUint16(m, uint16(len(name)))
	m = binary.LittleEndian.AppendUint16(m, uint16(len(cookie)))
	m = append(m, 0, 0)
	m = pad(append(m, name...))
	m = pad(append(m, cookie...))

	conn.SetDeadline(time.Now().Add(3 * time.Second))
	if _, err := conn.Write(m); err != nil {
		return false, err
	}
	var answer [1]byte
	_, err := io.ReadFull(conn, answer[:])
	return answer[0] == 1, err
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// cookies returns what the user's authority file holds for the display, and
// last nil: no cookie at all.
func cookies(number string) [][]byte {
	path := os.Getenv("XAUTHORITY")
	if path == "" {
		home, _ := os.UserHomeDir()
		path = filepath.Join(home, ".Xauthority")
	}
	b, _ := os.ReadFile(path)
	var found [][]byte
	for len(b) >= 2 {
		b = b[2:] // the address family
		var field [4][]byte
		for i := range field { // address, number, name, data
			if len(b) < 2 || len(b) < 2+int(binary.BigEndian.Uint16(b)) {
				return append(found, nil)
			}
			n := 2 + int(binary.BigEndian.Uint16(b))
			field[i], b = b[2:n], b[n:]
		}
		if string(field[1]) == number || len(field[1]) == 0 {
			found = append(found, field[3])
		}
	}
	return append(found, nil)
}
