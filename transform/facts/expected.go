//go:build duckdb_arrow

package facts

import (
	"context"
	"fmt"
	"math"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
	"stadsdelskollen/transform/compare"
)

// stratum is a row of facts/read/arende_strata.sql: a year's applications of one
// type of household in a district and in the city, and those decided in time.
type stratum struct {
	Year      string `db:"ar"`
	Area      string `db:"omrade"`
	Division  string `db:"indelning"`
	Kind      string `db:"hushallstyp"`
	Cases     int64  `db:"antal"`
	InTime    int64  `db:"inom"`
	CityCases int64  `db:"stad_antal"`
	CityTime  int64  `db:"stad_inom"`
	Receipt   *int64 `db:"receipt"`
}

// fillExpected computes, for each district and year, the decisions made in time
// over those that the district's applications would have had at the city's share
// for each type of household (METHODS.md section 10), in percent: 100 is as
// expected. Whole percent, so that it tells of no stratum.
func fillExpected(ctx context.Context, tx *duck.Tx) error {
	var out []summary
	var now summary
	var strata []compare.Stratum
	inTime, cases := int64(0), int64(0)
	finish := func() error {
		if cases == 0 {
			return nil
		}
		now.N, now.Behind = pointer(cases), pointer(min(inTime, cases-inTime))
		if err := now.against(float64(inTime), strata); err != nil {
			return fmt.Errorf("%s, %s: %w", now.Area, now.Period, err)
		}
		out = append(out, now)
		return nil
	}
	err := each(ctx, tx, "arende_strata", func(s stratum) error {
		if s.Year != now.Period || s.Area != now.Area {
			if err := finish(); err != nil {
				return err
			}
			now = summary{Measure: "beslut_i_tid_mot_forvantat", Level: register.District, Area: s.Area, Division: s.Division, Period: s.Year}
			strata, inTime, cases = strata[:0], 0, 0
		}
		inTime, cases = inTime+s.InTime, cases+s.Cases
		now.Receipt = newest(now.Receipt, s.Receipt)
		strata = append(strata, compare.Stratum{Population: float64(s.Cases), RefCount: float64(s.CityTime), RefPopulation: float64(s.CityCases)})
		return nil
	})
	if err != nil {
		return err
	}
	if err := finish(); err != nil {
		return err
	}
	return duck.Insert(ctx, tx, "arende_summering", out)
}

// against fills in observed over expected, the limits outwards. Where the city
// decided nothing in time nothing is expected, and there is no figure.
func (s *summary) against(observed float64, strata []compare.Stratum) error {
	expected := 0.0
	for _, t := range strata {
		expected += t.Population * t.RefCount
	}
	if expected == 0 {
		return nil
	}
	r, err := compare.IndirectlyStandardised(observed, strata, compare.Conf95)
	if err != nil {
		return err
	}
	s.Value = pointer(math.Round(100 * r.Value))
	if r.Lower.OK {
		s.Lower = pointer(math.Floor(100 * r.Lower.Value))
	}
	if r.Upper.OK {
		s.Upper = pointer(math.Ceil(100 * r.Upper.Value))
	}
	return nil
}
