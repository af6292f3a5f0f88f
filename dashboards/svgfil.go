package dashboards

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"stadsdelskollen/dashboards/chart"
)

// A picture in a page has classes and the page's style sheet. A picture that
// somebody takes away has neither, so in an .svg file each class is written out
// as attributes with the colours of the light theme: it can be put in a
// document, printed, or served under a strict policy. The style sheet stays the
// only place where a look is decided.

// rule is one line of the style sheet's vocabulary of marks.
type rule struct {
	class  string // empty for every text
	weight int    // the selector's specificity, and whether the rule insists
	set    map[string]string
}

var (
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	mediaRule   = regexp.MustCompile(`@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}`)
	cssRule     = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	cssVariable = regexp.MustCompile(`var\((--[\w-]+)\)`)
	selector    = regexp.MustCompile(`^(?:(text)|(:is\(text, tspan\))?\.([\w-]+))$`)
)

// attributesOf are the properties that SVG knows as attributes.
var attributesOf = []string{"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "font-size", "font-weight",
	"font-style", "text-anchor", "letter-spacing", "paint-order", "opacity"}

const vocabularyMark = "/* svg: the vocabulary of marks."

// vocabulary reads the style sheet once.
var vocabulary = sync.OnceValue(func() []rule {
	tokens, _ := files.ReadFile("assets/tokens.css")
	sheet, _ := files.ReadFile("assets/stadsdelskollen.css")
	colours := map[string]string{}
	light, _, _ := strings.Cut(string(tokens), "@media")
	// The charts' own sheet adds what the site's lacks.
	live, _ := chart.LiveAssets()
	more := mediaRule.ReplaceAllString(cssComment.ReplaceAllString(string(live["diagram.css"]), ""), "")
	light += more
	for _, m := range regexp.MustCompile(`(--[\w-]+):\s*([^;]+);`).FindAllStringSubmatch(cssComment.ReplaceAllString(light, ""), -1) {
		colours[m[1]] = strings.TrimSpace(m[2])
	}
	_, part, _ := strings.Cut(string(sheet), vocabularyMark)
	part, _, _ = strings.Cut(part, "@media")
	if _, rest, ok := strings.Cut(part, "*/"); ok {
		part = rest
	}
	part += more
	var rules []rule
	for _, m := range cssRule.FindAllStringSubmatch(cssComment.ReplaceAllString(part, ""), -1) {
		set, weight := declarations(m[2], colours)
		for _, s := range splitSelectors(m[1]) {
			if found := selector.FindStringSubmatch(s); found != nil {
				w := weight
				if found[3] != "" {
					w++
				}
				if found[2] != "" {
					w++
				}
				rules = append(rules, rule{found[3], w, set})
			}
		}
	}
	slices.SortStableFunc(rules, func(a, b rule) int { return a.weight - b.weight })
	return rules
})

// splitSelectors splits at the commas that are not within brackets.
func splitSelectors(text string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			out = append(out, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(text[from:]))
}

