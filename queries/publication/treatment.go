package publication

import (
	"errors"
	"fmt"

	"stadsdelskollen/queries/duck"
)

// treatment is what is done with an indicator whose header does not say: one
// with a good direction measures how work is done (a count is a level), a flow has a control chart,
// a share has a funnel. Stocks have none: most of a month is also in the next.
func treatment(ind Indicator) (process, chart, funnel string) {
	process, chart, funnel = no, no, no
	if ind.Direction != "ingen" && ind.Method != MethodCount {
		process = yes
	}
	if ind.Type == "flode" {
		chart = ChartXmR
		if ind.Method == MethodProportion {
			chart = ChartLaney
		}
	}
	if ind.Method == MethodProportion {
		funnel = FunnelOfShares
	}
	return process, chart, funnel
}

// checkTreatment refuses what a header may not ask for: limits from months that
// are not independent, and limits of chance for what is no number of cases.
func checkTreatment(s duck.Statement, ind Indicator) error {
	var faults []error
	if ind.Type == "bestand" && ind.Chart != no {
		faults = append(faults, fmt.Errorf("%s: chart is %q, but a stock has no control limits", s.File, ind.Chart))
	}
	if ind.Chart == ChartLaney && ind.Method != MethodProportion {
		faults = append(faults, fmt.Errorf("%s: chart is %q, but the method is %s", s.File, ind.Chart, ind.Method))
	}
	switch {
	case ind.Funnel == FunnelOfShares && ind.Method != MethodProportion, ind.Funnel == FunnelOfRates && ind.Method != MethodRatio:
		faults = append(faults, fmt.Errorf("%s: funnel is %q, but the method is %s", s.File, ind.Funnel, ind.Method))
	}
	if ind.Process == yes && ind.Method == MethodCount {
		faults = append(faults, fmt.Errorf("%s: process is %q, but a count is a level", s.File, ind.Process))
	}
	return errors.Join(faults...)
}
