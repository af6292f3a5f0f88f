package prose

import (
	"testing"

	"stadsdelskollen/queries/publication"
)

func TestReportsSayLevelsWithoutCallingThemDifferent(t *testing.T) {
	homes := Subject{Name: "hushåll med ekonomiskt bistånd", Measure: Measure{Unit: "hushåll"}}
	three := []Figure{{"Kungsholmen", 211}, {"Norrmalm", 252}, {"Östermalm", 222}}
	check(t, Levels(homes, "2011-11", three, false).Text, "Hushåll med ekonomiskt bistånd i~november~2011: 211 på Kungsholmen, 252 på Norrmalm och 222 på Östermalm.")
	five := append(three, Figure{"Farsta", 1200}, Figure{"Bromma", 400})
	check(t, Levels(homes, "2011-11", five, true).Text, "Hushåll med ekonomiskt bistånd i~november~2011: från 211 på Kungsholmen till 1~200 i Farsta, bland de visade talen.")
	if s := Levels(homes, "2011-11", nil, true); s.Text != "" {
		t.Errorf("nothing is said as %q", s.Text)
	}
}

func TestReportsSayADifferenceOnlyWhereItIsSure(t *testing.T) {
	check(t, Compared(inTime, "2011-11", []string{"Farsta"}, nil).Text, "Beslut i tid i~november~2011: tydligt högre i Farsta.")
	check(t, Compared(inTime, "2011-11", nil, nil).Text, "Beslut i tid i~november~2011: ingen stadsdel skiljer sig säkert.")
	reasons := Subject{Name: "försörjningshinder", Measure: Measure{Unit: "procent"}}
	check(t, ComparedKinds(reasons, "2011-11", "hinder", nil, 9).Text, "Försörjningshinder i~november~2011: ingen stadsdel skiljer sig säkert i något av de nio hinder som går att pröva.")
	check(t, ComparedKinds(reasons, "2011-11", "hinder", []string{"arbetslös", "sociala skäl"}, 9).Text,
		"Försörjningshinder i~november~2011: minst en stadsdel skiljer sig säkert i två av de nio hinder som går att pröva: arbetslös och sociala skäl.")
	c := publication.Comparison{Area: "Farsta", Period: "2023-12", Verdict: publication.Lower, Difference: ptr(-12.1), DiffLower: ptr(-15.0), DiffUpper: ptr(-9.1)}
	check(t, Beside(inTime, c).Text, "Beslut i tid i Farsta i~december~2023: tydligt lägre än i övriga stadsdelar, −12,1~procentenheter (−15,0 till −9,1).")
	c.Verdict = publication.NoSure
	if s := Beside(inTime, c); s.Text != "" {
		t.Errorf("a chance difference is said as %q", s.Text)
	}
	check(t, Alike("Farsta", Others(publication.Comparison{Difference: new(float64)}), []string{"beslut i tid", "öppna ärenden"}), "Ingen säker skillnad mot övriga stadsdelar i Farsta: beslut i tid och öppna ärenden.")
	apart := func(area, verdict string, by, lower, upper float64) publication.Comparison {
		return publication.Comparison{Area: area, Verdict: verdict, Difference: &by, DiffLower: &lower, DiffUpper: &upper}
	}
	check(t, Apart(inTime, "2022", []publication.Comparison{apart("Bromma", publication.Higher, 27.3, 21.4, 31.2), apart("Farsta", publication.Lower, -27.4, -33.6, -20.9),
		apart("Hässelby-Vällingby", publication.Higher, 31, 27.2, 33.9), apart("Skärholmen", publication.NoSure, 40, -1, 80)}).Text,
		"Beslut i tid år~2022: tydligt högre i Bromma och Hässelby-Vällingby, tydligt lägre i Farsta. Längst från de övriga ligger Hässelby-Vällingby, 31,0~procentenheter (27,2–33,9), och Farsta, −27,4~procentenheter (−33,6 till −20,9).")
	check(t, Further(2, "en trend", "trender"), "Ytterligare två trender ryms inte här.")
	median := publication.Comparison{Area: "Farsta", Period: "2023-12", Reference: "Hela staden", Verdict: publication.Higher}
	check(t, Beside(inTime, median).Text, "Beslut i tid i Farsta i~december~2023: tydligt högre än i hela staden.")
	check(t, Alike("Farsta", Others(median), []string{"handläggningstid"}), "Ingen säker skillnad mot hela staden i Farsta: handläggningstid.")
	check(t, NothingStandsOut("talen för hela året 2023", 9, 0), "Inget sticker ut. Av nio jämförelser som går att pröva visar ingen en skillnad som är större än vad slumpen brukar ge.")
	check(t, NothingStandsOut("talen för hela året 2023", 9, 1), "Bland talen för hela året 2023 är det ingen andel och ingen förändring i stadsdelarnas arbete som sticker ut när hänsyn har tagits till hur många tal som prövas. Säkra skillnader och förändringar som nämns nedan är prövade för ett nyckeltal i taget.")
	check(t, NothingStandsOut("talen", 0, 0), "Inget av talen går att pröva. Därför sägs inget sticka ut.")
	check(t, NothingStandsOutIn("Norrmalm", "2010"), "Bland talen från och med 2010 är det inget som sticker ut på Norrmalm när hänsyn har tagits till hur många tal som prövas.")
}
