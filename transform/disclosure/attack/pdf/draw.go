package pdf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// place is where a text is drawn: an element's mark on a page.
type place struct{ page, mark int }

// font turns codes into text.
type font struct {
	width int // bytes of a code
	runes map[string]string
}

// mark is an element, or a part of one, that is open while letters are drawn.
type mark struct {
	number int // of the element; -1 where it has none
	// actual is what its letters stand for, drawn the letters; nil where they stand for
	// themselves.
	actual *string
	drawn  string
}

// drawing is one page while its operators are followed.
type drawing struct {
	f         *file
	page      int
	fonts     dict
	font      *font
	saved     []*font
	marks     []mark
	into      map[place]string
	beside    strings.Builder
	resources dict
}

// page follows the operators of a page and gathers what is written, by element.
func (f *file) page(r reference, into map[place]string, d *Document) error {
	p, err := f.dict(r)
	if err != nil {
		return err
	}
	res, err := f.dict(p["Resources"])
	if err != nil {
		return err
	}
	contents, ok := p["Contents"].(reference)
	if !ok {
		return errors.New("its contents are not one stream")
	}
	w := &drawing{f: f, page: int(r), into: into}
	if err := w.run(f.objects[int(contents)].stream, res, 0); err != nil {
		return err
	}
	if s := w.beside.String(); strings.TrimSpace(s) != "" {
		d.Beside = append(d.Beside, s)
	}
	return nil
}

// operators that draw no text, and neither call nor hold other streams.
var plain = set(`q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* CS cs SC SCN sc scn G g RG rg K k sh
	BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* BDC BMC EMC d0 d1`)

// run follows the operators of a stream.
func (w *drawing) run(stream []byte, resources dict, depth int) error {
	if stream == nil || depth > deepest {
		return errors.New("a page without contents")
	}
	fonts, _ := w.f.follow(resources["Font"]).(dict)
	outer, outerRes := w.fonts, w.resources
	w.fonts, w.resources = fonts, resources
	defer func() { w.fonts, w.resources = outer, outerRes }()
	return operators(stream, func(op keyword, args []any) error { return w.operator(string(op), args, depth) })
}

// operators follows a stream operator by operator, each with what stands before it.
func operators(stream []byte, each func(op keyword, args []any) error) error {
	l := &lexer{data: stream}
	var args []any
	for {
		if l.skipSpace(); l.at == len(l.data) {
			return nil
		}
		v, err := l.value(0)
		if err != nil {
			return err
		}
		op, ok := v.(keyword)
		if !ok {
			args = append(args, v)
			continue
		}
		if err := each(op, args); err != nil {
			return err
		}
		args = args[:0]
	}
}

func (w *drawing) operator(op string, args []any, depth int) error {
	last := func() any {
		if len(args) == 0 {
			return nil
		}
		return args[len(args)-1]
	}
	switch op {
	case "q":
		w.saved = append(w.saved, w.font)
	case "Q":
		if n := len(w.saved); n > 0 {
			w.font, w.saved = w.saved[n-1], w.saved[:n-1]
		}
	case "Tf":
		if len(args) != 2 {
			return errors.New("a font without a name")
		}
		return w.choose(args[0])
	case "BMC", "BDC":
		return w.open(last())
	case "EMC":
		return w.close()
	case "Tj":
		return w.write(last())
	case "TJ":
		all, _ := last().(array)
		for _, x := range all {
			if _, ok := x.(float64); ok {
				continue
			}
			if err := w.write(x); err != nil {
				return err
			}
		}
	case "Do":
		return w.form(last(), depth)
	case "ET", "Td", "TD", "Tm", "T*":
	default:
		if !plain[op] {
			return fmt.Errorf("the operator %s", op)
		}
	}
	return nil
}

// form follows a drawing within a drawing; a picture is refused.
func (w *drawing) form(n any, depth int) error {
	key, _ := n.(name)
	all, _ := w.f.follow(w.resources["XObject"]).(dict)
	r, ok := all[string(key)].(reference)
	d, isDict := w.f.objects[int(r)].value.(dict)
	if !ok || !isDict || d["Subtype"] != name("Form") {
		return fmt.Errorf("%s is no drawing", key)
	}
	res, _ := w.f.follow(d["Resources"]).(dict)
	return w.run(w.f.objects[int(r)].stream, res, depth+1)
}

func (w *drawing) choose(n any) error {
	key, _ := n.(name)
	r, ok := w.fonts[string(key)].(reference)
	if !ok {
		return fmt.Errorf("no font %v", n)
	}
	if w.f.fonts[int(r)] == nil {
		made, err := w.f.font(r)
		if err != nil {
			return fmt.Errorf("font %s: %w", key, err)
		}
		w.f.fonts[int(r)] = made
	}
	w.font = w.f.fonts[int(r)]
	return nil
}

