package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"stadsdelskollen/dashboards"
	"stadsdelskollen/dashboards/chart"
	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/period"
	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform"
)

// BenchmarkSite builds the pages and charts of 14 districts with 25 indicators of
// 240 months: the first time, when every picture is drawn, and again when one
// month of one indicator has changed and the pictures of the first time are kept.
// Reading the publication is part of it. cpu-s/2 is the processor's time in
// seconds shared by two cores: what it takes on a computer that does nothing else. It
// may be 15 s the first time and 3 s the next, and twice that is a fault: the clock on
// the wall tells of what else the computer does, and even the processor's of its caches.
// Run it with a TMPDIR that is new: files are slow to make where many were just deleted.
func BenchmarkSite(b *testing.B) {
	dir := b.TempDir()
	first, changed := filepath.Join(dir, "first.duckdb"), filepath.Join(dir, "changed.duckdb")
	before := twentyYears()
	writeTwentyYears(b, first, before)
	writeTwentyYears(b, changed, withOneMonthChanged(before))
	kept := filepath.Join(dir, "kept")
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			if err := os.RemoveAll(kept); err != nil {
				b.Fatal(err)
			}
			buildTwentyYears(b, dir, first, kept, 15)
		}
	})
	b.Run("one-month-changed", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			mine := filepath.Join(dir, fmt.Sprintf("kept-%d", i))
			if err := os.CopyFS(mine, os.DirFS(kept)); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			buildTwentyYears(b, dir, changed, mine, 3)
		}
	})
}

