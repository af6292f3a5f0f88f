package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// odd are characters that no text holds: control characters but tab and line
// breaks, and what Unicode says is no character. XML has no way to write most.
func odd(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}

// oddCharacter says what is wrong with the first character of a text that
// cannot be stored or shown, or nil.
func oddCharacter(text string) *problem {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				return problemf("teckenkod", "byte 0x%02X är inte UTF-8", text[i])
			}
			return problemf("teckenkod", "tecknet %U står där ett annat har gått förlorat", r)
		}
		if odd(r) {
			return problemf("styrtecken", "tecknet %U hör inte hemma i en text", r)
		}
	}
	return nil
}

// visible puts U+FFFD for each character or byte that oddCharacter refuses.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if odd(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}

// FileName is a file's name as it can be stored and shown on one line: what is
// not UTF-8 was written by an older system.
func FileName(name string) string { return nameIn(charmap.Windows1252, name) }

func nameIn(older *charmap.Charmap, name string) string {
	if !utf8.ValidString(name) {
		if decoded, err := older.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.NewReplacer("\t", "\ufffd", "\n", "\ufffd", "\r", "\ufffd").Replace(visible(name))
}
