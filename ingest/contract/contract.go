// Package contract says what the file of each feed must look like: one
// Frictionless Table Schema a feed, with Swedish titles and descriptions, and
// a property of our own, "stadsdelskollen", for what the schema has no word
// for. It drives decoding, checking and the pages that describe the feeds. It
// reads nothing but what is built in.
package contract

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The types of a field.
const (
	String    = "string"
	Integer   = "integer"
	Number    = "number" // decimal, kept to three decimals
	Date      = "date"   // 2011-11-30
	YearMonth = "yearmonth"
	Year      = "year"
)

// Constraints of a field. Enum and Pattern are for text, Minimum and Maximum
// for numbers; a pattern has to match the whole value.
type Constraints struct {
	Required bool     `json:"required"`
	Minimum  *int64   `json:"minimum"`
	Maximum  *int64   `json:"maximum"`
	Enum     []string `json:"enum"`
	Pattern  string   `json:"pattern"`

	pattern *regexp.Regexp
}

// Matches says whether the value meets the pattern, if there is one.
func (c Constraints) Matches(value string) bool {
	return c.pattern == nil || c.pattern.MatchString(value)
}

// Field is a column of the file.
type Field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	// Unit in which the program keeps the figure: kr or tkr; empty for others.
	Unit        string      `json:"unit"`
	Constraints Constraints `json:"constraints"`
}

// Own is what the feed means to this program.
type Own struct {
	// Area and Period name the columns that say where and when.
	Area   string `json:"area"`
	Period string `json:"period"`
	// Level names the column that says which level Area is of, for feeds that
	// also report units; empty where the register knows.
	Level string `json:"level"`
	// Outside is the level of areas that the register does not hold, for feeds
	// about other places than the city's own; empty for all others.
	Outside string `json:"outside"`
	// Unit names the column that says which unit decides, where the feed has one.
	Unit string `json:"unit"`
	// Whole says that the rows of an area and period belong together: one
	// refused row refuses them all.
	Whole bool `json:"whole"`
	// Snapshot says that a file holds all there is of its months.
	Snapshot bool `json:"snapshot"`
	// Levels of areas that the feed reports.
	Levels []string `json:"levels"`
}

// Feed is the contract of one kind of delivery.
type Feed struct {
	Schema        string   `json:"$schema"`
	Name          string   `json:"name"`
	Title         string   `json:"title"`
	Description   string   `json:"description"`
	Fields        []Field  `json:"fields"`
	PrimaryKey    []string `json:"primaryKey"`
	MissingValues []string `json:"missingValues"`
	Own           Own      `json:"stadsdelskollen"`
}

//go:embed *.json
var files embed.FS

var load = sync.OnceValues(func() ([]Feed, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	var feeds []Feed
	var faults []error
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		feed, err := Parse(text)
		if err == nil && feed.Name+".json" != name {
			err = fmt.Errorf("name %q is not the file's", feed.Name)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("contract %s: %w", name, err))
		}
		feeds = append(feeds, feed)
	}
	return feeds, errors.Join(faults...)
})

// All are the contracts in the order of their names. A fault in what is built
// in is a fault of the program, so it panics.
func All() []Feed {
	feeds, err := load()
	if err != nil {
		panic(err)
	}
	return slices.Clone(feeds)
}

// ByName finds the contract of a feed.
func ByName(name string) (Feed, bool) {
	for _, f := range All() {
		if f.Name == name {
			return f, true
		}
	}
	return Feed{}, false
}

// Names of all feeds, in order.
func Names() []string {
	var out []string
	for _, f := range All() {
		out = append(out, f.Name)
	}
	return out
}

// ForFile finds the feed that a file's name starts with, whatever follows it:
// ekonomiskt_bistand_2011-11.csv. The error is in Swedish.
func ForFile(name string) (Feed, error) {
	base := strings.ToLower(norm.NFC.String(name))
	for _, f := range All() {
		rest, ok := strings.CutPrefix(base, f.Name)
		if !ok {
			continue
		}
		if r := []rune(rest); len(r) == 0 || !unicode.IsLetter(r[0]) {
			return f, nil
		}
	}
	return Feed{}, fmt.Errorf("filnamnet %q börjar inte med något underlags namn; det ska börja med ett av %s, till exempel ekonomiskt_bistand_2011-11.csv",
		name, strings.Join(Names(), ", "))
}

// Parse reads a contract and sees that it holds together.
func Parse(text []byte) (Feed, error) {
	var f Feed
	if err := json.Unmarshal(text, &f); err != nil {
		return f, err
	}
	var faults []error
	for i := range f.Fields {
		field := &f.Fields[i]
		if !slices.Contains([]string{String, Integer, Number, Date, YearMonth, Year}, field.Type) {
			faults = append(faults, fmt.Errorf("field %s: unknown type %q", field.Name, field.Type))
		}
		if p := field.Constraints.Pattern; p != "" {
			re, err := regexp.Compile(`^(?:` + p + `)$`)
			faults = append(faults, err)
			field.Constraints.pattern = re
		}
	}
	named := append([]string{f.Own.Area, f.Own.Period}, f.PrimaryKey...)
	for _, name := range []string{f.Own.Level, f.Own.Unit} {
		if name != "" {
			named = append(named, name)
		}
	}
	for _, name := range named {
		if _, ok := f.Field(name); !ok {
			faults = append(faults, fmt.Errorf("there is no field %q", name))
		}
	}
	return f, errors.Join(faults...)
}

// Field finds a field by its name.
func (f Feed) Field(name string) (Field, bool) {
	i := slices.IndexFunc(f.Fields, func(x Field) bool { return x.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return f.Fields[i], true
}

// InKey says whether a field is part of the primary key; an empty one is then
// empty text rather than missing.
func (f Feed) InKey(name string) bool { return slices.Contains(f.PrimaryKey, name) }
