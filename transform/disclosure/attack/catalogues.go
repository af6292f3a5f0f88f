//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"strings"
)

// readCatalogue checks a file that describes others: it may name the hashes and
// sizes of published files, and the years of its vocabularies.
func (v *verifier) readCatalogue(name string, text []byte, d *derived) error {
	if v.opt.Read == nil {
		v.find(RuleUnread, name, "nobody has read the file")
		return nil
	}
	c, err := v.opt.Read(name, text)
	if err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	for _, t := range c.Texts {
		if !d.listed.may[strings.TrimPrefix(t, "sha256:")] {
			v.check(name, "text "+quote(t), d.numbersIn(t), d, about{})
		}
	}
	return nil
}

// unchecked are keys of the manifest whose numbers are no figures: versions, and
// what the workspace says of itself.
var unchecked = []string{"nummer", "versioner", "program", "konfiguration"}

// readManifestFile checks what a manifest says besides the names of files.
func (v *verifier) readManifestFile(name string, text []byte, d *derived) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc map[string]any
	if err := dec.Decode(&doc); err != nil {
		return err
	}
	files, _ := doc["filer"].([]any)
	for _, f := range files {
		if entry, ok := f.(map[string]any); ok && len(entry) > 3 {
			v.find(RuleMetadata, name, "%v says more of its file than a name, a hash and a size", entry["fil"])
		}
	}
	indicators, _ := doc["nyckeltal"].([]any)
	for _, i := range indicators {
		if entry, ok := i.(map[string]any); ok {
			delete(entry, "sha256") // findHash has looked at it
		}
	}
	for _, key := range append(unchecked, "filer") {
		delete(doc, key)
	}
	v.walk(name, "manifest", map[string]any(doc), d, about{})
	return nil
}

// readMetadata checks what a chart's file says of it.
func (v *verifier) readMetadata(name string, text []byte, d *derived) error {
	return v.looseJSON(name, text, d, chartSubject(name, d))
}
