package publication

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// unmarked are Latin letters that are not one of a to z with a mark.
var unmarked = strings.NewReplacer("æ", "ae", "ø", "o", "œ", "oe", "ß", "ss", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Slug is a name as a part of an address: hasselby-vallingby. It is empty for a name in another script.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(unmarked.Replace(strings.ToLower(name))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), "-")
}
