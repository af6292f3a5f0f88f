package main

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"stadsdelskollen/reports/catalogue"
)

// openDataConfig is what the catalogue of open data says beside the figures.
type openDataConfig struct {
	Licens     string `toml:"licens"`
	Utgivartyp string `toml:"utgivartyp"`
	Kontakt    string `toml:"kontakt"`
	Epost      string `toml:"epost"`
}

// licences that the config may name shortly. The addresses are those that the
// profile of the national portal asks for, without a language.
var licences = map[string]string{
	"CC0-1.0":      "http://creativecommons.org/publicdomain/zero/1.0/",
	"CC-BY-4.0":    "http://creativecommons.org/licenses/by/4.0/",
	"CC-BY-SA-4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
}

// license is the licence's address; empty when none is given.
func (c openDataConfig) license() string {
	if address, ok := licences[c.Licens]; ok {
		return address
	}
	return c.Licens
}

func (c config) checkOpenData() (out []configFault) {
	fault := func(table, key, format string, args ...any) {
		out = append(out, configFault{table, 0, key, table + "." + key + " " + fmt.Sprintf(format, args...)})
	}
	if l := c.OppnaData.license(); l != "" && !webAddress(l) {
		fault("oppna_data", "licens", "is %q, want CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0 or the address of a licence", c.OppnaData.Licens)
	}
	if t := c.OppnaData.Utgivartyp; t != "" && !slices.Contains(catalogue.PublisherTypes, t) {
		fault("oppna_data", "utgivartyp", "is %q, want one of %s", t, strings.Join(catalogue.PublisherTypes, ", "))
	}
	if e := c.OppnaData.Epost; e != "" {
		if a, err := mail.ParseAddress(e); err != nil || a.Address != e || strings.ContainsAny(e, " \"<>%") {
			fault("oppna_data", "epost", "is %q, want an address like oppna.data@example.se", e)
		}
	}
	return out
}

// webAddress says whether s is an address that can stand in a page and a
// catalogue: nothing secret, no question, no fragment.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && !u.ForceQuery &&
		u.Fragment == "" && !strings.ContainsAny(s, " \"<>\\^`{|}")
}
