//go:build duckdb_arrow

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
)

var (
	headingTag   = regexp.MustCompile(`(?s)<h[1-4][^>]*>(.*?)</h[1-4]>`)
	firstHeading = regexp.MustCompile(`(?s)<h1[^>]*>.*?</h1>`)
	anyTag       = regexp.MustCompile(`<[^>]*>`)
	claims       = regexp.MustCompile(`: tydligt |^(?:[^.]+\. )?Tydligt (?:högre|lägre): |: talet har |: särskild orsak |: ordinarie variation |^\d{4} jämfört med |^Ingen (?:säker )?förändring sedan |(?:^|: )[Ff]rån −?\d.* till −?\d.* (?:i|på) |: −?\d.* (?:i|år) (?:` + month + ` )?\d{4}(?:, .+)?$|^\d+ % mellan | prövade månader$|^Ingen mätbar del mellan |^Mer än ordinarie variation `)
	sides        = regexp.MustCompile(`tydligt (högre|lägre) (?:(?:i|på) )?(.+?)(?:, tydligt|$)`)
	ofArea       = regexp.MustCompile(`(?:\. )?Tydligt (högre|lägre): (.+?)(?:\. |$)`)
	wentFrom     = regexp.MustCompile(`^(.*): talet har (stigit|sjunkit) från (−?[\d, ]+) till (−?[\d, ]+?) (?:\D*), (\d{4})–(\d{4})$`)
	farthest     = regexp.MustCompile(`^(Störst förändring|Förändring bara|Största säkra förändring|Säker förändring bara) (?:i|på) (.+): talet har (stigit|sjunkit) från (−?[\d, ]+) till (−?[\d, ]+?) (?:\D*), (\d{4})–\d{4}$`)
	nobodyWent   = regexp.MustCompile(`^Ingen (säker )?förändring sedan (\d{4}) i (\S+) stadsdel`)
	yearsApart   = regexp.MustCompile(`^(\d{4}) jämfört med (\d{4}): (.+)$`)
	dated        = regexp.MustCompile(`^(.+?) (?:i (` + month + `) )?(\d{4})$`)
	fromPlace    = regexp.MustCompile(`(?:^|: )[Ff]rån (−?[\d, ]+?)(?: \D*?)? (?:i|på) (.+) till (−?[\d, ]+?)(?: \D*?)? (?:i|på) (.+?)(?:, bland de visade talen)?$`)
	newestSaid   = regexp.MustCompile(`^(.+): (−?[\d, ]+?)(?: [^\d(,]+)?(?: \(([^)]+)\))? (?:i|år) (` + month + ` \d{4}|\d{4})(?:, (−?[\d, ]+?)(?: \D+?)? ett år tidigare|, ingen säker förändring sedan (\d{4}))?$`)
	commonest    = regexp.MustCompile(`^(.+) är vanligast( av de visade)?$`)
	shareOf      = regexp.MustCompile(`(\d+) % (mellan stadsdelar|mellan enheter|mellan handläggare)`)
	ofTried      = regexp.MustCompile(`(?i)tydligt (högre|lägre) (.+?) prövade månader`)
	soManyOf     = regexp.MustCompile(`(.+?) (\d+) av (\d+)(?: och |$)`)
	inSome       = regexp.MustCompile(`(lägre|högre|ingen säker skillnad) i (\S+) stadsdel`)
)

var someYear, someMonth = regexp.MustCompile(`^ \d{4}`), regexp.MustCompile(`^ i ` + month + ` \d{4}`)

// heading is a heading of a page, the page, and what the page is of.
type heading struct{ page, of, text string }

