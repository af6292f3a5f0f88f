package synthetic

import (
	"math"
	"strings"
	"testing"
	"time"
)

// current is the newest delivery of each month: the corrected one where there is one.
func current(files map[string][]row) map[string][]row {
	for of, rows := range files {
		if month, ok := strings.CutSuffix(of, "_rattad"); ok {
			files[month] = rows
			delete(files, of)
		}
	}
	return files
}

func TestHouseholdsAndCostAreThoseOfThePayments(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 4, Cases: 1000, Scale: 0.3})
	type key struct{ month, area string }
	homes, ore := map[key]int{}, map[key]int{}
	rows := 0
	for month, file := range deliveries(t, dir, "utbetalningar") {
		seen := map[string]bool{}
		for _, r := range file {
			if seen[r["hushall"]] {
				t.Fatalf("%s: %s is paid twice", month, r["hushall"])
			}
			seen[r["hushall"]] = true
			for _, area := range []string{r["stadsdel"], "Hela staden"} {
				homes[key{month, area}]++
				ore[key{month, area}] += r.ore(t, "belopp_kr")
			}
			rows++
		}
	}
	if rows != sum.Payments {
		t.Errorf("%d rows, %d said", rows, sum.Payments)
	}
	for month, file := range current(deliveries(t, dir, "ekonomiskt_bistand")) {
		for _, r := range file {
			k := key{month, r["stadsdel"]}
			got, want := int(r.number(t, "hushall")), homes[k]
			if k.area == "Hela staden" {
				between(t, month+": city's households of the sum", float64(got)/float64(want), 0.975, 0.999)
			} else if got != want {
				t.Errorf("%v: %d households, %d paid", k, got, want)
			}
			if tkr := r.number(t, "kostnad_tkr"); math.Abs(tkr*100000-float64(ore[k])) > 50000 {
				t.Errorf("%v: %g tkr, paid %d öre", k, tkr, ore[k])
			}
			if each := r.number(t, "kostnad_per_hushall"); math.Abs(each*100-float64(ore[k])/float64(got)) > 50 {
				t.Errorf("%v: %g kr per household, paid %d öre to %d", k, each, ore[k], got)
			}
		}
	}
}

// The control figure: its own rounding interval must meet the one that the rounding of tkr allows.
func TestTheControlFigureHoldsInEveryRowAlsoBeforeTheCorrection(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 5, Cases: 500, Scale: 0.05})
	files := deliveries(t, dir, "ekonomiskt_bistand")
	for of, rows := range files {
		for _, r := range rows {
			if r["hushall"] == "0" {
				continue
			}
			n, tkr, each := r.number(t, "hushall"), r.number(t, "kostnad_tkr"), r.number(t, "kostnad_per_hushall")
			if each-0.5 > (tkr+0.5)*1000/n || each+0.5 < (tkr-0.5)*1000/n {
				t.Errorf("%s %s: %g households, %g tkr, %g kr", of, r["stadsdel"], n, tkr, each)
			}
		}
	}
	before, after := files[sum.Faults.CorrectedMonth], files[sum.Faults.CorrectedMonth+"_rattad"]
	for i, r := range after {
		fewer := before[i].number(t, "hushall") < r.number(t, "hushall")
		if want := r["stadsdel"] == sum.Faults.CorrectedArea || r["stadsdel"] == "Hela staden"; fewer != want {
			t.Errorf("%s: corrected from %s to %s", r["stadsdel"], before[i]["hushall"], r["hushall"])
		}
	}
}

