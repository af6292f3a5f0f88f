package catalogue

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
	"time"

	"stadsdelskollen/reports/prose"
	"stadsdelskollen/reports/table"
)

// dataPackage is datapackage.json after Data Package, version 1
// (specs.frictionlessdata.io), which readers of version 2 read too.
type dataPackage struct {
	Profile      string        `json:"profile"`
	Name         string        `json:"name"`
	ID           string        `json:"id"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Homepage     string        `json:"homepage,omitempty"`
	Created      string        `json:"created"`
	Contributors []contributor `json:"contributors,omitempty"`
	Licenses     []license     `json:"licenses,omitempty"`
	Sources      []titled      `json:"sources,omitempty"`
	Resources    []resource    `json:"resources"`
}

type contributor struct {
	Title string `json:"title"`
	Role  string `json:"role"`
	Email string `json:"email,omitempty"`
}

type license struct {
	Name  string `json:"name,omitempty"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

type titled struct {
	Title string `json:"title"`
}

type resource struct {
	Profile     string   `json:"profile"`
	Name        string   `json:"name"`
	Path        string   `json:"path"`
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	Format      string   `json:"format"`
	MediaType   string   `json:"mediatype"`
	Encoding    string   `json:"encoding,omitempty"`
	Bytes       int64    `json:"bytes,omitempty"`
	Hash        string   `json:"hash,omitempty"`
	Sources     []titled `json:"sources,omitempty"`
	Schema      *schema  `json:"schema,omitempty"`
}

type schema struct {
	Fields        []field  `json:"fields"`
	MissingValues []string `json:"missingValues"`
	PrimaryKey    []string `json:"primaryKey"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// Frictionless is datapackage.json.
func Frictionless(c Catalogue) ([]byte, error) {
	p := dataPackage{Profile: "data-package", Name: "stadsdelskollen", ID: c.Publication, Title: c.title(), Description: c.description(),
		Homepage: c.Address, Created: c.Published.UTC().Format(time.RFC3339)}
	if c.Publisher != "" {
		p.Contributors = []contributor{{c.Publisher, "publisher", c.Email}}
	}
	if c.License != "" {
		p.Licenses = []license{{licences[c.License], c.License, prose.Licence(c.License)}}
	}
	seen := map[string]bool{}
	for _, d := range c.Datasets {
		for _, s := range d.Sources {
			if !seen[s] {
				seen[s] = true
				p.Sources = append(p.Sources, titled{s})
			}
		}
		for _, f := range d.Files {
			p.Resources = append(p.Resources, d.resource(f))
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(p)
	return b.Bytes(), err
}

func (d Dataset) resource(f File) resource {
	r := resource{Profile: "data-resource", Path: f.Name, Title: d.Title + " (" + f.Format + ")", Format: strings.TrimPrefix(path.Ext(f.Name), "."),
		MediaType: f.MediaType, Bytes: f.Bytes, Name: strings.ToLower(strings.ReplaceAll(f.Name, ".", "-"))}
	if f.SHA256 != "" {
		r.Hash = "sha256:" + f.SHA256
	}
	if f.Table == nil {
		return r
	}
	r.Profile, r.Name, r.Title, r.Encoding, r.Description = "tabular-data-resource", d.Name, d.Title, "utf-8", d.Description
	for _, s := range d.Sources {
		r.Sources = append(r.Sources, titled{s})
	}
	r.Schema = &schema{MissingValues: []string{"", "..", "-", "."}, PrimaryKey: f.Table.Key}
	for _, col := range f.Table.Columns {
		r.Schema.Fields = append(r.Schema.Fields, schemaField(col))
	}
	return r
}

func schemaField(c table.Column) field {
	f := field{Name: c.Name, Type: "string", Title: c.Title, Description: c.Description}
	switch c.Kind {
	case table.Figure:
		f.Type = "number"
	case table.Whole:
		f.Type = "integer"
	}
	if c.Required || c.Values != nil {
		f.Constraints = &constraints{c.Required, c.Values}
	}
	return f
}

func (c Catalogue) title() string { return "Stadsdelskollen: " + c.City }

func (c Catalogue) description() string {
	text := "Publicerade tal om ekonomiskt bistånd i stadens stadsdelar, efter skydd av små tal. .. betyder dold för att skydda enskilda, - ej levererad och . ej tillämplig. " + c.Terms
	if c.Warning != "" {
		text = c.Warning + ". " + text
	}
	return text
}
