package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func makeFolders(w *workspace, audience, dir string) error {
	if audience == audienceInternal {
		for _, inner := range []string{w.path("internt"), dir} {
			if err := outsideOfPublic(w, inner); err != nil {
				return err
			}
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	top, mode := dir, fs.FileMode(0o755)
	if audience == audienceInternal {
		top, mode = w.path("internt"), 0o700
	}
	if err := os.Chmod(top, mode); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	// What an earlier run left behind when it was stopped.
	left, err := filepath.Glob(filepath.Join(dir, ".bygge-*"))
	if err != nil {
		return err
	}
	for _, l := range left {
		if err := os.RemoveAll(l); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return nil
}

// outsideOfPublic refuses a folder for internal publications that lies, by way of
// links, in one that is served to the public, and a public one that lies in it.
func outsideOfPublic(w *workspace, dir string) error {
	internal, err := filepath.EvalSymlinks(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	for _, name := range []string{"publications", "site"} {
		public, err := filepath.EvalSymlinks(w.path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if beneath(internal, public) || beneath(public, internal) {
			return fmt.Errorf("publish: %s leads to %s, which is public or holds what is: internal publications need a place of their own", dir, internal)
		}
	}
	return nil
}

// beneath says whether a folder is another one or lies in it.
func beneath(dir, in string) bool {
	rel, err := filepath.Rel(in, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// setModes opens a publication to a web server, or closes it to all but its owner.
func setModes(dir, audience string) error {
	folder, file := fs.FileMode(0o755), fs.FileMode(0o644)
	if audience == audienceInternal {
		folder, file = 0o700, 0o600
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.Chmod(path, folder)
		}
		return os.Chmod(path, file)
	})
}

// pointAt makes link a symbolic link to target in one step, so that a reader
// sees the old publication or the new one.
func pointAt(link, target string) error {
	if now, err := os.Readlink(link); err == nil && now == target {
		return nil
	}
	tmp := link + ".ny"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("point site at the new publication: %w", err)
	}
	if err := os.Symlink(target, tmp); err != nil {
		return fmt.Errorf("point site at the new publication: %w", err)
	}
	if err := os.Rename(tmp, link); err != nil {
		return fmt.Errorf("point site at the new publication: %w", err)
	}
	return syncFolder(filepath.Dir(link))
}

func syncFolder(dir string) (err error) {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}
