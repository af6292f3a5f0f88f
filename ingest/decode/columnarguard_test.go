package decode

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// ipcOf writes batches of the fields, each read from JSON, as Arrow.
func ipcOf(t testing.TB, asFile bool, fields []arrow.Field, batches []string, opt ...ipc.Option) []byte {
	t.Helper()
	meta := arrow.NewMetadata([]string{"pandas"}, []string{`{"columns":[]}`})
	schema := arrow.NewSchema(fields, &meta)
	opt = append(opt, ipc.WithSchema(schema))
	var b bytes.Buffer
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	} = ipc.NewWriter(&b, opt...)
	if asFile {
		f, err := ipc.NewFileWriter(&b, opt...)
		if err != nil {
			t.Fatal(err)
		}
		w = f
	}
	for _, text := range batches {
		batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var rowsOfJSON = []string{
	`[{"stadsdel":"Farsta","manad":"2011-11","hushall":211,"kostnad_tkr":"1.5"}]`,
	`[{"stadsdel":"Norrmalm","manad":"2011-11","hushall":252,"kostnad_tkr":"2.25"},{"stadsdel":"Farsta","manad":"2011-12","hushall":1,"kostnad_tkr":null}]`,
}

func fieldsOf(area arrow.DataType) []arrow.Field {
	zone := arrow.NewMetadata([]string{"k"}, []string{"v"})
	return []arrow.Field{{Name: "stadsdel", Type: area}, {Name: "manad", Type: arrow.BinaryTypes.LargeString},
		{Name: "hushall", Type: arrow.PrimitiveTypes.Uint16, Metadata: zone}, {Name: "kostnad_tkr", Type: &arrow.Decimal128Type{Precision: 9, Scale: 2}, Nullable: true}}
}

// TestTheGuardLetsEveryKindOfArrowThrough shows that what writers write is read.
func TestTheGuardLetsEveryKindOfArrowThrough(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	view := arrow.BinaryTypes.StringView
	for _, area := range []arrow.DataType{arrow.BinaryTypes.String, view,
		&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}} {
		for name, how := range map[string][]ipc.Option{"plain": nil, "lz4": {ipc.WithLZ4()}, "zstd": {ipc.WithZstd()}} {
			for _, asFile := range []bool{true, false} {
				data := rowsOfJSON
				_, coded := area.(*arrow.DictionaryType)
				if coded && asFile {
					data = data[:1] // a file holds each dictionary once
				}
				got := transcript(t, "ekonomiskt_bistand.arrow", ipcOf(t, asFile, fieldsOf(area), data, how...), opt)
				if !strings.Contains(got, "rad 1: stadsdel=Farsta manad=2011-11 hushall=211 kostnad_tkr=1.5") {
					t.Errorf("%v %s %v: %s", area, name, asFile, got)
				}
			}
		}
	}
	coded := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	got := transcript(t, "ekonomiskt_bistand.arrow", ipcOf(t, false, fieldsOf(coded), rowsOfJSON, ipc.WithDictionaryDeltas(true)), opt)
	if !strings.Contains(got, "rad 2: stadsdel=Norrmalm") {
		t.Error(got)
	}
}

func TestNestedColumnsAreRefused(t *testing.T) {
	opt := options(t, "ekonomiskt_bistand")
	const want = "kolumn 5 har fält i fält"
	fields := append(fieldsOf(arrow.BinaryTypes.String), arrow.Field{Name: "x", Type: arrow.StructOf(arrow.Field{Name: "y", Type: arrow.PrimitiveTypes.Int8})})
	text := []string{`[{"stadsdel":"Farsta","manad":"2011-11","hushall":211,"kostnad_tkr":"1.5","x":{"y":1}}]`}
	for _, asFile := range []bool{true, false} {
		if got := transcript(t, "ekonomiskt_bistand.arrow", ipcOf(t, asFile, fields, text), opt); !strings.Contains(got, want) {
			t.Error(got)
		}
	}
	schema := arrow.NewSchema(fields, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(text[0]))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &b, nil, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(batch), w.Close()); err != nil {
		t.Fatal(err)
	}
	if got := transcript(t, "ekonomiskt_bistand.parquet", b.Bytes(), opt); !strings.Contains(got, want) {
		t.Error(got)
	}
}

// TestFalseLengthsAreNeverBelieved writes large numbers over every place of
// small files: each is read, or refused in words, and none is believed.
func TestFalseLengthsAreNeverBelieved(t *testing.T) {
	opt := small(t)
	coded := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	for name, data := range map[string][]byte{
		"a.parquet": parquetOf(t), "b.arrow": ipcOf(t, true, fieldsOf(coded), rowsOfJSON[:1], ipc.WithLZ4()),
		"c.arrow": ipcOf(t, false, fieldsOf(arrow.BinaryTypes.StringView), rowsOfJSON)} {
		for at := 0; at+4 <= len(data); at += 4 {
			for _, false4 := range []string{"\xff\xff\xff\x7f", "\xff\xff\xff\xff"} {
				broken := bytes.Clone(data)
				copy(broken[at:], false4)
				t.Run(fmt.Sprint(name, at), func(t *testing.T) { fuzzed(t, "ekonomiskt_bistand_"+name, broken, opt) })
			}
		}
	}
}
