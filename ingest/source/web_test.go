package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// site answers with what its fields say at the time.
type site struct {
	*httptest.Server
	requests []*http.Request
	answer   http.HandlerFunc
}

func newSite(t *testing.T, start func(http.Handler) *httptest.Server) *site {
	t.Helper()
	s := &site{}
	s.Server = start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests = append(s.requests, r)
		s.answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) source() Source {
	return Source{Name: "stad", Kind: HTTP, Address: s.URL + "/fil.csv?nyckel=abc", Feed: "matt", Attempts: 3}
}

func TestAnAddressIsSnapshotEachTimeItsContentChanges(t *testing.T) {
	r, s := newRig(t), newSite(t, httptest.NewServer)
	body, etag := "ett", `"1"`
	s.answer = func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")
		fmt.Fprint(w, body)
	}
	if got := r.fetch(s.source()); got.Err != nil {
		t.Fatal(got.Err)
	}
	if got := r.fetch(s.source()); got.Err != nil || len(got.Files) != 0 {
		t.Errorf("not modified: got %v", got)
	}
	if q := s.requests[1]; q.Header.Get("If-Modified-Since") != "Sat, 21 Nov 2026 10:00:00 GMT" || q.Header.Get("If-None-Match") != `"1"` {
		t.Errorf("asked with %v", q.Header)
	}
	// A new validator with the old bytes is nothing new.
	etag = `"2"`
	if got := r.fetch(s.source()); got.Err != nil || len(got.Files) != 0 {
		t.Errorf("same bytes: got %v", got)
	}
	body, etag = "två", `"3"`
	if got := r.fetch(s.source()); got.Err != nil || len(got.Files) != 1 {
		t.Errorf("changed: got %v", got)
	}
	r.want("matt_stad_20261121T120001Z.csv", "matt_stad_20261121T120004Z.csv")
	if a, b := r.read("matt_stad_20261121T120001Z.csv"), r.read("matt_stad_20261121T120004Z.csv"); a != "ett" || b != "två" {
		t.Errorf("got %q, %q", a, b)
	}
	st := r.state("stad")
	if st.ETag != `"3"` || !st.Fetched.Equal(r.now) || !st.Changed.Equal(r.now) || st.File != "matt_stad_20261121T120004Z.csv" {
		t.Errorf("state %+v", st)
	}
	// Another address under the same name is asked without the old validators.
	moved := s.source()
	moved.Address = s.URL + "/ny.csv"
	if got := r.fetch(moved); got.Err != nil || len(got.Files) != 1 {
		t.Errorf("moved: got %v", got)
	}
}

func TestFetchingIsTriedAgainAsThePublisherAsks(t *testing.T) {
	r, s := newRig(t), newSite(t, httptest.NewServer)
	n := 0
	s.answer = func(w http.ResponseWriter, _ *http.Request) {
		switch n++; n {
		case 1:
			w.WriteHeader(http.StatusBadGateway)
		case 2:
			w.Header().Set("Retry-After", "90")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			fmt.Fprint(w, "a")
		}
	}
	if got := r.fetch(s.source()); got.Err != nil || len(got.Files) != 1 {
		t.Fatalf("got %v", got)
	}
	if len(r.sleeps) != 2 || r.sleeps[0] < firstWait/2 || r.sleeps[0] > firstWait || r.sleeps[1] != 90*time.Second {
		t.Errorf("waited %v", r.sleeps)
	}
	for i := range 40 {
		if d := backoff(i + 1); d <= 0 || d > maxWait {
			t.Errorf("wait %d is %v", i+1, d)
		}
	}
}

func TestRetryAfterMayBeADate(t *testing.T) {
	r := newRig(t)
	resp := &http.Response{Header: http.Header{"Retry-After": {"Sat, 21 Nov 2026 12:00:30 GMT"}}}
	if got := r.retryAfter(resp); got != 30*time.Second {
		t.Errorf("got %v", got)
	}
}

