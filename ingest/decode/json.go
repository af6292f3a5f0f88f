package decode

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// jsonRows are the names under which an object may hold its rows.
var jsonRows = []string{"rader", "rows", "data", "values", "records", "items"}

// mostDepth bounds how deep JSON may nest.
const mostDepth = 20

// openJSON reads an array of objects, or an object that holds one. The columns
// are the keys of all objects; a row's line is its object's number.
func openJSON(in io.ReaderAt, size int64, opt Options) ([]table, error) {
	begin := make([]byte, min(size, 3))
	if _, err := in.ReadAt(begin, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	skip := int64(0)
	if string(begin) == utf8Mark {
		skip = int64(len(utf8Mark))
	}
	read := func() io.Reader { return io.NewSectionReader(in, skip, size-skip) }
	var keys []string
	known := map[string]int{}
	err := eachObject(read(), opt.Limits, func(o object) error {
		for _, k := range o.keys {
			if _, ok := known[k]; !ok {
				known[k] = len(keys)
				keys = append(keys, k)
			}
		}
		if len(keys) > opt.Limits.Columns {
			return refuse(0, "kolumner", "filen har fler än %d olika nycklar", opt.Limits.Columns)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, refuse(0, "tom", "filen har inga objekt med nycklar")
	}
	t := table{headed: true}
	t.open = func() (rows, error) {
		next := pull(read(), opt.Limits)
		sent := false
		line := int64(0)
		return func() (row, error) {
			if !sent {
				sent = true
				return row{fields: keys, raw: canonical(keys)}, nil
			}
			o, err := next()
			if err != nil {
				return row{}, err
			}
			line++
			r := row{line: line, fields: make([]string, len(keys)), typed: make([]bool, len(keys))}
			for i, k := range o.keys {
				r.fields[known[k]], r.typed[known[k]] = o.values[i], o.numbers[i]
			}
			r.raw = canonical(r.fields)
			return r, nil
		}, nil
	}
	return []table{t}, nil
}

// object is one object of the rows, its values as text.
type object struct {
	keys, values []string
	numbers      []bool
}

func eachObject(r io.Reader, limits Limits, fn func(object) error) error {
	next := pull(r, limits)
	for {
		o, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(o); err != nil {
			return err
		}
	}
}

// pull finds the array of rows and yields its objects.
func pull(r io.Reader, limits Limits) func() (object, error) {
	d := json.NewDecoder(r)
	d.UseNumber()
	begun, n := false, 0
	bad := func(err error) error {
		if errors.Is(err, io.EOF) {
			return refuse(0, "innehall", "filen slutar mitt i; den är ingen hel JSON")
		}
		return refuse(0, "innehall", "filen är ingen JSON som går att läsa (vid byte %d): %v", d.InputOffset(), err)
	}
	return func() (object, error) {
		if !begun {
			if err := findRows(d, limits); err != nil {
				var refusal *Refusal
				if errors.As(err, &refusal) {
					return object{}, err
				}
				return object{}, bad(err)
			}
			begun = true
		}
		if !d.More() {
			if _, err := d.Token(); err != nil {
				return object{}, bad(err)
			}
			return object{}, io.EOF
		}
		n++
		o, err := readObject(d, limits, int64(n))
		var refusal *Refusal
		if err != nil && !errors.As(err, &refusal) {
			err = bad(err)
		}
		return o, err
	}
}

// findRows reads up to the array's beginning.
func findRows(d *json.Decoder, limits Limits) error {
	first, err := d.Token()
	if err != nil {
		return err
	}
	if first == json.Delim('[') {
		return nil
	}
	if first != json.Delim('{') {
		return refuse(0, "innehall", "filen är varken en lista av objekt eller ett objekt med rader")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if name, ok := key.(string); ok && slices.Contains(jsonRows, strings.ToLower(name)) {
			open, err := d.Token()
			if err != nil {
				return err
			}
			if open == json.Delim('[') {
				return nil
			}
			if err := pass(d, open, limits); err != nil {
				return err
			}
			continue
		}
		value, err := d.Token()
		if err != nil {
			return err
		}
		if err := pass(d, value, limits); err != nil {
			return err
		}
	}
	return refuse(0, "innehall", "objektet har ingen lista under något av %s", strings.Join(jsonRows, ", "))
}

// pass reads to the end of a value that has begun with token.
func pass(d *json.Decoder, token json.Token, limits Limits) error {
	depth := 0
	for {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth > mostDepth {
			return refuse(0, "nastling", "värden är nästlade i fler än %d nivåer", mostDepth)
		}
		var err error
		if token, err = d.Token(); err != nil {
			return err
		}
	}
}

func readObject(d *json.Decoder, limits Limits, n int64) (object, error) {
	var o object
	open, err := d.Token()
	if err != nil {
		return o, err
	}
	if open != json.Delim('{') {
		return o, refuse(n, "innehall", "rad %d är inget objekt", n)
	}
	at := map[string]int{}
	size := 0
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return o, err
		}
		name, _ := key.(string)
		value, err := d.Token()
		if err != nil {
			return o, err
		}
		text, isNumber := "", false
		switch v := value.(type) {
		case string:
			text = v
		case json.Number:
			text, isNumber = v.String(), true
			if f, err := v.Float64(); err == nil && strings.ContainsAny(text, "eE") {
				text = plainNumber(f)
			}
		case bool:
			text = map[bool]string{true: "true", false: "false"}[v]
		case json.Delim:
			if err := pass(d, v, limits); err != nil {
				return o, err
			}
			return o, refuse(n, "nastling", "objekt %d har ett nästlat värde under %s", n, show(name))
		}
		if size += len(name) + len(text); size > limits.Row || len(o.keys) > limits.Columns {
			return o, refuse(n, "langd", "objekt %d är för stort", n)
		}
		if _, twice := at[name]; twice {
			return o, refuse(n, "kolumn", "objekt %d har nyckeln %s två gånger", n, show(name))
		}
		at[name] = len(o.keys)
		o.keys, o.values, o.numbers = append(o.keys, name), append(o.values, text), append(o.numbers, isNumber)
	}
	_, err = d.Token()
	return o, err
}
