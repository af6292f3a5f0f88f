package decode

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stadsdelskollen/ingest/contract"
)

// The layouts of a table.
const (
	Long             = "lang"                // one row for each area and period
	PeriodPerColumn  = "manad_per_kolumn"    // one column a month (or a year)
	DistrictPerCol   = "stadsdel_per_kolumn" // one column a district
	districtFromHead = "titel"
	districtFromName = "filnamn"
)

// Mapping is how a workspace says that its files of a feed are written. What
// it leaves out is found from the file. Its words are those of the config and
// of receipts.
type Mapping struct {
	// Columns are the contract's names by the deliverer's.
	Columns map[string]string `toml:"kolumner" json:"kolumner,omitempty"`
	// Separator is ; , | or tabb.
	Separator string `toml:"separator" json:"separator,omitempty"`
	// Encoding is one of Encodings.
	Encoding string `toml:"teckenkodning" json:"teckenkodning,omitempty"`
	// Sheet of a workbook; the others are left alone.
	Sheet string `toml:"blad" json:"blad,omitempty"`
	// HeaderRow is the line of the header, Skip the lines to pass over first.
	HeaderRow int `toml:"rubrikrad" json:"rubrikrad,omitempty"`
	Skip      int `toml:"hoppa_over" json:"hoppa_over,omitempty"`
	// MonthFormat is the order of 1/11/2011: D/M/ÅÅÅÅ (default) or M/D/ÅÅÅÅ.
	MonthFormat string `toml:"manadsformat" json:"manadsformat,omitempty"`
	// Decimal is the decimal sign, for files whose numbers do not tell.
	Decimal string `toml:"decimaltecken" json:"decimaltecken,omitempty"`
	// Units in which columns were delivered, by the contract's names.
	Units map[string]string `toml:"enheter" json:"enheter,omitempty"`
	// Codes are our values by the deliverer's, for each of our columns.
	Codes map[string]map[string]string `toml:"kodlistor" json:"kodlistor,omitempty"`
	// Signs are what stands where a figure is not there, and its state.
	Signs map[string]string `toml:"tecken" json:"tecken,omitempty"`
	// Layout is Long, PeriodPerColumn or DistrictPerCol; Value names the column
	// that the cells of a wide table are.
	Layout string `toml:"layout" json:"layout,omitempty"`
	Value  string `toml:"varde" json:"varde,omitempty"`
	// DistrictFrom is titel or filnamn, for files that name their district there.
	DistrictFrom string `toml:"stadsdel_fran" json:"stadsdel_fran,omitempty"`
}

// Encodings that text can be in.
var Encodings = []string{"utf-8", "utf-16le", "utf-16be", "windows-1252", "mac-roman"}

// IsZero says that nothing is declared.
func (m Mapping) IsZero() bool {
	return len(m.Columns)+len(m.Units)+len(m.Codes)+len(m.Signs)+m.HeaderRow+m.Skip == 0 &&
		m.Separator+m.Encoding+m.Sheet+m.MonthFormat+m.Decimal+m.Layout+m.Value+m.DistrictFrom == ""
}

// String is the mapping as receipts hold it.
func (m Mapping) String() string {
	text, err := json.Marshal(m)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// ForMended is the mapping for a file of mended rows, which is plain CSV with
// the deliverer's values: only what says how values are written counts.
func (m Mapping) ForMended() Mapping {
	return Mapping{Columns: m.Columns, MonthFormat: m.MonthFormat, Decimal: m.Decimal, Units: m.Units, Codes: m.Codes, Signs: m.Signs, Layout: Long}
}

// Check finds what of a mapping cannot be meant; each fault names its key.
func (m Mapping) Check(feed contract.Feed) map[string]error {
	faults := map[string]error{}
	oneOf := func(key, got string, want ...string) {
		if got != "" && !slices.Contains(want, got) {
			faults[key] = fmt.Errorf("%s is %q, want one of %s", key, got, strings.Join(want, ", "))
		}
	}
	column := func(key, name string) {
		if _, ok := feed.Field(name); !ok && name != "" {
			faults[key] = fmt.Errorf("%s: %s has no column %q", key, feed.Name, name)
		}
	}
	oneOf("separator", m.Separator, ";", ",", "|", "\t", "tabb")
	oneOf("teckenkodning", strings.ToLower(m.Encoding), Encodings...)
	oneOf("manadsformat", m.MonthFormat, dayMonthYear, monthDayYear)
	oneOf("decimaltecken", m.Decimal, ",", ".")
	oneOf("layout", m.Layout, Long, PeriodPerColumn, DistrictPerCol)
	oneOf("stadsdel_fran", m.DistrictFrom, districtFromHead, districtFromName)
	if m.HeaderRow < 0 || m.Skip < 0 {
		faults["rubrikrad"] = fmt.Errorf("rubrikrad and hoppa_over count lines, from 0")
	}
	column("varde", m.Value)
	for _, own := range slices.Sorted(maps.Keys(m.Columns)) {
		column("kolumner", m.Columns[own])
	}
	for name, unit := range m.Units {
		column("enheter", name)
		oneOf("enheter", unit, "kr", "tkr", "mnkr", "$", "%", "antal")
	}
	for name := range m.Codes {
		column("kodlistor", name)
	}
	for _, state := range m.Signs {
		oneOf("tecken", state, States...)
	}
	return faults
}

func (m Mapping) separator() byte {
	switch m.Separator {
	case "":
		return 0
	case "tabb":
		return '\t'
	}
	return m.Separator[0]
}

func (m Mapping) notation() notation {
	if m.Decimal == "" {
		return notation{}
	}
	return notation{m.Decimal[0]}
}
