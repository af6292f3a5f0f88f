//go:build duckdb_arrow

package warehouse

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
)

func open(t *testing.T, path string) *DB {
	t.Helper()
	w, err := Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func TestAFileOfAnotherVersionIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	w, err := Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Tx(t.Context(), func(tx *duck.Tx) error {
		return tx.Exec(t.Context(), "UPDATE warehouse_version SET version = '0-older'", nil)
	})
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, duck.Options{}); !errors.Is(err, ErrOtherVersion) {
		t.Errorf("got %v", err)
	}
	other := filepath.Join(t.TempDir(), "other.duckdb")
	db, err := duck.Open(t.Context(), other, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Tx(t.Context(), func(tx *duck.Tx) error { return tx.Exec(t.Context(), "CREATE TABLE x (a INTEGER)", nil) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), other, duck.Options{}); !errors.Is(err, ErrOtherVersion) {
		t.Errorf("somebody else's file: got %v", err)
	}
}

const areas = `namn,kod,niva,del_av_staden,giltig_fran,giltig_till,statistik_till,rad,kolumn,kalla,anmarkning
Hela staden,,stad,,,,,,,test,
Inre staden,,del,,,,,,,test,
Söderort,,del,,,,,,,test,
Farsta,18,stadsdel,Söderort,1997-01-01,,,4,3,test,
Norrmalm,,stadsdel,Inre staden,1997-01-01,2023-06-30,,1,3,test,
Östermalm,,stadsdel,Inre staden,1997-01-01,2023-06-30,,1,4,test,
Norra innerstaden,31,stadsdel,Inre staden,2023-07-01,,,1,3,test,
`

const mergers = `foregangare,eftertradare,datum,slag
Norrmalm,Norra innerstaden,2023-07-01,sammanslagen
Östermalm,Norra innerstaden,2023-07-01,sammanslagen
`

