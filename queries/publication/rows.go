package publication

import "time"

// Status of a figure. Each has a sign of its own in text formats, so that a
// hidden figure is never taken for a missing one.
const (
	OK            = "ok"            // computed from published base facts
	Delivered     = "levererad"     // shown as it was delivered
	Preliminary   = "preliminar"    // may change in the next delivery
	Hidden        = "dold"          // hidden to protect persons: sign ..
	NotDelivered  = "ej_levererad"  // nobody delivered it: sign -
	NotApplicable = "ej_tillamplig" // cannot exist: sign .
)

// Sign is what stands in place of a value, empty where a value stands.
func Sign(status string) string {
	switch status {
	case Hidden:
		return ".."
	case NotDelivered:
		return "-"
	case NotApplicable:
		return "."
	}
	return ""
}

// Levels of an area.
const (
	LevelDistrict = "stadsdel"
	LevelCity     = "stad"
	LevelOutside  = "utanfor"
	LevelPart     = "del"
	LevelUnit     = "enhet"
	// LevelReported is no area's: in the file of a chart it is what the reported districts have together.
	LevelReported = "redovisade"
)

// Kinds of base facts: what crosses the gate and how it is protected.
const (
	KindCount     = "antal"
	KindAmount    = "belopp"
	KindPair      = "par"
	KindDelivered = "levererad_kvot"
	KindSummary   = "sammanfattning"
	KindPublic    = "offentlig"
)

// Audiences of a publication.
const (
	AudiencePublic   = "public"
	AudienceInternal = "internal"
)

// Info is the one row of publikation.
type Info struct {
	ID        string    `db:"id"`         // empty until the publication is sealed
	Month     string    `db:"manad"`      // newest period of the monthly figures, or the newest year
	Published time.Time `db:"publicerad"` // UTC
	Audience  string    `db:"malgrupp"`
	Synthetic bool      `db:"syntetisk"`
	City      string    `db:"stad"`     // the workspace's name, for example Stockholm
	Publisher string    `db:"utgivare"` // empty when the workspace names none
	Rule      string    `db:"skydd"`    // which rule of protection is in force, for the method page
	// RoundedTo is what counts are rounded to; 0: they are told as they are, or hidden.
	RoundedTo int64 `db:"avrundas_till"`
	// GuidelineDays is N in "decided within N days"; nil when the city has set none.
	GuidelineDays *int64 `db:"riktlinje_dagar"`
	// CityArea is the name of the area of level stad, "Hela staden".
	CityArea string `db:"staden"`
	// Next is the day when the period after Month is expected here; nil when
	// the city has set none.
	Next *time.Time `db:"nasta"`
	// Address is where the site is served, without a slash at its end; this
	// publication stays at Address/publications/ID/. Empty when it is not known.
	Address string `db:"adress"`
	// The rest is for the catalogue of open data, empty where the workspace
	// names none.
	License string `db:"licens"` // the licence's address
	// PublisherType is the last part of an address under
	// purl.org/adms/publishertype/.
	PublisherType string `db:"utgivartyp"`
	Contact       string `db:"kontakt"` // who answers questions about the files
	Email         string `db:"epost"`
}

// Area is a row of omrade.
type Area struct {
	Name   string     `db:"namn"`
	Slug   string     `db:"slug"` // file name without ending: hasselby-vallingby
	Code   string     `db:"kod"`
	Level  string     `db:"niva"`
	Part   string     `db:"del"`
	From   *time.Time `db:"fran"`
	To     *time.Time `db:"till"`
	Row    *int64     `db:"rad"` // tile on the map, from the top
	Column *int64     `db:"kolumn"`
}

// WhyNone is the status of a figure that an area has no row of: it cannot be
// where the area was not. A year is told of the districts that it ended with.
func (a Area) WhyNone(period string) string {
	if len(period) == len("2011") {
		period += "-12"
	}
	if a.To != nil && a.To.Format("2006-01") < period || a.From != nil && a.From.Format("2006-01") > period {
		return NotApplicable
	}
	return NotDelivered
}

// Division is a row of indelning: the districts in force together.
type Division struct {
	ID    string     `db:"indelning"` // its first day, 2007-01-01
	From  *time.Time `db:"fran"`
	To    *time.Time `db:"till"`
	Areas int64      `db:"antal"`
}

