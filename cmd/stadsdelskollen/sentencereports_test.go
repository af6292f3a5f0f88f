//go:build duckdb_arrow

package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
)

// reportKinds are the sentences of the reports, each of which must be seen.
var reportKinds = []string{"rapport: mot övriga", "rapport: lika", "rapport: inget i stadsdel", "rapport: inget", "rapport: från till", "rapport: skillnader", "rapport: längst från", "rapport: kategorier"}

const figure = `(−?\d[\d, ]*?)(?: (?:%|kr|tkr|dag|dagar))?`

var (
	alikeIn      = regexp.MustCompile(`^Ingen säker skillnad mot (övriga stadsdelar|hela staden) (?:i|på) (.+?): (.+)\.$`)
	nothingIn    = regexp.MustCompile(`^Bland talen från och med (\d{4}) är det inget som sticker ut (?:i|på) (.+) när hänsyn har tagits till hur många tal som prövas\.$`)
	nothingSure  = regexp.MustCompile(`Bland talen (från och med \d{4}|för hela året \d{4}) är det ingen andel och ingen förändring i stadsdelarnas arbete som sticker ut när hänsyn har tagits till hur många tal som prövas\. Säkra skillnader och förändringar som nämns nedan är prövade för ett nyckeltal i taget\.`)
	when         = `^ (?:i|år) (` + month + ` \d{4}|\d{4})`
	besideOthers = regexp.MustCompile(when + `: tydligt (högre|lägre) än i (övriga stadsdelar|hela staden)(?:, (−?[\d, ]+?) ([^(]+?) \(([^)]+)\))?\.$`)
	fromTo       = regexp.MustCompile(when + `: från ` + figure + ` ((?:i|på) .+?) till ` + figure + ` ((?:i|på) .+?)(, bland de visade talen)?\.$`)
	differsIn    = regexp.MustCompile(when + `: (ingen stadsdel skiljer sig säkert|tydligt (?:högre|lägre) (?:i|på) [^.]+)(?:\. Längst från de övriga ligger (.+))?\.$`)
	farthestOff  = regexp.MustCompile(`([^,]+), (−?[\d, ]*\d) [^(]+\(([^)]+)\)(?:, och )?`)
	further      = regexp.MustCompile(`^Ytterligare (\S+) (?:tal som sticker ut|särskilda? orsak(?:er)?|säk(?:er|ra) ändring(?:ar)? över åren|säk(?:er|ra) skillnad(?:er)?|jämförelser? över tid) ryms inte här\.$`)
	differsKinds = regexp.MustCompile(when + `: (minst en stadsdel skiljer sig säkert i (\S+)|ingen stadsdel skiljer sig säkert i något) av de (\S+) \S.* som går att pröva(?:: (.+))?\.$`)
	oneSide      = regexp.MustCompile(`^tydligt (högre|lägre) ((?:i|på) .+)$`)
)

// loadReports reads the publication's month and the reports that say of
// themselves, not of an area, that nothing stands out.
func (k *checker) loadReports(ctx context.Context, pub *publication.DB, site string) error {
	info, err := pub.Info(ctx)
	if err != nil {
		return err
	}
	k.month = info.Month
	files, err := filepath.Glob(filepath.Join(site, "rapport", "*.html"))
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if m := nothingSure.FindStringSubmatch(plainSpaces(html.UnescapeString(string(text)))); m != nil {
			k.nothing[strings.TrimSuffix(filepath.Base(f), ".html")] = m[1]
		}
	}
	return nil
}

// ofReport says whether a sentence is one of the reports', and whether it is true.
func (k *checker) ofReport(s string) (bool, error) {
	if nothingSure.FindString(s) == s {
		return true, k.nothingTrue()
	}
	if m := nothingIn.FindStringSubmatch(s); m != nil {
		return true, k.nothingInTrue(m[2], m[1])
	}
	if m := further.FindStringSubmatch(s); m != nil {
		if n := numeral(m[1]); n == 0 && m[1] != "ett" {
			return true, fmt.Errorf("%q is no number", m[1])
		}
		return true, nil
	}
	if m := alikeIn.FindStringSubmatch(s); m != nil {
		return true, k.alikeTrue(m[1], m[2], m[3])
	}
	ind, category, area, rest, err := k.subject(s)
	if err != nil {
		return false, nil
	}
	if m := besideOthers.FindStringSubmatch(rest); m != nil && area != "" {
		return true, k.besideTrue(ind, category, area, m)
	}
	if area != "" {
		return false, nil
	}
	if m := differsIn.FindStringSubmatch(rest); m != nil {
		return true, errors.Join(k.differsTrue(ind, category, monthOf(m[1]), m[2]), k.farthestApart(ind, category, monthOf(m[1]), m[3]))
	}
	if category != "" {
		return false, nil
	}
	if m := fromTo.FindStringSubmatch(rest); m != nil {
		return true, k.fromToTrue(ind, m)
	}
	if m := differsKinds.FindStringSubmatch(rest); m != nil {
		return true, k.kindsTrue(ind, m)
	}
	return false, nil
}

