package publication

import (
	"context"
	"errors"
	"fmt"

	"stadsdelskollen/queries/duck"
)

// Derived is what the figures of a publication say when they are held against
// each other, beside what StoreComparisons and StorePeers hold: rows that follow
// from observations, facts, divisions and events, and from nothing else.
type Derived struct {
	Funnels      []Funnel
	FunnelPoints []FunnelPoint
	FunnelCurves []FunnelCurve
	Charts       []Chart
	ChartPhases  []ChartPhase
	ChartPoints  []ChartPoint
	OverTime     []OverTime
	Trends       []Trend
	Disparities  []Disparity
	Growth       []DisparityChange
	Standardised []Standardised
	EventChanges []EventChange
	Standouts    []Standout
}

// StoreDerived adds the rows of d.
func (p *DB) StoreDerived(ctx context.Context, d Derived) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		return errors.Join(
			duck.Insert(ctx, tx, "tratt", d.Funnels),
			duck.Insert(ctx, tx, "tratt_punkt", d.FunnelPoints),
			duck.Insert(ctx, tx, "tratt_kurva", d.FunnelCurves),
			duck.Insert(ctx, tx, "styrdiagram", d.Charts),
			duck.Insert(ctx, tx, "styrdiagram_fas", d.ChartPhases),
			duck.Insert(ctx, tx, "styrdiagram_punkt", d.ChartPoints),
			duck.Insert(ctx, tx, "over_tid", d.OverTime),
			duck.Insert(ctx, tx, "trend", d.Trends),
			duck.Insert(ctx, tx, "olikhet", d.Disparities),
			duck.Insert(ctx, tx, "olikhet_andring", d.Growth),
			duck.Insert(ctx, tx, "standardiserat", d.Standardised),
			duck.Insert(ctx, tx, "fore_efter", d.EventChanges),
			duck.Insert(ctx, tx, "framtrader", d.Standouts),
		)
	})
	if err != nil {
		return fmt.Errorf("store what follows: %w", err)
	}
	return nil
}

// StorePeerChoice adds by what the workspace holds districts to be alike.
func (p *DB) StorePeerChoice(ctx context.Context, choice []PeerChoice) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error { return duck.Insert(ctx, tx, "jamlik_val", choice) })
	if err != nil {
		return fmt.Errorf("store peer choice: %w", err)
	}
	return nil
}

// PeerChoice is by what the workspace holds districts to be alike.
func (p *DB) PeerChoice(ctx context.Context) ([]PeerChoice, error) {
	return read[PeerChoice](ctx, p, "jamlik_val", nil)
}

// of reads what a publication says of one indicator, or of all, one after another, where its name is empty.
func of[T any](ctx context.Context, p *DB, name, indicator string) ([]T, error) {
	return read[T](ctx, p, name, duck.Args{"nyckeltal": indicator})
}

// Funnels of one indicator, in the order category, period, division.
func (p *DB) Funnels(ctx context.Context, indicator string) ([]Funnel, error) {
	return of[Funnel](ctx, p, "tratt", indicator)
}

// FunnelPoints of one indicator, in the order of its funnels.
func (p *DB) FunnelPoints(ctx context.Context, indicator string) ([]FunnelPoint, error) {
	return of[FunnelPoint](ctx, p, "tratt_punkt", indicator)
}

// NewestFunnelPoints of one indicator are those of its newest month and year.
func (p *DB) NewestFunnelPoints(ctx context.Context, indicator string) ([]FunnelPoint, error) {
	return of[FunnelPoint](ctx, p, "tratt_punkt_senast", indicator)
}

// FunnelCurves of one indicator, in the order of its funnels, by size.
func (p *DB) FunnelCurves(ctx context.Context, indicator string) ([]FunnelCurve, error) {
	return of[FunnelCurve](ctx, p, "tratt_kurva", indicator)
}

// Charts of one indicator, in the order level, area, division, category.
func (p *DB) Charts(ctx context.Context, indicator string) ([]Chart, error) {
	return of[Chart](ctx, p, "styrdiagram", indicator)
}

// ChartPhases of one indicator, in the order of its charts.
func (p *DB) ChartPhases(ctx context.Context, indicator string) ([]ChartPhase, error) {
	return of[ChartPhase](ctx, p, "styrdiagram_fas", indicator)
}

// ChartPoints of one indicator, in the order of its charts, by month.
func (p *DB) ChartPoints(ctx context.Context, indicator string) ([]ChartPoint, error) {
	return of[ChartPoint](ctx, p, "styrdiagram_punkt", indicator)
}

// OverTime of one indicator, in the order level, area, division, category, month.
func (p *DB) OverTime(ctx context.Context, indicator string) ([]OverTime, error) {
	return of[OverTime](ctx, p, "over_tid", indicator)
}

// NewestOverTime of one indicator is each area's newest month with a value, without
// categories, in the order level, area, division.
func (p *DB) NewestOverTime(ctx context.Context, indicator string) ([]OverTime, error) {
	return of[OverTime](ctx, p, "over_tid_senast", indicator)
}

// Trends of one indicator, in the order level, area, division, category.
func (p *DB) Trends(ctx context.Context, indicator string) ([]Trend, error) {
	return of[Trend](ctx, p, "trend", indicator)
}

// Disparities of one indicator, in the order category, division, year.
func (p *DB) Disparities(ctx context.Context, indicator string) ([]Disparity, error) {
	return of[Disparity](ctx, p, "olikhet", indicator)
}

// DisparityChanges of one indicator.
func (p *DB) DisparityChanges(ctx context.Context, indicator string) ([]DisparityChange, error) {
	return of[DisparityChange](ctx, p, "olikhet_andring", indicator)
}

// Standardised are recipients over those expected, by measure, area and year.
func (p *DB) Standardised(ctx context.Context) ([]Standardised, error) {
	return read[Standardised](ctx, p, "standardiserat", nil)
}

// EventChanges of one indicator, in the order level, area, division, day.
func (p *DB) EventChanges(ctx context.Context, indicator string) ([]EventChange, error) {
	return of[EventChange](ctx, p, "fore_efter", indicator)
}

// Standouts are what stands out, the first first.
func (p *DB) Standouts(ctx context.Context) ([]Standout, error) {
	return read[Standout](ctx, p, "framtrader", nil)
}
