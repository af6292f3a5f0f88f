package dashboards

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/publication"
)

// reported is a chart of a report about the indicator that the example has of three years and of all districts.
func reported(t *testing.T, c *Charts, year string) Chart {
	t.Helper()
	ind := c.site.named("bistandstagare_andel")
	names := c.site.districtsOf(ind, "", year)
	in := c.site.dots(ind, names, "", year)
	draw, err := chart.NewRenderer(1)
	if err != nil {
		t.Fatal(err)
	}
	defer draw.Close()
	pic, err := draw.Draw(t.Context(), in, chart.A11y{ID: "diagram-1", LabelledBy: "diagram-1-t", DescribedBy: "diagram-1-d"})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return Chart{Page: "rapport/ar-" + year + ".html", Kind: "prickar", Indicator: ind.Name, Areas: names, Periods: []string{year}, ID: "diagram-1",
		Title: c.site.dotsTitle(ind, names, "", year), Sub: "År " + year, Description: in.Description(), Input: in, Picture: pic}
}

// placed are the charts of a site of the example, with the folder that they stand in.
func placed(t *testing.T, audience string) *Charts {
	t.Helper()
	c := stockholm(t)
	c.Info.Audience = audience
	return buildCharts(t, c, nil, 2, t.TempDir())
}

var linked = regexp.MustCompile(`<a href="([^"]+)">([^<]+)</a>`)

// linksOf are the addresses of a line of links by their texts.
func linksOf(t *testing.T, c *Charts, x Chart) map[string]string {
	t.Helper()
	line, err := c.Place(x)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range linked.FindAllStringSubmatch(string(line), -1) {
		out[m[2]] = m[1]
	}
	return out
}

func TestAReportsChartHasTheAddressOfTheSameChartOnlyWhereItIsTheSame(t *testing.T) {
	c := placed(t, publication.AudiencePublic)
	newest := reported(t, c, "2017")
	fewer, more, other := newest, newest, newest
	fewer.Page, fewer.Areas = "rapport/fewer.html", newest.Areas[1:]
	more.Page, more.Areas = "rapport/more.html", append(slices.Clone(newest.Areas), "Atlantis")
	other.Page, other.Title = "rapport/other.html", "Ett annat fynd"
	for _, k := range []struct {
		name, want string
		chart      Chart
	}{{"the same", "prickar", newest}, {"a year before", "prickar-ar-2016", reported(t, c, "2016")}, {"fewer districts", "prickar-fewer", fewer},
		{"a district without a figure", "prickar-more", more}, {"another finding", "prickar-other", other}} {
		base := "../diagram/bistandstagare_andel/" + k.want
		links := linksOf(t, c, k.chart)
		if links["Ladda ner bild (SVG)"] != base+".svg" || links["tal (CSV)"] != base+".csv" || links["Bädda in"] != base+".html#badda-in" ||
			links["Källa och metod"] != "../nyckeltal/bistandstagare_andel.html#kvalitet" || len(links) != 4 {
			t.Errorf("%s: %v", k.name, links)
		}
		var described struct {
			Title string `json:"titel"`
			Last  string `json:"sista_period"`
		}
		if err := json.Unmarshal([]byte(readPage(t, c.dir, strings.TrimPrefix(base, "../")+".metadata.json")), &described); err != nil {
			t.Fatal(err)
		}
		if described.Title != k.chart.Title || described.Last != k.chart.Periods[0] {
			t.Errorf("%s: its files are of %+v", k.name, described)
		}
		for _, ending := range []string{".html", ".svg", ".json"} {
			if _, err := os.Stat(filepath.Join(c.dir, "diagram/bistandstagare_andel", k.want+ending)); err != nil {
				t.Errorf("%s: %v", k.name, err)
			}
		}
	}
	page := readPage(t, c.dir, "diagram/bistandstagare_andel/prickar-ar-2016.html")
	contains(t, "its title names the year", page, ", 2016 – stadsdelskollen</title>")
	contains(t, "it comes to life", page, `data-diagram="../../diagram/bistandstagare_andel/prickar-ar-2016.json"`)
	if _, err := c.Place(fewer); err == nil {
		t.Error("two charts have one address")
	}
}

func TestAChartOfBaseFactsHasAnAddressAmongThoseOfSeveralIndicators(t *testing.T) {
	c := placed(t, publication.AudienceInternal)
	x := reported(t, c, "2017")
	x.Page, x.Kind, x.Measure, x.Areas, x.Periods = "rapport/manad.html", "hinder", "vuxna_hinder", []string{"Kungsholmen", "Norrmalm"}, []string{"2011-11"}
	if links := linksOf(t, c, x); links["Egen sida"] != "../diagram/alla/hinder-manad.html" || links["Bädda in"] != "" {
		t.Errorf("within the organisation: %v", links)
	}
	rows := strings.Split(strings.TrimSpace(readPage(t, c.dir, "diagram/alla/hinder-manad.csv")), "\n")
	for _, r := range rows[1:] {
		if !strings.HasPrefix(r, "vuxna_hinder,") || !strings.Contains(r, ",2011-11,") || !strings.Contains(r, ",Kungsholmen,") && !strings.Contains(r, ",Norrmalm,") {
			t.Errorf("a row of something else: %s", r)
		}
	}
	want := 0
	for _, f := range stockholm(t).Facts {
		if f.Measure == "vuxna_hinder" && slices.Contains(x.Areas, f.Area) {
			want++
		}
	}
	if len(rows)-1 != want || want < 4 {
		t.Errorf("%d rows, want %d", len(rows)-1, want)
	}
	x.Measure, x.Indicator = "", "inget"
	if _, err := c.Place(x); err == nil {
		t.Error("a chart of an indicator that there is not has an address")
	}
}
