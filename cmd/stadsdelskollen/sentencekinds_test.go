//go:build duckdb_arrow

package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/publication"
)

const month = `(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)`

var (
	ordinary   = regexp.MustCompile(`^: ordinarie variation (.+?)(?:; (.+) går inte att pröva)?\.$`)
	special    = regexp.MustCompile(`^: särskild orsak (?:senast )?(i |sedan )?(.+), åt det (bättre|sämre|högre|lägre) hållet(; därefter ordinarie variation(?: inom de nya gränserna från (.+?))?(?:; (.+) går inte att pröva)?|; det som följer går inte att pröva)?\.$`)
	limitless  = regexp.MustCompile(`^: (?:prövas inte månad för månad, eftersom (.+)|kan inte prövas månad för månad, eftersom (.+))\.$`)
	beforeOver = regexp.MustCompile(`^ före och efter den (\d+) (` + month + `) (\d{4}): (.+)\.$`)
	moved      = regexp.MustCompile(`^(nivån (?:steg|sjönk) med|förändringen per år blev) ([\d, ]+) [^(]*\(([^)]+)\)( högre| lägre)?`)
	trended    = regexp.MustCompile(`^, (\d{4})–(\d{4}): (.+)\.$`)
	alike      = regexp.MustCompile(`^ (?:i|år) (` + month + ` \d{4}|\d{4}): (tydligt högre än i|tydligt lägre än i|ingen säker skillnad mot) liknande stadsdelar, (−?[\d, ]+) .*\(([^)]+)\)\.$`)
	stands     = regexp.MustCompile(`^: (tydligt högre än|tydligt lägre än|talet har (?:stigit|sjunkit)).*$`)
	fromMeans  = regexp.MustCompile(`jämfört med året före, (i genomsnitt per månad )?från (−?[\d, ]+) till (−?[\d, ]*\d)`)
	funnelled  = regexp.MustCompile(`^ (?:i|år) (` + month + ` \d{4}|\d{4}): (tratten säger inget|utanför trattens yttre gränser ligger (.+)|ingen stadsdel ligger utanför trattens yttre gränser)\.?`)
	unequal    = regexp.MustCompile(`^Den typiska skillnaden mellan stadsdelarna i (.+?), utöver slumpen, var (−?[\d, ]+?) [^(]+\(([^)]+)\) år (\d{4}) och (−?[\d, ]+?) [^(]+\(([^)]+)\) år (\d{4})\. (.+)\.$`)
	sloping    = regexp.MustCompile(`^Dras en rät linje genom stadsdelarna, från lägst .+? till högst, (sjunker|stiger) (.+?) längs linjen med (−?[\d, ]+?) [^(]+\(([^)]+)\) år (\d{4}) och (?:(sjunker|stiger) )?med (−?[\d, ]+?) [^(]+\(([^)]+)\) år (\d{4})\. (.+)\.$`)
	between    = regexp.MustCompile(`^År (\d{4}) låg (\d+) procent(?: \(([^)]+)\))? av olikheten mellan stadsdelarna i (.+) mellan stadens delar, resten inom dem\.$`)
	ends       = regexp.MustCompile(`från (−?[\d, ]+) till (−?[\d, ]+?)(?: \D*)?,`)
	shared     = regexp.MustCompile(`^År (\d{4}) låg (?:ingen mätbar del|(\d+) procent(?: \(([^)]+)\))?) av variationen i (\S+) mellan (?:stadsdelar|enheter)[.,]`)
	sharedPart = regexp.MustCompile(`(?:ingen mätbar del|(\d+) procent(?: \(([^)]+)\))?)(?: av variationen i \S+)? (mellan stadsdelar|mellan enheter|mellan handläggare) ?`)
	expected   = regexp.MustCompile(`^Biståndstagare (?:i|på) (.+) år (\d{4}): ([\d,]+) gånger \(([^)]+)\) så många som väntat om varje grupp av invånare hade haft samma andel som i hela staden\. Det är (fler än vad slumpen brukar ge|färre än vad slumpen brukar ge|ingen säker skillnad)\.$`)
	typical    = regexp.MustCompile(`^Gränserna räknar med att stadsdelar skiljer sig mer än slumpen ger: typiskt med [\d,]+ `)
)