func TestReasonsAddUpToAdultsAndDistrictsToTheCity(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 6, Cases: 500, Scale: 0.2})
	reasonsOf := deliveries(t, dir, "forsorjningshinder")
	for month, rows := range current(deliveries(t, dir, "ekonomiskt_bistand")) {
		if month == sum.Faults.AbsentMonth {
			if _, ok := reasonsOf[month]; ok {
				t.Errorf("%s was delivered", month)
			}
			continue
		}
		adults, n := map[string]float64{}, map[string]int{}
		for _, r := range reasonsOf[month] {
			adults[r["stadsdel"]] += r.number(t, "vuxna")
			n[r["stadsdel"]]++
		}
		parts, city := map[string]float64{}, map[string]float64{}
		for _, r := range rows {
			if name := r["stadsdel"]; adults[name] != r.number(t, "vuxna") || n[name] != len(reasons) {
				t.Errorf("%s %s: %s adults, %g in %d reasons", month, name, r["vuxna"], adults[name], n[name])
			}
			to := parts
			if r["stadsdel"] == "Hela staden" {
				to = city
			}
			for _, c := range []string{"vuxna", "barn", "budget_tkr"} {
				to[c] += r.number(t, c)
			}
		}
		missing := n[sum.Faults.MissingArea] == 0
		if want := month == sum.Faults.MissingMonth; missing != want {
			t.Errorf("%s: %s missing is %t", month, sum.Faults.MissingArea, missing)
		}
		for c, x := range city {
			if !missing && x != parts[c] {
				t.Errorf("%s: %s of the city is %g, of its parts %g", month, c, x, parts[c])
			}
		}
	}
}

func TestEveryOpenCaseComesBackUntilItIsDecided(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 9, Months: 18, Cases: 4000, Scale: 0.05})
	files := deliveries(t, dir, "arenden")
	open, done := map[string]row{}, map[string]bool{}
	start, _ := parseMonth(sum.From)
	for m := start; m < start+18; m++ {
		here := map[string]bool{}
		for _, r := range files[m.String()] {
			id := r["arende"]
			if here[id] || done[id] {
				t.Fatalf("%s: %s once more", m, id)
			}
			here[id] = true
			if before, ok := open[id]; ok {
				for _, c := range []string{"hushall", "handlaggare", "ansokan", "hushallstyp"} {
					if before[c] != r[c] {
						t.Errorf("%s: %s was %s, is %s", id, c, before[c], r[c])
					}
				}
			} else if got := r["ansokan"][:7]; got != m.String() {
				t.Errorf("%s: %s of %s was not in its file", m, id, got)
			}
			delete(open, id)
			if r["beslut"] == "" {
				open[id] = r
				if r["beslutstyp"] != "" || r["belopp_kr"] != "" {
					t.Errorf("%s: %v is open and decided", m, r)
				}
				continue
			}
			done[id] = true
			decided := r.date(t, "beslut")
			if decided.Format("2006-01") != m.String() || decided.Before(r.date(t, "ansokan")) || decided.Before(r.date(t, "forsta_kontakt")) {
				t.Errorf("%s: %v", m, r)
			}
			if wd := decided.Weekday(); wd == time.Saturday || wd == time.Sunday {
				t.Errorf("%s decided on a %s", id, wd)
			}
			if granted := strings.Contains(r["beslutstyp"], "bifall"); granted != (r["belopp_kr"] != "") {
				t.Errorf("%s: %s with %q kr", id, r["beslutstyp"], r["belopp_kr"])
			}
		}
		for id := range open {
			if !here[id] {
				t.Errorf("%s: open case %s is gone", m, id)
			}
		}
	}
	if len(done) != sum.Decisions || len(done)+len(open) != sum.Cases || len(open) == 0 {
		t.Errorf("%d decided, %d open; said %d of %d", len(done), len(open), sum.Decisions, sum.Cases)
	}
}

// tally of one district and month of application.
type tally struct{ log, n float64 }

// during splits what a district's cases say by whether the cause held.
func during(c Cause, months map[string]*tally) (meanLog, perMonth float64) {
	var x, y tally
	var xMonths, yMonths float64
	for m, v := range months {
		if m >= c.From[:7] && (c.To == "" || m <= c.To[:7]) {
			x.log, x.n, xMonths = x.log+v.log, x.n+v.n, xMonths+1
		} else {
			y.log, y.n, yMonths = y.log+v.log, y.n+v.n, yMonths+1
		}
	}
	return x.log/x.n - y.log/y.n, x.n / xMonths * yMonths / y.n
}

