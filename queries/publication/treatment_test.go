package publication

import (
	"testing"

	"stadsdelskollen/queries/duck"
)

func TestEveryIndicatorSaysWhatIsDoneWithIt(t *testing.T) {
	defs, err := definitions()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range defs {
		if d.Process == "" || d.Chart == "" || d.Funnel == "" {
			t.Errorf("%s: process %q, chart %q, funnel %q", d.File, d.Process, d.Chart, d.Funnel)
		}
	}
}

func TestATreatmentThatTheFigureCannotBearIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		ind Indicator
		ok  bool
	}{
		"a stock with limits":            {Indicator{Type: "bestand", Method: MethodRatio, Chart: ChartXmR, Funnel: no, Process: no}, false},
		"shares' limits of a median":     {Indicator{Type: "flode", Method: MethodMedian, Chart: ChartLaney, Funnel: no, Process: yes}, false},
		"a funnel of kronor as shares":   {Indicator{Type: "flode", Method: MethodRatio, Chart: no, Funnel: FunnelOfShares, Process: no}, false},
		"a funnel of shares as rates":    {Indicator{Type: "flode", Method: MethodProportion, Chart: no, Funnel: FunnelOfRates, Process: no}, false},
		"a level called a process":       {Indicator{Type: "flode", Method: MethodCount, Chart: ChartXmR, Funnel: no, Process: yes}, false},
		"a share decided in time":        {Indicator{Type: "flode", Method: MethodProportion, Chart: ChartLaney, Funnel: FunnelOfShares, Process: yes}, true},
		"households per 1 000 residents": {Indicator{Type: "bestand", Method: MethodRatio, Chart: no, Funnel: FunnelOfRates, Process: no}, true},
	} {
		if err := checkTreatment(duck.Statement{File: "x.sql"}, c.ind); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWithoutAWordFlowsHaveLimitsAndStocksHaveNone(t *testing.T) {
	for _, c := range []struct {
		ind  Indicator
		want [3]string
	}{
		{Indicator{Type: "flode", Method: MethodProportion, Direction: "hog_bra"}, [3]string{yes, ChartLaney, FunnelOfShares}},
		{Indicator{Type: "flode", Method: MethodMedian, Direction: "lag_bra"}, [3]string{yes, ChartXmR, no}},
		{Indicator{Type: "bestand", Method: MethodProportion, Direction: "ingen"}, [3]string{no, no, FunnelOfShares}},
		{Indicator{Type: "bestand", Method: MethodCount, Direction: "lag_bra"}, [3]string{no, no, no}},
	} {
		var got [3]string
		if got[0], got[1], got[2] = treatment(c.ind); got != c.want {
			t.Errorf("%+v: %v, want %v", c.ind, got, c.want)
		}
	}
}
