package main

import (
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/source"
)

// schedules are cron expressions in the time of Stockholm, by job, and what is
// done when a job fails.
type schedules struct {
	Run            string `toml:"run"`
	Hamta          string `toml:"hamta"`
	PublishInternt string `toml:"publish_internt"`
	Kontroll       string `toml:"kontroll"`
	// Forsok is how often a job that fails is tried, Vanta the wait before the
	// second time; it doubles each time.
	Forsok int      `toml:"forsok"`
	Vanta  duration `toml:"vanta"`
}

// sourceConfig is one place that deliveries are fetched from.
type sourceConfig struct {
	Namn           string            `toml:"namn"`
	Slag           string            `toml:"slag"`
	Adress         string            `toml:"adress"`
	Feed           string            `toml:"feed"`
	Andelse        string            `toml:"andelse"`
	HemlighetMiljo string            `toml:"hemlighet_miljo"`
	Huvud          string            `toml:"huvud"`
	SHA256         string            `toml:"sha256"`
	StorstMB       int64             `toml:"storst_mb"`
	Forsok         int               `toml:"forsok"`
	Tidsgrans      duration          `toml:"tidsgrans"`
	Stilla         *duration         `toml:"stilla"`
	TaBort         bool              `toml:"ta_bort"`
	Nyckeltal      map[string]string `toml:"nyckeltal"`
	Kommuner       []string          `toml:"kommuner"`
	FranAr         int               `toml:"fran_ar"`
}

// notifyConfig says whom `schedule` tells, and of what.
type notifyConfig struct {
	// Webhook is an address, WebhookMiljo the environment variable that holds
	// it where the address itself is a secret.
	Webhook        string   `toml:"webhook"`
	WebhookMiljo   string   `toml:"webhook_miljo"`
	HemlighetMiljo string   `toml:"hemlighet_miljo"`
	Kommando       []string `toml:"kommando"`
	Vid            []string `toml:"vid"`
}

// duration is written as 10s, 5m or 2h.
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil || v < 0 {
		return fmt.Errorf("%q is no duration; write for example \"30s\", \"10m\" or \"2h\"", text)
	}
	*d = duration(v)
	return nil
}

// configFault is a fault of a key: the nth table of that header, from 0.
type configFault struct {
	table   string
	nth     int
	key     string
	message string
}

// locate finds the line and column, from 1, of the key that a fault is about;
// that of its table where the key is missing.
func locate(text string, f configFault) (line, column int) {
	line, column = 1, 1
	seen, inside := -1, false
	for i, s := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(s)
		indent := len(s) - len(strings.TrimLeft(s, " \t"))
		if strings.HasPrefix(trimmed, "[") {
			header := strings.Trim(strings.SplitN(trimmed, "#", 2)[0], "[] \t\r")
			if header == f.table {
				seen++
			}
			inside = header == f.table && seen == f.nth
			if inside {
				line, column = i+1, indent+1
			}
			continue
		}
		name, _, isPair := strings.Cut(trimmed, "=")
		if inside && isPair && strings.TrimSpace(name) == f.key {
			return i + 1, indent + 1
		}
	}
	return line, column
}

// checkOperation finds what is wrong with sources, schedule, deadlines and
// notifications.
func (c config) checkOperation() []configFault {
	var out []configFault
	for _, j := range c.Tidplan.jobs() {
		if _, err := parsePlan(j.expression); err != nil {
			out = append(out, configFault{"tidplan", 0, j.name, fmt.Sprintf("tidplan.%s: %v", j.name, err)})
		}
	}
	if c.Tidplan.Forsok < 0 {
		out = append(out, configFault{"tidplan", 0, "forsok", "tidplan.forsok is how often a job is tried, at least 1"})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Feed)) {
		feed, ok := contract.ByName(name)
		if day := c.Feed[name].Senast; ok && day != 0 {
			when, _ := feed.Field(feed.Own.Period)
			switch {
			case day < 1 || day > 28:
				out = append(out, configFault{"feed." + name, 0, "senast", fmt.Sprintf("senast is %d, want a day of the following month from 1 to 28", day)})
			case when.Type != contract.YearMonth:
				out = append(out, configFault{"feed." + name, 0, "senast", fmt.Sprintf("senast is for feeds by month; %s is not", name)})
			}
		}
	}
	names := map[string]bool{}
	for i, s := range c.Kallor {
		for _, f := range s.check(names) {
			f.table, f.nth = "kallor", i
			out = append(out, f)
		}
		names[s.Namn] = true
	}
	return append(out, c.Meddelande.check()...)
}