// check holds a sentence against the tables by what it says.
func (k *checker) check(s string) error {
	if known, err := k.ofReport(s); known {
		return err
	}
	switch {
	case s == "Små stadsdelar varierar mer av slump, därför är tratten bred till vänster.", typical.MatchString(s):
		k.seen["om tratten"]++
		return nil // of no district
	case shared.MatchString(s):
		return k.sharedTrue(shared.FindStringSubmatch(s), sharedPart.FindAllStringSubmatch(s, -1))
	case expected.MatchString(s):
		return k.expectedTrue(expected.FindStringSubmatch(s))
	case unequal.MatchString(s):
		m := unequal.FindStringSubmatch(s)
		return errors.Join(k.unequalThere(false, m), k.unequalTrue(m))
	case sloping.MatchString(s):
		k.seen["lutning"]++
		m := sloping.FindStringSubmatch(s)
		v1, i1 := along(m[1], m[3], m[4])
		v2, i2 := along(cmp.Or(m[6], m[1]), m[7], m[8])
		m = []string{s, m[2], v1, i1, m[5], v2, i2, m[9], m[10]}
		return errors.Join(k.unequalThere(true, m), k.unequalTrue(m))
	case between.MatchString(s):
		return k.betweenTrue(between.FindStringSubmatch(s))
	}
	ind, category, area, rest, err := k.subject(s)
	if err != nil {
		return err
	}
	if m := funnelled.FindStringSubmatch(rest); m != nil && area == "" {
		return k.funnelTrue(ind, category, m)
	}
	if area == "" {
		return errors.New("it names no area")
	}
	for _, kind := range []struct {
		form *regexp.Regexp
		true func(ind, category, area string, m []string) error
	}{{ordinary, k.ordinaryTrue}, {special, k.specialTrue}, {limitless, k.limitlessTrue}, {beforeOver, k.eventTrue}, {trended, k.trendTrue}, {alike, k.peersTrue}, {stands, k.standoutTrue}} {
		if m := kind.form.FindStringSubmatch(rest); m != nil {
			return kind.true(ind, category, area, m)
		}
	}
	return errors.New("nobody can check it")
}

// seriesOf are the charted months of an area, those with a value.
func (k *checker) seriesOf(ind, area string) (out []publication.ChartPoint) {
	for _, p := range k.points[ind] {
		if p.Area == area && p.Category == "" && p.Value != nil {
			out = append(out, p)
		}
	}
	return out
}

func (k *checker) ordinaryTrue(ind, _, area string, m []string) error {
	k.seen["ordinarie"]++
	points := k.seriesOf(ind, area)
	if len(points) < 12 {
		return fmt.Errorf("only %d months are charted", len(points))
	}
	for _, p := range points {
		if p.Signal != "" || p.Upper != nil && *p.Value > *p.Upper+1e-9 || p.Lower != nil && *p.Value < *p.Lower-1e-9 {
			return fmt.Errorf("%s is flagged or lies outside", p.Period)
		}
	}
	for _, p := range points {
		if inSpans(m[1], p.Period) == inSpans(m[2], p.Period) {
			return fmt.Errorf("%s is not told of once", p.Period)
		}
	}
	return untriedAsTold(points, func(month string) bool { return inSpans(m[2], month) })
}

// inSpans says whether a month is in one of the stretches that a text names.
func inSpans(text, month string) bool {
	return text != "" && slices.ContainsFunc(regexp.MustCompile(`, | och `).Split(text, -1), func(span string) bool {
		from, to := periods(span)
		return month >= from && month <= to
	})
}

// untriedAsTold says whether the months without limits are those that are told of as such.
func untriedAsTold(points []publication.ChartPoint, told func(month string) bool) error {
	for _, p := range points {
		if untried := p.Upper == nil && p.Lower == nil; untried != told(p.Period) {
			return fmt.Errorf("%s has no limits: %t", p.Period, untried)
		}
	}
	return nil
}

