package catalogue

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
)

// RDF is the DCAT catalogue as RDF/XML.
func RDF(c Catalogue) ([]byte, error) {
	nodes, err := c.graph()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(xml.Header + "<rdf:RDF")
	for _, p := range prefixes {
		b.WriteString("\n  xmlns:" + p[0] + `="` + p[1] + `"`)
	}
	b.WriteString(">\n")
	for _, n := range nodes {
		b.WriteString("<" + n.class + ` rdf:about="` + escape(n.iri) + `">` + "\n")
		for _, p := range n.props {
			b.WriteString("  <" + p.name)
			switch {
			case p.iri != "":
				b.WriteString(` rdf:resource="` + escape(p.iri) + `"/>` + "\n")
				continue
			case p.lang != "":
				b.WriteString(` xml:lang="` + p.lang + `"`)
			case p.kind != "":
				b.WriteString(` rdf:datatype="` + escape(expand(p.kind)) + `"`)
			}
			b.WriteString(">" + escape(p.text) + "</" + p.name + ">\n")
		}
		b.WriteString("</" + n.class + ">\n")
	}
	b.WriteString("</rdf:RDF>\n")
	return b.Bytes(), nil
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// expand is a short name as an address.
func expand(name string) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(name, p[0]+":"); ok {
			return p[1] + rest
		}
	}
	return name
}

// JSONLD is the same catalogue as JSON-LD.
func JSONLD(c Catalogue) ([]byte, error) {
	nodes, err := c.graph()
	if err != nil {
		return nil, err
	}
	// Keys of a map come in the order of their names.
	context := map[string]string{}
	for _, p := range prefixes {
		context[p[0]] = p[1]
	}
	var resources []map[string]any
	for _, n := range nodes {
		r := map[string]any{"@id": n.iri, "@type": n.class}
		for _, p := range n.props {
			value := map[string]string{}
			switch {
			case p.iri != "":
				value["@id"] = p.iri
			case p.lang != "":
				value["@value"], value["@language"] = p.text, p.lang
			case p.kind != "":
				value["@value"], value["@type"] = p.text, p.kind
			default:
				value["@value"] = p.text
			}
			list, _ := r[p.name].([]map[string]string)
			r[p.name] = append(list, value)
		}
		resources = append(resources, r)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err = enc.Encode(map[string]any{"@context": context, "@graph": resources})
	return b.Bytes(), err
}
