package decode

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// text is how the text of a file is stored: found from its mark, from what is
// valid, and from which letters it would give.
type text struct {
	encoding string
	mark     int    // bytes of the byte order mark
	lineEnd  byte   // CR where the file has no LF, else LF
	ending   string // of the lines: LF, CRLF or CR
	declared bool
}

// marks are byte order marks. That of UTF-32 begins like that of UTF-16.
var marks = []struct{ begins, encoding string }{
	{"\xff\xfe\x00\x00", "utf-32"}, {"\x00\x00\xfe\xff", "utf-32"},
	{"\xef\xbb\xbf", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"},
}

// plausible are the bytes beyond ASCII that Swedish text has in each encoding;
// impossible are those that are no character, or none that text would have.
var plausible = map[string]string{
	"windows-1252": "\xe5\xe4\xf6\xc5\xc4\xd6\xe9\xc9\xfc\xdc\xe8\xa0\x96\x97\x92\x94\x93\xa7\xb2\xb3\xb9\xbd\xb4\xe6\xf8",
	"mac-roman":    "\x8c\x8a\x9a\x81\x80\x85\x8e\x83\x9f\x86\x8f\xca\xd0\xd1\xd5\xd3\xd2\xa4\xbe\xbf",
}

var impossible = map[string]string{
	"windows-1252": "\x81\x8d\x8f\x90\x9d\x8c\x8a\x9a",
	"mac-roman":    "\xe5\xe4\xf6\xc4\xf0\xc6\xdb",
}

func (t text) decoder() encoding.Encoding {
	switch t.encoding {
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case "windows-1252":
		return charmap.Windows1252
	case "mac-roman":
		return charmap.Macintosh
	}
	return nil
}

// reader yields the file as UTF-8, without its mark.
func (t text) reader(in io.ReaderAt, size int64) io.Reader {
	var r io.Reader = io.NewSectionReader(in, int64(t.mark), size-int64(t.mark))
	if e := t.decoder(); e != nil {
		r = transform.NewReader(r, e.NewDecoder())
	}
	return r
}

// findText reads the file through once to see how it is stored.
func findText(in io.ReaderAt, size int64, declared string) (text, error) {
	begin := make([]byte, min(size, peekBytes))
	if _, err := in.ReadAt(begin, 0); err != nil && !errors.Is(err, io.EOF) {
		return text{}, err
	}
	t := text{encoding: strings.ToLower(declared), declared: declared != ""}
	for _, m := range marks {
		if bytes.HasPrefix(begin, []byte(m.begins)) {
			if m.encoding == "utf-32" {
				return t, refuse(0, "teckenkod", "filen är kodad i UTF-32; spara den som UTF-8")
			}
			t.encoding, t.mark = m.encoding, len(m.begins)
			break
		}
	}
	if err := sniff(begin); err != nil {
		return t, err
	}
	if t.encoding == "" {
		t.encoding = wide16(begin)
	}
	if t.encoding == "" && bytes.IndexByte(begin, 0) >= 0 {
		return t, refuse(0, "innehall", "filen heter .csv men innehåller nolltecken och är ingen text")
	}
	s, err := scan(t.reader(in, size))
	if err != nil {
		return t, err
	}
	t.lineEnd, t.ending = '\n', "\n"
	if s.count['\r'] == s.count['\n'] && s.count['\r'] > 0 {
		t.ending = "\r\n"
	}
	if s.count['\n'] == 0 && s.count['\r'] > 0 {
		t.lineEnd, t.ending = '\r', "\r"
	}
	if t.encoding == "" && s.invalid == 0 {
		t.encoding = "utf-8"
	}
	if t.encoding == "" {
		t.encoding, err = s.guess()
	}
	return t, err
}

// wide16 recognises UTF-16 without its mark: every other byte is mostly zero.
func wide16(begin []byte) string {
	var zero [2]int
	for i, c := range begin {
		if c == 0 {
			zero[i%2]++
		}
	}
	half := len(begin) / 2
	switch {
	case half > 0 && zero[1]*4 >= half*3 && zero[0]*8 < half:
		return "utf-16le"
	case half > 0 && zero[0]*4 >= half*3 && zero[1]*8 < half:
		return "utf-16be"
	}
	return ""
}

// seen is what one reading of a text counted.
type seen struct {
	count          [256]int64
	several        int64 // valid characters of more than one byte
	invalid        int64
	badByte        byte // the first that is not UTF-8, and its line
	badLine, lines int64
}

func scan(r io.Reader) (seen, error) {
	var s seen
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		for _, c := range buf[kept : kept+n] {
			s.count[c]++
		}
		used := s.runes(buf[:kept+n], err != nil)
		kept = copy(buf, buf[used:kept+n])
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, err
		}
	}
}

// runes counts the characters of a stretch and leaves one that is not whole.
func (s *seen) runes(b []byte, last bool) int {
	i := 0
	for i < len(b) {
		if c := b[i]; c < utf8.RuneSelf {
			if c == '\n' {
				s.lines++
			}
			i++
			continue
		}
		if !last && !utf8.FullRune(b[i:]) {
			return i
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if s.invalid == 0 {
				s.badByte, s.badLine = b[i], s.lines+1
			}
			s.invalid++
		} else {
			s.several++
		}
		i += n
	}
	return i
}

// guess tells the eight-bit encodings apart, or refuses.
func (s *seen) guess() (string, error) {
	if s.several > 0 && s.several >= s.invalid {
		return "", refuse(s.badLine, "teckenkod", "raden är inte UTF-8 (byte 0x%02X) men andra rader är det; spara filen som UTF-8", s.badByte)
	}
	score := func(name string) (n int64) {
		for c := 0x80; c < 0x100; c++ {
			switch {
			case strings.IndexByte(plausible[name], byte(c)) >= 0:
				n += s.count[c]
			case strings.IndexByte(impossible[name], byte(c)) >= 0:
				n -= 2 * s.count[c]
			}
		}
		return n
	}
	names := []string{"windows-1252", "mac-roman"}
	best := slices.MaxFunc(names, func(a, b string) int { return int(score(a) - score(b)) })
	if a, b := score(names[0]), score(names[1]); a == b || max(a, b) <= 0 {
		return "", refuse(s.badLine, "teckenkod", "raden är inte UTF-8 (byte 0x%02X), och det går inte att avgöra vilken teckenkodning den har; spara filen som UTF-8", s.badByte)
	}
	return best, nil
}
