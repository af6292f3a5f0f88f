package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ReadCSV reads what CSV wrote.
func ReadCSV(data []byte) (Contents, error) {
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err == nil && len(all) == 0 {
		err = errors.New("no header")
	}
	if err != nil {
		return Contents{}, err
	}
	return contents(all[0], all[1:], nil)
}

// ReadJSON reads what JSON wrote: an object with one list of rows.
func ReadJSON(data []byte) (c Contents, err error) {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(data, &doc); err != nil {
		return c, err
	}
	var texts, header []string
	var rows [][]string
	for _, key := range sortedKeys(doc) {
		if key != "observationer" && key != "fakta" {
			found, err := ReadTexts(doc[key])
			if err != nil {
				return c, err
			}
			texts = append(texts, found...)
			continue
		}
		if rows != nil {
			return c, errors.New("two lists of rows")
		}
		if header, rows, err = jsonRows(doc[key]); err != nil {
			return c, err
		}
	}
	return contents(header, rows, texts)
}

// jsonRows reads a list of flat objects that all have the same keys in the same
// order.
func jsonRows(data []byte) (header []string, rows [][]string, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil {
		return nil, nil, err
	}
	rows = [][]string{}
	for dec.More() {
		if _, err := dec.Token(); err != nil {
			return nil, nil, err
		}
		var keys, row []string
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, nil, err
			}
			value, err := dec.Token()
			if err != nil {
				return nil, nil, err
			}
			text, err := scalar(value)
			if err != nil {
				return nil, nil, fmt.Errorf("row %d, %v: %w", len(rows)+1, key, err)
			}
			keys, row = append(keys, fmt.Sprint(key)), append(row, text)
		}
		if _, err := dec.Token(); err != nil {
			return nil, nil, err
		}
		if header == nil {
			header = keys
		}
		if fmt.Sprint(header) != fmt.Sprint(keys) {
			return nil, nil, fmt.Errorf("row %d has other columns than the first", len(rows)+1)
		}
		rows = append(rows, row)
	}
	return header, rows, nil
}

func scalar(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	}
	return "", fmt.Errorf("%v is neither a text nor a number", v)
}

// ReadTexts gathers every text, number and key of a JSON value, in the order of
// the file.
func ReadTexts(data []byte) ([]string, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var out []string
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch v := token.(type) {
		case string:
			out = append(out, v)
		case json.Number:
			out = append(out, v.String())
		}
	}
}