// The months of the cause against the other months, in its district and in one without any cause: season and trend
// are the same in both. Waiting for Monday shortens the difference of days a little.
func TestPlantedCausesAreSeenInTheCases(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 10, Cases: 40000, Scale: 0.05})
	days := map[string]map[string]*tally{}
	for _, rows := range deliveries(t, dir, "arenden") {
		for _, r := range rows {
			m, area := r["ansokan"][:7], r["stadsdel"]
			if r["beslut"] == "" || m > "2023-10" {
				continue
			}
			if days[area] == nil {
				days[area] = map[string]*tally{}
			}
			if days[area][m] == nil {
				days[area][m] = &tally{}
			}
			days[area][m].log += math.Log(0.5 + r.date(t, "beslut").Sub(r.date(t, "ansokan")).Hours()/24)
			days[area][m].n++
		}
	}
	if len(sum.Causes) != 3 {
		t.Fatalf("%d causes", len(sum.Causes))
	}
	for _, c := range sum.Causes {
		meanLog, perMonth := during(c, days[c.Area])
		plainLog, plainPerMonth := during(c, days["Enskede-Årsta-Vantör"])
		got := math.Exp(meanLog - plainLog)
		if c.Kind == Applications {
			got = perMonth / plainPerMonth
		}
		between(t, c.Area+": planted factor", got, 0.82*c.Factor, 1.18*c.Factor)
	}
}

func TestDifferencesBetweenCaseWorkersAreAsLargeAsSaid(t *testing.T) {
	reg, err := readDistricts(testRegister)
	if err != nil {
		t.Fatal(err)
	}
	start, months, _ := Options{}.period()
	w, err := newWorld(Options{Seed: 11, Cases: 100, Scale: 1}, reg, start, months)
	if err != nil {
		t.Fatal(err)
	}
	for i, u := range w.units {
		sum, squares := 0.0, 0.0
		for _, x := range u.workers {
			sum += x.days
			squares += x.days * x.days
		}
		if n := float64(len(u.workers)); n < 5 || math.Abs(sum) > 1e-9 || math.Abs(math.Sqrt(squares/n)-sdWorker) > 1e-9 {
			t.Errorf("%s: %g workers, sum %g, sd %g", w.unitName(i, start), n, sum, math.Sqrt(squares/n))
		}
	}
	for _, a := range w.atoms {
		if got := w.unitName(a.unit, start) == innerCityUnit; got != innerCity[a.name] {
			t.Errorf("%s: unit %s", a.name, w.unitName(a.unit, start))
		}
	}
	shares := plantedShares()
	if s := shares[0] + shares[1] + shares[2] + shares[3]; math.Abs(s-100) > 1e-9 {
		t.Errorf("shares add up to %g", s)
	}
}

func TestFamiliesWaitLongerInEveryDistrict(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 12, Months: 12, Cases: 30000, Scale: 0.05})
	type of struct{ area, unit string }
	log, n := map[of][2]float64{}, map[of][2]float64{}
	for _, rows := range deliveries(t, dir, "arenden") {
		for _, r := range rows {
			if r["beslut"] == "" || r["ansokan"] > "2023-10" {
				continue
			}
			i := 0
			if strings.HasSuffix(r["hushallstyp"], "med barn") {
				i = 1
			}
			k := of{r["stadsdel"], r["enhet"]}
			l, c := log[k], n[k]
			l[i] += math.Log(0.5 + r.date(t, "beslut").Sub(r.date(t, "ansokan")).Hours()/24)
			c[i]++
			log[k], n[k] = l, c
		}
	}
	weighted, weight := 0.0, 0.0
	for k, c := range n {
		if c[0] < 100 || c[1] < 100 {
			continue
		}
		w := 1 / (1/c[0] + 1/c[1])
		weighted += w * (log[k][1]/c[1] - log[k][0]/c[0])
		weight += w
	}
	between(t, "days of families against others", math.Exp(weighted/weight), 0.92*sum.Planted.Families, 1.08*sum.Planted.Families)
}