// headingsOf are the headings that claim something of figures, with plain spaces.
func headingsOf(t *testing.T, site string) []heading {
	t.Helper()
	seen := map[heading]bool{}
	root, err := filepath.EvalSymlinks(site)
	must(t, err)
	must(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		of, _, _ := strings.Cut(plainSpaces(html.UnescapeString(anyTag.ReplaceAllString(string(firstHeading.Find(text)), ""))), ". ")
		for _, m := range headingTag.FindAllStringSubmatch(string(text), -1) {
			h := plainSpaces(html.UnescapeString(anyTag.ReplaceAllString(m[1], "")))
			if claims.MatchString(h) {
				seen[heading{filepath.ToSlash(rel), of, h}] = true
			}
		}
		return err
	}))
	var out []heading
	for h := range seen {
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b heading) int { return strings.Compare(a.page+a.text, b.page+b.text) })
	return out
}

// loadHeadings reads what headings are held against.
func (k *checker) loadHeadings(ctx context.Context, pub *publication.DB) error {
	inds, err := pub.Indicators(ctx)
	if err != nil {
		return err
	}
	k.shorts, k.verdicts, k.figures = map[string]string{}, map[string][]publication.Comparison{}, map[string][]publication.Observation{}
	for _, i := range inds {
		k.shorts[i.Name] = i.Short
		if k.verdicts[i.Name], err = pub.Comparisons(ctx, i.Name); err != nil {
			return err
		}
		if k.figures[i.Name], err = pub.Observations(ctx, i.Name); err != nil {
			return err
		}
		for _, o := range k.figures[i.Name] {
			if !slices.Contains(k.areas, o.Area) {
				k.areas = append(k.areas, o.Area)
			}
		}
	}
	k.names = map[string][2]string{}
	for name, short := range k.shorts {
		add := func(category, text string) { k.names[strings.ToLower(plainSpaces(text))] = [2]string{name, category} }
		categories := map[string]bool{}
		for _, c := range k.verdicts[name] {
			categories[c.Category] = true
		}
		delete(categories, "")
		for c := range categories {
			add(c, c)
			add(c, short+", "+c)
			add(c, k.titles[name]+" ("+c+")")
			add(c, short+" ("+c+")")
		}
		add("", short)
		add("", k.titles[name])
	}
	slices.SortStableFunc(k.areas, func(a, b string) int { return len(b) - len(a) })
	return nil
}

// headingTrue holds a heading against the tables by what it says.
func (k *checker) headingTrue(h heading) error {
	switch {
	case strings.Contains(h.text, ": särskild orsak "), strings.Contains(h.text, ": ordinarie variation "):
		k.seen["rubrik: styrdiagram"]++
		return k.check(h.text + ".")
	case strings.Contains(h.text, " jämfört med året före"):
		k.seen["rubrik: framträder"]++
		return k.check(h.text + ".")
	case ofTried.MatchString(h.text):
		k.seen["rubrik: prövade månader"]++
		return k.triedTrue(h.page, h.text)
	case fromPlace.MatchString(h.text):
		k.seen["rubrik: från och till"]++
		return k.fromPlaceTrue(h.page, fromPlace.FindStringSubmatch(h.text))
	case newestSaid.MatchString(h.text):
		k.seen["rubrik: nyaste talet"]++
		return k.newestTrue(h, newestSaid.FindStringSubmatch(h.text))
	case strings.HasPrefix(h.text, "Mer än ordinarie variation "):
		k.seen["rubrik: mer än ordinarie"]++
		return k.ongoingTrue(h)
	case strings.Contains(h.text, " % mellan "), strings.HasPrefix(h.text, "Ingen mätbar del "):
		k.seen["rubrik: variation"]++
		return k.sharesTrue(h.page, h.text)
	case farthest.MatchString(h.text):
		k.seen["rubrik: störst förändring"]++
		return k.farthestTrue(h.page, farthest.FindStringSubmatch(h.text))
	case nobodyWent.MatchString(h.text):
		k.seen["rubrik: ingen förändring"]++
		return k.nobodyWentTrue(h.page, nobodyWent.FindStringSubmatch(h.text))
	case wentFrom.MatchString(h.text):
		k.seen["rubrik: från år till år"]++
		return k.wentTrue(wentFrom.FindStringSubmatch(h.text))
	case yearsApart.MatchString(h.text):
		k.seen["rubrik: år mot år"]++
		return k.apartTrue(h.page, yearsApart.FindStringSubmatch(h.text))
	case ofArea.MatchString(h.text):
		k.seen["rubrik: stadsdel"]++
		area := h.of
		for _, m := range ofArea.FindAllStringSubmatch(h.text, -1) {
			for _, what := range k.listed(m[2]) {
				if k.sure(what[0], what[1], area, "", m[1]) == 0 {
					return fmt.Errorf("%s is not surely %s in %s", what, m[1], area)
				}
			}
		}
		return nil
	}
	k.seen["rubrik: skillnad"]++
	subject, rest, _ := strings.Cut(h.text, ": ")
	of, period := k.listed(strings.ToLower(subject)), ""
	if m := dated.FindStringSubmatch(subject); m != nil {
		if period = m[3]; m[2] != "" {
			period = monthOf(m[2] + " " + m[3])
		}
		of = k.listed(strings.ToLower(m[1]))
		for _, end := range []string{", året", " under året"} {
			if yearly := k.listed(strings.ToLower(m[1] + end)); m[2] == "" && len(yearly) == 1 && yearly[0][0] != "" {
				of = yearly
			}
		}
	}
	if len(of) != 1 {
		return fmt.Errorf("it is of %v", of)
	}
	for rest != "" {
		m := sides.FindStringSubmatch(rest)
		if m == nil {
			return errors.New("nobody can check it")
		}
		if err := k.sideTrue(of[0][0], of[0][1], period, m[1], m[2]); err != nil {
			return err
		}
		at := strings.Index(rest, m[0]) + len(m[0])
		if strings.HasSuffix(m[0], ", tydligt") {
			at -= len("tydligt")
		}
		rest = rest[at:]
	}
	return nil
}

