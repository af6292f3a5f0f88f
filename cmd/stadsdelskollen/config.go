package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/robfig/cron/v3"

	"stadsdelskollen/ingest"
	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/decode"
)

const configName = "stadsdelskollen.toml"

// config is stadsdelskollen.toml. Everything in it is optional.
type config struct {
	// Namn is the city as pages print it.
	Namn string `toml:"namn"`
	// Utgivare answers for the publication.
	Utgivare string `toml:"utgivare"`
	// Syntetisk marks every page and file as made from synthetic deliveries.
	Syntetisk bool `toml:"syntetisk"`
	// RiktlinjeDagar is N in "decided within N days"; without it that
	// indicator is absent.
	RiktlinjeDagar int                   `toml:"riktlinje_dagar"`
	Tidplan        schedules             `toml:"tidplan"`
	Feed           map[string]feedConfig `toml:"feed"`
}

// schedules are cron expressions in the time of Stockholm.
type schedules struct {
	Run string `toml:"run"`
}

type feedConfig struct {
	// Kalla is the source that is printed where a delivery names none.
	Kalla string `toml:"kalla"`
	// Mapping is how the deliverer writes the feed's files.
	decode.Mapping
}

// loadConfig reads the config of a workspace; a missing file means defaults.
// Faults carry file, line and column, and all are reported.
func loadConfig(dir string) (config, error) {
	cfg := config{Namn: "Stockholm"}
	path := filepath.Join(dir, configName)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return cfg, nil
	}
	if err != nil {
		return cfg, fmt.Errorf("read config: %w", err)
	}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&cfg); err != nil {
		return cfg, tomlFaults(path, err)
	}
	return cfg, cfg.check(path, string(text))
}

func tomlFaults(path string, err error) error {
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		var faults []error
		for _, e := range strict.Errors {
			line, column := e.Position()
			faults = append(faults, fmt.Errorf("%s:%d:%d: unknown key %s", path, line, column, strings.Join(e.Key(), ".")))
		}
		return errors.Join(faults...)
	case errors.As(err, &decode):
		line, column := decode.Position()
		return fmt.Errorf("%s:%d:%d: %w", path, line, column, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

func (c config) check(path, text string) error {
	var faults []error
	fault := func(mark, format string, args ...any) {
		at := path
		for i, line := range strings.Split(text, "\n") {
			if column := strings.Index(line, mark); column >= 0 && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				at = fmt.Sprintf("%s:%d:%d", path, i+1, column+1)
				break
			}
		}
		faults = append(faults, fmt.Errorf("%s: "+format, append([]any{at}, args...)...))
	}
	if c.RiktlinjeDagar < 0 {
		fault("riktlinje_dagar", "riktlinje_dagar is %d, want a number of days", c.RiktlinjeDagar)
	}
	if c.Tidplan.Run != "" {
		if _, err := cron.ParseStandard(c.Tidplan.Run); err != nil {
			fault("run", "tidplan.run: %v", err)
		}
	}
	var names []string
	for _, f := range contract.All() {
		names = append(names, f.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Feed)) {
		if !slices.Contains(names, name) {
			fault("feed."+name, "there is no feed %s; the feeds are %s", name, strings.Join(names, ", "))
			continue
		}
		feed, _ := contract.ByName(name)
		faulty := c.Feed[name].Mapping.Check(feed)
		for _, key := range slices.Sorted(maps.Keys(faulty)) {
			fault(key, "feed.%s: %v", name, faulty[key])
		}
	}
	return errors.Join(faults...)
}

func (c config) feeds() map[string]ingest.FeedConfig {
	out := map[string]ingest.FeedConfig{}
	for name, f := range c.Feed {
		out[name] = ingest.FeedConfig{Source: f.Kalla, Mapping: f.Mapping}
	}
	return out
}

func (c config) sources() map[string]string {
	out := map[string]string{}
	for name, f := range c.Feed {
		out[name] = f.Kalla
	}
	return out
}
