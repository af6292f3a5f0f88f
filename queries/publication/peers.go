package publication

import (
	"context"
	"errors"
	"fmt"

	"stadsdelskollen/queries/duck"
)

// Peer is a row of jamlik: Peer is the Order-th most like Area in a division.
type Peer struct {
	Division string  `db:"indelning"`
	Area     string  `db:"omrade"`
	Peer     string  `db:"jamlik"`
	Order    int64   `db:"ordning"`
	Distance float64 `db:"avstand"`
}

// PeerBasis is a row of jamlik_grund: a fact that decides who is alike.
type PeerBasis struct {
	Division string  `db:"indelning"`
	Fact     string  `db:"faktum"`
	Weight   float64 `db:"vikt"`
	Year     *string `db:"ar"` // nil where no district has it
}

// PeerComparison is a row of jamlik_jamforelse.
type PeerComparison struct {
	Indicator string `db:"nyckeltal"`
	Category  string `db:"kategori"`
	Period    string `db:"period"`
	Area      string `db:"omrade"`
	Division  string `db:"indelning"`
	// Value is of all peers pooled, in the indicator's unit.
	Value float64 `db:"varde"`
	// Difference is the area minus its peers; nil for what has no interval.
	Difference *float64 `db:"skillnad"`
	DiffLower  *float64 `db:"skillnad_nedre"`
	DiffUpper  *float64 `db:"skillnad_ovre"`
	P          *float64 `db:"p"`
	PAdjusted  *float64 `db:"p_justerad"` // Holm, over the districts of the division
	Verdict    string   `db:"utfall"`
}

// StorePeers adds who is like whom, by what, and how they compare.
func (p *DB) StorePeers(ctx context.Context, basis []PeerBasis, peers []Peer, compared []PeerComparison) error {
	err := p.db.Tx(ctx, func(tx *duck.Tx) error {
		return errors.Join(duck.Insert(ctx, tx, "jamlik_grund", basis), duck.Insert(ctx, tx, "jamlik", peers), duck.Insert(ctx, tx, "jamlik_jamforelse", compared))
	})
	if err != nil {
		return fmt.Errorf("store peers: %w", err)
	}
	return nil
}

// Peers of all districts, the nearest first.
func (p *DB) Peers(ctx context.Context) ([]Peer, error) { return read[Peer](ctx, p, "jamlik", nil) }

// PeerBasis is by what peers were chosen, the weightiest fact first; empty
// when the workspace names no facts.
func (p *DB) PeerBasis(ctx context.Context) ([]PeerBasis, error) {
	return read[PeerBasis](ctx, p, "jamlik_grund", nil)
}

// PeerComparisons of one indicator.
func (p *DB) PeerComparisons(ctx context.Context, indicator string) ([]PeerComparison, error) {
	return of[PeerComparison](ctx, p, "jamlik_jamforelse", indicator)
}

// NewestPeerComparisons of one indicator are those of each area's newest month and year.
func (p *DB) NewestPeerComparisons(ctx context.Context, indicator string) ([]PeerComparison, error) {
	return of[PeerComparison](ctx, p, "jamlik_jamforelse_senast", indicator)
}
