package pdf

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The values of a PDF: name, text, reference, array, dict, float64, bool, nil and,
// in streams of operators, keyword.
type (
	name      string
	text      []byte
	reference int
	array     []any
	dict      map[string]any
	keyword   string
)

// lexer reads values one after the other.
type lexer struct {
	data []byte
	at   int
}

const (
	space     = "\x00\t\n\f\r "
	delimiter = "()<>[]{}/%"
)

func (l *lexer) skipSpace() {
	for l.at < len(l.data) && strings.IndexByte(space, l.data[l.at]) >= 0 {
		l.at++
	}
}

// takes moves past a word if it stands here.
func (l *lexer) takes(word string) bool {
	if !bytes.HasPrefix(l.data[l.at:], []byte(word)) {
		return false
	}
	l.at += len(word)
	return true
}

// regular is the run of characters until the next space or delimiter.
func (l *lexer) regular() string {
	start := l.at
	for l.at < len(l.data) && strings.IndexByte(space+delimiter, l.data[l.at]) < 0 {
		l.at++
	}
	return string(l.data[start:l.at])
}

var errEnd = errors.New("it ends within a value")

// deepest is how far values may stand within each other.
const deepest = 50

// value reads the next value. A number that begins a reference is one.
func (l *lexer) value(depth int) (any, error) {
	l.skipSpace()
	if l.at >= len(l.data) || depth > deepest {
		return nil, errEnd
	}
	switch c := l.data[l.at]; {
	case l.takes("<<"):
		return l.dict(depth + 1)
	case c == '<':
		return l.hexText()
	case c == '(':
		return l.literal()
	case l.takes("["):
		return l.array(depth + 1)
	case l.takes("/"):
		return l.name()
	case c == '%':
		return nil, errors.New("a comment")
	case strings.IndexByte(delimiter, c) >= 0:
		return nil, fmt.Errorf("%q where a value should be", c)
	}
	word := l.regular()
	switch word {
	case "true", "false":
		return word == "true", nil
	case "null":
		return nil, nil
	}
	if strings.IndexByte("+-.0123456789", word[0]) < 0 {
		return keyword(word), nil
	}
	n, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no number", word)
	}
	if after := l.at; strings.Trim(word, "0123456789") == "" {
		if l.takes(" 0 R") && (l.at == len(l.data) || strings.IndexByte(space+delimiter, l.data[l.at]) >= 0) {
			return reference(n), nil
		}
		l.at = after
	}
	return n, nil
}

func (l *lexer) array(depth int) (any, error) {
	out := array{}
	for {
		if l.skipSpace(); l.takes("]") {
			return out, nil
		}
		v, err := l.value(depth)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (l *lexer) dict(depth int) (any, error) {
	out := dict{}
	for {
		if l.skipSpace(); l.takes(">>") {
			return out, nil
		}
		if !l.takes("/") {
			return nil, errors.New("a dictionary with something that is no name in a name's place")
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		if _, twice := out[string(key)]; twice {
			return nil, fmt.Errorf("/%s stands twice", key)
		}
		if out[string(key)], err = l.value(depth); err != nil {
			return nil, err
		}
	}
}

func (l *lexer) name() (name, error) {
	raw := l.regular()
	if strings.Contains(raw, "#") {
		return "", fmt.Errorf("the name /%s is written in code", raw)
	}
	return name(raw), nil
}

func (l *lexer) hexText() (any, error) {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, errEnd
	}
	raw := l.data[l.at+1 : l.at+end]
	l.at += end + 1
	out := make([]byte, hex.DecodedLen(len(raw)))
	if _, err := hex.Decode(out, raw); err != nil {
		return nil, fmt.Errorf("<%s>: %w", raw, err)
	}
	return text(out), nil
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f', '(': '(', ')': ')', '\\': '\\'}

// literal reads a text in parentheses.
func (l *lexer) literal() (any, error) {
	var out text
	open := 0
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch {
		case c == '\\' && l.at+1 < len(l.data):
			l.at++
			if e, ok := escapes[l.data[l.at]]; ok {
				out = append(out, e)
				continue
			}
			code := l.data[l.at:min(l.at+3, len(l.data))]
			n, err := strconv.ParseUint(string(code), 8, 8)
			if err != nil || len(code) < 3 {
				return nil, fmt.Errorf("%q is no character", code)
			}
			out = append(out, byte(n))
			l.at += 2
			continue
		case c == '(':
			if open++; open == 1 {
				continue
			}
		case c == ')':
			if open--; open == 0 {
				l.at++
				return out, nil
			}
		}
		out = append(out, c)
	}
	return nil, errEnd
}

// String is a text as people read it.
func (t text) String() string {
	if !bytes.HasPrefix(t, []byte{0xfe, 0xff}) {
		runes := make([]rune, len(t)) // Skia writes other characters than ASCII in UTF-16
		for i, b := range t {
			runes[i] = rune(b)
		}
		return string(runes)
	}
	return wide(t[2:])
}

// wide decodes UTF-16, the greater half first.
func wide(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}
