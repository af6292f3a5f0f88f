package prose

import (
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

var inTime = Subject{Name: "beslut i tid", Measure: Measure{Unit: "procent", Decimals: 1}, Direction: "hog_bra"}

var perHome = Subject{Name: "kostnad per hushåll", Measure: Measure{Unit: "kr"}, Direction: "ingen"}

func TestControlChartsAreSaidByWhatTheyShow(t *testing.T) {
	const district = publication.LevelDistrict
	signal := publication.Chart{Level: district, Area: "Farsta", Kind: publication.ChartLaney, First: "2010-01", Last: "2012-06", LatestRule: publication.RuleShift,
		LatestSide: publication.Lower, LatestFrom: "2012-03", LatestTo: "2012-06", Ongoing: true}
	ended := signal
	ended.Ongoing, ended.LatestTo = false, "2012-05"
	longer := ended
	longer.Last = "2013-12"
	again := ended
	again.Signals = 4
	once := ended
	once.LatestFrom = once.LatestTo
	limits := 4.0
	phase := func(from, to, position string) publication.ChartPhase {
		return publication.ChartPhase{From: from, To: to, Position: position, Centre: &limits}
	}
	anew := []publication.ChartPhase{phase("2010-01", "2012-05", publication.PhaseSet), phase("2012-06", "2013-08", publication.PhaseTrial), phase("2013-09", "2013-12", publication.PhaseShort)}
	for _, c := range []struct {
		s      Subject
		c      publication.Chart
		want   string
		phases []publication.ChartPhase
	}{
		{s: inTime, c: publication.Chart{Level: district, Area: "Kungsholmen", Kind: publication.ChartXmR, First: "2010-01", Last: "2011-12"}, want: "Beslut i tid på Kungsholmen: ordinarie variation januari~2010 – december~2011."},
		{s: inTime, c: signal, want: "Beslut i tid i Farsta: särskild orsak sedan mars~2012, åt det sämre hållet."},
		{s: Subject{Name: "beslut i tid", Direction: "hog_bra", Ended: true}, c: signal, want: "Beslut i tid i Farsta: särskild orsak mars–juni~2012, åt det sämre hållet."},
		{s: perHome, c: signal, want: "Kostnad per hushåll i Farsta: särskild orsak sedan mars~2012, åt det lägre hållet."},
		{s: inTime, c: ended, want: "Beslut i tid i Farsta: särskild orsak mars–maj~2012, åt det sämre hållet; därefter ordinarie variation."},
		{s: inTime, c: once, want: "Beslut i tid i Farsta: särskild orsak i~maj~2012, åt det sämre hållet; därefter ordinarie variation."},
		{s: inTime, c: publication.Chart{Level: publication.LevelCity, Area: "Hela staden", Kind: publication.ChartLine, Reason: publication.ReasonSlow},
			want: "Beslut i tid i hela staden: prövas inte månad för månad, eftersom serien är trögrörlig: varje månad liknar den före."},
		{s: inTime, c: publication.Chart{Level: publication.LevelUnit, Area: "Enheten för hemlösa", Kind: publication.ChartLine, Reason: publication.ReasonFew, Months: 1},
			want: "Beslut i tid vid Enheten för hemlösa: kan inte prövas månad för månad, eftersom bara en månad har tal."},
		{s: inTime, c: again, want: "Beslut i tid i Farsta: särskild orsak senast mars–maj~2012, åt det sämre hållet; därefter ordinarie variation."},
		{s: inTime, c: ended, phases: anew[:2], want: "Beslut i tid i Farsta: särskild orsak mars–maj~2012, åt det sämre hållet; därefter ordinarie variation inom de nya gränserna från~juni~2012."},
		{s: inTime, c: longer, phases: anew, want: "Beslut i tid i Farsta: särskild orsak mars–maj~2012, åt det sämre hållet; därefter ordinarie variation inom de nya gränserna från~juni~2012; september–december~2013 går inte att pröva."},
		{s: inTime, c: longer, phases: []publication.ChartPhase{anew[0], phase("2012-06", "2012-08", publication.PhaseShort)}, want: "Beslut i tid i Farsta: särskild orsak mars–maj~2012, åt det sämre hållet; det som följer går inte att pröva."},
		{s: inTime, c: longer, phases: []publication.ChartPhase{phase("2010-01", "2012-07", publication.PhaseSet), phase("2012-08", "2012-08", publication.PhaseShort)}, want: "Beslut i tid i Farsta: särskild orsak mars–maj~2012, åt det sämre hållet; därefter ordinarie variation; augusti~2012 går inte att pröva."},
		{s: inTime, c: publication.Chart{Level: district, Area: "Farsta", Kind: publication.ChartXmR, First: "2010-01", Last: "2013-12"}, phases: anew, want: "Beslut i tid i Farsta: ordinarie variation januari~2010 – augusti~2013; september–december~2013 går inte att pröva."},
	} {
		check(t, ControlChart(c.s, c.c, c.phases).Text, c.want)
	}
	if c := ControlChart(inTime, signal, nil).Claim; c != (Claim{Of: "styrdiagram", Subject: "beslut i tid", Area: "Farsta", Outcome: publication.Lower, From: "2012-03", To: "2012-06"}) {
		t.Errorf("%+v", c)
	}
}

func TestTrendsAreSaidOnlyWhenSure(t *testing.T) {
	row := publication.Trend{Level: publication.LevelDistrict, Area: "Farsta", From: "2019", To: "2023", FirstValue: 62.1, LastValue: 70.3}
	for direction, want := range map[string]string{
		publication.TrendUp:      "Beslut i tid i Farsta, 2019–2023: talet har stigit från 62,1 till 70,3~procent, mer än vad slumpen brukar ge.",
		publication.TrendNone:    "Beslut i tid i Farsta, 2019–2023: ingen säker förändring.",
		publication.TrendUnknown: "Beslut i tid i Farsta, 2019–2023: om talet har ändrats över åren kan inte beräknas, för det behövs fem hela år i rad med tal som går att pröva.",
	} {
		row.Direction = direction
		check(t, Trend(inTime, row).Text, want)
	}
	row.Direction, row.FirstValue, row.LastValue, row.Slope = publication.TrendDown, 70.3, 62.1, ptr(-0.28)
	check(t, Trend(inTime, row).Text, "Beslut i tid i Farsta, 2019–2023: talet har sjunkit från 70,3 till 62,1~procent, mer än vad slumpen brukar ge.")
	// The last year as printed is not below the first.
	row.FirstValue = 62.14
	check(t, Trend(inTime, row).Text, "Beslut i tid i Farsta, 2019–2023: talet har sjunkit med i genomsnitt 0,28~procentenheter om året, mer än vad slumpen brukar ge.")
}

func TestEventsAreSaidWithTheirIntervalAndTheirDoubt(t *testing.T) {
	e := publication.EventChange{Level: publication.LevelDistrict, Area: "Farsta", Date: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), Verdict: publication.EventClear,
		LevelChange: ptr(-16.6), LevelLower: ptr(-28.0), LevelUpper: ptr(-5.1), LevelP: ptr(0.006), SlopeChange: ptr(8.4), SlopeLower: ptr(-5.0), SlopeUpper: ptr(21.9), SlopeP: ptr(0.2), Before: 12, After: 3}
	const head = "Beslut i tid i Farsta före och efter den 1~januari~2021: "
	check(t, Event(inTime, e).Text, head+"nivån sjönk med 16,6~procentenheter (5,1–28,0). Ändringen är större än vad slumpen brukar ge, men kan ha en annan orsak.")
	e.SlopeP, e.SlopeLower = ptr(0.001), ptr(2.0)
	check(t, Event(inTime, e).Text, head+"förändringen per år blev 8,4~procentenheter (2,0–21,9) högre. Ändringen är större än vad slumpen brukar ge, men kan ha en annan orsak.")
	e.Verdict = publication.EventUnsure
	check(t, Event(inTime, e).Text, head+"ingen säker ändring.")
	e.Verdict = publication.EventUnknown
	e.After = 14
	check(t, Event(inTime, e).Text, head+"kan inte bedömas, eftersom månaderna inte räcker för att skilja en ändring från årstiden.")
	e.After = 3
	check(t, Event(inTime, e).Text, head+"kan inte bedömas. Tolv månader före och tre månader efter har tal; det behövs minst tolv på var sida utan någon annan händelse emellan.")
}

