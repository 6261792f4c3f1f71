// Package outfile writes what leaves the desk into a file: readable by its
// owner alone, there whole or not at all, and over nothing unless that was said.
//
//	f, err := outfile.Create(path, false) // fs.ErrExist, or the system's error
//	defer f.Drop()
//	_, err = f.Write(data)
//	size, err := f.Commit()
//
// A file is begun before what it is for is recorded, so that no letter is issued
// into a folder that cannot be written. On Linux it has no name until it is whole,
// where the file system knows such files: whoever kills the program, or pulls out
// the plug, leaves nothing of a letter in clear behind. Elsewhere what is
// unfinished lies beside it as .onthaal-*.part.
package outfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file on its way to its place. Write adds to it.
type File struct {
	path    string
	replace bool
	file    *os.File // nil once it is in its place, or given up
	part    string   // its name until then; "" where it has none
}

// begun is the pattern of the names of what is unfinished.
const begun = ".onthaal-*.part"

// unnamed opens a file without a name in a folder; nil where that is not to be
// had.
var unnamed = openUnnamed

// Create begins a file. One that is there already is fs.ErrExist unless it may be
// replaced; it stays as it is until the new one is whole.
func Create(path string, replace bool) (*File, error) {
	if !replace {
		if _, err := os.Lstat(path); err == nil {
			return nil, fs.ErrExist
		}
	}
	f := &File{path: path, replace: replace}
	if f.file = unnamed(filepath.Dir(path)); f.file != nil {
		return f, nil
	}
	var err error
	if f.file, err = os.CreateTemp(filepath.Dir(path), begun); err != nil { // mode 0600
		return nil, err
	}
	f.part = f.file.Name()
	return f, nil
}

// Write is part of io.Writer.
func (f *File) Write(data []byte) (int, error) { return f.file.Write(data) }

// Commit puts what was written in its place, on the disk, and tells its size. When
// it fails nothing is there that was not there before. It is fs.ErrExist when
// somebody has put a file there meanwhile.
func (f *File) Commit() (size int64, err error) {
	if size, err = f.file.Seek(0, io.SeekEnd); err == nil {
		err = f.file.Sync()
	}
	if err == nil && f.part == "" {
		err = f.name()
	}
	if e := f.file.Close(); err == nil {
		err = e
	}
	if err == nil && f.part != "" {
		err = f.move()
	}
	if err != nil {
		f.Drop()
		return 0, err
	}
	f.file = nil
	if dir, err := os.Open(filepath.Dir(f.path)); err == nil {
		_ = dir.Sync() // the name too, where the system does that for a folder
		dir.Close()
	}
	return size, nil
}

// move gives a file with a name for the time being its own. Where nothing may be
// replaced it becomes a second name first, which fails when the first is taken;
// file systems of sticks and cards know no second names.
func (f *File) move() error {
	if !f.replace {
		switch err := os.Link(f.part, f.path); {
		case err == nil:
			os.Remove(f.part)
			return nil
		case errors.Is(err, fs.ErrExist):
			return fs.ErrExist
		}
		if _, err := os.Lstat(f.path); err == nil {
			return fs.ErrExist
		}
	}
	return os.Rename(f.part, f.path)
}

// Drop gives up what was begun; after Commit it does nothing.
func (f *File) Drop() {
	if f.file == nil {
		return
	}
	f.file.Close()
	if f.part != "" {
		os.Remove(f.part)
	}
	f.file = nil
}
