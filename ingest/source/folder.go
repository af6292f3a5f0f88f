package source

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// seen is a file of a folder as it was when it was delivered.
type seen struct {
	Bytes    int64  `json:"byte"`
	Modified int64  `json:"andrad"` // nanoseconds since 1970
	SHA256   string `json:"sha256"`
}

// folder copies what is new in a folder to the inbox. A file that is still
// being written is left for the next time.
func (f *Fetcher) folder(s Source, state *State) (files []string, err error) {
	entries, err := os.ReadDir(s.Address)
	if err != nil {
		return nil, err
	}
	known := map[string]seen{}
	var faults []error
	for _, e := range entries {
		if !e.Type().IsRegular() || unfinished(e.Name()) {
			continue
		}
		key := shown(e.Name())
		before := state.Seen[key]
		now, name, err := f.pick(s, e.Name(), before)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", key, err))
		}
		if name != "" {
			files = append(files, name)
		}
		if now != (seen{}) {
			known[key] = now
		}
	}
	state.Seen = known
	return files, errors.Join(faults...)
}

// pick copies one file unless it is as before, and says how it looked.
func (f *Fetcher) pick(s Source, base string, before seen) (seen, string, error) {
	path := filepath.Join(s.Address, base)
	info, err := os.Stat(path)
	if err != nil {
		return before, "", err
	}
	now := seen{Bytes: info.Size(), Modified: info.ModTime().UnixNano(), SHA256: before.SHA256}
	if now == before {
		return before, "", f.takeAway(s, path, now)
	}
	// A time of change ahead of the clock tells nothing about stillness.
	if age := f.Now().Sub(info.ModTime()); age >= 0 && age < s.Settled {
		return before, "", nil
	}
	in, err := os.Open(path)
	if err != nil {
		return before, "", err
	}
	a, err := f.receive(s, in)
	if err := errors.Join(err, in.Close()); err != nil {
		return before, "", err
	}
	if after, err := os.Stat(path); err != nil || after.Size() != now.Bytes || after.ModTime().UnixNano() != now.Modified {
		return before, "", os.Remove(a.path)
	}
	now.SHA256 = a.sha256
	if a.sha256 == before.SHA256 {
		return now, "", errors.Join(os.Remove(a.path), f.takeAway(s, path, now))
	}
	name, err := f.name(s, a, shown(base))
	if err != nil {
		return before, "", err
	}
	return now, name, f.takeAway(s, path, now)
}

// takeAway removes a delivered file where the source says so, unless it has
// changed since.
func (f *Fetcher) takeAway(s Source, path string, was seen) error {
	if !s.Remove {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() != was.Bytes || info.ModTime().UnixNano() != was.Modified {
		return err
	}
	return os.Remove(path)
}

// name delivers a file of a folder under its own name, with source and time
// after it. Mended rows are known by how their name ends, so it is kept.
func (f *Fetcher) name(s Source, a arriving, base string) (string, error) {
	if lower := strings.ToLower(base); strings.Contains(lower, ".kvitto") && strings.HasSuffix(lower, ".rader.csv") {
		to := filepath.Join(f.Inbox, base)
		if _, err := os.Lstat(to); err == nil {
			return "", fmt.Errorf("a file of that name waits in the inbox")
		}
		return base, place(a.path, to)
	}
	ext := filepath.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	if s.Feed != "" && !strings.HasPrefix(strings.ToLower(stem), s.Feed) {
		stem = s.Feed + "_" + stem
	}
	if s.Ext != "" {
		ext = s.Ext
	}
	return f.deliver(s, a, stem, ext)
}

// shown is a name as it can be written in JSON and on one line.
func shown(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, name)
}

// unfinished says whether a name means that the file is not there yet.
func unfinished(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") ||
		slices.Contains([]string{".part", ".tmp", ".filepart", ".crdownload"}, strings.ToLower(filepath.Ext(name)))
}
