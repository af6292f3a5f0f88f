//go:build duckdb_arrow

package transform

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
)

// twentyYears is a city of 14 districts in two parts with 25 indicators of 240
// months: twelve shares, five of them stocks, five medians and eight ratios of
// kronor, as they come out of the indicators' SQL.
func twentyYears() (*model, map[string]int64) {
	m := &model{today: today, city: "Hela staden", members: map[string]map[string]bool{today: {}}, parts: map[string]string{}}
	var areas []string
	for i := range 14 {
		a := fmt.Sprintf("Stadsdel %02d", i)
		areas = append(areas, a)
		m.members[today][a], m.parts[a] = true, fmt.Sprintf("Del %d", i%2)
	}
	r := rand.New(rand.NewPCG(1, 2))
	first := period.Month(2004, time.January)
	for n := range 25 {
		ind := publication.Indicator{Name: fmt.Sprintf("n%02d", n), Factor: 1, Type: "flode", Direction: "hog_bra", Process: "ja", Chart: publication.ChartXmR, Funnel: "nej", Order: int64(n)}
		switch {
		case n < 12:
			ind.Method, ind.Factor, ind.Chart, ind.Funnel = publication.MethodProportion, 100, publication.ChartLaney, publication.FunnelOfShares
			if n < 5 {
				ind.Type, ind.Chart = "bestand", "nej"
			}
		case n < 17:
			ind.Method = publication.MethodMedian
		default:
			ind.Method, ind.Factor = publication.MethodRatio, 1000
		}
		f := figures{Indicator: ind}
		for month := range 240 {
			for i, a := range areas {
				of := 80 + 20*float64(i)
				x := math.Round(of * (0.6 + 0.05*r.NormFloat64()))
				v, lower, upper := ind.Factor*x/of, 10.0, 30.0
				o := publication.Observation{Indicator: ind.Name, Level: publication.LevelDistrict, Area: a, Division: today, Period: first.Add(month).String(),
					Value: &v, Numerator: &x, Denominator: &of, Status: publication.OK}
				if ind.Method == publication.MethodMedian {
					o.Lower, o.Upper = &lower, &upper
				}
				f.obs = append(f.obs, o)
			}
		}
		m.figures = append(m.figures, f)
	}
	return m, map[string]int64{today: 14}
}

// BenchmarkTwentyYears compares 14 districts × 25 indicators × 20 years on one
// core, every step together: intervals, verdicts, funnels, control charts, rolling
// and yearly figures, trends, inequality with its bootstraps, what stands out.
func BenchmarkTwentyYears(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		m, expected := twentyYears()
		b.StartTimer()
		for i := range m.figures {
			f := &m.figures[i]
			if f.Method == publication.MethodProportion {
				if _, err := intervals(f.Indicator, f.obs, 0); err != nil {
					b.Fatal(err)
				}
			}
			for _, g := range groups(f.obs) {
				g.ind, g.expected = f.Indicator, expected[g.division]
				rows, _ := g.compare()
				f.comparisons = append(f.comparisons, rows...)
			}
			f.series = m.seriesOf(f.obs)
		}
		d, err := m.derive()
		if err != nil {
			b.Fatal(err)
		}
		if len(d.ChartPoints) != 20*14*240 || len(d.Disparities) == 0 {
			b.Fatalf("%d points, %d disparities", len(d.ChartPoints), len(d.Disparities))
		}
	}
}
