//go:build duckdb_arrow

package attack

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Files of charts, in diagram/, and of the page where districts are chosen, in jamfor/.

// readChartCSV holds a chart's figures against those of the indicators' own
// files: every row of the one is a row of the other, to the byte.
func (v *verifier) readChartCSV(name string, text []byte, _ *derived) error {
	known := map[string][]string{}
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		indicator, _, _ := strings.Cut(line, ",")
		if i == 0 {
			continue
		}
		if _, ok := known[indicator]; !ok {
			rows, err := v.lines("data/" + path.Base(indicator) + ".csv")
			if err != nil {
				v.find(RuleFormats, name, "line %d: figures of an indicator that has no file", i+1)
				continue
			}
			known[indicator] = rows
		}
		if _, found := slices.BinarySearch(known[indicator], line); !found {
			v.find(RuleFormats, name, "line %d is no row of data/%s.csv", i+1, indicator)
		}
	}
	return nil
}

// liveChart is what verify reads of a chart's file: what a reader is told when
// a mark is touched. The rest are coordinates, of which decision 25 speaks.
type liveChart struct {
	Tips []struct {
		Text []liveLine `json:"text"`
	} `json:"tips"`
	Option json.RawMessage `json:"option"`
}

// liveLine is one line of what is told: a text, or a value with its name and the
// formatter that writes it.
type liveLine struct {
	Name   string      `json:"n"`
	Format string      `json:"f"`
	Value  json.Number `json:"v"`
}

// UnmarshalJSON reads either of the two forms.
func (l *liveLine) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, &l.Name)
	}
	type fields liveLine
	return json.Unmarshal(text, (*fields)(l))
}

// readLiveChart checks what a chart tells when it is touched, and every text in
// the object that it is drawn from.
func (v *verifier) readLiveChart(name string, text []byte, d *derived) error {
	var doc map[string]liveChart
	if err := json.Unmarshal(text, &doc); err != nil {
		return err
	}
	for _, c := range doc {
		for _, tip := range c.Tips {
			for _, t := range tip.Text {
				v.check(name, "tip", slices.Concat(d.numbersIn(t.Name), tipNumbers(t.Format, t.Value)), d, about{})
			}
		}
		var option any
		if err := json.Unmarshal(c.Option, &option); err != nil {
			return err
		}
		v.chartTexts(name, option, d)
	}
	return nil
}

// tipNumbers is a value as the named formatter prints it; times are no figures.
func tipNumbers(format string, value json.Number) []printed {
	kind, decimals, _ := strings.Cut(format, "|")
	n, err := value.Float64()
	if err != nil || !slices.Contains([]string{"@tal", "@kr", "@procent"}, kind) {
		return nil
	}
	digits, err := strconv.Atoi(decimals)
	if err != nil {
		return nil
	}
	text := strconv.FormatFloat(n, 'f', digits, 64)
	rounded, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil
	}
	return []printed{{text: text, value: rounded, half: 0.5 * math.Pow10(-digits)}}
}

// chartTexts checks the texts of an option object that are drawn as they stand.
func (v *verifier) chartTexts(name string, x any, d *derived) {
	switch x := x.(type) {
	case map[string]any:
		for key, y := range x {
			if s, ok := y.(string); ok && (key == "text" || key == "name") {
				v.check(name, "text", chartNumbers(d, s), d, about{})
			}
			v.chartTexts(name, y, d)
		}
	case []any:
		for _, y := range x {
			v.chartTexts(name, y, d)
		}
	}
}

// chartNumbers are the numbers of a text in a chart that are no ticks.
func chartNumbers(d *derived, text string) []printed {
	return slices.DeleteFunc(d.numbersIn(text), func(p printed) bool { return round(p.value) })
}

// readChosen checks the file of an indicator on the page where districts are chosen.
func (v *verifier) readChosen(name string, text []byte, d *derived) error {
	return v.looseJSON(name, text, d, about{indicator: d.names.indicator[strings.TrimSuffix(path.Base(name), ".json")]})
}

// readDescribed checks what is said of a chart beside its picture.
func (v *verifier) readDescribed(name string, text []byte, d *derived) error {
	return v.looseJSON(name, text, d, about{})
}

// chartReader is the reader of a file by its folder, before its kind: nil for
// one that its kind's reader reads.
func chartReader(name string) reader {
	switch {
	case strings.HasPrefix(name, "diagram/") && strings.HasSuffix(name, ".csv"):
		return (*verifier).readChartCSV
	case strings.HasPrefix(name, "diagram/") && strings.HasSuffix(name, ".metadata.json"):
		return (*verifier).readDescribed
	case strings.HasPrefix(name, "diagram/") && strings.HasSuffix(name, ".json"):
		return (*verifier).readLiveChart
	case strings.HasPrefix(name, "jamfor/") && strings.HasSuffix(name, ".json"):
		return (*verifier).readChosen
	}
	return nil
}

// lines are the lines of a text file of the publication, sorted.
func (v *verifier) lines(name string) ([]string, error) {
	if cached, ok := v.sorted[name]; ok {
		return cached, nil
	}
	text, err := os.ReadFile(v.path(name))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	out := strings.Split(string(text), "\n")
	slices.Sort(out)
	if v.sorted == nil {
		v.sorted = map[string][]string{}
	}
	v.sorted[name] = out
	return out, nil
}
