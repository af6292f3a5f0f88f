package prose

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"stadsdelskollen/queries/publication"
)

// hard writes ~ as a no-break space.
func hard(s string) string { return strings.ReplaceAll(s, "~", NBSP) }

func check(t *testing.T, got, want string) {
	t.Helper()
	if got != hard(want) {
		t.Errorf("got %q, want %q", got, hard(want))
	}
}

func ptr[T any](v T) *T { return &v }

func TestNumbersAreRoundedHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0"}, {-0.04, 1, "0,0"}, {0.5, 0, "1"}, {-0.5, 0, "−1"}, {2.675, 2, "2,68"}, {47.945205479, 1, "47,9"},
		{8295, 0, "8~295"}, {1178666, 0, "1~178~666"}, {-1234.56, 1, "−1~234,6"}, {999.95, 1, "1~000,0"},
		{math.NaN(), 1, "–"}, {math.Inf(-1), 0, "–"},
	} {
		check(t, Number(c.v, c.decimals), c.want)
	}
}

func TestNumbersAreRoundedAsFractionsOfWholeNumbersAre(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	values := []float64{0, 2.675, 0.5, 9.5, 99.995, 999999.5, 1e21, 5e-324, math.MaxFloat64, 0.05, -0.95}
	for range 20000 {
		v := math.Ldexp(random.Float64(), random.IntN(60)-20)
		values = append(values, v, -math.Round(v*1000)/1000, math.Round(v*8)/8)
	}
	digits := strings.NewReplacer(NBSP, "", minus, "", ",", ".")
	for _, v := range values {
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(math.Abs(v), 'f', -1, 64))
		for decimals := range 5 {
			if got, want := digits.Replace(Number(v, decimals)), r.FloatString(decimals); got != want {
				t.Fatalf("Number(%v, %d) has the digits %s, want %s", v, decimals, got, want)
			}
		}
	}
}

func TestSignsAndRanges(t *testing.T) {
	check(t, Signed(1.24, 1), "+1,2")
	check(t, Signed(-0.6, 1), "−0,6")
	check(t, Signed(0.04, 1), "0,0")
	check(t, Range(6.9, 7.6, 1), "6,9–7,6")
	check(t, Range(-0.9, 14.9, 1), "−0,9 till 14,9")
	check(t, Range(-0.01, 3, 1), "0,0–3,0")
}

func TestUnitsStandAfterANoBreakSpace(t *testing.T) {
	for got, want := range map[string]string{
		Value(47.945, "procent", 1):                  "47,9~%",
		Value(8143, "kr", 0):                         "8~143~kr",
		Value(211, "hushåll", 0):                     "211~hushåll",
		Value(1, "dagar", 0):                         "1~dag",
		Value(3.46, "hushåll per 1 000 invånare", 1): "3,5~hushåll per 1~000 invånare",
		Value(7, "", 0):                              "7",
		InText(47.945, "procent", 1):                 "47,9~procent",
		InText(8143, "kr", 0):                        "8~143~kronor",
		InText(7, "", 0):                             "7",
		Brief(211, "hushåll", 0):                     "211",
		Brief(8143, "kr", 0):                         "8~143~kr",
		Difference(7.04, "procent", 1):               "7,0~procentenheter",
		Difference(1, "procent", 0):                  "1~procentenhet",
		Difference(-540, "kr", 0):                    "−540~kronor",
		AxisUnit("procent"):                          "%",
		AxisUnit("tkr"):                              "tkr",
		AxisUnit("hushåll per 1 000 invånare"):       "",
	} {
		check(t, got, want)
	}
}

func TestTimeIsWrittenInSwedish(t *testing.T) {
	check(t, Date(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)), "21~november~2026")
	check(t, Period("2011-11"), "november~2011")
	check(t, Period("2017"), "2017")
	check(t, Period("igår"), "igår")
	check(t, ShortPeriod("2011-03"), "mars~2011")
	check(t, When("2011-11"), "i~november~2011")
	check(t, When("2017"), "år~2017")
	check(t, When("igår"), "igår")
	check(t, Span("2015", "2017"), "2015–2017")
	check(t, Span("2017", "2017"), "2017")
	check(t, Span("2011-03", "2011-11"), "mars–november~2011")
	check(t, Span("2010-11", "2011-03"), "november~2010 – mars~2011")
}

