package source

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strconv"
	"strings"
	"time"
)

const (
	maxRedirects = 5
	// The wait before attempt n is drawn from half to all of firstWait·2ⁿ⁻¹, so that
	// many who failed together do not come back together.
	firstWait = time.Second
	maxWait   = time.Minute
	// A publisher that asks for a longer wait is asked again at the next run.
	maxRetryAfter = 5 * time.Minute
)

// web fetches one address, unless it says that nothing has changed.
func (f *Fetcher) web(ctx context.Context, s Source, state *State) ([]string, error) {
	header := http.Header{}
	if state.ETag != "" {
		header.Set("If-None-Match", state.ETag)
	}
	if state.LastModified != "" {
		header.Set("If-Modified-Since", state.LastModified)
	}
	var got arriving
	var etag, modified string
	err := f.get(ctx, s, s.Address, header, func(resp *http.Response) (err error) {
		if resp.StatusCode == http.StatusNotModified {
			got = arriving{}
			return nil
		}
		etag, modified = resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")
		got, err = f.receive(s, resp.Body)
		return err
	})
	if err != nil || got.path == "" {
		return nil, err
	}
	if s.SHA256 != "" && !strings.EqualFold(s.SHA256, got.sha256) {
		return nil, errors.Join(fmt.Errorf("the content's sha256 is %s, want %s", got.sha256, s.SHA256), os.Remove(got.path))
	}
	var files []string
	if got.sha256 == state.SHA256 {
		if err := os.Remove(got.path); err != nil {
			return nil, err
		}
	} else {
		name, err := f.deliver(s, got, s.Feed, s.ending())
		if err != nil {
			return nil, err
		}
		files = []string{name}
	}
	// Only what was delivered may be answered with "not modified" later on.
	state.ETag, state.LastModified, state.SHA256 = etag, modified, got.sha256
	return files, nil
}

// ending is the file's, from the source or its address.
func (s Source) ending() string {
	if s.Ext != "" {
		return s.Ext
	}
	if u, err := url.Parse(s.Address); err == nil && path.Ext(u.Path) != "" {
		return strings.ToLower(path.Ext(u.Path))
	}
	return ".csv"
}

// fault is an attempt that failed.
type fault struct {
	err   error
	again bool          // another attempt may do better
	after time.Duration // what the publisher asked for, 0 if nothing
}

func (e *fault) Error() string { return e.err.Error() }
func (e *fault) Unwrap() error { return e.err }

// get asks an address until it answers, and hands on the answer. take is called
// anew for each attempt.
func (f *Fetcher) get(ctx context.Context, s Source, address string, header http.Header, take func(*http.Response) error) error {
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("the address is no URL")
	}
	shown := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	secret := ""
	if s.Secret != "" {
		if secret = f.Secret(s.Secret); secret == "" {
			return fmt.Errorf("the environment variable %s is not set", s.Secret)
		}
		if u.Scheme != "https" && !loopback(u) {
			return fmt.Errorf("GET %s: a secret is sent over https only", shown)
		}
	}
	client := &http.Client{Transport: f.Transport, CheckRedirect: redirects(secret != "")}
	for attempt := 1; ; attempt++ {
		err := f.once(ctx, s, client, u, header, secret, take)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var failed *fault
		if !errors.As(err, &failed) || !failed.again || attempt >= s.Attempts || failed.after > maxRetryAfter {
			return fmt.Errorf("GET %s: %w (attempt %d)", shown, err, attempt)
		}
		wait := max(backoff(attempt), failed.after)
		if err := f.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func (f *Fetcher) once(ctx context.Context, s Source, client *http.Client, u *url.URL, header http.Header, secret string, take func(*http.Response) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return errors.New("the address is no URL")
	}
	req.Header = header.Clone()
	req.Header.Set("User-Agent", "stadsdelskollen")
	switch {
	case secret != "" && s.Header == "":
		req.Header.Set("Authorization", "Bearer "+secret)
	case secret != "":
		req.Header.Set(s.Header, secret)
	}
	resp, err := client.Do(req)
	if err != nil {
		return network(err)
	}
	defer resp.Body.Close() //nolint:errcheck // what was read has been checked
	switch code := resp.StatusCode; {
	case code == http.StatusOK, code == http.StatusNotModified && header.Get("If-None-Match")+header.Get("If-Modified-Since") != "":
		if err := take(resp); err != nil {
			return &fault{err: withoutURL(err), again: !errors.Is(err, errTooLarge) && !permanent(err)}
		}
		return nil
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= 500:
		return &fault{err: fmt.Errorf("the server answered %s", resp.Status), again: true, after: f.retryAfter(resp)}
	default:
		return &fault{err: fmt.Errorf("the server answered %s", resp.Status)}
	}
}

// network is a fault before an answer came. What a certificate or a redirect
// is refused for will be the same the next time.
func network(err error) *fault {
	var certificate *tls.CertificateVerificationError
	return &fault{err: withoutURL(err), again: !errors.As(err, &certificate) && !permanent(err)}
}

// withoutURL drops what http says of the address: queries may hold secrets.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// errRedirect says that the server sent us somewhere that we do not follow.
var errRedirect = errors.New("redirect refused")

// permanent faults are the same at every attempt: of redirects, of the answer's form, of this disk.
func permanent(err error) bool {
	var form *formError
	var disk *os.PathError
	return errors.Is(err, errRedirect) || errors.As(err, &form) || errors.As(err, &disk)
}

// redirects follows a few, never from https to http, and with a secret none to
// another host.
func redirects(secret bool) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		switch {
		case len(via) > maxRedirects:
			return fmt.Errorf("%w: more than %d", errRedirect, maxRedirects)
		case via[0].URL.Scheme == "https" && req.URL.Scheme != "https":
			return fmt.Errorf("%w: from https to %s", errRedirect, req.URL.Scheme)
		case secret && req.URL.Host != via[0].URL.Host:
			return fmt.Errorf("%w: to another host, with a secret", errRedirect)
		}
		return nil
	}
}

func backoff(attempt int) time.Duration {
	d := min(firstWait<<(min(attempt, 10)-1), maxWait)
	return d/2 + rand.N(d/2+1)
}

// retryAfter is the wait that the answer asks for, in seconds or as a date.
func (f *Fetcher) retryAfter(resp *http.Response) time.Duration {
	text := resp.Header.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return time.Duration(min(n, 1<<20)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(f.Now()), 0)
	}
	return 0
}

func (f *Fetcher) sleep(ctx context.Context, d time.Duration) error {
	if f.Sleep != nil {
		return f.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// readAll reads an answer up to the limit.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%w of %d bytes", errTooLarge, limit)
	}
	return text, err
}
