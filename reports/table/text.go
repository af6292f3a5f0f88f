package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
)

// CSV is the table as text: UTF-8, comma, decimal point, a sign where a figure
// is not shown.
func CSV(t Table) ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(head); err != nil {
		return nil, err
	}
	for _, row := range t.Rows {
		rec := make([]string, len(row))
		for i, c := range row {
			rec[i] = c.Text + c.Sign
		}
		if err := w.Write(rec); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// JSON is the table as one object: what it is, then its rows, one a line. A
// figure that is not shown is null.
func JSON(t Table) ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("{\n")
	if t.Warning != "" {
		b.WriteString(` "anmarkning": ` + quote(t.Warning) + ",\n")
	}
	b.WriteString(` "publikation": ` + quote(t.Publication) + ",\n " + quote(t.AboutName) + ": {")
	for i, n := range t.About {
		text := quote(n.Text)
		if n.Number {
			text = n.Text
		}
		b.WriteString(comma(i) + "\n  " + quote(n.Key) + ": " + text)
	}
	b.WriteString("\n },\n " + quote(t.RowsName) + ": [")
	for i, row := range t.Rows {
		b.WriteString(comma(i) + "\n  {")
		for j, c := range row {
			b.WriteString(comma(j))
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(quote(t.Columns[j].Name) + ": " + jsonCell(t.Columns[j].Kind, c))
		}
		b.WriteByte('}')
	}
	b.WriteString("\n ]\n}\n")
	return b.Bytes(), nil
}

func jsonCell(kind Kind, c Cell) string {
	switch {
	case kind == Text:
		return quote(c.Text)
	case c.Text == "":
		return "null"
	}
	return c.Text
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// quote is s as a JSON string, with <, > and & as they are.
func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
