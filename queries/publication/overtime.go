package publication

import "time"

// Kinds of a control chart.
const (
	ChartXmR   = "xmr"   // individual values and moving ranges
	ChartLaney = "laney" // shares, with the variation between months (P')
	ChartLine  = "linje" // a line without limits; Reason says why
)

// Reasons of a series for having no limits.
const (
	ReasonStock     = "bestand"     // most of a month is also in the next
	ReasonSlow      = "trogrorlig"  // neighbouring months resemble each other
	ReasonFew       = "for_fa"      // too few months
	ReasonUnvarying = "varierar_ej" // nothing to set limits from
	ReasonRounded   = "avrundad"    // steps of rounding would be taken for signals
	ReasonDeclared  = "avstatt"     // the indicator's header says no
)

// States of a phase of a control chart.
const (
	PhaseSet       = "granser"     // limits from at least twelve months
	PhaseTrial     = "provgranser" // limits from fewer
	PhaseShort     = "for_fa"
	PhaseUnvarying = "varierar_ej"
	PhaseSlow      = "trogrorlig"
)

// Rules that flag a month, from Making Data Count.
const (
	RuleBeyond     = "utanfor_grans"
	RuleTrend      = "sju_i_rad_at_ett_hall"
	RuleTwoOfThree = "tva_av_tre_nara_grans"
	RuleShift      = "sju_pa_en_sida"
)

// Directions of a trend.
const (
	TrendUp      = "okar"
	TrendDown    = "minskar"
	TrendNone    = "ingen_saker"
	TrendUnknown = "kan_inte_beraknas"
)

// Verdicts of what an event changed.
const (
	EventClear   = "tydlig_andring"
	EventUnsure  = "ingen_saker_andring"
	EventUnknown = "kan_inte_bedomas"
)

// Kinds of what stands out.
const (
	StandsApart   = "skillnad"
	StandsChanged = "andring"
	StandsBoth    = "skillnad_och_andring"
)

// Judgements, where a direction is good.
const (
	Better = "battre"
	Worse  = "samre"
)

// Chart is a row of styrdiagram: one monthly series. LatestRule, LatestSide,
// LatestFrom and LatestTo tell its newest special cause; empty without one.
type Chart struct {
	Indicator  string `db:"nyckeltal"`
	Level      string `db:"niva"`
	Area       string `db:"omrade"`
	Division   string `db:"indelning"`
	Category   string `db:"kategori"`
	Kind       string `db:"slag"`
	Reason     string `db:"skal"`
	First      string `db:"forsta"`
	Last       string `db:"sista"`
	Months     int64  `db:"manader"`
	Gaps       int64  `db:"luckor"`
	Phases     int64  `db:"faser"`
	Signals    int64  `db:"signaler"`
	LatestRule string `db:"senaste_regel"`
	LatestSide string `db:"senaste_sida"`
	LatestFrom string `db:"senaste_fran"`
	LatestTo   string `db:"senaste_till"`
	Ongoing    bool   `db:"pagar"` // no month with a value comes after LatestTo
}

// PhasesIn are the chart's own of some phases.
func (c *Chart) PhasesIn(all []ChartPhase) (out []ChartPhase) {
	for _, ph := range all {
		if ph.Level == c.Level && ph.Area == c.Area && ph.Division == c.Division && ph.Category == c.Category {
			out = append(out, ph)
		}
	}
	return out
}

// ChartPhase is a row of styrdiagram_fas: From and To are its first and last
// month, BaseMonths how many set its limits, Cause the declared change that began
// it, Sigma Laney's for shares, R1 the correlation of neighbours.
type ChartPhase struct {
	Indicator  string   `db:"nyckeltal"`
	Level      string   `db:"niva"`
	Area       string   `db:"omrade"`
	Division   string   `db:"indelning"`
	Category   string   `db:"kategori"`
	Phase      int64    `db:"fas"`
	From       string   `db:"fran"`
	To         string   `db:"till"`
	Months     int64    `db:"manader"`
	BaseMonths int64    `db:"grundmanader"`
	Position   string   `db:"lage"`
	Cause      string   `db:"orsak"`
	Centre     *float64 `db:"mitt"`
	Lower      *float64 `db:"nedre"`
	Upper      *float64 `db:"ovre"`
	Sigma      *float64 `db:"sigma"`
	R1         *float64 `db:"r1"`
}

// Limits says whether the months of the phase are tried against limits.
func (ph *ChartPhase) Limits() bool {
	return ph.Centre != nil && (ph.Position == PhaseSet || ph.Position == PhaseTrial)
}