// listed are the indicators and categories named in a list of short names.
func (k *checker) listed(list string) (out [][2]string) {
	list = strings.ToLower(list)
	for list != "" {
		best, length := [2]string{}, 0
		for text, of := range k.names {
			if len(text) > length && strings.HasPrefix(list, text) {
				best, length = of, len(text)
			}
			base := strings.TrimSuffix(strings.TrimSuffix(text, ", året"), " under året")
			if n := len(base) + len(" 2023"); base != text && n > length && strings.HasPrefix(list, base) && someYear.MatchString(list[len(base):]) {
				best, length = of, n
			}
		}
		if length == 0 {
			return append(out, [2]string{"", list})
		}
		out = append(out, best)
		length += len(someMonth.FindString(list[length:]))
		list = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(list[length:], "; "), ", "), " och ")
	}
	return out
}

// sure is in how many periods, or whether in the one that is named, the tables say
// for sure that a district lies on that side of the others: by the adjusted p, the
// sign and the interval.
func (k *checker) sure(ind, category, area, period, side string) int {
	n := 0
	for _, c := range k.verdicts[ind] {
		if c.Area == area && c.Category == category && (period == "" || c.Period == period) && c.Verdict == map[string]string{"högre": publication.Higher, "lägre": publication.Lower}[side] &&
			(c.PAdjusted == nil || *c.PAdjusted < 0.05) && (c.Difference == nil || (*c.Difference > 0) == (side == "högre")) {
			n++
		}
	}
	return n
}

// sideTrue holds named districts, or their number, against the verdicts.
func (k *checker) sideTrue(ind, category, period, side, places string) error {
	var sure []string
	for _, c := range k.verdicts[ind] {
		if !slices.Contains(sure, c.Area) && k.sure(ind, category, c.Area, period, side) > 0 {
			sure = append(sure, c.Area)
		}
	}
	if number, _, ok := strings.Cut(places, " stadsdel"); ok {
		if n := numeral(number); n == 0 || n > len(sure) {
			return fmt.Errorf("%d are surely %s", len(sure), side)
		}
		return nil
	}
	for _, a := range k.areas {
		if strings.Contains(places, a) {
			if !slices.Contains(sure, a) {
				return fmt.Errorf("%s is not surely %s", a, side)
			}
			places = strings.ReplaceAll(places, a, "")
		}
	}
	return onlyBetween(places)
}

