package chart

import "strings"

// arial holds, in thousandths of the type size, the widths of the characters that our texts use. They are
// Arial's, which Liberation Sans shares; the other fonts of the page are narrower, so nothing collides.
var arial = func() map[rune]float64 {
	w := map[rune]float64{}
	for width, chars := range map[float64]string{
		191: "'", 222: "ijl", 278: " \u00a0!,./:;[]Ift", 333: "()-r", 355: "\"", 389: "*",
		500: "Jckvxyzs", 556: "0123456789abdeghnopquLåäöéü–#?_$", 584: "+<=>~−",
		611: "FTZ", 667: "ABEKPSVXYÅÄ&", 722: "CDHNRUw", 778: "GOQÖ", 833: "Mm", 889: "%", 944: "W", 1000: "…",
	} {
		for _, r := range chars {
			w[r] = width
		}
	}
	return w
}()

// textWidth is the width in px of a text set in a size; bold type is some 7 % wider.
func textWidth(text string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range text {
		switch w, ok := arial[r]; {
		case r == softHyphen:
		case ok:
			sum += w
		default:
			sum += 700
		}
	}
	if bold {
		sum *= 1.07
	}
	return sum * size / 1000
}

func widest(texts []string, size float64, bold bool) float64 {
	most := 0.0
	for _, t := range texts {
		most = max(most, textWidth(t, size, bold))
	}
	return most
}

const softHyphen = '\u00ad'

// elements are the last parts of compounds in place names: where a name may be parted when it has to be.
var elements = []string{"holmen", "malm", "staden", "näck", "berga", "backen", "hagen", "gården"}

// wrap breaks a text into lines of at most limit px: at spaces, after hyphens, at soft hyphens, and last
// before a known last part of a compound. What cannot be broken stays whole.
func wrap(text string, limit, size float64, bold bool) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text, limit, size, bold) {
		if line != "" && textWidth(closed(line+piece), size, bold) > limit {
			lines = append(lines, closed(line))
			line = ""
		}
		line += piece
	}
	return append(lines, shown(line))
}

// shown is a line as it is printed when nothing follows on it.
func shown(s string) string {
	s = strings.ReplaceAll(strings.TrimRight(s, " "), string(softHyphen), "")
	return strings.TrimLeft(s, " ")
}

// closed is a line that was broken: a soft hyphen at the break becomes a real one.
func closed(s string) string {
	if strings.HasSuffix(s, string(softHyphen)) {
		return shown(s) + "-"
	}
	return shown(s)
}

// pieces are the parts of a text between the places where it may be broken.
func pieces(text string, limit, size float64, bold bool) []string {
	var out []string
	cut := func(r rune) bool { return r == ' ' || r == '-' || r == softHyphen }
	for text != "" {
		i := strings.IndexFunc(text, cut)
		if i < 0 {
			return append(out, parted(text, limit, size, bold)...)
		}
		n := i + 1
		if strings.HasPrefix(text[i:], string(softHyphen)) {
			n = i + len(string(softHyphen))
		}
		piece := text[:n]
		if p := parted(piece, limit, size, bold); len(p) > 1 {
			out = append(out, p...)
		} else {
			out = append(out, piece)
		}
		text = text[n:]
	}
	return out
}

func parted(word string, limit, size float64, bold bool) []string {
	if textWidth(shown(word), size, bold) <= limit {
		return []string{word}
	}
	for _, e := range elements {
		if i := strings.LastIndex(word, e); i > 1 {
			return []string{word[:i] + string(softHyphen), word[i:]}
		}
	}
	return []string{word}
}
