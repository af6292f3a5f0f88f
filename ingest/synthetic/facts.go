package synthetic

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// notPlaced: the city counts a few inhabitants that no district does (2024: 995 574 against 991 937).
const notPlaced = 1.0037

// writeFacts delivers omradesfakta for one year, in the division in force on its last day: inhabitants, of them with
// utländsk bakgrund, and mean income.
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
	var people, foreign, income float64
	for _, name := range w.reg.inForce(yearEnd(year).time()) {
		l := w.reg.levelOf(name)
		p := math.Round(l.population(year) * (1 + 0.003*r.NormFloat64()))
		share := min(0.95, l.foreignShare()*(1+0.006*float64(year-2011)))
		f := math.Round(p * share)
		inc := math.Round(l.income*10*incomePerPerson*math.Exp(0.025*float64(year-2016)+0.01*r.NormFloat64())) * 100
		add(name, p, f, inc)
		people, foreign, income = people+p, foreign+f, income+p*inc
	}
	if people > 0 {
		add(w.reg.city, math.Round(people*notPlaced), math.Round(foreign*notPlaced), math.Round(income/people/100)*100)
	}
	return d.close(out)
}

// comma writes x with a decimal comma.
func comma(x float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', decimals, 64), ".", ",", 1)
}
