//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// versionText is what a version looks like.
var versionText = regexp.MustCompile(`^(?:stadsdelskollen )?(?:[a-z]{0,12}|[0-9a-f]{7,12}(?:-dirty)?|(?:go|v)?\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:[-+][A-Za-z0-9.+-]{0,60})?)$`)

// keys of the manifest, each with those that may stand in it. A key that is not
// here could hold anything.
var manifestKeys = map[string]map[string]bool{
	"": wordSet(`id nummer foregaende uppgifter_till manad publicerad malgrupp syntetisk anmarkning stad skydd avrundas_till adress program versioner
		konfiguration leveranser nyckeltal filer`),
	"versioner":     wordSet(`stadsdelskollen go duckdb echarts`),
	"konfiguration": wordSet(`namn utgivare syntetisk riktlinje_dagar jamlikar adress licens feed`),
	"jamlikar":      wordSet(`fakta antal`),
	"filer":         wordSet(`fil sha256 bytes`),
	"leveranser":    wordSet(`kvitto flode forsta sista mottagen ersatter`),
	"nyckeltal":     wordSet(`namn titel basfakta sql sha256`),
}

// readManifestFile checks what a manifest says besides the names of files.
func (v *verifier) readManifestFile(name string, text []byte, d *derived) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc map[string]any
	if err := dec.Decode(&doc); err != nil {
		return err
	}
	v.keys(name, "", doc)
	if n, ok := doc["nummer"].(json.Number); ok && n.String() != fmt.Sprint(d.number()) {
		v.find(RuleFormats, name, "it is publication %s, and the ones before make it %d", n, d.number())
	}
	versions, _ := doc["versioner"].(map[string]any)
	for _, version := range append(slices.Collect(maps.Values(versions)), doc["program"]) {
		if !versionText.MatchString(fmt.Sprint(version)) {
			v.find(RuleMetadata, name, "%v is no version", version)
		}
	}
	indicators, _ := doc["nyckeltal"].([]any)
	for _, i := range indicators {
		if entry, ok := i.(map[string]any); ok {
			delete(entry, "sha256") // findHash has looked at it
		}
	}
	if c, ok := doc["konfiguration"].(map[string]any); ok {
		v.config(name, c, d)
	}
	for _, key := range []string{"nummer", "versioner", "program", "konfiguration", "filer"} {
		delete(doc, key)
	}
	v.walk(name, "manifest", doc, d, about{})
	return nil
}

// keys finds keys that no manifest has.
func (v *verifier) keys(name, at string, x any) {
	switch x := x.(type) {
	case []any:
		for _, y := range x {
			v.keys(name, at, y)
		}
	case map[string]any:
		for key, y := range x {
			known := manifestKeys[at]
			if known != nil && !known[key] {
				v.find(RuleMetadata, name, "%s %s, which no manifest has: %v", at, quote(key), y)
			}
			if known != nil {
				v.keys(name, key, y)
			}
		}
	}
}

// shaped are the numbers of the config, by their keys: of days and of peers, and
// how much of a fact makes two districts alike.
var shaped = map[string]bool{"riktlinje_dagar": true, "antal": true, "senast": true, "gallra": true}

// config checks what the manifest tells of the config: its texts are those of the
// publication, its numbers small.
func (v *verifier) config(name string, c map[string]any, d *derived) {
	for key, x := range c {
		switch x := x.(type) {
		case map[string]any:
			if key == "fakta" { // weights by the names of facts
				x = map[string]any{}
			}
			v.config(name, x, d)
		default:
			if n := fmt.Sprint(x); shaped[key] && len(n) <= len("12 månader") {
				continue
			}
			v.walk(name, "konfiguration."+key, x, d, about{})
		}
	}
}

// number counts publications: one more than were before.
func (d *derived) number() int64 {
	n := int64(len(d.rows["tidigare"]))
	for _, r := range d.rows["tidigare"] {
		if x := r.number("nummer"); x != nil {
			n = max(n, int64(*x))
		}
	}
	return n + 1
}
