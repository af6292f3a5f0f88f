package decode

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// format opens the tables of a file.
type format func(in io.ReaderAt, size int64, opt Options) ([]table, error)

var formats = map[string]format{
	".csv": openCSV, ".txt": openCSV, ".tsv": openCSV, ".skv": openCSV,
	".xlsx": openXLSX, ".xlsm": openXLSX,
	".json": openJSON, ".parquet": openParquet, ".arrow": openArrow, ".feather": openArrow, ".ipc": openArrow,
}

// openFile opens the tables of a file by its name's ending. budget is what may
// still be expanded, in bytes.
func openFile(name string, size int64, in io.ReaderAt, opt Options, depth int, budget *int64) ([]table, error) {
	ext := strings.ToLower(path.Ext(name))
	if (ext == ".zip" || ext == ".gz") && depth >= opt.Limits.Depth {
		return nil, refuse(0, "nastling", "arkivet %s ligger för djupt i ett annat arkiv; högst %d nivåer läses", name, opt.Limits.Depth)
	}
	switch ext {
	case ".zip":
		return openZip(in, size, opt, depth, budget)
	case ".gz":
		return openGzip(name, in, size, opt, depth, budget)
	case "":
		return nil, refuse(0, "format", "filnamnet har ingen ändelse; spara filen som .csv")
	}
	open, ok := formats[ext]
	if !ok {
		return nil, refuse(0, "format", "formatet %s kan inte läsas; spara filen som .csv eller .xlsx", ext)
	}
	if ext == ".xlsx" || ext == ".xlsm" {
		if err := checkExpansion(in, size, budget); err != nil {
			return nil, err
		}
	}
	return open(in, size, opt)
}

// Expansion beyond this ratio is a bomb, once it is of a size that matters.
const (
	bombRatio = 200
	bombFloor = 4 << 20
)

// expand reads a compressed stream into memory within the budget.
func expand(name string, r io.Reader, compressed int64, budget *int64) ([]byte, error) {
	limit := *budget
	if most := max(compressed*bombRatio, bombFloor); most < limit {
		limit = most
	}
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(out)) > limit {
		return nil, refuse(0, "expansion", "%s blir orimligt stor uppackad (mer än %d byte) och läses inte", name, limit)
	}
	if err != nil {
		return nil, refuse(0, "innehall", "%s kan inte packas upp: %v", name, err)
	}
	*budget -= int64(len(out))
	return out, nil
}

func openGzip(name string, in io.ReaderAt, size int64, opt Options, depth int, budget *int64) ([]table, error) {
	z, err := gzip.NewReader(io.NewSectionReader(in, 0, size))
	if err != nil {
		return nil, refuse(0, "innehall", "filen heter .gz men är ingen gzip-fil")
	}
	inner := strings.TrimSuffix(name, path.Ext(name))
	text, err := expand(path.Base(name), z, size, budget)
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, refuse(0, "tom", "filen är tom")
	}
	tables, err := openFile(inner, int64(len(text)), bytes.NewReader(text), opt, depth+1, budget)
	return within(tables, path.Base(inner)), err
}

func openZip(in io.ReaderAt, size int64, opt Options, depth int, budget *int64) ([]table, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, refuse(0, "innehall", "filen heter .zip men är inget zip-arkiv som går att läsa")
	}
	if len(z.File) > opt.Limits.Members {
		return nil, refuse(0, "antal", "arkivet har %d filer; högst %d läses", len(z.File), opt.Limits.Members)
	}
	for _, f := range z.File {
		// Explorer writes names without the flag that says UTF-8 in CP850.
		f.Name = nameIn(charmap.CodePage850, f.Name)
	}
	slices.SortStableFunc(z.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out []table
	var skipped []Fault
	for _, f := range z.File {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || strings.HasPrefix(base, ".") {
			continue
		}
		if !readable(base) {
			skipped = append(skipped, Fault{Rule: "format", Message: fmt.Sprintf("%s i arkivet kan inte läsas och hoppades över", f.Name)})
			continue
		}
		tables, err := openMember(f, opt, depth, budget)
		var refusal *Refusal
		if errors.As(err, &refusal) {
			for i := range refusal.Faults {
				refusal.Faults[i].Message = f.Name + ": " + refusal.Faults[i].Message
			}
		}
		if err != nil {
			return nil, err
		}
		out = append(out, within(tables, f.Name)...)
	}
	if len(out) == 0 {
		return nil, refuse(0, "tom", "arkivet har ingen fil som kan läsas")
	}
	out[0].notes = append(out[0].notes, skipped...)
	return out, nil
}

func readable(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return formats[ext] != nil || ext == ".zip" || ext == ".gz"
}

func openMember(f *zip.File, opt Options, depth int, budget *int64) ([]table, error) {
	if f.Flags&1 != 0 {
		return nil, refuse(0, "innehall", "filen är krypterad")
	}
	r, err := f.Open()
	if err != nil {
		return nil, refuse(0, "innehall", "filen kan inte packas upp: %v", err)
	}
	text, err := expand(path.Base(f.Name), r, int64(f.CompressedSize64), budget)
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, refuse(0, "tom", "filen är tom")
	}
	return openFile(f.Name, int64(len(text)), bytes.NewReader(text), opt, depth+1, budget)
}

// within says in which file of an archive tables stand.
func within(tables []table, name string) []table {
	for i := range tables {
		if tables[i].File == "" {
			tables[i].File = name
		} else {
			tables[i].File = name + "/" + tables[i].File
		}
	}
	return tables
}

// checkExpansion unpacks a workbook, which is a zip archive, to nowhere, so that
// what its directory promises need not be believed.
func checkExpansion(in io.ReaderAt, size int64, budget *int64) error {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return refuse(0, "innehall", "filen heter .xlsx men är ingen Excelfil; är den krypterad eller en äldre .xls?")
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return refuse(0, "innehall", "arbetsboken kan inte packas upp: %v", err)
		}
		limit := min(*budget, max(int64(f.CompressedSize64)*bombRatio, bombFloor))
		n, err := io.Copy(io.Discard, io.LimitReader(r, limit+1))
		if err := errors.Join(err, r.Close()); err != nil && n <= limit {
			return refuse(0, "innehall", "arbetsboken kan inte packas upp: %v", err)
		}
		if n > limit {
			return refuse(0, "expansion", "arbetsboken blir orimligt stor uppackad (mer än %d byte) och läses inte", limit)
		}
		*budget -= n
	}
	return nil
}
