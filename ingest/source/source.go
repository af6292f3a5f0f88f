// Package source fetches what others publish into the inbox of a workspace:
// from a folder, an HTTP(S) address, or Kolada's API.
//
// It promises that each new content becomes one file of the inbox, whole or not
// at all, under a name that says feed, source and time, since publishers
// overwrite the same address; that content which has been delivered is not
// delivered again; and that one source's fault stops no other. It reads the
// addresses it is given and writes the inbox and one file of state (0600). It
// reads no environment: secrets come through a func, go only to the host they
// are for, and stand in no error.
package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Kinds of sources.
const (
	Folder = "mapp"
	HTTP   = "http"
	Kolada = "kolada"
)

// Source is a place that deliveries come from.
type Source struct {
	// Name is part of the file's name: a–z, digits, - and _.
	Name string
	// Kind is Folder, HTTP or Kolada.
	Kind string
	// Address is a folder or a URL without user and password.
	Address string
	// Feed is what the file's name begins with. A folder may leave it empty:
	// its files then have to say it themselves.
	Feed string
	// Ext is the file's ending, with its point; empty is that of the address.
	Ext string
	// Secret names what the secret func is asked for; empty sends none.
	Secret string
	// Header carries the secret; empty is Authorization, as a bearer token.
	Header string
	// SHA256, if set, is what the content has to be, in hexadecimal.
	SHA256 string
	// MaxBytes bounds one answer or file.
	MaxBytes int64
	// Attempts bounds how often one address is asked before giving up.
	Attempts int
	// Timeout bounds one attempt, its body included.
	Timeout time.Duration
	// Settled is how long a file in a folder has to lie still.
	Settled time.Duration
	// Remove takes a file out of the folder once it lies in the inbox.
	Remove bool
	// KPI are Kolada's titles by id; both are checked against the API.
	KPI map[string]string
	// Municipalities are codes of four digits.
	Municipalities []string
	// FirstYear leaves out what is older; 0 is everything.
	FirstYear int
}

// State is what is remembered of a source between runs.
type State struct {
	// Tried is the last attempt, Fetched the last one that went well, Changed
	// the last that brought something new.
	Tried   time.Time `json:"forsokt"`
	Fetched time.Time `json:"hamtad,omitzero"`
	Changed time.Time `json:"andrad,omitzero"`
	// Fault is why the last attempt failed; empty when it did not.
	Fault string `json:"fel,omitempty"`
	// File is the last one put into the inbox.
	File string `json:"fil,omitempty"`

	// Address is the one that the validators and the hash speak of.
	Address      string          `json:"adress,omitempty"`
	ETag         string          `json:"etag,omitempty"`
	LastModified string          `json:"last_modified,omitempty"`
	SHA256       string          `json:"sha256,omitempty"`
	Seen         map[string]seen `json:"filer,omitempty"`
}

// Result is what came of one source.
type Result struct {
	Source string
	// Files are the names of what was put into the inbox.
	Files []string
	// Err is why the source could not be fetched, wholly or in part.
	Err error
}

// Fetcher fetches sources for one workspace. The caller holds the workspace.
type Fetcher struct {
	// Inbox is the folder that files are put into, StateFile what is remembered.
	Inbox, StateFile string
	Now              func() time.Time
	// Secret answers with the value of a named secret, empty if there is none.
	Secret func(name string) string
	// Sleep, if set, replaces waiting between attempts.
	Sleep func(ctx context.Context, d time.Duration) error
	// Transport, if set, replaces the one that checks certificates against the
	// system's authorities.
	Transport http.RoundTripper
}

// Fetch asks each source in turn. Faults of sources are in the results; the
// error is a fault of this machine, or of ctx.
func (f *Fetcher) Fetch(ctx context.Context, sources []Source) ([]Result, error) {
	states, err := ReadState(f.StateFile)
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, s := range sources {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		state := states[s.Name]
		if state.Address != s.Address {
			state = State{}
		}
		state.Address, state.Tried, state.Fault = s.Address, f.Now().UTC(), ""
		r := Result{Source: s.Name}
		switch s.Kind {
		case Folder:
			r.Files, r.Err = f.folder(s, &state)
		case HTTP:
			r.Files, r.Err = f.web(ctx, s, &state)
		case Kolada:
			r.Files, r.Err = f.kolada(ctx, s, &state)
		default:
			r.Err = fmt.Errorf("there is no kind of source %q", s.Kind)
		}
		if r.Err == nil {
			state.Fetched = state.Tried
		} else {
			r.Err = fmt.Errorf("fetch %s: %w", s.Name, r.Err)
			state.Fault = r.Err.Error()
		}
		if len(r.Files) > 0 {
			state.Changed, state.File = state.Tried, r.Files[len(r.Files)-1]
		}
		states[s.Name] = state
		out = append(out, r)
		if err := writeState(f.StateFile, states); err != nil {
			return out, fmt.Errorf("remember sources: %w", err)
		}
	}
	return out, ctx.Err()
}

// ReadState is what is remembered of sources, by their names.
func ReadState(path string) (map[string]State, error) {
	out := map[string]State{}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read state of sources: %w", err)
	}
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("read state of sources: %s: %w", path, err)
	}
	return out, nil
}

func writeState(path string, states map[string]State) error {
	text, err := json.MarshalIndent(states, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	beside := path + ".tmp"
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return place(beside, path)
}

// errTooLarge says that the content is larger than its source may send.
var errTooLarge = errors.New("larger than the limit")

// arriving is content on its way into the inbox, under a name that ingest
// leaves alone.
type arriving struct {
	path, sha256 string
}

// receive writes content beside the inbox's files and sees it onto the disk.
func (f *Fetcher) receive(s Source, r io.Reader) (a arriving, err error) {
	if err := os.MkdirAll(f.Inbox, 0o700); err != nil {
		return a, err
	}
	a.path = filepath.Join(f.Inbox, ".hamtar_"+s.Name+".part")
	out, err := os.OpenFile(a.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return a, err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, h), io.LimitReader(r, s.MaxBytes+1))
	if err == nil && n > s.MaxBytes {
		err = fmt.Errorf("%w of %d bytes", errTooLarge, s.MaxBytes)
	}
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return a, errors.Join(err, os.Remove(a.path))
	}
	a.sha256 = hex.EncodeToString(h.Sum(nil))
	return a, nil
}

// deliver gives what has arrived its name in the inbox: stem, source and time.
// A name that is taken is never overwritten.
func (f *Fetcher) deliver(s Source, a arriving, stem, ext string) (string, error) {
	base := fmt.Sprintf("%s_%s_%s", stem, s.Name, f.Now().UTC().Format("20060102T150405Z"))
	name := base + ext
	for i := 2; ; i++ {
		_, err := os.Lstat(filepath.Join(f.Inbox, name))
		if errors.Is(err, os.ErrNotExist) {
			return name, place(a.path, filepath.Join(f.Inbox, name))
		}
		if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%s-%d%s", base, i, ext)
	}
}

// place renames a file and sees its folder onto the disk.
func place(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