func TestNamesAndCounts(t *testing.T) {
	check(t, Join(nil), "")
	check(t, Join([]string{"A"}), "A")
	check(t, Join([]string{"A", "B"}), "A och B")
	check(t, Join([]string{"A", "B", "C"}), "A, B och C")
	check(t, Districts(0), "ingen stadsdel")
	check(t, Districts(1), "en stadsdel")
	check(t, Districts(12), "tolv stadsdelar")
	check(t, Districts(14), "14~stadsdelar")
	check(t, Count(1, "ett nyckeltal", "nyckeltal"), "ett nyckeltal")
	check(t, Upper("åtta"), "Åtta")
	check(t, Lower("Hela staden"), "hela staden")
	check(t, Lower("SFI"), "SFI")
	check(t, Sentence("åtta"), "Åtta.")
	check(t, Sentence("Varför?"), "Varför?")
	check(t, In("Kungsholmen"), "på Kungsholmen")
	check(t, In("Skärholmen"), "i Skärholmen")
	check(t, InAll([]string{"Östermalm", "Farsta"}), "i Farsta och på Östermalm")
	check(t, Of(3, 14), "3~av~14")
}

func TestVerdictsAndReferencesInWords(t *testing.T) {
	for v, want := range map[string]string{
		publication.Higher: "tydligt högre", publication.Lower: "tydligt lägre",
		publication.NoSure: "ingen säker skillnad", publication.NotCompared: "jämförs inte",
	} {
		check(t, Verdict(v), want)
	}
	check(t, Reference("Hela staden", 3, 14), "hela staden")
	check(t, Reference(publication.ReportedOnly, 3, 14), "de redovisade stadsdelarna (3~av~14)")
	check(t, Reference(publication.ReportedOnly, 14, 14), "de redovisade stadsdelarna")
}

func TestSentencesSayNoMoreThanTheFigures(t *testing.T) {
	pct, kr := Measure{"procent", 1}, Measure{"kr", 0}
	check(t, Extremes([]Figure{{"Norrmalm", 7901}, {"Östermalm", 8295}, {"Kungsholmen", 8143}}, kr), "från 7~901~kr på Norrmalm till 8~295~kr på Östermalm")
	check(t, Extremes([]Figure{{"Farsta", 2.7}}, pct), "2,7~% i Farsta")
	check(t, Extremes([]Figure{{"Farsta", 2.71}, {"Bromma", 2.74}}, pct), "2,7~% i Farsta och Bromma")
	check(t, Extremes([]Figure{{"A", 1}, {"B", 1}, {"C", 1}, {"D", 2}}, pct), "från 1,0~% i tre stadsdelar till 2,0~% i D")
	check(t, Extremes(nil, pct), "")
	check(t, Differing([]string{"Bromma", "Kungsholmen", "Farsta"}, []string{"Norrmalm"}), "tydligt högre i Bromma och Farsta och på Kungsholmen, tydligt lägre på Norrmalm")
	check(t, Differing(make([]string, 5), nil), "tydligt högre i fem stadsdelar")
	check(t, Differing(nil, make([]string, 14)), "tydligt lägre i 14~stadsdelar")
	check(t, Differing(nil, nil), "ingen stadsdel skiljer sig säkert")
	check(t, Spread(publication.Spread{P: ptr(0.3)}), "Skillnaderna mellan stadsdelarna är inte större än vad slumpen ger.")
	check(t, Spread(publication.Spread{P: ptr(0.01)}), "Skillnaderna mellan stadsdelarna är större än vad slumpen brukar ge.")
	check(t, Spread(publication.Spread{}), "")
	check(t, Change(3.3, 2.7, pct), "har sjunkit från 3,3 till 2,7~procent")
	check(t, Change(2.71, 2.74, pct), "är oförändrat, 2,7~procent")
	check(t, Change(100, 1200, kr), "har stigit från 100 till 1~200~kronor")
	check(t, Against("Farsta", 75, ptr(72.6), ptr(77.2), "hela staden", ptr(78.7), pct), "Farsta: 75,0~% (72,6–77,2). Hela staden: 78,7~%.")
	check(t, Against("Farsta", 8143, nil, nil, "hela staden", nil, kr), "Farsta: 8~143~kr.")
	check(t, Limits(ptr(12.0), nil, Measure{"dagar", 0}), "minst 12")
	check(t, Interval(nil, ptr(14.0), Measure{"dagar", 0}), " (högst 14)")
	check(t, Interval(nil, nil, pct), "")
	check(t, Unsure(-7.04, ptr(-14.9), ptr(0.9), pct), "Skillnaden mot de övriga är −7,0~procentenheter (−14,9 till 0,9) och ryms i vad slumpen brukar ge.")
	check(t, Unsure(7, nil, nil, pct), "Skillnaden mot de övriga är 7,0~procentenheter och ryms i vad slumpen brukar ge.")
	check(t, Unsure(7, ptr(0.3), ptr(13.7), pct), "Skillnaden mot de övriga är 7,0~procentenheter (0,3–13,7), men bland så många jämförda tal kan slumpen ge en så stor skillnad.")
	verb, text := Percent(21323, 19924)
	check(t, verb+" "+text, "minskade 6,6~procent")
	verb, text = Percent(23655, 25228)
	check(t, verb+" "+text, "ökade 6,6~procent")
}

