//go:build duckdb_arrow

package attack

import (
	"reflect"

	"stadsdelskollen/queries/publication"
)

// Definition is a row of mattdefinition as a reader meets it: a column that an
// older publication lacks is empty.
type Definition map[string]string

func (d Definition) overAreas() bool      { return d["stadsdelar"] == publication.AddsYes }
func (d Definition) overPeriods() bool    { return d["perioder"] == publication.AddsYes }
func (d Definition) overCategories() bool { return d["kategorier"] == publication.AddsYes }

// sumOf is the monthly measure whose twelve months make a year of this one.
func (d Definition) sumOf() string { return d["summa_av_matt"] }

// together names the figures that are hidden with this one.
func (d Definition) together() string { return d["doljs_med"] }

// definitions are the program's own, by measure.
func definitions() []Definition {
	var out []Definition
	for _, m := range publication.Measures() {
		d, v := Definition{}, reflect.ValueOf(m)
		for i := range v.NumField() {
			if column := v.Type().Field(i).Tag.Get("db"); v.Field(i).Kind() == reflect.String {
				d[column] = v.Field(i).String()
			}
		}
		out = append(out, d)
	}
	return out
}

func (p Publication) defined() map[string]Definition {
	all := p.Definitions
	if all == nil {
		all = definitions()
	}
	out := map[string]Definition{}
	for _, d := range all {
		out[d["matt"]] = d
	}
	return out
}
