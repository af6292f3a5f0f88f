package reports

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"stadsdelskollen/queries/publication"
)

// remembered is a publication with an earlier one and two corrections, one of
// them of a figure that is hidden now.
func remembered(t *testing.T, i publication.Info) *publication.DB {
	t.Helper()
	pub := filled(t, i)
	sealed, err := pub.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := publication.Correction{Publication: sealed.ID, Published: sealed.Published, Since: "2011-10_aaa", Kind: publication.Revised, Measure: "vuxna_hinder",
		Level: publication.LevelDistrict, Area: "Kungsholmen", Division: "2007-01-01", Period: "2011-11", Unit: "vuxna", Before: ptr(215.0), After: ptr(219.0),
		BeforeStatus: publication.OK, AfterStatus: publication.OK, Cause: publication.ByReplacement, Receipt: ptr(int64(2)), Replaced: ptr(int64(1))}
	h := c
	h.Kind, h.Area, h.Category, h.Before, h.After, h.AfterStatus, h.Cause = publication.NowHidden, "Norrmalm", "Arbetslös", nil, nil, publication.Hidden, publication.ByProtection
	earlier := []publication.Earlier{{ID: "2011-10_aaa", Number: 1, Published: sealed.Published.AddDate(0, -1, 0), Month: "2011-10"}}
	if err := pub.Remember(t.Context(), earlier, []publication.Correction{c, h}); err != nil {
		t.Fatal(err)
	}
	return pub
}

