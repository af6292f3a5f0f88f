package chart

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// drawingVersion changes when the same option object is to give another picture though neither the bundle nor
// the table of classes has changed: when svg.go or path.go write otherwise.
const drawingVersion = "1"

// folder keeps pictures between runs, each under the hash of what it was drawn from.
type folder struct {
	dir string

	mu   sync.Mutex
	used map[string]bool
}

const keptSuffix = ".picture"

// Keep makes the renderer read pictures from a folder, made when it is missing, and put new ones there, so that
// a publication draws only what has changed. The folder holds internal pictures, too, when such are drawn: it
// belongs in the workspace, never in a publication. A file that is damaged is drawn anew. Call it before the
// first picture.
func (r *Renderer) Keep(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep pictures: %w", err)
	}
	r.kept = &folder{dir: dir, used: map[string]bool{}}
	return nil
}

// Sweep removes from the folder the pictures that this renderer has not used, once all are drawn.
func (r *Renderer) Sweep() error {
	if r.kept == nil {
		return nil
	}
	entries, err := os.ReadDir(r.kept.dir)
	if err != nil {
		return fmt.Errorf("sweep pictures: %w", err)
	}
	var errs []error
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, keptSuffix) && !r.kept.used[name] {
			errs = append(errs, os.Remove(filepath.Join(r.kept.dir, name)))
		}
	}
	return errors.Join(errs...)
}

// key is the hash of all that a picture depends on.
func (r *Renderer) key(o Options) [sha256.Size]byte {
	h := sha256.New()
	h.Write(r.version[:])
	fmt.Fprintf(h, "%d %d %d %s", o.Size.Width, o.Size.Height, len(o.shape), o.shape)
	h.Write(o.JSON)
	return [sha256.Size]byte(h.Sum(nil))
}

func (f *folder) path(key [sha256.Size]byte) (name, path string) {
	name = hex.EncodeToString(key[:]) + keptSuffix
	return name, filepath.Join(f.dir, name)
}

// read gives a kept picture. Its file begins with the hash of the rest.
func (f *folder) read(key [sha256.Size]byte) (body string, ok bool, err error) {
	if f == nil {
		return "", false, nil
	}
	name, path := f.path(key)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read kept picture: %w", err)
	}
	sum, body, _ := strings.Cut(string(data), "\n")
	if sum != checksum(body) {
		return "", false, nil
	}
	f.mu.Lock()
	f.used[name] = true
	f.mu.Unlock()
	return body, true, nil
}

// write keeps a picture: written beside and renamed, so that a file is whole or not there.
func (f *folder) write(key [sha256.Size]byte, body string) error {
	if f == nil {
		return nil
	}
	name, path := f.path(key)
	t, err := os.CreateTemp(f.dir, "ny-*"+keptSuffix)
	if err != nil {
		return fmt.Errorf("keep picture: %w", err)
	}
	_, err = t.WriteString(checksum(body) + "\n" + body)
	if err = errors.Join(err, t.Close()); err == nil {
		err = os.Rename(t.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("keep picture: %w", errors.Join(err, os.Remove(t.Name())))
	}
	f.mu.Lock()
	f.used[name] = true
	f.mu.Unlock()
	return nil
}

func checksum(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}
