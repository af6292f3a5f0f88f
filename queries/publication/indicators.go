package publication

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stadsdelskollen/queries/duck"
)

// allowed values of header keys that decide how a figure is treated.
var allowed = map[string][]string{
	"method":    {MethodCount, MethodProportion, MethodRatio, MethodMedian, MethodSummary, MethodDelivered},
	"direction": {"ingen", "hog_bra", "lag_bra"},
	"adds":      {"inget", "stadsdelar", "manader", "stadsdelar och manader"},
	"type":      {"flode", "bestand"},
	"process":   {yes, no},
	"chart":     {ChartXmR, ChartLaney, no},
	"funnel":    {FunnelOfShares, FunnelOfRates, no},
}

// yes and no are what a header says of what is done with an indicator.
const yes, no = "ja", "nej"

// statement couples an indicator with the SQL that yields it.
type statement struct {
	Indicator
	duck.Statement
}

// definitions reads the headers of all indicators and reports all faults.
func definitions() ([]statement, error) {
	set, err := duck.Load(files, "indicators")
	faults := []error{err}
	var out []statement
	for _, s := range set {
		ind, err := fromHeader(s)
		faults = append(faults, err)
		out = append(out, statement{ind, s})
	}
	slices.SortFunc(out, func(a, b statement) int { return int(a.Order - b.Order) })
	return out, errors.Join(faults...)
}

func fromHeader(s duck.Statement) (Indicator, error) {
	var faults []error
	get := func(key string) string {
		v := s.Header[key]
		if v == "" {
			faults = append(faults, fmt.Errorf("%s: header has no %s", s.File, key))
		}
		if ok := allowed[key]; v != "" && ok != nil && !slices.Contains(ok, v) {
			faults = append(faults, fmt.Errorf("%s: %s is %q, want one of %s", s.File, key, v, strings.Join(ok, ", ")))
		}
		return v
	}
	number := func(key string) float64 {
		f, err := strconv.ParseFloat(get(key), 64)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %s: %w", s.File, key, err))
		}
		return f
	}
	ind := Indicator{
		Name: s.Name, Title: get("title"), Short: get("short"), Definition: get("definition"), Unit: get("unit"),
		Decimals: int64(number("decimals")), Factor: number("factor"), Method: get("method"), Direction: get("direction"),
		Adds: get("adds"), Type: get("type"), Topic: get("topic"), Order: int64(number("order")), Categories: s.Header["categories"], SQL: s.SQL,
	}
	ind.Process, ind.Chart, ind.Funnel = treatment(ind)
	for key, to := range map[string]*string{"process": &ind.Process, "chart": &ind.Chart, "funnel": &ind.Funnel} {
		if s.Header[key] != "" {
			*to = get(key)
		}
	}
	faults = append(faults, checkTreatment(s, ind))
	if ind.Adds != "inget" && slices.Contains([]string{MethodProportion, MethodRatio, MethodMedian, MethodSummary}, ind.Method) {
		faults = append(faults, fmt.Errorf("%s: a figure of method %s adds over nothing", s.File, ind.Method))
	}
	faults = append(faults, checkAdds(s, ind.Adds), checkSums(s))
	return ind, errors.Join(faults...)
}

// ComputeIndicators fills observation and nyckeltal from fakta. An indicator
// that no base fact feeds has no row in either. The relations that several
// indicators share stay in the file, so that a reader can run their SQL.
func (p *DB) ComputeIndicators(ctx context.Context) error {
	defs, err := definitions()
	if err != nil {
		return err
	}
	shared, err := relations()
	if err != nil {
		return err
	}
	err = p.db.Tx(ctx, func(tx *duck.Tx) error {
		if err := tx.Materialize(ctx, shared, nil); err != nil {
			return err
		}
		for _, d := range defs {
			n, err := tx.Count(ctx, `INSERT INTO observation BY NAME SELECT $nyckeltal AS nyckeltal, $enhet AS enhet, figures.* FROM (`+d.Statement.SQL+`) AS figures
				ORDER BY kategori, period, indelning, niva, omrade`, duck.Args{"nyckeltal": d.Indicator.Name, "enhet": d.Unit})
			if err != nil {
				return fmt.Errorf("%s: %w", d.File, err)
			}
			if n > 0 {
				var feeds []Feeding
				for _, m := range feeding(d.Statement, shared) {
					feeds = append(feeds, Feeding{d.Indicator.Name, m})
				}
				err := errors.Join(duck.Insert(ctx, tx, "nyckeltal", []Indicator{d.Indicator}), duck.Insert(ctx, tx, "nyckeltal_underlag", feeds))
				if err != nil {
					return err
				}
			}
		}
		return tx.Exec(ctx, smallBases, duck.Args{"least": int64(LeastRoundedBase)})
	})
	if err != nil {
		return fmt.Errorf("compute indicators: %w", err)
	}
	return nil
}
