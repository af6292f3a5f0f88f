package decode

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	mark      = "\ufeff" // byte order mark
	peekBytes = 64 << 10 // a header has to fit into this
)

// openCSV reads text with one of the separators ; , and tab, which is found
// from the header.
func openCSV(r io.Reader, known map[string]bool, limits Limits) (rows, error) {
	s, err := newScanner(r, known, limits)
	if err != nil {
		return nil, err
	}
	return s.next, nil
}

// scanner splits CSV into rows. It follows RFC 4180, takes CRLF and LF, and
// leaves a quotation mark inside an unquoted field as it is.
type scanner struct {
	in        *bufio.Reader
	limits    Limits
	separator byte
	line      int64 // lines read so far
	mark      bool  // the file began with a byte order mark

	raw  []byte // the row in hand, as it was delivered
	torn bool   // text stands after a closing quotation mark of it
	text []byte // its fields, one after the other
	ends []int  // where in text each field ends
}

func newScanner(r io.Reader, known map[string]bool, limits Limits) (*scanner, error) {
	s := &scanner{in: bufio.NewReaderSize(r, peekBytes), limits: limits}
	begin, err := s.in.Peek(peekBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := sniff(begin); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(begin, []byte(mark)) {
		s.mark = true
		if _, err := s.in.Discard(len(mark)); err != nil {
			return nil, err
		}
		begin = begin[len(mark):]
	}
	s.separator = findSeparator(begin, known, limits)
	return s, nil
}

// findSeparator takes the separator that makes most known names of the header,
// or failing these most fields.
func findSeparator(begin []byte, known map[string]bool, limits Limits) byte {
	best, bestKnown, bestFields := byte(';'), -1, -1
	for _, sep := range []byte{';', ',', '\t'} {
		probe := &scanner{in: bufio.NewReader(bytes.NewReader(begin)), limits: limits, separator: sep}
		header, err := probe.next()
		if err != nil {
			continue
		}
		n := 0
		for _, f := range header.fields {
			if known[columnKey(f)] {
				n++
			}
		}
		if n > bestKnown || n == bestKnown && len(header.fields) > bestFields {
			best, bestKnown, bestFields = sep, n, len(header.fields)
		}
	}
	return best
}

// columnKey is the form in which column names agree.
func columnKey(s string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFC.String(s)))
}

// beginning is the file up to the end of the row that was read last; asked
// after the header.
func (s *scanner) beginning() string {
	text := string(s.raw)
	if s.mark {
		text = mark + text
	}
	return text
}

// next is the next row that holds anything at all.
func (s *scanner) next() (row, error) {
	for {
		first := s.line + 1
		if err := s.read(); err != nil {
			return row{}, err
		}
		text := string(s.text)
		fields := make([]string, len(s.ends))
		from, empty := 0, true
		for i, end := range s.ends {
			fields[i] = text[from:end]
			empty = empty && strings.TrimSpace(fields[i]) == ""
			from = end
		}
		if !empty {
			return row{first, fields, strings.TrimRight(string(s.raw), "\r\n"), s.torn}, nil
		}
	}
}

// The places within a row.
const (
	fieldStart = iota
	plain
	quoted
	quoteSeen // a quotation mark within a quoted field: its end, or half of a pair
)

// read takes one row, over as many lines as its quoted fields span.
func (s *scanner) read() error {
	s.raw, s.text, s.ends, s.torn = s.raw[:0], s.text[:0], s.ends[:0], false
	first := s.line + 1
	state := fieldStart
	for {
		part, err := s.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			err = nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		s.raw = append(s.raw, part...)
		if len(s.raw) > s.limits.Row {
			return refuse(first, "langd", "raden är längre än %d byte; saknas ett avslutande citattecken?", s.limits.Row)
		}
		end := errors.Is(err, io.EOF)
		if end && len(s.raw) == 0 {
			return io.EOF
		}
		newline := bytes.HasSuffix(part, []byte("\n"))
		if newline || end && len(part) > 0 {
			s.line++
		}
		state = s.split(part, state)
		if state == quoted && !end {
			continue
		}
		if !newline && !end {
			continue
		}
		if state == quoted {
			return refuse(first, "citattecken", "citattecknet som öppnas på raden stängs aldrig")
		}
		return s.finish(first)
	}
}

// split goes on with the row's fields from state over the bytes of part; its
// line ending is data only within quotation marks.
func (s *scanner) split(part []byte, state int) int {
	for i, c := range part {
		switch {
		case state == quoted:
			if c == '"' {
				state = quoteSeen
			} else {
				s.text = append(s.text, c)
			}
		case state == quoteSeen && c == '"':
			s.text = append(s.text, c)
			state = quoted
		case state == fieldStart && c == '"':
			state = quoted
		case c == s.separator:
			s.ends = append(s.ends, len(s.text))
			state = fieldStart
		case c == '\n', c == '\r' && (i+1 == len(part) || part[i+1] == '\n'):
		default:
			s.torn = s.torn || state == quoteSeen
			s.text = append(s.text, c)
			state = plain
		}
	}
	return state
}

// finish closes the last field and looks at the row's encoding.
func (s *scanner) finish(first int64) error {
	s.ends = append(s.ends, len(s.text))
	if !utf8.Valid(s.raw) {
		return notUTF8(first, s.raw)
	}
	if bytes.IndexByte(s.raw, 0) >= 0 {
		return refuse(first, "innehall", "raden innehåller nolltecken")
	}
	return nil
}
