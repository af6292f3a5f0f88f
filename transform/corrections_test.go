package transform

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
)

func at[T any](v T) *T { return &v }

const division = "2007-01-01"

// households is a published count of a district; nil is hidden.
func households(area, period string, v *float64, receipt int64) publication.Fact {
	f := publication.Fact{Measure: "hushall", Kind: publication.KindCount, Level: publication.LevelDistrict, Area: area, Division: division, Period: period,
		Value: v, Unit: "hushåll", Status: publication.OK, Receipt: at(receipt)}
	if v == nil {
		f.Status = publication.Hidden
	}
	return f
}

func gap(area, period string) publication.Fact {
	f := households(area, period, nil, 0)
	f.Status, f.Receipt = publication.NotDelivered, nil
	return f
}

func delivery(receipt int64, replaces *int64) publication.Delivery {
	return publication.Delivery{Receipt: receipt, Feed: "ekonomiskt_bistand", Received: time.Date(2026, 11, int(receipt), 0, 0, 0, 0, time.UTC),
		First: "2011-11", Last: "2011-11", Replaces: replaces}
}

func before(facts ...publication.Fact) Snapshot {
	return Snapshot{ID: "a", Facts: facts, Deliveries: []publication.Delivery{delivery(1, nil)}, Definitions: map[string]string{"hushall": "x"}}
}

func now(facts ...publication.Fact) Snapshot {
	s := before(facts...)
	s.ID, s.Deliveries = "b", append(s.Deliveries, delivery(2, at(int64(1))))
	return s
}

