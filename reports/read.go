package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"stadsdelskollen/reports/cube"
	"stadsdelskollen/reports/table"
)

// readers by the ending of a file's name; the longest ending that fits counts.
var readers = map[string]func([]byte) (table.Contents, error){
	".csv":           table.ReadCSV,
	".json":          table.ReadJSON,
	".xlsx":          table.ReadXLSX,
	".parquet":       table.ReadParquet,
	".arrow":         table.ReadArrow,
	".jsonstat.json": cube.ReadJSONStat,
	".kolada.json":   cube.ReadKolada,
	".px":            cube.ReadPX,
	packageName:      textsOf(table.ReadTexts),
	"rattelser.csv":  textsOf(cells),
	".rdf":           textsOf(table.ReadXML),
	".jsonld":        textsOf(table.ReadTexts),
}

// cells are all texts of a CSV file.
func cells(data []byte) ([]string, error) {
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	return slices.Concat(all...), err
}

// textsOf is a reader of a file without figures.
func textsOf(read func([]byte) ([]string, error)) func([]byte) (table.Contents, error) {
	return func(data []byte) (c table.Contents, err error) {
		c.Texts, err = read(data)
		return c, err
	}
}

// Read gives the figures of a file that WriteData writes and all other texts in
// it, so that whoever looks for what must not be there need not know the formats.
// It refuses a file with anything that WriteData does not write: hidden sheets,
// values under a null, statistics of other rows, unknown columns. Such a fault is
// a finding and not only a file that cannot be read.
func Read(path string, data []byte) (table.Contents, error) {
	base := filepath.Base(path)
	ending := ""
	for e := range readers {
		if strings.HasSuffix(base, e) && len(e) > len(ending) {
			ending = e
		}
	}
	if ending == "" {
		return table.Contents{}, fmt.Errorf("read %s: a kind of file that is not written here", base)
	}
	read := readers[ending]
	if ending == ".xlsx" && filepath.Base(filepath.Dir(path)) == "rapport" {
		read = table.ReadWorkbook
	}
	c, err := read(data)
	if err != nil {
		return c, fmt.Errorf("read %s: %w", base, err)
	}
	return c, nil
}