func (k *checker) specialTrue(ind, _, area string, m []string) error {
	k.seen["särskild orsak"]++
	from, to := periods(m[2])
	points := k.seriesOf(ind, area)
	last := points[len(points)-1].Period
	if m[1] == "sedan " {
		to = last
	}
	higher := m[3] == "högre" || m[3] == "bättre" && k.direction[ind] == "hog_bra" || m[3] == "sämre" && k.direction[ind] == "lag_bra"
	if judged := m[3] == "bättre" || m[3] == "sämre"; judged != (k.direction[ind] != "ingen") {
		return errors.New("it judges where no direction is good, or does not where one is")
	}
	flagged, broken, before := 0, int64(0), false
	for _, p := range points {
		before = before || p.Period < from && p.Signal != ""
		inside := p.Period >= from && p.Period <= to
		if p.Period > to && p.Signal != "" || inside && (p.Signal == "" || (p.Side == publication.Higher) != higher) {
			return fmt.Errorf("%s: %q, %s", p.Period, p.Signal, p.Side)
		}
		if inside {
			flagged++
			broken = p.Phase
			if (*p.Value > *p.Centre) != higher && p.Signal != publication.RuleTrend {
				return fmt.Errorf("%s lies on the other side of the centre", p.Period)
			}
		}
	}
	switch {
	case flagged == 0:
		return errors.New("no month is flagged then")
	case m[1] != "sedan " && to < last && strings.Contains(m[0], " senast ") != before:
		return fmt.Errorf("months before were flagged: %t", before)
	case (m[4] != "") != (to < last):
		return fmt.Errorf("the series goes on to %s", last)
	case m[5] != "":
		first, _, _ := strings.Cut(m[5], " och ")
		anew := monthOf(first)
		if !slices.ContainsFunc(points, func(p publication.ChartPoint) bool { return p.Period >= anew && p.Phase > broken && p.Upper != nil }) {
			return fmt.Errorf("no other limits are drawn from %s", anew)
		}
	}
	later := slices.DeleteFunc(slices.Clone(points), func(p publication.ChartPoint) bool { return p.Period <= to })
	nothing := strings.Contains(m[4], "det som följer går inte att pröva")
	return untriedAsTold(later, func(month string) bool { return nothing || inSpans(m[6], month) })
}

func (k *checker) limitlessTrue(ind, _, area string, m []string) error {
	k.seen["utan gränser"]++
	reason, want := m[1]+m[2], ""
	switch {
	case strings.HasPrefix(reason, "serien är trögrörlig"):
		want = publication.ReasonSlow
	case strings.HasPrefix(reason, "bara "), strings.HasPrefix(reason, "ingen månad "):
		want = publication.ReasonFew
	case strings.HasPrefix(reason, "talet inte varierar"):
		want = publication.ReasonUnvarying
	case strings.HasPrefix(reason, "det till stor del är samma hushåll"):
		want = publication.ReasonStock
	}
	for _, c := range k.charts[ind] {
		if c.Area == area && c.Category == "" && c.Reason == want && c.Kind == publication.ChartLine {
			return nil
		}
	}
	return fmt.Errorf("no chart of %s has the reason %q", area, want)
}

func (k *checker) eventTrue(ind, _, area string, m []string) error {
	k.seen["händelse"]++
	day, _ := strconv.Atoi(m[1])
	date := fmt.Sprintf("%s-%02d", monthOf(m[2]+" "+m[3]), day)
	for _, e := range k.events[ind] {
		if e.Area != area || e.Date.Format("2006-01-02") != date {
			continue
		}
		switch {
		case strings.HasPrefix(m[4], "kan inte bedömas"):
			if enough := e.Before >= 12 && e.After >= 12; e.LevelChange != nil || enough == strings.Contains(m[4], "minst tolv") {
				return errors.New("it can be judged, or for another reason not")
			}
		case m[4] == "ingen säker ändring":
			if *e.LevelP < 0.025 || *e.SlopeP < 0.025 {
				return errors.New("there is a sure change")
			}
		default:
			return eventMoved(e, moved.FindStringSubmatch(m[4]))
		}
		return nil
	}
	return errors.New("there is no such event")
}

func eventMoved(e publication.EventChange, m []string) error {
	if m == nil {
		return errors.New("it does not say what moved")
	}
	change, lower, upper, p := e.LevelChange, e.LevelLower, e.LevelUpper, e.LevelP
	rose := m[1] == "nivån steg med"
	if strings.HasPrefix(m[1], "förändringen") {
		rose = m[4] == " högre"
		change, lower, upper, p = e.SlopeChange, e.SlopeLower, e.SlopeUpper, e.SlopeP
	}
	if *p >= 0.025 || (*change > 0) != rose || *lower <= 0 && *upper >= 0 {
		return fmt.Errorf("the change is %v (%v to %v), p %v", *change, *lower, *upper, *p)
	}
	if math.Abs(swedish(m[2])-math.Abs(*change)) > 0.51 {
		return fmt.Errorf("it says %s of %v", m[2], *change)
	}
	return nil
}