func TestAFunnelThatSaysNothingIsSaidToSayNothing(t *testing.T) {
	f := publication.Funnel{Period: "2011-11", Flat: true, Tau2: 1}
	said := Funnel(inTime, f, nil)
	if len(said) != 1 {
		t.Fatalf("%+v", said)
	}
	check(t, said[0].Text, "Beslut i tid i~november~2011: tratten säger inget. Stadsdelarna skiljer sig av skäl som diagrammet inte innehåller, och då hamnar ingen utanför. Det betyder inte att de är lika.")
	f = publication.Funnel{Period: "2011-11", Tau2: 1, Typical: 2.25}
	said = Funnel(inTime, f, []publication.FunnelPoint{{Area: "Farsta", Position: publication.FarBelow}, {Area: "Bromma", Position: publication.Above}, {Area: "Norrmalm", Position: publication.FarAbove}})
	check(t, said[0].Text, "Beslut i tid i~november~2011: utanför trattens yttre gränser ligger talet på Norrmalm på den högre sidan och talet i Farsta på den lägre sidan.")
	check(t, said[1].Text, "Gränserna räknar med att stadsdelar skiljer sig mer än slumpen ger: typiskt med 2,3~procentenheter.")
	check(t, said[2].Text, "Små stadsdelar varierar mer av slump, därför är tratten bred till vänster.")
	f.Tau2 = 0
	check(t, Funnel(inTime, f, nil)[0].Text, "Beslut i tid i~november~2011: ingen stadsdel ligger utanför trattens yttre gränser.")
}