func TestAttemptsAreBoundedAndSomeFaultsAreFinal(t *testing.T) {
	for name, c := range map[string]struct {
		answer   http.HandlerFunc
		change   func(*Source)
		requests int
		want     string
	}{
		"down":      {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, requests: 3, want: "500 Internal Server Error (attempt 3)"},
		"gone":      {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, requests: 1, want: "410 Gone"},
		"not asked": {answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }, requests: 1, want: "304"},
		"long wait": {answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(503)
		}, requests: 1, want: "503"},
		"too large": {answer: func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "12345") }, change: func(s *Source) { s.MaxBytes = 4 }, requests: 1, want: "larger than the limit of 4 bytes"},
		"torn": {answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			fmt.Fprint(w, "1234")
		}, requests: 3, want: "unexpected EOF"},
		"other bytes":     {answer: func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a") }, change: func(s *Source) { s.SHA256 = strings.Repeat("0", 64) }, requests: 1, want: "the content's sha256 is ca978112"},
		"round and round": {answer: func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, q.URL.String(), http.StatusFound) }, requests: maxRedirects + 1, want: "redirect refused: more than 5"},
		"no secret":       {answer: func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a") }, change: func(s *Source) { s.Secret = "SAKNAS" }, requests: 0, want: "the environment variable SAKNAS is not set"},
	} {
		t.Run(name, func(t *testing.T) {
			r, s := newRig(t), newSite(t, httptest.NewServer)
			s.answer = c.answer
			src := s.source()
			if c.change != nil {
				c.change(&src)
			}
			got := r.fetch(src)
			if got.Err == nil || !strings.Contains(got.Err.Error(), c.want) || len(s.requests) != c.requests {
				t.Errorf("%d requests, %v", len(s.requests), got.Err)
			}
			if strings.Contains(fmt.Sprint(got.Err), "abc") {
				t.Errorf("the query is in the fault: %v", got.Err)
			}
			r.want()
			if st := r.state("stad"); st.Fault == "" || st.SHA256 != "" || st.ETag != "" {
				t.Errorf("state %+v", st)
			}
		})
	}
}

func TestAnUnreachableHostIsNamedWithoutItsQuery(t *testing.T) {
	r, s := newRig(t), newSite(t, httptest.NewServer)
	src := s.source()
	s.Close()
	got := r.fetch(src)
	if got.Err == nil || !strings.Contains(got.Err.Error(), "/fil.csv") || strings.Contains(got.Err.Error(), "abc") || len(r.sleeps) != 2 {
		t.Errorf("%v after %v", got.Err, r.sleeps)
	}
}

func TestACertificateOfAnUnknownAuthorityIsRefused(t *testing.T) {
	r, s := newRig(t), newSite(t, httptest.NewTLSServer)
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // the refused handshake
	s.answer = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a") }
	if got := r.fetch(s.source()); got.Err == nil || !strings.Contains(got.Err.Error(), "certificate") || len(r.sleeps) != 0 {
		t.Errorf("%v after %v", got.Err, r.sleeps)
	}
	r.Transport = s.Client().Transport
	if got := r.fetch(s.source()); got.Err != nil {
		t.Error(got.Err)
	}
}

func TestARedirectFromHTTPSToHTTPIsRefused(t *testing.T) {
	r, s, open := newRig(t), newSite(t, httptest.NewTLSServer), newSite(t, httptest.NewServer)
	s.answer = func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, open.URL, http.StatusFound) }
	r.Transport = s.Client().Transport
	got := r.fetch(s.source())
	if got.Err == nil || !strings.Contains(got.Err.Error(), "from https to http") || len(open.requests) != 0 || len(r.sleeps) != 0 {
		t.Errorf("%v, %d requests, waited %v", got.Err, len(open.requests), r.sleeps)
	}
}

func TestASecretGoesToItsHostOnly(t *testing.T) {
	r, s, other := newRig(t), newSite(t, httptest.NewServer), newSite(t, httptest.NewServer)
	other.answer = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a") }
	s.answer = func(w http.ResponseWriter, q *http.Request) {
		fmt.Fprint(w, q.Header.Get("Authorization"), q.Header.Get("X-Api-Key"))
	}
	src := s.source()
	src.Secret = "SK_NYCKEL"
	if got := r.fetch(src); got.Err != nil || r.read(got.Files[0]) != "Bearer hemlig-1234" {
		t.Errorf("got %v", got)
	}
	src.Header, src.Name = "X-Api-Key", "egen"
	if got := r.fetch(src); got.Err != nil || r.read(got.Files[0]) != "hemlig-1234" {
		t.Errorf("got %v", got)
	}
	s.answer = func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, other.URL, http.StatusFound) }
	got := r.fetch(src)
	if got.Err == nil || !strings.Contains(got.Err.Error(), "to another host, with a secret") || len(other.requests) != 0 {
		t.Errorf("%v, %d requests", got.Err, len(other.requests))
	}
	src.Address = "http://example.invalid/fil.csv"
	if got := r.fetch(src); got.Err == nil || !strings.Contains(got.Err.Error(), "over https only") {
		t.Errorf("got %v", got.Err)
	}
	text, err := os.ReadFile(r.StateFile)
	if err != nil || strings.Contains(string(text), "hemlig") {
		t.Errorf("state: %s %v", text, err)
	}
}

func TestCancellingEndsTheWaitBetweenAttempts(t *testing.T) {
	r, s := newRig(t), newSite(t, httptest.NewServer)
	ctx, cancel := context.WithCancel(t.Context())
	s.answer = func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	r.Sleep = nil
	src := s.source()
	src.MaxBytes, src.Timeout = 10, time.Minute
	began := time.Now()
	if _, err := r.Fetch(ctx, []Source{src, src}); !errors.Is(err, context.Canceled) || time.Since(began) > 5*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
	if len(s.requests) != 1 {
		t.Errorf("%d requests", len(s.requests))
	}
}