func (k *checker) trendTrue(ind, _, area string, m []string) error {
	k.seen["trend"]++
	for _, t := range k.trends[ind] {
		if t.Area != area || t.Category != "" || t.From != m[1] || t.To != m[2] {
			continue
		}
		up, down := strings.HasPrefix(m[3], "talet har stigit"), strings.HasPrefix(m[3], "talet har sjunkit")
		if (up || down) && *t.Chi2 <= 9.5495 || up && *t.Slope <= 0 || down && *t.Slope >= 0 || !up && !down && t.Method == "cochran_armitage" && *t.Chi2 > 9.5495 {
			return fmt.Errorf("chi-square %v, slope %v", *t.Chi2, *t.Slope)
		}
		if ends := ends.FindStringSubmatch(m[3]); ends != nil && (swedish(ends[1]) >= swedish(ends[2])) == up {
			return fmt.Errorf("from %s to %s is not that way", ends[1], ends[2])
		}
		return nil
	}
	return errors.New("there is no such trend")
}

func (k *checker) peersTrue(ind, category, area string, m []string) error {
	k.seen["liknande"]++
	for _, c := range k.peers[ind] {
		if c.Area != area || !strings.EqualFold(c.Category, category) || c.Period != monthOf(m[1]) {
			continue
		}
		sure := *c.PAdjusted < 0.05
		if strings.HasPrefix(m[2], "tydligt") && (!sure || (*c.Difference > 0) != (m[2] == "tydligt högre än i")) || math.Abs(swedish(m[3])-*c.Difference) > 0.51 {
			return fmt.Errorf("the difference is %v, p %v", *c.Difference, *c.PAdjusted)
		}
		return nil
	}
	return errors.New("there is no such comparison")
}

func (k *checker) standoutTrue(ind, category, area string, m []string) error {
	k.seen["framträder"]++
	for _, x := range k.standouts {
		if x.Indicator != ind || x.Area != area || !strings.EqualFold(x.Category, category) {
			continue
		}
		half := 0.5*math.Pow(10, -float64(k.decimals[ind])) + 1e-9
		if of := fromMeans.FindStringSubmatch(m[0]); of != nil && ((of[1] != "") != (len(x.ChangeFrom) == len("2011-11")) ||
			math.Abs(*x.FromValue-swedish(of[2])) > half || math.Abs(*x.ToValue-swedish(of[3])) > half) {
			return fmt.Errorf("from %v in %s to %v", *x.FromValue, x.ChangeFrom, *x.ToValue)
		}
		switch m[1] {
		case "tydligt högre än", "tydligt lägre än":
			if *x.DiffQ >= 0.05 || (*x.Difference > 0) != (m[1] == "tydligt högre än") || *x.DiffLower <= 0 && *x.DiffUpper >= 0 {
				return fmt.Errorf("difference %v, q %v", *x.Difference, *x.DiffQ)
			}
		default:
			if *x.ChangeQ >= 0.05 || (*x.ChangeValue > 0) != strings.HasSuffix(m[1], "stigit") {
				return fmt.Errorf("change %v, q %v", *x.ChangeValue, *x.ChangeQ)
			}
		}
		return nil
	}
	return errors.New("it does not stand out")
}

func (k *checker) funnelTrue(ind, category string, m []string) error {
	k.seen["tratt"]++
	outside, all := 0, 0
	for _, p := range k.funnels[ind] {
		if p.Period != monthOf(m[1]) || !strings.EqualFold(p.Category, category) {
			continue
		}
		all++
		if p.Value > p.Upper998 || p.Value < p.Lower998 {
			outside++
			if m[3] != "" && !strings.Contains(m[3], p.Area) {
				return fmt.Errorf("%s lies outside and is not named", p.Area)
			}
		} else if strings.Contains(m[3], p.Area) {
			return fmt.Errorf("%s is named and lies within", p.Area)
		}
	}
	if all == 0 || (outside > 0) != (m[3] != "") {
		return fmt.Errorf("%d of %d lie outside", outside, all)
	}
	return nil
}

