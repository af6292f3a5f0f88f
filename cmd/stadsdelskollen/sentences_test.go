//go:build duckdb_arrow

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"stadsdelskollen/ingest/synthetic"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/queries/register"
)

// The synthetic city is published, and its pages are read as a reader would:
// every sentence on them is held against the tables, by what it says and not by
// how it was made; and the causes that were planted in it are found and named.
func TestEverySentenceOfTheSyntheticSiteIsTrueAndPlantedCausesAreNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	planted, err := synthetic.Write(t.Context(), dir, synthetic.Options{Seed: 1, Register: register.Stockholm(), Scale: 0.2})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"ingest", "-C", dir}, {"publish", "--audience", "internal", "-C", dir}} {
		var out bytes.Buffer
		if code := run(t.Context(), args, &out, &out, func(string) string { return "" }); code != exitDone && code != exitRefused {
			t.Fatalf("%v: exit %d: %s", args, code, out.String())
		}
	}
	site := filepath.Join(dir, "internt", "site")
	pub, err := publication.Open(t.Context(), filepath.Join(site, "data", "publication.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pub.Close(); err != nil {
			t.Error(err)
		}
	}()
	k := newChecker(t, pub)
	must(t, k.loadHeadings(t.Context(), pub))
	must(t, k.loadReports(t.Context(), pub, site))
	sentences := sentencesOf(t, site)
	for _, s := range sentences {
		var faults error
		if !slices.ContainsFunc(s, func(reading string) bool {
			err := k.check(reading)
			faults = errors.Join(faults, err)
			return err == nil
		}) {
			t.Errorf("%q: %v", s, faults)
		}
	}
	for _, h := range headingsOf(t, site) {
		if err := k.headingTrue(h); err != nil {
			t.Errorf("%s: %q: %v", h.page, h.text, err)
		}
	}
	k.yearsBefore(t, site)
	for kind, n := range k.seen {
		t.Logf("%s: %d sentences", kind, n)
	}
	for _, kind := range append([]string{"ordinarie", "särskild orsak", "utan gränser", "händelse", "tratt", "olikhet", "lutning", "året före", "variation", "väntat", "rubrik: styrdiagram", "rubrik: störst förändring", "rubrik: skillnad", "rubrik: stadsdel", "rubrik: från och till", "rubrik: nyaste talet", "rubrik: variation", "rubrik: prövade månader", "rubrik: mer än ordinarie"}, reportKinds...) {
		if k.seen[kind] == 0 {
			t.Errorf("no sentence about %s among %d", kind, len(sentences))
		}
	}
	causesAreNamed(t, k, sentences, planted.Causes)
}

// causesAreNamed looks for a special cause in the district and months of every
// planted cause, on its side, in the words of a page.
func causesAreNamed(t *testing.T, k *checker, sentences [][]string, causes []synthetic.Cause) {
	t.Helper()
	if len(causes) < 3 {
		t.Fatalf("%d causes planted", len(causes))
	}
	for _, c := range causes {
		indicator, side := "handlaggningstid_median", publication.Higher
		if c.Kind == synthetic.Applications {
			indicator = "ansokningar"
		}
		if c.Factor < 1 {
			side = publication.Lower
		}
		from, to := c.From[:7], "9999"
		if c.To != "" {
			to = c.To[:7]
		}
		hits := 0
		for _, p := range k.points[indicator] {
			if p.Area == c.Area && p.Level == publication.LevelDistrict && p.Side == side && p.Period >= from && p.Period <= to {
				hits++
			}
		}
		named := slices.ContainsFunc(sentences, func(s []string) bool {
			return strings.HasPrefix(s[0], k.titles[indicator]+" i "+c.Area+": särskild orsak ")
		})
		if hits < 2 || !named {
			t.Errorf("%s in %s from %s: %d months flagged, named %v", c.Kind, c.Area, from, hits, named)
		}
	}
	for _, e := range k.events["handlaggningstid_median"] {
		if e.Area == causes[0].Area && e.Date.Format("2006-01-02") == causes[0].From && (e.Verdict != publication.EventClear || *e.LevelChange >= 0) {
			t.Errorf("the event in %s was not found: %+v", e.Area, e)
		}
	}
}

// sentencesOf are the sentences of all pages, each once, in the ways in which it may be read: with plain spaces, and with
// the names that stand before it or above it.
func sentencesOf(t *testing.T, site string) [][]string {
	t.Helper()
	seen := map[string][]string{}
	pages, err := fs.Glob(os.DirFS(site), "*/*.html")
	must(t, err)
	for _, name := range append(pages, "index.html") {
		doc, err := html.Parse(strings.NewReader(readSite(t, os.DirFS(site), name)))
		must(t, err)
		above := plainSpaces(textIn(element(doc, "h1")))
		title, _, _ := strings.Cut(strings.TrimPrefix(textIn(element(doc, "title")), "INTERNT: "), " – stadsdelskollen")
		for n := range doc.Descendants() {
			switch {
			case n.Data == "ul" && attribute(n, "class") == "satser":
				for li := range n.ChildNodes() {
					text := plainSpaces(textIn(li))
					seen[text] = []string{text}
				}
			case n.Data == "dl" && hasClass(n, "sagt"):
				for div := range n.ChildNodes() {
					subject := plainSpaces(textIn(div.FirstChild))
					for dd := range div.ChildNodes() {
						if text := plainSpaces(textIn(dd)); dd.Data == "dd" {
							of, area := subject, above
							if strings.HasPrefix(name, "nyckeltal/") {
								of, area = plainSpaces(title), subject
							}
							seen[of+" "+area+" "+text] = readings(of, area, text)
						}
					}
				}
			}
		}
	}
	var out [][]string
	for _, s := range slices.Sorted(maps.Keys(seen)) {
		out = append(out, seen[s])
	}
	return out
}

