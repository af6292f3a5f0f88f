package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

func TestDataPackageIsValidAndItsTablesFollowTheirSchemas(t *testing.T) {
	dir := written(t, complete())
	var got struct {
		Valid     bool           `json:"valid"`
		Errors    []string       `json:"errors"`
		Rows      map[string]int `json:"rows"`
		Resources []struct {
			Name  string `json:"name"`
			Path  string `json:"path"`
			Bytes int64  `json:"bytes"`
			Hash  string `json:"hash"`
		} `json:"resources"`
		Licenses []map[string]string `json:"licenses"`
	}
	foreign(t, "datapackage", filepath.Join(dir, "datapackage.json"), &got)
	if !got.Valid || len(got.Errors) > 0 {
		t.Errorf("not valid: %v", got.Errors)
	}
	if diff := cmp.Diff(map[string]int{"forsorjningshinder": 3, "fakta": 6}, got.Rows); diff != "" {
		t.Error(diff)
	}
	for _, r := range got.Resources {
		text, err := os.ReadFile(filepath.Join(dir, r.Path))
		if err != nil || int64(len(text)) != r.Bytes || r.Hash != "sha256:"+digest(text) {
			t.Errorf("%s: %v, %d bytes, want %d", r.Path, err, len(text), r.Bytes)
		}
	}
	if len(got.Resources) != 8+5 || len(got.Licenses) != 1 || got.Licenses[0]["name"] != "CC0-1.0" {
		t.Errorf("%d resources, licences %v", len(got.Resources), got.Licenses)
	}
}

// triple is subject, predicate and object; an object is <address>,
// "text"@language or "text"^^type.
type triple [3]string

const (
	dcterms = "http://purl.org/dc/terms/"
	dcat    = "http://www.w3.org/ns/dcat#"
	foaf    = "http://xmlns.com/foaf/0.1/"
	vcard   = "http://www.w3.org/2006/vcard/ns#"
	rdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
)

// mandatory is what DCAT-AP-SE 3.0.1 asks of every resource of a class.
var mandatory = map[string][]string{
	dcat + "Catalog":       {dcterms + "title", dcterms + "description", dcterms + "publisher", dcterms + "license", dcat + "dataset"},
	dcat + "Dataset":       {dcterms + "title", dcterms + "description", dcterms + "publisher"},
	dcat + "Distribution":  {dcat + "accessURL", dcterms + "format"},
	vcard + "Organization": {vcard + "fn", vcard + "hasEmail"},
	foaf + "Agent":         {foaf + "name", dcterms + "type"},
}

// pointing are properties whose object has to be a resource of a class.
var pointing = map[string]string{
	dcat + "dataset": dcat + "Dataset", dcat + "distribution": dcat + "Distribution", dcterms + "publisher": foaf + "Agent",
	dcat + "contactPoint": vcard + "Organization", dcterms + "temporal": dcterms + "PeriodOfTime", dcterms + "spatial": dcterms + "Location",
}

var (
	mediaType = regexp.MustCompile(`^"\w+/[-.\w]+(\+[-.\w]+)?"\^\^`)
	absolute  = regexp.MustCompile(`^<(https?://[^\s<>"]+|mailto:[^\s<>"@]+@[^\s<>"@]+)>$`)
)

