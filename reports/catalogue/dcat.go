package catalogue

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// prefixes of the vocabularies, in the order in which they are declared.
var prefixes = [][2]string{
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
	{"dcat", "http://www.w3.org/ns/dcat#"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"foaf", "http://xmlns.com/foaf/0.1/"},
	{"vcard", "http://www.w3.org/2006/vcard/ns#"},
}

const (
	authority     = "http://publications.europa.eu/resource/authority/"
	publisherType = "http://purl.org/adms/publishertype/"
)

// PublisherTypes are what a publisher may be called (ADMS, as the profile asks).
var PublisherTypes = []string{"Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority", "NationalAuthority",
	"NonGovernmentalOrganisation", "NonProfitOrganisation", "PrivateIndividual(s)", "RegionalAuthority", "StandardisationBody", "SupraNationalAuthority"}

// node is a resource with a name of its own; the graph has no blank nodes, so
// that two graphs are the same when their triples are.
type node struct {
	iri, class string
	props      []property
}

// property is one triple of a node: an address, or a text.
type property struct {
	name       string
	iri        string
	text       string
	lang, kind string // language of the text, or its type (xsd:date)
}

func (n *node) link(name, iri string) { n.props = append(n.props, property{name: name, iri: iri}) }

func (n *node) swedish(name, text string) {
	n.props = append(n.props, property{name: name, text: text, lang: "sv"})
}

func (n *node) typed(name, text, kind string) {
	n.props = append(n.props, property{name: name, text: text, kind: kind})
}

// graph is the catalogue as resources. Their names stay the same from one
// publication to the next, so that who collects them sees a change and not
// something new.
func (c Catalogue) graph() ([]node, error) {
	if missing := c.Missing(); len(missing) > 0 {
		return nil, fmt.Errorf("a catalogue after DCAT-AP-SE lacks %s", strings.Join(missing, ", "))
	}
	g := grapher{c, c.Address + "data/dcat.rdf#", c.Published.UTC().Format(time.DateOnly)}
	out := []node{g.catalog(), g.agent(), g.place()}
	if c.Email != "" {
		out = append(out, g.contact())
	}
	for _, d := range c.Datasets {
		nodes, err := g.dataset(d)
		if err != nil {
			return nil, err
		}
		out = append(out, nodes...)
	}
	return out, nil
}

type grapher struct {
	Catalogue
	base string
	day  string
}

func (g grapher) catalog() node {
	n := node{iri: g.base + "katalog", class: "dcat:Catalog"}
	n.swedish("dcterms:title", g.title())
	n.swedish("dcterms:description", g.description())
	n.link("dcterms:publisher", g.base+"utgivare")
	n.link("dcterms:license", g.License)
	n.link("dcterms:language", authority+"language/SWE")
	n.link("dcterms:spatial", g.base+"plats")
	n.link("dcat:themeTaxonomy", authority+"data-theme")
	n.link("foaf:homepage", g.Address)
	n.typed("dcterms:modified", g.day, "xsd:date")
	for _, d := range g.Datasets {
		n.link("dcat:dataset", g.base+d.Name)
	}
	return n
}

func (g grapher) agent() node {
	n := node{iri: g.base + "utgivare", class: "foaf:Agent"}
	n.swedish("foaf:name", g.Publisher)
	n.link("dcterms:type", publisherType+g.PublisherType)
	return n
}

func (g grapher) place() node {
	n := node{iri: g.base + "plats", class: "dcterms:Location"}
	n.swedish("rdfs:label", g.City)
	return n
}

func (g grapher) contact() node {
	n := node{iri: g.base + "kontakt", class: "vcard:Organization"}
	name := g.Contact
	if name == "" {
		name = g.Publisher
	}
	n.swedish("vcard:fn", name)
	n.link("vcard:hasEmail", "mailto:"+g.Email)
	return n
}

func (g grapher) dataset(d Dataset) ([]node, error) {
	n := node{iri: g.base + d.Name, class: "dcat:Dataset"}
	title := d.Title + ", " + g.City
	if g.Warning != "" {
		title += " (" + strings.ToLower(g.Warning[:1]) + g.Warning[1:] + ")"
	}
	n.swedish("dcterms:title", title)
	n.swedish("dcterms:description", d.Description+" "+g.Terms)
	n.typed("dcterms:identifier", g.base+d.Name, "")
	n.link("dcterms:publisher", g.base+"utgivare")
	if g.Email != "" {
		n.link("dcat:contactPoint", g.base+"kontakt")
	}
	n.link("dcterms:accessRights", authority+"access-right/PUBLIC")
	n.link("dcterms:language", authority+"language/SWE")
	n.link("dcat:theme", authority+"data-theme/SOCI")
	for _, word := range []string{"ekonomiskt bistånd", "socialtjänst", "stadsdelar"} {
		n.swedish("dcat:keyword", word)
	}
	n.link("dcterms:spatial", g.base+"plats")
	n.typed("dcterms:modified", g.day, "xsd:date")
	if d.Page != "" {
		n.link("dcat:landingPage", g.Address+d.Page)
	}
	out := []node{}
	if d.First != "" {
		from, to, err := span(d.First, d.Last)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, err)
		}
		frequency := "ANNUAL"
		if len(d.Last) == len("2011-11") {
			frequency = "MONTHLY"
		}
		n.link("dcterms:accrualPeriodicity", authority+"frequency/"+frequency)
		period := node{iri: n.iri + "-tid", class: "dcterms:PeriodOfTime"}
		period.typed("dcat:startDate", from, "xsd:date")
		period.typed("dcat:endDate", to, "xsd:date")
		n.link("dcterms:temporal", period.iri)
		out = append(out, period)
	}
	for _, f := range d.Files {
		file := g.distribution(d, f)
		n.link("dcat:distribution", file.iri)
		out = append(out, file)
	}
	return append([]node{n}, out...), nil
}

func (g grapher) distribution(d Dataset, f File) node {
	n := node{iri: g.base + f.Name, class: "dcat:Distribution"}
	n.swedish("dcterms:title", d.Title+" ("+f.Format+")")
	n.typed("dcterms:format", f.MediaType, "")
	n.link("dcat:accessURL", g.Address+"data/"+f.Name)
	n.link("dcat:downloadURL", g.Address+"data/"+f.Name)
	n.link("dcterms:license", g.License)
	n.typed("dcterms:modified", g.day, "xsd:date")
	if f.Bytes > 0 {
		n.typed("dcat:byteSize", strconv.FormatInt(f.Bytes, 10), "xsd:nonNegativeInteger")
	}
	return n
}

// span is the first day of a period and the last day of another.
func span(first, last string) (from, to string, err error) {
	a, err := start(first)
	if err != nil {
		return "", "", err
	}
	b, err := start(last)
	if err != nil {
		return "", "", err
	}
	if len(last) == len("2011") {
		b = b.AddDate(1, 0, -1)
	} else {
		b = b.AddDate(0, 1, -1)
	}
	return a.Format(time.DateOnly), b.Format(time.DateOnly), nil
}

func start(period string) (time.Time, error) {
	if len(period) == len("2011") {
		return time.Parse("2006", period)
	}
	return time.Parse("2006-01", period)
}