// readings are a sentence that goes on from the name of its figure, and from the area that its page is of.
func readings(subject, area, text string) []string {
	r, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToLower(r)) + text[size:]
	in := subject + " i " + area
	return []string{in + ": " + text, in + ", " + text, in + " " + text, subject + " " + text}
}

func plainSpaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// checker knows the tables and how to read a sentence.
type checker struct {
	titles    map[string]string // indicator → title as it begins a sentence
	direction map[string]string
	decimals  map[string]int64
	points    map[string][]publication.ChartPoint
	charts    map[string][]publication.Chart
	events    map[string][]publication.EventChange
	trends    map[string][]publication.Trend
	funnels   map[string][]publication.FunnelPoint
	unequal   map[string][]publication.Disparity
	peers     map[string][]publication.PeerComparison
	months    map[string][]publication.OverTime
	shares    map[string][]publication.Observation // of the city, of indicators with categories
	expected  []publication.Standardised
	shorts    map[string]string    // and what headings are held against
	names     map[string][2]string // indicator and category, by each name in small letters
	verdicts  map[string][]publication.Comparison
	figures   map[string][]publication.Observation
	standouts []publication.Standout
	areas     []string
	month     string            // newest of the publication
	nothing   map[string]string // reports that say that nothing stands out, and of which figures
	seen      map[string]int
}

func newChecker(t *testing.T, pub *publication.DB) *checker {
	t.Helper()
	k := &checker{titles: map[string]string{}, direction: map[string]string{}, decimals: map[string]int64{}, points: map[string][]publication.ChartPoint{},
		charts: map[string][]publication.Chart{}, events: map[string][]publication.EventChange{}, trends: map[string][]publication.Trend{},
		funnels: map[string][]publication.FunnelPoint{}, unequal: map[string][]publication.Disparity{}, peers: map[string][]publication.PeerComparison{}, seen: map[string]int{}, nothing: map[string]string{},
		months: map[string][]publication.OverTime{}, shares: map[string][]publication.Observation{}}
	ctx := t.Context()
	inds, err := pub.Indicators(ctx)
	must(t, err)
	for _, i := range inds {
		k.titles[i.Name], k.direction[i.Name], k.decimals[i.Name] = i.Title, i.Direction, i.Decimals
		k.points[i.Name], err = pub.ChartPoints(ctx, i.Name)
		must(t, err)
		k.charts[i.Name], err = pub.Charts(ctx, i.Name)
		must(t, err)
		k.events[i.Name], err = pub.EventChanges(ctx, i.Name)
		must(t, err)
		k.trends[i.Name], err = pub.Trends(ctx, i.Name)
		must(t, err)
		k.funnels[i.Name], err = pub.FunnelPoints(ctx, i.Name)
		must(t, err)
		k.unequal[i.Name], err = pub.Disparities(ctx, i.Name)
		must(t, err)
		k.peers[i.Name], err = pub.PeerComparisons(ctx, i.Name)
		must(t, err)
		k.months[i.Name], err = pub.OverTime(ctx, i.Name)
		must(t, err)
		if i.Categories != "" {
			k.shares[i.Name], err = pub.Observations(ctx, i.Name)
			must(t, err)
		}
	}
	k.expected, err = pub.Standardised(ctx)
	must(t, err)
	k.standouts, err = pub.Standouts(ctx)
	must(t, err)
	areas, err := pub.Areas(ctx)
	must(t, err)
	for _, a := range areas {
		k.areas = append(k.areas, a.Name)
	}
	units, err := pub.Units(ctx)
	must(t, err)
	for _, u := range units {
		k.areas = append(k.areas, u.Name)
	}
	// The longest first, so that no name is taken for the beginning of another.
	slices.SortFunc(k.areas, func(a, b string) int { return len(b) - len(a) })
	return k
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// subject takes the indicator, its category and the area off the beginning of a
// sentence; the area is empty where the sentence is of all districts.
func (k *checker) subject(s string) (indicator, category, area, rest string, err error) {
	best := ""
	for name, title := range k.titles {
		if strings.HasPrefix(s, title) && len(title) > len(k.titles[best]) {
			best = name
		}
	}
	if best == "" {
		return "", "", "", "", fmt.Errorf("it begins with no indicator")
	}
	rest = strings.TrimPrefix(s, k.titles[best])
	if m := regexp.MustCompile(`^ \(([^)]*)\)`).FindStringSubmatch(rest); m != nil {
		category, rest = m[1], rest[len(m[0]):]
	}
	for _, a := range k.areas {
		for _, in := range []string{" i ", " på ", " vid "} {
			if r, ok := strings.CutPrefix(rest, in+a); ok {
				return best, category, a, r, nil
			}
		}
		if r, ok := strings.CutPrefix(rest, " i "+strings.ToLower(a[:1])+a[1:]); ok {
			return best, category, a, r, nil
		}
	}
	return best, category, "", rest, nil
}
