//go:build duckdb_arrow

package facts

import (
	"fmt"
	"math"
	"testing"

	"stadsdelskollen/transform/compare"
)

// payment is a row of utbetalningar.
type payment struct {
	home, month, area string
	kr                float64
}

func (f *filled) pay(payments ...payment) {
	f.t.Helper()
	var rows []string
	for _, p := range payments {
		level := "stadsdel"
		if p.area == "Enheten för hemlösa" {
			level = "utanfor"
		}
		rows = append(rows, fmt.Sprintf("'%s', '%s', '%s', '%s', %.2f", p.home, p.month, p.area, level, p.kr))
	}
	f.deliver("utbetalningar", "manad", "'*'", rows...)
}

func TestCostPerHouseholdAndMonthHasTheErrorOfItsHouseholds(t *testing.T) {
	f := fill(t)
	var all []payment
	kr, n := map[string]float64{}, map[string]float64{} // of Bromma's households over the year
	for m, month := range months(2022) {
		for i := range 12 {
			if (i+m)%4 == 0 {
				continue
			}
			p := payment{fmt.Sprint("h", i), month, "Bromma", 7000 + 400*float64(i) + 10*float64(m)}
			all = append(all, p)
			kr[p.home] += p.kr
			n[p.home]++
		}
		all = append(all, payment{"x", month, "Enheten för hemlösa", 9000.50})
	}
	f.pay(all...)
	f.aid(aid{"Bromma", "2022-01", 9, "83.1", "NULL"}, aid{"Farsta", "2022-01", 9, "83.1", "NULL"}, aid{"Bromma", "2022-02", 9, "90", "NULL"})
	facts := f.build(Options{Sources: map[string]string{"utbetalningar": "Utbetalningssystemet"}})
	var y, x []float64
	for home := range kr {
		y, x = append(y, kr[home]), append(x, n[home])
	}
	want, err := compare.Ratio(y, x, compare.Conf95)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := pick(facts, "kostnad_per_hushallsmanad", "Bromma", "", "2022")
	if !ok || got.Value == nil || *got.Value != math.Round(want.Value) || *got.Lower != math.Floor(want.Lower.Value) || *got.Upper != math.Ceil(want.Upper.Value) ||
		*got.N != 12 || got.Kind != "sammanfattning" || got.Unit != "kr" || got.Source != "Utbetalningssystemet" {
		t.Fatalf("%s, want %+v", show(got), want)
	}
	months := 0.0
	for _, k := range n {
		months += k
	}
	if got.Contributors == nil || *got.Contributors != 12 || math.Abs(*got.Largest-kr["h11"]/months) > 0.001 || *got.Second >= *got.Largest {
		t.Errorf("contributions in the unit of the figure: %+v", got)
	}
	if got.BelowLower == nil || *got.BelowLower < 1 || *got.AboveUpper < 1 || *got.BelowLower+*got.AboveUpper > 12 {
		t.Errorf("households beyond the limits: %+v", got)
	}
	paid := 12 * 9000.50
	for _, k := range kr {
		paid += k
	}
	if city, ok := pick(facts, "kostnad_per_hushallsmanad", "Hela staden", "", "2022"); !ok || *city.N != 13 || *city.Value != math.Round(paid/(months+12)) {
		t.Errorf("the city: %s, want %v", show(city), paid/(months+12))
	}
	for _, c := range []struct{ area, period, want string }{
		{"Enheten för hemlösa", "2022", "9001 - - - n=1 ok"}, {"Farsta", "2022", "- - - - ej_levererad"}, {"Farsta", "2022-03", "- - - - ej_levererad"},
	} {
		b, ok := pick(facts, "kostnad_per_hushallsmanad", c.area, "", c.period)
		if text := show(b); !ok || len(text) < len(c.want) || text[:len(c.want)] != c.want {
			t.Errorf("%s, %s: %s, want %s", c.area, c.period, text, c.want)
		}
	}
}

// The gate's rule for kronor must speak of the households that the printed cost
// is made of: only payments that add up to it tell of them.
func TestADeliveredCostKnowsItsLargestHouseholdsWherePaymentsAddUpToIt(t *testing.T) {
	f := fill(t)
	f.pay(payment{"a", "2022-01", "Bromma", 40000}, payment{"b", "2022-01", "Bromma", 9000}, payment{"c", "2022-01", "Bromma", 8200},
		payment{"d", "2022-01", "Farsta", 40000}, payment{"e", "2022-01", "Farsta", 9000},
		payment{"g", "2022-01", "Skarpnäck", 10040})
	f.aid(aid{"Bromma", "2022-01", 3, "57", "NULL"}, aid{"Farsta", "2022-01", 2, "50", "NULL"}, aid{"Skarpnäck", "2022-01", 1, "10.1", "NULL"}, aid{"Älvsjö", "2022-01", 1, "9", "NULL"})
	facts := f.build(Options{})
	b, _ := pick(facts, "kostnad_tkr", "Bromma", "", "2022-01")
	if b.Contributors == nil || *b.Contributors != 3 || *b.Largest != 40 || *b.Second != 9 {
		t.Errorf("57.2 tkr printed as 57: %+v", b)
	}
	for _, area := range []string{"Farsta", "Skarpnäck"} {
		if b, ok := pick(facts, "kostnad_tkr", area, "", "2022-01"); !ok || b.Value == nil || b.Contributors != nil || b.Largest != nil || b.Second != nil {
			t.Errorf("%s: payments that make another sum: %+v", area, b)
		}
	}
}
