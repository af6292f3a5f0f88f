package main

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// columnar is a Parquet or Arrow file while it is changed.
type columnar struct {
	record arrow.RecordBatch
	about  [][2]string // keys and texts of the schema
}

// rewritten reads a file of columns, changes it, and writes it anew.
func rewritten(by func(*columnar) error) change {
	return func(data []byte) ([]byte, error) {
		read, write := readColumns, writeColumns
		if bytes.HasPrefix(data, []byte("PAR1")) {
			read, write = readParquet, writeParquet
		}
		rec, err := read(data)
		if err != nil {
			return nil, err
		}
		c := &columnar{record: rec}
		md := rec.Schema().Metadata()
		for i, k := range md.Keys() {
			if k != "ARROW:schema" {
				c.about = append(c.about, [2]string{k, md.Values()[i]})
			}
		}
		if err := by(c); err != nil {
			return nil, err
		}
		return write(c)
	}
}

func readColumns(data []byte) (arrow.RecordBatch, error) {
	r, err := ipc.NewFileReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return r.RecordBatch(0)
}

func readParquet(data []byte) (arrow.RecordBatch, error) {
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.NewGoAllocator())
	if err != nil {
		return nil, err
	}
	t, err := r.ReadTable(context.Background())
	if err != nil {
		return nil, err
	}
	all := array.NewTableReader(t, -1)
	if !all.Next() {
		return nil, errors.New("no rows")
	}
	rec := all.RecordBatch()
	rec.Retain()
	return rec, nil
}

// schema is that of the record with what is said of it.
func (c *columnar) schema() *arrow.Schema {
	var keys, texts []string
	for _, a := range c.about {
		keys, texts = append(keys, a[0]), append(texts, a[1])
	}
	md := arrow.NewMetadata(keys, texts)
	return arrow.NewSchema(c.record.Schema().Fields(), &md)
}

func writeColumns(c *columnar) ([]byte, error) {
	var out bytes.Buffer
	w, err := ipc.NewFileWriter(&out, ipc.WithSchema(c.schema()))
	if err != nil {
		return nil, err
	}
	err = errors.Join(w.Write(array.NewRecordBatch(c.schema(), c.record.Columns(), c.record.NumRows())), w.Close())
	return out.Bytes(), err
}

func writeParquet(c *columnar) ([]byte, error) {
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(c.schema(), &out, parquet.NewWriterProperties(parquet.WithCreatedBy("stadsdelskollen")), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return nil, err
	}
	for _, a := range c.about {
		err = errors.Join(err, w.AppendKeyValueMetadata(a[0], a[1]))
	}
	err = errors.Join(err, w.Write(array.NewRecordBatch(c.schema(), c.record.Columns(), c.record.NumRows())), w.Close())
	return out.Bytes(), err
}

// said adds a key to what the file says of its table.
func said(c *columnar) error {
	c.about = append(c.about, [2]string{"ovriga", "46373 vuxna"})
	return nil
}

// explained adds a number to what the file says of its first column.
func explained(c *columnar) error {
	fields := slices.Clone(c.record.Schema().Fields())
	fields[0].Metadata = arrow.NewMetadata([]string{"beskrivning"}, []string{"46373 vuxna"})
	c.record = array.NewRecordBatch(arrow.NewSchema(fields, nil), c.record.Columns(), c.record.NumRows())
	return nil
}

// unhidden puts 46373 in the place of a hidden numerator.
func unhidden(c *columnar) error {
	s := c.record.Schema()
	status, at := c.record.Column(s.FieldIndices("status")[0]).(*array.String), s.FieldIndices("taljare")[0]
	old := c.record.Column(at).(*array.Float64)
	b := array.NewFloat64Builder(memory.NewGoAllocator())
	changed := false
	for i := range old.Len() {
		switch {
		case status.Value(i) == "dold" && !changed:
			changed = true
			b.Append(46373)
		case old.IsNull(i):
			b.AppendNull()
		default:
			b.Append(old.Value(i))
		}
	}
	if !changed {
		return errors.New("nothing is hidden")
	}
	columns := slices.Clone(c.record.Columns())
	columns[at] = b.NewArray()
	c.record = array.NewRecordBatch(s, columns, c.record.NumRows())
	return nil
}

