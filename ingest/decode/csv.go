package decode

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

const (
	utf8Mark  = "\ufeff"
	peekBytes = 64 << 10 // a header has to fit into this
	peekRows  = 60       // rows within which a header has to stand
)

// openCSV reads text with one of the separators ; , | and tab, which is found
// from the header where the workspace does not declare it.
func openCSV(in io.ReaderAt, size int64, opt Options) ([]table, error) {
	t, err := findText(in, size, opt.Mapping.Encoding)
	if err != nil {
		return nil, err
	}
	separator := opt.Mapping.separator()
	if separator == 0 {
		begin, err := bufio.NewReaderSize(t.reader(in, size), peekBytes).Peek(peekBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		separator = findSeparator(begin, t.lineEnd, newNames(opt).known, opt.Limits)
	}
	out := table{encoding: t.encoding, separator: separator, ending: t.ending}
	if t.mark == len(utf8Mark) {
		out.mark = utf8Mark
	}
	out.open = func() (rows, error) {
		return newScanner(t.reader(in, size), separator, t.lineEnd, opt.Limits).next, nil
	}
	if t.encoding != "utf-8" && !t.declared {
		out.notes = append(out.notes, Fault{Rule: "teckenkod", Message: "filen lästes som " + t.encoding})
	}
	return []table{out}, nil
}

// scanner splits CSV into rows. It follows RFC 4180, takes CRLF, LF and CR, and
// leaves a quotation mark inside an unquoted field as it is.
type scanner struct {
	in        *bufio.Reader
	limits    Limits
	separator byte
	lineEnd   byte
	line      int64 // lines read so far

	raw  []byte // the row in hand, as it was delivered
	torn bool   // text stands after a closing quotation mark of it
	text []byte // its fields, one after the other
	ends []int  // where in text each field ends
}

func newScanner(r io.Reader, separator, lineEnd byte, limits Limits) *scanner {
	return &scanner{in: bufio.NewReaderSize(r, peekBytes), limits: limits, separator: separator, lineEnd: lineEnd}
}

// findSeparator takes the separator that makes most known names of a header
// among the first rows, or failing these most fields of one row.
func findSeparator(begin []byte, lineEnd byte, known map[string]bool, limits Limits) byte {
	best, bestKnown, bestFields := byte(';'), -1, -1
	for _, sep := range []byte{';', ',', '\t', '|'} {
		probe := newScanner(bytes.NewReader(begin), sep, lineEnd, limits)
		mostKnown, mostFields := 0, 0
		for range peekRows {
			row, err := probe.next()
			if err != nil {
				break
			}
			n := 0
			for _, f := range row.fields {
				if known[columnKey(f)] {
					n++
				}
			}
			if n > mostKnown || n == mostKnown && len(row.fields) > mostFields {
				mostKnown, mostFields = n, len(row.fields)
			}
		}
		if mostKnown > bestKnown || mostKnown == bestKnown && mostFields > bestFields {
			best, bestKnown, bestFields = sep, mostKnown, mostFields
		}
	}
	return best
}

// columnKey is the form in which column names agree: footnote marks and line
// breaks within them do not matter.
func columnKey(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
	return strings.TrimRight(s, "¹²³⁰⁴⁵⁶⁷⁸⁹*†‡ ")
}

// next is the next row that holds anything at all.
func (s *scanner) next() (row, error) {
	gap := false
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
			return row{line: first, fields: fields, raw: strings.TrimRight(string(s.raw), "\r\n"), torn: s.torn, gap: gap}, nil
		}
		gap = true
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
		part, err := s.in.ReadSlice(s.lineEnd)
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
		newline := len(part) > 0 && part[len(part)-1] == s.lineEnd
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

// finish closes the last field and looks for what no text holds.
func (s *scanner) finish(first int64) error {
	s.ends = append(s.ends, len(s.text))
	if bytes.IndexByte(s.raw, 0) >= 0 {
		return refuse(first, "innehall", "raden innehåller nolltecken")
	}
	return nil
}
