package register

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/unicode/norm"
)

const areas = `namn,kod,niva,del_av_staden,giltig_fran,giltig_till,statistik_till,rad,kolumn,kalla,anmarkning
Hela staden,,stad,,,,,,,test,
Västerort,,del,,,,,,,test,
Inre staden,,del,,,,,,,test,
Söderort,,del,,,,,,,test,
Vällingby,,stadsdel,Västerort,1997-01-01,1998-12-31,,,,test,
Farsta,18,stadsdel,Söderort,1997-01-01,,,4,3,test,
Hässelby-Vällingby,04,stadsdel,Västerort,1999-01-01,,,1,0,test,
Norrmalm,,stadsdel,Inre staden,1997-01-01,2023-06-30,,1,3,test,
Östermalm,,stadsdel,Inre staden,1997-01-01,2023-06-30,,1,4,test,
Norra innerstaden,31,stadsdel,Inre staden,2023-07-01,,,1,3,test,
`

const mergers = `foregangare,eftertradare,datum,slag,kalla
Vällingby,Hässelby-Vällingby,1999-01-01,sammanslagen,test
Norrmalm,Norra innerstaden,2023-07-01,sammanslagen,test
Östermalm,Norra innerstaden,2023-07-01,sammanslagen,test
`

func load(t *testing.T, files map[string]string) (*Register, error) {
	t.Helper()
	fsys := fstest.MapFS{"succession.csv": &fstest.MapFile{Data: []byte(mergers)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Load(fsys)
}

func on(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSpellingsOfANameMeanTheSameArea(t *testing.T) {
	r, err := load(t, map[string]string{"stadsdelar.csv": areas, "alias.csv": "alias,namn,kalla\nInnerstan norr,Norra innerstaden,test\n"})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Farsta": "Farsta", " farsta ": "Farsta", "FARSTA": "Farsta", "18": "Farsta", "Farsta sdn": "Farsta", "SDN Farsta": "Farsta",
		"Farsta stadsdelsförvaltning": "Farsta", "Hässelby - Vällingby": "Hässelby-Vällingby", "Hässelby–Vällingby": "Hässelby-Vällingby",
		norm.NFD.String("Hässelby-Vällingby"): "Hässelby-Vällingby", "Norra innerstadens stadsdelsområde": "Norra innerstaden",
		"Farsta (Sthlm)": "Farsta", "innerstan norr": "Norra innerstaden", "Hela staden": "Hela staden",
	} {
		a, err := r.Resolve(name, on(t, "2024-01-31"))
		if err != nil || a.Name != want {
			t.Errorf("%q: got %q, %v", name, a.Name, err)
		}
	}
}

func TestANameIsRefusedOutsideItsYears(t *testing.T) {
	r, err := load(t, map[string]string{"stadsdelar.csv": areas})
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Resolve("Norrmalm", on(t, "2023-07-31"))
	var u *Unknown
	if !errors.As(err, &u) || !strings.Contains(err.Error(), "fanns inte 2023-07-31 (giltig från 1997-01-01 till 2023-06-30)") {
		t.Errorf("got %v", err)
	}
	if _, err := r.Resolve("Norrmalm", on(t, "2023-06-30")); err != nil {
		t.Error(err)
	}
	_, err = r.Resolve("Östermlam", on(t, "2011-11-30"))
	if err == nil || !strings.Contains(err.Error(), "menades Östermalm?") {
		t.Errorf("got %v", err)
	}
}

func TestDivisionsFollowTheMergers(t *testing.T) {
	r, err := load(t, map[string]string{"stadsdelar.csv": areas})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range r.Divisions() {
		got = append(got, d.ID)
	}
	if s := strings.Join(got, " "); s != "1997-01-01 1999-01-01 2023-07-01" {
		t.Errorf("got %s", s)
	}
	d, ok := r.DivisionOn(on(t, "2023-06-30"))
	if !ok || d.ID != "1999-01-01" || len(d.Areas) != 4 {
		t.Errorf("got %+v", d)
	}
	if _, ok := r.DivisionOn(on(t, "1990-01-01")); ok {
		t.Error("there was no division in 1990")
	}
}

func TestEveryFaultOfARegisterIsReported(t *testing.T) {
	_, err := load(t, map[string]string{
		"stadsdelar.csv": strings.Replace(strings.Replace(areas, "Farsta,18,stadsdel", "Farsta,18,stad del", 1), "1999-01-01,,,1,0", "1999-13-01,,,1,0", 1),
		"alias.csv":      "alias,namn\nX,Finns inte\n",
	})
	for _, want := range []string{"stadsdelar.csv:7:", "stadsdelar.csv:8:", "alias.csv:2:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is missing in: %v", want, err)
		}
	}
}

func TestShippedRegisterHasTheKnownDivisions(t *testing.T) {
	r, err := Load(Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]int{"1999-01-01": 18, "2006-12-31": 18, "2007-01-01": 14, "2020-06-30": 14, "2020-07-01": 13, "2023-06-30": 13, "2023-07-01": 11} {
		if d, ok := r.DivisionOn(on(t, day)); !ok || len(d.Areas) != want {
			t.Errorf("%s: got %d districts, want %d", day, len(d.Areas), want)
		}
	}
}

func TestExampleWorkspaceUsesTheShippedRegister(t *testing.T) {
	for _, name := range []string{"stadsdelar.csv", "alias.csv", "succession.csv", "enheter.csv", "handelser.csv"} {
		mine, err := fs.ReadFile(Stockholm(), name)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := os.ReadFile(filepath.Join("..", "..", "examples", "stockholm", "reference", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(mine, theirs) {
			t.Errorf("examples/stockholm/reference/%s differs from the shipped one", name)
		}
	}
}

func TestAnEventSaysWhetherSeriesBeginAnew(t *testing.T) {
	r, err := load(t, map[string]string{
		"stadsdelar.csv": "namn,kod,niva,del_av_staden,giltig_fran,giltig_till,rad,kolumn,kalla\nStaden,,stad,,,,,,test\n",
		"succession.csv": "foregangare,eftertradare,datum,slag\n",
		"handelser.csv":  "datum,omrade,handelse,kalla,ny_niva\n2020-01-01,,Ny lag,test,ja\n2021-01-01,,Stadens fest,test,\n",
	})
	if err != nil || len(r.Events) != 2 || !r.Events[0].NewLevel || r.Events[1].NewLevel {
		t.Errorf("%+v, %v", r, err)
	}
}
