package ingest

import (
	"errors"
	"os"
	"syscall"
)

// setLease is fcntl's F_SETLEASE, which package syscall does not name.
const setLease = 1024

// beingWritten says whether any process has the file open for writing: then
// the kernel grants no read lease on it. Where it grants none for another
// reason (a network drive, somebody else's file) nothing is known.
func beingWritten(path string) (bool, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false, err
	}
	_, _, no := syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), setLease, syscall.F_RDLCK)
	if no == 0 {
		_, _, no = syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), setLease, syscall.F_UNLCK)
	}
	return errors.Is(no, syscall.EAGAIN), f.Close()
}
