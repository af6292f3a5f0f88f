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

// years is a whole publication: what 25 indicators are made of, each month of some
// years in 14 districts.
func years(months int) []warehouse.BaseFact {
	rng := rand.New(rand.NewPCG(20, 25))
	var out []warehouse.BaseFact
	for y := 0; y*12 < months; y++ {
		for _, f := range randomYear(rng, 14) {
			f.Period = fmt.Sprint(2004+y) + f.Period[4:]
			out = append(out, f)
		}
	}
	for m := range months {
		at := fmt.Sprintf("%d-%02d", 2004+m/12, m%12+1)
		var city [6]float64
		row := func(level, area string, v [6]float64) {
			for _, f := range slices.Concat(costsOf(level, area, v[0], v[1]), []warehouse.BaseFact{pair(level, area, v[2], v[3]), summary(level, area, 12, int64(v[3])), ofP90(level, area, int64(v[3])),
				fact("oppna_arenden", level, area, "högst 14 dagar", v[4]), fact("oppna_arenden", level, area, "mer än 14 dagar", v[5]), fact("oppna_arenden", level, area, "", v[4]+v[5])}) {
				f.Period = at
				out = append(out, f)
			}
		}
		for d := range 14 {
			homes := float64(20 + rng.IntN(600))
			n := float64(10 + rng.IntN(90))
			v := [6]float64{homes, homes*9 + float64(rng.IntN(20)), float64(rng.IntN(int(n) + 1)), n, float64(rng.IntN(40)), float64(rng.IntN(20))}
			for i := range v {
				city[i] += v[i]
			}
			row(register.District, fmt.Sprintf("D%02d", d), v)
		}
		row(register.City, theCity, city)
	}
	return slices.DeleteFunc(out, func(f warehouse.BaseFact) bool {
		return f.Period > fmt.Sprintf("%d-%02d", 2004+(months-1)/12, (months-1)%12+1)
	})
}

func ofP90(level, area string, n int64) warehouse.BaseFact {
	f := summary(level, area, 30, n)
	f.Measure = "handlaggningstid_p90"
	return f
}

func BenchmarkTwentyYearsCold(b *testing.B) {
	facts := years(240)
	b.Logf("%d facts", len(facts))
	report(b, func() { mustProtect(b, facts, Known{}, plain) })
}

// All but the newest month was published before.
func BenchmarkTwentyYearsAndOneNewMonth(b *testing.B) {
	all := years(240)
	first := mustProtect(b, slices.DeleteFunc(slices.Clone(all), func(f warehouse.BaseFact) bool { return f.Period == "2023-12" }), Known{}, plain)
	known := after(Known{}, first)
	b.ResetTimer()
	report(b, func() {
		p := mustProtect(b, all, known, plain)
		if n := len(p.Proofs); n == 0 || n > 40 {
			b.Fatalf("%d proofs are new", n)
		}
	})
}