var (
	sourceName   = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	hexHash      = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)
	townCode     = regexp.MustCompile(`^[0-9]{4}$`)
	fileEnding   = regexp.MustCompile(`^\.[a-z0-9.]+$`)
)

func (s sourceConfig) check(taken map[string]bool) (out []configFault) {
	fault := func(key, format string, args ...any) {
		out = append(out, configFault{key: key, message: fmt.Sprintf("source %q: ", s.Namn) + fmt.Sprintf(format, args...)})
	}
	switch {
	case !sourceName.MatchString(s.Namn):
		fault("namn", "namn has to be letters a–z, digits, - and _")
	case taken[s.Namn]:
		fault("namn", "the name is taken by another source")
	}
	_, known := contract.ByName(s.Feed)
	if s.Feed != "" && !known {
		fault("feed", "there is no feed %s; the feeds are %s", s.Feed, strings.Join(contract.Names(), ", "))
	}
	switch s.Slag {
	case source.Folder:
		if s.Adress == "" || filepath.Clean(s.Adress) == "inbox" {
			fault("adress", "adress has to be a folder other than the inbox")
		}
	case source.HTTP, source.Kolada:
		out = append(out, checkURL("adress", fmt.Sprintf("source %q: adress", s.Namn), s.Adress)...)
	default:
		fault("slag", "slag is %q, want %s, %s or %s", s.Slag, source.Folder, source.HTTP, source.Kolada)
	}
	if s.Slag == source.HTTP && s.Feed == "" {
		fault("feed", "feed has to say what the file is")
	}
	if s.Slag == source.Kolada {
		if s.Feed != "" && s.Feed != koladaFeed {
			fault("feed", "what Kolada gives is the feed %s", koladaFeed)
		}
		if len(s.Nyckeltal) == 0 || len(s.Kommuner) == 0 {
			fault("nyckeltal", "nyckeltal (id = title) and kommuner have to be given")
		}
		for _, code := range s.Kommuner {
			if !townCode.MatchString(code) {
				fault("kommuner", "%q is no municipality's code of four digits", code)
			}
		}
	}
	if s.HemlighetMiljo != "" && !variableName.MatchString(s.HemlighetMiljo) {
		fault("hemlighet_miljo", "hemlighet_miljo is the name of an environment variable, never the secret")
	}
	if s.Huvud != "" && s.HemlighetMiljo == "" {
		fault("huvud", "huvud names the header of a secret, and hemlighet_miljo is missing")
	}
	if s.SHA256 != "" && !hexHash.MatchString(s.SHA256) {
		fault("sha256", "sha256 has to be 64 hexadecimal digits")
	}
	if s.Andelse != "" && !fileEnding.MatchString(s.Andelse) {
		fault("andelse", "andelse is a file's ending like .csv")
	}
	if s.StorstMB < 0 || s.StorstMB > 10_000 {
		fault("storst_mb", "storst_mb has to be from 1 to 10000")
	}
	if s.Forsok < 0 || s.Forsok > 20 {
		fault("forsok", "forsok has to be from 1 to 20")
	}
	return out
}

// checkURL wants an http(s) address that holds no password.
func checkURL(key, what, address string) []configFault {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return []configFault{{key: key, message: what + " has to be an address that begins with https:// or http://"}}
	case u.User != nil:
		return []configFault{{key: key, message: what + " holds a user; secrets come by the name of an environment variable"}}
	}
	return nil
}

func (n notifyConfig) check() (out []configFault) {
	if n.Webhook != "" {
		out = checkURL("webhook", "meddelande.webhook", n.Webhook)
	}
	for key, name := range map[string]string{"webhook_miljo": n.WebhookMiljo, "hemlighet_miljo": n.HemlighetMiljo} {
		if name != "" && !variableName.MatchString(name) {
			out = append(out, configFault{key: key, message: "meddelande." + key + " is the name of an environment variable, never the secret"})
		}
	}
	for _, v := range n.Vid {
		if !slices.Contains(events, v) {
			out = append(out, configFault{key: "vid", message: fmt.Sprintf("meddelande.vid: %q is none of %s", v, strings.Join(events, ", "))})
		}
	}
	if len(n.Kommando) > 0 && n.Kommando[0] == "" {
		out = append(out, configFault{key: "kommando", message: "meddelande.kommando has to begin with a program"})
	}
	for i := range out {
		out[i].table = "meddelande"
	}
	return out
}
