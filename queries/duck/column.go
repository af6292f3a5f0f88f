//go:build duckdb_arrow

package duck

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
)

// setter puts the value of one row of a column into a field.
type setter func(row int, field reflect.Value) error

var errNull = errors.New("NULL in a field that is no pointer")

// setterOf reads a column of a record batch into fields of type t or *t. An integer or decimal
// goes into any kind of number that holds it; a text, a truth and a time into their own kind only.
func setterOf(column arrow.Array, t reflect.Type, seen *texts) (setter, error) {
	pointer := t.Kind() == reflect.Pointer
	if pointer {
		t = t.Elem()
	}
	set, ok := valueSetter(column, t, seen)
	if !ok {
		return nil, fmt.Errorf("%s does not go into %s", column.DataType(), t)
	}
	var values reflect.Value // what pointers point at: the batch's, together
	if pointer && column.NullN() < column.Len() {
		values = reflect.MakeSlice(reflect.SliceOf(t), column.Len(), column.Len())
	}
	return func(row int, field reflect.Value) error {
		switch {
		case column.IsNull(row) && pointer:
			return nil
		case column.IsNull(row):
			return errNull
		case pointer:
			field.Set(values.Index(row).Addr())
			field = values.Index(row)
		}
		return set(row, field)
	}, nil
}

func valueSetter(column arrow.Array, t reflect.Type, seen *texts) (setter, bool) {
	if t == reflect.TypeFor[time.Time]() {
		return timeSetter(column)
	}
	switch t.Kind() {
	case reflect.String:
		c, ok := column.(*array.String)
		return func(row int, field reflect.Value) error {
			field.SetString(seen.keep(c.Value(row)))
			return nil
		}, ok
	case reflect.Bool:
		c, ok := column.(*array.Boolean)
		return func(row int, field reflect.Value) error {
			field.SetBool(c.Value(row))
			return nil
		}, ok
	case reflect.Int, reflect.Int64:
		return intSetter(column)
	case reflect.Float64:
		return floatSetter(column)
	}
	return nil, false
}

func timeSetter(column arrow.Array) (setter, bool) {
	var at func(row int) time.Time
	switch c := column.(type) {
	case *array.Timestamp:
		unit := c.DataType().(*arrow.TimestampType).Unit
		at = func(row int) time.Time { return c.Value(row).ToTime(unit) }
	case *array.Date32:
		at = func(row int) time.Time { return c.Value(row).ToTime() }
	}
	return func(row int, field reflect.Value) error {
		field.Set(reflect.ValueOf(at(row)))
		return nil
	}, at != nil
}

func intSetter(column arrow.Array) (setter, bool) {
	if c, ok := column.(*array.Decimal128); ok {
		scale := c.DataType().(*arrow.Decimal128Type).Scale
		return func(row int, field reflect.Value) error {
			n, err := strconv.ParseInt(c.Value(row).ToString(scale), 10, 64)
			field.SetInt(n)
			return err
		}, true
	}
	at, ok := integers(column)
	return func(row int, field reflect.Value) error {
		field.SetInt(at(row))
		return nil
	}, ok
}

func floatSetter(column arrow.Array) (setter, bool) {
	switch c := column.(type) {
	case *array.Float64:
		return func(row int, field reflect.Value) error {
			field.SetFloat(c.Value(row))
			return nil
		}, true
	case *array.Decimal128:
		scale := c.DataType().(*arrow.Decimal128Type).Scale
		return func(row int, field reflect.Value) error {
			v, err := decimal(c.Value(row), scale)
			field.SetFloat(v)
			return err
		}, true
	}
	at, ok := integers(column)
	return func(row int, field reflect.Value) error {
		field.SetFloat(float64(at(row)))
		return nil
	}, ok
}

// decimal is the nearest float64 to n/10^scale. Division of two numbers that a float64 holds
// exactly gives it; longer numbers go by their digits.
func decimal(n decimal128.Num, scale int32) (float64, error) {
	const exactly, exactPower = 1 << 53, 22
	if high, low := n.HighBits(), int64(n.LowBits()); scale <= exactPower && high == low>>63 && low > -exactly && low < exactly {
		return float64(low) / math.Pow10(int(scale)), nil
	}
	return strconv.ParseFloat(n.ToString(scale), 64)
}

// integers reads a column of whole numbers that an int64 holds.
func integers(column arrow.Array) (func(row int) int64, bool) {
	switch c := column.(type) {
	case *array.Int64:
		return c.Value, true
	case *array.Int32:
		return func(row int) int64 { return int64(c.Value(row)) }, true
	case *array.Int16:
		return func(row int) int64 { return int64(c.Value(row)) }, true
	case *array.Int8:
		return func(row int) int64 { return int64(c.Value(row)) }, true
	}
	return nil, false
}

// mostTexts is how many different texts of a column are looked for again: names and
// months come back, a line of a file does not.
const mostTexts = 4096

// texts holds what a column's rows have in common once. The batch's own memory goes
// back to DuckDB, so every text is copied out of it.
type texts map[string]string

func (t *texts) keep(s string) string {
	if kept, ok := (*t)[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	if *t == nil {
		*t = texts{}
	}
	if len(*t) < mostTexts {
		(*t)[s] = s
	}
	return s
}
