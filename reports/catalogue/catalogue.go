// Package catalogue describes the files of a publication for those who collect
// open data: a Frictionless data package with table schemas, and a catalogue
// after DCAT-AP-SE 3.0.1 as RDF/XML and JSON-LD.
//
// It promises that the same catalogue gives the same bytes and that a DCAT
// catalogue is written only when it has all that the profile makes mandatory.
// It knows neither files, databases nor clocks.
package catalogue

import (
	"time"

	"stadsdelskollen/reports/table"
)

// Catalogue is a publication's open data.
type Catalogue struct {
	Publication string // its id
	Published   time.Time
	City        string
	Publisher   string
	// PublisherType is the last part of an address under
	// purl.org/adms/publishertype/.
	PublisherType string
	// Address is where the publication's web pages stand, with a slash at its
	// end; the files are in data/ under it.
	Address string
	// License is the address of a licence, empty when none is given.
	License string
	Contact string
	Email   string
	Warning string // of synthetic figures
	// Terms say in Swedish under what terms the figures may be used.
	Terms    string
	Datasets []Dataset
}

// Dataset is one indicator, or the base facts.
type Dataset struct {
	Name, Title, Description string
	Page                     string // its page under the address; empty for none
	Sources                  []string
	First, Last              string // periods: 2011-11 or 2011
	Files                    []File
}

// File is one file in data/.
type File struct {
	Name      string // hushall.csv
	Format    string // how people call the format: CSV
	MediaType string
	Bytes     int64
	SHA256    string
	// Table is what the file holds, for a CSV file.
	Table *table.Table
}

// Missing names, in Swedish, what the config lacks for a DCAT catalogue; the
// profile makes all of it mandatory.
func (c Catalogue) Missing() []string {
	var out []string
	for _, need := range []struct{ value, name string }{
		{c.Address, "webbadress"}, {c.Publisher, "utgivare"}, {c.PublisherType, "slag av utgivare"}, {c.License, "licens"},
	} {
		if need.value == "" {
			out = append(out, need.name)
		}
	}
	return out
}

// licences that have a short name in data packages (opendefinition.org).
var licences = map[string]string{
	"http://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
	"http://creativecommons.org/licenses/by/4.0/":       "CC-BY-4.0",
	"http://creativecommons.org/licenses/by-sa/4.0/":    "CC-BY-SA-4.0",
}
