package dashboards

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strconv"

	"stadsdelskollen/queries/publication"
)

// column is a column of a chart's CSV file.
type column struct{ name, text string }

// figureColumns are the columns of a chart's CSV file. They are those of
// data/<nyckeltal>.csv, and every row of the one is a row of the other, but for
// those of the reported districts together, which a spine holds a district against.
var figureColumns = []column{
	{"nyckeltal", "Nyckeltalets namn."},
	{"niva", "stadsdel, stad, utanfor (enhet utanför stadsdelarna), enhet eller redovisade (de redovisade stadsdelarna tillsammans, när en stadsdel jämförs med dem)."},
	{"omrade", "Stadsdelens eller enhetens namn."},
	{"indelning", "Första dagen för den indelning som talet gäller."},
	{"kategori", "Till exempel vilket försörjningshinder; tomt för alla tillsammans."},
	{"period", "Månad (2011-11) eller år (2017)."},
	{"varde", "Talet, eller ett tecken i stället för det."},
	{"enhet", "Vad talet räknas i."},
	{"taljare", "Det som delas, för andelar och kvoter."},
	{"namnare", "Det som delas med."},
	{"nedre", "95 %-intervallets nedre gräns, där det finns ett."},
	{"ovre", "95 %-intervallets övre gräns."},
	{"status", "ok, levererad, preliminar, dold, ej_levererad eller ej_tillamplig."},
	{"kalla", "Varifrån uppgiften kommer."},
	{"utfall", "hogre, lagre, ingen (ingen säker skillnad) eller jamfors_ej; tomt för annat än stadsdelar."},
}

// factColumns are the columns of the CSV file of a chart of base facts. They are those of data/fakta.csv, and
// every row of the one is a row of the other.
var factColumns = []column{
	{"matt", "Måttets namn."},
	{"slag", "Vad slags tal det är; det avgör hur det skyddas."},
	{"niva", "stadsdel eller stad."},
	{"omrade", "Stadsdelens eller stadens namn."},
	{"indelning", "Första dagen för den indelning som talet gäller."},
	{"kategori", "Tomt för alla tillsammans."},
	{"period", "Månad (2011-11) eller år (2017)."},
	{"varde", "Talet, eller ett tecken i stället för det."},
	{"enhet", "Vad talet räknas i."},
	{"namnare", "För x av n: n."},
	{"nedre", "En sammanfattnings nedre gräns."},
	{"ovre", "En sammanfattnings övre gräns."},
	{"antal", "Ärenden bakom en sammanfattning."},
	{"status", "ok, levererad, preliminar, dold, ej_levererad eller ej_tillamplig."},
	{"kalla", "Varifrån uppgiften kommer."},
	{"kvitto", "Numret på den leverans som talet kom med."},
}

// columns are those of the chart's CSV file.
func (a *place) columns() []column {
	if len(a.facts) > 0 {
		return factColumns
	}
	return figureColumns
}

// figuresCSV are a chart's figures as a file.
func (s *site) figuresCSV(at *place) []byte {
	rows := make([][]string, 1, len(at.obs)+len(at.facts)+1)
	for _, c := range at.columns() {
		rows[0] = append(rows[0], c.name)
	}
	for _, f := range at.facts {
		rows = append(rows, []string{f.Measure, f.Kind, f.Level, f.Area, f.Division, f.Category, f.Period, orSign(exact(f.Value), publication.Sign(f.Status)), f.Unit,
			exact(f.Denominator), exact(f.Lower), exact(f.Upper), whole(f.N), f.Status, s.info.Marked(f.Source), whole(f.Receipt)})
	}
	decimals := map[string]int64{}
	for _, ind := range slices.Concat(s.inds, s.now.inds, s.units.inds) {
		decimals[ind.Name] = ind.Decimals
	}
	for _, o := range at.obs {
		d := decimals[o.Indicator]
		sign := publication.Sign(o.Status)
		rows = append(rows, []string{o.Indicator, o.Level, o.Area, o.Division, o.Category, o.Period,
			orSign(fixed(o.Value, d), sign), o.Unit, orSign(exact(o.Numerator), sign), exact(o.Denominator),
			fixed(o.Lower, d), fixed(o.Upper, d), o.Status, s.info.Marked(o.Source),
			s.verdicts[verdictKeyOf(o.Indicator, o.Area, o.Division, o.Category, o.Period)]})
	}
	var b bytes.Buffer
	// Writing to a buffer cannot fail.
	_ = csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes()
}

// verdictKeyOf names one comparison.
func verdictKeyOf(indicator, area, division, category, period string) [5]string {
	return [5]string{indicator, area, division, category, period}
}

func orSign(text, sign string) string {
	if text == "" {
		return sign
	}
	return text
}

// fixed prints v with so many decimals, half away from zero.
func fixed(v *float64, decimals int64) string {
	if v == nil {
		return ""
	}
	scale := math.Pow10(int(decimals))
	return strconv.FormatFloat(math.Round(*v*scale)/scale, 'f', int(decimals), 64)
}

// exact prints v as it is stored, with at most three decimals.
func exact(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(math.Round(*v*1000)/1000, 'f', -1, 64)
}

func whole(v *int64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatInt(*v, 10)
}

// observed are the figures of an indicator that a chart is about, in their
// file's order: those of the named areas and of the city in the periods, of one
// category or, for "*", of all.
func (ind *indicator) observed(names []string, category string, periods []string) []*publication.Observation {
	wanted := map[string]bool{}
	for _, p := range periods {
		wanted[p] = true
	}
	var out []*publication.Observation
	for i := range ind.obs {
		o := &ind.obs[i]
		area := o.Level == publication.LevelCity || slices.Contains(names, o.Area)
		if area && (category == "*" || o.Category == category) && wanted[o.Period] {
			out = append(out, o)
		}
	}
	return out
}