func numeral(s string) int {
	words := []string{"en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"}
	if i := slices.Index(words, s); i >= 0 {
		return i + 1
	}
	if n := swedish(s); !math.IsNaN(n) {
		return int(n)
	}
	return 0
}

// wentTrue looks for a series with both values in both years and intervals apart.
func (k *checker) wentTrue(m []string) error {
	area, subject, ok := strings.Cut(m[1], ". ")
	if !ok {
		area, subject = "", m[1]
	}
	of := k.listed(subject)
	if len(of) != 1 {
		return fmt.Errorf("it is of %v", of)
	}
	from, to := swedish(m[3]), swedish(m[4])
	half := 0.5*math.Pow(10, -float64(k.decimals[of[0][0]])) + 1e-9
	for _, a := range k.figures[of[0][0]] {
		if area != "" && a.Area != area || a.Value == nil || a.Period != m[5] || math.Abs(*a.Value-from) > half {
			continue
		}
		for _, b := range k.figures[of[0][0]] {
			if b.Area == a.Area && b.Value != nil && b.Period == m[6] && math.Abs(*b.Value-to) <= half && apart(a, b) && (*b.Value > *a.Value) == (m[2] == "stigit") {
				return nil
			}
		}
	}
	return errors.New("no series went that way beyond its intervals")
}

func apart(a, b publication.Observation) bool {
	if a.Lower == nil || a.Upper == nil || b.Lower == nil || b.Upper == nil {
		return true
	}
	return *a.Lower > *b.Upper || *b.Lower > *a.Upper
}

// indicatorOf is the indicator that a page is of; empty of other pages.
func indicatorOf(page string) string {
	parts := strings.Split(strings.TrimSuffix(page, ".html"), "/")
	if len(parts) > 1 && (parts[0] == "nyckeltal" || parts[0] == "diagram") {
		return parts[1]
	}
	return ""
}

// told are the two ways of telling an indicator's figures: in the division of their own time, and in the newest.
func (k *checker) told(name string) []func(publication.Observation) bool {
	newest := ""
	for _, o := range k.figures[name] {
		if o.Level == publication.LevelDistrict {
			newest = max(newest, o.Division)
		}
	}
	return []func(publication.Observation) bool{
		func(o publication.Observation) bool { return o.SumOf == "" },
		func(o publication.Observation) bool { return o.Division == newest },
	}
}

// fromPlaceTrue looks for a period in which the lowest and the highest of the districts' figures are those, there.
func (k *checker) fromPlaceTrue(page string, m []string) error {
	for name := range k.figures {
		if of := indicatorOf(page); of != "" && of != "alla" && of != name {
			continue
		}
		half := 0.5*math.Pow(10, -float64(k.decimals[name])) + 1e-9
		for _, told := range k.told(name) {
			periods := map[[2]string][]publication.Observation{}
			for _, o := range k.figures[name] {
				if o.Level == publication.LevelDistrict && o.Value != nil && told(o) {
					periods[[2]string{o.Category, o.Period}] = append(periods[[2]string{o.Category, o.Period}], o)
				}
			}
			for _, all := range periods {
				value := func(a, b publication.Observation) int { return cmp.Compare(*a.Value, *b.Value) }
				low, high := slices.MinFunc(all, value), slices.MaxFunc(all, value)
				if math.Abs(*low.Value-swedish(m[1])) <= half && math.Abs(*high.Value-swedish(m[3])) <= half && k.there(all, *low.Value, half, m[2]) && k.there(all, *high.Value, half, m[4]) {
					return nil
				}
			}
		}
	}
	return errors.New("no period has those ends")
}

