//go:build duckdb_arrow

package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stadsdelskollen/queries/duck"
	"stadsdelskollen/queries/register"
)

type areaRow struct {
	Name   string  `json:"namn"`
	Code   string  `json:"kod"`
	Level  string  `json:"niva"`
	Part   string  `json:"del"`
	From   *string `json:"giltig_fran"`
	To     *string `json:"giltig_till"`
	Since  *string `json:"statistik_fran"`
	Until  *string `json:"statistik_till"`
	Row    *int    `json:"rad"`
	Column *int    `json:"kolumn"`
}

type divisionRow struct {
	ID   string  `json:"indelning"`
	From *string `json:"fran"`
	To   *string `json:"till"`
	Name string  `json:"namn"`
}

type unionRow struct {
	ID   string `json:"indelning"`
	In   string `json:"i_indelning"`
	Area string `json:"omrade"`
	Part string `json:"del"`
}

type relatedRow struct {
	Area  string `json:"omrade"`
	Other string `json:"annat"`
}

// SetRegister replaces the tables register_area, register_division,
// register_union and register_related. The register is the workspace's, not a delivery, so it is written at every
// opening and read as it stands.
func (w *DB) SetRegister(ctx context.Context, r *register.Register) error {
	areas := []areaRow{}
	for _, a := range r.Areas {
		row := areaRow{Name: a.Name, Code: a.Code, Level: a.Level, Part: a.PartOf, From: date(a.From), To: date(a.To)}
		since, until := a.Statistics()
		row.Since, row.Until = date(since), date(until)
		if a.Row >= 0 && a.Column >= 0 {
			row.Row, row.Column = &a.Row, &a.Column
		}
		areas = append(areas, row)
	}
	divisions := []divisionRow{}
	for _, d := range r.Divisions() {
		for _, a := range d.Areas {
			divisions = append(divisions, divisionRow{d.ID, date(d.From), date(d.To), a.Name})
		}
	}
	unions, related := []unionRow{}, []relatedRow{}
	for _, u := range r.Unions() {
		for _, part := range u.Of {
			unions = append(unions, unionRow{u.Division, u.In, u.Area, part})
		}
	}
	for _, p := range r.Related() {
		related = append(related, relatedRow{p[0], p[1]}, relatedRow{p[1], p[0]})
	}
	err := w.db.Tx(ctx, func(tx *duck.Tx) error {
		for _, t := range []struct {
			name string
			rows any
		}{{"register_area", areas}, {"register_division", divisions}, {"register_union", unions}, {"register_related", related}} {
			if err := w.replace(ctx, tx, t.name, t.rows); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store register: %w", err)
	}
	return nil
}

// replace empties a table and fills it by the statement of its name, which
// reads the rows from JSON.
func (w *DB) replace(ctx context.Context, tx *duck.Tx, table string, rows any) error {
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	if err := w.run(ctx, tx, table+"_clear", nil); err != nil {
		return err
	}
	return w.run(ctx, tx, table, duck.Args{"rows": string(text)})
}

func date(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.DateOnly)
	return &s
}