func feedText(t *testing.T, i publication.Info) string {
	t.Helper()
	f, err := FeedOf(t.Context(), remembered(t, i))
	if err != nil {
		t.Fatal(err)
	}
	text, err := Atom(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFeedIsReadByAnotherReader(t *testing.T) {
	i := info()
	i.Address, i.Publisher = "https://stad.example", "Exempelstaden"
	feed, err := gofeed.NewParser().ParseString(feedText(t, i))
	if err != nil {
		t.Fatal(err)
	}
	if feed.FeedType != "atom" || feed.Title != "Stadsdelskollen, Stockholm" || feed.Authors[0].Name != "Exempelstaden" || feed.Language != "sv" ||
		feed.FeedLink != "https://stad.example/publications/atom.xml" || feed.UpdatedParsed == nil || !feed.UpdatedParsed.Equal(i.Published) {
		t.Errorf("got %+v", feed)
	}
	if len(feed.Items) != 3 {
		t.Fatalf("got %d entries", len(feed.Items))
	}
	seen := map[string]bool{}
	for _, e := range feed.Items {
		if !strings.HasPrefix(e.GUID, "urn:uuid:") || seen[e.GUID] || e.UpdatedParsed == nil || e.Title == "" {
			t.Errorf("entry %+v", e)
		}
		seen[e.GUID] = true
	}
	first := feed.Items[0]
	if want := "Rättelser: två tal är rättade"; first.Title != want {
		t.Errorf("title %q, want %q", first.Title, want)
	}
	if !strings.HasPrefix(first.Link, "https://stad.example/publications/2011-11_") || !strings.HasSuffix(first.Link, "/rattelser.html") {
		t.Errorf("link %q", first.Link)
	}
	text := strings.ReplaceAll(first.Content, "\u00a0", " ")
	for _, want := range []string{"Vuxna med försörjningshinder, Kungsholmen, november 2011: från 215 till 219 vuxna (kvitto 2 ersatte kvitto 1).",
		"Vuxna med försörjningshinder, arbetslös, Norrmalm, november 2011: är nu dolt (skyddet av små tal döljer andra tal än förut)."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	if old := feed.Items[2]; old.Title != "Publicering med uppgifter till och med oktober\u00a02011" || old.Link != "https://stad.example/publications/2011-10_aaa/index.html" {
		t.Errorf("got %q, %q", old.Title, old.Link)
	}
}

// RFC 4287 sections 4.1.1 and 4.1.2: what a feed and an entry must hold, once.
func TestFeedHasWhatRFC4287Demands(t *testing.T) {
	text := feedText(t, info())
	if text != feedText(t, info()) {
		t.Error("the same publication gave two feeds")
	}
	type entry struct {
		ID      []string `xml:"http://www.w3.org/2005/Atom id"`
		Title   []string `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
		Content []string `xml:"http://www.w3.org/2005/Atom content"`
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		entry
		Author  []string `xml:"http://www.w3.org/2005/Atom author>name"`
		Entries []entry  `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal([]byte(text), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Author) != 1 || feed.Author[0] == "" {
		t.Errorf("authors %q", feed.Author)
	}
	for _, e := range append(feed.Entries, feed.entry) {
		if len(e.ID) != 1 || len(e.Title) != 1 || len(e.Updated) != 1 {
			t.Errorf("got %+v", e)
			continue
		}
		if _, err := time.Parse(time.RFC3339, e.Updated[0]); err != nil {
			t.Error(err)
		}
	}
}

// One file is served at two addresses: without the site's own, only what lies
// beside it is linked to.
func TestAFeedWithoutAnAddressLeadsNowhereWrong(t *testing.T) {
	i := info()
	i.Address = ""
	feed, err := gofeed.NewParser().ParseString(feedText(t, i))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range feed.Items {
		got = append(got, e.Link)
	}
	if diff := cmp.Diff([]string{"rattelser.html", "index.html", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	dir := t.TempDir()
	pub := remembered(t, info())
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := WriteData(t.Context(), pub, filepath.Join(dir, "data")); err != nil {
		t.Fatal(err)
	}
	if err := WriteManifest(t.Context(), pub, dir, ManifestOptions{Number: 2, Previous: "2011-10_aaa", Program: "1.0", ECharts: "6"}); err != nil {
		t.Fatal(err)
	}
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	wantFacts, err := pub.Facts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	facts, err := m.ReadFacts(dir)
	if diff := cmp.Diff(wantFacts, facts); diff != "" || err != nil {
		t.Error(err, diff)
	}
	wantCorrections, err := pub.Corrections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	corrections, err := m.ReadCorrections(dir)
	if diff := cmp.Diff(wantCorrections, corrections); diff != "" || err != nil {
		t.Error(err, diff)
	}
	wantDeliveries, err := pub.Deliveries(t.Context())
	if diff := cmp.Diff(wantDeliveries, m.Received()); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if m.Number != 2 || m.Previous != "2011-10_aaa" || m.Versions.Program != "1.0" || m.Versions.DuckDB == "" || len(m.Indicators) != 1 ||
		m.Indicators[0].SHA256 != SQLHash(m.Indicators[0].SQL) || m.Indicators[0].Measures[0] != "vuxna_hinder" {
		t.Errorf("got %+v", m)
	}

	// A file that was changed after it was published is not believed.
	if err := os.WriteFile(filepath.Join(dir, "data", "fakta.csv"), []byte("matt\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := m.ReadFacts(dir); err == nil || !strings.Contains(err.Error(), "is not the file that was published") {
		t.Errorf("got %v", err)
	}
}

func TestKeptPublicationsStandInTheirOrder(t *testing.T) {
	dir := t.TempDir()
	for id, n := range map[string]string{"c": "2", "a": "10", "b": "0"} {
		if err := os.Mkdir(filepath.Join(dir, id), 0o755); err != nil {
			t.Fatal(err)
		}
		text := `{"id": "` + id + `", "nummer": ` + n + `, "publicerad": "2026-11-21T12:00:00Z"}`
		if err := os.WriteFile(filepath.Join(dir, id, manifestName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, other := range []string{".bygge-1", "annat"} {
		if err := os.Mkdir(filepath.Join(dir, other), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := Kept(dir)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, m := range kept {
		ids = append(ids, m.ID)
	}
	if diff := cmp.Diff([]string{"b", "c", "a"}, ids); diff != "" {
		t.Error(diff)
	}
}
