package decode

import (
	"strings"
)

// names know under which headings the contract's columns may stand.
type names struct {
	opt   Options
	known map[string]bool
	of    map[string]string // key of a heading → the contract's name
}

func newNames(opt Options) names {
	n := names{opt: opt, known: map[string]bool{}, of: map[string]string{}}
	for _, f := range opt.Feed.Fields {
		n.of[columnKey(f.Name)] = f.Name
	}
	for name, own := range opt.Columns {
		n.of[columnKey(own)] = name
	}
	for k := range n.of {
		n.known[k] = true
	}
	return n
}

// place finds where each of the contract's columns stands, from 0, and the
// headings that belong to none. It reports all that the header lacks.
func (n names) place(header row) (places map[string]int, unknown []Fault, err error) {
	if len(header.fields) > n.opt.Limits.Columns {
		return nil, nil, refuse(header.line, "kolumner", "rubriken har %d kolumner; högst %d läses", len(header.fields), n.opt.Limits.Columns)
	}
	refusal := &Refusal{}
	fault := func(field int, column, rule, message string) {
		refusal.Faults = append(refusal.Faults, Fault{Line: header.line, Field: field, Column: column, Rule: rule, Message: message, Raw: header.raw})
	}
	places = map[string]int{}
	for i, heading := range header.fields {
		name, ok := n.of[columnKey(heading)]
		if !ok {
			if strings.TrimSpace(heading) != "" {
				unknown = append(unknown, Fault{Line: header.line, Field: i + 1, Column: heading, Rule: "kolumn",
					Message: "kolumnen " + show(heading) + " hör inte till underlaget och lästes inte"})
			}
			continue
		}
		if _, twice := places[name]; twice {
			fault(i+1, name, "kolumn", "kolumnen "+name+" står två gånger i rubriken")
			continue
		}
		places[name] = i
	}
	for _, f := range n.opt.Feed.Fields {
		if _, ok := places[f.Name]; !ok && f.Constraints.Required {
			fault(0, f.Name, "kolumn", "kolumnen "+f.Name+" saknas; rubriken har "+headings(header.fields))
		}
	}
	if len(refusal.Faults) > 0 {
		return nil, nil, refusal
	}
	return places, unknown, nil
}

func headings(fields []string) string {
	var out []string
	for _, f := range fields[:min(len(fields), 30)] {
		out = append(out, clip(strings.TrimSpace(f)))
	}
	return strings.Join(out, ", ")
}
