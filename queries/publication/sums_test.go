package publication

import (
	"strings"
	"testing"

	"stadsdelskollen/queries/duck"
)

func TestAddingWhatDoesNotAddIsAFaultOfTheHeader(t *testing.T) {
	for _, c := range []struct{ name, header, sql, want string }{
		{"households over months", "-- sums: manader", "SELECT omrade, sum(varde) AS v FROM fakta WHERE matt = 'hushall' AND kategori = '' GROUP BY omrade", "hushall may not be added over manader"},
		{"months that fall together unsaid", "-- sums: stadsdelar\n-- sign: x", "SELECT sum(varde) AS v FROM fakta WHERE matt = 'hushall' AND kategori = '' GROUP BY omrade", "hushall may not be added over manader"},
		{"households over districts without a sign", "-- sums: stadsdelar", "SELECT period, sum(varde) AS v FROM fakta WHERE matt IN ('hushall', 'kostnad_tkr') AND kategori = '' GROUP BY period", "hushall adds over stadsdelar with a sign only"},
		{"households over districts with a sign", "-- sums: stadsdelar\n-- sign: räknas två gånger", "SELECT period, sum(varde) AS v FROM fakta WHERE matt = 'hushall' AND kategori = '' GROUP BY period", ""},
		{"a median of medians", "-- sums: stadsdelar", "SELECT period, avg(varde) AS v FROM fakta WHERE matt = 'handlaggningstid_median' GROUP BY period", "handlaggningstid_median may not be added over stadsdelar"},
		{"a delivered ratio over districts", "-- sums: stadsdelar", "SELECT period, sum(varde) OVER (PARTITION BY period) AS v FROM fakta WHERE matt = 'kostnad_per_hushall'", "kostnad_per_hushall may not be added over stadsdelar"},
		{"kronor over everything", "-- sums: stadsdelar, manader", "SELECT sum(varde) AS v FROM fakta WHERE matt = 'kostnad_tkr' AND kategori = ''", ""},
		{"adults over months", "-- sums: manader, kategorier", "SELECT omrade, sum(varde) AS v FROM fakta WHERE matt = 'vuxna_hinder' GROUP BY omrade, kategori", "vuxna_hinder may not be added over manader"},
		{"a measure that is not defined", "-- sums: stadsdelar", "SELECT period, sum(varde) AS v FROM fakta WHERE matt = 'nytt' GROUP BY period", "nytt may not be added over stadsdelar"},
		{"no word on what is added over", "-- adds: inget", "SELECT sum(varde) AS v FROM fakta WHERE matt = 'kostnad_tkr'", "does not say over what"},
		{"no measure named", "-- sums: stadsdelar", "SELECT period, sum(varde) AS v FROM fakta GROUP BY period, kategori", "without naming their measures"},
		{"an unknown dimension", "-- sums: kön", "SELECT sum(varde) AS v FROM fakta WHERE matt = 'kostnad_tkr'", `sums names "kön"`},
		{"nothing is added", "-- adds: inget", "SELECT varde FROM fakta WHERE matt = 'hushall'", ""},
	} {
		s, err := duck.Parse("indicators/x.sql", "-- name: x\n"+c.header+"\n"+c.sql)
		if err != nil {
			t.Fatal(err)
		}
		switch err := checkSums(s); {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestAnIndicatorMayNotClaimToAddMoreThanItsMeasures(t *testing.T) {
	header := "-- name: x\n-- title: x\n-- short: x\n-- definition: x\n-- unit: x\n-- decimals: 0\n-- factor: 1\n-- method: antal\n-- direction: ingen\n-- type: bestand\n-- topic: x\n-- order: 1\n"
	for adds, want := range map[string]string{"inget": "", "manader": "hushall may not be added over manader", "stadsdelar": "hushall may not be added over stadsdelar"} {
		s, err := duck.Parse("indicators/x.sql", header+"-- adds: "+adds+"\nSELECT varde FROM underlag WHERE matt = 'hushall'")
		if err != nil {
			t.Fatal(err)
		}
		_, err = fromHeader(s)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("adds %s: got %v, want %q", adds, err, want)
		}
	}
}