// farthestApart holds the districts that are named with their differences against
// the largest one that is sure on either side.
func (k *checker) farthestApart(ind, category, period, text string) error {
	if text == "" {
		return nil
	}
	k.seen["rapport: längst från"]++
	var want []publication.Comparison
	for _, side := range []string{"högre", "lägre"} {
		var far *publication.Comparison
		for _, c := range k.decided(ind, period) {
			if strings.EqualFold(c.Category, category) && k.surely(c, side) && (far == nil || math.Abs(*c.Difference) > math.Abs(*far.Difference)) {
				far = &c
			}
		}
		if far != nil {
			want = append(want, *far)
		}
	}
	said := farthestOff.FindAllStringSubmatch(text, -1)
	if len(said) != len(want) {
		return fmt.Errorf("%d are farthest", len(want))
	}
	half := 0.5*math.Pow(10, -float64(k.decimals[ind])) + 1e-9
	for i, c := range want {
		low, high := limits(said[i][3])
		if said[i][1] != c.Area || !(math.Abs(*c.Difference-swedish(said[i][2])) <= half && math.Abs(*c.DiffLower-low) <= half && math.Abs(*c.DiffUpper-high) <= half) {
			return fmt.Errorf("%s is %v (%v to %v) from the others", c.Area, *c.Difference, *c.DiffLower, *c.DiffUpper)
		}
	}
	return nil
}

// decided are the verdicts of a period on districts that could be compared, in the
// division of its time.
func (k *checker) decided(ind, period string) (out []publication.Comparison) {
	division := ""
	for _, o := range k.figures[ind] {
		if o.Period == period && o.Level == publication.LevelDistrict && o.SumOf == "" {
			division = max(division, o.Division)
		}
	}
	for _, c := range k.verdicts[ind] {
		if c.Period == period && c.Division == division && c.Level == publication.LevelDistrict && c.Verdict != publication.NotCompared {
			out = append(out, c)
		}
	}
	return out
}

// against says whether it is those others that a district is held against: a test
// is of the other districts, and without one it is the city's own figure.
func against(c publication.Comparison, others string) bool {
	return (c.PAdjusted != nil) == (others == "övriga stadsdelar") && (c.PAdjusted != nil || strings.EqualFold(c.Reference, others))
}

// surely says whether a verdict is on a side, and follows from its p-value, its
// difference and their interval; or from the figure's own interval and the city's.
func (k *checker) surely(c publication.Comparison, side string) bool {
	higher := side == "högre"
	if c.Verdict != map[bool]string{true: publication.Higher, false: publication.Lower}[higher] {
		return false
	}
	if c.PAdjusted != nil {
		return *c.PAdjusted < 0.05 && (*c.Difference > 0) == higher && (*c.DiffLower > 0 || *c.DiffUpper < 0)
	}
	return slices.ContainsFunc(k.figures[c.Indicator], func(o publication.Observation) bool {
		return o.Area == c.Area && o.Category == c.Category && o.Period == c.Period && o.SumOf == "" && c.ReferenceValue != nil &&
			(higher && o.Lower != nil && *o.Lower > *c.ReferenceValue || !higher && o.Upper != nil && *o.Upper < *c.ReferenceValue)
	})
}

func (k *checker) besideTrue(ind, category, area string, m []string) error {
	k.seen["rapport: mot övriga"]++
	half := 0.5*math.Pow(10, -float64(k.decimals[ind])) + 1e-9
	for _, c := range k.decided(ind, monthOf(m[1])) {
		if c.Area != area || !strings.EqualFold(c.Category, category) {
			continue
		}
		switch {
		case !k.surely(c, m[2]) || !against(c, m[3]):
			return fmt.Errorf("the verdict is %s against %s", c.Verdict, c.Reference)
		case (c.Difference != nil) != (m[4] != ""):
			return errors.New("it keeps a figure back, or has one that is not there")
		case c.Difference != nil:
			low, high := limits(m[6])
			if !(math.Abs(*c.Difference-swedish(m[4])) <= half && math.Abs(*c.DiffLower-low) <= half && math.Abs(*c.DiffUpper-high) <= half) {
				return fmt.Errorf("the difference is %v (%v to %v)", *c.Difference, *c.DiffLower, *c.DiffUpper)
			}
		}
		return nil
	}
	return errors.New("there is no such comparison")
}