// beforeEnd puts bytes where no part of a Parquet file is: before its last part,
// whose length stands at the end.
func beforeEnd(data []byte) ([]byte, error) {
	at := len(data) - 8 - int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	return slices.Concat(data[:at], []byte("46373 vuxna"), data[at:]), nil
}

// beforeEndOfArrow does the same to an Arrow file.
func beforeEndOfArrow(data []byte) ([]byte, error) {
	at := len(data) - 10 - int(binary.LittleEndian.Uint32(data[len(data)-10:]))
	return slices.Concat(data[:at], []byte("46373 vuxna"), data[at:]), nil
}

// swapLast puts a text of the same length in another's place, where it stands last.
func swapLast(old, new string) change {
	return func(data []byte) ([]byte, error) {
		at := bytes.LastIndex(data, []byte(old))
		if at < 0 || len(old) != len(new) {
			return nil, fmt.Errorf("there is no %q of the same length", old)
		}
		return slices.Concat(data[:at], []byte(new), data[at+len(old):]), nil
	}
}

// jsonstatCell and pxCell show the first hidden cell.
func jsonstatCell(data []byte) ([]byte, error) {
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	for i, v := range doc["value"].([]any) {
		status := doc["status"].(map[string]any)
		if key := fmt.Sprint(i); v == nil && status[key] == ".." {
			doc["value"].([]any)[i] = 46373
			delete(status, key)
			return json.Marshal(doc)
		}
	}
	return nil, errors.New("nothing is hidden")
}

func pxCell(data []byte) ([]byte, error) {
	head, body, _ := strings.Cut(string(data), "\nDATA=\n")
	shown, err := swap(`".."`, `46373`)([]byte(body))
	return []byte(head + "\nDATA=\n" + string(shown)), err
}

var printedObject = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj\n`)

// printedAnew changes the objects of a PDF, its streams unpacked, where what is
// looked for stands first, and writes it with a table of objects that is true.
func printedAnew(by change) change {
	return func(data []byte) ([]byte, error) {
		var out bytes.Buffer
		out.Write(data[:bytes.Index(data, []byte("1 0 obj"))])
		at := map[int]int{}
		done := false
		for _, m := range printedObject.FindAllSubmatch(data, -1) {
			n, body := m[1], m[2]
			if !done {
				if changed, err := inStream(body, by); err == nil {
					body, done = changed, true
				}
			}
			number, err := strconv.Atoi(string(n))
			if err != nil {
				return nil, err
			}
			at[number] = out.Len()
			fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", number, body)
		}
		table := out.Len()
		fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
		for n := range len(at) {
			fmt.Fprintf(&out, "%010d 00000 n \n", at[n+1])
		}
		trailer := data[bytes.LastIndex(data, []byte("trailer\n")):bytes.LastIndex(data, []byte("startxref"))]
		fmt.Fprintf(&out, "%sstartxref\n%d\n%%%%EOF\n", trailer, table)
		if !done {
			return nil, errors.New("no object holds what is looked for")
		}
		return out.Bytes(), nil
	}
}

// inStream changes an object, or what its stream holds.
func inStream(object []byte, by change) ([]byte, error) {
	_, packed, has := bytes.Cut(object, []byte("/FlateDecode\n"))
	if !has {
		return by(object)
	}
	_, packed, _ = bytes.Cut(packed, []byte("stream\n"))
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(z)
	if err == nil {
		text, err = by(text)
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err = w.Write(text)
	err = errors.Join(err, w.Close())
	return fmt.Appendf(nil, "<</Filter /FlateDecode\n/Length %d>> stream\n%s\nendstream", b.Len(), b.String()), err
}