func TestWhatStandsOutIsSaidByWhatIsSureOfIt(t *testing.T) {
	x := publication.Standout{Kind: publication.StandsBoth, Area: "Farsta", Period: "2023-12", Verdict: publication.Lower, Judgement: publication.Worse,
		Difference: ptr(-12.1), DiffLower: ptr(-15.0), DiffUpper: ptr(-9.1), Change: publication.Shrunk, ChangeJudgement: publication.Worse, ChangeFrom: "2023-01",
		FromValue: ptr(70.1), ToValue: ptr(61.2)}
	check(t, Standout(inTime, x).Text, "Beslut i tid i Farsta: tydligt lägre än i övriga stadsdelar i~december~2023, skillnaden är −12,1~procentenheter (−15,0 till −9,1), och talet har sjunkit det senaste året jämfört med året före, i genomsnitt per månad från 70,1 till 61,2~procent. Det är tydligt sämre och blir sämre.")
	x.Kind = publication.StandsApart
	check(t, Standout(inTime, x).Text, "Beslut i tid i Farsta: tydligt lägre än i övriga stadsdelar i~december~2023, skillnaden är −12,1~procentenheter (−15,0 till −9,1). Det är åt det sämre hållet.")
	x.Kind, x.ChangeFrom = publication.StandsChanged, "2023"
	check(t, Standout(inTime, x).Text, "Beslut i tid i Farsta: talet har sjunkit år~2023 jämfört med året före, från 70,1 till 61,2~procent. Det är åt det sämre hållet.")
}

func TestVariationIsSaidOfWhatCouldBeMeasured(t *testing.T) {
	share := func(v, lower, upper float64) *publication.Observation {
		return &publication.Observation{Value: &v, Lower: &lower, Upper: &upper}
	}
	districts, units, workers := share(12.3, 3, 28.6), share(0, 0, 4), share(9.4, 7, 12)
	const head = "År~2023 låg 12~procent (3–29) av variationen i handläggningstid mellan stadsdelar"
	check(t, Variation("handläggningstid", "2023", districts, units, workers).Text,
		head+". För sig räknat låg ingen mätbar del mellan enheter, 9~procent (7–12) mellan handläggare i samma enhet och resten mellan ärenden hos samma handläggare.")
	check(t, Variation("handläggningstid", "2023", districts, nil, nil).Text, head+".")
	check(t, Variation("handläggningstid", "2023", nil, units, workers).Text,
		"År~2023 låg ingen mätbar del av variationen i handläggningstid mellan enheter, 9~procent (7–12) mellan handläggare i samma enhet och resten mellan ärenden hos samma handläggare.")
	hidden := &publication.Observation{Status: publication.Hidden}
	if s := Variation("handläggningstid", "2023", hidden, hidden, hidden); s.Text != "" {
		t.Errorf("of what is hidden it is said: %q", s.Text)
	}
}

