//go:build duckdb_arrow

package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"

	"stadsdelskollen/queries/register"
	"stadsdelskollen/queries/warehouse"
)

// byReason is the public's setting without groups: every month by all nine reasons.
var byReason = Setting{Rules: DefaultRules(), Groups: []Group{}}

// bigMonth is a month of 14 districts of Stockholm's sizes by nine reasons, with the city.
func bigMonth() []warehouse.BaseFact {
	return slices.DeleteFunc(randomYear(rand.New(rand.NewPCG(1, 14)), 14), func(f warehouse.BaseFact) bool { return f.Period != "2011-01" })
}

func mustProtect(b *testing.B, facts []warehouse.BaseFact, known Known, set Setting) Protected {
	b.Helper()
	p, err := Protect(facts, known, set)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// report adds CPU time of all cores, which other work on the machine moves less than
// the clock, and the peak memory of the process so far.
func report(b *testing.B, run func()) {
	b.Helper()
	b.ReportAllocs()
	var before, then syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before) // it cannot fail for the own process
	for b.Loop() {
		run()
	}
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &then)
	cpu := func(r syscall.Rusage) int64 { return r.Utime.Nano() + r.Stime.Nano() }
	b.ReportMetric(float64(cpu(then)-cpu(before))/1e6/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(then.Maxrss)/1024, "peak-MB")
}

func BenchmarkMonth14x9Protected(b *testing.B) {
	facts := bigMonth()
	report(b, func() { mustProtect(b, facts, Known{}, byReason) })
}

// The same month with the proof of an earlier publication: verified by addition.
func BenchmarkMonth14x9Audited(b *testing.B) {
	facts := bigMonth()
	known := after(Known{}, mustProtect(b, facts, Known{}, byReason))
	known.Shown, known.Hidden = nil, nil
	report(b, func() {
		if p := mustProtect(b, facts, known, byReason); len(p.Proofs) > 0 {
			b.Fatal("the proof was not taken")
		}
	})
}

// A year's cube of 14 districts, nine reasons and twelve months, told by reason each
// month and by reason in the year, with all sums.
func BenchmarkYear14x9x12ByReason(b *testing.B) {
	facts := randomYear(rand.New(rand.NewPCG(1, 14)), 14)
	report(b, func() { mustProtect(b, facts, Known{}, byReason) })
}

// The same year as the public gets it: months in groups.
func BenchmarkYear14x9x12InGroups(b *testing.B) {
	facts := randomYear(rand.New(rand.NewPCG(1, 14)), 14)
	report(b, func() { mustProtect(b, facts, Known{}, plain) })
}

// years is all that the public's indicators are made of, in 14 districts: each month
// adults by nine reasons, households, kronor and kronor per household as delivered and as
// paid, decisions in time, median and 90th percentile of the days, and open cases by five
// ages; each year those in time with what was expected, the days, kronor per household and
// month, and shares of variation. That is 19 indicators with their yearly, per inhabitant
// and per category forms; published statistics of others cross untouched.
func years(months int) []warehouse.BaseFact {
	rng := rand.New(rand.NewPCG(20, 25))
	var out []warehouse.BaseFact
	for y := 0; y*12 < months; y++ {
		for _, f := range randomYear(rng, 14) {
			f.Period = fmt.Sprint(2004+y) + f.Period[4:]
			out = append(out, f)
		}
	}
	inTime := map[[2]string][2]float64{} // area and year: decided in time, and all
	for m := range months {
		year := fmt.Sprint(2004 + m/12)
		at := fmt.Sprintf("%s-%02d", year, m%12+1)
		var city [9]float64
		for d := range 14 {
			n := float64(10 + rng.IntN(90))
			v := [9]float64{float64(20 + rng.IntN(600)), 0, float64(rng.IntN(int(n) + 1)), n}
			v[1] = v[0]*9 + float64(rng.IntN(20))
			for i := range v {
				if i > 3 {
					v[i] = float64(rng.IntN(50 / (i - 3)))
				}
				city[i] += v[i]
			}
			out = append(out, monthOf(register.District, fmt.Sprintf("D%02d", d), at, v)...)
			k := [2]string{fmt.Sprintf("D%02d", d), year}
			inTime[k] = [2]float64{inTime[k][0] + v[2], inTime[k][1] + v[3]}
		}
		out = append(out, monthOf(register.City, theCity, at, city)...)
		k := [2]string{theCity, year}
		inTime[k] = [2]float64{inTime[k][0] + city[2], inTime[k][1] + city[3]}
	}
	for k, v := range inTime {
		if k[1] < fmt.Sprint(2004+months/12) {
			out = append(out, wholeYear(k[0], k[1], v[0], v[1])...)
		}
	}
	return slices.DeleteFunc(out, func(f warehouse.BaseFact) bool {
		return f.Period > fmt.Sprintf("%d-%02d", 2004+(months-1)/12, (months-1)%12+1)
	})
}

