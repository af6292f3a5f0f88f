package dashboards

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

func ptr[T any](v T) *T { return &v }

// read reads a CSV file of the example workspace as rows by column name.
func read(t *testing.T, name string, comma rune) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "examples", "stockholm", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			m[column] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func number(t *testing.T, s string) *float64 {
	t.Helper()
	if s == "" {
		return nil
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

func slug(name string) string {
	return strings.NewReplacer("å", "a", "ä", "a", "ö", "o", " ", "-").Replace(strings.ToLower(name))
}

const fourteen = "2007-01-01"

// stockholm is the example workspace as the gate lets it through for the
// internal audience, in the division of 14 districts.
func stockholm(t *testing.T) publication.Content {
	t.Helper()
	c := publication.Content{
		Info: publication.Info{Month: "2011-11", Published: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), Audience: publication.AudienceInternal,
			City: "Stockholm", CityArea: "Hela staden", Publisher: "Exempel", Rule: "Regeln som gäller."},
		Divisions: []publication.Division{{ID: fourteen, Areas: 14, From: ptr(time.Date(2007, 1, 1, 0, 0, 0, 0, time.UTC)), To: ptr(time.Date(2020, 6, 30, 0, 0, 0, 0, time.UTC))}},
	}
	day := func(s string) *time.Time {
		if s == "" {
			return nil
		}
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	levels := map[string]string{}
	for _, r := range read(t, "reference/stadsdelar.csv", ',') {
		a := publication.Area{Name: r["namn"], Slug: slug(r["namn"]), Level: r["niva"], Part: r["del_av_staden"], From: day(r["giltig_fran"]), To: day(r["giltig_till"])}
		if r["rad"] != "" {
			a.Row, a.Column = ptr(int64(*number(t, r["rad"]))), ptr(int64(*number(t, r["kolumn"])))
		}
		levels[a.Name] = a.Level
		c.Areas = append(c.Areas, a)
		if a.Level == publication.LevelDistrict && r["giltig_fran"] <= "2011-11-01" && (r["giltig_till"] == "" || r["giltig_till"] > "2019") {
			c.Members = append(c.Members, publication.Member{Division: fourteen, Area: a.Name})
		}
	}
	for _, r := range read(t, "reference/succession.csv", ',') {
		c.Succession = append(c.Succession, publication.Succession{From: r["foregangare"], To: r["eftertradare"], Date: *day(r["datum"]), Kind: r["slag"]})
	}
	for _, r := range read(t, "reference/handelser.csv", ',') {
		c.Events = append(c.Events, publication.Event{Date: *day(r["datum"]), Area: r["omrade"], Text: r["handelse"], Source: r["kalla"]})
	}
	add := func(measure, kind, area, category, period string, v *float64, unit, source string) {
		if v == nil {
			return
		}
		f := publication.Fact{Measure: measure, Kind: kind, Level: levels[area], Area: area, Category: category, Period: period, Value: v, Unit: unit, Status: publication.OK, Source: source}
		if f.Level == publication.LevelDistrict {
			f.Division = fourteen
		}
		c.Facts = append(c.Facts, f)
	}
	for _, r := range read(t, "inbox/ekonomiskt_bistand_2011-11.csv", ';') {
		add("hushall", publication.KindCount, r["stadsdel"], "", r["manad"], number(t, r["hushall"]), "hushåll", r["kalla"])
		add("kostnad_tkr", publication.KindAmount, r["stadsdel"], "", r["manad"], number(t, r["kostnad_tkr"]), "tkr", r["kalla"])
		add("kostnad_per_hushall", publication.KindDelivered, r["stadsdel"], "", r["manad"], number(t, r["kostnad_per_hushall"]), "kr", r["kalla"])
	}
	totals := map[string]float64{}
	for _, r := range read(t, "inbox/forsorjningshinder_2011-11.csv", ';') {
		v := number(t, r["vuxna"])
		totals[r["stadsdel"]] += *v
		add("vuxna_hinder", publication.KindCount, r["stadsdel"], r["hinder"], r["manad"], v, "vuxna", r["kalla"])
	}
	for _, name := range []string{"Kungsholmen", "Norrmalm", "Östermalm"} {
		add("vuxna_hinder", publication.KindCount, name, "", "2011-11", ptr(totals[name]), "vuxna", "Månadsrapport november 2011, Sweco")
	}
	for _, year := range []string{"1995", "2000", "2005", "2010", "2015", "2016", "2017"} {
		for _, r := range read(t, "inbox/omradesfakta_"+year+".csv", ';') {
			switch r["faktum"] {
			case "bistandstagare", "bistandstagare_andel", "folkmangd":
				add(r["faktum"], publication.KindPublic, r["stadsdel"], r["grupp"], r["ar"], number(t, r["varde"]), r["enhet"], r["kalla"])
			}
		}
	}
	return c
}

// compare does in a test what transform does: the districts' figures against
// what is reported, with the verdicts that the test wants to see.
func compare(t *testing.T, pub *publication.DB, verdicts map[string]string) {
	t.Helper()
	inds, err := pub.Indicators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var comparisons []publication.Comparison
	var spreads []publication.Spread
	for _, ind := range inds {
		obs, err := pub.Observations(t.Context(), ind.Name)
		if err != nil {
			t.Fatal(err)
		}
		x, n, count := map[[2]string]float64{}, map[[2]string]float64{}, map[[2]string]int{}
		for _, o := range obs {
			if ind.Method == publication.MethodProportion && o.Value != nil {
				at := [2]string{o.Category, o.Period}
				x[at] += *o.Numerator
				n[at] += *o.Denominator
				count[at]++
			}
		}
		var limits []publication.Observation
		for _, o := range obs {
			at := [2]string{o.Category, o.Period}
			if o.Level != publication.LevelDistrict || count[at] == 0 {
				continue
			}
			c := publication.Comparison{Indicator: ind.Name, Category: o.Category, Period: o.Period, Level: o.Level, Area: o.Area, Division: o.Division,
				Reference: publication.ReportedOnly, ReferenceValue: ptr(100 * x[at] / n[at]), Verdict: publication.NotCompared}
			if o.Value != nil {
				rest := 100 * (x[at] - *o.Numerator) / (n[at] - *o.Denominator)
				c.Difference, c.DiffLower, c.DiffUpper = ptr(*o.Value-rest), ptr(*o.Value-rest-8), ptr(*o.Value-rest+8)
				c.P, c.PAdjusted, c.Verdict = ptr(0.2), ptr(0.6), publication.NoSure
				if v := verdicts[o.Area+"|"+o.Category]; v != "" {
					c.P, c.PAdjusted, c.Verdict = ptr(0.0001), ptr(0.0003), v
				}
				o.Lower, o.Upper = ptr(max(*o.Value-5, 0)), ptr(*o.Value+6)
				limits = append(limits, o)
			}
			comparisons = append(comparisons, c)
		}
		for at, k := range count {
			p := 0.4
			for key := range verdicts {
				if strings.HasSuffix(key, "|"+at[0]) {
					p = 0.001
				}
			}
			spreads = append(spreads, publication.Spread{Indicator: ind.Name, Category: at[0], Period: at[1], Division: fourteen, Areas: int64(k), Expected: 14, P: &p})
		}
		if err := pub.SetIntervals(t.Context(), limits); err != nil {
			t.Fatal(err)
		}
	}
	if err := pub.StoreComparisons(t.Context(), comparisons, spreads); err != nil {
		t.Fatal(err)
	}
	var out []publication.Standout
	for _, c := range comparisons {
		if c.Verdict == publication.Higher || c.Verdict == publication.Lower {
			out = append(out, publication.Standout{Order: int64(len(out) + 1), Kind: publication.StandsApart, Indicator: c.Indicator, Category: c.Category,
				Area: c.Area, Division: c.Division, Period: c.Period, Verdict: c.Verdict, Difference: c.Difference, DiffLower: c.DiffLower, DiffUpper: c.DiffUpper})
		}
	}
	if len(out) == 0 {
		return
	}
	if err := pub.StoreDerived(t.Context(), publication.Derived{Standouts: out}); err != nil {
		t.Fatal(err)
	}
}

// sites are those already built, by what is in them: many tests look at the
// same one, and none writes into it.
var sites = struct {
	dir    string
	byText map[string]string
}{byText: map[string]string{}}

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "sites")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		sites.dir = dir
		return m.Run()
	}())
}

