package pdf

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// printed are the keys of all dictionaries that a printed report has.
var printed = set(`Type Subtype S K P Pg Obj MCID A Alt T Lang ID Title O Scope RowSpan ColSpan Headers ListNumbering Placement
	Pages Dests Names MarkInfo Marked StructTreeRoot Outlines ViewerPreferences DisplayDocTitle Count Kids Parent Nums Limits
	ParentTree ParentTreeNextKey IDTree First Last Next Prev Dest SE Rect Border F URI StructParent
	Resources ProcSet ExtGState Font MediaBox Contents StructParents Tabs Annots XObject Pattern Shading
	ca CA BM LC LJ LW ML SA Filter Length Length1
	BaseFont Encoding Differences DescendantFonts ToUnicode FontDescriptor FontName FontFamily FontStretch FontWeight Flags Ascent Descent StemV
	CapHeight XHeight ItalicAngle FontBBox FontFile2 FontMatrix FirstChar LastChar Widths CharProcs CIDToGIDMap CIDSystemInfo Registry Ordering
	Supplement W DW BBox Matrix PatternType ShadingType PaintType TilingType XStep YStep ColorSpace Coords Function Domain Range FunctionType Extend BitsPerSample
	Size Root Info Creator Producer CreationDate ModDate Group I`)

// kinds are the values of Type, Subtype and the S of an action that one has.
var kinds = set(`Catalog Pages Page MarkInfo ViewerPreferences Outlines StructTreeRoot StructElem ParentTree OBJR MCR Annot Link Action URI
	Font Type0 Type3 CIDFontType2 FontDescriptor Encoding ExtGState Pattern Form XObject Group Transparency`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// check walks through everything that the trailer leads to, and gathers its texts.
func (f *file) check(d *Document) error {
	if err := f.walk(f.trailer, "", d); err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(f.objects)) {
		if !f.used[n] {
			return fmt.Errorf("object %d is used by nothing", n)
		}
	}
	return nil
}

func (f *file) walk(v any, key string, d *Document) error {
	switch v := v.(type) {
	case reference:
		o, ok := f.objects[int(v)]
		if !ok {
			return fmt.Errorf("object %d is missing", v)
		}
		if f.used[int(v)] {
			return nil
		}
		f.used[int(v)] = true
		return f.walk(o.value, key, d)
	case array:
		for _, x := range v {
			if err := f.walk(x, key, d); err != nil {
				return err
			}
		}
	case dict:
		return f.walkDict(v, key, d)
	case text:
		d.Other = append(d.Other, Note{key, v.String()})
	case name:
		if strings.ContainsAny(string(v), "0123456789") && !numbered.MatchString(string(v)) {
			return fmt.Errorf("/%s, which no printed report has", v)
		}
	case keyword:
		return fmt.Errorf("the word %s outside of a page", v)
	}
	return nil
}

// named are keys whose dictionaries have names of their own: of fonts, places to
// jump to and letters.
var named = set("ExtGState Font XObject Pattern Shading Dests CharProcs")

// What fonts, letters and states are called, and the names of the format that have
// digits.
var (
	resource = regexp.MustCompile(`^[A-Za-z]{1,2}[0-9A-F]{1,4}$`)
	numbered = regexp.MustCompile(`^(?:H[1-6]|Type[03]|CIDFontType2|g[0-9A-F]{1,4})$`)
)

func (f *file) walkDict(v dict, key string, d *Document) error {
	for _, k := range slices.Sorted(maps.Keys(v)) {
		kind, _ := v[k].(name)
		switch {
		case !printed[k] && !named[key]:
			return fmt.Errorf("/%s, which no printed report has", k)
		case (k == "Type" || k == "Subtype" || k == "S" && v["Type"] == name("Action")) && !kinds[string(kind)] && !named[key]:
			return fmt.Errorf("a %v, which no printed report has", v[k])
		}
		within := k
		switch {
		case key == "Dests":
			within = ""
			d.Other = append(d.Other, Note{key, k})
		case named[key]:
			if within = ""; !resource.MatchString(k) {
				return fmt.Errorf("/%s, which no printed report has", k)
			}
		}
		if err := f.walk(v[k], within, d); err != nil {
			return err
		}
	}
	return nil
}

// read gathers the texts of all pages.
func (f *file) read(d *Document) error {
	root, err := f.dict(f.trailer["Root"])
	if err != nil {
		return err
	}
	pages, err := f.dict(root["Pages"])
	if err != nil {
		return err
	}
	kids, err := f.kids(pages, 0)
	if err != nil {
		return err
	}
	drawn := map[place]string{}
	for _, r := range kids {
		if err := f.page(r, drawn, d); err != nil {
			return fmt.Errorf("page %d: %w", d.Pages+1, err)
		}
		d.Pages++
	}
	if d.Pages == 0 {
		return errors.New("it has no page")
	}
	tree, err := f.dict(root["StructTreeRoot"])
	if err != nil {
		return errors.New("it is not tagged")
	}
	if err := f.told(tree["K"], 0, 0, drawn, d, map[int]bool{}); err != nil {
		return err
	}
	for at, s := range drawn { // in no order: one is enough to refuse the file
		if strings.TrimSpace(s) != "" {
			return fmt.Errorf("%q on the page of object %d belongs to no element", s, at.page)
		}
	}
	return nil
}

// kids are the pages beneath a node of the tree of pages.
func (f *file) kids(node dict, depth int) (out []reference, err error) {
	all, _ := f.follow(node["Kids"]).(array)
	for _, k := range all {
		r, ok := k.(reference)
		d, err := f.dict(k)
		if err != nil || !ok || depth > deepest {
			return nil, errors.New("the tree of pages is none")
		}
		if d["Type"] == name("Page") {
			out = append(out, r)
			continue
		}
		under, err := f.kids(d, depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, under...)
	}
	return out, nil
}

// told gathers the texts of the elements beneath one, and takes them out of drawn.
func (f *file) told(v any, page, depth int, drawn map[place]string, d *Document, seen map[int]bool) error {
	if depth > deepest {
		return errors.New("elements too deep within each other")
	}
	if r, ok := v.(reference); ok {
		if seen[int(r)] {
			return fmt.Errorf("the element of object %d stands twice", r)
		}
		seen[int(r)] = true
	}
	switch v := f.follow(v).(type) {
	case array:
		for _, k := range v {
			if err := f.told(k, page, depth+1, drawn, d, seen); err != nil {
				return err
			}
		}
	case dict:
		if r, ok := v["Pg"].(reference); ok {
			page = int(r)
		}
		switch v["Type"] {
		case name("StructElem"):
			return f.told(v["K"], page, depth+1, drawn, d, seen)
		case name("MCR"):
			return f.told(v["MCID"], page, depth+1, drawn, d, seen)
		}
	case float64:
		at := place{page, int(v)}
		if s := drawn[at]; s != "" {
			d.Told = append(d.Told, s)
		}
		delete(drawn, at)
	}
	return nil
}
