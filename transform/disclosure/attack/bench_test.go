//go:build duckdb_arrow

package attack

import (
	"flag"
	"testing"
)

// publicationFolder is a publication to measure with: one that this program made.
var publicationFolder = flag.String("publication", "", "a publication folder for BenchmarkVerify")

func BenchmarkVerify(b *testing.B) {
	if *publicationFolder == "" {
		b.Skip("name a publication with -publication")
	}
	for b.Loop() {
		if found, err := Verify(b.Context(), *publicationFolder); err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
	}
}
