//go:build duckdb_arrow

package attack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// oneJSON refuses a text that is anything but one JSON value whose keys stand once
// each: of two values, or two keys, programs read one.
func oneJSON(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := onceEach(dec); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind its end")
	}
	return nil
}

func onceEach(dec *json.Decoder) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			if name := fmt.Sprint(key); seen[name] {
				return fmt.Errorf("the key %s stands twice", quote(name))
			} else {
				seen[name] = true
			}
		}
		if err := onceEach(dec); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// looseJSON checks every number and text of a JSON value.
func (v *verifier) looseJSON(name string, text []byte, d *derived, subject about) error {
	if err := oneJSON(text); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var doc any
	if err := dec.Decode(&doc); err != nil {
		return err
	}
	v.walk(name, "JSON", doc, d, subject)
	return nil
}

// walk checks every number, text and key of a decoded JSON value.
func (v *verifier) walk(name, at string, x any, d *derived, subject about) {
	switch x := x.(type) {
	case map[string]any:
		for key, y := range x {
			v.tell(name, at, key, d, subject)
			v.walk(name, at+"."+key, y, d, subject)
		}
	case []any:
		for _, y := range x {
			v.walk(name, at, y, d, subject)
		}
	case json.Number:
		v.check(name, at, numbersIn(strings.ReplaceAll(x.String(), "e", " ")), d, subject)
	case string:
		v.tell(name, at, x, d, subject)
	}
}
