// Package pdf reads the PDFs that Chromium prints, whole, so that nothing stands in
// one that nobody has looked at.
//
// It promises that every byte of a file belongs to an object that was understood and
// that every object is used: what stands beside them, before, after or between
// them, or in an object that nothing names, is an error. So is everything that
// printing never makes: programs, attachments, forms, pictures, encryption, and
// any key of a dictionary that is not listed here. It reads what Skia writes (one
// revision, plain objects, streams compressed by FlateDecode) and no other PDF.
//
// Read gives the texts: those of the elements of the document in the order in which
// they are read, those that are drawn outside of all elements, and every other
// text of any object, its properties included. It is pure, and writes nothing.
package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// Document is what a reader can get out of a PDF.
type Document struct {
	// Told are the texts of the document's elements, in the order in which they are
	// read aloud.
	Told []string
	// Beside are texts that are drawn outside of every element, page by page.
	Beside []string
	// Other are the texts of all objects that are not drawn, by the key that they
	// stand under: titles of the outline, addresses of links, descriptions, names of
	// places to jump to.
	Other []Note
	Pages int
}

// Note is a text that is not drawn.
type Note struct{ Key, Text string }

// largest is how many bytes a stream may hold when it is unpacked.
const largest = 64 << 20

type object struct {
	value any
	// stream is nil where there is none.
	stream []byte
}

// file is a PDF while it is read.
type file struct {
	objects map[int]object
	trailer dict
	used    map[int]bool
	fonts   map[int]*font
}

// Read reads a PDF. The error says what in it is not as Chromium prints.
func Read(data []byte) (Document, error) {
	f := &file{objects: map[int]object{}, used: map[int]bool{}, fonts: map[int]*font{}}
	if err := f.parse(data); err != nil {
		return Document{}, err
	}
	var d Document
	if err := f.check(&d); err != nil {
		return d, err
	}
	return d, f.read(&d)
}

// parse reads all objects, one after the other, and the table that says where they
// stand: viewers find them by the table, so it must name these and no others.
func (f *file) parse(data []byte) error {
	l := &lexer{data: data}
	if !l.takes("%PDF-1.4\n%") || len(data) < 16 || data[14] != '\n' {
		return errors.New("it does not begin as Chromium's PDFs do")
	}
	l.at = 15
	at := map[int]int{}
	for !l.takes("xref\n") {
		start := l.at
		number, err := strconv.Atoi(l.regular())
		if err != nil || !l.takes(" 0 obj\n") {
			return fmt.Errorf("something that is no object at byte %d", start)
		}
		if _, twice := at[number]; twice || number < 1 {
			return fmt.Errorf("object %d stands twice", number)
		}
		at[number] = start
		o, err := l.object()
		if err != nil {
			return fmt.Errorf("object %d: %w", number, err)
		}
		f.objects[number] = o
	}
	return f.parseEnd(l, at)
}

// parseEnd reads the table of objects and the trailer.
func (f *file) parseEnd(l *lexer, at map[int]int) error {
	table := l.at - len("xref\n")
	want := fmt.Sprintf("0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range slices.Sorted(maps.Keys(at)) {
		want += fmt.Sprintf("%010d 00000 n \n", at[n])
	}
	if !l.takes(want) || !l.takes("trailer\n") || f.objects[len(at)].value == nil {
		return errors.New("the table of objects is not that of the objects")
	}
	v, err := l.value(0)
	if err != nil {
		return fmt.Errorf("trailer: %w", err)
	}
	f.trailer, _ = v.(dict)
	if !l.takes(fmt.Sprintf("\nstartxref\n%d\n%%%%EOF", table)) || len(bytes.TrimSpace(l.data[l.at:])) > 0 {
		return errors.New("something stands after its end")
	}
	return nil
}

// object reads what stands between obj and endobj.
func (l *lexer) object() (o object, err error) {
	if o.value, err = l.value(0); err != nil {
		return o, err
	}
	if d, ok := o.value.(dict); ok && l.takes(" stream\n") {
		n, ok := d["Length"].(float64)
		if !ok || n < 0 || l.at+int(n) > len(l.data) {
			return o, errors.New("a stream of unknown length")
		}
		raw := l.data[l.at : l.at+int(n)]
		l.at += int(n)
		if o.stream, err = unpack(d, raw); err != nil {
			return o, err
		}
		if !l.takes("\nendstream") {
			return o, errors.New("a stream longer than it says")
		}
	}
	if !l.takes("\nendobj\n") {
		return o, errors.New("more than one value")
	}
	return o, nil
}

func unpack(d dict, raw []byte) ([]byte, error) {
	switch d["Filter"] {
	case nil:
		return append([]byte{}, raw...), nil
	case name("FlateDecode"):
	default:
		return nil, fmt.Errorf("a stream packed by %v", d["Filter"])
	}
	in := bytes.NewReader(raw)
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, largest+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("unpack: %w", err)
	case len(out) > largest:
		return nil, errors.New("a stream that is too large")
	case in.Len() > 0:
		return nil, errors.New("something behind a packed stream")
	}
	return out, nil
}

// dict follows a reference to a dictionary.
func (f *file) dict(v any) (dict, error) {
	d, ok := f.follow(v).(dict)
	if !ok {
		return nil, fmt.Errorf("%v is no dictionary", v)
	}
	return d, nil
}

func (f *file) follow(v any) any {
	if r, ok := v.(reference); ok {
		return f.objects[int(r)].value
	}
	return v
}
