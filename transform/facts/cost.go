//go:build duckdb_arrow

package facts

import (
	"context"
	"fmt"
	"math"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/transform/compare"
)

// costSum is a row of facts/read/kostnad_summa.sql: sums over the households of
// an area of their kronor and their months with a payment.
type costSum struct {
	Period      string  `db:"period"`
	Level       string  `db:"niva"`
	Area        string  `db:"omrade"`
	Homes       int64   `db:"antal"`
	Kr          float64 `db:"kr"`
	Months      int64   `db:"manader"`
	KrKr        float64 `db:"kr_kr"`
	KrMonths    float64 `db:"kr_manader"`
	MonthsTwice int64   `db:"manader_manader"`
}

// costRatio is a row of kostnad_kvot, in kronor per household and month.
type costRatio struct {
	Period string   `db:"period"`
	Level  string   `db:"niva"`
	Area   string   `db:"omrade"`
	Value  *float64 `db:"varde"`
	Lower  *float64 `db:"nedre"`
	Upper  *float64 `db:"ovre"`
}

// fillCosts computes kronor per household and month with the linearised error of
// a ratio of sums over households (METHODS.md section 6), in whole kronor: the
// value to the nearest, the limits outwards.
func fillCosts(ctx context.Context, tx *duck.Tx) error {
	var out []costRatio
	err := each(ctx, tx, "kostnad_summa", func(s costSum) error {
		r, err := compare.RatioFromSums(compare.RatioSums{N: int(s.Homes), Y: s.Kr, X: float64(s.Months),
			YY: s.KrKr, XY: s.KrMonths, XX: float64(s.MonthsTwice)}, compare.Conf95)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", s.Area, s.Period, err)
		}
		row := costRatio{Period: s.Period, Level: s.Level, Area: s.Area, Value: pointer(math.Round(r.Value))}
		if r.Lower.OK && r.Upper.OK {
			row.Lower, row.Upper = pointer(math.Floor(r.Lower.Value)), pointer(math.Ceil(r.Upper.Value))
		}
		out = append(out, row)
		return nil
	})
	if err != nil {
		return err
	}
	return duck.Insert(ctx, tx, "kostnad_kvot", out)
}
