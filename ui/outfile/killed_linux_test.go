package outfile

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// half names the file of which a process of its own writes half, in which it is
// killed.
const half = "ONTHAAL_OUTFILE_HALF"

func TestMain(m *testing.M) {
	if path := os.Getenv(half); path != "" {
		writeHalf(path)
	}
	os.Exit(m.Run())
}

func writeHalf(path string) {
	f, err := Create(path, true)
	if err == nil {
		_, err = f.Write([]byte("Geachte mevrouw"))
	}
	if err == nil {
		err = f.file.Sync()
	}
	if err != nil {
		os.Exit(1)
	}
	os.Stdout.WriteString("half\n")
	select {}
}

// A letter that was being saved when somebody killed the program lies nowhere
// beside the file that was asked for.
func TestAKilledProgramLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR, 0o600)
	if err != nil {
		t.Skipf("the file system of %s has no files without a name: %v", dir, err)
	}
	unix.Close(fd)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), half+"="+filepath.Join(dir, "letter.pdf"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "half\n" {
		t.Errorf("it wrote %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	holds(t, dir, nil)
}