// there says whether the named districts, or so many of them, have a value as it is printed.
func (k *checker) there(all []publication.Observation, v, half float64, places string) bool {
	var names []string
	for _, o := range all {
		if math.Abs(*o.Value-v) <= 2*half {
			names = append(names, o.Area)
		}
	}
	if number, _, ok := strings.Cut(places, " stadsdel"); ok {
		n := numeral(number)
		return n > 0 && n <= len(names)
	}
	for _, a := range k.areas {
		if strings.Contains(places, a) {
			if !slices.Contains(names, a) {
				return false
			}
			places = strings.ReplaceAll(places, a, "")
		}
	}
	return onlyBetween(places) == nil
}

// triedTrue counts, in the newest three years told in the newest division, each district's months of every verdict: those
// that are named, and no other, have the most on that side, of so many that were tried.
func (k *checker) triedTrue(page, text string) error {
	name, division, last := indicatorOf(page), "", ""
	for _, o := range k.figures[name] {
		if o.Level == publication.LevelDistrict {
			division, last = max(division, o.Division), max(last, o.Period)
		}
	}
	p, err := period.Parse(last)
	if err != nil {
		return err
	}
	count := map[string]map[string]int{}
	for _, c := range k.verdicts[name] {
		if c.Division == division && c.Category == "" && c.Period >= p.Add(-35).String() && c.Verdict != publication.NotCompared {
			if count[c.Area] == nil {
				count[c.Area] = map[string]int{}
			}
			count[c.Area][c.Verdict]++
			count[c.Area]["tried"]++
		}
	}
	for _, m := range ofTried.FindAllStringSubmatch(text, -1) {
		verdict, said, most := map[string]string{"högre": publication.Higher, "lägre": publication.Lower}[strings.ToLower(m[1])], map[string]bool{}, 0
		for _, part := range soManyOf.FindAllStringSubmatch(m[2], -1) {
			most = int(swedish(part[2]))
			places := part[1]
			for _, a := range k.areas {
				if strings.Contains(places, a) {
					if count[a][verdict] != most || count[a]["tried"] != int(swedish(part[3])) {
						return fmt.Errorf("%s has %v", a, count[a])
					}
					said[a], places = true, strings.ReplaceAll(places, a, "")
				}
			}
			if err := onlyBetween(places); err != nil {
				return err
			}
		}
		if len(said) == 0 {
			return errors.New("it names no district")
		}
		for a, by := range count {
			if !said[a] && by[verdict] >= most {
				return fmt.Errorf("%s has %v", a, by)
			}
		}
	}
	return nil
}

// ongoingTrue looks for a special cause in the newest figures of every named district, and of no other.
func (k *checker) ongoingTrue(h heading) error {
	_, names, _ := strings.Cut(h.text, ": ")
	newest, going := "", map[string]bool{}
	for _, o := range k.figures[indicatorOf(h.page)] {
		if o.Level == publication.LevelDistrict {
			newest = max(newest, o.Division)
		}
	}
	for _, c := range k.charts[indicatorOf(h.page)] {
		if c.Level == publication.LevelDistrict && c.Category == "" && c.Division == newest && c.Kind != publication.ChartLine {
			going[c.Area] = c.Ongoing
		}
	}
	for _, a := range k.areas {
		if named := strings.Contains(names, a); named != going[a] {
			return fmt.Errorf("%s: named %t, a special cause %t", a, named, going[a])
		} else if named {
			names = strings.ReplaceAll(names, a, "")
		}
	}
	return onlyBetween(names)
}

