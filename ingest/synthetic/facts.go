package synthetic

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// notPlaced: the city counts a few inhabitants that no district does (2024: 995 574 against 991 937).
const notPlaced = 1.0037

// ageGroup is a group of inhabitants. Shares, how the young share moves with the district, and the risks are
// assumptions: recipients are younger than others.
type ageGroup struct {
	name  string
	share float64 // of the inhabitants of a district whose mean income is that of the city
	young float64 // how much of it comes or goes where income halves
	risk  float64 // of assistance, relative to the others
}

var ageGroups = [...]ageGroup{
	{"0–17 år", 0.19, 0.05, 1.3},
	{"18–29 år", 0.17, 0.03, 1.4},
	{"30–64 år", 0.48, -0.04, 1},
	{"65 år och äldre", 0.16, -0.04, 0.15},
}

// byAge splits inhabitants and recipients over the groups, so that the groups add up to both.
func byAge(r *rand.Rand, people, recipients, poorer float64) (inhabitants, assisted [len(ageGroups)]float64) {
	var weights [len(ageGroups)]float64
	total, left, leftAssisted := 0.0, people, recipients
	for i, g := range ageGroups {
		inhabitants[i] = math.Round(people * (g.share + g.young*poorer))
		if i == len(ageGroups)-1 {
			inhabitants[i] = left
		}
		left -= inhabitants[i]
		weights[i] = inhabitants[i] * g.risk * math.Exp(0.05*r.NormFloat64())
		total += weights[i]
	}
	for i := range ageGroups {
		assisted[i] = math.Round(recipients * weights[i] / total)
		if i == len(ageGroups)-1 {
			assisted[i] = leftAssisted
		}
		leftAssisted -= assisted[i]
	}
	return inhabitants, assisted
}

// writeFacts delivers omradesfakta for one year, in the division in force on its last day: inhabitants, of them with
// utländsk bakgrund, mean income, and inhabitants and recipients of assistance by age.
func (w *world) writeFacts(out *output, r *rand.Rand, year int) error {
	d, err := out.inbox("omradesfakta", strconv.Itoa(year), "stadsdel", "ar", "faktum", "grupp", "taljare", "namnare",
		"varde", "enhet", "kalla")
	if err != nil {
		return err
	}
	ar := strconv.Itoa(year)
	add := func(area string, people, foreign, income float64) {
		p, f := strconv.Itoa(int(people)), strconv.Itoa(int(foreign))
		d.add(area, ar, "folkmangd", "", "", "", p, "personer", invented)
		d.add(area, ar, "utlandsk_bakgrund", "", f, p, comma(100*foreign/people, 1), "procent", invented)
		d.add(area, ar, "medelinkomst_kr", "", "", "", strconv.Itoa(int(income)), "kr", invented)
	}
	addAges := func(area string, inhabitants, assisted [len(ageGroups)]float64) {
		all := 0.0
		for i, g := range ageGroups {
			d.add(area, ar, "folkmangd", g.name, "", "", comma(inhabitants[i], 0), "personer", invented)
			d.add(area, ar, "bistandstagare", g.name, "", "", comma(assisted[i], 0), "personer", invented)
			all += assisted[i]
		}
		d.add(area, ar, "bistandstagare", "", "", "", comma(all, 0), "personer", invented)
	}
	// A stream of its own, so that the rest is what it was before these were told.
	ages := stream(w.opt.Seed, "ages"+ar)
	var inhabitants, assisted [len(ageGroups)]float64
	var people, foreign, income float64
	for _, name := range w.reg.inForce(yearEnd(year).time()) {
		l := w.reg.levelOf(name)
		p := math.Round(l.population(year) * (1 + 0.003*r.NormFloat64()))
		share := min(0.95, l.foreignShare()*(1+0.006*float64(year-2011)))
		f := math.Round(p * share)
		inc := math.Round(l.income*10*incomePerPerson*math.Exp(0.025*float64(year-2016)+0.01*r.NormFloat64())) * 100
		add(name, p, f, inc)
		in, as := byAge(ages, p, math.Round(l.recipients*math.Exp(-0.015*float64(year-2017)+0.02*ages.NormFloat64())), math.Log2(530/l.income))
		addAges(name, in, as)
		for i := range ageGroups {
			inhabitants[i], assisted[i] = inhabitants[i]+in[i], assisted[i]+as[i]
		}
		people, foreign, income = people+p, foreign+f, income+p*inc
	}
	if people > 0 {
		rest := math.Round(people*notPlaced) - people
		for i, g := range ageGroups[:len(ageGroups)-1] {
			n := math.Round(rest * g.share)
			inhabitants[i] += n
			inhabitants[len(ageGroups)-1] -= n
		}
		inhabitants[len(ageGroups)-1] += rest
		addAges(w.reg.city, inhabitants, assisted)
		add(w.reg.city, math.Round(people*notPlaced), math.Round(foreign*notPlaced), math.Round(income/people/100)*100)
	}
	return d.close(out)
}

// comma writes x with a decimal comma.
func comma(x float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', decimals, 64), ".", ",", 1)
}
