package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hook is a webhook that answers with the codes in turn, then with 204.
type hook struct {
	*httptest.Server
	codes  []int
	bodies []message
	tokens []string
}

func newHook(t *testing.T, codes ...int) *hook {
	t.Helper()
	h := &hook{codes: codes}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m message
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			t.Error(err)
		}
		h.bodies, h.tokens = append(h.bodies, m), append(h.tokens, r.Header.Get("Authorization"))
		code := http.StatusNoContent
		if len(h.codes) > 0 {
			code, h.codes = h.codes[0], h.codes[1:]
		}
		w.WriteHeader(code)
	}))
	t.Cleanup(h.Close)
	return h
}

func telling(t *testing.T, n notifyConfig, vars map[string]string) (*scheduler, *[]time.Duration) {
	t.Helper()
	b := newBench(t, t.TempDir(), "2026-11-21 12:00", "2026-11-22 12:00", schedules{})
	b.cfg.Meddelande = n
	b.env.Getenv = func(name string) string { return vars[name] }
	var slept []time.Duration
	b.scheduler.sleep = func(_ context.Context, d time.Duration) error { slept = append(slept, d); return nil }
	return b.scheduler, &slept
}

func TestAWebhookGetsAFaultAndIsTriedAgain(t *testing.T) {
	h := newHook(t, 500, 429)
	s, slept := telling(t, notifyConfig{WebhookMiljo: "KROK", HemlighetMiljo: "NYCKEL"}, map[string]string{"KROK": h.URL, "NYCKEL": "hemlig"})
	s.notify(t.Context(), jobFetch, s.env.Now(), exitFault, errors.New("disk full"))
	if len(h.bodies) != 3 || len(*slept) != 2 || (*slept)[1] != 2*notifyWait || h.tokens[2] != "Bearer hemlig" {
		t.Fatalf("%d messages, waited %v, token %q", len(h.bodies), *slept, h.tokens)
	}
	m := h.bodies[2]
	if m.Event != eventFault || m.Job != jobFetch || m.Code != exitFault || m.City != "Stockholm" || !m.Time.Equal(s.env.Now()) ||
		m.Text != "Jobbet hamta misslyckades (kod 1). Loggen säger varför." {
		t.Errorf("got %+v", m)
	}
}

func TestWhatIsNotAskedForIsNotTold(t *testing.T) {
	h := newHook(t)
	s, _ := telling(t, notifyConfig{Webhook: h.URL, Vid: []string{eventLate}}, nil)
	s.notify(t.Context(), jobFetch, s.env.Now(), exitFault, errSource)
	s.cfg.Meddelande.Vid = nil
	s.notify(t.Context(), jobFetch, s.env.Now(), exitDone, nil)
	if len(h.bodies) != 0 {
		t.Errorf("got %+v", h.bodies)
	}
}

func TestACommandGetsTheTextWithoutAShell(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.txt")
	s, _ := telling(t, notifyConfig{Kommando: []string{"tee", out, "$(date)"}}, nil)
	t.Chdir(t.TempDir())
	if !s.tell(t.Context(), message{Event: eventLate, Text: "Leveranser är sena: å"}) {
		t.Fatal("not told")
	}
	text, err := os.ReadFile(out)
	if err != nil || string(text) != "Leveranser är sena: å\n" {
		t.Errorf("got %q, %v", text, err)
	}
	if _, err := os.Stat("$(date)"); err != nil {
		t.Errorf("an argument was not taken as it stands: %v", err)
	}
	s.cfg.Meddelande.Kommando = []string{"false"}
	if s.tell(t.Context(), message{Event: eventLate}) {
		t.Error("a command that fails counts as told")
	}
}

func TestAFaultOfTheWebhookDoesNotNameItsAddress(t *testing.T) {
	h := newHook(t, 500)
	n := notifyConfig{Webhook: h.URL + "/hemlig-krok"}
	e := &env{Stdout: io.Discard, Stderr: io.Discard}
	first := n.post(t.Context(), e, message{})
	h.Close()
	second := n.post(t.Context(), e, message{})
	for _, err := range []error{first, second} {
		if err == nil || strings.Contains(err.Error(), "hemlig-krok") {
			t.Errorf("got %v", err)
		}
	}
}
