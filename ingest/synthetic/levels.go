package synthetic

import "math"

// level is what the invented figures of one district are calibrated on. Everything is a published figure.
type level struct {
	recipients float64 // persons with ekonomiskt bistånd at some time in 2017
	pop2011    float64 // inhabitants 2011-12-31
	pop2024    float64 // inhabitants 2024-12-31
	foreign    float64 // persons with utländsk bakgrund 2011-12-31
	income     float64 // mean disposable income of a household 20- years, 2016, tkr
}

// published holds the 14 districts of 2007–2020.
//
// recipients: "Biståndstagare … 2015–2017", Stockholms stad/Sweco. pop2011, foreign: "Folkmängd" and
// "Personer med utländsk bakgrund" 2011-12-31, SCB/Sweco (tv3d9). pop2024: folkmängd 2024-12-31 of the
// 11 districts; for the three merged ones split here in the proportions of 2011. income: "Hushåll 20- år efter
// disponibel inkomst 2016", SCB/Sweco.
var published = map[string]level{
	"Rinkeby-Kista":         {3604, 46792, 52475, 36977, 394.5},
	"Spånga-Tensta":         {2201, 38115, 42745, 21493, 527.8},
	"Hässelby-Vällingby":    {2267, 66721, 76340, 24021, 485.7},
	"Bromma":                {923, 67096, 83118, 11905, 712.3},
	"Kungsholmen":           {310, 63120, 70932, 11493, 620.2},
	"Norrmalm":              {312, 67687, 78320, 13340, 693.6},
	"Östermalm":             {260, 66521, 76966, 13362, 964.4},
	"Södermalm":             {1001, 123468, 130402, 21624, 572.1},
	"Enskede-Årsta-Vantör":  {2936, 92071, 105241, 30726, 479.5},
	"Skarpnäck":             {1100, 43961, 46407, 11900, 468.6},
	"Farsta":                {1585, 51987, 62085, 15872, 443.4},
	"Älvsjö":                {411, 25660, 32284, 5391, 613.8},
	"Hägersten-Liljeholmen": {1138, 76710, 96510, 16762, 517.4},
	"Skärholmen":            {1876, 34415, 38112, 22827, 399.8},
}

// elsewhere stands for a district that no published figure covers: the middle of the 14.
var elsewhere = level{1100, 60000, 68000, 16000, 530}

const (
	homelessUnit = "Enheten för hemlösa"
	// homelessHouseholds per month and homelessShare of applications are assumptions.
	homelessHouseholds = 290.0
	homelessShare      = 0.03

	// personsPerHousehold 1.69 and monthsPerYear 7.0 (biståndsmånader per biståndshushåll): the city 2017,
	// "Ekonomiskt bistånd, biståndshushåll och biståndstid 1995-2017".
	personsPerHousehold = 1.69
	monthsPerYear       = 7.0
	// newcomers: in 2017 a fifth of the city's recipients (25 228 against 19 924) belonged to no district, most
	// of them newly arrived. The invented city places them in the districts, all but the homeless.
	newcomers = 1.22
	// incomePerPerson turns disposable income of households into medelinkomst per person; an assumption.
	incomePerPerson = 0.65
)

// householdsPerMonth is the number of households with assistance in a month of 2020.
func (l level) householdsPerMonth() float64 {
	return l.recipients * newcomers / personsPerHousehold * monthsPerYear / 12
}

// applications is the weight of a district among new applications: they differ less between districts than
// recipients do, because short spells are more common where few have assistance. The exponent is an assumption.
func (l level) applications() float64 { return math.Pow(l.recipients, 0.7) }

func (l level) foreignShare() float64 { return l.foreign / l.pop2011 }

// population on 31 December, geometric between the two published years and beyond them.
func (l level) population(year int) float64 {
	return l.pop2011 * math.Pow(l.pop2024/l.pop2011, float64(year-2011)/13)
}

// levelOf finds the level of any district: its own, the sum of what it was merged from, or an equal part of what
// it became part of.
func (r *districts) levelOf(name string) level { return r.levelAt(name, 0) }