// build returns the folder of c's site.
func build(t *testing.T, c publication.Content, verdicts map[string]string) string {
	t.Helper()
	text, err := json.Marshal([]any{c, verdicts})
	if err != nil {
		t.Fatal(err)
	}
	if sites.byText[string(text)] == "" {
		dir, err := os.MkdirTemp(sites.dir, "")
		if err != nil {
			t.Fatal(err)
		}
		sites.byText[string(text)] = buildAnew(t, c, verdicts, 2, dir)
	}
	return sites.byText[string(text)]
}

// buildAnew makes a publication of c and its site in dir.
func buildAnew(t *testing.T, c publication.Content, verdicts map[string]string, workers int, dir string) string {
	t.Helper()
	buildCharts(t, c, verdicts, workers, dir)
	return dir
}

// buildCharts is buildAnew that returns the site's charts.
func buildCharts(t *testing.T, c publication.Content, verdicts map[string]string, workers int, dir string) *Charts {
	t.Helper()
	pub, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := pub.Fill(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := pub.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare(t, pub, verdicts)
	if _, err := pub.Seal(t.Context(), Version()); err != nil {
		t.Fatal(err)
	}
	charts, err := Build(t.Context(), pub, dir, Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return charts
}

// readPage is one page of a built site.
func readPage(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