// sharesTrue holds the shares of variation in a heading against the city's newest figures: every one is said, as a
// number or as one that could not be measured.
func (k *checker) sharesTrue(page, text string) error {
	newest := map[string]publication.Observation{}
	for _, o := range k.figures[indicatorOf(page)] {
		if o.Level == publication.LevelCity && o.Value != nil && o.Period >= newest[o.Category].Period {
			newest[o.Category] = o
		}
	}
	said := map[string]float64{}
	for _, m := range shareOf.FindAllStringSubmatch(text, -1) {
		said[m[2]] = swedish(m[1])
	}
	_, none, _ := strings.Cut(strings.ToLower(text), "ingen mätbar del ")
	for _, category := range []string{"mellan stadsdelar", "mellan enheter", "mellan handläggare"} {
		o, ok := newest[category]
		v, number := said[category]
		if !ok && (number || strings.Contains(none, category)) || ok && number == (math.Round(*o.Value) == 0) || ok && number && math.Abs(v-*o.Value) > 0.5+1e-9 || ok && !number && !strings.Contains(none, category) {
			return fmt.Errorf("%s is %+v", category, o)
		}
	}
	return nil
}

// newestTrue looks for the figure, and for the one a year before or the intervals that meet.
func (k *checker) newestTrue(h heading, m []string) error {
	if c := commonest.FindStringSubmatch(m[1]); c != nil {
		return k.commonestTrue(h.page, c, m)
	}
	subject, area := m[1], h.of
	if a, rest, ok := strings.Cut(subject, ". "); ok && slices.Contains(k.areas, a) {
		area, subject = a, rest
	}
	for _, a := range k.areas {
		for _, in := range []string{" i ", " på "} {
			if rest, ok := strings.CutSuffix(subject, in+a); ok {
				area, subject = a, rest
			}
		}
	}
	of := k.listed(subject)
	if len(of) != 1 || of[0][0] == "" {
		return fmt.Errorf("it is of %v", of)
	}
	return k.saidOf(of[0][0], area, "", m)
}

// commonestTrue is newestTrue of the city's largest category.
func (k *checker) commonestTrue(page string, c, m []string) error {
	name, when, city := indicatorOf(page), m[4], ""
	if len(when) > 4 {
		when = monthOf(when)
	}
	for _, o := range k.figures[name] {
		if o.Level != publication.LevelCity || o.Period != when || o.Category == "" {
			continue
		}
		city = o.Area
		if o.Value == nil && c[2] == "" {
			return fmt.Errorf("%s is not shown", o.Category)
		}
		if o.Value != nil && o.Category != c[1] && *o.Value > swedish(m[2])+0.5*math.Pow(10, -float64(k.decimals[name])) {
			return fmt.Errorf("%s is %v", o.Category, *o.Value)
		}
	}
	return k.saidOf(name, city, c[1], m)
}

// saidOf holds the newest value that is said of an area, and what is said of a year before or since, against the tables.
func (k *checker) saidOf(name, area, category string, m []string) error {
	at := func(period string, v string, also func(publication.Observation) bool) *publication.Observation {
		half := 0.5*math.Pow(10, -float64(k.decimals[name])) + 1e-9
		for _, o := range k.figures[name] {
			if o.Area == area && o.Category == category && o.Period == period && o.Value != nil && (v == "" || math.Abs(*o.Value-swedish(v)) <= half) && also(o) {
				return &o
			}
		}
		return nil
	}
	any := func(publication.Observation) bool { return true }
	when := m[4]
	if len(when) > 4 {
		when = monthOf(when)
	}
	now := at(when, m[2], any)
	switch {
	case now == nil:
		return fmt.Errorf("%s of %s is not %s %s", name, area, m[2], when)
	case m[3] == "" && now.Lower != nil && now.Upper != nil:
		return errors.New("it does not say the interval")
	case m[5] != "":
		p, err := period.Parse(when)
		if err != nil || at(p.Add(-12).String(), m[5], any) == nil {
			return errors.New("a year before it was not that")
		}
	case m[6] != "":
		if at(m[6], "", func(o publication.Observation) bool { return !apart(o, *now) }) == nil {
			return errors.New("the two years' intervals do not meet")
		}
	}
	return nil
}