func TestWhoHandlesIsSaidWithTheTimeThatIsKnown(t *testing.T) {
	day := func(y int, m time.Month, d int) *time.Time { return ptr(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) }
	check(t, Handled([]string{"ekonomiskt bistånd"}, "Kungsholmen", "Enheten för försörjningsstöd på Östermalm", day(2007, 9, 1), nil, false),
		"Ekonomiskt bistånd för Kungsholmen handläggs av Enheten för försörjningsstöd på Östermalm sedan den 1~september~2007.")
	check(t, Handled([]string{"boutredning", "skuldrådgivning"}, "Farsta", "Enheten", day(2010, 1, 1), day(2020, 6, 30), false),
		"Boutredning och skuldrådgivning för Farsta handlades av Enheten från 2010 till och med den 30~juni~2020.")
	check(t, Handled([]string{"boutredning"}, "Farsta", "Enheten", nil, nil, false), "Boutredning för Farsta handläggs av Enheten.")
	check(t, Handled([]string{"boutredning"}, "Norrmalm", "Enheten", day(2007, 9, 1), nil, true), "Boutredning för Norrmalm handlades av Enheten från den 1~september~2007.")
	check(t, Lasting(nil, day(2012, 12, 31)), "till och med 2012")
}

func TestSumsNameTheirParts(t *testing.T) {
	check(t, Sums(nil), "")
	check(t, Sums([]Sum{{"Järva", "Rinkeby-Kista och Spånga-Tensta"}, {"Norra innerstaden", "Norrmalm och Östermalm"}}),
		"Talen för Järva är räknade på summan av Rinkeby-Kista och Spånga-Tensta, talen för Norra innerstaden på summan av Norrmalm och Östermalm.")
}

func TestTheNextMonthIsSaidWithItsDayWhereThatIsKnown(t *testing.T) {
	day := func(m time.Month, d int) *time.Time {
		at := time.Date(2024, m, d, 0, 0, 0, 0, time.UTC)
		return &at
	}
	published := *day(time.February, 1)
	for _, c := range []struct {
		newest string
		day    *time.Time
		want   string
	}{
		{"2023-12", nil, "januari~2024 (dagen är inte bestämd)"},
		{"2023-12", day(time.February, 15), "januari~2024, väntas den 15~februari~2024"},
		{"2023-12", day(time.January, 15), "januari~2024, väntades den 15~januari~2024"},
		{"2023", nil, "2024 (dagen är inte bestämd)"}, {"2023", day(time.February, 15), "2024 (dagen är inte bestämd)"}, {"", nil, ""},
	} {
		check(t, Next(c.newest, c.day, published), c.want)
	}
}

func TestADifferenceAmongFewSaysHowMany(t *testing.T) {
	check(t, DifferingAmong([]string{"Järva"}, nil, 6, 11), "tydligt högre i Järva")
	check(t, DifferingAmong([]string{"Järva"}, nil, 5, 11), "tydligt högre i Järva, av de fem stadsdelar som går att pröva")
	check(t, DifferingAmong(nil, []string{"Järva"}, 1, 11), "tydligt lägre i Järva, den enda stadsdel som går att pröva")
	check(t, DifferingAmong(nil, nil, 1, 11), "den enda stadsdel som går att pröva skiljer sig inte säkert")
	check(t, DifferingAmong(nil, nil, 2, 11), "ingen stadsdel skiljer sig säkert, av de två stadsdelar som går att pröva")
}
