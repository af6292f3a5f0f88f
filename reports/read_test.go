package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"stadsdelskollen/reports/table"
)

// figureOf makes figures of two formats comparable: one has 47.90 where the
// other has 47.9, one has a sign where the other has nothing.
func figureOf(s table.Shown) table.Shown {
	if v, err := strconv.ParseFloat(s.Text, 64); err == nil {
		s.Text = strconv.FormatFloat(v, 'f', -1, 64)
	}
	s.Sign, s.Status, s.Outcome = "", "", ""
	return s
}

func TestEveryFileReadBackHasTheSameFigures(t *testing.T) {
	dir := written(t, complete())
	for _, name := range []string{"forsorjningshinder", "fakta"} {
		csv, err := readBack(filepath.Join(dir, name+".csv"))
		if err != nil || len(csv.Figures) == 0 {
			t.Fatal(err)
		}
		for _, f := range Formats {
			if f.Cube && name == "fakta" {
				continue
			}
			got, err := readBack(filepath.Join(dir, name+f.Ending))
			if err != nil {
				t.Error(err)
				continue
			}
			var want, have []table.Shown
			for _, s := range csv.Figures {
				// A cube leaves out what is empty, Kolada all but the value.
				if f.Cube && s.Text+s.Sign == "" || f.Name == "JSON som Kolada" && s.Column != "varde" {
					continue
				}
				want = append(want, figureOf(s))
			}
			for _, s := range got.Figures {
				have = append(have, figureOf(s))
			}
			order := func(a, b table.Shown) int {
				return slices.Compare([]string{a.Area, a.Division, a.Category, a.Period, a.Column}, []string{b.Area, b.Division, b.Category, b.Period, b.Column})
			}
			slices.SortFunc(want, order)
			slices.SortFunc(have, order)
			if !slices.Equal(want, have) {
				t.Errorf("%s: got %v, want %v", name+f.Ending, have, want)
			}
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		c, err := readBack(filepath.Join(dir, e.Name()))
		if err != nil || len(c.Texts) == 0 {
			t.Errorf("%s: %d texts, %v", e.Name(), len(c.Texts), err)
		}
	}
}

func TestSignsOfHiddenFiguresAreReadWhereAFormatHasThem(t *testing.T) {
	dir := written(t, info())
	for _, f := range Formats {
		c, err := readBack(filepath.Join(dir, "forsorjningshinder"+f.Ending))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(c.Figures, func(s table.Shown) bool { return s.Area == "Norrmalm" && s.Column == "varde" })
		s := c.Figures[i]
		if s.Text != "" || s.Sign != ".." && s.Status != "dold" {
			t.Errorf("%s shows %+v", f.Name, s)
		}
	}
}

// Whoever hides something in a file is refused by its reader.
func TestWhatIsHiddenInAFileIsRefused(t *testing.T) {
	dir := written(t, info())
	workbook := func(change func(*excelize.File) error) func(*testing.T, []byte) []byte {
		return func(t *testing.T, data []byte) []byte {
			f, err := excelize.OpenReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := change(f); err != nil {
				t.Fatal(err)
			}
			if err := f.Write(&out); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
	}
	replace := func(from, to string) func(*testing.T, []byte) []byte {
		return func(t *testing.T, data []byte) []byte {
			out := bytes.Replace(data, []byte(from), []byte(to), 1)
			if bytes.Equal(out, data) {
				t.Fatalf("there is no %q", from)
			}
			return out
		}
	}
	for what, c := range map[string]struct {
		ending string
		change func(*testing.T, []byte) []byte
	}{
		"a hidden sheet":  {".xlsx", workbook(func(f *excelize.File) error { return f.SetSheetVisible("Definitioner", false) })},
		"a third sheet":   {".xlsx", workbook(func(f *excelize.File) error { _, err := f.NewSheet("Mer"); return err })},
		"a hidden column": {".xlsx", workbook(func(f *excelize.File) error { return f.SetColVisible("Data", "H", false) })},
		"a hidden row":    {".xlsx", workbook(func(f *excelize.File) error { return f.SetRowVisible("Data", 3, false) })},
		"a formula":       {".xlsx", workbook(func(f *excelize.File) error { return f.SetCellFormula("Data", "G2", "1+1") })},
		"a comment":       {".xlsx", workbook(func(f *excelize.File) error { return f.AddComment("Data", excelize.Comment{Cell: "G4", Text: "151"}) })},
		"a name": {".xlsx", workbook(func(f *excelize.File) error {
			return f.SetDefinedName(&excelize.DefinedName{Name: "Dold", RefersTo: "151"})
		})},
		"a custom property": {".xlsx", workbook(func(f *excelize.File) error {
			return f.SetCustomProps(excelize.CustomProperty{Name: "dold", Value: "151"})
		})},
		"another column":                {".csv", replace("kalla,utfall", "kalla,sanning")},
		"a column twice":                {".csv", replace("kalla,utfall", "kalla,kalla")},
		"other rows":                    {".json", replace(`"observationer"`, `"fakta": [{"varde": 1}], "observationer"`)},
		"a list in a cell":              {".json", replace(`"varde": 47.9`, `"varde": [47.9]`)},
		"a status without a cell":       {".jsonstat.json", replace(`"status": {`, `"status": {"99": "..",`)},
		"more cells than places":        {".jsonstat.json", replace(`"value": [`, `"value": [151,`)},
		"two values of a Kolada row":    {".kolada.json", replace(`"values": [{"gender": "T"`, `"values": [{"gender": "K"`)},
		"a text among a PX's numbers":   {".px", replace(`47.9`, `"47.9"`)},
		"a PX cell too many":            {".px", replace(`47.9`, `47.9 151`)},
		"a comment in the catalogue":    {".rdf", replace(`</rdf:RDF>`, `<!-- 151 --></rdf:RDF>`)},
		"a file that ends in its midst": {".parquet", func(_ *testing.T, data []byte) []byte { return data[:len(data)/2] }},
	} {
		t.Run(what, func(t *testing.T) {
			file := filepath.Join(dir, "forsorjningshinder"+c.ending)
			from := file
			if c.ending == ".rdf" {
				from = filepath.Join(written(t, complete()), "dcat.rdf")
			}
			data, err := os.ReadFile(from)
			if err != nil {
				t.Fatal(err)
			}
			changed := filepath.Join(t.TempDir(), filepath.Base(file))
			if err := os.WriteFile(changed, c.change(t, data), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := readBack(changed); err == nil {
				t.Errorf("it was read: %+v", got)
			}
		})
	}
	if _, err := Read("bild.png", nil); err == nil || !strings.Contains(err.Error(), "a kind of file") {
		t.Errorf("got %v", err)
	}
}

// readBack reads a file that WriteData wrote.
func readBack(path string) (table.Contents, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return table.Contents{}, err
	}
	return Read(path, data)
}