// alikeTrue holds every named indicator's newest delivered period against its verdict.
func (k *checker) alikeTrue(others, area, names string) error {
	k.seen["rapport: lika"]++
	for _, of := range k.listed(names) {
		if of[0] == "" || of[1] != "" {
			return fmt.Errorf("%q is no indicator", of[1])
		}
		newest := ""
		for _, o := range k.figures[of[0]] {
			if o.Area == area && o.Level == publication.LevelDistrict && o.Status != publication.NotDelivered && o.SumOf == "" {
				newest = max(newest, o.Period)
			}
		}
		if !slices.ContainsFunc(k.decided(of[0], newest), func(c publication.Comparison) bool {
			return c.Area == area && c.Category == "" && c.Verdict == publication.NoSure && against(c, others)
		}) {
			return fmt.Errorf("%s has no such verdict in %s", of[0], newest)
		}
	}
	return nil
}

// nothingInTrue looks for what stands out from the year before the month's on.
func (k *checker) nothingInTrue(area, from string) error {
	k.seen["rapport: inget i stadsdel"]++
	year, err := strconv.Atoi(k.month[:4])
	if err != nil || !slices.Contains(k.areas, area) || from != strconv.Itoa(year-1) {
		return fmt.Errorf("%s in %s: %w", area, k.month, err)
	}
	for _, x := range k.standouts {
		if x.Area == area && x.Period >= strconv.Itoa(year-1) {
			return fmt.Errorf("%s stands out in %s", x.Indicator, x.Period)
		}
	}
	return nil
}

// nothingTrue holds every report that says it: nothing of its time stands out,
// though some verdict by itself is sure.
func (k *checker) nothingTrue() error {
	for page, figures := range k.nothing {
		k.seen["rapport: inget"]++
		year, yearly := strings.CutPrefix(page, "ar-")
		period, from := year, year
		if !yearly {
			n, err := strconv.Atoi(k.month[:4])
			if err != nil {
				return err
			}
			period, from = k.month, strconv.Itoa(n-1)
		}
		if want := map[bool]string{true: "för hela året " + year, false: "från och med " + from}[yearly]; figures != want {
			return fmt.Errorf("%s: it speaks of figures %s, not %s", page, figures, want)
		}
		for _, x := range k.standouts {
			if yearly && x.Period == year || !yearly && x.Period >= from {
				return fmt.Errorf("%s: %s stands out in %s in %s", page, x.Indicator, x.Area, x.Period)
			}
		}
		sure := 0
		for ind := range k.verdicts {
			for _, c := range k.decided(ind, period) {
				if c.Verdict != publication.NoSure {
					sure++
				}
			}
		}
		if sure == 0 {
			return fmt.Errorf("%s: no comparison of %s is sure by itself", page, period)
		}
	}
	return nil
}

// fromToTrue holds both ends and their districts against the period's figures.
func (k *checker) fromToTrue(ind string, m []string) error {
	k.seen["rapport: från till"]++
	half := 0.5 * math.Pow(10, -float64(k.decimals[ind]))
	low, high := math.Inf(1), math.Inf(-1)
	at := [2][]string{}
	ends := [2]float64{swedish(m[2]), swedish(m[4])}
	hidden := false
	for _, o := range k.figures[ind] {
		if o.Period != monthOf(m[1]) || o.Level != publication.LevelDistrict || o.Category != "" || o.SumOf != "" {
			continue
		}
		if o.Value == nil {
			hidden = hidden || o.Status != publication.NotDelivered
			continue
		}
		low, high = min(low, *o.Value), max(high, *o.Value)
		for i, end := range ends {
			if math.Abs(*o.Value-end) <= half+1e-9 {
				at[i] = append(at[i], o.Area)
			}
		}
	}
	if !(math.Abs(low-ends[0]) <= half+1e-9 && math.Abs(high-ends[1]) <= half+1e-9) || hidden != (m[6] != "") {
		return fmt.Errorf("the figures go from %v to %v, some hidden: %v", low, high, hidden)
	}
	return errors.Join(k.places(m[3], at[0]), k.places(m[5], at[1]))
}
