//go:build duckdb_arrow

package facts

import (
	"context"
	"math"
	"slices"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/transform/compare"
)

// seed fixes the draws behind the intervals of shares of variance, so that the
// same cases always give the same limits. Any other number would do as well.
const seed = 2011

// decided is a row of facts/read/arende_beslutad.sql.
type decided struct {
	Year     string `db:"ar"`
	District string `db:"stadsdel"`
	Unit     string `db:"enhet"`
	Worker   string `db:"handlaggare"`
	Days     int64  `db:"dagar"`
	Granted  *int64 `db:"bifall"` // 1 or 0; nil where nothing was tried
	Receipt  *int64 `db:"receipt"`
}

// summary is a row of arende_summering.
type summary struct {
	Measure  string   `db:"matt"`
	Level    string   `db:"niva"`
	Area     string   `db:"omrade"`
	Division string   `db:"indelning"`
	Category string   `db:"kategori"`
	Period   string   `db:"period"`
	Value    *float64 `db:"varde"`
	Lower    *float64 `db:"nedre"`
	Upper    *float64 `db:"ovre"`
	N        *int64   `db:"antal"`
	Behind   *int64   `db:"bakom"` // what the limits rest on
	Workers  *int64   `db:"handlaggare"`
	Receipt  *int64   `db:"kvitto"`
}

// varied are the two things whose variation is split: how long a case took, as
// ln(days+1), and whether it was granted, as 0 or 1.
var varied = []struct {
	measure string
	value   func(decided) (float64, bool)
}{
	{"variation_handlaggningstid", func(d decided) (float64, bool) { return math.Log1p(float64(d.Days)), d.Days >= 0 }},
	{"variation_bifall", func(d decided) (float64, bool) {
		if d.Granted == nil {
			return 0, false
		}
		return float64(*d.Granted), true
	}},
}

// Categories of the shares of variance. The first is an analysis of its own; the
// other three add up to 100 percent.
const (
	betweenDistricts = "mellan stadsdelar"
	betweenUnits     = "mellan enheter"
	betweenWorkers   = "mellan handläggare"
	withinWorkers    = "inom"
)

// fillVariances splits the variation among the cases decided in each year, for
// the city as a whole: how much lies between districts, and in an analysis of its
// own, since a unit may serve several districts, between units, between the case
// workers of a unit, and between the cases of one case worker (METHODS.md section
// 17 and last section).
func fillVariances(ctx context.Context, tx *duck.Tx) error {
	city, err := cityName(ctx, tx)
	if err != nil || city == "" {
		return err
	}
	var out []summary
	var cases []decided
	finish := func() {
		for _, v := range varied {
			out = append(out, variances(v.measure, city, cases, v.value)...)
		}
		cases = cases[:0]
	}
	err = each(ctx, tx, "arende_beslutad", func(d decided) error {
		if len(cases) > 0 && cases[0].Year != d.Year {
			finish()
		}
		cases = append(cases, d)
		return nil
	})
	if err != nil {
		return err
	}
	finish()
	return duck.Insert(ctx, tx, "arende_summering", out)
}

// variances are the shares of one year; no rows where no case worker is named.
func variances(measure, city string, cases []decided, value func(decided) (float64, bool)) []summary {
	byDistrict := observations(cases, value, func(d decided) string { return d.District })
	byUnit := observations(cases, value, func(d decided) string { return d.Unit })
	if len(byDistrict)+len(byUnit) == 0 {
		return nil
	}
	row := summary{Measure: measure, Level: register.City, Area: city, Period: cases[0].Year}
	for _, d := range cases {
		row.Receipt = newest(row.Receipt, d.Receipt)
	}
	districts, units, workers, within := row, row, row, row
	districts.Category, units.Category, workers.Category, within.Category = betweenDistricts, betweenUnits, betweenWorkers, withinWorkers
	if counted, ok := districts.groups(byDistrict); ok {
		// No variance at all has no shares: the figure does not exist.
		if e, err := compare.ShareBetween(counted, seed); err == nil {
			districts.share(e)
		}
	}
	if counted, ok := units.groups(byUnit); ok {
		if s, err := compare.SharesOfVariance(counted, seed); err == nil && s.Publishable {
			units.share(s.Group)
			workers.share(s.Subgroup)
			within.share(s.Case)
		}
	}
	out := []summary{districts, units, workers, within}
	for i := range out[1:] {
		out[i+1].N, out[i+1].Workers = units.N, units.Workers
	}
	for i := range out {
		out[i].Behind = out[i].N
	}
	return out
}

// observations are the cases that have a value, a group and a case worker.
func observations(cases []decided, value func(decided) (float64, bool), group func(decided) string) []compare.Observation {
	var out []compare.Observation
	for _, d := range cases {
		if v, ok := value(d); ok && group(d) != "" && d.Worker != "" {
			out = append(out, compare.Observation{Group: group(d), Subgroup: d.Worker, Value: v})
		}
	}
	return out
}

// groups keeps the cases of groups with enough case workers, and notes how many
// such groups there are and the smallest number of case workers in one of them:
// what the gate asks of the figure. It says whether they are enough.
func (s *summary) groups(all []compare.Observation) ([]compare.Observation, bool) {
	workers := map[string]map[string]bool{}
	for _, o := range all {
		if workers[o.Group] == nil {
			workers[o.Group] = map[string]bool{}
		}
		workers[o.Group][o.Subgroup] = true
	}
	groups, fewest := int64(0), int64(0)
	for _, w := range workers {
		if n := int64(len(w)); n >= compare.MinSubgroups {
			groups++
			if fewest == 0 || n < fewest {
				fewest = n
			}
		}
	}
	s.N, s.Workers = &groups, &fewest
	kept := slices.DeleteFunc(slices.Clone(all), func(o compare.Observation) bool { return len(workers[o.Group]) < compare.MinSubgroups })
	return kept, groups >= compare.MinGroups
}

// share is a share of variance in percent with one decimal, the limits outwards.
func (s *summary) share(e compare.Estimate) {
	s.Value = pointer(math.Round(1000*e.Value) / 10)
	if e.Lower.OK && e.Upper.OK {
		s.Lower, s.Upper = pointer(math.Floor(1000*e.Lower.Value)/10), pointer(math.Ceil(1000*e.Upper.Value)/10)
	}
}

// cityName is the name of the city's own area, empty where the register has none.
func cityName(ctx context.Context, tx *duck.Tx) (string, error) {
	name := ""
	err := each(ctx, tx, "stad", func(a struct {
		Name string `db:"namn"`
	}) error {
		name = a.Name
		return nil
	})
	return name, err
}