func declarations(text string, variables map[string]string) (set map[string]string, weight int) {
	set = map[string]string{}
	for _, d := range strings.Split(text, ";") {
		name, value, ok := strings.Cut(d, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || !slices.Contains(attributesOf, name) {
			continue
		}
		if v, insists := strings.CutSuffix(value, "!important"); insists {
			value, weight = strings.TrimSpace(v), 10
		}
		set[name] = cssVariable.ReplaceAllStringFunc(value, func(v string) string { return variables[cssVariable.FindStringSubmatch(v)[1]] })
	}
	return set, weight
}

// painted writes the classes of a picture out as attributes.
func painted(svg string) (string, error) {
	var b strings.Builder
	looks := map[[2]string]string{} // by element and classes
	for {
		text, rest, found := strings.Cut(svg, "<")
		b.WriteString(text)
		if !found {
			return b.String(), nil
		}
		tag, rest, _ := strings.Cut(rest, ">")
		svg = rest
		name := tag[:strings.IndexAny(tag+" ", " /")]
		before, classed, _ := strings.Cut(tag, ` class="`)
		classes, after, _ := strings.Cut(classed, `"`)
		look, known := looks[[2]string{name, classes}]
		if !known && name != "" && name != "g" && name != "svg" {
			var err error
			if look, err = lookOf(name, strings.Fields(classes)); err != nil {
				return "", err
			}
			looks[[2]string{name, classes}] = look
		}
		attributes, empty := strings.CutSuffix(before+after, "/")
		b.WriteString("<" + attributes + look)
		if empty {
			b.WriteString("/")
		}
		b.WriteString(">")
	}
}

// lookOf are the attributes of an element with some classes, as the style sheet has them.
func lookOf(element string, classes []string) (string, error) {
	set, known := map[string]string{}, map[string]bool{}
	for _, r := range vocabulary() {
		known[r.class] = true
		if r.class == "" && element == "text" || r.class != "" && slices.Contains(classes, r.class) {
			maps.Copy(set, r.set)
		}
	}
	for _, c := range classes {
		if !known[c] {
			return "", fmt.Errorf("class %q is not in the style sheet's vocabulary of marks", c)
		}
	}
	var b strings.Builder
	for _, k := range attributesOf {
		if v := set[k]; v != "" {
			b.WriteString(" " + k + `="` + v + `"`)
		}
	}
	return b.String(), nil
}

const (
	aloneWidth = 768 // px: a chart's full width and a margin on both sides
	aloneEdge  = 24
)

var (
	rootTag = regexp.MustCompile(`^<svg[^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>`)
	markTag = regexp.MustCompile(`<svg[^>]*>(.*)</svg>`)
)

// standalone is the picture of a figure as a file: with title, subtitle, key,
// source and where it comes from, on white.
func (p *page) standalone(f *figure) ([]byte, error) {
	wide := string(f.Wide)
	root := rootTag.FindStringSubmatch(wide)
	if root == nil {
		return nil, fmt.Errorf("the picture has no size")
	}
	picture, err := painted(strings.TrimSuffix(strings.TrimPrefix(wide, root[0]), "</svg>"))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	y := aloneEdge
	line := func(text string, size, gap, lineHeight, chars int, weight, fill string) {
		y += gap
		for _, l := range wrapped(text, chars) {
			y += lineHeight
			fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="%d" font-weight="%s" fill="%s">%s</text>`, aloneEdge, y, size, weight, fill, template.HTMLEscapeString(l))
		}
	}
	line(f.aloneTitle(), 20, 0, 25, 66, "700", "#16211f")
	line(f.Sub, 14, 4, 20, 100, "400", "#45514e")
	y += 16
	fmt.Fprintf(&b, `<g transform="translate(%d %d)">%s</g>`, aloneEdge, y, picture)
	var height int
	fmt.Sscan(root[2], &height)
	y += height + 8
	if err := drawKey(&b, f.Key, &y); err != nil {
		return nil, err
	}
	line(strings.TrimSpace(f.Say+" "+strings.Join(f.Said, " ")), 13, 6, 18, 104, "400", "#16211f")
	line(f.Source, 12, 8, 17, 112, "400", "#5d6966")
	origin := "Stadsdelskollen, " + p.info.City + ". Publicerat " + p.Published()
	if p.info.ID != "" {
		origin += ", version " + p.info.ID
	}
	line(origin+". "+p.address(f.place.path()+".html"), 12, 2, 17, 112, "400", "#5d6966")
	y += aloneEdge
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t d" lang="sv" font-family="Segoe UI, Roboto, Liberation Sans, Arial, sans-serif">`+
		`<title id="t">%s</title><desc id="d">%s</desc><rect width="%d" height="%d" fill="#ffffff"/>`,
		aloneWidth, y, aloneWidth, y, template.HTMLEscapeString(f.aloneTitle()), template.HTMLEscapeString(f.Description), aloneWidth, y)
	return []byte(head + b.String() + "</svg>\n"), nil
}

// drawKey writes the explanation of forms, in as many rows as it needs.
func drawKey(b *strings.Builder, key []keyItem, y *int) error {
	x := aloneEdge
	if len(key) > 0 {
		*y += 22
	}
	for _, k := range key {
		width := 34
		if k.Letters != "" {
			width = 10 + 8*utf8.RuneCountInString(k.Letters)
		}
		whole := width + 7*utf8.RuneCountInString(k.Text) + 18
		if x > aloneEdge && x+whole > aloneWidth-aloneEdge {
			x, *y = aloneEdge, *y+20
		}
		if k.Letters != "" {
			fmt.Fprintf(b, `<text x="%d" y="%d" font-size="13" font-weight="700" fill="#16211f">%s</text>`, x, *y, template.HTMLEscapeString(k.Letters))
		} else {
			var mark bytes.Buffer
			if err := sets["diagram.html"].ExecuteTemplate(&mark, "mark", k.Mark); err != nil {
				return err
			}
			form := markTag.FindStringSubmatch(strings.ReplaceAll(mark.String(), "\n", ""))
			if form == nil {
				return fmt.Errorf("mark %q has no form", k.Mark)
			}
			shapes, err := painted(form[1])
			if err != nil {
				return err
			}
			fmt.Fprintf(b, `<g transform="translate(%d %d)">%s</g>`, x, *y-11, shapes)
		}
		fmt.Fprintf(b, `<text x="%d" y="%d" font-size="13" fill="#45514e">%s</text>`, x+width, *y, template.HTMLEscapeString(k.Text))
		x += whole
	}
	return nil
}

// wrapped breaks a text into lines of at most so many characters.
func wrapped(text string, chars int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > chars {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