// open begins an element, or letters that stand for a text.
func (w *drawing) open(properties any) error {
	m := mark{number: -1}
	d, _ := properties.(dict)
	number, element := d["MCID"].(float64)
	actual, replaced := d["ActualText"].(text)
	switch {
	case len(d) == 0 || d["Type"] == name("Pagination"):
	case len(d) == 1 && element:
		m.number = int(number)
	case len(d) == 1 && replaced:
		s := actual.String()
		m.actual = &s
	default:
		return fmt.Errorf("a mark with %v", d)
	}
	w.marks = append(w.marks, m)
	return nil
}

// close ends the innermost element. Letters that stand for a text must look like
// it: only spaces and hyphens may differ.
func (w *drawing) close() error {
	n := len(w.marks)
	if n == 0 {
		return errors.New("an element that ends before it begins")
	}
	m := w.marks[n-1]
	w.marks = w.marks[:n-1]
	if m.actual == nil {
		return nil
	}
	if Squeeze(*m.actual) != Squeeze(m.drawn) {
		return fmt.Errorf("%q is drawn and %q read aloud", m.drawn, *m.actual)
	}
	w.add(*m.actual)
	return nil
}

// Squeeze is a text without spaces and hyphens, which lines of paper add and take.
func Squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-\u00ad\u2010\u2011\u200b", r) {
			return -1
		}
		return r
	}, s)
}

// write reads drawn letters.
func (w *drawing) write(v any) error {
	codes, ok := v.(text)
	if !ok || w.font == nil {
		return errors.New("a text without letters")
	}
	var b strings.Builder
	for c := range slices.Chunk([]byte(codes), w.font.width) {
		s, ok := w.font.runes[string(c)]
		if !ok {
			return fmt.Errorf("the letter %x, whose font does not say what it is", c)
		}
		b.WriteString(s)
	}
	w.add(b.String())
	return nil
}

// add gives a text to the innermost mark that is open.
func (w *drawing) add(s string) {
	for i := len(w.marks) - 1; i >= 0; i-- {
		if m := &w.marks[i]; m.actual != nil {
			m.drawn += s
			return
		} else if m.number >= 0 {
			w.into[place{w.page, m.number}] += s
			return
		}
	}
	w.beside.WriteString(s)
}

// font reads what the letters of a font stand for.
func (f *file) font(r reference) (*font, error) {
	d, err := f.dict(r)
	if err != nil {
		return nil, err
	}
	out := &font{width: 1, runes: map[string]string{}}
	if d["Subtype"] == name("Type0") {
		if out.width = 2; d["Encoding"] != name("Identity-H") {
			return nil, fmt.Errorf("the encoding %v", d["Encoding"])
		}
	}
	if d["Subtype"] == name("Type3") {
		if err := f.letters(d); err != nil {
			return nil, err
		}
	}
	to, ok := d["ToUnicode"].(reference)
	if !ok {
		return nil, errors.New("it does not say what its letters are")
	}
	return out, out.read(f.objects[int(to)].stream)
}

// letters refuses a font whose letters are anything but shapes.
func (f *file) letters(d dict) error {
	all, err := f.dict(d["CharProcs"])
	if err != nil {
		return err
	}
	for _, v := range all {
		r, ok := v.(reference)
		if !ok {
			return errors.New("a letter that is no stream")
		}
		err := operators(f.objects[int(r)].stream, func(op keyword, _ []any) error {
			if !plain[string(op)] || op == "BT" {
				return fmt.Errorf("a letter with the operator %s", op)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// read reads a table from codes to characters.
func (t *font) read(stream []byte) error {
	return operators(stream, func(op keyword, args []any) error {
		step := map[keyword]int{"endbfchar": 2, "endbfrange": 3}[op]
		if step > 0 && len(args)%step != 0 {
			return errors.New("a table of letters that does not come out even")
		}
		for i := 0; step > 0 && i < len(args); i += step {
			if err := t.enter(args[i], args[i+step-2], args[i+step-1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// enter adds the codes from one to another, whose characters follow each other.
func (t *font) enter(from, to, what any) error {
	a, okA := from.(text)
	b, okB := to.(text)
	s, okS := what.(text)
	if !okA || !okB || !okS || len(a) != t.width || len(b) != t.width || len(s) < 2 || a[0] != b[0] && t.width == 2 {
		return errors.New("a table of letters that cannot be read")
	}
	last := t.width - 1
	for c := int(a[last]); c <= int(b[last]); c++ {
		code := slices.Clone([]byte(a))
		code[last] = byte(c)
		if _, twice := t.runes[string(code)]; twice {
			return fmt.Errorf("the letter %x stands for two", code)
		}
		runes := []rune(wide(s))
		runes[len(runes)-1] += rune(c - int(a[last]))
		t.runes[string(code)] = string(runes)
	}
	return nil
}