// Member is a row of indelning_omrade.
type Member struct {
	Division string `db:"indelning"`
	Area     string `db:"omrade"`
}

// Succession is a row of efterfoljd: on Date, From became To or a part of it.
type Succession struct {
	From string    `db:"foregangare"`
	To   string    `db:"eftertradare"`
	Date time.Time `db:"datum"`
	Kind string    `db:"slag"`
}

// Event is a row of handelse, marked on time axes; Area is empty for the city.
type Event struct {
	Date   time.Time `db:"datum"`
	Area   string    `db:"omrade"`
	Text   string    `db:"handelse"`
	Source string    `db:"kalla"`
	// NewLevel says that series begin anew on the day: a law, a system, a
	// definition. Control limits are then set again from there.
	NewLevel bool `db:"ny_niva"`
}

// Delivery is a row of leverans: a receipt without anything that depends on
// secret bytes.
type Delivery struct {
	Receipt  int64     `db:"kvitto"`
	Feed     string    `db:"flode"`
	Received time.Time `db:"mottagen"`
	// First and Last are the first and last period that it speaks of.
	First string `db:"forsta"`
	Last  string `db:"sista"`
	// Replaces is the receipt that it corrects, nil when it corrects none.
	Replaces *int64 `db:"ersatter"`
}

// Fact is a row of fakta: a published base fact.
type Fact struct {
	Measure  string `db:"matt"`
	Kind     string `db:"slag"`
	Level    string `db:"niva"`
	Area     string `db:"omrade"`
	Division string `db:"indelning"`
	Category string `db:"kategori"` // empty for a total
	Period   string `db:"period"`
	// Value is nil unless the status has one. For a pair it is x of Denominator.
	Value       *float64 `db:"varde"`
	Denominator *float64 `db:"namnare"`
	Lower       *float64 `db:"nedre"` // a summary's limits
	Upper       *float64 `db:"ovre"`
	N           *int64   `db:"antal"` // cases behind a summary
	Unit        string   `db:"enhet"`
	Status      string   `db:"status"`
	Source      string   `db:"kalla"`
	Receipt     *int64   `db:"kvitto"`
}

// FactReceipt says that facts of Measure in Period came with Receipt, nil for
// those that no delivery brought. Delivered says whether any of them is more than
// the note that nothing was delivered.
type FactReceipt struct {
	Measure   string `db:"matt"`
	Period    string `db:"period"`
	Receipt   *int64 `db:"kvitto"`
	Delivered bool   `db:"levererad"`
}

// Grouped is a row of kategorigrupp: published months of Measure show Category
// as a part of Group; the year shows it by itself.
type Grouped struct {
	Measure  string `db:"matt"`
	Group    string `db:"grupp"`
	Category string `db:"kategori"`
}

// Indicator is a row of nyckeltal: the header of its SQL file.
type Indicator struct {
	Name       string  `db:"namn"`
	Title      string  `db:"titel"`
	Short      string  `db:"kort"`       // for narrow columns and tiles
	Definition string  `db:"definition"` // a sentence or two
	Unit       string  `db:"enhet"`      // kr, procent, hushåll, dagar …
	Decimals   int64   `db:"decimaler"`
	Factor     float64 `db:"faktor"`     // varde = faktor · taljare / namnare
	Method     string  `db:"metod"`      // see the Method constants
	Direction  string  `db:"riktning"`   // ingen, hog_bra or lag_bra
	Adds       string  `db:"adderas"`    // over what it may be added: inget, stadsdelar, manader …
	Type       string  `db:"typ"`        // flode or bestand
	Categories string  `db:"kategorier"` // what its categories are, empty when it has none
	Topic      string  `db:"amne"`
	Order      int64   `db:"ordning"`
	Process    string  `db:"process"`     // ja: how work is done, so that it can stand out; nej: who lives there
	Chart      string  `db:"styrdiagram"` // ChartXmR, ChartLaney, or nej
	Funnel     string  `db:"tratt"`       // FunnelOfShares, FunnelOfRates, or nej
	SQL        string  `db:"sql"`
}