func TestDCATFollowsTheProfileAndIsTheSameInBothForms(t *testing.T) {
	dir := written(t, complete())
	address := "https://statistik.example/data/dcat.rdf"
	var rdf, jsonld []triple
	foreign(t, "rdf", filepath.Join(dir, "dcat.rdf"), &rdf, address)
	foreign(t, "jsonld", filepath.Join(dir, "dcat.jsonld"), &jsonld, address)
	order := func(a, b triple) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(rdf, order)
	slices.SortFunc(jsonld, order)
	if diff := cmp.Diff(rdf, jsonld); diff != "" {
		t.Errorf("RDF/XML and JSON-LD differ:\n%s", diff)
	}
	class := map[string]string{}
	values := map[string]map[string][]string{}
	for _, x := range rdf {
		if x[1] == rdfType {
			class[x[0]] = strings.Trim(x[2], "<>")
		}
		if values[x[0]] == nil {
			values[x[0]] = map[string][]string{}
		}
		values[x[0]][x[1]] = append(values[x[0]][x[1]], x[2])
	}
	count := map[string]int{}
	for iri, kind := range class {
		count[kind]++
		for _, p := range mandatory[kind] {
			if len(values[iri][p]) == 0 {
				t.Errorf("%s, a %s, has no %s", iri, kind, p)
			}
		}
	}
	if count[dcat+"Catalog"] != 1 || count[dcat+"Dataset"] != 2 || count[dcat+"Distribution"] != 8+5 || count[foaf+"Agent"] != 1 || count[vcard+"Organization"] != 1 {
		t.Errorf("got %v", count)
	}
	for _, x := range rdf {
		if !strings.HasPrefix(x[2], `"`) && !absolute.MatchString(x[2]) || !absolute.MatchString("<"+x[0]+">") {
			t.Errorf("no absolute address in %v", x)
		}
		if want := pointing[x[1]]; want != "" && class[strings.Trim(x[2], "<>")] != want {
			t.Errorf("%v does not point at a %s", x, want)
		}
		if strings.HasSuffix(x[1], "/title") || strings.HasSuffix(x[1], "/description") {
			if !strings.HasSuffix(x[2], `"@sv`) {
				t.Errorf("%v is not said to be in Swedish", x)
			}
		}
		if x[1] == dcterms+"format" && !mediaType.MatchString(x[2]) {
			t.Errorf("%v names no media type", x)
		}
	}
	// What one file says, as a person would check it.
	base := address + "#"
	set := values[base+"forsorjningshinder"]
	for p, want := range map[string]string{
		dcterms + "accrualPeriodicity": "<http://publications.europa.eu/resource/authority/frequency/MONTHLY>",
		dcterms + "accessRights":       "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>",
		dcat + "theme":                 "<http://publications.europa.eu/resource/authority/data-theme/SOCI>",
		dcat + "contactPoint":          "<" + base + "kontakt>",
	} {
		if diff := cmp.Diff([]string{want}, set[p]); diff != "" {
			t.Errorf("%s: %s", p, diff)
		}
	}
	period := values[strings.Trim(set[dcterms+"temporal"][0], "<>")]
	if from, to := period[dcat+"startDate"][0], period[dcat+"endDate"][0]; !strings.HasPrefix(from, `"2011-11-01"`) || !strings.HasPrefix(to, `"2011-11-30"`) {
		t.Errorf("from %s to %s", from, to)
	}
	if got := values[base+"utgivare"][foaf+"name"]; got[0] != `"Exempelstad & Co"@sv` {
		t.Errorf("publisher %v", got)
	}
	if got := values[base+"forsorjningshinder.px"][dcat+"downloadURL"]; got[0] != "<https://statistik.example/data/forsorjningshinder.px>" {
		t.Errorf("download %v", got)
	}
}

func TestNoCatalogueIsWrittenThatTheProfileWouldRefuse(t *testing.T) {
	for what, take := range map[string]func(*publication.Info){
		"address":   func(i *publication.Info) { i.Address = "" },
		"licence":   func(i *publication.Info) { i.License = "" },
		"type":      func(i *publication.Info) { i.PublisherType = "" },
		"publisher": func(i *publication.Info) { i.Publisher = "" },
		"audience":  func(i *publication.Info) { i.Audience = publication.AudienceInternal },
	} {
		i := complete()
		take(&i)
		if _, err := os.Stat(filepath.Join(written(t, i), "dcat.rdf")); !os.IsNotExist(err) {
			t.Errorf("%s: there is a catalogue (%v)", what, err)
		}
	}
}
