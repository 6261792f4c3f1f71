package storage

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

func freeBytes(dir string) (uint64, error) {
	p, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free, total, all uint64
	err = windows.GetDiskFreeSpaceEx(p, &free, &total, &all)
	return free, err
}

// mayWrite cannot be asked of Windows without writing; the lock file, which is
// opened for writing, finds out.
func mayWrite(string) error { return nil }

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// syncDir does nothing: Windows has no call for it and journals names itself.
func syncDir(string) error { return nil }

// privateFiles does nothing: files inherit the rights of the user's folder.
func privateFiles() {}

func isNotFolder(err error) bool {
	return errors.Is(err, windows.ERROR_DIRECTORY) || errors.Is(err, syscall.ENOTDIR)
}

// hideWindow keeps a black window from flashing up.
func hideWindow(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }

// onNetwork reports whether a folder's files are on another machine.
func onNetwork(dir string) bool {
	root := filepath.VolumeName(dir) + `\`
	p, err := windows.UTF16PtrFromString(root)
	return strings.HasPrefix(root, `\\`) || err == nil && windows.GetDriveType(p) == windows.DRIVE_REMOTE
}

// setAside takes n bytes of the disk for an empty file, for as long as it is
// open. Its size stays 0.
func setAside(f *os.File, n int64) error {
	return windows.SetFileInformationByHandle(windows.Handle(f.Fd()), windows.FileAllocationInfo,
		(*byte)(unsafe.Pointer(&n)), uint32(unsafe.Sizeof(n)))
}

// onOneDisk reports whether two folders fill the same disk, as far as their
// letters tell.
func onOneDisk(a, b string) bool {
	a, err := filepath.Abs(a)
	b, err2 := filepath.Abs(b)
	return err != nil || err2 != nil || strings.EqualFold(filepath.VolumeName(a), filepath.VolumeName(b))
}

const foldersMoveWhileOpen = false