// unequalThere looks for both years' figures of one measure in the tables.
func (k *checker) unequalThere(slope bool, m []string) error {
	of := k.listed(m[1])
	if len(of) != 1 || of[0][0] == "" {
		return fmt.Errorf("it is of %v", of)
	}
	at := func(like publication.Disparity, year, v string) bool {
		return slices.ContainsFunc(k.unequal[of[0][0]], func(d publication.Disparity) bool {
			return d.Category == of[0][1] && d.Year == year && (d.Measure == publication.SlopeIndex) == slope && math.Abs(d.Value-swedish(v)) <= 0.51 &&
				d.Division == like.Division && d.Measure == like.Measure && d.Fact == like.Fact
		})
	}
	for _, d := range k.unequal[of[0][0]] {
		if at(d, m[4], m[2]) && at(d, m[7], m[5]) {
			return nil
		}
	}
	return fmt.Errorf("no measure was %s in %s and %s in %s", m[2], m[4], m[5], m[7])
}

// along gives a figure that a line sinks by, and its interval, their sign.
func along(verb, v, interval string) (value, limited string) {
	if verb == "stiger" {
		return v, interval
	}
	low, high := limits(interval)
	return fmt.Sprint(-swedish(v)), fmt.Sprintf("%v till %v", -high, -low)
}

func (k *checker) unequalTrue(m []string) error {
	k.seen["olikhet"]++
	low1, high1 := limits(m[3])
	low2, high2 := limits(m[6])
	from, to := swedish(m[2]), swedish(m[5])
	if from < low1 || from > high1 || to < low2 || to > high2 {
		return errors.New("a figure lies outside its own interval")
	}
	// What the sentence says of the change follows from its own figures.
	sign := 1.0
	if from < 0 && to < 0 {
		sign, low1, high1, low2, high2 = -1, -high1, -low1, -high2, -low2
	}
	a, b := sign*from, sign*to
	d, lower, upper := b-a, b-a-math.Hypot(b-low2, high1-a), b-a+math.Hypot(high2-b, a-low1)
	const rounding = 0.3
	switch {
	case strings.HasPrefix(m[8], "Skillnaden har ökat") && (d <= 0 || lower < -rounding),
		strings.HasPrefix(m[8], "Skillnaden har minskat") && (d >= 0 || upper > rounding),
		m[8] == "Det är ingen säker förändring" && (lower > rounding || upper < -rounding),
		m[8] == "Om skillnaden har ändrats går inte att säga" && from*to > 0:
		return fmt.Errorf("the change is %.2f (%.2f to %.2f)", d, lower, upper)
	}
	return nil
}

func (k *checker) betweenTrue(m []string) error {
	k.seen["mellan delar"]++
	for name, title := range k.titles {
		if strings.EqualFold(title, m[4]) {
			parts := map[string]float64{}
			for _, d := range k.unequal[name] {
				if d.Year == m[1] && d.Category == "" {
					parts[d.Measure] = d.Value
				}
			}
			if share := 100 * parts[publication.TheilBetween] / parts[publication.TheilAll]; math.Abs(share-swedish(m[2])) > 0.51 {
				return fmt.Errorf("the share is %v", share)
			}
			return nil
		}
	}
	return errors.New("there is no such indicator")
}

// limits reads 6,9–7,6 or −0,9 till 14,9.
func limits(s string) (low, high float64) {
	for _, between := range []string{" till ", "–"} {
		if a, b, ok := strings.Cut(s, between); ok {
			return swedish(a), swedish(b)
		}
	}
	return math.NaN(), math.NaN()
}

func swedish(s string) float64 {
	s = strings.NewReplacer(" ", "", ",", ".", "−", "-").Replace(s)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

var monthNames = strings.Split(strings.Trim(month, "(?:)"), "|")

// monthOf reads mars 2012, or a year, as the tables write it.
func monthOf(s string) string {
	if len(s) == len("2012") {
		return s
	}
	name, year, _ := strings.Cut(s, " ")
	for i, n := range monthNames {
		if n == name {
			return fmt.Sprintf("%s-%02d", year, i+1)
		}
	}
	return ""
}

// periods reads the months of mars–maj 2012, december 2011 – mars 2012, or one.
func periods(s string) (from, to string) {
	a, b, ok := strings.Cut(strings.ReplaceAll(s, " – ", "–"), "–")
	if !ok {
		return monthOf(s), monthOf(s)
	}
	to = monthOf(b)
	if !strings.Contains(a, " ") {
		a += " " + to[:4]
	}
	return monthOf(a), to
}
