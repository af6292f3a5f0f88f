package synthetic

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/register"
)

var testRegister = os.DirFS("testdata/register")

// generate makes a workspace in a new folder.
func generate(t *testing.T, opt Options) (string, Summary) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ws")
	if opt.Register == nil {
		opt.Register = testRegister
	}
	sum, err := Write(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	return dir, sum
}

// row is one line of a delivery by column name.
type row map[string]string

// deliveries reads the files of one feed in name order, so that a later file replaces an earlier.
func deliveries(t *testing.T, dir, feed string) map[string][]row {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "inbox", feed+"_*.csv"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %d files, %v", feed, len(names), err)
	}
	files := map[string][]row{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r := csv.NewReader(f)
		r.Comma = ';'
		all, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		of := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), feed+"_"), ".csv")
		files[of] = nil
		for _, v := range all[1:] {
			x := row{}
			for i, h := range all[0] {
				x[h] = v[i]
			}
			files[of] = append(files[of], x)
		}
	}
	return files
}

func (r row) number(t *testing.T, column string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(strings.Replace(r[column], ",", ".", 1), 64)
	if err != nil {
		t.Fatalf("%v: %s: %v", r, column, err)
	}
	return x
}

func (r row) ore(t *testing.T, column string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.Replace(r[column], ",", "", 1))
	if err != nil {
		t.Fatalf("%v: %s: %v", r, column, err)
	}
	return n
}

func (r row) date(t *testing.T, column string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, r[column])
	if err != nil {
		t.Fatalf("%v: %v", r, err)
	}
	return d
}

func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	h := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		h[rel] = fmt.Sprintf("%x", sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestOneSeedGivesTheSameBytesAndAnotherSeedOthers(t *testing.T) {
	opt := Options{Seed: 7, Months: 14, Cases: 900, Scale: 0.1}
	a, _ := generate(t, opt)
	b, _ := generate(t, opt)
	first, second := hashes(t, a), hashes(t, b)
	if d := cmp.Diff(first, second); d != "" {
		t.Errorf("one seed, two workspaces:\n%s", d)
	}
	opt.Seed = 8
	c, _ := generate(t, opt)
	for name, h := range hashes(t, c) {
		if strings.HasPrefix(name, "inbox") && first[name] == h {
			t.Errorf("%s is the same with another seed", name)
		}
	}
}

func TestTheDefaultIsFortyEightMonthsOverBothMergersAndSmall(t *testing.T) {
	calls := 0
	dir, sum := generate(t, Options{Seed: 1, Progress: func(done, total int) {
		if calls++; done != calls || total != DefaultMonths {
			t.Errorf("progress %d of %d at call %d", done, total, calls)
		}
	}})
	if sum.From != "2020-01" || sum.To != "2023-12" || calls != 48 {
		t.Errorf("%s to %s, %d months", sum.From, sum.To, calls)
	}
	if sum.Bytes > 25e6 {
		t.Errorf("%d bytes", sum.Bytes)
	}
	if sum.Cases < 11500 || sum.Cases > 12500 {
		t.Errorf("%d cases", sum.Cases)
	}
	areas := map[string]int{}
	for month, rows := range deliveries(t, dir, "ekonomiskt_bistand") {
		areas[month] = len(rows)
	}
	for month, want := range map[string]int{"2020-06": 14, "2020-07": 13, "2023-06": 13, "2023-07": 11} {
		if got := areas[month] - 2; got != want { // the homeless unit and the city
			t.Errorf("%s: %d districts, want %d", month, got, want)
		}
	}
	levelsAreRealistic(t, deliveries(t, dir, "ekonomiskt_bistand")["2020-05"])
}

func levelsAreRealistic(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		homes := r.number(t, "hushall")
		switch r["stadsdel"] {
		case "Rinkeby-Kista":
			between(t, "Rinkeby-Kista", homes, 1200, 1800)
		case "Östermalm":
			between(t, "Östermalm", homes, 70, 160)
		case "Hela staden":
			between(t, "households", homes, 7500, 10000)
			between(t, "cost per household", r.number(t, "kostnad_per_hushall"), 8000, 9500)
			between(t, "persons per household", (r.number(t, "vuxna")+r.number(t, "barn"))/homes, 1.6, 1.8)
		}
	}
}

func between(t *testing.T, what string, x, low, high float64) {
	t.Helper()
	if x < low || x > high {
		t.Errorf("%s: %g is not between %g and %g", what, x, low, high)
	}
}

