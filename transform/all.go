package transform

import (
	"context"

	"stadsdelskollen/queries/publication"
)

// All computes in a filled publication everything that follows from its facts, in
// the order that it must be done. Whoever publishes and whoever checks a
// publication call it, so that nothing is made in one place only.
func All(ctx context.Context, pub *publication.DB, peers PeerOptions) error {
	if err := pub.ComputeIndicators(ctx); err != nil {
		return err
	}
	if err := Compare(ctx, pub); err != nil {
		return err
	}
	return Peers(ctx, pub, peers)
}
