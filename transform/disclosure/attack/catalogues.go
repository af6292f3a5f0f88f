//go:build duckdb_arrow

package attack

import (
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
			v.tell(name, "text "+quote(t), t, d, about{})
		}
	}
	return nil
}

// readMetadata checks what a chart's file says of it.
func (v *verifier) readMetadata(name string, text []byte, d *derived) error {
	return v.looseJSON(name, text, d, chartSubject(name, d))
}
