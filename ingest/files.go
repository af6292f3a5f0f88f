//go:build duckdb_arrow

package ingest

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Everything here is secret: folders 0700, files 0600.

func makeDir(path string) error { return os.MkdirAll(path, 0o700) }

// writeFile puts a file in place whole or not at all.
func writeFile(path string, text []byte) error {
	beside := path + ".tmp"
	if _, err := writeFrom(beside, bytes.NewReader(text)); err != nil {
		return err
	}
	return rename(beside, path)
}

// writeFrom writes a file and sees it onto the disk.
func writeFrom(path string, r io.Reader) (n int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(f, r)
	return n, errors.Join(err, f.Sync(), f.Close())
}

// rename moves a file into its place and sees the folder onto the disk.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// remove takes a file away, which may be gone already.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