func TestEveryFileNameFollowsTheContract(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 2, Months: 12, Cases: 300, Scale: 0.05})
	form := regexp.MustCompile(`^(` + strings.Join(feeds, "|") + `)_\d{4}(-\d{2}(_rattad)?)?\.csv$`)
	entries, err := os.ReadDir(filepath.Join(dir, "inbox"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, e := range entries {
		m := form.FindStringSubmatch(e.Name())
		if m == nil {
			t.Errorf("%s", e.Name())
			continue
		}
		seen[m[1]]++
	}
	if len(entries) != sum.Files || len(seen) != len(feeds) {
		t.Errorf("%d files, %d said; feeds %v", len(entries), sum.Files, seen)
	}
}

func TestNoRowNamesADistrictOutsideItsValidity(t *testing.T) {
	reg, err := register.Load(testRegister)
	if err != nil {
		t.Fatal(err)
	}
	dir, _ := generate(t, Options{Seed: 3, Cases: 3000, Scale: 0.02})
	period := map[string]string{"omradesfakta": "ar", "matt": "period"}
	area := map[string]string{"matt": "omrade"}
	for _, feed := range feeds {
		p, a := "manad", "stadsdel"
		if period[feed] != "" {
			p = period[feed]
		}
		if area[feed] != "" {
			a = area[feed]
		}
		for file, rows := range deliveries(t, dir, feed) {
			for _, r := range rows {
				if r["niva"] == "enhet" {
					continue
				}
				text := r[p]
				if len(text) == 4 {
					text += "-12"
				}
				m, err := parseMonth(text)
				if err != nil {
					t.Fatalf("%s_%s: %v", feed, file, err)
				}
				if found, err := reg.Resolve(r[a], m.last().time()); err != nil || found.Name != r[a] {
					t.Fatalf("%s_%s: %s in %s: %v", feed, file, r[a], text, err)
				}
			}
		}
	}
}

func TestAFolderWithSomethingInItIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine.txt")
	if err := os.WriteFile(mine, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Write(t.Context(), dir, Options{Register: testRegister, Months: 1})
	if err == nil || !strings.Contains(err.Error(), "not empty") || !strings.Contains(err.Error(), "mine.txt") {
		t.Errorf("got %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%d entries", len(entries))
	}
}

func TestAnEmptyFolderIsFilledAndACancelledRunLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "ws")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	opt := Options{Register: testRegister, Months: 3, Scale: 0.01, Progress: func(int, int) { cancel() }}
	if _, err := Write(ctx, empty, opt); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for _, d := range []string{dir, empty} {
		if entries, _ := os.ReadDir(d); len(entries) > 1 || (d == empty && len(entries) > 0) {
			t.Errorf("%s holds %v", d, entries)
		}
	}
	opt.Progress = nil
	if _, err := Write(t.Context(), empty, opt); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", configFile, "inbox", "reference/stadsdelar.csv", "reference/handelser.csv"} {
		if _, err := os.Stat(filepath.Join(empty, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestPeriodsThatContradictThemselvesAreRefused(t *testing.T) {
	for _, opt := range []Options{
		{From: "2020-13"}, {To: "2020"}, {Months: -1}, {From: "2021-02", To: "2021-01"},
		{From: "2020-01", To: "2020-12", Months: 11}, {From: "1950-01"}, {Cases: -1}, {Scale: math.NaN()}, {Scale: math.Inf(1)}, {Scale: 1e18}, {Months: 9e18}, {Cases: 9e18}, {To: "9999-12"},
	} {
		opt.Register = testRegister
		if _, err := Write(t.Context(), filepath.Join(t.TempDir(), "ws"), opt); err == nil {
			t.Errorf("%+v passed", opt)
		}
	}
	if _, err := Write(t.Context(), filepath.Join(t.TempDir(), "ws"), Options{}); err == nil {
		t.Error("no register passed")
	}
}

func TestTheRegisterIsCopiedAndEverythingSaysSynthetic(t *testing.T) {
	dir, sum := generate(t, Options{Seed: 12, Months: 12, Cases: 200, Scale: 0.02})
	for _, name := range []string{"stadsdelar.csv", "alias.csv", "succession.csv"} {
		want, err := fs.ReadFile(testRegister, name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, "reference", name))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s differs, %v", name, err)
		}
	}
	config, err := os.ReadFile(filepath.Join(dir, configFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"syntetisk = true", `namn = "Stockholm (syntetiska uppgifter)"`, "riktlinje_dagar = 14", "[feed.matt]\nkalla = \"Syntetiska uppgifter, frö 12\""} {
		if !strings.Contains(string(config), want) {
			t.Errorf("config lacks %s", want)
		}
	}
	for _, feed := range []string{"ekonomiskt_bistand", "forsorjningshinder", "omradesfakta", "matt"} {
		for file, rows := range deliveries(t, dir, feed) {
			for _, r := range rows {
				if r["kalla"] != invented {
					t.Fatalf("%s_%s: %v", feed, file, r)
				}
			}
		}
	}
	events, err := os.ReadFile(filepath.Join(dir, "reference", "handelser.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range sum.Causes {
		if !strings.Contains(string(events), c.From+","+c.Area+",") || strings.Count(string(events), "Påhittad händelse: ") < len(sum.Causes) {
			t.Errorf("%s %s is not among the events:\n%s", c.From, c.Area, events)
		}
	}
}
