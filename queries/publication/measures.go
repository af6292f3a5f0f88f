package publication

// How a measure may be added over a dimension.
const (
	AddsYes  = "ja"
	AddsSign = "tecken" // only where a sign stands beside the sum: someone may be counted twice
	AddsNo   = "nej"
)

// Measure is a row of mattdefinition: over what a base fact may be added. A
// measure without a row adds over nothing.
type Measure struct {
	Name string `db:"matt"`
	Kind string `db:"slag"`
	// OverDistricts, OverPeriods and OverCategories say whether the figures of
	// different districts in one period, of one district's periods, or of one
	// area's categories make a figure of the same meaning when added.
	OverDistricts  string `db:"stadsdelar"`
	OverPeriods    string `db:"perioder"`
	OverCategories string `db:"kategorier"`
	// Sign is what a reader is told beside a sum, where OverDistricts is AddsSign.
	Sign string `db:"tecken"`
	// SumOf names the monthly measure whose months a yearly one is the sum of.
	SumOf string `db:"summa_av_matt"`
	// Together is the same for measures of one area and period that can be turned
	// into each other: where one is hidden all are, but a hidden summary hides no
	// other. A summary of a year goes by the months where nothing else is of years.
	Together string `db:"doljs_med"`
}

// Measures defines once over what base facts add. The check of headers, the
// series in today's division and the city beside its districts all go by it.
//
// Kronor and applications add over everything; open cases are a stock, so that
// those of two months are partly the same ones. A household that moves counts in both
// districts, and comes back month after month. Adults per reason are counted
// per month and add over districts and reasons, as the city's own tables do; a
// sum of months is of adult-months and not of adults, a measure of its own.
func Measures() []Measure {
	const households = "hushåll som flyttat mellan dem räknas två gånger"
	const persons = "personer som flyttat mellan dem räknas två gånger"
	return []Measure{
		{"beslut_i_tid_mot_forvantat", KindSummary, AddsNo, AddsNo, AddsNo, "", "", "beslut_inom_riktlinje"},
		{"beslut_inom_riktlinje", KindPair, AddsYes, AddsYes, AddsNo, "", "", "beslut_inom_riktlinje"},
		{"bistand_tkr", KindPublic, AddsYes, AddsYes, AddsNo, "", "", ""},
		{"bistandshushall", KindPublic, AddsSign, AddsNo, AddsNo, households, "", ""},
		{"bistandstagare", KindPublic, AddsSign, AddsNo, AddsNo, persons, "", ""},
		{"bistandstagare_andel", KindPublic, AddsNo, AddsNo, AddsNo, "", "", ""},
		{"folkmangd", KindPublic, AddsYes, AddsNo, AddsNo, "", "", ""},
		{"handlaggningstid_median", KindSummary, AddsNo, AddsNo, AddsNo, "", "", ""},
		{"handlaggningstid_p90", KindSummary, AddsNo, AddsNo, AddsNo, "", "", ""},
		{"hushall", KindCount, AddsSign, AddsNo, AddsNo, households, "", "hushall"},
		{"kostnad_per_hushall", KindDelivered, AddsNo, AddsNo, AddsNo, "", "", "hushall"},
		{"kostnad_per_hushallsmanad", KindSummary, AddsNo, AddsNo, AddsNo, "", "", "hushall"},
		{"kostnad_tkr", KindAmount, AddsYes, AddsYes, AddsNo, "", "", "hushall"},
		{"oppna_arenden", KindCount, AddsYes, AddsNo, AddsYes, "", "", ""},
		{"variation_bifall", KindSummary, AddsNo, AddsNo, AddsNo, "", "", ""},
		{"variation_handlaggningstid", KindSummary, AddsNo, AddsNo, AddsNo, "", "", ""},
		{"vuxenmanader_hinder", KindCount, AddsYes, AddsNo, AddsYes, "", "vuxna_hinder", ""},
		{"vuxna_hinder", KindCount, AddsYes, AddsNo, AddsYes, "", "", ""},
	}
}
