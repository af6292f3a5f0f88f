package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"stadsdelskollen/ingest"
	"stadsdelskollen/ingest/contract"
	"stadsdelskollen/ingest/decode"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/disclosure"
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
	Jamlikar       peersConfig           `toml:"jamlikar"`
	Karta          mapConfig             `toml:"karta"`
	Webb           webConfig             `toml:"webb"`
	Skydd          protectionConfig      `toml:"skydd"`
	Tidplan        schedules             `toml:"tidplan"`
	Feed           map[string]feedConfig `toml:"feed"`
	Kallor         []sourceConfig        `toml:"kallor"`
	Meddelande     notifyConfig          `toml:"meddelande"`
	OppnaData      openDataConfig        `toml:"oppna_data"`
}

// mapConfig says how reference/karta.geojson is read.
type mapConfig struct {
	// Namn is the property that names an area; without it namn, name and NAMN are tried.
	Namn string `toml:"namn"`
}

// webConfig says where what is published is served.
type webConfig struct {
	// Adress is where `site` is served; publications/ is served beneath it.
	Adress string `toml:"adress"`
}

func (c webConfig) check() []configFault {
	if c.Adress == "" {
		return nil
	}
	faults := checkURL("adress", "webb.adress", c.Adress)
	for i := range faults {
		faults[i].table = "webb"
	}
	if u, err := url.Parse(c.Adress); err == nil && (u.RawQuery != "" || u.Fragment != "") {
		faults = append(faults, configFault{table: "webb", key: "adress", message: "webb.adress may have neither ? nor #"})
	}
	return faults
}

// address is Adress without a slash at its end.
func (c webConfig) address() string { return strings.TrimRight(c.Adress, "/") }

// protectionConfig is how strictly the public audience's figures are protected.
type protectionConfig struct {
	MinstaAntal       int64               `toml:"minsta_antal"`
	PProcent          int64               `toml:"p_procent"`
	MedianMinst       int64               `toml:"median_minst"`
	P90Minst          int64               `toml:"p90_minst"`
	UtanforGransMinst int64               `toml:"utanfor_grans_minst"`
	HandlaggareMinst  int64               `toml:"handlaggare_minst"`
	Hindergrupper     map[string][]string `toml:"hindergrupper"`
	// Regel is how counts are protected: by hiding, or by rounding.
	Regel string `toml:"regel"`
}

const (
	ruleOfHiding   = "doljning"
	ruleOfRounding = "avrundning"
)

func defaultProtection() protectionConfig {
	r := disclosure.DefaultRules()
	return protectionConfig{r.MinCount, r.Percent, r.MedianMin, r.P90Min, r.BeyondMin, r.WorkersMin, nil, ruleOfHiding}
}

func (p protectionConfig) rules() disclosure.Rules {
	roundTo := int64(0)
	if p.Regel == ruleOfRounding {
		roundTo = publication.RoundTo
	}
	return disclosure.Rules{RoundTo: roundTo, MinCount: p.MinstaAntal, Percent: p.PProcent, MedianMin: p.MedianMinst, P90Min: p.P90Minst, BeyondMin: p.UtanforGransMinst, WorkersMin: p.HandlaggareMinst}
}

// groups are the workspace's groups of reasons, by name; nil where it has none.
func (p protectionConfig) groups() []disclosure.Group {
	var out []disclosure.Group
	for _, name := range slices.Sorted(maps.Keys(p.Hindergrupper)) {
		out = append(out, disclosure.Group{Name: name, Reasons: p.Hindergrupper[name]})
	}
	return out
}

// check finds thresholds looser than the public may have, and reasons in two groups.
func (p protectionConfig) check() []configFault {
	var out []configFault
	for _, name := range p.rules().Looser() {
		out = append(out, configFault{"skydd", 0, name, fmt.Sprintf("skydd.%s is looser than the public may have", name)})
	}
	if p.Regel != ruleOfHiding && p.Regel != ruleOfRounding {
		out = append(out, configFault{"skydd", 0, "regel", fmt.Sprintf("skydd.regel = %q: counts are hidden where they are small (%q) or all rounded to %d (%q)", p.Regel, ruleOfHiding, publication.RoundTo, ruleOfRounding)})
	}
	if p.Regel == ruleOfRounding && p.MinstaAntal > publication.RoundTo {
		out = append(out, configFault{"skydd", 0, "minsta_antal", fmt.Sprintf("skydd.minsta_antal = %d goes with hiding; counts are rounded to %d", p.MinstaAntal, publication.RoundTo)})
	}
	group := map[string]string{}
	for _, g := range p.groups() {
		for _, r := range g.Reasons {
			if other, ok := group[r]; ok {
				out = append(out, configFault{"skydd.hindergrupper", 0, g.Name, fmt.Sprintf("%q is in the groups %q and %q", r, other, g.Name)})
			}
			group[r] = g.Name
		}
	}
	return out
}

