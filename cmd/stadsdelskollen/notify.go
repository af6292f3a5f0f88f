package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"time"

	"stadsdelskollen/queries/warehouse"
)

// What can be told.
const (
	eventFault      = "fel"
	eventQuarantine = "karantan"
	eventLate       = "sen"
)

var events = []string{eventFault, eventQuarantine, eventLate}

const (
	notifyTimeout  = 30 * time.Second
	notifyAttempts = 3
	notifyWait     = 5 * time.Second
)

// message is what is told, as a webhook gets it. It holds names of files and
// areas and counts of faults, never a figure or a row: it leaves the house.
type message struct {
	Event string    `json:"handelse"`
	Text  string    `json:"text"`
	Job   string    `json:"jobb"`
	Code  int       `json:"kod"`
	Time  time.Time `json:"tid"`
	// Name of the city, for those who serve several.
	City       string           `json:"stad"`
	Late       []late           `json:"sena,omitempty"`
	Quarantine []quarantineNote `json:"karantan,omitempty"`
}

type quarantineNote struct {
	Receipt int    `json:"kvitto"`
	Feed    string `json:"underlag"`
	File    string `json:"fil"`
	Rule    string `json:"regel"`
	Faults  int    `json:"fel"`
}

// notify tells what came of a job. What cannot be told is logged; lateness is
// told once, and again if telling it failed.
func (s *scheduler) notify(ctx context.Context, name string, started time.Time, code int, err error) {
	n := s.cfg.Meddelande
	if n.Webhook == "" && n.WebhookMiljo == "" && len(n.Kommando) == 0 {
		return
	}
	base := message{Job: name, Code: code, Time: s.env.Now().UTC(), City: s.cfg.Namn}
	if code != exitDone && code != exitRefused && code != exitLate {
		s.tell(ctx, faultMessage(base, err))
	}
	if name != jobFetch {
		s.review(ctx, base, started)
	}
}

func faultMessage(m message, err error) message {
	m.Event = eventFault
	why := "Loggen säger varför."
	switch {
	case errors.Is(err, errSource):
		why = "En källa kunde inte hämtas; resten gjordes. `stadsdelskollen status` säger vilken."
	case m.Code == exitGate:
		why = "Skyddet av små tal lät ingenting publiceras; den tidigare webbplatsen ligger kvar."
	case m.Code == exitBusy:
		why = "En annan körning höll arbetsmappen."
	}
	m.Text = fmt.Sprintf("Jobbet %s misslyckades (kod %d). %s", m.Job, m.Code, why)
	return m
}

// review tells what was refused since the job began and what has become late.
func (s *scheduler) review(ctx context.Context, m message, started time.Time) {
	now, err := s.look(ctx)
	if err != nil {
		s.log.Error("look for what to tell", "error", err)
		return
	}
	quarantine := m
	for _, q := range now.Quarantine {
		if q.Received.Before(started.UTC().Truncate(time.Microsecond)) {
			continue
		}
		quarantine.Quarantine = append(quarantine.Quarantine, quarantineNote{q.Receipt, q.Feed, q.Name, q.Rule, q.Faults})
	}
	if len(quarantine.Quarantine) > 0 {
		quarantine.Event = eventQuarantine
		quarantine.Text = "Något underkändes och ligger i quarantine/: " + quarantineText(quarantine.Quarantine) + "."
		s.tell(ctx, quarantine)
	}
	told := map[string]time.Time{}
	for _, l := range now.Late {
		key := l.Feed + " " + l.Period
		if at, known := s.state.Told[key]; known {
			told[key] = at
			continue
		}
		m.Late = append(m.Late, l)
	}
	s.state.Told = told
	if len(m.Late) == 0 {
		return
	}
	m.Event, m.Text = eventLate, "Leveranser är sena: "+lateText(m.Late)+"."
	if s.tell(ctx, m) {
		for _, l := range m.Late {
			told[l.Feed+" "+l.Period] = m.Time
		}
	}
}

func quarantineText(notes []quarantineNote) string {
	var files []string
	for _, n := range notes {
		if text := fmt.Sprintf("%s (kvitto %d)", n.File, n.Receipt); !slices.Contains(files, text) {
			files = append(files, text)
		}
	}
	return strings.Join(files, ", ")
}

func lateText(all []late) string {
	var parts []string
	for _, l := range all {
		parts = append(parts, fmt.Sprintf("%s %s, senast %s, saknas för %s", l.Feed, l.Period, l.Deadline, strings.Join(l.Missing, ", ")))
	}
	return strings.Join(parts, "; ")
}

// look reads the status, holding the workspace for as long as that takes.
func (s *scheduler) look(ctx context.Context) (out status, err error) {
	w, err := openWorkspace(s.dir)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	p := newProgress(s.env)
	defer p.end()
	err = w.withWarehouse(ctx, s.env, p, func(wh *warehouse.DB) (err error) {
		out, err = readStatus(ctx, s.env, w, wh)
		return err
	})
	return out, err
}

// tell sends a message by every way there is, each tried a few times, and says
// whether all went well.
func (s *scheduler) tell(ctx context.Context, m message) bool {
	n := s.cfg.Meddelande
	if len(n.Vid) > 0 && !slices.Contains(n.Vid, m.Event) {
		return true
	}
	ok := true
	try := func(way string, send func(context.Context) error) {
		var err error
		for attempt := 1; attempt <= notifyAttempts; attempt++ {
			if attempt > 1 && s.sleep(ctx, notifyWait<<(attempt-2)) != nil {
				break
			}
			limited, cancel := context.WithTimeout(ctx, notifyTimeout)
			err = send(limited)
			cancel()
			if err == nil {
				return
			}
		}
		ok = false
		s.log.Error("tell", "way", way, "event", m.Event, "error", err)
	}
	if n.Webhook != "" || n.WebhookMiljo != "" {
		try("webhook", func(ctx context.Context) error { return n.post(ctx, s.env, m) })
	}
	if len(n.Kommando) > 0 {
		try("command", func(ctx context.Context) error { return n.command(ctx, m) })
	}
	return ok
}

// post sends the message as JSON. Its address may be a secret, so no fault
// names it.
func (n notifyConfig) post(ctx context.Context, e *env, m message) error {
	address := n.Webhook
	if n.WebhookMiljo != "" {
		if address = e.Getenv(n.WebhookMiljo); address == "" {
			return fmt.Errorf("the environment variable %s is not set", n.WebhookMiljo)
		}
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errors.New("the webhook's address is no URL")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "stadsdelskollen")
	if n.HemlighetMiljo != "" {
		secret := e.Getenv(n.HemlighetMiljo)
		if secret == "" {
			return fmt.Errorf("the environment variable %s is not set", n.HemlighetMiljo)
		}
		req.Header.Set("Authorization", "Bearer "+secret)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
	err = errors.Join(err, resp.Body.Close())
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("the server answered %s", resp.Status)
	}
	return err
}

// command runs a program, without a shell, with the text on its standard input.
func (n notifyConfig) command(ctx context.Context, m message) error {
	cmd := exec.CommandContext(ctx, n.Kommando[0], n.Kommando[1:]...)
	cmd.Stdin = strings.NewReader(m.Text + "\n")
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", n.Kommando[0], err, bytes.TrimSpace(out[:min(len(out), 500)]))
	}
	return nil
}
