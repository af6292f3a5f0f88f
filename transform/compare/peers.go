package compare

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// PeerFact is one fact of areas by which they are held to be alike or not:
// what it weighs, and its value per area, in the order of the areas' names.
type PeerFact struct {
	Weight float64
	Values []Number
}

// Peer is an area and how far it lies from another: 0 is alike, and 1 is one
// standard deviation apart in every fact.
type Peer struct {
	Area     string
	Distance float64
}

// Peers finds, for each area, the count areas that are most like it: by the
// Euclidean distance between facts that are standardised over the areas (less
// their mean, by their standard deviation) and weighted, so that
// distance² = Σ w·(zᵢ−zⱼ)² / Σ w. An area that lacks any fact has no peers and
// is nobody's; a fact in which all are equal tells none apart. Equal distances
// are ordered by name.
//
// The idea is that of Kolada's similar municipalities; which facts and weights
// make districts alike is for the city to say.
func Peers(areas []string, facts []PeerFact, count int) ([][]Peer, error) {
	if count < 1 {
		return nil, fmt.Errorf("peers: %d peers asked for", count)
	}
	var weight float64
	for _, f := range facts {
		if !(f.Weight > 0) || !finite(f.Weight) {
			return nil, fmt.Errorf("peers: weight %v is not above zero", f.Weight)
		}
		if len(f.Values) != len(areas) {
			return nil, fmt.Errorf("peers: %d values for %d areas", len(f.Values), len(areas))
		}
		weight += f.Weight
	}
	if weight == 0 {
		return nil, errors.New("peers: no fact to compare by")
	}
	known := complete(facts, len(areas))
	square := make([][]float64, len(areas))
	for i := range square {
		square[i] = make([]float64, len(areas))
	}
	for _, f := range facts {
		z := standardised(f.Values, known)
		for _, i := range known {
			for _, j := range known {
				square[i][j] += f.Weight * (z[i] - z[j]) * (z[i] - z[j])
			}
		}
	}
	out := make([][]Peer, len(areas))
	for _, i := range known {
		for _, j := range known {
			if i != j {
				out[i] = append(out[i], Peer{areas[j], math.Sqrt(square[i][j] / weight)})
			}
		}
		slices.SortFunc(out[i], func(a, b Peer) int { return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Area, b.Area)) })
		out[i] = out[i][:min(count, len(out[i]))]
	}
	return out, nil
}

// complete are the indices of the areas that have every fact.
func complete(facts []PeerFact, areas int) []int {
	var out []int
	for i := range areas {
		if !slices.ContainsFunc(facts, func(f PeerFact) bool { return !f.Values[i].OK || !finite(f.Values[i].Value) }) {
			out = append(out, i)
		}
	}
	return out
}

// standardised are the values of the given areas, less their mean and by their
// standard deviation with n-1; all 0 where they do not differ.
func standardised(values []Number, of []int) []float64 {
	z := make([]float64, len(values))
	var all []float64
	for _, i := range of {
		all = append(all, values[i].Value)
	}
	if len(all) < 2 {
		return z
	}
	mean := total(all) / float64(len(all))
	var squares []float64
	for _, v := range all {
		squares = append(squares, (v-mean)*(v-mean))
	}
	sd := math.Sqrt(total(squares) / float64(len(all)-1))
	if sd == 0 || !finite(sd) {
		return z
	}
	for _, i := range of {
		z[i] = (values[i].Value - mean) / sd
	}
	return z
}