// buildTwentyYears builds a site as publish does, says what it took, and faults
// what took twice the seconds that it may.
func buildTwentyYears(b *testing.B, dir, database, kept string, may float64) {
	b.Helper()
	site, err := os.MkdirTemp(dir, "site-") // removed at the end: a file system is slow where much was just deleted
	if err != nil {
		b.Fatal(err)
	}
	spent := processorTime(b)
	pub, err := publication.Open(b.Context(), database)
	if err != nil {
		b.Fatal(err)
	}
	draw, err := chart.NewRenderer(runtime.NumCPU())
	if err != nil {
		b.Fatal(err)
	}
	err = draw.Keep(kept)
	if err == nil {
		_, err = dashboards.Build(b.Context(), pub, site, dashboards.Options{Workers: runtime.NumCPU(), Draw: draw, Reports: true})
	}
	err = errors.Join(err, draw.Sweep(), pub.Close())
	draw.Close()
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	took := (processorTime(b) - spent).Seconds() / 2
	if b.ReportMetric(took, "cpu-s/2"); took > 2*may {
		b.Errorf("the site took %.1f s of two cores, want at most %g", took, may)
	}
	counts, size := map[string]float64{}, int64(0)
	err = filepath.WalkDir(site, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(site, path)
		size += info.Size()
		counts[map[bool]string{true: "charts", false: "pages"}[strings.HasPrefix(name, "diagram")]+filepath.Ext(name)]++
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(counts["pages.html"], "pages")
	b.ReportMetric(counts["charts.html"], "charts")
	b.ReportMetric(float64(size)/1e6, "MB")
	first := firstKilobytes(b, site)
	if b.ReportMetric(first, "kB-front-page"); first > 60 {
		b.Errorf("the front page is %.1f kB with all that is drawn first, want at most 60", first)
	}
	b.StartTimer()
}

// firstKilobytes is the size over the wire of the front page and of all that it links before anything is touched.
func firstKilobytes(b *testing.B, site string) float64 {
	b.Helper()
	var wire bytes.Buffer
	for _, name := range []string{"index.html", "assets/tokens.css", "assets/stadsdelskollen.css", "assets/diagram.css", "assets/diagram.js", "assets/ikon.svg"} {
		text, err := os.ReadFile(filepath.Join(site, name))
		if err != nil {
			b.Fatal(err)
		}
		z := gzip.NewWriter(&wire)
		_, err = z.Write(text)
		if err := errors.Join(err, z.Close()); err != nil {
			b.Fatal(err)
		}
	}
	return float64(wire.Len()) / 1e3
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

const (
	madeUp       = "Syntetiska uppgifter"
	madeDivision = "1999-01-01"
	madeCity     = "Hela staden"
	madeMonths   = 240
)

// twentyYears is what the gate would let through of a made-up city: 14 districts
// of unlike size, months that vary, levels that drift apart, and hidden figures.
func twentyYears() publication.Content {
	begun := time.Date(1999, time.January, 1, 0, 0, 0, 0, time.UTC)
	guideline := int64(14)
	c := publication.Content{
		Info: publication.Info{Month: "2019-12", Published: time.Date(2020, time.January, 21, 12, 0, 0, 0, time.UTC), Audience: publication.AudiencePublic, Synthetic: true,
			City: "Påhittad stad (syntetiska uppgifter)", CityArea: madeCity, Publisher: "Exempel", Rule: "Små tal döljs.", GuidelineDays: &guideline, Address: "https://syntetisk.example"},
		Areas:     []publication.Area{{Name: madeCity, Slug: "hela-staden", Level: publication.LevelCity, From: &begun}},
		Divisions: []publication.Division{{ID: madeDivision, From: &begun, Areas: 14}},
		Events: []publication.Event{{Date: time.Date(2008, time.July, 1, 0, 0, 0, 0, time.UTC), Text: "Ny lag (påhittad)", Source: madeUp},
			{Date: time.Date(2016, time.January, 1, 0, 0, 0, 0, time.UTC), Text: "Nytt system (påhittat)", Source: madeUp}},
		PeerChoice: []publication.PeerChoice{{Fact: "medelinkomst_kr", Weight: 1, Count: 4}, {Fact: "utlandsk_bakgrund", Weight: 1, Count: 4}},
	}
	for i := range 14 {
		row, column := int64(i/4+1), int64(i%4+1)
		name := fmt.Sprintf("Påhittad stadsdel %d", i+1)
		c.Areas = append(c.Areas, publication.Area{Name: name, Slug: fmt.Sprintf("pahittad-stadsdel-%d", i+1), Level: publication.LevelDistrict,
			Part: fmt.Sprintf("Del %d", i%2+1), From: &begun, Row: &row, Column: &column})
		c.Members = append(c.Members, publication.Member{Division: madeDivision, Area: name})
	}
	r := rand.New(rand.NewPCG(1, 2))
	first := period.Month(2000, time.January)
	for i, a := range c.Areas {
		f := madeFacts{c: &c, area: a, size: 0.3 + 0.13*float64(i), r: r}
		if i == 0 {
			f.size = 14
		}
		for m := range madeMonths {
			f.month(first.Add(m).String(), m)
		}
		for year := 2000; year <= 2019; year++ {
			f.year(fmt.Sprint(year), year-2000)
		}
	}
	return c
}

// madeFacts makes the facts of one area; size is its share of 1 000 households.
type madeFacts struct {
	c    *publication.Content
	area publication.Area
	size float64
	r    *rand.Rand
}

func (f madeFacts) put(measure, kind, category, at, unit string, value float64, more func(*publication.Fact)) {
	x := publication.Fact{Measure: measure, Kind: kind, Level: f.area.Level, Area: f.area.Name, Category: category, Period: at, Value: &value, Unit: unit,
		Status: publication.OK, Source: madeUp}
	if x.Level == publication.LevelDistrict {
		x.Division = madeDivision
	}
	if more != nil {
		more(&x)
	}
	if kind == publication.KindCount && value < 4 && value > 0 {
		x.Value, x.Status = nil, publication.Hidden
	}
	f.c.Facts = append(f.c.Facts, x)
}

func (f madeFacts) near(level, spread float64) float64 {
	return math.Round(math.Max(0, level*(1+spread*f.r.NormFloat64())))
}

func around(half float64, n int64) func(*publication.Fact) {
	return func(x *publication.Fact) {
		low, high := *x.Value-half, *x.Value+half
		x.Lower, x.Upper, x.N = &low, &high, &n
	}
}

func (f madeFacts) month(at string, m int) {
	drift := 1 + 0.2*math.Sin(float64(m)/40+f.size)
	households := f.near(1000*f.size*drift, 0.02)
	cost := f.near(9.1*households, 0.03)
	f.put("hushall", publication.KindCount, "", at, "hushåll", households, nil)
	f.put("kostnad_tkr", publication.KindAmount, "", at, "tkr", cost, nil)
	f.put("kostnad_per_hushall", publication.KindDelivered, "", at, "kr", math.Round(1000*cost/households), nil)
	f.put("kostnad_per_hushallsmanad", publication.KindSummary, "", at, "kr", f.near(9000*drift, 0.02), around(200/math.Sqrt(f.size), int64(households)))
	applied := f.near(60*f.size, 0.1)
	decided := math.Min(applied, f.near(applied*(0.6+0.02*f.size), 0.08))
	f.put("beslut_inom_riktlinje", publication.KindPair, "", at, "ärenden", decided, func(x *publication.Fact) { x.Denominator = &applied })
	f.put("handlaggningstid_median", publication.KindSummary, "", at, "dagar", f.near(14*drift, 0.1), around(3, int64(applied)))
	f.put("handlaggningstid_p90", publication.KindSummary, "", at, "dagar", f.near(40*drift, 0.1), around(9, int64(applied)))
	f.parts("vuxna_hinder", at, "vuxna", 1.2*households, []string{"Arbetslös", "Sjukskriven med läkarintyg", "Sociala skäl", "Språkhinder", "Tillfälliga behov", "Övriga hinder"})
	f.parts("oppna_arenden", at, "ärenden", 1.5*applied, []string{"0–7 dagar", "8–14 dagar", "15–30 dagar", "31–60 dagar", "över 60 dagar"})
}

// parts are a total's categories, each half as large as the one before.
func (f madeFacts) parts(measure, at, unit string, total float64, names []string) {
	sum := 0.0
	for i, name := range names {
		v := f.near(total/math.Pow(2, float64(i+1)), 0.05)
		sum += v
		f.put(measure, publication.KindCount, name, at, unit, v, nil)
	}
	f.put(measure, publication.KindCount, "", at, unit, sum, nil)
}

func (f madeFacts) year(at string, n int) {
	people := f.near(40000*f.size, 0.01)
	f.put("folkmangd", publication.KindPublic, "", at, "personer", people, nil)
	f.put("medelinkomst_kr", publication.KindPublic, "", at, "kr", 250000+20000*f.size+5000*float64(n), nil)
	f.put("utlandsk_bakgrund", publication.KindPublic, "", at, "procent", math.Round(20+10*math.Sin(10*f.size)), nil)
	recipients := f.near(0.05*people, 0.05)
	f.put("bistandstagare", publication.KindPublic, "", at, "personer", recipients, nil)
	f.put("bistandstagare_andel", publication.KindPublic, "", at, "procent", 100*recipients/people, nil)
	applied := f.near(720*f.size, 0.05)
	f.put("beslut_inom_riktlinje", publication.KindPair, "", at, "ärenden", f.near(0.63*applied, 0.03), func(x *publication.Fact) { x.Denominator = &applied })
	f.put("handlaggningstid_median", publication.KindSummary, "", at, "dagar", f.near(14, 0.1), around(1, int64(applied)))
	f.put("handlaggningstid_p90", publication.KindSummary, "", at, "dagar", f.near(40, 0.1), around(3, int64(applied)))
	f.put("kostnad_per_hushallsmanad", publication.KindSummary, "", at, "kr", f.near(9000, 0.02), around(90, int64(applied)))
	f.put("beslut_i_tid_mot_forvantat", publication.KindSummary, "", at, "procent", f.near(100, 0.1), around(15, int64(applied)))
}

// withOneMonthChanged is a copy where every district's newest month of decisions
// in time is another.
func withOneMonthChanged(c publication.Content) publication.Content {
	c.Facts = append([]publication.Fact(nil), c.Facts...)
	for i, f := range c.Facts {
		if f.Measure == "beslut_inom_riktlinje" && f.Period == c.Info.Month && *f.Value > 0 {
			other := *f.Value - 1
			c.Facts[i].Value = &other
		}
	}
	return c
}

// writeTwentyYears makes a publication of c with all that follows from it, and
// doubles indicators of months until there are 25.
func writeTwentyYears(b *testing.B, path string, c publication.Content) {
	b.Helper()
	ctx := b.Context()
	pub, err := publication.Create(ctx, path)
	if err != nil {
		b.Fatal(err)
	}
	err = cmp.Or(pub.Fill(ctx, c), transform.Compute(ctx, pub))
	if err := errors.Join(err, pub.Close()); err != nil {
		b.Fatal(err)
	}
	db, err := duck.Open(ctx, path, duck.Options{Threads: 1})
	if err != nil {
		b.Fatal(err)
	}
	err = db.Tx(ctx, func(tx *duck.Tx) error { return doubled(ctx, tx, 25) })
	if err := errors.Join(err, db.Close()); err != nil {
		b.Fatal(err)
	}
	if pub, err = publication.Resume(ctx, path); err != nil {
		b.Fatal(err)
	}
	_, err = pub.Seal(ctx, dashboards.Version())
	if err := errors.Join(err, pub.Close()); err != nil {
		b.Fatal(err)
	}
}

// doubled gives indicators of months a twin of another name until there are so many.
func doubled(ctx context.Context, tx *duck.Tx, wanted int64) error {
	have, err := tx.Count(ctx, "UPDATE nyckeltal SET ordning = ordning", nil)
	if err != nil {
		return err
	}
	twins := []string{"handlaggningstid_median", "kostnad_per_hushallsmanad", "hushall_per_1000", "kostnad_per_invanare", "kostnad_per_hushall",
		"handlaggningstid_p90", "ansokningar", "forsorjningshinder", "oppna_arenden"}
	if int(wanted-have) > len(twins) {
		return fmt.Errorf("%d indicators", have)
	}
	for _, name := range twins[:wanted-have] {
		for _, table := range []string{"observation", "jamforelse", "spridning", "tratt", "tratt_punkt", "tratt_kurva", "styrdiagram", "styrdiagram_fas", "styrdiagram_punkt",
			"over_tid", "trend", "olikhet", "olikhet_andring", "fore_efter", "jamlik_jamforelse"} {
			if err := tx.Exec(ctx, "INSERT INTO "+table+" SELECT * REPLACE (nyckeltal || '_2' AS nyckeltal) FROM "+table+" WHERE nyckeltal = $namn", duck.Args{"namn": name}); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		if err := tx.Exec(ctx, "INSERT INTO nyckeltal SELECT * REPLACE (namn || '_2' AS namn, titel || ', igen' AS titel, ordning + 500 AS ordning) FROM nyckeltal WHERE namn = $namn",
			duck.Args{"namn": name}); err != nil {
			return err
		}
	}
	return nil
}
