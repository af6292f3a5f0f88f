package compare

// The steps of the chart rules, which published vectors test one by one.
var (
	ShiftEnds    = shiftEnds
	TrendEnds    = trendEnds
	PairsOfThree = pairsOfThree
)

// XmRFactor is the factor of the limits.
const XmRFactor = xmrFactor