// twoYears are the districts' figures of a year and of the newest, as told in the division of each
// year's time and in that of the newest; pairs without both values are left out.
func (k *checker) twoYears(page, from string) [][][2]publication.Observation {
	name, newest := indicatorOf(page), ""
	for _, o := range k.figures[name] {
		if o.Level == publication.LevelDistrict {
			newest = max(newest, o.Period)
		}
	}
	var out [][][2]publication.Observation
	for _, told := range k.told(name) {
		var pairs [][2]publication.Observation
		for _, a := range k.figures[name] {
			for _, b := range k.figures[name] {
				if a.Level == publication.LevelDistrict && told(a) && told(b) && a.Area == b.Area && a.Period == from && b.Period == newest && a.Value != nil && b.Value != nil {
					pairs = append(pairs, [2]publication.Observation{a, b})
				}
			}
		}
		out = append(out, pairs)
	}
	return out
}

// tried leaves the pairs whose figures all have intervals, where a heading is of what is sure.
func tried(pairs [][2]publication.Observation, sure bool) [][2]publication.Observation {
	return slices.DeleteFunc(slices.Clone(pairs), func(p [2]publication.Observation) bool {
		return sure && (p[0].Lower == nil || p[0].Upper == nil || p[1].Lower == nil || p[1].Upper == nil)
	})
}

// farthestTrue looks for a telling in which the named district went that way beyond its intervals, and
// no other that did so farther; "störst" is said beside others only.
func (k *checker) farthestTrue(page string, m []string) error {
	from, to := swedish(m[4]), swedish(m[5])
	for _, pairs := range k.twoYears(page, m[6]) {
		change, most, named, others := 0.0, "", false, 0
		for _, p := range tried(pairs, strings.Contains(strings.ToLower(m[1]), "säk")) {
			if !apart(p[0], p[1]) {
				continue
			}
			if c := math.Abs(*p[1].Value - *p[0].Value); c > change {
				change, most = c, p[0].Area
			}
			if p[0].Area != m[2] {
				others++
				continue
			}
			half := 0.5*math.Pow(10, -float64(k.decimals[p[0].Indicator])) + 1e-9
			named = math.Abs(*p[0].Value-from) <= half && math.Abs(*p[1].Value-to) <= half && (*p[1].Value > *p[0].Value) == (m[3] == "stigit")
		}
		if named && most == m[2] && (others > 0) == strings.HasPrefix(m[1], "Stör") {
			return nil
		}
	}
	return errors.New("no telling of the two years has it")
}

// nobodyWentTrue looks for a telling of so many districts of which none went beyond its intervals.
func (k *checker) nobodyWentTrue(page string, m []string) error {
	for _, pairs := range k.twoYears(page, m[2]) {
		pairs = tried(pairs, m[1] != "")
		went := slices.ContainsFunc(pairs, func(p [2]publication.Observation) bool {
			return apart(p[0], p[1]) && math.Abs(*p[1].Value-*p[0].Value) >= math.Pow(10, -float64(k.decimals[p[0].Indicator]))
		})
		if !went && len(pairs) == numeral(m[3]) {
			return nil
		}
	}
	return errors.New("some district went somewhere, or there are not so many")
}

// apartTrue counts the districts whose intervals of the two years lie apart, in
// any division: a heading counts those of one.
func (k *checker) apartTrue(page string, m []string) error {
	name := indicatorOf(page)
	counts := map[string]int{}
	seen := map[string]bool{}
	for _, a := range k.figures[name] {
		for _, b := range k.figures[name] {
			if a.Level != publication.LevelDistrict || b.Area != a.Area || a.Period != m[2] || b.Period != m[1] || a.Value == nil || b.Value == nil || seen[a.Area] {
				continue
			}
			seen[a.Area] = true
			switch {
			case !apart(a, b):
				counts["ingen säker skillnad"]++
			case *b.Value > *a.Value:
				counts["högre"]++
			default:
				counts["lägre"]++
			}
		}
	}
	for _, part := range inSome.FindAllStringSubmatch(m[3], -1) {
		if n := numeral(part[2]); n == 0 || n > counts[part[1]] {
			return fmt.Errorf("%s in %d", part[1], counts[part[1]])
		}
	}
	return nil
}
