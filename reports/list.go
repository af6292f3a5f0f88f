package reports

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"stadsdelskollen/queries/publication"
)

// Listed is one file of data/ as the page about data names it.
type Listed struct {
	Table  string // the indicator, or fakta; empty for what describes all
	Format string // what people call it
	Name   string
	// Bytes is its size; 0 for the database, whose size is not always the same.
	Bytes int64
}

// List names the files that WriteData wrote into dir, in the order in which
// pages show them: the indicators' format by format, the base facts', the rest.
func List(ctx context.Context, pub *publication.DB, dir string) ([]Listed, error) {
	indicators, err := pub.Indicators(ctx)
	if err != nil {
		return nil, err
	}
	var out []Listed
	add := func(table, format, name string) error {
		file, err := os.Stat(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list files: %w", err)
		}
		l := Listed{table, format, name, file.Size()}
		if name == databaseName {
			l.Bytes = 0
		}
		out = append(out, l)
		return nil
	}
	for _, ind := range indicators {
		for _, f := range Formats {
			if err := add(ind.Name, f.Name, ind.Name+f.Ending); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range Formats {
		if err := add(factsName, f.Name, factsName+f.Ending); err != nil {
			return nil, err
		}
	}
	for _, d := range []struct{ format, name string }{{"DuckDB", databaseName}, {"Rättelser, CSV", correctionsName + ".csv"}, {"Rättelser, JSON", correctionsName + ".json"}, {"Frictionless", packageName}, {"RDF/XML", rdfName}, {"JSON-LD", jsonldName}} {
		if err := add("", d.format, d.name); err != nil {
			return nil, err
		}
	}
	return out, nil
}