// monthOf is a month of an area: households, kronor, decisions in time, all decisions,
// and open cases by age.
func monthOf(level, area, at string, v [9]float64) []warehouse.BaseFact {
	paid := average("kostnad_per_hushallsmanad", level, area, int64(v[0]))
	out := append(costsOf(level, area, v[0], v[1]), pair(level, area, v[2], v[3]), summary(level, area, 12, int64(v[3])), ofP90(level, area, int64(v[3])), paid)
	open := 0.0
	for i, age := range []string{"högst 7 dagar", "8–14 dagar", "15–30 dagar", "31–60 dagar", "över 60 dagar"} {
		out = append(out, fact("oppna_arenden", level, area, age, v[4+i]))
		open += v[4+i]
	}
	out = append(out, fact("oppna_arenden", level, area, "", open))
	for i := range out {
		out[i].Period = at
	}
	return out
}

// wholeYear is a year of cases of an area.
func wholeYear(area, year string, x, n float64) []warehouse.BaseFact {
	level := register.District
	if area == theCity {
		level = register.City
	}
	out := []warehouse.BaseFact{pair(level, area, x, n), summary(level, area, 12, int64(n)), ofP90(level, area, int64(n)),
		average("kostnad_per_hushallsmanad", level, area, int64(n)), average("beslut_i_tid_mot_forvantat", level, area, int64(n))}
	if level == register.City {
		for _, share := range []string{"handläggare", "enhet"} {
			f := average("variation_bifall", level, area, 30)
			f.Category, f.Workers = share, whole(40)
			out = append(out, f)
		}
	}
	for i := range out {
		out[i].Period = year
	}
	return out
}

func average(measure, level, area string, n int64) warehouse.BaseFact {
	f := summary(level, area, 9, n)
	f.Measure = measure
	return f
}

func ofP90(level, area string, n int64) warehouse.BaseFact {
	return with(average("handlaggningstid_p90", level, area, n), func(f *warehouse.BaseFact) { f.Value = value(30) })
}

func BenchmarkTwentyYearsCold(b *testing.B) {
	facts := years(240)
	b.Logf("%d facts", len(facts))
	report(b, func() { mustProtect(b, facts, Known{}, plain) })
}

// All but the newest month was published before, and it is a December: the year that it
// completes is new as well.
func BenchmarkTwentyYearsAndOneNewMonth(b *testing.B) {
	all := years(240)
	first := mustProtect(b, slices.DeleteFunc(slices.Clone(all), func(f warehouse.BaseFact) bool { return f.Period == "2023-12" || f.Period == "2023" }), Known{}, plain)
	known := after(Known{}, first)
	b.ResetTimer()
	report(b, func() {
		p := mustProtect(b, all, known, plain)
		if n := len(p.Proofs); n == 0 || n > 40 {
			b.Fatalf("%d proofs are new", n)
		}
	})
}
