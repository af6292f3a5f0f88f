package prose

// Licences that people call by a short name, by their address.
var licences = map[string]string{
	"http://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
	"http://creativecommons.org/licenses/by/4.0/":       "CC BY 4.0",
	"http://creativecommons.org/licenses/by-sa/4.0/":    "CC BY-SA 4.0",
}

// Licence is what people call the licence at an address: its short name, or the
// address where it has none.
func Licence(address string) string {
	if name, ok := licences[address]; ok {
		return name
	}
	return address
}

// Size is how large a file is, in units of a thousand: 18 kB, 1,2 MB.
func Size(bytes int64) string {
	if bytes >= 1e6 {
		return Number(float64(bytes)/1e6, 1) + NBSP + "MB"
	}
	return Number(max(1, float64(bytes)/1e3), 0) + NBSP + "kB"
}
