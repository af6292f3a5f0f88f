//go:build duckdb_arrow

package duck

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/google/go-cmp/cmp"
)

func TestEveryKindOfColumnGoesIntoItsFields(t *testing.T) {
	type row struct {
		Text   string     `db:"text"`
		Truth  bool       `db:"truth"`
		Small  int        `db:"small"`
		Sum    int64      `db:"sum"`
		Share  float64    `db:"share"`
		Exact  float64    `db:"exact"`
		Day    time.Time  `db:"day"`
		Moment *time.Time `db:"moment"`
		None   *string    `db:"none"`
	}
	moment := time.Date(2026, 3, 1, 8, 30, 0, 250_000_000, time.UTC)
	want := []row{
		{"Södermalm", true, -7, 1 << 40, 2.0 / 3, -0.07, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), &moment, nil},
		{"Södermalm", false, 7, 12, 0, 123456789012.345, time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC), nil, nil},
	}
	db := open(t, "")
	err := db.Tx(t.Context(), func(tx *Tx) error {
		got, err := Select[row](t.Context(), tx, `
			SELECT 'Södermalm' AS text, true AS truth, -7::SMALLINT AS small, sum(1099511627776) AS sum, 2/3 AS share, -0.07::DECIMAL(5,2) AS exact,
			       DATE '2026-03-01' AS day, TIMESTAMP '2026-03-01 08:30:00.25' AS moment, NULL::VARCHAR AS none
			UNION ALL SELECT 'Södermalm', false, 7, 12, 0, 123456789012.345::DECIMAL(18,3), DATE '1999-12-31', NULL, NULL`, nil)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestColumnThatItsFieldCannotHoldIsNamed(t *testing.T) {
	db := open(t, "")
	type number struct {
		N int64 `db:"n"`
	}
	for _, c := range []struct{ query, want string }{
		{"SELECT NULL::BIGINT AS n", "column n: NULL"},
		{"SELECT 'a' AS n", "column n: utf8 does not go into int64"},
		{"SELECT 1.5::DECIMAL(3,1) AS n", `column n: strconv.ParseInt: parsing "1.5"`},
		{"SELECT error('halted') AS n", "halted"},
	} {
		err := db.Tx(t.Context(), func(tx *Tx) error {
			_, err := Select[number](t.Context(), tx, c.query, nil)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.query, err, c.want)
		}
	}
}

// Rows that come in several batches stay in order, and what they hold outlives the batch.
func TestRowsOfManyBatchesStayInOrder(t *testing.T) {
	db := open(t, "")
	type line struct {
		I    int    `db:"i"`
		Text string `db:"text"`
	}
	const n = 3*mostTexts + 1
	var want []line
	for i := range n {
		want = append(want, line{i, fmt.Sprintf("rad %d", i)})
	}
	err := db.Tx(t.Context(), func(tx *Tx) error {
		query := fmt.Sprintf("SELECT i, 'rad ' || i AS text FROM range(%d) AS r(i) ORDER BY i", n)
		got, err := Select[line](t.Context(), tx, query, nil)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if err != nil {
			return err
		}
		halt, seen := fmt.Errorf("enough"), 0
		err = Each(t.Context(), tx, query, nil, func(line) error {
			if seen++; seen == 5 {
				return halt
			}
			return nil
		})
		if err != halt || seen != 5 {
			t.Errorf("Each stopped after %d rows with %v", seen, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDecimalIsTheNearestNumber(t *testing.T) {
	for _, c := range []struct {
		digits string
		scale  int32
	}{{"0", 2}, {"-1", 2}, {"829505", 2}, {"123456789012345", 3}, {"9007199254740991", 5}, {"-9007199254740993", 5}, {"99999999999999999999999999999999999999", 4}, {"-18446744073709551617", 0}} {
		n, ok := new(big.Int).SetString(c.digits, 10)
		if !ok {
			t.Fatal(c.digits)
		}
		got, err := decimal(decimal128.FromBigInt(n), c.scale)
		if err != nil {
			t.Fatal(err)
		}
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.scale)), nil)
		if want, _ := new(big.Rat).SetFrac(n, power).Float64(); got != want {
			t.Errorf("%s / 10^%d: got %v, want %v", c.digits, c.scale, got, want)
		}
	}
}