func TestCorrectionSaysFromWhatToWhatAndWhichDelivery(t *testing.T) {
	got := Corrections(before(households("Norrmalm", "2011-11", at(252.0), 1), households("Kungsholmen", "2011-11", at(211.0), 1)),
		now(households("Norrmalm", "2011-11", at(252.0), 2), households("Kungsholmen", "2011-11", at(214.0), 2)))
	want := []publication.Correction{{Publication: "b", Since: "a", Kind: publication.Revised, Measure: "hushall", Level: publication.LevelDistrict,
		Area: "Kungsholmen", Division: division, Period: "2011-11", Unit: "hushåll", Before: at(211.0), After: at(214.0),
		BeforeStatus: publication.OK, AfterStatus: publication.OK, Cause: publication.ByReplacement, Receipt: at(int64(2)), Replaced: at(int64(1))}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFigureThatIsHiddenNowHasNoValueInItsCorrection(t *testing.T) {
	c := Corrections(before(households("Norrmalm", "2011-11", at(252.0), 1)), now(households("Norrmalm", "2011-11", nil, 1)))
	if len(c) != 1 || c[0].Kind != publication.NowHidden || c[0].Cause != publication.ByProtection {
		t.Fatalf("got %+v", c)
	}
	if c[0].Before != nil || c[0].After != nil || c[0].BeforeDenominator != nil || c[0].AfterDenominator != nil {
		t.Errorf("the correction holds a value: %+v", c[0])
	}
}

func TestEveryKindAndCause(t *testing.T) {
	pair := func(x, n float64) publication.Fact {
		f := households("Farsta", "2011-11", &x, 1)
		f.Measure, f.Kind, f.Denominator = "beslut_inom_riktlinje", publication.KindPair, &n
		return f
	}
	median := func(upper *float64) publication.Fact {
		f := households("Farsta", "2011-11", at(14.0), 1)
		f.Measure, f.Kind, f.Upper = "handlaggningstid_median", publication.KindSummary, upper
		return f
	}
	elsewhere := households("Farsta", "2011-11", at(7.0), 1)
	elsewhere.Division = "2020-07-01"
	for name, c := range map[string]struct {
		from, to    []publication.Fact
		kind, cause string
	}{
		"same":                    {[]publication.Fact{gap("Farsta", "2011-11")}, []publication.Fact{gap("Farsta", "2011-11")}, "", ""},
		"a new period":            {nil, []publication.Fact{households("Farsta", "2011-12", at(9.0), 2)}, "", ""},
		"shown":                   {[]publication.Fact{households("Farsta", "2011-11", nil, 1)}, []publication.Fact{households("Farsta", "2011-11", at(7.0), 1)}, publication.NowShown, publication.ByProtection},
		"late":                    {[]publication.Fact{gap("Farsta", "2011-11")}, []publication.Fact{households("Farsta", "2011-11", at(7.0), 2)}, publication.Added, publication.ByReplacement},
		"late and hidden":         {[]publication.Fact{gap("Farsta", "2011-11")}, []publication.Fact{households("Farsta", "2011-11", nil, 2)}, publication.Added, publication.ByReplacement},
		"late without a row":      {[]publication.Fact{households("Bromma", "2011-11", at(6.0), 1)}, []publication.Fact{households("Bromma", "2011-11", at(6.0), 1), households("Farsta", "2011-11", at(7.0), 2)}, publication.Added, publication.ByReplacement},
		"withdrawn":               {[]publication.Fact{households("Farsta", "2011-11", at(7.0), 1)}, []publication.Fact{gap("Farsta", "2011-11")}, publication.Withdrawn, publication.ByReplacement},
		"gone":                    {[]publication.Fact{households("Farsta", "2011-11", at(7.0), 1)}, nil, publication.Withdrawn, publication.ByReplacement},
		"gone after its time":     {[]publication.Fact{households("Farsta", "2011-11", at(7.0), 9)}, nil, publication.Withdrawn, publication.ByRetention},
		"n of a pair":             {[]publication.Fact{pair(7, 20)}, []publication.Fact{pair(7, 21)}, publication.Revised, publication.ByMethod},
		"a limit":                 {[]publication.Fact{median(at(20.0))}, []publication.Fact{median(nil)}, publication.Interval, publication.ByMethod},
		"another division":        {[]publication.Fact{households("Farsta", "2011-11", at(6.0), 1)}, []publication.Fact{elsewhere}, publication.Revised, publication.ByDivision},
		"the same in another one": {[]publication.Fact{households("Farsta", "2011-11", at(7.0), 1)}, []publication.Fact{elsewhere}, "", ""},
		"another one besides":     {[]publication.Fact{median(nil)}, []publication.Fact{median(nil), func() publication.Fact { f := median(nil); f.Division, f.Area = "2020-07-01", "Söder"; return f }()}, "", ""},
	} {
		got := Corrections(before(c.from...), now(c.to...))
		switch {
		case c.kind == "" && len(got) > 0:
			t.Errorf("%s: got %+v", name, got)
		case c.kind != "" && (len(got) != 1 || got[0].Kind != c.kind || got[0].Cause != c.cause):
			t.Errorf("%s: got %+v, want %s by %s", name, got, c.kind, c.cause)
		}
	}
}

func TestDefinitionThatChangedIsNamed(t *testing.T) {
	a, b := before(), now()
	b.Definitions = map[string]string{"hushall": "y", "ny": "z"}
	got := Corrections(a, b)
	if len(got) != 1 || got[0].Kind != publication.Redefinition || got[0].Indicator != "hushall" {
		t.Errorf("got %+v", got)
	}
}

func TestCorrectionsDoNotDependOnTheOrderOfFacts(t *testing.T) {
	var from, to []publication.Fact
	for i, area := range []string{"Bromma", "Farsta", "Kungsholmen", "Norrmalm", "Östermalm"} {
		from = append(from, households(area, "2011-11", at(float64(100+i)), 1), households(area, "2011-10", at(float64(100+i)), 1))
		to = append(to, households(area, "2011-11", at(float64(200+i)), 2), households(area, "2011-10", at(float64(100+i)), 1))
	}
	want := Corrections(before(from...), now(to...))
	slices.Reverse(from)
	slices.Reverse(to)
	if diff := cmp.Diff(want, Corrections(before(from...), now(to...))); diff != "" || len(want) != 5 {
		t.Errorf("%d corrections; %s", len(want), diff)
	}
}

func TestCarriedCorrectionLosesTheValuesOfWhatIsHiddenSince(t *testing.T) {
	told := Corrections(before(households("Norrmalm", "2011-11", at(252.0), 1), households("Farsta", "2011-11", at(7.0), 1), households("Bromma", "2011-11", at(8.0), 1)),
		now(households("Norrmalm", "2011-11", at(253.0), 2), households("Farsta", "2011-11", at(9.0), 2), households("Bromma", "2011-11", at(9.0), 2)))
	got := Carry(told, []publication.Fact{households("Norrmalm", "2011-11", nil, 3), households("Farsta", "2011-11", at(9.0), 2)})
	for _, c := range got {
		if shown := c.Area == "Farsta"; (c.Before != nil) != shown || (c.After != nil) != shown {
			t.Errorf("%s: %v to %v", c.Area, c.Before, c.After)
		}
	}
	if told[2].Before == nil {
		t.Error("the argument was changed")
	}
}

func TestTellingCountsRoundedFromNowOnCorrectsNothing(t *testing.T) {
	ratio := households("Norrmalm", "2011-11", at(7901.0), 1)
	ratio.Measure, ratio.Kind = "kostnad_per_hushall", publication.KindDelivered
	rounded := now(households("Norrmalm", "2011-11", at(250.0), 1), households("Kungsholmen", "2011-11", at(215.0), 2))
	rounded.RoundedTo = 5
	got := Corrections(before(households("Norrmalm", "2011-11", at(252.0), 1), households("Kungsholmen", "2011-11", at(211.0), 1), ratio), rounded)
	if len(got) != 1 || got[0].Area != "Kungsholmen" || *got[0].Before != 211 {
		t.Errorf("%+v", got)
	}
}