// levelAt stops at depth, should the register say that two districts became each other.
func (r *districts) levelAt(name string, depth int) level {
	if l, ok := published[name]; ok {
		return l
	}
	if l, ok := r.levelFromBelow(name); ok {
		return l
	}
	above, ok := r.successor[name]
	if !ok || depth > len(r.all) {
		return elsewhere
	}
	l, n := r.levelAt(above, depth+1), float64(len(r.predecessors[above]))
	return level{l.recipients / n, l.pop2011 / n, l.pop2024 / n, l.foreign / n, l.income}
}

func (r *districts) levelFromBelow(name string) (level, bool) {
	var sum level
	for _, p := range r.predecessors[name] {
		l, ok := published[p]
		if !ok {
			return level{}, false
		}
		sum.income = (sum.income*sum.pop2011 + l.income*l.pop2011) / (sum.pop2011 + l.pop2011)
		sum.recipients += l.recipients
		sum.pop2011 += l.pop2011
		sum.pop2024 += l.pop2024
		sum.foreign += l.foreign
	}
	return sum, sum.pop2011 > 0
}

// householdKind: shares among the city's households with assistance 2017 ("Hushåll med ekonomiskt bistånd efter
// hushållstyp 1990-2017"; dödsbon left out).
type householdKind struct {
	name     string
	adults   int
	children bool
	weight   float64
}

var householdKinds = [...]householdKind{
	{"Ensamstående man utan barn", 1, false, 6186},
	{"Ensamstående man med barn", 1, true, 495},
	{"Ensamstående kvinna utan barn", 1, false, 3587},
	{"Ensamstående kvinna med barn", 1, true, 2237},
	{"Par utan barn", 2, false, 436},
	{"Par med barn", 2, true, 1332},
}

// childrenWeights of 1, 2, 3 and 4 children: mean 2.0, which with the kinds above gives 1.69 persons per household.
var childrenWeights = [...]float64{0.38, 0.34, 0.18, 0.10}

// reasons are the nine of 2011 with the number of adults in Kungsholmen, Norrmalm and Östermalm together,
// November 2011 (Granskning av ekonomiskt bistånd, Socialtjänstinspektörerna, December 2011).
var reasons = [...]struct {
	name   string
	weight float64
}{
	{"Arbetslös", 303},
	{"Sjukskriven med läkarintyg", 153},
	{"Sjuk- eller aktivitetsersättning", 29},
	{"Sociala skäl", 164},
	{"Vård av barn", 9},
	{"Arbetar deltid, ofrivilligt", 16},
	{"Arbetar heltid", 5},
	{"Tillfälliga behov", 15},
	{"Övriga", 9},
}

const childCare = 4 // index of "Vård av barn"

// Yearly rhythm, January first: households, cost of one household, applications, days to a decision. Assumptions,
// mean about 1: more apply in summer and January, and holidays make decisions wait.
var (
	seasonHouseholds   = [12]float64{1.00, 1.00, 1.01, 1.00, 0.99, 1.01, 1.03, 1.02, 0.99, 0.98, 0.98, 0.99}
	seasonCost         = [12]float64{1.00, 0.99, 1.00, 1.00, 1.00, 1.01, 1.01, 1.00, 0.99, 0.99, 1.00, 1.03}
	seasonApplications = [12]float64{1.12, 0.98, 1.00, 0.95, 0.95, 1.12, 1.06, 1.05, 1.00, 0.97, 0.95, 0.85}
	seasonHandling     = [12]float64{0.98, 0.95, 0.96, 0.98, 0.98, 1.02, 1.15, 1.08, 0.97, 0.95, 0.96, 1.08}
)

// Slow trends, 1 at the start of 2020: households −1.5 %, price +1.5 %, applications and days +1 % a year. Assumptions.
func trendHouseholds(m month) float64   { return math.Exp(-0.015 * m.years()) }
func price(m month) float64             { return math.Exp(0.015 * m.years()) }
func trendApplications(m month) float64 { return math.Exp(0.01 * m.years()) }
func trendHandling(m month) float64     { return math.Exp(0.01 * m.years()) }