func TestTheRegisterReplacesItselfAtEveryOpening(t *testing.T) {
	r, err := register.Load(fstest.MapFS{"stadsdelar.csv": &fstest.MapFile{Data: []byte(areas)}, "succession.csv": &fstest.MapFile{Data: []byte(mergers)}})
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, "")
	for range 2 {
		if err := w.SetRegister(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	type row struct {
		Text string `db:"text"`
	}
	err = w.Tx(t.Context(), func(tx *duck.Tx) error {
		got, err := duck.Select[row](t.Context(), tx, `SELECT concat_ws(' ', namn, kod, niva, del, giltig_fran, coalesce(giltig_till::VARCHAR, 'öppen'), rad, kolumn) AS text FROM register_area
			UNION ALL SELECT concat_ws(' ', indelning, fran, coalesce(till::VARCHAR, 'öppen'), namn) FROM register_division ORDER BY text`, nil)
		want := []row{
			{"1997-01-01 1997-01-01 2023-06-30 Farsta"}, {"1997-01-01 1997-01-01 2023-06-30 Norrmalm"}, {"1997-01-01 1997-01-01 2023-06-30 Östermalm"},
			{"2023-07-01 2023-07-01 öppen Farsta"}, {"2023-07-01 2023-07-01 öppen Norra innerstaden"},
			{"Farsta 18 stadsdel Söderort 1997-01-01 öppen 4 3"}, {"Hela staden  stad  öppen"}, {"Inre staden  del  öppen"},
			{"Norra innerstaden 31 stadsdel Inre staden 2023-07-01 öppen 1 3"},
			{"Norrmalm  stadsdel Inre staden 1997-01-01 2023-06-30 1 3"}, {"Söderort  del  öppen"}, {"Östermalm  stadsdel Inre staden 1997-01-01 2023-06-30 1 4"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sources are the names that a statement reads after FROM or JOIN.
var sources = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|UPDATE)\s+([a-z_]+)`)

// defined are the names that a statement makes itself.
var defined = regexp.MustCompile(`(?i)(?:WITH|,)\s+([a-z_]+)\s+AS\s*\(`)

func TestEveryStatementRunsAndReadsWhatItSays(t *testing.T) {
	w := open(t, "")
	var all []string
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".sql") {
			all = append(all, path)
		}
		return err
	})
	if err != nil || len(all) < 40 {
		t.Fatalf("%d files, %v", len(all), err)
	}
	for _, file := range all {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := duck.Parse(file, string(text))
		if err != nil {
			t.Error(err)
			continue
		}
		if dir := filepath.Dir(file); dir == "current" || dir == "status" && strings.Contains(s.SQL, "GROUP BY") {
			if len(s.Grain) == 0 {
				t.Errorf("%s: no grain", file)
			}
		}
		checkReads(t, s)
	}
	args := duck.Args{"as_of": time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), "receipt": 1, "received": time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		"levels": "stadsdel", "area_column": "stadsdel", "period_column": "manad", "feed": "arenden", "completes": 0,
		"asked": `[{"feed": "matt", "period": "2024"}]`, "fact": "hushall", "period": "2024-01", "areas": `["Farsta"]`, "everywhere": false, "categories": `[]`, "newest": 1}
	err = w.Tx(t.Context(), func(tx *duck.Tx) error {
		current, err := CurrentStatements()
		if err != nil {
			return err
		}
		if err := tx.Materialize(t.Context(), current, args); err != nil {
			return err
		}
		if err := checkGrain(t, tx, current); err != nil {
			return err
		}
		for _, s := range w.status {
			if err := tx.Materialize(t.Context(), []duck.Statement{s}, args); err != nil {
				return err
			}
		}
		if err := tx.Exec(t.Context(), `CREATE TEMP TABLE incoming AS SELECT 1 AS _line, '' AS _key, '' AS _period, '' AS _area, '' AS _level, '' AS _tecken,
			1::DECIMAL(18, 3) AS kostnad_tkr, 1::DECIMAL(18, 3) AS kostnad_per_hushall, DATE '2011-11-01' AS ansokan,
			DATE '2011-11-01' AS beslut, 1::DECIMAL(18, 3) AS taljare, 1::DECIMAL(18, 3) AS varde,
			1::DECIMAL(18, 3) AS belopp_kr, 1::BIGINT AS vuxna, 1::BIGINT AS barn, '' AS hinder, '' AS arende, '' AS faktum, '' AS grupp WHERE false`, nil); err != nil {
			return err
		}
		for _, s := range w.checks {
			// hushall is a number of them, or the pseudonym of one.
			hushall := "VARCHAR"
			if s.Header["feed"] == "ekonomiskt_bistand" {
				hushall = "BIGINT"
			}
			if err := tx.Exec(t.Context(), "ALTER TABLE incoming ADD COLUMN hushall "+hushall, nil); err != nil {
				return err
			}
			if err := tx.Materialize(t.Context(), []duck.Statement{s}, args); err != nil {
				return err
			}
			if err := tx.Exec(t.Context(), "ALTER TABLE incoming DROP COLUMN hushall", nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkReads(t *testing.T, s duck.Statement) {
	t.Helper()
	var own []string
	for _, m := range defined.FindAllStringSubmatch(s.SQL, -1) {
		own = append(own, m[1])
	}
	for _, m := range sources.FindAllStringSubmatch(s.SQL, -1) {
		if name := m[1]; !slices.Contains(own, name) && !slices.Contains(s.Reads, name) {
			t.Errorf("%s: reads %s, which its header does not name", s.File, name)
		}
	}
	for _, r := range s.Reads {
		if !regexp.MustCompile(`\b` + r + `\b`).MatchString(s.SQL) {
			t.Errorf("%s: the header names %s, which it does not read", s.File, r)
		}
	}
}

func checkGrain(t *testing.T, tx *duck.Tx, set []duck.Statement) error {
	t.Helper()
	type count struct {
		N int `db:"n"`
	}
	for _, s := range set {
		grain := strings.Join(s.Grain, ", ")
		if _, err := duck.Select[count](t.Context(), tx, fmt.Sprintf("SELECT count(*) AS n FROM %s GROUP BY %s", s.Name, grain), nil); err != nil {
			return fmt.Errorf("%s: grain: %w", s.File, err)
		}
	}
	return nil
}

func TestNumbersInMessagesAreSwedish(t *testing.T) {
	w := open(t, "")
	type tal struct {
		A string `db:"a"`
		B string `db:"b"`
		C string `db:"c"`
		D string `db:"d"`
		E string `db:"e"`
	}
	err := w.Tx(t.Context(), func(tx *duck.Tx) error {
		got, err := duck.One[tal](t.Context(), tx, `SELECT tal(1842.500) AS a, tal(100) AS b, tal(-1234567) AS c,
			period_last('2012-02')::VARCHAR AS d, period_first('2011')::VARCHAR || period_last('2011')::VARCHAR AS e`, nil)
		if want := (tal{"1\u00a0842,5", "100", "-1\u00a0234\u00a0567", "2012-02-29", "2011-01-012011-12-31"}); err == nil && got != want {
			t.Errorf("got %+v", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
