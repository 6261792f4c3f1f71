package storage

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

func machineMemory() uint64 {
	var kib uint64
	ok, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetPhysicallyInstalledSystemMemory").
		Call(uintptr(unsafe.Pointer(&kib)))
	if ok == 0 {
		return 0
	}
	return kib << 10
}