// ChartPoint is a row of styrdiagram_punkt, in the indicator's unit.
type ChartPoint struct {
	Indicator string   `db:"nyckeltal"`
	Level     string   `db:"niva"`
	Area      string   `db:"omrade"`
	Division  string   `db:"indelning"`
	Category  string   `db:"kategori"`
	Period    string   `db:"period"`
	Phase     int64    `db:"fas"`
	Value     *float64 `db:"varde"`
	Centre    *float64 `db:"mitt"`
	Lower     *float64 `db:"nedre"`
	Upper     *float64 `db:"ovre"`
	NearLower *float64 `db:"nara_nedre"`
	NearUpper *float64 `db:"nara_ovre"`
	Signal    string   `db:"signal"`
	Side      string   `db:"sida"`
}

// OverTime is a row of over_tid. Change is Value less YearBefore.
type OverTime struct {
	Indicator   string   `db:"nyckeltal"`
	Level       string   `db:"niva"`
	Area        string   `db:"omrade"`
	Division    string   `db:"indelning"`
	Category    string   `db:"kategori"`
	Period      string   `db:"period"`
	Value       *float64 `db:"varde"`
	Rolling     *float64 `db:"rullande_12"`
	RollingUnit string   `db:"rullande_enhet"`
	YearBefore  *float64 `db:"fjol"`
	Change      *float64 `db:"andring"`
}

// Trend is a row of trend. Slope is per year, in the indicator's unit.
type Trend struct {
	Indicator  string   `db:"nyckeltal"`
	Level      string   `db:"niva"`
	Area       string   `db:"omrade"`
	Division   string   `db:"indelning"`
	Category   string   `db:"kategori"`
	Method     string   `db:"metod"`
	From       string   `db:"fran"`
	To         string   `db:"till"`
	FirstValue float64  `db:"forsta_varde"`
	LastValue  float64  `db:"sista_varde"`
	Slope      *float64 `db:"lutning"`
	Chi2       *float64 `db:"chi2"`
	P          *float64 `db:"p"`
	Direction  string   `db:"riktning"`
}

// EventChange is a row of fore_efter: Before and After are the observed months on
// each side between From and To, Verdict one of the Event constants.
type EventChange struct {
	Indicator   string    `db:"nyckeltal"`
	Level       string    `db:"niva"`
	Area        string    `db:"omrade"`
	Division    string    `db:"indelning"`
	Date        time.Time `db:"datum"`
	Text        string    `db:"handelse"`
	From        string    `db:"fran"`
	To          string    `db:"till"`
	Before      int64     `db:"fore"`
	After       int64     `db:"efter"`
	Verdict     string    `db:"utfall"`
	LevelChange *float64  `db:"niva_andring"`
	LevelLower  *float64  `db:"niva_nedre"`
	LevelUpper  *float64  `db:"niva_ovre"`
	LevelP      *float64  `db:"niva_p"`
	SlopeChange *float64  `db:"lutning_andring"`
	SlopeLower  *float64  `db:"lutning_nedre"`
	SlopeUpper  *float64  `db:"lutning_ovre"`
	SlopeP      *float64  `db:"lutning_p"`
}

// Standout is a row of framtrader. Judgement and ChangeJudgement are empty where
// no direction is good.
type Standout struct {
	Order           int64    `db:"ordning"`
	Kind            string   `db:"slag"`
	Indicator       string   `db:"nyckeltal"`
	Category        string   `db:"kategori"`
	Area            string   `db:"omrade"`
	Division        string   `db:"indelning"`
	Period          string   `db:"period"`
	Verdict         string   `db:"utfall"`
	Judgement       string   `db:"bedomning"`
	Difference      *float64 `db:"skillnad"`
	DiffLower       *float64 `db:"skillnad_nedre"`
	DiffUpper       *float64 `db:"skillnad_ovre"`
	DiffQ           *float64 `db:"skillnad_q"`
	Change          string   `db:"andring"`
	ChangeJudgement string   `db:"andring_bedomning"`
	ChangeFrom      string   `db:"andring_fran"`
	FromValue       *float64 `db:"andring_fran_varde"`
	ToValue         *float64 `db:"andring_till_varde"`
	ChangeValue     *float64 `db:"andring_varde"`
	ChangeLower     *float64 `db:"andring_nedre"`
	ChangeUpper     *float64 `db:"andring_ovre"`
	ChangeQ         *float64 `db:"andring_q"`
}
