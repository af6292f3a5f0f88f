//go:build duckdb_arrow

package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadsdelskollen/ingest/decode"
)

// Receipt is what the archive remembers of a delivery besides its bytes.
type Receipt struct {
	Number int `json:"number"`
	// Received is never before that of the receipt before.
	Received time.Time `json:"received"`
	Name     string    `json:"name"`
	SHA256   string    `json:"sha256"`
	Bytes    int64     `json:"bytes"`
	// Feed is empty where the file's name tells none.
	Feed   string `json:"feed"`
	Origin string `json:"origin"`
	// Completes is the receipt whose refused rows this file holds mended.
	Completes int `json:"completes,omitempty"`
	// Gone is set once the bytes were deleted because their time had passed.
	Gone *Gone `json:"gone,omitempty"`
	// Mapping is what the workspace declared of the feed's files when this one
	// came; it is read so ever after.
	Mapping *decode.Mapping `json:"mapping,omitempty"`
}

// mapping is the one in force for the delivery.
func (r Receipt) mapping() decode.Mapping {
	switch {
	case r.Mapping == nil:
		return decode.Mapping{}
	case r.Completes > 0:
		return r.Mapping.ForMended()
	}
	return *r.Mapping
}

// drop is one appearance of a file: the same file dropped again has another
// time of change.
type drop struct {
	Path     string `json:"path"`
	Modified int64  `json:"modified"` // nanoseconds since 1970
	Bytes    int64  `json:"bytes"`
	Origin   string `json:"origin"`
}

// pending is how a drop is written down while it is taken in.
type pending struct {
	drop
	// Raw is the path where it is not UTF-8, which JSON cannot hold.
	Raw []byte `json:"raw,omitempty"`
}

func look(path, origin string) (drop, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return drop{}, err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return drop{}, err
	}
	if !info.Mode().IsRegular() {
		return drop{}, errors.New("not a regular file")
	}
	return drop{abs, info.ModTime().UnixNano(), info.Size(), origin}, nil
}

// errChanged says that a file was written to while it was read.
var errChanged = errors.New("file is still being written")

// archive copies a file's bytes to the archive under their hash.
func (ws Workspace) archive(d drop) (sha string, err error) {
	in, err := os.Open(d.Path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	// One run at a time holds the warehouse, so one name for the copy will do.
	beside := ws.path(objectsDir, "incoming.tmp")
	h := sha256.New()
	size, err := writeFrom(beside, io.TeeReader(in, h))
	if err != nil {
		return "", err
	}
	if now, err := look(d.Path, d.Origin); err != nil || now != d || size != d.Bytes {
		return "", errors.Join(errChanged, remove(beside))
	}
	sha = hex.EncodeToString(h.Sum(nil))
	object, intact, err := Archived(ws.Dir, sha)
	switch {
	case err != nil:
		return "", err
	case intact:
		return sha, remove(beside)
	}
	return sha, rename(beside, ws.path(object))
}

// Archived says where in a workspace the bytes of a delivery lie, and whether
// they are there and still those of their hash.
func Archived(dir, sha string) (path string, intact bool, err error) {
	path = filepath.Join(objectsDir, sha)
	f, err := os.Open(filepath.Join(dir, path))
	if errors.Is(err, os.ErrNotExist) {
		return path, false, nil
	}
	if err != nil {
		return path, false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return path, false, err
	}
	return path, hex.EncodeToString(h.Sum(nil)) == sha, nil
}

// object opens the archived bytes of a delivery if they are those of its hash.
// Damaged or lost they are taken from the inbox, if the same file lies there.
func (ws Workspace) object(r Receipt) (*os.File, error) {
	path, intact, err := Archived(ws.Dir, r.SHA256)
	if err == nil && !intact {
		intact, err = ws.heal(r)
	}
	if err != nil {
		return nil, err
	}
	if !intact {
		return nil, fmt.Errorf("%s is damaged or gone: restore it from a backup, or put the same file into %s", ws.path(path), ws.path(inboxDir))
	}
	return os.Open(ws.path(path))
}

func (ws Workspace) heal(r Receipt) (bool, error) {
	files, _, err := ws.inbox()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	for _, file := range files {
		d, err := look(file, inboxDir)
		if err != nil || d.Bytes != r.Bytes {
			continue
		}
		sha, err := ws.archive(d)
		if err != nil && !errors.Is(err, errChanged) || sha == r.SHA256 {
			return err == nil, err
		}
	}
	return false, nil
}

func (ws Workspace) receiptFile(n int) string {
	return ws.path(receiptsDir, fmt.Sprintf("%06d.json", n))
}

func (ws Workspace) pendingFile(n int) string {
	return ws.path(pendingDir, fmt.Sprintf("%06d.json", n))
}

func (ws Workspace) receipt(n int) (Receipt, error) {
	var r Receipt
	err := readJSON(ws.receiptFile(n), &r)
	if err == nil && r.Number != n {
		err = fmt.Errorf("%s: holds the receipt of number %d", ws.receiptFile(n), r.Number)
	}
	return r, err
}

// receipts lists all receipts in the order of their numbers, which have no gap.
func (ws Workspace) receipts() ([]Receipt, error) {
	var out []Receipt
	err := ws.numbered(receiptsDir, func(n int) error {
		r, err := ws.receipt(n)
		out = append(out, r)
		return err
	})
	slices.SortFunc(out, func(a, b Receipt) int { return cmp.Compare(a.Number, b.Number) })
	for i, r := range out {
		if err == nil && r.Number != i+1 {
			err = fmt.Errorf("%s is missing, though there are later ones: restore it from a backup", ws.receiptFile(i+1))
		}
	}
	return out, err
}

// pending are the deliveries that were begun and not finished: at most one,
// unless someone has been at the folder.
func (ws Workspace) pending() (map[int]drop, error) {
	out := map[int]drop{}
	err := ws.numbered(pendingDir, func(n int) error {
		var p pending
		err := readJSON(ws.pendingFile(n), &p)
		if p.Raw != nil {
			p.Path = string(p.Raw)
		}
		out[n] = p.drop
		return err
	})
	return out, err
}

func (ws Workspace) numbered(dir string, each func(n int) error) error {
	entries, err := os.ReadDir(ws.path(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		n, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".json"))
		if err != nil || filepath.Ext(e.Name()) != ".json" {
			continue // a file that was being written
		}
		if err := each(n); err != nil {
			return err
		}
	}
	return nil
}

// removeDrop takes a file out of the inbox, unless it has changed since.
func (ws Workspace) removeDrop(d drop) error {
	if d.Origin != inboxDir {
		return nil
	}
	now, err := look(d.Path, d.Origin)
	if errors.Is(err, os.ErrNotExist) || err == nil && now != d {
		return nil
	}
	if err != nil {
		return err
	}
	return remove(d.Path)
}

// mended is the end of the name of a file with refused rows; see quarantine.
var mended = regexp.MustCompile(`(?i)\.kvitto(\d+)\.rader\.csv$`)

// completes finds the receipt whose refused rows a file of that name holds: the
// first of a chain, so that rows mended twice still join the same delivery.
func completes(name string, receipts []Receipt) int {
	m := mended.FindStringSubmatch(name)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	for _, r := range receipts {
		if r.Number == n && r.Completes > 0 {
			return r.Completes
		}
	}
	return n
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (ws Workspace) writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(path, append(text, '\n'))
}