// peersConfig says what makes districts alike.
type peersConfig struct {
	// Fakta are area facts with their weights.
	Fakta map[string]float64 `toml:"fakta"`
	// Antal is how many peers a district has.
	Antal int `toml:"antal"`
}

type feedConfig struct {
	// Kalla is the source that is printed where a delivery names none.
	Kalla string `toml:"kalla"`
	// Mapping is how the deliverer writes the feed's files.
	decode.Mapping
	// Gallra is how long the bytes of a delivery of cases are kept, "24 månader".
	Gallra string `toml:"gallra"`
	// Senast is the day of the following month by which a month is due; 0
	// means that nothing is.
	Senast int `toml:"senast"`
}

var monthsKept = regexp.MustCompile(`^([1-9][0-9]{0,3}) månader$`)

// keep is Gallra in months; 0 keeps for ever.
func (f feedConfig) keep() int {
	m := monthsKept.FindStringSubmatch(f.Gallra)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // digits, by the pattern
	return n
}

// loadConfig reads the config of a workspace; a missing file means defaults.
// Faults carry file, line and column, and all are reported.
func loadConfig(dir string) (config, error) {
	cfg := config{Namn: "Stockholm", Jamlikar: peersConfig{Antal: 4}, Skydd: defaultProtection()}
	path := filepath.Join(dir, configName)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return cfg, nil
	}
	if err != nil {
		return cfg, fmt.Errorf("read config: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var faults []placedFault
	var strict *toml.StrictMissingError
	var decode *toml.DecodeError
	err = toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&cfg)
	switch {
	case errors.As(err, &strict):
		for _, e := range strict.Errors {
			line, column := e.Position()
			faults = append(faults, placedFault{line, column, "unknown key " + strings.Join(e.Key(), ".")})
		}
	case errors.As(err, &decode):
		line, column := decode.Position()
		return cfg, fmt.Errorf("%s:%d:%d: %w", path, line, column, err)
	case err != nil:
		return cfg, fmt.Errorf("%s: %w", path, err)
	}
	faults = append(faults, cfg.check(string(text))...)
	slices.SortStableFunc(faults, func(a, b placedFault) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	var errs []error
	for _, f := range faults {
		errs = append(errs, fmt.Errorf("%s:%d:%d: %s", path, f.line, f.column, f.message))
	}
	return cfg, errors.Join(errs...)
}

// placedFault is a fault of the config by line and column, from 1.
type placedFault struct {
	line, column int
	message      string
}

func (c config) check(text string) []placedFault {
	var faults []placedFault
	fault := func(mark, format string, args ...any) {
		at := placedFault{1, 1, fmt.Sprintf(format, args...)}
		for i, line := range strings.Split(text, "\n") {
			if column := strings.Index(line, mark); column >= 0 && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				at.line, at.column = i+1, column+1
				break
			}
		}
		faults = append(faults, at)
	}
	if c.RiktlinjeDagar < 0 {
		fault("riktlinje_dagar", "riktlinje_dagar is %d, want a number of days", c.RiktlinjeDagar)
	}
	if c.Jamlikar.Antal < 1 {
		fault("antal", "jamlikar.antal is %d, want at least 1", c.Jamlikar.Antal)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Jamlikar.Fakta)) {
		if w := c.Jamlikar.Fakta[name]; !(w > 0) || math.IsInf(w, 0) {
			fault(name, "jamlikar.fakta.%s weighs %v, want a number above 0", name, w)
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
		gallra := c.Feed[name].Gallra
		switch f, _ := contract.ByName(name); {
		case gallra == "":
		case c.Feed[name].keep() == 0:
			fault("gallra = \""+gallra, "gallra is %q, want a number of months, like \"24 månader\"", gallra)
		case !f.Own.Snapshot:
			fault("feed."+name, "gallra is for feeds of cases (arenden, utbetalningar); %s holds no persons, and its figures could not be rebuilt", name)
		}
	}
	for _, f := range slices.Concat(c.Webb.check(), c.checkOperation(), c.checkOpenData(), c.Skydd.check()) {
		line, column := locate(text, f)
		faults = append(faults, placedFault{line, column, f.message})
	}
	return faults
}

func (c config) feeds() map[string]ingest.FeedConfig {
	out := map[string]ingest.FeedConfig{}
	for name, f := range c.Feed {
		out[name] = ingest.FeedConfig{Source: f.Kalla, Mapping: f.Mapping, Keep: f.keep()}
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
