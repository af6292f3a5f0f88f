package decode

import (
	"bytes"
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

// sniff refuses a file whose beginning shows that it is no text.
func sniff(begin []byte) error {
	for _, m := range magic {
		if bytes.HasPrefix(begin, []byte(m.begins)) {
			return refuse(0, "innehall", "filen heter .csv men är %s", m.what)
		}
	}
	return nil
}
