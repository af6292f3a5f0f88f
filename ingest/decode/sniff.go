package decode

import (
	"bytes"
	"unicode/utf8"
)

// magic are the first bytes of what people drop under the wrong name.
var magic = []struct{ begins, what string }{
	{"PK\x03\x04", "en Excelfil (.xlsx) eller ett zip-arkiv"},
	{"PK\x05\x06", "ett tomt zip-arkiv"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "en äldre Officefil (.xls)"},
	{"%PDF", "en PDF"},
	{"PAR1", "en Parquetfil"},
	{"ARROW1", "en Arrowfil"},
	{"\x1f\x8b", "en gzip-komprimerad fil"},
	{"<!DOCTYPE", "en webbsida (HTML)"},
	{"<html", "en webbsida (HTML)"},
	{"<?xml", "en XML-fil"},
}

// encodings are the byte order marks of what is text but not UTF-8.
var encodings = []struct{ begins, what string }{
	{"\xff\xfe\x00\x00", "UTF-32"},
	{"\x00\x00\xfe\xff", "UTF-32"},
	{"\xff\xfe", "UTF-16"},
	{"\xfe\xff", "UTF-16"},
}

// sniff refuses a file whose beginning shows that it is no UTF-8 text.
func sniff(begin []byte) error {
	for _, e := range encodings {
		if bytes.HasPrefix(begin, []byte(e.begins)) {
			return refuse(0, "teckenkod", "filen är kodad i %s; spara den som UTF-8", e.what)
		}
	}
	for _, m := range magic {
		if bytes.HasPrefix(begin, []byte(m.begins)) {
			return refuse(0, "innehall", "filen heter .csv men är %s", m.what)
		}
	}
	// Text in UTF-16 without its mark has a zero at every other byte.
	if i := bytes.IndexByte(begin, 0); i >= 0 {
		if i < 2 {
			return refuse(0, "teckenkod", "filen ser ut att vara kodad i UTF-16; spara den som UTF-8")
		}
		return refuse(0, "innehall", "filen heter .csv men innehåller nolltecken och är ingen text")
	}
	return nil
}

// notUTF8 refuses a line of another encoding and names the byte.
func notUTF8(line int64, raw []byte) error {
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r == utf8.RuneError && n <= 1 {
			break
		}
		raw = raw[n:]
	}
	guess := ""
	switch raw[0] {
	case 0xe5, 0xe4, 0xf6, 0xc5, 0xc4, 0xd6, 0xe9:
		guess = "; den ser ut att vara kodad i Windows-1252"
	case 0x8c, 0x8a, 0x9a, 0x81, 0x80, 0x85:
		guess = "; den ser ut att vara kodad i Mac Roman"
	}
	return refuse(line, "teckenkod", "raden är inte UTF-8 (byte 0x%02X)%s; spara filen som UTF-8", raw[0], guess)
}