func TestInequalityPeersAndExpectationsAreSaidWithTheirIntervals(t *testing.T) {
	d := func(year string, v, lower, upper float64) publication.Disparity {
		return publication.Disparity{Year: year, Value: v, Lower: &lower, Upper: &upper}
	}
	check(t, Inequality(inTime, publication.DisparityChange{Measure: publication.TypicalDifference, From: "2020", To: "2023", Verdict: publication.Grown}, d("2020", 13.8, 11.2, 15.4), d("2023", 17.9, 15.8, 20.2)).Text,
		"Den typiska skillnaden mellan stadsdelarna i beslut i tid, utöver slumpen, var 13,8~procentenheter (11,2–15,4) år~2020 och 17,9~procentenheter (15,8–20,2) år~2023. Skillnaden har ökat mer än vad slumpen brukar ge.")
	check(t, Inequality(inTime, publication.DisparityChange{Measure: publication.SlopeIndex, Fact: "medelinkomst_kr", From: "2020", To: "2023", Verdict: publication.NoSure}, d("2020", 3, 1, 5), d("2023", 4, 2, 6)).Text,
		"Dras en rät linje genom stadsdelarna, från lägst medelinkomst till högst, stiger beslut i tid längs linjen med 3,0~procentenheter (1,0–5,0) år~2020 och med 4,0~procentenheter (2,0–6,0) år~2023. Det är ingen säker förändring.")
	check(t, Inequality(inTime, publication.DisparityChange{Measure: publication.SlopeIndex, Fact: "medelinkomst_kr", From: "2020", To: "2023", Verdict: publication.Shrunk}, d("2020", -22.4, -23.1, -21.6), d("2023", -19.9, -20.5, -19.2)).Text,
		"Dras en rät linje genom stadsdelarna, från lägst medelinkomst till högst, sjunker beslut i tid längs linjen med 22,4~procentenheter (21,6–23,1) år~2020 och med 19,9~procentenheter (19,2–20,5) år~2023. Skillnaden har minskat mer än vad slumpen brukar ge.")
	check(t, Inequality(inTime, publication.DisparityChange{Measure: publication.SlopeIndex, Fact: "medelinkomst_kr", From: "2020", To: "2023"}, publication.Disparity{Year: "2020", Value: -2}, d("2023", 1, -1, 3)).Text,
		"Dras en rät linje genom stadsdelarna, från lägst medelinkomst till högst, sjunker beslut i tid längs linjen med 2,0~procentenheter år~2020 och stiger med 1,0~procentenheter (−1,0 till 3,0) år~2023. Om skillnaden har ändrats går inte att säga.")
	check(t, BetweenParts(perHome, d("2023", 61.2, 58, 63)).Text, "År~2023 låg 61~procent (58–63) av olikheten mellan stadsdelarna i kostnad per hushåll mellan stadens delar, resten inom dem.")
	check(t, Standardised("biståndstagare", publication.Standardised{Area: "Farsta", Period: "2023", Ratio: 1.12, Lower: ptr(1.05), Upper: ptr(1.2), Verdict: publication.NoSure}).Text,
		"Biståndstagare i Farsta år~2023: 1,12 gånger (1,05–1,20) så många som väntat om varje grupp av invånare hade haft samma andel som i hela staden. Det är ingen säker skillnad.")
	c := publication.PeerComparison{Area: "Farsta", Period: "2023", Verdict: publication.Higher, Difference: ptr(5.1), DiffLower: ptr(1.6), DiffUpper: ptr(8.5)}
	check(t, Peers(inTime, c).Text, "Beslut i tid i Farsta år~2023: tydligt högre än i liknande stadsdelar, 5,1~procentenheter (1,6–8,5).")
	c.Verdict, c.DiffLower = publication.NoSure, ptr(-1.6)
	check(t, Peers(inTime, c).Text, "Beslut i tid i Farsta år~2023: ingen säker skillnad mot liknande stadsdelar, 5,1~procentenheter (−1,6 till 8,5).")
	if s := Peers(inTime, publication.PeerComparison{Verdict: publication.NotCompared}); s.Text != "" {
		t.Errorf("what is not compared is said: %q", s.Text)
	}
}