// Methods of an indicator: which interval it has and how it is compared.
const (
	MethodCount      = "antal"          // a level: no interval, not compared
	MethodProportion = "andel"          // taljare of namnare: Wilson's interval, compared
	MethodRatio      = "kvot"           // ratio of delivered totals: no interval, not compared
	MethodMedian     = "median"         // interval from cases, compared with the city's median
	MethodSummary    = "sammanfattning" // interval from cases or payments where it may be shown, not compared
	MethodDelivered  = "som_levererad"  // as delivered: no interval, not compared
)

// Observation is a row of observation: one figure of an indicator.
type Observation struct {
	Indicator   string   `db:"nyckeltal"`
	Level       string   `db:"niva"`
	Area        string   `db:"omrade"`
	Division    string   `db:"indelning"`
	Category    string   `db:"kategori"`
	Period      string   `db:"period"`
	Value       *float64 `db:"varde"`
	Unit        string   `db:"enhet"`
	Numerator   *float64 `db:"taljare"`
	Denominator *float64 `db:"namnare"`
	Lower       *float64 `db:"nedre"`
	Upper       *float64 `db:"ovre"`
	Status      string   `db:"status"`
	Source      string   `db:"kalla"`
	// SumOf names the parts of a figure in today's division for the period of a
	// former one. It is empty for a figure in the division of its time, and
	// Breaks where the parts make no figure.
	SumOf string `db:"summa_av"`
}

// Breaks is the SumOf of a series that cannot be carried to today's division.
const Breaks = "bryts"

// Verdicts of a comparison.
const (
	Higher       = "hogre"      // tydligt högre
	Lower        = "lagre"      // tydligt lägre
	NoSure       = "ingen"      // ingen säker skillnad
	NotCompared  = "jamfors_ej" // nothing to compare with, or no method for it
	ReportedOnly = "de redovisade stadsdelarna"
)

// Comparison is a row of jamforelse: one area against the reference.
type Comparison struct {
	Indicator string `db:"nyckeltal"`
	Category  string `db:"kategori"`
	Period    string `db:"period"`
	Level     string `db:"niva"`
	Area      string `db:"omrade"`
	Division  string `db:"indelning"`
	// Reference is the city's area name, or ReportedOnly when not all districts
	// of the division are reported or the city delivered no figure of its own.
	Reference      string   `db:"referens"`
	ReferenceValue *float64 `db:"referens_varde"`
	// Difference is the area minus the rest of the reported districts, in the
	// indicator's unit, with its 95 % interval.
	Difference *float64 `db:"skillnad"`
	DiffLower  *float64 `db:"skillnad_nedre"`
	DiffUpper  *float64 `db:"skillnad_ovre"`
	P          *float64 `db:"p"`
	PAdjusted  *float64 `db:"p_justerad"` // Holm
	Verdict    string   `db:"utfall"`
}

// Spread is a row of spridning: is there any difference between the districts
// beyond chance?
type Spread struct {
	Indicator string   `db:"nyckeltal"`
	Category  string   `db:"kategori"`
	Period    string   `db:"period"`
	Division  string   `db:"indelning"`
	Areas     int64    `db:"omraden"` // districts with a figure
	Expected  int64    `db:"av"`      // districts of the division
	Chi2      *float64 `db:"chi2"`
	DF        *int64   `db:"frihetsgrader"`
	P         *float64 `db:"p"`
	Phi       *float64 `db:"fi"`
}

// Gap is a row of stad_mot_stadsdelar: the city's own figure beside the sum of
// all districts of a division, none of them hidden or missing.
type Gap struct {
	Measure   string  `db:"matt"`
	Category  string  `db:"kategori"`
	Period    string  `db:"period"`
	Division  string  `db:"indelning"`
	City      float64 `db:"stad"`
	Districts float64 `db:"stadsdelar"`
	// Difference is City minus Districts, Share the same over City.
	Difference float64  `db:"skillnad"`
	Share      *float64 `db:"andel"`
	// Outside is what units outside every district delivered; nil when nothing.
	Outside *float64 `db:"utanfor"`
	// Before is the period before that the two changes, as shares, are from.
	Before          *string  `db:"fore"`
	CityChange      *float64 `db:"stad_andring"`
	DistrictsChange *float64 `db:"stadsdelar_andring"`
	Source          string   `db:"kalla"`
}
