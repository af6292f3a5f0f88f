//go:build duckdb_arrow

package transform

import (
	"strconv"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform/compare"
)

// overTime adds every month of a series with its rolling twelve months and the
// same month a year before: for display, and no ground for any verdict.
func overTime(f *figures, s series, d *publication.Derived) {
	if len(s.months) == 0 {
		return
	}
	values := s.values()
	rolling, unit := s.rolling(f)
	for i, v := range values {
		row := publication.OverTime{Indicator: f.Name, Level: s.level, Area: s.area, Division: s.division, Category: s.category, Period: s.month(i),
			Value: scaled(1, v)}
		if rolling != nil && rolling[i].OK {
			row.Rolling, row.RollingUnit = scaled(1, rolling[i]), unit
		}
		if i >= compare.Window && values[i-compare.Window].OK {
			row.YearBefore = scaled(1, values[i-compare.Window])
			if v.OK {
				row.Change = scaled(1, compare.Of(v.Value-values[i-compare.Window].Value))
			}
		}
		if row.Value != nil || row.Rolling != nil || row.YearBefore != nil {
			d.OverTime = append(d.OverTime, row)
		}
	}
}

// rolling is the sum of twelve months, or for a share or ratio the ratio of two
// such sums. A stock of households has none: it would be of household-months. A
// median or delivered figure has none: they do not add.
func (s series) rolling(f *figures) ([]compare.Number, string) {
	switch {
	case f.Method == publication.MethodProportion || f.Method == publication.MethodRatio:
		above, below := make([]compare.Number, len(s.months)), make([]compare.Number, len(s.months))
		for i, o := range s.months {
			if o != nil && usable(*o) {
				above[i], below[i] = number(o.Numerator), number(o.Denominator)
			}
		}
		ratios, err := compare.RollingRatio(above, below)
		if err != nil {
			return nil, ""
		}
		for i, r := range ratios {
			ratios[i] = compare.Number{Value: f.Factor * r.Value, OK: r.OK}
		}
		return ratios, f.Unit
	case f.Method == publication.MethodCount && f.Type == "flode":
		return compare.RollingSum(s.values()), f.Unit
	}
	return nil, ""
}

// Methods of a trend.
const (
	trendCochran  = "cochran_armitage"
	trendWeighted = "vagd_linje"
)

// trend adds the trend of the newest five calendar years of a series.
func trend(f *figures, s series, rounded rounding, d *publication.Derived) {
	years, _ := s.yearly(f.Indicator)
	if len(years) < 2 {
		return
	}
	recent := years[max(0, len(years)-compare.TrendYears):]
	row := publication.Trend{Indicator: f.Name, Level: s.level, Area: s.area, Division: s.division, Category: s.category,
		From: strconv.Itoa(recent[0].year), To: strconv.Itoa(recent[len(recent)-1].year),
		FirstValue: recent[0].value, LastValue: recent[len(recent)-1].value, Direction: publication.TrendUnknown}
	if f.Method == publication.MethodProportion {
		row.Method = trendCochran
	} else {
		row.Method = trendWeighted
	}
	whole := len(recent) == compare.TrendYears && recent[len(recent)-1].year-recent[0].year == compare.TrendYears-1
	switch {
	case !whole:
	case row.Method == trendCochran:
		shareTrend(f, recent, rounded, &row)
	default:
		weightedTrend(recent, &row)
	}
	d.Trends = append(d.Trends, row)
}

// shareTrend is the trend of shares; of rounded counts that of the years as near to each
// other as they may be.
func shareTrend(f *figures, years []yearFigure, rounded rounding, row *publication.Trend) {
	var rs readings
	var scores []float64
	for _, y := range years {
		rs, scores = append(rs, reading{compare.Share{X: y.count.Events, N: y.count.Exposure}, y.off * float64(rounded)}), append(scores, float64(y.year))
	}
	shares := rs.shares(func(_ int, r reading) compare.Share { return r.Share })
	if rounded > 0 {
		shares = rs.flattened()
	}
	t, err := compare.TrendOfShares(shares, scores)
	if err != nil {
		return
	}
	row.Slope, row.Chi2, row.P = scaled(f.Factor, t.Slope), scaled(1, compare.Of(t.ChiSquare)), scaled(1, compare.Of(t.P))
	switch {
	case !t.Significant998():
		row.Direction = publication.TrendNone
	case t.Slope.Value > 0:
		row.Direction = publication.TrendUp
	default:
		row.Direction = publication.TrendDown
	}
}

func weightedTrend(years []yearFigure, row *publication.Trend) {
	var estimates []compare.Estimate
	for _, y := range years {
		estimates = append(estimates, compare.Estimate{Value: y.value, Interval: compare.Interval{Lower: number(y.lower), Upper: number(y.upper)}})
	}
	t := compare.RecentTrend(estimates)
	row.Slope, row.Chi2 = scaled(1, t.Slope), scaled(1, t.ChiSquare)
	switch t.Direction {
	case compare.Increasing:
		row.Direction = publication.TrendUp
	case compare.Decreasing:
		row.Direction = publication.TrendDown
	case compare.NoChange:
		row.Direction = publication.TrendNone
	}
}
