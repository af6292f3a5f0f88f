package publication

// Kinds of a funnel.
const (
	FunnelOfShares = "andel" // cases out of a total: limits by binomial chance
	FunnelOfRates  = "antal" // events per exposure: limits by Poisson chance
)

// Positions in a funnel: only FarAbove and FarBelow point at a district.
const (
	Within   = "innanfor"
	Above    = "over_95"
	Below    = "under_95"
	FarAbove = "over_998"
	FarBelow = "under_998"
)

// Measures of how unequal districts are.
const (
	TypicalDifference = "typisk_skillnad"
	TheilAll          = "theil"
	TheilBetween      = "theil_mellan_delar"
	TheilWithin       = "theil_inom_delar"
	TheilShare        = "theil_andel_mellan" // per cent of Theil's T that lies between the parts
	SlopeIndex        = "lutningsindex"
)

// Verdicts of whether an inequality has changed, beside NoSure.
const (
	Grown  = "okat"
	Shrunk = "minskat"
)

// Funnel is a row of tratt: Target, Typical in the indicator's unit; Tau2 on the
// transformed scale; Kind is FunnelOfShares or FunnelOfRates.
type Funnel struct {
	Indicator string  `db:"nyckeltal"`
	Category  string  `db:"kategori"`
	Period    string  `db:"period"`
	Division  string  `db:"indelning"`
	Kind      string  `db:"slag"`
	Areas     int64   `db:"omraden"`
	Target    float64 `db:"mal"`
	Phi       float64 `db:"fi"`
	Tau2      float64 `db:"tau2"`
	Typical   float64 `db:"typisk"`
	Outside   int64   `db:"utanfor"`
	Flat      bool    `db:"platt"`
}

// FunnelPoint is a row of tratt_punkt: Size is the denominator, Z the distance
// from the target in standard errors of chance, Position one of the Funnel constants.
type FunnelPoint struct {
	Indicator string  `db:"nyckeltal"`
	Category  string  `db:"kategori"`
	Period    string  `db:"period"`
	Division  string  `db:"indelning"`
	Area      string  `db:"omrade"`
	Size      float64 `db:"storlek"`
	Value     float64 `db:"varde"`
	Z         float64 `db:"z"`
	Lower95   float64 `db:"nedre_95"`
	Upper95   float64 `db:"ovre_95"`
	Lower998  float64 `db:"nedre_998"`
	Upper998  float64 `db:"ovre_998"`
	Position  string  `db:"lage"`
}

// FunnelCurve is a row of tratt_kurva: the four lines at one size, in the
// indicator's unit.
type FunnelCurve struct {
	Indicator string  `db:"nyckeltal"`
	Category  string  `db:"kategori"`
	Period    string  `db:"period"`
	Division  string  `db:"indelning"`
	Order     int64   `db:"ordning"`
	Size      float64 `db:"storlek"`
	Lower95   float64 `db:"nedre_95"`
	Upper95   float64 `db:"ovre_95"`
	Lower998  float64 `db:"nedre_998"`
	Upper998  float64 `db:"ovre_998"`
}

// Disparity is a row of olikhet. Basis says what stands for a year; Fact is the
// area fact of a slope index.
type Disparity struct {
	Indicator string   `db:"nyckeltal"`
	Category  string   `db:"kategori"`
	Division  string   `db:"indelning"`
	Year      string   `db:"ar"`
	Measure   string   `db:"matt"`
	Fact      string   `db:"grund"`
	Basis     string   `db:"underlag"`
	Areas     int64    `db:"omraden"`
	Value     float64  `db:"varde"`
	Lower     *float64 `db:"nedre"`
	Upper     *float64 `db:"ovre"`
}

// DisparityChange is a row of olikhet_andring: Verdict is Grown, Shrunk or NoSure.
type DisparityChange struct {
	Indicator string   `db:"nyckeltal"`
	Category  string   `db:"kategori"`
	Division  string   `db:"indelning"`
	Measure   string   `db:"matt"`
	Fact      string   `db:"grund"`
	From      string   `db:"fran"`
	To        string   `db:"till"`
	FromValue float64  `db:"fran_varde"`
	ToValue   float64  `db:"till_varde"`
	Change    float64  `db:"andring"`
	Lower     *float64 `db:"nedre"`
	Upper     *float64 `db:"ovre"`
	Verdict   string   `db:"utfall"`
}

// Standardised is a row of standardiserat: Ratio is Observed over Expected, Groups
// how many groups of residents it is made of; Verdict as of a Comparison.
type Standardised struct {
	Measure  string   `db:"matt"`
	Area     string   `db:"omrade"`
	Division string   `db:"indelning"`
	Period   string   `db:"period"`
	Groups   int64    `db:"grupper"`
	Observed float64  `db:"observerat"`
	Expected float64  `db:"forvantat"`
	Ratio    float64  `db:"kvot"`
	Lower    *float64 `db:"nedre"`
	Upper    *float64 `db:"ovre"`
	Verdict  string   `db:"utfall"`
}

// PeerChoice is a row of jamlik_val: a fact that decides who is alike, its weight,
// and how many peers a district has.
type PeerChoice struct {
	Fact   string  `db:"faktum"`
	Weight float64 `db:"vikt"`
	Count  int64   `db:"antal"`
}
