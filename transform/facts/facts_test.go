//go:build duckdb_arrow

package facts

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

var asOf = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

const example = "../../examples/stockholm"

// filled is a warehouse with the example's register and the given rows.
type filled struct {
	*warehouse.DB
	t       *testing.T
	receipt int64
}

func fill(t *testing.T) *filled {
	t.Helper()
	return fillWith(t, duck.Options{})
}

func fillWith(t *testing.T, opt duck.Options) *filled {
	t.Helper()
	db, err := warehouse.Open(t.Context(), filepath.Join(t.TempDir(), "w.duckdb"), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	r, err := register.Load(os.DirFS(filepath.Join(example, "reference")))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetRegister(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return &filled{DB: db, t: t}
}

func (f *filled) exec(query string, args duck.Args) {
	f.t.Helper()
	if err := f.Tx(f.t.Context(), func(tx *duck.Tx) error { return tx.Exec(f.t.Context(), query, args) }); err != nil {
		f.t.Fatalf("%s: %v", query, err)
	}
}

// deliver adds a delivery of a feed: rows of its table after receipt and line,
// in SQL. The columns stadsdel and the period name its scope.
func (f *filled) deliver(feed, period, area string, rows ...string) {
	f.t.Helper()
	f.receipt++
	f.exec(`INSERT INTO delivery VALUES ($r, $feed, 'x.csv', 'hash', TIMESTAMP '2020-01-01' + to_seconds($r), 'test', 1, NULL, 'inlast', 1, 0)`,
		duck.Args{"r": f.receipt, "feed": feed})
	for i, row := range rows {
		f.exec(fmt.Sprintf("INSERT INTO row_%s VALUES (%d, %d, %s)", feed, f.receipt, i+2, row), nil)
	}
	part, ok := map[string]string{"omradesfakta": "faktum", "matt": "matt"}[feed]
	if !ok {
		part = "''"
	}
	f.exec(fmt.Sprintf("INSERT INTO scope SELECT DISTINCT receipt, '%s', %s, %s, %s FROM row_%s WHERE receipt = %d",
		feed, period, area, part, feed, f.receipt), nil)
}

func (f *filled) build(opt Options) []warehouse.BaseFact {
	f.t.Helper()
	opt.AsOf = asOf
	if err := Build(f.t.Context(), f.DB, opt); err != nil {
		f.t.Fatal(err)
	}
	all, err := f.BaseFacts(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return all
}

// example reads a delivery of the example into SQL rows with the given columns.
func (f *filled) example(feed, file, period string, columns ...string) {
	f.t.Helper()
	in, err := os.Open(filepath.Join(example, "inbox", file))
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	r := csv.NewReader(in)
	r.Comma = ';'
	all, err := r.ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range all[0] {
		at[strings.TrimPrefix(h, "\ufeff")] = i
	}
	var rows []string
	for _, rec := range all[1:] {
		level := "stadsdel"
		if rec[at["stadsdel"]] == "Hela staden" {
			level = "stad"
		}
		row := []string{quote(rec[at["stadsdel"]]), quote(level)}
		for _, c := range columns {
			text := ""
			if i, ok := at[c]; ok {
				text = rec[i]
			}
			switch {
			case c == "grupp":
				row = append(row, quote(text))
			case text == "":
				row = append(row, "NULL")
			case c == "varde" || c == "taljare" || c == "namnare":
				row = append(row, strings.Replace(text, ",", ".", 1))
			default:
				row = append(row, quote(text))
			}
		}
		rows = append(rows, strings.Join(row, ", "))
	}
	f.deliver(feed, period, "stadsdel", rows...)
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func (f *filled) november2011() {
	f.t.Helper()
	f.example("ekonomiskt_bistand", "ekonomiskt_bistand_2011-11.csv", "manad", "manad", "hushall", "kostnad_tkr", "kostnad_per_hushall", "vuxna", "barn", "budget_tkr", "kalla")
	f.example("forsorjningshinder", "forsorjningshinder_2011-11.csv", "manad", "manad", "hinder", "vuxna", "kalla")
}

func pick(facts []warehouse.BaseFact, measure, area, category, period string) (warehouse.BaseFact, bool) {
	for _, f := range facts {
		if f.Measure == measure && f.Area == area && f.Category == category && f.Period == period {
			return f, true
		}
	}
	return warehouse.BaseFact{}, false
}

// show is a fact's figure in one line.
func show(f warehouse.BaseFact) string {
	var out []string
	for _, v := range []*float64{f.Value, f.Denominator, f.Lower, f.Upper} {
		if v == nil {
			out = append(out, "-")
		} else {
			out = append(out, strconv.FormatFloat(*v, 'f', -1, 64))
		}
	}
	if f.N != nil {
		out = append(out, fmt.Sprintf("n=%d", *f.N))
	}
	return strings.Join(append(out, f.Status), " ")
}

func TestTheReviewOf2011BecomesBaseFacts(t *testing.T) {
	f := fill(t)
	f.november2011()
	facts := f.build(Options{})
	for _, c := range []struct{ area, homes, cost, each, adults, unemployed, social string }{
		{"Kungsholmen", "211", "1718", "8143", "219", "105", "56"},
		{"Norrmalm", "252", "1991", "7901", "256", "105", "61"},
		{"Östermalm", "222", "1842", "8295", "228", "93", "47"},
	} {
		for _, m := range []struct{ measure, category, value, status string }{
			{"hushall", "", c.homes, "ok"}, {"kostnad_tkr", "", c.cost, "ok"}, {"kostnad_per_hushall", "", c.each, "levererad"},
			{"vuxna_hinder", "", c.adults, "ok"}, {"vuxna_hinder", "Arbetslös", c.unemployed, "ok"}, {"vuxna_hinder", "Sociala skäl", c.social, "ok"},
		} {
			got, ok := pick(facts, m.measure, c.area, m.category, "2011-11")
			if want := m.value + " - - - " + m.status; !ok || show(got) != want {
				t.Errorf("%s, %s, %q: %s, want %s", m.measure, c.area, m.category, show(got), want)
			}
			if got.Division != "2007-01-01" || got.Receipt == nil || !strings.HasPrefix(got.Source, "Månadsrapport november 2011") {
				t.Errorf("%s, %s: %+v", m.measure, c.area, got)
			}
		}
	}
	count := map[string]int{}
	for _, b := range facts {
		count[b.Measure+" "+b.Status]++
	}
	want := map[string]int{"hushall ok": 3, "hushall ej_levererad": 11, "kostnad_tkr ok": 3, "kostnad_tkr ej_levererad": 11,
		"kostnad_per_hushall levererad": 3, "vuxna_hinder ok": 30, "vuxna_hinder ej_levererad": 110}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("the grid of 14 districts and 9 reasons: %s", diff)
	}
}

func TestAMonthBetweenTwoIsNotDelivered(t *testing.T) {
	f := fill(t)
	f.deliver("ekonomiskt_bistand", "manad", "stadsdel",
		"'Bromma', 'stadsdel', '2020-05', 100, 900, NULL, NULL, NULL, NULL, NULL",
		"'Hela staden', 'stad', '2020-07', 5000, 40000, NULL, NULL, NULL, NULL, NULL",
		"'Bromma', 'stadsdel', '2020-08', 110, 950, NULL, NULL, NULL, NULL, NULL")
	facts := f.build(Options{Sources: map[string]string{"ekonomiskt_bistand": "Socialförvaltningen"}})
	var got []string
	districts := map[string]int{}
	for _, b := range facts {
		if b.Measure != "hushall" {
			continue
		}
		if b.Level == "stadsdel" {
			districts[b.Period+" "+b.Division]++
		}
		if b.Area == "Bromma" || b.Level == "stad" {
			got = append(got, b.Period+" "+b.Area+" "+show(b)+" "+b.Source)
		}
	}
	want := []string{
		"2020-05 Bromma 100 - - - ok Socialförvaltningen",
		"2020-06 Bromma - - - - ej_levererad ",
		"2020-07 Hela staden 5000 - - - ok Socialförvaltningen",
		"2020-07 Bromma - - - - ej_levererad ",
		"2020-08 Hela staden - - - - ej_levererad ",
		"2020-08 Bromma 110 - - - ok Socialförvaltningen",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// The merger of 1 July 2020 leaves 13 of 14.
	if diff := cmp.Diff(map[string]int{"2020-05 2007-01-01": 14, "2020-06 2007-01-01": 14, "2020-07 2020-07-01": 13, "2020-08 2020-07-01": 13}, districts); diff != "" {
		t.Error(diff)
	}
}

func TestAReasonThatAnAreaLeavesOutIsNone(t *testing.T) {
	f := fill(t)
	f.deliver("forsorjningshinder", "manad", "stadsdel",
		"'Bromma', 'stadsdel', '2020-01', 'Arbetslös', 30, NULL", "'Bromma', 'stadsdel', '2020-01', 'Övriga', 7, NULL",
		"'Farsta', 'stadsdel', '2020-01', 'Arbetslös', 60, NULL",
		"'Farsta', 'stadsdel', '2020-02', 'Arbetslös', 61, NULL")
	facts := f.build(Options{})
	for _, c := range []struct{ area, category, period, want string }{
		{"Farsta", "Övriga", "2020-01", "0 - - - ok"},
		{"Farsta", "", "2020-01", "60 - - - ok"},
		{"Bromma", "", "2020-01", "37 - - - ok"},
		{"Skarpnäck", "Övriga", "2020-01", "- - - - ej_levererad"},
		{"Farsta", "Övriga", "2020-02", "- - - - ej_levererad"},
	} {
		if got, ok := pick(facts, "vuxna_hinder", c.area, c.category, c.period); !ok || show(got) != c.want {
			t.Errorf("%+v: %s", c, show(got))
		}
	}
}

func TestPublishedStatisticsAreShownAsDelivered(t *testing.T) {
	f := fill(t)
	f.example("omradesfakta", "omradesfakta_2017.csv", "ar", "ar", "faktum", "grupp", "taljare", "namnare", "varde", "enhet", "kalla")
	f.deliver("omradesfakta", "ar", "stadsdel",
		"'Kungsholmen', 'stadsdel', '2011', 'utlandsk_bakgrund', '', 11493, 63120, NULL, NULL, NULL",
		"'Norrmalm', 'stadsdel', '2011', 'utlandsk_bakgrund', '', 1, 4, 24.9, 'procent', NULL",
		"'Norrmalm', 'stadsdel', '2011', 'barnfamiljer', '', 4711, NULL, NULL, 'familjer', NULL")
	facts := f.build(Options{})
	for _, c := range []struct{ measure, area, period, want, unit string }{
		{"bistandstagare", "Kungsholmen", "2017", "310 - - - levererad", "personer"},
		{"bistandstagare_andel", "Rinkeby-Kista", "2017", "7.2 - - - levererad", "procent"},
		{"bistandstagare", "Hela staden", "2017", "25228 - - - levererad", "personer"},
		{"utlandsk_bakgrund", "Kungsholmen", "2011", "18.208 63120 - - ok", "procent"},
		{"utlandsk_bakgrund", "Norrmalm", "2011", "24.9 4 - - levererad", "procent"},
		{"utlandsk_bakgrund", "Bromma", "2011", "- - - - ej_levererad", "procent"},
		{"barnfamiljer", "Norrmalm", "2011", "4711 - - - levererad", "familjer"},
	} {
		got, ok := pick(facts, c.measure, c.area, "", c.period)
		if !ok || show(got) != c.want || got.Unit != c.unit || got.Kind != "offentlig" {
			t.Errorf("%+v: %s %s %s", c, show(got), got.Unit, got.Kind)
		}
	}
	if _, ok := pick(facts, "bistand_tkr", "Bromma", "", "2017"); ok {
		t.Error("what only the city has got rows for the districts")
	}
}

func TestRowsOfADistrictThatWasNotInForceAreRefused(t *testing.T) {
	f := fill(t)
	f.deliver("ekonomiskt_bistand", "manad", "stadsdel", "'Järva', 'stadsdel', '2020-05', 100, 900, NULL, NULL, NULL, NULL, NULL")
	err := Build(t.Context(), f.DB, Options{AsOf: asOf})
	if err == nil || !strings.Contains(err.Error(), "Järva is no district in force") {
		t.Errorf("got %v", err)
	}
}
