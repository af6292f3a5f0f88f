//go:build duckdb_arrow

package transform_test

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stadsdelskollen/queries/publication"
	"stadsdelskollen/transform"
)

// withPeers is a publication of five districts; E has no income.
func withPeers(t *testing.T, opt transform.PeerOptions) *publication.DB {
	t.Helper()
	c := publication.Content{Info: publication.Info{Month: november, Published: time.Unix(0, 0).UTC(), Audience: publication.AudienceInternal},
		Divisions: []publication.Division{{ID: division, Areas: 5}}}
	for i, a := range []string{"A", "B", "C", "D", "E"} {
		c.Members = append(c.Members, publication.Member{Division: division, Area: a})
		add := func(measure, year string, v float64) {
			f := fact(measure, publication.KindPublic, publication.LevelDistrict, a, "", v)
			f.Period = year
			c.Facts = append(c.Facts, f)
		}
		n := float64(i)
		if a != "E" {
			add("medelinkomst_kr", "2010", 300000+10000*n)
		}
		add("utlandsk_bakgrund", "2009", 10)
		add("utlandsk_bakgrund", "2010", 10+n)
		c.Facts = append(c.Facts, fact("hushall", publication.KindCount, publication.LevelDistrict, a, "", 100*(n+1)),
			fact("kostnad_tkr", publication.KindAmount, publication.LevelDistrict, a, "", 1000*(n+1)*(n+1)), pair("stadsdel", a, 60+10*n, 100))
	}
	db, err := publication.Create(t.Context(), filepath.Join(t.TempDir(), "p.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Fill(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := db.ComputeIndicators(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := transform.Compare(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := transform.Peers(t.Context(), db, opt); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestPeersComeFromTheFactsThatTheConfigNames(t *testing.T) {
	db := withPeers(t, transform.PeerOptions{Facts: map[string]float64{"medelinkomst_kr": 1, "utlandsk_bakgrund": 0.5}, Count: 2})
	peers, err := db.Peers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range peers {
		got = append(got, fmt.Sprintf("%s %d %s %.2f", p.Area, p.Order, p.Peer, p.Distance))
	}
	// Both facts rise evenly from A to D, so one step is 0.77 deviations in each.
	want := []string{"A 1 B 0.77", "A 2 C 1.55", "B 1 A 0.77", "B 2 C 0.77", "C 1 B 0.77", "C 2 D 0.77", "D 1 C 0.77", "D 2 B 1.55"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	basis, err := db.PeerBasis(t.Context())
	if err != nil || len(basis) != 2 || basis[0].Fact != "medelinkomst_kr" || *basis[0].Year != "2010" || *basis[1].Year != "2010" {
		t.Errorf("%+v, %v", basis, err)
	}
}

func TestADistrictStandsBesideItsPeersPooled(t *testing.T) {
	db := withPeers(t, transform.PeerOptions{Facts: map[string]float64{"medelinkomst_kr": 1}, Count: 2})
	rows, err := db.PeerComparisons(t.Context(), "kostnad_per_hushall")
	if err != nil || len(rows) != 4 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if a := rows[0]; a.Area != "A" || math.Abs(a.Value-1000*(4000+9000)/500) > 1e-9 || a.Difference != nil {
		t.Errorf("A's cost beside that of B and C: %+v", a)
	}
	rows, err = db.PeerComparisons(t.Context(), "handlaggningstid_inom_riktlinje")
	if err != nil || len(rows) != 4 {
		t.Fatalf("%+v, %v", rows, err)
	}
	// 60 of 100 against 150 of 200.
	if a := rows[0]; math.Abs(a.Value-75) > 1e-9 || math.Abs(*a.Difference+15) > 1e-9 || *a.DiffLower >= -15 || *a.DiffUpper <= -15 || *a.DiffUpper >= 0 {
		t.Errorf("A's share beside that of B and C: %v, %v (%v to %v)", a.Value, *a.Difference, *a.DiffLower, *a.DiffUpper)
	}
}

func TestWithoutAFactNobodyHasPeersAndTheBasisSaysSo(t *testing.T) {
	db := withPeers(t, transform.PeerOptions{Facts: map[string]float64{"ohalsotal": 1, "medelinkomst_kr": 1}, Count: 2})
	peers, err := db.Peers(t.Context())
	if err != nil || len(peers) != 0 {
		t.Errorf("%+v, %v", peers, err)
	}
	basis, err := db.PeerBasis(t.Context())
	if err != nil || len(basis) != 2 || basis[1].Fact != "ohalsotal" || basis[1].Year != nil {
		t.Errorf("%+v, %v", basis, err)
	}
	if peers, err := withPeers(t, transform.PeerOptions{}).PeerBasis(t.Context()); err != nil || len(peers) != 0 {
		t.Errorf("peers without facts in the config: %+v, %v", peers, err)
	}
}
