//go:build duckdb_arrow

package attack

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
)

// Shown is one figure as a file of figures shows it.
type Shown struct {
	Table string // the indicator, or a base fact's measure
	Level, Area, Division, Category, Period,
	Column string
	// Text is a number with a decimal point, Sign what stands in its place. Both are
	// empty for a place that is left empty.
	Text, Sign      string
	Status, Outcome string // of the row, where the format has them
}

// Contents are all that a reader can get out of a file of figures.
type Contents struct {
	Figures []Shown
	Texts   []string
}

// figureName is what a file of figures calls a row.
type figureName struct{ table, level, area, division, category, period string }

func (n figureName) String() string {
	return strings.Join([]string{n.table, n.level, n.area, n.division, n.category, n.period}, ", ")
}

// nameFigures lists observations, facts and verdicts by their names.
func (d *derived) nameFigures() {
	name := func(r record, table string) figureName {
		return figureName{r.text(table), r.text("niva"), r.text("omrade"), r.text("indelning"), r.text("kategori"), r.text("period")}
	}
	d.observations, d.facts, d.verdicts, d.places = map[figureName]record{}, map[figureName]record{}, map[figureName]string{}, map[[3]string][]record{}
	d.pooled = map[figureName]record{}
	for _, r := range d.rows["observation"] {
		n := name(r, "nyckeltal")
		d.observations[n] = r
		k := [3]string{n.table, n.area, n.period}
		d.places[k] = append(d.places[k], r)
	}
	for _, r := range d.rows["fakta"] {
		d.facts[name(r, "matt")] = r
	}
	for _, r := range d.rows["jamforelse"] {
		n := name(r, "nyckeltal")
		d.verdicts[n] = r.text("utfall")
		if r.text("referens") == publication.ReportedOnly {
			n.level, n.area = publication.LevelReported, publication.ReportedOnly
			d.pooled[n] = record{"varde": r["referens_varde"], "status": publication.OK}
		}
	}
}

// readFigures checks a file of figures: of an indicator, of a chart of it, or of
// the base facts. A file in data/ must have all rows.
func (v *verifier) readFigures(name string, text []byte, d *derived) error {
	if v.opt.Read == nil {
		v.find(RuleUnread, name, "nobody has read the file")
		return nil
	}
	c, err := v.opt.Read(name, text)
	if err != nil {
		v.find(RuleMetadata, name, "%v", err)
		return nil
	}
	table, _, _ := strings.Cut(path.Base(name), ".")
	whole := path.Dir(name) == "data"
	if !whole {
		table = chartSubject(name, d).indicator
	}
	wanted, subject := d.observations, about{indicator: table}
	if name := path.Base(factsFile); whole && table == strings.TrimSuffix(name, path.Ext(name)) {
		wanted, subject, table = d.facts, about{}, ""
	}
	if !whole {
		var pooled []Shown
		c.Figures, pooled = apart(c.Figures)
		v.compareFigures(name, pooled, d.pooled, d, table, false)
	}
	if !whole && table == "" && !allIn(c.Figures, d.observations) {
		wanted = d.facts // a chart of several indicators, or of base facts
	}
	v.compareFigures(name, c.Figures, wanted, d, table, whole)
	for _, t := range c.Texts {
		v.findHash(name, []byte(t), d)
		v.tell(name, "text "+quote(t), t, d, subject)
	}
	return nil
}

// apart parts the figures of areas from those of the reported districts together, which a chart's file may have.
func apart(shown []Shown) (areas, pooled []Shown) {
	for _, s := range shown {
		if s.Level == publication.LevelReported {
			pooled = append(pooled, s)
		} else {
			areas = append(areas, s)
		}
	}
	return areas, pooled
}

// allIn says whether every figure that a file shows is one of rows.
func allIn(shown []Shown, rows map[figureName]record) bool {
	return !slices.ContainsFunc(shown, func(s Shown) bool {
		_, ok := rows[figureName{s.Table, s.Level, s.Area, s.Division, s.Category, s.Period}]
		return !ok
	})
}

// compareFigures compares what a file shows with what follows from the facts,
// figure by figure, to the decimals that are shown. table is empty for all tables.
func (v *verifier) compareFigures(file string, shown []Shown, wanted map[figureName]record, d *derived, table string, whole bool) {
	seen := map[Shown]bool{}
	rows := map[figureName]bool{}
	for _, s := range shown {
		n := figureName{s.Table, s.Level, s.Area, s.Division, s.Category, s.Period}
		r, ok := wanted[n]
		if !ok || table != "" && s.Table != table {
			if !rows[n] {
				v.find(RuleFormats, file, "%s does not follow from %s", n, factsFile)
			}
			rows[n] = true
			continue
		}
		rows[n] = true
		once := Shown{Table: s.Table, Level: s.Level, Area: s.Area, Division: s.Division, Category: s.Category, Period: s.Period, Column: s.Column}
		if seen[once] {
			v.find(RuleFormats, file, "%s, column %s stands twice", n, s.Column)
		}
		seen[once] = true
		v.compareFigure(file, n.String()+", column "+s.Column, s, r)
		if s.Outcome != "" && s.Outcome != d.verdicts[n] {
			v.find(RuleFormats, file, "%s has outcome %s, and not %q", n, s.Outcome, d.verdicts[n])
		}
	}
	if !whole {
		return
	}
	missing := 0
	for n, r := range wanted {
		if (table == "" || n.table == table) && !rows[n] && (r.number("varde") != nil || publication.Sign(r.text("status")) != "") {
			missing++
		}
	}
	if missing > 0 || len(rows) == 0 {
		v.find(RuleFormats, file, "%d rows are missing", missing)
	}
}

func (v *verifier) compareFigure(file, name string, s Shown, r record) {
	status := r.text("status")
	if s.Status != "" && s.Status != status {
		v.find(RuleFormats, file, "%s has status %s, and not %s", name, s.Status, status)
	}
	want := r.number(s.Column)
	switch {
	case s.Text == "" && want != nil:
		v.find(RuleFormats, file, "%s is empty, and not %s", name, number(*want))
	case s.Text == "":
		v.signOf(file, name, s, status)
	default:
		got, err := strconv.ParseFloat(s.Text, 64)
		if err != nil || s.Sign != "" || !near(&got, want, halfUnit(s.Text)) {
			v.find(RuleFormats, file, "%s is %q, which does not follow from %s", name, s.Text, factsFile)
		}
	}
}

// signOf checks what stands in the place of a figure that is not shown.
func (v *verifier) signOf(file, name string, s Shown, status string) {
	sign := publication.Sign(status)
	if s.Sign != "" && s.Sign != sign || s.Column == "varde" && s.Sign == "" && s.Status == "" && sign != "" {
		v.find(RuleSigns, file, "%s: %q stands for status %s", name, s.Sign, status)
	}
}
